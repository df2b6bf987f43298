//! `mutakhir review`: the review desk without pages.

use crate::args::Decide;
use crate::failure::Failure;
use crate::output::{Format, Listing, say};
use crate::refused::Refused;
use app::App;
use app::access::Officer;
use app::error::AppError;
use app::review::{self, Answer, Filter, Said, TrainingPair};
use domain::area::AreaCode;
use domain::id::{HouseholdId, RegistrationNumber};
use domain::identification::review::{Ground, Reasoning, Step};
use std::path::Path;

/// An area as written on the command line.
pub fn area_of(text: Option<&str>) -> Result<Option<AreaCode>, Failure> {
    let read = |text: &str| {
        AreaCode::parse(text).map_err(|_| {
            Failure::misused(
                "KODE_WILAYAH_SALAH",
                format!("`{text}` bukan kode wilayah"),
                "Contoh: 34.03.01 atau 34.03.01.2001.",
            )
        })
    };
    text.map(read).transpose()
}

/// Cases that wait for a person, the most valuable first.
pub async fn list(app: &App, area: Option<&str>, reason: &str, format: Format) -> Result<(), Failure> {
    let filter = Filter { area: area_of(area)?, reason: reason.to_owned(), ..Filter::default() };
    let officer = Officer::operator();
    let mut listing = Listing::new(&["nomor", "calon", "tingkat", "alasan", "keadaan", "nilai", "desa", "dibuka_oleh"]);
    let mut page = 1;
    loop {
        let queue = review::queue(app, &officer, &filter, page).await?;
        if queue.list.rows.is_empty() {
            say(format!("{} belum diputus, {} sudah diputus", queue.counts.open, queue.counts.done));
            break;
        }
        for r in queue.list.rows {
            let (household, held) = (r.household.unwrap_or_default(), r.held_by.unwrap_or_default());
            listing.row([r.number, household, r.level, r.reason, r.standing, r.rank.to_string(), r.desa, held]);
        }
        page += 1;
    }
    Ok(listing.print(format)?)
}

/// One case: every field of both sides with what the evidence said of it.
pub async fn show(app: &App, number: &str, candidate: Option<&str>, format: Format) -> Result<(), Failure> {
    let shown = candidate.map(HouseholdId::new);
    let found = review::case(app, &Officer::operator(), &RegistrationNumber::new(number), shown.as_ref(), None).await?;
    let c = found.ok_or_else(|| missing(number))?;
    let mut listing = Listing::new(&["orang", "kolom", "pendaftaran", "bdt", "artinya", "bukti"]);
    for f in &c.fields {
        listing.row(["", f.field, &f.left, &f.right, f.means, f.why]);
    }
    for line in &c.people {
        let no = |m: &Option<app::view::MemberView>| m.as_ref().map_or_else(|| "-".to_owned(), |m| m.no.to_string());
        let pair = format!("{}/{}", no(&line.left), no(&line.right));
        for f in line.fields.iter().filter(|f| !f.left.is_empty() || !f.right.is_empty()) {
            listing.row([&pair, f.field, &f.left, &f.right, f.means, f.why]);
        }
    }
    listing.print(format)?;
    let reasons: Vec<String> = c.reasons.iter().map(|(code, detail)| format!("{code} {detail}")).collect();
    say(format!("{}: {} ({}); {}", c.number, c.category, c.standing.code(), reasons.join("; ")));
    for t in &c.candidates {
        let mark = if t.shown { "*" } else { " " };
        say(format!("{mark} calon {} {} ({} orang cocok)", t.household, t.level, t.matched));
    }
    for d in &c.said {
        say(format!("{} {} oleh {}: {}", d.no, d.step, d.officer, d.category));
    }
    Ok(())
}

/// Decides one case.
pub async fn decide(app: &App, d: &Decide) -> Result<(), Failure> {
    let said = match (&d.same, &d.duplicate_of, d.agree) {
        (Some(id), ..) => {
            Said::Same { household: HouseholdId::new(id), changed: d.category.as_deref().map(|c| c == "berubah") }
        }
        (None, Some(of), _) => Said::Duplicate { of: RegistrationNumber::new(of) },
        (None, None, true) => Said::Agree,
        (None, None, false) => Said::New,
    };
    let ground = match &d.ground {
        None => None,
        Some(code) => Some(Ground::from_code(code).ok_or_else(|| {
            let known: Vec<&str> = Ground::ALL.iter().map(|g| g.code()).collect();
            Failure::misused(
                "DASAR_TIDAK_DIKENAL",
                format!("dasar `{code}` tidak dikenal"),
                format!("Yang ada: {}.", known.join(", ")),
            )
        })?),
    };
    let reasoning = Reasoning { ground, words: d.reason.clone() };
    let number = RegistrationNumber::new(&d.number);
    let answer = Answer { said, reasoning, version: None };
    let decided = review::decide(app, &Officer::operator(), &number, &answer, None).await?;
    let words = crate::failure::words();
    let against: Vec<String> = decided.overruled.iter().map(|o| words.code("overruled", o.code())).collect();
    let against = if against.is_empty() { String::new() } else { format!("; melawan bukti: {}", against.join("; ")) };
    say(format!("{number}: {} {}{against}", words.code("step", decided.step.code()), decided.verdict.code()));
    Ok(())
}

