//! The columns of an uploaded file: what each was taken for, what is missing, a choice for each, and the first rows
//! as they will be read. Everything works with plain forms. Design D21.

use super::{go_done, show};
use crate::guard::Signed;
use crate::page::{Page, go, show_as};
use crate::paging::encode;
use crate::problem::Problem;
use crate::{Web, refuse};
use app::layout::uploaded::{self, Answer, Missing, Received, Seen, Standing, Waiting};
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Stands for "left empty" where a word stands for no code.
const EMPTY: &str = "-";

/// A word that stands for no code, and what is chosen for it.
struct WordRow {
    no: usize,
    word: String,
    count: usize,
    chosen: String,
}

struct ColumnRow {
    no: usize,
    seen: Seen,
    take: String,
    words: Vec<WordRow>,
}

#[derive(Template)]
#[template(path = "columns.html")]
struct ColumnsPage {
    p: Page,
    w: Waiting,
    asked: Vec<ColumnRow>,
    others: Vec<ColumnRow>,
    answer: Answer,
    /// What the form itself has wrong.
    wrong: Option<String>,
    /// Whether an answer was read, so that the preview is of it.
    read: bool,
}

impl ColumnsPage {
    fn of(p: Page, w: Waiting, answer: Answer, wrong: Option<String>, read: bool) -> Self {
        let rows = w.examined.columns.iter().enumerate().map(|(no, seen)| {
            let given = answer.codes.get(no);
            let mut words: Vec<(String, usize, String)> =
                seen.words.iter().map(|(word, count)| (word.clone(), *count, String::new())).collect();
            for (word, code) in given.into_iter().flatten() {
                let code = if code.is_empty() { EMPTY.to_owned() } else { code.clone() };
                words.retain(|(w, ..)| w != word);
                words.push((word.clone(), 0, code));
            }
            let words = words.into_iter().enumerate();
            ColumnRow {
                no,
                take: answer.take.get(no).cloned().unwrap_or_default(),
                words: words.map(|(no, (word, count, chosen))| WordRow { no, word, count, chosen }).collect(),
                seen: seen.clone(),
            }
        });
        let (asked, others) = rows.partition(|r: &ColumnRow| r.seen.standing == Standing::Asked || !r.words.is_empty());
        Self { p, asked, others, answer, wrong, read, w }
    }
    fn lacking(&self) -> Vec<&Missing> {
        self.w.examined.missing.iter().filter(|m| m.stops || m.waived).collect()
    }
    fn said(&self) -> Vec<&Missing> {
        self.w.examined.missing.iter().filter(|m| !m.stops && !m.waived).collect()
    }
    fn is_waived(&self, key: &str) -> bool {
        self.answer.without.iter().any(|k| k == key)
    }
    fn links(&self) -> Vec<(String, String)> {
        vec![("/impor".to_owned(), self.p.t.t("imports-title"))]
    }
    fn address(&self) -> String {
        format!("/impor/kolom/{}", encode(&self.w.id))
    }
    /// The preview turned: one line for each column that is read.
    fn preview(&self) -> Vec<(&str, Vec<&str>)> {
        let e = &self.w.examined;
        let line = |i: usize| e.preview.iter().map(|row| row[i].as_str()).collect();
        e.preview_heads.iter().enumerate().map(|(i, head)| (head.as_str(), line(i))).collect()
    }
}

/// The columns of an upload that waits.
pub async fn columns(State(web): State<Arc<Web>>, signed: Signed, Path(id): Path<String>) -> Result<Response, Problem> {
    let w = uploaded::waiting(&web.app, &signed.officer, &id).await.map_err(refuse)?.ok_or(Problem::NotFound)?;
    let answer = w.examined.answer();
    Ok(show(&ColumnsPage::of(signed.page, w, answer, None, false)))
}

