//! The civil registry (SIAK): one extract after the other. R10, design D17.
//!
//! A newer extract is compared with the one before. What it says of a person who stands in the register is work
//! for the desa; a death takes the person off the register's living members in the same transaction, so that the
//! next list does not name them (F5). Nobody is dropped because an extract no longer names them.

use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::import::{Import, ImportReport, TAKEN, place};
use crate::matching::{put_civil_page, put_civil_registry, statistics_row};
use crate::refused::Refused;
use crate::register::{self, Cause};
use crate::{App, logged, round};
use domain::Date;
use domain::area::AreaCode;
use domain::civil_registry::{CivilChangeKind, CivilRecord, extract_day, lost_columns};
use domain::event::{Event, RegisterEvent};
use domain::id::HouseholdId;
use domain::person::{Nik, NoKk};
use exchange::PackFile;
use linkage::Statistics;
use std::collections::{BTreeMap, BTreeSet};
use store::Tx;
use store::civil_registry::CivilChangeRow;
use store::household::Register;
use store::import::ImportRow;
use store::table::{CIVIL_CHANGE, CIVIL_PERSON, MATCH_PAGE};

/// Takes an extract.
pub async fn import(app: &App, import: &Import<'_>, files: &[PackFile]) -> Result<ImportReport, AppError> {
    let (kabupaten, areas) = place(app).await?;
    let mut records = Vec::new();
    let mut issues = Vec::new();
    for file in files {
        let read = exchange::siak::read(file, &areas, app.today())?;
        records.extend(read.items);
        issues.extend(read.issues);
    }
    issues.sort();
    let day = extract_day(&records, app.today());
    let mut tx = import.begin(app, &kabupaten).await?;
    let last = last_extract(&mut tx).await?;
    if let (Some(last), Some(day)) = (&last, day)
        && day < last.day
    {
        return Err(Refused::OlderExtract { day: day.to_string(), last: last.day.to_string() }.into());
    }
    let mut report = ImportReport::of_new(import.id(), records.len(), issues);
    let held = tx.numbered_civil_records().await?;
    let known: Vec<CivilRecord> = held.iter().map(|(_, record)| record.clone()).collect();
    let lost = lost_columns(&known, &records);
    if !lost.is_empty() {
        return Err(Refused::ExtractColumns(lost.join(", ")).into());
    }
    let (version, mut register) = register::load(app, &mut tx).await?;
    let all = if held.is_empty() {
        put_civil_registry(&mut tx, Some(&import.id()), &records, 0).await?;
        records
    } else {
        let compared = compare(held, records, last.as_ref().map(|l| l.day));
        (report.added, report.changed, report.unchanged) =
            (compared.new.len(), compared.changed.len(), compared.unchanged);
        compared.write(&mut tx, &import.id(), &register).await?;
        compared.all.into_values().collect()
    };
    count_names(&mut tx, Some(&import.id()), &all).await?;
    let dead = register::dead(app, &all);
    let changes = dead.changes(register.entries(), &format!("SIAK {}", import.id()));
    let round = round::open_id(&mut tx).await?;
    let actor = import.officer.id.as_str();
    let row = register::version_row(app, Cause::Siak, &import.id(), actor, round.as_deref(), &changes);
    let written = register::write(app, &mut tx, &areas, &mut register, &changes, row).await?;
    let report = import.end(app, tx, report, day).await?;
    if report.written {
        register::keep(app, written.unwrap_or(version), register);
    }
    Ok(report)
}

async fn count_names(tx: &mut Tx, import: Option<&str>, all: &[CivilRecord]) -> Result<(), AppError> {
    let counted = tokio::task::block_in_place(|| Statistics::count(&[], all));
    tx.drop_match_statistics(false).await?;
    if !all.is_empty() {
        tx.put_match_statistics(&statistics_row("siak", import, &counted));
    }
    Ok(())
}

struct Extract {
    id: String,
    day: Date,
}

/// The extract in force.
async fn last_extract(tx: &mut Tx) -> Result<Option<Extract>, AppError> {
    let imports = tx.imports().await?;
    let extracts = imports.into_iter().filter(|i| i.kind == "siak" && i.state == TAKEN);
    let dated = extracts.filter_map(|i| Some(Extract { day: i.day?.parse().ok()?, id: i.id }));
    Ok(dated.max_by(|a, b| (a.day, &a.id).cmp(&(b.day, &b.id))))
}

/// A newer extract beside the one before.
struct Compared {
    /// Every record by number, as it is now.
    all: BTreeMap<usize, CivilRecord>,
    new: BTreeSet<usize>,
    changed: BTreeSet<usize>,
    unchanged: usize,
    /// What is said of each person: number of the record, what is new, the record before.
    said: Vec<(usize, CivilChangeKind, Option<CivilRecord>)>,
}

