//! By what other programs use the API. To make a token, and to replace one, takes the
//! password of who does it: that is asked by HTTP ([`crate::http::NewToken`]).

use super::{Done, Need, questions};
use crate::ids::{ChannelId, TokenId};
use crate::token::{Quota, Token};
use crate::wire;

questions! {
    /// What is asked of tokens.
    pub TokenQuestion, TokenAnswer of Tokens {
        /// Those that there are, and how many requests they have made in this month.
        "list" => ListTokens {} needs Need::Administer, answer ListedTokens;
        /// Says of which channels it sees the dialogs. Refused as `invalid` of one that
        /// manages the center: it sees all.
        "set_channels" => SetTokenChannels {
            /// Whose.
            token: TokenId,
            /// At least one, of those that there are.
            channels: Vec<ChannelId>,
        } needs Need::Administer, answer Token;
        /// Adds the channels that were made since its channels were chosen, or loaded last
        /// (YU-07).
        "load_channels" => LoadChannels {
            /// Whose.
            token: TokenId,
        } needs Need::Administer, answer Token;
        /// It works no longer, nor does the one that it has replaced: what asks by it is
        /// refused as `unauthorized` from the next turn on.
        "revoke" => RevokeToken {
            /// Which.
            token: TokenId,
        } needs Need::Administer, answer Done;
    }
}

wire! {
    /// The tokens that there are.
    pub struct ListedTokens {
        /// In the order of their making; not those that were revoked.
        pub tokens: Vec<Token>,
        /// What all of them have spent.
        pub quota: Quota,
    }
}
