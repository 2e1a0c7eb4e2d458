//! How the browser keeps what the console writes down on this machine: as JSON, by the
//! protocol's own small readers and writer. Serde's would be a tenth of the console's first
//! part.

/// Makes of a struct with a [`Default`] one that the browser keeps. What an older or a
/// newer console has written is read as far as it goes: a member that is missing, or that
/// can't be read, is as at first.
macro_rules! kept {
    ($Name:ident { $($member:ident),* $(,)? }) => {
        impl ::beseda_protocol::json::Wire for $Name {
            fn read_or_blank<V: ::beseda_protocol::json::Value>(
                value: Option<&V>,
                _: &mut bool,
            ) -> Self {
                let mut kept = Self::default();
                $( $crate::model::kept::read_into(value, stringify!($member), &mut kept.$member); )*
                kept
            }
            fn write(&self, out: &mut String) {
                // All of them: the compiler names one that is left out.
                let Self { $($member),* } = self;
                out.push('{');
                $( ::beseda_protocol::json::write_member(out, stringify!($member), $member); )*
                out.push('}');
            }
        }
    };
}

/// Makes of a choice with `ALL` and `word` one that the browser keeps, by its word.
macro_rules! kept_word {
    ($Name:ident) => {
        impl ::beseda_protocol::json::Wire for $Name {
            fn read_or_blank<V: ::beseda_protocol::json::Value>(
                value: Option<&V>,
                is_whole: &mut bool,
            ) -> Self {
                let word = value.and_then(V::text).unwrap_or_default();
                let known = Self::ALL.into_iter().find(|choice| choice.word() == word);
                *is_whole &= known.is_some();
                known.unwrap_or(Self::ALL[0])
            }
            fn write(&self, out: &mut String) {
                ::beseda_protocol::json::write_text(out, self.word());
            }
        }
    };
}

pub(crate) use {kept, kept_word};

use beseda_protocol::json::{Value, Wire};

/// Reads a member, if it is there and of its type; else all stays as it is.
pub(crate) fn read_into<T: Wire, V: Value>(of: Option<&V>, name: &str, into: &mut T) {
    let member = of.and_then(|of| of.get(name));
    if let Some(read) = member.and_then(|member| T::read(&member)) {
        *into = read;
    }
}

/// What was kept as this text; `None`: it is no JSON, or not of this type.
#[cfg(target_arch = "wasm32")]
pub fn read<T: Wire>(text: &str) -> Option<T> {
    beseda_client::parsed::from_text(text)
}

/// What was kept as this text; `None`: it is no JSON, or not of this type.
#[cfg(not(target_arch = "wasm32"))]
pub fn read<T: Wire>(text: &str) -> Option<T> {
    T::read(&serde_json::from_str::<serde_json::Value>(text).ok()?)
}
