//! The model's facts of a household, read the same way from a survey row and from the register.

use domain::Date;
use domain::household::{Household, Member};
use domain::person::Relation;
use domain::questionnaire::{Answers, Item};
use domain::ranking::Unscored;

/// A quantity of a household, by the survey's column name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// `klasifikasi`: 1 urban, 2 rural.
    Classification,
    /// `jumlah_art`: members who live there.
    Size,
    /// `n_balita`: members younger than 5.
    Toddlers,
    /// `n_6_14`: members of 6 to 14.
    SchoolAge,
    /// `n_lansia`: members of 60 and over.
    Elderly,
    /// `n_bekerja`: members who worked last week.
    Working,
    /// `umur_krt`: the head's age in completed years.
    HeadAge,
    /// `jk_krt`: 1 male, 2 female.
    HeadSex,
    /// `ijazah_krt`: the head's highest diploma, 0 none.
    HeadDiploma,
    /// `lapangan_krt`: the head's field of work, 0 not working.
    HeadField,
    /// `status_krt`: the head's status at work, 0 not working.
    HeadStatus,
    /// An item of the household questionnaire.
    Item(Item),
}

const NAMED: [(Column, &str); 11] = [
    (Column::Classification, "klasifikasi"),
    (Column::Size, "jumlah_art"),
    (Column::Toddlers, "n_balita"),
    (Column::SchoolAge, "n_6_14"),
    (Column::Elderly, "n_lansia"),
    (Column::Working, "n_bekerja"),
    (Column::HeadAge, "umur_krt"),
    (Column::HeadSex, "jk_krt"),
    (Column::HeadDiploma, "ijazah_krt"),
    (Column::HeadField, "lapangan_krt"),
    (Column::HeadStatus, "status_krt"),
];

impl Column {
    /// The survey's column name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Item(item) => item.column(),
            other => NAMED.iter().find(|(column, _)| *column == other).map_or("", |(_, name)| name),
        }
    }
    /// The column with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        NAMED
            .iter()
            .find(|(_, n)| *n == name)
            .map(|(column, _)| *column)
            .or_else(|| Item::from_column(name).map(Self::Item))
    }
}

/// One quantity of one household.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// The raw code or number.
    Known(i32),
    /// The question does not arise: no land, no land area.
    NotAsked,
    /// Nobody answered.
    Missing,
}

/// Counts of members and the head's items; `None` = not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Composition {
    /// 1 urban, 2 rural. The register does not hold it; a model that uses it must be given it.
    pub classification: Option<i32>,
    /// Members who live there.
    pub size: Option<i32>,
    /// Younger than 5.
    pub toddlers: Option<i32>,
    /// 6 to 14.
    pub school_age: Option<i32>,
    /// 60 and over.
    pub elderly: Option<i32>,
    /// Worked last week.
    pub working: Option<i32>,
    /// The head's age.
    pub head_age: Option<i32>,
    /// 1 male, 2 female.
    pub head_sex: Option<i32>,
    /// 0 none to 6.
    pub head_diploma: Option<i32>,
    /// 0 not working, 1 to 22.
    pub head_field: Option<i32>,
    /// 0 not working, 1 to 8.
    pub head_status: Option<i32>,
}

/// Everything a model may ask of a household.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Members and head.
    pub composition: Composition,
    /// Answers of Blok III and V.
    pub answers: Answers,
}

impl Facts {
    /// The facts of a register household on a day, or why it cannot be scored. Members who died,
    /// moved or were never there (item 22: 2, 3, 5, 6) do not count.
    pub fn of(household: &Household, today: Date) -> Result<Self, Unscored> {
        let residents: Vec<&Member> =
            household.members.iter().filter(|m| matches!(m.answers.get(Item::Presence), None | Some(1 | 4))).collect();
        if residents.is_empty() {
            return Err(Unscored::NoMembers);
        }
        let head = residents.iter().find(|m| m.relation == Some(Relation::Head)).ok_or(Unscored::NoHead)?;
        if Item::ALL.iter().all(|i| !is_housing(*i) || household.answers.get(*i).is_none()) {
            return Err(Unscored::NoHousing);
        }
        let ages: Vec<Option<i16>> = residents.iter().map(|m| m.birth.age_on(today)).collect();
        let aged = |from: i16, to: i16| {
            let known: Option<Vec<i16>> = ages.iter().copied().collect();
            known.map(|ages| ages.iter().filter(|age| (from..=to).contains(age)).count() as i32)
        };
        let working: Option<Vec<bool>> = residents.iter().map(|m| worked(m, today)).collect();
        let head_works = worked(head, today);
        let at_work = |item: Item| match head_works {
            Some(false) => Some(0),
            _ => head.answers.get(item),
        };
        let composition = Composition {
            classification: None,
            size: i32::try_from(residents.len()).ok(),
            toddlers: aged(i16::MIN, 4),
            school_age: aged(6, 14),
            elderly: aged(60, i16::MAX),
            working: working.map(|w| w.iter().filter(|works| **works).count() as i32),
            head_age: head.birth.age_on(today).map(i32::from),
            head_sex: head.sex.map(|s| i32::from(s.code())),
            head_diploma: match head.answers.get(Item::Schooling) {
                Some(0) => head.answers.get(Item::Diploma).or(Some(0)),
                _ => head.answers.get(Item::Diploma),
            },
            head_field: at_work(Item::WorkField),
            head_status: at_work(Item::WorkStatus),
        };
        Ok(Self { composition, answers: household.answers.clone() })
    }

    /// The value of a column.
    #[must_use]
    pub fn get(&self, column: Column) -> Value {
        let c = &self.composition;
        let value = match column {
            Column::Classification => c.classification,
            Column::Size => c.size,
            Column::Toddlers => c.toddlers,
            Column::SchoolAge => c.school_age,
            Column::Elderly => c.elderly,
            Column::Working => c.working,
            Column::HeadAge => c.head_age,
            Column::HeadSex => c.head_sex,
            Column::HeadDiploma => c.head_diploma,
            Column::HeadField => c.head_field,
            Column::HeadStatus => c.head_status,
            Column::Item(item) => match self.answers.get(item) {
                // a code off the official list is no answer
                Some(code) if item.codes().allows(code) => Some(code),
                _ if self.answers.rules_out(item) => return Value::NotAsked,
                _ => None,
            },
        };
        value.map_or(Value::Missing, Value::Known)
    }
}

/// Whether a member worked; a child younger than 10 of whom nothing is written did not.
fn worked(member: &Member, today: Date) -> Option<bool> {
    member.answers.yes(Item::Working).or_else(|| member.birth.age_on(today).filter(|age| *age < 10).map(|_| false))
}

/// Blok III.
fn is_housing(item: Item) -> bool {
    (Item::BuildingStatus..=Item::Sewage).contains(&item)
}
