//! A new integration: its name, what it may do, its channels, and the password once more.

use beseda_protocol::http::{MadeToken, NewToken};
use beseda_protocol::ids::ChannelId;
use beseda_protocol::refusal::Code;
use beseda_protocol::token::Scope;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::SubmitEvent;

use super::copy_button::CopyButton;
use super::field::Field;
use super::integration_channels::ChannelChoice;
use super::note::{Mood, Notice};
use super::sign_in::{Sending, busy, forget_failure};
use crate::browser::http::{self, Failure};
use crate::session::Desk;
use crate::texts::{say, say_failure};

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// In how many days a token may end; 0: never.
const LIVES: [u64; 4] = [0, 30, 90, 365];

/// The form; what it has made is shown once, in its place.
#[component]
pub(crate) fn NewIntegration() -> impl IntoView {
    let made: RwSignal<Option<MadeToken>> = RwSignal::new(None);
    move || match made.get() {
        Some(token) => view! { <Secret made=token again=made /> }.into_any(),
        None => view! { <Form made=made /> }.into_any(),
    }
}

#[component]
fn Form(
    /// What it has made.
    made: RwSignal<Option<MadeToken>>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let name = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let scopes = RwSignal::new(vec![Scope::Read, Scope::Write]);
    let all = desk.peek(|model| {
        let roster = model.roster.as_ref();
        let channels = roster.map(|roster| roster.channels.iter().map(|channel| channel.id));
        channels
            .map(Iterator::collect::<Vec<_>>)
            .unwrap_or_default()
    });
    let channels: RwSignal<Vec<ChannelId>> = RwSignal::new(all);
    let days = RwSignal::new(0);
    let sending = RwSignal::new(Sending::Idle);
    forget_failure(sending, [name, password]);
    let manages = Memo::new(move |_| scopes.with(|scopes| scopes.contains(&Scope::Manage)));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() == Sending::Busy {
            return;
        }
        sending.set(Sending::Busy);
        let life = Some(days.get_untracked()).filter(|days| *days > 0);
        let now = desk.now.get_untracked();
        let asked = NewToken {
            password: password.get_untracked(),
            name: name.get_untracked(),
            scopes: scopes.get_untracked(),
            channels: (!manages.get_untracked()).then(|| channels.get_untracked()),
            expires_at: life.map(|days| now.plus_ms(days * DAY_MS)),
        };
        spawn_local(async move {
            match http::make_token(&asked).await {
                Ok(token) => {
                    made.try_set(Some(token));
                    desk.act(|model, _| model.look_at_tokens());
                }
                Err(failure) => {
                    sending.try_set(Sending::Failed(failure));
                }
            }
        });
    };
    view! {
        <form class="stack" on:submit=submit>
            <Field id="integration-name" label=say("integration_name") value=name />
            <fieldset class="field choice-list">
                <legend class="label">{say("integration_scopes")}</legend>
                {Scope::ALL
                    .iter()
                    .map(|scope| view! { <ScopeChoice scope=*scope scopes=scopes /> })
                    .collect_view()}
            </fieldset>
            {move || match manages.get() {
                true => view! { <p class="quiet small">{say("integration_all_channels")}</p> }.into_any(),
                false => view! { <ChannelChoice chosen=channels /> }.into_any(),
            }}
            <div class="field">
                <label for="integration-life">{say("integration_life")}</label>
                <select
                    id="integration-life"
                    class="input"
                    on:change:target=move |event| {
                        days.set(event.target().value().parse().unwrap_or(0));
                    }
                >
                    {LIVES
                        .into_iter()
                        .map(|days| view! { <option value=days.to_string()>{life(days)}</option> })
                        .collect_view()}
                </select>
            </div>
            <Field
                id="integration-password"
                label=say("integration_password")
                hint=say("integration_password_hint")
                value=password
                kind="password"
                autocomplete="current-password"
            />
            <PasswordOutcome sending=sending />
            <div class="row">
                <button type="submit" class="button primary" aria-busy=move || busy(sending)>
                    {say("integration_add")}
                </button>
            </div>
        </form>
    }
}

fn life(days: u64) -> String {
    say(&format!("integration_life_{days}"))
}

/// One of the things that it may do.
#[component]
fn ScopeChoice(
    /// Which.
    scope: Scope,
    /// What was chosen.
    scopes: RwSignal<Vec<Scope>>,
) -> impl IntoView {
    let is_on = move || scopes.with(|scopes| scopes.contains(&scope));
    let key = format!("scope_{}", scope.word());
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:checked=is_on
                on:change:target=move |event| {
                    let on = event.target().checked();
                    scopes.update(|scopes| {
                        scopes.retain(|known| *known != scope);
                        if on {
                            scopes.push(scope);
                        }
                    });
                }
            />
            <span>
                {say(&key)}
                " "
                <span class="quiet small">{say(&format!("{key}_text"))}</span>
            </span>
        </label>
    }
}

/// Why it was not made: of a wrong password nobody is told that it may be the e-mail.
#[component]
pub(crate) fn PasswordOutcome(
    /// How far it is.
    sending: RwSignal<Sending>,
) -> impl IntoView {
    let text = |failure: &Failure| match failure {
        Failure::Refused(refusal) if refusal.code == Code::SignInFailed => say("password_wrong"),
        Failure::Refused(refusal) if refusal.code == Code::Invalid => say("integration_invalid"),
        failure => say_failure(failure),
    };
    move || match sending.get() {
        Sending::Failed(failure) => Some(view! { <Notice mood=Mood::Bad text=text(&failure) /> }),
        Sending::Idle | Sending::Busy => None,
    }
}

/// A token, shown once.
#[component]
pub(crate) fn Secret(
    /// It.
    made: MadeToken,
    /// Emptied when it was seen.
    again: RwSignal<Option<MadeToken>>,
) -> impl IntoView {
    let MadeToken { secret, token: _ } = made;
    view! {
        <div class="one-time" role="status">
            <p>{say("integration_secret")}</p>
            <p class="quiet">{say("integration_secret_text")}</p>
            <div class="snippet">
                <code>{secret.clone()}</code>
                <CopyButton text=secret label=say("copy") />
            </div>
            <div class="row">
                <button type="button" class="button" on:click=move |_| again.set(None)>
                    {say("integration_secret_seen")}
                </button>
            </div>
        </div>
    }
}
