//! A table file as the kernel's records, with a guard for its ids.

use crate::columns::{Block, ColumnFile, TableRefused};
use crate::kernel::{Batch, Batches, Records, Unreadable};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher as _;
use std::sync::{Mutex, PoisonError};

/// Ids that stand twice and are looked for again by name: enough to tell of one.
const SUSPECTS: usize = 4096;

/// A table that is read by the kernel. The first reading from end to end that brings the id column
/// proves every id to be there once: eight bytes per record are held for it and given back.
#[derive(Debug)]
pub struct GuardedFile {
    file: ColumnFile,
    id: Option<usize>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// A reading that gathers ids is under way, or all ids were proven.
    busy: bool,
    /// The refusal behind the last [`Unreadable`].
    refused: Option<TableRefused>,
}

impl GuardedFile {
    /// Takes an opened table whose ids stand in column `id`; `None` before the column is known.
    #[must_use]
    pub fn new(file: ColumnFile, id: Option<usize>) -> Self {
        Self { file, id, state: Mutex::default() }
    }

    /// Says which column holds the ids.
    pub fn set_id(&mut self, id: usize) {
        self.id = Some(id);
    }

    /// The file.
    #[must_use]
    pub fn file(&self) -> &ColumnFile {
        &self.file
    }

    /// The refusal that the kernel was told of as a sentence.
    pub fn refused(&self) -> Option<TableRefused> {
        self.lock().refused.take()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, refused: TableRefused) -> Unreadable {
        let told = Unreadable(refused.to_string());
        self.lock().refused.get_or_insert(refused);
        told
    }

    /// Looks among `hashes` for ids that stand twice, and when there are, names the first by its lines.
    fn prove(&self, mut hashes: Vec<u64>) -> Result<(), TableRefused> {
        hashes.sort_unstable();
        let mut twice: Vec<u64> = hashes.windows(2).filter(|w| w[0] == w[1]).map(|w| w[0]).collect();
        drop(hashes);
        twice.dedup();
        twice.truncate(SUSPECTS);
        let (false, Some(id)) = (twice.is_empty(), self.id) else { return Ok(()) };
        let mut seen: FxHashMap<u64, Vec<(String, u64)>> = FxHashMap::default();
        for block in self.file.blocks(&[id])? {
            let block = block?;
            for (row, value) in block.columns[0].iter().enumerate() {
                let value = value.unwrap_or("");
                let hash = hash(value);
                if twice.binary_search(&hash).is_err() {
                    continue;
                }
                let row = block.first_row + row as u64;
                let same = seen.entry(hash).or_default();
                match same.iter().find(|(text, _)| text == value) {
                    Some((_, first)) => {
                        return Err(TableRefused::TwiceId {
                            file: self.file.name().to_owned(),
                            column: self.file.columns()[id].clone(),
                            first: self.file.line_of(*first)?,
                            second: self.file.line_of(row)?,
                        });
                    }
                    // two texts of one hash: no harm
                    None => same.push((value.to_owned(), row)),
                }
            }
        }
        Ok(())
    }

