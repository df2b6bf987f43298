//! Code lists: an enum whose cases each have one stable word.
//!
//! The word is what files, tables, events, pages and paper carry. Renaming a case changes nothing
//! that is stored; changing its word does. People read a text from the Fluent files under the word.

/// A closed list of cases, each with one stable word.
pub trait Code: Copy + Eq + 'static {
    /// Every case, in the order of the list.
    const ALL: &'static [Self];
    /// The stable word.
    fn code(self) -> &'static str;
    /// The case with this word.
    fn from_code(code: &str) -> Option<Self>;
}

/// Declares a code list: the enum, its words and the trait [`Code`].
///
/// ```
/// domain::codes! {
///     /// A traffic light.
///     pub enum Light {
///         /// Stop.
///         Red = "MERAH",
///         /// Go.
///         Green = "HIJAU",
///     }
/// }
/// assert_eq!(Light::from_code("HIJAU"), Some(Light::Green));
/// assert_eq!(Light::ALL.map(Light::code), ["MERAH", "HIJAU"]);
/// ```
///
/// A list that a form numbers is declared `enum Name: u8` with the numbers of the form.
#[macro_export]
macro_rules! codes {
    ($(#[$doc:meta])* $vis:vis enum $name:ident { $($(#[$each:meta])* $case:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name { $($(#[$each])* $case,)* }

        #[allow(dead_code, reason = "not every list is read back, or walked")]
        impl $name {
            /// Every case, in the order of the list.
            pub const ALL: [Self; [$($code),*].len()] = [$(Self::$case),*];
            /// The stable word.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$case => $code,)* }
            }
            /// The case with this word.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$case),)* _ => None }
            }
        }

        impl $crate::code::Code for $name {
            const ALL: &'static [Self] = &Self::ALL;
            fn code(self) -> &'static str { self.code() }
            fn from_code(code: &str) -> Option<Self> { Self::from_code(code) }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result { f.pad(self.code()) }
        }
    };
    ($(#[$doc:meta])* $vis:vis enum $name:ident: u8 { $($(#[$each:meta])* $case:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        $vis enum $name { $($(#[$each])* $case = $code,)* }

        #[allow(dead_code, reason = "not every list is read back, or walked")]
        impl $name {
            /// Every case, in the order of the form.
            pub const ALL: [Self; [$($code),*].len()] = [$(Self::$case),*];
            /// The number on the form.
            pub const fn code(self) -> u8 { self as u8 }
            /// The case with this number.
            pub fn from_code(code: u8) -> Option<Self> {
                match code { $($code => Some(Self::$case),)* _ => None }
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::Code;
    use crate::identification::Category;

    crate::codes! {
        /// Numbered by a form.
        enum Answer: u8 {
            /// 1
            Yes = 1,
            /// 3
            No = 3,
        }
    }

    #[test]
    fn every_word_leads_back_to_its_case() {
        for case in <Category as Code>::ALL {
            assert_eq!(Category::from_code(case.code()), Some(*case));
            assert_eq!(case.to_string(), case.code());
        }
        assert_eq!(Category::from_code("baru"), None);
        assert_eq!(Answer::ALL.map(Answer::code), [1, 3]);
        assert_eq!((Answer::from_code(3), Answer::from_code(2)), (Some(Answer::No), None));
    }
}
