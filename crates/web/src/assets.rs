//! Files of the pages, inside the binary: no request goes to another server.

use axum::extract::{Path, Query};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

struct Asset {
    name: &'static str,
    kind: &'static str,
    bytes: &'static [u8],
}

const ASSETS: &[Asset] = &[
    Asset { name: "mutakhir.css", kind: "text/css; charset=utf-8", bytes: include_bytes!("../assets/mutakhir.css") },
    Asset {
        name: "mutakhir.js",
        kind: "text/javascript; charset=utf-8",
        bytes: include_bytes!("../assets/mutakhir.js"),
    },
    Asset {
        name: "htmx.js",
        kind: "text/javascript; charset=utf-8",
        bytes: include_bytes!("../assets/htmx-2.0.11.min.js"),
    },
    Asset { name: "review.js", kind: "text/javascript; charset=utf-8", bytes: include_bytes!("../assets/review.js") },
    Asset { name: "paper.js", kind: "text/javascript; charset=utf-8", bytes: include_bytes!("../assets/paper.js") },
    Asset { name: "mark.svg", kind: "image/svg+xml", bytes: include_bytes!("../assets/mark.svg") },
];

/// The address of an asset with the mark of its bytes, so that it may be kept for ever.
#[must_use]
pub fn href(name: &str) -> String {
    match ASSETS.iter().find(|a| a.name == name) {
        Some(asset) => format!("/aset/{name}?v={:016x}", mark(asset.bytes)),
        None => format!("/aset/{name}"),
    }
}

/// Query of an asset address.
#[derive(Deserialize)]
pub struct Version {
    v: Option<String>,
}

/// Serves one asset.
pub async fn serve(Path(name): Path<String>, Query(version): Query<Version>, headers: HeaderMap) -> Response {
    let Some(asset) = ASSETS.iter().find(|a| a.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mark = format!("{:016x}", mark(asset.bytes));
    let etag = format!("\"{mark}\"");
    let keep =
        if version.v.as_deref() == Some(mark.as_str()) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let known = headers.get(header::IF_NONE_MATCH).and_then(|h| h.to_str().ok());
    // a compressing server in between may have weakened the tag
    if known.is_some_and(|k| k.split(',').any(|k| k.trim().trim_start_matches("W/") == etag)) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, etag), (header::CACHE_CONTROL, keep.to_owned())])
            .into_response();
    }
    (
        [(header::CONTENT_TYPE, asset.kind.to_owned()), (header::ETAG, etag), (header::CACHE_CONTROL, keep.to_owned())],
        asset.bytes,
    )
        .into_response()
}

/// FNV-1a: a mark of change, not a seal.
pub(crate) fn mark(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
