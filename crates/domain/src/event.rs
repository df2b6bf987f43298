//! What happened, in the past tense: the events of all stages, united for the log.
//!
//! An event carries only ids and counts: never a name, a NIK or an address. Its name and the names of
//! its fields are stable, because old logs are read with them.

mod office;

pub use crate::refusal::Value;
pub use office::{AccountEvent, SmsEvent};

use crate::deliberation::meeting::MeetingEvent;
use crate::id::{AccountId, DecreeNumber, HouseholdId, MeetingId, QuestionnaireId, RegistrationNumber, RoundId};
use crate::registration::RegistrationEvent;
use crate::round::{CaseState, MeetingAct, MeetingState};
use crate::verification::DecreeEvent;

/// Anything the log records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Stage 1.
    Registration(RegistrationEvent),
    /// Stage 2.
    Identification(IdentificationEvent),
    /// The hamlet meeting.
    Meeting(MeetingEvent),
    /// Stage 3, the visit.
    Visit(VisitEvent),
    /// Stage 3, the decree.
    Decree(DecreeEvent),
    /// Stages 4 and 5.
    Register(RegisterEvent),
    /// A case moved. §2.1.
    CaseMoved {
        /// The registration that opened the case.
        registration: RegistrationNumber,
        /// From which state.
        from: CaseState,
        /// To which state.
        to: CaseState,
    },
    /// A meeting moved. §2.2.
    MeetingMoved {
        /// The meeting.
        meeting: MeetingId,
        /// By which act.
        act: MeetingAct,
        /// From which state.
        from: MeetingState,
        /// To which state.
        to: MeetingState,
    },
    /// Files were read.
    Import(ImportEvent),
    /// Accounts and their roles.
    Account(AccountEvent),
    /// Telephone numbers and provisional reports.
    Sms(SmsEvent),
    /// A round opened or closed.
    Round(RoundEvent),
}

/// What happened to a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RoundEvent {
    /// Opened on a version of the register.
    Opened {
        /// The round.
        round: RoundId,
        /// Version of the register.
        base: usize,
        /// Cases taken over.
        carried: usize,
    },
    /// Closed.
    Closed {
        /// The round.
        round: RoundId,
        /// Cases left open for the next round.
        open_cases: usize,
    },
}

/// What identification did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdentificationEvent {
    /// A registration got its category.
    Categorised {
        /// The registration.
        registration: RegistrationNumber,
        /// The category's word, e.g. `LAMA_TETAP`.
        category: &'static str,
        /// The household of the register, if one was found.
        household: Option<HouseholdId>,
    },
    /// A human decided a doubtful case: alone, as the second who agreed, or as the third who settled it.
    ReviewDecided {
        /// The registration.
        registration: RegistrationNumber,
        /// The category's word, or `GANDA`.
        category: &'static str,
    },
    /// A human proposed a verdict; a second one is awaited.
    ReviewProposed {
        /// The registration.
        registration: RegistrationNumber,
        /// The category's word, or `GANDA`.
        category: &'static str,
    },
    /// The second human came to another verdict.
    ReviewDisputed {
        /// The registration.
        registration: RegistrationNumber,
        /// The second one's word.
        category: &'static str,
    },
    /// What was said last was taken back. §5.4.
    ReviewUndone {
        /// The registration.
        registration: RegistrationNumber,
    },
    /// Weights that explain candidates were learnt again from what reviewers decided.
    WeightsLearnt {
        /// The version.
        version: i64,
        /// Decided cases among what they were learnt from.
        decisions: usize,
    },
    /// The Prelist of an area was frozen, or a supplement of it. R15, D17.
    PrelistFrozen {
        /// The area's code.
        area: String,
        /// Its rows.
        rows: usize,
    },
    /// Every registration that waited was identified.
    Finished {
        /// The area's code.
        area: String,
        /// Registrations identified.
        identified: usize,
        /// Registrations whose answers of the civil registry are new.
        asked_again: usize,
    },
}

/// What happened around a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VisitEvent {
    /// A household was handed to somebody.
    Assigned {
        /// The household.
        household: HouseholdId,
    },
    /// A questionnaire came in.
    QuestionnaireReceived {
        /// The questionnaire.
        questionnaire: QuestionnaireId,
        /// Blok II item 5; 0 = unreadable.
        result: u8,
        /// Defects on the reject level.
        defects: usize,
    },
    /// It passed the check.
    Approved {
        /// The questionnaire.
        questionnaire: QuestionnaireId,
    },
    /// It went back to the field.
    SentBack {
        /// The questionnaire.
        questionnaire: QuestionnaireId,
    },
}

