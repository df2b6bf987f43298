//! Identifies the registrations of a pack and writes `registrations.csv`, for measuring.
//!
//! `cargo run --release -p linkage --example identify_pack -- PACK OUT TODAY [--drop-nik PERCENT] [--typos PERCENT] [--no-siak]`
//!
//! Where the pack holds its truth, the cases sent to review are listed against it.
//! With a percentage, NIK are dropped or names mistyped in register and registrations alike, by a
//! fixed rule, to see what holds on worse data.

use domain::Date;
use domain::household::Member;
use exchange::file::PackFile;
use linkage::learnt::{Learning, Seen, estimate, total};
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

#[expect(clippy::disallowed_methods, reason = "a harness measures its own time")]
fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut plain = Vec::new();
    let (mut drop_nik, mut typos, mut without_civil) = (0u64, 0u64, false);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--drop-nik" => drop_nik = arguments.next().ok_or("--drop-nik wants a percentage")?.parse()?,
            "--no-siak" => without_civil = true,
            "--typos" => typos = arguments.next().ok_or("--typos wants a percentage")?.parse()?,
            _ => plain.push(argument),
        }
    }
    let [pack, out, today] = plain.as_slice() else { return Err("identify_pack PACK OUT TODAY".into()) };
    let pack = PathBuf::from(pack);
    let today: Date = today.parse()?;

    let file = |name: &str| PackFile::at(name, pack.join(name));
    let areas =
        exchange::areas::read(&file("wilayah.csv"), Some(&file("padukuhan.csv")), Some(&file("jembatan_bps.csv")))?;
    let bdt: Vec<PackFile> = names(&pack, "bdt")?.iter().map(|n| file(n)).collect();
    let mut register = exchange::bdt::read_all(&bdt, &areas.table)?.items;
    let mut civil = exchange::siak::read(&file("siak.csv"), &areas.table, today)?.items;
    if without_civil {
        civil.clear();
    }
    let books: Vec<PackFile> =
        names(&pack.join("pendaftaran"), "")?.iter().map(|n| file(&format!("pendaftaran/{n}"))).collect();
    let mut registrations = exchange::registrations::read_all(&books, &areas.table, today)?.items;
    let mut chance = Chance(1);
    for member in register.iter_mut().flat_map(|h| &mut h.members) {
        disturb(member, &mut chance, drop_nik, typos);
    }
    for member in registrations.iter_mut().flat_map(|r| &mut r.members) {
        disturb(member, &mut chance, drop_nik, typos);
    }

    let start = Instant::now();
    let index = linkage::Index::build(&register, &civil, &areas.table, today);
    let built = start.elapsed();
    let identified = index.identify_all(&registrations);
    eprintln!(
        "{} households, {} civil records, {} registrations: index {built:?}, all {:?}",
        register.len(),
        civil.len(),
        registrations.len(),
        start.elapsed()
    );
    let start = Instant::now();
    let strangers = index.strangers(&registrations);
    let counted = start.elapsed();
    let candidates = identified.iter().flat_map(|(_, found)| {
        let linked = found.outcome.category().and(found.household.as_ref());
        found.candidates.iter().map(move |c| (c, linked == Some(&c.household)))
    });
    let seen = candidates.clone().map(|(c, linked)| Seen::of(c, linked, None));
    let (weights, locked) = estimate(seen, &Learning::Round(&strangers));
    let learnt = start.elapsed();
    let likely = candidates.map(|(c, linked)| (linked, total(&weights.weigh(c)) > 0));
    let mut table = BTreeMap::new();
    likely.for_each(|pair| *table.entry(pair).or_insert(0usize) += 1);
    eprintln!(
        "weights: strangers {counted:?}, learnt {learnt:?}, weighed {:?}; given up {locked}; (linked, likely) {table:?}",
        start.elapsed()
    );

    let mut rows = String::from("nomor,kategori,id_ruta_bdt,perubahan,digabung_dengan,berkas\n");
    let mut reasons = String::from("nomor\tkategori\talasan\tbendera\n");
    for (registration, (number, found)) in registrations.iter().zip(&identified) {
        let household = found.shown_household().map_or("", |h| h.as_str());
        let merged = found.merged_with.as_ref().map_or("", |n| n.as_str());
        writeln!(
            rows,
            "{number},{},{household},{},{merged},{}",
            found.outcome.code(),
            found.changed_codes(),
            registration.origin.file
        )?;
        let why: Vec<_> = found.reasons.iter().map(|r| format!("{} {}", r.code, r.detail)).collect();
        let flags: Vec<_> = found.flags.iter().map(|f| f.code()).collect();
        writeln!(reasons, "{number}\t{}\t{}\t{}", found.outcome.code(), why.join(" | "), flags.join(","))?;
    }
    std::fs::create_dir_all(out)?;
    std::fs::write(Path::new(out).join("registrations.csv"), rows)?;
    std::fs::write(Path::new(out).join("reasons.tsv"), reasons)?;
    review_against_truth(&pack, &registrations, &identified)?;
    let twins: String = index.register_duplicates().iter().map(|(a, b)| format!("{a},{b}\n")).collect();
    std::fs::write(Path::new(out).join("twins.csv"), twins)?;
    Ok(())
}

