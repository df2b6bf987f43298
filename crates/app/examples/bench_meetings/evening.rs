//! One meeting, on two devices that write and send as the page does.

use crate::figures::Figures;
use crate::hall::{Meeting, officer};
use app::App;
use app::access::{Officer, Role};
use app::error::AppError;
use app::meeting::{self, Answer, Sending};
use domain::deliberation::Finding;
use domain::deliberation::minutes::Recap;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::error::Error;
use std::time::Instant;

/// A row of FKP.01 and what is keyed in for it.
pub struct Row {
    /// Column 02.
    pub head_name: String,
    /// Column 03.
    pub members: Vec<String>,
    /// Column 05.
    pub address: String,
    /// Column 06.
    pub code: u8,
    /// Column 07.
    pub remark: String,
}

/// A row of FKP.02.
pub struct Proposed {
    /// Head.
    pub head_name: String,
    /// The others.
    pub members: Vec<String>,
    /// Address.
    pub address: String,
}

/// What is keyed in for one meeting.
pub struct Template {
    /// FKP.01.
    pub rows: Vec<Row>,
    /// FKP.02, poorest first.
    pub proposed: Vec<Proposed>,
    /// Enumerators.
    pub enumerators: Vec<String>,
}

/// What was keyed in.
#[derive(Debug)]
pub struct Keyed {
    /// The meeting.
    pub meeting: String,
    /// Entries.
    pub entries: usize,
    /// Household and code, sorted.
    pub codes: Vec<(String, i64)>,
    /// Proposals within the quota.
    pub new: usize,
}

impl Keyed {
    /// The recap as the stage writes it down.
    pub fn counts(&self) -> Recap {
        let listed = self.codes.iter().filter_map(|(_, code)| Finding::from_code(u8::try_from(*code).ok()?));
        Recap::count(listed.chain(std::iter::repeat_n(Finding::New, self.new)))
    }
}

/// Entries in one sending of the page.
const AT_ONCE: usize = 200;
/// Rows after which the asisten ticks column 08.
const CHECKED_TOGETHER: usize = 5;

struct Device<'a> {
    app: &'a App,
    meeting: &'a str,
    officer: Officer,
    name: &'static str,
    role: &'static str,
    signal: bool,
    seen: BTreeMap<String, u64>,
    queue: Vec<Value>,
    sent: usize,
    written: usize,
}

impl Device<'_> {
    fn act(&mut self, act: Value) -> String {
        let number = self.seen.get(self.name).copied().unwrap_or(0) + 1;
        self.queue.push(json!({
            "device": self.name, "number": number, "seen": self.seen, "actor": self.officer.id.as_str(),
            "role": self.role, "at": self.app.now_ms(), "act": act,
        }));
        self.seen.insert(self.name.to_owned(), number);
        self.written += 1;
        format!("{}:{number}", self.name)
    }

    /// Lets the device in and takes the form along.
    async fn enter(&mut self, code: &str, figures: &mut Figures) -> Result<Value, Box<dyn Error + Send + Sync>> {
        let begun = Instant::now();
        meeting::admit(self.app, &self.officer, self.meeting, self.name, "Tablet", code).await?;
        figures.admissions.push(begun.elapsed());
        let begun = Instant::now();
        let form = meeting::form_json(self.app, &self.officer, self.meeting, self.name).await?;
        figures.forms.push(begun.elapsed());
        Ok(form)
    }

    /// Sends when there is signal.
    async fn soon(&mut self, figures: &mut Figures) -> Result<(), Box<dyn Error + Send + Sync>> {
        if self.signal { self.send(figures).await.map(|_| ()) } else { Ok(()) }
    }

    /// Sends all it has and takes in what it lacks.
    async fn send(&mut self, figures: &mut Figures) -> Result<Option<String>, Box<dyn Error + Send + Sync>> {
        loop {
            let batch: Vec<Value> = self.queue.iter().take(AT_ONCE).cloned().collect();
            let closing = batch.iter().any(|e| e["act"]["kind"] == "close");
            figures.entries += batch.len() as u64;
            self.queue.drain(..batch.len());
            let sending = Sending { device: self.name.to_owned(), entries: batch, have: json!(self.seen) };
            // a lost answer: the same once more
            let times = if self.sent % 10 == 9 { 2 } else { 1 };
            self.sent += 1;
            let mut closed = None;
            for _ in 0..times {
                let begun = Instant::now();
                let answer = self.post(&sending, figures).await?;
                let list = if closing { &mut figures.closings } else { &mut figures.sendings };
                list.push(begun.elapsed());
                closed = self.take(answer)?;
            }
            if self.queue.is_empty() {
                return Ok(closed);
            }
        }
    }

    async fn post(&self, sending: &Sending, figures: &mut Figures) -> Result<Answer, AppError> {
        loop {
            match meeting::send(self.app, &self.officer, self.meeting, sending).await {
                Err(busy) if busy.code() == "MUSYAWARAH_SIBUK" => figures.busy += 1,
                other => return other,
            }
        }
    }

    fn take(&mut self, answer: Answer) -> Result<Option<String>, Box<dyn Error + Send + Sync>> {
        if let Some(no) = answer.refused.first() {
            return Err(format!("{} refused: {} {}", no.entry, no.code, no.why).into());
        }
        for entry in &answer.entries {
            let (device, number) =
                (entry["device"].as_str().unwrap_or_default(), entry["number"].as_u64().unwrap_or(0));
            let seen = self.seen.entry(device.to_owned()).or_default();
            *seen = number.max(*seen);
        }
        Ok(answer.closed)
    }
}

