//! Writing an edition: into a folder beside the target, flushed, then renamed. Either the whole
//! edition is there or nothing is.

use crate::error::EditionRefused;
use crate::files::hash_file;
use crate::manifest::{Lineage, MANIFEST, Manifest, Resource, SchemaText};
use crate::row::{EditionHousehold, EditionPerson, Sealed, days, families};
use crate::table::{Cell, Table};
use crate::verify::verify;
use domain::Date;
use domain::area::AreaCode;
use domain::id::EditionId;
use domain::person::Birth;
use domain::questionnaire::{Answers, Item, Subject};
use domain::ranking::Ranked;
use ed25519_dalek::SigningKey;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// What an edition says of itself.
#[derive(Clone, Debug)]
pub struct EditionMeta {
    /// Its id.
    pub id: EditionId,
    /// Its title.
    pub title: String,
    /// Its date; the only one in it.
    pub date: Date,
    /// The parent's hash.
    pub parent: Option<String>,
    /// The cycle that made it.
    pub cycle: Option<String>,
    /// The decrees it rests on.
    pub decrees: Vec<String>,
    /// The model of its ranking.
    pub model: Option<String>,
    /// Version of the program.
    pub code: String,
}

/// A published edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its folder.
    pub dir: PathBuf,
    /// Its hash, by which a child names it.
    pub hash: String,
    /// Its lineage and counts.
    pub lineage: Lineage,
    /// Whether the very same edition was there already and nothing was written.
    pub already_there: bool,
}

/// Writes an edition. The order of the rows given does not matter; the same rows, meta and key give
/// the same bytes. Asking again for an edition that is there is answered with it; another edition at
/// the same place is refused.
pub fn write(
    dir: &Path,
    meta: &EditionMeta,
    key: &SigningKey,
    households: impl IntoIterator<Item = EditionHousehold>,
    ranking: &[Ranked],
) -> Result<Written, EditionRefused> {
    let mut by_kabupaten: BTreeMap<AreaCode, Vec<EditionHousehold>> = BTreeMap::new();
    let mut filed: BTreeMap<String, AreaCode> = BTreeMap::new();
    for mut household in households {
        if filed.insert(household.id.as_str().to_owned(), household.kabupaten).is_some() {
            return Err(EditionRefused::Duplicate { id: household.id.as_str().to_owned() });
        }
        household.persons.sort_by_key(|p| p.no);
        household.merged_from.sort();
        by_kabupaten.entry(household.kabupaten).or_default().push(household);
    }
    let mut ranked: BTreeMap<AreaCode, Vec<&Ranked>> = BTreeMap::new();
    for row in ranking {
        let id = row.household.as_str();
        let Some(kabupaten) = filed.get(id) else {
            return Err(EditionRefused::RankedUnknown { id: id.to_owned() });
        };
        ranked.entry(*kabupaten).or_default().push(row);
    }

    let partial = beside(dir);
    remove(&partial)?;
    let mut resources = Vec::new();
    let mut rows = BTreeMap::from(Table::ALL.map(|table| (table, 0u64)));
    for (kabupaten, mut households) in by_kabupaten.iter().map(|(k, h)| (k, h.iter().collect::<Vec<_>>())) {
        households.sort_by(|a, b| a.id.cmp(&b.id));
        let mut places = ranked.remove(kabupaten).unwrap_or_default();
        places.sort_by(|a, b| a.household.cmp(&b.household));
        if let Some(twice) = places.windows(2).find(|pair| pair[0].household == pair[1].household) {
            return Err(EditionRefused::Duplicate { id: twice[0].household.as_str().to_owned() });
        }
        for table in Table::ALL {
            let cells: Box<dyn Iterator<Item = Vec<Cell>>> = match table {
                Table::Households => Box::new(households.iter().map(|h| household_cells(h))),
                Table::Persons => {
                    Box::new(households.iter().flat_map(|h| h.persons.iter().map(|p| person_cells(h, p))))
                }
                Table::Families => Box::new(households.iter().flat_map(|h| family_cells(h))),
                Table::Ranking if places.is_empty() => continue,
                Table::Ranking => Box::new(places.iter().map(|r| ranking_cells(r))),
            };
            let resource = resource(&partial, table, kabupaten, cells)?;
            *rows.entry(table).or_default() += resource.rows;
            resources.push(resource);
        }
    }
    resources.sort_by(|a, b| a.path.cmp(&b.path));
    let count = |table: Table| rows.get(&table).copied().unwrap_or(0);
    let lineage = Lineage {
        format: "mutakhir-edisi-1".to_owned(),
        edition: meta.id.as_str().to_owned(),
        parent: meta.parent.clone(),
        cycle: meta.cycle.clone(),
        decrees: meta.decrees.clone(),
        model: meta.model.clone(),
        code: meta.code.clone(),
        kabupaten: by_kabupaten.keys().map(|k| k.as_str().to_owned()).collect(),
        households: count(Table::Households),
        persons: count(Table::Persons),
        families: count(Table::Families),
        ranked: count(Table::Ranking),
    };
    let mut manifest = Manifest {
        profile: "data-package".to_owned(),
        name: slug(meta.id.as_str()),
        title: meta.title.clone(),
        created: meta.date.to_string(),
        mutakhir: lineage.clone(),
        resources,
        signature: None,
    };
    manifest.sign(key)?;
    publish(dir, &partial, &manifest, key)
        .map(|already_there| (already_there, manifest.hash()))
        .and_then(|(already_there, hash)| Ok(Written { dir: dir.to_owned(), hash: hash?, lineage, already_there }))
}

