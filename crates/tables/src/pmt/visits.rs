//! `mutakhir visits`: a score file in, a plan of visits out; then the plan and what the visits found in, the
//! error of the list out. The kernel is `ranking::visits` (ADR 21).

use super::file::{TableFile, sha256};
use super::refused::{PmtFailed, VisitsRefused};
use super::values::{Texts, written};
use crate::columns::{Table, TableWriter};
use crate::output;
use arrow::array::{ArrayRef, Int64Array, StringArray, UInt32Array, UInt64Array};
use arrow::datatypes::DataType;
use ranking::visits::{self, Cut, CutPlan, CutReport, Findings, Plan, PlanRefused, Ranked, Wish, draw_key};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const FORMAT: &str = "mutakhir-kunjungan-1";
const MILLION: u128 = 1_000_000;

/// A number of households, as such or as a part of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// Households.
    Households(u64),
    /// Millionths of the whole.
    Share(u32),
}

impl Amount {
    fn of(self, whole: usize) -> usize {
        match self {
            Self::Households(n) => usize::try_from(n).unwrap_or(usize::MAX),
            Self::Share(share) => ((whole as u128 * u128::from(share) + MILLION / 2) / MILLION) as usize,
        }
    }
}

/// What `visits plan` is asked for.
#[derive(Clone, Debug)]
pub struct VisitsWish {
    /// The scores of `pmt score`.
    pub scores: PathBuf,
    /// The column that names a household.
    pub id: String,
    /// Visits, or their part of the list.
    pub budget: Amount,
    /// Audit visits, or their part of the budget.
    pub audit: Amount,
    /// The programmes.
    pub cuts: Vec<Cut>,
    /// Spread of true ln welfare around the score in villages that were held out, in millionths.
    pub spread: i64,
    /// The published seed.
    pub seed: String,
    /// The list of visits; its terms are written beside it with the ending `.toml`.
    pub out: PathBuf,
}

/// A plan that was written.
#[derive(Clone, Debug)]
pub struct Planned {
    /// Households with a score.
    pub households: usize,
    /// Rows without one; they are in no list and need a visit for another reason.
    pub unscored: usize,
    /// The plan.
    pub plan: Plan,
    /// Households to visit.
    pub visits: usize,
    /// The file of the terms.
    pub terms: PathBuf,
}

/// What `visits report` found.
#[derive(Clone, Debug)]
pub struct Reported {
    /// Households with a score.
    pub households: usize,
    /// Planned visits.
    pub visits: usize,
    /// Of them with a finding.
    pub found: usize,
    /// Findings of households that were not to be visited; they are not used.
    pub not_planned: usize,
    /// Each programme with its terms, in the order of the plan.
    pub cuts: Vec<(CutPlan, CutReport)>,
}

/// What a results file says about a household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// A column of yes and no, whether the household is poor, for every programme.
    Poor(String),
    /// A column of welfare, compared with the line of each programme. `log` says that it is a logarithm already.
    Welfare {
        /// The column.
        column: String,
        /// Whether it is ln welfare.
        log: bool,
    },
}

/// The terms of a plan as they are published.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Terms {
    format: String,
    scores_sha256: String,
    id: String,
    seed: String,
    households: u64,
    budget: u64,
    audit: u64,
    spread: i64,
    cut: Vec<CutTerms>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CutTerms {
    /// A quota in millionths of the list; absent for a line.
    #[serde(skip_serializing_if = "Option::is_none")]
    quota: Option<u32>,
    line: i64,
    listed: u64,
    chance_at_cut: i64,
}

impl CutTerms {
    fn of(own: &CutPlan) -> Self {
        let quota = match own.cut {
            Cut::Quota(share) => Some(share),
            Cut::Line(_) => None,
        };
        Self { quota, line: own.line, listed: own.listed as u64, chance_at_cut: own.chance_at_cut }
    }

    fn cut(&self) -> Cut {
        self.quota.map_or(Cut::Line(self.line), Cut::Quota)
    }
}

