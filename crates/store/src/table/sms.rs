//! Tables of provisional reports by SMS.

use super::{Column, ColumnKind, Proof, Stage, Table};

tables! { SMS_REPORTS "Stage 3a: provisional reports by SMS";
    /// Telephone numbers that may report. R68.
    SMS_CONTACT = "sms_contact" Log key {
        /// Keyed hash of the number, hexadecimal.
        phone: Text,
    } rest {
        /// Desa it reports for, 10 digits.
        desa: Text,
        /// Hamlet it reports for; empty text for the TKPKDesa.
        hamlet: Text,
        /// Whose number it is: `TKPKDESA` (reports are forwarded to it), `DUKUH` or `ASISTEN`.
        role: Text,
        /// When it was entered, in milliseconds since 1970 UTC.
        changed_at: Int,
        /// The number in international form, without `+`.
        body: Secret,
    };

    /// Provisional reports of hamlet meetings; the last version is valid. R68.
    PROVISIONAL_REPORT = "provisional_report" Log key {
        /// Desa of the meeting, 10 digits.
        desa: Text,
        /// Hamlet; all versions of its report spell it the same.
        hamlet: Text,
        /// Version, from 1.
        no: Int,
    } rest {
        /// Households reported with code 2.
        improved: Int,
        /// Households reported with code 3.
        head_replaced: Int,
        /// Households reported with code 6.
        composition_changed: Int,
        /// New households reported (code 7).
        proposed: Int,
        /// `SMS` (by telephone) or `APLIKASI` (on a page).
        source: Text,
        /// Account, or keyed hash of the number, hexadecimal.
        sender: Text,
        /// When it arrived, in milliseconds since 1970 UTC.
        at: Int,
        /// Compared with the signed minutes: `MENUNGGU` (not yet), `SAMA` or `BEDA`.
        flag: Text,
        /// Counts of those minutes, `2=3 3=1 6=3 7=2`; empty text before.
        minutes: Text,
        /// When it was compared, in milliseconds since 1970 UTC; empty before.
        compared_at: Int or Null,
    };

    /// SMS to be sent. ADR 15.
    SMS_OUT = "sms_out" Seal key {
        /// What caused it, spelled as an id: the same cause gives the same message.
        id: Text,
    } rest {
        /// `LAPORAN`, `KONFIRMASI`, `KURANG`, `NOMOR_TIDAK_DIKENAL`, `PENGINGAT` or `SELISIH`.
        kind: Text,
        /// Desa it is about, 10 digits; empty = no meeting.
        desa: Text or Null,
        /// Hamlet it is about; empty = no meeting.
        hamlet: Text or Null,
        /// Account or keyed hash of the number that caused it, by which the daily limit counts; `sistem` for the
        /// program.
        asked_by: Text,
        /// Keyed hash of the recipient's number, hexadecimal.
        phone: Text,
        /// State of the whole message, from those of its parts: `ANTRE`, `TERKIRIM`, `SAMPAI` or `GAGAL`.
        state: Text,
        /// Number of parts.
        part_count: Int,
        /// When it was written, in milliseconds since 1970 UTC.
        created_at: Int,
        /// When it arrived or failed, in milliseconds since 1970 UTC; empty before.
        done_at: Int or Null,
        /// The recipient's number and the text.
        body: Secret,
        /// Digest of the other columns.
        seal: Blob,
    };

    /// Parts of SMS to be sent: the unit that the SMS centre takes and reports on.
    SMS_OUT_PART = "sms_out_part" Seal key {
        /// Message it is a part of (`sms_out.id`).
        message: Text,
        /// Number of the part, from 1.
        no: Int,
    } rest {
        /// `ANTRE`, `DISERAHKAN` (sent, the centre has not answered), `TERKIRIM` (the centre has it), `SAMPAI` or
        /// `GAGAL`.
        state: Text,
        /// Our own number, 1–65535, which comes back with the receipt.
        reference: Int,
        /// The centre's number; empty until it has answered.
        centre_id: Text or Null,
        /// How often it was sent.
        attempts: Int,
        /// When it was last sent, in milliseconds since 1970 UTC; empty before.
        submitted_at: Int or Null,
        /// When it is looked at again, in milliseconds since 1970 UTC; the highest number = never.
        next_at: Int,
        /// Last bad answer of the centre, or why it is sent again; empty = none.
        error: Text or Null,
        /// Revision: one higher with each change, so that two writers notice each other.
        rev: Int,
        /// Digest of the other columns.
        seal: Blob,
    };

    /// SMS received.
    SMS_IN = "sms_in" Seal key {
        /// `masuk/`, when it arrived, and the digest.
        id: Text,
    } rest {
        /// When, in milliseconds since 1970 UTC.
        received_at: Int,
        /// Keyed hash of the sender's number, hexadecimal.
        phone: Text,
        /// Keyed hash of sender and content: a message delivered twice is taken once.
        digest: Blob,
        /// `DITERIMA`, `KURANG` (not complete), `NOMOR_TIDAK_DIKENAL` or `BATAS_HARIAN` (not complete, and the
        /// daily limit leaves no answer).
        verdict: Text,
        /// Desa it reported for, 10 digits; empty unless `DITERIMA`.
        desa: Text or Null,
        /// Hamlet it reported for; empty unless `DITERIMA`.
        hamlet: Text or Null,
        /// Message that answers it (`sms_out.id`); empty = none.
        answer: Text or Null,
        /// The sender's number and the text; the text is dropped when the sender is unknown or it held a person's
        /// number.
        body: Secret,
        /// Digest of the other columns.
        seal: Blob,
    };

    /// Parts of long SMS that are not complete yet. A part is deleted with the others when the message is complete.
    SMS_IN_PART = "sms_in_part" Seal key {
        /// Keyed hash of the sender's number, hexadecimal.
        phone: Text,
        /// The sender's number for the message.
        reference: Int,
        /// Parts in all.
        total: Int,
        /// Number of this part, from 1.
        no: Int,
    } rest {
        /// When, in milliseconds since 1970 UTC.
        received_at: Int,
        /// `data_coding` of SMPP.
        coding: Int,
        /// Its octets, hexadecimal.
        body: Secret,
        /// Digest of the other columns.
        seal: Blob,
    };
}
