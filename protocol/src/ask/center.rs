//! The company's settings.

use super::{Done, Need, questions};

questions! {
    /// What is asked of the center.
    pub CenterQuestion, CenterAnswer of Center {
        /// Names the center: the first step of an owner.
        "save" => SaveCenter {
            /// At most [`crate::limits::NAME_CHARS_MAX`].
            name: String,
            /// `en` or `ru`.
            locale: String,
            /// IANA name, as the browser detected it.
            time_zone: String,
        } needs Need::Administer, answer Done;
    }
}
