//! What is said to who waits for an answer (`reach.js`): that his message is here; and when
//! none comes, where he can be reached. What he gives is a message like any other, which the
//! relay writes on his card, too.

use reactive_graph::signal::ArcRwSignal;
use reactive_graph::traits::With;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlTextAreaElement};

use super::bell::Bell;
use crate::browser::desk::Desk;
use crate::browser::dom::{El, el, listen};
use crate::browser::intent::Intent;
use crate::browser::shell::Shell;
use crate::chat::Chat;

/// The place for it, below the messages.
pub(super) fn waiting(script: &Bell, shell: &Shell, chat: &ArcRwSignal<Chat>, desk: &Desk) -> El {
    let place = el("div").class("reach");
    let (here, desk) = (place.node().clone(), desk.clone());
    listen::<Event>(&shell.root, "reach", move |_| {
        if let Ok(Some(field)) = here.query_selector("input") {
            // Of another kind, and read the same way.
            let field: HtmlTextAreaElement = field.unchecked_into();
            desk.emit(Intent::Say(field.value().trim().to_owned()));
        }
    });
    let (script, chat, here) = (script.clone(), chat.clone(), place.node().clone());
    let mut told = None;
    place.effect(move || {
        let now = chat.with(Chat::waiting);
        if told != Some(now) {
            told = Some(now);
            let since = now.map_or(0.0, |waiting| waiting.since.0 as f64);
            script.waits(&here, since, now.is_some_and(|waiting| waiting.is_first));
        }
    })
}
