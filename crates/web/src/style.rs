//! The page of every part: `/gaya`.

use crate::chart::{Bar, bars};
use crate::guard::Visit;
use crate::page::{Page, show};
use crate::paging::Paging;
use askama::Template;
use axum::response::Response;

const LISTS: &[(&str, &[&str])] = &[
    ("category", &["BARU", "LAMA_TETAP", "LAMA_BERUBAH", "TELAAH", "GANDA", "DITOLAK", "DRAF"]),
    ("finding", &["1", "2", "3", "4", "5", "6", "7", "8"]),
    ("siak", &["PADAN", "PADAN_BEDA_NAMA", "NIK_TIDAK_ADA", "MENINGGAL", "TIDAK_DIPERIKSA"]),
    ("level", &["TOLAK", "PERINGATAN", "INFO"]),
    ("job", &["ANTRE", "JALAN", "SELESAI", "GAGAL", "BATAL"]),
];

#[derive(Template)]
#[template(path = "style.html")]
struct StylePage {
    p: Page,
    lists: &'static [(&'static str, &'static [&'static str])],
    chart: String,
    paging: Paging,
}

/// Shows every part once.
pub async fn style(visit: Visit) -> Response {
    let t = visit.page.t;
    let values = [("BARU", 412), ("LAMA_TETAP", 655), ("LAMA_BERUBAH", 180), ("TELAAH", 37)];
    let chart = bars(t, &values.map(|(code, value)| Bar { label: t.code("category", code), value }));
    let paging = Paging { total: 132, page: 2, per_page: 50, base: "/gaya?".to_owned() };
    show(&StylePage { p: visit.page, lists: LISTS, chart, paging })
}
