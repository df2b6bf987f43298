//! Filled household questionnaires: one file of households, one of members. Domain §4.2, §4.3.
//!
//! This module checks each cell by itself. `domain::verification::check` compares cells with each
//! other; [`Questionnaires::issue`] gives its defects a file and row.

use crate::areas::{Resolved, resolve};
use crate::bdt::{answer, neighbourhood};
use crate::cell::{self, Parsed};
use crate::error::ReadError;
use crate::file::PackFile;
use crate::header::{Layout, Spec, columns, read_table};
use crate::issue::{Issue, Log, Read};
use crate::table::Row;
use crate::words;
use domain::Date;
use domain::area::AreaTable;
use domain::defect::{DefectKind, Level};
use domain::household::{Household, Member, Origin, Place};
use domain::id::{HouseholdId, QuestionnaireId};
use domain::person::Birth;
use domain::questionnaire::{Answers, Item, Subject};
use domain::verification::{Defect, FilledQuestionnaire, VisitResult, VisitSource};
use std::collections::BTreeMap;
use std::sync::OnceLock;

columns! { mod house {
    ID = "id_pendataan",
    SOURCE = "sumber",
    KEY = "kunci",
    DATE = "tanggal",
    OFFICER = "petugas",
    CHECKED_ON = "tanggal_periksa",
    CHECKER = "pemeriksa",
    RESULT = "hasil",
    DESA = "kode_desa",
    SLS = "sls",
    ADDRESS = "alamat",
    MEMBERS = "jumlah_art",
    FAMILIES = "jumlah_keluarga",
    TARGET = "ruta_tujuan",
    CARDS = "kk01",
} }

/// The family cards, of which the first is a column by name; then the items.
const CARDS: [&str; 9] = ["kk02", "kk03", "kk04", "kk05", "kk06", "kk07", "kk08", "kk09", "kk10"];
const HOUSE_ITEMS: usize = house::CARDS + 1 + CARDS.len();

columns! { mod person {
    ID = "id_pendataan",
    NO = "no_art",
    NAME = "nama",
    NIK = "nik",
    BORN = "tanggal_lahir",
    RELATION = "hub_krt",
    FAMILY_NO = "nuk",
    FAMILY_RELATION = "hub_kk",
    SEX = "jk",
    AGE = "umur",
    MARITAL = "status_kawin",
    MOTHER = "nama_ibu_kandung",
} }

const PERSON_ITEMS: usize = person::KEYS.len();

fn items(subject: Subject) -> impl Iterator<Item = Item> {
    Item::ALL.iter().copied().filter(move |i| i.subject() == subject)
}

/// The columns by which the household file is known.
#[must_use]
pub fn household_spec() -> &'static Spec {
    static SPEC: OnceLock<Spec> = OnceLock::new();
    SPEC.get_or_init(|| {
        let keys = house::KEYS.iter().copied().chain(CARDS).chain(items(Subject::Household).map(Item::column));
        let profile = include_str!("../profiles/questionnaire_households.toml");
        Spec::load("questionnaire_households.toml", profile, keys)
    })
}

/// The columns by which the member file is known.
#[must_use]
pub fn member_spec() -> &'static Spec {
    static SPEC: OnceLock<Spec> = OnceLock::new();
    SPEC.get_or_init(|| {
        let keys = person::KEYS.iter().copied().chain(items(Subject::Member).map(Item::column));
        let profile = include_str!("../profiles/questionnaire_members.toml");
        Spec::load("questionnaire_members.toml", profile, keys)
    })
}

/// Questionnaires with the place of each member's row, for reports made by later checks.
#[derive(Clone, Debug)]
pub struct Questionnaires {
    /// The questionnaires and what was said of their cells.
    pub read: Read<FilledQuestionnaire>,
    /// Where each member's row stands.
    pub member_rows: BTreeMap<(QuestionnaireId, u16), Origin>,
}

impl Questionnaires {
    /// A contradiction found by `domain::verification::check`, with the file and row it stands in.
    #[must_use]
    pub fn issue(&self, form: &FilledQuestionnaire, defect: &Defect) -> Issue {
        let row = defect.member_no.and_then(|no| self.member_rows.get(&(form.id.clone(), no)));
        let place = row.unwrap_or(&form.household.origin);
        Issue {
            file: place.file.clone(),
            row: place.row,
            column: defect.column.to_owned(),
            kind: defect.kind,
            level: defect.level,
            message: crate::issue::message(defect.kind, ""),
        }
    }
}

