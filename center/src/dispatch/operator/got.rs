//! A console has received events: visitors see that their messages got there.
//!
//! Of who sees everything it is one mark for the whole center, because message ids are
//! places in its log. Of anybody else it is a mark of each visitor whose messages he may
//! see. Neither is an event: who misses it gets it with his next hello.

use std::collections::BTreeMap;

use beseda_protocol::ids::{DialogId, IdentityId, MessageId, Seq};
use beseda_protocol::limits::RESUME_EVENTS_MAX;
use beseda_protocol::team::Right;
use beseda_protocol::visitor::ToVisitor;

use crate::storage::identities::Identity;
use crate::storage::messages;
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;
use crate::turn::rights::{self, CLIENT_DIALOGS_MAX};
use crate::turn::sight::Sight;
use crate::turn::speaker::Operator;
use crate::turn::{To, center_row};

pub(super) fn mark(turn: &mut Turn<'_>, who: &Operator, seq: Seq) -> Result<(), Stop> {
    let before = turn.cache.received;
    let upto = seq.min(turn.cache.seq);
    if upto <= before || !turn.has_room() {
        return Ok(());
    }
    if who.me.is_restricted() {
        return mark_seen(turn, who, before, upto);
    }
    center_row::receive(turn, upto)?;
    let (after, upto) = (recent(before, upto), MessageId(upto.0));
    for identity in messages::writers(turn.storage, after, upto)?.into_keys() {
        turn.send(To::Identity(identity), &ToVisitor::Delivered { upto });
    }
    Ok(())
}

/// What the receiver may see. A mark of a visitor stands for all that he wrote before it,
/// so it is not set over what is hidden from the receiver and opened by nobody.
fn mark_seen(turn: &mut Turn<'_>, who: &Operator, before: Seq, upto: Seq) -> Result<(), Stop> {
    let had = turn.cache.received_by.receive(Sight::of(&who.me), upto);
    if upto <= had {
        return Ok(());
    }
    let (after, upto) = (recent(before.max(had), upto), MessageId(upto.0));
    let writers: BTreeMap<IdentityId, MessageId> = messages::writers(turn.storage, after, upto)?;
    for (id, newest) in writers {
        let identity = turn.sure_identity(&id)?.clone();
        let his = turn.dialogs_of(identity.client, DialogId(0), CLIENT_DIALOGS_MAX)?;
        let is_hidden = his.iter().any(|dialog| {
            let is_read = rights::of(&who.me, dialog) >= Right::Readable;
            dialog.identity == id && !is_read && dialog.unread_count > 0
        });
        if !is_hidden && identity.received_upto < newest {
            let received_upto = newest;
            let identity = Identity {
                received_upto,
                ..identity
            };
            turn.change_identity(identity)?;
            turn.send(To::Identity(id), &ToVisitor::Delivered { upto: newest });
        }
    }
    Ok(())
}

/// From where on visitors are told. A console that comes in the morning has received the
/// whole night: those who still wait since then learn it with their next hello.
fn recent(before: Seq, upto: Seq) -> MessageId {
    let most = upto.0.saturating_sub(RESUME_EVENTS_MAX as u64);
    MessageId(before.0.max(most))
}
