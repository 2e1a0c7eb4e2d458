//! A link of the center was opened: an invitation, or a new password.

use beseda_parts::gate;
use beseda_protocol::http::{Accept, Invitation};
use beseda_protocol::limits::PASSWORD_CHARS_MIN;
use beseda_protocol::refusal::{Code, Refusal};
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::SubmitEvent;

use super::field::Field;
use super::gate::{Gate, Waiting};
use super::note::{Mood, Notice};
use super::sign_in::{Sending, SendingOutcome, busy, forget_failure};
use super::words;
use crate::browser::http::{self, Failure};
use crate::model::place::Place;
use crate::session::Desk;
use crate::texts::{say, say_failure, say_with};

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// A new account.
    Join,
    /// A new password.
    Reset,
}

gate! { "gate", "00000000000000000000000000000006",
/// The part "gate", for whoever follows a link.
pub(crate) fn screen(given: (Purpose, String)) -> AnyView {
    let (purpose, token) = given;
    view! { <Join purpose=purpose token=token /> }.into_any()
}}

/// The form behind a link, once the relay has said what it offers.
#[component]
fn Join(
    /// What it is for.
    purpose: Purpose,
    /// The link's token.
    token: String,
) -> impl IntoView {
    let offer = RwSignal::new(None::<Result<Invitation, Failure>>);
    let asked = token.clone();
    spawn_local(async move {
        let answer = http::invitation(&asked).await;
        offer.try_set(Some(answer));
    });
    move || match offer.get() {
        None => view! { <Waiting /> }.into_any(),
        Some(Err(failure)) => view! { <Dead failure=failure /> }.into_any(),
        Some(Ok(invitation)) => {
            let token = token.clone();
            match purpose {
                Purpose::Join => {
                    view! { <JoinForm invitation=invitation token=token /> }.into_any()
                }
                Purpose::Reset => view! { <ResetForm token=token /> }.into_any(),
            }
        }
    }
}

/// The link leads nowhere.
#[component]
fn Dead(
    /// Why.
    failure: Failure,
) -> impl IntoView {
    let desk: Desk = expect_context();
    view! {
        <Gate title=say("link_dead_title") text=say_failure(&failure)>
            <button
                type="button"
                class="button tall wide"
                on:click=move |_| {
                    desk.go(Place::SignIn);
                    desk.enter();
                }
            >
                {say("to_sign_in")}
            </button>
        </Gate>
    }
}

/// Name, e-mail, password.
#[component]
fn JoinForm(
    /// What is offered.
    invitation: Invitation,
    /// The link's token.
    token: String,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let (name, email, password) = (field(), field(), field());
    let sending = RwSignal::new(Sending::Idle);
    forget_failure(sending, [name, email, password]);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let token = token.clone();
        let accept = Accept {
            name: name.get_untracked(),
            email: email.get_untracked(),
            password: password.get_untracked(),
        };
        if !is_long_enough(&accept.password, sending) {
            return;
        }
        sending.set(Sending::Busy);
        spawn_local(async move {
            match http::accept(&token, accept).await {
                Ok(()) => desk.signed_in(),
                Err(failure) => {
                    sending.try_set(Sending::Failed(failure));
                }
            }
        });
    };
    let (title, text) = match invitation.center.is_empty() {
        true => (say("join_owner_title"), say("join_owner_text")),
        false => (
            say_with("join_title", &[("center", &invitation.center)]),
            say_with("join_text", &[("role", &words::role(invitation.role))]),
        ),
    };
    view! {
        <Gate title=title text=text>
            <form class="stack" on:submit=submit>
                <Field
                    id="name"
                    label=say("your_name")
                    value=name
                    autocomplete="name"
                    hint=say("your_name_hint")
                    autofocus=true
                />
                <Field id="email" label=say("email") value=email kind="email" autocomplete="username" />
                <Field
                    id="password"
                    label=say("password")
                    value=password
                    kind="password"
                    autocomplete="new-password"
                    hint=say("password_hint")
                />
                <SendingOutcome sending=sending />
                <button type="submit" class="button primary tall wide" aria-busy=move || busy(sending)>
                    {say("join")}
                </button>
            </form>
        </Gate>
    }
}

/// A new password.
#[component]
fn ResetForm(
    /// The link's token.
    token: String,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let password = field();
    let sending = RwSignal::new(Sending::Idle);
    forget_failure(sending, [password]);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (token, password) = (token.clone(), password.get_untracked());
        if !is_long_enough(&password, sending) {
            return;
        }
        sending.set(Sending::Busy);
        spawn_local(async move {
            match http::reset(&token, password).await {
                Ok(()) => desk.signed_in(),
                Err(failure) => {
                    sending.try_set(Sending::Failed(failure));
                }
            }
        });
    };
    view! {
        <Gate title=say("reset_title") text=say("reset_text")>
            <form class="stack" on:submit=submit>
                <Field
                    id="password"
                    label=say("new_password")
                    value=password
                    kind="password"
                    autocomplete="new-password"
                    hint=say("password_hint")
                    autofocus=true
                />
                <SendingOutcome sending=sending />
                <Notice mood=Mood::Warm text=say("reset_warning") />
                <button type="submit" class="button primary tall wide" aria-busy=move || busy(sending)>
                    {say("reset_save")}
                </button>
            </form>
        </Gate>
    }
}

fn field() -> RwSignal<String> {
    RwSignal::new(String::new())
}

/// Spares a journey for what the relay would refuse.
fn is_long_enough(password: &str, sending: RwSignal<Sending>) -> bool {
    let enough = password.chars().count() >= PASSWORD_CHARS_MIN;
    if !enough {
        let refusal = Refusal::new(Code::PasswordWeak, "");
        sending.set(Sending::Failed(Failure::Refused(refusal)));
    }
    enough
}
