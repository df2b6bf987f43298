//! Stage 5: programme lists. Criteria are a ministry's files; each row names the clause that
//! admitted it, each near miss the one that failed. R22.

use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::import::place;
use crate::refused::Refused;
use crate::{App, day, edition, logged, register, round};
use domain::civil_registry::{CivilRecord, CivilStatus};
use domain::event::{Event, RegisterEvent};
use domain::id::HouseholdId;
use domain::person::Nik;
use domain::programme::{Declared, ListRow, Programme, ProgrammeList, RowOutcome, draw};
use domain::ranking::Ranked;
use ranking::{SHIPPED_PROGRAMMES, read_programme};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use store::edition::EditionRow;
use store::household::Register;
use store::ranking::{DrawRow, ProgrammeRow};
use store::{Reader, Tx};

/// The shipped criteria, by file name; an office's own files in `DIR/program` take their place.
pub fn criteria(app: &App) -> Result<Vec<Programme>, AppError> {
    texts(app)?.values().map(|text| Ok(read_programme(text)?)).collect()
}

fn texts(app: &App) -> Result<BTreeMap<String, String>, AppError> {
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
    Ok(texts)
}

/// What a draw gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// Its id.
    pub draw: String,
    /// Rows admitted, by programme.
    pub admitted: BTreeMap<String, usize>,
}

/// Draws the list of every programme in force over the ranked edition made last, with the people as the register
/// has them today: whoever died or left since is not on it (F5). A draw is never changed. `None` = the last draw
/// over this edition was by these criteria, over this register, on this day.
pub async fn draw_all(app: &App, officer: &Officer) -> Result<Option<Drawn>, AppError> {
    let (kabupaten, _) = place(app).await?;
    officer.may(Act::DrawProgramme, kabupaten)?;
    let programmes = criteria(app)?;
    let mut tx = app.store.begin(kabupaten.as_str()).await?;
    day::check(app, &mut tx).await?;
    let ground = Ground::read(app, &mut tx).await?;
    if ground.last().is_some_and(|d| d.day == app.today().to_string()) {
        return Ok(None);
    }
    let Ground { edition, over, before } = ground;
    let (version, register) = register::load(app, &mut tx).await?;
    let places: BTreeMap<HouseholdId, Ranked> = tx
        .ranking(&edition.id)
        .await?
        .iter()
        .filter_map(crate::ranking::read)
        .map(|r| (r.household.clone(), r))
        .collect();
    let moved = moved_out(&mut tx, &register).await?;
    let no = before.last().map_or(0, |d| d.no) + 1;
    let id = if no == 1 { edition.id.clone() } else { format!("{}-{no}", edition.id) };
    let lists: BTreeMap<&str, ProgrammeList> = programmes
        .iter()
        .filter(|p| p.is_in_force(app.today()))
        .map(|programme| {
            let pairs = register.present().filter_map(|h| Some((h, places.get(&h.id)?)));
            (programme.id.as_str(), draw(programme, pairs, &|_| Declared::new(), app.today()))
        })
        .collect();
    let admitted: BTreeMap<String, usize> =
        lists.iter().map(|(id, list)| ((*id).to_owned(), list.counts.admitted as usize)).collect();
    let round = round::open_id(&mut tx).await?;
    tx.put_draw(&DrawRow {
        id: id.clone(),
        edition: edition.id.clone(),
        no,
        day: app.today().to_string(),
        round,
        drawn_by: officer.id.as_str().to_owned(),
        criteria: over,
        admitted: admitted.values().map(|n| *n as i64).sum(),
    });
    let mut rows = 0;
    for (programme, list) in lists {
        let mut units = BTreeSet::new();
        for (position, row) in (1..).zip(&list.rows) {
            tx.put_programme_row(&stored(&id, programme, position, row, &mut units, &moved));
            tx.spill().await?;
        }
        rows += list.rows.len();
    }
    let event = Event::Register(RegisterEvent::ProgrammeDrawn { programme: id.clone(), admitted: rows });
    tx.commit(logged(&event, officer.id.as_str(), app.now_ms())).await?;
    register::keep(app, version, register);
    Ok(Some(Drawn { draw: id, admitted }))
}

