//! Nothing may be seen yet (KC-02): whom to ask.

use leptos::prelude::*;

use super::empty::Empty;
use super::icon;
use crate::session::Desk;
use crate::texts::{say, say_with};

/// In the place of the dialogs.
#[component]
pub(crate) fn NoAccess() -> impl IntoView {
    let desk: Desk = expect_context();
    let names = desk.memo(|model| {
        let roster = model.roster.iter();
        let names = roster.flat_map(|roster| roster.administrators());
        names
            .map(|employee| employee.name.clone())
            .collect::<Vec<_>>()
            .join(", ")
    });
    move || {
        let text = say_with("no_access_text", &[("names", &names.get())]);
        view! { <Empty icon=icon::INBOX title=say("no_access_title") text=text /> }
    }
}
