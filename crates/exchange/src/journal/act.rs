//! Each kind of act in its JSON form.

use super::WireClock;
use domain::Date;
use domain::deliberation::Finding;
use domain::deliberation::fkp01::{Column, Living, NoteChange};
use domain::deliberation::fkp02::{HeadBy, MemberAnswer, Membership, StrikeRemedy};
use domain::deliberation::journal::{Act, Amendment, EntryId, Field, Group, ProposalField, ProposedHousehold};
use domain::deliberation::minutes::SignerRole;
use domain::household::{Stay, StayFacts};
use domain::id::{AccountId, HouseholdId};
use serde::{Deserialize, Serialize};

/// Maximum length of a text in characters.
pub const TEXT_MAX: usize = 1000;
/// Maximum members, rows or proposals in a list.
pub const LIST_MAX: usize = 500;

/// Why something is not a valid entry. It names places, never values.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WireRefused {
    /// The entry has the wrong structure.
    #[error("this is no entry of a journal: {what}")]
    Shape {
        /// What is wrong, by place.
        what: String,
    },
    /// A word that is not on its list.
    #[error("`{field}` holds a word that is not on its list, or none")]
    Word {
        /// The field.
        field: &'static str,
    },
    /// Too long.
    #[error("`{field}` is too long")]
    Long {
        /// The field.
        field: &'static str,
    },
}

