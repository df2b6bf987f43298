//! A few new registrations beside those of the round that bear on them, found by the kept keys: what the batch
//! gives, without comparing everybody again. ADR 12.

use super::{Ground, Identification, finished, row_of, write};
use crate::App;
use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::matching::{self, Reach};
use domain::area::AreaCode;
use store::Reader;

/// How often to look again when somebody files in between.
const LOOKS: usize = 3;

/// Identifies those that wait. `None` when too many bear on them, or others file without pause: then everybody is
/// to be compared.
pub(super) async fn identify(
    app: &App,
    officer: &Officer,
    reader: &mut Reader,
    ground: &Ground,
    kabupaten: AreaCode,
) -> Result<Option<Identification>, AppError> {
    let mut waiting = Vec::with_capacity(ground.waiting.len());
    for number in &ground.waiting {
        waiting.extend(reader.registration(number).await?.map(|(registration, _)| registration));
    }
    let twins = reader.register_twins().await?.len() / 2;
    for _ in 0..LOOKS {
        let round = matching::identify_behind(app, reader, &waiting, Reach::All, &ground.stands).await?;
        if !round.complete {
            return Ok(None);
        }
        let mut tx = app.store.begin(kabupaten.as_str()).await?;
        if round.is_stale(&mut tx).await? {
            continue;
        }
        let mut result = Identification { register_duplicates: twins, ..Identification::default() };
        let hand = officer.hand(Act::Identify, app.now_ms());
        for (registration, row) in round.tied().filter(|(r, _)| !ground.settled.contains(&r.number)) {
            let mut case = tx.case_now(row.number.as_str()).await?;
            // filed, moved or decided since: it has its row from there
            if ground.cases.get(&case.id).is_none_or(|before| before.moves != case.moves) {
                continue;
            }
            if !ground.waiting.contains(&row.number) {
                let now = row_of(&row.number, &row.identified, round.weighed_by());
                let before = tx.identification(row.number.as_str()).await?;
                if before.is_none_or(|before| before.is_but_for_weights(&now)) {
                    continue;
                }
            }
            write(&mut tx, registration, row, round.weighed_by(), (&mut case, hand))?;
            *result.counts.entry(row.identified.outcome.code().to_owned()).or_default() += 1;
        }
        tx.commit(finished(app, officer, kabupaten, &result)).await?;
        return Ok(Some(result));
    }
    Ok(None)
}
