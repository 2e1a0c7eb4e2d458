//! Where widgets live.

use super::{Done, Need, questions};
use crate::ids::{ChannelId, SiteId};
use crate::look::Look;
use crate::settings::Saved;
use crate::site::{Site, SiteSection};

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
        /// Saves a section of a site's settings.
        "save" => SaveSite {
            /// Whose.
            site: SiteId,
            /// Which version of the section was changed.
            version: u32,
            /// What the section shall say.
            section: SiteSection,
        } needs Need::Administer, answer Saved<SiteSection>;
        /// Moves a site to another channel: dialogs that begin there are of it at once,
        /// those that there are follow some at a time.
        "move" => MoveSite {
            /// Which.
            site: SiteId,
            /// Where to.
            channel: ChannelId,
        } needs Need::Administer, answer Done;
    }
}
