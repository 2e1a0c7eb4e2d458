//! A session run over a real socket: obeys its outputs, keeps its timer, tells
//! it when the network or the reader comes back.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use beseda_protocol::close::CROWDED_OUT;
use beseda_protocol::ids::{Ask, MessageId, Timestamp};
use js_sys::Function;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::EventTarget;

use crate::clock;
use crate::conversation::Conversation;
use crate::outbox::Item;
use crate::page::{document, window};
use crate::parsed::frames_of;
use crate::session::{Input, Output, Outputs, Session};
use crate::socket::{Socket, Told};

/// Where the socket leads.
#[derive(Debug, Clone, Default)]
pub struct Address {
    /// `wss://…`, or a path on the page's own origin.
    pub url: String,
    /// Subprotocols; the second one may be a token.
    pub protocols: Vec<String>,
}

/// What the owner of a line is told, in order.
pub enum News<C: Conversation> {
    /// The next frame.
    Apply(C::Heard),
    /// A message has left the outbox: it is stored.
    Stored {
        /// As it was.
        item: Item<C::To>,
        /// Its id.
        id: MessageId,
        /// When it was stored.
        at: Timestamp,
    },
    /// The line was cut before this question was answered.
    Lost(Ask),
    /// The relay does not accept this identity (any more).
    Ended,
}

/// A conversation that runs. Closes its socket when the last clone is dropped.
pub struct Line<C: Conversation>(Rc<Inner<C>>);

impl<C: Conversation> Clone for Line<C> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

struct Inner<C: Conversation> {
    session: RefCell<Session<C>>,
    address: RefCell<Address>,
    socket: RefCell<Option<Socket>>,
    timer: Cell<Option<i32>>,
    tick: Closure<dyn FnMut()>,
    awake: Closure<dyn FnMut()>,
    asleep: Closure<dyn FnMut()>,
    tell: Box<dyn Fn(Vec<News<C>>)>,
}

impl<C: Conversation + 'static> Line<C> {
    /// A line that is not wanted yet. `tell` is called after every change with
    /// what has arrived, maybe nothing; it may use the line.
    pub fn new(session: Session<C>, tell: impl Fn(Vec<News<C>>) + 'static) -> Self {
        let inner = Rc::new_cyclic(|weak: &Weak<Inner<C>>| Inner {
            session: RefCell::new(session),
            address: RefCell::default(),
            socket: RefCell::default(),
            timer: Cell::default(),
            tick: calls(weak, || Input::Tick),
            awake: calls(weak, || Input::Awake),
            asleep: calls(weak, || Input::Closed { code: 1006 }),
            tell: Box::new(tell),
        });
        inner.watch(true);
        Self(inner)
    }

    /// The conversation is wanted from now on, at this address.
    pub fn start(&self, address: Address) {
        *self.0.address.borrow_mut() = address;
        self.0.take(Input::Start);
    }

    /// The same for somebody else than before.
    pub fn start_as_another(&self, address: Address) {
        self.stop();
        self.0.session.borrow_mut().forget();
        self.start(address);
    }

    /// It is no longer wanted.
    pub fn stop(&self) {
        self.0.take(Input::Stop);
    }

    /// Something makes it look dead, a call that broke for instance: it is asked, and
    /// tells within [`PROBE_DEADLINE_MS`](crate::connection::PROBE_DEADLINE_MS).
    pub fn doubt(&self) {
        self.0.take(Input::Awake);
    }

    /// Looks at the session.
    pub fn look<R>(&self, look: impl FnOnce(&Session<C>) -> R) -> R {
        look(&self.0.session.borrow())
    }

    /// Does something with the session, and what it asks for.
    pub fn act(&self, act: impl FnOnce(&mut Session<C>, Timestamp) -> Outputs<C>) {
        let outputs = act(&mut self.0.session.borrow_mut(), clock::now());
        self.0.obey(outputs);
    }

    /// Asks a question, without waiting: the answer comes by `tell`.
    pub fn ask(&self, repeat: crate::asks::Repeat, question: impl FnOnce(Ask) -> C::Said) -> Ask {
        let (ask, outputs) = self
            .0
            .session
            .borrow_mut()
            .ask(clock::now(), repeat, question);
        self.0.obey(outputs);
        ask
    }
}

