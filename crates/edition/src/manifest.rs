//! `datapackage.json`: a Frictionless data package, the lineage, and the signature over both.
//! There is one canonical text: parsing and printing it gives the same bytes, so even a changed space
//! is noticed.

use crate::error::EditionRefused;
use crate::files::is_inside;
use crate::table::Table;
use ed25519_dalek::Signer;
use ed25519_dalek::{Signature, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The manifest's file name.
pub const MANIFEST: &str = "datapackage.json";

/// A data package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Always `data-package`.
    pub profile: String,
    /// The edition's id in lower case.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// The date the caller gave, `YYYY-MM-DD`.
    pub created: String,
    /// Where it came from.
    pub mutakhir: Lineage,
    /// The tables' files, sorted by path.
    pub resources: Vec<Resource>,
    /// The signature over this text without this field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<SignatureText>,
}

/// Where an edition came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lineage {
    /// Version of the layout.
    pub format: String,
    /// The edition's id.
    pub edition: String,
    /// Hash of the parent edition; `None` for the first.
    pub parent: Option<String>,
    /// The cycle that made it.
    pub cycle: Option<String>,
    /// The decrees it rests on.
    pub decrees: Vec<String>,
    /// The model of its ranking.
    pub model: Option<String>,
    /// Version of the program that wrote it.
    pub code: String,
    /// Kabupaten it holds, by code.
    pub kabupaten: Vec<String>,
    /// Households in it.
    pub households: u64,
    /// Persons in it.
    pub persons: u64,
    /// Families in it.
    pub families: u64,
    /// Rows of its ranking.
    pub ranked: u64,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// Unique name.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// Path in the folder.
    pub path: String,
    /// Always `parquet`.
    pub format: String,
    /// Always `application/vnd.apache.parquet`.
    pub mediatype: String,
    /// Length.
    pub bytes: u64,
    /// `sha256:` and hex.
    pub hash: String,
    /// Rows.
    pub rows: u64,
    /// Columns.
    pub schema: SchemaText,
}

/// Columns of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SchemaText {
    /// In order.
    pub fields: Vec<FieldText>,
    /// Key columns.
    #[serde(rename = "primaryKey")]
    pub primary_key: Vec<String>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldText {
    /// Name.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// Frictionless type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Frictionless format.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
}

/// The signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignatureText {
    /// Always `Ed25519`.
    pub algorithm: String,
    /// The signer's public key, hex.
    pub key: String,
    /// The signature, hex.
    pub value: String,
}

impl SchemaText {
    pub(crate) fn of(table: Table) -> Self {
        let fields = table
            .fields()
            .iter()
            .map(|f| {
                let (kind, format) = f.kind.frictionless();
                FieldText {
                    name: f.name.to_owned(),
                    title: f.title.to_owned(),
                    kind: kind.to_owned(),
                    format: format.map(str::to_owned),
                }
            })
            .collect();
        Self { fields, primary_key: table.primary_key().iter().map(|k| (*k).to_owned()).collect() }
    }
}

impl Manifest {
    /// The canonical text of what is there, the signature included when there is one.
    pub(crate) fn text(&self) -> Result<Vec<u8>, EditionRefused> {
        let mut text = serde_json::to_vec_pretty(self).map_err(|e| EditionRefused::fault(MANIFEST, e))?;
        text.push(b'\n');
        Ok(text)
    }

    /// The edition's hash: SHA-256 of the canonical text without the signature. A child names its
    /// parent by it.
    pub fn hash(&self) -> Result<String, EditionRefused> {
        let unsigned = Self { signature: None, ..self.clone() };
        Ok(hex::encode(Sha256::digest(unsigned.text()?)))
    }

    pub(crate) fn sign(&mut self, key: &SigningKey) -> Result<(), EditionRefused> {
        self.signature = None;
        let signature = key.sign(&self.text()?);
        self.signature = Some(SignatureText {
            algorithm: "Ed25519".to_owned(),
            key: hex::encode(key.verifying_key().as_bytes()),
            value: hex::encode(signature.to_bytes()),
        });
        Ok(())
    }

    /// Parses a text and refuses any that is not the canonical one.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, EditionRefused> {
        let manifest: Self = serde_json::from_slice(bytes).map_err(|e| EditionRefused::unreadable(MANIFEST, e))?;
        if manifest.text()? != bytes {
            return Err(EditionRefused::Differs { file: MANIFEST.to_owned() });
        }
        match manifest.resources.iter().find(|r| !is_inside(&r.path)) {
            Some(resource) => {
                Err(EditionRefused::unreadable(MANIFEST, format!("`{}` di luar folder edisi", resource.path)))
            }
            None => Ok(manifest),
        }
    }

    /// Whether the signature is this key's over this text.
    pub(crate) fn check_signature(&self, key: &VerifyingKey) -> Result<(), EditionRefused> {
        let refused = || EditionRefused::Signature { file: MANIFEST.to_owned() };
        let given = self.signature.as_ref().ok_or_else(refused)?;
        if given.algorithm != "Ed25519" || given.key != hex::encode(key.as_bytes()) {
            return Err(refused());
        }
        let bytes = hex::decode(&given.value).map_err(|_| refused())?;
        let signature = Signature::from_slice(&bytes).map_err(|_| refused())?;
        let unsigned = Self { signature: None, ..self.clone() };
        key.verify_strict(&unsigned.text()?, &signature).map_err(|_| refused())
    }
}
