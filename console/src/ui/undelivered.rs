//! Below a message that its transport did not deliver: why, and a button that sends it again.

use beseda_protocol::ask::dialogs::ResendMessage;
use beseda_protocol::delivery::DeliveryFailure;
use beseda_protocol::ids::{DialogId, MessageId};
use beseda_protocol::team::Right;
use leptos::prelude::*;

use crate::model::question::{Form, Progress};
use crate::session::Desk;
use crate::texts::{say, say_refusal};

/// The reason, and the button for whoever may write here.
#[component]
pub(crate) fn Undelivered(
    /// In which dialog.
    dialog: DialogId,
    /// Which message.
    id: MessageId,
    /// Why.
    reason: DeliveryFailure,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let why = say(match reason {
        DeliveryFailure::Blocked {} => "undelivered_blocked",
        DeliveryFailure::Unreachable {} => "undelivered_unreachable",
        DeliveryFailure::Rejected {} => "undelivered_rejected",
        DeliveryFailure::Unauthorized {} => "undelivered_unauthorized",
        DeliveryFailure::Exhausted {} => "undelivered_exhausted",
        DeliveryFailure::Unknown => "undelivered_unknown",
    });
    let may_send = desk.memo(move |model| model.right(dialog) == Right::Answerable);
    let progress = desk.memo(move |model| model.progress(&Form::Message(id)));
    let is_busy = move || progress.get() == Progress::Busy;
    let told = move || match progress.get() {
        Progress::Failed(refusal) => say_refusal(&refusal),
        _ => why.clone(),
    };
    let resend = move |_| {
        desk.request(ResendMessage {
            dialog,
            message: id,
        });
    };
    let button = move || {
        may_send.get().then(|| {
            view! {
                <button type="button" class="text-button" disabled=is_busy on:click=resend>
                    {say("try_again")}
                </button>
            }
        })
    };
    view! {
        <p class="not-sent small" role="alert">
            <span>{told}</span>
            {button}
        </p>
    }
}
