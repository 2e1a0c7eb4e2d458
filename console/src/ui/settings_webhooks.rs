//! Webhooks: made, changed, tried, and what was sent to each.

use beseda_protocol::ask::webhooks::{
    AddWebhook, DeleteWebhook, ListWebhookDeliveries, ListWebhooks, ResendWebhookDeliveries,
    RotateWebhookSecret, SaveWebhook, TestWebhook,
};
use beseda_protocol::ids::WebhookId;
use beseda_protocol::limits::WEBHOOKS_MAX;
use beseda_protocol::webhook::{
    Webhook, WebhookDelivery, WebhookDeliveryState, WebhookEvent, WebhookOutcome, WebhookState,
};
use leptos::prelude::*;
use web_sys::SubmitEvent;

use super::confirm::Confirm;
use super::copy_button::CopyButton;
use super::field::Field;
use super::icon::{self, Icon};
use super::menu::Menu;
use super::note::Outcome;
use super::settings_group::SettingsGroup;
use super::words;
use crate::model::Wish;
use crate::model::question::{Form, Progress};
use crate::model::webhooks::newest;
use crate::session::Desk;
use crate::texts::{say, say_with};

/// The page of the settings.
#[component]
pub(crate) fn WebhookSettings() -> impl IntoView {
    let desk: Desk = expect_context();
    desk.act(|model, _| {
        model.webhooks.made = None;
        model.webhooks.log = None;
        vec![Wish::ask(ListWebhooks {})]
    });
    let ids = desk.memo(|model| {
        let all = model.webhooks.all.iter().flatten();
        all.map(|webhook| webhook.id.clone()).collect::<Vec<_>>()
    });
    let is_known = desk.memo(|model| model.webhooks.all.is_some());
    let has_room = Memo::new(move |_| ids.with(Vec::len) < WEBHOOKS_MAX);
    view! {
        <p class="quiet">{say("webhooks_text")}</p>
        <Show when=move || is_known.get()>
            <section class="settings-group">
                <Show when=move || ids.with(Vec::is_empty)>
                    <p class="quiet">{say("webhooks_none")}</p>
                </Show>
                <For each=move || ids.get() key=Clone::clone let:id>
                    <One id=id />
                </For>
            </section>
            <Show when=move || has_room.get()>
                <NewWebhook />
            </Show>
        </Show>
    }
}

/// Makes one.
#[component]
fn NewWebhook() -> impl IntoView {
    let desk: Desk = expect_context();
    let progress = form_of(desk, Form::NewWebhook);
    let url = RwSignal::new(String::new());
    let events = RwSignal::new(vec![
        WebhookEvent::MessageCreated,
        WebhookEvent::DialogCreated,
        WebhookEvent::DialogClosed,
    ]);
    let add = Callback::new(move |()| {
        desk.request(AddWebhook {
            url: url.get_untracked(),
            events: events.get_untracked(),
        });
    });
    // An address that was not taken stays to be mended.
    Effect::new(move |_| {
        if progress.get() == Progress::Done {
            url.set(String::new());
        }
    });
    view! {
        <SettingsGroup title=say("webhook_new")>
            <WebhookForm prefix="new" url=url events=events progress=progress yes=say("add") save=add />
        </SettingsGroup>
    }
}

/// Address and events.
#[component]
fn WebhookForm(
    /// Of the fields' ids.
    prefix: &'static str,
    /// Where it is.
    url: RwSignal<String>,
    /// What it is told.
    events: RwSignal<Vec<WebhookEvent>>,
    /// How far the request is.
    progress: Memo<Progress>,
    /// The button.
    yes: String,
    /// Saves it.
    save: Callback<()>,
) -> impl IntoView {
    let is_whole = move || !url.with(|url| url.trim().is_empty()) && !events.with(Vec::is_empty);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if is_whole() && progress.get_untracked() != Progress::Busy {
            save.run(());
        }
    };
    let example = "https://example.com/webhook".to_owned();
    let id = match prefix {
        "new" => "webhook-new-url",
        _ => "webhook-url",
    };
    view! {
        <form class="stack" on:submit=submit>
            <Field
                id=id
                label=say("webhook_url")
                value=url
                placeholder=example
                hint=say("webhook_url_hint")
            />
            <fieldset class="webhook-events">
                <legend>{say("webhook_events")}</legend>
                {WebhookEvent::CHOICES.map(|event| view! { <EventChoice event=event events=events /> }).collect_view()}
            </fieldset>
            <Outcome progress=progress />
            <div class="row">
                <button type="submit" class="button primary" disabled=move || !is_whole()>{yes}</button>
            </div>
        </form>
    }
}

