//! One row of the sheet, parsed cell by cell.

use super::columns::{at, content, of_household, orders, shift};
use crate::areas::{Resolved, resolve};
use crate::cell::{self, Parsed};
use crate::header::{Content, Layout};
use crate::issue::Log;
use crate::table::{Cell, Row};
use crate::{wordings, words};
use domain::area::AreaTable;
use domain::defect::{DefectKind, Level};
use domain::household::{Member, Place};
use domain::person::{Birth, MaritalStatus, Relation, Sex};
use domain::questionnaire::{Answers, Item};
use std::hash::{Hash, Hasher};

/// A parsed row.
pub(super) struct BdtRow {
    pub(super) file: String,
    pub(super) row: u32,
    /// Id of the household it belongs to.
    pub(super) id: String,
    /// `None` when the row was not taken.
    pub(super) body: Option<Body>,
    pub(super) labels: Labels,
}

/// What a row that was taken says.
pub(super) struct Body {
    /// Equal for rows that are the same cell for cell.
    pub(super) fingerprint: u64,
    pub(super) place: Place,
    pub(super) sls: String,
    pub(super) head_name: String,
    pub(super) member_count: Option<u16>,
    pub(super) family_count: Option<u8>,
    pub(super) household: Answers,
    pub(super) member: Member,
    /// Defects of the household's own columns in this row.
    pub(super) household_defects: Vec<(String, DefectKind, Level, String)>,
}

/// Column names for reports made after the row is gone.
#[derive(Clone, Default)]
pub(super) struct Labels {
    pub(super) id: String,
    pub(super) members: String,
    pub(super) relation: String,
    pub(super) family_no: String,
    pub(super) nik: String,
    pub(super) pregnant: String,
    pub(super) marital: String,
    pub(super) working: String,
    pub(super) work_field: String,
    pub(super) book: String,
    pub(super) floor: String,
}

/// Reads the rows of one file. Keeps what is the same for all rows of a sheet.
pub(super) struct Reader<'a> {
    areas: &'a AreaTable,
    sheet: Option<Prepared>,
}

struct Prepared {
    key: (u32, String),
    kinds: Vec<Option<Content>>,
    orders: Vec<Vec<usize>>,
    answers: Vec<(usize, Item)>,
    labels: Labels,
}

impl Prepared {
    fn of(layout: &Layout) -> Self {
        let mut kinds = Vec::new();
        let mut answers = Vec::new();
        for column in 0..at::LAST {
            let Some(position) = layout.position(column) else { continue };
            if kinds.len() <= position {
                kinds.resize(position + 1, None);
            }
            kinds[position] = Some(content(column));
            if let Content::Item(item) = content(column) {
                answers.push((column, item));
            }
        }
        let item = |wanted: Item| {
            answers.iter().find(|(_, i)| *i == wanted).map_or_else(String::new, |(c, _)| layout.label(*c))
        };
        let labels = Labels {
            id: layout.label(at::ID),
            members: layout.label(at::MEMBERS),
            relation: layout.label(at::RELATION),
            family_no: layout.label(at::FAMILY_NO),
            nik: layout.label(at::NIK),
            pregnant: item(Item::Pregnant),
            marital: layout.label(at::MARITAL),
            working: item(Item::Working),
            work_field: item(Item::WorkField),
            book: item(Item::MarriageBook),
            floor: item(Item::FloorArea),
        };
        let orders = orders(layout, &kinds);
        Self { key: (layout.header_row, layout.label(at::ID)), kinds, orders, answers, labels }
    }
}

impl<'a> Reader<'a> {
    pub(super) fn new(areas: &'a AreaTable) -> Self {
        Self { areas, sheet: None }
    }

