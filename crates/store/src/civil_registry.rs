//! The civil registry's extract (SIAK). R10.

use crate::error::Result;
use crate::keys::Keyring;
use crate::record::{BirthRow, area, birth, birth_row, date, known, nik_hash, no_kk_hash, opt, secret};
use crate::sql;
use crate::table::{CIVIL_CHANGE, CIVIL_PERSON};
use crate::tx::{Reader, Record, Tx};
use crate::view::{Listed, Slice, Span, listed};
use domain::civil_registry::{CivilChangeKind, CivilRecord, CivilStatus};
use domain::person::{MaritalStatus, Nik, NoKk, Sex};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::sync::Arc;

#[derive(Serialize, Deserialize)]
pub(crate) struct Body {
    nik: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    no_kk: Option<String>,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    sex: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    birth: Option<BirthRow>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    marital: Option<u8>,
    relation: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    mother: Option<String>,
    address: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    rt: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    rw: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    status_date: Option<String>,
}

/// What a newer extract says of one person: work for the desa.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CivilChangeRow {
    /// The extract.
    pub import_id: String,
    /// Number in its report, from 1.
    pub no: i64,
    /// Number of the record.
    pub record: usize,
    /// What is new.
    pub kind: CivilChangeKind,
    /// Day of the event, ISO.
    pub day: Option<String>,
    /// Desa the registry has the person in.
    pub desa: Option<String>,
    /// Household of the register that holds the person.
    pub household: Option<String>,
    /// The member's place in it, from 1.
    pub member: Option<i64>,
    /// Whether the desa has dealt with it.
    pub is_done: bool,
    /// Account that did.
    pub done_by: Option<String>,
    /// When, in milliseconds since 1970 UTC.
    pub done_at_ms: Option<i64>,
    /// The person's name.
    pub name: String,
    /// What was done about it.
    pub note: Option<String>,
    /// The record before; `None` = there was none.
    pub before: Option<CivilRecord>,
}

/// Those whom the civil registry holds as living, by the keyed hash of their NIK.
#[derive(Debug)]
pub struct Living {
    keys: Arc<Keyring>,
    hashes: HashSet<Vec<u8>>,
}

impl Living {
    /// Whether somebody with this NIK lives.
    #[must_use]
    pub fn holds(&self, nik: &Nik) -> bool {
        self.hashes.contains(&self.keys.lookup("nik", nik.expose()))
    }
}

#[derive(Serialize, Deserialize)]
struct BeforeBody {
    desa: Option<String>,
    status: String,
    body: Body,
}

#[derive(Serialize, Deserialize)]
struct ChangeBody {
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    before: Option<BeforeBody>,
}

impl Tx {
    /// Writes what an extract says of a person.
    pub fn put_civil_change(&mut self, c: &CivilChangeRow) {
        let before = c.before.as_ref().map(|r| BeforeBody {
            desa: r.desa.map(|d| d.as_str().to_owned()),
            status: r.status.code().to_owned(),
            body: body_of(r),
        });
        self.put(
            &CIVIL_CHANGE,
            vec![
                c.import_id.as_str().into(),
                c.no.into(),
                c.record.into(),
                c.kind.code().into(),
                c.day.clone().into(),
                c.desa.clone().into(),
                c.household.clone().into(),
                c.member.into(),
                (if c.is_done { "SELESAI" } else { "BARU" }).into(),
                c.done_by.clone().into(),
                c.done_at_ms.into(),
                secret(&ChangeBody { name: c.name.clone(), note: c.note.clone(), before }),
            ],
        );
    }

    /// Writes one record of the extract under its number in the extract.
    pub fn put_civil_record(&mut self, import_id: Option<&str>, no: usize, record: &CivilRecord) {
        let r = record;
        let body = body_of(r);
        let row = vec![
            no.into(),
            import_id.map(str::to_owned).into(),
            nik_hash(self.keys(), Some(r.nik)),
            no_kk_hash(self.keys(), r.no_kk),
            r.desa.map(|d| d.as_str().to_owned()).into(),
            r.status.code().into(),
            secret(&body),
        ];
        self.put(&CIVIL_PERSON, row);
    }
}

fn body_of(r: &CivilRecord) -> Body {
    Body {
        nik: r.nik.expose().to_owned(),
        no_kk: r.no_kk.map(|k| k.expose().to_owned()),
        name: r.name.clone(),
        sex: r.sex.map(Sex::code),
        birth: birth_row(r.birth),
        marital: r.marital.map(MaritalStatus::code),
        relation: r.relation.clone(),
        mother: r.mother.clone(),
        address: r.address.clone(),
        rt: r.rt,
        rw: r.rw,
        status_date: r.status_date.map(|d| d.to_string()),
    }
}

impl Reader {
    /// The highest number a record has; a further extract goes on after it.
    pub async fn civil_record_last(&mut self) -> Result<usize> {
        let row = self.fetch_one(sql::CIVIL_LAST, vec![]).await?;
        let last = row.map_or(Ok(0), |r| r.int("n"))?;
        Ok(usize::try_from(last).unwrap_or(0))
    }

    /// Shows every record of the extract in its order.
    pub async fn each_civil_record(&mut self, mut show: impl FnMut(&CivilRecord) + Send) -> Result<()> {
        self.each(sqlx::AssertSqlSafe(CIVIL_PERSON.select_all()), vec![], |row| {
            show(&record(&row)?);
            Ok(())
        })
        .await
    }

