//! The household and its members: the one shape in which the register, a registration
//! and a questionnaire speak of people. Domain §4.1; a household shares a kitchen, a family a KK.

mod membership;

pub use membership::{HALF_YEAR_MONTHS, MembershipVerdict, Stay, StayFacts, counts_as_member};

use crate::area::AreaCode;
use crate::id::HouseholdId;
use crate::person::{Birth, MaritalStatus, Nik, NoKk, Relation, Sex};
use crate::questionnaire::{Answers, Item};

/// Where a household lives, below the desa.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Desa or kelurahan; `None` when the written code led nowhere.
    pub desa: Option<AreaCode>,
    /// Padukuhan or dusun, as written.
    pub hamlet: Option<String>,
    /// Rukun warga.
    pub rw: Option<u16>,
    /// Rukun tetangga.
    pub rt: Option<u16>,
    /// Street and number, as written.
    pub address: String,
}

/// One member of a household (ART), the head (KRT) included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Number in the household, from 1.
    pub no: u16,
    /// Name as written, trimmed. Empty when the cell was empty (reported by the importer).
    pub name: String,
    /// The NIK, when a valid one is written.
    pub nik: Option<Nik>,
    /// No. KK, when a valid one is written.
    pub no_kk: Option<NoKk>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Date of birth or age.
    pub birth: Birth,
    /// Marital status.
    pub marital: Option<MaritalStatus>,
    /// Relation to the head of the household (item 3).
    pub relation: Option<Relation>,
    /// Number of the family in the household (NUK, item 4), from 1.
    pub family_no: Option<u8>,
    /// Relation to the head of the family (item 5).
    pub family_relation: Option<Relation>,
    /// Mother's maiden name, where the source has it.
    pub mother: Option<String>,
    /// The remaining answers of Blok IV.
    pub answers: Answers,
}

/// Item 22 of those who count as members: 1 lives here, 4 new member. Domain §4.3.
const PRESENT: [i32; 2] = [1, 4];

impl Member {
    /// Whether they count as living in the household. Without an answer they do.
    #[must_use]
    pub fn is_present(&self) -> bool {
        self.answers.get(Item::Presence).is_none_or(|code| PRESENT.contains(&code))
    }

    /// A member of whom only the name is known; the rest is filled by the reader of the source.
    #[must_use]
    pub fn named(no: u16, name: impl Into<String>) -> Self {
        Self {
            no,
            name: name.into(),
            nik: None,
            no_kk: None,
            sex: None,
            birth: Birth::Unknown,
            marital: None,
            relation: None,
            family_no: None,
            family_relation: None,
            mother: None,
            answers: Answers::default(),
        }
    }
}

/// A household of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Household {
    /// Its id; for BDT 2015 the `IDBDT`.
    pub id: HouseholdId,
    /// Where it lives.
    pub place: Place,
    /// Stated number of members (Blok I item 9).
    pub member_count: Option<u16>,
    /// Stated number of families (Blok I item 10).
    pub family_count: Option<u8>,
    /// Answers of Blok III and V, and `Percentile`.
    pub answers: Answers,
    /// Members in the order of their numbers.
    pub members: Vec<Member>,
    /// File and row the household was read from (R1: every household keeps its origin).
    pub origin: Origin,
}

impl Household {
    /// The head of the household (KRT): the first member with relation 1. Rule R29.
    #[must_use]
    pub fn head(&self) -> Option<&Member> {
        head_of(&self.members)
    }

    /// Gives back what room its lists have left: those of a register are held long.
    pub fn shrink(&mut self) {
        self.answers.shrink();
        self.members.iter_mut().for_each(|member| member.answers.shrink());
        self.members.shrink_to_fit();
    }
}

/// The first member with relation 1.
#[must_use]
pub fn head_of(members: &[Member]) -> Option<&Member> {
    members.iter().find(|m| m.relation == Some(Relation::Head))
}

/// Where a record came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// Path inside the pack, e.g. `pendaftaran/3403012001.xlsx`.
    pub file: String,
    /// 1-based sheet row or physical line of its first row.
    pub row: u32,
}
