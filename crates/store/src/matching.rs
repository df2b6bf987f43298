//! Identification's look-up: keys beside their records, statistics of the register, and the few
//! statements that find records by key. ADR 0012.
//!
//! NIK and No. KK are stored as hashes beside their records. All other keys are eight bytes of a
//! keyed hash, packed into one logged row for each household, registration or page of the civil
//! registry (`match_page`). The table `match_key` holds the same keys unpacked and changes with
//! them. The audit compares both, so an added, changed or lost key is noticed.

use crate::civil_registry::{Body as CivilBody, record_of};
use crate::connect::Backend;
use crate::error::{Result, StoreError};
use crate::household::{Body as HouseholdBody, HouseholdCard, PersonBody, household_of};
use crate::keys::Keyring;
use crate::record::secret;
use crate::registration::{Filing, filed};
use crate::sql;
use crate::table::{CIVIL_PERSON, HOUSEHOLD, MATCH_PAGE, MATCH_STATISTICS, PERSON, REGISTER_TWIN};
use crate::tx::{Reader, Record, Tx};
use domain::civil_registry::CivilRecord;
use domain::codes;
use domain::household::{Household, Member};
use domain::id::{HouseholdId, RegistrationNumber};
use domain::person::{Nik, NoKk, Sex};
use domain::registration::Registration;
use domain::round::CaseState;
use serde::{Deserialize, Serialize};
use sqlx::AnyConnection;
use std::collections::BTreeMap;

mod page;

pub(crate) use page::{Entry, KeyChanges, entries};

codes! {
    /// Whose keys a page holds.
    pub enum Owner {
        /// A household of the register.
        Household = "ruta",
        /// A run of records of the civil registry.
        Civil = "siak",
        /// A registration of the round.
        Registration = "daftar",
    }
}

/// What one import brought, as the comparison of names needs it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatisticsRow {
    /// The import, or the step that counted everything anew.
    pub id: String,
    /// The import, when it is one.
    pub import_id: Option<String>,
    /// Households.
    pub households: i64,
    /// Records of the civil registry.
    pub civil: i64,
    /// Names.
    pub names: i64,
    /// Words of names and how often they occur. Encrypted: a rare word may be a person.
    pub words: BTreeMap<String, u32>,
}

#[derive(Serialize, Deserialize)]
struct Words {
    words: BTreeMap<String, u32>,
}

/// Keys of one round trip. Coded keys are given as the texts that are hashed.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Members of the register by NIK.
    pub niks: Vec<Nik>,
    /// Members of the register by No. KK.
    pub cards: Vec<NoKk>,
    /// Members of the register by desa and year.
    pub places: Vec<String>,
    /// Members of the register by word and year.
    pub words: Vec<String>,
    /// Records of the civil registry by NIK.
    pub civil_niks: Vec<Nik>,
    /// Records of the civil registry by No. KK.
    pub civil_cards: Vec<NoKk>,
    /// Records of the civil registry by date of birth.
    pub civil_dates: Vec<String>,
    /// Whether to say as well what statistics and areas were made from.
    pub version: bool,
}

/// A member of the register that a key found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundMember {
    /// Household.
    pub household: HouseholdId,
    /// Position in it.
    pub position: i64,
    /// Name as written.
    pub name: String,
    /// Sex.
    pub sex: Option<Sex>,
}

/// Answers in the order of [`Asked`]'s lists, each by household and position or by record number.
#[derive(Clone, Debug, Default)]
pub struct Answered {
    /// For each NIK.
    pub niks: Vec<Vec<FoundMember>>,
    /// For each No. KK.
    pub cards: Vec<Vec<FoundMember>>,
    /// For each desa and year.
    pub places: Vec<Vec<FoundMember>>,
    /// For each word and year.
    pub words: Vec<Vec<FoundMember>>,
    /// For each NIK of the civil registry.
    pub civil_niks: Vec<Vec<(i64, CivilRecord)>>,
    /// For each No. KK of the civil registry.
    pub civil_cards: Vec<Vec<(i64, CivilRecord)>>,
    /// For each date of birth.
    pub civil_dates: Vec<Vec<(i64, CivilRecord)>>,
    /// What [`Reader::match_version`] gives, where it was asked for.
    pub version: Option<String>,
}

