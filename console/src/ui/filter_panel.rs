//! The panel in which a filter is put together. What is changed holds at once: the list
//! beside it shows what it comes to.

use beseda_parts::gate;
use beseda_protocol::ask::list::ListVariables;
use beseda_protocol::ids::Date;
use beseda_protocol::limits::SEARCH_CHARS_MAX;
use beseda_protocol::mark::MarkKind;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::export::ExportShown;
use super::filter_values::{Choice, FilterValues};
use super::filter_variables::FilterVariables;
use super::filtering::Filtering;
use super::icon::{self, Icon};
use super::parts::{Later, Shown};
use super::words;
use crate::browser::intl;
use crate::model::facet::{Facet, Value};
use crate::model::roster::Roster;
use crate::model::{Model, Wish, zones};
use crate::session::Desk;
use crate::texts::{say, say_with};

/// The panel, while it is open.
#[component]
pub(crate) fn FilterPanel(
    /// Of which list.
    of: Filtering,
) -> impl IntoView {
    view! {
        <Show when=move || of.is_open.get()>
            <Shown part=Later::Panels class="filter-panel" enter=move || panel(of) />
        </Show>
    }
}

gate! { "panels", "00000000000000000000000000000007",
/// In the part "panels".
fn panel(of: Filtering) -> AnyView {
    view! { <Panel of=of /> }.into_any()
}}

#[component]
fn Panel(
    /// Of which list.
    of: Filtering,
) -> impl IntoView {
    let desk: Desk = expect_context();
    desk.act(|_, _| vec![Wish::ask(ListVariables {})]);
    // Whoever opens a dialog from the list wants to see it.
    let place = desk.memo(|model| model.place.clone());
    Effect::new(move |before: Option<()>| {
        place.track();
        if before.is_some() {
            of.is_open.set(false);
        }
    });
    let keyed = move |event: KeyboardEvent| {
        if event.key() == "Escape" && !event.default_prevented() {
            event.stop_propagation();
            of.close();
        }
    };
    let is_any = Memo::new(move |_| of.all_of.with(|all_of| !all_of.is_empty()));
    view! {
        <section class="filter-panel" role="dialog" aria-label=say("filter") on:keydown=keyed>
            <header class="filter-head row">
                <h2 class="grow">{say("filter")}</h2>
                <Show when=move || is_any.get()>
                    <button type="button" class="text-button" on:click=move |_| of.reset.run(())>
                        {say("filter_reset")}
                    </button>
                </Show>
                <button
                    type="button"
                    class="icon-button"
                    aria-label=say("close")
                    on:click=move |_| of.close()
                >
                    <Icon of=icon::CLOSE />
                </button>
            </header>
            <div class="filter-body">
                <p class="filter-sentence small">{of.sentence}</p>
                <Part of=of facet=Facet::Search label="filter_search" id="filter-search" is_first=true />
                <div class="filter-flags">
                    <Flag of=of facet=Facet::Unanswered label="filter_unanswered" />
                    <Flag of=of facet=Facet::Unread label="filter_unread" />
                </div>
                <FilterValues of=of title=say("responsible") facet=Facet::Responsible choices=choices(desk, employees) />
                <FilterValues of=of title=say("channels") facet=Facet::Channels choices=choices(desk, channels) />
                <FilterValues of=of title=say("sites") facet=Facet::Sites choices=choices(desk, sites) />
                {MarkKind::ALL.iter().map(|kind| view! { <Marks of=of kind=*kind /> }).collect_view()}
                <Days of=of />
                <Part of=of facet=Facet::Client label="filter_client" id="filter-client" />
                <Part of=of facet=Facet::Comment label="filter_comment" id="filter-comment" />
                <FilterVariables of=of />
            </div>
            <footer class="filter-foot">
                <ExportShown of=of />
                <button type="button" class="button primary wide" on:click=move |_| of.close()>
                    {move || say_with("filter_show", &[("found", &of.found.get())])}
                </button>
            </footer>
        </section>
    }
}

/// What can be chosen, as the roster has it.
fn choices(desk: Desk, read: fn(&Roster) -> Vec<Choice>) -> Memo<Vec<Choice>> {
    desk.memo(move |model: &Model| model.roster.as_ref().map(read).unwrap_or_default())
}

/// Everybody who has or had a sign-in, where there are several.
fn employees(roster: &Roster) -> Vec<Choice> {
    let employees = roster.employees.iter().map(|employee| Choice {
        value: Value::Employee(employee.id),
        name: employee.name.clone(),
    });
    several(employees.collect())
}

