//! Identification through the store: the kernel's keys written with their records, and one
//! registration identified by reading a few rows. Design D4, ADR 0012.

use crate::error::AppError;
use crate::weights::Version;
use crate::{App, weights};
use domain::area::AreaTable;
use domain::civil_registry::CivilRecord;
use domain::household::Household;
use domain::id::RegistrationNumber;
use domain::identification::Identified;
use domain::registration::Registration;
use linkage::excerpt::Found;
use linkage::{Excerpt, Key, RoundRow, Statistics, Wanted, key};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use store::household::HouseholdCard;
use store::matching::{Asked, FoundMember, Owner, StatisticsRow};
use store::registration::Filing;
use store::{Reader, Tx};

/// Statistics, areas and weights as last read: they change with imports, batches and trainings only.
#[derive(Debug)]
pub(crate) struct Known {
    version: String,
    pub statistics: Arc<Statistics>,
    pub areas: Arc<AreaTable>,
    pub weights: Option<Version>,
}

/// Where an [`App`] keeps what it last read.
pub(crate) type Memory = Arc<Mutex<Option<Arc<Known>>>>;

/// Statistics and areas as last read, which may be old.
fn remembered(app: &App) -> Option<Arc<Known>> {
    app.memory.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Statistics and areas as they are now, from memory when nothing was imported since.
pub(crate) async fn known(app: &App, reader: &mut Reader) -> Result<Arc<Known>, AppError> {
    let version = reader.match_version().await?;
    if let Some(known) = remembered(app).filter(|k| k.version == version) {
        return Ok(known);
    }
    let mut statistics = Statistics::default();
    for row in reader.match_statistics().await? {
        statistics.add(&statistics_of(row));
    }
    let areas = Arc::new(reader.areas().await?);
    let weights = weights::newest(reader).await?;
    let known = Arc::new(Known { version, statistics: Arc::new(statistics), areas, weights });
    *app.memory.lock().unwrap_or_else(PoisonError::into_inner) = Some(known.clone());
    Ok(known)
}

fn statistics_of(row: StatisticsRow) -> Statistics {
    let number = |n: i64| u32::try_from(n).unwrap_or(0);
    Statistics::of(number(row.households), number(row.civil), number(row.names), row.words)
}

pub(crate) fn statistics_row(id: &str, import_id: Option<&str>, statistics: &Statistics) -> StatisticsRow {
    StatisticsRow {
        id: id.to_owned(),
        import_id: import_id.map(str::to_owned),
        households: i64::from(statistics.households()),
        civil: i64::from(statistics.civil()),
        names: i64::from(statistics.names()),
        words: statistics.words().into_iter().map(|(word, n)| (word.to_owned(), n)).collect(),
    }
}

/// The look-up keys of a household of the register: position of the member, and the text that is hashed.
pub(crate) fn register_keys(household: &Household, areas: &AreaTable) -> Vec<(u32, String)> {
    let keys = key::of_household(household, areas).into_iter();
    keys.filter_map(|(position, key)| Some((position, key.text()?))).collect()
}

/// Records of the civil registry on one page of keys.
const PAGE: usize = 500;

/// Writes records of the civil registry, numbered after `last`, with their keys.
pub async fn put_civil_registry(
    tx: &mut Tx,
    import: Option<&str>,
    records: &[CivilRecord],
    last: usize,
) -> Result<(), AppError> {
    for (no, record) in (last + 1..).zip(records) {
        tx.put_civil_record(import, no, record);
        tx.spill().await?;
    }
    for (at, page) in records.chunks(PAGE).enumerate() {
        let first = last + 1 + at * PAGE;
        put_civil_page(tx, import, first, (first..).zip(page));
    }
    Ok(())
}

/// Writes the keys of the records of one page, which begins with the number `first`.
pub(crate) fn put_civil_page<'r>(
    tx: &mut Tx,
    import: Option<&str>,
    first: usize,
    records: impl Iterator<Item = (usize, &'r CivilRecord)>,
) {
    let keys = records.filter_map(|(no, record)| Some((u32::try_from(no).ok()?, key::of_civil(record)?.text()?)));
    tx.put_match_page(Owner::Civil, &format!("{first:09}"), import, keys.collect::<Vec<_>>());
}

/// Writes where later registrations find this one.
pub(crate) fn put_round_keys(
    tx: &mut Tx,
    number: &RegistrationNumber,
    import: Option<&str>,
    keys: &BTreeSet<(u16, String)>,
) {
    let keys = keys.iter().map(|(no, text)| (u32::from(*no), text.clone()));
    tx.put_match_page(Owner::Registration, number.as_str(), import, keys);
}

/// Fetches all that identifying these registrations takes. `None` when statistics and areas are no
/// longer those of the excerpt, of version `made_from`: the first answer tells and takes it.
async fn fill(
    reader: &mut Reader,
    excerpt: &mut Excerpt,
    registrations: &[Registration],
    made_from: &mut Option<&str>,
) -> Result<Option<Cards>, AppError> {
    let mut cards = Cards::new();
    // civil registry, numbers, wide keys, households, their records: with each stage's doubts
    // that is eight at most
    for _ in 0..16 {
        let wanted = excerpt.wanted(registrations);
        if wanted.is_empty() {
            return Ok(Some(cards));
        }
        let now = answer(reader, excerpt, wanted, &mut cards, made_from.is_some()).await?;
        if now.is_some() && now.as_deref() != made_from.take() {
            return Ok(None);
        }
    }
    Err(AppError::Fault("identification asked again and again for what the store does not hold".to_owned()))
}

/// How households are shown.
type Cards = BTreeMap<String, HouseholdCard>;

async fn answer(
    reader: &mut Reader,
    excerpt: &mut Excerpt,
    wanted: Wanted,
    cards: &mut Cards,
    version: bool,
) -> Result<Option<String>, AppError> {
    let mut now = None;
    if !wanted.keys.is_empty() {
        let mut asked = Asked { version, ..Asked::default() };
        for key in &wanted.keys {
            match key {
                Key::Nik(nik) => asked.niks.push(*nik),
                Key::Card(card) => asked.cards.push(*card),
                Key::DesaYear(..) => asked.places.extend(key.text()),
                Key::WordYear(..) => asked.words.extend(key.text()),
                Key::CivilNik(nik) => asked.civil_niks.push(*nik),
                Key::CivilCard(card) => asked.civil_cards.push(*card),
                Key::CivilDate(..) => asked.civil_dates.extend(key.text()),
            }
        }
        let found = reader.match_records(&asked).await?;
        now = found.version;
        let (mut niks, mut family) = (found.niks.into_iter(), found.cards.into_iter());
        let (mut places, mut words) = (found.places.into_iter(), found.words.into_iter());
        let (mut civil_niks, mut civil_cards) = (found.civil_niks.into_iter(), found.civil_cards.into_iter());
        let mut civil_dates = found.civil_dates.into_iter();
        // the lists were filled in the keys' order, so they are emptied in it
        for key in wanted.keys {
            match key {
                Key::Nik(_) => excerpt.answer_register(key, members(niks.next())),
                Key::Card(_) => excerpt.answer_register(key, members(family.next())),
                Key::DesaYear(..) => excerpt.answer_register(key, members(places.next())),
                Key::WordYear(..) => excerpt.answer_register(key, members(words.next())),
                Key::CivilNik(_) => excerpt.answer_civil(key, civil_niks.next().unwrap_or_default()),
                Key::CivilCard(_) => excerpt.answer_civil(key, civil_cards.next().unwrap_or_default()),
                Key::CivilDate(..) => excerpt.answer_civil(key, civil_dates.next().unwrap_or_default()),
            }
        }
    }
    let ids: Vec<_> = wanted.households.into_iter().collect();
    for found in reader.match_households(&ids).await? {
        for (nik, records) in found.civil {
            excerpt.answer_civil(Key::CivilNik(nik), records);
        }
        excerpt.answer_household(&found.household, found.twin);
        cards.insert(found.household.id.as_str().to_owned(), found.card);
    }
    Ok(now)
}

fn members(found: Option<Vec<FoundMember>>) -> Vec<Found> {
    let found = found.unwrap_or_default().into_iter();
    found.map(|m| Found { household: m.household, name: m.name, sex: m.sex }).collect()
}

/// Some registrations among those of their round that bear on them.
pub(crate) struct Round {
    /// The registrations asked about first, then the others.
    pub registrations: Vec<Registration>,
    /// Their rows, in the same order.
    pub rows: Vec<RoundRow>,
    /// How the candidate households are shown.
    pub cards: Cards,
    /// Whether every registration that bears on these was looked at. Where thousands share one
    /// number it is not: then only the batch can say.
    pub complete: bool,
    own: usize,
    /// Those before whom the others yield.
    stands: BTreeSet<RegistrationNumber>,
    excerpt: Excerpt,
    known: Arc<Known>,
}

impl Round {
    /// The version of the weights that the rows carry.
    pub fn weighed_by(&self) -> Option<i64> {
        self.known.weights.as_ref().map(|v| v.no)
    }

    fn compare(&mut self) {
        self.rows = self.excerpt.index().identify_behind(&self.registrations, &self.stands);
        weights::weigh(&mut self.rows, self.known.weights.as_ref());
    }

    /// Rows of registrations that are tied to those asked about, directly or through others; those
    /// asked about first.
    pub fn tied(&self) -> impl Iterator<Item = (&Registration, &RoundRow)> {
        let tied = tied(&self.rows, self.own);
        self.registrations.iter().zip(&self.rows).filter(move |(r, _)| tied.contains(&r.number))
    }

    /// How many registrations were asked about.
    pub fn own(&self) -> usize {
        self.own
    }

    /// The same with the first registration as it was numbered in the meantime.
    pub fn numbered(&mut self, registration: &Registration) {
        if let Some(first) = self.registrations.first_mut() {
            first.clone_from(registration);
            self.compare();
        }
    }

    /// Whether a registration was filed in the meantime that bears on these.
    pub async fn is_stale(&self, reader: &mut Reader) -> Result<bool, AppError> {
        let held: BTreeSet<RegistrationNumber> = self.registrations.iter().map(|r| r.number.clone()).collect();
        let tied: Vec<&RoundRow> = self.tied().map(|(_, row)| row).collect();
        let found = beside(reader, &tied, Reach::All, &held).await?;
        // a draft, or a registration of another round, bears on nobody
        let bears = |whole: &Option<(Registration, Filing)>| whole.as_ref().is_some_and(|(_, f)| !f.is_draft);
        Ok(found.is_none_or(|found| found.iter().any(|(number, whole)| !held.contains(number) && bears(whole))))
    }
}

/// How far to look at other registrations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Those that share a person or a household of the register: enough to show.
    Nearest,
    /// All whose rows may change: enough to decide.
    All,
}

