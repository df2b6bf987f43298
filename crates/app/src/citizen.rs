//! What a citizen can ask without an account: how far my registration has come, where do I go,
//! please visit me. R25; domain §9.5.
//!
//! An answer holds only what the receipt's holder already knows: no name, no NIK.

mod proposal;

pub use proposal::{Struck, struck};

use crate::error::AppError;
use crate::{App, logged};
use domain::Date;
use domain::area::{Area, AreaCode, AreaLevel, AreaTable};
use domain::event::Event;
use domain::household::{Member, Origin, Place};
use domain::id::RegistrationNumber;
use domain::person::Relation;
use domain::registration::{Registration, RegistrationEvent, RegistrationKind};
use domain::round::CaseState;
use store::registration::Filing;

const REQUESTS_A_DAY_MAX: i64 = 40;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// Days within which a PSM visits. Domain §9.5.
pub const VISIT_DAYS: i32 = 14;

/// Beginning of the origin of a registration that began as a request for a visit.
const VISIT_MARK: &str = "minta-kunjungan/";

/// Whether a registration began as a request for a visit.
pub(crate) fn is_visit_request(registration: &Registration) -> bool {
    registration.origin.file.starts_with(VISIT_MARK)
}

/// The last day for a visit that was asked for on a day. Domain §9.5.
#[must_use]
pub fn visit_due(asked_on: Date) -> Date {
    asked_on.saturating_add(jiff::Span::new().days(VISIT_DAYS))
}

/// How far a registration has come, for its holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The number asked for.
    pub number: String,
    /// The point reached: key of the sentence.
    pub point: &'static str,
    /// Programmes, when the point is a programme list.
    pub programmes: Vec<String>,
    /// Day of registration, or of the meeting that proposed it.
    pub registered_on: Option<Date>,
    /// Last day of a visit that was asked for.
    pub due: Option<Date>,
    /// The desa.
    pub desa: String,
    /// Where to ask.
    pub office: String,
}

impl Status {
    /// Whether the hamlet's meeting proposed the household, so that it never registered.
    #[must_use]
    pub fn is_proposal(&self) -> bool {
        self.point.starts_with(proposal::MARK)
    }

    /// Whether a visit was asked for, so that nobody is registered yet.
    #[must_use]
    pub fn is_request(&self) -> bool {
        self.due.is_some()
    }
}

/// Every point a status can be at, in order.
pub const POINTS: &[&str] = &[
    "KUNJUNGAN",
    "KUNJUNGAN_LEWAT",
    "DRAF",
    "TERDAFTAR",
    "IDENTIFIKASI",
    "TELAAH",
    "TERKATEGORI",
    "PRELIST",
    "GANDA",
    "DITOLAK",
    "TIDAK_LENGKAP",
    "TERVERIFIKASI",
    "DISAHKAN",
    "DIPERINGKAT",
    "PENERIMA",
    "USULAN_DIPERIKSA",
    "USULAN_DITERIMA",
    "USULAN_DICORET",
    "USULAN_DITARIK",
];

/// Status by receipt number, or by the number of a proposal of the meeting (R66); `None` when there is no such number.
pub async fn status(app: &App, number: &str) -> Result<Option<Status>, AppError> {
    let number: String = number.trim().to_uppercase().chars().take(60).collect();
    if number.is_empty() {
        return Ok(None);
    }
    let mut reader = app.store.read().await?;
    if number.starts_with(proposal::MARK) {
        return proposal::status(app, &mut reader, &number).await;
    }
    let mut found = reader.view_registration(&number).await?;
    if found.is_none() {
        // as people read it out: with blanks for the hyphens
        let joined = number.split_whitespace().collect::<Vec<_>>().join("-");
        found = reader.view_registration(&joined).await?;
    }
    let Some(found) = found else { return Ok(None) };
    let areas = reader.areas().await?;
    let mut due = None;
    let mut point = match found.category.as_str() {
        "DRAF" => "DRAF",
        "TELAAH" => "TELAAH",
        "GANDA" => "GANDA",
        "DITOLAK" => "DITOLAK",
        "BARU" | "LAMA_TETAP" | "LAMA_BERUBAH" => "TERKATEGORI",
        _ if found.state == CaseState::Identifying.code() => "IDENTIFIKASI",
        _ => "TERDAFTAR",
    };
    if point == "TERKATEGORI" {
        point = match CaseState::from_code(&found.state) {
            Some(CaseState::Prelist | CaseState::InField) => "PRELIST",
            Some(CaseState::Verified | CaseState::ReadyForDecree) => "TERVERIFIKASI",
            Some(CaseState::Decreed | CaseState::Delivered) => "DISAHKAN",
            Some(CaseState::Updated | CaseState::Ranked) => "DIPERINGKAT",
            _ => point,
        };
    }
    if point == "DRAF"
        && let Some((asked, _)) = reader.registration(&RegistrationNumber::new(&found.number)).await?
        && is_visit_request(&asked)
    {
        due = asked.date.map(visit_due);
        point = if due.is_some_and(|due| due < app.today()) { "KUNJUNGAN_LEWAT" } else { "KUNJUNGAN" };
    }
    let mut programmes = Vec::new();
    if let (Some(household), "DISAHKAN" | "DIPERINGKAT" | "TERVERIFIKASI") = (&found.household, point) {
        if !reader.view_household_ranking(household).await?.is_empty() {
            point = "DIPERINGKAT";
        }
        let rows = reader.view_household_programmes(household).await?;
        let newest = rows.first().map(|r| r.edition.clone());
        programmes = rows
            .into_iter()
            .filter(|r| Some(&r.edition) == newest.as_ref() && is_listed(&r.status))
            .map(|r| r.programme)
            .collect();
        programmes.dedup();
        if !programmes.is_empty() {
            point = "PENERIMA";
        }
    }
    let desa = AreaCode::parse(&found.desa).ok();
    let area = desa.and_then(|code| areas.get(&code).cloned());
    let name = area.as_ref().map_or_else(|| found.desa.clone(), Area::full_name);
    Ok(Some(Status {
        number: found.number,
        point,
        programmes,
        due,
        registered_on: found.date.and_then(|d| d.parse().ok()),
        office: format!("Kantor {name}"),
        desa: name,
    }))
}

