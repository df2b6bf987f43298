//! Signed notes: a text, and below it a line for each signature. C2SP `signed-note`, Ed25519 only.

use crate::{NotTaken, malformed};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

/// The kind of key: Ed25519.
const ED25519: u8 = 1;
const MARK: &str = "\u{2014} ";

/// The key of a log, which signs its notes.
pub struct LogKey {
    name: String,
    key: SigningKey,
}

impl LogKey {
    /// A key with the name of its log: no blanks, no plus sign.
    pub fn new(name: impl Into<String>, key: SigningKey) -> Result<Self, NotTaken> {
        let name = name.into();
        check_name(&name)?;
        Ok(Self { name, key })
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What others check its signatures with.
    #[must_use]
    pub fn verifier(&self) -> VerifierKey {
        VerifierKey { name: self.name.clone(), key: self.key.verifying_key() }
    }

    /// The note with its signature. `text` ends with a line break.
    #[must_use]
    pub fn sign(&self, text: &str) -> String {
        let mut bytes = self.verifier().id().to_vec();
        bytes.extend(self.key.sign(text.as_bytes()).to_bytes());
        format!("{text}\n{MARK}{} {}\n", self.name, STANDARD.encode(bytes))
    }
}

/// What a note's signature is checked with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    key: VerifyingKey,
}

impl VerifierKey {
    /// Reads a key as it is handed out: `name+id+key`.
    pub fn parse(text: &str) -> Result<Self, NotTaken> {
        let mut parts = text.trim().splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(malformed("key", "three parts with + between them"));
        };
        check_name(name)?;
        let bytes = STANDARD.decode(key).map_err(|_| malformed("key", "base64"))?;
        let Some((&ED25519, key)) = bytes.split_first() else {
            return Err(malformed("key", "an Ed25519 key"));
        };
        let key = <&[u8; 32]>::try_from(key).ok().and_then(|key| VerifyingKey::from_bytes(key).ok());
        let key = Self { name: name.to_owned(), key: key.ok_or_else(|| malformed("key", "32 bytes of a point"))? };
        if format!("{:08x}", u32::from_be_bytes(key.id())) == id { Ok(key) } else { Err(malformed("key", "its id")) }
    }

    /// Its name: that of the log.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    fn id(&self) -> [u8; 4] {
        let name = Sha256::new().chain_update(&self.name).chain_update(b"\n").chain_update([ED25519]);
        let [a, b, c, d, ..] = <[u8; 32]>::from(name.chain_update(self.key.as_bytes()).finalize());
        [a, b, c, d]
    }

    /// The text of a note that this key signed. Signatures of other keys are left alone.
    pub fn open<'n>(&self, note: &'n str) -> Result<&'n str, NotTaken> {
        let (text, signatures) = split(note)?;
        let mut seen = false;
        for line in signatures.lines() {
            let (name, signature) = line
                .strip_prefix(MARK)
                .and_then(|rest| rest.split_once(' '))
                .ok_or_else(|| malformed("note", "a signature line"))?;
            let bytes = STANDARD.decode(signature).map_err(|_| malformed("note", "base64 of a signature"))?;
            if name != self.name || !bytes.starts_with(&self.id()) {
                continue;
            }
            let wrong = || NotTaken::WrongSignature { name: self.name.clone() };
            let signature = Signature::from_slice(&bytes[4..]).map_err(|_| wrong())?;
            self.key.verify_strict(text.as_bytes(), &signature).map_err(|_| wrong())?;
            seen = true;
        }
        if seen { Ok(text) } else { Err(NotTaken::NotSigned { name: self.name.clone() }) }
    }
}

impl std::fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut bytes = vec![ED25519];
        bytes.extend(self.key.as_bytes());
        write!(f, "{}+{:08x}+{}", self.name, u32::from_be_bytes(self.id()), STANDARD.encode(bytes))
    }
}

/// Text and signature lines of a note; nothing is checked.
pub(crate) fn split(note: &str) -> Result<(&str, &str), NotTaken> {
    let at = note.rfind("\n\n").ok_or_else(|| malformed("note", "an empty line before the signatures"))?;
    let (text, signatures) = (&note[..=at], &note[at + 2..]);
    if signatures.is_empty() || !signatures.ends_with('\n') {
        return Err(malformed("note", "signature lines at its end"));
    }
    if text.chars().any(|c| c.is_control() && c != '\n') {
        return Err(malformed("note", "no control characters"));
    }
    Ok((text, signatures))
}

fn check_name(name: &str) -> Result<(), NotTaken> {
    if name.is_empty() || name.contains(|c: char| c.is_whitespace() || c == '+') {
        return Err(malformed("key", "a name without blanks and plus signs"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> LogKey {
        LogKey::new("log.example/a", SigningKey::from_bytes(&[7; 32])).unwrap()
    }

    #[test]
    fn a_note_opens_with_its_key_only() {
        let note = key().sign("one\ntwo\n");
        assert_eq!(key().verifier().open(&note), Ok("one\ntwo\n"));
        let other = LogKey::new("log.example/a", SigningKey::from_bytes(&[8; 32])).unwrap();
        let name = "log.example/a".to_owned();
        assert_eq!(other.verifier().open(&note), Err(NotTaken::NotSigned { name: name.clone() }));
        let changed = note.replace("two", "six");
        assert_eq!(key().verifier().open(&changed), Err(NotTaken::WrongSignature { name }));
    }

    #[test]
    fn signatures_of_others_are_left_alone() {
        let other = LogKey::new("witness.example", SigningKey::from_bytes(&[8; 32])).unwrap();
        let cosigned = key().sign("one\n") + other.sign("one\n").lines().last().unwrap() + "\n";
        assert_eq!(key().verifier().open(&cosigned), Ok("one\n"));
        assert_eq!(other.verifier().open(&cosigned), Ok("one\n"));
    }

    #[test]
    fn a_key_is_read_as_it_is_written_and_a_wrong_id_is_refused() {
        let written = key().verifier().to_string();
        assert_eq!(VerifierKey::parse(&written), Ok(key().verifier()));
        let (name, rest) = written.split_once('+').unwrap();
        assert!(VerifierKey::parse(&format!("{name}+00000000+{}", rest.split_once('+').unwrap().1)).is_err());
        assert!(VerifierKey::parse("a b+00000000+AA==").is_err());
    }
}
