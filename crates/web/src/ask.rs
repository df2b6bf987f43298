//! What a list's address asks for.

use crate::paging::{Paging, address};
use app::view::{Around, Ask, PER_PAGE};
use domain::area::{AreaCode, AreaLevel};
use serde::Deserialize;

/// Query of a list: `?q=…&wilayah=…&kode=…&jenis=…&hal=…`.
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
        }
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
        let parts = [("q", &*self.q), ("wilayah", &*self.wilayah), ("kode", &*self.kode), ("jenis", &*self.jenis)];
        Paging { total, page: self.page(), per_page: PER_PAGE, base: address(path, &parts) }
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
