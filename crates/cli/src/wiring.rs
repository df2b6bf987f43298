//! Fills the ports of `app`: this machine's clock, the printer, the settings of SMS.

use crate::config::{self, Config};
use crate::failure::Failure;
use crate::output::say;
use crate::printer::Printer;
use crate::progress::CarryOver;
use ::sms::Centre;
use app::App;
use app::ports::Clock;
use domain::Date;
use std::path::Path;
use std::sync::Arc;
use store::Store;

/// This machine's clock, and the calendar at the office.
#[derive(Clone, Copy, Debug)]
pub struct OfficeClock {
    utc_offset_hours: i8,
    as_of: Option<Date>,
}

impl OfficeClock {
    /// A clock that far ahead of UTC. With `as_of` the day stands still and only the time of
    /// log entries goes on.
    pub fn new(utc_offset_hours: i8, as_of: Option<Date>) -> Self {
        Self { utc_offset_hours, as_of }
    }
}

impl Clock for OfficeClock {
    #[expect(clippy::disallowed_methods, reason = "this is the port through which time comes in")]
    fn now_ms(&self) -> i64 {
        jiff::Timestamp::now().as_millisecond()
    }

    fn ms_of_day(&self) -> i64 {
        (self.now_ms() + i64::from(self.utc_offset_hours) * 3_600_000).rem_euclid(24 * 3_600_000)
    }

    #[expect(clippy::disallowed_methods, reason = "this is the port through which time comes in")]
    fn today(&self) -> Date {
        self.as_of.unwrap_or_else(|| {
            let offset = jiff::tz::Offset::constant(self.utc_offset_hours);
            offset.to_datetime(jiff::Timestamp::now()).date()
        })
    }
}

/// An app over a store, with everything the settings say.
pub fn app(store: Store, config: &Config, as_of: Option<Date>) -> App {
    let clock = Arc::new(OfficeClock::new(config.utc_offset_hours, as_of));
    App::new(store, clock)
        .with_documents(Arc::new(Printer::new(config.office.clone()).at(config.utc_offset_hours)))
        .with_two_person(config.review_two_person)
        .with_plan(config.plan)
        .with_sms(config.sms_settings)
        .with_sms_number(config.sms.as_ref().map_or("", Centre::sender))
}

/// Opens an existing workspace. One of an older version is carried over first, with its progress on stderr.
pub async fn open(workspace: &Path, as_of: Option<Date>) -> Result<(App, Config), Failure> {
    let (config, _) = config::load(workspace)?;
    let now_ms = OfficeClock::new(config.utc_offset_hours, as_of).now_ms();
    let part = CarryOver::of(CASES);
    let told = |done, total| part.told(done, total);
    let store = Store::open_telling(workspace, config.database.as_deref(), now_ms, &told).await?;
    Ok((carried_over(app(store, &config, as_of)).await?, config))
}

/// Makes a workspace, or opens the one that is there.
pub async fn create(workspace: &Path, database: Option<&str>, as_of: Option<Date>) -> Result<(App, Config), Failure> {
    let (mut config, _) = config::load(workspace)?;
    if let Some(url) = database {
        config.database = Some(url.to_owned());
    }
    let now_ms = OfficeClock::new(config.utc_offset_hours, as_of).now_ms();
    let part = CarryOver::of(CASES);
    let told = |done, total| part.told(done, total);
    let store = Store::create_telling(workspace, config.database.as_deref(), now_ms, &told).await?;
    if !config::begin(workspace, database)? {
        say(
            "Kata sandi basis data tidak disimpan: beri MUTAKHIR_DATABASE atau database_file pada perintah berikutnya.",
        );
    }
    Ok((carried_over(app(store, &config, as_of)).await?, config))
}

const CASES: &str = "Ruang kerja versi sebelumnya: kasus dan daftar";

/// What an older workspace decided becomes its register.
async fn carried_over(app: App) -> Result<App, Failure> {
    let part = CarryOver::of("Ruang kerja versi sebelumnya: register, SK, kunjungan");
    app::upgrade::carry_over(&app, &|done, total| part.told(done, total)).await?;
    Ok(app)
}
