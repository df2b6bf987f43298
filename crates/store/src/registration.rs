//! Stage 1: registrations and the keys of the registered persons.

use crate::error::Result;
use crate::household::like;
use crate::record::{MemberRow, OriginRow, PlaceRow, area, date, head_name, known, nik_hash, no_kk_hash, opt, secret};
use crate::sql;
use crate::table::{REGISTRATION, REGISTRATION_MEMBER, REGISTRATION_PAST};
use crate::tx::{Reader, Record, Tx};
use domain::civil_registry::SiakCode;
use domain::id::RegistrationNumber;
use domain::person::{Nik, NoKk};
use domain::registration::{Registration, RegistrationKind};
use domain::round::CaseState;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Serialize, Deserialize)]
struct Body {
    officer: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    identity_shown: Option<String>,
    place: PlaceRow,
    members: Vec<MemberRow>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    note: Option<String>,
    origin: OriginRow,
}

/// What the office adds to a registration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filing {
    /// The import it came with; `None` when it was typed at the desk.
    pub import_id: Option<String>,
    /// Account that typed it.
    pub registered_by: Option<String>,
    /// When, in milliseconds since 1970 UTC.
    pub registered_at_ms: Option<i64>,
    /// Whether its case is still a draft; read only.
    pub is_draft: bool,
}

/// A registration as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistrationLine {
    /// Number.
    pub number: RegistrationNumber,
    /// Day, ISO.
    pub date: Option<String>,
    /// `AKTIF` or `PASIF`.
    pub kind: String,
    /// Desa, digits without dots.
    pub desa: String,
    /// Padukuhan.
    pub hamlet: Option<String>,
    /// Name of the head; `None` when empty or a child's.
    pub head_name: Option<String>,
    /// Persons registered.
    pub member_count: Option<i64>,
    /// State of its case.
    pub state: String,
    /// Category, once identified.
    pub category: Option<String>,
    /// Household linked or proposed, once identified.
    pub household: Option<String>,
}

/// The head's name for lists; `None` when empty or a child's.
#[must_use]
pub fn head_for_lists(r: &Registration) -> Option<String> {
    head_name(&r.members, r.date)
}

impl Tx {
    /// Writes a registration. With `new`, a number that exists is refused at commit.
    pub fn put_registration(&mut self, r: &Registration, filing: &Filing, new: bool) {
        let body = body_of(r);
        let row = vec![
            r.number.as_str().into(),
            filing.import_id.clone().into(),
            r.date.map(|d| d.to_string()).into(),
            r.kind.code().into(),
            r.desa.as_str().into(),
            r.place.hamlet.clone().into(),
            r.place.rw.map(i64::from).into(),
            r.place.rt.map(i64::from).into(),
            head_name(&r.members, r.date).into(),
            r.members.len().into(),
            r.musdes.clone().into(),
            filing.registered_by.clone().into(),
            filing.registered_at_ms.into(),
            r.origin.file.as_str().into(),
            i64::from(r.origin.row).into(),
            secret(&body),
        ];
        if new {
            self.insert(&REGISTRATION, row)
        } else {
            self.put(&REGISTRATION, row)
        }
        self.put_registered_members(r, &[]);
    }

    /// Keeps what a registration said before the import `by` replaced it.
    pub fn put_registration_past(&mut self, r: &Registration, import_id: Option<&str>, by: &str) {
        self.put(
            &REGISTRATION_PAST,
            vec![
                r.number.as_str().into(),
                by.into(),
                import_id.map(str::to_owned).into(),
                r.date.map(|d| d.to_string()).into(),
                r.kind.code().into(),
                r.desa.as_str().into(),
                r.musdes.clone().into(),
                secret(&body_of(r)),
            ],
        );
    }

    /// Forgets it again, when that import is taken back.
    pub fn delete_registration_past(&mut self, number: &RegistrationNumber, by: &str) {
        self.delete(&REGISTRATION_PAST, vec![number.as_str().into(), by.into()]);
    }

    /// Writes the look-up keys of a registration's members and their registry answers. R10.
    pub fn put_registered_members(&mut self, r: &Registration, siak: &[(u16, SiakCode)]) {
        for (position, member) in r.members.iter().enumerate() {
            let answer = siak.iter().find(|(no, _)| *no == member.no).map(|(_, code)| code.code());
            let row = vec![
                r.number.as_str().into(),
                (position + 1).into(),
                nik_hash(self.keys(), member.nik),
                no_kk_hash(self.keys(), member.no_kk),
                answer.into(),
            ];
            self.put(&REGISTRATION_MEMBER, row);
        }
    }
}

fn body_of(r: &Registration) -> Body {
    Body {
        officer: r.officer.clone(),
        identity_shown: r.identity_shown.clone(),
        place: (&r.place).into(),
        members: r.members.iter().map(Into::into).collect(),
        note: r.note.clone(),
        origin: (&r.origin).into(),
    }
}

impl Reader {
    /// What registrations said before an import replaced them, with the import that had brought them.
    pub async fn registrations_replaced_by(&mut self, by: &str) -> Result<Vec<(Registration, Option<String>)>> {
        let mut found = Vec::new();
        for row in self.all(&REGISTRATION_PAST).await? {
            if row.text("replaced_by")? == by {
                found.push((read_from(&row, row.body(&REGISTRATION_PAST)?)?, row.opt_text("import_id")?));
            }
        }
        Ok(found)
    }

    /// Numbers of the registrations that an import brought.
    pub async fn registrations_of_import(&mut self, import_id: &str) -> Result<Vec<RegistrationNumber>> {
        let rows = self.fetch(sql::REGISTRATION_OF_IMPORT, vec![import_id.into()]).await?;
        rows.iter().map(|r| Ok(RegistrationNumber::new(r.text("number")?))).collect()
    }

