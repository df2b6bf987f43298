//! Three replicas, people who do anything at any time, and a network that loses, doubles and reorders.

use super::people::{Device, circle, propose, propose_with};
use super::{ASISTEN, DUKUH, PETUGAS, opening};
use crate::build::{letters, rts};
use domain::Date;
use domain::deliberation::Finding;
use domain::deliberation::closing::{ClosingRule, Unmet};
use domain::deliberation::fkp01::{Column, Living, NoteChange};
use domain::deliberation::fkp02::{MemberAnswer, Membership, StrikeRemedy};
use domain::deliberation::journal::{
    Act, Amendment, Clock, Entry, EntryId, Field, Group, ProposalField, ProposedHousehold, Role, State,
};
use domain::deliberation::minutes::SignerRole;
use domain::household::{Stay, StayFacts};
use domain::id::{AccountId, HouseholdId};
use std::collections::BTreeMap;

/// `SplitMix64`: a run is its seed.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
    fn pick<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        let at = self.below(all.len());
        all.get(at)
    }
}

/// A parcel on its way: entries, and what the server says counts as closed.
#[derive(Clone, Debug)]
struct Parcel {
    to: usize,
    entries: Vec<Entry>,
    seal: Option<EntryId>,
}

/// Two devices in the hall and the server, which is the last.
pub struct World {
    pub dice: Dice,
    pub devices: Vec<Device>,
    pub written: BTreeMap<EntryId, Entry>,
    pub sealed_as: Option<String>,
    rows: usize,
    under_way: Vec<Parcel>,
}

const SERVER: usize = 2;

impl World {
    pub fn new(seed: u64, rules: &'static [ClosingRule]) -> Self {
        let mut dice = Dice::new(seed);
        let rows = 2 + dice.below(5);
        let devices = ["d1", "d2", "server"].map(|name| Device { rules, ..Device::opened(name, opening(rows)) });
        Self { dice, devices: devices.to_vec(), written: BTreeMap::new(), sealed_as: None, rows, under_way: Vec::new() }
    }

    /// A world of one device that goes on with what was signed.
    pub fn over(seed: u64, device: Device) -> Self {
        let rows = device.journal.opening().forms.fkp01.rows().len();
        let server = Device { name: "server", ..device.clone() };
        let second = Device { name: "d2", ..device.clone() };
        Self {
            dice: Dice::new(seed),
            devices: vec![device, second, server],
            written: BTreeMap::new(),
            sealed_as: None,
            rows,
            under_way: Vec::new(),
        }
    }

    /// So many acts on the first device, and an attempt to close.
    pub fn some_acts(&mut self, n: usize) {
        for _ in 0..n {
            self.act(0);
        }
        self.work_towards_closing(0);
    }

    /// One evening: acts, sending, loss, merges and attempts to close, in any order; then all arrives.
    pub fn run(&mut self) {
        // on two evenings of five nobody thinks of closing before all has been said
        let patient = self.dice.chance(40);
        for _ in 0..20 + self.dice.below(50) {
            let who = self.dice.below(self.devices.len());
            match self.dice.below(100) {
                0..50 => self.act(who),
                50..68 => self.send(who),
                68..70 => self.disagree(),
                70..84 => self.deliver(),
                84..87 => self.meet(),
                87..92 => self.go_through_rows(who),
                92..100 if patient => self.name_some(who),
                92..94 => self.try_to_close(who),
                94..97 => self.name_some(who),
                _ => self.work_towards_closing(who),
            }
        }
        if patient && self.dice.chance(80) {
            self.deliver_all();
        }
        let last = self.dice.below(self.devices.len());
        if self.dice.chance(60) {
            self.meet();
            self.work_towards_closing(last);
        }
        self.deliver_all();
    }

    fn write(&mut self, who: usize, as_whom: (&str, Role), act: Act) -> EntryId {
        let entry = self.devices[who].write(as_whom, act);
        let id = entry.id.clone();
        self.written.insert(id.clone(), entry);
        self.look_at_the_server();
        id
    }

