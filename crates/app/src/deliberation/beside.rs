//! Compares a sheet with what was signed for its stage before, and with the other sheets of its import.
//! What was signed is never replaced, and sheets that contradict each other are all rejected. R59, R76, ADR 0014.

use super::judged::Judged;
use super::signing::Held;
use crate::error::AppError;
use crate::meeting::force;
use domain::area::AreaCode;
use domain::defect::{DefectKind, Level};
use domain::deliberation::sheet::ReasonKind;
use exchange::Issue;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use store::Reader;
use store::deliberation::{MeetingHead, MeetingLine, MeetingRowBody};

/// What is kept of an import, and what is to be said about it.
#[derive(Debug, Default)]
pub(super) struct Beside {
    pub sheets: Vec<Judged>,
    pub issues: Vec<Issue>,
}

impl Judged {
    /// What was signed: all that is written on the sheet, whatever its file is called.
    fn print(&self) -> String {
        fingerprint(&self.head, &self.lines)
    }

    /// Households of FKP.01. Sheets of one stage that share none are parts of one meeting.
    fn households(&self) -> BTreeSet<&str> {
        listed(&self.lines)
    }

    /// Keeps the sheet as one that does not count.
    fn refuse(&mut self, why: ReasonKind) {
        let mut reasons: BTreeSet<&str> = self.head.reasons.split('|').filter(|r| !r.is_empty()).collect();
        reasons.insert(why.code());
        self.head.reasons = reasons.into_iter().collect::<Vec<_>>().join("|");
        self.head.verdict = "DITOLAK".to_owned();
        self.head.body.reasons.push((why.code().to_owned(), None));
    }

    /// Gives the sheet a number of its own beside the meeting that carries the one its file says.
    fn renumber(&mut self) {
        self.head.body.stage = Some(force::stage_of(&self.head));
        self.head.id = format!("{}.{}", self.head.id, &self.print()[..8]);
        for line in &mut self.lines {
            line.meeting.clone_from(&self.head.id);
        }
    }

    fn issue(&self, kind: DefectKind, level: Level, other: &str) -> Issue {
        let message = exchange::issue::message(kind, other);
        Issue { file: self.head.file.clone(), row: 0, column: String::new(), kind, level, message }
    }
}

/// SHA-256 of what a sheet says, hexadecimal.
fn fingerprint(head: &MeetingHead, lines: &[MeetingLine]) -> String {
    let mut hash = Sha256::new();
    let mut part = |text: &str| {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text);
    };
    let body = &head.body;
    part(&json!([force::hall(head), head.date, force::stage_of(head)]).to_string());
    part(&json!([body.attendance, body.asisten, body.enumerators]).to_string());
    for line in lines {
        // where it stands in the file is no part of it
        let written = MeetingRowBody { line: 0, ..line.body.clone() };
        part(&json!([line.form, line.no, line.household, line.head_name, line.checked, written]).to_string());
    }
    hex::encode(hash.finalize())
}

fn listed(lines: &[MeetingLine]) -> BTreeSet<&str> {
    lines.iter().filter(|l| l.form == "FKP.01").filter_map(|l| l.household.as_deref()).collect()
}

/// Sets the sheets beside what is held, and beside each other. The result is the same in whichever order
/// they come.
pub(super) async fn beside(held: &Held, reader: &mut Reader, mut judged: Vec<Judged>) -> Result<Beside, AppError> {
    judged.sort_by_cached_key(|s| (s.head.id.clone(), s.head.file.clone(), s.print()));
    let mut out = Beside::default();
    for mut sheet in judged {
        if let Some(signed) = held.journal(&sheet.head) {
            out.issues.push(sheet.issue(DefectKind::MeetingSigned, Level::Reject, &signed));
            sheet.refuse(ReasonKind::StageSigned);
        } else {
            match signed_before(held, reader, &sheet).await? {
                Some((known, true)) => {
                    out.issues.push(sheet.issue(DefectKind::SheetKnown, Level::Info, &known));
                    continue;
                }
                Some((signed, false)) => {
                    out.issues.push(sheet.issue(DefectKind::MeetingSigned, Level::Reject, &signed));
                    sheet.refuse(ReasonKind::StageSigned);
                }
                None => {}
            }
        }
        if force::is_signed(&sheet.head) && after_decree(held, &sheet.head) {
            out.issues.push(sheet.issue(DefectKind::MeetingDecreed, Level::Reject, &sheet.head.id));
            sheet.refuse(ReasonKind::AfterDecree);
        }
        if force::is_signed(&sheet.head) && held.is_not_issued(&sheet.head) {
            let stage = format!("tahap {}", force::stage_of(&sheet.head));
            out.issues.push(sheet.issue(DefectKind::StageNotIssued, Level::Reject, &stage));
            sheet.refuse(ReasonKind::StageNotIssued);
        }
        out.sheets.push(sheet);
    }
    out.among_themselves();
    out.number(held);
    for sheet in out.sheets.iter().filter(|s| force::is_signed(&s.head)) {
        for stage in held.stages_of(&sheet.head).into_iter().filter(|s| s.entry_count > 0) {
            out.issues.push(sheet.issue(DefectKind::SheetOverJournal, Level::Warning, &stage.id));
        }
    }
    out.issues.sort();
    Ok(out)
}

