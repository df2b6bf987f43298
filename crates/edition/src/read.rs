//! Reading an edition. Reading does not verify: call [`crate::verify()`] first.

use crate::error::EditionRefused;
use crate::manifest::{MANIFEST, Manifest, Resource};
use crate::row::{EditionHousehold, EditionPerson, Sealed, date};
use crate::table::{Batch, Table};
use domain::area::AreaCode;
use domain::household::{Origin, Place};
use domain::id::HouseholdId;
use domain::person::{Birth, MaritalStatus, Relation, Sex};
use domain::questionnaire::{Answers, Item, Subject};
use domain::ranking::{Percentile, Placed, Ranked, Score, Unscored};
use std::collections::BTreeMap;
use std::path::Path;

/// A manifest larger than this is none.
const MANIFEST_BYTES_MAX: u64 = 64 << 20;

/// Reads and parses `datapackage.json`.
pub fn read_manifest(dir: &Path) -> Result<Manifest, EditionRefused> {
    let path = dir.join(MANIFEST);
    let missing = || EditionRefused::Missing { file: MANIFEST.to_owned() };
    let length = std::fs::metadata(&path).map_err(|_| missing())?.len();
    if length > MANIFEST_BYTES_MAX {
        return Err(EditionRefused::unreadable(MANIFEST, "terlalu besar"));
    }
    Manifest::parse(&std::fs::read(&path).map_err(|_| missing())?)
}

/// Files of a table with their kabupaten.
pub(crate) fn parts(manifest: &Manifest, table: Table) -> impl Iterator<Item = (AreaCode, &Resource)> {
    let prefix = format!("{}/kabupaten=", table.folder());
    manifest.resources.iter().filter_map(move |r| {
        let code = r.path.strip_prefix(&prefix)?.split('/').next()?;
        Some((AreaCode::parse(code).ok()?, r))
    })
}

/// Every household with its persons, by kabupaten and id.
pub fn read_households(dir: &Path) -> Result<Vec<EditionHousehold>, EditionRefused> {
    let manifest = read_manifest(dir)?;
    let mut persons: BTreeMap<String, Vec<EditionPerson>> = BTreeMap::new();
    for (_, resource) in parts(&manifest, Table::Persons) {
        for batch in Table::Persons.read(&dir.join(&resource.path), &resource.path)? {
            for (id, person) in read_persons(&batch, &resource.path)? {
                persons.entry(id).or_default().push(person);
            }
        }
    }
    let mut households = Vec::new();
    for (kabupaten, resource) in parts(&manifest, Table::Households) {
        for batch in Table::Households.read(&dir.join(&resource.path), &resource.path)? {
            read_household_batch(&batch, kabupaten, &resource.path, &mut persons, &mut households)?;
        }
    }
    match persons.into_keys().next() {
        Some(id) => Err(EditionRefused::unreadable("persons", format!("anggota tanpa rumah tangga `{id}`"))),
        None => Ok(households),
    }
}

fn answers(batch: &Batch, subject: Subject) -> Vec<Answers> {
    let mut rows = vec![Answers::default(); batch.rows()];
    for item in Item::ALL.iter().filter(|i| i.subject() == subject && !i.is_health()) {
        for (row, code) in rows.iter_mut().zip(batch.integers(item.column())) {
            if let Some(code) = code.and_then(|c| i32::try_from(c).ok()) {
                row.set(*item, code);
            }
        }
    }
    rows
}

/// A number that must fit its type; a larger one means a damaged file.
fn fit<T: TryFrom<i64>>(number: Option<i64>, file: &str, column: &str) -> Result<Option<T>, EditionRefused> {
    number
        .map(|n| T::try_from(n).map_err(|_| EditionRefused::unreadable(file, format!("`{column}` berisi {n}"))))
        .transpose()
}

fn need<T>(value: Option<T>, file: &str, column: &str) -> Result<T, EditionRefused> {
    value.ok_or_else(|| EditionRefused::unreadable(file, format!("`{column}` kosong atau tidak dikenal")))
}

