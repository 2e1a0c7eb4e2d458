//! The Durable Object of one center: it only translates between the runtime and
//! the queue before the rules.
#![allow(
    missing_docs,
    reason = "the macro exports methods to JavaScript and documents none"
)]

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use beseda_center::Center;
use beseda_center::turn::heard;
use beseda_center::turn::{Input, Peer};
use beseda_protocol::close;
use beseda_protocol::limits::{FRAME_BYTES_MAX, PING, PONG};
use worker::{
    DurableObject, Env, Request, Response, State, WebSocket, WebSocketIncomingMessage,
    WebSocketRequestResponsePair, durable_object,
};

use crate::answer;
use crate::census;
#[cfg(feature = "testing")]
use crate::center_call::Plant;
use crate::center_call::{self, Call};
use crate::overload;
use crate::pace::{self, Pace};
use crate::runtime;
use crate::seats;
use crate::settings::Settings;
use crate::sockets;
use crate::sql::ObjectSql;
use crate::turn_queue::TurnQueue;

/// RFC 6455: a kind of frame that this endpoint does not take.
const NOT_TEXT: u16 = 1003;

/// One center.
#[durable_object]
pub struct CenterObject {
    queue: Rc<TurnQueue>,
    /// Of each client. A cache: an object that could be evicted was idle, so that all
    /// had their burst again.
    frames: RefCell<Pace>,
    sockets_max: usize,
    is_draining: Cell<bool>,
}

impl DurableObject for CenterObject {
    fn new(state: State, env: Env) -> Self {
        crate::panic::watch(&state);
        #[cfg(feature = "testing")]
        crate::counts::wake();
        let settings = Settings::read(&env).expect("the relay is started with its settings");
        let pong = WebSocketRequestResponsePair::new(PING, PONG).expect("both are short texts");
        state.set_websocket_auto_response(&pong);
        let center = Center::new(ObjectSql::new(state.storage().sql()), settings.secret);
        Self {
            queue: TurnQueue::new(state, env, center),
            frames: RefCell::new(Pace::within(pace::FRAMES)),
            sockets_max: settings.sockets_max,
            is_draining: Cell::new(false),
        }
    }

    async fn fetch(&self, mut request: Request) -> worker::Result<Response> {
        let call = center_call::read(&mut request).await?;
        let broken = self.queue.broken();
        match call {
            Call::Ask(command) => center_call::answer(match broken {
                Some(refusal) => Err(refusal),
                None if self.queue.is_full() => Err(overload::refusal()),
                None => self.queue.ask(*command).await,
            }),
            Call::Open(_) if self.is_draining.get() => answer::refused(&sockets::overloaded()),
            Call::Open(caller) => {
                if let Some(refusal) = broken {
                    return answer::refused(&refusal);
                }
                self.queue.begin_sweep().await?;
                match self.queue.open(caller, self.sockets_max)? {
                    Ok(response) => Ok(response),
                    Err(refusal) => answer::refused(&refusal),
                }
            }
            Call::Drain => {
                self.is_draining.set(true);
                sockets::drain(self.queue.state());
                Response::empty()
            }
            #[cfg(feature = "testing")]
            Call::CheckStorage => {
                let sql = ObjectSql::new(self.queue.state().storage().sql());
                Response::from_json(&beseda_center::storage_suite::run(&sql))
            }
            #[cfg(feature = "testing")]
            Call::Plant(
                plant @ (Plant::UploadInTheMiddle | Plant::UploadStored | Plant::UploadTold),
            ) => {
                crate::plants::plant(plant);
                Response::empty()
            }
            #[cfg(feature = "testing")]
            Call::Plant(plant) => {
                self.queue.plant(plant);
                Response::empty()
            }
            #[cfg(feature = "testing")]
            Call::WaitingMax(n_inputs) => {
                self.queue.take_at_most(n_inputs);
                Response::empty()
            }
            #[cfg(feature = "testing")]
            Call::StepClock(off_by_ms) => {
                runtime::step_clock(self.queue.state(), off_by_ms).await?;
                Response::empty()
            }
            #[cfg(feature = "testing")]
            Call::Sweep(patience) => {
                crate::sweep::change(self.queue.state(), patience).await?;
                Response::empty()
            }
            #[cfg(feature = "testing")]
            Call::Count => Response::from_json(&crate::counts::Counts::now()),
        }
    }

    async fn websocket_message(
        &self,
        socket: WebSocket,
        message: WebSocketIncomingMessage,
    ) -> worker::Result<()> {
        match (message, seats::peer(&socket)) {
            (_, None) => runtime::shut(&socket, close::UNAUTHORIZED, "unknown"),
            (WebSocketIncomingMessage::Binary(_), _) => {
                runtime::shut(&socket, NOT_TEXT, "text only");
            }
            (WebSocketIncomingMessage::String(text), _) if text.len() > FRAME_BYTES_MAX => {
                runtime::shut(&socket, close::TOO_LONG, "frame too long");
            }
            _ if self.queue.broken().is_some() => {
                runtime::shut(&socket, sockets::TRY_LATER, "storage broken");
            }
            (WebSocketIncomingMessage::String(text), Some(peer)) if self.queue.is_full() => {
                self.queue.turn_away(&socket, &peer, &text);
            }
            (WebSocketIncomingMessage::String(text), Some(peer)) => {
                let input = heard::input(peer, &text);
                match self.too_much_of(&input) {
                    Some(peer) => self.queue.turn_away(&socket, peer, &text),
                    None => self.queue.put_frame(input, text.len()),
                }
            }
        }
        Ok(())
    }

    async fn websocket_close(
        &self,
        socket: WebSocket,
        code: usize,
        _reason: String,
        _was_clean: bool,
    ) -> worker::Result<()> {
        runtime::shut(&socket, close::answer_to(code), "");
        self.gone(&socket);
        Ok(())
    }

    async fn websocket_error(
        &self,
        socket: WebSocket,
        _error: worker::Error,
    ) -> worker::Result<()> {
        self.gone(&socket);
        Ok(())
    }

    async fn alarm(&self) -> worker::Result<Response> {
        self.queue.ring().await?;
        Response::empty()
    }
}

impl CenterObject {
    /// Who says this, if he has said too much of the kind.
    fn too_much_of<'a>(&self, input: &'a Input) -> Option<&'a Peer> {
        let Input::FromVisitor(peer @ Peer::Visitor { identity, .. }, said) = input else {
            return None;
        };
        let weight = pace::weight(said);
        let frames = &mut self.frames.borrow_mut();
        let is_paced = weight == 0
            || frames
                .take_many(identity.as_str(), weight, runtime::now())
                .is_ok();
        (!is_paced).then_some(peer)
    }

    fn gone(&self, socket: &WebSocket) {
        census::count_out(self.queue.state());
        if let Some(peer) = seats::peer(socket)
            && self.queue.broken().is_none()
        {
            self.queue.put(Input::Closed(peer));
        }
    }
}
