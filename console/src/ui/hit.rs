//! Text in which what is sought is marked.

use beseda_protocol::fold;
use leptos::prelude::*;

/// The text, with the first place marked at which a part is.
#[component]
pub(crate) fn Hit(
    /// It.
    text: String,
    /// The part, folded; absent: nothing is sought.
    part: Option<String>,
) -> impl IntoView {
    let part = part.filter(|part| !part.is_empty());
    let hit = part.and_then(|part| fold::find(&text, &part));
    match hit {
        Some(hit) => {
            let (before, rest) = text.split_at(hit.start);
            let (hit, behind) = rest.split_at(hit.end - hit.start);
            view! {
                {before.to_owned()}
                <mark>{hit.to_owned()}</mark>
                {behind.to_owned()}
            }
            .into_any()
        }
        None => text.into_any(),
    }
}
