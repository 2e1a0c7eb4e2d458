//! What a list is filtered by: a chip for each thing that is asked, taken off one by one;
//! how many were found; and the way back to everything.

use beseda_protocol::filter::Predicate;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::filter_words::asked;
use super::filtering::Filtering;
use super::icon::{self, Icon};
use super::words::capitalised;
use crate::session::Desk;
use crate::texts::{say, say_with};

/// The chips, while anything is asked.
#[component]
pub(crate) fn FilterChips(
    /// Of which list.
    of: Filtering,
) -> impl IntoView {
    let is_any = Memo::new(move |_| of.all_of.with(|all_of| !all_of.is_empty()));
    let list = NodeRef::<leptos::html::Ul>::new();
    // The keyboard goes on with the chip that has the place of the one taken off.
    let take_off = move |place: usize, one: Predicate| {
        of.act(|facets| facets.without(&one));
        request_animation_frame(move || {
            let list = list.try_get_untracked().flatten();
            let buttons = list.and_then(|list| list.query_selector_all("button").ok());
            let button = buttons
                .and_then(|all| all.get(place.min(all.length().checked_sub(1)? as usize) as u32));
            match button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
                Some(button) => drop(button.focus()),
                None => of.focus_button(),
            }
        });
    };
    let reset = move |_| {
        of.reset.run(());
        of.focus_button();
    };
    view! {
        <Show when=move || is_any.get()>
            <div class="filter-line">
                <ul class="filter-chips" node_ref=list role="list" aria-label=say("filter")>
                    {move || {
                        let all_of = of.all_of.get().into_iter().enumerate();
                        all_of
                            .map(|(place, one)| {
                                let taken = one.clone();
                                let take_off = Callback::new(move |()| take_off(place, taken.clone()));
                                view! { <Chip one=one take_off=take_off /> }
                            })
                            .collect_view()
                    }}
                </ul>
                <p class="row small">
                    <span class="grow numbers" role="status">{of.found}</span>
                    <button type="button" class="text-button" on:click=reset>
                        {say("filter_reset")}
                    </button>
                </p>
            </div>
        </Show>
    }
}

/// One of them.
#[component]
fn Chip(
    /// What is asked.
    one: Predicate,
    /// Asks it no more.
    take_off: Callback<()>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let text = desk.memo(move |model| {
        let roster = model.roster.as_ref();
        roster.map_or_else(String::new, |roster| capitalised(&asked(&one, roster)))
    });
    view! {
        <li class="filter-chip">
            <bdi class="cut" title=text>{text}</bdi>
            <button
                type="button"
                aria-label=move || say_with("remove_this", &[("name", &text.get())])
                on:click=move |_| take_off.run(())
            >
                <Icon of=icon::CLOSE size=12 />
            </button>
        </li>
    }
}
