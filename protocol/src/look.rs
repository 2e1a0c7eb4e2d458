//! How a site's widget looks, and the style sheet that makes it so.

use crate::limits::LAYER_MAX;
use crate::wire;

/// The accent of a site whose owner has chosen none.
pub const ACCENT: &str = "#2f6fde";

/// From its corner, in CSS pixels, until somebody says otherwise.
const OFFSET: u32 = 20;
/// What stays free above the open panel, with the launcher's distance from below.
const ABOVE: u32 = 76;

wire! {
    /// How the widget looks.
    pub struct Look {
        /// Accent colour, `#rrggbb`.
        pub accent: String,
        /// Language of the widget: `auto` (the page's, then the browser's), `en`, `ru`.
        pub locale: String,
        /// Light or dark.
        pub scheme: Scheme,
        /// In which corner.
        pub corner: Corner,
        /// How large launcher and panel are.
        pub size: WidgetSize,
        /// How far from the corner.
        pub offsets: Offsets,
        /// The same on screens narrower than 480 CSS pixels, where the open panel covers
        /// the page.
        pub phone_offsets: Offsets,
        /// The `z-index` among what floats on the page; at most
        /// [`crate::limits::LAYER_MAX`], which is over everything.
        pub layer: u32,
        /// Whether there is a launcher; else the page opens the chat by a button of its
        /// own (`beseda('open')`).
        pub has_launcher: bool,
        /// Whether it is written in the page's font; else in the system's.
        pub has_page_font: bool,
    }
}

wire! {
    /// Light or dark.
    pub words Scheme {
        /// As the page is: dark only where the page says by `color-scheme` that it can be.
        "auto" => Auto,
        /// Light.
        "light" => Light,
        /// Dark.
        "dark" => Dark,
    }
}

wire! {
    /// A lower corner of the page.
    pub words Corner {
        /// Where lines end: on the right, and on the left of a right-to-left page.
        "end" => End,
        /// Where lines begin.
        "start" => Start,
    }
}

wire! {
    /// How large launcher and panel are, in CSS pixels.
    pub words WidgetSize {
        /// 48, and 344 by 560.
        "small" => Small,
        /// 60, and 384 by 640.
        "medium" => Medium,
        /// 72, and 448 by 720.
        "large" => Large,
    }
}

wire! {
    /// How far the launcher is from its corner, in CSS pixels; at most
    /// [`crate::limits::OFFSET_MAX`].
    pub struct Offsets {
        /// From the side.
        pub side: u32,
        /// From below.
        pub bottom: u32,
    }
}

impl Copy for Offsets {}

impl Default for Offsets {
    /// Until somebody says otherwise.
    fn default() -> Self {
        Self {
            side: OFFSET,
            bottom: OFFSET,
        }
    }
}

impl Default for Look {
    /// Until somebody says otherwise.
    fn default() -> Self {
        Self {
            accent: ACCENT.to_owned(),
            locale: "auto".to_owned(),
            scheme: Scheme::Auto,
            corner: Corner::End,
            size: WidgetSize::Medium,
            offsets: Offsets::default(),
            phone_offsets: Offsets::default(),
            layer: LAYER_MAX,
            has_launcher: true,
            has_page_font: false,
        }
    }
}

