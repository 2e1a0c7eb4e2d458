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
    let line = desk.memo(|model| (model.line, model.outbox.n_waiting()));
    view! {
        <div class="line-banner" role="status">
            {move || match line.get() {
                (Line::Live | Line::Connecting, _) => None,
                (Line::Cut, n) => {
                    let text = match n {
                        0 => say("line_cut"),
                        n => say_count("line_cut_waiting", n as u64),
                    };
                    Some(
                        view! {
                            <p class="line-note cut-off">
                                <Icon of=icon::WIFI_OFF />
                                {text}
                            </p>
                        },
                    )
                }
                (Line::Back, _) => {
                    Some(
                        view! {
                            <p class="line-note back">
                                <Icon of=icon::CHECK />
                                {say("line_back")}
                            </p>
                        },
                    )
                }
            }}
        </div>
    }
}
