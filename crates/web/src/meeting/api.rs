//! What a meeting's device asks for and sends: JSON, same session as the pages. ADR 0014.

use crate::Web;
use crate::guard::Visit;
use app::access::Officer;
use app::error::AppError;
use app::meeting::{self, MeetingRefused, Sending, Sought};
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::sync::Arc;
use words::{Lang, Words};

/// Bytes of one request of a device.
pub const BODY_MAX: usize = 6 * 1024 * 1024;

/// Which device asks.
#[derive(Debug, Default, Deserialize)]
pub struct Asking {
    #[serde(default)]
    device: String,
}

#[derive(Debug, Deserialize)]
struct Sent {
    device: String,
    #[serde(default)]
    entries: Vec<Value>,
    #[serde(default)]
    have: Value,
}

#[derive(Debug, Deserialize)]
struct Admission {
    device: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    code: String,
}

#[derive(Debug, Deserialize)]
struct Household {
    #[serde(default)]
    head_name: String,
    #[serde(default)]
    address: String,
    #[serde(default)]
    members: Vec<String>,
}

/// The form set and all entries so far.
pub async fn form(
    State(web): State<Arc<Web>>,
    visit: Visit,
    Path(id): Path<String>,
    Query(asking): Query<Asking>,
) -> Response {
    let Some(officer) = &visit.page.officer else { return unsigned() };
    match meeting::form_json(&web.app, officer, &id, &asking.device).await {
        Ok(value) => answer(StatusCode::OK, &value),
        Err(error) => refused(&web, officer, error).await,
    }
}

/// Takes entries, answers with what the device lacks.
pub async fn send(State(web): State<Arc<Web>>, visit: Visit, Path(id): Path<String>, body: Bytes) -> Response {
    let Some(officer) = &visit.page.officer else { return unsigned() };
    let result = match read::<Sent>(&body) {
        Ok(sent) => {
            let sending = Sending { device: sent.device, entries: sent.entries, have: sent.have };
            meeting::send(&web.app, officer, &id, &sending).await
        }
        Err(error) => Err(error),
    };
    match result {
        Ok(taken) => answer(StatusCode::OK, &taken.json()),
        Err(error) => refused(&web, officer, error).await,
    }
}

/// The state as the server computes it.
pub async fn state(State(web): State<Arc<Web>>, visit: Visit, Path(id): Path<String>) -> Response {
    let Some(officer) = &visit.page.officer else { return unsigned() };
    match meeting::state(&web.app, officer, &id).await {
        Ok(value) => answer(StatusCode::OK, &value),
        Err(error) => refused(&web, officer, error).await,
    }
}

/// Lets a device in that says the code of the office.
pub async fn admit(State(web): State<Arc<Web>>, visit: Visit, Path(id): Path<String>, body: Bytes) -> Response {
    let Some(officer) = &visit.page.officer else { return unsigned() };
    let result = match read::<Admission>(&body) {
        Ok(a) => meeting::admit(&web.app, officer, &id, &a.device, &a.name, &a.code).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(a) => answer(StatusCode::OK, &json!({ "officer": { "actor": a.actor, "name": a.name, "role": a.role } })),
        Err(error) => refused(&web, officer, error).await,
    }
}

/// Households that a proposed one may already be. R60.
pub async fn search(State(web): State<Arc<Web>>, visit: Visit, Path(id): Path<String>, body: Bytes) -> Response {
    let Some(officer) = &visit.page.officer else { return unsigned() };
    let result = match read::<Household>(&body) {
        Ok(h) => {
            let sought = Sought { head_name: h.head_name, address: h.address, members: h.members };
            meeting::listed(&web.app, officer, &id, &sought).await
        }
        Err(error) => Err(error),
    };
    match result {
        Ok(found) => {
            let found: Vec<Value> = found
                .into_iter()
                .map(|f| {
                    json!({
                        "row": f.household, "head_name": f.head_name, "address": f.address, "hamlet": f.hamlet,
                        "listed_here": f.listed_here, "score": f.score,
                    })
                })
                .collect();
            answer(StatusCode::OK, &json!({ "found": found }))
        }
        Err(error) => refused(&web, officer, error).await,
    }
}

/// Sends the provisional report with the counts that stand here. The device says which it is, no count. R68.
pub async fn report(State(web): State<Arc<Web>>, visit: Visit, Path(id): Path<String>, body: Bytes) -> Response {
    let Some(officer) = &visit.page.officer else { return unsigned() };
    let result = match read::<Asking>(&body) {
        Ok(asking) => app::sms::report_meeting(&web.app, officer, &id, Some(&asking.device)).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(done) => {
            let report = json!({ "no": done.report.no, "counts": done.report.counts.to_string() });
            let said = json!({ "report": report, "changed": done.changed, "told": done.told, "queued": done.queued });
            answer(StatusCode::OK, &said)
        }
        Err(error) => refused(&web, officer, error).await,
    }
}

/// The reader's own words are not repeated: what is wrong is said by place.
fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, AppError> {
    serde_json::from_slice(body)
        .map_err(|e| MeetingRefused::Unreadable(format!("line {}, column {}", e.line(), e.column())).into())
}

fn answer(status: StatusCode, value: &Value) -> Response {
    let headers = [(header::CONTENT_TYPE, "application/json; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, value.to_string()).into_response()
}

fn unsigned() -> Response {
    let text = json!({ "code": "BELUM_MASUK", "why": "nobody is logged in", "remedy": "Masuk lagi, lalu kirim" });
    answer(StatusCode::UNAUTHORIZED, &text)
}

async fn refused(web: &Web, officer: &Officer, error: AppError) -> Response {
    let status = match &error {
        AppError::Denied(denied) => {
            app::account::log_denial(&web.app, officer, denied).await;
            StatusCode::FORBIDDEN
        }
        AppError::Meeting(MeetingRefused::NotAdmitted { .. }) => StatusCode::UNAUTHORIZED,
        AppError::Meeting(MeetingRefused::NoMeeting(_)) => StatusCode::NOT_FOUND,
        AppError::Meeting(MeetingRefused::Busy) => StatusCode::SERVICE_UNAVAILABLE,
        error if error.is_refusal() => StatusCode::CONFLICT,
        error => {
            tracing::error!(code = error.code(), %error, "fault");
            let remedy = error.said(Words::of(Lang::Id)).repair;
            let text = json!({ "code": error.code(), "why": "a fault of the server", "remedy": remedy });
            return answer(StatusCode::INTERNAL_SERVER_ERROR, &text);
        }
    };
    let said = error.said(Words::of(Lang::Id));
    answer(status, &json!({ "code": error.code(), "why": said.what, "remedy": said.repair }))
}
