//! A file that is encrypted as it is written and checked as it is read: XChaCha20-Poly1305 in chunks, each bound to its
//! place and the last one marked (the STREAM construction), so that a chunk that is changed, moved or missing is found.

use aead_stream::{DecryptorBE32, EncryptorBE32};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use sha2::{Digest, Sha256};
use std::io::{self, Read, Write};

/// What such a file begins with; then 8 digits of the key's id and the nonce.
const HEAD: &[u8] = b"mutakhir-cadangan-1 ";
const KEY_HEAD: &str = "mutakhir-kunci-cadangan-1";
const ID: usize = 8;
const NONCE: usize = 19;
const CHUNK: usize = 64 * 1024;
const TAG: usize = 16;

/// The key of backups: whoever has it can open them all.
pub struct BackupKey([u8; 32]);

impl BackupKey {
    /// A key of these random bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads a key as [`BackupKey::text`] wrote it. `None` when it is not that.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix(KEY_HEAD)?.strip_prefix(' ')?;
        let mut bytes = [0u8; 32];
        hex::decode_to_slice(digits, &mut bytes).ok()?;
        Some(Self(bytes))
    }

    /// As a file holds it.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{KEY_HEAD} {}\n", hex::encode(self.0))
    }

    /// Tells keys apart and nothing of the key.
    fn id(&self) -> String {
        let hash = Sha256::new().chain_update(HEAD).chain_update(self.0).finalize();
        hex::encode(hash)[..ID].to_owned()
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new((&self.0).into())
    }
}

/// Encrypts what is written to it. Only [`Sealer::finish`] makes the file whole.
pub struct Sealer<W> {
    to: W,
    stream: EncryptorBE32<XChaCha20Poly1305>,
    chunk: Vec<u8>,
}

impl<W: Write> Sealer<W> {
    /// Begins a file; `nonce` is random.
    pub fn new(mut to: W, key: &BackupKey, nonce: [u8; NONCE]) -> io::Result<Self> {
        to.write_all(HEAD)?;
        to.write_all(key.id().as_bytes())?;
        to.write_all(&nonce)?;
        let stream = EncryptorBE32::from_aead(key.cipher(), (&nonce).into());
        Ok(Self { to, stream, chunk: Vec::with_capacity(CHUNK + TAG) })
    }

    /// Writes the last chunk, and gives back what lies below.
    pub fn finish(mut self) -> io::Result<W> {
        self.stream.encrypt_last_in_place(&[], &mut self.chunk).map_err(io::Error::other)?;
        self.to.write_all(&self.chunk)?;
        Ok(self.to)
    }
}

impl<W: Write> Write for Sealer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.chunk.len() == CHUNK {
            // only now it is known that this chunk is not the last one
            self.stream.encrypt_next_in_place(&[], &mut self.chunk).map_err(io::Error::other)?;
            self.to.write_all(&self.chunk)?;
            self.chunk.clear();
        }
        let taken = bytes.len().min(CHUNK - self.chunk.len());
        self.chunk.extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Why a file does not open.
#[derive(Debug)]
pub enum NotOpened {
    /// It was made with another key.
    OtherKey,
    /// It cannot be read, or is no such file.
    Unreadable(io::Error),
}

/// Decrypts what it reads. The end is an error unless the last chunk has come.
pub struct Opener<R> {
    from: R,
    stream: Option<DecryptorBE32<XChaCha20Poly1305>>,
    plain: Vec<u8>,
    at: usize,
    /// Bytes that were read ahead, to know which chunk is the last one.
    ahead: Vec<u8>,
}

impl<R: Read> Opener<R> {
    /// Opens a file.
    pub fn new(mut from: R, key: &BackupKey) -> Result<Self, NotOpened> {
        let mut head = [0u8; HEAD.len() + ID + NONCE];
        from.read_exact(&mut head).map_err(NotOpened::Unreadable)?;
        let (mark, rest) = head.split_at(HEAD.len());
        if mark != HEAD {
            return Err(NotOpened::Unreadable(io::Error::other("no backup")));
        }
        let (id, nonce) = rest.split_at(ID);
        if id != key.id().as_bytes() {
            return Err(NotOpened::OtherKey);
        }
        let nonce: [u8; NONCE] = nonce.try_into().unwrap_or([0; NONCE]);
        let stream = DecryptorBE32::from_aead(key.cipher(), (&nonce).into());
        let mut opener = Self { from, stream: Some(stream), plain: Vec::new(), at: 0, ahead: Vec::new() };
        opener.ahead = opener.next_chunk().map_err(NotOpened::Unreadable)?;
        Ok(opener)
    }

