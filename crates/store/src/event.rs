//! The event log: what happened, written in the transaction in which it happened. ADR 0004.
//!
//! One chain for each area. An event's hash covers the hash before it, every field of its own,
//! the digest of every row it wrote, and whom it is about. A payload holds ids and counts,
//! never a name, NIK or answer.

use crate::error::{Result, StoreError};
use crate::sql;
use crate::table::Table;
use crate::tx::{Reader, Record};
use crate::value::{RowDigest, Value, digest_list};
use domain::event::Event;

/// An event about to be written.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// What happened, in the past tense: `RegistrationFiled`.
    pub kind: &'static str,
    /// Account id, or `sistem`.
    pub actor: String,
    /// When, in milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// Ids and counts.
    pub payload: serde_json::Value,
    /// What it is filed under besides the rows' own subjects.
    pub subjects: Vec<String>,
}

impl NewEvent {
    /// An event without payload.
    #[must_use]
    pub fn new(kind: &'static str, actor: impl Into<String>, at_ms: i64) -> Self {
        Self { kind, actor: actor.into(), at_ms, payload: serde_json::json!({}), subjects: Vec::new() }
    }
    /// Adds ids and counts.
    #[must_use]
    pub fn with(mut self, payload: serde_json::Value) -> Self {
        self.payload = payload;
        self
    }
    /// A typed event of `domain`, filed under what it is about.
    #[must_use]
    pub fn of(event: &Event, actor: impl Into<String>, at_ms: i64) -> Self {
        let fields = event.fields().into_iter().map(|(name, value)| {
            let value: serde_json::Value = match value {
                domain::event::Value::Word(word) => word.into(),
                domain::event::Value::Count(n) => n.into(),
                domain::event::Value::Words(words) => words.into(),
            };
            (name.to_owned(), value)
        });
        let new = Self::new(event.name(), actor, at_ms).with(serde_json::Value::Object(fields.collect()));
        match event.subject() {
            subject if subject.is_empty() => new,
            subject => new.about(subject),
        }
    }
    /// Files it under a subject.
    #[must_use]
    pub fn about(mut self, subject: impl Into<String>) -> Self {
        self.subjects.push(subject.into());
        self
    }
}

/// Where an event stands once it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    /// Its number in the whole log.
    pub seq: i64,
    /// Its hash.
    pub hash: [u8; 32],
}

/// An event as pages show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventView {
    /// Number in the whole log.
    pub seq: i64,
    /// Area whose chain it is in.
    pub chain: String,
    /// Number in that chain.
    pub chain_no: i64,
    /// What happened.
    pub kind: String,
    /// Who did it.
    pub actor: String,
    /// When, in milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// Ids and counts.
    pub payload: serde_json::Value,
}

impl EventView {
    fn read(row: &Record) -> Result<Self> {
        Ok(Self {
            seq: row.int("seq")?,
            chain: row.text("chain")?,
            chain_no: row.int("chain_no")?,
            kind: row.text("kind")?,
            actor: row.text("actor")?,
            at_ms: row.int("at")?,
            payload: serde_json::from_str(&row.text("payload")?).map_err(|_| StoreError::Damaged {
                table: "event",
                key: String::new(),
                what: "payload".to_owned(),
            })?,
        })
    }
}

impl Reader {
    /// What happened to a household, a registration, a meeting or an account, oldest first.
    pub async fn history(&mut self, subject: &str) -> Result<Vec<EventView>> {
        self.fetch(sql::EVENT_OF_SUBJECT, vec![subject.into()]).await?.iter().map(EventView::read).collect()
    }

    /// The latest events in the chains of an area and those inside it, newest first.
    pub async fn recent_events(&mut self, area: &str, limit: i64) -> Result<Vec<EventView>> {
        let pattern = format!("{area}%");
        self.fetch(sql::EVENT_RECENT, vec![pattern.into(), limit.into()]).await?.iter().map(EventView::read).collect()
    }

