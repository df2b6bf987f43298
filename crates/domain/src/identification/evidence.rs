//! The evidence that a linkage kernel collects about a registration, and its levels. Domain §5.1.
//!
//! Similarities that decide are integers (per mille): the same on every machine. The words of the
//! lists stand in stored evidence and are keys of texts; they stay when a case gets another name.

use super::ChangedField;
use crate::civil_registry::SiakCode;
use crate::code::Code;
use crate::id::{HouseholdId, RegistrationNumber};
use crate::registration::RegistrationKind;
use std::collections::BTreeSet;

/// A similarity in thousandths, 0–1000.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PerMille(pub u16);

impl PerMille {
    /// Complete agreement.
    pub const FULL: Self = Self(1000);
    /// Names at least this alike confirm an equal NIK (M1): 0.85.
    pub const NAME_CONFIRMS: Self = Self(850);
    /// Names at least this alike are evidence without a NIK (M3, M4): 0.92.
    pub const NAME_ALONE: Self = Self(920);
}

codes! {
    /// Whether a compared field agrees.
    pub enum Agreement {
        /// Both sides say the same.
        Same = "Same",
        /// One side says nothing: no evidence, and no change.
        Unknown = "Unknown",
        /// The sides differ.
        Differs = "Differs",
    }
}

impl Agreement {
    /// Compares two values that may be missing.
    #[must_use]
    pub fn of<T: PartialEq>(a: Option<T>, b: Option<T>) -> Self {
        match (a, b) {
            (Some(a), Some(b)) if a == b => Self::Same,
            (Some(_), Some(_)) => Self::Differs,
            (None, _) | (_, None) => Self::Unknown,
        }
    }
}

codes! {
    /// How a name differs in its writing.
    pub enum Spelling {
        /// Letter for letter the same (case and spacing aside).
        Identical = "Identical",
        /// The same name in another spelling: OE/U, titles, MOCH./MUHAMMAD, joined words, a slip of the pen.
        Variant = "Variant",
        /// Another name.
        Another = "Another",
        /// One side has no name.
        Missing = "Missing",
    }
}

/// Comparison of two names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameAgreement {
    /// Likeness after normalisation.
    pub similarity: PerMille,
    /// Whether the difference is one of spelling.
    pub spelling: Spelling,
    /// How rare the agreeing words are in this register: 0 common to all, 1000 unique.
    pub rarity: PerMille,
}

codes! {
    /// Comparison of two births. BDT 2015 has an age, not a date; the date inside the register's own
    /// NIK stands in for it, but never beside an equal NIK (it would count one fact twice).
    pub enum BirthAgreement {
        /// The same date.
        Equal = "Equal",
        /// Day and month exchanged.
        Swapped = "Swapped",
        /// One slip: a digit, a year or ten years more or less, a default day.
        Near = "Near",
        /// Only an age is known, and it fits within a year.
        AgeFits = "AgeFits",
        /// Nothing to compare.
        Unknown = "Unknown",
        /// Only an age is known, and it does not fit. Evidence against, but no changed date.
        AgeDiffers = "AgeDiffers",
        /// Different dates.
        Differs = "Differs",
    }
}

impl BirthAgreement {
    /// Equal as §5.1 means it: the same date, slips of the pen included.
    #[must_use]
    pub fn is_equal(self) -> bool {
        matches!(self, Self::Equal | Self::Swapped | Self::Near)
    }
}

codes! {
    /// Comparison of two NIK, with the civil registry as the authority between them. Domain §5.3.
    pub enum NikAgreement {
        /// The same number.
        Equal = "Equal",
        /// The registration's is missing or mistyped; the registry knows the person, and by that
        /// number the register's row is theirs.
        Bridged = "Bridged",
        /// Written on another member's row of the same household.
        SwappedInHousehold = "SwappedInHousehold",
        /// The register has none; the registration fills it in.
        Filled = "Filled",
        /// One digit or two exchanged digits apart, and the registry does not settle it for the register.
        Slip = "Slip",
        /// They differ, the registry confirms the registration's and does not know the register's.
        Corrected = "Corrected",
        /// The registration has none, and the registry does not help.
        Missing = "Missing",
        /// Different numbers.
        Differs = "Differs",
        /// Different numbers, and the registry knows both as two persons.
        OtherPerson = "OtherPerson",
    }
}

