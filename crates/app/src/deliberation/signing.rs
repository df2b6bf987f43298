//! What an imported sheet meets in the workspace: forms that were issued, a journal that was signed,
//! an earlier stage. An accepted sheet is signed minutes. R59, R68, R76, ADR 0014.

use crate::App;
use crate::error::AppError;
use crate::meeting::{counts_of, force};
use crate::sms::minutes_signed;
use domain::area::AreaCode;
use domain::defect::{DefectKind, Level};
use domain::deliberation::Finding;
use domain::deliberation::minutes::Recap;
use domain::deliberation::sheet::hamlet_key;
use exchange::Issue;
use std::collections::{BTreeMap, BTreeSet};
use store::deliberation::{MeetingHead, MeetingLine};
use store::meeting::StageRow;
use store::table::{MEETING, MEETING_ROW};
use store::view::Span;
use store::{Reader, Tx};

/// Meetings and stages before the import.
pub(super) struct Held {
    heads: Vec<MeetingHead>,
    superseded: BTreeMap<String, String>,
    stages: Vec<StageRow>,
    decreed: Vec<AreaCode>,
}

impl Held {
    pub(super) async fn read(reader: &mut Reader, kabupaten: &AreaCode) -> Result<Self, AppError> {
        Ok(Self {
            heads: reader.meetings().await?,
            superseded: reader.superseded().await?,
            stages: reader.meeting_stages(&Span::of(kabupaten)).await?,
            decreed: reader.decrees().await?.iter().filter_map(|d| AreaCode::parse(&d.area).ok()).collect(),
        })
    }

    /// Desa of these sheets in which forms were issued: others may be writing there.
    pub(super) fn shared<'a>(&self, sheets: impl Iterator<Item = &'a MeetingHead>) -> BTreeSet<String> {
        let issued: BTreeSet<&str> = self.stages.iter().map(|s| s.desa.as_str()).collect();
        sheets.filter_map(|h| h.desa.clone()).filter(|d| issued.contains(d.as_str())).collect()
    }

    /// Issued stages that a sheet is the paper of.
    fn stages_of(&self, head: &MeetingHead) -> Vec<&StageRow> {
        let key = hamlet_key(&head.hamlet);
        let stage = i64::from(force::stage_of(head));
        let same =
            |s: &&StageRow| head.desa.as_ref() == Some(&s.desa) && s.stage == stage && hamlet_key(&s.hamlet) == key;
        self.stages.iter().filter(same).collect()
    }

    /// Why a sheet is not taken: what was signed is corrected by a later stage only, and after the
    /// decree by none.
    pub(super) fn refuses(&self, sheet: &MeetingHead) -> Option<Issue> {
        let journal = self.stages_of(sheet).into_iter().find(|s| s.seal_entry.is_some()).map(|s| s.id.clone());
        let own = self.heads.iter().find(|h| h.id == sheet.id && h.body.closing.is_some()).map(|h| h.id.clone());
        if let Some(signed) = journal.or(own) {
            return Some(issue(sheet, DefectKind::MeetingSigned, &signed));
        }
        let desa = sheet.desa.as_deref().and_then(|d| AreaCode::parse(d).ok())?;
        let corrects = force::superseded(self.with(&[sheet])).values().any(|by| *by == sheet.id);
        let replaces = self.heads.iter().any(|h| h.id == sheet.id && force::is_signed(h));
        ((corrects || replaces) && self.decreed.iter().any(|a| a.contains(&desa)))
            .then(|| issue(sheet, DefectKind::MeetingDecreed, &sheet.id))
    }

    /// All meetings once these are in.
    fn with<'a>(&'a self, fresh: &[&'a MeetingHead]) -> Vec<&'a MeetingHead> {
        let new: BTreeSet<&str> = fresh.iter().map(|h| h.id.as_str()).collect();
        self.heads.iter().filter(|h| !new.contains(h.id.as_str())).chain(fresh.iter().copied()).collect()
    }

    /// Writes the sheets: rows that a corrected reading lost go, the stage is closed by what was signed
    /// on paper, earlier stages go out of force, and the provisional report is compared.
    pub(super) async fn write(
        &self,
        app: &App,
        tx: &mut Tx,
        sheets: &[(MeetingHead, Vec<MeetingLine>)],
    ) -> Result<(), AppError> {
        for (head, lines) in sheets {
            tx.replace_meeting(head, lines).await?;
            for stage in self.stages_of(head) {
                match (force::is_signed(head), stage.closed_at_ms) {
                    (true, _) => tx.put_meeting_stage(&force::closed_by_sheet(stage, head, app.now_ms())),
                    (false, Some(_)) => tx.put_meeting_stage(&force::open_again(stage)),
                    (false, None) => {}
                }
            }
        }
        let fresh: Vec<&MeetingHead> = sheets.iter().map(|(head, _)| head).collect();
        let all = self.with(&fresh);
        force::write(tx, &all, &self.superseded);
        let out = force::superseded(all.iter().copied());
        let reported = reported(tx, &fresh).await?;
        for head in fresh.into_iter().filter(|h| force::is_signed(h) && !out.contains_key(h.id.as_str())) {
            let Some(desa) = head.desa.as_deref().and_then(|d| AreaCode::parse(d).ok()) else { continue };
            if reported.contains(&(desa, hamlet_key(&head.hamlet))) {
                minutes_signed(app, tx, &desa, &head.hamlet, &recap_of(&head.counts)).await?;
            }
        }
        Ok(())
    }
}

