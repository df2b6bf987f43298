//! A verdict and its undo. Each is one transaction with its event; earlier verdicts are never deleted.

use super::facts::{REVIEW, facts_now};
use super::lease::Holder;
use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::{App, logged};
use domain::area::AreaCode;
use domain::event::{Event, IdentificationEvent};
use domain::id::{AccountId, HouseholdId, RegistrationNumber};
use domain::identification::review::{
    CaseFacts, Ground, Overruled, Reasoning, ReviewRefused, Standing, Step, Verdict, next_step, overruled,
    undo as take_back,
};
use domain::round::CaseAct;
use std::collections::BTreeSet;
use store::case::Move;
use store::identification::IdentificationRow;
use store::review::{Before, CaseRow, DecisionBody, DecisionRow, NoteRow};
use store::{Reader, Tx};
use words::{Lang, Words};

/// What a reviewer says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// The registered are this household; `changed` = `None` leaves tetap or berubah to the comparison.
    Same {
        /// The household.
        household: HouseholdId,
        /// `LAMA_BERUBAH`, `LAMA_TETAP`, or as compared.
        changed: Option<bool>,
    },
    /// BARU.
    New,
    /// GANDA.
    Duplicate {
        /// The registration to join.
        of: RegistrationNumber,
    },
    /// The same as the officer who proposed.
    Agree,
}

/// A verdict as it comes from a page or a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What.
    pub said: Said,
    /// Why.
    pub reasoning: Reasoning,
    /// Version of the case that was shown; `None` = as it is now.
    pub version: Option<i64>,
}

/// What a verdict did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// The step.
    pub step: Step,
    /// The verdict.
    pub verdict: Verdict,
    /// Evidence it went against.
    pub overruled: Vec<Overruled>,
}

/// How far a case has come, by what was said last. Taking something back opens the case again.
#[must_use]
pub fn standing(row: &IdentificationRow, said: &[DecisionRow]) -> Standing {
    let verdict = |d: &DecisionRow| Verdict::of(&d.category, d.household.as_deref(), d.joins.as_deref());
    let open = row.category == REVIEW;
    let last = said.last().and_then(|d| Some((Step::from_code(&d.step)?, AccountId::new(&d.officer), verdict(d)?)));
    match last {
        Some((Step::Proposed, by, verdict)) if open => Standing::Proposed { by, verdict },
        Some((Step::Disagreed, by, _)) if open => {
            let first = said.iter().rev().find(|d| d.step == Step::Proposed.code());
            Standing::Disputed { between: first.map(|d| AccountId::new(&d.officer)).into_iter().chain([by]).collect() }
        }
        Some((step, by, verdict)) if !open && step.decides() => Standing::Decided { by, verdict },
        _ => Standing::Open,
    }
}

/// The newest version of the prelist of a desa: the frozen list or its last supplement; 0 = none is frozen.
async fn frozen(reader: &mut Reader, desa: &AreaCode) -> Result<i64, AppError> {
    Ok(reader.review_frozen(desa.as_str()).await?)
}

fn leads(app_home: Option<AreaCode>, officer: &Officer) -> bool {
    app_home.is_some_and(|home| officer.could(Act::SettleReview, home))
}

async fn begin(app: &App, number: &RegistrationNumber) -> Result<(AreaCode, AreaCode, Tx), AppError> {
    let mut reader = app.store.read().await?;
    let Some((registration, _)) = reader.registration(number).await? else {
        return Err(ReviewRefused::NoRegistration(number.clone()).into());
    };
    drop(reader);
    let lives = registration.place.desa.unwrap_or(registration.desa);
    Ok((registration.desa, lives, app.store.begin(registration.desa.as_str()).await?))
}

