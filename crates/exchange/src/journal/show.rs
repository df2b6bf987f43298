//! A state for pages and for the shared cases: counts, forms, what is contested and what was refused.

use super::{clock_json, digest};
use domain::deliberation::attendance::Absent;
use domain::deliberation::fkp02::{Proposal, Standing, StrikeRemedy};
use domain::deliberation::journal::{FieldValue, State};
use domain::deliberation::quota::Remedy;
use serde_json::{Value, json};

/// A state as JSON.
#[must_use]
pub fn state_json(state: &State) -> Value {
    let meeting = &state.meeting;
    let quota = meeting.quota();
    let recap: serde_json::Map<String, Value> =
        meeting.recap().iter().map(|(finding, n)| (finding.code().to_string(), json!(n))).collect();
    let rows = meeting.fkp01.rows().iter().map(|row| {
        let no = row.printed().no_rts();
        json!({
            "no": no.as_str(),
            "code": row.finding().map(domain::deliberation::Finding::code),
            "explanation": row.explanation,
            "checked_by": row.checked_by().map(domain::id::AccountId::as_str),
            "notes": row.notes().iter().map(|n| json!({
                "column": n.column.number(), "change": n.change.code(), "text": n.text,
            })).collect::<Vec<_>>(),
            "pencil": row.pencil().iter().map(|p| json!({"column": p.column.number(), "text": p.text})).collect::<Vec<_>>(),
            "kin": state.kin.get(no).into_iter().flatten().map(domain::id::AccountId::as_str).collect::<Vec<_>>(),
            "reread": state.reread.contains(no),
        })
    });
    let proposals = state.proposal_ids.iter().zip(meeting.fkp02()).map(|(id, p)| proposal(&id.to_string(), p));
    let contested = state.contested().into_iter().map(|c| {
        let values = c
            .writes
            .iter()
            .map(|w| json!({"entry": w.entry.to_string(), "actor": w.actor.as_str(), "value": value(&w.value)}));
        json!({"field": c.field.to_string(), "values": values.collect::<Vec<_>>()})
    });
    let refused = state.refused.iter().map(|r| {
        json!({
            "entry": r.entry.to_string(), "code": r.why.code(), "why": r.why.to_string(),
            "remedy": r.why.remedy(), "about": r.why.about(),
        })
    });
    let unmet = state.unmet().into_iter().map(|u| json!({"code": u.code(), "about": u.about()}));
    let closed = state.closed.as_ref().map(|c| {
        let signatures = c.meeting.minutes.signatures.iter();
        json!({
            "entry": c.entry.to_string(),
            "covers": clock_json(&c.covers),
            "signatures": signatures.map(|s| json!({"role": s.role.code(), "name": s.name, "at": s.at_ms})).collect::<Vec<_>>(),
        })
    });
    json!({
        "meeting": meeting.id.as_str(),
        "stage": meeting.stage,
        "digest": digest(state),
        "held": state.held_on().map(|d| d.to_string()),
        "attendance": {
            "dukuh": meeting.attendance.dukuh, "rt": meeting.attendance.rt, "rw": meeting.attendance.rw,
            "tokoh": meeting.attendance.community_leaders, "marginal": meeting.attendance.marginal_groups,
        },
        "absent": meeting.attendance.absent().into_iter().map(Absent::code).collect::<Vec<_>>(),
        "rows": rows.collect::<Vec<_>>(),
        "proposals": proposals.collect::<Vec<_>>(),
        "enumerators": meeting.enumerators.iter().map(|e| json!({
            "name": e.name, "hamlet": e.hamlet, "trained_on": e.trained_on.map(|d| d.to_string()),
        })).collect::<Vec<_>>(),
        "recap": recap,
        "quota": {"improved": quota.improved, "new": quota.new, "excess": quota.excess()},
        "remedies": state.remedies().into_iter().map(remedy).collect::<Vec<_>>(),
        "to_reread": state.to_reread().iter().map(ToString::to_string).collect::<Vec<_>>(),
        "none_found": state.none_found,
        "contested": contested.collect::<Vec<_>>(),
        "unmet": unmet.collect::<Vec<_>>(),
        "signed": state.signed.iter().map(|s| json!({
            "entry": s.entry.to_string(), "role": s.signature.role.code(), "name": s.signature.name,
            "covers": clock_json(&s.covers),
        })).collect::<Vec<_>>(),
        "refused": refused.collect::<Vec<_>>(),
        "waiting": state.waiting.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "late": state.late.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "closed": closed,
    })
}

fn proposal(id: &str, proposal: &Proposal) -> Value {
    let (standing, remedy, reason) = match proposal.standing() {
        Standing::Retained => ("retained", None, None),
        Standing::Struck(strike) => {
            let remedy = match strike.remedy {
                StrikeRemedy::BestOff => "a",
                StrikeRemedy::FitToQuota => "c",
            };
            ("struck", Some(remedy), Some(&strike.reason))
        }
        Standing::Withdrawn { reason } => ("withdrawn", None, Some(reason)),
    };
    let people = proposal.membership.people.iter().map(|p| {
        let verdict = p.verdict();
        json!({"name": p.name, "counts": verdict.counts, "rule": verdict.rule})
    });
    json!({
        "id": id, "no": proposal.no, "head_name": proposal.head_name, "members": proposal.member_names,
        "address": proposal.address, "remark": proposal.remark, "poorer": proposal.poorer_than_improved,
        "place": proposal.welfare_order, "standing": standing, "remedy": remedy, "reason": reason,
        "people": people.collect::<Vec<_>>(),
    })
}

fn remedy(remedy: Remedy) -> Value {
    match remedy {
        Remedy::StrikeBestOff { rows } => json!({"remedy": "a", "rows": rows}),
        Remedy::RereadFkp01 { candidates } => json!({"remedy": "b", "rows": candidates}),
        Remedy::StrikeToFit { rows } => json!({"remedy": "c", "rows": rows}),
    }
}

fn value(value: &FieldValue) -> Value {
    match value {
        FieldValue::Code(code) => json!(code.map(domain::deliberation::Finding::code)),
        FieldValue::Text(text) => json!(text),
        FieldValue::Note(note) => {
            json!({"column": note.column.number(), "change": note.change.code(), "text": note.text})
        }
        FieldValue::Day(day) => json!(day.to_string()),
        FieldValue::Count(n) => json!(n),
        FieldValue::Names(names) => json!(names),
        FieldValue::Yes(yes) => json!(yes),
        FieldValue::Order(ids) => json!(ids.iter().map(ToString::to_string).collect::<Vec<_>>()),
        FieldValue::Enumerator(agreed) => match agreed {
            None => Value::Null,
            Some(a) => {
                json!({"name": a.name, "hamlet": a.hamlet, "trained_on": a.trained_on.map(|d| d.to_string())})
            }
        },
    }
}
