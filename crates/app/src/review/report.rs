//! How well reviewers agree with each other and with the kernel, how that changes, how long a
//! decision takes, which evidence was overruled and why; and the export of decided pairs.

use crate::App;
use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::view::{Around, around, choose};
use domain::area::AreaCode;
use domain::identification::review::Step;
use std::collections::BTreeMap;
use store::identification::{CandidateRow, PairRow};
use store::review::DecisionRow;
use store::view::Span;
use store::weights::WeightsRow;

const DAY_MS: i64 = 24 * 3_600_000;

/// How many of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    /// That agree.
    pub agree: usize,
    /// Of all.
    pub all: usize,
}

impl Agreement {
    fn count(&mut self, agrees: bool) {
        self.all += 1;
        self.agree += usize::from(agrees);
    }
}

/// One week, or one officer, of decisions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Week {
    /// Monday of the week as ISO date, or the officer's account.
    pub label: String,
    /// Verdicts that stand.
    pub decided: usize,
    /// Of these, as the kernel's best candidate says.
    pub kernel: Agreement,
    /// That went against the evidence.
    pub overruled: usize,
    /// Median milliseconds a case was open before its verdict; `None` = not measured.
    pub median_ms: Option<i64>,
}

/// A verdict that went against the evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverruledLine {
    /// The registration.
    pub registration: String,
    /// When.
    pub at_ms: i64,
    /// Who.
    pub officer: String,
    /// What.
    pub category: String,
    /// Against which evidence: codes.
    pub overruled: Vec<String>,
    /// Ground; empty = words only.
    pub ground: String,
    /// Words.
    pub words: String,
}

/// The quality of review in an area.
#[derive(Clone, Debug)]
pub struct Quality {
    /// The area.
    pub around: Around,
    /// All together.
    pub sum: Week,
    /// By week, oldest first.
    pub weeks: Vec<Week>,
    /// By officer.
    pub officers: Vec<Week>,
    /// Verdicts by their word.
    pub verdicts: Vec<(String, usize)>,
    /// Second officers who agreed with the first.
    pub two_person: Agreement,
    /// Cases a third officer settled.
    pub settled: usize,
    /// Words taken back.
    pub undone: usize,
    /// Evidence that was overruled: code and how often.
    pub overruled: Vec<(String, usize)>,
    /// Each of these verdicts, newest first.
    pub lines: Vec<OverruledLine>,
    /// Versions of the learnt weights, newest first.
    pub versions: Vec<VersionLine>,
    /// Whether this officer may have the weights learnt again.
    pub may_retrain: bool,
    /// Cases decided about the register: what a training would learn from.
    pub learnable: usize,
}

/// A version of the learnt weights, and how well it foretold what reviewers then said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VersionLine {
    /// The version.
    pub row: WeightsRow,
    /// Verdicts on evidence weighed by it, and how many of them it would have given too.
    pub agreement: Agreement,
}

impl VersionLine {
    /// The field that moved most, if any did.
    #[must_use]
    pub fn most_moved(&self) -> Option<(&str, i32)> {
        let most = self.row.body.moved.iter().max_by_key(|(field, by)| (*by, std::cmp::Reverse(field)));
        most.filter(|(_, by)| *by > 0).map(|(field, by)| (field.as_str(), *by))
    }
}

fn version_line(row: WeightsRow, standing: &[&DecisionRow]) -> VersionLine {
    let mut agreement = Agreement::default();
    for d in standing.iter().filter(|d| d.category != "GANDA") {
        if let Some(said) = d.body.weighed.as_ref().filter(|w| w.version == row.no) {
            agreement.count(said.household == d.household);
        }
    }
    VersionLine { row, agreement }
}

/// The quality report of an area.
pub async fn quality(app: &App, officer: &Officer, asked: Option<AreaCode>) -> Result<Quality, AppError> {
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?;
    let area = choose(officer, Act::SeeReviewQuality, asked, &areas)?;
    let rows = reader.review_decisions_in(&Span::of(&area)).await?;
    let offset = app.clock.ms_of_day() - app.now_ms().rem_euclid(DAY_MS);
    let mut quality = report(around(officer, Act::SeeReviewQuality, area, &areas), &rows, offset);
    let standing = in_force(&rows);
    quality.versions = reader.weights().await?.into_iter().rev().map(|row| version_line(row, &standing)).collect();
    quality.learnable = standing.iter().filter(|d| d.category != "GANDA").count();
    quality.may_retrain = areas.kabupaten().is_some_and(|home| officer.could(Act::SettleReview, home));
    Ok(quality)
}

