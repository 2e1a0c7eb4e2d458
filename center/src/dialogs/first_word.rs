//! Whether operators may say the first word in a channel: in some they only reply.

use beseda_protocol::ids::ChannelId;
use beseda_protocol::refusal::{Code, Refusal};

use crate::turn::current::Turn;

/// Whether operators may not say the first word in a channel.
pub(super) fn is_forbidden(turn: &Turn<'_>, channel: ChannelId) -> bool {
    let settings = turn.cache.channels.get(&channel);
    settings.is_some_and(|channel| !channel.writing_first.value.is_allowed)
}

pub(super) fn replies_only() -> Refusal {
    Refusal::new(
        Code::Forbidden,
        "In this channel operators only reply. An administrator can change that.",
    )
}
