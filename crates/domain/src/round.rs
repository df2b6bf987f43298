//! One update cycle: the states of a case and of a hamlet meeting, and what moves them. Domain §2.1, §2.2.
//!
//! Both tables are one exhaustive function each. States only move forward except by the arrows
//! written here; no case reaches stage n+1 without leaving stage n. R2.

mod meeting;
mod open;

pub use meeting::{MeetingStanding, MeetingStays};
pub use open::{Calendar, Deadline, OpenRefused, Round, RoundState, open};

use crate::verification::{VisitOutcome, VisitResult};

/// State of a household's case. §2.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CaseState {
    /// 0 DRAF.
    Draft,
    /// 1 TERDAFTAR.
    Registered,
    /// 2 IDENTIFIKASI.
    Identifying,
    /// 2a TELAAH.
    Review,
    /// 3 TERKATEGORI.
    Categorised,
    /// 4 PRELIST.
    Prelist,
    /// 5 VERIFIKASI_LAPANGAN.
    InField,
    /// 6 TERVERIFIKASI.
    Verified,
    /// 6x TIDAK_DITEMUKAN.
    NotFound,
    /// 6x PINDAH.
    Moved,
    /// 6x BAGIAN_RUTA_LAIN.
    PartOfOther,
    /// 6x GANDA.
    Duplicate,
    /// 6x MENOLAK (local code 6).
    Refused,
    /// 7 SIAP_SK.
    ReadyForDecree,
    /// 8 DISAHKAN.
    Decreed,
    /// 9 TERKIRIM.
    Delivered,
    /// 10 DIMUTAKHIRKAN.
    Updated,
    /// 11 DIPERINGKAT.
    Ranked,
    /// 12 DITUTUP.
    Closed,
}

impl CaseState {
    /// Every state in the order of the table.
    pub const ALL: [Self; 19] = [
        Self::Draft,
        Self::Registered,
        Self::Identifying,
        Self::Review,
        Self::Categorised,
        Self::Prelist,
        Self::InField,
        Self::Verified,
        Self::NotFound,
        Self::Moved,
        Self::PartOfOther,
        Self::Duplicate,
        Self::Refused,
        Self::ReadyForDecree,
        Self::Decreed,
        Self::Delivered,
        Self::Updated,
        Self::Ranked,
        Self::Closed,
    ];

    /// The stable word.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "DRAF",
            Self::Registered => "TERDAFTAR",
            Self::Identifying => "IDENTIFIKASI",
            Self::Review => "TELAAH",
            Self::Categorised => "TERKATEGORI",
            Self::Prelist => "PRELIST",
            Self::InField => "VERIFIKASI_LAPANGAN",
            Self::Verified => "TERVERIFIKASI",
            Self::NotFound => "TIDAK_DITEMUKAN",
            Self::Moved => "PINDAH",
            Self::PartOfOther => "BAGIAN_RUTA_LAIN",
            Self::Duplicate => "GANDA",
            Self::Refused => "MENOLAK",
            Self::ReadyForDecree => "SIAP_SK",
            Self::Decreed => "DISAHKAN",
            Self::Delivered => "TERKIRIM",
            Self::Updated => "DIMUTAKHIRKAN",
            Self::Ranked => "DIPERINGKAT",
            Self::Closed => "DITUTUP",
        }
    }
    /// From the stable word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }
}

