//! Turns a specification into what is read, compared and looked up.

use super::LinkError;
use super::level;
use super::model::Model;
use super::rows::{Layout, Row};
use super::spec::{Kind, Spec};
use linkage::weigh::Logs;

/// Comparisons of one linkage at most.
pub(crate) const MOST: usize = 32;

/// Cells of one comparison at most: fields of a group beyond it are compared on their own.
const MOST_CELLS: usize = 2048;

/// One comparison: a field, or several fields that are one piece of evidence.
#[derive(Clone, Debug)]
pub(crate) struct Measure {
    /// Position and kind of each field; the cell is the levels' number in mixed radix.
    pub parts: Vec<(usize, Kind)>,
    pub cells: usize,
    /// Whether it tells of the dwelling rather than of the person.
    pub dwelling: bool,
}

impl Measure {
    /// The levels of a cell, one for each part.
    pub fn levels(&self, cell: u16) -> Vec<u8> {
        let mut rest = cell as usize;
        let mut levels: Vec<u8> = self
            .parts
            .iter()
            .rev()
            .map(|&(_, kind)| {
                let radix = level::labels(kind).len();
                let level = rest % radix;
                rest /= radix;
                level as u8
            })
            .collect();
        levels.reverse();
        levels
    }
}

/// What a linkage reads and compares.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub layout: Layout,
    pub names: Vec<String>,
    pub measures: Vec<Measure>,
    /// Fields that no key needs and that cost much to read: read only for records with a candidate.
    pub late: Vec<bool>,
    /// Comparisons before the first that needs a late field.
    pub early: usize,
}

impl Plan {
    /// # Errors
    /// When there are more comparisons than [`MOST`].
    pub fn new(spec: &Spec, households: bool) -> Result<Self, LinkError> {
        let kinds: Vec<Kind> = spec.fields.iter().map(|f| f.kind).collect();
        let households = households && spec.household.is_some();
        let mut groups: Vec<(Option<&str>, Vec<usize>)> = Vec::new();
        let free = |wanted: Kind| spec.fields.iter().position(|f| f.kind == wanted && f.group.is_none());
        // the NIK holds date and sex: the three are one piece of evidence
        let mut identity: Vec<usize> = Vec::new();
        if let Some(nik) = free(Kind::Nik) {
            identity.push(nik);
            identity.extend(free(Kind::Date));
            identity.extend(free(Kind::Sex));
            groups.push((None, identity.clone()));
        }
        for (at, field) in spec.fields.iter().enumerate().filter(|(at, _)| !identity.contains(at)) {
            match groups.iter_mut().find(|(name, _)| name.is_some() && *name == field.group.as_deref()) {
                Some((_, members)) => members.push(at),
                None => groups.push((field.group.as_deref(), vec![at])),
            }
        }
        let mut measures: Vec<Measure> = Vec::new();
        for (_, members) in groups {
            let mut current: Option<Measure> = None;
            for at in members {
                let radix = level::labels(kinds[at]).len();
                match &mut current {
                    Some(measure) if measure.cells * radix <= MOST_CELLS => {
                        measure.parts.push((at, kinds[at]));
                        measure.cells *= radix;
                    }
                    _ => {
                        measures.extend(current.take());
                        current = Some(Measure { parts: vec![(at, kinds[at])], cells: radix, dwelling: false });
                    }
                }
            }
            measures.extend(current);
        }
        for measure in &mut measures {
            measure.dwelling = measure.parts.iter().all(|(_, kind)| of_dwelling(*kind))
                && measure.parts.iter().any(|(_, kind)| matches!(kind, Kind::FamilyCard | Kind::Address));
        }
        // within a measure too the cheap parts come first
        for measure in &mut measures {
            measure.parts.sort_by_key(|(_, kind)| cost(*kind));
        }
        measures.sort_by_key(|m| m.parts.iter().map(|(_, kind)| cost(*kind)).max());
        if measures.len() > MOST {
            return Err(LinkError::TooManyFields { asked: measures.len(), limit: MOST });
        }
        Ok(Self {
            layout: Layout { kinds, households, without: Vec::new(), ids: true },
            names: spec.fields.iter().map(|f| f.left.clone()).collect(),
            early: measures.len(),
            measures,
            late: Vec::new(),
        })
    }

    /// Makes one comparison of two, when a group of both is not too large; whether it did.
    pub fn join(&mut self, one: usize, other: usize) -> bool {
        let (a, b) = (&self.measures[one], &self.measures[other]);
        if a.cells * b.cells > MOST_CELLS {
            return false;
        }
        let mut joined = Measure {
            parts: a.parts.iter().chain(&b.parts).copied().collect(),
            cells: a.cells * b.cells,
            dwelling: a.dwelling && b.dwelling,
        };
        joined.parts.sort_by_key(|(_, kind)| cost(*kind));
        self.measures.remove(one.max(other));
        self.measures[one.min(other)] = joined;
        self.measures.sort_by_key(|m| m.parts.iter().map(|(_, kind)| cost(*kind)).max());
        self.early = self.measures.len();
        true
    }

