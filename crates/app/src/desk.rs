//! The registration desk: active at the village office, passive on a visit or from a Musdes.
//! R3–R8; scenarios T1–T4.
//!
//! A form is checked here cell by cell, so that the page can mark each wrong cell; `domain` decides
//! what is complete. The same form sent twice changes nothing: its client key is written with the
//! registration.

use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::matching::{self, Reach, Round};
use crate::{App, citizen, day, logged, round};
use domain::Date;
use domain::area::{AreaCode, AreaLevel, AreaTable};
use domain::event::Event;
use domain::household::{Member, Origin, Place};
use domain::id::RegistrationNumber;
use domain::person::{Birth, MaritalStatus, Nik, NoKk, Relation, Sex};
use domain::registration::{
    Applicant, Consent, DeskRemedy, Proxy, Registration, RegistrationDraft, RegistrationEvent, RegistrationKind,
    SubmitRefused,
};
use domain::round::{CaseAct, CaseState};
use store::case::{CaseKind, CaseRow, Hand, Move};
use store::registration::Filing;
use store::view::{DraftRow, Span};
use store::{NewEvent, StoreError, Tx};

mod form;
mod matches;
mod placing;

pub use form::{Household, Person, Representative, Wrong};
pub use matches::{Agrees, Match, Shown, matches, shown, warm};

/// How a household came to the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The citizen came. R4.
    Desk,
    /// A PSM visits. R6.
    Visit,
}

/// What became of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filed {
    /// Registered, with its number.
    Registered {
        /// The number on the receipt.
        number: RegistrationNumber,
        /// Whether the same form had been sent before.
        again: bool,
    },
    /// Kept as a draft, with what the officer may do. T2.
    Draft {
        /// The draft's number.
        number: RegistrationNumber,
        /// What may be done.
        remedies: Vec<DeskRemedy>,
    },
}

/// Why a form was not taken: every wrong cell, or a refusal of another kind.
#[derive(Debug)]
pub enum FileError {
    /// Cells to repair.
    Wrong(Vec<Wrong>),
    /// The form was saved before, under this number, and said something else then. Nothing was changed.
    Taken(RegistrationNumber),
    /// Anything else.
    App(AppError),
}

impl<E: Into<AppError>> From<E> for FileError {
    fn from(error: E) -> Self {
        Self::App(error.into())
    }
}

/// Registers one household, or keeps it as a draft when an identity is missing or a draft is asked for.
pub async fn file(
    app: &App,
    officer: &Officer,
    route: &Route,
    form: &Household,
    as_draft: bool,
) -> Result<Filed, FileError> {
    let areas = app.store.read().await?.areas().await?.as_of(app.today());
    let desa = form::desa(form, &areas).map_err(FileError::Wrong)?;
    let act = match route {
        Route::Desk => Act::RegisterActive,
        Route::Visit => Act::RegisterPassive,
    };
    officer.may(act, desa)?;
    let kind = match route {
        Route::Desk => RegistrationKind::Active,
        Route::Visit => RegistrationKind::Passive,
    };
    let draft = form::draft(form, kind, desa, officer, app.today(), as_draft).map_err(FileError::Wrong)?;
    let ahead = if as_draft { None } else { Some(placing::look_ahead(app, &draft.registration).await?) };
    let mut tx = app.store.begin(desa.as_str()).await?;
    day::check(app, &mut tx).await?;
    let key = origin_key(&form.key);
    let mut draft = draft;
    let before = match before(&mut tx, form.draft.as_ref(), &key).await? {
        Some((stored, Some(_))) if stored.desa != desa => {
            return Err(FileError::App(StoreError::Stale { table: "registration" }.into()));
        }
        before => before,
    };
    let (number, before) = match before {
        None => (next_number(&mut tx, &desa, app.today()).await?, None),
        Some((stored, None)) => {
            let number = stored.number.clone();
            let same = says_the_same(&stored, &draft.registration);
            return if same { Ok(Filed::Registered { number, again: true }) } else { Err(FileError::Taken(number)) };
        }
        Some((stored, Some(_))) if as_draft && says_the_same(&stored, &draft.registration) => {
            return Ok(Filed::Draft { number: stored.number, remedies: vec![DeskRemedy::FillIn] });
        }
        Some((stored, Some(_))) => (stored.number.clone(), Some(stored)),
    };
    draft.registration.number = number;
    draft.registration.origin = match &before {
        Some(asked) if citizen::is_visit_request(asked) => asked.origin.clone(),
        _ => Origin { file: key, row: 1 },
    };
    save(app, officer, tx, draft, ahead, before).await
}

