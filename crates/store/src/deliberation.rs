//! Stage 3a: hamlet meetings, their verdicts and the rows of FKP.01 and FKP.02.

use crate::connect::Store;
use crate::error::Result;
use crate::meeting::StageRow;
use crate::record::secret;
use crate::sql;
use crate::table::{MEETING, MEETING_ROW, MEETING_SUPERSEDED};
use crate::tx::{Reader, Record, Tx};
use domain::deliberation::alike::Named;
use domain::deliberation::force::{Minutes, stage_in};
use domain::deliberation::minutes::Recap;
use domain::round::{MeetingAct, MeetingStanding, MeetingState};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU16;

/// One meeting and the verdict on its sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeetingHead {
    /// Id: the stem of the sheet's file name.
    pub id: String,
    /// The import.
    pub import_id: Option<String>,
    /// File name.
    pub file: String,
    /// Desa, digits without dots.
    pub desa: Option<String>,
    /// Padukuhan.
    pub hamlet: String,
    /// Day, ISO.
    pub date: Option<String>,
    /// `DITERIMA` or `DITOLAK`.
    pub verdict: String,
    /// Reason codes joined by `|`.
    pub reasons: String,
    /// Warning codes joined by `|`.
    pub warnings: String,
    /// The recap. R67.
    pub counts: Recap,
    /// Encrypted part.
    pub body: MeetingBody,
}

/// Who came, and reasons and warnings with their rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingBody {
    /// Stage of the hamlet's meetings (Tahap). R76.
    #[serde(default)]
    pub stage: Option<u8>,
    /// The round that was open when it was signed. Design D17.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round: Option<String>,
    /// Role and number of those present.
    #[serde(default)]
    pub attendance: Vec<(String, u32)>,
    /// Assistant facilitator.
    #[serde(default)]
    pub asisten: Option<String>,
    /// Enumerators agreed on. R70.
    #[serde(default)]
    pub enumerators: Vec<String>,
    /// Reason code and row.
    #[serde(default)]
    pub reasons: Vec<(String, Option<String>)>,
    /// Warning code and row.
    #[serde(default)]
    pub warnings: Vec<(String, Option<String>)>,
    /// Of the enumerators, those whose training is recorded. R72.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trained: Vec<String>,
    /// Who signed, when the meeting was kept as a journal.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signatures: Vec<SignatureRow>,
    /// SHA-256 of the form set. R59.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form_hash: Option<String>,
    /// The entry that closed the journal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing: Option<String>,
    /// Reserve of blanks in per cent, and houses per enumerator, as they were when it was signed. R77.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<(u8, NonZeroU16)>,
    /// What the office did after it was signed; no part of what was signed.
    #[serde(default, skip_serializing_if = "OfficeRow::is_empty")]
    pub office: OfficeRow,
}

/// What the office did with signed minutes. R69–R72.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeRow {
    /// State that the last step led to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Whether the TKPKDesa has confirmed the report.
    #[serde(default)]
    pub confirmed: bool,
    /// Every step, in order.
    #[serde(default)]
    pub steps: Vec<StepRow>,
    /// Trainings of enumerators. R72.
    #[serde(default)]
    pub trainings: Vec<TrainingRow>,
}

/// One step of the office.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepRow {
    /// The act's word.
    pub act: String,
    /// Account.
    pub by: String,
    /// When.
    pub at_ms: i64,
    /// Why; empty where no reason is needed.
    #[serde(default)]
    pub reason: String,
}

/// A training of enumerators in filling PBDK2016.RT. R72.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrainingRow {
    /// Day, ISO.
    pub on: String,
    /// Where.
    pub place: String,
    /// Enumerators who were there.
    pub present: Vec<String>,
    /// Account that recorded it.
    pub by: String,
}

impl OfficeRow {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl StepRow {
    /// The act.
    #[must_use]
    pub fn act(&self) -> Option<MeetingAct> {
        MeetingAct::from_code(&self.act)
    }
}

/// A signature under the minutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignatureRow {
    /// As whom: `dukuh`, `asisten`, `participant`.
    pub role: String,
    /// Name.
    pub name: String,
    /// What the device's clock said.
    pub at_ms: i64,
    /// In which role the officer was admitted on whose device it was set: `dukuh`, `asisten`, `petugas`;
    /// `kertas` when it stands on a form that was keyed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written_by: Option<String>,
}

/// A separate note on one of the columns 01-05. R45.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteRow {
    /// The column.
    pub column: u8,
    /// What kind of change.
    pub change: String,
    /// The new value.
    pub text: String,
}

