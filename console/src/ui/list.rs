//! The list of dialogs.

use beseda_protocol::dialog::{Filter, Tab};
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::empty::Empty;
use super::icon;
use super::list_card::ListCard;
use super::no_access::NoAccess;
use super::test_chat::TestChatLink;
use crate::model::Model;
use crate::session::Desk;
use crate::texts::say;

/// The next page is asked for this many pixels before the end.
const AHEAD_PX: f64 = 600.0;

/// The list, or its shape while it comes, or what to do while it is empty.
#[component]
pub(crate) fn DialogList() -> impl IntoView {
    let desk: Desk = expect_context();
    let ids = desk.memo(|model| model.list());
    let is_loading = desk.memo(|model| model.board.is_loading());
    let filter = desk.memo(|model| model.board.filter().clone());
    let sees_nothing = desk.memo(Model::sees_nothing);
    let scroller = NodeRef::<leptos::html::Div>::new();
    let ask_for_more = move || {
        // In the next frame there may be no list any more.
        if scroller
            .try_get_untracked()
            .flatten()
            .is_some_and(|list| is_near_end(&list))
        {
            desk.act(|model, _| model.more_dialogs());
        }
    };
    // A page that does not fill the column asks for the next one by itself.
    Effect::new(move |_| {
        ids.track();
        request_animation_frame(ask_for_more);
    });
    // Other dialogs begin on top: who waits longest must not be out of sight. The
    // browser holds on to what it shows, so it is told when the new list is there.
    Effect::new(move |before: Option<Filter>| {
        // Read, for a memo that nobody reads never changes.
        let shown = filter.get();
        if before.is_some_and(|before| before != shown) {
            request_animation_frame(move || {
                if let Some(list) = scroller.try_get_untracked().flatten() {
                    list.set_scroll_top(0);
                }
            });
        }
        shown
    });
    // Where the window is low the page scrolls, and not the list.
    let page = window_event_listener(ev::scroll, move |_| ask_for_more());
    on_cleanup(move || page.remove());
    let body = move || match (ids.with(Vec::is_empty), is_loading.get()) {
        (true, true) => view! { <Bones /> }.into_any(),
        (true, false) if sees_nothing.get() => view! { <NoAccess /> }.into_any(),
        (true, false) => view! { <NoDialogs tab=filter.get().tab /> }.into_any(),
        (false, _) => ().into_any(),
    };
    view! {
        <div class="list-scroll" node_ref=scroller on:scroll=move |_| ask_for_more() on:keydown=walk>
            <ul class="list" role="list" aria-label=say("dialogs") aria-busy=move || is_loading.get().to_string()>
                <For each=move || ids.get() key=|id| *id let:id>
                    <ListCard id=id />
                </For>
            </ul>
            {body}
        </div>
    }
}

/// Whether the end of the list is in sight, or will be soon.
fn is_near_end(list: &Element) -> bool {
    let seen = list.get_bounding_client_rect().bottom();
    let window = window().inner_height().ok().and_then(|px| px.as_f64());
    let seen = window.map_or(seen, |px| px.min(seen));
    let end = list.first_element_child();
    end.is_some_and(|end| end.get_bounding_client_rect().bottom() - seen < AHEAD_PX)
}

/// Nothing matches the filter.
#[component]
fn NoDialogs(
    /// Which tab is shown.
    tab: Tab,
) -> impl IntoView {
    let word = tab.word();
    view! {
        <Empty
            icon=icon::INBOX
            title=say(&format!("empty_{word}_title"))
            text=say(&format!("empty_{word}_text"))
        >
            {(tab == Tab::All).then(|| view! { <TestChatLink /> })}
        </Empty>
    }
}

/// The shape of six cards.
#[component]
fn Bones() -> impl IntoView {
    (0..6)
        .map(|_| {
            view! {
                <div class="list-bone" aria-hidden="true">
                    <i class={"bone round"}></i>
                    <i class={"bone line w-55"}></i>
                    <i class={"bone line w-85"}></i>
                    <i class={"bone line w-40"}></i>
                </div>
            }
        })
        .collect_view()
}

/// Arrows move the keyboard along the cards; Enter, as on any link, opens one.
fn walk(event: KeyboardEvent) {
    let step = match event.key().as_str() {
        _ if event.alt_key() || event.ctrl_key() || event.meta_key() => return,
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        _ => return,
    };
    let Some(card) = document()
        .active_element()
        .and_then(|link| link.closest("li").ok().flatten())
    else {
        return;
    };
    let next = match step {
        1 => card.next_element_sibling(),
        _ => card.previous_element_sibling(),
    };
    let link = next.and_then(|card: Element| card.query_selector("a").ok().flatten());
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        event.prevent_default();
        link.focus().ok();
    }
}
