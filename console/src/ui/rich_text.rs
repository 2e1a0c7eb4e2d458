//! Text with its links.

use beseda_client::links::{Piece, pieces};
use leptos::prelude::*;

/// Text as text nodes; what is recognised as a link may be followed.
#[component]
pub(crate) fn RichText(
    /// What.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    pieces(&text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Text(text) => text.to_owned().into_any(),
            Piece::Link { text, href } => view! {
                <a class="link" href=href target="_blank" rel="noopener noreferrer nofollow">
                    {text.to_owned()}
                </a>
            }
            .into_any(),
        })
        .collect_view()
}
