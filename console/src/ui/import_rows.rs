//! The rows of an import: one that is empty, how many there are of which kind, and how they
//! are carried out until somebody chooses otherwise.

use beseda_protocol::ids::{ChannelId, SiteId};
use beseda_protocol::import::{ImportOptions, ImportRow, KnownRule, RowProblem, RowState};

/// A row that says nothing.
pub(super) fn blank() -> ImportRow {
    ImportRow {
        contact: String::new(),
        name: String::new(),
        comment: String::new(),
        channel: String::new(),
        transport: String::new(),
        labels: Vec::new(),
    }
}

/// Whether a row says nothing that could be imported.
pub(super) fn is_blank(row: &ImportRow) -> bool {
    [&row.contact, &row.name, &row.comment]
        .iter()
        .all(|cell| cell.trim().is_empty())
}

/// How a table is imported until somebody chooses otherwise.
pub(super) fn first_options(
    channel: ChannelId,
    transport: SiteId,
    country: String,
) -> ImportOptions {
    ImportOptions {
        channel,
        transport,
        country,
        labels: Vec::new(),
        known: KnownRule::Fill,
    }
}

/// How many rows there are of which kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) new: u64,
    pub(super) known: u64,
    pub(super) wrong: u64,
    pub(super) done: u64,
    pub(super) kept: u64,
    pub(super) undone: u64,
}

impl Tally {
    pub(super) fn of(states: &[Option<RowState>]) -> Self {
        let mut tally = Self::default();
        for state in states.iter().flatten() {
            match state {
                RowState::Ready { known: None } => tally.new += 1,
                RowState::Ready { known: Some(_) } => tally.known += 1,
                RowState::Wrong { .. } => tally.wrong += 1,
                RowState::Made { .. } | RowState::Changed { .. } | RowState::Same { .. } => {
                    tally.done += 1;
                }
                RowState::Kept { .. } => tally.kept += 1,
                RowState::Undone {} => tally.undone += 1,
                RowState::Unknown => {}
            }
        }
        tally
    }

    /// Whether rows are left that may be carried out.
    pub(super) const fn is_left(self) -> bool {
        self.left() > 0 && self.undone + self.kept == 0
    }

    /// Rows that are not done.
    pub(super) const fn left(self) -> u64 {
        self.new + self.known + self.wrong
    }
}

/// The label that a row lacks.
pub(super) fn missing_label(state: Option<&RowState>) -> Option<String> {
    match state {
        Some(RowState::Wrong {
            problem: RowProblem::Label { name },
        }) => Some(name.clone()),
        _ => None,
    }
}
