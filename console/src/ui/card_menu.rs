//! The menu that a card's second mouse button, its menu key or a long press calls up
//! (SB-57).

use beseda_protocol::ids::DialogId;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, MouseEvent};

use super::dialog_more::DialogItems;
use super::menu::focus_item;
use super::outside::pressed_outside;
use crate::texts::say;

/// Between the menu and the edges of the window, in pixels.
const MARGIN_PX: f64 = 8.0;

/// How cards call the menu up: every card has this as its context.
#[derive(Clone, Copy)]
pub(crate) struct CardMenus(RwSignal<Option<Called>, LocalStorage>);

/// Where it was called up, and by which card.
#[derive(Clone)]
struct Called {
    dialog: DialogId,
    x: f64,
    y: f64,
    card: HtmlElement,
}

impl CardMenus {
    /// None is open.
    pub(crate) fn new() -> Self {
        Self(RwSignal::new_local(None))
    }

    /// Shows the menu where a card was pressed. With Shift held the browser shows its own.
    pub(crate) fn call(self, dialog: DialogId, event: &MouseEvent) {
        let card = event.current_target();
        let card = card.and_then(|card| card.dyn_into::<HtmlElement>().ok());
        if let Some(card) = card.filter(|_| !event.shift_key()) {
            event.prevent_default();
            let (x, y) = (event.client_x().into(), event.client_y().into());
            self.0.set(Some(Called { dialog, x, y, card }));
        }
    }

    /// Closes it; the keyboard goes back to the card, unless what was chosen took it
    /// elsewhere.
    fn close(self) {
        if let Some(called) = self.0.try_update(Option::take).flatten() {
            super::confirm::focus(&called.card);
        }
    }
}

/// The menu, while one is called up.
#[component]
pub(crate) fn CardMenu(
    /// How.
    menus: CardMenus,
) -> impl IntoView {
    let popover = NodeRef::<leptos::html::Div>::new();
    let drop = move || {
        if menus.0.with_untracked(Option::is_some) {
            menus.0.set(None);
        }
    };
    pressed_outside(popover, drop);
    // It would no longer stand at its card.
    let gone = [
        window_event_listener(ev::resize, move |_| drop()),
        window_event_listener(ev::blur, move |_| drop()),
    ];
    on_cleanup(move || {
        for listener in gone {
            listener.remove();
        }
    });
    Effect::new(move |_| {
        if let Some((popover, called)) = popover.get().zip(menus.0.get()) {
            place(&popover, &called);
            focus_item(&popover, 0);
        }
    });
    let keyed = move |event: KeyboardEvent| {
        let step = match event.key().as_str() {
            "Escape" | "Tab" => 0,
            "ArrowDown" => 1,
            "ArrowUp" => -1,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        match popover.get_untracked() {
            Some(popover) if step != 0 => focus_item(&popover, step),
            _ => menus.close(),
        }
    };
    move || {
        menus.0.get().map(|called| {
            view! {
                <div
                    node_ref=popover
                    class="popover card-menu"
                    role="menu"
                    aria-label=say("dialog_actions")
                    on:keydown=keyed
                    on:click=move |_| menus.close()
                >
                    <DialogItems id=called.dialog />
                </div>
            }
        })
    }
}

/// Puts the menu where it was called up, and within the window.
fn place(popover: &Element, called: &Called) {
    let Some(popover) = popover.dyn_ref::<HtmlElement>() else {
        return;
    };
    let (window, menu) = (window(), popover.get_bounding_client_rect());
    let [width, height] = [window.inner_width(), window.inner_height()]
        .map(|px| px.ok().and_then(|px| px.as_f64()).unwrap_or_default());
    let x = called.x.min(width - menu.width() - MARGIN_PX);
    let y = called.y.min(height - menu.height() - MARGIN_PX);
    let style = popover.style();
    style
        .set_property("left", &format!("{}px", x.max(MARGIN_PX)))
        .ok();
    style
        .set_property("top", &format!("{}px", y.max(MARGIN_PX)))
        .ok();
}
