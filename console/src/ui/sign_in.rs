//! E-mail and password.

use beseda_parts::gate;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::SubmitEvent;

use super::field::Field;
use super::gate::Gate;
use super::note::{Mood, Notice};
use crate::browser::http::{self, Failure};
use crate::session::Desk;
use crate::texts::{say, say_failure};

/// How far a form without a line is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Sending {
    /// Nothing was sent.
    Idle,
    /// The answer is awaited.
    Busy,
    /// It was no.
    Failed(Failure),
}

gate! { "gate", "00000000000000000000000000000005",
/// The part "gate", for whoever has an account.
pub(crate) fn screen(_given: ()) -> AnyView {
    view! { <SignInScreen /> }.into_any()
}}

/// E-mail and password.
#[component]
fn SignInScreen() -> impl IntoView {
    let desk: Desk = expect_context();
    let email = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let sending = RwSignal::new(Sending::Idle);
    forget_failure(sending, [email, password]);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() == Sending::Busy {
            return;
        }
        sending.set(Sending::Busy);
        spawn_local(async move {
            match http::sign_in(email.get_untracked(), password.get_untracked()).await {
                Ok(()) => desk.signed_in(),
                Err(failure) => {
                    sending.try_set(Sending::Failed(failure));
                }
            }
        });
    };
    view! {
        <Gate title=say("sign_in_title")>
            <form class="stack" on:submit=submit>
                <Field
                    id="email"
                    label=say("email")
                    value=email
                    kind="email"
                    autocomplete="username"
                    autofocus=true
                />
                <Field
                    id="password"
                    label=say("password")
                    value=password
                    kind="password"
                    autocomplete="current-password"
                />
                <SendingOutcome sending=sending />
                <button type="submit" class="button primary tall wide" aria-busy=move || busy(sending)>
                    {say("sign_in")}
                </button>
            </form>
            <p class="quiet small">{say("sign_in_help")}</p>
        </Gate>
    }
}

/// Why a form failed.
#[component]
pub(crate) fn SendingOutcome(
    /// How far it is.
    sending: RwSignal<Sending>,
) -> impl IntoView {
    move || match sending.get() {
        Sending::Failed(failure) => {
            Some(view! { <Notice mood=Mood::Bad text=say_failure(&failure) /> })
        }
        Sending::Idle | Sending::Busy => None,
    }
}

/// Why a form failed is told until one of its fields is corrected.
pub(crate) fn forget_failure<const N: usize>(
    sending: RwSignal<Sending>,
    fields: [RwSignal<String>; N],
) {
    Effect::new(move |_| {
        fields.iter().for_each(RwSignal::track);
        if matches!(sending.get_untracked(), Sending::Failed(_)) {
            sending.set(Sending::Idle);
        }
    });
}

/// For `aria-busy`.
pub(crate) fn busy(sending: RwSignal<Sending>) -> String {
    (sending.get() == Sending::Busy).to_string()
}
