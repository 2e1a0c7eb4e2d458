//! A visitor's message: the first makes him a client and begins a dialog; a
//! later one goes to it, opens it again, or begins another (X6).

use beseda_protocol::ids::{Cid, ClientId, DialogId, MessageId, Timestamp};
use beseda_protocol::message::{Content, Draft, Happened};
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::visitor::ToVisitor;

use super::Visitor;
use crate::change::{self, Change, Post};
use crate::clients::Client;
use crate::dialogs::{Dialog, State};
use crate::draft::{self, Drafted};
use crate::messages;
use crate::stop::{Stop, refuse};
use crate::visits::{self, Visit};
use crate::work::Work;

/// What a message touches.
struct Touched {
    /// Whether he has written before, and else what his widget told.
    writer: Writer,
    /// Where his last message went.
    dialog: Option<Dialog>,
    /// Whether its responsible is at work now.
    responsible_online: bool,
    /// X6.
    reopen_within_ms: u64,
    /// The id of a dialog that would begin.
    next_dialog: DialogId,
    /// Whether he sees the message that he quotes.
    quote_seen: bool,
}

enum Writer {
    Known,
    New { number: u64, visit: Visit },
}

/// A message, its file looked up.
struct Said {
    cid: Cid,
    body: Drafted,
    quote: Option<MessageId>,
}

pub(super) fn take(
    work: &mut Work<'_>,
    who: &Visitor,
    cid: Cid,
    body: Draft,
    quote: Option<MessageId>,
) -> Result<(), Stop> {
    draft::check_cid(&cid)?;
    let sender = who.client.as_str();
    if let Some(stored) = work.said(sender, &cid)? {
        let same = matches!(&stored.content, Content::Visitor { body: had }
            if draft::is_same(&body, had) && stored.quote == quote);
        let stored = draft::check_repeat(&stored, same)?;
        acknowledge(work, who, cid, (stored.id, stored.at));
        return Ok(());
    }
    let touched = touch(work, who, quote)?;
    let body = draft::look_up(work.sql, body)?;
    let said = Said {
        cid: cid.clone(),
        body,
        quote,
    };
    let changes = decide(&touched, work.now, who, said)?;
    if let Some(stored) = change::apply(work, changes)? {
        acknowledge(work, who, cid, stored);
    }
    Ok(())
}

fn acknowledge(work: &mut Work<'_>, who: &Visitor, cid: Cid, stored: (MessageId, Timestamp)) {
    let (id, at) = stored;
    work.tell_visitor(who.line, &ToVisitor::Ack { cid, id, at });
}

fn touch(work: &mut Work<'_>, who: &Visitor, quote: Option<MessageId>) -> Result<Touched, Stop> {
    let number = work.known.n_clients + 1;
    let writer = match work.client(&who.client)? {
        Some(_) => Writer::Known,
        None => Writer::New {
            number,
            visit: visits::load(work.sql, &who.client)?.unwrap_or_default(),
        },
    };
    let dialog = match writer {
        Writer::Known => work.current_dialog(&who.client)?.cloned(),
        Writer::New { .. } => None,
    };
    #[cfg(feature = "testing")]
    let dialog = dialog.map(|dialog| match work.known.is_pace_lifted {
        true => Dialog {
            pace: crate::pace::Pace::default(),
            ..dialog
        },
        false => dialog,
    });
    let responsible = dialog.as_ref().and_then(|dialog| dialog.responsible);
    Ok(Touched {
        responsible_online: match (&dialog, responsible) {
            // Asked only when it matters: the answer costs a look at every socket.
            (Some(dialog), Some(id)) if dialog.state != State::Open => {
                work.lines.operators_online().contains(&id)
            }
            _ => false,
        },
        reopen_within_ms: work.known.reopen_within_ms(&who.site),
        next_dialog: DialogId(work.known.n_dialogs + 1),
        quote_seen: match quote {
            Some(id) => messages::seen_by_client(work.sql, &who.client, id)?,
            None => true,
        },
        writer,
        dialog,
    })
}

fn decide(
    touched: &Touched,
    now: Timestamp,
    who: &Visitor,
    said: Said,
) -> Result<Vec<Change>, Refusal> {
    let body = draft::body(said.body, who.client.as_str(), &who.client)?;
    if !touched.quote_seen {
        return Err(refuse(Code::NotFound));
    }
    let pace = touched.dialog.as_ref().map(|dialog| dialog.pace);
    let pace = pace.unwrap_or_default().spend(now).map_err(too_many)?;
    let mut changes = Vec::with_capacity(4);
    if let Writer::New { number, visit } = &touched.writer {
        let client = new_client(who.client.clone(), *number, visit, now);
        changes.push(Change::Met(client));
    }
    let dialog = place(touched, now, who, &mut changes);
    changes.push(Change::Paced(dialog, pace));
    changes.push(Change::Posted(
        dialog,
        Post {
            cid: Some(said.cid),
            quote: said.quote,
            content: Content::Visitor { body },
        },
    ));
    Ok(changes)
}

/// The dialog that the message goes to, made ready for it.
fn place(touched: &Touched, now: Timestamp, who: &Visitor, changes: &mut Vec<Change>) -> DialogId {
    let takes_more = |dialog: &&Dialog| dialog.takes_more(now, touched.reopen_within_ms);
    if let Some(dialog) = touched.dialog.as_ref().filter(takes_more) {
        if dialog.state != State::Open {
            reopen(dialog, touched.responsible_online, changes);
        }
        return dialog.id;
    }
    let id = touched.next_dialog;
    let dialog = Dialog::begin(id, who.client.clone(), who.site.clone(), now);
    changes.push(Change::Begun(dialog));
    changes.push(Change::Posted(id, Post::system(Happened::Begun {})));
    id
}

/// The responsible stays if he is at work, else the dialog is anybody's (X6).
fn reopen(dialog: &Dialog, responsible_online: bool, changes: &mut Vec<Change>) {
    if dialog.responsible.is_some() && !responsible_online {
        changes.push(Change::Freed(dialog.id));
    }
    let reopened = Post::system(Happened::Reopened { by: None });
    changes.push(Change::Posted(dialog.id, reopened));
}

fn new_client(id: ClientId, number: u64, visit: &Visit, now: Timestamp) -> Client {
    Client {
        id,
        number,
        name: None,
        created_at: now,
        locale: visit.locale.clone(),
        page: visit.page.clone(),
        seen_at: now,
        delivered_upto: MessageId(0),
        read_upto: MessageId(0),
        read_at: None,
        view: visit.view,
        pruned_seq: Default::default(),
        seq: Default::default(),
    }
}

fn too_many(retry_ms: u64) -> Refusal {
    Refusal::until(
        Code::TooMany,
        "You are writing too fast. Wait a moment.",
        retry_ms,
    )
}
