//! An import is taken back while nothing rests on it: what it brought goes, what it replaced is there again. The
//! log keeps that both were there. Design D17.

use super::{IMPORT_ISSUE, StoreError, TAKEN, Tx};
use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::refused::Refused;
use crate::register::{self, Cause};
use crate::{App, civil, deliberation, logged, verification};
use domain::event::{Event, ImportEvent};
use domain::id::HouseholdId;
use store::import::ImportRow;
use store::matching::Owner;
use store::registration::Filing;
use store::table::{
    AREA, AREA_BRIDGE, CASE_FILE, CASE_MOVE, HAMLET, MATCH_PAGE, MODEL, REGISTRATION, REGISTRATION_MEMBER, Table,
};

/// Takes an import back. Returns how many items went or are as they were before.
pub async fn undo(app: &App, officer: &Officer, id: &str) -> Result<usize, AppError> {
    let kabupaten = app.kabupaten().await?;
    officer.may(Act::UndoImport, kabupaten)?;
    let mut tx = app.store.begin(kabupaten.as_str()).await?;
    let Some(mut import) = tx.import(id).await?.filter(|i| i.state == TAKEN) else {
        return Err(Refused::NoImport(id.to_owned()).into());
    };
    nothing_rests_on(&mut tx, &import).await?;
    let items = match import.kind.as_str() {
        "areas" => everything(&mut tx, &[&HAMLET, &AREA_BRIDGE, &AREA]).await?,
        "bdt" => bdt(app, officer, &mut tx, &import).await?,
        "siak" => civil::undo(app, officer, &mut tx, &import).await?,
        "registrations" => registrations(app, officer, &mut tx, &import).await?,
        "meetings" => deliberation::undo(&mut tx, &kabupaten, id).await?,
        "questionnaires" => verification::undo(app, officer, &mut tx, id).await?,
        "survey" => tx.delete_imported(&MODEL, id).await?,
        _ => 0,
    };
    tx.delete_under(&IMPORT_ISSUE, id).await?;
    "DIBATALKAN".clone_into(&mut import.state);
    tx.put_import(&import);
    let event = Event::Import(ImportEvent::Undone { import: id.to_owned() });
    tx.commit(logged(&event, officer.id.as_str(), app.now_ms())).await.map_err(|e| match e {
        StoreError::Constraint { .. } => rests(id, "other rows"),
        other => other.into(),
    })?;
    Ok(items)
}

fn rests(id: &str, what: &str) -> AppError {
    Refused::ImportUsed { step: what.to_owned(), import: id.to_owned() }.into()
}

/// Whether something that reads this kind of file happened after the import.
async fn nothing_rests_on(tx: &mut Tx, import: &ImportRow) -> Result<(), AppError> {
    const LATER: &[&str] = &["prelist.frozen", "decree.issued", "edition.made", "programme.drawn"];
    let rests_on: &[&str] = match import.kind.as_str() {
        "areas" => &["import.taken", "registration.submitted", "identification.finished"],
        "bdt" | "siak" | "registrations" => &["identification.finished"],
        _ => &[],
    };
    for kind in tx.kinds_after_import(&import.id).await? {
        let later = match import.kind.as_str() {
            "meetings" => matches!(kind.as_str(), "decree.issued" | "edition.made"),
            "questionnaires" => matches!(kind.as_str(), "decree.issued" | "edition.made"),
            "survey" => kind == "edition.made",
            _ => LATER.contains(&kind.as_str()),
        };
        if later || rests_on.contains(&kind.as_str()) {
            return Err(rests(&import.id, &kind));
        }
    }
    Ok(())
}

async fn everything(tx: &mut Tx, tables: &[&'static Table]) -> Result<usize, AppError> {
    let mut count = 0;
    for table in tables {
        let rows = tx.all(table).await?;
        for row in &rows {
            let mut key = row.values()?;
            key.truncate(table.key);
            tx.delete(table, key);
        }
        count += rows.len();
    }
    Ok(count)
}

/// Households that came with the file go; those that it corrected are as they were.
async fn bdt(app: &App, officer: &Officer, tx: &mut Tx, import: &ImportRow) -> Result<usize, AppError> {
    let areas = tx.areas().await?;
    let mut register = tx.entries().await?;
    let last = tx.register_version().await?;
    let own: Vec<HouseholdId> =
        register.iter().filter(|(_, _, s)| s.cause == import.id).map(|(id, ..)| id.clone()).collect();
    if own.iter().any(|id| register.get(id).is_some_and(|(_, s)| s.version != last)) {
        return Err(rests(&import.id, "a later change of the register"));
    }
    let row = register::version_row(app, Cause::Undo, &import.id, officer.id.as_str(), None, &Default::default());
    tx.add_register_version(store::round::VersionRow { households: own.len() as i64, ..row }).await?;
    for id in &own {
        if tx.restore_household(id, last, Some(app.today())).await? {
            if let Some((entry, standing)) = tx.household_past(id).await?.into_iter().last() {
                let keys = crate::matching::register_keys(&entry.household, &areas);
                tx.put_match_page(Owner::Household, id.as_str(), None, keys);
                register.insert(id.clone(), entry, standing);
            }
        } else {
            tx.delete(&MATCH_PAGE, vec![Owner::Household.code().into(), id.as_str().into()]);
            tx.forget_household(id).await?;
            register.remove(id);
        }
    }
    register::recount(tx, &register).await?;
    Ok(own.len())
}

/// Registrations that came with the book go; those that it corrected are as they were.
async fn registrations(app: &App, officer: &Officer, tx: &mut Tx, import: &ImportRow) -> Result<usize, AppError> {
    let hand = officer.hand(Act::UndoImport, app.now_ms());
    let areas = tx.areas().await?;
    let replaced = tx.registrations_replaced_by(&import.id).await?;
    for (before, brought) in &replaced {
        let filing = Filing { import_id: brought.clone(), ..Filing::default() };
        tx.put_registration(before, &filing, false);
        let keys = linkage::written_keys(before, &areas);
        crate::matching::put_round_keys(tx, &before.number, brought.as_deref(), &keys);
        tx.move_case(before.number.as_str(), &[domain::round::CaseAct::Correct.into()], hand).await?;
        tx.delete_registration_past(&before.number, &import.id);
    }
    let mut gone = 0;
    for registration in tx.registrations_of_import(&import.id).await? {
        let number = registration.as_str();
        if replaced.iter().any(|(r, _)| r.number == registration) {
            continue;
        }
        tx.delete_under(&REGISTRATION_MEMBER, number).await?;
        tx.delete_under(&CASE_MOVE, number).await?;
        tx.delete(&CASE_FILE, vec![number.into()]);
        tx.delete(&MATCH_PAGE, vec![Owner::Registration.code().into(), number.into()]);
        tx.delete(&REGISTRATION, vec![number.into()]);
        gone += 1;
    }
    Ok(gone + replaced.len())
}
