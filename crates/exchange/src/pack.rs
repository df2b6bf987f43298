//! A folder of office files: which file is which, by its name and by the columns it holds.
//!
//! Offices name their files as they like. Folder and name are hints; without a hint the header decides.

use crate::error::ReadError;
use crate::file::PackFile;
use crate::header::{Look, Settled, Spec, look};
use crate::{archive, areas, bdt, meetings, questionnaires, registrations, siak, survey};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The files of a kabupaten, each list sorted by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pack {
    /// The folder.
    pub root: PathBuf,
    /// Area table; absent in a folder of later arrivals.
    pub areas: Option<PackFile>,
    /// Hamlets.
    pub hamlets: Option<PackFile>,
    /// Bridge between BPS and Kemendagri codes.
    pub bridge: Option<PackFile>,
    /// BDT 2015, one or several files.
    pub bdt: Vec<PackFile>,
    /// Civil registry extracts.
    pub siak: Vec<PackFile>,
    /// Registration books.
    pub registrations: Vec<PackFile>,
    /// Meeting sheets.
    pub meetings: Vec<PackFile>,
    /// Heads of the meetings.
    pub sessions: Option<PackFile>,
    /// Questionnaires: households.
    pub questionnaire_households: Option<PackFile>,
    /// Questionnaires: members.
    pub questionnaire_members: Option<PackFile>,
    /// Survey.
    pub survey: Option<PackFile>,
    /// Files with a column that is doubtful or missing, and what is to be settled.
    pub questions: Vec<(String, String)>,
    /// Tables nobody asked for, and kinds that are there twice: named, not read.
    pub unused: Vec<String>,
}

impl Pack {
    /// The area table's file.
    pub fn area_file(&self) -> Result<&PackFile, ReadError> {
        self.areas.as_ref().ok_or_else(|| self.incomplete("tabel wilayah (kode, nama)"))
    }

    /// Whether the folder holds what a first run begins with: an area table and the register. Later arrivals need
    /// neither.
    pub fn can_begin(&self) -> Result<(), ReadError> {
        let mut missing = Vec::new();
        if self.areas.is_none() {
            missing.push("tabel wilayah (kode, nama)");
        }
        if self.bdt.is_empty() {
            missing.push("BDT 2015");
        }
        if missing.is_empty() { Ok(()) } else { Err(self.incomplete(&missing.join("; "))) }
    }

    /// Both files of the questionnaires, when they are there.
    #[must_use]
    pub fn questionnaires(&self) -> Option<(&PackFile, &PackFile)> {
        self.questionnaire_households.as_ref().zip(self.questionnaire_members.as_ref())
    }

    /// Refuses a folder in which something must be settled before anything is read. Files that ask the same
    /// are told together.
    pub fn is_settled(&self) -> Result<(), ReadError> {
        let mut asked: Vec<(Vec<&str>, &str)> = Vec::new();
        for (name, questions) in &self.questions {
            match asked.iter_mut().find(|(_, q)| q == questions) {
                Some((names, _)) => names.push(name),
                None => asked.push((vec![name], questions)),
            }
        }
        let Some((names, _)) = asked.first() else { return Ok(()) };
        let file = (*names.first().unwrap_or(&"")).to_owned();
        let told = |(names, questions): &(Vec<&str>, &str)| match names.as_slice() {
            [one] => format!("{one}: {questions}"),
            [one, others @ ..] => format!("{one} dan {} berkas lain: {questions}", others.len()),
            [] => String::new(),
        };
        let questions = match asked.as_slice() {
            [(names, questions)] if names.len() == 1 => (*questions).to_owned(),
            all => all.iter().map(told).collect::<Vec<_>>().join(" | "),
        };
        Err(ReadError::LayoutDoubtful { file, questions })
    }

    fn incomplete(&self, missing: &str) -> ReadError {
        ReadError::PackIncomplete { dir: self.root.display().to_string(), missing: missing.to_owned() }
    }
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Areas,
    Hamlets,
    Bridge,
    Bdt,
    Siak,
    Registrations,
    Meetings,
    Sessions,
    Households,
    Members,
    Survey,
}

