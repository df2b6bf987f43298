//! The columns of the BDT 2015 sheet, and how a row that slipped is recognised. What the columns are
//! called stands in `profiles/bdt2015.toml`.

use crate::header::{Content, Layout, Spec};
use crate::table::{Cell, Row};
use domain::questionnaire::{Item, Subject};
use std::sync::OnceLock;

/// Places of the columns that are no questionnaire items: those of the official layout (0-based), then the
/// columns that some offices add. The profile has the same order.
pub(super) mod at {
    pub(in crate::bdt) const RUTA: usize = 0;
    pub(in crate::bdt) const ID: usize = 1;
    pub(in crate::bdt) const PROV: usize = 3;
    pub(in crate::bdt) const KAB: usize = 5;
    pub(in crate::bdt) const KEC: usize = 7;
    pub(in crate::bdt) const DESA: usize = 9;
    pub(in crate::bdt) const SLS: usize = 10;
    pub(in crate::bdt) const ADDRESS: usize = 11;
    pub(in crate::bdt) const HEAD: usize = 12;
    pub(in crate::bdt) const MEMBERS: usize = 13;
    pub(in crate::bdt) const FAMILIES: usize = 14;
    pub(in crate::bdt) const NO: usize = 78;
    pub(in crate::bdt) const NAME: usize = 79;
    pub(in crate::bdt) const NIK: usize = 80;
    pub(in crate::bdt) const RELATION: usize = 81;
    pub(in crate::bdt) const FAMILY_NO: usize = 82;
    pub(in crate::bdt) const FAMILY_RELATION: usize = 83;
    pub(in crate::bdt) const SEX: usize = 84;
    pub(in crate::bdt) const AGE: usize = 85;
    pub(in crate::bdt) const MARITAL: usize = 86;
    /// Columns that some offices add.
    pub(in crate::bdt) const BIRTH: usize = 101;
    pub(in crate::bdt) const NO_KK: usize = 102;
    pub(in crate::bdt) const MOTHER: usize = 103;
    pub(in crate::bdt) const LAST: usize = 104;
}

/// The columns by which a BDT sheet is known.
#[must_use]
pub fn spec() -> &'static Spec {
    static SPEC: OnceLock<Spec> = OnceLock::new();
    SPEC.get_or_init(|| {
        Spec::load("bdt2015.toml", include_str!("../../profiles/bdt2015.toml"), [])
            .headless_if(follows_the_official_layout)
    })
}

/// What a column's cells hold.
pub(super) fn content(column: usize) -> Content {
    spec().columns().get(column).map_or(Content::Any, |c| c.content)
}

/// Whether an answer belongs to the household, and so stands on each of its rows.
pub(super) fn of_household(item: Item) -> bool {
    item.subject() == Subject::Household
}

/// Rows without a header that are a BDT sheet all the same: 101 columns, ids of 16 digits in the second.
fn follows_the_official_layout(rows: &[Row]) -> bool {
    let data: Vec<&Row> = rows.iter().filter(|r| r.filled() > 30).collect();
    let fitting = data
        .iter()
        .filter(|r| {
            r.width() >= 98 && Content::HouseholdId.fits(r.cell(at::ID)) && Content::Name.fits(r.cell(at::NAME))
        })
        .count();
    !data.is_empty() && fitting * 10 >= data.len() * 9
}

/// A row whose cells stand beside their columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shift {
    /// First position that is off.
    pub(super) from: usize,
    /// By how many columns; positive = the content moved left; 0 = out of place, nobody knows how.
    pub(super) by: isize,
    /// Whether the cell at a position still stands where it should.
    pub(super) id_sound: bool,
}

/// The orders in which a row may have slipped: that of the sheet, and the official one, in which
/// it may have been damaged before somebody rearranged the columns.
pub(super) fn orders(layout: &Layout, kinds: &[Option<Content>]) -> Vec<Vec<usize>> {
    let sheet: Vec<usize> = (0..kinds.len().max(layout.width())).collect();
    let official: Vec<usize> = (0..at::LAST).filter_map(|c| layout.position(c)).collect();
    if official.is_sorted() { vec![sheet] } else { vec![sheet, official] }
}

/// Recognises a shifted row: many cells do not fit their columns, and nearly all would if the
/// rest of the row were moved by one to three places. A row in which a quarter of the cells do
/// not fit is out of place even when no move explains it.
pub(super) fn shift(layout: &Layout, kinds: &[Option<Content>], orders: &[Vec<usize>], row: &Row) -> Option<Shift> {
    let id = layout.position(at::ID);
    let here = orders.first()?;
    let misfit = |p: usize, source: Option<usize>| {
        let Some(Some(kind)) = kinds.get(p) else { return 0u32 };
        u32::from(!kind.fits(source.map_or(Cell::Empty, |s| layout.cell_at(row, s))))
    };
    let base: u32 = here.iter().map(|p| misfit(*p, Some(*p))).sum();
    if base < 3 {
        return None;
    }
    let mut best: Option<(u32, Shift)> = None;
    for order in orders {
        let width = order.len();
        for by in [1isize, -1, 2, -2, 3, -3] {
            // cost of the rest of the row, moved, from each place on
            let mut rest = 0u32;
            let mut costs = vec![0u32; width + 1];
            for i in (0..width).rev() {
                let source = i.checked_add_signed(-by).and_then(|j| order.get(j).copied());
                rest += misfit(order[i], source);
                costs[i] = rest;
            }
            let mut before = 0u32;
            for i in 0..width {
                // content that moved left swallowed `by` columns: they are simply gone
                let resume = if by > 0 { (i + by as usize).min(width) } else { i };
                let cost = before + costs[resume];
                if best.is_none_or(|(c, _)| cost < c) {
                    let id_sound = id.is_some_and(|id| order[..i].contains(&id));
                    best = Some((cost, Shift { from: order[i], by, id_sound }));
                }
                before += misfit(order[i], Some(order[i]));
            }
        }
    }
    let explained = best.filter(|(cost, _)| base - cost.min(&base) >= 3 && cost * 3 <= base).map(|(_, shift)| shift);
    let hopeless = base >= 10 && base as usize * 4 >= row.filled();
    explained.or_else(|| {
        let first = here.iter().copied().find(|p| misfit(*p, Some(*p)) == 1).unwrap_or(0);
        hopeless.then_some(Shift { from: first, by: 0, id_sound: id.is_some_and(|id| misfit(id, Some(id)) == 0) })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_has_the_columns_in_the_official_order() {
        let columns = spec().columns();
        for (place, column) in columns.iter().enumerate().take(101) {
            assert_eq!(column.position, Some(place + 1), "{}", column.key);
        }
        for (place, key) in [
            (at::RUTA, "ruta_6"),
            (at::ID, "id_ruta"),
            (at::DESA, "kode_desa"),
            (at::FAMILIES, "jumlah_keluarga"),
            (at::NO, "no_art"),
            (at::NIK, "nik"),
            (at::FAMILY_RELATION, "hub_kk"),
            (at::AGE, "umur"),
            (at::BIRTH, "tanggal_lahir"),
            (at::NO_KK, "no_kk"),
            (at::MOTHER, "nama_ibu"),
        ] {
            assert_eq!(columns[place].key, key);
        }
    }
}
