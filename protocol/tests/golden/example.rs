//! One example: a value, and what both decoders make of its JSON.

use beseda_protocol::json::{self, Wire};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What serde and the small readers have read, if they have.
pub(crate) type Readings = (Option<String>, Option<String>);

/// An example of a type, or of one kind of it.
pub(crate) struct Example {
    /// The type's name in the code.
    pub(crate) of: &'static str,
    /// As it travels.
    pub(crate) json: String,
    /// As the small writer writes it.
    written: String,
    /// Whether serde and the small readers both read a text as this value.
    both_read: fn(&serde_json::Value) -> Readings,
}

impl Example {
    /// An example by its value.
    pub(crate) fn new<T>(of: &'static str, value: T) -> Self
    where
        T: Wire + Serialize + DeserializeOwned + std::fmt::Debug + PartialEq,
    {
        Self {
            of,
            json: serde_json::to_string(&value).unwrap(),
            written: json::to_text(&value),
            both_read: |json| {
                let by_serde = serde_json::from_value::<T>(json.clone()).ok();
                let by_readers = T::read(json);
                let show = |value: Option<T>| value.map(|value| format!("{value:?}"));
                (show(by_serde), show(by_readers))
            },
        }
    }

    /// The kind, if it is one of several.
    pub(crate) fn kind(&self) -> Option<String> {
        self.value()["t"].as_str().map(Into::into)
    }

    /// As parsed JSON.
    pub(crate) fn value(&self) -> serde_json::Value {
        serde_json::from_str(&self.json).unwrap()
    }

    /// What serde and the small readers read in some JSON of this type.
    pub(crate) fn read(&self, json: &serde_json::Value) -> Readings {
        (self.both_read)(json)
    }

    /// Whether both writers write the same.
    pub(crate) fn assert_written_alike(&self) {
        assert_eq!(self.json, self.written);
    }
}

/// `example!(Type { … })` or `example!(Type::Kind { … })`.
macro_rules! example {
    ($Type:ident $(:: $Kind:ident)? { $($body:tt)* }) => {
        $crate::example::Example::new(stringify!($Type), $Type $(:: $Kind)? { $($body)* })
    };
}
pub(crate) use example;