/// What moves a case. §2.1, column "Event".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CaseAct {
    /// `ajukan`.
    Submit,
    /// `kirim_identifikasi`.
    SendToIdentification,
    /// `hasil_otomatis`: certain.
    MatchCertain,
    /// `hasil_otomatis`: doubtful, a human decides.
    MatchDoubtful,
    /// `putuskan`, with a reason.
    Decide,
    /// `putuskan`: the registration joins an earlier one of the same household, with a reason. T9.
    Join,
    /// `urungkan`, until the prelist is frozen. §5.4.
    TakeBack,
    /// `perbaiki`: the office sends the registration again, corrected; until the prelist is frozen.
    Correct,
    /// `masuk_prelist`, exactly one category. R14, R15.
    EnterPrelist,
    /// `masuk_pendataan`: signed minutes ask for the visit (codes 2, 3, 6 and 7). Stands where a row of the
    /// prelist stands. R73.
    EnterVisitList,
    /// `tugaskan`, the Prelist being frozen. R16.
    Assign,
    /// `hasil_lapangan(1..6)`.
    Visit(VisitResult),
    /// `periksa_ok`.
    Approve,
    /// `kembalikan`, with a reason.
    SendBack,
    /// A row without data goes back to identification.
    Reidentify,
    /// `masuk_SK`, signed. R18.
    EnterDecree,
    /// `kirim`. R19.
    Deliver,
    /// `terima` by the Pokja.
    Accept,
    /// `tolak` by the Pokja.
    Reject,
    /// `peringkat`. R21.
    Rank,
    /// `tetapkan_program(p)`, repeatable. R22.
    DrawProgramme,
    /// `tutup`, with a reason code.
    Close,
    /// A new registration or an objection opens a closed case again.
    Reopen,
}

impl CaseAct {
    /// Every act, the visit once for each result.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut all = vec![
            Self::Submit,
            Self::SendToIdentification,
            Self::MatchCertain,
            Self::MatchDoubtful,
            Self::Decide,
            Self::Join,
            Self::TakeBack,
            Self::Correct,
            Self::EnterPrelist,
            Self::EnterVisitList,
            Self::Assign,
            Self::Approve,
            Self::SendBack,
            Self::Reidentify,
            Self::EnterDecree,
            Self::Deliver,
            Self::Accept,
            Self::Reject,
            Self::Rank,
            Self::DrawProgramme,
            Self::Close,
            Self::Reopen,
        ];
        all.extend(VisitResult::ALL.map(Self::Visit));
        all
    }
    /// The stable word in the log; the visit carries its result.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Submit => "ajukan",
            Self::SendToIdentification => "kirim_identifikasi",
            Self::MatchCertain => "cocok_pasti",
            Self::MatchDoubtful => "cocok_ragu",
            Self::Decide => "putuskan",
            Self::Join => "gabungkan",
            Self::TakeBack => "urungkan",
            Self::Correct => "perbaiki",
            Self::EnterPrelist => "masuk_prelist",
            Self::EnterVisitList => "masuk_pendataan",
            Self::Assign => "tugaskan",
            Self::Visit(VisitResult::Completed) => "hasil_lapangan_1",
            Self::Visit(VisitResult::NotFound) => "hasil_lapangan_2",
            Self::Visit(VisitResult::Moved) => "hasil_lapangan_3",
            Self::Visit(VisitResult::PartOfOther) => "hasil_lapangan_4",
            Self::Visit(VisitResult::Duplicate) => "hasil_lapangan_5",
            Self::Visit(VisitResult::Refused) => "hasil_lapangan_6",
            Self::Approve => "periksa_ok",
            Self::SendBack => "kembalikan",
            Self::Reidentify => "identifikasi_ulang",
            Self::EnterDecree => "masuk_sk",
            Self::Deliver => "kirim",
            Self::Accept => "terima",
            Self::Reject => "tolak",
            Self::Rank => "peringkat",
            Self::DrawProgramme => "tetapkan_program",
            Self::Close => "tutup",
            Self::Reopen => "buka_lagi",
        }
    }
    /// From the stable word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().into_iter().find(|a| a.code() == code)
    }
    /// Whether the act needs a written reason.
    #[must_use]
    pub fn needs_reason(self) -> bool {
        match self {
            Self::Decide | Self::Join | Self::SendBack | Self::Reject | Self::Close | Self::Reopen => true,
            Self::Submit
            | Self::SendToIdentification
            | Self::MatchCertain
            | Self::MatchDoubtful
            | Self::TakeBack
            | Self::Correct
            | Self::EnterPrelist
            | Self::EnterVisitList
            | Self::Assign
            | Self::Visit(_)
            | Self::Approve
            | Self::Reidentify
            | Self::EnterDecree
            | Self::Deliver
            | Self::Accept
            | Self::Rank
            | Self::DrawProgramme => false,
        }
    }
}

