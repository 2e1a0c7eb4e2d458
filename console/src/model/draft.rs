//! One draft: what a composer holds, and how far the center has it. What is typed here is
//! never replaced by what another tab has written, nor that by what is typed here, before
//! the operator has chosen; what has all of the other one's text in it replaces nothing.

use beseda_protocol::ask::dialogs::{SaveDraft, SavedDraft};
use beseda_protocol::draft::Composed;
use beseda_protocol::ids::{DialogId, MessageId, Timestamp};
use beseda_protocol::json::{Value, Wire, read_member, to_text, write_member};
use beseda_protocol::limits::TEXT_CHARS_MAX;

use super::kept;

/// What the composer of a dialog holds. What is for colleagues only stays so,
/// wherever the draft goes: its kind is a part of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draft {
    /// Whether it is a note; else a reply.
    pub note: bool,
    /// The text; a note may be chosen before its first letter.
    pub text: String,
    /// The message that it answers, as long as it is a reply.
    pub quote: Option<MessageId>,
    /// Of which version of the center's it was made; 0: of none.
    version: u64,
    change: Change,
    /// What the center was asked to keep, and has not answered.
    asked: Option<Option<Composed>>,
    /// What another tab has written meanwhile.
    other: Option<(u64, Composed)>,
    /// Whether it is an earlier page's, and the center has not told of its own yet.
    is_left: bool,
}

/// Whether it says what the center has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Change {
    /// It does, once what was asked is answered.
    #[default]
    None,
    /// It was changed since the last tick.
    Fresh,
    /// It was changed, and not since the last tick.
    Rested,
    /// An earlier page has changed it.
    Left,
    /// The center would not keep it as it is.
    Refused,
}

/// As the browser keeps it.
struct Record {
    note: bool,
    text: String,
    quote: Option<MessageId>,
    /// Left out: of none.
    version: Option<u64>,
    /// Whether the center has it; left out where it has not.
    kept: Option<bool>,
}

impl Wire for Record {
    fn read_or_blank<V: Value>(value: Option<&V>, is_whole: &mut bool) -> Self {
        Self {
            note: read_member(value, "note", is_whole),
            text: read_member(value, "text", is_whole),
            quote: read_member(value, "quote", is_whole),
            version: read_member(value, "version", is_whole),
            kept: read_member(value, "kept", is_whole),
        }
    }
    fn write(&self, out: &mut String) {
        let Self {
            note,
            text,
            quote,
            version,
            kept,
        } = self;
        out.push('{');
        write_member(out, "note", note);
        write_member(out, "text", text);
        write_member(out, "quote", quote);
        write_member(out, "version", version);
        write_member(out, "kept", kept);
        out.push('}');
    }
}

impl Draft {
    /// As the browser keeps it; `None`: there is nothing to keep.
    pub fn kept(&self) -> Option<String> {
        let record = Record {
            note: self.note,
            text: self.text.clone(),
            quote: self.quote,
            version: (self.version > 0).then_some(self.version),
            kept: (!self.is_changed()).then_some(true),
        };
        (!self.is_blank() || self.is_changed() && self.version > 0).then(|| to_text(&record))
    }

    /// What [`Draft::kept`] has made. Drafts used to be kept as their bare text.
    pub fn read(kept: &str) -> Self {
        let record = kept::read(kept).unwrap_or_else(|| Record {
            note: false,
            text: kept.to_owned(),
            quote: None,
            version: None,
            kept: None,
        });
        Self {
            note: record.note,
            text: record.text,
            quote: record.quote,
            version: record.version.unwrap_or_default(),
            change: match record.kept {
                Some(true) => Change::None,
                Some(false) | None => Change::Left,
            },
            is_left: true,
            ..Self::default()
        }
    }

    /// Whether the composer is as it is at first.
    pub fn is_blank(&self) -> bool {
        !self.note && self.text.is_empty() && self.quote.is_none()
    }

    /// What is shown of it where the dialog is not open; a slash alone is the beginning of
    /// an insertion.
    pub fn shown(&self) -> Option<&str> {
        let text = self.text.trim();
        (!matches!(text, "" | "/")).then_some(text)
    }

    /// When the center has kept it, if it has it as it is here: versions go by the clock.
    pub(super) fn kept_at(&self) -> Option<Timestamp> {
        (self.version > 0 && !self.is_changed()).then_some(Timestamp(self.version))
    }

    /// Whether nothing would be lost with it.
    pub(super) fn is_over(&self) -> bool {
        let is_known = self.version == 0 && !self.is_left;
        self.is_blank() && is_known && self.asked.is_none() && self.other.is_none()
    }

