//! What the officers of the simulation do: an act is planned from what the office sees, then taken by an account.

use super::dice::Dice;
use crate::kabupaten::{DAY_MS, paper, people, records, registration, visit};
use crate::kit::MovedClock;
use app::App;
use app::access::{Officer, Role};
use app::decree::{self, Preparing};
use app::desk::{self, FileError, Route};
use app::error::AppError;
use app::import::{self, Import};
use app::review::{self, Answer, Said};
use app::{account, civil, deliberation, edition, identification, person, prelist, programme, round, verification};
use domain::civil_registry::{CivilRecord, CivilStatus};
use domain::household::Household;
use domain::id::{DecreeNumber, HouseholdId, RegistrationNumber};
use domain::identification::review::Reasoning;
use domain::person::Relation;
use domain::questionnaire::Item;
use domain::registration::Registration;
use domain::round::{CaseState, RoundState};
use domain::verification::{FilledQuestionnaire, VisitResult, VisitSource};
use exchange::PackFile;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::Store;

/// An act about to be taken, with everything that it needs: taken again it is the same act.
#[derive(Debug)]
pub enum Plan {
    Desk { route: Route, key: String, household: Box<Household> },
    Book { name: String, registrations: Vec<Registration> },
    Siak { records: Vec<CivilRecord> },
    Identify { role: Role },
    Verdict { number: String, same: Option<HouseholdId> },
    Freeze { role: Role },
    Sheet { meeting: String, listed: Vec<(Household, u8)>, proposed: Vec<Household> },
    Visits { forms: Vec<FilledQuestionnaire> },
    Prepare { role: Role },
    Sign { role: Role },
    Deliver { role: Role },
    Edition { role: Role },
    Draw { role: Role },
    Close { role: Role, carry: bool },
    Open { name: String },
    Settle { conflict: String, keep: HouseholdId },
    Undo { import: String },
    ClockBack,
}

impl Plan {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Desk { .. } => "desk",
            Self::Book { .. } => "book",
            Self::Siak { .. } => "siak",
            Self::Identify { .. } => "identify",
            Self::Verdict { .. } => "verdict",
            Self::Freeze { .. } => "freeze",
            Self::Sheet { .. } => "sheet",
            Self::Visits { .. } => "visits",
            Self::Prepare { .. } => "prepare",
            Self::Sign { .. } => "sign",
            Self::Deliver { .. } => "deliver",
            Self::Edition { .. } => "edition",
            Self::Draw { .. } => "draw",
            Self::Close { .. } | Self::Open { .. } => "round",
            Self::Settle { .. } => "settle",
            Self::Undo { .. } => "undo",
            Self::ClockBack => "clock",
        }
    }

    /// Whether the one who takes it may not, or the day is wrong: then nothing at all changes.
    pub fn must_be_refused(&self) -> bool {
        let other = |role: &Role, right: Role| *role != right;
        match self {
            Self::Identify { role } | Self::Freeze { role } | Self::Prepare { role } | Self::Deliver { role } => {
                other(role, Role::SocialService)
            }
            Self::Close { role, .. } => other(role, Role::SocialService),
            Self::Sign { role } => other(role, Role::RegionalHead),
            Self::Edition { role } => other(role, Role::Pokja),
            Self::Draw { role } => other(role, Role::Ministry),
            Self::ClockBack => true,
            _ => false,
        }
    }
}

/// A visit that somebody asked for.
struct Due {
    source: VisitSource,
    key: String,
    found: Household,
}

/// One workspace and what its offices know besides.
pub struct Office {
    app: App,
    clock: Arc<MovedClock>,
    dir: PathBuf,
    civil: Vec<CivilRecord>,
    /// Numbers of families, people, files and visits that are not used yet.
    family: u16,
    person: u16,
    file: u32,
    questionnaire: u32,
    /// The questionnaire of each visit: it is corrected under its number.
    numbers: BTreeMap<String, String>,
    proposals: BTreeMap<String, Household>,
}

