//! What the button, the panel and the chips of one list share: what is asked, how to ask
//! something else, and how many were found.

use beseda_protocol::filter::Predicate;
use leptos::html;
use leptos::prelude::*;

use super::icon::{self, Icon};
use crate::model::facet::Facets;
use crate::model::roster::Roster;
use crate::session::Desk;
use crate::texts::{say, say_count};

/// Which list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Listing {
    /// Of dialogs.
    Dialogs,
    /// Of clients.
    Clients,
}

/// The filter of a list.
#[derive(Clone, Copy)]
pub(crate) struct Filtering {
    desk: Desk,
    /// Of which.
    pub(crate) listing: Listing,
    /// What is asked.
    pub(crate) all_of: Memo<Vec<Predicate>>,
    /// Asks something else.
    pub(crate) change: Callback<Vec<Predicate>>,
    /// All that the list shows, in a sentence.
    pub(crate) sentence: Memo<String>,
    /// How many were found, in words.
    pub(crate) found: Memo<String>,
    /// Asks nothing.
    pub(crate) reset: Callback<()>,
    /// Whether the panel is open.
    pub(crate) is_open: RwSignal<bool>,
    button: NodeRef<html::Button>,
}

impl Filtering {
    /// The filter of a list that is made.
    pub(crate) fn new(
        desk: Desk,
        listing: Listing,
        all_of: Memo<Vec<Predicate>>,
        change: Callback<Vec<Predicate>>,
        reset: Callback<()>,
        [sentence, found]: [Memo<String>; 2],
    ) -> Self {
        Self {
            desk,
            listing,
            all_of,
            change,
            sentence,
            found,
            reset,
            is_open: RwSignal::new(false),
            button: NodeRef::new(),
        }
    }

    /// Something of what is asked, by its facets.
    pub(crate) fn memo<T: Clone + PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(Facets<'_>) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |_| {
            self.all_of.with(|all_of| {
                self.desk
                    .model
                    .with(|model| read(facets(all_of, model.roster.as_ref())))
            })
        })
    }

    /// Changes what is asked, by its facets.
    pub(crate) fn act(self, change: impl FnOnce(Facets<'_>) -> Vec<Predicate>) {
        let changed = self.all_of.with_untracked(|all_of| {
            self.desk
                .peek(|model| change(facets(all_of, model.roster.as_ref())))
        });
        self.change.run(changed);
    }

    /// Closes the panel; the keyboard goes back to its button.
    pub(crate) fn close(self) {
        self.is_open.set(false);
        self.focus_button();
    }

    /// Brings the keyboard to the button.
    pub(crate) fn focus_button(self) {
        if let Some(button) = self.button.get_untracked() {
            // An element in the page takes the focus.
            button.focus().ok();
        }
    }
}

fn facets<'f>(all_of: &'f [Predicate], roster: Option<&'f Roster>) -> Facets<'f> {
    Facets {
        all_of,
        marks: roster.map_or(&[], |roster| &roster.marks),
    }
}

/// Opens the panel, and tells how much is asked.
#[component]
pub(crate) fn FilterButton(
    /// Of which list.
    of: Filtering,
) -> impl IntoView {
    let n = Memo::new(move |_| of.all_of.with(Vec::len));
    let name = move || match n.get() {
        0 => say("filter"),
        n => format!(
            "{} · {}",
            say("filter"),
            say_count("n_conditions", n as u64)
        ),
    };
    view! {
        <button
            type="button"
            node_ref=of.button
            class="icon-button filter-button"
            class:on=move || n.get() != 0
            aria-label=name
            aria-haspopup="dialog"
            aria-expanded=move || of.is_open.get().to_string()
            data-tip=name
            data-tip-side="right-edge"
            on:click=move |_| of.is_open.update(|is_open| *is_open = !*is_open)
        >
            <Icon of=icon::FILTER />
            <span class="filter-count numbers" aria-hidden="true">
                {move || Some(n.get()).filter(|n| *n > 0)}
            </span>
        </button>
    }
}
