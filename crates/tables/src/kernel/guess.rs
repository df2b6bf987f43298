//! Zero configuration: guesses what a column holds from its name and its contents.

use super::records::Batch;
use super::spec::{Field, Kind, Sides, Spec};
use super::value::{self, MISSING};
use arrow::array::Array;
use linkage::normalise;
use std::collections::BTreeSet;

/// What was guessed of two tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess {
    /// The specification to use.
    pub spec: Spec,
    /// Columns that are not compared, with the reason in Indonesian.
    pub left_out: Vec<(String, &'static str)>,
}

/// Guesses a specification from the columns that both tables have and a sample of the first.
///
/// `sample` holds all of `columns`, in order. `None` when there is no column that could be an id, or
/// nothing to compare.
#[must_use]
pub fn guess(columns: &[String], other: Option<&[String]>, sample: &[Batch]) -> Option<Guess> {
    let shared: Vec<usize> = (0..columns.len()).filter(|&c| other.is_none_or(|o| o.contains(&columns[c]))).collect();
    let seen: Vec<Seen> = (0..columns.len()).map(|c| Seen::of(sample, c)).collect();
    let words: Vec<Vec<String>> = columns.iter().map(|c| words_of(c)).collect();
    let id = shared
        .iter()
        .copied()
        .filter(|&c| seen[c].distinct)
        .min_by_key(|&c| (id_rank(&words[c]), c))
        .filter(|&c| id_rank(&words[c]) < 9 || c == shared[0])?;
    let household = shared.iter().copied().find(|&c| c != id && is_household(&words[c]));
    let mut fields = Vec::new();
    let mut left_out = Vec::new();
    for &c in shared.iter().filter(|&&c| c != id && Some(c) != household) {
        match kind_of(&words[c], &seen[c]) {
            Ok(kind) => fields.push((c, kind)),
            Err(why) => left_out.push((columns[c].clone(), why)),
        }
    }
    for (_, name) in columns.iter().enumerate().filter(|(c, _)| !shared.contains(c)) {
        left_out.push((name.clone(), "tidak ada pada berkas kedua"));
    }
    if fields.is_empty() {
        return None;
    }
    let card = fields.iter().any(|(_, kind)| *kind == Kind::FamilyCard);
    let sides = |c: usize| Sides { left: columns[c].clone(), right: columns[c].clone() };
    let fields = fields
        .into_iter()
        .map(|(c, kind)| {
            // card, address and village are one piece of evidence: linkage.md §2.3
            let dwelling =
                matches!(kind, Kind::FamilyCard | Kind::Address) || kind == Kind::Place && seen[c].codes > 0.8;
            let group = (card && dwelling).then(|| "tempat".to_owned());
            Field { left: columns[c].clone(), right: columns[c].clone(), kind, group }
        })
        .collect();
    Some(Guess { spec: Spec { id: sides(id), household: household.map(sides), fields }, left_out })
}

/// What the sample shows of one column, as shares of the values that are there.
#[derive(Clone, Debug, Default)]
struct Seen {
    filled: f64,
    distinct: bool,
    dates: f64,
    sixteen: f64,
    numbers: f64,
    codes: f64,
    mails: f64,
    sexes: f64,
    one_word: f64,
    letters: f64,
    /// Share of different values.
    variety: f64,
    digits: f64,
}

