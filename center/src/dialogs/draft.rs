//! What somebody wants to say, made into what a message says.

use beseda_protocol::ids::IdentityId;
use beseda_protocol::limits::TEXT_CHARS_MAX;
use beseda_protocol::message::{Body, Draft, Message};
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::unseen::looks_empty;

use crate::storage::fault::Fault;
use crate::storage::files::{self, FileRow};
use crate::storage::sender::Sender;
use crate::storage::write_buffer::Storage;
use crate::turn::refusals::refuse;

/// A draft with the file it names, if it names one that exists.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Drafted {
    Text(String),
    File(Option<Box<FileRow>>),
    Unknown,
}

/// Looks the named file up.
pub(crate) fn look_up(storage: &Storage<'_>, draft: Draft) -> Result<Drafted, Fault> {
    Ok(match draft {
        Draft::Text { text } => Drafted::Text(text),
        Draft::File { file } => Drafted::File(files::load(storage, &file)?.map(Box::new)),
        Draft::Unknown => Drafted::Unknown,
    })
}

/// The body, if this sender may say it to this client.
pub(crate) fn body(
    drafted: Drafted,
    sender: &Sender,
    identity: &IdentityId,
) -> Result<Body, Refusal> {
    match drafted {
        Drafted::Text(text) => {
            check_text(&text)?;
            Ok(Body::Text { text })
        }
        Drafted::File(found) => {
            let own = |file: &FileRow| {
                file.sender == *sender && file.identity == *identity && file.message.is_none()
            };
            let file = found
                .filter(|file| own(file))
                .and_then(|found| found.file());
            let file = file.ok_or_else(|| refuse(Code::FileUnknown))?;
            Ok(Body::File { file })
        }
        Drafted::Unknown => Err(refuse(Code::Malformed)),
    }
}

/// Neither too long nor empty to the eye.
pub(crate) fn check_text(text: &str) -> Result<(), Refusal> {
    // Scalar values are at most as many as bytes: most texts need no counting.
    if text.len() > TEXT_CHARS_MAX && text.chars().count() > TEXT_CHARS_MAX {
        return Err(refuse(Code::TextTooLong));
    }
    match looks_empty(text) {
        true => Err(refuse(Code::Empty)),
        false => Ok(()),
    }
}

/// Whether a draft says what a stored body says.
pub(crate) fn is_same(draft: &Draft, body: &Body) -> bool {
    match (draft, body) {
        (Draft::Text { text: said }, Body::Text { text }) => said == text,
        (Draft::File { file: said }, Body::File { file }) => *said == file.id,
        _ => false,
    }
}

/// A repeat gets the first answer, another body under the same cid a refusal.
pub(crate) fn check_repeat(stored: &Message, same: bool) -> Result<&Message, Refusal> {
    match same {
        true => Ok(stored),
        false => Err(refuse(Code::CidReused)),
    }
}
