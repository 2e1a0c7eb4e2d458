//! Saved replies (KC-24): those that the operator may use, and which of them are part of
//! what he writes. They are asked for when a composer is first shown.

use std::collections::HashMap;

use beseda_protocol::ask::replies::{
    ChangeSavedReply, ListSavedReplies, SavedReplies as Page, UsedSavedReply,
};
use beseda_protocol::fold::fold;
use beseda_protocol::ids::{ChannelId, DialogId, SavedReplyId};
use beseda_protocol::saved_reply::{ReplyScope, SavedReply, is_shortcut_letter};

use super::{Model, Wish};

/// So many are offered for what is typed behind a slash.
pub const OFFERED_MAX: usize = 8;

/// Those that the operator may use.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SavedReplies {
    replies: HashMap<SavedReplyId, SavedReply>,
    load: Load,
    /// What was put into a text that has not been sent.
    inserted: HashMap<DialogId, Vec<SavedReplyId>>,
}

/// How far their loading is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Load {
    /// Nobody has needed them.
    #[default]
    Never,
    /// They are on their way.
    Asked,
    /// They are here.
    Known,
}

impl SavedReplies {
    /// How far their loading is.
    pub fn load(&self) -> Load {
        self.load
    }

    /// Asks for all of them. Until the answer those that are known are shown.
    pub fn ask(&mut self) -> ListSavedReplies {
        self.load = Load::Asked;
        ListSavedReplies { behind: None }
    }

    /// A page has come. What is to be asked next.
    #[must_use]
    pub fn told(&mut self, asked: &ListSavedReplies, page: Page) -> Option<ListSavedReplies> {
        if asked.behind.is_none() {
            self.replies.clear();
        }
        let last = page.replies.last().map(|reply| reply.id.clone());
        page.replies.into_iter().for_each(|reply| self.put(reply));
        let behind = last.filter(|_| page.more);
        if behind.is_none() {
            self.load = Load::Known;
        }
        behind.map(|last| ListSavedReplies { behind: Some(last) })
    }

    /// One was made, changed or put back.
    pub fn put(&mut self, reply: SavedReply) {
        self.replies.insert(reply.id.clone(), reply);
    }

    /// One is there no more.
    pub fn remove(&mut self, reply: &SavedReplyId) {
        self.replies.remove(reply);
    }

    /// One by its id.
    pub fn get(&self, reply: &SavedReplyId) -> Option<&SavedReply> {
        self.replies.get(reply)
    }

    /// The names of folders, in order.
    pub fn folders(&self) -> Vec<String> {
        let named = self.replies.values().map(|reply| &reply.folder);
        let mut folders: Vec<String> = named.filter(|name| !name.is_empty()).cloned().collect();
        folders.sort_by_cached_key(|name| fold(name));
        folders.dedup_by_key(|name| fold(name));
        folders
    }

    /// Those with a text in their shortcut, name, folder or text, by their folders, those
    /// without one first; within a folder by name.
    pub fn found(&self, sought: &str, channel: Option<ChannelId>) -> Vec<SavedReply> {
        let sought = fold(sought.trim().trim_start_matches('/'));
        let is_found = |reply: &&SavedReply| {
            let shortcut = reply.shortcut.as_deref().unwrap_or_default();
            [shortcut, &reply.name, &reply.folder, &reply.text]
                .iter()
                .any(|text| fold(text).contains(&sought))
        };
        let mut found: Vec<SavedReply> = self.usable(channel).filter(is_found).cloned().collect();
        found.sort_by_cached_key(|one| (fold(&one.folder), fold(&one.name), one.id.clone()));
        found
    }

    /// What is offered for a word behind a slash: those whose shortcut begins so, then those
    /// whose name has a word that does; what is used more stands first.
    pub fn offered(&self, word: &str, channel: Option<ChannelId>) -> Vec<SavedReply> {
        let word = fold(word);
        let rank = |reply: &SavedReply| {
            let shortcut = reply.shortcut.as_deref().map(fold);
            let has_begun = |text: &str| text.starts_with(&word);
            match shortcut {
                Some(shortcut) if shortcut == word => Some(0),
                Some(shortcut) if has_begun(&shortcut) => Some(1),
                Some(_) | None => {
                    let name = fold(&reply.name);
                    name.split_whitespace().any(has_begun).then_some(2)
                }
            }
        };
        let ranked = self.usable(channel);
        let mut ranked: Vec<(u8, &SavedReply)> = ranked
            .filter_map(|reply| rank(reply).map(|rank| (rank, reply)))
            .collect();
        ranked.sort_by_cached_key(|(rank, one)| {
            (*rank, u64::MAX - one.n_used, fold(&one.name), &one.id)
        });
        ranked.truncate(OFFERED_MAX);
        ranked.into_iter().map(|(_, one)| one.clone()).collect()
    }

