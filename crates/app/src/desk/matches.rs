//! Households that may be registered already: shown to the officer while typing, never decided here.
//!
//! The kernel of the batch finds them ([`crate::matching`]): households of the register and earlier
//! registrations, with what agrees and what differs. Where it finds nobody of the head's name, heads in the
//! desa with a similar name are shown: nothing to compare is typed yet, or the date of birth is another one.

use super::{Act, App, AppError, AreaCode, Household, Officer, Registration, RegistrationNumber, form};
use crate::identification::row_of;
use crate::matching::{Reach, Round, identify, known};
use domain::codes;
use domain::household::{Member, head_of};
use domain::id::HouseholdId;
use domain::identification::{
    Agreement, BirthAgreement, Candidate, ChangedField, HouseholdLevel, PerMille, PersonEvidence,
};
use domain::person::Birth;
use linkage::compare::{WordFrequency, births, names};
use linkage::normalise::Name;
use store::Reader;
use store::registration::head_for_lists;

codes! {
    /// What agrees between what is typed and what is shown.
    pub enum Agrees {
        /// The NIK, as written or as the civil registry has it.
        Nik = "nik",
        /// The No. KK.
        NoKk = "no_kk",
        /// The name.
        Name = "same-name",
        /// Date of birth, or age.
        Birth = "birth",
        /// Mother's name.
        Mother = "mother",
        /// Address.
        Address = "address",
        /// The head's name is similar; nothing else is known yet.
        SimilarName = "name",
    }
}

/// A possible match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// `household` or `registration`.
    pub what: &'static str,
    /// Its id or number.
    pub id: String,
    /// Head, unless a child.
    pub head_name: Option<String>,
    /// Padukuhan.
    pub hamlet: Option<String>,
    /// How strong the evidence is (`PASTI` …); empty for a registration or a mere name.
    pub level: &'static str,
    /// What agrees, strongest first.
    pub agrees: Vec<Agrees>,
    /// Compared fields that differ.
    pub differs: Vec<ChangedField>,
    /// Whether a typed NIK belongs to somebody else there: name and birth both differ.
    pub conflict: bool,
}

/// What identification says of a registration that was filed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Category, TELAAH, GANDA …
    pub category: String,
    /// Household of the register.
    pub household: Option<String>,
    /// Earlier registration of the same household.
    pub merged_with: Option<String>,
    /// Reason code and particulars.
    pub reasons: Vec<(String, String)>,
    /// Whether it is written down already, or only what the kernel says now.
    pub stored: bool,
}

const SHOWN_MAX: usize = 6;

/// Makes ready for look-ups: connections open, statements prepared, statistics and areas read. Called
/// before the first page is served, so that nobody waits for it.
pub async fn warm(app: &App) -> Result<(), AppError> {
    app.store.warm().await?;
    known(app, &mut app.store.look_up().await?).await?;
    Ok(())
}

/// Possible matches for what is typed so far, strongest first.
pub async fn matches(app: &App, officer: &Officer, desa: AreaCode, form: &Household) -> Result<Vec<Match>, AppError> {
    if !officer.could(Act::RegisterActive, desa) {
        officer.may(Act::RegisterPassive, desa)?;
    }
    let typed = form::typed(form, desa, app.today());
    let mut reader = app.store.look_up().await?;
    let comparable = |m: &domain::household::Member| m.nik.is_some() || m.no_kk.is_some() || m.birth.date().is_some();
    let mut shown = Vec::new();
    if typed.members.iter().any(comparable) {
        let round = identify(app, &mut reader, std::slice::from_ref(&typed), Reach::Nearest).await?;
        shown = found(&round, &typed);
    }
    let told = |m: &Match| m.agrees.iter().any(|a| matches!(a, Agrees::Name | Agrees::Nik));
    let head = typed.members.first().filter(|m| m.name.len() >= 3);
    if let Some(head) = head.filter(|m| !comparable(m) || !shown.iter().any(told)) {
        let known = known(app, &mut reader).await?;
        for row in namesakes(&mut reader, desa, head, known.statistics.frequency()).await? {
            if !shown.iter().any(|m| m.what == row.what && m.id == row.id) {
                shown.push(row);
            }
        }
    }
    shown.truncate(SHOWN_MAX);
    Ok(shown)
}

