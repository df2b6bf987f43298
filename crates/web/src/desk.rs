//! The registration desk: active, visit, Musdes; possible matches while typing.

use crate::error::Refused;
use crate::guard::Signed;
use crate::page::{Page, go, show, show_as};
use crate::paging::{address, encode};
use crate::problem::Problem;
use crate::{Web, refuse};
use app::access::Act;
use app::desk::{self, FileError, Filed, Household, Match, Person, Representative, Route, Shown, Wrong};
use app::view::{DraftRow, Opens, opens};
use app::work::due_of;
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::area::AreaCode;
use domain::id::RegistrationNumber;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

mod wrongs;
use wrongs::Wrongs;

type Places = Vec<(AreaCode, String, Vec<String>)>;
type Cells = Vec<(String, String)>;

#[derive(Template)]
#[template(path = "desk.html")]
struct DeskPage {
    p: Page,
    is_active: bool,
    title_key: &'static str,
    lead_key: &'static str,
    action: &'static str,
    places: Places,
    hamlets: Vec<String>,
    people: Vec<(String, String, Person)>,
    other: String,
    form: Household,
    wrongs: Wrongs,
    taken: Option<String>,
    refused: Refused,
    is_fresh: bool,
    visits: Vec<Asked>,
    drafts: Vec<DraftRow>,
    blank: Person,
}

/// A visit that a citizen asked for.
struct Asked {
    row: DraftRow,
    desa: String,
    due: String,
    is_late: bool,
}

/// Why a form is shown again.
struct Back {
    wrong: Vec<Wrong>,
    /// The number it was saved under before, with other content.
    taken: Option<RegistrationNumber>,
    refused: Refused,
    /// Whether nothing was sent: what this tab keeps may be put back into it.
    is_fresh: bool,
}

impl Back {
    fn fresh() -> Self {
        Self { is_fresh: true, ..Self::wrong(Vec::new()) }
    }
    fn wrong(wrong: Vec<Wrong>) -> Self {
        Self { wrong, taken: None, refused: Refused::no(), is_fresh: false }
    }
    fn taken(number: RegistrationNumber) -> Self {
        Self { taken: Some(number), ..Self::wrong(Vec::new()) }
    }
    fn refused(refused: Refused) -> Self {
        Self { refused, ..Self::wrong(Vec::new()) }
    }
    fn status(&self) -> StatusCode {
        match (self.wrong.is_empty(), &self.taken) {
            (false, _) => StatusCode::UNPROCESSABLE_ENTITY,
            (true, Some(_)) => StatusCode::CONFLICT,
            (true, None) => self.refused.status(),
        }
    }
}

/// An empty form of the desk.
pub async fn active(State(web): State<Arc<Web>>, signed: Signed) -> Result<Response, Problem> {
    let form = fresh(&web)?;
    page(&web, signed, &Route::Desk, form, Back::fresh()).await
}

/// An empty form of a visit.
pub async fn visit(State(web): State<Arc<Web>>, signed: Signed) -> Result<Response, Problem> {
    let form = fresh(&web)?;
    page(&web, signed, &Route::Visit, form, Back::fresh()).await
}

/// A draft, to complete it.
pub async fn draft(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Path(number): Path<String>,
) -> Result<Response, Problem> {
    let found = desk::draft(&web.app, &signed.officer, &RegistrationNumber::new(&number)).await.map_err(refuse)?;
    let (route, mut form) = found.ok_or(Problem::NotFound)?;
    form.key = key(&web)?;
    page(&web, signed, &route, form, Back::fresh()).await
}

/// Registers at the desk. R4, R5.
pub async fn file_active(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Form(cells): Form<Cells>,
) -> Result<Response, Problem> {
    file(&web, signed, Route::Desk, cells).await
}

/// Registers on a visit. R6.
pub async fn file_visit(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Form(cells): Form<Cells>,
) -> Result<Response, Problem> {
    file(&web, signed, Route::Visit, cells).await
}

