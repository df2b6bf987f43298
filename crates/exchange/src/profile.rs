//! Layout profiles: what a kind of file looks like, as data. Design D21.
//!
//! One TOML file for each kind under `profiles/`: the columns with their names, what their cells hold,
//! whether the import can do without them, and what is lost without them. `items.toml` holds the items
//! of the questionnaire, which several kinds share. `docs/how-to/add-a-layout-profile.md`.

use crate::header::Content;
use domain::questionnaire::Item;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Whether an import can do without a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// Without it there is no table.
    Required,
    /// Missing alone it stops the import, until it is waived by name.
    Expected,
    /// Missing it is said.
    #[default]
    Optional,
    /// Known, and not taken.
    Unused,
}

/// Another column that makes this one superfluous when its codes are long enough.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SparedBy {
    /// Key of the other column.
    pub column: String,
    /// Digits its codes then have, at least.
    pub digits: usize,
}

/// A part of a form whose columns come and go together.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Block {
    /// Its name for people.
    pub title: String,
    /// What is lost without the whole of it.
    pub without: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ColumnFile {
    pub(crate) key: Option<String>,
    pub(crate) item: Option<String>,
    #[serde(default)]
    pub(crate) names: Vec<String>,
    #[serde(default)]
    pub(crate) need: Need,
    #[serde(default)]
    pub(crate) content: Content,
    pub(crate) position: Option<usize>,
    pub(crate) block: Option<String>,
    pub(crate) without: Option<String>,
    pub(crate) spared_by: Option<SparedBy>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProfileFile {
    pub(crate) kind: String,
    pub(crate) title: String,
    pub(crate) name_column: Option<String>,
    #[serde(default)]
    pub(crate) block: BTreeMap<String, Block>,
    #[serde(default)]
    pub(crate) column: Vec<ColumnFile>,
}

/// What `items.toml` says of an item.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ItemFile {
    #[serde(default)]
    pub(crate) names: Vec<String>,
    /// Block and number on the form: `b3.1a`.
    pub(crate) number: Option<String>,
    /// A shared table of `wordings.toml`.
    pub(crate) codes: Option<String>,
    #[serde(default)]
    pub(crate) wordings: BTreeMap<String, Vec<String>>,
}

pub(crate) fn items() -> &'static BTreeMap<String, ItemFile> {
    static ITEMS: OnceLock<BTreeMap<String, ItemFile>> = OnceLock::new();
    ITEMS.get_or_init(|| embedded("items.toml", include_str!("../profiles/items.toml")))
}

/// All names of an item: its own column name first, then those of the sheets.
pub(crate) fn item_names(item: Item) -> Vec<String> {
    let mut names = vec![item.column().to_owned()];
    if let Some(file) = items().get(item.column()) {
        names.extend(file.names.iter().filter(|n| *n != item.column()).cloned());
        names.extend(file.number.iter().flat_map(|n| numbered(n)));
    }
    names
}

/// `b3.1a` as offices write it before or instead of a name: `b3_k1a`, `b3r1a`, `R301a`, `301a`.
fn numbered(number: &str) -> Vec<String> {
    let Some((block, item)) = number.split_once('.') else { return Vec::new() };
    let block = block.trim_start_matches('b');
    let digits: String = item.chars().take_while(char::is_ascii_digit).collect();
    let letter = &item[digits.len()..];
    let two = format!("{block}{digits:0>2}{letter}");
    vec![format!("b{block}k{item}"), format!("b{block}r{item}"), format!("r{two}"), two]
}

/// A file that is part of the program. A test reads each; a broken one is as if it were empty.
pub(crate) fn embedded<T: DeserializeOwned + Default>(name: &str, text: &str) -> T {
    let read = toml::from_str(text);
    debug_assert!(read.is_ok(), "{name}: {}", read.as_ref().err().map_or_else(String::new, ToString::to_string));
    read.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_of_the_questionnaire_is_described_and_no_other() {
        for item in Item::ALL {
            assert!(items().contains_key(item.column()), "{}", item.column());
        }
        for key in items().keys() {
            assert!(Item::from_column(key).is_some(), "{key}");
        }
    }
}
