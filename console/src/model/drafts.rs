//! What was typed into composers and not sent.

use std::collections::HashMap;

use beseda_client::conversation::OperatorTo;
use beseda_protocol::ids::{DialogId, MessageId, OperatorId};
use serde::{Deserialize, Serialize};

/// One draft a dialog, of one operator. Kept by the browser as well: see `session`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Drafts {
    of: Option<OperatorId>,
    drafts: HashMap<DialogId, Draft>,
}

const KEY: &str = "beseda.draft.";

/// What the composer of a dialog holds. What is for colleagues only stays so,
/// wherever the draft goes: its kind is a part of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// Whether it is a note; else a reply.
    note: bool,
    /// The text; a note may be chosen before its first letter.
    text: String,
    /// The message that it answers, as long as it is a reply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    quote: Option<MessageId>,
}

impl Draft {
    /// As the browser keeps it.
    pub fn kept(&self) -> String {
        serde_json::to_string(self).expect("a struct of plain fields can be written")
    }

    /// What [`Draft::kept`] has made. Drafts used to be kept as their bare text.
    pub fn read(kept: &str) -> Self {
        serde_json::from_str(kept).unwrap_or_else(|_bare| Self {
            text: kept.to_owned(),
            ..Self::default()
        })
    }
}

/// Under which name the browser keeps an operator's draft: several may use one
/// machine after each other.
pub fn key(of: OperatorId, dialog: DialogId) -> String {
    format!("{KEY}{of}.{dialog}")
}

/// Whose draft is kept under a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whose {
    /// It was kept before drafts had owners: whoever comes first takes it over.
    Nobodys,
    /// This operator's.
    Own,
}

/// The dialog of a kept draft that this operator may have.
pub fn dialog_of(key: &str, of: OperatorId) -> Option<(Whose, DialogId)> {
    let rest = key.strip_prefix(KEY)?;
    let (whose, dialog) = match rest.split_once('.') {
        None => (Whose::Nobodys, rest),
        Some((operator, dialog)) if operator == of.to_string() => (Whose::Own, dialog),
        Some(_) => return None,
    };
    Some((whose, DialogId(dialog.parse().ok()?)))
}

impl Drafts {
    /// With what an earlier page of this operator left.
    pub fn restore(of: OperatorId, drafts: impl IntoIterator<Item = (DialogId, Draft)>) -> Self {
        Self {
            of: Some(of),
            drafts: drafts.into_iter().collect(),
        }
    }

    /// Whose they are, once somebody has signed in.
    pub fn of(&self) -> Option<OperatorId> {
        self.of
    }

    /// The draft of a dialog, if there is one.
    pub fn get(&self, dialog: DialogId) -> Option<&Draft> {
        self.drafts.get(&dialog)
    }

    /// Its text.
    pub fn text(&self, dialog: DialogId) -> &str {
        self.get(dialog).map_or("", |draft| &draft.text)
    }

    /// The composer's text changed.
    pub fn write(&mut self, dialog: DialogId, text: &str) {
        self.change(dialog, |draft| text.clone_into(&mut draft.text));
    }

    /// What the composer held was sent: it is empty, and writes replies again.
    pub fn sent(&mut self, dialog: DialogId) {
        self.drafts.remove(&dialog);
    }

    /// A message could neither be sent nor kept: it is a draft again, behind what
    /// came back before it. A note makes a note of the whole.
    pub fn take_back(&mut self, to: OperatorTo, quote: Option<MessageId>, text: &str) {
        self.change(to.dialog(), |draft| {
            draft.quote = draft.quote.or(quote);
            draft.note |= matches!(to, OperatorTo::Note(_));
            if !draft.text.is_empty() {
                draft.text.push('\n');
            }
            draft.text.push_str(text);
        });
    }

    /// The message that the composer of a dialog answers; a note answers none.
    pub fn quote(&self, dialog: DialogId) -> Option<MessageId> {
        self.get(dialog).filter(|draft| !draft.note)?.quote
    }

    /// It answers this one from now on, as a reply; or none any more.
    pub fn set_quote(&mut self, dialog: DialogId, quote: Option<MessageId>) {
        self.change(dialog, |draft| {
            draft.note &= quote.is_none();
            draft.quote = quote;
        });
    }

    /// What it answers is said now.
    pub fn take_quote(&mut self, dialog: DialogId) -> Option<MessageId> {
        let quote = self.quote(dialog);
        self.change(dialog, |draft| draft.quote = None);
        quote
    }

    /// Whether the composer of a dialog writes a note.
    pub fn is_note(&self, dialog: DialogId) -> bool {
        self.get(dialog).is_some_and(|draft| draft.note)
    }

    /// The composer of a dialog writes notes, or replies again.
    pub fn set_note(&mut self, dialog: DialogId, on: bool) {
        self.change(dialog, |draft| draft.note = on);
    }

    /// Where what is in the composer goes.
    pub fn to(&self, dialog: DialogId) -> OperatorTo {
        match self.is_note(dialog) {
            true => OperatorTo::Note(dialog),
            false => OperatorTo::Reply(dialog),
        }
    }

