//! What can be wrong with a cell, a row or a household, and how serious it is. Domain §4.3, §4.4.
//!
//! There is one list for every source: importers, questionnaire checks and pages use the same kinds. The
//! code is stable and listed in `docs/errors.md`.

codes! {
    /// How serious a defect is.
    pub enum Level {
        /// Repaired without loss; said so that nobody wonders.
        Info = "INFO",
        /// Kept, marked, to be looked at.
        Warning = "PERINGATAN",
        /// The cell or row was not taken.
        Reject = "TOLAK",
    }
}

macro_rules! defects {
    ($($name:ident $code:literal $what:literal $repair:literal;)*) => {
        codes! {
            /// A kind of defect.
            pub enum DefectKind { $(#[doc = $what] $name = $code,)* }
        }

        impl DefectKind {
            /// What is wrong, in Indonesian.
            #[must_use]
            pub fn what(self) -> &'static str { match self { $(Self::$name => $what,)* } }
            /// How to repair it, in Indonesian.
            #[must_use]
            pub fn repair(self) -> &'static str { match self { $(Self::$name => $repair,)* } }
        }
    };
}

defects! {
    // cells that hold a number of the state
    NikExponential "NIK_EKSPONENSIAL" "NIK telah dibulatkan oleh lembar kerja; angka terakhir hilang" "Ketik ulang NIK dari KTP atau KK, sel berformat teks";
    NikInvalid "NIK_TIDAK_SAH" "NIK tidak sah: panjang, tanggal, wilayah atau nomor urut tidak mungkin" "Periksa NIK pada KTP atau KK";
    NikDuplicate "NIK_GANDA" "NIK yang sama dipakai lebih dari satu orang" "Periksa KTP kedua orang; perbaiki yang salah";
    NikApostrophe "NIK_APOSTROF" "Tanda petik di depan nomor dibuang" "Tidak perlu tindakan";
    NoKkInvalid "NO_KK_TIDAK_SAH" "No. KK tidak sah" "Periksa No. KK pada kartu keluarga";
    NoKkExponential "NO_KK_EKSPONENSIAL" "No. KK telah dibulatkan oleh lembar kerja; angka terakhir hilang" "Ketik ulang No. KK, sel berformat teks";
    NoKkMissing "NO_KK_KOSONG" "No. KK kosong" "Lengkapi No. KK dari kartu keluarga";
    // cells of any kind
    CodeInvalid "KODE_TIDAK_SAH" "Kode di luar daftar yang sah" "Pilih kode menurut buku pedoman";
    NameEmpty "NAMA_KOSONG" "Nama kosong" "Isi nama menurut KTP atau KK";
    AgeInvalid "UMUR_TIDAK_SAH" "Umur bukan bilangan 0-120" "Isi umur dalam tahun";
    DateInvalid "TANGGAL_TIDAK_SAH" "Tanggal tidak ada dalam kalender" "Isi tanggal sebagai HH/BB/TTTT";
    DateFuture "TANGGAL_DI_MASA_DEPAN" "Tanggal di masa depan" "Periksa tahun";
    DateSerial "TANGGAL_SERIAL_EXCEL" "Tanggal tertulis sebagai bilangan seri lembar kerja, diubah" "Tidak perlu tindakan";
    DateOtherFormat "TANGGAL_FORMAT_LAIN" "Tanggal dalam format lain, diubah" "Tidak perlu tindakan";
    SexInvalid "JENIS_KELAMIN_TIDAK_SAH" "Jenis kelamin tidak dikenal" "Isi L atau P";
    StatusUnknown "STATUS_TIDAK_DIKENAL" "Status kependudukan tidak dikenal" "Isi AKTIF, MENINGGAL, PINDAH atau NON_AKTIF";
    LeadingZeroLost "NOL_DEPAN_HILANG" "Nol di depan kode hilang, dipulihkan" "Tidak perlu tindakan";
    NbspOrDash "NBSP_DAN_TANDA_PISAH" "Spasi tak putus atau tanda pisah dirapikan" "Tidak perlu tindakan";
    // areas
    AreaUnknown "KODE_DESA_TIDAK_DIKENAL" "Kode desa tidak ada dalam tabel wilayah" "Periksa kode desa";
    AreaOutside "WILAYAH_LUAR_KABUPATEN" "Wilayah di luar kabupaten ini" "Periksa kode provinsi dan kabupaten";
    AreaSystemMixed "KODE_SISTEM_CAMPUR" "Kode wilayah Kemendagri di kolom BPS, dikenali lewat tabel jembatan" "Tidak perlu tindakan";
    // rows
    RowShifted "BARIS_BERGESER" "Isi baris bergeser dari kolomnya" "Geser kembali isi baris, lalu impor ulang";
    RowDuplicate "BARIS_GANDA" "Baris yang sama sudah ada" "Hapus salah satu";
    RowTooShort "BARIS_TERPOTONG" "Baris terpotong: kolom kurang" "Lengkapi baris";
    RowEmpty "BARIS_KOSONG" "Baris kosong dilewati" "Tidak perlu tindakan";
    RowTotal "BARIS_TOTAL" "Baris jumlah bukan data, dilewati" "Tidak perlu tindakan";
    RowNote "BARIS_CATATAN" "Baris catatan bukan data, dilewati" "Tidak perlu tindakan";
    RowHeaderAgain "BARIS_HEADER_ULANG" "Baris judul berulang, dilewati" "Tidak perlu tindakan";
    // a household as a whole
    HouseholdIdDuplicate "ID_RUTA_GANDA" "ID rumah tangga yang sama dipakai rumah tangga lain" "Periksa ID pada BDT";
    HouseholdInTwoFiles "RUTA_DI_DUA_BERKAS" "Rumah tangga yang sama ada di dua berkas" "Pakai satu berkas saja";
    HouseholdDuplicateOtherId "RUTA_GANDA_ID_LAIN" "Rumah tangga yang sama tercatat dengan ID lain" "Tentukan ID yang dipertahankan saat verifikasi";
    MemberCountMismatch "JUMLAH_ART_TIDAK_SESUAI" "Jumlah ART tidak sama dengan banyaknya anggota" "Hitung ulang anggota rumah tangga";
    FamilyCountMismatch "JUMLAH_KELUARGA_TIDAK_SESUAI" "Jumlah keluarga tidak sama dengan nomor urut keluarga" "Periksa nomor urut keluarga";
    FamilyNumberTooHigh "NUK_MELEBIHI_JUMLAH_KELUARGA" "Nomor urut keluarga melebihi jumlah keluarga" "Periksa nomor urut keluarga";
    HeadMissing "TANPA_KRT" "Tidak ada kepala rumah tangga" "Tetapkan satu kepala rumah tangga";
    HeadMoreThanOne "KRT_LEBIH_DARI_SATU" "Lebih dari satu kepala rumah tangga" "Tetapkan satu kepala rumah tangga";
    FamilyHeadCount "KEPALA_KELUARGA_TIDAK_SATU" "Kepala keluarga harus tepat satu untuk tiap nomor urut keluarga" "Tetapkan satu kepala keluarga";
    // answers that contradict each other
    PregnancyImpossible "HAMIL_BUKAN_PEREMPUAN_SUBUR" "Hamil, tetapi bukan perempuan 10-49 tahun" "Periksa jenis kelamin, umur atau status kehamilan";
    MarriedTooYoung "KAWIN_DI_BAWAH_10" "Pernah kawin di bawah umur 10 tahun" "Periksa umur atau status kawin";
    MarriedYoung "KAWIN_DI_BAWAH_16" "Pernah kawin di bawah umur 16 tahun" "Pastikan saat kunjungan";
    WorkFieldWithoutWork "LAPANGAN_TANPA_KERJA" "Lapangan usaha atau status terisi, tetapi tidak bekerja" "Kosongkan lapangan usaha atau perbaiki jawaban bekerja";
    MarriageBookWhileSingle "BUKU_NIKAH_BELUM_KAWIN" "Buku nikah dijawab, tetapi belum kawin" "Kosongkan buku nikah atau perbaiki status kawin";
    HoursTooMany "JAM_KERJA_LEBIH_98" "Jam kerja lebih dari 98" "Isi jam kerja 0-98";
    SchoolLevelMismatch "IJAZAH_TIDAK_SESUAI_JENJANG" "Ijazah lebih tinggi daripada jenjang dan kelas" "Periksa pendidikan";
    HeadYoung "KRT_DI_BAWAH_17" "Kepala rumah tangga di bawah umur 17 tahun" "Pastikan saat kunjungan";
    FloorZero "LUAS_LANTAI_NOL" "Luas lantai nol" "Isi luas lantai dalam meter persegi";
    FloorPerMember "LUAS_LANTAI_PER_ART" "Luas lantai per anggota kurang dari 1 atau lebih dari 200 meter persegi" "Pastikan luas lantai";
    LivestockTooMany "TERNAK_LEBIH_1000" "Ternak lebih dari 1000 ekor" "Periksa jumlah ternak";
    ResultBlocksFilled "BLOK_III_TERISI_PADAHAL_HASIL_BUKAN_1" "Blok III-V terisi, padahal rumah tangga tidak didata" "Kosongkan Blok III-V atau perbaiki hasil";
    ResultWithoutTarget "HASIL_4_TANPA_RUTA_TUJUAN" "Bagian rumah tangga lain tanpa rumah tangga tujuan" "Isi rumah tangga tujuan";
    NewMemberOnPrelist "KEBERADAAN_4_PADAHAL_ADA_DI_PRELIST" "ART baru, padahal sudah ada di prelist" "Perbaiki keberadaan";
    PrelistErrorNotListed "KEBERADAAN_5_PADAHAL_TIDAK_DI_PRELIST" "Kesalahan prelist, padahal tidak ada di prelist" "Perbaiki keberadaan";
    // registrations
    RegistrationNumberDuplicate "NOMOR_GANDA" "Nomor pendaftaran sudah dipakai" "Beri nomor baru";
    RegistrationIncomplete "PENDAFTARAN_TIDAK_LENGKAP" "Pendaftaran tidak lengkap" "Lengkapi kolom yang kosong";
    OrphanMember "ANGGOTA_TANPA_RUMAH_TANGGA" "Anggota tanpa rumah tangga" "Periksa nomor rumah tangga";
    // meetings
    MeetingSigned "MUSYAWARAH_SUDAH_DITANDATANGANI" "Tahap musyawarah ini sudah ditandatangani, di perangkat atau di lembar lain; lembar ini tidak menggantikannya" "Bila hasilnya berubah, terbitkan tahap berikutnya dan tanda tangani lagi; bila lembar pertama salah ketik, urungkan impornya lalu impor yang benar";
    StageNotIssued "TAHAP_BELUM_TERBIT" "Formulir tahap ini belum diterbitkan untuk padukuhan ini" "Periksa kolom tahap pada lembar; untuk koreksi, terbitkan tahap berikutnya dahulu";
    SheetsDiffer "DUA_LEMBAR_SATU_TAHAP" "Lembar yang berbeda memuat rumah tangga yang sama untuk padukuhan dan tahap yang sama; tidak satu pun dihitung" "Tentukan lembar yang ditandatangani, lalu impor lembar itu saja";
    SheetKnown "LEMBAR_SAMA" "Lembar ini sama dengan yang sudah diterima; tidak ada yang berubah" "Tidak perlu tindakan";
    SheetOverJournal "LEMBAR_MENDAHULUI_PERANGKAT" "Perangkat sudah mencatat di tahap ini; lembar yang ditandatangani yang berlaku, catatan perangkat disimpan sebagai susulan" "Cocokkan catatan perangkat dengan lembar; bila berbeda, terbitkan tahap berikutnya";
    MeetingDecreed "KOREKSI_SETELAH_SK" "SK atas wilayah ini sudah ditandatangani; hasil musyawarahnya tidak dikoreksi lagi" "Ajukan perubahan lewat pendaftaran baru atau sanggah";
    // what a NIK says beside the record
    NikSexDiffers "BEDA_JK" "Jenis kelamin menurut NIK berbeda" "Periksa NIK dan jenis kelamin";
    NikDateDiffers "BEDA_TGL_LAHIR" "Tanggal lahir menurut NIK berbeda" "Periksa NIK dan tanggal lahir";
    NikAreaUnknown "WILAYAH_TIDAK_DIKENAL" "Wilayah dalam NIK tidak dikenal" "Tidak perlu tindakan bila kode lama";
    // files
    ColumnMissing "KOLOM_TIDAK_ADA" "Kolom yang diperlukan tidak ada" "Periksa judul kolom";
    ColumnUnknown "KOLOM_TIDAK_DIKENAL" "Kolom tidak dikenal, dilewati" "Tidak perlu tindakan";
}

impl From<crate::person::NikWarning> for DefectKind {
    fn from(warning: crate::person::NikWarning) -> Self {
        match warning {
            crate::person::NikWarning::RegionUnknown => Self::NikAreaUnknown,
            crate::person::NikWarning::DateDiffers => Self::NikDateDiffers,
            crate::person::NikWarning::SexDiffers => Self::NikSexDiffers,
        }
    }
}
