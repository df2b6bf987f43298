//! The civil registry's extract (SIAK). R10.

use crate::error::Result;
use crate::record::{BirthRow, area, birth, birth_row, date, known, nik_hash, no_kk_hash, opt, secret};
use crate::sql;
use crate::table::CIVIL_PERSON;
use crate::tx::{Reader, Record, Tx};
use domain::civil_registry::{CivilRecord, CivilStatus};
use domain::person::{MaritalStatus, Nik, NoKk, Sex};
use serde::{Deserialize, Serialize};

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

impl Tx {
    /// Writes one record of the extract under its number in the extract.
    pub fn put_civil_record(&mut self, import_id: Option<&str>, no: usize, record: &CivilRecord) {
        let r = record;
        let body = Body {
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
        };
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

impl Reader {
    /// The highest number a record has; a further extract goes on after it.
    pub async fn civil_record_last(&mut self) -> Result<usize> {
        let row = self.fetch_one(sql::CIVIL_LAST, vec![]).await?;
        let last = row.map_or(Ok(0), |r| r.int("n"))?;
        Ok(usize::try_from(last).unwrap_or(0))
    }

    /// The whole extract in its order.
    pub async fn civil_records(&mut self) -> Result<Vec<CivilRecord>> {
        let mut records = Vec::new();
        self.each(sqlx::AssertSqlSafe(CIVIL_PERSON.select_all()), vec![], |row| {
            records.push(record(&row)?);
            Ok(())
        })
        .await?;
        Ok(records)
    }

    /// The records with this NIK; more than one is a defect of the registry.
    pub async fn civil_records_with_nik(&mut self, nik: &Nik) -> Result<Vec<CivilRecord>> {
        let hash = self.keys().lookup("nik", nik.expose());
        self.fetch(sql::CIVIL_BY_NIK, vec![hash.into()]).await?.iter().map(record).collect()
    }
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
