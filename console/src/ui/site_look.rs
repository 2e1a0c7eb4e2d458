//! How a site's widget looks: the form, and beside it the widget itself.

use beseda_protocol::ask::sites::SaveSite;
use beseda_protocol::limits::{LAYER_MAX, OFFSET_MAX};
use beseda_protocol::look::{Corner, Look, Offsets, Scheme, WidgetSize};
use beseda_protocol::settings::Versioned;
use beseda_protocol::site::Site;
use leptos::prelude::*;

use super::accent_field::AccentField;
use super::copy_button::CopyButton;
use super::section_form::{SectionEnd, SectionForm, submitted};
use super::site_preview::SitePreview;
use crate::model::contrast::Contrast;
use crate::model::question::{Form, SitePart};
use crate::model::section::Edition;
use crate::session::Desk;
use crate::texts::{say, say_with};

/// What opens the chat where there is no launcher.
const OWN_BUTTON: &str = "<button type=\"button\" onclick=\"beseda('open')\">…</button>";

/// What is typed.
#[derive(Clone, Copy)]
struct Fields {
    accent: RwSignal<String>,
    locale: RwSignal<String>,
    scheme: RwSignal<Scheme>,
    corner: RwSignal<Corner>,
    size: RwSignal<WidgetSize>,
    offsets: RwSignal<Offsets>,
    phone_offsets: RwSignal<Offsets>,
    layer: RwSignal<u32>,
    has_launcher: RwSignal<bool>,
    has_page_font: RwSignal<bool>,
}

impl Fields {
    fn of(look: Look) -> Self {
        Self {
            accent: RwSignal::new(look.accent),
            locale: RwSignal::new(look.locale),
            scheme: RwSignal::new(look.scheme),
            corner: RwSignal::new(look.corner),
            size: RwSignal::new(look.size),
            offsets: RwSignal::new(look.offsets),
            phone_offsets: RwSignal::new(look.phone_offsets),
            layer: RwSignal::new(look.layer),
            has_launcher: RwSignal::new(look.has_launcher),
            has_page_font: RwSignal::new(look.has_page_font),
        }
    }

    fn fill(self, look: Look) {
        self.accent.set(look.accent);
        self.locale.set(look.locale);
        self.scheme.set(look.scheme);
        self.corner.set(look.corner);
        self.size.set(look.size);
        self.offsets.set(look.offsets);
        self.phone_offsets.set(look.phone_offsets);
        self.layer.set(look.layer);
        self.has_launcher.set(look.has_launcher);
        self.has_page_font.set(look.has_page_font);
    }

    fn typed(self) -> Look {
        Look {
            accent: self.accent.get(),
            locale: self.locale.get(),
            scheme: self.scheme.get(),
            corner: self.corner.get(),
            size: self.size.get(),
            offsets: self.offsets.get(),
            phone_offsets: self.phone_offsets.get(),
            layer: self.layer.get(),
            has_launcher: self.has_launcher.get(),
            has_page_font: self.has_page_font.get(),
        }
    }
}

