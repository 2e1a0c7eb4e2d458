//! The part "talk": what a conversation has behind its first message. Who types, the way
//! back to what is newest, links, a sound; and what is said when something fails.

mod bell;
mod below;
mod jump;
mod status;
mod typing;
mod words;

use beseda_parts::{Part, gate};
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
        let given = (script, shell, chat, at_end, desk.bell_name());
        let further = begin((given, desk.forms().clone()));
        desk.talk().begin(further);
        desk.hear();
    });
    // Somebody may write to a closed panel, too.
    part.fetch_when_idle();
}

/// What it begins with.
type Given = (JsValue, Shell, ArcRwSignal<Chat>, ArcRwSignal<bool>, String);

gate! { "talk", "00000000000000000000000000000003",
/// Shows what follows the state, and gives what rows are made with. It has come with this
/// script; under the name tabs tell each other what was heard.
fn begin(given: (Given, Part)) -> Further {
    let ((script, shell, chat, at_end, name), forms) = given;
    let bell = script.unchecked_into::<Bell>();
    bell.begin(&name);
    let state = chat.clone();
    let fetch = move || {
        if state.with(|chat| !chat.rows.is_empty()) {
            forms.fetch();
        }
    };
    status::status(&chat).effect(fetch).append_to(&shell.panel);
    jump::jump(&shell.log, &chat, at_end).append_to(&shell.log);
    typing::typing(&chat).append_to(&shell.log);
    Further {
        below: below::below,
        words: words::words,
        arrived: Box::new(move |id, seen| bell.arrived(id, seen)),
    }
}}
