//! The screen's state. A plain struct: the desk makes it, components show it.

use beseda_client::connection::State;
use beseda_client::outbox::Pending;
use beseda_client::timeline::{Author, Ending, Fate, Key};
use beseda_protocol::ids::{MessageId, OperatorId, Timestamp};
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

/// By whom the company says what it says by itself.
const ITSELF: OperatorId = OperatorId(0);

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

    /// Whether the visitor waits for a person's answer: what the company says by itself is
    /// none.
    pub fn waiting(&self) -> Option<Waiting> {
        if self.is_blocked || self.is_deleted {
            return None;
        }
        let is_answer = |row: &Row| matches!(&row.author, Author::Operator(by) if by.id != ITSELF);
        let is_stored =
            |row: &Row| matches!(row.fate(), Some(Fate::Sent | Fate::Delivered | Fate::Read));
        let answered = self.rows.iter().rposition(is_answer);
        let waits = &self.rows[answered.map_or(0, |place| place + 1)..];
        Some(Waiting {
            since: waits.iter().find(|row| is_stored(row))?.at,
            is_first: answered.is_none() && !self.more,
        })
    }

    /// What has been said so far, as far as it is here; what is not stored is not said.
    pub fn said(&self) -> Vec<Said> {
        let said = self.rows.iter().filter_map(|row| {
            let who = match &row.author {
                Author::You(Fate::Sent | Fate::Delivered | Fate::Read) => None,
                Author::You(_) => return None,
                Author::Operator(by) => Some(by.name.clone()),
            };
            let text = text_of(row).to_owned();
            let at = row.at;
            Some(Said { at, who, text })
        });
        said.collect()
    }

    /// The newest message of an operator, if any is unread; nothing of one that was withdrawn.
    pub fn preview(&self) -> Option<Preview> {
        let mut rows = self.rows.iter().rev().filter(|_| self.unread > 0);
        rows.find_map(|row| {
            let (Author::Operator(by), Key::Stored(id)) = (&row.author, &row.key) else {
                return None;
            };
            let text = text_of(row);
            let name = match by.id == ITSELF {
                true => None,
                false => by.name.split_whitespace().next(),
            };
            Some(Preview {
                id: *id,
                by: by.clone(),
                name: name.unwrap_or(&by.name).to_owned(),
                text: text.chars().take(PREVIEW_CHARS_MAX).collect(),
            })
        })
        .filter(|preview| !preview.text.is_empty())
    }

    /// Whether there is anything to read.
    pub fn is_blank(&self) -> bool {
        self.known && self.rows.is_empty()
    }
}

/// A visitor who waits for a person's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// When the first of his messages was stored that nobody has answered since.
    pub since: Timestamp,
    /// Whether nobody has answered him ever.
    pub is_first: bool,
}

/// What is shown of an operator's message while the panel is closed.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// Which message.
    pub id: MessageId,
    /// Whose.
    pub by: Person,
    /// What he is called there: his first name, or all of the company's.
    pub name: String,
    /// How it begins, or how its file is called; at most [`PREVIEW_CHARS_MAX`].
    pub text: String,
}

/// A message that is stored, in words.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// When.
    pub at: Timestamp,
    /// By whom; nobody: by the visitor.
    pub who: Option<String>,
    /// What it says, or how its file is called; empty: it was withdrawn.
    pub text: String,
}

/// Of a message more is never in view, in Unicode scalar values.
pub const PREVIEW_CHARS_MAX: usize = 200;

/// What a message says, or how its file is called.
fn text_of(row: &Row) -> &str {
    match &row.body {
        Pending::Text(text) => text,
        Pending::File(file) => &file.name,
        Pending::Upload { name, .. } => name,
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
    use crate::rows::Told;
    use beseda_protocol::ids::Cid;

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

    fn row(at: u64, author: Author) -> Row {
        let key = match author {
            Author::You(_) => Key::Own(Cid(at.to_string())),
            Author::Operator(_) => Key::Stored(MessageId(at)),
        };
        Row {
            key,
            at: Timestamp(at),
            author,
            body: Pending::Text(String::new()),
            is_edited: false,
            quote: None,
            begins_day: None,
            begins_new: false,
            begins_group: true,
            ends_group: true,
            told: Told::Not,
            can_cancel: false,
        }
    }

    #[test]
    fn a_visitor_waits_from_his_first_stored_message_that_no_person_has_answered() {
        let own = |at, fate| row(at, Author::You(fate));
        let said = |at, id| row(at, Author::Operator(person(id, "Anna")));
        let waiting = |rows: Vec<Row>| {
            let chat = Chat {
                rows,
                ..Chat::default()
            };
            let waiting = chat.waiting();
            waiting.map(|waiting| (waiting.since.0, waiting.is_first))
        };
        assert_eq!(waiting(vec![]), None);
        assert_eq!(waiting(vec![own(1, Fate::Sending)]), None);
        let first = || vec![own(1, Fate::Read), own(2, Fate::Sent), said(3, 0)];
        assert_eq!(waiting(first()), Some((1, true)), "nobody has said 3");
        let mut answered = first();
        answered.push(said(4, 7));
        assert_eq!(waiting(answered.clone()), None);
        answered.push(own(5, Fate::Sent));
        assert_eq!(waiting(answered.clone()), Some((5, false)));
        let blocked = Chat {
            rows: answered,
            is_blocked: true,
            ..Chat::default()
        };
        assert_eq!(blocked.waiting(), None);
    }

    #[test]
    fn the_newest_unread_message_is_previewed_with_a_first_name() {
        let by = |id, name: &str, text: &str| Row {
            body: Pending::Text(text.into()),
            ..row(id, Author::Operator(person(id, name)))
        };
        let preview = |unread, rows: Vec<Row>| {
            let chat = Chat {
                unread,
                rows,
                ..Chat::default()
            };
            let preview = chat.preview();
            preview.map(|preview| (preview.id.0, preview.name, preview.text))
        };
        let said = |id, name: &str, text: &str| Some((id, name.to_owned(), text.to_owned()));
        let rows = || vec![by(1, "Anna Petrova", "first"), by(2, "Ben", "second")];
        assert_eq!(preview(0, rows()), None);
        assert_eq!(preview(1, rows()), said(2, "Ben", "second"));
        let mut answered = rows();
        answered.truncate(1);
        answered.push(row(3, Author::You(Fate::Sent)));
        assert_eq!(preview(1, answered), said(1, "Anna", "first"));
        assert_eq!(preview(1, vec![by(2, "Ben", "")]), None, "withdrawn");
        let company = vec![by(0, "Tea House", "Back at nine")];
        assert_eq!(preview(1, company), said(0, "Tea House", "Back at nine"));
        let long = preview(1, vec![by(1, "Anna", &"\u{436}".repeat(300))]);
        assert_eq!(long.unwrap().2.chars().count(), PREVIEW_CHARS_MAX);
    }

    #[test]
    fn what_was_said_is_what_is_stored() {
        let own = |at, fate| Row {
            body: Pending::Text("mine".into()),
            ..row(at, Author::You(fate))
        };
        let rows = vec![
            own(1, Fate::Read),
            row(2, Author::Operator(person(1, "Anna"))),
            own(3, Fate::Sending),
        ];
        let chat = Chat {
            rows,
            ..Chat::default()
        };
        let said = chat.said().into_iter();
        let said: Vec<_> = said.map(|said| (said.at.0, said.who, said.text)).collect();
        let anna = (2, Some("Anna".to_owned()), String::new());
        assert_eq!(said, [(1, None, "mine".to_owned()), anna]);
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
