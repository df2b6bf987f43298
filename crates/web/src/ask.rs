//! What a list's address asks for.

use crate::paging::{Paging, address};
use app::view::{Around, Ask, PER_PAGE};
use domain::area::{AreaCode, AreaLevel};
use serde::Deserialize;

/// Query of a list: `?q=…&wilayah=…&kode=…&jenis=…&urut=…&hal=…`.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Query {
    /// Words.
    #[serde(default)]
    pub q: String,
    /// Area code.
    #[serde(default)]
    pub wilayah: String,
    /// Code of the list's first filter.
    #[serde(default)]
    pub kode: String,
    /// Code of its second filter.
    #[serde(default)]
    pub jenis: String,
    /// Page.
    #[serde(default)]
    pub hal: String,
    /// How it is sorted: one of `sorts`.
    #[serde(default)]
    pub urut: String,
    /// `csv` for the list as a file.
    #[serde(default)]
    pub bentuk: String,
    /// The ways this list can be sorted, the usual one first.
    #[serde(skip)]
    pub sorts: &'static [&'static str],
    /// Whether this officer may take it out as a file.
    #[serde(skip)]
    pub has_file: bool,
}

impl Query {
    /// The question to `app`. An area code that cannot be read asks for the officer's own area.
    #[must_use]
    pub fn ask(&self) -> Ask {
        Ask {
            area: self.area(),
            text: self.q.chars().take(100).collect(),
            code: self.kode.clone(),
            kind: self.jenis.clone(),
            page: self.page(),
            sort: self.sort().to_owned(),
            whole: false,
        }
    }
    /// How the list is sorted; empty when it has only one way.
    #[must_use]
    pub fn sort(&self) -> &'static str {
        self.sorts.iter().find(|s| **s == self.urut).or(self.sorts.first()).copied().unwrap_or_default()
    }
    /// Whether the list is asked for as a file.
    #[must_use]
    pub fn is_file(&self) -> bool {
        self.bentuk == "csv"
    }
    /// Address of what is shown as a file: the same filters, every page.
    #[must_use]
    pub fn file(&self, path: &str) -> String {
        let parts = self.parts().into_iter().chain([("bentuk", "csv")]).collect::<Vec<_>>();
        address(path, &parts).trim_end_matches('&').to_owned()
    }
    fn parts(&self) -> [(&'static str, &str); 5] {
        [("q", &self.q), ("wilayah", &self.wilayah), ("kode", &self.kode), ("jenis", &self.jenis), ("urut", &self.urut)]
    }
    /// The area asked for.
    #[must_use]
    pub fn area(&self) -> Option<AreaCode> {
        AreaCode::parse(&self.wilayah).ok()
    }
    fn page(&self) -> i64 {
        self.hal.parse().unwrap_or(1).clamp(1, 1_000_000)
    }
    /// Where the list stands, with addresses that keep the filters.
    #[must_use]
    pub fn paging(&self, path: &str, total: i64) -> Paging {
        Paging { total, page: self.page(), per_page: PER_PAGE, base: address(path, &self.parts()) }
    }
}

/// One choice of the area filter.
pub struct AreaChoice {
    /// Dotted code.
    pub code: String,
    /// Name, indented under its kecamatan.
    pub name: String,
    /// Whether the list is about it.
    pub chosen: bool,
}

/// Choices of the area filter: every kecamatan with its desa.
#[must_use]
pub fn area_choices(around: &Around) -> Vec<AreaChoice> {
    let choice = |(code, name): &(AreaCode, String)| AreaChoice {
        code: code.dotted(),
        name: if code.level() == AreaLevel::Desa { format!("\u{2003}{name}") } else { name.clone() },
        chosen: *code == around.area,
    };
    around.choices.iter().map(choice).collect()
}

/// Links to the areas above this one.
#[must_use]
pub fn area_links(path: &str, around: &Around) -> Vec<(String, String)> {
    around.above.iter().map(|(code, name)| (address(path, &[("wilayah", &code.dotted())]), name.clone())).collect()
}
