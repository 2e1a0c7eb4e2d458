//! What was written in another window for the same reply, beside what is written here: one
//! of them is chosen.

use beseda_protocol::ids::DialogId;
use leptos::html::Textarea;
use leptos::prelude::*;

use crate::browser::edit;
use crate::session::Desk;
use crate::texts::say;

/// The other text, with the choice; nothing where there is only one.
#[component]
pub(crate) fn DraftChoice(
    /// Of which dialog.
    id: DialogId,
    /// The composer's field.
    area: NodeRef<Textarea>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let other = desk.memo(move |model| model.drafts.other(id).cloned());
    let to_field = move || {
        if let Some(area) = area.get_untracked() {
            area.focus().ok();
        }
    };
    let keep = move |_| {
        desk.act(|model, _| model.keep_my_draft(id));
        desk.keep_draft(id);
        to_field();
    };
    let take = move |_| {
        let text = other.with_untracked(|other| other.as_ref().map(|other| other.text.clone()));
        if let (Some(text), Some(area)) = (text, area.get_untracked()) {
            // As an edit, so that it can be undone.
            edit::clear(&area);
            edit::insert(&area, &text);
        }
        desk.act(|model, _| model.take_other_draft(id));
        to_field();
    };
    move || {
        other.get().map(|other| {
            let mode = if other.is_note {
                "mode_note"
            } else {
                "mode_reply"
            };
            view! {
                <div class="conflict draft-choice" role="group" aria-label=say("draft_other")>
                    <p role="alert">
                        <strong>{say("draft_other")}</strong>
                    </p>
                    <p class="small quiet">{say(mode)}</p>
                    <p class="text" dir="auto">{other.text}</p>
                    <div class="row wrap">
                        <button type="button" class="button" on:click=keep>
                            {say("draft_keep")}
                        </button>
                        <button type="button" class="button" on:click=take>
                            {say("draft_take")}
                        </button>
                    </div>
                </div>
            }
        })
    }
}
