//! The sites that speak from a channel, each of which can be moved to another one.

use beseda_protocol::ask::sites::MoveSite;
use beseda_protocol::channel::Channel;
use beseda_protocol::ids::{ChannelId, SiteId};
use leptos::prelude::*;

use super::confirm::Confirm;
use super::icon::{self, Icon};
use super::menu::{Choice, Choices, Menu};
use super::note::Outcome;
use super::words;
use crate::model::question::{Form, Progress};
use crate::session::Desk;
use crate::texts::{say, say_with};

/// The sites.
#[component]
pub(crate) fn ChannelSites(
    /// Of which channel.
    id: ChannelId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let sites = desk.memo(move |model| {
        let roster = model.roster.iter();
        let sites = roster.flat_map(|roster| roster.sites_of(id));
        sites
            .map(|site| {
                let name = site.general.value.name.clone();
                (site.id.clone(), name, site.is_site())
            })
            .collect::<Vec<_>>()
    });
    view! {
        <div class="field">
            <h4>{say("channel_sites")}</h4>
            {move || sites.with(Vec::is_empty).then(|| view! { <p class="quiet">{say("channel_sites_none")}</p> })}
            <ul class="channel-sites">
                <For each=move || sites.get() key=|site| site.clone() let:site>
                    <OneSite channel=id site=site.0 name=site.1 is_site=site.2 />
                </For>
            </ul>
        </div>
    }
}

/// One of them.
#[component]
fn OneSite(
    /// Of which channel it is.
    channel: ChannelId,
    /// Which.
    site: SiteId,
    /// Its name.
    name: String,
    /// Whether it is a site, and no other transport.
    is_site: bool,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let form = Form::SiteChannel(site.clone());
    desk.act(|model, _| {
        model.forget(&form);
        Vec::new()
    });
    let progress = desk.memo(move |model| model.progress(&form));
    let to = RwSignal::new(None::<Channel>);
    // Done: it stands with the other channel now. What went wrong stands below.
    Effect::new(move |_| {
        if !matches!(progress.get(), Progress::Idle | Progress::Busy) {
            to.set(None);
        }
    });
    let shown = name.clone();
    let question = move |to_channel: Channel| {
        let values = [("site", &*name), ("channel", &*words::channel(&to_channel))];
        let site = site.clone();
        let channel = to_channel.id;
        view! {
            <Confirm
                title=say_with("site_move_title", &values)
                text=say("site_move_text")
                yes=say("site_move_yes")
                is_busy=Signal::derive(move || progress.get() == Progress::Busy)
                carry_out=Callback::new(move |()| desk.request(MoveSite { site: site.clone(), channel }))
                cancel=Callback::new(move |()| to.set(None))
            />
        }
    };
    view! {
        <li class="stack">
            <div class="row">
                <Icon of=icon::transport(is_site) />
                <span class="grow cut" dir="auto">{shown.clone()}</span>
                <Menu
                    label=say_with("site_move_of", &[("site", &shown)])
                    class="text-button"
                    face=|| say("site_move")
                >
                    <Destinations from=channel to=to />
                </Menu>
            </div>
            {move || to.get().map(&question)}
            <Outcome progress=progress />
        </li>
    }
}

/// The other channels.
#[component]
fn Destinations(
    /// Where it is.
    from: ChannelId,
    /// Where it is to go.
    to: RwSignal<Option<Channel>>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let channels = desk.peek(|model| {
        let roster = model.roster.as_ref();
        roster
            .map(|roster| roster.channels.clone())
            .unwrap_or_default()
    });
    view! {
        <Choices title=say("site_move_to")>
            {channels
                .into_iter()
                .filter(|channel| channel.id != from)
                .map(|channel| {
                    let name = words::channel(&channel);
                    view! {
                        <Choice is_chosen=false choose=move || to.set(Some(channel.clone()))>
                            <span class="cut" dir="auto">{name}</span>
                        </Choice>
                    }
                })
                .collect_view()}
        </Choices>
    }
}
