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
    /// Whether that is a site.
    is_site: bool,
) -> impl IntoView {
    let name = words::client(&client);
    let messenger = say("messenger_site_chat");
    let title = match origin {
        // Another transport is called by its own name.
        Some(origin) if !is_site => origin,
        Some(origin) => format!("{messenger} · {origin}"),
        None => messenger,
    };
    view! {
        <span class="card-face" title=title aria-hidden="true">
            <Avatar name=name number=client.id.0 is_named=client.name.is_some() />
            <span class="card-messenger">
                <Icon of=icon::transport(is_site) size=12 />
            </span>
        </span>
    }
}
