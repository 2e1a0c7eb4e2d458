//! The id that a sender gives his message or upload, by which a repeat is known.

use beseda_protocol::ids::Cid;
use beseda_protocol::limits::CID_CHARS_MAX;
use beseda_protocol::refusal::{Code, Refusal};

use super::refusals::refuse;

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