/// What happened to the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegisterEvent {
    /// A new edition stands.
    EditionMade {
        /// Its id.
        edition: String,
        /// Households.
        households: usize,
    },
    /// Two visits found the same person at home in two households. §5.4.
    ConflictsFound {
        /// The round.
        round: RoundId,
        /// How many persons.
        conflicts: usize,
    },
    /// A person was placed in one of two households. §5.4.
    PersonSettled {
        /// The conflict.
        conflict: String,
        /// The household in which the person stays.
        household: HouseholdId,
    },
    /// The desa dealt with what a newer extract said of a person.
    CivilChangeDone {
        /// The household that holds the person, or the extract.
        about: String,
    },
    /// Old and new were ranked. R21.
    Ranked {
        /// The edition.
        edition: String,
        /// Households with a place.
        ranked: usize,
        /// Households without, each with a reason.
        unranked: usize,
    },
    /// A programme list was drawn. R22.
    ProgrammeDrawn {
        /// The programme.
        programme: String,
        /// Rows admitted.
        admitted: usize,
    },
}

/// What happened to files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportEvent {
    /// Read and taken.
    Taken {
        /// The import.
        import: String,
        /// Rows read.
        rows: usize,
        /// Cells or rows not taken.
        rejected: usize,
    },
    /// Undone.
    Undone {
        /// The import.
        import: String,
    },
}

fn word(value: impl ToString) -> Value {
    Value::Word(value.to_string())
}

fn count(value: usize) -> Value {
    Value::Count(value as u64)
}

impl Event {
    /// The stable name, e.g. `meeting.closed`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.record().0
    }

    /// The fields in their order.
    #[must_use]
    pub fn fields(&self) -> Vec<(&'static str, Value)> {
        self.record().1
    }

    /// The id of what it is about: a registration, household, meeting, questionnaire, decree, edition or area.
    #[must_use]
    pub fn subject(&self) -> String {
        match self.fields().first() {
            Some((_, Value::Word(id))) => id.clone(),
            Some((_, Value::Count(_) | Value::Words(_))) | None => String::new(),
        }
    }

    fn record(&self) -> (&'static str, Vec<(&'static str, Value)>) {
        match self {
            Self::Registration(event) => registration(event),
            Self::Identification(event) => identification(event),
            Self::Meeting(event) => meeting(event),
            Self::Visit(event) => visit(event),
            Self::Decree(event) => decree(event),
            Self::Register(event) => register(event),
            Self::Import(event) => import(event),
            Self::Round(event) => round(event),
            Self::Account(event) => office::account(event),
            Self::Sms(event) => office::sms(event),
            Self::MeetingMoved { meeting, act, from, to } => (
                "meeting.moved",
                vec![
                    ("meeting", word(meeting)),
                    ("act", word(act.code())),
                    ("from", word(from.code())),
                    ("to", word(to.code())),
                ],
            ),
            Self::CaseMoved { registration, from, to } => (
                "case.moved",
                vec![("registration", word(registration)), ("from", word(from.code())), ("to", word(to.code()))],
            ),
        }
    }
}

type Record = (&'static str, Vec<(&'static str, Value)>);

fn registration(event: &RegistrationEvent) -> Record {
    match event {
        RegistrationEvent::DraftSaved { registration } => {
            ("registration.draft_saved", vec![("registration", word(registration))])
        }
        RegistrationEvent::Submitted { registration, kind, members } => (
            "registration.submitted",
            vec![("registration", word(registration)), ("kind", word(kind.code())), ("members", count(*members))],
        ),
        RegistrationEvent::ReferredToDukcapil { registration } => {
            ("registration.referred_to_dukcapil", vec![("registration", word(registration))])
        }
        RegistrationEvent::MusdesFiled { households, members } => {
            ("registration.musdes_filed", vec![("households", count(*households)), ("members", count(*members))])
        }
        RegistrationEvent::VisitRequested { registration, due } => {
            ("registration.visit_requested", vec![("registration", word(registration)), ("due", word(due))])
        }
    }
}

