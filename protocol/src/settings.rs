//! Settings lie in sections: each is a value of its own that is saved as one, and says
//! how often that was. Whoever saves says which version he has changed; when somebody
//! else was faster, nothing is saved, and he is told what there is now.

use crate::hours::Hours;
use crate::json::Wire;
use crate::wire;

wire! {
    /// A section of settings.
    pub struct Versioned<T> {
        /// How often it was saved; 0: never, it is as it is at first.
        pub version: u32,
        /// What it says.
        pub value: T,
    }
}

wire! {
    /// What came of saving a section.
    pub struct Saved<T> {
        /// The section's version now.
        pub version: u32,
        /// What somebody else has saved as this version meanwhile: then nothing of the
        /// question was. Absent: the section is as it was asked.
        pub newer: Option<T>,
    }
}

wire! {
    /// The center's name, language and time zone.
    pub struct CenterGeneral {
        /// Its name; empty until the owner has given one. At most
        /// [`crate::limits::NAME_CHARS_MAX`].
        pub name: String,
        /// `en` or `ru`.
        pub locale: String,
        /// IANA name, at first as the browser detected it.
        pub time_zone: String,
    }
}

wire! {
    /// What the console's badge counts: in the menu, in the title of its tab and on its
    /// icon (X1).
    pub struct Badge {
        /// Dialogs of which this is true.
        pub counts: BadgeFact,
    }
}

impl Default for Badge {
    /// Until somebody chooses otherwise: who was read and not answered still waits.
    fn default() -> Self {
        let counts = BadgeFact::Unanswered;
        Self { counts }
    }
}

wire! {
    /// When dialogs close by themselves in which nobody says anything any more.
    pub struct Silence {
        /// After so many days, at most [`crate::limits::SILENCE_DAYS_MAX`]; 0: never. One that
        /// is unanswered, unread or put off stays open.
        pub close_after_days: u32,
    }
}

impl Default for Silence {
    /// Until somebody chooses otherwise: after a week.
    fn default() -> Self {
        Self {
            close_after_days: 7,
        }
    }
}

wire! {
    /// What there is to do in a dialog.
    pub words BadgeFact {
        /// It is unanswered: until somebody replies.
        "unanswered" => Unanswered,
        /// It is unread: until somebody opens it.
        "unread" => Unread,
    }
}

wire! {
    /// One section of the center's settings.
    pub kinds CenterSection {
        /// Name, language, time zone.
        "general" => General {
            /// What it says.
            general: CenterGeneral,
        },
        /// The console's badge.
        "badge" => Badge {
            /// What it says.
            badge: Badge,
        },
        /// When silent dialogs close.
        "silence" => Silence {
            /// What it says.
            silence: Silence,
        },
        /// Business hours.
        "hours" => Hours {
            /// What it says.
            hours: Hours,
        },
    }
}

impl<T: Wire> Versioned<T> {
    /// A section that nobody has saved yet.
    pub const fn first(value: T) -> Self {
        Self { version: 0, value }
    }
}

impl From<CenterGeneral> for CenterSection {
    fn from(general: CenterGeneral) -> Self {
        Self::General { general }
    }
}

impl From<Badge> for CenterSection {
    fn from(badge: Badge) -> Self {
        Self::Badge { badge }
    }
}

impl From<Silence> for CenterSection {
    fn from(silence: Silence) -> Self {
        Self::Silence { silence }
    }
}

impl From<Hours> for CenterSection {
    fn from(hours: Hours) -> Self {
        Self::Hours { hours }
    }
}

impl<T: Wire> Saved<T> {
    /// The same of a value that is told in other words.
    pub fn map<U: Wire>(self, tell: impl FnOnce(T) -> U) -> Saved<U> {
        Saved {
            version: self.version,
            newer: self.newer.map(tell),
        }
    }
}
