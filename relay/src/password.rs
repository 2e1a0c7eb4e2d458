//! Passwords: which are refused, and how they are kept (S5). The work is done in
//! the Worker and not in the center's object, so that guessing stalls nobody, and in
//! its turn (see `hash_line`).
//!
//! The same characters can be typed in several ways, by the keyboard and the system:
//! é is one code point or two. So a password is brought into one form before anything
//! else, RFC 8265's "OpaqueString".

use std::borrow::Cow;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use beseda_protocol::limits::{PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN};
use beseda_protocol::refusal::{Code, Refusal};
use icu_normalizer::ComposingNormalizer;

/// OWASP's figures for Argon2id: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// The 3,000 commonest passwords that are long enough to be taken (ASVS 6.2.4),
/// from the frequency list of zxcvbn (MIT), lower case.
const COMMON: &str = include_str!("common_passwords.txt");

/// A password in its one form.
pub(crate) struct Password(String);

impl Password {
    /// As typed.
    pub(crate) fn typed(text: &str) -> Self {
        let spaces = |c| if is_space(c) { ' ' } else { c };
        let text: Cow<'_, str> = match text.contains(is_space) {
            true => text.chars().map(spaces).collect::<String>().into(),
            false => text.into(),
        };
        Self(ComposingNormalizer::new_nfc().normalize(&text).into_owned())
    }

    /// Refuses a new password that is too short, too long or too common.
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        let weak = |text| Err(Refusal::new(Code::PasswordWeak, text));
        match self.0.chars().count() {
            0..PASSWORD_CHARS_MIN => weak("Choose a password of at least 8 characters."),
            n if n > PASSWORD_CHARS_MAX => weak("Choose a password of at most 256 characters."),
            _ if self.is_common() => {
                weak("This password is among the commonest. Choose another one.")
            }
            _ => Ok(()),
        }
    }

    /// The PHC string that is kept instead of the password.
    pub(crate) fn hash(&self, salt: [u8; 16]) -> String {
        let hash: PasswordHash = argon2id()
            .hash_password_with_salt(self.0.as_bytes(), &salt)
            .expect("the parameters and the salt are in Argon2's bounds");
        hash.to_string()
    }

    /// Whether it belongs to the hash; an unreadable hash is nobody's. Without one this
    /// takes as long all the same.
    pub(crate) fn is_of(&self, hash: Option<&str>) -> bool {
        if self.0.chars().count() > PASSWORD_CHARS_MAX {
            return false;
        }
        match hash {
            Some(hash) => argon2id().verify_password(self.0.as_bytes(), hash).is_ok(),
            None => {
                std::hint::black_box(self.hash([0; 16]));
                false
            }
        }
    }

    fn is_common(&self) -> bool {
        let lower = self.0.to_lowercase();
        COMMON.lines().any(|common| common == lower)
    }
}

/// White space of other widths than the usual one (Unicode's Zs): Option and the
/// space bar give one on some keyboards.
fn is_space(c: char) -> bool {
    matches!(
        c,
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
    )
}

fn argon2id() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).expect("the figures are in bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str) -> Result<(), Code> {
        let checked = Password::typed(typed).check();
        checked.map_err(|refusal| refusal.code)
    }

    fn is_of(typed: &str, hash: &str) -> bool {
        Password::typed(typed).is_of(Some(hash))
    }

    #[test]
    fn a_password_is_long_enough_and_not_common() {
        for good in ["корова42", "correct horse battery", &"x".repeat(256)] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        for weak in [
            "",
            "корова4",
            "password",
            "PassWord",
            "12345678",
            &"x".repeat(257),
            // Four characters, however they are typed.
            "e\u{301}e\u{301}e\u{301}e\u{301}",
        ] {
            assert_eq!(check(weak), Err(Code::PasswordWeak), "{weak}");
        }
        assert_eq!(COMMON.lines().count(), 3_000);
    }

    #[test]
    fn only_the_right_password_belongs_to_a_hash() {
        let kept = Password::typed("tail é of 日本 🦄").hash([3; 16]);
        assert!(
            kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{kept}"
        );
        assert!(is_of("tail é of 日本 🦄", &kept));
        assert!(!is_of("tail é of 日本", &kept));
        assert!(!is_of("anything", "not a hash"));
        assert!(!is_of(&"x".repeat(10_000), &kept));
        assert!(!Password::typed("anything at all").is_of(None));
    }

    #[test]
    fn a_password_is_the_same_on_every_keyboard() {
        for (composed, apart) in [
            ("pässwörter", "pa\u{308}sswo\u{308}rter"),
            ("ключ й и ё", "ключ и\u{306} и е\u{308}"),
            ("\u{1100}\u{1161}\u{11a8} 각도 여덟자", "각 각도 여덟자"),
            ("a space\u{a0}here", "a space here"),
            ("全角の\u{3000}空白です", "全角の 空白です"),
        ] {
            let kept = Password::typed(composed).hash([3; 16]);
            assert!(is_of(apart, &kept), "{composed}");
        }
        // Neither case nor width is folded.
        let kept = Password::typed("Passwort ｗｉｄｅ").hash([3; 16]);
        assert!(!is_of("passwort ｗｉｄｅ", &kept));
        assert!(!is_of("Passwort wide", &kept));
    }
}
