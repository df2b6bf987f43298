//! What happened to a household or a registration, in the order in which it happened: who, in which role, when,
//! what, and why. R2, design D16.

use crate::account;
use crate::error::AppError;
use domain::round::{CaseAct, CaseState};
use std::collections::{BTreeMap, BTreeSet};
use store::case::MoveRow;
use store::{EventView, Reader};

/// One thing that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Happened {
    /// When, in milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// Name of the person whose account did it; the account where the name is not known.
    pub who: String,
    /// Code of the role in which they did it; empty where none was noted.
    pub role: String,
    /// What it was.
    pub what: What,
    /// Why, as written.
    pub reason: Option<String>,
}

/// What happened: a case moved, or something else that the log tells.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A case moved.
    Moved {
        /// Registration, or row of a meeting.
        case: String,
        /// By which act.
        act: CaseAct,
        /// To which state.
        to: CaseState,
    },
    /// An event that moved no case.
    Event(EventView),
}

/// The history of a subject of the log, with the moves of its cases.
pub(super) async fn history(
    reader: &mut Reader,
    subject: &str,
    cases: &BTreeSet<String>,
) -> Result<Vec<Happened>, AppError> {
    let own = reader.history(subject).await?;
    let mut of_cases = Vec::new();
    for case in cases {
        let events = if case == subject { own.clone() } else { reader.history(case).await? };
        of_cases.push((events, reader.case_moves(case).await?));
    }
    let names = account::names(reader).await?;
    let mut told = told(own, of_cases);
    for one in &mut told {
        if let Some(name) = names.get(&one.who) {
            one.who.clone_from(name);
        }
    }
    Ok(told)
}

/// Puts the moves of cases where the events stand that wrote them. An event that moved a case is told by the move.
fn told(mut all: Vec<EventView>, cases: Vec<(Vec<EventView>, Vec<MoveRow>)>) -> Vec<Happened> {
    let mut by_event: BTreeMap<i64, Vec<Happened>> = BTreeMap::new();
    // moves of an older program, whose event is not in the log: by their own time
    let mut alone: Vec<Happened> = Vec::new();
    for (events, moves) in cases {
        let mut from = 0;
        for row in moves {
            let wrote = |e: &EventView| e.actor == row.actor && e.at_ms >= row.at_ms && moves_a_case(&e.kind, row.act);
            let found = events
                .iter()
                .enumerate()
                .skip(from)
                .filter(|(_, e)| wrote(e))
                .min_by_key(|(_, e)| (e.at_ms, !is_usual(&e.kind, row.act), e.seq));
            let seq = found.map(|(at, e)| {
                from = at;
                e.seq
            });
            let one = Happened {
                at_ms: row.at_ms,
                who: row.actor,
                role: row.role,
                what: What::Moved { case: row.case_id, act: row.act, to: row.to },
                reason: row.reason,
            };
            match seq {
                Some(seq) => by_event.entry(seq).or_default().push(one),
                None => alone.push(one),
            }
        }
        all.extend(events);
    }
    all.sort_by_key(|e| e.seq);
    all.dedup_by_key(|e| e.seq);
    let mut told: Vec<Happened> = Vec::new();
    for event in all {
        match by_event.remove(&event.seq) {
            Some(moves) => told.extend(moves),
            None => told.push(Happened {
                at_ms: event.at_ms,
                who: event.actor.clone(),
                role: String::new(),
                what: What::Event(event),
                reason: None,
            }),
        }
    }
    told.extend(alone);
    told.sort_by_key(|one| one.at_ms);
    told
}

/// Whether the act has no other event that would rather write it: of two at the same time the usual one is meant.
fn is_usual(kind: &str, act: CaseAct) -> bool {
    match act {
        CaseAct::SendToIdentification | CaseAct::MatchCertain | CaseAct::MatchDoubtful | CaseAct::Reidentify => {
            kind.starts_with("identification.")
        }
        _ => true,
    }
}

/// Whether an event of this kind writes moves by this act.
fn moves_a_case(kind: &str, act: CaseAct) -> bool {
    match act {
        CaseAct::Submit => kind.starts_with("registration.") || kind.starts_with("import."),
        CaseAct::SendToIdentification | CaseAct::MatchCertain | CaseAct::MatchDoubtful | CaseAct::Reidentify => {
            kind.starts_with("identification.") || kind.starts_with("registration.") || kind.starts_with("import.")
        }
        CaseAct::Join => kind.starts_with("identification.") || kind == "prelist.frozen",
        CaseAct::Decide | CaseAct::TakeBack => kind.starts_with("identification."),
        CaseAct::Correct => kind.starts_with("import.") || kind.starts_with("identification."),
        CaseAct::EnterPrelist => kind == "prelist.frozen",
        CaseAct::EnterVisitList | CaseAct::Assign | CaseAct::Visit(_) | CaseAct::Approve | CaseAct::SendBack => {
            kind.starts_with("import.") || kind.starts_with("visit.") || kind == "identification.finished"
        }
        CaseAct::EnterDecree => kind == "decree.issued",
        CaseAct::Close => kind == "decree.issued" || kind.starts_with("identification."),
        CaseAct::Deliver => kind == "decree.delivered",
        CaseAct::Accept | CaseAct::Reject | CaseAct::Rank | CaseAct::DrawProgramme => {
            kind.starts_with("edition.") || kind.starts_with("programme.") || kind.starts_with("decree.")
        }
        CaseAct::Reopen => kind.starts_with("registration."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(seq: i64, kind: &str, at_ms: i64) -> EventView {
        EventView {
            seq,
            chain: String::new(),
            chain_no: seq,
            kind: kind.to_owned(),
            actor: "dinsos".to_owned(),
            at_ms,
            payload: serde_json::Value::Null,
        }
    }

    fn moved(no: i64, act: CaseAct, at_ms: i64) -> MoveRow {
        MoveRow {
            case_id: "97.01/0001".to_owned(),
            no,
            act,
            from: CaseState::Draft,
            to: CaseState::Registered,
            actor: "dinsos".to_owned(),
            role: "dinsos".to_owned(),
            at_ms,
            reason: None,
        }
    }

    fn words(all: &[Happened]) -> Vec<String> {
        let word = |one: &Happened| match &one.what {
            What::Moved { act, .. } => act.code().to_owned(),
            What::Event(event) => event.kind.clone(),
        };
        all.iter().map(word).collect()
    }

    #[test]
    fn an_event_that_moved_the_case_is_told_by_its_moves_and_the_others_stand_between_them() {
        let household = vec![event(1, "import.taken", 5), event(4, "decree.prepared", 5), event(5, "decree.issued", 5)];
        let case =
            vec![event(2, "import.taken", 5), event(3, "identification.finished", 5), event(5, "decree.issued", 5)];
        let moves = vec![
            moved(1, CaseAct::Submit, 5),
            moved(2, CaseAct::SendToIdentification, 5),
            moved(3, CaseAct::MatchCertain, 5),
            moved(4, CaseAct::EnterDecree, 5),
        ];
        let told = told(household, vec![(case, moves)]);
        assert_eq!(
            words(&told),
            ["import.taken", "ajukan", "kirim_identifikasi", "cocok_pasti", "decree.prepared", "masuk_sk"]
        );
    }

    #[test]
    fn a_move_without_its_event_stands_by_its_time() {
        let events = vec![event(1, "import.taken", 5), event(2, "decree.prepared", 20)];
        let told = told(events, vec![(Vec::new(), vec![moved(1, CaseAct::Deliver, 10)])]);
        assert_eq!(words(&told), ["import.taken", "kirim", "decree.prepared"]);
    }
}
