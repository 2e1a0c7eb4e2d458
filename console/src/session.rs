//! What lives above the screens: the model in one signal, the line to the
//! relay, and the doing of what the model wishes.
//!
//! | module | what else the desk does |
//! |---|---|
//! | [`entering`] | asks who is signed in until there is an answer |
//! | [`attaching`], [`uploads`] | files that wait in a composer, and on their way |
//! | [`keeping`] | what of the outbox outlives the page |

mod attaching;
mod entering;
mod keeping;
mod uploads;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use beseda_client::clock;
use beseda_client::connection::State;
use beseda_client::conversation::AsOperator;
use beseda_client::kept::Kept;
use beseda_client::line::{Address, Line, News};
use beseda_client::outbox::{Outbox, Pending};
use beseda_client::session::Session;
use beseda_protocol::SUBPROTOCOL;
use beseda_protocol::ask::Question;
use beseda_protocol::dialog::Filter;
use beseda_protocol::ids::{Cid, DialogId, OperatorId, Timestamp};
use beseda_protocol::operator::FromOperator;
use beseda_protocol::refusal::Code;
use leptos::prelude::*;
use leptos::task::spawn_local;

use attaching::Given;
use entering::Entering;
use uploads::Uploads;

use crate::bell;
use crate::browser::http::{self, Failure};
use crate::browser::page::Step;
use crate::browser::{audio, drag, keys, page, store};
use crate::model::place::{self, Place};
use crate::model::prefs::{Locale, Prefs};
use crate::model::question::Manner;
use crate::model::ring::Ring;
use crate::model::{Entry, Line as LineView, Model, Wish};
use crate::texts::say_client;

/// How long "connection restored" stays, in ms.
const BACK_SHOWN_MS: u64 = 3_000;

/// After every so many failed attempts to connect the session is doubted.
const DOUBT_EVERY: u32 = 3;

/// The screens' handle to everything that outlives them.
#[derive(Clone, Copy)]
pub(crate) struct Desk {
    /// The state that the screens show.
    pub(crate) model: RwSignal<Model>,
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
    /// The failed attempt after which the session was last doubted.
    doubted_at: Cell<u32>,
}

