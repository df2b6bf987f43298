//! One case as its page shows it: both households side by side, members aligned as in the evidence,
//! each field with the evidence of that time.

use super::decide::standing;
use super::facts::{REVIEW, facts_now};
use super::lease::{Holder, Lease, Note, claim};
use super::queue::{Pace, pace_today};
use crate::App;
use crate::access::{Act, NikView, Officer};
use crate::account;
use crate::error::AppError;
use crate::view::{Around, MemberView, around};
use crate::weights::{chance, total_of};
use domain::area::{AreaCode, AreaTable};
use domain::household::{Household, Member, Place, head_of};
use domain::id::{HouseholdId, RegistrationNumber};
use domain::identification::review::{CaseFacts, Ground, Overruled, ReviewRefused, Standing, Verdict, overruled};
use domain::identification::{Agreement, BirthAgreement, Compared, Likeness, NikAgreement, Region, Spelling};
use domain::registration::Registration;
use std::collections::BTreeSet;
use store::Reader;
use store::identification::{CandidateRow, IdentificationRow, PairRow};
use store::review::{DecisionRow, ReviewCounts};
use store::view::Span;

/// A case and everything needed to decide it.
#[derive(Clone, Debug)]
pub struct CaseView {
    /// The registration.
    pub number: RegistrationNumber,
    /// Its area.
    pub around: Around,
    /// Day of registration.
    pub date: Option<String>,
    /// AKTIF or PASIF.
    pub kind: &'static str,
    /// Remark in the book.
    pub remark: Option<String>,
    /// How numbers of the registration are shown.
    pub nik_view: NikView,
    /// Category's word now.
    pub category: String,
    /// How far the case has come.
    pub standing: Standing,
    /// Version: how often reviewers have said something.
    pub version: i64,
    /// Why it is under review: codes and details.
    pub reasons: Vec<(String, String)>,
    /// Marks.
    pub flags: Vec<String>,
    /// Candidates, best first.
    pub candidates: Vec<CandidateTab>,
    /// The registration's side.
    pub left: Side,
    /// The shown candidate's side.
    pub right: Option<Side>,
    /// Persons, aligned one to one.
    pub people: Vec<PersonLine>,
    /// Fields of the household.
    pub fields: Vec<FieldLine>,
    /// Weights of the household as a whole: field, thousandths of a bit.
    pub weights: Vec<(String, i32)>,
    /// Sum of all weights of the shown candidate; `None` = it was not weighed.
    pub total: Option<i32>,
    /// What that makes of its odds, per mille.
    pub chance: Option<u16>,
    /// Version of the weights it was weighed with.
    pub weighed_by: Option<i64>,
    /// What `sama` would mean: `Some(true)` = LAMA_BERUBAH; `None` = not compared.
    pub changed: Option<bool>,
    /// Compared fields that differ.
    pub changed_fields: Vec<String>,
    /// Registrations the evidence names.
    pub related: Vec<Related>,
    /// Evidence that linking to the shown candidate would go against.
    pub against_same: Vec<Overruled>,
    /// Evidence that calling it new would go against.
    pub against_new: Vec<Overruled>,
    /// What reviewers said, oldest first.
    pub said: Vec<DecisionRow>,
    /// This officer's unsent note.
    pub note: Note,
    /// The lease, when this page has one.
    pub lease: Option<Lease>,
    /// The other officer who has it open.
    pub held_by: Option<String>,
    /// Whether this officer may decide it.
    pub may_decide: bool,
    /// Left and done in the area of the queue.
    pub counts: ReviewCounts,
    /// This officer's pace today.
    pub pace: Pace,
}

/// A candidate to switch to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CandidateTab {
    /// The household.
    pub household: String,
    /// Level of the evidence.
    pub level: String,
    /// Persons found in it.
    pub matched: usize,
    /// Another registration linked to it.
    pub claimed_by: Option<String>,
    /// How likely it is the same household by the weights, per mille; `None` = it was not weighed.
    pub chance: Option<u16>,
    /// Whether it is the one shown.
    pub shown: bool,
}

