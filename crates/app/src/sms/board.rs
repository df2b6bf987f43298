//! The SMS page of an area: registered numbers, outgoing and incoming messages, current reports.
//! R68, ADR 0015.

use super::contacts::{Contact, shown};
use super::{ContactRole, masked};
use crate::App;
use crate::access::{Act, Officer};
use crate::account::log_reading;
use crate::error::AppError;
use crate::view::{Around, PER_PAGE, around, choose};
use domain::area::{AreaCode, AreaLevel, AreaTable};
use std::collections::BTreeMap;
use store::Reader;
use store::sms::{InRow, OutRow, PartRow, ReportRow, SmsState};

/// Messages of each direction on the page.
pub const MESSAGES: i64 = 50;

/// Numbers entered for one desa.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DesaNumbers {
    /// The desa.
    pub desa: AreaCode,
    /// Its name.
    pub name: String,
    /// Name of its kecamatan.
    pub kecamatan: String,
    /// Numbers of the TKPKDesa; without one no report arrives.
    pub tkpkdesa: i64,
    /// Numbers of dukuh and asisten.
    pub hamlets: i64,
}

/// A message that went out, or waits to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// Its number, spelled from its cause.
    pub id: String,
    /// `LAPORAN`, `KONFIRMASI` …
    pub kind: String,
    /// Desa it is about.
    pub desa: Option<String>,
    /// Hamlet it is about.
    pub hamlet: Option<String>,
    /// To whom: `62…90`.
    pub phone: String,
    /// Words.
    pub text: String,
    /// How far it is.
    pub state: SmsState,
    /// When it was written.
    pub created_at_ms: i64,
    /// When it arrived or failed.
    pub done_at_ms: Option<i64>,
    /// Its parts, with attempts and what the centre said.
    pub parts: Vec<PartRow>,
}

impl Outgoing {
    /// When it was last handed over.
    #[must_use]
    pub fn handed_at_ms(&self) -> Option<i64> {
        self.parts.iter().filter_map(|p| p.submitted_at_ms).max()
    }

    /// How often it was handed over: of several parts the most.
    #[must_use]
    pub fn attempts(&self) -> i64 {
        self.parts.iter().map(|p| p.attempts).max().unwrap_or(0)
    }

    /// What the centre said last, when it said no.
    #[must_use]
    pub fn error(&self) -> Option<&str> {
        self.parts.iter().find_map(|p| p.error.as_deref())
    }

    /// Whether it may be sent again by hand.
    #[must_use]
    pub fn is_failed(&self) -> bool {
        self.state == SmsState::Failed
    }
}

/// A message that came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incoming {
    /// Its number.
    pub id: String,
    /// `DITERIMA`, `KURANG`, `NOMOR_TIDAK_DIKENAL`, `BATAS_HARIAN`.
    pub verdict: String,
    /// Desa understood.
    pub desa: Option<String>,
    /// Hamlet understood.
    pub hamlet: Option<String>,
    /// From whom: `62…90`.
    pub phone: String,
    /// Words; empty when they were not kept.
    pub text: String,
    /// When.
    pub received_at_ms: i64,
    /// Whether it was answered.
    pub is_answered: bool,
}

/// The page.
#[derive(Clone, Debug)]
pub struct SmsBoard {
    /// The area and its neighbours.
    pub around: Around,
    /// Numbers of each desa, when the area is wider than one.
    pub desas: Vec<DesaNumbers>,
    /// Numbers, when the area is one desa.
    pub contacts: Vec<Contact>,
    /// Its hamlets.
    pub hamlets: Vec<String>,
    /// The latest messages that went out.
    pub outgoing: Vec<Outgoing>,
    /// The latest that came in.
    pub incoming: Vec<Incoming>,
    /// Reports in force that have the flag asked for: one page of them.
    pub reports: Vec<ReportRow>,
    /// How many there are.
    pub report_count: usize,
}

