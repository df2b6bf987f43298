//! Stage 6: ranking. What a score, a percentile and a decile are, and the written order of households.
//! R21, domain §6.3. The `ranking` crate computes the score.

use crate::id::HouseholdId;
use std::fmt;

/// The predicted ln of monthly per-capita expenditure (rupiah), in millionths.
///
/// An integer, so that the same household stands at the same place on every machine
/// (design D5). A lower score is a poorer household.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Score(i64);

impl Score {
    /// A score from millionths.
    #[must_use]
    pub const fn from_millionths(millionths: i64) -> Self {
        Self(millionths)
    }
    /// The score in millionths.
    #[must_use]
    pub const fn millionths(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// National percentile of the score, 1 (poorest) to 100. Domain §6.3 (4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percentile(u8);

impl Percentile {
    /// The last percentile inside the register's range: the poorest forty percent.
    pub const REGISTER_MAX: Self = Self(40);

    /// 1 to 100; anything else is not a percentile.
    #[must_use]
    pub const fn new(percentile: u8) -> Option<Self> {
        if percentile >= 1 && percentile <= 100 { Some(Self(percentile)) } else { None }
    }
    /// The number.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
    /// The tenth it lies in: `ceil(percentile / 10)`. Domain §6.3 (5).
    #[must_use]
    pub const fn decile(self) -> Decile {
        Decile(self.0.div_ceil(10))
    }
    /// Whether the household lies in the register's range, the poorest forty percent.
    #[must_use]
    pub const fn is_in_register_range(self) -> bool {
        self.0 <= Self::REGISTER_MAX.0
    }
}

/// Desil: a tenth of the nation by welfare, 1 (poorest) to 10.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decile(u8);

impl Decile {
    /// 1 to 10; anything else is not a decile.
    #[must_use]
    pub const fn new(decile: u8) -> Option<Self> {
        if decile >= 1 && decile <= 10 { Some(Self(decile)) } else { None }
    }
    /// The number.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

codes! {
    /// Why a household has no score (`TIDAK_TERPERINGKAT`). It stays in the list with this reason;
    /// it is never ranked on a zero that nobody answered. Domain §6.3 (2).
    pub enum Unscored {
        /// No member lives in the household.
        NoMembers = "TANPA_ANGGOTA",
        /// No member is its head.
        NoHead = "TANPA_KRT",
        /// No answer of Blok III (housing) is there: the questionnaire was not filled.
        NoHousing = "TANPA_KETERANGAN_PERUMAHAN",
        /// More than half of what the model asks is unanswered.
        TooManyUnknown = "TERLALU_BANYAK_KOSONG",
    }
}

impl Unscored {
    /// What is missing, in Indonesian.
    #[must_use]
    pub fn what(self) -> &'static str {
        match self {
            Self::NoMembers => "tidak ada anggota yang tinggal di rumah tangga ini",
            Self::NoHead => "tidak ada anggota yang menjadi kepala rumah tangga",
            Self::NoHousing => "keterangan perumahan (Blok III) tidak terisi sama sekali",
            Self::TooManyUnknown => "lebih dari separuh keterangan yang dipakai model tidak terisi",
        }
    }
    /// What to do, in Indonesian.
    #[must_use]
    pub fn repair(self) -> &'static str {
        match self {
            Self::NoMembers => "periksa keberadaan anggota (rincian 22) atau keluarkan rumah tangga dengan alasan",
            Self::NoHead => "tetapkan satu kepala rumah tangga (hubungan kode 1)",
            Self::NoHousing | Self::TooManyUnknown => "lakukan pendataan ulang dengan kuesioner rumah tangga",
        }
    }
}

/// Where a score came to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The score.
    pub score: Score,
    /// National percentile by the model's cut-off table.
    pub percentile: Percentile,
    /// Place in this run, from 1, poorest first; ties by household id.
    pub rank: u32,
    /// Whether more than a tenth of the score's spread rests on answers that are missing:
    /// ranked, but to be verified.
    pub incomplete: bool,
}

/// One household after a ranking run: placed, or unscored with the reason. R21, R25.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranked {
    /// The household.
    pub household: HouseholdId,
    /// Its place, or why it has none.
    pub outcome: Result<Placed, Unscored>,
}

impl Ranked {
    /// Its desil, when it was scored.
    #[must_use]
    pub fn decile(&self) -> Option<Decile> {
        self.percentile().map(Percentile::decile)
    }
    /// Its percentile, when it was scored.
    #[must_use]
    pub fn percentile(&self) -> Option<Percentile> {
        self.outcome.as_ref().ok().map(|placed| placed.percentile)
    }
    /// `DALAM_40`, `DI_ATAS_40` (kept, never deleted) or `TIDAK_TERPERINGKAT`.
    #[must_use]
    pub fn status(&self) -> &'static str {
        match &self.outcome {
            Ok(placed) if placed.percentile.is_in_register_range() => "DALAM_40",
            Ok(_) => "DI_ATAS_40",
            Err(_) => "TIDAK_TERPERINGKAT",
        }
    }
}

/// A household's score, percentile and whether it is incomplete, before it has a place.
pub type Measured = (Score, Percentile, bool);

/// Orders scored households ascending by score, ties by household id, gives ranks from 1 and
/// puts the unscored behind them in the order of their ids. The order of the input does not matter.
#[must_use]
pub fn order(mut scored: Vec<(HouseholdId, Result<Measured, Unscored>)>) -> Vec<Ranked> {
    scored.sort_by(|(id_a, a), (id_b, b)| {
        let key = |outcome: &Result<Measured, Unscored>| match outcome {
            Ok((score, _, _)) => (false, score.millionths()),
            Err(_) => (true, 0),
        };
        key(a).cmp(&key(b)).then_with(|| id_a.cmp(id_b))
    });
    scored
        .into_iter()
        .zip(1u32..)
        .map(|((household, outcome), rank)| Ranked {
            household,
            outcome: outcome.map(|(score, percentile, incomplete)| Placed { score, percentile, rank, incomplete }),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scored(id: &str, score: i64) -> (HouseholdId, Result<Measured, Unscored>) {
        (HouseholdId::new(id), Ok((Score::from_millionths(score), Percentile::new(5).unwrap(), false)))
    }

    #[test]
    fn the_poorest_stands_first_and_equal_scores_stand_by_household_id() {
        let ranked = order(vec![
            (HouseholdId::new("A"), Err(Unscored::NoHead)),
            scored("D", 13_000_000),
            scored("C", 12_000_000),
            scored("B", 13_000_000),
        ]);
        let ids: Vec<&str> = ranked.iter().map(|r| r.household.as_str()).collect();
        assert_eq!(ids, ["C", "B", "D", "A"]);
        assert_eq!(ranked[0].outcome.unwrap().rank, 1);
        assert_eq!(ranked[3].status(), "TIDAK_TERPERINGKAT");
    }

    #[test]
    fn a_decile_is_the_percentile_divided_by_ten_rounded_up() {
        let decile = |p: u8| Percentile::new(p).unwrap().decile().get();
        assert_eq!([decile(1), decile(10), decile(11), decile(40), decile(41), decile(100)], [1, 1, 2, 4, 5, 10]);
        assert_eq!(Percentile::new(0), None);
        assert_eq!(Percentile::new(101), None);
    }
}