impl Office {
    pub async fn open(dir: &Path) -> Self {
        let clock = MovedClock::new();
        let homes: Vec<Household> = (1..=8).map(people::family).collect();
        Self {
            app: App::new(Store::open(dir, None).await.unwrap(), clock.clone()),
            clock,
            dir: dir.to_owned(),
            civil: records(&homes),
            family: 100,
            person: 600,
            file: 0,
            questionnaire: 0,
            numbers: BTreeMap::new(),
            proposals: BTreeMap::new(),
        }
    }

    pub fn app(&self) -> &App {
        &self.app
    }

    pub fn days(&self, days: i64) {
        self.clock.forward(days * DAY_MS);
    }

    /// The number of the last event.
    pub async fn events(&self) -> i64 {
        let last = self.app.store.read().await.unwrap().recent_events("", 1).await.unwrap();
        last.first().map_or(0, |e| e.seq)
    }

    /// Another process opens what the one that died left.
    pub async fn reopen(&mut self) {
        self.app.store.close().await;
        self.app = App::new(Store::open(&self.dir, None).await.unwrap(), self.clock.clone());
    }

    pub async fn close(&self) {
        self.app.store.close().await;
    }

    // ── planning ──

    pub async fn plan(&mut self, dice: &mut Dice) -> Plan {
        let mut r = self.app.store.read().await.unwrap();
        let is_open = r.rounds().await.unwrap().iter().any(|r| r.state == RoundState::Open);
        let decrees = r.decrees().await.unwrap();
        drop(r);
        let role = |right: Role, dice: &mut Dice| {
            let any = *dice.pick(&Role::ALL).unwrap();
            if dice.one_in(8) { any } else { right }
        };
        // what lies on the desk is more likely than anything else
        let (drafts, signed): (Vec<_>, Vec<_>) = decrees.into_iter().partition(|d| d.state == decree::DRAFT);
        if !drafts.is_empty() && is_open && dice.one_in(2) {
            return Plan::Sign { role: role(Role::RegionalHead, dice) };
        }
        if signed.iter().any(|d| d.delivered.is_none()) && dice.one_in(3) {
            return Plan::Deliver { role: role(Role::SocialService, dice) };
        }
        match dice.below(if is_open { 40 } else { 8 }) {
            0..=1 => self.desk(dice).await,
            2..=3 => self.book(dice).await,
            4 => self.siak(dice),
            5 if is_open => Plan::Identify { role: role(Role::SocialService, dice) },
            5..=7 if !is_open => {
                self.file += 1;
                Plan::Open { name: format!("P-{}", self.file) }
            }
            6 | 7 => self.verdict(dice).await.unwrap_or(Plan::Identify { role: Role::SocialService }),
            8..=10 => Plan::Freeze { role: role(Role::SocialService, dice) },
            11..=14 => self.sheet(dice).await,
            15..=21 => self.visits(dice).await,
            22..=25 => Plan::Prepare { role: role(Role::SocialService, dice) },
            26 => Plan::Sign { role: role(Role::RegionalHead, dice) },
            27 => Plan::Deliver { role: role(Role::SocialService, dice) },
            28..=29 => self.siak(dice),
            30..=32 => self.book(dice).await,
            33..=34 => Plan::Edition { role: role(Role::Pokja, dice) },
            35 => Plan::Draw { role: role(Role::Ministry, dice) },
            36 => Plan::Close { role: role(Role::SocialService, dice), carry: !dice.one_in(3) },
            37 => self.settle(dice).await.unwrap_or(Plan::Prepare { role: Role::SocialService }),
            38 => self.undo(dice).await,
            _ => Plan::ClockBack,
        }
    }

