//! The emoji picker's shelves and search, and what was picked before. The data are
//! fetched when the picker is first opened; `cargo x` makes them of emojibase.

use beseda_protocol::json::Value;

/// Results of a search: more nobody looks through.
const FOUND_MAX: usize = 80;

/// Emoji that are kept as picked before: two lines of the picker.
const RECENT_MAX: usize = 16;

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
    /// Its name and, on another line, the words that it is found by.
    words: String,
    /// The same with each of five skin tones, where it has them.
    tones: Vec<String>,
}

impl Emoji {
    /// With a skin tone of 1 to 5, where it has them; 0 is the one without.
    pub fn with_tone(&self, tone: usize) -> &str {
        self.tones
            .get(tone.wrapping_sub(1))
            .map_or(&self.text, |toned| toned)
    }
}

/// Reads the shelves, which are in lower case:
/// `[{"name": …, "emoji": [[text, name, words], [text, name, words, tones], …]}, …]`.
pub fn read<V: Value>(data: &V) -> Option<Vec<Shelf>> {
    let emoji = |row: &V| {
        let mut cells = row.items()?.into_iter();
        let (text, name, words) = (
            cells.next()?.text()?,
            cells.next()?.text()?,
            cells.next()?.text()?,
        );
        let tones = cells.next().and_then(|tones| tones.items());
        let tones = tones.iter().flatten().filter_map(V::text).collect();
        let words = without_yo(&[&*name, "\n", &*words].concat());
        Some(Emoji {
            text,
            name,
            words,
            tones,
        })
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

/// Emoji of which each word of the query begins a word: first the one that is called
/// so, then those with these very words: who looks for tea does not mean tears. The
/// query is in lower case: browsers know how to, and the tables for it are large.
pub fn search<'a>(shelves: &'a [Shelf], query: &str) -> Vec<&'a Emoji> {
    let query = without_yo(query);
    let mut found: [Vec<&Emoji>; 3] = Default::default();
    for emoji in shelves.iter().flat_map(|shelf| &shelf.emoji) {
        if let Some(rank) = rank(&emoji.words, &query) {
            found[rank].push(emoji);
        }
    }
    let mut found = found.concat();
    found.truncate(FOUND_MAX);
    found
}

/// The emoji that were picked before, the last one first; what is not on the shelves
/// of this build is left out.
pub fn recent<'a>(shelves: &'a [Shelf], picked: &str) -> Vec<&'a Emoji> {
    let all = || shelves.iter().flat_map(|shelf| &shelf.emoji);
    let known = |text| all().find(|emoji| emoji.text == text);
    picked.split(' ').filter_map(known).collect()
}

/// An emoji that was picked in this skin tone, without it.
pub fn untoned<'a>(shelves: &'a [Shelf], text: &'a str, tone: usize) -> &'a str {
    let mut all = shelves.iter().flat_map(|shelf| &shelf.emoji);
    let found = all.find(|emoji| emoji.with_tone(tone) == text);
    found.map_or(text, |emoji| &emoji.text)
}

/// What was picked before, with this one in front, parted by spaces.
pub fn picked(before: &str, emoji: &str) -> String {
    let mut picked = emoji.to_owned();
    let others = before.split(' ').filter(|other| *other != emoji);
    for other in others.take(RECENT_MAX - 1) {
        picked.push(' ');
        picked.push_str(other);
    }
    picked.truncate(picked.trim_end().len());
    picked
}

fn rank(words: &str, query: &str) -> Option<usize> {
    let has = |fits: fn(&str, &str) -> bool| {
        words_of(query).all(|sought| words_of(words).any(|word| fits(word, sought)))
    };
    if words
        .strip_prefix(query)
        .is_some_and(|rest| rest.starts_with('\n'))
    {
        Some(0)
    } else if has(|word, sought| word == sought) {
        Some(1)
    } else {
        has(|word, sought| word.starts_with(sought)).then_some(2)
    }
}

