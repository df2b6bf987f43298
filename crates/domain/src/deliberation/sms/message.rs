//! Everything this system sends by SMS, and its wording.
//!
//! Indonesian, in characters that every phone has; each fits one message where possible.

use super::counts::{Difference, MeetingCode, ProvisionalCounts};
use super::read::Problem;
use crate::Date;
use crate::deliberation::minutes::Plan;

/// A message of ours. It is made of places, codes and counts: there is no text to put a name in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// The provisional report itself, to the TKPKDesa. R68.
    Report {
        /// The meeting.
        meeting: MeetingCode,
        /// The counts.
        counts: ProvisionalCounts,
    },
    /// To whoever reported: it is taken.
    Confirmed {
        /// The meeting.
        meeting: MeetingCode,
        /// The counts as understood.
        counts: ProvisionalCounts,
        /// What stood before, when the new report changes it.
        before: Option<ProvisionalCounts>,
        /// Blanks for these counts. R77.
        plan: Plan,
    },
    /// To whoever reported: it is not taken, and this is missing.
    Incomplete {
        /// What is missing or wrong, in the order of the report.
        problems: Vec<Problem>,
        /// The sender's own meeting, to be the example.
        own: Option<MeetingCode>,
    },
    /// To a number nobody has entered.
    NotRegistered,
    /// To a hamlet whose report is late.
    Reminder {
        /// The meeting.
        meeting: MeetingCode,
        /// Day of the meeting.
        held_on: Option<Date>,
    },
    /// To the TKPKDesa: the signed minutes say otherwise. R67, R68.
    Differs {
        /// The meeting.
        meeting: MeetingCode,
        /// The codes.
        differences: Vec<Difference>,
    },
}

impl Message {
    /// The stored word for what kind of message it is.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Report { .. } => "LAPORAN",
            Self::Confirmed { .. } => "KONFIRMASI",
            Self::Incomplete { .. } => "KURANG",
            Self::NotRegistered => "NOMOR_TIDAK_DIKENAL",
            Self::Reminder { .. } => "PENGINGAT",
            Self::Differs { .. } => "SELISIH",
        }
    }

    /// The meeting it is about.
    #[must_use]
    pub fn meeting(&self) -> Option<&MeetingCode> {
        match self {
            Self::Report { meeting, .. }
            | Self::Confirmed { meeting, .. }
            | Self::Reminder { meeting, .. }
            | Self::Differs { meeting, .. } => Some(meeting),
            Self::Incomplete { .. } | Self::NotRegistered => None,
        }
    }

    /// The words.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Report { meeting, counts } => format!("{KEYWORD} {meeting} {counts}"),
            Self::Confirmed { meeting, counts, before: None, plan } => {
                format!("DITERIMA {meeting} {counts}. {plan}.{} Salah? Kirim ulang.", quota(*counts))
            }
            Self::Confirmed { meeting, counts, before: Some(before), plan } => {
                let quota = quota(*counts);
                format!("DIUBAH {meeting} {counts}, sebelumnya {before}. {plan}.{quota} Salah? Kirim ulang.")
            }
            Self::Incomplete { problems, own } => {
                let said: Vec<String> = problems.iter().map(Problem::text).collect();
                let place = own.as_ref().map_or_else(|| EXAMPLE.to_owned(), ToString::to_string);
                format!("BELUM DITERIMA. {} Contoh: {KEYWORD} {place} 2=3 3=1 6=3 7=2", said.join(" "))
            }
            Self::NotRegistered => {
                "BELUM DITERIMA. Nomor ini belum terdaftar. Minta TKPKDesa mendaftarkannya, lalu kirim ulang."
                    .to_owned()
            }
            Self::Reminder { meeting, held_on } => {
                let day = held_on.map_or_else(String::new, |d| format!(" tanggal {}", d.strftime("%d-%m-%Y")));
                format!("Laporan MusPad {meeting}{day} belum masuk. Kirim: MUSPAD {meeting} 2=.. 3=.. 6=.. 7=..")
            }
            Self::Differs { meeting, differences } => {
                let said: Vec<String> = differences
                    .iter()
                    .map(|d| format!("kode {}: SMS {}, BA {}", d.finding, d.provisional, d.minutes))
                    .collect();
                format!("SELISIH {meeting}: {}. Yang berlaku: BA.", said.join("; "))
            }
        }
    }
}

/// The word a report begins with.
pub const KEYWORD: &str = "MUSPAD";

