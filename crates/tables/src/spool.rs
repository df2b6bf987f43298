//! Finished parts of a linkage on disk, so that a killed run goes on where it was.

use crate::kernel::{Spool, Unreadable};
use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

const MAGIC: &[u8; 8] = b"MTKPART1";
const KEY: &str = "kunci";

/// A folder of parts beside the output. It belongs to one set of inputs and one way of linking them,
/// named by a key; parts of another key are thrown away.
#[derive(Debug)]
pub struct PartFolder {
    folder: PathBuf,
}

impl PartFolder {
    /// Opens or makes the folder for a key. Nothing in it is touched that is not its own.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn open(folder: &Path, key: &str) -> io::Result<Self> {
        let parts = Self { folder: folder.to_owned() };
        if std::fs::read_to_string(folder.join(KEY)).is_ok_and(|old| old == key) {
            return Ok(parts);
        }
        parts.remove()?;
        std::fs::create_dir_all(folder)?;
        parts.put(KEY, &[key.as_bytes()])?;
        Ok(parts)
    }

    /// Whether an earlier run left parts behind.
    #[must_use]
    pub fn has_parts(&self) -> bool {
        own(&self.folder).is_ok_and(|files| files.iter().any(|f| !f.ends_with(KEY)))
    }

    /// Takes the parts away, and the folder when nothing else is in it.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn remove(&self) -> io::Result<()> {
        let mut files = match own(&self.folder) {
            Ok(files) => files,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(e) => return Err(e),
        };
        // the key goes last: parts never stand without it
        files.sort_by_key(|f| f.ends_with(KEY));
        for file in files {
            std::fs::remove_file(file)?;
        }
        match std::fs::remove_dir(&self.folder) {
            Err(e) if e.kind() != io::ErrorKind::DirectoryNotEmpty => Err(e),
            _ => Ok(()),
        }
    }

    /// A file that is whole and on the disk before it has its name.
    fn put(&self, name: &str, bytes: &[&[u8]]) -> io::Result<()> {
        let beside = self.folder.join(format!("{name}.tulis"));
        let mut file = File::create(&beside)?;
        for piece in bytes {
            file.write_all(piece)?;
        }
        file.sync_all()?;
        std::fs::rename(&beside, self.folder.join(name))?;
        File::open(&self.folder)?.sync_all()
    }
}

/// The folder's own files: the key, parts, and what a kill left half written.
fn own(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let ours = path.extension().is_some_and(|e| e == "bagian" || e == "tulis");
        if ours || path.file_name().is_some_and(|n| n == KEY) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The file name of a part: letters, digits, `-` and `_` stay, everything else becomes its code.
fn file_name(part: &str) -> String {
    let mut name = String::new();
    for byte in part.bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' => name.push(char::from(byte)),
            other => name.push_str(&format!("%{other:02X}")),
        }
    }
    name + ".bagian"
}

impl Spool for PartFolder {
    fn load(&self, part: &str) -> Option<Vec<u8>> {
        let mut bytes = std::fs::read(self.folder.join(file_name(part))).ok()?;
        let body = bytes.len().checked_sub(20)?;
        let (content, tail) = bytes.split_at(body);
        let length = u64::from_le_bytes(tail[..8].try_into().ok()?);
        let sum = u32::from_le_bytes(tail[8..12].try_into().ok()?);
        let sound = &tail[12..] == MAGIC && length == body as u64 && crc32fast::hash(content) == sum;
        bytes.truncate(body);
        sound.then_some(bytes)
    }

    fn save(&self, part: &str, bytes: &[u8]) -> Result<(), Unreadable> {
        let length = (bytes.len() as u64).to_le_bytes();
        let sum = crc32fast::hash(bytes).to_le_bytes();
        self.put(&file_name(part), &[bytes, &length, &sum, MAGIC])
            .map_err(|e| Unreadable(format!("{}: bagian pekerjaan tidak dapat disimpan: {e}", self.folder.display())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_there_after_reopening_and_gone_for_another_key() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("p.csv.part");
        let parts = PartFolder::open(&folder, "a").unwrap();
        assert!(!parts.has_parts());
        parts.save("blok/1", b"isi").unwrap();
        let again = PartFolder::open(&folder, "a").unwrap();
        assert!(again.has_parts());
        assert_eq!((again.load("blok/1"), again.load("blok/2")), (Some(b"isi".to_vec()), None));
        assert_eq!(PartFolder::open(&folder, "b").unwrap().load("blok/1"), None);
    }

    #[test]
    fn a_damaged_or_cut_part_is_as_if_it_were_not_there() {
        let dir = tempfile::tempdir().unwrap();
        let parts = PartFolder::open(dir.path(), "a").unwrap();
        parts.save("x", b"isi yang panjang").unwrap();
        let path = dir.path().join("x.bagian");
        let whole = std::fs::read(&path).unwrap();
        for end in 0..whole.len() {
            std::fs::write(&path, &whole[..end]).unwrap();
            assert_eq!(parts.load("x"), None, "cut at {end}");
        }
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x10;
            std::fs::write(&path, bytes).unwrap();
            assert_eq!(parts.load("x"), None, "damaged at {at}");
        }
    }

    #[test]
    fn a_folder_that_holds_other_files_keeps_them() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("catatan.txt"), "x").unwrap();
        let parts = PartFolder::open(dir.path(), "a").unwrap();
        parts.save("x", b"1").unwrap();
        parts.remove().unwrap();
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
