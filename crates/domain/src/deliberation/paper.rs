//! A meeting held on paper: two officers key in the filled form without seeing each other's keying.
//! Differences are settled with the paper at hand, and the form becomes entries of the journal. From
//! then on every rule is the journal's. R39–R67, ADR 0014.

use super::filled::{self, FilledForm, FilledNote, FilledProposal, FilledRow, Part, Strikes};
use super::finding::Finding;
use super::fkp01::{Column, NoteChange};
use super::journal::{Admitted, Entry, Group, Role};
use super::meeting::IssuedForms;
use super::minutes::SignerRole;
use crate::Date;
use crate::id::{AccountId, HouseholdId};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The name under which a form keyed in from paper writes in the journal.
pub const DEVICE: &str = "kertas";
/// Lines of each list that can be keyed in.
pub const LINES_MAX: u16 = 99;
/// A tick.
pub const YES: &str = "ya";
/// Maximum length of a field in characters.
pub const TEXT_MAX: usize = 400;

/// What the paper says in the name of whom: the officers who key it in do not code and do not check.
#[must_use]
pub fn hand(role: Role) -> AccountId {
    AccountId::new(format!("{DEVICE}-{}", role.code()))
}

/// Both hands, as a journal admits them.
#[must_use]
pub fn hands() -> [Admitted; 2] {
    [Role::Dukuh, Role::Asisten].map(|role| Admitted { actor: hand(role), role })
}

/// A field of the paper forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PaperField {
    /// Day of the meeting.
    Date,
    /// How many of a group came. R28.
    Attend(Group),
    /// Column 06 of a row of FKP.01. R47.
    Code(u16),
    /// Column 07. R56.
    Remark(u16),
    /// Column 08: a tick. R57.
    Checked(u16),
    /// Asked where the code is 5: whether head and all members have died. R52.
    Dead(u16),
    /// A line of the separate notes. R45.
    Note(u16, NotePart),
    /// A line of FKP.02. R60.
    New(u16, NewPart),
    /// An enumerator. R70.
    Enumerator(u16, EnumeratorPart),
    /// Who signed.
    Signed(SignerRole),
}

macro_rules! parts {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$each])* $variant,)* }
        impl $name {
            /// Every part.
            pub const ALL: &[Self] = &[$(Self::$variant),*];
            /// The word in the field's name.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }
    };
}

parts! {
    /// Parts of a separate note.
    NotePart {
        /// Number of the row on FKP.01.
        Row "row",
        /// Column 01–05.
        Column "column",
        /// What kind of change.
        Change "change",
        /// The new value.
        Text "text",
    }
}
parts! {
    /// Columns of FKP.02.
    NewPart {
        /// Column 02.
        Head "head",
        /// Column 03, names apart by semicolons.
        Members "members",
        /// Column 05.
        Address "address",
        /// Place in the order of welfare, 1 = poorest. R62.
        Order "order",
        /// Whether poorer than the households of code 2. R62.
        Poorer "poorer",
        /// Remark.
        Remark "remark",
        /// Reason of striking; a line without one was kept. R63, R66.
        Struck "struck",
    }
}
parts! {
    /// What is written of an enumerator.
    EnumeratorPart {
        /// Name.
        Name "name",
        /// Day of training. R72.
        Trained "trained",
    }
}

impl fmt::Display for PaperField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date => f.write_str("date"),
            Self::Attend(group) => write!(f, "attend.{}", group.code()),
            Self::Code(no) => write!(f, "code.{no}"),
            Self::Remark(no) => write!(f, "remark.{no}"),
            Self::Checked(no) => write!(f, "checked.{no}"),
            Self::Dead(no) => write!(f, "dead.{no}"),
            Self::Note(no, part) => write!(f, "note.{no}.{}", part.code()),
            Self::New(no, part) => write!(f, "new.{no}.{}", part.code()),
            Self::Enumerator(no, part) => write!(f, "enumerator.{no}.{}", part.code()),
            Self::Signed(role) => write!(f, "signed.{}", role.code()),
        }
    }
}

