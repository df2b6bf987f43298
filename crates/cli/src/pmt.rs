//! `mutakhir pmt`: a survey in, a model, its errors, or scores out. Needs no workspace.

use crate::args::{Pmt, PmtData, PmtFit, PmtScore};
use crate::failure::Failure;
use crate::output::{Format, Listing, say, show};
use crate::threads;
use ranking::tabular::{EstimateRow, Evaluation, Figures, Protocol, TableModel};
use serde_json::{Value, json};
use tables::pmt::{Opened, Owner, ScoreRequest};

/// Does what is asked.
pub fn pmt(asked: &Pmt, format: Format) -> Result<(), Failure> {
    match asked {
        Pmt::Fit(asked) => fit(asked, format),
        Pmt::Evaluate(asked) => evaluate(asked, format),
        Pmt::Score(asked) => score(asked),
    }
}

fn open(asked: &PmtData) -> Result<Opened, Failure> {
    threads(asked.threads.map(usize::from))?;
    let opened = tables::pmt::open(&asked.data, asked.spec.as_deref())?;
    if !opened.guessed.is_empty() {
        say(format!("# Ditebak: {}. Simpan, betulkan, dan pakai dengan --spec:", opened.guessed.join(", ")));
        opened.spec().lines().for_each(say);
    }
    opened.remarks.iter().for_each(|remark| say(format!("# {remark}")));
    Ok(opened)
}

fn evaluate(asked: &PmtData, format: Format) -> Result<(), Failure> {
    let opened = open(asked)?;
    let found = opened.evaluate();
    say(format!(
        "{} rumah tangga, {} peubah dan suku, {} klaster; rata-rata {} pengulangan lipatan",
        found.rows,
        found.variables,
        found.clusters.map_or_else(|| "tanpa".to_owned(), |n| n.to_string()),
        found.repeats
    ));
    for (name, protocol) in protocols(&found) {
        say(format!(
            "{name}: tetapan wilayah dipakai dalam {} dan rata-rata desa dalam {} dari {} taksiran",
            protocol.regions, protocol.means, protocol.trainings
        ));
    }
    if found.cluster.is_none() {
        say("cluster: klaster lebih sedikit daripada lipatan; tidak diuji");
    }
    if format == Format::Json {
        return Ok(show(&format!("{:#}\n", evaluation(&found, opened.quotas())))?);
    }
    let mut listing = Listing::new(&["protokol", "model", "pandangan", "kuota", "eer", "r2", "spearman"]);
    for (protocol, own) in protocols(&found) {
        for (model, figures) in models(own) {
            let views = [("rumah tangga", Some(&figures.households)), ("orang", figures.people.as_ref())];
            for (view, errors) in views.into_iter().filter_map(|(view, errors)| Some((view, errors?))) {
                for (quota, error) in opened.quotas().iter().zip(errors) {
                    let number = |x: f64, digits: usize| format!("{x:.digits$}");
                    listing.row([
                        protocol.to_owned(),
                        model.to_owned(),
                        view.to_owned(),
                        quota.to_string(),
                        number(error * 100.0, 2),
                        number(figures.r2, 4),
                        number(figures.spearman, 4),
                    ]);
                }
            }
        }
    }
    Ok(listing.print(format)?)
}

fn protocols(found: &Evaluation) -> Vec<(&'static str, &Protocol)> {
    std::iter::once(("household", &found.household)).chain(found.cluster.as_ref().map(|p| ("cluster", p))).collect()
}

fn models(protocol: &Protocol) -> Vec<(&'static str, &Figures)> {
    let village = protocol.village.as_ref().map(|figures| ("village", figures));
    [("linear", &protocol.linear)].into_iter().chain(village).chain([("challenger", &protocol.challenger)]).collect()
}

/// Errors in percent, by quota in percent.
fn evaluation(found: &Evaluation, quotas: &[f64]) -> Value {
    let figures = |figures: &Figures| {
        let errors = quotas.iter().zip(&figures.households).map(|(q, e)| (q.to_string(), json!(e * 100.0)));
        json!({
            "eer": errors.collect::<serde_json::Map<_, _>>(),
            "r2": figures.r2,
            "spearman": figures.spearman,
            "rmse": figures.rmse,
        })
    };
    let protocol = |protocol: &Protocol| {
        json!({
            "linear": figures(&protocol.linear),
            "village": protocol.village.as_ref().map(figures),
            "challenger": figures(&protocol.challenger),
        })
    };
    json!({
        "n": found.rows,
        "variables": found.variables,
        "protocols": {
            "household": protocol(&found.household),
            "cluster": found.cluster.as_ref().map(protocol),
        },
    })
}

