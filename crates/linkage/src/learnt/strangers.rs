//! What strangers have in common, counted on pairs drawn from the whole of both sides.

use super::cells::{CONTEXTS, PERSON, SILENT, person, place};
use crate::household::{beside, region};
use crate::index::Index;
use domain::identification::{Agreement, Region};
use domain::registration::Registration;
use rayon::prelude::*;

/// Registrations drawn, at most.
const DRAWN: usize = 2_000;
/// Households drawn for each of them.
const EACH: u64 = 12;

/// How often strangers fall into each cell of each comparison; the composition is not counted,
/// because strangers have no partners at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strangers {
    pub(super) cells: Vec<Vec<u64>>,
    /// Pairs of a registration and a household that could be formed.
    pub(super) pairs: u64,
}

impl Index {
    /// Counts on pairs drawn by a fixed rule: the same for the same register and registrations.
    #[must_use]
    pub fn strangers(&self, registrations: &[Registration]) -> Strangers {
        let mut order: Vec<&Registration> = registrations.iter().collect();
        order.sort_by(|a, b| a.number.cmp(&b.number));
        let stride = order.len().div_ceil(DRAWN).max(1);
        let drawn: Vec<(u64, &Registration)> = (0..).zip(order.into_iter().step_by(stride)).collect();
        let none = || CONTEXTS.iter().map(|c| vec![0u64; c.len()]).collect::<Vec<_>>();
        let cells = drawn
            .par_iter()
            .map(|(no, registration)| {
                let mut cells = none();
                self.count_strangers(*no, registration, &mut cells);
                cells
            })
            .reduce(none, |mut sum, part| {
                sum.iter_mut().flatten().zip(part.iter().flatten()).for_each(|(sum, n)| *sum += n);
                sum
            });
        Strangers { cells, pairs: registrations.len() as u64 * self.households.len() as u64 }
    }

    fn count_strangers(&self, no: u64, registration: &Registration, cells: &mut [Vec<u64>]) {
        if self.households.is_empty() {
            return;
        }
        let mut registrants = self.read(registration);
        self.look_up(&mut registrants.persons, registrants.dwelling.desa);
        if registrants.persons.is_empty() {
            return;
        }
        for draw in 0..EACH {
            let chance = spread(no * EACH + draw);
            let at = (chance % self.households.len() as u64) as u32;
            let theirs = self.members_of(at);
            if theirs.is_empty() {
                continue;
            }
            let ours = &registrants.persons[(chance >> 40) as usize % registrants.persons.len()];
            let member = &theirs[(chance >> 50) as usize % theirs.len()];
            let where_to = region(&registrants.dwelling, &self.households[at as usize].dwelling);
            let Some(pair) = beside(self, ours, member, theirs, where_to == Region::SameDesa) else { continue };
            for (counts, (cell, _)) in cells.iter_mut().zip(person(&pair)) {
                count(counts, cell);
            }
            let address = registrants.dwelling.agreement(&self.households[at as usize].dwelling);
            let card = Agreement::of(ours.no_kk, member.no_kk);
            count(&mut cells[PERSON], place(card, address, where_to));
        }
    }
}

fn count(counts: &mut [u64], cell: u16) {
    if cell != SILENT {
        counts[usize::from(cell)] += 1;
    }
}

/// A number spread over all of 64 bits (Steele, Lea and Flood 2014): a draw that is the same everywhere.
fn spread(n: u64) -> u64 {
    let mut z = n.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
