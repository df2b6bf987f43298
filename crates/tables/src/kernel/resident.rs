//! One file held in memory and asked household by household.

use super::model::Model;
use super::pass::{self, Held, Kept};
use super::plan::{self, Plan};
use super::rows::{self, Rows};
use super::words::Words;
use super::{
    Batch, ComparisonReport, LinkError, Options, Prepared, Records, Spec, Watch, assign, prepare, probe, report, side,
    together,
};

/// One file held in memory and asked household by household, as at a desk.
pub struct Resident {
    held: Held,
    model: Model,
    households: Option<together::Households>,
    prior: f64,
}

/// Share of a household's members that the register is taken to know when one household is looked up.
const PRESENT: f64 = 0.9;

impl Resident {
    /// Reads, indexes and trains once. `teacher` is a sample of what will be looked up.
    ///
    /// # Errors
    /// As [`super::link`].
    pub fn build(
        records: &dyn Records,
        teacher: &dyn Records,
        spec: &Spec,
        options: &Options,
        watch: &dyn Watch,
    ) -> Result<Self, LinkError> {
        let plan = Plan::new(spec, options.households)?;
        let with_households = plan.layout.households;
        let holding = side(records, spec, true, with_households)?;
        let teaching = side(teacher, spec, false, with_households)?;
        let Prepared { held, model, .. } = prepare(&holding, Some(&teaching), plan, options, watch)?;
        let households = with_households.then(|| together::Households::new(&held.rows, &held.prints));
        let size = households.as_ref().map_or(1.0, |h| held.rows.len() as f64 / h.len().max(1) as f64);
        let prior =
            f64::from(model.prior[linkage::weigh::SAME]) / linkage::weigh::MICRO + linkage::weigh::log2(size.max(1.0));
        Ok(Self { held, model, households, prior })
    }

    /// The likeliest partners of the members of one household, columns as the specification has them
    /// (id, household if there is one, fields): position in `rows`, id, probability in millionths.
    #[must_use]
    pub fn look_up(&self, rows: &Batch) -> Vec<(usize, &str, u32)> {
        let stretch = rows::read(rows, &self.held.plan.layout, &self.held.vocabulary);
        let texts = Words { shared: &self.held.vocabulary, extra: Some(&stretch.extra) };
        let judge = plan::Judge::new(&self.held.plan, &self.model, self.held.eye());
        let mut probe = probe::Probe::new(&self.held, judge);
        let mut all = Vec::new();
        let mut patterns = pass::Patterns::new(&self.held.plan);
        probe.each(&stretch.rows, texts, 0..stretch.rows.len(), Some(pass::MOST_HITS), false, |at, held, judged| {
            all.push(pass::Hit { streamed: at, held, at: patterns.push(judged) });
        });
        let likely = match &self.households {
            Some(households) => {
                let together = together::Together {
                    held: &self.held,
                    kept_rows: &stretch.rows,
                    texts,
                    model: &self.model,
                    patterns: &patterns,
                    prior: self.prior,
                    present: PRESENT,
                };
                together::one(&together, households, &mut probe.judge, &all)
            }
            None => together::apart(&Kept { rows: Rows::default(), hits: all, patterns, read: 0 }, &self.model),
        };
        assign::by_relation(likely, super::Relation::OneToOne, true, &|_| ("", ""))
            .into_iter()
            .map(|l| {
                (l.streamed as usize, self.held.rows.ids.get(l.held as usize), (l.probability * 1e6).round() as u32)
            })
            .collect()
    }

    /// What was learnt of each comparison.
    #[must_use]
    pub fn comparisons(&self) -> Vec<ComparisonReport> {
        report::comparisons_of(&self.held.plan, &self.model)
    }

    /// Records held.
    #[must_use]
    pub fn len(&self) -> usize {
        self.held.rows.len()
    }

    /// Whether nothing is held.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