/// The scored households of a file.
struct List {
    ids: Vec<String>,
    scores: Vec<i64>,
    spreads: Vec<i64>,
    keys: Vec<u128>,
    unscored: usize,
}

impl List {
    fn ranked(&self) -> Ranked<'_> {
        Ranked { scores: &self.scores, spreads: &self.spreads, keys: &self.keys }
    }

    fn read(path: &Path, id: &str, spread: i64, seed: &str) -> Result<Self, PmtFailed> {
        let file = TableFile::open(path)?;
        let wanted = [file.position(id)?, file.position("score")?];
        let mut list = Self { ids: Vec::new(), scores: Vec::new(), spreads: Vec::new(), keys: Vec::new(), unscored: 0 };
        let mut row = 0u64;
        let named = || file.name().to_owned();
        for block in file.blocks(&wanted)? {
            let block = block?;
            let column = |at: usize| Texts { blocks: vec![&block[at]] };
            for (own, score) in column(0).iter().zip(column(1).iter()) {
                row += 1;
                let Some(score) = score else {
                    list.unscored += 1;
                    continue;
                };
                let read = score.parse::<i64>();
                let score = read.map_err(|_| VisitsRefused::BadScore { file: named(), row, text: score.to_owned() })?;
                let own = own.ok_or_else(|| VisitsRefused::NoId { file: named(), column: id.to_owned(), row })?;
                list.keys.push(draw_key(seed, own));
                list.ids.push(own.to_owned());
                list.scores.push(score);
            }
        }
        list.spreads = vec![spread; list.scores.len()];
        let mut sorted: Vec<&String> = list.ids.iter().collect();
        sorted.sort_unstable();
        if let Some(twice) = sorted.windows(2).find(|pair| pair[0] == pair[1]) {
            let (file, column, id) = (named(), id.to_owned(), twice[0].clone());
            return Err(VisitsRefused::IdTwice { file, column, id }.into());
        }
        Ok(list)
    }
}

/// Plans visits and writes them with their terms.
///
/// # Errors
/// A score file, a budget or a quota that cannot be planned for, or the disk. Nothing stands under the name of
/// the output then.
pub fn plan_visits(wish: &VisitsWish) -> Result<Planned, PmtFailed> {
    let terms_file = wish.out.with_extension("toml");
    super::distinct(&[&wish.scores], &wish.out)?;
    super::distinct(&[&wish.scores, &wish.out], &terms_file)?;
    let list = List::read(&wish.scores, &wish.id, wish.spread, &wish.seed)?;
    let households = list.scores.len();
    let budget = wish.budget.of(households);
    let asked = Wish { budget, audit: wish.audit.of(budget), cuts: wish.cuts.clone() };
    let plan = visits::plan(&list.ranked(), &asked).map_err(refused)?;
    let terms = Terms {
        format: FORMAT.to_owned(),
        scores_sha256: sha256(&wish.scores).map_err(PmtFailed::disk(&wish.scores))?,
        id: wish.id.clone(),
        seed: wish.seed.clone(),
        households: households as u64,
        budget: asked.budget as u64,
        audit: asked.audit as u64,
        spread: wish.spread,
        cut: plan.cuts.iter().map(CutTerms::of).collect(),
    };
    let visits = write(&list, &plan, &wish.id, &wish.out)?;
    let broken = |why: toml::ser::Error| std::io::Error::other(why);
    let text = toml::to_string(&terms).map_err(broken).map_err(PmtFailed::disk(&terms_file))?;
    output::text(&terms_file, &text).map_err(PmtFailed::disk(&terms_file))?;
    Ok(Planned { households, unscored: list.unscored, plan, visits, terms: terms_file })
}

