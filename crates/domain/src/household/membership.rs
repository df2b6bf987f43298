//! Who belongs to a household, and who heads it. R29–R38.

/// What is known of one person's stay, asked at the door. R29–R38.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StayFacts {
    /// Whether the person is alive.
    pub alive: bool,
    /// Why the person is here or not here.
    pub stay: Stay,
}

/// The ways in which a person belongs, or seems to belong, to a household. R30–R38.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stay {
    /// Usually lives here and eats from the same kitchen, present or away for a while. R30–R32.
    Usual {
        /// Whether daily needs are managed together as one. R31.
        shares_kitchen: bool,
        /// Months away so far; 0 = present.
        months_away: u16,
    },
    /// Born into the household. R33.
    Newborn,
    /// A guest. R34, R35.
    Guest {
        /// Completed months here.
        months_here: u16,
        /// Completed months since they left their own home; `None` = they still have it.
        months_since_left_home: Option<u16>,
        /// Whether they mean to stay for good.
        intends_to_settle: bool,
    },
    /// A domestic worker. R36.
    DomesticWorker {
        /// Lives in the house.
        lives_in: bool,
        /// Eats with the household.
        eats_with: bool,
    },
    /// The head working outside the hamlet who comes home from time to time: sailor, pilot. R37.
    HeadAwayForWork {
        /// Longest absence between two visits home, months.
        months_between_visits: u16,
    },
    /// A child living elsewhere for school or work, even if home every week. R38.
    ChildElsewhere,
}

/// Whether somebody is a member (ART), and by which rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MembershipVerdict {
    /// Counted or not.
    pub counts: bool,
    /// The rule that decides, e.g. `R34`.
    pub rule: &'static str,
    /// The rule in a sentence, for the page.
    pub why: &'static str,
}

/// Six months: the line between a guest and a member, and between away and gone. R34, R37.
pub const HALF_YEAR_MONTHS: u16 = 6;

/// Decides membership as the guideline does. R30–R38.
#[must_use]
pub fn counts_as_member(facts: &StayFacts) -> MembershipVerdict {
    let verdict = |counts, rule, why| MembershipVerdict { counts, rule, why };
    if !facts.alive {
        return verdict(false, "R32", "Sudah meninggal");
    }
    match facts.stay {
        Stay::Usual { shares_kitchen: false, .. } => {
            verdict(false, "R31", "Kebutuhan sehari-hari diurus sendiri: rumah tangga lain")
        }
        Stay::Usual { months_away, .. } if months_away >= HALF_YEAR_MONTHS => {
            verdict(false, "R32", "Pergi 6 bulan atau lebih: bukan lagi sementara")
        }
        Stay::Usual { .. } => verdict(true, "R32", "Biasanya tinggal dan makan dari dapur yang sama"),
        Stay::Newborn => verdict(true, "R33", "Bayi yang baru lahir"),
        Stay::Guest { months_here, .. } if months_here >= HALF_YEAR_MONTHS => {
            verdict(true, "R34", "Tamu yang sudah tinggal 6 bulan atau lebih")
        }
        Stay::Guest { months_since_left_home: Some(months), .. } if months >= HALF_YEAR_MONTHS => {
            verdict(true, "R34", "Tamu yang meninggalkan rumahnya 6 bulan atau lebih")
        }
        Stay::Guest { intends_to_settle: true, .. } => verdict(true, "R35", "Belum 6 bulan, tetapi berniat menetap"),
        Stay::Guest { .. } => verdict(false, "R34", "Tamu yang belum 6 bulan dan masih punya rumah sendiri"),
        Stay::DomesticWorker { lives_in: true, eats_with: true } => {
            verdict(true, "R36", "Pembantu yang tinggal dan makan bersama majikan")
        }
        Stay::DomesticWorker { .. } => verdict(false, "R36", "Pembantu yang tinggal atau makan sendiri"),
        Stay::HeadAwayForWork { months_between_visits } if months_between_visits < HALF_YEAR_MONTHS => {
            verdict(true, "R37", "KRT bekerja di luar dan pulang berkala dalam 6 bulan")
        }
        Stay::HeadAwayForWork { .. } => verdict(false, "R37", "KRT bekerja di luar dan tidak pulang dalam 6 bulan"),
        Stay::ChildElsewhere => verdict(false, "R38", "Anak tinggal di tempat lain untuk sekolah atau bekerja"),
    }
}