/// A registration of the round that a key found; read whole unless it was held already or is gone.
pub type FoundRegistration = (RegistrationNumber, Option<(Registration, Filing)>);

/// A household read whole.
#[derive(Clone, Debug)]
pub struct FoundHousehold {
    /// The household.
    pub household: Household,
    /// How it is shown.
    pub card: HouseholdCard,
    /// The register's other id of it.
    pub twin: Option<HouseholdId>,
    /// The civil registry's records under its members' NIK.
    pub civil: BTreeMap<Nik, Vec<(i64, CivilRecord)>>,
}

impl Keyring {
    /// The coded key of a text.
    #[must_use]
    pub fn match_key(&self, text: &str) -> i64 {
        let hash = self.lookup("padanan", text);
        i64::from_be_bytes(std::array::from_fn(|i| hash[i]))
    }
}

impl Tx {
    /// Writes the coded keys of an owner, in place of earlier ones: number of member or record, and
    /// the text that is hashed.
    pub fn put_match_page(
        &mut self,
        what: Owner,
        owner: &str,
        import_id: Option<&str>,
        keys: impl IntoIterator<Item = (u32, String)>,
    ) {
        let mut coded: Vec<(i64, u32)> =
            keys.into_iter().map(|(no, text)| (self.keys().match_key(&text), no)).collect();
        coded.sort_unstable();
        coded.dedup();
        let row =
            vec![what.code().into(), owner.into(), import_id.map(str::to_owned).into(), page::pack(&coded).into()];
        self.put(&MATCH_PAGE, row);
    }

    /// Writes what was counted.
    pub fn put_match_statistics(&mut self, s: &StatisticsRow) {
        let row = vec![
            s.id.as_str().into(),
            s.import_id.clone().into(),
            s.households.into(),
            s.civil.into(),
            s.names.into(),
            secret(&Words { words: s.words.clone() }),
        ];
        self.put(&MATCH_STATISTICS, row);
    }

    /// Forgets the counts of the register (`households`) or of the civil registry: they are counted anew.
    pub async fn drop_match_statistics(&mut self, of_register: bool) -> Result<()> {
        for row in self.all(&MATCH_STATISTICS).await? {
            if of_register != (row.int("civil")? > 0) {
                let id = row.text("id")?;
                self.delete(&MATCH_STATISTICS, vec![id.into()]);
            }
        }
        Ok(())
    }

    /// Writes which households stand twice in the register, in place of what was known.
    pub async fn put_register_twins(&mut self, pairs: &[(HouseholdId, HouseholdId)]) -> Result<()> {
        for row in self.all(&REGISTER_TWIN).await? {
            let id = row.value("household")?;
            self.delete(&REGISTER_TWIN, vec![id]);
        }
        for (a, b) in pairs {
            self.put(&REGISTER_TWIN, vec![a.as_str().into(), b.as_str().into()]);
            self.put(&REGISTER_TWIN, vec![b.as_str().into(), a.as_str().into()]);
        }
        Ok(())
    }
}

impl Reader {
    /// Numbers at which the pages of the civil registry's keys begin, in order.
    pub async fn civil_pages(&mut self) -> Result<Vec<usize>> {
        let mut pages = Vec::new();
        for row in self.under(&MATCH_PAGE, Owner::Civil.code()).await? {
            pages.extend(row.text("owner")?.parse::<usize>());
        }
        pages.sort_unstable();
        Ok(pages)
    }

    /// Households that stand twice in the register: each with the other id.
    pub async fn register_twins(&mut self) -> Result<Vec<(HouseholdId, HouseholdId)>> {
        let rows = self.all(&REGISTER_TWIN).await?;
        rows.iter().map(|r| Ok((HouseholdId::new(r.text("household")?), HouseholdId::new(r.text("twin")?)))).collect()
    }

