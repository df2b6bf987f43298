//! Moving a meeting: every change of its state is an act that the table allows. Domain §2.2, R69, R70.

use super::{MeetingAct, MeetingState};

/// Where a meeting is, and whether the TKPKDesa has confirmed its report. R69, R70.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MeetingStanding {
    /// The state.
    pub state: MeetingState,
    /// Whether the report is confirmed: enumeration begins only then.
    pub confirmed: bool,
}

/// Why a meeting does not move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MeetingStays {
    /// The state does not allow the act.
    #[error("a meeting in state {} cannot take the step {}", from.code(), act.code())]
    NoSuchArrow {
        /// The state it is in.
        from: MeetingState,
        /// The act asked for.
        act: MeetingAct,
    },
    /// The act needs a reason.
    #[error("the step {} needs a written reason", act.code())]
    ReasonMissing {
        /// The act asked for.
        act: MeetingAct,
    },
    /// The TKPKDesa has not confirmed the report.
    #[error("enumeration begins after the TKPKDesa has confirmed the report")]
    NotConfirmed,
}

impl MeetingStays {
    /// The stable code of the refusal.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NoSuchArrow { .. } => "LANGKAH_MUSYAWARAH_TIDAK_BERLAKU",
            Self::ReasonMissing { .. } => "LANGKAH_MUSYAWARAH_TANPA_ALASAN",
            Self::NotConfirmed => "LAPORAN_BELUM_DIKONFIRMASI",
        }
    }

    /// How to repair it, in Indonesian.
    #[must_use]
    pub fn repair(self) -> &'static str {
        match self {
            Self::NoSuchArrow { .. } => "Muat ulang halaman musyawarah; keadaannya sudah berubah",
            Self::ReasonMissing { .. } => "Tulis alasannya",
            Self::NotConfirmed => "Minta TKPKDesa mengonfirmasi laporan lengkap lebih dahulu",
        }
    }
}

impl MeetingStanding {
    /// Takes one act. `reason` is the written reason, where the act needs one.
    pub fn take(self, act: MeetingAct, reason: Option<&str>) -> Result<Self, MeetingStays> {
        let refused = MeetingStays::NoSuchArrow { from: self.state, act };
        let state = self.state.next(act).ok_or(refused)?;
        if act == MeetingAct::Confirm && self.confirmed {
            return Err(refused);
        }
        if act == MeetingAct::StartEnumeration && !self.confirmed {
            return Err(MeetingStays::NotConfirmed);
        }
        if act.needs_reason() && reason.is_none_or(|r| r.trim().is_empty()) {
            return Err(MeetingStays::ReasonMissing { act });
        }
        let confirmed = match act {
            MeetingAct::Confirm => true,
            MeetingAct::Report | MeetingAct::SendBack | MeetingAct::Reopen => false,
            _ => self.confirmed,
        };
        Ok(Self { state, confirmed })
    }

    /// The acts of the evening that lead from here to what the journal shows; none once the minutes are signed.
    #[must_use]
    pub fn evening_to(self, to: MeetingState) -> Vec<MeetingAct> {
        use MeetingAct as A;
        use MeetingState as S;
        let mut acts = match (self.state, to) {
            (S::Signed | S::SmsSent | S::Reported | S::Enumerating | S::Enumerated, _) => return Vec::new(),
            (from, to) if from == to => return Vec::new(),
            (S::Recapped, S::Signed) => return vec![A::Sign],
            (S::Prepared, _) => vec![A::Open],
            (S::Open, _) => Vec::new(),
            (S::OverQuota, _) => vec![A::MeetQuota],
            (S::Recapped, _) => vec![A::Resume],
        };
        match to {
            S::OverQuota => acts.push(A::ExceedQuota),
            S::Recapped => acts.push(A::Recap),
            S::Signed => acts.extend([A::Recap, A::Sign]),
            S::Prepared | S::Open | S::SmsSent | S::Reported | S::Enumerating | S::Enumerated => {}
        }
        acts
    }
}