    /// Where a file goes that is given to the composer. A note has none, and to the
    /// client it must not go either: it was meant for colleagues.
    pub fn to_of_file(&self, dialog: DialogId) -> Option<OperatorTo> {
        Some(self.to(dialog)).filter(|to| matches!(to, OperatorTo::Reply(_)))
    }

    /// The dialogs that have one.
    pub fn dialogs(&self) -> Vec<DialogId> {
        self.drafts.keys().copied().collect()
    }

    fn change(&mut self, dialog: DialogId, change: impl FnOnce(&mut Draft)) {
        let draft = self.drafts.entry(dialog).or_default();
        change(draft);
        if *draft == Draft::default() {
            self.drafts.remove(&dialog);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: DialogId = DialogId(1);
    const ANNA: OperatorId = OperatorId(7);
    const BORIS: OperatorId = OperatorId(8);

    fn restored(drafts: &Drafts) -> Drafts {
        let kept = drafts.get(HERE).map(|draft| (HERE, draft.kept()));
        Drafts::restore(
            ANNA,
            kept.map(|(dialog, kept)| (dialog, Draft::read(&kept))),
        )
    }

    #[test]
    fn a_draft_is_found_by_its_writer_and_by_nobody_else() {
        let key = key(ANNA, DialogId(17));
        assert_eq!(dialog_of(&key, ANNA), Some((Whose::Own, DialogId(17))));
        assert_eq!(dialog_of(&key, BORIS), None);
    }

    #[test]
    fn a_draft_from_before_they_had_owners_is_for_whoever_comes_first() {
        let found = Some((Whose::Nobodys, DialogId(17)));
        assert_eq!(dialog_of("beseda.draft.17", BORIS), found);
        assert_eq!(dialog_of("beseda.prefs", BORIS), None);
    }

    #[test]
    fn a_note_that_could_not_go_comes_back_as_a_note() {
        let mut drafts = Drafts::default();
        drafts.take_back(OperatorTo::Note(HERE), None, "he is lying");
        assert_eq!(drafts.text(HERE), "he is lying");
        assert_eq!(drafts.to(HERE), OperatorTo::Note(HERE));
    }

    #[test]
    fn a_reply_beside_a_note_that_comes_back_becomes_a_note_too() {
        let mut drafts = Drafts::default();
        drafts.write(HERE, "Dear client");
        drafts.take_back(OperatorTo::Note(HERE), None, "he is lying");
        drafts.take_back(OperatorTo::Reply(HERE), None, "Hello");
        assert_eq!(drafts.text(HERE), "Dear client\nhe is lying\nHello");
        assert_eq!(drafts.to(HERE), OperatorTo::Note(HERE));
    }

    #[test]
    fn a_half_typed_note_outlives_the_page_as_a_note() {
        let mut drafts = Drafts::restore(ANNA, []);
        drafts.set_note(HERE, true);
        assert!(restored(&drafts).is_note(HERE), "before its first letter");
        drafts.write(HERE, "half a");
        assert_eq!(restored(&drafts), drafts);
    }

    #[test]
    fn a_draft_that_was_kept_as_bare_text_is_a_reply() {
        for text in ["half a", "{}", "17", "{\"text\":\"a\"}"] {
            let drafts = Drafts::restore(ANNA, [(HERE, Draft::read(text))]);
            assert_eq!(drafts.text(HERE), text);
            assert_eq!(drafts.to(HERE), OperatorTo::Reply(HERE));
        }
    }

    #[test]
    fn a_composer_whose_text_was_sent_writes_replies_again() {
        let mut drafts = Drafts::default();
        drafts.set_note(HERE, true);
        drafts.write(HERE, "a note");
        drafts.sent(HERE);
        assert_eq!(drafts, Drafts::default());
    }

    #[test]
    fn a_file_goes_nowhere_while_a_note_is_written() {
        let mut drafts = Drafts::default();
        assert_eq!(drafts.to_of_file(HERE), Some(OperatorTo::Reply(HERE)));
        drafts.set_note(HERE, true);
        assert_eq!(drafts.to_of_file(HERE), None);
    }

    /// Criteria: KC-20
    #[test]
    fn a_reply_answers_a_message_until_it_is_sent_and_a_note_answers_none() {
        let mut drafts = Drafts::restore(ANNA, []);
        drafts.set_note(HERE, true);
        drafts.set_quote(HERE, Some(MessageId(9)));
        assert!(!drafts.is_note(HERE), "who answers the client replies");
        assert_eq!(restored(&drafts).quote(HERE), Some(MessageId(9)));
        drafts.set_note(HERE, true);
        assert_eq!(drafts.quote(HERE), None);
        drafts.set_note(HERE, false);
        assert_eq!(drafts.quote(HERE), Some(MessageId(9)));
        assert_eq!(drafts.take_quote(HERE), Some(MessageId(9)));
        assert_eq!(drafts.get(HERE), None, "nothing is left of it");
        drafts.set_quote(HERE, Some(MessageId(9)));
        drafts.sent(HERE);
        assert_eq!(drafts.quote(HERE), None);
    }
}
