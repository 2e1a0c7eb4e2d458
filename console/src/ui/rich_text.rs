//! Text with its links, with whom it calls, and with what is sought in it.

use beseda_client::links::{Piece, pieces};
use beseda_protocol::fold;
use beseda_protocol::ids::OperatorId;
use beseda_protocol::mention::{Mention, Part, parts};
use leptos::prelude::*;

use super::row_context::RowContext;

/// Text as text nodes; what is recognised as a link may be followed.
#[component]
pub(crate) fn RichText(
    /// What.
    #[prop(into)]
    text: String,
    /// What is marked in it, folded; nothing of a link is.
    mark: Option<String>,
    /// Whom it calls.
    mentions: Vec<Mention>,
) -> impl IntoView {
    let mark = mark.filter(|mark| !mark.is_empty());
    pieces(&text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Text(text) => {
                let part = |part| match part {
                    Part::Text(text) => marked(text, mark.as_deref()),
                    Part::Mention(who, _) => view! { <Called who=who /> }.into_any(),
                };
                parts(text, &mentions)
                    .into_iter()
                    .map(part)
                    .collect_view()
                    .into_any()
            }
            Piece::Link { text, href } => view! {
                <a class="link" href=href target="_blank" rel="noopener noreferrer nofollow">
                    {text.to_owned()}
                </a>
            }
            .into_any(),
        })
        .collect_view()
}

/// Somebody who is called, by the name that he bears now.
#[component]
fn Called(
    /// Who.
    who: OperatorId,
) -> impl IntoView {
    let RowContext { names, .. } = expect_context();
    view! { <b class="mention">"@" {move || names.with(|names| names.of(who).to_owned())}</b> }
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
