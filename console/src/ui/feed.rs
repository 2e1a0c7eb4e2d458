//! The messages of a dialog.
//!
//! The scroller is laid out from its end (`column-reverse`): the browser itself
//! keeps the newest message in sight, and an older page does not move anything. What comes
//! at the end while somebody reads further up would; so the row that is first in sight is
//! held where it is. (The browser's own anchor is lost when `For` puts the rows in order.)

use std::sync::Arc;

use beseda_protocol::dialog::Summary;
use beseda_protocol::ids::DialogId;
use leptos::ev;
use leptos::prelude::*;

use super::feed_places::{Held, first_in_sight, hold, lead_along, show_looked_at, show_new};
use super::icon::{self, Icon};
use super::message_menu::{MessageMenu, MessageMenus};
use super::row::RowView;
use super::row_context::{RowContext, Rows};
use super::words;
use crate::browser::intl::day_number;
use crate::model::Model;
use crate::model::feed::{Around, Delivery, Key, Kind, Row, Side, feed};
use crate::model::place::Place;
use crate::model::thread::Load;
use crate::session::Desk;
use crate::texts::{say, say_with};

/// An older page is asked for this many pixels before the beginning.
const AHEAD_PX: i32 = 800;

/// Further than this from the end, what is new is announced by a button.
const AWAY_PX: i32 = 160;

/// The message list.
#[component]
pub(crate) fn Feed(
    /// Of which dialog.
    id: DialogId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    // Apart, so that the rows are not made anew for what is said in other dialogs.
    let card = desk.memo(move |model| model.board.card(id).cloned());
    let list = desk.memo(move |model| {
        let around = Around {
            hidden: desk.prefs.with(|prefs| prefs.hidden.clone()),
            looked_at: model.looked_at(id),
            new_after: model.new_after(id),
        };
        rows(model, id, card.get().as_deref(), &around)
    });
    let rows: Memo<Rows> = Memo::new(move |_| {
        list.with(|rows| {
            Arc::new(
                rows.iter()
                    .map(|row| (row.key.clone(), row.clone()))
                    .collect(),
            )
        })
    });
    let keys = Memo::new(move |_| {
        list.with(|rows| rows.iter().map(|row| row.key.clone()).collect::<Vec<_>>())
    });
    let load = desk.memo(move |model| model.thread(id).map(|thread| thread.load.clone()));
    let client = Memo::new(move |_| card.get().map(|card| words::client(&card.client)));
    let looked_at = desk.memo(move |model| model.looked_at_row(id));
    let origin = desk.memo(move |model| {
        let roster = model
            .roster
            .as_ref()
            .filter(|roster| roster.has_origins())?;
        Some(words::origin(roster, model.board.card(id)?))
    });
    let menus = MessageMenus::new();
    provide_context(RowContext {
        dialog: id,
        origin,
        menus,
        looked_at,
        client,
        names: desk.memo(Model::names),
        in_full: RwSignal::new(false),
    });
    let scroller = NodeRef::<leptos::html::Div>::new();
    let away = RwSignal::new(false);
    let held: Held = StoredValue::new_local(None);
    let scrolled = move || {
        // In the next frame there may be no feed any more.
        let Some(feed) = scroller.try_get_untracked().flatten() else {
            return;
        };
        // In this layout 0 is the end, and the beginning is negative.
        let from_end = -feed.scroll_top();
        if (from_end > AWAY_PX) != away.get_untracked() {
            away.set(from_end > AWAY_PX);
        }
        if feed.scroll_height() - feed.client_height() - from_end < AHEAD_PX {
            desk.act(|model, _| model.more_messages(id));
        }
        held.set_value(first_in_sight(&feed));
    };
    let to_end = move || {
        if let Some(feed) = scroller.try_get_untracked().flatten() {
            feed.set_scroll_top(0);
        }
    };
    follow_own(list, to_end);
    let show = move || {
        if let Some(feed) = scroller.try_get_untracked().flatten() {
            held.set_value(None);
            show_looked_at(&feed);
        }
    };
    // Once it is there: pages may have to come first.
    Effect::new(move |before: Option<Option<Key>>| {
        let key = looked_at.get();
        if key.is_some() && before.flatten() != key {
            request_animation_frame(show);
        }
        key
    });
    // What is new may begin above what is in sight.
    let has_new = Memo::new(move |_| keys.with(|keys| keys.contains(&Key::New)));
    Effect::new(move |before: Option<bool>| {
        let has_new = has_new.get();
        if has_new && before != Some(true) && looked_at.get_untracked().is_none() {
            request_animation_frame(move || {
                if let Some(feed) = scroller.try_get_untracked().flatten() {
                    held.set_value(None);
                    show_new(&feed);
                }
            });
        }
        has_new
    });
    let keys_down = window_event_listener(ev::keydown, move |event| {
        let is_free = event.key() == "Escape" && !event.default_prevented();
        if is_free && desk.peek(|model| model.looked_at(id)).is_some() {
            desk.back(Place::Dialogs(Some(id)));
        }
    });
    on_cleanup(move || keys_down.remove());
    Effect::new(move |_| {
        keys.track();
        request_animation_frame(move || {
            let feed = scroller.try_get_untracked().flatten();
            if let Some((feed, held)) = feed.zip(held.try_get_value().flatten()) {
                hold(&feed, &held);
            }
            scrolled();
        });
    });
    view! {
        <div class="feed-frame">
            <div class="feed" node_ref=scroller tabindex="0" role="log" aria-label=say("messages") on:scroll=move |_| scrolled() on:keydown=move |event| lead_along(&event)>
                <div class="feed-rows">
                    {move || (load.get() == Some(Load::First)).then(|| view! { <Bones /> })}
                    {move || {
                        (load.get() == Some(Load::Older))
                            .then(|| view! { <p class="feed-older small quiet">{say("loading_older")}</p> })
                    }}
                    <For each=move || keys.get() key=Key::clone let:key>
                        <RowView name=key rows=rows />
                    </For>
                    <Typing id=id />
                </div>
            </div>
            <MessageMenu menus=menus />
            <Show when=move || away.get()>
                <button type="button" class="to-end" aria-label=say("to_newest") on:click=move |_| to_end()>
                    <Icon of=icon::ARROW_DOWN size=18 />
                </button>
            </Show>
        </div>
    }
}

