//! Refusals of a whole table: each with a stable code, what is wrong, and how to repair it.

/// A table that cannot be read. Nothing of it was taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableRefused {
    /// There is no such file.
    #[error("{file}: berkas tidak ada")]
    Missing {
        /// The file.
        file: String,
    },
    /// The operating system could not read the file.
    #[error("{file}: berkas tidak dapat dibaca: {reason}")]
    Io {
        /// The file.
        file: String,
        /// The system's words.
        reason: String,
    },
    /// The file is empty.
    #[error("{file}: berkas kosong")]
    Empty {
        /// The file.
        file: String,
    },
    /// The file is neither text nor Parquet.
    #[error("{file}: bukan XLSX atau CSV ({found})")]
    NotATable {
        /// The file.
        file: String,
        /// What it looks like.
        found: String,
    },
    /// A line is too long.
    #[error("{file}: baris {line} lebih panjang dari {limit} bita")]
    LineTooLong {
        /// The file.
        file: String,
        /// The physical line.
        line: u32,
        /// The longest line taken.
        limit: usize,
    },
    /// The file holds bytes that are not text.
    #[error("{file}: berisi data biner pada bita {offset}")]
    Binary {
        /// The file.
        file: String,
        /// Offset of the first such byte.
        offset: u64,
    },
    /// A row with more or fewer cells than the header.
    #[error("{file}: baris {line} berisi {found} kolom, judulnya {expected} kolom")]
    RaggedRow {
        /// The file.
        file: String,
        /// The physical line on which the row begins.
        line: u64,
        /// Cells of the row.
        found: usize,
        /// Columns of the header.
        expected: usize,
    },
    /// A quoted cell that does not end, or ends in the middle of its text.
    #[error("{file}: tanda kutip pada baris {line} tidak tertutup dengan benar")]
    BrokenQuote {
        /// The file.
        file: String,
        /// The physical line on which the row begins.
        line: u64,
    },
    /// A requested column is missing.
    #[error("{file}: tidak ada kolom `{column}`{}; kolom yang ada: {columns}", did_you_mean(.nearest.as_deref()))]
    NoColumn {
        /// The file.
        file: String,
        /// The column asked for.
        column: String,
        /// The column whose name is nearest.
        nearest: Option<String>,
        /// The columns there are.
        columns: String,
    },
    /// Two columns have the same name.
    #[error("{file}: kolom `{column}` ada dua kali, pada kolom ke-{first} dan ke-{second}")]
    TwiceColumn {
        /// The file.
        file: String,
        /// The name.
        column: String,
        /// Place of the first, from 1.
        first: usize,
        /// Place of the second, from 1.
        second: usize,
    },
    /// There are no rows below the header.
    #[error("{file}: ada judul kolom, tetapi tidak ada baris data")]
    NoRows {
        /// The file.
        file: String,
    },
    /// A Parquet file that is cut off, damaged, or packed in a way this program does not know.
    #[error("{file}: Parquet tidak dapat dibaca: {reason}")]
    BrokenParquet {
        /// The file.
        file: String,
        /// Where it broke.
        reason: String,
    },
    /// A column of lists or structures has no text.
    #[error("{file}: kolom `{column}` berisi {kind}, bukan teks, angka, atau tanggal")]
    NestedColumn {
        /// The file.
        file: String,
        /// The column.
        column: String,
        /// Its type.
        kind: String,
    },
    /// One id names two rows.
    #[error("{file}: baris {first} dan baris {second} memakai id yang sama pada kolom `{column}`")]
    TwiceId {
        /// The file.
        file: String,
        /// The id column.
        column: String,
        /// Line of the first.
        first: u64,
        /// Line of the second.
        second: u64,
    },
    /// A row without an id.
    #[error("{file}: baris {line} tidak berisi id pada kolom `{column}`")]
    NoId {
        /// The file.
        file: String,
        /// The id column.
        column: String,
        /// The line.
        line: u64,
    },
    /// The file changed while it was being read.
    #[error("{file}: berkas berubah selagi dibaca")]
    Changed {
        /// The file.
        file: String,
    },
}

impl TableRefused {
    /// Stable code, listed in `docs/errors.md`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "BERKAS_TIDAK_ADA",
            Self::Io { .. } => "BERKAS_TIDAK_TERBACA",
            Self::Empty { .. } => "BERKAS_KOSONG",
            Self::NotATable { .. } => "BUKAN_TABEL",
            Self::LineTooLong { .. } => "BARIS_TERLALU_PANJANG",
            Self::Binary { .. } => "DATA_BINER",
            Self::RaggedRow { .. } => "JUMLAH_KOLOM_BEDA",
            Self::BrokenQuote { .. } => "TANDA_KUTIP_RUSAK",
            Self::NoColumn { .. } => "KOLOM_TIDAK_ADA",
            Self::TwiceColumn { .. } => "KOLOM_KEMBAR",
            Self::NoRows { .. } => "TIDAK_ADA_BARIS",
            Self::BrokenParquet { .. } => "PARQUET_RUSAK",
            Self::NestedColumn { .. } => "KOLOM_BERSUSUN",
            Self::TwiceId { .. } => "ID_KEMBAR",
            Self::NoId { .. } => "ID_KOSONG",
            Self::Changed { .. } => "BERKAS_BERUBAH",
        }
    }

    /// What to do next, in Indonesian.
    #[must_use]
    pub fn repair(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "Periksa nama dan letak berkas",
            Self::Io { .. } => "Periksa hak baca berkas dan keadaan media penyimpanan",
            Self::Empty { .. } => "Minta kembali berkas kepada pengirimnya",
            Self::NotATable { .. } => "Simpan ulang sebagai Excel Workbook (.xlsx) atau CSV UTF-8",
            Self::LineTooLong { .. } => "Pastikan berkas adalah CSV dengan satu baris untuk tiap catatan",
            Self::Binary { .. } => "Pastikan berkas adalah CSV; ekspor ulang dari sumbernya",
            Self::RaggedRow { .. } => "Perbaiki baris itu: nilai yang memuat pemisah kolom diapit tanda kutip ganda",
            Self::BrokenQuote { .. } => {
                "Tutup tanda kutipnya; tanda kutip di dalam nilai yang diapit ditulis dua kali (\"\")"
            }
            Self::NoColumn { .. } => "Betulkan nama kolom dalam spesifikasi, atau pilih kolom lain",
            Self::TwiceColumn { .. } => "Beri nama lain pada salah satu kolom itu",
            Self::NoRows { .. } => "Periksa ekspor berkas itu, lalu ulangi",
            Self::BrokenParquet { .. } => "Salin ulang berkas dari sumbernya, atau tulis ulang dengan kompresi zstd",
            Self::NestedColumn { .. } => "Tulis ulang kolom itu sebagai teks, atau jangan dipakai",
            Self::TwiceId { .. } => {
                "Setiap baris memerlukan id sendiri; pilih kolom id lain atau hapus baris kembarnya"
            }
            Self::NoId { .. } => "Isi id baris itu, atau pilih kolom id lain",
            Self::Changed { .. } => "Ulangi setelah berkas selesai ditulis",
        }
    }
}

/// The nearest word as a question at the end of a sentence, or nothing.
fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |word| format!(" (mungkin `{word}`?)"))
}
