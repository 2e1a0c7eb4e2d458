//! The channels: what the staff speak from, which sites speak from them, who sees them.

use beseda_protocol::ask::channels::{AddChannel, DeleteChannel, RenameChannel};
use beseda_protocol::channel::Channel;
use beseda_protocol::ids::ChannelId;
use leptos::prelude::*;
use web_sys::SubmitEvent;

use super::channel_people::ChannelPeople;
use super::channel_sites::ChannelSites;
use super::confirm::Confirm;
use super::field::Field;
use super::note::Outcome;
use super::settings_assignment::AssignmentForm;
use super::settings_automatic::AutomaticForm;
use super::settings_group::SettingsGroup;
use super::settings_hours::HoursForm;
use super::settings_reply_times::ReplyTimesForm;
use super::settings_writing_first::WritingFirstForm;
use super::words;
use crate::model::question::{Form, Progress};
use crate::session::Desk;
use crate::texts::{say, say_count, say_with};

/// The page of the settings. As long as there is one channel, it is about nothing but
/// the second.
#[component]
pub(crate) fn ChannelSettings() -> impl IntoView {
    let desk: Desk = expect_context();
    let ids = desk.memo(|model| {
        let roster = model.roster.as_ref().filter(|roster| roster.has_channels());
        let channels = roster.map(|roster| roster.channels.iter());
        channels
            .into_iter()
            .flatten()
            .map(|channel| channel.id)
            .collect::<Vec<_>>()
    });
    view! {
        {move || (!ids.with(Vec::is_empty)).then(|| view! { <p class="quiet">{say("channel_people_hint")}</p> })}
        <For each=move || ids.get() key=|id| *id let:id>
            <OneChannel id=id />
        </For>
        // With one, this is what the center does with all of its dialogs.
        <Show when=move || ids.with(Vec::is_empty)>
            <SettingsGroup title=say("assignment")>
                <AssignmentForm id=ChannelId::FIRST />
            </SettingsGroup>
            <SettingsGroup title=say("writing_first")>
                <WritingFirstForm id=ChannelId::FIRST />
            </SettingsGroup>
            <SettingsGroup title=say("reply_times")>
                <ReplyTimesForm id=ChannelId::FIRST />
            </SettingsGroup>
            <SettingsGroup title=say("automatic")>
                <AutomaticForm id=ChannelId::FIRST />
            </SettingsGroup>
        </Show>
        <SettingsGroup title=say("new_channel") text=say("new_channel_text")>
            <NewChannel />
        </SettingsGroup>
    }
}

/// Makes a channel.
#[component]
fn NewChannel() -> impl IntoView {
    let desk: Desk = expect_context();
    desk.act(|model, _| {
        model.forget(&Form::NewChannel);
        Vec::new()
    });
    let name = RwSignal::new(String::new());
    let progress = desk.memo(|model| model.progress(&Form::NewChannel));
    Effect::new(move |_| {
        if progress.get() == Progress::Done {
            name.set(String::new());
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let written = name.get_untracked().trim().to_owned();
        if !written.is_empty() {
            desk.request(AddChannel { name: written });
        }
    };
    view! {
        <form class="stack" on:submit=submit>
            <Field id="new-channel" label=say("channel_name") value=name placeholder=say("channel_example") />
            <Outcome progress=progress />
            <div class="row">
                <button type="submit" class="button">{say("add_channel")}</button>
            </div>
        </form>
    }
}

/// A channel.
#[component]
fn OneChannel(
    /// Which.
    id: ChannelId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    desk.act(|model, _| {
        model.forget(&Form::Channel(id));
        Vec::new()
    });
    let channel = desk.memo(move |model| model.roster.as_ref()?.channel(id).cloned());
    let name = move || channel.get().as_ref().map(words::channel);
    let progress = desk.memo(move |model| model.progress(&Form::Channel(id)));
    view! {
        <section class="settings-group channel" aria-label=name>
            <h3 dir="auto">{name}</h3>
            <div class="group-body">
                {move || channel.get().map(|channel| view! { <Name channel=channel /> })}
                <ChannelSites id=id />
                <ChannelPeople id=id />
                <AssignmentForm id=id />
                <WritingFirstForm id=id />
                <ReplyTimesForm id=id />
                <AutomaticForm id=id />
                <HoursForm of=Some(id) />
                <Delete id=id />
                <Outcome progress=progress />
            </div>
        </section>
    }
}

/// Its name, changed in place: Enter or leaving the line saves.
#[component]
fn Name(
    /// It.
    channel: Channel,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let Channel { id, name, .. } = channel;
    let value = RwSignal::new(name.clone());
    let save = move || {
        // A field that is taken away loses the keyboard, too.
        let Some(written) = value.try_get_untracked() else {
            return;
        };
        let written = written.trim().to_owned();
        if !written.is_empty() && written != name {
            desk.request(RenameChannel {
                channel: id,
                name: written,
            });
        }
    };
    let submit = {
        let save = save.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            save();
        }
    };
    let input_id = format!("channel-name-{id}");
    view! {
        <form class="field" on:submit=submit>
            <label for=input_id.clone()>{say("channel_name")}</label>
            <input
                id=input_id
                class="input"
                dir="auto"
                autocomplete="off"
                placeholder=say("channel_first")
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
                on:blur=move |_| save()
            />
        </form>
    }
}

/// Deletes it, after a question; or says why it stays.
#[component]
fn Delete(
    /// Which.
    id: ChannelId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let n_sites = desk.memo(move |model| {
        let roster = model.roster.as_ref();
        roster.map_or(0, |roster| roster.sites_of(id).count() as u64)
    });
    let name = desk.memo(move |model| {
        let channel = model.roster.as_ref().and_then(|roster| roster.channel(id));
        channel.map(words::channel).unwrap_or_default()
    });
    let progress = desk.memo(move |model| model.progress(&Form::Channel(id)));
    let is_asked = RwSignal::new(false);
    let why = move || match (id, n_sites.get()) {
        (ChannelId::FIRST, _) => Some(say("channel_first_stays")),
        (_, 0) => None,
        (_, n) => Some(say_count("channel_has_sites", n)),
    };
    // What went wrong stands below.
    Effect::new(move |_| {
        if !matches!(progress.get(), Progress::Idle | Progress::Busy) {
            is_asked.set(false);
        }
    });
    let question = move || {
        view! {
            <Confirm
                title=say_with("channel_delete_title", &[("name", &name.get())])
                text=say("channel_delete_text")
                yes=say("delete_channel")
                is_busy=Signal::derive(move || progress.get() == Progress::Busy)
                carry_out=Callback::new(move |()| desk.request(DeleteChannel { channel: id }))
                cancel=Callback::new(move |()| is_asked.set(false))
            />
        }
    };
    let button = move || {
        view! {
            <div class="row">
                <button type="button" class="button" on:click=move |_| is_asked.set(true)>
                    {say("delete_channel")}
                </button>
            </div>
        }
    };
    move || match (why(), is_asked.get()) {
        (Some(why), _) => view! { <p class="quiet small">{why}</p> }.into_any(),
        (None, true) => question().into_any(),
        (None, false) => button().into_any(),
    }
}
