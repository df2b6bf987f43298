//! The 101 columns of the BDT 2015 sheet, declared once: name, place, and what a cell may hold.

use crate::cell::{self, Parsed};
use crate::header::{Column, Layout, Spec};
use crate::item_names;
use crate::table::{Cell, Row};
use domain::questionnaire::{Item, Subject};
use std::sync::OnceLock;

/// What a column of the sheet is. The discriminants of the fixed ones are their places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// Words: names of areas, SLS, address, head.
    Words,
    /// The household's id.
    Id,
    /// The household's number, six digits.
    Ruta,
    /// A code of an area.
    Area,
    /// How many members or families.
    Count,
    /// Number of a member or of a family in the household.
    Number,
    /// A member's name.
    Name,
    /// A member's NIK.
    Nik,
    /// A relation, 1–8.
    Relation,
    /// Sex, 1–2.
    Sex,
    /// Age in years.
    Age,
    /// Marital status, 1–4.
    Marital,
    /// Date of birth, in some files.
    BirthDate,
    /// Family card number, in some files.
    NoKk,
    /// An item of the questionnaire.
    Answer(Item),
}

/// Places of the columns that are no questionnaire items (0-based).
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

struct Sheet {
    spec: Spec,
    fields: Vec<Field>,
}

fn sheet() -> &'static Sheet {
    static SHEET: OnceLock<Sheet> = OnceLock::new();
    SHEET.get_or_init(|| {
        let mut columns = vec![Column::default(); at::LAST];
        let mut fields = vec![Field::Words; at::LAST];
        let mut put = |place: usize, field: Field, required: bool, names: &[&'static str]| {
            columns[place] = Column { names: names.to_vec(), required, position: (place < 101).then_some(place + 1) };
            fields[place] = field;
        };
        put(at::RUTA, Field::Ruta, false, &["ruta_6", "RUTA6", "Nomor urut rumah tangga", "No urut ruta", "NURT"]);
        put(
            at::ID,
            Field::Id,
            true,
            &["ID rumah tangga", "IDBDT", "ID BDT", "ID ruta", "id_ruta", "ID RTS", "No RTS", "Nomor RTS", "no_rts"],
        );
        put(2, Field::Words, false, &["Provinsi", "NMPROP", "Nama Provinsi"]);
        put(at::PROV, Field::Area, false, &["Kode Provinsi", "KDPROP", "Kode Prov", "KD_PROP"]);
        put(
            4,
            Field::Words,
            false,
            &["Kab/Kota", "NMKAB", "Kabupaten/Kota", "Nama Kabupaten", "Nama Kab/Kota", "Kabupaten"],
        );
        put(
            at::KAB,
            Field::Area,
            false,
            &["Kode Kab/Kota", "KDKAB", "Kode Kabupaten/Kota", "Kode Kabupaten", "Kode Kab"],
        );
        put(6, Field::Words, false, &["Kecamatan", "NMKEC", "Nama Kecamatan"]);
        put(at::KEC, Field::Area, false, &["Kode Kecamatan", "KDKEC", "Kode Kec"]);
        put(
            8,
            Field::Words,
            false,
            &["Desa/Kelurahan", "NMDESA", "Nama Desa/Kelurahan", "Nama Desa", "Desa", "Kelurahan/Desa", "Kelurahan"],
        );
        put(
            at::DESA,
            Field::Area,
            true,
            &["Kode Desa/Kelurahan", "KDDESA", "Kode Desa", "Kode Kelurahan", "Kode Kelurahan/Desa", "Kode Wilayah"],
        );
        put(at::SLS, Field::Words, false, &["Nama SLS", "SLS", "Satuan Lingkungan Setempat"]);
        put(at::ADDRESS, Field::Words, false, &["Alamat", "Alamat rumah tangga", "Alamat tempat tinggal"]);
        put(at::HEAD, Field::Words, false, &["Nama KRT", "Nama Kepala Rumah Tangga", "KRT"]);
        put(
            at::MEMBERS,
            Field::Count,
            false,
            &["Jumlah ART", "Jml ART", "Jumlah anggota rumah tangga", "Jumlah anggota"],
        );
        put(at::FAMILIES, Field::Count, false, &["Jumlah Keluarga", "Jml Keluarga"]);
        put(at::NO, Field::Number, false, &["Nomor urut ART", "NoArt", "No urut ART", "No ART", "No. Urut Anggota"]);
        put(
            at::NAME,
            Field::Name,
            true,
            &["Nama ART", "Nama", "Nama anggota rumah tangga", "Nama Lengkap", "Nama Anggota"],
        );
        put(at::NIK, Field::Nik, true, &["NIK", "Nomor Induk Kependudukan", "No NIK", "No KTP", "NIK ART"]);
        put(
            at::RELATION,
            Field::Relation,
            true,
            &["HubKRT", "Hub_KRT", "Hubungan dengan KRT", "Hubungan dengan kepala rumah tangga", "Hub KRT"],
        );
        put(at::FAMILY_NO, Field::Number, false, &["Nomor urut keluarga", "NUK", "No urut keluarga"]);
        put(
            at::FAMILY_RELATION,
            Field::Relation,
            false,
            &["Hubungan dengan kepala keluarga", "Hubkel", "Hub_kel", "Hubungan dengan KK", "Hub KK"],
        );
        put(at::SEX, Field::Sex, false, &["jenis kelamin", "JnsKel", "JK", "Jns Kelamin", "L/P"]);
        put(at::AGE, Field::Age, false, &["Umur", "Usia", "Umur (tahun)"]);
        put(
            at::MARITAL,
            Field::Marital,
            false,
            &["Status perkawinan", "Sta_kawin", "Status kawin", "Status pernikahan"],
        );
        put(at::BIRTH, Field::BirthDate, false, &["Tanggal Lahir", "TglLahir", "Tgl Lahir", "Tgl. Lahir"]);
        put(at::NO_KK, Field::NoKk, false, &["No KK", "NoKK", "Nomor KK", "Nomor Kartu Keluarga", "No Kartu Keluarga"]);
        put(at::MOTHER, Field::Words, false, &["Nama ibu kandung", "Nama gadis ibu kandung", "Nama Ibu"]);
        for (item, place) in item_names::BDT_POSITIONS {
            let names = item_names::all(*item);
            put(place - 1, Field::Answer(*item), false, &names);
        }
        let spec = Spec::new(columns, Some(at::NAME)).headless_if(follows_the_official_layout);
        Sheet { spec, fields }
    })
}

