//! What the center answers by itself (YU-03): a word to who writes before anybody can reply.

use crate::wire;

wire! {
    /// When the center answers by itself. Of those that apply to a message, only the first in
    /// this order does.
    pub words AutomaticRule {
        /// It is outside the channel's hours.
        "after_hours" => AfterHours,
        /// Nobody who could answer in the channel is online.
        "nobody_online" => NobodyOnline,
        /// The message begins its dialog.
        "first_message" => FirstMessage,
        /// None of a channel's: the site has spoken first, and been answered (X20).
        "trigger" => Trigger,
    }
}

wire! {
    /// What a channel answers by itself (X1): no such answer is a reply, so who waits still does.
    /// A paused client has none (X25).
    pub struct AutomaticReplies {
        /// Outside its hours.
        pub after_hours: AutomaticReply,
        /// When nobody is online.
        pub nobody_online: AutomaticReply,
        /// To the first message of a dialog.
        pub first_message: AutomaticReply,
    }
}

wire! {
    /// One of these answers.
    pub struct AutomaticReply {
        /// Whether it is given. Then at least one of its texts says something.
        pub is_on: bool,
        /// What it says to who reads the chat in English: at most
        /// [`crate::limits::AUTOMATIC_REPLY_CHARS_MAX`]. Empty: the same as in Russian.
        pub en: String,
        /// What it says in Russian. Empty: the same as in English.
        pub ru: String,
    }
}

impl AutomaticReplies {
    /// None is given.
    pub const OFF: Self = Self {
        after_hours: AutomaticReply::OFF,
        nobody_online: AutomaticReply::OFF,
        first_message: AutomaticReply::OFF,
    };

    /// The answer of a rule.
    pub fn of(&self, rule: AutomaticRule) -> &AutomaticReply {
        match rule {
            AutomaticRule::AfterHours => &self.after_hours,
            AutomaticRule::NobodyOnline => &self.nobody_online,
            AutomaticRule::FirstMessage => &self.first_message,
            AutomaticRule::Trigger => &NEVER,
        }
    }
}

/// What no channel answers by.
static NEVER: AutomaticReply = AutomaticReply::OFF;

impl Default for AutomaticReplies {
    /// Until somebody chooses otherwise.
    fn default() -> Self {
        Self::OFF
    }
}

impl AutomaticReply {
    const OFF: Self = Self {
        is_on: false,
        en: String::new(),
        ru: String::new(),
    };

    /// What it says to who reads the chat in a language (a BCP 47 tag); nothing, if it is not
    /// given.
    pub fn text(&self, locale: &str) -> Option<&str> {
        let is_russian = locale.split('-').next() == Some("ru");
        let (own, other) = match is_russian {
            true => (&self.ru, &self.en),
            false => (&self.en, &self.ru),
        };
        let text = if own.is_empty() { other } else { own };
        Some(text.as_str()).filter(|text| self.is_on && !text.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_in_the_language_of_who_reads_it_if_it_has_that() {
        let mut reply = AutomaticReply {
            is_on: true,
            en: "We are back at nine".into(),
            ru: "Мы будем в девять".into(),
        };
        assert_eq!(reply.text("ru-RU"), Some("Мы будем в девять"));
        assert_eq!(reply.text("run"), Some("We are back at nine"));
        assert_eq!(reply.text("de"), Some("We are back at nine"));
        reply.en.clear();
        assert_eq!(reply.text("en"), Some("Мы будем в девять"));
        reply.is_on = false;
        assert_eq!(reply.text("ru"), None);
    }
}
