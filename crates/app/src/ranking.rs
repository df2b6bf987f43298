//! Stage 4: the model is fitted on the survey, and every household of the next edition is ranked
//! or listed with the reason why not. R21.

use crate::App;
use crate::error::AppError;
use crate::import::{Import, ImportReport, place};
use crate::refused::Refused;
use domain::area::AreaCode;
use domain::household::Household;
use domain::id::HouseholdId;
use domain::person::Sex;
use domain::questionnaire::Item;
use domain::ranking::{Percentile, Placed, Ranked, Score, Unscored};
use exchange::PackFile;
use exchange::survey::SurveyHousehold;
use ranking::{Composition, Facts, FitOptions, ModelFile, SurveyRow, score_all};
use sha2::{Digest, Sha256};
use store::Reader;
use store::ranking::{ModelRow, RankedRow};

/// Written into the model; the fit itself has nothing random.
const SEED: u64 = 1;

/// Reads the survey, fits the kabupaten's model and publishes it.
pub async fn fit(app: &App, import: &Import<'_>, survey: &PackFile) -> Result<ImportReport, AppError> {
    let (kabupaten, _) = place(app).await?;
    let read = exchange::survey::read(survey)?;
    let rows: Vec<SurveyRow> = read.items.iter().filter_map(survey_row).collect();
    let options = FitOptions::new(kabupaten, app.today().year().to_string(), SEED);
    let (model, _) = tokio::task::block_in_place(|| ranking::fit(&rows, &options))?;
    let content = model.to_text();
    let mut tx = import.begin(app, &kabupaten).await?;
    let held = tx.models().await?;
    let mut report = ImportReport::of_new(import.id(), rows.len(), read.issues);
    if held.iter().any(|m| m.id == model.id()) {
        (report.added, report.unchanged) = (0, rows.len());
    }
    tx.put_model(&ModelRow {
        id: model.id(),
        sha256: hex::encode(Sha256::digest(&content)),
        fitted_on: import.input.clone(),
        content,
        no: held.last().map_or(0, |m| m.no) + 1,
        import_id: Some(import.id()),
    });
    import.end(app, tx, report, None).await
}

/// Ranks a register by the published model.
pub(crate) async fn rank(
    app: &App,
    reader: &mut Reader,
    register: impl Iterator<Item = &'_ Household>,
) -> Result<(ModelRow, Vec<Ranked>), AppError> {
    let row = reader.models().await?.into_iter().next_back().ok_or(Refused::NoModel)?;
    let model = ModelFile::parse(&row.content)?;
    let ranked = tokio::task::block_in_place(|| ranking::rank(score_all(&model, register, app.today())));
    Ok((row, ranked))
}

/// A place as it is stored.
pub(crate) fn stored(edition: &str, model: &str, ranked: &Ranked) -> RankedRow {
    let placed = ranked.outcome.as_ref().ok();
    RankedRow {
        edition: edition.to_owned(),
        household: ranked.household.as_str().to_owned(),
        model: model.to_owned(),
        position: placed.map(|p| i64::from(p.rank)),
        score: placed.map(|p| p.score.millionths()),
        percentile: ranked.percentile().map(|p| i64::from(p.get())),
        decile: ranked.decile().map(|d| i64::from(d.get())),
        status: ranked.status().to_owned(),
        reason: ranked.outcome.as_ref().err().map(|e| e.code().to_owned()),
        incomplete: placed.is_some_and(|p| p.incomplete),
    }
}

/// A stored place as the lists take it; `None` when the row is damaged.
pub(crate) fn read(row: &RankedRow) -> Option<Ranked> {
    let outcome = match (row.position, row.score, row.percentile) {
        (Some(rank), Some(score), Some(percentile)) => Ok(Placed {
            score: Score::from_millionths(score),
            percentile: Percentile::new(u8::try_from(percentile).ok()?)?,
            rank: u32::try_from(rank).ok()?,
            incomplete: row.incomplete,
        }),
        _ => Err(Unscored::from_code(row.reason.as_deref()?)?),
    };
    Some(Ranked { household: HouseholdId::new(&row.household), outcome })
}

/// A survey household in the model's terms. One whose kabupaten code is no code cannot be used:
/// the reader has reported it.
fn survey_row(s: &SurveyHousehold) -> Option<SurveyRow> {
    let count = |n: Option<u16>| n.map(i32::from);
    Some(SurveyRow {
        id: s.id.clone(),
        kabupaten: AreaCode::parse(&s.kabupaten).ok()?,
        // without a cluster each household is its own
        psu: s.psu.clone().unwrap_or_else(|| s.id.clone()),
        weight: s.weight_thousandths as f64 / 1000.0,
        expenditure_rupiah_month: u64::try_from(s.expenditure_rupiah_month).ok()?,
        facts: Facts {
            composition: Composition {
                classification: s.urban.map(|urban| if urban { 1 } else { 2 }),
                size: Some(i32::from(s.size)),
                toddlers: count(s.toddlers),
                school_age: count(s.school_children),
                elderly: count(s.elderly),
                working: count(s.workers),
                head_age: s.head_age_years.map(i32::from),
                head_sex: s.head_sex.map(|sex| i32::from(Sex::code(sex))),
                head_diploma: s.head_answers.get(Item::Diploma),
                head_field: s.head_answers.get(Item::WorkField),
                head_status: s.head_answers.get(Item::WorkStatus),
            },
            answers: s.answers.clone(),
        },
    })
}
