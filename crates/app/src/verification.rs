//! Stage 3b: filled questionnaires. Each is compared with what was asked for, checked, and accepted or sent back;
//! its case moves with it. R9, R10, R16, R17, R71–R75, domain §4.3.
//!
//! A questionnaire that was sent back, or that is sent again before the decree, replaces the one before, which is
//! kept.

use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::import::{Import, ImportReport, place};
use crate::{App, round};
use domain::defect::Level;
use domain::id::HouseholdId;
use domain::registration::{Registration, RegistrationKind};
use domain::round::{CaseAct, CaseState};
use domain::verification::{
    Asked, Defect, Expected, FilledQuestionnaire, PrelistMembers, Taken, VisitResult, VisitSource, check,
    check_against, passes,
};
use exchange::questionnaires::Questionnaires;
use exchange::{Issue, PackFile};
use std::collections::{BTreeMap, BTreeSet};
use store::Tx;
use store::case::{CaseKind, CaseRow, Hand, Move};
use store::identification::IdentificationHead;
use store::registration::Filing;
use store::table::IMPORT_ISSUE;
use store::table::QUESTIONNAIRE;
use store::verification::CheckedQuestionnaire;

mod office;

pub(crate) use office::Office;

/// The verdict of a questionnaire that passed.
pub const ACCEPTED: &str = "DITERIMA";
/// The verdict of one that goes back to the enumerator.
pub const SENT_BACK: &str = "DIKEMBALIKAN";

/// Reads, checks and keeps the questionnaires.
pub async fn import(
    app: &App,
    import: &Import<'_>,
    households: &PackFile,
    members: &PackFile,
) -> Result<ImportReport, AppError> {
    let (kabupaten, areas) = place(app).await?;
    let read = exchange::questionnaires::read(households, members, &areas)?;
    let mut tx = import.begin(app, &kabupaten).await?;
    let round = round::current(&mut tx).await?;
    let mut office = Office::read(app, &mut tx, round.id.as_str()).await?;
    let hand = import.officer.hand(Act::Import, app.now_ms());
    let damaged: BTreeSet<(&str, u32)> = rejected_rows(&read.read.issues);
    let mut report = ImportReport::of_new(import.id(), read.read.items.len(), read.read.issues.clone());
    (report.added, report.changed, report.unchanged) = (0, 0, 0);
    let mut fresh = Vec::new();
    for form in &read.read.items {
        let before = office.questionnaires.get(form.id.as_str()).cloned();
        let same = before.as_ref().filter(|b| same_answers(&b.filled, form));
        if same.is_some_and(|b| b.verdict == ACCEPTED) {
            report.unchanged += 1;
            continue;
        }
        let case_id = office.case_for(form);
        if let Some(kind) = before.as_ref().and_then(|b| office.stands(b, form, &case_id)) {
            report.unchanged += 1;
            let defect = Defect { kind, level: Level::Reject, column: "kunci", member_no: None };
            report.issues.push(read.issue(form, &defect));
            continue;
        }
        let judged = Judged::of(&office, form, &case_id);
        report.issues.extend(judged.defects.iter().map(|d| read.issue(form, d)));
        let whole = judged.passes() && !rows(form, &read).any(|row| damaged.contains(&row));
        let (verdict, problems) = (if whole { ACCEPTED } else { SENT_BACK }, judged.problems());
        // sent back before for the same reasons: the office knows
        if same.is_some_and(|b| b.verdict == verdict && b.problems == problems) {
            report.unchanged += 1;
            continue;
        }
        match &before {
            Some(before) => {
                report.changed += 1;
                tx.put_questionnaire_past(before);
            }
            None => report.added += 1,
        }
        let checked = CheckedQuestionnaire {
            import_id: Some(import.id()),
            filled: form.clone(),
            verdict: verdict.to_owned(),
            problems,
            household: judged.household,
            version: before.map_or(1, |b| b.version + 1),
            round: Some(round.id.as_str().to_owned()),
            checked_by: form.checker.clone().filter(|_| whole),
        };
        tx.put_questionnaire(&checked);
        office.note(&case_id, &checked);
        if judged.moves_case {
            fresh.push((case_id, checked));
        }
    }
    for (case_id, checked) in &fresh {
        let case = match office.cases.get(case_id) {
            Some(case) => case.clone(),
            None => open_case(&mut tx, &office, case_id, checked, hand).await?,
        };
        let case = move_on(&mut tx, case, checked, hand)?;
        office.cases.insert(case_id.clone(), case);
    }
    report.issues.sort();
    report.issues.dedup();
    tx.delete_under(&IMPORT_ISSUE, &import.id()).await?;
    let report = import.end(app, tx, report, None).await?;
    office.keep_register(app);
    Ok(report)
}

