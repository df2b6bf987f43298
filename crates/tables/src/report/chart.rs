//! Pictures of the report as inline SVG, each with its words for those who cannot see it.

use super::page::{escape, number, share};
use super::{Point, Waterfall};
use std::fmt::Write as _;

/// A bar from the middle: right speaks for, left against.
pub(super) fn weight_bar(weight: f64, most: f64) -> String {
    const HALF: f64 = 90.0;
    let length = (weight.abs() / most.max(1e-9) * HALF).min(HALF);
    let (x, class) = if weight < 0.0 { (HALF - length, "against") } else { (HALF, "for") };
    format!(
        "<svg role=\"img\" aria-label=\"{} bit\" viewBox=\"0 0 180 14\" width=\"180\" height=\"14\">\
         <line class=\"axis\" x1=\"90\" x2=\"90\" y1=\"0\" y2=\"14\"/>\
         <rect class=\"{class}\" x=\"{x:.1}\" y=\"2\" width=\"{length:.1}\" height=\"10\" rx=\"1\"/></svg>",
        signed(weight)
    )
}

/// Expected precision and recall over the threshold.
pub(super) fn curve(points: &[Point]) -> String {
    let least = points.iter().flat_map(|p| [p.precision, p.recall]).filter(|v| v.is_finite()).fold(1.0, f64::min);
    // the axis begins at a round tenth below everything shown
    let floor = ((least * 10.0 - 1e-9).floor() / 10.0).clamp(0.0, 0.9);
    let (left, top, width, height) = (48.0, 12.0, 560.0, 240.0);
    let x = |t: f64| left + t * width;
    let y = |v: f64| top + (1.0 - (v - floor) / (1.0 - floor)) * height;
    let mut svg = format!(
        "<svg role=\"img\" aria-label=\"Ketepatan dan kelengkapan yang diharapkan menurut ambang\" viewBox=\"0 0 720 {:.0}\" width=\"720\">",
        top + height + 44.0
    );
    for i in 0..=5 {
        let v = floor + (1.0 - floor) * f64::from(i) / 5.0;
        let t = f64::from(i) / 5.0;
        let _ = write!(
            svg,
            "<line class=\"grid\" x1=\"{left}\" x2=\"{:.1}\" y1=\"{1:.1}\" y2=\"{1:.1}\"/>\
             <text class=\"soft\" x=\"{2:.1}\" y=\"{3:.1}\" text-anchor=\"end\">{4}</text>\
             <text class=\"soft\" x=\"{5:.1}\" y=\"{6:.1}\" text-anchor=\"middle\">{7}</text>",
            left + width,
            y(v),
            left - 6.0,
            y(v) + 4.0,
            decimal(v, 2),
            x(t),
            top + height + 18.0,
            decimal(t, 1)
        );
    }
    let path = |value: fn(&Point) -> f64| {
        let mut path = String::new();
        for p in points.iter().filter(|p| value(p).is_finite()) {
            let _ = write!(
                path,
                "{}{:.1} {:.1}",
                if path.is_empty() { "M" } else { " L" },
                x(p.threshold.clamp(0.0, 1.0)),
                y(value(p).clamp(floor, 1.0))
            );
        }
        path
    };
    let _ = write!(
        svg,
        "<path class=\"line1\" d=\"{}\"/><path class=\"line2\" d=\"{}\"/>",
        path(|p| p.precision),
        path(|p| p.recall)
    );
    if let Some(last) = points.last() {
        let (mut a, mut b) = (y(last.precision.clamp(floor, 1.0)), y(last.recall.clamp(floor, 1.0)));
        if (a - b).abs() < 16.0 {
            let (up, down) = (a.min(b), a.max(b) + 16.0 - (a - b).abs());
            (a, b) = if a <= b { (up, down) } else { (down, up) };
        }
        let _ = write!(
            svg,
            "<text x=\"{0:.1}\" y=\"{1:.1}\">ketepatan</text><text x=\"{0:.1}\" y=\"{2:.1}\">kelengkapan</text>",
            left + width + 8.0,
            a + 4.0,
            b + 4.0
        );
    }
    let _ = write!(
        svg,
        "<text class=\"soft\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">ambang peluang</text></svg>",
        left + width / 2.0,
        top + height + 38.0
    );
    svg
}

/// How many pairs there are in each band of probability; the height grows with the logarithm.
pub(super) fn histogram(bands: &[u64]) -> String {
    let (left, top, width, height) = (64.0, 12.0, 620.0, 180.0);
    let most = bands.iter().max().copied().unwrap_or(0).max(1) as f64;
    let top_power = most.log10().ceil().max(1.0);
    let tall = |n: f64| ((n + 1.0).log10() / top_power).min(1.0) * height;
    let mut svg = format!(
        "<svg role=\"img\" aria-label=\"Banyaknya pasangan menurut peluang, skala logaritma\" viewBox=\"0 0 720 {:.0}\" width=\"720\">",
        top + height + 44.0
    );
    for power in 0..=(top_power as i32) {
        let n = 10f64.powi(power);
        let y = top + height - tall(n);
        let _ = write!(
            svg,
            "<line class=\"grid\" x1=\"{left}\" x2=\"{:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>\
             <text class=\"soft\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            left + width,
            left - 6.0,
            y + 4.0,
            number(n as u64)
        );
    }
    let step = width / bands.len().max(1) as f64;
    for (i, n) in bands.iter().enumerate().filter(|(_, n)| **n > 0) {
        let h = tall(*n as f64).max(1.0);
        let _ = write!(
            svg,
            "<rect class=\"first\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{h:.1}\"><title>{}</title></rect>",
            left + step * i as f64 + 1.0,
            top + height - h,
            step - 2.0,
            number(*n)
        );
    }
    for i in 0..=5 {
        let t = f64::from(i) / 5.0;
        let _ = write!(
            svg,
            "<text class=\"soft\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            left + t * width,
            top + height + 18.0,
            decimal(t, 1)
        );
    }
    let _ = write!(
        svg,
        "<text class=\"soft\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">peluang</text></svg>",
        left + width / 2.0,
        top + height + 38.0
    );
    svg
}

