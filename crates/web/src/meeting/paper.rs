//! Meetings on paper: keying in a filled form, and settling what two keyings read differently. ADR 0014.

use crate::guard::Signed;
use crate::page::{Page, go, go_done, show, show_as};
use crate::paging::{address, encode};
use crate::problem::Problem;
use crate::{Web, refuse};
use app::meeting::{self, PaperView, Refused};
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::deliberation::fkp01::NoteChange;
use domain::deliberation::paper::{EnumeratorPart, Keyed, LINES_MAX, NewPart, NotePart, PaperField, YES};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Empty lines after the last one that is filled.
const MORE_LINES: u16 = 5;

/// A field of the form: its name, and what stands in it.
struct Input {
    name: String,
    value: String,
}

struct Line {
    no: u16,
    head: String,
    members: String,
    address: String,
    code: Input,
    remark: Input,
    checked: Input,
}

/// A difference and what was chosen for it so far.
struct Choice {
    label: String,
    name: String,
    first: String,
    second: String,
    chosen: String,
    value: String,
}

/// A row of code 5, for the question about the living.
struct Dead {
    label: String,
    name: String,
    said: bool,
}

/// Something that stands in the way of closing.
struct Hindrance {
    label: String,
    /// What and what to do next, in the reader's language.
    text: String,
    code: String,
}

