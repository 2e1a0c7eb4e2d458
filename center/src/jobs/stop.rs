//! Ends jobs by hand, and forgets their reports.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::jobs::{CancelJob, DismissJob};
use beseda_protocol::job::{JobState, Work};

use super::bulk;
use crate::turn::current::Turn;
use crate::turn::job_list;
use crate::turn::refusals::{Stop, invalid};
use crate::turn::speaker::Operator;

pub(crate) fn cancel(turn: &mut Turn<'_>, _: &Operator, asked: CancelJob) -> Result<Done, Stop> {
    let job = job_list::find(turn, &asked.job)?;
    if job.state == JobState::Running {
        if !job.work.may_be_cancelled() {
            return Err(invalid("This cannot be cancelled any more.").into());
        }
        match job.work {
            // Of a file that is not whole there is nothing to report.
            Work::Export { .. } => job_list::forget(turn, &job)?,
            _ => bulk::stop(turn, job)?,
        }
    }
    Ok(Done {})
}

pub(crate) fn dismiss(turn: &mut Turn<'_>, _: &Operator, asked: DismissJob) -> Result<Done, Stop> {
    let job = job_list::find(turn, &asked.job)?;
    if job.state != JobState::Running {
        job_list::forget(turn, &job)?;
    }
    Ok(Done {})
}
