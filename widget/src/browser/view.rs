//! Components: they read the state, emit intents, and know no network.
//!
//! Each fills a place in one of the loader's elements; the text field stays the
//! loader's.

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
mod rows;
mod status;
mod team;
mod waiting;

use reactive_graph::signal::ArcRwSignal;

use super::desk::Desk;
use super::shell::Shell;
use crate::chat::Chat;
use field::Field;

/// The state that components read.
type State = ArcRwSignal<Chat>;

/// Shows the chat in the loader's panel, for as long as the page lives.
pub(super) fn show(shell: &Shell, chat: &State, desk: &Desk) {
    let field = Field::take(shell, desk);
    badge::badge(shell, chat).append_to(&shell.launcher);
    team::team(chat).append_to(&shell.head);
    log::fill(shell, chat, desk);
    composer::tools(&field, desk).append_to(&shell.foot);
    status::status(chat).append_to(&shell.panel);
    picker::picker(&field, desk).append_to(&shell.panel);
    waiting::waiting(&field).append_to(&shell.panel);
    drop::drop_zone(shell, &field).append_to(&shell.panel);
}
