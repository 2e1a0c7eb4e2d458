//! The part that runs in a browser.

mod desk;
mod http;
mod identity;
mod intent;
mod pages;
mod shell;
mod speech;
mod uploads;
mod view;

use beseda_client::parsed::Parsed;
use beseda_protocol::json::Wire;
use beseda_protocol::site::WidgetSettings;
use leptos::prelude::*;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use web_sys::ShadowRoot;

use crate::chat::Chat;
use desk::Desk;
use shell::Shell;

/// Takes the loader's panel over. Does nothing when the loader is of another
/// build that this one does not understand: the page stays as it is.
#[wasm_bindgen]
pub fn start(root: ShadowRoot, site: JsValue, texts: JsValue, locale: String) {
    let Some(site) = WidgetSettings::read(&Parsed::from(site)) else {
        return;
    };
    let Some(shell) = Shell::find(root) else {
        return;
    };
    // Effects need it, and the first of them are made before anything is mounted.
    any_spawner::Executor::init_wasm_bindgen().ok();
    speech::learn(texts, &locale);
    let owner = Owner::new();
    owner.set();
    let chat = RwSignal::new(Chat {
        team: crate::chat::header(Vec::new(), &site.team),
        ..Chat::default()
    });
    let desk = Desk::open(site, locale, shell.clone(), chat);
    view::show(&shell, chat, desk);
    // The widget lives as long as the page.
    std::mem::forget(owner);
}
