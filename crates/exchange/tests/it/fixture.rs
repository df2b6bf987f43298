//! Small invented files.

use domain::area::AreaTable;
use exchange::PackFile;
use rust_xlsxwriter::{Workbook, Worksheet};

pub const AREAS: &str = "kode,level,nama,induk\n97,provinsi,Provinsi Uji,\n97.01,kabupaten,Kabupaten Uji,97\n97.01.01,kecamatan,Satu,97.01\n97.01.01.2001,desa,Mawar,97.01.01\n97.01.01.2002,desa,Melati,97.01.01\n97.01.02,kecamatan,Dua,97.01\n97.01.02.2001,desa,Kenanga,97.01.02\n";
pub const BRIDGE: &str = "kode_bps,kode_kemendagri\n9701,97.01\n9701010,97.01.01\n9701010001,97.01.01.2001\n9701010002,97.01.01.2002\n9701050,97.01.02\n9701050003,97.01.02.2001\n";

pub fn text(name: &str, text: &str) -> PackFile {
    PackFile::bytes(name, text.as_bytes().to_vec())
}

pub fn areas() -> AreaTable {
    exchange::areas::read(&text("wilayah.csv", AREAS), None, Some(&text("jembatan.csv", BRIDGE))).unwrap().table
}

/// A sheet's name, and what is written on it.
pub type Sheet<'a> = (&'a str, &'a dyn Fn(&mut Worksheet));

/// A workbook of one or more sheets.
pub fn workbook(name: &str, sheets: &[Sheet<'_>]) -> PackFile {
    let mut book = Workbook::new();
    for (title, fill) in sheets {
        let sheet = book.add_worksheet().set_name(*title).unwrap();
        fill(sheet);
    }
    PackFile::bytes(name, book.save_to_buffer().unwrap())
}

/// Rows of texts into a sheet.
pub fn fill(sheet: &mut Worksheet, rows: &[Vec<String>]) {
    for (r, row) in rows.iter().enumerate() {
        for (c, cell) in row.iter().enumerate().filter(|(_, c)| !c.is_empty()) {
            sheet.write_string(r as u32, c as u16, cell).unwrap();
        }
    }
}

/// The 101 official headers of a BDT sheet.
pub fn bdt_header() -> Vec<String> {
    exchange::bdt::spec()
        .columns()
        .iter()
        .take(101)
        .map(|c| {
            // the questionnaire's own column name is first; the sheet writes the second
            let sheet = if (15..78).contains(&(c.position.unwrap() - 1)) || c.position.unwrap() > 87 { 1 } else { 0 };
            c.names[sheet].clone()
        })
        .collect()
}

/// One sound row of a BDT sheet.
pub fn bdt_row(ruta: u32, no: u32, name: &str, nik: &str, relation: u32, members: u32) -> Vec<String> {
    let mut row = vec![String::new(); 101];
    let mut set = |place: usize, value: &str| value.clone_into(&mut row[place - 1]);
    let id = format!("9701010001{ruta:06}");
    for (place, value) in [
        (1, format!("{ruta:06}")),
        (2, id),
        (3, "PROVINSI UJI".into()),
        (4, "97".into()),
        (5, "UJI".into()),
        (6, "01".into()),
        (7, "SATU".into()),
        (8, "010".into()),
        (9, "MAWAR".into()),
        (10, "001".into()),
        (11, format!("RT 00{} RW 002 PADUKUHAN WETAN", ruta % 9 + 1)),
        (12, format!("JL. UJI NO. {ruta}")),
        (13, format!("KEPALA {}", word(ruta))),
        (14, members.to_string()),
        (15, "1".into()),
        (79, no.to_string()),
        (80, name.to_owned()),
        (81, nik.to_owned()),
        (82, relation.to_string()),
        (83, "1".into()),
        (84, relation.to_string()),
        (85, "1".into()),
        (86, "40".into()),
        (87, "1".into()),
    ] {
        set(place, &value);
    }
    // housing, and assets whose codes alternate between 1/2 and 3/4
    for place in 16..=32 {
        set(place, "1");
    }
    set(18, "60");
    for place in 33..=47 {
        set(place, if place % 2 == 1 { "2" } else { "4" });
    }
    for (place, value) in [
        (48, "2"),
        (49, "5"),
        (50, "2"),
        (52, "4"),
        (58, "2"),
        (78, "17"),
        (89, "1"),
        (90, "4"),
        (93, "0"),
        (94, "0"),
        (95, "1"),
        (96, "8"),
        (97, "1"),
        (98, "1"),
        (99, "40"),
        (100, "1"),
        (101, "1"),
    ] {
        set(place, value);
    }
    for place in 53..=57 {
        set(place, "0");
    }
    for place in 59..=67 {
        set(place, if place % 2 == 1 { "2" } else { "4" });
    }
    set(92, "0");
    set(93, "0");
    set(94, "2");
    row
}

/// A word that differs for each number.
pub fn word(mut n: u32) -> String {
    const SYLLABLES: [&str; 10] = ["BUDI", "SARI", "TONO", "WATI", "JOKO", "RINI", "HADI", "LUHUR", "MEGA", "PUTRA"];
    let mut out = String::new();
    loop {
        out.push_str(SYLLABLES[(n % 10) as usize]);
        n /= 10;
        if n == 0 {
            return out;
        }
        out.push(' ');
    }
}

/// A valid NIK of the invented kabupaten for a man born on 11 October 1974.
pub fn nik(serial: u32) -> String {
    format!("970101111074{serial:04}")
}

pub fn csv(rows: &[Vec<String>], delimiter: char) -> String {
    let quoted = |cell: &String| if cell.contains(delimiter) { format!("\"{cell}\"") } else { cell.clone() };
    rows.iter().map(|r| r.iter().map(quoted).collect::<Vec<_>>().join(&delimiter.to_string()) + "\n").collect()
}
