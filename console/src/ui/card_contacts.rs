//! A client's phones and e-mails.

use beseda_protocol::ask::clients::{AddContact, RemoveContact};
use beseda_protocol::client::{Contact, ContactKind, phone};
use beseda_protocol::ids::ClientId;
use leptos::prelude::*;

use super::card_part::{AddLine, Adding, CardPart, RemoveButton, Removed, of_profile};
use super::copy_button::CopyButton;
use crate::model::question::{Form, Part};
use crate::session::Desk;
use crate::texts::say;

/// The contacts of one kind.
#[component]
pub(crate) fn CardContacts(
    /// Whose, by his number.
    client: ClientId,
    /// Which.
    kind: ContactKind,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let contacts = of_profile(desk, client, move |profile| {
        let of_kind = profile
            .contacts
            .iter()
            .filter(|contact| contact.kind == kind);
        of_kind
            .map(|contact| contact.value.clone())
            .collect::<Vec<_>>()
    });
    let removed = RwSignal::new(None::<String>);
    let contact = move |value: String| Contact { kind, value };
    let put = move |value: String| {
        let contact = contact(value);
        desk.request(AddContact { client, contact });
    };
    let remove = move |value: String| {
        let contact = contact(value.clone());
        desk.request(RemoveContact { client, contact });
        removed.set(Some(value));
    };
    let (title, add, wrong, inputmode, scheme) = match kind {
        ContactKind::Phone => ("phones", "add_phone", "phone_wrong", "tel", "tel:"),
        ContactKind::Email => ("emails", "add_email", "email_wrong", "email", "mailto:"),
    };
    let is_right = move |value: &str| match kind {
        ContactKind::Phone => phone(value).is_some(),
        ContactKind::Email => value.contains('@'),
    };
    let add_it = Callback::new(move |value: String| match is_right(&value) {
        true => {
            removed.set(None);
            put(value);
            Ok(())
        }
        false => Err(say(wrong)),
    });
    let adding = Adding::new();
    view! {
        <CardPart form=Some(Form::Client(client, Part::from(kind))) title=say(title) adding=(adding, say(add))>
            <ul class="contacts">
                <For each=move || contacts.get() key=String::clone let:value>
                    <li class="row">
                        <a class="link grow cut" dir="auto" href=format!("{scheme}{value}")>{value.clone()}</a>
                        <CopyButton text=value.clone() label=say("copy") bare=true />
                        <RemoveButton
                            name=value.clone()
                            remove=Callback::new(move |()| remove(value.clone()))
                        />
                    </li>
                </For>
            </ul>
            <Removed removed=removed put_back=Callback::new(put) />
            <AddLine adding=adding label=say(add) inputmode=inputmode add=add_it />
        </CardPart>
    }
}