fn compare(held: Vec<(usize, CivilRecord)>, fresh: Vec<CivilRecord>, last: Option<Date>) -> Compared {
    let mut by_nik: BTreeMap<Nik, Vec<usize>> = BTreeMap::new();
    for (no, record) in &held {
        by_nik.entry(record.nik).or_default().push(*no);
    }
    let mut all: BTreeMap<usize, CivilRecord> = held.into_iter().collect();
    let mut out = (BTreeSet::new(), BTreeSet::new(), 0, Vec::new());
    for record in fresh {
        let candidates = by_nik.entry(record.nik).or_default();
        // a number that the registry holds twice is told apart by the name; else in their order
        let at = candidates
            .iter()
            .position(|no| all[no] == record)
            .or_else(|| candidates.iter().position(|no| all[no].name == record.name))
            .or_else(|| (!candidates.is_empty()).then_some(0));
        let Some(at) = at else {
            let kind = CivilChangeKind::between(None, &record, last);
            let no = all.keys().next_back().map_or(1, |last| last + 1);
            out.3.extend(kind.map(|kind| (no, kind, None)));
            out.0.insert(no);
            all.insert(no, record);
            continue;
        };
        let no = candidates.remove(at);
        let before = all[&no].clone();
        match CivilChangeKind::between(Some(&before), &record, last) {
            None => out.2 += 1,
            Some(kind) => {
                out.3.push((no, kind, Some(before)));
                out.1.insert(no);
                all.insert(no, record);
            }
        }
    }
    Compared { all, new: out.0, changed: out.1, unchanged: out.2, said: out.3 }
}

impl Compared {
    /// Writes what changed: records, their keys, and what is to be done about them.
    async fn write(&self, tx: &mut Tx, import: &str, register: &Register) -> Result<(), AppError> {
        for no in self.new.iter().chain(&self.changed) {
            tx.put_civil_record(Some(import), *no, &self.all[no]);
            tx.spill().await?;
        }
        write_pages(tx, import, &self.all, &self.new, &self.changed).await?;
        let members = members_by_nik(register);
        let cards = households_by_card(register);
        for (no, (record, kind, before)) in (1..).zip(&self.said) {
            let now = &self.all[record];
            let found = members.get(&now.nik).into_iter().flatten().find(|(household, position)| {
                let member = register.get(household).and_then(|(e, _)| e.household.members.get(*position - 1));
                member.is_some_and(|m| linkage::same_as_record(m, now))
            });
            // a child that is born, or somebody who is new in the registry, belongs to the household of the family card
            let is_new = matches!(kind, CivilChangeKind::Born | CivilChangeKind::Recorded);
            let by_card = now.no_kk.filter(|_| is_new && found.is_none()).and_then(|card| cards.get(&card));
            tx.put_civil_change(&CivilChangeRow {
                import_id: import.to_owned(),
                no,
                record: *record,
                kind: *kind,
                day: now.status_date.or(now.birth.date()).map(|d| d.to_string()),
                desa: now.desa.map(|d| d.as_str().to_owned()),
                household: found.map(|(household, _)| household).or(by_card).map(|h| h.as_str().to_owned()),
                member: found.map(|(_, position)| *position as i64),
                is_done: false,
                done_by: None,
                done_at_ms: None,
                name: now.name.clone(),
                note: None,
                before: before.clone(),
            });
        }
        Ok(())
    }
}

/// Rewrites the pages of keys on which changed records stand, and adds pages for new ones.
async fn write_pages(
    tx: &mut Tx,
    import: &str,
    all: &BTreeMap<usize, CivilRecord>,
    new: &BTreeSet<usize>,
    changed: &BTreeSet<usize>,
) -> Result<(), AppError> {
    let starts = tx.civil_pages().await?;
    let first_new = new.first().copied().unwrap_or(usize::MAX);
    let touched: BTreeSet<usize> =
        changed.iter().filter_map(|no| starts.iter().rev().find(|start| *start <= no)).copied().collect();
    for start in touched {
        let end = starts.iter().copied().find(|s| *s > start).unwrap_or(usize::MAX).min(first_new);
        put_civil_page(tx, Some(import), start, all.range(start..end).map(|(no, r)| (*no, r)));
    }
    let fresh: Vec<usize> = new.iter().copied().collect();
    for page in fresh.chunks(500) {
        if let Some(start) = page.first() {
            put_civil_page(tx, Some(import), *start, page.iter().map(|no| (*no, &all[no])));
        }
    }
    Ok(())
}

fn members_by_nik(register: &Register) -> BTreeMap<Nik, Vec<(HouseholdId, usize)>> {
    let mut members: BTreeMap<Nik, Vec<(HouseholdId, usize)>> = BTreeMap::new();
    for household in register.present() {
        for (position, member) in (1..).zip(&household.members) {
            if let Some(nik) = member.nik {
                members.entry(nik).or_default().push((household.id.clone(), position));
            }
        }
    }
    members
}

/// The one household of the register that holds a family card; a card that two hold names neither.
fn households_by_card(register: &Register) -> BTreeMap<NoKk, HouseholdId> {
    let mut cards: BTreeMap<NoKk, BTreeSet<&HouseholdId>> = BTreeMap::new();
    for household in register.present() {
        for card in household.members.iter().filter_map(|m| m.no_kk) {
            cards.entry(card).or_default().insert(&household.id);
        }
    }
    let alone = |(card, ids): (NoKk, BTreeSet<&HouseholdId>)| match ids.len() {
        1 => ids.into_iter().next().map(|id| (card, id.clone())),
        _ => None,
    };
    cards.into_iter().filter_map(alone).collect()
}

