//! SMS: registered numbers, provisional reports, outgoing and incoming messages. ADR 0015.
//!
//! A telephone number is personal data: rows are found by its keyed hash; the number and every text
//! are encrypted.

use crate::connect::Store;
use crate::error::{Result, StoreError};
use crate::row::{Row, rows};
use crate::sql;
use crate::table::{PROVISIONAL_REPORT, SMS_CONTACT, SMS_IN, SMS_IN_PART, SMS_OUT, SMS_OUT_PART};
use crate::tx::{Reader, Record, Tx};
use crate::value::Value;
use domain::codes;
use domain::deliberation::minutes::Recap;
use domain::deliberation::sms::ProvisionalCounts;
use serde::{Deserialize, Serialize};

codes! {
    /// Where a part, or the whole message, stands on its way.
    pub enum SmsState {
        /// Waits to be handed over.
        Queued = "ANTRE",
        /// Handed over; the centre has not answered. Only a part is ever here.
        Submitted = "DISERAHKAN",
        /// The centre has it.
        Sent = "TERKIRIM",
        /// It is on the phone.
        Delivered = "SAMPAI",
        /// It will not arrive.
        Failed = "GAGAL",
    }
}

impl SmsState {
    /// The state of a message from those of its parts: failed when one failed, else as far as the
    /// last of them.
    #[must_use]
    pub fn of_parts(parts: impl IntoIterator<Item = Self>) -> Self {
        let parts: Vec<Self> = parts.into_iter().collect();
        if parts.contains(&Self::Failed) {
            return Self::Failed;
        }
        match parts.into_iter().min() {
            None | Some(Self::Queued | Self::Submitted) => Self::Queued,
            Some(other) => other,
        }
    }
}

rows! {
    /// A number that may report.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct ContactRow in SMS_CONTACT {
        /// Keyed hash of the number, hexadecimal: [`Store::phone_key`].
        pub phone: String,
        /// Desa.
        pub desa: String,
        /// Hamlet; empty for the TKPKDesa.
        pub hamlet: String,
        /// `TKPKDESA`, `DUKUH` or `ASISTEN`.
        pub role: String,
        /// When it was entered.
        pub changed_at_ms: i64 = changed_at;
        /// The number itself.
        pub body: ContactBody,
    }
}

/// The encrypted part of a contact.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactBody {
    /// International form without `+`.
    pub number: String,
}

/// One version of a provisional report. R68.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportRow {
    /// Desa.
    pub desa: String,
    /// Hamlet, as the area table spells it.
    pub hamlet: String,
    /// Version, from 1.
    pub no: i64,
    /// The counts.
    pub counts: ProvisionalCounts,
    /// `SMS` or `APLIKASI`.
    pub source: String,
    /// Account, or keyed hash of the number.
    pub sender: String,
    /// When it came.
    pub at_ms: i64,
    /// `MENUNGGU`, `SAMA` or `BEDA`: against the signed minutes.
    pub flag: String,
    /// Counts of the minutes: `2=3 3=1 6=3 7=2`; empty before.
    pub minutes: String,
    /// When it was compared.
    pub compared_at_ms: Option<i64>,
}

rows! {
    /// A message to be sent.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct OutRow in SMS_OUT {
        /// What caused it, spelled as an id: the same cause gives the same message.
        pub id: String,
        /// `LAPORAN`, `KONFIRMASI`, `KURANG` …
        pub kind: String,
        /// Desa it is about.
        pub desa: Option<String>,
        /// Hamlet it is about.
        pub hamlet: Option<String>,
        /// Who caused it: account, or keyed hash of a number. The daily limit counts by it.
        pub asked_by: String,
        /// Keyed hash of the recipient's number.
        pub phone: String,
        /// State of the whole.
        pub state: SmsState,
        /// Parts.
        pub part_count: i64,
        /// When it was written.
        pub created_at_ms: i64 = created_at,
        /// When it arrived or failed.
        pub done_at_ms: Option<i64> = done_at;
        /// Number and words.
        pub body: OutBody,
    }
}

/// The encrypted part of a message to be sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutBody {
    /// Recipient.
    pub number: String,
    /// Words.
    pub text: String,
}

