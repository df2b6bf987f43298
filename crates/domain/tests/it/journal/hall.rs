//! The hall: officers, and what a meeting opens with.

use crate::build::{desa, prefilled};
use domain::deliberation::fkp01::Fkp01;
use domain::deliberation::journal::{Admitted, Opening, Role};
use domain::deliberation::meeting::IssuedForms;
use domain::id::{AccountId, MeetingId};

pub const DUKUH: (&str, Role) = ("dukuh-1", Role::Dukuh);
pub const ASISTEN: (&str, Role) = ("asisten-7", Role::Asisten);
pub const PETUGAS: (&str, Role) = ("petugas-3", Role::Petugas);

/// A meeting of so many rows with its three officers.
pub fn opening(rows: usize) -> Opening {
    let admitted = [DUKUH, ASISTEN, PETUGAS].map(|(actor, role)| Admitted { actor: AccountId::new(actor), role });
    Opening {
        forms: IssuedForms {
            meeting: MeetingId::new("9901012001_contoh"),
            desa: desa(),
            hamlet: "Contoh".to_owned(),
            stage: 1,
            fkp01: Fkp01::print((0..rows).map(prefilled)).unwrap(),
        },
        admitted: admitted.to_vec(),
        earlier: Vec::new(),
    }
}