    /// Leaves a field out of the comparisons; keys may still use it. Whether it was one alone.
    pub fn leave_out(&mut self, field: usize) -> bool {
        let before = self.measures.len();
        self.measures.retain(|m| !matches!(m.parts.as_slice(), [(f, _)] if *f == field));
        self.early = self.measures.len();
        self.measures.len() < before
    }
}

impl Plan {
    /// Costly fields that no key needs are read late.
    pub fn delay(&mut self, needed: impl Fn(usize) -> bool) {
        self.late = (0..self.layout.kinds.len()).map(|f| self.layout.kinds[f] == Kind::Address && !needed(f)).collect();
        let waits = |m: &Measure| m.parts.iter().any(|(field, _)| self.late[*field]);
        self.early = self.measures.iter().position(waits).unwrap_or(self.measures.len());
    }
}

/// Whether a kind tells of the dwelling rather than of the person.
fn of_dwelling(kind: Kind) -> bool {
    matches!(kind, Kind::FamilyCard | Kind::Address | Kind::Place)
}

/// What comparing costs: the cheap ones come first, so that most pairs end early.
fn cost(kind: Kind) -> u8 {
    match kind {
        Kind::Sex | Kind::Age | Kind::Number => 0,
        Kind::Nik | Kind::Date | Kind::FamilyCard | Kind::Location => 1,
        Kind::Identifier | Kind::Phone => 2,
        Kind::GivenName | Kind::Surname => 3,
        Kind::PersonName => 4,
        Kind::Place => 5,
        Kind::Email | Kind::Text => 6,
        Kind::Address => 7,
    }
}

/// A pair compared: its cells, its bits, its logs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Judged {
    pub cells: [u16; MOST],
    pub bits: [u16; MOST],
    pub logs: Logs,
}

/// Compares pairs by a model.
pub(crate) struct Judge<'a> {
    pub plan: &'a Plan,
    pub model: &'a Model,
    pub eye: level::Eye<'a>,
    /// What the comparisons from each on can add at most.
    rest: Vec<i64>,
    /// The same of what tells of the person alone, against strangers and against kin.
    rest_of_person: Vec<[i64; 2]>,
    /// For comparisons of a person's name: its field, and what it can add without a common word.
    wordless: Vec<Option<(usize, [i64; 2])>>,
    /// For groups: what the whole can add at most once the first parts are known.
    prefixes: Vec<Vec<Vec<i64>>>,
}

impl<'a> Judge<'a> {
    pub fn new(plan: &'a Plan, model: &'a Model, eye: level::Eye<'a>) -> Self {
        let mut rest = vec![0; plan.measures.len() + 1];
        for at in (0..plan.measures.len()).rev() {
            rest[at] = rest[at + 1] + i64::from(model.comparisons[at].most);
        }
        let mut rest_of_person = vec![[0; 2]; plan.measures.len() + 1];
        for at in (0..plan.measures.len()).rev() {
            rest_of_person[at] = rest_of_person[at + 1];
            if !plan.measures[at].dwelling {
                let comparison = &model.comparisons[at];
                let most = (0..plan.measures[at].cells as u16).map(|c| comparison.kin_weight(c)).max().unwrap_or(0);
                rest_of_person[at][0] += i64::from(comparison.most);
                rest_of_person[at][1] += i64::from(most);
            }
        }
        let wordless = plan
            .measures
            .iter()
            .zip(&model.comparisons)
            .map(|(measure, comparison)| match measure.parts.as_slice() {
                [(field, Kind::PersonName)] => {
                    let most = |weight: &dyn Fn(u16) -> i32| {
                        level::WORDLESS.iter().map(|&l| i64::from(weight(l))).max().unwrap_or(0)
                    };
                    Some((*field, [most(&|l| comparison.weight(l, u16::MAX)), most(&|l| comparison.kin_weight(l))]))
                }
                _ => None,
            })
            .collect();
        let prefixes = plan.measures.iter().zip(&model.comparisons).map(|(m, c)| prefixes(m, c)).collect();
        Self { plan, model, eye, rest, rest_of_person, wordless, prefixes }
    }

    /// What tells of the person alone, against strangers and against kin; `None` as soon as neither
    /// can reach `least`.
    pub fn person(&mut self, a: &Row<'_>, b: &Row<'_>, least: i64) -> Option<[i64; 2]> {
        let mut apart = [0i64; 2];
        for at in 0..self.plan.measures.len() {
            if self.plan.measures[at].dwelling {
                continue;
            }
            let rest = self.rest_of_person[at + 1];
            let hopeless = |bound: [i64; 2]| (0..2).all(|k| apart[k] + bound[k] + rest[k] < least);
            if let Some((field, bound)) = self.wordless[at]
                && hopeless(bound)
                && level::no_word_in_common(field, a, b)
            {
                return None;
            }
            let (cell, bits) = self.cell(at, a, b);
            let comparison = &self.model.comparisons[at];
            apart[0] += i64::from(comparison.weight(cell, bits));
            apart[1] += i64::from(comparison.kin_weight(cell));
            if (0..2).all(|k| apart[k] + rest[k] < least) {
                return None;
            }
        }
        Some(apart)
    }