/// Registrations looked at together, at most.
const POOL_MAX: usize = 80;

/// Identifies registrations against the register, the civil registry and their round.
pub(crate) async fn identify(
    app: &App,
    reader: &mut Reader,
    registrations: &[Registration],
    reach: Reach,
) -> Result<Round, AppError> {
    identify_behind(app, reader, registrations, reach, &BTreeSet::new()).await
}

/// The same behind those that stand on a frozen list.
pub(crate) async fn identify_behind(
    app: &App,
    reader: &mut Reader,
    registrations: &[Registration],
    reach: Reach,
    stands: &BTreeSet<RegistrationNumber>,
) -> Result<Round, AppError> {
    let fresh = |known: &Arc<Known>| Round {
        registrations: registrations.to_vec(),
        rows: Vec::new(),
        cards: Cards::new(),
        complete: true,
        own: registrations.len(),
        stands: stands.clone(),
        excerpt: Excerpt::new(known.statistics.clone(), known.areas.clone(), app.today()),
        known: known.clone(),
    };
    // what is remembered is nearly always what holds: whether it does comes with the first records
    if let Some(known) = remembered(app)
        && let Some(round) = identify_with(reader, fresh(&known), reach, true).await?
    {
        return Ok(round);
    }
    let round = fresh(&known(app, reader).await?);
    let round = identify_with(reader, round, reach, false).await?;
    round.ok_or_else(|| AppError::Fault("identification asked for a version it had not asked for".to_owned()))
}