impl Seen {
    fn of(sample: &[Batch], column: usize) -> Self {
        let mut values: Vec<&str> = Vec::new();
        let mut rows = 0usize;
        for batch in sample {
            let Some(array) = batch.columns.get(column) else { continue };
            for at in 0..array.len().min(4000) {
                rows += 1;
                if !array.is_null(at) && !array.value(at).trim().is_empty() {
                    values.push(array.value(at).trim());
                }
            }
        }
        if values.is_empty() {
            return Self::default();
        }
        let share =
            |test: &dyn Fn(&str) -> bool| values.iter().filter(|v| test(v)).count() as f64 / values.len() as f64;
        let different: BTreeSet<&str> = values.iter().copied().collect();
        let all_digits = |v: &str| v.bytes().all(|b| b.is_ascii_digit());
        Self {
            filled: values.len() as f64 / rows as f64,
            distinct: different.len() == rows,
            dates: share(&|v| v.len() >= 6 && value::date(v) != MISSING),
            sixteen: share(&|v| value::sixteen_digits(v) != MISSING),
            numbers: share(&|v| value::number(v) != MISSING),
            codes: share(&|v| v.len() >= 6 && v.bytes().all(|b| b.is_ascii_digit() || b == b'.')),
            mails: share(&|v| v.contains('@')),
            sexes: share(&|v| {
                matches!(
                    v.to_ascii_uppercase().as_str(),
                    "L" | "P" | "M" | "F" | "W" | "MALE" | "FEMALE" | "LAKI-LAKI" | "PEREMPUAN"
                )
            }),
            one_word: share(&|v| !v.contains(' ')),
            letters: share(&|v| {
                !normalise::plain(v).bytes().any(|b| b.is_ascii_digit())
                    && v.bytes().any(|b| b.is_ascii_alphabetic() || b >= 128)
            }),
            variety: different.len() as f64 / values.len() as f64,
            digits: values.iter().filter(|v| all_digits(v)).map(|v| v.len()).sum::<usize>() as f64
                / values.iter().filter(|v| all_digits(v)).count().max(1) as f64,
        }
    }
}

fn words_of(column: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for c in column.chars() {
        if !c.is_alphanumeric() || c.is_uppercase() && before.is_lowercase() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_lowercase());
        }
        before = c;
    }
    words.retain(|w| !w.is_empty());
    words
}

fn id_rank(words: &[String]) -> u8 {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["id"] => 0,
        ["rec" | "record" | "row" | "unique", "id"] | ["uuid" | "uid" | "rowid"] => 1,
        ["no" | "nomor" | "nr" | "number" | "kunci" | "key"] => 2,
        ["id", ..] => 3,
        [.., "id"] => 4,
        _ => 9,
    }
}

fn is_household(words: &[String]) -> bool {
    let joined = words.concat();
    matches!(
        joined.as_str(),
        "hh" | "hhid"
            | "household"
            | "householdid"
            | "idhousehold"
            | "ruta"
            | "idruta"
            | "rutaid"
            | "noruta"
            | "idbdt"
            | "rumahtangga"
            | "idrumahtangga"
            | "norumahtangga"
            | "idart"
            | "serialno"
            | "hhserial"
    )
}

