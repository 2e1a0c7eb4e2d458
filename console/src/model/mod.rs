//! The console's state: plain data with methods, without a browser.
//!
//! | module | owns |
//! |---|---|
//! | [`origins`] | what the address of a site means |
//! | [`place`] | where the operator is: an address, as a value |
//! | [`board`] | the list of dialogs |
//! | [`counts`] | how many dialogs there are |
//! | [`facet`] | what a filter says, by its places in the panel |
//! | [`query_words`] | what the list shows, as the words of an address |
//! | [`list_window`] | which of its cards are on the page, and what keeps them in place |
//! | [`selected`] | what of a list is selected for a bulk act |
//! | [`slices`] | which parts of the state were read, and which were changed |
//! | [`saved_filters`] | filters that were saved under a name |
//! | [`saved_replies`], [`reply_text`] | saved replies, what is offered of them; their text with its variables |
//! | [`search`], [`messages`] | searches whose answers come in parts; messages that are sought |
//! | [`thread`], `threads` | one dialog's messages and its client's card; those that are kept |
//! | [`feed`] | the rows that a message list shows |
//! | [`idle`] | whether anybody touches the console |
//! | [`roster`] | the people, the sites, the settings |
//! | [`question`] | how each question is asked, and how far each form is |
//! | [`typing`] | who types where |
//! | [`drafts`], [`draft`], `drafting` | what was typed and not sent; one of them; how the center has them |
//! | [`undoable`] | what was done a moment ago |
//! | [`lookers`], [`meanwhile`] | who else is in the open dialog; what is answered while one writes |
//! | [`attached`] | files that wait in a composer |
//! | [`completion`], [`recent_emoji`] | what a word in it is completed by; emoji that were picked last |
//! | `closing` | a dialog that is closed behind what was sent |
//! | [`keys`] | what keys mean |
//! | [`upload`] | how an upload goes on when it does not go well |
//! | [`ring`] | what a message makes heard |
//! | [`prefs`] | what an operator chose on this machine |
//! | [`feed_prefs`] | which kinds of messages he wants to see |
//! | [`card_prefs`], [`card_values`] | what he has cards show; variables on them |
//! | [`waiting`] | how pressing it is that a client waits |
//! | `hear`, `act` | how the state goes on: by the relay, by the operator |
//! | `changed` | what a job has changed, asked for where it is shown |
//!
//! Methods return [`Wish`]es; `session` carries them out.

pub mod act;
mod answered;
pub mod attached;
pub mod board;
pub mod campaign;
pub mod card_prefs;
pub mod card_values;
mod changed;
pub mod client_list;
pub mod clients;
mod closing;
pub mod completion;
pub mod contrast;
pub mod counts;
pub mod draft;
mod drafting;
pub mod drafts;
#[cfg(test)]
pub(crate) mod example;
pub mod facet;
pub mod feed;
pub mod feed_prefs;
mod hear;
pub mod hours_form;
pub mod idle;
mod joined;
pub mod kept;
pub mod keys;
pub mod list_window;
pub mod lookers;
pub mod marks;
pub mod meanwhile;
pub mod messages;
pub mod origins;
pub mod place;
pub mod prefs;
pub mod query_words;
pub mod question;
pub mod recent_emoji;
pub mod reply_text;
pub mod ring;
pub mod roster;
pub mod saved_filters;
pub mod saved_replies;
pub mod search;
pub mod section;
pub mod selected;
pub mod slices;
pub mod thread;
mod threads;
pub mod typing;
pub mod undoable;
pub mod upload;
pub mod waiting;
pub mod webhooks;
pub mod write_first;
pub mod zones;

use std::collections::HashMap;

