//! Whether a visit was asked for. R16, R73.

use super::{CaseHands, Defect, FilledQuestionnaire, PrelistMembers, VisitResult, VisitSource};
use crate::defect::{DefectKind, Level};
use crate::deliberation::Finding;
use crate::id::AccountId;
use crate::questionnaire::Item;

/// Why a household is, or is not, to be visited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Asked {
    /// A row of a frozen prelist or of one of its supplements. R16.
    OnPrelist,
    /// Code 2, 3, 6 or 7 in minutes that are in force. R73.
    InMinutes,
    /// On the sheet of a meeting that has not been accepted yet: the visit counts once the hamlet has met again.
    Waiting,
    /// The minutes give it a code that asks for no visit. R73.
    NotVisited,
    /// Nobody asked: neither a prelist nor a meeting names it.
    Never,
}

impl Asked {
    /// What minutes that are in force ask for: `Some` code of the row, or a kept proposal of FKP.02.
    #[must_use]
    pub fn by_minutes(finding: Option<Finding>) -> Self {
        match finding {
            Some(finding) if finding.needs_visit() => Self::InMinutes,
            Some(_) | None => Self::NotVisited,
        }
    }

    /// Whether the visit counts now, and not only once the hamlet has met again.
    #[must_use]
    pub fn counts(self) -> bool {
        match self {
            Self::OnPrelist | Self::InMinutes => true,
            Self::Waiting | Self::NotVisited | Self::Never => false,
        }
    }

    /// Whether a questionnaire about the household is taken, in the chain it says it belongs to.
    pub fn check(self, source: VisitSource) -> Result<(), NotAsked> {
        match (source, self) {
            (VisitSource::Registration, Self::OnPrelist)
            | (VisitSource::Deliberation, Self::InMinutes | Self::Waiting) => Ok(()),
            (VisitSource::Registration, _) => Err(NotAsked::NotOnPrelist),
            (VisitSource::Deliberation, Self::NotVisited) => Err(NotAsked::CodeAsksForNone),
            (VisitSource::Deliberation, Self::OnPrelist | Self::Never) => Err(NotAsked::InNoMinutes),
        }
    }
}

/// Nobody asked for this visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NotAsked {
    /// The registration stands on no frozen prelist. R16.
    NotOnPrelist,
    /// The code asks for no visit. R73.
    CodeAsksForNone,
    /// No meeting names the household.
    InNoMinutes,
}

impl NotAsked {
    /// What the questionnaire is sent back with.
    #[must_use]
    pub fn defect(self) -> DefectKind {
        match self {
            Self::NotOnPrelist => DefectKind::VisitNotOnPrelist,
            Self::CodeAsksForNone => DefectKind::VisitCodeAsksForNone,
            Self::InNoMinutes => DefectKind::VisitNeverAsked,
        }
    }
}

/// What the office knows of the household that a questionnaire is about.
#[derive(Clone, Debug)]
pub struct Expected<'a> {
    /// Whether and why the visit was asked for.
    pub asked: Asked,
    /// Its members by register, prelist and minutes; `None` = nobody knows any.
    pub members: Option<&'a PrelistMembers>,
    /// Who registered the household, as written.
    pub registered_by: Option<&'a str>,
    /// Enumerators on whom the meeting agreed; empty = none are named.
    pub agreed: &'a [String],
    /// For results 4 and 5: whether the household that stays is in the register; `None` = none is named.
    pub target_known: Option<bool>,
    /// Whether the visit has its questionnaire already.
    pub taken: Option<Taken>,
}

/// Why a questionnaire comes too late: a visit has one, and a decree ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Taken {
    /// Another questionnaire of this visit was accepted; it is corrected under its own number.
    ByAnother,
    /// The visit is in a signed decree.
    Decreed,
}

/// Compares a questionnaire with what was asked for. Domain §1.3, §5.4; R16, R71, R73.
#[must_use]
pub fn check_against(form: &FilledQuestionnaire, expected: &Expected<'_>) -> Vec<Defect> {
    let mut out = Vec::new();
    let mut add = |kind, level, column| out.push(Defect { kind, level, column, member_no: None });
    if let Err(why) = expected.asked.check(form.source) {
        add(why.defect(), Level::Reject, "kunci");
    }
    match expected.taken {
        Some(Taken::ByAnother) => add(DefectKind::VisitTaken, Level::Reject, "kunci"),
        Some(Taken::Decreed) => add(DefectKind::VisitDecreed, Level::Reject, "kunci"),
        None => {}
    }
    let officer = form.officer.as_deref().map(str::trim).filter(|o| o.chars().any(char::is_alphanumeric));
    match officer {
        None => add(DefectKind::OfficerMissing, Level::Reject, "petugas"),
        Some(officer) => {
            let agreed = expected.agreed.iter().any(|a| is_same_name(a, officer));
            if form.source == VisitSource::Deliberation && !expected.agreed.is_empty() && !agreed {
                add(DefectKind::OfficerNotAgreed, Level::Warning, "petugas");
            }
        }
    }
    let person = |name: Option<&str>| name.map(name_key).filter(|k| !k.is_empty()).map(AccountId::new);
    let hands = CaseHands { registered_by: person(expected.registered_by), enumerated_by: person(officer) };
    if person(form.checker.as_deref()).is_some_and(|checker| hands.may_approve(&checker).is_err()) {
        add(DefectKind::OwnVerification, Level::Reject, "pemeriksa");
    }
    match form.result {
        Some(VisitResult::Completed) => filled(form, expected.members, &mut add),
        Some(VisitResult::PartOfOther) if expected.target_known == Some(false) => {
            add(DefectKind::TargetUnknown, Level::Reject, "hasil");
        }
        Some(VisitResult::Duplicate) => match expected.target_known {
            Some(true) => {}
            Some(false) => add(DefectKind::TargetUnknown, Level::Reject, "hasil"),
            None => add(DefectKind::DuplicateWithoutSurvivor, Level::Warning, "hasil"),
        },
        _ => {}
    }
    out.sort();
    out
}

/// Result 1 says that every block was asked; and somebody known lives there.
fn filled(
    form: &FilledQuestionnaire,
    known: Option<&PrelistMembers>,
    add: &mut impl FnMut(DefectKind, Level, &'static str),
) {
    let household = &form.household;
    let answered = |block: std::ops::RangeInclusive<Item>| household.answers.iter().any(|(i, _)| block.contains(&i));
    if !answered(Item::BuildingStatus..=Item::Sewage) {
        add(DefectKind::BlockThreeEmpty, Level::Reject, "status_bangunan");
    }
    if !answered(Item::GasCylinder..=Item::Kur) {
        add(DefectKind::BlockFiveEmpty, Level::Reject, "a1_gas");
    }
    let here: Vec<_> = household.members.iter().filter(|m| m.is_present()).collect();
    let silent = |m: &&crate::household::Member| m.answers.iter().all(|(item, _)| item == Item::Presence);
    if here.is_empty() || here.iter().all(silent) {
        add(DefectKind::BlockFourEmpty, Level::Reject, "nama");
    }
    if let Some(known) = known.filter(|k| !k.names.is_empty() || !k.niks.is_empty())
        && !household.members.is_empty()
        && !household.members.iter().any(|m| known.lists(m))
    {
        add(DefectKind::ForeignMembers, Level::Reject, "kunci");
    }
}

fn name_key(name: &str) -> String {
    name.to_uppercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

fn is_same_name(a: &str, b: &str) -> bool {
    name_key(a) == name_key(b)
}