    /// `None` when not even the household's id can be read; the row is then rejected and said so.
    pub(super) fn read(&mut self, layout: &Layout, row: &Row, log: &mut Log) -> Option<BdtRow> {
        let key = (layout.header_row, layout.label(at::ID));
        if self.sheet.as_ref().is_none_or(|s| s.key != key) {
            self.sheet = Some(Prepared::of(layout));
        }
        let sheet = self.sheet.as_ref()?;
        let place = (layout.file.as_str(), row.number());
        if let Some(shift) = shift(layout, &sheet.kinds, &sheet.orders, row) {
            let detail = match shift.by {
                0 => "seperempat isinya tidak cocok dengan kolomnya".to_owned(),
                left @ 1.. => format!("{left} kolom ke kiri"),
                right => format!("{} kolom ke kanan", right.unsigned_abs()),
            };
            log.report(
                place,
                &format!("{}..", layout.label_at(shift.from)),
                DefectKind::RowShifted,
                Level::Reject,
                &detail,
            );
            log.counts.rejected += 1;
            // a household keeps its other rows; its id is sound when it stands before the shift
            let id = if shift.id_sound {
                household_id(layout, row)
            } else {
                layout
                    .position(at::ID)
                    .and_then(|p| p.checked_add_signed(-shift.by))
                    .and_then(|p| id_text(row.cell(p), None))
            };
            return id.map(|id| BdtRow {
                file: layout.file.clone(),
                row: row.number(),
                id,
                body: None,
                labels: sheet.labels.clone(),
            });
        }
        let Some(id) = household_id(layout, row) else {
            log.report(
                place,
                &sheet.labels.id,
                DefectKind::OrphanMember,
                Level::Reject,
                "ID rumah tangga tidak terbaca",
            );
            log.counts.rejected += 1;
            return None;
        };
        let mut cells = Cells { layout, row, log, household_defects: Vec::new() };
        let body = cells.body(sheet, self.areas);
        Some(BdtRow {
            file: layout.file.clone(),
            row: row.number(),
            id,
            body: Some(body),
            labels: sheet.labels.clone(),
        })
    }
}

fn household_id(layout: &Layout, row: &Row) -> Option<String> {
    id_text(layout.cell(row, at::ID), Some(layout.cell(row, at::RUTA)))
}

/// An id of 16 digits as text. A number cell that ends in 0 may have lost its last digit:
/// it stands only when the household's own number repeats it.
fn id_text(cell: Cell<'_>, ruta: Option<Cell<'_>>) -> Option<String> {
    match cell {
        Cell::Number(n) if n >= 1e15 => {
            if !(n < 9_007_199_254_740_992.0 && n.fract() == 0.0) {
                return None;
            }
            let text = format!("{n:.0}");
            let ruta = ruta.and_then(|c| cell::whole(c).value()).map(|r| format!("{r:06}"));
            (!text.ends_with('0') || ruta.is_some_and(|r| text.ends_with(&r))).then_some(text)
        }
        other => {
            let text = cell::plain(other)?;
            if text.contains(['E', 'e']) && text.contains('+') {
                return None;
            }
            let tidy: String = text.chars().filter(|c| !matches!(c, '\'' | ' ')).collect();
            (tidy.len() >= 6 && tidy.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.')).then_some(tidy)
        }
    }
}

struct Cells<'a> {
    layout: &'a Layout,
    row: &'a Row,
    log: &'a mut Log,
    household_defects: Vec<(String, DefectKind, Level, String)>,
}

