//! Integrations: tokens, by which other programs use the API, and what these have spent.

use beseda_protocol::ids::TokenId;
use beseda_protocol::limits::API_REQUEST_KOPECKS;
use leptos::prelude::*;

use super::api_page::ApiPage;
use super::integration::Integration;
use super::integration_new::NewIntegration;
use super::settings_group::SettingsGroup;
use super::words;
use crate::session::Desk;
use crate::texts::{say, say_with};

/// The page of the settings.
#[component]
pub(crate) fn IntegrationSettings() -> impl IntoView {
    let desk: Desk = expect_context();
    // Requests are not told of: they are asked for now and then.
    Effect::new(move |_| {
        desk.now.track();
        desk.act(|model, _| model.look_at_tokens());
    });
    let ids = desk.memo(|model| -> Option<Vec<TokenId>> {
        let listed = model.tokens.as_ref()?;
        Some(listed.tokens.iter().map(|token| token.id).collect())
    });
    let is_empty = move || ids.with(|ids| ids.as_ref().is_some_and(Vec::is_empty));
    view! {
        <Spent />
        {move || is_empty().then(|| view! { <p class="quiet">{say("integrations_none")}</p> })}
        <ul class="people">
            <For each=move || ids.get().unwrap_or_default() key=|id| *id let:id>
                <Integration id=id />
            </For>
        </ul>
        <SettingsGroup title=say("integration_new") text=say("integration_new_text")>
            <NewIntegration />
        </SettingsGroup>
        <SettingsGroup title=say("api") text=say("api_text")>
            <ApiPage />
        </SettingsGroup>
    }
}

/// What all of them have spent in this month, and what is left of what is free (C2D-22).
#[component]
fn Spent() -> impl IntoView {
    let desk: Desk = expect_context();
    let quota = desk.memo(|model| model.tokens.as_ref().map(|listed| listed.quota.clone()));
    move || {
        let quota = quota.get()?;
        let (spent, left) = (words::number(quota.spent), words::number(quota.left()));
        let free = words::number(quota.free);
        let beyond = (quota.beyond() > 0).then(|| {
            let n = words::number(quota.beyond());
            say_with("api_beyond", &[("n", &n), ("sum", &cost(quota.beyond()))])
        });
        let before = (quota.beyond_before() > 0).then(|| {
            let n = words::number(quota.beyond_before());
            say_with(
                "api_before",
                &[("n", &n), ("sum", &cost(quota.beyond_before()))],
            )
        });
        Some(view! {
            <div class="stack tight" data-spent=quota.spent.to_string()>
                <p>{say_with("api_spent", &[("n", &spent), ("left", &left)])}</p>
                {beyond.map(|text| view! { <p>{text}</p> })}
                {before.map(|text| view! { <p>{text}</p> })}
                <p class="quiet small">{say_with("api_free", &[("n", &free)])}</p>
            </div>
        })
    }
}

/// What so many requests beyond the free ones cost (C2D-23).
fn cost(n: u64) -> String {
    words::roubles(n * API_REQUEST_KOPECKS)
}