use beseda_client::connection::{Pulse, State};
use beseda_client::conversation::OperatorTo;
use beseda_client::outbox::Outbox;
use beseda_protocol::ask::Question;
use beseda_protocol::ask::clients::ClientExtent;
use beseda_protocol::ask::dialogs::FirstSaid;
use beseda_protocol::ask::imports::ImportAnswer;
use beseda_protocol::ask::list::{CountedSelection, ListDialogs};
use beseda_protocol::ask::marks::AddMark;
use beseda_protocol::ask::search::SearchMessages;
use beseda_protocol::ask::team::ListedPeople;
use beseda_protocol::ask::tokens::ListedTokens;
use beseda_protocol::channel::ReplyTimes;
use beseda_protocol::dialog::ClientBrief;
use beseda_protocol::filter::{Filter, Query, Tab};
use beseda_protocol::ids::{
    Ask, ChannelId, ClientId, DialogId, JobId, MarkId, MessageId, OperatorId, SiteId, Timestamp,
};
use beseda_protocol::job::Job;
use beseda_protocol::limits::PING_EVERY_MS;
use beseda_protocol::operator::FromOperator;
use beseda_protocol::settings::BadgeFact;
use beseda_protocol::site::Site;
use beseda_protocol::team::{Employee, Presence, Right};

use self::attached::Attached;
use self::board::{Board, Size};
use self::card_values::CardValues;
use self::client_list::ClientList;
use self::clients::Clients;
use self::closing::ToClose;
use self::counts::{Awaiting, Badge, Counts};
use self::drafts::Drafts;
use self::idle::Idle;
use self::lookers::Lookers;
use self::marks::On;
use self::meanwhile::Meanwhile;
use self::place::{Address, Place};
use self::question::{Form, Progress};
use self::ring::{Missed, Ring};
use self::roster::{Names, Roster};
use self::saved_filters::SavedFilters;
use self::saved_replies::SavedReplies;
use self::search::Search;
use self::selected::Selected;
use self::slices::slices;
use self::thread::Thread;
use self::typing::{OwnTyping, Typing};
use self::undoable::Undoable;
use self::webhooks::Webhooks;

/// Opened dialogs that are kept: going back to one shows it at once.
pub const THREADS_MAX: usize = 20;

/// A cut is shown when it has lasted this long (`shell.css`); the end of a shorter
/// one is no news either.
pub const CUT_SEEN_MS: u64 = 1_000;

