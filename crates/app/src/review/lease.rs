//! One case, one reviewer: a short lease, renewed while the page is open, released on leaving.
//! Notes are stored before they are sent.

use super::facts::{REVIEW, open_cases, opened};
use super::queue::{Filter, ask_of};
use crate::App;
use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::view::{choose_all, span_of};
use domain::id::{AccountId, RegistrationNumber};
use domain::identification::review::{Ground, ReviewRefused};
use sha2::{Digest, Sha256};
use store::review::{CaseRow, NoteRow};
use store::{StoreError, Tx};

/// How long a lease holds without being renewed: two minutes. An open page renews it every half minute.
pub const LEASE_MS: i64 = 120_000;

/// A page that comes back this soon (another candidate, a reload) goes on measuring the same sitting.
const TURN_MS: i64 = 5_000;

/// Retries when another reviewer claims the case first.
const TRIES: usize = 64;

/// One open page: two browsers of one officer are two holders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder(String);

impl Holder {
    /// The holder behind a session. Its token cannot be read back from it.
    #[must_use]
    pub fn of(officer: &Officer, session: &str) -> Self {
        let digest = Sha256::digest(format!("mutakhir-telaah\0{}\0{session}", officer.id));
        Self(hex::encode(&digest[..12]))
    }
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// A held case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    /// What gives it back: an older page cannot end a newer lease.
    pub ticket: i64,
    /// Until when, in milliseconds since 1970 UTC.
    pub until_ms: i64,
}

async fn desa_of(app: &App, number: &RegistrationNumber) -> Result<domain::area::AreaCode, AppError> {
    let found = app.store.read().await?.registration(number).await?;
    let (registration, _) = found.ok_or_else(|| ReviewRefused::NoRegistration(number.clone()))?;
    Ok(registration.desa)
}

/// Takes a case. Refused while another officer has it open; one's own other browser gives way.
pub async fn claim(
    app: &App,
    officer: &Officer,
    number: &RegistrationNumber,
    holder: &Holder,
) -> Result<Lease, AppError> {
    hold(app, officer, number, holder, true).await
}

/// `own`: whether another page of the same officer gives way.
async fn hold(
    app: &App,
    officer: &Officer,
    number: &RegistrationNumber,
    holder: &Holder,
    own: bool,
) -> Result<Lease, AppError> {
    officer.may(Act::DecideReview, desa_of(app, number).await?)?;
    let now = app.now_ms();
    for _ in 0..TRIES {
        let mut tx = app.store.begin_unlogged().await?;
        // the lease before the verdict: who sees that a lease has ended sees the verdict that ended it. On PostgreSQL
        // the other order may see a case still open whose lease is gone
        let found = tx.review_case(number.as_str()).await?;
        let Some(row) = tx.identification(number.as_str()).await?.filter(|i| i.category == REVIEW) else {
            return Err(ReviewRefused::NotUnderReview(number.clone()).into());
        };
        let case = found.clone().unwrap_or_else(|| opened(&row));
        let live = case.lease_until_ms > now;
        let mine = case.holder.as_deref() == Some(holder.as_str());
        let gives_way = own && case.officer.as_deref() == Some(officer.id.as_str());
        if let Some(by) = case.officer.as_deref().filter(|_| live && !mine && !gives_way) {
            return Err(ReviewRefused::Held { by: AccountId::new(by) }.into());
        }
        let next = CaseRow {
            holder: Some(holder.as_str().to_owned()),
            officer: Some(officer.id.as_str().to_owned()),
            since_ms: if mine && case.lease_until_ms + TURN_MS > now { case.since_ms } else { now },
            lease_until_ms: now + LEASE_MS,
            rev: case.rev + 1,
            ..case.clone()
        };
        let lease = Lease { ticket: next.rev, until_ms: next.lease_until_ms };
        let written = match found {
            None => {
                tx.open_review_case(&next);
                tx.commit_unlogged().await
            }
            Some(_) => match tx.change_review_case(&next, case.rev).await {
                Ok(()) => tx.commit_unlogged().await,
                Err(stale) => Err(stale),
            },
        };
        match written {
            Ok(()) => return Ok(lease),
            // somebody was a moment earlier: look again
            Err(StoreError::Stale { .. } | StoreError::Constraint { .. }) => {}
            Err(other) => return Err(other.into()),
        }
    }
    Err(AppError::fault("the lease of a case could not be taken"))
}

