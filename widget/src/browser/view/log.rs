//! The messages. The scrolling box lays its content out from its end, so that it
//! stays there when something is added, and where it was when older messages
//! arrive at the other end.

use leptos::ev;
use leptos::html::{button, div, p};
use leptos::prelude::*;
use web_sys::Event;

use super::icon::{ARROW_DOWN, icon};
use super::row::row;
use super::team::avatar;
use crate::browser::desk::Desk;
use crate::browser::intent::Intent;
use crate::browser::shell::{Shell, listen};
use crate::browser::speech;
use crate::chat::Chat;

/// This close to the end counts as there, in CSS pixels.
const END_PX: i32 = 40;

/// This close to the beginning older messages are asked for.
const BEGINNING_PX: i32 = 300;

/// Messages, whoever types, and the way back to the newest.
pub(super) fn log(shell: &Shell, chat: RwSignal<Chat>, desk: Desk) -> impl IntoView + use<> {
    let at_end = RwSignal::new(true);
    let place = StoredValue::new_local(shell.log.clone());
    let look = move || {
        place.with_value(|log| {
            // Counted from the end: zero or less.
            let from_end = -log.scroll_top();
            let is_end = from_end < END_PX;
            if at_end.get_untracked() != is_end {
                at_end.set(is_end);
                desk.emit(Intent::AtEnd(is_end));
            }
            if log.scroll_height() - log.client_height() - from_end < BEGINNING_PX {
                desk.emit(Intent::Older);
            }
        });
    };
    listen::<Event>(&shell.log, "scroll", move |_| look());
    // What the visitor has just sent is always shown.
    let n_own = Memo::new(move |_| {
        chat.with(|chat| chat.rows.iter().filter(|row| row.fate().is_some()).count())
    });
    Effect::new(move |n: Option<usize>| {
        let now = n_own.get();
        if n.is_some_and(|n| n < now) {
            place.with_value(|log| log.set_scroll_top(0));
        }
        now
    });
    let keys = Memo::new(move |_| {
        chat.with(|chat| {
            chat.rows
                .iter()
                .map(|row| row.key.clone())
                .collect::<Vec<_>>()
        })
    });
    let rows = For(ForProps::builder()
        .each(move || keys.get())
        .key(Clone::clone)
        .children(move |key| row(key, chat, desk))
        .build());
    let messages = div()
        .class("rows")
        .attr("role", "log")
        .attr("aria-label", speech::text("widget.messages"))
        .attr("aria-relevant", "additions")
        .attr("tabindex", "0")
        .child((greeting(chat), rows));
    (jump(chat, at_end, place), typing(chat), messages)
}

/// What stands where nothing has been said yet.
fn greeting(chat: RwSignal<Chat>) -> impl IntoView {
    let state = Memo::new(move |_| chat.with(|chat| (chat.is_blank(), chat.known)));
    move || match state.get() {
        (true, _) => p()
            .class("greeting")
            .child(speech::text("widget.greeting"))
            .into_any(),
        (_, false) => div()
            .class("skeleton")
            .child((div(), div(), div()))
            .into_any(),
        _ => ().into_any(),
    }
}

fn typing(chat: RwSignal<Chat>) -> impl IntoView {
    let who = Memo::new(move |_| chat.with(|chat| chat.typing.clone()));
    move || {
        let person = who.get()?;
        let told = speech::fill("widget.typing", &[("name", &person.name)]);
        let dots = div()
            .class("dots")
            .attr("role", "img")
            .attr("aria-label", told);
        let dots = dots.child((div(), div(), div()));
        Some(
            div()
                .class("row last first typing")
                .child((avatar(&person), dots)),
        )
    }
}

/// Leads to the newest message when it is out of view.
fn jump(
    chat: RwSignal<Chat>,
    at_end: RwSignal<bool>,
    log: StoredValue<web_sys::HtmlElement, LocalStorage>,
) -> impl IntoView {
    let wanted = Memo::new(move |_| !at_end.get() && chat.with(|chat| chat.unread > 0));
    move || {
        wanted.get().then(|| {
            button()
                .attr("type", "button")
                .class("jump")
                .on(ev::click, move |_| {
                    log.with_value(|log| log.set_scroll_top(0))
                })
                .child((icon(ARROW_DOWN), speech::text("widget.later")))
        })
    }
}
