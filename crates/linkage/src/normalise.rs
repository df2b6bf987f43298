//! Gives names and addresses one spelling: old orthography, titles, short forms.
//!
//! Single names are normal: there is no surname logic. Only spelling is folded here;
//! [`crate::compare`] decides whether two folded names are one person.

/// A name as it was written and as it is compared. Millions are held at once, so its forms stand in one text, and
/// forms that are spelled alike stand there once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Name {
    text: Box<str>,
    /// Where the written form ends; it begins the text.
    written: u16,
    /// From where to where the words stand, parted by blanks.
    tokens: (u16, u16),
    /// The words joined and folded.
    joined: (u16, u16),
    /// The words joined as they were written.
    plain: (u16, u16),
}

/// Letters of a written name that are compared; longer ones are no names.
const LETTERS_MAX: usize = 4_000;

impl Name {
    /// Reads a written name.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let words = words_of(text.char_indices().nth(LETTERS_MAX).map_or(text, |(end, _)| &text[..end]));
        let (tokens, plain) = tokens_of(&words);
        let mut all = String::with_capacity(4 * text.len().min(LETTERS_MAX));
        push_parted(&mut all, &words);
        let written = place(all.len());
        let from = all.len();
        push_parted(&mut all, &tokens);
        let tokens_at = once(&mut all, from);
        let from = all.len();
        match tokens.as_slice() {
            // a word that is folded stays as it is
            [one] => all.push_str(one),
            several => all.push_str(&fold(&several.concat())),
        }
        let joined = once(&mut all, from);
        let from = all.len();
        all.push_str(&plain);
        let plain = once(&mut all, from);
        Self { text: all.into_boxed_str(), written, tokens: tokens_at, joined, plain }
    }

    /// Upper case, punctuation and doubled spaces gone: what an office would call "the same".
    #[must_use]
    pub fn written(&self) -> &str {
        self.part((0, self.written))
    }

    /// Words without titles, in one spelling.
    pub fn tokens(&self) -> impl Iterator<Item = &str> + Clone {
        self.part(self.tokens).split(' ').filter(|word| !word.is_empty())
    }

    /// The words joined and folded: split and joined words compare equal.
    #[must_use]
    pub fn joined(&self) -> &str {
        self.part(self.joined)
    }

    /// The words joined as they were written: folding can hide one slip behind another.
    #[must_use]
    pub fn plain(&self) -> &str {
        self.part(self.plain)
    }

    /// Whether nothing is left to compare.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tokens.0 == self.tokens.1
    }

    fn part(&self, (from, to): (u16, u16)) -> &str {
        self.text.get(usize::from(from)..usize::from(to)).unwrap_or_default()
    }
}

/// Where the last part of a text stands: behind the others, or where an earlier part spells it already.
fn once(all: &mut String, from: usize) -> (u16, u16) {
    let len = all.len() - from;
    let earlier = all[..from].find(&all[from..]);
    if earlier.is_some() {
        all.truncate(from);
    }
    let at = earlier.unwrap_or(from);
    (place(at), place(at + len))
}

