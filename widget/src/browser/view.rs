//! Components: they read the state, emit intents, and know no network.
//!
//! Each fills a place in one of the loader's elements; the text field stays the
//! loader's.

mod badge;
pub(super) mod body;
mod composer;
pub(super) mod field;
pub(super) mod icon;
mod log;
pub(super) mod meta;
mod part;
mod picker;
mod row;
mod rows;
pub(super) mod team;

use reactive_graph::signal::ArcRwSignal;
use reactive_graph::traits::Get;
use web_sys::Event;

use super::desk::Desk;
use super::dom::listen;
use super::shell::Shell;
use crate::chat::Chat;
pub(super) use field::Field;

/// The state that components read.
type State = ArcRwSignal<Chat>;

/// Shows the chat in the loader's panel, for as long as the page lives, around this
/// field. Gives whether the newest message is in view, too.
pub(super) fn show(shell: &Shell, chat: &State, desk: &Desk) -> (Field, ArcRwSignal<bool>) {
    let field = Field::take(shell, desk);
    badge::badge(shell, chat).append_to(&shell.launcher);
    team::team(chat).append_to(&shell.head);
    let at_end = log::fill(shell, chat, desk);
    composer::tools(&field, desk, chat).append_to(&shell.foot);
    emoji(shell, &field, desk);
    let (talk, carrier) = (&desk.talk().part, &desk.files().part);
    for part in [talk, carrier, desk.forms()] {
        part::missing(part, || true).append_to(&shell.panel);
    }
    part::fetch_when_idle(shell, [field.emoji.clone(), carrier.clone()]);
    let dragged = carrier.clone();
    listen::<Event>(&shell.panel, "dragenter", move |_| dragged.fetch());
    (field, at_end)
}

/// The picker, as soon as it is here.
fn emoji(shell: &Shell, field: &Field, desk: &Desk) {
    let (panel, given) = (shell.panel.clone(), (field.clone(), desk.clone()));
    let show = move |_| picker::picker(given).append_to(&panel);
    field.emoji.begin_by(show);
    let picking = field.picking.clone();
    part::missing(&field.emoji, move || picking.get()).append_to(&shell.panel);
}