/// The kind of a column, or why it is not compared.
fn kind_of(words: &[String], seen: &Seen) -> Result<Kind, &'static str> {
    let joined = words.concat();
    let has = |wanted: &[&str]| words.iter().any(|w| wanted.contains(&w.as_str())) || wanted.contains(&joined.as_str());
    let within = |wanted: &[&str]| wanted.iter().any(|w| joined.contains(w));
    if seen.filled < 0.01 {
        return Err("hampir semua kosong");
    }
    if has(&["cluster", "truth", "label", "entity", "match", "ident", "person"]) && !within(&["name", "nama"]) {
        return Err("tampaknya jawaban, bukan data");
    }
    if has(&["relation", "hubungan", "relationship", "marital", "status", "kawin"]) {
        return Err("berubah menurut keadaan rumah tangga");
    }
    if seen.mails > 0.6 {
        return Ok(Kind::Email);
    }
    if seen.sixteen > 0.6 {
        if within(&["nik", "nationalid", "ktp"]) {
            return Ok(Kind::Nik);
        }
        return Ok(if within(&["kk", "kartukeluarga", "familycard"]) { Kind::FamilyCard } else { Kind::Identifier });
    }
    if seen.dates > 0.7
        && (has(&["dob", "tgl", "tanggal", "date", "birth", "lahir", "born"])
            || within(&["birth", "lahir", "tgl", "date"]))
        || seen.dates > 0.9 && seen.digits < 9.0 && seen.numbers < 0.5
    {
        return Ok(Kind::Date);
    }
    if seen.sexes > 0.8 || has(&["sex", "gender", "jk", "kelamin"]) && seen.variety < 0.1 {
        return Ok(Kind::Sex);
    }
    if has(&["age", "umur", "usia"]) && seen.numbers > 0.7 {
        return Ok(Kind::Age);
    }
    if has(&["phone", "telp", "telepon", "hp", "mobile", "tel", "handphone", "phonenumber"]) {
        return Ok(Kind::Phone);
    }
    if within(&["given", "first", "fname", "forename", "namadepan", "middle"]) {
        return Ok(Kind::GivenName);
    }
    if within(&["surname", "lastname", "lname", "namabelakang", "familyname", "last"]) {
        return Ok(Kind::Surname);
    }
    if within(&["postcode", "kodepos", "postal", "zip"]) || has(&["plz"]) {
        return Ok(Kind::Place);
    }
    if within(&["address", "alamat", "street", "jalan"]) && !within(&["number", "no"]) && seen.numbers < 0.5 {
        return Ok(if seen.one_word > 0.9 { Kind::Text } else { Kind::Address });
    }
    if within(&[
        "village",
        "desa",
        "kelurahan",
        "kecamatan",
        "kabupaten",
        "kota",
        "city",
        "town",
        "suburb",
        "place",
        "tempat",
        "region",
        "county",
        "province",
        "provinsi",
    ]) {
        return Ok(Kind::Place);
    }
    if within(&["name", "nama"]) && seen.letters > 0.5 {
        return Ok(if seen.one_word > 0.9 { Kind::GivenName } else { Kind::PersonName });
    }
    if seen.numbers > 0.8 {
        let many = seen.variety > 0.5 && seen.digits >= 5.0;
        return Ok(if many { Kind::Identifier } else { Kind::Number });
    }
    Ok(Kind::Text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow::array::StringArray;

    fn guessed(columns: &[(&str, [&str; 3])]) -> Guess {
        let names: Vec<String> = columns.iter().map(|(n, _)| (*n).to_owned()).collect();
        let arrays = columns.iter().map(|(_, v)| StringArray::from(v.to_vec())).collect();
        guess(&names, None, &[Batch { columns: arrays, first_row: 0, read_to: 0 }]).unwrap()
    }

    #[test]
    fn an_indonesian_register_is_read_by_its_names_and_contents() {
        let guess = guessed(&[
            ("id", ["1", "2", "3"]),
            ("id_ruta", ["7", "7", "8"]),
            ("no_kk", ["3403011234560001", "3403011234560001", "3403011234560009"]),
            ("nik", ["3403014107850001", "3403010107850002", "3403010107850003"]),
            ("nama_lengkap", ["SITI AMINAH", "EKO", "SRI LESTARI"]),
            ("jk", ["P", "L", "P"]),
            ("tgl_lahir", ["01/07/1985", "1985-07-01", "03-02-1990"]),
            ("alamat", ["JL. MAWAR 3", "DUSUN KRAJAN", "GG. 4"]),
            ("kode_desa", ["3403012001", "3403012001", "3403012002"]),
            ("hubungan", ["1", "2", "1"]),
        ]);
        let kinds: Vec<Kind> = guess.spec.fields.iter().map(|f| f.kind).collect();
        assert_eq!(
            kinds,
            [Kind::FamilyCard, Kind::Nik, Kind::PersonName, Kind::Sex, Kind::Date, Kind::Address, Kind::Place]
        );
        assert_eq!(guess.spec.household.map(|h| h.left), Some("id_ruta".to_owned()));
        assert_eq!(guess.spec.fields[0].group.as_deref(), Some("tempat"));
        assert_eq!(guess.left_out.len(), 1);
    }

    #[test]
    fn names_in_parts_and_numbers_of_other_countries_are_told_apart() {
        let guess = guessed(&[
            ("rec_id", ["a", "b", "c"]),
            ("given_name", ["lachlan", "deakin", "kayla"]),
            ("surname", ["berry", "sondergeld", "harrington"]),
            ("street_number", ["69", "48", "6"]),
            ("postcode", ["4814", "2776", "3465"]),
            ("date_of_birth", ["19990219", "19600210", "19150612"]),
            ("soc_sec_id", ["7364009", "2635962", "9004242"]),
        ]);
        let kinds: Vec<Kind> = guess.spec.fields.iter().map(|f| f.kind).collect();
        assert_eq!(kinds, [Kind::GivenName, Kind::Surname, Kind::Number, Kind::Place, Kind::Date, Kind::Identifier]);
        assert_eq!(guess.spec.id.left, "rec_id");
    }
}