/// Takes back what was said last about one case.
pub async fn undo(app: &App, number: &str) -> Result<(), Failure> {
    let number = RegistrationNumber::new(number);
    let step = review::undo(app, &Officer::operator(), &number).await?;
    debug_assert_eq!(step, Step::Undone);
    say(format!("{number}: putusan diurungkan, kasus terbuka kembali; riwayatnya tetap."));
    Ok(())
}

/// Learns the weights again from what reviewers decided.
pub async fn retrain(app: &App) -> Result<(), Failure> {
    let done = app::weights::retrain(app, &Officer::operator()).await?;
    let moved: Vec<String> =
        done.moved.iter().filter(|(_, by)| *by > 0).map(|(f, by)| format!("{f} {}", bits(*by))).collect();
    let moved = if moved.is_empty() { "tidak ada yang bergeser".to_owned() } else { moved.join(", ") };
    say(format!(
        "bobot versi {}: {} putusan, {} calon; pergeseran dalam bit: {moved}",
        done.version, done.decisions, done.candidates
    ));
    if done.locked {
        say("kelas tertukar saat belajar; bobot versi ini memakai tingkat bukti aturan");
    }
    Ok(())
}

fn bits(milli: i32) -> String {
    format!("{},{:01}", milli / 1000, milli.abs() % 1000 / 100)
}

/// The quality report; with `pairs` the decided pairs as a file besides.
pub async fn report(app: &App, area: Option<&str>, pairs: Option<&Path>, format: Format) -> Result<(), Failure> {
    let officer = Officer::operator();
    let q = review::quality(app, &officer, area_of(area)?).await?;
    let mut listing = Listing::new(&["bagian", "label", "diputus", "sesuai_calon", "melawan_bukti", "median_detik"]);
    let sum = [("JUMLAH", &q.sum)];
    let weeks = q.weeks.iter().map(|w| ("MINGGU", w));
    let officers = q.officers.iter().map(|w| ("PETUGAS", w));
    for (part, w) in sum.into_iter().chain(weeks).chain(officers) {
        let median = w.median_ms.map(|ms| ((ms + 500) / 1000).to_string()).unwrap_or_default();
        let counts = [w.decided, w.kernel.agree, w.overruled].map(|n| n.to_string());
        listing.row([part.to_owned(), w.label.clone()].into_iter().chain(counts).chain([median]));
    }
    listing.print(format)?;
    say(format!(
        "dua petugas sejalan {}/{}; diputus penengah {}; diurungkan {}",
        q.two_person.agree, q.two_person.all, q.settled, q.undone
    ));
    for v in &q.versions {
        let a = v.agreement;
        let moved = v.most_moved().map(|(field, by)| format!("; paling bergeser {field} {} bit", bits(by)));
        say(format!(
            "bobot versi {} ({}, {} putusan, oleh {}): sejalan dengan petugas {}/{}{}",
            v.row.no,
            v.row.source,
            v.row.decisions,
            v.row.officer,
            a.agree,
            a.all,
            moved.unwrap_or_default()
        ));
    }
    if let Some(path) = pairs {
        let all = review::training_pairs(app, &officer).await?;
        std::fs::write(path, training_csv(&all))?;
        say(format!("{} pasangan ditulis ke {}", all.len(), path.display()));
    }
    Ok(())
}

/// One line for each aligned pair of persons; a candidate without any has one line of its own.
fn training_csv(pairs: &[TrainingPair]) -> String {
    let mut out = String::from(
        "nomor,id_ruta_bdt,sama,dua_petugas,melawan_bukti,tingkat,wilayah,alamat,no_kk,hanya_pendaftaran,hanya_bdt,tingkat_orang,nama_permil,ejaan,lahir,nik,jk,status_kawin,hubungan,ibu\n",
    );
    for p in pairs {
        let flag = |yes: bool| if yes { "1" } else { "0" };
        let (alone, theirs) = (p.only_registered.to_string(), p.only_register.to_string());
        let head = [
            &crate::output::csv_cell(p.registration.as_str()),
            &crate::output::csv_cell(&p.household),
            flag(p.same),
            flag(p.by_two),
            flag(p.overruled),
            &p.level,
            &p.region,
            &p.address,
            &p.family_card,
            &alone,
            &theirs,
        ]
        .join(",");
        if p.persons.is_empty() {
            out.push_str(&format!("{head},,,,,,,,,\n"));
        }
        for x in &p.persons {
            let name = x.name.to_string();
            let cells =
                [x.level.as_str(), &name, &x.spelling, &x.birth, &x.nik, &x.sex, &x.marital, &x.relation, &x.mother];
            out.push_str(&format!("{head},{}\n", cells.join(",")));
        }
    }
    out
}

fn missing(number: &str) -> Failure {
    AppError::rule(Refused::NeverReviewed(number.to_owned())).into()
}
