//! One evening in one hamlet: from the issued forms to the signed minutes. R58–R67, R76.

use super::Finding;
use super::attendance::Attendance;
use super::fkp01::{Fkp01, PencilNote};
use super::fkp02::{Proposal, StrikeRemedy};
use super::minutes::{AgreedEnumerator, Minutes, Recap, Signature, SignerRole};
use super::quota::{Quota, Remedy, StrikeRefused, strike_best_off};
use crate::area::AreaCode;
use crate::id::{HouseholdId, MeetingId};

/// The form set the TKPKDesa handed out. A meeting opens only with one. R59.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedForms {
    /// The meeting they were printed for.
    pub meeting: MeetingId,
    /// The desa.
    pub desa: AreaCode,
    /// The hamlet.
    pub hamlet: String,
    /// Stage (Tahap). R76.
    pub stage: u8,
    /// FKP.01 as printed.
    pub fkp01: Fkp01,
}

/// An open meeting. Closing consumes it, so it cannot close twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenMeeting {
    /// The meeting.
    pub id: MeetingId,
    /// The desa.
    pub desa: AreaCode,
    /// The hamlet.
    pub hamlet: String,
    /// Stage (Tahap). R76.
    pub stage: u8,
    /// The prefilled list.
    pub fkp01: Fkp01,
    fkp02: Vec<Proposal>,
    /// Who came. R28.
    pub attendance: Attendance,
    /// Enumerators agreed so far. R71.
    pub enumerators: Vec<AgreedEnumerator>,
}

/// A meeting with signed minutes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosedMeeting {
    /// The meeting.
    pub id: MeetingId,
    /// The desa.
    pub desa: AreaCode,
    /// The hamlet.
    pub hamlet: String,
    /// The list with every row coded and checked.
    pub fkp01: Fkp01,
    /// Every proposal, the struck ones included. R66.
    pub fkp02: Vec<Proposal>,
    /// The minutes.
    pub minutes: Minutes,
}

/// What happened in a meeting: ids and counts only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MeetingEvent {
    /// The forms were handed out and the meeting began.
    Opened {
        /// The meeting.
        meeting: MeetingId,
        /// Rows of FKP.01.
        rows: usize,
    },
    /// A row got its code.
    RowCoded {
        /// The meeting.
        meeting: MeetingId,
        /// The row.
        household: HouseholdId,
        /// The code.
        finding: Finding,
    },
    /// A household was proposed on FKP.02.
    Proposed {
        /// The meeting.
        meeting: MeetingId,
        /// Number on FKP.02.
        no: u16,
    },
    /// A proposal was struck.
    ProposalStruck {
        /// The meeting.
        meeting: MeetingId,
        /// Number on FKP.02.
        no: u16,
    },
    /// The minutes were signed.
    Closed {
        /// The meeting.
        meeting: MeetingId,
        /// Code 2.
        improved: usize,
        /// Code 7.
        new: usize,
        /// Houses to be visited.
        visits: usize,
    },
    /// A paper sheet was judged.
    SheetJudged {
        /// The meeting.
        meeting: MeetingId,
        /// Whether it stands.
        accepted: bool,
        /// Number of reasons.
        reasons: usize,
        /// Number of warnings.
        warnings: usize,
    },
}

/// Why a proposal is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProposeRefused {
    /// The name is empty. F4.
    #[error("a proposed household needs the name of its head")]
    NameEmpty,
    /// The number is taken.
    #[error("FKP.02 already has a row {no}")]
    NumberTaken {
        /// The number.
        no: u16,
    },
    /// The household already stands on FKP.01. R60.
    #[error("this household already stands on FKP.01 as {no}")]
    AlreadyListed {
        /// Its row.
        no: HouseholdId,
    },
    /// It is said not to be poorer than the households coded 2. R62.
    #[error("a new household must be worse off than those coded 2")]
    NotPoorer,
}

impl ProposeRefused {
    /// The stable code of the refusal.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NameEmpty => "NAMA_KOSONG",
            Self::NumberTaken { .. } => "FKP02_NOMOR_TERPAKAI",
            Self::AlreadyListed { .. } => "SUDAH_DI_FKP01",
            Self::NotPoorer => "TIDAK_LEBIH_MISKIN",
        }
    }
}

