//! A button that opens a small menu.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::icon::{self, Icon};
use super::outside::close_outside;

/// A button and the menu under it. A press outside, Escape, or a choice closes it.
#[component]
pub(crate) fn Menu(
    /// The button's name; also its tooltip when `tip` is set.
    label: String,
    /// The button's class.
    #[prop(default = "icon-button")]
    class: &'static str,
    /// Where the menu opens: classes of the popover.
    #[prop(default = "")]
    side: &'static str,
    /// Whether the name is shown as a tooltip.
    #[prop(optional)]
    tip: bool,
    /// What the button shows.
    #[prop(into)]
    face: ViewFn,
    /// The items.
    children: ChildrenFn,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let host = NodeRef::<leptos::html::Div>::new();
    let popover = NodeRef::<leptos::html::Div>::new();
    let button = NodeRef::<leptos::html::Button>::new();

    close_outside(host, open);
    Effect::new(move |_| {
        if let Some(popover) = popover.get() {
            focus_item(&popover, 0);
        }
    });

    let close = move || {
        // What was chosen may have taken the keyboard elsewhere: it stays there.
        let has_keyboard = popover
            .get_untracked()
            .zip(document().active_element())
            .is_none_or(|(popover, active)| {
                popover.contains(Some(&active)) || active.contains(Some(&popover))
            });
        open.set(false);
        if let Some(button) = button.get_untracked().filter(|_| has_keyboard) {
            button.focus().ok();
        }
    };
    let keyed = move |event: KeyboardEvent| {
        let step = match event.key().as_str() {
            "Escape" => return close(),
            "ArrowDown" => 1,
            "ArrowUp" => -1,
            _ => return,
        };
        event.prevent_default();
        if let Some(popover) = popover.get_untracked() {
            focus_item(&popover, step);
        }
    };
    let items = StoredValue::new(children);
    view! {
        <div class="menu-host" node_ref=host>
            <button
                type="button"
                node_ref=button
                class=class
                aria-label=label.clone()
                aria-haspopup="menu"
                aria-expanded=move || open.get().to_string()
                data-tip=tip.then_some(label)
                data-tip-side="right-edge"
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {face.run()}
            </button>
            <Show when=move || open.get()>
                <div
                    node_ref=popover
                    class=format!("popover {side}")
                    role="menu"
                    on:keydown=keyed
                    on:click=move |_| close()
                >
                    {items.with_value(|items| items())}
                </div>
            </Show>
        </div>
    }
}

/// Choices of which one holds, under a title of their own.
#[component]
pub(crate) fn Choices(
    /// What is chosen.
    title: String,
    /// The choices.
    children: Children,
) -> impl IntoView {
    let name = title.clone();
    view! {
        <span class={"menu-rule"} aria-hidden="true"></span>
        <div role="group" aria-label=name>
            <p class="menu-title" aria-hidden="true">{title}</p>
            <div class="menu-list">{children()}</div>
        </div>
    }
}

/// One of several choices; the one that holds has a mark.
#[component]
pub(crate) fn Choice(
    /// Whether it holds.
    is_chosen: bool,
    /// What it does.
    choose: impl Fn() + 'static,
    /// What it shows.
    children: Children,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="menu-item"
            role="menuitemradio"
            aria-checked=is_chosen.to_string()
            on:click=move |_| choose()
        >
            {children()}
            {is_chosen.then(|| view! { <span class="end"><Icon of=icon::CHECK /></span> })}
        </button>
    }
}

/// Something that is on or off, whatever else is.
#[component]
pub(crate) fn Check(
    /// Whether it is on.
    is_on: bool,
    /// What a press does.
    toggle: impl Fn() + 'static,
    /// What it shows.
    children: Children,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="menu-item"
            role="menuitemcheckbox"
            aria-checked=is_on.to_string()
            on:click=move |_| toggle()
        >
            {children()}
            {is_on.then(|| view! { <span class="end"><Icon of=icon::CHECK /></span> })}
        </button>
    }
}

/// Moves the keyboard by `step` items from the focused one; with 0 to the first.
pub(super) fn focus_item(popover: &Element, step: i32) {
    let Ok(items) = popover.query_selector_all("[role^=menuitem]") else {
        return;
    };
    let items: Vec<HtmlElement> = (0..items.length())
        .filter_map(|i| items.get(i)?.dyn_into().ok())
        .collect();
    let focused = document().active_element();
    let here = items
        .iter()
        .position(|item| focused.as_ref() == Some(item.unchecked_ref::<Element>()));
    let n = items.len() as i32;
    let place = match here {
        Some(here) if step != 0 && n > 0 => (here as i32 + step).rem_euclid(n),
        _ => 0,
    };
    if let Some(item) = items.get(place as usize) {
        item.focus().ok();
    }
}
