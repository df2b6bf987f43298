//! Stage 4: editions of the Data Terpadu. Edition n is the register as imported; edition n+1 is
//! edition n with the decree's changes. R20, design D3.

use crate::access::{Act, Officer};
use crate::decree::{self, Action, signing_key};
use crate::error::AppError;
use crate::import::place;
use crate::refused::Refused;
use crate::step::Step;
use crate::{App, logged};
use domain::area::{AreaCode, AreaLevel};
use domain::event::{Event, RegisterEvent};
use domain::household::Household;
use domain::id::{EditionId, HouseholdId};
use domain::ranking::Ranked;
use domain::round::CaseState;
use edition::{EditionHousehold, EditionMeta, Sealed, SecretField};
use std::collections::BTreeMap;
use std::path::PathBuf;
use store::edition::{EditionChange, EditionRow};
use store::{Keyring, Tx};

mod apply;

pub use apply::{Change, Updated};

/// Id of the first edition of a kabupaten.
#[must_use]
pub fn base_id(kabupaten: &AreaCode) -> EditionId {
    EditionId::new(format!("{}-bdt2015", kabupaten.as_str()))
}

/// Id of the edition a round ends with.
#[must_use]
pub fn next_id(kabupaten: &AreaCode, as_of: domain::Date) -> EditionId {
    EditionId::new(format!("{}-{as_of}", kabupaten.as_str()))
}

/// Folder of an edition's package.
#[must_use]
pub fn folder(app: &App, id: &EditionId) -> PathBuf {
    app.dir().join("edisi").join(id.as_str())
}

/// Writes edition n: the register as imported.
pub async fn make_base(app: &App, officer: &Officer, step: &Step) -> Result<EditionRow, AppError> {
    let (kabupaten, _) = place(app).await?;
    officer.may(Act::MakeEdition, kabupaten)?;
    let register = app.store.read().await?.register().await?;
    let id = base_id(&kabupaten);
    let households = register.iter().map(|h| (h.clone(), String::new(), Vec::new())).collect();
    let meta = meta(app, &id, "Data Terpadu: BDT 2015 sebagaimana diimpor", None, Vec::new(), None);
    let row = package(app, &kabupaten, &meta, households, &[]).await?;
    let mut tx = app.store.begin(kabupaten.as_str()).await?;
    tx.put_edition(&row, &[]);
    finish(app, officer, step, tx, &row).await?;
    Ok(row)
}

/// Writes edition n+1, ranked, and what became of each household.
pub async fn make_next(app: &App, officer: &Officer, step: &Step) -> Result<EditionRow, AppError> {
    let (kabupaten, _) = place(app).await?;
    officer.may(Act::MakeEdition, kabupaten)?;
    officer.may(Act::Rank, kabupaten)?;
    let updated = updated(app).await?;
    let (model, ranked) = crate::ranking::rank(app, &updated.register()).await?;
    let mut reader = app.store.read().await?;
    let base = reader.editions().await?.into_iter().find(|e| e.id == base_id(&kabupaten).as_str());
    let base = base.ok_or(Refused::NoBaseEdition)?;
    let decrees: Vec<String> = reader.decrees().await?.into_iter().map(|d| d.number).collect();
    drop(reader);
    let id = next_id(&kabupaten, app.today());
    let meta = meta(
        app,
        &id,
        "Data Terpadu yang dimutakhirkan dan diperingkat",
        Some(base.manifest_sha256.clone()),
        decrees.clone(),
        Some(model.sha256.clone()),
    );
    let households = updated.households.iter().map(|u| (u.household.clone(), u.cause.clone(), u.merged_from.clone()));
    let mut row = package(app, &kabupaten, &meta, households.collect(), &ranked).await?;
    row.parent = Some(base.id);
    row.decree = decrees.last().cloned();
    let changes: Vec<EditionChange> = updated.changes.iter().map(|c| stored(id.as_str(), c)).collect();
    let mut tx = app.store.begin(kabupaten.as_str()).await?;
    tx.put_edition(&row, &changes);
    for placed in &ranked {
        tx.put_ranked(&crate::ranking::stored(id.as_str(), &model.id, placed));
    }
    let states: BTreeMap<String, &str> = updated
        .changes
        .iter()
        .filter(|c| matches!(c.action, Action::Added | Action::Updated))
        .filter_map(|c| Some((c.registration.clone()?, CaseState::Ranked.code())))
        .collect();
    tx.set_registration_states(&states).await?;
    finish(app, officer, step, tx, &row).await?;
    Ok(row)
}

