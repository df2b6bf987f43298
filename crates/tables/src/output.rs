//! Files of a linkage: pairs, reasons, clusters.

use crate::columns::{Table, TableWriter};
use crate::kernel::{Linked, Pair};
use arrow::array::{ArrayRef, StringBuilder, UInt32Builder};
use arrow::datatypes::DataType;
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
        for reason in linked.reasons(at) {
            cells[0].append_value(pair.left);
            cells[1].append_value(pair.right);
            cells[2].append_value(reason.fields.join("+"));
            cells[3].append_value(reason.levels.join("+"));
            cells[4].append_value(bits(reason.weight));
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

/// Millionths of a bit as bits with two decimals.
fn bits(weight: i32) -> String {
    let hundredths = (i64::from(weight) + if weight < 0 { -5000 } else { 5000 }) / 10_000;
    let sign = if hundredths < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", hundredths.abs() / 100, hundredths.abs() % 100)
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
        assert_eq!((bits(7_845_001), bits(-1_300_000), bits(-4_000)), ("7.85".into(), "-1.30".into(), "0.00".into()));
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