/// Who types; keeps its line also when nobody does, so that nothing jumps.
#[component]
fn Typing(
    /// In which dialog.
    id: DialogId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let visitor = desk.memo(move |model| model.typing.is_visitor(id));
    let colleagues = desk.memo(move |model| {
        let typing = model.typing.operators(id).into_iter();
        typing.map(|id| model.name(id)).collect::<Vec<_>>()
    });
    view! {
        <div class="feed-typing small quiet">
            {move || {
                visitor
                    .get()
                    .then(|| {
                        view! {
                            <span class="row" role="status">
                                <span class={"dots"} aria-hidden="true">
                                    <i></i>
                                    <i></i>
                                    <i></i>
                                </span>
                                {say("client_typing")}
                            </span>
                        }
                    })
            }}
            {move || {
                let names = colleagues.get();
                (!names.is_empty())
                    .then(|| {
                        view! {
                            <span class="colleagues cut" role="status" dir="auto">
                                {say_with("colleague_typing", &[("name", &names.join(", "))])}
                            </span>
                        }
                    })
            }}
        </div>
    }
}

/// The shape of a conversation.
#[component]
fn Bones() -> impl IntoView {
    let bones = ["w-40", "w-55", "w-30 right", "w-40 right", "w-55", "w-30"];
    view! {
        <div class="feed-bones" aria-hidden="true">
            {bones.map(|width| view! { <i class=format!("bone bubble-bone {width}")></i> }).collect_view()}
        </div>
    }
}

/// The rows of a dialog as they are now.
pub(super) fn rows(
    model: &Model,
    id: DialogId,
    card: Option<&Summary>,
    around: &Around,
) -> Vec<Row> {
    let (Some(thread), Some(card), Some(roster)) = (model.thread(id), card, model.roster.as_ref())
    else {
        return Vec::new();
    };
    feed(
        card,
        &thread.messages,
        &thread.deliveries,
        model.outbox.items(),
        roster.me.id,
        around,
        day_number,
    )
}

/// What the operator writes brings its own place into sight.
fn follow_own(rows: Memo<Vec<Row>>, to_end: impl Fn() + Copy + 'static) {
    Effect::new(move |last: Option<Option<Key>>| {
        let newest = rows.with(|rows| rows.last().map(|row| (row.key.clone(), is_on_its_way(row))));
        if let Some((key, true)) = &newest
            && last.is_some_and(|last| last.as_ref() != Some(key))
        {
            request_animation_frame(to_end);
        }
        newest.map(|(key, _)| key)
    });
}

fn is_on_its_way(row: &Row) -> bool {
    match &row.kind {
        Kind::Said(said) => {
            !matches!(said.side, Side::Client) && said.delivery == Some(Delivery::Sending)
        }
        Kind::Day | Kind::New | Kind::System(_) => false,
    }
}