async fn file(web: &Web, signed: Signed, route: Route, cells: Cells) -> Result<Response, Problem> {
    let mut form = read(&cells);
    let how = |wanted: &str| cells.iter().any(|(n, v)| n == "cara" && v == wanted);
    if how("orang") {
        // without scripts, the page itself makes room for one more person
        form.people.push(Person::default());
        return page(web, signed, &route, form, Back::wrong(Vec::new())).await;
    }
    let as_draft = how("draf");
    match desk::file(&web.app, &signed.officer, &route, &form, as_draft).await {
        Ok(filed) => {
            let (number, how) = match filed {
                Filed::Registered { number, again } => (number, if again { "ulang" } else { "" }),
                Filed::Draft { number, .. } => (number, "draf"),
            };
            let from = if route == Route::Desk { "" } else { "pasif" };
            let path = format!("/meja/tersimpan/{}", encode(number.as_str()));
            Ok(go(&address(&path, &[("cara", how), ("dari", from)])))
        }
        Err(FileError::Wrong(wrong)) => page(web, signed, &route, form, Back::wrong(wrong)).await,
        Err(FileError::Taken(number)) => {
            // what was sent may be another household: sent again, it is filed as one
            (form.key, form.draft) = (key(web)?, None);
            page(web, signed, &route, form, Back::taken(number)).await
        }
        Err(FileError::App(error)) => {
            let refused = Refused::told(signed.page.t, error)?;
            page(web, signed, &route, form, Back::refused(refused)).await
        }
    }
}

async fn page(web: &Web, signed: Signed, route: &Route, mut form: Household, back: Back) -> Result<Response, Problem> {
    let act = if *route == Route::Desk { Act::RegisterActive } else { Act::RegisterPassive };
    // who may register nowhere is told so, and it is logged
    let drafts = desk::drafts(&web.app, &signed.officer, act).await.map_err(refuse)?;
    let places = desk::places(&web.app, &signed.officer, act).await.map_err(refuse)?;
    if let ([only], true) = (places.as_slice(), form.desa.is_empty()) {
        form.desa = only.0.dotted();
    }
    let hamlets =
        places.iter().filter(|p| places.len() == 1 || p.0.dotted() == form.desa).flat_map(|p| p.2.clone()).collect();
    if form.people.is_empty() {
        form.people.push(Person::default());
    }
    let people = form.people.iter().enumerate().map(|(i, p)| (i.to_string(), (i + 1).to_string(), p.clone())).collect();
    let other = form.identity.iter().find(|i| !matches!(i.as_str(), "KTP" | "KK")).cloned().unwrap_or_default();
    let is_active = *route == Route::Desk;
    let status = back.status();
    let today = web.app.today();
    let (visits, drafts): (Vec<DraftRow>, Vec<DraftRow>) = drafts.into_iter().partition(|d| d.asked == 1);
    let t = signed.page.t;
    let asked = |row: DraftRow| {
        let due = due_of(&row);
        let desa = places.iter().find(|p| p.0.as_str() == row.desa).map_or_else(String::new, |p| p.1.clone());
        Asked {
            desa,
            due: due.map_or_else(String::new, |day| t.x("work-due", t.date(&day))),
            is_late: due.is_some_and(|day| day < today),
            row,
        }
    };
    let visits = visits.into_iter().map(asked).collect();
    let page = DeskPage {
        p: signed.page,
        is_active,
        title_key: if is_active { "desk-title" } else { "desk-passive-title" },
        lead_key: if is_active { "desk-lead" } else { "desk-passive-lead" },
        action: if is_active { "/meja/aktif" } else { "/meja/pasif" },
        places,
        hamlets,
        people,
        other,
        form,
        taken: back.taken.map(|n| n.as_str().to_owned()),
        refused: back.refused,
        is_fresh: back.is_fresh,
        visits,
        wrongs: Wrongs::new(back.wrong),
        drafts,
        blank: Person::default(),
    };
    Ok(show_as(status, &page))
}

#[derive(Template)]
#[template(path = "saved.html")]
struct SavedPage {
    p: Page,
    title: String,
    number: String,
    draft: bool,
    again: bool,
    again_href: &'static str,
    shown: Option<Shown>,
    opens: Opens,
}

/// How it was saved.
#[derive(Deserialize)]
pub struct SavedQuery {
    #[serde(default)]
    cara: String,
    #[serde(default)]
    dari: String,
}

/// What was saved, its number, the receipt, and what identification says of it.
pub async fn saved(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Path(number): Path<String>,
    Query(query): Query<SavedQuery>,
) -> Result<Response, Problem> {
    let shown = desk::shown(&web.app, &signed.officer, &RegistrationNumber::new(&number)).await.map_err(refuse)?;
    let found = shown.as_ref();
    let households: Vec<&str> = found.and_then(|s| s.household.as_deref()).into_iter().collect();
    let numbers: Vec<&str> = found.and_then(|s| s.merged_with.as_deref()).into_iter().collect();
    let opens = opens(&web.app, &signed.officer, &households, &numbers).await.map_err(refuse)?;
    let draft = query.cara == "draf";
    let t = signed.page.t;
    let title = if draft { t.t("desk-draft-title") } else { t.t("desk-saved-title") };
    let again_href = if query.dari == "pasif" { "/meja/pasif" } else { "/meja/aktif" };
    Ok(show(&SavedPage {
        p: signed.page,
        title,
        number,
        draft,
        again: query.cara == "ulang",
        again_href,
        shown,
        opens,
    }))
}

