//! Who works with a sign-in, and what each may do.

use crate::ids::{ChannelId, OperatorId, Timestamp};
use crate::wire;

wire! {
    /// Somebody with a sign-in, as colleagues see him. Never deleted: his name stays on
    /// what he has said.
    pub struct Employee {
        /// Who.
        pub id: OperatorId,
        /// Public name.
        pub name: String,
        /// The sign-in.
        pub email: String,
        /// What he may do.
        pub role: Role,
        /// Since when he can't sign in; absent: he works here.
        pub disabled_at: Option<Timestamp>,
        /// Which dialogs he sees.
        pub access: Access,
    }
}

wire! {
    /// Which dialogs an employee sees, and what he may do in them.
    pub struct Access {
        /// What an operator may do in dialogs of his colleagues. For the other roles
        /// they are always answerable.
        pub others: Others,
        /// The channels whose dialogs he sees, in the order of their ids; absent: all of
        /// them and those that are yet to be made, as administrators always do.
        pub channels: Option<Vec<ChannelId>>,
    }
}

impl Access {
    /// Everything: what somebody has until he is given less.
    pub const WHOLE: Self = Self {
        others: Others::Answerable,
        channels: None,
    };
}

wire! {
    /// What an operator may do in dialogs for which a colleague is responsible (X5).
    pub words Others {
        /// He does not see them.
        "hidden" => Hidden,
        /// He reads them.
        "readable" => Readable,
        /// He answers in them.
        "answerable" => Answerable,
    }
}

/// What somebody may do in a dialog; each may what the earlier ones may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Right {
    /// Nothing: for him there is no such dialog.
    Hidden,
    /// Read it.
    Readable,
    /// Answer, note, close, assign.
    Answerable,
}

impl Employee {
    /// Somebody who sees every channel, and answers in his colleagues' dialogs.
    pub fn new(id: OperatorId, name: String, email: String, role: Role) -> Self {
        Self {
            id,
            name,
            email,
            role,
            disabled_at: None,
            access: Access::WHOLE,
        }
    }

    /// Whether he can sign in, and be responsible for a dialog.
    pub fn works(&self) -> bool {
        self.disabled_at.is_none()
    }

    /// What he may do in a dialog of this channel, for which this one is responsible.
    /// The center enforces it; a console shows what can be done.
    pub fn right(&self, channel: ChannelId, responsible: Option<OperatorId>) -> Right {
        if !self.works() || !self.sees_channel(channel) {
            return Right::Hidden;
        }
        let is_anothers = responsible.is_some_and(|id| id != self.id);
        match self.access.others {
            Others::Hidden if is_anothers && self.role == Role::Operator => Right::Hidden,
            Others::Readable if is_anothers && self.role == Role::Operator => Right::Readable,
            Others::Hidden | Others::Readable | Others::Answerable => Right::Answerable,
        }
    }

    /// Whether he may make `to` responsible for a dialog in which he may act: an
    /// operator hands on what is his or nobody's, and takes what he likes.
    pub fn may_assign(&self, responsible: Option<OperatorId>, to: Option<OperatorId>) -> bool {
        let is_his_to_give = responsible.is_none_or(|id| id == self.id);
        self.role != Role::Operator || is_his_to_give || to == Some(self.id)
    }

    /// Whether he can be responsible for a dialog of this channel: who does not see it
    /// would leave its client alone.
    pub fn may_be_responsible(&self, channel: ChannelId) -> bool {
        self.works() && self.sees_channel(channel)
    }

    /// Whether he sees dialogs of this channel at all.
    pub fn sees_channel(&self, channel: ChannelId) -> bool {
        self.channels().is_none_or(|seen| seen.contains(&channel))
    }

    /// The only channels that he sees; absent: all.
    pub fn channels(&self) -> Option<&[ChannelId]> {
        let seen = self.access.channels.as_deref();
        seen.filter(|_| !self.role.administers())
    }

    /// Whether there may be a dialog that he does not see.
    pub fn is_restricted(&self) -> bool {
        self.channels().is_some() || self.sees_own_only()
    }

    /// Whether dialogs of his colleagues are none for him.
    pub fn sees_own_only(&self) -> bool {
        self.role == Role::Operator && self.access.others == Others::Hidden
    }
}

wire! {
    /// What an employee may do; each may what the later ones may.
    pub words Role {
        /// One of a center, the first account until it is handed over: also makes and
        /// unmakes administrators.
        "owner" => Owner,
        /// People, sites, settings.
        "administrator" => Administrator,
        /// All dialogs, assignment.
        "supervisor" => Supervisor,
        /// Answers.
        "operator" => Operator,
    }
}

wire! {
    /// Whether an employee is to be counted on while a console of his is connected.
    pub words Availability {
        /// He is.
        "online" => Online,
        /// He is at his desk for something else.
        "away" => Away,
    }
}

wire! {
    /// Whether an employee is there, as colleagues see it: what he has chosen, and what his
    /// consoles tell.
    pub words Presence {
        /// A console of his is connected, and he is to be counted on.
        "online" => Online,
        /// He is at his desk for something else, or no key and no pointer has moved in any
        /// console of his for [`crate::limits::IDLE_MS`].
        "away" => Away,
        /// No console of his has been connected for [`crate::limits::OFFLINE_MS`], or he is
        /// disabled.
        "offline" => Offline,
    }
}

impl Role {
    /// May make what all employees choose from.
    pub fn supervises(self) -> bool {
        !matches!(self, Self::Operator)
    }
    /// May change people, sites and settings.
    pub fn administers(self) -> bool {
        matches!(self, Self::Owner | Self::Administrator)
    }

    /// Whether he may make somebody this, and disable or change who is it. Nobody does
    /// that to the owner.
    pub fn manages(self, other: Self) -> bool {
        match self {
            Self::Owner => other != Self::Owner,
            Self::Administrator => !other.administers(),
            Self::Supervisor | Self::Operator => false,
        }
    }
}
