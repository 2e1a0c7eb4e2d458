//! Who is at the other end: initials in the header.

use beseda_protocol::message::Person;
use reactive_graph::traits::With;

use super::State;
use crate::browser::dom::{El, el};
use crate::chat::initials;

/// Up to three people.
pub(super) fn team(chat: &State) -> El {
    let chat = chat.clone();
    el("div").class("team").attr("aria-hidden", "true").slot(
        move || chat.with(|chat| chat.team.clone()),
        |team| Some(el("div").children(team.iter().map(avatar))),
    )
}

/// A person's initials in a circle.
pub(in crate::browser) fn avatar(person: &Person) -> El {
    // Six hues far enough apart; the same person always has the same.
    let hue = ["0", "1", "2", "3", "4", "5"][(person.id.0 % 6) as usize];
    el("span")
        .class(&["avatar hue", hue].concat())
        .attr("aria-hidden", "true")
        .text(&initials(&person.name))
}