fn identification(event: &IdentificationEvent) -> Record {
    match event {
        IdentificationEvent::Categorised { registration, category, household } => {
            let mut fields = vec![("registration", word(registration)), ("category", word(category))];
            fields.extend(household.as_ref().map(|h| ("household", word(h))));
            ("identification.categorised", fields)
        }
        IdentificationEvent::ReviewDecided { registration, category } => {
            ("identification.review_decided", vec![("registration", word(registration)), ("category", word(category))])
        }
        IdentificationEvent::ReviewProposed { registration, category } => {
            ("identification.review_proposed", vec![("registration", word(registration)), ("category", word(category))])
        }
        IdentificationEvent::ReviewDisputed { registration, category } => {
            ("identification.review_disputed", vec![("registration", word(registration)), ("category", word(category))])
        }
        IdentificationEvent::ReviewUndone { registration } => {
            ("identification.review_undone", vec![("registration", word(registration))])
        }
        IdentificationEvent::WeightsLearnt { version, decisions } => {
            ("identification.weights_learnt", vec![("version", word(version)), ("decisions", count(*decisions))])
        }
        IdentificationEvent::Finished { area, identified, asked_again } => (
            "identification.finished",
            vec![("area", word(area)), ("identified", count(*identified)), ("asked_again", count(*asked_again))],
        ),
        IdentificationEvent::PrelistFrozen { area, rows } => {
            ("prelist.frozen", vec![("area", word(area)), ("rows", count(*rows))])
        }
    }
}

fn meeting(event: &MeetingEvent) -> Record {
    match event {
        MeetingEvent::Opened { meeting, rows } => {
            ("meeting.opened", vec![("meeting", word(meeting)), ("rows", count(*rows))])
        }
        MeetingEvent::RowCoded { meeting, household, finding } => (
            "meeting.row_coded",
            vec![("meeting", word(meeting)), ("household", word(household)), ("code", count(finding.code().into()))],
        ),
        MeetingEvent::Proposed { meeting, no } => {
            ("meeting.proposed", vec![("meeting", word(meeting)), ("no", count((*no).into()))])
        }
        MeetingEvent::ProposalStruck { meeting, no } => {
            ("meeting.proposal_struck", vec![("meeting", word(meeting)), ("no", count((*no).into()))])
        }
        MeetingEvent::Closed { meeting, improved, new, visits } => (
            "meeting.closed",
            vec![
                ("meeting", word(meeting)),
                ("improved", count(*improved)),
                ("new", count(*new)),
                ("visits", count(*visits)),
            ],
        ),
        MeetingEvent::EnumeratorsTrained { meeting, present } => {
            ("meeting.enumerators_trained", vec![("meeting", word(meeting)), ("present", count(*present))])
        }
        MeetingEvent::SheetJudged { meeting, accepted, reasons, warnings } => (
            "meeting.sheet_judged",
            vec![
                ("meeting", word(meeting)),
                ("verdict", word(if *accepted { "DITERIMA" } else { "DITOLAK" })),
                ("reasons", count(*reasons)),
                ("warnings", count(*warnings)),
            ],
        ),
    }
}

fn visit(event: &VisitEvent) -> Record {
    match event {
        VisitEvent::Assigned { household } => ("visit.assigned", vec![("household", word(household))]),
        VisitEvent::QuestionnaireReceived { questionnaire, result, defects } => (
            "visit.questionnaire_received",
            vec![
                ("questionnaire", word(questionnaire)),
                ("result", count((*result).into())),
                ("defects", count(*defects)),
            ],
        ),
        VisitEvent::Approved { questionnaire } => ("visit.approved", vec![("questionnaire", word(questionnaire))]),
        VisitEvent::SentBack { questionnaire } => ("visit.sent_back", vec![("questionnaire", word(questionnaire))]),
    }
}

fn decree(event: &DecreeEvent) -> Record {
    match event {
        DecreeEvent::Prepared { decree, households } => {
            ("decree.prepared", vec![("decree", word(decree)), ("households", count(*households))])
        }
        DecreeEvent::Withdrawn { decree } => ("decree.withdrawn", vec![("decree", word(decree))]),
        DecreeEvent::Issued { decree, households } => {
            ("decree.issued", vec![("decree", word(decree)), ("households", count(*households))])
        }
        DecreeEvent::Delivered { decree, households } => {
            ("decree.delivered", vec![("decree", word(decree)), ("households", count(*households))])
        }
    }
}

fn register(event: &RegisterEvent) -> Record {
    match event {
        RegisterEvent::EditionMade { edition, households } => {
            ("edition.made", vec![("edition", word(edition)), ("households", count(*households))])
        }
        RegisterEvent::ConflictsFound { round, conflicts } => {
            ("register.conflicts_found", vec![("round", word(round)), ("conflicts", count(*conflicts))])
        }
        RegisterEvent::PersonSettled { conflict, household } => {
            ("register.person_settled", vec![("household", word(household)), ("conflict", word(conflict))])
        }
        RegisterEvent::CivilChangeDone { about } => ("register.civil_change_done", vec![("about", word(about))]),
        RegisterEvent::Ranked { edition, ranked, unranked } => (
            "edition.ranked",
            vec![("edition", word(edition)), ("ranked", count(*ranked)), ("unranked", count(*unranked))],
        ),
        RegisterEvent::ProgrammeDrawn { programme, admitted } => {
            ("programme.drawn", vec![("programme", word(programme)), ("admitted", count(*admitted))])
        }
    }
}

