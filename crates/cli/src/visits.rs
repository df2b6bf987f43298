//! `mutakhir visits`: which households to visit, and what the visits say about the list. Needs no workspace.

use crate::args::{Visits, VisitsPlan, VisitsReport};
use crate::failure::Failure;
use crate::output::{Format, Listing, say, show};
use ranking::visits::{Cut, CutPlan, CutReport, ListError, Share};
use serde_json::{Value, json};
use tables::pmt::{Finding, Reported, VisitsWish, plan_visits, report_visits};

/// Does what is asked.
pub fn visits(asked: &Visits, format: Format) -> Result<(), Failure> {
    match asked {
        Visits::Plan(asked) => plan(asked, format),
        Visits::Report(asked) => report(asked, format),
    }
}

fn plan(asked: &VisitsPlan, format: Format) -> Result<(), Failure> {
    let quotas = asked.quota.iter().map(|share| Cut::Quota(*share));
    let lines = asked.line.iter().map(|line| Cut::Line(*line));
    let wish = VisitsWish {
        scores: asked.scores.clone(),
        id: asked.id.clone(),
        budget: asked.budget,
        audit: asked.audit,
        cuts: quotas.chain(lines).collect(),
        spread: asked.spread,
        seed: asked.seed.clone(),
        out: asked.out.clone(),
    };
    let done = plan_visits(&wish)?;
    say(format!(
        "{} rumah tangga berskor: {} dikunjungi; {} kunjungan keputusan, {} kunjungan audit dari benih `{}`",
        done.households,
        done.visits,
        done.plan.decisions.len(),
        done.plan.audit.len(),
        asked.seed
    ));
    let both = done.plan.decisions.len() + done.plan.audit.len() - done.visits;
    if both > 0 {
        say(format!("{both} rumah tangga termasuk keduanya dan dikunjungi sekali"));
    }
    if done.unscored > 0 {
        say(format!("{} baris tanpa skor tidak ikut; rumah tangganya perlu dikunjungi tersendiri", done.unscored));
    }
    let gain: i64 = done.plan.decisions.iter().map(|d| d.gain).sum();
    say(format!("kunjungan keputusan diperkirakan membetulkan {:.1} keputusan", gain as f64 / 1e6));
    say(format!("daftar kunjungan: {}; ketentuan: {}", asked.out.display(), done.terms.display()));
    let mut listing = Listing::new(&["program", "terdaftar", "garis_ln", "peluang_miskin_di_batas"]);
    for cut in &done.plan.cuts {
        listing.row([
            name(cut),
            cut.listed.to_string(),
            millionths(cut.line),
            format!("{:.3}", cut.chance_at_cut as f64 / 1e6),
        ]);
    }
    Ok(listing.print(format)?)
}

/// A programme by its quota or its line.
fn name(cut: &CutPlan) -> String {
    match cut.cut {
        Cut::Quota(share) => format!("kuota {} %", f64::from(share) / 10_000.0),
        Cut::Line(line) => format!("garis {}", millionths(line)),
    }
}

fn millionths(number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}.{:06}", number.unsigned_abs() / 1_000_000, number.unsigned_abs() % 1_000_000)
}

fn percent(share: f64) -> String {
    format!("{:.2}", share * 100.0)
}

/// A bound in percent, never smaller than it is.
fn at_most(share: f64) -> String {
    format!("{:.2}", ((share * 10_000.0 - 1e-9).ceil() / 100.0).min(100.0))
}

fn report(asked: &VisitsReport, format: Format) -> Result<(), Failure> {
    let finding = match (&asked.poor, &asked.welfare) {
        (None, Some(column)) => Finding::Welfare { column: column.clone(), log: asked.welfare_is_log },
        (poor, _) => Finding::Poor(poor.clone().unwrap_or_default()),
    };
    let risk = f64::from(asked.risk) / 1e6;
    let done = report_visits(&asked.terms, &asked.scores, &asked.results, &finding, risk)?;
    say(format!("{} kunjungan direncanakan, {} sudah ada temuannya", done.visits, done.found));
    if done.not_planned > 0 {
        say(format!("{} temuan di luar rencana tidak dipakai", done.not_planned));
    }
    for (cut, own) in &done.cuts {
        say(format!(
            "{}: {} terdaftar; {} masuk dan {} keluar karena kunjungan keputusan",
            name(cut),
            own.listed,
            own.entered,
            own.left
        ));
        if own.open > 0 {
            say(format!("{}: {} kunjungan keputusan belum ada temuannya", name(cut), own.open));
        }
        say(format!(
            "{}: paling banyak {} % dari yang terdaftar salah terdaftar (risiko {} %)",
            name(cut),
            at_most(own.after.at_most),
            f64::from(asked.risk) / 10_000.0
        ));
    }
    if format == Format::Json {
        return Ok(show(&format!("{:#}\n", figures(&done)))?);
    }
    let header = [
        "program",
        "daftar",
        "diaudit",
        "salah_masuk",
        "bawah",
        "atas",
        "terlewat",
        "bawah_terlewat",
        "atas_terlewat",
        "paling_banyak",
    ];
    let mut listing = Listing::new(&header);
    for (cut, own) in &done.cuts {
        for (list, error) in [("menurut skor", &own.before), ("sesudah kunjungan", &own.after)] {
            let estimate = |share: &Share| share.estimate.map_or_else(String::new, percent);
            listing.row([
                name(cut),
                list.to_owned(),
                (error.tally.sampled_listed + error.tally.sampled_unlisted).to_string(),
                estimate(&error.wrong),
                percent(error.wrong.low),
                percent(error.wrong.high),
                estimate(&error.missed),
                percent(error.missed.low),
                percent(error.missed.high),
                at_most(error.at_most),
            ]);
        }
    }
    Ok(listing.print(format)?)
}

/// All figures; shares from 0 to 1.
fn figures(done: &Reported) -> Value {
    let share = |own: &Share| json!({"estimate": own.estimate, "low": own.low, "high": own.high});
    let error = |own: &ListError| {
        let tally = &own.tally;
        json!({
            "wrong": share(&own.wrong),
            "missed": share(&own.missed),
            "at_most": own.at_most,
            "audited_listed": tally.sampled_listed,
            "wrong_found": tally.wrong,
            "audited_unlisted": tally.sampled_unlisted,
            "missed_found": tally.missed,
            "open": tally.open_listed + tally.open_unlisted,
        })
    };
    let cut = |(cut, own): &(CutPlan, CutReport)| {
        json!({
            "programme": name(cut),
            "line": cut.line,
            "listed": own.listed,
            "entered": own.entered,
            "left": own.left,
            "open": own.open,
            "before": error(&own.before),
            "after": error(&own.after),
        })
    };
    json!({
        "households": done.households,
        "visits": done.visits,
        "found": done.found,
        "not_planned": done.not_planned,
        "programmes": done.cuts.iter().map(cut).collect::<Vec<_>>(),
    })
}
