//! How many dialogs there are, by whose they are: told by the center, for all of them.

use std::collections::HashMap;

use beseda_protocol::filter::{Count, Tab};
use beseda_protocol::ids::OperatorId;
use beseda_protocol::settings::BadgeFact;
use beseda_protocol::team::Role;

/// What is unanswered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Awaiting {
    /// Dialogs: what there is to do (X3).
    pub dialogs: u32,
    /// Messages in them that await a reply (SB-60).
    pub messages: u32,
}

/// What the badge tells, by what the center wants counted (X1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Badge {
    /// What is unanswered.
    Unanswered(Awaiting),
    /// So many dialogs are unread.
    Unread(u32),
}

impl Badge {
    /// The figure.
    pub const fn dialogs(self) -> u32 {
        match self {
            Self::Unanswered(awaiting) => awaiting.dialogs,
            Self::Unread(dialogs) => dialogs,
        }
    }
}

impl Default for Badge {
    fn default() -> Self {
        Self::Unanswered(Awaiting::default())
    }
}

/// Everybody's dialogs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Counts(HashMap<Option<OperatorId>, Count>);

impl Counts {
    /// These are as told; the others stay as they were.
    pub fn put(&mut self, of: Vec<Count>) {
        self.0
            .extend(of.into_iter().map(|one| (one.responsible, one)));
    }

    /// What is unanswered behind a tab.
    pub fn awaiting(&self, tab: Tab, me: OperatorId) -> Awaiting {
        let mut all = Awaiting::default();
        for one in self.of(tab, me) {
            all.dialogs += one.unanswered;
            all.messages += one.messages;
        }
        all
    }

    /// How many dialogs are unread behind a tab.
    pub fn unread(&self, tab: Tab, me: OperatorId) -> u32 {
        self.of(tab, me).map(|one| one.unread).sum()
    }

    /// How many open dialogs there are behind a tab.
    pub fn open_of(&self, tab: Tab, me: OperatorId) -> u64 {
        let n = |one: &Count| match tab {
            Tab::Unanswered => one.unanswered,
            // Whom it mentions no count tells.
            Tab::All | Tab::Mentions => one.open,
            Tab::Mine | Tab::Others | Tab::Free => one.open - one.snoozed,
            Tab::Snoozed => one.snoozed,
        };
        self.of(tab, me).map(n).map(u64::from).sum()
    }

    /// How many dialogs are put off.
    pub fn snoozed(&self) -> u32 {
        self.0.values().map(|one| one.snoozed).sum()
    }

    /// What is unanswered that concerns somebody of a role.
    pub fn for_role(&self, role: Role, me: OperatorId) -> Awaiting {
        let mut all = Awaiting::default();
        for tab in concerns(role) {
            let awaiting = self.awaiting(*tab, me);
            all.dialogs += awaiting.dialogs;
            all.messages += awaiting.messages;
        }
        all
    }

    /// What the badge tells somebody of a role.
    pub fn badge(&self, fact: BadgeFact, role: Role, me: OperatorId) -> Badge {
        match fact {
            BadgeFact::Unanswered => Badge::Unanswered(self.for_role(role, me)),
            BadgeFact::Unread => {
                let tabs = concerns(role).iter();
                Badge::Unread(tabs.map(|tab| self.unread(*tab, me)).sum())
            }
        }
    }

    fn of(&self, tab: Tab, me: OperatorId) -> impl Iterator<Item = &Count> {
        self.0.values().filter(move |one| match tab {
            Tab::All | Tab::Unanswered | Tab::Snoozed | Tab::Mentions => true,
            Tab::Mine => one.responsible == Some(me),
            Tab::Others => one.responsible.is_some_and(|id| id != me),
            Tab::Free => one.responsible.is_none(),
        })
    }
}

/// Whose dialogs concern somebody of a role: a supervisor the whole center's, an operator
/// his own and the free ones (SB-61, SB-62).
const fn concerns(role: Role) -> &'static [Tab] {
    match role {
        Role::Operator => &[Tab::Mine, Tab::Free],
        Role::Owner | Role::Administrator | Role::Supervisor => &[Tab::All],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::example::ME;

    fn count(responsible: Option<u64>, open: u32, unanswered: u32, messages: u32) -> Count {
        Count {
            responsible: responsible.map(OperatorId),
            open,
            snoozed: 0,
            unanswered,
            unread: 0,
            messages,
        }
    }

    /// ux C4: one visitor's thirteen messages are one dialog to answer.
    /// Criteria: SB-61, SB-62, X3
    #[test]
    fn counts_are_dialogs_by_whose_they_are() {
        let n = |dialogs, messages| Awaiting { dialogs, messages };
        let mut counts = Counts::default();
        counts.put(vec![
            count(Some(ME.0), 2, 1, 1),
            count(None, 1_001, 1_001, 1_013),
            count(Some(7), 5, 3, 4),
        ]);
        assert_eq!(counts.awaiting(Tab::Mine, ME), n(1, 1));
        assert_eq!(counts.awaiting(Tab::Free, ME), n(1_001, 1_013));
        assert_eq!(counts.awaiting(Tab::Others, ME), n(3, 4));
        assert_eq!(counts.awaiting(Tab::Unanswered, ME), n(1_005, 1_018));
        assert_eq!(counts.for_role(Role::Operator, ME), n(1_002, 1_014));
        assert_eq!(counts.for_role(Role::Supervisor, ME), n(1_005, 1_018));
        assert_eq!(counts.open_of(Tab::All, ME), 1_008);
        // What is told later stands instead.
        counts.put(vec![count(None, 0, 0, 0)]);
        assert_eq!(counts.for_role(Role::Operator, ME), n(1, 1));
    }

    /// Criteria: X1
    #[test]
    fn the_badge_counts_what_the_center_wants_counted() {
        let unread = |mut of: Count, unread| {
            of.unread = unread;
            of
        };
        let mut counts = Counts::default();
        counts.put(vec![
            unread(count(Some(ME.0), 4, 1, 2), 3),
            unread(count(None, 5, 2, 2), 0),
            unread(count(Some(7), 9, 3, 4), 5),
        ]);
        let badge = |fact, role| counts.badge(fact, role, ME);
        let awaiting = |dialogs, messages| Badge::Unanswered(Awaiting { dialogs, messages });
        let unanswered = BadgeFact::Unanswered;
        assert_eq!(badge(unanswered, Role::Operator), awaiting(3, 4));
        assert_eq!(badge(unanswered, Role::Owner), awaiting(6, 8));
        assert_eq!(badge(BadgeFact::Unread, Role::Operator), Badge::Unread(3));
        assert_eq!(badge(BadgeFact::Unread, Role::Owner), Badge::Unread(8));
        assert_eq!(badge(BadgeFact::Unread, Role::Owner).dialogs(), 8);
    }
}
