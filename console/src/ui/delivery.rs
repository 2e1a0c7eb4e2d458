//! How far a message has come: ticks with their meaning as the accessible name.

use beseda_protocol::ids::Timestamp;
use leptos::prelude::*;

use super::icon::{self, Icon};
use super::words;
use crate::browser::intl::{Style, machine, moment};
use crate::model::feed::Delivery;
use crate::texts::say;

/// The ticks of an operator's message.
#[component]
pub(crate) fn DeliveryMark(
    /// How far.
    state: Delivery,
    /// When the message was stored.
    at: Timestamp,
    /// Whether the state also stands in words.
    in_words: bool,
) -> impl IntoView {
    let (class, outline, key) = match &state {
        Delivery::Sending | Delivery::Waiting => ("tick sending", icon::CLOCK, "state_sending"),
        Delivery::Sent => ("tick", icon::CHECK, "state_sent"),
        Delivery::Delivered => ("tick", icon::CHECK_CHECK, "state_delivered"),
        Delivery::Read { .. } => ("tick read", icon::CHECK_CHECK, "state_read"),
        Delivery::Failed(_) => ("tick failed", icon::CIRCLE_ALERT, "state_failed"),
        Delivery::NotSent(_) => ("tick failed", icon::CIRCLE_ALERT, "state_not_sent"),
    };
    // Only the newest knows when it was read.
    let read_at = match state {
        Delivery::Read { at } => at,
        _ => None,
    };
    let read_at = read_at.map(|read_at| {
        view! {
            <time datetime=machine(read_at) title=moment(read_at, Style::Full)>
                {words::time_beside(read_at, at)}
            </time>
        }
    });
    let words = say(key);
    let title = words.clone();
    match in_words {
        true => view! {
            <span class=class>
                {words}
                {read_at}
                <Icon of=outline size=14 />
            </span>
        }
        .into_any(),
        false => view! {
            <span class=class role="img" aria-label=words title=title>
                <Icon of=outline size=14 />
            </span>
        }
        .into_any(),
    }
}
