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
    /// What was taken for granted, in Indonesian.
    pub remarks: Vec<String>,
}

/// Why nothing was guessed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unclear {
    /// No column is clearly the id of its rows.
    Id,
    /// Nothing tells of the records.
    Nothing,
}

/// Guesses a specification from the columns that both tables have and a sample of the first.
///
/// `sample` holds all of `columns`, in order. A column named as an id is the id even when its values
/// repeat: the reading will refuse it by its lines, and no other column takes its place.
///
/// # Errors
/// When no column is clearly an id, or nothing can be compared.
pub fn guess(columns: &[String], other: Option<&[String]>, sample: &[Batch]) -> Result<Guess, Unclear> {
    let shared: Vec<usize> = (0..columns.len()).filter(|&c| other.is_none_or(|o| o.contains(&columns[c]))).collect();
    let seen: Vec<Seen> = (0..columns.len()).map(|c| Seen::of(sample, c)).collect();
    let words: Vec<Vec<String>> = columns.iter().map(|c| words_of(c)).collect();
    let mut remarks = Vec::new();
    let id = id_of(&shared, &words, &seen).ok_or(Unclear::Id)?;
    if id_rank(&words[id]) > 2 {
        remarks.push(format!("kolom `{}` dipakai sebagai id", columns[id]));
    }
    let household = shared.iter().copied().find(|&c| c != id && is_household(&words[c]));
    let mut fields: Vec<(String, Kind, usize)> = Vec::new();
    let mut left_out = Vec::new();
    let free: Vec<usize> = shared.iter().copied().filter(|&c| c != id && Some(c) != household).collect();
    let composed = composed(&free, columns, &words, &seen);
    for &c in &free {
        if let Some((parts, kind)) = composed.iter().find(|(parts, _)| parts.contains(&c)) {
            if parts[0] == c {
                let name = parts.iter().map(|&p| columns[p].as_str()).collect::<Vec<_>>().join("+");
                fields.push((name, *kind, c));
            }
            continue;
        }
        match kind_of(&words[c], &seen[c]) {
            Ok(kind) => fields.push((columns[c].clone(), kind, c)),
            Err(why) => left_out.push((columns[c].clone(), why)),
        }
    }
    for (_, name) in columns.iter().enumerate().filter(|(c, _)| !shared.contains(c)) {
        left_out.push((name.clone(), "tidak ada pada berkas kedua"));
    }
    // more columns than can be compared: those that tell least are left out, and said
    while fields.len() > MOST_FIELDS {
        let least = (0..fields.len()).min_by(|&x, &y| {
            let worth = |at: usize| {
                let (_, kind, c) = &fields[at];
                worth(*kind) + seen[*c].filled * seen[*c].variety
            };
            worth(x).total_cmp(&worth(y)).then(y.cmp(&x))
        });
        let Some(least) = least else { break };
        left_out.push((fields.remove(least).0, "terlalu banyak kolom; kolom ini paling sedikit membedakan"));
    }
    if fields.is_empty() {
        return Err(Unclear::Nothing);
    }
    let card = fields.iter().any(|(_, kind, _)| *kind == Kind::FamilyCard);
    let sides = |c: usize| Sides { left: columns[c].clone(), right: columns[c].clone() };
    let fields = fields
        .into_iter()
        .map(|(name, kind, c)| {
            // card, address and village are one piece of evidence: linkage.md §2.3
            let dwelling =
                matches!(kind, Kind::FamilyCard | Kind::Address) || kind == Kind::Place && seen[c].codes > 0.8;
            let group = (card && dwelling).then(|| "tempat".to_owned());
            Field { left: name.clone(), right: name, kind, group }
        })
        .collect();
    Ok(Guess { spec: Spec { id: sides(id), household: household.map(sides), fields }, left_out, remarks })
}

/// Fields of a guessed specification at most.
const MOST_FIELDS: usize = super::plan::MOST;

/// The column of ids: by its name first. A column that is only different in each row is one when it is
/// the first and tells nothing else.
fn id_of(shared: &[usize], words: &[Vec<String>], seen: &[Seen]) -> Option<usize> {
    let named = |most: u8| shared.iter().copied().filter(move |&c| id_rank(&words[c]) <= most);
    let best = |columns: &mut dyn Iterator<Item = usize>| columns.min_by_key(|&c| (id_rank(&words[c]), c));
    best(&mut named(1))
        .or_else(|| best(&mut named(4).filter(|&c| seen[c].distinct && !is_household(&words[c]))))
        .or_else(|| best(&mut named(2)))
        .or_else(|| {
            let first = *shared.first()?;
            let tells =
                !matches!(kind_of(&words[first], &seen[first]), Ok(Kind::Text | Kind::Number | Kind::Identifier));
            (seen[first].distinct && !tells && !of_persons(&words[first])).then_some(first)
        })
}

