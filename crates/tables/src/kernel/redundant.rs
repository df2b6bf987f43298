//! One fact written in several columns counts once.

use super::plan::{Measure, Plan};
use super::rows::{Row, Rows};
use super::spec::Kind;
use super::value::MISSING;
use super::words::{Word, Words};

/// Share of the records in which one column repeats the other, from which on both say one fact.
const REPEATS: f64 = 0.7;

/// Leaves out of the comparisons what other columns of names or texts say already: a whole name beside
/// its parts, a part beside the whole name, a column written twice. Keys still use them. Answers what was
/// left out, in Indonesian.
pub(crate) fn leave_out(plan: &mut Plan, rows: &Rows, texts: Words<'_>, drawn: &[u32]) -> Vec<String> {
    let wordy = |kind: Kind| {
        matches!(kind, Kind::PersonName | Kind::GivenName | Kind::Surname | Kind::Text | Kind::Address | Kind::Place)
    };
    let fields: Vec<usize> = plan
        .measures
        .iter()
        .filter_map(|m| match m.parts.as_slice() {
            [(field, kind)] if wordy(*kind) => Some(*field),
            _ => None,
        })
        .collect();
    let drawn = &drawn[..drawn.len().min(4_000)];
    let n = plan.layout.kinds.len();
    // how often the words of one are among the words of the other
    let mut within = vec![0.0; n * n];
    for &inner in &fields {
        for &outer in fields.iter().filter(|&&outer| outer != inner) {
            let (mut both, mut repeated) = (0.0, 0.0);
            for &at in drawn {
                let row = rows.row(at as usize, texts);
                if row.cells[inner] == MISSING || row.cells[outer] == MISSING {
                    continue;
                }
                both += 1.0;
                // a whole name is folded to one spelling, its parts are not
                let folds =
                    plan.layout.kinds[outer] == Kind::PersonName && plan.layout.kinds[inner] != Kind::PersonName;
                repeated += f64::from(u8::from(is_within(&row, inner, outer, folds)));
            }
            if both > 0.2 * drawn.len() as f64 && both >= 20.0 {
                within[inner * n + outer] = repeated / both;
            }
        }
    }
    let filled = |field: usize| drawn.iter().filter(|&&at| rows.cell(at as usize, field) != MISSING).count();
    let mut said = Vec::new();
    let mut out: Vec<usize> = Vec::new();
    let mut drop = |plan: &mut Plan, out: &mut Vec<usize>, field: usize, by: String| {
        if plan.measures.len() > 1 && plan.leave_out(field) {
            out.push(field);
            said.push(format!(
                "kolom `{}` mengulang {by}: dipakai untuk mencari, tidak dihitung sebagai bukti tersendiri",
                plan.names[field]
            ));
        }
    };
    // a whole beside two or more of its parts
    for &whole in &fields {
        let parts: Vec<usize> = fields
            .iter()
            .copied()
            .filter(|&part| {
                part != whole
                    && !out.contains(&part)
                    && within[part * n + whole] >= REPEATS
                    && within[whole * n + part] < REPEATS
                    && filled(part) * 10 >= filled(whole) * 8
            })
            .collect();
        let names = [Kind::GivenName, Kind::Surname].map(|kind| parts.iter().any(|&p| plan.layout.kinds[p] == kind));
        if names == [true, true] || parts.len() >= 2 && plan.layout.kinds[whole] != Kind::PersonName {
            let by = parts.iter().map(|&p| format!("`{}`", plan.names[p])).collect::<Vec<_>>().join(" dan ");
            drop(plan, &mut out, whole, by);
        }
    }
    // a part beside a whole that stays, or a column written twice
    for &part in &fields {
        if out.contains(&part) {
            continue;
        }
        let whole = fields.iter().copied().find(|&whole| {
            whole != part
                && !out.contains(&whole)
                && within[part * n + whole] >= REPEATS
                && (within[whole * n + part] < REPEATS
                    || filled(whole) > filled(part)
                    || filled(whole) == filled(part) && whole < part)
        });
        if let Some(whole) = whole {
            let by = format!("`{}`", plan.names[whole]);
            drop(plan, &mut out, part, by);
        }
    }
    said
}

fn is_within(row: &Row<'_>, inner: usize, outer: usize, folds: bool) -> bool {
    let text = |word: Word| (word & super::words::NUMBER == 0).then(|| row.texts.text(word));
    let all = row.words_of(outer);
    let words = row.words_of(inner);
    !words.is_empty()
        && words.iter().all(|&word| {
            // a part of a name is one word without its blanks
            all.contains(&word)
                || text(word).is_some_and(|part| match std::str::from_utf8(part) {
                    Ok(part) if folds => joined(row, all, linkage::normalise::fold(part).as_bytes()),
                    _ => joined(row, all, part),
                })
        })
}

/// Whether neighbours among some words make up `part` when their blanks are gone.
fn joined(row: &Row<'_>, all: &[Word], part: &[u8]) -> bool {
    (0..all.len()).any(|from| {
        let mut rest = part;
        for &word in &all[from..] {
            if word & super::words::NUMBER != 0 {
                return false;
            }
            match rest.strip_prefix(row.texts.text(word)) {
                Some([]) => return true,
                Some(left) => rest = left,
                None => return false,
            }
        }
        false
    })
}

/// Makes one comparison of those that lean on each other among strangers; answers what was joined, in
/// Indonesian. Groups of two keep their cells few enough to be learnt.
pub(crate) fn join(plan: &mut Plan, dependent: &[(usize, usize)]) -> Vec<String> {
    let name = |plan: &Plan, measure: &Measure| {
        measure.parts.iter().map(|(f, _)| plan.names[*f].clone()).collect::<Vec<_>>().join(" + ")
    };
    let mut said = Vec::new();
    let mut taken: Vec<usize> = Vec::new();
    let mut pairs: Vec<[Vec<usize>; 2]> = Vec::new();
    for &(one, other) in dependent {
        let single = |at: usize| plan.measures[at].parts.len() == 1;
        if taken.contains(&one) || taken.contains(&other) || !single(one) || !single(other) {
            continue;
        }
        taken.extend([one, other]);
        pairs.push([one, other].map(|at| plan.measures[at].parts.iter().map(|(f, _)| *f).collect()));
    }
    for pair in pairs {
        let place = |fields: &Vec<usize>| {
            plan.measures.iter().position(|m| m.parts.iter().map(|(f, _)| *f).collect::<Vec<_>>() == *fields)
        };
        let (Some(one), Some(other)) = (place(&pair[0]), place(&pair[1])) else { continue };
        let names = [one, other].map(|at| name(plan, &plan.measures[at]));
        if plan.join(one, other) {
            said.push(format!("{} dan {} saling bergantung: dihitung sebagai satu bukti", names[0], names[1]));
        }
    }
    said
}
