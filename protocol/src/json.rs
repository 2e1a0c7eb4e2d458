//! Two decoders, one truth.
//!
//! [`wire!`](crate::wire) defines a type once and makes of it
//! - serde's derives, for the relay, the console and native tests (feature `serde`);
//! - a small reader over any parsed JSON value and a writer to text, for the
//!   widget, where serde costs more than Leptos itself.
//!
//! A golden test of this crate holds both equal.

use std::collections::BTreeSet;

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
    fn read<V: Value>(value: &V) -> Option<Self> {
        let mut is_whole = true;
        let read = Self::read_or_blank(Some(value), &mut is_whole);
        is_whole.then_some(read)
    }
    /// Reads the value, which may be missing. One that is not of this type is read as a
    /// blank, and makes what it is part of not whole. To go on costs a browser less than
    /// to turn back: at each place where that happens it would have to let go of what
    /// has been read so far.
    fn read_or_blank<V: Value>(value: Option<&V>, is_whole: &mut bool) -> Self;
    /// Appends the value as JSON.
    fn write(&self, out: &mut String);
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

/// Reads a member of an object.
pub fn read_member<T: Wire, V: Value>(of: Option<&V>, name: &str, is_whole: &mut bool) -> T {
    let member = of.and_then(|of| of.get(name));
    T::read_or_blank(member.as_ref(), is_whole)
}

/// What was read, or else a blank.
pub(crate) fn or_blank<T: Default>(read: Option<T>, is_whole: &mut bool) -> T {
    *is_whole &= read.is_some();
    read.unwrap_or_default()
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

fn write_items<'a, T: Wire + 'a>(out: &mut String, items: impl IntoIterator<Item = &'a T>) {
    out.push('[');
    for (i, item) in items.into_iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        item.write(out);
    }
    out.push(']');
}

impl Wire for String {
    fn read_or_blank<V: Value>(value: Option<&V>, is_whole: &mut bool) -> Self {
        or_blank(value.and_then(V::text), is_whole)
    }
    fn write(&self, out: &mut String) {
        write_text(out, self);
    }
}

impl Wire for bool {
    fn read_or_blank<V: Value>(value: Option<&V>, is_whole: &mut bool) -> Self {
        or_blank(value.and_then(V::truth), is_whole)
    }
    fn write(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }
}

impl Wire for u64 {
    fn read_or_blank<V: Value>(value: Option<&V>, is_whole: &mut bool) -> Self {
        // Whole numbers up to 2^53: more, JavaScript cannot tell apart.
        let is_number =
            |number: &f64| (0.0..=9_007_199_254_740_992.0).contains(number) && number % 1.0 == 0.0;
        let number = value.and_then(V::number).filter(is_number);
        or_blank(number, is_whole) as u64
    }
    fn write(&self, out: &mut String) {
        write_number(out, *self);
    }
}

impl Wire for u32 {
    fn read_or_blank<V: Value>(value: Option<&V>, is_whole: &mut bool) -> Self {
        let number = u64::read_or_blank(value, is_whole);
        or_blank(number.try_into().ok(), is_whole)
    }
    fn write(&self, out: &mut String) {
        write_number(out, u64::from(*self));
    }
}

impl Wire for u8 {
    fn read_or_blank<V: Value>(value: Option<&V>, is_whole: &mut bool) -> Self {
        let number = u64::read_or_blank(value, is_whole);
        or_blank(number.try_into().ok(), is_whole)
    }
    fn write(&self, out: &mut String) {
        write_number(out, u64::from(*self));
    }
}

impl<T: Wire> Wire for Option<T> {
    fn read_or_blank<V: Value>(value: Option<&V>, is_whole: &mut bool) -> Self {
        value.map(|value| T::read_or_blank(Some(value), is_whole))
    }
    fn write(&self, out: &mut String) {
        match self {
            Some(value) => value.write(out),
            None => out.push_str("null"),
        }
    }
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn read_or_blank<V: Value>(value: Option<&V>, is_whole: &mut bool) -> Self {
        let items = or_blank(value.and_then(V::items), is_whole);
        let items = items.iter();
        items
            .map(|item| T::read_or_blank(Some(item), is_whole))
            .collect()
    }
    fn write(&self, out: &mut String) {
        write_items(out, self);
    }
}

/// As a list: in order, each once, whatever order it is read in.
impl<T: Wire + Ord> Wire for BTreeSet<T> {
    fn read_or_blank<V: Value>(value: Option<&V>, is_whole: &mut bool) -> Self {
        Vec::read_or_blank(value, is_whole).into_iter().collect()
    }
    fn write(&self, out: &mut String) {
        write_items(out, self);
    }
}