impl Desk {
    /// Opens the console at the place that the address names.
    pub(crate) fn open() -> Self {
        let prefs = store::prefs();
        let address = page::address();
        let mut model = Model::new(address.place);
        // An address that says nothing of the list leaves it as it was left.
        let left = || match page::is_fresh() {
            true => place::read_filter(&prefs.list),
            false => None,
        };
        model
            .board
            .show(address.filter.or_else(left).unwrap_or_default());
        page::show(&model.address(), Step::Same);
        let desk = Self {
            model: RwSignal::new(model),
            prefs: RwSignal::new(prefs),
            now: RwSignal::new(clock::now()),
            own: StoredValue::new_local(Rc::new(Own {
                line: RefCell::default(),
                entering: Entering::default(),
                given: Given::default(),
                uploads: Uploads::default(),
                kept: Kept::default(),
                line_back_at: Cell::default(),
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
        Memo::new(move |_| self.model.with(&read))
    }

    /// Something of the state as it is now, untracked.
    pub(crate) fn peek<T>(self, read: impl FnOnce(&Model) -> T) -> T {
        self.model.with_untracked(read)
    }

    /// The operator does something.
    pub(crate) fn act(self, act: impl FnOnce(&mut Model, Timestamp) -> Vec<Wish>) {
        let mut wishes = Vec::new();
        self.model.update(|model| wishes = act(model, clock::now()));
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

    /// Shows other dialogs on the list.
    pub(crate) fn show(self, filter: Filter) {
        if self.peek(|model| *model.board.filter() == filter) {
            return;
        }
        self.choose(|prefs| prefs.list = place::filter_words(&filter));
        self.act(|model, _| model.show(filter));
        page::show(&self.peek(Model::address), Step::Next);
    }

    fn step_to(self, place: Place, step: Step) {
        let filter = self.peek(|model| model.address().filter);
        let address = place::Address { place, filter };
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

    /// Ends the session.
    pub(crate) fn sign_out(self) {
        spawn_local(async move {
            // Without an answer the session may live on: say so by staying.
            if http::sign_out().await.is_ok() {
                self.hang_up();
                self.peek(|model| store::forget_drafts(&model.drafts));
                self.model.update(|model| model.drafts = Default::default());
                self.act(|model, _| model.ended());
            }
        });
    }

    /// Sends the text that the composer of a dialog held, as a reply or a note.
    pub(crate) fn write(self, dialog: DialogId, text: String) {
        let to = self.peek(|model| model.drafts.to(dialog));
        self.act(|model, _| {
            model.drafts.sent(dialog);
            model.cease_typing()
        });
        self.keep_draft(dialog);
        let cid = clock::new_cid();
        let body = text.as_str().into();
        self.on_line(|line| {
            line.act(|session, now| session.write(now, cid.clone(), to, Pending::Text(text), None))
        });
        self.keep(&cid, to, &body);
    }

    /// Keeps a dialog's draft as it is now.
    pub(crate) fn keep_draft(self, dialog: DialogId) {
        self.peek(|model| {
            if let Some(of) = model.drafts.of() {
                store::keep_draft(of, dialog, model.drafts.get(dialog));
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

    /// Opens the line of somebody who is signed in.
    pub(crate) fn connect(self, me: OperatorId) {
        let session = Session::new(AsOperator::of(me), Outbox::default());
        let line = Line::new(session, move |news| self.heard(news));
        let address = Address {
            url: "/v1/operator/socket".to_owned(),
            protocols: vec![SUBPROTOCOL.to_owned()],
        };
        self.own
            .with_value(|own| own.line.replace(Some(line.clone())));
        self.model
            .update(|model| model.signed_in(me, || store::drafts(me)));
        self.restore(me);
        line.start(address);
    }

    fn hang_up(self) {
        self.own.with_value(|own| {
            own.given.clear();
            own.uploads.clear();
            // What waits is another tab's from now on, or waits for whoever signs in.
            own.kept.begin("", |_nobody| ());
            // Dropped outside of the borrow: closing tells us.
            let line = own.line.take();
            drop(line);
        });
    }

    /// The line tells what has arrived, and that something may have changed.
    fn heard(self, news: Vec<News<AsOperator>>) {
        let now = clock::now();
        let has_ended = news.iter().any(|news| matches!(news, News::Ended));
        let mut wishes = Vec::new();
        if !news.is_empty() {
            self.model.update(|model| {
                for news in news {
                    match news {
                        News::Apply(frame) => wishes.extend(model.hear(frame, now)),
                        News::Stored { item, id, at } => model.stored(&item, id, at),
                        News::Lost(ask) => model.lost(ask),
                        News::Ended => wishes.extend(model.ended()),
                    }
                }
            });
        }
        if has_ended {
            self.hang_up();
        } else {
            self.look_at_line();
        }
        self.fulfil(wishes);
    }

    /// Copies what the screens show of the line, if it differs.
    fn look_at_line(self) {
        let mut seen: Option<(State, _)> = None;
        self.on_line(|line| {
            seen = Some(line.look(|session| (session.state(), session.outbox().clone())))
        });
        let Some((state, outbox)) = seen else { return };
        self.doubt_session(state);
        self.kept(|kept| kept.follow(&outbox));
        let now = clock::now();
        let before = self.peek(|model| (model.line, model.outbox == outbox, model.is_unkept));
        let mut line_after = before.0;
        self.model.try_maybe_update(|model| {
            model.line_is(state, now);
            line_after = model.line;
            if !before.1 {
                model.outbox = outbox;
            }
            model.is_unkept &= !line_after.is_live() || model.outbox.n_waiting() > 0;
            let is_news = (line_after, true, model.is_unkept) != before;
            (is_news, ())
        });
        if line_after.is_live() && !before.0.is_live() {
            self.tend_uploads();
        }
        if line_after == LineView::Back && before.0 != LineView::Back {
            self.own
                .with_value(|own| own.line_back_at.set(now.plus_ms(BACK_SHOWN_MS)));
        }
    }

    /// A browser does not tell why a socket could not be opened: after some
    /// failures the relay is asked.
    fn doubt_session(self, state: State) {
        let State::Waiting { attempt, .. } = state else {
            return;
        };
        let before = self.own.with_value(|own| own.doubted_at.replace(attempt));
        if attempt == before || !attempt.is_multiple_of(DOUBT_EVERY) {
            return;
        }
        spawn_local(async move {
            let Err(Failure::Refused(refusal)) = http::why_no_line().await else {
                return;
            };
            match refusal.code {
                Code::Unauthorized => {
                    self.hang_up();
                    self.act(|model, _| model.ended());
                }
                code => self
                    .model
                    .update(|model| model.is_barred = code == Code::NoUpgrade),
            }
        });
    }

    fn fulfil(self, wishes: Vec<Wish>) {
        for wish in wishes {
            match wish {
                Wish::Ask(question) => self.ask(question),
                Wish::Mention(said) => {
                    self.on_line(|line| line.act(|session, _| session.mention(&said)))
                }
                Wish::Ring(ring) => self.ring(&ring),
                Wish::GoOn(closed) => self.go_on(closed),
                Wish::Go(place) => self.step_to(place, Step::Same),
            }
        }
    }

    fn ring(self, ring: &Ring) {
        let dialog = ring.dialog;
        self.prefs.with_untracked(|prefs| {
            bell::ring(prefs, ring, move || self.go(Place::Dialogs(Some(dialog))));
        });
    }

    /// Goes to the next dialog that awaits a reply, if the operator has chosen that and
    /// still looks at the one that was closed.
    fn go_on(self, closed: DialogId) {
        if !self.prefs.with_untracked(|prefs| prefs.goes_on) {
            return;
        }
        let next = self.peek(|model| {
            let is_here = model.open() == Some(closed);
            is_here.then(|| model.next_unanswered(closed)).flatten()
        });
        if let Some(next) = next {
            self.go(Place::Dialogs(Some(next)));
        }
    }

    fn ask(self, question: Question) {
        self.on_line(|line| {
            let repeat = Manner::of(&question).repeat();
            let ask = line.ask(repeat, |ask| FromOperator::ask(ask, question.clone()));
            self.model
                .update_untracked(|model| model.asked(ask, question));
        });
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

    /// Does something with the line, while there is one.
    pub(crate) fn on_line(self, call: impl FnOnce(&Line<AsOperator>)) {
        let line = self.own.with_value(|own| own.line.borrow().clone());
        if let Some(line) = line {
            call(&line);
        }
    }

    /// Follows the window: its address, its attention, its time.
    fn listen(self) {
        let window = window();
        keys::leave_compositions_alone();
        drag::catch_strays();
        page::on(&window, &["popstate"], move |_| {
            let address = page::address();
            self.act(|model, _| {
                let mut wishes = model.show(address.filter.unwrap_or_default());
                wishes.extend(model.go(address.place));
                wishes
            });
        });
        page::on(&window, &["focus", "blur", "pageshow"], move |_| {
            self.attend()
        });
        page::on(&window, &["online"], move |_| self.enter_soon());
        page::on(&document(), &["visibilitychange"], move |_| self.attend());
        page::on(&document(), &["pointerdown", "keydown"], |_| {
            audio::unlock()
        });
        self.attend();
        set_interval(move || self.tick(), std::time::Duration::from_millis(1_000));
    }

    fn attend(self) {
        let on = page::is_watched();
        self.act(|model, _| model.watch(on).into_iter().collect());
    }

    fn tick(self) {
        let now = clock::now();
        // Not every browser tells when its window gains or loses the focus.
        if self.peek(Model::is_watching) != page::is_watched() {
            self.attend();
        }
        self.enter_again(now);
        self.tend_uploads();
        if now.ms_since(self.now.get_untracked()) >= 10_000 {
            self.now.set(now);
        }
        let mut wishes = Vec::new();
        let back_ends = self.own.with_value(|own| own.line_back_at.get());
        self.model.try_maybe_update(|model| {
            let was_back = model.line == LineView::Back && back_ends <= now;
            if was_back {
                model.line_was_seen();
            }
            let (changed, told) = model.tick(now);
            wishes = told;
            (changed || was_back, ())
        });
        self.fulfil(wishes);
    }
}

/// The language, the theme, the title and what is kept follow the state.
pub(crate) fn follow(desk: Desk) {
    let entry = desk.memo(|model| model.entry);
    Effect::new(move |_| {
        let signed_in = match entry.get() {
            Entry::In => true,
            Entry::Out => false,
            Entry::Asking | Entry::Unreachable => return,
        };
        if desk.prefs.with_untracked(|prefs| prefs.signed_in) != signed_in {
            desk.choose(|prefs| prefs.signed_in = signed_in);
        }
    });
    Effect::new(move |_| page::set_language(desk.locale().tag()));
    Effect::new(move |_| page::set_theme(desk.prefs.with(|prefs| prefs.theme)));
    let title = Memo::new(move |_| {
        // A nameless client is called otherwise in another language.
        desk.locale();
        desk.model.with(|model| {
            let center = model.roster.as_ref();
            let center = center.map(|roster| roster.center.general.value.name.clone());
            let center = center.filter(|name| !name.is_empty());
            let partner = model.partner().cloned();
            (model.awaiting().dialogs, partner, center)
        })
    });
    Effect::new(move |_| {
        let (n, partner, center) = title.get();
        let center = center.unwrap_or_else(|| "Beseda".to_owned());
        let name = match partner {
            Some(client) => {
                let name = say_client(client.name.as_deref(), client.id.0);
                format!("{name} · {center}")
            }
            None => center,
        };
        page::set_title(&match n {
            0 => name,
            n => format!("({n}) {name}"),
        });
    });
}
