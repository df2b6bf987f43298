//! Why a verdict, or taking it back, was refused; and what to do next.

use super::Overruled;
use crate::id::{AccountId, HouseholdId, RegistrationNumber};

refusals! {
    /// The rules of the review desk said no.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum ReviewRefused {
        /// The registration is not under review.
        NotUnderReview(registration: RegistrationNumber) = "BUKAN_TELAAH",
        /// There is no such registration.
        NoRegistration(registration: RegistrationNumber) = "PENDAFTARAN_TIDAK_ADA",
        /// Another officer decided the case first.
        AlreadyDecided {
            /// Who.
            by: AccountId,
            /// What.
            verdict: &'static str,
        } = "TELAAH_SUDAH_DIPUTUS",
        /// Somebody acted on the case after the page was shown.
        Changed {
            /// Who.
            by: AccountId,
        } = "TELAAH_BERUBAH",
        /// Another officer has the case open.
        Held {
            /// Who.
            by: AccountId,
        } = "TELAAH_DIPEGANG",
        /// The verdict goes against the evidence and gives no reason. T8.
        ReasonMissing {
            /// The evidence it goes against.
            overruled: Vec<Overruled>,
        } = "TELAAH_TANPA_ALASAN",
        /// Under the two-person rule the second officer must not be the first one.
        OwnProposal = "USULAN_SENDIRI",
        /// Two officers disagree. A third one, who leads the kabupaten, decides.
        ThirdNeeded = "PERLU_PENENGAH",
        /// The household to link to is not in the register.
        NoHousehold(household: HouseholdId) = "RUTA_TIDAK_ADA",
        /// A registration cannot join itself.
        JoinsItself = "GANDA_DENGAN_DIRI",
        /// The other registration is itself joined to a third, or others are joined to this one.
        JoinsInChain(registration: RegistrationNumber) = "GANDA_BERANTAI",
        /// There is no proposal to agree with.
        NothingProposed = "TIDAK_ADA_USULAN",
        /// There is no decision to undo.
        NothingToUndo = "TIDAK_ADA_KEPUTUSAN",
        /// The decision is another officer's.
        NotYours {
            /// Who.
            by: AccountId,
        } = "KEPUTUSAN_ORANG_LAIN",
        /// The prelist of the area was frozen after the decision. R15, domain §5.4.
        PrelistFrozen = "KEPUTUSAN_TERKUNCI",
        /// Too few decided cases to learn from. ADR 0013.
        TooFewDecisions {
            /// Cases with a verdict about the register.
            decided: usize,
            /// Cases needed.
            needed: usize,
        } = "PUTUSAN_TERLALU_SEDIKIT",
        /// No weights have been learnt yet.
        NothingWeighed = "BOBOT_BELUM_ADA",
        /// The parts of a verdict do not belong together.
        Parts = "KATEGORI_DAN_RUTA",
    }
}
