//! Synthetic data for every document: an invented kabupaten with invented people.
//!
//! For the example `samples`, for tests, and for an office that wants to see the forms before its
//! first round. Province code 99 does not exist.

use crate::decree::{Annex, AnnexGroup, AnnexRow, Decree};
use crate::fkp01::{Fkp01, Fkp01Row};
use crate::fkp02::Fkp02;
use crate::minutes::{Attendees, Enumerator, Minutes, Note, Planning, Struck};
use crate::prelist::{Prelist, PrelistRow};
use crate::receipt::{Contact, Receipt, usual_next_steps};
use crate::sheet::{Letterhead, Locality, Signatory, Stamp};
use crate::{DocumentError, Link};
use domain::Date;
use domain::civil_registry::SiakCode;
use domain::deliberation::Finding;
use domain::deliberation::minutes::Recap;
use domain::identification::Category;
use domain::registration::RegistrationKind;

const GIVEN: [&str; 16] = [
    "Wagiyem",
    "Suparno",
    "Siti Aminah",
    "Ngatijo",
    "Tukiran",
    "Sri Lestari",
    "Paijem",
    "Bambang Sutrisno",
    "Yuliana",
    "Karto Wiyono",
    "Muhammad Ridwan",
    "Endang Purwaningsih",
    "Sugeng",
    "Rukmini",
    "Agus Triyanto",
    "Lasmi",
];
const FAMILY: [&str; 8] =
    ["", "Wibowo", "Hadi Pranoto", "Sastro Diharjo", "Rahayu", "Kusumaningrum", "", "Prawirodirjo"];
const HAMLETS: [&str; 3] = ["Padukuhan Ngerboh", "Padukuhan Sumberan", "Padukuhan Gedangrejo Kulon"];

/// The n-th invented name.
#[must_use]
pub fn name(n: usize) -> String {
    let family = FAMILY[(n / 3 + n) % FAMILY.len()];
    format!("{} {family}", GIVEN[(n * 7) % GIVEN.len()]).trim_end().to_owned()
}

fn letterhead() -> Letterhead {
    Letterhead {
        government: "Pemerintah Kabupaten Sukamaju".to_owned(),
        office: "Dinas Sosial".to_owned(),
        address: "Jalan Kesatrian Nomor 12, Karangrejo, Kode Pos 99812".to_owned(),
        contact: Some("Telepon (0999) 000111 · surel dinsos@sukamaju.example".to_owned()),
    }
}

fn stamp(number: &str, date: Date, path: &str) -> Result<Stamp, DocumentError> {
    Ok(Stamp {
        number: number.to_owned(),
        date,
        place: "Karangrejo".to_owned(),
        checkpoint: Some("7f3a 91c0 22de 04b8".to_owned()),
        link: Link::new(format!("https://mpm.sukamaju.example/{path}"))?,
    })
}

fn locality(hamlet: bool) -> Locality {
    Locality {
        provinsi: "Nusa Contoh".to_owned(),
        kabupaten: "Kabupaten Sukamaju".to_owned(),
        kecamatan: "Karangrejo".to_owned(),
        desa: "Desa Sumberarum".to_owned(),
        desa_code: "99.01.03.2004".to_owned(),
        hamlet: hamlet.then(|| HAMLETS[0].to_owned()),
    }
}

/// A receipt.
pub fn receipt() -> Result<Receipt, DocumentError> {
    Ok(Receipt {
        letterhead: letterhead(),
        stamp: stamp("99.01.03.2004-2017-00042", Date::constant(2017, 2, 14), "s/K7QW-2M4P")?,
        place: "Kantor Desa Sumberarum".to_owned(),
        kind: RegistrationKind::Active,
        head_name: "Wagiyem Sastro Diharjo".to_owned(),
        address: "Padukuhan Ngerboh, RT 003 / RW 001, Desa Sumberarum".to_owned(),
        member_count: 1,
        identity_shown: Some("KTP".to_owned()),
        officer: "Rukmini Kusumaningrum".to_owned(),
        officer_role: "Kasi Pelayanan".to_owned(),
        next_steps: usual_next_steps(),
        contact: Contact {
            office: "Kantor Desa Sumberarum, Kasi Pelayanan".to_owned(),
            address: "Jalan Raya Sumberarum Nomor 1, Kecamatan Karangrejo".to_owned(),
            hours: "Senin–Jumat, pukul 08.00–14.00".to_owned(),
            phone: Some("0999-000222".to_owned()),
        },
    })
}

