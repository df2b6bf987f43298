//! What all documents share: paper, letterhead, stamp, place, signature.

use crate::date;
use crate::error::DocumentError;
use crate::qr::Link;
use domain::Date;
use serde::Serialize;

/// Paper size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 215 × 330 mm, the folio of Indonesian offices.
    F4,
    /// 215.9 × 355.6 mm.
    Legal,
}

/// Width and height in millimetres, upright.
#[derive(Clone, Copy, Serialize)]
pub(crate) struct Size {
    width_mm: f64,
    height_mm: f64,
}

impl Paper {
    pub(crate) fn size(self) -> Size {
        let (width_mm, height_mm) = match self {
            Self::A4 => (210.0, 297.0),
            Self::F4 => (215.0, 330.0),
            Self::Legal => (215.9, 355.6),
        };
        Size { width_mm, height_mm }
    }
}

/// Kop surat: who writes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Letterhead {
    /// `Pemerintah Kabupaten …`; printed in capitals.
    pub government: String,
    /// The office: `Dinas Sosial …`; printed in capitals.
    pub office: String,
    /// Street, town, postcode.
    pub address: String,
    /// Telephone, e-mail.
    pub contact: Option<String>,
}

/// What the foot of every page says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stamp {
    /// Number of the document.
    pub number: String,
    /// Date of the document; no clock is read.
    #[serde(serialize_with = "date::spelled")]
    pub date: Date,
    /// Where it was made, as in `Karangrejo, 14 Februari 2017`.
    pub place: String,
    /// Short hash of the event chain's last checkpoint (design D2).
    pub checkpoint: Option<String>,
    /// Where the QR leads.
    pub link: Link,
}

/// The area a form is about. Kinds are part of the names, because the local word differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Locality {
    /// Province without a kind.
    pub provinsi: String,
    /// `Kabupaten …` or `Kota …`.
    pub kabupaten: String,
    /// Kecamatan without a kind.
    pub kecamatan: String,
    /// `Desa …`, `Kelurahan …`.
    pub desa: String,
    /// Kemendagri code of the desa, with dots.
    pub desa_code: String,
    /// `Padukuhan …`, `Dusun …`, when the form is about one.
    pub hamlet: Option<String>,
}

/// Who signs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Signatory {
    /// In which role, with the comma the office writes: `Dukuh Ngerboh,`.
    pub role: String,
    /// The name; `None` leaves a line.
    pub name: Option<String>,
    /// A line under the name, e.g. `NIP 19…`.
    pub detail: Option<String>,
}

/// A SHA-256 is 64 hexadecimal digits; anything else on paper would prove nothing.
pub(crate) fn check_sha256(what: &'static str, text: &str) -> Result<(), DocumentError> {
    if text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Ok(());
    }
    let why = format!("a SHA-256 has 64 hexadecimal digits; this text has {} characters", text.chars().count());
    Err(DocumentError::Contradiction { what, why })
}
