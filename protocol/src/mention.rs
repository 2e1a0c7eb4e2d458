//! Mentions: a note calls a colleague by `@` and his name.

use crate::fold::fold;
use crate::ids::{DialogId, MessageId, OperatorId, Timestamp};
use crate::wire;

wire! {
    /// An employee whom a note calls. It is he who is mentioned, whatever he is called later.
    pub struct Mention {
        /// Who.
        pub who: OperatorId,
        /// What he is called in the note, as it is written there.
        pub name: String,
    }
}

wire! {
    /// A dialog in which an employee was mentioned, or that a colleague handed to him.
    pub struct Mentioned {
        /// The dialog.
        pub dialog: DialogId,
        /// What mentions him, the last time: a note, or what the system tells of a colleague
        /// who hands it on.
        pub message: MessageId,
        /// When, the last time.
        pub at: Timestamp,
        /// Whether he has looked at it since.
        pub is_seen: bool,
    }
}

/// A part of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'n> {
    /// What is said.
    Text(&'n str),
    /// Somebody is called, by these letters.
    Mention(OperatorId, &'n str),
}

/// Whom of some people a note calls: by `@`, not within a word, and the whole name. Of names
/// that begin alike it is the longest; people of one name are all meant.
///
/// ```
/// use beseda_protocol::ids::OperatorId;
/// use beseda_protocol::mention::mentions;
/// let people = [(OperatorId(1), "Anna"), (OperatorId(2), "Anna Petrova")];
/// let called = |note: &str| {
///     let called = mentions(note, people.into_iter()).into_iter();
///     called.map(|one| (one.who.0, one.name)).collect::<Vec<_>>()
/// };
/// assert_eq!(called("Please, @anna petrova: look"), [(2, "anna petrova".into())]);
/// assert_eq!(called("@Anna, @Anna"), [(1, "Anna".into())]);
/// assert_eq!(called("@Annabel"), []);
/// assert_eq!(called("write to sales@anna.example"), []);
/// ```
pub fn mentions<'p>(
    note: &str,
    people: impl Iterator<Item = (OperatorId, &'p str)> + Clone,
) -> Vec<Mention> {
    let mut mentions: Vec<Mention> = Vec::new();
    for place in calls(note) {
        let rest = &note[place + 1..];
        let called = people
            .clone()
            .filter_map(|(who, name)| Some((who, begins_with(rest, name.trim())?)));
        let called: Vec<(OperatorId, &str)> = called.collect();
        let longest = called.iter().map(|(_, name)| name.len()).max();
        for (who, name) in called {
            let is_known = mentions.iter().any(|one| one.who == who);
            if Some(name.len()) == longest && !is_known {
                let name = name.to_owned();
                mentions.push(Mention { who, name });
            }
        }
    }
    mentions.sort_by_key(|one| one.who);
    mentions
}

/// A note in parts, those told apart in which it calls somebody.
///
/// ```
/// use beseda_protocol::ids::OperatorId;
/// use beseda_protocol::mention::{Mention, Part, parts};
/// let anna = Mention { who: OperatorId(1), name: "Anna".into() };
/// let (text, called) = (Part::Text, Part::Mention(OperatorId(1), "Anna"));
/// assert_eq!(
///     parts("Ask @Anna or @Boris", &[anna]),
///     [text("Ask "), called, text(" or @Boris")]
/// );
/// ```
pub fn parts<'n>(note: &'n str, mentions: &[Mention]) -> Vec<Part<'n>> {
    let mut parts = Vec::new();
    let mut told = 0;
    for place in calls(note) {
        let rest = &note[place + 1..];
        let called = mentions
            .iter()
            .filter_map(|one| Some((one.who, begins_with(rest, &one.name)?)));
        let Some((who, name)) = called.max_by_key(|(_, name)| name.len()) else {
            continue;
        };
        if told < place {
            parts.push(Part::Text(&note[told..place]));
        }
        parts.push(Part::Mention(who, name));
        told = place + 1 + name.len();
    }
    if told < note.len() {
        parts.push(Part::Text(&note[told..]));
    }
    parts
}

/// Where somebody may be called: each `@` that is not within a word.
fn calls(note: &str) -> impl Iterator<Item = usize> {
    let places = note.match_indices('@').map(|(place, _)| place);
    places.filter(|place| !is_within_word(note[..*place].chars().next_back()))
}

/// A name as a text has it at its beginning, whole.
fn begins_with<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let n_letters = name.chars().count();
    let mut ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    let end = ends.nth(n_letters).filter(|_| n_letters > 0)?;
    let (found, rest) = text.split_at(end);
    let is_whole = !is_within_word(rest.chars().next());
    (is_whole && fold(found) == fold(name)).then_some(found)
}

fn is_within_word(letter: Option<char>) -> bool {
    letter.is_some_and(char::is_alphanumeric)
}
