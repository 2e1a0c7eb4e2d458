//! Imports clients from a table (C2D): three columns and what becomes of each row. Rows are
//! checked before anything is written; then a job carries them out, and goes on while nobody
//! looks.

use beseda_parts::gate;
use beseda_protocol::ids::ChannelId;
use beseda_protocol::import::KnownRule;
use beseda_protocol::mark::MarkKind;
use leptos::prelude::*;

use super::confirm::{Confirm, focus};
use super::import_flow::{Flow, Stage};
use super::import_past::PastImports;
use super::import_rows::{Tally, first_options};
use super::import_source::{Columns, Source};
use super::import_table::{ImportTable, is_editable};
use super::import_texts::{self as texts, say, say_count, say_with};
use super::note::Outcome;
use super::words;
use crate::browser::{intl, page};
use crate::model::prefs::Locale;
use crate::session::Desk;

gate! { "import", "00000000000000000000000000000e1f",
/// The part "import".
pub(crate) fn of_settings(_given: ()) -> AnyView {
    view! { <ImportSettings /> }.into_any()
}}

/// Countries whose numbers may stand without theirs (ISO 3166).
const COUNTRIES: &str = "AE AL AM AR AT AU AZ BA BE BG BH BO BR BY CA CH CL CN CO CR CY CZ DE DK DO DZ EC EE EG ES ET FI FR GB GE GH GR GT HK HN HR HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KR KW KZ LB LK LT LU LV MA MD ME MK MN MT MX MY NG NI NL NO NP NZ OM PA PE PH PK PL PT PY QA RO RS RU SA SE SG SI SK SV TH TJ TM TN TR TW TZ UA UG US UY UZ VE VN ZA";

/// The page of the settings.
#[component]
fn ImportSettings() -> impl IntoView {
    let desk: Desk = expect_context();
    let locale = untrack(|| desk.locale());
    texts::speak(locale);
    let place = desk.peek(|model| {
        let site = model.roster.as_ref()?.sites.first()?;
        Some((site.channel, site.id.clone()))
    });
    let Some((channel, transport)) = place else {
        return view! { <p class="quiet">{say("no_transport")}</p> }.into_any();
    };
    let flow = Flow::new(desk, first_options(channel, transport, country(locale)));
    view! {
        <div class="import stack">
            <Instructions />
            <Options flow=flow />
            <Source flow=flow />
            <Columns flow=flow />
            <ImportTable flow=flow />
            <Acts flow=flow />
            <PastImports flow=flow />
        </div>
    }
    .into_any()
}

/// The country of the browser's language, where it names one.
fn country(locale: Locale) -> String {
    let tag = page::language();
    let region = tag.rsplit('-').next().filter(|region| region.len() == 2);
    let region = region.map(str::to_ascii_uppercase);
    let known = region.filter(|region| COUNTRIES.split(' ').any(|known| known == region));
    known.unwrap_or_else(|| match locale {
        Locale::Ru => "RU".to_owned(),
        Locale::En => String::new(),
    })
}

/// How it is done.
#[component]
fn Instructions() -> impl IntoView {
    let sample = move |_| {
        let rows = [
            ["contact", "name", "comment"].map(say),
            [
                "+7 921 123-45-67".to_owned(),
                say("sample_name"),
                say("sample_comment"),
            ],
            [
                "anna@example.org".to_owned(),
                say("sample_name_2"),
                String::new(),
            ],
        ];
        crate::browser::tables::save("clients.csv", &crate::tables::report::sample(&rows));
    };
    view! {
        <p>{say("about")}</p>
        <details class="import-help">
            <summary>{say("help")}</summary>
            <ol>
                {["help_1", "help_2", "help_3", "help_4", "help_5"]
                    .into_iter()
                    .map(|key| view! { <li>{say(key)}</li> })
                    .collect_view()}
            </ol>
        </details>
        <p>
            <button type="button" class="text-button" on:click=sample>
                {say("sample")}
            </button>
        </p>
    }
}

