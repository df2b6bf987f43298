//! A model applied to a register, block by block.

use super::file::{Columns, TableFile};
use super::refused::{PmtFailed, PmtRefused, SurveyRefused};
use super::values::{Fraction, Texts};
use crate::columns::{Table, TableWriter, nearest};
use arrow::array::{ArrayRef, Int64Array, StringArray, UInt32Array, UInt64Array};
use arrow::datatypes::DataType;
use ranking::tabular::design::Learned;
use ranking::tabular::{MeanSums, RowScore, Rows, Source, TableModel, TextRefused, Values};
use std::path::PathBuf;
use std::sync::Arc;

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct ScoreRequest {
    /// The model.
    pub model: PathBuf,
    /// The register.
    pub register: PathBuf,
    /// Where the scores go; `.parquet` for Parquet.
    pub out: PathBuf,
    /// A column that is copied, for joining.
    pub id: Option<String>,
}

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scored {
    /// Rows.
    pub rows: u64,
    /// Rows with a score.
    pub scored: u64,
    /// Rows without: more than half of the variables missing.
    pub unscored: u64,
    /// Rows of which more than a tenth of the score's spread is imputed.
    pub incomplete: u64,
    /// Rows with a number outside the survey's range.
    pub clamped: u64,
    /// Rows scored without an effect of their own village, where the model has such effects.
    pub other_villages: u64,
    /// Rows of a region the survey did not visit, where the model has regions.
    pub other_regions: u64,
    /// Values that were written and are no numbers, and counted as missing.
    pub not_numbers: u64,
    /// How the register was read.
    pub notes: Vec<String>,
}

/// Rows that are looked at before anything is written.
const SAMPLE: usize = 5_000;
/// The reason of a row without a score.
const TOO_MUCH_MISSING: &str = "TERLALU_BANYAK_KOSONG";

/// Scores a register.
///
/// # Errors
/// A model that is damaged or made for other columns, a damaged register, or the disk. Nothing stands under
/// the name of the output then.
pub fn score(request: &ScoreRequest) -> Result<Scored, PmtFailed> {
    super::distinct(&[&request.model, &request.register], &request.out)?;
    let (name, text) = super::read_text(&request.model)?;
    let model = TableModel::parse(&text).map_err(|refused| match refused {
        TextRefused::Foreign => SurveyRefused::NoModel { file: name },
        TextRefused::Changed => SurveyRefused::ModelChanged { file: name },
        TextRefused::Broken(what) => SurveyRefused::ModelBroken { file: name, what },
    })?;
    let file = TableFile::open(&request.register)?;
    let mut layout = Layout::of(&model, &file, request.id.as_deref())?;
    layout.check(&file)?;

    let mut means = MeanSums::default();
    if model.needs_means() {
        for block in file.blocks(&layout.wanted)? {
            model.add_means(&layout.rows(&block?).0, &mut means);
        }
    }
    let mut done = Scored::default();
    let mut writer = TableWriter::create(&request.out, layout.table(request.id.as_deref()))
        .map_err(PmtFailed::disk(&request.out))?;
    for block in file.blocks(&layout.wanted)? {
        let block = block?;
        let (rows, wrong) = layout.rows(&block);
        let scores = model.score(&rows, &means);
        done.not_numbers += wrong;
        let ranges = model.range(&rows, &scores);
        let columns = columns(&scores, &ranges, done.rows, layout.id.map(|at| &block[at]));
        count(&mut done, &model, &scores);
        writer.write(&columns).map_err(PmtFailed::disk(&request.out))?;
    }
    writer.finish().map_err(PmtFailed::disk(&request.out))?;
    done.notes = file.notes();
    Ok(done)
}

fn count(done: &mut Scored, model: &TableModel, scores: &[Option<RowScore>]) {
    let villages = model.village_column().is_some();
    for score in scores {
        done.rows += 1;
        let Some(score) = score else {
            done.unscored += 1;
            continue;
        };
        done.scored += 1;
        done.incomplete += u64::from(score.incomplete);
        done.clamped += u64::from(score.clamped > 0);
        done.other_villages += u64::from(villages && !score.village);
        done.other_regions += u64::from(!score.region);
    }
}

/// Which columns of a register a model needs, and where they lie among those that are read.
struct Layout<'a> {
    model: &'a TableModel,
    wanted: Vec<usize>,
    /// How each of the model's columns writes its fractions: one way for the whole file.
    fractions: Vec<Fraction>,
    village: Option<usize>,
    region: Option<usize>,
    id: Option<usize>,
}

