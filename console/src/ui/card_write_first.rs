//! An operator writes to a client before he does (CQ-13): what begins with it waits for him.

use beseda_client::clock;
use beseda_protocol::ask::clients::WriteFirst;
use beseda_protocol::ids::{Cid, ClientId, DialogId, SiteId};
use leptos::prelude::*;
use web_sys::{KeyboardEvent, SubmitEvent};

use super::icon::{self, Icon};
use super::note::Outcome;
use super::words;
use crate::model::question::{Form, Part, Progress};
use crate::model::write_first::WritingTo;
use crate::session::Desk;
use crate::texts::say;

/// The part of the card: a button and what it opens, or why there is none.
#[component]
pub(crate) fn CardWriteFirst(
    /// Whose card, by his number.
    client: ClientId,
    /// Beside which dialog; absent: beside none.
    beside: Option<DialogId>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let form = Form::Client(client, Part::WritingFirst);
    desk.act(|model, _| {
        model.forget(&form);
        Vec::new()
    });
    let way = desk.memo(move |model| model.writing_to(client, beside));
    let progress = desk.memo(move |model| model.progress(&form));
    let is_open = RwSignal::new(false);
    let text = RwSignal::new(String::new());
    let sites = Memo::new(move |_| match way.get() {
        WritingTo::On(sites) => sites,
        _ => Vec::new(),
    });
    let why = move || match way.get() {
        WritingTo::NoAddress => Some("write_first_no_address"),
        WritingTo::Blocked => Some("write_first_blocked"),
        WritingTo::RepliesOnly => Some("write_first_replies_only"),
        WritingTo::Unsaid | WritingTo::On(_) => None,
    };
    Effect::new(move |_| {
        if progress.get() == Progress::Done {
            text.set(String::new());
            is_open.set(false);
        }
    });
    let can = move || !sites.with(Vec::is_empty);
    view! {
        <div class="card-customer">
            {move || why().map(|key| view! { <p class="quiet small">{say(key)}</p> })}
            <Show when=move || can() && !is_open.get()>
                <div class="row">
                    <button type="button" class="button" on:click=move |_| is_open.set(true)>
                        <Icon of=icon::SEND />
                        {say("write_first")}
                    </button>
                </div>
            </Show>
            <Show when=move || can() && is_open.get()>
                <FirstMessage client=client sites=sites text=text is_open=is_open progress=progress />
            </Show>
            <Outcome progress=progress />
        </div>
    }
}

/// The message, and where it goes.
#[component]
fn FirstMessage(
    /// To whom.
    client: ClientId,
    /// Where he can be written to.
    sites: Memo<Vec<SiteId>>,
    /// What is typed.
    text: RwSignal<String>,
    /// Whether it is on the screen.
    is_open: RwSignal<bool>,
    /// How far it is.
    progress: Memo<Progress>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let chosen = RwSignal::new(None::<SiteId>);
    let site = move || {
        let chosen = chosen.get();
        sites.with(|sites| {
            let chosen = chosen.filter(|site| sites.contains(site));
            chosen.or_else(|| sites.first().cloned())
        })
    };
    let names = desk.memo(move |model| {
        let roster = model.roster.as_ref();
        let named = |site: &SiteId| {
            let name = roster.map(|roster| words::address(roster, site));
            (site.clone(), name.unwrap_or_default())
        };
        sites.with(|sites| sites.iter().map(named).collect::<Vec<_>>())
    });
    // The same text is the same message, however often it is sent.
    let said = StoredValue::new(None::<(String, SiteId, Cid)>);
    let send = move || {
        let written = text.get_untracked().trim().to_owned();
        let Some(site) = untrack(site).filter(|_| !written.is_empty()) else {
            return;
        };
        let known = said
            .get_value()
            .filter(|(of, on, _)| *of == written && *on == site);
        let cid = known.map_or_else(clock::new_cid, |(_, _, cid)| cid);
        said.set_value(Some((written.clone(), site.clone(), cid.clone())));
        desk.request(WriteFirst {
            client,
            site,
            cid,
            text: written,
        });
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        send();
    };
    let keyed = move |event: KeyboardEvent| match event.key().as_str() {
        "Escape" => {
            event.stop_propagation();
            is_open.set(false);
        }
        "Enter" if event.ctrl_key() || event.meta_key() => {
            event.prevent_default();
            send();
        }
        _ => {}
    };
    let field = NodeRef::<leptos::html::Textarea>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            // An element in the page takes the focus.
            field.focus().ok();
        }
    });
    let is_choice = Memo::new(move |_| names.with(Vec::len) > 1);
    view! {
        <form class="stack" on:submit=submit on:keydown=keyed>
            <Show when=move || is_choice.get()>
                <div class="field">
                    <label for="write-first-site">{say("write_first_site")}</label>
                    <select
                        id="write-first-site"
                        class="input"
                        on:change:target=move |event| chosen.set(Some(SiteId(event.target().value())))
                    >
                        <For each=move || names.get() key=|one| one.clone() let:one>
                            <option value=one.0.to_string() selected={
                                let id = one.0.clone();
                                move || site() == Some(id.clone())
                            }>
                                {one.1.clone()}
                            </option>
                        </For>
                    </select>
                </div>
            </Show>
            <div class="field">
                <label for="write-first-text">{say("write_first_text")}</label>
                <textarea
                    node_ref=field
                    id="write-first-text"
                    class="input"
                    rows="3"
                    dir="auto"
                    aria-describedby="write-first-hint"
                    prop:value=text
                    on:input:target=move |event| text.set(event.target().value())
                ></textarea>
                <p class="hint" id="write-first-hint">{say("write_first_hint")}</p>
            </div>
            <div class="row">
                <button
                    type="submit"
                    class="button primary"
                    aria-disabled=move || (progress.get() == Progress::Busy).to_string()
                >
                    {say("send")}
                </button>
                <button type="button" class="button" on:click=move |_| is_open.set(false)>
                    {say("cancel")}
                </button>
            </div>
        </form>
    }
}