    fn next_chunk(&mut self) -> io::Result<Vec<u8>> {
        let mut chunk = Vec::with_capacity(CHUNK + TAG);
        self.from.by_ref().take((CHUNK + TAG) as u64).read_to_end(&mut chunk)?;
        Ok(chunk)
    }
}

impl<R: Read> Read for Opener<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        while self.at == self.plain.len() {
            let Some(mut stream) = self.stream.take() else { return Ok(0) };
            let next = self.next_chunk()?;
            let mut chunk = std::mem::replace(&mut self.ahead, next);
            let changed = |_| io::Error::other("the file was changed or cut");
            if self.ahead.is_empty() {
                stream.decrypt_last_in_place(&[], &mut chunk).map_err(changed)?;
            } else {
                stream.decrypt_next_in_place(&[], &mut chunk).map_err(changed)?;
                self.stream = Some(stream);
            }
            (self.plain, self.at) = (chunk, 0);
        }
        let taken = bytes.len().min(self.plain.len() - self.at);
        bytes[..taken].copy_from_slice(&self.plain[self.at..self.at + taken]);
        self.at += taken;
        Ok(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> BackupKey {
        BackupKey::new([7; 32])
    }

    fn sealed(plain: &[u8]) -> Vec<u8> {
        let mut sealer = Sealer::new(Vec::new(), &key(), [3; NONCE]).unwrap();
        sealer.write_all(plain).unwrap();
        sealer.finish().unwrap()
    }

    fn opened(file: &[u8]) -> io::Result<Vec<u8>> {
        let mut plain = Vec::new();
        let mut opener = Opener::new(file, &key()).map_err(|_| io::Error::other("not opened"))?;
        opener.read_to_end(&mut plain)?;
        Ok(plain)
    }

    #[test]
    fn what_was_sealed_is_read_back_at_every_length_around_a_chunk() {
        for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 5] {
            let plain: Vec<u8> = (0..length).map(|n| n as u8).collect();
            assert_eq!(opened(&sealed(&plain)).unwrap(), plain, "{length}");
        }
    }

    #[test]
    fn a_byte_that_differs_and_a_tail_that_is_gone_or_too_long_are_found() {
        let file = sealed(&vec![9; 2 * CHUNK + 100]);
        let head = HEAD.len() + ID;
        for at in [head, head + NONCE, head + NONCE + CHUNK + TAG + 3, file.len() - 1] {
            let mut changed = file.clone();
            changed[at] ^= 1;
            assert!(opened(&changed).is_err(), "{at}");
        }
        for length in [head + NONCE, head + NONCE + CHUNK + TAG, head + NONCE + 2 * (CHUNK + TAG), file.len() - 1] {
            assert!(opened(&file[..length]).is_err(), "cut at {length}");
        }
        let swapped: Vec<u8> = [
            &file[..head + NONCE],
            &file[head + NONCE + CHUNK + TAG..head + NONCE + 2 * (CHUNK + TAG)],
            &file[head + NONCE..head + NONCE + CHUNK + TAG],
            &file[head + NONCE + 2 * (CHUNK + TAG)..],
        ]
        .concat();
        assert!(opened(&swapped).is_err());
        assert!(opened(&[&file[..], b"x"].concat()).is_err());
    }

    #[test]
    fn another_key_is_told_from_damage_and_a_key_is_read_as_it_was_written() {
        let file = sealed(b"x");
        assert!(matches!(Opener::new(&file[..], &BackupKey::new([8; 32])), Err(NotOpened::OtherKey)));
        assert_eq!(BackupKey::parse(&key().text()).map(|k| k.0), Some([7; 32]));
        assert!(BackupKey::parse("mutakhir-kunci-cadangan-1 12").is_none());
    }
}