    /// A household that somebody registers: a new one, one of the register, one that split off, one that grew.
    async fn somebody(&mut self, dice: &mut Dice) -> Household {
        let register = self.app.store.read().await.unwrap().entries().await.unwrap();
        let known = dice.pick(&register.known().collect::<Vec<_>>()).copied().cloned();
        match (dice.below(5), known) {
            (0..=1, _) | (_, None) => {
                self.family += 1;
                let household = people::family(self.family);
                if !dice.one_in(4) {
                    self.civil.extend(records(std::slice::from_ref(&household)));
                }
                household
            }
            (2, Some(known)) => known,
            (3, Some(mut known)) => {
                self.born(&mut known);
                known
            }
            (_, Some(known)) => {
                self.family += 1;
                let mut own = people::family(self.family);
                own.members.truncate(1);
                if let Some(mut leaver) = known.members.last().cloned() {
                    (leaver.no, leaver.relation, leaver.family_relation) =
                        (2, Some(Relation::Other), Some(Relation::Other));
                    own.members.push(leaver);
                }
                own.member_count = Some(own.members.len() as u16);
                own
            }
        }
    }

    fn born(&mut self, household: &mut Household) {
        self.person += 1;
        let no = household.members.iter().map(|m| m.no).max().unwrap_or(0) + 1;
        household.members.push(people::person(self.person, no, Relation::Child));
        household.member_count = Some(household.members.len() as u16);
    }

    async fn desk(&mut self, dice: &mut Dice) -> Plan {
        self.file += 1;
        let route = if dice.one_in(2) { Route::Desk } else { Route::Visit };
        Plan::Desk { route, key: format!("k{}", self.file), household: Box::new(self.somebody(dice).await) }
    }

    async fn book(&mut self, dice: &mut Dice) -> Plan {
        self.file += 1;
        let mut registrations = Vec::new();
        for no in 0..=dice.below(3) {
            let household = self.somebody(dice).await;
            registrations.push(registration(&format!("B{}-{no}", self.file), &household, self.app.clock.today()));
        }
        Plan::Book { name: format!("buku-{}.csv", self.file), registrations }
    }

    fn siak(&mut self, dice: &mut Dice) -> Plan {
        let day = self.app.clock.today();
        if dice.one_in(4) {
            // an extract that an office found in a drawer
            let mut records = self.civil.clone();
            records.retain(|r| r.status == CivilStatus::Active);
            records.truncate(6);
            self.file += 1;
            records[0].address = format!("ALAMAT LAMA {}", self.file);
            return Plan::Siak { records };
        }
        let at = dice.below(self.civil.len() as u32) as usize;
        let record = &mut self.civil[at];
        match dice.below(3) {
            0 => (record.status, record.status_date) = (CivilStatus::Dead, Some(day)),
            1 => (record.status, record.status_date) = (CivilStatus::MovedOut, Some(day)),
            _ => record.address.push_str(" BARU"),
        }
        Plan::Siak { records: self.civil.clone() }
    }

    async fn verdict(&mut self, dice: &mut Dice) -> Option<Plan> {
        let mut r = self.app.store.read().await.unwrap();
        let cases = r.cases().await.unwrap();
        let doubtful: Vec<&String> =
            cases.iter().filter(|(_, c)| c.state == CaseState::Review).map(|(id, _)| id).collect();
        let number = (*dice.pick(&doubtful)?).clone();
        let found = r.identification(&number).await.unwrap()?;
        let same = found.household.filter(|_| dice.one_in(2)).map(HouseholdId::new);
        Some(Plan::Verdict { number, same })
    }

