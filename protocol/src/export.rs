//! Exports: files that the center makes of what it has, in the background.

use crate::filter::{Filter, Predicate};
use crate::ids::{ClientId, DialogId, Timestamp};
use crate::wire;

wire! {
    /// What is made into a file.
    pub kinds Export {
        /// The clients of whom all of this is true, one row each, the newest first: 11
        /// columns (SB-45), and in CSV one more for each variable that clients have (SB-46).
        "clients" => Clients {
            /// At most [`crate::limits::PREDICATES_MAX`].
            all_of: Vec<Predicate>,
            /// As what.
            format: TableFormat,
        },
        /// The dialogs that a filter shows, one row each, the newest first.
        "dialogs" => Dialogs {
            /// The filter.
            filter: Filter,
            /// As what.
            format: TableFormat,
        },
        /// What a client and the company have said to each other in one dialog, to be read
        /// or printed: without notes, and without what the system tells.
        "dialog" => Dialog {
            /// Which.
            dialog: DialogId,
            /// As what.
            format: DialogFormat,
        },
        /// Everything that there is of one client, as JSON in the words of this protocol:
        /// his card, his notes, and all of his dialogs with every message.
        "client" => Client {
            /// His number.
            client: ClientId,
        },
    }
}

wire! {
    /// How a table is written.
    pub words TableFormat {
        /// UTF-8 with a byte order mark, `;` between cells, CRLF behind rows; what a
        /// spreadsheet would run begins with `'`.
        "csv" => Csv,
        /// A workbook of one sheet.
        "xlsx" => Xlsx,
    }
}

wire! {
    /// How a dialog is written.
    pub words DialogFormat {
        /// Plain text.
        "text" => Text,
        /// A page that needs nothing else.
        "html" => Html,
    }
}

wire! {
    /// A file that is made: `GET /v1/operator/exports/ID` by its job's id, whoever may begin
    /// such an export.
    pub struct Download {
        /// Its size.
        pub bytes: u64,
        /// Rows below the heading, or messages.
        pub rows: u64,
        /// Until when it waits: [`crate::limits::EXPORT_KEPT_MS`].
        pub until: Timestamp,
    }
}
