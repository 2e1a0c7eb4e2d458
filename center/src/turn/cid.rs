//! The id that a sender gives his message or upload, by which a repeat is known.

use beseda_protocol::ids::{Cid, TokenId};
use beseda_protocol::limits::{CID_CHARS_MAX, IDEMPOTENCY_KEY_CHARS_MAX};
use beseda_protocol::refusal::{Code, Refusal};

use super::refusals::{invalid, refuse};
use crate::token;

/// 128 bits in hex.
const OWN_CHARS: usize = 32;

/// The cid of what a token says under a name: those of two tokens, and of who speaks in the
/// same name at his console, are never one.
pub(crate) fn of_token(token: TokenId, name: &Cid) -> Result<Cid, Refusal> {
    if !(1..=IDEMPOTENCY_KEY_CHARS_MAX).contains(&name.0.chars().count()) {
        return Err(invalid("An idempotency key has from 1 to 255 characters."));
    }
    let mut own = token::hash(&format!("{token}\n{name}"));
    own.truncate(OWN_CHARS);
    Ok(Cid(own))
}

/// Short, and of characters that need no care.
pub(crate) fn check(cid: &Cid) -> Result<(), Refusal> {
    let sound = !cid.0.is_empty()
        && cid.0.len() <= CID_CHARS_MAX
        && cid.0.bytes().all(|byte| byte.is_ascii_graphic());
    match sound {
        true => Ok(()),
        false => Err(refuse(Code::Malformed)),
    }
}
