//! A file laid out for a person who settles its columns: what each was taken for, what is missing, how the
//! first rows will be read. The page and the layout file of the command line say the same. Design D21.

use super::assign::{Doubt, lacking};
use super::content::Content;
use super::layout::{Layout, letters};
use super::look::{best, likeliest, shown_values};
use super::settled::{Settled, SettledColumn};
use super::spec::Spec;
use super::{Recognised, SAMPLE};
use crate::cell;
use crate::error::ReadError;
use crate::file::PackFile;
use crate::profile::Need;
use crate::table::{Flow, Row, Workbook};
use crate::words::fold;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Rows shown as they will be read.
const PREVIEW: usize = 3;
/// Words without a code that are asked about, of one column.
const WORDS: usize = 20;
/// From this share on, one in so many rows, a word without a code is a question, as it is while importing.
const OFTEN: usize = 100;

/// How a column was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Surely enough to be read.
    Known,
    /// It must be settled first.
    Asked,
    /// No profile knows its head; it is not read.
    Unknown,
    /// Somebody said that it is not wanted.
    LeftOut,
}

impl Standing {
    /// The stable word.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Known => "DIKENAL",
            Self::Asked => "DITANYAKAN",
            Self::Unknown => "TIDAK_DIKENAL",
            Self::LeftOut => "TIDAK_DIPAKAI",
        }
    }
}

/// One column of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Its letter in a spreadsheet.
    pub letter: String,
    /// The title over it and its head, as written.
    pub head: String,
    /// Its own head, by which a layout knows it.
    pub own: String,
    /// Some of its values, masked unless they are codes.
    pub samples: Vec<String>,
    /// Cells filled among the first rows, and how many rows those are.
    pub filled: (usize, usize),
    /// Key of the column it is taken for, or may be; empty for none.
    pub take: String,
    /// How sure that is, in percent.
    pub confidence: u32,
    /// How it was recognised.
    pub standing: Standing,
    /// What is asked about it, in Indonesian.
    pub question: Option<String>,
    /// Words in it that stand for no code, with how often each occurs.
    pub words: Vec<(String, usize)>,
    /// The codes such words may stand for: what a layout writes, and its wording.
    pub codes: Vec<(String, String)>,
}

/// A column that the file does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Its key.
    pub key: String,
    /// Its name for people.
    pub title: String,
    /// What is lost without it, in Indonesian; may be empty.
    pub without: String,
    /// Whether an import stops for it.
    pub stops: bool,
    /// Whether there is no table without it, so that nobody can do without.
    pub required: bool,
    /// Whether somebody has said that the import does without it.
    pub waived: bool,
}

/// A file as it will be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examined {
    /// Name of the profile.
    pub profile: String,
    /// The sheet, in a workbook of several.
    pub sheet: Option<String>,
    /// First row of the header, from 1.
    pub header_row: u32,
    /// Rows the header takes.
    pub header_depth: u32,
    /// Its columns, in their order.
    pub columns: Vec<Seen>,
    /// What it lacks.
    pub missing: Vec<Missing>,
    /// Columns there are to choose from: key and name.
    pub choices: Vec<(String, String)>,
    /// Heads of the preview: the names of the columns that are read.
    pub preview_heads: Vec<String>,
    /// The first rows as they will be read; names and numbers of persons are masked.
    pub preview: Vec<Vec<String>>,
    /// What must be settled before it is read; empty when nothing must.
    pub questions: Vec<String>,
}

/// An answer to what was asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// By column of the file: key of the column it is; empty for none.
    pub take: Vec<String>,
    /// By column of the file: words with the codes they stand for.
    pub codes: Vec<BTreeMap<String, String>>,
    /// Keys of columns the import does without.
    pub without: Vec<String>,
}

