//! The client's way on the site: how he came, and the pages he has been on.

use beseda_protocol::dialog::{Came, ClientCard, PageView};
use leptos::prelude::*;

use super::words;
use crate::browser::intl::{Style, moment};
use crate::model::campaign;
use crate::texts::{say, say_with};

/// It, where the site keeps it.
#[component]
pub(crate) fn CardWay(
    /// Whose.
    card: Memo<Option<ClientCard>>,
) -> impl IntoView {
    let way = Memo::new(move |_| {
        let way = |card: &ClientCard| (card.came.clone(), card.pages.clone());
        card.with(|card| card.as_ref().map(way)).unwrap_or_default()
    });
    let shown = move || {
        let (came, pages) = way.get();
        (came.is_some() || !pages.is_empty()).then(|| {
            view! {
                <section class="card-section">
                    <h4 class="small quiet">{say("client_way")}</h4>
                    {came.map(|came| view! { <Arrival came=came /> })}
                    {(!pages.is_empty()).then(|| view! { <Pages pages=pages /> })}
                </section>
            }
        })
    };
    view! { {shown} }
}

/// How he came.
#[component]
fn Arrival(
    /// It.
    came: Came,
) -> impl IntoView {
    let from = (!came.referrer.is_empty()).then(|| {
        let from = words::short_url(&came.referrer).to_owned();
        say_with("came_from", &[("page", &from)])
    });
    let marks = campaign::marks(&came.landing);
    let marks = marks
        .into_iter()
        .map(|(name, value)| format!("{name}: {value}"));
    let lines: Vec<String> = from.into_iter().chain(marks).collect();
    view! {
        <ul class="card-way" title=moment(came.at, Style::Full)>
            {lines
                .into_iter()
                .map(|line| {
                    view! {
                        <li>
                            <bdi>{line}</bdi>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
}

/// The pages.
#[component]
fn Pages(
    /// The last first.
    pages: Vec<PageView>,
) -> impl IntoView {
    let one = |view: PageView| {
        let PageView { page, at } = view;
        let name = match page.title.is_empty() {
            true => words::short_url(&page.url).to_owned(),
            false => page.title,
        };
        // What a widget tells may be anything.
        let is_safe = page.url.starts_with("https://") || page.url.starts_with("http://");
        let name = match is_safe {
            true => view! {
                <a class="link" href=page.url.clone() target="_blank" rel="noopener noreferrer nofollow" title=page.url>
                    <bdi>{name}</bdi>
                </a>
            }
            .into_any(),
            false => view! { <bdi>{name}</bdi> }.into_any(),
        };
        view! {
            <li>
                {name}
                <span class="small quiet numbers">{moment(at, Style::Full)}</span>
            </li>
        }
    };
    view! {
        <details class="card-pages">
            <summary>{say("client_pages")}</summary>
            <ol class="card-way">{pages.into_iter().map(one).collect_view()}</ol>
        </details>
    }
}
