//! Names and addresses nobody foresaw: they print as they are and stay inside the page.

use crate::pdf::{assert_inside, assert_sound, letters};
use documents::{Paper, Pdf, sample};

const ODD: [&str; 8] = [
    r##"#panic("x") #{1+1} #let a = 2"##,
    "*tebal* _miring_ `kode` $x^2$ <label> @rujuk",
    r"C:\desa\n \u{41} -- --- ... ~ // /* */",
    "Jum'at \"Kliwon\" ‘Pon’ “Wage” [kurung] {kurawal}",
    "= Judul - butir + angka / istilah",
    "Raden Mas Ngabehi Kusumo Projo Diningrat",
    "Pneumonoultramikroskopiksilikovulkanokoniosisdanlebihpanjanglagitanpaspasi",
    "https://contoh.example/a?b=c&d=e#f;g|h^i%20",
];

fn assert_shown(pdf: &Pdf, texts: &[&str]) {
    assert_sound(pdf);
    assert_inside(pdf, 26.0);
    let letters = letters(pdf);
    for text in texts {
        let wanted: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        assert!(letters.contains(&wanted), "{text:?} is not on the page:\n{letters}");
    }
}

#[test]
fn markup_in_data_is_text_on_every_document() {
    for odd in ODD {
        let text = || odd.to_owned();
        let mut receipt = sample::receipt().unwrap();
        (receipt.head_name, receipt.address, receipt.officer) = (text(), text(), text());
        (receipt.stamp.number, receipt.contact.office) = (text(), text());
        assert_shown(&documents::receipt(&receipt, Paper::A4).unwrap(), &[odd]);

        let mut prelist = sample::prelist(3).unwrap();
        let row = &mut prelist.rows[1];
        (row.head_name, row.address, row.hamlet) = (text(), text(), Some(text()));
        (row.id, row.changed) = (text(), vec![text()]);
        documents::prelist(&prelist, Paper::A4).map(|pdf| assert_inside(&pdf, 26.0)).unwrap();

        let mut decree = sample::decree(3).unwrap();
        decree.subject = text();
        decree.decisions[1] = text();
        decree.annex.groups[0].rows[0].head_name = text();
        decree.copies.push(text());
        assert_shown(&documents::decree(&decree, Paper::A4).unwrap(), &[odd]);

        let mut minutes = sample::minutes().unwrap();
        (minutes.venue, minutes.notes[0].becomes) = (text(), text());
        minutes.signatures[0].name = Some(text());
        minutes.struck[0].reason = text();
        assert_shown(&documents::minutes(&minutes, Paper::A4).unwrap(), &[odd]);
    }
}

#[test]
fn fkp01_keeps_every_cell_whole_with_odd_text_and_twenty_members() {
    let mut data = sample::fkp01(4).unwrap();
    for (row, odd) in data.rows.iter_mut().zip(ODD) {
        (row.head_name, row.address, row.remark) = (odd.to_owned(), odd.to_owned(), Some(odd.to_owned()));
        (row.rts, row.member_count) = (odd.to_owned(), None);
    }
    data.rows[2].member_names = ODD.iter().cycle().take(20).map(|t| (*t).to_owned()).collect();
    let pdf = documents::fkp01(&data, Paper::A4).unwrap();
    assert_sound(&pdf);
    assert_inside(&pdf, 26.0);
}

#[test]
fn signs_the_face_lacks_are_shown_as_boxes_and_lose_no_neighbour() {
    let mut data = sample::receipt().unwrap();
    data.head_name = "Sri 🙂 Wah\u{200d}yuni ꦱꦿꦶ 王\u{7}".to_owned();
    let letters = letters(&documents::receipt(&data, Paper::A4).unwrap());
    assert!(letters.contains("Sri□Wahyuni□□□□Alamat"), "{letters}");
}
