//! Asked before a dialog of a client becomes part of the one beside his card.

use beseda_protocol::ask::dialogs::{MergeDialogs, PreviewDialogMerge};
use beseda_protocol::ids::DialogId;
use leptos::prelude::*;

use super::confirm::Confirm;
use super::note::Outcome;
use crate::model::question::{Form, Progress};
use crate::session::Desk;
use crate::texts::{say, say_count, say_with};

/// How much there is in it, and that it can't be undone.
#[component]
pub(crate) fn MergeDialog(
    /// Which goes.
    id: DialogId,
    /// Which stays.
    into: DialogId,
    /// Set to none when it is done, or not.
    merging: RwSignal<Option<DialogId>>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let form = Form::DialogMerge(id);
    desk.act(|model, _| {
        model.forget(&form);
        Vec::new()
    });
    let progress = desk.memo(move |model| model.progress(&form));
    desk.request(PreviewDialogMerge { dialog: id, into });
    // It stands until it is answered, whatever is asked meanwhile.
    let n_messages = RwSignal::new(None);
    Effect::new(move |_| match progress.get() {
        Progress::Messages(n) => n_messages.set(Some(n)),
        Progress::Done => merging.set(None),
        _ => {}
    });
    let numbers = [("n", id.to_string()), ("into", into.to_string())];
    let values: Vec<(&str, &str)> = (numbers.iter())
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let title = say_with("merge_dialogs_title", &values);
    let question = move |n: u64| {
        view! {
            <Confirm
                title=title.clone()
                text=say_count("merge_dialogs_text", n)
                yes=say("merge")
                is_busy=Signal::derive(move || progress.get() == Progress::Busy)
                carry_out=Callback::new(move |()| desk.request(MergeDialogs { dialog: id, into }))
                cancel=Callback::new(move |()| merging.set(None))
            />
        }
    };
    view! {
        {move || n_messages.get().map(&question)}
        <Outcome progress=progress />
    }
}
