//! The press: a Typst world of our own, the same bytes for the same data.

use crate::error::DocumentError;
use crate::printable;
use crate::sheet::Paper;
use serde::Serialize;
use serde_json::Value;
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, comemo};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// A finished document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
}

/// What the file promises beyond its look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Promise {
    /// Read by people, kept in archives: PDF/A-2a and PDF/UA-1, tagged.
    Read,
    /// Printed by the hundred: PDF/A-2b without tags (tags cost twenty times the size).
    Mass,
}

/// One template with the name its errors go by.
pub(crate) struct Template {
    pub name: &'static str,
    pub text: &'static str,
}

/// What templates may import.
const SHARED: [Template; 2] = [
    Template { name: "office.typ", text: include_str!("../templates/office.typ") },
    Template { name: "form.typ", text: include_str!("../templates/form.typ") },
];
const FACES: [&[u8]; 3] = [
    include_bytes!("../fonts/SourceSans3-Regular.ttf"),
    include_bytes!("../fonts/SourceSans3-Bold.ttf"),
    include_bytes!("../fonts/SourceSans3-Italic.ttf"),
];

/// How many compilations a remembered piece of work survives unused. None: a kabupaten
/// prints hundreds of documents in one process and none needs the one before it.
///
/// comemo 0.5 empties its look-up tables but keeps their memory, so a process still grows
/// (measured: about 22 MB for each village's prelist and FKP.01). Who prints hundreds of
/// villages does it in child processes of some twenty villages each.
const REMEMBERED: usize = 0;

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));
static FONTS: LazyLock<Vec<Font>> =
    LazyLock::new(|| FACES.iter().flat_map(|face| Font::iter(Bytes::new(*face))).collect());
static BOOK: LazyLock<LazyHash<FontBook>> = LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));

/// The embedded faces: regular, bold, italic.
pub(crate) fn fonts() -> &'static [Font] {
    &FONTS
}

/// The templates, one file of data and the fonts. Nothing else can be read, and there is no current date.
struct Desk {
    /// The document's own template first, then what it may import.
    sources: Vec<Source>,
    data: Bytes,
    data_id: FileId,
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }
    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }
    fn main(&self) -> FileId {
        self.sources[0].id()
    }
    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.iter().find(|s| s.id() == id).cloned().ok_or_else(|| missing(id))
    }
    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data_id { Ok(self.data.clone()) } else { Err(missing(id)) }
    }
    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}

fn file_id(template: &'static str, path: &str) -> Result<FileId, DocumentError> {
    let path = VirtualPath::new(path)
        .map_err(|e| DocumentError::Template { template, message: format!("path {path}: {e:?}") })?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// Puts data and template on paper.
pub(crate) fn print(
    template: &Template,
    data: &impl Serialize,
    paper: Paper,
    promise: Promise,
) -> Result<Pdf, DocumentError> {
    let mut value = serde_json::to_value(data)?;
    printable::tidy(&mut value, fonts());
    if let Value::Object(fields) = &mut value {
        fields.insert("paper".to_owned(), serde_json::to_value(paper.size())?);
    }
    let data_id = file_id(template.name, "data.json")?;
    let desk = Desk {
        sources: std::iter::once(template)
            .chain(&SHARED)
            .map(|t| Ok(Source::new(file_id(template.name, t.name)?, t.text.to_owned())))
            .collect::<Result<_, DocumentError>>()?,
        data: Bytes::new(serde_json::to_vec(&value)?),
        data_id,
    };
    let pdf = compile(template, &desk, promise);
    comemo::evict(REMEMBERED);
    pdf
}

fn compile(template: &Template, desk: &Desk, promise: Promise) -> Result<Pdf, DocumentError> {
    let (standard, list): (_, &[PdfStandard]) = match promise {
        Promise::Read => ("PDF/A-2a + PDF/UA-1", &[PdfStandard::A_2a, PdfStandard::Ua_1]),
        Promise::Mass => ("PDF/A-2b", &[PdfStandard::A_2b]),
    };
    let refused = |message: String| DocumentError::Standard { template: template.name, standard, message };
    let options = PdfOptions {
        ident: Smart::Auto,
        creator: Smart::Custom(Some("Mutakhir".to_owned())),
        timestamp: None,
        standards: PdfStandards::new(list).map_err(|e| refused(e.message().to_string()))?,
        tagged: promise == Promise::Read,
        ..PdfOptions::default()
    };
    let document = typst::compile(desk)
        .output
        .map_err(|e| DocumentError::Template { template: template.name, message: said(&e) })?;
    let bytes = typst_pdf::pdf(&document, &options).map_err(|e| refused(said(&e)))?;
    Ok(Pdf { bytes, pages: document.pages().len() })
}

fn said(diagnostics: &[SourceDiagnostic]) -> String {
    diagnostics
        .iter()
        .map(|d| {
            let hints: String = d.hints.iter().map(|h| format!(" (hint: {})", h.v)).collect();
            format!("{}{hints}", d.message)
        })
        .collect::<Vec<_>>()
        .join("; ")
}
