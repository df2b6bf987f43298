//! The command line. Help is in Indonesian, like everything an officer reads; names are the words of the field.

use crate::intake::Kind;
use crate::output::Format;
use clap::{Args, Parser, Subcommand};
use std::net::SocketAddr;
use std::path::PathBuf;
use tables::pmt::Amount;

/// Pemutakhiran Mandiri data rumah tangga miskin: dari berkas kantor sampai daftar sasaran program.
#[derive(Debug, Parser)]
#[command(name = "mutakhir", version, propagate_version = true, disable_help_subcommand = true)]
pub struct Cli {
    /// Ruang kerja: folder dengan basis data, kunci, dan edisi
    #[arg(short = 'C', long = "dir-kerja", value_name = "DIR", default_value = ".", global = true)]
    pub workspace: PathBuf,
    /// Bentuk keluaran data
    #[arg(long, value_enum, default_value_t = Format::Table, global = true)]
    pub format: Format,
    /// Akun yang bertindak; peran dan wilayahnya menentukan apa yang boleh
    #[arg(long = "as", value_name = "AKUN", global = true)]
    pub account: Option<String>,
    /// Apa yang diminta
    #[command(subcommand)]
    pub command: Command,
}

/// Perintah.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Kabupaten rekaan melewati semua tahap, lalu halaman web beserta akunnya
    Demo(Demo),
    /// Folder berkas kantor melewati semua tahap; menulis berkas hasil
    Run(Run),
    /// Mencocokkan dua tabel CSV atau Parquet, atau mencari yang ganda dalam satu tabel
    Link(Link),
    /// Model PMT dari survei mana pun: menaksir, menguji, memberi skor; tanpa ruang kerja
    #[command(subcommand)]
    Pmt(Pmt),
    /// Kunjungan di tempat yang menentukan: rencana dari skor, lalu ketepatan daftar dari hasilnya; tanpa ruang kerja
    #[command(subcommand)]
    Visits(Visits),
    /// Menyiapkan ruang kerja kosong; kabupatennya datang dari tabel wilayah
    Init(Init),
    /// Putaran pemutakhiran: membuka, menutup, melihat
    #[command(subcommand)]
    Round(RoundCommand),
    /// Memasukkan berkas, melihat laporan karantina, membatalkan
    #[command(subcommand)]
    Import(Import),
    /// Perubahan kependudukan dari petikan SIAK yang lebih baru
    #[command(subcommand)]
    Siak(SiakCommand),
    /// Orang yang tercatat di dua rumah tangga
    #[command(subcommand)]
    Person(PersonCommand),
    /// Mencocokkan pendaftaran dengan BDT dan SIAK
    Identify(Stage),
    /// Telaah kasus yang meragukan
    #[command(subcommand)]
    Review(Review),
    /// Prelist: membekukan dan mengeluarkan
    #[command(subcommand)]
    Prelist(Prelist),
    /// Formulir musyawarah
    #[command(subcommand)]
    Fkp(Fkp),
    /// Laporan sementara musyawarah lewat SMS
    #[command(subcommand)]
    Sms(Sms),
    /// Surat keputusan kepala daerah
    #[command(subcommand)]
    Decree(Decree),
    /// Edisi Data Terpadu
    #[command(subcommand)]
    Edition(Edition),
    /// Model PMT
    #[command(subcommand)]
    Model(Model),
    /// Memeringkat sebuah edisi dengan model yang berlaku
    Rank(Stage),
    /// Daftar sasaran program
    #[command(subcommand)]
    Programme(Programme),
    /// Menulis berkas hasil: pendaftaran, musyawarah, karantina, peringkat, program
    Export(Folder),
    /// Jejak audit
    #[command(subcommand)]
    Audit(Audit),
    /// Menulis seluruh ruang kerja ke satu berkas terenkripsi, juga selagi dipakai
    Backup(Backup),
    /// Membuat kunci cadangan
    BackupKey {
        /// Berkas untuk kunci; simpan juga di luar kantor
        file: PathBuf,
    },
    /// Memulihkan cadangan ke ruang kerja yang kosong (-C), dan memeriksa semuanya
    Restore(Restore),
    /// Akun petugas
    #[command(subcommand)]
    User(User),
    /// Pengaturan
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Halaman web
    Serve(Serve),
    /// Pekerja antrean tanpa halaman web
    Worker,
    /// Pelengkap perintah untuk shell
    Completions(Completions),
    /// Halaman manual
    Man(Man),
}

