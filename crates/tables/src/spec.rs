//! The specification of a linkage as a TOML file: parsed, rejected with the place of the error, and
//! printed back.

use crate::columns::nearest;
use crate::kernel::{Field, Kind, Sides, Spec};
use domain::refusals;
use std::fmt::Write as _;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

const TOP: [&str; 3] = ["id", "household", "field"];
const SIDES: [&str; 2] = ["left", "right"];
const FIELD: [&str; 5] = ["column", "left", "right", "kind", "group"];

refusals! {
    /// A specification that was not taken. Every case names its place.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum SpecRefused {
        /// Not valid TOML.
        Syntax {
            /// Where.
            at: Place,
            /// The parser's words.
            reason: String,
        } = "SPEC_TIDAK_TERBACA",
        /// Unknown key.
        UnknownKey {
            /// Where.
            at: Place,
            /// The key.
            key: String,
            /// The nearest one.
            nearest: Option<String>,
            /// All there are.
            known: String,
        } = "SPEC_KUNCI_TIDAK_DIKENAL",
        /// Unknown kind.
        UnknownKind {
            /// Where.
            at: Place,
            /// The word.
            kind: String,
            /// The nearest one.
            nearest: Option<String>,
            /// All there are.
            known: String,
        } = "SPEC_JENIS_TIDAK_DIKENAL",
        /// The value has the wrong type for its key.
        WrongType {
            /// Where.
            at: Place,
            /// The key.
            key: String,
            /// What it takes.
            expected: &'static str,
        } = "SPEC_NILAI_SALAH",
        /// A required key is missing.
        Missing {
            /// Where.
            at: Place,
            /// The key.
            key: &'static str,
        } = "SPEC_KURANG",
        /// `column` and `left` or `right` at once.
        Both {
            /// Where.
            at: Place,
        } = "SPEC_KOLOM_GANDA",
    }
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: String,
    /// Line from 1.
    pub line: usize,
    /// Column from 1.
    pub column: usize,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

domain::shown!(Place);

/// Reads a specification. `file` is its name in refusals.
///
/// # Errors
/// Anything that is not understood, with its line and column.
pub fn parse(file: &str, text: &str) -> Result<Spec, SpecRefused> {
    let reader = Reader { file, text };
    let table = DeTable::parse(text).map_err(|e| SpecRefused::Syntax {
        at: reader.at(&e.span().unwrap_or(0..0)),
        reason: e.message().to_owned(),
    })?;
    let top = table.get_ref();
    reader.keys(top, &TOP)?;
    let id = top.get("id").ok_or_else(|| reader.missing(0..0, "id"))?;
    let id = reader.sides(id, "id")?;
    let household = top.get("household").map(|v| reader.sides(v, "household")).transpose()?;
    let fields = top.get("field").ok_or_else(|| reader.missing(0..0, "[[field]]"))?;
    let DeValue::Array(list) = fields.get_ref() else {
        return Err(reader.wrong(fields, "field", "daftar tabel [[field]]"));
    };
    let fields: Vec<Field> = list.iter().map(|field| reader.field(field)).collect::<Result<_, _>>()?;
    if fields.is_empty() {
        return Err(reader.missing(table.span(), "[[field]]"));
    }
    Ok(Spec { id, household, fields })
}

/// Reads the values of a file of settings, each refusal with its place.
pub(crate) struct Reader<'a> {
    pub(crate) file: &'a str,
    pub(crate) text: &'a str,
}

