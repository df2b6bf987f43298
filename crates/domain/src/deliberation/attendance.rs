//! Who came to the meeting. R28.

/// Who came, as counts. `None` = the cell is empty: not known, which is not the same as nobody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attendance {
    /// Whether the dukuh was present.
    pub dukuh: Option<bool>,
    /// Heads of RT.
    pub rt: Option<u16>,
    /// Heads of RW.
    pub rw: Option<u16>,
    /// Tokoh masyarakat.
    pub community_leaders: Option<u16>,
    /// Kelompok marginal: women, difabel, poor.
    pub marginal_groups: Option<u16>,
}

/// A group that should be in the room and is not. R28.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Absent {
    /// The dukuh.
    Dukuh,
    /// Every head of RT and RW.
    RtRw,
    /// Women, difabel and the poor: the guideline names them beside the tokoh masyarakat, and
    /// they are who the list is about, so their absence is worth a warning of its own.
    MarginalGroups,
    /// Neither tokoh masyarakat nor a marginal group.
    Community,
}

impl Absent {
    /// Every group, in the order in which they are told.
    pub const ALL: [Self; 4] = [Self::Dukuh, Self::RtRw, Self::MarginalGroups, Self::Community];

    /// The word in records.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Dukuh => "dukuh",
            Self::RtRw => "rt_rw",
            Self::MarginalGroups => "marginal",
            Self::Community => "tokoh_marginal",
        }
    }
    /// The sentence on the minutes.
    #[must_use]
    pub fn explain(self) -> &'static str {
        match self {
            Self::Dukuh => "Dukuh tidak hadir.",
            Self::RtRw => "Tidak seorang pun ketua RT atau RW hadir.",
            Self::MarginalGroups => "Kelompok marginal (perempuan, difabel, kelompok miskin) tidak hadir.",
            Self::Community => "Tokoh masyarakat dan kelompok marginal tidak hadir.",
        }
    }
}

impl Attendance {
    /// The groups in their order, as they are kept, each with how many came; `None` = nobody counted.
    #[must_use]
    pub fn groups(&self) -> [(&'static str, Option<u16>); 5] {
        [
            ("Dukuh", self.dukuh.map(u16::from)),
            ("RT", self.rt),
            ("RW", self.rw),
            ("Tokoh masyarakat", self.community_leaders),
            ("Kelompok marginal", self.marginal_groups),
        ]
    }

    /// Reads back what [`Attendance::groups`] gave; a group that is not named was not counted.
    #[must_use]
    pub fn of_groups<'a>(groups: impl IntoIterator<Item = (&'a str, u32)>) -> Self {
        let mut all = Self::default();
        for (group, n) in groups {
            let n = u16::try_from(n).unwrap_or(u16::MAX);
            match group {
                "Dukuh" => all.dukuh = Some(n > 0),
                "RT" => all.rt = Some(n),
                "RW" => all.rw = Some(n),
                "Tokoh masyarakat" => all.community_leaders = Some(n),
                "Kelompok marginal" => all.marginal_groups = Some(n),
                _ => {}
            }
        }
        all
    }

    /// Which groups are known to be absent. A warning, never a refusal. R28.
    #[must_use]
    pub fn absent(&self) -> Vec<Absent> {
        let mut absent = Vec::new();
        if self.dukuh == Some(false) {
            absent.push(Absent::Dukuh);
        }
        if self.rt == Some(0) && self.rw.unwrap_or(0) == 0 || self.rw == Some(0) && self.rt.unwrap_or(0) == 0 {
            absent.push(Absent::RtRw);
        }
        match (self.marginal_groups, self.community_leaders) {
            (Some(0), Some(0)) => absent.push(Absent::Community),
            (Some(0), _) => absent.push(Absent::MarginalGroups),
            _ => {}
        }
        absent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full() -> Attendance {
        Attendance { dukuh: Some(true), rt: Some(3), rw: Some(1), community_leaders: Some(2), marginal_groups: Some(1) }
    }

    #[test]
    fn a_room_without_dukuh_or_rt_and_rw_or_both_last_groups_is_warned_about() {
        // R28
        assert_eq!(full().absent(), []);
        assert_eq!(Attendance { dukuh: Some(false), ..full() }.absent(), [Absent::Dukuh]);
        assert_eq!(Attendance { rt: Some(0), rw: Some(0), ..full() }.absent(), [Absent::RtRw]);
        assert_eq!(Attendance { rt: Some(0), ..full() }.absent(), [], "an RW is enough");
        assert_eq!(
            Attendance { community_leaders: Some(0), marginal_groups: Some(0), ..full() }.absent(),
            [Absent::Community]
        );
        assert_eq!(Attendance { marginal_groups: Some(0), ..full() }.absent(), [Absent::MarginalGroups]);
    }

    #[test]
    fn who_came_is_read_back_as_it_is_kept() {
        for some in [full(), Attendance { dukuh: Some(false), rw: None, marginal_groups: Some(0), ..full() }] {
            let kept = some.groups().into_iter().filter_map(|(group, n)| Some((group, u32::from(n?))));
            assert_eq!(Attendance::of_groups(kept), some);
        }
    }

    #[test]
    fn an_empty_cell_is_not_an_absence() {
        assert_eq!(Attendance::default().absent(), []);
    }
}
