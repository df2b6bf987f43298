//! Tables outside the state: the event log, what is made from it, and what an upgrade needs.

use super::{Column, ColumnKind, Proof, Stage, Table};

tables! { LOG "The event log and what the program keeps for itself";
    /// Heads of the event log's chains, one for each area. ADR 4.
    CHAIN = "chain" Inner key {
        /// Digits of the area, a kabupaten or a desa; empty text = accounts and their roles.
        area: Text,
    } rest {
        /// Number of the chain's last event.
        last_no: Int,
        /// Hash of that event; before the first event 32 zero bytes.
        last_hash: Blob,
    };

    /// The event log: what happened, written in the transaction in which it happened. ADR 4.
    EVENT = "event" Inner key {
        /// Number in the whole log.
        seq: Int,
    } rest {
        /// Area whose chain it is in (`chain.area`).
        chain: Text,
        /// Number in that chain, from 1 without gaps.
        chain_no: Int,
        /// Hash of the event before it in the chain; 32 zero bytes for the first.
        prev_hash: Blob,
        /// What happened, e.g. `registration.submitted`; most are those of `domain::event::Event`.
        kind: Text,
        /// Account that acted; `sistem`, `operator` or `warga` for what no account did.
        actor: Text,
        /// When, in milliseconds since 1970 UTC.
        at: Int,
        /// Ids and counts as JSON; never a name, a NIK or an answer.
        payload: Text,
        /// Every row it wrote or deleted: table, key, and the digest of the row or a tombstone.
        rows: Blob,
        /// SHA-256 over the columns before and the event's subjects.
        hash: Blob,
    };

    /// What an event is filed under, so that a page can tell the history of a household, registration, meeting or
    /// account.
    EVENT_SUBJECT = "event_subject" Inner key {
        /// Id of the household, registration, meeting, account or round.
        subject: Text,
        /// Event that is filed (`event.seq`).
        seq: Int,
    } rest {};

    /// The order in which checkpoints count the events, without gaps: an event that was written beside another may
    /// come after it here and before it in `event.seq`. ADR 4.
    LOG_ENTRY = "log_entry" Inner key {
        /// Number of the entry, from 0.
        no: Int,
    } rest {
        /// Event (`event.seq`).
        seq: Int,
    };

    /// Signed checkpoints: how many events there were, and the root of the tree over them. ADR 4.
    LOG_CHECKPOINT = "log_checkpoint" Inner key {
        /// How many entries the checkpoint counts.
        size: Int,
    } rest {
        /// When it was signed, in milliseconds since 1970 UTC.
        at: Int,
        /// Root of the tree over them, 32 bytes.
        root: Blob,
        /// Hashes of the full subtrees the log ended with, 32 bytes each: the next checkpoint goes on from them.
        subtrees: Blob,
        /// The checkpoint as it was handed out, with its signature.
        note: Text,
    };

    /// Every key of every row of `match_page`, unpacked for the look-up. Made from it; the audit compares both. ADR
    /// 12.
    MATCH_KEY = "match_key" Inner key {
        /// Eight bytes of a keyed hash, as a whole number.
        key: Int,
        /// Whose key: as in `match_page.owner`.
        owner: Text,
        /// Number of the member or record, as in the page.
        no: Int,
    } rest {};

    /// Migrations that made this database. The audit compares them with those in the program.
    SCHEMA_MIGRATION = "schema_migration" Inner key {
        /// Number of the migration, from 1.
        version: Int,
    } rest {
        /// Name of its file without number and ending.
        name: Text,
        /// SHA-256 of its text for this database, hexadecimal.
        sha256: Text,
    };

    /// Only while a workspace of an older program is upgraded: registrations that have no case yet. Dropped at the
    /// end.
    UPGRADE_REGISTRATION = "upgrade_registration" Inner key {} rest {
        /// Registration that waits for its case (`registration.number`); never empty.
        number: Text or Null,
        /// The word for its state in the older program, which its case takes over; never empty.
        state: Text or Null,
    };

    /// Only while a workspace of an older program is upgraded: rows of its programme lists that have no draw yet.
    /// Dropped at the end.
    UPGRADE_PROGRAMME_ROW = "upgrade_programme_row" Inner key {} rest {
        /// Edition the list was drawn over; never empty.
        edition: Text or Null,
        /// Programme and version of its rules; never empty.
        programme: Text or Null,
        /// Who is on the list, as in `draw_row.unit`; never empty.
        unit: Text or Null,
        /// Household of the unit; empty = not known.
        household: Text or Null,
        /// Number of the member, for a list of persons; otherwise empty.
        member_no: Int or Null,
        /// As in `draw_row.status`; never empty.
        status: Text or Null,
        /// Clause that admitted or failed; never empty.
        clause: Text or Null,
        /// Place in the list; empty = not counted.
        position: Int or Null,
    };

    /// Only while a workspace of an older program is upgraded: what the current register has not taken over yet.
    /// Dropped at the end.
    UPGRADE_REGISTER = "upgrade_register" Inner key {
        /// Step of the upgrade: 1 the round, 2 deaths of an extract, 3 a signed decree, 4 members of households
        /// that became part of others, 5 a visit without a case.
        step: Int,
        /// Import, decree or questionnaire it is about; `putaran` and `anggota` for steps 1 and 4.
        id: Text,
    } rest {};
}
