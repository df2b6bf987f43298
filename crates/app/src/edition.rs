//! Stage 4: editions of the Data Terpadu. An edition is a frozen copy of the register as it is, with its ranking;
//! it names the one before it. R20, R21, design D3, D15.

use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::import::place;
use crate::refused::Refused;
use crate::register::AtVersion;
use crate::{App, day, decree, key, logged, register, round};
use domain::area::{AreaCode, AreaLevel};
use domain::event::{Event, RegisterEvent};
use domain::household::Household;
use domain::id::{EditionId, HouseholdId};
use domain::ranking::Ranked;
use domain::register::{Action, HouseholdStatus};
use domain::round::{CaseAct, CaseState};
use edition::{EditionHousehold, EditionMeta, Sealed, SecretField};
use std::collections::BTreeMap;
use std::path::PathBuf;
use store::edition::{EditionChange, EditionRow};
use store::household::Register;
use store::{Keyring, Reader};

/// Id of the first edition of a kabupaten.
#[must_use]
pub fn base_id(kabupaten: &AreaCode) -> EditionId {
    EditionId::new(format!("{}-bdt2015", kabupaten.as_str()))
}

/// Id of an edition made on a day; a second one of that day carries its number.
fn next_id(kabupaten: &AreaCode, as_of: domain::Date, taken: &[EditionRow]) -> EditionId {
    let first = format!("{}-{as_of}", kabupaten.as_str());
    let is_taken = |id: &str| taken.iter().any(|e| e.id == id);
    let later = (2..).map(|n| format!("{first}-{n}"));
    EditionId::new(std::iter::once(first.clone()).chain(later).find(|id| !is_taken(id)).unwrap_or(first))
}

/// Folder of an edition's package.
#[must_use]
pub fn folder(app: &App, id: &EditionId) -> PathBuf {
    app.dir().join("edisi").join(id.as_str())
}

/// The edition that is ranked and was made last: the one pages, lists and files speak of.
pub(crate) async fn in_force(reader: &mut Reader) -> Result<Option<EditionRow>, AppError> {
    // the first one is the register before any decree, without a ranking
    Ok(reader.editions().await?.into_iter().rfind(|e| e.parent.is_some()))
}

/// Whether the register, or the model, is another than that of the edition made last: then the next one is due.
pub async fn is_due(app: &App) -> Result<bool, AppError> {
    is_due_now(&mut app.store.read().await?).await
}

pub(crate) async fn is_due_now(reader: &mut Reader) -> Result<bool, AppError> {
    let Some(last) = reader.editions().await?.into_iter().next_back() else { return Ok(true) };
    if last.parent.is_none() || last.version != reader.register_version().await? {
        return Ok(true);
    }
    let model = reader.models().await?.into_iter().next_back().map(|m| m.id);
    let ranked_by = reader.ranking(&last.id).await?.first().map(|r| r.model.clone());
    Ok(ranked_by.is_some() && model != ranked_by)
}

/// Freezes the register as it stood before the first decree. Nothing is done when an edition stands already.
pub async fn make_base(app: &App, officer: &Officer) -> Result<Option<EditionRow>, AppError> {
    let (kabupaten, _) = place(app).await?;
    officer.may(Act::MakeEdition, kabupaten)?;
    let mut tx = app.store.begin(kabupaten.as_str()).await?;
    day::check(app, &mut tx).await?;
    if !tx.editions().await?.is_empty() {
        return Ok(None);
    }
    let register = AtVersion::before_any_decree(app, &mut tx).await?;
    let id = base_id(&kabupaten);
    let households = register.households().map(|h| (h, String::new(), Vec::new())).collect();
    let meta = meta(app, &id, "Data Terpadu: BDT 2015 sebagaimana diimpor", None, Vec::new(), None);
    let mut row = package(app, &kabupaten, &meta, households, &[]).await?;
    row.no = 1;
    row.version = register.version();
    row.round = round::open_id(&mut tx).await?;
    tx.put_edition(&row, &[]);
    made(app, officer, tx, &row).await?;
    register.keep(app);
    Ok(Some(row))
}

