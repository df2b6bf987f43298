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
pub fn bars(t: &Text, bars: &[Bar]) -> String {
    let most = bars.iter().map(|b| b.value).max().unwrap_or(0).max(1);
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
    fn a_label_cannot_break_out_of_the_picture_and_zero_has_no_bar() {
        let svg = bars(Text::of(Lang::Id), &[Bar { label: "<b>&".into(), value: 0 }]);
        assert!(svg.contains("&lt;b&gt;&amp;") && svg.contains("class=\"bar\" x=\"142\" y=\"4\" width=\"0\""));
    }
}