/// Registers every household a Musdes or Muskel named: all of them or none. R7, T4.
pub async fn file_musdes(
    app: &App,
    officer: &Officer,
    musdes: &str,
    date: Option<Date>,
    key: &str,
    households: &[Household],
) -> Result<(Vec<RegistrationNumber>, bool), FileError> {
    let areas = app.store.read().await?.areas().await?.as_of(app.today());
    let mut wrong = Vec::new();
    if musdes.trim().is_empty() {
        wrong.push(Wrong::new("musdes", "wrong-musdes"));
    }
    if households.is_empty() {
        wrong.push(Wrong::new("rumah-0", "wrong-people"));
    }
    let mut drafts = Vec::new();
    for (no, form) in households.iter().enumerate() {
        let place = form::desa(form, &areas);
        let read = place.and_then(|desa| {
            form::draft(form, RegistrationKind::Passive, desa, officer, app.today(), false).map(|d| (desa, d))
        });
        match read {
            Ok(read) => drafts.push(read),
            Err(cells) => wrong.extend(cells.into_iter().map(|w| w.within(&format!("rumah-{no}")))),
        }
    }
    if !wrong.is_empty() {
        return Err(FileError::Wrong(wrong));
    }
    let desa = drafts[0].0;
    for (place, _) in &drafts {
        officer.may(Act::RegisterPassive, place)?;
    }
    let mut tx = app.store.begin(desa.as_str()).await?;
    day::check(app, &mut tx).await?;
    let before = tx.view_registrations_of_key(&origin_key(key)).await?;
    if !before.is_empty() {
        let numbers: Vec<RegistrationNumber> = before.into_iter().map(|(n, _)| RegistrationNumber::new(n)).collect();
        let mut same = numbers.len() == drafts.len();
        for (number, (_, draft)) in numbers.iter().zip(&drafts) {
            let stored = tx.registration(number).await?.map(|(stored, _)| stored);
            same &= stored.is_some_and(|stored| {
                says_the_same(&stored, &draft.registration)
                    && stored.musdes.as_deref() == Some(musdes.trim())
                    && (date.is_none() || date == stored.date)
            });
        }
        let taken = numbers.first().cloned();
        return match taken {
            Some(number) if !same => Err(FileError::Taken(number)),
            _ => Ok((numbers, true)),
        };
    }
    let first = serial(&mut tx, &desa, app.today()).await?;
    let now = app.now_ms();
    let mut registrations = Vec::new();
    for (no, (place, mut draft)) in drafts.into_iter().enumerate() {
        let number = numbered(&tx, &desa, app.today(), first + no as i64);
        draft.registration.number = number;
        draft.registration.musdes = Some(musdes.trim().to_owned());
        draft.registration.date = date.or(draft.registration.date);
        draft.registration.desa = place;
        draft.registration.origin = Origin { file: format!("{}/{no}", origin_key(key)), row: 1 };
        let (submitted, _) = draft.submit().map_err(|refused| FileError::App(AppError::rule(refused)))?;
        registrations.push(submitted.registration);
    }
    let round = matching::identify(app, &mut tx, &registrations, Reach::All).await?;
    let hand = officer.hand(Act::RegisterPassive, now);
    for registration in &registrations {
        tx.put_registration(registration, &filing(officer, now), true);
        open_case(&mut tx, registration, &[CaseAct::Submit.into()], hand).await?;
    }
    placing::place(&mut tx, &round, hand).await?;
    let members: usize = registrations.iter().map(|r| r.members.len()).sum();
    let numbers: Vec<RegistrationNumber> = registrations.into_iter().map(|r| r.number).collect();
    let event = Event::Registration(RegistrationEvent::MusdesFiled { households: numbers.len(), members });
    let event = logged(&event, officer.id.as_str(), now);
    tx.commit(event).await?;
    Ok((numbers, false))
}