/// Where a household lives, as one side of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// Number or id.
    pub id: String,
    /// Desa by name.
    pub desa: String,
    /// How many persons.
    pub people: usize,
}

/// A pair of persons, or one alone.
#[derive(Clone, Debug)]
pub struct PersonLine {
    /// The registered person.
    pub left: Option<MemberView>,
    /// The register's person.
    pub right: Option<MemberView>,
    /// Level of the evidence, `M1` … `M4`; `None` for one alone.
    pub level: Option<String>,
    /// Whether the two share a NIK and nothing else.
    pub conflict: bool,
    /// What the rest of the household said for the pair.
    pub support: String,
    /// Whether the civil registry records the register's person as dead.
    pub dead: bool,
    /// Fields.
    pub fields: Vec<FieldLine>,
    /// Weights: field, thousandths of a bit.
    pub weights: Vec<(String, i32)>,
}

/// A field of both sides, with what the evidence said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldLine {
    /// Its code: `nama`, `nik`, `tgl_lahir` …
    pub field: &'static str,
    /// The registration's value; empty = not written.
    pub left: String,
    /// The register's value.
    pub right: String,
    /// How the two agree, in the evidence's own word; empty for somebody without a partner.
    pub why: &'static str,
    /// What that means: `sama`, `mirip`, `kosong`, `beda`; empty for somebody without a partner.
    pub means: &'static str,
}

/// A registration the evidence names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Its number.
    pub number: String,
    /// Its head, where this officer may read it.
    pub head_name: Option<String>,
    /// Its category now.
    pub category: String,
}

/// One case; `shown` chooses the candidate, `holder` takes the lease. `None` = no such case.
///
/// Reading numbers in full is logged under the registration and under the household.
pub async fn case(
    app: &App,
    officer: &Officer,
    number: &RegistrationNumber,
    shown: Option<&HouseholdId>,
    holder: Option<&Holder>,
) -> Result<Option<CaseView>, AppError> {
    let mut reader = app.store.read().await?;
    let Some((registration, _)) = reader.registration(number).await? else { return Ok(None) };
    officer.may(Act::SeeReview, registration.desa)?;
    let Some(row) = reader.identification(number.as_str()).await? else { return Ok(None) };
    let said = reader.review_decisions(number.as_str()).await?;
    if row.category != REVIEW && row.decided_by.is_none() && said.is_empty() {
        return Ok(None);
    }
    let areas = reader.areas().await?;
    let facts = facts_now(&mut reader, &row).await?;
    let candidate = pick(&row, shown, &said);
    let id = candidate.map(|c| HouseholdId::new(&c.household));
    let household = match &id {
        Some(id) => reader.household(id).await?,
        None => None,
    };
    let nik_view = officer.nik_view(registration.desa);
    let right_place = household.as_ref().and_then(|h| h.place.desa).or_else(|| areas.kabupaten());
    let right_view = right_place.map_or(NikView::Hidden, |place| officer.nik_view(place));
    let may_decide = officer.could(Act::DecideReview, registration.desa) && row.category == REVIEW;
    let mut view = CaseView {
        number: number.clone(),
        around: around(officer, Act::SeeReview, registration.desa, &areas),
        date: registration.date.map(|d| d.to_string()),
        kind: registration.kind.code(),
        remark: registration.note.clone(),
        nik_view,
        category: row.category.clone(),
        standing: standing(&row, &said),
        version: said.len() as i64,
        reasons: row.evidence.reasons.clone(),
        flags: row.flags.split('|').filter(|f| !f.is_empty()).map(str::to_owned).collect(),
        candidates: tabs(&row, &facts, id.as_ref()),
        left: Side {
            id: number.as_str().to_owned(),
            desa: name_of(&areas, &registration.place, Some(registration.desa)),
            people: registration.members.len(),
        },
        right: household.as_ref().map(|h| Side {
            id: h.id.as_str().to_owned(),
            desa: name_of(&areas, &h.place, None),
            people: h.members.len(),
        }),
        people: people(app, &registration, household.as_ref(), &row, candidate, (nik_view, right_view)),
        fields: fields(&registration, household.as_ref(), candidate, &areas, (nik_view, right_view)),
        weights: candidate.map(|c| weights(c, None)).unwrap_or_default(),
        total: candidate.and_then(total_of),
        chance: candidate.and_then(total_of).map(chance),
        weighed_by: row.evidence.weighed_by,
        changed: id.as_ref().and_then(|id| facts.candidates.iter().find(|c| c.household == *id)?.changed),
        changed_fields: candidate.and_then(|c| c.changed.clone()).unwrap_or_default(),
        related: related(&mut reader, officer, &facts).await?,
        against_same: Vec::new(),
        against_new: overruled(&facts, &Verdict::New),
        said,
        note: note(&mut reader, officer, number).await?,
        lease: None,
        held_by: None,
        may_decide,
        counts: reader.review_counts(&Span::of(&registration.desa), app.now_ms()).await?,
        pace: pace_today(app, &mut reader, officer).await?,
    };
    if let Some(household) = id.clone() {
        let changed = view.changed.unwrap_or(true);
        view.against_same = overruled(&facts, &Verdict::Same { household, changed });
    }
    drop(reader);
    if let (true, Some(holder)) = (may_decide, holder) {
        match claim(app, officer, number, holder).await {
            Ok(lease) => view.lease = Some(lease),
            Err(AppError::Review(ReviewRefused::Held { by })) => view.held_by = Some(by.as_str().to_owned()),
            Err(AppError::Review(ReviewRefused::NotUnderReview(_))) => view.may_decide = false,
            Err(other) => return Err(other),
        }
    }
    log(app, officer, &registration, household.as_ref(), (nik_view, right_view), right_place).await?;
    Ok(Some(view))
}

