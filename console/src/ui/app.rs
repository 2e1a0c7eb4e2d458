//! Which screen is shown.

use leptos::prelude::*;

use super::empty::Empty;
use super::gate::Waiting;
use super::icon;
use super::join::{self, Purpose};
use super::nowhere::Nowhere;
use super::parts::{Later, Parts, Shown};
use super::shell::Shell;
use super::sign_in;
use crate::browser::page;
use crate::model::place::Place;
use crate::model::{Entry, Line};
use crate::session::Desk;
use crate::texts::{self, say};

/// What the address and the session call for.
#[derive(Debug, Clone, PartialEq)]
enum Screen {
    Waiting,
    Unreachable,
    SignIn,
    Link(Purpose, String),
    Nowhere,
    Center,
}

/// The whole console. A change of language draws it anew.
#[component]
pub(crate) fn App(
    /// What outlives the screens.
    desk: Desk,
) -> impl IntoView {
    provide_context(desk);
    provide_context(Parts::new());
    let locale = Memo::new(move |_| desk.locale());
    let screen = desk.memo(|model| match (&*model.place, *model.entry) {
        (Place::Join(token), _) => Screen::Link(Purpose::Join, token.clone()),
        (Place::Reset(token), _) => Screen::Link(Purpose::Reset, token.clone()),
        (Place::Nowhere(_), _) => Screen::Nowhere,
        (_, Entry::Asking) if *model.line == Line::Cut => Screen::Unreachable,
        (_, Entry::Asking) => Screen::Waiting,
        (_, Entry::Unreachable) => Screen::Unreachable,
        (_, Entry::Out) => Screen::SignIn,
        (_, Entry::In) => Screen::Center,
    });
    // The page's first shape stands until there is something to see.
    Effect::new(move |_| {
        if screen.get() != Screen::Waiting {
            page::drop_shape();
        }
    });
    move || {
        texts::speak(locale.get());
        match screen.get() {
            Screen::Waiting => view! { <Waiting /> }.into_any(),
            Screen::Unreachable => view! { <Unreachable /> }.into_any(),
            Screen::SignIn => {
                view! { <Shown part=Later::Gate class="gate" enter=|| sign_in::screen(()) /> }
                    .into_any()
            }
            Screen::Link(purpose, token) => {
                let enter = move || join::screen((purpose, token.clone()));
                view! { <Shown part=Later::Gate class="gate" enter=enter /> }.into_any()
            }
            Screen::Nowhere => view! { <Nowhere /> }.into_any(),
            Screen::Center => view! { <Shell /> }.into_any(),
        }
    }
}

/// The relay does not answer.
#[component]
fn Unreachable() -> impl IntoView {
    let desk: Desk = expect_context();
    view! {
        <main class="gate">
            <Empty icon=icon::WIFI_OFF title=say("unreachable_title") text=say("unreachable_text")>
                <button type="button" class="button primary" on:click=move |_| desk.enter()>
                    {say("try_again")}
                </button>
            </Empty>
        </main>
    }
}
