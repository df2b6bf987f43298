//! What waits for the one who is signed in, and what to do next.

use crate::guard::Signed;
use crate::page::{Entry, Page, show};
use crate::paging::encode;
use crate::problem::Problem;
use crate::{Web, refuse};
use app::stage::Stage;
use app::work::{self, Waiting, Work};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "work.html")]
struct WorkPage {
    p: Page,
    next: Option<Waiting>,
    rest: Vec<Waiting>,
    entries: Vec<Entry>,
}

impl WorkPage {
    fn href(&self, waiting: &Waiting) -> String {
        let one = |list: &str| {
            let only = waiting.only.as_ref();
            only.map_or_else(|| list.to_owned(), |id| format!("{}/{}", list.trim_end_matches("/keadaan"), encode(id)))
        };
        match waiting.work {
            Work::Visit => "/meja/pasif#kunjungan".to_owned(),
            Work::VisitDraft => "/meja/pasif#draf".to_owned(),
            Work::DeskDraft => "/meja/aktif#draf".to_owned(),
            Work::Identify | Work::Freeze | Work::Edition | Work::Draw => {
                format!("/langkah#{}", waiting.work.stage().map_or("", Stage::code))
            }
            Work::Review => "/telaah".to_owned(),
            Work::Civil => "/siak?kode=BARU".to_owned(),
            Work::Person => "/orang-ganda".to_owned(),
            Work::Upload => "/impor".to_owned(),
            Work::Forms => "/musyawarah/keadaan".to_owned(),
            Work::Meeting | Work::Check => one("/musyawarah/keadaan"),
            Work::Questionnaire => "/kuesioner?kode=DIKEMBALIKAN".to_owned(),
            Work::DecreeReady => "/sk/siapkan".to_owned(),
            Work::DecreeSign | Work::Deliver => one("/sk"),
            Work::Round => "/putaran".to_owned(),
        }
    }

    fn what(&self, waiting: &Waiting) -> String {
        self.p.t.n(&format!("work-{}", waiting.work.code()), waiting.count)
    }

    fn act(&self, waiting: &Waiting) -> String {
        self.p.t.t(&format!("work-{}-act", waiting.work.code()))
    }

    fn due(&self, waiting: &Waiting) -> String {
        let t = self.p.t;
        waiting.due.map_or_else(String::new, |day| t.x("work-due", t.date(&day)))
    }
}

/// The first page after signing in.
pub async fn work(State(web): State<Arc<Web>>, signed: Signed) -> Result<Response, Problem> {
    let mut rest = work::waiting(&web.app, &signed.officer).await.map_err(refuse)?;
    let next = if rest.is_empty() { None } else { Some(rest.remove(0)) };
    let p = signed.page;
    let entries = p.work().into_iter().chain(p.stages()).chain(p.care()).filter(|e| !e.current).collect();
    Ok(show(&WorkPage { next, rest, entries, p }))
}