/// Examines a file. With a layout in the file it is read by that.
pub fn examine(file: &PackFile, spec: &Spec) -> Result<Examined, ReadError> {
    let (sheet, found, rows) = match best(file, spec) {
        Ok(found) => found,
        Err(ReadError::NoHeader { .. }) => match likeliest(file, spec)? {
            Some(found) => found,
            None => return Ok(Examined { profile: spec.title.clone(), ..Examined::default() }),
        },
        Err(e) => return Err(e),
    };
    let mut book = Workbook::open(file)?;
    let words = words_without_code(&mut book, &sheet, spec, &found)?;
    let layouts: Option<&Settled> = file.layouts.iter().find(|l| l.is_of(spec, &found.heads.own));
    let named = book.sheets().len() > 1;
    let layout = layout_of(file, spec, &book, &found);
    let below = &rows[(found.heads.row + found.heads.depth).min(rows.len())..];
    let data: Vec<&Row> = below.iter().filter(|r| is_data(r, &found)).collect();
    let positions = (0..found.heads.own.len()).filter(|at| !found.heads.own[*at].is_empty());
    let columns: Vec<Seen> = positions.map(|at| seen(spec, &found, &data, at, &words)).collect();
    // where columns are chosen from a list, their keys say nothing
    let question = |d: &Doubt| match d.position {
        Some(_) => d.text.clone(),
        None => {
            let column = &spec.columns()[d.column];
            lacking(column.title(), column.without.as_deref().unwrap_or_default())
        }
    };
    let mut questions: Vec<String> = found.assigned.doubts.iter().map(question).collect();
    if let Some((one, two)) = found.assigned.twice {
        let name = &found.heads.own[two];
        questions.push(format!("kolom \"{name}\" tertulis pada {} dan {}", letters(one), letters(two)));
    }
    for column in columns.iter().filter(|c| !c.words.is_empty() && c.question.is_none()) {
        let (word, count) = &column.words[0];
        questions.push(format!("isi \"{word}\" pada kolom \"{}\" ({count} sel) bukan kode", column.own));
    }
    let shown: Vec<usize> = (0..spec.columns().len())
        .filter(|c| found.assigned.at[*c].is_some() && spec.columns()[*c].need != Need::Unused)
        .collect();
    let choices = spec.columns().iter().filter(|c| c.need != Need::Unused);
    Ok(Examined {
        profile: spec.title.clone(),
        sheet: named.then_some(sheet),
        header_row: rows[found.heads.row].number(),
        header_depth: found.heads.depth as u32,
        columns,
        missing: missing(spec, &found, layouts),
        choices: choices.map(|c| (c.key.clone(), c.title().to_owned())).collect(),
        preview_heads: shown.iter().map(|c| spec.columns()[*c].title().to_owned()).collect(),
        preview: data
            .iter()
            .take(PREVIEW)
            .map(|row| shown.iter().map(|c| read(spec, &layout, row, *c)).collect())
            .collect(),
        questions,
    })
}

impl Examined {
    /// What is chosen when nobody has answered yet.
    #[must_use]
    pub fn answer(&self) -> Answer {
        let taken = |c: &Seen| if c.standing == Standing::Known { c.take.clone() } else { String::new() };
        Answer {
            take: self.columns.iter().map(taken).collect(),
            codes: vec![BTreeMap::new(); self.columns.len()],
            without: self.missing.iter().filter(|m| m.waived).map(|m| m.key.clone()).collect(),
        }
    }

    /// The layout that an answer makes of it, as it is kept. Refuses one column taken twice.
    pub fn settled(&self, answer: &Answer) -> Result<Settled, ReadError> {
        let mut column: Vec<SettledColumn> = Vec::new();
        for (i, seen) in self.columns.iter().enumerate() {
            let take = answer.take.get(i).cloned().unwrap_or_default();
            if !take.is_empty() && column.iter().any(|c| c.take == take) {
                let title = self.choices.iter().find(|(key, _)| *key == take).map_or(take.as_str(), |(_, t)| t);
                let reason = format!("kolom \"{title}\" diambil dua kali");
                return Err(ReadError::LayoutInvalid { file: self.profile.clone(), reason });
            }
            column.push(SettledColumn {
                head: seen.own.clone(),
                at: Some(seen.letter.clone()),
                take,
                codes: answer.codes.get(i).cloned().unwrap_or_default(),
                confidence: None,
                sample: Vec::new(),
            });
        }
        Ok(Settled { profile: self.profile.clone(), without: answer.without.clone(), column })
    }
}

/// The same file read by an answer to what was asked about it.
pub fn answered(file: &PackFile, spec: &Spec, settled: Settled) -> Result<Examined, ReadError> {
    let layouts: Arc<[Settled]> = std::iter::once(settled).chain(file.layouts.iter().cloned()).collect();
    examine(&file.clone().with_layouts(&layouts), spec)
}

fn layout_of(file: &PackFile, spec: &Spec, book: &Workbook, found: &Recognised) -> Layout {
    let mut layout = Layout::new(spec, book.since_1904(), found.assigned.at.clone(), found.heads.own.clone());
    layout.file.clone_from(&file.name);
    layout.meaning.clone_from(&found.assigned.meaning);
    layout
}

fn is_data(row: &Row, found: &Recognised) -> bool {
    row.filled() >= (found.heads.own.len() / 4).max(1) && super::find::numbering(row).is_none()
}

