//! How a failed command ends: two lines and an exit code. Design §3.

use app::error::AppError;
use std::fmt;
use std::path::Path;
use std::process::ExitCode;
use std::sync::OnceLock;
use store::StoreError;
use tables::LinkFailed;
use tables::pmt::PmtFailed;
use words::{Lang, Said, Words};

static LANGUAGE: OnceLock<Lang> = OnceLock::new();

/// Chooses the language of refusals for the rest of the process; the first choice holds.
pub fn speak(lang: Lang) {
    let _ = LANGUAGE.set(lang);
}

/// The texts in the language of this process: Indonesian, unless the settings say otherwise.
pub fn words() -> &'static Words {
    Words::of(LANGUAGE.get().copied().unwrap_or_default())
}

/// Why a command did not do what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// A rule said no; nothing changed. Exit 1.
    Refused,
    /// The command was wrong. Exit 2.
    Misused,
    /// Disk, network or the program itself. Exit 3.
    Fault,
    /// The work was done and written, but what it says cannot be relied on without a look. Exit 4.
    Doubtful,
}

/// A failure as it is printed: `error:` with a stable code, and `hint:`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Which of the four.
    pub ending: Ending,
    /// Stable code of `docs/errors.md`.
    pub code: String,
    /// What and why.
    pub what: String,
    /// What to do next.
    pub hint: String,
}

impl Failure {
    /// A refusal.
    pub fn refused(code: &str, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { ending: Ending::Refused, code: code.to_owned(), what: what.into(), hint: hint.into() }
    }

    /// Wrong use.
    pub fn misused(code: &str, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { ending: Ending::Misused, ..Self::refused(code, what, hint) }
    }

    /// A fault.
    pub fn fault(code: &str, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { ending: Ending::Fault, ..Self::refused(code, what, hint) }
    }

    /// Done, with a result that must be looked at.
    pub fn doubtful(code: &str, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { ending: Ending::Doubtful, ..Self::refused(code, what, hint) }
    }

    /// A fault of the disk, with the file it concerns.
    fn at(path: &Path, source: std::io::Error) -> Self {
        let failure = Self::from(source);
        Self { what: format!("{}: {}", path.display(), failure.what), ..failure }
    }

    /// What a rule or a lower floor says, on one line; its hint ends with a full stop.
    fn said(ending: Ending, code: &str, said: &Said) -> Self {
        let stop = if said.repair.ends_with('.') { "" } else { "." };
        Self { ending, code: code.to_owned(), what: one_line(&said.what), hint: format!("{}{stop}", said.repair) }
    }

    /// The process's exit code.
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self.ending {
            Ending::Refused => 1,
            Ending::Misused => 2,
            Ending::Fault => 3,
            Ending::Doubtful => 4,
        })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "error: {} [{}]", self.what, self.code)?;
        write!(f, "hint: {}", self.hint)
    }
}

impl From<std::io::Error> for Failure {
    fn from(source: std::io::Error) -> Self {
        use std::io::ErrorKind;
        let (code, hint) = match source.kind() {
            ErrorKind::NotFound => ("BERKAS_TIDAK_ADA", "Periksa nama berkas atau folder."),
            ErrorKind::PermissionDenied => ("TIDAK_BOLEH_DITULIS", "Periksa hak akses folder, atau pilih folder lain."),
            ErrorKind::ReadOnlyFilesystem => {
                ("TIDAK_BOLEH_DITULIS", "Folder ini hanya dapat dibaca; pilih folder lain.")
            }
            ErrorKind::StorageFull | ErrorKind::FileTooLarge | ErrorKind::QuotaExceeded => {
                ("DISK_PENUH", "Kosongkan ruang disk, lalu jalankan perintah yang sama sekali lagi.")
            }
            _ => ("GALAT_BERKAS", "Periksa disk dan folder, lalu jalankan perintah yang sama sekali lagi."),
        };
        Self::fault(code, source.to_string(), hint)
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        if let AppError::Io { path, source } = error {
            return Self::at(&path, source);
        }
        let ending = if error.is_refusal() { Ending::Refused } else { Ending::Fault };
        Self::said(ending, error.code(), &error.said(words()))
    }
}

impl From<LinkFailed> for Failure {
    fn from(error: LinkFailed) -> Self {
        match error {
            LinkFailed::Disk { path, source } => Self::at(&path, source),
            LinkFailed::Refused(refused) => Self::said(Ending::Refused, refused.code(), &words().refusal(&refused)),
        }
    }
}

impl From<PmtFailed> for Failure {
    fn from(error: PmtFailed) -> Self {
        match error {
            PmtFailed::Disk { path, source } => Self::at(&path, source),
            PmtFailed::Refused(refused) => Self::said(Ending::Refused, refused.code(), &words().refusal(&refused)),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::from(AppError::from(error))
    }
}

/// A message of a library may have several lines; ours has one.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl From<synth::SynthError> for Failure {
    fn from(error: synth::SynthError) -> Self {
        match error {
            synth::SynthError::TooSmall(_) => Self::misused(
                "TERLALU_SEDIKIT",
                error.to_string(),
                "Minta paling sedikit 100 rumah tangga (--households).",
            ),
            synth::SynthError::RealArea(_) => Self::misused(
                "WILAYAH_NYATA",
                error.to_string(),
                "Pilih kode kabupaten rekaan dari provinsi 95 sampai 99.",
            ),
            synth::SynthError::Io { path, source } => {
                let failure = Self::from(source);
                Self { what: format!("{} tidak dapat ditulis: {}", path.display(), failure.what), ..failure }
            }
            other => Self::fault("GALAT_BERKAS", other.to_string(), "Periksa ruang disk dan hak akses folder."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_two_lines_with_a_stable_code() {
        let full = Failure::from(std::io::Error::from(std::io::ErrorKind::StorageFull));
        let text = full.to_string();
        assert_eq!(text.lines().count(), 2);
        assert!(text.starts_with("error: ") && text.contains("[DISK_PENUH]\nhint: Kosongkan"), "{text}");
    }
}
