//! The decree (SK Bupati/Wali Kota) and the delivery it allows. R18, R19.
//!
//! A [`DecreeDraft`] becomes an [`IssuedDecree`] by value, and only an issued decree is delivered.

use crate::Date;
use crate::id::{AccountId, DecreeNumber, HouseholdId};
use std::collections::BTreeSet;
use std::fmt;

/// SHA-256 of the annex (BNBA): the decree signs this, so one changed byte breaks it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AnnexHash(pub [u8; 32]);

impl fmt::Display for AnnexHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|b| write!(f, "{b:02x}"))
    }
}
shown!(AnnexHash);

impl fmt::Debug for AnnexHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AnnexHash({self})")
    }
}

/// How a row of the batch stands. Only the first two may be in a decree. R18.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowStanding {
    /// 7 SIAP_SK.
    Ready,
    /// Closed with a reason; not in the annex.
    Closed,
    /// Anything else.
    Open,
}

/// One household of the batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchRow {
    /// The household.
    pub household: HouseholdId,
    /// How it stands.
    pub standing: RowStanding,
    /// Persons whose civil registry answer is `TIDAK_DIPERIKSA`. §5.3.
    pub siak_unchecked: u32,
}

/// A named officer answers for sending persons the registry could not be asked about. §5.3, T10.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// Who.
    pub officer: AccountId,
    /// Why.
    pub reason: String,
    /// When.
    pub on: Date,
}

/// A decree being prepared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecreeDraft {
    /// Its number.
    pub number: DecreeNumber,
    /// Who prepares it.
    pub prepared_by: AccountId,
    /// The batch.
    pub rows: Vec<BatchRow>,
    /// Waiver of unasked persons, if there are any.
    pub waiver: Option<Waiver>,
    /// Hash of the annex as printed.
    pub annex: AnnexHash,
}

/// The head's signature over the annex hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnexSignature {
    /// Who signed.
    pub signer: AccountId,
    /// Over which hash.
    pub over: AnnexHash,
    /// The signature itself.
    pub bytes: Vec<u8>,
}

/// A decree in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedDecree {
    number: DecreeNumber,
    /// Households in its annex.
    households: usize,
    signature: AnnexSignature,
}

refusals! {
    /// Why a decree cannot be issued. The draft is untouched and can be completed.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum DecreeRefused {
        /// Nothing to decree.
        Empty = "SK_KOSONG",
        /// Rows are still open. R18.
        RowsOpen {
            /// How many.
            open: usize,
            /// The first of them.
            first: HouseholdId,
        } = "SK_BARIS_BELUM_SIAP",
        /// Persons were not checked with the civil registry, and nobody has waived it. §5.3.
        SiakUnchecked {
            /// How many.
            persons: u32,
        } = "SIAK_TIDAK_DIPERIKSA",
        /// A waiver needs a reason.
        WaiverWithoutReason = "PENGECUALIAN_TANPA_ALASAN",
        /// The signature belongs to another annex.
        OtherAnnex = "LAMPIRAN_BERBEDA",
        /// The officer who prepared the decree may not sign it. §1.3.
        OwnDecree = "SK_SENDIRI",
    }
}

/// Whether an officer may sign what another prepared. §1.3.
pub fn may_sign(prepared_by: &AccountId, signer: &AccountId) -> Result<(), DecreeRefused> {
    if signer == prepared_by { Err(DecreeRefused::OwnDecree) } else { Ok(()) }
}

impl DecreeDraft {
    /// Whether the batch is complete, before anybody is asked to sign. R18.
    pub fn ready(&self) -> Result<(), DecreeRefused> {
        let open: Vec<HouseholdId> =
            self.rows.iter().filter(|r| r.standing == RowStanding::Open).map(|r| r.household.clone()).collect();
        if let Some(first) = open.first() {
            return Err(DecreeRefused::RowsOpen { open: open.len(), first: first.clone() });
        }
        if self.rows.is_empty() {
            return Err(DecreeRefused::Empty);
        }
        let persons: u32 =
            self.rows.iter().filter(|r| r.standing == RowStanding::Ready).map(|r| r.siak_unchecked).sum();
        match &self.waiver {
            None if persons > 0 => Err(DecreeRefused::SiakUnchecked { persons }),
            Some(waiver) if persons > 0 && waiver.reason.trim().is_empty() => Err(DecreeRefused::WaiverWithoutReason),
            _ => Ok(()),
        }
    }

    /// Issues the decree. R18.
    pub fn issue(self, signature: AnnexSignature) -> Result<(IssuedDecree, DecreeEvent), DecreeRefused> {
        self.ready()?;
        may_sign(&self.prepared_by, &signature.signer)?;
        if signature.over != self.annex {
            return Err(DecreeRefused::OtherAnnex);
        }
        let ready: BTreeSet<HouseholdId> =
            self.rows.into_iter().filter(|r| r.standing == RowStanding::Ready).map(|r| r.household).collect();
        let households = ready.len();
        let event = DecreeEvent::Issued { decree: self.number.clone(), households };
        Ok((IssuedDecree { number: self.number, households, signature }, event))
    }
}

/// What happened to a decree: ids and counts only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecreeEvent {
    /// Prepared, for another account to sign.
    Prepared {
        /// The decree.
        decree: DecreeNumber,
        /// Rows of its annex.
        households: usize,
    },
    /// A draft was taken back before anybody signed it.
    Withdrawn {
        /// The decree.
        decree: DecreeNumber,
    },
    /// Signed.
    Issued {
        /// The decree.
        decree: DecreeNumber,
        /// Households in its annex.
        households: usize,
    },
    /// Sent to the Pokja.
    Delivered {
        /// The decree.
        decree: DecreeNumber,
        /// Households sent.
        households: usize,
    },
}

impl IssuedDecree {
    /// A decree as it was recorded when it was signed.
    #[must_use]
    pub fn recorded(number: DecreeNumber, households: usize, signature: AnnexSignature) -> Self {
        Self { number, households, signature }
    }

    /// The signature, and over what.
    #[must_use]
    pub fn signature(&self) -> &AnnexSignature {
        &self.signature
    }

    /// Sends the annex to the Pokja: only with the decree, and only the annex it signed. R19.
    /// `signature_holds`: whether the signature is that of the signer's key over the annex.
    pub fn deliver(&self, annex_now: AnnexHash, signature_holds: bool) -> Result<DecreeEvent, DeliveryRefused> {
        if annex_now != self.signature.over {
            return Err(DeliveryRefused::AnnexChanged { signed: self.signature.over, now: annex_now });
        }
        if !signature_holds {
            return Err(DeliveryRefused::SignatureBroken { decree: self.number.clone() });
        }
        Ok(DecreeEvent::Delivered { decree: self.number.clone(), households: self.households })
    }
}

refusals! {
    /// Why nothing is sent.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum DeliveryRefused {
        /// The data differ from what was signed.
        AnnexChanged {
            /// Signed.
            signed: AnnexHash,
            /// Found.
            now: AnnexHash,
        } = "LAMPIRAN_BERUBAH",
        /// The signature is not that of the signer over this annex.
        SignatureBroken {
            /// The decree.
            decree: DecreeNumber,
        } = "TANDA_TANGAN_SK_RUSAK",
    }
}
