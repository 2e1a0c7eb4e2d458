//! Makes a message heard: one tone among all tabs, and a desktop notification
//! when the window is not looked at (of several tabs' the browser shows one: they
//! have the same tag).

use crate::browser::{alone, audio, notification, page};
use crate::model::place::Place;
use crate::model::ring::Ring;
use crate::session::Desk;
use crate::texts::{say, say_with};

use leptos::prelude::WithUntracked;

/// Rings.
pub(crate) fn ring(desk: Desk, ring: &Ring) {
    let prefs = desk.prefs.with_untracked(Clone::clone);
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
        let name = client_name(ring.name.as_deref(), ring.number);
        let body = ring
            .preview
            .clone()
            .unwrap_or_else(|| say("label_attachment"));
        let dialog = ring.dialog;
        notification::show(&name, &body, &format!("dialog-{dialog}"), move || {
            desk.go(Place::Dialogs(Some(dialog)));
        });
    }
}

/// A client's name, or what stands for it.
pub(crate) fn client_name(name: Option<&str>, number: u64) -> String {
    match name {
        Some(name) if !name.trim().is_empty() => name.to_owned(),
        _ => say_with("visitor", &[("n", &number.to_string())]),
    }
}
