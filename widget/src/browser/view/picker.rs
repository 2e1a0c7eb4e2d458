//! The emoji picker. Its data are loaded when it is first opened.

use std::cell::RefCell;
use std::rc::Rc;

use beseda_client::parsed::Parsed;
use js_sys::{Array, JSON, JsString};
use reactive_graph::signal::ArcRwSignal;
use reactive_graph::traits::{Get, Set};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlInputElement, KeyboardEvent};

use super::field::Field;
use crate::browser::desk::Desk;
use crate::browser::dom::{El, el, focus};
use crate::browser::intent::Intent;
use crate::browser::speech;
use crate::emoji::{Emoji, Shelf, read, search};

/// Emoji in a line: the style sheet's grid has as many.
const COLUMNS: i32 = 8;

/// What is on the shelves; a signal tells when they have come.
#[derive(Clone)]
struct Shelves {
    all: Rc<RefCell<Vec<Shelf>>>,
    here: ArcRwSignal<bool>,
}

/// Opens over the composer.
pub(super) fn picker(field: &Field, desk: &Desk) -> El {
    let shelves = Shelves {
        all: Rc::default(),
        here: ArcRwSignal::new(false),
    };
    let (open, field, desk) = (field.picking.clone(), field.clone(), desk.clone());
    el("div").class("picking").slot(
        move || open.get(),
        move |open| {
            open.then(|| {
                if shelves.all.borrow().is_empty() {
                    fetch(&shelves, &desk);
                }
                opened(&field, &shelves)
            })
        },
    )
}

fn fetch(shelves: &Shelves, desk: &Desk) {
    let shelves = shelves.clone();
    let then = move |text: Option<String>| {
        // Names are searched and shown in lower case.
        let text = text.map(|text| String::from(JsString::from(text).to_lower_case()));
        let data = text
            .and_then(|text| JSON::parse(&text).ok())
            .map(Parsed::from);
        if let Some(all) = data.and_then(|data| read(&data)) {
            shelves.all.replace(all);
            shelves.here.set(true);
        }
    };
    let name = speech::text("widget.emoji_data");
    desk.emit(Intent::Load(name, Box::new(then)));
}

fn opened(field: &Field, shelves: &Shelves) -> El {
    let query = ArcRwSignal::new(String::new());
    let (asked, shelves) = (query.clone(), shelves.clone());
    let found = el("div")
        .class("shelves")
        .slot(move || (asked.get(), shelves.here.get()), {
            let all = shelves.all.clone();
            move |(query, _): &(String, bool)| Some(show(&all.borrow(), query.trim()))
        });
    let grid = found.node().clone();
    let picked = field.clone();
    let found = found.on("click", move |event: Event| {
        if let Some(emoji) = chosen(&event) {
            close(&picked);
            picked.insert(&emoji);
        }
    });
    let keys = field.clone();
    el("div")
        .class("picker")
        .attr("role", "dialog")
        .attr("aria-label", &speech::text("widget.emoji"))
        .on("keydown", move |event: KeyboardEvent| {
            press(&event, &keys, &grid)
        })
        .child(finder(query))
        .child(found)
}

fn finder(query: ArcRwSignal<String>) -> El {
    let name = speech::text("widget.emoji_search");
    let finder = el("input")
        .attr("type", "search")
        .attr("aria-label", &name)
        .attr("placeholder", &name);
    let input: HtmlInputElement = finder.node_as();
    let node = finder.node().clone();
    // Once it is in the page.
    crate::browser::dom::after_ms(0, move || focus(&node));
    finder.on("input", move |_: Event| {
        let typed = JsString::from(input.value()).to_lower_case();
        query.set(typed.into());
    })
}

fn show(shelves: &[Shelf], query: &str) -> El {
    if query.is_empty() {
        let shelf = |shelf: &Shelf| {
            [
                el("div").class("shelf").text(&shelf.name),
                grid(&shelf.emoji),
            ]
        };
        return el("div").children(shelves.iter().flat_map(shelf));
    }
    match search(shelves, query) {
        found if found.is_empty() => el("div")
            .class("shelf")
            .attr("role", "status")
            .text(&speech::text("widget.emoji_none")),
        found => grid(found),
    }
}

fn grid<'a>(emoji: impl IntoIterator<Item = &'a Emoji>) -> El {
    let cell = |emoji: &Emoji| {
        el("button")
            .attr("type", "button")
            .attr("aria-label", &emoji.name)
            .text(&emoji.text)
    };
    el("div")
        .class("grid")
        .children(emoji.into_iter().map(cell))
}

/// The emoji that was clicked.
fn chosen(event: &Event) -> Option<String> {
    let target: Element = event.target()?.unchecked_into();
    (target.local_name() == "button").then(|| target.text_content())?
}

fn close(field: &Field) {
    field.picking.set(false);
    field.focus();
}

/// Arrows walk over the emoji, Escape closes the picker and not the chat.
fn press(event: &KeyboardEvent, field: &Field, grid: &Element) {
    let step = match &*event.key() {
        "Escape" => {
            event.stop_propagation();
            return close(field);
        }
        "ArrowRight" => 1,
        "ArrowLeft" => -1,
        "ArrowDown" => COLUMNS,
        "ArrowUp" => -COLUMNS,
        _ => return,
    };
    let Ok(buttons) = grid.query_selector_all("button") else {
        return;
    };
    let buttons = Array::from(&buttons);
    let target = event.target().map_or(JsValue::NULL, JsValue::from);
    let next = match buttons.index_of(&target, 0) {
        // From the search field only down: left and right move its caret.
        -1 if step == COLUMNS => 0,
        -1 => return,
        here => here + step,
    };
    // There is no button before the first one either.
    let next = buttons.get(next as u32);
    if !next.is_undefined() {
        event.prevent_default();
        focus(next.unchecked_ref());
    }
}