/// Households and registrations of the desa whose head has a similar name. Where a date of birth is typed only
/// nearly equal names are shown, with whether the dates differ.
async fn namesakes(
    reader: &mut Reader,
    desa: AreaCode,
    head: &Member,
    frequency: &WordFrequency,
) -> Result<Vec<Match>, AppError> {
    let name = Name::read(&head.name);
    let enough = if head.birth == Birth::Unknown { PerMille::NAME_CONFIRMS } else { PerMille::NAME_ALONE };
    // names are not spelt alike: the whole name first, then the first sound of its longest word
    let sound: String = head.name.split_whitespace().max_by_key(|w| w.len()).unwrap_or("").chars().take(3).collect();
    let mut rows = reader.view_match_names(&desa, &head.name).await?;
    rows.extend(reader.view_match_names(&desa, &sound).await?);
    let mut shown: Vec<Match> = Vec::new();
    for row in rows {
        let other = Name::read(row.head_name.as_deref().unwrap_or(""));
        let what = if row.what == "household" { "household" } else { "registration" };
        let alike = names(&name, &other, frequency).similarity >= enough;
        if !alike || shown.len() == SHOWN_MAX || shown.iter().any(|m| m.what == what && m.id == row.id) {
            continue;
        }
        let born = match what {
            "household" => {
                let household = reader.household(&HouseholdId::new(row.id.clone())).await?;
                household.and_then(|h| Some(h.head()?.birth))
            }
            _ => {
                let registration = reader.registration(&RegistrationNumber::new(row.id.clone())).await?;
                registration.and_then(|(r, _)| Some(head_of(&r.members)?.birth))
            }
        };
        let birth = births(head.birth, born.unwrap_or(Birth::Unknown));
        let differs = matches!(birth, BirthAgreement::Differs | BirthAgreement::AgeDiffers);
        let fits = birth.is_equal() || birth == BirthAgreement::AgeFits;
        shown.push(Match {
            what,
            id: row.id,
            head_name: row.head_name,
            hamlet: row.hamlet,
            level: "",
            agrees: [Some(Agrees::SimilarName), fits.then_some(Agrees::Birth)].into_iter().flatten().collect(),
            differs: if differs { vec![ChangedField::BirthDate] } else { Vec::new() },
            conflict: false,
        });
    }
    Ok(shown)
}

/// Registrations of the round first: they are why this one may be too much.
fn found(round: &Round, typed: &Registration) -> Vec<Match> {
    let Some(row) = round.rows.first() else { return Vec::new() };
    let mut shown: Vec<Match> = round.registrations[1..].iter().filter_map(|r| beside(typed, r)).collect();
    for candidate in &row.identified.candidates {
        let card = round.cards.get(candidate.household.as_str()).cloned().unwrap_or_default();
        shown.push(Match {
            what: "household",
            id: candidate.household.as_str().to_owned(),
            head_name: card.head_name,
            hamlet: card.hamlet,
            level: if candidate.level() == HouseholdLevel::None { "" } else { candidate.level().code() },
            agrees: agrees(candidate),
            // a form half filled in lacks members; that says nothing yet
            differs: candidate.changed().into_iter().filter(|f| *f != ChangedField::Members).collect(),
            conflict: !candidate.conflicts.is_empty(),
        });
    }
    shown
}

