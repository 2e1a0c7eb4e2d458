//! Filters that were saved under a name.

use super::{Done, Need, questions};
use crate::filter::Query;
use crate::ids::SavedFilterId;
use crate::saved_filter::SavedFilter;

questions! {
    /// What is asked of saved filters. Each change is told to the consoles of everybody who
    /// may choose the filter, as the frame `saved_filter` or `saved_filter_gone`.
    pub FilterQuestion, FilterAnswer of Filters {
        /// Saves a filter under a name.
        "save" => SaveFilter {
            /// At most [`crate::limits::SAVED_FILTER_NAME_CHARS_MAX`]; of no other one of
            /// the asker's.
            name: String,
            /// What the list shows; as JSON at most
            /// [`crate::limits::SAVED_QUERY_BYTES_MAX`].
            query: Query,
            /// Whether everybody may choose it.
            is_shared: bool,
        } needs Need::to_share(*is_shared), answer SavedFilter;
        /// Saves it anew: under another name, with another query, for others. To share
        /// what was not shared is for supervisors.
        "change" => ChangeSavedFilter {
            /// Which.
            filter: SavedFilterId,
            /// The version that was changed: of another one nothing is, and the refusal
            /// is `stale`.
            version: u32,
            /// As in `save`, among those of its owner.
            name: String,
            /// As in `save`.
            query: Query,
            /// As in `save`.
            is_shared: bool,
        } needs Need::SavedFilter(filter.clone()), answer SavedFilter;
        /// Takes it away. It can be put back for a while.
        "delete" => DeleteSavedFilter {
            /// Which.
            filter: SavedFilterId,
        } needs Need::SavedFilter(filter.clone()), answer Done;
        /// Puts back one that was taken away at most
        /// [`crate::limits::REMOVED_FILTER_KEPT_MS`] ago.
        "restore" => RestoreSavedFilter {
            /// Which.
            filter: SavedFilterId,
        } needs Need::SavedFilter(filter.clone()), answer Done;
    }
}
