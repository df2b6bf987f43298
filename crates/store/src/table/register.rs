//! Tables of imports, the register and the civil registry.

use super::{Column, ColumnKind, Proof, Stage, Table};

tables! { REGISTER "Imports, the register, the civil registry";
    /// One import of a file or folder. Taking the same content again is the same import.
    IMPORT = "import" Log key {
        /// Kind and the first 12 digits of the hash, e.g. `siak-0123456789ab`; `identify-register` is the report of
        /// identification about households that the register holds twice.
        id: Text,
    } rest {
        /// `areas`, `bdt`, `siak`, `registrations`, `meetings`, `questionnaires`, `survey` or `identify`.
        kind: Text,
        /// Name of the file or folder, for lists.
        source: Text,
        /// SHA-256 over kind and content of the files, hexadecimal, for sheets of meetings over their names too;
        /// empty text for `identify`.
        sha256: Text,
        /// `SELESAI` (stands) or `DIBATALKAN` (taken back).
        state: Text,
        /// Items read.
        row_count: Int,
        /// Defects of level `TOLAK`.
        reject_count: Int,
        /// Defects of level `PERINGATAN`.
        warning_count: Int,
        /// Defects of level `INFO`.
        info_count: Int,
        /// When, in milliseconds since 1970 UTC.
        at: Int,
    } added {
        /// Round that was open; empty = none was.
        round: Text,
        /// Account that imported it; empty for `identify` and for older programs.
        actor: Text,
        /// Day the content speaks of, ISO; only an extract of the civil registry has one.
        day: Text,
        /// Items the workspace did not hold.
        added: Int,
        /// Items that replaced what the workspace held.
        changed: Int,
        /// Items that the workspace already held in the same form, or kept against the file.
        unchanged: Int,
    } subjects(0);

    /// What an import found wrong, in the order of its report.
    IMPORT_ISSUE = "import_issue" Log key {
        /// Import that reports it (`import.id`).
        import_id: Text,
        /// Number in the report, from 1.
        no: Int,
    } rest {
        /// Path inside the pack.
        file: Text,
        /// Row of the sheet or physical line of the file, from 1; never empty.
        line: Int or Null,
        /// Header of the column; empty text for a whole row.
        col: Text or Null,
        /// Stable code of the defect (`domain::defect::DefectKind`, `docs/errors.md`).
        kind: Text,
        /// `TOLAK` (not taken), `PERINGATAN` (taken, to be looked at) or `INFO`.
        level: Text,
        /// What is wrong and how to repair it, in Indonesian; it may quote the cell.
        detail: Secret,
    };

    /// The register as it is now, one row for each household; one that left keeps its row. R1, design D15.
    HOUSEHOLD = "household" Log key {
        /// `IDBDT` of BDT 2015 (16 digits, never taken apart), or `RUTA-3403-000001` for a household that a decree
        /// added.
        id: Text,
    } rest {
        /// Import that first brought it; empty for a household that a decree added.
        import_id: Text or Null,
        /// Desa, 10 digits; empty when the code in the source is not in the area table.
        desa: Text or Null,
        /// Padukuhan or dusun as written; empty when none is written.
        hamlet: Text or Null,
        /// Number of the RW; empty when none is written.
        rw: Int or Null,
        /// Number of the RT; empty when none is written.
        rt: Int or Null,
        /// Name of the head (the first member when nobody is head), in the clear for lists and search; empty when
        /// it is not written or the person is under 18. Domain §9.1.
        head_name: Text or Null,
        /// Number of members as stated in Blok I item 9; empty when it is not stated.
        member_count: Int or Null,
        /// Number of families as stated in Blok I item 10; empty when it is not stated.
        family_count: Int or Null,
        /// Welfare percentile that the source states, 1–100; empty when it states none. The program's own ranking
        /// is in `ranked_household`.
        percentile: Int or Null,
        /// Path of the source inside its pack.
        file: Text,
        /// Row of the sheet or physical line in that file; never empty.
        line: Int or Null,
        /// Address with desa, hamlet, RW and RT; answers of Blok III and V by item; file and row it was read from.
        body: Secret,
    } added {
        /// Version of the register that wrote the row (`register_version`); 0 or empty = a program that did not
        /// count versions.
        version: Int,
        /// `ADA`, `TIDAK_DITEMUKAN`, `TIDAK_DIKENAL` (these three belong to the register), `HILANG`, `PINDAH`,
        /// `MENINGGAL`, `BAGIAN_RUTA_LAIN` or `GANDA`; empty = `ADA`.
        status: Text,
        /// Import, extract or number of the decree that wrote the row; empty = as `import_id`.
        cause: Text,
        /// What was done: `BARU`, `DIPERBARUI`, `PINDAH`, `MENINGGAL`, `BAGIAN_RUTA_LAIN`, `GANDA`,
        /// `TIDAK_DITEMUKAN`, `TIDAK_DIKENAL` or `ANGGOTA_DIBETULKAN`; empty text = read from a file, empty = by an
        /// older program.
        action: Text,
        /// Questionnaire, row of a meeting, match, extract or file of corrections that the action rests on; empty
        /// like `action`.
        source: Text,
        /// Household that remains in its place, for `BAGIAN_RUTA_LAIN` and `GANDA`; otherwise empty.
        became: Text,
    } subjects(0, 18);

    /// Earlier versions of households, members included: what the register said before an act. Domain §4.1.
    HOUSEHOLD_PAST = "household_past" Log key {
        /// Household whose earlier state it is (`household.id`).
        household: Text,
        /// Version of the register that wrote this state; 0 = a program that did not count versions.
        version: Int,
    } rest {
        /// Version of the register that replaced this state.
        ended: Int,
        /// Status then; words as in `household.status`.
        status: Text,
        /// Import, extract or decree that wrote it then.
        cause: Text,
        /// What was done then; words as in `household.action`, empty text = read from a file.
        action: Text,
        /// What the action rested on; empty text = read from a file.
        source: Text,
        /// Household that was in its place then; mostly empty.
        became: Text or Null,
        /// Address, answers of Blok III and V, stated numbers of members and families, file and row, and every
        /// member as in `person.body`.
        body: Secret,
    };

    /// Members of the register's households.
    PERSON = "person" Log key {
        /// Household they are a member of (`household.id`).
        household: Text,
        /// Place in the household in the order of the source, from 1; the member's own number is in `body`, because
        /// sources repeat it.
        no: Int,
    } rest {
        /// Keyed hash of the NIK (HMAC-SHA256), for look-up; empty when no valid NIK is written.
        nik_hash: Blob or Null,
        /// Keyed hash of the No. KK, for look-up; empty when no valid one is written.
        no_kk_hash: Blob or Null,
        /// Number, name, NIK, No. KK, sex, birth (date, or age on a day), marital status, relation to the head,
        /// number of the family and relation to its head, mother's name, and the remaining answers of Blok IV,
        /// health included.
        body: Secret,
    };

    /// The civil registry's extract (SIAK), one row for each record. R10.
    CIVIL_PERSON = "civil_person" Log key {
        /// Number of the record: its place in the first extract, from 1; later extracts number new records on.
        id: Int,
    } rest {
        /// Extract that last wrote the record; empty when a later extract that had changed it was taken back.
        import_id: Text or Null,
        /// Keyed hash of the NIK, as in `person`; never empty, because a record without a valid NIK is not taken.
        nik_hash: Blob or Null,
        /// Keyed hash of the No. KK; empty when the registry states none.
        no_kk_hash: Blob or Null,
        /// Desa of residence, 10 digits; empty when the code is not in the area table.
        desa: Text or Null,
        /// `AKTIF`, `MENINGGAL`, `PINDAH` or `NON_AKTIF`.
        status: Text,
        /// NIK, No. KK, name, sex, birth, marital status, relation on the family card, mother's name, address, RT,
        /// RW, and the day the status began.
        body: Secret,
    };

    /// What a newer extract says of a person that the one before did not: work for the desa. Design D17.
    CIVIL_CHANGE = "civil_change" Log key {
        /// The newer extract (`import.id`).
        import_id: Text,
        /// Number in its report, from 1.
        no: Int,
    } rest {
        /// Number of the record (`civil_person.id`).
        record: Int,
        /// `MENINGGAL`, `PINDAH`, `NON_AKTIF`, `AKTIF_LAGI`, `LAHIR`, `TERCATAT` (new in the registry, born
        /// earlier) or `PERBAIKAN`.
        kind: Text,
        /// Day the new status began, else the date of birth, ISO; empty when neither is written.
        day: Text or Null,
        /// Desa where the registry has the person, 10 digits; empty when it is not known.
        desa: Text or Null,
        /// Household of the register that holds the person or, for somebody new in the registry, the family card;
        /// empty = none, or more than one.
        household: Text or Null,
        /// The person's place in that household (`person.no`); empty when only the family card leads there.
        member: Int or Null,
        /// `BARU` (the desa has to deal with it) or `SELESAI`.
        state: Text,
        /// Account that dealt with it; empty before.
        done_by: Text or Null,
        /// When, in milliseconds since 1970 UTC; empty before.
        done_at: Int or Null,
        /// Name, the note on what was done, and the record as it was before.
        body: Secret,
    } subjects(6);

    /// One person in two households of the register. A decree waits until a named officer settles it. Domain §5.4.
    PERSON_CONFLICT = "person_conflict" Log key {
        /// Both visits with the person's places in them: `SOURCE.NO-SOURCE.NO`.
        id: Text,
    } rest {
        /// Round it was found in; never empty.
        round: Text or Null,
        /// Household with the lower id.
        one: Text,
        /// The person's place in it, from 1.
        one_no: Int,
        /// Household with the higher id; a new one has the id it is to get.
        other: Text,
        /// The person's place in it, from 1.
        other_no: Int,
        /// `TERBUKA` (an officer has to settle it) or `SELESAI`.
        state: Text,
        /// Household in which the person stays; empty before.
        kept: Text or Null,
        /// Account that settled it; empty before.
        settled_by: Text or Null,
        /// When, in milliseconds since 1970 UTC; empty before.
        settled_at: Int or Null,
        /// The officer's reason.
        body: Secret,
    } subjects(2, 4);
}
