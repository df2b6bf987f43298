//! Each state table, described once. Writes, audit scans and the plain reads are generated from
//! these descriptions; ADR 0003 says why writes are not one file each.

use crate::connect::Backend;
use crate::sql;
use crate::value::{RowDigest, Value, digest_row};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// A whole number, a yes/no (1/0), or a time in milliseconds.
    Int,
    /// Text: words, codes, ISO dates.
    Text,
    /// Bytes: hashes.
    Blob,
    /// Bytes encrypted for this very place.
    Secret,
}

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name, the same as the Rust field's.
    pub name: &'static str,
    /// What it holds.
    pub kind: ColumnKind,
    /// Whether a later version of the program added it: where it is empty, the row is proven as it was before.
    pub added: bool,
}

/// What proves that a row is as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// The digest of every write stands in the event log.
    Log,
    /// Working state outside the log: the last column, `seal`, is the digest of the others.
    Seal,
}

/// Description of one table. The first `key` columns are its primary key.
#[derive(Debug)]
pub struct Table {
    /// Name in the database.
    pub name: &'static str,
    /// How many leading columns are the key.
    pub key: usize,
    /// Columns in order.
    pub columns: &'static [Column],
    /// What proves its rows.
    pub proof: Proof,
    /// Columns whose text an event is filed under (history of a household, a registration).
    pub subjects: &'static [usize],
}

impl Table {
    /// Column names, quoted, with commas.
    #[must_use]
    pub fn column_list(&self) -> String {
        self.columns.iter().map(|c| format!("\"{}\"", c.name)).collect::<Vec<_>>().join(", ")
    }

    /// The table with its columns that are not encrypted: those a statement can search by.
    #[must_use]
    pub fn searched(&self) -> String {
        let open = self.columns.iter().filter(|c| c.kind != ColumnKind::Secret);
        let names: Vec<String> = open.map(|c| format!("\"{}\"", c.name)).collect();
        format!("\"{}\" ({})", self.name, names.join(", "))
    }

    /// `SELECT` of every column in key order.
    #[must_use]
    pub fn select_all(&self) -> String {
        format!("SELECT {} FROM \"{}\" ORDER BY {}", self.column_list(), self.name, self.key_list())
    }

    /// `SELECT` of the row with a key.
    #[must_use]
    pub fn select_one(&self) -> String {
        format!("SELECT {} FROM \"{}\" WHERE {}", self.column_list(), self.name, self.key_condition())
    }

    /// `SELECT` of the rows whose first key column has a value.
    #[must_use]
    pub fn select_under(&self) -> String {
        format!(
            "SELECT {} FROM \"{}\" WHERE \"{}\" = $1 ORDER BY {}",
            self.column_list(),
            self.name,
            self.columns[0].name,
            self.key_list()
        )
    }

    /// Multi-row `INSERT`; with `replace`, a row with the same key takes the new values.
    #[must_use]
    pub fn insert(&self, backend: Backend, rows: usize, replace: bool) -> String {
        let slots = sql::slots(backend, rows, self.columns.len());
        let mut sql = format!("INSERT INTO \"{}\" ({}) VALUES {slots}", self.name, self.column_list());
        if replace {
            let keys =
                self.columns[..self.key].iter().map(|c| format!("\"{}\"", c.name)).collect::<Vec<_>>().join(", ");
            let sets = self.columns[self.key..]
                .iter()
                .map(|c| format!("\"{0}\" = excluded.\"{0}\"", c.name))
                .collect::<Vec<_>>()
                .join(", ");
            sql.push_str(&format!(" ON CONFLICT ({keys}) DO "));
            sql.push_str(&if sets.is_empty() { "NOTHING".to_owned() } else { format!("UPDATE SET {sets}") });
        }
        sql
    }

    /// `DELETE` of the row with a key.
    #[must_use]
    pub fn delete(&self) -> String {
        format!("DELETE FROM \"{}\" WHERE {}", self.name, self.key_condition())
    }

