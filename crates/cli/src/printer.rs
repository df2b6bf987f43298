//! Fills the printing port: turns what the use cases hold into the data of a document. Design D8.
//!
//! The office's own words (name, address, hours, site) are settings. An unknown value stays a line to
//! be filled in by hand and is never invented.

use app::meeting::{Correction, FormSet, mark_of};
use app::ports::{Document, Documents};
use documents::minutes::{Attendees, Changed, Corrects, Enumerator, Note, Planning, Struck};
use documents::prelist::PrelistRow;
use documents::receipt::{Contact, usual_next_steps};
use documents::{
    Decree, Fkp01, Fkp02, Letterhead, Link, Locality, Minutes, Paper, Pdf, Prelist, Receipt, Signatory, Stamp, decree,
    fkp01,
};
use domain::Date;
use domain::area::{AreaCode, AreaLevel, AreaTable};
use domain::civil_registry::SiakCode;
use domain::deliberation::attendance::Attendance;
use domain::deliberation::minutes::PlanRule;
use domain::deliberation::sheet::{SheetForm, WarningKind};
use domain::household::head_of;
use domain::identification::Category;
use domain::registration::{Registration, RegistrationKind};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::collections::BTreeMap;
use store::decree::{DecreeHead, DecreeLine};
use store::deliberation::{MeetingHead, MeetingLine, SignatureRow};
use store::meeting::FormRow;
use store::prelist::{PrelistHead, PrelistLine};
use words::{Lang, Words};

/// Blank rows of a printed FKP.02.
const FKP02_BLANK_ROWS: u16 = 20;
/// Where anybody checks a Berita Acara.
const CHECK_PAGE: &str = "berita-acara";
/// Blank lines for the catatan tersendiri. R45.
const NOTE_LINES: u16 = 12;

/// What the office says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    /// `Dinas Sosial`.
    pub name: String,
    /// Street and town; empty leaves the line out.
    pub address: String,
    /// Telephone, mail; empty leaves the line out.
    pub contact: String,
    /// Opening hours of the village offices.
    pub hours: String,
    /// Address of the pages, for QR codes.
    pub site: String,
    /// Who signs decrees, as printed under the line.
    pub signer: String,
}

/// Prints with Typst.
#[derive(Clone, Debug)]
pub struct Printer {
    office: Office,
    utc_offset_hours: i8,
}

/// What the minutes are checked and planned by.
#[derive(Clone, Copy)]
struct Signed<'a> {
    checkpoint: Option<&'a str>,
    plan: PlanRule,
    corrects: Option<&'a Correction>,
}

type Printed<T = Pdf> = Result<T, String>;

impl Documents for Printer {
    fn print(&self, document: &Document<'_>) -> Result<Vec<u8>, String> {
        let pdf = match document {
            Document::Receipt { registration, areas } => self.receipt(registration, areas),
            Document::Prelist { head, rows, areas } => self.prelist(head, rows, areas),
            Document::Form { form: SheetForm::Fkp01, set, areas } => self.fkp01(set, areas, Paper::A4),
            Document::Form { form: SheetForm::Fkp02, set, areas } => self.fkp02(set, areas, Paper::A4),
            Document::Minutes { meeting, rows, areas, checkpoint, plan, corrects } => {
                self.minutes(meeting, rows, areas, Signed { checkpoint: *checkpoint, plan: *plan, corrects: *corrects })
            }
            Document::Decree { head, rows, areas } => self.decree(head, rows, areas),
        }?;
        Ok(pdf.bytes)
    }
}

impl Printer {
    /// A printer for an office; its clock is that of western Indonesia.
    pub fn new(office: Office) -> Self {
        Self { office, utc_offset_hours: 7 }
    }

    /// The same with the office's clock so far ahead of UTC.
    pub fn at(mut self, utc_offset_hours: i8) -> Self {
        self.utc_offset_hours = utc_offset_hours;
        self
    }

    fn letterhead(&self, areas: &AreaTable, within: Option<AreaCode>) -> Letterhead {
        Letterhead {
            government: format!("Pemerintah {}", name_at(areas, within, AreaLevel::Kabupaten)),
            office: self.office.name.clone(),
            address: self.office.address.clone(),
            contact: some(&self.office.contact),
        }
    }

