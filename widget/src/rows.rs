//! Messages as rows on a screen: what stands together, where a day begins, whose
//! state is told in words.

use beseda_client::outbox::Pending;
use beseda_client::timeline::{Author, Entry, Fate, Key};
use beseda_protocol::ids::{MessageId, Timestamp};
use beseda_protocol::refusal::Code;

/// Messages of one author this close together form a group.
const GROUP_MS: u64 = 5 * 60 * 1_000;

/// One message on the screen.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Stays the same for the life of the message.
    pub key: Key,
    /// When.
    pub at: Timestamp,
    /// Whose, and how far.
    pub author: Author,
    /// What; an empty text: it was withdrawn.
    pub body: Pending,
    /// Whether its author has changed it.
    pub is_edited: bool,
    /// How the message begins that it answers.
    pub quote: Option<String>,
    /// The first of its day: so many days ago.
    pub begins_day: Option<i64>,
    /// The first that was new when the panel was opened.
    pub begins_new: bool,
    /// The first of its group: shows the author's name.
    pub begins_group: bool,
    /// The last of its group: shows the time, and has a tail.
    pub ends_group: bool,
    /// How an own message's state is told.
    pub told: Told,
    /// It waits, and can be given up.
    pub can_cancel: bool,
}

/// How the state of an own message is told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Told {
    /// Not at all: the next one's is the same.
    #[default]
    Not,
    /// By a mark: the next one is not as far.
    ByMark,
    /// In words: it is the last one.
    InWords,
}

/// What decides, besides the messages, how they stand.
#[derive(Debug, Clone, Copy, Default)]
pub struct Around {
    /// There is no line, so that what is not sent waits for it.
    pub is_cut: bool,
    /// The number of the visitor's calendar day.
    pub today: i64,
    /// Operators' messages after this one were new when the panel was opened.
    pub new_after: Option<MessageId>,
}

impl Row {
    /// Whether it is on its way.
    pub fn is_moving(&self) -> bool {
        matches!(self.fate(), Some(Fate::Sending))
    }

    /// Whether nothing but a time and a mark stands under it.
    pub fn is_plain(&self) -> bool {
        !(self.can_cancel || self.is_edited || matches!(self.fate(), Some(Fate::NotSent(_))))
    }

    /// How far an own message is.
    pub fn fate(&self) -> Option<&Fate> {
        match &self.author {
            Author::You(fate) => Some(fate),
            Author::Operator(_) => None,
        }
    }
}

/// Whether sending the same again could succeed.
pub fn can_retry(row: &Row) -> bool {
    match (&row.author, &row.body) {
        (Author::You(Fate::NotSent(refusal)), Pending::Upload { .. }) => {
            !matches!(refusal.code, Code::FileEmpty | Code::FileTooLarge)
        }
        (Author::You(Fate::NotSent(refusal)), _) => refusal.code != Code::CidReused,
        _ => false,
    }
}

/// Arranges messages, oldest first. `day` numbers the visitor's calendar days.
pub fn arrange(entries: Vec<Entry>, around: Around, day: impl Fn(Timestamp) -> i64) -> Vec<Row> {
    let first_new = around
        .new_after
        .and_then(|after| entries.iter().position(|entry| is_after(entry, after)));
    let days: Vec<i64> = entries.iter().map(|entry| day(entry.at)).collect();
    let joined: Vec<bool> = (1..entries.len())
        .map(|i| {
            days[i - 1] == days[i]
                && first_new != Some(i)
                && belong_together(&entries[i - 1], &entries[i])
        })
        .collect();
    let n = entries.len();
    let mut rows = Vec::with_capacity(n);
    for (i, entry) in entries.into_iter().enumerate() {
        let begins_day = i == 0 || days[i - 1] != days[i];
        rows.push(Row {
            begins_day: begins_day.then(|| around.today - days[i]),
            begins_new: first_new == Some(i),
            begins_group: i == 0 || !joined[i - 1],
            ends_group: i + 1 == n || !joined[i],
            told: Told::Not,
            can_cancel: matches!(entry.author, Author::You(Fate::Sending))
                && (around.is_cut || matches!(entry.body, Pending::Upload { .. })),
            key: entry.key,
            at: entry.at,
            author: entry.author,
            body: entry.body,
            is_edited: entry.is_edited,
            quote: entry.quote,
        });
    }
    tell(&mut rows);
    rows
}

/// The state of the last own message is told, and of each that is further than the
/// next one: the same mark beside every message says nothing.
fn tell(rows: &mut [Row]) {
    let mut next = None;
    for row in rows.iter_mut().rev() {
        let Author::You(fate) = &row.author else {
            continue;
        };
        row.told = match &next {
            None => Told::InWords,
            Some(next) if next != fate => Told::ByMark,
            _ => Told::Not,
        };
        next = Some(fate.clone());
    }
}

fn is_after(entry: &Entry, after: MessageId) -> bool {
    matches!((&entry.author, &entry.key), (Author::Operator(_), Key::Stored(id)) if *id > after)
}

