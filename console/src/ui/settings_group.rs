//! A titled group of settings.

use leptos::prelude::*;

/// The group.
#[component]
pub(crate) fn SettingsGroup(
    /// Its title.
    title: String,
    /// What it is for.
    #[prop(into, optional)]
    text: String,
    /// The settings.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="settings-group">
            <div class="group-head">
                <h3>{title}</h3>
                {(!text.is_empty()).then(|| view! { <p class="quiet">{text}</p> })}
            </div>
            <div class="group-body">{children()}</div>
        </section>
    }
}
