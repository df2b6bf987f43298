//! What holds after every act, whoever did it. Each law reads what the store keeps, and says by its name what broke.

use super::Kabupaten;
use app::App;
use app::access::Role;
use app::view::{self, Ask};
use domain::household::Household;
use domain::id::HouseholdId;
use domain::person::Nik;
use domain::register::{Action, Entry, HouseholdStatus};
use domain::round::{CaseState, MeetingAct, MeetingStanding, RoundState, next};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use store::case::{CaseRow, MoveRow};
use store::decree::{DecreeHead, DecreeLine};
use store::edition::EditionRow;
use store::household::Standing;
use store::round::VersionRow;
use store::{EventView, Reader};

/// The law that broke, and how.
#[derive(Debug)]
pub struct Broken(pub &'static str, pub String);

pub type Law = Result<(), Broken>;

pub const CASES: &str = "the state of a case is the fold of its moves";
pub const ROUNDS: &str = "the state of a round is the fold of its events";
pub const DECREES: &str = "the state of a decree is the fold of its events";
pub const MEETINGS: &str = "the state of a meeting is the fold of its events";
pub const ANNEX: &str = "the register is what the annex of each decree says";
pub const PAGES: &str = "pages show the register";
pub const EDITIONS: &str = "an edition is the register of its version";
pub const ONCE: &str = "nobody lives in two households";
pub const NOBODY_LOST: &str = "nobody is lost from one version of the register to the next";
pub const FROZEN: &str = "what is frozen, signed or drawn does not change";
pub const LISTED: &str = "a registration is on one list, once";
pub const DRAWN: &str = "a list names people of the register who live";
pub const LOG: &str = "the log proves every row";

/// What was frozen, signed or drawn so far: it is the same ever after.
#[derive(Default)]
pub struct Memory {
    frozen: BTreeMap<String, String>,
    /// Versions of the register that were compared with the one before.
    compared: u32,
    /// Editions whose packages were read.
    read: BTreeSet<String>,
}

/// Every law over the kabupaten as it is now.
pub async fn check(k: &Kabupaten, memory: &mut Memory) -> Law {
    check_app(&k.app, memory).await
}

pub async fn check_app(app: &App, memory: &mut Memory) -> Law {
    let now = Now::read(app).await;
    now.cases()?;
    now.rounds()?;
    now.decrees()?;
    now.meetings()?;
    now.annexes()?;
    now.persons(memory)?;
    now.lists(memory)?;
    now.editions(app, memory).await?;
    now.pages(app).await?;
    let report = app.store.verify().await.unwrap();
    report.is_clean().then_some(()).ok_or_else(|| Broken(LOG, format!("{:?}", report.findings)))
}

struct Now {
    register: BTreeMap<HouseholdId, (Entry, Standing)>,
    /// Every earlier standing of a household, with the version that ended it.
    past: Vec<(Entry, Standing)>,
    versions: Vec<VersionRow>,
    cases: BTreeMap<String, (CaseRow, Vec<MoveRow>)>,
    rounds: Vec<domain::round::Round>,
    decrees: Vec<(DecreeHead, Vec<DecreeLine>)>,
    editions: Vec<EditionRow>,
    prelists: Vec<(store::prelist::PrelistHead, Vec<store::prelist::PrelistLine>)>,
    draws: Vec<(store::ranking::DrawRow, Vec<store::ranking::ProgrammeRow>)>,
    heads: Vec<store::deliberation::MeetingHead>,
    stages: Vec<store::meeting::StageRow>,
    /// Households that two visits hold a person of, and nobody has settled.
    conflicts: Vec<store::person_conflict::ConflictRow>,
    registrations: BTreeSet<String>,
    /// The whole log, oldest first.
    log: Vec<EventView>,
}

impl Now {
    async fn read(app: &App) -> Self {
        let mut r = app.store.read().await.unwrap();
        let held = r.entries().await.unwrap();
        let register: BTreeMap<_, _> = held.iter().map(|(id, e, s)| (id.clone(), (e.clone(), s.clone()))).collect();
        let mut past = Vec::new();
        for id in register.keys() {
            past.extend(r.household_past(id).await.unwrap());
        }
        let mut cases = BTreeMap::new();
        for (id, case) in r.cases().await.unwrap() {
            let moves = r.case_moves(&id).await.unwrap();
            cases.insert(id, (case, moves));
        }
        let mut decrees = Vec::new();
        for head in r.decrees().await.unwrap() {
            let rows = r.decree_rows(&head.number).await.unwrap();
            decrees.push((head, rows));
        }
        let mut prelists = Vec::new();
        for head in r.prelists().await.unwrap() {
            let rows = r.prelist_rows(&head.id).await.unwrap();
            prelists.push((head, rows));
        }
        let mut draws = Vec::new();
        for head in r.draws().await.unwrap() {
            let rows = r.programme_rows(&head.id).await.unwrap();
            draws.push((head, rows));
        }
        let kabupaten = app.kabupaten().await.unwrap();
        let mut log = r.recent_events("", 100_000).await.unwrap();
        log.sort_by_key(|e| e.seq);
        Self {
            past,
            versions: r.register_versions().await.unwrap(),
            cases,
            rounds: r.rounds().await.unwrap(),
            decrees,
            editions: r.editions().await.unwrap(),
            prelists,
            draws,
            heads: r.meetings().await.unwrap(),
            stages: r.meeting_stages(&store::view::Span::of(&kabupaten)).await.unwrap(),
            conflicts: r.person_conflicts().await.unwrap(),
            registrations: numbers(&mut r).await,
            log,
            register,
        }
    }

    fn events<'a>(&'a self, field: &'a str, id: &'a str) -> impl Iterator<Item = &'a EventView> {
        self.log.iter().filter(move |e| e.payload[field].as_str() == Some(id))
    }

    fn cases(&self) -> Law {
        for number in &self.registrations {
            if !self.cases.contains_key(number) {
                return Err(Broken(CASES, format!("registration {number} has no case")));
            }
        }
        for (id, (case, moves)) in &self.cases {
            let mut at = CaseState::Draft;
            for (no, step) in (1..).zip(moves) {
                if step.no != no || step.from != at || step.actor.is_empty() {
                    return Err(Broken(CASES, format!("{id}: move {no} is {step:?}")));
                }
                at = next(at, step.act, step.reason.as_deref()).map_err(|e| Broken(CASES, format!("{id}: {e:?}")))?;
                if step.to != at {
                    return Err(Broken(CASES, format!("{id}: move {no} says {}, not {}", step.to.code(), at.code())));
                }
            }
            if case.state != at || case.moves != moves.len() as i64 {
                return Err(Broken(CASES, format!("{id} is {}, its moves say {}", case.state.code(), at.code())));
            }
        }
        Ok(())
    }

    fn rounds(&self) -> Law {
        let open = self.rounds.iter().filter(|r| r.state == RoundState::Open).count();
        if open > 1 {
            return Err(Broken(ROUNDS, format!("{open} rounds are open")));
        }
        let told: BTreeSet<&str> =
            self.log.iter().filter(|e| e.kind == "round.opened").filter_map(|e| e.payload["round"].as_str()).collect();
        if told != self.rounds.iter().map(|r| r.id.as_str()).collect() {
            return Err(Broken(ROUNDS, format!("the log opened {told:?}")));
        }
        for round in &self.rounds {
            let own = self.events("round", round.id.as_str()).map(|e| e.kind.as_str());
            let kinds: Vec<&str> = own.filter(|kind| kind.starts_with("round.")).collect();
            let state = match kinds.as_slice() {
                ["round.opened"] => RoundState::Open,
                ["round.opened", "round.closed"] => RoundState::Closed,
                other => return Err(Broken(ROUNDS, format!("{}: {other:?}", round.id))),
            };
            if state != round.state || round.closed.is_some() != (state == RoundState::Closed) {
                return Err(Broken(ROUNDS, format!("{} is {}", round.id, round.state.code())));
            }
        }
        Ok(())
    }

    fn decrees(&self) -> Law {
        for (head, rows) in &self.decrees {
            let broken = |what: &str| Err(Broken(DECREES, format!("{}: {what}", head.number)));
            let (mut prepared, mut issued, mut delivered) = (0, 0, 0);
            for event in self.events("decree", &head.number) {
                match event.kind.as_str() {
                    "decree.prepared" if issued == 0 => prepared += 1,
                    "decree.issued" if prepared > 0 && issued == 0 => issued += 1,
                    "decree.delivered" if issued == 1 && delivered == 0 => delivered += 1,
                    other => return broken(other),
                }
            }
            if prepared == 0 || (head.state != app::decree::DRAFT) != (issued == 1) {
                return broken(&head.state);
            }
            if head.delivered.is_some() != (delivered == 1) {
                return broken("handed over without its event, or the other way round");
            }
            if head.row_count != rows.len() as i64 {
                return broken("its annex lost rows");
            }
            if issued == 1 && (head.prepared_by == head.signer || head.signature.is_none()) {
                return broken("one account prepared and signed it");
            }
        }
        Ok(())
    }

    fn meetings(&self) -> Law {
        for stage in &self.stages {
            let mut at = MeetingStanding::default();
            for event in &self.log {
                let own = |v: &serde_json::Value| v["meeting"].as_str() == Some(&stage.id);
                let moved = event.payload["moved"].as_array().into_iter().flatten().filter(|m| own(m));
                let acts = moved.flat_map(|m| m["acts"].as_array().into_iter().flatten().filter_map(|a| a.as_str()));
                for act in acts {
                    let act = MeetingAct::from_code(act).ok_or_else(|| Broken(MEETINGS, format!("{act}?")))?;
                    at = at.take(act, Some("-")).map_err(|e| Broken(MEETINGS, format!("{}: {e:?}", stage.id)))?;
                }
            }
            if at.state != stage.state {
                let said = (stage.state.code(), at.state.code());
                return Err(Broken(MEETINGS, format!("{} is {}, its events say {}", stage.id, said.0, said.1)));
            }
        }
        for head in self.heads.iter().filter(|h| !h.body.office.steps.is_empty()) {
            let signed = MeetingStanding { state: domain::round::MeetingState::Signed, confirmed: false };
            let end =
                head.body.office.steps.iter().try_fold(signed, |at, s| at.take(s.act().unwrap(), Some(&s.reason)));
            if end.ok().map(|e| e.state.code()) != head.body.office.state.as_deref() {
                return Err(Broken(MEETINGS, format!("{}: {:?}", head.id, head.body.office)));
            }
        }
        Ok(())
    }

    /// Every household as it stood at a version of the register.
    fn at(&self, version: u32) -> BTreeMap<&HouseholdId, &(Entry, Standing)> {
        let mut then: BTreeMap<&HouseholdId, &(Entry, Standing)> = BTreeMap::new();
        let all = self.register.values().chain(&self.past).filter(|(_, s)| s.version <= version);
        for row in all {
            let held = then.entry(&row.0.household.id).or_insert(row);
            if row.1.version > held.1.version {
                *held = row;
            }
        }
        then
    }

    fn annexes(&self) -> Law {
        let mut sources: BTreeMap<&str, &str> = BTreeMap::new();
        for (head, rows) in self.decrees.iter().filter(|(h, _)| h.state != app::decree::DRAFT) {
            let broken = |what: String| Err(Broken(ANNEX, format!("SK {}: {what}", head.number)));
            if !self.versions.iter().any(|v| v.version == head.version && v.cause == head.number) {
                return broken(format!("version {} is not its own", head.version));
            }
            let then = self.at(head.version);
            let written: BTreeSet<&str> =
                then.iter().filter(|(_, (_, s))| s.version == head.version).map(|(id, _)| id.as_str()).collect();
            if written != rows.iter().map(|r| r.household.as_str()).collect() {
                return broken(format!("the register changed {written:?}"));
            }
            for row in rows {
                let (entry, standing) = then[&HouseholdId::new(&row.household)];
                let living = entry.household.members.iter().filter(|m| m.is_present()).count() as i64;
                let said = (standing.action.as_str(), standing.source.as_str(), Some(living), entry.became.as_ref());
                let became = row.body.became.as_deref().map(HouseholdId::new);
                if said != (row.action.as_str(), row.body.source.as_str(), row.member_count, became.as_ref()) {
                    return broken(format!("{} is {said:?} in the register and {row:?} in the annex", row.household));
                }
                let corrected = row.action == Action::MembersCorrected.code();
                if let Some(first) = sources.insert(&row.body.source, &head.number).filter(|_| !corrected)
                    && first != head.number
                {
                    return broken(format!("{} was decreed by SK {first}", row.body.source));
                }
            }
        }
        Ok(())
    }

    fn persons(&self, memory: &mut Memory) -> Law {
        let last = self.versions.last().map_or(0, |v| v.version);
        let waits: BTreeSet<&str> =
            self.conflicts.iter().filter(|c| !c.is_settled).flat_map(|c| [c.one.as_str(), c.other.as_str()]).collect();
        let mut homes: BTreeMap<Nik, &HouseholdId> = BTreeMap::new();
        for (id, (entry, _)) in self.register.iter().filter(|(_, (e, _))| e.status.is_in_register()) {
            for nik in present(entry) {
                if let Some(other) = homes.insert(nik, id).filter(|o| *o != id)
                    && !(waits.contains(id.as_str()) && waits.contains(other.as_str()))
                {
                    return Err(Broken(ONCE, format!("{} lives in {other} and {id}", nik.masked())));
                }
            }
        }
        for version in memory.compared.max(1) + 1..=last {
            self.kept(version)?;
        }
        memory.compared = last;
        Ok(())
    }

    /// Who lived in a household of the register before a version lives in one after it, or the register says why not.
    fn kept(&self, version: u32) -> Law {
        let undone = self.versions.iter().any(|v| v.version == version && v.kind == "URUNG");
        let (before, after) = (self.at(version - 1), self.at(version));
        let living: BTreeSet<Nik> =
            after.values().filter(|(e, _)| e.status.is_in_register()).flat_map(|(e, _)| present(e)).collect();
        for (id, (entry, _)) in before.iter().filter(|(_, (e, _))| e.status.is_in_register()) {
            let Some((now, standing)) = after.get(id).copied() else {
                return Err(Broken(NOBODY_LOST, format!("{id} is gone at version {version}")));
            };
            for nik in present(entry).filter(|n| !living.contains(n)) {
                let row = now.household.members.iter().find(|m| m.nik == Some(nik));
                let marked = row.is_some_and(|m| !m.is_present());
                // the whole household left, and its row keeps its people
                let merged = matches!(now.status, HouseholdStatus::PartOfOther | HouseholdStatus::Duplicate);
                let left = row.is_some() && !now.status.is_in_register() && !merged;
                let visited = standing.version == version && standing.action == Action::Updated.code();
                if !(marked || left || visited || undone) {
                    let who = nik.masked();
                    return Err(Broken(NOBODY_LOST, format!("{who} of {id} is nowhere at version {version}")));
                }
            }
        }
        Ok(())
    }

    fn lists(&self, memory: &mut Memory) -> Law {
        let mut frozen: BTreeMap<String, String> = BTreeMap::new();
        let mut listed: BTreeMap<(Option<&str>, &str), &str> = BTreeMap::new();
        for (head, rows) in &self.prelists {
            frozen.insert(format!("prelist {}", head.id), print(&(head, rows)));
            for row in rows {
                let Some(number) = row.registration.as_deref() else { continue };
                if let Some(other) = listed.insert((head.round.as_deref(), number), &head.id) {
                    return Err(Broken(LISTED, format!("{number} is on {other} and {}", head.id)));
                }
            }
        }
        for (head, rows) in self.decrees.iter().filter(|(h, _)| h.state != app::decree::DRAFT) {
            let signed = DecreeHead { delivered: None, ..head.clone() };
            frozen.insert(format!("decree {}", head.number), print(&(signed, rows)));
        }
        for edition in &self.editions {
            frozen.insert(format!("edition {}", edition.id), print(edition));
        }
        for (head, rows) in &self.draws {
            frozen.insert(format!("draw {}", head.id), print(&(head, rows)));
        }
        for (key, was) in &memory.frozen {
            if frozen.get(key) != Some(was) {
                return Err(Broken(FROZEN, key.clone()));
            }
        }
        let fresh: BTreeSet<String> = frozen.keys().filter(|k| !memory.frozen.contains_key(*k)).cloned().collect();
        for (head, rows) in self.draws.iter().filter(|(h, _)| fresh.contains(&format!("draw {}", h.id))) {
            for row in rows.iter().filter(|r| r.status == "MASUK") {
                let entry = self.register.get(&HouseholdId::new(&row.household)).map(|(e, _)| e);
                let who =
                    |e: &Entry| e.household.members.iter().find(|m| Some(i64::from(m.no)) == row.member_no).cloned();
                let lives = entry.is_some_and(|e| {
                    e.status.is_in_register() && row.member_no.is_none_or(|_| who(e).is_some_and(|m| m.is_present()))
                });
                if !lives {
                    return Err(Broken(DRAWN, format!("{} of {}", row.unit, head.id)));
                }
            }
        }
        memory.frozen = frozen;
        Ok(())
    }

    async fn editions(&self, app: &App, memory: &mut Memory) -> Law {
        let mut parent: Option<&EditionRow> = None;
        for row in &self.editions {
            let broken = |what: String| Err(Broken(EDITIONS, format!("{}: {what}", row.id)));
            if row.parent.as_deref() != parent.map(|p| p.id.as_str()) {
                return broken(format!("its parent is {:?}", row.parent));
            }
            parent = Some(row);
            if !memory.read.insert(row.id.clone()) {
                continue;
            }
            let dir = app.dir().join(&row.folder);
            match edition::verify(&dir, &signing_key(app).verifying_key()) {
                Err(e) => return broken(e.to_string()),
                Ok(verified) if verified.hash != row.manifest_sha256 => return broken(verified.hash),
                Ok(_) => {}
            }
            let copied = edition::read_households(&dir).unwrap();
            let then: Vec<&Household> = self
                .at(row.version)
                .into_values()
                .filter(|(e, _)| e.status.is_in_register())
                .map(|(e, _)| &e.household)
                .collect();
            let has: BTreeSet<&HouseholdId> = copied.iter().map(|h| &h.id).collect();
            let should: BTreeSet<&HouseholdId> = then.iter().map(|h| &h.id).collect();
            if has != should {
                return broken(format!("{:?}", has.symmetric_difference(&should).collect::<Vec<_>>()));
            }
            for household in then {
                let copy = copied.iter().find(|c| c.id == household.id).unwrap();
                let names: Vec<&str> = copy.persons.iter().map(|p| p.name.as_str()).collect();
                let same = names == household.members.iter().map(|m| m.name.as_str()).collect::<Vec<_>>()
                    && (copy.member_count, &copy.place) == (household.member_count, &household.place)
                    && copy.answers == household.answers;
                if !same {
                    return broken(format!("{} differs: {names:?}", household.id));
                }
            }
        }
        Ok(())
    }

    async fn pages(&self, app: &App) -> Law {
        // masked numbers: what is read this way is not logged
        let reader = app::account::of_role(app, Role::Camat).await.unwrap();
        let mut listed = BTreeMap::new();
        for page in 1.. {
            let shown = view::households(app, &reader, &Ask { page, ..Ask::default() }).await.unwrap().list;
            let full = shown.rows.len() as i64 == view::PER_PAGE;
            listed.extend(shown.rows.into_iter().map(|row| (row.id.clone(), row)));
            if !full {
                break;
            }
        }
        for (id, (entry, standing)) in &self.register {
            let broken = |what: &str| Err(Broken(PAGES, format!("{id}: {what}")));
            let row = listed.remove(id.as_str());
            if row.is_some() != entry.status.is_in_register() {
                return broken("is listed though it left, or left out though it is here");
            }
            let h = &entry.household;
            // the name of a head who is a child is on no list
            let head = h.head().or(h.members.first());
            let named = head.and_then(|m| m.birth.age_on(app.today())).is_none_or(|age| age > 18);
            let desa = h.place.desa.map(|d| d.as_str().to_owned());
            if row.is_some_and(|r| {
                r.desa != desa
                    || r.status != entry.status.code()
                    || (named && r.head_name.is_none())
                    || r.hamlet != h.place.hamlet
            }) {
                return broken("its row has another desa, status or no name");
            }
            let Some(shown) = view::household(app, &reader, id).await.unwrap() else { return broken("has no page") };
            let members: Vec<(u16, &str)> = shown.members.iter().map(|m| (m.no, m.name.as_str())).collect();
            if members != h.members.iter().map(|m| (m.no, m.name.as_str())).collect::<Vec<_>>() {
                return broken("its page shows other members");
            }
            if shown.status != entry.status || shown.standings.first().map(|s| s.version) != Some(standing.version) {
                return broken("its page shows another standing");
            }
            let told: BTreeSet<&str> = shown.decrees.iter().map(|d| d.decree.as_str()).collect();
            let own = self.decrees.iter().filter(|(_, rows)| rows.iter().any(|r| r.household == id.as_str()));
            if told != own.map(|(head, _)| head.number.as_str()).collect() {
                return broken("its page shows other decrees");
            }
        }
        match listed.pop_first() {
            Some((id, _)) => Err(Broken(PAGES, format!("{id} is listed and not in the register"))),
            None => Ok(()),
        }
    }
}

fn signing_key(app: &App) -> edition::SigningKey {
    let text = std::fs::read_to_string(app.dir().join("kunci/tanda-tangan.kunci")).unwrap();
    let mut seed = [0u8; 32];
    hex::decode_to_slice(text.trim(), &mut seed).unwrap();
    edition::SigningKey::from_bytes(&seed)
}

async fn numbers(reader: &mut Reader) -> BTreeSet<String> {
    reader.registrations().await.unwrap().into_iter().map(|r| r.number.as_str().to_owned()).collect()
}

fn present(entry: &Entry) -> impl Iterator<Item = Nik> {
    entry.household.members.iter().filter(|m| m.is_present()).filter_map(|m| m.nik)
}

fn print(what: &impl std::fmt::Debug) -> String {
    hex::encode(Sha256::digest(format!("{what:?}")))
}
