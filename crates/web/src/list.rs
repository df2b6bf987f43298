//! Lists: search, filters, paging. All are made alike.

use crate::ask::{AreaChoice, Query, area_choices, area_links};
use crate::chart::{Bar, bars};
use crate::guard::Signed;
use crate::page::{Page, go, show};
use crate::paging::Paging;
use crate::problem::Problem;
use crate::text::Text;
use crate::{Web, refuse};
use app::access::Act;
use app::view::{
    self, Around, Ask, HouseholdRow, MeetingRow, Opens, PrelistRow, ProgrammeCount, ProgrammeLine, QuestionnaireCount,
    QuestionnaireRow, RankingRow, RegistrationRow,
};
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query as UrlQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use std::sync::Arc;

/// A row that names a household or a registration.
trait Linked {
    /// Its household.
    fn household(&self) -> Option<&str>;
    /// Its registration.
    fn registration(&self) -> Option<&str> {
        None
    }
}

impl Linked for PrelistRow {
    fn household(&self) -> Option<&str> {
        self.household.as_deref()
    }
    fn registration(&self) -> Option<&str> {
        self.registration.as_deref()
    }
}
impl Linked for QuestionnaireRow {
    fn household(&self) -> Option<&str> {
        self.household.as_deref()
    }
}
impl Linked for RankingRow {
    fn household(&self) -> Option<&str> {
        Some(&self.household)
    }
}
impl Linked for ProgrammeLine {
    fn household(&self) -> Option<&str> {
        self.household.as_deref()
    }
}

/// What the reader may open of the rows.
async fn opens<R: Linked>(web: &Web, signed: &Signed, rows: &[R]) -> Result<Opens, Problem> {
    let households: Vec<&str> = rows.iter().filter_map(Linked::household).collect();
    let registrations: Vec<&str> = rows.iter().filter_map(Linked::registration).collect();
    view::opens(&web.app, &signed.officer, &households, &registrations).await.map_err(refuse)
}

/// A row of a list as a line of its file.
trait Filed {
    /// Keys of the heads of its columns.
    const HEADS: &'static [&'static str];
    /// Its cells.
    fn cells(&self, t: &Text, around: &Around) -> Vec<String>;
}

fn plain<T: ToString>(cell: &Option<T>) -> String {
    cell.as_ref().map_or_else(String::new, ToString::to_string)
}

impl Filed for RegistrationRow {
    const HEADS: &'static [&'static str] = &[
        "registration-number",
        "head-name",
        "registration-date",
        "registration-kind",
        "desa",
        "hamlet",
        "members",
        "category",
    ];
    fn cells(&self, t: &Text, around: &Around) -> Vec<String> {
        vec![
            self.number.clone(),
            plain(&self.head_name),
            plain(&self.date),
            t.code("kind", &self.kind),
            around.desa(Some(&self.desa)),
            plain(&self.hamlet),
            plain(&self.member_count),
            t.code("category", &self.category),
        ]
    }
}
impl Filed for HouseholdRow {
    const HEADS: &'static [&'static str] =
        &["household-id", "head-name", "desa", "hamlet", "rt-rw", "members", "state"];
    fn cells(&self, t: &Text, around: &Around) -> Vec<String> {
        vec![
            self.id.clone(),
            plain(&self.head_name),
            around.desa(self.desa.as_deref()),
            plain(&self.hamlet),
            crate::look::pair(&self.rt, &self.rw),
            plain(&self.member_count),
            t.code("household-status", &self.status),
        ]
    }
}
impl Filed for PrelistRow {
    const HEADS: &'static [&'static str] =
        &["prelist-no", "head-name", "desa", "hamlet", "members", "category", "registration-number", "household-id"];
    fn cells(&self, t: &Text, around: &Around) -> Vec<String> {
        vec![
            self.no.to_string(),
            plain(&self.head_name),
            around.desa(self.desa.as_deref()),
            plain(&self.hamlet),
            plain(&self.member_count),
            t.code("category", &self.category),
            plain(&self.registration),
            plain(&self.household),
        ]
    }
}
impl Filed for MeetingRow {
    const HEADS: &'static [&'static str] = &["desa", "hamlet", "date", "meeting-verdict"];
    fn cells(&self, t: &Text, around: &Around) -> Vec<String> {
        let verdict = t.code("verdict", &self.verdict);
        vec![around.desa(self.desa.as_deref()), plain(&self.hamlet), plain(&self.date), verdict]
    }
}

