//! Where in the console the operator is: a path, as a value.

use beseda_protocol::ids::DialogId;

/// A screen, as the address names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The dialogs, and the one that is open.
    Dialogs(Option<DialogId>),
    /// E-mail and password.
    SignIn,
    /// An invitation's token.
    Join(String),
    /// A reset link's token.
    Reset(String),
    /// A page of the settings.
    Settings(Section),
}

/// A page of the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Section {
    /// The first run: the center's name, then the site, then a colleague.
    Start,
    /// The operator's own name, language, theme, sounds.
    Me,
    /// The center's name, language, time zone.
    Center,
    /// Sites and their snippets.
    Sites,
    /// Colleagues and invitations.
    People,
}

impl Section {
    const fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Me => "me",
            Self::Center => "center",
            Self::Sites => "sites",
            Self::People => "people",
        }
    }

    /// Whether only administrators have it.
    pub const fn is_for_administrators(self) -> bool {
        !matches!(self, Self::Me)
    }
}

impl Place {
    /// What a path names. An unknown one leads to the dialogs.
    pub fn from_path(path: &str) -> Self {
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        match (parts.next(), parts.next()) {
            (Some("sign-in"), _) => Self::SignIn,
            (Some("join"), Some(token)) => Self::Join(token.to_owned()),
            (Some("reset"), Some(token)) => Self::Reset(token.to_owned()),
            (Some("dialogs"), Some(id)) => Self::Dialogs(id.parse().ok().map(DialogId)),
            (Some("settings"), section) => Self::Settings(match section {
                Some("start") => Section::Start,
                Some("center") => Section::Center,
                Some("sites") => Section::Sites,
                Some("people") => Section::People,
                _ => Section::Me,
            }),
            _ => Self::Dialogs(None),
        }
    }

    /// The path that names it.
    pub fn path(&self) -> String {
        match self {
            Self::Dialogs(None) => "/".to_owned(),
            Self::Dialogs(Some(id)) => format!("/dialogs/{id}"),
            Self::SignIn => "/sign-in".to_owned(),
            Self::Join(token) => format!("/join/{token}"),
            Self::Reset(token) => format!("/reset/{token}"),
            Self::Settings(section) => format!("/settings/{}", section.word()),
        }
    }

    /// Whether it makes sense without a session only.
    pub const fn is_a_gate(&self) -> bool {
        matches!(self, Self::SignIn | Self::Join(_) | Self::Reset(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_found_again_by_its_path() {
        let places = [
            Place::Dialogs(None),
            Place::Dialogs(Some(DialogId(12))),
            Place::SignIn,
            Place::Join("abc".into()),
            Place::Reset("def".into()),
            Place::Settings(Section::Start),
            Place::Settings(Section::Me),
            Place::Settings(Section::Center),
            Place::Settings(Section::Sites),
            Place::Settings(Section::People),
        ];
        for place in places {
            assert_eq!(Place::from_path(&place.path()), place);
        }
    }

    #[test]
    fn what_is_unknown_leads_to_the_dialogs() {
        for path in [
            "",
            "/",
            "/nonsense",
            "/dialogs",
            "/dialogs/x",
            "/join",
            "//",
        ] {
            assert_eq!(Place::from_path(path), Place::Dialogs(None), "{path}");
        }
    }
}
