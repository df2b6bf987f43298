//! Berita Acara: the signed result of a hamlet meeting. R28, R58–R77, domain §2.3.

use crate::date;
use crate::error::DocumentError;
use crate::fkp01::Code;
use crate::press::{Pdf, Promise, Template, print};
use crate::sheet::{Letterhead, Locality, Paper, Signatory, Stamp};
use domain::Date;
use domain::deliberation::minutes::Recap;
use serde::{Serialize, Serializer};

const TEMPLATE: Template = Template { name: "minutes.typ", text: include_str!("../templates/minutes.typ") };

/// Data of the minutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Minutes {
    /// Who writes.
    pub letterhead: Letterhead,
    /// Number, date, place, checkpoint, link.
    pub stamp: Stamp,
    /// Desa and hamlet.
    pub locality: Locality,
    /// Stage (tahap) of the meeting. R76.
    pub stage: u8,
    /// Day of the meeting.
    #[serde(serialize_with = "date::spelled")]
    pub meeting_date: Date,
    /// Where it was held.
    pub venue: String,
    /// From–to, in words, when noted.
    pub hours: Option<String>,
    /// Number of the form set. R59.
    pub form_set: String,
    /// The signed stage that it corrects and replaces. R76.
    pub corrects: Option<Corrects>,
    /// Who was there, by role. R28.
    pub attendance: Vec<Attendees>,
    /// What the meeting was warned of, e.g. a role that was absent.
    pub warnings: Vec<String>,
    /// Counts per code 1–6 and 8 of FKP.01 and 7 of FKP.02. R67.
    #[serde(serialize_with = "recap")]
    pub recap: Recap,
    /// Proposals struck to keep the quota; they stay on record with their reason. R63–R66.
    pub struck: Vec<Struck>,
    /// Blanks and enumerators. R68, R70–R72, R77.
    pub planning: Planning,
    /// Catatan tersendiri, printed as an annex. R45.
    pub notes: Vec<Note>,
    /// Who signs, in order.
    pub signatures: Vec<Signatory>,
}

/// What a correction corrects. R76.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Corrects {
    /// Its stage.
    pub stage: u8,
    /// Number of its minutes.
    pub number: String,
    /// Its day, in words.
    pub date: Option<String>,
    /// What is another one now.
    pub changes: Vec<Changed>,
}

/// A row that is another one than in the stage before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// Nomor RTS, or the number on FKP.02.
    pub row: String,
    /// Head of the household.
    pub head_name: String,
    /// How it stood: `kode 4`, `dicoret`.
    pub was: String,
    /// How it stands now.
    pub is: String,
}

/// People present in one role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Attendees {
    /// `Dukuh`, `Ketua RT`, `Tokoh masyarakat`, `Kelompok marginal` …
    pub role: String,
    /// How many; `None` when nobody counted them, which is not the same as nobody came.
    pub present: Option<u32>,
    /// How many of them women, when noted.
    pub women: Option<u32>,
}

/// A proposal of FKP.02 that was struck or withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Struck {
    /// Its number on FKP.02.
    pub no: u32,
    /// How it went: `dicoret (langkah a)`, `ditarik pengusul`.
    pub how: String,
    /// Head of the household.
    pub head_name: String,
    /// RT, RW.
    pub address: String,
    /// Why.
    pub reason: String,
}

/// How many questionnaires and enumerators the result needs. R77.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Planning {
    /// Spare blanks beside those for the households to visit.
    pub reserve: u32,
    /// Households one enumerator visits.
    pub load: u32,
    /// Enumerators agreed in the meeting, of the same hamlet. R71.
    pub enumerators: Vec<Enumerator>,
}

/// An enumerator agreed in the meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Enumerator {
    /// Name.
    pub name: String,
    /// RT, RW in the hamlet.
    pub address: String,
    /// Whether trained already. R72.
    pub trained: bool,
}

/// One change to columns 01–05. R45.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// Nomor RTS.
    pub rts: String,
    /// Head as printed on FKP.01.
    pub head_name: String,
    /// Column 1–5.
    pub column: u8,
    /// What is printed there.
    pub printed: String,
    /// What it should be.
    pub becomes: String,
}

fn recap<S: Serializer>(recap: &Recap, s: S) -> Result<S::Ok, S::Error> {
    s.collect_seq(recap.by_code())
}

/// What follows from the data and is printed beside it.
#[derive(Serialize)]
struct Derived {
    codes: Vec<Code>,
    fkp01_rows: usize,
    quota: usize,
    retained: usize,
    proposed: usize,
    visits: usize,
    enumerators_needed: usize,
    sms: String,
}

impl Derived {
    fn of(data: &Minutes) -> Result<Self, DocumentError> {
        let both = data.recap.quota();
        let (quota, retained) = (both.improved, both.new);
        if !both.holds() {
            return Err(DocumentError::Contradiction {
                what: "FKP.02",
                why: format!("{retained} new households are kept but code 2 frees room for {quota} (R61)"),
            });
        }
        if data.planning.load == 0 {
            return Err(DocumentError::Contradiction {
                what: "planning.load",
                why: "an enumerator visits at least one household (R77)".to_owned(),
            });
        }
        let visits = data.recap.blanks();
        Ok(Self {
            codes: Code::all(),
            fkp01_rows: data.recap.fkp01_rows(),
            quota,
            retained,
            proposed: retained + data.struck.len(),
            visits,
            enumerators_needed: visits.div_ceil(data.planning.load as usize),
            sms: data.recap.sms(),
        })
    }
}

/// Prints the minutes. Refuses counts that break the quota: no signed paper may say so. R61.
pub fn minutes(data: &Minutes, paper: Paper) -> Result<Pdf, DocumentError> {
    #[derive(Serialize)]
    struct Printed<'a> {
        #[serde(flatten)]
        data: &'a Minutes,
        derived: Derived,
    }
    print(&TEMPLATE, &Printed { data, derived: Derived::of(data)? }, paper, Promise::Read)
}
