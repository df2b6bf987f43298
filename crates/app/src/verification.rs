//! Stage 3b: filled questionnaires. Each is checked, settled to what it is about, and accepted or
//! sent back. R17, R73–R75, domain §4.3.

use crate::App;
use crate::error::AppError;
use crate::import::{Import, ImportReport, place};
use domain::defect::Level;
use domain::household::Household;
use domain::id::HouseholdId;
use domain::round::CaseState;
use domain::verification::{FilledQuestionnaire, PrelistMembers, VisitResult, VisitSource, check, passes};
use exchange::questionnaires::Questionnaires;
use exchange::{Issue, PackFile};
use std::collections::{BTreeMap, BTreeSet};
use store::verification::CheckedQuestionnaire;

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
    let questionnaires = exchange::questionnaires::read(households, members, &areas)?;
    let mut reader = app.store.read().await?;
    let register: BTreeMap<HouseholdId, Household> =
        reader.register().await?.into_iter().map(|h| (h.id.clone(), h)).collect();
    let known: BTreeMap<String, HouseholdId> = reader
        .identifications()
        .await?
        .into_iter()
        .filter(|i| i.category.starts_with("LAMA_"))
        .filter_map(|i| Some((i.registration, HouseholdId::new(i.household?))))
        .collect();
    drop(reader);

    let mut issues = questionnaires.read.issues.clone();
    let mut checked = Vec::new();
    let damaged: BTreeSet<(&str, u32)> = rejected_rows(&questionnaires.read.issues);
    for form in &questionnaires.read.items {
        let household = subject(form, &register, &known);
        let prelist = household.as_ref().and_then(|id| register.get(id)).map(PrelistMembers::of);
        let defects = check(form, prelist.as_ref());
        issues.extend(defects.iter().map(|d| questionnaires.issue(form, d)));
        let whole = passes(&defects) && !rows(form, &questionnaires).any(|row| damaged.contains(&row));
        let codes: BTreeSet<&str> = defects.iter().map(|d| d.kind.code()).collect();
        checked.push(CheckedQuestionnaire {
            import_id: Some(import.id()),
            filled: form.clone(),
            verdict: if whole { ACCEPTED } else { SENT_BACK }.to_owned(),
            problems: codes.into_iter().collect::<Vec<_>>().join("|"),
            household,
        });
    }
    issues.sort();
    issues.dedup();
    let states = states(&checked);
    import
        .write_and_move(app, &kabupaten, checked.len(), "kuesioner", issues, &states, |tx, _| {
            for questionnaire in &checked {
                tx.put_questionnaire(questionnaire);
            }
        })
        .await
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

/// The household of the register a questionnaire is about: named by its id, or by a registration
/// that was linked to it. A proposal of FKP.02 and a new registration have none.
fn subject(
    form: &FilledQuestionnaire,
    register: &BTreeMap<HouseholdId, Household>,
    known: &BTreeMap<String, HouseholdId>,
) -> Option<HouseholdId> {
    let key = HouseholdId::new(&form.key);
    match form.source {
        VisitSource::Registration => known.get(form.key.as_str()).cloned(),
        VisitSource::Deliberation => Some(key).filter(|id| register.contains_key(id)),
    }
}

/// Where the visit moves the registration's case. Domain §2.1.
fn states(checked: &[CheckedQuestionnaire]) -> BTreeMap<String, &'static str> {
    checked
        .iter()
        .filter(|q| q.filled.source == VisitSource::Registration)
        .map(|q| {
            let state = match (q.verdict.as_str(), q.filled.result) {
                (ACCEPTED, Some(VisitResult::Completed)) => CaseState::Verified,
                (ACCEPTED, Some(VisitResult::NotFound)) => CaseState::NotFound,
                (ACCEPTED, Some(VisitResult::Moved)) => CaseState::Moved,
                (ACCEPTED, Some(VisitResult::PartOfOther)) => CaseState::PartOfOther,
                (ACCEPTED, Some(VisitResult::Duplicate)) => CaseState::Duplicate,
                (ACCEPTED, Some(VisitResult::Refused)) => CaseState::Refused,
                (_, _) => CaseState::InField,
            };
            (q.filled.key.clone(), state.code())
        })
        .collect()
}
