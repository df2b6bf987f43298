//! PBDK2016.FKP.02: households poorer than the list and not on it. R60, R62, R66.

use super::alike::{Named, same_name};
use crate::household::{MembershipVerdict, StayFacts, counts_as_member};

/// One proposed household. Its code is 7 and can be no other. R54.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Number on the form, from 1.
    pub no: u16,
    /// Head of the household.
    pub head_name: String,
    /// The other members.
    pub member_names: Vec<String>,
    /// Address.
    pub address: String,
    /// Place in the order of welfare among the proposals: 1 = poorest. R62.
    pub welfare_order: Option<u16>,
    /// The statement that it is worse off than the households coded 2. R62.
    pub poorer_than_improved: Option<bool>,
    /// Remark.
    pub remark: String,
    /// Answers to the membership questions. R29–R38.
    pub membership: Membership,
    standing: Standing,
}

/// By which half of R29 the head is head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HeadBy {
    /// Responsible for the daily needs.
    Responsible,
    /// Regarded or appointed as head.
    Regarded,
}

/// What was answered about one person of a proposed household. R30–R38.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberAnswer {
    /// The name, as in column 02 or 03.
    pub name: String,
    /// The answers.
    pub facts: StayFacts,
}

impl MemberAnswer {
    /// Whether the answers make the person a member, and by which rule. R30–R38.
    #[must_use]
    pub fn verdict(&self) -> MembershipVerdict {
        counts_as_member(&self.facts)
    }
}

/// Answers to the membership questions, for those persons about whom they were asked. R29–R38.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Membership {
    /// By which half of R29 the head is head; `None` = not asked.
    pub head: Option<HeadBy>,
    /// The persons asked about.
    pub people: Vec<MemberAnswer>,
}

impl Membership {
    /// The first of these persons whose answers make them not a member. R30–R38.
    pub fn stranger<'a>(&'a self, named: impl Iterator<Item = &'a str>) -> Option<(&'a str, MembershipVerdict)> {
        let mut named = named;
        named.find_map(|name| {
            let answer = self.people.iter().find(|p| same_name(&p.name, name))?;
            let verdict = answer.verdict();
            (!verdict.counts).then_some((name, verdict))
        })
    }
}

/// Whether a proposal stands. A struck one stays on record, so that the citizen can be told. R66.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// DIUSULKAN, retained so far.
    Retained,
    /// DICORET.
    Struck(Strike),
    /// Taken back by those who named it.
    Withdrawn {
        /// Why.
        reason: String,
    },
}

/// Why a proposal was struck. R66.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strike {
    /// By which remedy.
    pub remedy: StrikeRemedy,
    /// The reason as told to the citizen.
    pub reason: String,
}

/// The two remedies that strike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StrikeRemedy {
    /// a: the best-off proposal first. R63.
    BestOff,
    /// c: until the number fits, when no further code 2 was found. R65.
    FitToQuota,
}

impl StrikeRemedy {
    /// The letter of the guideline.
    #[must_use]
    pub fn letter(self) -> &'static str {
        match self {
            Self::BestOff => "a",
            Self::FitToQuota => "c",
        }
    }
}

impl Proposal {
    /// A retained proposal.
    #[must_use]
    pub fn new(no: u16, head_name: impl Into<String>) -> Self {
        Self {
            no,
            head_name: head_name.into(),
            member_names: Vec::new(),
            address: String::new(),
            welfare_order: None,
            poorer_than_improved: None,
            remark: String::new(),
            membership: Membership::default(),
            standing: Standing::Retained,
        }
    }
    /// The household as written. R60.
    #[must_use]
    pub fn named(&self) -> Named<'_> {
        Named { head_name: &self.head_name, member_names: &self.member_names, address: &self.address }
    }
    /// Whether it stands.
    #[must_use]
    pub fn standing(&self) -> &Standing {
        &self.standing
    }
    /// Whether it is retained.
    #[must_use]
    pub fn is_retained(&self) -> bool {
        self.standing == Standing::Retained
    }
    /// Whether somebody has said, by statement or by order, that it is worse off than code 2. R62.
    #[must_use]
    pub fn is_stated_poorer(&self) -> bool {
        match self.poorer_than_improved {
            Some(stated) => stated,
            None => self.welfare_order.is_some(),
        }
    }
    pub(super) fn withdraw(&mut self, reason: &str) {
        self.standing = Standing::Withdrawn { reason: reason.to_owned() };
    }
    pub(super) fn strike(&mut self, remedy: StrikeRemedy, reason: &str) {
        self.standing = Standing::Struck(Strike { remedy, reason: reason.to_owned() });
    }
}
