//! The ceilings: the least that a Durable Object can do with a message, in the
//! relay's language and on its runtime.
//!
//! | object | with each message |
//! |---|---|
//! | [`echo`] | sends it back; no storage |
//! | [`each`] | inserts one row, acknowledges, forwards to the partner |
//! | [`group`] | the same, committing together what arrives together |
//! | `rows` | as `group`, with the [`rows`] that the relay writes |
//!
//! [`price`] tells what each step of a message's way costs by itself.
//!
//! A socket's address is `/CEILING/sender/N` or `/CEILING/receiver/N`: what
//! sender N says goes back to it as the acknowledgement and on to receiver N.

mod each;
mod echo;
mod group;
mod pair;
mod price;
mod rows;
mod store;

use worker::{Context, Env, Request, Response, Result, event};

/// Gives the request to the one object of the ceiling that its path names.
#[event(fetch)]
async fn fetch(req: Request, env: Env, _: Context) -> Result<Response> {
    let path = req.path();
    let (binding, name) = match path.split('/').nth(1) {
        Some("echo") => ("ECHO", "one"),
        Some("each") => ("EACH", "one"),
        Some("group") => ("GROUP", "one"),
        Some("rows") => ("GROUP", group::ROWS),
        Some("price") => ("PRICE", "one"),
        _ => return Response::error("no such ceiling", 404),
    };
    let object = env.durable_object(binding)?.get_by_name(name)?;
    object.fetch_with_request(req).await
}