/// Takes an extract back: records are as they were before it, and the living live again.
pub(crate) async fn undo(app: &App, officer: &Officer, tx: &mut Tx, import: &ImportRow) -> Result<usize, AppError> {
    let rests = |what: &str| Refused::ImportUsed { step: what.to_owned(), import: import.id.clone() }.into();
    if last_extract(tx).await?.is_some_and(|last| last.id != import.id) {
        return Err(rests("a newer extract"));
    }
    let areas = tx.areas().await?;
    let mut register = tx.entries().await?;
    let version = tx.register_version().await?;
    let own: Vec<HouseholdId> =
        register.iter().filter(|(_, _, s)| s.cause == import.id).map(|(id, ..)| id.clone()).collect();
    if own.iter().any(|id| register.get(id).is_some_and(|(_, s)| s.version != version)) {
        return Err(rests("a later change of the register"));
    }
    if !own.is_empty() {
        let none = BTreeMap::new();
        let row = register::version_row(app, Cause::Undo, &import.id, officer.id.as_str(), None, &none);
        tx.add_register_version(store::round::VersionRow { households: own.len() as i64, ..row }).await?;
    }
    for id in &own {
        let before = tx.household_past(id).await?.into_iter().last();
        if tx.restore_household(id, version, Some(app.today())).await?
            && let Some((entry, standing)) = before
        {
            let keys = crate::matching::register_keys(&entry.household, &areas);
            tx.put_match_page(store::matching::Owner::Household, id.as_str(), None, keys);
            register.insert(id.clone(), entry, standing);
        }
    }
    let said = tx.civil_changes_of(&import.id).await?;
    let mut all: BTreeMap<usize, CivilRecord> = tx.numbered_civil_records().await?.into_iter().collect();
    let count = if said.is_empty() {
        // the first extract: everything it brought goes
        tx.delete_imported(&MATCH_PAGE, &import.id).await?;
        all.clear();
        tx.delete_imported(&CIVIL_PERSON, &import.id).await?
    } else {
        let (mut gone, mut back) = (BTreeSet::new(), BTreeSet::new());
        for row in &said {
            match &row.before {
                Some(before) => {
                    tx.put_civil_record(None, row.record, before);
                    all.insert(row.record, before.clone());
                    back.insert(row.record);
                }
                None => {
                    tx.delete(&CIVIL_PERSON, vec![row.record.into()]);
                    all.remove(&row.record);
                    gone.insert(row.record);
                }
            }
        }
        for start in tx.civil_pages().await?.into_iter().filter(|s| gone.contains(s)) {
            let key = format!("{start:09}");
            tx.delete(&MATCH_PAGE, vec![store::matching::Owner::Civil.code().into(), key.as_str().into()]);
        }
        write_pages(tx, &import.id, &all, &BTreeSet::new(), &back).await?;
        tx.delete_under(&CIVIL_CHANGE, &import.id).await?;
        said.len()
    };
    let records: Vec<CivilRecord> = all.into_values().collect();
    count_names(tx, None, &records).await?;
    Ok(count)
}

/// What newer extracts say of the people of an area, open ones first.
pub async fn changes(app: &App, officer: &Officer, area: AreaCode) -> Result<Vec<CivilChangeRow>, AppError> {
    officer.may(Act::FollowCivil, area)?;
    let mut all = app.store.read().await?.civil_changes().await?;
    // the people of households of the register: the rest of the land is not the desa's work here
    all.retain(|c| c.household.is_some());
    all.retain(|c| c.desa.as_deref().is_some_and(|d| d.starts_with(area.as_str())));
    all.sort_by(|a, b| (a.is_done, &b.day, &a.import_id, a.no).cmp(&(b.is_done, &a.day, &b.import_id, b.no)));
    Ok(all)
}

/// The desa has dealt with one of them: who, and what was done.
pub async fn done(app: &App, officer: &Officer, import: &str, no: i64, note: &str) -> Result<(), AppError> {
    let kabupaten = app.kabupaten().await?;
    let mut tx = app.store.begin(kabupaten.as_str()).await?;
    let Some(mut change) = tx.civil_change(import, no).await? else {
        return Err(Refused::NoCivilChange { import: import.to_owned(), no: no.to_string() }.into());
    };
    let desa = change.desa.as_deref().and_then(|d| AreaCode::parse(d).ok()).unwrap_or(kabupaten);
    officer.may(Act::FollowCivil, desa)?;
    if note.trim().is_empty() {
        return Err(Refused::NoNote.into());
    }
    change.is_done = true;
    change.done_by = Some(officer.id.as_str().to_owned());
    change.done_at_ms = Some(app.now_ms());
    change.note = Some(note.trim().to_owned());
    tx.put_civil_change(&change);
    let about = change.household.unwrap_or_else(|| import.to_owned());
    let event = Event::Register(RegisterEvent::CivilChangeDone { about });
    tx.commit(logged(&event, officer.id.as_str(), app.now_ms())).await?;
    Ok(())
}
