//! The register: households and their members as imported. R1.

use crate::error::Result;
use crate::record::{MemberRow, OriginRow, PlaceRow, answers, answers_row, head_name, nik_hash, no_kk_hash, secret};
use crate::sql;
use crate::table::{HOUSEHOLD, PERSON};
use crate::tx::{Reader, Record, Tx};
use domain::Date;
use domain::household::{Household, Member};
use domain::id::HouseholdId;
use domain::person::{Nik, NoKk};
use domain::questionnaire::Item;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Serialize, Deserialize)]
pub(crate) struct Body {
    place: PlaceRow,
    answers: BTreeMap<String, i32>,
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
    /// Writes a household and its members. `day` decides whether the head is a child.
    pub fn put_household(&mut self, import_id: Option<&str>, household: &Household, day: Option<Date>) {
        let h = household;
        let body = Body { place: (&h.place).into(), answers: answers_row(&h.answers), origin: (&h.origin).into() };
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
}

impl Reader {
    /// Every household of the register with its members, by id.
    pub async fn register(&mut self) -> Result<Vec<Household>> {
        let mut members: BTreeMap<String, Vec<Member>> = BTreeMap::new();
        self.each(sqlx::AssertSqlSafe(PERSON.select_all()), vec![], |row| {
            let body: PersonBody = row.body(&PERSON)?;
            members.entry(row.text("household")?).or_default().push(body.member.member()?);
            Ok(())
        })
        .await?;
        let mut households = Vec::new();
        self.each(sqlx::AssertSqlSafe(HOUSEHOLD.select_all()), vec![], |row| {
            let own = members.remove(&row.text("id")?).unwrap_or_default();
            households.push(household(&row, own)?);
            Ok(())
        })
        .await?;
        households.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(households)
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
        let homes =
            format!("SELECT {} FROM \"household\" WHERE \"desa\" = $1 ORDER BY \"id\"", HOUSEHOLD.column_list());
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
        answers: answers(body.answers)?,
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
