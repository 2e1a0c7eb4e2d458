//! Colleagues, and oneself.

use super::{Done, Need, questions};
use crate::ids::OperatorId;
use crate::team::Role;
use crate::wire;

questions! {
    /// What is asked of the team.
    pub TeamQuestion, TeamAnswer of Team {
        /// Changes the own public name.
        "rename_me" => RenameMe {
            /// At most [`crate::limits::NAME_CHARS_MAX`].
            name: String,
        } needs Need::SignedIn, answer Done;
        /// Makes a link by which a colleague signs up.
        "invite" => Invite {
            /// What the colleague will be; not `owner`.
            role: Role,
        } needs Need::Administer, answer JoinLink;
        /// Makes a link by which a colleague sets a new password; an owner's only for
        /// the owner.
        "reset_link" => ResetLink {
            /// Whose.
            operator: OperatorId,
        } needs Need::Administer, answer JoinLink;
    }
}

wire! {
    /// A link that is shown once.
    pub struct JoinLink {
        /// A path on the relay's origin; works once, for 7 days.
        pub path: String,
    }
}