impl NikAgreement {
    /// Whether both rows carry one person's number (as written, or as the registry has it).
    #[must_use]
    pub fn is_same(self) -> bool {
        match self {
            Self::Equal | Self::Bridged => true,
            Self::SwappedInHousehold
            | Self::Filled
            | Self::Corrected
            | Self::Slip
            | Self::Missing
            | Self::Differs
            | Self::OtherPerson => false,
        }
    }
    /// Whether the register's number would change.
    #[must_use]
    pub fn is_change(self) -> bool {
        match self {
            Self::Filled | Self::Slip | Self::Corrected | Self::Differs | Self::OtherPerson => true,
            Self::Equal | Self::Bridged | Self::SwappedInHousehold | Self::Missing => false,
        }
    }
}

codes! {
    /// What the other members of two households, and their dwelling, say about one pair of persons.
    /// Evidence of the household is the strongest lever where a number is missing.
    pub enum Support {
        /// Nothing.
        None = "None",
        /// One other person agrees in name, sex and age, or the dwelling is the same.
        Weak = "Weak",
        /// One other and the dwelling agree so, or three others, or a family card.
        Strong = "Strong",
        /// Another member agrees certainly (M1).
        Certain = "Certain",
    }
}

codes! {
    /// What a comparison says, for a reader.
    pub enum Likeness {
        /// Both sides say the same.
        Same = "sama",
        /// They say nearly the same, or the registry settles it.
        Alike = "mirip",
        /// At least one side says nothing.
        Silent = "kosong",
        /// They differ.
        Differs = "beda",
    }
}

/// A comparison of one field.
pub trait Compared: Code {
    /// What it says, for a reader.
    fn likeness(self) -> Likeness;
}

impl Compared for Agreement {
    fn likeness(self) -> Likeness {
        match self {
            Self::Same => Likeness::Same,
            Self::Unknown => Likeness::Silent,
            Self::Differs => Likeness::Differs,
        }
    }
}

impl Compared for Spelling {
    fn likeness(self) -> Likeness {
        match self {
            Self::Identical => Likeness::Same,
            Self::Variant => Likeness::Alike,
            Self::Another => Likeness::Differs,
            Self::Missing => Likeness::Silent,
        }
    }
}

impl Compared for BirthAgreement {
    fn likeness(self) -> Likeness {
        match self {
            Self::Equal | Self::AgeFits => Likeness::Same,
            Self::Swapped | Self::Near => Likeness::Alike,
            Self::Unknown => Likeness::Silent,
            Self::AgeDiffers | Self::Differs => Likeness::Differs,
        }
    }
}

impl Compared for NikAgreement {
    fn likeness(self) -> Likeness {
        match self {
            Self::Equal => Likeness::Same,
            Self::Bridged | Self::SwappedInHousehold | Self::Slip => Likeness::Alike,
            Self::Filled | Self::Missing => Likeness::Silent,
            Self::Corrected | Self::Differs | Self::OtherPerson => Likeness::Differs,
        }
    }
}

impl Compared for Region {
    fn likeness(self) -> Likeness {
        match self {
            Self::SameDesa => Likeness::Same,
            Self::Unknown => Likeness::Silent,
            Self::OtherDesa | Self::OtherKabupaten => Likeness::Differs,
        }
    }
}

codes! {
    /// Level of evidence for a person. Domain §5.1, ordered from none to certain.
    pub enum PersonLevel {
        /// M0: no evidence.
        M0 = "M0",
        /// M2: equal NIK, but name and birth both differ: a conflict, never a match.
        M2 = "M2",
        /// M4: possible.
        M4 = "M4",
        /// M3: probable.
        M3 = "M3",
        /// M1: certain.
        M1 = "M1",
    }
}

/// One registered person beside one member of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonEvidence {
    /// Member of the registration.
    pub member_no: u16,
    /// Member of the register's household.
    pub register_no: u16,
    /// Names.
    pub name: NameAgreement,
    /// Births.
    pub birth: BirthAgreement,
    /// NIK.
    pub nik: NikAgreement,
    /// Sex.
    pub sex: Agreement,
    /// Marital status.
    pub marital: Agreement,
    /// Relation to the head of the household.
    pub relation: Agreement,
    /// The registration's relation beside the register's relation to the head of the family: what
    /// counts where one family card of several was registered alone.
    pub family_relation: Agreement,
    /// Mother's name.
    pub mother: Agreement,
    /// What the rest of the two households says.
    pub support: Support,
    /// Whether both live in one desa.
    pub same_desa: bool,
    /// The register's spelling of the name, and the one to propose, when they are variants.
    pub correction: Option<(String, String)>,
}

