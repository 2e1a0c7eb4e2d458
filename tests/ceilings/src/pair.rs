//! Sender and receiver: two sockets that find each other by tags, so that they
//! survive hibernation as the relay's do.

use worker::{Request, Response, Result, State, WebSocket, WebSocketPair};

/// Takes a socket in under the tag of its role and number.
pub(crate) fn accept(state: &State, req: &Request) -> Result<Response> {
    let path = req.path();
    let mut parts = path.split('/').skip(2);
    let tag = match (parts.next(), parts.next()) {
        (Some("sender"), Some(number)) => number.to_owned(),
        (Some("receiver"), Some(number)) => receiver(number),
        _ => return Response::error("no such role", 404),
    };
    let WebSocketPair { client, server } = WebSocketPair::new()?;
    state.accept_websocket_with_tags(&server, &[&tag]);
    Response::from_websocket(client)
}

/// Acknowledges a message to its sender and forwards it to the partner. A
/// socket that has just gone must not stop the others.
pub(crate) fn answer(state: &State, sender: &WebSocket, text: &str) {
    drop(sender.send_with_str(text));
    let tags = state.get_tags(sender);
    for partner in tags
        .iter()
        .flat_map(|number| state.get_websockets_with_tag(&receiver(number)))
    {
        drop(partner.send_with_str(text));
    }
}

fn receiver(number: &str) -> String {
    format!("to-{number}")
}
