//! The center: the rail, and beside it the dialogs, the clients or the settings.

use leptos::prelude::*;

use super::clients;
use super::dialogs::Dialogs;
use super::line_banner::LineBanner;
use super::parts::{Later, Parts, Shown};
use super::rail::Rail;
use super::toast::Toast;
use super::{settings, start};
use crate::model::place::{Place, Section};
use crate::session::Desk;

/// What stands beside the rail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outlet {
    Dialogs,
    Clients,
    Start,
    Settings(Section),
}

/// The center.
#[component]
pub(crate) fn Shell() -> impl IntoView {
    let desk: Desk = expect_context();
    let outlet = desk.memo(|model| match *model.place {
        Place::Settings(Section::Start) => Outlet::Start,
        Place::Settings(section) => Outlet::Settings(section),
        Place::Clients(_) => Outlet::Clients,
        _ => Outlet::Dialogs,
    });
    let is_open = desk.memo(|model| model.open().is_some());
    let parts: Parts = expect_context();
    let is_listed = desk.memo(|model| model.line.is_live());
    Effect::new(move |_| {
        if is_listed.get() {
            parts.fetch_when_idle();
        }
    });
    view! {
        <div class="shell" class:has-dialog=move || is_open.get()>
            <Rail />
            <main class={"outlet"}>
                {move || match outlet.get() {
                    Outlet::Dialogs => view! { <Dialogs /> }.into_any(),
                    Outlet::Clients => {
                        view! { <Shown part=Later::Clients class="later" enter=|| clients::section(()) /> }
                            .into_any()
                    }
                    Outlet::Start => {
                        view! { <Shown part=Later::Settings class="later" enter=|| start::page(()) /> }.into_any()
                    }
                    Outlet::Settings(section) => {
                        let enter = move || settings::page(section);
                        view! { <Shown part=Later::Settings class="later" enter=enter /> }.into_any()
                    }
                }}
            </main>
            <LineBanner />
            <Toast />
        </div>
    }
}