#[derive(Template)]
#[template(path = "meeting_paper.html")]
struct PaperPage {
    p: Page,
    links: Vec<(String, String)>,
    href: String,
    attend: Vec<(&'static str, Input)>,
    date: Input,
    lines: Vec<Line>,
    notes: Vec<[Input; 4]>,
    new: Vec<[Input; 7]>,
    enumerators: Vec<[Input; 2]>,
    signed: Vec<(&'static str, Input)>,
    changes: Vec<&'static str>,
    choices: Vec<Choice>,
    dead: Vec<Dead>,
    hindrances: Vec<Hindrance>,
    v: PaperView,
}

impl PaperPage {
    fn of(page: Page, v: PaperView, said: &BTreeMap<String, String>, refused: &[Refused]) -> Self {
        let t = page.t;
        let form = v.mine.clone().unwrap_or_default();
        let input = |field: PaperField| Input { name: field.to_string(), value: form.of(field).to_owned() };
        let named = |name: String| PaperField::parse(&name).map(input);
        let until = |last: u16| 1..=(last + MORE_LINES).min(LINES_MAX);
        let attend = ["dukuh", "rt", "rw", "tokoh", "marginal"];
        let label = |field: PaperField| label(t, field);
        let told = |name: &str| PaperField::parse(name).map_or_else(|| name.to_owned(), label);
        let choices = v.differences.iter().flatten().map(|d| {
            let name = d.field.to_string();
            let of = |kind: &str| said.get(&format!("{kind}.{name}")).cloned().unwrap_or_default();
            Choice {
                label: label(d.field),
                first: d.first.clone(),
                second: d.second.clone(),
                chosen: of("pilih"),
                value: of("nilai"),
                name,
            }
        });
        let links = vec![
            ("/musyawarah".to_owned(), t.t("nav-meetings")),
            (address("/musyawarah/keadaan", &[("wilayah", &v.stage.desa)]), v.desa.clone()),
            (format!("/musyawarah/{}", encode(&v.stage.id)), v.stage.hamlet.clone()),
        ];
        Self {
            links,
            href: format!("/musyawarah/{}/kertas", encode(&v.stage.id)),
            attend: attend.iter().filter_map(|g| Some((*g, named(format!("attend.{g}"))?))).collect(),
            date: input(PaperField::Date),
            lines: (1..)
                .zip(&v.rows)
                .map(|(no, r)| Line {
                    no,
                    head: r.head_name.clone(),
                    members: r.members.join(", "),
                    address: r.address.clone(),
                    code: input(PaperField::Code(no)),
                    remark: input(PaperField::Remark(no)),
                    checked: input(PaperField::Checked(no)),
                })
                .collect(),
            notes: until(last(&form, |f| if let PaperField::Note(n, _) = f { Some(n) } else { None }))
                .map(|n| {
                    [NotePart::Row, NotePart::Column, NotePart::Change, NotePart::Text]
                        .map(|part| input(PaperField::Note(n, part)))
                })
                .collect(),
            new: until(last(&form, |f| if let PaperField::New(n, _) = f { Some(n) } else { None }))
                .map(|n| {
                    let parts = [NewPart::Head, NewPart::Members, NewPart::Address, NewPart::Order];
                    let [head, members, address, order] = parts.map(|part| input(PaperField::New(n, part)));
                    let parts = [NewPart::Poorer, NewPart::Remark, NewPart::Struck];
                    let [poorer, remark, struck] = parts.map(|part| input(PaperField::New(n, part)));
                    [head, members, address, order, poorer, remark, struck]
                })
                .collect(),
            enumerators: until(last(&form, |f| if let PaperField::Enumerator(n, _) = f { Some(n) } else { None }))
                .map(|n| {
                    [EnumeratorPart::Name, EnumeratorPart::Trained].map(|part| input(PaperField::Enumerator(n, part)))
                })
                .collect(),
            signed: ["dukuh", "asisten"].iter().filter_map(|r| Some((*r, named(format!("signed.{r}"))?))).collect(),
            changes: NoteChange::ALL.map(NoteChange::code).to_vec(),
            choices: choices.collect(),
            dead: v
                .dead
                .iter()
                .map(|no| Dead {
                    label: t.x("paper-dead", no),
                    name: format!("mati.{no}"),
                    said: said.contains_key(&format!("mati.{no}")),
                })
                .collect(),
            hindrances: refused
                .iter()
                .map(|r| Hindrance {
                    label: told(&r.entry),
                    text: t.refused(&r.code).unwrap_or_else(|| format!("{}.", r.remedy)),
                    code: r.code.clone(),
                })
                .collect(),
            p: page,
            v,
        }
    }

    fn may_settle(&self) -> bool {
        self.v.differences.is_some() && self.v.stage.closed_at_ms.is_none() && self.v.stage.entry_count == 0
    }
}

fn last(form: &Keyed, of: impl Fn(PaperField) -> Option<u16>) -> u16 {
    form.last_line(of)
}

/// What people call a field.
fn label(t: &crate::text::Text, field: PaperField) -> String {
    match field {
        PaperField::Date => t.t("paper-date"),
        PaperField::Attend(group) => t.t(&format!("paper-attend-{}", group.code())),
        PaperField::Code(no) => t.x("paper-field-code", no),
        PaperField::Remark(no) => t.x("paper-field-remark", no),
        PaperField::Checked(no) => t.x("paper-field-checked", no),
        PaperField::Dead(no) => t.x("paper-dead", no),
        PaperField::Note(no, part) => t.xy("paper-field-note", no, t.t(&format!("paper-note-{}", part.code()))),
        PaperField::New(no, part) => t.xy("paper-field-new", no, t.t(&format!("paper-new-{}", part.code()))),
        PaperField::Enumerator(no, part) => {
            t.xy("paper-field-enumerator", no, t.t(&format!("paper-enumerator-{}", part.code())))
        }
        PaperField::Signed(role) => t.t(&format!("paper-signed-{}", role.code())),
    }
}

/// The page: an empty form, one's own keying, or what differs.
pub async fn paper(State(web): State<Arc<Web>>, signed: Signed, Path(id): Path<String>) -> Result<Response, Problem> {
    let v = meeting::paper_view(&web.app, &signed.officer, &id).await.map_err(refuse)?;
    Ok(show(&PaperPage::of(signed.page, v, &BTreeMap::new(), &[])))
}

/// Saves what was keyed in; with `aksi=selesai` it is whole.
pub async fn key(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Path(id): Path<String>,
    Form(mut fields): Form<BTreeMap<String, String>>,
) -> Result<Response, Problem> {
    let whole = fields.remove("aksi").is_some_and(|what| what == "selesai");
    meeting::paper_key(&web.app, &signed.officer, &id, &fields, whole).await.map_err(refuse)?;
    let done = match whole {
        true => "ketikan-selesai",
        false if fields.values().all(|text| text.trim().is_empty()) => "ketikan-dilepas",
        false => "ketikan-tersimpan",
    };
    Ok(go_done(&format!("/musyawarah/{}/kertas", encode(&id)), done))
}

/// Which keying is taken out.
#[derive(Debug, Deserialize)]
pub struct Dropped {
    #[serde(default)]
    ketikan: i64,
}

/// Takes an unfinished keying out, for the office.
pub async fn drop_keying(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Path(id): Path<String>,
    Form(which): Form<Dropped>,
) -> Result<Response, Problem> {
    meeting::paper_drop(&web.app, &signed.officer, &id, which.ketikan).await.map_err(refuse)?;
    Ok(go_done(&format!("/musyawarah/{}", encode(&id)), "ketikan-dilepas"))
}

/// Takes one's own keying up again.
pub async fn reopen(State(web): State<Arc<Web>>, signed: Signed, Path(id): Path<String>) -> Result<Response, Problem> {
    meeting::paper_reopen(&web.app, &signed.officer, &id).await.map_err(refuse)?;
    Ok(go(&format!("/musyawarah/{}/kertas", encode(&id))))
}

/// Settles what differs and closes; what stands in the way is shown beside what was chosen.
pub async fn settle(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Path(id): Path<String>,
    Form(said): Form<BTreeMap<String, String>>,
) -> Result<Response, Problem> {
    let v = meeting::paper_view(&web.app, &signed.officer, &id).await.map_err(refuse)?;
    let settled = settled(&v, &said);
    match meeting::paper_close(&web.app, &signed.officer, &id, &settled).await {
        Ok(refused) if refused.is_empty() => Ok(go_done(&format!("/musyawarah/{}", encode(&id)), "kertas-ditutup")),
        Ok(refused) => Ok(show_as(StatusCode::CONFLICT, &PaperPage::of(signed.page, v, &said, &refused))),
        Err(error) if error.code() == "KETIKAN_BERBEDA" => {
            let open = Refused {
                entry: String::new(),
                code: error.code().to_owned(),
                why: error.to_string(),
                remedy: error.said(signed.page.t).repair,
                about: Vec::new(),
                kept: false,
            };
            Ok(show_as(StatusCode::CONFLICT, &PaperPage::of(signed.page, v, &said, &[open])))
        }
        Err(error) => Err(refuse(error)),
    }
}

/// The value chosen for each difference, and the answers about the dead.
fn settled(v: &PaperView, said: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut settled = BTreeMap::new();
    for d in v.differences.iter().flatten() {
        let name = d.field.to_string();
        let value = match said.get(&format!("pilih.{name}")).map(String::as_str) {
            Some("1") => d.first.clone(),
            Some("2") => d.second.clone(),
            Some("lain") => said.get(&format!("nilai.{name}")).cloned().unwrap_or_default(),
            _ => continue,
        };
        settled.insert(name, value);
    }
    for no in v.dead.iter().filter(|no| said.contains_key(&format!("mati.{no}"))) {
        settled.insert(PaperField::Dead(*no).to_string(), YES.to_owned());
    }
    settled
}
