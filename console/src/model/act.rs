//! How the state goes on by what the operator does.

use beseda_protocol::ask::Question;
use beseda_protocol::ask::dialogs::{History, OpenDialog};
use beseda_protocol::ask::list::NextUnanswered;
use beseda_protocol::ask::team::{ListPeople, ListPresence, SetIdle};
use beseda_protocol::ask::tokens::ListTokens;
use beseda_protocol::dialog::Summary;
use beseda_protocol::filter::Query;
use beseda_protocol::ids::{ClientId, DialogId, MessageId, OperatorId, Timestamp};
use beseda_protocol::job::JobState;
use beseda_protocol::operator::FromOperator;
use beseda_protocol::team::Presence;

use super::drafts::Drafts;
use super::place::{Address, Section};
use super::question::{Form, Manner, Progress};
use super::roster::Roster;
use super::thread::{Load, Thread};
use super::{Model, Place, Wish};

/// A step in the list by keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// To the card above.
    Up,
    /// To the card below.
    Down,
}

impl Model {
    /// Another screen is shown.
    pub fn go(&mut self, place: Place) -> Vec<Wish> {
        let before = self.open();
        let mut wishes = vec![];
        if place.dialog() != before {
            wishes = self.cease_typing();
            wishes.extend(self.keep_open_draft());
            self.leave();
        }
        let comes_to_clients = !self.shows_clients() && matches!(place, Place::Clients(_));
        // Closing can be undone where it was done, and where one goes from there.
        if *self.closed != before {
            self.closed.set(None);
        }
        self.place.set(place);
        if self.open() != before {
            *self.entered = self.open();
            let card = self.open().and_then(|open| self.board.card(open));
            let new_after = card.and_then(|card| new_after(card));
            self.new_after.set(new_after);
        }
        self.turn_to(self.open());
        if let Some(open) = self.open() {
            wishes.extend(self.open_thread(open));
        }
        wishes.extend(self.reach_message());
        wishes.extend(self.look_at_people());
        wishes.extend(self.look_at_tokens());
        wishes.extend(self.look_at_client());
        if comes_to_clients {
            wishes.extend(self.look_at_clients());
        }
        wishes.extend(self.look());
        wishes.extend(self.lead_away());
        wishes
    }

    /// Another screen, when this one is not for the operator's role.
    pub(super) fn lead_away(&self) -> Option<Wish> {
        let role = self.roster.as_ref()?.me.role;
        match *self.place {
            Place::Settings(section) if !section.is_for(role) => {
                Some(Wish::Go(Place::Settings(Section::Me)))
            }
            _ => None,
        }
    }

    /// Another address is shown, by whoever leafs through them.
    pub fn turn_to_address(&mut self, address: Address) -> Vec<Wish> {
        let Address { place, query } = address;
        let query = query.unwrap_or_default();
        let mut wishes = match place {
            Place::Clients(_) => self.show_clients(query.filter.all_of),
            _ if place.has_list() => self.show(query),
            _ => vec![],
        };
        wishes.extend(self.go(place));
        wishes
    }

    /// The list shows something else.
    pub fn show(&mut self, query: Query) -> Vec<Wish> {
        match *self.board.query() == query {
            true => vec![],
            false => {
                self.board.show(query);
                self.selected.drop_selection();
                self.ask_list()
            }
        }
    }

    /// The list was scrolled to its end.
    pub fn more_dialogs(&mut self) -> Vec<Wish> {
        self.ask_list()
    }

    /// The messages were scrolled to their beginning.
    pub fn more_messages(&mut self, dialog: DialogId) -> Vec<Wish> {
        let before = self.thread(dialog).and_then(Thread::older_before);
        let Some(before) = before else {
            return vec![];
        };
        self.load_of(dialog, Load::Older);
        vec![Wish::ask(History { dialog, before })]
    }

    /// Somebody has signed in. Drafts of the one before stay away from him; his own
    /// are those of this page, else what the browser has `kept`.
    pub fn signed_in(&mut self, me: OperatorId, kept: impl FnOnce() -> Drafts) {
        if self.drafts.of() != Some(me) {
            *self.drafts = kept();
        }
    }

    /// A form is sent. While one is on its way another is not begun.
    pub fn request(&mut self, question: impl Into<Question>) -> Vec<Wish> {
        self.request_any(question.into())
    }

