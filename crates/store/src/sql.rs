//! Every statement that is not generated from a table's description: named files under `sql/`.
//! A test prepares each of them, and every generated one, on both databases.

macro_rules! statements {
    ($($ident:ident $file:literal),* $(,)?) => {
        $(pub(crate) const $ident: &str = include_str!(concat!("../sql/", $file, ".sql"));)*
        /// Name and text of every statement that runs on both databases.
        pub const STATEMENTS: &[(&str, &str)] = &[$(($file, $ident)),*];
    };
}

statements! {
    WORKSPACE_VALUE "workspace_value",
    MIGRATE_APPLIED "migrate_applied",
    MIGRATE_RECORD "migrate_record",
    CHAIN_LOCK "chain_lock",
    CHAIN_ADVANCE "chain_advance",
    CHAIN_HEADS "chain_heads",
    LOG_UNCOUNTED "log_uncounted",
    LOG_CHECKPOINT_LAST "log_checkpoint_last",
    LOG_HASHES "log_hashes",
    EVENT_APPEND "event_append",
    EVENT_ALL "event_all",
    EVENT_SEQS "event_seqs",
    EVENT_ONE "event_one",
    EVENT_RECENT "event_recent",
    EVENT_OF_SUBJECT "event_of_subject",
    EVENT_SUBJECT_ADD "event_subject_add",
    EVENT_SUBJECTS "event_subjects",
    EVENT_KINDS_AFTER "event_kinds_after",
    HOUSEHOLD_LINES "household_lines",
    HOUSEHOLD_COUNT "household_count",
    HOUSEHOLD_NAMED "household_named",
    REGISTER_VERSION_LAST "register_version_last",
    CASE_OF_HOUSEHOLD "case_of_household",
    CASE_COUNTS "case_counts",
    CASE_WAITING "case_waiting",
    DAY_LAST "day_last",
    HOUSEHOLD_BY_NIK "household_by_nik",
    HOUSEHOLD_BY_NO_KK "household_by_no_kk",
    CIVIL_BY_NIK "civil_by_nik",
    CIVIL_BY_STATUS "civil_by_status",
    CIVIL_CHANGES_IN "civil_changes_in",
    CIVIL_LAST "civil_last",
    CIVIL_LIVING "civil_living",
    ISSUES_OF_IMPORT "issues_of_import",
    REGISTRATION_LINES "registration_lines",
    REGISTRATION_COUNT "registration_count",
    REGISTRATION_IN_DESA "registration_in_desa",
    REGISTRATION_NUMBERS "registration_numbers",
    REGISTRATION_OF_IMPORT "registration_of_import",
    REGISTRATION_BY_NIK "registration_by_nik",
    REGISTRATION_BY_NO_KK "registration_by_no_kk",
    IDENTIFICATION_HEADS "identification_heads",
    IDENTIFICATION_OF_HOUSEHOLD "identification_of_household",
    PRELIST_IN_DESA "prelist_in_desa",
    MEETING_ROW_OF_HOUSEHOLD "meeting_row_of_household",
    MEETING_IN_DESA "meeting_in_desa",
    MEETING_SESSIONS "meeting_sessions",
    MEETING_MARK "meeting_mark",
    QUESTIONNAIRE_ABOUT "questionnaire_about",
    EDITION_CHANGE_OF_HOUSEHOLD "edition_change_of_household",
    RANKED_OF_HOUSEHOLD "ranked_of_household",
    DRAW_ROW_OF_HOUSEHOLD "draw_row_of_household",
    SESSION_OF_ACCOUNT "session_of_account",
    ACCESS_OF_SUBJECT "access_of_subject",
    ACCESS_RECENT "access_recent",
    JOB_BY_KEY "job_by_key",
    JOB_NEXT "job_next",
    JOB_RECENT "job_recent",
    MATCH_VERSION "match_version",
    MATCH_KEYS_ALL "match_keys_all",
    SMS_MINUTES "sms_minutes",
    SMS_DUE "sms_due",
    SMS_PENDING "sms_pending",
    SMS_BY_REFERENCE "sms_by_reference",
    SMS_BY_CENTRE_ID "sms_by_centre_id",
    SMS_ASKED_SINCE "sms_asked_since",
    SMS_PART_COUNT "sms_part_count",
    SMS_OUT_RECENT "sms_out_recent",
    SMS_OUT_OF "sms_out_of",
    SMS_IN_OF "sms_in_of",
    SMS_REPORT_TAKEN "sms_report_taken",
    SMS_CONTACT_COUNTS "sms_contact_counts",
    SMS_IN_RECENT "sms_in_recent",
    SMS_IN_BY_DIGEST "sms_in_by_digest",
    SMS_CONTACTS_OF "sms_contacts_of",
    PROVISIONAL_LAST "provisional_last",
    PROVISIONAL_OF_HAMLET "provisional_of_hamlet",
    REVIEW_MISSING "review_missing",
    REVIEW_QUEUE "review_queue",
    REVIEW_NEXT "review_next",
    REVIEW_COUNTS "review_counts",
    REVIEW_REASONS "review_reasons",
    REVIEW_SAID_SINCE "review_said_since",
    REVIEW_LAST_OF "review_last_of",
    REVIEW_IN_AREA "review_in_area",
    REVIEW_FROZEN "review_frozen",
    REVIEW_JOINED_TO "review_joined_to",
}

