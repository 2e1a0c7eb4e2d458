//! The part "dialog": an open dialog and its client's card.

use beseda_parts::gate;
use beseda_protocol::ids::DialogId;
use leptos::prelude::*;

use super::card::ClientCardPane;
use super::dialog::DialogPane;

gate! { "dialog", "00000000000000000000000000000001",
/// The second column and the third.
pub(crate) fn panes(id: DialogId) -> AnyView {
    view! {
        <DialogPane id=id />
        <ClientCardPane id=id />
    }
    .into_any()
}}
