//! What the office knows when a questionnaire comes in: register, prelists, minutes, cases.

use super::{ACCEPTED, Wanted, case_again, case_of, is_decreed, subject_of};
use crate::error::AppError;
use crate::meeting::force;
use crate::{App, register};
use domain::defect::DefectKind;
use domain::deliberation::Finding;
use domain::household::{Household, Member};
use domain::id::HouseholdId;
use domain::registration::Registration;
use domain::verification::{Asked, FilledQuestionnaire, PrelistMembers, Taken, VisitResult, VisitSource};
use std::collections::{BTreeMap, BTreeSet};
use store::Tx;
use store::case::CaseRow;
use store::deliberation::{MeetingHead, MeetingLine};
use store::household::Register;
use store::identification::IdentificationHead;
use store::verification::CheckedQuestionnaire;

pub(crate) struct Office {
    register: Register,
    /// Of the register.
    version: u32,
    pub cases: BTreeMap<String, CaseRow>,
    pub questionnaires: BTreeMap<String, CheckedQuestionnaire>,
    round: String,
    /// The accepted questionnaire of each case.
    accepted: BTreeMap<String, String>,
    registrations: BTreeMap<String, Registration>,
    /// Household of the register that a registration was linked to.
    known: BTreeMap<String, HouseholdId>,
    listed: BTreeSet<String>,
    meetings: BTreeMap<String, MeetingHead>,
    rows: Vec<MeetingLine>,
    /// Place in `rows` of the row of FKP.01 in force that names a household.
    row_of: BTreeMap<String, usize>,
    /// Place in `rows` of each proposal of FKP.02, by meeting and number.
    proposed: BTreeMap<(String, i64), usize>,
    /// Meetings in force.
    force: BTreeSet<String>,
    superseded: BTreeMap<String, String>,
    waiting: BTreeSet<String>,
    twins: BTreeMap<HouseholdId, HouseholdId>,
}

impl Office {
    pub async fn read(app: &App, tx: &mut Tx, round: &str) -> Result<Self, AppError> {
        let (version, register) = register::load(app, tx).await?;
        let heads = tx.meetings().await?;
        let rows = tx.all_meeting_rows().await?;
        let superseded: BTreeMap<String, String> =
            force::superseded(&heads).into_iter().map(|(a, b)| (a.to_owned(), b.to_owned())).collect();
        let signed = heads.iter().filter(|h| force::is_signed(h)).map(|h| h.id.clone());
        let force: BTreeSet<String> = signed.filter(|id| !superseded.contains_key(id)).collect();
        let (mut row_of, mut proposed) = (BTreeMap::new(), BTreeMap::new());
        for (at, row) in rows.iter().enumerate() {
            match (row.form.as_str(), &row.household) {
                ("FKP.01", Some(household)) if force.contains(&row.meeting) => {
                    row_of.entry(household.clone()).or_insert(at);
                }
                ("FKP.02", _) => {
                    proposed.entry((row.meeting.clone(), row.no)).or_insert(at);
                }
                _ => {}
            }
        }
        let waiting = force::waiting(&heads, &rows).into_iter().map(str::to_owned).collect();
        let mut listed = BTreeSet::new();
        // a case that an earlier round left open is still asked for by the list of that round
        for list in tx.prelists().await? {
            listed.extend(tx.prelist_rows(&list.id).await?.into_iter().filter_map(|r| r.registration));
        }
        let identified = tx.identification_heads().await?;
        let cases = tx.cases().await?;
        let kept = tx.questionnaires().await?;
        let accepted = kept.iter().filter(|q| q.verdict == ACCEPTED);
        Ok(Self {
            register,
            version,
            round: round.to_owned(),
            accepted: accepted.map(|q| (case_of(q, &cases), q.filled.id.as_str().to_owned())).collect(),
            cases,
            questionnaires: kept.into_iter().map(|q| (q.filled.id.as_str().to_owned(), q)).collect(),
            registrations: tx.registrations().await?.into_iter().map(|r| (r.number.as_str().to_owned(), r)).collect(),
            known: identified
                .into_iter()
                .filter_map(IdentificationHead::known)
                .map(|(registration, household)| (registration, HouseholdId::new(household)))
                .collect(),
            listed,
            meetings: heads.into_iter().map(|h| (h.id.clone(), h)).collect(),
            rows,
            row_of,
            proposed,
            force,
            superseded,
            waiting,
            twins: tx.register_twins().await?.into_iter().collect(),
        })
    }

