//! The center: the rail, and beside it the dialogs, the clients or the settings.

use leptos::prelude::*;

use super::clients::Clients;
use super::dialogs::Dialogs;
use super::line_banner::LineBanner;
use super::rail::Rail;
use super::settings::Settings;
use super::start::Start;
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
    view! {
        <div class="shell" class:has-dialog=move || is_open.get()>
            <Rail />
            <main class={"outlet"}>
                {move || match outlet.get() {
                    Outlet::Dialogs => view! { <Dialogs /> }.into_any(),
                    Outlet::Clients => view! { <Clients /> }.into_any(),
                    Outlet::Start => view! { <Start /> }.into_any(),
                    Outlet::Settings(section) => view! { <Settings section=section /> }.into_any(),
                }}
            </main>
            <LineBanner />
        </div>
    }
}