    /// `UPDATE` of a sealed row, only if its `rev` is still the last parameter.
    #[must_use]
    pub fn update_revision(&self) -> String {
        let sets = self.columns[self.key..]
            .iter()
            .enumerate()
            .map(|(i, c)| format!("\"{}\" = ${}", c.name, self.key + i + 1))
            .collect::<Vec<_>>()
            .join(", ");
        format!(
            "UPDATE \"{}\" SET {sets} WHERE {} AND \"rev\" = ${}",
            self.name,
            self.key_condition(),
            self.columns.len() + 1
        )
    }

    /// Index of a column. Panics for a name that is not in the description: a slip of the program.
    #[must_use]
    pub fn index(&self, column: &str) -> usize {
        self.columns
            .iter()
            .position(|c| c.name == column)
            .unwrap_or_else(|| unreachable!("table {} has no column {column}", self.name))
    }

    /// Digest of a row. A column that was added later counts, under its name, where it holds something: rows
    /// that were written before keep their digest.
    #[must_use]
    pub fn digest(&self, values: &[Value]) -> RowDigest {
        if self.columns.iter().all(|c| !c.added) {
            return digest_row(self.name, values);
        }
        let mut told: Vec<Value> = Vec::with_capacity(values.len() * 2);
        for (column, value) in self.columns.iter().zip(values) {
            match (column.added, value) {
                (false, value) => told.push(value.clone()),
                (true, Value::Null) => {}
                (true, value) => told.extend([column.name.into(), value.clone()]),
            }
        }
        digest_row(self.name, &told)
    }

    fn key_list(&self) -> String {
        self.columns[..self.key].iter().map(|c| format!("\"{}\"", c.name)).collect::<Vec<_>>().join(", ")
    }

    fn key_condition(&self) -> String {
        self.columns[..self.key]
            .iter()
            .enumerate()
            .map(|(i, c)| format!("\"{}\" = ${}", c.name, i + 1))
            .collect::<Vec<_>>()
            .join(" AND ")
    }
}