rows! {
    /// One part of a message to be sent.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct PartRow in SMS_OUT_PART {
        /// The message.
        pub message: String,
        /// From 1.
        pub no: i64,
        /// State.
        pub state: SmsState,
        /// Our number, 1–65535.
        pub reference: i64,
        /// The centre's number, once it has answered.
        pub centre_id: Option<String>,
        /// How often it was handed over.
        pub attempts: i64,
        /// When it was last handed over.
        pub submitted_at_ms: Option<i64> = submitted_at,
        /// When it is to be looked at again: handed over, asked about, or given up.
        pub next_at_ms: i64 = next_at,
        /// What the centre said last, when it said no.
        pub error: Option<String>,
        /// Revision.
        pub rev: i64,
    }

    /// A message received.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct InRow in SMS_IN {
        /// Id.
        pub id: String,
        /// When.
        pub received_at_ms: i64 = received_at,
        /// Keyed hash of the sender's number.
        pub phone: String,
        /// Keyed hash of sender and content.
        pub digest: Vec<u8>,
        /// `DITERIMA`, `KURANG`, `NOMOR_TIDAK_DIKENAL`, `BATAS_HARIAN`.
        pub verdict: String,
        /// Desa understood.
        pub desa: Option<String>,
        /// Hamlet understood.
        pub hamlet: Option<String>,
        /// The message that answers it.
        pub answer: Option<String>;
        /// Number and words.
        pub body: InBody,
    }
}

/// The encrypted part of a message received.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InBody {
    /// Sender.
    pub number: String,
    /// Words; empty when they held the number of a person.
    pub text: String,
}

rows! {
    /// One part of a long message that is not complete yet.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct InPartRow in SMS_IN_PART {
        /// Keyed hash of the sender's number.
        pub phone: String,
        /// The sender's reference.
        pub reference: i64,
        /// Parts in all.
        pub total: i64,
        /// This one.
        pub no: i64,
        /// When it came.
        pub received_at_ms: i64 = received_at,
        /// `data_coding`.
        pub coding: i64;
        /// Octets, hexadecimal.
        pub body: InPartBody,
    }
}

/// The encrypted part of a part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InPartBody {
    /// Octets, hexadecimal.
    pub octets: String,
}

impl Store {
    /// The key under which a number is found: its keyed hash, hexadecimal.
    #[must_use]
    pub fn phone_key(&self, number: &str) -> String {
        hex::encode(self.keys().lookup("telepon", number))
    }

    /// Changes a part unless somebody changed it since it was read, and brings the state of its
    /// message up to date. Gives the new row.
    pub async fn save_sms_part(&self, part: &PartRow, now_ms: i64) -> Result<PartRow> {
        let next = PartRow { rev: part.rev + 1, ..part.clone() };
        let mut tx = self.begin_unlogged().await?;
        tx.update_revision(&SMS_OUT_PART, next.values(), part.rev).await?;
        let Some(mut message) = tx.sms_out(&part.message).await? else {
            return Err(StoreError::Stale { table: "sms_out" });
        };
        let state = SmsState::of_parts(tx.sms_parts(&part.message).await?.into_iter().map(|p| p.state));
        if state != message.state {
            message.done_at_ms = matches!(state, SmsState::Delivered | SmsState::Failed).then_some(now_ms);
            message.state = state;
            tx.put_row(&message);
        }
        tx.commit_unlogged().await?;
        Ok(next)
    }
}

impl Tx {
    /// Writes whose number it is.
    pub fn put_sms_contact(&mut self, c: &ContactRow) {
        self.put_row(c);
    }

    /// Forgets a number.
    pub fn delete_sms_contact(&mut self, phone: &str) {
        self.delete(&SMS_CONTACT, vec![phone.into()]);
    }

    /// Writes a version of a provisional report.
    pub fn put_provisional_report(&mut self, r: &ReportRow) {
        let [improved, head_replaced, composition_changed, proposed] = r.counts.to_array().map(i64::from);
        self.put(
            &PROVISIONAL_REPORT,
            vec![
                r.desa.as_str().into(),
                r.hamlet.as_str().into(),
                r.no.into(),
                improved.into(),
                head_replaced.into(),
                composition_changed.into(),
                proposed.into(),
                r.source.as_str().into(),
                r.sender.as_str().into(),
                r.at_ms.into(),
                r.flag.as_str().into(),
                r.minutes.as_str().into(),
                r.compared_at_ms.into(),
            ],
        );
    }

