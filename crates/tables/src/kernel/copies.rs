//! Records written many times: two of them stand for all while pairs are looked for.
//!
//! A key that hundreds of equal records share would find nobody, and their words would count as common.

use super::pass::Held;
use super::rows::Rows;
use super::together::Likely;
use super::{CROWD, Relation};

/// Pairs between equal records that are written one by one; of more, each record with the first.
const MOST: usize = 2_000_000;

/// Groups of equal records larger than [`CROWD`], and for each record whether two others stand for it.
/// The first two by id stand for all.
pub(crate) fn crowds(rows: &Rows, prints: &[u64]) -> (Vec<Vec<u32>>, Vec<bool>) {
    // mostly there are none: the prints alone say so
    let mut sorted = prints.to_vec();
    rayon::slice::ParallelSliceMut::par_sort_unstable(sorted.as_mut_slice());
    let crowded: Vec<u64> = sorted.chunk_by(|a, b| a == b).filter(|c| c.len() > CROWD).map(|c| c[0]).collect();
    drop(sorted);
    if crowded.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let mut order: Vec<u32> =
        (0..rows.len() as u32).filter(|&at| crowded.binary_search(&prints[at as usize]).is_ok()).collect();
    let household = |at: u32| rows.household.get(at as usize).copied().unwrap_or(0);
    rayon::slice::ParallelSliceMut::par_sort_unstable_by_key(order.as_mut_slice(), |&at| {
        (prints[at as usize], household(at), at)
    });
    let alike = |a: &u32, b: &u32| {
        prints[*a as usize] == prints[*b as usize]
            && household(*a) == household(*b)
            && rows.cells_of(*a as usize) == rows.cells_of(*b as usize)
    };
    let mut crowds: Vec<Vec<u32>> = Vec::new();
    for group in order.chunk_by(alike).filter(|group| group.len() > CROWD) {
        // records that say nothing are no copies of each other
        if rows.cells_of(group[0] as usize).iter().all(|&cell| cell == super::value::MISSING) {
            continue;
        }
        let mut group = group.to_vec();
        group.sort_unstable_by_key(|&at| rows.ids.get(at as usize));
        crowds.push(group);
    }
    let mut copies = Vec::new();
    if !crowds.is_empty() {
        copies = vec![false; rows.len()];
        crowds.iter().flat_map(|crowd| &crowd[2..]).for_each(|&at| copies[at as usize] = true);
    }
    (crowds, copies)
}

/// Gives every copy the pairs of the records that stood for it.
pub(crate) fn spread(
    held: &Held,
    mut likely: Vec<Likely>,
    one_file: bool,
    relation: Relation,
    first_held: bool,
    warnings: &mut Vec<String>,
) -> Vec<Likely> {
    if held.crowds.is_empty() {
        return likely;
    }
    // where a streamed record may have one partner only, copies are as good as each other: none is it
    let several = one_file
        || match relation {
            Relation::ManyToMany => true,
            Relation::OneToMany => !first_held,
            Relation::ManyToOne => first_held,
            Relation::OneToOne => false,
        };
    if !several {
        return likely;
    }
    let mut crowd_of = vec![u32::MAX; held.rows.len()];
    for (number, crowd) in held.crowds.iter().enumerate() {
        crowd[..2].iter().for_each(|&at| crowd_of[at as usize] = number as u32);
    }
    let mut added: Vec<Likely> = Vec::new();
    for pair in &likely {
        let of = |at: u32| held.crowds.get(crowd_of[at as usize] as usize);
        if one_file && crowd_of[pair.streamed as usize] == crowd_of[pair.held as usize] && of(pair.held).is_some() {
            let Some(crowd) = of(pair.held) else { continue };
            let all = crowd.len() * (crowd.len() - 1) / 2 <= MOST;
            if !all {
                warnings.push(format!(
                    "satu catatan tertulis {} kali: tiap salinan dipasangkan dengan yang pertama saja",
                    crowd.len()
                ));
            }
            for (i, &a) in crowd.iter().enumerate() {
                for &b in &crowd[i + 1..] {
                    if (a, b) != (crowd[0], crowd[1]) {
                        added.push(Likely { streamed: a.min(b), held: a.max(b), ..*pair });
                    }
                }
                if !all {
                    break;
                }
            }
            continue;
        }
        // each copy as the first of its crowd; the second only saw that it is one
        let firsts = |at: u32| of(at).filter(|crowd| crowd[0] == at);
        if let Some(crowd) = firsts(pair.held) {
            added.extend(crowd[2..].iter().map(|&copy| Likely { held: copy, ..*pair }));
        }
        if one_file && let Some(crowd) = firsts(pair.streamed) {
            added.extend(crowd[2..].iter().map(|&copy| Likely { streamed: copy, ..*pair }));
        }
    }
    for pair in &mut added {
        if one_file && pair.streamed > pair.held {
            std::mem::swap(&mut pair.streamed, &mut pair.held);
        }
    }
    likely.extend(added);
    likely
}
