//! Invitations that still let somebody in.

use beseda_protocol::ask::team::{Invitation, Revoke};
use beseda_protocol::ids::InvitationId;
use leptos::prelude::*;

use super::confirm::focus;
use super::note::Outcome;
use super::words;
use crate::model::question::{Form, Progress};
use crate::session::Desk;
use crate::texts::{say, say_with};

/// The list, once it is known.
#[component]
pub(crate) fn Invitations() -> impl IntoView {
    let desk: Desk = expect_context();
    let invitations = desk.memo(|model| {
        let people = model.people.as_ref();
        people.map(|people| people.invitations.clone())
    });
    let title = NodeRef::<leptos::html::H4>::new();
    // A row that is revoked goes, with the button that had the keyboard.
    let back = Callback::new(move |()| {
        if let Some(title) = title.get_untracked() {
            focus(&title);
        }
    });
    view! {
        <div class="stack">
            <h4 tabindex="-1" node_ref=title>
                {say("invitations")}
            </h4>
            {move || {
                let none = invitations.with(|known| known.as_ref().is_some_and(Vec::is_empty));
                none.then(|| view! { <p class="quiet">{say("invitations_none")}</p> })
            }}
            <ul class="people">
                <For
                    each=move || invitations.get().unwrap_or_default()
                    key=|invitation| invitation.id
                    let:invitation
                >
                    <Row invitation=invitation back=back />
                </For>
            </ul>
        </div>
    }
}

/// One of them.
#[component]
fn Row(
    /// Which.
    invitation: Invitation,
    /// Where the keyboard goes when it is gone.
    back: Callback<()>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let Invitation {
        id,
        role,
        by,
        made_at: _,
        expires_at,
    } = invitation;
    desk.act(|model, _| {
        model.forget(&Form::Invitation(id));
        Vec::new()
    });
    let may_revoke = desk.peek(|model| {
        let roster = model.roster.as_ref();
        roster.is_some_and(|roster| roster.me.role.manages(role))
    });
    let made_by = desk.memo(move |model| by.map(|by| model.name(by)));
    let progress = desk.memo(move |model| model.progress(&Form::Invitation(id)));
    Effect::new(move |_| {
        if progress.get() == Progress::Done {
            back.run(());
        }
    });
    let told = move || {
        let until = words::date(expires_at, desk.now.get());
        let until = say_with("invitation_until", &[("time", &until)]);
        match made_by.get() {
            Some(name) => format!(
                "{} · {until}",
                say_with("invitation_by", &[("name", &name)])
            ),
            None => until,
        }
    };
    view! {
        <li class="person">
            <div class="row">
                <div class="grow">
                    <p class="cut">{words::role(role)}</p>
                    <p class="quiet small cut">{told}</p>
                </div>
                {may_revoke.then(|| view! { <RevokeButton id=id name=words::role(role) progress=progress /> })}
            </div>
            <Outcome progress=progress />
        </li>
    }
}

/// Makes the link work no longer. Another one is made in a moment, so nobody asks twice.
#[component]
fn RevokeButton(
    /// Which.
    id: InvitationId,
    /// What it makes of whom it lets in.
    name: String,
    /// How far that is.
    progress: Memo<Progress>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    view! {
        <button
            type="button"
            class="button"
            aria-label=say_with("revoke_which", &[("role", &name), ("n", &id.to_string())])
            aria-disabled=move || (progress.get() == Progress::Busy).to_string()
            on:click=move |_| desk.request(Revoke { invitation: id })
        >
            {say("revoke")}
        </button>
    }
}