/// The form.
#[component]
pub(crate) fn SiteLookForm(
    /// Whose; as it was when the page was opened.
    site: Site,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let id = site.id.clone();
    let name = site.general.value.name.clone();
    let newest = desk.memo({
        let id = id.clone();
        move |model| edition(&model.site(&id).unwrap_or(&site).look)
    });
    let fields = Fields::of(newest.get_untracked().fields);
    let typed = Memo::new(move |_| fields.typed());
    let fill = Callback::new(move |look: Look| fields.fill(look));
    let form = Form::Site(id.clone(), SitePart::Look);
    let section = SectionForm::new(form, newest, typed, fill);
    let named = {
        let site = id.as_str().to_owned();
        move |what: &str| format!("{what}-{site}")
    };
    let submit = Callback::new(move |()| {
        let look = typed.get_untracked();
        desk.request(SaveSite {
            site: id.clone(),
            version: section.send(look.clone()),
            section: look.into(),
        });
    });
    let shows_preview = RwSignal::new(false);
    view! {
        <div class="look-pair" class:previewed=shows_preview>
            <form class="stack" on:submit=move |event| submitted(&event, submit)>
                <h4>{say("site_look")}</h4>
                <div class="look-tabs">
                    <button type="button" class="button" on:click=move |_| shows_preview.set(true)>
                        {say("look_preview")}
                    </button>
                </div>
                <div class="row wrap look-fields">
                    <AccentField id=named("accent") value=fields.accent />
                    {choice(named("locale"), say("widget_language"), locales(), fields.locale)}
                    {choice(named("scheme"), say("look_scheme"), words(Scheme::ALL, scheme_name), fields.scheme)}
                </div>
                <ColourNote accent=fields.accent />
                <div class="row wrap look-fields">
                    {choice(named("corner"), say("look_corner"), words(Corner::ALL, corner_name), fields.corner)}
                    {choice(named("size"), say("look_size"), words(WidgetSize::ALL, size_name), fields.size)}
                </div>
                {offsets(&named("offsets"), "look_offsets", fields.offsets)}
                {offsets(&named("phone-offsets"), "look_phone_offsets", fields.phone_offsets)}
                <div class="field look-layer">
                    <label for=named("layer")>{say("look_layer")}</label>
                    {number(named("layer"), LAYER_MAX, move || fields.layer.get(), move |n| fields.layer.set(n))}
                    <p class="hint">{say("look_layer_hint")}</p>
                </div>
                {check("look_page_font", fields.has_page_font)}
                {check("look_launcher", fields.has_launcher)}
                <Show when=move || !fields.has_launcher.get()>
                    <p class="hint">{say("look_own_button")}</p>
                    <div class="snippet">
                        <code>{OWN_BUTTON}</code>
                        <CopyButton text=OWN_BUTTON.to_owned() label=say("copy_code") />
                    </div>
                </Show>
                <SectionEnd
                    section=section
                    differences=differences
                    save=say("save")
                    submit=submit
                    what=say("site_look")
                    done=say("saved")
                />
            </form>
            <SitePreview look=typed is_in_front=shows_preview site=name />
        </div>
    }
}

/// What is chosen from a list.
fn choice<T>(
    id: String,
    label: String,
    choices: Vec<(T, String)>,
    value: RwSignal<T>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let values: Vec<T> = choices.iter().map(|(value, _)| value.clone()).collect();
    let chosen = {
        let values = values.clone();
        move || {
            let at = value.with(|value| values.iter().position(|known| known == value));
            at.unwrap_or_default().to_string()
        }
    };
    let first = value.get_untracked();
    view! {
        <div class="field grow">
            <label for=id.clone()>{label}</label>
            <select
                id=id
                class="input"
                prop:value=chosen
                on:change:target=move |event| {
                    let at = event.target().value().parse::<usize>().ok();
                    if let Some(chosen) = at.and_then(|at| values.get(at)) {
                        value.set(chosen.clone());
                    }
                }
            >
                {choices
                    .into_iter()
                    .enumerate()
                    .map(|(at, (of, name))| {
                        view! { <option value=at.to_string() selected={of == first}>{name}</option> }
                    })
                    .collect_view()}
            </select>
        </div>
    }
}

/// A number, checked by the browser: what is no such number is not sent.
fn number(
    id: String,
    max: u32,
    value: impl Fn() -> u32 + Send + 'static,
    typed: impl Fn(u32) + 'static,
) -> impl IntoView {
    view! {
        <input
            id=id
            class="input"
            type="number"
            required
            min="0"
            max=max.to_string()
            prop:value=move || value().to_string()
            on:input:target=move |event| {
                let number = event.target().value().parse::<u32>().ok();
                if let Some(number) = number.filter(|number| *number <= max) {
                    typed(number);
                }
            }
        />
    }
}

/// How far from the side, and from below.
fn offsets(id: &str, key: &str, value: RwSignal<Offsets>) -> impl IntoView + use<> {
    let (side, bottom) = (format!("{id}-side"), format!("{id}-bottom"));
    view! {
        <fieldset class="field">
            <legend class="label">{say(key)}</legend>
            <div class="row wrap look-fields">
                <div class="field grow">
                    <label for=side.clone()>{say("look_side")}</label>
                    {number(
                        side,
                        OFFSET_MAX,
                        move || value.get().side,
                        move |n| value.update(|at| at.side = n),
                    )}
                </div>
                <div class="field grow">
                    <label for=bottom.clone()>{say("look_bottom")}</label>
                    {number(
                        bottom,
                        OFFSET_MAX,
                        move || value.get().bottom,
                        move |n| value.update(|at| at.bottom = n),
                    )}
                </div>
            </div>
        </fieldset>
    }
}