/// The candidate asked for, else the one a verdict named, else the one identification showed, else the first.
fn pick<'r>(row: &'r IdentificationRow, asked: Option<&HouseholdId>, said: &[DecisionRow]) -> Option<&'r CandidateRow> {
    let all = &row.evidence.candidates;
    let by = |id: &str| all.iter().find(|c| c.household == id);
    asked
        .and_then(|id| by(id.as_str()))
        .or_else(|| said.last().and_then(|d| by(d.household.as_deref()?)))
        .or_else(|| row.household.as_deref().and_then(by))
        .or_else(|| all.first())
}

fn tabs(row: &IdentificationRow, facts: &CaseFacts, shown: Option<&HouseholdId>) -> Vec<CandidateTab> {
    let tab = |(c, f): (&CandidateRow, &domain::identification::review::CandidateFacts)| CandidateTab {
        household: c.household.clone(),
        level: c.level.clone(),
        matched: c.members.len(),
        claimed_by: f.claimed_by.as_ref().map(|n| n.as_str().to_owned()),
        chance: total_of(c).map(chance),
        shown: shown.is_some_and(|s| s.as_str() == c.household),
    };
    let mut all: Vec<_> = row.evidence.candidates.iter().zip(&facts.candidates).collect();
    // the rules' best stays first; of the others the likelier comes next
    if let Some((_, others)) = all.split_first_mut() {
        others.sort_by_key(|(c, _)| std::cmp::Reverse(total_of(c)));
    }
    all.into_iter().map(tab).collect()
}

fn name_of(areas: &AreaTable, place: &Place, book: Option<AreaCode>) -> String {
    place.desa.or(book).map(|d| areas.name(&d)).unwrap_or_default()
}

fn weights(candidate: &CandidateRow, member: Option<u16>) -> Vec<(String, i32)> {
    candidate.weights.iter().filter(|(no, ..)| *no == member).map(|(_, f, w)| (f.clone(), *w)).collect()
}