impl PersonEvidence {
    /// The level of domain §5.1.
    #[must_use]
    pub fn level(&self) -> PersonLevel {
        let inside = self.support == Support::Certain;
        match self.nik {
            NikAgreement::Equal | NikAgreement::Bridged => {
                // a couple's dates may be near each other: without the name only the same date confirms
                let same_date = matches!(self.birth, BirthAgreement::Equal | BirthAgreement::Swapped)
                    && self.sex != Agreement::Differs;
                if self.name.similarity >= PerMille::NAME_CONFIRMS || same_date {
                    PersonLevel::M1
                } else if (inside || self.name.spelling != Spelling::Another)
                    && self.birth_fits()
                    && self.sex == Agreement::Same
                {
                    // a dropped word, an empty name, or a changed name in a household whose other
                    // members agree: with age and sex fitting, not a stolen number
                    PersonLevel::M3
                } else {
                    PersonLevel::M2
                }
            }
            NikAgreement::OtherPerson => PersonLevel::M0,
            // one slip apart is nearly the same number: with name, sex and age it stands alone
            NikAgreement::Slip if self.likely() => PersonLevel::M3,
            NikAgreement::Filled | NikAgreement::Missing | NikAgreement::SwappedInHousehold if self.likely() => {
                if self.support >= Support::Strong || self.birth == BirthAgreement::Equal {
                    PersonLevel::M3
                } else if self.support == Support::Weak || (self.same_desa && self.mother == Agreement::Same) {
                    PersonLevel::M4
                } else {
                    PersonLevel::M0
                }
            }
            NikAgreement::Slip
            | NikAgreement::Filled
            | NikAgreement::Missing
            | NikAgreement::SwappedInHousehold
            | NikAgreement::Corrected
            | NikAgreement::Differs => {
                // inside a household that is certain, a slip in the name or the age is forgiven,
                // and so are numbers that contradict each other
                if inside && self.likely_inside() {
                    PersonLevel::M3
                } else if self.number_says_nothing() && self.plausible() && self.support >= Support::Weak {
                    PersonLevel::M4
                } else {
                    PersonLevel::M0
                }
            }
        }
    }

    /// Whether the numbers neither agree nor contradict each other.
    #[must_use]
    pub fn number_says_nothing(&self) -> bool {
        matches!(
            self.nik,
            NikAgreement::Filled | NikAgreement::Missing | NikAgreement::SwappedInHousehold | NikAgreement::Slip
        )
    }

    /// Whether name, sex and birth fit but for one slip in the name: enough to look, not to link.
    fn plausible(&self) -> bool {
        self.name.similarity >= PerMille::NAME_CONFIRMS && self.sex != Agreement::Differs && self.birth_fits()
    }

    /// Whether name, sex and birth fit well enough to be evidence without a number.
    #[must_use]
    pub fn likely(&self) -> bool {
        self.name.similarity >= PerMille::NAME_ALONE && self.sex != Agreement::Differs && self.birth_fits()
    }

    fn likely_inside(&self) -> bool {
        let name = self.name.similarity >= PerMille::NAME_CONFIRMS || self.name.spelling == Spelling::Variant;
        let unnamed = self.name.spelling == Spelling::Missing && self.relation == Agreement::Same;
        let birth = self.birth_fits() || self.birth == BirthAgreement::Unknown;
        let exact_name = self.name.similarity == PerMille::FULL;
        match (name || unnamed, birth, self.sex) {
            (true, true, Agreement::Same | Agreement::Unknown) => true,
            // one of sex and birth may be miswritten when the name is exact
            (_, true, Agreement::Differs) | (_, false, Agreement::Same) => exact_name,
            (false, true, _) | (true | false, false, _) => false,
        }
    }

    fn birth_fits(&self) -> bool {
        self.birth.is_equal() || self.birth == BirthAgreement::AgeFits
    }

    /// Compared fields of this person that differ, the relation aside. Domain §5.2.
    #[must_use]
    pub fn changed(&self) -> BTreeSet<ChangedField> {
        let mut changed = BTreeSet::new();
        if self.nik.is_change() {
            changed.insert(ChangedField::Nik);
        }
        if self.name.spelling == Spelling::Another {
            changed.insert(ChangedField::Name);
        }
        if self.birth == BirthAgreement::Differs || self.birth == BirthAgreement::Near {
            changed.insert(ChangedField::BirthDate);
        }
        for (agreement, field) in [(self.sex, ChangedField::Sex), (self.marital, ChangedField::Marital)] {
            if agreement == Agreement::Differs {
                changed.insert(field);
            }
        }
        changed
    }
}