fn is_listed(status: &str) -> bool {
    status == "MASUK"
}

/// Where to go in one desa.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    /// Dotted code.
    pub code: String,
    /// `Desa Sukamaju`, `Kelurahan …`.
    pub full_name: String,
    /// Its kecamatan: two desa of a kabupaten may bear one name.
    pub kecamatan: String,
}

/// Offices of the desa whose name holds the text. Wherever one asks, the answer is by address.
pub async fn offices(app: &App, text: &str) -> Result<Vec<Office>, AppError> {
    let wanted = folded(text);
    if wanted.chars().count() < 2 {
        return Ok(Vec::new());
    }
    let areas: AreaTable = app.store.read().await?.areas().await?;
    let mut found: Vec<(bool, Office)> = areas
        .areas()
        .filter(|a| a.code.level() == AreaLevel::Desa && folded(&a.name).contains(&wanted))
        .map(|a| {
            let kecamatan = a.code.parent().map(|k| areas.name(&k)).unwrap_or_default();
            (folded(&a.name) != wanted, Office { code: a.code.dotted(), full_name: a.full_name(), kecamatan })
        })
        .collect();
    found.sort_by(|a, b| (a.0, &a.1.full_name, &a.1.code).cmp(&(b.0, &b.1.full_name, &b.1.code)));
    found.truncate(8);
    Ok(found.into_iter().map(|(_, office)| office).collect())
}

fn folded(name: &str) -> String {
    let lower = name.to_lowercase();
    let name =
        ["desa ", "kelurahan ", "kalurahan "].iter().fold(lower.trim(), |n, word| n.strip_prefix(word).unwrap_or(n));
    name.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A request for a visit.
#[derive(Clone, Debug, Default)]
pub struct VisitRequest {
    /// Desa code.
    pub desa: String,
    /// Who should be visited.
    pub name: String,
    /// Where.
    pub address: String,
    /// Telephone, if any.
    pub phone: String,
}

/// Why a request was not taken.
#[derive(Debug)]
pub enum VisitRefused {
    /// Name or address is empty, or holds what looks like a NIK.
    Wrong(&'static str),
    /// There are too many requests from this desa today.
    TooMany,
    /// Anything else.
    App(AppError),
}

impl<E: Into<AppError>> From<E> for VisitRefused {
    fn from(error: E) -> Self {
        Self::App(error.into())
    }
}

/// Asks for a visit: a passive draft for the PSM of the desa, due in [`VISIT_DAYS`]. R6, domain §9.5.
pub async fn request_visit(app: &App, request: &VisitRequest) -> Result<RegistrationNumber, VisitRefused> {
    let clip = |text: &str, max: usize| text.trim().chars().filter(|c| !c.is_control()).take(max).collect::<String>();
    let (name, address, phone) = (clip(&request.name, 100), clip(&request.address, 200), clip(&request.phone, 30));
    if name.is_empty() {
        return Err(VisitRefused::Wrong("wrong-name-empty"));
    }
    if address.is_empty() {
        return Err(VisitRefused::Wrong("wrong-address"));
    }
    if [&name, &address].iter().any(|t| t.chars().filter(char::is_ascii_digit).count() >= 16) {
        return Err(VisitRefused::Wrong("wrong-visit-nik"));
    }
    let areas = app.store.read().await?.areas().await?;
    let desa = AreaCode::parse(&request.desa).ok().filter(|c| c.level() == AreaLevel::Desa && areas.get(c).is_some());
    let Some(desa) = desa else { return Err(VisitRefused::Wrong("wrong-desa")) };
    let (now, today) = (app.now_ms(), app.today());
    let mut tx = app.store.begin(desa.as_str()).await?;
    if tx.view_visit_requests(&desa, now - DAY_MS).await? >= REQUESTS_A_DAY_MAX {
        return Err(VisitRefused::TooMany);
    }
    let number = crate::desk::next_number(&mut tx, &desa, today).await?;
    let mut head = Member::named(1, name.to_uppercase());
    head.relation = Some(Relation::Head);
    let due = visit_due(today);
    let contact = if phone.is_empty() { String::new() } else { format!(", telepon {phone}") };
    let registration = Registration {
        number: number.clone(),
        date: Some(today),
        kind: RegistrationKind::Passive,
        officer: String::new(),
        identity_shown: None,
        musdes: None,
        desa,
        place: Place { desa: Some(desa), hamlet: None, rw: None, rt: None, address },
        members: vec![head],
        note: Some(format!("Minta didatangi{contact}")),
        origin: Origin { file: format!("{VISIT_MARK}{}", number.as_str()), row: 1 },
    };
    let filing = Filing { import_id: None, is_draft: true, registered_by: None, registered_at_ms: Some(now) };
    tx.put_registration(&registration, &filing, true);
    let hand = store::case::Hand { actor: "warga", role: "warga", at_ms: now };
    crate::desk::open_case(&mut tx, &registration, &[], hand).await?;
    let event = Event::Registration(RegistrationEvent::VisitRequested { registration: number.clone(), due });
    let event = logged(&event, "warga", now);
    tx.commit(event).await?;
    Ok(number)
}
