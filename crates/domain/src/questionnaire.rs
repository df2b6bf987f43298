//! The household questionnaire's items: one table for the 101 columns of BDT 2015, the
//! PBDK2016.RT form and the survey. Domain §4.2.
//!
//! Identity (name, NIK, sex, birth, relation) lives in [`crate::household::Member`]; everything
//! else is an [`Item`] with a raw code. Raw codes are kept as on paper (assets a, c, e … are
//! 1/2, b, d, f … are 3/4); [`Answers::yes`] reads both styles.

/// Whose answer an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// Blok I, III, V: one answer for the household.
    Household,
    /// Blok IV: one answer for each member.
    Member,
}

/// Which raw codes an item may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codes {
    /// One of `from..=to`.
    Range(i32, i32),
    /// 1 yes, 2 no.
    YesNo12,
    /// 3 yes, 4 no.
    YesNo34,
}

impl Codes {
    /// Whether the raw code is on the list.
    #[must_use]
    pub fn allows(self, code: i32) -> bool {
        match self {
            Self::Range(from, to) => (from..=to).contains(&code),
            Self::YesNo12 => matches!(code, 1 | 2),
            Self::YesNo34 => matches!(code, 3 | 4),
        }
    }
}

macro_rules! items {
    ($($name:ident $column:literal $subject:ident ($($codes:tt)+) $label:literal;)*) => {
        /// An item of the questionnaire. The names are those of the office's form.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Item { $(#[doc = $label] $name,)* }

        impl Item {
            /// Every item, households' first.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];
            /// The column name in questionnaire and survey files, also the key in stored answers.
            #[must_use]
            pub fn column(self) -> &'static str { match self { $(Self::$name => $column,)* } }
            /// Whose answer it is.
            #[must_use]
            pub fn subject(self) -> Subject { match self { $(Self::$name => Subject::$subject,)* } }
            /// Which codes it may hold.
            #[must_use]
            pub fn codes(self) -> Codes { match self { $(Self::$name => Codes::$($codes)+,)* } }
            /// The label on forms and pages.
            #[must_use]
            pub fn label(self) -> &'static str { match self { $(Self::$name => $label,)* } }
            /// The item with this column name.
            #[must_use]
            pub fn from_column(column: &str) -> Option<Self> {
                match column { $($column => Some(Self::$name),)* _ => None }
            }
        }
    };
}

