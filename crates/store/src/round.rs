//! Rounds and the versions of the register. Design D15, D17.

use crate::error::Result;
use crate::record::{area, date, known};
use crate::row::{Row, rows};
use crate::sql;
use crate::table::{REGISTER_VERSION, ROUND, ROUND_DEADLINE};
use crate::tx::{Reader, Record, Tx};
use domain::id::{AccountId, RoundId};
use domain::round::{Calendar, Deadline, Round, RoundState};
use std::collections::BTreeMap;

rows! {
    /// One act that changed the register.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct VersionRow in REGISTER_VERSION {
        /// Number, from 1 without gaps.
        pub version: u32,
        /// What did it: `BDT`, `SIAK`, `SK`, `URUNG`.
        pub kind: String,
        /// The import or decree.
        pub cause: String,
        /// Day, ISO.
        pub day: String,
        /// Account.
        pub actor: String,
        /// The round it happened in.
        pub round: Option<String>,
        /// Households it wrote.
        pub households: i64,
        /// Members it marked as dead.
        pub deaths: i64,
    }
}

impl Tx {
    /// Writes a round with its calendar.
    pub fn put_round(&mut self, r: &Round) {
        let closed = |part: fn(&(domain::Date, AccountId, String)) -> String| r.closed.as_ref().map(part);
        self.put(
            &ROUND,
            vec![
                r.id.as_str().into(),
                r.area.as_str().into(),
                r.name.as_str().into(),
                r.state.code().into(),
                r.opened_on.to_string().into(),
                r.opened_by.as_str().into(),
                i64::from(r.base).into(),
                closed(|c| c.0.to_string()).into(),
                closed(|c| c.1.as_str().to_owned()).into(),
                closed(|c| c.2.clone()).into(),
            ],
        );
        for (step, day) in r.calendar.days() {
            self.put(&ROUND_DEADLINE, vec![r.id.as_str().into(), step.code().into(), day.to_string().into()]);
        }
    }

    /// Writes one act on the register under the next version, which it returns.
    pub async fn add_register_version(&mut self, mut row: VersionRow) -> Result<u32> {
        row.version = self.register_version().await? + 1;
        self.insert_row(&row);
        Ok(row.version)
    }
}

impl Reader {
    /// Every round, in the order in which they were opened.
    pub async fn rounds(&mut self) -> Result<Vec<Round>> {
        let mut days: BTreeMap<String, BTreeMap<Deadline, domain::Date>> = BTreeMap::new();
        for row in self.all(&ROUND_DEADLINE).await? {
            let step = known(Deadline::from_code(&row.text("step")?), "deadline")?;
            days.entry(row.text("round")?).or_default().insert(step, date(&row.text("day")?)?);
        }
        let mut rounds = Vec::new();
        for row in self.all(&ROUND).await? {
            let days = days.remove(&row.text("id")?).unwrap_or_default();
            rounds.push(round(&row, days)?);
        }
        rounds.sort_by(|a, b| (a.opened_on, &a.id).cmp(&(b.opened_on, &b.id)));
        Ok(rounds)
    }

    /// The latest day that a round, a list, a decree, an edition, a draw or a change of the register bears.
    pub async fn last_day(&mut self) -> Result<Option<domain::Date>> {
        let row = self.fetch_one(sql::DAY_LAST, vec![]).await?;
        let day = row.map_or(Ok(None), |r| r.opt_text("day"))?;
        day.as_deref().map(date).transpose()
    }

    /// The version of the register: how many acts have changed it.
    pub async fn register_version(&mut self) -> Result<u32> {
        let row = self.fetch_one(sql::REGISTER_VERSION_LAST, vec![]).await?;
        let last = row.map_or(Ok(0), |r| r.int("n"))?;
        Ok(u32::try_from(last).unwrap_or(0))
    }

    /// Every act that changed the register, oldest first.
    pub async fn register_versions(&mut self) -> Result<Vec<VersionRow>> {
        self.read_all(&REGISTER_VERSION, VersionRow::read).await
    }
}

fn round(row: &Record, days: BTreeMap<Deadline, domain::Date>) -> Result<Round> {
    let opened_on = date(&row.text("opened_on")?)?;
    let closed = match (row.opt_text("closed_on")?, row.opt_text("closed_by")?) {
        (Some(on), Some(by)) => Some((date(&on)?, AccountId::new(by), row.opt_text("reason")?.unwrap_or_default())),
        _ => None,
    };
    Ok(Round {
        id: RoundId::new(row.text("id")?),
        area: area(&row.text("area")?)?,
        name: row.text("name")?,
        state: known(RoundState::from_code(&row.text("state")?), "round state")?,
        opened_on,
        opened_by: AccountId::new(row.text("opened_by")?),
        base: u32::try_from(row.int("base")?).unwrap_or(0),
        calendar: known(Calendar::new(days, opened_on).ok(), "calendar")?,
        closed,
    })
}