slices! {
    /// Everything that the screens show.
    pub struct Model {
        /// Where the operator is.
        pub place: Place,
        /// Whether there is a session.
        pub entry: Entry,
        /// The line to the relay.
        pub line: Line,
        /// Whether no line can come about: a proxy in front of the relay lets none through.
        pub is_barred: bool,
        /// The people, the sites, the settings; absent until the relay has told.
        pub roster: Option<Roster>,
        /// Who is there, and invitations, as last asked; absent until somebody looks.
        pub people: Option<ListedPeople>,
        /// Tokens of the API, and what they have spent, as last asked; absent until somebody
        /// looks.
        pub tokens: Option<ListedTokens>,
        /// Whether colleagues are there, as last asked.
        pub presence: HashMap<OperatorId, Presence>,
        /// Whether anybody touches this console.
        pub idle: Idle,
        /// Notes on clients that were typed and not sent, by the client's number.
        pub note_drafts: HashMap<ClientId, String>,
        /// The list of clients.
        pub client_list: ClientList,
        /// Clients apart from their dialogs.
        pub clients: Clients,
        /// Dialogs that are sought above the list.
        pub sought: Search<ListDialogs>,
        /// Messages that are sought there.
        pub messages: Search<SearchMessages>,
        /// Marks that are being made, and what they are put on then.
        to_put: Vec<(AddMark, On)>,
        /// Names of variables that a filter can ask for, as last told.
        pub variables: Vec<String>,
        /// Addresses that are told of what happens, as last asked.
        pub webhooks: Webhooks,
        /// How much has which mark, as was counted last.
        pub mark_counts: HashMap<MarkId, u64>,
        /// How much there is of the client who may be deleted, when somebody has asked.
        pub extent: Option<(ClientId, ClientExtent)>,
        /// Long work that this operator may see, in the order of its beginning.
        pub jobs: Vec<Job>,
        /// What was answered last about an import, and how often that was: its screen goes on
        /// by it.
        pub imported: (u64, Option<ImportAnswer>),
        /// The list of dialogs.
        pub board: Board,
        /// What of it is selected.
        pub selected: Selected<DialogId>,
        /// What is selected of the list of clients.
        pub selected_clients: Selected<ClientId>,
        /// Whether all that is unread shall be marked read, and how much it is, once counted.
        pub read_all: Option<Option<CountedSelection>>,
        /// The job of the bulk act that was begun last.
        bulk_job: Option<JobId>,
        /// Variables of clients on its cards.
        pub card_values: CardValues,
        /// Filters that were saved under a name.
        pub saved_filters: SavedFilters,
        /// Replies that were written down to be used again.
        pub saved_replies: SavedReplies,
        /// How many dialogs there are.
        pub counts: Counts,
        /// Messages that the relay has not acknowledged.
        pub outbox: Outbox<OperatorTo>,
        /// Whether the browser could not keep something that may still wait.
        pub is_unkept: bool,
        /// Who types where.
        pub typing: Typing,
        /// What a message said before its author changed it, when an administrator has asked.
        pub first_said: Option<(MessageId, FirstSaid)>,
        /// What we have told about our own typing.
        own_typing: OwnTyping,
        /// What was typed and not sent.
        pub drafts: Drafts,
        /// What colleagues have answered while something was written.
        meanwhile: HashMap<DialogId, Meanwhile>,
        /// Who else has the open dialog open.
        lookers: Lookers,
        /// Files that wait beside it.
        pub attached: Attached,
        /// The dialog that this operator has closed just now: that can be undone.
        pub closed: Option<DialogId>,
        /// The dialog that is closed when what was sent is stored.
        to_close: Option<ToClose>,
        /// What else he has done just now.
        pub done: Option<Undoable>,
        /// The open dialog's thread.
        open_thread: Option<Thread>,
        /// Those of dialogs that were open before.
        kept_threads: HashMap<DialogId, Thread>,
        /// The order in which threads were opened, the latest last.
        recent: Vec<DialogId>,
        forms: HashMap<Form, Progress>,
        asked: HashMap<Ask, Question>,
        /// The dialog that was opened last, if it has not been said yet.
        entered: Option<DialogId>,
        /// Up to where the open dialog had been opened when it was opened now, if the client
        /// has written behind that.
        new_after: Option<(DialogId, MessageId)>,
        /// Up to where "opened" has been said on this line.
        opened: HashMap<DialogId, MessageId>,
        /// Whether the window is focused and visible.
        is_watching: bool,
        /// When the line was cut, if it is.
        cut_at: Timestamp,
        /// When the relay was last heard of, within a ping or so.
        felt_at: Timestamp,
        /// What the line that lives now tells late.
        missed: Missed,
    }
}

/// Whether there is a session.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Entry {
    /// The relay has been asked.
    #[default]
    Asking,
    /// The relay can't be reached.
    Unreachable,
    /// Signed out.
    Out,
    /// Signed in.
    In,
}

/// The line, as the operator is told about it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Line {
    /// For the first time.
    #[default]
    Connecting,
    /// Frames flow.
    Live,
    /// It was cut; the next attempt is made by itself.
    Cut,
    /// Frames flow again.
    Back,
}

impl Line {
    /// Whether frames flow.
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Live | Self::Back)
    }
}

/// What the state wants done in the world.
#[derive(Debug, Clone, PartialEq)]
pub enum Wish {
    /// Ask the relay.
    Ask(Question),
    /// Tell the relay what is not worth repeating.
    Mention(FromOperator),
    /// Make it heard.
    Ring(Ring),
    /// Show another screen.
    Go(Place),
    /// Keep a dialog's draft in the browser, as it is now.
    KeepDraft(DialogId),
    /// A dialog was closed: go on from it, if the operator wants that.
    GoOn(DialogId),
}

