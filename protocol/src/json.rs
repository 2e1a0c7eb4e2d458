//! Two decoders, one truth.
//!
//! [`wire!`](crate::wire) defines a type once and makes of it
//! - serde's derives, for the relay, the console and native tests (feature `serde`);
//! - a small reader over any parsed JSON value and a writer to text, for the
//!   widget, where serde costs more than Leptos itself.
//!
//! A golden test of this crate holds both equal.

/// A parsed JSON value, whoever parsed it (`JSON.parse` in a browser,
/// serde_json in tests).
pub trait Value: Sized {
    /// The member `name` of an object; `None` when absent, null or not an object.
    fn get(&self, name: &str) -> Option<Self>;
    /// The text, if this is a string.
    fn text(&self) -> Option<String>;
    /// The number, if this is one.
    fn number(&self) -> Option<f64>;
    /// The truth value, if this is one.
    fn truth(&self) -> Option<bool>;
    /// The items, if this is an array.
    fn items(&self) -> Option<Vec<Self>>;
}

/// What can travel in a frame.
pub trait Wire: Sized {
    /// Reads the value; `None` when it is not of this type.
    fn read<V: Value>(value: &V) -> Option<Self>;
    /// Appends the value as JSON.
    fn write(&self, out: &mut String);
    /// Reads a member of an object, which may be missing.
    fn read_member<V: Value>(value: Option<V>) -> Option<Self> {
        Self::read(&value?)
    }
    /// Whether a member with this value is left out of its object.
    fn is_absent(&self) -> bool {
        false
    }
}

/// An object that can lie flat within another one, beside the tags that name it.
pub trait Members: Wire {
    /// Appends its members; the object's brace, and maybe members, are there already.
    fn write_members(&self, out: &mut String);
}

/// The value as JSON text.
pub fn to_text<T: Wire>(value: &T) -> String {
    let mut out = String::new();
    value.write(&mut out);
    out
}

/// For serde's `skip_serializing_if`.
#[cfg(feature = "serde")]
pub(crate) fn absent<T: Wire>(value: &T) -> bool {
    value.is_absent()
}

/// Appends `"name":value`, with a comma before it unless it is the first member.
pub fn write_member<T: Wire>(out: &mut String, name: &str, value: &T) {
    if value.is_absent() {
        return;
    }
    if !out.ends_with('{') {
        out.push(',');
    }
    write_text(out, name);
    out.push(':');
    value.write(out);
}

