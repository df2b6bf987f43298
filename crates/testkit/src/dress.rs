//! The files of a pack as other offices would write them: the same rows under other heads, in another order, with
//! meanings in place of codes, in another container. What the files say stays the same, so that whatever is made
//! of them must stay the same too. No name here is taken from a layout profile.

use domain::questionnaire::Item;
use exchange::header::{Content, Examined, Spec, Standing, examine};
use exchange::pack::{Pack, open};
use exchange::table::{Cell, Flow, Row, Workbook};
use exchange::{PackFile, bdt, questionnaires, registrations, siak, survey};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook as Written};
use std::collections::BTreeMap;
use std::path::Path;

/// How an office writes its tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dressing {
    /// `Jml. Kmr Tdr`: short forms and missing vowels.
    Short,
    /// `24. Jumlah kamar tidur`: the numbers of the form, columns in another order.
    Numbered,
    /// `Milik sendiri`, `1 - Milik sendiri`: meanings in place of codes.
    Meanings,
    /// Two rows of heads, the upper one with merged titles.
    TwoRows,
    /// `jumlah_kmr`: variable names of a database.
    Variables,
}

impl Dressing {
    /// Every dressing.
    pub const ALL: [Self; 5] = [Self::Short, Self::Numbered, Self::Meanings, Self::TwoRows, Self::Variables];

    /// Its name in folders.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Numbered => "numbered",
            Self::Meanings => "meanings",
            Self::TwoRows => "two-rows",
            Self::Variables => "variables",
        }
    }
}

/// What a table is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// A workbook of today.
    Xlsx,
    /// A text export.
    Csv,
}

/// A column of a dressed file and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dressed {
    /// File inside the pack.
    pub file: String,
    /// Its head, with the title over it.
    pub head: String,
    /// Key of the column; empty when it is none.
    pub key: String,
}

/// How dressed columns were recognised.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recognised {
    /// Taken for what they are, or known to be nothing that is read.
    pub right: usize,
    /// Asked about.
    pub asked: Vec<String>,
    /// Taken for nothing though they are something; the file says what it lacks.
    pub missed: Vec<String>,
    /// Taken for something else.
    pub wrong: Vec<String>,
}

/// Dresses the tables of a pack and copies everything else; `truth` follows the rows and names of the files.
pub fn dress(pack: &Path, out: &Path, dressing: Dressing, container: Container) -> std::io::Result<Vec<Dressed>> {
    let read = open(pack, &Default::default()).map_err(std::io::Error::other)?;
    let mut columns = Vec::new();
    let mut moved: BTreeMap<String, (String, i64, u32)> = BTreeMap::new();
    for (file, spec) in tables(&read) {
        let seen = examine(file, spec).map_err(std::io::Error::other)?;
        let mut table = Table::read(file, &seen).map_err(std::io::Error::other)?;
        table.dress(dressing, spec);
        let stem = file.name.rsplit_once('.').map_or(file.name.as_str(), |(stem, _)| stem);
        let name = match container {
            Container::Xlsx => format!("{stem}.xlsx"),
            Container::Csv => format!("{stem}.csv"),
        };
        let path = out.join(&name);
        std::fs::create_dir_all(path.parent().unwrap_or(out))?;
        match container {
            Container::Xlsx => table.write_workbook(&path).map_err(std::io::Error::other)?,
            Container::Csv => table.write_csv(&path)?,
        }
        columns.extend(table.columns(&name));
        moved.insert(file.name.clone(), (name, table.added, seen.header_row));
    }
    copy(pack, pack, out, &moved)?;
    Ok(columns)
}