impl Look {
    /// What follows the loader's style sheet so that the widget looks so: nothing is said
    /// of what looks as it does anyway, since each page view carries it.
    ///
    /// Of a look that has been checked: colour and numbers stand in it as they are.
    pub fn css(&self) -> String {
        let mut own = vec![format!("--accent:{}", self.accent)];
        match self.scheme {
            Scheme::Auto => {}
            Scheme::Light | Scheme::Dark => {
                own.push(["color-scheme:", self.scheme.word()].concat())
            }
        }
        if self.has_page_font {
            own.push("font-family:inherit".to_owned());
        }
        own.extend(self.placed(self.offsets, None));
        let (launcher, width, height) = self.size.pixels();
        let is_usual_size = self.size == WidgetSize::Medium;
        if !is_usual_size {
            own.push(format!("--launcher:{launcher}px"));
        }
        let mut css = format!(".beseda{{{}}}", own.join(";"));
        if self.has_page_font {
            css += ":host{font-family:inherit!important}";
        }
        if self.layer != LAYER_MAX {
            css += &format!(":host{{z-index:{}!important}}", self.layer);
        }
        if !self.has_launcher {
            css += ".launcher{display:none}";
        } else if !is_usual_size {
            css += &format!(
                ".launcher{{width:{launcher}px;height:{launcher}px;border-radius:{}px}}",
                launcher / 2
            );
        }
        let mut panel = Vec::new();
        if !is_usual_size {
            panel.push(format!("width:{width}px"));
        }
        if !is_usual_size || self.offsets.bottom != OFFSET {
            let taken = self.offsets.bottom + ABOVE;
            panel.push(format!("height:min({height}px,100dvh - {taken}px)"));
        }
        if !panel.is_empty() {
            css += &format!("@media(min-width:480px){{.panel{{{}}}}}", panel.join(";"));
        }
        let on_phones = self.placed(self.phone_offsets, Some(self.offsets));
        if !on_phones.is_empty() {
            css += &format!(
                "@media(max-width:479px){{.beseda{{{}}}}}",
                on_phones.join(";")
            );
        }
        css
    }

    /// What puts the launcher there. Without it that would be where `said` puts it, or
    /// where nobody has said anything.
    fn placed(&self, at: Offsets, said: Option<Offsets>) -> Vec<String> {
        let mut placed = Vec::new();
        let known = said.unwrap_or_default();
        let is_beside = at.side == known.side;
        match self.corner {
            Corner::Start if said.is_none() => {
                placed.push(format!("--start:{}px;--end:auto", at.side));
            }
            Corner::Start if !is_beside => placed.push(format!("--start:{}px", at.side)),
            Corner::End if !is_beside => placed.push(format!("--end:{}px", at.side)),
            Corner::Start | Corner::End => {}
        }
        if at.bottom != known.bottom {
            placed.push(format!("--bottom:{}px", at.bottom));
        }
        placed
    }
}

impl WidgetSize {
    /// The launcher's diameter, and the panel's width and height.
    const fn pixels(self) -> (u32, u32, u32) {
        match self {
            Self::Small => (48, 344, 560),
            Self::Medium => (60, 384, 640),
            Self::Large => (72, 448, 720),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_that_nobody_has_changed_is_its_colour() {
        assert_eq!(Look::default().css(), ".beseda{--accent:#2f6fde}");
    }

    #[test]
    fn the_other_corner_is_said_once_and_phones_follow_unless_they_differ() {
        let mut look = Look {
            corner: Corner::Start,
            ..Look::default()
        };
        assert_eq!(
            look.css(),
            ".beseda{--accent:#2f6fde;--start:20px;--end:auto}"
        );
        look.offsets = Offsets {
            side: 32,
            bottom: 80,
        };
        look.phone_offsets = look.offsets;
        let same = ".beseda{--accent:#2f6fde;--start:32px;--end:auto;--bottom:80px}\
                    @media(min-width:480px){.panel{height:min(640px,100dvh - 156px)}}";
        assert_eq!(look.css(), same);
        look.phone_offsets.bottom = 20;
        let phone = "@media(max-width:479px){.beseda{--bottom:20px}}";
        assert_eq!(look.css(), [same, phone].concat());
    }

    #[test]
    fn each_choice_has_its_rule() {
        let look = Look {
            accent: "#ffee00".to_owned(),
            scheme: Scheme::Dark,
            size: WidgetSize::Small,
            layer: 90,
            has_page_font: true,
            ..Look::default()
        };
        assert_eq!(
            look.css(),
            ".beseda{--accent:#ffee00;color-scheme:dark;font-family:inherit;--launcher:48px}\
             :host{font-family:inherit!important}\
             :host{z-index:90!important}\
             .launcher{width:48px;height:48px;border-radius:24px}\
             @media(min-width:480px){.panel{width:344px;height:min(560px,100dvh - 96px)}}"
        );
        let hidden = Look {
            has_launcher: false,
            ..Look::default()
        };
        assert!(hidden.css().ends_with(".launcher{display:none}"));
    }
}
