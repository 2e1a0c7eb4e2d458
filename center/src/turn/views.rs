//! Visitors' views: what they are called, and one in which there is nothing.

use beseda_protocol::ids::{Epoch, MessageId};
use beseda_protocol::visitor::ToVisitor;

use super::cache::Cache;
use crate::storage::identities::Identity;

/// The name of a visitor's view. It begins before his row does, so it follows
/// from the center's: a restored center makes every view anew.
pub(crate) fn epoch(center: &Epoch, view: u64) -> Epoch {
    Epoch(format!("{center}.{view}"))
}

/// Up to where a console has his messages: their ids are places in the log.
pub(crate) fn received(cache: &Cache, identity: Option<&Identity>) -> MessageId {
    let all = MessageId(cache.received.0);
    identity.map_or(all, |identity| all.max(identity.received_upto))
}

/// The view of a visitor who has no row (any more).
pub(crate) fn empty(cache: &Cache) -> ToVisitor {
    ToVisitor::Reset {
        v: beseda_protocol::VERSION,
        epoch: epoch(&cache.epoch, cache.views_from),
        seq: cache.pruned,
        messages: Vec::new(),
        more: false,
        delivered_upto: received(cache, None),
        opened_upto: MessageId(0),
        read_upto: MessageId(0),
        unread_count: 0,
        is_blocked: false,
    }
}
