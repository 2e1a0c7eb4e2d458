//! Sites: where the widget lives, and what it is told.

use crate::ids::{ChannelId, SiteId, Timestamp};
use crate::message::Person;
use crate::settings::Versioned;
use crate::wire;

wire! {
    /// A transport as its owner sees it: a site, or another one that a channel speaks by
    /// (YU-02), which has no key, no origins and no look.
    pub struct Site {
        /// Which.
        pub id: SiteId,
        /// The key in the snippet: `CENTER-SITE-MAC`.
        pub key: String,
        /// Origins that tried and are not listed, newest first; at most 20.
        pub seen: Vec<SeenOrigin>,
        /// The first visit from a listed origin.
        pub installed: Option<SeenOrigin>,
        /// What connects it with its clients.
        pub kind: TransportKind,
        /// The channel of its dialogs.
        pub channel: ChannelId,
        /// What it is called, and where it is.
        pub general: Versioned<SiteGeneral>,
        /// How the widget looks.
        pub look: Versioned<Look>,
        /// When a closed dialog is opened again.
        pub reopening: Versioned<Reopening>,
    }
}

wire! {
    /// What connects a transport with its clients.
    pub kinds TransportKind {
        /// The widget on a site.
        "site_chat" => SiteChat {},
        /// What tests bring in and carry out by hand; only the `testing` build makes one.
        "test" => Test {},
    }
}

impl Site {
    /// Whether it is a site, and no other transport.
    pub fn is_site(&self) -> bool {
        self.kind == TransportKind::SiteChat {}
    }
}

wire! {
    /// What a site is called, and where it is.
    pub struct SiteGeneral {
        /// Shown to operators, and as the widget's title.
        pub name: String,
        /// Exact origins that may use it: scheme, host, port (S1).
        pub origins: Vec<String>,
    }
}

wire! {
    /// When a closed dialog is opened again by a message (X6).
    pub struct Reopening {
        /// Within this time of its closing, in ms; after it a new dialog begins.
        pub within_ms: u64,
    }
}

wire! {
    /// One section of a site's settings.
    pub kinds SiteSection {
        /// Name and origins.
        "general" => General {
            /// What it says.
            general: SiteGeneral,
        },
        /// How the widget looks.
        "look" => Look {
            /// What it says.
            look: Look,
        },
        /// When a closed dialog is opened again.
        "reopening" => Reopening {
            /// What it says.
            reopening: Reopening,
        },
    }
}

impl From<SiteGeneral> for SiteSection {
    fn from(general: SiteGeneral) -> Self {
        Self::General { general }
    }
}

impl From<Look> for SiteSection {
    fn from(look: Look) -> Self {
        Self::Look { look }
    }
}

impl From<Reopening> for SiteSection {
    fn from(reopening: Reopening) -> Self {
        Self::Reopening { reopening }
    }
}

/// How browsers write the origin of a page that has none: a sandboxed frame, a file.
/// No site can list it; its owner sees that it asked.
pub const OPAQUE_ORIGIN: &str = "null";

wire! {
    /// An origin from which the widget was asked for.
    pub struct SeenOrigin {
        /// Scheme, host, port; `null` of a page that has none (a sandboxed frame, a
        /// file), which can't be allowed.
        pub origin: String,
        /// When first.
        pub at: Timestamp,
    }
}

/// The id of the site behind "Open a test chat". Every center has it, and no list tells
/// of it.
pub const TEST_SITE: &str = "test";

/// The accent of a site whose owner has chosen none.
pub const ACCENT: &str = "#2f6fde";

wire! {
    /// How the widget looks.
    pub struct Look {
        /// Accent colour, `#rrggbb`.
        pub accent: String,
        /// Language of the widget: `auto` (the page's, then the browser's), `en`, `ru`.
        pub locale: String,
    }
}

wire! {
    /// What the relay inlines in the loader: public, the same for every visitor.
    pub struct WidgetSettings {
        /// The site's key.
        pub key: String,
        /// The relay's public origin, without a slash at the end.
        pub relay: String,
        /// The widget's title.
        pub title: String,
        /// How it looks.
        pub look: Look,
        /// Up to three operators whose initials stand in the header.
        pub team: Vec<Person>,
    }
}

/// What a page with a Content Security Policy of its own adds to it, so that the
/// chat of this relay works there as everywhere else.
pub fn page_policy(relay: &str) -> String {
    let socket = relay.replacen("http", "ws", 1);
    format!("script-src {relay} 'wasm-unsafe-eval'; connect-src {relay} {socket}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readme_and_the_strict_demo_page_name_the_sources_that_are_needed() {
        let policy = page_policy("https://chat.example.com");
        assert!(policy.ends_with(" wss://chat.example.com"), "{policy}");
        let readme = include_str!("../../README.md");
        for part in policy.split("; ") {
            assert!(readme.contains(&format!("`{part}`")), "{part}");
        }
        let demo = include_str!("../../demo-site/headers.json");
        assert!(demo.contains("default-src 'none'; {{policy}}; style-src"));
    }
}