fn round(event: &RoundEvent) -> Record {
    match event {
        RoundEvent::Opened { round, base, carried } => {
            ("round.opened", vec![("round", word(round)), ("base", count(*base)), ("carried", count(*carried))])
        }
        RoundEvent::Closed { round, open_cases } => {
            ("round.closed", vec![("round", word(round)), ("open_cases", count(*open_cases))])
        }
    }
}

fn import(event: &ImportEvent) -> Record {
    match event {
        ImportEvent::Taken { import, rows, rejected } => {
            ("import.taken", vec![("import", word(import)), ("rows", count(*rows)), ("rejected", count(*rejected))])
        }
        ImportEvent::Undone { import } => ("import.undone", vec![("import", word(import))]),
    }
}

/// One event of every kind, for tests of what is made of events.
#[must_use]
pub fn examples() -> Vec<Event> {
    let registration = RegistrationNumber::new("0001/MPM");
    let household = HouseholdId::new("9901001001000001");
    let meeting = MeetingId::new("m1");
    let questionnaire = QuestionnaireId::new("P1");
    let decree = DecreeNumber::new("188/1");
    let account = AccountId::new("dinsos");
    let desa = "9901012001".to_owned();
    let kind = crate::registration::RegistrationKind::Active;
    vec![
        Event::Registration(RegistrationEvent::DraftSaved { registration: registration.clone() }),
        Event::Registration(RegistrationEvent::Submitted { registration: registration.clone(), kind, members: 3 }),
        Event::Registration(RegistrationEvent::ReferredToDukcapil { registration: registration.clone() }),
        Event::Identification(IdentificationEvent::Categorised {
            registration: registration.clone(),
            category: "LAMA_TETAP",
            household: Some(household.clone()),
        }),
        Event::Identification(IdentificationEvent::ReviewDecided {
            registration: registration.clone(),
            category: "BARU",
        }),
        Event::Identification(IdentificationEvent::ReviewProposed {
            registration: registration.clone(),
            category: "BARU",
        }),
        Event::Identification(IdentificationEvent::ReviewDisputed {
            registration: registration.clone(),
            category: "GANDA",
        }),
        Event::Identification(IdentificationEvent::ReviewUndone { registration: registration.clone() }),
        Event::Identification(IdentificationEvent::WeightsLearnt { version: 2, decisions: 40 }),
        Event::Identification(IdentificationEvent::PrelistFrozen { area: "9901012001".to_owned(), rows: 9 }),
        Event::Meeting(MeetingEvent::Opened { meeting: meeting.clone(), rows: 20 }),
        Event::Meeting(MeetingEvent::RowCoded {
            meeting: meeting.clone(),
            household: household.clone(),
            finding: crate::deliberation::Finding::Improved,
        }),
        Event::Meeting(MeetingEvent::Proposed { meeting: meeting.clone(), no: 1 }),
        Event::Meeting(MeetingEvent::ProposalStruck { meeting: meeting.clone(), no: 1 }),
        Event::Meeting(MeetingEvent::Closed { meeting: meeting.clone(), improved: 3, new: 3, visits: 10 }),
        Event::MeetingMoved {
            meeting: meeting.clone(),
            act: MeetingAct::Report,
            from: MeetingState::Signed,
            to: MeetingState::Reported,
        },
        Event::Meeting(MeetingEvent::EnumeratorsTrained { meeting: meeting.clone(), present: 2 }),
        Event::Meeting(MeetingEvent::SheetJudged { meeting, accepted: false, reasons: 1, warnings: 0 }),
        Event::Visit(VisitEvent::Assigned { household }),
        Event::Visit(VisitEvent::QuestionnaireReceived { questionnaire: questionnaire.clone(), result: 1, defects: 0 }),
        Event::Visit(VisitEvent::Approved { questionnaire: questionnaire.clone() }),
        Event::Visit(VisitEvent::SentBack { questionnaire }),
        Event::Decree(DecreeEvent::Prepared { decree: decree.clone(), households: 5 }),
        Event::Decree(DecreeEvent::Withdrawn { decree: decree.clone() }),
        Event::Decree(DecreeEvent::Issued { decree: decree.clone(), households: 5 }),
        Event::Decree(DecreeEvent::Delivered { decree, households: 5 }),
        Event::Register(RegisterEvent::EditionMade { edition: "e1".to_owned(), households: 5 }),
        Event::Register(RegisterEvent::Ranked { edition: "e1".to_owned(), ranked: 4, unranked: 1 }),
        Event::Register(RegisterEvent::ProgrammeDrawn { programme: "pkh".to_owned(), admitted: 2 }),
        Event::CaseMoved { registration, from: CaseState::Draft, to: CaseState::Registered },
        Event::Import(ImportEvent::Taken { import: "i1".to_owned(), rows: 9, rejected: 1 }),
        Event::Import(ImportEvent::Undone { import: "i1".to_owned() }),
        Event::Round(RoundEvent::Opened { round: "3403-2017-I".into(), base: 2, carried: 1 }),
        Event::Round(RoundEvent::Closed { round: "3403-2017-I".into(), open_cases: 0 }),
        Event::Register(RegisterEvent::ConflictsFound { round: RoundId::new("3403-2017-I"), conflicts: 1 }),
        Event::Register(RegisterEvent::PersonSettled {
            conflict: "c1".to_owned(),
            household: HouseholdId::new("RUTA-3403-000001"),
        }),
        Event::Register(RegisterEvent::CivilChangeDone { about: "i1".to_owned() }),
        Event::Identification(IdentificationEvent::Finished { area: "3403".to_owned(), identified: 3, asked_again: 1 }),
        Event::Registration(RegistrationEvent::MusdesFiled { households: 2, members: 7 }),
        Event::Registration(RegistrationEvent::VisitRequested {
            registration: RegistrationNumber::new("0002/MPM"),
            due: crate::Date::constant(2017, 3, 8),
        }),
        Event::Account(AccountEvent::Created { account: account.clone(), roles: 1 }),
        Event::Account(AccountEvent::RoleGranted { account: account.clone(), role: "dinsos", area: desa.clone() }),
        Event::Account(AccountEvent::RoleWithdrawn { account: account.clone(), role: "dinsos", area: desa.clone() }),
        Event::Account(AccountEvent::Enabled { account: account.clone() }),
        Event::Account(AccountEvent::Disabled { account: account.clone() }),
        Event::Account(AccountEvent::PasswordChanged { account }),
        Event::Sms(SmsEvent::ContactEntered { desa: desa.clone(), role: "DUKUH".to_owned() }),
        Event::Sms(SmsEvent::ContactForgotten { desa: desa.clone(), role: "DUKUH".to_owned() }),
        Event::Sms(SmsEvent::ReportTaken {
            desa: desa.clone(),
            version: 1,
            counts: "2=3 3=1 6=3 7=2".to_owned(),
            source: "SMS".to_owned(),
            flag: "BELUM".to_owned(),
        }),
        Event::Sms(SmsEvent::ReportCompared { desa, version: 1, flag: "BEDA".to_owned() }),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_event_has_its_own_stable_name_and_a_subject() {
        let events = examples();
        let names: BTreeSet<&str> = events.iter().map(Event::name).collect();
        assert_eq!(names.len(), events.len());
        // a Musdes names several households; their rows carry their own subjects
        let without: Vec<&str> = events.iter().filter(|e| e.subject().is_empty()).map(Event::name).collect();
        assert_eq!(without, ["registration.musdes_filed"]);
        insta::assert_snapshot!(names.into_iter().collect::<Vec<_>>().join("\n"), @r"
        account.created
        account.disabled
        account.enabled
        account.password_changed
        account.role_granted
        account.role_withdrawn
        case.moved
        decree.delivered
        decree.issued
        decree.prepared
        decree.withdrawn
        edition.made
        edition.ranked
        identification.categorised
        identification.finished
        identification.review_decided
        identification.review_disputed
        identification.review_proposed
        identification.review_undone
        identification.weights_learnt
        import.taken
        import.undone
        meeting.closed
        meeting.enumerators_trained
        meeting.moved
        meeting.opened
        meeting.proposal_struck
        meeting.proposed
        meeting.row_coded
        meeting.sheet_judged
        prelist.frozen
        programme.drawn
        register.civil_change_done
        register.conflicts_found
        register.person_settled
        registration.draft_saved
        registration.musdes_filed
        registration.referred_to_dukcapil
        registration.submitted
        registration.visit_requested
        round.closed
        round.opened
        sms.contact_entered
        sms.contact_forgotten
        sms.report_compared
        sms.report_taken
        visit.approved
        visit.assigned
        visit.questionnaire_received
        visit.sent_back
        ");
    }
}
