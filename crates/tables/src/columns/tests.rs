//! Tables as columns of text: every common writing reads the same, every damage is named.

use super::error::TableRefused;
use super::{Block, ColumnFile, Table, TableWriter};
use arrow::array::{
    Array as _, ArrayRef, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray, UInt32Array,
};
use arrow::datatypes::DataType;
use proptest::prelude::*;
use std::path::PathBuf;
use std::sync::Arc;

struct Given {
    dir: tempfile::TempDir,
}

impl Given {
    fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }
    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.dir.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

fn open(bytes: impl AsRef<[u8]>) -> Result<(Given, ColumnFile), TableRefused> {
    let given = Given::new();
    let file = ColumnFile::open(&given.file("t.csv", bytes))?;
    Ok((given, file))
}

fn cells(
    blocks: impl IntoIterator<Item = Result<Block, TableRefused>>,
) -> Result<Vec<Vec<Option<String>>>, TableRefused> {
    let mut rows = Vec::new();
    for block in blocks {
        let block = block?;
        for row in 0..block.rows() {
            let cell = |c: &StringArray| c.is_valid(row).then(|| c.value(row).to_owned());
            rows.push(block.columns.iter().map(cell).collect());
        }
    }
    Ok(rows)
}

fn all(file: &ColumnFile) -> Result<Vec<Vec<Option<String>>>, TableRefused> {
    let wanted: Vec<usize> = (0..file.columns().len()).collect();
    cells(file.blocks(&wanted)?)
}

/// The rows of a table, `·` between cells and `∅` for nothing.
fn check(bytes: impl AsRef<[u8]>, expected: &[&str]) {
    let (_given, file) = open(bytes).unwrap();
    let rows: Vec<String> = all(&file)
        .unwrap()
        .into_iter()
        .map(|r| r.into_iter().map(|c| c.unwrap_or("∅".to_owned())).collect::<Vec<_>>().join("·"))
        .collect();
    assert_eq!(rows, expected);
}

fn refused(bytes: impl AsRef<[u8]>, code: &str) -> TableRefused {
    let refused = open(bytes).and_then(|(_given, file)| all(&file).map(|_| ())).unwrap_err();
    assert_eq!(refused.code(), code, "{refused}");
    refused
}

#[test]
fn the_same_table_is_read_from_every_delimiter_line_end_and_encoding() {
    let rows = ["1·Jōsé·∅", "2·a,b;c·x"];
    check("id,nama,k\n1,Jōsé,\n2,\"a,b;c\",x\n", &rows);
    check("id;nama;k\r\n1;Jōsé;\r\n2;\"a,b;c\";x", &rows);
    check("id\tnama\tk\n1\tJōsé\t\n\n2\ta,b;c\tx\n", &rows);
    check("\u{feff}\"id\"|\"nama\"|\"k\"\n\"1\"|\"Jōsé\"|\"\"\n\"2\"|\"a,b;c\"|\"x\"\n", &rows);
    check("sep=;\nid;nama;k\n1;Jōsé;\n2;a,b;c\n".replace("a,b;c", "\"a,b;c\";x"), &rows);
    let text = "\u{feff}id,nama,k\n1,Jōsé,\n2,\"a,b;c\",x\n";
    let wide = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    check(wide(u16::to_le_bytes), &rows);
    check(wide(u16::to_be_bytes), &rows);
}

#[test]
fn two_encodings_in_one_file_are_read_value_by_value_and_said() {
    let bytes = [b"id,nama\n1,".as_slice(), "é".as_bytes(), b"\n2,\xe9\n"].concat();
    let (_given, file) = open(&bytes).unwrap();
    let rows = all(&file).unwrap();
    assert_eq!((rows[0][1].as_deref(), rows[1][1].as_deref()), (Some("é"), Some("é")));
    assert!(file.notes().iter().any(|n| n.contains("campuran") && n.contains("1 nilai")), "{:?}", file.notes());
}

#[test]
fn quoted_line_ends_and_doubled_quotes_belong_to_the_value_and_lines_are_counted_as_an_editor_does() {
    let text = "id,alamat\n1,\"jl. a\nrt 1\"\n\n2,\"kata \"\"x\"\"\"\n3,c\n";
    check(text, &["1·jl. a\nrt 1", "2·kata \"x\"", "3·c"]);
    let (_given, file) = open(text).unwrap();
    let lines: Vec<u64> = (0..3).map(|row| file.line_of(row).unwrap()).collect();
    assert_eq!(lines, [2, 5, 6]);
}

