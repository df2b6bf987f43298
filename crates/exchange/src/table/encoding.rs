//! Which encoding a text file is in, found by reading it once through before any row is taken.

use super::LINE_LIMIT;
use crate::error::ReadError;
use crate::file::{PackFile, ReadSeek};
use std::io::Read as _;

/// What was found about a text file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Encoding {
    pub(super) charset: Charset,
    /// Bytes of the byte order mark.
    pub(super) skip: u64,
}

/// The encodings offices send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Charset {
    Utf8,
    Windows1252,
    Utf16Le,
    Utf16Be,
}

impl Charset {
    pub(super) fn decoder(self) -> encoding_rs::Decoder {
        match self {
            Self::Utf8 => encoding_rs::UTF_8,
            Self::Windows1252 => encoding_rs::WINDOWS_1252,
            Self::Utf16Le => encoding_rs::UTF_16LE,
            Self::Utf16Be => encoding_rs::UTF_16BE,
        }
        .new_decoder_without_bom_handling()
    }
}

impl Encoding {
    /// Reads the file through in bounded pieces. Refuses binary content, a line without end,
    /// and bytes that fit no encoding.
    pub(super) fn detect(file: &PackFile, mut source: Box<dyn ReadSeek>) -> Result<Self, ReadError> {
        let mut buffer = vec![0u8; 1 << 16];
        let mut scan = Scan::default();
        let mut offset = 0u64;
        loop {
            let got = source.read(&mut buffer).map_err(|e| file.io(&e))?;
            if got == 0 {
                break;
            }
            let bytes = &buffer[..got];
            if offset == 0 {
                scan.charset = marked(bytes);
            }
            scan.feed(file, bytes, offset)?;
            offset += got as u64;
        }
        scan.decide(file)
    }
}

fn marked(start: &[u8]) -> Option<(Charset, u64)> {
    if start.starts_with(&[0xEF, 0xBB, 0xBF]) {
        return Some((Charset::Utf8, 3));
    }
    if start.starts_with(&[0xFF, 0xFE]) {
        return Some((Charset::Utf16Le, 2));
    }
    if start.starts_with(&[0xFE, 0xFF]) {
        return Some((Charset::Utf16Be, 2));
    }
    // UTF-16 without a mark: every other byte of a header row is zero
    let head = &start[..start.len().min(64)];
    if head.len() >= 8 {
        let zero = |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
        let half = head.len() / 2;
        match (zero(0), zero(1)) {
            (0, high) if high * 10 >= half * 9 => return Some((Charset::Utf16Le, 0)),
            (low, 0) if low * 10 >= half * 9 => return Some((Charset::Utf16Be, 0)),
            _ => {}
        }
    }
    None
}

#[derive(Default)]
struct Scan {
    charset: Option<(Charset, u64)>,
    pending: Vec<u8>,
    invalid_utf8: Option<u64>,
    not_1252: Option<u64>,
    line: u32,
    line_length: usize,
}

impl Scan {
    fn feed(&mut self, file: &PackFile, bytes: &[u8], offset: u64) -> Result<(), ReadError> {
        let wide = matches!(self.charset, Some((Charset::Utf16Le | Charset::Utf16Be, _)));
        for (i, byte) in bytes.iter().enumerate() {
            self.line_length += 1;
            match byte {
                b'\n' => {
                    self.line += 1;
                    self.line_length = 0;
                }
                b'\r' => self.line_length = 0,
                0 if !wide => return Err(ReadError::Binary { file: file.name.clone(), offset: offset + i as u64 }),
                1..=8 | 14..=25 | 27..=31 | 0x7f if !wide => {
                    return Err(ReadError::Binary { file: file.name.clone(), offset: offset + i as u64 });
                }
                // the five bytes Windows-1252 leaves out
                0x81 | 0x8D | 0x8F | 0x90 | 0x9D if self.not_1252.is_none() => {
                    self.not_1252 = Some(offset + i as u64);
                }
                _ => {}
            }
            if self.line_length > LINE_LIMIT * if wide { 2 } else { 1 } {
                return Err(ReadError::LineTooLong { file: file.name.clone(), line: self.line + 1, limit: LINE_LIMIT });
            }
        }
        if !wide && self.invalid_utf8.is_none() {
            self.check_utf8(bytes, offset);
        }
        Ok(())
    }

    fn check_utf8(&mut self, bytes: &[u8], offset: u64) {
        let before = self.pending.len() as u64;
        let joined;
        let text = if self.pending.is_empty() {
            bytes
        } else {
            joined = [self.pending.as_slice(), bytes].concat();
            &joined
        };
        let mut rest = Vec::new();
        if let Err(e) = std::str::from_utf8(text) {
            if e.error_len().is_some() {
                self.invalid_utf8 = Some((offset + e.valid_up_to() as u64).saturating_sub(before));
            } else {
                rest = text[e.valid_up_to()..].to_vec();
            }
        }
        self.pending = rest;
    }

    fn decide(self, file: &PackFile) -> Result<Encoding, ReadError> {
        let unknown = |offset| ReadError::UnknownEncoding { file: file.name.clone(), offset };
        if let Some((charset @ (Charset::Utf16Le | Charset::Utf16Be), skip)) = self.charset {
            return Ok(Encoding { charset, skip });
        }
        let skip = self.charset.map_or(0, |(_, skip)| skip);
        match (self.invalid_utf8, self.not_1252) {
            (None, _) if self.pending.is_empty() => Ok(Encoding { charset: Charset::Utf8, skip }),
            // a mark says UTF-8 and a byte says it is not
            (Some(at), _) if skip > 0 => Err(unknown(at)),
            (_, Some(at)) => Err(unknown(at)),
            (_, None) => Ok(Encoding { charset: Charset::Windows1252, skip }),
        }
    }
}
