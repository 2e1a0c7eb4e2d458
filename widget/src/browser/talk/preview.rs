//! An operator's message while the panel is closed: over the launcher, with a face, until it
//! is opened or waved away.

use reactive_graph::signal::ArcRwSignal;
use reactive_graph::traits::{Get, Set, With};
use web_sys::Event;

use crate::browser::desk::Desk;
use crate::browser::dom::{El, el, listen};
use crate::browser::identity::HIDDEN;
use crate::browser::intent::Intent;
use crate::browser::shell::Shell;
use crate::browser::speech;
use crate::browser::view::icon::{CROSS, icon};
use crate::browser::view::team::avatar;
use crate::chat::{Chat, Preview};

/// The place for it, beside the launcher. A message is told once to who hears the page.
pub(super) fn preview(shell: &Shell, chat: &ArcRwSignal<Chat>, desk: &Desk) -> El {
    let is_open = ArcRwSignal::new(shell.is_open());
    for event in ["open", "close"] {
        let (shell, is_open) = (shell.clone(), is_open.clone());
        listen::<Event>(&shell.root.clone(), event, move |_| {
            is_open.set(shell.is_open());
        });
    }
    // Up to here they were waved away, in whichever tab.
    let hidden_upto: u64 = desk.recall(HIDDEN).parse().unwrap_or(0);
    let hidden_upto = ArcRwSignal::new(hidden_upto);
    let shown = {
        let (chat, hidden_upto) = (chat.clone(), hidden_upto.clone());
        move || {
            let (is_open, upto) = (is_open.get(), hidden_upto.get());
            let preview = chat.with(Chat::preview).filter(|_| !is_open);
            preview.filter(|preview| preview.id.0 > upto)
        }
    };
    let (launcher, desk) = (shell.launcher.clone(), desk.clone());
    let told = el("div").attr("role", "status").slot(shown.clone(), {
        move |preview: &Option<Preview>| {
            let Preview { by, name, text, .. } = preview.as_ref()?;
            let launcher = launcher.clone();
            let words = el("span").child(el("b").attr("dir", "auto").text(name));
            let words = words.child(el("span").attr("dir", "auto").text(text));
            Some(
                el("button")
                    .attr("type", "button")
                    .child(avatar(by))
                    .child(words)
                    .on("click", move |_: Event| launcher.click()),
            )
        }
    });
    let hide = el("div").slot(
        move || shown().map(|preview| preview.id.0),
        move |id| {
            let id = (*id)?;
            let (desk, hidden_upto) = (desk.clone(), hidden_upto.clone());
            Some(
                el("button")
                    .attr("type", "button")
                    .attr("aria-label", &speech::text("widget.preview_hide"))
                    .child(icon(CROSS))
                    .on("click", move |_: Event| {
                        desk.emit(Intent::Remember(HIDDEN, speech::number(id)));
                        hidden_upto.set(id);
                    }),
            )
        },
    );
    el("div").class("preview").child(told).child(hide)
}