#[test]
fn a_damaged_row_is_refused_with_its_line() {
    let ragged = refused("id,nama\n1,a\n2\n", "JUMLAH_KOLOM_BEDA");
    assert!(matches!(ragged, TableRefused::RaggedRow { line: 3, found: 1, expected: 2, .. }), "{ragged}");
    let ragged = refused("id,nama\n\n1,\"a\nb\"\n2,b,c\n", "JUMLAH_KOLOM_BEDA");
    assert!(matches!(ragged, TableRefused::RaggedRow { line: 5, found: 3, .. }), "{ragged}");
    let quote = refused("id,nama\n1,\"a\n2,b\n", "TANDA_KUTIP_RUSAK");
    assert!(matches!(quote, TableRefused::BrokenQuote { line: 2, .. }), "{quote}");
    refused("id,nama\n1,\"a\" b\n", "TANDA_KUTIP_RUSAK");
    // a quote that swallows the rest of a large file is refused before memory fills
    let mut endless = b"id,nama\n1,\"a\n".to_vec();
    endless.extend(b"2,b\n".repeat(1_500_000));
    refused(endless, "TANDA_KUTIP_RUSAK");
    let mut long = b"id,nama\n1,a\n2,".to_vec();
    long.extend(b"x".repeat(3 << 20));
    refused(long, "BARIS_TERLALU_PANJANG");
}

#[test]
fn what_is_no_table_is_refused_by_its_kind() {
    refused("", "BERKAS_KOSONG");
    refused(" \r\n\n", "BERKAS_KOSONG");
    refused("id,nama\n", "TIDAK_ADA_BARIS");
    refused("id,nama,id\n1,a,2\n", "KOLOM_KEMBAR");
    refused("{\"id\": 1}\n", "BUKAN_TABEL");
    refused("<html><body>", "BUKAN_TABEL");
    refused("PK\u{3}\u{4}xxxxxxxx", "BUKAN_TABEL");
    refused("id,nama\r1,a\r2,b\r", "BUKAN_TABEL");
    refused(b"id,nama\n1,a\0b\n", "DATA_BINER");
    refused("PAR1 is not enough of it", "PARQUET_RUSAK");
    let given = Given::new();
    assert_eq!(ColumnFile::open(&given.dir.path().join("tak ada.csv")).unwrap_err().code(), "BERKAS_TIDAK_ADA");
    assert_eq!(ColumnFile::open(given.dir.path()).unwrap_err().code(), "BUKAN_TABEL");
}

#[test]
fn a_missing_column_names_the_nearest() {
    let (_given, file) = open("id,nama,tgl_lahir\n1,a,b\n").unwrap();
    assert_eq!(file.position("nama").unwrap(), 1);
    let refused = file.position("tgl lahr").unwrap_err();
    assert_eq!(refused.code(), "KOLOM_TIDAK_ADA");
    let text = refused.to_string();
    assert!(text.contains("nearest=tgl_lahir") && text.contains("columns=id, nama, tgl_lahir"), "{text}");
}

fn many(rows: usize, quote: &str) -> String {
    let mut text = String::from("id,nama,alamat\n");
    for i in 0..rows {
        text.push_str(&format!("{i},{quote}ORANG {i}{quote},{quote}JL. MELATI {}{quote}\n", i % 97));
    }
    text
}

#[test]
fn a_large_file_comes_in_blocks_that_hold_every_row_once() {
    for quote in ["", "\""] {
        let (_given, file) = open(many(300_000, quote)).unwrap();
        let mut next = 0;
        let mut read_to = 0;
        // one column asked for twice, in another order than in the file
        for block in file.blocks(&[1, 0, 1]).unwrap() {
            let block = block.unwrap();
            assert_eq!(block.first_row, next);
            for row in [0, block.rows() - 1] {
                let id = next + row as u64;
                assert_eq!(block.columns[1].value(row), id.to_string());
                assert_eq!(block.columns[0].value(row), format!("ORANG {id}"));
                assert_eq!(block.columns[2].value(row), format!("ORANG {id}"));
            }
            next += block.rows() as u64;
            assert!(block.read_to > read_to);
            read_to = block.read_to;
        }
        assert_eq!((next, read_to), (300_000, file.size()));
    }
}

#[test]
fn a_sample_is_spread_over_the_file_and_the_same_at_every_call() {
    for text in [many(200_000, ""), many(200_000, "\""), many(200_000, "\"").replace("MELATI 5\"", "MELATI\n5,x,y\"")] {
        let (_given, file) = open(text).unwrap();
        let take = || cells(file.sample(&[0, 2], 5000).unwrap().into_iter().map(Ok)).unwrap();
        let rows = take();
        assert_eq!(rows, take());
        assert!((4000..=10_500).contains(&rows.len()), "{}", rows.len());
        let ids: Vec<u64> = rows.iter().map(|r| r[0].as_ref().unwrap().parse().unwrap()).collect();
        assert!(ids.windows(2).all(|w| w[0] < w[1]), "in order, none twice");
        assert!(*ids.first().unwrap() < 4000 && *ids.last().unwrap() > 190_000, "spread");
    }
    let (_given, file) = open(many(100, "")).unwrap();
    assert_eq!(cells(file.sample(&[0], 5000).unwrap().into_iter().map(Ok)).unwrap().len(), 100);
}

