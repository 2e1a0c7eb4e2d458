//! One integration: what it may do and has spent, its channels; replaced and revoked.

use beseda_protocol::ask::tokens::{LoadChannels, RevokeToken, SetTokenChannels};
use beseda_protocol::http::{MadeToken, ReplaceToken};
use beseda_protocol::ids::{ChannelId, TokenId};
use beseda_protocol::token::Token;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::confirm::Confirm;
use super::field::Field;
use super::integration_channels::ChannelChoice;
use super::integration_new::{PasswordOutcome, Secret};
use super::note::Outcome;
use super::sign_in::{Sending, forget_failure};
use super::words;
use crate::browser::http;
use crate::browser::intl::{Style, moment};
use crate::model::question::{Form, Progress};
use crate::session::Desk;
use crate::texts::{say, say_count, say_with};

/// What is open below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    Channels,
    Replacing,
    Revoking,
}

/// A row of the list.
#[component]
pub(crate) fn Integration(
    /// Which.
    id: TokenId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let form = Form::Token(id);
    desk.act(|model, _| {
        model.forget(&Form::Token(id));
        Vec::new()
    });
    let token = desk.memo(move |model| {
        let listed = model.tokens.as_ref()?;
        listed.tokens.iter().find(|token| token.id == id).cloned()
    });
    let progress = desk.memo(move |model| model.progress(&form));
    let open = RwSignal::new(Open::Nothing);
    let made: RwSignal<Option<MadeToken>> = RwSignal::new(None);
    let toggle = move |to: Open| {
        open.update(|open| *open = if *open == to { Open::Nothing } else { to });
    };
    let head = move || token.get().map(|token| view! { <Head token=token /> });
    let has_channels =
        move || token.with(|one| one.as_ref().is_some_and(|one| one.channels.is_some()));
    let below = move || match open.get() {
        Open::Nothing => None,
        Open::Channels => {
            let chosen = token.with_untracked(|one| one.as_ref()?.channels.clone());
            chosen.map(|chosen| {
                view! { <Channels id=id chosen=chosen progress=progress /> }.into_any()
            })
        }
        Open::Replacing => Some(view! { <Replacing id=id open=open made=made /> }.into_any()),
        Open::Revoking => Some(view! { <Revoking id=id open=open progress=progress /> }.into_any()),
    };
    view! {
        <li class="person" data-token=id.to_string()>
            {head}
            <Newer id=id token=token progress=progress />
            <div class="row wrap">
                <Show when=has_channels>
                    <button
                        type="button"
                        class="button"
                        aria-expanded=move || (open.get() == Open::Channels).to_string()
                        on:click=move |_| toggle(Open::Channels)
                    >
                        {say("integration_channels")}
                    </button>
                </Show>
                <button
                    type="button"
                    class="button"
                    aria-expanded=move || (open.get() == Open::Replacing).to_string()
                    on:click=move |_| toggle(Open::Replacing)
                >
                    {say("integration_replace_menu")}
                </button>
                <button
                    type="button"
                    class="button"
                    aria-expanded=move || (open.get() == Open::Revoking).to_string()
                    on:click=move |_| toggle(Open::Revoking)
                >
                    {say("revoke_menu")}
                </button>
            </div>
            {below}
            {move || made.get().map(|token| view! { <Secret made=token again=made /> })}
            <Outcome progress=progress />
        </li>
    }
}

/// Its name, how it begins, what it may do, what it has spent.
#[component]
fn Head(
    /// Which.
    token: Token,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let now = desk.now.get_untracked();
    let scopes: Vec<String> = (token.scopes.iter())
        .map(|scope| say(&format!("scope_{}", scope.word())))
        .collect();
    let used = match token.used_at {
        Some(at) => say_with("integration_used", &[("time", &moment(at, Style::Full))]),
        None => say("integration_unused"),
    };
    let (maker, is_kept) = desk.peek(|model| {
        let maker = model
            .roster
            .as_ref()
            .and_then(|roster| roster.employee(token.made_by));
        let is_kept = maker.is_some_and(|maker| maker.works() && maker.role.administers());
        (model.name(token.made_by), is_kept)
    });
    let channels = desk.peek(|model| match &token.channels {
        None => say("integration_all_channels"),
        Some(ids) => {
            let roster = model.roster.as_ref();
            let known = ids.iter().filter_map(|id| roster?.channel(*id));
            let names: Vec<String> = known.map(words::channel).collect();
            match names.is_empty() {
                true => say("sees_no_channel"),
                false => say_with("sees_channels", &[("names", &names.join(", "))]),
            }
        }
    });
    let ends = token.expires_at.map(|at| match at <= now {
        true => say("integration_over"),
        false => say_with(
            "integration_until",
            &[("time", &moment(at, Style::DateWithYear))],
        ),
    });
    let replaced = token.replaced_until.map(|at| {
        say_with(
            "integration_replaced",
            &[("time", &moment(at, Style::Full))],
        )
    });
    let made = say_with("invitation_by", &[("name", &maker)]);
    let facts = [Some(scopes.join(", ")), Some(made), ends]
        .into_iter()
        .flatten();
    let facts = facts.collect::<Vec<_>>().join(" · ");
    let requests = say_count("n_requests", token.requests);
    view! {
        <div class="stack tight">
            <p class="row">
                <strong class="cut" dir="auto">{token.name}</strong>
                <code class="quiet small">{token.prefix}"…"</code>
            </p>
            <p class="quiet small">{facts}</p>
            <p class="quiet small">{channels}</p>
            <p class="quiet small">{format!("{requests} · {used}")}</p>
            {(!is_kept).then(|| view! { <p class="fault">{say_with("integration_stopped", &[("name", &maker)])}</p> })}
            {replaced.map(|text| view! { <p class="quiet small">{text}</p> })}
        </div>
    }
}