    /// The server lays down the first closing that holds there.
    fn look_at_the_server(&mut self) {
        let server = &mut self.devices[SERVER];
        let closings = server.journal.entries().any(|e| matches!(e.act, Act::Close { .. }));
        if self.sealed_as.is_some() || !closings {
            return;
        }
        if let Some(closed) = server.state().closed {
            self.sealed_as = Some(format!("{:?}", closed.meeting));
            server.journal.seal(closed.entry);
        }
    }

    /// Puts what the other lacks under way: some of it is lost, some comes twice.
    fn send(&mut self, from: usize) {
        let to = self.dice.below(self.devices.len());
        if to == from || self.dice.chance(25) {
            return;
        }
        // what the sender believes the other has is as old as the last answer: here, anything
        let mut entries: Vec<Entry> = self.devices[from].journal.entries().cloned().collect();
        if self.dice.chance(50) {
            let keep = self.dice.below(entries.len() + 1);
            let first = self.dice.below(entries.len() + 1 - keep);
            entries = entries[first..first + keep].to_vec();
        }
        let seal = self.devices[from].journal.sealed().cloned();
        let parcel = Parcel { to, entries, seal };
        if self.dice.chance(20) {
            self.under_way.push(parcel.clone());
        }
        self.under_way.push(parcel);
    }

    /// One parcel arrives, not the oldest.
    fn deliver(&mut self) {
        if self.under_way.is_empty() {
            return;
        }
        let at = self.dice.below(self.under_way.len());
        let mut parcel = self.under_way.swap_remove(at);
        if self.dice.chance(30) {
            parcel.entries.reverse();
        }
        let device = &mut self.devices[parcel.to];
        for entry in parcel.entries {
            device.journal.take(entry).unwrap();
        }
        if let Some(seal) = parcel.seal {
            device.journal.seal(seal);
        }
        self.look_at_the_server();
    }

    /// The two devices of the hall are put beside each other.
    fn meet(&mut self) {
        let (a, b) = (self.devices[0].clone(), self.devices[1].clone());
        self.devices[0].merge(&b);
        self.devices[1].merge(&a);
    }

    fn deliver_all(&mut self) {
        while !self.under_way.is_empty() {
            self.deliver();
        }
        for _ in 0..2 {
            for from in 0..self.devices.len() {
                let sender = self.devices[from].clone();
                self.devices[SERVER].merge(&sender);
                self.look_at_the_server();
            }
            let server = self.devices[SERVER].clone();
            for device in &mut self.devices {
                device.merge(&server);
                if let Some(seal) = server.journal.sealed() {
                    device.journal.seal(seal.clone());
                }
            }
        }
    }

    fn officer(&mut self) -> (&'static str, Role) {
        match self.dice.below(20) {
            0..7 => DUKUH,
            7..14 => ASISTEN,
            14..19 => PETUGAS,
            _ => ("orang-luar", Role::Asisten),
        }
    }

    fn row(&mut self) -> HouseholdId {
        let beyond = usize::from(self.dice.chance(3));
        rts(self.dice.below(self.rows) + beyond * self.rows)
    }

    fn column(&mut self) -> Column {
        *self.dice.pick(&Column::ALL).unwrap()
    }

    fn proposal_of(&mut self, state: &State) -> EntryId {
        self.dice.pick(&state.proposal_ids).cloned().unwrap_or_else(|| EntryId::new("d1", 1))
    }

    /// Codes every row, so that runs get as far as the quota.
    fn go_through_rows(&mut self, who: usize) {
        for no in 0..self.rows {
            if self.dice.chance(80) {
                let code = [1, 1, 2, 2, 3, 4, 5, 6, 8][self.dice.below(9)];
                self.write(who, PETUGAS, circle(rts(no), code));
            }
            if self.dice.chance(70) {
                self.write(who, ASISTEN, Act::Check { row: rts(no) });
            }
        }
    }

