//! The emoji picker's shelves and search. The data are fetched when the picker
//! is first opened; `cargo x` makes them of emojibase.

use beseda_protocol::json::Value;

/// Results of a search: more nobody looks through.
const FOUND_MAX: usize = 80;

/// All emoji of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Shelf {
    /// Its name.
    pub name: String,
    /// In the order of Unicode.
    pub emoji: Vec<Emoji>,
}

/// One emoji.
#[derive(Debug, Clone, PartialEq)]
pub struct Emoji {
    /// What is put into the text.
    pub text: String,
    /// Its name.
    pub name: String,
    /// Its name and the words that it is found by.
    words: String,
}

/// Reads the shelves, which are in lower case: `[{"name": …, "emoji": [[text, name, words, …], …]}, …]`.
pub fn read<V: Value>(data: &V) -> Option<Vec<Shelf>> {
    let emoji = |row: &V| {
        let mut cells = row.items()?.into_iter();
        let (text, name, words) = (
            cells.next()?.text()?,
            cells.next()?.text()?,
            cells.next()?.text()?,
        );
        let words = without_yo(&[&*name, " ", &*words].concat());
        Some(Emoji { text, name, words })
    };
    let shelf = |shelf: &V| {
        let emoji = shelf
            .get("emoji")?
            .items()?
            .iter()
            .filter_map(emoji)
            .collect();
        Some(Shelf {
            name: shelf.get("name")?.text()?,
            emoji,
        })
    };
    Some(data.items()?.iter().filter_map(shelf).collect())
}

/// Emoji with a word that begins with each word of the query, which is in lower
/// case: browsers know how to, and the tables for it are large.
pub fn search<'a>(shelves: &'a [Shelf], query: &str) -> Vec<&'a Emoji> {
    let query = without_yo(query);
    let has = |emoji: &Emoji, start| emoji.words.split(' ').any(|word| word.starts_with(start));
    let all = shelves.iter().flat_map(|shelf| &shelf.emoji);
    all.filter(|emoji| query.split_whitespace().all(|start| has(emoji, start)))
        .take(FOUND_MAX)
        .collect()
}

/// Whoever looks for an "ёлка" may write "елка".
fn without_yo(text: &str) -> String {
    text.chars()
        .map(|c| if c == 'ё' { 'е' } else { c })
        .collect()
}