/// Decides a case, proposes a verdict, or answers a proposal. T8, R14.
///
/// Of two verdicts on one case the second is refused with what the first one decided: both wait
/// for the chain of the desa, and the case is read again behind that wait.
pub async fn decide(
    app: &App,
    officer: &Officer,
    number: &RegistrationNumber,
    answer: &Answer,
    holder: Option<&Holder>,
) -> Result<Decided, AppError> {
    let home = app.store.read().await?.areas().await?.kabupaten();
    let (desa, lives, mut tx) = begin(app, number).await?;
    officer.may(Act::DecideReview, desa)?;
    let now = app.now_ms();
    let Some(mut row) = tx.identification(number.as_str()).await? else {
        return Err(ReviewRefused::NotUnderReview(number.clone()).into());
    };
    let said = tx.review_decisions(number.as_str()).await?;
    let standing = standing(&row, &said);
    if row.category != REVIEW && !matches!(standing, Standing::Decided { .. }) {
        return Err(ReviewRefused::NotUnderReview(number.clone()).into());
    }
    let case = tx.review_case(number.as_str()).await?;
    if row.category == REVIEW {
        check_turn(officer, answer, &said, case.as_ref(), holder, now)?;
    }
    let facts = facts_now(&mut tx, &row).await?;
    let verdict = match (&standing, &answer.said) {
        (Standing::Decided { verdict, .. }, _) => verdict.clone(),
        (_, said) => verdict(&mut tx, &row, &facts, &standing, number, said).await?,
    };
    let step = next_step(&standing, &officer.id, &verdict, app.two_person, leads(home, officer))?;
    let against = overruled(&facts, &verdict);
    let agrees = matches!(answer.said, Said::Agree);
    if !against.is_empty() && !answer.reasoning.is_given() && !agrees {
        return Err(ReviewRefused::ReasonMissing { overruled: against }.into());
    }
    let took = case.as_ref().filter(|c| c.officer.as_deref() == Some(officer.id.as_str()) && c.since_ms > 0);
    let before =
        Before { household: row.household.clone(), merged_with: row.merged_with.clone(), changed: row.changed.clone() };
    let frozen = frozen(&mut tx, &lives).await?;
    tx.add_review_decision(&DecisionRow {
        registration: number.as_str().to_owned(),
        no: said.len() as i64 + 1,
        desa: desa.as_str().to_owned(),
        step: step.code().to_owned(),
        officer: officer.id.as_str().to_owned(),
        at_ms: now,
        category: verdict.code().to_owned(),
        household: verdict.household().map(|h| h.as_str().to_owned()),
        joins: verdict.joins().map(|n| n.as_str().to_owned()),
        best: row.household.clone(),
        overruled: against.iter().map(|o| o.code()).collect::<Vec<_>>().join("|"),
        ground: answer.reasoning.ground.map_or("", Ground::code).to_owned(),
        took_ms: took.map(|c| now - c.since_ms),
        frozen,
        body: DecisionBody {
            words: answer.reasoning.words.trim().to_owned(),
            before: Some(before),
            weighed: crate::weights::said_of(row.evidence.weighed_by, &row.evidence.candidates),
        },
    });
    if step.decides() {
        settle(&mut row, &verdict, &facts, officer, now, &answer.reasoning);
        tx.put_identification(&row);
        let act = if verdict.category().is_some() { CaseAct::Decide } else { CaseAct::Join };
        let why = row.evidence.decision_reason.clone().unwrap_or_default();
        let mut decided = tx.case_now(number.as_str()).await?;
        decided.household = row.household.clone();
        tx.move_case_row(&mut decided, &[Move::because(act, why)], officer.hand(Act::DecideReview, now))?;
    }
    if let Some(case) = case {
        tx.put_review_case(&CaseRow { holder: None, officer: None, lease_until_ms: 0, rev: case.rev + 1, ..case });
    }
    tx.delete_review_note(number.as_str(), officer.id.as_str());
    let (registration, category) = (number.clone(), verdict.code());
    let event = Event::Identification(match step {
        Step::Proposed => IdentificationEvent::ReviewProposed { registration, category },
        Step::Disagreed => IdentificationEvent::ReviewDisputed { registration, category },
        Step::Decided | Step::Confirmed | Step::Settled | Step::Undone => {
            IdentificationEvent::ReviewDecided { registration, category }
        }
    });
    tx.commit(logged(&event, officer.id.as_str(), now)).await?;
    Ok(Decided { step, verdict, overruled: against })
}

/// Whether the page is of this version of the case and nobody else has it open.
fn check_turn(
    officer: &Officer,
    answer: &Answer,
    said: &[DecisionRow],
    case: Option<&CaseRow>,
    holder: Option<&Holder>,
    now: i64,
) -> Result<(), ReviewRefused> {
    if let (Some(shown), Some(last)) = (answer.version, said.last())
        && shown != said.len() as i64
    {
        return Err(ReviewRefused::Changed { by: AccountId::new(&last.officer) });
    }
    let Some(case) = case.filter(|c| c.lease_until_ms > now) else { return Ok(()) };
    let mine = holder.is_some_and(|h| case.holder.as_deref() == Some(h.as_str()));
    match case.officer.as_deref() {
        Some(by) if !mine && by != officer.id.as_str() => Err(ReviewRefused::Held { by: AccountId::new(by) }),
        _ => Ok(()),
    }
}

/// The verdict in full, its parts checked against the store.
async fn verdict(
    tx: &mut Tx,
    row: &IdentificationRow,
    facts: &CaseFacts,
    standing: &Standing,
    number: &RegistrationNumber,
    said: &Said,
) -> Result<Verdict, AppError> {
    Ok(match said {
        Said::New => Verdict::New,
        Said::Agree => match standing {
            Standing::Proposed { verdict, .. } => verdict.clone(),
            Standing::Open | Standing::Disputed { .. } | Standing::Decided { .. } => {
                return Err(ReviewRefused::NothingProposed.into());
            }
        },
        Said::Same { household, changed } => {
            if tx.household(household).await?.is_none() {
                return Err(ReviewRefused::NoHousehold(household.clone()).into());
            }
            let compared = facts.candidates.iter().find(|c| c.household == *household).and_then(|c| c.changed);
            // without a kept comparison the visit finds out what changed
            Verdict::Same { household: household.clone(), changed: changed.or(compared).unwrap_or(true) }
        }
        Said::Duplicate { of } => {
            if of == number {
                return Err(ReviewRefused::JoinsItself.into());
            }
            let Some(other) = tx.identification(of.as_str()).await? else {
                return Err(ReviewRefused::NoRegistration(of.clone()).into());
            };
            if other.category == "GANDA" || !tx.review_joined_to(row.registration.as_str()).await?.is_empty() {
                return Err(ReviewRefused::JoinsInChain(of.clone()).into());
            }
            Verdict::Duplicate { of: of.clone() }
        }
    })
}

