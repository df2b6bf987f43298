//! Tables written out: CSV or Parquet by the name's ending, whole or not at all.

use ::parquet::arrow::ArrowWriter;
use ::parquet::basic::{Compression, ZstdLevel};
use ::parquet::file::properties::WriterProperties;
use arrow::array::{ArrayRef, AsArray as _, RecordBatch};
use arrow::datatypes::{DataType, Field, Int64Type, Schema, UInt32Type, UInt64Type};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The columns of a table to be written: name and type (text, `UInt32`, `UInt64`, `Int64`). A `UInt32` named in
/// `millionths` is written as a fraction: 999 999 as 0.999999.
#[derive(Clone, Debug)]
pub struct Table {
    /// Name and type of each column.
    pub columns: Vec<(String, DataType)>,
    /// The column that holds millionths.
    pub millionths: Option<usize>,
}

/// A table being written beside its name; [`TableWriter::finish`] puts it in place.
pub struct TableWriter {
    target: PathBuf,
    beside: PathBuf,
    table: Table,
    form: Form,
}

enum Form {
    Csv { file: BufWriter<File>, line: Vec<u8> },
    Parquet { writer: Box<ArrowWriter<File>>, schema: Arc<Schema> },
}

impl TableWriter {
    /// Begins a table. `.parquet` is Parquet, every other name CSV.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn create(target: &Path, table: Table) -> io::Result<Self> {
        let name = target.file_name().map(|n| n.to_string_lossy().into_owned());
        let name =
            name.ok_or_else(|| io::Error::new(io::ErrorKind::IsADirectory, "nama berkas keluaran diperlukan"))?;
        let beside = target.with_file_name(format!(".{name}.tulis"));
        let file = File::create(&beside)?;
        let form = if is_parquet(target) {
            let fields = table.columns.iter().enumerate().map(|(i, (name, kind))| {
                let kind = if table.millionths == Some(i) { DataType::Float64 } else { kind.clone() };
                Field::new(name, kind, true)
            });
            let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
            let level = ZstdLevel::try_new(1).map_err(io::Error::other)?;
            let properties = WriterProperties::builder()
                .set_compression(Compression::ZSTD(level))
                .set_created_by("mutakhir".to_owned())
                .build();
            let writer = ArrowWriter::try_new(file, Arc::clone(&schema), Some(properties)).map_err(io::Error::other)?;
            Form::Parquet { writer: Box::new(writer), schema }
        } else {
            let mut file = BufWriter::with_capacity(1 << 18, file);
            let names: Vec<String> = table.columns.iter().map(|(name, _)| quoted(name)).collect();
            writeln!(file, "{}", names.join(","))?;
            Form::Csv { file, line: Vec::new() }
        };
        Ok(Self { target: target.to_owned(), beside, table, form })
    }

    /// Adds rows: one array per column.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn write(&mut self, columns: &[ArrayRef]) -> io::Result<()> {
        match &mut self.form {
            Form::Csv { file, line } => csv(file, line, columns, self.table.millionths),
            Form::Parquet { writer, schema } => {
                let columns = columns.iter().enumerate().map(|(i, column)| {
                    if self.table.millionths != Some(i) {
                        return Arc::clone(column);
                    }
                    let scores = column.as_primitive::<UInt32Type>();
                    Arc::new(scores.unary::<_, arrow::datatypes::Float64Type>(|n| f64::from(n) / 1e6)) as ArrayRef
                });
                let batch = RecordBatch::try_new(Arc::clone(schema), columns.collect()).map_err(io::Error::other)?;
                writer.write(&batch).map_err(io::Error::other)
            }
        }
    }

    /// Flushes to the disk and gives the table its name.
    ///
    /// # Errors
    /// When the disk refuses; nothing stands under the name then.
    pub fn finish(self) -> io::Result<()> {
        let file = match self.form {
            Form::Csv { file, .. } => file.into_inner().map_err(io::IntoInnerError::into_error)?,
            Form::Parquet { writer, .. } => writer.into_inner().map_err(io::Error::other)?,
        };
        file.sync_all()?;
        std::fs::rename(&self.beside, &self.target)
    }
}

/// Whether a name asks for Parquet.
fn is_parquet(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("parquet"))
}

fn csv(file: &mut impl Write, line: &mut Vec<u8>, columns: &[ArrayRef], millionths: Option<usize>) -> io::Result<()> {
    enum Cells<'a> {
        Text(&'a arrow::array::StringArray),
        Small(&'a arrow::array::UInt32Array, bool),
        Large(&'a arrow::array::UInt64Array),
        Signed(&'a arrow::array::Int64Array),
    }
    let cells: Vec<Cells<'_>> = columns
        .iter()
        .enumerate()
        .map(|(i, column)| match column.data_type() {
            DataType::UInt32 => Cells::Small(column.as_primitive::<UInt32Type>(), millionths == Some(i)),
            DataType::UInt64 => Cells::Large(column.as_primitive::<UInt64Type>()),
            DataType::Int64 => Cells::Signed(column.as_primitive::<Int64Type>()),
            _ => Cells::Text(column.as_string::<i32>()),
        })
        .collect();
    for row in 0..columns.first().map_or(0, |c| c.len()) {
        line.clear();
        for (i, cell) in cells.iter().enumerate() {
            if i > 0 {
                line.push(b',');
            }
            if columns[i].is_null(row) {
                continue;
            }
            match cell {
                Cells::Text(text) => push_quoted(text.value(row), line),
                Cells::Small(numbers, true) => {
                    let n = numbers.value(row);
                    write!(line, "{}.{:06}", n / 1_000_000, n % 1_000_000)?;
                }
                Cells::Small(numbers, false) => write!(line, "{}", numbers.value(row))?,
                Cells::Large(numbers) => write!(line, "{}", numbers.value(row))?,
                Cells::Signed(numbers) => write!(line, "{}", numbers.value(row))?,
            }
        }
        line.push(b'\n');
        file.write_all(line)?;
    }
    Ok(())
}

fn quoted(text: &str) -> String {
    let mut out = Vec::new();
    push_quoted(text, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

fn push_quoted(text: &str, line: &mut Vec<u8>) {
    let bytes = text.as_bytes();
    if memchr::memchr3(b',', b'"', b'\n', bytes).is_none() && memchr::memchr(b'\r', bytes).is_none() {
        line.extend_from_slice(bytes);
        return;
    }
    line.push(b'"');
    for byte in bytes {
        if *byte == b'"' {
            line.push(b'"');
        }
        line.push(*byte);
    }
    line.push(b'"');
}