/// Why the minutes cannot be signed. The meeting is handed back, as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CloseRefused {
    /// Rows have no code. R58.
    #[error("{} rows of FKP.01 have no code, the first is {}", rows.len(), rows[0])]
    RowsWithoutCode {
        /// The meeting, unchanged.
        meeting: Box<OpenMeeting>,
        /// The rows, at least one.
        rows: Vec<HouseholdId>,
    },
    /// Column 08 is not ticked everywhere. R57.
    #[error("{} rows are not checked by the asisten fasilitator, the first is {}", rows.len(), rows[0])]
    RowsUnchecked {
        /// The meeting, unchanged.
        meeting: Box<OpenMeeting>,
        /// The rows, at least one.
        rows: Vec<HouseholdId>,
    },
    /// Too many new households. R61.
    #[error("FKP.02 lists {} new households; FKP.01 frees room for {}", quota.new, quota.improved)]
    OverQuota {
        /// The meeting, unchanged.
        meeting: Box<OpenMeeting>,
        /// Both sides of the rule.
        quota: Quota,
    },
    /// Nobody has said that a proposal is worse off than the households coded 2. R62.
    #[error("FKP.02 row {no} is not stated to be worse off than the households coded 2")]
    NotStatedPoorer {
        /// The meeting, unchanged.
        meeting: Box<OpenMeeting>,
        /// The row of FKP.02.
        no: u16,
    },
    /// Dukuh and asisten must sign.
    #[error("the minutes need the signatures of the dukuh and the asisten fasilitator")]
    SignatureMissing {
        /// The meeting, unchanged.
        meeting: Box<OpenMeeting>,
        /// Who has not signed.
        role: SignerRole,
    },
}

impl CloseRefused {
    /// The stable code of the refusal.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::RowsWithoutCode { .. } => "BARIS_TANPA_KODE",
            Self::RowsUnchecked { .. } => "BELUM_DIPERIKSA_ASISTEN",
            Self::OverQuota { .. } => "KUOTA_LEBIH",
            Self::NotStatedPoorer { .. } => "PERNYATAAN_LEBIH_MISKIN_KOSONG",
            Self::SignatureMissing { .. } => "BA_BELUM_DITANDATANGANI",
        }
    }
    /// What the facilitator may do about the quota, in the guideline's order; empty for other refusals. R63–R65.
    #[must_use]
    pub fn remedies(&self) -> Vec<Remedy> {
        match self {
            Self::OverQuota { meeting, quota } => quota.remedies(&meeting.fkp01),
            Self::RowsWithoutCode { .. }
            | Self::RowsUnchecked { .. }
            | Self::NotStatedPoorer { .. }
            | Self::SignatureMissing { .. } => Vec::new(),
        }
    }
    /// The meeting, to go on with.
    #[must_use]
    pub fn into_meeting(self) -> OpenMeeting {
        match self {
            Self::RowsWithoutCode { meeting, .. }
            | Self::RowsUnchecked { meeting, .. }
            | Self::OverQuota { meeting, .. }
            | Self::NotStatedPoorer { meeting, .. }
            | Self::SignatureMissing { meeting, .. } => *meeting,
        }
    }
}

impl IssuedForms {
    /// Opens the meeting. Only issued forms can. R59.
    #[must_use]
    pub fn open(self, attendance: Attendance) -> (OpenMeeting, MeetingEvent) {
        let event = MeetingEvent::Opened { meeting: self.meeting.clone(), rows: self.fkp01.rows().len() };
        let meeting = OpenMeeting {
            id: self.meeting,
            desa: self.desa,
            hamlet: self.hamlet,
            stage: self.stage,
            fkp01: self.fkp01,
            fkp02: Vec::new(),
            attendance,
            enumerators: Vec::new(),
        };
        (meeting, event)
    }
}

impl OpenMeeting {
    /// Both sides of the quota now. R61.
    #[must_use]
    pub fn quota(&self) -> Quota {
        Quota::of(&self.fkp01, &self.fkp02)
    }

    /// FKP.02, the struck rows included. R66.
    #[must_use]
    pub fn fkp02(&self) -> &[Proposal] {
        &self.fkp02
    }