/// Freezes the register as it is now, ranked by the model published last, and takes over the decreed cases that
/// were handed to the centre. R20, R21.
pub async fn make(app: &App, officer: &Officer) -> Result<EditionRow, AppError> {
    let (kabupaten, _) = place(app).await?;
    officer.may(Act::MakeEdition, kabupaten)?;
    officer.may(Act::Rank, kabupaten)?;
    let mut tx = app.store.begin(kabupaten.as_str()).await?;
    day::check(app, &mut tx).await?;
    let held = tx.editions().await?;
    let Some(parent) = held.last().cloned() else {
        return Err(Refused::NoBaseEdition.into());
    };
    let (version, register) = register::load(app, &mut tx).await?;
    let (model, ranked) = crate::ranking::rank(app, &mut tx, register.present()).await?;
    let decrees: Vec<store::decree::DecreeHead> = signed(tx.decrees().await?);
    let id = next_id(&kabupaten, app.today(), &held);
    let meta = meta(
        app,
        &id,
        "Data Terpadu yang dimutakhirkan dan diperingkat",
        Some(parent.manifest_sha256.clone()),
        decrees.iter().map(|d| d.number.clone()).collect(),
        Some(model.sha256.clone()),
    );
    let rows = rows_of(&register);
    let mut row = package(app, &kabupaten, &meta, rows, &ranked).await?;
    row.parent = Some(parent.id.clone());
    row.decree = decrees.last().map(|d| d.number.clone());
    row.no = parent.no.max(1) + 1;
    row.version = version;
    row.round = round::open_id(&mut tx).await?;
    tx.put_edition(&row, &changes_since(&register, &parent, id.as_str()));
    for placed in &ranked {
        tx.put_ranked(&crate::ranking::stored(id.as_str(), &model.id, placed));
        tx.spill().await?;
    }
    let hand = officer.hand(Act::MakeEdition, app.now_ms());
    for mut case in tx.cases().await?.into_values().filter(|c| c.state == CaseState::Delivered) {
        tx.move_case_row(&mut case, &[CaseAct::Accept.into(), CaseAct::Rank.into()], hand)?;
    }
    made(app, officer, tx, &row).await?;
    register::keep(app, version, register);
    Ok(row)
}

/// Signed decrees, oldest first.
fn signed(mut decrees: Vec<store::decree::DecreeHead>) -> Vec<store::decree::DecreeHead> {
    decrees.retain(|d| d.state != decree::DRAFT);
    decrees.sort_by(|a, b| (a.version, &a.date, &a.number).cmp(&(b.version, &b.date, &b.number)));
    decrees
}

/// A household, what made it as it is, and those that became part of it.
type Row<'r> = (&'r Household, String, Vec<HouseholdId>);

/// Every household of the register, as an edition holds it.
fn rows_of(register: &Register) -> Vec<Row<'_>> {
    let mut merged: BTreeMap<&HouseholdId, Vec<HouseholdId>> = BTreeMap::new();
    for (id, entry, standing) in register.iter() {
        if let (HouseholdStatus::PartOfOther | HouseholdStatus::Duplicate, Some(into)) =
            (entry.status, &standing.became)
        {
            merged.entry(into).or_default().push(id.clone());
        }
    }
    register
        .iter()
        .filter(|(_, entry, _)| entry.status.is_in_register())
        .map(|(id, entry, standing)| {
            let cause = if standing.action.is_empty() { String::new() } else { standing.source.clone() };
            (&entry.household, cause, merged.remove(id).unwrap_or_default())
        })
        .collect()
}

/// What became of each household since the parent edition.
fn changes_since(register: &Register, parent: &EditionRow, edition: &str) -> Vec<EditionChange> {
    register
        .iter()
        .filter(|(_, _, s)| s.version > parent.version && !s.action.is_empty())
        .map(|(id, entry, standing)| {
            let dead = entry
                .household
                .members
                .iter()
                .filter(|m| m.answers.get(domain::questionnaire::Item::Presence) == Some(2));
            let deaths = dead.count();
            let corrected = standing.action == Action::MembersCorrected.code();
            EditionChange {
                edition: edition.to_owned(),
                household: id.as_str().to_owned(),
                action: standing.action.clone(),
                reason: (corrected && deaths > 0).then(|| format!("{deaths} anggota tercatat meninggal")),
                source: Some(standing.source.clone()).filter(|s| !s.is_empty()),
                became: standing.became.as_ref().map(|t| t.as_str().to_owned()),
            }
        })
        .collect()
}

async fn made(app: &App, officer: &Officer, tx: store::Tx, row: &EditionRow) -> Result<(), AppError> {
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
    households: Vec<Row<'_>>,
    ranking: &[Ranked],
) -> Result<EditionRow, AppError> {
    let key = key::of_decrees(app).await?;
    let dir = folder(app, &meta.id);
    let keys = app.store.keys();
    let mut seal = |id: &HouseholdId, no: u16, field: SecretField, text: &str| sealed(keys, id, no, field, text);
    let rows = households.into_iter().map(|(household, cause, merged)| {
        let home = household.place.desa.and_then(|d| d.at(AreaLevel::Kabupaten)).unwrap_or(*kabupaten);
        let mut row = EditionHousehold::sealed(home, household, cause, &mut seal);
        row.merged_from = merged;
        // the package wants each number once; a source may have written one twice
        for (no, person) in (1..).zip(&mut row.persons) {
            person.no = no;
        }
        row
    });
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
        version: 0,
        no: 0,
        round: None,
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
