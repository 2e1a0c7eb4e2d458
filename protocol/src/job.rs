//! Jobs: long work, carried out in slices while people talk.

use crate::bulk::Act;
use crate::export::{Download, Export};
use crate::ids::{ChannelId, ClientId, ImportId, JobId, MarkId, OperatorId, SiteId, Timestamp};
use crate::wire;

wire! {
    /// What a job does.
    pub kinds Work {
        /// Frees the open dialogs of an employee who was disabled, or does not see their
        /// channels any more.
        "free_dialogs" => FreeDialogs {
            /// Whose.
            employee: OperatorId,
        },
        /// Moves the dialogs of a site to the channel that it speaks from now; those that
        /// somebody has handed on elsewhere stay there.
        "move_dialogs" => MoveDialogs {
            /// Which site's.
            site: SiteId,
            /// The channel that it spoke from.
            from: ChannelId,
        },
        /// Closes dialogs in which nobody says anything any more.
        "close_silent" => CloseSilent {},
        /// Deletes the messages of a client who was deleted: nobody finds them any more.
        "delete_client" => DeleteClient {
            /// His number.
            client: ClientId,
        },
        /// Takes a mark that was deleted, or merged into another, off all that has it.
        "end_mark" => EndMark {
            /// Which.
            mark: MarkId,
            /// What it was called.
            name: String,
        },
        /// Does something with each of many dialogs or clients.
        "bulk" => Bulk {
            /// What.
            act: Act,
        },
        /// Puts back as it was what such a job has changed, unless somebody has changed
        /// it since.
        "undo" => Undo {
            /// Which job.
            job: JobId,
            /// What it did.
            act: Act,
        },
        /// Makes a file.
        "export" => Export {
            /// Of what.
            what: Export,
        },
        /// Makes clients of the rows of a table, and fills in those that there are.
        "import" => Import {
            /// Which import.
            import: ImportId,
        },
        /// Takes back what such an import has made, unless somebody has touched it since.
        "undo_import" => UndoImport {
            /// Which import.
            import: ImportId,
        },
    }
}

impl Work {
    /// Whether it may be left half done.
    pub fn may_be_cancelled(&self) -> bool {
        match self {
            Self::CloseSilent {}
            | Self::FreeDialogs { .. }
            | Self::Bulk { .. }
            | Self::Undo { .. }
            | Self::Export { .. }
            | Self::Import { .. } => true,
            Self::MoveDialogs { .. }
            | Self::DeleteClient { .. }
            | Self::EndMark { .. }
            | Self::UndoImport { .. }
            | Self::Unknown => false,
        }
    }
}

wire! {
    /// How far a job is.
    pub words JobState {
        /// It goes on.
        "running" => Running,
        /// It has done what could be done.
        "done" => Done,
        /// Somebody has cancelled it: what was done stays done.
        "cancelled" => Cancelled,
        /// It was stopped, since a part of it fails however often it is tried: what was
        /// done stays done.
        "failed" => Failed,
    }
}

wire! {
    /// A job, as it is told to whoever has begun it and to administrators. One that has
    /// done all is told no more, unless it can be undone or has made a file; one that has
    /// not is a report, until it is dismissed.
    pub struct Job {
        /// Which.
        pub id: JobId,
        /// What it does.
        pub work: Work,
        /// Who has begun it.
        pub by: OperatorId,
        /// When.
        pub begun_at: Timestamp,
        /// How far it is.
        pub state: JobState,
        /// Of `total`: dialogs, messages, as its kind is about.
        pub done: u64,
        /// How many there were when it began.
        pub total: u64,
        /// What was left as it is.
        pub skipped: Vec<Skipped>,
        /// How much of what it has changed can still be put back, for
        /// [`crate::limits::UNDO_KEPT_MS`] after its end.
        pub undoable: u64,
        /// The file that it has made.
        pub download: Option<Download>,
    }
}

wire! {
    /// How many a job has skipped, and why.
    pub struct Skipped {
        /// Why.
        pub reason: SkipReason,
        /// How many.
        pub count: u64,
    }
}

wire! {
    /// Why a job leaves something as it is.
    pub words SkipReason {
        /// Somebody has changed it since the job began, so that it is not meant any more.
        "changed" => Changed,
        /// Whoever began the job sees it no longer, or it was deleted.
        "gone" => Gone,
        /// Whoever began the job may not do that with it.
        "forbidden" => Forbidden,
        /// It is closed: what it is to be made, only an open dialog can be.
        "closed" => Closed,
        /// Whom it was to go to can't be responsible for it.
        "unassignable" => Unassignable,
        /// It has as many tags or labels as it may have.
        "full" => Full,
        /// Something is wrong with the row of a table; its import says what.
        "wrong" => Wrong,
        /// The job was cancelled before its turn came.
        "cancelled" => Cancelled,
    }
}