/// The page of an area that the officer keeps. Who looks is written down.
pub async fn board(
    app: &App,
    officer: &Officer,
    asked: Option<AreaCode>,
    flag: &str,
    page: i64,
) -> Result<SmsBoard, AppError> {
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?;
    let area = choose(officer, Act::KeepSms, asked, &areas)?;
    let is_desa = area.level() == AreaLevel::Desa;
    let contacts = if is_desa { reader.sms_contacts(area.as_str()).await? } else { Vec::new() };
    let desas = if is_desa { Vec::new() } else { numbers(&mut reader, area, &areas).await? };
    let (outgoing, incoming) = latest(&mut reader, area, areas.kabupaten(), MESSAGES).await?;
    let mut reports = reader.provisional_reports(area.as_str()).await?;
    reports.retain(|r| flag.is_empty() || r.flag == flag);
    let report_count = reports.len();
    let skip = usize::try_from((page.max(1) - 1).saturating_mul(PER_PAGE)).unwrap_or(usize::MAX);
    let reports = reports.into_iter().skip(skip).take(usize::try_from(PER_PAGE).unwrap_or(50)).collect();
    drop(reader);
    log_reading(app, officer, Act::KeepSms, area, "sms").await?;
    Ok(SmsBoard {
        hamlets: areas.hamlets(&area).iter().map(|h| h.name.clone()).collect(),
        around: around(officer, Act::KeepSms, area, &areas),
        contacts: contacts.into_iter().map(shown).collect(),
        desas,
        outgoing,
        incoming,
        reports,
        report_count,
    })
}

/// The latest messages out and in of an area, numbers masked. Those of nobody's desa, such as the words of
/// a number nobody has entered, stand with the kabupaten only.
pub async fn messages(
    app: &App,
    officer: &Officer,
    area: AreaCode,
    limit: i64,
) -> Result<(Vec<Outgoing>, Vec<Incoming>), AppError> {
    officer.may(Act::KeepSms, area)?;
    let home = app.kabupaten().await?;
    latest(&mut app.store.read().await?, area, Some(home), limit).await
}

async fn latest(
    reader: &mut Reader,
    area: AreaCode,
    home: Option<AreaCode>,
    limit: i64,
) -> Result<(Vec<Outgoing>, Vec<Incoming>), AppError> {
    let whole = home.is_some_and(|home| area.contains(&home));
    let (out, inn) = if whole {
        (reader.sms_out_recent(limit).await?, reader.sms_in_recent(limit).await?)
    } else {
        (reader.sms_out_of(area.as_str(), limit).await?, reader.sms_in_of(area.as_str(), limit).await?)
    };
    let mut outgoing = Vec::with_capacity(out.len());
    for row in out {
        let parts = reader.sms_parts(&row.id).await?;
        outgoing.push(sent(row, parts));
    }
    Ok((outgoing, inn.into_iter().map(taken).collect()))
}

fn sent(row: OutRow, parts: Vec<PartRow>) -> Outgoing {
    Outgoing {
        phone: masked(&row.body.number),
        text: row.body.text,
        id: row.id,
        kind: row.kind,
        desa: row.desa,
        hamlet: row.hamlet,
        state: row.state,
        created_at_ms: row.created_at_ms,
        done_at_ms: row.done_at_ms,
        parts,
    }
}

fn taken(row: InRow) -> Incoming {
    Incoming {
        phone: masked(&row.body.number),
        text: row.body.text,
        is_answered: row.answer.is_some(),
        id: row.id,
        verdict: row.verdict,
        desa: row.desa,
        hamlet: row.hamlet,
        received_at_ms: row.received_at_ms,
    }
}

async fn numbers(reader: &mut Reader, area: AreaCode, areas: &AreaTable) -> Result<Vec<DesaNumbers>, AppError> {
    let mut counts: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for (desa, role, n) in reader.sms_contact_counts(area.as_str()).await? {
        let row = counts.entry(desa).or_default();
        if role == ContactRole::Tkpkdesa.code() {
            row.0 += n;
        } else {
            row.1 += n;
        }
    }
    Ok(areas
        .desa_in(&area)
        .map(|desa| {
            let (tkpkdesa, hamlets) = counts.get(desa.code.as_str()).copied().unwrap_or_default();
            DesaNumbers {
                desa: desa.code,
                name: desa.name.clone(),
                kecamatan: desa.code.at(AreaLevel::Kecamatan).map(|k| areas.name(&k)).unwrap_or_default(),
                tkpkdesa,
                hamlets,
            }
        })
        .collect())
}
