//! `daftar-cetak.csv`: what has been printed and need not be printed again.

use crate::failure::Failure;
use app::meeting::FormSet;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const HEADER: &str = "berkas,formulir,kertas,halaman,baris,byte,sha256,rangkaian,cetakan,tempat";

/// One file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Relative to the folder.
    pub file: String,
    /// `FKP.01`, `FKP.02`, `XLSX`.
    pub form: String,
    /// `a4`, `f4`.
    pub paper: String,
    /// Pages; none for a workbook.
    pub pages: usize,
    /// Households on it.
    pub rows: usize,
    /// Size.
    pub bytes: usize,
    /// SHA-256 of the file.
    pub sha256: String,
    /// SHA-256 of the form set.
    pub set_hash: String,
    /// What else decides how a page looks.
    pub look: String,
    /// Padukuhan, desa, kecamatan.
    pub place: String,
}

impl Line {
    /// As a line of the list; only the last cell can hold a comma.
    pub fn text(&self) -> String {
        let Self { file, form, paper, pages, rows, bytes, sha256, set_hash, look, place } = self;
        let place = place.replace(['\n', '\r'], " ").replace('"', "\"\"");
        format!("{file},{form},{paper},{pages},{rows},{bytes},{sha256},{set_hash},{look},\"{place}\"")
    }

    /// Reads a line back.
    pub fn parse(text: &str) -> Option<Self> {
        let cells: Vec<&str> = text.splitn(10, ',').collect();
        let [file, form, paper, pages, rows, bytes, sha256, set_hash, look, place] = cells.as_slice() else {
            return None;
        };
        let place = place.strip_prefix('"')?.strip_suffix('"')?.replace("\"\"", "\"");
        Some(Self {
            file: (*file).to_owned(),
            form: (*form).to_owned(),
            paper: (*paper).to_owned(),
            pages: pages.parse().ok()?,
            rows: rows.parse().ok()?,
            bytes: bytes.parse().ok()?,
            sha256: (*sha256).to_owned(),
            set_hash: (*set_hash).to_owned(),
            look: (*look).to_owned(),
            place,
        })
    }
}

/// Sums over files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// Files.
    pub files: usize,
    /// Pages of PDFs.
    pub pages: usize,
    /// Bytes.
    pub bytes: usize,
}

/// The list of a folder.
#[derive(Clone, Debug)]
pub struct PrintList {
    folder: PathBuf,
    lines: BTreeMap<String, Line>,
}

impl PrintList {
    /// Reads the list of an earlier job, if there is one. A damaged line is as if it were not there.
    pub fn open(folder: &Path) -> Result<Self, Failure> {
        std::fs::create_dir_all(folder)?;
        let mut list = Self { folder: folder.to_owned(), lines: BTreeMap::new() };
        match std::fs::read_to_string(list.path()) {
            Ok(text) => text.lines().skip(1).filter_map(Line::parse).for_each(|line| list.put(line)),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {}
            Err(e) => return Err(e.into()),
        }
        Ok(list)
    }

    /// Where it stands.
    pub fn path(&self) -> PathBuf {
        self.folder.join("daftar-cetak.csv")
    }

    /// Whether a file of a set is there as it would be printed again, byte for byte.
    pub fn stands(&self, name: &str, set: &FormSet, look: &str) -> bool {
        self.lines.get(name).is_some_and(|line| {
            line.set_hash == set.hash
                && line.look == look
                && std::fs::read(self.folder.join(name))
                    .is_ok_and(|bytes| hex::encode(Sha256::digest(bytes)) == line.sha256)
        })
    }

    /// Takes a file in.
    pub fn put(&mut self, line: Line) {
        self.lines.insert(line.file.clone(), line);
    }

    /// Writes the list, all or nothing. Files that are gone stand on it no longer.
    pub fn write(&self) -> Result<(), Failure> {
        let mut text = HEADER.to_owned() + "\n";
        for line in self.lines.values().filter(|l| self.folder.join(&l.file).exists()) {
            text.push_str(&line.text());
            text.push('\n');
        }
        let unfinished = self.path().with_extension("tmp");
        std::fs::write(&unfinished, text)?;
        std::fs::rename(unfinished, self.path())?;
        Ok(())
    }

    /// Sums over the named files.
    pub fn total(&self, names: impl Iterator<Item = String>) -> Total {
        names.filter_map(|name| self.lines.get(&name)).fold(Total::default(), |sum, line| Total {
            files: sum.files + 1,
            pages: sum.pages + line.pages,
            bytes: sum.bytes + line.bytes,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line() -> Line {
        Line {
            file: "fkp/9701011001_wono-fkp01.pdf".to_owned(),
            form: "FKP.01".to_owned(),
            paper: "a4".to_owned(),
            pages: 4,
            rows: 20,
            bytes: 4,
            sha256: hex::encode(Sha256::digest(b"%PDF")),
            set_hash: "ab".to_owned(),
            look: "cd".to_owned(),
            place: "Padukuhan \"Wono, Lor\", Desa Bunder".to_owned(),
        }
    }

    #[test]
    fn a_line_is_read_back_as_it_was_written() {
        assert_eq!(Line::parse(&line().text()), Some(line()));
        assert_eq!(Line::parse("fkp/half"), None);
    }

    #[test]
    fn a_file_that_is_whole_and_of_the_same_set_is_not_printed_again() {
        let folder = tempfile::tempdir().unwrap();
        let set = FormSet {
            meeting: "9701011001_wono".to_owned(),
            desa: "9701011001".to_owned(),
            hamlet: "Wono".to_owned(),
            stage: 1,
            date: "2017-01-01".to_owned(),
            hash: "ab".to_owned(),
            rows: vec![],
        };
        std::fs::create_dir_all(folder.path().join("fkp")).unwrap();
        let path = folder.path().join(&line().file);
        std::fs::write(&path, "%PDF").unwrap();
        let mut list = PrintList::open(folder.path()).unwrap();
        list.put(line());
        list.write().unwrap();
        let list = PrintList::open(folder.path()).unwrap();
        assert!(list.stands(&line().file, &set, "cd"));
        assert!(!list.stands(&line().file, &set, "other letterhead"));
        assert!(!list.stands(&line().file, &FormSet { hash: "xy".to_owned(), ..set.clone() }, "cd"));
        std::fs::write(&path, "%PD").unwrap();
        assert!(!list.stands(&line().file, &set, "cd"), "a torn file is printed again");
    }
}