/// `demo`.
#[derive(Debug, Args)]
pub struct Demo {
    /// Folder untuk berkas, ruang kerja, dan hasil; bawaan: folder sementara
    #[arg(long)]
    pub dir: Option<PathBuf>,
    /// Banyaknya rumah tangga dalam BDT rekaan
    #[arg(long, default_value_t = 1200, value_name = "N")]
    pub households: usize,
    /// Benih: benih yang sama memberi berkas yang sama
    #[arg(long, default_value_t = 2016)]
    pub seed: u64,
    /// Banyaknya padukuhan tiap desa; bawaan: tiga sampai lima
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=20))]
    pub hamlets: Option<u8>,
    /// Alamat halaman web
    #[arg(long, value_name = "ALAMAT")]
    pub listen: Option<SocketAddr>,
    /// Berhenti setelah tahap terakhir
    #[arg(long)]
    pub no_serve: bool,
}

/// `run`.
#[derive(Debug, Args)]
pub struct Run {
    /// Folder berkas kantor
    pub pack: PathBuf,
    /// Ruang kerja yang dibuat atau dilanjutkan
    #[arg(long)]
    pub dir: PathBuf,
    /// Tanggal acuan; bawaan: hari ini. Kelanjutan sebuah ruang kerja memakai tanggal yang sama
    #[arg(long, value_name = "TANGGAL")]
    pub as_of: Option<jiff::civil::Date>,
    /// Folder berkas hasil; bawaan: DIR/hasil
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// Tata letak kolom yang sudah dipastikan (dari `import layout`); disimpan untuk berkas berikutnya
    #[arg(long, value_name = "BERKAS")]
    pub layout: Vec<PathBuf>,
    /// PostgreSQL sebagai ganti berkas SQLite
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
    /// Banyaknya utas; bawaan: semua
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
    /// Waktu prosesor dan memori tiap tahap, sebagai JSON
    #[arg(long, value_name = "BERKAS", hide = true)]
    pub timings: Option<PathBuf>,
}

/// `link`.
#[derive(Debug, Args)]
pub struct Link {
    /// Tabel pertama, misalnya register
    #[arg(value_name = "A")]
    pub left: PathBuf,
    /// Tabel kedua, misalnya pendaftar; tanpa ini dicari yang ganda dalam A
    #[arg(value_name = "B")]
    pub right: Option<PathBuf>,
    /// Berkas pasangan: id_a,id_b,score; .parquet untuk Parquet
    #[arg(long, value_name = "PASANGAN")]
    pub out: PathBuf,
    /// Spesifikasi TOML; tanpa ini jenis kolom ditebak dan dicetak
    #[arg(long, value_name = "BERKAS")]
    pub spec: Option<PathBuf>,
    /// Tulis juga pasangan rumah tangga; bawaan: PASANGAN dengan sisipan .households
    #[arg(long, value_name = "BERKAS", num_args = 0..=1)]
    pub households: Option<Option<PathBuf>>,
    /// Tulis alasan tiap pasangan, satu baris tiap bukti
    #[arg(long, value_name = "BERKAS")]
    pub reasons: Option<PathBuf>,
    /// Tulis gugus tiap catatan: id,cluster; hanya untuk satu tabel
    #[arg(long, value_name = "BERKAS")]
    pub clusters: Option<PathBuf>,
    /// Gugus dari pencocokan terdahulu: catatan yang sudah dikenal tetap pada gugusnya
    #[arg(long, value_name = "BERKAS", requires = "clusters")]
    pub known_clusters: Option<PathBuf>,
    /// Tulis laporan dengan bobot dan contoh pasangan
    #[arg(long, value_name = "BERKAS.html")]
    pub report: Option<PathBuf>,
    /// Banyaknya pasangan satu catatan pada dua tabel: 1:1, n:1 (beberapa catatan A milik satu catatan B),
    /// 1:n, atau n:n
    #[arg(long, value_name = "HUBUNGAN", default_value = "1:1", value_parser = crate::link::relation)]
    pub relation: tables::Relation,
    /// Batas memori, misalnya 2GiB atau 900MB; bawaan: tanpa batas
    #[arg(long, value_name = "UKURAN", value_parser = crate::link::memory)]
    pub memory: Option<u64>,
    /// Banyaknya utas; bawaan: semua. Hasilnya tidak bergantung padanya
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Pasangan dengan peluang di bawah ini tidak ditulis
    #[arg(long, value_name = "P", default_value = "0.02", value_parser = crate::link::millionths)]
    pub threshold: u32,
    /// Catatan segugus mulai dari peluang ini
    #[arg(long, value_name = "P", default_value = "0.9", value_parser = crate::link::millionths)]
    pub cluster_threshold: u32,
    /// Jangan simpan bagian yang sudah selesai; jangan lanjutkan yang terhenti
    #[arg(long)]
    pub no_resume: bool,
}