const KINDS: [Kind; 11] = [
    Kind::Sessions,
    Kind::Households,
    Kind::Members,
    Kind::Survey,
    Kind::Siak,
    Kind::Meetings,
    Kind::Registrations,
    Kind::Bdt,
    Kind::Bridge,
    Kind::Hamlets,
    Kind::Areas,
];

impl Kind {
    /// What folder and file name suggest.
    fn hinted(name: &str) -> Option<Self> {
        let lower = name.to_lowercase();
        let (folder, base) = lower.rsplit_once('/').unwrap_or(("", &lower));
        let in_folder = |words: &[&str]| words.iter().any(|w| folder.contains(w));
        let named = |words: &[&str]| words.iter().any(|w| base.contains(w));
        Some(if in_folder(&["musyawarah", "muspad", "fkp"]) || named(&["fkp", "muspad"]) {
            if named(&["sesi", "session", "daftar_musyawarah", "kepala"]) { Self::Sessions } else { Self::Meetings }
        } else if in_folder(&["pendaftaran", "registrasi", "buku"]) {
            Self::Registrations
        } else if in_folder(&["pendataan", "kuesioner", "verval"]) {
            if named(&["anggota", "art", "individu"]) && !named(&["rumah"]) { Self::Members } else { Self::Households }
        } else if named(&["bdt", "pbdt"]) {
            Self::Bdt
        } else if named(&["siak", "dukcapil", "adminduk"]) {
            Self::Siak
        } else if named(&["susenas", "survei", "survey"]) {
            Self::Survey
        } else if named(&["jembatan", "bridge"]) {
            Self::Bridge
        } else if named(&["padukuhan", "dusun"]) {
            Self::Hamlets
        } else if named(&["wilayah"]) {
            Self::Areas
        } else if named(&["pendaftaran", "registrasi"]) {
            Self::Registrations
        } else {
            return None;
        })
    }

    fn spec(self) -> &'static Spec {
        match self {
            Self::Areas => areas::area_spec(),
            Self::Hamlets => areas::hamlet_spec(),
            Self::Bridge => areas::bridge_spec(),
            Self::Bdt => bdt::spec(),
            Self::Siak => siak::spec(),
            Self::Registrations => registrations::spec(),
            Self::Meetings => meetings::spec(),
            Self::Sessions => meetings::session_spec(),
            Self::Households => questionnaires::household_spec(),
            Self::Members => questionnaires::member_spec(),
            Self::Survey => survey::spec(),
        }
    }
}

/// The profile of every kind of file.
#[must_use]
pub fn profiles() -> Vec<&'static Spec> {
    KINDS.into_iter().map(Kind::spec).collect()
}

/// The profile of a file, by its name and its header. Refuses a file that fits none.
pub fn profile_of(file: &PackFile) -> Result<&'static Spec, ReadError> {
    let hint = Kind::hinted(&file.name).filter(|h| look(file, h.spec()).is_ok_and(|l| l.columns > 0));
    if let Some(kind) = hint.or_else(|| by_header(file).map(|(kind, _)| kind)) {
        return Ok(kind.spec());
    }
    // a file that cannot be read says why
    look(file, areas::area_spec())?;
    Err(ReadError::NoHeader { file: file.name.clone(), missing: "judul yang dikenal".to_owned() })
}