    /// Number of every registration, and whether it came in a file.
    pub async fn registration_numbers(&mut self) -> Result<BTreeMap<String, bool>> {
        let rows =
            self.read(sql::REGISTRATION_NUMBERS, vec![], |row| Ok((row.text("number")?, row.int("imported")? > 0)));
        Ok(rows.await?.into_iter().collect())
    }

    /// Every registration, by number.
    pub async fn registrations(&mut self) -> Result<Vec<Registration>> {
        let mut all: Vec<Registration> = self.read_all(&REGISTRATION, registration).await?;
        all.sort_by(|a, b| a.number.cmp(&b.number));
        Ok(all)
    }

    /// Every registration that was handed in, by number: a draft of the desk is none yet. (What came
    /// in a book and was found incomplete is identified with the rest.)
    pub async fn registrations_filed(&mut self) -> Result<Vec<Registration>> {
        let cases = self.cases().await?;
        let draft = |number: &str| cases.get(number).is_none_or(|c| c.state == CaseState::Draft);
        let mut filed = Vec::new();
        for row in self.all(&REGISTRATION).await? {
            if row.opt_text("import_id")?.is_some() || !draft(&row.text("number")?) {
                filed.push(registration(&row)?);
            }
        }
        filed.sort_by(|a, b| a.number.cmp(&b.number));
        Ok(filed)
    }

    /// One registration and its filing.
    pub async fn registration(&mut self, number: &RegistrationNumber) -> Result<Option<(Registration, Filing)>> {
        let Some(row) = self.one(&REGISTRATION, vec![number.as_str().into()]).await? else { return Ok(None) };
        let case = self.case(number.as_str()).await?;
        filed(&row, case.is_none_or(|c| c.state == CaseState::Draft)).map(Some)
    }

    /// Registrations in an area whose head's name or number holds `text`, with a category (empty: any).
    pub async fn registration_lines(
        &mut self,
        area: &str,
        text: &str,
        category: &str,
        offset: i64,
        limit: i64,
    ) -> Result<Vec<RegistrationLine>> {
        let args = vec![
            format!("{area}%").into(),
            format!("%{}%", like(&text.to_uppercase())).into(),
            category.into(),
            limit.into(),
            offset.into(),
        ];
        self.fetch(sql::REGISTRATION_LINES, args).await?.iter().map(line).collect()
    }

    /// How many [`Reader::registration_lines`] finds in all.
    pub async fn registration_count(&mut self, area: &str, text: &str, category: &str) -> Result<i64> {
        let args = vec![format!("{area}%").into(), format!("%{}%", like(&text.to_uppercase())).into(), category.into()];
        self.fetch_one(sql::REGISTRATION_COUNT, args).await?.map_or(Ok(0), |row| row.int("n"))
    }

    /// How many registrations a desa's book holds.
    pub async fn registrations_in_desa(&mut self, desa: &str) -> Result<i64> {
        self.fetch_one(sql::REGISTRATION_IN_DESA, vec![desa.into()]).await?.map_or(Ok(0), |row| row.int("n"))
    }

    /// Numbers of registrations that hold a person with this NIK.
    pub async fn registrations_with_nik(&mut self, nik: &Nik) -> Result<Vec<RegistrationNumber>> {
        let hash = self.keys().lookup("nik", nik.expose());
        let rows = self.fetch(sql::REGISTRATION_BY_NIK, vec![hash.into()]).await?;
        rows.iter().map(|r| Ok(RegistrationNumber::new(r.text("number")?))).collect()
    }

    /// Numbers of registrations that hold this family card.
    pub async fn registrations_with_no_kk(&mut self, no_kk: &NoKk) -> Result<Vec<RegistrationNumber>> {
        let hash = self.keys().lookup("no_kk", no_kk.expose());
        let rows = self.fetch(sql::REGISTRATION_BY_NO_KK, vec![hash.into()]).await?;
        rows.iter().map(|r| Ok(RegistrationNumber::new(r.text("number")?))).collect()
    }
}

/// A registration and its filing, from a row that has the columns of both.
pub(crate) fn filed(row: &Record, is_draft: bool) -> Result<(Registration, Filing)> {
    let filing = Filing {
        import_id: row.opt_text("import_id")?,
        registered_by: row.opt_text("registered_by")?,
        registered_at_ms: row.opt_int("registered_at")?,
        is_draft,
    };
    Ok((registration(row)?, filing))
}

fn registration(row: &Record) -> Result<Registration> {
    read_from(row, row.body(&REGISTRATION)?)
}

fn read_from(row: &Record, body: Body) -> Result<Registration> {
    Ok(Registration {
        number: RegistrationNumber::new(row.text("number")?),
        date: opt(row.opt_text("date")?, |d| date(&d))?,
        kind: known(RegistrationKind::from_code(&row.text("kind")?), "kind")?,
        officer: body.officer,
        identity_shown: body.identity_shown,
        musdes: row.opt_text("musdes")?,
        desa: area(&row.text("desa")?)?,
        place: body.place.place()?,
        members: body.members.into_iter().map(MemberRow::member).collect::<Result<_>>()?,
        note: body.note,
        origin: body.origin.into(),
    })
}

fn line(row: &Record) -> Result<RegistrationLine> {
    Ok(RegistrationLine {
        number: RegistrationNumber::new(row.text("number")?),
        date: row.opt_text("date")?,
        kind: row.text("kind")?,
        desa: row.text("desa")?,
        hamlet: row.opt_text("hamlet")?,
        head_name: row.opt_text("head_name")?,
        member_count: row.opt_int("member_count")?,
        state: row.text("state")?,
        category: row.opt_text("category")?,
        household: row.opt_text("household")?,
    })
}