    /// Names some households and says of them what the page asks for.
    fn name_some(&mut self, who: usize) {
        for _ in 0..self.dice.below(4) {
            let act = self.any_proposal();
            let proposal = self.write(who, PETUGAS, act);
            if self.dice.chance(50) {
                let yes = self.dice.chance(90);
                self.write(who, DUKUH, Act::Poorer { proposal, yes });
            }
        }
        if self.dice.chance(50) {
            let state = self.devices[who].state();
            let act = self.any_order(&state);
            self.write(who, DUKUH, act);
        }
    }

    /// Signs and closes whatever stands.
    /// Two devices count the same people, each for itself.
    fn disagree(&mut self) {
        let group = *self.dice.pick(&Group::ALL).unwrap();
        for (who, count) in [(0, 1), (1, 2)] {
            self.write(who, PETUGAS, Act::Attend { group, count });
        }
    }

    fn try_to_close(&mut self, who: usize) {
        let covers = self.devices[who].journal.seen();
        if self.dice.chance(90) {
            self.sign(who, &covers);
        }
        if self.dice.chance(5) {
            self.act(who);
        }
        self.write(who, DUKUH, Act::Close { covers });
    }

    fn sign(&mut self, who: usize, covers: &Clock) {
        for (as_whom, role) in [(DUKUH, SignerRole::Dukuh), (ASISTEN, SignerRole::Asisten)] {
            let name = format!("{} CONTOH", role.code());
            self.write(who, as_whom, Act::Sign { role, name, covers: covers.clone() });
        }
    }

    /// Does what the page asks for, one after the other, and then signs. Some will not hear of one rule.
    fn work_towards_closing(&mut self, who: usize) {
        const STUBBORN: [&str; 4] =
            ["KUOTA_LEBIH", "NILAI_BERSELISIH", "BELUM_DIPERIKSA_ASISTEN", "PERNYATAAN_LEBIH_MISKIN_KOSONG"];
        let ignored = if self.dice.chance(30) { STUBBORN[self.dice.below(4)] } else { "" };
        for _ in 0..20 {
            let state = self.devices[who].state();
            if state.closed.is_some() {
                return;
            }
            let Some(unmet) = state.unmet().into_iter().find(|u| u.code() != ignored) else { break };
            self.remedy(who, &state, unmet);
        }
        let covers = self.devices[who].journal.seen();
        self.sign(who, &covers);
        self.write(who, ASISTEN, Act::Close { covers });
    }

    fn remedy(&mut self, who: usize, state: &State, unmet: Unmet) {
        match unmet {
            Unmet::RowsWithoutCode { rows } => {
                let code = [1, 1, 2, 2, 3, 5, 6][self.dice.below(7)];
                let free = [DUKUH, PETUGAS, ASISTEN]
                    .into_iter()
                    .find(|o| !state.kin.get(&rows[0]).is_some_and(|kin| kin.contains(&AccountId::new(o.0))));
                self.write(who, free.unwrap_or(DUKUH), circle(rows[0].clone(), code));
            }
            Unmet::RowsUnchecked { rows } => {
                for row in rows {
                    self.write(who, ASISTEN, Act::Check { row });
                }
            }
            Unmet::OverQuota { .. } => self.remedy_quota(who, state),
            Unmet::NotStatedPoorer { .. } => {
                let retained =
                    |id: &&EntryId| state.proposal(id).is_some_and(|p| p.is_retained() && !p.is_stated_poorer());
                let open: Vec<EntryId> = state.proposal_ids.iter().filter(retained).cloned().collect();
                for proposal in open {
                    self.write(who, PETUGAS, Act::Poorer { proposal, yes: true });
                }
            }
            Unmet::Contested { .. } => {
                let contested = state.contested();
                let first = &contested[0];
                let entry = first.writes[self.dice.below(first.writes.len())].entry.clone();
                self.write(who, ASISTEN, Act::Settle { field: first.field.clone(), entry });
            }
            Unmet::SignatureMissing { .. } => {}
        }
    }

