//! The operator's own menu: who he is, whether he is there, language, theme, leaving.

use beseda_parts::gate;
use beseda_protocol::ask::team::SetAvailability;
use beseda_protocol::team::{Availability, Presence};
use leptos::prelude::*;

use super::icon::{self, Icon};
use super::menu::{Choice, Choices};
use crate::model::Model;
use crate::model::place::{Place, Section};
use crate::model::prefs::{Locale, Theme};
use crate::session::Desk;
use crate::texts::say;

gate! { "panels", "0000000000000000000000000000000e",
/// In the part "panels".
pub(super) fn my_menu(_given: ()) -> AnyView {
    view! { <MyMenu /> }.into_any()
}}

/// Who I am; my status, language, theme, leaving.
#[component]
fn MyMenu() -> impl IntoView {
    let desk: Desk = expect_context();
    let me = desk.peek(|model| model.roster.as_ref().map(|roster| roster.me.clone()));
    let prefs = desk.prefs.get_untracked();
    view! {
        {me.map(|me| view! { <p class="menu-title cut">{me.name} " · " {me.email}</p> })}
        <MyStatus />
        <span class={"menu-rule"}></span>
        <MyItem icon=icon::USER text=say("settings_me") act=move || desk.go(Place::Settings(Section::Me)) />
        <Choices title=say("theme")>
            {Theme::ALL
                .map(|theme| {
                    view! {
                        <Choice
                            is_chosen=prefs.theme == theme
                            choose=move || desk.choose(|prefs| prefs.theme = theme)
                        >
                            {say(&format!("theme_{}", theme.word()))}
                        </Choice>
                    }
                })
                .collect_view()}
        </Choices>
        <Choices title=say("language")>
            {Locale::ALL
                .map(|(locale, name)| {
                    view! {
                        <Choice
                            is_chosen=desk.locale() == locale
                            choose=move || desk.choose(|prefs| prefs.locale = Some(locale))
                        >
                            <span lang=locale.tag()>{name}</span>
                        </Choice>
                    }
                })
                .collect_view()}
        </Choices>
        <span class={"menu-rule"}></span>
        <MyItem icon=icon::LOG_OUT text=say("sign_out") act=move || desk.sign_out() />
    }
}

/// Whether I am to be counted on.
#[component]
fn MyStatus() -> impl IntoView {
    let desk: Desk = expect_context();
    let now = desk.peek(own_presence);
    let choice = move |availability: Availability, presence: Presence, key: &'static str| {
        view! {
            <Choice
                is_chosen=now == Some(presence)
                choose=move || desk.request(SetAvailability { availability })
            >
                {say(key)}
            </Choice>
        }
    };
    view! {
        <Choices title=say("status")>
            {choice(Availability::Online, Presence::Online, "online")}
            {choice(Availability::Away, Presence::Away, "away")}
        </Choices>
    }
}

/// Whether I am to be counted on, as colleagues are told.
pub(super) fn own_presence(model: &Model) -> Option<Presence> {
    let me = model.me()?;
    model.presence.get(&me).copied()
}

/// One item with an icon.
#[component]
fn MyItem(
    /// Its picture.
    icon: icon::Outline,
    /// Its name.
    text: String,
    /// What it does.
    act: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <button type="button" class="menu-item" role="menuitem" on:click=move |_| act()>
            <Icon of=icon />
            {text}
        </button>
    }
}