#[derive(Template)]
#[template(path = "matches.html")]
struct MatchesPart {
    p: Page,
    asked: bool,
    rows: Vec<Match>,
    opens: Opens,
}

/// Possible matches for what is typed so far: a part of the desk page.
pub async fn matches(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Form(cells): Form<Cells>,
) -> Result<Response, Problem> {
    let form = read(&cells);
    let Ok(desa) = AreaCode::parse(&form.desa) else {
        return Ok(show(&MatchesPart { p: signed.page, asked: false, rows: Vec::new(), opens: Opens::default() }));
    };
    let said = |p: &Person| p.name.trim().len() >= 3 || !p.nik.trim().is_empty() || !p.no_kk.trim().is_empty();
    let asked = form.people.iter().any(said);
    let rows = desk::matches(&web.app, &signed.officer, desa, &form).await.map_err(refuse)?;
    let of = |what: &str| rows.iter().filter(|m| m.what == what).map(|m| m.id.as_str()).collect::<Vec<_>>();
    let opens = opens(&web.app, &signed.officer, &of("household"), &of("registration")).await.map_err(refuse)?;
    Ok(show(&MatchesPart { p: signed.page, asked, rows, opens }))
}

#[derive(Template)]
#[template(path = "musdes.html")]
struct MusdesPage {
    p: Page,
    key: String,
    number: String,
    date: String,
    places: Places,
    hamlets: Vec<String>,
    households: Vec<(String, String, Household, Person)>,
    wrongs: Wrongs,
    taken: Option<String>,
    refused: Refused,
    is_fresh: bool,
    blank: Household,
    blank_person: Person,
}

/// An empty Musdes form.
pub async fn musdes(State(web): State<Arc<Web>>, signed: Signed) -> Result<Response, Problem> {
    let key = key(&web)?;
    let forms = vec![Household::default(), Household::default()];
    musdes_page(&web, signed, key, String::new(), String::new(), forms, Back::fresh()).await
}

#[derive(Template)]
#[template(path = "musdes_saved.html")]
struct MusdesSavedPage {
    p: Page,
    numbers: Vec<RegistrationNumber>,
    again: bool,
}

/// Registers every household a Musdes named. R7.
pub async fn file_musdes(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Form(cells): Form<Cells>,
) -> Result<Response, Problem> {
    let cell = |name: &str| cells.iter().find(|(n, _)| n == name).map(|(_, v)| v.trim().to_owned()).unwrap_or_default();
    let (key, number, written) = (cell("kunci"), cell("musdes"), cell("tanggal"));
    let forms: Vec<Household> = groups(&cells, "rumah-")
        .into_iter()
        .map(|(_, own)| read(&own))
        .filter(|f| !f.people.is_empty() || !f.address.trim().is_empty())
        .collect();
    if cell("cara") == "rumah" {
        let forms = forms.into_iter().chain([Household::default()]).collect();
        return musdes_page(&web, signed, key, number, written, forms, Back::wrong(Vec::new())).await;
    }
    let date = desk::read_date(&written);
    let filed = if !written.is_empty() && date.is_none() {
        Err(FileError::Wrong(vec![desk::wrong("tanggal", "wrong-date")]))
    } else {
        desk::file_musdes(&web.app, &signed.officer, &number, date, &key, &forms).await
    };
    match filed {
        Ok((numbers, again)) => Ok(show(&MusdesSavedPage { p: signed.page, numbers, again })),
        Err(FileError::Wrong(wrong)) => {
            let forms = if forms.is_empty() { vec![Household::default()] } else { forms };
            musdes_page(&web, signed, key, number, written, forms, Back::wrong(wrong)).await
        }
        Err(FileError::Taken(taken)) => {
            let key = self::key(&web)?;
            musdes_page(&web, signed, key, number, written, forms, Back::taken(taken)).await
        }
        Err(FileError::App(error)) => {
            let refused = Refused::told(signed.page.t, error)?;
            musdes_page(&web, signed, key, number, written, forms, Back::refused(refused)).await
        }
    }
}

