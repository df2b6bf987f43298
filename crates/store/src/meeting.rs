//! Stage 3a: a hamlet meeting kept as a journal: issued forms, admitted devices and their accounts,
//! and the entries. ADR 0014.

use crate::deliberation::{MeetingHead, StepRow};
use crate::error::Result;
use crate::record::{known, secret};
use crate::row::{Row, rows};
use crate::sql;
use crate::table::{MEETING_CODE, MEETING_DEVICE, MEETING_ENTRY, MEETING_FORM, MEETING_PAPER, MEETING_SESSION};
use crate::tx::{Reader, Record, Tx};
use crate::value::Value;
use crate::view::Span;
use domain::deliberation::minutes::Recap;
use domain::event::Event;
use domain::id::MeetingId;
use domain::round::{MeetingAct, MeetingStanding, MeetingState, MeetingStays};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One stage of a hamlet's meeting, and how far it is: what the journal says, written down with
/// each change so that a list need not read journals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StageRow {
    /// Id, the same as that of the closed meeting.
    pub id: String,
    /// Desa, digits without dots.
    pub desa: String,
    /// Padukuhan.
    pub hamlet: String,
    /// Its local code in the area table, when it has one.
    pub hamlet_code: Option<String>,
    /// Stage (Tahap), from 1. R76.
    pub stage: i64,
    /// The stage before it.
    pub previous: Option<String>,
    /// Frozen prelist of the desa it was issued after.
    pub prelist: Option<String>,
    /// SHA-256 of the form set, hexadecimal. R59.
    pub form_hash: String,
    /// Rows of FKP.01.
    pub row_count: i64,
    /// Its state. Only [`Tx::move_meeting`] and [`Tx::move_signed`] change it. Domain §2.2.
    pub state: MeetingState,
    /// Who issued the forms.
    pub issued_by: String,
    /// When.
    pub issued_at_ms: i64,
    /// When the first entry came.
    pub opened_at_ms: Option<i64>,
    /// When the closing came.
    pub closed_at_ms: Option<i64>,
    /// Entries kept.
    pub entry_count: i64,
    /// Of these, not part of what was signed.
    pub late_count: i64,
    /// Rows with a code.
    pub coded: i64,
    /// Rows with column 08 ticked.
    pub checked: i64,
    /// Fields with values that stand against each other.
    pub contested: i64,
    /// The recap so far. R67.
    pub counts: Recap,
    /// Enumerators agreed.
    pub enumerators: i64,
    /// Digest of the journal's state, hexadecimal; empty before the first entry.
    pub digest: String,
    /// The entry whose closing counts: the first that held here.
    pub seal_entry: Option<String>,
}

/// One stage, and a mark of who was let in to its hamlet's meetings. While it is the same, nothing was
/// written in the journal and nobody was let in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StageMark {
    /// The stage.
    pub stage: StageRow,
    /// Officers on devices, of every stage of the hamlet.
    pub devices: i64,
    /// When the last of them was let in.
    pub admitted_last_ms: i64,
}

impl StageMark {
    /// Whether the journal and who may write in it stand as they did. What later steps of the office
    /// wrote down beside it may differ.
    #[must_use]
    pub fn stands(&self, now: &Self) -> bool {
        let of = |m: &Self| (m.stage.entry_count, m.stage.closed_at_ms, m.devices, m.admitted_last_ms);
        of(self) == of(now) && self.stage.digest == now.stage.digest && self.stage.seal_entry == now.stage.seal_entry
    }
}

/// Columns 01–05 of one row of FKP.01, as printed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormRow {
    /// Column 01: Nomor RTS. R40.
    pub row: String,
    /// Number on the form, from 1.
    pub no: u32,
    /// Column 02. R41.
    pub head_name: String,
    /// Column 03. R42.
    pub members: Vec<String>,
    /// Column 05. R44.
    pub address: String,
    /// RT, for the public list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rt: Option<u16>,
    /// RW.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rw: Option<u16>,
    /// Whether the head is a child: then the name is in no list. Domain §9.1.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub child: bool,
    /// What the stage before had agreed, on a later stage. R76.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<u8>,
}

