//! Where widgets live.

use super::{Done, Need, questions};
use crate::ids::SiteId;
use crate::site::{Look, Site};

questions! {
    /// What is asked of sites.
    pub SiteQuestion, SiteAnswer of Sites {
        /// Makes a site.
        "add" => AddSite {
            /// Shown to operators, and as the widget's title.
            name: String,
            /// Exact origins that may use it.
            origins: Vec<String>,
            /// How the widget looks; absent: as it does at first.
            look: Option<Look>,
        } needs Need::Administer, answer Site;
        /// Changes a site.
        "save" => SaveSite {
            /// Which.
            site: SiteId,
            /// Its name.
            name: String,
            /// All its origins.
            origins: Vec<String>,
            /// How the widget looks.
            look: Look,
            /// X6, in ms.
            reopen_within_ms: u64,
        } needs Need::Administer, answer Done;
    }
}