/// What is wrong with a questionnaire, by itself and beside what the office asked for.
pub(crate) struct Judged {
    /// Household of the register it is about.
    pub household: Option<HouseholdId>,
    /// Whether it moves its case: the office asked for the visit, and the case is open.
    pub moves_case: bool,
    defects: Vec<Defect>,
}

impl Judged {
    pub fn of(office: &Office, form: &FilledQuestionnaire, case_id: &str) -> Self {
        let household = office.subject(form);
        let expected = office.expected(form, household.as_ref(), case_id);
        let defects: BTreeSet<Defect> = check(form, office.members(form, household.as_ref()).as_ref())
            .into_iter()
            .chain(check_against(form, &expected.as_expected()))
            .collect();
        let is_asked = expected.asked.counts() && expected.asked.check(form.source).is_ok();
        Self { household, moves_case: is_asked && expected.is_open(), defects: defects.into_iter().collect() }
    }

    pub fn passes(&self) -> bool {
        passes(&self.defects)
    }

    /// Codes of the defects joined by `|`.
    pub fn problems(&self) -> String {
        let codes: BTreeSet<&str> = self.defects.iter().map(|d| d.kind.code()).collect();
        codes.into_iter().collect::<Vec<_>>().join("|")
    }
}

/// Whether both say the same; which file and row they were read from is no part of it.
fn same_answers(a: &FilledQuestionnaire, b: &FilledQuestionnaire) -> bool {
    let bare = |f: &FilledQuestionnaire| {
        let mut f = f.clone();
        f.household.origin = domain::household::Origin::default();
        f
    };
    bare(a) == bare(b)
}

/// Whether a decree is over the case: nothing about it changes in this round any more.
pub(crate) fn is_decreed(state: CaseState) -> bool {
    matches!(
        state,
        CaseState::Decreed | CaseState::Delivered | CaseState::Updated | CaseState::Ranked | CaseState::Closed
    )
}

/// What a questionnaire says it is about: a registration, or a household or proposal of a meeting.
pub(crate) fn subject_of(form: &FilledQuestionnaire) -> String {
    match form.source {
        VisitSource::Registration => form.key.clone(),
        VisitSource::Deliberation => office::row_key(&form.key),
    }
}

/// The case of a household that a meeting of a later round asks for again.
fn case_again(subject: &str, round: &str) -> String {
    format!("{subject}@{round}")
}

/// The case a kept questionnaire belongs to: its registration, or the row of the meeting.
pub(crate) fn case_of(kept: &CheckedQuestionnaire, cases: &BTreeMap<String, CaseRow>) -> String {
    let subject = subject_of(&kept.filled);
    let again = kept.round.as_deref().map(|round| case_again(&subject, round));
    again.filter(|id| cases.contains_key(id)).unwrap_or(subject)
}

