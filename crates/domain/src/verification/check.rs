//! Cross-field checks of a filled questionnaire. Domain §4.3.

use super::{FilledQuestionnaire, VisitResult};
use crate::Date;
use crate::defect::{DefectKind, Level};
use crate::household::{Household, Member};
use crate::person::{MaritalStatus, Nik, Relation, Sex};
use crate::questionnaire::{Item, Subject};
use std::collections::{BTreeMap, BTreeSet};

/// One thing that does not fit, and where: it names numbers, never persons.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Defect {
    /// What.
    pub kind: DefectKind,
    /// How serious.
    pub level: Level,
    /// Column of the household file or the member file, e.g. `jumlah_art`, `status_kehamilan`.
    pub column: &'static str,
    /// The member it is about; `None` = the household.
    pub member_no: Option<u16>,
}

/// Who stood on the Prelist for this household: its members as the register has them. A member
/// whom only a registration or FKP.02 names is new to the register, and `keberadaan` 4 is right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PrelistMembers {
    /// Names as printed.
    pub names: Vec<String>,
    /// NIK as known to the register.
    pub niks: BTreeSet<Nik>,
}

impl PrelistMembers {
    /// The members of a household as the register printed them.
    #[must_use]
    pub fn of(household: &Household) -> Self {
        Self {
            names: household.members.iter().map(|m| m.name.clone()).filter(|n| !n.trim().is_empty()).collect(),
            niks: household.members.iter().filter_map(|m| m.nik).collect(),
        }
    }

    /// Whether the member stands on it: the same NIK, or, where either side has none, the same name.
    #[must_use]
    pub fn lists(&self, member: &Member) -> bool {
        let key = |n: &str| n.to_uppercase().chars().filter(|c| c.is_alphabetic()).collect::<String>();
        member.nik.is_some_and(|nik| self.niks.contains(&nik)) || {
            let name = key(&member.name);
            !name.is_empty() && self.names.iter().any(|n| key(n) == name)
        }
    }
}

/// Every contradiction in the questionnaire, sorted. `prelist` is `None` when nobody knows who
/// stood on the Prelist; the two rules that need it are then not asked.
#[must_use]
pub fn check(form: &FilledQuestionnaire, prelist: Option<&PrelistMembers>) -> Vec<Defect> {
    let mut out = Out::default();
    let household = &form.household;
    out.result(form);
    let done = matches!(form.result, Some(VisitResult::Completed | VisitResult::PartOfOther) | None);
    if done {
        let day = form.date;
        out.counts(household);
        out.heads(household);
        out.housing(household);
        for member in &household.members {
            out.answers(Subject::Member, member.answers.iter(), Some(member.no));
            out.family_state(member, day);
            out.work_and_school(member);
            if let Some(prelist) = prelist {
                out.presence(member, prelist);
            }
        }
    }
    out.0.into_iter().collect()
}

/// Whether the questionnaire may pass the check (`periksa_ok`): nothing on the reject level.
#[must_use]
pub fn passes(defects: &[Defect]) -> bool {
    defects.iter().all(|d| d.level < Level::Reject)
}

/// Presence codes of item 22 that count as a member: 1 lives here, 4 new. Domain §4.3.
fn counts(member: &Member) -> bool {
    matches!(member.answers.get(Item::Presence), Some(1 | 4))
}

/// Those who count as members. Where item 22 is not asked at all, everybody written down counts;
/// where it was asked and one answer is missing, nobody can tell.
fn here(household: &Household) -> Option<Vec<&Member>> {
    let answered = household.members.iter().filter(|m| m.answers.get(Item::Presence).is_some()).count();
    match answered {
        0 => Some(household.members.iter().collect()),
        n if n == household.members.len() => Some(household.members.iter().filter(|m| counts(m)).collect()),
        _ => None,
    }
}

#[derive(Default)]
struct Out(BTreeSet<Defect>);

impl Out {
    fn add(&mut self, kind: DefectKind, level: Level, column: &'static str, member_no: Option<u16>) {
        self.0.insert(Defect { kind, level, column, member_no });
    }