fn settle(
    row: &mut IdentificationRow,
    verdict: &Verdict,
    facts: &CaseFacts,
    officer: &Officer,
    now: i64,
    reasoning: &Reasoning,
) {
    let kept = |id: &HouseholdId| row.evidence.candidates.iter().find(|c| c.household == id.as_str());
    let shown = facts.candidates.first().map(|c| &c.household) == verdict.household();
    row.changed = match verdict {
        Verdict::Same { household, changed: true } => match kept(household).and_then(|c| c.changed.clone()) {
            Some(fields) => fields.join("|"),
            None if shown => row.changed.clone(),
            None => String::new(),
        },
        Verdict::Same { changed: false, .. } | Verdict::New | Verdict::Duplicate { .. } => String::new(),
    };
    row.category = verdict.code().to_owned();
    row.household = verdict.household().map(|h| h.as_str().to_owned());
    row.merged_with = verdict.joins().map(|n| n.as_str().to_owned());
    row.decided_by = Some(officer.id.as_str().to_owned());
    row.decided_at_ms = Some(now);
    let words = Words::of(Lang::Id);
    let ground = reasoning.ground.map_or_else(String::new, |g| words.code("ground", g.code()));
    let parts: Vec<&str> = [ground.as_str(), reasoning.words.trim()].into_iter().filter(|p| !p.is_empty()).collect();
    // a verdict that follows the evidence has the evidence for its reason
    let reason = if parts.is_empty() { "Sesuai bukti yang tersimpan".to_owned() } else { parts.join(": ") };
    row.evidence.decision_reason = Some(reason);
}

/// Takes back what was said last: the case is open again, and its note is as it was. Domain §5.4.
pub async fn undo(app: &App, officer: &Officer, number: &RegistrationNumber) -> Result<Step, AppError> {
    let home = app.store.read().await?.areas().await?.kabupaten();
    let (desa, lives, mut tx) = begin(app, number).await?;
    officer.may(Act::DecideReview, desa)?;
    let now = app.now_ms();
    let Some(mut row) = tx.identification(number.as_str()).await? else {
        return Err(ReviewRefused::NothingToUndo.into());
    };
    let said = tx.review_decisions(number.as_str()).await?;
    let standing = standing(&row, &said);
    let Some(last) = said.last() else { return Err(ReviewRefused::NothingToUndo.into()) };
    let by = AccountId::new(&last.officer);
    let since = frozen(&mut tx, &lives).await? != last.frozen;
    let step = take_back(&standing, Some(&by), &officer.id, leads(home, officer), since)?;
    tx.add_review_decision(&DecisionRow {
        no: last.no + 1,
        step: step.code().to_owned(),
        officer: officer.id.as_str().to_owned(),
        at_ms: now,
        overruled: String::new(),
        ground: String::new(),
        took_ms: None,
        body: DecisionBody::default(),
        ..last.clone()
    });
    if let (Standing::Decided { .. }, Some(before)) = (&standing, &last.body.before) {
        row.category = REVIEW.to_owned();
        row.household = before.household.clone();
        row.merged_with = before.merged_with.clone();
        row.changed = before.changed.clone();
        row.decided_by = None;
        row.decided_at_ms = None;
        row.evidence.decision_reason = None;
        tx.put_identification(&row);
        let mut open = tx.case_now(number.as_str()).await?;
        open.household = None;
        tx.move_case_row(&mut open, &[CaseAct::TakeBack.into()], officer.hand(Act::DecideReview, now))?;
    }
    if by == officer.id {
        tx.put_review_note(&NoteRow {
            registration: number.as_str().to_owned(),
            officer: officer.id.as_str().to_owned(),
            at_ms: now,
            skipped_at_ms: 0,
            words: last.body.words.clone(),
            ground: last.ground.clone(),
        });
    }
    let event = Event::Identification(IdentificationEvent::ReviewUndone { registration: number.clone() });
    tx.commit(logged(&event, officer.id.as_str(), now)).await?;
    Ok(step)
}

/// The case this officer spoke on last and may take back: what the key for undoing means.
pub async fn last_of(app: &App, officer: &Officer) -> Result<Option<RegistrationNumber>, AppError> {
    let mut reader = app.store.read().await?;
    let mut seen = BTreeSet::new();
    for (number, _) in reader.review_last_of(officer.id.as_str()).await? {
        if !seen.insert(number.clone()) {
            continue;
        }
        let said = reader.review_decisions(&number).await?;
        let mine = said.last().is_some_and(|d| d.officer == officer.id.as_str() && d.step != Step::Undone.code());
        if mine {
            return Ok(Some(RegistrationNumber::new(number)));
        }
    }
    Ok(None)
}
