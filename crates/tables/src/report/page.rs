//! The page around the pictures, in plain Indonesian.

use super::chart::{curve, decimal, histogram, signed, waterfall, weight_bar};
use super::style::CSS;
use super::{Evidence, Report};
use std::fmt::Write as _;

/// Levels of one piece of evidence shown at most; the rest is rarer.
const LEVELS: usize = 16;

pub(super) fn page(report: &Report) -> String {
    let mut out = format!(
        "<!doctype html>\n<html lang=\"id\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Pencocokan: {0}</title>\n\
         <style>\n{CSS}</style>\n</head>\n<body>\n<main>\n<h1>Pencocokan: {0}</h1>\n",
        escape(&report.title)
    );
    head(report, &mut out);
    accuracy(report, &mut out);
    pairs(report, &mut out);
    weights(report, &mut out);
    keys(report, &mut out);
    appendix(report, &mut out);
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn head(report: &Report, out: &mut String) {
    out.push_str(
        "<p>Dua catatan dinyatakan pasangan bila bukti bahwa keduanya orang yang sama jauh lebih kuat daripada kebetulan. \
         Setiap pasangan membawa peluang dari 0 sampai 1; peluang 0,9 berarti sembilan dari sepuluh pasangan seperti itu benar.</p>\n",
    );
    if !report.facts.is_empty() {
        out.push_str("<dl>\n");
        for (name, value) in &report.facts {
            let _ = writeln!(out, "<div><dt>{}</dt><dd>{}</dd></div>", escape(name), escape(value));
        }
        out.push_str("</dl>\n");
    }
    for warning in &report.warnings {
        let _ = writeln!(out, "<p class=\"warn\" role=\"note\"><strong>Perhatian.</strong> {}</p>", escape(warning));
    }
}

fn accuracy(report: &Report, out: &mut String) {
    if report.curve.is_empty() && report.histogram.is_empty() {
        return;
    }
    out.push_str("<section>\n<h2>Seberapa tepat</h2>\n");
    if !report.curve.is_empty() {
        out.push_str(
            "<p>Tanpa jawaban yang diketahui, ketepatan dan kelengkapan dihitung dari peluang pasangan itu sendiri. Ketepatan: \
             bagian pasangan terpilih yang benar. Kelengkapan: bagian pasangan benar yang terpilih, di antara pasangan yang dibandingkan.</p>\n",
        );
        let _ = writeln!(out, "<figure>{}</figure>", curve(&report.curve));
        out.push_str(
            "<div class=\"scroll\"><table>\n<thead><tr><th class=\"n\">Ambang</th><th class=\"n\">Pasangan</th>\
             <th class=\"n\">Ketepatan</th><th class=\"n\">Kelengkapan</th></tr></thead>\n<tbody>\n",
        );
        let wanted = [0.5, 0.8, 0.9, 0.95, 0.99];
        for t in wanted {
            let near = report.curve.iter().min_by(|a, b| (a.threshold - t).abs().total_cmp(&(b.threshold - t).abs()));
            if let Some(p) = near.filter(|p| (p.threshold - t).abs() < 0.026) {
                let _ = writeln!(
                    out,
                    "<tr><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
                    decimal(p.threshold, 2),
                    number(p.pairs),
                    share(p.precision),
                    share(p.recall)
                );
            }
        }
        out.push_str("</tbody></table></div>\n");
    }
    if report.histogram.iter().any(|n| *n > 0) {
        let _ = writeln!(
            out,
            "<figure>{}<figcaption>Pasangan menurut peluang. Yang di tengah layak dilihat orang.</figcaption></figure>",
            histogram(&report.histogram)
        );
    }
    out.push_str("</section>\n");
}

fn pairs(report: &Report, out: &mut String) {
    if report.waterfalls.is_empty() {
        return;
    }
    out.push_str(
        "<section>\n<h2>Pasangan contoh</h2>\n<p>Batang hijau menambah keyakinan, batang merah menguranginya; satu bit berarti dua kali \
         lipat. Nilai disamarkan.</p>\n",
    );
    for pair in &report.waterfalls {
        let _ = writeln!(
            out,
            "<figure><h3>Peluang {}</h3><div class=\"scroll\">{}</div></figure>",
            share(pair.score),
            waterfall(pair)
        );
    }
    out.push_str("</section>\n");
}

fn weights(report: &Report, out: &mut String) {
    if report.evidence.is_empty() {
        return;
    }
    out.push_str("<section>\n<h2>Bobot bukti</h2>\n");
    if report.prior > 0.0 {
        let _ = writeln!(
            out,
            "<p>Titik awal: {} bit, yaitu satu pasangan benar dari {} pasangan acak. Bobot nama, nomor, dan tempat yang langka \
             lebih besar daripada angka rata-rata di bawah ini.</p>",
            signed((report.prior / (1.0 - report.prior).max(1e-12)).log2()),
            number((1.0 / report.prior).round() as u64)
        );
    }
    let most = report.evidence.iter().flat_map(|e| &e.levels).map(|l| l.weight.abs()).fold(1.0, f64::max);
    for evidence in &report.evidence {
        one_evidence(evidence, most, out);
    }
    out.push_str("</section>\n");
}

fn one_evidence(evidence: &Evidence, most: f64, out: &mut String) {
    let _ = writeln!(
        out,
        "<h3>{} <span class=\"soft\">({})</span></h3>\n<div class=\"scroll\"><table>\n<thead><tr><th>Kecocokan</th>\
         <th class=\"n\">orang sama</th><th class=\"n\">orang lain</th><th class=\"n\">bobot (bit)</th><th>melawan | mendukung</th></tr></thead>\n<tbody>",
        escape(&evidence.name),
        escape(&evidence.kind)
    );
    // the most frequent ones, in their own order
    let mut order: Vec<usize> = (0..evidence.levels.len()).collect();
    order.sort_by(|a, b| {
        let often = |i: &usize| evidence.levels[*i].m.max(evidence.levels[*i].u);
        often(b).total_cmp(&often(a)).then(a.cmp(b))
    });
    order.truncate(LEVELS);
    order.sort_unstable();
    for level in order.iter().map(|i| &evidence.levels[*i]) {
        let _ = writeln!(
            out,
            "<tr><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td>{}</td></tr>",
            escape(&level.label),
            share(level.m),
            share(level.u),
            signed(level.weight),
            weight_bar(level.weight, most)
        );
    }
    out.push_str("</tbody></table></div>\n");
    let hidden = evidence.levels.len().saturating_sub(LEVELS);
    if hidden > 0 {
        let _ = writeln!(out, "<p class=\"soft\">{hidden} kecocokan lain lebih jarang dan tidak ditampilkan.</p>");
    }
}

fn keys(report: &Report, out: &mut String) {
    if report.keys.is_empty() {
        return;
    }
    out.push_str(
        "<section>\n<h2>Kunci pencarian</h2>\n<p>Dua catatan dibandingkan bila sedikitnya satu kunci sama. Nilai yang terlalu sering \
         (misalnya satu nama pada ribuan orang) tidak diikuti sendirian.</p>\n",
    );
    if report.keys.iter().all(|key| key.values + key.pairs + key.skipped == 0) {
        out.push_str("<ul>\n");
        for key in &report.keys {
            let _ = writeln!(out, "<li>{}</li>", escape(&key.name));
        }
        out.push_str("</ul>\n</section>\n");
        return;
    }
    out.push_str(
        "<div class=\"scroll\"><table>\n<thead><tr><th>Kunci</th>\
         <th class=\"n\">nilai berbeda</th><th class=\"n\">pasangan</th><th class=\"n\">nilai terlalu sering</th></tr></thead>\n<tbody>\n",
    );
    for key in &report.keys {
        let _ = writeln!(
            out,
            "<tr><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
            escape(&key.name),
            number(key.values),
            number(key.pairs),
            number(key.skipped)
        );
    }
    out.push_str("</tbody></table></div>\n</section>\n");
}

fn appendix(report: &Report, out: &mut String) {
    out.push_str("<section>\n<h2>Berkas dan cara kerja</h2>\n");
    if !report.notes.is_empty() {
        out.push_str("<ul>\n");
        for note in &report.notes {
            let _ = writeln!(out, "<li>{}</li>", escape(note));
        }
        out.push_str("</ul>\n");
    }
    if !report.stages.is_empty() {
        out.push_str("<div class=\"scroll\"><table>\n<thead><tr><th>Tahap</th><th class=\"n\">detik</th></tr></thead>\n<tbody>\n");
        for (name, seconds) in &report.stages {
            let _ = writeln!(out, "<tr><td>{}</td><td class=\"n\">{}</td></tr>", escape(name), decimal(*seconds, 2));
        }
        out.push_str("</tbody></table></div>\n");
    }
    if !report.spec.is_empty() {
        let _ = writeln!(out, "<h3>Spesifikasi yang dipakai</h3>\n<pre>{}</pre>", escape(&report.spec));
    }
    out.push_str("</section>\n");
}

/// Text that is safe inside an element and an attribute.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// A whole number with Indonesian thousands.
pub(crate) fn number(value: u64) -> String {
    let digits = value.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

/// A share as percent with as many places as it needs: 62,0 %, 0,04 %, 99,998 %.
pub(super) fn share(value: f64) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let percent = value * 100.0;
    let rest = percent.min(100.0 - percent).abs();
    let places = if rest >= 10.0 || percent == 0.0 || percent == 100.0 {
        1
    } else {
        (1.0 - rest.max(1e-6).log10().floor()).clamp(1.0, 4.0) as usize
    };
    format!("{} %", decimal(percent, places))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_indonesians_read_them() {
        assert_eq!((number(1_234_567).as_str(), number(12).as_str()), ("1.234.567", "12"));
        assert_eq!((share(0.62).as_str(), share(0.0004).as_str()), ("62,0 %", "0,040 %"));
        assert_eq!((share(1.0).as_str(), share(0.99998).as_str()), ("100,0 %", "99,9980 %"));
        assert_eq!(share(f64::NAN), "–");
    }
}