#[test]
fn parquet_of_every_plain_type_is_text() {
    let given = Given::new();
    let path = given.dir.path().join("t.parquet");
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("id", Arc::new(Int64Array::from(vec![10, 20]))),
        ("nama", Arc::new(StringArray::from(vec![Some("a"), Some("")]))),
        ("lahir", Arc::new(Date32Array::from(vec![Some(0), None]))),
        ("umur", Arc::new(Float64Array::from(vec![Some(3.0), Some(f64::NAN)]))),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut writer =
        ::parquet::arrow::ArrowWriter::try_new(std::fs::File::create(&path).unwrap(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    let file = ColumnFile::open(&path).unwrap();
    assert_eq!(file.columns(), ["id", "nama", "lahir", "umur"]);
    let rows = cells(file.blocks(&[3, 2, 1, 0]).unwrap()).unwrap();
    let some = |t: &str| Some(t.to_owned());
    assert_eq!(rows, [vec![some("3"), some("1970-01-01"), some("a"), some("10")], vec![None, None, None, some("20")]]);
    assert_eq!(cells(file.sample(&[0], 1).unwrap().into_iter().map(Ok)).unwrap().len(), 1);
}

#[test]
fn a_written_table_reads_back_from_csv_and_parquet_and_stands_whole_or_not_at_all() {
    let given = Given::new();
    for name in ["p.csv", "p.parquet"] {
        let path = given.dir.path().join(name);
        let columns = vec![("id_a".to_owned(), DataType::Utf8), ("score".to_owned(), DataType::UInt32)];
        let mut writer = TableWriter::create(&path, Table { columns, millionths: Some(1) }).unwrap();
        let ids: ArrayRef = Arc::new(StringArray::from(vec!["a,\"1\"", "b"]));
        let scores: ArrayRef = Arc::new(UInt32Array::from(vec![999_999, 1_000_000]));
        writer.write(&[ids, scores]).unwrap();
        assert!(!path.exists(), "not before it is whole");
        writer.finish().unwrap();
        let rows = all(&ColumnFile::open(&path).unwrap()).unwrap();
        assert_eq!(rows[0][0].as_deref(), Some("a,\"1\""));
        assert_eq!(rows[0][1].as_deref(), Some("0.999999"));
        assert!(matches!(rows[1][1].as_deref(), Some("1" | "1.000000")));
        assert_eq!(std::fs::read_dir(given.dir.path()).unwrap().filter(is_beside).count(), 0);
    }
}

fn is_beside(entry: &std::io::Result<std::fs::DirEntry>) -> bool {
    entry.as_ref().unwrap().file_name().to_string_lossy().ends_with(".tulis")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes_are_a_table_or_a_refusal(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        if let Ok((_given, file)) = open(&bytes) {
            let _ = all(&file);
            let _ = file.sample(&[0], 3);
        }
    }

    #[test]
    fn table_like_bytes_are_a_table_or_a_refusal(
        text in "(id|nama|\"x\"|,|;|\n|\r\n|\"|\t| |é){0,60}", cut in 0..200usize, odd in any::<u8>()
    ) {
        let mut bytes = text.into_bytes();
        bytes.truncate(cut);
        bytes.push(odd);
        if let Ok((_given, file)) = open(&bytes) {
            let _ = all(&file);
            let _ = file.sample(&[0], 1);
        }
    }

    #[test]
    fn what_the_csv_library_writes_is_read_back(
        rows in prop::collection::vec(prop::collection::vec("[a-z,;\"\n\t é]{0,8}", 3), 1..20)
    ) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["a", "b", "c"]).unwrap();
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let (_given, file) = open(writer.into_inner().unwrap()).unwrap();
        let expected: Vec<Vec<Option<String>>> =
            rows.iter().map(|r| r.iter().map(|c| (!c.is_empty()).then(|| c.clone())).collect()).collect();
        prop_assert_eq!(all(&file).unwrap(), expected);
    }

    #[test]
    fn a_damaged_parquet_file_is_a_table_or_a_refusal(at in 0..2000usize, byte in any::<u8>(), cut in 0..3000usize) {
        let mut bytes = PARQUET.clone();
        bytes.truncate(cut);
        if let Some(b) = bytes.get_mut(at) {
            *b = byte;
        }
        if let Ok((_given, file)) = open(&bytes) {
            let _ = all(&file);
        }
    }
}

static PARQUET: std::sync::LazyLock<Vec<u8>> = std::sync::LazyLock::new(|| {
    let ids: ArrayRef = Arc::new(StringArray::from_iter_values((0..50).map(|i| format!("id {i}"))));
    let batch = RecordBatch::try_from_iter([("id", ids)]).unwrap();
    let mut writer = ::parquet::arrow::ArrowWriter::try_new(Vec::new(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
});