/// Writes one row for each household to visit: decision visits by gain, then the other audit visits in the
/// order of the draw.
fn write(list: &List, plan: &Plan, id: &str, out: &Path) -> Result<usize, PmtFailed> {
    let drawn: BTreeMap<u32, u32> = plan.audit.iter().copied().zip(1..).collect();
    let gains: BTreeMap<u32, i64> = plan.decisions.iter().map(|d| (d.row, d.gain)).collect();
    let decisions = plan.decisions.iter().map(|d| d.row);
    let rows: Vec<u32> = decisions.chain(plan.audit.iter().copied().filter(|row| !gains.contains_key(row))).collect();
    let mut places = vec![0u32; list.scores.len()];
    list.ranked().order().iter().zip(1..).for_each(|(row, place)| places[*row as usize] = place);
    let stratum = |row: &u32| match (gains.contains_key(row), drawn.contains_key(row)) {
        (true, true) => "KEPUTUSAN_DAN_AUDIT",
        (true, false) => "KEPUTUSAN",
        _ => "AUDIT",
    };
    let columns = [
        ("visit", DataType::UInt64),
        (id, DataType::Utf8),
        ("stratum", DataType::Utf8),
        ("audit_order", DataType::UInt32),
        ("score", DataType::Int64),
        ("rank", DataType::UInt32),
        ("gain", DataType::Int64),
    ];
    let columns = columns.map(|(name, kind)| (name.to_owned(), kind)).to_vec();
    let arrays: [ArrayRef; 7] = [
        Arc::new((1..=rows.len() as u64).map(Some).collect::<UInt64Array>()),
        Arc::new(rows.iter().map(|row| Some(list.ids[*row as usize].as_str())).collect::<StringArray>()),
        Arc::new(rows.iter().map(|row| Some(stratum(row))).collect::<StringArray>()),
        Arc::new(rows.iter().map(|row| drawn.get(row).copied()).collect::<UInt32Array>()),
        Arc::new(rows.iter().map(|row| Some(list.scores[*row as usize])).collect::<Int64Array>()),
        Arc::new(rows.iter().map(|row| Some(places[*row as usize])).collect::<UInt32Array>()),
        Arc::new(rows.iter().map(|row| gains.get(row).copied()).collect::<Int64Array>()),
    ];
    let mut writer = TableWriter::create(out, Table { columns, millionths: None }).map_err(PmtFailed::disk(out))?;
    writer.write(&arrays).map_err(PmtFailed::disk(out))?;
    writer.finish().map_err(PmtFailed::disk(out))?;
    Ok(rows.len())
}

/// Makes the plan again from its terms and the scores, and judges the lists by what the visits found.
///
/// # Errors
/// Terms that are not those of these scores, or findings that cannot be read.
pub fn report_visits(
    terms: &Path,
    scores: &Path,
    results: &Path,
    finding: &Finding,
    risk: f64,
) -> Result<Reported, PmtFailed> {
    let (name, text) = super::read_text(terms)?;
    let told: Terms = toml::from_str(&text).map_err(|_| VisitsRefused::NoPlan { file: name.clone() })?;
    if told.format != FORMAT {
        return Err(VisitsRefused::NoPlan { file: name }.into());
    }
    if told.scores_sha256 != sha256(scores).map_err(PmtFailed::disk(scores))? {
        return Err(VisitsRefused::OtherScores { file: name, scores: scores.display().to_string() }.into());
    }
    let list = List::read(scores, &told.id, told.spread, &told.seed)?;
    let wish = Wish {
        budget: usize::try_from(told.budget).unwrap_or(usize::MAX),
        audit: usize::try_from(told.audit).unwrap_or(usize::MAX),
        cuts: told.cut.iter().map(CutTerms::cut).collect(),
    };
    let plan = visits::plan(&list.ranked(), &wish).map_err(refused)?;
    let again: Vec<CutTerms> = plan.cuts.iter().map(CutTerms::of).collect();
    if again != told.cut || told.households != list.scores.len() as u64 {
        return Err(VisitsRefused::PlanChanged { file: name }.into());
    }
    let mut rows: BTreeMap<&str, u32> = BTreeMap::new();
    for row in plan.decisions.iter().map(|d| d.row).chain(plan.audit.iter().copied()) {
        rows.insert(&list.ids[row as usize], row);
    }
    let lines: Vec<i64> = plan.cuts.iter().map(|cut| cut.line).collect();
    let (findings, not_planned) = findings(results, &told.id, finding, &lines, &rows)?;
    let reports = visits::report(&list.ranked(), &plan, &findings, risk);
    Ok(Reported {
        households: list.scores.len(),
        visits: rows.len(),
        found: findings.len(),
        not_planned,
        cuts: plan.cuts.iter().copied().zip(reports).collect(),
    })
}

