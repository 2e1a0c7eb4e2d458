//! Makes a message heard: one tone among all tabs, and a desktop notification
//! when the window is not looked at (of several tabs' the browser shows one: they
//! have the same tag).

use crate::browser::{alone, audio, notification, page};
use crate::model::prefs::Prefs;
use crate::model::ring::{Cause, Ring};
use crate::texts::{say, say_client, say_with};

/// Rings as the operator has chosen; a press on the notification opens the dialog.
pub(crate) fn ring(prefs: &Prefs, ring: &Ring, open: impl FnOnce() + 'static) {
    // A tab that the browser keeps silent must not be the one that rings.
    if prefs.sound && audio::is_allowed() {
        let tone = match ring.is_new {
            true => audio::Tone::NewDialog,
            false => audio::Tone::Message,
        };
        alone::alone("beseda:bell", move || {
            audio::play(tone);
        });
    }
    if prefs.notify && !page::is_watched() {
        let name = say_client(ring.name.as_deref(), ring.number);
        let said = || ring.preview.clone();
        let body = match &ring.cause {
            Cause::Client => said().unwrap_or_else(|| say("label_attachment")),
            Cause::Mentioned { by } => format!("{by}: {}", said().unwrap_or_default()),
            Cause::Assigned { by } => say_with("heard_assigned", &[("name", by)]),
        };
        notification::show(&name, &body, &format!("dialog-{}", ring.dialog), open);
    }
}
