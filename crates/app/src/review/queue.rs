//! The queue of an area: open cases, their order, progress and speed.

use super::facts::open_cases;
use crate::App;
use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::view::{Around, PER_PAGE, around_all, choose_all, span_of};
use domain::area::AreaCode;
use domain::identification::review::BLOCKS_PRELIST;
use store::Reader;
use store::review::{QueueAsk, ReviewCounts};
use store::view::{CodeCount, Listed, Slice, Span};

pub use store::review::QueueRow;

/// Which cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The area asked for; `None` = all of the officer's own.
    pub area: Option<AreaCode>,
    /// Reason code; empty = all.
    pub reason: String,
    /// `TERBUKA`, `USULAN`, `BEDA_PENDAPAT`; empty = all.
    pub standing: String,
}

/// How fast an officer decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pace {
    /// Words said today.
    pub today: usize,
    /// Decisions in ten minutes of work; breaks longer than five minutes do not count.
    pub per_ten_minutes: Option<i64>,
}

/// A longer pause between two decisions is a break.
const BREAK_MS: i64 = 5 * 60_000;
const DAY_MS: i64 = 24 * 3_600_000;

/// The queue as its page shows it.
#[derive(Clone, Debug)]
pub struct Queue {
    /// The area.
    pub around: Around,
    /// Part of the queue, in order.
    pub list: Listed<QueueRow>,
    /// Left and done.
    pub counts: ReviewCounts,
    /// Reasons of what is left.
    pub reasons: Vec<CodeCount>,
    /// This officer's pace today.
    pub pace: Pace,
    /// Whether this officer may decide here.
    pub may_decide: bool,
    /// Whether two officers have to agree.
    pub two_person: bool,
}

/// How the store is asked for a part of the queue.
pub(super) async fn ask_of<'a>(
    app: &App,
    reader: &mut Reader,
    filter: &'a Filter,
    span: &'a Span,
    holder: &'a str,
) -> Result<QueueAsk<'a>, AppError> {
    Ok(QueueAsk {
        span,
        reason: &filter.reason,
        standing: &filter.standing,
        all_frozen: !reader.prelists().await?.is_empty(),
        blocks: BLOCKS_PRELIST,
        now_ms: app.now_ms(),
        holder,
    })
}

/// The queue of an area, the most valuable decision first ([`domain::identification::review::value()`]);
/// pages run over the whole of it.
pub async fn queue(app: &App, officer: &Officer, filter: &Filter, page: i64) -> Result<Queue, AppError> {
    open_cases(app).await?;
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?;
    let chosen = choose_all(officer, Act::SeeReview, filter.area, &areas)?;
    let span = span_of(&chosen, &areas);
    let ask = ask_of(app, &mut reader, filter, &span, "").await?;
    let slice = Slice { offset: (page.max(1) - 1).saturating_mul(PER_PAGE), limit: PER_PAGE };
    Ok(Queue {
        around: around_all(officer, Act::SeeReview, &chosen, &areas).ok_or(AppError::NoAreas)?,
        list: reader.review_queue(&ask, slice).await?,
        counts: reader.review_counts(&span, app.now_ms()).await?,
        reasons: reader.review_reasons(&span).await?,
        pace: pace_today(app, &mut reader, officer).await?,
        may_decide: chosen.iter().any(|area| officer.could(Act::DecideReview, *area)),
        two_person: app.two_person,
    })
}

/// This officer's pace since midnight at the office.
pub(super) async fn pace_today(app: &App, reader: &mut Reader, officer: &Officer) -> Result<Pace, AppError> {
    let midnight = app.now_ms() - app.clock.ms_of_day().rem_euclid(DAY_MS);
    Ok(pace(&reader.review_said_since(officer.id.as_str(), midnight).await?))
}

fn pace(moments: &[i64]) -> Pace {
    let worked: i64 = moments.windows(2).map(|w| w[1] - w[0]).filter(|gap| *gap <= BREAK_MS).sum();
    let gaps = moments.windows(2).filter(|w| w[1] - w[0] <= BREAK_MS).count() as i64;
    Pace { today: moments.len(), per_ten_minutes: (worked > 0).then(|| gaps * 600_000 / worked) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pace_is_that_of_the_work_and_not_of_the_lunch_break() {
        let mut moments: Vec<i64> = (0..11).map(|n| n * 6_000).collect();
        assert_eq!(pace(&moments), Pace { today: 11, per_ten_minutes: Some(100) });
        moments.extend((0..11).map(|n| 3_600_000 + n * 6_000));
        assert_eq!(pace(&moments).per_ten_minutes, Some(100));
        assert_eq!(pace(&[7]), Pace { today: 1, per_ten_minutes: None });
    }
}
