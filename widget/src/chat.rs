//! The screen's state. A plain struct: the desk makes it, components show it.

use beseda_client::connection::State;
use beseda_client::timeline::{Ending, Key};
use beseda_protocol::message::Person;

use crate::rows::Row;

/// What the visitor's screen shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Chat {
    /// Messages, oldest first.
    pub rows: Vec<Row>,
    /// Whether older ones can be asked for.
    pub more: bool,
    /// Whether the conversation so far is known; before that nobody can say
    /// that there is none.
    pub known: bool,
    /// Operators' messages that the visitor has not seen.
    pub unread: u32,
    /// The operator who is typing.
    pub typing: Option<Person>,
    /// Who stands in the header.
    pub team: Vec<Person>,
    /// Whether the conversation was deleted, and nothing was said since.
    pub is_deleted: bool,
    /// Whether nothing that the visitor writes is taken.
    pub is_blocked: bool,
    /// How the conversation stands, if it is closed.
    pub ending: Ending,
    /// The line to the relay.
    pub link: Link,
    /// Messages that wait for it.
    pub n_waiting: usize,
    /// Whether the browser could not keep one of them.
    pub unkept: bool,
}

/// The line, as far as a visitor cares.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Link {
    /// Not needed yet.
    #[default]
    Idle,
    /// On its way for the first time.
    Connecting,
    /// Works.
    Live,
    /// Broken; tried again by itself.
    Lost,
    /// The site's owner has not allowed this page's origin; asked again by itself.
    NotAllowed,
    /// Works again.
    Back,
}

/// A cut is shown when it has lasted this long (`panel.css`); the end of a shorter
/// one is no news either.
pub const CUT_SEEN_MS: u64 = 1_000;

impl Link {
    /// Of a line in this state.
    pub fn of(state: State) -> Self {
        match state {
            State::Idle | State::Ended => Self::Idle,
            State::Live { .. } => Self::Live,
            State::Connecting { attempt: 0, .. } | State::Greeting { attempt: 0, .. } => {
                Self::Connecting
            }
            State::Connecting { .. } | State::Greeting { .. } | State::Waiting { .. } => Self::Lost,
        }
    }

    /// Whether what is written now waits, for nobody knows how long.
    pub fn is_cut(self) -> bool {
        matches!(self, Self::Lost | Self::NotAllowed)
    }

    /// What is shown of it after `shown`, which has been lost for so long if it is.
    pub fn after(self, shown: Self, lost_ms: u64) -> Self {
        match (shown, self) {
            (Self::Lost, Self::Live) if lost_ms >= CUT_SEEN_MS => Self::Back,
            (Self::Back, Self::Live) => Self::Back,
            (_, now) => now,
        }
    }
}

impl Chat {
    /// The row with this key.
    pub fn row(&self, key: &Key) -> Option<&Row> {
        self.rows.iter().find(|row| row.key == *key)
    }

    /// The visitor's last message.
    pub fn last_own(&self) -> Option<&Key> {
        let own = self.rows.iter().rev().find(|row| row.fate().is_some());
        own.map(|row| &row.key)
    }

    /// The first message that was new when the panel was opened.
    pub fn first_new(&self) -> Option<&Key> {
        let new = self.rows.iter().find(|row| row.begins_new);
        new.map(|row| &row.key)
    }

    /// Whether there is something to say about the conversation or its line.
    pub fn is_troubled(&self) -> bool {
        self.link.is_cut() || self.is_blocked || self.is_deleted
    }

    /// Whether there is anything to read.
    pub fn is_blank(&self) -> bool {
        self.known && self.rows.is_empty()
    }
}

/// Up to three people for the header: those who answered last.
pub fn header(answered: Vec<&Person>) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::new();
    for person in answered {
        if people.len() < 3 && people.iter().all(|known| known.id != person.id) {
            people.push(person.clone());
        }
    }
    people
}

/// One or two letters that stand for a person; screens show them as capitals.
pub fn initials(name: &str) -> String {
    let is_letter = |c: char| c.is_ascii_alphanumeric() || c >= '\u{c0}';
    let (mut first, mut last, mut is_begun) = (None, None, false);
    for c in name.chars() {
        if c.is_whitespace() {
            is_begun = false;
        } else if is_letter(c) && !is_begun {
            is_begun = true;
            let place = if first.is_none() {
                &mut first
            } else {
                &mut last
            };
            *place = Some(c);
        }
    }
    first.into_iter().chain(last).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use beseda_protocol::ids::{OperatorId, Timestamp};

    fn person(id: u64, name: &str) -> Person {
        Person {
            id: OperatorId(id),
            name: name.into(),
        }
    }

    #[test]
    fn initials_are_of_the_first_and_the_last_name() {
        assert_eq!(initials("Анна Мария Петрова"), "АП");
        assert_eq!(initials("  bot "), "b");
        assert_eq!(initials("«Ёлка»"), "Ё");
        assert_eq!(initials(""), "");
    }

    #[test]
    fn the_header_has_the_three_who_answered_last() {
        let people = [
            person(4, "Dan"),
            person(2, "Ben"),
            person(1, "Anna"),
            person(3, "Cleo"),
        ];
        let shown = header(people.iter().collect());
        let names: Vec<_> = shown.iter().map(|person| person.name.as_str()).collect();
        assert_eq!(names, ["Dan", "Ben", "Anna"]);
        assert!(header(vec![]).is_empty());
    }

    #[test]
    fn a_first_connection_is_no_trouble_and_a_second_one_is() {
        let until = Timestamp(0);
        assert_eq!(
            Link::of(State::Connecting { attempt: 0, until }),
            Link::Connecting
        );
        assert_eq!(
            Link::of(State::Connecting { attempt: 1, until }),
            Link::Lost
        );
        assert_eq!(Link::of(State::Waiting { attempt: 1, until }), Link::Lost);
    }

    #[test]
    fn only_a_cut_that_was_seen_ends_with_a_word() {
        let live = |shown, lost_ms| Link::Live.after(shown, lost_ms);
        assert_eq!(live(Link::Lost, 999), Link::Live);
        assert_eq!(live(Link::Lost, 1_000), Link::Back);
        assert_eq!(live(Link::Back, 0), Link::Back);
        assert_eq!(live(Link::Connecting, 5_000), Link::Live);
        assert_eq!(Link::Lost.after(Link::Back, 0), Link::Lost);
    }
}
