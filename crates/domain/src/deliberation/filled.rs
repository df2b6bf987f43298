//! A filled form, whatever it was written on: a paper form keyed in, a sheet in a file, the signed sheet of
//! the stage before. [`entries`] turns it into entries of the journal, which judges it. R39–R67, ADR 0014.

use super::alike::Named;
use super::attendance::Attendance;
use super::finding::Finding;
use super::fkp01::{Column, Living, NoteChange};
use super::fkp02::{Membership, Proposal, StrikeRemedy};
use super::journal::{Act, Amendment, Clock, Entry, EntryId, Group, ProposalField, ProposedHousehold, Role};
use super::meeting::{IssuedForms, OpenMeeting};
use super::minutes::SignerRole;
use super::paper::{DEVICE, hand};
use crate::Date;
use crate::id::HouseholdId;
use jiff::Timestamp;
use jiff::tz::Offset;

/// What stands on a filled form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilledForm {
    /// Day of the meeting.
    pub held: Option<Date>,
    /// Who came, as far as it was counted. R28.
    pub attendance: Vec<(Group, u16)>,
    /// Rows of FKP.01.
    pub listed: Vec<FilledRow>,
    /// Separate notes. R45.
    pub notes: Vec<FilledNote>,
    /// Lines of FKP.02, the crossed-out ones included.
    pub proposed: Vec<FilledProposal>,
    /// Enumerators agreed on, with the day of their training. R70, R72.
    pub enumerators: Vec<(String, Option<Date>)>,
    /// Who signed; `None` for a form that only tells what others signed.
    pub signatures: Option<Vec<(SignerRole, String)>>,
}

/// A row of FKP.01.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilledRow {
    /// Column 01.
    pub row: HouseholdId,
    /// Column 06; `None` when no single code can be read.
    pub code: Option<Finding>,
    /// Whether the form says that head and members have all died: code 5 needs it. R52.
    pub all_dead: bool,
    /// Column 07.
    pub remark: String,
    /// Column 08. R57.
    pub checked: bool,
}

/// A line of the separate notes. R45.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilledNote {
    /// The row it is about.
    pub row: HouseholdId,
    /// Column 01–05.
    pub column: Column,
    /// What kind of change.
    pub change: NoteChange,
    /// The new value.
    pub text: String,
}

/// A line of FKP.02.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilledProposal {
    /// Column 02.
    pub head_name: String,
    /// Column 03.
    pub members: Vec<String>,
    /// Column 05.
    pub address: String,
    /// Remark.
    pub remark: String,
    /// Place in the order of welfare, 1 = poorest. R62.
    pub order: Option<u16>,
    /// Whether poorer than the households of code 2. R62.
    pub poorer: Option<bool>,
    /// Why it was crossed out; `None` = it was kept. R63, R66.
    pub struck: Option<String>,
}

impl FilledProposal {
    /// The household as written. R60.
    #[must_use]
    pub fn named(&self) -> Named<'_> {
        Named { head_name: &self.head_name, member_names: &self.members, address: &self.address }
    }
}

impl FilledForm {
    /// Lines of FKP.02 that have the place of an earlier line, each with that line. An order of welfare has
    /// no ties: nobody could say who is struck first. R62, R63.
    #[must_use]
    pub fn same_place(&self) -> Vec<(usize, usize)> {
        let place = |at: usize| self.proposed[at].order;
        let earlier = |at: usize| (0..at).find(|before| place(*before) == place(at));
        (0..self.proposed.len()).filter(|at| place(*at).is_some()).filter_map(|at| Some((at, earlier(at)?))).collect()
    }
}

/// When the crossed-out lines of FKP.02 were struck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strikes {
    /// After all codes were circled: whether that was allowed is judged. R61, R63.
    Judged,
    /// Before: they stand signed, also where the form tells of several halls together. R66.
    Signed,
}

