//! What was sent to a webhook, and what came of it.

use beseda_protocol::ask::webhooks::{ListWebhookDeliveries, ResendWebhookDeliveries};
use beseda_protocol::ids::WebhookId;
use beseda_protocol::webhook::{WebhookDelivery, WebhookDeliveryState, WebhookOutcome};
use leptos::prelude::*;

use super::words;
use crate::model::Wish;
use crate::model::webhooks::newest;
use crate::session::Desk;
use crate::texts::{say, say_with};

/// What was sent to a webhook, the newest first.
#[component]
pub(super) fn Sent(
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
    /// As it is known.
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
