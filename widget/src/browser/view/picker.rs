//! The emoji picker. Its data are loaded when it is first opened.

use beseda_client::parsed::Parsed;
use js_sys::JSON;
use leptos::ev;
use leptos::html::{Div, Input, button, div, input};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use super::field::Field;
use crate::browser::desk::Desk;
use crate::browser::intent::Intent;
use crate::browser::speech;
use crate::emoji::{Emoji, Shelf, read, search};

/// Emoji in a line: the style sheet's grid has as many.
const COLUMNS: i32 = 8;

/// What is on the shelves.
type Shelves = RwSignal<Option<Vec<Shelf>>>;

/// Opens over the composer.
pub(super) fn picker(field: Field, desk: Desk) -> impl IntoView {
    let shelves: Shelves = RwSignal::new(None);
    Effect::new(move || {
        if field.picking.get() && shelves.with_untracked(Option::is_none) {
            let name = speech::text("widget.emoji_data");
            let then = Box::new(move |text: Option<String>| {
                let data = text
                    .and_then(|text| JSON::parse(&text).ok())
                    .map(Parsed::from);
                shelves.set(data.and_then(|data| read(&data)));
            });
            desk.emit(Intent::Load(name, then));
        }
    });
    move || field.picking.get().then(|| opened(field, shelves))
}

fn opened(field: Field, shelves: Shelves) -> AnyView {
    let query = RwSignal::new(String::new());
    let (place, grid) = (NodeRef::<Input>::new(), NodeRef::<Div>::new());
    Effect::new(move || {
        if let Some(place) = place.get() {
            place.focus().ok();
        }
    });
    let name = speech::text("widget.emoji_search");
    let find = input()
        .node_ref(place)
        .attr("type", "search")
        .attr("aria-label", name.clone())
        .attr("placeholder", name)
        .on(ev::input, move |event| {
            query.set(event_target_value(&event))
        });
    let found = move || {
        let query = query.get();
        shelves.with(|shelves| {
            let shelves = shelves.as_deref().unwrap_or_default();
            match query.trim() {
                "" => shelves.iter().map(shelf).collect(),
                query => vec![results(search(shelves, query))],
            }
        })
    };
    let shown = div()
        .node_ref(grid)
        .class("shelves")
        .on(ev::click, move |event| {
            if let Some(text) = chosen(&event) {
                close(field);
                field.insert(&text);
            }
        })
        .child(found);
    div()
        .class("picker")
        .attr("role", "dialog")
        .attr("aria-label", speech::text("widget.emoji"))
        .on(ev::keydown, move |event| press(&event, field, grid))
        .child((find, shown))
        .into_any()
}

fn shelf(shelf: &Shelf) -> AnyView {
    let title = div().class("shelf").child(shelf.name.clone());
    (title, grid(shelf.emoji.iter().map(cell).collect())).into_any()
}

fn results(found: Vec<&Emoji>) -> AnyView {
    match found.is_empty() {
        true => div()
            .class("shelf")
            .attr("role", "status")
            .child(speech::text("widget.emoji_none"))
            .into_any(),
        false => grid(found.into_iter().map(cell).collect()),
    }
}

fn grid(cells: Vec<AnyView>) -> AnyView {
    div().class("grid").child(cells).into_any()
}

fn cell(emoji: &Emoji) -> AnyView {
    button()
        .attr("type", "button")
        .attr("aria-label", emoji.name.clone())
        .child(emoji.text.clone())
        .into_any()
}

/// The emoji that was clicked.
fn chosen(event: &ev::MouseEvent) -> Option<String> {
    let button: HtmlElement = event.target()?.dyn_into().ok()?;
    (button.tag_name() == "button" || button.tag_name() == "BUTTON")
        .then(|| button.text_content())?
}

fn close(field: Field) {
    field.picking.set(false);
    field.focus();
}

/// Arrows walk over the emoji, Escape closes the picker and not the chat.
fn press(event: &KeyboardEvent, field: Field, grid: NodeRef<Div>) {
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
    let Some(buttons) = grid
        .get_untracked()
        .and_then(|grid| grid.query_selector_all("button").ok())
    else {
        return;
    };
    let at = |i: i32| {
        u32::try_from(i)
            .ok()
            .and_then(|i| buttons.get(i))?
            .dyn_into::<HtmlElement>()
            .ok()
    };
    let target = event.target();
    let here = (0..buttons.length() as i32).find(|i| at(*i).map(Into::into) == target);
    let next = match here {
        Some(here) => here + step,
        // From the search field only down: left and right move its caret.
        None if step == COLUMNS => 0,
        None => return,
    };
    if let Some(next) = at(next) {
        event.prevent_default();
        next.focus().ok();
    }
}