impl Cells<'_> {
    fn at(&self, column: usize) -> Cell<'_> {
        self.layout.cell(self.row, column)
    }

    fn report(&mut self, column: usize, kind: DefectKind, detail: &str) {
        let label = self.layout.label(column);
        self.log.report((&self.layout.file, self.row.number()), &label, kind, Level::Reject, detail);
    }

    fn note(&mut self, column: usize, kind: DefectKind) {
        let label = self.layout.label(column);
        self.log.note((&self.layout.file, self.row.number()), &label, kind);
    }

    /// Takes a parsed cell of the member; a defect is reported here and now.
    fn take<T>(&mut self, column: usize, parsed: Parsed<T>) -> Option<T> {
        match parsed {
            Parsed::Missing => None,
            Parsed::Value(v) => Some(v),
            Parsed::Repaired(v, kind) => {
                self.note(column, kind);
                Some(v)
            }
            Parsed::Damaged(kind, why) => {
                self.report(column, kind, &why);
                None
            }
        }
    }

    fn words(&mut self, column: usize) -> Option<String> {
        let (text, replaced) = cell::text(self.at(column))?;
        if replaced {
            self.note(column, DefectKind::NbspOrDash);
        }
        Some(text)
    }

    /// Counts the cell's word, when words stand there, as one that no code table has.
    fn strange(&mut self, column: usize) {
        let word = cell::plain(self.at(column)).filter(|t| t.chars().filter(|c| c.is_alphabetic()).count() >= 2);
        if let Some(word) = word {
            self.log.unknown_word(&self.layout.file, &self.layout.label(column), &word);
        }
    }

    fn code<T>(&mut self, column: usize, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
        let parsed = match cell::plain(self.at(column)) {
            None => Parsed::Missing,
            Some(text) => parse(text.strip_suffix(".0").unwrap_or(&text)).map_or_else(
                || Parsed::Damaged(DefectKind::CodeInvalid, format!("isi \"{}\"", cell::shown(&text))),
                Parsed::Value,
            ),
        };
        if matches!(parsed, Parsed::Damaged(..)) {
            self.strange(column);
        }
        self.take(column, parsed)
    }

    fn number(&mut self, column: usize, from: i64, to: i64) -> Option<i64> {
        let parsed = match cell::whole(self.at(column)) {
            Parsed::Value(n) if !(from..=to).contains(&n) => {
                Parsed::Damaged(DefectKind::CodeInvalid, format!("isi {n}"))
            }
            other => other,
        };
        self.take(column, parsed)
    }

    fn household_number(&mut self, column: usize, from: i64, to: i64) -> Option<i64> {
        match cell::whole(self.at(column)) {
            Parsed::Missing => None,
            Parsed::Value(n) | Parsed::Repaired(n, _) if (from..=to).contains(&n) => Some(n),
            Parsed::Value(n) | Parsed::Repaired(n, _) => {
                self.of_household(column, DefectKind::CodeInvalid, Level::Reject, format!("isi {n}"));
                None
            }
            Parsed::Damaged(kind, why) => {
                self.of_household(column, kind, Level::Reject, why);
                None
            }
        }
    }

    fn of_household(&mut self, column: usize, kind: DefectKind, level: Level, detail: String) {
        self.household_defects.push((self.layout.label(column), kind, level, detail));
    }

    fn body(&mut self, sheet: &Prepared, areas: &AreaTable) -> Body {
        let desa = self.desa(areas);
        let sls = self.words(at::SLS).unwrap_or_default();
        let address = self.words(at::ADDRESS).unwrap_or_default();
        let (rt, rw, hamlet) = neighbourhood(&sls);
        let head_name = self.words(at::HEAD).unwrap_or_default();
        let member_count = self.household_number(at::MEMBERS, 0, 60).map(|n| n as u16);
        let family_count = self.household_number(at::FAMILIES, 0, 20).map(|n| n as u8);
        let mut member = self.member();
        let mut household = Answers::default();
        for (column, item) in &sheet.answers {
            let Some((code, defect)) = answer(*item, self.at(*column)) else { continue };
            if defect.as_ref().is_some_and(|d| d.0 == DefectKind::CodeInvalid) {
                self.strange(*column);
            }
            let own = of_household(*item);
            if let Some((kind, level, why)) = defect {
                if own {
                    self.of_household(*column, kind, level, why);
                } else {
                    let label = self.layout.label(*column);
                    self.log.report((&self.layout.file, self.row.number()), &label, kind, level, &why);
                }
            }
            match code {
                Some(code) if own => household.set(*item, code),
                Some(code) => member.answers.set(*item, code),
                None => {}
            }
        }
        Body {
            fingerprint: fingerprint(self.row),
            place: Place { desa, hamlet, rw, rt, address },
            sls,
            head_name,
            member_count,
            family_count,
            household,
            member,
            household_defects: std::mem::take(&mut self.household_defects),
        }
    }

    fn desa(&mut self, areas: &AreaTable) -> Option<domain::area::AreaCode> {
        let digits = |column: usize| cell::code_digits(self.at(column));
        let (prov, kab, kec, desa) = (digits(at::PROV), digits(at::KAB), digits(at::KEC), digits(at::DESA));
        match resolve(areas, prov.as_deref(), kab.as_deref(), kec.as_deref(), desa.as_deref()) {
            Resolved::Desa(code, repair) => {
                if let Some(kind) = repair {
                    self.note(at::DESA, kind);
                }
                let place = (self.layout.file.as_str(), self.row.number());
                Some(self.log.in_force(areas, place, || self.layout.label(at::DESA), code))
            }
            Resolved::Outside => {
                let column = if self.layout.has(at::KAB) { at::KAB } else { at::DESA };
                let detail = kab.map_or_else(String::new, |k| format!("kode {}", cell::shown(&k)));
                self.of_household(column, DefectKind::AreaOutside, Level::Reject, detail);
                None
            }
            Resolved::Unknown => {
                let detail = format!("kode {}", cell::shown(&desa.unwrap_or_default()));
                self.of_household(at::DESA, DefectKind::AreaUnknown, Level::Reject, detail);
                None
            }
            Resolved::Missing => {
                self.of_household(at::DESA, DefectKind::AreaUnknown, Level::Reject, "kosong".to_owned());
                None
            }
        }
    }

    fn member(&mut self) -> Member {
        let no = self.number(at::NO, 1, 60).unwrap_or(0) as u16;
        let name = self.words(at::NAME).unwrap_or_default();
        if name.is_empty() || !name.chars().any(char::is_alphabetic) {
            self.report(at::NAME, DefectKind::NameEmpty, "");
        }
        let mut member = Member::named(no, name);
        let nik = cell::nik(self.at(at::NIK));
        member.nik = self.take(at::NIK, nik);
        let no_kk = cell::no_kk(self.at(at::NO_KK));
        member.no_kk = self.take(at::NO_KK, no_kk);
        member.relation = self.code(at::RELATION, words::relation);
        member.family_no = self.number(at::FAMILY_NO, 1, 20).map(|n| n as u8);
        member.family_relation = self.code(at::FAMILY_RELATION, words::relation);
        member.sex = self.code(at::SEX, words::sex);
        member.marital = self.code(at::MARITAL, words::marital);
        member.mother = self.words(at::MOTHER);
        let age = cell::age(self.at(at::AGE));
        let age = self.take(at::AGE, age);
        let born = cell::date(self.at(at::BIRTH));
        let born = match self.take(at::BIRTH, born) {
            Some(date) if date > super::REFERENCE_DAY => {
                self.report(at::BIRTH, DefectKind::DateFuture, "sesudah pendataan BDT 2015");
                None
            }
            other => other,
        };
        member.birth = match (born, age) {
            (Some(date), _) => Birth::On(date),
            (None, Some(years)) => Birth::Aged { years, on: super::REFERENCE_DAY },
            (None, None) => Birth::Unknown,
        };
        member
    }
}