fn fit(asked: &PmtFit, format: Format) -> Result<(), Failure> {
    for out in asked.out.iter().chain(&asked.record) {
        let inputs: Vec<_> =
            std::iter::once(&asked.survey.data).chain(&asked.survey.spec).map(|p| p.as_path()).collect();
        tables::pmt::distinct(&inputs, out)?;
    }
    let opened = open(&asked.survey)?;
    let (model, adopted) = tables::pmt::fit(&opened, asked.village, asked.out.as_deref())?;
    let quality = &model.quality;
    say(format!(
        "{} rumah tangga, {} klaster, {} kolom; R² {:.4}, disesuaikan {:.4}, RMSE {:.4}",
        quality.rows, quality.clusters, quality.columns, quality.r2, quality.adjusted_r2, quality.rmse
    ));
    let yes = |adopted: bool| if adopted { "dipakai" } else { "tidak memperbaiki, tidak dipakai" };
    if model.region_column.is_some() {
        say(format!("tetapan wilayah: {}", yes(adopted.regions)));
    }
    if model.village.is_some() {
        say(format!("rata-rata desa: {}", yes(adopted.means)));
    }
    for left_out in model.left_out() {
        let level = if left_out.level.is_empty() { String::new() } else { format!(" tingkat `{}`", left_out.level) };
        say(format!("`{}`{level} tidak masuk: {}", left_out.variable, left_out.reason));
    }
    if let Some(out) = &asked.out {
        say(format!("model: {}", out.display()));
    }
    if let (Some(out), Some(name), Some(contact)) = (&asked.record, &asked.owner, &asked.contact) {
        let owner = Owner { name: name.clone(), contact: contact.clone() };
        tables::pmt::write_record(&opened, &model, &opened.evaluate(), &owner, out)?;
        say(format!("catatan: {}", out.display()));
    }
    let tables = [("linear", model.table(false)), ("village", model.table(true))];
    if format == Format::Json {
        return Ok(show(&format!("{:#}\n", fitted(&model, &tables)))?);
    }
    let mut listing = Listing::new(&[
        "model",
        "peubah",
        "tingkat",
        "koefisien",
        "se_hc1",
        "se_klaster",
        "t",
        "p",
        "bawah_95",
        "atas_95",
    ]);
    for (name, rows) in &tables {
        for row in rows {
            let number = |x: f64| if x.is_nan() { String::new() } else { format!("{x:.6}") };
            let own = row.estimate;
            let shown = |x: f64| own.map_or_else(String::new, |_| number(x));
            listing.row([
                (*name).to_owned(),
                row.variable.clone(),
                row.level.clone(),
                own.map_or_else(String::new, |e| number(e.value)),
                own.map_or_else(String::new, |e| number(e.se_hc1)),
                own.map_or_else(String::new, |e| number(e.se_cluster)),
                shown(row.t),
                shown(row.p),
                shown(row.interval.0),
                shown(row.interval.1),
            ]);
        }
    }
    Ok(listing.print(format)?)
}

/// The model's figures, unrounded; `null` for a column that was dropped.
fn fitted(model: &TableModel, tables: &[(&str, Vec<EstimateRow>); 2]) -> Value {
    let table = |rows: &[EstimateRow]| -> Vec<Value> {
        rows.iter()
            .map(|row| {
                json!({
                    "term": row.variable,
                    "level": row.level,
                    "estimate": row.estimate.map(|e| e.value),
                    "se_hc1": row.estimate.map(|e| e.se_hc1),
                    "se_cluster": row.estimate.map(|e| e.se_cluster),
                    "t": row.t,
                    "p": row.p,
                    "low": row.interval.0,
                    "high": row.interval.1,
                })
            })
            .collect()
    };
    let quality = &model.quality;
    let left_out = model.left_out().iter().map(|l| json!({"term": l.variable, "level": l.level, "reason": l.reason}));
    json!({
        "n": quality.rows,
        "columns": quality.columns,
        "clusters": quality.clusters,
        "r2": quality.r2,
        "adjusted_r2": quality.adjusted_r2,
        "rmse": quality.rmse,
        "smearing": quality.smearing,
        "coefficients": table(&tables[0].1),
        "village": table(&tables[1].1),
        "left_out": left_out.collect::<Vec<_>>(),
        "cutoffs": model.cutoffs,
    })
}

fn score(asked: &PmtScore) -> Result<(), Failure> {
    let request = ScoreRequest {
        model: asked.model.clone(),
        register: asked.register.clone(),
        out: asked.out.clone(),
        id: asked.id.clone(),
    };
    let done = tables::pmt::score(&request)?;
    done.notes.iter().for_each(say);
    say(format!(
        "{} baris: {} berskor, {} tanpa skor karena lebih dari separuh peubah kosong",
        done.rows, done.scored, done.unscored
    ));
    let counts = [
        (done.incomplete, "berskor tetapi tidak lengkap; periksa di lapangan"),
        (done.clamped, "dengan angka di luar rentang survei, dibatasi pada rentang itu"),
        (done.other_villages, "di desa yang tidak disurvei, tanpa efek desa"),
        (done.other_regions, "di wilayah yang tidak disurvei, dengan tetapan umum"),
    ];
    counts.iter().filter(|(n, _)| *n > 0).for_each(|(n, what)| say(format!("{n} baris {what}")));
    if done.not_numbers > 0 {
        say(format!("{} nilai bukan angka dihitung sebagai kosong", done.not_numbers));
    }
    say(format!("skor: {}", asked.out.display()));
    Ok(())
}