    /// The whole extract in its order.
    pub async fn civil_records(&mut self) -> Result<Vec<CivilRecord>> {
        Ok(self.numbered_civil_records().await?.into_iter().map(|(_, record)| record).collect())
    }

    /// The records with a status, in the order of the extract.
    pub async fn civil_records_with(&mut self, status: CivilStatus) -> Result<Vec<CivilRecord>> {
        self.read(sql::CIVIL_BY_STATUS, vec![status.code().into()], record).await
    }

    /// Those whom the registry does not hold as dead; `None` = the registry was not asked.
    pub async fn civil_living(&mut self) -> Result<Option<Living>> {
        if self.civil_record_last().await? == 0 {
            return Ok(None);
        }
        let mut hashes = HashSet::new();
        self.each(sql::CIVIL_LIVING, vec![CivilStatus::Dead.code().into()], |row| {
            hashes.extend(row.opt_blob("nik_hash")?);
            Ok(())
        })
        .await?;
        Ok(Some(Living { keys: self.shared_keys(), hashes }))
    }

    /// The whole extract with the number of each record.
    pub async fn numbered_civil_records(&mut self) -> Result<Vec<(usize, CivilRecord)>> {
        let mut records = Vec::new();
        self.each(sqlx::AssertSqlSafe(CIVIL_PERSON.select_all()), vec![], |row| {
            records.push((usize::try_from(row.int("id")?).unwrap_or(0), record(&row)?));
            Ok(())
        })
        .await?;
        Ok(records)
    }

    /// What newer extracts said, oldest first.
    pub async fn civil_changes(&mut self) -> Result<Vec<CivilChangeRow>> {
        self.read_all(&CIVIL_CHANGE, change).await
    }

    /// What newer extracts say of members of the register's households in an area, open ones first; `kind` and
    /// `state` empty = all.
    pub async fn civil_changes_in(
        &mut self,
        span: &Span,
        kind: &str,
        state: &str,
        slice: Slice,
    ) -> Result<Listed<CivilChangeRow>> {
        let [from, to] = span.pair();
        let [limit, offset] = slice.pair();
        let args = vec![from, to, span.wide(), kind.into(), state.into(), limit, offset];
        listed(&self.fetch(sql::CIVIL_CHANGES_IN, args).await?, change)
    }

    /// One record of the extract in force, by its number.
    pub async fn civil_record(&mut self, no: usize) -> Result<Option<CivilRecord>> {
        self.one(&CIVIL_PERSON, vec![no.into()]).await?.as_ref().map(record).transpose()
    }

    /// What one extract said that the one before did not.
    pub async fn civil_changes_of(&mut self, import_id: &str) -> Result<Vec<CivilChangeRow>> {
        self.read_under(&CIVIL_CHANGE, import_id, change).await
    }

    /// One of them.
    pub async fn civil_change(&mut self, import_id: &str, no: i64) -> Result<Option<CivilChangeRow>> {
        self.one(&CIVIL_CHANGE, vec![import_id.into(), no.into()]).await?.as_ref().map(change).transpose()
    }

    /// The records with this NIK; more than one is a defect of the registry.
    pub async fn civil_records_with_nik(&mut self, nik: &Nik) -> Result<Vec<CivilRecord>> {
        let hash = self.keys().lookup("nik", nik.expose());
        self.fetch(sql::CIVIL_BY_NIK, vec![hash.into()]).await?.iter().map(record).collect()
    }
}

fn change(row: &Record) -> Result<CivilChangeRow> {
    let body: ChangeBody = row.body(&CIVIL_CHANGE)?;
    Ok(CivilChangeRow {
        import_id: row.text("import_id")?,
        no: row.int("no")?,
        record: usize::try_from(row.int("record")?).unwrap_or(0),
        kind: known(CivilChangeKind::from_code(&row.text("kind")?), "kind of change")?,
        day: row.opt_text("day")?,
        desa: row.opt_text("desa")?,
        household: row.opt_text("household")?,
        member: row.opt_int("member")?,
        is_done: row.text("state")? == "SELESAI",
        done_by: row.opt_text("done_by")?,
        done_at_ms: row.opt_int("done_at")?,
        name: body.name,
        note: body.note,
        before: opt(body.before, |b| record_of(b.body, b.desa, &b.status))?,
    })
}

fn record(row: &Record) -> Result<CivilRecord> {
    record_of(row.body(&CIVIL_PERSON)?, row.opt_text("desa")?, &row.text("status")?)
}

pub(crate) fn record_of(body: Body, desa: Option<String>, status: &str) -> Result<CivilRecord> {
    Ok(CivilRecord {
        nik: known(Nik::parse(&body.nik).ok(), "NIK")?,
        no_kk: opt(body.no_kk, |k| known(NoKk::parse(&k).ok(), "No. KK"))?,
        name: body.name,
        sex: opt(body.sex, |c| known(Sex::from_code(c), "sex"))?,
        birth: birth(body.birth)?,
        marital: opt(body.marital, |c| known(MaritalStatus::from_code(c), "marital status"))?,
        relation: body.relation,
        mother: body.mother,
        address: body.address,
        rt: body.rt,
        rw: body.rw,
        desa: opt(desa, |d| area(&d))?,
        status: known(CivilStatus::from_code(status), "status")?,
        status_date: opt(body.status_date, |d| date(&d))?,
    })
}
