//! Refusals of a whole file: each with a stable code, what is wrong, why, and how to repair it.

/// A file that cannot be read at all. Nothing of it was taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
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
    /// The file is neither XLSX nor text.
    #[error("{file}: bukan XLSX atau CSV ({found})")]
    NotATable {
        /// The file.
        file: String,
        /// What it looks like.
        found: String,
    },
    /// A spreadsheet that ends in the middle or is broken inside.
    #[error("{file}: lembar kerja rusak atau terpotong: {reason}")]
    BrokenWorkbook {
        /// The file.
        file: String,
        /// Where it broke.
        reason: String,
    },
    /// The unpacked file would be larger than any office file.
    #[error("{file}: isi yang dimampatkan terlalu besar ({reason})")]
    ZipBomb {
        /// The file.
        file: String,
        /// Which limit it broke.
        reason: String,
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
    /// Text in an encoding that is neither UTF-8, UTF-16 nor Windows-1252.
    #[error("{file}: pengodean huruf tidak dikenal pada bita {offset}")]
    UnknownEncoding {
        /// The file.
        file: String,
        /// Offset of the first byte that fits none.
        offset: u64,
    },
    /// No header row was found.
    #[error("{file}: judul kolom tidak ditemukan; yang tidak ada: {missing}")]
    NoHeader {
        /// The file.
        file: String,
        /// The required columns that no row names.
        missing: String,
    },
    /// A second header with another order of columns, or one column named twice.
    #[error("{file}: dua judul kolom pada baris {first} dan {second}: {reason}")]
    TwoHeaders {
        /// The file.
        file: String,
        /// Row of the first.
        first: u32,
        /// Row of the second.
        second: u32,
        /// What contradicts.
        reason: String,
    },
    /// No sheet of the workbook holds the table.
    #[error("{file}: tidak ada lembar dengan tabel yang dicari; lembar yang ada: {sheets}")]
    SheetUnknown {
        /// The file.
        file: String,
        /// The sheets there are.
        sheets: String,
    },
    /// Nothing says which desa the book belongs to.
    #[error("{file}: desa pemilik buku tidak dapat ditentukan")]
    DesaUnknown {
        /// The file.
        file: String,
    },
    /// The folder lacks a required file.
    #[error("{dir}: berkas yang diperlukan tidak ada: {missing}")]
    PackIncomplete {
        /// The folder.
        dir: String,
        /// What is missing.
        missing: String,
    },
}

impl ReadError {
    /// Stable code, listed in `docs/errors.md`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "BERKAS_TIDAK_ADA",
            Self::Io { .. } => "BERKAS_TIDAK_TERBACA",
            Self::Empty { .. } => "BERKAS_KOSONG",
            Self::NotATable { .. } => "BUKAN_TABEL",
            Self::BrokenWorkbook { .. } => "LEMBAR_KERJA_RUSAK",
            Self::ZipBomb { .. } => "ISI_TERLALU_BESAR",
            Self::LineTooLong { .. } => "BARIS_TERLALU_PANJANG",
            Self::Binary { .. } => "DATA_BINER",
            Self::UnknownEncoding { .. } => "PENGODEAN_TIDAK_DIKENAL",
            Self::NoHeader { .. } => "JUDUL_TIDAK_DITEMUKAN",
            Self::TwoHeaders { .. } => "DUA_JUDUL",
            Self::SheetUnknown { .. } => "LEMBAR_TIDAK_DIKENAL",
            Self::DesaUnknown { .. } => "DESA_BUKU_TIDAK_DIKENAL",
            Self::PackIncomplete { .. } => "PAKET_TIDAK_LENGKAP",
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
            Self::BrokenWorkbook { .. } => "Salin ulang berkas dari sumbernya, atau buka di Excel lalu simpan ulang",
            Self::ZipBomb { .. } => "Jangan pakai berkas ini; minta kembali kepada pengirimnya",
            Self::LineTooLong { .. } => "Pastikan berkas adalah CSV dengan satu baris untuk tiap catatan",
            Self::Binary { .. } => "Pastikan berkas adalah CSV; ekspor ulang dari sumbernya",
            Self::UnknownEncoding { .. } => "Simpan ulang sebagai CSV UTF-8",
            Self::NoHeader { .. } => "Tulis judul kolom pada satu baris di atas data",
            Self::TwoHeaders { .. } => "Pisahkan kedua tabel menjadi dua berkas, atau hapus kolom kembar",
            Self::SheetUnknown { .. } => "Letakkan tabel pada satu lembar dengan judul kolom di atasnya",
            Self::DesaUnknown { .. } => "Beri nama berkas dengan kode desa 10 angka, misalnya 3403012001.xlsx",
            Self::PackIncomplete { .. } => "Lengkapi berkas dalam folder, lalu ulangi",
        }
    }
}