    async fn sheet(&mut self, dice: &mut Dice) -> Plan {
        let mut r = self.app.store.read().await.unwrap();
        let (desa, hamlet) = *dice.pick(&paper::HAMLETS).unwrap();
        let here = |h: &Household| h.place.hamlet.as_deref() == Some(hamlet);
        let register: Vec<Household> = r.register().await.unwrap().into_iter().filter(here).collect();
        let first = format!("{desa}_{}", hamlet.to_lowercase());
        let held = r.meetings().await.unwrap();
        let stage = held.iter().filter(|m| m.id.starts_with(&first) && m.verdict == "DITERIMA").count();
        let stage = if dice.one_in(6) { stage.max(1) } else { stage + 1 };
        let meeting = if stage == 1 { first } else { format!("{first}_t{stage}") };
        let codes = [1, 1, 1, 1, 2, 2, 3, 3, 4, 5, 6, 6, 6, 8];
        let mut listed: Vec<(Household, u8)> = register.into_iter().map(|h| (h, *dice.pick(&codes).unwrap())).collect();
        if dice.one_in(8) {
            listed.pop();
        }
        let room = listed.iter().filter(|(_, code)| *code == 2).count() as u32;
        let room = if dice.one_in(6) { room + 1 } else { room };
        let mut proposed = Vec::new();
        for no in 1..=dice.below(room + 1) {
            self.family += 1;
            let household = people::family(self.family);
            self.civil.extend(records(std::slice::from_ref(&household)));
            self.proposals.insert(format!("{meeting}#FKP.02-{no}"), household.clone());
            proposed.push(household);
        }
        Plan::Sheet { meeting, listed, proposed }
    }

    /// Visits that somebody asked for, and now and then one that nobody did.
    async fn due(&mut self) -> Vec<Due> {
        let mut r = self.app.store.read().await.unwrap();
        let register = r.entries().await.unwrap();
        let home = |id: &str| register.get(&HouseholdId::new(id)).map(|(e, _)| e.household.clone());
        let mut due = Vec::new();
        let registrations: BTreeMap<String, Registration> =
            r.registrations().await.unwrap().into_iter().map(|r| (r.number.as_str().to_owned(), r)).collect();
        for (id, case) in r.cases().await.unwrap() {
            let waits = matches!(case.state, CaseState::Prelist | CaseState::InField | CaseState::ReadyForDecree);
            if let Some(own) = registrations.get(&id).filter(|_| waits && !id.contains('#')) {
                let found = case.household.as_deref().and_then(home).unwrap_or_else(|| {
                    let mut new = people::home("".into(), 1, own.members.clone());
                    new.place.clone_from(&own.place);
                    new
                });
                due.push(Due { source: VisitSource::Registration, key: id, found });
            }
        }
        for row in r.all_meeting_rows().await.unwrap().into_iter().filter(|r| r.outcome == "UNTUK_DIDATA") {
            let key = row.household.clone().unwrap_or_else(|| format!("{}#FKP.02-{}", row.meeting, row.no));
            let found = row.household.as_deref().and_then(home).or_else(|| self.proposals.get(&key).cloned());
            due.extend(found.map(|found| Due { source: VisitSource::Deliberation, key, found }));
        }
        let anybody: Vec<Household> = register.iter().map(|(_, e, _)| e.household.clone()).collect();
        due.extend(anybody.into_iter().take(1).map(|found| Due {
            source: VisitSource::Deliberation,
            key: found.id.as_str().to_owned(),
            found,
        }));
        due
    }

    async fn visits(&mut self, dice: &mut Dice) -> Plan {
        let register = self.app.store.read().await.unwrap().register().await.unwrap();
        let mut forms = Vec::new();
        for due in self.due().await {
            if dice.one_in(2) {
                forms.push(self.form(&due, &register, dice));
            }
        }
        Plan::Visits { forms }
    }