impl<'a> Layout<'a> {
    fn of(model: &'a TableModel, file: &TableFile, id: Option<&str>) -> Result<Self, PmtRefused> {
        let names = &model.design.names;
        let needed =
            names.iter().map(String::as_str).chain(model.village_column()).chain(model.region_column.as_deref());
        let there = file.columns();
        let lacking: Vec<&str> = needed.filter(|name| !there.iter().any(|c| c == name)).collect();
        if let Some(first) = lacking.first() {
            return Err(SurveyRefused::OtherColumns {
                file: file.name().to_owned(),
                nearest: nearest(first, there.iter().map(String::as_str)).map(str::to_owned),
                lacking: lacking.join(", "),
            }
            .into());
        }
        let mut wanted: Vec<usize> = names.iter().map(|name| file.position(name)).collect::<Result<_, _>>()?;
        let mut add = |column: Option<&str>| -> Result<Option<usize>, PmtRefused> {
            let Some(column) = column else { return Ok(None) };
            wanted.push(file.position(column)?);
            Ok(Some(wanted.len() - 1))
        };
        let (village, region) = (add(model.village_column())?, add(model.region_column.as_deref())?);
        let id = add(id)?;
        Ok(Self { model, wanted, fractions: Vec::new(), village, region, id })
    }

    /// Looks at a sample: a column that holds something else than the model's is refused.
    fn check(&mut self, file: &TableFile) -> Result<(), PmtRefused> {
        let sample = file.sample(&self.wanted, SAMPLE)?;
        for (at, (name, learned)) in self.model.design.names.iter().zip(&self.model.design.learned).enumerate() {
            let texts = Texts { blocks: sample.iter().map(|block| &block[at]).collect() };
            self.fractions.push(texts.fraction());
            let (unknown, values) = match learned {
                Learned::Number { .. } => {
                    let found = texts.numbers();
                    (found.wrong, found.written)
                }
                Learned::Category { reference, levels, rare, .. } => {
                    let known = |text: &str| reference == text || levels.iter().chain(rare).any(|l| l == text);
                    let values = texts.iter().flatten().count();
                    ((values - texts.iter().flatten().filter(|t| known(t)).count()) as u64, values as u64)
                }
            };
            if unknown * 2 > values {
                return Err(SurveyRefused::OtherContents { column: name.clone(), unknown, values }.into());
            }
        }
        Ok(())
    }

    /// A block as the model reads it, and how many values were no numbers.
    fn rows(&self, block: &Columns) -> (Rows, u64) {
        let mut wrong = 0;
        let sources = self
            .model
            .design
            .names
            .iter()
            .zip(&self.model.design.learned)
            .zip(&self.fractions)
            .zip(block)
            .map(|(((name, learned), fraction), column)| {
                let texts = Texts { blocks: vec![column] };
                let values = match learned {
                    Learned::Number { .. } => {
                        let found = texts.numbers_with(*fraction);
                        wrong += found.wrong;
                        Values::Number(found.values)
                    }
                    Learned::Category { .. } => texts.category(),
                };
                Source { name: name.clone(), values }
            })
            .collect();
        let groups = |at: Option<usize>| at.map(|at| Texts { blocks: vec![&block[at]] }.groups(""));
        (Rows { sources, villages: groups(self.village), regions: groups(self.region) }, wrong)
    }

    fn table(&self, id: Option<&str>) -> Table {
        let mut columns = vec![("row".to_owned(), DataType::UInt64)];
        columns.extend(id.map(|id| (id.to_owned(), DataType::Utf8)));
        columns.extend([
            ("score".to_owned(), DataType::Int64),
            ("percentile".to_owned(), DataType::UInt32),
            ("missing".to_owned(), DataType::UInt32),
            ("clamped".to_owned(), DataType::UInt32),
            ("incomplete".to_owned(), DataType::UInt32),
            ("low".to_owned(), DataType::Int64),
            ("high".to_owned(), DataType::Int64),
            ("reason".to_owned(), DataType::Utf8),
        ]);
        Table { columns, millionths: None }
    }
}

fn columns(
    scores: &[Option<RowScore>],
    ranges: &[Option<(i64, i64)>],
    before: u64,
    id: Option<&StringArray>,
) -> Vec<ArrayRef> {
    let rows: UInt64Array = (0..scores.len() as u64).map(|i| Some(before + i + 1)).collect();
    let small = |of: fn(&RowScore) -> u32| -> ArrayRef {
        Arc::new(scores.iter().map(|s| s.as_ref().map(of)).collect::<UInt32Array>())
    };
    let score: Int64Array = scores.iter().map(|s| s.map(|s| s.millionths)).collect();
    let reason: StringArray = scores.iter().map(|s| s.is_none().then_some(TOO_MUCH_MISSING)).collect();
    let mut columns: Vec<ArrayRef> = vec![Arc::new(rows)];
    columns.extend(id.map(|id| Arc::new(id.clone()) as ArrayRef));
    columns.extend([
        Arc::new(score) as ArrayRef,
        small(|s| u32::from(s.percentile)),
        small(|s| s.missing),
        small(|s| s.clamped),
        small(|s| u32::from(s.incomplete)),
        Arc::new(ranges.iter().map(|r| r.map(|r| r.0)).collect::<Int64Array>()),
        Arc::new(ranges.iter().map(|r| r.map(|r| r.1)).collect::<Int64Array>()),
        Arc::new(reason),
    ]);
    columns
}
