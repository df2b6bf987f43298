//! Tables of editions, rankings and programme lists.

use super::{Column, ColumnKind, Proof, Stage, Table};

tables! { RANKING_STAGE "Stages 4 and 5: editions, ranking, programme lists";
    /// Stage 4: editions of the Data Terpadu, frozen copies of the register. The households are in the package.
    /// R20.
    EDITION = "edition" Log key {
        /// `3403-bdt2015` for the first one, then area and day, e.g. `3403-2017-07-01`; with a number for a second
        /// one of that day.
        id: Text,
    } rest {
        /// Edition it came from; empty for the first.
        parent: Text or Null,
        /// Kabupaten or kota, four digits.
        area: Text,
        /// Day its data hold, ISO.
        as_of: Text,
        /// Folder of its package, relative to the workspace.
        folder: Text,
        /// SHA-256 of its manifest, hexadecimal.
        manifest_sha256: Text,
        /// Households in it.
        household_count: Int,
        /// Persons in it.
        person_count: Int,
        /// Last signed decree in it; empty for the first edition.
        decree: Text or Null,
    } added {
        /// Version of the register it is a copy of; empty = an older program.
        version: Int,
        /// Which edition of the workspace, from 1; empty = an older program.
        no: Int,
        /// Round that was open; empty = none was.
        round: Text,
    };

    /// What became of each household from one edition to the next.
    EDITION_CHANGE = "edition_change" Log key {
        /// The later of the two editions (`edition.id`).
        edition: Text,
        /// Household that changed (`household.id`).
        household: Text,
    } rest {
        /// What was done; words as in `household.action`.
        action: Text,
        /// How many members are recorded as dead, for `ANGGOTA_DIBETULKAN`; otherwise empty.
        reason: Text or Null,
        /// Questionnaire, row of a meeting, match or extract it rests on; empty = none is known.
        source: Text or Null,
        /// Household that remains in its place; otherwise empty.
        became: Text or Null,
    } subjects(1);

    /// Published ranking models. Coefficients are data. Design D5.
    MODEL = "model" Log key {
        /// SHA-256 of the model file, hexadecimal.
        id: Text,
    } rest {
        /// SHA-256 of `content`, hexadecimal.
        sha256: Text,
        /// Hash of the survey it was fitted on (`import.sha256`).
        fitted_on: Text,
        /// The model file as text: indicators, coefficients, cut-offs; no personal data.
        content: Text,
    } added {
        /// Which model of the workspace, from 1: the last one ranks; empty = an older program.
        no: Int,
        /// Import of the survey; empty = an older program.
        import_id: Text,
    };

    /// Stage 4: place of each household in an edition. Every household has a place or a reason. R21.
    RANKED_HOUSEHOLD = "ranked_household" Log key {
        /// Edition whose households were ranked (`edition.id`).
        edition: Text,
        /// Household that was ranked (`household.id`).
        household: Text,
    } rest {
        /// Model it was ranked by (`model.id`).
        model: Text,
        /// Place, 1 = poorest; empty when it has no score.
        position: Int or Null,
        /// Predicted ln of monthly expenditure per head (rupiah), in millionths; empty when it has none.
        score: Int or Null,
        /// Percentile of the nation by the model's cut-offs, 1–100; empty when it has no score.
        percentile: Int or Null,
        /// Tenth of the nation, 1–10; empty when it has no score.
        decile: Int or Null,
        /// `DALAM_40` (percentile up to 40), `DI_ATAS_40` or `TIDAK_TERPERINGKAT` (no score).
        status: Text,
        /// Why it has no score (`domain::ranking::Unscored`), e.g. `TANPA_KRT`; otherwise empty.
        reason: Text or Null,
    } added {
        /// 1 = more than a tenth of the score's spread rests on missing answers, so it is to be verified; 0 or
        /// empty = not.
        incomplete: Int,
    } subjects(1);

    /// Stage 5: one draw of every programme in force over an edition. Never changed. R22.
    DRAW = "draw" Log key {
        /// The edition; from the second draw over it on with `-` and the number.
        id: Text,
    } rest {
        /// Ranked edition it was drawn over (`edition.id`).
        edition: Text,
        /// Which draw over the edition, from 1.
        no: Int,
        /// Day of the draw, ISO.
        day: Text,
        /// Round that was open; empty = none was.
        round: Text or Null,
        /// Account that drew; `sistem` for lists of an older program.
        drawn_by: Text,
        /// SHA-256 over the rule files and the version of the register, hexadecimal; empty text for lists of an
        /// older program.
        criteria: Text,
        /// Rows admitted, over all programmes.
        admitted: Int,
    };

    /// Rows of the lists of a draw, near misses included. R22.
    DRAW_ROW = "draw_row" Log key {
        /// Draw whose list it is on (`draw.id`).
        draw: Text,
        /// Programme and version of its rules, e.g. `pkh-2017`.
        programme: Text,
        /// Who is on the list: a household, a family (`HOUSEHOLD/k1`) or a person (`HOUSEHOLD/a1`).
        unit: Text,
    } rest {
        /// Household of the unit (`household.id`); never empty.
        household: Text or Null,
        /// Number of the member, for a list of persons; otherwise empty.
        member_no: Int or Null,
        /// `MASUK` (admitted), `KUOTA` (over the quota), `NYARIS` (one clause fails) or `BELUM_DIKETAHUI` (an
        /// answer is missing).
        status: Text,
        /// Clause of the rules that admitted or failed.
        clause: Text,
        /// Place in the list of the programme, from 1; never empty.
        position: Int or Null,
        /// Marks that open a review and never remove by themselves, joined by `|`; empty text = none. Domain §7.
        review: Text,
    } subjects(3);
}
