//! Above the list: the tabs by responsible; open, closed or all, and in which order; the
//! buttons of saved filters, of the filter and of what cards show.

use beseda_protocol::filter::{Order, Query, StateFilter, Tab};
use leptos::prelude::*;

use super::card_display::CardDisplay;
use super::filtering::{FilterButton, Filtering};
use super::icon::{self, Icon};
use super::menu::{Choice, Choices, Menu};
use super::saved_filters::SavedFilters;
use super::words;
use crate::session::Desk;
use crate::texts::{say, say_count};

/// The head of the list.
#[component]
pub(crate) fn ListHead(
    /// The filter of the list.
    filtering: Filtering,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let filter = desk.memo(|model| model.board.filter().clone());
    let own_only = desk.memo(|model| {
        let roster = model.roster.as_ref();
        roster.is_some_and(|roster| roster.me.sees_own_only())
    });
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
                <div class="row list-tools">
                    {move || {
                        let label = format!("{}: {}", say("state_filter"), state_name());
                        view! {
                            <Menu label=label class="state-button" side="" face=face>
                                <StateItems />
                                <OrderItems />
                                <ReadAllItem />
                            </Menu>
                        }
                    }}
                    <SavedFilters />
                    <FilterButton of=filtering />
                    <CardDisplay />
                </div>
            </div>
            <div class="tabs" role="group" aria-label=say("whose_dialogs")>
                {move || Tab::ALL
                    .iter()
                    .filter(|tab| !(own_only.get() && **tab == Tab::Others))
                    .map(|tab| {
                        let tab = *tab;
                        view! {
                            <button
                                type="button"
                                class="tab"
                                aria-label=move || in_words(desk, tab)
                                aria-pressed=move || (filter.get().tab == tab).to_string()
                                title=move || tip(desk, tab)
                                on:click=move |_| show(desk, |query| choose(query, tab))
                            >
                                {match tab {
                                    // There is no room for a word more.
                                    Tab::Snoozed => view! { <Icon of=icon::MOON /> }.into_any(),
                                    Tab::Mentions => "@".into_any(),
                                    _ => view! { <span class={"cut"}>{say(&format!("tab_{}", tab.word()))}</span> }.into_any(),
                                }}
                                <TabCount tab=tab />
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
        </header>
    }
}

/// Dialogs that await a reply behind a tab. It stands below the word, so that no
/// number makes the row longer.
#[component]
fn TabCount(
    /// Which.
    tab: Tab,
) -> impl IntoView {
    let desk: Desk = expect_context();
    // The whole figure stands at one of them.
    let n = desk.memo(move |model| match tab {
        Tab::All => 0,
        Tab::Unanswered | Tab::Mine | Tab::Others | Tab::Free => model.awaiting_of(tab).dialogs,
        Tab::Snoozed => model.counts.snoozed(),
        Tab::Mentions => model.board.n_unseen_mentions(),
    });
    let shown = move || Some(n.get().to_string()).filter(|_| n.get() > 0);
    view! { <span class="tab-count numbers">{shown}</span> }
}

/// What a tab is called that bears no word.
fn in_words(desk: Desk, tab: Tab) -> Option<String> {
    let (n, word) = desk.model.with(|model| match tab {
        Tab::Snoozed => Some((model.counts.snoozed(), "snoozed")),
        Tab::Mentions => Some((model.board.n_unseen_mentions(), "mentions")),
        _ => None,
    })?;
    Some(match n {
        0 => say(&format!("tab_{word}")),
        n => say_count(&format!("n_{word}"), n.into()),
    })
}

/// Mentions are told until they are looked at, in a dialog that was closed since as well: so
/// behind their tab all stand.
fn choose(query: &mut Query, tab: Tab) {
    let was = std::mem::replace(&mut query.filter.tab, tab);
    match (was, tab) {
        (Tab::Mentions, Tab::Mentions) => {}
        (_, Tab::Mentions) => query.filter.state = StateFilter::All,
        (Tab::Mentions, _) => query.filter.state = StateFilter::Open,
        _ => {}
    }
}

/// The same in words, with the messages (SB-60).
fn tip(desk: Desk, tab: Tab) -> Option<String> {
    if let Some(words) = in_words(desk, tab) {
        return Some(words);
    }
    let n = desk.model.with(|model| model.awaiting_of(tab));
    (n.dialogs > 0).then(|| words::awaiting(n))
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
                <Choice is_chosen=state == shown choose=move || show(desk, |query| query.filter.state = state)>
                    {say(&format!("state_{}_dialogs", state.word()))}
                </Choice>
            }
        })
        .collect_view()
}

/// Marks everything read, after a look at how much it is (SB-03).
#[component]
fn ReadAllItem() -> impl IntoView {
    let desk: Desk = expect_context();
    let supervises = desk.peek(|model| {
        let roster = model.roster.as_ref();
        roster.is_some_and(|roster| roster.me.role.supervises())
    });
    supervises.then(|| {
        view! {
            <span class={"menu-rule"} aria-hidden="true"></span>
            <button
                type="button"
                class="menu-item"
                role="menuitem"
                on:click=move |_| desk.act(|model, _| model.ask_to_read_all())
            >
                <Icon of=icon::MAIL_CHECK />
                {say("read_all")}
            </button>
        }
    })
}

/// What stands first (X9).
#[component]
fn OrderItems() -> impl IntoView {
    let desk: Desk = expect_context();
    let (shown, tab) = desk.peek(|model| {
        let query = model.board.query();
        (query.order(), query.filter.tab)
    });
    let items = move || {
        let items = Order::ALL.iter().map(|order| {
            let order = *order;
            let choose = move || {
                show(desk, |query| {
                    let is_usual = order == Order::usual(query.filter.tab);
                    query.order = (!is_usual).then_some(order);
                });
            };
            view! {
                <Choice is_chosen=order == shown choose=choose>
                    {say(&words::order(order, tab))}
                </Choice>
            }
        });
        items.collect_view()
    };
    view! { <Choices title=say("order")>{items()}</Choices> }
}

fn show(desk: Desk, change: impl FnOnce(&mut Query)) {
    let mut query = desk.peek(|model| model.board.query().clone());
    change(&mut query);
    desk.show(query);
}
