//! The verdict on a sheet: the journal judges what the meeting did; here is what only a file can have wrong
//! (a row that cannot be read, is foreign, missing or written twice) and what the office should look at.
//! R28, R40–R43, R47, R59.

use super::prefill::{HamletOf, Placement, PrefillIndex, hamlet_key, place_of, same_name};
use super::read::{CodeCell, is_checked, is_struck, read_codes};
use super::rules::{Rows, by_the_journal};
use super::{
    Fkp01Prefill, MeetingSheet, ReasonKind, SheetForm, SheetReason, SheetRow, SheetVerdict, SheetWarning, WarningKind,
};
use crate::deliberation::Finding;
use crate::deliberation::alike::{Likeness, name_key};
use crate::deliberation::attendance::Attendance;
use crate::id::HouseholdId;
use std::collections::{BTreeMap, BTreeSet};

/// Judges several sheets together: where a hamlet met more than once in a stage, a row is missing
/// only when it stands on none of the hamlet's sheets. Verdicts come in the order of the sheets.
#[must_use]
pub fn judge_all(sheets: &[MeetingSheet], register: &PrefillIndex) -> Vec<SheetVerdict> {
    let mut elsewhere: BTreeMap<(HamletOf, Option<u8>), BTreeSet<HouseholdId>> = BTreeMap::new();
    let homes: Vec<_> = sheets.iter().map(|s| home_of(s, register).map(|home| (home, s.head.stage))).collect();
    for (sheet, home) in sheets.iter().zip(&homes) {
        if let Some(home) = home {
            let numbers = listed(sheet).filter_map(|r| r.no_rts.clone());
            elsewhere.entry(home.clone()).or_default().extend(numbers);
        }
    }
    let none = BTreeSet::new();
    sheets
        .iter()
        .zip(&homes)
        .map(|(sheet, home)| {
            let others = home.as_ref().and_then(|h| elsewhere.get(h)).unwrap_or(&none);
            judge_with(sheet, register, others)
        })
        .collect()
}

fn judge_with(sheet: &MeetingSheet, register: &PrefillIndex, on_other_sheets: &BTreeSet<HouseholdId>) -> SheetVerdict {
    let mut out = Findings::default();
    head(sheet, &mut out);
    belonging(sheet, register, on_other_sheets, &mut out);
    for (at, row) in listed(sheet).enumerate() {
        listed_row(row, &label_fkp01(row, at), register, &mut out);
    }
    for (at, row) in proposed(sheet).enumerate() {
        proposed_row(row, &label_fkp02(row, at), &mut out);
    }
    look_alikes(sheet, &mut out);
    let recap = by_the_journal(sheet, &Rows::of(sheet), |kind, row| out.refuse(kind, row));
    let (reasons, warnings) = out.sorted();
    SheetVerdict { accepted: reasons.is_empty(), reasons, warnings, recap }
}

#[derive(Default)]
struct Findings {
    reasons: BTreeSet<SheetReason>,
    warnings: BTreeSet<SheetWarning>,
}

impl Findings {
    fn refuse(&mut self, kind: ReasonKind, row: Option<&str>) {
        self.reasons.insert(SheetReason { kind, row: row.map(str::to_owned) });
    }
    fn warn(&mut self, kind: WarningKind, row: Option<&str>) {
        self.warnings.insert(SheetWarning { kind, row: row.map(str::to_owned) });
    }
    fn sorted(self) -> (Vec<SheetReason>, Vec<SheetWarning>) {
        (self.reasons.into_iter().collect(), self.warnings.into_iter().collect())
    }
}

pub(super) fn listed(sheet: &MeetingSheet) -> impl Iterator<Item = &SheetRow> {
    sheet.rows.iter().filter(|r| r.form == SheetForm::Fkp01)
}

pub(super) fn proposed(sheet: &MeetingSheet) -> impl Iterator<Item = &SheetRow> {
    sheet.rows.iter().filter(|r| r.form == SheetForm::Fkp02)
}