    /// The cell of one comparison.
    pub fn cell(&mut self, measure: usize, a: &Row<'_>, b: &Row<'_>) -> (u16, u16) {
        cell(&mut self.eye, &self.plan.measures[measure], a, b)
    }

    /// The comparisons that need no late field; `None` as soon as the pair cannot reach `least` (same
    /// against stranger, in millionths of a bit, prior included).
    pub fn early(&mut self, a: &Row<'_>, b: &Row<'_>, least: i64) -> Option<Judged> {
        let mut judged = Judged { cells: [0; MOST], bits: [0; MOST], logs: self.model.start() };
        let early = self.plan.early;
        self.go_on(&mut judged, 0..early, a, b, least)?;
        if early < self.plan.measures.len() {
            // the parts of a group that are there already may rule a pair out
            let so_far = judged.logs[0] - judged.logs[2];
            if so_far + self.rest[early] < least {
                return None;
            }
            let needed = least - so_far - self.rest[early + 1];
            self.grouped(early, a, b, needed, |field| !self.plan.late[field])?;
        }
        Some(judged)
    }

    /// The comparisons that [`Judge::early`] left.
    pub fn late(&mut self, mut judged: Judged, a: &Row<'_>, b: &Row<'_>, least: i64) -> Option<Judged> {
        self.go_on(&mut judged, self.plan.early..self.plan.measures.len(), a, b, least)?;
        (judged.logs[0] - judged.logs[2] >= least).then_some(judged)
    }

    fn go_on(
        &mut self,
        judged: &mut Judged,
        measures: std::ops::Range<usize>,
        a: &Row<'_>,
        b: &Row<'_>,
        least: i64,
    ) -> Option<()> {
        for at in measures {
            let so_far = judged.logs[0] - judged.logs[2];
            if so_far + self.rest[at] < least {
                return None;
            }
            if let Some((field, bound)) = self.wordless[at]
                && so_far + bound[0] + self.rest[at + 1] < least
                && level::no_word_in_common(field, a, b)
            {
                return None;
            }
            let (cell, bits) = if self.prefixes[at].is_empty() {
                self.cell(at, a, b)
            } else {
                (self.grouped(at, a, b, least - so_far - self.rest[at + 1], |_| true)?, 0)
            };
            judged.cells[at] = cell;
            judged.bits[at] = bits;
            self.model.comparisons[at].add(cell, bits, &mut judged.logs);
        }
        Some(())
    }
}

impl Judge<'_> {
    /// The cell of a group as far as its fields are `there`; `None` as soon as it cannot add `needed`.
    fn grouped(
        &mut self,
        measure: usize,
        a: &Row<'_>,
        b: &Row<'_>,
        needed: i64,
        there: impl Fn(usize) -> bool,
    ) -> Option<u16> {
        let mut cell = 0;
        self.eye.alone = false;
        for (part, &(field, kind)) in self.plan.measures[measure].parts.iter().enumerate() {
            if !there(field) || self.prefixes[measure].is_empty() {
                break;
            }
            let (level, _) = self.eye.level(kind, field, a, b);
            cell = cell * level::labels(kind).len() + level as usize;
            if self.prefixes[measure][part][cell] < needed {
                return None;
            }
        }
        Some(cell as u16)
    }
}

/// For each part of a group, by the cell of the parts so far: the most the whole can add.
fn prefixes(measure: &Measure, comparison: &linkage::weigh::Comparison) -> Vec<Vec<i64>> {
    if measure.parts.len() == 1 {
        return Vec::new();
    }
    let mut current: Vec<i64> = (0..measure.cells as u16).map(|cell| i64::from(comparison.weight(cell, 0))).collect();
    let mut found = vec![current.clone()];
    for (_, kind) in measure.parts[1..].iter().rev() {
        let radix = level::labels(*kind).len();
        current = current.chunks(radix).map(|c| c.iter().copied().max().unwrap_or(0)).collect();
        found.push(current.clone());
    }
    found.reverse();
    found
}

/// The cell of one comparison of two records, with the information of what agrees.
pub(crate) fn cell(eye: &mut level::Eye<'_>, measure: &Measure, a: &Row<'_>, b: &Row<'_>) -> (u16, u16) {
    let (mut cell, mut bits) = (0usize, 0);
    eye.alone = measure.parts.len() == 1;
    for &(field, kind) in &measure.parts {
        let (level, rare) = eye.level(kind, field, a, b);
        cell = cell * level::labels(kind).len() + level as usize;
        // within a group one fact is counted once; what names a single person needs no rarity
        if measure.parts.len() == 1 {
            bits = rare;
        }
    }
    (cell as u16, bits)
}