/// Four forms of a name of [`LETTERS_MAX`] letters, each at most two bytes more than it was, stay below.
fn place(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

fn push_parted(all: &mut String, words: &[String]) {
    for (at, word) in words.iter().enumerate() {
        if at > 0 {
            all.push(' ');
        }
        all.push_str(word);
    }
}

const MUHAMMAD: &str = "MUHAMAD";

/// Titles and degrees, dots removed. They are no part of a name.
const TITLES: &[&str] = &[
    "H",
    "HJ",
    "HAJI",
    "HAJJAH",
    "KH",
    "KYAI",
    "KIAI",
    "NYAI",
    "USTADZ",
    "USTAZ",
    "UST",
    "DRS",
    "DRA",
    "DR",
    "IR",
    "PROF",
    "R",
    "RA",
    "RR",
    "RADEN",
    "RNGT",
    "NGT",
    "MAS",
    "ALM",
    "ALMH",
    "ALMARHUM",
    "ALMARHUMAH",
    "BPK",
    "BAPAK",
    "IBU",
    "SDR",
    "SDRI",
    "TN",
    "NY",
    "NN",
];
/// Degrees that follow a name, dots removed.
const DEGREES: &[&str] = &[
    "SPD", "SPDI", "SPDSD", "SE", "SH", "SHI", "SKOM", "SSOS", "SAG", "SIP", "SKM", "SKEP", "SFARM", "SPT", "SP",
    "SSI", "SST", "STP", "SPSI", "SIKOM", "AMD", "AMDKEB", "AMDKEP", "AMK", "MSI", "MPD", "MPDI", "MM", "MH", "MKES",
    "MT", "MAG", "MSC", "BA", "BSC", "NERS", "ST", "SPOG", "PHD", "AMAPD", "APT",
];
const MUHAMMAD_FORMS: &[&str] = &[
    "M",
    "MH",
    "MD",
    "MHD",
    "MOH",
    "MUH",
    "MOCH",
    "MUCH",
    "MOHD",
    "MUHD",
    "MOHAMAD",
    "MOHAMMAD",
    "MOHAMED",
    "MOHAMMED",
    "MUHAMAD",
    "MUHAMMAD",
    "MUHAMMED",
    "MUHAMED",
    "MOCHAMAD",
    "MOCHAMMAD",
    "MUCHAMAD",
    "MUCHAMMAD",
    "MOKHAMAD",
    "MUKHAMAD",
    "MUKHAMMAD",
    "MOHAMAT",
    "MUHAMMAT",
    "MUHAMAT",
    "MUHAMMADE",
];

/// Upper-case words; dots and commas part words, except inside a degree (`S.Pd`).
fn words_of(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut after_comma = false;
    for chunk in text.split(|c: char| c.is_whitespace() || c == '\u{a0}' || c == '/' || c == '\\') {
        let starts_after_comma = after_comma || chunk.starts_with(',');
        let plain: String = chunk.chars().filter_map(letter).collect();
        if chunk.ends_with(',') {
            after_comma = true;
        }
        if plain.is_empty() {
            continue;
        }
        let inner_dot = chunk.trim_end_matches(['.', ',']).contains('.');
        let named = !words.is_empty();
        if named && (inner_dot || starts_after_comma) && DEGREES.contains(&plain.as_str()) {
            continue;
        }
        words.extend(
            chunk
                .split(['.', ',', '-', '(', ')', ';', '_'])
                .map(|part| part.chars().filter_map(letter).collect::<String>())
                .filter(|part| !part.is_empty()),
        );
    }
    words
}

/// A letter in upper-case ASCII without accents; anything else is not a letter.
fn letter(c: char) -> Option<char> {
    if c.is_ascii() {
        return c.is_ascii_alphabetic().then(|| c.to_ascii_uppercase());
    }
    let c = c.to_uppercase().next().unwrap_or(c);
    Some(match c {
        'A'..='Z' => c,
        'À'..='Å' => 'A',
        'È'..='Ë' => 'E',
        'Ì'..='Ï' => 'I',
        'Ò'..='Ö' => 'O',
        'Ù'..='Ü' => 'U',
        'Ç' => 'C',
        'Ñ' => 'N',
        _ => return None,
    })
}

/// The folded words, and the same words unfolded and joined.
fn tokens_of(words: &[String]) -> (Vec<String>, String) {
    let mut kept: Vec<&str> = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        let word = word.as_str();
        // a patronym follows: BIN, BINTI; an alias is another name of the same person
        if !kept.is_empty() && matches!(word, "BIN" | "BINTI" | "BT" | "BINTE" | "ALIAS") && at + 1 < words.len() {
            break;
        }
        let last = at + 1 == words.len();
        if TITLES.contains(&word) && !(last && kept.is_empty()) {
            continue;
        }
        if last && !kept.is_empty() && matches!(word, "SE" | "SH" | "SPD" | "SKOM" | "SAG" | "AMD" | "SPDI") {
            continue;
        }
        kept.push(word);
    }
    let mut tokens: Vec<String> = Vec::with_capacity(kept.len());
    let mut plain = String::new();
    for (at, word) in kept.iter().enumerate() {
        let alone = kept.len() == 1;
        let standard = match *word {
            w if !alone && MUHAMMAD_FORMS.contains(&w) && (w.len() > 2 || at == 0) => Some(MUHAMMAD),
            w if w.len() > 4 && MUHAMMAD_FORMS.contains(&w) => Some(MUHAMMAD),
            "ABD" | "ABDOEL" | "ABDOL" | "ABDL" => Some("ABDUL"),
            "ST" | "STI" | "SITTI" | "SITIE" if at == 0 && !alone => Some("SITI"),
            _ => None,
        };
        plain.push_str(standard.unwrap_or(word));
        tokens.push(standard.map_or_else(|| fold(word), str::to_owned));
    }
    (tokens, plain)
}

/// What a stretch of characters between blanks stands for in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A word of the name.
    Plain,
    /// A title: no part of a name unless nothing else is there.
    Title,
    /// A degree after the name.
    Degree,
    /// Ends the name: a patronym or another name of the same person follows.
    End,
}

