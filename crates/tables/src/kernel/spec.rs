//! What is compared: fields, their kinds, the groups that are one piece of evidence.

/// What a column holds, and so how it is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A whole name: words in any order, Indonesian spelling folded.
    PersonName,
    /// A given name.
    GivenName,
    /// A surname.
    Surname,
    /// A calendar date in any common writing.
    Date,
    /// An age in years.
    Age,
    /// A number or code that belongs to one person (passport, social security).
    Identifier,
    /// The Indonesian NIK: district, date of birth and sex, serial.
    Nik,
    /// The Indonesian family card number (No. KK).
    FamilyCard,
    /// Sex in any common writing.
    Sex,
    /// A place: a name or a nested area code.
    Place,
    /// A street address.
    Address,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// Any other text.
    Text,
    /// A number compared by size.
    Number,
    /// Latitude and longitude in degrees, compared by distance.
    Location,
}

impl Kind {
    /// Every kind, in the order of the help text.
    pub const ALL: [Self; 16] = [
        Self::PersonName,
        Self::GivenName,
        Self::Surname,
        Self::Date,
        Self::Age,
        Self::Identifier,
        Self::Nik,
        Self::FamilyCard,
        Self::Sex,
        Self::Place,
        Self::Address,
        Self::Phone,
        Self::Email,
        Self::Text,
        Self::Number,
        Self::Location,
    ];

    /// The word in a specification.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::PersonName => "person_name",
            Self::GivenName => "given_name",
            Self::Surname => "surname",
            Self::Date => "date",
            Self::Age => "age",
            Self::Identifier => "identifier",
            Self::Nik => "nik",
            Self::FamilyCard => "family_card",
            Self::Sex => "sex",
            Self::Place => "place",
            Self::Address => "address",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Text => "text",
            Self::Number => "number",
            Self::Location => "location",
        }
    }

    /// From the word in a specification.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// One compared field: a column on each side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Column of the first file.
    pub left: String,
    /// Column of the second file; the same as `left` within one file.
    pub right: String,
    /// How it is compared.
    pub kind: Kind,
    /// Fields with one group name are one piece of evidence: they are compared together.
    pub group: Option<String>,
}

/// A pair of column names, left and right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sides {
    /// Column of the first file.
    pub left: String,
    /// Column of the second file.
    pub right: String,
}

/// A whole specification: the fields, and the columns that name a record and its household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spec {
    /// The record's own id, unique in its file.
    pub id: Sides,
    /// The household, local to its file; `None` when records stand alone.
    pub household: Option<Sides>,
    /// The compared fields.
    pub fields: Vec<Field>,
}