/// A row of a meeting that is visited opens its case. A proposal of FKP.02 becomes a registration of its own and
/// passes identification like everybody else. R9, R10.
pub(crate) async fn open_case(
    tx: &mut Tx,
    office: &Office,
    id: &str,
    checked: &CheckedQuestionnaire,
    by: Hand<'_>,
) -> Result<CaseRow, AppError> {
    let form = &checked.filled;
    let desa = form.household.place.desa;
    let desa_digits = desa.map(|d| d.as_str().to_owned()).unwrap_or_default();
    let mut case = CaseRow::new(id, CaseKind::Meeting, desa_digits, checked.round.clone());
    case.household = checked.household.as_ref().map(|h| h.as_str().to_owned());
    case.meeting = office.meeting_of(&form.key);
    let Some(desa) = desa.filter(|_| checked.household.is_none()) else {
        tx.open_case(case.clone(), &[CaseAct::EnterVisitList.into()], by)?;
        return Ok(tx.case_now(id).await?);
    };
    let registration = Registration {
        number: domain::id::RegistrationNumber::new(id),
        date: form.date,
        kind: RegistrationKind::Passive,
        officer: form.officer.clone().unwrap_or_default(),
        identity_shown: form.household.members.iter().any(|m| m.nik.is_some()).then(|| "saat pendataan".to_owned()),
        musdes: case.meeting.clone(),
        desa,
        place: form.household.place.clone(),
        members: form.household.members.clone(),
        note: None,
        origin: form.household.origin.clone(),
    };
    let filing = Filing { import_id: checked.import_id.clone(), ..Filing::default() };
    tx.put_registration(&registration, &filing, true);
    tx.open_case(case, &[CaseAct::Submit.into()], by)?;
    Ok(tx.case_now(id).await?)
}

/// Moves a case as far as the visit brings it. One that identification has not decided yet waits for it.
pub(crate) fn move_on(
    tx: &mut Tx,
    mut case: CaseRow,
    checked: &CheckedQuestionnaire,
    by: Hand<'_>,
) -> Result<CaseRow, AppError> {
    let form = &checked.filled;
    let mut moves: Vec<Move> = Vec::new();
    match case.state {
        CaseState::Prelist => moves.push(assign(form)),
        CaseState::InField => {}
        CaseState::Categorised if case.kind == CaseKind::Meeting => {
            moves.extend([CaseAct::EnterVisitList.into(), assign(form)]);
        }
        CaseState::Verified
        | CaseState::ReadyForDecree
        | CaseState::NotFound
        | CaseState::Moved
        | CaseState::PartOfOther
        | CaseState::Duplicate
        | CaseState::Refused
            if checked.version > 1 =>
        {
            moves.push(Move::because(CaseAct::SendBack, "kuesioner dikirim lagi dengan isi lain"));
        }
        _ => return Ok(case),
    }
    if let (ACCEPTED, Some(result)) = (checked.verdict.as_str(), form.result) {
        moves.push(CaseAct::Visit(result).into());
        if let (VisitResult::Completed, Some(checker)) = (result, &form.checker) {
            moves.push(Move::because(CaseAct::Approve, format!("diperiksa {checker}")));
            case.checked_by = Some(checker.clone());
        }
    }
    case.visited_by.clone_from(&form.officer);
    tx.move_case_row(&mut case, &moves, by)?;
    Ok(case)
}

fn assign(form: &FilledQuestionnaire) -> Move {
    match &form.officer {
        Some(officer) => Move::because(CaseAct::Assign, format!("petugas {officer}")),
        None => CaseAct::Assign.into(),
    }
}

/// Visits that are in already and that something had to come before: identification of a proposal, or another
/// meeting of a hamlet whose sheet was refused. Returns how many moved on.
pub async fn carry_on(app: &App, officer: &Officer) -> Result<usize, AppError> {
    let kabupaten = app.kabupaten().await?;
    officer.may(Act::Identify, kabupaten)?;
    let hand = officer.hand(Act::Identify, app.now_ms());
    let mut tx = app.store.begin(kabupaten.as_str()).await?;
    let round = round::current(&mut tx).await?;
    let cases = tx.cases().await?;
    let found: BTreeMap<String, String> =
        tx.identification_heads().await?.into_iter().filter_map(IdentificationHead::known).collect();
    let mut moved = 0;
    let kept = tx.questionnaires().await?;
    let waits = |q: &CheckedQuestionnaire| {
        let is_own = q.round.as_deref() == Some(round.id.as_str()) && q.verdict == ACCEPTED;
        is_own && q.filled.source == VisitSource::Deliberation && !cases.contains_key(&case_of(q, &cases))
    };
    if kept.iter().any(waits) {
        let office = Office::read(app, &mut tx, round.id.as_str()).await?;
        for checked in kept.iter().filter(|q| waits(q) && office.asked(&q.filled).counts()) {
            let case = open_case(&mut tx, &office, &office.case_for(&checked.filled), checked, hand).await?;
            move_on(&mut tx, case, checked, hand)?;
            moved += 1;
        }
    }
    // of several questionnaires of one visit the accepted one moves it
    let (accepted, others): (Vec<_>, Vec<_>) = kept.into_iter().partition(|q| q.verdict == ACCEPTED);
    let mut gone_on = BTreeSet::new();
    for mut checked in accepted.into_iter().chain(others) {
        let id = case_of(&checked, &cases);
        let Some(case) = cases.get(&id) else { continue };
        let waits = case.kind == CaseKind::Meeting && case.state == CaseState::Categorised;
        if !waits || case.round.as_deref() != Some(round.id.as_str()) || !gone_on.insert(id.clone()) {
            continue;
        }
        // known after all: the visit is about the household that the register holds
        if let Some(household) = found.get(&id) {
            checked.household = Some(HouseholdId::new(household));
            tx.put_questionnaire(&checked);
        }
        move_on(&mut tx, case.clone(), &checked, hand)?;
        moved += 1;
    }
    if moved > 0 {
        let event = domain::event::Event::Identification(domain::event::IdentificationEvent::Finished {
            area: kabupaten.as_str().to_owned(),
            identified: moved,
            asked_again: 0,
        });
        tx.commit(crate::logged(&event, officer.id.as_str(), app.now_ms())).await?;
    }
    Ok(moved)
}