/// A place of which nobody has a number.
const EXAMPLE: &str = "34.03.01.2001 Klampok";

/// More new households than improved ones: the minutes will not take them. R61.
fn quota(counts: ProvisionalCounts) -> &'static str {
    if counts.new > counts.improved { " Kode 7 melebihi kode 2, periksa kuota." } else { "" }
}

#[cfg(test)]
mod tests {
    use super::super::coding::Coding;
    use super::super::counts::PlaceName;
    use super::super::parts::split;
    use super::*;
    use crate::area::AreaCode;
    use crate::deliberation::Finding;
    use crate::deliberation::minutes::PlanRule;
    use proptest::prelude::*;

    fn meeting() -> MeetingCode {
        MeetingCode { desa: AreaCode::parse("34.03.01.2001").unwrap(), hamlet: PlaceName::parse("Klampok").unwrap() }
    }

    #[test]
    fn every_message_fits_into_two_short_messages_of_the_default_alphabet() {
        let counts = ProvisionalCounts::from_array([999; 4]);
        let plan = Plan { blanks: 3996, reserve: 3996, enumerators: 200 };
        let differences = [2, 3, 6, 7]
            .map(|c| Difference { finding: Finding::from_code(c).unwrap(), provisional: 999, minutes: 998 })
            .to_vec();
        let all = [
            Message::Report { meeting: meeting(), counts },
            Message::Confirmed { meeting: meeting(), counts, before: None, plan },
            Message::Confirmed { meeting: meeting(), counts, before: Some(counts), plan },
            Message::Incomplete { problems: vec![Problem::NoDesa, Problem::NoCount(Finding::New)], own: None },
            Message::NotRegistered,
            Message::Reminder { meeting: meeting(), held_on: Some(Date::constant(2016, 11, 22)) },
            Message::Differs { meeting: meeting(), differences },
        ];
        for message in all {
            let text = message.text();
            assert_eq!(Coding::of(&text), Coding::Gsm7, "{text}");
            assert!(split(&text, 0).unwrap().len() <= 2, "{text}");
        }
    }

    #[test]
    fn what_was_missing_is_said_with_an_example() {
        let problems = vec![Problem::NoDesa, Problem::NoCount(Finding::New)];
        let own = |own| Message::Incomplete { problems: problems.clone(), own }.text();
        let banjaran = MeetingCode { hamlet: PlaceName::parse("Banjaran").unwrap(), ..meeting() };
        assert!(own(Some(banjaran)).ends_with("Contoh: MUSPAD 34.03.01.2001 Banjaran 2=3 3=1 6=3 7=2"));
        assert_eq!(
            own(None),
            "BELUM DITERIMA. Kode desa tidak ada. Kode 7 tidak ada. Contoh: MUSPAD 34.03.01.2001 Klampok 2=3 3=1 6=3 7=2"
        );
    }

    #[test]
    fn more_new_households_than_improved_ones_are_taken_with_a_word_about_the_quota() {
        // R61
        let said = |counts| {
            let counts = ProvisionalCounts::from_array(counts);
            let plan = PlanRule::default().plan(&counts.recap());
            Message::Confirmed { meeting: meeting(), counts, before: None, plan }.text()
        };
        assert!(said([3, 1, 3, 9]).contains("Kode 7 melebihi kode 2"));
        assert!(!said([3, 1, 3, 3]).contains("kuota"));
    }

    proptest! {
        /// R68: no message of ours has room for a NIK: no run of more than 10 digits, ever.
        #[test]
        fn no_message_ever_holds_the_number_of_a_person(
            counts in proptest::array::uniform4(0..=999u16), hamlet in "\\PC{1,40}", desa in "[1-9][0-9]{9}"
        ) {
            let Some(hamlet) = PlaceName::parse(&hamlet) else { return Ok(()) };
            let meeting = MeetingCode { desa: AreaCode::parse(&desa).unwrap(), hamlet };
            let counts = ProvisionalCounts::from_array(counts);
            let plan = PlanRule::default().plan(&counts.recap());
            for message in [
                Message::Report { meeting: meeting.clone(), counts },
                Message::Confirmed { meeting: meeting.clone(), counts, before: Some(counts), plan },
                Message::Reminder { meeting, held_on: None },
            ] {
                let mut run = 0;
                for c in message.text().chars() {
                    run = if c.is_ascii_digit() { run + 1 } else { 0 };
                    prop_assert!(run <= 4, "{}", message.text());
                }
            }
        }
    }
}
