//! The part that runs in a browser.

mod desk;
mod dom;
mod files;
mod forms;
mod http;
mod identity;
mod intent;
mod pages;
mod panel;
mod shell;
mod speech;
mod talk;
mod view;
mod welcome;

use any_spawner::Executor;
use beseda_client::parsed::Parsed;
use beseda_protocol::json::Wire;
use beseda_protocol::site::WidgetSettings;
use reactive_graph::signal::ArcRwSignal;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use web_sys::ShadowRoot;

use crate::chat::Chat;
use desk::Desk;
use shell::Shell;

/// Takes the loader's panel over. Does nothing and answers `false` when the loader is
/// of another build that this one does not understand: the page stays as it is.
#[wasm_bindgen]
pub fn start(root: ShadowRoot, site: JsValue, texts: JsValue, locale: String) -> bool {
    let site = WidgetSettings::read(&Parsed::from(site));
    let (Some(site), Some(shell)) = (site, Shell::find(root)) else {
        return false;
    };
    // An error means that it has been started before, which is as well.
    Executor::init_wasm_bindgen().ok();
    speech::learn(texts, &locale);
    let chat = ArcRwSignal::new(Chat::default());
    let desk = Desk::open(site, locale, shell.clone(), chat.clone());
    let (field, at_end) = view::show(&shell, &chat, &desk);
    talk::expect(&shell, &chat, at_end, &desk);
    files::expect(&shell, &field, &desk);
    forms::expect(&shell, &chat, &desk);
    panel::begin(&shell.root);
    true
}
