//! Bar charts as SVG made here; a table with the same numbers stands beside each.

use crate::look::escape;
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

/// The scale that the bars of one sum share.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    /// Lowest end of any bar.
    pub low: i64,
    /// Highest end.
    pub high: i64,
}

impl Scale {
    /// One bar from where the sum was to where it is now; right is for, left is against. It stretches
    /// with its cell. Hidden from screen readers: the words beside it say the same.
    #[must_use]
    pub fn bar(self, from: i64, to: i64, sum: bool) -> String {
        let (low, high) = (self.low.min(0), self.high.max(0));
        let x = |v: i64| (v - low) * 1000 / (high - low).max(1);
        let (left, right) = (x(from.min(to)), x(from.max(to)));
        let width = (right - left).max(4);
        let left = left.min(1000 - width);
        let class = match (sum, to < from) {
            (_, true) => "bar-2",
            (true, false) => "bar-sum",
            (false, false) => "bar",
        };
        let zero = x(0);
        format!(
            "<svg class=\"jenjang\" viewBox=\"0 0 1000 16\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\"><rect class=\"track\" x=\"0\" y=\"0\" width=\"1000\" height=\"16\"/><rect class=\"{class}\" x=\"{left}\" y=\"2\" width=\"{width}\" height=\"12\"/><line class=\"axis\" x1=\"{zero}\" y1=\"0\" x2=\"{zero}\" y2=\"16\"/></svg>"
        )
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn bars_of_one_sum_share_a_scale_with_its_zero_inside() {
        let scale = Scale { low: -4_000, high: 4_000 };
        assert!(scale.bar(-4_000, 4_000, false).contains("x=\"0\" y=\"2\" width=\"1000\""));
        let against = scale.bar(0, -4_000, true);
        assert!(against.contains("bar-2") && against.contains("x1=\"500\""), "{against}");
        assert!(Scale { low: 0, high: 0 }.bar(0, 0, true).contains("width=\"4\""));
    }

    #[test]
    fn a_label_cannot_break_out_of_the_picture_and_zero_has_no_bar() {
        let svg = bars(Text::of(Lang::Id), &[Bar { label: "<b>&".into(), value: 0 }]);
        assert!(svg.contains("&lt;b&gt;&amp;") && svg.contains("class=\"bar\" x=\"142\" y=\"4\" width=\"0\""));
    }
}