/// Takes questionnaires of an import back: those that replaced others are as they were, cases are in the field
/// again.
pub(crate) async fn undo(app: &App, officer: &Officer, tx: &mut Tx, import: &str) -> Result<usize, AppError> {
    let hand = officer.hand(Act::UndoImport, app.now_ms());
    let cases = tx.cases().await?;
    let mut count = 0;
    for checked in tx.questionnaires().await?.into_iter().filter(|q| q.import_id.as_deref() == Some(import)) {
        let id = case_of(&checked, &cases);
        if let Some(mut case) = cases.get(&id).cloned()
            && matches!(
                case.state,
                CaseState::Verified
                    | CaseState::ReadyForDecree
                    | CaseState::NotFound
                    | CaseState::Moved
                    | CaseState::PartOfOther
                    | CaseState::Duplicate
                    | CaseState::Refused
            )
        {
            (case.visited_by, case.checked_by) = (None, None);
            tx.move_case_row(&mut case, &[Move::because(CaseAct::SendBack, "impor kuesioner diurungkan")], hand)?;
        }
        match tx.questionnaire_before(&checked).await? {
            Some(before) => {
                tx.delete_questionnaire_past(&before);
                tx.put_questionnaire(&before);
            }
            None => tx.delete(&QUESTIONNAIRE, vec![checked.filled.id.as_str().into()]),
        }
        count += 1;
    }
    Ok(count)
}

fn rejected_rows(issues: &[Issue]) -> BTreeSet<(&str, u32)> {
    issues.iter().filter(|i| i.level == Level::Reject).map(|i| (i.file.as_str(), i.row)).collect()
}

/// The rows of the files a questionnaire stands in.
fn rows<'a>(form: &'a FilledQuestionnaire, all: &'a Questionnaires) -> impl Iterator<Item = (&'a str, u32)> {
    let own = &form.household.origin;
    form.household
        .members
        .iter()
        .filter_map(|m| all.member_rows.get(&(form.id.clone(), m.no)))
        .map(|o| (o.file.as_str(), o.row))
        .chain([(own.file.as_str(), own.row)])
}

/// What the office asked for, as `domain` takes it.
pub(crate) struct Wanted {
    pub asked: Asked,
    pub members: Option<PrelistMembers>,
    pub registered_by: Option<String>,
    pub agreed: Vec<String>,
    pub target_known: Option<bool>,
    pub taken: Option<Taken>,
}

impl Wanted {
    /// Whether a questionnaire can still move the case.
    fn is_open(&self) -> bool {
        self.taken.is_none()
    }

    fn as_expected(&self) -> Expected<'_> {
        Expected {
            asked: self.asked,
            members: self.members.as_ref(),
            registered_by: self.registered_by.as_deref(),
            agreed: &self.agreed,
            target_known: self.target_known,
            taken: self.taken,
        }
    }
}
