//! The one text form of a recap: `1=10 2=3 3=1 4=1 5=1 6=3 7=3 8=1`.

use crate::value::Value;
use domain::deliberation::Finding;
use domain::deliberation::minutes::Recap;

impl From<&Recap> for Value {
    fn from(recap: &Recap) -> Self {
        Self::Text(text(recap))
    }
}

fn text(recap: &Recap) -> String {
    recap.iter().map(|(finding, n)| format!("{finding}={n}")).collect::<Vec<_>>().join(" ")
}

/// Reads the text; a code that is missing was not circled, and empty text means that nothing was.
/// `None` when it is not the text of a recap.
pub(crate) fn parse(text: &str) -> Option<Recap> {
    let mut counts = [0; 8];
    for part in text.split(' ').filter(|part| !part.is_empty()) {
        let (code, n) = part.split_once('=')?;
        let finding = Finding::from_code(code.parse().ok()?)?;
        counts[finding as usize] = n.parse().ok()?;
    }
    Some(Recap::new(counts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recap_is_read_back_as_it_was_written_and_damage_is_not_read() {
        // R67
        let recap = Recap::new([10, 3, 1, 1, 1, 3, 3, 1]);
        assert_eq!(text(&recap), "1=10 2=3 3=1 4=1 5=1 6=3 7=3 8=1");
        for some in [recap, Recap::default(), Recap::new([u16::MAX; 8])] {
            assert_eq!(parse(&text(&some)), Some(some));
        }
        assert_eq!(parse(""), Some(Recap::default()));
        assert_eq!(parse("1=1"), Some(Recap::new([1, 0, 0, 0, 0, 0, 0, 0])));
        for damaged in ["9=1", "x=2", "2=ya", "2", "1=70000"] {
            assert_eq!(parse(damaged), None, "{damaged}");
        }
    }
}