refusals! {
    /// Why a case does not move.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum TransitionRefused {
        /// The state does not allow this act.
        NoSuchArrow {
            /// The state it is in.
            from: CaseState,
            /// The act asked for.
            act: CaseAct,
        } = "LANGKAH_TIDAK_BERLAKU",
        /// The act needs a reason.
        ReasonMissing {
            /// The act asked for.
            act: CaseAct,
        } = "LANGKAH_TANPA_ALASAN",
    }
}

macro_rules! told_by_code {
    ($($kind:ty),*) => {$(
        impl crate::refusal::Argument for $kind {
            fn value(&self) -> Option<crate::refusal::Value> {
                Some(crate::refusal::Value::Word(self.code().to_owned()))
            }
        }
    )*};
}

told_by_code!(CaseAct, CaseState, Deadline);

/// The next state of a case. `reason` is the written reason, where the act needs one. R2, §2.1.
pub fn next(from: CaseState, act: CaseAct, reason: Option<&str>) -> Result<CaseState, TransitionRefused> {
    use CaseAct as A;
    use CaseState as S;
    let to = match (from, act) {
        (S::Draft, A::Submit) => S::Registered,
        (S::Registered, A::SendToIdentification) => S::Identifying,
        (S::Identifying, A::MatchCertain) | (S::Review, A::Decide) => S::Categorised,
        (S::Identifying, A::MatchDoubtful) => S::Review,
        // the same household came before: found by identification, by a reviewer, or by the list itself
        (S::Identifying | S::Review | S::Categorised, A::Join) => S::Duplicate,
        (S::Categorised | S::Duplicate, A::TakeBack) => S::Review,
        (S::Draft, A::Correct) => S::Draft,
        (S::Registered | S::Review | S::Categorised, A::Correct) => S::Registered,
        (S::Categorised, A::EnterPrelist) => S::Prelist,
        // a household of the register that a meeting sends to be enumerated never registered
        (S::Draft | S::Categorised, A::EnterVisitList) => S::Prelist,
        (S::Prelist, A::Assign) => S::InField,
        (S::InField, A::Visit(result)) => match VisitOutcome::from(result) {
            VisitOutcome::Verified => S::Verified,
            VisitOutcome::NotFound => S::NotFound,
            VisitOutcome::Moved => S::Moved,
            VisitOutcome::PartOfOther => S::PartOfOther,
            VisitOutcome::Duplicate => S::Duplicate,
            VisitOutcome::Refused => S::Refused,
        },
        (S::Verified, A::Approve) => S::ReadyForDecree,
        // until the decree a visit can be repeated, whatever it found
        (
            S::Verified | S::ReadyForDecree | S::NotFound | S::Moved | S::PartOfOther | S::Duplicate | S::Refused,
            A::SendBack,
        ) => S::InField,
        (S::NotFound | S::Moved | S::PartOfOther | S::Duplicate | S::Refused, A::Close) => S::Closed,
        (S::NotFound | S::Moved | S::PartOfOther | S::Duplicate | S::Refused, A::Reidentify) => S::Identifying,
        (S::ReadyForDecree, A::EnterDecree) => S::Decreed,
        (S::Decreed, A::Deliver) => S::Delivered,
        (S::Delivered, A::Accept) => S::Updated,
        (S::Delivered, A::Reject) => S::ReadyForDecree,
        (S::Updated, A::Rank) => S::Ranked,
        (S::Ranked, A::DrawProgramme) => S::Ranked,
        (S::Ranked, A::Close) => S::Closed,
        // every registered person dead: refused with a reason (§5.2, last row)
        (S::Identifying | S::Review, A::Close) => S::Closed,
        (S::Closed, A::Reopen) => S::Registered,
        (
            S::Draft
            | S::Registered
            | S::Identifying
            | S::Review
            | S::Categorised
            | S::Prelist
            | S::InField
            | S::Verified
            | S::NotFound
            | S::Moved
            | S::PartOfOther
            | S::Duplicate
            | S::Refused
            | S::ReadyForDecree
            | S::Decreed
            | S::Delivered
            | S::Updated
            | S::Ranked
            | S::Closed,
            _,
        ) => return Err(TransitionRefused::NoSuchArrow { from, act }),
    };
    if act.needs_reason() && reason.is_none_or(|r| r.trim().is_empty()) {
        return Err(TransitionRefused::ReasonMissing { act });
    }
    Ok(to)
}

