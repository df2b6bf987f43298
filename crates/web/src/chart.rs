//! Bar charts as SVG made here; a table with the same numbers stands beside each.

use crate::text::Text;
use std::fmt::Write;

/// One bar.
pub struct Bar {
    /// Its label, already in words.
    pub label: String,
    /// Its value.
    pub value: i64,
}

const WIDTH: i64 = 360;
const ROW: i64 = 26;
const LABEL: i64 = 142;
const VALUE: i64 = 52;

/// Horizontal bars, in the order given. Hidden from screen readers: the table beside says the same.
#[must_use]
pub fn bars(t: &Text, rows: &[Bar]) -> String {
    bars_of(t, rows, rows.iter().map(|b| b.value).max().unwrap_or(0))
}

/// The same on a scale that ends at `most`: per cents, say.
#[must_use]
pub fn bars_of(t: &Text, bars: &[Bar], most: i64) -> String {
    let most = most.max(1);
    let room = WIDTH - LABEL - VALUE;
    let height = ROW * bars.len() as i64 + 6;
    let mut svg =
        format!("<svg class=\"chart\" viewBox=\"0 0 {WIDTH} {height}\" aria-hidden=\"true\" focusable=\"false\">");
    for (i, bar) in bars.iter().enumerate() {
        let y = ROW * i as i64 + 4;
        let length = if bar.value > 0 { (bar.value * room / most).max(2) } else { 0 };
        let middle = y + 14;
        let _ = write!(
            svg,
            "<text x=\"{}\" y=\"{middle}\" text-anchor=\"end\">{}</text><rect class=\"track\" x=\"{LABEL}\" y=\"{y}\" width=\"{room}\" height=\"18\"/><rect class=\"bar\" x=\"{LABEL}\" y=\"{y}\" width=\"{length}\" height=\"18\"/><text class=\"value\" x=\"{}\" y=\"{middle}\">{}</text>",
            LABEL - 8,
            escape(&shorten(&bar.label)),
            LABEL + room + 6,
            t.num(bar.value)
        );
    }
    let _ = write!(svg, "<line class=\"axis\" x1=\"{LABEL}\" y1=\"0\" x2=\"{LABEL}\" y2=\"{height}\"/></svg>");
    svg
}

/// How evidence adds up: each bar begins where the one before ended; right is for, left is against.
/// Values are thousandths of a bit. Hidden from screen readers: the table beside says the same.
#[must_use]
pub fn waterfall(t: &Text, rows: &[(String, i32)]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let ends: Vec<i64> = rows
        .iter()
        .scan(0, |sum, (_, w)| {
            *sum += i64::from(*w);
            Some(*sum)
        })
        .collect();
    let low = ends.iter().copied().min().unwrap_or(0).min(0);
    let high = ends.iter().copied().max().unwrap_or(0).max(0);
    let room = WIDTH - LABEL - VALUE;
    let x = |v: i64| LABEL + (v - low) * room / (high - low).max(1);
    let height = ROW * (rows.len() as i64 + 1) + 6;
    let mut svg =
        format!("<svg class=\"chart\" viewBox=\"0 0 {WIDTH} {height}\" aria-hidden=\"true\" focusable=\"false\">");
    let mut row = |i: usize, label: &str, from: i64, to: i64, class: &str| {
        let y = ROW * i as i64 + 4;
        let (left, right) = (x(from.min(to)), x(from.max(to)));
        let _ = write!(
            svg,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text><rect class=\"{class}\" x=\"{left}\" y=\"{y}\" width=\"{}\" height=\"18\"/><text class=\"value\" x=\"{}\" y=\"{}\">{}</text>",
            LABEL - 8,
            y + 14,
            escape(&shorten(label)),
            (right - left).max(2),
            LABEL + room + 6,
            y + 14,
            bits(t, to - from),
        );
    };
    let mut from = 0;
    for (i, ((label, weight), end)) in rows.iter().zip(&ends).enumerate() {
        row(i, label, from, *end, if *weight < 0 { "bar-2" } else { "bar" });
        from = *end;
    }
    row(rows.len(), &t.t("count"), 0, from, if from < 0 { "bar-2" } else { "bar" });
    let zero = x(0);
    let _ = write!(svg, "<line class=\"axis\" x1=\"{zero}\" y1=\"0\" x2=\"{zero}\" y2=\"{height}\"/></svg>");
    svg
}

/// Thousandths of a bit as bits with one decimal and their sign.
#[must_use]
pub fn bits(t: &Text, milli: i64) -> String {
    let tenths = (milli.abs() + 50) / 100;
    let sign = if milli < 0 { "−" } else { "+" };
    format!("{sign}{}{}{}", tenths / 10, t.decimal(), tenths % 10)
}

fn shorten(label: &str) -> String {
    if label.chars().count() <= 22 { label.to_owned() } else { label.chars().take(21).chain(['…']).collect() }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn a_waterfall_goes_on_where_the_bar_before_ended_and_ends_with_the_sum() {
        let t = Text::of(Lang::Id);
        let svg = waterfall(t, &[("NIK".into(), 8_000), ("Nama".into(), -4_000)]);
        assert_eq!(svg.matches("<rect").count(), 3);
        assert!(svg.contains("+8,0") && svg.contains("−4,0") && svg.contains("+4,0"), "{svg}");
        assert!(waterfall(t, &[]).is_empty());
    }

    #[test]
    fn a_label_cannot_break_out_of_the_picture_and_zero_has_no_bar() {
        let svg = bars(Text::of(Lang::Id), &[Bar { label: "<b>&".into(), value: 0 }]);
        assert!(svg.contains("&lt;b&gt;&amp;") && svg.contains("class=\"bar\" x=\"142\" y=\"4\" width=\"0\""));
    }
}
