//! An open dialog: its head, its messages, the composer.

use beseda_protocol::ids::DialogId;
use leptos::prelude::*;

use super::composer::Composer;
use super::copy_button::CopyButton;
use super::dialog_head::DialogHead;
use super::empty::Empty;
use super::feed::Feed;
use super::icon;
use crate::model::place::Place;
use crate::model::thread::Load;
use crate::session::Desk;
use crate::texts::{say, say_refusal};

/// The second column.
#[component]
pub(crate) fn DialogPane(
    /// Which dialog.
    id: DialogId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let refusal = desk.memo(move |model| {
        model.thread(id).and_then(|thread| match &thread.load {
            Load::Refused(refusal) => Some(refusal.clone()),
            _ => None,
        })
    });
    view! {
        <section class="dialog-pane" aria-label=say("dialog")>
            {move || match refusal.get() {
                Some(refusal) => {
                    view! {
                        <Empty icon=icon::CIRCLE_ALERT title=say("dialog_missing") text=say_refusal(&refusal)>
                            <Unsent id=id />
                            <button
                                type="button"
                                class="button"
                                on:click=move |_| desk.go(Place::Dialogs(None))
                            >
                                {say("back_to_dialogs")}
                            </button>
                        </Empty>
                    }
                        .into_any()
                }
                None => {
                    view! {
                        <DialogHead id=id />
                        <Feed id=id />
                        <Composer id=id />
                    }
                        .into_any()
                }
            }}
        </section>
    }
}

/// What was typed in a dialog that is not there any more: nobody takes it away from its
/// writer.
#[component]
fn Unsent(
    /// Which dialog.
    id: DialogId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let text = desk.memo(move |model| model.drafts.text(id).to_owned());
    move || {
        (!text.with(|text| text.trim().is_empty())).then(|| {
            view! {
                <div class="unsent-draft">
                    <p class="small quiet">{say("draft_unsent")}</p>
                    <p class="text" dir="auto">{text.get()}</p>
                    <CopyButton text=text label=say("copy_text") />
                </div>
            }
        })
    }
}
