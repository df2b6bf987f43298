//! The declared variables of the model: which column, which codes or which transformation, the
//! label people read, and the sign the field expects. Domain §6.3 (2).
//!
//! Receipt of a programme (KKS, KIP, KIS, PKH, Rastra, KUR) is not a variable: it says who was
//! listed, not how a household lives, and would make each list the cause of the next.

use crate::facts::Column;
use domain::codes;
use domain::questionnaire::Item;

/// The version of this list; a model file names it.
pub const VERSION: &str = "1";

codes! {
    /// Which way a variable is expected to move welfare.
    pub enum Sign {
        /// Better off.
        Plus = "+",
        /// Poorer.
        Minus = "-",
        /// No expectation.
        Open = "?",
    }
}

codes! {
    /// How a number enters the sum.
    pub enum Transform {
        /// As it is.
        Identity = "nilai",
        /// Its square divided by 100.
        SquarePerHundred = "kuadrat_per_100",
        /// ln(x); a value below 1 counts as 1.
        Ln = "ln",
        /// ln(1 + x).
        LnPlusOne = "ln_tambah_1",
        /// x divided by the number of members.
        PerMember = "per_art",
        /// ln of x divided by the number of members; x below 1 counts as 1.
        LnPerMember = "ln_per_art",
    }
}

impl Transform {
    /// Whether the number of members is needed too.
    #[must_use]
    pub fn needs_size(self) -> bool {
        matches!(self, Self::PerMember | Self::LnPerMember)
    }
}

/// A level of a categorical variable other than the reference.
#[derive(Clone, Copy, Debug)]
pub struct LevelSpec {
    /// Stable name.
    pub id: &'static str,
    /// What people read.
    pub label: &'static str,
    /// Raw codes; empty for the level "not asked".
    pub codes: &'static [i32],
    /// Expectation against the reference.
    pub sign: Sign,
}

/// A declared variable.
#[derive(Clone, Copy, Debug)]
pub enum VariableSpec {
    /// Levels against a reference. A level with no codes holds the households not asked; without
    /// such a level they stand with the reference.
    Categorical {
        /// Column, whose name is the variable's id.
        column: Column,
        /// What people read.
        label: &'static str,
        /// What the reference is, and its codes.
        reference: (&'static str, &'static [i32]),
        /// The other levels.
        levels: &'static [LevelSpec],
    },
    /// A number. "Not asked" counts as `not_asked` of the raw value.
    Numeric {
        /// Stable name.
        id: &'static str,
        /// Column.
        column: Column,
        /// What people read.
        label: &'static str,
        /// How it enters.
        transform: Transform,
        /// Expectation.
        sign: Sign,
    },
}

use Sign::{Minus, Open, Plus};
use Transform::{Identity, Ln, LnPerMember, LnPlusOne, PerMember, SquarePerHundred};

const fn level(id: &'static str, label: &'static str, codes: &'static [i32], sign: Sign) -> LevelSpec {
    LevelSpec { id, label, codes, sign }
}

const YES_1: &[LevelSpec] = &[level("ya", "ya", &[1], Plus)];
const YES_3: &[LevelSpec] = &[level("ya", "ya", &[3], Plus)];

/// A yes/no item answered 1/2 (letters a, c, e … of Blok V).
const fn owns_12(item: Item, label: &'static str) -> VariableSpec {
    category(Column::Item(item), label, ("tidak", &[2]), YES_1)
}
/// A yes/no item answered 3/4 (letters b, d, f … of Blok V).
const fn owns_34(item: Item, label: &'static str) -> VariableSpec {
    category(Column::Item(item), label, ("tidak", &[4]), YES_3)
}

const fn category(
    column: Column,
    label: &'static str,
    reference: (&'static str, &'static [i32]),
    levels: &'static [LevelSpec],
) -> VariableSpec {
    VariableSpec::Categorical { column, label, reference, levels }
}

const fn number(
    id: &'static str,
    column: Column,
    label: &'static str,
    transform: Transform,
    sign: Sign,
) -> VariableSpec {
    VariableSpec::Numeric { id, column, label, transform, sign }
}

