//! Files of a linkage: pairs, reasons, clusters.

use crate::columns::{Table, TableWriter};
use crate::kernel::{Linked, Pair};
use arrow::array::{ArrayRef, StringBuilder, UInt32Builder};
use arrow::datatypes::DataType;
use linkage::weigh::{exp2, log2};
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Arc;

/// Rows handed to the writer at once.
const ROWS: usize = 65_536;

/// Writes pairs from the likeliest down to the threshold; answers how many.
pub(crate) fn pairs<'a>(
    target: &Path,
    ids: [&str; 2],
    pairs: impl Iterator<Item = Pair<'a>>,
    threshold: u32,
) -> io::Result<u64> {
    let text = |name: &str| (name.to_owned(), DataType::Utf8);
    let columns = vec![text(ids[0]), text(ids[1]), ("score".to_owned(), DataType::UInt32)];
    let mut writer = TableWriter::create(target, Table { columns, millionths: Some(2) })?;
    let (mut left, mut right, mut scores) = (StringBuilder::new(), StringBuilder::new(), UInt32Builder::new());
    let mut written = 0;
    let mut held = 0;
    for pair in pairs.filter(|pair| pair.score >= threshold) {
        left.append_value(pair.left);
        right.append_value(pair.right);
        scores.append_value(pair.score);
        written += 1;
        held += 1;
        if held == ROWS {
            flush(&mut writer, &mut left, &mut right, &mut scores)?;
            held = 0;
        }
    }
    flush(&mut writer, &mut left, &mut right, &mut scores)?;
    writer.finish()?;
    Ok(written)
}

fn flush(
    writer: &mut TableWriter,
    left: &mut StringBuilder,
    right: &mut StringBuilder,
    scores: &mut UInt32Builder,
) -> io::Result<()> {
    let columns: [ArrayRef; 3] = [Arc::new(left.finish()), Arc::new(right.finish()), Arc::new(scores.finish())];
    writer.write(&columns)
}

/// Writes why each pair is one: a row for each piece of evidence.
pub(crate) fn reasons(target: &Path, linked: &Linked, threshold: u32) -> io::Result<u64> {
    let columns =
        ["id_a", "id_b", "fields", "agreement", "bits"].map(|name| (name.to_owned(), DataType::Utf8)).to_vec();
    let mut writer = TableWriter::create(target, Table { columns, millionths: None })?;
    let mut cells: [StringBuilder; 5] = Default::default();
    let (mut written, mut held) = (0, 0);
    let flush = |cells: &mut [StringBuilder; 5], writer: &mut TableWriter| {
        let columns: Vec<ArrayRef> = cells.iter_mut().map(|c| Arc::new(c.finish()) as ArrayRef).collect();
        writer.write(&columns)
    };
    for (at, pair) in linked.pairs().enumerate().filter(|(_, pair)| pair.score >= threshold) {
        let mut rows: Vec<(String, String, i64)> =
            vec![("(awal)".to_owned(), "peluang dua catatan sembarang".to_owned(), hundredths(linked.prior()))];
        for reason in linked.reasons(at) {
            rows.push((reason.fields.join("+"), reason.levels.join("+"), hundredths(reason.weight.into())));
        }
        let sum: i64 = rows.iter().map(|row| row.2).sum();
        if let Some(rest) = rest(sum, pair.score) {
            rows.push(("(lain)".to_owned(), "kerabat, anggota rumah tangga, dan calon lain".to_owned(), rest));
        }
        for (fields, levels, weight) in rows {
            cells[0].append_value(pair.left);
            cells[1].append_value(pair.right);
            cells[2].append_value(fields);
            cells[3].append_value(levels);
            cells[4].append_value(bits(weight));
            written += 1;
            held += 1;
        }
        if held >= ROWS {
            flush(&mut cells, &mut writer)?;
            held = 0;
        }
    }
    flush(&mut cells, &mut writer)?;
    writer.finish()?;
    Ok(written)
}

/// Millionths of a bit in hundredths of a bit.
fn hundredths(weight: i64) -> i64 {
    (weight + if weight < 0 { -5000 } else { 5000 }) / 10_000
}

/// Hundredths of a bit as bits with two decimals.
fn bits(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", hundredths.abs() / 100, hundredths.abs() % 100)
}

/// What is missing between the sum of the evidence (hundredths of a bit) and a score in millionths;
/// `None` when the sum gives the score as it is written, up to the rounding of the bits.
fn rest(sum: i64, score: u32) -> Option<i64> {
    let given = 1.0 / (1.0 + exp2(-sum as f64 / 100.0));
    let score = f64::from(score) / 1e6;
    if (given - score).abs() < 2e-6 || (given - score).abs() < 0.01 * score.min(1.0 - score) {
        return None;
    }
    let share = score.clamp(5e-7, 1.0 - 5e-7);
    Some((log2(share / (1.0 - share)) * 100.0).round() as i64 - sum)
}

/// Writes the cluster of each record.
pub(crate) fn clusters(target: &Path, ids: &[&str], labels: &[&str]) -> io::Result<()> {
    let columns = ["id", "cluster"].map(|name| (name.to_owned(), DataType::Utf8)).to_vec();
    let mut writer = TableWriter::create(target, Table { columns, millionths: None })?;
    for (ids, labels) in ids.chunks(ROWS).zip(labels.chunks(ROWS)) {
        let column = |texts: &[&str]| Arc::new(arrow::array::StringArray::from(texts.to_vec())) as ArrayRef;
        writer.write(&[column(ids), column(labels)])?;
    }
    writer.finish()
}

/// Writes a text beside its name and renames it.
pub(crate) fn text(target: &Path, text: &str) -> io::Result<()> {
    let name = target.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = target.with_file_name(format!(".{name}.tulis"));
    let mut file = std::fs::File::create(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&beside, target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_rounded_to_hundredths() {
        let bits = |weight| bits(hundredths(weight));
        assert_eq!((bits(7_845_001), bits(-1_300_000), bits(-4_000)), ("7.85".into(), "-1.30".into(), "0.00".into()));
    }

    #[test]
    fn what_the_fields_do_not_explain_is_a_row_of_its_own() {
        for (sum, score) in [(340, 500_000), (4_000, 20_000), (-900, 999_999), (1_200, 999_756)] {
            let all = sum + rest(sum, score).unwrap_or(0);
            let given = 1.0 / (1.0 + exp2(-all as f64 / 100.0));
            assert!((given * 1e6 - f64::from(score)).abs() < 4_000.0, "{sum} {score} {given}");
        }
        assert_eq!(rest(4_000, 1_000_000), None, "beyond what six digits show");
    }

    #[test]
    fn pairs_are_written_down_to_the_threshold_and_counted() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("p.csv");
        let given = [("a", "b", 1_000_000), ("c", "d", 500_000), ("e", "f", 499_999)];
        let given = given.map(|(left, right, score)| Pair { left, right, score });
        assert_eq!(pairs(&target, ["id_a", "id_b"], given.into_iter(), 500_000).unwrap(), 2);
        let text = std::fs::read_to_string(target).unwrap();
        assert_eq!(text, "id_a,id_b,score\na,b,1.000000\nc,d,0.500000\n");
    }
}
