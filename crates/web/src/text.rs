//! What people read: Indonesian first, English beside it, both in Fluent files.

use domain::Date;
use domain::codes;
use fluent::concurrent::FluentBundle;
use fluent::{FluentArgs, FluentResource, FluentValue};
use std::sync::OnceLock;

/// The Indonesian texts.
pub const ID: &str = include_str!("../text/id.ftl");
/// The English texts.
pub const EN: &str = include_str!("../text/en.ftl");

codes! {
    /// A language of the pages.
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

/// A number of things, however it is stored.
pub trait Count {
    /// It, as one type.
    fn count(self) -> i64;
}

macro_rules! counts {
    ($($kind:ty),*) => {$(
        impl Count for $kind {
            fn count(self) -> i64 { i64::try_from(self).unwrap_or(i64::MAX) }
        }
    )*};
}
counts!(i64, i32, u16, usize);

impl<T: Count + Copy> Count for &T {
    fn count(self) -> i64 {
        (*self).count()
    }
}

/// The texts of one language.
pub struct Text {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

impl Text {
    /// The texts of a language, read once.
    #[must_use]
    pub fn of(lang: Lang) -> &'static Self {
        static TEXTS: OnceLock<[Text; 2]> = OnceLock::new();
        let [id, en] = TEXTS.get_or_init(|| [Self::read(Lang::Id, ID), Self::read(Lang::En, EN)]);
        match lang {
            Lang::Id => id,
            Lang::En => en,
        }
    }

    fn read(lang: Lang, source: &str) -> Self {
        // a broken line costs that line, never the page; a test proves there is none
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(partial, _)| partial);
        let tag = match lang {
            Lang::Id => "id",
            Lang::En => "en",
        };
        let tag = tag.parse::<unic_langid::LanguageIdentifier>().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        Self { lang, bundle }
    }

    /// The language.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// A text without arguments.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        self.format(key, None)
    }

    /// A text with one argument, `$x`.
    #[must_use]
    pub fn x(&self, key: &str, x: impl std::fmt::Display) -> String {
        let mut args = FluentArgs::new();
        args.set("x", x.to_string());
        self.format(key, Some(&args))
    }

    /// A text with two arguments, `$x` and `$y`.
    #[must_use]
    pub fn xy(&self, key: &str, x: impl std::fmt::Display, y: impl std::fmt::Display) -> String {
        let mut args = FluentArgs::new();
        args.set("x", x.to_string());
        args.set("y", y.to_string());
        self.format(key, Some(&args))
    }

    /// A text about a count: `$n` chooses the plural form, `$x` is the printed number.
    #[must_use]
    pub fn n(&self, key: &str, n: impl Count) -> String {
        let n = n.count();
        let mut args = FluentArgs::new();
        args.set("n", FluentValue::from(n));
        args.set("x", self.num(n));
        self.format(key, Some(&args))
    }

    /// The text of a code of a list: `code("category", "BARU")` is key `category-BARU`; a dot in a
    /// code is a hyphen in its key.
    /// A code without text is shown as it is: it comes from data.
    #[must_use]
    pub fn code(&self, list: &str, code: &str) -> String {
        let key = format!("{list}-{}", code.replace('.', "-"));
        if self.bundle.has_message(&key) { self.format(&key, None) } else { code.to_owned() }
    }

    /// What a rule said no to, by its stable code: every page says it through this. A code without text
    /// is told in the words that came with it; without words there is none.
    #[must_use]
    pub fn refused(&self, code: &str) -> Option<String> {
        let key = format!("refused-{code}");
        self.has(&key).then(|| self.t(&key))
    }

    /// How to go on after it. The refusal itself says it in Indonesian; other languages have their own words.
    #[must_use]
    pub fn way_on(&self, code: &str, indonesian: &str) -> String {
        let message = self.bundle.get_message(&format!("refused-{code}"));
        let own = message.and_then(|m| m.get_attribute("repair"));
        own.map_or_else(
            || indonesian.to_owned(),
            |a| self.bundle.format_pattern(a.value(), None, &mut Vec::new()).into_owned(),
        )
    }

    /// Whether there is a text for the key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// A whole number with the language's thousands separator.
    #[must_use]
    pub fn num(&self, n: impl Count) -> String {
        let n = n.count();
        let digits = n.unsigned_abs().to_string();
        let separator = match self.lang {
            Lang::Id => '.',
            Lang::En => ',',
        };
        let mut out = String::new();
        if n < 0 {
            out.push('−');
        }
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push(separator);
            }
            out.push(digit);
        }
        out
    }

    /// The language's decimal mark.
    #[must_use]
    pub fn decimal(&self) -> char {
        match self.lang {
            Lang::Id => ',',
            Lang::En => '.',
        }
    }

    /// Part of a whole in per cent; a dash without a whole, never zero.
    #[must_use]
    pub fn percent(&self, part: impl Count, whole: impl Count) -> String {
        let (part, whole) = (part.count(), whole.count());
        if whole <= 0 { "–".to_owned() } else { format!("{} %", part * 100 / whole) }
    }

    /// A day in words: `12 Mei 2017`.
    #[must_use]
    pub fn date(&self, date: Date) -> String {
        format!("{} {} {}", date.day(), self.t(&format!("month-{}", date.month())), date.year())
    }

    /// A stored day or moment (`2017-05-12`, `2017-05-12T08:30:00Z`) in words; other text as it is.
    #[must_use]
    pub fn when(&self, text: &str) -> String {
        match text.get(..10).and_then(|d| d.parse::<Date>().ok()) {
            Some(date) => match text.get(11..16) {
                Some(time) => format!("{}, {} WIB", self.date(date), time.replace(':', ".")),
                None => self.date(date),
            },
            None => text.to_owned(),
        }
    }

    fn format(&self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|m| m.value()) else {
            tracing::error!(key, "text is missing");
            return key.to_owned();
        };
        let mut errors = Vec::new();
        self.bundle.format_pattern(pattern, args, &mut errors).into_owned()
    }
}
