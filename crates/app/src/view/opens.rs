//! Which households and registrations an officer may open: a page links to those, and names the others without a link.

use crate::App;
use crate::access::{Act, Officer};
use crate::error::AppError;
use domain::area::{AreaCode, AreaTable};
use std::collections::BTreeSet;
use store::Reader;

/// What of a page may be linked.
#[derive(Clone, Debug, Default)]
pub struct Opens {
    households: Allowed,
    registrations: Allowed,
}

#[derive(Clone, Debug, Default)]
struct Allowed {
    all: bool,
    some: BTreeSet<String>,
}

impl Opens {
    /// Whether the household's page opens for this officer.
    #[must_use]
    pub fn household(&self, id: &str) -> bool {
        self.households.all || self.households.some.contains(id)
    }
    /// Whether the registration's page opens for this officer.
    #[must_use]
    pub fn registration(&self, number: &str) -> bool {
        self.registrations.all || self.registrations.some.contains(number)
    }
}

/// Which of these the officer may open.
pub async fn opens(
    app: &App,
    officer: &Officer,
    households: &[&str],
    registrations: &[&str],
) -> Result<Opens, AppError> {
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?;
    opens_by(&mut reader, officer, &areas, households, registrations).await
}

pub(crate) async fn opens_by(
    reader: &mut Reader,
    officer: &Officer,
    areas: &AreaTable,
    households: &[&str],
    registrations: &[&str],
) -> Result<Opens, AppError> {
    let mut opens = Opens::default();
    let home = areas.kabupaten();
    let everywhere = |act| home.is_some_and(|home| officer.could(act, home));
    opens.households.all = everywhere(Act::SeeHouseholds);
    opens.registrations.all = everywhere(Act::SeeRegistrations);
    if !opens.households.all && officer.could_somewhere(Act::SeeHouseholds) {
        for id in households {
            // one whose desa is not known is of the kabupaten
            let place = reader.desa_of_household(id).await?.and_then(|desa| AreaCode::parse(&desa).ok());
            if place.is_some_and(|desa| officer.could(Act::SeeHouseholds, desa)) {
                opens.households.some.insert((*id).to_owned());
            }
        }
    }
    if !opens.registrations.all && officer.could_somewhere(Act::SeeRegistrations) {
        for number in registrations {
            let place = reader.desa_of_registration(number).await?.and_then(|desa| AreaCode::parse(&desa).ok());
            if place.is_some_and(|desa| officer.could(Act::SeeRegistrations, desa)) {
                opens.registrations.some.insert((*number).to_owned());
            }
        }
    }
    Ok(opens)
}