pub(crate) const MIGRATE_TABLE: &str = include_str!("../sql/migrate_table.sql");
pub(crate) const MIGRATE_LOCK: &str = include_str!("../sql/migrate_lock.postgres.sql");
pub(crate) const SQLITE_WRITER: &str = include_str!("../sql/open_writer.sqlite.sql");
pub(crate) const SQLITE_READER: &str = include_str!("../sql/open_reader.sqlite.sql");
pub(crate) const POSTGRES_OPEN: &str = include_str!("../sql/open.postgres.sql");
pub(crate) const POSTGRES_LOOK_UP: &str = include_str!("../sql/open_look_up.postgres.sql");
pub(crate) const SQLITE_INTEGRITY: &str = include_str!("../sql/audit_integrity.sqlite.sql");
pub(crate) const SQLITE_REFERENCES: &str = include_str!("../sql/audit_references.sqlite.sql");
const MATCH_RECORDS_SQLITE: &str = include_str!("../sql/match_records.sqlite.sql");
const MATCH_RECORDS_POSTGRES: &str = include_str!("../sql/match_records.postgres.sql");
const MATCH_HOUSEHOLDS_SQLITE: &str = include_str!("../sql/match_households.sqlite.sql");
const MATCH_HOUSEHOLDS_POSTGRES: &str = include_str!("../sql/match_households.postgres.sql");
const MATCH_ROUND_SQLITE: &str = include_str!("../sql/match_round.sqlite.sql");
const MATCH_ROUND_POSTGRES: &str = include_str!("../sql/match_round.postgres.sql");
pub(crate) const EVENT_SEQ_SET: &str = include_str!("../sql/event_seq_set.postgres.sql");
const SCHEMA_OBJECTS_SQLITE: &str = include_str!("../sql/schema_objects.sqlite.sql");
const SCHEMA_OBJECTS_POSTGRES: &str = include_str!("../sql/schema_objects.postgres.sql");
const EVENT_NEXT_SQLITE: &str = include_str!("../sql/event_next.sqlite.sql");
const EVENT_NEXT_POSTGRES: &str = include_str!("../sql/event_next.postgres.sql");

/// The statement that lists tables, views, triggers and indexes.
pub(crate) fn schema_objects(backend: crate::Backend) -> &'static str {
    match backend {
        crate::Backend::Sqlite => SCHEMA_OBJECTS_SQLITE,
        crate::Backend::Postgres => SCHEMA_OBJECTS_POSTGRES,
    }
}

/// The statement that gives the next event number.
pub(crate) fn event_next(backend: crate::Backend) -> &'static str {
    match backend {
        crate::Backend::Sqlite => EVENT_NEXT_SQLITE,
        crate::Backend::Postgres => EVENT_NEXT_POSTGRES,
    }
}

/// Statements of identification's look-up: a list of keys is one parameter, and the two databases
/// take a list apart differently.
#[must_use]
pub fn matching(backend: crate::Backend) -> [&'static str; 3] {
    match backend {
        crate::Backend::Sqlite => [MATCH_RECORDS_SQLITE, MATCH_HOUSEHOLDS_SQLITE, MATCH_ROUND_SQLITE],
        crate::Backend::Postgres => [MATCH_RECORDS_POSTGRES, MATCH_HOUSEHOLDS_POSTGRES, MATCH_ROUND_POSTGRES],
    }
}

/// `($1, $2), ($3, $4) …` for a statement whose values stand in this order. SQLite keeps a list of
/// numbered slots and goes through it from its beginning for each of them: in a statement of
/// thousands it gets bare ones.
pub(crate) fn slots(backend: crate::Backend, rows: usize, width: usize) -> String {
    let mut text = String::with_capacity(rows * (width * 4 + 4));
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for column in 1..=width {
            if column > 1 {
                text.push(',');
            }
            match backend {
                crate::Backend::Sqlite => text.push('?'),
                crate::Backend::Postgres => {
                    text.push('$');
                    text.push_str(&(row * width + column).to_string());
                }
            }
        }
        text.push(')');
    }
    text
}
