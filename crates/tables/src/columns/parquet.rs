//! Parquet as columns of text.

use super::error::TableRefused;
use super::text::distinct;
use super::{Block, Blocks};
use ::parquet::arrow::ProjectionMask;
use ::parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder, RowSelection,
    RowSelector,
};
use arrow::array::{Array as _, ArrayRef, AsArray as _, Float64Array, RecordBatch, StringArray};
use arrow::compute::{CastOptions, cast_with_options};
use arrow::datatypes::{DataType, Float64Type};
use arrow::util::display::FormatOptions;
use std::fs::File;

/// Rows of one batch.
const BATCH: usize = 32_768;
/// Row groups a sample is taken from.
const GROUPS: usize = 8;

/// A Parquet file whose footer was read.
#[derive(Debug)]
pub(super) struct Layout {
    file: File,
    metadata: ArrowReaderMetadata,
}

impl Layout {
    /// Reads the footer.
    pub(super) fn open(name: &str, file: File) -> Result<(Self, Vec<String>), TableRefused> {
        let broken = |e: &dyn std::fmt::Display| broken(name, e);
        // the schema of the file, not the one a writer may have hidden in its metadata
        let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
        let metadata = sheltered(name, || ArrowReaderMetadata::load(&file, options).map_err(|e| broken(&e)))?;
        let length = file.metadata().map_err(|e| broken(&e))?.len();
        if !sound(&metadata, length) {
            return Err(broken(&"bagian kolom berada di luar berkas"));
        }
        if metadata.metadata().file_metadata().num_rows() == 0 {
            return Err(TableRefused::NoRows { file: name.to_owned() });
        }
        let names = metadata.schema().fields().iter().enumerate();
        let columns =
            names.map(|(i, f)| if f.name().is_empty() { format!("kolom_{}", i + 1) } else { f.name().clone() });
        let columns = columns.collect();
        Ok((Self { file, metadata }, columns))
    }

    /// Rows of the file.
    pub(super) fn rows(&self) -> u64 {
        u64::try_from(self.metadata.metadata().file_metadata().num_rows()).unwrap_or(0)
    }

    fn reader(
        &self,
        file: &str,
        names: &[String],
        kept: &[usize],
        narrow: impl FnOnce(ParquetRecordBatchReaderBuilder<File>) -> ParquetRecordBatchReaderBuilder<File>,
    ) -> Result<ParquetRecordBatchReader, TableRefused> {
        for column in kept {
            let kind = self.metadata.schema().field(*column).data_type();
            if kind.is_nested() || matches!(kind, DataType::Binary | DataType::FixedSizeBinary(_)) {
                return Err(TableRefused::NestedColumn {
                    file: file.to_owned(),
                    column: names[*column].clone(),
                    kind: kind.to_string(),
                });
            }
        }
        let source = self.file.try_clone().map_err(|e| broken(file, &e))?;
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(source, self.metadata.clone());
        let mask = ProjectionMask::roots(builder.parquet_schema(), kept.iter().copied());
        let builder = narrow(builder.with_projection(mask).with_batch_size(BATCH));
        sheltered(file, || builder.build().map_err(|e| broken(file, &e)))
    }

    /// All rows in order.
    pub(super) fn blocks<'a>(
        &'a self,
        file: &'a str,
        size: u64,
        names: &[String],
        wanted: &[usize],
    ) -> Result<Blocks<'a>, TableRefused> {
        let (kept, answers) = distinct(wanted);
        let mut reader = self.reader(file, names, &kept, |b| b)?;
        let (total, mut row) = (self.rows().max(1), 0u64);
        let order = places(&kept);
        let batches = std::iter::from_fn(move || next(file, &mut reader).transpose());
        Ok(Box::new(batches.map(move |batch| {
            let batch = batch?;
            let columns = texts(file, &batch, &order, &answers)?;
            let first_row = row;
            row += batch.num_rows() as u64;
            let read_to = (u128::from(size) * u128::from(row) / u128::from(total)) as u64;
            Ok(Block { columns, first_row, read_to: read_to.min(size) })
        })))
    }

    /// The first rows of evenly spread row groups.
    pub(super) fn sample(
        &self,
        file: &str,
        names: &[String],
        wanted: &[usize],
        rows: usize,
    ) -> Result<Vec<Block>, TableRefused> {
        let (kept, answers) = distinct(wanted);
        let groups = self.metadata.metadata().row_groups();
        let count = groups.len().min(GROUPS);
        let chosen: Vec<usize> = (0..count).map(|i| i * groups.len() / count).collect();
        let whole = self.rows() <= rows as u64;
        let each = rows.div_ceil(count.max(1)).max(1);
        let mut selectors = Vec::new();
        for group in &chosen {
            let held = usize::try_from(groups[*group].num_rows()).unwrap_or(0);
            selectors.push(RowSelector::select(held.min(each)));
            selectors.push(RowSelector::skip(held.saturating_sub(each)));
        }
        let mut reader = self.reader(file, names, &kept, |builder| {
            if whole {
                builder
            } else {
                builder.with_row_groups(chosen).with_row_selection(RowSelection::from(selectors))
            }
        })?;
        let order = places(&kept);
        std::iter::from_fn(|| next(file, &mut reader).transpose())
            .map(|batch| {
                let batch = batch?;
                Ok(Block { columns: texts(file, &batch, &order, &answers)?, first_row: 0, read_to: 0 })
            })
            .collect()
    }
}