/// Reads both files. A member without a household is reported and not taken.
pub fn read(households: &PackFile, members: &PackFile, areas: &AreaTable) -> Result<Questionnaires, ReadError> {
    let mut log = Log::default();
    let mut forms: Vec<FilledQuestionnaire> = Vec::new();
    let mut by_id: BTreeMap<QuestionnaireId, usize> = BTreeMap::new();
    read_table(households, household_spec(), &mut log, &mut |layout, row, log| {
        let Some(form) = (Cells { layout, row, log }).form(areas) else {
            log.counts.rejected += 1;
            return Ok(());
        };
        if by_id.contains_key(&form.id) {
            log.counts.rejected += 1;
            log.report(
                (&layout.file, row.number()),
                &layout.label(house::ID),
                DefectKind::RowDuplicate,
                Level::Reject,
                "ID pendataan sudah ada",
            );
            return Ok(());
        }
        log.counts.taken += 1;
        by_id.insert(form.id.clone(), forms.len());
        forms.push(form);
        Ok(())
    })?;
    let mut member_rows = BTreeMap::new();
    read_table(members, member_spec(), &mut log, &mut |layout, row, log| {
        let id = cell::plain(layout.cell(row, person::ID)).map(QuestionnaireId::new);
        let Some((id, form)) = id.and_then(|id| by_id.get(&id).map(|i| (id, *i))) else {
            log.counts.rejected += 1;
            log.report(
                (&layout.file, row.number()),
                &layout.label(person::ID),
                DefectKind::OrphanMember,
                Level::Reject,
                "",
            );
            return Ok(());
        };
        let household = &mut forms[form].household;
        let next = household.members.iter().map(|m| m.no).max().unwrap_or(0) + 1;
        let mut member = (Cells { layout, row, log }).member(next);
        if household.members.iter().any(|m| m.no == member.no) {
            if household.members.iter().any(|m| Member { no: member.no, ..m.clone() } == member) {
                log.counts.rejected += 1;
                log.report((&layout.file, row.number()), "", DefectKind::RowDuplicate, Level::Reject, "");
                return Ok(());
            }
            member.no = next;
        }
        let written = household.family_count.is_some();
        if let Some(card) = member
            .family_no
            .filter(|_| written)
            .and_then(|n| forms[form].family_cards.get(usize::from(n.saturating_sub(1))))
        {
            member.no_kk = *card;
        }
        member_rows.insert((id, member.no), Origin { file: layout.file.clone(), row: row.number() });
        forms[form].household.members.push(member);
        log.counts.taken += 1;
        Ok(())
    })?;
    for form in &mut forms {
        form.household.members.sort_by_key(|m| m.no);
    }
    Ok(Questionnaires { read: log.finish(forms), member_rows })
}

struct Cells<'a> {
    layout: &'a Layout,
    row: &'a Row,
    log: &'a mut Log,
}

