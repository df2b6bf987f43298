//! How codes look: one place that gives each code of a list its tone. The badge also carries
//! the word and a shape, so that colour is never the only sign.

use app::view::{EventView, What};
use domain::refusal::Value;

/// CSS class of a badge for a code of a list.
#[must_use]
pub fn tone(list: &str, code: &str) -> &'static str {
    match (list, code) {
        ("household-status", "ADA") => "is-ok",
        ("household-status", "TIDAK_DITEMUKAN" | "TIDAK_DIKENAL") => "is-warn",
        ("category", "BARU") => "is-info",
        ("category", "LAMA_TETAP") => "is-ok",
        ("category", "LAMA_BERUBAH") => "is-info",
        ("category", "TELAAH") => "is-warn",
        ("category", "GANDA" | "DITOLAK") => "is-bad",
        ("siak", "PADAN") => "is-ok",
        ("siak", "PADAN_BEDA_NAMA" | "PADAN_BEDA_TGL") => "is-info",
        ("siak", "NIK_TIDAK_ADA" | "PINDAH_KELUAR" | "NON_AKTIF" | "NIK_GANDA") => "is-warn",
        ("siak", "MENINGGAL") => "is-bad",
        ("level", "TOLAK") => "is-bad",
        ("level", "PERINGATAN") => "is-warn",
        ("level", "INFO") => "is-info",
        ("verdict", "DITERIMA") => "is-ok",
        ("verdict", "DITOLAK") => "is-bad",
        ("verdict", "DIKEMBALIKAN") => "is-warn",
        ("finding", "1") => "is-ok",
        ("finding", "2" | "4" | "5") => "is-bad",
        ("finding", "3" | "6" | "7") => "is-info",
        ("finding", "8") => "is-warn",
        ("means", "sama") => "is-ok",
        ("means", "mirip") => "is-warn",
        ("means", "beda") => "is-bad",
        ("standing", "USULAN") => "is-info",
        ("standing", "BEDA_PENDAPAT") => "is-bad",
        ("level-match", "PASTI") => "is-ok",
        ("level-match", "BESAR_KEMUNGKINAN") => "is-info",
        ("level-match", "MUNGKIN") => "is-warn",
        ("person-level", "M1") => "is-ok",
        ("person-level", "M3") => "is-info",
        ("person-level", "M4") => "is-warn",
        ("person-level", "M2") => "is-bad",
        ("job", "SELESAI") => "is-ok",
        ("job", "JALAN" | "ANTRE") => "is-info",
        ("job", "GAGAL") => "is-bad",
        ("access", "1") => "is-ok",
        ("access", "0") => "is-bad",
        ("programme", "MASUK") => "is-ok",
        ("programme", "KUOTA") => "is-info",
        ("programme", "NYARIS" | "BELUM_DIKETAHUI") => "is-warn",
        ("import-state", "SELESAI") => "is-ok",
        ("import-state", "DIBATALKAN") => "is-warn",
        ("account-state", "AKTIF") => "is-ok",
        ("account-state", "NONAKTIF") => "is-bad",
        ("state", "DRAF") => "is-warn",
        ("state", "TERDAFTAR" | "IDENTIFIKASI") => "is-info",
        ("meeting-state", "KERTAS_DITERIMA" | "BA_DITANDATANGANI" | "SMS_TERKIRIM" | "DILAPORKAN") => "is-ok",
        ("meeting-state", "PENDATAAN" | "SELESAI_PENDATAAN") => "is-ok",
        ("meeting-state", "BERLANGSUNG" | "DIREKAP") => "is-info",
        ("meeting-state", "KUOTA_LEBIH" | "KERTAS_DITOLAK") => "is-bad",
        ("report-flag", "SAMA") => "is-ok",
        ("report-flag", "BEDA") => "is-warn",
        ("report-flag", "MENUNGGU") => "is-info",
        ("sms-state", "SAMPAI") => "is-ok",
        ("sms-state", "ANTRE" | "DISERAHKAN" | "TERKIRIM") => "is-info",
        ("sms-state", "GAGAL") => "is-bad",
        ("sms-verdict", "DITERIMA") => "is-ok",
        ("sms-verdict", _) => "is-warn",
        ("round-state", "BUKA") => "is-ok",
        ("decree-state", "DISAHKAN") => "is-ok",
        ("decree-state", "DRAF") => "is-warn",
        ("civil-state" | "conflict-state", "SELESAI") => "is-ok",
        ("civil-state" | "conflict-state", _) => "is-warn",
        ("civil-change", "MENINGGAL") => "is-bad",
        ("civil-change", "PINDAH" | "NON_AKTIF") => "is-warn",
        ("civil-change", _) => "is-info",
        ("result", "1") => "is-ok",
        ("result", _) => "is-warn",
        _ => "",
    }
}

/// A text, or a dash where nothing is known.
#[must_use]
pub fn or_dash(text: &Option<String>) -> &str {
    text.as_deref().filter(|t| !t.is_empty()).unwrap_or("–")
}

/// Name of a head of household, or that none is recorded.
#[must_use]
pub fn head(t: &crate::text::Text, name: &Option<String>) -> String {
    name.as_deref().filter(|n| !n.is_empty()).map_or_else(|| t.t("head-unnamed"), str::to_owned)
}

/// The beginning of a digest, as paper shows it.
#[must_use]
pub fn beginning(digest: &str) -> String {
    match digest.get(..16) {
        Some(head) if digest.len() > 16 => format!("{head}…"),
        _ => digest.to_owned(),
    }
}

