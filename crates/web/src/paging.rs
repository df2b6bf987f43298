//! Pages of a list, and addresses that keep the filters.

use crate::text::Text;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Where in a list a page stands.
pub struct Paging {
    /// Rows in the whole list.
    pub total: i64,
    /// This page, from 1.
    pub page: i64,
    /// Rows on a page.
    pub per_page: i64,
    /// Address of the list with its filters, ending in `?` or `&`.
    pub base: String,
}

impl Paging {
    /// How many pages there are.
    #[must_use]
    pub fn pages(&self) -> i64 {
        ((self.total + self.per_page - 1) / self.per_page).max(1)
    }
    /// The page before.
    #[must_use]
    pub fn previous(&self) -> Option<String> {
        (self.page > 1).then(|| format!("{}hal={}", self.base, self.page - 1))
    }
    /// The page after.
    #[must_use]
    pub fn next(&self) -> Option<String> {
        (self.page < self.pages()).then(|| format!("{}hal={}", self.base, self.page + 1))
    }
    /// `1–50 of 312`, in words.
    #[must_use]
    pub fn summary(&self, t: &Text) -> String {
        let from = (self.page - 1) * self.per_page + 1;
        let to = (self.page * self.per_page).min(self.total);
        t.xy("pager-summary", format!("{}–{}", t.num(from), t.num(to)), t.num(self.total))
    }
}

/// An address with a query, each part percent-encoded; empty parts are left out.
#[must_use]
pub fn address(path: &str, parts: &[(&str, &str)]) -> String {
    let mut out = format!("{path}?");
    for (name, value) in parts.iter().filter(|(_, v)| !v.is_empty()) {
        out.push_str(name);
        out.push('=');
        out.push_str(&encode(value));
        out.push('&');
    }
    out
}

/// What an address shows as it is: letters, digits and `-._~`.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Percent-encoding of everything but letters, digits and `-._~`.
#[must_use]
pub fn encode(text: &str) -> String {
    utf8_percent_encode(text, UNRESERVED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_keeps_filters_and_encodes_them() {
        assert_eq!(address("/prelist", &[("q", "SITI & co"), ("desa", "")]), "/prelist?q=SITI%20%26%20co&");
    }

    #[test]
    fn the_last_page_has_no_next_and_an_empty_list_one_page() {
        let list = |total, page| Paging { total, page, per_page: 50, base: "/x?".into() };
        assert_eq!(list(0, 1).pages(), 1);
        assert_eq!(list(101, 3).pages(), 3);
        assert_eq!(list(101, 3).next(), None);
        assert_eq!(list(101, 2).next().as_deref(), Some("/x?hal=3"));
    }
}
