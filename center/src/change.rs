//! What a decision changes. [`apply`] is the only mutator of a conversation:
//! it writes the rows and lets the event happen that shows the change.

use beseda_protocol::ids::{Cid, ClientId, DialogId, MessageId, Timestamp};
use beseda_protocol::message::{Body, Content, Message};

use crate::clients::Client;
use crate::dialogs::Dialog;
use crate::events::{self, What};
use crate::pace::Pace;
use crate::stop::Stop;
use crate::work::Work;
use crate::{files, visits};

/// One change.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Change {
    /// The first message of a visitor makes him a client.
    Met(Client),
    /// A client's row has new facts that no event tells.
    Noted(Client),
    /// A dialog begins with the message that follows.
    Begun(Dialog),
    /// The responsible is gone, and the dialog is anybody's.
    Freed(DialogId),
    /// The visitor's pace after his message.
    Paced(DialogId, Pace),
    /// Something was said, or the system tells what was done.
    Posted(DialogId, Post),
    /// Employees have opened the client's messages.
    Opened {
        dialog: DialogId,
        upto: MessageId,
        unread_count: u32,
    },
    /// The client's widget has received operators' messages.
    Delivered(Marked),
    /// The client has read operators' messages.
    Read(Marked),
}

/// A mark of a client, and the dialogs on whose cards it shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Marked {
    pub(crate) client: ClientId,
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
pub(crate) fn apply(work: &mut Work<'_>, changes: Vec<Change>) -> Result<Stored, Stop> {
    let mut stored = None;
    for change in changes {
        match change {
            Change::Met(client) => {
                let id = client.id.clone();
                Client::insert(work, client)?;
                visits::take(work, &id)?;
            }
            Change::Noted(client) => Client::update(work, client)?,
            Change::Begun(dialog) => work.begin_dialog(dialog),
            Change::Freed(id) => work.change_dialog(id, |dialog| dialog.responsible = None)?,
            Change::Paced(id, pace) => work.change_dialog(id, |dialog| dialog.pace = pace)?,
            Change::Posted(id, post) => stored = Some(self::post(work, id, post)?),
            Change::Opened {
                dialog,
                upto,
                unread_count,
            } => open(work, dialog, upto, unread_count)?,
            Change::Delivered(marked) => deliver(work, &marked)?,
            Change::Read(marked) => read(work, &marked)?,
        }
    }
    work.save()?;
    Ok(stored)
}

fn post(work: &mut Work<'_>, id: DialogId, post: Post) -> Result<(MessageId, Timestamp), Stop> {
    let client = work.sure_dialog(id)?.client.clone();
    let message = Message {
        id: MessageId(work.known.seq.0 + 1),
        dialog: id,
        cid: post.cid,
        at: work.now,
        quote: post.quote,
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
        files::attach(work, &file.id, id, message.id)?;
    }
    if let Content::Operator { .. } = &message.content {
        work.known.touched.set_served(&client, false);
    }
    work.change_dialog(id, |dialog| dialog.take(&message))?;
    let seen = matches!(
        message.content,
        Content::Visitor { .. } | Content::Operator { .. }
    );
    let stored = (message.id, message.at);
    events::happen(work, What::Message(message), seen.then_some(&client))?;
    Ok(stored)
}

fn open(work: &mut Work<'_>, id: DialogId, upto: MessageId, unread_count: u32) -> Result<(), Stop> {
    let client = work.sure_dialog(id)?.client.clone();
    events::happen(work, What::Opened(id, upto), Some(&client))?;
    Ok(work.change_dialog(id, |dialog| {
        dialog.opened_upto = upto;
        dialog.unread_count = unread_count;
    })?)
}

fn deliver(work: &mut Work<'_>, marked: &Marked) -> Result<(), Stop> {
    let mut client = work.sure_client(&marked.client)?.clone();
    client.delivered_upto = marked.upto;
    Client::update(work, client)?;
    for dialog in &marked.dialogs {
        work.change_dialog(*dialog, |dialog| dialog.delivered_upto = marked.upto)?;
        events::happen(work, What::Dialog(*dialog), None)?;
    }
    Ok(())
}

fn read(work: &mut Work<'_>, marked: &Marked) -> Result<(), Stop> {
    let mut client = work.sure_client(&marked.client)?.clone();
    client.read_upto = marked.upto;
    client.read_at = Some(work.now);
    client.delivered_upto = client.delivered_upto.max(marked.upto);
    Client::update(work, client)?;
    // The visitor sees one conversation, so one event tells his other tabs.
    let mut seen_by = Some(&marked.client);
    for dialog in &marked.dialogs {
        work.change_dialog(*dialog, |dialog| {
            dialog.read_upto = marked.upto;
            dialog.delivered_upto = dialog.delivered_upto.max(marked.upto);
        })?;
        let what = match seen_by {
            Some(_) => What::Read(*dialog, marked.upto),
            None => What::Dialog(*dialog),
        };
        events::happen(work, what, seen_by.take())?;
    }
    Ok(())
}