fn belong_together(earlier: &Entry, later: &Entry) -> bool {
    let close = later.at.ms_since(earlier.at) < GROUP_MS;
    match (&earlier.author, &later.author) {
        // A refused message stands alone: its reason and its buttons follow it.
        (Author::You(Fate::NotSent(_)), _) | (_, Author::You(Fate::NotSent(_))) => false,
        (Author::You(_), Author::You(_)) => close,
        (Author::Operator(one), Author::Operator(other)) => close && one.id == other.id,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use beseda_protocol::ids::{Cid, OperatorId};
    use beseda_protocol::message::Person;
    use beseda_protocol::refusal::Refusal;

    const DAY_MS: u64 = 86_400_000;

    fn entry(minute: u64, author: Author) -> Entry {
        let key = match author {
            Author::You(_) => Key::Own(Cid(minute.to_string())),
            Author::Operator(_) => Key::Stored(MessageId(minute)),
        };
        let body = Pending::Text(String::new());
        Entry {
            key,
            at: Timestamp(minute * 60_000),
            author,
            body,
            is_edited: false,
            quote: None,
        }
    }

    fn operator(id: u64) -> Author {
        Author::Operator(Person {
            id: OperatorId(id),
            name: "Anna".into(),
        })
    }

    fn arranged(entries: Vec<Entry>, around: Around) -> Vec<Row> {
        arrange(entries, around, |at| (at.0 / DAY_MS) as i64)
    }

    /// One word a row: `d` begins a day, `n` what is new, `(` begins a group, `)` ends
    /// one, `w` has words, `m` a mark.
    fn sketch(entries: Vec<Entry>) -> String {
        sketch_of(arranged(entries, Around::default()))
    }

    fn sketch_of(rows: Vec<Row>) -> String {
        let mark = |row: &Row| {
            let mut mark = String::new();
            for (on, c) in [
                (row.begins_day.is_some(), 'd'),
                (row.begins_new, 'n'),
                (row.begins_group, '('),
                (row.told == Told::InWords, 'w'),
                (row.told == Told::ByMark, 'm'),
                (row.ends_group, ')'),
            ] {
                if on {
                    mark.push(c);
                }
            }
            if mark.is_empty() {
                "-".to_owned()
            } else {
                mark
            }
        };
        rows.iter().map(mark).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn messages_close_together_form_a_group_and_the_last_own_one_has_words() {
        let sent = || Author::You(Fate::Sent);
        let entries = vec![
            entry(0, sent()),
            entry(1, sent()),
            entry(2, sent()),
            entry(3, operator(1)),
            entry(4, operator(1)),
        ];
        assert_eq!(sketch(entries), "d( - w) ( )");
    }

    #[test]
    fn another_operator_a_pause_or_a_new_day_begins_a_group() {
        let entries = vec![
            entry(0, operator(1)),
            entry(1, operator(2)),
            entry(9, operator(2)),
            entry(1440, operator(2)),
        ];
        assert_eq!(sketch(entries), "d() () () d()");
    }

    #[test]
    fn a_refused_message_stands_alone() {
        let refused = Author::You(Fate::NotSent(Refusal::new(Code::FileEmpty, "")));
        let entries = vec![
            entry(0, Author::You(Fate::Sent)),
            entry(1, refused),
            entry(2, Author::You(Fate::Sending)),
        ];
        assert_eq!(sketch(entries), "d(m) (m) (w)");
    }

    /// ux P8.
    #[test]
    fn a_mark_stands_where_the_next_own_message_is_not_as_far() {
        let own = |minute, fate| entry(minute, Author::You(fate));
        let entries = vec![
            own(0, Fate::Read),
            own(1, Fate::Read),
            entry(2, operator(1)),
            own(3, Fate::Read),
            own(4, Fate::Sent),
            own(5, Fate::Sending),
            own(6, Fate::Sending),
        ];
        assert_eq!(sketch(entries), "d( ) () (m m - w)");
    }

    /// ux W5.
    #[test]
    fn what_was_new_when_the_panel_opened_begins_at_the_operators_first_unread_message() {
        let entries = || {
            vec![
                entry(0, operator(1)),
                entry(1, Author::You(Fate::Read)),
                entry(2, operator(1)),
                entry(3, operator(1)),
                entry(4, operator(1)),
            ]
        };
        let opened = |new_after| {
            let around = Around {
                new_after,
                ..Around::default()
            };
            sketch_of(arranged(entries(), around))
        };
        assert_eq!(opened(Some(MessageId(2))), "d() (w) () n( )");
        assert_eq!(opened(Some(MessageId(0))), "d() (w) n( - )");
        assert_eq!(opened(Some(MessageId(4))), "d() (w) ( - )");
        assert_eq!(opened(None), "d() (w) ( - )");
    }

    /// Field T4: midnight passes while the panel is open.
    #[test]
    fn a_day_is_so_many_days_ago_and_one_more_after_midnight() {
        let entries = vec![entry(0, operator(1)), entry(1440, operator(1))];
        let ago = |today| {
            let around = Around {
                today,
                ..Around::default()
            };
            let rows = arranged(entries.clone(), around);
            rows.iter().map(|row| row.begins_day).collect::<Vec<_>>()
        };
        assert_eq!(ago(1), [Some(1), Some(0)]);
        assert_eq!(ago(2), [Some(2), Some(1)]);
    }

    #[test]
    fn what_waits_for_the_line_and_a_file_on_its_way_can_be_given_up() {
        let mut file = entry(3, Author::You(Fate::Sending));
        file.body = Pending::Upload {
            name: String::new(),
            size: 1,
            sent: 0,
        };
        let entries = vec![
            entry(0, operator(1)),
            entry(1, Author::You(Fate::Sent)),
            entry(2, Author::You(Fate::Sending)),
            file,
        ];
        let can_cancel = |is_cut| {
            let around = Around {
                is_cut,
                ..Around::default()
            };
            let rows = arranged(entries.clone(), around);
            rows.iter().map(|row| row.can_cancel).collect::<Vec<_>>()
        };
        assert_eq!(can_cancel(true), [false, false, true, true]);
        assert_eq!(can_cancel(false), [false, false, false, true]);
    }

    #[test]
    fn a_clock_that_stepped_back_breaks_nothing() {
        assert_eq!(
            sketch(vec![entry(5, operator(1)), entry(2, operator(1))]),
            "d( )"
        );
        assert_eq!(sketch(vec![]), "");
    }
}