codes! {
    /// Where the register's household lives, seen from the registration.
    pub enum Region {
        /// In the same desa.
        SameDesa = "SameDesa",
        /// In another desa of the kabupaten.
        OtherDesa = "OtherDesa",
        /// In another kabupaten or kota.
        OtherKabupaten = "OtherKabupaten",
        /// One side's desa is unknown.
        Unknown = "Unknown",
    }
}

codes! {
    /// Level of evidence for a household. Domain §5.1.
    pub enum HouseholdLevel {
        /// Nobody agrees.
        None = "TIDAK_ADA",
        /// Somebody agrees, not enough.
        Possible = "MUNGKIN",
        /// The head, or half of the registered, agree at M1 or M3; and not one person alone while
        /// all others differ.
        Probable = "BESAR_KEMUNGKINAN",
        /// The head, or half of the registered, agree at M1.
        Certain = "PASTI",
    }
}

/// One household of the register beside the registration, members assigned one to one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The register's household.
    pub household: HouseholdId,
    /// Members that agree (M1, M3 or M4), by member number.
    pub members: Vec<PersonEvidence>,
    /// Members that share a NIK and nothing else (M2).
    pub conflicts: Vec<PersonEvidence>,
    /// Number of registered members.
    pub registered: u16,
    /// The registration's head.
    pub head: Option<u16>,
    /// The register's head.
    pub register_head: Option<u16>,
    /// Registered members without a partner here.
    pub only_registered: Vec<u16>,
    /// Members of the register without a partner.
    pub only_register: Vec<u16>,
    /// Of those, the ones the civil registry records as dead.
    pub dead: Vec<u16>,
    /// Of those, the ones whom another registration of the same dwelling brings. T11.
    pub elsewhere: Vec<u16>,
    /// What differs for those: the household has one row, so its changes are counted together.
    pub changed_elsewhere: BTreeSet<ChangedField>,
    /// Region.
    pub region: Region,
    /// Whether the civil registry has the matched people in the registration's kabupaten: `Unknown`
    /// when it says nothing of them.
    pub residence: Agreement,
    /// Address below the desa.
    pub address: Agreement,
    /// Set of family cards.
    pub family_card: Agreement,
    /// Number of families registered: one for each family card. `None` when a card is unknown.
    pub registered_families: Option<u8>,
    /// Number of families in the register.
    pub register_families: Option<u8>,
    /// The register's other id of the same household, if it stands there twice.
    pub twin: Option<HouseholdId>,
    /// How much each field spoke for or against, where the kernel weighed it; empty where it only judged.
    pub weights: Vec<FieldWeight>,
}

/// How much one field spoke for (positive) or against (negative) two rows being one. It explains
/// a candidate to the reviewer; [`super::decide()`] never reads it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldWeight {
    /// Member of the registration it is about; `None` = the household as a whole.
    pub member_no: Option<u16>,
    /// Name of the field or of the group of fields that count as one piece of evidence: `nik`, `nama` …
    pub field: String,
    /// Weight in thousandths of a bit: 1000 doubles the odds, −1000 halves them.
    pub bits_milli: i32,
}

impl Candidate {
    /// The level of domain §5.1.
    #[must_use]
    pub fn level(&self) -> HouseholdLevel {
        let count = |from: PersonLevel| self.members.iter().filter(|m| m.level() >= from).count();
        let head = self.head_evidence().map_or(PersonLevel::M0, PersonEvidence::level);
        let half = |n: usize| n * 2 >= usize::from(self.registered.max(1)) && n > 0;
        // one person without an equal number is not a household, when on both sides the others differ
        let lonely = self.members.len() == 1 && !self.only_registered.is_empty() && !self.only_register.is_empty();
        if head == PersonLevel::M1 || half(count(PersonLevel::M1)) {
            HouseholdLevel::Certain
        } else if !lonely && (head == PersonLevel::M3 || half(count(PersonLevel::M3))) {
            HouseholdLevel::Probable
        } else if self.members.is_empty() {
            HouseholdLevel::None
        } else {
            HouseholdLevel::Possible
        }
    }

