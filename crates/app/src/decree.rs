//! Stage 3c: the decree over the verified households. Nothing leaves the kabupaten without it. R18, R19.

use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::import::place;
use crate::meeting::force;
use crate::step::Step;
use crate::verification::ACCEPTED;
use crate::{App, logged};
use domain::area::AreaLevel;
use domain::civil_registry::SiakCode;
use domain::codes;
use domain::event::Event;
use domain::household::{Household, head_of};
use domain::id::{AccountId, DecreeNumber, HouseholdId};
use domain::round::CaseState;
use domain::verification::{
    AnnexHash, AnnexSignature, BatchRow, DecreeDraft, RowStanding, VisitResult, VisitSource, Waiver,
};
use ed25519_dalek::{Signer, SigningKey};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use store::decree::{DecreeBody, DecreeHead, DecreeLine};
use store::deliberation::{MeetingHead, MeetingLine};
use store::identification::IdentificationRow;
use store::verification::CheckedQuestionnaire;

codes! {
    /// What the decree does to a household.
    pub enum Action {
        /// Enters the register.
        Added = "BARU",
        /// Its data are those of the visit.
        Updated = "DIPERBARUI",
        /// Left the hamlet or the building is gone.
        Moved = "PINDAH",
        /// All its members have died. R52.
        Deceased = "MENINGGAL",
        /// Became part of another household.
        PartOfOther = "BAGIAN_RUTA_LAIN",
        /// Stands in the register twice.
        Duplicate = "GANDA",
        /// Could not be found by the visit; stays, marked.
        NotFound = "TIDAK_DITEMUKAN",
        /// Nobody knows it; stays, marked. R55.
        Unknown = "TIDAK_DIKENAL",
    }
}

/// One household the decree is about.
#[derive(Clone, Debug)]
pub(crate) struct Decided {
    pub household: HouseholdId,
    pub action: Action,
    /// Questionnaire or meeting it rests on.
    pub source: String,
    /// Registration, when it came from one.
    pub registration: Option<String>,
    /// The household as found, when it was visited.
    pub found: Option<Household>,
    /// Household it became part of, or is a copy of.
    pub target: Option<HouseholdId>,
    siak_unchecked: u32,
}

/// Everything verified that a decree can be over, by household.
pub(crate) async fn verified(app: &App) -> Result<Vec<Decided>, AppError> {
    let mut reader = app.store.read().await?;
    let questionnaires = reader.questionnaires().await?;
    let meetings = reader.meetings().await?;
    let rows = reader.all_meeting_rows().await?;
    let identified: BTreeMap<String, IdentificationRow> =
        reader.identifications().await?.into_iter().map(|i| (i.registration.clone(), i)).collect();
    let register: BTreeMap<HouseholdId, Household> =
        reader.register().await?.into_iter().map(|h| (h.id.clone(), h)).collect();
    Ok(decide(&questionnaires, &meetings, &rows, &identified, &register))
}

fn decide(
    questionnaires: &[CheckedQuestionnaire],
    meetings: &[MeetingHead],
    rows: &[MeetingLine],
    identified: &BTreeMap<String, IdentificationRow>,
    register: &BTreeMap<HouseholdId, Household>,
) -> Vec<Decided> {
    // of several signed stages only the latest counts. R76
    let superseded = force::superseded(meetings);
    let signed = meetings.iter().filter(|m| force::is_signed(m)).map(|m| m.id.as_str());
    let accepted: BTreeSet<&str> = signed.filter(|id| !superseded.contains_key(id)).collect();
    let waiting = force::waiting(meetings, rows);
    let proposals = Proposals { accepted: &accepted, superseded: &superseded, rows };
    let mut decided: BTreeMap<HouseholdId, Decided> = BTreeMap::new();
    for row in rows.iter().filter(|r| r.form == "FKP.01" && accepted.contains(r.meeting.as_str())) {
        let action = match row.outcome.as_str() {
            "PINDAH" => Action::Moved,
            "MENINGGAL" => Action::Deceased,
            "TIDAK_DIKENAL" => Action::Unknown,
            _ => continue,
        };
        let Some(id) = row.household.as_deref().map(HouseholdId::new) else { continue };
        if register.contains_key(&id) {
            decided.insert(
                id.clone(),
                Decided {
                    household: id,
                    action,
                    source: format!("{}#{}-{}", row.meeting, row.form, row.no),
                    registration: None,
                    found: None,
                    target: None,
                    siak_unchecked: 0,
                },
            );
        }
    }
    // the visit is nearer to the household than the meeting: it comes second and stays
    for questionnaire in questionnaires.iter().filter(|q| q.verdict == ACCEPTED) {
        if let Some(row) = by_visit(questionnaire, &proposals, &waiting, identified) {
            decided.insert(row.household.clone(), row);
        }
    }
    decided.into_values().collect()
}

