//! Passwords: which are refused, and how they are kept (S5). The work is done in
//! the Worker and not in the center's object, so that guessing stalls nobody.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use beseda_protocol::limits::{PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN};
use beseda_protocol::refusal::{Code, Refusal};

/// OWASP's figures for Argon2id: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// The 3,000 commonest passwords that are long enough to be taken (ASVS 6.2.4),
/// from the frequency list of zxcvbn (MIT), lower case.
const COMMON: &str = include_str!("common_passwords.txt");

/// Refuses a new password that is too short, too long or too common.
pub(crate) fn check(password: &str) -> Result<(), Refusal> {
    let weak = |text| Err(Refusal::new(Code::PasswordWeak, text));
    match password.chars().count() {
        0..PASSWORD_CHARS_MIN => weak("Choose a password of at least 8 characters."),
        n if n > PASSWORD_CHARS_MAX => weak("Choose a password of at most 256 characters."),
        _ if is_common(password) => {
            weak("This password is among the commonest. Choose another one.")
        }
        _ => Ok(()),
    }
}

/// The PHC string that is kept instead of the password.
pub(crate) fn hash(password: &str, salt: [u8; 16]) -> String {
    let hash: PasswordHash = argon2id()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .expect("the parameters and the salt are in Argon2's bounds");
    hash.to_string()
}

/// Whether the password belongs to the hash; an unreadable hash is nobody's.
pub(crate) fn verify(password: &str, hash: &str) -> bool {
    argon2id()
        .verify_password(password.as_bytes(), hash)
        .is_ok()
}

fn argon2id() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).expect("the figures are in bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn is_common(password: &str) -> bool {
    let lower = password.to_lowercase();
    COMMON.lines().any(|common| common == lower)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        ] {
            assert_eq!(
                check(weak).map_err(|r| r.code),
                Err(Code::PasswordWeak),
                "{weak}"
            );
        }
        assert_eq!(COMMON.lines().count(), 3_000);
    }

    #[test]
    fn only_the_right_password_belongs_to_a_hash() {
        let kept = hash("tail é of 日本 🦄", [3; 16]);
        assert!(
            kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{kept}"
        );
        assert!(verify("tail é of 日本 🦄", &kept));
        assert!(!verify("tail é of 日本", &kept));
        assert!(!verify("anything", "not a hash"));
    }
}