    /// Changes whenever the statistics or the areas of a look-up change.
    pub async fn match_version(&mut self) -> Result<String> {
        let rows = self.fetch(sql::MATCH_VERSION, vec![]).await?;
        let parts = rows.iter().map(|row| {
            let (n, m) = (row.int("n")?, row.int("m")?);
            Ok(version_part(&row.text("what")?, &row.text("id")?, n, m, &row.text("civil")?))
        });
        Ok(version(parts.collect::<Result<_>>()?))
    }

    /// What was counted, by id.
    pub async fn match_statistics(&mut self) -> Result<Vec<StatisticsRow>> {
        let rows = self.all(&MATCH_STATISTICS).await?;
        rows.iter()
            .map(|row| {
                let body: Words = row.body(&MATCH_STATISTICS)?;
                Ok(StatisticsRow {
                    id: row.text("id")?,
                    import_id: row.opt_text("import_id")?,
                    households: row.int("households")?,
                    civil: row.int("civil")?,
                    names: row.int("names")?,
                    words: body.words,
                })
            })
            .collect()
    }

    /// Members and records under keys: one round trip.
    pub async fn match_records(&mut self, asked: &Asked) -> Result<Answered> {
        let keys = self.shared_keys();
        let hashes = |what: &'static str, texts: Vec<&str>| -> Slots<Vec<u8>> {
            Slots::of(texts.into_iter().map(|t| keys.lookup(what, t)).collect())
        };
        let codes = |texts: &[String]| -> Slots<i64> { Slots::of(texts.iter().map(|t| keys.match_key(t)).collect()) };
        let niks = hashes("nik", asked.niks.iter().map(Nik::expose).collect());
        let cards = hashes("no_kk", asked.cards.iter().map(NoKk::expose).collect());
        let (places, words) = (codes(&asked.places), codes(&asked.words));
        let civil_niks = hashes("nik", asked.civil_niks.iter().map(Nik::expose).collect());
        let civil_cards = hashes("no_kk", asked.civil_cards.iter().map(NoKk::expose).collect());
        let civil_dates = codes(&asked.civil_dates);
        let args = vec![
            hex_list(&niks).into(),
            hex_list(&cards).into(),
            int_list(&places).into(),
            int_list(&words).into(),
            hex_list(&civil_niks).into(),
            hex_list(&civil_cards).into(),
            int_list(&civil_dates).into(),
            (if asked.version { "versi" } else { "" }).into(),
        ];
        let [statement, _, _] = sql::matching(self.backend());
        let mut found = Answered {
            niks: vec![Vec::new(); asked.niks.len()],
            cards: vec![Vec::new(); asked.cards.len()],
            places: vec![Vec::new(); asked.places.len()],
            words: vec![Vec::new(); asked.words.len()],
            civil_niks: vec![Vec::new(); asked.civil_niks.len()],
            civil_cards: vec![Vec::new(); asked.civil_cards.len()],
            civil_dates: vec![Vec::new(); asked.civil_dates.len()],
            version: None,
        };
        let mut parts = Vec::new();
        // a person comes under several keys: opened once
        let mut opened: BTreeMap<(String, i64), (String, Option<Sex>)> = BTreeMap::new();
        self.each(statement, args, |row| {
            match row.int("part")? {
                0 => niks.put(&row.blob("hash")?, &mut found.niks, member(&row, &mut opened)?),
                1 => cards.put(&row.blob("hash")?, &mut found.cards, member(&row, &mut opened)?),
                2 => {
                    let code = row.int("code")?;
                    places.put(&code, &mut found.places, member(&row, &mut opened)?);
                    words.put(&code, &mut found.words, member(&row, &mut opened)?);
                }
                3 => civil_niks.put(&row.blob("hash")?, &mut found.civil_niks, civil(&row)?),
                4 => civil_cards.put(&row.blob("hash")?, &mut found.civil_cards, civil(&row)?),
                5 => civil_dates.put(&row.int("code")?, &mut found.civil_dates, civil(&row)?),
                _ => parts.push(version_part(
                    &row.text("desa")?,
                    &row.text("owner")?,
                    row.int("code")?,
                    row.int("no")?,
                    &row.text("status")?,
                )),
            }
            Ok(())
        })
        .await?;
        found.version = asked.version.then(|| version(parts));
        for list in [&mut found.niks, &mut found.cards, &mut found.places, &mut found.words].into_iter().flatten() {
            list.sort_by(|a, b| (&a.household, a.position).cmp(&(&b.household, b.position)));
        }
        for list in [&mut found.civil_niks, &mut found.civil_cards, &mut found.civil_dates].into_iter().flatten() {
            list.sort_by_key(|(no, _)| *no);
        }
        Ok(found)
    }

    /// Households of the register with all that a comparison needs: one round trip.
    pub async fn match_households(&mut self, ids: &[HouseholdId]) -> Result<Vec<FoundHousehold>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let list = text_list(ids.iter().map(HouseholdId::as_str));
        let [_, statement, _] = sql::matching(self.backend());
        let mut bodies: BTreeMap<String, (HouseholdBody, HouseholdCard, Option<i64>)> = BTreeMap::new();
        let mut members: BTreeMap<String, BTreeMap<i64, Member>> = BTreeMap::new();
        let mut records: BTreeMap<String, BTreeMap<i64, CivilRecord>> = BTreeMap::new();
        let mut twins: BTreeMap<String, HouseholdId> = BTreeMap::new();
        self.each(statement, vec![list.into()], |row| {
            let owner = row.text("owner")?;
            match row.int("part")? {
                0 => {
                    let body = row.body_at(&HOUSEHOLD, &[owner.as_str().into()])?;
                    let card = HouseholdCard {
                        head_name: row.opt_text("desa")?,
                        hamlet: row.opt_text("status")?,
                        member_count: row.opt_int("no")?,
                    };
                    bodies.insert(owner, (body, card, row.opt_int("code")?));
                }
                1 => {
                    let no = row.int("no")?;
                    let body: PersonBody = row.body_at(&PERSON, &[owner.as_str().into(), no.into()])?;
                    members.entry(owner).or_default().insert(no, body.member.member()?);
                }
                2 => {
                    let (no, record) = civil(&row)?;
                    records.entry(owner).or_default().insert(no, record);
                }
                _ => {
                    twins.insert(owner, HouseholdId::new(row.text("desa")?));
                }
            }
            Ok(())
        })
        .await?;
        let mut found = Vec::with_capacity(bodies.len());
        for (id, (body, card, family_count)) in bodies {
            let members: Vec<Member> = members.remove(&id).unwrap_or_default().into_values().collect();
            let mut civil: BTreeMap<Nik, Vec<(i64, CivilRecord)>> = BTreeMap::new();
            for nik in members.iter().filter_map(|m| m.nik) {
                civil.entry(nik).or_default();
            }
            for (no, record) in records.remove(&id).unwrap_or_default() {
                civil.entry(record.nik).or_default().push((no, record));
            }
            let twin = twins.remove(&id);
            let household = household_of(HouseholdId::new(id), body, card.member_count, family_count, members)?;
            found.push(FoundHousehold { household, card, twin, civil });
        }
        Ok(found)
    }

    /// Registrations under any of these texts by number, read whole but for those `held`: one round
    /// trip. `None` when there are too many to look at (four hundred and more).
    pub async fn match_round<'t>(
        &mut self,
        texts: impl IntoIterator<Item = &'t str>,
        held: impl IntoIterator<Item = &'t RegistrationNumber>,
    ) -> Result<Option<Vec<FoundRegistration>>> {
        let codes: Vec<i64> = texts.into_iter().map(|t| self.keys().match_key(t)).collect();
        if codes.is_empty() {
            return Ok(Some(Vec::new()));
        }
        let held = text_list(held.into_iter().map(RegistrationNumber::as_str));
        let [_, _, statement] = sql::matching(self.backend());
        let rows = self.fetch(statement, vec![int_list(&Slots::of(codes)).into(), held.into()]).await?;
        if rows.len() >= 400 {
            return Ok(None);
        }
        let mut found = Vec::with_capacity(rows.len());
        for row in &rows {
            let state = row.opt_text("state")?;
            let whole = state.map(|state| filed(row, state == CaseState::Draft.code())).transpose()?;
            found.push((RegistrationNumber::new(row.text("number")?), whole));
        }
        found.sort_by(|(a, _), (b, _)| a.cmp(b));
        Ok(Some(found))
    }
}

