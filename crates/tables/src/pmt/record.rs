//! The record of a model for a public register of algorithms: purpose, data, method, error, owner, how to
//! object. In Indonesian, as Markdown.

use super::Opened;
use ranking::tabular::{Evaluation, Figures, Protocol, TableModel};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// Who answers for a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The office.
    pub name: String,
    /// Where a household objects or asks for a correction.
    pub contact: String,
}

/// The record of a model. It has no date: the same model, survey and owner give the same text.
#[must_use]
pub fn record(opened: &Opened, model: &TableModel, found: &Evaluation, owner: &Owner) -> String {
    let mut out = String::new();
    let q = &model.quality;
    let mut say = |line: &str| {
        let _ = writeln!(out, "{line}");
    };
    say(&format!("# Catatan algoritma: skor kesejahteraan `{}`\n", line(&model.target)));
    say(&format!("- Pemilik: {}", line(&owner.name)));
    say(&format!("- Keberatan dan perbaikan data: {}", line(&owner.contact)));
    say(&format!("- Model: SHA-256 {}", hex::encode(Sha256::digest(model.to_text().as_bytes()))));
    say(&format!("- Survei: SHA-256 {}", model.survey_sha256));
    say("\n## Tujuan\n");
    say(
        "Mengurutkan rumah tangga menurut perkiraan kesejahteraannya. Skor tidak menetapkan siapa yang menerima bantuan;",
    );
    say("kuota dan kriteria setiap program yang menetapkannya.");
    say("\n## Data\n");
    say(&format!("{} rumah tangga survei, {} klaster. Spesifikasi:\n", q.rows, q.clusters));
    say(&format!("```toml\n{}```", opened.spec()));
    opened.remarks.iter().for_each(|remark| say(&format!("- {}", line(remark))));
    say("\n## Cara\n");
    say(
        "Jumlah berbobot jawaban rumah tangga (kuadrat terkecil berbobot atas ln kesejahteraan), dibulatkan ke persejuta.",
    );
    if model.regions.is_some() {
        say("Setiap wilayah memiliki tetapan sendiri yang disusutkan ke tetapan umum.");
    }
    if let Some(village) = &model.village {
        say(&format!("{} desa survei memiliki pengaruh sendiri yang disusutkan (EBLUP).", village.effects.names.len()));
    }
    say(&format!("R² {:.3}, RMSE {:.3}.\n", q.r2, q.rmse));
    say("| peubah | tingkat | koefisien | galat baku |\n|---|---|--:|--:|");
    for row in model.table(model.village.is_some()) {
        let Some(own) = row.estimate else { continue };
        let error = if own.se_cluster.is_nan() { own.se_hc1 } else { own.se_cluster };
        say(&format!("| {} | {} | {:.6} | {:.6} |", cell(&row.variable), cell(&row.level), own.value, error));
    }
    if !model.left_out().is_empty() {
        say("\nTidak masuk:\n");
        for left_out in model.left_out() {
            let level = if left_out.level.is_empty() { String::new() } else { format!(" {}", line(&left_out.level)) };
            say(&format!("- {}{level}: {}", line(&left_out.variable), line(&left_out.reason)));
        }
    }
    say("\n## Ketepatan\n");
    say(
        "Bagian dari yang termiskin yang tidak terjaring kuota yang sama besar, diuji pada rumah tangga yang tidak ikut",
    );
    say("ditaksir: di desa yang disurvei, dan di desa yang seluruhnya tidak ikut.\n");
    say("| diuji pada | dihitung per | kuota | terlewat |\n|---|---|--:|--:|");
    let tested = [("desa yang disurvei", Some(&found.household)), ("desa lain", found.cluster.as_ref())];
    for (place, protocol) in tested.into_iter().filter_map(|(place, protocol)| Some((place, protocol?))) {
        let figures = in_force(model, protocol);
        let views = [("rumah tangga", Some(&figures.households)), ("orang", figures.people.as_ref())];
        for (view, errors) in views.into_iter().filter_map(|(view, errors)| Some((view, errors?))) {
            for (quota, error) in opened.quotas().iter().zip(errors) {
                say(&format!("| {place} | {view} | {quota} % | {:.1} % |", error * 100.0));
            }
        }
    }
    out
}

/// The figures of the score that the model gives.
fn in_force<'a>(model: &TableModel, protocol: &'a Protocol) -> &'a Figures {
    protocol.village.as_ref().filter(|_| model.village.is_some()).unwrap_or(&protocol.linear)
}

/// A text on one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text in a cell of a table.
fn cell(text: &str) -> String {
    line(text).replace('|', "\\|")
}
