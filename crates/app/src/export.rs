//! Result files, written from what is stored: a temporary name first, then renamed, so that a
//! file is whole or not there. Design §4.

use crate::App;
use crate::edition;
use crate::error::AppError;
use crate::meeting::{force, plan_rule};
use domain::deliberation::paper;
use std::collections::BTreeMap;
use std::path::Path;
use store::Reader;

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Names of the files.
    pub files: Vec<String>,
    /// The edition that ranking and lists are of; `None` = none is ranked yet.
    pub edition: Option<String>,
    /// The draw that the lists are of.
    pub draw: Option<String>,
}

/// Writes every result file of design §4 into `out`: of the edition ranked last, and the last draw over it.
pub async fn results(app: &App, out: &Path) -> Result<Exported, AppError> {
    let mut reader = app.store.read().await?;
    let mut files = vec![
        ("registrations.csv".to_owned(), registrations(&mut reader).await?),
        ("prelist.csv".to_owned(), prelist(&mut reader).await?),
        ("meetings.csv".to_owned(), meetings(&mut reader).await?),
        ("minutes.csv".to_owned(), minutes(app, &mut reader).await?),
        ("import_errors.csv".to_owned(), import_errors(&mut reader).await?),
    ];
    let edition = edition::in_force(&mut reader).await?.map(|e| e.id);
    let mut draw = None;
    if let Some(id) = &edition {
        let header = ["id_ruta", "skor", "persentil", "desil", "peringkat", "status", "alasan"];
        let number = |n: Option<i64>| n.map_or_else(String::new, |n| n.to_string());
        let ranking = reader.ranking(id).await?;
        let rows = ranking.iter().map(|r| {
            vec![
                r.household.clone(),
                number(r.score),
                number(r.percentile),
                number(r.decile),
                number(r.position),
                r.status.clone(),
                r.reason.clone().unwrap_or_default(),
            ]
        });
        files.push(("ranking.csv".to_owned(), csv(&header, rows)?));
        draw = reader.draws().await?.into_iter().rfind(|d| d.edition == *id).map(|d| d.id);
    }
    let mut lists: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
    for row in match &draw {
        Some(draw) => reader.programme_rows(draw).await?,
        None => Vec::new(),
    } {
        lists.entry(row.programme.clone()).or_default().push(vec![
            row.unit,
            row.household,
            row.member_no.map_or_else(String::new, |n| n.to_string()),
            row.status,
            row.clause,
            row.position.to_string(),
            row.review,
        ]);
    }
    for (programme, rows) in lists {
        let header = ["unit", "id_ruta", "no_art", "status", "klausul", "urutan", "tinjau"];
        files.push((format!("programmes/{programme}.csv"), csv(&header, rows.into_iter())?));
    }
    for (name, bytes) in &files {
        write(&out.join(name), bytes)?;
    }
    Ok(Exported { files: files.into_iter().map(|(name, _)| name).collect(), edition, draw })
}

/// Every row of every prelist: `tambahan` 0 is the frozen list, 1 and more its supplements.
async fn prelist(reader: &mut Reader) -> Result<Vec<u8>, AppError> {
    let mut lists = reader.prelists().await?;
    lists.sort_by(|a, b| {
        (&a.area, &a.frozen_on, a.supplement, &a.id).cmp(&(&b.area, &b.frozen_on, b.supplement, &b.id))
    });
    let mut rows = Vec::new();
    for list in lists {
        for row in reader.prelist_rows(&list.id).await? {
            rows.push(vec![
                list.area.clone(),
                list.supplement.to_string(),
                row.no.to_string(),
                row.registration.unwrap_or_default(),
                row.household.unwrap_or_default(),
            ]);
        }
    }
    csv(&["desa", "tambahan", "urut", "nomor", "id_ruta"], rows.into_iter())
}

async fn registrations(reader: &mut Reader) -> Result<Vec<u8>, AppError> {
    let files: BTreeMap<String, String> =
        reader.registrations().await?.into_iter().map(|r| (r.number.as_str().to_owned(), r.origin.file)).collect();
    let rows = reader.identification_heads().await?.into_iter().map(|i| {
        let file = files.get(&i.registration).cloned().unwrap_or_default();
        vec![
            i.registration,
            i.category,
            // the column holds the id of BDT 2015; a household that entered later has none yet
            i.household.filter(|h| domain::register::idbdt(&h.as_str().into()).is_some()).unwrap_or_default(),
            i.changed,
            i.merged_with.unwrap_or_default(),
            file,
        ]
    });
    csv(&["nomor", "kategori", "id_ruta_bdt", "perubahan", "digabung_dengan", "berkas"], rows)
}