items! {
    // Blok III
    BuildingStatus "status_bangunan" Household (Range(1, 5)) "Status penguasaan bangunan";
    LandStatus "status_lahan" Household (Range(1, 4)) "Status lahan";
    FloorArea "luas_lantai" Household (Range(1, 9999)) "Luas lantai (m²)";
    Floor "lantai" Household (Range(1, 10)) "Jenis lantai terluas";
    Wall "dinding" Household (Range(1, 7)) "Jenis dinding terluas";
    WallCondition "kondisi_dinding" Household (Range(1, 2)) "Kondisi dinding";
    Roof "atap" Household (Range(1, 10)) "Jenis atap terluas";
    RoofCondition "kondisi_atap" Household (Range(1, 2)) "Kondisi atap";
    Bedrooms "jumlah_kamar" Household (Range(0, 99)) "Jumlah kamar tidur";
    WaterSource "sumber_air" Household (Range(1, 12)) "Sumber air minum";
    WaterAccess "cara_air" Household (Range(1, 3)) "Cara memperoleh air minum";
    Lighting "penerangan" Household (Range(1, 3)) "Sumber penerangan utama";
    Power "daya" Household (Range(1, 6)) "Daya terpasang";
    CookingFuel "bb_masak" Household (Range(1, 9)) "Bahan bakar memasak";
    Toilet "fasbab" Household (Range(1, 4)) "Fasilitas buang air besar";
    ToiletKind "kloset" Household (Range(1, 4)) "Jenis kloset";
    Sewage "buang_tinja" Household (Range(1, 6)) "Pembuangan akhir tinja";
    // Blok V
    GasCylinder "a1_gas" Household (YesNo12) "Tabung gas 5,5 kg atau lebih";
    Fridge "a1_kulkas" Household (YesNo34) "Lemari es";
    AirConditioner "a1_ac" Household (YesNo12) "AC";
    WaterHeater "a1_pemanas" Household (YesNo34) "Pemanas air";
    LandlinePhone "a1_telepon" Household (YesNo12) "Telepon rumah";
    Television "a1_tv" Household (YesNo34) "Televisi";
    Gold "a1_emas" Household (YesNo12) "Emas, perhiasan atau tabungan";
    Computer "a1_laptop" Household (YesNo34) "Komputer atau laptop";
    Bicycle "a1_sepeda" Household (YesNo12) "Sepeda";
    Motorcycle "a1_motor" Household (YesNo34) "Sepeda motor";
    Car "a1_mobil" Household (YesNo12) "Mobil";
    Boat "a1_perahu" Household (YesNo34) "Perahu";
    OutboardMotor "a1_motor_tempel" Household (YesNo12) "Motor tempel";
    MotorBoat "a1_perahu_motor" Household (YesNo34) "Perahu motor";
    Ship "a1_kapal" Household (YesNo12) "Kapal";
    ActivePhones "jumlah_hp" Household (Range(0, 99)) "Jumlah nomor HP aktif";
    Rooms "jumlah_ruangan" Household (Range(0, 99)) "Jumlah ruangan";
    LandAsset "aset_lahan" Household (YesNo12) "Aset lahan";
    LandAssetArea "luas_lahan" Household (Range(0, 9_999_999)) "Luas aset lahan (m²)";
    OtherHouse "rumah_lain" Household (YesNo34) "Rumah di tempat lain";
    Cows "sapi" Household (Range(0, 9999)) "Sapi";
    Buffaloes "kerbau" Household (Range(0, 9999)) "Kerbau";
    Horses "kuda" Household (Range(0, 9999)) "Kuda";
    Pigs "babi" Household (Range(0, 9999)) "Babi";
    Goats "kambing" Household (Range(0, 9999)) "Kambing atau domba";
    Business "usaha" Household (YesNo12) "ART memiliki usaha";
    Kks "kks" Household (YesNo12) "KKS/KPS";
    Kip "kip" Household (YesNo34) "KIP/BSM";
    Kis "kis" Household (YesNo12) "KIS/BPJS PBI";
    BpjsMandiri "bpjs_mandiri" Household (YesNo34) "BPJS mandiri";
    Jamsostek "jamsostek" Household (YesNo12) "Jamsostek/BPJS ketenagakerjaan";
    OtherInsurance "asuransi_lain" Household (YesNo34) "Asuransi kesehatan lain";
    Pkh "pkh" Household (YesNo12) "PKH";
    Rastra "rastra" Household (YesNo34) "Raskin/Rastra";
    Kur "kur" Household (YesNo12) "KUR";
    // optional family-planning module of BDT 2015
    FertileWomanNo "no_wus" Household (Range(0, 99)) "Nomor urut ART wanita usia subur";
    HusbandMarriageAge "usia_suami" Household (Range(0, 99)) "Usia suami saat kawin";
    WifeMarriageAge "usia_istri" Household (Range(0, 99)) "Usia istri saat kawin";
    FamilyPlanning "kb" Household (Range(0, 9)) "Kepesertaan KB";
    FamilyPlanningMethod "metode_kb" Household (Range(0, 99)) "Metode kontrasepsi";
    FamilyPlanningYears "lama_kb_tahun" Household (Range(0, 99)) "Lama KB (tahun)";
    FamilyPlanningMonths "lama_kb_bulan" Household (Range(0, 12)) "Lama KB (bulan)";
    FamilyPlanningPlace "tempat_kb" Household (Range(0, 99)) "Tempat pelayanan KB";
    WantsChild "ingin_anak" Household (Range(0, 9)) "Ingin punya anak lagi";
    NoFamilyPlanningReason "alasan_tidak_kb" Household (Range(0, 99)) "Alasan tidak ber-KB";
    // added by the centre
    Percentile "percentile" Household (Range(1, 100)) "Persentil";
    // Blok IV
    MarriageBook "buku_nikah" Member (Range(0, 2)) "Akta/buku nikah atau cerai";
    OnFamilyCard "dalam_kk" Member (Range(1, 2)) "Tercantum dalam KK";
    IdentityCards "kartu_identitas" Member (Range(0, 15)) "Kartu identitas (jumlah kode)";
    Pregnant "status_kehamilan" Member (Range(1, 2)) "Status kehamilan";
    Disability "jenis_cacat" Member (Range(0, 12)) "Jenis cacat";
    ChronicDisease "penyakit_kronis" Member (Range(0, 9)) "Penyakit kronis menahun";
    Schooling "partisipasi_sekolah" Member (Range(0, 2)) "Partisipasi sekolah";
    SchoolLevel "jenjang" Member (Range(1, 10)) "Jenjang pendidikan tertinggi";
    SchoolGrade "kelas" Member (Range(1, 8)) "Kelas tertinggi";
    Diploma "ijazah" Member (Range(0, 6)) "Ijazah tertinggi";
    Working "bekerja" Member (Range(1, 2)) "Bekerja seminggu lalu";
    WorkHours "jam_kerja" Member (Range(0, 98)) "Jam kerja seminggu lalu";
    WorkField "lapangan_usaha" Member (Range(1, 22)) "Lapangan usaha utama";
    WorkStatus "status_pekerjaan" Member (Range(1, 8)) "Status kedudukan dalam pekerjaan";
    Presence "keberadaan" Member (Range(1, 6)) "Keberadaan ART";
    ProgKks "prog_kks" Member (Range(1, 2)) "Peserta KPS/KKS";
    ProgKis "prog_kis" Member (Range(1, 2)) "Peserta KIS/PBI-JKN";
    ProgKip "prog_kip" Member (Range(1, 2)) "Peserta KIP/BSM";
    ProgPkh "prog_pkh" Member (Range(1, 2)) "Peserta PKH";
    ProgRastra "prog_rastra" Member (Range(1, 2)) "Peserta Raskin/Rastra";
}

