//! Which signed meeting of a hamlet is in force. What was signed is never edited: a correction is a
//! later stage, and once it is signed, it alone counts. R76, ADR 0014.

use super::counts_of;
use crate::error::AppError;
use crate::verification::ACCEPTED;
use domain::area::AreaCode;
use domain::deliberation::sheet::hamlet_key;
use std::collections::{BTreeMap, BTreeSet};
use store::deliberation::{MeetingHead, MeetingLine};
use store::meeting::StageRow;
use store::{Reader, Tx};

/// Stage of a meeting: as its minutes or the list of meetings say, else as its number says, else the first.
pub(crate) fn stage_of(head: &MeetingHead) -> u8 {
    head.body.stage.or_else(|| exchange::meetings::stage_in(&head.id)).unwrap_or(1)
}

/// Whether it was signed: closed as a journal, or an accepted sheet.
pub(crate) fn is_signed(head: &MeetingHead) -> bool {
    head.verdict == ACCEPTED
}

/// Desa and hamlet, when both are known: stages of one are stages of the same meeting.
pub(crate) fn hall(head: &MeetingHead) -> Option<(&str, String)> {
    let key = hamlet_key(&head.hamlet);
    Some((head.desa.as_deref()?, key)).filter(|(_, key)| !key.is_empty())
}

/// Whether both are about one stage of one hamlet.
pub(crate) fn is_same_stage(one: &MeetingHead, other: &MeetingHead) -> bool {
    one.desa == other.desa
        && stage_of(one) == stage_of(other)
        && hall(one).is_some_and(|place| hall(other) == Some(place))
}

/// Meetings that are not in force, with the signed meeting of a later stage that is.
pub(crate) fn superseded<'a>(heads: impl IntoIterator<Item = &'a MeetingHead>) -> BTreeMap<&'a str, &'a str> {
    let mut halls: BTreeMap<(&str, String), Vec<(u8, &str)>> = BTreeMap::new();
    for head in heads.into_iter().filter(|h| is_signed(h)) {
        if let Some(hall) = hall(head) {
            halls.entry(hall).or_default().push((stage_of(head), &head.id));
        }
    }
    let mut out = BTreeMap::new();
    for stages in halls.values() {
        let Some((last, by)) = stages.iter().max() else { continue };
        out.extend(stages.iter().filter(|(stage, _)| stage < last).map(|(_, id)| (*id, *by)));
    }
    out
}

/// Households on the sheet of a refused meeting: they wait until their hamlet has met again, that is until
/// it has signed minutes of another stage or of a journal, or another sheet of this stage names them.
pub(crate) fn waiting<'a>(heads: &[MeetingHead], rows: &'a [MeetingLine]) -> BTreeSet<&'a str> {
    let mut signed: BTreeMap<(&str, String), Vec<&MeetingHead>> = BTreeMap::new();
    for head in heads.iter().filter(|h| is_signed(h)) {
        if let Some(hall) = hall(head) {
            signed.entry(hall).or_default().push(head);
        }
    }
    let mut on: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (meeting, household) in rows.iter().filter_map(|r| Some((r.meeting.as_str(), r.household.as_deref()?))) {
        on.entry(meeting).or_default().insert(household);
    }
    let mut waiting = BTreeSet::new();
    for head in heads.iter().filter(|h| !is_signed(h)) {
        let minutes = hall(head).and_then(|hall| signed.get(&hall)).map(Vec::as_slice).unwrap_or_default();
        if minutes.iter().any(|m| m.body.closing.is_some() || stage_of(m) != stage_of(head)) {
            continue;
        }
        let met: BTreeSet<&str> = minutes.iter().filter_map(|m| on.get(m.id.as_str())).flatten().copied().collect();
        waiting.extend(on.get(head.id.as_str()).into_iter().flatten().filter(|h| !met.contains(*h)));
    }
    waiting
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