/// Appends a JSON string (RFC 8259, section 7).
pub fn write_text(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' => {
                out.push_str(if c < '\u{10}' { "\\u000" } else { "\\u001" });
                out.push(char::from(b"0123456789abcdef"[c as usize & 15]));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Appends a whole number.
pub fn write_number(out: &mut String, mut number: u64) {
    let start = out.len();
    loop {
        out.insert(start, char::from(b'0' + (number % 10) as u8));
        number /= 10;
        if number == 0 {
            return;
        }
    }
}

impl Wire for String {
    fn read<V: Value>(value: &V) -> Option<Self> {
        value.text()
    }
    fn write(&self, out: &mut String) {
        write_text(out, self);
    }
}

impl Wire for bool {
    fn read<V: Value>(value: &V) -> Option<Self> {
        value.truth()
    }
    fn write(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }
}

impl Wire for u64 {
    fn read<V: Value>(value: &V) -> Option<Self> {
        // Whole numbers up to 2^53: more, JavaScript cannot tell apart.
        let number = value.number()?;
        ((0.0..=9_007_199_254_740_992.0).contains(&number) && number % 1.0 == 0.0)
            .then_some(number as u64)
    }
    fn write(&self, out: &mut String) {
        write_number(out, *self);
    }
}

impl Wire for u32 {
    fn read<V: Value>(value: &V) -> Option<Self> {
        u64::read(value)?.try_into().ok()
    }
    fn write(&self, out: &mut String) {
        write_number(out, u64::from(*self));
    }
}

impl<T: Wire> Wire for Option<T> {
    fn read<V: Value>(value: &V) -> Option<Self> {
        T::read(value).map(Some)
    }
    fn write(&self, out: &mut String) {
        match self {
            Some(value) => value.write(out),
            None => out.push_str("null"),
        }
    }
    fn read_member<V: Value>(value: Option<V>) -> Option<Self> {
        match value {
            Some(value) => Self::read(&value),
            None => Some(None),
        }
    }
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn read<V: Value>(value: &V) -> Option<Self> {
        value.items()?.iter().map(T::read).collect()
    }
    fn write(&self, out: &mut String) {
        out.push('[');
        for (i, item) in self.iter().enumerate() {
            if i > 0 {
                out.push(',');
            }
            item.write(out);
        }
        out.push(']');
    }
}

impl<T: Wire> Wire for Box<T> {
    fn read<V: Value>(value: &V) -> Option<Self> {
        T::read(value).map(Box::new)
    }
    fn write(&self, out: &mut String) {
        T::write(self, out);
    }
}

/// Defines what travels: a `struct` (an object), a `words` enum (a string out
/// of a closed set), a `kinds` enum (an object whose member `t` names the
/// kind; a kind from a newer peer reads as `Unknown` and is ignored) or a `tagged`
/// enum (an object of another type with one more member that names the type; what
/// cannot be read, of whatever kind, reads as `Unknown`).
#[macro_export]
macro_rules! wire {
    ($(#[$doc:meta])* pub struct $Name:ident {
        $( $(#[$field_doc:meta])* pub $field:ident : $Type:ty ),* $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        pub struct $Name {
            $( $(#[$field_doc])*
               #[cfg_attr(feature = "serde", serde(skip_serializing_if = "crate::json::absent"))]
               pub $field: $Type ),*
        }
        // Of one without members nothing is read and nothing written.
        #[allow(unused_variables)]
        impl $crate::json::Wire for $Name {
            fn read<V: $crate::json::Value>(value: &V) -> Option<Self> {
                Some(Self { $( $field: $crate::json::Wire::read_member(value.get(stringify!($field)))? ),* })
            }
            fn write(&self, out: &mut String) {
                out.push('{');
                $crate::json::Members::write_members(self, out);
                out.push('}');
            }
        }
        #[allow(unused_variables)]
        impl $crate::json::Members for $Name {
            fn write_members(&self, out: &mut String) {
                $( $crate::json::write_member(out, stringify!($field), &self.$field); )*
            }
        }
    };
    ($(#[$doc:meta])* pub words $Name:ident {
        $( $(#[$word_doc:meta])* $word:literal => $Word:ident ),* $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        pub enum $Name { $( $(#[$word_doc])* #[cfg_attr(feature = "serde", serde(rename = $word))] $Word ),* }
        impl $Name {
            /// Every value, in the order of definition.
            pub const ALL: &[Self] = &[$( Self::$Word ),*];
            /// The word on the wire and in the database.
            pub const fn word(self) -> &'static str {
                match self { $( Self::$Word => $word ),* }
            }
            /// The value behind a word.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $( $word => Some(Self::$Word), )* _ => None }
            }
        }
        impl $crate::json::Wire for $Name {
            fn read<V: $crate::json::Value>(value: &V) -> Option<Self> {
                Self::from_word(&value.text()?)
            }
            fn write(&self, out: &mut String) {
                $crate::json::write_text(out, self.word());
            }
        }
    };
    ($(#[$doc:meta])* pub kinds $Name:ident {
        $( $(#[$kind_doc:meta])* $kind:literal => $Kind:ident {
            $( $(#[$field_doc:meta])* $field:ident : $Type:ty ),* $(,)?
        } ),* $(,)?
    }) => {
        $(#[$doc])*
        // A frame is read, handled and gone: a box would only add an allocation.
        #[allow(clippy::large_enum_variant)]
        #[derive(Debug, Clone, PartialEq)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(tag = "t"))]
        pub enum $Name {
            $( $(#[$kind_doc])*
               #[cfg_attr(feature = "serde", serde(rename = $kind))]
               $Kind {
                   $( $(#[$field_doc])*
                      #[cfg_attr(feature = "serde", serde(skip_serializing_if = "crate::json::absent"))]
                      $field: $Type ),*
               }, )*
            /// A kind that this build does not know: ignored.
            #[cfg_attr(feature = "serde", serde(other))]
            Unknown,
        }
        impl $crate::json::Wire for $Name {
            fn read<V: $crate::json::Value>(value: &V) -> Option<Self> {
                Some(match value.get("t")?.text()?.as_str() {
                    $( $kind => Self::$Kind {
                        $( $field: $crate::json::Wire::read_member(value.get(stringify!($field)))? ),*
                    }, )*
                    _ => Self::Unknown,
                })
            }
            fn write(&self, out: &mut String) {
                out.push_str("{\"t\":");
                match self {
                    $( Self::$Kind { $( $field ),* } => {
                        $crate::json::write_text(out, $kind);
                        $( $crate::json::write_member(out, stringify!($field), $field); )*
                    } )*
                    Self::Unknown => $crate::json::write_text(out, "unknown"),
                }
                out.push('}');
            }
        }
    };
    ($(#[$doc:meta])* pub tagged $Name:ident by $tag:literal {
        $( $(#[$kind_doc:meta])* $kind:literal => $Kind:ident($Type:ty) ),* $(,)?
    }) => {
        $(#[$doc])*
        // As of a frame: read, handled and gone.
        #[allow(clippy::large_enum_variant)]
        #[derive(Debug, Clone, PartialEq)]
        #[cfg_attr(
            feature = "serde",
            derive(serde::Serialize, serde::Deserialize),
            serde(tag = $tag, remote = "Self")
        )]
        pub enum $Name {
            $( $(#[$kind_doc])*
               #[cfg_attr(feature = "serde", serde(rename = $kind))]
               $Kind($Type), )*
            /// What this build cannot read.
            #[cfg_attr(feature = "serde", serde(other, rename = "unknown"))]
            Unknown,
        }
        #[cfg(feature = "serde")]
        impl serde::Serialize for $Name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                Self::serialize(self, to)
            }
        }
        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $Name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                fn known<'de, D: serde::Deserializer<'de>>(from: D) -> Result<$Name, D::Error> {
                    $Name::deserialize(from)
                }
                #[allow(clippy::large_enum_variant)]
                #[derive(serde::Deserialize)]
                #[serde(untagged)]
                enum Read {
                    Known(#[serde(deserialize_with = "known")] $Name),
                    Unread(serde::de::IgnoredAny),
                }
                Ok(match <Option<Read> as serde::Deserialize>::deserialize(from)? {
                    Some(Read::Known(value)) => value,
                    Some(Read::Unread(_)) | None => Self::Unknown,
                })
            }
        }
        impl $crate::json::Wire for $Name {
            fn read<V: $crate::json::Value>(value: &V) -> Option<Self> {
                let tag = value.get($tag).and_then(|tag| tag.text());
                let known = match tag.as_deref() {
                    $( Some($kind) => <$Type as $crate::json::Wire>::read(value).map(Self::$Kind), )*
                    _ => None,
                };
                Some(known.unwrap_or(Self::Unknown))
            }
            fn write(&self, out: &mut String) {
                out.push('{');
                $crate::json::Members::write_members(self, out);
                out.push('}');
            }
            fn read_member<V: $crate::json::Value>(value: Option<V>) -> Option<Self> {
                value.map_or(Some(Self::Unknown), |value| Self::read(&value))
            }
        }
        impl $crate::json::Members for $Name {
            fn write_members(&self, out: &mut String) {
                let tag = match self {
                    $( Self::$Kind(_) => $kind, )*
                    Self::Unknown => "unknown",
                };
                $crate::json::write_member(out, $tag, &String::from(tag));
                match self {
                    $( Self::$Kind(value) => $crate::json::Members::write_members(value, out), )*
                    Self::Unknown => {}
                }
            }
        }
    };
}

#[cfg(feature = "serde")]
impl Value for serde_json::Value {
    fn get(&self, name: &str) -> Option<Self> {
        self.as_object()?
            .get(name)
            .filter(|v| !v.is_null())
            .cloned()
    }
    fn text(&self) -> Option<String> {
        self.as_str().map(String::from)
    }
    fn number(&self) -> Option<f64> {
        self.as_f64()
    }
    fn truth(&self) -> Option<bool> {
        self.as_bool()
    }
    fn items(&self) -> Option<Vec<Self>> {
        self.as_array().cloned()
    }
}
