//! Tables of stage 1.

use super::{Column, ColumnKind, Proof, Stage, Table};

tables! { REGISTRATION_STAGE "Stage 1: registration";
    /// Stage 1: registrations as filed. Their state is in `case_file`. R2–R8.
    REGISTRATION = "registration" Log key {
        /// Number in the book and on the receipt, unique in the kabupaten; for a proposal of FKP.02 the id of its
        /// case.
        number: Text,
    } rest {
        /// Import that brought it: a book, or for a proposal of FKP.02 its questionnaire; empty when it was typed
        /// at the desk or on the public page.
        import_id: Text or Null,
        /// Day of registration, ISO; empty when the cell could not be read.
        date: Text or Null,
        /// `AKTIF` (the applicant came to the desk, R4) or `PASIF` (a visit or a Musdes, R6, R7).
        kind: Text,
        /// Desa in whose book it is, 10 digits.
        desa: Text,
        /// Padukuhan or dusun as written; empty when none is written.
        hamlet: Text or Null,
        /// Number of the RW; empty when none is written.
        rw: Int or Null,
        /// Number of the RT; empty when none is written.
        rt: Int or Null,
        /// Name of the head (the first person when nobody is head), in the clear for lists and search; empty when
        /// it is not written or the person is under 18. Domain §9.1.
        head_name: Text or Null,
        /// Persons registered; never empty.
        member_count: Int or Null,
        /// Number of the Musdes or Muskel that named the household (R7); for a proposal of FKP.02, the meeting;
        /// otherwise empty.
        musdes: Text or Null,
        /// Account that typed it; empty for a book, a questionnaire or a citizen.
        registered_by: Text or Null,
        /// When it was typed, in milliseconds since 1970 UTC; empty for a book or a questionnaire.
        registered_at: Int or Null,
        /// Path inside the pack; `meja/KEY` for a form of the desk, `minta-kunjungan/NUMBER` for a request on the
        /// public page.
        file: Text,
        /// Row of the sheet or physical line in that file; 1 for a form, never empty.
        line: Int or Null,
        /// Officer, identity papers shown, desa, hamlet, RW, RT and address, every member as in `person.body`, the
        /// remark in the book, file and row.
        body: Secret,
    } subjects(0);

    /// What a registration said before a corrected book replaced it.
    REGISTRATION_PAST = "registration_past" Log key {
        /// Registration whose earlier text it is (`registration.number`).
        number: Text,
        /// Import of the corrected book.
        replaced_by: Text,
    } rest {
        /// Import that had brought the earlier text; empty when the desk had typed it.
        import_id: Text or Null,
        /// Day of registration then, ISO; empty when it could not be read.
        date: Text or Null,
        /// `AKTIF` or `PASIF`, as in `registration.kind`, then.
        kind: Text,
        /// Desa in whose book it was, 10 digits.
        desa: Text,
        /// Number of the Musdes then; empty = none.
        musdes: Text or Null,
        /// The rest of it then, as in `registration.body`.
        body: Secret,
    };

    /// Look-up keys of the registered persons for the desk, and what the civil registry answers about them. R10.
    REGISTRATION_MEMBER = "registration_member" Log key {
        /// Registration the person is in (`registration.number`).
        number: Text,
        /// Place in the registration, from 1.
        no: Int,
    } rest {
        /// Keyed hash of the NIK; empty when no valid NIK is written.
        nik_hash: Blob or Null,
        /// Keyed hash of the No. KK; empty when no valid one is written.
        no_kk_hash: Blob or Null,
        /// Answer of the civil registry (`domain::civil_registry::SiakCode`), e.g. `PADAN`, `NIK_GANDA`; empty
        /// until identification asks.
        siak: Text or Null,
    };
}