/// The next batch; after a refusal the reader is not asked again by anyone here.
fn next(file: &str, reader: &mut ParquetRecordBatchReader) -> Result<Option<RecordBatch>, TableRefused> {
    sheltered(file, || reader.next().transpose().map_err(|e| broken(file, &e)))
}

/// The library asserts where a damaged file contradicts itself; that is a refusal like any other.
fn sheltered<T>(file: &str, read: impl FnOnce() -> Result<T, TableRefused>) -> Result<T, TableRefused> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(broken(file, &"isinya bertentangan")))
}

/// Whether every column chunk lies inside the file.
fn sound(metadata: &ArrowReaderMetadata, length: u64) -> bool {
    let inside = |from: i64, size: i64| {
        let end = from.checked_add(size).and_then(|end| u64::try_from(end).ok());
        from >= 0 && size >= 0 && end.is_some_and(|end| end <= length)
    };
    metadata.metadata().row_groups().iter().all(|group| {
        group.num_rows() >= 0
            && group.columns().iter().all(|c| {
                let from = c.dictionary_page_offset().unwrap_or_else(|| c.data_page_offset());
                inside(from, c.compressed_size()) && c.data_page_offset() >= 0 && c.num_values() >= 0
            })
    })
}

fn broken(file: &str, reason: &dyn std::fmt::Display) -> TableRefused {
    let reason = reason.to_string();
    let first = reason.lines().next().unwrap_or("").to_owned();
    TableRefused::BrokenParquet { file: file.to_owned(), reason: first }
}

/// A projected batch holds its columns in the order of the file: where each kept one is.
fn places(kept: &[usize]) -> Vec<usize> {
    kept.iter().map(|column| kept.iter().filter(|other| *other < column).count()).collect()
}

fn texts(
    file: &str,
    batch: &RecordBatch,
    order: &[usize],
    answers: &[usize],
) -> Result<Vec<StringArray>, TableRefused> {
    let kept: Result<Vec<StringArray>, TableRefused> = order.iter().map(|at| text(file, batch.column(*at))).collect();
    let kept = kept?;
    Ok(answers.iter().map(|slot| kept[*slot].clone()).collect())
}

/// Any column as text: whole numbers without a decimal point, dates as YYYY-MM-DD.
fn text(file: &str, column: &ArrayRef) -> Result<StringArray, TableRefused> {
    let format = FormatOptions::new().with_date_format(Some("%Y-%m-%d"));
    let options = CastOptions { safe: true, format_options: format };
    let to =
        |column: &ArrayRef, kind: &DataType| cast_with_options(column, kind, &options).map_err(|e| broken(file, &e));
    let text = match column.data_type() {
        // a number with gaps becomes floating in many tools: 3.0 is 3
        DataType::Float16 | DataType::Float32 | DataType::Float64 => {
            let wide = to(column, &DataType::Float64)?;
            let wide: &Float64Array = wide.as_primitive::<Float64Type>();
            wide.iter().map(|n| n.filter(|n| !n.is_nan()).map(|n| n.to_string())).collect()
        }
        // midnight is a date
        DataType::Timestamp(..) | DataType::Date64 => {
            let whole = to(column, &DataType::Utf8)?;
            let whole = whole.as_string::<i32>();
            whole.iter().map(|t| t.map(|t| t.strip_suffix("T00:00:00").unwrap_or(t))).collect()
        }
        _ => to(column, &DataType::Utf8)?.as_string::<i32>().clone(),
    };
    // nothing written is null, as in a text file
    if text.value_data().is_empty() || text.value_offsets().windows(2).any(|ends| ends[0] == ends[1]) {
        return Ok(text.iter().map(|t| t.filter(|t| !t.is_empty())).collect());
    }
    debug_assert_eq!(text.len(), column.len());
    Ok(text)
}