/// A prelist of so many households.
pub fn prelist(rows: u32) -> Result<Prelist, DocumentError> {
    let row = |no: u32| {
        let i = no as usize;
        let category = Category::ALL[(i * 5) % 3];
        PrelistRow {
            no,
            id: format!("9901030040{:06}", no * 37),
            head_name: name(i),
            hamlet: Some(HAMLETS[(i - 1) * 3 / rows.max(1) as usize].to_owned()),
            address: format!("Jalan Mawar Nomor {}", i * 3 % 90 + 1),
            rt: Some((i % 6 + 1) as u16),
            rw: (!i.is_multiple_of(7)).then_some((i % 3 + 1) as u16),
            category,
            siak: SiakCode::ALL[if i.is_multiple_of(4) { i % SiakCode::ALL.len() } else { 0 }],
            changed: match category {
                Category::KnownChanged if i.is_multiple_of(2) => {
                    vec!["alamat".to_owned(), "anggota rumah tangga".to_owned()]
                }
                Category::KnownChanged => vec!["kepala rumah tangga".to_owned()],
                Category::New | Category::KnownUnchanged => vec![],
            },
        }
    };
    Ok(Prelist {
        letterhead: letterhead(),
        stamp: stamp("PL/99.01.03.2004/2017/1", Date::constant(2017, 3, 1), "p/99.01.03.2004-1")?,
        locality: locality(false),
        version: 1,
        sha256: Some("3b1f09c4a7d25e8890ab6cd1e2f3405162738495a6b7c8d9eaf0b1c2d3e4f506".to_owned()),
        rows: (1..=rows).map(row).collect(),
    })
}

/// A form set of so many households.
pub fn fkp01(rows: u32) -> Result<Fkp01, DocumentError> {
    let row = |no: u32| {
        let i = no as usize;
        let members: Vec<String> = (0..i * 5 % 6).map(|m| name(i * 11 + m * 3)).collect();
        Fkp01Row {
            no,
            rts: format!("9901030040{:06}", no * 53),
            head_name: name(i * 3),
            member_count: Some(members.len() as u32 + 1),
            member_names: members,
            address: format!("Padukuhan Ngerboh RT {:03} / RW {:03}", i % 6 + 1, i % 2 + 1),
            finding: None,
            remark: None,
            checked: false,
        }
    };
    Ok(Fkp01 {
        letterhead: letterhead(),
        stamp: stamp("FS-99.01.03.2004.01-T1", Date::constant(2016, 10, 14), "f/9X2K?f=7f3a91c022de04b8")?,
        set_hash: Some("7f3a 91c0 22de 04b8".to_owned()),
        locality: locality(true),
        stage: 1,
        meeting_date: Some(Date::constant(2016, 10, 21)),
        rows: (1..=rows).map(row).collect(),
        note_lines: 12,
    })
}

/// A blank FKP.02.
pub fn fkp02(blank_rows: u16) -> Result<Fkp02, DocumentError> {
    Ok(Fkp02 {
        letterhead: letterhead(),
        stamp: stamp("FS-99.01.03.2004.01-T1/02", Date::constant(2016, 10, 14), "f/9X2K-02?f=7f3a91c022de04b8")?,
        set_hash: Some("7f3a 91c0 22de 04b8".to_owned()),
        locality: locality(true),
        stage: 1,
        meeting_date: None,
        fkp01_number: "FS-99.01.03.2004.01-T1".to_owned(),
        blank_rows,
    })
}