/// Looks at every dressed file and counts what its columns were taken for.
pub fn recognised(dir: &Path, columns: &[Dressed]) -> std::io::Result<Recognised> {
    let read = open(dir, &Default::default()).map_err(std::io::Error::other)?;
    let mut found = Recognised::default();
    for (file, spec) in tables(&read) {
        let own: Vec<&Dressed> = columns.iter().filter(|c| stem(&c.file) == stem(&file.name)).collect();
        let seen = examine(file, spec).map_err(std::io::Error::other)?;
        for (column, told) in own.iter().zip(&seen.columns) {
            let line = format!("{}: \"{}\" {} -> {}", column.file, column.head, column.key, told.take);
            let take = if told.standing == Standing::Known { told.take.as_str() } else { "" };
            match told.standing {
                Standing::Asked => found.asked.push(line),
                _ if take == column.key => found.right += 1,
                Standing::Known => found.wrong.push(line),
                Standing::Unknown | Standing::LeftOut => found.missed.push(line),
            }
        }
        if own.len() != seen.columns.len() {
            found.wrong.push(format!("{}: {} of {} columns", file.name, seen.columns.len(), own.len()));
        }
    }
    Ok(found)
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The tables that are dressed, with their profiles. Area tables and sheets of meetings stay as they are.
fn tables(pack: &Pack) -> Vec<(&PackFile, &'static Spec)> {
    let mut all: Vec<(&PackFile, &'static Spec)> = Vec::new();
    all.extend(pack.bdt.iter().map(|f| (f, bdt::spec())));
    all.extend(pack.siak.iter().map(|f| (f, siak::spec())));
    all.extend(pack.registrations.iter().map(|f| (f, registrations::spec())));
    all.extend(pack.survey.iter().map(|f| (f, survey::spec())));
    if let Some((households, members)) = pack.questionnaires() {
        all.push((households, questionnaires::household_spec()));
        all.push((members, questionnaires::member_spec()));
    }
    all
}

/// A cell that owns its text.
#[derive(Clone, PartialEq)]
enum Held {
    Empty,
    Text(String),
    Number(f64),
    Date(domain::Date),
}

impl Held {
    fn of(cell: Cell<'_>) -> Self {
        match cell {
            Cell::Empty | Cell::Formula => Self::Empty,
            Cell::Text(text) => Self::Text(text.to_owned()),
            Cell::Number(n) => Self::Number(n),
            Cell::Date(d) => Self::Date(d),
        }
    }
    fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(n) if n.fract() == 0.0 => format!("{n:.0}"),
            Self::Number(n) => n.to_string(),
            Self::Date(d) => d.to_string(),
        }
    }
    /// As a spreadsheet saves it as CSV: a long number loses its last digits, it is no text.
    fn saved(&self) -> String {
        match self {
            Self::Number(n) if n.abs() >= 1e15 => {
                let tens = n.abs().log10().floor();
                format!("{:.5}E+{tens:02}", n / 10f64.powf(tens))
            }
            held => held.text(),
        }
    }
}

struct Table {
    rows: Vec<Vec<Held>>,
    /// First row of the header and the first below it.
    header: (usize, usize),
    /// By position: head and key; `None` where there is no head.
    heads: Vec<Option<(String, String)>>,
    /// Title over each position, when there are two rows of heads.
    titles: Vec<String>,
    /// Rows that were added above the data.
    added: i64,
}

impl Table {
    fn read(file: &PackFile, seen: &Examined) -> Result<Self, exchange::ReadError> {
        let mut book = Workbook::open(file)?;
        let sheet = seen.sheet.clone().or_else(|| book.sheets().first().cloned()).unwrap_or_default();
        let mut rows: Vec<Vec<Held>> = Vec::new();
        book.rows(&sheet, &mut |row: &Row| {
            // a quoted cell over several lines is one row; the lines below it keep their numbers
            while rows.len() + 1 < row.number() as usize {
                rows.push(Vec::new());
            }
            rows.push((0..row.width()).map(|at| Held::of(row.cell(at))).collect());
            Ok(Flow::Go)
        })?;
        let first = seen.header_row as usize - 1;
        let header = (first, first + seen.header_depth as usize);
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut heads = vec![None; width];
        for column in &seen.columns {
            let at = position(&column.letter);
            let key = if column.standing == Standing::Known { column.take.clone() } else { String::new() };
            heads[at] = Some((column.own.clone(), key));
        }
        for row in &mut rows {
            row.resize(width, Held::Empty);
        }
        Ok(Self { rows, header, heads, titles: Vec::new(), added: 0 })
    }