impl<C: Conversation + 'static> Inner<C> {
    fn take(self: &Rc<Self>, input: Input<C::Heard>) {
        let outputs = self
            .session
            .borrow_mut()
            .take(clock::now(), clock::chance(), input);
        self.obey(outputs);
    }

    fn obey(self: &Rc<Self>, outputs: Outputs<C>) {
        let mut news = Vec::new();
        let mut failed = false;
        for output in outputs {
            match output {
                Output::Open => failed = !self.open(),
                Output::Close => drop(self.socket.take()),
                Output::Send(text) => {
                    if let Some(socket) = &*self.socket.borrow() {
                        socket.send(&text);
                    }
                }
                Output::Apply(frame) => news.push(News::Apply(frame)),
                Output::Stored { item, id, at } => news.push(News::Stored { item, id, at }),
                Output::Lost(ask) => news.push(News::Lost(ask)),
                Output::Ended => news.push(News::Ended),
            }
        }
        self.set_timer();
        (self.tell)(news);
        if failed {
            self.take(Input::Closed { code: 1006 });
        }
    }

    fn open(self: &Rc<Self>) -> bool {
        let weak = Rc::downgrade(self);
        let Address { url, protocols } = &*self.address.borrow();
        let socket = Socket::open(url, protocols, move |told| {
            if let Some(inner) = weak.upgrade() {
                inner.told(told);
            }
        });
        let opened = socket.is_some();
        self.socket.replace(socket);
        opened
    }

    fn told(self: &Rc<Self>, told: Told) {
        let frames = match told {
            Told::Opened => return self.take(Input::Opened),
            // Somebody looks at this page: it needs a place as any other does.
            Told::Closed { code: CROWDED_OUT } if !document().hidden() => {
                return self.take(Input::Closed { code: 1006 });
            }
            Told::Closed { code } => return self.take(Input::Closed { code }),
            Told::Text(text) => frames_of(&text),
        };
        if frames.is_empty() {
            // `pong`, or the words of a newer relay: a sign of life (C15).
            self.take(Input::Pong);
        }
        for frame in frames {
            // The one before may have been the end of this line.
            if self.socket.borrow().is_some() {
                self.take(Input::Heard(frame));
            }
        }
    }

    fn set_timer(&self) {
        let window = window();
        if let Some(timer) = self.timer.take() {
            window.clear_timeout_with_handle(timer);
        }
        let Some(at) = self.session.borrow().wake_at() else {
            return;
        };
        let ms = at.ms_since(clock::now()).min(i32::MAX as u64) as i32;
        let tick = self.tick.as_ref().unchecked_ref();
        let timer = window.set_timeout_with_callback_and_timeout_and_arguments_0(tick, ms);
        self.timer.set(timer.ok());
    }
}

impl<C: Conversation> Inner<C> {
    /// Begins or ceases to listen for signs that the line may be needed at once,
    /// that it may have gone, or that the page goes.
    fn watch(&self, on: bool) {
        let awake: &Function = self.awake.as_ref().unchecked_ref();
        let asleep: &Function = self.asleep.as_ref().unchecked_ref();
        let document = EventTarget::from(document());
        let window = EventTarget::from(window());
        let targets = [
            (&window, "online", awake),
            // Asked at once, a dead line is told in seconds.
            (&window, "offline", awake),
            (&window, "pageshow", awake),
            (&document, "visibilitychange", awake),
            // A page that may be shown again (bfcache) is frozen with what it holds:
            // an open socket would die unheard, or keep the page out.
            (&window, "pagehide", asleep),
        ];
        for (target, event, listener) in targets {
            match on {
                true => target
                    .add_event_listener_with_callback(event, listener)
                    .ok(),
                false => target
                    .remove_event_listener_with_callback(event, listener)
                    .ok(),
            };
        }
    }
}

impl<C: Conversation> Drop for Inner<C> {
    fn drop(&mut self) {
        self.watch(false);
        if let Some(timer) = self.timer.take() {
            window().clear_timeout_with_handle(timer);
        }
    }
}

/// A callback without arguments that becomes an input, while the line lives and
/// (for what wakes it) the page is looked at.
fn calls<C: Conversation + 'static>(
    weak: &Weak<Inner<C>>,
    input: fn() -> Input<C::Heard>,
) -> Closure<dyn FnMut()> {
    let weak = weak.clone();
    Closure::new(move || {
        let Some(inner) = weak.upgrade() else { return };
        let input = input();
        if !(matches!(input, Input::Awake) && document().hidden()) {
            inner.take(input);
        }
    })
}