/// The register after the decree: computed from what is stored, so that every later step and a
/// resumed run see the same.
pub async fn updated(app: &App) -> Result<Updated, AppError> {
    let decided = decree::verified(app).await?;
    let mut reader = app.store.read().await?;
    let register = reader.register().await?;
    let civil = reader.civil_records().await?;
    Ok(apply::apply(register, &decided, &civil))
}

async fn finish(app: &App, officer: &Officer, step: &Step, mut tx: Tx, row: &EditionRow) -> Result<(), AppError> {
    step.done(&mut tx, &format!("edisi {}: {} rumah tangga, {} orang", row.id, row.household_count, row.person_count));
    let event = Event::Register(RegisterEvent::EditionMade {
        edition: row.id.clone(),
        households: usize::try_from(row.household_count).unwrap_or(0),
    });
    tx.commit(logged(&event, officer.id.as_str(), app.now_ms())).await?;
    Ok(())
}

fn meta(
    app: &App,
    id: &EditionId,
    title: &str,
    parent: Option<String>,
    decrees: Vec<String>,
    model: Option<String>,
) -> EditionMeta {
    EditionMeta {
        id: id.clone(),
        title: title.to_owned(),
        date: app.today(),
        parent,
        cycle: Some(format!("{}", app.today().year())),
        decrees,
        model,
        code: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

async fn package(
    app: &App,
    kabupaten: &AreaCode,
    meta: &EditionMeta,
    households: Vec<(Household, String, Vec<HouseholdId>)>,
    ranking: &[Ranked],
) -> Result<EditionRow, AppError> {
    let key = signing_key(app)?;
    let dir = folder(app, &meta.id);
    let keys = app.store.keys();
    let mut seal = |id: &HouseholdId, no: u16, field: SecretField, text: &str| sealed(keys, id, no, field, text);
    let rows: Vec<EditionHousehold> = households
        .iter()
        .map(|(household, cause, merged)| {
            let home = household.place.desa.and_then(|d| d.at(AreaLevel::Kabupaten)).unwrap_or(*kabupaten);
            let mut row = EditionHousehold::sealed(home, household, cause.clone(), &mut seal);
            row.merged_from.clone_from(merged);
            // the package wants each number once; a source may have written one twice
            for (no, person) in (1..).zip(&mut row.persons) {
                person.no = no;
            }
            row
        })
        .collect();
    let written = tokio::task::block_in_place(|| edition::write(&dir, meta, &key, rows, ranking))?;
    Ok(EditionRow {
        id: meta.id.as_str().to_owned(),
        parent: None,
        area: kabupaten.as_str().to_owned(),
        as_of: app.today().to_string(),
        folder: format!("edisi/{}", meta.id),
        manifest_sha256: written.hash,
        household_count: i64::try_from(written.lineage.households).unwrap_or(i64::MAX),
        person_count: i64::try_from(written.lineage.persons).unwrap_or(i64::MAX),
        decree: None,
    })
}

fn sealed(keys: &Keyring, id: &HouseholdId, no: u16, field: SecretField, text: &str) -> Sealed {
    let (name, lookup) = match field {
        SecretField::Nik => ("nik", "nik"),
        SecretField::NoKk => ("no_kk", "no_kk"),
        SecretField::Mother => ("mother", "mother"),
        SecretField::Health => ("health", "health"),
    };
    Sealed {
        lookup: hex::encode(keys.lookup(lookup, text)),
        blob: keys.seal("edition.person", name, &format!("{id}/{no}"), text.as_bytes()),
    }
}

fn stored(edition: &str, change: &Change) -> EditionChange {
    EditionChange {
        edition: edition.to_owned(),
        household: change.household.as_str().to_owned(),
        action: change.action.code().to_owned(),
        reason: (change.deaths > 0).then(|| format!("{} anggota tercatat meninggal di SIAK", change.deaths)),
        source: Some(change.source.clone()).filter(|s| !s.is_empty()),
        became: change.target.as_ref().map(|t| t.as_str().to_owned()),
    }
}
