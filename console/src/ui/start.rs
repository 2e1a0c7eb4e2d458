//! The first run: name the center, put the chat on a site, invite a colleague.

use beseda_parts::gate;
use beseda_protocol::site::Site;
use leptos::prelude::*;

use super::icon::{self, Icon};
use super::invite::Invite;
use super::settings_center::CenterForm;
use super::site_form::NewSiteForm;
use super::site_install::SiteInstall;
use super::test_chat::TestChatLink;
use crate::model::place::Place;
use crate::session::Desk;
use crate::texts::{say, say_with};

/// How far the first run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reached {
    Name,
    Site,
    Install,
}

gate! { "settings", "00000000000000000000000000000004",
/// It is made of settings, and part of them.
pub(crate) fn page(_given: ()) -> AnyView {
    view! { <Start /> }.into_any()
}}

/// The steps, one below the other; what is done stays in sight as one line.
#[component]
fn Start() -> impl IntoView {
    let desk: Desk = expect_context();
    let reached = desk.memo(|model| match model.roster.as_ref() {
        Some(roster) if roster.center.general.value.name.is_empty() => Reached::Name,
        Some(roster) if !roster.sites.iter().any(Site::is_site) => Reached::Site,
        _ => Reached::Install,
    });
    view! {
        <section class="start">
            <div class="start-column">
                <h1>{say("start_title")}</h1>
                <p class="quiet">{say("start_text")}</p>
                {move || {
                    let reached = reached.get();
                    view! {
                        <NameStep reached=reached />
                        <SiteStep reached=reached />
                        {(reached > Reached::Name).then(|| view! { <LaterSteps /> })}
                    }
                }}
            </div>
        </section>
    }
}

/// The frame of a step.
#[component]
fn Step(
    /// Its place.
    n: u8,
    /// What it is about, or what has come of it.
    title: String,
    /// Whether it is done.
    done: bool,
    /// Whether it may wait.
    #[prop(optional)]
    optional: bool,
    /// What to do; nothing before its turn.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let mark = match done {
        true => view! { <Icon of=icon::CHECK size=14 /> }.into_any(),
        false => n.into_any(),
    };
    let class = match (done, children.is_some()) {
        (true, _) => "step done",
        (false, true) if optional => "step now optional",
        (false, true) => "step now",
        (false, false) => "step later",
    };
    view! {
        <section class=class>
            <span class="step-mark numbers">{mark}</span>
            <div class="step-body">
                <h2>{title}</h2>
                {children.map(|children| children())}
            </div>
        </section>
    }
}

/// The center's name.
#[component]
fn NameStep(
    /// How far the first run is.
    reached: Reached,
) -> impl IntoView {
    let desk: Desk = expect_context();
    match reached {
        Reached::Name => view! {
            <Step n=1 title=say("start_name") done=false>
                <CenterForm save=say("next") />
            </Step>
        }
        .into_any(),
        Reached::Site | Reached::Install => {
            let name = desk.peek(|model| {
                model
                    .roster
                    .as_ref()
                    .map(|roster| roster.center.general.value.name.clone())
            });
            view! { <Step n=1 title=name.unwrap_or_default() done=true /> }.into_any()
        }
    }
}

/// The site's address, then its install code.
#[component]
fn SiteStep(
    /// How far the first run is.
    reached: Reached,
) -> impl IntoView {
    let desk: Desk = expect_context();
    match reached {
        Reached::Name => view! { <Step n=2 title=say("start_site") done=false /> }.into_any(),
        Reached::Site => view! {
            <Step n=2 title=say("start_site") done=false>
                <NewSiteForm autofocus=true />
            </Step>
        }
        .into_any(),
        Reached::Install => {
            let site = desk.memo(|model| {
                model
                    .roster
                    .as_ref()
                    .and_then(|roster| roster.sites.iter().find(|site| site.is_site()).cloned())
            });
            (move || site.get().map(|site| view! { <Install site=site /> })).into_any()
        }
    }
}

/// The install code of the first site.
#[component]
fn Install(
    /// Which.
    site: Site,
) -> impl IntoView {
    let title = say_with("start_install", &[("name", &site.general.value.name)]);
    let done = site.installed.is_some();
    view! {
        <Step n=2 title=title done=done>
            <SiteInstall site=site />
        </Step>
    }
}

/// What may wait.
#[component]
fn LaterSteps() -> impl IntoView {
    let desk: Desk = expect_context();
    view! {
        <Step n=3 title=say("start_try") done=false optional=true>
            <p class="quiet">{say("try_out_text")}</p>
            <div class="row">
                <TestChatLink />
            </div>
        </Step>
        <Step n=4 title=say("invite_title") done=false optional=true>
            <p class="quiet">{say("invite_text")}</p>
            <Invite />
        </Step>
        <div class="row start-end">
            <button type="button" class="button primary tall" on:click=move |_| desk.go(Place::Dialogs(None))>
                {say("to_dialogs")}
            </button>
            <span class="quiet small">{say("start_later")}</span>
        </div>
    }
}