impl<T: Wire> Wire for Box<T> {
    fn read_or_blank<V: Value>(value: Option<&V>, is_whole: &mut bool) -> Self {
        Box::new(T::read_or_blank(value, is_whole))
    }
    fn write(&self, out: &mut String) {
        T::write(self, out);
    }
}

/// Defines what travels: a `struct` (an object, maybe of something else that travels), a `words` enum (a string out
/// of a closed set), a `kinds` enum (an object whose member `t` names the
/// kind; a kind from a newer peer reads as `Unknown` and is ignored) or a `tagged`
/// enum (an object of another type with one more member that names the type; what
/// cannot be read, of whatever kind, reads as `Unknown`).
#[macro_export]
macro_rules! wire {
    ($(#[$doc:meta])* pub struct $Name:ident $(<$Of:ident>)? {
        $( $(#[$field_doc:meta])* pub $field:ident : $Type:ty ),* $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        pub struct $Name $(<$Of: $crate::json::Wire>)? {
            $( $(#[$field_doc])*
               #[cfg_attr(feature = "serde", serde(skip_serializing_if = "crate::json::absent"))]
               pub $field: $Type ),*
        }
        // Of one without members nothing is read and nothing written.
        #[allow(unused_variables)]
        impl $(<$Of: $crate::json::Wire>)? $crate::json::Wire for $Name $(<$Of>)? {
            fn read_or_blank<V: $crate::json::Value>(value: Option<&V>, is_whole: &mut bool) -> Self {
                // All its members may be such that can be missing.
                *is_whole &= value.is_some();
                Self { $( $field: $crate::json::read_member(value, stringify!($field), is_whole) ),* }
            }
            fn write(&self, out: &mut String) {
                out.push('{');
                $crate::json::Members::write_members(self, out);
                out.push('}');
            }
        }
        #[allow(unused_variables)]
        impl $(<$Of: $crate::json::Wire>)? $crate::json::Members for $Name $(<$Of>)? {
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
            fn read_or_blank<V: $crate::json::Value>(value: Option<&V>, is_whole: &mut bool) -> Self {
                let word = value.and_then(V::text);
                let read = word.and_then(|word| Self::from_word(&word));
                *is_whole &= read.is_some();
                read.unwrap_or(Self::ALL[0])
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
            fn read_or_blank<V: $crate::json::Value>(value: Option<&V>, is_whole: &mut bool) -> Self {
                let kind: String = $crate::json::read_member(value, "t", is_whole);
                match kind.as_str() {
                    $( $kind => Self::$Kind {
                        $( $field: $crate::json::read_member(value, stringify!($field), is_whole) ),*
                    }, )*
                    _ => Self::Unknown,
                }
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
            fn read_or_blank<V: $crate::json::Value>(value: Option<&V>, _: &mut bool) -> Self {
                let known = value.and_then(|value| match value.get($tag)?.text()?.as_str() {
                    $( $kind => <$Type as $crate::json::Wire>::read(value).map(Self::$Kind), )*
                    _ => None,
                });
                known.unwrap_or(Self::Unknown)
            }
            fn write(&self, out: &mut String) {
                out.push('{');
                $crate::json::Members::write_members(self, out);
                out.push('}');
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

#[cfg(all(test, feature = "serde"))]
mod tests {
    // What is defined is always `pub`.
    #![allow(unreachable_pub)]

    use super::*;

    crate::wire! {
        /// All of it may be missing.
        pub struct Inner { pub one: Option<bool>, pub other: Option<u64> }
    }
    crate::wire! {
        /// It has to have one.
        pub struct Outer { pub inner: Inner, pub rest: Option<Inner> }
    }

    #[test]
    fn what_may_be_empty_may_not_be_missing() {
        let read = |text: &str| {
            let value: serde_json::Value = serde_json::from_str(text).unwrap();
            let by_serde: Option<Outer> = serde_json::from_str(text).ok();
            assert_eq!(Outer::read(&value), by_serde, "{text}");
            by_serde.is_some()
        };
        assert!(read(r#"{"inner":{}}"#));
        assert!(read(r#"{"inner":{"one":true},"rest":{"other":1}}"#));
        assert!(!read(r#"{}"#));
        assert!(!read(r#"{"rest":{}}"#));
        assert!(!read(r#"{"inner":{"other":-1}}"#));
        assert!(!read(r#"{"inner":{},"rest":{"one":2}}"#));
    }
}
