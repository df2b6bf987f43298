//! One process at a time in a workspace folder: an operating-system lock that ends with the process,
//! however it ends.

use crate::error::{Result, StoreError};
use std::fs::{File, TryLockError};
use std::path::Path;

/// Held while a process works; released when dropped or when the process is killed.
#[derive(Debug)]
pub struct WorkspaceLock {
    _file: File,
}

impl WorkspaceLock {
    /// Takes the lock named `name` of the workspace `dir`, or says who is in the way.
    pub fn take(dir: &Path, name: &str) -> Result<Self> {
        std::fs::create_dir_all(dir).map_err(|e| StoreError::io(dir, e))?;
        let path = dir.join(format!("{name}.kunci-proses"));
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|e| StoreError::io(&path, e))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::Locked { path }),
            Err(TryLockError::Error(e)) => Err(StoreError::io(path, e)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_holder_is_refused_until_the_first_lets_go() {
        let dir = tempfile::tempdir().unwrap();
        let first = WorkspaceLock::take(dir.path(), "run").unwrap();
        assert_eq!(WorkspaceLock::take(dir.path(), "run").unwrap_err().code(), "RUANG_KERJA_DIPAKAI");
        drop(first);
        WorkspaceLock::take(dir.path(), "run").unwrap();
    }
}