    /// The composer holds something else.
    pub(super) fn touch(&mut self) {
        self.change = Change::Fresh;
    }

    /// What there is to keep at the center.
    fn composed(&self) -> Option<Composed> {
        (self.shown().is_some() || self.quote.is_some()).then(|| Composed {
            is_note: self.note,
            text: self.text.clone(),
            quote: self.quote,
        })
    }

    fn is_changed(&self) -> bool {
        self.change != Change::None || self.asked.is_some()
    }

    /// Whether the center waits for it, and since the last tick already.
    pub(super) fn is_due(&self) -> bool {
        matches!(self.change, Change::Rested | Change::Left) && self.may_ask()
    }

    /// Whether a tick makes a difference to it.
    pub(super) fn rests(&self) -> bool {
        self.change == Change::Fresh
    }

    /// A moment has passed since the last change.
    pub(super) fn rest(&mut self) {
        if self.rests() {
            self.change = Change::Rested;
        }
    }

    /// Whether there is something to keep, and nothing to wait for.
    pub(super) fn may_ask(&self) -> bool {
        let fits = || self.text.chars().count() <= TEXT_CHARS_MAX;
        let waits = !matches!(self.change, Change::None | Change::Refused);
        waits && self.asked.is_none() && self.other.is_none() && fits()
    }

    /// What the center is to keep now, if it does not have it and nothing else is to be
    /// answered or chosen first.
    pub(super) fn ask(&mut self, dialog: DialogId) -> Option<SaveDraft> {
        if !self.may_ask() {
            return None;
        }
        let composed = self.composed();
        self.change = Change::None;
        if composed.is_none() && self.version == 0 && !self.is_left {
            return None;
        }
        self.asked = Some(composed.clone());
        Some(SaveDraft {
            dialog,
            version: self.version,
            composed,
        })
    }

    /// What came of asking.
    pub(super) fn saved(&mut self, saved: SavedDraft) {
        self.asked = None;
        self.is_left = false;
        match saved.newer {
            None => self.version = saved.version,
            Some(newer) => {
                if self.change == Change::None {
                    self.change = Change::Rested;
                }
                self.meet(saved.version, Some(newer));
            }
        }
    }

    /// It was refused: as it is, it stays here.
    pub(super) fn refused(&mut self) {
        self.asked = None;
        if self.change == Change::None {
            self.change = Change::Refused;
        }
    }

    /// Nobody answers any more on the line that it was asked on.
    pub(super) fn unask(&mut self) {
        if self.asked.take().is_some() && self.change == Change::None {
            self.change = Change::Rested;
        }
    }

    /// This is what the center has. While it is asked, its answer tells more.
    pub(super) fn told(&mut self, version: u64, composed: Option<Composed>) {
        if self.asked.is_some() {
            return;
        }
        self.is_left = false;
        if self.change == Change::Refused {
            self.change = Change::Rested;
        }
        self.meet(version, composed);
    }

    fn meet(&mut self, version: u64, composed: Option<Composed>) {
        self.other = None;
        let is_same = version == self.version;
        let Some(theirs) = composed else {
            self.version = 0;
            if !self.is_changed() {
                self.hold(0, None);
            }
            return;
        };
        let mine = self.composed();
        match &mine {
            _ if !self.is_changed() => self.hold(version, Some(theirs)),
            _ if is_same => {}
            None => self.hold(version, Some(theirs)),
            Some(mine) if *mine == theirs => self.hold(version, Some(theirs)),
            Some(mine) if extends(mine, &theirs) => self.version = version,
            Some(mine) if self.change == Change::Left && extends(&theirs, mine) => {
                self.hold(version, Some(theirs));
            }
            Some(_) => self.other = Some((version, theirs)),
        }
    }

    /// It says what the center has.
    fn hold(&mut self, version: u64, composed: Option<Composed>) {
        self.version = version;
        self.change = Change::None;
        self.other = None;
        if composed != self.composed() {
            let composed = composed.unwrap_or(Composed {
                is_note: false,
                text: String::new(),
                quote: None,
            });
            self.note = composed.is_note;
            self.text = composed.text;
            self.quote = composed.quote;
        }
    }

    /// What another tab has written while something else was typed here.
    pub fn other(&self) -> Option<&Composed> {
        self.other.as_ref().map(|(_, other)| other)
    }

    /// What is typed here shall stand.
    pub(super) fn keep_mine(&mut self) {
        if let Some((version, _)) = self.other.take() {
            self.version = version;
            self.change = Change::Rested;
        }
    }

