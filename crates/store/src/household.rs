//! The register as it is now: households and their members, and what they were before. R1, design D15.

use crate::error::Result;
use crate::record::{AnswersRow, MemberRow, OriginRow, PlaceRow, head_name, known, nik_hash, no_kk_hash, secret};
use crate::sql;
use crate::table::{HOUSEHOLD, HOUSEHOLD_PAST, PERSON};
use crate::tx::{Reader, Record, Tx};
use domain::Date;
use domain::household::{Household, Member};
use domain::id::HouseholdId;
use domain::person::{Nik, NoKk};
use domain::questionnaire::Item;
use domain::register::{Entry, HouseholdStatus};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a row of the register came to be as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Version of the register that wrote it; 0 = by a program that did not count versions.
    pub version: u32,
    /// How the household stands.
    pub status: HouseholdStatus,
    /// The import, extract or decree that wrote it.
    pub cause: String,
    /// What was done to it: a word of `domain::register::Action`; empty = read from a file.
    pub action: String,
    /// Questionnaire or row of a meeting it rests on.
    pub source: String,
    /// The household that stays in its place.
    pub became: Option<HouseholdId>,
}

impl Default for Standing {
    fn default() -> Self {
        Self {
            version: 0,
            status: HouseholdStatus::Present,
            cause: String::new(),
            action: String::new(),
            source: String::new(),
            became: None,
        }
    }
}

/// The register as it is now: households by id, with how each came to be as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Register {
    entries: BTreeMap<HouseholdId, Entry>,
    standings: BTreeMap<HouseholdId, Standing>,
}

impl Register {
    /// Every household, also those that left, as `domain` takes them.
    #[must_use]
    pub fn entries(&self) -> &BTreeMap<HouseholdId, Entry> {
        &self.entries
    }

    /// One household, and how it came to be as it is; `None` = the register never held it.
    #[must_use]
    pub fn get(&self, id: &HouseholdId) -> Option<(&Entry, &Standing)> {
        Some((self.entries.get(id)?, self.standings.get(id)?))
    }

    /// Every household by id, with how it came to be as it is.
    pub fn iter(&self) -> impl Iterator<Item = (&HouseholdId, &Entry, &Standing)> {
        self.entries.iter().zip(self.standings.values()).map(|((id, entry), standing)| (id, entry, standing))
    }

    /// What the register is once a household is written.
    pub fn insert(&mut self, id: HouseholdId, mut entry: Entry, standing: Standing) {
        entry.household.shrink();
        self.standings.insert(id.clone(), standing);
        self.entries.insert(id, entry);
    }

    /// What the register is once a household is removed that an import brought.
    pub fn remove(&mut self, id: &HouseholdId) {
        self.standings.remove(id);
        self.entries.remove(id);
    }

    /// The households that belong to the register, by id.
    pub fn present(&self) -> impl Iterator<Item = &Household> + Clone {
        self.entries.values().filter(|e| e.status.is_in_register()).map(|e| &e.household)
    }

    /// The households that somebody who registers can be: those of the register, and those that moved away or were
    /// lost and may be back.
    pub fn known(&self) -> impl Iterator<Item = &Household> + Clone {
        self.entries.values().filter(|e| e.status.is_known()).map(|e| &e.household)
    }

    /// [`Register::present`] as rows of their own.
    #[must_use]
    pub fn into_present(self) -> Vec<Household> {
        let present = self.entries.into_values().filter(|e| e.status.is_in_register());
        present.map(|e| e.household).collect()
    }
}

#[derive(Serialize, Deserialize)]
struct PastBody {
    place: PlaceRow,
    answers: AnswersRow,
    origin: OriginRow,
    member_count: Option<u16>,
    family_count: Option<u8>,
    members: Vec<MemberRow>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Body {
    place: PlaceRow,
    answers: AnswersRow,
    origin: OriginRow,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct PersonBody {
    pub(crate) member: MemberRow,
}

/// A household as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseholdLine {
    /// Its id.
    pub id: HouseholdId,
    /// Desa, digits without dots.
    pub desa: Option<String>,
    /// Padukuhan.
    pub hamlet: Option<String>,
    /// RW and RT.
    pub rw: Option<i64>,
    /// RT.
    pub rt: Option<i64>,
    /// Name of the head; `None` when empty or a child's.
    pub head_name: Option<String>,
    /// Stated number of members.
    pub member_count: Option<i64>,
    /// Percentile of the source.
    pub percentile: Option<i64>,
}

/// How a household is shown in one line. The head's name is missing when the head is a child.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HouseholdCard {
    /// Name of the head.
    pub head_name: Option<String>,
    /// Padukuhan.
    pub hamlet: Option<String>,
    /// Members.
    pub member_count: Option<i64>,
}

