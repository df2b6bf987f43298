//! A web page saved under the name of a workbook, as many office systems export it: the rows of its
//! largest table.

use super::Row;
use crate::error::ReadError;
use crate::file::{PackFile, ReadSeek};
use std::io::Read as _;

/// The largest page that is read.
const PAGE_LIMIT: u64 = 256 << 20;
/// A cell may span at most this many columns.
const SPAN_LIMIT: usize = 200;

/// The rows of the page, or `None` when the file is no page. Refuses a page without a table.
pub(super) fn rows(file: &PackFile, source: &mut Box<dyn ReadSeek>) -> Result<Option<Vec<Row>>, ReadError> {
    let mut start = vec![0u8; 1024];
    source.seek(std::io::SeekFrom::Start(0)).map_err(|e| file.io(&e))?;
    let got = source.read(&mut start).map_err(|e| file.io(&e))?;
    let opening =
        String::from_utf8_lossy(&start[..got]).trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t']).to_lowercase();
    let is_page = ["<html", "<!doctype html", "<table", "<head", "<meta", "<style", "<!--"]
        .iter()
        .any(|t| opening.starts_with(t));
    let not = |found: &str| ReadError::NotATable { file: file.name.clone(), found: found.to_owned() };
    if !is_page {
        let is_xml = opening.starts_with("<?xml");
        return if is_xml { Err(not("XML; buka di Excel lalu simpan ulang sebagai .xlsx")) } else { Ok(None) };
    }
    source.seek(std::io::SeekFrom::Start(0)).map_err(|e| file.io(&e))?;
    let mut bytes = Vec::new();
    source.take(PAGE_LIMIT).read_to_end(&mut bytes).map_err(|e| file.io(&e))?;
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(e) => encoding_rs::WINDOWS_1252.decode(e.as_bytes()).0.into_owned(),
    };
    let mut tables = tables(&text);
    tables.sort_by_key(|t| std::cmp::Reverse(t.len()));
    match tables.into_iter().next().filter(|t| !t.is_empty()) {
        Some(table) => Ok(Some(table)),
        None => Err(not("halaman web tanpa tabel")),
    }
}

fn tables(text: &str) -> Vec<Vec<Row>> {
    let mut out: Vec<Vec<Row>> = Vec::new();
    let mut row: Option<Row> = None;
    let mut cell: Option<(String, usize)> = None;
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        if let Some((written, _)) = &mut cell {
            written.push_str(&rest[..open]);
        }
        rest = &rest[open..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let Some(close) = rest.find('>') else { break };
        let tag = &rest[1..close];
        rest = &rest[close + 1..];
        let ends = tag.starts_with('/');
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_lowercase();
        match (name.as_str(), ends) {
            ("style" | "script", false) => {
                let ends = |at: &usize| {
                    rest.get(at + 2..at + 2 + name.len()).is_some_and(|end| end.eq_ignore_ascii_case(&name))
                };
                rest = rest.match_indices("</").map(|(at, _)| at).find(ends).map_or("", |at| &rest[at..]);
            }
            ("table", false) => out.push(Vec::new()),
            ("td" | "th", false) => {
                finish_cell(&mut cell, &mut row);
                let span = attribute(tag, "colspan").and_then(|n| n.parse().ok()).unwrap_or(1);
                cell = Some((String::new(), span.clamp(1, SPAN_LIMIT)));
            }
            ("td" | "th", true) => finish_cell(&mut cell, &mut row),
            ("tr", _) | ("table", true) => {
                finish_cell(&mut cell, &mut row);
                if let (Some(done), Some(table)) = (row.take(), out.last_mut()) {
                    table.push(done);
                }
                if name == "tr" && !ends {
                    let number = out.last().map_or(1, |t| t.len() as u32 + 1);
                    let mut fresh = Row::default();
                    fresh.begin(number);
                    row = Some(fresh);
                }
            }
            ("br" | "p" | "div", _) => {
                if let Some((written, _)) = &mut cell {
                    written.push(' ');
                }
            }
            _ => {}
        }
    }
    finish_cell(&mut cell, &mut row);
    if let (Some(done), Some(table)) = (row.take().filter(|r| r.width() > 0), out.last_mut()) {
        table.push(done);
    }
    out
}

fn finish_cell(cell: &mut Option<(String, usize)>, row: &mut Option<Row>) {
    let Some((text, span)) = cell.take() else { return };
    let Some(row) = row else { return };
    row.push_text(unescaped(&text).split_whitespace().collect::<Vec<_>>().join(" ").as_str());
    for _ in 1..span {
        row.push_text("");
    }
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let at = tag.to_ascii_lowercase().find(name)?;
    let value =
        tag.get(at + name.len()..)?.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    value.split(['"', '\'', ' ', '/', '>']).next()
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(12).position(|b| b == b';');
        let known = end.and_then(|end| Some((end, entity(rest.get(1..end)?)?)));
        match known {
            Some((end, c)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cell::plain;

    #[test]
    fn the_rows_of_a_page_are_those_of_its_table() {
        let page = "<html><style>td {x}</style><body><table><tr><td>kop</td></tr></table><TABLE border=1>\n<tr><th>nik<th>nama</tr>\n<tr><td colspan='2'>A &amp; B</td><td>&#48;1</td></tr></TABLE></body></html>";
        let file = PackFile::bytes("x.xls", page.as_bytes().to_vec());
        let read = rows(&file, &mut file.open().unwrap()).unwrap().unwrap();
        assert_eq!(read.len(), 2);
        assert_eq!((read[0].number(), plain(read[0].cell(1)).unwrap().as_str()), (1, "nama"));
        let second: Vec<_> = (0..3).map(|i| plain(read[1].cell(i)).unwrap_or_default()).collect();
        assert_eq!(second, ["A & B", "", "01"]);
    }
}