/// The form of a draft, to go on with it.
pub async fn draft(
    app: &App,
    officer: &Officer,
    number: &RegistrationNumber,
) -> Result<Option<(Route, Household)>, AppError> {
    let mut reader = app.store.read().await?;
    let Some((registration, filing)) = reader.registration(number).await? else { return Ok(None) };
    if !filing.is_draft {
        return Ok(None);
    }
    let route = match registration.kind {
        RegistrationKind::Active => Route::Desk,
        RegistrationKind::Passive => Route::Visit,
    };
    let act = if route == Route::Desk { Act::RegisterActive } else { Act::RegisterPassive };
    officer.may(act, registration.desa)?;
    Ok(Some((route, form::of(&registration))))
}

/// A new client key for a form.
pub fn new_key(app: &App) -> Result<String, AppError> {
    let mut bytes = [0u8; 16];
    app.random(&mut bytes)?;
    Ok(hex::encode(bytes))
}

/// A day as people write it.
#[must_use]
pub fn read_date(text: &str) -> Option<Date> {
    form::date(text)
}

/// A wrong cell found by the page itself.
#[must_use]
pub fn wrong(cell: &str, key: &'static str) -> Wrong {
    Wrong::new(cell, key)
}

/// Drafts that wait for an identity, and requests for a visit, in the officer's areas: those that this act completes.
pub async fn drafts(app: &App, officer: &Officer, act: Act) -> Result<Vec<DraftRow>, AppError> {
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?;
    let area = crate::view::choose(officer, act, None, &areas)?;
    let kind = if act == Act::RegisterActive { RegistrationKind::Active } else { RegistrationKind::Passive };
    Ok(reader.view_drafts(&Span::of(&area), kind.code()).await?)
}

/// The desa an officer may register in, by name, with their hamlets.
pub async fn places(app: &App, officer: &Officer, act: Act) -> Result<Vec<(AreaCode, String, Vec<String>)>, AppError> {
    let areas: AreaTable = app.store.read().await?.areas().await?.as_of(app.today());
    let desa = areas.areas().filter(|a| a.code.level() == AreaLevel::Desa && officer.could(act, a.code));
    let desa = desa.filter(|a| !areas.has_ended(&a.code));
    let mut places: Vec<_> = desa
        .map(|a| (a.code, a.name.clone(), areas.hamlets(&a.code).iter().map(|h| h.name.clone()).collect()))
        .collect();
    places.sort_by(|a, b| (&a.1, a.0).cmp(&(&b.1, b.0)));
    Ok(places)
}

/// The receipt of a registration as PDF, through the port of documents. Domain §2.3.
pub async fn receipt(app: &App, officer: &Officer, number: &RegistrationNumber) -> Result<Option<Vec<u8>>, AppError> {
    let mut reader = app.store.read().await?;
    let Some((registration, filing)) = reader.registration(number).await? else { return Ok(None) };
    let could =
        officer.could(Act::RegisterActive, registration.desa) || officer.could(Act::RegisterPassive, registration.desa);
    if !could {
        officer.may(Act::SeeRegistrations, registration.desa)?;
    }
    if filing.is_draft {
        return Ok(None);
    }
    let areas = reader.areas().await?;
    drop(reader);
    app.receipt_pdf(&registration, &areas).map(Some)
}

// ── how it is kept ──────────────────────────────────────────────────────────