/// Whether a number belongs to a person for life: it is evidence and never the id of a row.
fn of_persons(words: &[String]) -> bool {
    const NUMBERS: [&str; 14] = [
        "soc",
        "social",
        "ssn",
        "sec",
        "nik",
        "ktp",
        "kk",
        "national",
        "passport",
        "paspor",
        "tax",
        "npwp",
        "nisn",
        "insurance",
    ];
    words.iter().any(|w| NUMBERS.contains(&w.as_str()))
}

/// Columns that are one value in parts: a date as year, month and day; latitude and longitude.
fn composed(free: &[usize], columns: &[String], words: &[Vec<String>], seen: &[Seen]) -> Vec<(Vec<usize>, Kind)> {
    const DAYS: [&str; 6] = ["day", "dd", "hari", "d", "bd", "tgl"];
    const MONTHS: [&str; 6] = ["month", "mon", "mm", "bulan", "m", "bm"];
    const YEARS: [&str; 8] = ["year", "yr", "yyyy", "tahun", "y", "by", "thn", "yy"];
    let ends = |c: usize, names: &[&str]| words[c].last().is_some_and(|w| names.contains(&w.as_str()));
    let before = |c: usize| &words[c][..words[c].len().saturating_sub(1)];
    let mut found = Vec::new();
    for &year in free.iter().filter(|&&c| ends(c, &YEARS) && seen[c].years > 0.8) {
        let part = |names: &[&str]| {
            free.iter()
                .copied()
                .find(|&c| ends(c, names) && before(c) == before(year) && seen[c].numbers > 0.8 && seen[c].digits < 2.5)
        };
        if let (Some(month), Some(day)) = (part(&MONTHS), part(&DAYS)) {
            found.push((vec![year, month, day], Kind::Date));
        }
    }
    let called = |names: &[&str]| {
        free.iter().copied().find(|&c| {
            (ends(c, names) || names.contains(&columns[c].to_lowercase().as_str())) && seen[c].decimals > 0.8
        })
    };
    if let (Some(latitude), Some(longitude)) =
        (called(&["lat", "latitude", "lintang"]), called(&["lon", "lng", "long", "longitude", "bujur"]))
    {
        found.push((vec![latitude, longitude], Kind::Location));
    }
    // the first of the parts in the order of the file stands for all
    found
}