impl Reader<'_> {
    pub(crate) fn at(&self, span: &Range<usize>) -> Place {
        let before = self.text.get(..span.start.min(self.text.len())).unwrap_or("");
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        Place { file: self.file.to_owned(), line, column }
    }

    fn missing(&self, span: Range<usize>, key: &'static str) -> SpecRefused {
        SpecRefused::Missing { at: self.at(&span), key }
    }

    pub(crate) fn wrong(&self, value: &Spanned<DeValue<'_>>, key: &str, expected: &'static str) -> SpecRefused {
        SpecRefused::WrongType { at: self.at(&value.span()), key: key.to_owned(), expected }
    }

    pub(crate) fn keys(&self, table: &DeTable<'_>, known: &[&str]) -> Result<(), SpecRefused> {
        let mut foreign: Vec<_> = table.keys().filter(|key| !known.contains(&key.get_ref().as_ref())).collect();
        foreign.sort_by_key(|key| key.span().start);
        let Some(key) = foreign.first() else { return Ok(()) };
        Err(SpecRefused::UnknownKey {
            at: self.at(&key.span()),
            key: key.get_ref().to_string(),
            nearest: nearest(key.get_ref(), known.iter().copied()).map(str::to_owned),
            known: known.join(", "),
        })
    }

    fn text(&self, value: &Spanned<DeValue<'_>>, key: &str) -> Result<String, SpecRefused> {
        match value.get_ref() {
            DeValue::String(text) if !text.trim().is_empty() => Ok(text.to_string()),
            _ => Err(self.wrong(value, key, "teks dalam tanda kutip")),
        }
    }

    /// `"id"` or `{ left = "a", right = "b" }`.
    fn sides(&self, value: &Spanned<DeValue<'_>>, key: &str) -> Result<Sides, SpecRefused> {
        match value.get_ref() {
            DeValue::Table(table) => {
                self.keys(table, &SIDES)?;
                let side = |name: &'static str| {
                    let side = table.get(name).ok_or_else(|| self.missing(value.span(), name))?;
                    self.text(side, name)
                };
                Ok(Sides { left: side("left")?, right: side("right")? })
            }
            DeValue::String(_) => {
                let both = self.text(value, key)?;
                Ok(Sides { left: both.clone(), right: both })
            }
            _ => Err(self.wrong(value, key, "nama kolom atau { left = \"…\", right = \"…\" }")),
        }
    }

    fn field(&self, value: &Spanned<DeValue<'_>>) -> Result<Field, SpecRefused> {
        let DeValue::Table(table) = value.get_ref() else {
            return Err(self.wrong(value, "field", "tabel [[field]]"));
        };
        self.keys(table, &FIELD)?;
        let get = |name: &str| table.get(name).map(|v| self.text(v, name)).transpose();
        let (left, right) = match (get("column")?, get("left")?, get("right")?) {
            (Some(both), None, None) => (both.clone(), both),
            (None, Some(left), Some(right)) => (left, right),
            (None, None, None) => return Err(self.missing(value.span(), "column")),
            (None, None, Some(_)) => return Err(self.missing(value.span(), "left")),
            (None, Some(_), None) => return Err(self.missing(value.span(), "right")),
            (Some(_), _, _) => return Err(SpecRefused::Both { at: self.at(&value.span()) }),
        };
        let spelt = table.get("kind").ok_or_else(|| self.missing(value.span(), "kind"))?;
        let word = self.text(spelt, "kind")?;
        let kind = Kind::from_code(&word).ok_or_else(|| {
            let known: Vec<&str> = Kind::ALL.iter().map(|kind| kind.code()).collect();
            SpecRefused::UnknownKind {
                at: self.at(&spelt.span()),
                nearest: nearest(&word, known.iter().copied()).map(str::to_owned),
                known: known.join(", "),
                kind: word.clone(),
            }
        })?;
        Ok(Field { left, right, kind, group: get("group")? })
    }
}

/// A specification as a file: what [`parse`] reads back.
#[must_use]
pub fn print(spec: &Spec) -> String {
    let mut out = String::new();
    let sides = |sides: &Sides| {
        if sides.left == sides.right {
            quoted(&sides.left)
        } else {
            format!("{{ left = {}, right = {} }}", quoted(&sides.left), quoted(&sides.right))
        }
    };
    let _ = writeln!(out, "id = {}", sides(&spec.id));
    if let Some(household) = &spec.household {
        let _ = writeln!(out, "household = {}", sides(household));
    }
    for field in &spec.fields {
        out.push_str("\n[[field]]\n");
        if field.left == field.right {
            let _ = writeln!(out, "column = {}", quoted(&field.left));
        } else {
            let _ = writeln!(out, "left = {}\nright = {}", quoted(&field.left), quoted(&field.right));
        }
        let _ = writeln!(out, "kind = \"{}\"", field.kind.code());
        if let Some(group) = &field.group {
            let _ = writeln!(out, "group = {}", quoted(group));
        }
    }
    out
}

