//! One linkage from files to files.

use crate::clusters::{self, Link};
use crate::columns::{ColumnFile, TableRefused};
use crate::kernel::{self, Linked, Options, Relation, Sides, Spec, Watch};
use crate::records::GuardedFile;
use crate::refused::{LinkFailed, LinkRefused, WorkRefused};
use crate::spool::PartFolder;
use crate::{figures, guessed, output, spec};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The first file.
    pub left: PathBuf,
    /// The second; without it duplicates within the first are looked for.
    pub right: Option<PathBuf>,
    /// Where the pairs go.
    pub out: PathBuf,
    /// The specification; without it kinds are guessed.
    pub spec: Option<PathBuf>,
    /// Where household pairs go.
    pub households: Option<PathBuf>,
    /// Where the reasons of each pair go.
    pub reasons: Option<PathBuf>,
    /// Where the cluster of each record goes.
    pub clusters: Option<PathBuf>,
    /// Clusters of an earlier run: known records keep theirs.
    pub known_clusters: Option<PathBuf>,
    /// Where the report goes.
    pub report: Option<PathBuf>,
    /// Bytes of memory that may be held; 0 for no limit.
    pub memory: u64,
    /// How many partners a record may have, with two files.
    pub relation: Relation,
    /// Pairs below this probability, in millionths, are not written.
    pub threshold: u32,
    /// Records are one cluster from this probability on, in millionths.
    pub cluster_threshold: u32,
    /// Whether finished parts are kept and an earlier run is continued.
    pub resume: bool,
}

/// What was done.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Done {
    /// Pairs written.
    pub pairs: u64,
    /// Household pairs written.
    pub households: u64,
    /// Clusters written.
    pub clusters: u64,
    /// Links between two known clusters that were not followed.
    pub bridges: u64,
    /// Records of the first and second file.
    pub records: (u64, u64),
    /// Warnings in Indonesian.
    pub warnings: Vec<String>,
    /// How the files were read.
    pub notes: Vec<String>,
    /// Expected precision and recall at 0.5 and 0.9: threshold, precision, recall, pairs. Empty when
    /// they cannot be known.
    pub expected: Vec<crate::report::Point>,
    /// Why the scores are an order and no probabilities, in Indonesian; empty where they are.
    pub unknown: Vec<String>,
    /// Why the expected recall is not known, in Indonesian.
    pub recall_unknown: Option<String>,
}

/// Files that were opened with the specification that will be used.
#[derive(Debug)]
pub struct Opened {
    left: GuardedFile,
    right: Option<GuardedFile>,
    spec: Spec,
    /// Whether the specification was guessed.
    pub guessed: bool,
    /// Remarks of the guess in Indonesian.
    pub remarks: Vec<String>,
}

impl Opened {
    /// The specification as TOML.
    #[must_use]
    pub fn spec(&self) -> String {
        spec::print(&self.spec)
    }
}

/// Opens the files, reads or guesses the specification, and checks that they fit.
///
/// # Errors
/// Whatever would make the linkage fail later, before anything is read through.
pub fn open(request: &Request) -> Result<Opened, LinkFailed> {
    distinct(request)?;
    let one_file = request.right.is_none();
    if !one_file && (request.clusters.is_some() || request.known_clusters.is_some()) {
        return Err(WorkRefused::ClustersOfTwo.into());
    }
    // the specification first: it is the cheapest to be wrong
    let given = request.spec.as_deref().map(read_spec).transpose()?;
    let mut left = ColumnFile::open(&request.left).map_err(LinkRefused::from)?;
    let mut right = request.right.as_deref().map(ColumnFile::open).transpose().map_err(LinkRefused::from)?;
    let guessed = given.is_none();
    let (spec, remarks) = match given {
        Some(spec) => (spec, Vec::new()),
        None => guessed::spec(&left, right.as_ref())?,
    };
    for field in &spec.fields {
        left.derive(&field.left);
        right.iter_mut().for_each(|file| file.derive(&field.right));
    }
    let position = |side: fn(&Sides) -> &String, file: &ColumnFile| -> Result<usize, LinkRefused> {
        for field in &spec.fields {
            file.position(side(&Sides { left: field.left.clone(), right: field.right.clone() }))?;
        }
        if let Some(household) = &spec.household {
            file.position(side(household))?;
        }
        Ok(file.position(side(&spec.id))?)
    };
    let left_id = position(|s| &s.left, &left)?;
    let right_id = right.as_ref().map(|file| position(|s| &s.right, file)).transpose()?;
    // an earlier run's clusters are checked before the work, not after it
    if let Some(known) = &request.known_clusters {
        read_clusters(known)?;
    }
    if request.households.is_some() && (spec.household.is_none() || one_file) {
        return Err(WorkRefused::NoHousehold.into());
    }
    Ok(Opened {
        left: GuardedFile::new(left, Some(left_id)),
        right: right.map(|file| GuardedFile::new(file, right_id)),
        spec,
        guessed,
        remarks,
    })
}

