//! What an operator chose on this machine. Kept by the browser.

use beseda_protocol::json::{Value, Wire, write_text};

use super::card_prefs::CardPrefs;
use super::feed_prefs::Hidden;
use super::kept::{kept, kept_word};
use super::keys::SendKey;

/// The choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prefs {
    /// Language; absent: the browser's.
    pub locale: Option<Locale>,
    /// Light or dark.
    pub theme: Theme,
    /// Whether messages make a sound.
    pub sound: bool,
    /// Whether messages raise desktop notifications, as far as the browser allows.
    pub notify: bool,
    /// The key that sends.
    pub send_key: SendKey,
    /// Whether closing a dialog leads to the next one that awaits a reply.
    pub goes_on: bool,
    /// Whether a key alone does something while nothing is typed.
    pub has_shortcuts: bool,
    /// Skin tone of emoji: 0 for none, else 1 to 5.
    pub tone: u8,
    /// Whether the operator has been asked about sound and notifications.
    pub was_asked: bool,
    /// Whether somebody is signed in, as far as this browser knows: by it the page
    /// draws its first shape.
    pub signed_in: bool,
    /// What the list showed last, in the words of the address.
    pub list: String,
    /// What its cards show.
    pub cards: CardPrefs,
    /// Whether it is out of the way of the open dialog (KC-27).
    pub list_folded: bool,
    /// Kinds of messages that dialogs do not show.
    pub hidden: Hidden,
}

kept!(Prefs {
    locale,
    theme,
    sound,
    notify,
    send_key,
    goes_on,
    has_shortcuts,
    tone,
    was_asked,
    signed_in,
    list,
    cards,
    list_folded,
    hidden,
});

impl Default for Prefs {
    fn default() -> Self {
        Self {
            locale: None,
            theme: Theme::System,
            sound: true,
            notify: true,
            send_key: SendKey::ControlEnter,
            goes_on: false,
            has_shortcuts: true,
            tone: 0,
            was_asked: false,
            signed_in: false,
            list: String::new(),
            cards: CardPrefs::default(),
            list_folded: false,
            hidden: Hidden::new(),
        }
    }
}

/// A language that the console speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Locale {
    /// English.
    En,
    /// Russian.
    Ru,
}

impl Wire for Locale {
    fn read_or_blank<V: Value>(value: Option<&V>, is_whole: &mut bool) -> Self {
        let tag = value.and_then(V::text).unwrap_or_default();
        let known = Self::ALL
            .into_iter()
            .find(|(locale, _)| locale.tag() == tag);
        *is_whole &= known.is_some();
        known.map_or(Self::En, |(locale, _)| locale)
    }
    fn write(&self, out: &mut String) {
        write_text(out, self.tag());
    }
}

impl Locale {
    /// Every language, each under its own name.
    pub const ALL: [(Self, &'static str); 2] = [(Self::En, "English"), (Self::Ru, "Русский")];

    /// As on the wire and in `lang`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ru => "ru",
        }
    }

    /// The language that suits a browser's or a center's choice.
    pub fn from_tag(tag: &str) -> Self {
        match tag.split(['-', '_']).next() {
            Some("ru" | "be" | "kk" | "uk") => Self::Ru,
            _ => Self::En,
        }
    }
}

/// How dates and numbers are written in a language: of several ways the one that the
/// browser asks for (14:05 or 2:05 PM), if it is one of this language. Some systems
/// hand on tags that are no tags (`en_GB.UTF-8`, `en-US@posix`): what can be read of
/// them counts.
pub fn formats(language: Locale, wanted: impl IntoIterator<Item = String>) -> String {
    wanted
        .into_iter()
        .filter_map(|tag| {
            let tag = tag.split(['@', '.']).next()?.replace('_', "-");
            let mut parts = tag.split('-');
            let is_ours = parts.next()?.eq_ignore_ascii_case(language.tag());
            let region = parts.all(|part| {
                (2..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
            });
            (is_ours && region).then_some(tag)
        })
        .next()
        .unwrap_or_else(|| language.tag().to_owned())
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// As the system.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

kept_word!(Theme);

impl Theme {
    /// Every choice.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The word of `data-theme`, and of the text's key.
    pub const fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

#[cfg(test)]
mod tests {
    use beseda_protocol::json::to_text;

    use super::*;
    use crate::model::kept;

    #[test]
    fn choices_of_an_older_console_are_kept() {
        let old: Prefs =
            kept::read(r#"{"locale":"ru","sound":false,"gone":1,"tone":"x"}"#).expect("reads");
        assert_eq!((old.locale, old.tone), (Some(Locale::Ru), 0));
        assert!(!old.sound && old.notify);
        assert_eq!(old.send_key, SendKey::ControlEnter);
    }

    #[test]
    fn choices_are_read_as_they_were_kept_and_in_the_words_they_always_had() {
        let text = r#"{"locale":"ru","theme":"dark","sound":false,"notify":true,"send_key":"enter","goes_on":true,"has_shortcuts":true,"tone":3,"was_asked":true,"signed_in":true,"list":"tab=mine","cards":{"density":"compact","time":"activity","facts":["origin"],"variables":["Size"]},"list_folded":true,"hidden":["system","notes"]}"#;
        let found: Prefs = kept::read(text).expect("reads");
        assert_eq!(to_text(&found), text);
        assert_eq!(found.send_key, SendKey::Enter);
        let first = Prefs::default();
        assert_eq!(kept::read(&to_text(&first)), Some(first));
    }

    /// ux C17, and what P4 is in the console.
    #[test]
    fn formats_are_the_browsers_own_when_they_are_of_the_chosen_language() {
        for (language, wanted, formats_of) in [
            (Locale::En, &["en-GB"][..], "en-GB"),
            (Locale::En, &["de-DE", "en-IE"], "en-IE"),
            (Locale::En, &["ru-RU"], "en"),
            (Locale::Ru, &["en-US", "ru"], "ru"),
            (Locale::Ru, &[], "ru"),
            (Locale::En, &["EN-gb"], "EN-gb"),
            (Locale::En, &["en-US@posix"], "en-US"),
            (Locale::En, &["en_GB.UTF-8"], "en-GB"),
            (Locale::En, &["en-"], "en"),
            (Locale::En, &["en-US-!"], "en"),
            (Locale::En, &["C", "POSIX", ""], "en"),
            (Locale::En, &["english"], "en"),
        ] {
            let wanted = wanted.iter().map(ToString::to_string);
            assert_eq!(formats(language, wanted), formats_of);
        }
    }

    #[test]
    fn a_browsers_language_picks_ours() {
        assert_eq!(Locale::from_tag("ru-RU"), Locale::Ru);
        assert_eq!(Locale::from_tag("de"), Locale::En);
    }
}
