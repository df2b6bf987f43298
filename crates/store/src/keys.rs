//! The workspace's key: encrypts NIK, No. KK and sensitive answers, and hashes them for
//! look-up. It is in a file outside the database (design D11).
//!
//! One master key of 32 bytes; the keys in use are derived from it by name, so that no key
//! serves two purposes. The nonce is synthetic (a MAC over where and what is written), so the
//! same record gives the same bytes on every machine and both databases.

use crate::error::{Result, StoreError};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::io::Write;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

const FILE: &str = "induk.kunci";
const HEADER: &str = "mutakhir-kunci-1";
const NONCE: usize = 24;

/// Keys of one workspace. `Debug` shows nothing of them.
pub struct Keyring {
    path: PathBuf,
    cipher: XChaCha20Poly1305,
    nonce: Zeroizing<[u8; 32]>,
    lookup: Zeroizing<[u8; 32]>,
    check: [u8; 16],
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keyring").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Keyring {
    /// Where the master key of the workspace `dir` lies.
    #[must_use]
    pub fn path_in(dir: &Path) -> PathBuf {
        dir.join("kunci").join(FILE)
    }

    /// Makes a new master key in `dir/kunci`, readable by its owner only; keeps one that is there.
    pub fn create(dir: &Path) -> Result<Self> {
        let path = Self::path_in(dir);
        if !path.exists() {
            let folder = dir.join("kunci");
            std::fs::create_dir_all(&folder).map_err(|e| StoreError::io(&folder, e))?;
            restrict(&folder, 0o700)?;
            let mut master = Zeroizing::new([0u8; 32]);
            getrandom::fill(&mut *master).map_err(|e| StoreError::io(&path, std::io::Error::other(e.to_string())))?;
            let text = Zeroizing::new(format!("{HEADER} {}\n", hex::encode(*master)));
            let temporary = folder.join(format!("{FILE}.baru"));
            let mut file = std::fs::File::create(&temporary).map_err(|e| StoreError::io(&temporary, e))?;
            restrict(&temporary, 0o600)?;
            file.write_all(text.as_bytes())
                .and_then(|()| file.sync_all())
                .map_err(|e| StoreError::io(&temporary, e))?;
            std::fs::rename(&temporary, &path).map_err(|e| StoreError::io(&path, e))?;
        }
        Self::open(dir)
    }

    /// Reads the master key of the workspace `dir`.
    pub fn open(dir: &Path) -> Result<Self> {
        let path = Self::path_in(dir);
        close_to_others(&path);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => Zeroizing::new(text),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Err(StoreError::KeyMissing { path }),
            Err(e) if e.kind() == std::io::ErrorKind::InvalidData => {
                return Err(StoreError::KeyDamaged { path, why: "it is not text" });
            }
            Err(e) => return Err(StoreError::io(path, e)),
        };
        let Some(digits) = text.trim_end().strip_prefix(HEADER).and_then(|rest| rest.strip_prefix(' ')) else {
            return Err(StoreError::KeyDamaged { path, why: "its first word is not mutakhir-kunci-1" });
        };
        let mut master = Zeroizing::new([0u8; 32]);
        if hex::decode_to_slice(digits, &mut *master).is_err() {
            return Err(StoreError::KeyDamaged { path, why: "it does not hold 64 hexadecimal digits" });
        }
        Ok(Self::from_master(path, &master))
    }

    fn from_master(path: PathBuf, master: &[u8; 32]) -> Self {
        let check = derive(master, "periksa");
        Self {
            path,
            cipher: XChaCha20Poly1305::new((&*derive(master, "sandi")).into()),
            nonce: derive(master, "nonce"),
            lookup: derive(master, "cari"),
            check: std::array::from_fn(|i| check[i]),
        }
    }

    /// The file this keyring was read from.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What the database keeps to recognise this key.
    #[must_use]
    pub fn check_value(&self) -> String {
        hex::encode(self.check)
    }

    /// Encrypts `plain` for one column of one row; it opens nowhere else.
    #[must_use]
    pub fn seal(&self, table: &str, column: &str, key: &str, plain: &[u8]) -> Vec<u8> {
        let place = place(table, column, key);
        let mut mac = mac(&self.nonce);
        mac.update(&(place.len() as u64).to_be_bytes());
        mac.update(&place);
        mac.update(plain);
        let nonce: [u8; NONCE] = std::array::from_fn({
            let tag = mac.finalize().into_bytes();
            move |i| tag[i]
        });
        let sealed = self
            .cipher
            .encrypt((&nonce).into(), Payload { msg: plain, aad: &place })
            .unwrap_or_else(|_| unreachable!("a row is shorter than 256 GB"));
        let mut out = Vec::with_capacity(NONCE + sealed.len());
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&sealed);
        out
    }

    /// Decrypts what [`Keyring::seal`] wrote for the same place; `None` when a byte differs.
    #[must_use]
    pub fn open_sealed(&self, table: &str, column: &str, key: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, body) = sealed.split_first_chunk::<NONCE>()?;
        let place = place(table, column, key);
        self.cipher.decrypt(nonce.into(), Payload { msg: body, aad: &place }).ok()
    }

    /// Keyed hash for look-up of a NIK, No. KK or another secret; `what` keeps kinds apart.
    #[must_use]
    pub fn lookup(&self, what: &str, text: &str) -> Vec<u8> {
        let mut mac = mac(&self.lookup);
        mac.update(what.as_bytes());
        mac.update(&[0]);
        mac.update(text.as_bytes());
        mac.finalize().into_bytes()[..16].to_vec()
    }
}