/// The most valuable case nobody else has open, taken. `but` is a case not to give again.
pub async fn next(
    app: &App,
    officer: &Officer,
    filter: &Filter,
    holder: &Holder,
    but: Option<&RegistrationNumber>,
) -> Result<Option<RegistrationNumber>, AppError> {
    open_cases(app).await?;
    for _ in 0..TRIES {
        let mut reader = app.store.read().await?;
        let areas = reader.areas().await?;
        let chosen = choose_all(officer, Act::DecideReview, filter.area, &areas)?;
        let leads = areas.kabupaten().is_some_and(|home| officer.could(Act::SettleReview, home));
        let span = span_of(&chosen, &areas);
        let ask = ask_of(app, &mut reader, filter, &span, holder.as_str()).await?;
        let but = but.map_or("", RegistrationNumber::as_str);
        let found = reader.review_next(&ask, officer.id.as_str(), leads, but).await?;
        drop(reader);
        let Some(number) = found.map(RegistrationNumber::new) else { return Ok(None) };
        match hold(app, officer, &number, holder, false).await {
            Ok(_) => return Ok(Some(number)),
            Err(AppError::Review(ReviewRefused::Held { .. } | ReviewRefused::NotUnderReview(_))) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(None)
}

/// Changes the lease of a case if it is still this one.
async fn change(
    app: &App,
    number: &RegistrationNumber,
    holder: &Holder,
    ticket: i64,
    until_ms: i64,
) -> Result<bool, AppError> {
    let mut tx = app.store.begin_unlogged().await?;
    let Some(case) = tx.review_case(number.as_str()).await? else { return Ok(false) };
    if case.holder.as_deref() != Some(holder.as_str()) || case.rev != ticket {
        return Ok(false);
    }
    // the ticket stays: the page that holds it goes on holding it
    let next = CaseRow { lease_until_ms: until_ms, ..case.clone() };
    match tx.change_review_case(&next, case.rev).await {
        Ok(()) => {
            tx.commit_unlogged().await?;
            Ok(true)
        }
        Err(StoreError::Stale { .. }) => Ok(false),
        Err(other) => Err(other.into()),
    }
}

/// What an open page wants of its lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// To keep the case while the page is open.
    Keep,
    /// To give it back to the queue.
    GiveBack,
}

/// Keeps a case or gives it back; `false` when somebody else has it by now.
pub async fn renew(
    app: &App,
    officer: &Officer,
    number: &RegistrationNumber,
    holder: &Holder,
    ticket: i64,
    hold: Hold,
) -> Result<bool, AppError> {
    officer.may(Act::DecideReview, desa_of(app, number).await?)?;
    let until_ms = match hold {
        Hold::Keep => app.now_ms() + LEASE_MS,
        Hold::GiveBack => app.now_ms(),
    };
    change(app, number, holder, ticket, until_ms).await
}

/// What a reviewer has written and not sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    /// Chosen ground.
    pub ground: Option<Ground>,
    /// Words.
    pub words: String,
}

/// Longest note, in characters.
const NOTE_MAX: usize = 4_000;

/// Keeps what a reviewer has written so far, so that leaving the page loses nothing.
pub async fn keep_note(app: &App, officer: &Officer, number: &RegistrationNumber, note: &Note) -> Result<(), AppError> {
    let words = note.words.chars().take(NOTE_MAX).collect();
    let ground = note.ground.map_or("", Ground::code).to_owned();
    let tx = noted(app, officer, number, |old| NoteRow { words, ground, ..old }).await?;
    Ok(tx.commit_unlogged().await?)
}

/// Leaves a case for later: it goes to the end of this officer's queue and stays in everybody's.
pub async fn skip(app: &App, officer: &Officer, number: &RegistrationNumber, holder: &Holder) -> Result<(), AppError> {
    let now = app.now_ms();
    let mut tx = noted(app, officer, number, |old| NoteRow { skipped_at_ms: now, ..old }).await?;
    if let Some(case) = tx.review_case(number.as_str()).await?
        && case.holder.as_deref() == Some(holder.as_str())
    {
        tx.change_review_case(&CaseRow { lease_until_ms: 0, ..case.clone() }, case.rev).await?;
    }
    Ok(tx.commit_unlogged().await?)
}

/// Begins a change of an officer's note about a case.
async fn noted(
    app: &App,
    officer: &Officer,
    number: &RegistrationNumber,
    change: impl FnOnce(NoteRow) -> NoteRow,
) -> Result<Tx, AppError> {
    officer.may(Act::DecideReview, desa_of(app, number).await?)?;
    let mut tx = app.store.begin_unlogged().await?;
    let old = tx.review_note(number.as_str(), officer.id.as_str()).await?.unwrap_or_default();
    tx.put_review_note(&NoteRow {
        registration: number.as_str().to_owned(),
        officer: officer.id.as_str().to_owned(),
        at_ms: app.now_ms(),
        ..change(old)
    });
    Ok(tx)
}
