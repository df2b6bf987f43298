//! One evening in one hamlet: from the issued forms to the signed minutes. R58–R67, R76.

use super::Finding;
use super::attendance::Attendance;
use super::fkp01::Fkp01;
use super::fkp02::{Proposal, Standing, StrikeRemedy};
use super::minutes::{AgreedEnumerator, Minutes, Recap, Signature};
use super::quota::{Quota, StrikeRefused, strike};
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
    /// The training of enumerators was recorded. R72.
    EnumeratorsTrained {
        /// The meeting.
        meeting: MeetingId,
        /// How many were there.
        present: usize,
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
    /// The household is already on FKP.01. R60.
    #[error("this household already stands on FKP.01 as {no}")]
    AlreadyListed {
        /// Its row.
        no: HouseholdId,
    },
    /// It is already on FKP.02: two devices may have written the same household. R60.
    #[error("this household already stands on FKP.02 as row {no}")]
    AlreadyProposed {
        /// Its row.
        no: u16,
    },
    /// By the answers, a named person is not a member. R30–R38.
    #[error("by the answers given one of the persons named is no member of the household: {rule}")]
    NoMember {
        /// The rule that decides.
        rule: &'static str,
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
            Self::AlreadyProposed { .. } => "SUDAH_DI_FKP02",
            Self::NoMember { .. } => "BUKAN_ANGGOTA",
            Self::NotPoorer => "TIDAK_LEBIH_MISKIN",
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
        let named = std::iter::once(&proposal.head_name).chain(&proposal.member_names).map(String::as_str);
        if let Some((_, verdict)) = proposal.membership.stranger(named) {
            return Err(ProposeRefused::NoMember { rule: verdict.rule });
        }
        if proposal.poorer_than_improved == Some(false) {
            return Err(ProposeRefused::NotPoorer);
        }
        self.not_listed(&proposal)?;
        let event = MeetingEvent::Proposed { meeting: self.id.clone(), no: proposal.no };
        self.fkp02.push(proposal);
        Ok(event)
    }

    /// Whether the household stands on neither form yet. R60.
    pub(super) fn not_listed(&self, proposal: &Proposal) -> Result<(), ProposeRefused> {
        let own = proposal.named();
        let printed = self.fkp01.rows().iter().map(super::fkp01::Fkp01Row::printed);
        if let Some(row) = printed.into_iter().find(|row| row.named().is_same(&own)) {
            return Err(ProposeRefused::AlreadyListed { no: row.no_rts().clone() });
        }
        let mut others = self.fkp02.iter().filter(|p| p.is_retained() && p.no != proposal.no);
        match others.find(|p| p.named().is_same(&own)) {
            Some(other) => Err(ProposeRefused::AlreadyProposed { no: other.no }),
            None => Ok(()),
        }
    }

    /// Strikes one proposal, which must be the best off. R63, R65.
    pub(super) fn strike(
        &mut self,
        no: u16,
        remedy: StrikeRemedy,
        reason: &str,
    ) -> Result<MeetingEvent, StrikeRefused> {
        let quota = self.quota();
        strike(&mut self.fkp02, no, quota, remedy, reason)?;
        Ok(MeetingEvent::ProposalStruck { meeting: self.id.clone(), no })
    }

    pub(super) fn proposal_mut(&mut self, no: u16) -> Option<&mut Proposal> {
        self.fkp02.iter_mut().find(|p| p.no == no)
    }

    /// Counts the codes as they stand. R67.
    #[must_use]
    pub fn recap(&self) -> Recap {
        let listed = self.fkp01.rows().iter().filter_map(super::fkp01::Fkp01Row::finding);
        let new = self.fkp02.iter().filter(|p| p.is_retained()).map(|_| Finding::New);
        Recap::count(listed.chain(new))
    }

    /// Writes the minutes of a meeting whose rules were found to hold.
    pub(super) fn sign_off(self, signatures: Vec<Signature>) -> (ClosedMeeting, MeetingEvent) {
        let quota = self.quota();
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
            struck: self.fkp02.iter().filter(|p| matches!(p.standing(), Standing::Struck(_))).count(),
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
        (closed, event)
    }
}
