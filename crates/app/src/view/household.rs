//! One household as its page shows it: place, members, and all that was decided about it.

use super::history::{Happened, history};
use super::{Around, Opens, around, opens_by};
use crate::App;
use crate::access::{Act, NikView, Officer};
use crate::account;
use crate::error::AppError;
use crate::register::Cause;
use domain::Date;
use domain::area::AreaCode;
use domain::household::{Household, Member};
use domain::id::HouseholdId;
use domain::questionnaire::Item;
use domain::register::HouseholdStatus;
use std::collections::{BTreeMap, BTreeSet};
use store::Reader;
use store::household::Standing;
use store::view::{
    HouseholdDecree, HouseholdMeeting, HouseholdProgramme, HouseholdQuestionnaire, HouseholdRanking,
    HouseholdRegistration,
};

/// One person as a page shows it.
#[derive(Clone, Debug)]
pub struct MemberView {
    /// Number in the household.
    pub no: u16,
    /// Name as written.
    pub name: String,
    /// NIK as this officer sees it; empty when hidden or missing.
    pub nik: String,
    /// No. KK as this officer sees it.
    pub no_kk: String,
    /// Code of the sex.
    pub sex: Option<u8>,
    /// Day of birth, ISO.
    pub birth: Option<String>,
    /// Age in years on the day of the record.
    pub age: Option<i16>,
    /// Code of the relation to the head.
    pub relation: Option<u8>,
    /// Code of the marital status.
    pub marital: Option<u8>,
    /// Registry answer, where one was given.
    pub siak: Option<String>,
}

impl MemberView {
    pub(crate) fn of(member: &Member, view: NikView, day: Option<Date>) -> Self {
        Self {
            no: member.no,
            name: member.name.clone(),
            nik: member.nik.map(|n| shown(view, n.expose(), &n.masked())).unwrap_or_default(),
            no_kk: member.no_kk.map(|n| shown(view, n.expose(), &n.masked())).unwrap_or_default(),
            sex: member.sex.map(domain::person::Sex::code),
            birth: member.birth.date().map(|d| d.to_string()),
            age: match member.birth {
                domain::person::Birth::Aged { years, .. } => Some(i16::from(years)),
                birth => day.and_then(|d| birth.age_on(d)),
            },
            relation: member.relation.map(domain::person::Relation::code),
            marital: member.marital.map(domain::person::MaritalStatus::code),
            siak: None,
        }
    }
}

fn shown(view: NikView, full: &str, masked: &str) -> String {
    match view {
        NikView::Full => full.to_owned(),
        NikView::Masked => masked.to_owned(),
        NikView::Hidden => String::new(),
    }
}

/// One household with all that is known of it.
#[derive(Clone, Debug)]
pub struct HouseholdView {
    /// Its id.
    pub id: HouseholdId,
    /// Where it lives.
    pub around: Around,
    /// Padukuhan.
    pub hamlet: Option<String>,
    /// RT and RW.
    pub rt: Option<u16>,
    /// RW.
    pub rw: Option<u16>,
    /// Street and number.
    pub address: String,
    /// Stated members.
    pub member_count: Option<u16>,
    /// Stated families.
    pub family_count: Option<u8>,
    /// File and row it came from. R1.
    pub origin: (String, u32),
    /// How numbers are shown to this officer.
    pub nik_view: NikView,
    /// Members.
    pub members: Vec<MemberView>,
    /// Label and raw code of each household answer; empty without the right to sensitive answers.
    pub answers: Vec<(&'static str, i32)>,
    /// Registrations matched with it.
    pub registrations: Vec<HouseholdRegistration>,
    /// Reasons of identification: registration, code, detail.
    pub reasons: Vec<(String, String, String)>,
    /// What meetings said.
    pub meetings: Vec<HouseholdMeeting>,
    /// Questionnaires.
    pub questionnaires: Vec<HouseholdQuestionnaire>,
    /// Places, when this officer may see them.
    pub ranking: Option<Vec<HouseholdRanking>>,
    /// Programmes, when this officer may see them.
    pub programmes: Option<Vec<HouseholdProgramme>>,
    /// Decrees that name it.
    pub decrees: Vec<HouseholdDecree>,
    /// What happened, oldest first.
    pub history: Vec<Happened>,
    /// How it stands in the register.
    pub status: HouseholdStatus,
    /// What acts made of it in the register, newest first. Design D15.
    pub standings: Vec<StandingView>,
    /// Which registrations and other households named here this officer may open.
    pub opens: Opens,
}

/// What one act made of a household in the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingView {
    /// Version of the register.
    pub version: u32,
    /// Day of the act, ISO; `None` = before versions were counted.
    pub day: Option<String>,
    /// How the household stood afterwards.
    pub status: HouseholdStatus,
    /// What was done: a word of [`domain::register::Action`]; empty = read from a file.
    pub action: String,
    /// What kind of act it was: `BDT`, `SIAK`, `SK`, `URUNG`.
    pub kind: String,
    /// The decree, extract or import.
    pub cause: String,
    /// The household that stays in its place.
    pub became: Option<HouseholdId>,
}

