//! What the steps of the upgrade share: who acts, and in which round.

use crate::App;
use crate::error::AppError;
use crate::verification::ACCEPTED;
use domain::round::Round;
use domain::verification::VisitResult;
use store::Reader;
use store::case::{CaseRow, Hand};
use store::verification::CheckedQuestionnaire;

/// Who acts: the program, not a person.
pub(super) const SYSTEM: &str = "sistem";

pub(super) fn hand(app: &App) -> Hand<'static> {
    Hand { actor: SYSTEM, role: "", at_ms: app.now_ms() }
}

/// The round of this workspace.
pub(super) async fn the_round(reader: &mut Reader) -> Result<Option<Round>, AppError> {
    Ok(reader.rounds().await?.into_iter().next())
}

/// Who visited and who checked, as written on the questionnaire.
pub(super) fn officers(case: &mut CaseRow, visit: &CheckedQuestionnaire) {
    case.visited_by.clone_from(&visit.filled.officer);
    if visit.verdict == ACCEPTED && visit.filled.result == Some(VisitResult::Completed) {
        case.checked_by.clone_from(&visit.filled.checker);
    }
}
