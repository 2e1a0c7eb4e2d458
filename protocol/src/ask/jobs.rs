//! Jobs: long work of the center.

use super::{Done, Need, questions};
use crate::ids::JobId;

questions! {
    /// What is asked of one job.
    pub JobQuestion, JobAnswer of Jobs {
        /// Ends it: what was done stays done, the rest as it is. Refused as `invalid` if
        /// its work can't be left half done.
        "cancel" => CancelJob {
            /// Which.
            job: JobId,
        } needs Need::Job(job.clone()), answer Done;
        /// Forgets the report of a job that has ended.
        "dismiss" => DismissJob {
            /// Which.
            job: JobId,
        } needs Need::Job(job.clone()), answer Done;
    }
}