fn seen(
    spec: &Spec,
    found: &Recognised,
    data: &[&Row],
    at: usize,
    words: &BTreeMap<usize, Vec<(String, usize)>>,
) -> Seen {
    let assigned = &found.assigned;
    let taken = assigned.at.iter().position(|a| *a == Some(at));
    let doubt = assigned.doubts.iter().find(|d| d.position == Some(at));
    let maybe = doubt.map(|d| d.column).or(assigned.near[at]).filter(|_| taken.is_none());
    let content = taken.or(maybe).map_or(Content::Any, |c| spec.columns()[c].content);
    let words = words.get(&at).cloned().unwrap_or_default();
    let standing = match (doubt, taken) {
        (Some(_), _) => Standing::Asked,
        (None, _) if assigned.twice.is_some_and(|(one, two)| at == one || at == two) => Standing::Asked,
        (None, Some(_)) if !words.is_empty() => Standing::Asked,
        (None, Some(c)) if spec.columns()[c].need == Need::Unused => Standing::LeftOut,
        (None, Some(_)) => Standing::Known,
        (None, None) if assigned.left_out[at] => Standing::LeftOut,
        (None, None) => Standing::Unknown,
    };
    let column = taken.or(maybe).filter(|c| spec.columns()[*c].need != Need::Unused);
    Seen {
        letter: letters(at),
        head: found.heads.full(at),
        own: found.heads.own[at].clone(),
        samples: shown_values(data.iter().copied(), at, content),
        filled: (data.iter().filter(|r| !r.cell(at).is_blank()).count(), data.len()),
        take: column.map(|c| spec.columns()[c].key.clone()).unwrap_or_default(),
        confidence: column.map_or(0, |c| assigned.confidence[c].min(100)),
        standing,
        question: doubt.map(|d| d.text.clone()),
        codes: content.codes(),
        words,
    }
}

fn missing(spec: &Spec, found: &Recognised, settled: Option<&Settled>) -> Vec<Missing> {
    let assigned = &found.assigned;
    let mut out = Vec::new();
    for (i, column) in spec.columns().iter().enumerate() {
        let doubt = assigned.doubts.iter().find(|d| d.column == i);
        // a head that may be it is asked about where it stands
        if assigned.at[i].is_some() || doubt.is_some_and(|d| d.position.is_some()) || column.need == Need::Unused {
            continue;
        }
        let waived = settled.is_some_and(|s| s.without.contains(&column.key));
        let without = column.without.clone().unwrap_or_default();
        if doubt.is_some() || waived || !without.is_empty() {
            out.push(Missing {
                key: column.key.clone(),
                title: column.title().to_owned(),
                without,
                stops: doubt.is_some(),
                required: column.need == Need::Required,
                waived,
            });
        }
    }
    out
}

/// Reads the sheet through for words in coded columns that stand for no code, by position, the most frequent first.
fn words_without_code(
    book: &mut Workbook,
    sheet: &str,
    spec: &Spec,
    found: &Recognised,
) -> Result<BTreeMap<usize, Vec<(String, usize)>>, ReadError> {
    let coded: Vec<(usize, Content)> = spec
        .columns()
        .iter()
        .zip(&found.assigned.at)
        .filter_map(|(c, at)| Some((*at.as_ref()?, c.content)))
        .filter(|(_, content)| content.is_coded())
        .collect();
    let mut counts: BTreeMap<(usize, String), (String, usize)> = BTreeMap::new();
    let (mut rows, mut skipped) = (0usize, 0usize);
    let above = found.heads.row + found.heads.depth;
    book.rows(sheet, &mut |row| {
        skipped += 1;
        if skipped <= above || row.filled() == 0 {
            return Ok(Flow::Go);
        }
        rows += 1;
        for (at, content) in &coded {
            let cell = row.cell(*at);
            let meaning = found.assigned.meaning.get(*at).and_then(Option::as_ref);
            if content.fits(cell) {
                continue;
            }
            let Some(text) = cell::plain(cell).filter(|t| t.chars().any(char::is_alphabetic)) else { continue };
            if meaning.is_some_and(|m| m.contains_key(&fold(&text))) {
                continue;
            }
            counts.entry((*at, fold(&text))).or_insert_with(|| (text.chars().take(40).collect(), 0)).1 += 1;
        }
        Ok(Flow::Go)
    })?;
    let least = if rows <= SAMPLE { (rows / 10).max(3) } else { (rows / OFTEN).max(25) };
    let mut out: BTreeMap<usize, Vec<(String, usize)>> = BTreeMap::new();
    for ((at, _), (text, count)) in counts {
        if count >= least {
            out.entry(at).or_default().push((text, count));
        }
    }
    for words in out.values_mut() {
        words.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
        words.truncate(WORDS);
    }
    Ok(out)
}

/// A cell as the importer will understand it, safe to show.
fn read(spec: &Spec, layout: &Layout, row: &Row, column: usize) -> String {
    spec.columns()[column].content.shown(layout.cell(row, column))
}