/// The variables of the default model, in the order in which an explanation shows them.
pub const VARIABLES: &[VariableSpec] = &[
    // people
    number("ln_jumlah_art", Column::Size, "Jumlah anggota (ln)", Ln, Minus),
    number("jumlah_art", Column::Size, "Jumlah anggota", Identity, Open),
    number("balita_per_art", Column::Toddlers, "Bagian anggota di bawah 5 tahun", PerMember, Minus),
    number("usia_6_14_per_art", Column::SchoolAge, "Bagian anggota 6–14 tahun", PerMember, Minus),
    number("lansia_per_art", Column::Elderly, "Bagian anggota 60 tahun ke atas", PerMember, Minus),
    number("bekerja_per_art", Column::Working, "Bagian anggota yang bekerja", PerMember, Plus),
    number("umur_krt", Column::HeadAge, "Umur kepala rumah tangga", Identity, Open),
    number("umur_krt_kuadrat", Column::HeadAge, "Umur kepala rumah tangga, kuadrat", SquarePerHundred, Open),
    category(
        Column::HeadSex,
        "Jenis kelamin kepala rumah tangga",
        ("laki-laki", &[1]),
        &[level("perempuan", "perempuan", &[2], Minus)],
    ),
    category(
        Column::HeadDiploma,
        "Ijazah tertinggi kepala rumah tangga",
        ("SD", &[1]),
        &[
            level("tidak_ada", "tidak ada", &[0], Minus),
            level("smp", "SMP", &[2], Plus),
            level("sma", "SMA", &[3], Plus),
            level("tinggi", "perguruan tinggi", &[4, 5, 6], Plus),
        ],
    ),
    category(
        Column::HeadField,
        "Lapangan usaha kepala rumah tangga",
        ("pertanian", &[1, 2, 3, 4, 5, 6, 7]),
        &[
            level("tidak_bekerja", "tidak bekerja", &[0], Open),
            level("industri", "pertambangan, industri, listrik", &[8, 9, 10], Plus),
            level("bangunan", "bangunan", &[11], Open),
            level("dagang", "perdagangan, hotel, rumah makan", &[12, 13], Plus),
            level("angkutan", "transportasi, informasi", &[14, 15], Plus),
            level("jasa", "keuangan dan jasa", &[16, 17, 18, 19], Plus),
            level("lain", "pemulung, lainnya", &[20, 21, 22], Open),
        ],
    ),
    category(
        Column::HeadStatus,
        "Status pekerjaan kepala rumah tangga",
        ("berusaha sendiri, dibantu buruh tidak tetap, atau tidak bekerja", &[0, 1, 2]),
        &[
            level("buruh_tetap", "berusaha dibantu buruh tetap", &[3], Plus),
            level("karyawan", "buruh atau karyawan swasta", &[4], Plus),
            level("negara", "PNS, TNI, Polri, BUMN, BUMD", &[5], Plus),
            level("bebas", "pekerja bebas", &[6, 7], Minus),
            level("tak_dibayar", "pekerja keluarga", &[8], Open),
        ],
    ),
    // housing
    category(
        Column::Item(Item::BuildingStatus),
        "Status penguasaan bangunan",
        ("milik sendiri", &[1]),
        &[
            level("sewa", "kontrak atau sewa", &[2], Open),
            level("lain", "bebas sewa, dinas, lainnya", &[3, 4, 5], Open),
        ],
    ),
    number("ln_luas_lantai_per_art", Column::Item(Item::FloorArea), "Luas lantai per anggota (ln)", LnPerMember, Plus),
    category(
        Column::Item(Item::Floor),
        "Jenis lantai terluas",
        ("semen atau bata merah", &[6]),
        &[
            level("marmer", "marmer, granit, parket, vinil", &[1, 3], Plus),
            level("keramik", "keramik", &[2], Plus),
            level("ubin", "ubin, tegel, kayu tinggi", &[4, 5], Plus),
            level("bambu", "bambu, kayu rendah", &[7, 8], Minus),
            level("tanah", "tanah", &[9], Minus),
            level("lain", "lainnya", &[10], Open),
        ],
    ),
    category(
        Column::Item(Item::Wall),
        "Jenis dinding terluas",
        ("tembok", &[1]),
        &[
            level("plesteran", "plesteran anyaman bambu", &[2], Minus),
            level("kayu", "kayu", &[3], Minus),
            level("bambu", "bambu, batang kayu, lainnya", &[4, 5, 6, 7], Minus),
        ],
    ),
    category(
        Column::Item(Item::WallCondition),
        "Kondisi dinding",
        ("bagus", &[1]),
        &[level("jelek", "jelek", &[2], Minus)],
    ),
    category(
        Column::Item(Item::Roof),
        "Jenis atap terluas",
        ("genteng tanah liat", &[4]),
        &[
            level("beton", "beton, keramik, metal", &[1, 2, 3], Plus),
            level("asbes", "asbes", &[5], Open),
            level("seng", "seng", &[6], Minus),
            level("lain", "sirap, bambu, jerami, lainnya", &[7, 8, 9, 10], Minus),
        ],
    ),
    category(
        Column::Item(Item::RoofCondition),
        "Kondisi atap",
        ("bagus", &[1]),
        &[level("jelek", "jelek", &[2], Minus)],
    ),
    number("jumlah_kamar", Column::Item(Item::Bedrooms), "Jumlah kamar tidur", Identity, Plus),
    number("jumlah_ruangan", Column::Item(Item::Rooms), "Jumlah ruangan", Identity, Plus),
    category(
        Column::Item(Item::WaterSource),
        "Sumber air minum",
        ("sumur atau mata air terlindung", &[6, 8]),
        &[
            level("kemasan", "air kemasan atau isi ulang", &[1, 2], Plus),
            level("leding", "leding", &[3, 4], Plus),
            level("bor", "sumur bor atau pompa", &[5], Plus),
            level("tak_terlindung", "sumur atau mata air tak terlindung, sungai", &[7, 9, 10], Minus),
            level("hujan", "air hujan, lainnya", &[11, 12], Minus),
        ],
    ),
    category(
        Column::Item(Item::Power),
        "Daya listrik terpasang",
        ("450 W", &[1]),
        &[
            level("900", "900 W", &[2], Plus),
            level("1300_lebih", "1300 W atau lebih", &[3, 4, 5], Plus),
            level("tanpa_meteran", "tanpa meteran", &[6], Minus),
            level("bukan_pln", "bukan listrik PLN", &[], Minus),
        ],
    ),
    category(
        Column::Item(Item::CookingFuel),
        "Bahan bakar memasak",
        ("gas 3 kg", &[3]),
        &[
            level("gas_besar", "listrik, gas lebih dari 3 kg, gas kota", &[1, 2, 4], Plus),
            level("minyak", "minyak tanah", &[5], Open),
            level("kayu", "kayu bakar, arang, briket", &[6, 7, 8], Minus),
            level("tidak_memasak", "tidak memasak di rumah", &[9], Open),
        ],
    ),
    category(
        Column::Item(Item::Toilet),
        "Fasilitas buang air besar",
        ("sendiri", &[1]),
        &[level("bersama", "bersama atau umum", &[2, 3], Minus), level("tidak_ada", "tidak ada", &[4], Minus)],
    ),
    category(
        Column::Item(Item::ToiletKind),
        "Jenis kloset",
        ("leher angsa", &[1]),
        &[level("plengsengan", "plengsengan", &[2], Minus), level("cemplung", "cemplung, tidak pakai", &[3, 4], Minus)],
    ),
    category(
        Column::Item(Item::Sewage),
        "Pembuangan akhir tinja",
        ("tangki atau SPAL", &[1, 2]),
        &[
            level("lubang", "lubang tanah", &[3], Minus),
            level("lain", "kolam, sungai, kebun, lainnya", &[4, 5, 6], Minus),
        ],
    ),
    // assets
    owns_12(Item::GasCylinder, "Tabung gas 5,5 kg atau lebih"),
    owns_34(Item::Fridge, "Lemari es"),
    owns_12(Item::AirConditioner, "AC"),
    owns_34(Item::WaterHeater, "Pemanas air"),
    owns_12(Item::LandlinePhone, "Telepon rumah"),
    owns_34(Item::Television, "Televisi"),
    owns_12(Item::Gold, "Emas, perhiasan atau tabungan"),
    owns_34(Item::Computer, "Komputer atau laptop"),
    owns_12(Item::Bicycle, "Sepeda"),
    owns_34(Item::Motorcycle, "Sepeda motor"),
    owns_12(Item::Car, "Mobil"),
    owns_34(Item::Boat, "Perahu"),
    owns_12(Item::OutboardMotor, "Motor tempel"),
    owns_34(Item::MotorBoat, "Perahu motor"),
    number("jumlah_hp", Column::Item(Item::ActivePhones), "Jumlah nomor HP aktif", Identity, Plus),
    owns_12(Item::LandAsset, "Aset lahan"),
    number("ln_luas_lahan", Column::Item(Item::LandAssetArea), "Luas lahan (ln)", LnPlusOne, Plus),
    owns_34(Item::OtherHouse, "Rumah di tempat lain"),
    number("sapi", Column::Item(Item::Cows), "Sapi (ln)", LnPlusOne, Plus),
    number("kerbau", Column::Item(Item::Buffaloes), "Kerbau (ln)", LnPlusOne, Plus),
    number("kuda", Column::Item(Item::Horses), "Kuda (ln)", LnPlusOne, Plus),
    number("babi", Column::Item(Item::Pigs), "Babi (ln)", LnPlusOne, Plus),
    number("kambing", Column::Item(Item::Goats), "Kambing atau domba (ln)", LnPlusOne, Plus),
    owns_12(Item::Business, "ART memiliki usaha"),
    owns_34(Item::BpjsMandiri, "BPJS mandiri"),
    owns_12(Item::Jamsostek, "Jamsostek atau BPJS ketenagakerjaan"),
    owns_34(Item::OtherInsurance, "Asuransi kesehatan lain"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_code_stands_in_one_level_only_and_is_on_the_official_list() {
        for variable in VARIABLES {
            let VariableSpec::Categorical { column, reference, levels, .. } = variable else {
                continue;
            };
            let mut seen = BTreeSet::new();
            for code in levels.iter().flat_map(|l| l.codes).chain(reference.1) {
                assert!(seen.insert(*code), "{} {code} twice", column.name());
                if let Column::Item(item) = column {
                    assert!(item.codes().allows(*code), "{} {code} is not on the list", column.name());
                }
            }
            if let Column::Item(item) = column {
                let official = (0..100).filter(|c| item.codes().allows(*c)).count();
                assert_eq!(seen.len(), official, "{} leaves a code without a level", column.name());
            }
        }
    }

    #[test]
    fn receiving_a_programme_is_no_variable() {
        let programmes = [Item::Kks, Item::Kip, Item::Kis, Item::Pkh, Item::Rastra, Item::Kur].map(Column::Item);
        for variable in VARIABLES {
            let (VariableSpec::Categorical { column, .. } | VariableSpec::Numeric { column, .. }) = variable;
            assert!(!programmes.contains(column));
        }
    }
}