macro_rules! tables {
    ($($(#[$doc:meta])* $ident:ident = $name:literal $proof:ident key($($key:ident: $kkind:ident),*) rest($($column:ident: $kind:ident),*) $(added($($late:ident: $lkind:ident),*))? subjects($($subject:expr),*);)*) => {
        $($(#[$doc])* pub static $ident: Table = Table {
            name: $name,
            key: [$(stringify!($key)),*].len(),
            columns: &[
                $(Column { name: stringify!($key), kind: ColumnKind::$kkind, added: false },)*
                $(Column { name: stringify!($column), kind: ColumnKind::$kind, added: false },)*
                $($(Column { name: stringify!($late), kind: ColumnKind::$lkind, added: true },)*)?
            ],
            proof: Proof::$proof,
            subjects: &[$($subject),*],
        };)*
        /// Every table, parents before those that refer to them.
        pub static TABLES: &[&Table] = &[$(&$ident),*];
    };
}

tables! {
    /// Facts about the workspace itself: its kabupaten, the check value of its key.
    WORKSPACE = "workspace" Log key(name: Text) rest(value: Text) subjects();
    /// Dated Kemendagri areas.
    AREA = "area" Log key(code: Text) rest(kind: Text, name: Text, parent: Text, valid_from: Text, valid_to: Text, successor: Text) subjects();
    /// Padukuhan and dusun.
    HAMLET = "hamlet" Log key(code: Text) rest(desa: Text, name: Text, kind: Text, position: Int) subjects();
    /// From BPS to Kemendagri codes.
    AREA_BRIDGE = "area_bridge" Log key(bps: Text) rest(code: Text) subjects();
    /// The versions of the register: one for each act that changed it. Design D15.
    REGISTER_VERSION = "register_version" Log key(version: Int) rest(kind: Text, cause: Text, day: Text, actor: Text, round: Text, households: Int, deaths: Int) subjects(1);
    /// Rounds of an area, one after the other. Design D17.
    ROUND = "round" Log key(id: Text) rest(area: Text, name: Text, state: Text, opened_on: Text, opened_by: Text, base: Int, closed_on: Text, closed_by: Text, reason: Text) subjects(0);
    /// Their last days.
    ROUND_DEADLINE = "round_deadline" Log key(round: Text, step: Text) rest(day: Text) subjects(0);
    /// A household's case: one registration, or one row of a meeting that is to be visited. Domain §2.1.
    CASE_FILE = "case_file" Log key(id: Text) rest(kind: Text, round: Text, household: Text, meeting: Text, desa: Text, state: Text, moves: Int, visited_by: Text, checked_by: Text) subjects(0, 3);
    /// Every move of a case, by whom and why; nothing is changed, nothing is deleted. Design D16.
    CASE_MOVE = "case_move" Log key(case_id: Text, no: Int) rest(act: Text, from_state: Text, to_state: Text, actor: Text, role: Text, at: Int, body: Secret) subjects();
    /// One import of one file or folder.
    IMPORT = "import" Log key(id: Text) rest(kind: Text, source: Text, sha256: Text, state: Text, row_count: Int, reject_count: Int, warning_count: Int, info_count: Int, at: Int) added(round: Text, actor: Text, day: Text, added: Int, changed: Int, unchanged: Int) subjects(0);
    /// What an import found wrong, in the order of the report.
    IMPORT_ISSUE = "import_issue" Log key(import_id: Text, no: Int) rest(file: Text, line: Int, col: Text, kind: Text, level: Text, detail: Secret) subjects();
    /// The register: one household. R1.
    HOUSEHOLD = "household" Log key(id: Text) rest(import_id: Text, desa: Text, hamlet: Text, rw: Int, rt: Int, head_name: Text, member_count: Int, family_count: Int, percentile: Int, file: Text, line: Int, body: Secret) added(version: Int, status: Text, cause: Text, action: Text, source: Text, became: Text) subjects(0, 18);
    /// Earlier versions of households, members included: what the register said before an act. Domain §4.1.
    HOUSEHOLD_PAST = "household_past" Log key(household: Text, version: Int) rest(ended: Int, status: Text, cause: Text, action: Text, source: Text, became: Text, body: Secret) subjects();
    /// Members of the register's households.
    PERSON = "person" Log key(household: Text, no: Int) rest(nik_hash: Blob, no_kk_hash: Blob, body: Secret) subjects();
    /// The civil registry's extract.
    CIVIL_PERSON = "civil_person" Log key(id: Int) rest(import_id: Text, nik_hash: Blob, no_kk_hash: Blob, desa: Text, status: Text, body: Secret) subjects();
    /// What a newer extract said of a person that the one before did not: work for the desa. Design D17.
    CIVIL_CHANGE = "civil_change" Log key(import_id: Text, no: Int) rest(record: Int, kind: Text, day: Text, desa: Text, household: Text, member: Int, state: Text, done_by: Text, done_at: Int, body: Secret) subjects(6);
    /// One person in two households of the register. Domain §5.4.
    PERSON_CONFLICT = "person_conflict" Log key(id: Text) rest(round: Text, one: Text, one_no: Int, other: Text, other_no: Int, state: Text, kept: Text, settled_by: Text, settled_at: Int, body: Secret) subjects(2, 4);
    /// Stage 1: registrations.
    REGISTRATION = "registration" Log key(number: Text) rest(import_id: Text, date: Text, kind: Text, desa: Text, hamlet: Text, rw: Int, rt: Int, head_name: Text, member_count: Int, musdes: Text, registered_by: Text, registered_at: Int, file: Text, line: Int, body: Secret) subjects(0);
    /// What a registration said before a corrected book replaced it.
    REGISTRATION_PAST = "registration_past" Log key(number: Text, replaced_by: Text) rest(import_id: Text, date: Text, kind: Text, desa: Text, musdes: Text, body: Secret) subjects();
    /// Keys of the registered persons, for the desk's look-up. R10: their registry answers.
    REGISTRATION_MEMBER = "registration_member" Log key(number: Text, no: Int) rest(nik_hash: Blob, no_kk_hash: Blob, siak: Text) subjects();
    /// Stage 2: category and evidence of each registration. R11-R14.
    IDENTIFICATION = "identification" Log key(registration: Text) rest(category: Text, household: Text, merged_with: Text, level: Text, changed: Text, flags: Text, decided_by: Text, decided_at: Int, body: Secret) subjects(0, 2);
    /// Coded look-up keys of a household, a registration or a page of the civil registry, 12 bytes
    /// each: keyed hash and number of the member or record. `match_key` is made from it.
    MATCH_PAGE = "match_page" Log key(what: Text, owner: Text) rest(import_id: Text, keys: Blob) subjects();
    /// How often words of names occur in what an import brought: the weight of names.
    MATCH_STATISTICS = "match_statistics" Log key(id: Text) rest(import_id: Text, households: Int, civil: Int, names: Int, body: Secret) subjects();
    /// Households that stand in the register under two ids. Domain §5.4.
    REGISTER_TWIN = "register_twin" Log key(household: Text) rest(twin: Text) subjects();
    /// Versions of the learnt weights that explain candidates. ADR 0013.
    MATCH_WEIGHTS = "match_weights" Log key(no: Int) rest(at: Int, officer: Text, source: Text, candidates: Int, decisions: Int, locked: Int, content: Text) subjects();
    /// Stage 2: what reviewers said, one row for each word; nothing is ever deleted. Domain §5.4.
    REVIEW_DECISION = "review_decision" Log key(registration: Text, no: Int) rest(desa: Text, step: Text, officer: Text, at: Int, category: Text, household: Text, joins: Text, best: Text, overruled: Text, ground: Text, took_ms: Int, frozen: Int, body: Secret) subjects(0, 7);
    /// Stage 2: the queue of the review desk, derived from the evidence, and who has a case open.
    REVIEW_CASE = "review_case" Seal key(registration: Text) rest(reason: Text, value: Int, holder: Text, officer: Text, since: Int, lease_until: Int, rev: Int, seal: Blob) subjects();
    /// Stage 2: notes a reviewer has not sent yet, and cases they skipped.
    REVIEW_NOTE = "review_note" Seal key(registration: Text, officer: Text) rest(at: Int, skipped_at: Int, body: Secret, seal: Blob) subjects();
    /// A frozen prelist. R15.
    PRELIST = "prelist" Log key(id: Text) rest(area: Text, version: Int, frozen_on: Text, hash: Text, row_count: Int) added(round: Text, supplement: Int) subjects();
    /// Its rows.
    PRELIST_ROW = "prelist_row" Log key(prelist: Text, no: Int) rest(registration: Text, household: Text, category: Text, desa: Text, hamlet: Text, head_name: Text, member_count: Int, body: Secret) subjects(2, 3);
    /// Stage 3a: one hamlet meeting and its verdict.
    MEETING = "meeting" Log key(id: Text) rest(import_id: Text, file: Text, desa: Text, hamlet: Text, date: Text, verdict: Text, reasons: Text, warnings: Text, counts: Text, proposed: Int, quota: Int, blanks: Int, body: Secret) subjects(0);
    /// Rows of FKP.01 and FKP.02.
    MEETING_ROW = "meeting_row" Log key(meeting: Text, form: Text, no: Int) rest(household: Text, head_name: Text, code: Int, checked: Int, outcome: Text, body: Secret) subjects(3);
    /// Signed meetings that a later signed stage took out of force. R76, ADR 0014.
    MEETING_SUPERSEDED = "meeting_superseded" Log key(meeting: Text) rest(by_meeting: Text) subjects(0, 1);
    /// Stage 3a: one stage of a hamlet's meeting as a journal, from the issued forms on. R59, R76, domain §2.2.
    MEETING_SESSION = "meeting_session" Log key(id: Text) rest(desa: Text, hamlet: Text, hamlet_code: Text, stage: Int, previous: Text, prelist: Text, form_hash: Text, row_count: Int, state: Text, issued_by: Text, issued_at: Int, opened_at: Int, closed_at: Int, entry_count: Int, late_count: Int, coded: Int, checked: Int, contested: Int, counts: Text, proposed: Int, quota: Int, blanks: Int, enumerators: Int, digest: Text, seal_entry: Text) subjects(0);
    /// Columns 01-05 as printed when the forms were issued. R40-R44, R59.
    MEETING_FORM = "meeting_form" Log key(meeting: Text) rest(hash: Text, body: Secret) subjects();
    /// Who writes in a meeting, on which device.
    MEETING_DEVICE = "meeting_device" Log key(meeting: Text, device: Text, account: Text) rest(role: Text, name: Text, person: Text, household: Text, admitted_by: Text, admitted_at: Int) subjects(0);
    /// The short code that lets a device into a meeting.
    MEETING_CODE = "meeting_code" Seal key(meeting: Text) rest(code_hash: Blob, until: Int, tries: Int, made_by: Text, seal: Blob) subjects();
    /// The journal of a meeting, entry by entry; nothing is changed, nothing is deleted. ADR 0014.
    MEETING_ENTRY = "meeting_entry" Log key(meeting: Text, device: Text, number: Int) rest(received_at: Int, received_from: Text, body: Secret) subjects(0);
    /// A filled paper form as one of two officers keyed it in. ADR 0014.
    MEETING_PAPER = "meeting_paper" Log key(meeting: Text, no: Int) rest(account: Text, person: Text, changed_at: Int, done_at: Int, body: Secret) subjects(0);
    /// Telephone numbers that may report, by keyed hash. R68.
    SMS_CONTACT = "sms_contact" Log key(phone: Text) rest(desa: Text, hamlet: Text, role: Text, changed_at: Int, body: Secret) subjects();
    /// Provisional reports of hamlet meetings; the last version holds. R68.
    PROVISIONAL_REPORT = "provisional_report" Log key(desa: Text, hamlet: Text, no: Int) rest(improved: Int, head_replaced: Int, composition_changed: Int, proposed: Int, source: Text, sender: Text, at: Int, flag: Text, minutes: Text, compared_at: Int) subjects();
    /// SMS to be sent.
    SMS_OUT = "sms_out" Seal key(id: Text) rest(kind: Text, desa: Text, hamlet: Text, asked_by: Text, phone: Text, state: Text, part_count: Int, created_at: Int, done_at: Int, body: Secret, seal: Blob) subjects();
    /// Their parts: the unit that the SMS centre takes and reports on.
    SMS_OUT_PART = "sms_out_part" Seal key(message: Text, no: Int) rest(state: Text, reference: Int, centre_id: Text, attempts: Int, submitted_at: Int, next_at: Int, error: Text, rev: Int, seal: Blob) subjects();
    /// SMS received.
    SMS_IN = "sms_in" Seal key(id: Text) rest(received_at: Int, phone: Text, digest: Blob, verdict: Text, desa: Text, hamlet: Text, answer: Text, body: Secret, seal: Blob) subjects();
    /// Parts of long SMS that are not complete yet.
    SMS_IN_PART = "sms_in_part" Seal key(phone: Text, reference: Int, total: Int, no: Int) rest(received_at: Int, coding: Int, body: Secret, seal: Blob) subjects();
    /// Stage 3b: one filled household questionnaire.
    QUESTIONNAIRE = "questionnaire" Log key(id: Text) rest(import_id: Text, source: Text, subject: Text, date: Text, desa: Text, household: Text, result: Int, verdict: Text, problems: Text, head_name: Text, member_count: Int, body: Secret) added(version: Int, round: Text, checked_by: Text) subjects(3, 6);
    /// Earlier answers of a questionnaire that was sent back and corrected.
    QUESTIONNAIRE_PAST = "questionnaire_past" Log key(id: Text, version: Int) rest(verdict: Text, problems: Text, body: Secret) subjects();
    /// Stage 3c: a decree (SK Bupati/Wali Kota). R18.
    DECREE = "decree" Log key(number: Text) rest(area: Text, date: Text, state: Text, annex_hash: Text, row_count: Int, signer: Text, checkpoint: Text) added(round: Text, no: Int, prepared_by: Text, signature: Blob, version: Int, delivered_on: Text, delivered_by: Text, waived_by: Text, waiver: Text) subjects(0);
    /// Rows of its annex.
    DECREE_ROW = "decree_row" Log key(decree: Text, no: Int) rest(household: Text, action: Text, desa: Text, hamlet: Text, head_name: Text, member_count: Int, body: Secret) subjects(2);
    /// Stage 4: an edition of the Data Terpadu.
    EDITION = "edition" Log key(id: Text) rest(parent: Text, area: Text, as_of: Text, folder: Text, manifest_sha256: Text, household_count: Int, person_count: Int, decree: Text) added(version: Int, no: Int, round: Text) subjects();
    /// What became of each household from one edition to the next.
    EDITION_CHANGE = "edition_change" Log key(edition: Text, household: Text) rest(action: Text, reason: Text, source: Text, became: Text) subjects(1);
    /// A published ranking model.
    MODEL = "model" Log key(id: Text) rest(sha256: Text, fitted_on: Text, content: Text) added(no: Int, import_id: Text) subjects();
    /// Stage 4: place of each household in an edition. R21.
    RANKED_HOUSEHOLD = "ranked_household" Log key(edition: Text, household: Text) rest(model: Text, position: Int, score: Int, percentile: Int, decile: Int, status: Text, reason: Text) added(incomplete: Int) subjects(1);
    /// Stage 5: a draw of every programme in force over one edition. R22.
    DRAW = "draw" Log key(id: Text) rest(edition: Text, no: Int, day: Text, round: Text, drawn_by: Text, criteria: Text, admitted: Int) subjects();
    /// Rows of its lists, near misses included. R22.
    DRAW_ROW = "draw_row" Log key(draw: Text, programme: Text, unit: Text) rest(household: Text, member_no: Int, status: Text, clause: Text, position: Int, review: Text) subjects(3);
    /// Accounts.
    ACCOUNT = "account" Log key(id: Text) rest(display_name: Text, password_hash: Text, state: Text, household: Text, created_at: Int) subjects(0);
    /// Roles, each bound to an area.
    ROLE_BINDING = "role_binding" Log key(account: Text, role: Text, area: Text) rest(granted_by: Text, granted_at: Int) subjects(0);
    /// Log-ins.
    SESSION = "session" Seal key(token_hash: Blob) rest(account: Text, created_at: Int, expires_at: Int, seen_at: Int, csrf: Text, revoked: Int, rev: Int, seal: Blob) subjects();
    /// Who read what, and what was denied (design D10, D11).
    ACCESS_LOG = "access_log" Seal key(id: Text) rest(at: Int, account: Text, act: Text, area: Text, subject: Text, granted: Int, reason: Text, seal: Blob) subjects();
    /// Work longer than a second (design D7).
    JOB = "job" Seal key(id: Text) rest(kind: Text, idempotence: Text, state: Text, args: Text, done: Int, total: Int, worker: Text, lease_until: Int, cancel_asked: Int, attempts: Int, result: Text, error: Text, created_by: Text, created_at: Int, updated_at: Int, rev: Int, seal: Blob) subjects();
}

/// The table with this name.
#[must_use]
pub fn table_named(name: &str) -> Option<&'static Table> {
    TABLES.iter().copied().find(|t| t.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statistics_are_asked_of_what_is_searched_and_never_of_ciphertext() {
        assert!(PERSON.searched().starts_with("\"person\" (\"household\", \"no\", \"nik_hash\""));
        assert!(!PERSON.searched().contains("body"));
    }

    #[test]
    fn a_sealed_table_ends_with_its_seal_and_a_logged_one_has_none() {
        for table in TABLES {
            let sealed = table.columns.last().is_some_and(|c| c.name == "seal");
            assert_eq!(sealed, table.proof == Proof::Seal, "{}", table.name);
            assert!(table.key >= 1 && table.key <= table.columns.len());
        }
    }

    #[test]
    fn an_upsert_names_every_column_once() {
        assert_eq!(
            WORKSPACE.insert(Backend::Postgres, 2, true),
            "INSERT INTO \"workspace\" (\"name\", \"value\") VALUES ($1,$2), ($3,$4) ON CONFLICT (\"name\") DO UPDATE SET \"value\" = excluded.\"value\""
        );
        assert_eq!(
            WORKSPACE.insert(Backend::Sqlite, 2, false),
            "INSERT INTO \"workspace\" (\"name\", \"value\") VALUES (?,?), (?,?)"
        );
    }
}
