//! Puts a dialog off: until a time that is offered, one of one's own, or until the client
//! writes; and brings it back.

use beseda_protocol::ask::dialogs::{SnoozeDialog, SnoozeUntil, WakeDialog};
use beseda_protocol::dialog::{DialogState, Snooze};
use beseda_protocol::ids::{DialogId, Timestamp};
use js_sys::Date;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::{KeyboardEvent, SubmitEvent};

use super::confirm::focus;
use super::icon::{self, Icon};
use super::menu::Menu;
use super::outside::close_outside;
use super::words;
use crate::session::Desk;
use crate::texts::{say, say_with};

/// What is offered, with its text.
const OFFERS: [(&str, SnoozeUntil); 4] = [
    ("snooze_hour", SnoozeUntil::Hour {}),
    ("snooze_tomorrow", SnoozeUntil::Tomorrow {}),
    ("snooze_monday", SnoozeUntil::Monday {}),
    ("snooze_written", SnoozeUntil::Written {}),
];

/// The button of a dialog's head, the menu behind it, and where a time of one's own is set.
#[component]
pub(crate) fn SnoozeMenu(
    /// Which dialog.
    id: DialogId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let is_open = desk.memo(move |model| {
        let card = model.board.card(id);
        card.is_some_and(|card| matches!(card.state, DialogState::Open {}))
    });
    let sets = RwSignal::new(false);
    let host = NodeRef::<leptos::html::Div>::new();
    close_outside(host, sets);
    view! {
        <Show when=move || is_open.get()>
            <div class="snooze menu-host" node_ref=host>
                <Menu label=say("snooze") tip=true face=|| view! { <Icon of=icon::MOON size=18 /> }>
                    <SnoozeItems id=id />
                    <button type="button" class="menu-item" role="menuitem" on:click=move |_| sets.set(true)>
                        <Icon of=icon::CLOCK />
                        {say("snooze_own")}
                    </button>
                </Menu>
                <Show when=move || sets.get()>
                    <OwnTime id=id sets=sets />
                </Show>
            </div>
        </Show>
    }
}

/// What is offered; of a dialog that is put off, the way back first.
#[component]
pub(crate) fn SnoozeItems(
    /// Which dialog.
    id: DialogId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let is_snoozed = desk.peek(|model| {
        let card = model.board.card(id);
        card.is_some_and(|card| card.is_snoozed())
    });
    let wake = is_snoozed.then(|| {
        view! {
            <button type="button" class="menu-item" role="menuitem" on:click=move |_| desk.request(WakeDialog { dialog: id })>
                <Icon of=icon::BELL />
                {say("wake")}
            </button>
        }
    });
    let offers = OFFERS.map(|(text, until)| {
        let ask = move |_| {
            let until = until.clone();
            desk.request(SnoozeDialog { dialog: id, until });
        };
        view! {
            <button type="button" class="menu-item" role="menuitem" on:click=ask>
                <Icon of=icon::MOON />
                {say(text)}
            </button>
        }
    });
    view! {
        {wake}
        {offers.collect_view()}
    }
}

/// A moment of one's own, by this machine's clock.
#[component]
fn OwnTime(
    /// Which dialog.
    id: DialogId,
    /// Set to false when it is set.
    sets: RwSignal<bool>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let value = RwSignal::new(String::new());
    let input = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            focus(&input);
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let ms = Date::new(&JsValue::from_str(&value.get_untracked())).get_time();
        if ms.is_finite() && ms > 0.0 {
            let at = Timestamp(ms as u64);
            let until = SnoozeUntil::At { at };
            desk.request(SnoozeDialog { dialog: id, until });
            sets.set(false);
        }
    };
    let keyed = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            sets.set(false);
        }
    };
    view! {
        <form class="popover snooze-own" aria-label=say("snooze") on:submit=submit on:keydown=keyed>
            <label class="small quiet" for="snooze-own">{say("snooze_until")}</label>
            <span class="row">
                <input
                    node_ref=input
                    id="snooze-own"
                    class="input slim"
                    type="datetime-local"
                    required=true
                    on:input:target=move |event| value.set(event.target().value())
                />
                <button type="submit" class="icon-button" aria-label=say("save")>
                    <Icon of=icon::CHECK />
                </button>
            </span>
        </form>
    }
}

/// That a dialog is put off, and until when.
#[component]
pub(crate) fn Snoozed(
    /// How.
    snooze: Snooze,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let told = move || match snooze.until {
        Some(until) => say_with(
            "snoozed_until",
            &[("time", &words::time_to_come(until, desk.now.get()))],
        ),
        None => say("snoozed_until_written"),
    };
    view! {
        <span class="snoozed cut" title=told>
            <Icon of=icon::MOON size=12 />
            {told}
        </span>
    }
}
