//! Group commit: what arrives while one commit is on its way to the disk goes
//! into the next one together.

use std::cell::RefCell;
use std::mem;
use std::rc::Rc;

use worker::{
    DurableObject, Env, Request, Response, Result, State, WebSocket, WebSocketIncomingMessage,
    console_error, durable_object,
};

use crate::pair;
use crate::rows::Rows;
use crate::store::{OneRow, Store};

/// The name of the object that writes the relay's rows.
pub(crate) const ROWS: &str = "rows";

/// Queues, and answers the whole queue in one synchronous stretch as soon as
/// the commit before it is on disk.
#[durable_object]
pub struct Group {
    desk: Rc<Desk>,
}

struct Desk {
    state: State,
    store: Box<dyn Store>,
    queue: RefCell<Vec<(WebSocket, String)>>,
}

impl DurableObject for Group {
    fn new(state: State, _: Env) -> Self {
        let store: Box<dyn Store> = match state.id().name().as_deref() {
            Some(ROWS) => Box::new(Rows::open(&state)),
            _ => Box::new(OneRow::open(&state)),
        };
        let queue = RefCell::default();
        Self {
            desk: Rc::new(Desk {
                state,
                store,
                queue,
            }),
        }
    }

    async fn fetch(&self, req: Request) -> Result<Response> {
        pair::accept(&self.desk.state, &req)
    }

    async fn websocket_message(
        &self,
        ws: WebSocket,
        heard: WebSocketIncomingMessage,
    ) -> Result<()> {
        if let WebSocketIncomingMessage::String(text) = heard {
            self.desk.clone().take(ws, text);
        }
        Ok(())
    }

    async fn websocket_close(&self, _: WebSocket, _: usize, _: String, _: bool) -> Result<()> {
        Ok(())
    }
}

impl Desk {
    /// The first of a queue waits for the commit before; the rest just join it.
    fn take(self: Rc<Self>, ws: WebSocket, text: String) {
        self.queue.borrow_mut().push((ws, text));
        if self.queue.borrow().len() > 1 {
            return;
        }
        let desk = self.clone();
        self.state.wait_until(async move {
            let turn = match desk.state.storage().sync().await {
                Ok(()) => desk.flush(),
                Err(error) => Err(error),
            };
            if let Err(error) = turn {
                console_error!("{error}");
            }
        });
    }

    fn flush(&self) -> Result<()> {
        let queue = mem::take(&mut *self.queue.borrow_mut());
        for (_, text) in &queue {
            self.store.keep(text)?;
        }
        for (ws, text) in &queue {
            pair::answer(&self.state, ws, text);
        }
        Ok(())
    }
}