/// A form set as issued.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormRows {
    /// SHA-256, hexadecimal.
    pub hash: String,
    /// Rows of FKP.01 in order.
    pub rows: Vec<FormRow>,
    /// What the stage opens with after one that was signed on a sheet: its entries as JSON text. R76.
    pub carried: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct FormBody {
    rows: Vec<FormRow>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    carried: Vec<String>,
}

rows! {
    /// Somebody who writes in a meeting, on a device.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct DeviceRow in MEETING_DEVICE {
        /// The meeting.
        pub meeting: String,
        /// Id the device gave itself.
        pub device: String,
        /// Account that was admitted with it.
        pub account: String,
        /// Role in the meeting.
        pub role: String,
        /// What people call the device.
        pub name: String,
        /// The person's name.
        pub person: String,
        /// The person's own household, when the register has it: kinship is declared by it.
        pub household: Option<String>,
        /// Who let it in.
        pub admitted_by: String,
        /// When.
        pub admitted_at_ms: i64 = admitted_at,
    }

    /// The code that lets a device in. Only its digest is kept.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct CodeRow in MEETING_CODE {
        /// The meeting.
        pub meeting: String,
        /// Digest.
        pub code_hash: Vec<u8>,
        /// It holds until then.
        pub until_ms: i64 = until,
        /// Wrong tries so far.
        pub tries: i64,
        /// Who asked for it.
        pub made_by: String,
    }
}

/// One entry of a journal: its id, and its text as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryRow {
    /// The device.
    pub device: String,
    /// Number on that device, from 1.
    pub number: i64,
    /// When the server got it.
    pub received_at_ms: i64,
    /// Account it came from.
    pub received_from: String,
    /// The entry as canonical JSON; encrypted in the store.
    pub text: String,
}

/// A filled paper form as one officer keyed it in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaperRow {
    /// The meeting.
    pub meeting: String,
    /// First keying or second.
    pub no: i64,
    /// Who keyed it in.
    pub account: String,
    /// The person's name.
    pub person: String,
    /// When it was last saved.
    pub changed_at_ms: i64,
    /// When it was said to be whole.
    pub done_at_ms: Option<i64>,
    /// Fields by name; encrypted in the store.
    pub fields: BTreeMap<String, String>,
}

#[derive(Serialize, Deserialize)]
struct PaperBody {
    fields: BTreeMap<String, String>,
}

impl Tx {
    /// Writes one of the two keyings of a paper form.
    pub fn put_meeting_paper(&mut self, p: &PaperRow) {
        self.put(
            &MEETING_PAPER,
            vec![
                p.meeting.as_str().into(),
                p.no.into(),
                p.account.as_str().into(),
                p.person.as_str().into(),
                p.changed_at_ms.into(),
                p.done_at_ms.into(),
                secret(&PaperBody { fields: p.fields.clone() }),
            ],
        );
    }

    /// Takes one of the two keyings out.
    pub fn delete_meeting_paper(&mut self, meeting: &str, no: i64) {
        self.delete(&MEETING_PAPER, vec![meeting.into(), no.into()]);
    }

    /// Issues a form set: the stage and what is printed on it. A stage that exists is refused at commit.
    /// `acts` have happened already: a hamlet that met on paper before its forms were recorded has signed.
    pub fn issue_meeting(
        &mut self,
        stage: &StageRow,
        form: &[FormRow],
        acts: &[MeetingAct],
    ) -> std::result::Result<StageRow, MeetingStays> {
        let at = taken(MeetingStanding::default(), acts, None)?;
        let stage = StageRow { state: at.state, ..stage.clone() };
        self.note_moves(&stage.id, acts);
        self.insert_stage(&stage, form, Vec::new());
        Ok(stage)
    }

    /// The same for the stage after one that was signed on a sheet, with what it opens with. R76.
    pub fn issue_stage(&mut self, stage: &StageRow, form: &[FormRow], carried: Vec<String>) {
        self.insert_stage(&StageRow { state: MeetingState::Prepared, ..stage.clone() }, form, carried);
    }

    fn insert_stage(&mut self, session: &StageRow, form: &[FormRow], carried: Vec<String>) {
        self.insert(&MEETING_SESSION, session_values(session));
        let body = FormBody { rows: form.to_vec(), carried };
        self.insert(&MEETING_FORM, vec![session.id.as_str().into(), session.form_hash.as_str().into(), secret(&body)]);
    }

