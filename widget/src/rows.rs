//! Messages as rows on a screen: what stands together, where a day begins, whose
//! state is told in words.

use beseda_client::outbox::Pending;
use beseda_client::timeline::{Author, Entry, Fate, Key};
use beseda_protocol::ids::Timestamp;
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
    /// What.
    pub body: Pending,
    /// The first of its day.
    pub begins_day: bool,
    /// The first of its group: shows the author's name.
    pub begins_group: bool,
    /// The last of its group: shows the time, and has a tail.
    pub ends_group: bool,
    /// The visitor's last message: its state is told in words.
    pub in_words: bool,
    /// It waits, and can be given up.
    pub can_cancel: bool,
}

impl Row {
    /// Whether it is on its way.
    pub fn is_moving(&self) -> bool {
        matches!(self.fate(), Some(Fate::Sending))
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

/// Arranges messages, oldest first. `day` numbers the visitor's calendar days;
/// `is_cut`: there is no line, so that what is not sent waits for it.
pub fn arrange(entries: Vec<Entry>, is_cut: bool, day: impl Fn(Timestamp) -> i64) -> Vec<Row> {
    let last_own = entries
        .iter()
        .rposition(|entry| matches!(entry.author, Author::You(_)));
    let days: Vec<i64> = entries.iter().map(|entry| day(entry.at)).collect();
    let joined: Vec<bool> = (1..entries.len())
        .map(|i| days[i - 1] == days[i] && belong_together(&entries[i - 1], &entries[i]))
        .collect();
    let n = entries.len();
    let row = |(i, entry): (usize, Entry)| Row {
        begins_day: i == 0 || days[i - 1] != days[i],
        begins_group: i == 0 || !joined[i - 1],
        ends_group: i + 1 == n || !joined[i],
        in_words: last_own == Some(i),
        can_cancel: matches!(entry.author, Author::You(Fate::Sending))
            && (is_cut || matches!(entry.body, Pending::Upload { .. })),
        key: entry.key,
        at: entry.at,
        author: entry.author,
        body: entry.body,
    };
    entries.into_iter().enumerate().map(row).collect()
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
        let key = Key::Own(Cid(minute.to_string()));
        let body = Pending::Text(String::new());
        Entry {
            key,
            at: Timestamp(minute * 60_000),
            author,
            body,
        }
    }

    fn operator(id: u64) -> Author {
        Author::Operator(Person {
            id: OperatorId(id),
            name: "Anna".into(),
        })
    }

    /// One word a row: `d` begins a day, `(` begins a group, `)` ends one, `w` has words.
    fn sketch(entries: Vec<Entry>) -> String {
        let rows = arrange(entries, false, |at| (at.0 / DAY_MS) as i64);
        let mark = |row: &Row| {
            let mut mark = String::new();
            for (on, c) in [
                (row.begins_day, 'd'),
                (row.begins_group, '('),
                (row.in_words, 'w'),
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
        assert_eq!(sketch(entries), "d() () (w)");
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
            let rows = arrange(entries.clone(), is_cut, |_| 0);
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
