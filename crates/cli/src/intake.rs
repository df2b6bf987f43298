//! Imports office files, one kind at a time, from the command line and from the queue.

use crate::refused::Refused;
use app::App;
use app::access::Officer;
use app::error::AppError;
use app::import::{self, Import, ImportReport};
use app::{account, civil, deliberation, ranking, verification};
use exchange::header::{Settled, Spec, look, sketch};
use exchange::{PackFile, ReadError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Kinds of office file, named as the steps they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// Tabel wilayah, padukuhan, jembatan kode BPS
    Areas,
    /// BDT 2015, XLSX atau CSV
    Bdt,
    /// Petikan SIAK
    Siak,
    /// Buku pendaftaran desa
    Registrations,
    /// Lembar musyawarah padukuhan dengan daftar sesinya
    Meetings,
    /// Hasil pendataan: berkas rumah tangga dan berkas anggota
    Questionnaires,
    /// Survei konsumsi; model PMT ditaksir darinya
    Survey,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 7] =
        [Self::Areas, Self::Bdt, Self::Siak, Self::Registrations, Self::Meetings, Self::Questionnaires, Self::Survey];

    /// The word on the command line and in the queue.
    pub fn word(self) -> &'static str {
        match self {
            Self::Areas => "areas",
            Self::Bdt => "bdt",
            Self::Siak => "siak",
            Self::Registrations => "registrations",
            Self::Meetings => "meetings",
            Self::Questionnaires => "questionnaires",
            Self::Survey => "survey",
        }
    }

    /// What is counted.
    pub fn what(self) -> &'static str {
        match self {
            Self::Areas => "wilayah",
            Self::Bdt => "rumah tangga",
            Self::Siak => "penduduk",
            Self::Registrations => "pendaftaran",
            Self::Meetings => "musyawarah",
            Self::Questionnaires => "kuesioner",
            Self::Survey => "rumah tangga survei",
        }
    }
}

/// Files named one by one or by folder, sorted by name, to be read by settled layouts where they fit.
pub fn files(paths: &[PathBuf], layouts: &Arc<[Settled]>) -> Result<Vec<PackFile>, AppError> {
    let mut out = Vec::new();
    for path in paths {
        if path.is_dir() {
            let fault = |e: std::io::Error| AppError::Io { path: path.clone(), source: e };
            let mut inside: Vec<PathBuf> = std::fs::read_dir(path)
                .map_err(fault)?
                .map(|e| e.map(|e| e.path()))
                .collect::<Result<_, _>>()
                .map_err(fault)?;
            inside.retain(|p| p.is_file());
            inside.sort();
            let folder = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            for file in inside {
                let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
                out.push(PackFile::at(format!("{folder}/{name}"), file));
            }
        } else if path.exists() {
            out.push(PackFile::single(path));
        } else {
            return Err(ReadError::Missing { file: path.display().to_string() }.into());
        }
    }
    let mut files = Vec::new();
    for file in out {
        files.extend(exchange::archive::unpacked(file.with_layouts(layouts))?);
    }
    Ok(files)
}

/// The layout of a file as it was recognised, as text.
pub fn layout(path: &Path, kind: Option<Kind>) -> Result<String, AppError> {
    if !path.exists() {
        return Err(ReadError::Missing { file: path.display().to_string() }.into());
    }
    let file = PackFile::single(path);
    let profiles = exchange::pack::profiles();
    let of_kind: Vec<&Spec> = profiles.into_iter().filter(|s| kind.is_some_and(|k| s.kind == k.word())).collect();
    let spec = match of_kind.iter().copied().max_by_key(|s| score(&file, s)) {
        Some(spec) => spec,
        None => exchange::pack::profile_of(&file)?,
    };
    Ok(sketch(&file, spec)?)
}