    fn stamp(&self, number: &str, date: Date, place: String, checkpoint: Option<&str>, path: &str) -> Printed<Stamp> {
        let link = Link::new(format!("{}/{path}", self.office.site.trim_end_matches('/'))).map_err(text)?;
        Ok(Stamp { number: number.to_owned(), date, place, checkpoint: checkpoint.map(short), link })
    }

    fn receipt(&self, r: &Registration, areas: &AreaTable) -> Printed {
        let desa = areas.name(&r.desa);
        let head = head_of(&r.members).or(r.members.first()).map(|m| m.name.clone());
        let place = match (r.kind, &r.musdes) {
            (RegistrationKind::Active, _) => format!("Kantor {}", titled(areas, &r.desa)),
            (RegistrationKind::Passive, Some(musdes)) => format!("Musyawarah {musdes}"),
            (RegistrationKind::Passive, None) => "rumah yang didaftarkan".to_owned(),
        };
        let data = Receipt {
            letterhead: self.letterhead(areas, Some(r.desa)),
            stamp: self.stamp(
                r.number.as_str(),
                r.date.ok_or("the registration has no date")?,
                desa.clone(),
                None,
                &format!("status?nomor={}", percent(r.number.as_str())),
            )?,
            place,
            kind: r.kind,
            head_name: head.ok_or("the registration names nobody")?,
            address: address(&r.place.address, r.place.hamlet.as_deref(), r.place.rt, r.place.rw),
            member_count: u32::try_from(r.members.len()).map_err(text)?,
            identity_shown: r.identity_shown.clone(),
            officer: r.officer.clone(),
            officer_role: if r.kind == RegistrationKind::Active { "Kasi Pelayanan" } else { "PSM" }.to_owned(),
            next_steps: usual_next_steps(),
            contact: Contact {
                office: format!("Kantor {}, Kasi Pelayanan", titled(areas, &r.desa)),
                address: format!("Kecamatan {}", name_at(areas, Some(r.desa), AreaLevel::Kecamatan)),
                hours: self.office.hours.clone(),
                phone: None,
            },
        };
        documents::receipt(&data, Paper::A4).map_err(text)
    }

    fn prelist(&self, head: &PrelistHead, rows: &[PrelistLine], areas: &AreaTable) -> Printed {
        let area = AreaCode::parse(&head.area).map_err(text)?;
        let row = |l: &PrelistLine| -> Printed<PrelistRow> {
            Ok(PrelistRow {
                no: u32::try_from(l.no).map_err(text)?,
                id: l.household.clone().or_else(|| l.registration.clone()).unwrap_or_default(),
                head_name: l.head_name.clone().unwrap_or_default(),
                hamlet: l.hamlet.clone(),
                address: l.body.address.clone(),
                rt: l.body.rt,
                rw: l.body.rw,
                category: category(&l.category)?,
                siak: l.body.siak.as_deref().and_then(SiakCode::from_code).unwrap_or(SiakCode::TidakDiperiksa),
                changed: labels("field", &l.body.changed).chain(labels("flag", &l.body.flags)).collect(),
            })
        };
        let data = Prelist {
            letterhead: self.letterhead(areas, Some(area)),
            stamp: self.stamp(
                &head.id,
                day(&head.frozen_on)?,
                areas.name(&area),
                None,
                &format!("prelist/{}.pdf", percent(&head.id)),
            )?,
            locality: locality(areas, Some(area), None),
            version: u32::try_from(head.version).map_err(text)?,
            sha256: some(&head.hash),
            rows: rows.iter().map(row).collect::<Printed<_>>()?,
        };
        documents::prelist(&data, Paper::A4).map_err(text)
    }

    /// FKP.01 prefilled and the blank FKP.02 that belongs to it. R39–R44, R59.
    pub fn form_set(&self, set: &FormSet, areas: &AreaTable, paper: Paper) -> Result<(Pdf, Pdf), String> {
        Ok((self.fkp01(set, areas, paper)?, self.fkp02(set, areas, paper)?))
    }

    fn form_stamp(&self, set: &FormSet, desa: AreaCode, areas: &AreaTable, form: &str) -> Printed<Stamp> {
        let mark = set.hash.get(..16).unwrap_or(&set.hash);
        let path = format!("musyawarah/{}?f={mark}", set.meeting);
        let place = name_at(areas, Some(desa), AreaLevel::Desa);
        self.stamp(&format!("{}/{form}", set.meeting), day(&set.date)?, place, None, &path)
    }