/// `None` when what is known turns out to be old; looked at only with `verify`.
async fn identify_with(
    reader: &mut Reader,
    mut round: Round,
    reach: Reach,
    verify: bool,
) -> Result<Option<Round>, AppError> {
    let version = round.known.version.clone();
    let mut made_from = verify.then_some(version.as_str());
    let own: BTreeSet<RegistrationNumber> = round.registrations.iter().map(|r| r.number.clone()).collect();
    let mut seen = own.clone();
    let mut asked: BTreeSet<RegistrationNumber> = BTreeSet::new();
    loop {
        let filled = fill(reader, &mut round.excerpt, &round.registrations, &mut made_from).await?;
        let Some(mut cards) = filled else { return Ok(None) };
        // nothing was asked for, so nothing told
        if let Some(version) = made_from.take()
            && reader.match_version().await? != version
        {
            return Ok(None);
        }
        round.cards.append(&mut cards);
        round.compare();
        let near = match reach {
            Reach::Nearest => own.clone(),
            Reach::All => tied(&round.rows, round.own),
        };
        let open: Vec<&RoundRow> =
            round.rows.iter().filter(|r| near.contains(&r.number) && !asked.contains(&r.number)).collect();
        let found = beside(reader, &open, reach, &seen).await?;
        asked.extend(open.iter().map(|r| r.number.clone()));
        round.complete &= found.is_some();
        let fresh: Vec<_> = found.into_iter().flatten().filter(|(number, _)| !seen.contains(number)).collect();
        let room = (POOL_MAX + round.own).saturating_sub(round.registrations.len());
        round.complete &= fresh.len() <= room;
        let mut grown = false;
        for (number, whole) in fresh.into_iter().take(room) {
            if let Some((other, filing)) = whole
                && !filing.is_draft
            {
                round.registrations.push(other);
                grown = true;
            }
            seen.insert(number);
        }
        if !grown {
            return Ok(Some(round));
        }
    }
}