/// The code of an item, or what is wrong with it. `None` when nothing is written.
#[allow(clippy::type_complexity)]
pub(crate) fn answer(item: Item, cell: Cell<'_>) -> Option<(Option<i32>, Option<(DefectKind, Level, String)>)> {
    // words of a code table first: "tidak ada" is an answer of some items and nothing in others
    if let Some(code) = worded(item, cell) {
        return Some((Some(code), None));
    }
    let n = match cell::whole(cell) {
        Parsed::Missing => return None,
        Parsed::Value(n) | Parsed::Repaired(n, _) => n,
        Parsed::Damaged(kind, why) => match cell::plain(cell).and_then(|t| cell::with_unit(&t)) {
            Some(n) => n,
            None => return Some((None, Some((kind, Level::Reject, why)))),
        },
    };
    let bad = |kind| Some((None, Some((kind, Level::Reject, format!("isi {n}")))));
    let Ok(code) = i32::try_from(n) else { return bad(DefectKind::CodeInvalid) };
    if !item.codes().allows(code) {
        return bad(match item {
            Item::FloorArea if code == 0 => DefectKind::FloorZero,
            Item::WorkHours if code > 98 => DefectKind::HoursTooMany,
            _ => DefectKind::CodeInvalid,
        });
    }
    let livestock = matches!(item, Item::Cows | Item::Buffaloes | Item::Horses | Item::Pigs | Item::Goats);
    let defect = (livestock && code > 1000).then(|| (DefectKind::LivestockTooMany, Level::Warning, format!("isi {n}")));
    Some((Some(code), defect))
}

/// The code that the words of a cell, or a number that is no code (`450` watt), stand for.
fn worded(item: Item, cell: Cell<'_>) -> Option<i32> {
    let is_code = |n: i64| i32::try_from(n).is_ok_and(|n| item.codes().allows(n));
    match cell {
        Cell::Text(text) if text.chars().any(char::is_alphabetic) => wordings::item_code(item, text),
        Cell::Text(_) | Cell::Number(_) => match cell::whole(cell) {
            Parsed::Value(n) if !is_code(n) => wordings::item_code(item, &n.to_string()),
            Parsed::Value(_) | Parsed::Repaired(..) | Parsed::Missing | Parsed::Damaged(..) => None,
        },
        Cell::Empty | Cell::Date(_) | Cell::Formula => None,
    }
}

