//! `mutakhir link`: tables in, pairs out. Needs no workspace.

use crate::args::Link;
use crate::failure::Failure;
use crate::output::say;
use crate::threads;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tables::{Relation, Request, Watch};

/// Links the tables and says what was found.
pub fn link(asked: &Link) -> Result<(), Failure> {
    let request = request(asked)?;
    threads(asked.threads.map(usize::from))?;
    let opened = tables::open(&request)?;
    if opened.guessed {
        say("# Spesifikasi ini ditebak; simpan, betulkan, dan pakai dengan --spec:");
        opened.spec().lines().for_each(say);
        opened.remarks.iter().for_each(|remark| say(format!("# {remark}")));
    }
    let bar = Bar::new();
    let done = tables::link(&request, &opened, &bar);
    bar.finish();
    let done = done?;
    done.notes.iter().for_each(say);
    done.warnings.iter().for_each(|warning| say(format!("perhatian: {warning}")));
    let written = |n: u64, what: &str, path: &Path| say(format!("{n} {what}: {}", path.display()));
    written(done.pairs, "pasangan", &request.out);
    if let Some(path) = &request.households {
        written(done.households, "pasangan rumah tangga", path);
    }
    if let Some(path) = &request.clusters {
        written(done.clusters, "gugus", path);
    }
    if done.bridges > 0 {
        say(format!("{} tautan antara dua gugus yang sudah dikenal tidak diikuti", done.bridges));
    }
    for point in done.expected.iter().filter(|point| point.pairs > 0) {
        let recall = if point.recall.is_nan() { "tidak diketahui".to_owned() } else { format!("{:.4}", point.recall) };
        say(format!(
            "diharapkan pada peluang ≥ {:.1}: {} pasangan, ketepatan {:.4}, kelengkapan {recall}",
            point.threshold, point.pairs, point.precision
        ));
    }
    if let (true, Some(why)) = (done.unknown.is_empty(), &done.recall_unknown) {
        return Err(Failure::doubtful(
            "KELENGKAPAN_TIDAK_DIKETAHUI",
            format!("kelengkapan tidak dapat ditaksir: {why}"),
            "Pakai pasangannya seperti biasa, tetapi catatan tanpa pasangan belum tentu baru; keluaran sudah ditulis.",
        ));
    }
    if done.unknown.is_empty() {
        return Ok(());
    }
    // everything was written; what the scores mean is not known
    Err(Failure::doubtful(
        "PELUANG_TIDAK_DIKETAHUI",
        format!("skor adalah urutan, bukan peluang: {}", done.unknown.join("; ")),
        "Periksa sejumlah pasangan dari atas ke bawah dan tetapkan batasnya sendiri; keluaran sudah ditulis.",
    ))
}

/// How many partners a record may have: `1:1`, `n:1`, `1:n`, `n:n`.
pub fn relation(text: &str) -> Result<Relation, String> {
    match text.to_ascii_lowercase().replace('m', "n").as_str() {
        "1:1" => Ok(Relation::OneToOne),
        "n:1" => Ok(Relation::ManyToOne),
        "1:n" => Ok(Relation::OneToMany),
        "n:n" => Ok(Relation::ManyToMany),
        _ => Err("tulis 1:1, n:1, 1:n, atau n:n".to_owned()),
    }
}

fn request(asked: &Link) -> Result<Request, Failure> {
    let households = match &asked.households {
        None => None,
        Some(Some(path)) => {
            // `link A --households B` means B as the second table, and clap cannot know
            if asked.right.is_none() && path.exists() {
                return Err(Failure::misused(
                    "PERINTAH_MENDUA",
                    format!("{} sudah ada: tabel kedua atau keluaran --households?", path.display()),
                    "Tulis --households di akhir perintah, atau --households=BERKAS dengan nama baru.",
                ));
            }
            Some(path.clone())
        }
        Some(None) => Some(beside(&asked.out)),
    };
    Ok(Request {
        left: asked.left.clone(),
        right: asked.right.clone(),
        out: asked.out.clone(),
        spec: asked.spec.clone(),
        households,
        reasons: asked.reasons.clone(),
        clusters: asked.clusters.clone(),
        known_clusters: asked.known_clusters.clone(),
        report: asked.report.clone(),
        memory: asked.memory.unwrap_or(0),
        relation: asked.relation,
        threshold: asked.threshold,
        cluster_threshold: asked.cluster_threshold,
        resume: !asked.no_resume,
    })
}