    /// Gives the register back for the next act: nothing here writes it.
    pub fn keep_register(self, app: &App) {
        register::keep(app, self.version, self.register);
    }

    /// The case a questionnaire belongs to. A household whose visit was decreed in an earlier round has another one
    /// once the minutes of a later round ask for it again.
    pub fn case_for(&self, form: &FilledQuestionnaire) -> String {
        let subject = subject_of(form);
        let own = self.cases.get(&subject);
        let is_its = |case: &CaseRow| {
            let asked = form.source == VisitSource::Deliberation && self.meeting_of(&form.key) != case.meeting;
            case.round.as_deref() == Some(&self.round) || !asked
        };
        if own.is_none_or(is_its) { subject } else { case_again(&subject, &self.round) }
    }

    /// Why the kept questionnaire of this number is not replaced, if it is not.
    pub fn stands(
        &self,
        before: &CheckedQuestionnaire,
        form: &FilledQuestionnaire,
        case_id: &str,
    ) -> Option<DefectKind> {
        let own = case_of(before, &self.cases);
        if own != case_id && before.verdict == ACCEPTED {
            return Some(DefectKind::VisitNumberTaken);
        }
        self.cases.get(&own).filter(|c| is_decreed(c.state)).map(|_| {
            match subject_of(form) == subject_of(&before.filled) {
                true => DefectKind::VisitDecreed,
                false => DefectKind::VisitNumberTaken,
            }
        })
    }

    /// Notes what became of a questionnaire, for those that come after it in the file.
    pub fn note(&mut self, case_id: &str, checked: &CheckedQuestionnaire) {
        let id = checked.filled.id.as_str();
        if checked.verdict == ACCEPTED {
            self.accepted.insert(case_id.to_owned(), id.to_owned());
        } else if self.accepted.get(case_id).is_some_and(|held| held == id) {
            self.accepted.remove(case_id);
        }
        self.questionnaires.insert(id.to_owned(), checked.clone());
    }

    fn taken(&self, form: &FilledQuestionnaire, case_id: &str) -> Option<Taken> {
        if self.cases.get(case_id).is_some_and(|c| is_decreed(c.state)) {
            return Some(Taken::Decreed);
        }
        self.accepted.get(case_id).filter(|id| *id != form.id.as_str()).map(|_| Taken::ByAnother)
    }

    /// The household of the register a questionnaire is about: named by its id, or by a registration that was
    /// linked to it. A proposal of FKP.02 and a new registration have none.
    pub fn subject(&self, form: &FilledQuestionnaire) -> Option<HouseholdId> {
        match form.source {
            VisitSource::Registration => self.known.get(form.key.as_str()).cloned(),
            VisitSource::Deliberation => {
                let key = HouseholdId::new(&form.key);
                // a proposal that identification found in the register
                let known = || self.known.get(&subject_of(form)).cloned();
                Some(key).filter(|id| self.register.get(id).is_some()).or_else(known)
            }
        }
    }

    /// Whom the register knows in the household, for the rules of item 22.
    pub fn members(&self, _: &FilledQuestionnaire, household: Option<&HouseholdId>) -> Option<PrelistMembers> {
        household.and_then(|id| self.register.get(id)).map(|(e, _)| PrelistMembers::of(&e.household))
    }

    /// The minutes that name what a questionnaire is about.
    pub fn meeting_of(&self, key: &str) -> Option<String> {
        match split(key) {
            Some((meeting, _)) => Some(self.now(&meeting).to_owned()),
            None => self.row_of(key).map(|row| row.meeting.clone()),
        }
    }

    /// The meeting in force instead of this one, or itself.
    fn now<'a>(&'a self, meeting: &'a str) -> &'a str {
        self.superseded.get(meeting).map_or(meeting, String::as_str)
    }

    /// The row of FKP.01 in force that names a household.
    fn row_of(&self, household: &str) -> Option<&MeetingLine> {
        self.row_of.get(household).map(|at| &self.rows[*at])
    }

    /// The proposal of FKP.02 a questionnaire names, where its meeting is in force or a later stage kept it. R76.
    fn proposal(&self, meeting: &str, no: i64) -> Option<&MeetingLine> {
        let own = &self.rows[*self.proposed.get(&(meeting.to_owned(), no))?];
        let now = self.now(meeting);
        if now == meeting {
            return Some(own);
        }
        let of_now = self.proposed.range((now.to_owned(), i64::MIN)..=(now.to_owned(), i64::MAX));
        of_now.map(|(_, at)| &self.rows[*at]).find(|r| r.outcome == "UNTUK_DIDATA" && r.is_same_proposal(own))
    }

