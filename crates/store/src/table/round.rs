//! Tables of versions of the register, rounds and cases.

use super::{Column, ColumnKind, Proof, Stage, Table};

tables! { ROUNDS "Versions of the register, rounds, cases";
    /// Versions of the register, one for each act that changed it. Design D15.
    REGISTER_VERSION = "register_version" Log key {
        /// Number, from 1 without gaps.
        version: Int,
    } rest {
        /// What changed the register: `BDT` (a census file), `SIAK` (an extract), `SK` (a decree) or `URUNG` (an
        /// import was taken back).
        kind: Text,
        /// Id of the import, or number of the decree; of `URUNG`, the import that was taken back.
        cause: Text,
        /// Day of the act by the office's clock, ISO.
        day: Text,
        /// Account that acted; `sistem` for the upgrade of an older workspace.
        actor: Text,
        /// Round that was open; empty = none was.
        round: Text or Null,
        /// How many households it wrote.
        households: Int,
        /// How many members it marked as dead.
        deaths: Int,
    } subjects(1);

    /// Rounds of an area, one after the other. Design D17.
    ROUND = "round" Log key {
        /// The area's digits and the name, e.g. `3403-2017-I`.
        id: Text,
    } rest {
        /// Kabupaten or kota, four digits.
        area: Text,
        /// Name, e.g. `2017-I`: at most 20 letters, digits and hyphens.
        name: Text,
        /// `BUKA` (takes work) or `TUTUP`.
        state: Text,
        /// Day it was opened, ISO.
        opened_on: Text,
        /// Account that opened it.
        opened_by: Text,
        /// Version of the register it rests on (`register_version`); 0 = no act had changed the register yet.
        base: Int,
        /// Day it was closed, ISO; empty while it is open.
        closed_on: Text or Null,
        /// Account that closed it; empty while it is open.
        closed_by: Text or Null,
        /// Why it was closed; empty while it is open.
        reason: Text or Null,
    } subjects(0);

    /// Last days of a round, one row for each step that has one.
    ROUND_DEADLINE = "round_deadline" Log key {
        /// Round whose calendar it is (`round.id`).
        round: Text,
        /// `pendaftaran`, `telaah`, `musyawarah`, `pendataan` or `sk`.
        step: Text,
    } rest {
        /// Last day, ISO. The days of one round do not run backwards.
        day: Text,
    } subjects(0);

    /// A household's case: one registration, or one row of a meeting that is to be visited. Domain §2.1.
    CASE_FILE = "case_file" Log key {
        /// `MPM`: number of the registration. `MUSPAD`: the household of FKP.01, or `MEETING#FKP.02-N` for a
        /// proposal. With `@` and the round when a later round asks for the same visit again.
        id: Text,
    } rest {
        /// `MPM` (opened by a registration) or `MUSPAD` (opened by a row of a hamlet meeting).
        kind: Text,
        /// Round it belongs to; empty = it was filed while none was open.
        round: Text or Null,
        /// Household of the register; empty until identification, a visit or a decree settles it.
        household: Text or Null,
        /// Meeting whose minutes asked for the visit; empty for `MPM`.
        meeting: Text or Null,
        /// Desa, 10 digits; empty text when the questionnaire names none.
        desa: Text,
        /// Where it is in the state table of domain §2.1; the words are those of `domain::round::CaseState`.
        state: Text,
        /// How many rows of `case_move` it has; the state is what they add up to.
        moves: Int,
        /// Officer who visited, as written on the questionnaire; empty before the visit.
        visited_by: Text or Null,
        /// Person who checked the visit, as written on the questionnaire; empty before.
        checked_by: Text or Null,
    } subjects(0, 3);

    /// Every move of a case, by whom and why. Rows are never changed or deleted. Design D16.
    CASE_MOVE = "case_move" Log key {
        /// Case that moved (`case_file.id`).
        case_id: Text,
        /// Number of the move, from 1 without gaps.
        no: Int,
    } rest {
        /// What was done; the words are those of `domain::round::CaseAct`.
        act: Text,
        /// State before it; `DRAF` for the first move.
        from_state: Text,
        /// State after it; words of `domain::round::CaseState`.
        to_state: Text,
        /// Account that acted; `warga` for a citizen on the public page, `sistem` for the upgrade of an older
        /// workspace.
        actor: Text,
        /// Role that allowed it (`app::access::Role`), or `warga`; empty text = the operator of
        /// the command line, or the program itself.
        role: Text,
        /// When, in milliseconds since 1970 UTC.
        at: Int,
        /// The written reason, where there is one.
        body: Secret,
    };
}
