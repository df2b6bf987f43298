//! A transparency log: proof that a history was only added to. Knows nothing of the register.
//!
//! [`Tree`] hashes the log's entries as RFC 6962 does. A [`Checkpoint`] says how long the log is and what its root
//! is; signed it is a note that tools of others read (C2SP `tlog-checkpoint`, `signed-note`). A [`Proof`] shows that
//! one entry stands in the log of a checkpoint (C2SP `tlog-proof`).

pub mod checkpoint;
pub mod note;
pub mod proof;
pub mod tree;

pub use checkpoint::Checkpoint;
pub use note::{LogKey, VerifierKey};
pub use proof::Proof;
pub use tree::{Frontier, Hash, Tree, leaf_hash};

/// Why a note, checkpoint or proof is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotTaken {
    /// The text is not laid out as its format wants; says where.
    #[error("not a {what}: {why}")]
    Malformed {
        /// `note`, `checkpoint`, `proof` or `key`.
        what: &'static str,
        /// The line or field.
        why: String,
    },
    /// No signature of the key that was asked for.
    #[error("no signature by {name}")]
    NotSigned {
        /// Name of the key.
        name: String,
    },
    /// A signature of that key that does not fit the text.
    #[error("the signature by {name} does not fit the text")]
    WrongSignature {
        /// Name of the key.
        name: String,
    },
}

fn malformed(what: &'static str, why: impl Into<String>) -> NotTaken {
    NotTaken::Malformed { what, why: why.into() }
}