    /// Those that are meant for dialogs of a channel: one of another channel says what is
    /// not so there. Without a channel: all.
    fn usable(&self, channel: Option<ChannelId>) -> impl Iterator<Item = &SavedReply> {
        self.replies
            .values()
            .filter(move |reply| match (&reply.scope, channel) {
                (ReplyScope::Channels { any_of }, Some(channel)) => any_of.contains(&channel),
                _ => true,
            })
    }

    /// One was put into the text that is written in a dialog.
    pub fn inserted(&mut self, dialog: DialogId, reply: SavedReplyId) {
        let inserted = self.inserted.entry(dialog).or_default();
        if !inserted.contains(&reply) {
            inserted.push(reply);
        }
    }

    /// Whether one is part of the text that is written in a dialog.
    pub fn is_part_of(&self, dialog: DialogId) -> bool {
        self.inserted.contains_key(&dialog)
    }

    /// The text that was written in a dialog was taken away.
    pub fn discarded(&mut self, dialog: DialogId) {
        self.inserted.remove(&dialog);
    }

    /// It was sent: what is to be counted.
    #[must_use]
    pub fn sent(&mut self, dialog: DialogId) -> Vec<UsedSavedReply> {
        let used = self.inserted.remove(&dialog).unwrap_or_default();
        for id in &used {
            if let Some(reply) = self.replies.get_mut(id) {
                reply.n_used += 1;
            }
        }
        let count = |reply| UsedSavedReply { reply };
        used.into_iter().map(count).collect()
    }
}

impl Model {
    /// Somebody looks at them.
    pub fn need_saved_replies(&mut self) -> Vec<Wish> {
        match self.saved_replies.load() {
            Load::Never => vec![Wish::ask(self.saved_replies.ask())],
            Load::Asked | Load::Known => vec![],
        }
    }

    /// The line was cut, and what was told meanwhile is missing.
    pub(super) fn miss_saved_replies(&mut self) -> Option<Wish> {
        match self.saved_replies.load() {
            Load::Never => None,
            Load::Asked | Load::Known => Some(Wish::ask(self.saved_replies.ask())),
        }
    }

    /// The text that was written in a dialog is being sent.
    pub fn count_saved_replies(&mut self, dialog: DialogId) -> Vec<Wish> {
        match self.saved_replies.is_part_of(dialog) {
            true => {
                let used = self.saved_replies.sent(dialog);
                used.into_iter().map(Wish::ask).collect()
            }
            false => vec![],
        }
    }
}

/// A saved reply as it is, to be changed from this version on.
pub fn change(reply: &SavedReply) -> ChangeSavedReply {
    let SavedReply {
        id,
        owner: _,
        name,
        shortcut,
        folder,
        text,
        files,
        scope,
        n_used: _,
        version,
    } = reply.clone();
    ChangeSavedReply {
        reply: id,
        version,
        name,
        shortcut,
        folder,
        text,
        files: files.into_iter().map(|file| file.id).collect(),
        scope,
    }
}

/// The word behind a slash in which a text ends, if it ends in one: the slash begins the
/// text or stands behind a space.
///
/// ```
/// use beseda_console::model::saved_replies::slash_word;
/// assert_eq!(slash_word("Well, /he"), Some("he"));
/// assert_eq!(slash_word("and/or"), None);
/// ```
pub fn slash_word(before: &str) -> Option<&str> {
    let rest = before.trim_end_matches(is_shortcut_letter);
    let head = rest.strip_suffix('/')?;
    let begins = head.chars().next_back().is_none_or(char::is_whitespace);
    begins.then(|| &before[rest.len()..])
}

#[cfg(test)]
mod tests {
    use beseda_protocol::ids::OperatorId;

    use super::*;

    fn reply(id: &str, shortcut: &str, name: &str) -> SavedReply {
        SavedReply {
            id: id.into(),
            owner: OperatorId(1),
            name: name.into(),
            shortcut: (!shortcut.is_empty()).then(|| shortcut.into()),
            folder: String::new(),
            text: format!("Text of {name}"),
            files: vec![],
            scope: ReplyScope::Shared {},
            n_used: 0,
            version: 1,
        }
    }

    fn of(replies: Vec<SavedReply>) -> SavedReplies {
        let mut all = SavedReplies::default();
        replies.into_iter().for_each(|reply| all.put(reply));
        all
    }

    fn names(found: Vec<SavedReply>) -> Vec<String> {
        found.into_iter().map(|one| one.name).collect()
    }

    fn list(behind: Option<&str>) -> ListSavedReplies {
        let behind = behind.map(SavedReplyId::from);
        ListSavedReplies { behind }
    }