fn agrees(candidate: &Candidate) -> Vec<Agrees> {
    let any = |is: fn(&PersonEvidence) -> bool| candidate.members.iter().any(is);
    let kinds = [
        (Agrees::Nik, any(|m| m.nik.is_same())),
        (Agrees::NoKk, candidate.family_card == Agreement::Same),
        (Agrees::Name, any(|m| m.name.similarity >= PerMille::NAME_CONFIRMS)),
        (Agrees::Birth, any(|m| m.birth.is_equal() || m.birth == BirthAgreement::AgeFits)),
        (Agrees::Mother, any(|m| m.mother == Agreement::Same)),
        (Agrees::Address, candidate.address == Agreement::Same),
    ];
    kinds.into_iter().filter(|(_, yes)| *yes).map(|(kind, _)| kind).collect()
}

/// What is typed beside an earlier registration; `None` when no person is the same.
fn beside(typed: &Registration, other: &Registration) -> Option<Match> {
    let frequency = linkage::compare::WordFrequency::default();
    let mut agrees = Vec::new();
    for a in &typed.members {
        for b in &other.members {
            let name = names(&Name::read(&a.name), &Name::read(&b.name), &frequency).similarity;
            let named = name >= PerMille::NAME_CONFIRMS;
            let born = births(a.birth, b.birth).is_equal();
            let nik = a.nik.is_some() && a.nik == b.nik;
            let card = a.no_kk.is_some() && a.no_kk == b.no_kk;
            if nik || card || named && born {
                let kinds = [(Agrees::Nik, nik), (Agrees::NoKk, card), (Agrees::Name, named), (Agrees::Birth, born)];
                agrees.extend(kinds.into_iter().filter(|(_, yes)| *yes).map(|(kind, _)| kind));
            }
        }
    }
    agrees.sort();
    agrees.dedup();
    (!agrees.is_empty()).then(|| Match {
        what: "registration",
        id: other.number.as_str().to_owned(),
        head_name: head_for_lists(other),
        hamlet: other.place.hamlet.clone(),
        level: "",
        agrees,
        differs: Vec::new(),
        conflict: false,
    })
}

/// What identification says of a registration filed at the desk: as written down, or, before the
/// round is identified, as the kernel finds it now.
pub async fn shown(app: &App, officer: &Officer, number: &RegistrationNumber) -> Result<Option<Shown>, AppError> {
    let mut reader = app.store.look_up().await?;
    let Some((registration, filing)) = reader.registration(number).await? else { return Ok(None) };
    if !officer.could(Act::RegisterActive, registration.desa) && !officer.could(Act::RegisterPassive, registration.desa)
    {
        officer.may(Act::SeeRegistrations, registration.desa)?;
    }
    if filing.is_draft {
        return Ok(None);
    }
    let written = reader.identification(number.as_str()).await?;
    let stored = written.is_some();
    let row = match written {
        Some(row) => row,
        None => {
            let round = identify(app, &mut reader, std::slice::from_ref(&registration), Reach::All).await?;
            let Some(row) = round.rows.first() else { return Ok(None) };
            row_of(number, &row.identified, round.weighed_by())
        }
    };
    Ok(Some(Shown {
        category: row.category,
        household: row.household,
        merged_with: row.merged_with,
        reasons: row.evidence.reasons,
        stored,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::person::{Birth, Sex};

    #[test]
    fn an_earlier_registration_is_shown_for_one_and_the_same_person_only() {
        let desa = AreaCode::parse("3403012001").unwrap();
        let widow = testkit::adult(1, "SARTINEM", Sex::Female, 1950, 9001);
        let mut earlier = testkit::registration("R-1", desa, vec![widow.clone()]);
        let typed = testkit::registration("", desa, vec![widow]);
        let shown = beside(&typed, &earlier).unwrap();
        assert!(shown.agrees.contains(&Agrees::Nik) && shown.agrees.contains(&Agrees::Name));
        earlier.members[0].nik = None;
        earlier.members[0].no_kk = None;
        earlier.members[0].birth = Birth::Unknown;
        assert_eq!(beside(&typed, &earlier), None);
    }
}