/// What is the same for all rows.
#[component]
fn Options(
    /// The import.
    flow: Flow,
) -> impl IntoView {
    let desk = flow.desk;
    let options = flow.options;
    let channels = desk.memo(|model| {
        let roster = model.roster.as_ref();
        let channels = roster.into_iter().flat_map(|roster| {
            let has_any =
                |channel: &ChannelId| roster.sites.iter().any(|site| site.channel == *channel);
            let channels = roster
                .channels
                .iter()
                .filter(move |channel| has_any(&channel.id));
            channels.map(|channel| (channel.id, words::channel(channel)))
        });
        channels.collect::<Vec<_>>()
    });
    let transports = Memo::new(move |_| {
        let channel = options.with(|options| options.channel);
        desk.model.with(|model| {
            let roster = model.roster.as_ref();
            let sites = roster.into_iter().flat_map(|roster| {
                let sites = roster
                    .sites
                    .iter()
                    .filter(move |site| site.channel == channel);
                sites.map(|site| {
                    (
                        site.id.clone(),
                        words::site(roster, &site.id),
                        site.is_site(),
                    )
                })
            });
            sites.collect::<Vec<_>>()
        })
    });
    let labels = desk.memo(|model| model.marks(MarkKind::Label));
    let is_site = Memo::new(move |_| {
        let chosen = options.with(|options| options.transport.clone());
        transports.with(|all| all.iter().any(|(id, _, is_site)| *id == chosen && *is_site))
    });
    let choose_channel = move |value: String| {
        let Some(channel) = value.parse().ok().map(ChannelId) else {
            return;
        };
        let first = desk.peek(|model| {
            let roster = model.roster.as_ref()?;
            let mut sites = roster.sites.iter();
            sites
                .find(|site| site.channel == channel)
                .map(|site| site.id.clone())
        });
        if let Some(transport) = first {
            options.update(|options| {
                options.channel = channel;
                options.transport = transport;
            });
            flow.anew();
        }
    };
    let choose_transport = move |value: String| {
        options.update(|options| options.transport = value.as_str().into());
        flow.anew();
    };
    let choose_country = move |value: String| {
        options.update(|options| options.country = value);
        flow.anew();
    };
    let mut countries: Vec<(String, String)> = COUNTRIES
        .split(' ')
        .map(|code| {
            (
                code.to_owned(),
                intl::country_name(code).unwrap_or_else(|| code.to_owned()),
            )
        })
        .collect();
    countries.sort_by(|one, other| one.1.cmp(&other.1));
    let rule = move |rule: KnownRule, key: &'static str| {
        view! {
            <label class="check">
                <input
                    type="radio"
                    name="import-known"
                    prop:checked=move || options.with(|options| options.known == rule)
                    on:change=move |_| {
                        options.update(|options| options.known = rule);
                        flow.anew();
                    }
                />
                <span>{say(key)}</span>
            </label>
        }
    };
    view! {
        <fieldset class="import-all stack" disabled=move || !is_editable(flow.stage.get())>
            <div class="import-options">
                <Show when=move || { channels.with(|all| all.len() > 1) }>
                    <label class="field">
                        <span>{say("channel")}</span>
                        <select class="input" on:change:target=move |event| choose_channel(event.target().value())>
                            <For each=move || channels.get() key=Clone::clone let:one>
                                <option value=one.0.to_string() selected=move || options.with(|options| options.channel == one.0)>
                                    {one.1.clone()}
                                </option>
                            </For>
                        </select>
                    </label>
                </Show>
                <Show when=move || { transports.with(|all| all.len() > 1) }>
                    <label class="field">
                        <span>{say("transport")}</span>
                        <select class="input" on:change:target=move |event| choose_transport(event.target().value())>
                            <For each=move || transports.get() key=Clone::clone let:one>
                                {
                                    let id = one.0.clone();
                                    let is_chosen = move || options.with(|options| options.transport == id);
                                    view! {
                                        <option value=one.0.to_string() selected=is_chosen>{one.1.clone()}</option>
                                    }
                                }
                            </For>
                        </select>
                    </label>
                </Show>
                <label class="field">
                    <span>{say("country")}</span>
                    <select class="input" on:change:target=move |event| choose_country(event.target().value())>
                        <option value="" selected=move || options.with(|options| options.country.is_empty())>
                            {say("country_none")}
                        </option>
                        {countries
                            .into_iter()
                            .map(|(code, name)| {
                                let this = code.clone();
                                let is_chosen = move || options.with(|options| options.country == this);
                                view! { <option value=code selected=is_chosen>{name}</option> }
                            })
                            .collect_view()}
                    </select>
                </label>
            </div>
            <Show when=move || is_site.get()>
                <p class="hint">{say("site_hint")}</p>
            </Show>
            <Show when=move || !labels.with(Vec::is_empty)>
                <fieldset class="choice-list stack">
                    <legend>{say("labels")}</legend>
                    <div class="row wrap">
                        <For each=move || labels.get() key=|label| (label.id, label.name.clone()) let:label>
                            {
                                let (name, shown) = (label.name.clone(), label.name.clone());
                                let this = name.clone();
                                let is_on = move || options.with(|options| options.labels.contains(&this));
                                let toggle = move |_| {
                                    options.update(|options| {
                                        match options.labels.iter().position(|known| *known == name) {
                                            Some(place) => drop(options.labels.remove(place)),
                                            None => options.labels.push(name.clone()),
                                        }
                                    });
                                    flow.anew();
                                };
                                view! {
                                    <label class="check">
                                        <input type="checkbox" prop:checked=is_on on:change=toggle />
                                        <span>{shown}</span>
                                    </label>
                                }
                            }
                        </For>
                    </div>
                </fieldset>
            </Show>
            <fieldset class="choice-list stack">
                <legend>{say("known")}</legend>
                {rule(KnownRule::Fill, "known_fill")}
                {rule(KnownRule::Overwrite, "known_overwrite")}
            </fieldset>
        </fieldset>
    }
}