fn version_part(what: &str, id: &str, n: i64, m: i64, civil: &str) -> String {
    format!("{what}/{id}/{n}/{m}/{civil}/")
}

fn version(mut parts: Vec<String>) -> String {
    parts.sort();
    parts.concat()
}

/// Prepares the statements of a look-up on a new connection, and runs each once for nothing: the
/// server plans it then, and reads what it must know of tables and indexes.
pub(crate) async fn rehearse(conn: &mut AnyConnection, backend: Backend) -> std::result::Result<(), sqlx::Error> {
    let [records, households, round] = sql::matching(backend);
    for (text, count) in [(records, 8), (households, 1), (round, 2)] {
        let mut query = sqlx::query(text);
        for _ in 0..count {
            query = query.bind("[]");
        }
        query.fetch_all(&mut *conn).await?;
    }
    Ok(())
}

#[derive(Deserialize)]
struct LightBody {
    member: LightMember,
}
#[derive(Deserialize)]
struct LightMember {
    name: String,
    #[serde(default)]
    sex: Option<u8>,
}

/// Name and sex of a member, nothing else read.
fn member(row: &Record, opened: &mut BTreeMap<(String, i64), (String, Option<Sex>)>) -> Result<FoundMember> {
    let place = (row.text("owner")?, row.int("no")?);
    let (name, sex) = match opened.get(&place) {
        Some(known) => known.clone(),
        None => {
            let body: LightBody = row.body_at(&PERSON, &[place.0.as_str().into(), place.1.into()])?;
            let read = (body.member.name, body.member.sex.and_then(Sex::from_code));
            opened.insert(place.clone(), read.clone());
            read
        }
    };
    Ok(FoundMember { household: HouseholdId::new(place.0), position: place.1, name, sex })
}

