//! The tools under the text field.

use beseda_parts::Stage;
use reactive_graph::traits::{Get, GetUntracked, Set, With};
use web_sys::{Event, HtmlInputElement};

use super::State;
use super::field::{Field, all};
use super::icon::{ARROW_UP, PAPERCLIP, SMILE, icon};
use super::part::{leads_to, truth};
use crate::browser::desk::Desk;
use crate::browser::dom::{El, el};
use crate::browser::speech;
use crate::weigh::{FEW_LEFT, Weight};

/// Attach, emoji, the count of characters, send. Where nothing is taken, they and the field
/// are shut; what was typed stays to be read and copied.
pub(super) fn tools(field: &Field, desk: &Desk, chat: &State) -> El {
    let tools = el("div")
        .class("tools")
        .children(attach(field))
        .child(emoji(field))
        .child(counter(field))
        .child(send(field, desk));
    let (node, field, chat) = (tools.node().clone(), field.clone(), chat.clone());
    tools.effect(move || {
        let is_shut = chat.with(|chat| chat.is_blocked);
        field.shut(is_shut);
        node.toggle_attribute_with_force("inert", is_shut).ok();
    })
}

fn attach(field: &Field) -> [El; 2] {
    let chooser = el("input")
        .attr("type", "file")
        .attr("multiple", "")
        .attr("hidden", "");
    let files: HtmlInputElement = chooser.node_as();
    let (carrier, chosen, field) = (field.carrier.clone(), files.clone(), field.clone());
    let chooser = chooser.on("change", move |_: Event| {
        field.add(all(chosen.files()));
        // The same file may be chosen again.
        chosen.set_value("");
        field.focus();
    });
    let button = tool("widget.attach", PAPERCLIP)
        .attr("title", &speech::text("widget.attach_limit"))
        .on("click", move |_: Event| files.click());
    [chooser, leads_to(&carrier, button)]
}

fn emoji(field: &Field) -> El {
    let (open, toggle) = (field.picking.clone(), field.picking.clone());
    let (shown, wanted) = (field.emoji.clone(), field.emoji.clone());
    let button = tool("widget.emoji", SMILE)
        .attr_by("aria-expanded", move || {
            truth(open.get() && shown.stage() == Stage::Here)
        })
        .on("click", move |_: Event| {
            wanted.want();
            toggle.set(!toggle.get_untracked());
        });
    leads_to(&field.emoji, button)
}

fn send(field: &Field, desk: &Desk) -> El {
    let (weight, files) = (field.weight.clone(), field.files.clone());
    let (field, desk) = (field.clone(), desk.clone());
    tool("widget.send", ARROW_UP)
        .class("send")
        .attr_by("aria-disabled", move || {
            truth(!weight.get().can_go(files.with(Vec::len)))
        })
        .on("click", move |_: Event| field.send(&desk))
}

fn tool(name: &str, drawing: &str) -> El {
    el("button")
        .attr("type", "button")
        .attr("aria-label", &speech::text(name))
        .child(icon(drawing))
}

/// How much may follow, when it is not much.
fn counter(field: &Field) -> El {
    let (weight, over) = (field.weight.clone(), field.weight.clone());
    let text = move || match weight.get() {
        Weight::Fits { left } if left < FEW_LEFT => speech::count("widget.text_left", left),
        Weight::Over { by } => speech::count("widget.text_over", by),
        _ => String::new(),
    };
    let class = move || match over.get() {
        Weight::Over { .. } => "counter over".to_owned(),
        _ => "counter".to_owned(),
    };
    el("span")
        .attr_by("class", class)
        .attr("role", "status")
        .text_by(text)
}