/// Names have marks in them: "flag: Spain", "«Да»", "T-Rex".
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    let is_mark = |c: char| {
        (c.is_ascii() && !c.is_ascii_alphanumeric())
            || matches!(c, '«' | '»' | '“' | '”' | '—' | '–')
    };
    text.split(is_mark).filter(|word| !word.is_empty())
}

/// Whoever looks for an "ёлка" may write "елка".
fn without_yo(text: &str) -> String {
    text.chars()
        .map(|c| if c == 'ё' { 'е' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn shelves() -> Vec<Shelf> {
        let data = json!([
            {"name": "smileys", "emoji": [
                ["😂", "face with tears of joy", "laugh tear"],
                ["🥹", "face holding back tears", "proud"],
                ["😺", "grinning cat", "happy кошка кот"],
            ]},
            {"name": "things", "emoji": [
                ["🍵", "teacup without handle", "drink tea чай"],
                ["🐈", "cat", "pet"],
                ["🇪🇸", "flag: spain", "es"],
                ["🦖", "t-rex", "dinosaur"],
                ["🎄", "новогодняя ёлка", "праздник"],
                ["👋", "waving hand", "hello", ["👋🏻", "👋🏼", "👋🏽", "👋🏾", "👋🏿"]],
            ]},
        ]);
        read(&data).unwrap()
    }

    fn found(query: &str) -> String {
        let shelves = shelves();
        let found = search(&shelves, query);
        found.iter().map(|emoji| &*emoji.text).collect()
    }

    /// ux W14.
    #[test]
    fn who_looks_for_tea_finds_it_before_tears() {
        assert_eq!(found("tea"), "🍵😂🥹");
        assert_eq!(found("чай"), "🍵");
        assert_eq!(found("te"), "😂🥹🍵");
    }

    #[test]
    fn what_is_called_so_stands_before_what_has_the_word_among_others() {
        assert_eq!(found("cat"), "🐈😺");
        assert_eq!(found("ко"), "😺");
    }

    #[test]
    fn marks_in_names_and_in_the_query_are_no_part_of_a_word() {
        for (query, wanted) in [
            ("spain flag", "🇪🇸"),
            ("flag:", "🇪🇸"),
            ("rex", "🦖"),
            ("t-rex", "🦖"),
            (":tea:", "🍵😂🥹"),
            ("елка", "🎄"),
            ("ёлка", "🎄"),
            ("tears back", "🥹"),
            ("nothing", ""),
        ] {
            assert_eq!(found(query), wanted, "{query}");
        }
    }

    #[test]
    fn a_tone_is_taken_where_there_is_one() {
        let shelves = shelves();
        let toned = |query, tone| search(&shelves, query)[0].with_tone(tone).to_owned();
        assert_eq!(toned("waving", 0), "👋");
        assert_eq!(toned("waving", 5), "👋🏿");
        assert_eq!(toned("waving", 6), "👋");
        assert_eq!(toned("cat", 3), "🐈");
        assert_eq!(untoned(&shelves, "👋🏿", 5), "👋");
        assert_eq!(untoned(&shelves, "🐈", 5), "🐈");
    }

    #[test]
    fn what_was_picked_stands_first_once_and_not_for_ever() {
        assert_eq!(picked("", "🍵"), "🍵");
        assert_eq!(picked("🐈 🍵 👋", "🍵"), "🍵 🐈 👋");
        let many = (0..30).fold(String::new(), |before, n| picked(&before, &n.to_string()));
        assert_eq!(many.split(' ').count(), RECENT_MAX);
        assert!(many.starts_with("29 28 "));
        let shelves = shelves();
        let known = recent(&shelves, "🍵 🫠 🐈");
        let known: Vec<&str> = known.iter().map(|emoji| &*emoji.text).collect();
        assert_eq!(known, ["🍵", "🐈"]);
        assert!(recent(&shelves, "").is_empty());
    }
}