    fn dress(&mut self, dressing: Dressing, spec: &Spec) {
        let before: Vec<Option<String>> = self.heads.iter().map(|h| h.as_ref().map(|(head, _)| head.clone())).collect();
        match dressing {
            Dressing::Short => self.rename(|_, head, _| short(head)),
            Dressing::Numbered => {
                self.rename(|at, head, key| {
                    let official = spec.place(key).and_then(|c| spec.columns()[c].position);
                    format!("{}. {head}", official.unwrap_or(at + 1))
                });
            }
            Dressing::Meanings => self.write_meanings(spec),
            Dressing::TwoRows => {
                let keys: Vec<String> = self.keys();
                self.titles = keys.iter().map(|key| title(spec, key).to_owned()).collect();
                self.rename(|_, head, key| below_title(key).map_or_else(|| head.to_owned(), str::to_owned));
            }
            Dressing::Variables => {
                self.rename(|_, head, key| variable(spec, key).map_or_else(|| head.to_uppercase(), str::to_owned));
            }
        }
        self.write_heads(&before);
        if dressing == Dressing::TwoRows {
            let titles = self.titles.iter().enumerate().map(|(at, title)| {
                let again = at > 0 && self.titles[at - 1] == *title;
                if title.is_empty() || again { Held::Empty } else { Held::Text(title.clone()) }
            });
            let row = titles.collect();
            self.rows.insert(self.header.0, row);
            self.header.1 += 1;
            self.added = 1;
        }
        if dressing == Dressing::Numbered {
            self.turn();
        }
    }

    fn keys(&self) -> Vec<String> {
        self.heads.iter().map(|h| h.as_ref().map(|(_, key)| key.clone()).unwrap_or_default()).collect()
    }

    fn rename(&mut self, name: impl Fn(usize, &str, &str) -> String) {
        for (at, slot) in self.heads.iter_mut().enumerate() {
            if let Some((head, key)) = slot {
                *head = name(at, head, key);
            }
        }
    }

    /// Writes the heads into the header, and wherever the header is repeated below it.
    fn write_heads(&mut self, before: &[Option<String>]) {
        let last = self.header.1 - 1;
        for (no, row) in self.rows.iter_mut().enumerate() {
            let same = |(cell, head): &(&Held, &Option<String>)| {
                head.as_ref().is_some_and(|head| tidy(&cell.text()) == tidy(head))
            };
            let again = no > last && row.iter().zip(before).filter(same).count() * 2 > before.iter().flatten().count();
            if no != last && !again {
                continue;
            }
            for (cell, head) in row.iter_mut().zip(&self.heads) {
                if let Some((head, _)) = head {
                    *cell = Held::Text(head.clone());
                }
            }
        }
        // heads over two rows become one
        for row in self.header.0..last {
            for (cell, head) in self.rows[row].iter_mut().zip(&self.heads) {
                if head.is_some() {
                    *cell = Held::Empty;
                }
            }
        }
    }

    fn write_meanings(&mut self, spec: &Spec) {
        for (at, key) in self.keys().iter().enumerate() {
            let Some(content) = spec.place(key).map(|c| spec.columns()[c].content) else { continue };
            let codes: BTreeMap<String, String> = match content {
                Content::CivilStatus | Content::RegistrationKind => continue,
                content => content.codes().into_iter().collect(),
            };
            for (no, row) in self.rows.iter_mut().enumerate().skip(self.header.1) {
                let written = row[at].text();
                let digits = written.trim_start_matches('0');
                let code = if digits.is_empty() && !written.is_empty() { "0" } else { digits };
                let code = match (content, written.as_str()) {
                    (Content::Sex, "L") => "1",
                    (Content::Sex, "P") => "2",
                    _ => code,
                };
                let Some(meaning) = codes.get(code) else { continue };
                row[at] = Held::Text(match no % 3 {
                    0 => meaning.clone(),
                    1 => format!("{code} - {meaning}"),
                    _ => meaning.to_uppercase(),
                });
            }
        }
    }

    /// Every column to another place, the same for each row.
    fn turn(&mut self) {
        let width = self.heads.len();
        let step = (2..).find(|step| gcd(*step, width) == 1 && *step > width / 3).unwrap_or(1);
        let place = |at: usize| (at * step + 2) % width;
        for row in &mut self.rows {
            let turned: Vec<Held> = (0..width).map(|at| row[place(at)].clone()).collect();
            *row = turned;
        }
        self.heads = (0..width).map(|at| self.heads[place(at)].clone()).collect();
    }

