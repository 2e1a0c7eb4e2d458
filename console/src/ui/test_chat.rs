//! A chat to try out, without any site.

use leptos::prelude::*;

use super::icon::{self, Icon};
use crate::texts::say;

/// Opens the test page in a new tab.
#[component]
pub(crate) fn TestChatLink() -> impl IntoView {
    view! {
        <a class="button" href="/test-chat" target="_blank" rel="noopener">
            <Icon of=icon::EXTERNAL />
            {say("test_chat")}
        </a>
    }
}
