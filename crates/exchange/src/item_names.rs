//! The names under which questionnaire items stand in files: the BDT 2015 sheet, its technical
//! layout, and short forms. Domain §4.2.

use domain::questionnaire::Item;

macro_rules! names {
    ($($item:ident $position:literal [$($name:literal),+];)*) => {
        /// The header names of an item besides its own column name.
        #[must_use]
        pub fn of(item: Item) -> &'static [&'static str] {
            match item { $(Item::$item => &[$($name),+],)* _ => &[] }
        }
        /// Each item of the BDT 2015 sheet with its place among the 101 columns.
        pub const BDT_POSITIONS: &[(Item, usize)] = &[$((Item::$item, $position),)*];
    };
}

names! {
    BuildingStatus 16 ["Status bangunan", "sta_bangunan", "Status penguasaan bangunan", "Status bangunan tempat tinggal"];
    LandStatus 17 ["Status lahan", "sta_lahan", "Status lahan tempat tinggal"];
    FloorArea 18 ["Luas lantai", "luas_lantai", "Luas lantai (m2)"];
    Floor 19 ["Lantai terluas", "lantai", "Jenis lantai terluas", "Jenis lantai"];
    Wall 20 ["Dinding terluas", "dinding", "Jenis dinding terluas", "Jenis dinding"];
    WallCondition 21 ["Kondisi Dinding", "kondisi_dinding", "Kualitas dinding"];
    Roof 22 ["Atap Terluas", "atap", "Jenis atap terluas", "Jenis atap"];
    RoofCondition 23 ["Kondisi Atap", "kondisi_atap", "Kualitas atap"];
    Bedrooms 24 ["Jumlah kamar tidur", "jumlah_kamar", "Jumlah kamar", "Kamar tidur"];
    WaterSource 25 ["Sumber air minum", "sumber_airminum", "sumber_air_minum"];
    WaterAccess 26 ["Cara memperoleh air minum", "cara_peroleh_airminum", "cara_peroleh_air_minum", "Cara peroleh air"];
    Lighting 27 ["Sumber penerangan utama", "sumber_penerangan", "Sumber penerangan"];
    Power 28 ["Daya terpasang", "daya", "Daya listrik"];
    CookingFuel 29 ["Bahan bakar memasak", "bb_masak", "Bahan bakar untuk memasak", "Bahan bakar"];
    Toilet 30 ["Fasilitas BAB", "fasbab", "Fasilitas buang air besar", "Fasilitas tempat BAB"];
    ToiletKind 31 ["Jenis kloset", "kloset"];
    Sewage 32 ["Tempat buang tinja", "buang_tinja", "Pembuangan akhir tinja", "Tempat pembuangan akhir tinja"];
    GasCylinder 33 ["tabung gas 5,5kg", "ada_tabung_gas", "Tabung gas 5,5 kg atau lebih", "Tabung gas"];
    Fridge 34 ["lemari es", "ada_lemari_es", "kulkas", "Lemari es/kulkas"];
    AirConditioner 35 ["ac", "ada_ac", "pendingin ruangan"];
    WaterHeater 36 ["pemanas air", "ada_pemanas", "ada_pemanas_air"];
    LandlinePhone 37 ["telepon rumah", "ada_telepon", "telepon"];
    Television 38 ["televisi", "ada_tv", "tv"];
    Gold 39 ["emas dan tabungan", "ada_emas", "emas/perhiasan dan tabungan", "emas"];
    Computer 40 ["laptop/komputer", "ada_laptop", "komputer/laptop", "komputer", "laptop"];
    Bicycle 41 ["sepeda", "ada_sepeda"];
    Motorcycle 42 ["sepeda motor", "ada_motor", "ada_sepeda_motor", "motor"];
    Car 43 ["mobil", "ada_mobil"];
    Boat 44 ["perahu", "ada_perahu"];
    OutboardMotor 45 ["motor tempel", "ada_motor_tempel"];
    MotorBoat 46 ["perahu motor", "ada_perahu_motor"];
    Ship 47 ["kapal", "ada_kapal"];
    ActivePhones 48 ["Nomor HP aktif", "jumlah_hp", "Jumlah nomor HP aktif", "jumlah HP"];
    Rooms 49 ["Jumlah ruangan", "jumlah_ruangan"];
    LandAsset 50 ["aset tidak bergerak", "aset_tak_bergerak", "aset lahan"];
    LandAssetArea 51 ["Luas aset tidak bergerak", "luas_atb", "luas lahan"];
    OtherHouse 52 ["rumah di tempat lain", "rumah_lain"];
    Cows 53 ["sapi", "jumlah_sapi"];
    Buffaloes 54 ["kerbau", "jumlah_kerbau"];
    Horses 55 ["kuda", "jumlah_kuda"];
    Pigs 56 ["babi", "jumlah_babi"];
    Goats 57 ["kambing/domba", "jumlah_kambing", "kambing", "domba/kambing"];
    Business 58 ["Status ART yang memiliki usaha", "sta_art_usaha", "ART memiliki usaha", "memiliki usaha"];
    Kks 59 ["KKS", "sta_kks", "KKS/KPS", "peserta KKS"];
    Kip 60 ["KIP", "sta_kip", "KIP/BSM", "peserta KIP"];
    Kis 61 ["KIS", "sta_kis", "KIS/BPJS PBI", "peserta KIS"];
    BpjsMandiri 62 ["BPJS mandiri", "sta_bpjs_mandiri"];
    Jamsostek 63 ["Jamsostek", "sta_jamsostek", "BPJS ketenagakerjaan"];
    OtherInsurance 64 ["asuransi kesehatan lainnya", "sta_asuransi", "asuransi lain", "asuransi kesehatan lain"];
    Pkh 65 ["PKH", "sta_pkh", "peserta PKH"];
    Rastra 66 ["Rastra", "sta_rastra", "Raskin", "Raskin/Rastra"];
    Kur 67 ["KUR", "sta_kur"];
    FertileWomanNo 68 ["No Urut ART Wanita Usia Subur", "no_art_wus", "No urut WUS"];
    HusbandMarriageAge 69 ["Usia Suami", "usia_kawin_suami"];
    WifeMarriageAge 70 ["Usia Istri", "usia_kawin_istri"];
    FamilyPlanning 71 ["Kepesertaan KB", "peserta_kb"];
    FamilyPlanningMethod 72 ["Metode Kontrasepsi", "metode_kb"];
    FamilyPlanningYears 73 ["lama (tahun)", "lama_kb_tahun"];
    FamilyPlanningMonths 74 ["lama (bulan)", "lama_kb_bulan"];
    FamilyPlanningPlace 75 ["Tempat pelayanan KB", "tempat_kb"];
    WantsChild 76 ["ingin punya anak lagi", "ingin_anak"];
    NoFamilyPlanningReason 77 ["Alasan tidak ber KB", "alasan_tidak_kb", "Alasan tidak ber-KB"];
    Percentile 78 ["percentile", "persentil", "peringkat persentil"];
    MarriageBook 88 ["akta/buku nikah", "ada_akta_nikah", "buku nikah", "Akta nikah/cerai"];
    OnFamilyCard 89 ["Tercantum di dalam KK", "ada_dikk", "Tercantum dalam KK", "Tercantum di KK"];
    IdentityCards 90 ["kartu identitas", "ada_kartu_identitas", "kepemilikan kartu identitas"];
    Pregnant 91 ["Status kehamilan", "sta_hamil", "kehamilan", "hamil"];
    Disability 92 ["Jenis cacat", "cacat", "disabilitas"];
    ChronicDisease 93 ["Penyakit kronis", "penyakit_kronis", "Penyakit kronis menahun"];
    Schooling 94 ["Partisipasi sekolah", "partisipasi_sekolah"];
    SchoolLevel 95 ["Pendidikan tertinggi", "pendidikan_tertinggi", "jenjang pendidikan", "Jenjang pendidikan tertinggi"];
    SchoolGrade 96 ["Kelas tertinggi", "kelas_tertinggi"];
    Diploma 97 ["Ijazah tertinggi", "ijazah_tertinggi"];
    Working 98 ["Bekerja seminggu lalu", "sta_bekerja", "Bekerja/membantu bekerja seminggu lalu"];
    WorkHours 99 ["Jumlah jam kerja", "jumlah_jamkerja", "jumlah_jam_kerja", "jam kerja"];
    WorkField 100 ["Lapangan usaha", "lapangan_usaha", "Lapangan usaha utama"];
    WorkStatus 101 ["Status dalam pekerjaan", "status_pekerjaan", "Status kedudukan dalam pekerjaan", "sta_kedudukan"];
}

/// All names of an item, its own column name first.
#[must_use]
pub fn all(item: Item) -> Vec<&'static str> {
    let mut names = vec![item.column()];
    names.extend(of(item));
    names
}