/// Where the pack says what is true: the cases sent to review, by what happened there, and how many of
/// them the truth itself leaves open. A case that the truth does not leave open is named.
fn review_against_truth(
    pack: &Path,
    registrations: &[domain::registration::Registration],
    identified: &[(domain::id::RegistrationNumber, domain::identification::Identified)],
) -> Result<(), Box<dyn Error>> {
    let Ok(truth) = std::fs::read_to_string(pack.join("truth/truth_registrations.csv")) else { return Ok(()) };
    // berkas, baris_awal, nomor, skenario, kategori_benar, kategori_diterima, …: the first six hold no comma
    let told: BTreeMap<(&str, &str), (&str, &str)> = truth
        .lines()
        .skip(1)
        .filter_map(|line| {
            let cells: Vec<&str> = line.splitn(7, ',').collect();
            Some(((*cells.get(2)?, *cells.first()?), (*cells.get(3)?, *cells.get(5)?)))
        })
        .collect();
    let mut table: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
    for (registration, (number, found)) in registrations.iter().zip(identified) {
        if found.outcome.code() != "TELAAH" {
            continue;
        }
        let at = (number.as_str(), registration.origin.file.as_str());
        let (scenario, accepted) = told.get(&at).copied().unwrap_or(("?", ""));
        let why = found.reasons.first().map_or("", |r| r.code.code());
        let open = accepted.split('|').any(|a| a == "TELAAH");
        let counted = table.entry((scenario, why)).or_default();
        *counted = (counted.0 + 1, counted.1 + usize::from(open));
        if !open {
            println!("not open by the truth: {number} ({scenario}): {accepted}");
        }
    }
    println!("| what happened | reason | sent to review | open by the truth |\n|---|---|--:|--:|");
    for ((scenario, why), (sent, open)) in table {
        println!("| {scenario} | {why} | {sent} | {open} |");
    }
    Ok(())
}

fn names(folder: &Path, prefix: &str) -> Result<Vec<String>, Box<dyn Error>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.starts_with(prefix) && (name.ends_with(".xlsx") || name.ends_with(".csv")) {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// A fixed sequence: the same disturbance on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

fn disturb(member: &mut Member, chance: &mut Chance, drop_nik: u64, typos: u64) {
    if drop_nik > 0 && chance.below(100) < drop_nik {
        member.nik = None;
    }
    if typos > 0 && chance.below(100) < typos && member.name.len() > 3 {
        let mut letters: Vec<char> = member.name.chars().collect();
        let at = chance.below(letters.len() as u64 - 1) as usize;
        match chance.below(3) {
            0 => letters.swap(at, at + 1),
            1 => letters[at] = char::from(b'A' + chance.below(26) as u8),
            _ => {
                letters.remove(at);
            }
        }
        member.name = letters.into_iter().collect();
    }
}
