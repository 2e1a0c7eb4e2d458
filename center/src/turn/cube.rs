//! Counts of open dialogs: a cube of channel, responsible and what is to be done. In memory,
//! read when the object wakes, changed where a dialog's row is, never written. What a viewer
//! is told are sums over the cells that he may see.

use std::collections::{BTreeMap, BTreeSet};

use beseda_protocol::filter::Count;
use beseda_protocol::ids::{ChannelId, OperatorId};
use beseda_protocol::team::{Employee, Right};

use crate::storage::cells::Cells;
use crate::storage::dialogs::{Dialog, Responsible, Shelf};
use crate::storage::fault::Fault;
use crate::storage::row::Columns;
use crate::storage::write_buffer::Storage;

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Cube {
    cells: BTreeMap<Cell, Tally>,
    /// Whose dialogs are counted otherwise since consoles were told.
    changed: BTreeSet<Responsible>,
}

/// What decides who may see a dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cell {
    pub(crate) responsible: Responsible,
    pub(crate) channel: ChannelId,
}

/// How many open dialogs there are of a cell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) open: u32,
    pub(crate) snoozed: u32,
    pub(crate) unanswered: u32,
    pub(crate) unread: u32,
    pub(crate) messages: u32,
}

impl Tally {
    fn of(dialog: &Dialog) -> Self {
        let shelf = dialog.listed.shelf;
        let is_unread = dialog.unread_count > 0 || dialog.marked().is_some();
        match shelf {
            Shelf::Closed => Self::default(),
            Shelf::Unanswered | Shelf::Unread | Shelf::Quiet | Shelf::Snoozed => Self {
                open: 1,
                snoozed: u32::from(shelf == Shelf::Snoozed),
                unanswered: u32::from(shelf == Shelf::Unanswered),
                unread: u32::from(is_unread),
                // What was put off awaits its reply later.
                messages: match shelf {
                    Shelf::Snoozed => 0,
                    _ => dialog.awaiting().0,
                },
            },
        }
    }

    fn add(&mut self, other: Self) {
        self.open += other.open;
        self.snoozed += other.snoozed;
        self.unanswered += other.unanswered;
        self.unread += other.unread;
        self.messages += other.messages;
    }

    fn take(&mut self, other: Self) {
        self.open -= other.open;
        self.snoozed -= other.snoozed;
        self.unanswered -= other.unanswered;
        self.unread -= other.unread;
        self.messages -= other.messages;
    }
}

impl Cell {
    fn of(dialog: &Dialog) -> Self {
        Self {
            responsible: dialog.responsible,
            channel: dialog.channel,
        }
    }

    /// Whether a viewer sees what is in it.
    pub(crate) fn is_seen_by(self, viewer: Option<&Employee>) -> bool {
        let right = |viewer: &Employee| viewer.right(self.channel, self.responsible.0);
        viewer.is_none_or(|viewer| right(viewer) >= Right::Readable)
    }
}

impl Cube {
    /// Counts the open dialogs.
    pub(crate) fn load(storage: &Storage<'_>) -> Result<Self, Fault> {
        let mut cells: BTreeMap<Cell, Tally> = BTreeMap::new();
        for statement in [QUIET_AND_UNREAD, UNANSWERED, SNOOZED] {
            for row in storage.query(statement, &[])? {
                let mut row = Cells::new(row, "dialogs");
                let responsible = Responsible::read(&mut row)?;
                let channel = ChannelId(row.int()?);
                let cell = Cell {
                    responsible,
                    channel,
                };
                cells.entry(cell).or_default().add(Tally {
                    open: row.count()?,
                    snoozed: row.count()?,
                    unanswered: row.count()?,
                    unread: row.count()?,
                    messages: row.count()?,
                });
            }
        }
        let changed = BTreeSet::new();
        Ok(Self { cells, changed })
    }

