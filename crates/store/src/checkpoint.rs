//! The log as a tree, and signed checkpoints of it. ADR 4.
//!
//! An entry of the log is an event's hash. Checkpoints count the events in an order of their own: two events that are
//! written at the same time may be seen in the other order than their numbers say.

use crate::error::{Result, StoreError};
use crate::sql;
use crate::table::{LOG_CHECKPOINT, LOG_ENTRY};
use crate::tx::{Reader, Record, Tx};
use tlog::{Checkpoint, Frontier, Hash, LogKey, leaf_hash};

/// A checkpoint as it was signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckpointRow {
    /// How many entries it counts.
    pub size: u64,
    /// When it was signed, in milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// Root of the tree over them.
    pub root: Hash,
    /// The signed note.
    pub note: String,
}

impl CheckpointRow {
    pub(crate) fn read(row: &Record) -> Result<Self> {
        Ok(Self {
            size: size_of(row)?,
            at_ms: row.int("at")?,
            root: row.blob("root")?.try_into().map_err(|_| damaged("root"))?,
            note: row.text("note")?,
        })
    }
}

fn size_of(row: &Record) -> Result<u64> {
    u64::try_from(row.int("size")?).map_err(|_| damaged("size"))
}

fn damaged(what: &str) -> StoreError {
    StoreError::Damaged { table: LOG_CHECKPOINT.name, key: String::new(), what: what.to_owned() }
}

impl Tx {
    /// Counts the events that no checkpoint counts yet, and signs how long the log is. With nothing new, the last
    /// checkpoint stands. The event of this change itself comes after it.
    pub async fn sign_log(&mut self, key: &LogKey, at_ms: i64) -> Result<CheckpointRow> {
        // two checkpoints at once would give one number to two events
        self.hold("").await?;
        let last = self.fetch_one(sql::LOG_CHECKPOINT_LAST, vec![]).await?;
        let mut frontier = match &last {
            None => Frontier::default(),
            Some(row) => {
                Frontier::from_bytes(size_of(row)?, &row.blob("subtrees")?).ok_or_else(|| damaged("subtrees"))?
            }
        };
        let mut fresh = Vec::new();
        self.each(sql::LOG_UNCOUNTED, vec![], |row| {
            fresh.push((row.int("seq")?, row.blob("hash")?));
            Ok(())
        })
        .await?;
        if let Some(row) = last.filter(|_| fresh.is_empty()) {
            return CheckpointRow::read(&row);
        }
        let mut entries = Vec::with_capacity(fresh.len());
        for (seq, hash) in fresh {
            entries.push(vec![(frontier.len() as i64).into(), seq.into()]);
            frontier.push(leaf_hash(&hash));
        }
        self.write_rows(&LOG_ENTRY, entries, false).await?;
        let (size, root) = (frontier.len(), frontier.root());
        let note = Checkpoint { origin: key.name().to_owned(), size, root }.signed(key);
        let values: Vec<crate::Value> = vec![
            (size as i64).into(),
            at_ms.into(),
            root.to_vec().into(),
            frontier.to_bytes().into(),
            note.as_str().into(),
        ];
        self.write_rows(&LOG_CHECKPOINT, vec![values], false).await?;
        Ok(CheckpointRow { size, at_ms, root, note })
    }
}

impl Reader {
    /// Every signed checkpoint, the shortest first.
    pub async fn log_checkpoints(&mut self) -> Result<Vec<CheckpointRow>> {
        self.read_all(&LOG_CHECKPOINT, CheckpointRow::read).await
    }

    /// The events in the order in which checkpoints count them.
    pub async fn log_entries(&mut self) -> Result<Vec<i64>> {
        self.read_all(&LOG_ENTRY, |row| row.int("seq")).await
    }

    /// The tree over the first `size` entries, from the hashes the events carry.
    pub async fn log_tree(&mut self, size: u64) -> Result<tlog::Tree> {
        let mut tree = tlog::Tree::default();
        self.each(sql::LOG_HASHES, vec![(size as i64).into()], |row| {
            tree.push(leaf_hash(&row.blob("hash")?));
            Ok(())
        })
        .await?;
        Ok(tree)
    }
}
