//! Importing clients from a table (C2D-01 to C2D-13).

use super::{Need, questions};
use crate::ask::jobs::BegunJob;
use crate::ids::ImportId;
use crate::import::{Import, ImportOptions, ImportRow, ListedRow, RowState};
use crate::wire;

questions! {
    /// What is asked of an import. Rows are given first, and each is checked; nothing is
    /// written before the import is started. A job carries it out.
    pub ImportQuestion, ImportAnswer of Imports {
        /// Begins an import, which has no rows yet.
        "begin" => BeginImport {
            /// How.
            options: ImportOptions,
        } needs Need::Administer, answer BegunImport;
        /// Gives it rows, which are checked. Given again they are checked again, and are the
        /// same rows. Refused as `stale` once it runs or was taken back, and where rows before
        /// these are missing.
        "add" => AddImportRows {
            /// Which.
            import: ImportId,
            /// The place of the first of these in the table, from 1 on.
            first: u64,
            /// At most [`crate::limits::IMPORT_ROWS_ADDED_MAX`]; an import has
            /// [`crate::limits::IMPORT_ROWS_MAX`] at most.
            rows: Vec<ImportRow>,
        } needs Need::Administer, answer CheckedRows;
        /// Begins to carry it out. Asked again it goes on with the rows that are not done, also
        /// with those that something was wrong with: each is checked again, and what is done
        /// is not done twice.
        "start" => StartImport {
            /// Which.
            import: ImportId,
        } needs Need::Administer, answer BegunJob;
        /// Begins to take back what it has made and changed and nobody has touched since, for
        /// [`crate::limits::IMPORT_UNDO_MS`] after it went on last. Refused as `stale` later.
        "undo" => UndoImport {
            /// Which.
            import: ImportId,
        } needs Need::Administer, answer BegunJob;
        /// The imports of the last [`crate::limits::IMPORT_KEPT_MS`], the newest first.
        "list" => ListImports {} needs Need::Administer, answer ListedImports;
        /// Rows of one, in their order.
        "rows" => ListImportRows {
            /// Which.
            import: ImportId,
            /// The place behind which they lie; 0: from the first.
            behind: u64,
            /// Only those that something is wrong with, or that were not taken back.
            only_wrong: bool,
        } needs Need::Administer, answer ListedRows;
    }
}

wire! {
    /// An import that has begun.
    pub struct BegunImport {
        /// Which.
        pub import: ImportId,
    }
}

wire! {
    /// What was found of rows, in their order.
    pub struct CheckedRows {
        /// The place of the first.
        pub first: u64,
        /// Of each.
        pub states: Vec<RowState>,
    }
}

wire! {
    /// Imports.
    pub struct ListedImports {
        /// At most [`crate::limits::IMPORTS_LISTED_MAX`].
        pub imports: Vec<Import>,
    }
}

wire! {
    /// Rows of an import.
    pub struct ListedRows {
        /// What has become of it all.
        pub import: Import,
        /// At most [`crate::limits::IMPORT_ROWS_PAGE`].
        pub rows: Vec<ListedRow>,
        /// Behind which there may be more.
        pub rest: Option<u64>,
    }
}
