//! Places a registration in the round: its keys are written with it, and if the round has been identified,
//! it is identified at once, by the kernel of the batch, with its evidence. R9–R14.
//!
//! It may affect others: the same person in two households sends both to review. Their rows are rewritten
//! in the same change, unless a person has decided them.

use super::{App, AppError, CaseState, Registration, RegistrationNumber, Tx};
use crate::identification::{row_of, state_of};
use crate::matching::{Reach, Round, identify, put_round_keys};
use std::collections::BTreeMap;

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

/// Writes keys and, where the round is identified and its prelist not yet frozen, decisions. Gives
/// the state of each registration asked about; the caller writes them.
pub(super) async fn place(tx: &mut Tx, round: &Round) -> Result<BTreeMap<RegistrationNumber, CaseState>, AppError> {
    let own = &round.registrations[..round.own()];
    let mut states: BTreeMap<_, _> = own.iter().map(|r| (r.number.clone(), CaseState::Registered)).collect();
    for row in round.rows.iter().take(round.own()) {
        put_round_keys(tx, &row.number, None, &row.keys);
    }
    let is_open = tx.step("identify").await?.is_some() && tx.step("prelist").await?.is_none();
    if !is_open || !round.complete {
        return Ok(states);
    }
    for (registration, row) in round.tied() {
        let stored = row_of(&row.number, &row.identified, round.weighed_by());
        let state = state_of(&row.identified.outcome);
        if let Some(own) = states.get_mut(&row.number) {
            *own = state;
        } else {
            let before = tx.identification(row.number.as_str()).await?;
            let is_kept = before.is_none_or(|before| before.decided_by.is_some() || before.is_but_for_weights(&stored));
            if is_kept {
                continue;
            }
            tx.set_registration_state(&row.number, state.code()).await?;
        }
        tx.put_identification(&stored);
        tx.put_registered_members(registration, &row.identified.siak);
    }
    Ok(states)
}
