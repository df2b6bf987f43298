//! A proof that one entry stands in the log, with all that checking it takes. C2SP `tlog-proof`.

use crate::checkpoint::Checkpoint;
use crate::note::VerifierKey;
use crate::tree::{Hash, is_included, leaf_hash};
use crate::{NotTaken, malformed};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

const HEAD: &str = "c2sp.org/tlog-proof@v1";

/// A proof of inclusion under a signed checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// What the proof's maker adds, such as the entry itself.
    pub extra: Option<Vec<u8>>,
    /// The entry's number, from 0.
    pub index: u64,
    /// The hashes from the entry to the root, the lowest first.
    pub path: Vec<Hash>,
    /// The signed checkpoint.
    pub checkpoint: String,
}

impl Proof {
    /// Reads a proof as it was written; nothing is checked.
    pub fn parse(text: &str) -> Result<Self, NotTaken> {
        let (head, checkpoint) =
            text.split_once("\n\n").ok_or_else(|| malformed("proof", "an empty line before the checkpoint"))?;
        let mut lines = head.lines();
        if lines.next() != Some(HEAD) {
            return Err(malformed("proof", format!("{HEAD} in line 1")));
        }
        let mut line = lines.next();
        let mut extra = None;
        if let Some(text) = line.and_then(|line| line.strip_prefix("extra ")) {
            extra = Some(STANDARD.decode(text).map_err(|_| malformed("proof", "extra data in base64"))?);
            line = lines.next();
        }
        let index = line.and_then(|line| line.strip_prefix("index ")).and_then(|n| n.parse().ok());
        let index = index.ok_or_else(|| malformed("proof", "the entry's number"))?;
        let hash = |line: &str| STANDARD.decode(line).ok().and_then(|bytes| bytes.try_into().ok());
        let path: Option<Vec<Hash>> = lines.map(hash).collect();
        let path = path.ok_or_else(|| malformed("proof", "hashes in base64"))?;
        Ok(Self { extra, index, path, checkpoint: checkpoint.to_owned() })
    }

    /// Whether this entry stands in the log whose checkpoint `key` signed.
    pub fn shows(&self, entry: &[u8], key: &VerifierKey) -> Result<bool, NotTaken> {
        let checkpoint = Checkpoint::open(&self.checkpoint, key)?;
        Ok(is_included(&leaf_hash(entry), self.index, checkpoint.size, &self.path, &checkpoint.root))
    }
}

impl std::fmt::Display for Proof {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{HEAD}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", STANDARD.encode(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        for hash in &self.path {
            writeln!(f, "{}", STANDARD.encode(hash))?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::LogKey;
    use crate::tree::Tree;
    use ed25519_dalek::SigningKey;

    #[test]
    fn a_written_proof_shows_its_entry_and_no_other() {
        let key = LogKey::new("log.example/a", SigningKey::from_bytes(&[7; 32])).unwrap();
        let mut tree = Tree::default();
        (0..9u8).for_each(|n| tree.push(leaf_hash(&[n])));
        let root = tree.root(9).unwrap();
        let checkpoint = Checkpoint { origin: key.name().to_owned(), size: 9, root }.signed(&key);
        let proof = Proof { extra: Some(vec![4]), index: 4, path: tree.inclusion(4, 9).unwrap(), checkpoint };
        let read = Proof::parse(&proof.to_string()).unwrap();
        assert_eq!(read, proof);
        assert_eq!(read.shows(&[4], &key.verifier()), Ok(true));
        assert_eq!(read.shows(&[5], &key.verifier()), Ok(false));
        assert!(Proof::parse(&proof.to_string().replace("index", "indeks")).is_err());
    }
}
