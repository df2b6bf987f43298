//! Stage 2 ends: the prelist of each desa is frozen, numbered, and hashed. R14–R16.

use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::import::place;
use crate::step::Step;
use crate::{App, logged};
use domain::area::AreaCode;
use domain::civil_registry::SiakCode;
use domain::event::{Event, IdentificationEvent};
use domain::household::head_of;
use domain::id::HouseholdId;
use domain::identification::Category;
use domain::prelist::{Prelist, PrelistDraft, PrelistEntry, PrelistRefused};
use domain::registration::Registration;
use domain::round::CaseState;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use store::identification::IdentificationRow;
use store::prelist::{PrelistBody, PrelistHead, PrelistLine};

/// What freezing gave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frozen {
    /// Lists: one for each desa with a case.
    pub lists: usize,
    /// Rows on them.
    pub rows: usize,
    /// Cases whose household stands on a list already, by another registration.
    pub listed_already: usize,
}

/// Freezes the prelist of every desa: each case with a category is a row, once.
pub async fn freeze(app: &App, officer: &Officer, step: &Step) -> Result<Frozen, AppError> {
    let (kabupaten, _) = place(app).await?;
    officer.may(Act::FreezePrelist, kabupaten)?;
    let mut tx = app.store.begin(kabupaten.as_str()).await?;
    let registrations = tx.registrations().await?;
    let decided: BTreeMap<String, IdentificationRow> =
        tx.identifications().await?.into_iter().map(|i| (i.registration.clone(), i)).collect();
    let mut result = Frozen::default();
    let mut drafts: BTreeMap<AreaCode, PrelistDraft> = BTreeMap::new();
    let mut listed: BTreeSet<HouseholdId> = BTreeSet::new();
    for registration in &registrations {
        let Some(found) = decided.get(registration.number.as_str()) else { continue };
        let Some(category) = Category::from_code(&found.category) else { continue };
        let entry = entry(registration, category, found);
        // one household has one row in the kabupaten, whichever desa's book named it first
        if entry.household.as_ref().is_some_and(|h| listed.contains(h)) {
            result.listed_already += 1;
            continue;
        }
        let household = entry.household.clone();
        let desa = registration.place.desa.unwrap_or(registration.desa);
        match drafts.entry(desa).or_insert_with(|| PrelistDraft::new(desa)).add(entry) {
            Ok(()) => listed.extend(household),
            Err(PrelistRefused::HouseholdTwice { .. } | PrelistRefused::RegistrationTwice { .. }) => {
                result.listed_already += 1;
            }
            Err(refused @ PrelistRefused::CategoryAndHousehold { .. }) => {
                return Err(AppError::rule(refused));
            }
        }
    }
    let by_number: BTreeMap<&str, &Registration> = registrations.iter().map(|r| (r.number.as_str(), r)).collect();
    let mut states = BTreeMap::new();
    for (desa, draft) in drafts {
        let list = draft.freeze(1);
        let (head, lines) = stored(app, &desa, &list, &by_number, &decided);
        result.lists += 1;
        result.rows += lines.len();
        states.extend(lines.iter().filter_map(|l| Some((l.registration.clone()?, CaseState::Prelist.code()))));
        tx.put_prelist(&head, &lines);
    }
    tx.set_registration_states(&states).await?;
    step.done(&mut tx, &format!("{} baris dalam {} prelist", result.rows, result.lists));
    let event = Event::Identification(IdentificationEvent::PrelistFrozen {
        area: kabupaten.as_str().to_owned(),
        rows: result.rows,
    });
    tx.commit(logged(&event, officer.id.as_str(), app.now_ms())).await?;
    Ok(result)
}

fn entry(registration: &Registration, category: Category, found: &IdentificationRow) -> PrelistEntry {
    let head = head_of(&registration.members).or(registration.members.first());
    PrelistEntry {
        registration: registration.number.clone(),
        category,
        household: found.household.as_deref().filter(|_| category != Category::New).map(HouseholdId::new),
        hamlet: registration.place.hamlet.clone().unwrap_or_default(),
        rt: registration.place.rt,
        head_name: head.map(|m| m.name.clone()).unwrap_or_default(),
        address: registration.place.address.clone(),
        siak: found.evidence.siak.iter().filter_map(|(_, code)| SiakCode::from_code(code)).collect(),
    }
}

fn stored(
    app: &App,
    desa: &AreaCode,
    list: &Prelist,
    registrations: &BTreeMap<&str, &Registration>,
    decided: &BTreeMap<String, IdentificationRow>,
) -> (PrelistHead, Vec<PrelistLine>) {
    let id = format!("{}-{}", desa.as_str(), list.version());
    let mut hash = Sha256::new();
    let mut lines = Vec::new();
    for row in list.rows() {
        let e = &row.entry;
        for part in [
            row.no.to_string().as_str(),
            e.registration.as_str(),
            e.category.code(),
            e.household.as_ref().map_or("", HouseholdId::as_str),
            &e.hamlet,
            &e.head_name,
            &e.address,
        ] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        let registration = registrations.get(e.registration.as_str());
        let adult = registration.is_some_and(|r| {
            let head = head_of(&r.members).or(r.members.first());
            head.is_some_and(|m| m.birth.age_on(app.today()).is_none_or(|age| age >= 18))
        });
        lines.push(PrelistLine {
            prelist: id.clone(),
            no: i64::from(row.no),
            registration: Some(e.registration.as_str().to_owned()),
            household: e.household.as_ref().map(|h| h.as_str().to_owned()),
            category: e.category.code().to_owned(),
            desa: Some(desa.as_str().to_owned()),
            hamlet: Some(e.hamlet.clone()).filter(|h| !h.is_empty()),
            head_name: Some(e.head_name.clone()).filter(|n| adult && !n.is_empty()),
            member_count: registration.map(|r| r.members.len() as i64),
            body: PrelistBody {
                address: e.address.clone(),
                rw: registration.and_then(|r| r.place.rw),
                rt: e.rt,
                siak: e.siak.first().map(|c| c.code().to_owned()),
                changed: decided.get(e.registration.as_str()).map(|i| i.changed.clone()).unwrap_or_default(),
                flags: decided.get(e.registration.as_str()).map(|i| i.flags.clone()).unwrap_or_default(),
            },
        });
    }
    let head = PrelistHead {
        id,
        area: desa.as_str().to_owned(),
        version: i64::from(list.version()),
        frozen_on: app.today().to_string(),
        hash: hex::encode(hash.finalize()),
        row_count: lines.len() as i64,
    };
    (head, lines)
}