/// Imports files of one kind. With `dry_run` nothing is written. Files that are in already are refused, and nothing
/// changes.
pub async fn take(
    app: &App,
    officer: &Officer,
    kind: Kind,
    files: &[PackFile],
    dry_run: bool,
) -> Result<ImportReport, AppError> {
    let refs: Vec<&PackFile> = files.iter().collect();
    let source = files.first().map(|f| f.name.clone()).unwrap_or_default();
    let import = Import::of(officer, kind.word(), &refs, &source, dry_run)?;
    if !dry_run
        && !import.is_judged()
        && let Some(before) = import.before(app).await?
    {
        return Err(AppError::rule(Refused::Imported(before.id)));
    }
    match kind {
        Kind::Areas => {
            let [areas, hamlets, bridge] = sort_out(
                files,
                [exchange::areas::area_spec(), exchange::areas::hamlet_spec(), exchange::areas::bridge_spec()],
            );
            import::areas(app, &import, one(areas, "tabel wilayah")?, hamlets, bridge).await
        }
        Kind::Bdt => import::bdt(app, &import, files).await,
        Kind::Siak => civil::import(app, &import, files).await,
        Kind::Registrations => import::registrations(app, &import, files).await,
        Kind::Meetings => {
            let session = exchange::meetings::session_spec();
            let sheet = exchange::meetings::spec();
            // a printed form set holds both; then it is a sheet
            let is_session = |f: &&PackFile| score(f, session) > (false, 0) && score(f, sheet) == (false, 0);
            let sessions = files.iter().find(is_session);
            let sheets: Vec<PackFile> = files.iter().filter(|f| Some(*f) != sessions).cloned().collect();
            deliberation::import(app, &import, &sheets, sessions).await
        }
        Kind::Questionnaires => {
            let [households, members] =
                sort_out(files, [exchange::questionnaires::household_spec(), exchange::questionnaires::member_spec()]);
            let households = one(households, "berkas rumah tangga")?;
            verification::import(app, &import, households, one(members, "berkas anggota")?).await
        }
        Kind::Survey => ranking::fit(app, &import, one(files.first(), "berkas survei")?).await,
    }
}

/// For each kind the file whose header fits it best; no file serves twice.
fn sort_out<'a, const N: usize>(files: &'a [PackFile], specs: [&Spec; N]) -> [Option<&'a PackFile>; N] {
    let mut out = [None; N];
    for file in files {
        let best = (0..N).max_by_key(|i| (score(file, specs[*i]), N - i));
        if let Some(i) = best.filter(|i| out[*i].is_none()) {
            out[i] = Some(file);
        }
    }
    out
}

/// Whether a file has all that a kind requires, and how many of its columns. A file that cannot be read fits nothing
/// here and is refused when it is read.
fn score(file: &PackFile, spec: &Spec) -> (bool, usize) {
    look(file, spec).map_or((false, 0), |seen| (seen.complete, seen.columns))
}

fn one<'a>(file: Option<&'a PackFile>, what: &str) -> Result<&'a PackFile, AppError> {
    file.ok_or_else(|| AppError::rule(Refused::FileLacking(what.to_owned())))
}

/// Works off the import job of an uploaded file, in the name of whoever uploaded it.
pub async fn take_upload(app: &App, by: &str, args: &str) -> Result<String, AppError> {
    let args: serde_json::Value =
        serde_json::from_str(args).map_err(|e| AppError::fault(format!("job arguments: {e}")))?;
    let text = |key: &str| {
        let found = args.get(key).and_then(serde_json::Value::as_str);
        found.ok_or_else(|| AppError::fault(format!("job arguments lack {key}")))
    };
    let word = text("jenis")?;
    let kind = Kind::ALL.into_iter().find(|k| k.word() == word);
    let kind = kind.ok_or_else(|| AppError::rule(Refused::UnknownKind(word.to_owned())))?;
    // the workspace may be named by a relative path: what was uploaded lies in its folder in any case
    let path = Path::new(text("berkas")?);
    let inside = app.dir().join("unggahan");
    let path = match path.iter().rev().take(2).collect::<Vec<_>>().as_slice() {
        [name, folder] => inside.join(folder).join(name),
        _ => path.to_owned(),
    };
    let officer = account::find(app, by).await?.ok_or_else(|| AppError::from(app::account::AccountRefused::Unknown))?;
    let report = take(app, &officer, kind, &files(&[path], &app::layout::held(app, &[])?)?, false).await?;
    Ok(report.summary(kind.what()))
}
