//! PBDK2016.FKP.01: the list read out row by row in a hamlet meeting. R39–R58.
//!
//! Eight columns; (01)–(05) are prefilled and never altered (R40–R44), (06) holds the codes
//! to circle (R47), (07) the explanation (R56), (08) the asisten fasilitator's check (R57).
//! Changes go to the *catatan tersendiri* at the end (R45). No NIK: domain §9.2.

use crate::date;
use crate::error::DocumentError;
use crate::press::{Pdf, Promise, Template, print};
use crate::qr::Link;
use crate::sheet::{Letterhead, Locality, Paper, Stamp};
use domain::Date;
use domain::deliberation::Finding;
use serde::{Serialize, Serializer};

const TEMPLATE: Template = Template { name: "fkp01.typ", text: include_str!("../templates/fkp01.typ") };

/// Data of one form set. `stamp.number` names the set; each row's QR is `stamp.link/no`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fkp01 {
    /// The office that answers for it.
    pub letterhead: Letterhead,
    /// Number of the form set, day of issue, checkpoint, link. R59.
    pub stamp: Stamp,
    /// SHA-256 of the form set as it was issued, short, at the foot of every page. R59.
    pub set_hash: Option<String>,
    /// Desa and hamlet.
    pub locality: Locality,
    /// Stage (tahap) of the meeting. R76.
    pub stage: u8,
    /// Day of the meeting; `None` leaves a line.
    #[serde(serialize_with = "date::spelled_option")]
    pub meeting_date: Option<Date>,
    /// The households, in the order of their numbers.
    pub rows: Vec<Fkp01Row>,
    /// Blank lines of the catatan tersendiri. R45.
    pub note_lines: u16,
}

/// One household. What the meeting has not written yet stays `None`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fkp01Row {
    /// Place on the form, from 1.
    pub no: u32,
    /// Column (01): nomor RTS.
    pub rts: String,
    /// Column (02): head of the household.
    pub head_name: String,
    /// Column (03): the other members.
    pub member_names: Vec<String>,
    /// Column (04): number of members, head included; `None` when the register does not say.
    pub member_count: Option<u32>,
    /// Column (05): full address.
    pub address: String,
    /// Column (06), for a copy of a filled form.
    #[serde(serialize_with = "code")]
    pub finding: Option<Finding>,
    /// Column (07), for a copy of a filled form.
    pub remark: Option<String>,
    /// Column (08), for a copy of a filled form.
    pub checked: bool,
}

/// A code with its words, for the key on the form.
#[derive(Serialize)]
pub(crate) struct Code {
    pub(crate) code: u8,
    pub(crate) label: &'static str,
    pub(crate) guidance: &'static str,
    pub(crate) here: bool,
}

impl Code {
    pub(crate) fn all() -> Vec<Self> {
        Finding::ALL
            .into_iter()
            .map(|f| Self { code: f.code(), label: f.label(), guidance: f.guidance(), here: f.allowed_on_fkp01() })
            .collect()
    }
}

fn code<S: Serializer>(finding: &Option<Finding>, s: S) -> Result<S::Ok, S::Error> {
    finding.map(Finding::code).serialize(s)
}

/// Prints a form set.
pub fn fkp01(data: &Fkp01, paper: Paper) -> Result<Pdf, DocumentError> {
    #[derive(Serialize)]
    struct Printed<'a> {
        #[serde(flatten)]
        data: &'a Fkp01,
        row_links: Vec<Link>,
        codes: Vec<Code>,
    }
    if let Some(row) = data.rows.iter().find(|r| r.finding.is_some_and(|f| !f.allowed_on_fkp01())) {
        return Err(DocumentError::Contradiction {
            what: "column (06)",
            why: format!("row {} carries code 7, which belongs to FKP.02 only (R54)", row.no),
        });
    }
    let row_links = data.rows.iter().map(|r| data.stamp.link.part(r.no)).collect::<Result<_, _>>()?;
    print(&TEMPLATE, &Printed { data, row_links, codes: Code::all() }, paper, Promise::Mass)
}
