//! A site's address becomes a site.

use leptos::prelude::*;
use web_sys::SubmitEvent;

use super::field::Field;
use super::note::Outcome;
use crate::browser::page;
use crate::model::origins::origins;
use crate::model::question::{Form, Progress, Question};
use crate::session::Desk;
use crate::texts::say;

/// The form of a new site.
#[component]
pub(crate) fn NewSiteForm(
    /// Whether the keyboard is here at once.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let address = RwSignal::new(String::new());
    let dropped = RwSignal::new(Vec::<String>::new());
    let progress = desk.memo(|model| model.progress(&Form::NewSite));
    let offered = Memo::new(move |_| {
        page::scheme_and_host(&address.get())
            .filter(|(_, host)| host.contains('.') || host.starts_with("localhost"))
            .map(|(scheme, host)| origins(&scheme, &host))
            .unwrap_or_default()
    });
    let chosen = move || {
        let dropped = dropped.get();
        offered
            .get()
            .into_iter()
            .filter(|origin| !dropped.contains(origin))
            .collect::<Vec<_>>()
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let origins = untrack(chosen);
        let Some((_, host)) = page::scheme_and_host(&address.get_untracked()) else {
            return;
        };
        if !origins.is_empty() {
            desk.request(Question::AddSite {
                name: host,
                origins,
            });
        }
    };
    view! {
        <form class="stack" on:submit=submit>
            <Field
                id="site-address"
                label=say("site_address")
                value=address
                placeholder="example.com".to_owned()
                hint=say("site_address_hint")
                autofocus=autofocus
            />
            <Show when=move || { offered.with(|offered| !offered.is_empty()) }>
                <fieldset class="field">
                    <legend class="label">{say("site_origins")}</legend>
                    <For each=move || offered.get() key=String::clone let:origin>
                        <OriginCheck origin=origin dropped=dropped />
                    </For>
                </fieldset>
            </Show>
            <Outcome progress=progress />
            <div class="row">
                <button
                    type="submit"
                    class="button primary"
                    disabled=move || chosen().is_empty() || progress.get() == Progress::Busy
                >
                    {say("add_site")}
                </button>
            </div>
        </form>
    }
}

/// One origin that may be left out.
#[component]
fn OriginCheck(
    /// Which.
    origin: String,
    /// Those that were.
    dropped: RwSignal<Vec<String>>,
) -> impl IntoView {
    let shown = origin.clone();
    view! {
        <label class="check">
            <input
                type="checkbox"
                checked=true
                on:change:target=move |event| {
                    let on = event.target().checked();
                    dropped
                        .update(|dropped| {
                            dropped.retain(|known| *known != origin);
                            if !on {
                                dropped.push(origin.clone());
                            }
                        });
                }
            />
            <span>{shown}</span>
        </label>
    }
}
