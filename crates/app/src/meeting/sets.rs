//! The form sets of an area, as they are printed: a hamlet without one gets it now. R59.

use super::issue::{Issued, Walk};
use super::set::FormSet;
use super::{MeetingRefused, place_of};
use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::ports::Document;
use crate::{App, account};
use domain::area::AreaCode;
use domain::deliberation::sheet::{SheetForm, hamlet_key};
use std::collections::BTreeMap;
use store::Reader;
use store::meeting::StageRow;
use store::prelist::PrelistHead;
use store::view::Span;

/// The form sets of an area.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormSets {
    /// By desa and hamlet, of each its newest stage.
    pub sets: Vec<FormSet>,
    /// What was issued for it now.
    pub issued: Issued,
    /// Households that stand on no form: the register does not say their desa or hamlet.
    pub nowhere: usize,
}

/// The form sets of an area (desa, kecamatan, kabupaten), or of one hamlet in it. Printing is handing
/// out: a hamlet whose forms were not issued yet gets them now; the others give what was issued,
/// whatever the register says today. R59.
pub async fn form_sets(
    app: &App,
    officer: &Officer,
    area: AreaCode,
    hamlet: Option<&str>,
) -> Result<FormSets, AppError> {
    let walk = Walk::begin(app, officer, area, hamlet).await?;
    let mut issued = Issued::default();
    for at in 0..walk.desas.len() {
        walk.desa(app, officer, at, &mut issued).await?;
    }
    let mut reader = app.store.read().await?;
    let prelists = reader.prelists().await?;
    let placeless = reader.view_totals().await?.map_or(0, |t| t.households_nowhere);
    let only = hamlet.map(hamlet_key);
    let mut newest: BTreeMap<(String, String), StageRow> = BTreeMap::new();
    for stage in reader.meeting_stages(&Span::of(&area)).await? {
        let key = hamlet_key(&stage.hamlet);
        if only.as_ref().is_none_or(|o| *o == key) {
            // stages come in their order
            newest.insert((stage.desa.clone(), key), stage);
        }
    }
    let mut sets = Vec::new();
    for stage in newest.into_values() {
        sets.extend(issued_set(&mut reader, stage, &prelists).await?);
    }
    let nowhere = issued.nowhere + usize::try_from(placeless).unwrap_or(0);
    Ok(FormSets { sets, issued, nowhere })
}

/// The set of a stage, as it was issued.
async fn issued_set(
    reader: &mut Reader,
    stage: StageRow,
    prelists: &[PrelistHead],
) -> Result<Option<FormSet>, AppError> {
    let form = reader.meeting_form(&stage.id).await?;
    Ok(form.map(|form| FormSet {
        date: date_of(&stage, prelists),
        stage: u8::try_from(stage.stage).unwrap_or(u8::MAX),
        meeting: stage.id,
        desa: stage.desa,
        hamlet: stage.hamlet,
        hash: form.hash,
        rows: form.rows,
    }))
}

/// A form of an issued set as PDF: what was issued, whatever the register says today. It is entered in the access
/// log, because names leave the pages with it. R59.
pub async fn form_pdf(app: &App, officer: &Officer, meeting: &str, form: SheetForm) -> Result<Vec<u8>, AppError> {
    let mut reader = app.store.read().await?;
    let stage = super::stage(&mut reader, meeting).await?;
    let place = place_of(&stage)?;
    officer.may(Act::IssueForms, place.clone())?;
    let prelists = reader.prelists().await?;
    let set = issued_set(&mut reader, stage, &prelists).await?;
    let set = set.ok_or_else(|| MeetingRefused::NoMeeting(meeting.to_owned()))?;
    let areas = reader.areas().await?;
    drop(reader);
    let pdf = app.print(&Document::Form { form, set: &set, areas: &areas })?;
    account::log_reading(app, officer, Act::IssueForms, place.area, meeting).await?;
    Ok(pdf)
}

/// The day of the prelist the forms were issued after; of a desa without one, that of the round's first; in a
/// campaign without a prelist the day of issue.
fn date_of(stage: &StageRow, prelists: &[PrelistHead]) -> String {
    let own = stage.prelist.as_ref().and_then(|id| prelists.iter().find(|p| p.id == *id));
    let frozen = own.map(|p| &p.frozen_on).or_else(|| prelists.iter().map(|p| &p.frozen_on).min());
    frozen.cloned().unwrap_or_else(|| issued_on(stage))
}

/// The day of issue where the day comes first in Indonesia (WIT, UTC+9).
fn issued_on(stage: &StageRow) -> String {
    let there = jiff::tz::Offset::constant(9);
    let at = jiff::Timestamp::from_millisecond(stage.issued_at_ms);
    at.map_or_else(|_| String::new(), |at| there.to_datetime(at).date().to_string())
}
