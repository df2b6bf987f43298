//! Tables of hamlet meetings.

use super::{Column, ColumnKind, Proof, Stage, Table};

tables! { DELIBERATION_STAGE "Stage 3a: hamlet meetings";
    /// Stage 3a: one hamlet meeting with the verdict on its minutes. R58–R67.
    MEETING = "meeting" Log key {
        /// Stem of the sheet's file name, or the id of the stage in `meeting_session`: `3403012001_lor`, from the
        /// second stage on with `_t2`.
        id: Text,
    } rest {
        /// Import of the sheet; empty when the meeting was kept as a journal.
        import_id: Text or Null,
        /// File name of the sheet; empty text when the meeting was kept as a journal.
        file: Text,
        /// Desa, 10 digits; empty when the sheet's code is not a desa.
        desa: Text or Null,
        /// Padukuhan or dusun as written; never empty.
        hamlet: Text or Null,
        /// Day of the meeting, ISO; empty when none is written.
        date: Text or Null,
        /// `DITERIMA` (the minutes count) or `DITOLAK` (the sheet is sent back with its reasons).
        verdict: Text,
        /// Why it was rejected, joined by `|` (`domain::deliberation::sheet::ReasonKind`); empty text = it was not.
        reasons: Text,
        /// What has to be looked at, joined by `|` (`domain::deliberation::sheet::WarningKind`); empty text =
        /// nothing.
        warnings: Text,
        /// Recap, how often each code was circled: `1=10 2=3 3=1 4=1 5=1 6=3 7=3 8=1`. R67.
        counts: Text,
        /// New households (code 7); never empty. R61.
        proposed: Int or Null,
        /// How many it may propose: the households with code 2; never empty. R61.
        quota: Int or Null,
        /// Blank questionnaires it needs: codes 2, 3, 6 and 7; never empty. R77.
        blanks: Int or Null,
        /// Stage, round, attendance by group, assistant facilitator, enumerators and which are trained, reasons and
        /// warnings with their rows, signatures, hash of the forms, closing entry, plan of blanks and enumerators,
        /// and what the office did afterwards.
        body: Secret,
    } subjects(0);

    /// Rows of FKP.01 and FKP.02 as the minutes have them. R40–R57.
    MEETING_ROW = "meeting_row" Log key {
        /// Meeting whose minutes hold it (`meeting.id`).
        meeting: Text,
        /// `FKP.01` (households of the register) or `FKP.02` (proposals).
        form: Text,
        /// Number on the form, from 1.
        no: Int,
    } rest {
        /// Household of column 01; empty on FKP.02.
        household: Text or Null,
        /// Name of the head as on the form, in the clear for lists; empty when it is not written or the register
        /// knows the head as a child. Domain §9.1.
        head_name: Text or Null,
        /// The one code of column 06, 1–8; empty when none or several are circled, and in a journal for a proposal
        /// that was struck or withdrawn. R47.
        code: Int or Null,
        /// 1 = the assistant facilitator ticked column 08, 0 = not. R57.
        checked: Int,
        /// `TETAP`, `UNTUK_DIDATA`, `PINDAH`, `MENINGGAL`, `TIDAK_DIKENAL`, `DICORET` (a proposal was struck) or
        /// `DITARIK` (withdrawn); empty text = none yet.
        outcome: Text,
        /// Members' names and number, address, column 06 and column 07 as written, the order of welfare and the
        /// statement of FKP.02, the remedy by which it was struck, line in the file, separate notes.
        body: Secret,
    } subjects(3);

    /// Signed meetings that a later signed stage took out of force. R76, ADR 14.
    MEETING_SUPERSEDED = "meeting_superseded" Log key {
        /// Meeting that is no longer in force.
        meeting: Text,
    } rest {
        /// The later stage that is in force instead.
        by_meeting: Text,
    } subjects(0, 1);

    /// Stage 3a: one stage of a hamlet's meeting as a journal, from the issued forms on. R59, R76, domain §2.2.
    MEETING_SESSION = "meeting_session" Log key {
        /// Desa and hamlet, from the second stage on with the stage: `3403012001_lor_t2`; its minutes have the same
        /// id in `meeting`.
        id: Text,
    } rest {
        /// Desa, 10 digits.
        desa: Text,
        /// Padukuhan or dusun.
        hamlet: Text,
        /// Code of the hamlet in the area table; empty when it is not there.
        hamlet_code: Text or Null,
        /// Number of the stage (Tahap), from 1. R76.
        stage: Int,
        /// The stage before it; empty for the first.
        previous: Text or Null,
        /// Newest prelist of the desa when the forms were issued; empty = none was frozen.
        prelist: Text or Null,
        /// SHA-256 of the form set, hexadecimal. R59.
        form_hash: Text,
        /// Rows of FKP.01.
        row_count: Int,
        /// State of domain §2.2: `DISIAPKAN`, `BERLANGSUNG`, `KUOTA_LEBIH`, `DIREKAP`, `BA_DITANDATANGANI`,
        /// `SMS_TERKIRIM`, `DILAPORKAN`, `PENDATAAN` or `SELESAI_PENDATAAN`.
        state: Text,
        /// Account that issued the forms.
        issued_by: Text,
        /// When, in milliseconds since 1970 UTC.
        issued_at: Int,
        /// When the first entry arrived, in milliseconds since 1970 UTC; empty before.
        opened_at: Int or Null,
        /// When the closing entry arrived, in milliseconds since 1970 UTC; empty before.
        closed_at: Int or Null,
        /// Entries in the journal.
        entry_count: Int,
        /// Entries among them that are not part of what was signed.
        late_count: Int,
        /// Rows of FKP.01 with a code.
        coded: Int,
        /// Rows of FKP.01 with column 08 ticked.
        checked: Int,
        /// Fields in which several values contradict each other.
        contested: Int,
        /// Recap so far, as in `meeting.counts`. R67.
        counts: Text,
        /// New households so far (code 7). R61.
        proposed: Int,
        /// Households with code 2 so far. R61.
        quota: Int,
        /// Blank questionnaires needed so far: codes 2, 3, 6 and 7. R77.
        blanks: Int,
        /// Number of enumerators agreed. R70.
        enumerators: Int,
        /// Digest of the journal's state, hexadecimal; empty text before the first entry.
        digest: Text,
        /// Entry whose closing counts; empty before.
        seal_entry: Text or Null,
    } subjects(0);

    /// What was printed when the forms were issued. Never written again. R40–R44, R59.
    MEETING_FORM = "meeting_form" Log key {
        /// Stage the forms were issued for (`meeting_session.id`).
        meeting: Text,
    } rest {
        /// The same as `meeting_session.form_hash`.
        hash: Text,
        /// Columns 01–05 of each row of FKP.01, with RT, RW, whether the head is a child and the code of the stage
        /// before; and what a later stage opens with.
        body: Secret,
    };

    /// Who writes in a meeting, on which device.
    MEETING_DEVICE = "meeting_device" Log key {
        /// Stage the device was admitted to (`meeting_session.id`).
        meeting: Text,
        /// Id the device gave itself; `kertas` for a form that was keyed in.
        device: Text,
        /// Account that was admitted with it; `kertas-ROLE` for a form that was keyed in.
        account: Text,
    } rest {
        /// Role in the meeting: `dukuh`, `asisten` or `petugas`.
        role: Text,
        /// What people call the device; `Kertas` for paper.
        name: Text,
        /// The person's name, in the clear: it is in the minutes.
        person: Text,
        /// The person's own household in the register, because kin may not code each other; empty = not known.
        household: Text or Null,
        /// Account that showed the code.
        admitted_by: Text,
        /// When, in milliseconds since 1970 UTC.
        admitted_at: Int,
    } subjects(0);

    /// The short code that admits a device to a meeting.
    MEETING_CODE = "meeting_code" Seal key {
        /// Stage it admits to (`meeting_session.id`).
        meeting: Text,
    } rest {
        /// SHA-256 of meeting and code; the code itself is not stored.
        code_hash: Blob,
        /// Valid until then (15 minutes), in milliseconds since 1970 UTC.
        until: Int,
        /// Wrong tries so far; after five the code is void.
        tries: Int,
        /// Account that asked for it.
        made_by: Text,
        /// Digest of the other columns.
        seal: Blob,
    };

    /// The journal of a meeting, entry by entry. Rows are never changed or deleted. ADR 14.
    MEETING_ENTRY = "meeting_entry" Log key {
        /// Stage whose journal it is in (`meeting_session.id`).
        meeting: Text,
        /// Device that wrote it.
        device: Text,
        /// Number on that device, from 1.
        number: Int,
    } rest {
        /// When the server got it, in milliseconds since 1970 UTC.
        received_at: Int,
        /// Account whose session sent it; it may send what others wrote.
        received_from: Text,
        /// The entry as canonical JSON: id, what the device had seen, who, in which role, the device's clock, and
        /// the act.
        body: Secret,
    } subjects(0);

    /// A filled paper form as one of two officers keyed it in, without seeing the other's keying. ADR 14.
    MEETING_PAPER = "meeting_paper" Log key {
        /// Stage whose form it is (`meeting_session.id`).
        meeting: Text,
        /// 1 = first keying, 2 = second.
        no: Int,
    } rest {
        /// Account that keyed it in.
        account: Text,
        /// That officer's name, in the clear.
        person: Text,
        /// When it was last saved, in milliseconds since 1970 UTC.
        changed_at: Int,
        /// When it was said to be complete, in milliseconds since 1970 UTC; empty before.
        done_at: Int or Null,
        /// Fields of the form by name, as keyed.
        body: Secret,
    } subjects(0);
}