    /// Evidence of the registration's head, if they have a partner here.
    #[must_use]
    pub fn head_evidence(&self) -> Option<&PersonEvidence> {
        self.members.iter().find(|m| Some(m.member_no) == self.head)
    }

    /// Whether the register's head is among the matched.
    #[must_use]
    pub fn holds_register_head(&self) -> bool {
        self.register_head.is_some_and(|head| self.members.iter().any(|m| m.register_no == head))
    }

    /// Compared fields that differ between the household and the registration. Domain §5.2.
    #[must_use]
    pub fn changed(&self) -> BTreeSet<ChangedField> {
        let mut changed: BTreeSet<_> = self.members.iter().flat_map(PersonEvidence::changed).collect();
        changed.extend(&self.changed_elsewhere);
        let head_stays = self.head_evidence().is_some_and(|h| Some(h.register_no) == self.register_head);
        let head_registered_apart = self.register_head.is_some_and(|head| self.elsewhere.contains(&head));
        if self.head.is_some() && self.register_head.is_some() && !head_stays && !head_registered_apart {
            changed.insert(ChangedField::Head);
        }
        let relation = |m: &PersonEvidence| if head_registered_apart { m.family_relation } else { m.relation };
        if self.members.iter().any(|m| relation(m) == Agreement::Differs) {
            changed.insert(ChangedField::Relation);
        }
        let gone = self.only_register.iter().any(|no| !self.elsewhere.contains(no));
        if gone || !self.only_registered.is_empty() {
            changed.insert(ChangedField::Members);
        }
        if self.address == Agreement::Differs || matches!(self.region, Region::OtherDesa | Region::OtherKabupaten) {
            changed.insert(ChangedField::Address);
        }
        if self.family_card == Agreement::Differs {
            changed.insert(ChangedField::FamilyCard);
        }
        if Agreement::of(self.registered_families, self.register_families) == Agreement::Differs {
            changed.insert(ChangedField::FamilyCount);
        }
        changed
    }
}

/// One registered person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistrantEvidence {
    /// Member number.
    pub member_no: u16,
    /// The civil registry's answer. R10.
    pub siak: SiakCode,
}

/// A registration of the same household that came earlier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierRegistration {
    /// Its number.
    pub number: RegistrationNumber,
    /// What makes the two one household, in Indonesian.
    pub because: String,
}

/// A person who stands in another registration that is another household.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SharedPerson {
    /// Member here.
    pub member_no: u16,
    /// The other registration.
    pub other: RegistrationNumber,
}

/// Everything the decision needs about one registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseholdEvidence {
    /// Active or passive.
    pub kind: RegistrationKind,
    /// Whether any identity paper was shown. R5.
    pub identity_shown: bool,
    /// The registered persons.
    pub members: Vec<RegistrantEvidence>,
    /// Households of the register that may be this one, best first.
    pub candidates: Vec<Candidate>,
    /// An earlier registration of the same household.
    pub earlier: Option<EarlierRegistration>,
    /// An earlier registration, of another dwelling, that was linked to the same household of the register.
    pub claimed_by: Option<RegistrationNumber>,
    /// An earlier registration at the same address whose people are kin: perhaps one kitchen. T11.
    pub perhaps_with: Option<RegistrationNumber>,
    /// Persons who stand in registrations of other households.
    pub shared: Vec<SharedPerson>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words<C: Code>() -> String {
        C::ALL.iter().map(|case| case.code()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_words_of_stored_evidence_do_not_change() {
        assert_eq!(words::<Agreement>(), "Same Unknown Differs");
        assert_eq!(words::<Spelling>(), "Identical Variant Another Missing");
        assert_eq!(words::<BirthAgreement>(), "Equal Swapped Near AgeFits Unknown AgeDiffers Differs");
        assert_eq!(
            words::<NikAgreement>(),
            "Equal Bridged SwappedInHousehold Filled Slip Corrected Missing Differs OtherPerson"
        );
        assert_eq!(words::<Support>(), "None Weak Strong Certain");
        assert_eq!(words::<PersonLevel>(), "M0 M2 M4 M3 M1");
        assert_eq!(words::<Region>(), "SameDesa OtherDesa OtherKabupaten Unknown");
        assert_eq!(words::<HouseholdLevel>(), "TIDAK_ADA MUNGKIN BESAR_KEMUNGKINAN PASTI");
    }
}
