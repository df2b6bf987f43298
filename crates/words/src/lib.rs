//! What people read, in Indonesian and English: refusals, defects, code lists and events.
//!
//! Code carries codes with arguments; the sentences are in `text/*.ftl`, under the code. Pages, the
//! command line and result files say the same words because they ask here. `web` adds the texts
//! that only pages use.

use domain::codes;
use domain::defect::DefectKind;
use domain::refusal::{Refusal, Told, Value};
use fluent::concurrent::FluentBundle;
use fluent::{FluentArgs, FluentResource, FluentValue};
use std::sync::OnceLock;

/// The Indonesian texts: refusals, defects, code lists, events.
pub const ID: [&str; 4] = [
    include_str!("../text/refusals.id.ftl"),
    include_str!("../text/defects.id.ftl"),
    include_str!("../text/lists.id.ftl"),
    include_str!("../text/events.id.ftl"),
];
/// The English texts.
pub const EN: [&str; 4] = [
    include_str!("../text/refusals.en.ftl"),
    include_str!("../text/defects.en.ftl"),
    include_str!("../text/lists.en.ftl"),
    include_str!("../text/events.en.ftl"),
];

codes! {
    /// A language people read.
    #[derive(Default)]
    pub enum Lang {
        /// Bahasa Indonesia, unless somebody asks for another.
        #[default]
        Id = "id",
        /// English.
        En = "en",
    }
}

impl Lang {
    /// The other one, for the switch.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Id => Self::En,
            Self::En => Self::Id,
        }
    }
}

/// The texts of one language.
pub struct Words {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

/// A refusal in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// What and why.
    pub what: String,
    /// How to go on.
    pub repair: String,
}

