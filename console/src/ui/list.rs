//! The list of dialogs.

use beseda_protocol::filter::{Query, StateFilter, Tab};
use leptos::prelude::*;

use super::empty::Empty;
use super::icon;
use super::list_frame::frame;
use super::list_view::ListView;
use super::no_access::NoAccess;
use super::test_chat::TestChatLink;
use crate::model::Model;
use crate::session::Desk;
use crate::texts::say;

/// The list, or its shape while it comes, or what to do while it is empty.
#[component]
pub(crate) fn DialogList(
    /// Resets the filter.
    reset: Callback<()>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let order = desk.memo(|model| (model.board.query().clone(), model.list()));
    let is_loading = desk.memo(|model| model.board.is_loading());
    let sees_nothing = desk.memo(Model::sees_nothing);
    let list = ListView::new(desk);
    Effect::new(move |before: Option<Query>| {
        let (query, ids) = order.get();
        list.take(ids, before.is_some_and(|before| before != query));
        query
    });
    let is_empty =
        Memo::new(move |_| list.n_shown.get() == 0 && order.with(|(_, ids)| ids.is_empty()));
    let tab = Memo::new(move |_| order.with(|(query, _)| query.filter.tab));
    let is_narrowed = Memo::new(move |_| {
        order.with(|(query, _)| {
            query.filter.is_narrowed() || query.filter.state == StateFilter::Closed
        })
    });
    let body = move || match (is_empty.get(), is_loading.get()) {
        (true, true) => view! { <Bones /> }.into_any(),
        (true, false) if sees_nothing.get() => view! { <NoAccess /> }.into_any(),
        (true, false) if is_narrowed.get() => {
            view! { <NothingFound text=say("filter_none_text") reset=reset /> }.into_any()
        }
        (true, false) => view! { <NoDialogs tab=tab.get() /> }.into_any(),
        (false, _) => ().into_any(),
    };
    frame(list, say("dialogs"), is_loading, body)
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

/// There is nothing of which all is true that was asked.
#[component]
pub(crate) fn NothingFound(
    /// How to go on.
    text: String,
    /// Asks nothing.
    reset: Callback<()>,
) -> impl IntoView {
    view! {
        <Empty icon=icon::FILTER title=say("filter_none_title") text=text>
            <button type="button" class="button" on:click=move |_| reset.run(())>
                {say("filter_reset")}
            </button>
        </Empty>
    }
}

/// The shape of six cards.
#[component]
pub(crate) fn Bones() -> impl IntoView {
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
