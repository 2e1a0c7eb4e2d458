//! A menu that many things share: each calls it up where it was pressed, with the second
//! mouse button, the menu key or a long press, or by a button of its own.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, MouseEvent};

use super::menu::focus_item;
use super::outside::pressed_outside;

/// Between the menu and the edges of the window, in pixels.
const MARGIN_PX: f64 = 8.0;

/// How the menu is called up: whoever does has this as its context. `Of` is what it is
/// about.
pub(crate) struct Menus<Of: 'static>(RwSignal<Option<Called<Of>>, LocalStorage>);

impl<Of> Clone for Menus<Of> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Of> Copy for Menus<Of> {}

/// Where it was called up, and by what.
#[derive(Clone)]
struct Called<Of> {
    of: Of,
    x: f64,
    y: f64,
    by: HtmlElement,
}

impl<Of: Clone + 'static> Menus<Of> {
    /// None is open.
    pub(crate) fn new() -> Self {
        Self(RwSignal::new_local(None))
    }

    /// Shows the menu where something was pressed. With Shift held the browser shows its
    /// own.
    pub(crate) fn call(self, of: Of, event: &MouseEvent) {
        if let Some(by) = pressed(event).filter(|_| !event.shift_key()) {
            event.prevent_default();
            let (x, y) = (event.client_x().into(), event.client_y().into());
            self.0.set(Some(Called { of, x, y, by }));
        }
    }

    /// Shows it under a button; a second press closes it.
    pub(crate) fn call_below(self, of: Of, event: &MouseEvent) {
        if let Some(by) = pressed(event) {
            let place = by.get_bounding_client_rect();
            let (x, y) = (place.left(), place.bottom());
            self.0.set(Some(Called { of, x, y, by }));
        }
    }

    /// Closes it; the keyboard goes back, unless what was chosen took it elsewhere.
    fn close(self) {
        if let Some(called) = self.0.try_update(Option::take).flatten() {
            super::confirm::focus(&called.by);
        }
    }
}

fn pressed(event: &MouseEvent) -> Option<HtmlElement> {
    event.current_target()?.dyn_into().ok()
}

/// The menu, while one is called up.
#[component]
pub(crate) fn CalledMenu<Of: Clone + 'static>(
    /// How.
    menus: Menus<Of>,
    /// Its name.
    label: String,
    /// Its items.
    items: fn(Of) -> AnyView,
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
                    class="popover called-menu"
                    role="menu"
                    aria-label=label.clone()
                    on:keydown=keyed
                    on:click=move |_| menus.close()
                >
                    {items(called.of)}
                </div>
            }
        })
    }
}

/// Puts the menu where it was called up, and within the window.
fn place<Of>(popover: &Element, called: &Called<Of>) {
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
        .set_property("left", &format!("{}px", x.max(MARGIN_PX) as i32))
        .ok();
    style
        .set_property("top", &format!("{}px", y.max(MARGIN_PX) as i32))
        .ok();
}