/// Whether it is told of an event.
#[component]
fn EventChoice(
    /// Of which.
    event: WebhookEvent,
    /// All that it is told.
    events: RwSignal<Vec<WebhookEvent>>,
) -> impl IntoView {
    let is_chosen = Memo::new(move |_| events.with(|events| events.contains(&event)));
    let choose = move |is_on: bool| {
        events.update(|events| {
            events.retain(|known| *known != event);
            if is_on {
                events.push(event);
            }
        });
    };
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:checked=is_chosen
                on:change:target=move |change| choose(change.target().checked())
            />
            <span>{named(event)} " " <code class="small quiet">{event.word()}</code></span>
        </label>
    }
}

fn named(event: WebhookEvent) -> String {
    say(&format!("webhook_{}", event.word().replace('.', "_")))
}

/// What is being done with one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doing {
    Nothing,
    Changing,
    Reading,
    Deleting,
}

/// One of them.
#[component]
fn One(
    /// Which.
    id: WebhookId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let of = StoredValue::new(id.clone());
    let webhook = desk.memo(move |model| {
        let mut all = model.webhooks.all.iter().flatten();
        of.with_value(|id| all.find(|webhook| webhook.id == *id).cloned())
    });
    let progress = form_of(desk, Form::Webhook(id.clone()));
    let doing = RwSignal::new(Doing::Nothing);
    let is_busy = Signal::derive(move || progress.get() == Progress::Busy);
    let cancel = Callback::new(move |()| doing.set(Doing::Nothing));
    let delete = Callback::new(move |()| {
        let webhook = of.get_value();
        desk.request(DeleteWebhook { webhook });
    });
    let read = move || {
        desk.act(|_, _| vec![Wish::ask(of.with_value(newest))]);
        doing.set(Doing::Reading);
    };
    let test = move || {
        let webhook = of.get_value();
        desk.request(TestWebhook { webhook });
        doing.set(Doing::Reading);
    };
    let rotate = move || {
        let webhook = of.get_value();
        desk.request(RotateWebhookSecret { webhook });
    };
    let turn = move |is_on: bool| {
        if let Some(Webhook {
            id, url, events, ..
        }) = webhook.get_untracked()
        {
            desk.request(SaveWebhook {
                webhook: id,
                url,
                events,
                is_on,
            });
        }
    };
    let is_on = Memo::new(move |_| {
        webhook.with(|webhook| {
            let state = webhook.as_ref().map(|webhook| &webhook.state);
            matches!(state, Some(WebhookState::On {}))
        })
    });
    let item = |text: &'static str, act: Callback<()>| {
        view! {
            <button type="button" class="menu-item" role="menuitem" on:click=move |_| act.run(())>
                {say(text)}
            </button>
        }
    };
    let items = move || {
        let (on, off) = (
            Callback::new(move |()| turn(true)),
            Callback::new(move |()| turn(false)),
        );
        view! {
            {item("webhook_test", Callback::new(move |()| test()))}
            {item("webhook_log", Callback::new(move |()| read()))}
            {item("webhook_change", Callback::new(move |()| doing.set(Doing::Changing)))}
            {item("webhook_rotate", Callback::new(move |()| rotate()))}
            {match is_on.get_untracked() {
                true => item("webhook_turn_off", off),
                false => item("webhook_turn_on", on),
            }}
            {item("delete_menu", Callback::new(move |()| doing.set(Doing::Deleting)))}
        }
    };
    let url = move || webhook.with(|webhook| webhook.as_ref().map(|webhook| webhook.url.clone()));
    let name = untrack(url).unwrap_or_default();
    let label = say_with("person_actions", &[("name", &name)]);
    view! {
        <div class="webhook">
            <div class="row">
                <div class="grow">
                    <bdi class="webhook-url" dir="ltr">{url}</bdi>
                    <p class="small quiet">{move || webhook.with(|webhook| webhook.as_ref().map(|webhook| state(desk, webhook)))}</p>
                </div>
                <Menu label=label face=|| view! { <Icon of=icon::MORE /> }>
                    {items}
                </Menu>
            </div>
            <Secret id=id />
            <Outcome progress=progress />
            {move || match doing.get() {
                Doing::Nothing => None,
                Doing::Changing => webhook
                    .get_untracked()
                    .map(|webhook| view! { <Change webhook=webhook progress=progress close=cancel /> }.into_any()),
                Doing::Reading => Some(view! { <Sent id=of.get_value() close=cancel /> }.into_any()),
                Doing::Deleting => Some(
                    view! {
                        <Confirm
                            title=say("webhook_delete_title")
                            text=say("webhook_delete_text")
                            yes=say("delete")
                            is_busy=is_busy
                            carry_out=delete
                            cancel=cancel
                        />
                    }
                        .into_any(),
                ),
            }}
        </div>
    }
}