/// Findings of planned households, and how many others there were. An empty cell is no finding.
fn findings(
    results: &Path,
    id: &str,
    finding: &Finding,
    lines: &[i64],
    rows: &BTreeMap<&str, u32>,
) -> Result<(Findings, usize), PmtFailed> {
    let file = TableFile::open(results)?;
    let column = match finding {
        Finding::Poor(column) | Finding::Welfare { column, .. } => column,
    };
    let wanted = [file.position(id)?, file.position(column)?];
    let (mut findings, mut not_planned, mut row) = (Findings::new(), 0, 0u64);
    for block in file.blocks(&wanted)? {
        let block = block?;
        let cells = |at: usize| Texts { blocks: vec![&block[at]] };
        for (own, cell) in cells(0).iter().zip(cells(1).iter()) {
            row += 1;
            let (Some(own), Some(cell)) = (own, cell) else { continue };
            let Some(planned) = rows.get(own) else {
                not_planned += 1;
                continue;
            };
            let unread = || VisitsRefused::BadFinding {
                file: file.name().to_owned(),
                column: column.clone(),
                row,
                text: cell.to_owned(),
            };
            let poor = match finding {
                Finding::Poor(_) => vec![yes_or_no(cell).ok_or_else(unread)?; lines.len()],
                Finding::Welfare { log, .. } => {
                    let welfare = welfare(cell, *log).ok_or_else(unread)?;
                    lines.iter().map(|line| welfare < *line).collect()
                }
            };
            if findings.insert(*planned, poor.clone()).is_some_and(|before| before != poor) {
                return Err(VisitsRefused::FindingTwice { file: file.name().to_owned(), id: own.to_owned() }.into());
            }
        }
    }
    Ok((findings, not_planned))
}

fn yes_or_no(cell: &str) -> Option<bool> {
    match written(Some(cell))?.to_lowercase().as_str() {
        "ya" | "y" | "1" | "yes" | "true" | "miskin" | "layak" => Some(true),
        "tidak" | "t" | "0" | "no" | "n" | "false" | "tidak miskin" | "tidak layak" => Some(false),
        _ => None,
    }
}

/// ln welfare in millionths.
fn welfare(cell: &str, log: bool) -> Option<i64> {
    let number = cell.parse::<f64>().ok().filter(|x| x.is_finite())?;
    let ln = if log { number } else { ranking::tabular::ln(number)? };
    let millionths = (ln * 1e6).round();
    (millionths.abs() < 1e15).then_some(millionths as i64)
}

fn refused(why: PlanRefused) -> PmtFailed {
    match why {
        PlanRefused::Empty | PlanRefused::Columns => VisitsRefused::NoScores,
        PlanRefused::NoCut => VisitsRefused::NoCut,
        PlanRefused::Budget { budget, households } => {
            VisitsRefused::Budget { budget: budget as u64, households: households as u64 }
        }
        PlanRefused::Audit { audit, budget } => VisitsRefused::Audit { audit: audit as u64, budget: budget as u64 },
        PlanRefused::Quota(share) => VisitsRefused::Quota { percent: percent(share) },
        PlanRefused::Spread(_) => VisitsRefused::Spread,
    }
    .into()
}