/// `pairs.csv` gives `pairs.households.csv`.
fn beside(out: &Path) -> PathBuf {
    let ending = out.extension().map(|e| format!(".{}", e.to_string_lossy())).unwrap_or_default();
    out.with_extension(format!("households{ending}"))
}

/// A size: a whole number of bytes, or with KiB, MiB, GiB, KB, MB, GB.
pub fn memory(text: &str) -> Result<u64, String> {
    let text = text.trim();
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let (number, unit) = text.split_at(digits);
    let unit: u64 = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "kib" | "k" => 1 << 10,
        "mib" | "m" => 1 << 20,
        "gib" | "g" => 1 << 30,
        "kb" => 1_000,
        "mb" => 1_000_000,
        "gb" => 1_000_000_000,
        other => return Err(format!("satuan `{other}` tidak dikenal; pakai MiB, GiB, MB, atau GB")),
    };
    let number: f64 = number.parse().map_err(|_| "tulis angka dan satuan, misalnya 2GiB".to_owned())?;
    let bytes = number * unit as f64;
    if (1e6..1e16).contains(&bytes) { Ok(bytes as u64) } else { Err("batas memori paling sedikit 1MB".to_owned()) }
}

/// A probability from 0 to 1 in millionths.
pub fn millionths(text: &str) -> Result<u32, String> {
    let value: f64 = text.replace(',', ".").parse().map_err(|_| "tulis peluang dari 0 sampai 1".to_owned())?;
    if (0.0..=1.0).contains(&value) {
        Ok((value * 1e6).round() as u32)
    } else {
        Err("peluang ada di antara 0 dan 1".to_owned())
    }
}

/// Stages with rate and time left: a bar on a terminal, one line per stage elsewhere.
struct Bar {
    bar: ProgressBar,
    stage: Mutex<&'static str>,
    terminal: bool,
}

impl Bar {
    fn new() -> Self {
        let terminal = std::io::stderr().is_terminal();
        let bar = if terminal { ProgressBar::new(0) } else { ProgressBar::hidden() };
        bar.enable_steady_tick(Duration::from_millis(120));
        Self { bar, stage: Mutex::new(""), terminal }
    }
    fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Watch for Bar {
    fn progress(&self, stage: &'static str, done: u64, total: u64) {
        let mut current = self.stage.lock().unwrap_or_else(PoisonError::into_inner);
        if *current != stage {
            *current = stage;
            if !self.terminal {
                say(stage);
            }
            let template = if total > 1 {
                "{spinner} {msg:<18} {wide_bar} {percent:>3} % {binary_bytes_per_sec} sisa {eta}"
            } else {
                "{spinner} {msg:<18} {elapsed}"
            };
            let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner());
            self.bar.reset();
            self.bar.set_style(style);
            self.bar.set_message(stage);
            self.bar.set_length(total);
        }
        self.bar.set_position(done.min(total));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_probabilities_are_read_and_nonsense_is_refused() {
        assert_eq!((memory("2GiB"), memory("900 MB"), memory("1.5g")), (Ok(2 << 30), Ok(900_000_000), Ok(3 << 29)));
        for wrong in ["", "viele", "2 TB?", "-1GB", "1"] {
            assert!(memory(wrong).is_err(), "{wrong}");
        }
        assert_eq!((millionths("0.9"), millionths("0,5"), millionths("1")), (Ok(900_000), Ok(500_000), Ok(1_000_000)));
        assert!(millionths("90").is_err() && millionths("x").is_err());
        assert_eq!((relation("1:1"), relation("M:1")), (Ok(Relation::OneToOne), Ok(Relation::ManyToOne)));
        assert!(relation("2:1").is_err());
    }

    #[test]
    fn household_pairs_lie_beside_the_pairs() {
        assert_eq!(beside(Path::new("x/p.csv")), PathBuf::from("x/p.households.csv"));
        assert_eq!(beside(Path::new("p")), PathBuf::from("p.households"));
    }
}
