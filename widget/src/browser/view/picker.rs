//! The emoji picker: the part "emoji". Its data are loaded when it is first opened.

use std::cell::RefCell;
use std::rc::Rc;

use beseda_client::parsed::Parsed;
use beseda_parts::gate;
use js_sys::{Array, JSON, JsString};
use reactive_graph::signal::ArcRwSignal;
use reactive_graph::traits::{Get, GetUntracked, Set};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent};

use super::field::Field;
use crate::browser::desk::Desk;
use crate::browser::dom::{El, after_ms, el, focus, is_composing};
use crate::browser::http::call;
use crate::browser::identity::{PICKED, TONE};
use crate::browser::intent::Intent;
use crate::browser::speech;
use crate::emoji::{Emoji, Shelf, picked, read, recent, search, untoned};

/// Emoji in a line: the style sheet's grid has as many.
const COLUMNS: i32 = 8;

/// The bar's height in the style sheet: what it leads to must not lie under it.
const BAR_PX: i32 = 32;

/// A hand in each skin tone, which is its place; the first has none.
const HANDS: &str = "✋ ✋🏻 ✋🏼 ✋🏽 ✋🏾 ✋🏿";

/// Without its data for so long it shows none, in ms.
const SILENCE_MS: u32 = 30_000;

/// Stands for what was picked before.
const CLOCK_FACE: &str = "🕘";

/// What is on the shelves, and how it is picked.
#[derive(Clone)]
struct Shelves {
    all: Rc<RefCell<Vec<Shelf>>>,
    /// Whether they have come.
    here: ArcRwSignal<bool>,
    /// What was picked before.
    picked: Rc<RefCell<String>>,
    tone: ArcRwSignal<usize>,
    desk: Desk,
}

gate! { "emoji", "00000000000000000000000000000001",
/// Opens over the composer of this field.
pub(super) fn picker(given: (Field, Desk)) -> El {
    let (field, desk) = given;
    let shelves = Shelves {
        all: Rc::default(),
        here: ArcRwSignal::new(false),
        picked: Rc::new(RefCell::new(desk.recall(PICKED))),
        tone: ArcRwSignal::new(desk.recall(TONE).parse().unwrap_or(0)),
        desk: desk.clone(),
    };
    let open = field.picking.clone();
    el("div").class("picking").slot(
        move || open.get(),
        move |open| {
            open.then(|| {
                if shelves.all.borrow().is_empty() {
                    fetch(&shelves);
                }
                opened(&field, &shelves)
            })
        },
    )
}}