/// `pmt`.
#[derive(Debug, Subcommand)]
pub enum Pmt {
    /// Menaksir model dan menulisnya sebagai berkas teks
    Fit(PmtFit),
    /// Menguji seberapa tepat model memeringkat rumah tangga dan klaster yang belum dilihatnya
    Evaluate(PmtData),
    /// Memberi skor setiap baris register dengan sebuah model
    Score(PmtScore),
}

/// A survey and its specification.
#[derive(Debug, Args)]
pub struct PmtData {
    /// Survei: CSV, Parquet, atau XLSX
    #[arg(value_name = "DATA")]
    pub data: PathBuf,
    /// Spesifikasi TOML; yang tidak disebut ditebak dan dicetak
    #[arg(long, value_name = "BERKAS")]
    pub spec: Option<PathBuf>,
    /// Banyaknya utas; bawaan: semua. Hasilnya tidak bergantung padanya
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

/// `pmt fit`.
#[derive(Debug, Args)]
pub struct PmtFit {
    /// Survei dan spesifikasinya
    #[command(flatten)]
    pub survey: PmtData,
    /// Berkas model; tanpa ini hanya tabel koefisien yang dicetak
    #[arg(long, value_name = "MODEL")]
    pub out: Option<PathBuf>,
    /// Beri setiap klaster survei efeknya sendiri (EBLUP)
    #[arg(long)]
    pub village: bool,
    /// Tulis catatan untuk daftar algoritma publik: tujuan, data, cara, ketepatan, pemilik, cara berkeberatan
    #[arg(long, value_name = "BERKAS.md", requires = "owner", requires = "contact")]
    pub record: Option<PathBuf>,
    /// Pemilik model dalam catatan itu
    #[arg(long, value_name = "TEKS", requires = "record")]
    pub owner: Option<String>,
    /// Alamat keberatan dan perbaikan data dalam catatan itu
    #[arg(long, value_name = "TEKS", requires = "record")]
    pub contact: Option<String>,
}

/// `pmt score`.
#[derive(Debug, Args)]
pub struct PmtScore {
    /// Model dari `pmt fit`
    pub model: PathBuf,
    /// Register: CSV, Parquet, atau XLSX dengan kolom yang sama
    pub register: PathBuf,
    /// Berkas skor; .parquet untuk Parquet
    #[arg(long, value_name = "SKOR")]
    pub out: PathBuf,
    /// Kolom register yang disalin ke berkas skor
    #[arg(long, value_name = "KOLOM")]
    pub id: Option<String>,
}

/// `visits`.
#[derive(Debug, Subcommand)]
pub enum Visits {
    /// Memilih rumah tangga yang dikunjungi: yang terdekat dengan batas, dan sampel audit dari benih yang diumumkan
    Plan(VisitsPlan),
    /// Menghitung salah sasaran dari hasil kunjungan, dengan selangnya dan pernyataan untuk keputusan
    Report(VisitsReport),
}

/// `visits plan`.
#[derive(Debug, Args)]
pub struct VisitsPlan {
    /// Berkas skor dari `pmt score`
    #[arg(value_name = "SKOR")]
    pub scores: PathBuf,
    /// Banyaknya kunjungan, atau bagiannya dari daftar: 300 atau 5%
    #[arg(long, value_name = "N", value_parser = amount)]
    pub budget: Amount,
    /// Dari itu kunjungan audit: banyaknya, atau bagiannya dari anggaran
    #[arg(long, value_name = "N", value_parser = amount, default_value = "20%")]
    pub audit: Amount,
    /// Kuota program dalam persen dari daftar; boleh berulang
    #[arg(long, value_name = "PERSEN", value_parser = quota)]
    pub quota: Vec<u32>,
    /// Garis program sebagai ln kesejahteraan; boleh berulang
    #[arg(long, value_name = "LN", value_parser = ln_millionths, allow_negative_numbers = true)]
    pub line: Vec<i64>,
    /// Sebaran kesejahteraan di sekitar skor: `rmse` model `linear` pada protokol `cluster` dari `pmt evaluate`
    #[arg(long, value_name = "LN", value_parser = ln_millionths)]
    pub spread: i64,
    /// Benih undian yang diumumkan sesudah berkas skor tetap
    #[arg(long, value_name = "TEKS")]
    pub seed: String,
    /// Kolom yang menyebut rumah tangga
    #[arg(long, value_name = "KOLOM", default_value = "row")]
    pub id: String,
    /// Daftar kunjungan; .parquet untuk Parquet. Ketentuannya ditulis di sampingnya sebagai .toml
    #[arg(long, value_name = "DAFTAR")]
    pub out: PathBuf,
}

/// `visits report`.
#[derive(Debug, Args)]
pub struct VisitsReport {
    /// Ketentuan rencana (.toml) dari `visits plan`
    #[arg(value_name = "KETENTUAN")]
    pub terms: PathBuf,
    /// Berkas skor yang sama
    #[arg(value_name = "SKOR")]
    pub scores: PathBuf,
    /// Hasil kunjungan: CSV, Parquet, atau XLSX dengan kolom rumah tangga yang sama
    #[arg(value_name = "HASIL")]
    pub results: PathBuf,
    /// Kolom hasil yang menyebut apakah rumah tangga itu miskin: ya atau tidak
    #[arg(long, value_name = "KOLOM", conflicts_with = "welfare", required_unless_present = "welfare")]
    pub poor: Option<String>,
    /// Kolom hasil dengan kesejahteraan, dibandingkan dengan garis setiap program
    #[arg(long, value_name = "KOLOM")]
    pub welfare: Option<String>,
    /// Kolom kesejahteraan itu sudah berupa ln
    #[arg(long, requires = "welfare")]
    pub welfare_is_log: bool,
    /// Risiko pernyataan `paling banyak`, dalam persen
    #[arg(long, value_name = "PERSEN", default_value = "5", value_parser = quota)]
    pub risk: u32,
}

/// A number of households, or a percentage.
fn amount(text: &str) -> Result<Amount, String> {
    match text.trim().strip_suffix('%') {
        Some(percent) => quota(percent).map(Amount::Share),
        None => text.trim().parse().map(Amount::Households).map_err(|_| "sebut bilangan bulat atau persen".to_owned()),
    }
}

/// A percentage above 0 and up to 100, in millionths.
fn quota(text: &str) -> Result<u32, String> {
    let wrong = || "sebut persen antara 0 dan 100".to_owned();
    let percent: f64 = text.trim().trim_end_matches('%').trim().replace(',', ".").parse().map_err(|_| wrong())?;
    let millionths = (percent * 10_000.0).round();
    if (1.0..=1e6).contains(&millionths) { Ok(millionths as u32) } else { Err(wrong()) }
}

/// A number of ln welfare, in millionths.
fn ln_millionths(text: &str) -> Result<i64, String> {
    let number: f64 = text.trim().replace(',', ".").parse().map_err(|_| "sebut angka".to_owned())?;
    let millionths = (number * 1e6).round();
    if millionths.abs() < 1e9 {
        Ok(millionths as i64)
    } else {
        Err("ln kesejahteraan berada antara -1000 dan 1000".to_owned())
    }
}

/// `init`.
#[derive(Debug, Args)]
pub struct Init {
    /// Ruang kerja baru
    pub dir: PathBuf,
    /// PostgreSQL sebagai ganti berkas SQLite
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
}

/// `import`.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// Memasukkan satu jenis berkas
    File {
        /// Jenis berkas
        #[arg(value_enum)]
        kind: Kind,
        /// Berkas atau folder
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// Hanya melaporkan, tidak menyimpan
        #[arg(long)]
        dry_run: bool,
        /// Tata letak kolom yang sudah dipastikan (dari `import layout`); disimpan untuk berkas berikutnya
        #[arg(long, value_name = "BERKAS")]
        layout: Vec<PathBuf>,
        /// Tanggal acuan
        #[arg(long, value_name = "TANGGAL")]
        as_of: Option<jiff::civil::Date>,
    },
    /// Menulis tata letak sebuah berkas: kolom apa dikenali sebagai apa, untuk dibetulkan dan dipakai dengan --layout
    Layout {
        /// Berkas kantor
        file: PathBuf,
        /// Jenis berkas; bawaan: dikenali dari nama dan judul kolomnya
        #[arg(long, value_enum)]
        kind: Option<Kind>,
        /// Berkas TOML yang ditulis; bawaan: layar
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Daftar impor
    List,
    /// Laporan karantina sebuah impor
    Show {
        /// Nomor impor
        id: String,
    },
    /// Membatalkan impor yang belum dipakai tahap berikutnya
    Undo {
        /// Nomor impor
        id: String,
    },
}

/// A stage over the whole workspace.
#[derive(Debug, Args)]
pub struct Stage {
    /// Tanggal acuan
    #[arg(long, value_name = "TANGGAL")]
    pub as_of: Option<jiff::civil::Date>,
}

/// `review`.
#[derive(Debug, Subcommand)]
pub enum Review {
    /// Pendaftaran yang menunggu putusan, yang paling berharga lebih dahulu
    List {
        /// Wilayah: kecamatan atau desa; bawaan: seluruh kabupaten
        #[arg(long, value_name = "KODE")]
        area: Option<String>,
        /// Sebab telaah, misalnya NIK_MILIK_ORANG_LAIN
        #[arg(long, value_name = "SEBAB", default_value = "")]
        reason: String,
    },
    /// Satu kasus: kedua sisi, bukti tiap kolom, riwayat
    Show {
        /// Nomor pendaftaran
        number: String,
        /// Calon yang ditampilkan; bawaan: yang terkuat
        #[arg(long, value_name = "ID")]
        candidate: Option<String>,
    },
    /// Memutus satu kasus
    Decide(Decide),
    /// Mengurungkan putusan terakhir atas satu kasus, sampai prelist dibekukan
    Undo {
        /// Nomor pendaftaran
        number: String,
    },
    /// Melatih ulang bobot penjelas dari putusan petugas, sebagai versi baru; bukti lama tidak berubah
    Retrain,
    /// Mutu telaah: kesesuaian, waktu, bukti yang dikesampingkan
    Report {
        /// Wilayah; bawaan: seluruh kabupaten
        #[arg(long, value_name = "KODE")]
        area: Option<String>,
        /// Menulis pasangan yang sudah diputus sebagai CSV untuk melatih bobot; tanpa nama dan nomor
        #[arg(long, value_name = "BERKAS")]
        pairs: Option<PathBuf>,
    },
}

/// `review decide`.
#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("putusan").required(true).args(["same", "new", "duplicate_of", "agree"])))]
pub struct Decide {
    /// Nomor pendaftaran
    pub number: String,
    /// Sama dengan rumah tangga BDT ini
    #[arg(long, value_name = "ID")]
    pub same: Option<String>,
    /// Bersama --same: tetap atau berubah; bawaan: menurut perbandingan
    #[arg(long, value_name = "KATEGORI", requires = "same", value_parser = ["tetap", "berubah"])]
    pub category: Option<String>,
    /// Baru: tidak ada di BDT
    #[arg(long)]
    pub new: bool,
    /// Ganda dengan pendaftaran ini
    #[arg(long, value_name = "NOMOR")]
    pub duplicate_of: Option<String>,
    /// Setuju dengan usulan petugas lain
    #[arg(long)]
    pub agree: bool,
    /// Dasar putusan: DOKUMEN_ASLI, PERANGKAT_DESA, PENDAFTAR_DITANYA, ORANG_LAIN, SALAH_TULIS, PECAH_RUMAH_TANGGA
    #[arg(long, value_name = "KODE")]
    pub ground: Option<String>,
    /// Alasan; wajib bila putusan berlawanan dengan bukti
    #[arg(long, value_name = "TEKS", default_value = "")]
    pub reason: String,
}

/// `prelist`.
#[derive(Debug, Subcommand)]
pub enum Prelist {
    /// Membekukan prelist
    Freeze(Stage),
    /// Mencetak prelist tiap desa
    Export(Folder),
}

/// `fkp`.
#[derive(Debug, Subcommand)]
pub enum Fkp {
    /// Menerbitkan formulir padukuhan yang belum punya, tanpa mencetak
    Issue {
        /// Kode kabupaten, kecamatan, atau desa; tanpa ini seluruh kabupaten
        #[arg(long)]
        area: Option<String>,
    },
    /// Menerbitkan tahap berikutnya (koreksi) dari musyawarah yang sudah ditutup
    Next {
        /// Nomor musyawarah
        meeting: String,
    },
    /// Mencatat langkah sesudah Berita Acara ditandatangani
    Step {
        /// Nomor musyawarah
        meeting: String,
        /// laporkan, konfirmasi, kembalikan, mulai_pendataan, atau selesai_pendataan
        step: String,
        /// Alasan; wajib untuk kembalikan
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Mencatat pelatihan petugas pendata sesudah musyawarah
    Train {
        /// Nomor musyawarah
        meeting: String,
        /// Tanggal pelatihan
        #[arg(long, value_name = "TANGGAL")]
        on: jiff::civil::Date,
        /// Tempat
        #[arg(long)]
        place: String,
        /// Petugas yang hadir; dapat diulang
        #[arg(long, required = true, value_name = "NAMA")]
        present: Vec<String>,
    },
    /// Mencetak FKP.01 terisi dan FKP.02 kosong tiap padukuhan dari prelist yang dibekukan; yang sudah tercetak dan tidak berubah dilewati
    Print(FkpPrint),
    /// Membaca kembali yang tercetak dengan pdftotext, qpdf, dan pengimpor, lalu membandingkannya dengan data sel demi sel
    Check(FkpCheck),
    /// Satu proses pencetak; dipanggil oleh `fkp print`
    #[command(hide = true)]
    Press(FkpPress),
    /// Mencetak Berita Acara musyawarah yang diterima
    Minutes(Folder),
}

/// Whose forms.
#[derive(Debug, Args)]
pub struct FormPlace {
    /// Desa, kecamatan, atau kabupaten; bawaan: seluruh kabupaten
    #[arg(long, value_name = "KODE")]
    pub area: Option<String>,
    /// Hanya padukuhan ini
    #[arg(long, value_name = "NAMA", requires = "area")]
    pub hamlet: Option<String>,
}

/// `fkp print`.
#[derive(Debug, Args)]
pub struct FkpPrint {
    /// Folder tujuan
    #[arg(long)]
    pub out: PathBuf,
    #[command(flatten)]
    pub place: FormPlace,
    /// Ukuran kertas
    #[arg(long, value_enum, default_value_t = PaperSize::A4)]
    pub paper: PaperSize,
    /// Juga sebagai lembar kerja yang dapat diisi dan diimpor kembali
    #[arg(long)]
    pub xlsx: bool,
    /// Banyaknya proses pencetak; bawaan: dua. Hasilnya tidak bergantung padanya
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=64))]
    pub processes: u8,
}