/// Proposals of FKP.02 that questionnaires were filled for.
struct Proposals<'a> {
    accepted: &'a BTreeSet<&'a str>,
    superseded: &'a BTreeMap<&'a str, &'a str>,
    rows: &'a [MeetingLine],
}

impl Proposals<'_> {
    /// Whether the proposal `meeting#FKP.02-n` counts: its meeting is in force, or the later stage that is
    /// in force kept the same household. R61, R76.
    fn counts(&self, key: &str) -> bool {
        let Some((meeting, row)) = key.split_once('#') else { return false };
        let meeting = meeting.rsplit_once('.').map_or(meeting, |(stem, _)| stem);
        let Some(later) = self.superseded.get(meeting) else { return self.accepted.contains(meeting) };
        let no = row.rsplit_once('-').and_then(|(_, no)| no.parse().ok());
        let proposed = |r: &&MeetingLine, meeting: &str| r.meeting == meeting && r.form == "FKP.02";
        let Some(before) = self.rows.iter().find(|r| proposed(r, meeting) && Some(r.no) == no) else { return false };
        let kept = |r: &&MeetingLine| r.outcome == "UNTUK_DIDATA" && r.is_same_proposal(before);
        self.rows.iter().filter(|r| proposed(r, later)).any(|r| kept(&r))
    }
}

fn by_visit(
    q: &CheckedQuestionnaire,
    proposals: &Proposals<'_>,
    waiting: &BTreeSet<&str>,
    identified: &BTreeMap<String, IdentificationRow>,
) -> Option<Decided> {
    let f = &q.filled;
    let (registration, siak_unchecked) = match f.source {
        VisitSource::Registration => {
            let case = identified.get(f.key.as_str())?;
            let unchecked = case.evidence.siak.iter().filter(|(_, c)| c == SiakCode::TidakDiperiksa.code()).count();
            (Some(f.key.clone()), u32::try_from(unchecked).unwrap_or(u32::MAX))
        }
        VisitSource::Deliberation => (None, 0),
    };
    match (f.source, &q.household) {
        (VisitSource::Deliberation, Some(id)) if waiting.contains(id.as_str()) => return None,
        (VisitSource::Deliberation, None) => {
            // a proposal counts only when its meeting does. R61
            if !proposals.counts(&f.key) {
                return None;
            }
        }
        (VisitSource::Registration, None) => {
            // only a case decided to be new has no household; one still in doubt waits
            if identified.get(f.key.as_str()).is_none_or(|i| i.category != "BARU") {
                return None;
            }
        }
        (_, Some(_)) => {}
    }
    let action = match (f.result?, &q.household) {
        (VisitResult::Completed, Some(_)) => Action::Updated,
        (VisitResult::Completed, None) => Action::Added,
        (VisitResult::NotFound, Some(_)) => Action::NotFound,
        (VisitResult::Moved, Some(_)) => Action::Moved,
        (VisitResult::PartOfOther, Some(_)) => Action::PartOfOther,
        (VisitResult::Duplicate, Some(_)) => Action::Duplicate,
        // a household that refuses, and a new one that was not met, change nothing
        (VisitResult::Refused, _) | (_, None) => return None,
    };
    Some(Decided {
        household: q.household.clone().unwrap_or_else(|| new_household_id(&f.key)),
        action,
        source: f.id.as_str().to_owned(),
        registration,
        found: Some(f.household.clone()).filter(|_| matches!(action, Action::Added | Action::Updated)),
        target: f.target.as_deref().filter(|t| !t.is_empty()).map(HouseholdId::new),
        siak_unchecked,
    })
}

/// Id of a household that the centre has not yet given one: what it was visited under.
pub(crate) fn new_household_id(key: &str) -> HouseholdId {
    let plain: String = key.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    HouseholdId::new(format!("BARU-{plain}"))
}

/// Who draws up and who signs, and a waiver of the registry check if there is one.
#[derive(Clone, Debug)]
pub struct Decreeing {
    /// The decree's number.
    pub number: DecreeNumber,
    /// Who prepared it.
    pub prepared_by: AccountId,
    /// Who signs it; never the same.
    pub signed_by: AccountId,
    /// Named officer who waives unchecked persons. Domain §5.3.
    pub waiver: Option<Waiver>,
}