    /// Writes down how far a stage is, and moves it by these acts; `stage.state` is the state before them. An
    /// act that the table does not allow is refused, and nothing is written. Domain §2.2.
    pub fn move_meeting(
        &mut self,
        stage: StageRow,
        acts: &[MeetingAct],
        reason: Option<&str>,
    ) -> std::result::Result<StageRow, MeetingStays> {
        let at = taken(MeetingStanding { state: stage.state, confirmed: false }, acts, reason)?;
        let stage = StageRow { state: at.state, ..stage };
        self.note_moves(&stage.id, acts);
        self.put(&MEETING_SESSION, session_values(&stage));
        Ok(stage)
    }

    /// Moves signed minutes by one act of the office, and the stage whose minutes they are, when forms were
    /// issued for it. Gives the typed event. Domain §2.2, R69, R70.
    pub fn move_signed(
        &mut self,
        head: &mut MeetingHead,
        stage: Option<&StageRow>,
        step: StepRow,
    ) -> std::result::Result<Event, MeetingStays> {
        let from = head.standing(stage);
        let act = step.act().ok_or(MeetingStays::NoSuchArrow { from: from.state, act: MeetingAct::Reopen })?;
        let to = from.take(act, Some(step.reason.as_str()))?;
        head.body.office.state = Some(to.state.code().to_owned());
        head.body.office.confirmed = to.confirmed;
        head.body.office.steps.push(step);
        self.put_meeting(head, &[]);
        if let Some(stage) = stage {
            self.note_moves(&stage.id, &[act]);
            self.put(&MEETING_SESSION, session_values(&StageRow { state: to.state, ..stage.clone() }));
        }
        Ok(Event::MeetingMoved { meeting: MeetingId::new(&head.id), act, from: from.state, to: to.state })
    }

    /// Lets somebody write on a device.
    pub fn put_meeting_device(&mut self, d: &DeviceRow) {
        self.put_row(d);
    }

    /// Sets the code of a meeting, in place of the one before.
    pub fn put_meeting_code(&mut self, c: &CodeRow) {
        self.put_row(c);
    }

    /// Adds an entry. One that exists is refused at commit: entries are never written again.
    pub fn add_meeting_entry(&mut self, meeting: &str, e: &EntryRow) {
        self.insert(
            &MEETING_ENTRY,
            vec![
                meeting.into(),
                e.device.as_str().into(),
                e.number.into(),
                e.received_at_ms.into(),
                e.received_from.as_str().into(),
                Value::Secret(e.text.as_bytes().to_vec()),
            ],
        );
    }
}

impl Reader {
    /// One stage of a meeting.
    pub async fn meeting_stage(&mut self, id: &str) -> Result<Option<StageRow>> {
        self.one(&MEETING_SESSION, vec![id.into()]).await?.as_ref().map(session).transpose()
    }

    /// One stage and who was let in, to compare a kept journal with.
    pub async fn meeting_mark(&mut self, id: &str) -> Result<Option<StageMark>> {
        let row = self.fetch_one(sql::MEETING_MARK, vec![id.into()]).await?;
        row.map(|row| {
            Ok(StageMark {
                stage: session(&row)?,
                devices: row.int("devices")?,
                admitted_last_ms: row.int("admitted_last")?,
            })
        })
        .transpose()
    }

    /// The stages in an area, by desa, hamlet and stage.
    pub async fn meeting_stages(&mut self, span: &Span) -> Result<Vec<StageRow>> {
        self.fetch(sql::MEETING_SESSIONS, span.pair().to_vec()).await?.iter().map(session).collect()
    }

    /// What was printed.
    pub async fn meeting_form(&mut self, meeting: &str) -> Result<Option<FormRows>> {
        let Some(row) = self.one(&MEETING_FORM, vec![meeting.into()]).await? else { return Ok(None) };
        let body: FormBody = row.body(&MEETING_FORM)?;
        Ok(Some(FormRows { hash: row.text("hash")?, rows: body.rows, carried: body.carried }))
    }

    /// Who writes in a meeting, by device and account.
    pub async fn meeting_devices(&mut self, meeting: &str) -> Result<Vec<DeviceRow>> {
        self.read_under(&MEETING_DEVICE, meeting, DeviceRow::read).await
    }

