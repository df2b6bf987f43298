//! Typed identifiers, so that a number of one kind cannot be used for another.

use std::fmt;

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Takes the text as it is; surrounding white space is not part of an identifier.
            #[must_use]
            pub fn new(text: impl AsRef<str>) -> Self {
                Self(text.as_ref().trim().to_owned())
            }
            /// The identifier as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }
        shown!($name);
        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }
    };
}

text_id! {
    /// A household in the register. For a household of BDT 2015 this is its `IDBDT`
    /// (16 digits, kept as text and never taken apart: domain §4.1); a new household
    /// carries an internal id until the centre issues one.
    HouseholdId
}
text_id! {
    /// The number written on a registration and its receipt, unique in the kabupaten.
    RegistrationNumber
}
text_id! {
    /// One hamlet meeting; in a pack, the stem of its sheet's file name.
    MeetingId
}
text_id! {
    /// One filled household questionnaire.
    QuestionnaireId
}
text_id! {
    /// One update cycle of one kabupaten.
    RoundId
}
text_id! {
    /// One decree (SK Bupati/Wali Kota).
    DecreeNumber
}
text_id! {
    /// One edition of the Data Terpadu.
    EditionId
}
text_id! {
    /// An account of the system.
    AccountId
}
text_id! {
    /// One device that writes in a meeting's journal: a tablet, a phone, the office's browser.
    DeviceId
}
