//! One registration as its page shows it.

use super::history::{Happened, history};
use super::household::MemberView;
use super::{Around, Opens, around, opens_by};
use crate::App;
use crate::access::{Act, NikView, Officer};
use crate::account;
use crate::error::AppError;
use domain::id::RegistrationNumber;
use domain::registration::RegistrationKind;
use std::collections::BTreeSet;
use store::view::RegistrationFound;

/// One registration with what identification found.
#[derive(Clone, Debug)]
pub struct RegistrationView {
    /// Where it stands.
    pub found: RegistrationFound,
    /// Its area.
    pub around: Around,
    /// Padukuhan.
    pub hamlet: Option<String>,
    /// RT.
    pub rt: Option<u16>,
    /// RW.
    pub rw: Option<u16>,
    /// Street and number.
    pub address: String,
    /// Papers shown.
    pub identity_shown: Option<String>,
    /// Number of the Musdes.
    pub musdes: Option<String>,
    /// Officer in the book.
    pub officer: String,
    /// Remark.
    pub note: Option<String>,
    /// How numbers are shown.
    pub nik_view: NikView,
    /// Persons.
    pub members: Vec<MemberView>,
    /// Reason codes and their details.
    pub reasons: Vec<(String, String)>,
    /// Candidate households and the strength of their evidence, best first.
    pub candidates: Vec<(String, String)>,
    /// What happened, oldest first.
    pub history: Vec<Happened>,
    /// Whether this officer may print the receipt.
    pub may_print: bool,
    /// Whether this officer may complete it while it is a draft.
    pub may_complete: bool,
    /// Which households and other registrations named here this officer may open.
    pub opens: Opens,
}

/// One registration. Reading numbers in full is logged under its number.
pub async fn registration(
    app: &App,
    officer: &Officer,
    number: &RegistrationNumber,
) -> Result<Option<RegistrationView>, AppError> {
    let mut reader = app.store.read().await?;
    let Some((registration, _)) = reader.registration(number).await? else { return Ok(None) };
    let Some(found) = reader.view_registration(number.as_str()).await? else { return Ok(None) };
    let place = registration.desa;
    officer.may(Act::SeeRegistrations, place)?;
    let areas = reader.areas().await?;
    let nik_view = officer.nik_view(place);
    let identification = reader.identification(number.as_str()).await?;
    let mut members: Vec<MemberView> =
        registration.members.iter().map(|m| MemberView::of(m, nik_view, registration.date)).collect();
    let answers = reader.view_registration_siak(number.as_str()).await?;
    for (member, answer) in members.iter_mut().zip(answers) {
        member.siak = answer.siak;
    }
    let history = history(&mut reader, number.as_str(), &BTreeSet::from([number.as_str().to_owned()])).await?;
    let evidence = identification.map(|i| i.evidence).unwrap_or_default();
    let mut view = RegistrationView {
        found,
        around: around(officer, Act::SeeRegistrations, place, &areas),
        hamlet: registration.place.hamlet.clone(),
        rt: registration.place.rt,
        rw: registration.place.rw,
        address: registration.place.address.clone(),
        identity_shown: registration.identity_shown.clone(),
        musdes: registration.musdes.clone(),
        officer: registration.officer.clone(),
        note: registration.note.clone(),
        nik_view,
        members,
        reasons: evidence.reasons,
        candidates: evidence.candidates.into_iter().map(|c| (c.household, c.level)).collect(),
        history,
        opens: Opens::default(),
        may_complete: officer.could(completes(registration.kind), place),
        may_print: officer.could(Act::RegisterActive, place) || officer.could(Act::RegisterPassive, place),
    };
    let households: Vec<&str> =
        view.found.household.iter().chain(view.candidates.iter().map(|(id, _)| id)).map(String::as_str).collect();
    let numbers: Vec<&str> = view.found.merged_with.iter().map(String::as_str).collect();
    view.opens = opens_by(&mut reader, officer, &areas, &households, &numbers).await?;
    drop(reader);
    if nik_view == NikView::Full && registration.members.iter().any(|m| m.nik.is_some() || m.no_kk.is_some()) {
        account::log_reading(app, officer, Act::ReadFullNik, place, number.as_str()).await?;
    }
    Ok(Some(view))
}

/// The act that completes a draft of a kind of registration.
fn completes(kind: RegistrationKind) -> Act {
    match kind {
        RegistrationKind::Active => Act::RegisterActive,
        RegistrationKind::Passive => Act::RegisterPassive,
    }
}
