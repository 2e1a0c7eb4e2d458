//! The center's storage port over the object's own SQLite.
//!
//! The `worker` crate's way to it crosses between wasm and JavaScript several
//! times for each cell of each row, and turns the text of a statement into a
//! string of JavaScript each time. Here a statement's text crosses once in the
//! life of this instance, and the rows of an answer cross as one text.

use std::cell::RefCell;
use std::collections::HashMap;

use beseda_center::storage::fault::Fault;
use beseda_center::storage::sql::{Row, Sql, Value};
use js_sys::{Array, ArrayBuffer, JSON, JsString, Uint8Array};
use serde_json::Value as Json;
use wasm_bindgen::prelude::*;
use worker::SqlStorage;

/// Statements whose text is kept as a string of JavaScript; the rules have fewer.
const STATEMENTS_MAX: usize = 500;

/// The largest whole number that a double tells from those below it: 2^53.
const EXACT_MAX: f64 = 9_007_199_254_740_992.0;

#[wasm_bindgen]
extern "C" {
    /// `SqlStorage`.
    type Database;

    #[wasm_bindgen(method, catch, variadic)]
    fn exec(this: &Database, statement: &JsString, values: &Array) -> Result<Cursor, JsValue>;

    /// `SqlStorageCursor`.
    type Cursor;

    #[wasm_bindgen(method)]
    fn raw(this: &Cursor) -> RawRows;

    #[cfg(feature = "testing")]
    #[wasm_bindgen(method, getter, js_name = rowsRead)]
    fn rows_read(this: &Cursor) -> f64;

    #[cfg(feature = "testing")]
    #[wasm_bindgen(method, getter, js_name = rowsWritten)]
    fn rows_written(this: &Cursor) -> f64;

    /// What `raw` returns: rows as arrays.
    type RawRows;

    #[wasm_bindgen(method, catch, js_name = toArray)]
    fn to_array(this: &RawRows) -> Result<Array, JsValue>;
}

thread_local! {
    static STATEMENTS: RefCell<HashMap<String, JsString>> = RefCell::default();
}

/// SQLite inside this object.
pub(crate) struct ObjectSql(SqlStorage);

impl ObjectSql {
    /// Over the object's storage.
    pub(crate) fn new(storage: SqlStorage) -> Self {
        Self(storage)
    }
}

impl Sql for ObjectSql {
    fn query(&self, statement: &str, values: &[Value]) -> Result<Vec<Row>, Fault> {
        let database: &Database = self.0.as_ref().unchecked_ref();
        let bound: Array = values.iter().map(bind).collect();
        let cursor = with_statement(statement, |statement| database.exec(statement, &bound))
            .map_err(|error| fault(&error))?;
        let rows = cursor.raw().to_array().map_err(|error| fault(&error))?;
        #[cfg(feature = "testing")]
        crate::counts::statement(cursor.rows_read(), cursor.rows_written());
        match rows.length() {
            0 => Ok(Vec::new()),
            _ => read_all(&rows),
        }
    }
}

/// The text of a statement as JavaScript has it.
fn with_statement<T>(text: &str, call: impl FnOnce(&JsString) -> T) -> T {
    STATEMENTS.with_borrow_mut(|statements| {
        if let Some(known) = statements.get(text) {
            return call(known);
        }
        if statements.len() >= STATEMENTS_MAX {
            statements.clear();
        }
        let statement = JsString::from(text);
        call(statements.entry(text.to_owned()).or_insert(statement))
    })
}

fn bind(value: &Value) -> JsValue {
    match value {
        Value::Null => JsValue::NULL,
        // Numbers are bound as doubles whatever they are.
        Value::Int(number) => JsValue::from_f64(*number as f64),
        Value::Text(text) => JsValue::from_str(text),
        Value::Blob(bytes) => Uint8Array::from(bytes.as_slice()).into(),
    }
}

fn read_all(rows: &Array) -> Result<Vec<Row>, Fault> {
    const BROKEN: Fault = Fault::Corrupt("rows that are no JSON");
    let text = JSON::stringify(rows).map_err(|_| BROKEN)?;
    let texts: Vec<Vec<Json>> = serde_json::from_str(&String::from(text)).map_err(|_| BROKEN)?;
    let read_row = |(y, row): (u32, Vec<Json>)| {
        let read_cell = |(x, cell)| read(cell, || rows.get(y).unchecked_into::<Array>().get(x));
        (0..).zip(row).map(read_cell).collect()
    };
    (0..).zip(texts).map(read_row).collect()
}

fn read(cell: Json, original: impl FnOnce() -> JsValue) -> Result<Value, Fault> {
    match cell {
        Json::Null => Ok(Value::Null),
        Json::String(text) => Ok(Value::Text(text)),
        Json::Number(number) => whole(&number).map(Value::Int),
        // Bytes are no JSON.
        Json::Object(_) => {
            let bytes = original().dyn_into::<ArrayBuffer>();
            let bytes = bytes.map_err(|_| Fault::Corrupt("a cell of no known type"))?;
            Ok(Value::Blob(Uint8Array::new(&bytes).to_vec()))
        }
        Json::Bool(_) | Json::Array(_) => Err(Fault::Corrupt("a cell of no known type")),
    }
}

fn whole(number: &serde_json::Number) -> Result<i64, Fault> {
    let from_double = |number: f64| {
        // 2^53 itself is beyond what JavaScript calls safe, and within the wire's bound.
        let is_whole = number.fract() == 0.0 && number.abs() <= EXACT_MAX;
        is_whole.then_some(number as i64)
    };
    (number.as_i64())
        .or_else(|| number.as_f64().and_then(from_double))
        .ok_or(Fault::Corrupt("a number that is not whole"))
}

/// SQLite's own words for a full disk, as the runtime passes them on.
fn fault(error: &JsValue) -> Fault {
    let text = match error.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => format!("{error:?}"),
    };
    if text.contains("SQLITE_FULL") || text.contains("disk is full") {
        Fault::StorageFull
    } else {
        Fault::Storage(text)
    }
}