fn fetch(shelves: &Shelves) {
    // Their address, which the build puts among the language's texts.
    let url = shelves.desk.address(&[&speech::text("widget.emoji_data")]);
    let shelves = shelves.clone();
    let told = move |text: Option<String>| {
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
    call(&url, None, SILENCE_MS, Box::new(told));
}

fn opened(field: &Field, shelves: &Shelves) -> El {
    let query = ArcRwSignal::new(String::new());
    let place = el("div").class("shelves");
    let (asked, shown, list) = (query.clone(), shelves.clone(), place.node_as());
    let found = place.slot(move || (asked.get(), shown.here.get(), shown.tone.get()), {
        let shelves = shelves.clone();
        move |(query, _, tone): &(String, bool, usize)| {
            Some(show(&shelves, query.trim(), *tone, &list))
        }
    });
    let grid = found.node().clone();
    let (to, from) = (field.clone(), shelves.clone());
    let found = found.on("click", move |event: Event| {
        if let Some(emoji) = chosen(&event) {
            close(&to);
            to.insert(&emoji);
            from.note(&emoji);
        }
    });
    let keys = field.clone();
    let seek = el("div")
        .class("seek")
        .children([finder(query), tones(shelves)]);
    el("div")
        .class("picker")
        .attr("role", "dialog")
        .attr("aria-label", &speech::text("widget.emoji"))
        .on("keydown", move |event: KeyboardEvent| {
            press(&event, &keys, &grid)
        })
        .children([seek, found])
}

impl Shelves {
    /// Remembers what was picked.
    fn note(&self, emoji: &str) {
        let all = self.all.borrow();
        let emoji = untoned(&all, emoji, self.tone.get_untracked());
        let now = picked(&self.picked.borrow(), emoji);
        self.picked.replace(now.clone());
        self.desk.emit(Intent::Remember(PICKED, now));
    }
}

fn finder(query: ArcRwSignal<String>) -> El {
    let name = speech::text("widget.emoji_search");
    let finder = el("input")
        .attr("type", "search")
        .attr("dir", "auto")
        .attr("aria-label", &name)
        .attr("placeholder", &name);
    let input: HtmlInputElement = finder.node_as();
    let node = finder.node().clone();
    // Once it is in the page.
    after_ms(0, move || focus(&node));
    finder.on("input", move |_: Event| {
        let typed = JsString::from(input.value()).to_lower_case();
        query.set(typed.into());
    })
}

fn tones(shelves: &Shelves) -> El {
    let hands = HANDS.split(' ').map(|hand| el("option").text(hand));
    let list = el("select")
        .attr("aria-label", &speech::text("widget.emoji_tone"))
        .children(hands);
    let (select, shelves) = (list.node_as::<HtmlSelectElement>(), shelves.clone());
    select.set_selected_index(shelves.tone.get_untracked() as i32);
    list.on("change", move |_: Event| {
        let tone = select.selected_index() as usize;
        let kept = Intent::Remember(TONE, speech::number(tone as u64));
        shelves.desk.emit(kept);
        shelves.tone.set(tone);
    })
}

fn show(shelves: &Shelves, query: &str, tone: usize, list: &HtmlElement) -> El {
    let all = shelves.all.borrow();
    if query.is_empty() {
        let before = shelves.picked.borrow();
        return every(&all, recent(&all, &before), tone, list);
    }
    match search(&all, query) {
        found if found.is_empty() => el("div")
            .class("shelf")
            .attr("role", "status")
            .text(&speech::text("widget.emoji_none")),
        found => grid(found, tone),
    }
}

/// What was picked before and every shelf, under a bar of buttons that lead to them.
fn every(all: &[Shelf], recent: Vec<&Emoji>, tone: usize, list: &HtmlElement) -> El {
    let mut bar = Vec::new();
    let mut rows = Vec::new();
    let mut add = |face: &str, name: &str, shelf: El| {
        let title = el("div").class("shelf").text(name);
        let (list, place) = (list.clone(), title.node_as::<HtmlElement>());
        let lead = move |event: Event| {
            event.stop_propagation();
            list.set_scroll_top(place.offset_top() - BAR_PX);
        };
        bar.push(cell(face, name).on("click", lead));
        rows.extend([title, shelf]);
    };
    if !recent.is_empty() {
        let name = speech::text("widget.emoji_recent");
        add(CLOCK_FACE, &name, grid(recent, tone));
    }
    for shelf in all {
        if let Some(first) = shelf.emoji.first() {
            add(&first.text, &shelf.name, grid(&shelf.emoji, tone));
        }
    }
    el("div")
        .child(el("div").class("bar").children(bar))
        .children(rows)
}

fn grid<'a>(emoji: impl IntoIterator<Item = &'a Emoji>, tone: usize) -> El {
    let cells = emoji.into_iter();
    el("div")
        .class("grid")
        .children(cells.map(|emoji| cell(emoji.with_tone(tone), &emoji.name)))
}

fn cell(face: &str, name: &str) -> El {
    el("button")
        .attr("type", "button")
        .attr("aria-label", name)
        .text(face)
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

/// Arrows walk over the emoji, Escape closes the picker and not the chat. Not while an
/// input method composes: then they are its own.
fn press(event: &KeyboardEvent, field: &Field, grid: &Element) {
    let target = event.target().map_or(JsValue::NULL, JsValue::from);
    let step = match &*event.key() {
        _ if is_composing(event) => return,
        "Escape" => {
            event.stop_propagation();
            return close(field);
        }
        // The list of skin tones has arrows of its own.
        _ if target.unchecked_ref::<Element>().local_name() == "select" => return,
        "ArrowRight" => 1,
        "ArrowLeft" => -1,
        "ArrowDown" => COLUMNS,
        "ArrowUp" => -COLUMNS,
        _ => return,
    };
    let Ok(buttons) = grid.query_selector_all(".grid button") else {
        return;
    };
    let buttons = Array::from(&buttons);
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
