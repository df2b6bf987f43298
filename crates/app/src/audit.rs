//! `audit verify`: compares everything stored with the log.

use crate::App;
use crate::access::{Act, Officer};
use crate::decree::signing_key;
use crate::error::AppError;
use store::AuditReport;

/// Verifies the log, every row of every table, and the packages of the editions.
pub async fn verify(app: &App, officer: &Officer) -> Result<(AuditReport, Vec<EditionDamage>), AppError> {
    // a workspace without areas has a log all the same
    if let Ok(kabupaten) = app.kabupaten().await {
        officer.may(Act::ReadAudit, kabupaten)?;
    }
    let report = app.store.verify().await?;
    let key = signing_key(app)?.verifying_key();
    let mut damaged = Vec::new();
    for row in app.store.read().await?.editions().await.unwrap_or_default() {
        let folder = app.dir().join(&row.folder);
        let said = match edition::verify(&folder, &key) {
            Ok(verified) if verified.hash == row.manifest_sha256 => continue,
            Ok(_) => "the package is not the one the log knows".to_owned(),
            Err(refused) => refused.to_string(),
        };
        damaged.push(EditionDamage { edition: row.id, what: said });
    }
    Ok((report, damaged))
}

/// An edition whose package is not whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionDamage {
    /// The edition.
    pub edition: String,
    /// What is wrong.
    pub what: String,
}
