//! Under the messages: how many are hidden, since the operator does not want to see their
//! kinds (SB-09), and the way back.

use beseda_protocol::ids::DialogId;
use leptos::prelude::*;

use super::menu::{Check, Choices};
use crate::model::feed_prefs::Hideable;
use crate::session::Desk;
use crate::texts::{say, say_count};

/// The line, while any is hidden.
#[component]
pub(crate) fn HiddenKinds(
    /// Of which dialog.
    id: DialogId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let n = desk.memo(move |model| desk.prefs.with(|prefs| model.n_hidden(id, &prefs.hidden)));
    move || {
        (n.get() > 0).then(|| {
            view! {
                <p class="feed-hidden small quiet">
                    <span role="status">{say_count("n_hidden", n.get() as u64)}</span>
                    <button
                        type="button"
                        class="text-button"
                        on:click=move |_| desk.choose(|prefs| prefs.hidden.clear())
                    >
                        {say("show_hidden")}
                    </button>
                </p>
            }
        })
    }
}

/// Items of a menu: each kind is shown, or not.
#[component]
pub(crate) fn KindItems() -> impl IntoView {
    let desk: Desk = expect_context();
    let item = move |kind: Hideable| {
        let is_shown = desk
            .prefs
            .with_untracked(|prefs| !prefs.hidden.contains(&kind));
        let toggle = move || {
            desk.choose(|prefs| {
                if !prefs.hidden.remove(&kind) {
                    prefs.hidden.insert(kind);
                }
            });
        };
        view! {
            <Check is_on=is_shown toggle=toggle>
                {say(&format!("kind_{}", kind.word()))}
            </Check>
        }
    };
    let items = move || Hideable::ALL.map(item).collect_view();
    view! { <Choices title=say("kinds_shown")>{items()}</Choices> }
}
