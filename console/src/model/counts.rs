//! How many dialogs there are, by whose they are: told by the center, for all of them.

use std::collections::HashMap;

use beseda_protocol::filter::{Count, Tab};
use beseda_protocol::ids::OperatorId;
use beseda_protocol::team::Role;

/// What is unanswered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Awaiting {
    /// Dialogs: what there is to do (X3).
    pub dialogs: u32,
    /// Messages in them that await a reply (SB-60).
    pub messages: u32,
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

    /// How many open dialogs there are behind a tab.
    pub fn open_of(&self, tab: Tab, me: OperatorId) -> u64 {
        let n = |one: &Count| match tab {
            Tab::Unanswered => one.unanswered,
            Tab::All | Tab::Mine | Tab::Others | Tab::Free => one.open,
        };
        self.of(tab, me).map(n).map(u64::from).sum()
    }

    /// What is told in the rail: to a supervisor of the whole center, to an operator of
    /// his own and the free dialogs (SB-61, SB-62).
    pub fn for_role(&self, role: Role, me: OperatorId) -> Awaiting {
        let (mine, free) = (self.awaiting(Tab::Mine, me), self.awaiting(Tab::Free, me));
        match role {
            Role::Operator => Awaiting {
                dialogs: mine.dialogs + free.dialogs,
                messages: mine.messages + free.messages,
            },
            Role::Owner | Role::Administrator | Role::Supervisor => self.awaiting(Tab::All, me),
        }
    }

    fn of(&self, tab: Tab, me: OperatorId) -> impl Iterator<Item = &Count> {
        self.0.values().filter(move |one| match tab {
            Tab::All | Tab::Unanswered => true,
            Tab::Mine => one.responsible == Some(me),
            Tab::Others => one.responsible.is_some_and(|id| id != me),
            Tab::Free => one.responsible.is_none(),
        })
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
}