    /// The keyings of a meeting's paper form, first one first.
    pub async fn meeting_papers(&mut self, meeting: &str) -> Result<Vec<PaperRow>> {
        let rows = self.under(&MEETING_PAPER, meeting).await?;
        rows.iter()
            .map(|row| {
                let body: PaperBody = row.body(&MEETING_PAPER)?;
                Ok(PaperRow {
                    meeting: row.text("meeting")?,
                    no: row.int("no")?,
                    account: row.text("account")?,
                    person: row.text("person")?,
                    changed_at_ms: row.int("changed_at")?,
                    done_at_ms: row.opt_int("done_at")?,
                    fields: body.fields,
                })
            })
            .collect()
    }

    /// The code of a meeting.
    pub async fn meeting_code(&mut self, meeting: &str) -> Result<Option<CodeRow>> {
        self.one(&MEETING_CODE, vec![meeting.into()]).await?.as_ref().map(CodeRow::read).transpose()
    }

    /// Every entry of a meeting, by device and number.
    pub async fn meeting_entries(&mut self, meeting: &str) -> Result<Vec<EntryRow>> {
        self.read_under(&MEETING_ENTRY, meeting, entry).await
    }
}

fn taken(
    from: MeetingStanding,
    acts: &[MeetingAct],
    reason: Option<&str>,
) -> std::result::Result<MeetingStanding, MeetingStays> {
    acts.iter().try_fold(from, |at, act| at.take(*act, reason))
}

fn session_values(s: &StageRow) -> Vec<Value> {
    let quota = s.counts.quota();
    vec![
        s.id.as_str().into(),
        s.desa.as_str().into(),
        s.hamlet.as_str().into(),
        s.hamlet_code.clone().into(),
        s.stage.into(),
        s.previous.clone().into(),
        s.prelist.clone().into(),
        s.form_hash.as_str().into(),
        s.row_count.into(),
        s.state.code().into(),
        s.issued_by.as_str().into(),
        s.issued_at_ms.into(),
        s.opened_at_ms.into(),
        s.closed_at_ms.into(),
        s.entry_count.into(),
        s.late_count.into(),
        s.coded.into(),
        s.checked.into(),
        s.contested.into(),
        (&s.counts).into(),
        quota.new.into(),
        quota.improved.into(),
        s.counts.blanks().into(),
        s.enumerators.into(),
        s.digest.as_str().into(),
        s.seal_entry.clone().into(),
    ]
}

fn session(row: &Record) -> Result<StageRow> {
    Ok(StageRow {
        id: row.text("id")?,
        desa: row.text("desa")?,
        hamlet: row.text("hamlet")?,
        hamlet_code: row.opt_text("hamlet_code")?,
        stage: row.int("stage")?,
        previous: row.opt_text("previous")?,
        prelist: row.opt_text("prelist")?,
        form_hash: row.text("form_hash")?,
        row_count: row.int("row_count")?,
        state: known(MeetingState::from_code(&row.text("state")?), "state of a meeting")?,
        issued_by: row.text("issued_by")?,
        issued_at_ms: row.int("issued_at")?,
        opened_at_ms: row.opt_int("opened_at")?,
        closed_at_ms: row.opt_int("closed_at")?,
        entry_count: row.int("entry_count")?,
        late_count: row.int("late_count")?,
        coded: row.int("coded")?,
        checked: row.int("checked")?,
        contested: row.int("contested")?,
        counts: row.recap("counts")?,
        enumerators: row.int("enumerators")?,
        digest: row.text("digest")?,
        seal_entry: row.opt_text("seal_entry")?,
    })
}

fn entry(row: &Record) -> Result<EntryRow> {
    let text = String::from_utf8(row.secret(&MEETING_ENTRY, "body")?);
    Ok(EntryRow {
        device: row.text("device")?,
        number: row.int("number")?,
        received_at_ms: row.int("received_at")?,
        received_from: row.text("received_from")?,
        text: text.map_err(|_| crate::error::StoreError::Damaged {
            table: MEETING_ENTRY.name,
            key: String::new(),
            what: "body".to_owned(),
        })?,
    })
}
