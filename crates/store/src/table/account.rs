//! Tables of accounts, access and jobs.

use super::{Column, ColumnKind, Proof, Stage, Table};

tables! { ACCESS "Accounts, access, jobs";
    /// Accounts of people who work with the program. Domain §1.2.
    ACCOUNT = "account" Log key {
        /// Login name.
        id: Text,
    } rest {
        /// Name shown, normally the person's, in the clear; of an account that `run` or `demo` made, its role.
        display_name: Text,
        /// Argon2id hash in PHC form; `-` = nobody can log in with it yet.
        password_hash: Text,
        /// `AKTIF` or `NONAKTIF` (cannot log in).
        state: Text,
        /// Own household, because nobody codes or visits kin; empty = not stated.
        household: Text or Null,
        /// When, in milliseconds since 1970 UTC.
        created_at: Int,
    } added {
        /// Until when the password works, which somebody else gave out and its owner has to change, in milliseconds
        /// since 1970 UTC; empty = the password is its owner's.
        one_time_until: Int,
    } subjects(0);

    /// Roles of accounts, each bound to an area. Domain §1.3.
    ROLE_BINDING = "role_binding" Log key {
        /// Account that has the role (`account.id`).
        account: Text,
        /// Role (`app::access::Role`), e.g. `petugas_pendaftar`.
        role: Text,
        /// Where it is valid: digits of an area, code of a hamlet; empty text = the nation.
        area: Text,
    } rest {
        /// Account that granted it; `operator` for the command line.
        granted_by: Text,
        /// When, in milliseconds since 1970 UTC.
        granted_at: Int,
    } added {
        /// Last day of the role, ISO, as of a deputy; empty = until it is taken away.
        ends_on: Text,
    } subjects(0);

    /// Log-ins. The token itself is not stored.
    SESSION = "session" Seal key {
        /// SHA-256 of the token in the cookie.
        token_hash: Blob,
    } rest {
        /// Account that is logged in (`account.id`).
        account: Text,
        /// When, in milliseconds since 1970 UTC.
        created_at: Int,
        /// When it ends by itself, in milliseconds since 1970 UTC: 12 hours after the log-in.
        expires_at: Int,
        /// When it was last used, in milliseconds since 1970 UTC; noted at most every five minutes.
        seen_at: Int,
        /// Random token of the session's forms, hexadecimal.
        csrf: Text,
        /// 1 = ended early by a log-out or a change of the account, 0 = not.
        revoked: Int,
        /// Revision: one higher with each change, so that two writers notice each other.
        rev: Int,
        /// Digest of the other columns.
        seal: Blob,
    };

    /// Who read personal data in full, who logged in, and what was denied. Design D10, D11.
    ACCESS_LOG = "access_log" Seal key {
        /// Time and a random part, so that ids sort by time.
        id: Text,
    } rest {
        /// When, in milliseconds since 1970 UTC.
        at: Int,
        /// Account that asked.
        account: Text,
        /// What was asked for (`app::access::Act`), e.g. `lihat_nik_lengkap`; `masuk` for a log-in.
        act: Text,
        /// Area it was about, digits; empty text for a log-in.
        area: Text,
        /// Household, registration or extract that was read about; empty for log-ins and denials.
        subject: Text or Null,
        /// 1 = it was granted, 0 = it was denied.
        granted: Int,
        /// Why it was denied: `kata sandi`, or the code of the refusal; empty when granted.
        reason: Text or Null,
        /// Digest of the other columns.
        seal: Blob,
    };

    /// Work longer than a second, done by a worker. Design D7.
    JOB = "job" Seal key {
        /// Time and a random part; of an upload also the name of its folder.
        id: Text,
    } rest {
        /// `impor`, `terbitkan` (forms), `sms_remind`, `sk_pratinjau`, `sk_siapkan`, `sk_tanda_tangan` or
        /// `sk_kirim`.
        kind: Text,
        /// Key under which the same wish is queued once until it has ended: SHA-256 over kind and arguments, or the
        /// upload's id.
        idempotence: Text,
        /// `ANTRE`, `JALAN`, `SELESAI`, `GAGAL` or `BATAL`.
        state: Text,
        /// Arguments: JSON, or the digits of an area.
        args: Text,
        /// Units of work done.
        done: Int,
        /// Units of work in all; 0 until it is known.
        total: Int,
        /// Worker that holds the lease, `pekerja-PID`; empty when none does.
        worker: Text or Null,
        /// End of the lease, in milliseconds since 1970 UTC: one minute, renewed with each report; 0 = never
        /// claimed.
        lease_until: Int,
        /// 1 = somebody asked to stop it, 0 = not.
        cancel_asked: Int,
        /// How often a worker began it.
        attempts: Int,
        /// What came out, as text; empty before.
        result: Text or Null,
        /// Code and arguments of the refusal as JSON; empty = none.
        error: Text or Null,
        /// Account that asked for it; it is done with that account's rights.
        created_by: Text,
        /// When, in milliseconds since 1970 UTC.
        created_at: Int,
        /// Last change, in milliseconds since 1970 UTC.
        updated_at: Int,
        /// Revision: one higher with each change, so that two writers notice each other.
        rev: Int,
        /// Digest of the other columns.
        seal: Blob,
    };
}