    /// Blok II item 5 against Blok III–V.
    fn result(&mut self, form: &FilledQuestionnaire) {
        match form.result {
            None => self.add(DefectKind::CodeInvalid, Level::Reject, "hasil", None),
            Some(VisitResult::NotFound | VisitResult::Moved | VisitResult::Duplicate) => {
                let first = form.household.answers.iter().map(|(item, _)| item).find(|i| *i != Item::Percentile);
                let member_answers =
                    form.household.members.iter().any(|m| m.answers.iter().any(|(item, _)| item != Item::Presence));
                if let Some(item) = first {
                    self.add(DefectKind::ResultBlocksFilled, Level::Reject, item.column(), None);
                } else if member_answers {
                    self.add(DefectKind::ResultBlocksFilled, Level::Reject, "hasil", None);
                }
            }
            Some(VisitResult::PartOfOther) => {
                if form.target.as_deref().is_none_or(|t| t.trim().is_empty()) {
                    self.add(DefectKind::ResultWithoutTarget, Level::Reject, "hasil", None);
                }
            }
            Some(VisitResult::Completed | VisitResult::Refused) => {}
        }
    }

    /// Stated counts against members and families. A missing count, or a member of whom presence
    /// or family is not known, is not a contradiction: it is reported where it stands.
    fn counts(&mut self, household: &Household) {
        let Some(here) = here(household) else { return };
        if household.member_count.is_some_and(|n| usize::from(n) != here.len()) {
            self.add(DefectKind::MemberCountMismatch, Level::Reject, "jumlah_art", None);
        }
        let families: Option<BTreeSet<u8>> = here.iter().map(|m| m.family_no).collect();
        if let (Some(stated), Some(families)) = (household.family_count, families)
            && let Some(last) = families.last()
            && (usize::from(stated) != families.len() || stated != *last)
        {
            self.add(DefectKind::FamilyCountMismatch, Level::Reject, "jumlah_keluarga", None);
        }
    }

    /// Exactly one KRT, and one head of each family. Those who died or left do not count.
    fn heads(&mut self, household: &Household) {
        let Some(here) = here(household) else { return };
        let heads: Vec<u16> = here.iter().filter(|m| m.relation == Some(Relation::Head)).map(|m| m.no).collect();
        let all_answered = here.iter().all(|m| m.relation.is_some());
        match heads.as_slice() {
            [] if all_answered && !here.is_empty() => {
                self.add(DefectKind::HeadMissing, Level::Reject, "hub_krt", None);
            }
            [] | [_] => {}
            [_, more @ ..] => {
                for no in more {
                    self.add(DefectKind::HeadMoreThanOne, Level::Reject, "hub_krt", Some(*no));
                }
            }
        }
        let mut families: BTreeMap<u8, (usize, bool)> = BTreeMap::new();
        for member in here {
            if let Some(no) = member.family_no {
                let entry = families.entry(no).or_insert((0, true));
                entry.0 += usize::from(member.family_relation == Some(Relation::Head));
                entry.1 &= member.family_relation.is_some();
            }
        }
        for (heads, all_answered) in families.into_values() {
            if heads > 1 || (heads == 0 && all_answered) {
                self.add(DefectKind::FamilyHeadCount, Level::Reject, "hub_kk", None);
            }
        }
    }

    fn housing(&mut self, household: &Household) {
        let answers = &household.answers;
        self.answers(Subject::Household, answers.iter(), None);
        let present = household.members.iter().filter(|m| counts(m)).count();
        let members = household.member_count.map_or(present, usize::from);
        if let (Some(area), true) = (answers.get(Item::FloorArea), members > 0) {
            let members = members as i64;
            if area >= 1 && (i64::from(area) < members || i64::from(area) > 200 * members) {
                self.add(DefectKind::FloorPerMember, Level::Warning, Item::FloorArea.column(), None);
            }
        }
    }

    /// Codes off the list, with the kinds that have a name of their own.
    fn answers(&mut self, subject: Subject, answers: impl Iterator<Item = (Item, i32)>, member_no: Option<u16>) {
        for (item, code) in answers {
            let (kind, level) = match item {
                Item::FloorArea if code < 1 => (DefectKind::FloorZero, Level::Reject),
                Item::WorkHours if code > 98 => (DefectKind::HoursTooMany, Level::Reject),
                Item::Cows | Item::Buffaloes | Item::Horses | Item::Pigs | Item::Goats if code > 1000 => {
                    (DefectKind::LivestockTooMany, Level::Warning)
                }
                _ if item.subject() != subject || !item.codes().allows(code) => {
                    (DefectKind::CodeInvalid, Level::Reject)
                }
                _ => continue,
            };
            self.add(kind, level, item.column(), member_no);
        }
    }