    fn request_any(&mut self, question: Question) -> Vec<Wish> {
        let manner = Manner::of(&question);
        let is_for_now = matches!(manner, Manner::ForNow(_));
        let may_follow = matches!(manner, Manner::Change(_));
        if let Some(form) = manner.form() {
            // What does no harm twice may follow at once: another label, another phone.
            if self.forms.get(&form) == Some(&Progress::Busy) && !may_follow {
                return vec![];
            }
            if is_for_now && !self.line.is_live() {
                self.forms.insert(form, Progress::NoLine);
                return vec![];
            }
            self.forms.insert(form, Progress::Busy);
        }
        vec![Wish::Ask(question)]
    }

    /// The window gained or lost the operator's attention.
    pub fn watch(&mut self, on: bool) -> Vec<Wish> {
        self.is_watching.set(on);
        self.look()
    }

    /// What the operator sees now is told.
    pub(super) fn look(&mut self) -> Vec<Wish> {
        self.say_opened()
            .into_iter()
            .chain(self.say_seen())
            .collect()
    }

    /// The composer's text changed.
    pub fn typed(&mut self, dialog: DialogId, text: &str, now: Timestamp) -> Vec<Wish> {
        self.drafts.write(dialog, text);
        if text.is_empty() && self.saved_replies.is_part_of(dialog) {
            self.saved_replies.discarded(dialog);
        }
        if text.is_empty() || self.drafts.is_note(dialog) {
            return self.cease_typing();
        }
        match self.own_typing.key(dialog, now) {
            true => vec![Wish::Mention(FromOperator::Typing { dialog, on: true })],
            false => vec![],
        }
    }

    /// We no longer type: the message was sent, or another dialog is shown.
    pub fn cease_typing(&mut self) -> Vec<Wish> {
        self.own_typing
            .cease()
            .map(|dialog| Wish::Mention(FromOperator::Typing { dialog, on: false }))
            .into_iter()
            .collect()
    }

    /// Time has passed. What is to be told.
    pub fn tick(&mut self, now: Timestamp) -> Vec<Wish> {
        self.typing.change_if(|typing| typing.tick(now));
        let mut wishes = match self.own_typing.has_paused(now) {
            true => self.cease_typing(),
            false => vec![],
        };
        wishes.extend(self.keep_drafts());
        wishes
    }

    /// A key or a pointer has moved, in this tab or in another one.
    pub fn touch(&mut self, at: Timestamp) {
        self.idle.change_if(|idle| {
            idle.touch(at);
            false
        });
    }

    /// The line is another one, which has not been told yet.
    pub(super) fn forget_idle(&mut self) {
        self.idle.change_if(|idle| {
            idle.forget();
            false
        });
    }

    /// Tells the center whether anybody is at his console, when that has changed.
    pub fn tell_idle(&mut self, now: Timestamp) -> Vec<Wish> {
        if !self.line.is_live() {
            return vec![];
        }
        let mut told = None;
        self.idle.change_if(|idle| {
            told = idle.tell(now);
            false
        });
        let told = told.map(|is_idle| Wish::ask(SetIdle { is_idle }));
        told.into_iter().collect()
    }

    /// I have become away: if that is since another browser of mine is idle, it is not true.
    /// Of who has chosen it the center knows better.
    pub(super) fn tell_touched(&self) -> Vec<Wish> {
        let is_idle = false;
        match self.idle.is_idle() {
            true => vec![],
            false => vec![Wish::ask(SetIdle { is_idle })],
        }
    }

    /// Whether I am to be counted on, as far as is known here.
    pub(super) fn is_online(&self) -> bool {
        let mine = self.me().and_then(|me| self.presence.get(&me));
        mine == Some(&Presence::Online)
    }

    /// The card above or below the open one.
    pub fn neighbour(&self, step: Step) -> Option<DialogId> {
        let list = self.list();
        let here = self
            .open()
            .and_then(|open| list.iter().position(|id| *id == open));
        let place = match (here, step) {
            (None, _) => 0,
            (Some(place), Step::Up) => place.checked_sub(1)?,
            (Some(place), Step::Down) => place + 1,
        };
        list.get(place).copied()
    }

    /// A dialog was closed: the next one to answer is looked for, if this one is still
    /// looked at.
    pub fn go_on(&mut self, closed: DialogId) -> Vec<Wish> {
        match self.open() == Some(closed) {
            true => vec![Wish::ask(NextUnanswered { but: closed })],
            false => vec![],
        }
    }

    /// A page of the list, if there is one to ask for.
    pub(super) fn ask_list(&mut self) -> Vec<Wish> {
        // Before the first frame nobody is there to ask: the reset asks then.
        if self.roster.is_none() || !self.board.has_more() {
            return vec![];
        }
        let asked = self.board.ask_page();
        asked.map(Wish::ask).into_iter().collect()
    }