impl Item {
    /// Whether the answer is about health: an edition stores it encrypted. Domain §9.1.
    #[must_use]
    pub fn is_health(self) -> bool {
        matches!(self, Self::Pregnant | Self::Disability | Self::ChronicDisease)
    }
}

/// Answers of one household or member: raw codes by item. An item that is not there was not
/// answered; nothing stands in for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers(
    // in the items' order, each once: half a register is answers, and a list is the smallest that holds them
    Vec<(Item, i32)>,
);

impl Answers {
    /// Records a raw code.
    pub fn set(&mut self, item: Item, code: i32) {
        match self.at(item) {
            Ok(at) => self.0[at].1 = code,
            Err(at) => self.0.insert(at, (item, code)),
        }
    }
    fn at(&self, item: Item) -> Result<usize, usize> {
        self.0.binary_search_by_key(&item, |(item, _)| *item)
    }
    /// Gives back what room is left: a register of a kabupaten holds millions of answers.
    pub fn shrink(&mut self) {
        self.0.shrink_to_fit();
    }
    /// The raw code, if the item was answered.
    #[must_use]
    pub fn get(&self, item: Item) -> Option<i32> {
        self.at(item).ok().map(|at| self.0[at].1)
    }
    /// Yes or no for items with 1/2 or 3/4 codes; `None` when unanswered or not such an item.
    #[must_use]
    pub fn yes(&self, item: Item) -> Option<bool> {
        match (item.codes(), self.get(item)?) {
            (Codes::YesNo12 | Codes::Range(1, 2), 1) | (Codes::YesNo34, 3) => Some(true),
            (Codes::YesNo12 | Codes::Range(1, 2), 2) | (Codes::YesNo34, 4) => Some(false),
            _ => None,
        }
    }
    /// Whether the answer to an earlier item rules this one out, so that its blank is an answer
    /// (no land, no land area) and not a gap. Domain §4.2, the "asked if" of Blok III and V.
    #[must_use]
    pub fn rules_out(&self, item: Item) -> bool {
        let gate =
            |gate: Item, asked: std::ops::RangeInclusive<i32>| self.get(gate).is_some_and(|c| !asked.contains(&c));
        match item {
            Item::LandStatus => gate(Item::BuildingStatus, 1..=1),
            Item::WallCondition => gate(Item::Wall, 1..=3),
            Item::RoofCondition => gate(Item::Roof, 1..=7),
            Item::Power => gate(Item::Lighting, 1..=1),
            Item::ToiletKind => gate(Item::Toilet, 1..=3),
            Item::LandAssetArea => self.yes(Item::LandAsset) == Some(false),
            _ => false,
        }
    }
    /// All answers in the items' order.
    pub fn iter(&self) -> impl Iterator<Item = (Item, i32)> + '_ {
        self.0.iter().copied()
    }
    /// Whether nothing was answered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(Item, i32)> for Answers {
    fn from_iter<T: IntoIterator<Item = (Item, i32)>>(iter: T) -> Self {
        let mut answers = Self::default();
        iter.into_iter().for_each(|(item, code)| answers.set(item, code));
        answers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alternating_asset_codes_mean_the_same_yes() {
        let answers: Answers = [(Item::GasCylinder, 1), (Item::Fridge, 3), (Item::Television, 4)].into_iter().collect();
        assert_eq!(answers.yes(Item::GasCylinder), Some(true));
        assert_eq!(answers.yes(Item::Fridge), Some(true));
        assert_eq!(answers.yes(Item::Television), Some(false));
        assert_eq!(answers.yes(Item::Car), None, "an unanswered item is neither");
    }
}
