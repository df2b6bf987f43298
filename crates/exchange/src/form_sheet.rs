//! A printed form set as a workbook: FKP.01 prefilled, FKP.02 blank, and the head of the meeting (who
//! came, when, who checks, who enumerates). R28, R39–R44, R54, R70.
//!
//! Columns 01–05 are locked, and the code is chosen from the codes of the form. [`crate::meetings`]
//! reads the filled workbook back like any other sheet of a meeting. The same set gives the same bytes.

use crate::meetings::NAMELESS;
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder,
    Workbook, Worksheet, XlsxError,
};

/// Blank rows of FKP.02.
pub const BLANK_ROWS: u32 = 40;

/// A form set as issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormSheet<'a> {
    /// Where: `Padukuhan Wono, Desa Bunder, Kecamatan Patuk`.
    pub place: &'a str,
    /// Number of the meeting.
    pub meeting: &'a str,
    /// Desa, digits without dots.
    pub desa: &'a str,
    /// Padukuhan.
    pub hamlet: &'a str,
    /// Stage. R76.
    pub stage: u8,
    /// Hash of the form set, as printed. R59.
    pub set_hash: &'a str,
    /// Whether the office prints on F4 instead of A4.
    pub f4: bool,
    /// Columns 01–05 of FKP.01.
    pub rows: Vec<FormSheetRow<'a>>,
}

/// Columns 01–05 of one household.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormSheetRow<'a> {
    /// Column 01.
    pub no_rts: &'a str,
    /// Column 02.
    pub head_name: &'a str,
    /// Column 03; column 04 is one more than these. R43.
    pub member_names: &'a [String],
    /// Column 05.
    pub address: &'a str,
}

/// A text of the form set does not fit into a workbook.
#[derive(Debug, thiserror::Error)]
#[error("the form set {meeting} cannot be written as a workbook: {source}")]
pub struct FormSheetError {
    meeting: String,
    source: XlsxError,
}

impl FormSheetError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        "FORMULIR_XLSX_GAGAL"
    }
}

/// Columns 02–08, which both forms have.
const COLUMNS: [(&str, f64); 7] = [
    ("nama KRT", 26.0),
    ("nama ART", 34.0),
    ("jumlah ART", 9.0),
    ("alamat", 30.0),
    ("kode", 8.0),
    ("keterangan", 26.0),
    ("diperiksa", 11.0),
];
const RTS: (&str, f64) = ("nomor RTS", 20.0);
/// What FKP.02 has besides. R62.
const WELFARE: [(&str, f64); 2] = [("urutan kesejahteraan", 14.0), ("lebih miskin dari kode 2", 14.0)];
/// Headers of the head of the meeting, as the reader of sheets knows them.
const SESSION: [(&str, f64); 12] = [
    ("berkas", 30.0),
    ("kode desa", 13.0),
    ("padukuhan", 20.0),
    ("tanggal musyawarah", 14.0),
    ("tahap", 7.0),
    ("dukuh hadir", 8.0),
    ("ketua RT hadir", 8.0),
    ("ketua RW hadir", 8.0),
    ("tokoh masyarakat", 12.0),
    ("kelompok marginal", 12.0),
    ("asisten fasilitator", 22.0),
    ("petugas pendata", 34.0),
];
/// Rows above the first row of data: two lines of title, the header, the numbers of the columns.
const TOP: u32 = 4;

/// Writes the workbook.
pub fn write(form: &FormSheet<'_>) -> Result<Vec<u8>, FormSheetError> {
    workbook(form).map_err(|source| FormSheetError { meeting: form.meeting.to_owned(), source })
}

fn workbook(form: &FormSheet<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // the creation time would make every file differ
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2017, 1, 1)?));
    fkp01(book.add_worksheet(), form)?;
    fkp02(book.add_worksheet(), form)?;
    session(book.add_worksheet(), form)?;
    book.save_to_buffer()
}

fn fkp01(sheet: &mut Worksheet, form: &FormSheet<'_>) -> Result<(), XlsxError> {
    sheet.set_name("FKP.01")?;
    begin(
        sheet,
        form,
        "PBDK2016.FKP.01",
        "kolom (01)–(05) terkunci; perubahan ditulis pada catatan tersendiri",
        &[("form", 8.0), RTS].into_iter().chain(COLUMNS).collect::<Vec<_>>(),
    )?;
    let (printed, open) = (cell().set_background_color(0xF2F2F2), cell().set_unlocked());
    for (column, number) in (1..=8).enumerate() {
        sheet.write_string_with_format(TOP - 1, at(column + 1), format!("({number:02})"), &head())?;
    }
    let mut row = TOP;
    for household in &form.rows {
        for (column, text) in [(0, "FKP.01"), (1, household.no_rts), (2, household.head_name), (5, household.address)] {
            sheet.write_string_with_format(row, column, text, &printed)?;
        }
        sheet.write_string_with_format(row, 3, names(household.member_names), &printed)?;
        sheet.write_number_with_format(row, 4, household.member_names.len() as f64 + 1.0, &printed)?;
        for column in 6..=8 {
            sheet.write_blank(row, column, &open)?;
        }
        row += 1;
    }
    if row > TOP {
        let codes = ["1", "2", "3", "4", "5", "6", "8"];
        let why = "Satu kode 1–8 menurut keadaan nyata sekarang. Kode 7 hanya pada FKP.02.";
        sheet.add_data_validation(TOP, 6, row - 1, 6, &list(&codes, why)?)?;
        sheet.add_data_validation(TOP, 8, row - 1, 8, &list(&YES_NO, "Hanya diisi asisten fasilitator.")?)?;
    }
    Ok(())
}

