//! The widget itself, as the form beside it says: a page of the relay with the snippet of
//! the test chat, to which what is typed is told.

use beseda_protocol::look::{Look, Scheme};
use js_sys::{Object, Reflect};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::browser::page;
use crate::session::Desk;
use crate::texts::{say, say_with};

/// The preview. On narrow screens either it or the form is there.
#[component]
pub(crate) fn SitePreview(
    /// What is typed.
    look: Memo<Look>,
    /// Whether it stands in the form's place.
    is_in_front: RwSignal<bool>,
    /// Whose it is: there may be several on the page.
    site: String,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let frame = NodeRef::<html::Iframe>::new();
    let is_phone = RwSignal::new(false);
    let language = Memo::new(move |_| {
        let locale = look.with(|look| look.locale.clone());
        match locale.as_str() {
            "auto" => desk.locale().tag().to_owned(),
            _ => locale,
        }
    });
    let address = move || format!("/preview?lang={}", language.get());
    let draw = move |look: &Look| {
        let is_dark = look.scheme == Scheme::Dark;
        tell(frame, "css", &look.css().into());
        tell(frame, "isDark", &is_dark.into());
    };
    Effect::new(move |_| look.with(draw));
    let title = say_with("look_preview_of", &[("site", &site)]);
    let width = |phone: bool, key: &'static str| {
        view! {
            <button
                type="button"
                class="choice"
                aria-pressed=move || (is_phone.get() == phone).to_string()
                on:click=move |_| is_phone.set(phone)
            >
                {say(key)}
            </button>
        }
    };
    view! {
        <section class="look-preview" aria-label=title.clone()>
            <div class="row wrap">
                <div class="look-tabs">
                    <button type="button" class="button" on:click=move |_| is_in_front.set(false)>
                        {say("look_back")}
                    </button>
                </div>
                <div class="choices look-width" role="group" aria-label=say("look_preview_width")>
                    {width(false, "look_computer")}
                    {width(true, "look_phone")}
                </div>
                <button
                    type="button"
                    class="button"
                    on:click=move |_| tell(frame, "call", &"toggle".into())
                >
                    {say("look_toggle")}
                </button>
            </div>
            <iframe
                src=address
                prop:loading="lazy"
                node_ref=frame
                class="look-frame"
                class:phone=is_phone
                title=title.clone()
                on:load=move |_| look.with_untracked(draw)
            ></iframe>
            <p class="hint">{say("look_preview_hint")}</p>
        </section>
    }
}

/// Tells the preview's page one thing.
fn tell(frame: NodeRef<html::Iframe>, what: &str, value: &JsValue) {
    let Some(page) = frame
        .get_untracked()
        .and_then(|frame| frame.content_window())
    else {
        return;
    };
    let told = Object::new();
    // Neither can fail: the object is ours, and the origin well-formed.
    Reflect::set(&told, &what.into(), value).ok();
    page.post_message(&told, &page::origin()).ok();
}
