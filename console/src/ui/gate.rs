//! The frame of the screens before the center: a narrow column, the languages
//! below it.

use leptos::prelude::*;

use crate::model::prefs::Locale;
use crate::session::Desk;
use crate::texts::say;

/// The frame.
#[component]
pub(crate) fn Gate(
    /// What it asks.
    title: String,
    /// Why.
    #[prop(into, optional)]
    text: String,
    /// The form.
    children: Children,
) -> impl IntoView {
    view! {
        <main class="gate">
            <div class="gate-column">
                <Brand />
                <h1>{title}</h1>
                {(!text.is_empty()).then(|| view! { <p class="quiet">{text}</p> })}
                {children()}
            </div>
            <Languages />
        </main>
    }
}

/// The product's mark and name.
#[component]
pub(crate) fn Brand() -> impl IntoView {
    view! {
        <div class="brand">
            <Mark />
            <span>{"Beseda"}</span>
        </div>
    }
}

/// The product's mark: a bubble with two eyes on the other speaker.
#[component]
pub(crate) fn Mark() -> impl IntoView {
    let bubble =
        "M10 3h12a8 8 0 0 1 8 8v6a8 8 0 0 1-8 8h-8l-7 5v-5.600A8 8 0 0 1 2 17v-6a8 8 0 0 1 8-8z";
    view! {
        <svg class="mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
            <path class={"mark-bubble"} d=bubble></path>
            <circle class={"mark-dot"} cx="12" cy="14" r="2.2"></circle>
            <circle class={"mark-dot"} cx="20" cy="14" r="2.2"></circle>
        </svg>
    }
}

/// While the relay is asked who is there, and until it has told what there is to see.
/// Only a start that takes its time says so.
#[component]
pub(crate) fn Waiting() -> impl IntoView {
    let desk: Desk = expect_context();
    let word = desk.memo(|model| match *model.is_barred {
        true => "line_barred",
        false => "line_connecting",
    });
    view! {
        <main class="gate" aria-busy="true">
            <div class={"gate-waiting"}>
                <Mark />
                <p class={"gate-connecting"} role="status">{move || say(word.get())}</p>
            </div>
        </main>
    }
}

/// A choice of language.
#[component]
pub(crate) fn Languages() -> impl IntoView {
    let desk: Desk = expect_context();
    view! {
        <div class="gate-languages" role="group" aria-label=say("language")>
            {Locale::ALL
                .map(|(locale, name)| {
                    view! {
                        <button
                            type="button"
                            class="text-button"
                            lang=locale.tag()
                            aria-pressed=move || (desk.locale() == locale).to_string()
                            on:click=move |_| desk.choose(|prefs| prefs.locale = Some(locale))
                        >
                            {name}
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
}