    fn fkp01(&self, set: &FormSet, areas: &AreaTable, paper: Paper) -> Printed {
        let desa = AreaCode::parse(&set.desa).map_err(text)?;
        let row = |r: &FormRow| -> Printed<fkp01::Fkp01Row> {
            Ok(fkp01::Fkp01Row {
                no: r.no,
                rts: r.row.clone(),
                head_name: r.head_name.clone(),
                member_names: r.members.clone(),
                // column 04 is the head and those named in column 03. R43
                member_count: Some(u32::try_from(r.members.len() + 1).map_err(text)?),
                address: r.address.clone(),
                finding: None,
                remark: None,
                checked: false,
            })
        };
        let data = Fkp01 {
            letterhead: self.letterhead(areas, Some(desa)),
            stamp: self.form_stamp(set, desa, areas, "fkp01")?,
            set_hash: Some(set.short_hash()),
            locality: locality(areas, Some(desa), Some(&set.hamlet)),
            stage: set.stage,
            meeting_date: None,
            rows: set.rows.iter().map(row).collect::<Printed<_>>()?,
            note_lines: NOTE_LINES,
        };
        documents::fkp01(&data, paper).map_err(text)
    }

    fn fkp02(&self, set: &FormSet, areas: &AreaTable, paper: Paper) -> Printed {
        let desa = AreaCode::parse(&set.desa).map_err(text)?;
        let data = Fkp02 {
            letterhead: self.letterhead(areas, Some(desa)),
            stamp: self.form_stamp(set, desa, areas, "fkp02")?,
            set_hash: Some(set.short_hash()),
            locality: locality(areas, Some(desa), Some(&set.hamlet)),
            stage: set.stage,
            meeting_date: None,
            fkp01_number: set.meeting.clone(),
            blank_rows: FKP02_BLANK_ROWS,
        };
        documents::fkp02(&data, paper).map_err(text)
    }

    /// Where a form set is about, in one line.
    pub fn place_of(set: &FormSet, areas: &AreaTable) -> Result<String, String> {
        let desa = AreaCode::parse(&set.desa).map_err(text)?;
        let kecamatan = name_at(areas, Some(desa), AreaLevel::Kecamatan);
        Ok(format!("Padukuhan {}, {}, Kecamatan {kecamatan}", set.hamlet, titled(areas, &desa)))
    }

    fn minutes(&self, meeting: &MeetingHead, rows: &[MeetingLine], areas: &AreaTable, signed: Signed<'_>) -> Printed {
        let desa = meeting.desa.as_deref().map(AreaCode::parse).transpose().map_err(text)?;
        let date = day(meeting.date.as_deref().ok_or("the meeting has no date")?)?;
        let recap = meeting.counts;
        // as the page and the desa plan it. R77
        let plan = signed.plan.plan(&recap);
        let venue = format!("Padukuhan {}", meeting.hamlet);
        let came = Attendance::of_groups(meeting.body.attendance.iter().map(|(group, n)| (group.as_str(), *n)));
        let struck = rows.iter().filter(|l| matches!(l.outcome.as_str(), "DICORET" | "DITARIK")).map(struck);
        let data = Minutes {
            letterhead: self.letterhead(areas, desa),
            stamp: self.minutes_stamp(meeting, date, name_at(areas, desa, AreaLevel::Desa), signed.checkpoint)?,
            locality: locality(areas, desa, Some(&meeting.hamlet)),
            stage: meeting.body.stage.unwrap_or(1),
            meeting_date: date,
            venue: venue.clone(),
            hours: None,
            form_set: form_set(meeting),
            attendance: came
                .groups()
                .into_iter()
                .map(|(group, n)| Attendees { role: role_label(group), present: n.map(u32::from), women: None })
                .collect(),
            corrects: signed.corrects.map(corrects),
            warnings: warnings(meeting, &came),
            recap,
            struck: struck.collect::<Printed<_>>()?,
            planning: Planning {
                reserve: u32::try_from(plan.reserve).map_err(text)?,
                load: u32::from(signed.plan.load.get()),
                enumerators: meeting
                    .body
                    .enumerators
                    .iter()
                    .map(|name| Enumerator {
                        name: name.clone(),
                        // R71; a sheet does not say where they live
                        address: if meeting.body.closing.is_some() { venue.clone() } else { String::new() },
                        trained: meeting.body.trained.contains(name),
                    })
                    .collect(),
            },
            notes: rows.iter().flat_map(notes).collect(),
            signatures: self.signatures(meeting, date, &came),
        };
        documents::minutes(&data, Paper::A4).map_err(text)
    }