impl Tx {
    /// Writes a household that the register did not hold. `day` decides whether the head is a child.
    pub fn put_household(
        &mut self,
        import_id: Option<&str>,
        household: &Household,
        standing: &Standing,
        day: Option<Date>,
    ) {
        let h = household;
        let body =
            Body { place: (&h.place).into(), answers: AnswersRow(h.answers.clone()), origin: (&h.origin).into() };
        self.put(
            &HOUSEHOLD,
            vec![
                h.id.as_str().into(),
                import_id.map(str::to_owned).into(),
                h.place.desa.map(|d| d.as_str().to_owned()).into(),
                h.place.hamlet.clone().into(),
                h.place.rw.map(i64::from).into(),
                h.place.rt.map(i64::from).into(),
                head_name(&h.members, day).into(),
                h.member_count.map(i64::from).into(),
                h.family_count.map(i64::from).into(),
                h.answers.get(Item::Percentile).map(i64::from).into(),
                h.origin.file.as_str().into(),
                i64::from(h.origin.row).into(),
                secret(&body),
                i64::from(standing.version).into(),
                standing.status.code().into(),
                standing.cause.as_str().into(),
                standing.action.as_str().into(),
                standing.source.as_str().into(),
                standing.became.as_ref().map(|b| b.as_str().to_owned()).into(),
            ],
        );
        for (position, member) in h.members.iter().enumerate() {
            let row = vec![
                h.id.as_str().into(),
                // members keep the order of the source even where their numbers repeat
                (position + 1).into(),
                nik_hash(self.keys(), member.nik),
                no_kk_hash(self.keys(), member.no_kk),
                secret(&PersonBody { member: member.into() }),
            ];
            self.put(&PERSON, row);
        }
    }

    /// Writes what a household of the register has become, and keeps what it was. `import_id` stays that of
    /// the file which first brought it.
    pub async fn change_household(
        &mut self,
        was: (&Entry, &Standing),
        now: &Household,
        standing: &Standing,
        day: Option<Date>,
    ) -> Result<()> {
        let id = now.id.as_str();
        let import_id = match self.one(&HOUSEHOLD, vec![id.into()]).await? {
            Some(row) => row.opt_text("import_id")?,
            None => None,
        };
        let (entry, past) = was;
        let h = &entry.household;
        let body = PastBody {
            place: (&h.place).into(),
            answers: AnswersRow(h.answers.clone()),
            origin: (&h.origin).into(),
            member_count: h.member_count,
            family_count: h.family_count,
            members: h.members.iter().map(Into::into).collect(),
        };
        self.put(
            &HOUSEHOLD_PAST,
            vec![
                id.into(),
                i64::from(past.version).into(),
                i64::from(standing.version).into(),
                past.status.code().into(),
                past.cause.as_str().into(),
                past.action.as_str().into(),
                past.source.as_str().into(),
                past.became.as_ref().map(|b| b.as_str().to_owned()).into(),
                secret(&body),
            ],
        );
        for position in now.members.len()..h.members.len() {
            self.delete(&PERSON, vec![id.into(), (position + 1).into()]);
        }
        self.put_household(import_id.as_deref(), now, standing, day);
        Ok(())
    }

    /// Takes the last change of a household back: it is what it was before, and `Ok(false)` when it was new.
    pub async fn restore_household(&mut self, id: &HouseholdId, version: u32, day: Option<Date>) -> Result<bool> {
        let mut before: Option<(Entry, Standing)> = None;
        for row in self.under(&HOUSEHOLD_PAST, id.as_str()).await? {
            if row.int("ended")? == i64::from(version) {
                before = Some(past(&row)?);
            }
        }
        let Some((entry, standing)) = before else { return Ok(false) };
        let import_id = match self.one(&HOUSEHOLD, vec![id.as_str().into()]).await? {
            Some(row) => row.opt_text("import_id")?,
            None => None,
        };
        let count = self.under(&PERSON, id.as_str()).await?.len();
        for position in entry.household.members.len()..count {
            self.delete(&PERSON, vec![id.as_str().into(), (position + 1).into()]);
        }
        self.delete(&HOUSEHOLD_PAST, vec![id.as_str().into(), i64::from(standing.version).into()]);
        self.put_household(import_id.as_deref(), &entry.household, &standing, day);
        Ok(true)
    }

    /// Removes a household that an import brought, when the import is taken back.
    pub async fn forget_household(&mut self, id: &HouseholdId) -> Result<()> {
        for row in self.under(&PERSON, id.as_str()).await? {
            let position = row.int("no")?;
            self.delete(&PERSON, vec![id.as_str().into(), position.into()]);
        }
        self.delete(&HOUSEHOLD, vec![id.as_str().into()]);
        Ok(())
    }
}

