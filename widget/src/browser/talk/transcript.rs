//! The conversation as a file: when the visitor wants it, what is older is asked for page by
//! page until all of it is here. The script names and saves the file (`menu.js`).

use reactive_graph::signal::ArcRwSignal;
use reactive_graph::traits::{Get, Set, With};
use web_sys::Event;

use crate::browser::desk::Desk;
use crate::browser::dom::{El, el, listen, tell_input};
use crate::browser::intent::Intent;
use crate::browser::shell::Shell;
use crate::browser::speech;
use crate::chat::{Chat, Said};

/// What is never seen, and read by the script: an element for each message, whose title is
/// its time in ms, with whose it is and what it says; told by "input" when it is whole.
pub(super) fn transcript(shell: &Shell, chat: &ArcRwSignal<Chat>, desk: &Desk) -> El {
    let wanted = ArcRwSignal::new(false);
    let wish = wanted.clone();
    listen::<Event>(&shell.root, "transcript", move |_| wish.set(true));
    let place = el("div").class("transcript").attr("hidden", "");
    let (here, chat, desk) = (place.node().clone(), chat.clone(), desk.clone());
    place.effect(move || {
        // Followed at each page that comes.
        let (is_wanted, more) = (wanted.get(), chat.with(|chat| chat.more));
        let n = chat.with(|chat| chat.rows.len());
        if !is_wanted || n == 0 {
            return;
        }
        if more {
            return desk.emit(Intent::Older);
        }
        wanted.set(false);
        here.set_text_content(None);
        for Said { at, who, text } in chat.with(Chat::said) {
            el("p")
                .attr("title", &speech::number(at.0))
                .child(el("b").text(&who.unwrap_or_default()))
                .child(el("i").text(&text))
                .append_to(&here);
        }
        tell_input(&here);
    })
}