    fn remedy_quota(&mut self, who: usize, state: &State) {
        let retained: Vec<EntryId> = state
            .proposal_ids
            .iter()
            .filter(|id| state.proposal(id).is_some_and(|p| p.is_retained()))
            .cloned()
            .collect();
        let ordered = retained.iter().all(|id| state.proposal(id).is_some_and(|p| p.welfare_order.is_some()));
        if state.is_contested(&Field::Order) || !ordered {
            self.write(who, DUKUH, Act::Order { proposals: retained });
            return;
        }
        let best_off = retained.iter().max_by_key(|id| state.proposal(id).and_then(|p| p.welfare_order));
        let Some(best_off) = best_off.cloned() else { return };
        let reason = "paling sejahtera di antara usulan".to_owned();
        let remedy = match self.dice.below(3) {
            0 => StrikeRemedy::BestOff,
            _ if state.none_found => StrikeRemedy::FitToQuota,
            _ => {
                self.write(who, DUKUH, Act::Reread { rows: state.to_reread() });
                self.write(who, DUKUH, Act::NoneFound);
                return;
            }
        };
        self.write(who, DUKUH, Act::Strike { proposal: best_off, remedy, reason });
    }

    /// Anything at all.
    fn act(&mut self, who: usize) {
        let state = self.devices[who].state();
        let officer = self.officer();
        let act = self.any_act(who, &state, officer.0);
        self.write(who, officer, act);
    }

    fn any_act(&mut self, who: usize, state: &State, actor: &str) -> Act {
        let word = format!("KATA {}", letters(self.dice.below(4)));
        match self.dice.below(100) {
            0..20 => {
                let living = [None, Some((false, 0)), Some((false, 2)), Some((true, 1))][self.dice.below(4)];
                let code = self.dice.pick(&Finding::ALL).copied();
                let code = if self.dice.chance(5) { None } else { code };
                Act::Circle { row: self.row(), code, living: living.map(|(head, members)| Living { head, members }) }
            }
            20..35 => Act::Check { row: self.row() },
            35..38 => Act::Attend {
                group: *self.dice.pick(&Group::ALL).unwrap(),
                count: u16::try_from(self.dice.below(4)).unwrap(),
            },
            38 => Act::Held { on: self.day() },
            39..41 => Act::Explain { row: self.row(), text: word },
            41..43 => Act::Write { row: self.row(), column: self.column(), text: word },
            43..46 => {
                let change = *self.dice.pick(&NoteChange::ALL).unwrap();
                let text = if self.dice.chance(10) { String::new() } else { word };
                Act::Note { row: self.row(), note: self.note_of(who), column: self.column(), change, text }
            }
            46..49 => Act::Pencil { row: self.row(), column: self.column(), text: word },
            49..51 => Act::KeepPencil { row: self.row(), column: self.column() },
            51..53 => {
                let officer = [actor, DUKUH.0, PETUGAS.0][self.dice.below(3)];
                Act::Kin { officer: AccountId::new(officer), row: self.row() }
            }
            53..64 => self.any_proposal(),
            64..66 => {
                let field = *self.dice.pick(&ProposalField::ALL).unwrap();
                let value = match field {
                    ProposalField::Members | ProposalField::Poorer => Amendment::Members(vec![word]),
                    text => Amendment::Text(text, word),
                };
                Act::Amend { proposal: self.proposal_of(state), value }
            }
            66..68 => Act::Withdraw { proposal: self.proposal_of(state), reason: "salah tulis".to_owned() },
            68..73 => self.any_order(state),
            73..76 => Act::Poorer { proposal: self.proposal_of(state), yes: self.dice.chance(80) },
            76..78 => Act::Reread { rows: state.to_reread() },
            78..80 => Act::NoneFound,
            80..85 => {
                let remedy = if self.dice.chance(50) { StrikeRemedy::BestOff } else { StrikeRemedy::FitToQuota };
                let reason = if self.dice.chance(10) { String::new() } else { "kuota".to_owned() };
                Act::Strike { proposal: self.proposal_of(state), remedy, reason }
            }
            85..88 => Act::Enumerator {
                name: format!("PENDATA {}", letters(self.dice.below(3))),
                hamlet: ["Contoh", "Padukuhan Contoh", "Lain"][self.dice.below(3)].to_owned(),
                trained_on: self.dice.chance(50).then(|| self.day()),
            },
            88..89 => Act::DropEnumerator { name: format!("pendata {}", letters(self.dice.below(3))) },
            89..94 => {
                let contested = state.contested();
                match self.dice.pick(&contested) {
                    Some(c) => Act::Settle { field: c.field.clone(), entry: c.writes[0].entry.clone() },
                    None => Act::Settle { field: Field::Code(self.row()), entry: EntryId::new("d1", 1) },
                }
            }
            94..97 => {
                let role = *self.dice.pick(&SignerRole::ALL).unwrap();
                Act::Sign { role, name: word, covers: self.any_covers(who) }
            }
            _ => Act::Close { covers: self.any_covers(who) },
        }
    }

