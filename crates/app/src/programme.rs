//! Stage 5: programme lists. Criteria are a ministry's files; each row names the clause that
//! admitted it, each near miss the one that failed. R22.

use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::import::place;
use crate::step::Step;
use crate::{App, edition, logged};
use domain::event::{Event, RegisterEvent};
use domain::id::HouseholdId;
use domain::programme::{Declared, ListRow, Programme, draw};
use domain::ranking::Ranked;
use ranking::{SHIPPED_PROGRAMMES, read_programme};
use std::collections::{BTreeMap, BTreeSet};
use store::ranking::ProgrammeRow;

/// The shipped criteria, by file name; an office's own files in `DIR/program` take their place.
pub fn criteria(app: &App) -> Result<Vec<Programme>, AppError> {
    let own = app.dir().join("program");
    let mut texts: BTreeMap<String, String> =
        SHIPPED_PROGRAMMES.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    if own.is_dir() {
        texts.clear();
        for entry in std::fs::read_dir(&own).map_err(|e| AppError::io(&own, e))? {
            let path = entry.map_err(|e| AppError::io(&own, e))?.path();
            if path.extension().is_some_and(|e| e == "toml") {
                let text = std::fs::read_to_string(&path).map_err(|e| AppError::io(&path, e))?;
                texts.insert(path.file_name().unwrap_or_default().to_string_lossy().into_owned(), text);
            }
        }
    }
    texts.values().map(|text| Ok(read_programme(text)?)).collect()
}

/// Draws the list of every programme in force over the next edition.
pub async fn draw_all(app: &App, officer: &Officer, step: &Step) -> Result<BTreeMap<String, usize>, AppError> {
    let (kabupaten, _) = place(app).await?;
    officer.may(Act::DrawProgramme, kabupaten)?;
    let id = edition::next_id(&kabupaten, app.today());
    let updated = edition::updated(app).await?;
    let register = updated.register();
    let (_, ranked) = crate::ranking::rank(app, &register).await?;
    let places: BTreeMap<&HouseholdId, &Ranked> = ranked.iter().map(|r| (&r.household, r)).collect();
    let mut admitted = BTreeMap::new();
    let mut tx = app.store.begin(kabupaten.as_str()).await?;
    let mut rows = 0;
    for programme in criteria(app)?.iter().filter(|p| p.is_in_force(app.today())) {
        let pairs = register.iter().filter_map(|h| Some((h, *places.get(&h.id)?)));
        let list = draw(programme, pairs, &|_| Declared::new(), app.today());
        admitted.insert(programme.id.clone(), list.counts.admitted as usize);
        let mut units = BTreeSet::new();
        for (position, row) in (1..).zip(&list.rows) {
            rows += 1;
            tx.put_programme_row(&stored(id.as_str(), &programme.id, position, row, &mut units));
        }
    }
    let summary: Vec<String> = admitted.iter().map(|(name, n)| format!("{name} {n}")).collect();
    step.done(&mut tx, &summary.join(", "));
    let event = Event::Register(RegisterEvent::ProgrammeDrawn { programme: id.as_str().to_owned(), admitted: rows });
    tx.commit(logged(&event, officer.id.as_str(), app.now_ms())).await?;
    Ok(admitted)
}

fn stored(edition: &str, programme: &str, position: i64, row: &ListRow, units: &mut BTreeSet<String>) -> ProgrammeRow {
    let mut unit = match (row.member_no, row.family_no) {
        (Some(no), _) => format!("{}/a{no}", row.household),
        (None, Some(no)) => format!("{}/k{no}", row.household),
        (None, None) => row.household.as_str().to_owned(),
    };
    // a source may have written a member number twice: the second is told apart
    while !units.insert(unit.clone()) {
        unit.push('+');
    }
    ProgrammeRow {
        edition: edition.to_owned(),
        programme: programme.to_owned(),
        unit,
        household: row.household.as_str().to_owned(),
        member_no: row.member_no.map(i64::from),
        status: row.outcome.code().to_owned(),
        clause: row.outcome.clause().to_owned(),
        position,
    }
}
