//! What the client has agreed to before he wrote.

use beseda_protocol::dialog::{Agreement, ClientCard};
use leptos::prelude::*;

use crate::browser::intl::{Style, moment};
use crate::texts::{say, say_with};

/// It, where his site asks for that: the version and the time, and the text behind them.
#[component]
pub(crate) fn CardConsent(
    /// Whose.
    card: Memo<Option<ClientCard>>,
) -> impl IntoView {
    let consent = Memo::new(move |_| card.with(|card| card.as_ref()?.consent.clone()));
    move || {
        consent.get().map(|consent| {
            let Agreement {
                version,
                at,
                text,
                link,
            } = consent;
            let (n, time) = (version.to_string(), moment(at, Style::Full));
            let link = (!link.is_empty()).then(|| {
                view! {
                    <p>
                        <a class="link" href=link.clone() target="_blank" rel="noopener noreferrer nofollow">
                            <bdi>{link.clone()}</bdi>
                        </a>
                    </p>
                }
            });
            view! {
                <section class="card-section">
                    <h4 class="small quiet">{say("client_consent")}</h4>
                    <details class="card-pages">
                        <summary>{say_with("consent_given", &[("n", &n), ("time", &time)])}</summary>
                        <p class="card-rating" dir="auto">{text}</p>
                        {link}
                    </details>
                </section>
            }
        })
    }
}
