//! A table's row, written down once: its struct, its columns, how it is read, how it
//! is written. Rows cross the port as arrays, so it is the order of the fields that
//! holds all of these together.

use beseda_protocol::client::ContactKind;
use beseda_protocol::dialog::LastLabel;
use beseda_protocol::ids::{
    CenterId, ChannelId, Cid, ClientId, DialogId, Epoch, FileId, IdentityId, ImportId, JobId,
    MarkId, MessageId, NoteId, OperatorId, SavedFilterId, SavedReplyId, Seq, SiteId, Timestamp,
    TokenId, WebhookId,
};
use beseda_protocol::mark::MarkKind;
use beseda_protocol::message::Rating;
use beseda_protocol::team::{Availability, Others, Role};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::cells::Cells;
use super::fault::Fault;
use super::sql::{Row, Value};

/// What lies in one column, or in several beside each other.
pub(crate) trait Columns: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// [`Fault::Corrupt`] when the cells hold something else.
    fn read(cells: &mut Cells) -> Result<Self, Fault>;

    /// Appends its cells to a row.
    fn write(self, row: &mut Row);
}

/// A statement that writes rows: what it says before their values, and after.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Writes {
    pub(crate) before: &'static str,
    pub(crate) n_columns: usize,
    pub(crate) after: &'static str,
}

/// How rows are written that may be changed again: one that is new, and one that there is.
/// A statement that names a column of an index writes its entry again, though it is as it
/// was; so there may be several, each naming what the one before it does and more.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Keeps {
    pub(crate) insert: &'static Writes,
    pub(crate) upserts: &'static [&'static Writes],
}

/// What a row is found by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    Number(u64),
    Text(String),
}