/// Whether it is told, and whether it takes what it is sent.
fn state(desk: Desk, webhook: &Webhook) -> String {
    let now = desk.now.get_untracked();
    let since = |key: &str, at| say_with(key, &[("when", &words::time_within(at, now))]);
    match (&webhook.state, webhook.failing_since) {
        (WebhookState::On {}, None) => say("webhook_on"),
        (WebhookState::On {}, Some(at)) => since("webhook_failing", at),
        (WebhookState::Off {} | WebhookState::Unknown, _) => say("webhook_off"),
        (WebhookState::Gone { at }, _) => since("webhook_gone", *at),
        (WebhookState::Exhausted { at }, _) => since("webhook_exhausted", *at),
    }
}

/// Its new secret, once.
#[component]
fn Secret(
    /// Whose.
    id: WebhookId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let secret = desk.memo(move |model| {
        let made = model.webhooks.made.as_ref();
        let made = made.filter(|made| made.webhook.id == id);
        made.map(|made| made.secret.clone())
    });
    move || {
        secret.get().map(|secret| {
            view! {
                <div class="one-time" role="status">
                    <p class="quiet">{say("webhook_secret_text")}</p>
                    <div class="snippet">
                        <code>{secret.clone()}</code>
                        <CopyButton text=secret label=say("webhook_secret_copy") />
                    </div>
                </div>
            }
        })
    }
}

/// Another address, other events.
#[component]
fn Change(
    /// As it is.
    webhook: Webhook,
    /// How far the request is.
    progress: Memo<Progress>,
    /// It is done with.
    close: Callback<()>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let is_on = matches!(webhook.state, WebhookState::On {});
    let id = webhook.id;
    let url = RwSignal::new(webhook.url);
    let events = RwSignal::new(webhook.events);
    let is_sent = RwSignal::new(false);
    let save = Callback::new(move |()| {
        is_sent.set(true);
        desk.request(SaveWebhook {
            webhook: id.clone(),
            url: url.get_untracked(),
            events: events.get_untracked(),
            is_on,
        });
    });
    Effect::new(move |_| {
        if progress.get() == Progress::Done && is_sent.get_untracked() {
            close.run(());
        }
    });
    view! {
        <div class="stack">
            <WebhookForm prefix="change" url=url events=events progress=progress yes=say("save") save=save />
            <button type="button" class="text-button" on:click=move |_| close.run(())>{say("cancel")}</button>
        </div>
    }
}

