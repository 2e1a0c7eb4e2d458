//! Text with its links, and with what is sought in it.

use beseda_client::links::{Piece, pieces};
use beseda_protocol::fold;
use leptos::prelude::*;

/// Text as text nodes; what is recognised as a link may be followed.
#[component]
pub(crate) fn RichText(
    /// What.
    #[prop(into)]
    text: String,
    /// What is marked in it, folded; nothing of a link is.
    mark: Option<String>,
) -> impl IntoView {
    let mark = mark.filter(|mark| !mark.is_empty());
    pieces(&text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Text(text) => marked(text, mark.as_deref()),
            Piece::Link { text, href } => view! {
                <a class="link" href=href target="_blank" rel="noopener noreferrer nofollow">
                    {text.to_owned()}
                </a>
            }
            .into_any(),
        })
        .collect_view()
}

/// Every place of a text where something is.
fn marked(text: &str, mark: Option<&str>) -> AnyView {
    let mut views = Vec::new();
    let mut rest = text;
    while let Some(hit) = mark.and_then(|mark| fold::find(rest, mark)) {
        views.push(rest[..hit.start].to_owned().into_any());
        views.push(view! { <mark>{rest[hit.clone()].to_owned()}</mark> }.into_any());
        rest = &rest[hit.end..];
    }
    views.push(rest.to_owned().into_any());
    views.into_any()
}
