//! What the browser keeps for us: choices and drafts on this machine, unsent
//! messages in this tab. A browser that keeps nothing is no fault.

use beseda_client::conversation::OperatorTo;
use beseda_client::outbox::{Item, Outbox, Pending, Stage};
use beseda_protocol::ids::{Cid, DialogId, MessageId, Timestamp};
use serde::{Deserialize, Serialize};
use web_sys::Storage;

use crate::model::drafts::Drafts;
use crate::model::prefs::Prefs;

const PREFS: &str = "beseda.prefs";
const DRAFT: &str = "beseda.draft.";
const OUTBOX: &str = "beseda.outbox";

/// The operator's choices.
pub(crate) fn prefs() -> Prefs {
    local()
        .and_then(|store| store.get_item(PREFS).ok()?)
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default()
}

/// Keeps the operator's choices.
pub(crate) fn keep_prefs(prefs: &Prefs) {
    if let (Some(store), Ok(text)) = (local(), serde_json::to_string(prefs)) {
        store.set_item(PREFS, &text).ok();
    }
}

/// Drafts that an earlier page left.
pub(crate) fn drafts() -> Drafts {
    let Some(store) = local() else {
        return Drafts::default();
    };
    let n = store.length().unwrap_or(0);
    Drafts::restore((0..n).filter_map(|i| {
        let key = store.key(i).ok()??;
        let dialog = key.strip_prefix(DRAFT)?.parse().ok()?;
        Some((DialogId(dialog), store.get_item(&key).ok()??))
    }))
}

/// Keeps a draft, or forgets it when it is empty.
pub(crate) fn keep_draft(dialog: DialogId, text: &str) {
    let Some(store) = local() else { return };
    let key = format!("{DRAFT}{dialog}");
    if text.is_empty() {
        store.remove_item(&key).ok();
    } else {
        store.set_item(&key, text).ok();
    }
}

/// Forgets drafts: another person may sign in on this machine.
pub(crate) fn forget_drafts(dialogs: impl IntoIterator<Item = DialogId>) {
    for dialog in dialogs {
        keep_draft(dialog, "");
    }
}

/// Texts that an earlier page of this tab had not seen acknowledged. Files are
/// not among them: their bytes went with the page.
pub(crate) fn outbox() -> Outbox<OperatorTo> {
    let kept: Vec<Kept> = session()
        .and_then(|store| store.get_item(OUTBOX).ok()?)
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default();
    Outbox::restore(kept.into_iter().map(Item::from).collect())
}

/// Keeps what is not acknowledged.
pub(crate) fn keep_outbox(outbox: &Outbox<OperatorTo>) {
    let Some(store) = session() else { return };
    let kept: Vec<Kept> = outbox.items().iter().filter_map(Kept::of).collect();
    match serde_json::to_string(&kept) {
        Ok(text) if !kept.is_empty() => store.set_item(OUTBOX, &text).ok(),
        _ => store.remove_item(OUTBOX).ok(),
    };
}

/// A text in the outbox, as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    cid: Cid,
    at: Timestamp,
    dialog: DialogId,
    note: bool,
    text: String,
    quote: Option<MessageId>,
}

impl Kept {
    fn of(item: &Item<OperatorTo>) -> Option<Self> {
        let Pending::Text(text) = &item.body else {
            return None;
        };
        Some(Self {
            cid: item.cid.clone(),
            at: item.at,
            dialog: item.to.dialog(),
            note: matches!(item.to, OperatorTo::Note(_)),
            text: text.clone(),
            quote: item.quote,
        })
    }
}

impl From<Kept> for Item<OperatorTo> {
    fn from(kept: Kept) -> Self {
        Self {
            cid: kept.cid,
            at: kept.at,
            to: match kept.note {
                true => OperatorTo::Note(kept.dialog),
                false => OperatorTo::Reply(kept.dialog),
            },
            body: Pending::Text(kept.text),
            quote: kept.quote,
            stage: Stage::Queued,
        }
    }
}

fn local() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

fn session() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}