/// Declares a row: the key, then the other columns, then those that may change. A field
/// of a composite type names all its columns.
///
/// A row that is found by more than one column says so (`keyed by`).
///
/// Columns of indexes that seldom change may stand apart (`and seldom`): then there are two
/// more upserts, that leave one or both of these groups as they are.
///
/// Makes the struct, [`Columns`] for it, an `INSERT`, an `UPSERT` for what may change,
/// and a macro that names the columns in a `SELECT` from the table by its alias.
macro_rules! row {
    (
        $(#[$doc:meta])*
        $Row:ident in $table:literal as $alias:literal, named by $columns:ident {
            $(#[$key_doc:meta])* $key:ident: $Key:ty,
            $( $(#[$field_doc:meta])* $field:ident: $Field:ty = $($column:ident)+, )*
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        pub(crate) struct $Row {
            $(#[$key_doc])* pub(crate) $key: $Key,
            $( $(#[$field_doc])* pub(crate) $field: $Field, )*
        }

        impl $crate::storage::row::Columns for $Row {
            fn read(
                cells: &mut $crate::storage::cells::Cells,
            ) -> Result<Self, $crate::storage::fault::Fault> {
                use $crate::storage::row::Columns;
                Ok(Self {
                    $key: Columns::read(cells)?,
                    $( $field: Columns::read(cells)?, )*
                })
            }

            fn write(self, row: &mut $crate::storage::sql::Row) {
                use $crate::storage::row::Columns;
                Columns::write(self.$key, row);
                $( Columns::write(self.$field, row); )*
            }
        }

        impl $Row {
            /// A row that is new.
            pub(crate) const INSERT: $crate::storage::row::Writes = $crate::storage::row::Writes {
                before: concat!(
                    "INSERT INTO ", $table, " (", stringify!($key),
                    $($(", ", stringify!($column),)+)*
                    ")"
                ),
                n_columns: [stringify!($key), $($(stringify!($column),)+)*].len(),
                after: "",
            };
        }

        #[allow(unused_macros, reason = "not every table is read whole")]
        macro_rules! $columns {
            () => {
                concat!(
                    $alias, ".", stringify!($key),
                    $($(", ", $alias, ".", stringify!($column),)+)*
                )
            };
        }
        #[allow(unused_imports, reason = "not every table is joined elsewhere")]
        pub(crate) use $columns;
    };
    (
        $(#[$doc:meta])*
        $Row:ident in $table:literal as $alias:literal, named by $columns:ident {
            $(#[$key_doc:meta])* $key:ident: $Key:ty,
            $($once:tt)*
        }
        changing {
            $(#[$first_doc:meta])* $first:ident: $First:ty = $first_column:ident,
            $( $(#[$field_doc:meta])* $field:ident: $Field:ty = $($column:ident)+, )*
        }
        and seldom {
            $( $(#[$less_doc:meta])* $less:ident: $Less:ty = $($less_column:ident)+, )*
        }
        and seldom {
            $( $(#[$least_doc:meta])* $least:ident: $Least:ty = $($least_column:ident)+, )*
        }
    ) => {
        $crate::storage::row::row! {
            $(#[$doc])*
            $Row in $table as $alias, named by $columns {
                $(#[$key_doc])* $key: $Key,
                $($once)*
            }
            changing {
                $(#[$first_doc])* $first: $First = $first_column,
                $( $(#[$field_doc])* $field: $Field = $($column)+, )*
                $( $(#[$less_doc])* $less: $Less = $($less_column)+, )*
                $( $(#[$least_doc])* $least: $Least = $($least_column)+, )*
            }
        }

        impl $Row {
            /// A row that there is, of which what seldom changes has not.
            pub(crate) const UPSERT_NARROW: $crate::storage::row::Writes = $crate::storage::row::Writes {
                after: concat!(
                    "ON CONFLICT (", stringify!($key), ") DO UPDATE SET ",
                    stringify!($first_column), " = excluded.", stringify!($first_column),
                    $($(", ", stringify!($column), " = excluded.", stringify!($column),)+)*
                ),
                ..Self::INSERT
            };

            /// A row that there is, of which what changes least has not.
            pub(crate) const UPSERT_WIDER: $crate::storage::row::Writes = $crate::storage::row::Writes {
                after: concat!(
                    "ON CONFLICT (", stringify!($key), ") DO UPDATE SET ",
                    stringify!($first_column), " = excluded.", stringify!($first_column),
                    $($(", ", stringify!($column), " = excluded.", stringify!($column),)+)*
                    $($(", ", stringify!($less_column), " = excluded.", stringify!($less_column),)+)*
                ),
                ..Self::INSERT
            };
        }
    };
    (
        $(#[$doc:meta])*
        $Row:ident in $table:literal as $alias:literal, named by $columns:ident {
            $(#[$key_doc:meta])* $key:ident: $Key:ty,
            $($once:tt)*
        }
        changing { $($changing:tt)* }
    ) => {
        $crate::storage::row::row! {
            $(#[$doc])*
            $Row in $table as $alias, named by $columns {
                $(#[$key_doc])* $key: $Key,
                $($once)*
            }
            keyed by ($key)
            changing { $($changing)* }
        }
    };
    (
        $(#[$doc:meta])*
        $Row:ident in $table:literal as $alias:literal, named by $columns:ident {
            $(#[$key_doc:meta])* $key:ident: $Key:ty,
            $( $(#[$once_doc:meta])* $once:ident: $Once:ty = $($once_column:ident)+, )*
        }
        keyed by ($first_key:ident $(, $more_key:ident)*)
        changing {
            $(#[$first_doc:meta])*
            $first:ident: $First:ty = $first_column:ident $($first_more:ident)*,
            $( $(#[$field_doc:meta])* $field:ident: $Field:ty = $($column:ident)+, )*
        }
    ) => {
        $crate::storage::row::row! {
            $(#[$doc])*
            $Row in $table as $alias, named by $columns {
                $(#[$key_doc])* $key: $Key,
                $( $(#[$once_doc])* $once: $Once = $($once_column)+, )*
                $(#[$first_doc])* $first: $First = $first_column $($first_more)*,
                $( $(#[$field_doc])* $field: $Field = $($column)+, )*
            }
        }

        impl $Row {
            /// A row that there is: what may change in it is as in this one.
            pub(crate) const UPSERT: $crate::storage::row::Writes = $crate::storage::row::Writes {
                after: concat!(
                    "ON CONFLICT (", stringify!($first_key), $(", ", stringify!($more_key),)*
                    ") DO UPDATE SET ",
                    stringify!($first_column), " = excluded.", stringify!($first_column),
                    $(", ", stringify!($first_more), " = excluded.", stringify!($first_more),)*
                    $($(", ", stringify!($column), " = excluded.", stringify!($column),)+)*
                ),
                ..Self::INSERT
            };

            #[allow(dead_code, reason = "not every table is buffered")]
            pub(crate) const KEEPS: $crate::storage::row::Keeps = $crate::storage::row::Keeps {
                insert: &Self::INSERT,
                upserts: &[&Self::UPSERT],
            };
        }
    };
}
pub(crate) use row;

impl<T: Columns> Columns for Option<T>
where
    T: Single,
{
    fn read(cells: &mut Cells) -> Result<Self, Fault> {
        match cells.skip_null()? {
            true => Ok(None),
            false => T::read(cells).map(Some),
        }
    }

    fn write(self, row: &mut Row) {
        match self {
            Some(value) => value.write(row),
            None => row.push(Value::Null),
        }
    }
}

/// What takes exactly one column, which may then be NULL.
pub(crate) trait Single {}

macro_rules! numbers {
    ($($Id:ident),*) => {
        $(impl Single for $Id {}
        impl Columns for $Id {
            fn read(cells: &mut Cells) -> Result<Self, Fault> {
                cells.int().map(Self)
            }

            fn write(self, row: &mut Row) {
                row.push(self.into());
            }
        })*
    };
}
numbers!(
    ChannelId, ClientId, DialogId, MarkId, MessageId, NoteId, OperatorId, Seq, Timestamp, TokenId
);

macro_rules! texts {
    ($($Id:ident),*) => {
        $(impl Single for $Id {}
        impl Columns for $Id {
            fn read(cells: &mut Cells) -> Result<Self, Fault> {
                cells.text().map(Self)
            }

            fn write(self, row: &mut Row) {
                row.push(self.0.into());
            }
        })*
    };
}
texts!(
    CenterId,
    Cid,
    Epoch,
    IdentityId,
    FileId,
    ImportId,
    JobId,
    SavedFilterId,
    SavedReplyId,
    SiteId,
    WebhookId
);

/// A typed value in one column, as JSON: what newer code has written in other words is
/// read as far as the type allows it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Json<T>(pub(crate) T);

impl<T> Single for Json<T> {}
impl<T: Serialize + DeserializeOwned> Columns for Json<T> {
    fn read(cells: &mut Cells) -> Result<Self, Fault> {
        let read = serde_json::from_str(&cells.text()?).ok();
        read.map(Self).ok_or(Fault::Corrupt(cells.table()))
    }

    fn write(self, row: &mut Row) {
        row.push(Value::json(&self.0));
    }
}

macro_rules! words {
    ($($Word:ident),*) => {
        $(impl Single for $Word {}
        impl Columns for $Word {
            fn read(cells: &mut Cells) -> Result<Self, Fault> {
                let word = cells.text()?;
                Self::from_word(&word).ok_or(Fault::Corrupt(cells.table()))
            }

            fn write(self, row: &mut Row) {
                row.push(self.word().into());
            }
        })*
    };
}
words!(
    Availability,
    ContactKind,
    LastLabel,
    MarkKind,
    Others,
    Rating,
    Role
);

impl Single for String {}
impl Columns for String {
    fn read(cells: &mut Cells) -> Result<Self, Fault> {
        cells.text()
    }

    fn write(self, row: &mut Row) {
        row.push(self.into());
    }
}

impl Single for u64 {}
impl Columns for u64 {
    fn read(cells: &mut Cells) -> Result<Self, Fault> {
        cells.int()
    }

    fn write(self, row: &mut Row) {
        row.push(self.into());
    }
}

impl Single for u32 {}
impl Columns for u32 {
    fn read(cells: &mut Cells) -> Result<Self, Fault> {
        cells.count()
    }

    fn write(self, row: &mut Row) {
        row.push(self.into());
    }
}

impl Single for bool {}
impl Columns for bool {
    fn read(cells: &mut Cells) -> Result<Self, Fault> {
        cells.truth()
    }

    fn write(self, row: &mut Row) {
        row.push(self.into());
    }
}
