//! What the browser keeps for us on this machine: choices and drafts. A browser
//! that keeps nothing is no fault. Unsent messages are `client::kept`'s.

use beseda_protocol::ids::{DialogId, OperatorId, Timestamp};
use beseda_protocol::json::to_text;
use web_sys::Storage;

use crate::model::draft::Draft;
use crate::model::drafts::{self, Drafts, Whose};
use crate::model::kept;
use crate::model::prefs::Prefs;

const PREFS: &str = "beseda.prefs";

const TOUCHED: &str = "beseda.touched";

/// The operator's choices.
pub(crate) fn prefs() -> Prefs {
    local()
        .and_then(|store| store.get_item(PREFS).ok()?)
        .and_then(|text| kept::read(&text))
        .unwrap_or_default()
}

/// Keeps the operator's choices.
pub(crate) fn keep_prefs(prefs: &Prefs) {
    if let Some(store) = local() {
        store.set_item(PREFS, &to_text(prefs)).ok();
    }
}

/// The emoji that an operator has picked last, parted by spaces.
pub(crate) fn picked_emoji(of: OperatorId) -> String {
    let kept = local().and_then(|store| store.get_item(&picked_key(of)).ok()?);
    kept.unwrap_or_default()
}

/// Keeps them.
pub(crate) fn keep_picked_emoji(of: OperatorId, picked: &str) {
    if let Some(store) = local() {
        store.set_item(&picked_key(of), picked).ok();
    }
}

fn picked_key(of: OperatorId) -> String {
    format!("beseda.emoji.{of}")
}

/// When a key or a pointer moved last, in any tab.
pub(crate) fn touched() -> Timestamp {
    let kept = local().and_then(|store| store.get_item(TOUCHED).ok()?);
    Timestamp(kept.and_then(|ms| ms.parse().ok()).unwrap_or_default())
}

/// One moves in this tab.
pub(crate) fn keep_touched(at: Timestamp) {
    if let Some(store) = local() {
        store.set_item(TOUCHED, &at.to_string()).ok();
    }
}

/// Drafts that an earlier page of this operator left.
pub(crate) fn drafts(of: OperatorId) -> Drafts {
    let Some(store) = local() else {
        return Drafts::restore(of, []);
    };
    let n = store.length().unwrap_or(0);
    let keys: Vec<String> = (0..n).filter_map(|i| store.key(i).ok()?).collect();
    let found = keys.into_iter().filter_map(|key| {
        let (whose, dialog) = drafts::dialog_of(&key, of)?;
        let draft = Draft::read(&store.get_item(&key).ok()??);
        if whose == Whose::Nobodys {
            store.remove_item(&key).ok();
            keep_draft(of, dialog, draft.kept());
        }
        Some((whose, dialog, draft))
    });
    let mut found: Vec<_> = found.collect();
    // His own comes last, and stays.
    found.sort_by_key(|(whose, ..)| *whose);
    let drafts = found.into_iter().map(|(_, dialog, draft)| (dialog, draft));
    Drafts::restore(of, drafts)
}

/// Keeps a draft, or forgets the one that was there.
pub(crate) fn keep_draft(of: OperatorId, dialog: DialogId, draft: Option<String>) {
    let Some(store) = local() else { return };
    let key = drafts::key(of, dialog);
    match draft {
        None => store.remove_item(&key).ok(),
        Some(draft) => store.set_item(&key, &draft).ok(),
    };
}

/// Forgets an operator's drafts: he is done with this machine.
pub(crate) fn forget_drafts(drafts: &Drafts) {
    for dialog in drafts.dialogs() {
        if let Some(of) = drafts.of() {
            keep_draft(of, dialog, None);
        }
    }
}

fn local() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}