async fn save(
    app: &App,
    officer: &Officer,
    mut tx: Tx,
    draft: RegistrationDraft,
    ahead: Option<Round>,
    before: Option<Registration>,
) -> Result<Filed, FileError> {
    let now = app.now_ms();
    let new = before.is_none();
    let number = draft.registration.number.clone();
    let hand = officer.hand(act_of(draft.registration.kind), now);
    let submitted = match ahead {
        None => Err((draft, vec![DeskRemedy::FillIn])),
        Some(ahead) => submit(draft)?.map(|registration| (registration, ahead)),
    };
    match submitted {
        Ok((registration, ahead)) => {
            let round = placing::settled(app, &mut tx, ahead, &registration).await?;
            tx.put_registration(&registration, &filing(officer, now), new);
            submit_case(&mut tx, &registration, new, hand).await?;
            placing::place(&mut tx, &round, hand).await?;
            let happened = RegistrationEvent::Submitted {
                registration: number.clone(),
                kind: registration.kind,
                members: registration.members.len(),
            };
            committed(tx, logged(&Event::Registration(happened), officer.id.as_str(), now)).await?;
            Ok(Filed::Registered { number, again: false })
        }
        Err((mut draft, remedies)) => {
            // the last day of a visit counts from the day it was asked for
            if let Some(asked) = before.filter(citizen::is_visit_request) {
                draft.registration.date = asked.date;
            }
            tx.put_registration(&draft.registration, &filing(officer, now), new);
            if new {
                open_case(&mut tx, &draft.registration, &[], hand).await?;
            }
            let referred = remedies.contains(&DeskRemedy::ReferToDukcapil);
            let happened = if referred {
                RegistrationEvent::ReferredToDukcapil { registration: number.clone() }
            } else {
                RegistrationEvent::DraftSaved { registration: number.clone() }
            };
            committed(tx, logged(&Event::Registration(happened), officer.id.as_str(), now)).await?;
            Ok(Filed::Draft { number, remedies })
        }
    }
}

fn act_of(kind: RegistrationKind) -> Act {
    match kind {
        RegistrationKind::Active => Act::RegisterActive,
        RegistrationKind::Passive => Act::RegisterPassive,
    }
}

/// Opens the case of a registration in the round that is open. Design D17.
pub(crate) async fn open_case(
    tx: &mut Tx,
    registration: &Registration,
    moves: &[Move],
    by: Hand<'_>,
) -> Result<(), AppError> {
    let round = round::open_id(tx).await?;
    let case = CaseRow::new(registration.number.as_str(), CaseKind::Registration, registration.desa.as_str(), round);
    tx.open_case(case, moves, by)?;
    Ok(())
}

/// A form that is complete: a new case, or a draft that is handed in.
async fn submit_case(tx: &mut Tx, registration: &Registration, new: bool, by: Hand<'_>) -> Result<(), AppError> {
    if new {
        return open_case(tx, registration, &[CaseAct::Submit.into()], by).await;
    }
    tx.move_case(registration.number.as_str(), &[CaseAct::Submit.into()], by).await?;
    Ok(())
}

type Unfinished = (RegistrationDraft, Vec<DeskRemedy>);

/// Missing identity leads to a draft with a referral (T2); what is merely not filled in, to the cell.
fn submit(draft: RegistrationDraft) -> Result<Result<Registration, Unfinished>, FileError> {
    match draft.submit() {
        Ok((submitted, _)) => {
            let mut registration = submitted.registration;
            let marks: Vec<&str> = submitted.flags.iter().map(|f| f.code()).collect();
            if !marks.is_empty() {
                let note = registration.note.take().unwrap_or_default();
                registration.note = Some(format!("{note} [{}]", marks.join(", ")).trim().to_owned());
            }
            Ok(Ok(registration))
        }
        Err(refused @ SubmitRefused::NoIdentity(_)) => {
            let remedies = refused.remedies();
            Ok(Err((refused.into_draft(), remedies)))
        }
        Err(SubmitRefused::NoStatement(_)) => Err(FileError::Wrong(vec![Wrong::new("pernyataan", "wrong-statement")])),
        Err(SubmitRefused::NoConsent(_)) => {
            Err(FileError::Wrong(vec![Wrong::new("wakil-persetujuan", "wrong-consent")]))
        }
        Err(SubmitRefused::NameEmpty(_)) => Err(FileError::Wrong(vec![Wrong::new("orang-0-nama", "wrong-name-empty")])),
        Err(refused @ SubmitRefused::NoOfficer(_)) => Err(FileError::App(AppError::rule(refused))),
    }
}