/// One household. Reading numbers in full is logged under its id. Domain §9.2.
pub async fn household(app: &App, officer: &Officer, id: &HouseholdId) -> Result<Option<HouseholdView>, AppError> {
    let mut reader = app.store.read().await?;
    let Some(household) = reader.household(id).await? else { return Ok(None) };
    let areas = reader.areas().await?;
    let Some(place) = household.place.desa.or_else(|| areas.kabupaten()) else { return Ok(None) };
    officer.may(Act::SeeHouseholds, place)?;
    let nik_view = officer.nik_view(place);
    let key = id.as_str();
    let registrations = reader.view_household_registrations(key).await?;
    let mut reasons = Vec::new();
    for found in reader.identifications_of_household(key).await? {
        for (code, detail) in found.evidence.reasons {
            reasons.push((found.registration.clone(), code, detail));
        }
    }
    let cases: BTreeSet<String> = reader.cases_of_household(key).await?.into_iter().map(|c| c.id).collect();
    let history = history(&mut reader, key, &cases).await?;
    let day = Some(app.today());
    // housing and assets are personal finance: the stricter class of domain §9.1
    let sees_sensitive = officer.could(Act::ReadSensitive, place);
    let view = HouseholdView {
        id: id.clone(),
        around: around(officer, Act::SeeHouseholds, place, &areas),
        hamlet: household.place.hamlet.clone(),
        rt: household.place.rt,
        rw: household.place.rw,
        address: household.place.address.clone(),
        member_count: household.member_count,
        family_count: household.family_count,
        origin: (household.origin.file.clone(), household.origin.row),
        nik_view,
        members: household.members.iter().map(|m| MemberView::of(m, nik_view, day)).collect(),
        answers: if sees_sensitive { answers(&household) } else { Vec::new() },
        registrations,
        reasons,
        meetings: meetings(officer, place, reader.view_household_meetings(key).await?),
        questionnaires: reader.view_household_questionnaires(key).await?,
        ranking: permitted(officer, Act::SeeRanking, place).then_some(reader.view_household_ranking(key).await?),
        programmes: permitted(officer, Act::SeeProgrammes, place)
            .then_some(reader.view_household_programmes(key).await?),
        decrees: reader.view_household_decrees(key).await?,
        history,
        status: HouseholdStatus::Present,
        standings: Vec::new(),
        opens: Opens::default(),
    };
    let mut view = with_standings(&mut reader, view).await?;
    let others: Vec<&str> = view.standings.iter().filter_map(|s| s.became.as_ref()).map(HouseholdId::as_str).collect();
    let numbers: Vec<&str> = view.registrations.iter().map(|r| r.number.as_str()).collect();
    view.opens = opens_by(&mut reader, officer, &areas, &others, &numbers).await?;
    drop(reader);
    if nik_view == NikView::Full && household.members.iter().any(|m| m.nik.is_some() || m.no_kk.is_some()) {
        account::log_reading(app, officer, Act::ReadFullNik, place, key).await?;
    }
    if !view.answers.is_empty() {
        account::log_reading(app, officer, Act::ReadSensitive, place, key).await?;
    }
    Ok(Some(view))
}

/// Every standing of the household with the day of the act that brought it.
async fn with_standings(reader: &mut Reader, view: HouseholdView) -> Result<HouseholdView, AppError> {
    let acts: BTreeMap<u32, (String, String)> =
        reader.register_versions().await?.into_iter().map(|v| (v.version, (v.day, v.kind))).collect();
    let mut all: Vec<Standing> = reader.household_past(&view.id).await?.into_iter().map(|(_, s)| s).collect();
    all.extend(reader.standing(&view.id).await?);
    let status = all.last().map_or(HouseholdStatus::Present, |s| s.status);
    let standings = all.into_iter().rev().map(|s| StandingView {
        version: s.version,
        day: acts.get(&s.version).map(|(day, _)| day.clone()),
        // before versions were counted only BDT had filled the register
        kind: acts.get(&s.version).map_or_else(|| Cause::Bdt.code().to_owned(), |(_, kind)| kind.clone()),
        status: s.status,
        action: s.action,
        cause: s.cause,
        became: s.became,
    });
    Ok(HouseholdView { status, standings: standings.collect(), ..view })
}

fn answers(household: &Household) -> Vec<(&'static str, i32)> {
    let items = household.answers.iter().filter(|(item, _)| *item != Item::Percentile);
    items.map(|(item, code)| (item.label(), code)).collect()
}

/// That a meeting spoke of it, for who sees meetings; what it said, for who reads the minutes. Domain §1.3.
fn meetings(officer: &Officer, place: AreaCode, mut all: Vec<HouseholdMeeting>) -> Vec<HouseholdMeeting> {
    // before it moved, a meeting of another desa may have spoken of it
    let at = |m: &HouseholdMeeting| m.desa.as_deref().and_then(|d| AreaCode::parse(d).ok()).unwrap_or(place);
    all.retain(|m| officer.could(Act::SeeMeetings, at(m)));
    if officer.could(Act::ReadMinutes, place) {
        return all;
    }
    if !officer.could(Act::SeeMeetings, place) {
        return Vec::new();
    }
    all.into_iter()
        .filter(|m| m.form == "FKP.01")
        .map(|m| HouseholdMeeting { code: None, outcome: None, ..m })
        .collect()
}

fn permitted(officer: &Officer, act: Act, place: AreaCode) -> bool {
    officer.could(act, place)
}