fn check(key: &str, on: RwSignal<bool>) -> impl IntoView + use<> {
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:checked=on
                on:change:target=move |event| on.set(event.target().checked())
            />
            <span>{say(key)}</span>
        </label>
    }
}

/// What comes of the colour: of what colour the text on it is, and whether it is seen.
#[component]
fn ColourNote(
    /// The colour.
    accent: RwSignal<String>,
) -> impl IntoView {
    let told = Memo::new(move |_| accent.with(|accent| Contrast::of(accent)));
    let text = move || {
        let told = told.get()?;
        let ink = match told.is_text_white {
            true => say("look_ink_white"),
            false => say("look_ink_black"),
        };
        Some(match told.is_pale() {
            // Rounded down: what does not reach 3 is not said to.
            true => {
                let ratio = format!("{:.1}", (told.on_white * 10.0).floor() / 10.0);
                [say_with("look_pale", &[("ratio", &ratio)]), ink].join(" ")
            }
            false => ink,
        })
    };
    let is_pale = move || told.get().is_some_and(Contrast::is_pale);
    view! {
        <p class="hint colour-note" class:pale=is_pale role="status">
            {text}
        </p>
    }
}

const LOCALES: [&str; 3] = ["auto", "en", "ru"];

fn locales() -> Vec<(String, String)> {
    LOCALES
        .map(|tag| (tag.to_owned(), locale_name(tag)))
        .to_vec()
}

fn locale_name(tag: &str) -> String {
    match tag {
        "en" => "English".to_owned(),
        "ru" => "Русский".to_owned(),
        _ => say("locale_auto"),
    }
}

/// All of them with their names.
fn words<T: Copy>(all: &[T], name: fn(T) -> String) -> Vec<(T, String)> {
    all.iter().map(|word| (*word, name(*word))).collect()
}

fn scheme_name(scheme: Scheme) -> String {
    say(match scheme {
        Scheme::Auto => "look_scheme_auto",
        Scheme::Light => "look_scheme_light",
        Scheme::Dark => "look_scheme_dark",
    })
}

fn corner_name(corner: Corner) -> String {
    say(match corner {
        Corner::End => "look_corner_end",
        Corner::Start => "look_corner_start",
    })
}

fn size_name(size: WidgetSize) -> String {
    say(match size {
        WidgetSize::Small => "look_size_small",
        WidgetSize::Medium => "look_size_medium",
        WidgetSize::Large => "look_size_large",
    })
}

fn edition(look: &Versioned<Look>) -> Edition<Look> {
    Edition {
        version: look.version,
        fields: look.value.clone(),
    }
}

fn differences(mine: &Look, theirs: &Look) -> Vec<(String, String)> {
    let place = |at: Offsets| format!("{} × {}", at.side, at.bottom);
    let state = |on: bool| say(if on { "setting_on" } else { "setting_off" });
    let told = [
        (
            "accent",
            mine.accent != theirs.accent,
            theirs.accent.clone(),
        ),
        (
            "widget_language",
            mine.locale != theirs.locale,
            locale_name(&theirs.locale),
        ),
        (
            "look_scheme",
            mine.scheme != theirs.scheme,
            scheme_name(theirs.scheme),
        ),
        (
            "look_corner",
            mine.corner != theirs.corner,
            corner_name(theirs.corner),
        ),
        (
            "look_size",
            mine.size != theirs.size,
            size_name(theirs.size),
        ),
        (
            "look_offsets",
            mine.offsets != theirs.offsets,
            place(theirs.offsets),
        ),
        (
            "look_phone_offsets",
            mine.phone_offsets != theirs.phone_offsets,
            place(theirs.phone_offsets),
        ),
        (
            "look_layer",
            mine.layer != theirs.layer,
            theirs.layer.to_string(),
        ),
        (
            "look_page_font",
            mine.has_page_font != theirs.has_page_font,
            state(theirs.has_page_font),
        ),
        (
            "look_launcher",
            mine.has_launcher != theirs.has_launcher,
            state(theirs.has_launcher),
        ),
    ];
    told.into_iter()
        .filter(|(_, differs, _)| *differs)
        .map(|(key, _, value)| (say(key), value))
        .collect()
}