/// Two officers may take the same number in the same second: the second one tries again.
async fn committed(tx: Tx, event: NewEvent) -> Result<(), FileError> {
    match tx.commit(event).await {
        Ok(_) => Ok(()),
        Err(StoreError::Constraint { .. }) => Err(FileError::App(StoreError::Stale { table: "registration" }.into())),
        Err(error) => Err(FileError::App(error.into())),
    }
}

/// What stands of a form already: the registration it became, with its filing while that is a draft.
async fn before(
    tx: &mut Tx,
    draft: Option<&RegistrationNumber>,
    key: &str,
) -> Result<Option<(Registration, Option<Filing>)>, FileError> {
    let number = match draft {
        Some(number) => Some(number.clone()),
        None => {
            let under = tx.view_registrations_of_key(key).await?;
            under.into_iter().next().map(|(number, _)| RegistrationNumber::new(number))
        }
    };
    let Some(number) = number else { return Ok(None) };
    match tx.registration(&number).await? {
        Some((stored, filing)) => Ok(Some((stored, Some(filing).filter(|f| f.is_draft)))),
        // a draft that is there no more
        None => Err(FileError::App(StoreError::Stale { table: "registration" }.into())),
    }
}

/// Whether a form says what was saved. Number, day, officer and the marks that saving adds to the note are not the
/// form's.
fn says_the_same(stored: &Registration, sent: &Registration) -> bool {
    let said = |r: &Registration| (r.kind, r.desa, r.identity_shown.clone(), r.place.clone(), r.members.clone());
    let note = |r: &Registration| r.note.clone().unwrap_or_default();
    let (kept, new) = (note(stored), note(sent));
    let without_marks = kept.rsplit_once('[').filter(|_| kept.ends_with(']')).map_or(kept.as_str(), |(note, _)| note);
    said(stored) == said(sent) && (kept == new || without_marks.trim() == new)
}

fn filing(officer: &Officer, now: i64) -> Filing {
    Filing {
        import_id: None,
        is_draft: false,
        registered_by: Some(officer.id.as_str().to_owned()),
        registered_at_ms: Some(now),
    }
}

fn origin_key(key: &str) -> String {
    let clean: String = key.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(64).collect();
    format!("meja/{clean}")
}

pub(crate) async fn next_number(tx: &mut Tx, desa: &AreaCode, today: Date) -> Result<RegistrationNumber, AppError> {
    let serial = serial(tx, desa, today).await?;
    Ok(numbered(tx, desa, today, serial))
}

async fn serial(tx: &mut Tx, desa: &AreaCode, today: Date) -> Result<i64, AppError> {
    Ok(tx.view_registrations_numbered(&prefix(desa, today)).await? + 1)
}

fn prefix(desa: &AreaCode, today: Date) -> String {
    format!("{}-{:02}", desa.as_str(), today.year() % 100)
}

/// `3403012001-170004-KM`: desa, year and serial, and two letters that make a mistyped or guessed
/// number lead nowhere.
fn numbered(tx: &Tx, desa: &AreaCode, today: Date, serial: i64) -> RegistrationNumber {
    const LETTERS: &[u8] = b"ACEFHJKLMNPRTUVWXY";
    let number = format!("{}{serial:04}", prefix(desa, today));
    let mark = tx.keys().lookup("nomor", &number);
    let letter = |at: usize| char::from(LETTERS[usize::from(mark[at]) % LETTERS.len()]);
    RegistrationNumber::new(format!("{number}-{}{}", letter(0), letter(1)))
}
