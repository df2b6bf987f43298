//! The words offices write where the questionnaire has codes.

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

/// Sex from `L`/`P`, `1`/`2` or words. `P` is perempuan, as on every Indonesian form.
#[must_use]
pub fn sex(text: &str) -> Option<Sex> {
    Some(match fold(text).as_str() {
        "l" | "1" | "01" | "lk" | "laki" | "laki laki" | "lelaki" | "pria" | "m" | "male" | "1 laki laki" => Sex::Male,
        "p" | "2" | "02" | "pr" | "perempuan" | "wanita" | "f" | "female" | "2 perempuan" => Sex::Female,
        _ => return None,
    })
}

/// Marital status from its code or words.
#[must_use]
pub fn marital(text: &str) -> Option<MaritalStatus> {
    Some(match fold(text).as_str() {
        "1" | "01" | "belum kawin" | "belum menikah" | "blm kawin" | "belum nikah" | "bk" | "lajang"
        | "tidak kawin" => MaritalStatus::Single,
        "2"
        | "02"
        | "kawin"
        | "menikah"
        | "nikah"
        | "kawin nikah"
        | "k"
        | "kawin tercatat"
        | "kawin belum tercatat"
        | "kawin tidak tercatat" => MaritalStatus::Married,
        "3"
        | "03"
        | "cerai hidup"
        | "ch"
        | "janda cerai"
        | "duda cerai"
        | "cerai"
        | "cerai hidup tercatat"
        | "cerai hidup belum tercatat" => MaritalStatus::Divorced,
        "4" | "04" | "cerai mati" | "cm" | "janda mati" | "duda mati" | "janda" | "duda" => MaritalStatus::Widowed,
        _ => return None,
    })
}

/// Relation to the head from its code or words.
#[must_use]
pub fn relation(text: &str) -> Option<Relation> {
    let word = fold(text);
    // `1. Kepala keluarga`, `3 - Anak`: the code stands before the word
    let word = match word.split_once(' ') {
        Some((code, rest)) if code.len() == 1 && code.as_bytes()[0].is_ascii_digit() => {
            return relation(rest).filter(|r| code.parse() == Ok(r.code()));
        }
        _ => word.as_str(),
    };
    Some(match word {
        "1"
        | "01"
        | "kepala keluarga"
        | "kepala rumah tangga"
        | "kepala rt"
        | "krt"
        | "kk"
        | "kepala"
        | "kep keluarga"
        | "kep kel"
        | "kepala kel"
        | "kep rumah tangga" => Relation::Head,
        "2" | "02" | "istri" | "isteri" | "suami" | "istri suami" | "suami istri" | "suami isteri" | "isteri suami"
        | "pasangan" => Relation::Spouse,
        "3" | "03" | "anak" | "anak kandung" | "anak tiri" | "anak angkat" | "ank" => Relation::Child,
        "4" | "04" | "menantu" | "mantu" => Relation::ChildInLaw,
        "5" | "05" | "cucu" => Relation::Grandchild,
        "6" | "06" | "orang tua" | "orangtua" | "ortu" | "mertua" | "orang tua mertua" | "orangtua mertua" | "ayah"
        | "ibu" | "bapak" | "ibu mertua" | "bapak mertua" => Relation::Parent,
        "7" | "07" | "pembantu" | "pembantu rumah tangga" | "prt" | "pembantu ruta" | "art" => Relation::DomesticWorker,
        "8" | "08" | "lainnya" | "lain" | "lain lain" | "famili lain" | "family lain" | "famili" | "saudara"
        | "kakak" | "adik" | "keponakan" | "ponakan" | "cicit" | "kakek" | "nenek" | "paman" | "bibi" | "sepupu"
        | "famili lainnya" | "ipar" => Relation::Other,
        _ => return None,
    })
}

/// Active or passive registration.
#[must_use]
pub fn registration_kind(text: &str) -> Option<RegistrationKind> {
    Some(match fold(text).as_str() {
        "aktif" | "active" | "a" | "pendaftaran aktif" | "datang sendiri" => RegistrationKind::Active,
        "pasif" | "passive" | "p" | "pendaftaran pasif" | "kunjungan" | "musdes" | "muskel" => {
            RegistrationKind::Passive
        }
        _ => return None,
    })
}

/// Yes or no, as `ya`/`tidak`, `1`/`0`, a tick.
#[must_use]
pub fn yes_no(text: &str) -> Option<bool> {
    Some(match fold(text).as_str() {
        "ya" | "y" | "yes" | "1" | "true" | "v" | "x" | "sudah" | "hadir" | "ada" | "benar" => true,
        "tidak" | "t" | "no" | "n" | "0" | "2" | "false" | "belum" | "tdk" | "tidak hadir" => false,
        _ => return text.trim().starts_with(['✓', '√']).then_some(true),
    })
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
