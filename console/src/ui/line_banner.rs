//! The line's state, when it is not as it should be. Floats: nothing jumps.

use leptos::prelude::*;

use super::icon::{self, Icon};
use crate::model::Line;
use crate::session::Desk;
use crate::texts::{say, say_count};

/// The banner.
#[component]
pub(crate) fn LineBanner() -> impl IntoView {
    let desk: Desk = expect_context();
    let line = desk.memo(|model| (*model.line, model.outbox.n_waiting(), *model.is_unkept));
    let is_undone = desk.memo(|model| model.is_undone());
    let is_barred = desk.memo(|model| *model.is_barred);
    let note = |class: &'static str, outline: icon::Outline, text: String| {
        view! {
            <p class=format!("line-note {class}")>
                <Icon of=outline />
                {text}
            </p>
        }
    };
    view! {
        <div class="line-banner" role="status">
            {move || match line.get() {
                // A start has a screen of its own.
                (Line::Live | Line::Connecting, ..) => None,
                (Line::Cut, ..) if is_undone.get() => {
                    Some(note("cut-off told", icon::WIFI_OFF, say("no_line")))
                }
                (Line::Cut, ..) if is_barred.get() => {
                    Some(note("cut-off", icon::WIFI_OFF, say("line_barred")))
                }
                (Line::Cut, _, true) => Some(note("cut-off", icon::WIFI_OFF, say("line_cut_unkept"))),
                (Line::Cut, 0, ..) => Some(note("cut-off", icon::WIFI_OFF, say("line_cut"))),
                (Line::Cut, n, ..) => {
                    Some(note("cut-off", icon::WIFI_OFF, say_count("line_cut_waiting", n as u64)))
                }
                (Line::Back, ..) => Some(note("regained", icon::CHECK, say("line_back"))),
            }}
        </div>
    }
}
