//! A chat to try out, without any site.

use leptos::prelude::*;

use super::icon::{self, Icon};
use crate::session::Desk;
use crate::texts::say;

/// Opens the test page in a new tab.
#[component]
pub(crate) fn TestChatLink() -> impl IntoView {
    let desk: Desk = expect_context();
    let page = format!("/test-chat?lang={}", desk.locale().tag());
    view! {
        <a class="button" href=page target="_blank" rel="noopener">
            <Icon of=icon::EXTERNAL />
            {say("test_chat")}
        </a>
    }
}