impl MeetingAct {
    /// Every act.
    pub const ALL: [Self; 13] = [
        Self::Open,
        Self::ExceedQuota,
        Self::MeetQuota,
        Self::Recap,
        Self::Resume,
        Self::Sign,
        Self::SendSms,
        Self::Report,
        Self::Confirm,
        Self::SendBack,
        Self::StartEnumeration,
        Self::FinishEnumeration,
        Self::Reopen,
    ];

    /// The stable word.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "buka",
            Self::ExceedQuota => "kuota_lebih",
            Self::MeetQuota => "kuota_cukup",
            Self::Recap => "rekap",
            Self::Resume => "lanjutkan",
            Self::Sign => "tanda_tangan",
            Self::SendSms => "kirim_sms",
            Self::Report => "laporkan",
            Self::Confirm => "konfirmasi",
            Self::SendBack => "kembalikan",
            Self::StartEnumeration => "mulai_pendataan",
            Self::FinishEnumeration => "selesai_pendataan",
            Self::Reopen => "buka_lagi",
        }
    }

    /// From the stable word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.code() == code)
    }

    /// Whether the act needs a written reason.
    #[must_use]
    pub fn needs_reason(self) -> bool {
        match self {
            Self::SendBack | Self::Reopen => true,
            Self::Open
            | Self::ExceedQuota
            | Self::MeetQuota
            | Self::Recap
            | Self::Resume
            | Self::Sign
            | Self::SendSms
            | Self::Report
            | Self::Confirm
            | Self::StartEnumeration
            | Self::FinishEnumeration => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk(acts: &[MeetingAct]) -> Result<MeetingStanding, MeetingStays> {
        acts.iter().try_fold(MeetingStanding::default(), |at, act| at.take(*act, Some("alasan")))
    }

    #[test]
    fn the_report_reaches_the_tkpkdesa_who_confirms_it_before_enumeration_begins() {
        // R69, R70, R73
        use MeetingAct as A;
        let signed = [A::Open, A::Recap, A::Sign];
        let reported = [signed.as_slice(), &[A::Report]].concat();
        let early = [reported.as_slice(), &[A::StartEnumeration]].concat();
        assert_eq!(walk(&early), Err(MeetingStays::NotConfirmed));
        let confirmed = [reported.as_slice(), &[A::Confirm]].concat();
        assert!(walk(&confirmed).unwrap().confirmed);
        let back = [confirmed.as_slice(), &[A::SendBack, A::Report, A::StartEnumeration]].concat();
        assert_eq!(walk(&back), Err(MeetingStays::NotConfirmed), "who sends it back has not confirmed the next one");
        let whole = [confirmed.as_slice(), &[A::StartEnumeration, A::FinishEnumeration]].concat();
        assert_eq!(walk(&whole).unwrap().state, MeetingState::Enumerated);
        let reported = walk(&reported).unwrap();
        assert_eq!(reported.take(A::SendBack, Some(" ")), Err(MeetingStays::ReasonMissing { act: A::SendBack }));
    }

    #[test]
    fn an_evening_moves_by_the_table_from_every_state_to_every_state_before_the_signature() {
        // R61, R67
        use MeetingState as S;
        for from in [S::Prepared, S::Open, S::OverQuota, S::Recapped] {
            for to in [S::Open, S::OverQuota, S::Recapped, S::Signed] {
                let standing = MeetingStanding { state: from, confirmed: false };
                let end = standing.evening_to(to).into_iter().try_fold(standing, |at, act| at.take(act, None));
                assert_eq!(end.map(|at| at.state), Ok(to), "{} to {}", from.code(), to.code());
            }
        }
        let signed = MeetingStanding { state: S::Reported, confirmed: true };
        assert!(signed.evening_to(S::OverQuota).is_empty(), "what is signed is not an evening any more");
    }

    #[test]
    fn every_act_has_its_own_word() {
        for act in MeetingAct::ALL {
            assert_eq!(MeetingAct::from_code(act.code()), Some(act));
        }
    }
}