/// The report as CSV: the sum, weeks, officers, then each overruled verdict.
#[must_use]
pub fn quality_csv(q: &Quality) -> String {
    let mut out = String::from("bagian,label,diputus,sesuai_calon,melawan_bukti,median_detik\n");
    let mut line = |part: &str, w: &Week| {
        let median = w.median_ms.map(|ms| format!("{}.{:03}", ms / 1000, ms % 1000)).unwrap_or_default();
        let counts = [w.decided, w.kernel.agree, w.overruled].map(|n| n.to_string());
        out.push_str(&format!("{part},{},{},{median}\n", cell(&w.label), counts.join(",")));
    };
    line("JUMLAH", &q.sum);
    q.weeks.iter().for_each(|w| line("MINGGU", w));
    q.officers.iter().for_each(|w| line("PETUGAS", w));
    out.push_str("\nnomor,petugas,putusan,melawan,dasar,alasan\n");
    for l in &q.lines {
        let cells = [&l.registration, &l.officer, &l.category, &l.overruled.join("|"), &l.ground, &l.words];
        out.push_str(&cells.map(|c| cell(c)).join(","));
        out.push('\n');
    }
    out
}

/// A cell that no spreadsheet takes for a formula.
fn cell(text: &str) -> String {
    let text = crate::export::guarded(text.to_owned());
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// Whether a verdict is what the kernel's best candidate says: linked to it, or new where there is none.
fn follows(d: &DecisionRow) -> bool {
    match (&d.best, d.category.as_str()) {
        (Some(best), _) => d.household.as_ref() == Some(best),
        (None, category) => category == "BARU",
    }
}

/// The verdict in force of each case that has one.
pub(crate) fn in_force(rows: &[DecisionRow]) -> Vec<&DecisionRow> {
    let last = rows.iter().enumerate().filter(|(i, d)| {
        let is_last = rows.get(i + 1).is_none_or(|n| n.registration != d.registration);
        is_last && Step::from_code(&d.step).is_some_and(Step::decides)
    });
    last.map(|(_, d)| d).collect()
}

fn report(around: Around, rows: &[DecisionRow], offset_ms: i64) -> Quality {
    let mut weeks: BTreeMap<i64, Vec<&DecisionRow>> = BTreeMap::new();
    let mut officers: BTreeMap<&str, Vec<&DecisionRow>> = BTreeMap::new();
    let mut verdicts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut overruled: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut two_person, mut settled, mut undone) = (Agreement::default(), 0, 0);
    let mut lines = Vec::new();
    let standing = in_force(rows);
    for d in rows {
        match Step::from_code(&d.step) {
            Some(Step::Undone) => undone += 1,
            Some(Step::Confirmed) => two_person.count(true),
            Some(Step::Disagreed) => two_person.count(false),
            Some(Step::Settled) => settled += 1,
            Some(Step::Decided | Step::Proposed) | None => {}
        }
    }
    for d in &standing {
        weeks.entry(monday(d.at_ms + offset_ms)).or_default().push(d);
        officers.entry(&d.officer).or_default().push(d);
        *verdicts.entry(&d.category).or_default() += 1;
        let codes: Vec<&str> = d.overruled.split('|').filter(|c| !c.is_empty()).collect();
        for code in &codes {
            *overruled.entry(code).or_default() += 1;
        }
        if !codes.is_empty() {
            lines.push(OverruledLine {
                registration: d.registration.clone(),
                at_ms: d.at_ms,
                officer: d.officer.clone(),
                category: d.category.clone(),
                overruled: codes.into_iter().map(str::to_owned).collect(),
                ground: d.ground.clone(),
                words: d.body.words.clone(),
            });
        }
    }
    lines.sort_by(|a, b| (b.at_ms, &a.registration).cmp(&(a.at_ms, &b.registration)));
    let owned = |map: BTreeMap<&str, usize>| map.into_iter().map(|(k, n)| (k.to_owned(), n)).collect();
    Quality {
        around,
        sum: week(String::new(), &standing),
        weeks: weeks.into_iter().map(|(day, rows)| week(iso(day), &rows)).collect(),
        officers: officers.into_iter().map(|(who, rows)| week(who.to_owned(), &rows)).collect(),
        verdicts: owned(verdicts),
        two_person,
        settled,
        undone,
        overruled: owned(overruled),
        lines,
        versions: Vec::new(),
        may_retrain: false,
        learnable: 0,
    }
}

fn week(label: String, rows: &[&DecisionRow]) -> Week {
    let mut kernel = Agreement::default();
    rows.iter().for_each(|d| kernel.count(follows(d)));
    let mut took: Vec<i64> = rows.iter().filter_map(|d| d.took_ms).collect();
    took.sort_unstable();
    Week {
        label,
        decided: rows.len(),
        kernel,
        overruled: rows.iter().filter(|d| !d.overruled.is_empty()).count(),
        // the lower of the two in the middle: a time that was measured
        median_ms: took.get(took.len().saturating_sub(1) / 2).copied(),
    }
}

