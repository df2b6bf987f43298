//! Refusals of a whole table: each with a stable code, what is wrong, and how to repair it.

use domain::refusals;

refusals! {
    /// A table that cannot be read. Nothing of it was taken.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum TableRefused {
        /// There is no such file.
        Missing {
            /// The file.
            file: String,
        } = "BERKAS_TIDAK_ADA",
        /// The operating system could not read the file.
        Io {
            /// The file.
            file: String,
            /// The system's words.
            reason: String,
        } = "BERKAS_TIDAK_TERBACA",
        /// The file is empty.
        Empty {
            /// The file.
            file: String,
        } = "BERKAS_KOSONG",
        /// The file is neither text nor Parquet.
        NotATable {
            /// The file.
            file: String,
            /// What it looks like.
            found: String,
        } = "BUKAN_TABEL",
        /// A line is too long.
        LineTooLong {
            /// The file.
            file: String,
            /// The physical line.
            line: u32,
            /// The longest line taken.
            limit: usize,
        } = "BARIS_TERLALU_PANJANG",
        /// The file holds bytes that are not text.
        Binary {
            /// The file.
            file: String,
            /// Offset of the first such byte.
            offset: u64,
        } = "DATA_BINER",
        /// A row with more or fewer cells than the header.
        RaggedRow {
            /// The file.
            file: String,
            /// The physical line on which the row begins.
            line: u64,
            /// Cells of the row.
            found: usize,
            /// Columns of the header.
            expected: usize,
        } = "JUMLAH_KOLOM_BEDA",
        /// A quoted cell that does not end, or ends in the middle of its text.
        BrokenQuote {
            /// The file.
            file: String,
            /// The physical line on which the row begins.
            line: u64,
        } = "TANDA_KUTIP_RUSAK",
        /// A requested column is missing.
        NoColumn {
            /// The file.
            file: String,
            /// The column asked for.
            column: String,
            /// The column whose name is nearest.
            nearest: Option<String>,
            /// The columns there are.
            columns: String,
        } = "KOLOM_TIDAK_ADA",
        /// Two columns have the same name.
        TwiceColumn {
            /// The file.
            file: String,
            /// The name.
            column: String,
            /// Place of the first, from 1.
            first: usize,
            /// Place of the second, from 1.
            second: usize,
        } = "KOLOM_KEMBAR",
        /// There are no rows below the header.
        NoRows {
            /// The file.
            file: String,
        } = "TIDAK_ADA_BARIS",
        /// A Parquet file that is cut off, damaged, or packed in a way this program does not know.
        BrokenParquet {
            /// The file.
            file: String,
            /// Where it broke.
            reason: String,
        } = "PARQUET_RUSAK",
        /// A column of lists or structures has no text.
        NestedColumn {
            /// The file.
            file: String,
            /// The column.
            column: String,
            /// Its type.
            kind: String,
        } = "KOLOM_BERSUSUN",
        /// One id names two rows.
        TwiceId {
            /// The file.
            file: String,
            /// The id column.
            column: String,
            /// Line of the first.
            first: u64,
            /// Line of the second.
            second: u64,
        } = "ID_KEMBAR",
        /// A row without an id.
        NoId {
            /// The file.
            file: String,
            /// The id column.
            column: String,
            /// The line.
            line: u64,
        } = "ID_KOSONG",
        /// The file changed while it was being read.
        Changed {
            /// The file.
            file: String,
        } = "BERKAS_BERUBAH",
    }
}