pub(super) fn label_fkp01(row: &SheetRow, at: usize) -> String {
    row.no_rts.as_ref().map_or_else(|| format!("FKP.01 baris {}", at + 1), ToString::to_string)
}

pub(super) fn label_fkp02(row: &SheetRow, at: usize) -> String {
    format!("FKP.02 urut {}", row.welfare_order.map_or(at + 1, usize::from))
}

fn head(sheet: &MeetingSheet, out: &mut Findings) {
    if sheet.head.attendance == Attendance::default() {
        out.warn(WarningKind::AttendanceUnknown, None);
    } else if !sheet.head.attendance.absent().is_empty() {
        out.warn(WarningKind::LowAttendance, None);
    }
    if sheet.head.date.is_none() {
        out.warn(WarningKind::NoDate, None);
    }
    if sheet.head.asisten.is_none() {
        out.warn(WarningKind::NoAsisten, None);
    }
    if sheet.head.enumerators.is_empty() {
        out.warn(WarningKind::NoEnumerator, None);
    }
}

/// One row of FKP.01: whether its code can be read, and the prefilled columns. R41–R43, R47, R52.
fn listed_row(row: &SheetRow, label: &str, register: &PrefillIndex, out: &mut Findings) {
    let row_of = Some(label);
    let codes = read_codes(&row.codes);
    readable(&codes, row_of, out);
    if row.member_count.is_some_and(|n| usize::from(n) != 1 + row.member_names.len()) {
        out.warn(WarningKind::MemberCountWrong, row_of);
    }
    let known = row.no_rts.as_ref().and_then(|no| {
        let mut records = register.records(no);
        records.next().filter(|r| r.certain && records.next().is_none())
    });
    if let Some(known) = known {
        prefilled_columns(row, known, row_of, out);
    }
    if codes.one() == Some(Finding::Deceased) && somebody_lives(row, known) {
        out.warn(WarningKind::DeceasedButLiving, row_of);
    }
}

/// A cell that holds something, but not one code. An empty one is a row that the meeting left out. R47.
fn readable(codes: &CodeCell, row: Option<&str>, out: &mut Findings) {
    match codes {
        CodeCell::One(_) | CodeCell::Empty => {}
        CodeCell::Several(_) => out.refuse(ReasonKind::TwoCodes, row),
        CodeCell::OffList => out.refuse(ReasonKind::CodeOffList, row),
        CodeCell::RunTogether(_) => {
            out.refuse(ReasonKind::TwoCodes, row);
            out.refuse(ReasonKind::CodeOffList, row);
        }
    }
}

/// Columns 02 and 03 stay as printed, also when the facts have changed. R41, R42.
fn prefilled_columns(row: &SheetRow, known: &Fkp01Prefill, label: Option<&str>, out: &mut Findings) {
    if !known.head_name.is_empty() && !same_name(&row.head_name, &known.head_name) {
        out.warn(WarningKind::HeadNameChanged, label);
    }
    let written: Vec<&str> = people(&row.head_name, &row.member_names).collect();
    let printed: Vec<&str> = people(&known.head_name, &known.member_names).collect();
    // a name the register has lost (an empty cell) leaves it shorter than the paper: no change of the paper
    let overwritten = |members: &[String], within: &[&str]| {
        members.iter().filter(|n| !name_key(n).is_empty()).any(|n| !within.iter().any(|w| same_name(n, w)))
    };
    if printed.len() >= written.len()
        && (overwritten(&known.member_names, &written) || overwritten(&row.member_names, &printed))
    {
        out.warn(WarningKind::MembersChanged, label);
    }
}

