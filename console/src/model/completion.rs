//! What a word before the cursor asks to be completed by.

use super::saved_replies::slash_word;

/// A name of an emoji begins to be offered after so many letters.
const EMOJI_LETTERS_MIN: usize = 2;

/// A name behind an at sign is sought as far as this, in letters.
const MENTION_LETTERS_MAX: usize = 60;

/// What the word before the cursor is the beginning of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sought {
    /// Of a saved reply's shortcut or name, behind a slash.
    Reply(String),
    /// Of an emoji's name, behind a colon.
    Emoji(String),
    /// Of a colleague's name, behind an at sign in a note.
    Colleague(String),
}

impl Sought {
    /// Where a text before the cursor ends in such a word.
    pub fn at_end(before: &str, is_note: bool) -> Option<Self> {
        let word = |word: &str| word.to_owned();
        (slash_word(before).map(word).map(Self::Reply))
            .or_else(|| emoji_word(before).map(word).map(Self::Emoji))
            .or_else(|| {
                let called = mention_word(before).filter(|_| is_note);
                called.map(word).map(Self::Colleague)
            })
    }

    /// UTF-16 units of the word and of the sign before it.
    pub fn n_units(&self) -> u32 {
        let (Self::Reply(word) | Self::Emoji(word) | Self::Colleague(word)) = self;
        1 + word.encode_utf16().count() as u32
    }
}

/// The beginning of a name, where the text before the cursor ends in one: behind an at sign
/// that is not within a word. It may be of several words, the last of which has begun.
pub fn mention_word(before: &str) -> Option<&str> {
    let (rest, word) = before.rsplit_once('@')?;
    let begins = !rest.chars().next_back().is_some_and(char::is_alphanumeric);
    let ends_in_space = word.ends_with(char::is_whitespace);
    let is_name = !word.starts_with(char::is_whitespace)
        && !word.contains('\n')
        && word.chars().count() <= MENTION_LETTERS_MAX;
    (begins && is_name && !ends_in_space).then_some(word)
}

/// The beginning of an emoji's name, where the text before the cursor ends in one: letters
/// behind a colon that stands at the beginning of a word.
pub fn emoji_word(before: &str) -> Option<&str> {
    let (rest, word) = before.rsplit_once(':')?;
    let begins = rest.chars().next_back().is_none_or(char::is_whitespace);
    let is_letter = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '+');
    let n_letters = word.chars().filter(|letter| letter.is_alphabetic()).count();
    let is_name = word.chars().all(is_letter) && n_letters >= EMOJI_LETTERS_MIN;
    (begins && is_name).then_some(word)
}

/// How well words answer what is sought, each of whose words must be there or begin one: the
/// smaller, the better, a whole word before all.
pub fn rank<'w>(words: impl Iterator<Item = &'w str> + Clone, sought: &str) -> Option<usize> {
    let mut worst = 0;
    for part in sought.split_whitespace() {
        let begins = |word: &&str| word.starts_with(part);
        let shortest = words.clone().filter(begins).map(str::len).min()?;
        worst = worst.max(usize::from(shortest != part.len()));
    }
    Some(worst)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_begins_behind_a_colon_at_the_beginning_of_a_word() {
        let cases = [
            (":th", Some("th")),
            ("Thanks :thumbs_up", Some("thumbs_up")),
            ("Спасибо :ру", Some("ру")),
            ("\n:+hand", Some("+hand")),
            (":t", None),
            (":", None),
            (":)", None),
            ("at 12:30", None),
            ("https://shop", None),
            ("Note:this", None),
            (":thumbs up", None),
            ("no name", None),
        ];
        for (before, word) in cases {
            assert_eq!(emoji_word(before), word, "{before}");
        }
    }

    #[test]
    fn a_colleagues_name_begins_behind_an_at_sign_and_may_have_several_words() {
        let cases = [
            ("@", Some("")),
            ("Ask @an", Some("an")),
            ("Ask @Anna Pe", Some("Anna Pe")),
            ("(@Бор", Some("Бор")),
            ("@Anna ", None),
            ("@ Anna", None),
            ("sales@shop", None),
            ("@Anna\nwell", None),
            ("nobody", None),
        ];
        for (before, word) in cases {
            assert_eq!(mention_word(before), word, "{before}");
        }
    }

    #[test]
    fn a_sign_asks_for_its_own_and_only_notes_call_colleagues() {
        let sought = |before| Sought::at_end(before, true);
        assert_eq!(sought("Well, /he"), Some(Sought::Reply("he".into())));
        assert_eq!(sought("Thanks :th"), Some(Sought::Emoji("th".into())));
        assert_eq!(sought("Ask @Ян"), Some(Sought::Colleague("Ян".into())));
        assert_eq!(Sought::at_end("Ask @Ян", false), None);
        assert_eq!(sought("Ask @Ян").map(|sought| sought.n_units()), Some(3));
    }

    #[test]
    fn a_whole_word_stands_before_one_that_only_begins_so() {
        let rank = |words: &str, sought: &str| rank(words.split(' '), sought);
        assert_eq!(rank("cat face", "cat"), Some(0));
        assert_eq!(rank("catalogue", "cat"), Some(1));
        assert_eq!(rank("cat face", "cat fa"), Some(1));
        assert_eq!(rank("cat face", "cat dog"), None);
    }
}