/// A part of a form, by its place in the lists of [`FilledForm`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The day of the meeting.
    Day,
    /// How many of a group came.
    Attendance(Group),
    /// Column 06.
    Code(usize),
    /// Column 07.
    Remark(usize),
    /// Column 08.
    Check(usize),
    /// A separate note.
    Note(usize),
    /// A line of FKP.02.
    Proposal(usize),
    /// The order of welfare; the line of the poorest.
    Order(usize),
    /// The crossing-out of a line.
    Strike(usize),
    /// The statement that a line is poorer.
    Poorer(usize),
    /// The remark of a line.
    ProposalRemark(usize),
    /// An enumerator.
    Enumerator(usize),
    /// A signature.
    Signature(SignerRole),
    /// The form as a whole.
    Closing,
}

/// A form as entries, each with the part it comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilledEntries {
    /// The entries, numbered without a gap, in the order in which a meeting does these things.
    pub entries: Vec<Entry>,
    /// The part of each.
    pub parts: Vec<Part>,
}

impl FilledEntries {
    /// The part an entry comes from.
    #[must_use]
    pub fn part(&self, entry: &EntryId) -> Option<Part> {
        let at = usize::try_from(entry.number).ok()?.checked_sub(1)?;
        self.parts.get(at).copied()
    }
}

/// Turns a form into entries in the name of its dukuh and asisten: attendance, codes, notes, proposals with
/// their order and strikes, enumerators, ticks of column 08, signatures, closing. `forms` are the forms that
/// were issued, `at_ms` is the time of the meeting.
///
/// A crossed-out line that could not have been proposed, or that repeats a kept line, is left out: it stands
/// neither way. Nothing is said about a line that the journal does not take, and no row is ticked that has
/// no code, so that each fault is told once.
#[must_use]
pub fn entries(form: &FilledForm, forms: &IssuedForms, at_ms: i64, strikes: Strikes) -> FilledEntries {
    let (room, _) = forms.clone().open(Attendance::default());
    let mut w = Writer { form, room, at_ms, out: FilledEntries::default() };
    if strikes == Strikes::Signed {
        w.signed_strikes();
    }
    w.attendance();
    w.first_form();
    w.second_form(strikes);
    w.enumerators(&forms.hamlet);
    w.ticks();
    w.signatures();
    w.out
}

/// Noon in western Indonesia: paper knows the day, not the hour.
#[must_use]
pub fn noon_ms(day: Date) -> i64 {
    Offset::UTC.to_timestamp(day.at(5, 0, 0, 0)).map_or(0, Timestamp::as_millisecond)
}

struct Writer<'a> {
    form: &'a FilledForm,
    /// FKP.01 and the proposals so far: what may still be proposed.
    room: OpenMeeting,
    at_ms: i64,
    out: FilledEntries,
}