/// A name, or the id where there is none.
#[must_use]
pub fn or_id<'a>(name: &'a Option<String>, id: &'a str) -> &'a str {
    name.as_deref().filter(|t| !t.is_empty()).unwrap_or(id)
}

/// A number, or a dash when it is unknown.
#[must_use]
pub fn number(t: &crate::text::Text, n: &Option<i64>) -> String {
    n.map_or_else(|| "–".to_owned(), |n| t.num(n))
}

/// `003/001`, with a dash for what is not known.
#[must_use]
pub fn pair<T: Copy + Into<i64>>(a: &Option<T>, b: &Option<T>) -> String {
    let one = |n: &Option<T>| n.map_or_else(|| "–".to_owned(), |n| format!("{:03}", n.into()));
    format!("{}/{}", one(a), one(b))
}

/// The parts of a stored list `A|B|C`.
#[must_use]
pub fn codes(joined: Option<&str>) -> Vec<&str> {
    joined.unwrap_or("").split('|').map(str::trim).filter(|c| !c.is_empty()).collect()
}

/// What happened, in words.
#[must_use]
pub fn happened(t: &crate::text::Text, what: &What) -> String {
    match what {
        What::Moved { act, .. } => t.code("case-act", act.code()),
        What::Event(event) => event_in_words(t, event),
    }
}

/// Who did something, and in which role.
#[must_use]
pub fn by_whom(t: &crate::text::Text, who: &str, role: &str) -> String {
    let person = t.code("actor", who);
    if role.is_empty() || role == who {
        t.x("event-by", person)
    } else {
        t.xy("event-by-as", person, t.code("role", role))
    }
}

/// The case that moved, where the history is not of that case alone.
#[must_use]
pub fn case_of<'a>(what: &'a What, subject: &str) -> Option<&'a str> {
    match what {
        What::Moved { case, .. } => Some(case.as_str()).filter(|case| *case != subject),
        What::Event(_) => None,
    }
}

/// An event of a history in words, with the particulars it was written with. One that was about many is told as far
/// as it concerns the one whose history it is.
fn event_in_words(t: &crate::text::Text, event: &EventView) -> String {
    let said = |field: &str| event.payload.get(field).and_then(serde_json::Value::as_str).unwrap_or_default();
    match event.kind.as_str() {
        "import.taken" => {
            let kind = said("import").split('-').next().unwrap_or_default();
            return t.x("history-imported", t.code("import-kind", kind));
        }
        "decree.prepared" => return t.x("history-drafted", said("decree")),
        "edition.made" => return t.t("history-edition"),
        "edition.ranked" => return t.t("history-ranked"),
        "programme.drawn" => return t.t("history-programme"),
        _ => {}
    }
    let fields = event.payload.as_object().into_iter().flatten().filter_map(|(field, value)| {
        let value = match value {
            serde_json::Value::String(word) => Value::Word(word.clone()),
            serde_json::Value::Number(n) => Value::Count(n.as_u64()?),
            _ => return None,
        };
        Some((field.clone(), value))
    });
    t.event(&event.kind, &fields.collect::<Vec<_>>())
}

/// Text that is safe inside an element and an attribute, for HTML that no template writes.
#[must_use]
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// What a defect code means, or the code when it is none of ours.
#[must_use]
pub fn defect(t: &crate::text::Text, code: &str) -> String {
    domain::defect::DefectKind::from_code(code).map_or_else(|| code.to_owned(), |kind| t.defect(kind).what)
}

/// How to repair a defect; empty when the code is none of ours.
#[must_use]
pub fn repair(t: &crate::text::Text, code: &str) -> String {
    domain::defect::DefectKind::from_code(code).map_or_else(String::new, |kind| t.defect(kind).repair)
}

/// The text of a numbered code, or a dash.
#[must_use]
pub fn coded(t: &crate::text::Text, list: &str, code: &Option<u8>) -> String {
    code.map_or_else(|| "–".to_owned(), |c| t.code(list, &c.to_string()))
}

/// The texts of several codes, with commas.
#[must_use]
pub fn joined(t: &crate::text::Text, list: &str, codes: Vec<&str>) -> String {
    codes.into_iter().map(|c| t.code(list, c)).collect::<Vec<_>>().join(", ")
}

/// A moment in the time of western Indonesia (UTC+7), as `2017-05-12T15:30`.
#[must_use]
pub fn moment(ms: impl crate::text::Count) -> String {
    let offset = jiff::tz::Offset::constant(7);
    jiff::Timestamp::from_millisecond(ms.count())
        .map(|at| offset.to_datetime(at).strftime("%Y-%m-%dT%H:%M").to_string())
        .unwrap_or_default()
}

/// Whether a list holds a word.
#[must_use]
pub fn has(list: &[String], word: &str) -> bool {
    list.iter().any(|w| w == word)
}

/// Length of a bar: a bar without length is none.
#[must_use]
pub fn at_least_one(n: impl crate::text::Count) -> i64 {
    n.count().max(1)
}

/// A name that data give as an identifier, for people: `pbi_jkn` is `PBI JKN`.
#[must_use]
pub fn programme(name: &str) -> String {
    name.replace('_', " ").to_uppercase()
}

/// A clause of a programme file, for people: `bukan_penerima_upah` is `bukan penerima upah`.
#[must_use]
pub fn clause(clause: &Option<String>) -> String {
    or_dash(clause).replace('_', " ")
}
