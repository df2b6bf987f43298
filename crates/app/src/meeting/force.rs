//! Which signed meeting of a hamlet is in force, as `domain` decides it, written down. R76, ADR 0014.

use crate::error::AppError;
use crate::{decree, round};
use domain::area::AreaCode;
use domain::deliberation::force;
use domain::deliberation::minutes::Recap;
use domain::deliberation::sheet::hamlet_key;
use domain::round::{MeetingAct, MeetingStanding, MeetingState};
use std::collections::{BTreeMap, BTreeSet};
use store::deliberation::{MeetingHead, MeetingLine};
use store::meeting::StageRow;
use store::{Reader, Tx};

/// Stage of a meeting: as its minutes or the list of meetings say, else as its number says, else the first.
pub(crate) fn stage_of(head: &MeetingHead) -> u8 {
    head.minutes().stage
}

/// Whether it was signed: closed as a journal, or an accepted sheet.
pub(crate) fn is_signed(head: &MeetingHead) -> bool {
    head.minutes().is_signed
}

/// Desa and hamlet, when both are known: stages of one are stages of the same meeting.
pub(crate) fn hall(head: &MeetingHead) -> Option<(&str, String)> {
    head.minutes().hall()
}

/// Whether both are about one stage of one hamlet.
pub(crate) fn is_same_stage(one: &MeetingHead, other: &MeetingHead) -> bool {
    one.minutes().is_same_stage(&other.minutes())
}

/// Meetings that are not in force, with the signed meeting of a later stage that is.
pub(crate) fn superseded<'a>(heads: impl IntoIterator<Item = &'a MeetingHead>) -> BTreeMap<&'a str, &'a str> {
    force::superseded(heads.into_iter().map(MeetingHead::minutes))
}

/// Households on the sheet of a refused meeting that wait until their hamlet has met again.
pub(crate) fn waiting<'a>(heads: &'a [MeetingHead], rows: &'a [MeetingLine]) -> BTreeSet<&'a str> {
    let all: Vec<_> = heads.iter().map(MeetingHead::minutes).collect();
    force::waiting(&all, rows.iter().filter_map(|r| Some((r.meeting.as_str(), r.household.as_deref()?))))
}

/// Writes into the change which of these meetings are in force, `heads` being all there are of their hamlets
/// after it, and `before` what was written so far.
pub(crate) fn write(tx: &mut Tx, heads: &[&MeetingHead], before: &BTreeMap<String, String>) {
    let now = superseded(heads.iter().copied());
    for head in heads {
        let (was, is) = (before.get(&head.id).map(String::as_str), now.get(head.id.as_str()).copied());
        match is {
            Some(by) if was != Some(by) => tx.put_superseded(&head.id, by),
            None if was.is_some() => tx.delete_superseded(&head.id),
            _ => {}
        }
    }
}

/// The same for one meeting that is being signed.
pub(crate) async fn signing(tx: &mut Tx, fresh: &MeetingHead) -> Result<(), AppError> {
    let Some(desa) = fresh.desa.as_deref() else { return Ok(()) };
    let held = tx.meetings_in(desa).await?;
    let of_hall: Vec<&MeetingHead> =
        held.iter().filter(|h| h.id != fresh.id && hall(h) == hall(fresh)).chain([fresh]).collect();
    let mut before = BTreeMap::new();
    for head in &of_hall {
        if let Some(by) = tx.superseded_by(&head.id).await? {
            before.insert(head.id.clone(), by);
        }
    }
    write(tx, &of_hall, &before);
    Ok(())
}

/// The signed meeting of a stage: the journal's own, or the sheets that were taken for it. A hamlet that met
/// in two halls has a sheet of each.
pub(crate) async fn signed_of(reader: &mut Reader, stage: &StageRow) -> Result<Vec<MeetingHead>, AppError> {
    if let Some(own) = reader.meeting(&stage.id).await?.filter(|m| m.body.closing.is_some()) {
        return Ok(vec![own]);
    }
    let key = hamlet_key(&stage.hamlet);
    let all = reader.meetings_in(&stage.desa).await?;
    let same = |h: &MeetingHead| is_signed(h) && hamlet_key(&h.hamlet) == key && i64::from(stage_of(h)) == stage.stage;
    Ok(all.into_iter().filter(same).collect())
}

