//! Why an input is not carried out: the peer's fault or ours.

use beseda_protocol::refusal::{Code, Refusal};

use crate::storage::fault::Fault;

/// When to come back to a full storage, in ms: somebody has to make room.
const STORAGE_FULL_RETRY_MS: u64 = 10_000;

/// What ends the handling of one input.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The peer's: answered, nothing of the input is stored.
    Refused(Refusal),
    /// Ours: ends the turn.
    Fault(Fault),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// A refusal by its code, in its usual words.
pub(crate) fn refuse(code: Code) -> Refusal {
    Refusal::new(
        code,
        match code {
            Code::TextTooLong => "The text is longer than 10,000 characters. Send it in parts.",
            Code::Empty => "Write something first.",
            Code::FileEmpty => "The file is empty.",
            Code::FileTooLarge => "The file is larger than 2 MB (2,097,152 bytes).",
            Code::FileStopped => "The file does not get through.",
            Code::FilesQuota => "No room for more files here.",
            Code::FileUnknown => "The file was not uploaded completely. Attach it again.",
            Code::TooLate => "A message can be changed or withdrawn for five minutes only.",
            Code::CidReused => "This message id already belongs to another message.",
            Code::NotFound => "Not found, or you have no access.",
            Code::Forbidden => "Your role does not allow this. Ask an administrator.",
            Code::OwnerOnly => "Only the owner may do this. Ask the owner.",
            Code::OwnerStays => {
                "The owner keeps the role until another employee is made the owner. Hand the ownership over first."
            }
            Code::Disabled => "This employee is disabled. An administrator can enable the account.",
            Code::Stale => "Somebody has changed this meanwhile. Look again, then decide.",
            Code::OriginNotAllowed => {
                "The chat is not switched on for this site: its owner can do that in the console."
            }
            Code::Unauthorized => "Sign in again.",
            Code::SignInFailed => "Wrong e-mail or password.",
            Code::LinkExpired => "This link has been used or has expired. Ask for a new one.",
            Code::EmailTaken => "This e-mail is already in use.",
            Code::OtherAddress => {
                "These dialogs reach the client at different addresses. Only those of one can be merged."
            }
            Code::NameTaken => "Another one has this name already. Choose a different name.",
            Code::ShortcutTaken => "This shortcut is taken. Choose a different one.",
            Code::ChannelInUse => {
                "Only an empty channel can be deleted. Move its sites to another channel first, and wait until their dialogs have followed."
            }
            Code::ChannelUnseen => "This employee does not see the dialog's channel.",
            Code::NotClosed => "The dialog is open. Only one that is closed can be rated.",
            Code::LimitReached => "There are as many as there may be. Remove one first.",
            Code::StorageFull => "The storage is full: it can be read, but nothing can be written.",
            Code::Malformed => "This is not what the protocol describes.",
            Code::Unsupported => "This relay does not know that yet. Reload the page.",
            Code::PasswordWeak => "Choose a longer or less common password.",
            Code::Invalid => "One of the fields is not acceptable.",
            Code::TooMany => "That was too much at once. Try again in a moment.",
            Code::ConsentRequired => "The site asks for your consent first.",
            Code::AnswersRequired => "Answer what the site asks first.",
            Code::Unavailable => "The chat is unavailable.",
            Code::NoUpgrade => "A proxy has taken the Upgrade header off.",
            Code::Overloaded => "The relay is at its limit. Try again in a moment.",
            Code::Broken => "The storage is damaged. Contact the server administrator.",
            Code::Fault => "Something went wrong here. Try again.",
        },
    )
}

/// Refuses one more, where there are as many as may be.
pub(crate) fn check_limit(n: u64, max: usize) -> Result<(), Refusal> {
    match n < max as u64 {
        true => Ok(()),
        false => Err(refuse(Code::LimitReached)),
    }
}

/// Nothing more can be stored for now.
pub(crate) fn storage_full() -> Refusal {
    Refusal {
        retry_ms: Some(STORAGE_FULL_RETRY_MS),
        ..refuse(Code::StorageFull)
    }
}

/// A field is not acceptable; the sentence says which, and what would be.
pub(crate) fn invalid(sentence: &str) -> Refusal {
    Refusal::new(Code::Invalid, sentence)
}
