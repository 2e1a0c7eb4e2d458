//! Webhooks: made, changed, tried.

use beseda_protocol::ask::webhooks::{
    AddWebhook, DeleteWebhook, ListWebhooks, RotateWebhookSecret, SaveWebhook, TestWebhook,
};
use beseda_protocol::ids::WebhookId;
use beseda_protocol::limits::WEBHOOKS_MAX;
use beseda_protocol::webhook::{Webhook, WebhookEvent, WebhookState};
use leptos::prelude::*;
use web_sys::SubmitEvent;

use super::confirm::Confirm;
use super::copy_button::CopyButton;
use super::field::Field;
use super::icon::{self, Icon};
use super::menu::Menu;
use super::note::Outcome;
use super::settings_group::SettingsGroup;
use super::webhook_log::Sent;
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

/// How far a form's request is, from now on.
fn form_of(desk: Desk, form: Form) -> Memo<Progress> {
    desk.act(|model, _| {
        model.forget(&form);
        Vec::new()
    });
    desk.memo(move |model| model.progress(&form))
}