/// `fkp check`.
#[derive(Debug, Args)]
pub struct FkpCheck {
    /// Folder yang diisi `fkp print`
    #[arg(long)]
    pub out: PathBuf,
    #[command(flatten)]
    pub place: FormPlace,
}

/// `fkp press`, not for people: form sets come in as JSON lines.
#[derive(Debug, Args)]
pub struct FkpPress {
    /// Folder tujuan
    #[arg(long)]
    pub out: PathBuf,
    /// Ukuran kertas
    #[arg(long, value_enum, default_value_t = PaperSize::A4)]
    pub paper: PaperSize,
    /// Juga sebagai lembar kerja
    #[arg(long)]
    pub xlsx: bool,
}

/// Paper of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum PaperSize {
    /// 210 × 297 mm
    A4,
    /// 215 × 330 mm, folio kantor
    F4,
}

/// A folder to write to.
#[derive(Debug, Args)]
pub struct Folder {
    /// Folder tujuan
    #[arg(long)]
    pub out: PathBuf,
}

/// `round`.
#[derive(Debug, Subcommand)]
pub enum RoundCommand {
    /// Membuka putaran di atas register yang berlaku
    Open {
        /// Nama, misalnya 2017-II
        name: String,
        /// Berkas jadwal: pendaftaran, telaah, musyawarah, pendataan, sk
        #[arg(long, value_name = "BERKAS")]
        calendar: Option<PathBuf>,
        /// Tanggal acuan
        #[arg(long, value_name = "TANGGAL")]
        as_of: Option<jiff::civil::Date>,
    },
    /// Menutup putaran yang buka
    Close {
        /// Alasan
        #[arg(long)]
        reason: String,
        /// Bawa kasus yang belum selesai ke putaran berikut
        #[arg(long)]
        carry: bool,
        /// Tanggal acuan
        #[arg(long, value_name = "TANGGAL")]
        as_of: Option<jiff::civil::Date>,
    },
    /// Semua putaran
    List,
}

