//! The list of messages: a row stays the same element for the life of its
//! message, and only what changes in it is drawn again. So a picture stays, and a
//! screen reader does not hear a message twice.

use beseda_client::timeline::Key;
use reactive_graph::graph::untrack;
use reactive_graph::signal::ArcRwSignal;
use reactive_graph::traits::{Set, With, WithUntracked};
use web_sys::Element;

use super::State;
use super::row::row;
use crate::browser::desk::Desk;
use crate::browser::dom::{El, el};
use crate::rows::Row;

/// A row on the screen.
struct Shown {
    key: Key,
    row: ArcRwSignal<Row>,
    el: El,
}

/// All messages.
pub(super) fn rows(chat: &State, desk: &Desk) -> El {
    let list = el("div");
    let (place, chat, desk) = (list.node().clone(), chat.clone(), desk.clone());
    let mut shown = Vec::new();
    list.effect(move || {
        chat.with(|chat| {
            let old = std::mem::take(&mut shown);
            shown = untrack(|| renew(old, &chat.rows, &desk));
            arrange(&place, &shown);
        });
    })
}

/// Takes over the rows that are still there, makes those that are new, and lets
/// the rest go.
fn renew(old: Vec<Shown>, rows: &[Row], desk: &Desk) -> Vec<Shown> {
    let mut old: Vec<Option<Shown>> = old.into_iter().map(Some).collect();
    let mut take = |i: usize, key: &Key| {
        // Nearly always a row is where it was; else it is looked for.
        let is_it = |slot: &Option<Shown>| slot.as_ref().is_some_and(|shown| shown.key == *key);
        let place = match old.get(i).is_some_and(is_it) {
            true => Some(i),
            false => old.iter().position(is_it),
        };
        old[place?].take()
    };
    let renewed = rows
        .iter()
        .enumerate()
        .map(|(i, now)| match take(i, &now.key) {
            Some(shown) => {
                if shown.row.with_untracked(|row| row != now) {
                    shown.row.set(now.clone());
                }
                shown
            }
            None => {
                let signal = ArcRwSignal::new(now.clone());
                let el = row(&signal, desk);
                Shown {
                    key: now.key.clone(),
                    row: signal,
                    el,
                }
            }
        });
    let renewed = renewed.collect();
    for gone in old.into_iter().flatten() {
        gone.el.node().remove();
    }
    renewed
}

/// Brings the elements into the order of the rows, moving none that is right.
fn arrange(place: &Element, shown: &[Shown]) {
    let mut next = place.first_element_child();
    for Shown { el, .. } in shown {
        match &next {
            Some(here) if here == el.node() => next = here.next_element_sibling(),
            here => {
                place.insert_before(el.node(), here.as_deref()).ok();
            }
        }
    }
}