fn publish(dir: &Path, partial: &Path, manifest: &Manifest, key: &SigningKey) -> Result<bool, EditionRefused> {
    let text = manifest.text()?;
    let path = partial.join(MANIFEST);
    fs::create_dir_all(partial).map_err(|e| EditionRefused::fault(partial, e))?;
    fs::write(&path, &text).map_err(|e| EditionRefused::fault(&path, e))?;
    File::open(&path).and_then(|f| f.sync_all()).map_err(|e| EditionRefused::fault(&path, e))?;
    if dir.exists() {
        let same = fs::read(dir.join(MANIFEST)).is_ok_and(|there| there == text);
        remove(partial)?;
        if !same {
            return Err(EditionRefused::Exists { folder: dir.display().to_string() });
        }
        verify(dir, &key.verifying_key())?;
        return Ok(true);
    }
    fs::rename(partial, dir).map_err(|e| EditionRefused::fault(dir, e))?;
    if let Some(parent) = dir.parent().filter(|p| !p.as_os_str().is_empty()) {
        // the rename itself must survive a power cut; a system that cannot flush a folder still has it
        let _ = File::open(parent).and_then(|f| f.sync_all());
    }
    Ok(false)
}

/// The folder in which the edition grows: a fixed name, so that a killed run leaves one at most.
fn beside(dir: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(dir.file_name().unwrap_or_default());
    name.push(".partial");
    dir.with_file_name(name)
}

fn remove(dir: &Path) -> Result<(), EditionRefused> {
    match fs::remove_dir_all(dir) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(EditionRefused::fault(dir, e)),
        _ => Ok(()),
    }
}

fn slug(id: &str) -> String {
    id.chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c.to_ascii_lowercase() } else { '-' })
        .collect()
}

fn resource(
    partial: &Path,
    table: Table,
    kabupaten: &AreaCode,
    cells: impl Iterator<Item = Vec<Cell>>,
) -> Result<Resource, EditionRefused> {
    let path = format!("{}/kabupaten={kabupaten}/part-0.parquet", table.folder());
    let file = partial.join(&path);
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(|e| EditionRefused::fault(folder, e))?;
    }
    let rows = table.write(&file, cells)?;
    let (hash, bytes) = hash_file(&file, &path)?;
    Ok(Resource {
        name: format!("{}-{kabupaten}", table.folder()),
        title: format!("{}, {}", table.title(), kabupaten.dotted()),
        path,
        format: "parquet".to_owned(),
        mediatype: "application/vnd.apache.parquet".to_owned(),
        bytes,
        hash: format!("sha256:{hash}"),
        rows,
        schema: SchemaText::of(table),
    })
}

