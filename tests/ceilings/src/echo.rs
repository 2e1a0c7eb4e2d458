//! The wire alone.

use worker::{
    DurableObject, Env, Request, Response, Result, State, WebSocket, WebSocketIncomingMessage,
    durable_object,
};

use crate::pair;

/// Sends back what it hears.
#[durable_object]
pub struct Echo {
    state: State,
}

impl DurableObject for Echo {
    fn new(state: State, _: Env) -> Self {
        Self { state }
    }

    async fn fetch(&self, req: Request) -> Result<Response> {
        pair::accept(&self.state, &req)
    }

    async fn websocket_message(
        &self,
        ws: WebSocket,
        heard: WebSocketIncomingMessage,
    ) -> Result<()> {
        match heard {
            WebSocketIncomingMessage::String(text) => ws.send_with_str(&text),
            WebSocketIncomingMessage::Binary(_) => Ok(()),
        }
    }

    async fn websocket_close(&self, _: WebSocket, _: usize, _: String, _: bool) -> Result<()> {
        Ok(())
    }
}