/// Channels, where they are told apart.
fn channels(roster: &Roster) -> Vec<Choice> {
    let channels = roster.channels.iter().map(|channel| Choice {
        value: Value::Channel(channel.id),
        name: words::channel(channel),
    });
    several(channels.collect())
}

/// Sites, where there are several.
fn sites(roster: &Roster) -> Vec<Choice> {
    let sites = roster.sites.iter().map(|site| Choice {
        value: Value::Site(site.id.clone()),
        name: words::site(roster, &site.id),
    });
    several(sites.collect())
}

/// Of one alone there is nothing to choose.
fn several(choices: Vec<Choice>) -> Vec<Choice> {
    if choices.len() > 1 {
        choices
    } else {
        Vec::new()
    }
}

/// Marks of a kind, with and without.
#[component]
fn Marks(
    /// Of which list.
    of: Filtering,
    /// Which kind.
    kind: MarkKind,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let marks = desk.memo(move |model| {
        let marks = model.marks(kind).into_iter();
        marks
            .map(|mark| Choice {
                value: Value::Mark(mark.id),
                name: mark.name,
            })
            .collect::<Vec<_>>()
    });
    view! {
        <FilterValues
            of=of
            title=words::marks(kind)
            facet=Facet::Marked(kind)
            without=Facet::Unmarked(kind)
            choices=marks
        />
    }
}

/// A part of a text.
#[component]
fn Part(
    /// Of which list.
    of: Filtering,
    /// What is asked with it.
    facet: Facet,
    /// What it is a part of, as a key.
    label: &'static str,
    /// Ties the label to the field.
    id: &'static str,
    /// Whether the keyboard begins here.
    #[prop(optional)]
    is_first: bool,
) -> impl IntoView {
    let part = of.memo(move |facets| facets.part(facet).to_owned());
    let input = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get().filter(|_| is_first) {
            super::confirm::focus(&input);
        }
    });
    let inputmode = (facet == Facet::Client).then_some("numeric");
    view! {
        <div class="field">
            <label for=id>{say(label)}</label>
            <input
                node_ref=input
                id=id
                class="input slim"
                dir="auto"
                inputmode=inputmode
                autocomplete="off"
                maxlength=SEARCH_CHARS_MAX.to_string()
                prop:value=part
                on:input:target=move |event| {
                    let part = event.target().value();
                    of.act(|facets| facets.with_part(facet, &part));
                }
            />
        </div>
    }
}

/// Something that is asked or not.
#[component]
fn Flag(
    /// Of which list.
    of: Filtering,
    /// What is asked.
    facet: Facet,
    /// It, as a key.
    label: &'static str,
) -> impl IntoView {
    let is_on = of.memo(move |facets| facets.has(facet));
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:checked=is_on
                on:change:target=move |event| {
                    let on = event.target().checked();
                    of.act(|facets| facets.with_flag(facet, on));
                }
            />
            <span>{say(label)}</span>
        </label>
    }
}

/// The day of the first contact: from one on, and before another (SB-33, SB-34), by the
/// center's time.
#[component]
fn Days(
    /// Of which list.
    of: Filtering,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let zone = desk.memo(|model| {
        let roster = model.roster.as_ref();
        roster.map(|roster| roster.center.general.value.time_zone.clone())
    });
    let zone = move || {
        let zone = zone.get()?;
        let zone = zones::label(&zone, &intl::offset(&zone, desk.now.get_untracked()));
        Some(say_with("filter_zone", &[("zone", &zone)]))
    };
    let days = of.memo(|facets| {
        let (from, before) = facets.days();
        (from.cloned(), before.cloned())
    });
    let set = move |from, before| of.act(|facets| facets.with_days(from, before));
    let text = |day: Option<Date>| day.map_or_else(String::new, |day| day.as_str().to_owned());
    let day = |written: String| Some(Date::from(&*written)).filter(|day| !day.as_str().is_empty());
    view! {
        <fieldset class="field">
            <legend class="label">{say("filter_registered")}</legend>
            <div class="filter-days">
                <label>
                    <span class="small quiet">{say("filter_from")}</span>
                    <input
                        class="input slim"
                        type="date"
                        prop:value=move || text(days.get().0)
                        on:change:target=move |event| set(day(event.target().value()), days.get_untracked().1)
                    />
                </label>
                <label>
                    <span class="small quiet">{say("filter_before")}</span>
                    <input
                        class="input slim"
                        type="date"
                        prop:value=move || text(days.get().1)
                        on:change:target=move |event| set(days.get_untracked().0, day(event.target().value()))
                    />
                </label>
            </div>
            <p class="hint">{zone}</p>
        </fieldset>
    }
}
