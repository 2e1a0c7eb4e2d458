//! Who sees the same, and up to where he has been told of it and has received it.

use std::collections::BTreeMap;

use beseda_protocol::ids::{ChannelId, OperatorId, Seq};
use beseda_protocol::team::Employee;

/// What decides which dialogs somebody sees: viewers with the same are one audience.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Sight {
    channels: Option<Vec<ChannelId>>,
    /// Who sees none of his colleagues' dialogs.
    own_only: Option<OperatorId>,
}

impl Sight {
    /// Of somebody.
    pub(crate) fn of(viewer: &Employee) -> Self {
        Self {
            channels: viewer.channels().map(<[ChannelId]>::to_vec),
            own_only: viewer.sees_own_only().then_some(viewer.id),
        }
    }
}

/// Up to where consoles have been told of what they see. Whoever was connected when the
/// object slept has everything, so after waking it is the log's end.
pub(crate) struct Told {
    everybody: Seq,
    audiences: BTreeMap<Sight, Seq>,
}

impl Told {
    /// Everybody up to here.
    pub(crate) fn all(seq: Seq) -> Self {
        Self {
            everybody: seq,
            audiences: BTreeMap::new(),
        }
    }

    /// The place from which on a frame to everybody is complete.
    pub(crate) fn everybody(&self) -> Seq {
        self.everybody
    }

    /// The same for an audience.
    pub(crate) fn audience(&self, sight: &Sight) -> Seq {
        let told = self.audiences.get(sight).copied();
        told.unwrap_or_default().max(self.everybody)
    }

    /// An audience was told up to here.
    pub(crate) fn tell(&mut self, sight: Sight, seq: Seq) {
        self.audiences.insert(sight, seq);
    }
}

/// Up to where consoles of who may not see everything have received what he may. A
/// cache: beyond what it has forgotten, messages are looked at once more.
#[derive(Default)]
pub(crate) struct Received(BTreeMap<Sight, Seq>);

impl Received {
    /// An audience has received up to here: from where on that is news.
    pub(crate) fn receive(&mut self, sight: Sight, upto: Seq) -> Seq {
        let before = self.0.entry(sight).or_default();
        std::mem::replace(before, upto.max(*before))
    }
}
