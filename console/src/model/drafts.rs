//! What was typed into composers and not sent.

use std::collections::HashMap;

use beseda_client::conversation::OperatorTo;
use beseda_protocol::ask::dialogs::{SaveDraft, SavedDraft};
use beseda_protocol::draft::{Composed, KeptDraft};
use beseda_protocol::ids::{DialogId, MessageId, OperatorId, Timestamp};

use super::draft::Draft;

/// One draft a dialog, of one operator. The center has them, and this browser what the
/// center does not have yet: see `session`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Drafts {
    of: Option<OperatorId>,
    drafts: HashMap<DialogId, Draft>,
}

const KEY: &str = "beseda.draft.";

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
        let draft = self.drafts.get(&dialog);
        draft.filter(|draft| !draft.is_blank())
    }

    /// The draft of a dialog as the browser keeps it, if there is anything to keep.
    pub fn kept(&self, dialog: DialogId) -> Option<String> {
        self.drafts.get(&dialog)?.kept()
    }

    /// What is shown of it where the dialog is not open.
    pub fn shown(&self, dialog: DialogId) -> Option<&str> {
        self.drafts.get(&dialog)?.shown()
    }

    /// When the center has kept it, if it has it as it is here.
    pub(super) fn kept_at(&self, dialog: DialogId) -> Option<Timestamp> {
        self.drafts.get(&dialog)?.kept_at()
    }

    /// What another tab has written while something else was typed here.
    pub fn other(&self, dialog: DialogId) -> Option<&Composed> {
        self.drafts.get(&dialog)?.other()
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
        self.change(dialog, |draft| {
            draft.note = false;
            draft.text.clear();
            draft.quote = None;
        });
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

    /// Whether a tick makes a difference to any.
    pub(super) fn rest_any(&self) -> bool {
        self.drafts.values().any(Draft::rests)
    }

    /// A moment has passed in which nothing of this was typed: those that the center waits
    /// for.
    pub(super) fn rest(&mut self) {
        self.drafts.values_mut().for_each(Draft::rest);
    }

    /// Whether there is something in a dialog's that the center may not have.
    pub(super) fn is_changed(&self, dialog: DialogId) -> bool {
        let draft = self.drafts.get(&dialog);
        draft.is_some_and(Draft::may_ask)
    }

    /// Those that the center is to keep now.
    pub(super) fn due(&self) -> Vec<DialogId> {
        let due = self.drafts.iter().filter(|(_, draft)| draft.is_due());
        due.map(|(dialog, _)| *dialog).collect()
    }

    /// What the center is to keep of a dialog's now.
    pub(super) fn ask(&mut self, dialog: DialogId) -> Option<SaveDraft> {
        self.change_kept(dialog, |draft| draft.ask(dialog))
    }

    /// What came of asking.
    pub(super) fn saved(&mut self, dialog: DialogId, saved: SavedDraft) {
        self.change_kept(dialog, |draft| draft.saved(saved));
    }

    /// It was refused.
    pub(super) fn refused(&mut self, dialog: DialogId) {
        self.change_kept(dialog, Draft::refused);
    }

    /// There is no line any more on which anything was asked.
    pub(super) fn unask(&mut self) {
        self.drafts.values_mut().for_each(Draft::unask);
    }

    /// Another tab has kept one, or taken it away.
    pub(super) fn told(&mut self, told: KeptDraft) {
        let KeptDraft {
            dialog,
            version,
            composed,
        } = told;
        self.change_kept(dialog, |draft| draft.told(version, composed));
    }

    /// These are all that the center has.
    pub(super) fn all_told(&mut self, told: Vec<KeptDraft>) {
        let is_told = |dialog: &DialogId| told.iter().any(|draft| draft.dialog == *dialog);
        let mut gone = self.dialogs();
        gone.retain(|dialog| !is_told(dialog));
        for dialog in gone {
            self.change_kept(dialog, |draft| draft.told(0, None));
        }
        told.into_iter().for_each(|draft| self.told(draft));
    }

    /// What is typed here shall stand, in spite of what another tab has written.
    pub(super) fn keep_mine(&mut self, dialog: DialogId) {
        self.change_kept(dialog, Draft::keep_mine);
    }

    /// What another tab has written shall stand.
    pub(super) fn take_other(&mut self, dialog: DialogId) {
        self.change_kept(dialog, Draft::take_other);
    }

    fn change(&mut self, dialog: DialogId, change: impl FnOnce(&mut Draft)) {
        self.change_kept(dialog, |draft| {
            change(draft);
            draft.touch();
        });
    }

    fn change_kept<T>(&mut self, dialog: DialogId, change: impl FnOnce(&mut Draft) -> T) -> T {
        let draft = self.drafts.entry(dialog).or_default();
        let given = change(draft);
        if draft.is_over() {
            self.drafts.remove(&dialog);
        }
        given
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: DialogId = DialogId(1);
    const ANNA: OperatorId = OperatorId(7);
    const BORIS: OperatorId = OperatorId(8);

    fn restored(drafts: &Drafts) -> Drafts {
        let kept = drafts.kept(HERE).map(|kept| (HERE, kept));
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
        assert_eq!(restored(&drafts).text(HERE), "half a");
        assert!(restored(&drafts).is_note(HERE));
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

    fn kept(dialog: DialogId, version: u64, text: &str) -> KeptDraft {
        let composed = Some(Composed {
            is_note: false,
            text: text.into(),
            quote: None,
        });
        KeptDraft {
            dialog,
            version,
            composed,
        }
    }

    #[test]
    fn what_a_hello_does_not_tell_of_was_sent_elsewhere_and_what_it_tells_of_is_here() {
        let (other, third) = (DialogId(2), DialogId(3));
        let mut drafts = Drafts::default();
        drafts.told(kept(HERE, 5, "We do"));
        drafts.told(kept(other, 6, "We don't"));
        drafts.write(third, "Only here");
        drafts.all_told(vec![kept(other, 7, "We have none")]);
        assert_eq!(drafts.get(HERE), None);
        assert_eq!(drafts.text(other), "We have none");
        assert_eq!(drafts.text(third), "Only here");
    }

    #[test]
    fn one_that_was_sent_is_taken_away_at_the_center() {
        let mut drafts = Drafts::default();
        drafts.told(kept(HERE, 5, "We do"));
        drafts.sent(HERE);
        assert_eq!(drafts.get(HERE), None);
        let asked = drafts.ask(HERE).expect("a change");
        assert_eq!((asked.version, asked.composed), (5, None));
        let (version, newer) = (0, None);
        drafts.saved(HERE, SavedDraft { version, newer });
        assert_eq!(drafts.dialogs(), []);
    }

    #[test]
    fn of_a_slash_alone_nothing_is_shown() {
        let mut drafts = Drafts::default();
        for (text, shown) in [(" ", None), ("/", None), ("/del ", Some("/del"))] {
            drafts.write(HERE, text);
            assert_eq!(drafts.shown(HERE), shown);
        }
    }
}
