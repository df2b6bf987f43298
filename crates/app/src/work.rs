//! What waits for an officer: each kind of work once, with how much there is, until when, and how much is late.
//!
//! Counts are of the officer's own area. A last day is the day of a request, else the open round's calendar.

use crate::access::{Act, Officer};
use crate::decree::DRAFT;
use crate::error::AppError;
use crate::stage::{self, Stage};
use crate::verification::SENT_BACK;
use crate::view::{CIVIL_STATES, choose, choose_all, span_of};
use crate::{App, citizen, layout, meeting, review, round};
use domain::Date;
use domain::area::{AreaCode, AreaTable};
use domain::codes;
use domain::registration::RegistrationKind;
use domain::round::{CaseState, Deadline, Round};
use store::Reader;
use store::view::{DraftRow, Slice, Span};

codes! {
    /// A kind of work. The order is that of the household's way, for work that is due on one day.
    pub enum Work {
        /// Visits that citizens asked for. Domain §9.5.
        Visit = "kunjungan",
        /// Drafts of the desk that wait for an identity. R5.
        DeskDraft = "draf",
        /// Drafts of visits that are not complete. R6.
        VisitDraft = "draf-kunjungan",
        /// Registrations that nobody has compared yet. R9.
        Identify = "identifikasi",
        /// Doubtful matches to decide. R14.
        Review = "telaah",
        /// Changes in the civil registry that the desa has not dealt with.
        Civil = "siak",
        /// Persons found in two households. Domain §5.4.
        Person = "orang-ganda",
        /// Uploaded files that wait for an answer about their columns.
        Upload = "berkas",
        /// Cases that wait for the prelist. R15.
        Freeze = "bekukan",
        /// Hamlets without forms. R59.
        Forms = "formulir",
        /// Hamlet meetings that are not closed.
        Meeting = "musyawarah",
        /// Rows of meetings whose column 08 is empty. R57.
        Check = "periksa",
        /// Questionnaires that were sent back.
        Questionnaire = "kuesioner",
        /// Households that are ready for a decree. R18.
        DecreeReady = "siap-sk",
        /// Drafts of decrees to sign. Never one's own.
        DecreeSign = "tanda-tangan",
        /// Signed decrees that are not handed over. R19.
        Deliver = "kirim",
        /// The register has changed by a decree since the last edition. R20, R21.
        Edition = "edisi",
        /// Criteria or edition have changed since the last lists. R22.
        Draw = "daftar",
        /// No round is open.
        Round = "putaran",
    }
}

impl Work {
    /// The act over the whole kabupaten that it is, if it is one.
    #[must_use]
    pub fn stage(self) -> Option<Stage> {
        match self {
            Self::Identify => Some(Stage::Identify),
            Self::Freeze => Some(Stage::Freeze),
            Self::Edition => Some(Stage::Edition),
            Self::Draw => Some(Stage::Draw),
            _ => None,
        }
    }
}

/// Work of one kind that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Which kind.
    pub work: Work,
    /// How much; never 0.
    pub count: usize,
    /// The earliest last day.
    pub due: Option<Date>,
    /// How much is past its last day.
    pub late: usize,
    /// The one thing it is about, where it is a single one: a hamlet's meeting, a decree.
    pub only: Option<String>,
}

/// What waits, what is late first, then by its last day.
pub async fn waiting(app: &App, officer: &Officer) -> Result<Vec<Waiting>, AppError> {
    if officer.could_somewhere(Act::DecideReview) {
        review::open_cases(app).await?;
    }
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?.as_of(app.today());
    if areas.kabupaten().is_none() {
        return Ok(Vec::new());
    }
    let round = round::open_one(&mut reader).await?;
    let mut desk = Desk { app, officer, areas, round, found: Vec::new() };
    desk.drafts(&mut reader).await?;
    desk.civil(&mut reader).await?;
    desk.persons(&mut reader).await?;
    desk.questionnaires(&mut reader).await?;
    desk.decrees(&mut reader).await?;
    desk.stages(&mut reader).await?;
    desk.reviews(&mut reader).await?;
    drop(reader);
    desk.meetings().await?;
    desk.uploads().await?;
    let mut found = desk.found;
    found.sort_by_key(|w| (w.late == 0, w.due.is_none(), w.due, w.work));
    Ok(found)
}

struct Desk<'a> {
    app: &'a App,
    officer: &'a Officer,
    areas: AreaTable,
    round: Option<Round>,
    found: Vec<Waiting>,
}