    pub fn asked(&self, form: &FilledQuestionnaire) -> Asked {
        match form.source {
            VisitSource::Registration => {
                if self.listed.contains(&form.key) {
                    Asked::OnPrelist
                } else {
                    Asked::Never
                }
            }
            VisitSource::Deliberation => match split(&form.key) {
                Some((meeting, no)) => match self.proposal(&meeting, no) {
                    Some(row) if !self.force.contains(&row.meeting) => Asked::Waiting,
                    Some(row) if row.outcome == "UNTUK_DIDATA" => Asked::InMinutes,
                    Some(_) => Asked::NotVisited,
                    // the sheet of the meeting may still arrive
                    None if !self.meetings.contains_key(&meeting) => Asked::Never,
                    None => Asked::NotVisited,
                },
                None => match self.row_of(&form.key) {
                    Some(row) => {
                        let code = row.code.and_then(|c| u8::try_from(c).ok()).and_then(Finding::from_code);
                        Asked::by_minutes(code)
                    }
                    None if self.waiting.contains(&form.key) => Asked::Waiting,
                    None => Asked::Never,
                },
            },
        }
    }

    pub fn expected(&self, form: &FilledQuestionnaire, household: Option<&HouseholdId>, case_id: &str) -> Wanted {
        let registration = self.registrations.get(&subject_of(form));
        let mut members = self.members(form, household);
        let mut also = |names: &[Member]| {
            let more = PrelistMembers::of(&Household { members: names.to_vec(), ..empty() });
            let all = members.get_or_insert_with(PrelistMembers::default);
            all.names.extend(more.names);
            all.niks.extend(more.niks);
        };
        if let Some(registration) = registration {
            also(&registration.members);
        }
        if let Some((meeting, no)) = split(&form.key)
            && let Some(row) = self.proposal(&meeting, no)
        {
            let named = row.head_name.iter().chain(&row.body.members);
            let people: Vec<Member> = (1..).zip(named).map(|(no, name)| Member::named(no, name)).collect();
            also(&people);
        }
        let agreed = self
            .meeting_of(&form.key)
            .filter(|_| form.source == VisitSource::Deliberation)
            .and_then(|id| self.meetings.get(&id))
            .map(|head| head.body.enumerators.clone())
            .unwrap_or_default();
        Wanted {
            asked: self.asked(form),
            members,
            registered_by: registration.map(|r| r.officer.clone()),
            agreed,
            target_known: self.target_known(form, household),
            taken: self.taken(form, case_id),
        }
    }

    /// For results 4 and 5: whether the household that stays is in the register; `None` = nobody names one.
    fn target_known(&self, form: &FilledQuestionnaire, household: Option<&HouseholdId>) -> Option<bool> {
        let named = form.target.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(HouseholdId::new);
        let twin = household.and_then(|h| self.twins.get(h)).cloned();
        let target = match form.result {
            Some(VisitResult::PartOfOther) => named,
            Some(VisitResult::Duplicate) => named.or(twin),
            _ => None,
        }?;
        Some(self.register.get(&target).is_some_and(|(e, _)| e.status.is_in_register()))
    }
}

fn empty() -> Household {
    Household {
        id: HouseholdId::new(""),
        place: domain::household::Place::default(),
        member_count: None,
        family_count: None,
        answers: domain::questionnaire::Answers::default(),
        members: Vec::new(),
        origin: domain::household::Origin::default(),
    }
}

/// `meeting#FKP.02-n` in its parts; the meeting may be written with the ending of its file.
fn split(key: &str) -> Option<(String, i64)> {
    let (meeting, row) = key.split_once('#')?;
    let meeting = meeting.strip_suffix(".csv").or_else(|| meeting.strip_suffix(".xlsx")).unwrap_or(meeting);
    let (_, no) = row.rsplit_once('-')?;
    Some((meeting.to_owned(), no.parse().ok()?))
}

/// The row a key names, written in one way.
pub(super) fn row_key(key: &str) -> String {
    split(key).map_or_else(|| key.to_owned(), |(meeting, no)| format!("{meeting}#FKP.02-{no}"))
}
