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
/// object slept has all that he was to be shown: where all are told the same, that is the
/// log's end; else it has to be looked up.
pub(crate) struct Told {
    everybody: Seq,
    audiences: BTreeMap<Sight, Seq>,
    /// Where the log ended when the object woke, as long as audiences are to be looked up.
    slept_at: Option<Seq>,
}

impl Told {
    /// Everybody up to here.
    pub(crate) fn all(seq: Seq) -> Self {
        Self {
            everybody: seq,
            audiences: BTreeMap::new(),
            slept_at: None,
        }
    }

    /// The object wakes, and its log ends here.
    pub(crate) fn wake(seq: Seq) -> Self {
        Self {
            slept_at: Some(seq),
            ..Self::all(seq)
        }
    }

    /// The place from which on a frame to everybody is complete.
    pub(crate) fn everybody(&self) -> Seq {
        self.everybody
    }

    /// The same for an audience; or where the log ended when the object woke, if it was
    /// told nothing since.
    pub(crate) fn audience(&self, sight: &Sight) -> Result<Seq, Seq> {
        match (self.audiences.get(sight), self.slept_at) {
            (Some(told), Some(_)) => Ok(*told),
            (told, None) => Ok(self.everybody.max(told.copied().unwrap_or_default())),
            (None, Some(end)) => Err(end),
        }
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