impl WireRefused {
    /// The stable code of the refusal.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Shape { .. } => "CATATAN_RUSAK",
            Self::Word { .. } => "CATATAN_KATA_SALAH",
            Self::Long { .. } => "CATATAN_TERLALU_PANJANG",
        }
    }

    /// Category and place of the error; serde's own sentence may quote what was sent.
    pub(super) fn shape(error: &serde_json::Error) -> Self {
        let text = error.to_string();
        let safe = ["missing field", "unknown field"].iter().find(|p| text.starts_with(*p));
        let what = match safe {
            Some(_) if text.len() < 80 => text.split(',').next().unwrap_or_default().to_owned(),
            _ => "a field is missing, unknown or of another type".to_owned(),
        };
        Self::Shape { what }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WireLiving {
    head: bool,
    members: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WireMembership {
    #[serde(default)]
    head: Option<String>,
    #[serde(default)]
    people: Vec<WireAnswer>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireAnswer {
    name: String,
    alive: bool,
    stay: WireStay,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum WireStay {
    Usual { shares_kitchen: bool, months_away: u16 },
    Newborn,
    Guest { months_here: u16, months_since_left_home: Option<u16>, intends_to_settle: bool },
    DomesticWorker { lives_in: bool, eats_with: bool },
    HeadAwayForWork { months_between_visits: u16 },
    ChildElsewhere,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum WireValue {
    Text(String),
    Names(Vec<String>),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum WireAct {
    Attend {
        group: String,
        count: u16,
    },
    Held {
        on: String,
    },
    Circle {
        row: String,
        code: Option<u8>,
        living: Option<WireLiving>,
    },
    Explain {
        row: String,
        text: String,
    },
    Write {
        row: String,
        column: u8,
        text: String,
    },
    Note {
        row: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
        column: u8,
        change: String,
        text: String,
    },
    Pencil {
        row: String,
        column: u8,
        text: String,
    },
    KeepPencil {
        row: String,
        column: u8,
    },
    Check {
        row: String,
    },
    Kin {
        officer: String,
        row: String,
    },
    Propose {
        head_name: String,
        members: Vec<String>,
        address: String,
        #[serde(default)]
        membership: WireMembership,
    },
    Amend {
        proposal: String,
        field: String,
        value: WireValue,
    },
    Withdraw {
        proposal: String,
        reason: String,
    },
    Order {
        proposals: Vec<String>,
    },
    Poorer {
        proposal: String,
        yes: bool,
    },
    Reread {
        rows: Vec<String>,
    },
    NoneFound {},
    Strike {
        proposal: String,
        remedy: String,
        reason: String,
    },
    Enumerator {
        name: String,
        hamlet: String,
        trained_on: Option<String>,
    },
    DropEnumerator {
        name: String,
    },
    Sign {
        role: String,
        name: String,
        covers: WireClock,
    },
    Close {
        covers: WireClock,
    },
    Settle {
        field: String,
        entry: String,
    },
}

impl WireAct {
    pub(super) fn parse(self) -> Result<Act, WireRefused> {
        Ok(match self {
            Self::Attend { group, count } => Act::Attend { group: word("group", Group::from_code(&group))?, count },
            Self::Held { on } => Act::Held { on: day("on", &on)? },
            Self::Circle { row, code, living } => Act::Circle {
                row: row_no(&row)?,
                code: code.map(|code| word("code", Finding::from_code(code))).transpose()?,
                living: living.map(|l| Living { head: l.head, members: l.members as usize }),
            },
            Self::Explain { row, text: t } => Act::Explain { row: row_no(&row)?, text: text("text", t)? },
            Self::Write { row, column: c, text: t } => {
                Act::Write { row: row_no(&row)?, column: column(c)?, text: text("text", t)? }
            }
            Self::Note { row, note, column: c, change, text: t } => Act::Note {
                row: row_no(&row)?,
                note: note.map(|id| entry_id("note", &id)).transpose()?,
                column: column(c)?,
                change: word("change", NoteChange::from_code(&change))?,
                text: text("text", t)?,
            },
            Self::Pencil { row, column: c, text: t } => {
                Act::Pencil { row: row_no(&row)?, column: column(c)?, text: text("text", t)? }
            }
            Self::KeepPencil { row, column: c } => Act::KeepPencil { row: row_no(&row)?, column: column(c)? },
            Self::Check { row } => Act::Check { row: row_no(&row)? },
            Self::Kin { officer, row } => {
                Act::Kin { officer: AccountId::new(named("officer", &officer)?), row: row_no(&row)? }
            }
            Self::Propose { head_name, members, address, membership } => Act::Propose(ProposedHousehold {
                head_name: text("head_name", head_name)?,
                members: texts("members", members)?,
                address: text("address", address)?,
                membership: membership.parse()?,
            }),
            Self::Amend { proposal, field, value } => {
                let field = word("field", ProposalField::from_code(&field))?;
                let value = match (field, value) {
                    (ProposalField::Members, WireValue::Names(names)) => Amendment::Members(texts("value", names)?),
                    (ProposalField::HeadName | ProposalField::Address | ProposalField::Remark, WireValue::Text(t)) => {
                        Amendment::Text(field, text("value", t)?)
                    }
                    _ => return Err(WireRefused::Word { field: "value" }),
                };
                Act::Amend { proposal: entry_id("proposal", &proposal)?, value }
            }
            Self::Withdraw { proposal, reason } => {
                Act::Withdraw { proposal: entry_id("proposal", &proposal)?, reason: text("reason", reason)? }
            }
            Self::Order { proposals } => {
                Act::Order { proposals: list("proposals", &proposals, |p| entry_id("proposals", p))? }
            }
            Self::Poorer { proposal, yes } => Act::Poorer { proposal: entry_id("proposal", &proposal)?, yes },
            Self::Reread { rows } => Act::Reread { rows: list("rows", &rows, |r| row_no(r))? },
            Self::NoneFound {} => Act::NoneFound,
            Self::Strike { proposal, remedy, reason } => Act::Strike {
                proposal: entry_id("proposal", &proposal)?,
                remedy: match remedy.as_str() {
                    "a" => StrikeRemedy::BestOff,
                    "c" => StrikeRemedy::FitToQuota,
                    _ => return Err(WireRefused::Word { field: "remedy" }),
                },
                reason: text("reason", reason)?,
            },
            Self::Enumerator { name, hamlet, trained_on } => Act::Enumerator {
                name: text("name", name)?,
                hamlet: text("hamlet", hamlet)?,
                trained_on: trained_on.map(|on| day("trained_on", &on)).transpose()?,
            },
            Self::DropEnumerator { name } => Act::DropEnumerator { name: text("name", name)? },
            Self::Sign { role, name, covers } => Act::Sign {
                role: word("role", SignerRole::from_code(&role))?,
                name: text("name", name)?,
                covers: super::clock(&covers)?,
            },
            Self::Close { covers } => Act::Close { covers: super::clock(&covers)? },
            Self::Settle { field, entry } => Act::Settle {
                field: word("field", Field::parse(&text("field", field)?))?,
                entry: entry_id("entry", &entry)?,
            },
        })
    }

    pub(super) fn of(act: &Act) -> Self {
        let id = ToString::to_string;
        match act {
            Act::Attend { group, count } => Self::Attend { group: group.code().to_owned(), count: *count },
            Act::Held { on } => Self::Held { on: on.to_string() },
            Act::Circle { row, code, living } => Self::Circle {
                row: row.to_string(),
                code: code.map(Finding::code),
                living: living
                    .map(|l| WireLiving { head: l.head, members: u32::try_from(l.members).unwrap_or(u32::MAX) }),
            },
            Act::Explain { row, text } => Self::Explain { row: row.to_string(), text: text.clone() },
            Act::Write { row, column, text } => {
                Self::Write { row: row.to_string(), column: column.number(), text: text.clone() }
            }
            Act::Note { row, note, column, change, text } => Self::Note {
                row: row.to_string(),
                note: note.as_ref().map(id),
                column: column.number(),
                change: change.code().to_owned(),
                text: text.clone(),
            },
            Act::Pencil { row, column, text } => {
                Self::Pencil { row: row.to_string(), column: column.number(), text: text.clone() }
            }
            Act::KeepPencil { row, column } => Self::KeepPencil { row: row.to_string(), column: column.number() },
            Act::Check { row } => Self::Check { row: row.to_string() },
            Act::Kin { officer, row } => Self::Kin { officer: officer.to_string(), row: row.to_string() },
            Act::Propose(household) => Self::Propose {
                head_name: household.head_name.clone(),
                members: household.members.clone(),
                address: household.address.clone(),
                membership: WireMembership::of(&household.membership),
            },
            Act::Amend { proposal, value } => {
                let (field, value) = match value {
                    Amendment::Text(field, text) => (*field, WireValue::Text(text.clone())),
                    Amendment::Members(names) => (ProposalField::Members, WireValue::Names(names.clone())),
                };
                Self::Amend { proposal: proposal.to_string(), field: field.code().to_owned(), value }
            }
            Act::Withdraw { proposal, reason } => {
                Self::Withdraw { proposal: proposal.to_string(), reason: reason.clone() }
            }
            Act::Order { proposals } => Self::Order { proposals: proposals.iter().map(id).collect() },
            Act::Poorer { proposal, yes } => Self::Poorer { proposal: proposal.to_string(), yes: *yes },
            Act::Reread { rows } => Self::Reread { rows: rows.iter().map(ToString::to_string).collect() },
            Act::NoneFound => Self::NoneFound {},
            Act::Strike { proposal, remedy, reason } => Self::Strike {
                proposal: proposal.to_string(),
                remedy: match remedy {
                    StrikeRemedy::BestOff => "a",
                    StrikeRemedy::FitToQuota => "c",
                }
                .to_owned(),
                reason: reason.clone(),
            },
            Act::Enumerator { name, hamlet, trained_on } => Self::Enumerator {
                name: name.clone(),
                hamlet: hamlet.clone(),
                trained_on: trained_on.map(|day| day.to_string()),
            },
            Act::DropEnumerator { name } => Self::DropEnumerator { name: name.clone() },
            Act::Sign { role, name, covers } => {
                Self::Sign { role: role.code().to_owned(), name: name.clone(), covers: super::clock_map(covers) }
            }
            Act::Close { covers } => Self::Close { covers: super::clock_map(covers) },
            Act::Settle { field, entry } => Self::Settle { field: field.to_string(), entry: entry.to_string() },
        }
    }
}

impl WireMembership {
    fn parse(self) -> Result<Membership, WireRefused> {
        let head = match self.head.as_deref() {
            None => None,
            Some("responsible") => Some(HeadBy::Responsible),
            Some("regarded") => Some(HeadBy::Regarded),
            Some(_) => return Err(WireRefused::Word { field: "membership.head" }),
        };
        let people = list("membership.people", &self.people, |p| {
            let stay = p.stay.clone().into();
            let name = text("membership.people.name", p.name.trim().to_owned())?;
            Ok(MemberAnswer { name, facts: StayFacts { alive: p.alive, stay } })
        })?;
        Ok(Membership { head, people })
    }

    fn of(membership: &Membership) -> Self {
        let head = membership.head.map(|head| match head {
            HeadBy::Responsible => "responsible".to_owned(),
            HeadBy::Regarded => "regarded".to_owned(),
        });
        let answer =
            |p: &MemberAnswer| WireAnswer { name: p.name.clone(), alive: p.facts.alive, stay: p.facts.stay.into() };
        Self { head, people: membership.people.iter().map(answer).collect() }
    }
}

impl From<WireStay> for Stay {
    fn from(stay: WireStay) -> Self {
        match stay {
            WireStay::Usual { shares_kitchen, months_away } => Self::Usual { shares_kitchen, months_away },
            WireStay::Newborn => Self::Newborn,
            WireStay::Guest { months_here, months_since_left_home, intends_to_settle } => {
                Self::Guest { months_here, months_since_left_home, intends_to_settle }
            }
            WireStay::DomesticWorker { lives_in, eats_with } => Self::DomesticWorker { lives_in, eats_with },
            WireStay::HeadAwayForWork { months_between_visits } => Self::HeadAwayForWork { months_between_visits },
            WireStay::ChildElsewhere => Self::ChildElsewhere,
        }
    }
}

impl From<Stay> for WireStay {
    fn from(stay: Stay) -> Self {
        match stay {
            Stay::Usual { shares_kitchen, months_away } => Self::Usual { shares_kitchen, months_away },
            Stay::Newborn => Self::Newborn,
            Stay::Guest { months_here, months_since_left_home, intends_to_settle } => {
                Self::Guest { months_here, months_since_left_home, intends_to_settle }
            }
            Stay::DomesticWorker { lives_in, eats_with } => Self::DomesticWorker { lives_in, eats_with },
            Stay::HeadAwayForWork { months_between_visits } => Self::HeadAwayForWork { months_between_visits },
            Stay::ChildElsewhere => Self::ChildElsewhere,
        }
    }
}

fn word<T>(field: &'static str, found: Option<T>) -> Result<T, WireRefused> {
    found.ok_or(WireRefused::Word { field })
}

fn text(field: &'static str, text: String) -> Result<String, WireRefused> {
    if text.chars().count() > TEXT_MAX { Err(WireRefused::Long { field }) } else { Ok(text) }
}

fn texts(field: &'static str, all: Vec<String>) -> Result<Vec<String>, WireRefused> {
    if all.len() > LIST_MAX {
        return Err(WireRefused::Long { field });
    }
    all.into_iter().map(|t| text(field, t)).collect()
}

fn list<T, U>(
    field: &'static str,
    all: &[T],
    each: impl Fn(&T) -> Result<U, WireRefused>,
) -> Result<Vec<U>, WireRefused> {
    if all.len() > LIST_MAX { Err(WireRefused::Long { field }) } else { all.iter().map(each).collect() }
}

/// A name that must be there, such as an account or a number of a row.
pub(super) fn named<'a>(field: &'static str, text: &'a str) -> Result<&'a str, WireRefused> {
    match text.trim() {
        "" => Err(WireRefused::Word { field }),
        name if name.chars().count() > 100 => Err(WireRefused::Long { field }),
        name => Ok(name),
    }
}

fn row_no(no: &str) -> Result<HouseholdId, WireRefused> {
    named("row", no).map(HouseholdId::new)
}

/// A day as devices write it: `2016-11-05` and nothing else, so that both sides hold the same text.
fn day(field: &'static str, text: &str) -> Result<Date, WireRefused> {
    let day: Option<Date> = text.parse().ok();
    word(field, day.filter(|d| d.to_string() == text))
}

fn column(number: u8) -> Result<Column, WireRefused> {
    word("column", Column::from_number(number))
}

fn entry_id(field: &'static str, id: &str) -> Result<EntryId, WireRefused> {
    let id = word(field, EntryId::parse(id))?;
    super::device(id.device.as_str())?;
    Ok(id)
}