/// One row of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeetingLine {
    /// The meeting.
    pub meeting: String,
    /// `FKP.01` or `FKP.02`.
    pub form: String,
    /// Number on the form, from 1.
    pub no: i64,
    /// Household of the register; none on FKP.02.
    pub household: Option<String>,
    /// Name of the head as written; an adult's.
    pub head_name: Option<String>,
    /// The one code, when there is one.
    pub code: Option<i64>,
    /// Whether column 08 is ticked.
    pub checked: bool,
    /// What becomes of the row: `TETAP`, `UNTUK_DIDATA`, `PINDAH`, `MENINGGAL`, `TIDAK_DIKENAL`, `DICORET`,
    /// `DITARIK`, or empty.
    pub outcome: String,
    /// Encrypted part.
    pub body: MeetingRowBody,
}

impl MeetingHead {
    /// Where the meeting is. `stage` is the one whose minutes these are, when forms were issued for it.
    #[must_use]
    pub fn standing(&self, stage: Option<&StageRow>) -> MeetingStanding {
        let signed = if self.verdict == "DITERIMA" { MeetingState::Signed } else { MeetingState::Prepared };
        let own = self.body.office.state.as_deref().and_then(MeetingState::from_code);
        MeetingStanding {
            state: stage.map(|s| s.state).or(own).unwrap_or(signed),
            confirmed: self.body.office.confirmed,
        }
    }

    /// Whether the training of an enumerator is recorded, in the meeting or afterwards. R72.
    #[must_use]
    pub fn is_trained(&self, enumerator: &str) -> bool {
        let later = self.body.office.trainings.iter().flat_map(|t| &t.present);
        self.body.trained.iter().chain(later).any(|name| name == enumerator)
    }

    /// What decides whether it is in force. R76.
    #[must_use]
    pub fn minutes(&self) -> Minutes<'_> {
        Minutes {
            id: &self.id,
            desa: self.desa.as_deref(),
            hamlet: &self.hamlet,
            stage: self.body.stage.or_else(|| stage_in(&self.id)).unwrap_or(1),
            is_signed: self.verdict == "DITERIMA",
            is_journal: self.body.closing.is_some(),
        }
    }
}

impl MeetingLine {
    /// Whether both rows of FKP.02 propose the same household, in whichever stage they stand. R60.
    #[must_use]
    pub fn is_same_proposal(&self, other: &Self) -> bool {
        self.form == "FKP.02" && other.form == "FKP.02" && self.named().is_same(&other.named())
    }

    fn named(&self) -> Named<'_> {
        Named {
            head_name: self.head_name.as_deref().unwrap_or(""),
            member_names: &self.body.members,
            address: &self.body.address,
        }
    }
}

/// The row as written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingRowBody {
    /// Names of the members.
    pub members: Vec<String>,
    /// Number of members as written.
    #[serde(default)]
    pub member_count: Option<u16>,
    /// Address.
    pub address: String,
    /// Column 06 as written.
    pub codes: String,
    /// Column 07.
    pub remark: String,
    /// FKP.02: place in the order of welfare, 1 = poorest.
    #[serde(default)]
    pub welfare_order: Option<u16>,
    /// FKP.02: stated to be poorer than the households of code 2. R62.
    #[serde(default)]
    pub poorer_than_code2: Option<bool>,
    /// FKP.02: by which remedy it was struck, `a` or `c`. R63, R65.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
    /// Line in the file.
    pub line: u32,
    /// Separate notes. R45.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<NoteRow>,
}

impl Tx {
    /// Writes a meeting and its rows.
    pub fn put_meeting(&mut self, m: &MeetingHead, lines: &[MeetingLine]) {
        let quota = m.counts.quota();
        self.put(
            &MEETING,
            vec![
                m.id.as_str().into(),
                m.import_id.clone().into(),
                m.file.as_str().into(),
                m.desa.clone().into(),
                m.hamlet.as_str().into(),
                m.date.clone().into(),
                m.verdict.as_str().into(),
                m.reasons.as_str().into(),
                m.warnings.as_str().into(),
                (&m.counts).into(),
                quota.new.into(),
                quota.improved.into(),
                m.counts.blanks().into(),
                secret(&m.body),
            ],
        );
        for l in lines {
            self.put(
                &MEETING_ROW,
                vec![
                    l.meeting.as_str().into(),
                    l.form.as_str().into(),
                    l.no.into(),
                    l.household.clone().into(),
                    l.head_name.clone().into(),
                    l.code.into(),
                    l.checked.into(),
                    l.outcome.as_str().into(),
                    secret(&l.body),
                ],
            );
        }
    }

