//! The words offices write where the questionnaire has codes.

use crate::wordings;
use domain::civil_registry::CivilStatus;
use domain::person::{MaritalStatus, Relation, Sex};
use domain::registration::RegistrationKind;

/// Folds a written word for comparison: lower case, letters and digits only, one space between words.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.ends_with(' ') && !out.is_empty() {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Whether a text stands for "nothing written": `-`, `NULL`, `None`, `#N/A` …
#[must_use]
pub fn means_nothing(text: &str) -> bool {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{a0}' || c == '\'');
    if text.chars().all(|c| matches!(c, '-' | '.' | '_' | '–' | '—' | ' ')) {
        return true;
    }
    matches!(
        text.to_ascii_lowercase().as_str(),
        "null" | "none" | "nan" | "n/a" | "#n/a" | "nil" | "(null)" | "kosong" | "tidak ada" | "tdk ada"
    )
}

/// The code of a text in a shared table.
fn code(table: &str, text: &str) -> Option<i32> {
    wordings::table(table)?.code(text.strip_suffix(".0").unwrap_or(text))
}

/// Sex from `L`/`P`, `1`/`2` or words. `P` is perempuan, as on every Indonesian form.
#[must_use]
pub fn sex(text: &str) -> Option<Sex> {
    code("jenis_kelamin", text).and_then(sex_of)
}

/// Sex in a column that writes pria and wanita, where `P` is pria.
#[must_use]
pub fn sex_pria_wanita(text: &str) -> Option<Sex> {
    code("jenis_kelamin_pria_wanita", text).and_then(sex_of)
}

fn sex_of(code: i32) -> Option<Sex> {
    match code {
        1 => Some(Sex::Male),
        2 => Some(Sex::Female),
        _ => None,
    }
}

/// Marital status from its code or words.
#[must_use]
pub fn marital(text: &str) -> Option<MaritalStatus> {
    code("status_kawin", text).and_then(|c| u8::try_from(c).ok()).and_then(MaritalStatus::from_code)
}

/// Relation to the head from its code or words.
#[must_use]
pub fn relation(text: &str) -> Option<Relation> {
    code("hubungan", text).and_then(|c| u8::try_from(c).ok()).and_then(Relation::from_code)
}

/// Status in the civil registry from its words. Numbers are not taken: systems differ in them.
#[must_use]
pub fn civil_status(text: &str) -> Option<CivilStatus> {
    Some(match wordings::table("status_penduduk")?.word(text)? {
        1 => CivilStatus::Active,
        2 => CivilStatus::Dead,
        3 => CivilStatus::MovedOut,
        4 => CivilStatus::Inactive,
        _ => return None,
    })
}

/// Active or passive registration.
#[must_use]
pub fn registration_kind(text: &str) -> Option<RegistrationKind> {
    match wordings::table("jenis_pendaftaran")?.word(text)? {
        1 => Some(RegistrationKind::Active),
        2 => Some(RegistrationKind::Passive),
        _ => None,
    }
}

/// Whether a text says that no identity was shown.
#[must_use]
pub fn no_identity(text: &str) -> bool {
    wordings::table("tanpa_identitas").is_some_and(|t| t.spells(text).is_some())
}

/// Yes or no, as `ya`/`tidak`, `1`/`0`, a tick.
#[must_use]
pub fn yes_no(text: &str) -> Option<bool> {
    match (text.trim(), code("ya_tidak", text)) {
        ("0", _) | (_, Some(2)) => Some(false),
        (_, Some(1)) => Some(true),
        (other, _) => other.starts_with(['✓', '√']).then_some(true),
    }
}

/// The month of an Indonesian (or English) month name or its short form.
#[must_use]
pub fn month(word: &str) -> Option<i8> {
    const MONTHS: [&[&str]; 12] = [
        &["januari", "jan", "january"],
        &["februari", "feb", "pebruari", "peb", "february"],
        &["maret", "mar", "mrt", "march"],
        &["april", "apr"],
        &["mei", "may"],
        &["juni", "jun", "june"],
        &["juli", "jul", "july"],
        &["agustus", "agu", "agt", "ags", "agust", "aug", "august"],
        &["september", "sep", "sept"],
        &["oktober", "okt", "oct", "october"],
        &["november", "nov", "nopember", "nop"],
        &["desember", "des", "dec", "december"],
    ];
    let word = fold(word);
    MONTHS.iter().position(|names| names.contains(&word.as_str())).map(|i| i as i8 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relation_is_read_from_code_word_or_both_but_not_when_they_contradict() {
        assert_eq!(relation("KEPALA KELUARGA"), Some(Relation::Head));
        assert_eq!(relation("3. Anak"), Some(Relation::Child));
        assert_eq!(relation("Orang Tua/Mertua"), Some(Relation::Parent));
        assert_eq!(relation("3. Istri"), None);
        assert_eq!(relation("9"), None);
    }

    #[test]
    fn the_letter_p_is_a_woman_not_a_man() {
        assert_eq!(sex("P"), Some(Sex::Female));
        assert_eq!(sex("Laki-laki"), Some(Sex::Male));
        assert_eq!(sex("X"), None);
    }
}
