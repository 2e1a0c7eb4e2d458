//! Where the client writes from: his browsers, and his addresses on other transports.

use beseda_protocol::client::ClientIdentity;
use beseda_protocol::dialog::ClientCard;
use leptos::prelude::*;

use super::icon::{self, Icon};
use super::words;
use crate::browser::intl::{Style, country_name, moment, time_in};
use crate::session::Desk;
use crate::texts::{say, say_with};

/// The list; nothing of a client who has never written.
#[component]
pub(crate) fn CardIdentities(
    /// Whose.
    card: Memo<Option<ClientCard>>,
) -> impl IntoView {
    let identities = Memo::new(move |_| {
        let identities = |card: &Option<ClientCard>| Some(card.as_ref()?.identities.clone());
        card.with(identities).unwrap_or_default()
    });
    let list = move || {
        let identities = identities.get();
        (!identities.is_empty()).then(|| {
            let rows = identities.into_iter();
            let rows = rows.map(|identity| view! { <Identity identity=identity /> });
            view! {
                <section class="card-section">
                    <h4 class="small quiet">{say("client_identities")}</h4>
                    <ul class="card-identities">{rows.collect_view()}</ul>
                </section>
            }
        })
    };
    view! { {list} }
}

/// One of them: what it is, where, and since when.
#[component]
fn Identity(
    /// It.
    identity: ClientIdentity,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let ClientIdentity {
        transport,
        address,
        seen_at,
        is_online,
        device,
        country,
        city,
        time_zone,
        ..
    } = identity;
    let origin = desk.memo(move |model| {
        let roster = model.roster.as_ref()?;
        Some((words::site(roster, &transport), roster.is_site(&transport)))
    });
    let what = address.or(device);
    let name = move || {
        let site = origin.get().map(|(name, _)| name);
        let parts = [what.clone(), site];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let is_site = move || origin.get().is_none_or(|(_, is_site)| is_site);
    let country = country.map(|code| country_name(&code).unwrap_or(code));
    let place = [city, country].into_iter().flatten();
    let place = place.collect::<Vec<_>>().join(", ");
    let time_there = move || {
        let time = time_in(time_zone.as_deref()?, desk.now.get())?;
        Some(say_with("time_there", &[("time", &time)]))
    };
    let seen = move || match is_online {
        true => say("identity_online"),
        false => words::time_within(seen_at, desk.now.get()),
    };
    let facts = move || {
        let place = Some(place.clone()).filter(|place| !place.is_empty());
        let facts = [place, time_there(), Some(seen())];
        facts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    view! {
        <li class="row">
            {move || view! { <Icon of=icon::transport(is_site()) /> }}
            <span class="grow">
                <bdi>{name}</bdi>
                <span class="small quiet numbers" title=moment(seen_at, Style::Full)>{facts}</span>
            </span>
        </li>
    }
}