impl PaperField {
    /// Reads the name of a field.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let (kind, second, third) = (parts.next()?, parts.next(), parts.next());
        let no = second.and_then(|n| n.parse::<u16>().ok()).filter(|n| *n > 0);
        let line = no.filter(|n| *n <= LINES_MAX);
        let field = match (kind, second, third) {
            ("date", None, None) => Some(Self::Date),
            ("attend", Some(group), None) => Group::from_code(group).map(Self::Attend),
            ("signed", Some(role), None) => SignerRole::from_code(role).map(Self::Signed),
            ("code", Some(_), None) => no.map(Self::Code),
            ("remark", Some(_), None) => no.map(Self::Remark),
            ("checked", Some(_), None) => no.map(Self::Checked),
            ("dead", Some(_), None) => no.map(Self::Dead),
            ("note", Some(_), Some(part)) => {
                word(NotePart::ALL, |p| p.code(), part).zip(line).map(|(p, n)| Self::Note(n, p))
            }
            ("new", Some(_), Some(part)) => {
                word(NewPart::ALL, |p| p.code(), part).zip(line).map(|(p, n)| Self::New(n, p))
            }
            ("enumerator", Some(_), Some(part)) => {
                word(EnumeratorPart::ALL, |p| p.code(), part).zip(line).map(|(p, n)| Self::Enumerator(n, p))
            }
            _ => None,
        };
        field.filter(|field| field.to_string() == text)
    }

    /// Whether two officers key it in: the question about code 5 is asked afterwards, once.
    fn is_keyed(self) -> bool {
        !matches!(self, Self::Dead(_))
    }
}

fn word<T: Copy>(all: &[T], code: impl Fn(T) -> &'static str, text: &str) -> Option<T> {
    all.iter().copied().find(|one| code(*one) == text)
}

/// A form as keyed in; a field that is empty on paper is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keyed(BTreeMap<PaperField, String>);

impl Keyed {
    /// Puts a field; white space at its ends and empty fields are left out. Says whether it was taken.
    pub fn put(&mut self, field: PaperField, text: &str) -> bool {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.chars().count() > TEXT_MAX || text.chars().any(char::is_control) {
            return false;
        }
        if text.is_empty() {
            self.0.remove(&field);
        } else {
            self.0.insert(field, text);
        }
        true
    }
    /// What stands in a field; empty = nothing.
    #[must_use]
    pub fn of(&self, field: PaperField) -> &str {
        self.0.get(&field).map_or("", String::as_str)
    }
    /// Every field that is not empty.
    pub fn iter(&self) -> impl Iterator<Item = (PaperField, &str)> {
        self.0.iter().map(|(field, text)| (*field, text.as_str()))
    }
    /// How many fields are filled.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }
    /// Whether nothing is filled.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// The last line of a list that has something in it.
    #[must_use]
    pub fn last_line(&self, of: impl Fn(PaperField) -> Option<u16>) -> u16 {
        self.0.keys().filter_map(|field| of(*field)).max().unwrap_or(0)
    }
}

/// A field that the two keyings read differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The field.
    pub field: PaperField,
    /// As the first officer keyed it.
    pub first: String,
    /// As the second did.
    pub second: String,
}

/// Where two keyings differ. Capitals are no difference: the forms are filled in by hand.
#[must_use]
pub fn differences(first: &Keyed, second: &Keyed) -> Vec<Difference> {
    let fields: BTreeSet<PaperField> =
        first.0.keys().chain(second.0.keys()).copied().filter(|f| f.is_keyed()).collect();
    fields
        .into_iter()
        .filter(|f| first.of(*f).to_uppercase() != second.of(*f).to_uppercase())
        .map(|field| Difference { field, first: first.of(field).to_owned(), second: second.of(field).to_owned() })
        .collect()
}