/// Draws up and issues the decree over everything verified. T24.
pub async fn issue(app: &App, officer: &Officer, step: &Step, how: &Decreeing) -> Result<DecreeHead, AppError> {
    let (kabupaten, _) = place(app).await?;
    officer.may(Act::DraftDecree, kabupaten)?;
    let rows = verified(app).await?;
    let lines: Vec<DecreeLine> = (1..).zip(&rows).map(|(no, row)| line(app, how.number.as_str(), no, row)).collect();
    let annex = AnnexHash(annex_hash(&rows));
    let key = signing_key(app)?;
    let draft = DecreeDraft {
        number: how.number.clone(),
        prepared_by: how.prepared_by.clone(),
        rows: rows
            .iter()
            .map(|r| BatchRow {
                household: r.household.clone(),
                standing: match r.action {
                    Action::Added | Action::Updated => RowStanding::Ready,
                    Action::Moved
                    | Action::Deceased
                    | Action::PartOfOther
                    | Action::Duplicate
                    | Action::NotFound
                    | Action::Unknown => RowStanding::Closed,
                },
                siak_unchecked: r.siak_unchecked,
            })
            .collect(),
        waiver: how.waiver.clone(),
        annex,
    };
    let signature = AnnexSignature {
        signer: how.signed_by.clone(),
        over: annex,
        on: app.today(),
        bytes: key.sign(&annex.0).to_bytes().to_vec(),
    };
    let (issued, event) = draft.issue(signature).map_err(AppError::rule)?;
    let mut tx = app.store.begin(kabupaten.as_str()).await?;
    let checkpoint = hex::encode(tx.checkpoint().await?);
    let head = DecreeHead {
        number: issued.number().as_str().to_owned(),
        area: kabupaten.as_str().to_owned(),
        date: app.today().to_string(),
        state: CaseState::Decreed.code().to_owned(),
        annex_hash: annex.to_string(),
        row_count: lines.len() as i64,
        signer: Some(how.signed_by.as_str().to_owned()),
        checkpoint,
    };
    tx.put_decree(&head, &lines);
    let states: BTreeMap<String, &str> = rows
        .iter()
        .filter(|r| matches!(r.action, Action::Added | Action::Updated))
        .filter_map(|r| Some((r.registration.clone()?, CaseState::Decreed.code())))
        .collect();
    tx.set_registration_states(&states).await?;
    step.done(&mut tx, &format!("{} baris lampiran", lines.len()));
    tx.commit(logged(&Event::Decree(event), officer.id.as_str(), app.now_ms())).await?;
    Ok(head)
}

fn line(app: &App, decree: &str, no: i64, row: &Decided) -> DecreeLine {
    let place = row.found.as_ref().map(|h| &h.place);
    let head = row.found.as_ref().and_then(|h| head_of(&h.members).or(h.members.first()));
    let adult = head.is_some_and(|m| m.birth.age_on(app.today()).is_none_or(|age| age >= 18));
    DecreeLine {
        decree: decree.to_owned(),
        no,
        household: row.household.as_str().to_owned(),
        action: row.action.code().to_owned(),
        desa: place.and_then(|p| p.desa).filter(|d| d.level() == AreaLevel::Desa).map(|d| d.as_str().to_owned()),
        hamlet: place.and_then(|p| p.hamlet.clone()),
        head_name: head.map(|m| m.name.clone()).filter(|n| adult && !n.is_empty()),
        member_count: row.found.as_ref().map(|h| h.members.len() as i64),
        body: DecreeBody {
            address: place.map(|p| p.address.clone()).unwrap_or_default(),
            rw: place.and_then(|p| p.rw),
            rt: place.and_then(|p| p.rt),
            source: row.source.clone(),
        },
    }
}

/// What is signed: every row of the annex with its household as found.
fn annex_hash(rows: &[Decided]) -> [u8; 32] {
    let mut hash = Sha256::new();
    let mut part = |text: &str| {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text);
    };
    for row in rows {
        part(row.household.as_str());
        part(row.action.code());
        part(&row.source);
        part(row.target.as_ref().map_or("", HouseholdId::as_str));
        for member in row.found.iter().flat_map(|h| &h.members) {
            part(&member.name);
            part(member.nik.as_ref().map_or("", |n| n.expose()));
        }
        for (item, code) in row.found.iter().flat_map(|h| h.answers.iter()) {
            part(item.column());
            part(&code.to_string());
        }
    }
    hash.finalize().into()
}

/// The workspace's signing key: made on first use, in the key folder, readable by its owner only.
pub(crate) fn signing_key(app: &App) -> Result<SigningKey, AppError> {
    let path = app.dir().join("kunci").join("tanda-tangan.kunci");
    if !path.exists() {
        let mut seed = [0u8; 32];
        app.random(&mut seed)?;
        write_secret(&path, &hex::encode(seed)).map_err(|e| AppError::io(&path, e))?;
    }
    let text = std::fs::read_to_string(&path).map_err(|e| AppError::io(&path, e))?;
    let mut seed = [0u8; 32];
    hex::decode_to_slice(text.trim(), &mut seed)
        .map_err(|_| store::StoreError::KeyDamaged { path, why: "not 64 hexadecimal digits" })?;
    Ok(SigningKey::from_bytes(&seed))
}

fn write_secret(path: &std::path::Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    let temporary = path.with_extension("baru");
    let mut options = std::fs::File::options();
    options.create(true).truncate(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&temporary)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(temporary, path)
}
