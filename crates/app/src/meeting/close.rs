//! A closed journal as every later stage reads it: the same rows the import of a sheet writes.
//! R45, R66, R67, R70, domain §2.2.

use super::journal::Held;
use domain::Date;
use domain::deliberation::Finding;
use domain::deliberation::attendance::Attendance;
use domain::deliberation::fkp01::Fkp01Row;
use domain::deliberation::fkp02::{Proposal, Standing};
use domain::deliberation::journal::{Act, Closed, Group};
use domain::deliberation::minutes::Signature;
use domain::deliberation::paper;
use domain::deliberation::sheet::WarningKind;
use store::deliberation::{MeetingBody, MeetingHead, MeetingLine, MeetingRowBody, NoteRow, SignatureRow};

/// Head and rows of the closed meeting that was held on `day`.
pub(super) fn closed_rows(held: &Held, closed: &Closed, day: Date) -> (MeetingHead, Vec<MeetingLine>) {
    let meeting = &closed.meeting;
    let minutes = &meeting.minutes;
    let came = came(held, closed);
    let low = (!came.absent().is_empty()).then_some(WarningKind::LowAttendance);
    let nobody = minutes.enumerators.is_empty().then_some(WarningKind::NoEnumerator);
    let warnings: Vec<&str> = low.into_iter().chain(nobody).map(|w| w.code()).collect();
    let attendance = came.groups().into_iter().filter_map(|(group, n)| Some((group, u32::from(n?))));
    let head = MeetingHead {
        id: held.stage.id.clone(),
        import_id: None,
        file: String::new(),
        desa: Some(held.stage.desa.clone()),
        hamlet: held.stage.hamlet.clone(),
        date: Some(day.to_string()),
        verdict: "DITERIMA".to_owned(),
        reasons: String::new(),
        warnings: warnings.join("|"),
        counts: minutes.recap,
        body: MeetingBody {
            stage: Some(minutes.stage),
            attendance: attendance.map(|(group, n)| (group.to_owned(), n)).collect(),
            asisten: minutes.signatures.iter().find(|s| s.role.code() == "asisten").map(|s| s.name.clone()),
            enumerators: minutes.enumerators.iter().map(|e| e.name.clone()).collect(),
            trained: minutes.enumerators.iter().filter(|e| e.trained_on.is_some()).map(|e| e.name.clone()).collect(),
            warnings: warnings.iter().map(|w| ((*w).to_owned(), None)).collect(),
            signatures: minutes
                .signatures
                .iter()
                .map(|s| SignatureRow {
                    role: s.role.code().to_owned(),
                    name: s.name.clone(),
                    at_ms: s.at_ms,
                    written_by: written_by(held, closed, s),
                })
                .collect(),
            form_hash: Some(held.stage.form_hash.clone()),
            closing: Some(closed.entry.to_string()),
            ..MeetingBody::default()
        },
    };
    let listed = (1..).zip(meeting.fkp01.rows()).map(|(no, row)| listed(held, no, row));
    let proposed = meeting.fkp02.iter().map(|p| proposed(held, p));
    (head, listed.chain(proposed).collect())
}

/// Who came to this meeting. A correction opens with the state of the stage before it, but who was there that
/// evening is not who is here: only groups counted anew stand in its minutes. R28, R76.
fn came(held: &Held, closed: &Closed) -> Attendance {
    let mut came = closed.meeting.minutes.attendance;
    if held.stage.previous.is_none() {
        return came;
    }
    let counted = |group| {
        held.journal.entries().any(|e| {
            let anew = matches!(&e.act, Act::Attend { group: g, .. } if *g == group);
            anew && closed.covers.has(&e.id)
        })
    };
    came.dukuh = came.dukuh.filter(|_| counted(Group::Dukuh));
    came.rt = came.rt.filter(|_| counted(Group::Rt));
    came.rw = came.rw.filter(|_| counted(Group::Rw));
    came.community_leaders = came.community_leaders.filter(|_| counted(Group::Tokoh));
    came.marginal_groups = came.marginal_groups.filter(|_| counted(Group::Marginal));
    came
}

/// On whose device a signature was set. Domain §1.3.
fn written_by(held: &Held, closed: &Closed, signature: &Signature) -> Option<String> {
    let entry = held.journal.entries().find(|e| match &e.act {
        Act::Sign { role, name, covers } => {
            *covers == closed.covers
                && *role == signature.role
                && name.trim() == signature.name
                && e.at_ms == signature.at_ms
        }
        _ => false,
    })?;
    let on_paper = entry.id.device.as_str() == paper::DEVICE;
    Some(if on_paper { paper::DEVICE } else { entry.role.code() }.to_owned())
}

fn listed(held: &Held, no: i64, row: &Fkp01Row) -> MeetingLine {
    let printed = row.printed();
    let child = held.rows.iter().any(|r| r.row == printed.no_rts().as_str() && r.child);
    let code = row.finding();
    MeetingLine {
        meeting: held.stage.id.clone(),
        form: "FKP.01".to_owned(),
        no,
        household: Some(printed.no_rts().as_str().to_owned()),
        head_name: Some(printed.head_name().to_owned()).filter(|n| !child && !n.is_empty()),
        code: code.map(|c| i64::from(c.code())),
        checked: row.checked_by().is_some(),
        outcome: code.map_or("", crate::deliberation::listed_outcome).to_owned(),
        body: MeetingRowBody {
            members: printed.member_names().to_vec(),
            member_count: u16::try_from(printed.member_count()).ok(),
            address: printed.address().to_owned(),
            codes: code.map(|c| c.code().to_string()).unwrap_or_default(),
            remark: row.explanation.clone(),
            notes: row
                .notes()
                .iter()
                .map(|n| NoteRow {
                    column: n.column.number(),
                    change: n.change.code().to_owned(),
                    text: n.text.clone(),
                })
                .collect(),
            ..MeetingRowBody::default()
        },
    }
}

fn proposed(held: &Held, p: &Proposal) -> MeetingLine {
    let (outcome, remark, remedy) = match p.standing() {
        Standing::Retained => ("UNTUK_DIDATA", p.remark.clone(), None),
        Standing::Struck(strike) => ("DICORET", strike.reason.clone(), Some(strike.remedy.letter().to_owned())),
        Standing::Withdrawn { reason } => ("DITARIK", reason.clone(), None),
    };
    MeetingLine {
        meeting: held.stage.id.clone(),
        form: "FKP.02".to_owned(),
        no: i64::from(p.no),
        household: None,
        head_name: Some(p.head_name.clone()).filter(|n| !n.is_empty()),
        // a struck or withdrawn proposal is no new household
        code: p.is_retained().then(|| i64::from(Finding::New.code())),
        checked: false,
        outcome: outcome.to_owned(),
        body: MeetingRowBody {
            members: p.member_names.clone(),
            member_count: u16::try_from(p.member_names.len() + 1).ok(),
            address: p.address.clone(),
            codes: if p.is_retained() { Finding::New.code().to_string() } else { String::new() },
            remark,
            welfare_order: p.welfare_order,
            poorer_than_code2: p.poorer_than_improved,
            remedy,
            ..MeetingRowBody::default()
        },
    }
}
