//! What a correction changes: the signed stage before it, and every row that differs now. R76.

use super::force;
use crate::error::AppError;
use domain::Date;
use std::collections::BTreeMap;
use store::Reader;
use store::deliberation::{MeetingHead, MeetingLine};

/// The stage that signed minutes correct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Number of the meeting.
    pub meeting: String,
    /// Its stage.
    pub stage: u8,
    /// Its day.
    pub date: Option<Date>,
    /// What is another one now, FKP.01 first.
    pub changes: Vec<Change>,
}

/// One row that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Nomor RTS of FKP.01, or the number on FKP.02 as it is now, else as it was.
    pub row: String,
    /// `FKP.01` or `FKP.02`.
    pub form: String,
    /// Name of the head as the forms carry it.
    pub head_name: Option<String>,
    /// Code or outcome in the stage before; empty = it did not stand there.
    pub was: String,
    /// Code or outcome now; empty = it stands there no more.
    pub is: String,
}

/// The stage these minutes correct, and what changed; `None` for a first stage.
pub async fn correction_of(
    reader: &mut Reader,
    head: &MeetingHead,
    lines: &[MeetingLine],
) -> Result<Option<Correction>, AppError> {
    let Some(before) = force::before(reader, head).await? else { return Ok(None) };
    let were = reader.meeting_rows(&before.id).await?;
    Ok(Some(Correction {
        stage: force::stage_of(&before),
        date: before.date.as_deref().and_then(|d| d.parse().ok()),
        changes: changes(&were, lines),
        meeting: before.id,
    }))
}

fn changes(were: &[MeetingLine], are: &[MeetingLine]) -> Vec<Change> {
    let listed = |lines: &[MeetingLine]| -> BTreeMap<String, MeetingLine> {
        let rows = lines.iter().filter(|l| l.form == "FKP.01");
        rows.filter_map(|l| Some((l.household.clone()?, l.clone()))).collect()
    };
    let (before, now) = (listed(were), listed(are));
    let code = |l: Option<&MeetingLine>| l.and_then(|l| l.code).map(|c| c.to_string()).unwrap_or_default();
    // in the order of the form, rows that are gone last
    let rows = are.iter().chain(were.iter().filter(|l| l.household.as_ref().is_some_and(|h| !now.contains_key(h))));
    let mut all: Vec<Change> = rows
        .filter(|l| l.form == "FKP.01")
        .filter_map(|l| {
            let row = l.household.clone()?;
            let (was, is) = (code(before.get(&row)), code(now.get(&row)));
            (was != is).then(|| Change { row, form: l.form.clone(), head_name: l.head_name.clone(), was, is })
        })
        .collect();
    let proposed = |lines: &[MeetingLine]| lines.iter().filter(|l| l.form == "FKP.02").cloned().collect::<Vec<_>>();
    let (before, now) = (proposed(were), proposed(are));
    let same = |all: &[MeetingLine], l: &MeetingLine| all.iter().find(|o| o.is_same_proposal(l)).cloned();
    let gone = before.iter().filter(|l| same(&now, l).is_none());
    for l in now.iter().chain(gone) {
        let outcome = |l: Option<MeetingLine>| l.map(|l| l.outcome).unwrap_or_default();
        let (was, is) = (outcome(same(&before, l)), outcome(same(&now, l)));
        if was != is {
            let (row, form) = (l.no.to_string(), l.form.clone());
            all.push(Change { row, form, head_name: l.head_name.clone(), was, is });
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::deliberation::MeetingRowBody;

    fn line(form: &str, no: i64, household: Option<&str>, code: Option<i64>, outcome: &str) -> MeetingLine {
        MeetingLine {
            meeting: "m".to_owned(),
            form: form.to_owned(),
            no,
            household: household.map(str::to_owned),
            // names are compared by their letters
            head_name: Some(format!("NAMA {}", ["NOL", "SATU", "DUA", "TIGA"][no as usize])),
            code,
            checked: true,
            outcome: outcome.to_owned(),
            body: MeetingRowBody::default(),
        }
    }

    #[test]
    fn only_rows_that_are_others_now_are_told_each_once() {
        // R76
        let were = [
            line("FKP.01", 1, Some("a"), Some(1), "TETAP"),
            line("FKP.01", 2, Some("b"), Some(4), "PINDAH"),
            line("FKP.02", 1, None, Some(7), "UNTUK_DIDATA"),
            line("FKP.02", 2, None, None, "DICORET"),
        ];
        let are = [
            line("FKP.01", 1, Some("a"), Some(1), "TETAP"),
            line("FKP.01", 2, Some("b"), Some(1), "TETAP"),
            line("FKP.02", 2, None, Some(7), "UNTUK_DIDATA"),
            line("FKP.02", 3, None, None, "DITARIK"),
        ];
        let told: Vec<(String, String, String)> =
            changes(&were, &are).into_iter().map(|c| (c.row, c.was, c.is)).collect();
        let expected =
            [("b", "4", "1"), ("2", "DICORET", "UNTUK_DIDATA"), ("3", "", "DITARIK"), ("1", "UNTUK_DIDATA", "")];
        assert_eq!(told, expected.map(|(row, was, is)| (row.to_owned(), was.to_owned(), is.to_owned())));
    }
}
