//! The facts a rule may name, where the register has them, and when a question does not apply. Domain §4.2.

use super::evaluate::{Case, Truth};
use crate::household::Member;
use crate::person::Sex;
use crate::questionnaire::{Answers, Codes, Item, Subject};
use std::collections::BTreeMap;

/// Whose fact it is: the letter before the dot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// `h`
    Household,
    /// `k`
    Family,
    /// `p`
    Person,
}

/// Whether a fact is a number or a yes/no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactKind {
    /// Compared with numbers or code lists.
    Number,
    /// Stands by itself.
    YesNo,
}

codes! {
    /// A fact that the questionnaire does not ask. It is unknown until an office states it.
    pub enum ExternalFact {
        /// Anak yatim, piatu atau yatim piatu.
        Orphan = "yatim_piatu",
        /// Peserta didik berkebutuhan khusus.
        SpecialNeeds = "berkebutuhan_khusus",
        /// Orang tua di lembaga pemasyarakatan.
        ParentInPrison = "ortu_narapidana",
        /// Korban bencana alam atau konflik.
        DisasterVictim = "korban_bencana",
        /// Peserta Paket A, B atau C.
        PackageCourse = "peserta_paket",
        /// Pensiunan PNS, TNI atau Polri, sendiri atau pasangannya.
        StatePensioner = "pensiunan_negara",
    }
}

impl ExternalFact {
    /// What it means, in Indonesian.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Orphan => "anak yatim, piatu atau yatim piatu",
            Self::SpecialNeeds => "peserta didik berkebutuhan khusus",
            Self::ParentInPrison => "orang tua di lembaga pemasyarakatan",
            Self::DisasterVictim => "korban bencana alam atau konflik",
            Self::PackageCourse => "peserta Paket A, B atau C",
            Self::StatePensioner => "pensiunan PNS, TNI atau Polri, sendiri atau pasangannya",
        }
    }
}

/// Facts outside the questionnaire, stated by an office, by member number.
pub type Declared = BTreeMap<(u16, ExternalFact), bool>;

/// A fact a rule may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// `h.desil`
    Decile,
    /// `h.persentil`
    Percentile,
    /// `h.jumlah_art`: members who live in the household.
    HouseholdSize,
    /// `h.jumlah_keluarga`
    FamilyCount,
    /// `k.anggota`: members of the family who live in the household.
    FamilySize,
    /// `p.umur`: completed years on the day of the list.
    Age,
    /// `p.jk`: 1 male, 2 female.
    SexCode,
    /// `p.status_kawin`
    MaritalCode,
    /// `p.hub_krt`
    RelationCode,
    /// `p.hub_kk`
    FamilyRelationCode,
    /// `p.nik_sah`: a valid NIK is written.
    NikValid,
    /// `p.kk_sah`: a valid No. KK is written.
    NoKkValid,
    /// An item of the questionnaire, by its column name.
    Item(Item),
    /// A fact the questionnaire does not ask.
    External(ExternalFact),
}

/// What is known of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Number {
    /// It lies between these; equal when known exactly.
    Between(i64, i64),
    /// The question does not arise (an infant's school level); no comparison holds.
    NotAsked,
}

impl Number {
    pub(super) const UNKNOWN: Self = Self::Between(i64::MIN, i64::MAX);
    pub(super) fn exactly(number: impl Into<i64>) -> Self {
        let number = number.into();
        Self::Between(number, number)
    }
    fn known(number: Option<impl Into<i64>>) -> Self {
        number.map_or(Self::UNKNOWN, Self::exactly)
    }
}

impl Fact {
    /// The fact a rule means by `scope.name`.
    #[must_use]
    pub fn named(scope: Scope, name: &str) -> Option<Self> {
        match (scope, name) {
            (Scope::Household, "desil") => Some(Self::Decile),
            (Scope::Household, "persentil") => Some(Self::Percentile),
            (Scope::Household, "jumlah_art") => Some(Self::HouseholdSize),
            (Scope::Household, "jumlah_keluarga") => Some(Self::FamilyCount),
            (Scope::Household, "percentile") => None,
            (Scope::Household, column) => item(Subject::Household, column),
            (Scope::Family, "anggota") => Some(Self::FamilySize),
            (Scope::Family, _) => None,
            (Scope::Person, "umur") => Some(Self::Age),
            (Scope::Person, "jk") => Some(Self::SexCode),
            (Scope::Person, "status_kawin") => Some(Self::MaritalCode),
            (Scope::Person, "hub_krt") => Some(Self::RelationCode),
            (Scope::Person, "hub_kk") => Some(Self::FamilyRelationCode),
            (Scope::Person, "nik_sah") => Some(Self::NikValid),
            (Scope::Person, "kk_sah") => Some(Self::NoKkValid),
            (Scope::Person, "hamil") => Some(Self::Item(Item::Pregnant)),
            (Scope::Person, "cacat") => Some(Self::Item(Item::Disability)),
            (Scope::Person, "sekolah") => Some(Self::Item(Item::Schooling)),
            (Scope::Person, column) => item(Subject::Member, column)
                .or_else(|| ExternalFact::ALL.iter().find(|f| f.code() == column).map(|f| Self::External(*f))),
        }
    }

