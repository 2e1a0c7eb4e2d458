//! Replies to the client, and notes that he never sees.

use beseda_protocol::api;
use beseda_protocol::channel::AssignmentRule;
use beseda_protocol::ids::{Cid, DialogId, MessageId, OperatorId};
use beseda_protocol::message::{Content, Draft, Happened};
use beseda_protocol::operator::ToOperator;
use beseda_protocol::refusal::{Code, Refusal};

use super::change::{self, Change, Post, Stored};
use super::draft::{self, Drafted};
use super::first_word;
use super::free;
use super::mentioning;
use super::revising;
use crate::storage::dialogs::{Dialog, State};
use crate::storage::fault::Fault;
use crate::storage::messages;
use crate::storage::sender::Sender;
use crate::turn::cid;
use crate::turn::current::{Turn, json};
use crate::turn::refusals::{Stop, refuse};
use crate::turn::speaker::Operator;
use crate::turn::{requests, rights};

/// What a reply touches.
struct Facts {
    dialog: Dialog,
    /// Whether nobody is responsible who could answer, and who replies is from now on.
    takes_it: bool,
    /// Whether the client sees the message that is quoted.
    quote_seen: bool,
}

/// A reply, its file looked up.
pub(super) struct Said {
    pub(super) cid: Cid,
    pub(super) body: Drafted,
    pub(super) quote: Option<MessageId>,
}

/// A reply. On a free dialog the first one makes its author responsible; turns
/// follow one another, so that there is exactly one winner.
pub(crate) fn reply(
    turn: &mut Turn<'_>,
    who: &Operator,
    cid: Cid,
    id: DialogId,
    body: Draft,
    quote: Option<MessageId>,
) -> Result<(), Stop> {
    let id = turn.dialog_now(id)?;
    let same = |content: &Content, quoted: Option<MessageId>| {
        matches!(content, Content::Operator { body: had, .. }
            if draft::is_same(&body, had) && quoted == quote)
    };
    if repeated(turn, who, &cid, id, same)? {
        return Ok(());
    }
    let said = Said {
        cid: cid.clone(),
        body: draft::look_up(turn.storage, body)?,
        quote,
    };
    let stored = say(turn, who, id, said)?;
    acknowledge(turn, who, cid, stored)
}

/// Says it in a dialog that there is.
pub(super) fn say(
    turn: &mut Turn<'_>,
    who: &Operator,
    id: DialogId,
    said: Said,
) -> Result<Stored, Stop> {
    let dialog = rights::answerable(turn, &who.me, id)?;
    // Of an import, say: the first word in it begins it.
    if dialog.is_empty() && first_word::is_forbidden(turn, dialog.channel) {
        return Err(first_word::replies_only().into());
    }
    let quote_seen = match said.quote {
        Some(quote) => messages::seen_by_identity(turn.storage, &dialog.identity, quote)?,
        None => true,
    };
    // A program answers nobody's next message: it makes nobody responsible.
    let takes_it = who.token.is_none() && free::is_free(turn, &dialog) && claims(turn, &dialog);
    let facts = Facts {
        dialog,
        takes_it,
        quote_seen,
    };
    let changes = decide(&facts, who.me.id, said)?;
    change::apply(turn, changes)
}

/// Whether a reply makes its author responsible, where nobody is: in all channels but those
/// in which that is decided by hand (X5).
pub(super) fn claims(turn: &Turn<'_>, dialog: &Dialog) -> bool {
    let channel = turn.cache.channels.get(&dialog.channel);
    channel.is_none_or(|channel| channel.assignment.value.rule != AssignmentRule::ByHand)
}

fn decide(facts: &Facts, by: OperatorId, said: Said) -> Result<Vec<Change>, Refusal> {
    let dialog = &facts.dialog;
    let body = draft::body(said.body, &Sender::Employee(by), &dialog.identity)?;
    if !facts.quote_seen {
        return Err(refuse(Code::NotFound));
    }
    let mut posts = Vec::with_capacity(3);
    if dialog.state != State::Open {
        posts.push(Post::system(Happened::Reopened { by: Some(by) }));
    }
    if facts.takes_it {
        posts.push(Post::system(Happened::Claimed { by }));
    }
    posts.push(Post {
        cid: Some(said.cid),
        quote: said.quote,
        content: Content::Operator { by, body },
    });
    let post = |post| Change::Posted(dialog.id, post);
    Ok(posts.into_iter().map(post).collect())
}

/// A note: it changes the card and nothing else (X1).
pub(crate) fn note(
    turn: &mut Turn<'_>,
    who: &Operator,
    cid: Cid,
    id: DialogId,
    text: String,
) -> Result<(), Stop> {
    let id = turn.dialog_now(id)?;
    let same =
        |content: &Content, _| matches!(content, Content::Note { text: had, .. } if *had == text);
    if repeated(turn, who, &cid, id, same)? {
        return Ok(());
    }
    draft::check_text(&text)?;
    let dialog = rights::answerable(turn, &who.me, id)?;
    let by = who.me.id;
    let mentions = mentioning::called(turn, &dialog, &text, &[]);
    let note = Post {
        cid: Some(cid.clone()),
        quote: None,
        content: Content::Note { by, text, mentions },
    };
    let stored = change::apply(turn, vec![Change::Posted(id, note)])?;
    acknowledge(turn, who, cid, stored)
}

/// Whether this cid was stored before: then it has its first answer again.
fn repeated(
    turn: &mut Turn<'_>,
    who: &Operator,
    cid: &Cid,
    dialog: DialogId,
    same: impl Fn(&Content, Option<MessageId>) -> bool,
) -> Result<bool, Stop> {
    cid::check(cid)?;
    let Some(stored) = stored(turn, who.me.id, cid)? else {
        return Ok(false);
    };
    let stored = revising::as_said(turn, stored)?;
    let same = stored.dialog == dialog && same(&stored.content, stored.quote);
    let stored = draft::check_repeat(&stored, same)?;
    acknowledge(turn, who, cid.clone(), Some((stored.id, stored.at)))?;
    Ok(true)
}

fn stored(
    turn: &Turn<'_>,
    me: OperatorId,
    cid: &Cid,
) -> Result<Option<beseda_protocol::message::Message>, Fault> {
    turn.said(&Sender::Employee(me), cid)
}

fn acknowledge(turn: &mut Turn<'_>, who: &Operator, cid: Cid, stored: Stored) -> Result<(), Stop> {
    let Some((id, at)) = stored else {
        return Ok(());
    };
    match requests::of_line(who.line) {
        Some(request) => {
            let told = json(&api::Stored { id, at });
            requests::answer(turn, request, Ok(told))?;
        }
        None => turn.tell_operator(who.line, &ToOperator::Ack { cid, id, at }),
    }
    Ok(())
}
