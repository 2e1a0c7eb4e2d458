//! What a decision changes. [`apply`] is the only mutator of a conversation:
//! it writes the rows and lets the event happen that shows the change.

use beseda_protocol::ids::{ChannelId, Cid, DialogId, IdentityId, MessageId, Timestamp};
use beseda_protocol::message::{Body, Content, Happened, Message};

use super::{mentioning, outgoing};
use crate::clients::visits;
use crate::files::uploads;
use crate::storage::clients::Client;
use crate::storage::dialogs::{self, Dialog, Opening};
use crate::storage::events::What;
use crate::storage::identities::Identity;
use crate::storage::place::Place;
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;
use crate::turn::{log, webhooks};

/// One change.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Change {
    /// The first message of a visitor makes him a client.
    Met(Client, Identity),
    /// A dialog begins with the message that follows.
    Begun(Dialog),
    /// It is of another channel.
    Moved(DialogId, ChannelId),
    /// When the visitor may write a whole burst again, after his message.
    Paced(DialogId, Timestamp),
    /// Something was said, or the system tells what was done.
    Posted(DialogId, Post),
    /// Employees have opened the client's messages: it is marked unread no longer.
    Opened {
        dialog: DialogId,
        upto: MessageId,
        unread_count: u32,
    },
    /// They have opened it so far and no further: what was done is undone.
    OpenedAs(DialogId, Opening),
    /// The newest message that its transport did not deliver, and none since.
    SendFailed(DialogId, Option<MessageId>),
    /// The client's widget has received operators' messages.
    Delivered(Marked),
    /// The client has read operators' messages.
    Read(Marked),
}

/// A mark of a client, and the dialogs on whose cards it shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Marked {
    pub(crate) identity: IdentityId,
    pub(crate) upto: MessageId,
    pub(crate) dialogs: Vec<DialogId>,
}

/// A message that is to get its id.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Post {
    pub(crate) cid: Option<Cid>,
    pub(crate) quote: Option<MessageId>,
    pub(crate) content: Content,
}

impl Post {
    /// What the system tells.
    pub(crate) fn system(happened: beseda_protocol::message::Happened) -> Self {
        Self {
            cid: None,
            quote: None,
            content: Content::System { happened },
        }
    }
}

/// The last message of the applied changes, for its acknowledgement.
pub(crate) type Stored = Option<(MessageId, Timestamp)>;

/// Carries out what was decided.
pub(crate) fn apply(turn: &mut Turn<'_>, changes: Vec<Change>) -> Result<Stored, Stop> {
    let mut stored = None;
    for change in changes {
        match change {
            Change::Met(client, identity) => {
                let id = identity.id.clone();
                let new = client.id;
                turn.begin_client(client)?;
                turn.begin_identity(identity)?;
                webhooks::tell_of_client(turn, new)?;
                visits::end(turn, &id)?;
            }
            Change::Begun(dialog) => turn.begin_dialog(dialog),
            Change::Moved(id, to) => move_to(turn, id, to)?,
            Change::Paced(id, at) => turn.change_dialog(id, |dialog| dialog.burst_at = at)?,
            Change::Posted(id, post) => stored = Some(self::post(turn, id, post)?),
            Change::Opened {
                dialog,
                upto,
                unread_count,
            } => open(turn, dialog, upto, unread_count)?,
            Change::OpenedAs(id, opening) => {
                log::happen(turn, What::Dialog(id), None)?;
                turn.change_dialog(id, |dialog| dialog.set_opening(opening))?;
            }
            Change::SendFailed(id, failed) => {
                turn.change_dialog(id, |dialog| dialog.send_failed = failed)?;
                log::happen(turn, What::Dialog(id), None)?;
            }
            Change::Delivered(marked) => deliver(turn, &marked)?,
            Change::Read(marked) => read(turn, &marked)?,
        }
    }
    turn.save()?;
    Ok(stored)
}

