//! What the browser keeps for us on this machine: choices and drafts. A browser
//! that keeps nothing is no fault. Unsent messages are `client::kept`'s.

use beseda_protocol::ids::DialogId;
use web_sys::Storage;

use crate::model::drafts::Drafts;
use crate::model::prefs::Prefs;

const PREFS: &str = "beseda.prefs";
const DRAFT: &str = "beseda.draft.";

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

fn local() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}