/// How many programmes wait for their next draw: all in force, or none while edition, register and criteria are
/// those of the last draw. (On another day the lists may still be drawn again: ages change.)
pub(crate) async fn due(app: &App, reader: &mut Reader) -> Result<usize, AppError> {
    if Ground::read(app, reader).await?.last().is_some() {
        return Ok(0);
    }
    Ok(criteria(app)?.iter().filter(|p| p.is_in_force(app.today())).count())
}

/// What a draw rests on.
struct Ground {
    /// The edition in force.
    edition: EditionRow,
    /// Hash of the criteria over the register as it is.
    over: String,
    /// Earlier draws over this edition.
    before: Vec<DrawRow>,
}

impl Ground {
    async fn read(app: &App, reader: &mut Reader) -> Result<Self, AppError> {
        let edition = edition::in_force(reader).await?.ok_or(Refused::NotRanked)?;
        let over = criteria_hash(app, reader.register_version().await?)?;
        let before = reader.draws().await?.into_iter().filter(|d| d.edition == edition.id).collect();
        Ok(Self { edition, over, before })
    }

    /// The last draw, if it was by these criteria over this register.
    fn last(&self) -> Option<&DrawRow> {
        self.before.last().filter(|d| d.criteria == self.over)
    }
}

/// SHA-256 over what a draw rests on: the text of every rule file, and the version of the register.
fn criteria_hash(app: &App, version: u32) -> Result<String, AppError> {
    let mut hash = Sha256::new();
    hash.update(version.to_be_bytes());
    for (name, text) in texts(app)? {
        hash.update((name.len() as u64).to_be_bytes());
        hash.update(name);
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text);
    }
    Ok(hex::encode(hash.finalize()))
}

/// Numbers of the members who moved out, by household.
type MovedOut = BTreeMap<HouseholdId, BTreeSet<u16>>;

/// Members whom the civil registry records as moved out: a mark that opens a review and removes nobody. Domain §7.
async fn moved_out(tx: &mut Tx, register: &Register) -> Result<MovedOut, AppError> {
    let civil = tx.civil_records_with(CivilStatus::MovedOut).await?;
    let gone: BTreeMap<Nik, &CivilRecord> = civil.iter().map(|r| (r.nik, r)).collect();
    let mut moved = MovedOut::new();
    for household in register.present() {
        for member in &household.members {
            let record = member.nik.and_then(|nik| gone.get(&nik));
            if record.is_some_and(|r| linkage::same_as_record(member, r)) {
                moved.entry(household.id.clone()).or_default().insert(member.no);
            }
        }
    }
    Ok(moved)
}

/// The mark of a person whom the civil registry records as moved out.
const MOVED_OUT: &str = "PINDAH_SIAK";

fn stored(
    draw: &str,
    programme: &str,
    position: i64,
    row: &ListRow,
    units: &mut BTreeSet<String>,
    moved: &MovedOut,
) -> ProgrammeRow {
    let mut marks: BTreeSet<&str> = match &row.outcome {
        RowOutcome::Admitted { reviews, .. } => reviews.iter().map(String::as_str).collect(),
        RowOutcome::OverQuota { .. } | RowOutcome::NearMiss { .. } => BTreeSet::new(),
    };
    if moved.get(&row.household).is_some_and(|gone| row.member_no.is_none_or(|own| gone.contains(&own))) {
        marks.insert(MOVED_OUT);
    }
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
        draw: draw.to_owned(),
        programme: programme.to_owned(),
        unit,
        household: row.household.as_str().to_owned(),
        member_no: row.member_no.map(i64::from),
        status: row.outcome.code().to_owned(),
        clause: row.outcome.clause().to_owned(),
        position,
        review: marks.into_iter().collect::<Vec<_>>().join("|"),
    }
}