    /// Writes a new message with its parts, numbered from `references`.
    pub fn insert_sms_out(&mut self, message: &OutRow, references: &[i64]) {
        self.insert_row(message);
        for (no, reference) in (1i64..).zip(references) {
            let part = PartRow {
                message: message.id.clone(),
                no,
                state: SmsState::Queued,
                reference: *reference,
                centre_id: None,
                attempts: 0,
                submitted_at_ms: None,
                next_at_ms: message.created_at_ms,
                error: None,
                rev: 0,
            };
            self.insert_row(&part);
        }
    }

    /// Writes a message received.
    pub fn insert_sms_in(&mut self, m: &InRow) {
        self.insert_row(m);
    }

    /// Keeps a part of a long message.
    pub fn put_sms_in_part(&mut self, p: &InPartRow) {
        self.put_row(p);
    }

    /// Forgets a part once its message is complete.
    pub fn delete_sms_in_part(&mut self, p: &InPartRow) {
        self.delete(&SMS_IN_PART, vec![p.phone.as_str().into(), p.reference.into(), p.total.into(), p.no.into()]);
    }
}

impl Reader {
    /// Whose number it is.
    pub async fn sms_contact(&mut self, phone: &str) -> Result<Option<ContactRow>> {
        self.one(&SMS_CONTACT, vec![phone.into()]).await?.as_ref().map(ContactRow::read).transpose()
    }

    /// The numbers entered for a desa.
    pub async fn sms_contacts(&mut self, desa: &str) -> Result<Vec<ContactRow>> {
        self.fetch(sql::SMS_CONTACTS_OF, vec![desa.into()]).await?.iter().map(ContactRow::read).collect()
    }

    /// How many numbers each desa of an area has: desa, role, count.
    pub async fn sms_contact_counts(&mut self, area: &str) -> Result<Vec<(String, String, i64)>> {
        let rows = self.fetch(sql::SMS_CONTACT_COUNTS, vec![format!("{area}%").into()]).await?;
        rows.iter().map(|row| Ok((row.text("desa")?, row.text("role")?, row.int("n")?))).collect()
    }

    /// Desa and hamlet of an area of whose report the centre has taken a message.
    pub async fn sms_reports_taken(&mut self, area: &str) -> Result<Vec<(String, String)>> {
        let rows = self.fetch(sql::SMS_REPORT_TAKEN, vec![format!("{area}%").into()]).await?;
        rows.iter().map(|row| Ok((row.text("desa")?, row.text("hamlet")?))).collect()
    }

    /// The report that holds for each hamlet of an area.
    pub async fn provisional_reports(&mut self, area: &str) -> Result<Vec<ReportRow>> {
        let pattern = format!("{area}%");
        self.fetch(sql::PROVISIONAL_LAST, vec![pattern.into()]).await?.iter().map(report).collect()
    }

    /// Every version of a hamlet's report, the last first.
    pub async fn provisional_versions(&mut self, desa: &str, hamlet: &str) -> Result<Vec<ReportRow>> {
        self.fetch(sql::PROVISIONAL_OF_HAMLET, vec![desa.into(), hamlet.into()]).await?.iter().map(report).collect()
    }

    /// Hamlet and recap of the signed minutes of a desa that are in force, oldest first.
    pub async fn signed_minutes(&mut self, desa: &str) -> Result<Vec<(String, Recap)>> {
        let rows = self.fetch(sql::SMS_MINUTES, vec![desa.into()]).await?;
        rows.iter().map(|row| Ok((row.text("hamlet")?, row.recap("counts")?))).collect()
    }

    /// One message to be sent.
    pub async fn sms_out(&mut self, id: &str) -> Result<Option<OutRow>> {
        self.one(&SMS_OUT, vec![id.into()]).await?.as_ref().map(OutRow::read).transpose()
    }

    /// The latest messages to be sent, newest first.
    pub async fn sms_out_recent(&mut self, limit: i64) -> Result<Vec<OutRow>> {
        self.fetch(sql::SMS_OUT_RECENT, vec![limit.into()]).await?.iter().map(OutRow::read).collect()
    }

    /// The latest messages about an area's desa or to its numbers, newest first.
    pub async fn sms_out_of(&mut self, area: &str, limit: i64) -> Result<Vec<OutRow>> {
        let args = vec![format!("{area}%").into(), limit.into()];
        self.fetch(sql::SMS_OUT_OF, args).await?.iter().map(OutRow::read).collect()
    }

