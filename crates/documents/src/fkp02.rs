//! PBDK2016.FKP.02: new households, never more than FKP.01 found better off. R60–R66.

use crate::date;
use crate::error::DocumentError;
use crate::press::{Pdf, Promise, Template, print};
use crate::qr::Link;
use crate::sheet::{Letterhead, Locality, Paper, Stamp};
use domain::Date;
use serde::Serialize;

const TEMPLATE: Template = Template { name: "fkp02.typ", text: include_str!("../templates/fkp02.typ") };

/// Data of a blank form. Each row's QR is `stamp.link/no`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fkp02 {
    /// The office that answers for it.
    pub letterhead: Letterhead,
    /// Number of the form, day of issue, checkpoint, link. R59.
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
    /// Number of the FKP.01 set it belongs to, whose code 2 is its quota. R61.
    pub fkp01_number: String,
    /// Blank rows.
    pub blank_rows: u16,
}

/// Prints a blank form.
pub fn fkp02(data: &Fkp02, paper: Paper) -> Result<Pdf, DocumentError> {
    #[derive(Serialize)]
    struct Printed<'a> {
        #[serde(flatten)]
        data: &'a Fkp02,
        row_links: Vec<Link>,
    }
    let row_links = (1..=data.blank_rows).map(|no| data.stamp.link.part(no)).collect::<Result<_, _>>()?;
    print(&TEMPLATE, &Printed { data, row_links }, paper, Promise::Mass)
}