/// What can be done next, and how far it is.
#[component]
fn Acts(
    /// The import.
    flow: Flow,
) -> impl IntoView {
    let stage = flow.stage;
    let tally = Memo::new(move |_| flow.states.with(|states| Tally::of(states)));
    let n_rows = Memo::new(move |_| flow.rows.with(Vec::len));
    let progress = flow.progress();
    let running = flow.running();
    let is_asking = RwSignal::new(false);
    let acts = NodeRef::<leptos::html::Div>::new();
    // What was pressed is gone: the keyboard goes on from where it was.
    Effect::new(move |before: Option<Stage>| {
        let now = stage.get();
        if before.is_some_and(|before| before != now && now != Stage::Filling)
            && let Some(acts) = acts.get_untracked()
        {
            focus(&acts);
        }
        now
    });
    let summary = move || {
        let tally = tally.get();
        let mut parts = Vec::new();
        let kinds = [
            (tally.new, "n_new"),
            (tally.known, "n_known"),
            (tally.done, "n_done"),
            (tally.undone, "n_undone"),
            (tally.kept, "n_kept"),
            (tally.wrong, "n_wrong"),
        ];
        for (n, key) in kinds {
            if n > 0 {
                parts.push(say_count(key, n));
            }
        }
        parts.join(" · ")
    };
    let start = move |_| {
        if let Some(import) = flow.import.get_untracked() {
            flow.start(import);
        }
    };
    let report = move |_| {
        if let Some(import) = flow.import.get_untracked() {
            flow.save_report(import);
        }
    };
    let undo = Callback::new(move |()| {
        is_asking.set(false);
        if let Some(import) = flow.import.get_untracked() {
            flow.undo(import);
        }
    });
    let can_undo = Memo::new(move |_| {
        let id = flow.import.get();
        flow.past.with(|past| {
            let known = past.iter().find(|import| Some(&import.id) == id.as_ref());
            known.is_some_and(|import| import.undo_until.is_some())
        })
    });
    let bar = move || {
        let (done, total) = match stage.get() {
            Stage::Checking => {
                let tally = tally.get();
                (tally.left(), n_rows.get() as u64)
            }
            _ => running.get().map_or((0, 0), |job| {
                let skipped: u64 = job.skipped.iter().map(|skipped| skipped.count).sum();
                (job.done + skipped, job.total)
            }),
        };
        let (done, total) = (done.to_string(), total.to_string());
        let text = say_with("so_far", &[("done", &done), ("total", &total)]);
        view! {
            <progress class="progress" aria-label=text.clone() max=total value=done></progress>
            <p class="small quiet numbers">{text}</p>
        }
    };
    view! {
        <div class="import-acts stack" node_ref=acts tabindex="-1">
            <p class="numbers" role="status">
                {summary}
            </p>
            {move || match stage.get() {
                Stage::Filling => {
                    view! {
                        <button
                            type="button"
                            class="button primary"
                            disabled=move || n_rows.get() == 0
                            on:click=move |_| flow.check()
                        >
                            {say("check")}
                        </button>
                        <p class="hint">{say("check_hint")}</p>
                    }
                    .into_any()
                }
                Stage::Checking => bar().into_any(),
                Stage::Checked => {
                    view! {
                        <p class="quiet">{say("checked")}</p>
                        <div class="row wrap">
                            <button
                                type="button"
                                class="button primary"
                                disabled=move || tally.with(|tally| tally.new + tally.known == 0)
                                on:click=start
                            >
                                {say("start")}
                            </button>
                            <button type="button" class="button" on:click=move |_| flow.clear()>
                                {say("clear")}
                            </button>
                        </div>
                    }
                    .into_any()
                }
                Stage::Running => {
                    view! {
                        {bar()}
                        <p class="hint">{say("running_hint")}</p>
                        <button type="button" class="button" on:click=move |_| flow.cancel()>
                            {say("cancel")}
                        </button>
                    }
                    .into_any()
                }
                Stage::Undoing => bar().into_any(),
                Stage::Ended => {
                    view! {
                        <div class="row wrap">
                            <Show when=move || tally.with(|tally| tally.is_left())>
                                <button type="button" class="button primary" on:click=start>
                                    {say("start")}
                                </button>
                            </Show>
                            <button
                                type="button"
                                class="button"
                                disabled=move || !flow.can_report()
                                on:click=report
                            >
                                {say("report")}
                            </button>
                            <Show when=move || can_undo.get()>
                                <button type="button" class="button" on:click=move |_| is_asking.set(true)>
                                    {say("undo")}
                                </button>
                            </Show>
                            <button type="button" class="button" on:click=move |_| flow.clear()>
                                {say("another")}
                            </button>
                        </div>
                    }
                    .into_any()
                }
            }}
            {move || is_asking.get().then(|| view! {
                <Confirm
                    title=say("undo_title")
                    text=say("undo_text")
                    yes=say("undo")
                    is_busy=Signal::derive(|| false)
                    carry_out=undo
                    cancel=Callback::new(move |()| is_asking.set(false))
                />
            })}
            <Outcome progress=progress />
        </div>
    }
}