/// Links the opened files and writes everything that was asked for.
///
/// # Errors
/// A damaged row, an id that stands twice, the memory limit, a stop, or the disk.
pub fn link(request: &Request, opened: &Opened, watch: &dyn Watch) -> Result<Done, LinkFailed> {
    let Opened { left, right, spec, .. } = opened;
    let parts = if request.resume {
        let folder = beside(&request.out, ".part");
        Some(PartFolder::open(&folder, &key(opened, request.relation)).map_err(|e| LinkFailed::disk(&folder, e))?)
    } else {
        None
    };
    let options = Options { households: spec.household.is_some(), memory: request.memory, relation: request.relation };
    let right_records = right.as_ref().map(|r| r as &dyn kernel::Records);
    let spool = parts.as_ref().map(|p| p as &dyn kernel::Spool);
    let linked = kernel::link(left, right_records, spec, &options, watch, spool).map_err(|error| {
        // the file knows better than the sentence the kernel was given
        let refused = left.refused().or_else(|| right.as_ref().and_then(GuardedFile::refused));
        refused.map_or_else(|| LinkRefused::from(error), LinkRefused::from)
    })?;
    watch.progress("menulis", 0, 1);
    let mut done = write(request, &linked)?;
    done.notes = left.file().notes().into_iter().chain(right.iter().flat_map(|r| r.file().notes())).collect();
    done.warnings = linked.report().warnings.clone();
    done.unknown = linked.report().unknown.clone();
    done.recall_unknown = linked.report().recall_unknown.clone();
    done.expected = if done.unknown.is_empty() { figures::points(&linked, &[0.5, 0.9]) } else { Vec::new() };
    if let Some(target) = &request.report {
        let page = figures::report(opened, &linked, &done)?.html();
        output::text(target, &page).map_err(|e| LinkFailed::disk(target, e))?;
    }
    if let Some(parts) = parts {
        parts.remove().map_err(|e| LinkFailed::disk(&request.out, e))?;
    }
    Ok(done)
}

impl Opened {
    pub(crate) fn files(&self) -> (&ColumnFile, Option<&ColumnFile>) {
        (self.left.file(), self.right.as_ref().map(GuardedFile::file))
    }
    pub(crate) fn records(&self) -> (&GuardedFile, Option<&GuardedFile>) {
        (&self.left, self.right.as_ref())
    }
    pub(crate) fn specification(&self) -> &Spec {
        &self.spec
    }
}

fn write(request: &Request, linked: &Linked) -> Result<Done, LinkFailed> {
    let figures = linked.report();
    let mut done = Done { records: (figures.left_records, figures.right_records), ..Done::default() };
    let at = |path: &Path| {
        let path = path.to_owned();
        move |e| LinkFailed::disk(path, e)
    };
    done.pairs =
        output::pairs(&request.out, ["id_a", "id_b"], linked.pairs(), request.threshold).map_err(at(&request.out))?;
    if let Some(target) = &request.households {
        let pairs = linked.households();
        done.households =
            output::pairs(target, ["hh_a", "hh_b"], pairs.into_iter(), request.threshold).map_err(at(target))?;
    }
    if let Some(target) = &request.reasons {
        output::reasons(target, linked, request.threshold).map_err(at(target))?;
    }
    if let Some(target) = &request.clusters {
        let known = request.known_clusters.as_deref().map(read_clusters).transpose()?.unwrap_or_default();
        let ids: Vec<&str> = linked.ids().collect();
        let place: BTreeMap<&str, u32> = ids.iter().enumerate().map(|(i, id)| (*id, i as u32)).collect();
        let links: Vec<Link> = linked
            .pairs()
            .filter(|pair| pair.score >= request.cluster_threshold)
            .filter_map(|pair| Some(Link { a: *place.get(pair.left)?, b: *place.get(pair.right)?, score: pair.score }))
            .collect();
        let joined = clusters::join(&ids, &known, &links);
        let mut names: Vec<&str> = joined.labels.iter().map(String::as_str).collect();
        output::clusters(target, &ids, &names).map_err(at(target))?;
        names.sort_unstable();
        names.dedup();
        done.clusters = names.len() as u64;
        done.bridges = joined.bridges.len() as u64;
    }
    Ok(done)
}

