//! Tokens, by which other programs use the API, and what one is counted by.

use crate::ids::{ChannelId, OperatorId, Timestamp, TokenId};
use crate::wire;

wire! {
    /// By what a program uses the API. The token itself is shown once, to who makes it.
    pub struct Token {
        /// Names it.
        pub id: TokenId,
        /// What it is for.
        pub name: String,
        /// How it begins: by that it is known again where it is used.
        pub prefix: String,
        /// What it may do.
        pub scopes: Vec<Scope>,
        /// The channels whose dialogs it sees, in the order of their ids; absent: all of them
        /// and those that are yet to be made, as whoever manages the center always does.
        pub channels: Option<Vec<ChannelId>>,
        /// Channels that were made since these were chosen, or loaded last: it does not see
        /// them.
        pub newer: Vec<ChannelId>,
        /// Who has made it: it speaks in that name, and works as long as that one is an
        /// administrator.
        pub made_by: OperatorId,
        /// When.
        pub made_at: Timestamp,
        /// It works until then; absent: until it is revoked.
        pub expires_at: Option<Timestamp>,
        /// The token that it has replaced works until then, too.
        pub replaced_until: Option<Timestamp>,
        /// When it was last used; absent: never.
        pub used_at: Option<Timestamp>,
        /// Requests of this month.
        pub requests: u64,
    }
}

wire! {
    /// What a token may do.
    pub words Scope {
        /// Ask what changes nothing.
        "read" => Read,
        /// Change what a supervisor may change.
        "write" => Write,
        /// Both of what is for administrators: people, channels, sites and settings.
        "manage" => Manage,
    }
}

wire! {
    /// How many requests all tokens have made in this month.
    pub struct Quota {
        /// The month, of the center's time zone, as `2026-11`.
        pub month: String,
        /// When the next one begins.
        pub ends_at: Timestamp,
        /// So many are free in a month. Beyond it none is refused.
        pub free: u64,
        /// So many were made.
        pub spent: u64,
        /// In the month before, which is paid for in this one, so many.
        pub before: u64,
    }
}

impl Quota {
    /// Free ones that are left.
    pub const fn left(&self) -> u64 {
        self.free.saturating_sub(self.spent)
    }

    /// Those beyond the free ones.
    pub const fn beyond(&self) -> u64 {
        self.spent.saturating_sub(self.free)
    }

    /// Those of the month before.
    pub const fn beyond_before(&self) -> u64 {
        self.before.saturating_sub(self.free)
    }
}