    /// Age, marriage, pregnancy. What is unknown is not judged.
    fn family_state(&mut self, member: &Member, day: Option<Date>) {
        let no = Some(member.no);
        let age = day.and_then(|d| member.birth.age_on(d));
        match age {
            Some(a) if a > 120 => self.add(DefectKind::AgeInvalid, Level::Reject, "umur", no),
            // born after the visit: the date of either is to be looked at, the data stand
            Some(a) if a < 0 => self.add(DefectKind::AgeInvalid, Level::Warning, "umur", no),
            _ => {}
        }
        if member.answers.get(Item::Pregnant) == Some(1) {
            let woman = member.sex.is_none_or(|s| s == Sex::Female);
            let fertile = age.is_none_or(|a| (10..=49).contains(&a));
            if !(woman && fertile) {
                self.add(DefectKind::PregnancyImpossible, Level::Reject, Item::Pregnant.column(), no);
            }
        }
        match member.marital {
            Some(MaritalStatus::Single) if member.answers.get(Item::MarriageBook).is_some() => {
                self.add(DefectKind::MarriageBookWhileSingle, Level::Reject, Item::MarriageBook.column(), no);
            }
            Some(MaritalStatus::Married | MaritalStatus::Divorced | MaritalStatus::Widowed) => match age {
                Some(a) if a < 10 => self.add(DefectKind::MarriedTooYoung, Level::Reject, "status_kawin", no),
                Some(a) if a < 16 => self.add(DefectKind::MarriedYoung, Level::Warning, "status_kawin", no),
                _ => {}
            },
            Some(MaritalStatus::Single) | None => {}
        }
        if member.relation == Some(Relation::Head) && age.is_some_and(|a| a < 17) {
            self.add(DefectKind::HeadYoung, Level::Warning, "umur", no);
        }
    }

    fn work_and_school(&mut self, member: &Member) {
        let no = Some(member.no);
        let answers = &member.answers;
        if answers.get(Item::Working) == Some(2) {
            for item in [Item::WorkField, Item::WorkStatus] {
                if answers.get(item).is_some() {
                    self.add(DefectKind::WorkFieldWithoutWork, Level::Reject, item.column(), no);
                    break;
                }
            }
        }
        if let (Some(diploma), Some(level)) = (answers.get(Item::Diploma), answers.get(Item::SchoolLevel)) {
            let grade = answers.get(Item::SchoolGrade);
            if let Some(stage) = stage_of(level) {
                // finished (grade 8) means the stage's own diploma, otherwise the one before it
                let finished = grade == Some(8);
                let most = if stage == 4 {
                    6
                } else if finished {
                    stage
                } else {
                    stage - 1
                };
                let least = if finished && stage < 4 { stage } else { 0 };
                if grade.is_some() && (diploma > most || diploma < least) {
                    self.add(DefectKind::SchoolLevelMismatch, Level::Warning, Item::Diploma.column(), no);
                }
            }
        }
    }

    /// Item 22 against the Prelist: 4 only for persons absent from it, 5 only for persons on it.
    fn presence(&mut self, member: &Member, prelist: &PrelistMembers) {
        let listed = prelist.lists(member);
        match member.answers.get(Item::Presence) {
            Some(4) if listed => {
                self.add(DefectKind::NewMemberOnPrelist, Level::Reject, Item::Presence.column(), Some(member.no));
            }
            Some(5) if !listed => {
                self.add(DefectKind::PrelistErrorNotListed, Level::Reject, Item::Presence.column(), Some(member.no));
            }
            _ => {}
        }
    }
}

/// Diploma a finished school gives: 1 SD, 2 SMP, 3 SMA; 4 = higher education. Item 16 to item 18.
fn stage_of(level: i32) -> Option<i32> {
    match level {
        1..=3 => Some(1),
        4..=6 => Some(2),
        7..=9 => Some(3),
        10 => Some(4),
        _ => None,
    }
}
