//! Checkpoints: how long a log was and what its root was. C2SP `tlog-checkpoint`.

use crate::note::{LogKey, VerifierKey, split};
use crate::tree::Hash;
use crate::{NotTaken, malformed};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The state of a log at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Name of the log.
    pub origin: String,
    /// How many entries it had.
    pub size: u64,
    /// Root of its tree.
    pub root: Hash,
}

impl Checkpoint {
    /// The note of this checkpoint, signed by the log.
    #[must_use]
    pub fn signed(&self, key: &LogKey) -> String {
        key.sign(&format!("{}\n{}\n{}\n", self.origin, self.size, STANDARD.encode(self.root)))
    }

    /// Opens a note that `key` signed.
    pub fn open(note: &str, key: &VerifierKey) -> Result<Self, NotTaken> {
        Self::read(key.open(note)?)
    }

    /// Reads a note without checking its signature.
    pub fn unchecked(note: &str) -> Result<Self, NotTaken> {
        Self::read(split(note)?.0)
    }

    fn read(text: &str) -> Result<Self, NotTaken> {
        let mut lines = text.lines();
        let origin = lines.next().filter(|line| !line.is_empty());
        let origin = origin.ok_or_else(|| malformed("checkpoint", "the log's name in line 1"))?;
        let size = lines.next().filter(|line| !line.starts_with('+') && (*line == "0" || !line.starts_with('0')));
        let size = size.and_then(|line| line.parse().ok());
        let root = lines.next().and_then(|line| STANDARD.decode(line).ok()).and_then(|bytes| bytes.try_into().ok());
        Ok(Self {
            origin: origin.to_owned(),
            size: size.ok_or_else(|| malformed("checkpoint", "the number of entries in line 2"))?,
            root: root.ok_or_else(|| malformed("checkpoint", "the root in line 3"))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ed25519_dalek::SigningKey;

    #[test]
    fn a_checkpoint_is_read_as_it_was_signed() {
        let key = LogKey::new("log.example/a", SigningKey::from_bytes(&[7; 32])).unwrap();
        let checkpoint = Checkpoint { origin: "log.example/a".to_owned(), size: 20, root: [3; 32] };
        let note = checkpoint.signed(&key);
        assert_eq!(Checkpoint::open(&note, &key.verifier()), Ok(checkpoint));
        for broken in [note.replacen("20", "020", 1), note.replacen("20", "+20", 1), note.replacen("20", "x", 1)] {
            assert!(Checkpoint::unchecked(&broken).is_err(), "{broken}");
        }
    }
}