/// Pairs in the order of the registration, then who is registered alone, then who is only in the register.
fn people(
    app: &App,
    registration: &Registration,
    household: Option<&Household>,
    row: &IdentificationRow,
    candidate: Option<&CandidateRow>,
    (left_view, right_view): (NikView, NikView),
) -> Vec<PersonLine> {
    let siak = |no: u16| row.evidence.siak.iter().find(|(n, _)| *n == no).map(|(_, code)| code.clone());
    let left = |m: &Member| {
        let mut view = MemberView::of(m, left_view, registration.date);
        view.siak = siak(m.no);
        view
    };
    let right = |m: &Member| MemberView::of(m, right_view, Some(app.today()));
    let theirs = |no: u16| household.and_then(|h| h.members.iter().find(|m| m.no == no));
    let mut lines = Vec::new();
    let mut placed: BTreeSet<u16> = BTreeSet::new();
    for member in &registration.members {
        let pair = candidate.and_then(|c| c.members.iter().find(|p| p.member_no == member.no));
        let conflict = candidate.and_then(|c| c.conflicts.iter().find(|p| p.member_no == member.no));
        let found = pair.or(conflict);
        let other = found.and_then(|p| theirs(p.register_no));
        placed.extend(other.map(|m| m.no));
        let (l, r) = (left(member), other.map(right));
        lines.push(PersonLine {
            fields: person_fields(Some(&l), r.as_ref(), found),
            level: found.map(|p| p.level.clone()),
            conflict: pair.is_none() && conflict.is_some(),
            support: found.map(|p| p.support.clone()).unwrap_or_default(),
            dead: false,
            weights: candidate.map(|c| weights(c, Some(member.no))).unwrap_or_default(),
            left: Some(l),
            right: r,
        });
    }
    lines.sort_by_key(|l| l.level.is_none());
    for member in household.iter().flat_map(|h| &h.members).filter(|m| !placed.contains(&m.no)) {
        let r = right(member);
        lines.push(PersonLine {
            fields: person_fields(None, Some(&r), None),
            level: None,
            conflict: false,
            support: String::new(),
            dead: candidate.is_some_and(|c| c.dead.contains(&member.no)),
            weights: Vec::new(),
            left: None,
            right: Some(r),
        });
    }
    lines
}

fn person_fields(left: Option<&MemberView>, right: Option<&MemberView>, pair: Option<&PairRow>) -> Vec<FieldLine> {
    let text = |m: Option<&MemberView>, of: &dyn Fn(&MemberView) -> String| m.map(of).unwrap_or_default();
    let coded = |code: Option<u8>| code.map(|c| c.to_string()).unwrap_or_default();
    let born = |m: &MemberView| match (&m.birth, m.age) {
        (Some(date), _) => date.clone(),
        (None, Some(age)) => format!("{age} th"),
        (None, None) => String::new(),
    };
    let mut lines = Vec::new();
    let mut line = |field, of: &dyn Fn(&MemberView) -> String, why: Option<Why>| {
        let (left, right) = (text(left, of), text(right, of));
        // evidence from before the word was kept: compare what is written
        let why = pair.map(|_| why.unwrap_or_else(|| Why::of(written(&left, &right))));
        lines.push(FieldLine {
            field,
            left,
            right,
            why: why.map_or("", |w| w.word),
            means: why.map_or("", |w| w.likeness.code()),
        });
    };
    line("nama", &|m| m.name.clone(), pair.and_then(|p| Why::read::<Spelling>(&p.spelling)));
    line("nik", &|m| m.nik.clone(), pair.and_then(|p| Why::read::<NikAgreement>(&p.nik)));
    line("tgl_lahir", &born, pair.and_then(|p| Why::read::<BirthAgreement>(&p.birth)));
    line("jk", &|m| coded(m.sex), pair.and_then(|p| Why::read::<Agreement>(&p.sex)));
    line("hubungan", &|m| coded(m.relation), pair.and_then(|p| Why::read::<Agreement>(&p.relation)));
    line("status_kawin", &|m| coded(m.marital), pair.and_then(|p| Why::read::<Agreement>(&p.marital)));
    lines
}

/// A kept comparison: its word, key of its text, and what it says.
#[derive(Clone, Copy)]
struct Why {
    word: &'static str,
    likeness: Likeness,
}

