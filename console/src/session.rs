//! What lives above the screens: the model as a signal, and what operators do.
//!
//! | module | what else the desk does |
//! |---|---|
//! | [`entering`] | asks who is signed in until there is an answer |
//! | [`attaching`], [`uploads`] | files that wait in a composer, and on their way |
//! | [`keeping`] | what of the outbox outlives the page |
//! | [`line`] | opens the line, and hears what it tells |
//! | [`model_signal`] | tells the screens which slices of the state have changed |
//! | [`wishes`] | carries out what the model wishes |
//! | [`window`] | follows the window, and lets it follow the state |

mod attaching;
mod entering;
mod keeping;
mod line;
mod model_signal;
mod uploads;
mod window;
mod wishes;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use beseda_client::clock;
use beseda_client::conversation::{AsOperator, OperatorTo};
use beseda_client::kept::Kept;
use beseda_client::line::Line;
use beseda_client::outbox::Pending;
use beseda_protocol::ask::Question;
use beseda_protocol::ask::jobs::BeginExport;
use beseda_protocol::export::Export;
use beseda_protocol::filter::{Predicate, Query};
use beseda_protocol::ids::{Cid, DialogId, MessageId, Timestamp};
use leptos::prelude::*;
use leptos::task::spawn_local;

use attaching::Given;
use entering::Entering;
use model_signal::ModelSignal;
use uploads::Uploads;
pub(crate) use window::follow;

use crate::browser::http;
use crate::browser::page::Step;
use crate::browser::{page, store};
use crate::model::place::{Address, Place};
use crate::model::prefs::{Locale, Prefs};
use crate::model::{Model, Wish, query_words};

/// The screens' handle to everything that outlives them.
#[derive(Clone, Copy)]
pub(crate) struct Desk {
    /// The state that the screens show.
    pub(crate) model: ModelSignal,
    /// The operator's choices on this machine.
    pub(crate) prefs: RwSignal<Prefs>,
    /// The time to which waiting times relate; moves every few seconds.
    pub(crate) now: RwSignal<Timestamp>,
    own: StoredValue<Rc<Own>, LocalStorage>,
}

struct Own {
    line: RefCell<Option<Line<AsOperator>>>,
    entering: Entering,
    given: Given,
    uploads: Uploads,
    /// What the browser keeps of the outbox.
    kept: Kept,
    line_back_at: Cell<Timestamp>,
    /// When a key or a pointer moved here, within a few seconds.
    touched_at: Cell<Timestamp>,
    /// The failed attempt after which the session was last doubted.
    doubted_at: Cell<u32>,
}

impl Desk {
    /// Opens the console at the place that the address names.
    pub(crate) fn open() -> Self {
        let prefs = store::prefs();
        let Address { place, query } = page::address();
        let (of_clients, of_dialogs) = match place {
            Place::Clients(_) => (query, None),
            _ => (None, query),
        };
        let mut model = Model::new(place);
        // An address that says nothing of the list leaves it as it was left.
        let left = || match page::is_fresh() {
            true => query_words::read(&prefs.list),
            false => None,
        };
        model
            .board
            .show(of_dialogs.or_else(left).unwrap_or_default());
        let of_clients = of_clients.unwrap_or_default();
        model.client_list.show(of_clients.filter.all_of);
        page::show(&model.address(), Step::Same);
        let desk = Self {
            model: ModelSignal::new(model),
            prefs: RwSignal::new(prefs),
            now: RwSignal::new(clock::now()),
            own: StoredValue::new_local(Rc::new(Own {
                line: RefCell::default(),
                entering: Entering::default(),
                given: Given::default(),
                uploads: Uploads::default(),
                kept: Kept::default(),
                line_back_at: Cell::default(),
                touched_at: Cell::default(),
                doubted_at: Cell::default(),
            })),
        };
        desk.listen();
        desk
    }