impl Words {
    /// The texts of a language, read once.
    #[must_use]
    pub fn of(lang: Lang) -> &'static Self {
        static WORDS: OnceLock<[Words; 2]> = OnceLock::new();
        let [id, en] = WORDS.get_or_init(|| [Self::read(Lang::Id, &[]), Self::read(Lang::En, &[])]);
        match lang {
            Lang::Id => id,
            Lang::En => en,
        }
    }

    /// The texts of a language together with `more`, the texts of one place.
    #[must_use]
    pub fn read(lang: Lang, more: &[&str]) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![
            lang.code().parse::<unic_langid::LanguageIdentifier>().unwrap_or_default(),
        ]);
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match lang {
            Lang::Id => |value, _| grouped(value, '.'),
            Lang::En => |value, _| grouped(value, ','),
        }));
        let own = match lang {
            Lang::Id => ID,
            Lang::En => EN,
        };
        for source in own.iter().chain(more) {
            // a broken line costs that line, never the page; a test proves there is none
            let resource = FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(partial, _)| partial);
            bundle.add_resource_overriding(resource);
        }
        Self { lang, bundle }
    }

    /// The language.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// Whether there is a text for the key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// The text of a key, which is shown itself where it has none.
    #[must_use]
    pub fn text(&self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|m| m.value()) else {
            tracing::error!(key, "text is missing");
            return key.to_owned();
        };
        self.bundle.format_pattern(pattern, args, &mut Vec::new()).into_owned()
    }

    /// The text of an attribute of a key; `None` where it has none.
    #[must_use]
    pub fn attribute(&self, key: &str, attribute: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
        let attribute = self.bundle.get_message(key)?.get_attribute(attribute)?;
        Some(self.bundle.format_pattern(attribute.value(), args, &mut Vec::new()).into_owned())
    }

    /// The text of a code of a list: `code("category", "BARU")` is key `category-BARU`; a dot in a
    /// code is a hyphen in its key. A code without text is shown as it is: it comes from data.
    #[must_use]
    pub fn code(&self, list: &str, code: &str) -> String {
        let key = format!("{list}-{}", code.replace('.', "-"));
        if self.has(&key) { self.text(&key, None) } else { code.to_owned() }
    }

    /// A refusal in words.
    #[must_use]
    pub fn refusal(&self, refusal: &dyn Refusal) -> Said {
        self.said(refusal.code(), &refusal.args())
    }

    /// A refusal in words, by its code and arguments.
    #[must_use]
    pub fn said(&self, code: &str, args: &[(&'static str, Value)]) -> Said {
        self.said_of(code, args)
    }

    /// As [`Words::said`], for arguments that were kept with their names. A code without text is shown as it is.
    #[must_use]
    pub fn said_of<N: AsRef<str>>(&self, code: &str, args: &[(N, Value)]) -> Said {
        let key = format!("refused-{code}");
        if !self.has(&key) {
            tracing::error!(code, "refusal without text");
            return Said { what: code.to_owned(), repair: String::new() };
        }
        let args = self.arguments(args);
        Said {
            what: self.text(&key, Some(&args)),
            repair: self.attribute(&key, "repair", Some(&args)).unwrap_or_default(),
        }
    }

    /// An event in words, by its name and the fields it was written with. An event of an older program
    /// may lack a field; then the text does without its particulars.
    #[must_use]
    pub fn event(&self, name: &str, fields: &[(String, Value)]) -> String {
        let key = format!("event-{}", name.replace('.', "-"));
        let mut args = FluentArgs::new();
        for (field, value) in fields {
            args.set(
                field.clone(),
                match (list_of(field), value) {
                    (Some(list), Value::Word(word)) => FluentValue::from(self.code(list, word)),
                    (_, Value::Word(word)) => FluentValue::from(word.clone()),
                    (_, Value::Count(count)) => FluentValue::from(*count),
                    (_, Value::Words(words)) => FluentValue::from(words.join(", ")),
                },
            );
        }
        let full = self.bundle.get_message(&key).and_then(|m| m.get_attribute("full")).and_then(|full| {
            let mut lacking = Vec::new();
            let text = self.bundle.format_pattern(full.value(), Some(&args), &mut lacking).into_owned();
            lacking.is_empty().then_some(text)
        });
        full.unwrap_or_else(|| self.code("event", name))
    }

    /// Arguments for a text: counts choose plural forms; a word of a list is shown by its text there.
    fn arguments<'a, N: AsRef<str>>(&self, args: &[(N, Value)]) -> FluentArgs<'a> {
        let mut named = FluentArgs::new();
        for (name, value) in args {
            let name = name.as_ref();
            named.set(
                name.to_owned(),
                match value {
                    Value::Word(word) => FluentValue::from(self.word(name, word)),
                    Value::Count(count) => FluentValue::from(*count),
                    Value::Words(words) => {
                        FluentValue::from(words.iter().map(|w| self.word(name, w)).collect::<Vec<_>>().join("; "))
                    }
                },
            );
        }
        named
    }

    /// A word of a refusal: by its text in one of the lists that the argument's name stands for, or as it is.
    fn word(&self, argument: &str, word: &str) -> String {
        let lists: &[&str] = match argument {
            "act" => &["act", "case-act"],
            "from" | "to" => &["state"],
            "other" => &["role"],
            other => &[other],
        };
        let text = lists.iter().map(|list| self.code(list, word)).find(|text| text != word);
        text.unwrap_or_else(|| word.to_owned())
    }

    /// What is wrong with a cell, row or household, and how to repair it.
    #[must_use]
    pub fn defect(&self, kind: DefectKind) -> Said {
        let key = format!("defect-{}", kind.code());
        Said { what: self.text(&key, None), repair: self.attribute(&key, "repair", None).unwrap_or_default() }
    }
}

/// The list whose words a field of an event carries.
fn list_of(field: &str) -> Option<&'static str> {
    match field {
        "category" => Some("category"),
        "from" | "to" => Some("state"),
        "role" => Some("role"),
        "verdict" => Some("verdict"),
        _ => None,
    }
}

/// What is wrong with the texts of some refusals: none, no way to go on, or an argument the refusal
/// does not have. Each crate's tests ask this for the refusals it can see.
#[must_use]
pub fn wrong_texts(registry: &[Told]) -> Vec<String> {
    let mut wrong = Vec::new();
    for (lang, sources) in [(Lang::Id, ID), (Lang::En, EN)] {
        let words = Words::of(lang);
        for told in registry {
            let key = format!("refused-{}", told.code);
            if !words.has(&key) || words.attribute(&key, "repair", None).is_none() {
                wrong.push(format!("{lang}: {key} lacks a text or a repair ({})", told.from));
            }
            let head = format!("\n{key} =");
            let block = sources.iter().find_map(|s| s.split_once(&head)).map_or("", |(_, rest)| rest);
            let block = block.split("\nrefused-").next().unwrap_or_default();
            for name in block.split("{ $").skip(1).filter_map(|rest| rest.split([' ', '}']).next()) {
                if !told.args.contains(&name) {
                    wrong.push(format!("{lang}: {key} uses ${name}, {} has {:?}", told.from, told.args));
                }
            }
        }
    }
    wrong
}

/// A whole number with the language's thousands separator.
fn grouped(value: &FluentValue<'_>, separator: char) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let digits = format!("{:.0}", number.value);
    if digits.parse::<f64>().ok()? != number.value {
        return None;
    }
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits.as_str()), |rest| ("−", rest));
    let mut out = sign.to_owned();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    Some(out)
}

#[cfg(test)]
mod tests;