    /// The latest messages received about an area's desa or from its numbers, newest first.
    pub async fn sms_in_of(&mut self, area: &str, limit: i64) -> Result<Vec<InRow>> {
        let args = vec![format!("{area}%").into(), limit.into()];
        self.fetch(sql::SMS_IN_OF, args).await?.iter().map(InRow::read).collect()
    }

    /// The parts of a message.
    pub async fn sms_parts(&mut self, message: &str) -> Result<Vec<PartRow>> {
        self.read_under(&SMS_OUT_PART, message, PartRow::read).await
    }

    /// Parts that may be handed over now.
    pub async fn sms_due(&mut self, now_ms: i64, limit: i64) -> Result<Vec<PartRow>> {
        self.fetch(sql::SMS_DUE, vec![now_ms.into(), limit.into()]).await?.iter().map(PartRow::read).collect()
    }

    /// Parts in a state whose time has come.
    pub async fn sms_pending(&mut self, state: SmsState, now_ms: i64, limit: i64) -> Result<Vec<PartRow>> {
        let args = vec![state.code().into(), now_ms.into(), limit.into()];
        self.fetch(sql::SMS_PENDING, args).await?.iter().map(PartRow::read).collect()
    }

    /// The latest part to a number with our reference.
    pub async fn sms_part_by_reference(&mut self, reference: i64, phone: &str) -> Result<Option<PartRow>> {
        let found = self.fetch(sql::SMS_BY_REFERENCE, vec![reference.into(), phone.into()]).await?;
        found.first().map(PartRow::read).transpose()
    }

    /// The part with the centre's number.
    pub async fn sms_part_by_centre_id(&mut self, centre_id: &str) -> Result<Option<PartRow>> {
        let found = self.fetch(sql::SMS_BY_CENTRE_ID, vec![centre_id.into()]).await?;
        found.first().map(PartRow::read).transpose()
    }

    /// How many messages somebody caused since a moment.
    pub async fn sms_asked_since(&mut self, asked_by: &str, since_ms: i64) -> Result<i64> {
        self.count_of(sql::SMS_ASKED_SINCE, vec![asked_by.into(), since_ms.into()]).await
    }

    /// How many parts were ever made.
    pub async fn sms_part_count(&mut self) -> Result<i64> {
        self.count_of(sql::SMS_PART_COUNT, vec![]).await
    }

    async fn count_of(&mut self, statement: &'static str, args: Vec<Value>) -> Result<i64> {
        match self.fetch_one(statement, args).await? {
            Some(row) => row.int("n"),
            None => Ok(0),
        }
    }

    /// The latest messages received, newest first.
    pub async fn sms_in_recent(&mut self, limit: i64) -> Result<Vec<InRow>> {
        self.fetch(sql::SMS_IN_RECENT, vec![limit.into()]).await?.iter().map(InRow::read).collect()
    }

    /// The same message received since a moment.
    pub async fn sms_in_by_digest(&mut self, digest: &[u8], since_ms: i64) -> Result<Option<InRow>> {
        let args = vec![digest.to_vec().into(), since_ms.into()];
        self.fetch_one(sql::SMS_IN_BY_DIGEST, args).await?.as_ref().map(InRow::read).transpose()
    }

    /// The parts of incomplete messages from a number.
    pub async fn sms_in_parts(&mut self, phone: &str) -> Result<Vec<InPartRow>> {
        self.read_under(&SMS_IN_PART, phone, InPartRow::read).await
    }
}

fn report(row: &Record) -> Result<ReportRow> {
    let count = |column: &str| -> Result<u16> {
        u16::try_from(row.int(column)?).map_err(|_| StoreError::Damaged {
            table: "provisional_report",
            key: String::new(),
            what: column.to_owned(),
        })
    };
    Ok(ReportRow {
        desa: row.text("desa")?,
        hamlet: row.text("hamlet")?,
        no: row.int("no")?,
        counts: ProvisionalCounts::from_array([
            count("improved")?,
            count("head_replaced")?,
            count("composition_changed")?,
            count("proposed")?,
        ]),
        source: row.text("source")?,
        sender: row.text("sender")?,
        at_ms: row.int("at")?,
        flag: row.text("flag")?,
        minutes: row.text("minutes")?,
        compared_at_ms: row.opt_int("compared_at")?,
    })
}
