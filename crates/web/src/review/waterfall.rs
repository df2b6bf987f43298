//! How the evidence of a candidate adds up: one line for each field, from what is known beforehand
//! to the sum. The table is the text of the picture: nothing is said by the bars alone.

use crate::chart;
use crate::text::Text;
use app::review::CaseView;

/// One line: a field over all persons, or the beginning or the end.
pub struct Line {
    /// What it is about, in words.
    pub label: String,
    /// How strongly it speaks, in words.
    pub words: String,
    /// The number for those who want it.
    pub bits: String,
    /// The bar.
    pub svg: String,
    /// Whether it is the sum.
    pub sum: bool,
}

/// One person's share of a field.
pub struct Share {
    /// Number of the registered person.
    pub no: u16,
    /// The field in words.
    pub field: String,
    /// How strongly it speaks, in words.
    pub words: String,
    /// The number.
    pub bits: String,
}

/// The lines of a case and each person's shares; empty where its candidates were not weighed.
pub struct Waterfall {
    /// From what is known beforehand to the sum.
    pub lines: Vec<Line>,
    /// By person and field.
    pub shares: Vec<Share>,
    /// How likely both are one household, in words.
    pub chance: String,
}

impl Waterfall {
    pub fn of(t: &Text, c: &CaseView) -> Self {
        let Some(total) = c.total else {
            return Self { lines: Vec::new(), shares: Vec::new(), chance: String::new() };
        };
        let mut steps: Vec<Step> = Vec::new();
        let whole = |field: &str| c.weights.iter().find(|(f, _)| f == field).map(|(_, w)| *w);
        let name = |field: &str| t.code("weight", field);
        for field in ["awal", "tempat", "susunan"] {
            let says = if field == "awal" { Says::Before } else { Says::Field };
            steps.extend(whole(field).map(|w| (name(field), w, says)));
        }
        for field in ["nik", "nama", "tgl_lahir", "jk", "hubungan", "status_kawin", "ibu"] {
            let spoken = c.people.iter().flat_map(|p| &p.weights).filter(|(f, _)| f == field);
            let spoken: Vec<i32> = spoken.map(|(_, w)| *w).collect();
            if !spoken.is_empty() {
                let label =
                    if spoken.len() == 1 { name(field) } else { t.xy("review-weight-of", name(field), spoken.len()) };
                steps.push((label, spoken.iter().sum(), Says::Field));
            }
        }
        steps.extend(
            whole("mirip_lain").filter(|w| w.abs() >= HARDLY).map(|w| (name("mirip_lain"), w, Says::Lookalike)),
        );
        Self { lines: lines(t, &steps, total), shares: shares(t, c), chance: chance(t, c.chance) }
    }
}

/// What a step of the sum speaks of.
#[derive(Clone, Copy)]
enum Says {
    /// The register, not these two: what is known beforehand.
    Before,
    /// A field of these two.
    Field,
    /// What kin and namesakes share as well: nothing against these two.
    Lookalike,
}

type Step = (String, i32, Says);

fn lines(t: &Text, steps: &[Step], total: i32) -> Vec<Line> {
    let mut ends = vec![0];
    let mut sum = 0;
    for (_, weight, _) in steps {
        sum += i64::from(*weight);
        ends.push(sum);
    }
    let (low, high) = (ends.iter().min().copied().unwrap_or(0), ends.iter().max().copied().unwrap_or(0));
    let scale = chart::Scale { low, high };
    let mut lines: Vec<Line> = steps
        .iter()
        .zip(ends.windows(2))
        .map(|((label, weight, says), ends)| Line {
            label: label.clone(),
            words: match says {
                Says::Before => t.t("strength-before"),
                Says::Lookalike => t.t("strength-lookalike"),
                Says::Field => words(t, *weight),
            },
            bits: chart::bits(t, i64::from(*weight)),
            svg: scale.bar(ends[0], ends[1], false),
            sum: false,
        })
        .collect();
    lines.push(Line {
        label: t.t("weight-jumlah"),
        words: words(t, total),
        bits: chart::bits(t, i64::from(total)),
        svg: scale.bar(0, i64::from(total), true),
        sum: true,
    });
    lines
}

fn shares(t: &Text, c: &CaseView) -> Vec<Share> {
    let of = |no: u16, (field, weight): &(String, i32)| Share {
        no,
        field: t.code("weight", field),
        words: words(t, *weight),
        bits: chart::bits(t, i64::from(*weight)),
    };
    let persons = c.people.iter().filter_map(|p| Some((p.left.as_ref()?.no, &p.weights)));
    persons.flat_map(|(no, weights)| weights.iter().map(move |w| of(no, w))).collect()
}

/// Less than this, in thousandths of a bit, is hardly anything.
const HARDLY: i32 = 500;

/// A weight in words; thousandths of a bit.
fn words(t: &Text, weight: i32) -> String {
    let strength = match weight.abs() {
        ..HARDLY => return t.t("strength-none"),
        HARDLY..3_000 => "little",
        3_000..8_000 => "some",
        _ => "much",
    };
    t.t(&format!("strength-{}-{strength}", if weight > 0 { "for" } else { "against" }))
}

/// A probability in thousandths in words; its ends are not told more exactly than they are known.
pub fn chance(t: &Text, per_mille: Option<u16>) -> String {
    match per_mille {
        None => String::new(),
        Some(..10) => t.t("chance-least"),
        Some(991..) => t.t("chance-most"),
        Some(n) => t.x("chance-x", (n + 5) / 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn every_bar_begins_where_the_one_before_ended_and_the_sum_is_said_in_words() {
        let t = Text::of(Lang::Id);
        let steps = [
            ("Awal".to_owned(), -12_000, Says::Before),
            ("NIK".to_owned(), 16_000, Says::Field),
            ("Nama".to_owned(), -1_000, Says::Field),
        ];
        let lines = lines(t, &steps, 3_000);
        assert_eq!(lines.len(), 4);
        let said: Vec<&str> = lines.iter().map(|l| l.bits.as_str()).collect();
        assert_eq!(said, ["−12,0", "+16,0", "−1,0", "+3,0"]);
        assert!(lines[1].words.contains("kuat mendukung") && lines[2].words.contains("menentang"));
        assert!(lines[3].sum);
        assert!(lines[1].svg.contains("x=\"0\"") && lines[1].svg.contains("width=\"1000\""), "{}", lines[1].svg);
    }

    #[test]
    fn a_probability_is_never_told_as_certain() {
        let t = Text::of(Lang::Id);
        assert_eq!(chance(t, Some(1000)), t.t("chance-most"));
        assert_eq!(chance(t, Some(0)), t.t("chance-least"));
        assert!(chance(t, Some(874)).contains("87"));
        assert_eq!(chance(t, None), "");
    }
}
