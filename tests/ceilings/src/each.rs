//! Message by message: each waits for its own commit.

use worker::{
    DurableObject, Env, Request, Response, Result, State, WebSocket, WebSocketIncomingMessage,
    durable_object,
};

use crate::pair;
use crate::store::{OneRow, Store};

/// Inserts, then answers; the output gate holds the answers until the row is
/// durable.
#[durable_object]
pub struct Each {
    state: State,
    store: OneRow,
}

impl DurableObject for Each {
    fn new(state: State, _: Env) -> Self {
        let store = OneRow::open(&state);
        Self { state, store }
    }

    async fn fetch(&self, req: Request) -> Result<Response> {
        pair::accept(&self.state, &req)
    }

    async fn websocket_message(
        &self,
        ws: WebSocket,
        heard: WebSocketIncomingMessage,
    ) -> Result<()> {
        if let WebSocketIncomingMessage::String(text) = heard {
            self.store.keep(&text)?;
            pair::answer(&self.state, &ws, &text);
        }
        Ok(())
    }

    async fn websocket_close(&self, _: WebSocket, _: usize, _: String, _: bool) -> Result<()> {
        Ok(())
    }
}