    fn columns(&self, file: &str) -> Vec<Dressed> {
        let named = self.heads.iter().enumerate().filter_map(|(at, h)| Some((at, h.as_ref()?)));
        named
            .map(|(at, (head, key))| {
                let title = self.titles.get(at).filter(|t| !t.is_empty());
                let head = title.map_or_else(|| head.clone(), |title| format!("{title} {head}"));
                Dressed { file: file.to_owned(), head, key: key.clone() }
            })
            .collect()
    }

    fn write_workbook(&self, path: &Path) -> Result<(), rust_xlsxwriter::XlsxError> {
        let mut book = Written::new();
        book.set_properties(
            &rust_xlsxwriter::DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2017, 1, 1)?),
        );
        let day = Format::new().set_num_format("dd/mm/yyyy");
        let plain = Format::new();
        let sheet = book.add_worksheet_with_low_memory();
        let sheet = sheet.map(|s| s.set_name("Data"))??;
        for (r, row) in (0u32..).zip(&self.rows) {
            if self.added > 0 && r as usize == self.header.0 {
                self.merge(sheet, r, &plain)?;
                continue;
            }
            for (c, cell) in (0u16..).zip(row) {
                match cell {
                    Held::Empty => continue,
                    Held::Text(text) => sheet.write_string(r, c, text)?,
                    Held::Number(n) => sheet.write_number(r, c, *n)?,
                    Held::Date(d) => {
                        let value = ExcelDateTime::from_ymd(d.year() as u16, d.month() as u8, d.day() as u8)?;
                        sheet.write_datetime_with_format(r, c, &value, &day)?
                    }
                };
            }
        }
        book.save(path)
    }

    fn merge(
        &self,
        sheet: &mut rust_xlsxwriter::Worksheet,
        r: u32,
        plain: &Format,
    ) -> Result<(), rust_xlsxwriter::XlsxError> {
        let mut at = 0;
        while at < self.titles.len() {
            let title = &self.titles[at];
            let end = (at..self.titles.len()).take_while(|i| self.titles[*i] == *title).last().unwrap_or(at);
            if !title.is_empty() {
                if end > at {
                    sheet.merge_range(r, at as u16, r, end as u16, title, plain)?;
                } else {
                    sheet.write_string(r, at as u16, title)?;
                }
            }
            at = end + 1;
        }
        Ok(())
    }

    fn write_csv(&self, path: &Path) -> std::io::Result<()> {
        let mut out = csv::WriterBuilder::new().delimiter(b';').flexible(true).from_path(path)?;
        for row in &self.rows {
            // a line that is empty throughout stays an empty line of its width; a break inside a cell would add lines
            out.write_record(row.iter().map(|cell| cell.saved().replace(['\n', '\r'], " ")))?;
        }
        out.flush()
    }
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn position(letters: &str) -> usize {
    letters.bytes().fold(0, |n, b| n * 26 + (b - b'A') as usize + 1) - 1
}

