//! Who is at the other end: initials in the header.

use beseda_protocol::message::Person;
use leptos::html::{div, span};
use leptos::prelude::*;

use crate::chat::{Chat, initials};

/// Up to three people.
pub(super) fn team(chat: RwSignal<Chat>) -> impl IntoView {
    let team = Memo::new(move |_| chat.with(|chat| chat.team.clone()));
    let people = move || team.get().iter().map(avatar).collect::<Vec<_>>();
    div()
        .class("team")
        .attr("aria-hidden", "true")
        .child(people)
}

/// A person's initials in a circle.
pub(super) fn avatar(person: &Person) -> AnyView {
    // Six hues far enough apart; the same person always has the same.
    let hue = person.id.0 % 6;
    span()
        .class(format!("avatar hue{hue}"))
        .attr("aria-hidden", "true")
        .child(initials(&person.name))
        .into_any()
}