/// One stretch of characters between blanks, read without its neighbours (for `tables`).
pub struct NameChunk {
    /// Its folded words.
    pub words: Vec<String>,
    /// What it is in a name.
    pub role: Role,
    /// What a short form stands for beside other words.
    pub short_for: Option<String>,
    /// Whether the short form stands so anywhere, not only in front.
    pub anywhere: bool,
}

/// Reads one stretch of characters of a name: the rules of [`Name::read`] that need no neighbours.
#[must_use]
pub fn name_chunk(chunk: &str) -> NameChunk {
    let letters_only = chunk.bytes().all(|byte| byte.is_ascii_alphabetic());
    let plain: String =
        if letters_only { chunk.to_ascii_uppercase() } else { chunk.chars().filter_map(letter).collect() };
    let inner_dot = chunk.trim_end_matches(['.', ',']).contains('.');
    let words = if letters_only { vec![plain.clone()] } else { words_of(chunk) };
    let one = |role| NameChunk { words: vec![fold(&plain)], role, short_for: None, anywhere: false };
    if inner_dot && DEGREES.contains(&plain.as_str()) {
        return one(Role::Degree);
    }
    match words.as_slice() {
        [word] => {
            let word = word.as_str();
            if matches!(word, "BIN" | "BINTI" | "BT" | "BINTE" | "ALIAS") {
                return one(Role::End);
            }
            if TITLES.contains(&word) {
                return one(Role::Title);
            }
            if matches!(word, "SE" | "SH" | "SPD" | "SKOM" | "SAG" | "AMD" | "SPDI") {
                return one(Role::Degree);
            }
            let (long, anywhere) = match word {
                w if w.len() > 4 && MUHAMMAD_FORMS.contains(&w) => return plain_word(MUHAMMAD),
                "ABD" | "ABDOEL" | "ABDOL" | "ABDL" => return plain_word("ABDUL"),
                w if MUHAMMAD_FORMS.contains(&w) => (MUHAMMAD, w.len() > 2),
                "ST" | "STI" | "SITTI" | "SITIE" => ("SITI", false),
                _ => return one(Role::Plain),
            };
            NameChunk { short_for: Some(long.to_owned()), anywhere, ..one(Role::Plain) }
        }
        several => NameChunk {
            words: several.iter().map(|w| fold(w)).collect(),
            role: Role::Plain,
            short_for: None,
            anywhere: false,
        },
    }
}

fn plain_word(word: &str) -> NameChunk {
    NameChunk { words: vec![word.to_owned()], role: Role::Plain, short_for: None, anywhere: false }
}

/// Upper case without accents; letters and digits only.
#[must_use]
pub fn plain(text: &str) -> String {
    text.chars().filter_map(|c| if c.is_ascii_digit() { Some(c) } else { letter(c) }).collect()
}

/// One spelling for a word: old orthography (OE, DJ, TJ, SJ, NJ, CH), silent H, doubled letters,
/// letters that stand for one sound. Folding twice changes nothing.
#[must_use]
pub fn fold(word: &str) -> String {
    let mut folded = word.to_owned();
    while !is_folded(folded.as_bytes()) {
        folded = fold_once(&folded);
    }
    folded
}

/// What a letter, or two of them, are spelled as; with the letters so used. `None` for a letter that stays.
fn respelled(first: u8, second: u8) -> Option<(&'static str, usize)> {
    Some(match (first, second) {
        (b'O', b'E') => ("U", 2),
        (b'D', b'J') => ("Y", 2),
        (b'T', b'J') => ("C", 2),
        (b'K' | b'C', b'H') => ("H", 2),
        (b'D', b'H') => ("D", 2),
        (b'T', b'H') => ("T", 2),
        (b'S', b'H') => ("SY", 2),
        (b'P', b'H') => ("F", 2),
        (b'A', b'E') => ("AI", 2),
        (b'J', _) => ("Y", 1),
        (b'V', _) => ("F", 1),
        (b'Q', _) => ("K", 1),
        (b'X', _) => ("KS", 1),
        (b'Z', _) => ("S", 1),
        _ => return None,
    })
}

/// Whether folding leaves the word as it is.
fn is_folded(bytes: &[u8]) -> bool {
    let second = |at: usize| bytes.get(at + 1).copied().unwrap_or(0);
    let stays = |(at, first): (usize, &u8)| respelled(*first, second(at)).is_none() && !doubles(*first, second(at));
    bytes.iter().enumerate().all(stays)
}

/// Whether one letter stands twice. Bytes of letters beyond ASCII are no letters of their own.
fn doubles(first: u8, second: u8) -> bool {
    first == second && first.is_ascii()
}

