//! Prelist: the numbered households of one desa that TKSK and PSM verify. R14–R16, domain §2.3.

use crate::error::DocumentError;
use crate::press::{Pdf, Promise, Template, print};
use crate::sheet::{Letterhead, Locality, Paper, Stamp, check_sha256};
use domain::civil_registry::SiakCode;
use domain::identification::Category;
use serde::{Serialize, Serializer};

const TEMPLATE: Template = Template { name: "prelist.typ", text: include_str!("../templates/prelist.typ") };

/// Data of a prelist. Landscape, untagged: it is printed for every desa.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Prelist {
    /// The office that answers for it.
    pub letterhead: Letterhead,
    /// Number, date, place, checkpoint, link to the list.
    pub stamp: Stamp,
    /// The desa.
    pub locality: Locality,
    /// Version of the frozen list.
    pub version: u32,
    /// SHA-256 of the frozen list, when it is frozen; a list without one prints as a draft.
    pub sha256: Option<String>,
    /// Households in the order of their numbers.
    pub rows: Vec<PrelistRow>,
}

/// One household.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PrelistRow {
    /// Nomor urut rumah tangga, item 7 of Blok I.
    pub no: u32,
    /// Household id.
    pub id: String,
    /// Head of the household.
    pub head_name: String,
    /// Padukuhan or dusun, kind included; rows of one hamlet stand together under its name.
    pub hamlet: Option<String>,
    /// Address.
    pub address: String,
    /// Rukun tetangga.
    pub rt: Option<u16>,
    /// Rukun warga.
    pub rw: Option<u16>,
    /// Category. R11–R13.
    #[serde(serialize_with = "category")]
    pub category: Category,
    /// Civil registry answer for the head. R10.
    #[serde(serialize_with = "siak")]
    pub siak: SiakCode,
    /// What differs from the register, in words.
    pub changed: Vec<String>,
}

fn category<S: Serializer>(category: &Category, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(category_label(*category))
}

fn siak<S: Serializer>(code: &SiakCode, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(code.code())
}

/// The words on paper for a category.
pub(crate) fn category_label(category: Category) -> &'static str {
    match category {
        Category::New => "Baru",
        Category::KnownUnchanged => "Lama, tetap",
        Category::KnownChanged => "Lama, berubah",
    }
}

/// Prints a prelist.
pub fn prelist(data: &Prelist, paper: Paper) -> Result<Pdf, DocumentError> {
    #[derive(Serialize)]
    struct Printed<'a> {
        #[serde(flatten)]
        data: &'a Prelist,
        counts: Vec<(&'static str, usize)>,
    }
    if let Some(sha256) = &data.sha256 {
        check_sha256("sha256", sha256)?;
    }
    let counts = Category::ALL
        .into_iter()
        .map(|c| (category_label(c), data.rows.iter().filter(|r| r.category == c).count()))
        .collect();
    print(&TEMPLATE, &Printed { data, counts }, paper, Promise::Mass)
}
