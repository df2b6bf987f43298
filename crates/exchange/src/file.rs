//! One file of an office's folder: its name inside the pack, and its bytes or where they lie.

use crate::error::ReadError;
use crate::header::Settled;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file to be read. The name is what issues carry; the content is on disk or in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackFile {
    /// Path inside the pack with `/`, e.g. `pendaftaran/3403012001.xlsx`.
    pub name: String,
    /// Where its bytes are.
    pub content: Content,
    /// Layouts that somebody has settled; the one whose heads the file has is used.
    pub layouts: Arc<[Settled]>,
}

/// Where the bytes of a file are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// On disk.
    Path(PathBuf),
    /// In memory, as a page uploads it.
    Bytes(Arc<[u8]>),
}

pub(crate) trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

impl PackFile {
    /// A file on disk under the name it has inside the pack.
    #[must_use]
    pub fn at(name: impl Into<String>, path: impl Into<PathBuf>) -> Self {
        Self { name: name.into(), content: Content::Path(path.into()), layouts: Arc::default() }
    }

    /// A single file on disk, named by its file name.
    #[must_use]
    pub fn single(path: &Path) -> Self {
        let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        Self::at(name, path)
    }

    /// Bytes in memory.
    #[must_use]
    pub fn bytes(name: impl Into<String>, bytes: impl Into<Arc<[u8]>>) -> Self {
        Self { name: name.into(), content: Content::Bytes(bytes.into()), layouts: Arc::default() }
    }

    /// The same file, read by settled layouts where they fit.
    #[must_use]
    pub fn with_layouts(mut self, layouts: &Arc<[Settled]>) -> Self {
        self.layouts = Arc::clone(layouts);
        self
    }

    /// The last part of the name, without folder and extension.
    #[must_use]
    pub fn stem(&self) -> &str {
        let base = self.name.rsplit('/').next().unwrap_or(&self.name);
        base.rsplit_once('.').map_or(base, |(stem, _)| stem)
    }

    pub(crate) fn open(&self) -> Result<Box<dyn ReadSeek>, ReadError> {
        match &self.content {
            Content::Bytes(bytes) => Ok(Box::new(Cursor::new(Arc::clone(bytes)))),
            Content::Path(path) => match File::open(path) {
                Ok(file) => Ok(Box::new(BufReader::with_capacity(1 << 16, file))),
                Err(e) if e.kind() == io::ErrorKind::NotFound => Err(ReadError::Missing { file: self.name.clone() }),
                Err(e) => Err(self.io(&e)),
            },
        }
    }

    pub(crate) fn io(&self, error: &io::Error) -> ReadError {
        ReadError::Io { file: self.name.clone(), reason: error.to_string() }
    }
}
