//! What newer extracts of the civil registry say, as pages show it: the work list of a desa, and one change with the
//! record before and after it.

use super::{Around, Ask, Shown, around, choose};
use crate::App;
use crate::access::{Act, NikView, Officer};
use crate::account;
use crate::error::AppError;
use domain::area::{AreaCode, AreaTable};
use domain::civil_registry::CivilRecord;
use domain::id::HouseholdId;
use store::view::Span;

pub use store::civil_registry::CivilChangeRow;

/// Whether the desa has dealt with a change.
pub const CIVIL_STATES: &[&str] = &["BARU", "SELESAI"];

/// One field of a record, before and now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// Key of the field's name.
    pub field: &'static str,
    /// Before; `None` = there was no record.
    pub before: Option<String>,
    /// Now.
    pub now: String,
}

impl FieldChange {
    /// Whether the newer extract says something else.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.before.as_ref() != Some(&self.now)
    }
}

/// One change.
#[derive(Clone, Debug)]
pub struct CivilChangePage {
    /// The change.
    pub row: CivilChangeRow,
    /// Its desa.
    pub around: Around,
    /// The record, field by field.
    pub fields: Vec<FieldChange>,
    /// The household that holds the person, and the name of its head.
    pub household: Option<(HouseholdId, String)>,
    /// Whether this officer may open the household.
    pub may_open: bool,
    /// Who dealt with it.
    pub done_by: String,
}

/// What newer extracts say of the people of an area, open ones first. `code` is a state, `kind` a kind of change.
pub async fn civil_changes(app: &App, officer: &Officer, ask: &Ask) -> Result<Shown<CivilChangeRow>, AppError> {
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?;
    let area = choose(officer, Act::FollowCivil, ask.area, &areas)?;
    let list = reader.civil_changes_in(&Span::of(&area), &ask.kind, &ask.code, ask.slice()).await?;
    Ok(Shown { around: around(officer, Act::FollowCivil, area, &areas), list })
}

/// One change with the record before and now. Reading numbers in full is logged.
pub async fn civil_change(
    app: &App,
    officer: &Officer,
    import: &str,
    no: i64,
) -> Result<Option<CivilChangePage>, AppError> {
    let mut reader = app.store.read().await?;
    let Some(row) = reader.civil_change(import, no).await? else { return Ok(None) };
    let areas = reader.areas().await?;
    let desa = row.desa.as_deref().and_then(|d| AreaCode::parse(d).ok()).or_else(|| areas.kabupaten());
    let Some(desa) = desa else { return Ok(None) };
    officer.may(Act::FollowCivil, desa)?;
    let Some(now) = reader.civil_record(row.record).await? else { return Ok(None) };
    let view = officer.nik_view(desa);
    let id = row.household.as_deref().map(HouseholdId::new);
    let held = match &id {
        Some(id) => reader.household(id).await?,
        None => None,
    };
    let head = held.as_ref().and_then(domain::register::head_name).unwrap_or_default().to_owned();
    let place = held.as_ref().and_then(|h| h.place.desa).unwrap_or(desa);
    let names = account::names(&mut reader).await?;
    let done_by = row.done_by.as_ref().map_or_else(String::new, |by| names.get(by).unwrap_or(by).clone());
    drop(reader);
    if view == NikView::Full {
        account::log_reading(app, officer, Act::ReadFullNik, desa, row.household.as_deref().unwrap_or(import)).await?;
    }
    Ok(Some(CivilChangePage {
        around: around(officer, Act::FollowCivil, desa, &areas),
        fields: compared(row.before.as_ref(), &now, view, &areas),
        household: id.filter(|_| held.is_some()).map(|id| (id, head)),
        may_open: officer.could(Act::SeeHouseholds, place),
        done_by,
        row,
    }))
}

/// The fields that a page shows of a record.
fn compared(before: Option<&CivilRecord>, now: &CivilRecord, view: NikView, areas: &AreaTable) -> Vec<FieldChange> {
    type Read<'a> = &'a dyn Fn(&CivilRecord) -> String;
    let day = |day: Option<domain::Date>| day.map_or_else(String::new, |d| d.to_string());
    let number = |full: &str, masked: String| match view {
        NikView::Full => full.to_owned(),
        NikView::Masked => masked,
        NikView::Hidden => String::new(),
    };
    let pair = |a: Option<u16>, b: Option<u16>| match (a, b) {
        (None, None) => String::new(),
        (a, b) => {
            let one = |n: Option<u16>| n.map_or_else(|| "–".to_owned(), |n| format!("{n:03}"));
            format!("{}/{}", one(a), one(b))
        }
    };
    let fields: [(&'static str, Read<'_>); 10] = [
        ("person-name", &|r| r.name.clone()),
        ("person-nik", &|r| number(r.nik.expose(), r.nik.masked())),
        ("person-no-kk", &|r| r.no_kk.map_or_else(String::new, |k| number(k.expose(), k.masked()))),
        ("person-birth", &|r| day(r.birth.date())),
        ("person-relation", &|r| r.relation.clone()),
        ("address", &|r| r.address.clone()),
        ("rt-rw", &|r| pair(r.rt, r.rw)),
        ("desa", &|r| r.desa.map_or_else(String::new, |d| areas.name(&d))),
        ("civil-status", &|r| r.status.code().to_owned()),
        ("civil-status-day", &|r| day(r.status_date)),
    ];
    fields.iter().map(|(field, read)| FieldChange { field, before: before.map(read), now: read(now) }).collect()
}