    /// Number and QR of the minutes. The QR leads to the page on which anybody checks them; a number too
    /// long for it is asked for there.
    fn minutes_stamp(
        &self,
        meeting: &MeetingHead,
        date: Date,
        place: String,
        checkpoint: Option<&str>,
    ) -> Printed<Stamp> {
        let number = format!("BA/{}", meeting.id);
        let own = checkpoint.map(|c| format!("{CHECK_PAGE}/{}/{}", percent(&meeting.id), mark_of(c)));
        let stamp = |path: &str| self.stamp(&number, date, place.clone(), checkpoint, path);
        own.and_then(|path| stamp(&path).ok()).map_or_else(|| stamp(CHECK_PAGE), Ok)
    }

    /// Dukuh, asisten and whoever signed besides; then lines for the hamlet's groups.
    fn signatures(&self, meeting: &MeetingHead, date: Date, came: &Attendance) -> Vec<Signatory> {
        let all = &meeting.body.signatures;
        let sign = |role: &str, code: &str, else_name: Option<&String>| {
            let own = all.iter().find(|s| s.role == code);
            Signatory {
                role: role.to_owned(),
                name: own.map(|s| &s.name).or(else_name).cloned(),
                detail: own.map(|s| self.signed_how(s, date)),
            }
        };
        let dukuh =
            if came.dukuh == Some(false) { "Dukuh (tercatat tidak hadir)," } else { "Dukuh, pemimpin musyawarah," };
        let participants = all.iter().filter(|s| s.role == "participant").map(|s| Signatory {
            role: "Peserta musyawarah,".to_owned(),
            name: Some(s.name.clone()),
            detail: Some(self.signed_how(s, date)),
        });
        let line = |role: &str| Signatory { role: role.to_owned(), name: None, detail: None };
        [sign(dukuh, "dukuh", None), sign("Asisten fasilitator,", "asisten", meeting.body.asisten.as_ref())]
            .into_iter()
            .chain(participants)
            .chain(["Wakil ketua RT/RW,", "Wakil tokoh masyarakat,", "Wakil kelompok marginal,"].map(line))
            .collect()
    }

    /// When a signature was set and on whose device: the asisten's device takes the dukuh's too, and the
    /// paper says so. Domain §1.3.
    fn signed_how(&self, s: &SignatureRow, date: Date) -> String {
        let moment = || {
            let at = jiff::Timestamp::from_millisecond(s.at_ms).ok()?;
            let local = jiff::tz::Offset::from_hours(self.utc_offset_hours).ok()?.to_datetime(at);
            let clock = format!("{:02}.{:02} {}", local.hour(), local.minute(), zone(self.utc_offset_hours));
            Some(format!("{} pukul {clock}, menurut jam perangkat", documents::long_date(local.date())))
        };
        match s.written_by.as_deref() {
            Some("kertas") => format!("menurut formulir kertas, {}", documents::long_date(date)),
            Some(by) if by != s.role => {
                let before = if by == "asisten" { ", di hadapan asisten" } else { "" };
                let device = format!("dibubuhkan pada perangkat {by}{before}");
                moment().map_or_else(|| device.clone(), |at| format!("{at}; {device}"))
            }
            _ => moment().unwrap_or_default(),
        }
    }