fn place(table: &str, column: &str, key: &str) -> Vec<u8> {
    [table, "\0", column, "\0", key].concat().into_bytes()
}

fn mac(key: &[u8; 32]) -> Hmac<Sha256> {
    <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key).unwrap_or_else(|_| unreachable!("HMAC takes any key length"))
}

fn derive(master: &[u8; 32], purpose: &str) -> Zeroizing<[u8; 32]> {
    let mut m = mac(master);
    m.update(b"mutakhir/");
    m.update(purpose.as_bytes());
    Zeroizing::new(m.finalize().into_bytes().into())
}

/// Takes a key file that others could read (it was copied or unpacked carelessly) back to its owner.
#[cfg(unix)]
fn close_to_others(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let open = std::fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o077 != 0);
    // on a file system without permissions this cannot be done, and is no reason not to work
    if open && restrict(path, 0o600).is_ok() {
        tracing::warn!("the key file could be read by others; now only its owner can");
    }
}
#[cfg(not(unix))]
fn close_to_others(_: &Path) {}

#[cfg(unix)]
fn restrict(path: &Path, mode: u32) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).map_err(|e| StoreError::io(path, e))
}
#[cfg(not(unix))]
fn restrict(_: &Path, _: u32) -> Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring() -> Keyring {
        Keyring::from_master(PathBuf::new(), &[7; 32])
    }

    #[test]
    fn what_is_sealed_for_one_place_opens_there_and_nowhere_else() {
        let sealed = ring().seal("person", "body", "1", b"secret");
        assert_eq!(ring().open_sealed("person", "body", "1", &sealed).as_deref(), Some(&b"secret"[..]));
        assert_eq!(ring().open_sealed("person", "body", "2", &sealed), None);
        assert_eq!(ring().open_sealed("household", "body", "1", &sealed), None);
        let mut flipped = sealed.clone();
        flipped[30] ^= 1;
        assert_eq!(ring().open_sealed("person", "body", "1", &flipped), None);
    }

    #[test]
    fn the_same_record_gives_the_same_bytes_and_another_key_others() {
        assert_eq!(ring().seal("t", "c", "k", b"x"), ring().seal("t", "c", "k", b"x"));
        let other = Keyring::from_master(PathBuf::new(), &[8; 32]);
        assert_ne!(ring().seal("t", "c", "k", b"x"), other.seal("t", "c", "k", b"x"));
        assert_ne!(ring().lookup("nik", "1"), other.lookup("nik", "1"));
        assert_ne!(ring().lookup("nik", "1"), ring().lookup("kk", "1"));
    }

    #[test]
    fn a_missing_key_file_and_a_damaged_one_are_refused_by_name() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(Keyring::open(dir.path()).unwrap_err().code(), "KUNCI_HILANG");
        Keyring::create(dir.path()).unwrap();
        let file = Keyring::path_in(dir.path());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
            Keyring::open(dir.path()).unwrap();
            assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600, "closed to others again");
        }
        std::fs::write(&file, "mutakhir-kunci-1 12").unwrap();
        assert_eq!(Keyring::open(dir.path()).unwrap_err().code(), "KUNCI_RUSAK");
    }
}
