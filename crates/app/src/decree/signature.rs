//! The signature over an annex.

use domain::verification::{AnnexHash, IssuedDecree};
use ed25519_dalek::{Signature, Signer, SigningKey};

/// The signature over an annex.
pub(super) fn sign(key: &SigningKey, annex: &AnnexHash) -> Vec<u8> {
    key.sign(&annex.0).to_bytes().to_vec()
}

/// Whether a decree carries the signature of this key over its annex.
pub(super) fn is_signed(key: &SigningKey, decree: &IssuedDecree) -> bool {
    let signature = Signature::from_slice(&decree.signature().bytes);
    signature.is_ok_and(|signature| key.verify(&decree.signature().over.0, &signature).is_ok())
}
