//! QR codes: the way back from a sheet of paper to its record.

use crate::error::DocumentError;
use qrcode::{EcLevel, QrCode};
use serde::ser::{Error, SerializeStruct, Serializer};

/// An address or code printed as a QR, with its text beside it.
///
/// A link holds a number or a random key, never a name or a NIK.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link(String);

impl Link {
    /// At most this many characters, so that the code stays readable at 11 mm.
    pub const MAX_CHARS: usize = 120;

    /// Takes the text; refuses one that would make the squares too small to scan.
    pub fn new(text: impl Into<String>) -> Result<Self, DocumentError> {
        let text = text.into();
        let chars = text.chars().count();
        if chars > Self::MAX_CHARS { Err(DocumentError::LinkTooLong { chars }) } else { Ok(Self(text)) }
    }

    /// The link of one row or part below this one: `…/12`. A mark after `?` belongs to the whole and stays behind.
    pub fn part(&self, part: impl std::fmt::Display) -> Result<Self, DocumentError> {
        let whole = self.0.split('?').next().unwrap_or_default();
        Self::new(format!("{whole}/{part}"))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl serde::Serialize for Link {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let svg = svg(&self.0).map_err(|e| S::Error::custom(e.to_string()))?;
        let mut out = s.serialize_struct("Link", 2)?;
        out.serialize_field("text", &self.0)?;
        out.serialize_field("svg", &svg)?;
        out.end()
    }
}

/// One path of horizontal runs: small, sharp at any size. A quiet zone of 2 squares is
/// inside; the white of the paper gives the rest.
fn svg(text: &str) -> Result<String, qrcode::types::QrError> {
    use std::fmt::Write;
    const QUIET: usize = 2;
    let code = QrCode::with_error_correction_level(text, EcLevel::M)?;
    let (width, squares) = (code.width(), code.to_colors());
    let side = width + 2 * QUIET;
    let mut out = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\"><path d=\"");
    for (y, row) in squares.chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let run = row[x..].iter().take_while(|c| **c == qrcode::Color::Dark).count();
            if run > 0 {
                // writing to a String cannot fail
                let _ = write!(out, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run.max(1);
        }
    }
    out.push_str("\"/></svg>");
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_too_long_to_scan_is_refused() {
        assert_eq!(Link::new("x".repeat(121)).unwrap_err().code(), "DOKUMEN_TAUTAN_PANJANG");
        assert!(Link::new("x".repeat(120)).is_ok());
    }

    #[test]
    fn a_part_is_linked_without_the_mark_of_the_whole() {
        let set = Link::new("https://a.example/musyawarah/x?f=7f3a91c022de04b8").unwrap();
        assert_eq!(set.part(12).unwrap().as_str(), "https://a.example/musyawarah/x/12");
    }

    #[test]
    fn the_same_link_draws_the_same_squares() {
        assert_eq!(svg("https://a.example/s/1").unwrap(), svg("https://a.example/s/1").unwrap());
    }
}
