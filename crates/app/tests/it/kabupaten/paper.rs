//! Office files as text, from what they say: each function writes what a parser of `exchange` reads.

use domain::civil_registry::CivilRecord;
use domain::household::{Household, Member, Place};
use domain::questionnaire::{Item, Subject};
use domain::registration::{Registration, RegistrationKind};
use domain::verification::FilledQuestionnaire;
use exchange::PackFile;
use std::fmt::Display;

/// A CSV file of these rows, the header first.
fn table(name: &str, rows: impl IntoIterator<Item = Vec<String>>) -> PackFile {
    let mut text = String::new();
    for row in rows {
        text.push_str(&row.join(","));
        text.push('\n');
    }
    PackFile::bytes(name, text.into_bytes())
}

fn words<const N: usize>(words: [&str; N]) -> Vec<String> {
    words.into_iter().map(str::to_owned).collect()
}

fn cell(value: Option<impl Display>) -> String {
    value.map_or_else(String::new, |v| v.to_string())
}

/// Household items that stand on the form: Blok III and V.
pub fn household_items() -> impl Iterator<Item = Item> {
    let asked = Item::ALL.iter().copied().take_while(|i| *i <= Item::Kur);
    asked.filter(|i| i.subject() == Subject::Household)
}

fn member_items() -> impl Iterator<Item = Item> {
    Item::ALL.iter().copied().filter(|i| i.subject() == Subject::Member)
}

fn columns(items: impl Iterator<Item = Item>) -> Vec<String> {
    items.map(|i| i.column().to_owned()).collect()
}

pub const DESAS: [(&str, &str, &str); 2] =
    [("3403012001", "Beji", "3403123001"), ("3403012002", "Karang", "3403123002")];

/// Two hamlets of each desa.
pub const HAMLETS: [(&str, &str); 4] =
    [("3403012001", "NGASEM"), ("3403012001", "WONO"), ("3403012002", "CANDI"), ("3403012002", "JERUK")];

/// The area table, its hamlets and the bridge to the codes of BPS.
pub fn areas() -> [PackFile; 3] {
    let mut rows = vec![
        words(["kode", "nama", "level"]),
        words(["34", "Daerah Istimewa Yogyakarta", "provinsi"]),
        words(["34.03", "Gunungkidul", "kabupaten"]),
        words(["34.03.01", "Wonosari", "kecamatan"]),
    ];
    rows.extend(DESAS.map(|(code, name, _)| words([code, name, "desa"])));
    let mut hamlets = vec![words(["kode lokal", "nama", "kode desa", "jenis"])];
    for (no, (desa, name)) in (1..).zip(HAMLETS) {
        hamlets.push(vec![format!("{desa}.{no:02}"), name.to_owned(), desa.to_owned(), "Padukuhan".to_owned()]);
    }
    let mut bridge = vec![words(["kode bps", "kode kemendagri"])];
    bridge.extend(DESAS.map(|(code, _, bps)| words([bps, code])));
    [table("wilayah.csv", rows), table("padukuhan.csv", hamlets), table("jembatan_bps.csv", bridge)]
}

/// The list of 2015.
pub fn bdt(name: &str, households: &[Household]) -> PackFile {
    let mut header = words(["IDBDT", "KDPROP", "KDKAB", "KDKEC", "KDDESA", "Nama SLS", "Alamat", "Nama KRT"]);
    header.extend(words(["Jumlah ART", "Jumlah Keluarga"]));
    header.extend(columns(household_items()));
    header.extend(words(["No ART", "Nama ART", "NIK", "Hub_KRT", "NUK", "Hubkel", "JK", "Umur", "Sta_kawin"]));
    header.extend(words(["Tgl Lahir", "NoKK"]));
    let mut rows = vec![header];
    for h in households {
        for m in &h.members {
            let desa = h.place.desa.map(|d| d.as_str().to_owned()).unwrap_or_default();
            let bps = DESAS.iter().find(|(code, ..)| *code == desa).map_or("", |(.., bps)| *bps);
            let mut row = vec![h.id.as_str().to_owned()];
            row.extend([&bps[..2], &bps[2..4], &bps[4..7], &bps[7..]].map(str::to_owned));
            row.extend([sls(&h.place), h.place.address.clone(), head(h)]);
            row.extend([cell(h.member_count), cell(h.family_count)]);
            row.extend(household_items().map(|i| cell(h.answers.get(i))));
            row.extend([m.no.to_string(), m.name.clone(), nik(m), cell(m.relation.map(|r| r.code()))]);
            row.extend([cell(m.family_no), cell(m.family_relation.map(|r| r.code())), cell(m.sex.map(|s| s.code()))]);
            row.extend([String::new(), cell(m.marital.map(|s| s.code())), cell(m.birth.date()), no_kk(m)]);
            rows.push(row);
        }
    }
    table(name, rows)
}

