//! Who types.

use reactive_graph::signal::ArcRwSignal;
use reactive_graph::traits::With;

use crate::browser::dom::{El, el};
use crate::browser::speech;
use crate::browser::view::team::avatar;
use crate::chat::Chat;

/// Three dots beside a face.
pub(super) fn typing(chat: &ArcRwSignal<Chat>) -> El {
    let chat = chat.clone();
    el("div").slot(
        move || chat.with(|chat| chat.typing.clone()),
        |person| {
            let person = person.as_ref()?;
            let told = speech::fill("widget.typing", &[("name", &person.name)]);
            let dots = el("div")
                .class("dots")
                .attr("role", "img")
                .attr("aria-label", &told);
            let dots = dots.children((0..3).map(|_| el("div")));
            Some(
                el("div")
                    .class("row last first typing")
                    .children([avatar(person), dots]),
            )
        },
    )
}
