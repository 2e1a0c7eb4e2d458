//! The tools under the text field.

use leptos::ev;
use leptos::html::{Input, button, div, input, span};
use leptos::prelude::*;

use super::field::{Field, all};
use super::icon::{ARROW_UP, Icon, PAPERCLIP, SMILE, icon};
use crate::browser::desk::Desk;
use crate::browser::intent::Intent;
use crate::browser::speech;
use crate::weigh::{FEW_LEFT, Weight};

/// Attach, emoji, the count of characters, send.
pub(super) fn tools(field: Field, desk: Desk) -> impl IntoView {
    let files = NodeRef::<Input>::new();
    let choose = move |_| {
        if let Some(files) = files.get_untracked() {
            files.click();
        }
    };
    let chosen = move |_| {
        if let Some(files) = files.get_untracked() {
            desk.emit(Intent::Attach(all(files.files())));
            // The same file may be chosen again.
            files.set_value("");
            field.focus();
        }
    };
    let hidden = input()
        .node_ref(files)
        .attr("type", "file")
        .attr("multiple", "")
        .attr("hidden", "")
        .on(ev::change, chosen);
    let emoji = tool("widget.emoji", SMILE)
        .attr("aria-expanded", move || field.picking.get().to_string())
        .on(ev::click, move |_| field.picking.update(|on| *on = !*on));
    let send = tool("widget.send", ARROW_UP)
        .class(("send", true))
        .attr("aria-disabled", move || {
            (!matches!(field.weight.get(), Weight::Fits { .. })).to_string()
        })
        .on(ev::click, move |_| field.send(desk));
    let attach = tool("widget.attach", PAPERCLIP).on(ev::click, choose);
    div()
        .class("tools")
        .child((hidden, attach, emoji, counter(field), send))
}

fn tool(
    name: &str,
    drawing: Icon,
) -> leptos::tachys::html::element::HtmlElement<
    leptos::html::Button,
    impl leptos::attr::Attribute,
    impl IntoView,
> {
    button()
        .attr("type", "button")
        .attr("aria-label", speech::text(name))
        .child(icon(drawing))
}

/// How much may follow, when it is not much.
fn counter(field: Field) -> impl IntoView {
    let text = move || match field.weight.get() {
        Weight::Fits { left } if left < FEW_LEFT => speech::count("widget.text_left", left),
        Weight::Over { by } => speech::count("widget.text_over", by),
        _ => String::new(),
    };
    let is_over = move || matches!(field.weight.get(), Weight::Over { .. });
    span()
        .class("counter")
        .class(("over", is_over))
        .attr("role", "status")
        .child(text)
}
