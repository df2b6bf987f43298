//! A small kabupaten that works through `app` as offices do: an account for each role, files that say what a test
//! wants them to say, a clock that a test moves. After any act [`law::check`] asks what must always hold.

pub mod law;
pub mod paper;
pub mod people;

use crate::kit::MovedClock;
use app::App;
use app::access::{Officer, Role};
use app::decree::{self, Preparing};
use app::desk::{self, Filed, Route};
use app::error::AppError;
use app::import::{self, Import, ImportReport};
use app::{account, civil, deliberation, edition, identification, ranking, round, verification};
use domain::civil_registry::CivilRecord;
use domain::household::Household;
use domain::id::{HouseholdId, QuestionnaireId, RegistrationNumber};
use domain::questionnaire::Item;
use domain::registration::{Registration, RegistrationKind};
use domain::verification::{FilledQuestionnaire, VisitResult, VisitSource};
use exchange::PackFile;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::decree::DecreeHead;
use store::{Backend, Store};
use testkit::Workspace;

pub const DAY_MS: i64 = 24 * 3_600_000;

#[derive(Clone)]
pub struct Kabupaten {
    pub workspace: Arc<Workspace>,
    pub app: App,
    pub clock: Arc<MovedClock>,
}

impl Kabupaten {
    /// Areas and accounts, and nothing else.
    pub async fn bare(backend: Backend) -> Self {
        let workspace = Arc::new(Workspace::new(backend).await);
        let clock = MovedClock::new();
        let app = App::new(workspace.store.clone(), clock.clone());
        let own = Self { workspace, app, clock };
        let [areas, hamlets, bridge] = paper::areas();
        let operator = Officer::operator();
        let how = Import::of(&operator, "areas", &[&areas, &hamlets, &bridge], "wilayah.csv", false).unwrap();
        import::areas(&own.app, &how, &areas, Some(&hamlets), Some(&bridge)).await.unwrap();
        for role in Role::ALL {
            account::of_role(&own.app, role).await.unwrap();
        }
        own
    }

    /// A kabupaten of `count` households, all known to the civil registry, whose round is open and whose base
    /// edition is made.
    pub async fn of(backend: Backend, count: u16) -> Self {
        let own = Self::bare(backend).await;
        let homes: Vec<Household> = (1..=count).map(people::family).collect();
        own.bdt(&[paper::bdt("bdt2015.csv", &homes)]).await.unwrap();
        own.siak(&[paper::siak("siak.csv", &records(&homes), &[])]).await.unwrap();
        own.open("2017-I").await;
        edition::make_base(&own.app, &own.officer(Role::Pokja).await).await.unwrap();
        own
    }

    /// The same kabupaten as another process sees it.
    pub fn beside(&self, store: Store) -> Self {
        Self { app: App::new(store, self.clock.clone()), ..self.clone() }
    }

    /// The same kabupaten through an app with another clock.
    pub fn at_clock(&self, app: App) -> Self {
        Self { app, ..self.clone() }
    }

    pub async fn officer(&self, role: Role) -> Officer {
        account::of_role(&self.app, role).await.unwrap()
    }

    pub fn days(&self, days: i64) {
        self.clock.forward(days * DAY_MS);
    }

    // ── files ──

    pub async fn bdt(&self, files: &[PackFile]) -> Result<ImportReport, AppError> {
        let officer = self.officer(Role::SocialService).await;
        let how = Import::of(&officer, "bdt", &files.iter().collect::<Vec<_>>(), "BDT", false)?;
        import::bdt(&self.app, &how, files).await
    }

    pub async fn siak(&self, files: &[PackFile]) -> Result<ImportReport, AppError> {
        let officer = self.officer(Role::Dukcapil).await;
        let how = Import::of(&officer, "siak", &files.iter().collect::<Vec<_>>(), "SIAK", false)?;
        civil::import(&self.app, &how, files).await
    }

    pub async fn book(&self, name: &str, registrations: &[Registration]) -> Result<ImportReport, AppError> {
        let file = paper::book(name, registrations);
        let officer = self.officer(Role::SocialService).await;
        let how = Import::of(&officer, "registrations", &[&file], name, false)?;
        import::registrations(&self.app, &how, std::slice::from_ref(&file)).await
    }

    pub async fn visits(&self, forms: &[FilledQuestionnaire]) -> Result<ImportReport, AppError> {
        let [homes, members] = paper::visits(forms);
        let officer = self.officer(Role::SocialService).await;
        let how = Import::of(&officer, "questionnaires", &[&homes, &members], "pendataan", false)?;
        verification::import(&self.app, &how, &homes, &members).await
    }