/// The stage as signed sheets leave it: closed, with their counts and without an entry.
pub(crate) fn closed_by_sheets(stage: &StageRow, sheets: &[&MeetingHead], now_ms: i64) -> StageRow {
    let mut counts = [0; 8];
    for sheet in sheets {
        for (sum, n) in counts.iter_mut().zip(counts_of(&sheet.counts)) {
            *sum += n;
        }
    }
    let counts: Vec<String> = (1..).zip(counts).map(|(code, n)| format!("{code}={n}")).collect();
    let sum = |of: fn(&MeetingHead) -> Option<i64>| sheets.iter().filter_map(|s| of(s)).sum();
    let enumerators: BTreeSet<&str> = sheets.iter().flat_map(|s| &s.body.enumerators).map(String::as_str).collect();
    StageRow {
        state: "BA_DITANDATANGANI".to_owned(),
        opened_at_ms: stage.opened_at_ms.or(Some(now_ms)),
        closed_at_ms: Some(now_ms),
        late_count: stage.entry_count,
        coded: stage.row_count,
        checked: stage.row_count,
        contested: 0,
        counts: counts.join(" "),
        proposed: sum(|s| s.proposed),
        quota: sum(|s| s.quota),
        blanks: sum(|s| s.blanks),
        enumerators: i64::try_from(enumerators.len()).unwrap_or(i64::MAX),
        ..stage.clone()
    }
}

/// The stage once the sheet that closed it is taken back, or read anew and refused.
pub(crate) fn open_again(stage: &StageRow) -> StageRow {
    let begun = stage.entry_count > 0;
    StageRow {
        state: if begun { "BERLANGSUNG" } else { "DISIAPKAN" }.to_owned(),
        opened_at_ms: stage.opened_at_ms.filter(|_| begun),
        closed_at_ms: None,
        late_count: 0,
        coded: 0,
        checked: 0,
        counts: String::new(),
        proposed: 0,
        quota: 0,
        blanks: 0,
        enumerators: 0,
        ..stage.clone()
    }
}

/// The decree that covers a desa, when one was issued. From then on its cases move forward only: what it
/// legalised is not corrected by a meeting any more, but by a new registration or an objection. Domain §2.1.
pub(crate) async fn decree_over(reader: &mut Reader, desa: &AreaCode) -> Result<Option<String>, AppError> {
    let over = |area: &str| AreaCode::parse(area).is_ok_and(|area| area.contains(desa));
    Ok(reader.decrees().await?.into_iter().find(|d| over(&d.area)).map(|d| d.number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::deliberation::{MeetingBody, MeetingRowBody};

    fn head(id: &str, hamlet: &str, stage: Option<u8>, verdict: &str) -> MeetingHead {
        MeetingHead {
            id: id.to_owned(),
            import_id: None,
            file: String::new(),
            desa: Some("3403012001".to_owned()),
            hamlet: hamlet.to_owned(),
            date: None,
            verdict: verdict.to_owned(),
            reasons: String::new(),
            warnings: String::new(),
            counts: String::new(),
            proposed: None,
            quota: None,
            blanks: None,
            body: MeetingBody { stage, ..MeetingBody::default() },
        }
    }

    #[test]
    fn only_the_latest_signed_stage_of_a_hamlet_is_in_force() {
        // R76
        let heads = [
            head("a", "Padukuhan Ngasem", Some(1), ACCEPTED),
            head("a_t2", "NGASEM", None, ACCEPTED),
            head("a_t3", "Ngasem", Some(3), "DITOLAK"),
            head("b", "Beji", Some(1), ACCEPTED),
            head("b-lagi", "Beji", Some(1), ACCEPTED),
        ];
        assert_eq!(superseded(&heads).into_iter().collect::<Vec<_>>(), [("a", "a_t2")]);
    }

    fn row(meeting: &str, household: &str) -> MeetingLine {
        MeetingLine {
            meeting: meeting.to_owned(),
            form: "FKP.01".to_owned(),
            no: 1,
            household: Some(household.to_owned()),
            head_name: None,
            code: Some(1),
            checked: true,
            outcome: String::new(),
            body: MeetingRowBody::default(),
        }
    }

    #[test]
    fn a_refused_sheet_keeps_a_household_waiting_until_its_hamlet_has_signed_minutes_about_it() {
        let mut heads = vec![head("a", "Ngasem", Some(1), "DITOLAK")];
        let rows = [row("a", "1"), row("a", "2"), row("a-lagi", "2"), row("a_t2", "1")];
        let of = |heads: &[MeetingHead]| waiting(heads, &rows).into_iter().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(of(&heads), ["1", "2"]);
        heads.push(head("a-lagi", "Ngasem", Some(1), ACCEPTED));
        assert_eq!(of(&heads), ["1"], "another sheet of the stage names the other one");
        heads.push(head("a_t2", "Ngasem", Some(2), ACCEPTED));
        assert!(of(&heads).is_empty());
    }
}
