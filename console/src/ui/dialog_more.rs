//! What else is done with a dialog: behind the dots of its head, and on its card.

use std::sync::Arc;

use beseda_protocol::ask::Question;
use beseda_protocol::ask::dialogs::{
    Close, MarkRead, MarkSpam, MarkUnread, NoReplyNeeded, PinDialog, Reopen, UnpinDialog,
};
use beseda_protocol::dialog::{DialogState, Summary};
use beseda_protocol::ids::DialogId;
use beseda_protocol::team::Right;
use leptos::prelude::*;

use super::card_deletion::DeletionItem;
use super::hidden_kinds::KindItems;
use super::icon::{self, Icon, Outline};
use super::menu::Menu;
use super::snooze::SnoozeItems;
use super::standing::StandingItems;
use crate::model::Model;
use crate::model::keys::Shortcut;
use crate::session::Desk;
use crate::texts::say;

/// The dots, and the menu behind them.
#[component]
pub(crate) fn DialogMore(
    /// Which dialog.
    id: DialogId,
) -> impl IntoView {
    view! {
        <Menu label=say("dialog_actions") tip=true face=|| view! { <Icon of=icon::MORE size=18 /> }>
            <DialogItems id=id />
            <KindItems />
        </Menu>
    }
}

/// The items, as they are when a menu opens.
#[component]
pub(super) fn DialogItems(
    /// Which dialog.
    id: DialogId,
    /// Whether what the head of an open dialog has as buttons is among them.
    #[prop(optional)]
    all: bool,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let Known {
        card,
        is_pinned,
        may_act,
        administers,
    } = desk.peek(|model| Known::of(model, id));
    let item = move |icon: Outline, text: &str, key: Option<Shortcut>, question: Question| {
        let ask = move |_| desk.request(question.clone());
        let shown = key.filter(|_| desk.prefs.with_untracked(|prefs| prefs.has_shortcuts));
        view! {
            <button
                type="button"
                class="menu-item"
                role="menuitem"
                aria-keyshortcuts=shown.map(Shortcut::shown)
                on:click=ask
            >
                <Icon of=icon />
                {say(text)}
                {shown.map(|key| view! { <kbd class="end" aria-hidden="true">{key.shown()}</kbd> })}
            </button>
        }
    };
    let (pin, pinning): (_, Question) = match is_pinned {
        true => ("unpin_dialog", UnpinDialog { dialog: id }.into()),
        false => ("pin_dialog", PinDialog { dialog: id }.into()),
    };
    let is_open = (card.as_ref()).is_some_and(|card| matches!(card.state, DialogState::Open {}));
    let has = |is: fn(&Summary) -> bool| card.as_deref().is_some_and(is);
    let is_unread = has(Summary::is_unread);
    let awaits = has(|card| card.awaiting_reply_count > 0);
    let is_marked = has(|card| card.marked_unread_at.is_some());
    let read = is_unread.then(|| {
        let question = MarkRead { dialog: id }.into();
        item(
            icon::MAIL_OPEN,
            "mark_read",
            Some(Shortcut::MarkRead),
            question,
        )
    });
    let unread = (is_open && !is_marked).then(|| {
        let question = MarkUnread { dialog: id }.into();
        item(
            icon::MAIL,
            "mark_unread",
            Some(Shortcut::MarkUnread),
            question,
        )
    });
    let no_reply = (all && may_act && awaits).then(|| {
        let question = NoReplyNeeded { dialog: id }.into();
        item(
            icon::MAIL_CHECK,
            "no_reply_needed",
            Some(Shortcut::NoReplyNeeded),
            question,
        )
    });
    let close = (all && may_act).then(|| match is_open {
        true => {
            let question = Close { dialog: id }.into();
            item(
                icon::CLOSE_DIALOG,
                "close_dialog",
                Some(Shortcut::Close),
                question,
            )
        }
        false => item(icon::REOPEN, "reopen", None, Reopen { dialog: id }.into()),
    });
    let client = card.map(|card| card.client.clone());
    let of_client = client.map(|client| {
        let number = client.id;
        let spam = may_act.then(|| {
            let question = MarkSpam { dialog: id }.into();
            item(icon::SPAM, "spam", Some(Shortcut::Spam), question)
        });
        let deletion = administers.then(|| view! { <DeletionItem client=number /> });
        view! {
            <span class={"menu-rule"} aria-hidden="true"></span>
            {may_act.then(|| view! { <StandingItems client=client /> })}
            {spam}
            {deletion}
        }
    });
    view! {
        {item(icon::PIN, pin, Some(Shortcut::Pin), pinning)}
        {read}
        {unread}
        {no_reply}
        {close}
        {(all && may_act && is_open).then(|| view! {
            <span class={"menu-rule"} aria-hidden="true"></span>
            <div role="group" aria-label=say("snooze")>
                <p class="menu-title" aria-hidden="true">{say("snooze")}</p>
                <SnoozeItems id=id />
            </div>
        })}
        {of_client}
        <span class={"menu-rule"} aria-hidden="true"></span>
        <TranscriptItems id=id />
    }
}

/// The dialog as a file: to be kept, or to be printed by the browser.
#[component]
fn TranscriptItems(
    /// Which dialog.
    id: DialogId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let locale = desk.locale().tag();
    let path = |ending: &str| format!("/v1/operator/dialogs/{id}.{ending}?locale={locale}");
    view! {
        <a class="menu-item" role="menuitem" href=path("txt") download="">
            <Icon of=icon::DOWNLOAD />
            {say("dialog_as_text")}
        </a>
        <a class="menu-item" role="menuitem" href=path("html") target="_blank" rel="noopener">
            <Icon of=icon::PRINTER />
            {say("dialog_print")}
        </a>
    }
}

/// What decides which items there are.
struct Known {
    card: Option<Arc<Summary>>,
    is_pinned: bool,
    may_act: bool,
    administers: bool,
}

impl Known {
    fn of(model: &Model, id: DialogId) -> Self {
        Self {
            card: model.board.card(id).cloned(),
            is_pinned: model.board.is_pinned(id),
            may_act: model.right(id) == Right::Answerable,
            administers: model.administers(),
        }
    }
}