fn civil(row: &Record) -> Result<(i64, CivilRecord)> {
    let no = row.int("no")?;
    let body: CivilBody = row.body_at(&CIVIL_PERSON, &[no.into()])?;
    let status = row.text("status")?;
    Ok((no, record_of(body, row.opt_text("desa")?, &status)?))
}

/// Where the answers to a list of keys go.
struct Slots<K> {
    keys: Vec<K>,
    places: BTreeMap<K, usize>,
}

impl<K: Ord + Clone> Slots<K> {
    fn of(keys: Vec<K>) -> Self {
        let places = keys.iter().cloned().zip(0..).collect();
        Self { keys, places }
    }
    fn put<T>(&self, key: &K, lists: &mut [Vec<T>], value: T) {
        if let Some(at) = self.places.get(key) {
            lists[*at].push(value);
        }
    }
}

fn hex_list(slots: &Slots<Vec<u8>>) -> String {
    text_list(slots.keys.iter().map(hex::encode))
}

fn int_list(slots: &Slots<i64>) -> String {
    let codes: Vec<String> = slots.keys.iter().map(i64::to_string).collect();
    format!("[{}]", codes.join(","))
}

fn text_list(texts: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let texts: Vec<serde_json::Value> = texts.into_iter().map(|t| t.as_ref().into()).collect();
    serde_json::Value::from(texts).to_string()
}

pub(crate) fn damaged_page(owner: &str) -> StoreError {
    StoreError::Damaged { table: "match_page", key: owner.to_owned(), what: "keys".to_owned() }
}
