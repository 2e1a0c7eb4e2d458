//! What the browser keeps for us on this machine: choices and drafts. A browser
//! that keeps nothing is no fault. Unsent messages are `client::kept`'s.

use beseda_protocol::ids::DialogId;
use web_sys::Storage;

use crate::model::drafts::{Draft, Drafts};
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
        Some((DialogId(dialog), Draft::read(&store.get_item(&key).ok()??)))
    }))
}

/// Keeps a draft, or forgets the one that was there.
pub(crate) fn keep_draft(dialog: DialogId, draft: Option<&Draft>) {
    let Some(store) = local() else { return };
    let key = format!("{DRAFT}{dialog}");
    match draft {
        None => store.remove_item(&key).ok(),
        Some(draft) => store.set_item(&key, &draft.kept()).ok(),
    };
}

/// Forgets drafts: another person may sign in on this machine.
pub(crate) fn forget_drafts(dialogs: impl IntoIterator<Item = DialogId>) {
    for dialog in dialogs {
        keep_draft(dialog, None);
    }
}

fn local() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}