    pub async fn sheet(&self, sheet: PackFile) -> Result<ImportReport, AppError> {
        let officer = self.officer(Role::SocialService).await;
        let how = Import::of(&officer, "meetings", &[&sheet], &sheet.name, false)?;
        deliberation::import(&self.app, &how, std::slice::from_ref(&sheet), None).await
    }

    pub async fn survey(&self) -> ImportReport {
        let file = people::survey();
        let officer = self.officer(Role::SocialService).await;
        let how = Import::of(&officer, "survey", &[&file], "susenas.csv", false).unwrap();
        ranking::fit(&self.app, &how, &file).await.unwrap()
    }

    // ── acts ──

    pub async fn open(&self, name: &str) {
        let officer = self.officer(Role::SocialService).await;
        round::open(&self.app, &officer, name, BTreeMap::new()).await.unwrap();
    }

    /// The household comes to the desk, or is visited by the PSM, and is registered.
    pub async fn desk(&self, route: Route, key: &str, household: &Household) -> RegistrationNumber {
        let role = if route == Route::Desk { Role::RegistrationOfficer } else { Role::Psm };
        let officer = self.officer(role).await;
        let form = crate::kit::form(&registration("", household, self.app.clock.today()), key);
        match desk::file(&self.app, &officer, &route, &form, false).await {
            Ok(Filed::Registered { number, .. }) => number,
            other => panic!("{other:?}"),
        }
    }

    /// Identification and the prelist of what waits.
    pub async fn listed(&self) {
        let officer = self.officer(Role::SocialService).await;
        identification::identify(&self.app, &officer).await.unwrap();
        app::prelist::freeze(&self.app, &officer).await.unwrap();
    }

    /// What waits is prepared by one account, signed by another and handed over. `None` = nothing waits.
    pub async fn decreed(&self) -> Option<DecreeHead> {
        let social = self.officer(Role::SocialService).await;
        identification::identify(&self.app, &social).await.unwrap();
        verification::carry_on(&self.app, &social).await.unwrap();
        let number = decree::next_number(&self.app).await.unwrap();
        let how = Preparing { number: number.clone(), area: None, waiver: None };
        decree::prepare(&self.app, &social, &how).await.unwrap()?;
        decree::sign(&self.app, &self.officer(Role::RegionalHead).await, &number).await.unwrap();
        Some(decree::deliver(&self.app, &social, &number).await.unwrap())
    }

    /// Verdict and problems of a questionnaire; `None` = it is not kept.
    pub async fn verdict(&self, id: &str) -> Option<(String, String)> {
        let kept = self.app.store.read().await.unwrap().questionnaires().await.unwrap();
        kept.into_iter().find(|q| q.filled.id.as_str() == id).map(|q| (q.verdict, q.problems))
    }

    /// The register's household, as it is now.
    pub async fn household(&self, id: &HouseholdId) -> Option<Household> {
        self.app.store.read().await.unwrap().household(id).await.unwrap()
    }
}

/// What the civil registry says of everybody in these households.
pub fn records(homes: &[Household]) -> Vec<CivilRecord> {
    homes.iter().flat_map(|h| h.members.iter().map(|m| people::record(m, &h.place))).collect()
}

/// A registration of the household.
pub fn registration(number: &str, household: &Household, day: domain::Date) -> Registration {
    Registration {
        number: RegistrationNumber::new(number),
        date: Some(day),
        kind: RegistrationKind::Active,
        officer: "KASI PELAYANAN".to_owned(),
        identity_shown: Some("KTP".to_owned()),
        musdes: None,
        desa: household.place.desa.unwrap(),
        place: household.place.clone(),
        members: household.members.clone(),
        note: None,
        origin: domain::household::Origin::default(),
    }
}

/// A completed visit that found the household as it is: everybody at home, every block asked.
pub fn visit(id: &str, source: VisitSource, key: &str, found: &Household, day: domain::Date) -> FilledQuestionnaire {
    let mut household = found.clone();
    for member in &mut household.members {
        for (item, code) in [(Item::Presence, 1), (Item::OnFamilyCard, 1), (Item::Disability, 0), (Item::Working, 2)] {
            member.answers.set(item, code);
        }
    }
    household.member_count = u16::try_from(household.members.len()).ok();
    FilledQuestionnaire {
        id: QuestionnaireId::new(id),
        source,
        key: key.to_owned(),
        date: Some(day),
        officer: Some("PSM SARI".to_owned()),
        checked_on: Some(day),
        checker: Some("TKSK WONOSARI".to_owned()),
        result: Some(VisitResult::Completed),
        target: None,
        family_cards: vec![household.members.first().and_then(|m| m.no_kk)],
        household,
    }
}
