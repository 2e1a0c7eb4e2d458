//! Bodies of the calls that are not frames. An answer other than 2xx carries a
//! [`crate::refusal::Refusal`].
//!
//! | call | body | answer |
//! |---|---|---|
//! | `GET /csp.txt` | | [`crate::install::page_policy`] of this relay |
//! | `GET /w/KEY.js` | | the loader with [`crate::site::WidgetSettings`] inlined |
//! | `GET /w/KEY.json` | | [`crate::site::Reception`] |
//! | `GET /a/NAME` | | an immutable asset |
//! | `POST /v1/visitor/start` | [`Start`] | [`Started`] |
//! | `GET /v1/visitor/socket` | | upgrade; the token is the second subprotocol |
//! | `POST /v1/visitor/unread` | | [`Unread`]; `Authorization: Bearer TOKEN` |
//! | `POST /v1/visitor/end` | | 204; the conversation is closed; `Authorization` |
//! | `POST /v1/visitor/rate` | [`Rate`] | 204; `Authorization` |
//! | `PUT /v1/visitor/files/CID` | the bytes; headers `X-File-Name` (percent-encoded UTF-8) and `Authorization` | [`crate::message::File`] |
//! | `GET /v1/visitor/files/ID` | `Authorization` | the bytes |
//! | `POST /v1/sign-in` | [`SignIn`] | 204 and the session's cookie |
//! | `POST /v1/sign-out` | | 204 |
//! | `GET /v1/me` | | [`crate::team::Employee`], or 401 |
//! | `GET /v1/invitation/TOKEN` | | [`Invitation`] |
//! | `POST /v1/invitation/TOKEN` | [`Accept`] | 204 and the session's cookie |
//! | `POST /v1/reset/TOKEN` | [`NewPassword`] | 204 and the session's cookie |
//! | `POST /v1/operator/tokens` | [`NewToken`] | [`MadeToken`] |
//! | `POST /v1/operator/tokens/ID/replace` | [`ReplaceToken`] | [`MadeToken`] |
//! | `GET /v1/operator/socket` | | upgrade, by cookie and `Origin`; the subprotocol is [`crate::SUBPROTOCOL`] |
//! | `PUT /v1/operator/files/DIALOG/CID` | as the visitor's, by cookie | [`crate::message::File`] |
//! | `PUT /v1/operator/files/CID` | the same for a saved reply | [`crate::message::File`] |
//! | `GET /v1/operator/files/ID` | by cookie | the bytes |

use crate::ids::{ChannelId, Cid, DialogId, Timestamp};
use crate::message::Rating;
use crate::team::Role;
use crate::token::{Scope, Token};
use crate::wire;

wire! {
    /// A visitor has opened the panel. Stores nothing: the token
    /// becomes a client with the first message.
    pub struct Start {
        /// The site's key, as in the snippet.
        pub key: String,
    }
}

wire! {
    /// The visitor's identity from now on; to be kept by the widget.
    pub struct Started {
        /// Unforgeable; never to be put into a URL.
        pub token: String,
    }
}

wire! {
    /// What a returning visitor has not read.
    pub struct Unread {
        /// Operators' messages after the visitor's read mark.
        pub unread_count: u32,
    }
}

wire! {
    /// A visitor rates a conversation of his that is closed, once for each time that it is; for
    /// [`crate::limits::RATED_WITHIN_MS`].
    pub struct Rate {
        /// A closed dialog of his.
        pub dialog: DialogId,
        /// As what; absent: he would rather not, and is asked no more.
        pub rating: Option<Rating>,
        /// What he says to it, at most [`crate::limits::RATING_COMMENT_CHARS_MAX`].
        pub comment: String,
    }
}

wire! {
    /// An operator's sign-in.
    pub struct SignIn {
        /// Case and surrounding white space do not matter.
        pub email: String,
        /// As typed.
        pub password: String,
    }
}

wire! {
    /// What an invitation offers.
    pub struct Invitation {
        /// The role of the account it makes.
        pub role: Role,
        /// The center's name; empty until the owner has given one.
        pub center: String,
        /// Whether it is a new password's link (then the account exists).
        pub reset: bool,
    }
}

wire! {
    /// Takes an invitation.
    pub struct Accept {
        /// Public name.
        pub name: String,
        /// The sign-in.
        pub email: String,
        /// At least [`crate::limits::PASSWORD_CHARS_MIN`] characters.
        pub password: String,
    }
}

wire! {
    /// Sets a password by a reset link.
    pub struct NewPassword {
        /// As [`Accept::password`].
        pub password: String,
    }
}

wire! {
    /// An upload's name for itself: the same cid returns the same file.
    pub struct Upload {
        /// See [`Cid`].
        pub cid: Cid,
    }
}

wire! {
    /// Makes a token of the API.
    pub struct NewToken {
        /// The asker's own, once more: whoever has found a console open makes none (X22).
        pub password: String,
        /// What it is for; at most [`crate::limits::NAME_CHARS_MAX`].
        pub name: String,
        /// What it may do: one of these at least.
        pub scopes: Vec<Scope>,
        /// The channels whose dialogs it sees: one of those that there are, at least. Absent:
        /// all, of one that manages the center, and of no other.
        pub channels: Option<Vec<ChannelId>>,
        /// It works until then; absent: until it is revoked.
        pub expires_at: Option<Timestamp>,
    }
}

wire! {
    /// Replaces a token: the new one may do the same, and for
    /// [`crate::limits::REPLACED_TOKEN_MS`] both work.
    pub struct ReplaceToken {
        /// As in [`NewToken`].
        pub password: String,
    }
}

wire! {
    /// A token that was made.
    pub struct MadeToken {
        /// The token itself, which nobody is shown again.
        pub secret: String,
        /// What is known of it.
        pub token: Token,
    }
}