/// Hamlets of these sheets that sent a provisional report.
async fn reported(tx: &mut Tx, fresh: &[&MeetingHead]) -> Result<BTreeSet<(AreaCode, String)>, AppError> {
    let desas: BTreeSet<&str> = fresh.iter().filter_map(|h| h.desa.as_deref()).collect();
    let mut all = BTreeSet::new();
    for kecamatan in desas.iter().filter_map(|d| d.get(..6)).collect::<BTreeSet<_>>() {
        for report in tx.provisional_reports(kecamatan).await? {
            let desa = AreaCode::parse(&report.desa).map_err(|e| AppError::fault(e.to_string()))?;
            all.insert((desa, hamlet_key(&report.hamlet)));
        }
    }
    Ok(all)
}

/// The recap as counts say it.
pub(crate) fn recap_of(counts: &str) -> Recap {
    let counts = counts_of(counts);
    Recap::count(Finding::ALL.into_iter().zip(counts).flat_map(|(finding, n)| std::iter::repeat_n(finding, n)))
}

fn issue(sheet: &MeetingHead, kind: DefectKind, signed: &str) -> Issue {
    let message = format!("{} ({signed}). {}.", kind.what(), kind.repair());
    Issue { file: sheet.file.clone(), row: 0, column: String::new(), kind, level: Level::Reject, message }
}

/// Takes the sheets of an import back: their rows go, stages they closed are open again, and an earlier
/// stage they stood before is in force again. Journals stay as they are.
pub(crate) async fn undo(tx: &mut Tx, kabupaten: &AreaCode, import: &str) -> Result<usize, AppError> {
    let held = Held::read(tx, kabupaten).await?;
    let (gone, left): (Vec<&MeetingHead>, Vec<&MeetingHead>) =
        held.heads.iter().partition(|h| h.import_id.as_deref() == Some(import));
    let mut rows = 0;
    for head in &gone {
        rows += tx.delete_under(&MEETING_ROW, &head.id).await?;
        tx.delete_superseded(&head.id);
        for stage in held.stages_of(head) {
            if stage.closed_at_ms.is_some() && stage.seal_entry.is_none() {
                tx.put_meeting_stage(&force::open_again(stage));
            }
        }
    }
    force::write(tx, &left, &held.superseded);
    rows += tx.delete_imported(&MEETING, import).await?;
    Ok(rows)
}
