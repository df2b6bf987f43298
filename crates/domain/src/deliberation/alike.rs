//! Whether two households that people wrote down are the same one. R60.
//!
//! The only definition: both forms, sheets, corrections of a later stage and the page of the meeting
//! (`household.js`, held equal by random evenings) use it.

use std::collections::BTreeSet;

/// A household as a form names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named<'a> {
    /// Column 02.
    pub head_name: &'a str,
    /// Column 03.
    pub member_names: &'a [String],
    /// Column 05.
    pub address: &'a str,
}

/// How alike two households are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// Another head, or another address.
    Different,
    /// Two heads of one name at one address: no member of either is a member of the other.
    OtherMembers,
    /// The same household.
    Same,
}

impl Named<'_> {
    /// Head and address decide; where both name members and share none, the members tell them apart.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> Likeness {
        if !same_name(self.head_name, other.head_name) || address_key(self.address) != address_key(other.address) {
            return Likeness::Different;
        }
        let members = |names: &[String]| -> BTreeSet<String> {
            names.iter().map(|name| name_key(name)).filter(|key| !key.is_empty()).collect()
        };
        let (own, others) = (members(self.member_names), members(other.member_names));
        let told_apart = !own.is_empty() && !others.is_empty() && own.is_disjoint(&others);
        if told_apart { Likeness::OtherMembers } else { Likeness::Same }
    }

    /// Whether both are one household.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.likeness(other) == Likeness::Same
    }
}

/// Whether two names are written alike; an empty name is like no other.
#[must_use]
pub fn same_name(a: &str, b: &str) -> bool {
    let key = name_key(a);
    !key.is_empty() && key == name_key(b)
}

/// A name as it is compared: letters only, upper case.
#[must_use]
pub fn name_key(name: &str) -> String {
    name.to_uppercase().chars().filter(|c| c.is_alphabetic()).collect()
}

/// An address as it is compared: its words and numbers, upper case.
#[must_use]
pub fn address_key(address: &str) -> String {
    let upper = address.to_uppercase();
    upper.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(a: (&str, &[&str], &str), b: (&str, &[&str], &str)) -> Likeness {
        let owned = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
        let (of_a, of_b) = (owned(a.1), owned(b.1));
        let one = Named { head_name: a.0, member_names: &of_a, address: a.2 };
        let other = Named { head_name: b.0, member_names: &of_b, address: b.2 };
        assert_eq!(one.likeness(&other), other.likeness(&one));
        one.likeness(&other)
    }

    #[test]
    fn head_and_address_make_a_household_and_members_who_are_all_others_tell_two_apart() {
        // R60
        let sari = ("SARI", ["BUDI", "CICI"].as_slice(), "Jl. Melati 3");
        assert_eq!(likeness(sari, ("sari.", &["cici"], "JL MELATI  3")), Likeness::Same);
        assert_eq!(likeness(sari, ("Sari", &[], "Jl. Melati 3")), Likeness::Same, "who names nobody tells nothing");
        assert_eq!(likeness(sari, ("SARI", &["EKO"], "Jl. Melati 3")), Likeness::OtherMembers);
        assert_eq!(likeness(sari, ("SARI", &["BUDI"], "Jl. Melati 13")), Likeness::Different);
        assert_eq!(likeness(sari, ("SARINI", &["BUDI"], "Jl. Melati 3")), Likeness::Different);
        assert_eq!(likeness(("", &[], ""), ("", &[], "")), Likeness::Different, "nobody is like nobody");
        assert_eq!(likeness(("SARI", &[], ""), ("SARI", &[], "")), Likeness::Same, "no address tells them apart");
    }
}