/// `siak`.
#[derive(Debug, Subcommand)]
pub enum SiakCommand {
    /// Kematian, kepindahan, kelahiran dan perbaikan yang menjadi pekerjaan desa
    Changes {
        /// Kode wilayah; bawaan: seluruh kabupaten
        area: Option<String>,
    },
    /// Mencatat bahwa desa sudah menindaklanjuti sebuah perubahan
    Done {
        /// Impor petikan
        import: String,
        /// Nomor perubahan
        no: i64,
        /// Apa yang dilakukan
        #[arg(long)]
        note: String,
    },
}

/// `person`.
#[derive(Debug, Subcommand)]
pub enum PersonCommand {
    /// Orang yang ditemukan kunjungan di dua rumah tangga
    List,
    /// Menentukan di rumah tangga mana orang itu tinggal
    Settle {
        /// Nomor dari daftar
        id: String,
        /// Rumah tangga tempat tinggalnya
        #[arg(long, value_name = "ID")]
        keep: String,
        /// Alasan
        #[arg(long)]
        reason: String,
    },
}

/// `decree`.
#[derive(Debug, Subcommand)]
pub enum Decree {
    /// Apa yang akan dimuat SK sekarang, dan apa yang menunggu
    Preview {
        /// Hanya kecamatan atau desa ini
        #[arg(long, value_name = "KODE")]
        area: Option<String>,
    },
    /// Menyiapkan SK atas yang sudah terverifikasi; akun lain yang menandatangani
    Prepare {
        /// Nomor SK
        #[arg(long, value_name = "NOMOR")]
        number: String,
        /// Hanya kecamatan atau desa ini
        #[arg(long, value_name = "KODE")]
        area: Option<String>,
        /// Alasan mengesahkan orang yang belum diperiksa di SIAK
        #[arg(long, value_name = "ALASAN")]
        waive: Option<String>,
        /// Tanggal acuan
        #[arg(long, value_name = "TANGGAL")]
        as_of: Option<jiff::civil::Date>,
    },
    /// Menandatangani SK yang disiapkan akun lain
    Sign {
        /// Nomor SK
        #[arg(long, value_name = "NOMOR")]
        number: String,
        /// Tanggal acuan
        #[arg(long, value_name = "TANGGAL")]
        as_of: Option<jiff::civil::Date>,
    },
    /// Menarik rancangan SK yang belum ditandatangani
    Withdraw {
        /// Nomor SK
        #[arg(long, value_name = "NOMOR")]
        number: String,
    },
    /// Menyerahkan data SK ke pusat
    Deliver {
        /// Nomor SK
        #[arg(long, value_name = "NOMOR")]
        number: String,
        /// Tanggal acuan
        #[arg(long, value_name = "TANGGAL")]
        as_of: Option<jiff::civil::Date>,
    },
    /// Mencetak SK dengan lampirannya
    Print(Folder),
}

