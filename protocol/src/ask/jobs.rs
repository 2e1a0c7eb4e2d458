//! Jobs: long work of the center.

use super::{Done, Need, questions};
use crate::bulk::Act;
use crate::export::Export;
use crate::ids::JobId;
use crate::selection::Selection;
use crate::wire;

questions! {
    /// What is asked of one job.
    pub JobQuestion, JobAnswer of Jobs {
        /// Begins to do something with each of many. What may not be done with one, or is
        /// not possible, is skipped and reported; all that is found only supervisors
        /// select, and only administrators delete.
        "bulk" => BeginBulk {
            /// What.
            act: Act,
            /// With which.
            on: Selection,
            /// How many its asker was told there are: of dialogs, if dialogs are selected,
            /// else of clients. No more are deleted than this.
            counted: u64,
        } needs Need::to_bulk(act, on), answer BegunJob;
        /// Begins to put back what a bulk act has changed, once it has ended. Refused as
        /// `stale` when there is nothing to put back any more.
        "undo" => UndoJob {
            /// Which.
            job: JobId,
        } needs Need::Job(job.clone()), answer BegunJob;
        /// Begins to make a file, which waits as long as its `download` says. A dialog
        /// exports whoever sees it, all else administrators; there are at most
        /// [`crate::limits::EXPORTS_MAX`]. Refused as `invalid` where there are more clients
        /// or dialogs than a sheet has rows.
        "export" => BeginExport {
            /// Of what.
            what: Export,
            /// The language of headings: `en` or `ru`.
            locale: String,
        } needs Need::to_export(what), answer BegunJob;
        /// Ends it: what was done stays done, the rest as it is. Refused as `invalid` if
        /// its work can't be left half done.
        "cancel" => CancelJob {
            /// Which.
            job: JobId,
        } needs Need::Job(job.clone()), answer Done;
        /// Forgets the report of a job that has ended, and the file that it has made.
        "dismiss" => DismissJob {
            /// Which.
            job: JobId,
        } needs Need::Job(job.clone()), answer Done;
    }
}

wire! {
    /// A job that has begun.
    pub struct BegunJob {
        /// Which.
        pub job: JobId,
    }
}