    /// Number or yes/no.
    #[must_use]
    pub fn kind(self) -> FactKind {
        match self {
            Self::NikValid | Self::NoKkValid | Self::External(_) => FactKind::YesNo,
            Self::Item(item) if is_yes_no(item) => FactKind::YesNo,
            _ => FactKind::Number,
        }
    }

    pub(super) fn number(self, case: &Case<'_>, person: Option<&Member>) -> Number {
        match (self, person) {
            (Self::Decile, _) => Number::known(case.ranked.decile().map(|d| d.get())),
            (Self::Percentile, _) => Number::known(case.ranked.percentile().map(|p| p.get())),
            (Self::HouseholdSize, _) => Number::exactly(case.residents().count() as i64),
            (Self::FamilyCount, _) => Number::known(case.household.family_count),
            (Self::FamilySize, _) => case.family_size(),
            (Self::Item(item), _) if item.subject() == Subject::Household => {
                household_code(&case.household.answers, item)
            }
            (Self::Age, Some(p)) => Number::known(p.birth.age_on(case.today)),
            (Self::SexCode, Some(p)) => Number::known(p.sex.map(Sex::code)),
            (Self::MaritalCode, Some(p)) => Number::known(p.marital.map(|m| m.code())),
            (Self::RelationCode, Some(p)) => Number::known(p.relation.map(|r| r.code())),
            (Self::FamilyRelationCode, Some(p)) => Number::known(p.family_relation.map(|r| r.code())),
            (Self::Item(item), Some(p)) => member_code(p, item, case),
            _ => Number::UNKNOWN,
        }
    }

    pub(super) fn truth(self, case: &Case<'_>, person: Option<&Member>) -> Truth {
        match (self, person) {
            (Self::NikValid, Some(p)) => p.nik.is_some().into(),
            (Self::NoKkValid, Some(p)) => p.no_kk.is_some().into(),
            (Self::External(fact), Some(p)) => case.declared.get(&(p.no, fact)).copied().into(),
            (Self::Item(item), _) if item.subject() == Subject::Household => case.household.answers.yes(item).into(),
            (Self::Item(item), Some(p)) => match member_code(p, item, case) {
                Number::NotAsked => Truth::False,
                _ => p.answers.yes(item).into(),
            },
            _ => Truth::Unknown,
        }
    }
}

fn item(subject: Subject, column: &str) -> Option<Fact> {
    Item::from_column(column).filter(|item| item.subject() == subject).map(Fact::Item)
}

/// Yes/no items; a wall's condition is 1 good, 2 bad, and stays a number.
fn is_yes_no(item: Item) -> bool {
    match item.codes() {
        Codes::YesNo12 | Codes::YesNo34 => true,
        Codes::Range(1, 2) => item.subject() == Subject::Member,
        Codes::Range(..) => false,
    }
}

/// Raw code of a household's item; not asked where the question before it rules it out.
fn household_code(answers: &Answers, item: Item) -> Number {
    match answers.get(item) {
        Some(code) => Number::exactly(code),
        None if answers.rules_out(item) => Number::NotAsked,
        None => Number::UNKNOWN,
    }
}

/// Raw code of a member's item; not asked by age, sex or the question before it.
fn member_code(member: &Member, item: Item, case: &Case<'_>) -> Number {
    if let Some(code) = member.answers.get(item) {
        return Number::exactly(code);
    }
    let age = member.birth.age_on(case.today);
    let younger = |years: i16| age.is_some_and(|a| a < years);
    let not_asked = match item {
        Item::Pregnant => member.sex == Some(Sex::Male) || younger(10) || age.is_some_and(|a| a > 49),
        Item::Schooling | Item::Working => younger(5),
        Item::SchoolLevel | Item::SchoolGrade | Item::Diploma => {
            younger(5) || member.answers.get(Item::Schooling) == Some(0)
        }
        Item::WorkHours | Item::WorkField | Item::WorkStatus => {
            younger(5) || member.answers.yes(Item::Working) == Some(false)
        }
        _ => false,
    };
    if not_asked { Number::NotAsked } else { Number::UNKNOWN }
}
