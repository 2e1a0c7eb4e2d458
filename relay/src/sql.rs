//! The center's storage port over the object's own SQLite.

use beseda_center::fault::Fault;
use beseda_center::sql::{Row, Sql, Value};
use worker::{SqlStorage, SqlStorageValue};

/// The largest whole number that a double tells from those below it: 2^53.
const EXACT_MAX: f64 = 9_007_199_254_740_992.0;

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
        let bound: Vec<SqlStorageValue> = values.iter().map(bind).collect();
        let cursor = self
            .0
            .exec(statement, bound)
            .map_err(|error| fault(&error))?;
        let rows = cursor.raw().map(|row| {
            row.map_err(|error| fault(&error))?
                .into_iter()
                .map(read)
                .collect()
        });
        let rows = rows.collect();
        #[cfg(feature = "testing")]
        crate::counts::statement(&cursor);
        rows
    }
}

fn bind(value: &Value) -> SqlStorageValue {
    match value {
        Value::Null => SqlStorageValue::Null,
        // Numbers are bound as doubles whatever they are; saying so saves a check each.
        Value::Int(number) => SqlStorageValue::Float(*number as f64),
        Value::Text(text) => SqlStorageValue::String(text.clone()),
        Value::Blob(bytes) => SqlStorageValue::Blob(bytes.clone()),
    }
}

fn read(value: SqlStorageValue) -> Result<Value, Fault> {
    match value {
        SqlStorageValue::Null => Ok(Value::Null),
        SqlStorageValue::Integer(number) => Ok(Value::Int(number)),
        SqlStorageValue::String(text) => Ok(Value::Text(text)),
        SqlStorageValue::Blob(bytes) => Ok(Value::Blob(bytes)),
        // 2^53 itself is beyond what JavaScript calls safe, and within the wire's bound.
        SqlStorageValue::Float(number) if number.fract() == 0.0 && number.abs() <= EXACT_MAX => {
            Ok(Value::Int(number as i64))
        }
        SqlStorageValue::Boolean(_) | SqlStorageValue::Float(_) => {
            Err(Fault::Corrupt("a number that is not whole"))
        }
    }
}

/// SQLite's own words for a full disk, as the runtime passes them on.
fn fault(error: &worker::Error) -> Fault {
    let text = error.to_string();
    if text.contains("SQLITE_FULL") || text.contains("disk is full") {
        Fault::StorageFull
    } else {
        Fault::Storage(text)
    }
}