impl Desk<'_> {
    /// The officer's area for an act; `None` when the officer does it nowhere here.
    fn area(&self, act: Act) -> Option<AreaCode> {
        let somewhere = self.officer.could_somewhere(act);
        somewhere.then(|| choose(self.officer, act, None, &self.areas).ok()).flatten()
    }

    /// Work whose last day the round's calendar says.
    fn add(&mut self, work: Work, count: usize, deadline: Option<Deadline>) {
        let due = deadline.and_then(|d| self.round.as_ref()?.calendar.day(d));
        let is_late = due.is_some_and(|due| due < self.app.today());
        self.put(Waiting { work, count, due, late: if is_late { count } else { 0 }, only: None });
    }

    fn put(&mut self, waiting: Waiting) {
        if waiting.count > 0 {
            self.found.push(waiting);
        }
    }

    async fn drafts(&mut self, reader: &mut Reader) -> Result<(), AppError> {
        let last = Some(Deadline::Registration);
        if let Some(area) = self.area(Act::RegisterActive) {
            let rows = reader.view_drafts(&Span::of(&area), RegistrationKind::Active.code()).await?;
            self.add(Work::DeskDraft, rows.len(), last);
        }
        if let Some(area) = self.area(Act::RegisterPassive) {
            let rows = reader.view_drafts(&Span::of(&area), RegistrationKind::Passive.code()).await?;
            let (asked, others): (Vec<DraftRow>, Vec<DraftRow>) = rows.into_iter().partition(|r| r.asked == 1);
            let days: Vec<Date> = asked.iter().filter_map(due_of).collect();
            self.put(Waiting {
                work: Work::Visit,
                count: asked.len(),
                due: days.iter().min().copied(),
                late: days.iter().filter(|day| **day < self.app.today()).count(),
                only: None,
            });
            self.add(Work::VisitDraft, others.len(), last);
        }
        Ok(())
    }

    async fn civil(&mut self, reader: &mut Reader) -> Result<(), AppError> {
        let Some(area) = self.area(Act::FollowCivil) else { return Ok(()) };
        let open =
            reader.civil_changes_in(&Span::of(&area), "", CIVIL_STATES[0], Slice { offset: 0, limit: 1 }).await?;
        self.add(Work::Civil, counted(open.total), None);
        Ok(())
    }

    async fn persons(&mut self, reader: &mut Reader) -> Result<(), AppError> {
        let may = self.areas.kabupaten().is_some_and(|home| self.officer.could(Act::SettlePerson, home));
        if may {
            let open = reader.person_conflicts().await?.iter().filter(|c| !c.is_settled).count();
            self.add(Work::Person, open, Some(Deadline::Decree));
        }
        Ok(())
    }

    async fn questionnaires(&mut self, reader: &mut Reader) -> Result<(), AppError> {
        let acts = [Act::RecordQuestionnaire, Act::ApproveVerification];
        let Some(area) = acts.into_iter().find_map(|act| self.area(act)) else { return Ok(()) };
        let counts = reader.view_questionnaire_counts(&Span::of(&area)).await?;
        let back = counts.iter().filter(|c| c.stage == SENT_BACK).map(|c| c.n).sum();
        self.add(Work::Questionnaire, counted(back), Some(Deadline::Verification));
        Ok(())
    }

    async fn decrees(&mut self, reader: &mut Reader) -> Result<(), AppError> {
        let Some(home) = self.areas.kabupaten() else { return Ok(()) };
        if self.officer.could(Act::ManageRound, home) && self.round.is_none() {
            self.add(Work::Round, 1, None);
        }
        let last = Some(Deadline::Decree);
        if let (true, Some(round)) = (self.officer.could(Act::DraftDecree, home), &self.round) {
            let cases = reader.view_round_cases(round.id.as_str(), &Span::of(&home)).await?;
            let ready = CaseState::ReadyForDecree.code();
            let ready = cases.iter().filter(|c| c.stage == ready).map(|c| c.n).sum();
            self.add(Work::DecreeReady, counted(ready), last);
        }
        let (signs, delivers) = (self.officer.could(Act::SignDecree, home), self.officer.could(Act::Deliver, home));
        if !signs && !delivers {
            return Ok(());
        }
        let all = reader.decrees().await?;
        let own = |d: &store::decree::DecreeHead| d.prepared_by.as_deref() == Some(self.officer.id.as_str());
        let drafts: Vec<String> = all.iter().filter(|d| d.state == DRAFT && !own(d)).map(number).collect();
        let signed = all.iter().filter(|d| d.state != DRAFT && d.delivered.is_none());
        let signed: Vec<String> = signed.map(number).collect();
        for (may, work, numbers) in [(signs, Work::DecreeSign, drafts), (delivers, Work::Deliver, signed)] {
            if may {
                self.add(work, numbers.len(), last);
                self.name(work, numbers);
            }
        }
        Ok(())
    }

    /// Acts over the whole kabupaten.
    async fn stages(&mut self, reader: &mut Reader) -> Result<(), AppError> {
        let Some(home) = self.areas.kabupaten() else { return Ok(()) };
        for work in [Work::Identify, Work::Freeze, Work::Edition, Work::Draw] {
            let Some(stage) = work.stage().filter(|stage| self.officer.could(stage.act(), home)) else { continue };
            let standing = stage::standing(self.app, reader, &self.areas, stage).await?;
            if standing.missing.is_some() {
                continue;
            }
            let (count, deadline) = match work {
                Work::Identify => (standing.waits, Some(Deadline::Registration)),
                Work::Freeze => (standing.waits, Some(Deadline::Review)),
                // before a decree is handed over there is nothing new to rank
                Work::Edition if !reader.decrees().await?.iter().any(|d| d.delivered.is_some()) => (0, None),
                _ => (usize::from(standing.waits > 0), None),
            };
            self.add(work, count, deadline);
        }
        Ok(())
    }

    async fn reviews(&mut self, reader: &mut Reader) -> Result<(), AppError> {
        if self.area(Act::DecideReview).is_none() {
            return Ok(());
        }
        let chosen = choose_all(self.officer, Act::DecideReview, None, &self.areas)?;
        let counts = reader.review_counts(&span_of(&chosen, &self.areas), self.app.now_ms()).await?;
        self.add(Work::Review, counted(counts.open), Some(Deadline::Review));
        Ok(())
    }

    async fn meetings(&mut self) -> Result<(), AppError> {
        let acts = [Act::IssueForms, Act::RecordMeeting, Act::CheckMeetingRow];
        let may = acts.map(|act| self.officer.could_somewhere(act));
        if may == [false; 3] || self.area(Act::SeeMeetings).is_none() {
            return Ok(());
        }
        let map = meeting::overview(self.app, self.officer, None).await?;
        let last = Some(Deadline::Deliberation);
        let open: Vec<_> = map.hamlets.iter().filter(|h| h.meeting.is_some() && (!h.closed || h.correcting)).collect();
        let ids = |rows: &[&meeting::HamletRow]| rows.iter().filter_map(|h| h.meeting.clone()).collect::<Vec<_>>();
        if may[0] {
            self.add(Work::Forms, map.sum.hamlets.saturating_sub(map.sum.issued), last);
        }
        if may[0] || may[1] {
            let count = if map.hamlets.is_empty() { map.sum.issued.saturating_sub(map.sum.closed) } else { open.len() };
            self.add(Work::Meeting, count, last);
            if let Some(added) = self.found.last_mut().filter(|w| w.work == Work::Meeting) {
                added.late = added.late.max(map.sum.late);
            }
            self.name(Work::Meeting, ids(&open));
        }
        if may[2] {
            let unchecked: Vec<_> = open.iter().copied().filter(|h| h.checked < h.rows).collect();
            let rows = unchecked.iter().map(|h| h.rows - h.checked).sum();
            self.add(Work::Check, counted(rows), last);
            self.name(Work::Check, ids(&unchecked));
        }
        Ok(())
    }

    async fn uploads(&mut self) -> Result<(), AppError> {
        if self.officer.could_somewhere(Act::Import) {
            let files = layout::uploaded::unsettled(self.app, self.officer).await?.len();
            self.add(Work::Upload, files, None);
        }
        Ok(())
    }

    /// Says which one it is, where it is a single one.
    fn name(&mut self, work: Work, mut ids: Vec<String>) {
        if let (1, Some(added)) = (ids.len(), self.found.iter_mut().find(|w| w.work == work)) {
            added.only = ids.pop();
        }
    }
}

fn number(head: &store::decree::DecreeHead) -> String {
    head.number.clone()
}

fn counted(n: i64) -> usize {
    usize::try_from(n).unwrap_or(0)
}

/// The last day of a visit that was asked for.
#[must_use]
pub fn due_of(draft: &DraftRow) -> Option<Date> {
    let asked_on: Date = draft.date.as_deref().filter(|_| draft.asked == 1)?.parse().ok()?;
    Some(citizen::visit_due(asked_on))
}