/// From the prior, piece by piece, to the probability.
pub(super) fn waterfall(pair: &Waterfall) -> String {
    let mut at = pair.prior;
    let mut ends = vec![at];
    for step in &pair.steps {
        at += step.weight;
        ends.push(at);
    }
    let low = ends.iter().copied().fold(0.0, f64::min) - 2.0;
    let high = ends.iter().copied().fold(0.0, f64::max) + 2.0;
    let (left, width, row, top) = (300.0, 400.0, 40.0, 8.0);
    let x = |bits: f64| left + (bits - low) / (high - low).max(1e-9) * width;
    let rows = pair.steps.len() + 2;
    let tall = top + row * rows as f64;
    let mut svg = format!(
        "<svg role=\"img\" aria-label=\"Jalan menuju peluang {}\" viewBox=\"0 0 760 {:.0}\" width=\"760\">\
         <line class=\"axis\" x1=\"{2:.1}\" x2=\"{2:.1}\" y1=\"0\" y2=\"{3:.1}\"/>\
         <text class=\"soft\" x=\"{2:.1}\" y=\"{4:.1}\" text-anchor=\"middle\">sama kuat</text>",
        share(pair.score),
        tall + 20.0,
        x(0.0),
        tall,
        tall + 14.0
    );
    let words = |svg: &mut String, y: f64, bold: &str, soft: &str| {
        let _ = write!(
            svg,
            "<text x=\"0\" y=\"{:.1}\" font-weight=\"600\">{}</text><text class=\"soft\" x=\"0\" y=\"{:.1}\">{}</text>",
            y + 15.0,
            escape(&short(bold, 44)),
            y + 30.0,
            escape(&short(soft, 50))
        );
    };
    words(&mut svg, top, "titik awal", "peluang dua catatan acak satu orang");
    let bar = |svg: &mut String, y: f64, from: f64, to: f64, class: &str, label: &str| {
        let (a, b) = (x(from.min(to)), x(from.max(to)));
        let (text_x, anchor) = if b + 60.0 > left + width + 60.0 { (a - 5.0, "end") } else { (b + 5.0, "start") };
        let _ = write!(
            svg,
            "<rect class=\"{class}\" x=\"{a:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"20\" rx=\"2\"/>\
             <text x=\"{text_x:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\">{label}</text>",
            y + 6.0,
            (b - a).max(1.5),
            y + 21.0
        );
    };
    bar(&mut svg, top, 0.0, pair.prior, if pair.prior < 0.0 { "against" } else { "for" }, &signed(pair.prior));
    for (i, step) in pair.steps.iter().enumerate() {
        let y = top + row * (i + 1) as f64;
        let values = match (step.left.as_str(), step.right.as_str()) {
            ("", "") => step.level.clone(),
            (l, r) => format!("{}: {} | {}", step.level, dash(l), dash(r)),
        };
        words(&mut svg, y, &step.name, &values);
        let _ = write!(
            svg,
            "<line class=\"step\" x1=\"{0:.1}\" x2=\"{0:.1}\" y1=\"{1:.1}\" y2=\"{2:.1}\"/>",
            x(ends[i]),
            y - 14.0,
            y + 6.0
        );
        let class = if step.weight < 0.0 { "against" } else { "for" };
        bar(&mut svg, y, ends[i], ends[i + 1], class, &signed(step.weight));
    }
    let y = top + row * (rows - 1) as f64;
    words(&mut svg, y, "peluang", &format!("{} bit", signed(at)));
    let _ = write!(
        svg,
        "<circle class=\"dot\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"5\"/><text x=\"{:.1}\" y=\"{:.1}\" font-weight=\"600\">{}</text></svg>",
        x(at),
        y + 16.0,
        x(at) + 9.0,
        y + 21.0,
        share(pair.score)
    );
    svg
}

fn dash(value: &str) -> &str {
    if value.is_empty() { "–" } else { value }
}

fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}

/// A number with a sign and one decimal, Indonesian.
pub(super) fn signed(value: f64) -> String {
    let sign = if value < 0.0 { "−" } else { "+" };
    format!("{sign}{}", decimal(value.abs(), 1))
}

/// A decimal comma.
pub(super) fn decimal(value: f64, places: usize) -> String {
    format!("{value:.places$}").replace('.', ",")
}
