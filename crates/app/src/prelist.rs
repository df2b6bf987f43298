//! Stage 2 ends: the prelist of each desa is frozen, numbered, and hashed. What is decided later goes into
//! numbered supplements; a frozen list is never edited. R14–R16, design D17.

use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::import::place;
use crate::ports::Document;
use crate::{App, account, day, logged, round};
use domain::area::AreaCode;
use domain::civil_registry::SiakCode;
use domain::event::{Event, IdentificationEvent};
use domain::household::head_of;
use domain::id::{HouseholdId, RoundId};
use domain::identification::Category;
use domain::prelist::{Prelist, PrelistDraft, PrelistEntry, PrelistRefused};
use domain::registration::Registration;
use domain::round::{CaseAct, CaseState};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use store::Reader;
use store::case::{CaseKind, Move};
use store::identification::IdentificationRow;
use store::prelist::{PrelistBody, PrelistHead, PrelistLine};

/// What freezing gave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frozen {
    /// Lists: one for each desa with a case that waits.
    pub lists: usize,
    /// Of these, supplements to a list that was frozen before.
    pub supplements: usize,
    /// Rows on them.
    pub rows: usize,
    /// Cases whose household stands on a list already, by another registration.
    pub listed_already: usize,
}

impl Frozen {
    /// One line for a person.
    #[must_use]
    pub fn summary(&self) -> String {
        let more =
            if self.supplements > 0 { format!(", {} di antaranya tambahan", self.supplements) } else { String::new() };
        format!("{} baris dalam {} prelist{more}", self.rows, self.lists)
    }
}

/// Freezes the prelist of every desa: each case with a category is a row, once. The first freezing of a round is
/// its list; the cases that come later are each desa's next supplement.
pub async fn freeze(app: &App, officer: &Officer) -> Result<Frozen, AppError> {
    let (kabupaten, areas) = place(app).await?;
    officer.may(Act::FreezePrelist, kabupaten)?;
    let mut tx = app.store.begin(kabupaten.as_str()).await?;
    let round = round::current(&mut tx).await?;
    day::check(app, &mut tx).await?;
    let mut cases = tx.cases().await?;
    cases.retain(|_, c| {
        let waits = c.kind == CaseKind::Registration && c.state == CaseState::Categorised;
        waits && c.round.as_deref() == Some(round.id.as_str())
    });
    let registrations: Vec<Registration> =
        tx.registrations().await?.into_iter().filter(|r| cases.contains_key(r.number.as_str())).collect();
    let decided: BTreeMap<String, IdentificationRow> =
        tx.identifications().await?.into_iter().map(|i| (i.registration.clone(), i)).collect();
    let lists: Vec<PrelistHead> =
        tx.prelists().await?.into_iter().filter(|p| p.round.as_deref() == Some(round.id.as_str())).collect();
    let mut listed: BTreeMap<HouseholdId, String> = BTreeMap::new();
    let mut last: BTreeMap<String, u32> = BTreeMap::new();
    for list in &lists {
        for row in tx.prelist_rows(&list.id).await? {
            let no = u32::try_from(row.no).unwrap_or(0);
            last.entry(list.area.clone()).and_modify(|l| *l = no.max(*l)).or_insert(no);
            if let (Some(household), Some(registration)) = (row.household, row.registration) {
                listed.insert(HouseholdId::new(household), registration);
            }
        }
    }
    let hand = officer.hand(Act::FreezePrelist, app.now_ms());
    let mut result = Frozen::default();
    let mut drafts: BTreeMap<AreaCode, PrelistDraft> = BTreeMap::new();
    for registration in &registrations {
        let Some(found) = decided.get(registration.number.as_str()) else { continue };
        let Some(category) = Category::from_code(&found.category) else { continue };
        let entry = entry(registration, category, found);
        let number = registration.number.as_str();
        // one household has one row in the kabupaten, whichever desa's book named it first
        if let Some(first) = entry.household.as_ref().and_then(|h| listed.get(h)) {
            let why = format!("rumah tangga ini sudah ada di prelist lewat pendaftaran {first}");
            tx.move_case(number, &[Move::because(CaseAct::Join, why)], hand).await?;
            result.listed_already += 1;
            continue;
        }
        let household = entry.household.clone();
        // a desa that ended has its list under the code in force
        let desa = areas.in_force(registration.place.desa.unwrap_or(registration.desa));
        match drafts.entry(desa).or_insert_with(|| PrelistDraft::new(desa)).add(entry) {
            Ok(()) => listed.extend(household.map(|h| (h, number.to_owned()))),
            Err(PrelistRefused::HouseholdTwice { .. } | PrelistRefused::RegistrationTwice { .. }) => {
                result.listed_already += 1;
            }
            Err(refused @ PrelistRefused::CategoryAndHousehold { .. }) => {
                return Err(AppError::rule(refused));
            }
        }
    }
    if drafts.is_empty() && result.listed_already == 0 {
        return Ok(result);
    }
    let by_number: BTreeMap<&str, &Registration> = registrations.iter().map(|r| (r.number.as_str(), r)).collect();
    for (desa, draft) in drafts {
        let last_of_desa = lists.iter().filter(|l| l.area == desa.as_str()).map(|l| l.supplement).max();
        // the round's list was frozen without this desa: what comes later is a supplement to nothing
        let supplement = last_of_desa.map_or(i64::from(!lists.is_empty()), |last| last + 1);
        let version = u32::try_from(supplement + 1).unwrap_or(u32::MAX);
        let list = draft.freeze(version, last.get(desa.as_str()).copied().unwrap_or(0));
        let (head, lines) = stored(app, &desa, &round.id, &list, &by_number, &decided);
        result.lists += 1;
        result.supplements += usize::from(supplement > 0);
        result.rows += lines.len();
        for number in lines.iter().filter_map(|l| l.registration.as_deref()) {
            tx.move_case(number, &[CaseAct::EnterPrelist.into()], hand).await?;
        }
        tx.put_prelist(&head, &lines);
    }
    let event = Event::Identification(IdentificationEvent::PrelistFrozen {
        area: kabupaten.as_str().to_owned(),
        rows: result.rows,
    });
    tx.commit(logged(&event, officer.id.as_str(), app.now_ms())).await?;
    Ok(result)
}

