//! Refusals about the order of the office's work, which belong to no single rule of `domain`.

use domain::refusals;
use domain::round::Deadline;

refusals! {
    /// Something asked for does not fit what the workspace holds.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum Refused {
        /// No area table has been imported.
        NoAreas = "WILAYAH_BELUM_DIIMPOR",
        /// The area table does not know the area.
        UnknownArea(area: String) = "WILAYAH_TIDAK_DIKENAL",
        /// The area table has to hold exactly one kabupaten.
        NotOneKabupaten = "KABUPATEN_TIDAK_TUNGGAL",
        /// There is no such import.
        NoImport(import: String) = "IMPOR_TIDAK_ADA",
        /// A later step rests on the import.
        ImportUsed {
            /// The step.
            step: String,
            /// The import.
            import: String,
        } = "IMPOR_SUDAH_DIPAKAI",
        /// Other rows refer to what the import brought.
        ImportReferred(import: String) = "IMPOR_DIRUJUK",
        /// What an uploaded file holds was not chosen.
        NoKind = "JENIS_IMPOR_TIDAK_DIKENAL",
        /// No file was chosen, or it is empty.
        NoFile = "BERKAS_BELUM_DIPILIH",
        /// The job was begun so often, and each time the program ended in the middle.
        GivenUp(attempts: u64) = "PEKERJAAN_DILEPAS",
        /// Somebody asked to stop the job.
        Stopped = "PEKERJAAN_DIHENTIKAN",
        /// The base edition has not been made.
        NoBaseEdition = "EDISI_DASAR_BELUM_ADA",
        /// No model has been published.
        NoModel = "MODEL_BELUM_ADA",
        /// No edition has been ranked.
        NotRanked = "EDISI_BELUM_DIPERINGKAT",
        /// No round is open.
        NoRound = "PUTARAN_BELUM_DIBUKA",
        /// The file of deadlines cannot be read.
        BadCalendar(what: String) = "JADWAL_TIDAK_TERBACA",
        /// A last day that a form gives is not a day.
        BadDay {
            /// Of what it is the last day.
            deadline: Deadline,
            /// What was written.
            text: String,
        } = "HARI_JADWAL_TIDAK_TERBACA",
        /// The file holds no key of backups.
        BadBackupKey(file: String) = "KUNCI_CADANGAN_TIDAK_TERBACA",
        /// The backup was made with another key.
        BackupLocked = "CADANGAN_TERKUNCI",
        /// The backup is not whole.
        BackupDamaged(what: String) = "CADANGAN_RUSAK",
        /// Another version of the program made the backup, with another schema.
        BackupOfOther {
            /// Its version.
            program: String,
        } = "CADANGAN_VERSI_LAIN",
        /// The file holds no checkpoint.
        BadCheckpoint {
            /// Its name.
            file: String,
            /// What is wrong.
            what: String,
        } = "TITIK_PERIKSA_TIDAK_TERBACA",
        /// No checkpoint has this root.
        NoCheckpoint(root: String) = "TITIK_PERIKSA_TIDAK_ADA",
        /// The text is no public key of a log.
        BadLogKey(what: String) = "KUNCI_CATATAN_TIDAK_TERBACA",
        /// There is no event of this number.
        NoEvent(seq: i64) = "PERISTIWA_TIDAK_ADA",
        /// A decree needs a number.
        NoDecreeNumber = "NOMOR_SK_KOSONG",
        /// The decree is signed and does not change any more.
        DecreeSigned(decree: String) = "SK_SUDAH_DITANDATANGANI",
        /// There is no draft of this number to sign.
        NoDraft(decree: String) = "SK_BELUM_DISIAPKAN",
        /// Nothing leaves the kabupaten before the decree is signed. R19.
        DecreeUnsigned(decree: String) = "SK_BELUM_DITANDATANGANI",
        /// The extract is older than the one in force.
        OlderExtract {
            /// Day of the extract.
            day: String,
            /// Day of the one in force.
            last: String,
        } = "EKSTRAK_LEBIH_LAMA",
        /// The extract has nowhere what the one in force has in most places.
        ExtractColumns(columns: String) = "EKSTRAK_KOLOM_HILANG",
        /// The extract says nothing under this number.
        NoCivilChange {
            /// The import.
            import: String,
            /// The number.
            no: String,
        } = "PERUBAHAN_SIAK_TIDAK_ADA",
        /// What was done about it is not written.
        NoNote = "PERUBAHAN_TANPA_CATATAN",
        /// These files stand as an import already.
        ImportedBefore(import: String) = "IMPOR_SUDAH_BERLAKU",
        /// The area table belongs to another kabupaten.
        OtherKabupaten {
            /// The workspace's.
            own: String,
            /// The table's.
            other: String,
        } = "KABUPATEN_LAIN",
        /// There is no such conflict of a person in two households.
        NoConflict(conflict: String) = "ORANG_GANDA_TIDAK_ADA",
        /// It was settled before.
        ConflictSettled(conflict: String) = "ORANG_GANDA_SUDAH_DIPUTUSKAN",
        /// The household is neither of the two.
        NoPartyToConflict(household: String) = "RUTA_BUKAN_PIHAK",
        /// The reason is not written.
        NoReason = "ALASAN_BELUM_DITULIS",
    }
}