    /// Something of the state, as long as it stays the same.
    pub(crate) fn memo<T: Clone + PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&Model) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        memo_of(self.model, Box::new(read))
    }

    /// Something of the state as it is now, untracked.
    pub(crate) fn peek<T>(self, read: impl FnOnce(&Model) -> T) -> T {
        self.model.with_untracked(read)
    }

    /// The operator does something.
    pub(crate) fn act(self, act: impl FnOnce(&mut Model, Timestamp) -> Vec<Wish>) {
        let mut act = Some(act);
        self.act_by(&mut |model, now| match act.take() {
            Some(act) => act(model, now),
            None => Vec::new(),
        });
    }

    fn act_by(self, act: &mut dyn FnMut(&mut Model, Timestamp) -> Vec<Wish>) {
        let wishes = self.model.update(|model| act(model, clock::now()));
        self.fulfil(wishes);
    }

    /// Sends a form.
    pub(crate) fn request(self, question: impl Into<Question>) {
        self.act(|model, _| model.request(question));
    }

    /// Shows another screen.
    pub(crate) fn go(self, place: Place) {
        let step = match place {
            Place::Card(_) => Step::Above,
            _ => Step::Next,
        };
        self.step_to(place, step);
    }

    /// Goes from what was opened above a screen back to that screen.
    pub(crate) fn back(self, below: Place) {
        match page::is_above() {
            true => page::step_back(),
            false => self.step_to(below, Step::Same),
        }
    }

    /// Shows other dialogs on the list, or in another order. A filter that is narrowed down
    /// further is one step of the history: Back leads to where it began.
    pub(crate) fn show(self, query: Query) {
        let before = self.peek(|model| model.board.query().clone());
        if before == query {
            return;
        }
        let is_same = before.filter.is_narrowed() && query.filter.is_narrowed();
        let step = if is_same { Step::Same } else { Step::Next };
        self.choose(|prefs| prefs.list = query_words::write(&query));
        self.act(|model, _| model.show(query));
        page::show(&self.peek(Model::address), step);
    }

    /// Shows other clients on their list. A filter that is narrowed down further is one step
    /// of the history: Back leads to where it began.
    pub(crate) fn show_clients(self, all_of: Vec<Predicate>) {
        let before = self.peek(|model| model.client_list.all_of().to_vec());
        if before == all_of {
            return;
        }
        let is_same = !before.is_empty() && !all_of.is_empty();
        let step = if is_same { Step::Same } else { Step::Next };
        self.act(|model, _| model.show_clients(all_of));
        page::show(&self.peek(Model::address), step);
    }

    fn step_to(self, place: Place, step: Step) {
        let address = self.peek(|model| model.address_of(place));
        page::show(&address, step);
        self.act(|model, _| model.go(address.place));
    }

    /// Changes the operator's choices, and keeps them.
    pub(crate) fn choose(self, change: impl FnOnce(&mut Prefs)) {
        self.prefs.update(change);
        self.prefs.with_untracked(store::keep_prefs);
    }

    /// The language of the screens: chosen, else the browser's.
    pub(crate) fn locale(self) -> Locale {
        self.prefs
            .with(|prefs| prefs.locale)
            .unwrap_or_else(|| Locale::from_tag(&page::language()))
    }

    /// Makes a file, in the language of the screens.
    pub(crate) fn export(self, what: Export) {
        let locale = self.locale().tag().to_owned();
        self.request(BeginExport { what, locale });
    }

    /// Ends the session.
    pub(crate) fn sign_out(self) {
        self.act(|model, _| model.keep_all_drafts());
        spawn_local(async move {
            // Without an answer the session may live on: say so by staying.
            if http::sign_out().await.is_ok() {
                self.hang_up();
                self.peek(|model| store::forget_drafts(&model.drafts));
                self.model
                    .update(|model| *model.drafts = Default::default());
                self.act(|model, _| model.ended());
            }
        });
    }

    /// Sends the text that the composer of a dialog held, as a reply or a note: its id.
    pub(crate) fn write(self, dialog: DialogId, text: String) -> Cid {
        let (to, quote) = self.peek(|model| (model.drafts.to(dialog), model.drafts.quote(dialog)));
        self.act(|model, _| {
            let mut wishes = model.draft_sent(dialog);
            wishes.extend(model.cease_typing());
            wishes
        });
        self.keep_draft(dialog);
        self.send_text(to, text, quote)
    }

    /// Sends a text: its id.
    fn send_text(self, to: OperatorTo, text: String, quote: Option<MessageId>) -> Cid {
        let cid = clock::new_cid();
        let body = text.as_str().into();
        self.on_line(|line| {
            line.act(|session, now| session.write(now, cid.clone(), to, Pending::Text(text), quote))
        });
        self.keep(&cid, to, quote, &body);
        cid
    }

    /// What is written in a dialog's composer answers this message, or none any more.
    pub(crate) fn quote(self, dialog: DialogId, quote: Option<MessageId>) {
        self.act(|model, _| {
            model.drafts.set_quote(dialog, quote);
            Vec::new()
        });
        self.keep_draft(dialog);
    }

    /// Keeps a dialog's draft as it is now.
    pub(crate) fn keep_draft(self, dialog: DialogId) {
        self.peek(|model| {
            if let Some(of) = model.drafts.of() {
                store::keep_draft(of, dialog, model.drafts.kept(dialog));
            }
        });
    }

    /// Sends a refused message after all.
    pub(crate) fn retry(self, cid: Cid) {
        self.on_line(|line| line.act(|session, now| session.retry(now, &cid)));
        self.upload_anew(&cid);
    }

    /// Gives a message up.
    pub(crate) fn cancel(self, cid: Cid) {
        self.uploads(|uploads| uploads.forget(&cid));
        self.on_line(|line| line.act(|session, now| session.cancel(now, &cid)));
    }

    /// Looks after the question who is signed in.
    pub(crate) fn entering<T>(self, call: impl FnOnce(&Entering) -> T) -> T {
        self.own.with_value(|own| call(&own.entering))
    }

    /// Looks after the files that wait in composers.
    pub(crate) fn given<T>(self, call: impl FnOnce(&Given) -> T) -> T {
        self.own.with_value(|own| call(&own.given))
    }

    /// Looks after the files that are on their way.
    pub(crate) fn uploads<T>(self, call: impl FnOnce(&Uploads) -> T) -> T {
        self.own.with_value(|own| call(&own.uploads))
    }

    /// Looks after what the browser keeps of the outbox.
    pub(crate) fn kept<T>(self, call: impl FnOnce(&Kept) -> T) -> T {
        self.own.with_value(|own| call(&own.kept))
    }
}

/// Apart from [`Desk::memo`], so that a memo costs the code of its type and not of each
/// closure: there are some hundred and fifty.
#[inline(never)]
fn memo_of<T: Clone + PartialEq + Send + Sync + 'static>(
    model: ModelSignal,
    read: Box<dyn Fn(&Model) -> T + Send + Sync>,
) -> Memo<T> {
    Memo::new(move |_| model.with(|model| read(model)))
}
