//! Tables of visits and decrees.

use super::{Column, ColumnKind, Proof, Stage, Table};

tables! { VERIFICATION_STAGE "Stages 3b and 3c: visits and decrees";
    /// Stage 3b: filled household questionnaires with the verdict of their check. R16, R73.
    QUESTIONNAIRE = "questionnaire" Log key {
        /// Id as the office wrote it.
        id: Text,
    } rest {
        /// Import that brought it; never empty.
        import_id: Text or Null,
        /// `MUSPAD` (after a hamlet meeting) or `MPM` (after a registration).
        source: Text,
        /// What was visited, as written: a household, `MEETING#FKP.02-N`, or a registration.
        subject: Text,
        /// Day of the visit, ISO; empty when it cannot be read.
        date: Text or Null,
        /// Desa, 10 digits; empty when the code is not in the area table.
        desa: Text or Null,
        /// Household of the register it is about; empty = none is known.
        household: Text or Null,
        /// Outcome of the visit, Blok II item 5: 1 complete, 2 not found, 3 moved, 4 part of another household, 5
        /// duplicate, 6 refused (local code); empty when the cell holds none of these.
        result: Int or Null,
        /// `DITERIMA` or `DIKEMBALIKAN` (sent back with its problems).
        verdict: Text,
        /// Defects found, joined by `|` (`domain::defect::DefectKind`); empty text = none.
        problems: Text,
        /// Name of the head (the first member when nobody is head), in the clear for lists; empty when it is not
        /// written or the person is under 18. Domain §9.1.
        head_name: Text or Null,
        /// Number of members as stated in Blok I item 9; empty when it is not stated.
        member_count: Int or Null,
        /// Officer, checker and day of the check, household it is part of (result 4), No. KK of each family, id as
        /// found, address, stated numbers, answers of Blok III and V, every member as in `person.body`, file and
        /// row.
        body: Secret,
    } added {
        /// Version, from 1: one that was sent back can be corrected; empty = 1.
        version: Int,
        /// Round it belongs to; empty = a program that did not count rounds.
        round: Text,
        /// Person who approved it, as written; empty when it was sent back or nobody is written.
        checked_by: Text,
    } subjects(3, 6);

    /// Earlier versions of a questionnaire that was corrected.
    QUESTIONNAIRE_PAST = "questionnaire_past" Log key {
        /// Questionnaire whose earlier version it is (`questionnaire.id`).
        id: Text,
        /// Version, from 1.
        version: Int,
    } rest {
        /// `DITERIMA` or `DIKEMBALIKAN` then.
        verdict: Text,
        /// Defects found then, joined by `|`.
        problems: Text,
        /// The other columns of `questionnaire` and its body as they were.
        body: Secret,
    };

    /// Stage 3c: decrees (SK Bupati or Wali Kota). R18.
    DECREE = "decree" Log key {
        /// Number of the decree as the office gives it, e.g. `2/34.03/KPTS/2017`.
        number: Text,
    } rest {
        /// Kabupaten, kecamatan or desa whose cases it takes, digits without dots.
        area: Text,
        /// Day it was prepared and, once signed, the day of the signature, ISO; never empty.
        date: Text or Null,
        /// `DRAF` (prepared) or `DISAHKAN` (signed).
        state: Text,
        /// SHA-256 over the annex, hexadecimal: what is signed.
        annex_hash: Text,
        /// Rows of the annex.
        row_count: Int,
        /// Account that signed; empty in a draft.
        signer: Text or Null,
        /// Checkpoint of the event log at the signature, hexadecimal; empty text in a draft. ADR 4.
        checkpoint: Text,
    } added {
        /// Round it belongs to; empty = a program that did not count rounds.
        round: Text,
        /// Which decree of the round, from 1; empty = 1.
        no: Int,
        /// Account that prepared it, which may not sign; empty = an older program.
        prepared_by: Text,
        /// Ed25519 signature over the annex hash; empty in a draft and in older programs.
        signature: Blob,
        /// Version of the register that it made; 0 in a draft, empty = an older program.
        version: Int,
        /// Day it was handed to the centre, ISO; empty before. R19.
        delivered_on: Text,
        /// Account that handed it over; empty before.
        delivered_by: Text,
        /// Account that answers for persons whom the civil registry was not asked about; empty = nobody had to.
        /// Domain §5.3.
        waived_by: Text,
        /// Why they are decreed all the same; empty like `waived_by`.
        waiver: Text,
    } subjects(0);

    /// Rows of a decree's annex.
    DECREE_ROW = "decree_row" Log key {
        /// Decree whose annex it is in (`decree.number`).
        decree: Text,
        /// Number in the annex, from 1.
        no: Int,
    } rest {
        /// Household the decree changes (`household.id`); a new one has the id it is to get; never empty.
        household: Text or Null,
        /// What the decree does to it; words as in `household.action`.
        action: Text,
        /// Desa, 10 digits; empty when it is not known.
        desa: Text or Null,
        /// Padukuhan or dusun as written; empty when none is written.
        hamlet: Text or Null,
        /// Name of the head (the first member when nobody is head), in the clear for lists; empty when it is not
        /// written or the person is under 18. Domain §9.1.
        head_name: Text or Null,
        /// Members who live in the household; never empty in rows of this version.
        member_count: Int or Null,
        /// Address, RW, RT, questionnaire or row of a meeting it rests on, its case, and the household that remains
        /// in its place.
        body: Secret,
    } subjects(2);
}