fn post(turn: &mut Turn<'_>, id: DialogId, post: Post) -> Result<(MessageId, Timestamp), Stop> {
    if let Content::System {
        happened:
            Happened::Claimed { .. }
            | Happened::Assigned { .. }
            | Happened::Freed { .. }
            | Happened::Waited { .. }
            | Happened::Distributed { .. }
            | Happened::Kept { .. }
            | Happened::Transferred { .. },
    } = &post.content
    {
        moves(turn, id)?;
    }
    let identity = turn.sure_dialog(id)?.identity.clone();
    let message = Message {
        id: MessageId(turn.cache.seq.0 + 1),
        dialog: id,
        cid: post.cid,
        at: turn.now,
        quote: post.quote,
        revised_at: None,
        content: post.content,
    };
    if let Content::Visitor {
        body: Body::File { file },
    }
    | Content::Operator {
        body: Body::File { file },
        ..
    } = &message.content
    {
        uploads::attach(turn, &file.id, id, message.id)?;
    }
    let is_to_client = matches!(
        message.content,
        Content::Operator { .. } | Content::Automatic { .. }
    );
    if is_to_client {
        turn.cache.talk.set_served(&identity, false);
    }
    turn.change_dialog(id, |dialog| dialog.apply(&message))?;
    mentioning::stored(turn, &message)?;
    let seen = message.content.is_talk();
    let stored = (message.id, message.at);
    log::happen(turn, What::Message(message), seen.then_some(&identity))?;
    if is_to_client {
        outgoing::begin(turn, id, stored.0)?;
    }
    Ok(stored)
}

/// Who may see a dialog is about to change: where somebody may not see every dialog, the
/// log keeps how it was decided before.
fn moves(turn: &mut Turn<'_>, id: DialogId) -> Result<(), Stop> {
    if !turn.cache.employees.is_anybody_restricted() {
        return Ok(());
    }
    mentioning::moved(turn, id)?;
    let was = Place::of(turn.sure_dialog(id)?);
    log::happen(turn, What::Moved(id, was), None)
}

/// The event shows it as well, so it happens also where everybody sees every dialog.
fn move_to(turn: &mut Turn<'_>, id: DialogId, to: ChannelId) -> Result<(), Stop> {
    mentioning::moved(turn, id)?;
    let was = Place::of(turn.sure_dialog(id)?);
    log::happen(turn, What::Moved(id, was), None)?;
    turn.change_dialog(id, |dialog| dialog.channel = to)?;
    Ok(dialogs::set_channel(turn.buffer()?, id, to)?)
}

fn open(turn: &mut Turn<'_>, id: DialogId, upto: MessageId, unread_count: u32) -> Result<(), Stop> {
    let identity = turn.sure_dialog(id)?.identity.clone();
    log::happen(turn, What::Opened(id, upto), Some(&identity))?;
    let opening = Opening {
        opened_upto: upto,
        unread_count,
        marked_unread_at: None,
    };
    Ok(turn.change_dialog(id, |dialog| dialog.set_opening(opening))?)
}

fn deliver(turn: &mut Turn<'_>, marked: &Marked) -> Result<(), Stop> {
    let mut identity = turn.sure_identity(&marked.identity)?.clone();
    identity.delivered_upto = identity.delivered_upto.max(marked.upto);
    turn.change_identity(identity)?;
    for dialog in &marked.dialogs {
        turn.change_dialog(*dialog, |dialog| dialog.delivered_upto = marked.upto)?;
        log::happen(turn, What::Dialog(*dialog), None)?;
    }
    Ok(())
}

fn read(turn: &mut Turn<'_>, marked: &Marked) -> Result<(), Stop> {
    let mut identity = turn.sure_identity(&marked.identity)?.clone();
    identity.read_upto = marked.upto;
    identity.read_at = Some(turn.now);
    identity.delivered_upto = identity.delivered_upto.max(marked.upto);
    turn.change_identity(identity)?;
    // The visitor sees one conversation, so one event tells his other tabs.
    let mut seen_by = Some(&marked.identity);
    for dialog in &marked.dialogs {
        turn.change_dialog(*dialog, |dialog| {
            dialog.read_upto = marked.upto;
            dialog.delivered_upto = dialog.delivered_upto.max(marked.upto);
        })?;
        let what = match seen_by {
            Some(_) => What::Read(*dialog, marked.upto),
            None => What::Dialog(*dialog),
        };
        log::happen(turn, what, seen_by.take())?;
    }
    Ok(())
}
