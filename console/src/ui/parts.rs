//! Code splitting: the parts of the console that are loaded when they are first shown, or
//! before that, as soon as there is nothing else to do; and what stands in their place
//! until they are here. Where a part begins, there is a `gate!` beside what it shows.

use beseda_client::page::document;
use beseda_parts::{Part, Stage};
use leptos::prelude::*;

use super::empty::Empty;
use super::icon;
use crate::model::Line;
use crate::session::Desk;
use crate::texts::say;

/// One of them, by the moment of its use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Later {
    /// Before somebody is signed in.
    Gate,
    /// An open dialog with its client's card.
    Dialog,
    /// The section of clients.
    Clients,
    /// What is opened above the list: the filter, saved ones, what cards show.
    Panels,
    /// The bar below the list, for what is selected.
    Bulk,
    /// The settings, and the first run.
    Settings,
    /// Importing clients.
    Import,
    /// What reads workbooks of spreadsheets.
    Workbook,
}

/// All of them.
#[derive(Clone, Copy)]
pub(crate) struct Parts(StoredValue<[Part; 8], LocalStorage>);

impl Parts {
    /// None is here.
    pub(crate) fn new() -> Self {
        let names = [
            "gate", "dialog", "clients", "panels", "bulk", "settings", "import", "workbook",
        ];
        let document = document();
        Self(StoredValue::new_local(
            names.map(|name| Part::new(name, &document)),
        ))
    }

    /// Whoever looks at the list is about to need one of them; what few need once is not
    /// among them.
    pub(crate) fn fetch_when_idle(self) {
        self.0.with_value(|parts| {
            let soon = &parts[Later::Dialog as usize..=Later::Settings as usize];
            soon.iter().for_each(Part::fetch_when_idle);
        });
    }

    /// Somebody needs one now.
    pub(crate) fn want(self, which: Later) {
        self.of(which).want();
    }

    /// How far one is; changes are followed.
    pub(crate) fn stage(self, which: Later) -> Stage {
        self.of(which).stage()
    }

    fn of(self, which: Later) -> Part {
        self.0.with_value(|parts| parts[which as usize].clone())
    }
}

/// What a part shows, once it is here.
#[component]
pub(crate) fn Shown<F: Fn() -> AnyView + Send + 'static>(
    /// Which part.
    part: Later,
    /// The class of what stands in its place meanwhile.
    class: &'static str,
    /// Goes through its gate.
    enter: F,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let parts: Parts = expect_context();
    let stage = {
        let stages = StoredValue::new_local(parts.of(part));
        Memo::new(move |_| stages.with_value(Part::stage))
    };
    let want = move || parts.of(part).want();
    want();
    // What could not be loaded without a connection is loaded with it.
    let line = desk.memo(|model| *model.line);
    Effect::new(move |_| {
        if line.get() == Line::Back && stage.get_untracked() == Stage::Failed {
            want();
        }
    });
    move || {
        match stage.get() {
        Stage::Here => enter(),
        Stage::Away | Stage::Awaited => {
            view! { <section class=class aria-busy="true"></section> }.into_any()
        }
        Stage::Failed => view! {
            <section class=class>
                <Empty icon=icon::WIFI_OFF title=say("part_failed_title") text=say("part_failed_text")>
                    <button type="button" class="button primary" on:click=move |_| want()>
                        {say("try_again")}
                    </button>
                </Empty>
            </section>
        }
        .into_any(),
    }
    }
}