async fn musdes_page(
    web: &Web,
    signed: Signed,
    key: String,
    number: String,
    date: String,
    forms: Vec<Household>,
    back: Back,
) -> Result<Response, Problem> {
    let act = Act::RegisterPassive;
    desk::drafts(&web.app, &signed.officer, act).await.map_err(refuse)?;
    let places = desk::places(&web.app, &signed.officer, act).await.map_err(refuse)?;
    let hamlets = if places.len() == 1 { places[0].2.clone() } else { Vec::new() };
    let entry = |(i, form): (usize, Household)| {
        let person = form.people.first().cloned().unwrap_or_default();
        (format!("rumah-{i}-"), (i + 1).to_string(), form, person)
    };
    let status = back.status();
    let page = MusdesPage {
        p: signed.page,
        key,
        number,
        date,
        places,
        hamlets,
        households: forms.into_iter().enumerate().map(entry).collect(),
        taken: back.taken.map(|n| n.as_str().to_owned()),
        refused: back.refused,
        is_fresh: back.is_fresh,
        wrongs: Wrongs::new(back.wrong),
        blank: Household::default(),
        blank_person: Person::default(),
    };
    Ok(show_as(status, &page))
}

// ── reading a form ──────────────────────────────────────────────────────────

fn fresh(web: &Web) -> Result<Household, Problem> {
    Ok(Household { key: key(web)?, ..Household::default() })
}

fn key(web: &Web) -> Result<String, Problem> {
    desk::new_key(&web.app).map_err(refuse)
}

/// Groups `prefixN-…` in a form, at most.
const GROUPS_MAX: usize = 500;

/// The cells of the groups `prefixN-…`, each without that beginning, in the order of the form. Each cell is looked at
/// once, however many groups there are.
fn groups(cells: &Cells, prefix: &str) -> Vec<(usize, Cells)> {
    let mut groups: Vec<(usize, Cells)> = Vec::new();
    let mut places: BTreeMap<usize, usize> = BTreeMap::new();
    for (name, value) in cells {
        let Some((number, rest)) = name.strip_prefix(prefix).and_then(|rest| rest.split_once('-')) else { continue };
        let Some(number) = number.parse().ok().filter(|n| *n < GROUPS_MAX) else { continue };
        let place = *places.entry(number).or_insert_with(|| {
            groups.push((number, Cells::new()));
            groups.len() - 1
        });
        groups[place].1.push((rest.to_owned(), value.clone()));
    }
    groups
}

fn read(cells: &Cells) -> Household {
    let map: BTreeMap<&str, &str> = cells.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let cell = |name: &str| map.get(name).map(|v| (*v).to_owned()).unwrap_or_default();
    let person = |(_, own): (usize, Cells)| {
        let own: BTreeMap<&str, &str> = own.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let of = |name: &str| own.get(name).map(|v| (*v).to_owned()).unwrap_or_default();
        Person {
            name: of("nama"),
            nik: of("nik"),
            no_kk: of("kk"),
            sex: of("jk"),
            birth: of("lahir"),
            relation: of("hubungan"),
            marital: of("kawin"),
        }
    };
    let mut identity: Vec<String> = cells.iter().filter(|(n, _)| n == "identitas").map(|(_, v)| v.clone()).collect();
    let other = cell("identitas-lain");
    if !other.trim().is_empty() {
        identity.push(other.trim().to_owned());
    }
    let draft = cell("draf");
    let people: Vec<Person> = groups(cells, "orang-").into_iter().map(person).collect();
    Household {
        key: cell("kunci"),
        draft: (!draft.is_empty()).then(|| RegistrationNumber::new(draft)),
        desa: cell("desa"),
        hamlet: cell("padukuhan"),
        rt: cell("rt"),
        rw: cell("rw"),
        address: cell("alamat"),
        identity,
        identity_none: !cell("tanpa-identitas").is_empty(),
        statement: cell("pernyataan"),
        proxy: Representative {
            name: cell("wakil-nama"),
            relation: cell("wakil-hubungan"),
            consent: cell("wakil-persetujuan"),
        },
        people: people
            .into_iter()
            .enumerate()
            .filter(|(i, p)| *i == 0 || *p != Person::default())
            .map(|(_, p)| p)
            .collect(),
        note: cell("catatan"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cell_of_a_form_stands_once_in_its_own_group_and_groups_beyond_the_limit_are_none() {
        let name = |at: usize, n: usize| (format!("rumah-{at}-orang-{n}-nama"), format!("{at}/{n}"));
        let mut cells: Cells = (0..600).rev().flat_map(|at| (0..3).map(move |n| name(at, n))).collect();
        cells.push(("musdes".to_owned(), "1".to_owned()));
        let found = groups(&cells, "rumah-");
        assert_eq!(found.len(), GROUPS_MAX);
        assert_eq!(found[0].0, GROUPS_MAX - 1, "in the order of the form");
        assert_eq!(found.iter().map(|(_, own)| own.len()).sum::<usize>(), 3 * GROUPS_MAX);
        let read: Vec<Household> = found.iter().map(|(_, own)| read(own)).collect();
        assert_eq!(read[1].people[2].name, format!("{}/2", GROUPS_MAX - 2));
    }
}