    fn form(&mut self, due: &Due, register: &[Household], dice: &mut Dice) -> FilledQuestionnaire {
        let mut found = due.found.clone();
        found.members.retain(domain::household::Member::is_present);
        found.answers.set(Item::FloorArea, 24 + dice.below(60) as i32);
        if dice.one_in(5) {
            self.born(&mut found);
        }
        let number = match self.numbers.get(&due.key).filter(|_| !dice.one_in(10)) {
            Some(number) => number.clone(),
            None => {
                self.questionnaire += 1;
                let number = format!("Q{}", self.questionnaire);
                self.numbers.insert(due.key.clone(), number.clone());
                number
            }
        };
        let mut form = visit(&number, due.source, &due.key, &found, self.app.clock.today());
        if found.members.len() > 2 && dice.one_in(6) {
            // somebody died or left
            let gone = form.household.members.last_mut().unwrap();
            gone.answers.set(Item::Presence, 2 + dice.below(2) as i32);
            form.household.member_count = Some(found.members.len() as u16 - 1);
        }
        let other = dice.pick(register).map(|h| h.id.as_str().to_owned());
        let result = [2, 3, 4, 5, 6, 1, 1, 1, 1, 1, 1, 1, 1, 1][dice.below(14) as usize];
        form.result = VisitResult::from_code(result);
        match result {
            4 => form.target = other,
            2 | 3 | 5 => {
                form.target = other.filter(|_| result == 5);
                form.household.answers = Default::default();
                form.household.members.clear();
                (form.household.member_count, form.household.family_count) = (None, None);
            }
            _ => {}
        }
        match dice.below(24) {
            0 => form.officer = None,
            1 => form.household.answers = Default::default(),
            2 => form.household.members = people::family(330).members,
            3 => form.checker = form.officer.clone(),
            4 => form.household.members.truncate(1),
            _ => {}
        }
        form
    }

    async fn settle(&mut self, dice: &mut Dice) -> Option<Plan> {
        let all = self.app.store.read().await.unwrap().person_conflicts().await.unwrap();
        let open: Vec<_> = all.into_iter().filter(|c| !c.is_settled).collect();
        let conflict = dice.pick(&open)?;
        let keep = if dice.one_in(2) { &conflict.one } else { &conflict.other };
        Some(Plan::Settle { conflict: conflict.id.clone(), keep: HouseholdId::new(keep) })
    }

    async fn undo(&mut self, dice: &mut Dice) -> Plan {
        let all = self.app.store.read().await.unwrap().imports().await.unwrap();
        let taken: Vec<_> = all.into_iter().filter(|i| i.kind != "identify").collect();
        let import = dice.pick(&taken).map_or_else(String::new, |i| i.id.clone());
        Plan::Undo { import }
    }

    // ── acting ──

    async fn officer(&self, role: Role) -> Officer {
        account::of_role(&self.app, role).await.unwrap()
    }

    /// Takes the act; a refusal is its code.
    pub async fn take(&self, plan: &Plan) -> Result<(), String> {
        match self.act(plan).await {
            Ok(()) => Ok(()),
            Err(FileError::Wrong(cells)) => Err(format!("ISIAN {}", cells.first().map_or("", |w| w.key))),
            Err(FileError::Taken(number)) => Err(format!("SUDAH_TERSIMPAN {number}")),
            Err(FileError::App(error)) => {
                assert!(error.is_refusal(), "{plan:?}: {error}");
                Err(error.code().to_owned())
            }
        }
    }