/// `edition`.
#[derive(Debug, Subcommand)]
pub enum Edition {
    /// Membekukan register sebelum SK pertama
    Make(Stage),
    /// Semua edisi
    List,
    /// Satu edisi: manifes, induk, jumlah baris
    Show {
        /// Nama edisi
        id: String,
    },
    /// Memeriksa hash dan tanda tangan
    Verify {
        /// Nama edisi
        id: String,
    },
    /// Perbedaan dua edisi
    Diff {
        /// Edisi lama
        old: String,
        /// Edisi baru
        new: String,
    },
    /// Menyalin sebuah edisi
    Export {
        /// Nama edisi
        id: String,
        /// Folder tujuan
        #[arg(long)]
        out: PathBuf,
    },
}

/// `model`.
#[derive(Debug, Subcommand)]
pub enum Model {
    /// Menaksir model dari berkas survei
    Fit {
        /// Berkas survei
        survey: PathBuf,
        /// Tanggal acuan
        #[arg(long, value_name = "TANGGAL")]
        as_of: Option<jiff::civil::Date>,
    },
    /// Isi model yang berlaku: koefisien, batas persentil, ketepatan
    Report,
}

/// `programme`.
#[derive(Debug, Subcommand)]
pub enum Programme {
    /// Menarik daftar sasaran semua program
    Draw(Stage),
    /// Mengapa sebuah rumah tangga masuk atau tidak
    Explain {
        /// ID rumah tangga
        household: String,
    },
}

