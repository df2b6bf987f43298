//! Refusals of a whole file: each with a stable code, what is wrong, why, and how to repair it.

use domain::refusals;

refusals! {
    /// A file that cannot be read at all. Nothing of it was taken.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum ReadError {
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
        /// The file is neither XLSX nor text.
        NotATable {
            /// The file.
            file: String,
            /// What it looks like.
            found: String,
        } = "BUKAN_TABEL",
        /// A spreadsheet that ends in the middle or is broken inside.
        BrokenWorkbook {
            /// The file.
            file: String,
            /// Where it broke.
            reason: String,
        } = "LEMBAR_KERJA_RUSAK",
        /// The unpacked file would be larger than any office file.
        ZipBomb {
            /// The file.
            file: String,
            /// Which limit it broke.
            reason: String,
        } = "ISI_TERLALU_BESAR",
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
        /// Text in an encoding that is neither UTF-8, UTF-16 nor Windows-1252.
        UnknownEncoding {
            /// The file.
            file: String,
            /// Offset of the first byte that fits none.
            offset: u64,
        } = "PENGODEAN_TIDAK_DIKENAL",
        /// No header row was found.
        NoHeader {
            /// The file.
            file: String,
            /// The required columns that no row names.
            missing: String,
        } = "JUDUL_TIDAK_DITEMUKAN",
        /// A column that is needed is missing or doubtful, and nobody has settled it.
        LayoutDoubtful {
            /// The file.
            file: String,
            /// What must be settled.
            questions: String,
        } = "TATA_LETAK_MERAGUKAN",
        /// A layout file that cannot be used.
        LayoutInvalid {
            /// The layout file.
            file: String,
            /// What is wrong with it.
            reason: String,
        } = "TATA_LETAK_TIDAK_SAH",
        /// A second header with another order of columns, or one column named twice.
        TwoHeaders {
            /// The file.
            file: String,
            /// Row of the first.
            first: u32,
            /// Row of the second.
            second: u32,
            /// What contradicts.
            reason: String,
        } = "DUA_JUDUL",
        /// No sheet of the workbook holds the table.
        SheetUnknown {
            /// The file.
            file: String,
            /// The sheets there are.
            sheets: String,
        } = "LEMBAR_TIDAK_DIKENAL",
        /// Nothing says which desa the book belongs to.
        DesaUnknown {
            /// The file.
            file: String,
        } = "DESA_BUKU_TIDAK_DIKENAL",
        /// The folder lacks a required file.
        PackIncomplete {
            /// The folder.
            dir: String,
            /// What is missing.
            missing: String,
        } = "PAKET_TIDAK_LENGKAP",
    }
}
