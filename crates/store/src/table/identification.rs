//! Tables of stage 2.

use super::{Column, ColumnKind, Proof, Stage, Table};

tables! { IDENTIFICATION_STAGE "Stage 2: identification, review, prelist";
    /// Stage 2: category and evidence of each registration. R11–R14.
    IDENTIFICATION = "identification" Log key {
        /// Registration that was compared with the register (`registration.number`).
        registration: Text,
    } rest {
        /// `BARU`, `LAMA_TETAP`, `LAMA_BERUBAH`, `TELAAH` (a person decides), `GANDA` (joins another registration),
        /// `DITOLAK` (everybody in it is dead) or `DRAF` (no identity paper, R5).
        category: Text,
        /// Household of the register it is linked to; with `TELAAH` the best candidate; empty = none.
        household: Text or Null,
        /// Registration of the same household that it joins or names; empty = none.
        merged_with: Text or Null,
        /// Evidence of the best candidate: `TIDAK_ADA`, `MUNGKIN`, `BESAR_KEMUNGKINAN` or `PASTI`; empty text
        /// without a candidate.
        level: Text,
        /// Compared fields that differ, joined by `|` (`domain::identification::ChangedField`); empty text = none.
        changed: Text,
        /// What has to be done or known besides, joined by `|` (`domain::identification::Flag`); empty text =
        /// nothing.
        flags: Text,
        /// Account that decided a review; empty = the program decided, or nobody has yet.
        decided_by: Text or Null,
        /// When that was, in milliseconds since 1970 UTC; empty like `decided_by`.
        decided_at: Int or Null,
        /// Reasons with particulars, corrected spellings, the civil registry's answer for each member, the
        /// candidates with their evidence member by member, the reviewer's reason, and the version of the weights.
        body: Secret,
    } subjects(0, 2);

    /// Coded look-up keys of one household, one registration or one page of the civil registry. `match_key` is made
    /// from it and proven by it. ADR 12.
    MATCH_PAGE = "match_page" Log key {
        /// Whose keys: `ruta` (household of the register), `siak` (records of the civil registry) or `daftar`
        /// (registration).
        what: Text,
        /// Id of the household, number of the registration, or number of the first record of the page (nine
        /// digits).
        owner: Text,
    } rest {
        /// Import that brought the owner; empty when an act of the program or the desk wrote the keys.
        import_id: Text or Null,
        /// Sorted keys of 12 bytes each: eight bytes of a keyed hash, four bytes for the number of the member or
        /// record. No bytes for a household that nobody can register again.
        keys: Blob,
    };

    /// How often words occur in names: a rare word weighs more. ADR 12.
    MATCH_STATISTICS = "match_statistics" Log key {
        /// `register` for the register, `siak` for the civil registry; the import in rows of older programs.
        id: Text,
    } rest {
        /// Extract that was counted; empty for the register.
        import_id: Text or Null,
        /// Households counted; 0 for the civil registry.
        households: Int,
        /// Records of the civil registry counted; 0 for the register.
        civil: Int,
        /// Names of persons counted.
        names: Int,
        /// Each word with its number of occurrences; encrypted because a rare word may identify a person.
        body: Secret,
    };

    /// Households that the register holds under two ids, a row in each direction. Domain §5.4.
    REGISTER_TWIN = "register_twin" Log key {
        /// One of the two (`household.id`).
        household: Text,
    } rest {
        /// The other id of the same household.
        twin: Text,
    };

    /// Versions of the weights that explain candidates. Rows are never changed; evidence names its version. ADR 13.
    MATCH_WEIGHTS = "match_weights" Log key {
        /// Version, from 1 without gaps.
        no: Int,
    } rest {
        /// When it was learnt, in milliseconds since 1970 UTC.
        at: Int,
        /// Account that asked for it.
        officer: Text,
        /// `BATCH` (learnt from a round without decisions) or `PUTUSAN` (learnt again with what reviewers decided).
        source: Text,
        /// Candidates it was learnt from.
        candidates: Int,
        /// Cases among them that reviewers had decided.
        decisions: Int,
        /// 1 = the estimate was rejected and the shares of the rules' levels are used; 0 = it was kept.
        locked: Int,
        /// The weights as JSON, logarithms in millionths of a bit; no personal data.
        content: Text,
    };

    /// Stage 2: what reviewers said, one row for each word. Rows are never changed or deleted. Domain §5.4.
    REVIEW_DECISION = "review_decision" Log key {
        /// The registration under review.
        registration: Text,
        /// Number, from 1 without gaps: the version of the case.
        no: Int,
    } rest {
        /// Desa in whose book the registration is, 10 digits.
        desa: Text,
        /// `PUTUS` (decided alone), `USUL` (proposed, two persons needed), `SETUJU` (second person agrees), `BEDA`
        /// (disagrees), `PENENGAH` (third person settles) or `URUNG` (taken back).
        step: Text,
        /// Reviewer's account.
        officer: Text,
        /// When, in milliseconds since 1970 UTC.
        at: Int,
        /// The verdict: `BARU`, `LAMA_TETAP`, `LAMA_BERUBAH` or `GANDA`; of `URUNG`, what was taken back.
        category: Text,
        /// Household the verdict links to; empty for `BARU` and `GANDA`.
        household: Text or Null,
        /// Registration the verdict joins, for `GANDA`; otherwise empty.
        joins: Text or Null,
        /// Best candidate of the program at that time; empty = it had none.
        best: Text or Null,
        /// Evidence the verdict goes against, joined by `|` (`domain::identification::review::Overruled`); empty
        /// text = none.
        overruled: Text,
        /// What it rests on (`domain::identification::review::Ground`), e.g. `DOKUMEN_ASLI`; empty text = only
        /// words, or no reason was needed.
        ground: Text,
        /// How long the reviewer had the case open, in milliseconds; empty when they did not hold it.
        took_ms: Int or Null,
        /// Newest version of the prelist of the desa where the household lives, at that time; 0 = none was frozen.
        frozen: Int,
        /// The reviewer's words, what the case was before (to take the verdict back), and what the weights said.
        body: Secret,
    } subjects(0, 7);

    /// Stage 2: the queue of the review desk, derived from the evidence, and who has a case open.
    REVIEW_CASE = "review_case" Seal key {
        /// The registration under review.
        registration: Text,
    } rest {
        /// Gravest reason of the evidence (`domain::identification::ReasonCode`); empty text = the evidence states
        /// none.
        reason: Text,
        /// What a decision is worth, for the order of the queue, highest first
        /// (`domain::identification::review::value`).
        value: Int,
        /// Random id of the page that holds the case; empty = none.
        holder: Text or Null,
        /// Account whose page that is; empty = none.
        officer: Text or Null,
        /// Since when the page has held it, in milliseconds since 1970 UTC; 0 = never.
        since: Int,
        /// Until when, in milliseconds since 1970 UTC: two minutes, renewed by the open page; 0 = given back.
        lease_until: Int,
        /// Revision: one higher with each change, so that two writers notice each other.
        rev: Int,
        /// Digest of the other columns.
        seal: Blob,
    };

    /// Stage 2: what a reviewer has written and not sent yet, and cases they left for later.
    REVIEW_NOTE = "review_note" Seal key {
        /// The registration under review.
        registration: Text,
        /// Account whose note it is.
        officer: Text,
    } rest {
        /// When it was last written, in milliseconds since 1970 UTC.
        at: Int,
        /// When the case was left for later, in milliseconds since 1970 UTC; 0 = it was not.
        skipped_at: Int,
        /// The words, and the ground chosen so far.
        body: Secret,
        /// Digest of the other columns.
        seal: Blob,
    };

    /// Frozen lists of the households to be visited, one for each desa and supplement. R15.
    PRELIST = "prelist" Log key {
        /// Desa, round and version: `3403012001-3403-2017-I-1`.
        id: Text,
    } rest {
        /// Desa where the households live, 10 digits.
        area: Text,
        /// Version in its round, from 1: the frozen list, then its supplements.
        version: Int,
        /// Day it was frozen, ISO.
        frozen_on: Text,
        /// SHA-256 over the rows, hexadecimal.
        hash: Text,
        /// Rows of the list.
        row_count: Int,
    } added {
        /// Round it belongs to; empty = a program that did not count rounds.
        round: Text,
        /// 0 = the frozen list, from 1 its supplements; empty = 0.
        supplement: Int,
    };

    /// Rows of a prelist. R11–R15.
    PRELIST_ROW = "prelist_row" Log key {
        /// List the row is on (`prelist.id`).
        prelist: Text,
        /// Nomor urut rumah tangga (Blok I item 7); supplements number on after the list they add to.
        no: Int,
    } rest {
        /// Registration the row comes from; never empty.
        registration: Text or Null,
        /// Household of the register; empty for `BARU`.
        household: Text or Null,
        /// `BARU`, `LAMA_TETAP` or `LAMA_BERUBAH`.
        category: Text,
        /// Desa where the household lives, 10 digits; never empty.
        desa: Text or Null,
        /// Padukuhan or dusun as written; empty when none is written.
        hamlet: Text or Null,
        /// Name of the head, in the clear for lists; empty when it is not written or the person is under 18. Domain
        /// §9.1.
        head_name: Text or Null,
        /// Persons registered; empty when the registration was not found.
        member_count: Int or Null,
        /// Address, RW, RT, the civil registry's answer for the first member, changed fields and flags as in
        /// `identification`.
        body: Secret,
    } subjects(2, 3);
}
