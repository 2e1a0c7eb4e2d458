//! What ends a dialog, or the client's wait: "no reply needed", "close", and the way
//! back from it.

use beseda_protocol::ask::Question;
use beseda_protocol::ask::dialogs::{Close, NoReplyNeeded, Reopen};
use beseda_protocol::dialog::DialogState;
use beseda_protocol::ids::DialogId;
use beseda_protocol::team::Right;
use leptos::ev;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::icon::{self, Icon};
use super::note::Outcome;
use super::snooze::SnoozeMenu;
use super::words;
use crate::browser::keys;
use crate::model::question::{Form, Progress};
use crate::session::Desk;
use crate::texts::{say, say_with};

/// The acts at the end of a dialog's head.
#[component]
pub(crate) fn DialogActs(
    /// Which dialog.
    id: DialogId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let awaits = desk.memo(move |model| {
        let card = model.board.card(id);
        card.is_some_and(|card| card.awaiting_reply_count > 0)
    });
    let may_act = desk.memo(move |model| model.right(id) == Right::Answerable);
    view! {
        <Show when=move || may_act.get()>
            <div class="dialog-acts">
                <Show when=move || awaits.get()>
                    <NoReplyNeeded id=id />
                </Show>
                <SnoozeMenu id=id />
                <CloseButton id=id />
            </div>
        </Show>
    }
}

/// Says that what the client wrote needs no reply (X1): by a press, or Alt+N.
#[component]
fn NoReplyNeeded(
    /// Which dialog.
    id: DialogId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let press = move || desk.request(NoReplyNeeded { dialog: id });
    let heard = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        if keys::is_shortcut(&event, "KeyN") {
            event.prevent_default();
            press();
        }
    });
    on_cleanup(move || heard.remove());
    let name = say("no_reply_needed");
    let key = keys::shortcut('N');
    view! {
        <button
            type="button"
            class="button close-button no-reply"
            aria-label=name.clone()
            aria-keyshortcuts="Alt+N"
            data-tip=format!("{name} · {key}")
            data-tip-side="right-edge"
            on:click=move |_| press()
        >
            <Icon of=icon::MAIL_CHECK />
            <span class={"close-text"}>{name.clone()}</span>
        </button>
    }
}

/// Closes the dialog, or opens it again.
#[component]
fn CloseButton(
    /// Which dialog.
    id: DialogId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let is_closed = desk.memo(move |model| is_closed(model, id));
    let busy = desk.memo(move |model| model.progress(&Form::Dialog(id)) == Progress::Busy);
    let name = move || {
        say(match is_closed.get() {
            true => "reopen",
            false => "close_dialog",
        })
    };
    let press = move |_| {
        desk.request(match is_closed.get_untracked() {
            true => Question::from(Reopen { dialog: id }),
            false => Question::from(Close { dialog: id }),
        });
    };
    let picture = move || match is_closed.get() {
        true => view! { <Icon of=icon::REOPEN /> },
        false => view! { <Icon of=icon::CLOSE_DIALOG /> },
    };
    view! {
        <button
            type="button"
            class="button close-button"
            aria-label=name
            aria-busy=move || busy.get().to_string()
            data-tip=name
            data-tip-side="right-edge"
            on:click=press
        >
            {picture}
            <span class={"close-text"}>{name}</span>
        </button>
    }
}

/// The dialog that was closed a moment ago: opened again, or gone on from.
#[component]
pub(crate) fn JustClosed(
    /// The dialog that is open: that one, or the next.
    id: DialogId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let closed = desk.memo(|model| model.closed.filter(|closed| is_closed(model, *closed)));
    move || {
        let closed = closed.get()?;
        let client = desk.peek(|model| {
            let card = model.board.card(closed);
            card.map(|card| words::client(&card.client))
        });
        let told = say_with("closed_now", &[("name", &client.unwrap_or_default())]);
        let outcome = desk.memo(move |model| match closed == id {
            // Its own head tells it.
            true => Progress::Idle,
            false => model.progress(&Form::Dialog(closed)),
        });
        Some(view! {
            <div class="notice good just-closed">
                <Icon of=icon::CHECK />
                <span class="grow cut" role="status" dir="auto" title=told.clone()>{told.clone()}</span>
                <button type="button" class="text-button" on:click=move |_| desk.request(Reopen { dialog: closed })>
                    {say("close_undo")}
                </button>
                {(closed == id).then(|| view! { <GoOn id=id /> })}
                <button
                    type="button"
                    class="icon-button"
                    aria-label=say("dismiss")
                    title=say("dismiss")
                    on:click=move |_| desk.model.update(|model| model.closed.set(None))
                >
                    <Icon of=icon::CLOSE size=14 />
                </button>
            </div>
            <Outcome progress=outcome />
        })
    }
}

/// On to the next dialog that awaits a reply, if there is one.
#[component]
fn GoOn(
    /// From here.
    id: DialogId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let waits = desk.memo(|model| model.awaiting().dialogs > 0);
    move || {
        waits.get().then(|| {
            view! {
                <button
                    type="button"
                    class="text-button"
                    on:click=move |_| desk.act(|model, _| model.go_on(id))
                >
                    {say("next_unanswered")}
                </button>
            }
        })
    }
}

fn is_closed(model: &crate::model::Model, id: DialogId) -> bool {
    let card = model.board.card(id);
    card.is_some_and(|card| matches!(card.state, DialogState::Closed { .. }))
}
