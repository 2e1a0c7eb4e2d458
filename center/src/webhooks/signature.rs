//! What is sent is signed by (Standard Webhooks, `v1`): HMAC-SHA256 over the name, the time
//! and the very bytes of the body.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

const PREFIX: &str = "whsec_";

/// A secret of these unguessable bytes, as it is told.
pub(super) fn secret(bytes: &[u8; 32]) -> String {
    format!("{PREFIX}{}", STANDARD.encode(bytes))
}

/// The header `webhook-signature`: one signature by each secret.
pub(super) fn header<'s>(
    secrets: impl Iterator<Item = &'s str>,
    id: &str,
    timestamp_s: u64,
    body: &str,
) -> String {
    let signed = format!("{id}.{timestamp_s}.{body}");
    let signatures = secrets.filter_map(|secret| {
        let key = secret.strip_prefix(PREFIX)?;
        let key = STANDARD.decode(key).ok()?;
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
        mac.update(signed.as_bytes());
        let signature = STANDARD.encode(mac.finalize().into_bytes());
        Some(format!("v1,{signature}"))
    });
    signatures.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification.
    #[test]
    fn a_signature_is_as_the_specification_has_it() {
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let header = header(
            [secret].into_iter(),
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            "{\"test\": 2432232314}",
        );
        assert_eq!(header, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