/// Code 5 says that all have died. The civil registry may know better, or the remark may speak of the head alone. R52.
fn somebody_lives(row: &SheetRow, known: Option<&Fkp01Prefill>) -> bool {
    let registry = known.and_then(|k| k.living).is_some_and(|n| n > 0);
    let remark = row.remark.to_lowercase();
    let all = ["semua", "seluruh", "sekeluarga", "serumah"].iter().any(|w| remark.contains(w));
    let head_only = !all && ["krt", "kepala", "suami", "istri", "sebagian"].iter().any(|w| remark.contains(w));
    registry || (head_only && row.member_names.iter().any(|n| !name_key(n).is_empty()))
}

/// One line of FKP.02: its code can only be 7. R54.
fn proposed_row(row: &SheetRow, label: &str, out: &mut Findings) {
    if is_struck(&row.remark) {
        return;
    }
    let label = Some(label);
    let codes = read_codes(&row.codes);
    readable(&codes, label, out);
    match codes.one() {
        Some(Finding::New) => {}
        None if codes == CodeCell::Empty => out.refuse(ReasonKind::RowWithoutCode, label),
        _ => out.refuse(ReasonKind::OtherCodeOnFkp02, label),
    }
    if !is_checked(&row.checked) {
        out.warn(WarningKind::ProposalNotChecked, label);
    }
}

/// Two heads of one name at one address whose members tell them apart: worth a second look. R60.
fn look_alikes(sheet: &MeetingSheet, out: &mut Findings) {
    for (at, row) in proposed(sheet).enumerate().filter(|(_, r)| !is_struck(&r.remark)) {
        if listed(sheet).any(|other| row.named().likeness(&other.named()) == Likeness::OtherMembers) {
            out.warn(WarningKind::LikeListed, Some(&label_fkp02(row, at)));
        }
    }
}

/// The hamlet the sheet is about: the one in its head, or, where the register does not know that
/// name, the one in which the register places most of its rows.
fn home_of(sheet: &MeetingSheet, register: &PrefillIndex) -> Option<HamletOf> {
    let key = hamlet_key(&sheet.head.hamlet);
    if let Some(desa) = sheet.head.desa {
        let home = (desa, key);
        if register.knows(&home) {
            return Some(home);
        }
    }
    let mut votes: BTreeMap<HamletOf, usize> = BTreeMap::new();
    for row in listed(sheet) {
        let places: BTreeSet<HamletOf> =
            row.no_rts.iter().flat_map(|no| register.records(no)).filter_map(place_of).collect();
        for place in places {
            *votes.entry(place).or_insert(0) += 1;
        }
    }
    let rows = listed(sheet).count();
    votes.into_iter().find(|(_, n)| n * 2 > rows).map(|(place, _)| place)
}

/// Which rows belong on this form and which are not there. R40, R58, R59.
fn belonging(sheet: &MeetingSheet, register: &PrefillIndex, others: &BTreeSet<HouseholdId>, out: &mut Findings) {
    let mut numbers = BTreeSet::new();
    for row in listed(sheet) {
        if let Some(no) = &row.no_rts
            && !numbers.insert(no.clone())
        {
            out.refuse(ReasonKind::RowTwice, Some(no.as_str()));
        }
    }
    for row in proposed(sheet) {
        if let Some(no) = row.no_rts.as_ref().filter(|no| numbers.contains(no)) {
            out.refuse(ReasonKind::NewAlreadyListed, Some(no.as_str()));
        }
    }
    let Some(home) = home_of(sheet, register) else {
        out.warn(WarningKind::HamletUnknown, None);
        return;
    };
    let mut missing: Vec<&Fkp01Prefill> = register
        .hamlet(&home)
        .filter(|r| r.certain && !numbers.contains(&r.no_rts) && !others.contains(&r.no_rts))
        .collect();
    for (at, row) in listed(sheet).enumerate() {
        let label = label_fkp01(row, at);
        match standing(row, &home, register) {
            Standing::Belongs => {}
            Standing::Disputed | Standing::Unknown => {
                // a household of this hamlet whose number the register has lost or given twice
                if let Some(pair) = missing.iter().position(|m| agrees(row, m)) {
                    missing.remove(pair);
                }
                out.warn(WarningKind::NumberDisputed, Some(&label));
            }
            Standing::Foreign => match missing.iter().position(|m| agrees_fully(row, m)) {
                Some(pair) => {
                    missing.remove(pair);
                    out.warn(WarningKind::NumberDisputed, Some(&label));
                }
                None => out.refuse(ReasonKind::ForeignRow, Some(&label)),
            },
        }
    }
    for row in missing {
        // a number two households carry: the other one may be the row on the sheet
        let sure =
            register.records(&row.no_rts).all(|r| r.certain && PrefillIndex::placement(r, &home) == Placement::Here);
        if sure {
            out.refuse(ReasonKind::MissingRow, Some(row.no_rts.as_str()));
        } else {
            out.warn(WarningKind::NumberDisputed, Some(row.no_rts.as_str()));
        }
    }
}