/// The verdict on every sheet that was read, also on one that a later stage took out of force: it tells what
/// became of a file. A meeting kept as a journal has no file and no row here: it is in `minutes.csv`.
async fn meetings(reader: &mut Reader) -> Result<Vec<u8>, AppError> {
    let mut all = reader.meetings().await?;
    all.retain(|m| m.import_id.is_some());
    all.sort_by(|a, b| a.file.cmp(&b.file));
    csv(&["berkas", "putusan", "alasan"], all.into_iter().map(|m| vec![m.file, m.verdict, m.reasons]))
}

/// Every signed meeting, however it was written down, with its counts and whether it is in force. R67, R76.
async fn minutes(app: &App, reader: &mut Reader) -> Result<Vec<u8>, AppError> {
    let superseded = reader.superseded().await?;
    let all = reader.meetings().await?;
    let mut header = vec!["musyawarah", "desa", "padukuhan", "tahap", "tanggal", "asal"];
    header.extend(["kode_1", "kode_2", "kode_3", "kode_4", "kode_5", "kode_6", "kode_7", "kode_8"]);
    header.extend(["formulir_kosong", "cadangan", "petugas_diperlukan", "petugas_disepakati", "digantikan_oleh"]);
    let rows = all.into_iter().filter(force::is_signed).map(|m| {
        let counts = m.counts.by_code();
        let plan = plan_rule(app.plan, &m).plan(&m.counts);
        let on_paper = m.body.closing.as_ref().is_some_and(|c| c.starts_with(&format!("{}:", paper::DEVICE)));
        let from = match (&m.import_id, on_paper) {
            (Some(_), _) => "lembar",
            (None, true) => "kertas",
            (None, false) => "perangkat",
        };
        let later = superseded.get(&m.id).cloned().unwrap_or_default();
        let stage = force::stage_of(&m).to_string();
        let mut row =
            vec![m.id, m.desa.unwrap_or_default(), m.hamlet, stage, m.date.unwrap_or_default(), from.to_owned()];
        row.extend(counts.iter().map(ToString::to_string));
        row.extend([plan.blanks, plan.reserve, plan.enumerators, m.body.enumerators.len()].map(|n| n.to_string()));
        row.push(later);
        row
    });
    csv(&header, rows)
}

async fn import_errors(reader: &mut Reader) -> Result<Vec<u8>, AppError> {
    let mut all = reader.all_issues().await?;
    all.sort_by(|a, b| {
        (&a.file, a.line, &a.col, &a.kind, &a.level, &a.message)
            .cmp(&(&b.file, b.line, &b.col, &b.kind, &b.level, &b.message))
    });
    let rows = all.into_iter().map(|i| vec![i.file, i.line.to_string(), i.col, i.kind, i.level, i.message]);
    csv(&["berkas", "baris", "kolom", "jenis", "tingkat", "pesan"], rows)
}

/// A table as CSV, each text guarded against being run.
pub fn csv(header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Result<Vec<u8>, AppError> {
    let fault = |e: csv::Error| AppError::fault(format!("CSV: {e}"));
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header).map_err(fault)?;
    for row in rows {
        writer.write_record(row.into_iter().map(guarded)).map_err(fault)?;
    }
    writer.into_inner().map_err(|e| AppError::fault(format!("CSV: {e}")))
}

/// A text that a spreadsheet would run as a formula, behind an apostrophe. A negative number is none.
#[must_use]
pub fn guarded(text: String) -> String {
    let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<f64>().is_err();
    if runs && text != "-" { format!("'{text}") } else { text }
}

/// Writes a file whole: temporary name, flushed to disk, renamed.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), AppError> {
    use std::io::Write;
    let io = |e| AppError::io(path, e);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(io)?;
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = path.with_file_name(format!(".{name}.baru"));
    let mut file = std::fs::File::create(&temporary).map_err(io)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(io)?;
    std::fs::rename(&temporary, path).map_err(io)
}
