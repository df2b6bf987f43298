//! A value of a column, and the canonical bytes of a row's digest.
//!
//! There are four kinds, with the same meaning in both databases. There are no floats: numbers that
//! decide are integers (design D5).

use sha2::{Digest, Sha256};

/// One stored value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing is written.
    Null,
    /// A whole number.
    Int(i64),
    /// Text.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
    /// Bytes that [`crate::Tx::put`] encrypts before they reach the row. Never read back as such.
    Secret(Vec<u8>),
    /// Something no column of ours holds; only `audit verify` meets it, in a damaged row.
    Odd,
}

impl Value {
    /// The number, if it is one.
    #[must_use]
    pub fn as_int(&self) -> Option<i64> {
        if let Self::Int(n) = self { Some(*n) } else { None }
    }
    /// The text, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(t) = self { Some(t) } else { None }
    }
    /// The bytes, if they are bytes.
    #[must_use]
    pub fn as_blob(&self) -> Option<&[u8]> {
        if let Self::Blob(b) = self { Some(b) } else { None }
    }

    /// Tag, length, bytes: no two different rows share an encoding.
    fn encode(&self, out: &mut Sha256) {
        let (tag, bytes): (u8, &[u8]) = match self {
            Self::Null => (0, &[]),
            Self::Int(n) => {
                out.update([1u8]);
                out.update(n.to_be_bytes());
                return;
            }
            Self::Text(t) => (2, t.as_bytes()),
            Self::Blob(b) => (3, b),
            Self::Secret(_) => unreachable!("secrets are sealed before a row is digested"),
            Self::Odd => (9, &[]),
        };
        out.update([tag]);
        out.update((bytes.len() as u64).to_be_bytes());
        out.update(bytes);
    }
}

impl From<i64> for Value {
    fn from(n: i64) -> Self {
        Self::Int(n)
    }
}
impl From<usize> for Value {
    fn from(n: usize) -> Self {
        Self::Int(n as i64)
    }
}
impl From<bool> for Value {
    fn from(yes: bool) -> Self {
        Self::Int(i64::from(yes))
    }
}
impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Blob(bytes)
    }
}
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// SHA-256 over a row's stored values.
pub type RowDigest = [u8; 32];

/// Digest of one row as it is stored.
#[must_use]
pub fn digest_row(table: &str, values: &[Value]) -> RowDigest {
    let mut hash = Sha256::new();
    hash.update(b"mutakhir-row-1\0");
    Value::Text(table.to_owned()).encode(&mut hash);
    for value in values {
        value.encode(&mut hash);
    }
    hash.finalize().into()
}

/// Digest over a list of values that is not a table's row (an event).
#[must_use]
pub(crate) fn digest_list(label: &str, values: &[Value]) -> RowDigest {
    digest_row(label, values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moving_a_letter_over_a_column_border_changes_the_digest() {
        let a = digest_row("t", &["ab".into(), "c".into()]);
        assert_ne!(a, digest_row("t", &["a".into(), "bc".into()]));
        assert_ne!(a, digest_row("u", &["ab".into(), "c".into()]));
        assert_ne!(digest_row("t", &[Value::Null]), digest_row("t", &["".into()]));
    }
}