/// Millionths as percent.
fn percent(share: u32) -> String {
    (f64::from(share) / 10_000.0).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 400 households whose truth is their score and some way off, and one without a score.
    struct Folder(tempfile::TempDir);

    fn score(i: u64) -> i64 {
        8_000_000 + (i * 7_919 % 400) as i64 * 3_000
    }

    fn truth(i: u64) -> i64 {
        score(i) + (i * 104_729 % 800) as i64 * 1_000 - 400_000
    }

    impl Folder {
        fn new() -> Self {
            let folder = Self(tempfile::tempdir().unwrap());
            let rows = (0..400).map(|i| format!("{},R{i},{},\n", i + 1, score(i)));
            let last = "401,R400,,TERLALU_BANYAK_KOSONG\n".to_owned();
            let text: String = std::iter::once("row,rt,score,reason\n".to_owned()).chain(rows).chain([last]).collect();
            folder.write("skor.csv", &text);
            folder
        }
        fn path(&self, name: &str) -> PathBuf {
            self.0.path().join(name)
        }
        fn write(&self, name: &str, text: &str) -> PathBuf {
            std::fs::write(self.path(name), text).unwrap();
            self.path(name)
        }
        fn wish(&self) -> VisitsWish {
            VisitsWish {
                scores: self.path("skor.csv"),
                id: "rt".to_owned(),
                budget: Amount::Share(100_000),
                audit: Amount::Share(500_000),
                cuts: vec![Cut::Quota(200_000), Cut::Line(8_300_000)],
                spread: 230_000,
                seed: "undian 1".to_owned(),
                out: self.path("kunjungan.csv"),
            }
        }
        fn report(&self, results: &str, finding: &Finding) -> Result<Reported, PmtFailed> {
            let results = self.write("hasil.csv", results);
            report_visits(&self.path("kunjungan.toml"), &self.path("skor.csv"), &results, finding, 0.05)
        }
    }

    fn code<T: std::fmt::Debug>(answer: Result<T, PmtFailed>) -> &'static str {
        match answer {
            Err(PmtFailed::Refused(refused)) => refused.code(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_plan_is_written_with_its_terms_and_its_results_are_judged() {
        let folder = Folder::new();
        let planned = plan_visits(&folder.wish()).unwrap();
        assert_eq!((planned.households, planned.unscored, planned.visits), (400, 1, 40));
        let text = std::fs::read_to_string(folder.path("kunjungan.csv")).unwrap();
        assert_eq!(text.lines().next(), Some("visit,rt,stratum,audit_order,score,rank,gain"));
        assert_eq!(text.lines().count(), 41);
        assert_eq!(text.lines().filter(|l| l.contains("AUDIT")).count(), 20);

        let visited: Vec<u64> =
            text.lines().skip(1).filter_map(|l| l.split(',').nth(1)?.strip_prefix('R')?.parse().ok()).collect();
        let rows = visited.iter().map(|i| format!("R{i},{:.6}\n", truth(*i) as f64 / 1e6));
        let results: String =
            std::iter::once("rt,ln\n".to_owned()).chain(rows).chain(["X9,8.1\n".to_owned()]).collect();
        let welfare = Finding::Welfare { column: "ln".to_owned(), log: true };
        let found = folder.report(&results, &welfare).unwrap();
        assert_eq!((found.visits, found.found, found.not_planned, found.cuts.len()), (40, 40, 1, 2));
        for (cut, own) in &found.cuts {
            let tally = own.before.tally;
            assert_eq!(tally.sampled_listed + tally.sampled_unlisted, 20);
            assert_eq!(own.open, 0);
            let wrong = (0..400u64).filter(|i| score(*i) < cut.line && truth(*i) >= cut.line).count();
            assert!(wrong > 0);
            let share = own.before.wrong;
            assert!(share.low <= share.estimate.unwrap() && share.estimate.unwrap() <= share.high);
        }
        // half of the results: the intervals widen and the statement is not stronger
        let half: String = results.lines().take(21).map(|l| format!("{l}\n")).collect();
        let part = folder.report(&half, &welfare).unwrap();
        assert_eq!(part.found, 20);
        for ((_, whole), (_, part)) in found.cuts.iter().zip(&part.cuts) {
            assert!(
                part.before.wrong.low <= whole.before.wrong.low && part.before.wrong.high >= whole.before.wrong.high
            );
        }
    }

    #[test]
    fn a_plan_that_the_list_cannot_hold_is_refused_and_nothing_is_written() {
        let folder = Folder::new();
        let plan = |change: &dyn Fn(&mut VisitsWish)| {
            let mut wish = folder.wish();
            change(&mut wish);
            code(plan_visits(&wish))
        };
        assert_eq!(plan(&|w| w.budget = Amount::Households(401)), "ANGGARAN_KUNJUNGAN");
        assert_eq!(plan(&|w| w.budget = Amount::Households(0)), "ANGGARAN_KUNJUNGAN");
        assert_eq!(plan(&|w| w.audit = Amount::Households(41)), "AUDIT_LEBIH_DARI_ANGGARAN");
        assert_eq!(plan(&|w| w.cuts.clear()), "KUNJUNGAN_TANPA_BATAS");
        assert_eq!(plan(&|w| w.cuts = vec![Cut::Quota(1)]), "KUOTA_TANPA_PILIHAN");
        assert_eq!(plan(&|w| w.spread = 0), "SEBARAN_TIDAK_POSITIF");
        assert_eq!(plan(&|w| w.id = "reason".to_owned()), "KUNJUNGAN_TANPA_ID");
        folder.write("ganda.csv", "row,score\n1,5\n1,6\n");
        let doubled = |w: &mut VisitsWish| (w.scores, w.id) = (folder.path("ganda.csv"), "row".to_owned());
        assert_eq!(plan(&doubled), "KUNJUNGAN_ID_GANDA");
        folder.write("pecahan.csv", "row,score\n1,5.5\n2,6\n");
        let broken = |w: &mut VisitsWish| (w.scores, w.id) = (folder.path("pecahan.csv"), "row".to_owned());
        assert_eq!(plan(&broken), "SKOR_TIDAK_TERBACA");
        assert!(!folder.path("kunjungan.csv").exists() && !folder.path("kunjungan.toml").exists());
    }

    #[test]
    fn results_of_another_list_or_without_sense_are_refused() {
        let folder = Folder::new();
        plan_visits(&folder.wish()).unwrap();
        let poor = Finding::Poor("miskin".to_owned());
        let list = std::fs::read_to_string(folder.path("kunjungan.csv")).unwrap();
        let first = list.lines().nth(1).and_then(|l| l.split(',').nth(1)).unwrap().to_owned();
        assert_eq!(code(folder.report(&format!("rt,miskin\n{first},mungkin\n"), &poor)), "TEMUAN_TIDAK_TERBACA");
        assert_eq!(code(folder.report(&format!("rt,miskin\n{first},ya\n{first},tidak\n"), &poor)), "TEMUAN_BERBEDA");
        assert_eq!(folder.report(&format!("rt,miskin\n{first},Ya\n{first},1\n"), &poor).unwrap().found, 1);
        let terms = std::fs::read_to_string(folder.path("kunjungan.toml")).unwrap();
        folder.write("kunjungan.toml", &terms.replacen("listed = 80", "listed = 81", 1));
        assert_eq!(code(folder.report("rt,miskin\n", &poor)), "RENCANA_BERUBAH");
        folder.write("kunjungan.toml", "bukan = 1");
        assert_eq!(code(folder.report("rt,miskin\n", &poor)), "BUKAN_RENCANA_KUNJUNGAN");
        folder.write("kunjungan.toml", &terms);
        folder.write("skor.csv", "row,rt,score\n1,R1,8000000\n");
        assert_eq!(code(folder.report("rt,miskin\n", &poor)), "RENCANA_SKOR_LAIN");
    }
}
