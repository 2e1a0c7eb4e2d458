//! E-mails as accounts are known by them: one form for every way to write the same.

use icu_normalizer::ComposingNormalizer;
use idna::{AsciiDenyList, domain_to_ascii_cow, domain_to_unicode};
use unicase::UniCase;

use beseda_protocol::refusal::Refusal;
use beseda_protocol::unseen::is_unseen;

use crate::turn::refusals::invalid;

/// Longest e-mail (RFC 5321, a path less its brackets).
const BYTES_MAX: usize = 254;

/// An e-mail in its one form: composed characters, folded case, the host in letters
/// though it may have been written in punycode. No mail is sent to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// What somebody has typed or pasted.
    ///
    /// # Errors
    /// Refused as `invalid` when it has no name or no host.
    pub fn read(typed: &str) -> Result<Self, Refusal> {
        one_form(typed)
            .filter(|email| email.len() <= BYTES_MAX)
            .map(Self)
            .ok_or_else(|| invalid("This is not an e-mail address."))
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn one_form(typed: &str) -> Option<String> {
    let seen: String = typed.chars().filter(|c| !comes_along(*c)).collect();
    let (name, host) = seen.trim().rsplit_once('@')?;
    let is_plain =
        !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c.is_control());
    let name = is_plain.then(|| folded(name))?;
    // Browsers read hosts by the same standard (UTS 46).
    let ascii = domain_to_ascii_cow(host.as_bytes(), AsciiDenyList::URL).ok()?;
    let host = ascii.strip_suffix('.').unwrap_or(&ascii);
    let (letters, _) = domain_to_unicode(host);
    (!host.is_empty()).then(|| format!("{name}@{letters}"))
}

/// Folding may take composed characters apart, and folds not all that can be composed.
fn folded(name: &str) -> String {
    let nfc = ComposingNormalizer::new_nfc();
    let folded = UniCase::unicode(nfc.normalize(name)).to_folded_case();
    nfc.normalize(&folded).into_owned()
}

/// What comes along when an address is copied, and nobody types.
fn comes_along(c: char) -> bool {
    is_unseen(c) && !c.is_whitespace() && !c.is_control()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> Option<String> {
        Email::read(typed).ok().map(|email| email.0)
    }

    #[test]
    fn an_e_mail_is_the_same_however_it_is_written() {
        for (written, known) in [
            ("  Anna@Example.ORG\n", "anna@example.org"),
            ("АННА@Пример.РФ", "анна@пример.рф"),
            ("анна@xn--e1afmkfd.xn--p1ai", "анна@пример.рф"),
            ("анна@XN--E1AFMKFD.рф", "анна@пример.рф"),
            // Composed and not; the name and the host.
            ("jose\u{301}@cafe\u{301}.example", "josé@café.example"),
            ("josé@café.example", "josé@café.example"),
            ("JOSE\u{301}@CAFÉ.example", "josé@café.example"),
            // The case of letters that have no simple other one.
            ("STRASSE@x.example", "strasse@x.example"),
            ("straße@x.example", "strasse@x.example"),
            ("ΟΔΥΣΣΕΥΣ@x.example", "οδυσσευσ@x.example"),
            ("οδυσσευς@x.example", "οδυσσευσ@x.example"),
            // Full stops of other scripts, full width, the root's own.
            ("a@日本。example", "a@日本.example"),
            ("a@ＥＸＡＭＰＬＥ.org", "a@example.org"),
            ("a@example.org.", "a@example.org"),
            // Copied from a page.
            ("\u{feff}anna@example.org\u{200b}", "anna@example.org"),
            ("\"a@b\"@c.example", "\"a@b\"@c.example"),
            ("a@b", "a@b"),
        ] {
            assert_eq!(read(written).as_deref(), Some(known), "{written:?}");
            assert_eq!(read(known).as_deref(), Some(known), "and it stays so");
        }
    }

    #[test]
    fn what_differs_stays_apart() {
        for (one, other) in [
            ("anna@example.org", "ann@example.org"),
            ("anna@example.org", "anna@example.com"),
            ("anna+work@example.org", "anna@example.org"),
            // Latin and Cyrillic look alike, and are two.
            ("anna@example.org", "аnna@example.org"),
        ] {
            assert_ne!(read(one), read(other));
        }
    }

    #[test]
    fn an_e_mail_has_a_name_and_a_host() {
        for wrong in [
            "",
            "a",
            "@b",
            "a@",
            "a@.",
            "a b@c",
            "a@b c",
            "a@b\nc",
            "a\n@b",
            "a@b/c",
            "a@b:25",
            "a@xn--",
            "\u{200b}@b",
            &format!("{}@b", "a".repeat(300)),
        ] {
            assert_eq!(read(wrong), None, "{wrong:?}");
        }
    }
}
