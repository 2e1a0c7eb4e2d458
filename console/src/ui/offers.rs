//! What is offered over the composer for the word before the cursor. The field keeps the
//! keyboard: arrows choose, Enter and Tab take, Escape declines.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use crate::model::completion::Sought;

/// What is typed, and which of the offers for it is chosen.
#[derive(Clone, Copy)]
pub(crate) struct Offers {
    /// The id of the list.
    list: &'static str,
    /// The word that is to be completed, while there is one.
    sought: RwSignal<Option<Sought>>,
    /// Whether the operator wants no offers for this word.
    is_dismissed: RwSignal<bool>,
    active: RwSignal<usize>,
}

impl Offers {
    /// None yet; by this id their list is known.
    pub(crate) fn new(list: &'static str) -> Self {
        Self {
            list,
            sought: RwSignal::new(None),
            is_dismissed: RwSignal::new(false),
            active: RwSignal::new(0),
        }
    }

    /// What offers are wanted for.
    pub(crate) fn wanted(self) -> Option<Sought> {
        match self.is_dismissed.get() {
            true => None,
            false => self.sought.get(),
        }
    }

    /// The word as it is now, untracked.
    pub(crate) fn sought(self) -> Option<Sought> {
        self.sought.get_untracked()
    }

    /// The text or the cursor has changed, and this is to be completed now.
    pub(crate) fn look(self, sought: Option<Sought>) {
        if sought.is_none() && self.is_dismissed.get_untracked() {
            self.is_dismissed.set(false);
        }
        if self.sought.with_untracked(|known| *known != sought) {
            self.active.set(0);
            self.sought.set(sought);
        }
    }

    /// The field was left, or an offer was taken.
    pub(crate) fn leave(self) {
        self.sought.set(None);
        self.is_dismissed.set(false);
    }

    /// Whether a key is meant for the offers, of which there are so many. One that takes an
    /// offer calls with its place.
    pub(crate) fn keyed(self, event: &KeyboardEvent, n: usize, take: impl FnOnce(usize)) -> bool {
        let is_plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
        if n == 0 || !is_plain {
            return false;
        }
        match event.key().as_str() {
            "ArrowDown" => self.active.update(|active| *active = (*active + 1) % n),
            "ArrowUp" => self.active.update(|active| *active = (*active + n - 1) % n),
            "Escape" => self.is_dismissed.set(true),
            "Enter" | "Tab" if !event.shift_key() => take(self.active.get_untracked()),
            _ => return false,
        }
        event.prevent_default();
        event.stop_propagation();
        true
    }

    /// The id of the list.
    pub(crate) const fn list(self) -> &'static str {
        self.list
    }

    /// The id of the offer that Enter takes.
    pub(crate) fn active_id(self) -> String {
        self.option(self.active.get())
    }

    fn option(self, place: usize) -> String {
        format!("{}-{place}", self.list)
    }
}

/// The list of the offers.
#[component]
pub(crate) fn OfferList(
    /// Whose.
    offers: Offers,
    /// What each of them shows.
    rows: Callback<(), Vec<AnyView>>,
    /// The list's name.
    label: String,
    /// What its keys do.
    hint: String,
    /// One was taken, by its place.
    take: Callback<usize>,
) -> impl IntoView {
    let row = move |(place, shown): (usize, AnyView)| {
        view! {
            <li
                class="menu-item reply-row"
                role="option"
                id=offers.option(place)
                aria-selected=move || (offers.active.get() == place).to_string()
                // The field keeps the keyboard.
                on:mousedown=|event| event.prevent_default()
                on:click=move |_| take.run(place)
            >
                {shown}
            </li>
        }
    };
    view! {
        <div class="popover above slash-offers">
            <ul role="listbox" id=offers.list() aria-label=label>
                {move || rows.run(()).into_iter().enumerate().map(row).collect_view()}
            </ul>
            <p class="small quiet slash-hint">{hint}</p>
        </div>
    }
}
