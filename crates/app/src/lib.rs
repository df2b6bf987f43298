//! One function for each thing a person can ask for.
//!
//! A use case reads like its instruction sheet: check the permission, load, decide (in `domain` and
//! the kernels), save state and event in one transaction. This crate orders the steps. It holds no
//! rule, no SQL and no page of the site.

pub mod access;
pub mod account;
pub mod audit;
pub mod backup;
pub mod citizen;
pub mod civil;
mod day;
pub mod decree;
pub mod deliberation;
pub mod desk;
pub mod edition;
pub mod error;
pub mod export;
pub mod identification;
pub mod import;
pub mod job;
mod key;
pub mod layout;
pub mod matching;
pub mod meeting;
pub mod person;
pub mod ports;
pub mod prelist;
pub mod programme;
pub mod ranking;
mod refused;
pub mod register;
pub mod review;
pub mod round;
pub mod run;
pub mod sms;
pub mod stage;
pub mod timings;
pub mod upgrade;
pub mod verification;
pub mod view;
pub mod weights;
pub mod work;

pub use refused::Refused;

use domain::Date;
use domain::area::{AreaCode, AreaTable};
use domain::deliberation::minutes::PlanRule;
use domain::event::Event;
use domain::registration::Registration;
use error::AppError;
use ports::{Clock, Document, Documents, NoDocuments, Random, SystemRandom};
use std::path::Path;
use std::sync::Arc;
use store::{NewEvent, Store};

/// A workspace and what it needs from outside. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The store.
    pub store: Store,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The printer.
    pub documents: Arc<dyn Documents>,
    /// Random data, for tokens.
    pub random: Arc<dyn Random>,
    /// Cached statistics and areas.
    pub(crate) memory: matching::Memory,
    /// The register between the acts of a run.
    pub(crate) kept: Option<Arc<register::Kept>>,
    /// Cached journals of meetings.
    pub(crate) halls: meeting::Halls,
    /// Whether two reviewers have to agree on a case in doubt.
    pub two_person: bool,
    /// How SMS is sent.
    pub sms: sms::SmsSettings,
    /// The number that takes reports typed on a plain phone, when the office has one.
    pub sms_number: Option<String>,
    /// Reserve of blanks and houses per enumerator. R77.
    pub plan: PlanRule,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("store", &self.store).finish_non_exhaustive()
    }
}

impl App {
    /// An app without a printer; `cli` sets one.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>) -> Self {
        Self {
            store,
            clock,
            documents: Arc::new(NoDocuments),
            random: Arc::new(SystemRandom),
            memory: matching::Memory::default(),
            kept: None,
            halls: meeting::Halls::default(),
            two_person: false,
            sms: sms::SmsSettings::default(),
            sms_number: None,
            plan: PlanRule::default(),
        }
    }

    /// The same, for many acts in a row over the whole register: what one act has read of it serves the next.
    #[must_use]
    pub(crate) fn keeping_register(&self) -> Self {
        Self { kept: Some(Arc::default()), ..self.clone() }
    }

    /// Sets the document printer.
    #[must_use]
    pub fn with_documents(mut self, documents: Arc<dyn Documents>) -> Self {
        self.documents = documents;
        self
    }

    /// Sets whether two reviewers must agree.
    #[must_use]
    pub fn with_two_person(mut self, two_person: bool) -> Self {
        self.two_person = two_person;
        self
    }

    /// Sets how SMS is sent.
    #[must_use]
    pub fn with_sms(mut self, sms: sms::SmsSettings) -> Self {
        self.sms = sms;
        self
    }

    /// Sets the number that takes reports. A name (`MUTAKHIR`) cannot receive messages and is ignored.
    #[must_use]
    pub fn with_sms_number(mut self, sender: &str) -> Self {
        let digits = sender.strip_prefix('+').unwrap_or(sender);
        let is_number = (3..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        self.sms_number = is_number.then(|| sender.to_owned());
        self
    }

    /// Sets the rule for blanks and enumerators. R77.
    #[must_use]
    pub fn with_plan(mut self, plan: PlanRule) -> Self {
        self.plan = plan;
        self
    }

    /// Milliseconds since 1970 UTC.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    /// The day at the office.
    #[must_use]
    pub fn today(&self) -> Date {
        self.clock.today()
    }

    /// Fills `bytes` with random data.
    pub fn random(&self, bytes: &mut [u8]) -> Result<(), AppError> {
        self.random.fill(bytes).map_err(AppError::Fault)
    }

    /// The workspace folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        self.store.dir()
    }

    /// Prints a document.
    pub fn print(&self, document: &Document<'_>) -> Result<Vec<u8>, AppError> {
        self.documents.print(document).map_err(AppError::Fault)
    }

    /// The registration receipt.
    pub fn receipt_pdf(&self, registration: &Registration, areas: &AreaTable) -> Result<Vec<u8>, AppError> {
        self.print(&Document::Receipt { registration, areas })
    }

    /// The kabupaten this workspace is for.
    pub async fn kabupaten(&self) -> Result<AreaCode, AppError> {
        let known = self.store.read().await?.fact("kabupaten").await?;
        known.and_then(|code| AreaCode::parse(&code).ok()).ok_or(AppError::NoAreas)
    }
}

/// Converts an event of `domain` for the log: its stable name, ids and counts, filed under its first id.
pub(crate) fn logged(event: &Event, actor: &str, at_ms: i64) -> NewEvent {
    NewEvent::of(event, actor, at_ms)
}