fn read_spec(path: &Path) -> Result<Spec, LinkFailed> {
    let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let bytes = std::fs::read(path).map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => {
            LinkFailed::from(LinkRefused::from(TableRefused::Missing { file: path.display().to_string() }))
        }
        _ => LinkFailed::disk(path, e),
    })?;
    let text = String::from_utf8_lossy(&bytes);
    Ok(spec::parse(&name, text.strip_prefix('\u{feff}').unwrap_or(&text)).map_err(LinkRefused::from)?)
}

/// Clusters of an earlier run: `id,cluster`.
fn read_clusters(path: &Path) -> Result<BTreeMap<String, String>, LinkFailed> {
    let file = ColumnFile::open(path).map_err(LinkRefused::from)?;
    let wanted =
        [file.position("id").map_err(LinkRefused::from)?, file.position("cluster").map_err(LinkRefused::from)?];
    let mut known: BTreeMap<String, (String, u64)> = BTreeMap::new();
    let mut row = 0;
    for block in file.blocks(&wanted).map_err(LinkRefused::from)? {
        let block = block.map_err(LinkRefused::from)?;
        for (id, cluster) in block.columns[0].iter().zip(block.columns[1].iter()) {
            row += 1;
            let (Some(id), Some(cluster)) = (id, cluster) else { continue };
            // said twice is no harm; said differently nobody knows which is right
            match known.get(id) {
                Some((earlier, first)) if earlier != cluster => {
                    let file = file.name().to_owned();
                    return Err(WorkRefused::TwiceKnown { file, first: *first, second: row }.into());
                }
                Some(_) => {}
                None => {
                    known.insert(id.to_owned(), (cluster.to_owned(), row));
                }
            }
        }
    }
    Ok(known.into_iter().map(|(id, (cluster, _))| (id, cluster)).collect())
}

/// No file may be written over another one of this linkage.
fn distinct(request: &Request) -> Result<(), LinkFailed> {
    let inputs = [Some(&request.left), request.spec.as_ref(), request.known_clusters.as_ref()];
    let outputs = [
        Some(&request.out),
        request.households.as_ref(),
        request.reasons.as_ref(),
        request.clusters.as_ref(),
        request.report.as_ref(),
    ];
    let whole = |path: &PathBuf| std::fs::canonicalize(path).unwrap_or_else(|_| path.clone());
    // the same file on both sides is an odd question and a sound one
    let mut taken: Vec<PathBuf> = inputs.into_iter().flatten().map(whole).collect();
    taken.extend(request.right.as_ref().map(whole));
    for output in outputs.into_iter().flatten() {
        let path = whole(output);
        // clusters may grow in place
        let grows = request.clusters.as_ref() == Some(output) && request.known_clusters.as_ref() == Some(output);
        if taken.contains(&path) && !grows {
            return Err(WorkRefused::SameFile { file: output.display().to_string() }.into());
        }
        taken.push(path);
    }
    Ok(())
}

/// A name beside another: `pairs.csv` and `.part` give `pairs.csv.part`.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// What finished parts belong to: the inputs as they are, the specification, this program.
fn key(opened: &Opened, relation: Relation) -> String {
    let mut digest = Sha256::new();
    let mut add = |text: &str| {
        digest.update((text.len() as u64).to_le_bytes());
        digest.update(text.as_bytes());
    };
    add(env!("CARGO_PKG_VERSION"));
    add(&opened.spec());
    add(&format!("{relation:?}"));
    let (left, right) = opened.files();
    for file in std::iter::once(left).chain(right) {
        let modified = std::fs::metadata(file.path()).and_then(|m| m.modified()).ok();
        let since = modified.and_then(|m| m.duration_since(UNIX_EPOCH).ok()).unwrap_or(Duration::ZERO);
        add(&std::fs::canonicalize(file.path()).unwrap_or_else(|_| file.path().to_owned()).to_string_lossy());
        add(&format!("{} {}", file.size(), since.as_nanos()));
        file.columns().iter().for_each(|column| add(column));
    }
    hex::encode(digest.finalize())
}