impl Cells<'_> {
    fn text(&self, column: usize) -> Option<String> {
        cell::plain(self.layout.cell(self.row, column))
    }

    fn report(&mut self, column: usize, kind: DefectKind, level: Level, why: &str) {
        self.log.report((&self.layout.file, self.row.number()), &self.layout.label(column), kind, level, why);
    }

    fn take<T>(&mut self, column: usize, parsed: Parsed<T>) -> Option<T> {
        match parsed {
            Parsed::Missing => None,
            Parsed::Value(value) => Some(value),
            Parsed::Repaired(value, kind) => {
                self.log.note((&self.layout.file, self.row.number()), &self.layout.label(column), kind);
                Some(value)
            }
            Parsed::Damaged(kind, why) => {
                self.report(column, kind, Level::Reject, &why);
                None
            }
        }
    }

    fn word<T>(&mut self, column: usize, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
        let parsed = match self.text(column) {
            None => Parsed::Missing,
            Some(text) => parse(text.strip_suffix(".0").unwrap_or(&text)).map_or_else(
                || Parsed::Damaged(DefectKind::CodeInvalid, format!("isi \"{}\"", cell::shown(&text))),
                Parsed::Value,
            ),
        };
        self.take(column, parsed)
    }

    fn day(&mut self, column: usize) -> Option<Date> {
        let parsed = cell::date(self.layout.cell(self.row, column));
        self.take(column, parsed)
    }

    fn number(&mut self, column: usize, from: i64, to: i64) -> Option<i64> {
        let parsed = match cell::whole(self.layout.cell(self.row, column)) {
            Parsed::Value(n) if !(from..=to).contains(&n) => {
                Parsed::Damaged(DefectKind::CodeInvalid, format!("isi {n}"))
            }
            other => other,
        };
        self.take(column, parsed)
    }

    fn answers(&mut self, subject: Subject, first: usize) -> Answers {
        let mut answers = Answers::default();
        for (i, item) in items(subject).enumerate() {
            let Some((code, defect)) = answer(item, self.layout.cell(self.row, first + i)) else { continue };
            if let Some((kind, level, why)) = defect {
                self.report(first + i, kind, level, &why);
            }
            if let Some(code) = code {
                answers.set(item, code);
            }
        }
        answers
    }

    fn form(&mut self, areas: &AreaTable) -> Option<FilledQuestionnaire> {
        let Some(id) = self.text(house::ID) else {
            self.report(house::ID, DefectKind::OrphanMember, Level::Reject, "ID pendataan kosong");
            return None;
        };
        let source = self.word(house::SOURCE, |t| VisitSource::from_code(&t.to_uppercase()));
        let Some(key) = self.text(house::KEY) else {
            self.report(house::KEY, DefectKind::OrphanMember, Level::Reject, "kunci kosong");
            return None;
        };
        let source = source?;
        let code = cell::code_digits(self.layout.cell(self.row, house::DESA));
        let desa = match resolve(areas, None, None, None, code.as_deref()) {
            Resolved::Desa(code, _) => {
                let at = (self.layout.file.as_str(), self.row.number());
                Some(self.log.in_force(areas, at, || self.layout.label(house::DESA), code))
            }
            Resolved::Missing => None,
            Resolved::Outside => {
                self.report(house::DESA, DefectKind::AreaOutside, Level::Reject, "");
                None
            }
            Resolved::Unknown => {
                self.report(house::DESA, DefectKind::AreaUnknown, Level::Reject, "");
                None
            }
        };
        let (rt, rw, hamlet) = neighbourhood(&self.text(house::SLS).unwrap_or_default());
        let result = self.word(house::RESULT, |t| t.parse().ok().and_then(VisitResult::from_code));
        let cards = (house::CARDS..HOUSE_ITEMS)
            .map(|column| {
                let parsed = cell::no_kk(self.layout.cell(self.row, column));
                self.take(column, parsed)
            })
            .collect::<Vec<_>>();
        let used = cards.iter().rposition(Option::is_some).map_or(0, |i| i + 1);
        // a household of the register keeps its id; a new one goes by the questionnaire's
        let household_id =
            if key.len() == 16 && key.bytes().all(|b| b.is_ascii_digit()) { key.clone() } else { id.clone() };
        let household = Household {
            id: HouseholdId::new(household_id),
            place: Place { desa, hamlet, rw, rt, address: self.text(house::ADDRESS).unwrap_or_default() },
            member_count: self.number(house::MEMBERS, 0, 99).map(|n| n as u16),
            family_count: self.number(house::FAMILIES, 0, 99).map(|n| n as u8),
            answers: self.answers(Subject::Household, HOUSE_ITEMS),
            members: Vec::new(),
            origin: Origin { file: self.layout.file.clone(), row: self.row.number() },
        };
        Some(FilledQuestionnaire {
            id: QuestionnaireId::new(id),
            source,
            key,
            date: self.day(house::DATE),
            officer: self.text(house::OFFICER),
            checked_on: self.day(house::CHECKED_ON),
            checker: self.text(house::CHECKER),
            result,
            target: self.text(house::TARGET),
            family_cards: cards.into_iter().take(used).collect(),
            household,
        })
    }

    fn member(&mut self, next: u16) -> Member {
        let no = self.number(person::NO, 1, 99).map_or(next, |n| n as u16);
        let name = self.text(person::NAME).filter(|n| n.chars().any(char::is_alphabetic)).unwrap_or_default();
        if name.is_empty() {
            self.report(person::NAME, DefectKind::NameEmpty, Level::Reject, "");
        }
        let mut member = Member::named(no, name);
        let nik = cell::nik(self.layout.cell(self.row, person::NIK));
        member.nik = self.take(person::NIK, nik);
        member.relation = self.word(person::RELATION, words::relation);
        member.family_no = self.number(person::FAMILY_NO, 1, 99).map(|n| n as u8);
        member.family_relation = self.word(person::FAMILY_RELATION, words::relation);
        member.sex = self.word(person::SEX, words::sex);
        member.marital = self.word(person::MARITAL, words::marital);
        member.mother = self.text(person::MOTHER);
        // an age without the day it held on says nothing that can be counted on: beside a date of
        // birth it is only a check, alone it is not taken
        let born = self.day(person::BORN);
        if let Parsed::Damaged(kind, why) = cell::age(self.layout.cell(self.row, person::AGE)) {
            let level = if born.is_some() { Level::Warning } else { Level::Reject };
            self.report(person::AGE, kind, level, &why);
        }
        member.birth = born.map_or(Birth::Unknown, Birth::On);
        member.answers = self.answers(Subject::Member, PERSON_ITEMS);
        member
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::areas::small_table;
    use crate::header::{Settled, sketch};

    #[test]
    fn damaged_cells_are_reported_where_they_stand_and_the_rest_is_kept() {
        let households = "id_pendataan,sumber,kunci,tanggal,hasil,kode_desa,sls,alamat,nama_krt,jumlah_art,jumlah_keluarga,kk01,luas_lantai,lantai,a1_kulkas\n\
            P1,MUSPAD,3403051004000001,2016-12-02,1,3403012001,RT 002 RW 001 WONO,WONO,ANI,2,1,3403012304159984,0,12,3\n";
        let members = "id_pendataan,no_art,nama,nik,tanggal_lahir,hub_krt,nuk,hub_kk,jk,umur,status_kawin,jam_kerja,keberadaan\n\
            P1,1,ANI,3403015101809001,11/01/1980,1,1,1,2,36,4,99,1\nP1,2,BUDI,'3403011101059002,2005-01-11,3,1,3,1,11,1,,1\nP9,1,X,,,1,,,,,,,\n";
        let file = |name: &str, text: &str| PackFile::bytes(name, text.as_bytes().to_vec());
        let (homes, people) = (file("rumah_tangga.csv", households), file("anggota.csv", members));
        // a short form leaves out most of the questions: that is asked first, and waived by name
        let waive = |file: &PackFile, spec: &Spec, asked: String| {
            let missing = asked.split(") tidak ditemukan").filter_map(|part| Some(part.rsplit_once('(')?.1));
            let waived: Vec<String> = missing.map(|key| format!("\"{key}\"")).collect();
            let layout = sketch(file, spec).unwrap();
            let layout = layout.replace("without = []", &format!("without = [{}]", waived.join(", ")));
            file.clone().with_layouts(&Settled::read("x", &layout, &[spec]).unwrap().into())
        };
        let doubts =
            |homes: &PackFile, people: &PackFile| read(homes, people, &small_table()).err().unwrap().to_string();
        let homes = waive(&homes, household_spec(), doubts(&homes, &people));
        let people = waive(&people, member_spec(), doubts(&homes, &people));
        let all = read(&homes, &people, &small_table()).unwrap();
        let [form] = all.read.items.as_slice() else { panic!() };
        assert_eq!(form.household.members.len(), 2);
        assert_eq!(form.household.answers.get(Item::Fridge), Some(3));
        assert_eq!(form.household.place.hamlet.as_deref(), Some("WONO"));
        assert_eq!(form.household.members[0].no_kk.map(|k| k.masked()), Some("************9984".to_owned()));
        let said: Vec<_> =
            all.read.issues.iter().filter(|i| i.level == Level::Reject).map(|i| (i.row, i.kind)).collect();
        assert_eq!(
            said,
            [
                (2, DefectKind::HoursTooMany),
                (4, DefectKind::OrphanMember),
                (2, DefectKind::CodeInvalid),
                (2, DefectKind::FloorZero),
            ]
        );
    }
}