fn fold_once(word: &str) -> String {
    let bytes = word.as_bytes();
    let mut out: Vec<u8> = Vec::with_capacity(bytes.len() + 2);
    let mut at = 0;
    while at < bytes.len() {
        let (put, used) = respelled(bytes[at], bytes.get(at + 1).copied().unwrap_or(0))
            .map_or((&bytes[at..=at], 1), |(spelled, used)| (spelled.as_bytes(), used));
        for byte in put {
            if !out.last().is_some_and(|last| doubles(*last, *byte)) {
                out.push(*byte);
            }
        }
        at += used;
    }
    String::from_utf8(out).unwrap_or_else(|_| word.to_owned())
}

/// An address or hamlet as compared: upper-case words and numbers, the office's short forms written out,
/// leading words of the administration dropped.
#[must_use]
pub fn address(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut previous_was_digit = None;
    let mut words: Vec<String> = Vec::new();
    for c in text.chars() {
        let kind = match c {
            '0'..='9' => Some((c, true)),
            _ => letter(c).map(|l| (l, false)),
        };
        match kind {
            Some((c, digit)) => {
                if previous_was_digit.is_some_and(|was| was != digit) {
                    words.push(std::mem::take(&mut out));
                }
                out.push(c);
                previous_was_digit = Some(digit);
            }
            None => {
                if !out.is_empty() {
                    words.push(std::mem::take(&mut out));
                }
                previous_was_digit = None;
            }
        }
    }
    if !out.is_empty() {
        words.push(out);
    }
    let kept: Vec<String> = words
        .into_iter()
        .filter_map(|w| match w.as_str() {
            "JL" | "JLN" | "JALAN" | "NO" | "NOMOR" | "NOMER" | "PADUKUHAN" | "DUKUH" | "DUSUN" | "DSN" | "PDK"
            | "KAMPUNG" | "KP" => None,
            "GG" => Some("GANG".to_owned()),
            w if w.bytes().all(|b| b.is_ascii_digit()) => Some(w.trim_start_matches('0').to_owned()),
            w => Some(fold(w)),
        })
        .collect();
    kept.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(a: &str, b: &str) {
        assert_eq!(Name::read(a).joined(), Name::read(b).joined(), "{a} and {b} are one name");
    }

    #[test]
    fn old_and_new_spelling_are_one_name() {
        check("SOEKARNO", "Sukarno");
        check("DJOKO TJAHJONO", "Joko Cahyono");
        check("SJARIFUDIN", "SYARIFUDIN");
        check("NJOMAN", "Nyoman");
        check("CHOTIMAH", "KHOTIMAH");
        check("NURRAHMAN", "NUR RAHMAN");
    }

    #[test]
    fn titles_and_degrees_are_no_part_of_a_name() {
        check("H. SUPARNO", "SUPARNO");
        check("Hj. Siti Aminah, S.Pd", "SITI AMINAH");
        check("Drs. Bambang S.Pd.I", "BAMBANG");
        check("IR SUTOPO, M.Si.", "SUTOPO");
        assert_eq!(Name::read("H").joined(), "H", "a name that is only a title stays a name");
    }

    #[test]
    fn short_forms_of_muhammad_abdul_and_siti_are_one_word() {
        // T6
        check("MOCH. ALI", "MUHAMMAD ALI");
        check("M. ALI", "Mohamad Ali");
        check("ABD. ROHIM", "ABDUL ROHIM");
        check("ST. AMINAH", "SITI AMINAH");
    }

    #[test]
    fn an_address_is_compared_without_its_short_forms() {
        assert_eq!(address("JL. PASAR NO. 067"), address("Jalan Pasar No 67"));
        assert_eq!(address("Padukuhan Candigede"), address("CANDIGEDE"));
        assert_ne!(address("JL. PASAR NO. 67"), address("JL. PASAR NO. 76"));
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(word in "[A-Z]{0,14}") {
            let once = fold(&word);
            prop_assert_eq!(fold(&once), once);
        }
        #[test]
        fn forms_that_share_letters_are_still_read_apart(text in "[A-Z.,/-]{0,9}( [A-Z.,/-]{0,9}){0,3}") {
            let words = words_of(&text);
            let (tokens, plain) = tokens_of(&words);
            let name = Name::read(&text);
            prop_assert_eq!(name.written(), words.join(" "));
            prop_assert_eq!(name.tokens().collect::<Vec<_>>(), tokens.iter().collect::<Vec<_>>());
            prop_assert_eq!(name.plain(), plain);
            prop_assert_eq!(name.is_empty(), tokens.is_empty());
        }
        #[test]
        fn any_text_can_be_read_as_a_name(text in ".{0,40}") {
            let name = Name::read(&text);
            prop_assert_eq!(fold(&name.tokens().collect::<String>()), name.joined());
        }
    }
}
