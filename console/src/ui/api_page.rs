//! The API as a page: its requests by what they are about, each of which can be tried with a
//! token. What each does says the relay's own description.

use beseda_protocol::api::{Method, ROUTES, Route, Target};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use web_sys::SubmitEvent;

use super::field::Field;
use crate::browser::http::{self, Tried};
use crate::texts::{say, say_with};

/// Where the description is.
const DESCRIPTION: &str = "/v1/openapi.json";

/// How much of an answer is shown.
const SHOWN_CHARS: usize = 20_000;

/// A request that is sent as it is written here.
const FIRST: &str = "curl -H \"Authorization: Bearer $TOKEN\" ";

/// The page.
#[component]
pub(crate) fn ApiPage() -> impl IntoView {
    let is_open = RwSignal::new(false);
    let token = RwSignal::new(String::new());
    // A value of JavaScript stays in its thread.
    let description: RwSignal<Option<JsValue>, LocalStorage> = RwSignal::new_local(None);
    let look = move |_| {
        is_open.update(|is_open| *is_open = !*is_open);
        if is_open.get_untracked() && description.with_untracked(Option::is_none) {
            spawn_local(async move {
                if let Ok(text) = http::text(DESCRIPTION).await {
                    description.try_set(js_sys::JSON::parse(&text).ok());
                }
            });
        }
    };
    let example = format!("{FIRST}{}/v1/center", crate::browser::page::origin());
    view! {
        <div class="stack">
            <div class="snippet">
                <code>{example}</code>
            </div>
            <p class="quiet small">
                <a href=DESCRIPTION target="_blank" rel="noopener">
                    {say("api_description")}
                </a>
            </p>
            <div class="row">
                <button
                    type="button"
                    class="button"
                    aria-expanded=move || is_open.get().to_string()
                    on:click=look
                >
                    {say("api_requests")}
                </button>
            </div>
            {move || is_open.get().then(|| view! {
                <Field
                    id="api-token"
                    label=say("api_token")
                    hint=say("api_token_hint")
                    value=token
                    kind="password"
                />
                <ul class="people api">
                    {ROUTES
                        .iter()
                        // Bytes of files are none to look at.
                        .filter(|route| !has_bytes(route.target))
                        .map(|route| view! { <Request route=route token=token description=description /> })
                        .collect_view()}
                </ul>
            })}
        </div>
    }
}

/// Whether it takes or gives a file as it is.
const fn has_bytes(target: Target) -> bool {
    matches!(target, Target::Upload | Target::Download | Target::Export)
}

/// One request.
#[component]
fn Request(
    /// Which.
    route: &'static Route,
    /// By which it is asked.
    token: RwSignal<String>,
    /// What the relay says of all of them.
    description: RwSignal<Option<JsValue>, LocalStorage>,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let said = move |what: &str| {
        description.with(|all| {
            let all = all.as_ref()?;
            let method = route.method.word().to_lowercase();
            text_at(all, &["paths", route.path, &method, what])
        })
    };
    view! {
        <li class="person">
            <button
                type="button"
                class="api-route"
                aria-expanded=move || is_open.get().to_string()
                on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
            >
                <code>{route.method.word()}" "{route.path}</code>
                <span class="quiet small">{move || said("summary")}</span>
            </button>
            {move || is_open.get().then(|| view! {
                <p class="small">{move || said("description")}</p>
                <Trial route=route token=token />
            })}
        </li>
    }
}

/// A text somewhere inside a value.
fn text_at(value: &JsValue, path: &[&str]) -> Option<String> {
    let mut at = value.clone();
    for name in path {
        at = js_sys::Reflect::get(&at, &JsValue::from_str(name)).ok()?;
    }
    at.as_string()
}

