//! The decree (SK Bupati/Wali Kota) and the delivery it allows. R18, R19.
//!
//! A [`DecreeDraft`] becomes an [`IssuedDecree`] by value, and only an issued decree makes a
//! [`Delivery`]: without a decree there is no way to write one down.

use crate::Date;
use crate::id::{AccountId, DecreeNumber, HouseholdId};
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

/// The head's signature over the annex hash, verified by the caller with the signer's key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnexSignature {
    /// Who signed.
    pub signer: AccountId,
    /// Over which hash.
    pub over: AnnexHash,
    /// Day.
    pub on: Date,
    /// The signature itself.
    pub bytes: Vec<u8>,
}

/// A decree in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedDecree {
    number: DecreeNumber,
    households: Vec<HouseholdId>,
    annex: AnnexHash,
    signature: AnnexSignature,
    waiver: Option<Waiver>,
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
        let mut households: Vec<HouseholdId> =
            self.rows.into_iter().filter(|r| r.standing == RowStanding::Ready).map(|r| r.household).collect();
        households.sort();
        households.dedup();
        let event = DecreeEvent::Issued { decree: self.number.clone(), households: households.len() };
        let decree =
            IssuedDecree { number: self.number, households, annex: self.annex, signature, waiver: self.waiver };
        Ok((decree, event))
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
    /// Its number.
    #[must_use]
    pub fn number(&self) -> &DecreeNumber {
        &self.number
    }
    /// The households of the annex, sorted.
    #[must_use]
    pub fn households(&self) -> &[HouseholdId] {
        &self.households
    }
    /// The hash it signs.
    #[must_use]
    pub fn annex(&self) -> AnnexHash {
        self.annex
    }
    /// The signature.
    #[must_use]
    pub fn signature(&self) -> &AnnexSignature {
        &self.signature
    }
    /// The waiver, when persons were sent unasked.
    #[must_use]
    pub fn waiver(&self) -> Option<&Waiver> {
        self.waiver.as_ref()
    }

    /// Sends the annex to the Pokja: only with the decree, and only the annex it signed. R19.
    pub fn deliver(&self, annex_now: AnnexHash) -> Result<(Delivery, DecreeEvent), DeliveryRefused> {
        if annex_now != self.annex {
            return Err(DeliveryRefused::AnnexChanged { signed: self.annex, now: annex_now });
        }
        let event = DecreeEvent::Delivered { decree: self.number.clone(), households: self.households.len() };
        Ok((Delivery { decree: self.number.clone(), annex: self.annex }, event))
    }
}

/// Data on the way to the Pokja, under a decree. R19.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    decree: DecreeNumber,
    annex: AnnexHash,
}

impl Delivery {
    /// The decree that allows it.
    #[must_use]
    pub fn decree(&self) -> &DecreeNumber {
        &self.decree
    }
    /// What is sent.
    #[must_use]
    pub fn annex(&self) -> AnnexHash {
        self.annex
    }
}

refusals! {
    /// Why nothing is sent.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum DeliveryRefused {
        /// The data differ from what was signed.
        AnnexChanged {
            /// Signed.
            signed: AnnexHash,
            /// Found.
            now: AnnexHash,
        } = "LAMPIRAN_BERUBAH",
    }
}
