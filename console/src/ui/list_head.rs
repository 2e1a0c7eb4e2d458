//! Above the list: the tabs by responsible, and open, closed or all.

use beseda_protocol::dialog::{Filter, StateFilter, Tab};
use leptos::prelude::*;

use super::icon::{self, Icon};
use super::menu::Menu;
use crate::session::Desk;
use crate::texts::say;

/// The head of the list.
#[component]
pub(crate) fn ListHead() -> impl IntoView {
    let desk: Desk = expect_context();
    let filter = desk.memo(|model| model.board.filter().clone());
    let state_name = move || say(&format!("state_{}_dialogs", filter.get().state.word()));
    let face = move || {
        view! {
            <span>{state_name}</span>
            <Icon of=icon::CHEVRON_DOWN size=14 />
        }
    };
    view! {
        <header class="list-head">
            <div class="list-title">
                <h1>{say("dialogs")}</h1>
                <Menu label=say("state_filter") class="state-button" side="" face=face>
                    <StateItems />
                </Menu>
            </div>
            <div class="tabs" role="group" aria-label=say("whose_dialogs")>
                {Tab::ALL
                    .iter()
                    .map(|tab| {
                        let tab = *tab;
                        view! {
                            <button
                                type="button"
                                class="tab"
                                aria-pressed=move || (filter.get().tab == tab).to_string()
                                on:click=move |_| show(desk, |filter| filter.tab = tab)
                            >
                                {say(&format!("tab_{}", tab.word()))}
                                <TabCount tab=tab />
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
        </header>
    }
}

/// Messages that await a reply behind a tab.
#[component]
fn TabCount(
    /// Which.
    tab: Tab,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let n = desk.memo(move |model| {
        let counts = model
            .me()
            .map(|me| model.board.counts(me))
            .unwrap_or_default();
        match tab {
            Tab::Mine => counts.mine,
            Tab::Free => counts.free,
            // The rail has the whole figure.
            Tab::All | Tab::Unanswered | Tab::Others => 0,
        }
    });
    move || (n.get() > 0).then(|| view! { <span class="tab-count numbers">{n.get()}</span> })
}

/// Open, closed, all.
#[component]
fn StateItems() -> impl IntoView {
    let desk: Desk = expect_context();
    let shown = desk.peek(|model| model.board.filter().state);
    StateFilter::ALL
        .iter()
        .map(|state| {
            let state = *state;
            view! {
                <button
                    type="button"
                    class="menu-item"
                    role="menuitemradio"
                    aria-checked=(state == shown).to_string()
                    on:click=move |_| show(desk, |filter| filter.state = state)
                >
                    {say(&format!("state_{}_dialogs", state.word()))}
                    {(state == shown).then(|| view! { <span class="end"><Icon of=icon::CHECK /></span> })}
                </button>
            }
        })
        .collect_view()
}

fn show(desk: Desk, change: impl FnOnce(&mut Filter)) {
    desk.act(|model, _| {
        let mut filter = model.board.filter().clone();
        change(&mut filter);
        model.show(filter)
    });
}
