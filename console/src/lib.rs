//! The chat center for operators: one page, drawn in the browser.
//!
//! | module | owns |
//! |---|---|
//! | [`model`] | the state: plain data with methods, tested natively |
//! | [`tables`] | tables of clients that are brought along: text, workbooks, columns |
//! | `session` | the line to the relay, the signal that the screens read, files on their way |
//! | `bell` | what makes a message heard |
//! | `ui` | the screens: components that read memos and tell the desk |
//! | `browser` | the browser behind small doors: HTTP, files, sounds, storage, `Intl` |
//! | `texts` | the words, in the operator's language |
//!
//! Arrows point one way: `ui` → `session` → `model`, and `browser` knows none of
//! them but the model's plain values.

pub mod model;
pub mod tables;

#[cfg(target_arch = "wasm32")]
mod bell;
#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
mod session;
#[cfg(target_arch = "wasm32")]
mod texts;
#[cfg(target_arch = "wasm32")]
mod ui;

/// Draws the console into the page.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
    let desk = session::Desk::open();
    leptos::mount::mount_to_body(move || {
        session::follow(desk);
        desk.enter();
        leptos::prelude::view! { <ui::app::App desk=desk /> }
    });
}
