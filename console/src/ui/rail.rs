//! The narrow bar at the side (on a phone: at the bottom): sections, and the
//! operator's own menu.

use beseda_protocol::operator::Role;
use leptos::prelude::*;

use super::avatar::{Avatar, Size};
use super::gate::Mark;
use super::icon::{self, Icon};
use super::menu::Menu;
use crate::model::place::{Place, Section};
use crate::model::prefs::{Locale, Theme};
use crate::session::Desk;
use crate::texts::{say, say_count, say_with};

/// The bar.
#[component]
pub(crate) fn Rail() -> impl IntoView {
    let desk: Desk = expect_context();
    let in_settings = desk.memo(|model| matches!(model.place, Place::Settings(_)));
    let me = desk.memo(|model| model.roster.as_ref().map(|roster| roster.me.clone()));
    let face = move || {
        me.get()
            .map(|me| view! { <Avatar name=me.name number=me.id.0 size=Size::Small /> })
    };
    view! {
        <nav class="rail" aria-label=say("sections")>
            <span class={"rail-mark"}>
                <Mark />
            </span>
            <a
                class="rail-item"
                href="/"
                aria-label=move || dialogs_name(desk)
                aria-current=move || (!in_settings.get()).then_some("page")
                data-tip=say("dialogs")
                data-tip-side="right"
                on:click=move |event| {
                    event.prevent_default();
                    desk.go(Place::Dialogs(None));
                }
            >
                <Icon of=icon::INBOX size=20 />
                <Count />
            </a>
            <a
                class="rail-item"
                href="/settings/me"
                aria-label=say("settings")
                aria-current=move || in_settings.get().then_some("page")
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
            <Menu label=say("my_menu") class="rail-me" side="beside" face=face>
                <MyMenu />
            </Menu>
        </nav>
    }
}

/// How many messages await a reply. An operator sees his own and the free ones
/// apart: waiting visitors must not be hidden from everybody (X3).
#[component]
fn Count() -> impl IntoView {
    let desk: Desk = expect_context();
    let n = desk.memo(|model| model.n_awaiting());
    move || match n.get() {
        0 => None,
        n => Some(view! {
            <span class="badge rail-badge" aria-hidden="true">
                {if n > 99 { "99+".to_owned() } else { n.to_string() }}
            </span>
        }),
    }
}

fn dialogs_name(desk: Desk) -> String {
    let (counts, role) = desk.model.with(|model| {
        let roster = model.roster.as_ref();
        let counts = roster
            .map(|roster| model.board.counts(roster.me.id))
            .unwrap_or_default();
        (counts, roster.map(|roster| roster.me.role))
    });
    match (role, counts.for_role(role.unwrap_or(Role::Operator))) {
        (_, 0) => say("dialogs"),
        (Some(Role::Operator), _) => say_with(
            "dialogs_mine_free",
            &[
                ("mine", &counts.mine.to_string()),
                ("free", &counts.free.to_string()),
            ],
        ),
        (_, n) => say_count("dialogs_awaiting", u64::from(n)),
    }
}

/// Who I am; language, theme, leaving.
#[component]
fn MyMenu() -> impl IntoView {
    let desk: Desk = expect_context();
    let me = desk.peek(|model| model.roster.as_ref().map(|roster| roster.me.clone()));
    let prefs = desk.prefs.get_untracked();
    let mark = |on: bool| on.then(|| view! { <span class="end"><Icon of=icon::CHECK /></span> });
    view! {
        {me.map(|me| view! { <p class="menu-title cut">{me.name} " · " {me.email}</p> })}
        <MyItem icon=icon::USER text=say("settings_me") act=move || desk.go(Place::Settings(Section::Me)) />
        <span class={"menu-rule"}></span>
        {Theme::ALL
            .map(|theme| {
                view! {
                    <button
                        type="button"
                        class="menu-item"
                        role="menuitemradio"
                        aria-checked=(prefs.theme == theme).to_string()
                        on:click=move |_| desk.choose(|prefs| prefs.theme = theme)
                    >
                        {say(&format!("theme_{}", theme.word()))}
                        {mark(prefs.theme == theme)}
                    </button>
                }
            })
            .collect_view()}
        <span class={"menu-rule"}></span>
        {Locale::ALL
            .map(|(locale, name)| {
                view! {
                    <button
                        type="button"
                        class="menu-item"
                        role="menuitemradio"
                        lang=locale.tag()
                        aria-checked=(desk.locale() == locale).to_string()
                        on:click=move |_| desk.choose(|prefs| prefs.locale = Some(locale))
                    >
                        {name}
                        {mark(desk.locale() == locale)}
                    </button>
                }
            })
            .collect_view()}
        <span class={"menu-rule"}></span>
        <MyItem icon=icon::LOG_OUT text=say("sign_out") act=move || desk.sign_out() />
    }
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