/// Sends it.
#[component]
fn Trial(
    /// Which.
    route: &'static Route,
    /// By which it is asked.
    token: RwSignal<String>,
) -> impl IntoView {
    let names: Vec<&'static str> = route.named().collect();
    let parts: Vec<RwSignal<String>> = names.iter().map(|_| RwSignal::new(String::new())).collect();
    let query: Vec<RwSignal<String>> = (route.query.iter())
        .map(|one| RwSignal::new(one.default.unwrap_or_default().trim_matches('"').to_owned()))
        .collect();
    let body = RwSignal::new(String::from(match route.target {
        Target::Reply => r#"{"body": {"t": "text", "text": ""}}"#,
        Target::Note => r#"{"text": ""}"#,
        _ => "{}",
    }));
    let answer: RwSignal<Option<Tried>> = RwSignal::new(None);
    let is_busy = RwSignal::new(false);
    let has_body = matches!(route.method, Method::Post | Method::Put);
    let (sent_parts, sent_query) = (parts.clone(), query.clone());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        let address = address(route, &sent_parts, &sent_query);
        let body = has_body.then(|| body.get_untracked());
        let token = token.get_untracked();
        spawn_local(async move {
            let tried = http::tried(route.method.word(), &address, token.trim(), body).await;
            answer.try_set(tried.ok());
            is_busy.try_set(false);
        });
    };
    let labels = names
        .into_iter()
        .chain(route.query.iter().map(|one| one.name));
    let fields = labels
        .zip(parts.into_iter().chain(query))
        .map(|(name, value)| {
            view! {
                <label class="field">
                    <code>{name}</code>
                    <input
                        class="input"
                        autocomplete="off"
                        spellcheck="false"
                        prop:value=value
                        on:input:target=move |event| value.set(event.target().value())
                    />
                </label>
            }
        });
    view! {
        <form class="stack" on:submit=submit>
            {fields.collect_view()}
            {has_body.then(|| view! {
                <label class="field">
                    {say("api_body")}
                    <textarea
                        class="input"
                        rows="4"
                        spellcheck="false"
                        prop:value=body
                        on:input:target=move |event| body.set(event.target().value())
                    ></textarea>
                </label>
            })}
            <div class="row wrap">
                <button type="submit" class="button" aria-busy=move || is_busy.get().to_string()>
                    {say("api_send")}
                </button>
                {(route.method != Method::Get)
                    .then(|| view! { <span class="quiet small">{say("api_send_text")}</span> })}
            </div>
            {move || answer.get().map(|tried| view! {
                <p role="status">{say_with("api_answer", &[("n", &tried.status.to_string())])}</p>
                <pre class="api-answer" tabindex="0">{shown(&tried.body)}</pre>
            })}
        </form>
    }
}

/// Where it is sent.
fn address(route: &Route, parts: &[RwSignal<String>], query: &[RwSignal<String>]) -> String {
    let mut parts = parts.iter();
    let part = |part: &str| match (part.starts_with('{'), part) {
        (true, _) => parts.next().map(encoded).unwrap_or_default(),
        (false, literal) => literal.to_owned(),
    };
    let path: Vec<String> = route.path.split('/').map(part).collect();
    let path = path.join("/");
    let given = route.query.iter().zip(query);
    let given = given.filter(|(_, value)| value.with_untracked(|value| !value.is_empty()));
    let query: Vec<String> = given
        .map(|(one, value)| format!("{}={}", one.name, encoded(value)))
        .collect();
    match query.is_empty() {
        true => path,
        false => format!("{path}?{}", query.join("&")),
    }
}

fn encoded(value: &RwSignal<String>) -> String {
    value.with_untracked(|value| js_sys::encode_uri_component(value.trim()).into())
}

/// JSON over several lines, if it is any; no more of it than a page holds.
fn shown(body: &str) -> String {
    let spaced = js_sys::JSON::parse(body).and_then(|value| {
        let (all, space) = (JsValue::NULL, JsValue::from_f64(2.0));
        js_sys::JSON::stringify_with_replacer_and_space(&value, &all, &space)
    });
    let text = spaced.map_or_else(|_| body.to_owned(), String::from);
    text.chars().take(SHOWN_CHARS).collect()
}