impl Writer<'_> {
    fn act(&mut self, role: Role, part: Part, act: Act) -> EntryId {
        let number = u32::try_from(self.out.entries.len() + 1).unwrap_or(u32::MAX);
        let seen: Clock = (number > 1).then_some((DEVICE, number - 1)).into_iter().collect();
        let id = EntryId::new(DEVICE, number);
        self.out.entries.push(Entry { id: id.clone(), seen, actor: hand(role), role, at_ms: self.at_ms, act });
        self.out.parts.push(part);
        id
    }

    fn attendance(&mut self) {
        if let Some(on) = self.form.held {
            self.act(Role::Dukuh, Part::Day, Act::Held { on });
        }
        for (group, count) in &self.form.attendance {
            self.act(Role::Dukuh, Part::Attendance(*group), Act::Attend { group: *group, count: *count });
        }
    }

    fn first_form(&mut self) {
        for (at, row) in self.form.listed.iter().enumerate() {
            if let Some(code) = row.code {
                let dead = code == Finding::Deceased && row.all_dead;
                let living = dead.then_some(Living { head: false, members: 0 });
                self.act(Role::Dukuh, Part::Code(at), Act::Circle { row: row.row.clone(), code: Some(code), living });
            }
            if !row.remark.is_empty() {
                let text = row.remark.clone();
                self.act(Role::Dukuh, Part::Remark(at), Act::Explain { row: row.row.clone(), text });
            }
        }
        for (at, note) in self.form.notes.iter().enumerate() {
            let FilledNote { row, column, change, text } = note.clone();
            self.act(Role::Dukuh, Part::Note(at), Act::Note { row, note: None, column, change, text });
        }
    }

    /// Whether the line can be proposed; if so it is, in the room.
    fn takes(&mut self, line: &FilledProposal) -> bool {
        let no = u16::try_from(self.room.fkp02().len() + 1).unwrap_or(u16::MAX);
        let mut proposal = Proposal::new(no, line.head_name.trim());
        proposal.member_names.clone_from(&line.members);
        proposal.address.clone_from(&line.address);
        self.room.propose(proposal).is_ok()
    }

    fn repeats_a_kept_line(&self, line: &FilledProposal) -> bool {
        let mut kept = self.form.proposed.iter().filter(|other| other.struck.is_none());
        kept.any(|other| other.named().is_same(&line.named()))
    }

    fn propose(&mut self, at: usize, line: &FilledProposal) -> EntryId {
        let household = ProposedHousehold {
            head_name: line.head_name.clone(),
            members: line.members.clone(),
            address: line.address.clone(),
            membership: Membership::default(),
        };
        self.act(Role::Dukuh, Part::Proposal(at), Act::Propose(household))
    }

    /// Each struck as the only one, while no code is circled yet.
    fn signed_strikes(&mut self) {
        let form = self.form;
        for (at, line) in form.proposed.iter().enumerate() {
            let Some(reason) = &line.struck else { continue };
            if self.repeats_a_kept_line(line) || !self.takes(line) {
                continue;
            }
            let proposal = self.propose(at, line);
            self.act(Role::Dukuh, Part::Order(at), Act::Order { proposals: vec![proposal.clone()] });
            self.strike(at, proposal, reason);
        }
    }

    fn strike(&mut self, at: usize, proposal: EntryId, reason: &str) {
        let strike = Act::Strike { proposal, remedy: StrikeRemedy::BestOff, reason: reason.to_owned() };
        self.act(Role::Dukuh, Part::Strike(at), strike);
    }

    /// Proposals, their order, strikes from the best off on, remarks and statements. R60–R66.
    fn second_form(&mut self, strikes: Strikes) {
        let form = self.form;
        let mut standing: Vec<(usize, &FilledProposal, EntryId)> = Vec::new();
        for (at, line) in form.proposed.iter().enumerate() {
            if line.struck.is_some() && (strikes == Strikes::Signed || self.repeats_a_kept_line(line)) {
                continue;
            }
            let taken = self.takes(line);
            if taken || line.struck.is_none() {
                let id = self.propose(at, line);
                if taken {
                    standing.push((at, line, id));
                }
            }
        }
        let mut placed: Vec<_> = standing.iter().filter(|(_, line, _)| line.order.is_some()).collect();
        placed.sort_by_key(|(at, line, _)| (line.order, *at));
        if let Some((poorest, ..)) = placed.first() {
            let proposals = placed.iter().map(|(.., id)| id.clone()).collect();
            self.act(Role::Dukuh, Part::Order(*poorest), Act::Order { proposals });
        }
        let mut struck: Vec<_> =
            standing.iter().filter_map(|(at, line, id)| Some((line.order, *at, id, line.struck.as_ref()?))).collect();
        struck.sort_by_key(|(order, at, ..)| std::cmp::Reverse((order.unwrap_or(u16::MAX), *at)));
        for (_, at, id, reason) in struck {
            self.strike(at, id.clone(), reason);
        }
        for (at, line, id) in standing.iter().filter(|(_, line, _)| line.struck.is_none()) {
            if !line.remark.is_empty() {
                let value = Amendment::Text(ProposalField::Remark, line.remark.clone());
                self.act(Role::Dukuh, Part::ProposalRemark(*at), Act::Amend { proposal: id.clone(), value });
            }
            if let Some(yes) = line.poorer {
                self.act(Role::Dukuh, Part::Poorer(*at), Act::Poorer { proposal: id.clone(), yes });
            }
        }
    }

    fn enumerators(&mut self, hamlet: &str) {
        for (at, (name, trained_on)) in self.form.enumerators.iter().enumerate() {
            let agreed = Act::Enumerator { name: name.clone(), hamlet: hamlet.to_owned(), trained_on: *trained_on };
            self.act(Role::Dukuh, Part::Enumerator(at), agreed);
        }
    }

    fn ticks(&mut self) {
        for (at, row) in self.form.listed.iter().enumerate() {
            let circled = |code: Finding| code.allowed_on_fkp01() && (code != Finding::Deceased || row.all_dead);
            if row.checked && row.code.is_some_and(circled) {
                self.act(Role::Asisten, Part::Check(at), Act::Check { row: row.row.clone() });
            }
        }
    }

    fn signatures(&mut self) {
        let Some(signatures) = &self.form.signatures else { return };
        let covers: Clock = self.out.entries.last().map(|e| (DEVICE, e.id.number)).into_iter().collect();
        for (signer, name) in signatures {
            let role = if *signer == SignerRole::Asisten { Role::Asisten } else { Role::Dukuh };
            let sign = Act::Sign { role: *signer, name: name.clone(), covers: covers.clone() };
            self.act(role, Part::Signature(*signer), sign);
        }
        self.act(Role::Dukuh, Part::Closing, Act::Close { covers });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::area::AreaCode;
    use crate::deliberation::fkp01::{Fkp01, Prefilled};
    use crate::id::MeetingId;

    fn forms() -> IssuedForms {
        let row =
            |no: &str| Prefilled::new(HouseholdId::new(no), format!("KEPALA {no}"), Vec::new(), "RT 1".to_owned());
        IssuedForms {
            meeting: MeetingId::new("m"),
            desa: AreaCode::parse("9901012001").unwrap(),
            hamlet: "Contoh".to_owned(),
            stage: 1,
            fkp01: Fkp01::print(["a", "b"].map(row)).unwrap(),
        }
    }

    fn line(head: &str, order: Option<u16>, struck: Option<&str>) -> FilledProposal {
        FilledProposal {
            head_name: head.to_owned(),
            address: "RT 1".to_owned(),
            order,
            struck: struck.map(str::to_owned),
            ..FilledProposal::default()
        }
    }

    fn parts(form: &FilledForm, strikes: Strikes) -> Vec<Part> {
        let made = entries(form, &forms(), 0, strikes);
        assert!(made.entries.iter().zip(1..).all(|(e, n)| e.id.number == n && e.seen.of(&e.id.device) == n - 1));
        made.parts
    }

    #[test]
    fn strikes_come_after_the_codes_when_they_are_judged_and_before_them_when_they_are_signed() {
        // R63, R66
        let row = FilledRow {
            row: HouseholdId::new("a"),
            code: Some(Finding::Improved),
            all_dead: false,
            remark: String::new(),
            checked: true,
        };
        let form = FilledForm {
            listed: vec![row],
            proposed: vec![line("SARI", Some(1), None), line("TINI", Some(2), Some("kuota"))],
            ..FilledForm::default()
        };
        use Part as P;
        let judged = [P::Code(0), P::Proposal(0), P::Proposal(1), P::Order(0), P::Strike(1), P::Check(0)];
        assert_eq!(parts(&form, Strikes::Judged), judged);
        let signed = [P::Proposal(1), P::Order(1), P::Strike(1), P::Code(0), P::Proposal(0), P::Order(0), P::Check(0)];
        assert_eq!(parts(&form, Strikes::Signed), signed);
    }

    #[test]
    fn a_crossed_out_line_that_could_not_stand_is_left_out_and_a_kept_one_is_told_once() {
        // R60, R66
        let of =
            |proposed: Vec<FilledProposal>| parts(&FilledForm { proposed, ..FilledForm::default() }, Strikes::Judged);
        assert_eq!(of(vec![line("KEPALA a", Some(1), Some("sudah terdaftar"))]), []);
        assert_eq!(of(vec![line("KEPALA a", Some(1), None)]), [Part::Proposal(0)], "no order, no statement");
        let twice = vec![line("SARI", Some(2), Some("dua kali")), line("Sari", Some(1), None)];
        assert_eq!(of(twice), [Part::Proposal(1), Part::Order(1)]);
    }

    #[test]
    fn two_lines_with_one_place_are_named() {
        // R62
        let proposed = [Some(1), None, Some(1), None].map(|order| line("SARI", order, None)).to_vec();
        assert_eq!(FilledForm { proposed, ..FilledForm::default() }.same_place(), [(2, 0)]);
    }
}
