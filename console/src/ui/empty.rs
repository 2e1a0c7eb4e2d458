//! An empty place: what will appear here, and what to do next.

use leptos::prelude::*;

use super::icon::{Icon, Outline};

/// An empty place.
#[component]
pub(crate) fn Empty(
    /// A picture for it.
    icon: Outline,
    /// What is not here.
    title: String,
    /// What will be, or what to do.
    text: String,
    /// What can be done at once.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <span class={"art"}>
                <Icon of=icon size=24 />
            </span>
            <h2>{title}</h2>
            <p>{text}</p>
            {children.map(|children| view! { <div class="row wrap">{children()}</div> })}
        </div>
    }
}