    /// What else the list has to ask: of dialogs whose cards do not tell, and how many
    /// there are.
    pub(super) fn ask_of_list(&mut self) -> Vec<Wish> {
        if self.roster.is_none() {
            return vec![];
        }
        let mut wishes = Vec::new();
        if self.board.has_doubts() {
            wishes.extend(self.board.ask_doubtful().map(Wish::ask));
        }
        if self.jobs.iter().all(|job| job.state != JobState::Running) {
            wishes.extend(self.ask_outdated());
        }
        if self.board.is_uncounted(&self.counts) {
            wishes.push(Wish::ask(self.board.ask_count()));
        }
        wishes
    }

    /// The first pages anew, if a job has changed what may be on them.
    pub(super) fn ask_outdated(&mut self) -> Option<Wish> {
        // Whoever takes hold of the board has changed it, for those who show it.
        let asked = self.board.is_outdated().then(|| self.board.ask_anew());
        asked.flatten().map(Wish::ask)
    }

    /// Cards show these variables of their clients.
    pub fn show_values(&mut self, names: Vec<String>) -> Vec<Wish> {
        self.card_values.show(names);
        self.ask_of_cards().into_iter().collect()
    }

    /// Variables on cards that nobody has asked about yet.
    pub(super) fn ask_of_cards(&mut self) -> Option<Wish> {
        if self.roster.is_none() || !self.card_values.may_ask() {
            return None;
        }
        let listed = self.board.list().into_iter();
        let found = self.sought.found.iter().map(|found| found.id);
        let cards = listed
            .chain(found)
            .filter_map(|id| self.board.card(id).map(|card| card.client.id));
        let cards: Vec<ClientId> = cards.collect();
        let mut asked = None;
        self.card_values.change_if(|values| {
            asked = values.ask(cards.into_iter());
            false
        });
        asked.map(Wish::ask)
    }

    /// What was told of an act on the dialog that was open has been read.
    fn leave(&mut self) {
        if let Some(open) = self.open() {
            let form = Form::Dialog(open);
            self.keep_forms(|its, progress| *its != form || *progress == Progress::Busy);
        }
    }

    /// A dialog is read where another one is open, or none: what it says is asked for.
    pub fn read_in_place(&mut self, id: DialogId) -> Vec<Wish> {
        self.open_thread(id)
    }

    fn open_thread(&mut self, id: DialogId) -> Vec<Wish> {
        self.remember(id);
        match self.thread(id) {
            Some(thread) if !thread.load.is_missing() => vec![],
            // It may be there again.
            Some(thread) if thread.load == Load::Gone => vec![Wish::ask(OpenDialog { dialog: id })],
            _ => {
                self.put_thread(Thread::new(id));
                // Before the first frame nothing is known: the reset asks then.
                match *self.roster {
                    Some(_) => vec![Wish::ask(OpenDialog { dialog: id })],
                    None => vec![],
                }
            }
        }
    }

    /// The page of the people is shown, or something has changed that it shows.
    pub fn look_at_people(&self) -> Vec<Wish> {
        let administers = |roster: &Roster| roster.me.role.administers();
        let is_shown = *self.place == Place::Settings(Section::People)
            && self.roster.as_ref().is_some_and(administers);
        match is_shown {
            true => self.unless_asked(ListPeople {}),
            false => vec![],
        }
    }

    /// The page of the integrations is shown, or something has changed that it shows.
    pub fn look_at_tokens(&self) -> Vec<Wish> {
        let administers = |roster: &Roster| roster.me.role.administers();
        let is_shown = *self.place == Place::Settings(Section::Integrations)
            && self.roster.as_ref().is_some_and(administers);
        match is_shown {
            true => self.unless_asked(ListTokens {}),
            false => vec![],
        }
    }

    /// Something is shown of who is there.
    pub fn look_at_presence(&self) -> Vec<Wish> {
        match self.line.is_live() {
            true => self.unless_asked(ListPresence {}),
            false => vec![],
        }
    }

    pub(super) fn unless_asked(&self, question: impl Into<Question>) -> Vec<Wish> {
        let question = question.into();
        match self.asked.values().any(|open| *open == question) {
            true => vec![],
            false => vec![Wish::Ask(question)],
        }
    }
}

/// Up to where a dialog has been opened, if there is more that nobody has opened.
pub(super) fn new_after(card: &Summary) -> Option<(DialogId, MessageId)> {
    (card.unread_count > 0).then_some((card.id, card.opened_upto))
}
