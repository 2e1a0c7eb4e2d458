//! What a question asks of whoever asks it.

use crate::bulk::Act;
use crate::dialog::TransferTo;
use crate::export::Export;
use crate::ids::{ClientId, DialogId, JobId, OperatorId, SavedFilterId, SavedReplyId};
use crate::selection::Selection;

/// What the asker must be allowed. Checked in one place of the center, before the
/// question is carried out; what there is not and what he may not see are answered
/// alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// Anybody with a sign-in may.
    SignedIn,
    /// To see this dialog.
    See(DialogId),
    /// To act in this dialog.
    Answer(DialogId),
    /// To act in both of these dialogs.
    AnswerBoth(DialogId, DialogId),
    /// To act in this dialog, and to make this one responsible for it.
    Assign(DialogId, Option<OperatorId>),
    /// To see and change the card of the client of this number.
    Client(ClientId),
    /// To act in a dialog of the client of this number; in any, if he has none yet.
    AnswerClient(ClientId),
    /// To see two clients, and write on their cards.
    Clients(ClientId, ClientId),
    /// To see this job, and to end it.
    Job(JobId),
    /// To see this saved filter, and to change it.
    SavedFilter(SavedFilterId),
    /// To see this saved reply, and to change it.
    SavedReply(SavedReplyId),
    /// To use this saved reply.
    SavedReplyToUse(SavedReplyId),
    /// To make what all employees choose from: tags, labels, lists, shared filters
    /// and replies.
    Supervise,
    /// To change people, sites and settings.
    Administer,
    /// To be the owner.
    Own,
}

impl Need {
    /// Of what is done with all of a selection; with each of it, what that needs by itself.
    pub fn to_bulk(act: &Act, on: &Selection) -> Self {
        match act {
            Act::Delete {} => Self::Administer,
            _ if on.is_found() => Self::Supervise,
            _ => Self::SignedIn,
        }
    }

    /// Of making a file, and of having it.
    pub fn to_export(what: &Export) -> Self {
        match what {
            Export::Dialog { dialog, .. } => Self::See(*dialog),
            Export::Clients { .. } | Export::Dialogs { .. } | Export::Client { .. } => {
                Self::Administer
            }
            Export::Unknown => Self::SignedIn,
        }
    }

    /// Of what is kept of a composer: whoever may write there keeps something, and anybody
    /// takes away what is his own, also where he may not write any more.
    pub const fn to_compose(dialog: DialogId, keeps_something: bool) -> Self {
        match keeps_something {
            true => Self::Answer(dialog),
            false => Self::SignedIn,
        }
    }

    /// Of handing a dialog on.
    pub const fn to_transfer(dialog: DialogId, to: &TransferTo) -> Self {
        match to {
            TransferTo::Person { to } => Self::Assign(dialog, Some(*to)),
            TransferTo::Channel { .. } | TransferTo::Unknown => Self::Answer(dialog),
        }
    }

    /// Of what is made for everybody, or for oneself alone.
    pub const fn to_share(is_shared: bool) -> Self {
        match is_shared {
            true => Self::Supervise,
            false => Self::SignedIn,
        }
    }
}
