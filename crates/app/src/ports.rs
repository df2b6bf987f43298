//! What the use cases need from outside: the time, random data, paper, SMS centres, and progress
//! reports. `cli/src/wiring.rs` fills them in.

use crate::meeting::{Correction, FormSet};
use domain::Date;
use domain::area::AreaTable;
use domain::deliberation::minutes::PlanRule;
use domain::deliberation::sheet::SheetForm;
use domain::deliberation::sms::{Coding, Phone, parts};
use domain::registration::Registration;
use store::decree::{DecreeHead, DecreeLine};
use store::deliberation::{MeetingHead, MeetingLine};
use store::prelist::{PrelistHead, PrelistLine};

/// The time, and the calendar day at the office.
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970 UTC.
    fn now_ms(&self) -> i64;
    /// The day at the office.
    fn today(&self) -> Date;
    /// Milliseconds since midnight at the office; in western Indonesia (UTC+7) unless the clock knows better.
    fn ms_of_day(&self) -> i64 {
        (self.now_ms() + 7 * 3_600_000).rem_euclid(24 * 3_600_000)
    }
}

/// A clock that stands still: tests, and `--as-of`.
#[derive(Clone, Copy, Debug)]
pub struct FixedClock {
    /// The day.
    pub today: Date,
    /// Milliseconds since 1970 UTC.
    pub now_ms: i64,
}

impl Clock for FixedClock {
    fn now_ms(&self) -> i64 {
        self.now_ms
    }
    fn today(&self) -> Date {
        self.today
    }
}

/// Random data, for tokens. Nothing that decides uses it.
pub trait Random: Send + Sync {
    /// Fills `bytes` with random data.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), String>;
}

/// Random data of the operating system.
#[derive(Clone, Copy, Debug)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), String> {
        getrandom::fill(bytes).map_err(|e| e.to_string())
    }
}

/// A document to be printed, with everything that stands on it.
#[derive(Clone, Copy, Debug)]
pub enum Document<'a> {
    /// Bukti pendaftaran.
    Receipt {
        /// The registration.
        registration: &'a Registration,
        /// For the names of areas.
        areas: &'a AreaTable,
    },
    /// Prelist of one desa.
    Prelist {
        /// The list.
        head: &'a PrelistHead,
        /// Its rows.
        rows: &'a [PrelistLine],
        /// For the names of areas.
        areas: &'a AreaTable,
    },
    /// FKP.01 of a hamlet, prefilled, or the blank FKP.02 that belongs to it. R39–R44, R59.
    Form {
        /// Which of the two.
        form: SheetForm,
        /// The set as it was issued.
        set: &'a FormSet,
        /// For the names of areas.
        areas: &'a AreaTable,
    },
    /// Berita Acara. R67.
    Minutes {
        /// The meeting.
        meeting: &'a MeetingHead,
        /// Its rows.
        rows: &'a [MeetingLine],
        /// For the names of areas.
        areas: &'a AreaTable,
        /// Checkpoint of its signing, hexadecimal: by it anybody may check the paper.
        checkpoint: Option<&'a str>,
        /// By which blanks and enumerators were planned. R77.
        plan: PlanRule,
        /// The signed stage it corrects. R76.
        corrects: Option<&'a Correction>,
    },
    /// SK with its annex. R18.
    Decree {
        /// The decree.
        head: &'a DecreeHead,
        /// Its annex.
        rows: &'a [DecreeLine],
        /// For the names of areas.
        areas: &'a AreaTable,
    },
}

/// Prints documents as PDF. The same document gives the same bytes.
pub trait Documents: Send + Sync {
    /// The PDF.
    fn print(&self, document: &Document<'_>) -> Result<Vec<u8>, String>;
}

/// For commands that print nothing.
#[derive(Clone, Copy, Debug)]
pub struct NoDocuments;

impl Documents for NoDocuments {
    fn print(&self, _: &Document<'_>) -> Result<Vec<u8>, String> {
        Err("this command was started without a printer".to_owned())
    }
}

/// Is told how far the work is: a bar on the terminal, a job row for a page.
pub trait Progress: Send + Sync {
    /// A step begins.
    fn begin(&self, step: &str, title: &str);
    /// It is done; `skipped` when it had been done before.
    fn end(&self, step: &str, summary: &str, skipped: bool);
}

/// Tells nobody.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: &str, _: &str) {}
    fn end(&self, _: &str, _: &str, _: bool) {}
}

/// One short message on its way to the SMS centre.
#[derive(Clone, Debug)]
pub struct SmsSubmit {
    /// Recipient.
    pub to: Phone,
    /// Our number of it, 1–65535: it comes back with the receipt.
    pub reference: u16,
    /// This part.
    pub part: parts::Part,
    /// The words of the whole message, for a centre that splits by itself.
    pub text: String,
    /// How long the centre may try to deliver it, in milliseconds.
    pub validity_ms: i64,
}

/// What became of handing a short message over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Submitted {
    /// The centre has it, under this number of its own.
    Taken {
        /// Its number; empty when it gives none.
        centre_id: String,
    },
    /// The centre surely does not have it, and may take it later.
    Later {
        /// What it said.
        why: String,
    },
    /// The centre surely does not have it and never will.
    Never {
        /// What it said.
        why: String,
    },
    /// The line was down before anything was handed over.
    NotHanded,
    /// Handed over, and no answer came: the centre may have it or not.
    Unanswered,
}

/// What became of a short message on its way to the phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SmsFate {
    /// It is on its way.
    Underway,
    /// It is on the phone.
    Delivered,
    /// It did not arrive in time; sending it again may help.
    Expired,
    /// It will not arrive.
    Failed {
        /// What the centre said.
        why: String,
    },
}

/// What the SMS centre brings.
#[derive(Clone, Debug)]
pub enum Heard {
    /// A message from a phone, or a part of one.
    Message {
        /// The sender as the centre writes it.
        from: String,
        /// The alphabet; `None` for binary content.
        coding: Option<Coding>,
        /// Its place, when it is part of a long message.
        place: Option<parts::Place>,
        /// User data without header.
        octets: Vec<u8>,
        /// The centre's own number of it, when it has one: a repetition has the same.
        centre_id: Option<String>,
    },
    /// What became of a message of ours.
    Receipt {
        /// Our number.
        reference: Option<u16>,
        /// The centre's number.
        centre_id: Option<String>,
        /// The phone it went to.
        to: String,
        /// What became of it.
        fate: SmsFate,
    },
}

/// Something heard, to be acknowledged once it is kept.
#[derive(Clone, Debug)]
pub struct Hearing {
    /// By which it is acknowledged.
    pub token: u64,
    /// What was heard.
    pub heard: Heard,
}

/// A line to an SMS centre. Dropping it hangs up.
pub trait SmsCentre: Send {
    /// Hands one short message over and waits for the answer.
    fn submit(&mut self, sms: &SmsSubmit) -> impl Future<Output = Submitted> + Send;
    /// Asks what became of a message the centre has; `None` when it does not know or does not tell.
    fn ask(&mut self, centre_id: &str) -> impl Future<Output = Option<SmsFate>> + Send;
    /// The next thing from the centre; `None` when the line is down. Cancel-safe.
    fn hear(&mut self) -> impl Future<Output = Option<Hearing>> + Send;
    /// Tells the centre that something is kept, or that it should bring it again.
    fn acknowledge(&mut self, token: u64, kept: bool) -> impl Future<Output = ()> + Send;
}
