//! The eight codes of column (06) and their order of precedence. R47–R55, R73.

use std::fmt;

/// What the meeting found of a household: column (06), one code of 1–8. R47–R55.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Finding {
    /// 1 Ada, status kesejahteraan tetap: still poor, or poorer. R48.
    StillPoor,
    /// 2 Ada, status kesejahteraan berubah: risen, regarded as no longer belonging on the list. R49.
    Improved,
    /// 3 Ganti KRT: another member is head now. R50.
    HeadReplaced,
    /// 4 Pindah: no longer resident of the hamlet. R51.
    Moved,
    /// 5 Meninggal: the head and every member have died. R52.
    Deceased,
    /// 6 Berubah jumlah/komposisi ART. R53.
    CompositionChanged,
    /// 7 Baru: only on FKP.02. R54.
    New,
    /// 8 Tidak dikenal. R55.
    Unknown,
}

impl Finding {
    /// Every code, 1 to 8.
    pub const ALL: [Self; 8] = [
        Self::StillPoor,
        Self::Improved,
        Self::HeadReplaced,
        Self::Moved,
        Self::Deceased,
        Self::CompositionChanged,
        Self::New,
        Self::Unknown,
    ];

    /// The number circled on paper, 1–8.
    #[must_use]
    pub fn code(self) -> u8 {
        self as u8 + 1
    }

    /// From the number circled on paper.
    #[must_use]
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.code() == code)
    }

    /// The words beside the number on the form.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::StillPoor => "Ada, status kesejahteraan tetap",
            Self::Improved => "Ada, status kesejahteraan berubah",
            Self::HeadReplaced => "Ganti kepala rumah tangga",
            Self::Moved => "Pindah",
            Self::Deceased => "Meninggal",
            Self::CompositionChanged => "Berubah jumlah/komposisi ART",
            Self::New => "Baru",
            Self::Unknown => "Tidak dikenal",
        }
    }

    /// When to circle it, as the guideline says, with the question that prevents the usual mistake.
    #[must_use]
    pub fn guidance(self) -> &'static str {
        match self {
            Self::StillPoor => "Masih tetap miskin atau bertambah miskin. Bila memburuk, tetap kode 1, bukan 2.",
            Self::Improved => {
                "Perekonomian meningkat dan dianggap tidak masuk daftar. Membaik, tidak layak masuk daftar?"
            }
            Self::HeadReplaced => "KRT yang tercatat sudah digantikan anggota rumah tangga lain.",
            Self::Moved => "Sudah pindah dan tidak lagi menjadi warga padukuhan.",
            Self::Deceased => "KRT dan semua ART sudah meninggal. Bila masih ada yang hidup: kode 3 atau 6.",
            Self::CompositionChanged => "Sebagian anggota pindah, datang, lahir atau meninggal.",
            Self::New => "Hanya untuk rumah tangga baru di FKP.02.",
            Self::Unknown => "Rumah tangga tidak dikenal di padukuhan ini.",
        }
    }

    /// Whether the code may stand on FKP.01. R54.
    #[must_use]
    pub fn allowed_on_fkp01(self) -> bool {
        match self {
            Self::New => false,
            Self::StillPoor
            | Self::Improved
            | Self::HeadReplaced
            | Self::Moved
            | Self::Deceased
            | Self::CompositionChanged
            | Self::Unknown => true,
        }
    }

    /// Whether an enumerator visits the house. R73.
    #[must_use]
    pub fn needs_visit(self) -> bool {
        match self {
            Self::Improved | Self::HeadReplaced | Self::CompositionChanged | Self::New => true,
            Self::StillPoor | Self::Moved | Self::Deceased | Self::Unknown => false,
        }
    }

    /// Whether remedy b looks at the household again: it may be better off than a proposed one. R64.
    #[must_use]
    pub fn may_be_better_off(self) -> bool {
        match self {
            Self::StillPoor | Self::HeadReplaced | Self::CompositionChanged => true,
            Self::Improved | Self::Moved | Self::Deceased | Self::New | Self::Unknown => false,
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_stands_where_the_form_allows_it_and_nowhere_else() {
        // R48, R49, R50, R51, R53, R54, R55, R73
        for finding in Finding::ALL {
            assert_eq!(Finding::from_code(finding.code()), Some(finding));
            assert_eq!(finding.allowed_on_fkp01(), finding.code() != 7, "code {finding}");
            assert_eq!(finding.needs_visit(), [2, 3, 6, 7].contains(&finding.code()), "code {finding}");
        }
        assert_eq!(Finding::from_code(0), None);
        assert_eq!(Finding::from_code(9), None);
        assert!(Finding::StillPoor.guidance().contains("bertambah miskin"), "a fall is code 1, never 2");
        assert!(Finding::Improved.guidance().contains("meningkat"));
    }
}