    /// A dialog's row was this and is that; absent: there was, or is, none.
    pub(crate) fn change(&mut self, was: Option<&Dialog>, is: Option<&Dialog>) {
        let counted = |dialog: Option<&Dialog>| dialog.map(|one| (Cell::of(one), Tally::of(one)));
        let (was, is) = (counted(was), counted(is));
        if was == is {
            return;
        }
        if let Some((cell, tally)) = was {
            self.changed.insert(cell.responsible);
            self.cells.entry(cell).or_default().take(tally);
        }
        if let Some((cell, tally)) = is {
            self.changed.insert(cell.responsible);
            self.cells.entry(cell).or_default().add(tally);
        }
    }

    /// Whose counts have changed since this was asked last.
    pub(crate) fn take_changed(&mut self) -> BTreeSet<Responsible> {
        std::mem::take(&mut self.changed)
    }

    /// Cells in which there is something.
    pub(crate) fn cells(&self) -> impl Iterator<Item = (Cell, Tally)> {
        let cells = self.cells.iter().map(|(cell, tally)| (*cell, *tally));
        cells.filter(|(_, tally)| tally.open > 0)
    }

    /// How many dialogs somebody has on his hands: open ones that are not put off.
    pub(crate) fn load_of(&self, id: OperatorId) -> u32 {
        let all = self.count(Responsible(Some(id)), None);
        all.open - all.snoozed
    }

    /// How many unanswered dialogs of a channel are free.
    pub(crate) fn n_free_unanswered(&self, channel: ChannelId) -> u32 {
        let responsible = Responsible(None);
        let cell = self.cells.get(&Cell {
            responsible,
            channel,
        });
        cell.map_or(0, |tally| tally.unanswered)
    }

    /// How many dialogs of some employees a viewer sees. Without a viewer: somebody who
    /// sees everything.
    pub(crate) fn counts(
        &self,
        of: impl IntoIterator<Item = Responsible>,
        viewer: Option<&Employee>,
    ) -> Vec<Count> {
        let own = viewer.filter(|viewer| viewer.sees_own_only());
        let is_told =
            |whose: Responsible| own.is_none_or(|own| whose.0.is_none_or(|id| id == own.id));
        let of = of.into_iter().filter(|whose| is_told(*whose));
        of.map(|whose| self.count(whose, viewer)).collect()
    }

    fn count(&self, responsible: Responsible, viewer: Option<&Employee>) -> Count {
        let channel = ChannelId(0);
        let first = Cell {
            responsible,
            channel,
        };
        let his = self.cells.range(first..);
        let his = his.take_while(|(cell, _)| cell.responsible == responsible);
        let mut all = Tally::default();
        for (_, tally) in his.filter(|(cell, _)| cell.is_seen_by(viewer)) {
            all.add(*tally);
        }
        Count {
            responsible: responsible.0,
            open: all.open,
            snoozed: all.snoozed,
            unanswered: all.unanswered,
            unread: all.unread,
            messages: all.messages,
        }
    }
}

/// From the covering index alone.
const QUIET_AND_UNREAD: &str = "SELECT responsible, channel, count(*), 0, 0, sum(shelf = 1), 0
    FROM dialogs INDEXED BY dialogs_cube WHERE closed_at IS NULL AND shelf IN (1, 2)
    GROUP BY responsible, channel";

const UNANSWERED: &str = "SELECT responsible, channel, count(*), 0, count(*),
        sum(unread_count > 0 OR marked_unread_at IS NOT NULL), sum(awaiting_reply_count)
    FROM dialogs INDEXED BY dialogs_cube WHERE closed_at IS NULL AND shelf = 0
    GROUP BY responsible, channel";

const SNOOZED: &str = "SELECT responsible, channel, count(*), count(*), 0,
        sum(unread_count > 0 OR marked_unread_at IS NOT NULL), 0
    FROM dialogs INDEXED BY dialogs_cube WHERE closed_at IS NULL AND shelf = 4
    GROUP BY responsible, channel";
