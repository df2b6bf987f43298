//! SK Bupati/Wali Kota: the decree that makes the verified households law. R18, R19, domain §2.3, §9.3.
//!
//! The body carries the SHA-256 of the annex's data file, so that a byte changed later shows.
//! The annex names and addresses (BNBA); it has no NIK.

use crate::date::words;
use crate::error::DocumentError;
use crate::prelist::category_label;
use crate::press::{Pdf, Promise, Template, print};
use crate::sheet::{Paper, Signatory, Stamp, check_sha256};
use domain::identification::Category;
use serde::{Serialize, Serializer};

const TEMPLATE: Template = Template { name: "decree.typ", text: include_str!("../templates/decree.typ") };

/// An annex of more rows than this is written without tags: they would make the file tens of megabytes.
pub const TAGGED_ROWS_MAX: usize = 600;

/// Data of a decree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Decree {
    /// `Pemerintah Kabupaten …`: the author in the file's metadata.
    pub government: String,
    /// `Bupati …` or `Wali Kota …`; printed in capitals.
    pub office: String,
    /// Province, with the word: `Provinsi …`.
    pub provinsi: String,
    /// Number, date, place, checkpoint, link.
    pub stamp: Stamp,
    /// What it is about, after TENTANG; printed in capitals.
    pub subject: String,
    /// Menimbang: why.
    pub considering: Vec<String>,
    /// Mengingat: on which law.
    pub in_view_of: Vec<String>,
    /// Memperhatikan: which minutes and reports.
    pub noting: Vec<String>,
    /// KESATU, KEDUA …: what is decided.
    pub decisions: Vec<String>,
    /// Who signs.
    pub signatory: Signatory,
    /// Salinan disampaikan kepada.
    pub copies: Vec<String>,
    /// Printed across the page as RANCANGAN until it is signed.
    pub draft: bool,
    /// The households.
    pub annex: Annex,
}

/// Lampiran: the households by name and address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Annex {
    /// Name of the data file the hash is of.
    pub file: String,
    /// Its SHA-256, 64 hexadecimal digits.
    pub sha256: String,
    /// One group per desa.
    pub groups: Vec<AnnexGroup>,
}

/// The households of one desa.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AnnexGroup {
    /// `Desa …, Kecamatan …`.
    pub area: String,
    /// Rows in order.
    pub rows: Vec<AnnexRow>,
}

/// One household.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AnnexRow {
    /// Number in the annex.
    pub no: u32,
    /// Head of the household.
    pub head_name: String,
    /// Address.
    pub address: String,
    /// Category.
    #[serde(serialize_with = "category")]
    pub category: Category,
}

fn category<S: Serializer>(category: &Category, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(category_label(*category))
}

/// `KESATU`, `KEDUA`, … `KEDUA BELAS`.
fn ordinal(n: u32) -> String {
    format!("KE{}", words(n).to_uppercase())
}

/// Prints a decree with its annex.
pub fn decree(data: &Decree, paper: Paper) -> Result<Pdf, DocumentError> {
    #[derive(Serialize)]
    struct Printed<'a> {
        #[serde(flatten)]
        data: &'a Decree,
        ordinals: Vec<String>,
        total: usize,
        counts: Vec<(&'static str, usize)>,
    }
    check_sha256("annex.sha256", &data.annex.sha256)?;
    let rows = || data.annex.groups.iter().flat_map(|g| &g.rows);
    let counts =
        Category::ALL.into_iter().map(|c| (category_label(c), rows().filter(|r| r.category == c).count())).collect();
    let total = rows().count();
    let ordinals = (1..).take(data.decisions.len()).map(ordinal).collect();
    let promise = if total > TAGGED_ROWS_MAX { Promise::Mass } else { Promise::Read };
    print(&TEMPLATE, &Printed { data, ordinals, total, counts }, paper, promise)
}

#[cfg(test)]
mod tests {
    use super::ordinal;

    #[test]
    fn decisions_are_counted_as_decrees_count_them() {
        assert_eq!(ordinal(1), "KESATU");
        assert_eq!(ordinal(5), "KELIMA");
        assert_eq!(ordinal(12), "KEDUA BELAS");
    }
}