fn fkp02(sheet: &mut Worksheet, form: &FormSheet<'_>) -> Result<(), XlsxError> {
    sheet.set_name("FKP.02")?;
    let columns: Vec<_> = [RTS].into_iter().chain(COLUMNS).chain(WELFARE).collect();
    begin(
        sheet,
        form,
        "PBDK2016.FKP.02",
        "baris yang dipertahankan tidak lebih banyak daripada kode 2 pada FKP.01",
        &columns,
    )?;
    let (office, open) = (cell().set_background_color(0xF2F2F2), cell().set_unlocked());
    for row in TOP..TOP + BLANK_ROWS {
        sheet.write_blank(row, 0, &office)?;
        for column in 1..columns.len() {
            sheet.write_blank(row, at(column), &open)?;
        }
    }
    let last = TOP + BLANK_ROWS - 1;
    sheet.add_data_validation(TOP, 5, last, 5, &list(&["7"], "FKP.02 hanya mengenal kode 7 (baru).")?)?;
    sheet.add_data_validation(TOP, 7, last, 7, &list(&YES_NO, "Hanya diisi asisten fasilitator.")?)?;
    let why = "Usulan harus lebih miskin daripada rumah tangga berkode 2.";
    sheet.add_data_validation(TOP, 9, last, 9, &list(&YES_NO, why)?)?;
    Ok(())
}

/// The head of the meeting; what is known when the forms are issued is filled in.
fn session(sheet: &mut Worksheet, form: &FormSheet<'_>) -> Result<(), XlsxError> {
    sheet.set_name("Sesi")?;
    begin(sheet, form, "Kepala musyawarah", "diisi sesudah musyawarah; beberapa nama dipisah titik koma", &SESSION)?;
    // right below the header: there are no numbers of columns here
    let row = TOP - 1;
    let (known, open) = (cell().set_background_color(0xF2F2F2), cell().set_unlocked());
    for column in 0..SESSION.len() {
        sheet.write_blank(row, at(column), &open)?;
    }
    let file = format!("{}.xlsx", form.meeting);
    for (column, text) in [(0, file.as_str()), (1, form.desa), (2, form.hamlet)] {
        sheet.write_string_with_format(row, column, text, &known)?;
    }
    sheet.write_number_with_format(row, 4, f64::from(form.stage), &known)?;
    let day = cell().set_unlocked().set_num_format("yyyy-mm-dd");
    sheet.write_blank(row, 3, &day)?;
    sheet.add_data_validation(row, 5, row, 5, &list(&YES_NO, "Apakah dukuh hadir.")?)?;
    Ok(())
}

const YES_NO: [&str; 2] = ["ya", "tidak"];

fn begin(
    sheet: &mut Worksheet,
    form: &FormSheet<'_>,
    code: &str,
    hint: &str,
    columns: &[(&str, f64)],
) -> Result<(), XlsxError> {
    let title = Format::new().set_bold().set_font_size(13);
    sheet.write_string_with_format(0, 0, format!("{code} · {} · Tahap {}", form.place, form.stage), &title)?;
    sheet.write_string(1, 0, format!("Nomor {} · sidik rangkaian {} · {hint}", form.meeting, form.set_hash))?;
    for (column, (name, width)) in columns.iter().enumerate() {
        sheet.write_string_with_format(TOP - 2, at(column), *name, &head())?;
        sheet.set_column_width(at(column), *width)?;
    }
    sheet.set_freeze_panes(TOP, 0)?;
    sheet.set_repeat_rows(TOP - 2, TOP - 1)?;
    // 14 is folio, the F4 of spreadsheet programs
    sheet.set_landscape().set_paper_size(if form.f4 { 14 } else { 9 }).set_print_fit_to_pages(1, 0);
    sheet.set_footer("&L&A&Rhalaman &P dari &N");
    sheet.protect();
    Ok(())
}