/// The form both agree on, with what was settled. Fields that differ and were not settled are named.
pub fn agreed(
    first: &Keyed,
    second: &Keyed,
    settled: &Keyed,
    seen: &BTreeSet<PaperField>,
) -> Result<Keyed, Vec<PaperField>> {
    let mut form = first.clone();
    let mut open = Vec::new();
    for difference in differences(first, second) {
        if seen.contains(&difference.field) {
            form.put(difference.field, settled.of(difference.field));
        } else {
            open.push(difference.field);
        }
    }
    for (field, text) in settled.iter().filter(|(field, _)| !field.is_keyed()) {
        form.put(field, text);
    }
    if open.is_empty() { Ok(form) } else { Err(open) }
}

/// What on a form cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// Not a number.
    #[error("a number is expected")]
    Number,
    /// Not a valid date.
    #[error("a day is expected, year-month-day")]
    Date,
    /// Not a code from 1 to 8.
    #[error("exactly one code from 1 to 8 is expected")]
    Code,
    /// No such row on FKP.01, or no such column or kind of change.
    #[error("a note names a row of FKP.01, a column 1 to 5, the kind of change and the new value")]
    Note,
    /// A required field is empty.
    #[error("something has to stand here")]
    Missing,
    /// A day that has not come yet.
    #[error("this day has not come yet")]
    Ahead,
    /// Two proposals have one place in the order of welfare. R62.
    #[error("line {with} has the same place in the order of welfare")]
    OrderTwice {
        /// The line that has it too.
        with: u16,
    },
}

impl Unread {
    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Number => "KERTAS_BUKAN_ANGKA",
            Self::Date => "KERTAS_BUKAN_TANGGAL",
            Self::Code => "KERTAS_BUKAN_KODE",
            Self::Note => "KERTAS_CATATAN_SALAH",
            Self::Missing => "KERTAS_KOSONG",
            Self::Ahead => "TANGGAL_DI_DEPAN",
            Self::OrderTwice { .. } => "URUTAN_GANDA",
        }
    }

    /// How to repair it, in Indonesian.
    #[must_use]
    pub fn repair(self) -> &'static str {
        match self {
            Self::Number => "Ketik angkanya saja",
            Self::Date => "Isi tanggal menurut kertas",
            Self::Code => "Ketik satu kode yang dilingkari, 1 sampai 8",
            Self::Note => "Isi nomor baris, kolom 1 sampai 5, jenis perubahan, dan nilai baru",
            Self::Missing => "Isi menurut kertas; bila di kertas kosong, lengkapi dahulu di padukuhan",
            Self::Ahead => "Periksa tanggalnya pada kertas",
            Self::OrderTwice { .. } => "Beri setiap usulan urutan sendiri, 1 yang paling miskin",
        }
    }
}

/// A form as entries of the journal, each with the field it comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaperEntries {
    /// The entries, in the order in which a meeting does these things.
    pub entries: Vec<Entry>,
    /// The field of each.
    pub fields: Vec<PaperField>,
}

/// Turns an agreed form into entries. `forms` are those that were issued, `at_ms` is the time of the meeting.
pub fn entries(form: &Keyed, forms: &IssuedForms, at_ms: i64) -> Result<PaperEntries, Vec<(PaperField, Unread)>> {
    let rows = forms.fkp01.rows().iter().map(|row| row.printed().no_rts().clone()).collect();
    let mut reading = Reading { form, rows, filled: FilledForm::default(), lines: Lines::default(), wrong: Vec::new() };
    reading.all();
    if !reading.wrong.is_empty() {
        return Err(reading.wrong);
    }
    let made = filled::entries(&reading.filled, forms, at_ms, Strikes::Judged);
    let fields = made.parts.into_iter().map(|part| reading.lines.field(part)).collect();
    Ok(PaperEntries { entries: made.entries, fields })
}

/// The day of the meeting as keyed in.
pub fn date(form: &Keyed) -> Result<Date, Unread> {
    match form.of(PaperField::Date) {
        "" => Err(Unread::Missing),
        text => text.parse().map_err(|_| Unread::Date),
    }
}

