//! A registration takes its place in the round when it is filed: its keys are written with it, and it is
//! identified at once, by the kernel of the batch, with its evidence. R9–R14, design D17.
//!
//! It may bear on others: the same person in two households sends both to review. Their rows are written anew in
//! the same change, unless a person has decided them or they stand on a frozen list.

use super::{App, AppError, CaseState, Registration, Tx};
use crate::identification::{place_case, row_of};
use crate::matching::{Reach, Round, identify, put_round_keys};
use store::case::Hand;

/// Looks a registration up before its change begins, so that the change itself is short.
pub(super) async fn look_ahead(app: &App, registration: &Registration) -> Result<Round, AppError> {
    let mut reader = app.store.look_up().await?;
    identify(app, &mut reader, std::slice::from_ref(registration), Reach::All).await
}

/// The look-up as of this change: again, when somebody filed in between.
pub(super) async fn settled(
    app: &App,
    tx: &mut Tx,
    mut ahead: Round,
    registration: &Registration,
) -> Result<Round, AppError> {
    ahead.numbered(registration);
    if ahead.is_stale(tx).await? {
        return identify(app, tx, std::slice::from_ref(registration), Reach::All).await;
    }
    Ok(ahead)
}

/// Writes keys and, where there is a register to compare with, decisions. The cases of the registrations asked
/// about must be open and submitted.
pub(super) async fn place(tx: &mut Tx, round: &Round, by: Hand<'_>) -> Result<(), AppError> {
    for row in round.rows.iter().take(round.own()) {
        put_round_keys(tx, &row.number, None, &row.keys);
    }
    // without a register everybody would be new
    if tx.register_version().await? == 0 || !round.complete {
        return Ok(());
    }
    let own = &round.registrations[..round.own()];
    for (registration, row) in round.tied() {
        let stored = row_of(&row.number, &row.identified, round.weighed_by());
        let mut case = tx.case_now(row.number.as_str()).await?;
        if !own.iter().any(|r| r.number == row.number) {
            let before = tx.identification(row.number.as_str()).await?;
            let is_kept = before.is_none_or(|before| before.decided_by.is_some() || before.is_but_for_weights(&stored));
            let is_open = matches!(case.state, CaseState::Review | CaseState::Categorised | CaseState::Duplicate);
            if is_kept || !is_open {
                continue;
            }
        }
        place_case(tx, &mut case, &row.identified, by)?;
        tx.put_identification(&stored);
        tx.put_registered_members(registration, &row.identified.siak);
    }
    Ok(())
}
