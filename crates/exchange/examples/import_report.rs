//! Reads an office's folder and writes `import_errors.csv`: every damaged cell with file, row,
//! column, kind, level and repair. `cargo run -p exchange --example import_report -- PACK OUT [--as-of DATE]`

use domain::Date;
use domain::household::Household;
use domain::verification::{PrelistMembers, check};
use exchange::{Counts, Issue, ReadError};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [pack, out, rest @ ..] = args.as_slice() else {
        return Err("usage: import_report PACK OUT [--as-of DATE]".into());
    };
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
        Err(e) => {
            let said = words::Words::of(words::Lang::Id).refusal(&e);
            Err(format!("{}: {} {}.", domain::refusal::Refusal::code(&e), said.what, said.repair).into())
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the example measures itself")]
fn report(root: &Path, today: Date) -> Result<Vec<Issue>, ReadError> {
    let mut all = Vec::new();
    let mut since = Instant::now();
    let mut say = |what: &str, items: usize, issues: Vec<Issue>, counts: Counts| {
        eprintln!("{what:16} {items:7} items {:7} issues {counts:?} {:?}", issues.len(), since.elapsed());
        all.extend(issues);
        since = Instant::now();
    };
    let pack = exchange::pack::open(root, &Default::default())?;
    say("pack", pack.registrations.len() + pack.meetings.len() + pack.bdt.len(), Vec::new(), Counts::default());
    let areas = exchange::areas::read(pack.area_file()?, pack.hamlets.as_ref(), pack.bridge.as_ref())?;
    say("areas", areas.table.areas().count(), areas.issues, areas.counts);
    let bdt = exchange::bdt::read_all(&pack.bdt, &areas.table)?;
    say("bdt", bdt.items.len(), bdt.issues, bdt.counts);
    let register: BTreeMap<&str, &Household> = bdt.items.iter().map(|h| (h.id.as_str(), h)).collect();
    for file in &pack.siak {
        let siak = exchange::siak::read(file, &areas.table, today)?;
        say("siak", siak.items.len(), siak.issues, siak.counts);
    }
    let books = exchange::registrations::read_all(&pack.registrations, &areas.table, today)?;
    say("registrations", books.items.len(), books.issues, books.counts);
    let meetings = exchange::meetings::read_all(&pack.meetings, pack.sessions.as_ref(), &areas.table)?;
    say("meetings", meetings.items.len(), meetings.issues, meetings.counts);
    if let Some((households, members)) = pack.questionnaires() {
        let forms = exchange::questionnaires::read(households, members, &areas.table)?;
        let mut issues = forms.read.issues.clone();
        for form in &forms.read.items {
            let prelist = register.get(form.key.as_str()).map(|h| PrelistMembers::of(h));
            issues.extend(check(form, prelist.as_ref()).iter().map(|d| forms.issue(form, d)));
        }
        say("questionnaires", forms.read.items.len(), issues, forms.read.counts);
    }
    if let Some(file) = &pack.survey {
        let survey = exchange::survey::read(file)?;
        say("survey", survey.items.len(), survey.issues, survey.counts);
    }
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