/// Holds a meeting from the first device to the closed rows.
pub async fn hold(
    app: &App,
    meeting: &Meeting,
    at: usize,
    figures: &mut Figures,
) -> Result<Keyed, Box<dyn Error + Send + Sync>> {
    let signal = at % 4 != 3;
    let device = |role: Role, name: &'static str, word: &'static str| Device {
        app,
        meeting: &meeting.id,
        officer: officer(&format!("{word}-{}", meeting.id), role, &meeting.desa),
        name,
        role: word,
        signal,
        seen: BTreeMap::new(),
        queue: Vec::new(),
        sent: at,
        written: 0,
    };
    let mut dukuh = device(Role::HamletHead, "tablet-dukuh", "dukuh");
    let mut asisten = device(Role::AssistantFacilitator, "hp-asisten", "asisten");
    let code = meeting::code(app, &officer("tkpk", Role::Tkpkdesa, &meeting.desa), &meeting.id).await?;
    let form = dukuh.enter(&code, figures).await?;
    asisten.enter(&code, figures).await?;
    let rows: Vec<String> = form["rows"]
        .as_array()
        .map(|rows| rows.iter().filter_map(|r| Some(r["row"].as_str()?.to_owned())).collect())
        .unwrap_or_default();
    let template = &meeting.template;

    for (group, count) in [("dukuh", 1), ("rt", 3), ("rw", 1), ("tokoh", 2), ("marginal", 4)] {
        dukuh.act(json!({"kind": "attend", "group": group, "count": count}));
    }
    dukuh.soon(figures).await?;
    let mut codes = Vec::new();
    let mut ticked = 0;
    for (at, (row, filled)) in rows.iter().zip(&template.rows).enumerate() {
        let living = (filled.code == 5).then(|| json!({"head": false, "members": 0}));
        dukuh.act(json!({"kind": "circle", "row": row, "code": filled.code, "living": living}));
        if !filled.remark.trim().is_empty() {
            dukuh.act(json!({"kind": "explain", "row": row, "text": filled.remark}));
        }
        if filled.code == 3 {
            let text = filled.members.first().map_or("ANGGOTA LAIN", String::as_str);
            dukuh.act(json!({"kind": "note", "row": row, "column": 2, "change": "replaced", "text": text}));
        }
        codes.push((row.clone(), i64::from(filled.code)));
        dukuh.soon(figures).await?;
        if signal && (at + 1) % CHECKED_TOGETHER == 0 {
            asisten.send(figures).await?;
            for row in &rows[ticked..=at] {
                asisten.act(json!({"kind": "check", "row": row}));
            }
            ticked = at + 1;
        }
    }
    let new = propose(&mut dukuh, template, &codes);
    for name in &template.enumerators {
        let hamlet = &meeting.hamlet;
        dukuh.act(json!({"kind": "enumerator", "name": name, "hamlet": hamlet, "trained_on": "2016-10-01"}));
    }
    dukuh.send(figures).await?;
    asisten.send(figures).await?;
    for row in &rows[ticked..] {
        asisten.act(json!({"kind": "check", "row": row}));
    }
    asisten.send(figures).await?;
    dukuh.send(figures).await?;
    let covers = json!(dukuh.seen);
    dukuh.act(json!({"kind": "sign", "role": "dukuh", "name": "PAK DUKUH", "covers": covers}));
    dukuh.send(figures).await?;
    asisten.send(figures).await?;
    asisten.act(json!({"kind": "sign", "role": "asisten", "name": "MBAK ASISTEN", "covers": covers}));
    asisten.act(json!({"kind": "close", "covers": covers}));
    if asisten.send(figures).await?.is_none() {
        return Err("the closing did not hold".into());
    }
    meeting::state(app, &dukuh.officer, &meeting.id).await?;
    codes.sort();
    Ok(Keyed { meeting: meeting.id.clone(), entries: dukuh.written + asisten.written, codes, new })
}

/// FKP.02 within the quota: the best off are struck until it holds. Says how many stay.
fn propose(dukuh: &mut Device<'_>, template: &Template, codes: &[(String, i64)]) -> usize {
    let quota = codes.iter().filter(|c| c.1 == 2).count();
    let mut ids = Vec::new();
    for p in &template.proposed {
        ids.push(dukuh.act(json!({
            "kind": "propose", "head_name": p.head_name, "members": p.members, "address": p.address, "membership": {},
        })));
    }
    if ids.is_empty() {
        return 0;
    }
    dukuh.act(json!({"kind": "order", "proposals": ids}));
    let kept = quota.min(ids.len());
    for id in ids[kept..].iter().rev() {
        dukuh.act(json!({"kind": "strike", "proposal": id, "remedy": "a", "reason": "kuota"}));
    }
    for id in &ids[..kept] {
        dukuh.act(json!({"kind": "poorer", "proposal": id, "yes": true}));
    }
    kept
}
