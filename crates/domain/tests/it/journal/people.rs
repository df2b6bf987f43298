//! A device with its people: writes entries as the page does.

use domain::deliberation::Finding;
use domain::deliberation::closing::ClosingRule;
use domain::deliberation::fkp01::Living;
use domain::deliberation::fkp02::Membership;
use domain::deliberation::journal::{Act, Clock, Entry, EntryId, Journal, Opening, ProposedHousehold, Role, State};
use domain::deliberation::minutes::SignerRole;
use domain::id::{AccountId, HouseholdId};

/// Eight in the evening of 5 November 2016 in western Indonesia.
const EVENING_MS: i64 = 1_478_350_800_000;

/// One device of the meeting, or the server.
#[derive(Clone, Debug)]
pub struct Device {
    pub name: &'static str,
    pub journal: Journal,
    pub rules: &'static [ClosingRule],
}

impl Device {
    pub fn opened(name: &'static str, opening: Opening) -> Self {
        Self { name, journal: Journal::open(opening), rules: &ClosingRule::ALL }
    }

    /// Writes one entry and keeps it.
    pub fn write(&mut self, (actor, role): (&str, Role), act: Act) -> Entry {
        let seen = self.journal.seen();
        let id = EntryId::new(self.name, seen.of(&domain::id::DeviceId::new(self.name)) + 1);
        let entry =
            Entry { at_ms: EVENING_MS + i64::from(id.number), id, seen, actor: AccountId::new(actor), role, act };
        self.journal.take(entry.clone()).unwrap();
        entry
    }

    pub fn state(&self) -> State {
        self.journal.state_under(self.rules)
    }

    /// Takes everything the other has.
    pub fn merge(&mut self, other: &Self) {
        for entry in other.journal.entries() {
            self.journal.take(entry.clone()).unwrap();
        }
    }

    /// Reads out, lets both sign and closes.
    pub fn sign_and_close(&mut self) -> Entry {
        let covers = self.journal.seen();
        self.sign(&covers);
        self.write(super::ASISTEN, Act::Close { covers })
    }

    pub fn sign(&mut self, covers: &Clock) {
        for (role, name) in [(SignerRole::Dukuh, "DUKUH CONTOH"), (SignerRole::Asisten, "ASISTEN CONTOH")] {
            self.write(super::ASISTEN, Act::Sign { role, name: name.to_owned(), covers: covers.clone() });
        }
    }

    /// The refusal codes of one entry.
    pub fn refusals(&self, id: &EntryId) -> Vec<&'static str> {
        self.state().refused.iter().filter(|r| r.entry == *id).map(|r| r.why.code()).collect()
    }
}

pub fn circle(row: HouseholdId, code: u8) -> Act {
    let code = Finding::from_code(code).unwrap();
    let living = (code == Finding::Deceased).then_some(Living { head: false, members: 0 });
    Act::Circle { row, code: Some(code), living }
}

pub fn propose(name: &str, address: &str) -> Act {
    propose_with(name, &[&format!("ANAK {name}")], address)
}

pub fn propose_with(name: &str, members: &[&str], address: &str) -> Act {
    Act::Propose(ProposedHousehold {
        head_name: name.to_owned(),
        members: members.iter().map(|m| (*m).to_owned()).collect(),
        address: address.to_owned(),
        membership: Membership::default(),
    })
}