    fn decree(&self, head: &DecreeHead, rows: &[DecreeLine], areas: &AreaTable) -> Printed {
        let area = AreaCode::parse(&head.area).map_err(text)?;
        let kabupaten = name_at(areas, Some(area), AreaLevel::Kabupaten);
        let (office, place) = match kabupaten.strip_prefix("Kota ") {
            Some(kota) => (format!("Wali Kota {kota}"), kota.to_owned()),
            None => {
                let name = kabupaten.strip_prefix("Kabupaten ").unwrap_or(&kabupaten).to_owned();
                (format!("Bupati {name}"), name)
            }
        };
        let provinsi = name_at(areas, Some(area), AreaLevel::Provinsi);
        let date = day(&head.date)?;
        let mut groups: BTreeMap<Option<&str>, Vec<decree::AnnexRow>> = BTreeMap::new();
        for l in rows {
            groups.entry(l.desa.as_deref()).or_default().push(decree::AnnexRow {
                no: u32::try_from(l.no).map_err(text)?,
                head_name: l.head_name.clone().unwrap_or_default(),
                address: address(&l.body.address, l.hamlet.as_deref(), l.body.rt, l.body.rw),
                category: annex_category(&l.action),
            });
        }
        let group = |(desa, rows): (Option<&str>, Vec<decree::AnnexRow>)| {
            let code = desa.and_then(|d| AreaCode::parse(d).ok());
            let area = match code {
                Some(code) => {
                    format!("{}, Kecamatan {}", titled(areas, &code), name_at(areas, Some(code), AreaLevel::Kecamatan))
                }
                None => "Desa belum diketahui".to_owned(),
            };
            decree::AnnexGroup { area, rows }
        };
        let lines = |texts: &[&str]| texts.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>();
        let data = Decree {
            government: format!("Pemerintah {kabupaten}"),
            office: office.clone(),
            provinsi: format!("Provinsi {provinsi}"),
            stamp: self.stamp(&head.number, date, place, Some(&head.checkpoint), "prelist")?,
            subject: format!(
                "Penetapan hasil verifikasi dan validasi Data Terpadu Program Penanganan Fakir Miskin {kabupaten} tahun {}",
                date.year()
            ),
            considering: lines(&[
                "bahwa data rumah tangga sasaran perlu dimutakhirkan agar program penanganan fakir miskin tepat sasaran;",
                "bahwa verifikasi dan validasi rumah tangga telah dilaksanakan atas dasar Prelist dan hasil musyawarah;",
                "bahwa berdasarkan pertimbangan sebagaimana dimaksud dalam huruf a dan huruf b, perlu menetapkan Keputusan ini;",
            ]),
            in_view_of: lines(&[
                "Undang-Undang Nomor 13 Tahun 2011 tentang Penanganan Fakir Miskin;",
                "Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah;",
            ]),
            noting: lines(&["Berita Acara Musyawarah Padukuhan dan hasil kunjungan rumah tangga dalam putaran ini;"]),
            decisions: lines(&[
                "Menetapkan rumah tangga hasil verifikasi dan validasi sebagaimana tercantum dalam Lampiran yang merupakan bagian tidak terpisahkan dari Keputusan ini.",
                "Berkas data elektronik lampiran dikenali dengan nilai SHA-256 yang tercantum dalam Lampiran; berkas yang nilainya lain bukan lampiran Keputusan ini.",
                "Data sebagaimana dimaksud dalam Diktum KESATU dikirimkan kepada Kelompok Kerja Pengelola Data Terpadu sebagai bahan pemutakhiran dan pemeringkatan.",
                "Keputusan ini mulai berlaku pada tanggal ditetapkan.",
            ]),
            signatory: Signatory { role: format!("{office},"), name: some(&self.office.signer), detail: None },
            copies: vec![
                format!("Gubernur {provinsi};"),
                format!("Kepala {} {kabupaten};", self.office.name),
                format!("Camat se-{kabupaten}."),
            ],
            draft: head.state != "DISAHKAN",
            annex: decree::Annex {
                file: "lampiran.csv".to_owned(),
                sha256: head.annex_hash.clone(),
                groups: groups.into_iter().map(group).collect(),
            },
        };
        documents::decree(&data, Paper::A4).map_err(text)
    }
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn some(words: &str) -> Option<String> {
    (!words.is_empty()).then(|| words.to_owned())
}

fn day(iso: &str) -> Printed<Date> {
    iso.parse().map_err(text)
}

/// The first sixteen digits of a hash in groups of four: enough to compare by eye.
fn short(hash: &str) -> String {
    let digits: Vec<char> = hash.chars().take(16).collect();
    digits.chunks(4).map(|c| c.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// Name of the enclosing area of a level; a kabupaten or kota with that word before it.
fn name_at(areas: &AreaTable, within: Option<AreaCode>, level: AreaLevel) -> String {
    let Some(code) = within.and_then(|a| a.at(level)) else { return String::new() };
    let name = areas.name(&code);
    let has_word = name.starts_with("Kabupaten ") || name.starts_with("Kota ");
    if level == AreaLevel::Kabupaten && !has_word { titled(areas, &code) } else { name }
}

/// `Desa Bunder`, `Kelurahan Kepek`.
fn titled(areas: &AreaTable, desa: &AreaCode) -> String {
    let kind = areas.get(desa).map_or("desa", |a| a.kind.as_str());
    let mut letters = kind.chars();
    let kind = letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect());
    format!("{kind} {}", areas.name(desa))
}

fn locality(areas: &AreaTable, area: Option<AreaCode>, hamlet: Option<&str>) -> Locality {
    let desa = area.and_then(|a| a.at(AreaLevel::Desa));
    Locality {
        provinsi: name_at(areas, area, AreaLevel::Provinsi),
        kabupaten: name_at(areas, area, AreaLevel::Kabupaten),
        kecamatan: name_at(areas, area, AreaLevel::Kecamatan),
        desa: desa.map_or_else(String::new, |d| titled(areas, &d)),
        desa_code: area.map_or_else(String::new, |a| a.dotted()),
        hamlet: hamlet.map(|h| format!("Padukuhan {h}")),
    }
}

/// Street, hamlet, RT and RW in one line; what is missing is left out.
fn address(street: &str, hamlet: Option<&str>, rt: Option<u16>, rw: Option<u16>) -> String {
    let hamlet = hamlet.filter(|h| !h.eq_ignore_ascii_case(street));
    let parts =
        [some(street), hamlet.map(str::to_owned), rt.map(|n| format!("RT {n:03}")), rw.map(|n| format!("RW {n:03}"))];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Codes joined by `|`, as people read them; a code without a label stands as it is.
/// The words of a stored list of codes: paper is Indonesian.
fn labels<'a>(list: &'a str, codes: &'a str) -> impl Iterator<Item = String> + 'a {
    let words = Words::of(Lang::Id);
    codes.split('|').filter(|c| !c.is_empty()).map(move |c| words.code(list, c))
}

fn category(code: &str) -> Printed<Category> {
    Category::from_code(code).ok_or_else(|| format!("{code} is no category"))
}

/// How the annex calls what the decree does: new households are new, every other line changes a known one.
fn annex_category(action: &str) -> Category {
    match action {
        "BARU" => Category::New,
        "TETAP" => Category::KnownUnchanged,
        _ => Category::KnownChanged,
    }
}

/// A group of [`Attendance::groups`] as the minutes call it.
fn role_label(group: &str) -> String {
    match group {
        "RT" => "Ketua RT",
        "RW" => "Ketua RW",
        "Kelompok marginal" => "Kelompok marginal (perempuan, difabel, kelompok miskin)",
        other => other,
    }
    .to_owned()
}

/// Who was absent, who was not counted, and what else the meeting was warned of. R28.
fn warnings(meeting: &MeetingHead, came: &Attendance) -> Vec<String> {
    let absent = came.absent().into_iter().map(|a| a.explain().to_owned());
    let uncounted: Vec<String> =
        came.groups().into_iter().filter(|(_, n)| n.is_none()).map(|(group, _)| role_label(group)).collect();
    let unknown = (!uncounted.is_empty())
        .then(|| format!("Tidak dihitung: {}; tidak diketahui hadir atau tidak.", uncounted.join(", ")));
    let low = WarningKind::LowAttendance.code();
    let others = meeting.body.warnings.iter().filter(|(code, _)| code != low);
    absent.chain(unknown).chain(others.map(|(code, row)| warning(code, row.as_deref()))).collect()
}

/// A proposal that was struck or withdrawn, by its number on FKP.02. R63–R66.
fn struck(line: &MeetingLine) -> Printed<Struck> {
    let how = match (line.outcome.as_str(), line.body.remedy.as_deref()) {
        ("DITARIK", _) => "ditarik pengusul".to_owned(),
        (_, Some(letter)) => format!("dicoret (langkah {letter})"),
        (_, None) => "dicoret".to_owned(),
    };
    Ok(Struck {
        no: u32::try_from(line.no).map_err(text)?,
        how,
        head_name: line.head_name.clone().unwrap_or_default(),
        address: line.body.address.clone(),
        reason: line.body.remark.clone(),
    })
}

/// The stage that is corrected, in words. R76.
fn corrects(c: &Correction) -> Corrects {
    let standing = |of: &str| match of {
        "" => "tidak ada".to_owned(),
        "UNTUK_DIDATA" => "dipertahankan".to_owned(),
        "DICORET" => "dicoret".to_owned(),
        "DITARIK" => "ditarik".to_owned(),
        code => format!("kode {code}"),
    };
    Corrects {
        stage: c.stage,
        number: format!("BA/{}", c.meeting),
        date: c.date.map(documents::long_date),
        changes: c
            .changes
            .iter()
            .map(|c| Changed {
                row: if c.form == "FKP.02" { format!("FKP.02 nomor {}", c.row) } else { c.row.clone() },
                head_name: c.head_name.clone().unwrap_or_default(),
                was: standing(&c.was),
                is: standing(&c.is),
            })
            .collect(),
    }
}

/// How Indonesia names its three clocks.
fn zone(utc_offset_hours: i8) -> String {
    match utc_offset_hours {
        7 => "WIB".to_owned(),
        8 => "WITA".to_owned(),
        9 => "WIT".to_owned(),
        other => format!("UTC{other:+}"),
    }
}

/// What an address shows as it is.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A number within an address.
fn percent(text: &str) -> String {
    utf8_percent_encode(text, UNRESERVED).to_string()
}

fn warning(code: &str, row: Option<&str>) -> String {
    let words: &str = match WarningKind::from_code(code) {
        Some(kind) => kind.explain(),
        None => code,
    };
    row.map_or_else(|| words.to_owned(), |row| format!("{words} (nomor RTS {row})"))
}

/// The form set's number, with the beginning of its hash when the meeting was kept as a journal. R59.
fn form_set(meeting: &MeetingHead) -> String {
    match &meeting.body.form_hash {
        Some(hash) => format!("{} ({}…)", meeting.id, hash.chars().take(16).collect::<String>()),
        None => meeting.id.clone(),
    }
}

/// The separate notes of a row, beside what is printed. R45.
fn notes(line: &MeetingLine) -> Vec<Note> {
    let printed = |column: u8| match column {
        1 => line.household.clone().unwrap_or_default(),
        2 => line.head_name.clone().unwrap_or_default(),
        3 => line.body.members.join(", "),
        4 => line.body.member_count.map(|n| n.to_string()).unwrap_or_default(),
        _ => line.body.address.clone(),
    };
    let kind = |change: &str| match change {
        "corrected" => "ejaan dibetulkan",
        "replaced" => "diganti",
        "died" => "meninggal",
        "moved_out" => "pindah keluar",
        "moved_in" => "pindah masuk",
        "born" => "lahir",
        _ => "lain-lain",
    };
    let note = |n: &store::deliberation::NoteRow| Note {
        rts: line.household.clone().unwrap_or_default(),
        head_name: line.head_name.clone().unwrap_or_default(),
        column: n.column,
        printed: printed(n.column),
        becomes: format!("{} ({})", n.text, kind(&n.change)),
    };
    line.body.notes.iter().filter(|n| (1..=5).contains(&n.column)).map(note).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printer() -> Printer {
        Printer::new(Office {
            name: "Dinas Sosial".to_owned(),
            address: String::new(),
            contact: String::new(),
            hours: "jam kerja kantor desa".to_owned(),
            site: "http://127.0.0.1:8080".to_owned(),
            signer: String::new(),
        })
    }

    #[test]
    fn an_address_names_only_what_is_known_and_the_hamlet_once() {
        assert_eq!(address("NGERBOH", Some("Ngerboh"), Some(3), None), "NGERBOH, RT 003");
        assert_eq!(address("Jl. Mawar 2", Some("Ngerboh"), None, Some(1)), "Jl. Mawar 2, Ngerboh, RW 001");
    }

    #[test]
    fn a_decree_without_rows_prints_and_is_marked_as_a_draft() {
        let head = DecreeHead {
            number: "RANCANGAN".to_owned(),
            area: "9701".to_owned(),
            date: "2017-03-01".to_owned(),
            state: "DRAF".to_owned(),
            annex_hash: "0".repeat(64),
            row_count: 0,
            signer: None,
            checkpoint: "7f3a91c022de04b8".to_owned(),
            round: None,
            no: 0,
            prepared_by: None,
            signature: None,
            version: 0,
            delivered: None,
            waiver: None,
        };
        let pdf = printer().print(&Document::Decree { head: &head, rows: &[], areas: &AreaTable::default() }).unwrap();
        assert!(pdf.starts_with(b"%PDF-"));
    }

    #[test]
    fn a_hash_is_shown_in_groups_that_an_eye_can_compare() {
        assert_eq!(short("7f3a91c022de04b8aa"), "7f3a 91c0 22de 04b8");
    }
}