/// What is shown as a file: in the same order, with the same filters, every page. It is entered in the access log.
async fn file<R: Filed>(web: &Web, signed: &Signed, path: &str, shown: &view::Shown<R>) -> Result<Response, Problem> {
    let t = signed.page.t;
    view::taken_out(&web.app, &signed.officer, shown.around.area, path).await.map_err(refuse)?;
    let heads: Vec<String> = R::HEADS.iter().map(|key| t.t(key)).collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let rows = shown.list.rows.iter().map(|row| row.cells(t, &shown.around));
    let bytes = app::export::csv(&heads, rows).map_err(refuse)?;
    let name = path.trim_start_matches('/');
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.csv\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

type Codes = (&'static str, &'static [&'static str]);

macro_rules! lists {
    ($($(#[$doc:meta])* $handler:ident $page:ident $row:ident $template:literal $path:literal search $search:literal filter $filter:literal $list:literal $codes:expr, sorts $sorts:expr $(, $opens:ident)?;)*) => {$(
        #[derive(Template)]
        #[template(path = $template)]
        struct $page {
            p: Page,
            around: Around,
            links: Vec<(String, String)>,
            choices: Vec<AreaChoice>,
            rows: Vec<$row>,
            paging: Paging,
            query: Query,
            path: &'static str,
            search_key: &'static str,
            filter_key: &'static str,
            codes: Codes,
            $($opens: Opens,)?
        }

        $(#[$doc])*
        pub async fn $handler(State(web): State<Arc<Web>>, signed: Signed, UrlQuery(mut query): UrlQuery<Query>) -> Result<Response, Problem> {
            query.sorts = $sorts;
            let ask = Ask { whole: query.is_file() && signed.officer.could_somewhere(Act::Export), ..query.ask() };
            let shown = view::$handler(&web.app, &signed.officer, &ask).await.map_err(refuse)?;
            if query.is_file() {
                return file(&web, &signed, $path, &shown).await;
            }
            query.has_file = signed.officer.could(Act::Export, shown.around.area);
            Ok(show(&$page {
                $($opens: opens(&web, &signed, &shown.list.rows).await?,)?
                p: signed.page,
                links: area_links($path, &shown.around),
                choices: area_choices(&shown.around),
                around: shown.around,
                paging: query.paging($path, shown.list.total),
                rows: shown.list.rows,
                query,
                path: $path,
                search_key: $search,
                filter_key: $filter,
                codes: ($list, $codes),
            }))
        }
    )*};
}

lists! {
    /// Registrations.
    registrations RegistrationsPage RegistrationRow "registrations.html" "/pendaftaran"
        search "registrations-search" filter "category" "category"
        &["BARU", "LAMA_TETAP", "LAMA_BERUBAH", "TELAAH", "GANDA", "DITOLAK", "DRAF", "BELUM"], sorts &["terbaru", "nomor", "nama"];
    /// The newest prelist.
    prelist PrelistPage PrelistRow "prelist.html" "/prelist"
        search "programme-search" filter "category" "category" &["BARU", "LAMA_TETAP", "LAMA_BERUBAH"], sorts &["nomor", "nama"], opens;
    /// Hamlet meetings.
    meetings MeetingsPage MeetingRow "meetings.html" "/musyawarah"
        search "meetings-search" filter "meeting-verdict" "verdict" &["DITERIMA", "DITOLAK"], sorts &[];
    /// Households of the register.
    households HouseholdsPage HouseholdRow "households.html" "/rumah-tangga"
        search "households-search" filter "category" "category" &[], sorts &["nomor", "nama", "anggota"];
}

const VERDICTS: &[&str] = &["DITERIMA", "DIKEMBALIKAN"];

#[derive(Template)]
#[template(path = "questionnaires.html")]
struct QuestionnairesPage {
    p: Page,
    around: Around,
    links: Vec<(String, String)>,
    choices: Vec<AreaChoice>,
    rows: Vec<QuestionnaireRow>,
    counts: Vec<QuestionnaireCount>,
    sees_rows: bool,
    paging: Paging,
    query: Query,
    path: &'static str,
    search_key: &'static str,
    filter_key: &'static str,
    codes: Codes,
    opens: Opens,
}

impl QuestionnairesPage {
    fn count(&self, row: &QuestionnaireCount, verdict: &str) -> i64 {
        row.verdicts.get(verdict).copied().unwrap_or(0)
    }
    fn desa(&self, row: &QuestionnaireCount) -> String {
        let name = |digits: &String| self.around.desa(Some(digits));
        row.desa.as_ref().map_or_else(|| self.p.t.t("area-unknown"), name)
    }
}

/// Questionnaires; who may not see households gets their number by desa.
pub async fn questionnaires(
    State(web): State<Arc<Web>>,
    signed: Signed,
    UrlQuery(query): UrlQuery<Query>,
) -> Result<Response, Problem> {
    let (shown, counts) = view::questionnaires(&web.app, &signed.officer, &query.ask()).await.map_err(refuse)?;
    Ok(show(&QuestionnairesPage {
        opens: opens(&web, &signed, &shown.list.rows).await?,
        sees_rows: signed.officer.could(Act::SeeHouseholds, shown.around.area),
        p: signed.page,
        links: area_links("/kuesioner", &shown.around),
        choices: area_choices(&shown.around),
        around: shown.around,
        paging: query.paging("/kuesioner", shown.list.total),
        rows: shown.list.rows,
        counts,
        query,
        path: "/kuesioner",
        search_key: "questionnaires-search",
        filter_key: "questionnaire-verdict",
        codes: ("verdict", VERDICTS),
    }))
}

/// A NIK to look up.
#[derive(Deserialize)]
pub struct NikForm {
    nik: String,
}

/// Households with a member of a NIK. It is posted, so that no address, history or log holds it. Domain §9.2.
pub async fn find(State(web): State<Arc<Web>>, signed: Signed, Form(form): Form<NikForm>) -> Result<Response, Problem> {
    let shown = view::households_with_nik(&web.app, &signed.officer, &form.nik).await.map_err(refuse)?;
    // a page of its own, so that a step back from it asks for nothing again
    if let [only] = shown.list.rows.as_slice() {
        return Ok(go(&format!("/rumah-tangga/{}", crate::paging::encode(&only.id))));
    }
    let query = Query::default();
    Ok(show(&HouseholdsPage {
        p: signed.page,
        links: area_links("/rumah-tangga", &shown.around),
        choices: area_choices(&shown.around),
        around: shown.around,
        paging: query.paging("/rumah-tangga", shown.list.total),
        rows: shown.list.rows,
        query,
        path: "/rumah-tangga",
        search_key: "households-search",
        filter_key: "category",
        codes: ("category", &[]),
    }))
}

#[derive(Template)]
#[template(path = "ranking.html")]
struct RankingPage {
    p: Page,
    around: Around,
    links: Vec<(String, String)>,
    choices: Vec<AreaChoice>,
    rows: Vec<RankingRow>,
    paging: Paging,
    query: Query,
    path: &'static str,
    search_key: &'static str,
    filter_key: &'static str,
    codes: Codes,
    opens: Opens,
    chart: String,
    bars: Vec<Bar>,
}

/// Ranked households, and how many are in each decile.
pub async fn ranking(
    State(web): State<Arc<Web>>,
    signed: Signed,
    UrlQuery(query): UrlQuery<Query>,
) -> Result<Response, Problem> {
    let (shown, counts, _) = view::ranking(&web.app, &signed.officer, &query.ask()).await.map_err(refuse)?;
    let t = signed.page.t;
    let rows: Vec<Bar> = counts
        .iter()
        .map(|c| Bar { label: if c.code == 0 { t.t("ranking-unranked") } else { t.x("decile-x", c.code) }, value: c.n })
        .collect();
    Ok(show(&RankingPage {
        opens: opens(&web, &signed, &shown.list.rows).await?,
        p: signed.page,
        links: area_links("/peringkat", &shown.around),
        choices: area_choices(&shown.around),
        around: shown.around,
        paging: query.paging("/peringkat", shown.list.total),
        rows: shown.list.rows,
        query,
        path: "/peringkat",
        search_key: "programme-search",
        filter_key: "decile",
        codes: ("decile", &["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "0"]),
        chart: bars(t, &rows),
        bars: rows,
    }))
}

#[derive(Template)]
#[template(path = "programmes.html")]
struct ProgrammesPage {
    p: Page,
    around: Around,
    links: Vec<(String, String)>,
    statuses: &'static [&'static str],
    programmes: Vec<ProgrammeSizes>,
}

/// One programme and how many rows it has of each status.
pub struct ProgrammeSizes {
    /// The programme, as its file names it.
    pub name: String,
    /// Status and rows; empty without rows.
    pub counts: Vec<(&'static str, Option<i64>)>,
}

/// Programmes by name, each with its rows by status.
pub fn sizes(counts: &[ProgrammeCount]) -> Vec<ProgrammeSizes> {
    let names: std::collections::BTreeSet<&str> = counts.iter().map(|c| c.programme.as_str()).collect();
    let of = |name: &str, status: &str| counts.iter().find(|c| c.programme == name && c.status == status).map(|c| c.n);
    names
        .into_iter()
        .map(|name| ProgrammeSizes {
            name: name.to_owned(),
            counts: view::PROGRAMME_STATUSES.iter().map(|s| (*s, of(name, s))).collect(),
        })
        .collect()
}

/// Programme lists and their sizes.
pub async fn programmes(
    State(web): State<Arc<Web>>,
    signed: Signed,
    UrlQuery(query): UrlQuery<Query>,
) -> Result<Response, Problem> {
    let (around, rows) = view::programmes(&web.app, &signed.officer, query.area()).await.map_err(refuse)?;
    Ok(show(&ProgrammesPage {
        p: signed.page,
        links: area_links("/program", &around),
        around,
        statuses: view::PROGRAMME_STATUSES,
        programmes: sizes(&rows),
    }))
}

#[derive(Template)]
#[template(path = "programme.html")]
struct ProgrammePage {
    p: Page,
    name: String,
    around: Around,
    choices: Vec<AreaChoice>,
    rows: Vec<ProgrammeLine>,
    paging: Paging,
    query: Query,
    path: String,
    search_key: &'static str,
    filter_key: &'static str,
    codes: Codes,
    opens: Opens,
}

/// One programme list with the clause of each row.
pub async fn programme(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Path(name): Path<String>,
    UrlQuery(query): UrlQuery<Query>,
) -> Result<Response, Problem> {
    let shown = view::programme(&web.app, &signed.officer, &name, &query.ask()).await.map_err(refuse)?;
    let path = format!("/program/{}", crate::paging::encode(&name));
    Ok(show(&ProgrammePage {
        opens: opens(&web, &signed, &shown.list.rows).await?,
        p: signed.page,
        choices: area_choices(&shown.around),
        around: shown.around,
        paging: query.paging(&path, shown.list.total),
        rows: shown.list.rows,
        query,
        path,
        name,
        search_key: "programme-search",
        filter_key: "state",
        codes: ("programme", view::PROGRAMME_STATUSES),
    }))
}