/// Reads the answer: shows the file by it, or keeps it and imports.
pub async fn settle(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Path(id): Path<String>,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let answer = answer(&form);
    let imports = form.iter().any(|(key, value)| key == "aksi" && value == "impor");
    if !imports {
        return match uploaded::read_by(&web.app, &signed.officer, &id, &answer).await {
            Ok(found) => {
                let w = found.ok_or(Problem::NotFound)?;
                Ok(show(&ColumnsPage::of(signed.page, w, answer, None, true)))
            }
            Err(error) => again(&web, signed, &id, answer, error).await,
        };
    }
    match uploaded::settle(&web.app, &signed.officer, &id, &answer).await {
        Ok(None) => Err(Problem::NotFound),
        Ok(Some(Ok(Received::Queued(_)))) => Ok(go_done("/impor", "impor")),
        Ok(Some(Ok(Received::Asks(id)))) => Ok(go(&format!("/impor/kolom/{}", encode(&id)))),
        Ok(Some(Err(w))) => {
            let page = ColumnsPage::of(signed.page, *w, answer, None, true);
            Ok(show_as(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
        Err(error) => again(&web, signed, &id, answer, error).await,
    }
}

/// The form once more, with what is wrong with it.
async fn again(
    web: &Web,
    signed: Signed,
    id: &str,
    answer: Answer,
    error: app::error::AppError,
) -> Result<Response, Problem> {
    if !uploaded::is_form_fault(&error) {
        return Err(refuse(error));
    }
    let w = uploaded::waiting(&web.app, &signed.officer, id).await.map_err(refuse)?.ok_or(Problem::NotFound)?;
    let wrong = signed.page.t.said(error.code(), &error.args()).what;
    let page = ColumnsPage::of(signed.page, w, answer, Some(wrong), false);
    Ok(show_as(StatusCode::UNPROCESSABLE_ENTITY, &page))
}

/// Drops the upload.
pub async fn drop_upload(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    uploaded::forget(&web.app, &signed.officer, &id).await.map_err(refuse)?;
    Ok(go_done("/impor", "unggahan-dibuang"))
}

/// `kolom-7` is what column 7 is; `isi-7-0` a word in it and `kata-7-0` its code; `tanpa` a column done without.
fn answer(form: &[(String, String)]) -> Answer {
    let mut answer = Answer::default();
    let mut words: BTreeMap<(usize, String), String> = BTreeMap::new();
    for (key, value) in form {
        if let Some(no) = key.strip_prefix("kolom-").and_then(|n| n.parse::<usize>().ok()).filter(|n| *n < 20_000) {
            if answer.take.len() <= no {
                answer.take.resize(no + 1, String::new());
                answer.codes.resize(no + 1, BTreeMap::new());
            }
            answer.take[no].clone_from(value);
        } else if key == "tanpa" {
            answer.without.push(value.clone());
        } else if let Some((column, no)) = key.strip_prefix("isi-").and_then(|k| k.split_once('-'))
            && let Ok(column) = column.parse()
        {
            words.insert((column, no.to_owned()), value.clone());
        }
    }
    for (key, value) in form.iter().filter(|(_, v)| !v.is_empty()) {
        let Some((column, no)) = key.strip_prefix("kata-").and_then(|k| k.split_once('-')) else { continue };
        let Ok(column) = column.parse::<usize>() else { continue };
        if let (Some(word), Some(codes)) = (words.get(&(column, no.to_owned())), answer.codes.get_mut(column)) {
            let code = if value == EMPTY { String::new() } else { value.clone() };
            codes.insert(word.clone(), code);
        }
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_in_any_order_of_its_fields() {
        let form = [
            ("kata-2-0", "3"),
            ("tanpa", "rt"),
            ("isi-2-0", "numpang"),
            ("kolom-2", "status_bangunan"),
            ("kolom-0", "nik"),
            ("kata-2-1", "-"),
            ("isi-2-1", "x"),
            ("aksi", "lihat"),
        ]
        .map(|(k, v)| (k.to_owned(), v.to_owned()));
        let read = answer(&form);
        assert_eq!(read.take, ["nik", "", "status_bangunan"]);
        assert_eq!(read.codes[2]["numpang"], "3");
        assert_eq!(read.codes[2]["x"], "", "left empty on purpose");
        assert_eq!(read.without, ["rt"]);
    }
}