    async fn act(&self, plan: &Plan) -> Result<(), FileError> {
        let app = &self.app;
        match plan {
            Plan::Desk { route, key, household } => {
                let role = if *route == Route::Desk { Role::RegistrationOfficer } else { Role::Psm };
                let form = crate::kit::form(&registration("", household, app.clock.today()), key);
                desk::file(app, &self.officer(role).await, route, &form, false).await?;
            }
            Plan::Book { name, registrations } => {
                let file = [paper::book(name, registrations)];
                self.taken(Role::SocialService, "registrations", &file, async |how| {
                    import::registrations(app, &how, &file).await.map(|_| ())
                })
                .await?;
            }
            Plan::Siak { records } => {
                let file = [paper::siak("siak.csv", records, &[])];
                self.taken(Role::Dukcapil, "siak", &file, async |how| {
                    civil::import(app, &how, &file).await.map(|_| ())
                })
                .await?;
            }
            Plan::Identify { role } => {
                let officer = self.officer(*role).await;
                identification::identify(app, &officer).await?;
                verification::carry_on(app, &officer).await?;
            }
            Plan::Verdict { number, same } => {
                let said = match same {
                    Some(household) => Said::Same { household: household.clone(), changed: None },
                    None => Said::New,
                };
                let answer = Answer {
                    said,
                    reasoning: Reasoning { ground: None, words: "menurut kepala dusun".to_owned() },
                    version: None,
                };
                let number = RegistrationNumber::new(number);
                review::decide(app, &self.officer(Role::SocialService).await, &number, &answer, None).await?;
            }
            Plan::Freeze { role } => {
                prelist::freeze(app, &self.officer(*role).await).await?;
            }
            Plan::Sheet { meeting, listed, proposed } => {
                let listed: Vec<(&Household, u8)> = listed.iter().map(|(h, code)| (h, *code)).collect();
                let file = [paper::sheet(meeting, &listed, &proposed.iter().collect::<Vec<_>>())];
                self.taken(Role::SocialService, "meetings", &file, async |how| {
                    deliberation::import(app, &how, &file, None).await.map(|_| ())
                })
                .await?;
            }
            Plan::Visits { forms } => {
                let files = paper::visits(forms);
                self.taken(Role::SocialService, "questionnaires", &files, async |how| {
                    verification::import(app, &how, &files[0], &files[1]).await.map(|_| ())
                })
                .await?;
            }
            Plan::Prepare { role } => {
                let number = decree::next_number(app).await?;
                let how = Preparing { number, area: None, waiver: Some("SIAK belum menjawab".to_owned()) };
                decree::prepare(app, &self.officer(*role).await, &how).await?;
            }
            Plan::Sign { role } => {
                let number = self.decree(|d| d.state == decree::DRAFT).await;
                decree::sign(app, &self.officer(*role).await, &number).await?;
            }
            Plan::Deliver { role } => {
                let number = self.decree(|d| d.delivered.is_none()).await;
                decree::deliver(app, &self.officer(*role).await, &number).await?;
            }
            Plan::Edition { role } => {
                edition::make(app, &self.officer(*role).await).await?;
            }
            Plan::Draw { role } => {
                programme::draw_all(app, &self.officer(*role).await).await?;
            }
            Plan::Close { role, carry } => {
                round::close(app, &self.officer(*role).await, *carry, "akhir putaran").await?;
            }
            Plan::Open { name } => {
                round::open(app, &self.officer(Role::SocialService).await, name, BTreeMap::new()).await?;
            }
            Plan::Settle { conflict, keep } => {
                let officer = self.officer(Role::SocialService).await;
                person::settle(app, &officer, conflict, keep, "tidur di sana").await?;
            }
            Plan::Undo { import } => {
                import::undo(app, &self.officer(Role::SocialService).await, import).await?;
            }
            Plan::ClockBack => {
                let clock = MovedClock::new();
                clock.forward(-40 * DAY_MS);
                let back = App::new(app.store.clone(), clock);
                identification::identify(&back, &self.officer(Role::SocialService).await).await?;
            }
        }
        Ok(())
    }

    /// The first decree that is so, or one that nobody prepared.
    async fn decree(&self, is: impl Fn(&store::decree::DecreeHead) -> bool) -> DecreeNumber {
        let all = self.app.store.read().await.unwrap().decrees().await.unwrap();
        DecreeNumber::new(all.into_iter().find(is).map_or_else(|| "9/TIDAK/ADA".to_owned(), |d| d.number))
    }

    async fn taken(
        &self,
        role: Role,
        kind: &'static str,
        files: &[PackFile],
        take: impl AsyncFnOnce(Import<'_>) -> Result<(), AppError>,
    ) -> Result<(), FileError> {
        let officer = self.officer(role).await;
        let how = Import::of(&officer, kind, &files.iter().collect::<Vec<_>>(), "berkas", false)?;
        Ok(take(how).await?)
    }
}
