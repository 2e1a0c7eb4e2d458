//! A client's avatar on the list, with the messenger that he writes by.

use beseda_protocol::dialog::ClientBrief;
use leptos::prelude::*;

use super::avatar::Avatar;
use super::icon::{self, Icon};
use super::words;
use crate::texts::say;

/// The avatar. Where clients write from several places, it tells under the pointer from which
/// one (KC-07); aloud the card's own lines do.
#[component]
pub(crate) fn CardFace(
    /// Whose.
    client: ClientBrief,
    /// Where he writes from, where there are several places.
    origin: Option<String>,
) -> impl IntoView {
    let name = words::client(&client);
    // The only messenger until there are transports of other kinds.
    let messenger = say("messenger_site_chat");
    let title = match origin {
        Some(origin) => format!("{messenger} · {origin}"),
        None => messenger,
    };
    view! {
        <span class="card-face" title=title aria-hidden="true">
            <Avatar name=name number=client.id.0 is_named=client.name.is_some() />
            <span class="card-messenger">
                <Icon of=icon::GLOBE size=12 />
            </span>
        </span>
    }
}
