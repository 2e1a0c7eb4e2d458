//! Importing clients from a table: what is the same for all of its rows, the rows, and what
//! becomes of each.

use crate::ids::{ChannelId, ClientId, ImportId, JobId, OperatorId, SiteId, Timestamp};
use crate::wire;

wire! {
    /// How a table is imported.
    pub struct ImportOptions {
        /// Where the dialogs of new clients belong.
        pub channel: ChannelId,
        /// By which transport of that channel they are reached.
        pub transport: SiteId,
        /// The country of numbers without one, as `RU` (ISO 3166); empty: all numbers have
        /// theirs.
        pub country: String,
        /// Labels for all of them, by their names: such as there are.
        pub labels: Vec<String>,
        /// What becomes of clients that there are.
        pub known: KnownRule,
    }
}

wire! {
    /// What becomes of the name and the comment of a client that there is. An empty cell
    /// changes nothing.
    pub words KnownRule {
        /// What is missing is filled in.
        "fill" => Fill,
        /// What the table says stands.
        "overwrite" => Overwrite,
    }
}

wire! {
    /// A row, as it was given.
    pub struct ImportRow {
        /// A phone or an e-mail.
        pub contact: String,
        /// What the client is called; may be empty.
        pub name: String,
        /// A comment on him; may be empty.
        pub comment: String,
        /// Another channel than that of the table, by its name; may be empty.
        pub channel: String,
        /// Another transport, by its name; may be empty.
        pub transport: String,
        /// More labels, by their names.
        pub labels: Vec<String>,
    }
}

wire! {
    /// What becomes of a row.
    pub kinds RowState {
        /// It can be read; nothing was written yet.
        "ready" => Ready {
            /// The client that there is; absent: one will be made.
            known: Option<ClientId>,
        },
        /// It can't be carried out as it is.
        "wrong" => Wrong {
            /// Why.
            problem: RowProblem,
        },
        /// A client was made, with an empty dialog.
        "made" => Made {
            /// He.
            client: ClientId,
        },
        /// The card of a client that there was says something else now.
        "changed" => Changed {
            /// Whose.
            client: ClientId,
        },
        /// The card of a client that there was says so already.
        "same" => Same {
            /// Whose.
            client: ClientId,
        },
        /// What came of it was taken back.
        "undone" => Undone {},
        /// It was not taken back: somebody has touched it since.
        "kept" => Kept {
            /// Whose card it is.
            client: ClientId,
        },
    }
}

wire! {
    /// What is wrong with a row.
    pub kinds RowProblem {
        /// There is no contact in it.
        "no_contact" => NoContact {},
        /// That is neither a phone nor an e-mail.
        "contact" => Contact {},
        /// There is no such phone number in the country, or anywhere.
        "phone" => Phone {},
        /// The name is longer than [`crate::limits::NAME_CHARS_MAX`].
        "name" => Name {},
        /// The comment is longer than [`crate::limits::COMMENT_CHARS_MAX`].
        "comment" => Comment {},
        /// There is no such label.
        "label" => Label {
            /// What it would be called.
            name: String,
        },
        /// The client would have more labels than he may have.
        "labels" => Labels {},
        /// There is no such channel.
        "channel" => Channel {
            /// What it would be called.
            name: String,
        },
        /// There is no such transport in the channel, or it is not clear which is meant.
        "transport" => Transport {
            /// What it would be called; empty if none is named.
            name: String,
        },
        /// Several clients have this contact.
        "several" => Several {},
    }
}

wire! {
    /// A row with its place in the table.
    pub struct ListedRow {
        /// From 1 on.
        pub number: u64,
        /// As it was given.
        pub given: ImportRow,
        /// What has become of it.
        pub state: RowState,
    }
}

wire! {
    /// How many rows there are of which kind.
    pub struct ImportCounts {
        /// All.
        pub rows: u64,
        /// See [`RowState::Made`].
        pub made: u64,
        /// See [`RowState::Changed`].
        pub changed: u64,
        /// See [`RowState::Same`].
        pub same: u64,
        /// See [`RowState::Wrong`]; also before anything was written.
        pub wrong: u64,
        /// Of what was made and changed: taken back.
        pub undone: u64,
        /// Of what was made and changed: not taken back.
        pub kept: u64,
    }
}

impl ImportCounts {
    /// Of a table without rows.
    pub const NONE: Self = Self {
        rows: 0,
        made: 0,
        changed: 0,
        same: 0,
        wrong: 0,
        undone: 0,
        kept: 0,
    };

    /// How many rows are done.
    pub const fn done(&self) -> u64 {
        self.made + self.changed + self.same
    }
}

wire! {
    /// An import.
    pub struct Import {
        /// Which.
        pub id: ImportId,
        /// Who has begun it.
        pub by: OperatorId,
        /// When.
        pub begun_at: Timestamp,
        /// How.
        pub options: ImportOptions,
        /// How far it is.
        pub counts: ImportCounts,
        /// What carries it out, or takes it back, as long as that runs.
        pub job: Option<JobId>,
        /// Until when it can be taken back; absent: nothing was carried out yet, or it can't
        /// be any more.
        pub undo_until: Option<Timestamp>,
        /// Whether it was taken back.
        pub is_undone: bool,
    }
}