impl Reader {
    /// The households that belong to the register, with their members, by id.
    pub async fn register(&mut self) -> Result<Vec<Household>> {
        Ok(self.entries().await?.into_present())
    }

    /// Every household, also those that left, with how each stands.
    pub async fn entries(&mut self) -> Result<Register> {
        let mut members: BTreeMap<String, Vec<Member>> = BTreeMap::new();
        self.each(sqlx::AssertSqlSafe(PERSON.select_all()), vec![], |row| {
            let body: PersonBody = row.body(&PERSON)?;
            members.entry(row.text("household")?).or_default().push(body.member.member()?);
            Ok(())
        })
        .await?;
        let mut register = Register::default();
        self.each(sqlx::AssertSqlSafe(HOUSEHOLD.select_all()), vec![], |row| {
            let own = members.remove(&row.text("id")?).unwrap_or_default();
            let standing = standing(&row)?;
            let household = household(&row, own)?;
            let entry = Entry { household, status: standing.status, became: standing.became.clone() };
            register.insert(entry.household.id.clone(), entry, standing);
            Ok(())
        })
        .await?;
        Ok(register)
    }

    /// The register as it was at a version: what belonged to it then, by id.
    pub async fn register_at(&mut self, version: u32) -> Result<Vec<Household>> {
        let mut then: BTreeMap<HouseholdId, Household> = BTreeMap::new();
        let Register { entries, standings } = self.entries().await?;
        for ((id, entry), standing) in entries.into_iter().zip(standings.into_values()) {
            if standing.version <= version && entry.status.is_in_register() {
                then.insert(id, entry.household);
            }
        }
        let mut old = Vec::new();
        self.each(sqlx::AssertSqlSafe(HOUSEHOLD_PAST.select_all()), vec![], |row| {
            let at = i64::from(version);
            if row.int("version")? <= at && row.int("ended")? > at {
                old.push(past(&row)?.0);
            }
            Ok(())
        })
        .await?;
        for entry in old.into_iter().filter(|e| e.status.is_in_register()) {
            then.insert(entry.household.id.clone(), entry.household);
        }
        Ok(then.into_values().collect())
    }

    /// What a household was before, oldest first.
    pub async fn household_past(&mut self, id: &HouseholdId) -> Result<Vec<(Entry, Standing)>> {
        self.read_under(&HOUSEHOLD_PAST, id.as_str(), past).await
    }

    /// How one household stands; `None` = the register never held it.
    pub async fn standing(&mut self, id: &HouseholdId) -> Result<Option<Standing>> {
        self.one(&HOUSEHOLD, vec![id.as_str().into()]).await?.as_ref().map(standing).transpose()
    }

    /// How many households have an id that begins so.
    pub async fn households_named(&mut self, prefix: &str) -> Result<u32> {
        let row = self.fetch_one(sql::HOUSEHOLD_NAMED, vec![format!("{}%", like(prefix)).into()]).await?;
        Ok(u32::try_from(row.map_or(Ok(0), |r| r.int("n"))?).unwrap_or(0))
    }

    /// The households the register places in a desa, with their members, by id.
    pub async fn register_in(&mut self, desa: &str) -> Result<Vec<Household>> {
        let people = format!(
            "SELECT {} FROM \"person\" WHERE \"household\" IN (SELECT \"id\" FROM \"household\" WHERE \"desa\" = $1) \
             ORDER BY \"household\", \"no\"",
            PERSON.column_list()
        );
        let mut members: BTreeMap<String, Vec<Member>> = BTreeMap::new();
        for row in self.fetch(sqlx::AssertSqlSafe(people), vec![desa.into()]).await? {
            let body: PersonBody = row.body(&PERSON)?;
            members.entry(row.text("household")?).or_default().push(body.member.member()?);
        }
        let homes = format!(
            "SELECT {} FROM \"household\" WHERE \"desa\" = $1 \
                 AND COALESCE(\"status\", 'ADA') IN ('ADA', 'TIDAK_DITEMUKAN', 'TIDAK_DIKENAL') ORDER BY \"id\"",
            HOUSEHOLD.column_list()
        );
        let rows = self.fetch(sqlx::AssertSqlSafe(homes), vec![desa.into()]).await?;
        rows.iter()
            .map(|row| {
                let own = members.remove(&row.text("id")?).unwrap_or_default();
                household(row, own)
            })
            .collect()
    }

    /// One household with its members.
    pub async fn household(&mut self, id: &HouseholdId) -> Result<Option<Household>> {
        let Some(row) = self.one(&HOUSEHOLD, vec![id.as_str().into()]).await? else { return Ok(None) };
        let mut members = Vec::new();
        for person in self.under(&PERSON, id.as_str()).await? {
            members.push(person.body::<PersonBody>(&PERSON)?.member.member()?);
        }
        household(&row, members).map(Some)
    }

