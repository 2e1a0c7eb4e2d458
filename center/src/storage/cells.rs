//! Reads the cells of a row in the order of the statement's columns.

use crate::storage::fault::Fault;
use crate::storage::sql::{Row, Value};

/// The cells that are still to be read.
pub(crate) struct Cells {
    cells: std::vec::IntoIter<Value>,
    of: &'static str,
}

impl Cells {
    /// All cells of a row; `of` names it, should it be corrupt.
    pub(crate) fn new(row: Row, of: &'static str) -> Self {
        Self {
            cells: row.into_iter(),
            of,
        }
    }

    /// The first row of an answer that must have one.
    pub(crate) fn first(rows: Vec<Row>, of: &'static str) -> Result<Self, Fault> {
        Self::maybe(rows, of).ok_or(Fault::Corrupt(of))
    }

    /// The first row of an answer, if it has one.
    pub(crate) fn maybe(rows: Vec<Row>, of: &'static str) -> Option<Self> {
        rows.into_iter().next().map(|row| Self::new(row, of))
    }

    /// Whether the next cell is NULL, which is then read.
    pub(crate) fn skip_null(&mut self) -> Result<bool, Fault> {
        match self.cells.as_slice().first() {
            Some(Value::Null) => {
                self.cells.next();
                Ok(true)
            }
            Some(_) => Ok(false),
            None => Err(Fault::Corrupt(self.of)),
        }
    }

    /// The table that is read, should a cell of it be corrupt.
    pub(crate) const fn table(&self) -> &'static str {
        self.of
    }

    /// Text.
    pub(crate) fn text(&mut self) -> Result<String, Fault> {
        self.maybe_text()?.ok_or(Fault::Corrupt(self.of))
    }

    /// Text or NULL.
    pub(crate) fn maybe_text(&mut self) -> Result<Option<String>, Fault> {
        match self.cells.next() {
            Some(Value::Text(text)) => Ok(Some(text)),
            Some(Value::Null) => Ok(None),
            _ => Err(Fault::Corrupt(self.of)),
        }
    }

    /// Bytes.
    pub(crate) fn bytes(&mut self) -> Result<Vec<u8>, Fault> {
        match self.cells.next() {
            Some(Value::Blob(bytes)) => Ok(bytes),
            _ => Err(Fault::Corrupt(self.of)),
        }
    }

    /// A whole number from 0.
    pub(crate) fn int(&mut self) -> Result<u64, Fault> {
        self.maybe_int()?.ok_or(Fault::Corrupt(self.of))
    }

    /// A whole number from 0, or NULL.
    pub(crate) fn maybe_int(&mut self) -> Result<Option<u64>, Fault> {
        match self.cells.next() {
            Some(Value::Int(number)) => {
                let number = u64::try_from(number).ok();
                Ok(Some(number.ok_or(Fault::Corrupt(self.of))?))
            }
            Some(Value::Null) => Ok(None),
            _ => Err(Fault::Corrupt(self.of)),
        }
    }

    /// A count.
    pub(crate) fn count(&mut self) -> Result<u32, Fault> {
        u32::try_from(self.int()?)
            .ok()
            .ok_or(Fault::Corrupt(self.of))
    }

    /// A truth value.
    pub(crate) fn truth(&mut self) -> Result<bool, Fault> {
        Ok(self.int()? != 0)
    }
}
