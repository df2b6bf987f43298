//! Compares an imported sheet with the workspace: issued forms, a signed journal, an earlier stage. An
//! accepted sheet counts as signed minutes. R59, R68, R76, ADR 0014.

use super::judged::Judged;
use crate::App;
use crate::error::AppError;
use crate::meeting::{MeetingRefused, force};
use crate::sms::minutes_signed;
use domain::area::AreaCode;
use domain::deliberation::sheet::hamlet_key;
use std::collections::{BTreeMap, BTreeSet};
use store::deliberation::MeetingHead;
use store::meeting::StageRow;
use store::table::{MEETING, MEETING_ROW};
use store::view::Span;
use store::{Reader, Tx};

/// Meetings and stages before the import.
pub(super) struct Held {
    pub(super) heads: Vec<MeetingHead>,
    superseded: BTreeMap<String, String>,
    stages: Vec<StageRow>,
    pub(super) decreed: Vec<AreaCode>,
}

impl Held {
    pub(super) async fn read(reader: &mut Reader, kabupaten: &AreaCode) -> Result<Self, AppError> {
        Ok(Self {
            heads: reader.meetings().await?,
            superseded: reader.superseded().await?,
            stages: reader.meeting_stages(&Span::of(kabupaten)).await?,
            decreed: force::signed_decrees(reader).await?.into_iter().map(|(area, _)| area).collect(),
        })
    }

    /// Desa of these sheets in which forms were issued: others may be writing there.
    pub(super) fn shared<'a>(&self, sheets: impl Iterator<Item = &'a MeetingHead>) -> BTreeSet<String> {
        let issued: BTreeSet<&str> = self.stages.iter().map(|s| s.desa.as_str()).collect();
        sheets.filter_map(|h| h.desa.clone()).filter(|d| issued.contains(d.as_str())).collect()
    }

    /// Issued stages that a sheet is the paper of.
    pub(super) fn stages_of(&self, head: &MeetingHead) -> Vec<&StageRow> {
        let key = hamlet_key(&head.hamlet);
        let stage = i64::from(force::stage_of(head));
        let same =
            |s: &&StageRow| head.desa.as_ref() == Some(&s.desa) && s.stage == stage && hamlet_key(&s.hamlet) == key;
        self.stages.iter().filter(same).collect()
    }

    /// The journal that was signed for the stage of a sheet, or under its number.
    pub(super) fn journal(&self, sheet: &MeetingHead) -> Option<String> {
        let stage = self.stages_of(sheet).into_iter().find(|s| s.seal_entry.is_some()).map(|s| s.id.clone());
        let minutes =
            |h: &&MeetingHead| h.body.closing.is_some() && (h.id == sheet.id || force::is_same_stage(h, sheet));
        stage.or_else(|| self.heads.iter().find(minutes).map(|h| h.id.clone()))
    }

    /// Whether the hamlet has issued forms, but none of this stage: a slip in one cell takes nothing out of
    /// force. A hamlet that meets on paper alone says its stages itself. R59, R76.
    pub(super) fn is_not_issued(&self, sheet: &MeetingHead) -> bool {
        let key = hamlet_key(&sheet.hamlet);
        let here = |s: &StageRow| sheet.desa.as_ref() == Some(&s.desa) && hamlet_key(&s.hamlet) == key;
        self.stages_of(sheet).is_empty() && self.stages.iter().any(here)
    }

    /// Numbers of the meetings that were signed: nothing is written over them.
    pub(super) fn signed_numbers(&self) -> BTreeSet<String> {
        self.heads.iter().filter(|h| force::is_signed(h)).map(|h| h.id.clone()).collect()
    }

    /// All meetings once these are in.
    pub(super) fn with<'a>(&'a self, fresh: &[&'a MeetingHead]) -> Vec<&'a MeetingHead> {
        let new: BTreeSet<&str> = fresh.iter().map(|h| h.id.as_str()).collect();
        self.heads.iter().filter(|h| !new.contains(h.id.as_str())).chain(fresh.iter().copied()).collect()
    }

    /// Writes the sheets: rows that a corrected reading lost go, the stage is closed by what was signed
    /// on paper, earlier stages go out of force, and the provisional report is compared. A sheet that was
    /// refused touches no stage.
    pub(super) async fn write(&self, app: &App, tx: &mut Tx, sheets: &[Judged]) -> Result<(), AppError> {
        let mut closed: BTreeMap<&str, (&StageRow, Vec<&MeetingHead>)> = BTreeMap::new();
        for Judged { head, lines } in sheets {
            tx.replace_meeting(head, lines).await?;
            for stage in self.stages_of(head).into_iter().filter(|_| force::is_signed(head)) {
                closed.entry(&stage.id).or_insert_with(|| (stage, Vec::new())).1.push(head);
            }
        }
        for (stage, parts) in closed.into_values() {
            let closed = force::closed_by_sheets(stage, &parts, app.now_ms());
            tx.move_meeting(closed, &force::sheet_acts(stage), None).map_err(MeetingRefused::Stays)?;
        }
        let fresh: Vec<&MeetingHead> = sheets.iter().map(|s| &s.head).collect();
        let all = self.with(&fresh);
        force::write(tx, &all, &self.superseded);
        let out = force::superseded(all.iter().copied());
        let reported = reported(tx, &fresh).await?;
        for head in fresh.into_iter().filter(|h| force::is_signed(h) && !out.contains_key(h.id.as_str())) {
            let Some(desa) = head.desa.as_deref().and_then(|d| AreaCode::parse(d).ok()) else { continue };
            if reported.contains(&(desa, hamlet_key(&head.hamlet))) {
                minutes_signed(app, tx, &desa, &head.hamlet, &head.counts).await?;
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
        for stage in held.stages_of(head).into_iter().filter(|_| force::is_signed(head)) {
            if stage.closed_at_ms.is_some() && stage.seal_entry.is_none() {
                tx.move_meeting(force::open_again(stage), &force::reopening(stage), Some("impor diurungkan"))
                    .map_err(MeetingRefused::Stays)?;
            }
        }
    }
    force::write(tx, &left, &held.superseded);
    rows += tx.delete_imported(&MEETING, import).await?;
    Ok(rows)
}