/// RT, RW and hamlet out of the name of an SLS: `RT 001 RW 002 PADUKUHAN KALITEKUK`,
/// `DUSUN KALITEKUK RT.01/RW.02`, `RT 001 RW 002 KALITEKUK`. What is neither RT nor RW is the hamlet.
pub(crate) fn neighbourhood(sls: &str) -> (Option<u16>, Option<u16>, Option<String>) {
    let mut words = sls
        .split(|c: char| c.is_whitespace() || matches!(c, '/' | ',' | '-' | '–' | '.' | ':'))
        .filter(|w| !w.is_empty())
        .peekable();
    let (mut rt, mut rw, mut hamlet) = (None, None, Vec::new());
    while let Some(word) = words.next() {
        let upper = word.to_uppercase();
        let unit = ["RT", "RW"].into_iter().find_map(|unit| Some((unit, upper.strip_prefix(unit)?)));
        let number = match unit {
            Some((_, "")) => words.next_if(|next| next.bytes().all(|b| b.is_ascii_digit())),
            Some((_, rest)) if rest.bytes().all(|b| b.is_ascii_digit()) => Some(rest),
            _ => None,
        };
        match (unit, number) {
            (Some(("RT", _)), Some(number)) => rt = rt.or_else(|| number.parse().ok()),
            (Some(_), Some(number)) => rw = rw.or_else(|| number.parse().ok()),
            _ if hamlet.is_empty() && is_word_for_hamlet(&upper) && words.peek().is_some() => {}
            _ => hamlet.push(word),
        }
    }
    (rt, rw, (!hamlet.is_empty()).then(|| hamlet.join(" ")))
}

/// RT, RW and hamlet out of an address. A street stands there too, so a hamlet is only what
/// follows the word for it.
pub(crate) fn neighbourhood_in_address(address: &str) -> (Option<u16>, Option<u16>, Option<String>) {
    let (rt, rw, _) = neighbourhood(address);
    let named = address.split_whitespace().skip_while(|w| !is_word_for_hamlet(&w.to_uppercase()));
    let named = named.collect::<Vec<_>>().join(" ");
    (rt, rw, neighbourhood(&named).2)
}

fn is_word_for_hamlet(upper: &str) -> bool {
    matches!(upper, "PADUKUHAN" | "DUSUN" | "LINGKUNGAN" | "KAMPUNG" | "PEDUKUHAN" | "DUKUH" | "SLS")
}

fn fingerprint(row: &Row) -> u64 {
    let mut hasher = rustc_hash::FxHasher::default();
    for (position, cell) in row.written() {
        position.hash(&mut hasher);
        match cell {
            Cell::Empty => {}
            Cell::Text(text) => text.hash(&mut hasher),
            Cell::Number(n) => n.to_bits().hash(&mut hasher),
            Cell::Date(d) => (d.year(), d.month(), d.day()).hash(&mut hasher),
            Cell::Formula => {}
        }
    }
    hasher.finish()
}

// used by the checks
pub(super) fn is_head(member: &Member) -> bool {
    member.relation == Some(Relation::Head)
}
pub(super) fn ever_married(member: &Member) -> bool {
    matches!(member.marital, Some(MaritalStatus::Married | MaritalStatus::Divorced | MaritalStatus::Widowed))
}
pub(super) fn is_man(member: &Member) -> bool {
    member.sex == Some(Sex::Male)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hamlet_is_found_with_and_without_the_word_for_it_on_either_side_of_the_rt() {
        for sls in [
            "RT 001 RW 002 PADUKUHAN CANDI REJO",
            "RT 001 RW 002 CANDI REJO",
            "DUSUN CANDI REJO RT.01/RW.02",
            "RT001 RW02 – CANDI REJO",
        ] {
            assert_eq!(neighbourhood(sls), (Some(1), Some(2), Some("CANDI REJO".to_owned())), "{sls}");
        }
        assert_eq!(neighbourhood("RT 3"), (Some(3), None, None));
        assert_eq!(neighbourhood_in_address("JL. MERDEKA NO. 10 RT 3").2, None, "a street is no hamlet");
        assert_eq!(neighbourhood_in_address("JL. MERDEKA 10 DUSUN CANDI RT 3").2.as_deref(), Some("CANDI"));
    }
}
