//! What was typed in a dialog where it can't be sent any more: nobody takes it away from
//! its writer.

use beseda_protocol::ids::DialogId;
use leptos::prelude::*;

use super::copy_button::CopyButton;
use crate::session::Desk;
use crate::texts::say;

/// The text, to be copied or discarded; nothing where nothing was typed.
#[component]
pub(crate) fn Unsent(
    /// Which dialog.
    id: DialogId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let text = desk.memo(move |model| model.drafts.text(id).to_owned());
    let discard = move |_| {
        desk.act(|model, _| model.draft_sent(id));
        desk.keep_draft(id);
    };
    move || {
        (!text.with(|text| text.trim().is_empty())).then(|| {
            view! {
                <div class="unsent-draft">
                    <p class="small quiet">{say("draft_unsent")}</p>
                    <p class="text" dir="auto">{text.get()}</p>
                    <div class="row wrap">
                        <CopyButton text=text label=say("copy_text") />
                        <button type="button" class="button plain" on:click=discard>
                            {say("discard")}
                        </button>
                    </div>
                </div>
            }
        })
    }
}