/// A frozen list as PDF; `None` = there is none of this id. It is entered in the access log, because names leave the
/// pages with it.
pub async fn pdf(app: &App, officer: &Officer, id: &str) -> Result<Option<Vec<u8>>, AppError> {
    let mut reader = app.store.read().await?;
    let Some(head) = reader.prelists().await?.into_iter().find(|list| list.id == id) else { return Ok(None) };
    let desa = AreaCode::parse(&head.area).map_err(|e| AppError::fault(format!("area of list {id}: {e}")))?;
    officer.may(Act::SeePrelist, desa)?;
    let rows = reader.prelist_rows(id).await?;
    let areas = reader.areas().await?;
    drop(reader);
    let pdf = app.print(&Document::Prelist { head: &head, rows: &rows, areas: &areas })?;
    account::log_reading(app, officer, Act::SeePrelist, desa, id).await?;
    Ok(Some(pdf))
}

/// Freezing with a dry run: what the lists would hold, by desa, with nothing written.
pub async fn waiting(app: &App, officer: &Officer) -> Result<BTreeMap<String, usize>, AppError> {
    let (kabupaten, _) = place(app).await?;
    officer.may(Act::SeePrelist, kabupaten)?;
    let mut reader = app.store.read().await?;
    let round = round::current(&mut reader).await?;
    waiting_in(&mut reader, &round.id).await
}

/// Cases of a round that the next list would hold, by desa.
pub(crate) async fn waiting_in(reader: &mut Reader, round: &RoundId) -> Result<BTreeMap<String, usize>, AppError> {
    Ok(reader.cases_waiting(round.as_str(), CaseKind::Registration, CaseState::Categorised).await?)
}

fn entry(registration: &Registration, category: Category, found: &IdentificationRow) -> PrelistEntry {
    let head = head_of(&registration.members).or(registration.members.first());
    PrelistEntry {
        registration: registration.number.clone(),
        category,
        household: found.household.as_deref().filter(|_| category != Category::New).map(HouseholdId::new),
        hamlet: registration.place.hamlet.clone().unwrap_or_default(),
        rt: registration.place.rt,
        head_name: head.map(|m| m.name.clone()).unwrap_or_default(),
        address: registration.place.address.clone(),
        siak: found.evidence.siak.iter().filter_map(|(_, code)| SiakCode::from_code(code)).collect(),
    }
}

fn stored(
    app: &App,
    desa: &AreaCode,
    round: &RoundId,
    list: &Prelist,
    registrations: &BTreeMap<&str, &Registration>,
    decided: &BTreeMap<String, IdentificationRow>,
) -> (PrelistHead, Vec<PrelistLine>) {
    let id = format!("{}-{round}-{}", desa.as_str(), list.version());
    let mut hash = Sha256::new();
    let mut lines = Vec::new();
    for row in list.rows() {
        let e = &row.entry;
        for part in [
            row.no.to_string().as_str(),
            e.registration.as_str(),
            e.category.code(),
            e.household.as_ref().map_or("", HouseholdId::as_str),
            &e.hamlet,
            &e.head_name,
            &e.address,
        ] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        let registration = registrations.get(e.registration.as_str());
        let adult = registration.is_some_and(|r| {
            let head = head_of(&r.members).or(r.members.first());
            head.is_some_and(|m| m.birth.age_on(app.today()).is_none_or(|age| age >= 18))
        });
        lines.push(PrelistLine {
            prelist: id.clone(),
            no: i64::from(row.no),
            registration: Some(e.registration.as_str().to_owned()),
            household: e.household.as_ref().map(|h| h.as_str().to_owned()),
            category: e.category.code().to_owned(),
            desa: Some(desa.as_str().to_owned()),
            hamlet: Some(e.hamlet.clone()).filter(|h| !h.is_empty()),
            head_name: Some(e.head_name.clone()).filter(|n| adult && !n.is_empty()),
            member_count: registration.map(|r| r.members.len() as i64),
            body: PrelistBody {
                address: e.address.clone(),
                rw: registration.and_then(|r| r.place.rw),
                rt: e.rt,
                siak: e.siak.first().map(|c| c.code().to_owned()),
                changed: decided.get(e.registration.as_str()).map(|i| i.changed.clone()).unwrap_or_default(),
                flags: decided.get(e.registration.as_str()).map(|i| i.flags.clone()).unwrap_or_default(),
            },
        });
    }
    let head = PrelistHead {
        id,
        area: desa.as_str().to_owned(),
        version: i64::from(list.version()),
        frozen_on: app.today().to_string(),
        hash: hex::encode(hash.finalize()),
        row_count: lines.len() as i64,
        round: Some(round.as_str().to_owned()),
        supplement: i64::from(list.version()) - 1,
    };
    (head, lines)
}
