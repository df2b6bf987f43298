//! Stage 1 as the batch sees it: counts by kind for the offices that coordinate it. R3, R8.
//! What happens at the desk is in [`crate::desk`]; what comes in books in [`crate::import`].

use crate::App;
use crate::access::{Act, Officer};
use crate::error::AppError;
use domain::area::AreaCode;
use domain::registration::{Registration, RegistrationKind};
use std::collections::BTreeMap;

/// Registrations of one desa by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KindCount {
    /// AKTIF. R4.
    pub active: usize,
    /// PASIF. R6, R7.
    pub passive: usize,
}

/// Counts by kind for each desa in `area`. R8.
pub async fn counts(app: &App, officer: &Officer, area: AreaCode) -> Result<BTreeMap<AreaCode, KindCount>, AppError> {
    officer.may(Act::SeeOverview, area)?;
    let all = app.store.read().await?.registrations().await?;
    Ok(count(all.iter().filter(|r| area.contains(&r.desa))))
}

fn count<'a>(registrations: impl Iterator<Item = &'a Registration>) -> BTreeMap<AreaCode, KindCount> {
    let mut counts: BTreeMap<AreaCode, KindCount> = BTreeMap::new();
    for registration in registrations {
        let own = counts.entry(registration.desa).or_default();
        match registration.kind {
            RegistrationKind::Active => own.active += 1,
            RegistrationKind::Passive => own.passive += 1,
        }
    }
    counts
}