/// A head as somebody shortens it who has little room.
fn short(head: &str) -> String {
    const FORMS: [(&str, &str); 34] = [
        ("status", "Sts."),
        ("jumlah", "Jml."),
        ("nomor", "No."),
        ("tanggal", "Tgl."),
        ("kode", "Kd."),
        ("nama", "Nm."),
        ("jenis", "Jns."),
        ("hubungan", "Hub."),
        ("hubkrt", "Hub. dgn KRT"),
        ("dengan", "dgn"),
        ("kepala", "Kep."),
        ("keluarga", "Klrg."),
        ("rumah", "Rmh"),
        ("tangga", "Tangga"),
        ("kelamin", "Klmn"),
        ("lahir", "Lhr"),
        ("pendidikan", "Pend."),
        ("partisipasi", "Part."),
        ("penyakit", "Pnyakit"),
        ("alamat", "Almt."),
        ("lapangan", "Lap."),
        ("bahan", "Bhn."),
        ("kondisi", "Kond."),
        ("fasilitas", "Fas."),
        ("tempat", "Tmp."),
        ("provinsi", "Prov."),
        ("kecamatan", "Kec."),
        ("sumber", "Smbr"),
        ("terluas", "Trluas"),
        ("tertinggi", "Trtinggi"),
        ("seminggu", "Smgg"),
        ("perkawinan", "Prkawinan"),
        ("kehamilan", "Kehmln"),
        ("sekolah", "Sklh"),
    ];
    let words = head.split([' ', '_']).filter(|w| !w.is_empty()).map(|word| {
        let lower = word.to_lowercase();
        match FORMS.iter().find(|(long, _)| *long == lower) {
            Some((_, short)) => (*short).to_owned(),
            None if word.len() >= 9 && word.chars().all(char::is_alphabetic) => without_vowels(word),
            None => word.to_owned(),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// `pembuangan` as `pmbngn`: the first letter and the consonants.
fn without_vowels(word: &str) -> String {
    word.char_indices().filter(|(at, c)| *at == 0 || !"aiueoAIUEO".contains(*c)).map(|(_, c)| c).collect()
}

/// The merged title over a column.
fn title(spec: &Spec, key: &str) -> &'static str {
    match key {
        "provinsi" | "kode_provinsi" => "Provinsi",
        "kabupaten" | "kode_kabupaten" => "Kabupaten/Kota",
        "kecamatan" | "kode_kecamatan" => "Kecamatan",
        "desa" | "kode_desa" => "Desa/Kelurahan",
        "tanggal_lahir" | "tempat_lahir" => "Kelahiran",
        "alamat" | "rt" | "rw" | "padukuhan" => "Tempat tinggal",
        "status" | "tanggal_status" => "Status penduduk",
        _ => match spec.place(key).and_then(|c| spec.columns()[c].position) {
            Some(16..=32) => "Keterangan perumahan",
            Some(33..=58) => "Kepemilikan aset",
            Some(59..=68) => "Kepesertaan program",
            Some(69..=77) => "Keluarga berencana",
            Some(79..=101) => "Keterangan anggota rumah tangga",
            _ => "",
        },
    }
}

/// The head below its title, where the title says the rest.
fn below_title(key: &str) -> Option<&'static str> {
    Some(match key {
        "provinsi" | "kabupaten" | "kecamatan" | "desa" => "Nama",
        "kode_provinsi" | "kode_kabupaten" | "kode_kecamatan" | "kode_desa" => "Kode",
        "tanggal_lahir" => "Tanggal",
        "tanggal_status" => "Sejak",
        _ => return None,
    })
}

/// The variable name of a column in a database.
fn variable(spec: &Spec, key: &str) -> Option<&'static str> {
    const BDT: [&str; 101] = [
        "ruta6",
        "idbdt",
        "nmprop",
        "kdprop",
        "nmkab",
        "kdkab",
        "nmkec",
        "kdkec",
        "nmdesa",
        "kddesa",
        "nama_sls",
        "alamat",
        "nama_krt",
        "jumlah_art",
        "jumlah_keluarga",
        "sta_bangunan",
        "sta_lahan",
        "luas_lantai",
        "lantai",
        "dinding",
        "kondisi_dinding",
        "atap",
        "kondisi_atap",
        "jumlah_kamar",
        "sumber_airminum",
        "cara_peroleh_airminum",
        "sumber_penerangan",
        "daya",
        "bb_masak",
        "fasbab",
        "kloset",
        "buang_tinja",
        "ada_tabung_gas",
        "ada_lemari_es",
        "ada_ac",
        "ada_pemanas",
        "ada_telepon",
        "ada_tv",
        "ada_emas",
        "ada_laptop",
        "ada_sepeda",
        "ada_motor",
        "ada_mobil",
        "ada_perahu",
        "ada_motor_tempel",
        "ada_perahu_motor",
        "ada_kapal",
        "jumlah_hp",
        "jumlah_ruangan",
        "aset_tak_bergerak",
        "luas_atb",
        "rumah_lain",
        "jumlah_sapi",
        "jumlah_kerbau",
        "jumlah_kuda",
        "jumlah_babi",
        "jumlah_kambing",
        "sta_art_usaha",
        "sta_kks",
        "sta_kip",
        "sta_kis",
        "sta_bpjs_mandiri",
        "sta_jamsostek",
        "sta_asuransi",
        "sta_pkh",
        "sta_rastra",
        "sta_kur",
        "no_art_wus",
        "usia_kawin_suami",
        "usia_kawin_istri",
        "peserta_kb",
        "metode_kb",
        "lama_kb_tahun",
        "lama_kb_bulan",
        "tempat_kb",
        "ingin_anak_lagi",
        "alasan_tidak_kb",
        "persentil",
        "no_art",
        "nama_art",
        "nik",
        "hub_krt",
        "nuk",
        "hubkel",
        "jnskel",
        "umur",
        "sta_kawin",
        "ada_akta_nikah",
        "ada_di_kk",
        "ada_kartu_identitas",
        "sta_hamil",
        "jenis_cacat",
        "penyakit_kronis",
        "partisipasi_sekolah",
        "pendidikan_tertinggi",
        "kelas_tertinggi",
        "ijazah_tertinggi",
        "sta_bekerja",
        "jumlah_jamkerja",
        "lapangan_usaha",
        "status_pekerjaan",
    ];
    if spec.kind == "bdt" {
        let position = spec.place(key).and_then(|c| spec.columns()[c].position)?;
        return BDT.get(position - 1).copied();
    }
    // items of questionnaires and surveys bear variable names already
    if Item::from_column(key).is_some() {
        return None;
    }
    Some(match key {
        "nomor" => "no_reg",
        "tanggal" => "tgl_reg",
        "jenis" => "jns_reg",
        "identitas" => "bukti_identitas",
        "nama" if spec.kind == "siak" => "NAMA_LGKP",
        "jenis_kelamin" => "JENIS_KLMIN",
        "tanggal_lahir" => "TGL_LHR",
        "status_kawin" => "STAT_KWN",
        "hubungan" => "STAT_HBKEL",
        "nama_ibu" => "NAMA_LGKP_IBU",
        "rt" => "NO_RT",
        "rw" => "NO_RW",
        "padukuhan" => "nm_dusun",
        "no_musdes" => "no_musdes",
        _ => return None,
    })
}

/// Copies what was not dressed; rows and names in `truth` follow those of the dressed files.
fn copy(root: &Path, from: &Path, out: &Path, moved: &BTreeMap<String, (String, i64, u32)>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(from)? {
        let path = entry?.path();
        let inside = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let target = out.join(&inside);
        if path.is_dir() {
            copy(root, &path, out, moved)?;
        } else if inside.starts_with("truth/") && inside.ends_with(".csv") {
            std::fs::create_dir_all(target.parent().unwrap_or(out))?;
            truth(&path, &target, moved)?;
        } else if !moved.contains_key(&inside) {
            std::fs::create_dir_all(target.parent().unwrap_or(out))?;
            std::fs::write(&target, std::fs::read(&path)?)?;
        }
    }
    Ok(())
}

fn truth(from: &Path, to: &Path, moved: &BTreeMap<String, (String, i64, u32)>) -> std::io::Result<()> {
    let mut read = csv::ReaderBuilder::new().flexible(true).from_path(from)?;
    let heads = read.headers()?.clone();
    let at = |name: &str| heads.iter().position(|h| h.trim_start_matches('\u{feff}') == name);
    let (file, rows) = (at("berkas"), [at("baris"), at("baris_awal")]);
    let mut out = csv::WriterBuilder::new().flexible(true).from_path(to)?;
    out.write_record(&heads)?;
    for record in read.records() {
        let mut cells: Vec<String> = record?.iter().map(str::to_owned).collect();
        if let Some((name, added, header)) = file.and_then(|f| moved.get(cells.get(f)?)) {
            for at in rows.into_iter().flatten() {
                if let Some(row) = cells.get(at).and_then(|c| c.parse::<i64>().ok())
                    && row >= i64::from(*header)
                {
                    cells[at] = (row + added).to_string();
                }
            }
            if let Some(f) = file {
                cells[f].clone_from(name);
            }
        }
        out.write_record(&cells)?;
    }
    out.flush()
}
