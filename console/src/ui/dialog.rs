//! An open dialog: its head, its messages, the composer.

use beseda_protocol::ids::DialogId;
use beseda_protocol::team::Right;
use leptos::prelude::*;

use super::composer::Composer;
use super::dialog_head::DialogHead;
use super::empty::Empty;
use super::feed::Feed;
use super::hidden_kinds::HiddenKinds;
use super::icon;
use super::read_only::ReadOnly;
use super::revising::{ReviseMessage, Revising};
use super::unsent::Unsent;
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
    let missing = desk.memo(move |model| {
        let thread = model.thread(id);
        thread
            .map(|thread| thread.load.clone())
            .filter(Load::is_missing)
    });
    let may_write = desk.memo(move |model| model.right(id) == Right::Answerable);
    let revising = Revising::new();
    provide_context(revising);
    let composer = move || match (may_write.get(), revising.get()) {
        (true, None) => view! { <Composer id=id /> }.into_any(),
        (true, Some(of)) => view! { <ReviseMessage of=of revising=revising /> }.into_any(),
        (false, _) => view! { <ReadOnly id=id /> }.into_any(),
    };
    view! {
        <section class="dialog-pane" aria-label=say("dialog")>
            {move || match missing.get() {
                Some(why) => {
                    let (title, text) = told(&why);
                    view! {
                        <Empty icon=icon::CIRCLE_ALERT title=title text=text>
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
                        <HiddenKinds id=id />
                        {composer}
                    }
                        .into_any()
                }
            }}
        </section>
    }
}

/// Why there is nothing to show.
fn told(why: &Load) -> (String, String) {
    match why {
        Load::Refused(refusal) => (say("dialog_missing"), say_refusal(refusal)),
        Load::Deleted => (say("dialog_deleted"), say("dialog_deleted_text")),
        Load::Gone | Load::First | Load::Ready | Load::Older => {
            (say("dialog_gone"), say("dialog_gone_text"))
        }
    }
}
