//! How the site meets whoever has said nothing yet (`welcome.js`).

use beseda_client::conversation::Opening;
use beseda_client::parsed::Parsed;
use beseda_protocol::ids::{Cid, TriggerId};
use beseda_protocol::json::{Value, Wire};
use beseda_protocol::visitor::Reach;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use web_sys::{Element, ShadowRoot};

use super::dom::{El, el};

#[wasm_bindgen(module = "/welcome.js")]
extern "C" {
    /// Fills an element with it, as soon as it is known.
    fn greet(place: &Element, root: &ShadowRoot, family: &str);

    /// What the next message carries besides, or waits for; undefined, if nothing.
    fn opening(root: &ShadowRoot, name: &str) -> JsValue;
}

/// An element with it.
pub(super) fn greeting(root: &ShadowRoot) -> El {
    let place = el("div").class("greeting");
    greet(place.node(), root, "widget.");
    place
}

/// Whether what is to be sent waits: for what the site asks first, or (`false`) until that is
/// known.
pub(super) fn hold(root: &ShadowRoot) -> Option<bool> {
    opening(root, "hold").as_bool()
}

/// What the message with this cid, which is written now, carries besides.
pub(super) fn carried(root: &ShadowRoot, cid: &Cid) -> Option<Opening> {
    let given = opening(root, "take");
    if given.is_undefined() {
        return None;
    }
    let given = Parsed::from(given);
    Some(Opening {
        cid: cid.clone(),
        trigger: given.get("trigger").and_then(|id| TriggerId::read(&id)),
        reach: given.get("reach").and_then(|reach| Reach::read(&reach)),
    })
}
