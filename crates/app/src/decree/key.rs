//! The key that signs for this workspace.

use crate::App;
use crate::error::AppError;
use domain::verification::{AnnexHash, IssuedDecree};
use ed25519_dalek::{Signature, Signer, SigningKey};

/// The workspace's signing key: made on first use, in the key folder, readable by its owner only.
pub(crate) fn signing_key(app: &App) -> Result<SigningKey, AppError> {
    let path = app.dir().join("kunci").join("tanda-tangan.kunci");
    if !path.exists() {
        let mut seed = [0u8; 32];
        app.random(&mut seed)?;
        write_secret(&path, &hex::encode(seed)).map_err(|e| AppError::io(&path, e))?;
    }
    let text = std::fs::read_to_string(&path).map_err(|e| AppError::io(&path, e))?;
    let mut seed = [0u8; 32];
    hex::decode_to_slice(text.trim(), &mut seed)
        .map_err(|_| store::StoreError::KeyDamaged { path, why: "not 64 hexadecimal digits" })?;
    Ok(SigningKey::from_bytes(&seed))
}

fn write_secret(path: &std::path::Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    let temporary = path.with_extension("baru");
    let mut options = std::fs::File::options();
    options.create(true).truncate(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&temporary)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(temporary, path)
}

/// The signature over an annex.
pub(super) fn sign(key: &SigningKey, annex: &AnnexHash) -> Vec<u8> {
    key.sign(&annex.0).to_bytes().to_vec()
}

/// Whether a decree carries the signature of this key over its annex.
pub(super) fn is_signed(key: &SigningKey, decree: &IssuedDecree) -> bool {
    let signature = Signature::from_slice(&decree.signature().bytes);
    signature.is_ok_and(|signature| key.verify(&decree.signature().over.0, &signature).is_ok())
}