fn sls(place: &Place) -> String {
    let hamlet = place.hamlet.as_deref().unwrap_or("");
    format!("RT {:03} RW {:03} {hamlet}", place.rt.unwrap_or(1), place.rw.unwrap_or(1))
}

fn head(household: &Household) -> String {
    household.head().or(household.members.first()).map(|m| m.name.clone()).unwrap_or_default()
}

fn nik(member: &Member) -> String {
    member.nik.map(|n| n.expose().to_owned()).unwrap_or_default()
}

fn no_kk(member: &Member) -> String {
    member.no_kk.map(|n| n.expose().to_owned()).unwrap_or_default()
}

/// Columns of an extract of the civil registry.
pub const SIAK: [&str; 14] = [
    "nik",
    "no_kk",
    "nama",
    "jenis_kelamin",
    "tanggal_lahir",
    "status_kawin",
    "hubungan",
    "nama_ibu",
    "alamat",
    "rt",
    "rw",
    "kode_desa",
    "status",
    "tanggal_status",
];

/// An extract of the civil registry, without the columns named.
pub fn siak(name: &str, records: &[CivilRecord], without: &[&str]) -> PackFile {
    let kept: Vec<usize> = (0..SIAK.len()).filter(|at| !without.contains(&SIAK[*at])).collect();
    let pick = |row: Vec<String>| kept.iter().map(|at| row[*at].clone()).collect::<Vec<_>>();
    let mut rows = vec![pick(words(SIAK))];
    for r in records {
        rows.push(pick(vec![
            r.nik.expose().to_owned(),
            r.no_kk.map(|n| n.expose().to_owned()).unwrap_or_default(),
            r.name.clone(),
            cell(r.sex.map(|s| s.code())),
            cell(r.birth.date()),
            cell(r.marital.map(|m| m.code())),
            r.relation.clone(),
            r.mother.clone().unwrap_or_default(),
            r.address.clone(),
            cell(r.rt),
            cell(r.rw),
            r.desa.map(|d| d.as_str().to_owned()).unwrap_or_default(),
            r.status.code().to_owned(),
            cell(r.status_date),
        ]));
    }
    table(name, rows)
}

/// A registration book: one row a member.
pub fn book(name: &str, registrations: &[Registration]) -> PackFile {
    let mut header = words(["Nomor", "Tanggal", "Jenis", "Petugas", "Identitas", "NIK", "No KK", "Nama", "Hubungan"]);
    header.extend(words(["Jenis Kelamin", "Tanggal Lahir", "Status Kawin", "Alamat", "RT", "RW", "Padukuhan"]));
    header.push("Kode Desa".to_owned());
    let mut rows = vec![header];
    for r in registrations {
        let kind = match r.kind {
            RegistrationKind::Active => "AKTIF",
            RegistrationKind::Passive => "PASIF",
        };
        for m in &r.members {
            let identity = r.identity_shown.clone().unwrap_or_default();
            let mut row =
                vec![r.number.as_str().to_owned(), cell(r.date), kind.to_owned(), r.officer.clone(), identity];
            row.extend([nik(m), no_kk(m), m.name.clone(), cell(m.relation.map(|r| r.code()))]);
            row.extend([cell(m.sex.map(|s| s.code())), cell(m.birth.date()), cell(m.marital.map(|s| s.code()))]);
            row.extend([r.place.address.clone(), cell(r.place.rt), cell(r.place.rw)]);
            row.extend([r.place.hamlet.clone().unwrap_or_default(), r.desa.as_str().to_owned()]);
            rows.push(row);
        }
    }
    table(name, rows)
}

