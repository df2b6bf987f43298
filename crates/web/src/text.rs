//! What people read: Indonesian first, English beside it, both in Fluent files.

use domain::Date;
use fluent::{FluentArgs, FluentValue};
use std::ops::Deref;
use std::sync::OnceLock;
use words::Words;

pub use words::Lang;

/// The Indonesian texts of pages.
pub const ID: &str = include_str!("../text/id.ftl");
/// The English texts of pages.
pub const EN: &str = include_str!("../text/en.ftl");

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
    words: Words,
}

impl Deref for Text {
    type Target = Words;
    fn deref(&self) -> &Words {
        &self.words
    }
}

impl Text {
    /// The texts of a language, read once.
    #[must_use]
    pub fn of(lang: Lang) -> &'static Self {
        static TEXTS: OnceLock<[Text; 2]> = OnceLock::new();
        let [id, en] = TEXTS.get_or_init(|| {
            [(Lang::Id, ID), (Lang::En, EN)].map(|(lang, pages)| Self { words: Words::read(lang, &[pages]) })
        });
        match lang {
            Lang::Id => id,
            Lang::En => en,
        }
    }

    /// A text without arguments.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        self.text(key, None)
    }

    /// A text with one argument, `$x`.
    #[must_use]
    pub fn x(&self, key: &str, x: impl std::fmt::Display) -> String {
        let mut args = FluentArgs::new();
        args.set("x", x.to_string());
        self.text(key, Some(&args))
    }

    /// A text with two arguments, `$x` and `$y`.
    #[must_use]
    pub fn xy(&self, key: &str, x: impl std::fmt::Display, y: impl std::fmt::Display) -> String {
        let mut args = FluentArgs::new();
        args.set("x", x.to_string());
        args.set("y", y.to_string());
        self.text(key, Some(&args))
    }

    /// A text about a count: `$n` chooses the plural form, `$x` is the printed number.
    #[must_use]
    pub fn n(&self, key: &str, n: impl Count) -> String {
        let n = n.count();
        let mut args = FluentArgs::new();
        args.set("n", FluentValue::from(n));
        args.set("x", self.num(n));
        self.text(key, Some(&args))
    }

    /// What a rule of the meeting said no to, by its stable code; `None` for a code without text.
    #[must_use]
    pub fn refused(&self, code: &str) -> Option<String> {
        let key = format!("refused-{code}");
        self.has(&key).then(|| self.t(&key))
    }

    /// A whole number with the language's thousands separator.
    #[must_use]
    pub fn num(&self, n: impl Count) -> String {
        let n = n.count();
        let digits = n.unsigned_abs().to_string();
        let separator = match self.lang() {
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
        match self.lang() {
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
    pub fn date(&self, date: &Date) -> String {
        format!("{} {} {}", date.day(), self.t(&format!("month-{}", date.month())), date.year())
    }

    /// A stored day or moment (`2017-05-12`, `2017-05-12T08:30:00Z`) in words; other text as it is.
    #[must_use]
    pub fn when(&self, text: &str) -> String {
        match text.get(..10).and_then(|d| d.parse::<Date>().ok()) {
            Some(date) => match text.get(11..16) {
                Some(time) => format!("{}, {} WIB", self.date(&date), time.replace(':', ".")),
                None => self.date(&date),
            },
            None => text.to_owned(),
        }
    }
}