/// The signed sheet that stands where this one would: the one of the same number, or one of the same stage
/// with a household of this one. With whether both say the same.
async fn signed_before(held: &Held, reader: &mut Reader, sheet: &Judged) -> Result<Option<(String, bool)>, AppError> {
    let mut found = None;
    for other in held.heads.iter().filter(|h| force::is_signed(h)) {
        let same_number = other.id == sheet.head.id;
        let same_stage = force::is_signed(&sheet.head) && force::is_same_stage(other, &sheet.head);
        if !same_number && !same_stage {
            continue;
        }
        let lines = reader.meeting_rows(&other.id).await?;
        if fingerprint(other, &lines) == sheet.print() {
            return Ok(Some((other.id.clone(), true)));
        }
        if same_number || !listed(&lines).is_disjoint(&sheet.households()) {
            found.get_or_insert((other.id.clone(), false));
        }
    }
    Ok(found)
}

/// Whether the sheet would take out of force what a decree was signed over.
fn after_decree(held: &Held, sheet: &MeetingHead) -> bool {
    let Some(desa) = sheet.desa.as_deref().and_then(|d| AreaCode::parse(d).ok()) else { return false };
    held.decreed.iter().any(|area| area.contains(&desa))
        && force::superseded(held.with(&[sheet])).values().any(|by| *by == sheet.id)
}

impl Beside {
    /// How many sheets were refused, and how many were accepted with something to look at.
    pub(super) fn judged(&self) -> (usize, usize) {
        let accepted: Vec<&Judged> = self.sheets.iter().filter(|s| force::is_signed(&s.head)).collect();
        (self.sheets.len() - accepted.len(), accepted.iter().filter(|s| !s.head.warnings.is_empty()).count())
    }

    /// Sheets of one stage that name the same household: copies of one sheet count once, and of sheets that
    /// differ none counts, for nothing says which of them was signed.
    fn among_themselves(&mut self) {
        let mut halls: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (at, sheet) in self.sheets.iter().enumerate().filter(|(_, s)| force::is_signed(&s.head)) {
            if let Some((desa, key)) = force::hall(&sheet.head) {
                halls.entry((desa.to_owned(), key, force::stage_of(&sheet.head))).or_default().push(at);
            }
        }
        let (mut copies, mut differing) = (BTreeSet::new(), BTreeMap::new());
        for mut hall in halls.into_values() {
            let mut first: BTreeMap<String, usize> = BTreeMap::new();
            hall.retain(|at| {
                let of = *first.entry(self.sheets[*at].print()).or_insert(*at);
                if of != *at {
                    copies.insert(*at);
                    let known = self.sheets[of].head.file.clone();
                    self.issues.push(self.sheets[*at].issue(DefectKind::SheetKnown, Level::Info, &known));
                }
                of == *at
            });
            for at in &hall {
                let own = self.sheets[*at].households();
                let others = hall.iter().filter(|o| *o != at && !self.sheets[**o].households().is_disjoint(&own));
                let names: Vec<&str> = others.map(|o| self.sheets[*o].head.file.as_str()).collect();
                if !names.is_empty() {
                    differing.insert(*at, names.join(", "));
                }
            }
        }
        for (at, names) in differing {
            self.issues.push(self.sheets[at].issue(DefectKind::SheetsDiffer, Level::Reject, &names));
            self.sheets[at].refuse(ReasonKind::SheetsDiffer);
        }
        self.leave_out(&copies);
    }

    /// No two meetings carry one number, and none that was signed is written over: a sheet that finds its
    /// number taken gets one of its own.
    fn number(&mut self, held: &Held) {
        let mut used = held.signed_numbers();
        let mut places: Vec<usize> = (0..self.sheets.len()).collect();
        places.sort_by_key(|at| !force::is_signed(&self.sheets[*at].head));
        let mut copies = BTreeSet::new();
        for at in places {
            if used.contains(&self.sheets[at].head.id) {
                self.sheets[at].renumber();
            }
            // a refused sheet that came more than once
            if !used.insert(self.sheets[at].head.id.clone()) {
                copies.insert(at);
            }
        }
        self.leave_out(&copies);
    }

    fn leave_out(&mut self, places: &BTreeSet<usize>) {
        let sheets = std::mem::take(&mut self.sheets).into_iter().enumerate();
        self.sheets = sheets.filter(|(at, _)| !places.contains(at)).map(|(_, sheet)| sheet).collect();
    }
}