/// On which line of its list a filled part stands.
#[derive(Debug, Default)]
struct Lines {
    notes: Vec<u16>,
    proposals: Vec<u16>,
    enumerators: Vec<u16>,
}

impl Lines {
    fn field(&self, part: Part) -> PaperField {
        let row = |at: usize| u16::try_from(at + 1).unwrap_or(u16::MAX);
        let new = |at: usize, part| PaperField::New(self.proposals[at], part);
        match part {
            Part::Day | Part::Closing => PaperField::Date,
            Part::Attendance(group) => PaperField::Attend(group),
            Part::Code(at) => PaperField::Code(row(at)),
            Part::Remark(at) => PaperField::Remark(row(at)),
            Part::Check(at) => PaperField::Checked(row(at)),
            Part::Note(at) => PaperField::Note(self.notes[at], NotePart::Text),
            Part::Proposal(at) => new(at, NewPart::Head),
            Part::Order(at) => new(at, NewPart::Order),
            Part::Strike(at) => new(at, NewPart::Struck),
            Part::Poorer(at) => new(at, NewPart::Poorer),
            Part::ProposalRemark(at) => new(at, NewPart::Remark),
            Part::Enumerator(at) => PaperField::Enumerator(self.enumerators[at], EnumeratorPart::Name),
            Part::Signature(role) => PaperField::Signed(role),
        }
    }
}

/// Reads the fields of a keyed form, and names what cannot be read.
struct Reading<'a> {
    form: &'a Keyed,
    rows: Vec<HouseholdId>,
    filled: FilledForm,
    lines: Lines,
    wrong: Vec<(PaperField, Unread)>,
}

