//! When something was: shortly, or with its whole date.

use beseda_protocol::ids::Timestamp;
use leptos::prelude::*;

use super::row_context::RowContext;
use super::words;
use crate::browser::intl::{Style, machine, moment};
use crate::session::Desk;
use crate::texts::say;

/// A message's time; a press shows the date of every one. Keys reach the same by the
/// day's title: a stop at each message would be too many.
#[component]
pub(crate) fn Moment(
    /// When.
    at: Timestamp,
    /// What else is told of it, beside the whole date.
    #[prop(optional_no_strip)]
    told: Option<String>,
) -> impl IntoView {
    let RowContext { in_full, .. } = expect_context();
    let title = match told {
        Some(told) => format!("{} · {told}", moment(at, Style::Full)),
        None => moment(at, Style::Full),
    };
    let shown = move || match in_full.get() {
        true => moment(at, Style::Full),
        false => moment(at, Style::Time),
    };
    view! {
        <time
            class="moment numbers"
            datetime=machine(at)
            title=title
            on:click=move |_| in_full.update(|in_full| *in_full = !*in_full)
        >
            {shown}
        </time>
    }
}

/// The day that begins, as a heading; a press shows the date of every message.
#[component]
pub(crate) fn DayTitle(
    /// A moment of it.
    at: Timestamp,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let RowContext { in_full, .. } = expect_context();
    let day = move || match in_full.get() {
        true => moment(at, Style::DateWithYear),
        false => words::day(at, desk.now.get()),
    };
    view! {
        <h2 class={"feed-day"}>
            <button
                type="button"
                aria-pressed=move || in_full.get().to_string()
                title=say("dates_show")
                on:click=move |_| in_full.update(|in_full| *in_full = !*in_full)
            >
                {day}
            </button>
        </h2>
    }
}
