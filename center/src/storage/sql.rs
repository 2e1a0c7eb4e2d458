//! The storage port: SQLite, however it is reached.
//!
//! Over `SqlStorage` in a Durable Object every number is bound as a REAL, at
//! most 100 variables are allowed, and LIKE patterns end at 50 bytes; the
//! rusqlite side of the tests imitates that. So tables are STRICT and lists of ids
//! travel as JSON through `json_each`.

use crate::storage::fault::Fault;

/// What is bound, and what comes back.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// NULL.
    Null,
    /// A whole number, exact to 2^53.
    Int(i64),
    /// Text.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        // Beyond 2^53 a peer names what does not exist: then one number is as good as
        // another. Ours do not get there.
        Self::Int(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Int(number.into())
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Int(truth.into())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl Value {
    /// A list as one value, for `json_each`: of numbers, of texts, or of lists of them.
    pub(crate) fn list(list: &(impl serde::Serialize + ?Sized)) -> Self {
        Self::json(list)
    }

    /// A typed value as JSON.
    pub(crate) fn json(value: &(impl serde::Serialize + ?Sized)) -> Self {
        let text = serde_json::to_string(value);
        Self::Text(text.expect("what is stored has text keys and no failing parts"))
    }
}

macro_rules! bound_number {
    ($($Id:ident),*) => {
        $(impl From<beseda_protocol::ids::$Id> for Value {
            fn from(id: beseda_protocol::ids::$Id) -> Self {
                Self::from(id.0)
            }
        })*
    };
}
bound_number!(
    ChannelId,
    ClientId,
    DialogId,
    InvitationId,
    MarkId,
    MessageId,
    NoteId,
    OperatorId,
    Seq,
    Timestamp,
    TokenId
);

macro_rules! bound_text {
    ($($Id:ident),*) => {
        $(impl From<&beseda_protocol::ids::$Id> for Value {
            fn from(id: &beseda_protocol::ids::$Id) -> Self {
                Self::from(id.as_str())
            }
        })*
    };
}
bound_text!(
    CenterId,
    Cid,
    Epoch,
    FileId,
    IdentityId,
    ImportId,
    JobId,
    SavedFilterId,
    SavedReplyId,
    SiteId,
    WebhookId
);

/// One row, in the order of the statement's columns.
pub type Row = Vec<Value>;

/// A way to SQLite. Calls are synchronous; all writes of one turn become
/// durable together or not at all.
pub trait Sql {
    /// Runs one statement and returns its rows.
    fn query(&self, statement: &str, values: &[Value]) -> Result<Vec<Row>, Fault>;
    /// Runs one statement that returns none.
    fn exec(&self, statement: &str, values: &[Value]) -> Result<(), Fault> {
        self.query(statement, values).map(drop)
    }
}

impl<S: Sql + ?Sized> Sql for &S {
    fn query(&self, statement: &str, values: &[Value]) -> Result<Vec<Row>, Fault> {
        (**self).query(statement, values)
    }
}
