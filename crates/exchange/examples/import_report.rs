//! Reads an office's folder and writes `import_errors.csv`: every damaged cell with file, row,
//! column, kind, level and repair. `cargo run -p exchange --example import_report -- PACK OUT [--as-of DATE]`

use domain::Date;
use exchange::{Counts, Issue, PackFile, ReadError};
use std::error::Error;
use std::path::Path;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [pack, out, rest @ ..] = args.as_slice() else { return Err("usage: import_report PACK OUT [--as-of DATE]".into()) };
    let today: Date = match rest {
        [flag, day] if flag == "--as-of" => day.parse()?,
        _ => Date::constant(2017, 3, 1),
    };
    match report(Path::new(pack), today) {
        Ok(mut issues) => {
            issues.sort();
            std::fs::create_dir_all(out)?;
            write(&Path::new(out).join("import_errors.csv"), &issues)?;
            eprintln!("{} issues", issues.len());
            Ok(())
        }
        Err(e) => Err(format!("{}: {e}. {}.", e.code(), e.repair()).into()),
    }
}

fn report(root: &Path, today: Date) -> Result<Vec<Issue>, ReadError> {
    let file = |name: &str| PackFile::at(name, root.join(name));
    let list = |folder: &str, ext: &str| {
        let mut names: Vec<String> = std::fs::read_dir(root.join(folder))
            .into_iter()
            .flatten()
            .flatten()
            .map(|e| e.file_name().to_string_lossy().into_owned())
            .filter(|n| n.ends_with(ext))
            .collect();
        names.sort();
        names
    };
    let mut all = Vec::new();
    let mut say = |what: &str, items: usize, issues: Vec<Issue>, counts: Counts, since: Instant| {
        eprintln!("{what:16} {items:7} items {:7} issues {counts:?} {:?}", issues.len(), since.elapsed());
        all.extend(issues);
    };
    let t = Instant::now();
    let areas = exchange::areas::read(&file("wilayah.csv"), Some(&file("padukuhan.csv")), Some(&file("jembatan_bps.csv")))?;
    say("areas", areas.table.areas().count(), areas.issues, areas.counts, t);
    let t = Instant::now();
    let bdt: Vec<PackFile> = list("", "").iter().filter(|n| n.starts_with("bdt")).map(|n| file(n)).collect();
    let bdt = exchange::bdt::read_all(&bdt, &areas.table)?;
    say("bdt", bdt.items.len(), bdt.issues, bdt.counts, t);
    let t = Instant::now();
    let siak = exchange::siak::read(&file("siak.csv"), &areas.table, today)?;
    say("siak", siak.items.len(), siak.issues, siak.counts, t);
    let t = Instant::now();
    let books: Vec<PackFile> = list("pendaftaran", ".xlsx").iter().map(|n| file(&format!("pendaftaran/{n}"))).collect();
    let books = exchange::registrations::read_all(&books, &areas.table, today)?;
    say("registrations", books.items.len(), books.issues, books.counts, t);
    Ok(all)
}

fn write(path: &Path, issues: &[Issue]) -> Result<(), Box<dyn Error>> {
    let mut out = csv::Writer::from_path(path)?;
    out.write_record(["berkas", "baris", "kolom", "jenis", "tingkat", "pesan"])?;
    for i in issues {
        let row = i.row.to_string();
        out.write_record([&i.file, &row, &i.column, i.kind.code(), i.level.code(), &i.message])?;
    }
    out.flush()?;
    Ok(())
}