    /// What another tab has written shall stand.
    pub(super) fn take_other(&mut self) {
        if let Some((version, other)) = self.other.take() {
            self.hold(version, Some(other));
        }
    }
}

/// Whether all that one says is in the other, which goes on.
fn extends(longer: &Composed, shorter: &Composed) -> bool {
    longer.text.starts_with(&shorter.text)
        && longer.is_note == shorter.is_note
        && (shorter.quote.is_none() || longer.quote == shorter.quote)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: DialogId = DialogId(1);

    fn says(text: &str) -> Composed {
        Composed {
            is_note: false,
            text: text.into(),
            quote: None,
        }
    }

    /// Something is typed.
    fn write(draft: &mut Draft, text: &str) {
        text.clone_into(&mut draft.text);
        draft.touch();
    }

    /// Asks for it to be kept, and is answered with this version.
    fn keep(draft: &mut Draft, version: u64) {
        assert!(draft.ask(HERE).is_some());
        let newer = None;
        draft.saved(SavedDraft { version, newer });
    }

    /// One that the center has as version 5.
    fn kept(text: &str) -> Draft {
        let mut draft = Draft::default();
        write(&mut draft, text);
        keep(&mut draft, 5);
        draft
    }

    #[test]
    fn it_is_kept_when_nothing_was_typed_for_a_tick() {
        let mut draft = Draft::default();
        write(&mut draft, "We");
        assert!(!draft.is_due());
        draft.rest();
        write(&mut draft, "We do");
        assert!(!draft.is_due());
        draft.rest();
        assert!(draft.is_due());
        keep(&mut draft, 5);
        assert!(!draft.is_due() && draft.ask(HERE).is_none());
    }

    #[test]
    fn what_is_typed_while_the_answer_is_awaited_is_kept_after_it() {
        let mut draft = Draft::default();
        write(&mut draft, "We");
        assert_eq!(draft.ask(HERE).map(|asked| asked.version), Some(0));
        write(&mut draft, "We do");
        assert_eq!(draft.ask(HERE), None, "one at a time");
        let (version, newer) = (5, None);
        draft.saved(SavedDraft { version, newer });
        let asked = draft.ask(HERE).expect("a change");
        assert_eq!((asked.version, asked.composed), (5, Some(says("We do"))));
    }

    #[test]
    fn what_another_tab_keeps_is_here_while_nobody_types() {
        let mut draft = kept("We");
        draft.told(6, Some(says("We do")));
        assert_eq!(draft.text, "We do");
        draft.told(0, None);
        assert!(draft.is_blank() && draft.is_over(), "it was sent there");
    }

    #[test]
    fn what_is_typed_here_stands_beside_what_another_tab_has_kept_until_one_is_chosen() {
        for takes in [false, true] {
            let mut draft = kept("We");
            write(&mut draft, "We don't");
            draft.told(6, Some(says("We do, within two days")));
            assert_eq!(draft.text, "We don't");
            assert_eq!(draft.other(), Some(&says("We do, within two days")));
            assert_eq!(draft.ask(HERE), None, "nothing is kept before");
            match takes {
                true => draft.take_other(),
                false => draft.keep_mine(),
            }
            assert_eq!(draft.other(), None);
            let asked = draft.ask(HERE).map(|asked| (asked.version, asked.composed));
            match takes {
                true => assert_eq!((asked, &*draft.text), (None, "We do, within two days")),
                false => assert_eq!(asked, Some((6, Some(says("We don't"))))),
            }
        }
    }

    #[test]
    fn a_stale_one_is_told_by_its_answer_too() {
        let mut draft = kept("We");
        write(&mut draft, "We don't");
        assert!(draft.ask(HERE).is_some());
        draft.told(6, Some(says("We have")));
        assert_eq!(draft.other(), None, "the answer is on its way");
        let (version, newer) = (6, Some(says("We have")));
        draft.saved(SavedDraft { version, newer });
        assert_eq!(draft.other(), Some(&says("We have")));
        assert_eq!(draft.text, "We don't");
    }

    #[test]
    fn whoever_has_typed_on_is_asked_nothing() {
        let mut draft = kept("We");
        write(&mut draft, "We do, indeed");
        draft.told(6, Some(says("We do")));
        assert_eq!(draft.other(), None);
        let asked = draft.ask(HERE).expect("a change");
        assert_eq!(asked.version, 6);
    }

    #[test]
    fn a_note_and_a_reply_of_the_same_words_are_two() {
        let mut draft = kept("He is kidding");
        write(&mut draft, "He is kidding me");
        let is_note = true;
        let theirs = Composed {
            is_note,
            ..says("He is kidding")
        };
        draft.told(6, Some(theirs.clone()));
        assert_eq!(draft.other(), Some(&theirs));
    }

    #[test]
    fn what_was_cleared_here_makes_room_for_what_another_tab_has_written() {
        let mut draft = kept("We");
        write(&mut draft, "");
        assert_eq!(draft.ask(HERE).map(|asked| asked.composed), Some(None));
        let (version, newer) = (6, Some(says("We do")));
        draft.saved(SavedDraft { version, newer });
        assert_eq!((&*draft.text, draft.other()), ("We do", None));
    }

    #[test]
    fn what_was_sent_is_over_when_the_center_has_taken_it_away() {
        let mut draft = kept("We do");
        write(&mut draft, "");
        assert!(!draft.is_over() && draft.kept().is_some());
        keep(&mut draft, 0);
        assert!(draft.is_over());
        assert_eq!(draft.kept(), None);
    }

    #[test]
    fn what_the_center_never_had_is_not_taken_away_there() {
        let mut draft = Draft::default();
        write(&mut draft, "/");
        draft.rest();
        assert_eq!(draft.ask(HERE), None, "a slash alone is no draft");
        write(&mut draft, "");
        assert_eq!(draft.ask(HERE), None);
        assert!(draft.is_over());
    }

    #[test]
    fn what_was_refused_waits_for_another_letter_or_another_line() {
        let mut draft = Draft::default();
        write(&mut draft, "We");
        assert!(draft.ask(HERE).is_some());
        draft.refused();
        draft.rest();
        assert!(!draft.is_due() && draft.ask(HERE).is_none());
        draft.told(0, None);
        assert_eq!((&*draft.text, draft.is_due()), ("We", true));
    }

    #[test]
    fn what_is_too_long_to_be_sent_is_kept_here_only() {
        let mut draft = Draft::default();
        write(&mut draft, &"a".repeat(TEXT_CHARS_MAX + 1));
        draft.rest();
        assert!(!draft.is_due() && draft.ask(HERE).is_none());
        write(&mut draft, "a");
        assert!(draft.ask(HERE).is_some());
    }

    #[test]
    fn a_page_goes_on_with_what_an_earlier_one_could_not_keep() {
        let mut typed = kept("We");
        write(&mut typed, "We do");
        let mut draft = Draft::read(&typed.kept().unwrap());
        draft.told(5, Some(says("We")));
        assert_eq!((&*draft.text, draft.is_due()), ("We do", true));
        assert_eq!(draft.ask(HERE).map(|asked| asked.version), Some(5));
    }

    #[test]
    fn a_bare_text_is_a_reply_whatever_it_looks_like() {
        for text in ["We do", "{}", "7", r#"{"note":true}"#, "\"We\""] {
            let draft = Draft::read(text);
            assert_eq!((&*draft.text, draft.note), (text, false));
        }
    }

    #[test]
    fn a_page_follows_what_was_written_elsewhere_while_there_was_none() {
        let mut draft = Draft::read(&kept("We").kept().unwrap());
        draft.told(6, Some(says("We do")));
        assert_eq!((&*draft.text, draft.is_due()), ("We do", false));
        let mut draft = Draft::read(&kept("We").kept().unwrap());
        draft.told(0, None);
        assert!(draft.is_over(), "it was sent there");
        // What it had typed itself it has, beside the other.
        let mut typed = kept("We");
        write(&mut typed, "We don't");
        let mut draft = Draft::read(&typed.kept().unwrap());
        let theirs = says("We have");
        draft.told(6, Some(theirs.clone()));
        assert_eq!((&*draft.text, draft.other()), ("We don't", Some(&theirs)));
    }

    #[test]
    fn a_page_that_finds_half_of_what_another_tab_types_takes_the_whole() {
        let mut typed = Draft::default();
        write(&mut typed, "We");
        let mut draft = Draft::read(&typed.kept().unwrap());
        draft.told(5, Some(says("We do")));
        assert_eq!((&*draft.text, draft.other()), ("We do", None));
    }

    #[test]
    fn what_a_page_clears_before_it_has_a_line_is_taken_away_with_it() {
        let mut draft = Draft::read(&kept("We do").kept().unwrap());
        write(&mut draft, "");
        assert!(!draft.is_over());
        draft.told(5, Some(says("We do")));
        assert_eq!(draft.ask(HERE).map(|asked| asked.composed), Some(None));
    }
}