fn read_household_batch(
    batch: &Batch,
    kabupaten: AreaCode,
    file: &str,
    persons: &mut BTreeMap<String, Vec<EditionPerson>>,
    households: &mut Vec<EditionHousehold>,
) -> Result<(), EditionRefused> {
    let text = |name| batch.texts(name);
    let number = |name| batch.integers(name);
    let (ids, desa, hamlet, address) = (text("id_rumah_tangga"), text("kode_desa"), text("dusun"), text("alamat"));
    let (rw, rt, members, families) = (number("rw"), number("rt"), number("jumlah_art"), number("jumlah_keluarga"));
    let (cause, merged, origin, origin_row) =
        (text("sebab"), text("gabungan_dari"), text("asal_berkas"), number("asal_baris"));
    let mut item_answers = answers(batch, Subject::Household);
    for at in 0..batch.rows() {
        let id = need(ids[at].clone(), file, "id_rumah_tangga")?;
        let desa = match &desa[at] {
            Some(code) => Some(need(AreaCode::parse(code).ok(), file, "kode_desa")?),
            None => None,
        };
        households.push(EditionHousehold {
            kabupaten,
            place: Place {
                desa,
                hamlet: hamlet[at].clone(),
                rw: fit(rw[at], file, "rw")?,
                rt: fit(rt[at], file, "rt")?,
                address: address[at].clone().unwrap_or_default(),
            },
            member_count: fit(members[at], file, "jumlah_art")?,
            family_count: fit(families[at], file, "jumlah_keluarga")?,
            answers: std::mem::take(&mut item_answers[at]),
            persons: persons.remove(&id).unwrap_or_default(),
            cause: cause[at].clone().unwrap_or_default(),
            merged_from: merged[at].iter().flat_map(|m| m.split('|')).map(HouseholdId::new).collect(),
            origin: Origin {
                file: origin[at].clone().unwrap_or_default(),
                row: fit(origin_row[at], file, "asal_baris")?.unwrap_or(0),
            },
            id: HouseholdId::new(id),
        });
    }
    Ok(())
}

fn read_persons(batch: &Batch, file: &str) -> Result<Vec<(String, EditionPerson)>, EditionRefused> {
    let number = |name| batch.integers(name);
    let (ids, names) = (batch.texts("id_rumah_tangga"), batch.texts("nama"));
    let (no, sex, marital) = (number("no_art"), number("jenis_kelamin"), number("status_kawin"));
    let (relation, family, family_relation, age) = (number("hub_krt"), number("nuk"), number("hub_kk"), number("umur"));
    let (born, age_on) = (batch.dates("tanggal_lahir"), batch.dates("umur_pada"));
    let secrets = ["nik", "no_kk", "ibu", "kesehatan"]
        .map(|s| (batch.texts(&format!("{s}_kunci")), batch.bytes(&format!("{s}_tersegel"))));
    let mut item_answers = answers(batch, Subject::Member);
    let code = |number: Option<i64>| number.and_then(|n| u8::try_from(n).ok());
    (0..batch.rows())
        .map(|at| {
            let secret = |which: usize| {
                let (lookups, blobs) = &secrets[which];
                lookups[at].clone().zip(blobs[at].clone()).map(|(lookup, blob)| Sealed { lookup, blob })
            };
            let birth = match (born[at].and_then(date), code(age[at]), age_on[at].and_then(date)) {
                (Some(day), _, _) => Birth::On(day),
                (None, Some(years), Some(on)) => Birth::Aged { years, on },
                _ => Birth::Unknown,
            };
            let person = EditionPerson {
                no: need(fit(no[at], file, "no_art")?, file, "no_art")?,
                name: names[at].clone().unwrap_or_default(),
                sex: code(sex[at]).and_then(Sex::from_code),
                birth,
                marital: code(marital[at]).and_then(MaritalStatus::from_code),
                relation: code(relation[at]).and_then(Relation::from_code),
                family_no: fit(family[at], file, "nuk")?,
                family_relation: code(family_relation[at]).and_then(Relation::from_code),
                nik: secret(0),
                no_kk: secret(1),
                mother: secret(2),
                health: secret(3),
                answers: std::mem::take(&mut item_answers[at]),
            };
            Ok((need(ids[at].clone(), file, "id_rumah_tangga")?, person))
        })
        .collect()
}

/// The ranking rows, by kabupaten and household id.
pub fn read_ranking(dir: &Path) -> Result<Vec<Ranked>, EditionRefused> {
    let manifest = read_manifest(dir)?;
    let mut ranking = Vec::new();
    for (_, resource) in parts(&manifest, Table::Ranking) {
        let file = &resource.path;
        for batch in Table::Ranking.read(&dir.join(file), file)? {
            let (ids, reasons) = (batch.texts("id_rumah_tangga"), batch.texts("alasan"));
            let (score, percentile, rank) =
                (batch.integers("skor"), batch.integers("persentil"), batch.integers("peringkat"));
            let incomplete = batch.truths("kurang_lengkap");
            for at in 0..batch.rows() {
                let outcome = match score[at] {
                    Some(score) => {
                        let percentile: Option<u8> = fit(percentile[at], file, "persentil")?;
                        Ok(Placed {
                            score: Score::from_millionths(score),
                            percentile: need(percentile.and_then(Percentile::new), file, "persentil")?,
                            rank: need(fit(rank[at], file, "peringkat")?, file, "peringkat")?,
                            incomplete: need(incomplete[at], file, "kurang_lengkap")?,
                        })
                    }
                    None => Err(need(reasons[at].as_deref().and_then(Unscored::from_code), file, "alasan")?),
                };
                let household = HouseholdId::new(need(ids[at].clone(), file, "id_rumah_tangga")?);
                ranking.push(Ranked { household, outcome });
            }
        }
    }
    Ok(ranking)
}
