//! What a site says first, and to whom.

use beseda_protocol::ask::sites::SaveSite;
use beseda_protocol::ids::TriggerId;
use beseda_protocol::limits::{
    GREETING_CHARS_MAX, NAME_CHARS_MAX, TRIGGER_SECONDS_MAX, TRIGGERS_MAX,
};
use beseda_protocol::settings::Versioned;
use beseda_protocol::site::{Moment, Site, Trigger, Triggers};
use leptos::prelude::*;

use super::field::Fault;
use super::section_form::{SectionEnd, SectionForm, submitted};
use crate::model::question::{Form, SitePart};
use crate::model::section::Edition;
use crate::session::Desk;
use crate::texts::{say, say_with};

/// What a trigger waits for before anybody chose, in seconds.
const SECONDS: u32 = 30;

/// The form.
#[component]
pub(crate) fn SiteTriggersForm(
    /// Whose; as it was when the page was opened.
    site: Site,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let id = site.id.clone();
    let newest = desk.memo({
        let id = id.clone();
        move |model| edition(&model.site(&id).unwrap_or(&site).triggers)
    });
    let list = RwSignal::new(newest.get_untracked().fields.triggers);
    let typed = Memo::new(move |_| {
        let triggers = list.get();
        Triggers { triggers }
    });
    let fill = Callback::new(move |fields: Triggers| list.set(fields.triggers));
    let form = Form::Site(id.clone(), SitePart::Triggers);
    let section = SectionForm::new(form, newest, typed, fill);
    let fault = RwSignal::new(None);
    Effect::new(move |_| {
        list.track();
        fault.set(None);
    });
    let submit = Callback::new(move |()| {
        let triggers = typed.get_untracked();
        if let Some(wrong) = triggers.triggers.iter().find_map(wrong) {
            return fault.set(Some(wrong));
        }
        desk.request(SaveSite {
            site: id.clone(),
            version: section.send(triggers.clone()),
            section: triggers.into(),
        });
    });
    let add = move |_| {
        list.update(|list| {
            let last = list.iter().map(|trigger| trigger.id.0).max();
            list.push(blank(TriggerId(last.unwrap_or(0) + 1)));
        });
    };
    let ids = Memo::new(move |_| {
        let id = |trigger: &Trigger| trigger.id;
        list.with(|list| list.iter().map(id).collect::<Vec<_>>())
    });
    view! {
        <form class="stack" on:submit=move |event| submitted(&event, submit)>
            <h4>{say("site_triggers")}</h4>
            <p class="hint">{say("triggers_hint")}</p>
            <For each=move || ids.get() key=|id| *id let:id>
                <One id=id list=list />
            </For>
            <Show when=move || ids.with(Vec::len) != TRIGGERS_MAX>
                <div class="row">
                    <button type="button" class="button" on:click=add>
                        {say("trigger_add")}
                    </button>
                </div>
            </Show>
            <Fault id="site-triggers-fault".to_owned() text=fault />
            <SectionEnd
                section=section
                differences=differences
                save=say("save")
                submit=submit
                what=say("site_triggers")
                done=say("saved")
            />
        </form>
    }
}

