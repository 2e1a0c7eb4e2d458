//! A link by which a colleague signs up.

use beseda_protocol::ask::team::Invite;
use beseda_protocol::team::Role;
use leptos::prelude::*;

use super::copy_button::CopyButton;
use super::note::Outcome;
use super::words;
use crate::browser::page;
use crate::model::question::{Form, Progress};
use crate::session::Desk;
use crate::texts::say;

/// Makes an invitation, and shows its link once.
#[component]
pub(crate) fn Invite() -> impl IntoView {
    let desk: Desk = expect_context();
    desk.act(|model, _| {
        model.forget(&Form::Invite);
        Vec::new()
    });
    let roles = desk.peek(|model| {
        let roster = model.roster.as_ref();
        roster
            .map(|roster| roster.roles_to_give())
            .unwrap_or_default()
    });
    let role = RwSignal::new(Role::Operator);
    let progress = desk.memo(|model| model.progress(&Form::Invite));
    view! {
        <div class="stack">
            <div class="field">
                <label for="invite-role">{say("role")}</label>
                <select
                    id="invite-role"
                    class="input"
                    on:change:target=move |event| {
                        role.set(Role::from_word(&event.target().value()).unwrap_or(Role::Operator));
                    }
                >
                    {roles
                        .into_iter()
                        .map(|known| view! { <option value=known.word()>{words::role(known)}</option> })
                        .collect_view()}
                </select>
                <p class="hint">{move || say(&format!("role_{}_text", role.get().word()))}</p>
            </div>
            <div class="row">
                <button
                    type="button"
                    class="button"
                    on:click=move |_| desk.request(Invite { role: role.get_untracked() })
                >
                    {say("invite")}
                </button>
            </div>
            <Outcome progress=progress />
            <OneTimeLink progress=progress text=say("invite_link_text") />
        </div>
    }
}

/// A link that is shown once, with a button that copies it.
#[component]
pub(crate) fn OneTimeLink(
    /// How far the request is.
    progress: Memo<Progress>,
    /// Whom to send it to.
    text: String,
) -> impl IntoView {
    move || match progress.get() {
        Progress::Link(path) => {
            let link = format!("{}{path}", page::origin());
            Some(view! {
                <div class="one-time" role="status">
                    <p class="quiet">{text.clone()}</p>
                    <div class="snippet">
                        <code>{link.clone()}</code>
                        <CopyButton text=link label=say("copy_link") />
                    </div>
                </div>
            })
        }
        _ => None,
    }
}
