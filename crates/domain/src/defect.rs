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

codes! {
    /// A kind of defect. Its words are texts under `defect-CODE`.
    pub enum DefectKind {
        // cells that hold a number of the state
        /// The NIK was rounded by a spreadsheet; its last digits are lost.
        NikExponential = "NIK_EKSPONENSIAL",
        /// The NIK is not valid: length, date, area or serial are impossible.
        NikInvalid = "NIK_TIDAK_SAH",
        /// More than one person carries this NIK.
        NikDuplicate = "NIK_GANDA",
        /// The apostrophe before the number was removed.
        NikApostrophe = "NIK_APOSTROF",
        /// The No. KK is not valid.
        NoKkInvalid = "NO_KK_TIDAK_SAH",
        /// The No. KK was rounded by a spreadsheet; its last digits are lost.
        NoKkExponential = "NO_KK_EKSPONENSIAL",
        /// The No. KK is empty.
        NoKkMissing = "NO_KK_KOSONG",
        // cells of any kind
        /// The code is not in the list.
        CodeInvalid = "KODE_TIDAK_SAH",
        /// The name is empty.
        NameEmpty = "NAMA_KOSONG",
        /// The age is not a number from 0 to 120.
        AgeInvalid = "UMUR_TIDAK_SAH",
        /// There is no such day in the calendar.
        DateInvalid = "TANGGAL_TIDAK_SAH",
        /// The day is in the future.
        DateFuture = "TANGGAL_DI_MASA_DEPAN",
        /// The day was written as a spreadsheet's serial number and was converted.
        DateSerial = "TANGGAL_SERIAL_EXCEL",
        /// The day was written in another format and was converted.
        DateOtherFormat = "TANGGAL_FORMAT_LAIN",
        /// The sex is not known.
        SexInvalid = "JENIS_KELAMIN_TIDAK_SAH",
        /// The status in the civil registry is not known.
        StatusUnknown = "STATUS_TIDAK_DIKENAL",
        /// The leading zero of the code was lost and was restored.
        LeadingZeroLost = "NOL_DEPAN_HILANG",
        /// A non-breaking space or a dash was tidied.
        NbspOrDash = "NBSP_DAN_TANDA_PISAH",
        // areas
        /// The code of the desa is not in the area table.
        AreaUnknown = "KODE_DESA_TIDAK_DIKENAL",
        /// The area lies outside this kabupaten.
        AreaOutside = "WILAYAH_LUAR_KABUPATEN",
        /// The code of the desa has ended; it is read as its successor.
        AreaEnded = "WILAYAH_BERAKHIR",
        /// An area code of Kemendagri in the BPS column, recognised by the bridge table.
        AreaSystemMixed = "KODE_SISTEM_CAMPUR",
        // rows
        /// The contents of the row are shifted from their columns.
        RowShifted = "BARIS_BERGESER",
        /// The same row is there already.
        RowDuplicate = "BARIS_GANDA",
        /// The row is cut off: columns are missing.
        RowTooShort = "BARIS_TERPOTONG",
        /// An empty row was skipped.
        RowEmpty = "BARIS_KOSONG",
        /// A row of totals is not data and was skipped.
        RowTotal = "BARIS_TOTAL",
        /// A row of notes is not data and was skipped.
        RowNote = "BARIS_CATATAN",
        /// The header is repeated and was skipped.
        RowHeaderAgain = "BARIS_HEADER_ULANG",
        // a household as a whole
        /// Another household has the same household id.
        HouseholdIdDuplicate = "ID_RUTA_GANDA",
        /// The same household is in two files.
        HouseholdInTwoFiles = "RUTA_DI_DUA_BERKAS",
        /// The same household is recorded under another id.
        HouseholdDuplicateOtherId = "RUTA_GANDA_ID_LAIN",
        /// A visit or a decree has brought the household up to date; the file does not write over it.
        HouseholdDecreed = "RUTA_SUDAH_DIMUTAKHIRKAN",
        /// The corrected household lists fewer members than the register, and fewer than it states.
        HalfCorrection = "KOREKSI_TIDAK_UTUH",
        /// The count of members differs from the members listed.
        MemberCountMismatch = "JUMLAH_ART_TIDAK_SESUAI",
        /// The count of families differs from the family numbers.
        FamilyCountMismatch = "JUMLAH_KELUARGA_TIDAK_SESUAI",
        /// A family number exceeds the count of families.
        FamilyNumberTooHigh = "NUK_MELEBIHI_JUMLAH_KELUARGA",
        /// There is no head of household.
        HeadMissing = "TANPA_KRT",
        /// There is more than one head of household.
        HeadMoreThanOne = "KRT_LEBIH_DARI_SATU",
        /// Every family number needs exactly one head of family.
        FamilyHeadCount = "KEPALA_KELUARGA_TIDAK_SATU",
        // answers that contradict each other
        /// Pregnant, but not a woman of 10 to 49 years.
        PregnancyImpossible = "HAMIL_BUKAN_PEREMPUAN_SUBUR",
        /// Married before the age of 10.
        MarriedTooYoung = "KAWIN_DI_BAWAH_10",
        /// Married before the age of 16.
        MarriedYoung = "KAWIN_DI_BAWAH_16",
        /// Field or status of work is filled in, but the person does not work.
        WorkFieldWithoutWork = "LAPANGAN_TANPA_KERJA",
        /// The marriage book is answered, but the person is single.
        MarriageBookWhileSingle = "BUKU_NIKAH_BELUM_KAWIN",
        /// More than 98 hours of work.
        HoursTooMany = "JAM_KERJA_LEBIH_98",
        /// The certificate is higher than school level and grade.
        SchoolLevelMismatch = "IJAZAH_TIDAK_SESUAI_JENJANG",
        /// The head of household is under 17 years.
        HeadYoung = "KRT_DI_BAWAH_17",
        /// The floor area is zero.
        FloorZero = "LUAS_LANTAI_NOL",
        /// Less than 1 or more than 200 square metres of floor for each member.
        FloorPerMember = "LUAS_LANTAI_PER_ART",
        /// More than 1000 head of livestock.
        LivestockTooMany = "TERNAK_LEBIH_1000",
        /// Blocks III to V are filled in, but the household was not enumerated.
        ResultBlocksFilled = "BLOK_III_TERISI_PADAHAL_HASIL_BUKAN_1",
        /// Part of another household, but that household is not named.
        ResultWithoutTarget = "HASIL_4_TANPA_RUTA_TUJUAN",
        /// A new member who is on the prelist already.
        NewMemberOnPrelist = "KEBERADAAN_4_PADAHAL_ADA_DI_PRELIST",
        /// An error of the prelist, but the member is not on it.
        PrelistErrorNotListed = "KEBERADAAN_5_PADAHAL_TIDAK_DI_PRELIST",
        // a visit beside what was asked for
        /// The registration is not on the frozen prelist; its visit was not asked for.
        VisitNotOnPrelist = "TIDAK_ADA_DI_PRELIST",
        /// The meeting's code for the household asks for no visit.
        VisitCodeAsksForNone = "KODE_TIDAK_DIDATA",
        /// No prelist and no minutes ask for this visit.
        VisitNeverAsked = "TIDAK_DIMINTA",
        /// The questionnaire is in a signed decree and is not changed any more.
        VisitDecreed = "KUESIONER_SUDAH_DI_SK",
        /// Another questionnaire of this visit was accepted.
        VisitTaken = "KUNJUNGAN_SUDAH_ADA",
        /// The number of the questionnaire belongs to another visit.
        VisitNumberTaken = "NOMOR_KUESIONER_DIPAKAI",
        /// The visit was completed, but block III is empty.
        BlockThreeEmpty = "BLOK_III_KOSONG",
        /// The visit was completed, but members or their answers are missing.
        BlockFourEmpty = "BLOK_IV_KOSONG",
        /// The visit was completed, but block V is empty.
        BlockFiveEmpty = "BLOK_V_KOSONG",
        /// The officer who visited is not named.
        OfficerMissing = "PETUGAS_KOSONG",
        /// The officer is not one of the enumerators the meeting agreed on.
        OfficerNotAgreed = "PETUGAS_BUKAN_YANG_DISEPAKATI",
        /// The one who checks registered or visited the household.
        OwnVerification = "PEKERJAAN_SENDIRI",
        /// No member of the questionnaire is known in that household.
        ForeignMembers = "ANGGOTA_ASING",
        /// The household of destination is not in the register.
        TargetUnknown = "RUTA_TUJUAN_TIDAK_DIKENAL",
        /// A duplicate that does not name the household it duplicates.
        DuplicateWithoutSurvivor = "GANDA_TANPA_RUJUKAN",
        // registrations
        /// The registration is on the frozen prelist and is not replaced.
        RegistrationFrozen = "PENDAFTARAN_SUDAH_DI_PRELIST",
        /// The registration number is taken.
        RegistrationNumberDuplicate = "NOMOR_GANDA",
        /// The registration is not complete.
        RegistrationIncomplete = "PENDAFTARAN_TIDAK_LENGKAP",
        /// A member without a household.
        OrphanMember = "ANGGOTA_TANPA_RUMAH_TANGGA",
        // meetings
        /// This stage of the meeting is signed, on a device or on another sheet; this sheet does not replace it.
        MeetingSigned = "MUSYAWARAH_SUDAH_DITANDATANGANI",
        /// The form of this stage was not issued for this hamlet.
        StageNotIssued = "TAHAP_BELUM_TERBIT",
        /// Different sheets hold the same households for the same hamlet and stage; none is counted.
        SheetsDiffer = "DUA_LEMBAR_SATU_TAHAP",
        /// This sheet is the same as one accepted before; nothing changes.
        SheetKnown = "LEMBAR_SAMA",
        /// A device has written in this stage; the signed sheet counts, and the entries of the device are kept as late ones.
        SheetOverJournal = "LEMBAR_MENDAHULUI_PERANGKAT",
        /// The decree over this area is signed; its meetings are not corrected any more.
        MeetingDecreed = "KOREKSI_SETELAH_SK",
        // files
        /// A required column is missing.
        ColumnMissing = "KOLOM_TIDAK_ADA",
        /// An unknown column was skipped.
        ColumnUnknown = "KOLOM_TIDAK_DIKENAL",
        /// The cell holds a formula whose result is not in the file.
        FormulaWithoutValue = "RUMUS_TANPA_NILAI",
        /// A spreadsheet cut the last zero of a dotted area code; it was restored.
        TrailingZeroLost = "NOL_BELAKANG_HILANG",
    }
}