/// The columns by which a BDT sheet is known.
#[must_use]
pub fn spec() -> &'static Spec {
    &sheet().spec
}

pub(super) fn field(column: usize) -> Field {
    sheet().fields.get(column).copied().unwrap_or(Field::Words)
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
        .filter(|r| r.width() >= 98 && fits(Field::Id, r.cell(at::ID)) && fits(Field::Name, r.cell(at::NAME)))
        .count();
    !data.is_empty() && fitting * 10 >= data.len() * 9
}

/// Whether a cell could stand in a column of this kind at all.
pub(super) fn fits(field: Field, cell: Cell<'_>) -> bool {
    let range = |from: i64, to: i64| match cell::whole(cell) {
        Parsed::Missing => true,
        Parsed::Value(n) | Parsed::Repaired(n, _) => (from..=to).contains(&n),
        Parsed::Damaged(..) => false,
    };
    let has_letters = || match cell {
        Cell::Text(text) => text.chars().any(char::is_alphabetic),
        Cell::Empty | Cell::Number(_) | Cell::Date(_) => false,
    };
    match field {
        Field::Words => {
            cell.is_blank() || has_letters() || matches!(cell, Cell::Text(t) if crate::words::means_nothing(t))
        }
        Field::Id => cell::code_digits(cell).is_some_and(|d| d.len() >= 14 && d.bytes().all(|b| b.is_ascii_digit())),
        Field::Ruta => range(0, 999_999),
        Field::Area => range(0, 9_999_999_999) || has_letters(),
        Field::Count => range(0, 60),
        Field::Number => range(0, 60),
        Field::Name => {
            cell.is_blank() || has_letters() || matches!(cell, Cell::Text(t) if crate::words::means_nothing(t))
        }
        Field::Nik | Field::NoKk => match cell {
            Cell::Empty => true,
            Cell::Number(n) => n == 0.0 || n >= 1e13,
            Cell::Date(_) => false,
            Cell::Text(t) => {
                let digits = t.bytes().filter(u8::is_ascii_digit).count();
                let letters = t.chars().filter(|c| c.is_alphabetic()).count();
                crate::words::means_nothing(t) || t.trim() == "0" || (digits >= 5 && letters <= 3)
            }
        },
        Field::Relation => range(1, 9),
        Field::Sex => range(0, 3),
        Field::Age => range(0, 999),
        Field::Marital => range(1, 4),
        Field::BirthDate => match cell {
            Cell::Empty | Cell::Date(_) => true,
            Cell::Number(n) => n > 1900.0,
            Cell::Text(t) => {
                let digits = t.bytes().filter(u8::is_ascii_digit).count();
                t.trim().is_empty() || crate::words::means_nothing(t) || (4..=8).contains(&digits)
            }
        },
        Field::Answer(item) => match cell::whole(cell) {
            Parsed::Missing => true,
            Parsed::Value(n) | Parsed::Repaired(n, _) => i32::try_from(n).is_ok_and(|n| item.codes().allows(n)),
            Parsed::Damaged(..) => false,
        },
    }
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
pub(super) fn orders(layout: &Layout, kinds: &[Option<Field>]) -> Vec<Vec<usize>> {
    let sheet: Vec<usize> = (0..kinds.len().max(layout.width())).collect();
    let official: Vec<usize> = (0..at::LAST).filter_map(|c| layout.position(c)).collect();
    if official.is_sorted() { vec![sheet] } else { vec![sheet, official] }
}

/// Recognises a shifted row: many cells do not fit their columns, and nearly all would if the
/// rest of the row were moved by one to three places. A row in which a quarter of the cells do
/// not fit is out of place even when no move explains it.
pub(super) fn shift(layout: &Layout, kinds: &[Option<Field>], orders: &[Vec<usize>], row: &Row) -> Option<Shift> {
    let id = layout.position(at::ID);
    let here = orders.first()?;
    let misfit = |p: usize, source: Option<usize>| {
        let Some(Some(kind)) = kinds.get(p) else { return 0u32 };
        u32::from(!fits(*kind, source.map_or(Cell::Empty, |s| row.cell(s))))
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
