//! The narrow bar at the side (on a phone: at the bottom): sections, and the
//! operator's own menu.

use beseda_protocol::filter::Tab;
use beseda_protocol::team::{Presence, Role};
use leptos::prelude::*;

use super::avatar::{Avatar, Size};
use super::gate::Mark;
use super::icon::{self, Icon};
use super::jobs::Jobs;
use super::menu::Menu;
use super::my_menu::{my_menu, own_presence};
use super::parts::{Later, Shown};
use super::words;
use crate::model::Model;
use crate::model::place::{Place, Section};
use crate::session::Desk;
use crate::texts::{say, say_with};

/// The greatest number for which the badge has room.
const COUNT_MAX: u32 = 999;

/// The bar.
#[component]
pub(crate) fn Rail() -> impl IntoView {
    let desk: Desk = expect_context();
    let here = desk.memo(|model| match *model.place {
        Place::Settings(_) => "settings",
        Place::Clients(_) => "clients",
        _ => "dialogs",
    });
    let current = move |section| move || (here.get() == section).then_some("page");
    let me = desk.memo(|model| model.roster.as_ref().map(|roster| roster.me.clone()));
    let sees_nothing = desk.memo(Model::sees_nothing);
    let is_away = desk.memo(|model| own_presence(model) == Some(Presence::Away));
    let face = move || {
        me.get().map(|me| {
            view! {
                <span class={"avatar-seat"}>
                    <Avatar name=me.name number=me.id.0 size=Size::Small />
                    <Show when=move || is_away.get()>
                        <span class={"presence away"} aria-hidden="true"></span>
                    </Show>
                </span>
            }
        })
    };
    let is_live = desk.memo(|model| model.line.is_live());
    Effect::new(move |_| {
        if is_live.get() {
            desk.act(|model, _| model.look_at_presence());
        }
    });
    view! {
        <nav class="rail" aria-label=say("sections")>
            <span class={"rail-mark"}>
                <Mark />
            </span>
            // There is such a section for who has access to a channel (KC-01).
            <Show when=move || !sees_nothing.get()>
                <a
                    class="rail-item"
                    href="/"
                    aria-label=move || dialogs_name(desk)
                    aria-current=current("dialogs")
                    data-tip=move || dialogs_name(desk)
                    data-tip-side="right"
                    on:click=move |event| {
                        event.prevent_default();
                        desk.go(Place::Dialogs(None));
                    }
                >
                    <Icon of=icon::INBOX size=20 />
                    <Count />
                </a>
            </Show>
            <a
                class="rail-item"
                href="/clients"
                aria-label=say("clients")
                aria-current=current("clients")
                data-tip=say("clients")
                data-tip-side="right"
                on:click=move |event| {
                    event.prevent_default();
                    desk.go(Place::Clients(None));
                }
            >
                <Icon of=icon::PEOPLE size=20 />
            </a>
            <a
                class="rail-item"
                href="/settings/me"
                aria-label=say("settings")
                aria-current=current("settings")
                data-tip=say("settings")
                data-tip-side="right"
                on:click=move |event| {
                    event.prevent_default();
                    desk.go(Place::Settings(Section::Me));
                }
            >
                <Icon of=icon::SETTINGS size=20 />
            </a>
            <span class={"rail-gap"}></span>
            <Jobs />
            <Menu label=say("my_menu") class="rail-me" side="beside" face=face>
                <Shown part=Later::Panels class="menu-awaited" enter=|| my_menu(()) />
            </Menu>
        </nav>
    }
}

/// How many dialogs there are to see to.
#[component]
fn Count() -> impl IntoView {
    let desk: Desk = expect_context();
    let n = desk.memo(|model| model.badge().dialogs());
    move || match n.get() {
        0 => None,
        n => {
            let told = match n {
                ..=COUNT_MAX => n.to_string(),
                _ => format!("{COUNT_MAX}+"),
            };
            Some(
                view! { <span class="badge rail-badge" aria-hidden="true" data-count=told></span> },
            )
        }
    }
}

/// What the link is called. An operator hears of his own and the free dialogs apart:
/// waiting visitors must not be hidden from everybody (X3).
fn dialogs_name(desk: Desk) -> String {
    let (n, mine, free, role) = desk.model.with(|model| {
        let role = model.roster.as_ref().map(|roster| roster.me.role);
        let of = |tab| model.badge_of(tab);
        (model.badge(), of(Tab::Mine), of(Tab::Free), role)
    });
    if n.dialogs() == 0 {
        return say("dialogs");
    }
    let mut name = format!("{}: {}", say("dialogs"), words::badge(n));
    if role == Some(Role::Operator) {
        let apart = say_with(
            "dialogs_mine_free",
            &[("mine", &mine.to_string()), ("free", &free.to_string())],
        );
        name = format!("{name} · {apart}");
    }
    name
}
