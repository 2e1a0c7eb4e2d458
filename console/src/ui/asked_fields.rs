//! What a site asks before the first message, field by field.

use beseda_protocol::limits::{ASKED_FIELDS_MAX, VARIABLE_NAME_CHARS_MAX};
use beseda_protocol::site::{AskedField, FieldKind};
use leptos::prelude::*;

use super::field::Fault;
use crate::texts::{say, say_with};

const FAULT: &str = "asked-fields-fault";

const KINDS: [FieldKind; 4] = [
    FieldKind::Name,
    FieldKind::Email,
    FieldKind::Phone,
    FieldKind::Text,
];

/// All of them, and a way to add one.
#[component]
pub(super) fn AskedFields(
    /// As they are typed.
    fields: RwSignal<Vec<AskedField>>,
    /// What is wrong with them.
    fault: RwSignal<Option<String>>,
) -> impl IntoView {
    let places = Memo::new(move |_| (0..fields.with(Vec::len)).collect::<Vec<_>>());
    let add = move |_| {
        fields.update(|fields| {
            let is_free = |kind: &&FieldKind| fields.iter().all(|field| field.kind != **kind);
            let kind = KINDS.iter().find(is_free).unwrap_or(&FieldKind::Text);
            fields.push(AskedField {
                kind: *kind,
                is_required: false,
                en: String::new(),
                ru: String::new(),
            });
        });
    };
    view! {
        <fieldset class="stack" aria-describedby="asked-fields-hint">
            <legend class="label">{say("asks_fields")}</legend>
            <For each=move || places.get() key=|place| *place let:place>
                <OneField place=place fields=fields />
            </For>
            <Show when=move || places.with(Vec::len) != ASKED_FIELDS_MAX>
                <div class="row">
                    <button type="button" class="button" on:click=add>
                        {say("asked_add")}
                    </button>
                </div>
            </Show>
            <Fault id=FAULT.to_owned() text=fault />
            <p class="hint" id="asked-fields-hint">{say("asks_fields_hint")}</p>
        </fieldset>
    }
}

/// One of them.
#[component]
fn OneField(
    /// Its place among them, from 0.
    place: usize,
    /// All, as they are typed.
    fields: RwSignal<Vec<AskedField>>,
) -> impl IntoView {
    let now = Memo::new(move |_| fields.with(|fields| fields.get(place).cloned()));
    let kind = move || now.with(|now| now.as_ref().map_or(FieldKind::Text, |now| now.kind));
    let change = move |act: &dyn Fn(&mut AskedField)| {
        fields.update(|fields| {
            if let Some(field) = fields.get_mut(place) {
                act(field);
            }
        });
    };
    let label = move |what: &'static str,
                      read: fn(&AskedField) -> &String,
                      write: fn(&mut AskedField, String)| {
        let id = format!("asked-{place}-{what}");
        view! {
            <div class="field">
                <label for=id.clone()>{say(&format!("asked_label_{what}"))}</label>
                <input
                    id=id
                    class="input"
                    dir="auto"
                    autocomplete="off"
                    prop:value=move || {
                        now.with(|now| now.as_ref().map(|now| read(now).clone()).unwrap_or_default())
                    }
                    on:input:target=move |event| {
                        let value = event.target().value();
                        change(&|field| write(field, value.clone()));
                    }
                />
            </div>
        }
    };
    let labels = move || {
        (kind() == FieldKind::Text).then(|| {
            view! {
                {label("en", |field| &field.en, |field, name| field.en = name)}
                {label("ru", |field| &field.ru, |field, name| field.ru = name)}
            }
        })
    };
    let kind_id = format!("asked-{place}-kind");
    view! {
        <div class="field">
            <label for=kind_id.clone()>{say("asked_kind")}</label>
            <select
                id=kind_id
                class="input"
                prop:value=move || kind().word()
                on:change:target=move |event| {
                    let chosen = FieldKind::from_word(&event.target().value());
                    change(&|field| field.kind = chosen.unwrap_or(FieldKind::Text));
                }
            >
                {KINDS
                    .map(|one| {
                        view! {
                            <option value=one.word() selected=move || kind() == one>
                                {say(&format!("asked_{}", one.word()))}
                            </option>
                        }
                    })
                    .into_iter()
                    .collect_view()}
            </select>
        </div>
        {labels}
        <label class="check">
            <input
                type="checkbox"
                prop:checked=move || now.with(|now| now.as_ref().is_some_and(|now| now.is_required))
                on:change:target=move |event| {
                    let on = event.target().checked();
                    change(&|field| field.is_required = on);
                }
            />
            <span>{say("asked_required")}</span>
        </label>
        <div class="row">
            <button
                type="button"
                class="button"
                on:click=move |_| {
                    fields.update(|fields| {
                        fields.remove(place);
                    })
                }
            >
                {say("asked_remove")}
            </button>
        </div>
    }
}

/// What a field is called.
pub(super) fn name(field: &AskedField) -> String {
    match field.kind {
        FieldKind::Text if !field.en.is_empty() => field.en.clone(),
        FieldKind::Text => field.ru.clone(),
        kind => say(&format!("asked_{}", kind.word())),
    }
}

/// What keeps them from being saved.
pub(super) fn wrong(fields: &[AskedField]) -> Option<String> {
    let max = VARIABLE_NAME_CHARS_MAX;
    let n_chars = |text: &String| text.trim().chars().count();
    for (n, field) in fields.iter().enumerate() {
        if field.kind == FieldKind::Text {
            let (en, ru) = (n_chars(&field.en), n_chars(&field.ru));
            if en + ru == 0 || en.max(ru) > max {
                let max = max.to_string();
                return Some(say_with("asked_label_missing", &[("max", &max)]));
            }
        }
        let is_same = |other: &AskedField| {
            let called = |field: &AskedField| name(field).trim().to_owned();
            other.kind == field.kind && called(other) == called(field)
        };
        if fields[..n].iter().any(is_same) {
            return Some(say("asked_twice"));
        }
    }
    None
}
