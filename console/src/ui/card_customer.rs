//! Whether a client is a customer (KC-31), and which of those that there are (KC-32): who
//! was taken for two persons is made one, after a look at what comes of it.

use beseda_protocol::ask::clients::{
    ListedClient, MergeClients, Merged, PreviewMerge, SaveCustomer,
};
use beseda_protocol::client::{ContactKind, Variable};
use beseda_protocol::ids::ClientId;
use leptos::prelude::*;

use super::card_part::of_profile;
use super::client_search::ClientSearch;
use super::confirm::Confirm;
use super::note::Outcome;
use super::words;
use crate::model::question::{Form, Part, Progress};
use crate::session::Desk;
use crate::texts::{say, say_count, say_with};

/// How far the choice of another client is.
#[derive(Debug, Clone, PartialEq)]
enum Choosing {
    Nobody,
    Seeking,
    Looking(ListedClient),
}

/// The buttons below the name, and what they open.
#[component]
pub(crate) fn CardCustomer(
    /// Whose card, by his number.
    client: ClientId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let form = Form::Client(client, Part::Customer);
    desk.act(|model, _| {
        model.forget(&form);
        Vec::new()
    });
    let is_customer = of_profile(desk, client, |profile| profile.is_customer);
    // Offered only while a phone or an e-mail is missing (KC-32).
    let has = move |kind: ContactKind| {
        of_profile(desk, client, move |profile| {
            profile.contacts.iter().any(|one| one.kind == kind)
        })
    };
    let (has_phone, has_email) = (has(ContactKind::Phone), has(ContactKind::Email));
    let is_reachable = move || has_phone.get() || has_email.get();
    let may_choose = move || !(has_phone.get() && has_email.get());
    let choosing = RwSignal::new(Choosing::Nobody);
    let progress = desk.memo(move |model| model.progress(&form));
    let cancel = Callback::new(move |()| choosing.set(Choosing::Nobody));
    let look = Callback::new(move |found: ListedClient| {
        let into = found.client.id;
        choosing.set(Choosing::Looking(found));
        desk.request(PreviewMerge { client, into });
    });
    view! {
        <div class="card-customer">
            <div class="row wrap">
                <Show when=move || is_customer.get()>
                    <span class="chip">{say("customer")}</span>
                </Show>
                <Show when=move || !is_customer.get() && is_reachable()>
                    <button type="button" class="button" on:click=move |_| desk.request(SaveCustomer { client })>
                        {say("customer_save")}
                    </button>
                </Show>
                <Show when=may_choose>
                    <button
                        type="button"
                        class="button"
                        aria-expanded=move || (choosing.get() != Choosing::Nobody).to_string()
                        on:click=move |_| choosing.update(|choosing| {
                            *choosing = match choosing {
                                Choosing::Nobody => Choosing::Seeking,
                                _ => Choosing::Nobody,
                            };
                        })
                    >
                        {say("customer_choose")}
                    </button>
                </Show>
            </div>
            {move || match choosing.get() {
                Choosing::Nobody => None,
                Choosing::Seeking => Some(
                    view! {
                        <div class="customer-search">
                            <ClientSearch choose=look but=client autofocus=true />
                        </div>
                    }
                        .into_any(),
                ),
                Choosing::Looking(found) => Some(
                    view! { <Look client=client found=found progress=progress cancel=cancel /> }.into_any(),
                ),
            }}
            <Outcome progress=progress />
        </div>
    }
}

/// What comes of it, and whether it shall.
#[component]
fn Look(
    /// Whose number goes.
    client: ClientId,
    /// Who stays.
    found: ListedClient,
    /// How far it is.
    progress: Memo<Progress>,
    /// It shall not.
    cancel: Callback<()>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let into = found.client.id;
    let preview = desk.memo(move |model| model.progress(&Form::Preview(client)));
    let is_busy = Signal::derive(move || progress.get() == Progress::Busy);
    let merge = Callback::new(move |()| desk.request(MergeClients { client, into }));
    let title = say_with(
        "customer_merge_title",
        &[("name", &words::client(&found.client))],
    );
    view! {
        {move || match preview.get() {
            Progress::Preview(merged) => view! {
                <Preview merged=(*merged).clone() />
                <Confirm
                    title=title.clone()
                    text=say("customer_merge_text")
                    yes=say("merge")
                    is_busy=is_busy
                    carry_out=merge
                    cancel=cancel
                />
            }
            .into_any(),
            Progress::Busy => view! { <p class="quiet small" role="status">{say("loading")}</p> }.into_any(),
            _ => view! {
                <Outcome progress=preview />
                <p class="row">
                    <button type="button" class="button" on:click=move |_| cancel.run(())>{say("cancel")}</button>
                </p>
            }
            .into_any(),
        }}
    }
}

/// The card of both.
#[component]
fn Preview(
    /// It.
    merged: Merged,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let Merged {
        client,
        profile,
        lost,
        dialogs,
    } = merged;
    let marks = desk.peek(|model| {
        let roster = model.roster.as_ref().map(|roster| roster.marks.clone());
        let mut marks = roster.unwrap_or_default();
        marks.retain(|mark| profile.marks.contains(&mark.id));
        marks
    });
    let marks: Vec<_> = marks.into_iter().map(|mark| mark.name).collect();
    let contacts: Vec<_> = profile.contacts.into_iter().map(|one| one.value).collect();
    let pair = |one: &Variable| format!("{}: {}", one.name, one.value);
    let variables: Vec<_> = profile.variables.iter().map(pair).collect();
    let lost: Vec<_> = lost.iter().map(pair).collect();
    let lines = [
        (say("contacts"), contacts.join(", ")),
        (say("labels_and_lists"), marks.join(", ")),
        (say("comment"), profile.comment),
        (say("variables"), variables.join(", ")),
    ];
    let lines = lines.into_iter().filter(|(_, value)| !value.is_empty());
    let counts = [
        ("customer_dialogs", dialogs),
        ("n_notes", profile.notes.len() as u64),
    ];
    let counts = counts.into_iter().filter(|(_, n)| *n > 0);
    let counts: Vec<_> = counts.map(|(key, n)| say_count(key, n)).collect();
    view! {
        <dl class="merge-preview">
            <div>
                <dt class="small quiet">{say("customer_after")}</dt>
                <dd><strong><bdi>{words::client(&client)}</bdi></strong></dd>
                <dd class="small quiet">{counts.join(" · ")}</dd>
            </div>
            {lines
                .map(|(name, value)| view! {
                    <div>
                        <dt class="small quiet">{name}</dt>
                        <dd dir="auto">{value}</dd>
                    </div>
                })
                .collect_view()}
        </dl>
        {(!lost.is_empty()).then(|| view! {
            <p class="notice warm">{say_with("customer_lost", &[("values", &lost.join(", "))])}</p>
        })}
    }
}
