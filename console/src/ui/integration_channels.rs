//! Which channels an integration may use (YU-08).

use beseda_protocol::ids::ChannelId;
use leptos::prelude::*;

use super::words;
use crate::session::Desk;
use crate::texts::say;

/// The channels, each to be chosen.
#[component]
pub(crate) fn ChannelChoice(
    /// Those that are chosen.
    chosen: RwSignal<Vec<ChannelId>>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let channels = desk.memo(|model| {
        let roster = model.roster.iter();
        let channels = roster.flat_map(|roster| &roster.channels);
        channels
            .map(|channel| (channel.id, words::channel(channel)))
            .collect::<Vec<_>>()
    });
    view! {
        <fieldset class="field choice-list">
            <legend class="label">{say("integration_channels")}</legend>
            <For each=move || channels.get() key=|channel| channel.clone() let:channel>
                <Choice id=channel.0 name=channel.1 chosen=chosen />
            </For>
        </fieldset>
    }
}

#[component]
fn Choice(
    /// Which.
    id: ChannelId,
    /// What it is called.
    name: String,
    /// Those that are chosen.
    chosen: RwSignal<Vec<ChannelId>>,
) -> impl IntoView {
    let is_on = move || chosen.with(|chosen| chosen.contains(&id));
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:checked=is_on
                on:change:target=move |event| {
                    let on = event.target().checked();
                    chosen.update(|chosen| {
                        chosen.retain(|known| *known != id);
                        if on {
                            chosen.push(id);
                        }
                    });
                }
            />
            <span class="cut" dir="auto">{name}</span>
        </label>
    }
}
