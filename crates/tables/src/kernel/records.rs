//! Where records come from: columns of text, read in batches and as often as needed.

use arrow::array::StringArray;

/// A stretch of rows of one file: one text column for each column asked for.
#[derive(Clone, Debug)]
pub struct Batch {
    /// The columns asked for, in that order; null where the file has nothing.
    pub columns: Vec<StringArray>,
    /// Number of the first row in the file, counted from 0 without the header.
    pub first_row: u64,
    /// How much of [`Records::size`] has been read up to the end of this batch.
    pub read_to: u64,
}

impl Batch {
    /// Rows in this batch.
    #[must_use]
    pub fn len(&self) -> usize {
        self.columns.first().map_or(0, arrow::array::Array::len)
    }
    /// Whether it has no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A source that cannot be read: what, why and how to repair, in Indonesian.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(pub String);

/// Batches of one file in order.
pub type Batches<'a> = Box<dyn Iterator<Item = Result<Batch, Unreadable>> + Send + 'a>;

/// A table that can be read more than once: a CSV or Parquet file, or columns in memory.
pub trait Records: Send + Sync {
    /// Names of the columns as the file has them.
    fn columns(&self) -> &[String];

    /// Size of the whole in the unit of [`Batch::read_to`] (bytes for files): for progress.
    fn size(&self) -> u64;

    /// Rows of the table, as far as they can be told: decides which side is held, whatever the format.
    ///
    /// # Errors
    /// As [`Records::batches`].
    fn rows(&self) -> Result<u64, Unreadable> {
        Ok(self.size())
    }

    /// All rows in the order of the file, in batches of some ten thousand rows. `wanted` are
    /// positions in [`Records::columns`].
    ///
    /// # Errors
    /// When the file cannot be opened; a damaged row comes as an error of the iterator.
    fn batches(&self, wanted: &[usize]) -> Result<Batches<'_>, Unreadable>;

    /// About `rows` rows in stretches spread evenly over the file, the same at every call; the
    /// whole file when it is not longer. [`Batch::first_row`] may be 0 where it is not known.
    ///
    /// # Errors
    /// As [`Records::batches`].
    fn sample(&self, wanted: &[usize], rows: usize) -> Result<Vec<Batch>, Unreadable>;
}