    /// A day; the last has not come yet on the evening of the meeting.
    fn day(&mut self) -> Date {
        [4, 4, 5, 6].map(|day| Date::constant(2016, 11, day))[self.dice.below(4)]
    }

    /// A note that the device knows of, to be written anew; or none.
    fn note_of(&mut self, who: usize) -> Option<EntryId> {
        let notes: Vec<EntryId> = self.devices[who]
            .journal
            .entries()
            .filter(|e| matches!(e.act, Act::Note { .. } | Act::KeepPencil { .. }))
            .map(|e| e.id.clone())
            .collect();
        if self.dice.chance(50) { self.dice.pick(&notes).cloned() } else { None }
    }

    fn any_proposal(&mut self) -> Act {
        let name = letters(self.dice.below(6));
        match self.dice.below(12) {
            0 => propose(" ", "CONTOH RT 001"),
            1 => propose_with("kepala. NOL ", &["Anggota Nol"], "contoh rt  001 "),
            3 => propose_with("KEPALA NOL", &["ORANG LAIN"], "CONTOH RT 001"),
            4 | 5 => self.spelled_otherwise(),
            2 => Act::Propose(ProposedHousehold {
                head_name: format!("BARU {name}"),
                members: vec!["TAMU".to_owned()],
                address: String::new(),
                membership: Membership {
                    head: None,
                    people: vec![MemberAnswer {
                        name: "TAMU".to_owned(),
                        facts: StayFacts {
                            alive: true,
                            stay: Stay::Guest {
                                months_here: 2,
                                months_since_left_home: None,
                                intends_to_settle: false,
                            },
                        },
                    }],
                },
            }),
            _ => propose(&format!("BARU {name}"), &format!("CONTOH RT 00{}", self.dice.below(3))),
        }
    }

    /// A household that others may have named in another spelling, with the same, other or no members.
    fn spelled_otherwise(&mut self) -> Act {
        let no = self.dice.below(3);
        let head =
            [format!("BARU {}", letters(no)), format!("baru-{}", letters(no).to_lowercase()), format!("BARÚ ß {no}")];
        let address = [format!("CONTOH RT 00{no}"), format!("Contoh, RT.00{no}"), String::new()];
        let members = [vec![], vec!["ANAK CONTOH"], vec!["anak-contoh", "TAMU ²"], vec!["ORANG LAIN", "é"]];
        let [head_at, address_at, members_at] = [3, 3, 4].map(|n| self.dice.below(n));
        propose_with(&head[head_at], &members[members_at], &address[address_at])
    }

    fn any_order(&mut self, state: &State) -> Act {
        let mut proposals = state.proposal_ids.clone();
        for i in (1..proposals.len()).rev() {
            proposals.swap(i, self.dice.below(i + 1));
        }
        if self.dice.chance(10) && !proposals.is_empty() {
            proposals.push(proposals[0].clone());
        }
        Act::Order { proposals }
    }

    /// What was read out: all that is here, less, or more than there is.
    fn any_covers(&mut self, who: usize) -> Clock {
        let seen = self.devices[who].journal.seen();
        match self.dice.below(4) {
            0 => {
                seen.iter().map(|(d, n)| (d.as_str().to_owned(), n.saturating_sub(1))).filter(|(_, n)| *n > 0).collect()
            }
            1 => seen.iter().map(|(d, n)| (d.as_str().to_owned(), n + 1)).collect(),
            _ => seen,
        }
    }
}