fn item_cells(answers: &Answers, subject: Subject) -> impl Iterator<Item = Cell> + '_ {
    Item::ALL.iter().filter(move |i| i.subject() == subject && !i.is_health()).map(|i| Cell::integer(answers.get(*i)))
}

fn household_cells(h: &EditionHousehold) -> Vec<Cell> {
    let merged = h.merged_from.iter().map(|id| id.as_str()).collect::<Vec<_>>().join("|");
    let some = |text: &str| if text.is_empty() { Cell::Null } else { Cell::Text(text.to_owned()) };
    let mut cells = vec![
        Cell::Text(h.id.as_str().to_owned()),
        Cell::text(h.place.desa.map(|d| d.as_str().to_owned())),
        Cell::text(h.place.hamlet.clone()),
        Cell::integer(h.place.rw),
        Cell::integer(h.place.rt),
        some(&h.place.address),
        Cell::integer(h.member_count),
        Cell::integer(h.family_count),
        some(&h.cause),
        some(&merged),
        some(&h.origin.file),
        Cell::Integer(i64::from(h.origin.row)),
        Cell::Text(h.content_hash()),
    ];
    cells.extend(item_cells(&h.answers, Subject::Household));
    cells
}

fn person_cells(h: &EditionHousehold, p: &EditionPerson) -> Vec<Cell> {
    let (born, age, age_on) = match p.birth {
        Birth::On(date) => (Cell::Date(days(date)), Cell::Null, Cell::Null),
        Birth::Aged { years, on } => (Cell::Null, Cell::Integer(i64::from(years)), Cell::Date(days(on))),
        Birth::Unknown => (Cell::Null, Cell::Null, Cell::Null),
    };
    let mut cells = vec![
        Cell::Text(h.id.as_str().to_owned()),
        Cell::Integer(i64::from(p.no)),
        Cell::Text(p.name.clone()),
        Cell::integer(p.sex.map(|s| s.code())),
        born,
        age,
        age_on,
        Cell::integer(p.marital.map(|m| m.code())),
        Cell::integer(p.relation.map(|r| r.code())),
        Cell::integer(p.family_no),
        Cell::integer(p.family_relation.map(|r| r.code())),
    ];
    for secret in [&p.nik, &p.no_kk, &p.mother, &p.health] {
        cells.push(Cell::text(secret.as_ref().map(|s| s.lookup.clone())));
        cells.push(secret.as_ref().map_or(Cell::Null, |s: &Sealed| Cell::Binary(s.blob.clone())));
    }
    cells.extend(item_cells(&p.answers, Subject::Member));
    cells
}

fn family_cells(h: &EditionHousehold) -> Vec<Vec<Cell>> {
    families(h)
        .iter()
        .map(|family| {
            let head = family.head();
            vec![
                Cell::Text(h.id.as_str().to_owned()),
                Cell::integer(family.no),
                Cell::Integer(family.members.len() as i64),
                Cell::integer(head.map(|m| m.no)),
                Cell::text(head.and_then(|m| m.no_kk.as_ref()).map(|s| s.lookup.clone())),
                Cell::Integer(family.cards() as i64),
            ]
        })
        .collect()
}

fn ranking_cells(ranked: &Ranked) -> Vec<Cell> {
    let placed = ranked.outcome.as_ref().ok();
    vec![
        Cell::Text(ranked.household.as_str().to_owned()),
        Cell::integer(placed.map(|p| p.score.millionths())),
        Cell::integer(placed.map(|p| p.percentile.get())),
        Cell::integer(placed.map(|p| p.percentile.decile().get())),
        Cell::integer(placed.map(|p| p.rank)),
        placed.map_or(Cell::Null, |p| Cell::Boolean(p.incomplete)),
        Cell::Text(ranked.status().to_owned()),
        Cell::text(ranked.outcome.as_ref().err().map(|reason| reason.code())),
    ]
}