impl Reading<'_> {
    fn all(&mut self) {
        match date(self.form) {
            Ok(on) => self.filled.held = Some(on),
            Err(why) => self.wrong.push((PaperField::Date, why)),
        }
        for group in Group::ALL {
            if let Some(count) = self.number(PaperField::Attend(group)) {
                self.filled.attendance.push((group, count));
            }
        }
        self.first_form();
        self.notes();
        self.second_form();
        self.enumerators();
        let signed = [SignerRole::Dukuh, SignerRole::Asisten].map(|role| (role, self.text(PaperField::Signed(role))));
        self.filled.signatures = Some(signed.into_iter().filter(|(_, name)| !name.is_empty()).collect());
    }

    fn text(&self, field: PaperField) -> String {
        self.form.of(field).to_owned()
    }

    /// A field as a number; `None` when it is empty or, which is told, no number.
    fn number<N: std::str::FromStr>(&mut self, field: PaperField) -> Option<N> {
        let text = self.form.of(field);
        let read = text.parse().ok();
        if read.is_none() && !text.is_empty() {
            self.wrong.push((field, Unread::Number));
        }
        read
    }

    fn first_form(&mut self) {
        for (no, row) in (1..).zip(self.rows.clone()) {
            let field = PaperField::Code(no);
            let text = self.form.of(field);
            let code = text.parse().ok().and_then(Finding::from_code);
            // a row without a code is named by the closing. R58
            if code.is_none() && !text.is_empty() {
                self.wrong.push((field, Unread::Code));
            }
            self.filled.listed.push(FilledRow {
                row,
                code,
                all_dead: self.form.of(PaperField::Dead(no)) == YES,
                remark: self.text(PaperField::Remark(no)),
                checked: self.form.of(PaperField::Checked(no)) == YES,
            });
        }
    }

    fn notes(&mut self) {
        let last = self.form.last_line(|f| if let PaperField::Note(no, _) = f { Some(no) } else { None });
        for no in 1..=last {
            let part = |part| self.form.of(PaperField::Note(no, part));
            let filled = NotePart::ALL.iter().any(|p| !part(*p).is_empty());
            let row = part(NotePart::Row).parse::<usize>().ok().and_then(|n| self.rows.get(n.checked_sub(1)?));
            let column = part(NotePart::Column).parse().ok().and_then(Column::from_number);
            let change = NoteChange::from_code(part(NotePart::Change));
            let text = part(NotePart::Text).to_owned();
            match (row, column, change) {
                (Some(row), Some(column), Some(change)) if !text.is_empty() => {
                    self.filled.notes.push(FilledNote { row: row.clone(), column, change, text });
                    self.lines.notes.push(no);
                }
                _ if filled => self.wrong.push((PaperField::Note(no, NotePart::Row), Unread::Note)),
                _ => {}
            }
        }
    }

    fn second_form(&mut self) {
        let last = self.form.last_line(|f| if let PaperField::New(no, _) = f { Some(no) } else { None });
        for no in 1..=last {
            let field = |part| PaperField::New(no, part);
            if NewPart::ALL.iter().all(|p| self.form.of(field(*p)).is_empty()) {
                continue;
            }
            let members = self.text(field(NewPart::Members));
            let order = self.number(field(NewPart::Order));
            self.filled.proposed.push(FilledProposal {
                head_name: self.text(field(NewPart::Head)),
                members: members.split(';').map(|m| m.trim().to_owned()).filter(|m| !m.is_empty()).collect(),
                address: self.text(field(NewPart::Address)),
                remark: self.text(field(NewPart::Remark)),
                order,
                poorer: Some(self.form.of(field(NewPart::Poorer))).filter(|t| !t.is_empty()).map(|t| t == YES),
                struck: Some(self.text(field(NewPart::Struck))).filter(|reason| !reason.is_empty()),
            });
            self.lines.proposals.push(no);
        }
        for (at, earlier) in self.filled.same_place() {
            let [no, with] = [at, earlier].map(|at| self.lines.proposals[at]);
            self.wrong.push((PaperField::New(no, NewPart::Order), Unread::OrderTwice { with }));
        }
    }

    fn enumerators(&mut self) {
        let last = self.form.last_line(|f| if let PaperField::Enumerator(no, _) = f { Some(no) } else { None });
        for no in 1..=last {
            let field = |part| PaperField::Enumerator(no, part);
            let (name, trained) =
                (self.text(field(EnumeratorPart::Name)), self.form.of(field(EnumeratorPart::Trained)));
            let day = trained.parse::<Date>().ok();
            if day.is_none() && !trained.is_empty() {
                self.wrong.push((field(EnumeratorPart::Trained), Unread::Date));
            }
            if !name.is_empty() {
                self.filled.enumerators.push((name, day));
                self.lines.enumerators.push(no);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::area::AreaCode;
    use crate::deliberation::fkp01::{Fkp01, Prefilled};
    use crate::id::MeetingId;

    fn keyed(fields: &[(&str, &str)]) -> Keyed {
        let mut form = Keyed::default();
        for (name, text) in fields {
            assert!(form.put(PaperField::parse(name).unwrap(), text), "{name}");
        }
        form
    }

    fn forms() -> IssuedForms {
        let row =
            |no: &str| Prefilled::new(HouseholdId::new(no), format!("KEPALA {no}"), Vec::new(), "RT 1".to_owned());
        IssuedForms {
            meeting: MeetingId::new("m"),
            desa: AreaCode::parse("9901012001").unwrap(),
            hamlet: "Ngasem".to_owned(),
            stage: 1,
            fkp01: Fkp01::print(["a", "b"].map(row)).unwrap(),
        }
    }

    fn kinds(form: &Keyed) -> Vec<&'static str> {
        entries(form, &forms(), 0).unwrap().entries.iter().map(|e| e.act.kind()).collect()
    }

    #[test]
    fn every_name_of_a_field_is_read_back_and_no_other() {
        let names =
            ["date", "attend.rt", "code.12", "remark.1", "checked.1", "dead.3", "note.9.column", "new.1.struck"];
        for name in names.into_iter().chain(["enumerator.2.trained", "signed.asisten"]) {
            assert_eq!(PaperField::parse(name).unwrap().to_string(), name);
        }
        for name in ["", "code", "code.0", "code.01", "code.1.2", "new.100.head", "signed.lurah", "date.1"] {
            assert_eq!(PaperField::parse(name), None, "{name}");
        }
    }

    #[test]
    fn two_keyings_are_compared_field_by_field_and_a_missing_one_is_a_difference_too() {
        let first = keyed(&[("code.1", "2"), ("code.2", "1"), ("remark.1", "sudah  mampu")]);
        let second = keyed(&[("code.1", "3"), ("code.2", "1"), ("remark.1", "SUDAH MAMPU"), ("checked.2", "ya")]);
        let found = differences(&first, &second);
        assert_eq!(found.iter().map(|d| d.field.to_string()).collect::<Vec<_>>(), ["code.1", "checked.2"]);
        let seen = BTreeSet::from([PaperField::Code(1)]);
        let open = agreed(&first, &second, &keyed(&[("code.1", "3")]), &seen).unwrap_err();
        assert_eq!(open, [PaperField::Checked(2)], "what nobody settled is named");
        let seen = BTreeSet::from([PaperField::Code(1), PaperField::Checked(2)]);
        let form = agreed(&first, &second, &keyed(&[("code.1", "3")]), &seen).unwrap();
        assert_eq!((form.of(PaperField::Code(1)), form.of(PaperField::Checked(2))), ("3", ""), "settled as empty");
    }

    #[test]
    fn a_form_becomes_the_entries_that_a_device_would_have_written() {
        // R47, R57, R60-R63
        let form = keyed(&[
            ("date", "2016-11-05"),
            ("attend.rt", "3"),
            ("code.1", "2"),
            ("code.2", "1"),
            ("remark.1", "mampu"),
            ("note.1.row", "2"),
            ("note.1.column", "5"),
            ("note.1.change", "corrected"),
            ("note.1.text", "RT 4"),
            ("new.1.head", "SARI"),
            ("new.1.order", "2"),
            ("new.1.struck", "kuota"),
            ("new.2.head", "TINI"),
            ("new.2.order", "1"),
            ("new.2.poorer", "ya"),
            ("checked.1", "ya"),
            ("checked.2", "ya"),
            ("signed.dukuh", "PAK DUKUH"),
            ("signed.asisten", "MBAK ASISTEN"),
        ]);
        let expected = [
            "held", "attend", "circle", "explain", "circle", "note", "propose", "propose", "order", "strike", "poorer",
        ];
        assert_eq!(kinds(&form), [expected.as_slice(), &["check", "check", "sign", "sign", "close"]].concat());
        let made = entries(&form, &forms(), 0).unwrap().entries;
        assert!(made.iter().zip(1..).all(|(e, n)| e.id.number == n && e.seen.of(&e.id.device) == n - 1));
        assert!(made.iter().all(|e| e.actor == hand(e.role)), "the paper writes, not who keys it in");
    }

    #[test]
    fn what_cannot_be_read_is_named_and_nothing_is_guessed() {
        let form = keyed(&[
            ("attend.rt", "tiga"),
            ("code.1", "2,6"),
            ("note.1.row", "9"),
            ("new.1.head", "SARI"),
            ("new.2.head", "TINI"),
            ("new.2.order", "1"),
            ("new.3.head", "RINI"),
            ("new.3.order", "1"),
        ]);
        let wrong = entries(&form, &forms(), 0).unwrap_err();
        let told: Vec<(String, &str)> = wrong.iter().map(|(f, w)| (f.to_string(), w.code())).collect();
        let expected = [
            ("date", "KERTAS_KOSONG"),
            ("attend.rt", "KERTAS_BUKAN_ANGKA"),
            ("code.1", "KERTAS_BUKAN_KODE"),
            ("note.1.row", "KERTAS_CATATAN_SALAH"),
            ("new.3.order", "URUTAN_GANDA"),
        ];
        assert_eq!(told, expected.map(|(f, c)| (f.to_owned(), c)));
        assert_eq!(date(&form), Err(Unread::Missing));
    }
}
