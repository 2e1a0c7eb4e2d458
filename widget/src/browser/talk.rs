//! The part "talk": what a conversation has behind its first message. Who types, the way
//! back to what is newest, links; a sound and a preview of what comes while the panel is
//! closed; what is said to who waits for an answer, and when
//! something fails.

mod bell;
mod below;
mod jump;
mod preview;
mod status;
mod transcript;
mod typing;
mod waiting;
mod words;

use beseda_parts::gate;
use reactive_graph::signal::ArcRwSignal;
use reactive_graph::traits::With;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::JsValue;

use super::desk::Desk;
use super::desk::talk::Further;
use super::shell::Shell;
use crate::chat::Chat;
use bell::Bell;

/// Begins as soon as it is here. `at_end`: whether the newest message is in view.
pub(super) fn expect(
    shell: &Shell,
    chat: &ArcRwSignal<Chat>,
    at_end: ArcRwSignal<bool>,
    desk: &Desk,
) {
    let (shell, chat, desk) = (shell.clone(), chat.clone(), desk.clone());
    let part = desk.talk().part.clone();
    part.clone().begin_by(move |script| {
        let given = (script, shell, chat, at_end, desk.clone());
        let further = begin(given);
        desk.talk().begin(further);
        desk.hear();
    });
    // Somebody may write to a closed panel, too.
    part.fetch_when_idle();
}

gate! { "talk", "00000000000000000000000000000003",
/// Shows what follows the state, and gives what rows are made with. It has come with this
/// script.
fn begin(given: (JsValue, Shell, ArcRwSignal<Chat>, ArcRwSignal<bool>, Desk)) -> Further {
    let (script, shell, chat, at_end, desk) = given;
    let bell = script.unchecked_into::<Bell>();
    bell.begin(&desk.bell_name());
    let (state, forms) = (chat.clone(), desk.forms().clone());
    let fetch = move || {
        if state.with(|chat| !chat.rows.is_empty()) {
            forms.fetch();
        }
    };
    status::status(&chat).effect(fetch).append_to(&shell.panel);
    jump::jump(&shell.log, &chat, at_end).append_to(&shell.log);
    typing::typing(&chat).append_to(&shell.log);
    waiting::waiting(&bell, &shell, &chat, &desk).append_to(&shell.log);
    transcript::transcript(&shell, &chat, &desk).append_to(&shell.panel);
    if let Ok(Some(corner)) = shell.root.query_selector(".beseda") {
        preview::preview(&shell, &chat, &desk).append_to(&corner);
    }
    Further {
        below: below::below,
        words: words::words,
        arrived: Box::new(move |id, unread| bell.arrived(id, unread)),
    }
}}
