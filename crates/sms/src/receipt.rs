//! The text of a delivery receipt. SMPP 3.4 appendix B.

use app::ports::SmsFate;

/// What `id:… sub:001 dlvrd:001 … stat:DELIVRD err:000 text:…` says: the centre's number and the fate.
pub(crate) fn read(text: &str) -> (Option<String>, Option<SmsFate>) {
    let field = |name: &str| {
        let lower = text.to_ascii_lowercase();
        let at = lower.find(name)? + name.len();
        let word: String = text[at..].chars().take_while(|c| !c.is_whitespace()).collect();
        (!word.is_empty()).then_some(word)
    };
    (field("id:"), field("stat:").and_then(|word| of_word(&word)))
}

/// The fate in a word of seven letters.
pub(crate) fn of_word(word: &str) -> Option<SmsFate> {
    match word.to_ascii_uppercase().as_str() {
        "DELIVRD" => Some(SmsFate::Delivered),
        "EXPIRED" => Some(SmsFate::Expired),
        "ENROUTE" | "ACCEPTD" => Some(SmsFate::Underway),
        "UNDELIV" | "DELETED" | "REJECTD" | "UNKNOWN" => Some(SmsFate::Failed { why: word.to_ascii_uppercase() }),
        _ => None,
    }
}

/// The fate in `message_state`. SMPP 3.4 §5.2.28.
pub(crate) fn of_state(state: u8) -> Option<SmsFate> {
    match state {
        0 | 1 | 6 => Some(SmsFate::Underway),
        2 => Some(SmsFate::Delivered),
        3 => Some(SmsFate::Expired),
        4 => Some(SmsFate::Failed { why: "DELETED".to_owned() }),
        5 => Some(SmsFate::Failed { why: "UNDELIV".to_owned() }),
        8 => Some(SmsFate::Failed { why: "REJECTD".to_owned() }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_tells_number_and_fate() {
        let text =
            "id:0A1 sub:001 dlvrd:001 submit date:1611221200 done date:1611221201 stat:DELIVRD err:000 text:MUSPAD";
        assert_eq!(read(text), (Some("0A1".to_owned()), Some(SmsFate::Delivered)));
        assert_eq!(read("id:7 stat:EXPIRED").1, Some(SmsFate::Expired));
        assert_eq!(read("MUSPAD 2=3"), (None, None));
    }
}