/// How much a kind tells, for choosing among too many columns.
fn worth(kind: Kind) -> f64 {
    match kind {
        Kind::Nik | Kind::Identifier | Kind::Email | Kind::Phone => 9.0,
        Kind::PersonName | Kind::GivenName | Kind::Surname | Kind::Date => 8.0,
        Kind::FamilyCard | Kind::Address | Kind::Place | Kind::Location => 6.0,
        Kind::Sex | Kind::Age => 4.0,
        Kind::Text => 2.0,
        Kind::Number => 0.0,
    }
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
    /// Years from 1850 to 2100.
    years: f64,
    /// Numbers with a decimal part.
    decimals: f64,
    /// Values that list several (`a; b`).
    lists: f64,
    /// Share of different values.
    variety: f64,
    /// One value in all rows of a sample that has many.
    constant: bool,
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
                if !array.is_null(at) && !array.value(at).trim().is_empty() && !value::says_missing(array.value(at)) {
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
                    "L" | "P"
                        | "M"
                        | "F"
                        | "W"
                        | "MALE"
                        | "FEMALE"
                        | "LAKI-LAKI"
                        | "PEREMPUAN"
                        | "PRIA"
                        | "WANITA"
                        | "男"
                        | "女"
                )
            }),
            one_word: share(&|v| !v.contains(' ')),
            letters: share(&|v| {
                !normalise::plain(v).bytes().any(|b| b.is_ascii_digit())
                    && v.bytes().any(|b| b.is_ascii_alphabetic() || b >= 128)
            }),
            years: share(&|v| v.parse::<u32>().is_ok_and(|y| (1850..2100).contains(&y))),
            decimals: share(&|v| v.contains('.') && v.parse::<f64>().is_ok()),
            lists: share(&|v| v.contains([';', '|'])),
            variety: different.len() as f64 / values.len() as f64,
            constant: different.len() == 1 && rows >= 20,
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
///
/// Names are matched word by word: `city` is a place and `electricity` is not, `last_name` is a surname
/// and `last_login` is not. What the values are decides before what the name says.
fn kind_of(words: &[String], seen: &Seen) -> Result<Kind, &'static str> {
    let joined = words.concat();
    let has = |wanted: &[&str]| words.iter().any(|w| wanted.contains(&w.as_str())) || wanted.contains(&joined.as_str());
    // long words are found inside others: `tempatlahir`, `namadepan`
    let within = |wanted: &[&str]| wanted.iter().any(|w| joined.contains(w));
    // words with a number at the end are the word: `pername2`, `address_1`
    let stems: Vec<&str> = words.iter().map(|w| w.trim_end_matches(|c: char| c.is_ascii_digit())).collect();
    let stem = |wanted: &[&str]| stems.iter().any(|w| wanted.contains(w));
    let named = has(&["name", "nama", "fullname", "nombre", "nom", "naam"]) || within(&["name", "nama"]);
    if seen.filled < 0.01 {
        return Err("hampir semua kosong");
    }
    if seen.variety == 0.0 || seen.constant {
        return Err("satu nilai untuk semua baris");
    }
    let answers = ["cluster", "clusterid", "truth", "label", "entity", "entityid", "match", "matchid"];
    if answers.contains(&joined.as_str()) {
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
    let dated = has(&["dob", "tgl", "tanggal", "date", "birth", "lahir", "born", "birthday"])
        || within(&["birth", "lahir", "tanggal"]);
    if seen.dates > 0.7 && dated || seen.dates > 0.9 && seen.digits < 9.0 && seen.numbers < 0.5 {
        return Ok(Kind::Date);
    }
    if seen.sexes > 0.8 || has(&["sex", "gender", "jk", "kelamin"]) && seen.variety < 0.1 {
        return Ok(Kind::Sex);
    }
    if has(&["age", "umur", "usia"]) && seen.numbers > 0.7 {
        return Ok(Kind::Age);
    }
    if has(&[
        "phone",
        "telp",
        "telepon",
        "hp",
        "mobile",
        "tel",
        "handphone",
        "phonenumber",
        "whatsapp",
        "wa",
        "fax",
        "telephone",
    ]) {
        return Ok(Kind::Phone);
    }
    // names of firms, goods and programmes are texts, not persons
    let of_things = has(&[
        "company",
        "product",
        "restaurant",
        "program",
        "programme",
        "site",
        "organisation",
        "organization",
        "org",
        "school",
        "sekolah",
        "business",
        "firm",
        "brand",
        "file",
        "user",
        "username",
        "applicant",
        "perusahaan",
        "usaha",
        "toko",
    ]);
    let of_persons = seen.letters > 0.5 && seen.lists < 0.2 && !of_things && seen.numbers < 0.2;
    let given = has(&["given", "forename", "fname", "vorname", "middle"])
        || within(&["givenname", "firstname", "forename", "namadepan", "middlename", "vorname", "namefirst"])
        || stem(&["pername"]) && words.iter().any(|w| w.ends_with('1'));
    let surname = has(&["surname", "lname", "nachname", "apellido", "marga"])
        || within(&["surname", "lastname", "familyname", "namabelakang", "nachname", "namelast"])
        || stem(&["pername"]) && words.iter().any(|w| w.ends_with('2'));
    if of_persons {
        if has(&["full"]) && named || within(&["fullname", "namalengkap"]) || has(&["first", "given"]) && surname {
            return Ok(Kind::PersonName);
        }
        if surname {
            return Ok(Kind::Surname);
        }
        if given || joined == "first" {
            return Ok(Kind::GivenName);
        }
        if joined == "last" {
            return Ok(Kind::Surname);
        }
    }
    if has(&["postcode", "kodepos", "postal", "zip", "zipcode", "plz", "pc", "enumpc"])
        || within(&["postcode", "kodepos", "zipcode"])
    {
        return Ok(Kind::Place);
    }
    let streets =
        has(&["address", "addr", "alamat", "street", "jalan", "str", "strasse", "straße", "enumcap", "capadd"])
            || within(&["address", "alamat", "street", "straße"])
            || has(&["cap"]) && seen.digits > 0.0;
    if streets && !has(&["number", "no", "num", "nomor"]) && seen.numbers < 0.5 {
        return Ok(if seen.one_word > 0.9 { Kind::Text } else { Kind::Address });
    }
    if has(&[
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
        "state",
        "ort",
        "kode_desa",
        "hamlet",
        "dusun",
        "district",
        "birthplace",
    ]) || within(&["kelurahan", "kecamatan", "kabupaten", "provinsi", "tempatlahir", "kodedesa", "village"])
    {
        return Ok(Kind::Place);
    }
    if of_persons
        && (named || has(&["father", "mother", "ayah", "ibu", "ayahkandung", "person", "contact", "patient", "pasien"]))
    {
        return Ok(if seen.one_word > 0.9 { Kind::GivenName } else { Kind::PersonName });
    }
    if seen.numbers > 0.8 {
        let money = has(&[
            "income",
            "amount",
            "price",
            "salary",
            "gaji",
            "harga",
            "penghasilan",
            "pendapatan",
            "total",
            "jumlah",
        ]);
        let many = seen.variety > 0.5 && seen.digits >= 5.0 && seen.decimals < 0.1 && !money;
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
