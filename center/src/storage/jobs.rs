//! Jobs. They are few, and all of them are kept at hand.

use std::collections::BTreeMap;

use beseda_protocol::ids::{DialogId, JobId, OperatorId, Timestamp};
use beseda_protocol::job::{Job, JobState, SkipReason, Skipped, Work};
use beseda_protocol::selection::Selection;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::cells::Cells;
use super::exports::Exporting;
use super::fault::Fault;
use super::row::{Columns, Json, row};
use super::sql::Row;
use super::write_buffer::Storage;

row! {
    /// A job's row: what runs, or the report of what has ended.
    JobRow in "jobs" as "j", named by columns {
        id: JobId,
        work: Work = work,
        by: OperatorId = begun_by,
        begun_at: Timestamp = begun_at,
    }
    changing {
        state: JobState = state,
        total: u64 = total,
        done: u64 = done,
        skipped: Vec<Skipped> = skipped,
        /// What a bulk act is about; none, or all of it was gone through.
        selected: Option<Json<Selected>> = selected,
        /// Where the next slice begins, as the kind of work counts.
        place: u64 = place,
        /// Rises with every slice of any job: who has the smallest is next.
        slice_no: u64 = slice_no,
        /// How often in a row the turn of its next slice has ended by a fault.
        n_faults: u64 = n_faults,
        /// How much of what it has changed can be put back: see `undo`.
        n_undoable: u64 = n_undoable,
        /// The file that it makes.
        export: Option<Json<Exporting>> = export,
    }
}

/// What a bulk act is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Selected {
    pub(crate) on: Selection,
    /// Of what is found: all dialogs that came into question when it began, if those were
    /// few. Else an order is walked.
    pub(crate) few: Option<Vec<DialogId>>,
}

impl JobRow {
    /// One that begins now.
    pub(crate) fn new(id: JobId, work: Work, by: OperatorId, begun_at: Timestamp) -> Self {
        Self {
            id,
            work,
            by,
            begun_at,
            state: JobState::Running,
            total: 0,
            done: 0,
            skipped: Vec::new(),
            selected: None,
            place: 0,
            slice_no: 0,
            n_faults: 0,
            n_undoable: 0,
            export: None,
        }
    }

    /// How much of its total is behind it.
    pub(crate) fn n_passed(&self) -> u64 {
        self.done + self.skipped.iter().map(|of| of.count).sum::<u64>()
    }

    /// As it is told.
    pub(crate) fn shown(&self) -> Job {
        Job {
            id: self.id.clone(),
            work: self.work.clone(),
            by: self.by,
            begun_at: self.begun_at,
            state: self.state,
            done: self.done,
            total: self.total,
            skipped: self.skipped.clone(),
            undoable: self.n_undoable,
            download: self.export.as_ref().and_then(|file| file.0.download()),
        }
    }

    /// Whether it has made a file, which waits to be fetched.
    pub(crate) fn is_ready(&self) -> bool {
        let file = self.export.as_ref();
        file.is_some_and(|file| file.0.ready_until.is_some())
    }

    /// Whether the pieces of its file are of use: it is being made, or waits.
    pub(crate) fn needs_pieces(&self) -> bool {
        self.is_ready() || self.state == JobState::Running
    }

    /// The language of its file.
    pub(crate) fn locale(&self) -> &str {
        let file = self.export.as_ref();
        file.map_or("", |file| file.0.locale.as_str())
    }

    /// So many are left as they are, for this reason.
    pub(crate) fn skip(&mut self, reason: SkipReason, count: u64) {
        if count == 0 {
            return;
        }
        match self.skipped.iter_mut().find(|of| of.reason == reason) {
            Some(skipped) => skipped.count += count,
            None => self.skipped.push(Skipped { reason, count }),
        }
    }
}

/// All of them.
pub(crate) fn load(storage: &Storage<'_>) -> Result<BTreeMap<JobId, JobRow>, Fault> {
    let rows = storage.query(concat!("SELECT ", columns!(), " FROM jobs j"), &[])?;
    let jobs = rows.into_iter().map(|row| {
        let job = JobRow::read(&mut Cells::new(row, "jobs"))?;
        Ok((job.id.clone(), job))
    });
    jobs.collect()
}

impl Columns for JobState {
    fn read(cells: &mut Cells) -> Result<Self, Fault> {
        Self::from_word(&cells.text()?).ok_or(Fault::Corrupt(cells.table()))
    }

    fn write(self, row: &mut Row) {
        row.push(self.word().into());
    }
}

impl Columns for Work {
    fn read(cells: &mut Cells) -> Result<Self, Fault> {
        from_json(cells)
    }

    fn write(self, row: &mut Row) {
        row.push(to_json(&self).into());
    }
}

impl Columns for Vec<Skipped> {
    fn read(cells: &mut Cells) -> Result<Self, Fault> {
        from_json(cells)
    }

    fn write(self, row: &mut Row) {
        row.push(to_json(&self).into());
    }
}

fn from_json<T: DeserializeOwned>(cells: &mut Cells) -> Result<T, Fault> {
    serde_json::from_str(&cells.text()?).map_err(|_| Fault::Corrupt(cells.table()))
}

fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("words and numbers have no failing parts")
}
