//! Parts of the chat that are not here yet: fetched ahead, waited for, or missing.

use beseda_parts::{Part, Stage};
use web_sys::Event;

use crate::browser::dom::{El, el, listen};
use crate::browser::shell::Shell;
use crate::browser::speech;

/// Fetches parts ahead when the panel has been opened and there is nothing else to do.
pub(super) fn fetch_when_idle(shell: &Shell, parts: impl IntoIterator<Item = Part>) {
    let parts: Vec<Part> = parts.into_iter().collect();
    let fetch = move || parts.iter().for_each(Part::fetch_when_idle);
    if shell.is_open() {
        fetch();
    }
    listen::<Event>(&shell.root, "open", move |_| fetch());
}

/// A button that leads to a part: whoever points at it is about to need it.
pub(super) fn leads_to(part: &Part, button: El) -> El {
    let (ahead, near, awaited) = (part.clone(), part.clone(), part.clone());
    button
        .attr_by("aria-busy", move || {
            truth(awaited.stage() == Stage::Awaited)
        })
        .on("pointerenter", move |_: Event| ahead.fetch())
        .on("focus", move |_: Event| near.fetch())
}

/// Says that a part is missing where it is wanted, and what to do.
pub(super) fn missing(part: &Part, is_wanted: impl Fn() -> bool + 'static) -> El {
    let (state, part) = (part.clone(), part.clone());
    el("div").class("missing").attr("role", "status").slot(
        move || state.stage() == Stage::Failed && is_wanted(),
        move |is_missing| {
            let part = part.clone();
            is_missing.then(|| {
                el("p").text(&speech::text("widget.part_failed")).child(
                    el("button")
                        .attr("type", "button")
                        .text(&speech::text("widget.retry"))
                        .on("click", move |_: Event| part.want()),
                )
            })
        },
    )
}

/// The value of an attribute that is a word.
pub(super) fn truth(is: bool) -> String {
    if is { "true" } else { "false" }.to_owned()
}