impl Wish {
    /// Ask the relay.
    pub fn ask(question: impl Into<Question>) -> Self {
        Self::Ask(question.into())
    }
}

impl Model {
    /// A console that has just been opened at a place.
    pub fn new(place: Place) -> Self {
        let mut model = Self::default();
        *model.place = place;
        model
    }

    /// The operator in front of the screen, once known.
    pub fn me(&self) -> Option<OperatorId> {
        self.roster.as_ref().map(|roster| roster.me.id)
    }

    /// Whether he may change people, sites and settings, and delete for good.
    pub fn administers(&self) -> bool {
        let roster = self.roster.as_ref();
        roster.is_some_and(|roster| roster.me.role.administers())
    }

    /// Where a dialog's card on the list leads.
    pub fn leads_to(&self, id: DialogId) -> Place {
        match self.board.mentioned_by(id) {
            Some(message) => Place::Message(id, message),
            None => Place::Dialogs(Some(id)),
        }
    }

    /// Whether a message can still be changed: on the site it can, and so it can while it waits
    /// for a transport to carry it, or was not taken by it.
    pub fn is_changeable(&self, dialog: DialogId, message: MessageId) -> bool {
        let site = self
            .board
            .card(dialog)
            .and_then(|card| self.site(&card.site));
        let is_carried = site.is_some_and(|site| !site.is_site());
        let mut waiting = self
            .thread(dialog)
            .into_iter()
            .flat_map(|it| &it.deliveries);
        !is_carried || waiting.any(|one| one.message == message)
    }

    /// A site of ours.
    pub fn site(&self, id: &SiteId) -> Option<&Site> {
        self.roster.as_ref()?.site(id)
    }

    /// What everybody is called.
    pub fn names(&self) -> Names {
        let roster = self.roster.as_ref();
        roster
            .map(|roster| roster.names.clone())
            .unwrap_or_default()
    }

    /// What somebody is called.
    pub fn name(&self, id: OperatorId) -> String {
        let roster = self.roster.as_ref();
        roster.map_or("", |roster| roster.names.of(id)).to_owned()
    }

    /// How long clients of a channel should wait at most.
    pub fn reply_times(&self, channel: ChannelId) -> ReplyTimes {
        let roster = self.roster.as_ref();
        let channel = roster.and_then(|roster| roster.channel(channel));
        channel.map_or_else(ReplyTimes::default, |one| one.reply_times.value.clone())
    }

    /// The dialog that is open.
    pub fn open(&self) -> Option<DialogId> {
        self.place.dialog()
    }

    /// Whether the client's card covers the open dialog, where there is no room for both.
    /// One that is there no more has none.
    pub fn is_card_shown(&self) -> bool {
        let Place::Card(id) = *self.place else {
            return false;
        };
        let thread = self.thread(id);
        thread.is_none_or(|thread| !thread.load.is_missing())
    }

    /// What the address says of all this.
    pub fn address(&self) -> Address {
        self.address_of(Place::clone(&self.place))
    }

    /// The same of another place: what its list shows is as it was left.
    pub fn address_of(&self, place: Place) -> Address {
        let query = match place {
            Place::Clients(_) => Query::from(Filter {
                all_of: self.client_list.all_of().to_vec(),
                ..Filter::default()
            }),
            _ => self.board.query().clone(),
        };
        let query = Some(query);
        Address { place, query }
    }

    /// Whether the window is focused and visible, as last told.
    pub fn is_watching(&self) -> bool {
        *self.is_watching
    }

    /// What the operator may do in a dialog, as far as its card tells: one that is not
    /// known yet is going to be shown if it may be.
    pub fn right(&self, dialog: DialogId) -> Right {
        let card = self.roster.as_ref().zip(self.board.card(dialog));
        card.map_or(Right::Answerable, |(roster, card)| roster.right(card))
    }

