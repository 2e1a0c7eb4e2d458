//! The list of clients.

use beseda_protocol::filter::Predicate;
use leptos::prelude::*;

use super::empty::Empty;
use super::icon;
use super::list::{Bones, NothingFound};
use super::list_frame::frame;
use super::list_view::ListView;
use crate::session::Desk;
use crate::texts::say;

/// The list, or its shape while it comes, or what to do while it is empty.
#[component]
pub(crate) fn ClientList(
    /// Resets the filter.
    reset: Callback<()>,
    /// Adds somebody by hand.
    add: Callback<()>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let order = desk.memo(|model| {
        let list = &model.client_list;
        (list.all_of().to_vec(), list.list())
    });
    let is_loading = desk.memo(|model| model.client_list.is_loading());
    let list = ListView::new(desk);
    Effect::new(move |before: Option<Vec<Predicate>>| {
        let (all_of, ids) = order.get();
        list.take(ids, before.is_some_and(|before| before != all_of));
        all_of
    });
    let is_empty =
        Memo::new(move |_| list.n_shown.get() == 0 && order.with(|(_, ids)| ids.is_empty()));
    let is_narrowed = Memo::new(move |_| order.with(|(all_of, _)| !all_of.is_empty()));
    let body = move || match (is_empty.get(), is_loading.get(), is_narrowed.get()) {
        (true, true, _) => view! { <Bones /> }.into_any(),
        (true, false, true) => {
            view! { <NothingFound text=say("clients_none_text") reset=reset /> }.into_any()
        }
        (true, false, false) => view! { <Nobody add=add /> }.into_any(),
        (false, _, _) => ().into_any(),
    };
    frame(list, say("clients"), is_loading, body)
}

/// Nobody has come yet.
#[component]
fn Nobody(
    /// Adds somebody by hand.
    add: Callback<()>,
) -> impl IntoView {
    view! {
        <Empty icon=icon::PEOPLE title=say("clients_empty_title") text=say("clients_empty_text")>
            <button type="button" class="button" on:click=move |_| add.run(())>
                {say("client_new")}
            </button>
        </Empty>
    }
}
