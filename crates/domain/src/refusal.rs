//! A refusal is a stable code with arguments: a rule said no, and why.
//!
//! What people read, in Indonesian and English, and how they may go on stands in the Fluent files
//! under the code; the arguments fill in its numbers and names.

use crate::Date;
use crate::code::Code;
use std::fmt;

/// A value of a refusal or of an event: an id, a word of a list, or a count. Never a person's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// An id or a word of a list.
    Word(String),
    /// A count.
    Count(u64),
    /// Several words of a list.
    Words(Vec<String>),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => f.write_str(word),
            Self::Count(count) => write!(f, "{count}"),
            Self::Words(words) => f.write_str(&words.join(",")),
        }
    }
}

/// A field of a refusal. What a text cannot show (a draft that is handed back) has no value.
pub trait Argument {
    /// What a text may show of it.
    fn value(&self) -> Option<Value> {
        None
    }
}

/// States that a type with `Display` is an argument shown as a word.
#[macro_export]
macro_rules! shown {
    ($($kind:ty),* $(,)?) => {$(
        impl $crate::refusal::Argument for $kind {
            fn value(&self) -> Option<$crate::refusal::Value> {
                Some($crate::refusal::Value::Word(::std::string::ToString::to_string(self)))
            }
        }
    )*};
}

shown!(String, Date, i32, i64, std::io::Error);

impl Argument for &'static str {
    fn value(&self) -> Option<Value> {
        Some(Value::Word((*self).to_owned()))
    }
}

macro_rules! counted {
    ($($kind:ty),*) => {$(
        impl Argument for $kind {
            fn value(&self) -> Option<Value> {
                u64::try_from(*self).ok().map(Value::Count)
            }
        }
    )*};
}

counted!(u8, u16, u32, u64, usize);

/// A dash stands for what is not there.
impl<T: Argument> Argument for Option<T> {
    fn value(&self) -> Option<Value> {
        self.as_ref().map_or_else(|| Some(Value::Word("–".to_owned())), Argument::value)
    }
}

impl<C: Code> Argument for C {
    fn value(&self) -> Option<Value> {
        Some(Value::Word(self.code().to_owned()))
    }
}

/// The text shows each by its own text, under the name of the argument and the word.
impl<C: Code> Argument for Vec<C> {
    fn value(&self) -> Option<Value> {
        Some(Value::Words(self.iter().map(|code| code.code().to_owned()).collect()))
    }
}

/// A rule said no.
pub trait Refusal: std::error::Error + Send + Sync + 'static {
    /// The stable code. It has one meaning in the whole program.
    fn code(&self) -> &'static str;
    /// The arguments of its text, by name.
    fn args(&self) -> Vec<(&'static str, Value)>;
}

/// One entry of the registry of refusals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Told {
    /// The stable code.
    pub code: &'static str,
    /// Names of the arguments its text may use.
    pub args: &'static [&'static str],
    /// The crate it belongs to.
    pub from: &'static str,
}

/// Writes a refusal for a log: its code and arguments.
pub fn written(refusal: &dyn Refusal, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(refusal.code())?;
    refusal.args().iter().try_for_each(|(name, value)| write!(f, " {name}={value}"))
}

/// Declares the refusals of one act: the enum, its codes and arguments, `Display` for logs, the
/// trait [`Refusal`] and `TOLD`, its part of the registry.
///
/// ```
/// domain::refusals! {
///     /// Why a meeting cannot close.
///     #[derive(Clone, Debug, PartialEq, Eq)]
///     pub enum NotClosed {
///         /// More new households than room.
///         OverQuota { new: usize, quota: usize } = "KUOTA_LEBIH",
///         /// A row without a code.
///         Uncoded(row: u16) = "BARIS_TANPA_KODE",
///         /// Nobody came.
///         Empty = "TIDAK_ADA_PESERTA",
///     }
/// }
/// use domain::refusal::Refusal;
/// assert_eq!(NotClosed::OverQuota { new: 5, quota: 3 }.to_string(), "KUOTA_LEBIH new=5 quota=3");
/// assert_eq!(NotClosed::Uncoded(7).code(), "BARIS_TANPA_KODE");
/// assert_eq!(NotClosed::TOLD[1].args, ["row"]);
/// ```
#[macro_export]
macro_rules! refusals {
    (
        $(#[$doc:meta])* $vis:vis enum $name:ident {
            $(
                $(#[$each:meta])*
                $case:ident $({ $($(#[$fdoc:meta])* $field:ident: $kind:ty),* $(,)? })? $(($arg:ident: $only:ty))? = $code:literal,
            )*
        }
    ) => {
        $(#[$doc])*
        $vis enum $name {
            $($(#[$each])* $case $({ $(#[doc = concat!("`", stringify!($field), "` of the text.")] $(#[$fdoc])* $field: $kind),* })? $(($only))?,)*
        }

        impl $name {
            /// The codes and the arguments of their texts.
            pub const TOLD: &'static [$crate::refusal::Told] = &[$(
                $crate::refusal::Told {
                    code: $code,
                    args: &[$($(stringify!($field)),*)? $(stringify!($arg))?],
                    from: env!("CARGO_PKG_NAME"),
                },
            )*];
            /// The stable code.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self { $(Self::$case { .. } => $code,)* }
            }
        }

        impl $crate::refusal::Refusal for $name {
            fn code(&self) -> &'static str { self.code() }
            fn args(&self) -> Vec<(&'static str, $crate::refusal::Value)> {
                match self {
                    $(Self::$case { $($($field),*)? $(0: $arg)? } => {
                        let args: [(&'static str, Option<$crate::refusal::Value>); _] = [
                            $($((stringify!($field), $crate::refusal::Argument::value($field)),)*)?
                            $((stringify!($arg), $crate::refusal::Argument::value($arg)),)?
                        ];
                        args.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
                    })*
                }
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::refusal::written(self, f)
            }
        }

        impl ::std::error::Error for $name {}
    };
}