/// Minutes of a meeting of 20 households (the counts of acceptance scenario T16).
pub fn minutes() -> Result<Minutes, DocumentError> {
    use Finding::{CompositionChanged, Deceased, HeadReplaced, Improved, Moved, New, StillPoor, Unknown};
    let counts = [
        (StillPoor, 10),
        (Improved, 3),
        (HeadReplaced, 1),
        (Moved, 1),
        (Deceased, 1),
        (CompositionChanged, 3),
        (New, 3),
        (Unknown, 1),
    ];
    let sign = |role: &str, name: Option<&str>| Signatory {
        role: role.to_owned(),
        name: name.map(str::to_owned),
        detail: name.map(|_| "21 Oktober 2016 pukul 22.10 WIB, menurut jam perangkat".to_owned()),
    };
    let attend = |role: &str, present, women| Attendees { role: role.to_owned(), present, women };
    Ok(Minutes {
        letterhead: letterhead(),
        stamp: stamp(
            "BA/99.01.03.2004.01/T1/2016",
            Date::constant(2016, 10, 21),
            "berita-acara/9901030040_ngerboh/7f3a91c022de04b8",
        )?,
        locality: locality(true),
        stage: 1,
        meeting_date: Date::constant(2016, 10, 21),
        venue: "Balai Padukuhan Ngerboh".to_owned(),
        hours: Some("pukul 19.30 sampai dengan 22.15".to_owned()),
        form_set: "FS-99.01.03.2004.01-T1".to_owned(),
        corrects: None,
        attendance: vec![
            attend("Dukuh", Some(1), Some(0)),
            attend("Ketua RT", Some(4), Some(1)),
            attend("Ketua RW", None, None),
            attend("Tokoh masyarakat", Some(5), Some(2)),
            attend("Kelompok marginal (perempuan, difabel, kelompok miskin)", Some(6), Some(5)),
        ],
        warnings: vec!["Tidak dihitung: Ketua RW; tidak diketahui hadir atau tidak.".to_owned()],
        recap: Recap::count(counts.into_iter().flat_map(|(f, n)| std::iter::repeat_n(f, n))),
        struck: vec![Struck {
            no: 2,
            how: "dicoret (langkah a)".to_owned(),
            head_name: "Sugeng Wibowo".to_owned(),
            address: "RT 002 / RW 001".to_owned(),
            reason: "Kesejahteraan paling tinggi di antara usulan baru; jumlah usulan melebihi kuota.".to_owned(),
        }],
        planning: Planning {
            reserve: 1,
            load: 6,
            enumerators: vec![
                Enumerator { name: "Yuliana Rahayu".to_owned(), address: "RT 001 / RW 001".to_owned(), trained: true },
                Enumerator { name: "Agus Triyanto".to_owned(), address: "RT 004 / RW 001".to_owned(), trained: false },
            ],
        },
        notes: (1..=5u8)
            .map(|column| Note {
                rts: format!("9901030040{:06}", u32::from(column) * 53),
                head_name: name(usize::from(column) * 3),
                column,
                printed: ["9901030040000053", "Karto Wiyono", "Lasmi", "3", "RT 002 / RW 001"][usize::from(column) - 1]
                    .to_owned(),
                becomes: [
                    "tercatat dua kali, lihat nomor berikutnya",
                    "Lasmi Wiyono",
                    "ditambah: bayi, lahir September 2016",
                    "4",
                    "RT 005 / RW 001",
                ][usize::from(column) - 1]
                    .to_owned(),
            })
            .collect(),
        signatures: vec![
            sign("Dukuh, pemimpin musyawarah,", Some("Karto Wiyono")),
            sign("Asisten fasilitator,", Some("Endang Purwaningsih")),
            sign("Wakil ketua RT/RW,", None),
            sign("Wakil tokoh masyarakat,", None),
            sign("Wakil kelompok marginal,", None),
        ],
    })
}