/// State of a hamlet meeting. §2.2.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MeetingState {
    /// DISIAPKAN: forms received from the TKPKDesa. R59.
    #[default]
    Prepared,
    /// BERLANGSUNG.
    Open,
    /// KUOTA_LEBIH: blocked while new > code 2. R61.
    OverQuota,
    /// DIREKAP.
    Recapped,
    /// BA_DITANDATANGANI.
    Signed,
    /// SMS_TERKIRIM: the provisional report. R68.
    SmsSent,
    /// DILAPORKAN: full report and enumerators' names. R69, R70.
    Reported,
    /// PENDATAAN.
    Enumerating,
    /// SELESAI_PENDATAAN.
    Enumerated,
}

/// What moves a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MeetingAct {
    /// The meeting begins with issued forms. R59.
    Open,
    /// A proposal or a code made the new more than code 2. R61.
    ExceedQuota,
    /// A remedy brought it back. R63–R65.
    MeetQuota,
    /// Codes are counted. R67.
    Recap,
    /// The meeting goes on after its codes were counted.
    Resume,
    /// The minutes are signed.
    Sign,
    /// The counts are sent by SMS; allowed as soon as they are counted. R68.
    SendSms,
    /// The full result and the enumerators' names are reported. R69, R70.
    Report,
    /// The TKPKDesa confirms the report. R69, R70.
    Confirm,
    /// The TKPKDesa sends the report back, with a reason.
    SendBack,
    /// Enumeration begins. R73.
    StartEnumeration,
    /// Every house was visited.
    FinishEnumeration,
    /// What was signed is taken back, with a reason: the sheet of a meeting was mistyped.
    Reopen,
}

impl MeetingState {
    /// Every state in order.
    pub const ALL: [Self; 9] = [
        Self::Prepared,
        Self::Open,
        Self::OverQuota,
        Self::Recapped,
        Self::Signed,
        Self::SmsSent,
        Self::Reported,
        Self::Enumerating,
        Self::Enumerated,
    ];
    /// The stable word.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Prepared => "DISIAPKAN",
            Self::Open => "BERLANGSUNG",
            Self::OverQuota => "KUOTA_LEBIH",
            Self::Recapped => "DIREKAP",
            Self::Signed => "BA_DITANDATANGANI",
            Self::SmsSent => "SMS_TERKIRIM",
            Self::Reported => "DILAPORKAN",
            Self::Enumerating => "PENDATAAN",
            Self::Enumerated => "SELESAI_PENDATAAN",
        }
    }
    /// From the stable word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }

    /// The next state; `None` = no such arrow. §2.2.
    #[must_use]
    pub fn next(self, act: MeetingAct) -> Option<Self> {
        use MeetingAct as A;
        match (self, act) {
            (Self::Prepared, A::Open) | (Self::OverQuota, A::MeetQuota) => Some(Self::Open),
            (Self::Open, A::ExceedQuota) => Some(Self::OverQuota),
            (Self::Open, A::Recap) => Some(Self::Recapped),
            // the SMS is provisional: sent right after the recap it does not replace the signature
            (Self::Recapped, A::SendSms) => Some(Self::Recapped),
            (Self::Recapped, A::Resume) => Some(Self::Open),
            (Self::Recapped, A::Sign) => Some(Self::Signed),
            (Self::Signed, A::SendSms) => Some(Self::SmsSent),
            (Self::Signed | Self::SmsSent, A::Report) => Some(Self::Reported),
            (Self::Reported, A::Confirm) => Some(Self::Reported),
            (Self::Reported, A::SendBack) => Some(Self::Signed),
            (Self::Signed | Self::SmsSent | Self::Reported, A::Reopen) => Some(Self::Prepared),
            (Self::Reported, A::StartEnumeration) => Some(Self::Enumerating),
            (Self::Enumerating, A::FinishEnumeration) => Some(Self::Enumerated),
            (
                Self::Prepared
                | Self::Open
                | Self::OverQuota
                | Self::Recapped
                | Self::Signed
                | Self::SmsSent
                | Self::Reported
                | Self::Enumerating
                | Self::Enumerated,
                _,
            ) => None,
        }
    }
}