/// Rows whose keys are looked up in one statement: it finds so many others at most.
const ASKED_AT_ONCE: usize = 16;

/// Registrations of the round under the keys of these rows, by number; read whole unless `held`. `None` when they
/// are too many to be looked at.
async fn beside(
    reader: &mut Reader,
    rows: &[&RoundRow],
    reach: Reach,
    held: &BTreeSet<RegistrationNumber>,
) -> Result<Option<BTreeMap<RegistrationNumber, Option<(Registration, Filing)>>>, AppError> {
    let mut all = BTreeMap::new();
    for rows in rows.chunks(ASKED_AT_ONCE) {
        let texts: BTreeSet<&str> = rows
            .iter()
            .flat_map(|r| &r.keys)
            .map(|(_, text)| text.as_str())
            // neighbours in one house matter for a decision only
            .filter(|text| reach == Reach::All || !text.starts_with("daftar/rumah/"))
            .collect();
        let Some(found) = reader.match_round(texts, held).await? else { return Ok(None) };
        all.extend(found);
    }
    Ok(Some(all))
}

/// Numbers tied to the first `own` rows, themselves included.
fn tied(rows: &[RoundRow], own: usize) -> BTreeSet<RegistrationNumber> {
    let by_number: BTreeMap<&RegistrationNumber, &RoundRow> = rows.iter().map(|r| (&r.number, r)).collect();
    let mut tied = BTreeSet::new();
    let mut next: Vec<&RegistrationNumber> = rows.iter().take(own).map(|r| &r.number).collect();
    while let Some(number) = next.pop() {
        if tied.insert(number.clone())
            && let Some(row) = by_number.get(number)
        {
            next.extend(&row.touched);
        }
    }
    tied
}

/// What the kernel says of a stored registration now, through the store: the row the batch gives.
/// The second is whether every registration that bears on it was looked at.
pub async fn identified(app: &App, number: &RegistrationNumber) -> Result<Option<(Identified, bool)>, AppError> {
    let mut reader = app.store.read().await?;
    let Some((registration, _)) = reader.registration(number).await? else { return Ok(None) };
    let round = identify(app, &mut reader, std::slice::from_ref(&registration), Reach::All).await?;
    let complete = round.complete;
    Ok(round.rows.into_iter().next().map(|row| (row.identified, complete)))
}
