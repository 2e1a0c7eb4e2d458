//! Adds a client by hand: a name, a phone, an e-mail.

use beseda_protocol::ask::clients::AddClient;
use beseda_protocol::client::{Contact, ContactKind, phone};
use leptos::prelude::*;
use web_sys::SubmitEvent;

use super::field::Field;
use super::icon::{self, Icon};
use super::note::Outcome;
use crate::model::question::{Form, Progress};
use crate::session::Desk;
use crate::texts::say;

/// The form.
#[component]
pub(crate) fn NewClient(
    /// It is done, or shall not be.
    close: Callback<()>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    desk.act(|model, _| {
        model.forget(&Form::NewClient);
        Vec::new()
    });
    let progress = desk.memo(|model| model.progress(&Form::NewClient));
    let [name, number, email] = [(); 3].map(|()| RwSignal::new(String::new()));
    let [name_wrong, number_wrong, email_wrong] = [(); 3].map(|()| RwSignal::new(None::<String>));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let [name, number, email] =
            [name, number, email].map(|field| field.get_untracked().trim().to_owned());
        let is_nobody = name.is_empty() && number.is_empty() && email.is_empty();
        let is_number = number.is_empty() || phone(&number).is_some();
        let is_email = email.is_empty() || email.contains('@');
        name_wrong.set(is_nobody.then(|| say("client_nobody")));
        number_wrong.set((!is_number).then(|| say("phone_wrong")));
        email_wrong.set((!is_email).then(|| say("email_wrong")));
        if is_nobody || !is_number || !is_email {
            return;
        }
        let contacts = [(ContactKind::Phone, number), (ContactKind::Email, email)];
        let contacts = contacts.into_iter().filter(|(_, value)| !value.is_empty());
        desk.request(AddClient {
            name: Some(name).filter(|name| !name.is_empty()),
            contacts: contacts
                .map(|(kind, value)| Contact { kind, value })
                .collect(),
        });
    };
    Effect::new(move |_| {
        if progress.get() == Progress::Done {
            close.run(());
        }
    });
    view! {
        <section class="client-page" aria-label=say("client_new")>
            <header class="card-head">
                <button type="button" class="icon-button back" aria-label=say("back_to_clients") on:click=move |_| close.run(())>
                    <Icon of=icon::ARROW_LEFT size=20 />
                </button>
                <h2>{say("client_new")}</h2>
            </header>
            <form class="stack client-form" on:submit=submit>
                <Field id="client-name" label=say("client_name") value=name fault=name_wrong autofocus=true />
                <Field id="client-phone" label=say("phone") value=number fault=number_wrong />
                <Field id="client-email" label=say("email") kind="email" value=email fault=email_wrong />
                <Outcome progress=progress />
                <div class="row">
                    <button
                        type="submit"
                        class="button primary"
                        aria-disabled=move || (progress.get() == Progress::Busy).to_string()
                    >
                        {say("client_add")}
                    </button>
                    <button type="button" class="button" on:click=move |_| close.run(())>
                        {say("cancel")}
                    </button>
                </div>
            </form>
        </section>
    }
}
