//! The messages.
//!
//! The scrolling box lays its content out from its end, so that it stays there
//! when something is added, and where it was when older messages arrive at the
//! other end.

use reactive_graph::signal::ArcRwSignal;
use reactive_graph::traits::{GetUntracked, Set, With};
use web_sys::{Element, Event, HtmlElement};

use super::State;
use super::rows::rows;
use crate::browser::desk::Desk;
use crate::browser::dom::{El, before_paint, el, listen};
use crate::browser::intent::Intent;
use crate::browser::shell::Shell;
use crate::browser::speech;
use crate::browser::welcome;

/// This close to the end counts as there, in CSS pixels.
const END_PX: i32 = 40;

/// So far below the upper edge stands the line over what is new.
const NEW_PX: i32 = 12;

/// This close to the beginning older messages are asked for.
const BEGINNING_PX: i32 = 300;

/// Fills the scrolling box. Gives whether its end is in view.
pub(super) fn fill(shell: &Shell, chat: &State, desk: &Desk) -> ArcRwSignal<bool> {
    let at_end = ArcRwSignal::new(true);
    watch(&shell.log, &at_end, desk);
    let messages = el("div")
        .class("rows")
        .attr("role", "log")
        .attr("aria-label", &speech::text("widget.messages"))
        .attr("aria-relevant", "additions")
        .attr("tabindex", "0");
    let messages = greeting(messages, shell, chat).child(rows(chat, desk));
    follow(messages, shell, chat, desk).append_to(&shell.log);
    at_end
}

/// Notes where the reader is.
fn watch(log: &HtmlElement, at_end: &ArcRwSignal<bool>, desk: &Desk) {
    let (place, at_end, desk) = (log.clone(), at_end.clone(), desk.clone());
    listen::<Event>(log, "scroll", move |_| {
        let from_end = from_end(&place);
        let is_end = from_end < END_PX;
        if at_end.get_untracked() != is_end {
            at_end.set(is_end);
            desk.emit(Intent::AtEnd(is_end));
        }
        if place.scroll_height() - place.client_height() - from_end < BEGINNING_PX {
            desk.emit(Intent::Older);
        }
    });
}

/// How far the reader is from the end.
fn from_end(log: &HtmlElement) -> i32 {
    // Counted from there: zero or less.
    -log.scroll_top()
}

/// What the visitor has just sent is always shown. The panel opens where what is new
/// begins, or else at the end.
fn follow(messages: El, shell: &Shell, chat: &State, desk: &Desk) -> El {
    let log = shell.log.clone();
    listen::<Event>(&shell.root, "open", move |_| log.set_scroll_top(0));
    let (log, chat, desk) = (shell.log.clone(), chat.clone(), desk.clone());
    let (mut last, mut had_new) = (None, false);
    messages.effect(move || {
        let (now, new) = chat.with(|chat| (chat.last_own().cloned(), chat.first_new().is_some()));
        if last != now {
            log.set_scroll_top(0);
            last = now;
        }
        if new && !had_new {
            let (log, desk) = (log.clone(), desk.clone());
            before_paint(move || {
                show_new(&log);
                desk.emit(Intent::AtEnd(from_end(&log) < END_PX));
            });
        }
        had_new = new;
    })
}

fn show_new(log: &HtmlElement) {
    let top = |element: &Element| element.get_bounding_client_rect().top();
    if let Ok(Some(line)) = log.query_selector(".new:not(:empty)") {
        let below = (top(&line) - top(log)) as i32 - NEW_PX;
        log.set_scroll_top(log.scroll_top() + below);
    }
}

/// What stands where nothing has been said yet, or nobody knows what has.
fn greeting(messages: El, shell: &Shell, chat: &State) -> El {
    let (root, chat) = (shell.root.clone(), chat.clone());
    messages.slot(
        move || chat.with(|chat| (chat.is_blank(), chat.known)),
        move |state| match state {
            (true, _) => Some(welcome::greeting(&root)),
            (_, false) => Some(
                el("div")
                    .class("skeleton")
                    .children((0..3).map(|_| el("div"))),
            ),
            _ => None,
        },
    )
}
