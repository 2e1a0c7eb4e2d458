//! Channels: what the staff speak from.

use crate::automatic::AutomaticReplies;
use crate::hours::Hours;
use crate::ids::ChannelId;
use crate::settings::Versioned;
use crate::wire;

wire! {
    /// What the staff speak from (YU-02): it groups sites, and who may see their dialogs
    /// is decided by it. As long as there is one, the screens hide the word (X14).
    pub struct Channel {
        /// Which.
        pub id: ChannelId,
        /// Its name; empty: the first, which nobody has named yet.
        pub name: String,
        /// Who becomes responsible for its dialogs.
        pub assignment: Versioned<Assignment>,
        /// Whether operators may begin its dialogs.
        pub writing_first: Versioned<WritingFirst>,
        /// How long its clients should wait at most.
        pub reply_times: Versioned<ReplyTimes>,
        /// Business hours; where they say nothing, the center's.
        pub hours: Versioned<Hours>,
        /// What the center answers by itself.
        pub automatic: Versioned<AutomaticReplies>,
    }
}

impl Channel {
    /// A channel whose settings nobody has touched.
    pub fn new(id: ChannelId, name: String) -> Self {
        Self {
            id,
            name,
            assignment: Versioned::first(Assignment::default()),
            writing_first: Versioned::first(WritingFirst::default()),
            reply_times: Versioned::first(ReplyTimes::default()),
            hours: Versioned::first(Hours::default()),
            automatic: Versioned::first(AutomaticReplies::default()),
        }
    }
}

wire! {
    /// Who becomes responsible for a channel's dialogs (X5, CQ-08).
    pub struct Assignment {
        /// By which rule.
        pub rule: AssignmentRule,
        /// Who has so many open dialogs is given no more in turn, at most
        /// [`crate::limits::OPEN_DIALOGS_MAX`]; 0: as many as come.
        pub open_max: u32,
        /// Whoever is responsible and not there leaves a client waiting for so many minutes
        /// at most, no more than [`crate::limits::WAIT_MINUTES_MAX`]: then the dialog is free
        /// again; 0: for as long as it takes.
        pub wait_minutes: u32,
    }
}

wire! {
    /// By which rule somebody becomes responsible. Whoever may can assign by hand in any case.
    pub words AssignmentRule {
        /// By hand alone.
        "by_hand" => ByHand,
        /// The first to reply in a free dialog is.
        "first_reply" => FirstReply,
        /// In turn: of those who are online, whoever was given a dialog longest ago.
        "round_robin" => RoundRobin,
    }
}

impl Default for Assignment {
    /// Until somebody chooses otherwise.
    fn default() -> Self {
        Self {
            rule: AssignmentRule::FirstReply,
            open_max: 10,
            wait_minutes: 5,
        }
    }
}

wire! {
    /// Whether operators may begin a channel's dialogs (YU-03), by writing first to a client
    /// who has written before. They reply in any case.
    pub struct WritingFirst {
        /// They may.
        pub is_allowed: bool,
    }
}

impl Default for WritingFirst {
    /// Until somebody chooses otherwise, they may.
    fn default() -> Self {
        Self { is_allowed: true }
    }
}

wire! {
    /// From when on a waiting client's card says by a colour that he waits for long: amber,
    /// then red. Nothing else follows from it.
    pub struct ReplyTimes {
        /// So many minutes are long, at most [`crate::limits::WAIT_MINUTES_MAX`].
        pub long_minutes: u32,
        /// So many are too long, as many at least.
        pub too_long_minutes: u32,
    }
}

impl Default for ReplyTimes {
    /// Until somebody chooses otherwise: most visitors leave a chat that is silent for
    /// longer than five minutes, and whoever waits for half an hour has been forgotten.
    fn default() -> Self {
        Self {
            long_minutes: 5,
            too_long_minutes: 30,
        }
    }
}

wire! {
    /// One section of a channel's settings.
    pub kinds ChannelSection {
        /// Who becomes responsible.
        "assignment" => Assignment {
            /// What it says.
            assignment: Assignment,
        },
        /// Whether operators may begin dialogs.
        "writing_first" => WritingFirst {
            /// What it says.
            writing_first: WritingFirst,
        },
        /// How long clients should wait at most.
        "reply_times" => ReplyTimes {
            /// What it says.
            reply_times: ReplyTimes,
        },
        /// Business hours.
        "hours" => Hours {
            /// What it says.
            hours: Hours,
        },
        /// What the center answers by itself.
        "automatic" => Automatic {
            /// What it says.
            automatic: AutomaticReplies,
        },
    }
}

impl From<Assignment> for ChannelSection {
    fn from(assignment: Assignment) -> Self {
        Self::Assignment { assignment }
    }
}

impl From<WritingFirst> for ChannelSection {
    fn from(writing_first: WritingFirst) -> Self {
        Self::WritingFirst { writing_first }
    }
}

impl From<ReplyTimes> for ChannelSection {
    fn from(reply_times: ReplyTimes) -> Self {
        Self::ReplyTimes { reply_times }
    }
}

impl From<Hours> for ChannelSection {
    fn from(hours: Hours) -> Self {
        Self::Hours { hours }
    }
}

impl From<AutomaticReplies> for ChannelSection {
    fn from(automatic: AutomaticReplies) -> Self {
        Self::Automatic { automatic }
    }
}
