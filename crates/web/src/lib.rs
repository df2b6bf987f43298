//! Pages and small updates: parse, call one use case, show.
//!
//! `router.rs` is the table of contents. Nothing here decides who may do what (that is
//! `app::access`) or how a number is computed (that is `domain`).

mod account;
mod access_log;
mod ask;
mod assets;
mod chart;
mod civil;
mod decree;
mod desk;
mod error;
mod guard;
mod household;
mod import;
mod job;
mod list;
mod login;
mod look;
mod meeting;
mod meeting_page;
mod minutes;
mod overview;
mod page;
mod paging;
mod person;
mod prelist;
mod problem;
mod public;
mod registration;
mod review;
mod round;
mod router;
mod sms;
mod step;
mod style;
mod text;
mod work;

use app::App;
use app::access::NikView;
use std::sync::Arc;
use tokio::sync::OnceCell;

pub use guard::CONTENT_POLICY;
pub use router::router;
pub use text::{EN, ID, Lang, Text};

use error::refuse;

/// Settings of the pages.
#[derive(Clone, Debug)]
pub struct Config {
    /// Whether people reach the server by HTTPS: then cookies are `Secure` and HSTS is sent.
    pub https: bool,
    /// Largest file the import page takes, in megabytes.
    pub upload_limit_mb: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self { https: false, upload_limit_mb: 256 }
    }
}

/// What every handler works with.
pub struct Web {
    /// The use cases.
    pub app: Arc<App>,
    /// Settings.
    pub config: Config,
    place: OnceCell<String>,
}

impl Web {
    fn new(app: Arc<App>, config: Config) -> Self {
        Self { app, config, place: OnceCell::new() }
    }

    /// Name of the kabupaten; empty until its area table is imported.
    async fn place(&self) -> String {
        let read = self.place.get_or_try_init(|| async {
            match app::view::home(&self.app).await {
                Ok(Some(name)) => Ok(name),
                _ => Err(()),
            }
        });
        read.await.cloned().unwrap_or_default()
    }
}
