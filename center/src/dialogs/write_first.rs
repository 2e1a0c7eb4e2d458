//! An operator writes first to a client who has written before (CQ-13). It goes where the
//! client's own next message would; what begins with it waits until he comes back to the site.

use beseda_protocol::ask::clients::{WriteFirst, WrittenFirst};
use beseda_protocol::ids::{ClientId, DialogId, IdentityId};
use beseda_protocol::message::{Body, Content, Draft, Happened, Message};
use beseda_protocol::refusal::{Code, Refusal};

use super::change::{self, Change, Post};
use super::dialog;
use super::draft;
use super::first_word;
use super::reply::{self, Said};
use super::revising;
use crate::clients::{address, binding, card, current_dialog};
use crate::storage::fault::Fault;
use crate::storage::sender::Sender;
use crate::turn::cid;
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, invalid, refuse};
use crate::turn::speaker::Operator;

pub(crate) fn write_first(
    turn: &mut Turn<'_>,
    who: &Operator,
    asked: WriteFirst,
) -> Result<WrittenFirst, Stop> {
    let WriteFirst {
        client,
        site,
        cid,
        text,
    } = asked;
    let client = turn.who_is(client)?;
    cid::check(&cid)?;
    if let Some(stored) = turn.said(&Sender::Employee(who.me.id), &cid)? {
        let stored = revising::as_said(turn, stored)?;
        let same = says(&stored, &text) && is_to(turn, stored.dialog, client)?;
        let dialog = draft::check_repeat(&stored, same)?.dialog;
        return Ok(WrittenFirst { dialog });
    }
    if card::find(turn, client)?.block.is_some() {
        return Err(blocked().into());
    }
    let identity = address::on(turn, client, &site)?.ok_or_else(nowhere)?;
    let body = draft::look_up(turn.storage, Draft::Text { text })?;
    let quote = None;
    let said = Said { cid, body, quote };
    let dialog = match current_dialog::next(turn, &identity, &site)? {
        Some(dialog) => {
            reply::say(turn, who, dialog, said)?;
            dialog
        }
        None => begin(turn, who, identity, said)?,
    };
    Ok(WrittenFirst { dialog })
}

/// Begins a dialog with the message. It is whose the client is bound to, if he is there (X4);
/// else of who writes, where a reply makes somebody responsible.
fn begin(
    turn: &mut Turn<'_>,
    who: &Operator,
    identity: IdentityId,
    said: Said,
) -> Result<DialogId, Stop> {
    let by = who.me.id;
    let site = turn.sure_identity(&identity)?.site.clone();
    let channel = turn.cache.channel(&site);
    if !address::may_begin_in(&who.me, channel) {
        return Err(refuse(Code::NotFound).into());
    }
    if first_word::is_forbidden(turn, channel) {
        return Err(first_word::replies_only().into());
    }
    let body = draft::body(said.body, &Sender::Employee(by), &identity)?;
    let bound_to = binding::available(turn, &identity, &[channel])?;
    let id = DialogId(turn.cache.n_dialogs + 1);
    let dialog = dialog::begin(id, identity, channel, site, turn.now);
    let claims = who.token.is_none() && reply::claims(turn, &dialog);
    let mut posts = vec![Post::system(Happened::WrittenFirst { by })];
    match bound_to {
        Some(to) => posts.push(Post::system(Happened::Kept { to })),
        None if claims => posts.push(Post::system(Happened::Claimed { by })),
        None => {}
    }
    posts.push(Post {
        cid: Some(said.cid),
        quote: said.quote,
        content: Content::Operator { by, body },
    });
    let post = |post| Change::Posted(id, post);
    let begun = [Change::Begun(dialog)].into_iter();
    change::apply(turn, begun.chain(posts.into_iter().map(post)).collect())?;
    Ok(id)
}

/// Whether a message of an operator's is this text.
fn says(stored: &Message, text: &str) -> bool {
    matches!(&stored.content, Content::Operator { body: Body::Text { text: had }, .. }
        if had == text)
}

fn is_to(turn: &mut Turn<'_>, dialog: DialogId, client: ClientId) -> Result<bool, Fault> {
    let identity = turn.sure_dialog(dialog)?.identity.clone();
    Ok(turn.sure_identity(&identity)?.client == client)
}

fn blocked() -> Refusal {
    Refusal::new(
        Code::Unavailable,
        "This client is blocked. Unblock the client to write.",
    )
}

fn nowhere() -> Refusal {
    invalid("This client has never written from that site, so there is nowhere to write to.")
}
