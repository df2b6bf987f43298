//! Persons in two households as their pages show them: who it is, and what each of the two visits found.

use super::MemberView;
use crate::App;
use crate::access::{Act, NikView, Officer};
use crate::account;
use crate::error::AppError;
use crate::person::{conflicts, sides};
use domain::area::AreaTable;
use domain::id::{HouseholdId, QuestionnaireId};
use domain::register::head_name;
use std::collections::BTreeMap;
use store::Reader;
use store::person_conflict::ConflictRow;

/// One person in two households.
#[derive(Clone, Debug)]
pub struct ConflictPage {
    /// The conflict.
    pub row: ConflictRow,
    /// The two visits.
    pub sides: Vec<SideView>,
    /// Who settled it; empty while it is open.
    pub settled_by: String,
}

impl ConflictPage {
    /// The person's name, as the first visit wrote it.
    #[must_use]
    pub fn name(&self) -> &str {
        self.sides.iter().filter_map(|s| s.person.as_ref()).map(|p| p.name.as_str()).next().unwrap_or_default()
    }
}

/// One of the two households, as its visit found it.
#[derive(Clone, Debug)]
pub struct SideView {
    /// The household; a new one by the id it is to get.
    pub household: HouseholdId,
    /// Whether the register holds it: then it has a page.
    pub is_known: bool,
    /// Name of its head.
    pub head: String,
    /// Name of its desa.
    pub desa: String,
    /// Padukuhan and address.
    pub place: String,
    /// Day of the visit, ISO.
    pub visited_on: Option<String>,
    /// Who visited, as written.
    pub visited_by: String,
    /// Members that live there, by the visit.
    pub members: usize,
    /// The person as the visit found them.
    pub person: Option<MemberView>,
    /// Whether the person was said to live here.
    pub is_kept: bool,
}

/// Every conflict, those that wait first.
pub async fn person_conflicts(app: &App, officer: &Officer) -> Result<Vec<ConflictPage>, AppError> {
    let rows = conflicts(app, officer).await?;
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?;
    let names = account::names(&mut reader).await?;
    let mut pages = Vec::new();
    for row in rows {
        pages.push(page(&mut reader, &areas, &names, row, NikView::Hidden, app).await?);
    }
    Ok(pages)
}

/// One conflict. Reading the number in full is logged.
pub async fn person_conflict(app: &App, officer: &Officer, id: &str) -> Result<Option<ConflictPage>, AppError> {
    let kabupaten = app.kabupaten().await?;
    officer.may(Act::SettlePerson, kabupaten)?;
    let mut reader = app.store.read().await?;
    let Some(row) = reader.person_conflict(id).await? else { return Ok(None) };
    let areas = reader.areas().await?;
    let names = account::names(&mut reader).await?;
    let view = officer.nik_view(kabupaten);
    let page = page(&mut reader, &areas, &names, row, view, app).await?;
    drop(reader);
    if view == NikView::Full {
        for side in &page.sides {
            account::log_reading(app, officer, Act::ReadFullNik, kabupaten, side.household.as_str()).await?;
        }
    }
    Ok(Some(page))
}

async fn page(
    reader: &mut Reader,
    areas: &AreaTable,
    names: &BTreeMap<String, String>,
    row: ConflictRow,
    view: NikView,
    app: &App,
) -> Result<ConflictPage, AppError> {
    let mut found = Vec::new();
    if let Some((one, other)) = sides(&row.id) {
        for (household, (source, position)) in [(&row.one, one), (&row.other, other)] {
            let id = HouseholdId::new(household);
            let visit = reader.questionnaire(&QuestionnaireId::new(source)).await?;
            let is_known = reader.household(&id).await?.is_some();
            let form = visit.as_ref().map(|v| &v.filled);
            let here: Vec<_> = form.into_iter().flat_map(|f| &f.household.members).filter(|m| m.is_present()).collect();
            let at = form.map(|f| &f.household.place);
            let parts = at.map(|p| [p.hamlet.clone().unwrap_or_default(), p.address.clone()]).unwrap_or_default();
            found.push(SideView {
                is_known,
                head: form.and_then(|f| head_name(&f.household)).unwrap_or_default().to_owned(),
                desa: at.and_then(|p| p.desa).map_or_else(String::new, |d| areas.name(&d)),
                place: parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(", "),
                visited_on: form.and_then(|f| f.date).map(|d| d.to_string()),
                visited_by: form.and_then(|f| f.officer.clone()).unwrap_or_default(),
                members: here.len(),
                person: here.get(position.saturating_sub(1)).map(|m| MemberView::of(m, view, Some(app.today()))),
                is_kept: row.kept.as_deref() == Some(household.as_str()),
                household: id,
            });
        }
    }
    let settled_by = row.settled_by.as_ref().map_or_else(String::new, |by| names.get(by).unwrap_or(by).clone());
    Ok(ConflictPage { row, sides: found, settled_by })
}