/// `backup`.
#[derive(Debug, Args)]
pub struct Backup {
    /// Berkas cadangan
    pub file: PathBuf,
    /// Berkas kunci; tanpa ini: pengaturan backup_key_file
    #[arg(long, value_name = "BERKAS")]
    pub key: Option<PathBuf>,
}

/// `restore`.
#[derive(Debug, Args)]
pub struct Restore {
    /// Berkas cadangan
    pub file: PathBuf,
    /// Berkas kunci
    #[arg(long, value_name = "BERKAS")]
    pub key: PathBuf,
}

/// `audit`.
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Membandingkan semua yang tersimpan dengan catatan, dan catatan dengan titik periksanya
    Verify {
        /// Titik periksa yang disimpan di tempat lain; boleh berulang
        #[arg(long, value_name = "BERKAS")]
        against: Vec<PathBuf>,
        /// Kunci publik catatan seperti dicetak `audit key`, bila folder kunci tidak dipercaya
        #[arg(long, value_name = "KUNCI")]
        key: Option<String>,
    },
    /// Menandatangani dan mencetak titik periksa: berapa peristiwa ada, dan akar pohonnya
    Checkpoint {
        /// Cetak lagi titik periksa yang akarnya berawal digit ini, seperti tercetak pada SK
        #[arg(long, value_name = "DIGIT")]
        root: Option<String>,
    },
    /// Mencetak kunci publik catatan, untuk disimpan di luar kantor
    Key,
    /// Bukti bahwa peristiwa ada dalam catatan, untuk diperiksa alat pihak lain (C2SP tlog-proof)
    Proof {
        /// Nomor peristiwa; kosong = semua
        events: Vec<i64>,
        /// Folder untuk berkas NOMOR.tlog-proof; tanpa folder bukti dicetak
        #[arg(long, value_name = "FOLDER")]
        out: Option<PathBuf>,
    },
}

