//! Keeps the line up: connects, works it, and reconnects when it breaks.

use crate::{Kannel, KannelSettings, LineError, Smpp, SmppSettings};
use app::App;
use app::error::AppError;
use std::time::Duration;
use tokio::sync::watch;

/// First wait after a broken line; doubled up to a minute while it stays so.
const WAIT: Duration = Duration::from_millis(500);
const WAIT_MAX: Duration = Duration::from_secs(60);

/// Which centre.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Centre {
    /// By SMPP.
    Smpp(SmppSettings),
    /// By Kannel's HTTP.
    Kannel(KannelSettings),
}

impl Centre {
    /// Number or name that receivers see, and write back to when it is a number.
    #[must_use]
    pub fn sender(&self) -> &str {
        match self {
            Self::Smpp(settings) => &settings.sender,
            Self::Kannel(settings) => &settings.sender,
        }
    }
}

/// Keeps the line to the centre until `stop` says so. A centre that is away is tried again; only a
/// fault of our own store ends it.
pub async fn run(app: &App, centre: &Centre, mut stop: watch::Receiver<bool>) -> Result<(), AppError> {
    let mut wait = WAIT;
    while !*stop.borrow() {
        match attend(app, centre, stop.clone()).await? {
            Ok(()) => wait = WAIT,
            Err(fault) => {
                tracing::warn!(code = fault.code(), %fault, "sms: no line");
                wait = (wait * 2).min(WAIT_MAX);
            }
        }
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = stop.changed() => {}
        }
    }
    Ok(())
}

async fn attend(app: &App, centre: &Centre, stop: watch::Receiver<bool>) -> Result<Result<(), LineError>, AppError> {
    match centre {
        Centre::Smpp(settings) => match Smpp::connect(settings).await {
            Ok(mut line) => app::sms::attend(app, &mut line, stop).await.map(Ok),
            Err(fault) => Ok(Err(fault)),
        },
        Centre::Kannel(settings) => match Kannel::open(settings).await {
            Ok(mut line) => app::sms::attend(app, &mut line, stop).await.map(Ok),
            Err(fault) => Ok(Err(fault)),
        },
    }
}
