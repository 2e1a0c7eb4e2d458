//! Frames and bodies as `JSON.parse` made them, read by the small readers of
//! `protocol` instead of serde.

use beseda_protocol::frames;
use beseda_protocol::json::{Value, Wire};
use js_sys::{Array, JSON, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// A value that `JSON.parse` made.
pub struct Parsed(JsValue);

impl Value for Parsed {
    fn get(&self, name: &str) -> Option<Self> {
        // Fails on what is not an object.
        let member = Reflect::get(&self.0, &JsValue::from_str(name)).ok()?;
        (!member.is_null() && !member.is_undefined()).then_some(Self(member))
    }
    fn text(&self) -> Option<String> {
        self.0.as_string()
    }
    fn number(&self) -> Option<f64> {
        self.0.as_f64()
    }
    fn truth(&self) -> Option<bool> {
        self.0.as_bool()
    }
    fn items(&self) -> Option<Vec<Self>> {
        let array = self.0.dyn_ref::<Array>()?;
        Some(array.iter().map(Self).collect())
    }
}

impl From<JsValue> for Parsed {
    fn from(value: JsValue) -> Self {
        Self(value)
    }
}

/// The frames of a message of the socket that can be read.
pub fn frames_of<T: Wire>(text: &str) -> Vec<T> {
    JSON::parse(text).map_or_else(|_| Vec::new(), |message| frames::read(&Parsed(message)))
}

/// Reads JSON text; `None` when it is not JSON or not a `T`.
pub fn from_text<T: Wire>(text: &str) -> Option<T> {
    T::read(&Parsed(JSON::parse(text).ok()?))
}