    /// Writes a meeting in place of what was known of it before: rows it no longer holds go.
    pub async fn replace_meeting(&mut self, m: &MeetingHead, lines: &[MeetingLine]) -> Result<()> {
        let kept: BTreeSet<(&str, i64)> = lines.iter().map(|l| (l.form.as_str(), l.no)).collect();
        for gone in self.meeting_rows(&m.id).await? {
            if !kept.contains(&(gone.form.as_str(), gone.no)) {
                self.delete(&MEETING_ROW, vec![gone.meeting.into(), gone.form.into(), gone.no.into()]);
            }
        }
        self.put_meeting(m, lines);
        Ok(())
    }

    /// A later signed stage is in force instead of this meeting. R76.
    pub fn put_superseded(&mut self, meeting: &str, by_meeting: &str) {
        self.put(&MEETING_SUPERSEDED, vec![meeting.into(), by_meeting.into()]);
    }

    /// The meeting is in force again: the later one is gone.
    pub fn delete_superseded(&mut self, meeting: &str) {
        self.delete(&MEETING_SUPERSEDED, vec![meeting.into()]);
    }
}

impl Store {
    /// Keyed hash of a proposal, hexadecimal: what its household asks by. R66.
    #[must_use]
    pub fn proposal_key(&self, proposal: &str) -> String {
        hex::encode(self.keys().lookup("usulan", proposal))
    }
}

impl Reader {
    /// Meetings that are not in force any more, with the later stage that is. R76.
    pub async fn superseded(&mut self) -> Result<BTreeMap<String, String>> {
        let rows = self.all(&MEETING_SUPERSEDED).await?;
        rows.iter().map(|r| Ok((r.text("meeting")?, r.text("by_meeting")?))).collect()
    }

    /// The later stage that took one meeting out of force. R76.
    pub async fn superseded_by(&mut self, meeting: &str) -> Result<Option<String>> {
        let row = self.one(&MEETING_SUPERSEDED, vec![meeting.into()]).await?;
        row.map(|r| r.text("by_meeting")).transpose()
    }

    /// The meetings of a desa, by id.
    pub async fn meetings_in(&mut self, desa: &str) -> Result<Vec<MeetingHead>> {
        self.fetch(sql::MEETING_IN_DESA, vec![desa.into()]).await?.iter().map(head).collect()
    }

    /// Every meeting, by id.
    pub async fn meetings(&mut self) -> Result<Vec<MeetingHead>> {
        let mut all: Vec<_> = self.read_all(&MEETING, head).await?;
        all.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(all)
    }

    /// One meeting.
    pub async fn meeting(&mut self, id: &str) -> Result<Option<MeetingHead>> {
        self.one(&MEETING, vec![id.into()]).await?.as_ref().map(head).transpose()
    }

    /// The rows of a meeting, FKP.01 first, by number.
    pub async fn meeting_rows(&mut self, meeting: &str) -> Result<Vec<MeetingLine>> {
        self.read_under(&MEETING_ROW, meeting, line).await
    }

    /// Every row of every meeting, by meeting, form and number.
    pub async fn all_meeting_rows(&mut self) -> Result<Vec<MeetingLine>> {
        let mut all: Vec<_> = self.read_all(&MEETING_ROW, line).await?;
        all.sort_by(|a, b| (&a.meeting, &a.form, a.no).cmp(&(&b.meeting, &b.form, b.no)));
        Ok(all)
    }

    /// The rows about one household.
    pub async fn meeting_rows_of_household(&mut self, household: &str) -> Result<Vec<MeetingLine>> {
        self.fetch(sql::MEETING_ROW_OF_HOUSEHOLD, vec![household.into()]).await?.iter().map(line).collect()
    }
}

fn head(row: &Record) -> Result<MeetingHead> {
    Ok(MeetingHead {
        id: row.text("id")?,
        import_id: row.opt_text("import_id")?,
        file: row.text("file")?,
        desa: row.opt_text("desa")?,
        hamlet: row.text("hamlet")?,
        date: row.opt_text("date")?,
        verdict: row.text("verdict")?,
        reasons: row.text("reasons")?,
        warnings: row.text("warnings")?,
        counts: row.recap("counts")?,
        body: row.body(&MEETING)?,
    })
}

fn line(row: &Record) -> Result<MeetingLine> {
    Ok(MeetingLine {
        meeting: row.text("meeting")?,
        form: row.text("form")?,
        no: row.int("no")?,
        household: row.opt_text("household")?,
        head_name: row.opt_text("head_name")?,
        code: row.opt_int("code")?,
        checked: row.int("checked")? == 1,
        outcome: row.text("outcome")?,
        body: row.body(&MEETING_ROW)?,
    })
}