/// Channels that were made since it was given its own (YU-07).
#[component]
fn Newer(
    /// Whose.
    id: TokenId,
    /// It.
    token: Memo<Option<Token>>,
    /// How far its request is.
    progress: Memo<Progress>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let names = Memo::new(move |_| {
        let newer = token.with(|one| one.as_ref().map(|one| one.newer.clone()));
        let newer = newer.unwrap_or_default();
        desk.peek(|model| {
            let roster = model.roster.as_ref();
            let known = newer.iter().filter_map(|id| roster?.channel(*id));
            known.map(words::channel).collect::<Vec<_>>()
        })
    });
    let is_busy = move || (progress.get() == Progress::Busy).to_string();
    move || {
        let names = names.get();
        (!names.is_empty()).then(|| {
            let names = names.join(", ");
            view! {
                <div class="row wrap">
                    <p class="grow">{say_with("integration_newer", &[("names", &names)])}</p>
                    <button
                        type="button"
                        class="button"
                        aria-disabled=is_busy
                        on:click=move |_| desk.request(LoadChannels { token: id })
                    >
                        {say("integration_load")}
                    </button>
                </div>
            }
        })
    }
}

/// Which channels it may use.
#[component]
fn Channels(
    /// Whose.
    id: TokenId,
    /// Those that it may use now.
    chosen: Vec<ChannelId>,
    /// How far that is.
    progress: Memo<Progress>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let chosen = RwSignal::new(chosen);
    let is_busy = move || (progress.get() == Progress::Busy).to_string();
    let save = move |_| {
        let channels = chosen.get_untracked();
        desk.request(SetTokenChannels {
            token: id,
            channels,
        });
    };
    view! {
        <div class="stack">
            <ChannelChoice chosen=chosen />
            <div class="row">
                <button type="button" class="button primary" aria-disabled=is_busy on:click=save>
                    {say("save")}
                </button>
            </div>
        </div>
    }
}

/// Replaces it, for who gives the password once more.
#[component]
fn Replacing(
    /// Which.
    id: TokenId,
    /// Closed when it is done.
    open: RwSignal<Open>,
    /// The new one.
    made: RwSignal<Option<MadeToken>>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let password = RwSignal::new(String::new());
    let sending = RwSignal::new(Sending::Idle);
    forget_failure(sending, [password]);
    let carry_out = Callback::new(move |()| {
        if sending.get_untracked() == Sending::Busy {
            return;
        }
        sending.set(Sending::Busy);
        let password = password.get_untracked();
        spawn_local(async move {
            match http::replace_token(id, &ReplaceToken { password }).await {
                Ok(token) => {
                    made.try_set(Some(token));
                    open.try_set(Open::Nothing);
                    desk.act(|model, _| model.look_at_tokens());
                }
                Err(failure) => {
                    sending.try_set(Sending::Failed(failure));
                }
            }
        });
    });
    let cancel = Callback::new(move |()| open.set(Open::Nothing));
    let is_busy = Signal::derive(move || sending.get() == Sending::Busy);
    view! {
        <Confirm
            title=say("integration_replace_title")
            text=say("integration_replace_text")
            yes=say("integration_replace")
            is_busy=is_busy
            carry_out=carry_out
            cancel=cancel
        >
            <Field
                id="integration-replace-password"
                label=say("integration_password")
                value=password
                kind="password"
                autocomplete="current-password"
            />
            <PasswordOutcome sending=sending />
        </Confirm>
    }
}

/// Asks before it works no longer.
#[component]
fn Revoking(
    /// Which.
    id: TokenId,
    /// Closed when it is not to be.
    open: RwSignal<Open>,
    /// How far that is.
    progress: Memo<Progress>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let carry_out = Callback::new(move |()| desk.request(RevokeToken { token: id }));
    let cancel = Callback::new(move |()| open.set(Open::Nothing));
    let is_busy = Signal::derive(move || progress.get() == Progress::Busy);
    view! {
        <Confirm
            title=say("integration_revoke_title")
            text=say("integration_revoke_text")
            yes=say("revoke")
            is_busy=is_busy
            carry_out=carry_out
            cancel=cancel
        />
    }
}
