//! The company's settings.

use super::{Need, questions};
use crate::settings::{CenterSection, Saved};

questions! {
    /// What is asked of the center.
    pub CenterQuestion, CenterAnswer of Center {
        /// Saves a section of the settings. The first step of an owner: naming the center.
        "save" => SaveCenter {
            /// Which version of the section was changed.
            version: u32,
            /// What the section shall say.
            section: CenterSection,
        } needs Need::Administer, answer Saved<CenterSection>;
    }
}
