//! Site keys and visitor tokens. Both name their center and carry a MAC by the
//! relay's secret, checked before any object is addressed: a stranger's guess
//! never wakes an object and makes no file on disk.
//!
//! - site key: `CENTER-SITE-MAC`, MAC of 80 bits, public;
//! - visitor token: `CENTER.SITE.CLIENT.MAC`, client of 128 random bits, MAC of
//!   128 bits; only characters that `Sec-WebSocket-Protocol` allows (RFC 9110, token);
//! - API token: `bsd_CENTER_RANDOM_MAC`, 128 random bits, MAC of 80 bits; the center keeps its
//!   hash, and says what it may do;
//! - device mark: `OPERATOR.DEVICE.MAC`, device of 128 random bits, MAC of 128 bits.

use beseda_protocol::ids::{CenterId, IdentityId, OperatorId, SiteId};
use ctutils::CtEq;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// What a verified visitor token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitorToken {
    /// Whose client.
    pub center: CenterId,
    /// From which site.
    pub site: SiteId,
    /// Who.
    pub identity: IdentityId,
}

/// The site's public key.
pub fn site_key(secret: &[u8], center: &CenterId, site: &SiteId) -> String {
    let mac = mac(secret, &["site", center.as_str(), site.as_str()]);
    format!("{center}-{site}-{}", hex(&mac[..10]))
}

/// Reads a site key; `None` unless this relay made it.
pub fn read_site_key(secret: &[u8], key: &str) -> Option<(CenterId, SiteId)> {
    let (rest, given) = key.rsplit_once('-')?;
    let (center, site) = rest.rsplit_once('-')?;
    let mac = mac(secret, &["site", center, site]);
    is_same(given, &hex(&mac[..10])).then(|| (CenterId::from(center), SiteId::from(site)))
}

/// The visitor's token.
pub fn visitor_token(secret: &[u8], who: &VisitorToken) -> String {
    let VisitorToken {
        center,
        site,
        identity,
    } = who;
    let mac = mac(
        secret,
        &["visitor", center.as_str(), site.as_str(), identity.as_str()],
    );
    format!("{center}.{site}.{identity}.{}", hex(&mac[..16]))
}

/// Reads a visitor token; `None` unless this relay made it.
pub fn read_visitor_token(secret: &[u8], token: &str) -> Option<VisitorToken> {
    let mut parts = token.split('.');
    let (center, site, identity, given) =
        (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let mac = mac(secret, &["visitor", center, site, identity]);
    is_same(given, &hex(&mac[..16])).then(|| VisitorToken {
        center: center.into(),
        site: site.into(),
        identity: identity.into(),
    })
}

/// A token of the API, of 128 random bits in hex.
pub fn api_token(secret: &[u8], center: &CenterId, random: &str) -> String {
    let mac = mac(secret, &["api", center.as_str(), random]);
    format!("bsd_{center}_{random}_{}", hex(&mac[..10]))
}

/// Whose center a token of the API opens; `None` unless this relay made it. Whether it still
/// works is for the center to say.
pub fn read_api_token(secret: &[u8], token: &str) -> Option<CenterId> {
    let (rest, given) = token.strip_prefix("bsd_")?.rsplit_once('_')?;
    let (center, random) = rest.rsplit_once('_')?;
    let mac = mac(secret, &["api", center, random]);
    is_same(given, &hex(&mac[..10])).then(|| CenterId::from(center))
}

/// The mark of a device on which an operator has signed in.
pub fn device_mark(secret: &[u8], center: &CenterId, operator: OperatorId, device: &str) -> String {
    let mac = device_mac(secret, center, &operator.to_string(), device);
    format!("{operator}.{device}.{mac}")
}

/// Reads a device's mark: whose, and which. `None` unless this relay made it.
pub fn read_device_mark(
    secret: &[u8],
    center: &CenterId,
    mark: &str,
) -> Option<(OperatorId, String)> {
    let (rest, given) = mark.rsplit_once('.')?;
    let (operator, device) = rest.split_once('.')?;
    let is_ours = is_same(given, &device_mac(secret, center, operator, device));
    let operator = operator.parse().ok().filter(|_| is_ours)?;
    Some((OperatorId(operator), device.to_owned()))
}

fn device_mac(secret: &[u8], center: &CenterId, operator: &str, device: &str) -> String {
    let mac = mac(secret, &["device", center.as_str(), operator, device]);
    hex(&mac[..16])
}

fn mac(secret: &[u8], parts: &[&str]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes a key of any length");
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part.as_bytes());
    }
    mac.finalize().into_bytes().into()
}

/// Whether two secrets are the same, in a time that does not tell where they differ
/// (S2).
pub fn is_same(given: &str, wanted: &str) -> bool {
    given.as_bytes().ct_eq(wanted.as_bytes()).into()
}

/// What is kept of a secret (a link's token, a session's cookie): the SHA-256
/// of its text, in hex.
pub fn hash(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token() -> VisitorToken {
        VisitorToken {
            center: "eu-acme".into(),
            site: "s1".into(),
            identity: "0f".repeat(16).as_str().into(),
        }
    }

    #[test]
    fn a_token_reads_back_as_what_it_was_made_of() {
        let text = visitor_token(b"secret", &token());
        assert_eq!(read_visitor_token(b"secret", &text), Some(token()));
        let key = site_key(b"secret", &"eu-acme".into(), &"s1".into());
        assert_eq!(
            read_site_key(b"secret", &key),
            Some(("eu-acme".into(), "s1".into()))
        );
    }

    #[test]
    fn a_token_with_any_bit_flipped_is_refused() {
        let text = visitor_token(b"secret", &token());
        for place in 0..text.len() {
            for bit in 0..7 {
                let mut bytes = text.clone().into_bytes();
                bytes[place] ^= 1 << bit;
                let forged = String::from_utf8(bytes).unwrap();
                assert_eq!(read_visitor_token(b"secret", &forged), None, "{forged}");
            }
            assert_eq!(read_visitor_token(b"secret", &text[..place]), None);
        }
        assert_eq!(read_visitor_token(b"another", &text), None);
    }

    #[test]
    fn a_token_of_the_api_names_its_center_and_cannot_be_guessed() {
        let text = api_token(b"secret", &"eu-acme".into(), &"0f".repeat(16));
        assert_eq!(read_api_token(b"secret", &text), Some("eu-acme".into()));
        assert_eq!(read_api_token(b"another", &text), None);
        for forged in [
            text.replace("acme", "acne"),
            text.replacen("0f", "1f", 1),
            text[..text.len() - 1].to_owned(),
            String::new(),
            "bsd_".into(),
            "bsd__".into(),
        ] {
            assert_eq!(read_api_token(b"secret", &forged), None, "{forged}");
        }
    }

    #[test]
    fn a_site_key_is_no_visitor_token_and_parts_cannot_shift() {
        let key = site_key(b"secret", &"eu-acme".into(), &"s1".into());
        assert_eq!(read_visitor_token(b"secret", &key.replace('-', ".")), None);
        assert_eq!(
            read_site_key(b"secret", &key.replacen("eu-acme-s1", "eu-acmes-1", 1)),
            None
        );
    }

    #[test]
    fn secrets_are_the_same_only_in_full() {
        assert!(is_same("abc", "abc"));
        assert!(!is_same("abc", "abd"));
        assert!(!is_same("ab", "abc"));
        assert!(!is_same("", "abc"));
    }
}
