//! How sound the model is on a whole office pack with known welfare. Not part of the everyday run:
//! it needs a pack outside the repository.
//!
//!     MUTAKHIR_SHARED=../shared cargo test -p ranking --test pack -- --ignored --nocapture

use domain::Date;
use domain::area::AreaCode;
use domain::household::{Household, Member, Origin, Place};
use domain::id::HouseholdId;
use domain::person::{Birth, Relation, Sex};
use domain::questionnaire::{Answers, Item, Subject};
use ranking::metrics::{Judged, exclusion_error, spearman};
use ranking::{Composition, Facts, FitOptions, SurveyRow, fit, score, score_facts};
use std::collections::BTreeMap;
use std::path::PathBuf;

type Record = BTreeMap<String, String>;

#[expect(clippy::disallowed_methods, reason = "a pack outside the repository, chosen by hand")]
fn pack() -> PathBuf {
    let shared = std::env::var("MUTAKHIR_SHARED")
        .map_or_else(|_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    shared.join("data/gunungkidul")
}

fn read(path: &str) -> Vec<Record> {
    let mut reader = csv::Reader::from_path(pack().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
    reader.deserialize().map(Result::unwrap).collect()
}

fn int(record: &Record, column: &str) -> Option<i32> {
    record.get(column)?.trim().parse().ok()
}

fn answers(record: &Record, subject: Subject) -> Answers {
    Item::ALL
        .iter()
        .filter(|i| i.subject() == subject)
        .filter_map(|i| int(record, i.column()).map(|code| (*i, code)))
        .collect()
}

fn survey() -> Vec<SurveyRow> {
    read("susenas.csv")
        .iter()
        .map(|r| SurveyRow {
            id: r["id_sampel"].clone(),
            kabupaten: AreaCode::parse(&r["kode_kab"]).unwrap(),
            psu: r["psu"].clone(),
            weight: r["penimbang"].parse().unwrap(),
            expenditure_rupiah_month: r["pengeluaran_perkapita"].parse().unwrap(),
            facts: Facts {
                composition: Composition {
                    classification: int(r, "klasifikasi"),
                    size: int(r, "jumlah_art"),
                    toddlers: int(r, "n_balita"),
                    school_age: int(r, "n_6_14"),
                    elderly: int(r, "n_lansia"),
                    working: int(r, "n_bekerja"),
                    head_age: int(r, "umur_krt"),
                    head_sex: int(r, "jk_krt"),
                    head_diploma: int(r, "ijazah_krt"),
                    head_field: int(r, "lapangan_krt"),
                    head_status: int(r, "status_krt"),
                },
                answers: answers(r, Subject::Household),
            },
        })
        .collect()
}

fn report(name: &str, rows: &[Judged]) {
    let pairs: Vec<(f64, f64)> = rows.iter().map(|r| (r.truth, r.score)).collect();
    println!(
        "{name}: n {} Spearman {:.3} EER20 {:.3} EER40 {:.3}",
        rows.len(),
        spearman(&pairs).unwrap(),
        exclusion_error(rows, 0.2).unwrap(),
        exclusion_error(rows, 0.4).unwrap()
    );
}

#[test]
#[ignore = "needs the office pack and its truth files, which are not in the repository"]
#[expect(clippy::disallowed_methods, reason = "a measurement by hand")]
fn the_score_orders_households_much_as_their_true_welfare_does() {
    let rows = survey();
    let own = AreaCode::parse("3403").unwrap();
    let options = FitOptions::new(own, "pack", 1);
    let started = std::time::Instant::now();
    let (model, fitted) = fit(&rows, &options).unwrap();
    println!("fit in {:?}: {:#?}", started.elapsed(), fitted.summary);
    println!("notes {:?}, dropped {:?}", fitted.notes, fitted.dropped);
    for c in fitted.coefficients.iter().filter(|c| !c.sign_agrees) {
        println!("  tanda: {} {} {:.3} (t {:.1})", c.variable, c.level, c.estimate, c.t);
    }

    // every fifth cluster held out
    let psu_held = |r: &SurveyRow| r.psu.bytes().map(u32::from).sum::<u32>() % 5 == 0;
    let (held, kept): (Vec<SurveyRow>, Vec<SurveyRow>) = rows.iter().cloned().partition(|r| psu_held(r));
    let (half, _) = fit(&kept, &options).unwrap();
    let judged = |model: &ranking::ModelFile, rows: &[SurveyRow]| -> Vec<Judged> {
        rows.iter()
            .filter(|r| r.kabupaten == own)
            .map(|r| Judged {
                truth: r.expenditure_rupiah_month as f64,
                score: score_facts(model, &r.facts).unwrap().score.millionths() as f64,
                weight: r.weight,
            })
            .collect()
    };
    report("survey, clusters held out", &judged(&half, &held));
    report("survey, in sample", &judged(&model, &rows));

    // questionnaires of the pack against true consumption
    let truth: BTreeMap<String, f64> = read("truth/truth_welfare.csv")
        .iter()
        .filter_map(|r| Some((r["id_ruta_bdt"].clone(), r["konsumsi_2017"].parse().ok()?)))
        .filter(|(id, _)| !id.is_empty())
        .collect();
    let mut members: BTreeMap<String, Vec<Member>> = BTreeMap::new();
    for r in read("pendataan/anggota.csv") {
        let no = int(&r, "no_art").unwrap_or(0) as u16;
        let birth = r["tanggal_lahir"].parse::<Date>().map_or(Birth::Unknown, Birth::On);
        let mut member = Member { birth, ..Member::named(no, r["nama"].as_str()) };
        member.relation = int(&r, "hub_krt").and_then(|c| Relation::from_code(c as u8));
        member.sex = int(&r, "jk").and_then(|c| Sex::from_code(c as u8));
        member.answers = answers(&r, Subject::Member);
        members.entry(r["id_pendataan"].clone()).or_default().push(member);
    }
    let today = Date::constant(2017, 3, 1);
    let (mut rows, mut unscored, mut incomplete, mut within_40) = (Vec::new(), BTreeMap::new(), 0, 0);
    for r in read("pendataan/rumah_tangga.csv") {
        let household = Household {
            id: HouseholdId::new(&r["id_pendataan"]),
            place: Place::default(),
            member_count: None,
            family_count: None,
            answers: answers(&r, Subject::Household),
            members: members.remove(&r["id_pendataan"]).unwrap_or_default(),
            origin: Origin::default(),
        };
        match score(&model, &household, today) {
            Ok(scored) => {
                incomplete += u32::from(scored.incomplete);
                within_40 += u32::from(scored.percentile.is_in_register_range());
                if let Some(truth) = truth.get(&r["kunci"]) {
                    rows.push(Judged { truth: *truth, score: scored.score.millionths() as f64, weight: 1.0 });
                }
            }
            Err(reason) => *unscored.entry(reason).or_insert(0u32) += 1,
        }
    }
    println!("unscored {unscored:?} incomplete {incomplete} within 40: {within_40}");
    report("questionnaires of the pack", &rows);
    let pairs: Vec<(f64, f64)> = rows.iter().map(|r| (r.truth, r.score)).collect();
    assert!(spearman(&pairs).unwrap() > 0.5);
}
