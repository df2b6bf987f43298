//! A step of a round: one transaction, identified by what it read. A killed run resumes after the last
//! finished step and gives the same result.

use crate::App;
use crate::error::AppError;
use crate::refused::Refused;
use exchange::PackFile;
use exchange::file::Content;
use sha2::{Digest, Sha256};
use std::io::Read;
use store::Tx;
use store::step::StepRow;

/// A step about to be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its name.
    pub name: String,
    /// SHA-256 of everything it reads, hexadecimal.
    pub input: String,
}

/// The steps of a round in their order. A step may be undone while none after it is done.
pub const ORDER: [&str; 13] = [
    "areas",
    "bdt",
    "siak",
    "registrations",
    "identify",
    "prelist",
    "meetings",
    "questionnaires",
    "decree",
    "edition-base",
    "model",
    "edition-next",
    "programmes",
];

impl Step {
    /// A step that reads `files` and what the step before it (`after`) left.
    pub fn over(name: &str, files: &[&PackFile], after: &str) -> Result<Self, AppError> {
        let mut hash = Sha256::new();
        for part in ["mutakhir-langkah-1", name, after] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        for file in files {
            hash.update((file.name.len() as u64).to_be_bytes());
            hash.update(&file.name);
            hash.update(hash_file(file)?);
        }
        Ok(Self { name: name.to_owned(), input: hex::encode(hash.finalize()) })
    }

    /// Marks the step as done; it commits with the step's rows or not at all.
    pub fn done(&self, tx: &mut Tx, summary: &str) {
        tx.put_step(&StepRow { name: self.name.clone(), input: self.input.clone(), summary: summary.to_owned() });
    }

    /// What it did, when it is done already. A step that was done with other input is refused:
    /// what came after it rests on that input.
    pub async fn already(&self, app: &App) -> Result<Option<String>, AppError> {
        match app.store.read().await?.step(&self.name).await? {
            None => Ok(None),
            Some(done) if done.input == self.input => Ok(Some(done.summary)),
            Some(done) => Err(Refused::OtherInput(done.name).into()),
        }
    }
}

/// SHA-256 of a file's bytes.
pub fn hash_file(file: &PackFile) -> Result<[u8; 32], AppError> {
    let mut hash = Sha256::new();
    match &file.content {
        Content::Bytes(bytes) => hash.update(bytes),
        Content::Path(path) => {
            let mut open = std::fs::File::open(path).map_err(|e| match e.kind() {
                std::io::ErrorKind::NotFound => exchange::ReadError::Missing { file: file.name.clone() }.into(),
                _ => AppError::io(path, e),
            })?;
            let mut buffer = vec![0u8; 1 << 16];
            loop {
                let n = open.read(&mut buffer).map_err(|e| AppError::io(path, e))?;
                if n == 0 {
                    break;
                }
                hash.update(&buffer[..n]);
            }
        }
    }
    Ok(hash.finalize().into())
}