    /// Kinds of everything that happened after an import was taken, in order.
    pub async fn kinds_after_import(&mut self, import: &str) -> Result<Vec<String>> {
        self.fetch(sql::EVENT_KINDS_AFTER, vec![import.into()]).await?.iter().map(|r| r.text("kind")).collect()
    }

    /// Hash of one event: the state of its chain at that moment.
    pub async fn event_hash(&mut self, seq: i64) -> Result<Option<Vec<u8>>> {
        self.fetch_one(sql::EVENT_ONE, vec![seq.into()]).await?.map(|row| row.blob("hash")).transpose()
    }
}

/// What an event did to rows, as bytes: for each its table, its key, and the digest of the row as written or, when
/// it was deleted, a tombstone.
pub(crate) fn encode_marks<'m>(marks: impl Iterator<Item = (&'m str, &'m str, Option<RowDigest>)>) -> Vec<u8> {
    let mut out = Vec::with_capacity(marks.size_hint().0 * 64);
    for (table, key, digest) in marks {
        out.push(table.len() as u8);
        out.extend_from_slice(table.as_bytes());
        out.extend_from_slice(&(key.len() as u32).to_be_bytes());
        out.extend_from_slice(key.as_bytes());
        match &digest {
            Some(digest) => {
                out.push(1);
                out.extend_from_slice(digest);
            }
            None => out.push(0),
        }
    }
    out
}

/// Reads what [`encode_marks`] wrote; `None` when the bytes are not that.
pub(crate) fn decode_marks(mut bytes: &[u8]) -> Option<Vec<(String, String, Option<RowDigest>)>> {
    fn take<'a>(bytes: &mut &'a [u8], n: usize) -> Option<&'a [u8]> {
        let (head, tail) = bytes.split_at_checked(n)?;
        *bytes = tail;
        Some(head)
    }
    let mut marks = Vec::new();
    while !bytes.is_empty() {
        let n = usize::from(take(&mut bytes, 1)?[0]);
        let table = String::from_utf8(take(&mut bytes, n)?.to_vec()).ok()?;
        let n = u32::from_be_bytes(take(&mut bytes, 4)?.try_into().ok()?) as usize;
        let key = String::from_utf8(take(&mut bytes, n)?.to_vec()).ok()?;
        let digest = match take(&mut bytes, 1)?[0] {
            0 => None,
            1 => Some(take(&mut bytes, 32)?.try_into().ok()?),
            _ => return None,
        };
        marks.push((table, key, digest));
    }
    Some(marks)
}

/// The fields an event's hash covers, in column order, and its subjects in byte order.
pub(crate) fn hash_event(fields: &[Value], subjects: &[String]) -> [u8; 32] {
    let mut values = fields.to_vec();
    values.extend(subjects.iter().map(|s| Value::from(s.as_str())));
    digest_list("mutakhir-event-1", &values)
}

/// Text form of a row's key: its columns, separated by a character no id holds.
pub(crate) fn key_text(table: &Table, values: &[Value]) -> String {
    let mut out = String::new();
    for (i, value) in values[..table.key].iter().enumerate() {
        if i > 0 {
            out.push('\u{1f}');
        }
        match value {
            Value::Text(t) => out.push_str(t),
            Value::Int(n) => out.push_str(&n.to_string()),
            Value::Blob(b) => out.push_str(&hex::encode(b)),
            Value::Null | Value::Secret(_) | Value::Odd => out.push('\u{0}'),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_read_back_as_written_and_a_cut_tail_does_not() {
        let bytes = encode_marks([("person", "a\u{1f}1", Some([3; 32])), ("household", "a", None)].into_iter());
        let back = decode_marks(&bytes).unwrap();
        assert_eq!(back[0], ("person".into(), "a\u{1f}1".into(), Some([3; 32])));
        assert_eq!(back[1].2, None);
        assert_eq!(decode_marks(&bytes[..bytes.len() - 1]), None);
    }
}