/// `user`.
#[derive(Debug, Subcommand)]
pub enum User {
    /// Menambah akun; kata sandi dibuat dan dicetak sekali
    Add {
        /// Nama masuk
        id: String,
        /// Nama lengkap
        #[arg(long)]
        name: String,
        /// Peran dan wilayah, misalnya dinsos@34.03; boleh berulang
        #[arg(long = "role", required = true, value_name = "PERAN@WILAYAH")]
        roles: Vec<String>,
    },
    /// Semua akun dengan peran dan wilayahnya
    List,
    /// Menutup akun dan semua sesinya
    Revoke {
        /// Nama masuk
        id: String,
    },
}

/// `config`.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Memeriksa mutakhir.toml dan lingkungan; mencetak nilai yang berlaku
    Check,
}

/// `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// Alamat; bawaan dari mutakhir.toml
    #[arg(long, value_name = "ALAMAT")]
    pub listen: Option<SocketAddr>,
    /// Tanpa pekerja di dalam
    #[arg(long)]
    pub no_worker: bool,
}

/// `completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// Shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// `man`.
#[derive(Debug, Args)]
pub struct Man {
    /// Folder untuk halaman manual; tanpa ini halaman utama dicetak
    #[arg(long, conflicts_with_all = ["markdown", "data_model"])]
    pub out: Option<PathBuf>,
    /// Acuan perintah sebagai Markdown
    #[arg(long)]
    pub markdown: bool,
    /// Kamus data: arti setiap kolom basis data, sebagai Markdown
    #[arg(long, conflicts_with = "markdown")]
    pub data_model: bool,
}

/// `sms`.
#[derive(Debug, Subcommand)]
pub enum Sms {
    /// Mendaftarkan nomor telepon yang boleh melapor; satu nomor untuk satu tempat
    Contact {
        /// Nomor, misalnya 0812 3456 7890
        phone: String,
        /// Kode desa
        #[arg(long)]
        desa: String,
        /// Padukuhan; kosong untuk TKPKDesa
        #[arg(long, default_value = "")]
        hamlet: String,
        /// Peran pemilik nomor
        #[arg(long, value_enum)]
        role: SmsRole,
    },
    /// Nomor yang terdaftar di sebuah desa, disamarkan
    Contacts {
        /// Kode desa
        desa: String,
    },
    /// Menghapus nomor
    Forget {
        /// Nomor
        phone: String,
    },
    /// Mengirim laporan sementara sebuah musyawarah kepada TKPKDesa
    Report {
        /// Kode desa
        #[arg(long)]
        desa: String,
        /// Padukuhan
        #[arg(long)]
        hamlet: String,
        /// Hitungan kode 2, 3, 6, dan 7
        #[arg(value_name = "HITUNGAN", help = "Misalnya \"2=3 3=1 6=3 7=2\"")]
        counts: String,
    },
    /// Laporan yang berlaku, dengan perbandingannya terhadap berita acara
    Reports {
        /// Kode wilayah; bawaan: seluruh kabupaten
        area: Option<String>,
    },
    /// Membandingkan semua laporan dengan berita acara yang sudah ditandatangani
    Compare,
    /// Mengingatkan padukuhan yang terlambat melapor
    Remind {
        /// Kode desa
        desa: String,
    },
    /// Pesan terakhir, keluar dan masuk
    List {
        /// Banyaknya
        #[arg(long, default_value_t = 50, value_name = "N")]
        limit: i64,
    },
    /// Mengantrekan lagi pesan yang gagal
    Resend {
        /// Nomor pesan
        id: String,
    },
    /// Bagian konfigurasi untuk smsbox Kannel
    Kannel,
}

/// Pemilik nomor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum SmsRole {
    /// Tim Koordinasi desa: menerima semua laporan
    Tkpkdesa,
    /// Dukuh
    Dukuh,
    /// Asisten fasilitator
    Asisten,
}
