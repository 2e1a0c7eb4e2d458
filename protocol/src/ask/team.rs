//! Colleagues, and oneself.

use super::{Done, Need, questions};
use crate::ids::{InvitationId, OperatorId, Timestamp};
use crate::team::{Access, Availability, Presence, Role};
use crate::wire;

questions! {
    /// What is asked of the team.
    pub TeamQuestion, TeamAnswer of Team {
        /// Changes the own public name.
        "rename_me" => RenameMe {
            /// At most [`crate::limits::NAME_CHARS_MAX`].
            name: String,
        } needs Need::SignedIn, answer Done;
        /// Says whether one is to be counted on.
        "set_availability" => SetAvailability {
            /// Whether.
            availability: Availability,
        } needs Need::SignedIn, answer Done;
        /// Says that nobody has touched any console of his for a while, or that somebody does
        /// again. Until he says otherwise, replies or comes anew, he is away.
        "set_idle" => SetIdle {
            /// Whether.
            is_idle: bool,
        } needs Need::SignedIn, answer Done;
        /// What the page "People" shows beside what events tell of employees: it changes
        /// too often to be told.
        "people" => ListPeople {} needs Need::Administer, answer ListedPeople;
        /// Who is there now, of all that work here: what menus show beside names.
        "presence" => ListPresence {} needs Need::SignedIn, answer ListedPresence;
        /// Gives an employee another role ([`Role::manages`] says who may); nobody
        /// changes his own. His sessions end: he signs in again (S6).
        "change_role" => ChangeRole {
            /// Whose.
            employee: OperatorId,
            /// The role that the asker sees; refused as `stale` if it is another.
            from: Role,
            /// The new one; not `owner`.
            to: Role,
        } needs Need::Administer, answer Done;
        /// Gives an employee other dialogs to see ([`Role::manages`] says who may); nobody
        /// changes his own. His consoles get a new view in the same turn, and open dialogs
        /// of his in channels that he sees no longer become free, some at a time.
        "set_access" => SetAccess {
            /// Whose.
            employee: OperatorId,
            /// What the asker sees that he has; refused as `stale` if it is another.
            from: Access,
            /// What he has from now on; of channels that there are.
            to: Access,
        } needs Need::Administer, answer Done;
        /// Makes somebody else the owner and oneself an administrator. The sessions of
        /// both end (S6).
        "hand_over" => HandOver {
            /// Who works here.
            to: OperatorId,
        } needs Need::Own, answer Done;
        /// Ends an employee's sessions for good: he can't sign in, and his open dialogs
        /// become free, some at a time. The owner can't be disabled.
        "disable" => Disable {
            /// Who.
            employee: OperatorId,
        } needs Need::Administer, answer Done;
        /// Lets him sign in again.
        "enable" => Enable {
            /// Who.
            employee: OperatorId,
        } needs Need::Administer, answer Done;
        /// Makes a link by which a colleague signs up.
        "invite" => Invite {
            /// What the colleague will be ([`Role::manages`] says who may make him that).
            role: Role,
        } needs Need::Administer, answer JoinLink;
        /// Makes an invitation's link work no longer.
        "revoke" => Revoke {
            /// Which; `not_found` when it was used, has expired or is revoked.
            invitation: InvitationId,
        } needs Need::Administer, answer Done;
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

wire! {
    /// What the page "People" shows.
    pub struct ListedPeople {
        /// Everybody with a sign-in, disabled ones too, in the order of their accounts.
        pub people: Vec<Attendance>,
        /// Invitations that still work, in the order of their making.
        pub invitations: Vec<Invitation>,
    }
}

wire! {
    /// Whether colleagues are there.
    pub struct ListedPresence {
        /// Everybody who works here, in the order of their accounts.
        pub of: Vec<ColleaguePresence>,
    }
}

wire! {
    /// Whether a colleague is there.
    pub struct ColleaguePresence {
        /// Who.
        pub id: OperatorId,
        /// Whether.
        pub presence: Presence,
    }
}

wire! {
    /// How much an employee is there.
    pub struct Attendance {
        /// Who.
        pub id: OperatorId,
        /// Whether a console of his is connected.
        pub online: bool,
        /// Whether he is there.
        pub presence: Presence,
        /// Whether he wants to be counted on while one is.
        pub chosen: Availability,
        /// When he chose that; absent: never, he is counted on.
        pub chosen_at: Option<Timestamp>,
        /// When his first console last came, or his last one went; absent: never yet.
        pub seen_at: Option<Timestamp>,
        /// Open dialogs that he is responsible for.
        pub open_dialogs: u64,
    }
}

wire! {
    /// A link by which somebody may sign up; the link itself is shown once only.
    pub struct Invitation {
        /// Names it.
        pub id: InvitationId,
        /// What the colleague will be.
        pub role: Role,
        /// Who made it; absent: whoever runs the relay.
        pub by: Option<OperatorId>,
        /// When.
        pub made_at: Timestamp,
        /// It works until then.
        pub expires_at: Timestamp,
    }
}
