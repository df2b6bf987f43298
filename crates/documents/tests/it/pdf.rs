//! Reading finished documents back with the tools an office would use.

use documents::Pdf;
use std::process::{Command, Output};

fn run(program: &str, arguments: &[&str], pdf: &Pdf) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("document.pdf");
    std::fs::write(&path, &pdf.bytes).unwrap();
    let (before, after): (Vec<&str>, Vec<&str>) =
        arguments.iter().copied().partition(|a| a.starts_with('-') && *a != "-");
    Command::new(program)
        .args(before)
        .arg(&path)
        .args(after)
        .output()
        .unwrap_or_else(|e| panic!("{program} does not run ({e}); install poppler-utils and qpdf"))
}

/// The text as it stands on the pages.
pub fn layout(pdf: &Pdf) -> String {
    let out = run("pdftotext", &["-layout", "-"], pdf);
    assert!(out.status.success());
    let text = String::from_utf8(out.stdout).unwrap();
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// All letters of the document in reading order, without white space.
pub fn letters(pdf: &Pdf) -> String {
    let out = run("pdftotext", &["-raw", "-"], pdf);
    assert!(out.status.success());
    String::from_utf8(out.stdout).unwrap().chars().filter(|c| !c.is_whitespace()).collect()
}

/// qpdf finds nothing wrong.
pub fn assert_sound(pdf: &Pdf) {
    let out = run("qpdf", &["--check"], pdf);
    assert!(out.status.success(), "{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
}

/// No word stands outside the page's margins (in points), and none in the footer but the footer's own.
pub fn assert_inside(pdf: &Pdf, margin: f64) {
    let out = run("pdftotext", &["-bbox", "-"], pdf);
    let text = String::from_utf8(out.stdout).unwrap();
    let number = |line: &str, key: &str| -> f64 {
        let start = line.find(&format!("{key}=\"")).unwrap() + key.len() + 2;
        line[start..].split('"').next().unwrap().parse().unwrap()
    };
    let (mut width, mut height) = (0.0, 0.0);
    let mut foot_words: Vec<usize> = Vec::new();
    for line in text.lines().map(str::trim) {
        if line.starts_with("<page ") {
            (width, height) = (number(line, "width"), number(line, "height"));
            foot_words.push(0);
        } else if line.starts_with("<word ") {
            assert!(
                number(line, "xMin") >= margin && number(line, "xMax") <= width - margin,
                "beside the page: {line}"
            );
            assert!(number(line, "yMin") >= margin / 2.0 && number(line, "yMax") <= height, "above or below: {line}");
            if number(line, "yMin") > height - 56.0 {
                *foot_words.last_mut().unwrap() += 1;
            }
        }
    }
    assert!(width > 0.0);
    assert!(foot_words.windows(2).all(|w| w[0] == w[1]), "the body runs into a footer: {foot_words:?}");
}