    fn gather(&self, block: &Block, at: usize, hashes: &mut Vec<u64>) -> Result<(), TableRefused> {
        let ids = &block.columns[at];
        for (row, value) in ids.iter().enumerate() {
            let Some(value) = value.filter(|v| !v.trim().is_empty()) else {
                return Err(TableRefused::NoId {
                    file: self.file.name().to_owned(),
                    column: self.id.and_then(|id| self.file.columns().get(id)).cloned().unwrap_or_default(),
                    line: self.file.line_of(block.first_row + row as u64)?,
                });
            };
            hashes.push(hash(value));
        }
        Ok(())
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

impl Records for GuardedFile {
    fn columns(&self) -> &[String] {
        self.file.columns()
    }

    fn size(&self) -> u64 {
        self.file.size()
    }

    fn rows(&self) -> Result<u64, Unreadable> {
        self.file.rows().map_err(|e| self.tell(e))
    }

    fn batches(&self, wanted: &[usize]) -> Result<Batches<'_>, Unreadable> {
        let blocks = self.file.blocks(wanted).map_err(|e| self.tell(e))?;
        let at = self.id.and_then(|id| wanted.iter().position(|w| *w == id));
        let gathers = at.filter(|_| !std::mem::replace(&mut self.lock().busy, true));
        Ok(Box::new(Guarded { file: self, blocks, gathers, hashes: Vec::new() }))
    }

    fn sample(&self, wanted: &[usize], rows: usize) -> Result<Vec<Batch>, Unreadable> {
        let blocks = self.file.sample(wanted, rows).map_err(|e| self.tell(e))?;
        Ok(blocks.into_iter().map(batch).collect())
    }
}

fn batch(block: Block) -> Batch {
    Batch { columns: block.columns, first_row: block.first_row, read_to: block.read_to }
}

/// One reading of the file. Where it gathers ids and is given up early, the next reading gathers.
struct Guarded<'a> {
    file: &'a GuardedFile,
    blocks: crate::columns::Blocks<'a>,
    gathers: Option<usize>,
    hashes: Vec<u64>,
}

impl Iterator for Guarded<'_> {
    type Item = Result<Batch, Unreadable>;

    fn next(&mut self) -> Option<Self::Item> {
        let outcome = match self.blocks.next() {
            Some(Ok(block)) => match self.gathers {
                Some(at) => self.file.gather(&block, at, &mut self.hashes).map(|()| Some(batch(block))),
                None => Ok(Some(batch(block))),
            },
            Some(Err(refused)) => Err(refused),
            None => match self.gathers.take() {
                Some(_) => self.file.prove(std::mem::take(&mut self.hashes)).map(|()| None),
                None => Ok(None),
            },
        };
        outcome.map_err(|refused| self.file.tell(refused)).transpose()
    }
}

impl Drop for Guarded<'_> {
    fn drop(&mut self) {
        if self.gathers.is_some() {
            self.file.lock().busy = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<u64, String> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.csv");
        std::fs::write(&path, text).unwrap();
        let guarded = GuardedFile::new(ColumnFile::open(&path).unwrap(), Some(0));
        let mut rows = 0;
        // the first reading is given up, and one without ids proves nothing
        drop(guarded.batches(&[0]).unwrap());
        assert!(guarded.batches(&[1]).unwrap().all(|b| b.is_ok()));
        for batch in guarded.batches(&[1, 0]).unwrap() {
            match batch {
                Ok(batch) => rows += batch.len() as u64,
                Err(told) => {
                    let refused = guarded.refused().unwrap();
                    assert_eq!(told.0, refused.to_string());
                    return Err(refused.code().to_owned() + " " + &told.0);
                }
            }
        }
        Ok(rows)
    }

    #[test]
    fn an_id_that_stands_twice_is_refused_with_both_lines_and_without_the_id() {
        assert_eq!(read("id,x\na1,1\na2,2\na3,2\n"), Ok(3));
        let refused = read("id,x\n3201,1\n\na2,2\n3201,3\n").unwrap_err();
        assert!(refused.starts_with("ID_KEMBAR") && refused.contains("first=2 second=5"), "{refused}");
        assert!(!refused.contains("3201"), "an id may be a NIK");
    }

    #[test]
    fn a_row_without_an_id_is_refused_with_its_line() {
        let refused = read("id,x\na1,1\n ,2\n").unwrap_err();
        assert!(refused.starts_with("ID_KOSONG") && refused.contains("line=3"), "{refused}");
    }

    #[test]
    fn millions_of_copies_of_one_row_are_refused_at_their_first_copy() {
        let refused = read(&("id,x\n".to_owned() + &"a,1\n".repeat(2_000_000))).unwrap_err();
        assert!(refused.contains("first=2 second=3"), "{refused}");
    }
}