/// Filled questionnaires: households and members.
pub fn visits(forms: &[FilledQuestionnaire]) -> [PackFile; 2] {
    let mut header = words(["id_pendataan", "sumber", "kunci", "tanggal", "petugas", "tanggal_periksa", "pemeriksa"]);
    header.extend(words(["hasil", "kode_desa", "sls", "alamat", "nama_krt", "jumlah_art", "jumlah_keluarga"]));
    header.extend(words(["ruta_tujuan", "kk01"]));
    header.extend(columns(household_items()));
    let mut homes = vec![header];
    let mut header =
        words(["id_pendataan", "no_art", "nama", "nik", "tanggal_lahir", "hub_krt", "nuk", "hub_kk", "jk"]);
    header.extend(words(["umur", "status_kawin"]));
    header.extend(columns(member_items()));
    let mut people = vec![header];
    for f in forms {
        let h = &f.household;
        let id = f.id.as_str().to_owned();
        let mut row =
            vec![id.clone(), f.source.code().to_owned(), f.key.clone(), cell(f.date), cell(f.officer.as_ref())];
        row.extend([cell(f.checked_on), cell(f.checker.as_ref()), cell(f.result.map(|r| r.code()))]);
        row.extend([
            cell(h.place.desa.map(|d| d.as_str().to_owned())),
            sls(&h.place),
            h.place.address.clone(),
            head(h),
        ]);
        row.extend([cell(h.member_count), cell(h.family_count), cell(f.target.as_ref())]);
        row.push(h.members.first().map(no_kk).unwrap_or_default());
        row.extend(household_items().map(|i| cell(h.answers.get(i))));
        homes.push(row);
        for m in &h.members {
            let mut row = vec![id.clone(), m.no.to_string(), m.name.clone(), nik(m), cell(m.birth.date())];
            row.extend([cell(m.relation.map(|r| r.code())), cell(m.family_no)]);
            row.extend([cell(m.family_relation.map(|r| r.code())), cell(m.sex.map(|s| s.code())), String::new()]);
            row.push(cell(m.marital.map(|s| s.code())));
            row.extend(member_items().map(|i| cell(m.answers.get(i))));
            people.push(row);
        }
    }
    [table("rumah_tangga.csv", homes), table("anggota.csv", people)]
}

/// The sheet of a hamlet meeting: households of FKP.01 with their codes, proposals of FKP.02 with code 7.
pub fn sheet(meeting: &str, listed: &[(&Household, u8)], proposed: &[&Household]) -> PackFile {
    let mut header = words(["form", "no_rts", "nama_krt", "nama_art", "jumlah_art", "alamat", "kode", "keterangan"]);
    header.extend(words(["diperiksa", "urutan_kesejahteraan", "lebih_miskin_dari_kode2"]));
    let row = |form: &str, id: &str, h: &Household, code: u8, order: Option<usize>| {
        let others: Vec<&str> = h.members.iter().skip(1).map(|m| m.name.as_str()).collect();
        let mut row = words([form, id, &head(h), &others.join("; ")]);
        row.extend([h.members.len().to_string(), h.place.address.clone(), code.to_string()]);
        row.extend(words(["", "ya"]));
        row.extend([cell(order), cell(order.map(|_| "ya"))]);
        row
    };
    let mut rows = vec![header];
    rows.extend(listed.iter().map(|(h, code)| row("FKP.01", h.id.as_str(), h, *code, None)));
    rows.extend((1..).zip(proposed).map(|(no, h)| row("FKP.02", "", h, 7, Some(no))));
    table(&format!("{meeting}.csv"), rows)
}