    /// Writes a household on FKP.02. Going over quota is allowed here and stops the closing. R60–R62.
    pub fn propose(&mut self, proposal: Proposal) -> Result<MeetingEvent, ProposeRefused> {
        if proposal.head_name.trim().is_empty() {
            return Err(ProposeRefused::NameEmpty);
        }
        if self.fkp02.iter().any(|p| p.no == proposal.no) {
            return Err(ProposeRefused::NumberTaken { no: proposal.no });
        }
        if proposal.poorer_than_improved == Some(false) {
            return Err(ProposeRefused::NotPoorer);
        }
        let same = |a: &str, b: &str| !b.trim().is_empty() && a.trim().eq_ignore_ascii_case(b.trim());
        let listed = self
            .fkp01
            .rows()
            .iter()
            .map(super::fkp01::Fkp01Row::printed)
            .find(|row| same(row.head_name(), &proposal.head_name) && same(row.address(), &proposal.address));
        if let Some(row) = listed {
            return Err(ProposeRefused::AlreadyListed { no: row.no_rts().clone() });
        }
        let event = MeetingEvent::Proposed { meeting: self.id.clone(), no: proposal.no };
        self.fkp02.push(proposal);
        Ok(event)
    }

    /// Remedy a: strikes the best-off proposal. R63.
    pub fn strike_best_off(&mut self, reason: &str) -> Result<MeetingEvent, StrikeRefused> {
        let quota = self.quota();
        let no = strike_best_off(&mut self.fkp02, quota, StrikeRemedy::BestOff, reason)?;
        Ok(MeetingEvent::ProposalStruck { meeting: self.id.clone(), no })
    }

    /// Remedy c: nobody found another code 2, so proposals are struck until the number fits. R65.
    pub fn strike_to_fit(&mut self, reason: &str) -> Result<Vec<MeetingEvent>, StrikeRefused> {
        let mut events = Vec::new();
        while !self.quota().holds() {
            let quota = self.quota();
            let no = strike_best_off(&mut self.fkp02, quota, StrikeRemedy::FitToQuota, reason)?;
            events.push(MeetingEvent::ProposalStruck { meeting: self.id.clone(), no });
        }
        if events.is_empty() { Err(StrikeRefused::WithinQuota) } else { Ok(events) }
    }

    /// Counts the codes as they stand. R67.
    #[must_use]
    pub fn recap(&self) -> Recap {
        let listed = self.fkp01.rows().iter().filter_map(super::fkp01::Fkp01Row::finding);
        let new = self.fkp02.iter().filter(|p| p.is_retained()).map(|_| Finding::New);
        Recap::count(listed.chain(new))
    }

    /// Signs the minutes. Pencil is rubbed out; what `keep` chooses moves to the notes. R46, R57, R58, R61, R62, R67.
    pub fn close(
        mut self,
        signatures: Vec<Signature>,
        keep: impl Fn(&PencilNote) -> bool + Copy,
    ) -> Result<(ClosedMeeting, MeetingEvent), CloseRefused> {
        let rows = self.fkp01.uncoded();
        if !rows.is_empty() {
            return Err(CloseRefused::RowsWithoutCode { meeting: Box::new(self), rows });
        }
        let rows = self.fkp01.unchecked();
        if !rows.is_empty() {
            return Err(CloseRefused::RowsUnchecked { meeting: Box::new(self), rows });
        }
        let quota = self.quota();
        if !quota.holds() {
            return Err(CloseRefused::OverQuota { meeting: Box::new(self), quota });
        }
        if let Some(no) = self.fkp02.iter().find(|p| p.is_retained() && !p.is_stated_poorer()).map(|p| p.no) {
            return Err(CloseRefused::NotStatedPoorer { meeting: Box::new(self), no });
        }
        for role in [SignerRole::Dukuh, SignerRole::Asisten] {
            if !signatures.iter().any(|s| s.role == role) {
                return Err(CloseRefused::SignatureMissing { meeting: Box::new(self), role });
            }
        }
        self.fkp01.rub_out(keep);
        let recap = self.recap();
        let event = MeetingEvent::Closed {
            meeting: self.id.clone(),
            improved: quota.improved,
            new: quota.new,
            visits: recap.blanks(),
        };
        let minutes = Minutes {
            meeting: self.id.clone(),
            stage: self.stage,
            fkp01_rows: self.fkp01.rows().len(),
            struck: self.fkp02.iter().filter(|p| !p.is_retained()).count(),
            recap,
            attendance: self.attendance,
            enumerators: self.enumerators,
            signatures,
        };
        let closed = ClosedMeeting {
            id: self.id,
            desa: self.desa,
            hamlet: self.hamlet,
            fkp01: self.fkp01,
            fkp02: self.fkp02,
            minutes,
        };
        Ok((closed, event))
    }
}