/// A text as a TOML string.
pub(crate) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WHOLE: &str = "\
id = { left = \"id\", right = \"nomor\" }
household = \"rumah\"

[[field]]
left = \"nama\"
right = \"name\"
kind = \"person_name\"

[[field]]
column = \"kk\"
kind = \"family_card\"
group = \"tempat\"
";

    #[test]
    fn a_specification_is_read_and_prints_back_to_itself() {
        let spec = parse("s.toml", WHOLE).unwrap();
        assert_eq!((spec.id.left.as_str(), spec.id.right.as_str()), ("id", "nomor"));
        assert_eq!(spec.household.as_ref().unwrap().right, "rumah");
        assert_eq!((spec.fields[0].kind, spec.fields[0].right.as_str()), (Kind::PersonName, "name"));
        assert_eq!(spec.fields[1].group.as_deref(), Some("tempat"));
        assert_eq!(print(&spec), WHOLE);
    }

    fn check(text: &str, code: &str, place: &str, says: &str) {
        let refused = parse("s.toml", text).unwrap_err();
        let sentence = refused.to_string();
        assert_eq!(refused.code(), code, "{sentence}");
        assert!(sentence.contains(&format!(" at={place}")) && sentence.contains(says), "{sentence}");
    }

    #[test]
    fn what_is_not_understood_is_refused_with_its_place_and_the_nearest_word() {
        check("id = \"a\"\n[[field]]\ncolum = \"x\"\n", "SPEC_KUNCI_TIDAK_DIKENAL", "s.toml:3:1", "nearest=column");
        check("ids = \"a\"\n", "SPEC_KUNCI_TIDAK_DIKENAL", "s.toml:1:1", "nearest=id");
        let kind = "id = \"a\"\n[[field]]\ncolumn = \"x\"\nkind = \"persn_name\"\n";
        check(kind, "SPEC_JENIS_TIDAK_DIKENAL", "s.toml:4:8", "nearest=person_name");
        check("id = 3\n", "SPEC_NILAI_SALAH", "s.toml:1:6", "nama kolom");
        check("id = \"a\"\n", "SPEC_KURANG", "s.toml:1:1", "[[field]]");
        check("[[field]]\ncolumn = \"x\"\nkind = \"nik\"\n", "SPEC_KURANG", "s.toml:1:1", "key=id");
        check("id = \"a\"\n[[field]]\nleft = \"x\"\nkind = \"nik\"\n", "SPEC_KURANG", "s.toml:2:1", "key=right");
        let both = "id = \"a\"\n[[field]]\ncolumn = \"x\"\nleft = \"y\"\nkind = \"nik\"\n";
        check(both, "SPEC_KOLOM_GANDA", "s.toml:2:1", "");
        check("id = \"a\n", "SPEC_TIDAK_TERBACA", "s.toml:1", "reason=");
    }

    proptest! {
        #[test]
        fn any_text_is_a_specification_or_a_refusal_with_its_place(text in "(id|field|\\[\\[field\\]\\]|kind|column|=|\"|\n|nik|left|\\{|\\}|.){0,40}") {
            if let Err(refused) = parse("s.toml", &text) {
                prop_assert!(refused.to_string().contains(" at=s.toml:"));
            }
        }

        #[test]
        fn parse_undoes_print(left in "[ -~é\n]{1,12}", right in "\\PC{1,8}", group in prop::option::of("[a-z]{1,5}"), kind in 0..16usize) {
            prop_assume!(!left.trim().is_empty() && !right.trim().is_empty());
            let spec = Spec {
                id: Sides { left: right.clone(), right: left.clone() },
                household: None,
                fields: vec![Field { left, right, kind: Kind::ALL[kind], group }],
            };
            prop_assert_eq!(parse("s.toml", &print(&spec)).unwrap(), spec);
        }
    }
}