impl Why {
    fn of<C: Compared>(compared: C) -> Self {
        Self { word: compared.code(), likeness: compared.likeness() }
    }
    fn read<C: Compared>(word: &str) -> Option<Self> {
        C::from_code(word).map(Self::of)
    }
}

/// How two written values agree.
fn written(left: &str, right: &str) -> Agreement {
    let value = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Agreement::of(value(left), value(right))
}

fn fields(
    registration: &Registration,
    household: Option<&Household>,
    candidate: Option<&CandidateRow>,
    areas: &AreaTable,
    (left_view, right_view): (NikView, NikView),
) -> Vec<FieldLine> {
    let (Some(theirs), Some(c)) = (household, candidate) else { return Vec::new() };
    let below = |p: &Place| {
        let number = |n: Option<u16>| n.map_or_else(|| "–".to_owned(), |n| format!("{n:03}"));
        let hamlet = p.hamlet.clone().unwrap_or_default();
        let parts = [p.address.clone(), format!("RT {}/RW {}", number(p.rt), number(p.rw)), hamlet];
        parts.into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(", ")
    };
    let line = |field, left, right, why: Option<Why>| {
        let why = why.unwrap_or_else(|| Why::of(Agreement::Unknown));
        FieldLine { field, left, right, why: why.word, means: why.likeness.code() }
    };
    vec![
        line(
            "wilayah",
            name_of(areas, &registration.place, Some(registration.desa)),
            name_of(areas, &theirs.place, None),
            Why::read::<Region>(&c.region),
        ),
        line("alamat", below(&registration.place), below(&theirs.place), Why::read::<Agreement>(&c.address)),
        line(
            "no_kk",
            cards(&registration.members, left_view),
            cards(&theirs.members, right_view),
            Why::read::<Agreement>(&c.family_card),
        ),
    ]
}

fn cards(members: &[Member], view: NikView) -> String {
    let cards: BTreeSet<String> = members
        .iter()
        .filter_map(|m| m.no_kk)
        .map(|c| match view {
            NikView::Full => c.expose().to_owned(),
            NikView::Masked => c.masked(),
            NikView::Hidden => String::new(),
        })
        .filter(|t| !t.is_empty())
        .collect();
    cards.into_iter().collect::<Vec<_>>().join(", ")
}

async fn related(reader: &mut Reader, officer: &Officer, facts: &CaseFacts) -> Result<Vec<Related>, AppError> {
    let mut numbers = facts.related.clone();
    numbers.extend(facts.candidates.iter().filter_map(|c| c.claimed_by.clone()));
    let mut found = Vec::new();
    for number in numbers {
        let Some((other, _)) = reader.registration(&number).await? else { continue };
        let category = reader.identification(number.as_str()).await?.map(|i| i.category).unwrap_or_default();
        let head = head_of(&other.members).or_else(|| other.members.first()).map(|m| m.name.clone());
        found.push(Related {
            number: number.as_str().to_owned(),
            head_name: head.filter(|_| officer.could(Act::SeeRegistrations, other.desa)),
            category,
        });
    }
    Ok(found)
}

async fn note(reader: &mut Reader, officer: &Officer, number: &RegistrationNumber) -> Result<Note, AppError> {
    let kept = reader.review_note(number.as_str(), officer.id.as_str()).await?.unwrap_or_default();
    Ok(Note { ground: Ground::from_code(&kept.ground), words: kept.words })
}

async fn log(
    app: &App,
    officer: &Officer,
    registration: &Registration,
    household: Option<&Household>,
    (left, right): (NikView, NikView),
    right_place: Option<AreaCode>,
) -> Result<(), AppError> {
    let numbered = |members: &[Member]| members.iter().any(|m| m.nik.is_some() || m.no_kk.is_some());
    if left == NikView::Full && numbered(&registration.members) {
        let number = registration.number.as_str();
        account::log_reading(app, officer, Act::ReadFullNik, registration.desa, number).await?;
    }
    if let (NikView::Full, Some(h), Some(place)) = (right, household, right_place)
        && numbered(&h.members)
    {
        account::log_reading(app, officer, Act::ReadFullNik, place, h.id.as_str()).await?;
    }
    Ok(())
}