/// What was sent to it.
#[component]
fn Sent(
    /// To which.
    id: WebhookId,
    /// It is done with.
    close: Callback<()>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let of = StoredValue::new(id);
    let log = desk.memo(move |model| {
        let log = model.webhooks.log.as_ref();
        of.with_value(|id| log.filter(|log| log.webhook == *id).cloned())
    });
    let refresh = move |_| {
        desk.act(|_, _| vec![Wish::ask(of.with_value(newest))]);
    };
    let more = move |_| {
        if let Some(rest) = log.with_untracked(|log| log.as_ref().and_then(|log| log.rest)) {
            let asked = ListWebhookDeliveries {
                webhook: of.get_value(),
                behind: Some(rest),
            };
            desk.act(|_, _| vec![Wish::ask(asked)]);
        }
    };
    let all_failed = move |_| {
        // Beyond every number.
        let upto = 1 << 52;
        desk.request(ResendWebhookDeliveries {
            webhook: of.get_value(),
            from: 0,
            upto,
            only_failed: true,
        });
    };
    let has_failed = Memo::new(move |_| {
        log.with(|log| {
            let deliveries = log.iter().flat_map(|log| &log.deliveries);
            deliveries
                .into_iter()
                .any(|one| matches!(one.state, WebhookDeliveryState::Failed {}))
        })
    });
    let has_more =
        Memo::new(move |_| log.with(|log| log.as_ref().is_some_and(|log| log.rest.is_some())));
    let lines = move || {
        log.with(|log| {
            log.as_ref()
                .map(|log| log.deliveries.clone())
                .unwrap_or_default()
        })
    };
    let is_empty = Memo::new(move |_| {
        log.with(|log| log.as_ref().is_some_and(|log| log.deliveries.is_empty()))
    });
    view! {
        <section class="stack" aria-label=say("webhook_log")>
            <div class="row wrap">
                <h3 class="grow">{say("webhook_log")}</h3>
                <Show when=move || has_failed.get()>
                    <button type="button" class="button slim" on:click=all_failed>{say("webhook_resend_failed")}</button>
                </Show>
                <button type="button" class="button slim" on:click=refresh>{say("webhook_refresh")}</button>
                <button type="button" class="button slim" on:click=move |_| close.run(())>{say("close")}</button>
            </div>
            <Show when=move || is_empty.get()>
                <p class="quiet">{say("webhook_log_none")}</p>
            </Show>
            <ul class="webhook-log">
                <For each=lines key=|one| format!("{one:?}") let:one>
                    <Line webhook=of.get_value() sent=one />
                </For>
            </ul>
            <Show when=move || has_more.get()>
                <button type="button" class="button slim" on:click=more>{say("webhook_log_more")}</button>
            </Show>
        </section>
    }
}

/// Something that was sent.
#[component]
fn Line(
    /// To which.
    webhook: WebhookId,
    /// What.
    sent: WebhookDelivery,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let now = desk.now.get_untracked();
    let has_ended = !matches!(sent.state, WebhookDeliveryState::Waiting { .. });
    let n = sent.n;
    let again = move |_| {
        desk.request(ResendWebhookDeliveries {
            webhook: webhook.clone(),
            from: n,
            upto: n,
            only_failed: false,
        });
    };
    let outcome = match &sent.state {
        WebhookDeliveryState::Waiting { at } => say_with(
            "webhook_waiting",
            &[("when", &words::time_to_come(*at, now))],
        ),
        WebhookDeliveryState::Delivered {} => say("webhook_delivered"),
        WebhookDeliveryState::Failed {} | WebhookDeliveryState::Unknown => say("webhook_failed"),
    };
    let answer = sent.answer.as_ref().map(|answer| match &answer.outcome {
        WebhookOutcome::Answered { status, text } => {
            format!("HTTP {status} · {} ms {text}", answer.took_ms)
        }
        WebhookOutcome::TimedOut {} => say("webhook_timed_out"),
        WebhookOutcome::Unreachable {} => say("webhook_unreachable"),
        WebhookOutcome::Refused {} | WebhookOutcome::Unknown => say("webhook_refused"),
    });
    view! {
        <li class="webhook-line">
            <div class="row">
                <span class="grow">
                    <code class="small">{sent.event.word()}</code>
                    " "
                    <span class="small quiet numbers">{words::time_within(sent.at, now)}</span>
                </span>
                <span class="small">{outcome}</span>
                {has_ended.then(|| view! {
                    <button type="button" class="text-button" on:click=again>{say("webhook_resend")}</button>
                })}
            </div>
            {answer.map(|answer| view! { <p class="small quiet webhook-answer"><bdi>{answer}</bdi></p> })}
        </li>
    }
}

/// How far a form's request is, from now on.
fn form_of(desk: Desk, form: Form) -> Memo<Progress> {
    desk.act(|model, _| {
        model.forget(&form);
        Vec::new()
    });
    desk.memo(move |model| model.progress(&form))
}