    #[test]
    fn they_come_a_page_at_a_time_and_stay_until_they_have_come_anew() {
        let mut all = SavedReplies::default();
        assert_eq!(all.load(), Load::Never);
        assert_eq!(all.ask(), list(None));
        let page = |id: &str, more| Page {
            replies: vec![reply(id, "", id)],
            more,
        };
        let next = all.told(&list(None), page("1", true));
        assert_eq!(next, Some(list(Some("1"))));
        assert_eq!(all.load(), Load::Asked);
        assert_eq!(all.told(&list(Some("1")), page("2", false)), None);
        assert_eq!(all.load(), Load::Known);
        assert_eq!(names(all.found("", None)), ["1", "2"]);
        // What went meanwhile is gone, and what is known is shown until then.
        assert_eq!(all.ask(), list(None));
        assert_eq!(names(all.found("", None)), ["1", "2"]);
        assert_eq!(all.told(&list(None), page("2", false)), None);
        assert_eq!(names(all.found("", None)), ["2"]);
    }

    /// Criteria: KC-24
    #[test]
    fn a_reply_is_found_by_its_shortcut_name_folder_and_text_whatever_the_case() {
        let mut other = reply("3", "", "Ёлка");
        other.folder = "Праздники".into();
        other.text = "С Новым годом".into();
        let all = of(vec![
            reply("1", "post", "Delivery"),
            reply("2", "", "Returns"),
            other,
        ]);
        for (sought, found) in [
            ("POS", vec!["Delivery"]),
            ("/post", vec!["Delivery"]),
            ("елка", vec!["Ёлка"]),
            ("празд", vec!["Ёлка"]),
            ("новым", vec!["Ёлка"]),
            ("text of", vec!["Delivery", "Returns"]),
            ("nothing", vec![]),
            // By folders: those in none first.
            (" ", vec!["Delivery", "Returns", "Ёлка"]),
        ] {
            assert_eq!(names(all.found(sought, None)), found, "{sought:?}");
        }
        assert_eq!(all.folders(), ["Праздники"]);
    }

    #[test]
    fn behind_a_slash_shortcuts_come_before_names_and_what_is_used_before_the_rest() {
        let mut used = reply("3", "help", "Support");
        used.n_used = 5;
        let all = of(vec![
            reply("1", "he", "Zebra"),
            reply("2", "hello", "Greeting"),
            used,
            reply("4", "", "Say hello"),
            reply("5", "bye", "Farewell"),
        ]);
        let offered = |word: &str| names(all.offered(word, None));
        assert_eq!(offered("HE"), ["Zebra", "Support", "Greeting", "Say hello"]);
        assert_eq!(offered("bye"), ["Farewell"]);
        assert!(offered("xyz").is_empty());
        assert_eq!(offered("").len(), 5);
    }

    #[test]
    fn one_of_another_channel_is_not_offered_in_this_one() {
        let mut here = reply("1", "hours", "Here");
        here.scope = ReplyScope::Channels {
            any_of: vec![ChannelId(1)],
        };
        let all = of(vec![here, reply("2", "hi", "Everywhere")]);
        let of_channel = |id| names(all.found("", Some(ChannelId(id))));
        assert_eq!(of_channel(1), ["Everywhere", "Here"]);
        assert_eq!(of_channel(2), ["Everywhere"]);
        assert_eq!(names(all.offered("h", Some(ChannelId(2)))), ["Everywhere"]);
        assert_eq!(names(all.found("", None)).len(), 2);
    }

    #[test]
    fn what_was_put_into_a_text_is_counted_once_when_that_is_sent() {
        let (dialog, other) = (DialogId(1), DialogId(2));
        let mut all = of(vec![reply("1", "", "One"), reply("2", "", "Two")]);
        for id in ["1", "2", "1"] {
            all.inserted(dialog, id.into());
        }
        assert_eq!(all.sent(other), []);
        let used = |id: &str| UsedSavedReply { reply: id.into() };
        assert_eq!(all.sent(dialog), [used("1"), used("2")]);
        assert_eq!(all.get(&"1".into()).unwrap().n_used, 1);
        assert_eq!(all.sent(dialog), []);
        // What was taken out of the text again is not.
        all.inserted(dialog, "1".into());
        all.discarded(dialog);
        assert_eq!(all.sent(dialog), []);
    }

    #[test]
    fn a_slash_within_a_word_asks_for_nothing() {
        for (before, word) in [
            ("/", Some("")),
            ("/при", Some("при")),
            ("Hello\n/hi-2", Some("hi-2")),
            ("Hello /hi ", None),
            ("and/or", None),
            ("https://a", None),
            ("//a", None),
            ("/a.b", None),
            ("", None),
        ] {
            assert_eq!(slash_word(before), word, "{before:?}");
        }
    }
}