/// Finds out which file is which. `truth` folders, hidden files and texts are left alone. A file
/// that bears a known name is taken by it, and refused later if it holds something else.
pub fn open(root: &Path, layouts: &Arc<[Settled]>) -> Result<Pack, ReadError> {
    let mut names = Vec::new();
    list(root, root, 0, &mut names)?;
    names.sort();
    let mut pack = Pack { root: root.to_owned(), ..Pack::default() };
    let mut files = Vec::new();
    for name in names {
        files.extend(archive::unpacked(PackFile::at(&name, root.join(&name)).with_layouts(layouts))?);
    }
    for file in files {
        let name = file.name.clone();
        let hint = Kind::hinted(&name);
        // the header has the last word; a file that cannot be read is refused by its reader
        let seen = hint.map(|kind| (kind, look(&file, kind.spec())));
        let (kind, questions) = match seen {
            Some((kind, Ok(seen))) if seen.columns > 0 => (Some(kind), seen.questions),
            Some((kind, Err(_))) => (Some(kind), String::new()),
            Some((_, Ok(_))) | None => match by_header(&file) {
                Some((kind, seen)) => (Some(kind), seen.questions),
                None => (hint, String::new()),
            },
        };
        place(&mut pack, file, kind);
        if !questions.is_empty() && !pack.unused.contains(&name) {
            pack.questions.push((name, questions));
        }
    }
    let mut missing = Vec::new();
    if pack.questionnaire_households.is_some() != pack.questionnaire_members.is_some() {
        missing.push("pasangan berkas pendataan (rumah tangga dan anggota)");
    }
    if missing.is_empty() { Ok(pack) } else { Err(pack.incomplete(&missing.join("; "))) }
}

fn list(root: &Path, dir: &Path, depth: usize, out: &mut Vec<String>) -> Result<(), ReadError> {
    let shown = dir.display().to_string();
    let entries = std::fs::read_dir(dir).map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => ReadError::Missing { file: shown.clone() },
        _ => ReadError::Io { file: shown.clone(), reason: e.to_string() },
    })?;
    for entry in entries {
        let entry = entry.map_err(|e| ReadError::Io { file: shown.clone(), reason: e.to_string() })?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = entry.path();
        if name.starts_with(['.', '~']) || name == "truth" {
            continue;
        }
        if path.is_dir() {
            if depth < 3 {
                list(root, &path, depth + 1, out)?;
            }
            continue;
        }
        if archive::is_table_or_archive(&name) {
            let inside = path.strip_prefix(root).unwrap_or(&path);
            let parts: Vec<String> =
                inside.components().map(|c| c.as_os_str().to_string_lossy().into_owned()).collect();
            out.push(parts.join("/"));
        }
    }
    Ok(())
}

fn by_header(file: &PackFile) -> Option<(Kind, Look)> {
    let mut best: Option<(Kind, Look)> = None;
    for kind in KINDS {
        let seen = look(file, kind.spec()).unwrap_or_default();
        let weight = |l: &Look| (l.complete, l.columns);
        if seen.columns > 0 && best.as_ref().is_none_or(|(_, b)| weight(&seen) > weight(b)) {
            best = Some((kind, seen));
        }
    }
    // the workbook of a printed form set holds the head of its meeting too
    let sheet = || look(file, Kind::Meetings.spec()).ok().filter(|l| l.complete);
    match best {
        Some((Kind::Sessions, seen)) => Some(sheet().map_or((Kind::Sessions, seen), |s| (Kind::Meetings, s))),
        other => other,
    }
}

fn place(pack: &mut Pack, file: PackFile, kind: Option<Kind>) {
    let name = file.name.clone();
    let slot = match kind {
        None => {
            pack.unused.push(name);
            return;
        }
        Some(Kind::Bdt) => return pack.bdt.push(file),
        Some(Kind::Siak) => return pack.siak.push(file),
        Some(Kind::Registrations) => return pack.registrations.push(file),
        Some(Kind::Meetings) => return pack.meetings.push(file),
        Some(Kind::Areas) => &mut pack.areas,
        Some(Kind::Hamlets) => &mut pack.hamlets,
        Some(Kind::Bridge) => &mut pack.bridge,
        Some(Kind::Sessions) => &mut pack.sessions,
        Some(Kind::Households) => &mut pack.questionnaire_households,
        Some(Kind::Members) => &mut pack.questionnaire_members,
        Some(Kind::Survey) => &mut pack.survey,
    };
    if slot.is_none() {
        *slot = Some(file);
    } else {
        pack.unused.push(name);
    }
}