/// One of them.
#[component]
fn One(
    /// Which.
    id: TriggerId,
    /// All, as they are typed.
    list: RwSignal<Vec<Trigger>>,
) -> impl IntoView {
    let now = Memo::new(move |_| {
        let found = list.with(|list| list.iter().find(|one| one.id == id).cloned());
        found.unwrap_or_else(|| blank(id))
    });
    let change = move |act: &dyn Fn(&mut Trigger)| {
        list.update(|list| {
            if let Some(trigger) = list.iter_mut().find(|trigger| trigger.id == id) {
                act(trigger);
            }
        });
    };
    let is_leaving = move || now.with(|one| one.moment == Moment::Leaving {});
    // As they are typed: what is no number stays to be seen.
    let seconds = RwSignal::new(String::new());
    Effect::new(move |_| {
        if let Moment::After { seconds: now } = now.with(|one| one.moment.clone())
            && read_seconds(&seconds.get_untracked()).unwrap_or(u32::MAX) != now
        {
            seconds.set(now.to_string());
        }
    });
    let field = move |what: &'static str,
                      hint: Option<&'static str>,
                      read: fn(&Trigger) -> &String,
                      write: fn(&mut Trigger, String)| {
        let field_id = format!("trigger-{id}-{what}");
        let hint_id = format!("{field_id}-hint");
        view! {
            <div class="field">
                <label for=field_id.clone()>{say(&format!("trigger_{what}"))}</label>
                <input
                    id=field_id
                    class="input"
                    dir="auto"
                    autocomplete="off"
                    aria-describedby=hint.map(|_| hint_id.clone())
                    prop:value=move || now.with(|one| read(one).clone())
                    on:input:target=move |event| {
                        let value = event.target().value();
                        change(&|one| write(one, value.clone()));
                    }
                />
                {hint.map(|hint| view! { <p class="hint" id=hint_id>{say(hint)}</p> })}
            </div>
        }
    };
    let check =
        move |key: &'static str, read: fn(&Trigger) -> bool, write: fn(&mut Trigger, bool)| {
            view! {
                <label class="check">
                    <input
                        type="checkbox"
                        prop:checked=move || now.with(read)
                        on:change:target=move |event| {
                            let on = event.target().checked();
                            change(&|one| write(one, on));
                        }
                    />
                    <span>{say(key)}</span>
                </label>
            }
        };
    let moment_id = format!("trigger-{id}-moment");
    let seconds_id = StoredValue::new(format!("trigger-{id}-seconds"));
    view! {
        <fieldset class="stack">
            <legend class="label">
                <bdi>{move || now.with(|one| one.name.clone())}</bdi>
            </legend>
            {check("trigger_on", |one| one.is_on, |one, on| one.is_on = on)}
            {field("name", Some("trigger_name_hint"), |one| &one.name, |one, name| one.name = name)}
            <div class="field">
                <label for=moment_id.clone()>{say("trigger_moment")}</label>
                <select
                    id=moment_id
                    class="input"
                    prop:value=move || if is_leaving() { "leaving" } else { "after" }
                    on:change:target=move |event| {
                        let is_leaving = event.target().value() == "leaving";
                        change(&|one| one.moment = moment(is_leaving));
                    }
                >
                    <option value="after" selected=!is_leaving()>
                        {say("trigger_after")}
                    </option>
                    <option value="leaving" selected=is_leaving()>
                        {say("trigger_leaving")}
                    </option>
                </select>
            </div>
            <Show when=move || !is_leaving()>
                <div class="field">
                    <label for=seconds_id.get_value()>{say("trigger_seconds")}</label>
                    <input
                        id=seconds_id.get_value()
                        class="input"
                        inputmode="numeric"
                        autocomplete="off"
                        prop:value=seconds
                        on:input:target=move |event| {
                            let typed = event.target().value();
                            // What is no number is beyond any that may be.
                            let read = read_seconds(&typed).unwrap_or(u32::MAX);
                            seconds.set(typed);
                            change(&|one| one.moment = Moment::After { seconds: read });
                        }
                    />
                </div>
            </Show>
            {field("pages", Some("trigger_pages_hint"), |one| &one.pages, |one, pages| one.pages = pages)}
            {check(
                "trigger_returning",
                |one| one.is_for_returning,
                |one, on| one.is_for_returning = on,
            )}
            {field("text_en", None, |one| &one.en, |one, text| one.en = text)}
            {field("text_ru", None, |one| &one.ru, |one, text| one.ru = text)}
            <div class="row">
                <button
                    type="button"
                    class="button"
                    on:click=move |_| list.update(|list| list.retain(|one| one.id != id))
                >
                    {say("trigger_remove")}
                </button>
            </div>
        </fieldset>
    }
}

fn read_seconds(typed: &str) -> Option<u32> {
    typed.trim().parse().ok()
}

fn moment(is_leaving: bool) -> Moment {
    match is_leaving {
        true => Moment::Leaving {},
        false => Moment::After { seconds: SECONDS },
    }
}

fn blank(id: TriggerId) -> Trigger {
    Trigger {
        id,
        name: String::new(),
        is_on: true,
        moment: moment(false),
        pages: String::new(),
        is_for_returning: false,
        en: String::new(),
        ru: String::new(),
    }
}

/// What keeps one from being saved.
fn wrong(trigger: &Trigger) -> Option<String> {
    let n_chars = |text: &String| text.trim().chars().count();
    if !(1..=NAME_CHARS_MAX).contains(&n_chars(&trigger.name)) {
        return Some(say("trigger_name_missing"));
    }
    if matches!(trigger.moment, Moment::After { seconds } if seconds > TRIGGER_SECONDS_MAX) {
        let max = TRIGGER_SECONDS_MAX.to_string();
        return Some(say_with("trigger_seconds_wrong", &[("max", &max)]));
    }
    let (en, ru) = (n_chars(&trigger.en), n_chars(&trigger.ru));
    if en + ru == 0 || en.max(ru) > GREETING_CHARS_MAX {
        let max = GREETING_CHARS_MAX.to_string();
        return Some(say_with("trigger_text_missing", &[("max", &max)]));
    }
    None
}

fn edition(triggers: &Versioned<Triggers>) -> Edition<Triggers> {
    Edition {
        version: triggers.version,
        fields: triggers.value.clone(),
    }
}

fn differences(_: &Triggers, theirs: &Triggers) -> Vec<(String, String)> {
    let names = theirs.triggers.iter().map(|trigger| trigger.name.as_str());
    let names: Vec<_> = names.collect();
    vec![(say("site_triggers"), names.join(" · "))]
}