/// The signed stage that a signed meeting corrects: of its hamlet the last one before it. R76.
pub(crate) async fn before(reader: &mut Reader, head: &MeetingHead) -> Result<Option<MeetingHead>, AppError> {
    let (Some(desa), true) = (head.desa.as_deref(), is_signed(head) && hall(head).is_some()) else { return Ok(None) };
    let all = reader.meetings_in(desa).await?;
    let earlier = all.into_iter().filter(|h| is_signed(h) && hall(h) == hall(head) && stage_of(h) < stage_of(head));
    Ok(earlier.max_by_key(|h| (stage_of(h), h.id.clone())))
}

/// The acts by which a signed sheet closes a stage.
pub(crate) fn sheet_acts(stage: &StageRow) -> Vec<MeetingAct> {
    MeetingStanding { state: stage.state, confirmed: false }.evening_to(MeetingState::Signed)
}

/// The acts by which a stage is open again once its sheet is taken back.
pub(crate) fn reopening(stage: &StageRow) -> Vec<MeetingAct> {
    let begun = (stage.entry_count > 0).then_some(MeetingAct::Open);
    std::iter::once(MeetingAct::Reopen).chain(begun).collect()
}

/// The stage as signed sheets leave it: closed, with their counts and without an entry.
pub(crate) fn closed_by_sheets(stage: &StageRow, sheets: &[&MeetingHead], now_ms: i64) -> StageRow {
    let enumerators: BTreeSet<&str> = sheets.iter().flat_map(|s| &s.body.enumerators).map(String::as_str).collect();
    StageRow {
        opened_at_ms: stage.opened_at_ms.or(Some(now_ms)),
        closed_at_ms: Some(now_ms),
        late_count: stage.entry_count,
        coded: stage.row_count,
        checked: stage.row_count,
        contested: 0,
        counts: sheets.iter().map(|s| s.counts).sum(),
        enumerators: i64::try_from(enumerators.len()).unwrap_or(i64::MAX),
        ..stage.clone()
    }
}

/// The stage once the sheet that closed it is taken back, or read anew and refused.
pub(crate) fn open_again(stage: &StageRow) -> StageRow {
    let begun = stage.entry_count > 0;
    StageRow {
        opened_at_ms: stage.opened_at_ms.filter(|_| begun),
        closed_at_ms: None,
        late_count: 0,
        coded: 0,
        checked: 0,
        counts: Recap::default(),
        enumerators: 0,
        ..stage.clone()
    }
}

/// The decree of this round that covers a desa, when one was signed. From then on its cases move forward only: what
/// it legalised is not corrected by a meeting of the round any more, but by a new registration or an objection.
/// The hamlet meets again in the next round. Domain §2.1, design D17.
pub(crate) async fn decree_over(reader: &mut Reader, desa: &AreaCode) -> Result<Option<String>, AppError> {
    let signed = signed_decrees(reader).await?;
    Ok(signed.into_iter().find(|(area, _)| area.contains(desa)).map(|(_, number)| number))
}

/// Areas and numbers of the decrees that were signed in the round that is open, or was last.
pub(crate) async fn signed_decrees(reader: &mut Reader) -> Result<Vec<(AreaCode, String)>, AppError> {
    let last = reader.rounds().await?.into_iter().next_back().map(|r| r.id.as_str().to_owned());
    let own = reader.decrees().await?.into_iter().filter(|d| d.state != decree::DRAFT && d.round == last);
    Ok(own.filter_map(|d| Some((AreaCode::parse(&d.area).ok()?, d.number))).collect())
}

/// Whether signed minutes belong to an earlier round than the one that is open: the hamlet meets again, and what it
/// says then is no correction.
pub(crate) async fn is_of_earlier_round(reader: &mut Reader, stage: &StageRow) -> Result<bool, AppError> {
    let Some(open) = round::open_id(reader).await? else { return Ok(false) };
    let signed = signed_of(reader, stage).await?;
    Ok(!signed.is_empty() && signed.iter().all(|m| m.body.round.as_ref().is_some_and(|r| *r != open)))
}