fn head() -> Format {
    cell().set_bold().set_background_color(0xE2E2E2).set_align(FormatAlign::Center)
}

fn cell() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top).set_border(FormatBorder::Thin)
}

fn list(values: &[&str], why: &str) -> Result<DataValidation, XlsxError> {
    DataValidation::new()
        .allow_list_strings(values)?
        .set_error_style(DataValidationErrorStyle::Stop)
        .set_error_title("Tidak ada dalam pilihan")?
        .set_error_message(why)?
        .set_input_message(why)
}

/// Names in one cell, so that a comma inside a name divides nothing when read back, and a member
/// without a name stays a member.
fn names(members: &[String]) -> String {
    let named = members.iter().map(|m| if m.is_empty() { NAMELESS } else { m.as_str() });
    let joined = named.collect::<Vec<_>>().join("; ");
    if members.len() == 1 && joined.contains(',') { joined + ";" } else { joined }
}

#[expect(clippy::cast_possible_truncation, reason = "columns of a form")]
fn at(column: usize) -> u16 {
    column as u16
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::areas::small_table;
    use crate::meetings::read_all;
    use crate::{PackFile, words};
    use domain::deliberation::sheet::SheetForm;
    use std::io::Read;

    fn set<'a>(members: &'a [Vec<String>]) -> FormSheet<'a> {
        let row = |(i, members): (usize, &'a Vec<String>)| FormSheetRow {
            no_rts: ["3403051004000001", "3403051004000002", "3403051004000003"][i],
            head_name: ["SITI ROKHAYAH", "", "NYI R. AY. KUSUMANINGTYAS, S.PD"][i],
            member_names: members,
            address: ["WONO RT 001 RW 002", "", "=1+1"][i],
        };
        FormSheet {
            place: "Padukuhan Wono, Desa Bunder",
            meeting: "3403012001_wono",
            desa: "3403012001",
            hamlet: "Wono",
            stage: 1,
            set_hash: "7f3a 91c0 22de 04b8",
            f4: true,
            rows: members.iter().enumerate().map(row).collect(),
        }
    }

    fn members() -> Vec<Vec<String>> {
        // the register has people without a name; they are counted all the same
        vec![vec!["ADI".to_owned(), String::new(), "BUDI, A.MD".to_owned()], vec![], vec!["CICI, S.PD".to_owned()]]
    }

    #[test]
    fn what_is_written_for_the_meeting_is_read_back_unchanged() {
        let members = members();
        let form = set(&members);
        let book = PackFile::bytes("musyawarah/3403012001_wono.xlsx", write(&form).unwrap());
        let read = read_all(&[book], None, &small_table()).unwrap();
        let [meeting] = read.items.as_slice() else { panic!() };
        let head = &meeting.head;
        assert_eq!(head.id.as_str(), form.meeting);
        let desa = head.desa.map(|d| d.as_str().to_owned());
        assert_eq!((desa.as_deref(), head.hamlet.as_str(), head.stage), (Some(form.desa), "Wono", Some(1)));
        assert_eq!(meeting.rows.len(), form.rows.len(), "no title, number of a column or blank row is taken for data");
        for (row, printed) in meeting.rows.iter().zip(&form.rows) {
            assert_eq!(row.form, SheetForm::Fkp01);
            assert_eq!(row.no_rts.as_ref().unwrap().as_str(), printed.no_rts);
            assert_eq!(row.head_name, printed.head_name);
            assert_eq!(row.member_names, printed.member_names);
            assert_eq!(row.member_count, Some(printed.member_names.len() as u16 + 1));
            assert_eq!(row.address, printed.address);
            assert_eq!((row.codes.as_str(), row.remark.as_str(), row.checked.as_str()), ("", "", ""));
        }
        assert!(read.issues.is_empty(), "{:?}", read.issues);
    }

    #[test]
    fn printed_columns_are_locked_and_a_code_is_chosen_from_those_of_the_form() {
        let bytes = write(&set(&members())).unwrap();
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut xml = |name: &str| {
            let mut text = String::new();
            zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
            text
        };
        let (fkp01, fkp02) = (xml("xl/worksheets/sheet1.xml"), xml("xl/worksheets/sheet2.xml"));
        assert!(fkp01.contains("<sheetProtection") && fkp02.contains("<sheetProtection"));
        assert!(fkp01.contains("1,2,3,4,5,6,8") && fkp01.contains("G5:G7"));
        assert!(fkp02.contains("<formula1>\"7\"</formula1>"));
        assert!(xml("xl/styles.xml").contains("locked=\"0\""));
    }

    #[test]
    fn the_same_set_is_the_same_file() {
        let members = members();
        assert_eq!(write(&set(&members)).unwrap(), write(&set(&members)).unwrap());
        assert_eq!(words::yes_no(YES_NO[0]), Some(true));
    }
}