/// Days since 1970 of the Monday of the week a moment lies in.
fn monday(ms: i64) -> i64 {
    let day = ms.div_euclid(DAY_MS);
    // 1 January 1970 was a Thursday
    day - (day + 3).rem_euclid(7)
}

fn iso(day: i64) -> String {
    let epoch = domain::Date::constant(1970, 1, 1);
    let days = i32::try_from(day).unwrap_or(0);
    jiff::Span::new()
        .try_days(days)
        .ok()
        .and_then(|s| epoch.checked_add(s).ok())
        .map(|d| d.to_string())
        .unwrap_or_default()
}

/// Two households a person judged: what a kernel learns new weights from.
///
/// It holds how the fields agreed, never what was written in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrainingPair {
    /// The registration.
    pub registration: String,
    /// The register's household.
    pub household: String,
    /// Whether a person says they are one household.
    pub same: bool,
    /// Whether two persons came to it independently, or a third settled it.
    pub by_two: bool,
    /// Whether the verdict went against the evidence.
    pub overruled: bool,
    /// Level of the evidence.
    pub level: String,
    /// Where the household lives, seen from the registration.
    pub region: String,
    /// How the addresses agree.
    pub address: String,
    /// How the family cards agree.
    pub family_card: String,
    /// Registered persons without a partner.
    pub only_registered: usize,
    /// The register's persons without a partner.
    pub only_register: usize,
    /// Aligned persons.
    pub persons: Vec<TrainingPerson>,
}

/// Two aligned persons: the agreement of each field, in the evidence's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrainingPerson {
    /// Level.
    pub level: String,
    /// Likeness of the names, per mille.
    pub name: u16,
    /// Spelling.
    pub spelling: String,
    /// Birth.
    pub birth: String,
    /// NIK.
    pub nik: String,
    /// Sex.
    pub sex: String,
    /// Marital status.
    pub marital: String,
    /// Relation to the head.
    pub relation: String,
    /// Mother's name.
    pub mother: String,
}

/// Every pair of households that a verdict in force judged: a link says yes to its household and
/// no to the other candidates, a new household says no to all; a double registration says nothing
/// about the register. Ordered by registration and rank of the candidate.
pub async fn training_pairs(app: &App, officer: &Officer) -> Result<Vec<TrainingPair>, AppError> {
    let kabupaten = app.kabupaten().await?;
    officer.may(Act::Export, kabupaten)?;
    officer.may(Act::SeeReviewQuality, kabupaten)?;
    let mut reader = app.store.read().await?;
    let rows = reader.review_decisions_in(&Span::of(&kabupaten)).await?;
    let mut pairs = Vec::new();
    for d in in_force(&rows).into_iter().filter(|d| d.category != "GANDA") {
        let Some(step) = Step::from_code(&d.step) else { continue };
        let Some(row) = reader.identification(&d.registration).await? else { continue };
        for c in &row.evidence.candidates {
            pairs.push(training_pair(d, step, c));
        }
    }
    Ok(pairs)
}

fn training_pair(d: &DecisionRow, step: Step, c: &CandidateRow) -> TrainingPair {
    TrainingPair {
        registration: d.registration.clone(),
        household: c.household.clone(),
        same: d.household.as_deref() == Some(c.household.as_str()),
        by_two: matches!(step, Step::Confirmed | Step::Settled),
        overruled: !d.overruled.is_empty(),
        level: c.level.clone(),
        region: c.region.clone(),
        address: c.address.clone(),
        family_card: c.family_card.clone(),
        only_registered: c.only_registered.len(),
        only_register: c.only_register.len(),
        persons: c.members.iter().chain(&c.conflicts).map(training_person).collect(),
    }
}

fn training_person(p: &PairRow) -> TrainingPerson {
    TrainingPerson {
        level: p.level.clone(),
        name: p.name,
        spelling: p.spelling.clone(),
        birth: p.birth.clone(),
        nik: p.nik.clone(),
        sex: p.sex.clone(),
        marital: p.marital.clone(),
        relation: p.relation.clone(),
        mother: p.mother.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_quoted_and_never_a_formula() {
        assert_eq!(cell("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(cell("a,\"b\""), "\"a,\"\"b\"\"\"");
    }

    #[test]
    fn a_week_begins_on_its_monday() {
        // 22 November 2016 was a Tuesday
        let tuesday = 1_479_772_800_000;
        assert_eq!(iso(monday(tuesday)), "2016-11-21");
        assert_eq!(iso(monday(tuesday - DAY_MS)), "2016-11-21");
        assert_eq!(iso(monday(tuesday - 2 * DAY_MS)), "2016-11-14");
    }
}
