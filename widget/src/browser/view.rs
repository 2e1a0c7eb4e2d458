//! Components: they read the state, emit intents, and know no network.
//!
//! Each fills one of the loader's elements; the text field stays the loader's.

mod badge;
mod body;
mod composer;
mod drop;
mod field;
mod icon;
mod log;
mod meta;
mod picker;
mod picture;
mod row;
mod status;
mod team;

use leptos::mount::mount_to;
use leptos::prelude::*;
use web_sys::HtmlElement;

use super::desk::Desk;
use super::shell::Shell;
use crate::chat::Chat;
use field::Field;

/// Shows the chat in the loader's panel, for as long as the page lives.
pub(super) fn show(shell: &Shell, chat: RwSignal<Chat>, desk: Desk) {
    let field = Field::take(shell, desk);
    fill(&shell.launcher, badge::badge(shell, chat));
    fill(&shell.header, team::team(chat));
    fill(&shell.log, log::log(shell, chat, desk));
    fill(&shell.footer, composer::tools(field, desk));
    fill(&shell.panel, status::status(chat));
    fill(&shell.panel, picker::picker(field, desk));
    fill(&shell.panel, drop::drop_zone(shell, desk));
}

fn fill(place: &HtmlElement, view: impl IntoView + 'static) {
    mount_to(place.clone(), move || view).forget();
}
