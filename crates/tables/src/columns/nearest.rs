//! The word somebody probably meant.

/// The word of a list that is nearest to a misspelt one, when it is near enough to be meant: at most
/// a third of its letters differ. Letter case and separators do not count. The first wins a tie.
#[must_use]
pub fn nearest<'a>(wrong: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(wrong);
    let mut best: Option<(usize, &str)> = None;
    for word in words {
        let other = fold(word);
        let longest = folded.chars().count().max(other.chars().count());
        let distance = rapidfuzz::distance::osa::distance(folded.chars(), other.chars());
        if distance * 3 <= longest && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, word));
        }
    }
    best.map(|(_, word)| word)
}

fn fold(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_word_finds_the_nearest_and_a_foreign_one_none() {
        let words = ["person_name", "place", "phone"];
        assert_eq!(nearest("persn_name", words), Some("person_name"));
        assert_eq!(nearest("Person Name", words), Some("person_name"));
        assert_eq!(nearest("plcae", words), Some("place"));
        assert_eq!(nearest("nik", words), None);
    }
}