    /// Households in an area (any level) whose head's name or id holds `text`, by id.
    pub async fn household_lines(
        &mut self,
        area: &str,
        text: &str,
        offset: i64,
        limit: i64,
    ) -> Result<Vec<HouseholdLine>> {
        let args = vec![
            format!("{area}%").into(),
            format!("%{}%", like(&text.to_uppercase())).into(),
            limit.into(),
            offset.into(),
        ];
        self.fetch(sql::HOUSEHOLD_LINES, args).await?.iter().map(line).collect()
    }

    /// How many households [`Reader::household_lines`] finds in all.
    pub async fn household_count(&mut self, area: &str, text: &str) -> Result<i64> {
        let args = vec![format!("{area}%").into(), format!("%{}%", like(&text.to_uppercase())).into()];
        self.fetch_one(sql::HOUSEHOLD_COUNT, args).await?.map_or(Ok(0), |row| row.int("n"))
    }

    /// Ids of households with a member of this NIK.
    pub async fn households_with_nik(&mut self, nik: &Nik) -> Result<Vec<HouseholdId>> {
        let hash = self.keys().lookup("nik", nik.expose());
        let rows = self.fetch(sql::HOUSEHOLD_BY_NIK, vec![hash.into()]).await?;
        rows.iter().map(|r| Ok(HouseholdId::new(r.text("household")?))).collect()
    }

    /// Ids of households with a member on this family card.
    pub async fn households_with_no_kk(&mut self, no_kk: &NoKk) -> Result<Vec<HouseholdId>> {
        let hash = self.keys().lookup("no_kk", no_kk.expose());
        let rows = self.fetch(sql::HOUSEHOLD_BY_NO_KK, vec![hash.into()]).await?;
        rows.iter().map(|r| Ok(HouseholdId::new(r.text("household")?))).collect()
    }
}

/// `%` and `_` in a search are letters, not patterns; the statement says `ESCAPE '\'`.
pub(crate) fn like(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

fn standing(row: &Record) -> Result<Standing> {
    let status = row.opt_text("status")?.unwrap_or_else(|| HouseholdStatus::Present.code().to_owned());
    Ok(Standing {
        version: u32::try_from(row.opt_int("version")?.unwrap_or(0)).unwrap_or(0),
        status: known(HouseholdStatus::from_code(&status), "household status")?,
        cause: row.opt_text("cause")?.or(row.opt_text("import_id")?).unwrap_or_default(),
        action: row.opt_text("action")?.unwrap_or_default(),
        source: row.opt_text("source")?.unwrap_or_default(),
        became: row.opt_text("became")?.map(HouseholdId::new),
    })
}

fn past(row: &Record) -> Result<(Entry, Standing)> {
    let body: PastBody = row.body(&HOUSEHOLD_PAST)?;
    let status = known(HouseholdStatus::from_code(&row.text("status")?), "household status")?;
    let became = row.opt_text("became")?.map(HouseholdId::new);
    let household = Household {
        id: HouseholdId::new(row.text("household")?),
        place: body.place.place()?,
        member_count: body.member_count,
        family_count: body.family_count,
        answers: body.answers.0,
        members: body.members.into_iter().map(MemberRow::member).collect::<Result<_>>()?,
        origin: body.origin.into(),
    };
    let standing = Standing {
        version: u32::try_from(row.int("version")?).unwrap_or(0),
        status,
        cause: row.text("cause")?,
        action: row.text("action")?,
        source: row.text("source")?,
        became: became.clone(),
    };
    Ok((Entry { household, status, became }, standing))
}

fn household(row: &Record, members: Vec<Member>) -> Result<Household> {
    let body: Body = row.body(&HOUSEHOLD)?;
    let id = HouseholdId::new(row.text("id")?);
    household_of(id, body, row.opt_int("member_count")?, row.opt_int("family_count")?, members)
}

pub(crate) fn household_of(
    id: HouseholdId,
    body: Body,
    member_count: Option<i64>,
    family_count: Option<i64>,
    members: Vec<Member>,
) -> Result<Household> {
    Ok(Household {
        id,
        place: body.place.place()?,
        member_count: member_count.and_then(|n| u16::try_from(n).ok()),
        family_count: family_count.and_then(|n| u8::try_from(n).ok()),
        answers: body.answers.0,
        members,
        origin: body.origin.into(),
    })
}

fn line(row: &Record) -> Result<HouseholdLine> {
    Ok(HouseholdLine {
        id: HouseholdId::new(row.text("id")?),
        desa: row.opt_text("desa")?,
        hamlet: row.opt_text("hamlet")?,
        rw: row.opt_int("rw")?,
        rt: row.opt_int("rt")?,
        head_name: row.opt_text("head_name")?,
        member_count: row.opt_int("member_count")?,
        percentile: row.opt_int("percentile")?,
    })
}
