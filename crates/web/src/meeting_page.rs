//! The meeting page: one page that works without a network. ADR 14.
//!
//! Its files hold no data; anyone may load them. The data of a meeting go only to admitted devices,
//! through the addresses of the journal. Every file is under the page's own address, so that the
//! page's service worker caches only this page.

use crate::assets;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use std::sync::LazyLock;

const HTML: &str = "text/html; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";

macro_rules! files {
    ($($name:literal $kind:expr;)*) => {
        &[$(($name, $kind, include_str!(concat!("../assets/meeting/", $name)))),*]
    };
}

/// Name, kind and text of every file of the page.
const FILES: &[(&str, &str, &str)] = files! {
    "index.html" HTML;
    "manifest.webmanifest" "application/manifest+json";
    "meeting.css" "text/css; charset=utf-8";
    "ask.js" JS;
    "before.js" JS;
    "closing.js" JS;
    "duplicates.js" JS;
    "fields.js" JS;
    "household.js" JS;
    "journal.js" JS;
    "limits.js" JS;
    "lists.js" JS;
    "lock.js" JS;
    "meeting.js" JS;
    "membership.js" JS;
    "page.js" JS;
    "paper.js" JS;
    "proposals.js" JS;
    "queue.js" JS;
    "report.js" JS;
    "rows.js" JS;
    "rules.js" JS;
    "settle.js" JS;
    "sw.js" JS;
    "vault.js" JS;
    "words.js" JS;
};

/// Files of other pages that this one shows too.
const SHARED: [&str; 2] = ["/aset/mutakhir.css", "/aset/mark.svg"];

/// Mark of all files together: another byte anywhere makes another version.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let all: String = FILES.iter().map(|(_, _, text)| *text).collect();
    let shared: String = SHARED.iter().map(|path| assets::href(path.trim_start_matches("/aset/"))).collect();
    format!("{:016x}", assets::mark((all + &shared).as_bytes()))[..8].to_owned()
});

/// The service worker with its version and the files it keeps.
static WORKER: LazyLock<String> = LazyLock::new(|| {
    let own = FILES.iter().map(|(name, _, _)| *name).filter(|name| !["index.html", "sw.js"].contains(name));
    let kept: Vec<String> = std::iter::once("./").chain(own).chain(SHARED).map(|name| format!("\"{name}\"")).collect();
    let text = FILES.iter().find(|(name, _, _)| *name == "sw.js").map_or("", |(_, _, text)| text);
    text.replace("__VERSION__", &VERSION).replace("__FILES__", &format!("[{}]", kept.join(", ")))
});

/// The address with its stroke at the end, under which the files stand.
pub async fn to_page(Path(id): Path<String>) -> Redirect {
    let id: String = id.bytes().map(escaped).collect();
    Redirect::permanent(&format!("/musyawarah/{id}/lembar/"))
}

/// The page itself.
pub async fn page(headers: HeaderMap) -> Response {
    file("index.html", &headers)
}

/// One of its files.
pub async fn part(Path((_, name)): Path<(String, String)>, headers: HeaderMap) -> Response {
    file(&name, &headers)
}

fn file(name: &str, headers: &HeaderMap) -> Response {
    let Some((name, kind, text)) = FILES.iter().find(|(known, _, _)| *known == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let text = if *name == "sw.js" { WORKER.as_str() } else { text };
    // asked for again each time and answered with "not modified": a new version is seen at once
    let etag = format!("\"{}\"", *VERSION);
    let about = [(header::ETAG, etag.clone()), (header::CACHE_CONTROL, "no-cache".to_owned())];
    let known = headers.get(header::IF_NONE_MATCH).and_then(|h| h.to_str().ok());
    if known.is_some_and(|k| k.split(',').any(|k| k.trim().trim_start_matches("W/") == etag)) {
        return (StatusCode::NOT_MODIFIED, about).into_response();
    }
    (about, [(header::CONTENT_TYPE, *kind)], text.to_owned()).into_response()
}

/// A byte as it may stand in an address.
fn escaped(byte: u8) -> String {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_module_that_a_module_names_is_served_and_kept() {
        for (name, _, text) in FILES {
            for line in text.lines().filter(|l| l.contains(" from './")) {
                let named = line.rsplit("'./").next().and_then(|l| l.split('\'').next()).unwrap_or_default();
                assert!(FILES.iter().any(|(known, _, _)| *known == named), "{name} names {named}");
                assert!(WORKER.contains(&format!("\"{named}\"")), "the worker keeps {named}");
            }
        }
        assert!(!WORKER.contains("__"), "version and files are written in");
    }

    #[test]
    fn an_address_cannot_be_led_elsewhere_by_a_meeting_id() {
        assert_eq!("a/b\r\n%".bytes().map(escaped).collect::<String>(), "a%2Fb%0D%0A%25");
    }
}
