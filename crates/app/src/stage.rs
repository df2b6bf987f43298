//! The acts that carry the whole kabupaten to its next stage: identification, the frozen prelist, the edition with
//! its ranking, the programme lists. Each says beforehand what waits for it and what is missing, is asked for by the
//! account whose act it is, and is done by a worker. Design D7, D18.

use crate::access::{Act, Officer};
use crate::account::{self, AccountRefused};
use crate::error::AppError;
use crate::refused::Refused;
use crate::view::LATEST;
use crate::{App, edition, identification, job, prelist, programme, round, verification};
use domain::area::{AreaCode, AreaLevel, AreaTable};
use domain::codes;
use domain::round::CaseState;
use serde_json::{Value, json};
use store::Reader;
use store::job::JobRow;

codes! {
    /// An act over the whole kabupaten, in the order of a round. Its word is the kind of its job.
    pub enum Stage {
        /// Compares those who registered with the register and the civil registry. R9–R14.
        Identify = "identifikasi",
        /// Freezes the prelist, or its next supplement. R15.
        Freeze = "prelist",
        /// Freezes the register as the next edition and ranks it. R20, R21.
        Edition = "edisi",
        /// Draws the list of every programme in force. R22.
        Draw = "daftar_program",
    }
}

impl Stage {
    /// The right that it takes.
    #[must_use]
    pub fn act(self) -> Act {
        match self {
            Self::Identify => Act::Identify,
            Self::Freeze => Act::FreezePrelist,
            Self::Edition => Act::MakeEdition,
            Self::Draw => Act::DrawProgramme,
        }
    }

    /// Whether its work may be dropped in the middle: it is one change of the database and nothing beside it.
    #[must_use]
    pub fn is_droppable(self) -> bool {
        self != Self::Edition
    }
}

/// How things stand with an act.
#[derive(Debug)]
pub struct Standing {
    /// Which one.
    pub stage: Stage,
    /// How much waits for it: registrations, cases, households of the register, programmes; 0 = nothing to do.
    pub waits: usize,
    /// How much is held up elsewhere and will be left for a later time: cases in review.
    pub held: usize,
    /// Desa and kecamatan by name with how much waits there, the most first; empty where that cannot be told.
    pub places: Vec<(String, usize)>,
    /// What must come before it.
    pub missing: Option<Refused>,
    /// Whether the officer may ask for it.
    pub may: bool,
    /// Its latest job.
    pub job: Option<JobRow>,
}

/// How things stand with every act.
pub async fn standings(app: &App, officer: &Officer) -> Result<Vec<Standing>, AppError> {
    let kabupaten = app.kabupaten().await?;
    officer.may(Act::SeeOverview, kabupaten)?;
    let mut reader = app.store.read().await?;
    let jobs = reader.jobs(LATEST).await?;
    let areas = reader.areas().await?;
    let mut all = Vec::new();
    for stage in Stage::ALL {
        let mut standing = standing(app, &mut reader, &areas, stage).await?;
        standing.may = officer.could(stage.act(), kabupaten);
        standing.job = jobs.iter().find(|job| job.kind == stage.code()).cloned();
        all.push(standing);
    }
    Ok(all)
}

/// What waits for an act, and what is missing.
pub(crate) async fn standing(
    app: &App,
    reader: &mut Reader,
    areas: &AreaTable,
    stage: Stage,
) -> Result<Standing, AppError> {
    let mut standing = Standing { stage, waits: 0, held: 0, places: Vec::new(), missing: None, may: false, job: None };
    match stage {
        Stage::Identify | Stage::Freeze => {
            let Some(round) = round::open_one(reader).await? else {
                standing.missing = Some(Refused::NoRound);
                return Ok(standing);
            };
            let counts = reader.case_counts(round.id.as_str()).await?;
            let of = |state: CaseState| counts.get(&state).copied().unwrap_or(0);
            if stage == Stage::Identify {
                standing.waits = of(CaseState::Registered) + of(CaseState::Identifying);
            } else {
                let waiting = prelist::waiting_in(reader, &round.id).await?;
                let name = |code: String| AreaCode::parse(&code).map_or(code, |desa| named(areas, &desa));
                standing.places = waiting.into_iter().map(|(code, n)| (name(code), n)).collect();
                standing.places.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
                standing.waits = standing.places.iter().map(|(_, n)| n).sum();
                standing.held = of(CaseState::Review);
            }
        }
        Stage::Edition => {
            if reader.models().await?.is_empty() {
                standing.missing = Some(Refused::NoModel);
            } else if edition::is_due_now(reader).await? {
                standing.waits = usize::try_from(reader.household_count("", "").await?).unwrap_or(0);
            }
        }
        Stage::Draw => {
            if edition::in_force(reader).await?.is_none() {
                standing.missing = Some(Refused::NotRanked);
            } else {
                standing.waits = programme::due(app, reader).await?;
            }
        }
    }
    Ok(standing)
}

/// A desa with its kecamatan: two desa may bear one name.
fn named(areas: &AreaTable, desa: &AreaCode) -> String {
    let kecamatan = desa.at(AreaLevel::Kecamatan).map(|code| areas.name(&code));
    std::iter::once(areas.name(desa)).chain(kecamatan).collect::<Vec<_>>().join(", ")
}

/// Asks for an act over the kabupaten. What is missing is said at once.
pub async fn ask(app: &App, officer: &Officer, stage: Stage) -> Result<JobRow, AppError> {
    let kabupaten = app.kabupaten().await?;
    officer.may(stage.act(), kabupaten)?;
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?;
    if let Some(missing) = standing(app, &mut reader, &areas, stage).await?.missing {
        return Err(missing.into());
    }
    drop(reader);
    job::ask(app, officer, stage.act(), kabupaten, stage.code(), "").await
}

/// Does the act of a job as the account that asked for it; gives what came out in numbers, as JSON.
pub async fn as_job(app: &App, stage: Stage, job: &JobRow) -> Result<String, AppError> {
    let officer = account::find(app, &job.created_by).await?.ok_or(AccountRefused::Unknown)?;
    let done = match stage {
        Stage::Identify => identified(app, &officer).await?,
        Stage::Freeze => {
            let frozen = prelist::freeze(app, &officer).await?;
            json!({
                "rows": frozen.rows,
                "lists": frozen.lists,
                "supplements": frozen.supplements,
                "listed_already": frozen.listed_already,
            })
        }
        Stage::Edition => {
            edition::make_base(app, &officer).await?;
            let made = if edition::is_due(app).await? { Some(edition::make(app, &officer).await?) } else { None };
            let (households, persons) = made.map_or((0, 0), |row| (row.household_count, row.person_count));
            json!({ "households": households, "persons": persons })
        }
        Stage::Draw => {
            let admitted = programme::draw_all(app, &officer).await?.map(|drawn| drawn.admitted).unwrap_or_default();
            json!({ "programmes": admitted.len(), "admitted": admitted.values().sum::<usize>() })
        }
    };
    Ok(done.to_string())
}

/// Identification, and the visits that waited for it.
async fn identified(app: &App, officer: &Officer) -> Result<Value, AppError> {
    let found = identification::identify(app, officer).await?.unwrap_or_default();
    let moved = verification::carry_on(app, officer).await?;
    let review = found.counts.get("TELAAH").copied().unwrap_or(0);
    Ok(json!({
        "identified": found.counts.values().sum::<usize>(),
        "review": review,
        "asked_again": found.asked_again,
        "moved": moved,
    }))
}
