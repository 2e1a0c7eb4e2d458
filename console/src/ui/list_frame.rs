//! What a list stands in: it scrolls, and follows the hand and the keys.

use leptos::ev;
use leptos::prelude::*;

use super::bulk_bar::BulkBar;
use super::list_view::ListView;
use super::listed::Listed;
use super::selecting::is_any;

/// The frame of a list that is called so, and what stands in it while the list is empty.
pub(super) fn frame<Id: Listed>(
    list: ListView<Id>,
    label: String,
    is_loading: Memo<bool>,
    body: impl Fn() -> AnyView + Send + 'static,
) -> impl IntoView {
    // Where the window is low the page scrolls, and not the list.
    let page = window_event_listener(ev::scroll, move |_| list.scrolled());
    let frame = window_event_listener(ev::resize, move |_| list.scrolled());
    on_cleanup(move || {
        page.remove();
        frame.remove();
    });
    let is_selecting = list.desk.memo(is_any::<Id>);
    view! {
        <div
            class="list-scroll"
            node_ref=list.scroller
            on:scroll=move |_| list.scrolled()
            on:pointermove=move |_| list.touched()
            on:pointerdown=move |_| list.touched()
            on:keydown=move |event| list.key(&event)
            on:focusin=move |_| list.focused()
        >
            <ul
                class="list"
                class:selecting=move || is_selecting.get()
                node_ref=list.list
                role="list"
                aria-label=label
                aria-busy=move || is_loading.get().to_string()
            ></ul>
            {body}
        </div>
        <BulkBar<Id> />
    }
}