/// What the register says of a row of FKP.01, seen from the sheet's hamlet.
enum Standing {
    Belongs,
    Disputed,
    Unknown,
    Foreign,
}

fn standing(row: &SheetRow, home: &HamletOf, register: &PrefillIndex) -> Standing {
    let Some(no) = &row.no_rts else {
        return Standing::Foreign;
    };
    let records: Vec<&Fkp01Prefill> = register.records(no).collect();
    let placements = || records.iter().map(|r| PrefillIndex::placement(r, home));
    if placements().any(|p| p == Placement::Here) {
        Standing::Belongs
    } else if placements().any(|p| p == Placement::Doubtful) {
        Standing::Disputed
    } else if records.is_empty() {
        // The register has no such number. Numbers of one desa begin alike: one that begins like
        // its neighbours' was printed by the system and lost by the register; another was not.
        let like_neighbours = register.hamlet(home).any(|r| shares_desa_digits(&r.no_rts, no));
        if like_neighbours { Standing::Unknown } else { Standing::Foreign }
    } else if records.iter().any(|r| agrees(row, r)) {
        Standing::Foreign
    } else {
        // the number belongs to other people elsewhere: two households carry it
        Standing::Disputed
    }
}

/// Compared, never decoded: the first ten of sixteen characters are the desa's in every number of BDT 2015.
fn shares_desa_digits(a: &HouseholdId, b: &HouseholdId) -> bool {
    const DESA_DIGITS: usize = 10;
    let same_length = a.as_str().len() == b.as_str().len() && a.as_str().len() > DESA_DIGITS;
    same_length && a.as_str().as_bytes()[..DESA_DIGITS] == b.as_str().as_bytes()[..DESA_DIGITS]
}

fn people<'a>(head: &'a str, members: &'a [String]) -> impl Iterator<Item = &'a str> {
    std::iter::once(head).chain(members.iter().map(String::as_str)).filter(|n| !name_key(n).is_empty())
}

/// Whether paper and register mean the same household: more than half of the names of either stand in both.
fn agrees(row: &SheetRow, known: &Fkp01Prefill) -> bool {
    let mut printed: Vec<&str> = people(&known.head_name, &known.member_names).collect();
    let (mut both, mut all) = (0, printed.len());
    for written in people(&row.head_name, &row.member_names) {
        match printed.iter().position(|p| same_name(written, p)) {
            Some(at) => {
                printed.remove(at);
                both += 1;
            }
            None => all += 1,
        }
    }
    both * 2 > all
}

/// Whether paper and register name the same people.
fn agrees_fully(row: &SheetRow, known: &Fkp01Prefill) -> bool {
    let sorted = |head: &str, members: &[String]| {
        let mut keys: Vec<String> = people(head, members).map(name_key).collect();
        keys.sort();
        keys
    };
    let written = sorted(&row.head_name, &row.member_names);
    !written.is_empty() && written == sorted(&known.head_name, &known.member_names)
}
