//! The bytes of a text file as UTF-8 or a superset of ASCII, whatever it is written in.

use encoding_rs::{CoderResult, Decoder, UTF_16BE, UTF_16LE};
use std::fs::File;
use std::io::{self, Read, Seek as _, SeekFrom};
use std::path::Path;

/// How the bytes of a file stand for letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Charset {
    /// ASCII, UTF-8 or Windows-1252: lines and delimiters are single bytes.
    Bytes,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
}

/// A file being read from a place.
pub(super) struct Source {
    file: File,
    decoder: Option<Wide>,
    /// Bytes of the file taken so far, from its beginning.
    pub(super) taken: u64,
}

struct Wide {
    decoder: Decoder,
    raw: Vec<u8>,
    ready: Vec<u8>,
    given: usize,
    ended: bool,
}

impl Source {
    /// From byte `from` of the file, which must be its content's beginning unless `charset` is bytes.
    pub(super) fn open(path: &Path, charset: Charset, from: u64) -> io::Result<Self> {
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start(from))?;
        let wide = |encoding: &'static encoding_rs::Encoding| {
            Some(Wide {
                decoder: encoding.new_decoder_without_bom_handling(),
                raw: vec![0; 1 << 16],
                ready: Vec::with_capacity(1 << 18),
                given: 0,
                ended: false,
            })
        };
        let decoder = match charset {
            Charset::Bytes => None,
            Charset::Utf16Le => wide(UTF_16LE),
            Charset::Utf16Be => wide(UTF_16BE),
        };
        Ok(Self { file, decoder, taken: from })
    }
}

impl Read for Source {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let Some(wide) = &mut self.decoder else {
            let got = self.file.read(into)?;
            self.taken += got as u64;
            return Ok(got);
        };
        while wide.given == wide.ready.len() && !wide.ended {
            let got = self.file.read(&mut wide.raw)?;
            self.taken += got as u64;
            wide.ended = got == 0;
            wide.given = 0;
            wide.ready.resize(got * 3 + 16, 0);
            let (result, _, written, _) = wide.decoder.decode_to_utf8(&wide.raw[..got], &mut wide.ready, wide.ended);
            debug_assert_eq!(result, CoderResult::InputEmpty, "three bytes hold any UTF-16 unit");
            wide.ready.truncate(written);
        }
        let n = into.len().min(wide.ready.len() - wide.given);
        into[..n].copy_from_slice(&wide.ready[wide.given..wide.given + n]);
        wide.given += n;
        Ok(n)
    }
}
