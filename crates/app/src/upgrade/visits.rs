//! Questionnaires of an older workspace get their round, and those of meetings their case. What a decree is over
//! stays as it was decided; the others are judged by the rules of today, as if they came in now.

use super::system::{SYSTEM, hand, officers, the_round};
use crate::App;
use crate::error::AppError;
use crate::import::place;
use crate::verification::{ACCEPTED, Judged, Office, SENT_BACK, is_decreed, move_on, open_case, subject_of};
use domain::round::{CaseAct, CaseState};
use domain::verification::{VisitResult, VisitSource};
use std::collections::{BTreeMap, BTreeSet};
use store::Tx;
use store::case::{CaseKind, CaseRow, Move};
use store::decree::DecreeLine;
use store::upgrade::{REASON, Step, upgraded, way_to};
use store::verification::CheckedQuestionnaire;

pub(super) async fn carry_over(app: &App, ids: &[&str]) -> Result<(), AppError> {
    let (kabupaten, _) = place(app).await?;
    let mut tx = app.store.begin(kabupaten.as_str()).await?;
    let round = the_round(&mut tx).await?.map(|r| r.id.as_str().to_owned()).unwrap_or_default();
    let mut office = Office::read(app, &mut tx, &round).await?;
    let annex: BTreeMap<String, DecreeLine> =
        tx.all_decree_rows().await?.into_iter().map(|line| (line.body.source.clone(), line)).collect();
    let in_editions: BTreeSet<String> = tx.editions().await?.into_iter().filter_map(|e| e.decree).collect();
    for id in ids {
        tx.upgraded(Step::Visit, id).await?;
        let Some(mut visit) = office.questionnaires.get(*id).cloned() else { continue };
        let case = office.cases.get(&subject_of(&visit.filled)).cloned();
        visit.round = Some(round.clone());
        let line = annex.get(*id);
        let carried = match (line, case) {
            (Some(line), None) => {
                let state = if in_editions.contains(&line.decree) { CaseState::Ranked } else { CaseState::Decreed };
                visit.checked_by.clone_from(&visit.filled.checker);
                Some(decided(app, &mut tx, &office, line, &visit, state)?)
            }
            (Some(_), Some(_)) => {
                visit.checked_by.clone_from(&visit.filled.checker);
                None
            }
            (None, Some(case)) if is_decreed(case.state) => None,
            (None, case) => under_way(app, &mut tx, &office, &mut visit, case).await?,
        };
        if let Some(case) = carried {
            office.cases.insert(case.id.clone(), case);
        }
        tx.put_questionnaire(&visit);
    }
    tx.commit(upgraded("questionnaire", ids.len(), app.now_ms())).await?;
    Ok(())
}

/// The case of a row of a meeting that a decree is over.
fn decided(
    app: &App,
    tx: &mut Tx,
    office: &Office,
    line: &DecreeLine,
    visit: &CheckedQuestionnaire,
    state: CaseState,
) -> Result<CaseRow, AppError> {
    let desa = line.desa.clone().unwrap_or_default();
    let mut case = CaseRow::new(subject_of(&visit.filled), CaseKind::Meeting, desa, visit.round.clone());
    case.household = Some(line.household.clone());
    case.meeting = office.meeting_of(&visit.filled.key);
    officers(&mut case, visit);
    let ends = visit.filled.result != Some(VisitResult::Completed);
    let mut moves = way_to(if ends { CaseState::Prelist } else { state });
    if let (true, Some(result)) = (ends, visit.filled.result) {
        moves.extend([CaseAct::Assign, CaseAct::Visit(result)].map(|act| Move::because(act, REASON)));
        moves.push(Move::because(CaseAct::Close, format!("SK {}: {}", line.decree, result.label().to_lowercase())));
    }
    tx.open_case(case.clone(), &moves, hand(app))?;
    Ok(case)
}

/// A visit that no decree is over yet: judged anew, and its case moved as far as that brings it.
async fn under_way(
    app: &App,
    tx: &mut Tx,
    office: &Office,
    visit: &mut CheckedQuestionnaire,
    case: Option<CaseRow>,
) -> Result<Option<CaseRow>, AppError> {
    let judged = Judged::of(office, &visit.filled, &subject_of(&visit.filled));
    let whole = visit.verdict == ACCEPTED && judged.passes();
    if !judged.passes() {
        visit.problems = judged.problems();
    }
    visit.verdict = if whole { ACCEPTED } else { SENT_BACK }.to_owned();
    visit.household.clone_from(&judged.household);
    visit.checked_by = visit.filled.checker.clone().filter(|_| whole);
    if !judged.moves_case {
        return Ok(None);
    }
    let by = hand(app);
    let mut case = match case {
        Some(case) => case,
        None if visit.filled.source == VisitSource::Registration => return Ok(None),
        None => open_case(tx, office, &subject_of(&visit.filled), visit, by).await?,
    };
    match (case.state, whole, &visit.filled.checker) {
        (CaseState::Verified, true, Some(checker)) => {
            officers(&mut case, visit);
            tx.move_case_row(&mut case, &[Move::because(CaseAct::Approve, format!("diperiksa {checker}"))], by)?;
        }
        (
            CaseState::Verified
            | CaseState::NotFound
            | CaseState::Moved
            | CaseState::PartOfOther
            | CaseState::Duplicate
            | CaseState::Refused,
            false,
            _,
        ) => {
            officers(&mut case, visit);
            let why = format!("{SYSTEM}: aturan kunjungan yang berlaku sekarang");
            tx.move_case_row(&mut case, &[Move::because(CaseAct::SendBack, why)], by)?;
        }
        _ => case = move_on(tx, case, visit, by)?,
    }
    Ok(Some(case))
}
