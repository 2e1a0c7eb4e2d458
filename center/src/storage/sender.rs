//! Who makes a cid: under it a repeat is known as one, whoever speaks by that time.

use beseda_protocol::automatic::AutomaticRule;
use beseda_protocol::ids::{IdentityId, OperatorId, SiteId};

use super::cells::Cells;
use super::fault::Fault;
use super::row::{Columns, Single};
use super::sql::{Row, Value};

/// Who makes a cid.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sender {
    /// A browser, by what its visitor's token says; it is an identity of its own.
    Device(IdentityId),
    /// An employee, in whichever browser.
    Employee(OperatorId),
    /// A transport that is not the site chat, by the ids of its updates.
    Transport(SiteId),
    /// The center itself, by a rule; it makes no cids.
    Automatic(AutomaticRule),
}

impl Sender {
    /// As it is stored: the first letter tells who it is.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Device(id) => format!("d{id}"),
            Self::Employee(id) => format!("e{id}"),
            Self::Transport(id) => format!("t{id}"),
            Self::Automatic(rule) => format!("a{}", rule.word()),
        }
    }

    /// The sender behind a stored text.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        if let Some(id) = text.strip_prefix('d') {
            return Some(Self::Device(IdentityId(id.to_owned())));
        }
        if let Some(id) = text.strip_prefix('t') {
            return Some(Self::Transport(SiteId(id.to_owned())));
        }
        if let Some(rule) = text.strip_prefix('a') {
            return AutomaticRule::from_word(rule).map(Self::Automatic);
        }
        let id = text.strip_prefix('e')?.parse().ok()?;
        Some(Self::Employee(OperatorId(id)))
    }

    /// The employee, if it is one.
    pub(crate) const fn employee(&self) -> Option<OperatorId> {
        match self {
            Self::Device(_) | Self::Transport(_) | Self::Automatic(_) => None,
            Self::Employee(id) => Some(*id),
        }
    }
}

impl From<&Sender> for Value {
    fn from(sender: &Sender) -> Self {
        sender.text().into()
    }
}

impl Single for Sender {}
impl Columns for Sender {
    fn read(cells: &mut Cells) -> Result<Self, Fault> {
        let text = cells.text()?;
        Self::from_text(&text).ok_or(Fault::Corrupt(cells.table()))
    }

    fn write(self, row: &mut Row) {
        row.push((&self).into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sender_is_read_as_it_was_written() {
        let device = Sender::Device("00e10d2f".into());
        let transport = Sender::Transport("s2".into());
        let rule = Sender::Automatic(AutomaticRule::AfterHours);
        for sender in [device, Sender::Employee(OperatorId(12)), transport, rule] {
            assert_eq!(Sender::from_text(&sender.text()), Some(sender));
        }
        for none in ["", "12", "e", "ex", "o12", "a"] {
            assert_eq!(Sender::from_text(none), None, "{none}");
        }
    }
}
