//! Keys that do something with a dialog by themselves, while nothing is typed; and the list
//! of them, which one of them shows.

use beseda_protocol::ask::Question;
use beseda_protocol::ask::clients::{BlockClient, UnblockClient};
use beseda_protocol::ask::dialogs::{
    Close, MarkRead, MarkSpam, MarkUnread, NoReplyNeeded, PinDialog, UnpinDialog,
};
use beseda_protocol::dialog::{DialogState, Summary};
use beseda_protocol::ids::DialogId;
use beseda_protocol::team::Right;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use super::confirm::focus;
use crate::browser::keys::{is_free, pressed};
use crate::model::Model;
use crate::model::act::Step;
use crate::model::keys::Shortcut;
use crate::model::place::Place;
use crate::session::Desk;

/// Where the list of keys is asked for.
#[derive(Clone, Copy)]
pub(crate) struct Keys(pub(crate) RwSignal<bool>);

/// Listens for as long as the dialogs are on the screen.
pub(crate) fn listen(desk: Desk, keys: Keys) {
    let listener = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        if event.repeat()
            || !is_free(&event)
            || !desk.prefs.with_untracked(|prefs| prefs.has_shortcuts)
        {
            return;
        }
        if let Some(shortcut) = pressed(&event, |pressed| Shortcut::of(&event.code(), pressed)) {
            event.prevent_default();
            carry_out(desk, keys, shortcut);
        }
    });
    on_cleanup(move || listener.remove());
}

fn carry_out(desk: Desk, keys: Keys, shortcut: Shortcut) {
    let step = match shortcut {
        Shortcut::Keys => return keys.0.set(true),
        Shortcut::Write => return write(),
        Shortcut::Snooze => return open_snooze(),
        Shortcut::Next => Some(Step::Down),
        Shortcut::Previous => Some(Step::Up),
        _ => None,
    };
    if let Some(step) = step {
        if let Some(next) = desk.peek(|model| model.neighbour(step)) {
            desk.go(Place::Dialogs(Some(next)));
        }
        return;
    }
    let question = desk.peek(|model| {
        let id = focused().or(model.open())?;
        question(shortcut, model, model.board.card(id)?)
    });
    if let Some(question) = question {
        desk.request(question);
    }
}

/// The dialog whose card has the focus.
fn focused() -> Option<DialogId> {
    let card = document().active_element()?.closest("a.list-card").ok()??;
    Place::from_path(&card.get_attribute("href")?).dialog()
}

fn write() {
    if let Ok(Some(field)) = document().query_selector(".composer textarea") {
        focus(&field);
    }
}

/// The menu is that of the open dialog.
fn open_snooze() {
    let button = document().query_selector(".snooze [aria-haspopup]");
    if let Some(button) = button.ok().flatten()
        && let Some(button) = button.dyn_ref::<HtmlElement>()
    {
        button.click();
    }
}

/// What a key asks of a dialog as it is now; nothing, where it would change nothing, or the
/// operator may not.
fn question(shortcut: Shortcut, model: &Model, card: &Summary) -> Option<Question> {
    let dialog = card.id;
    let is_open = matches!(card.state, DialogState::Open {});
    let may_act = model.right(dialog) == Right::Answerable;
    match shortcut {
        Shortcut::Close => (is_open && may_act).then(|| Close { dialog }.into()),
        Shortcut::NoReplyNeeded => {
            let awaits = card.awaiting_reply_count > 0;
            (is_open && awaits && may_act).then(|| NoReplyNeeded { dialog }.into())
        }
        Shortcut::MarkRead => card.is_unread().then(|| MarkRead { dialog }.into()),
        Shortcut::MarkUnread => is_open.then(|| MarkUnread { dialog }.into()),
        Shortcut::Pin => Some(match model.board.is_pinned(dialog) {
            true => UnpinDialog { dialog }.into(),
            false => PinDialog { dialog }.into(),
        }),
        Shortcut::Block => may_act.then(|| {
            let client = card.client.id;
            match card.client.is_blocked {
                true => UnblockClient { client }.into(),
                false => BlockClient {
                    client,
                    reason: String::new(),
                }
                .into(),
            }
        }),
        Shortcut::Spam => may_act.then(|| MarkSpam { dialog }.into()),
        Shortcut::Next
        | Shortcut::Previous
        | Shortcut::Write
        | Shortcut::Snooze
        | Shortcut::Keys => None,
    }
}
