//! A row type is stated once: its fields with their columns. Writing and reading follow from it, and a field that
//! is not the column the description in [`crate::table`] has at that place does not compile. Design D20.

use crate::error::Result;
use crate::job::JobState;
use crate::record::known;
use crate::sms::SmsState;
use crate::table::{Proof, Table};
use crate::tx::{Record, Tx};
use crate::value::Value;

/// A field of a row type, as its column holds it.
pub(crate) trait Cell: Sized {
    /// Whether the field says that a column is empty.
    const OPTIONAL: bool = false;
    /// The value to write.
    fn value(&self) -> Value;
    /// The field from a column.
    fn read(row: &Record, column: &str) -> Result<Self>;
}

macro_rules! cells {
    ($($kind:ty: $optional:literal $read:ident $value:expr),*) => { $(
        impl Cell for $kind {
            const OPTIONAL: bool = $optional;
            fn value(&self) -> Value {
                let value: fn(&Self) -> Value = $value;
                value(self)
            }
            fn read(row: &Record, column: &str) -> Result<Self> {
                row.$read(column)
            }
        }
    )* };
}

cells!(
    i64: false int |n| (*n).into(),
    String: false text |t| t.as_str().into(),
    Vec<u8>: false blob |b| b.clone().into(),
    Option<i64>: true opt_int |n| (*n).into(),
    Option<String>: true opt_text |t| t.as_deref().into()
);

impl Cell for bool {
    fn value(&self) -> Value {
        (*self).into()
    }
    fn read(row: &Record, column: &str) -> Result<Self> {
        Ok(row.int(column)? == 1)
    }
}

impl Cell for u32 {
    fn value(&self) -> Value {
        i64::from(*self).into()
    }
    fn read(row: &Record, column: &str) -> Result<Self> {
        known(Self::try_from(row.int(column)?).ok(), column)
    }
}

/// Code lists of this crate: the column holds the word.
macro_rules! words {
    ($($kind:ty),*) => { $(
        impl Cell for $kind {
            fn value(&self) -> Value {
                self.code().into()
            }
            fn read(row: &Record, column: &str) -> Result<Self> {
                known(Self::from_code(&row.text(column)?), column)
            }
        }
    )* };
}

words!(JobState, SmsState);

/// A row of a table.
pub(crate) trait Row: Sized {
    /// Its table.
    const TABLE: &'static Table;
    /// Its values, in the order of the columns; a seal is not among them.
    fn values(&self) -> Vec<Value>;
    /// The row from a record that has its columns.
    fn read(row: &Record) -> Result<Self>;
}

impl Tx {
    /// Writes a row, in place of one with the same key.
    pub(crate) fn put_row<R: Row>(&mut self, row: &R) {
        self.put(R::TABLE, row.values());
    }

    /// Writes a new row; one whose key exists is refused at commit.
    pub(crate) fn insert_row<R: Row>(&mut self, row: &R) {
        self.insert(R::TABLE, row.values());
    }
}

/// A field as the row type states it: name of its column, whether it may say "empty", and whether it says what an
/// empty column stands for.
pub(crate) type Stated = (&'static str, bool, bool);

/// Whether these fields are the columns of the table, in their order: an optional field needs a column that may be
/// empty, and what older rows do not have needs a field that can be without it.
pub(crate) const fn is_whole(table: &Table, fields: &[Stated]) -> bool {
    let sealed = matches!(table.proof, Proof::Seal) as usize;
    if table.columns.len() != fields.len() + sealed {
        return false;
    }
    let mut at = 0;
    while at < fields.len() {
        let (column, (name, optional, defaulted)) = (&table.columns[at], fields[at]);
        let fits = (!optional || column.optional) && (!column.added || optional || defaulted);
        if !fits || !is_same(column.name.as_bytes(), name.as_bytes()) {
            return false;
        }
        at += 1;
    }
    true
}

const fn is_same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// Declares the row type of a table. `= column` names the column where it differs from the field, and `or` what an
/// empty column of an older program stands for; the field after `;` is the encrypted `body`.
macro_rules! rows {
    ($($(#[$meta:meta])* pub struct $row:ident in $table:ident {
        $($(#[$doc:meta])* pub $field:ident: $kind:ty $(= $column:ident $(or $default:literal)?)?),+ $(,)?
        $(; $(#[$body_doc:meta])* pub $body:ident: $body_kind:ty $(,)?)?
    })+) => { $(
        $(#[$meta])*
        pub struct $row {
            $($(#[$doc])* pub $field: $kind,)+
            $($(#[$body_doc])* pub $body: $body_kind,)?
        }

        const _: () = assert!(
            $crate::row::is_whole(&$table, &[
                $((
                    rows!(@name $field $($column)?),
                    <$kind as $crate::row::Cell>::OPTIONAL,
                    rows!(@has $($($default)?)?),
                ),)+
                $(rows!(@body $body),)?
            ]),
            concat!("the fields of ", stringify!($row), " are not the columns of its table")
        );

        impl $crate::row::Row for $row {
            const TABLE: &'static $crate::table::Table = &$table;
            fn values(&self) -> Vec<$crate::value::Value> {
                vec![
                    $($crate::row::Cell::value(&self.$field),)+
                    $($crate::record::secret(&self.$body),)?
                ]
            }
            fn read(row: &$crate::tx::Record) -> $crate::error::Result<Self> {
                Ok(Self {
                    $($field: rows!(@read row, $kind, rows!(@name $field $($column)?) $($(, $default)?)?),)+
                    $($body: row.body(&$table)?,)?
                })
            }
        }
    )+ };
    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $column:ident) => { stringify!($column) };
    (@body $body:ident) => { ("body", false, false) };
    (@has) => { false };
    (@has $default:literal) => { true };
    (@read $row:ident, $kind:ty, $column:expr) => { <$kind as $crate::row::Cell>::read($row, $column)? };
    (@read $row:ident, $kind:ty, $column:expr, $default:literal) => {
        match $row.value($column)? {
            $crate::value::Value::Null => $default,
            _ => <$kind as $crate::row::Cell>::read($row, $column)?,
        }
    };
}

pub(crate) use rows;