/// A decree over so many households of three desa.
pub fn decree(rows: u32) -> Result<Decree, DocumentError> {
    let lines = |texts: &[&str]| texts.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>();
    let desa = [
        "Desa Sumberarum, Kecamatan Karangrejo",
        "Desa Gedangsari, Kecamatan Karangrejo",
        "Desa Wonolelo, Kecamatan Ngadipura",
    ];
    let group = |g: usize| AnnexGroup {
        area: desa[g].to_owned(),
        rows: (1..=rows)
            .filter(|no| (*no as usize - 1) * 3 / rows.max(1) as usize == g)
            .map(|no| AnnexRow {
                no,
                head_name: name(no as usize),
                address: format!("{} RT {:03} / RW {:03}", HAMLETS[no as usize % 3], no % 6 + 1, no % 3 + 1),
                category: Category::ALL[no as usize % 3],
            })
            .collect(),
    };
    Ok(Decree {
        government: "Pemerintah Kabupaten Sukamaju".to_owned(),
        office: "Bupati Sukamaju".to_owned(),
        provinsi: "Provinsi Nusa Contoh".to_owned(),
        stamp: stamp("123/KPTS/2017", Date::constant(2017, 3, 20), "sk/123-2017")?,
        subject: "Penetapan hasil verifikasi dan validasi Data Terpadu Program Penanganan Fakir Miskin Kabupaten Sukamaju tahun 2017".to_owned(),
        considering: lines(&[
            "bahwa data rumah tangga sasaran perlu dimutakhirkan agar program penanganan fakir miskin tepat sasaran;",
            "bahwa verifikasi dan validasi rumah tangga telah dilaksanakan oleh TKSK dan PSM atas dasar Prelist dan hasil musyawarah;",
            "bahwa berdasarkan pertimbangan sebagaimana dimaksud dalam huruf a dan huruf b, perlu menetapkan Keputusan Bupati;",
        ]),
        in_view_of: lines(&[
            "Undang-Undang Nomor 13 Tahun 2011 tentang Penanganan Fakir Miskin;",
            "Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah;",
            "Peraturan Pemerintah Nomor 63 Tahun 2013 tentang Pelaksanaan Upaya Penanganan Fakir Miskin Melalui Pendekatan Wilayah;",
        ]),
        noting: lines(&["Berita Acara Musyawarah Padukuhan Tahap 1 dari 12 padukuhan, Oktober 2016;"]),
        decisions: lines(&[
            "Menetapkan rumah tangga hasil verifikasi dan validasi sebagaimana tercantum dalam Lampiran yang merupakan bagian tidak terpisahkan dari Keputusan ini.",
            "Berkas data elektronik lampiran dikenali dengan nilai SHA-256 yang tercantum dalam Lampiran; berkas yang nilainya lain bukan lampiran Keputusan ini.",
            "Data sebagaimana dimaksud dalam Diktum KESATU dikirimkan kepada Kelompok Kerja Pengelola Data Terpadu sebagai bahan pemutakhiran dan pemeringkatan.",
            "Keputusan ini mulai berlaku pada tanggal ditetapkan.",
        ]),
        signatory: Signatory { role: "Bupati Sukamaju,".to_owned(), name: Some("Bambang Sutrisno Prawirodirjo".to_owned()), detail: None },
        copies: lines(&["Gubernur Nusa Contoh;", "Kepala Dinas Sosial Kabupaten Sukamaju;", "Camat se-Kabupaten Sukamaju."]),
        draft: false,
        annex: Annex {
            file: "lampiran-sk-123-2017.csv".to_owned(),
            sha256: "9c56cc51b374c3ba189210d5b6d4bf57790d351c96c47c02190ecf1e430635ab".to_owned(),
            groups: (0..3).map(group).collect(),
        },
    })
}