    /// Whether no dialog can come to the operator (KC-02).
    pub fn sees_nothing(&self) -> bool {
        self.roster.as_ref().is_some_and(Roster::sees_nothing)
    }

    /// The dialogs of the list, in order.
    pub fn list(&self) -> Vec<DialogId> {
        self.board.list()
    }

    /// How many dialogs the list has.
    pub fn list_size(&self) -> Size {
        self.board.size(&self.counts)
    }

    /// What is unanswered behind a tab.
    pub fn awaiting_of(&self, tab: Tab) -> Awaiting {
        let me = self.me();
        me.map(|me| self.counts.awaiting(tab, me))
            .unwrap_or_default()
    }

    /// What the badge tells this operator: in the menu, in the title and on the icon.
    pub fn badge(&self) -> Badge {
        let roster = self.roster.as_ref();
        let badge = |roster: &Roster| {
            let Employee { id, role, .. } = roster.me;
            self.counts.badge(roster.badge_counts(), role, id)
        };
        roster.map(badge).unwrap_or_default()
    }

    /// The badge's figure for the dialogs behind a tab.
    pub fn badge_of(&self, tab: Tab) -> u32 {
        let roster = self.roster.as_ref();
        roster.map_or(0, |roster| match roster.badge_counts() {
            BadgeFact::Unanswered => self.counts.awaiting(tab, roster.me.id).dialogs,
            BadgeFact::Unread => self.counts.unread(tab, roster.me.id),
        })
    }

    /// What is unanswered that concerns this operator.
    pub fn awaiting(&self) -> Awaiting {
        let me = self.roster.as_ref().map(|roster| &roster.me);
        me.map(|me| self.counts.for_role(me.role, me.id))
            .unwrap_or_default()
    }

    /// The client of the open dialog, once known.
    pub fn partner(&self) -> Option<&ClientBrief> {
        let card = self.board.card(self.open()?)?;
        Some(&card.client)
    }

    /// Whether a message to a dialog is shown there as not sent.
    pub fn has_not_sent(&self, dialog: DialogId) -> bool {
        let items = self.outbox.items().iter();
        let mut refused = items.filter(|item| item.stage.refusal().is_some());
        refused.any(|item| item.to.dialog() == dialog)
    }

    /// A question went out under this name.
    pub fn asked(&mut self, ask: Ask, question: impl Into<Question>) {
        self.asked.insert(ask, question.into());
    }

    /// The line is now in this state.
    pub fn line_is(&mut self, state: State, now: Timestamp) {
        // A line that is cut while its return is still told has hardly been back.
        let was_cut = matches!(*self.line, Line::Cut | Line::Back);
        let is_news = now.ms_since(*self.cut_at) >= CUT_SEEN_MS;
        let line = match (state, *self.line) {
            (State::Live { .. }, Line::Cut) if is_news => Line::Back,
            (State::Live { .. }, Line::Back) => Line::Back,
            (State::Live { .. }, _) => Line::Live,
            (_, Line::Connecting) => match state {
                State::Waiting { .. } => Line::Cut,
                _ => Line::Connecting,
            },
            _ => Line::Cut,
        };
        self.line.set(line);
        if line == Line::Cut && !was_cut {
            *self.cut_at = now;
        }
        self.is_barred.set(*self.is_barred && !line.is_live());
        if let State::Live {
            pulse: Pulse::Felt { ping_at },
            ..
        } = state
        {
            let felt_at = Timestamp(ping_at.0.saturating_sub(PING_EVERY_MS));
            self.felt_at.set(felt_at);
        }
        if !matches!(state, State::Live { .. }) {
            // What was said on the old line may be lost.
            self.opened.clear();
            self.cut_before_closing();
        } else {
            // "Try again when it is back": it is.
            self.keep_forms(|_, progress| *progress != Progress::NoLine);
        }
    }

    /// "Connection restored" has been shown long enough.
    pub fn line_was_seen(&mut self) {
        if *self.line == Line::Back {
            *self.line = Line::Live;
        }
    }
}
