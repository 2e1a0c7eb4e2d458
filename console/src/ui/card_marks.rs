//! What a dialog or a client is marked with (X7): chosen among what there is.

use beseda_protocol::ask::clients::{MarkClient, UnmarkClient};
use beseda_protocol::ask::dialogs::{TagDialog, UntagDialog};
use beseda_protocol::ids::{ClientId, DialogId, MarkId};
use beseda_protocol::mark::MarkKind;
use leptos::prelude::*;

use super::card_part::{Adding, CardPart, RemoveButton, Removed};
use super::mark_picker::{MarkPicker, Pick};
use super::words;
use crate::model::marks::On;
use crate::model::question::{Form, Part};
use crate::session::Desk;

/// The tags on a dialog.
#[component]
pub(crate) fn DialogTags(
    /// Which.
    id: DialogId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let on = desk.memo(move |model| {
        let thread = model.thread(id);
        thread.map(|thread| thread.tags.clone()).unwrap_or_default()
    });
    view! { <Marks on=on of=On::Dialog(id) kind=MarkKind::Tag form=Some(Form::Tags(id)) /> }
}

/// The labels on a client, or the lists that he is in.
#[component]
pub(crate) fn CardMarks(
    /// On whom, by his number.
    client: ClientId,
    /// Which.
    kind: MarkKind,
    /// All marks on him.
    on: Memo<Vec<MarkId>>,
) -> impl IntoView {
    // The outcome of both is told with the first.
    let form = (kind == MarkKind::Label).then_some(Form::Client(client, Part::Marks));
    view! { <Marks on=on of=On::Client(client) kind=kind form=form /> }
}

#[component]
fn Marks(
    /// All marks on it.
    on: Memo<Vec<MarkId>>,
    /// On what.
    of: On,
    /// Which are shown.
    kind: MarkKind,
    /// Where the outcome is told.
    form: Option<Form>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let shown = desk.memo(move |model| {
        let on = on.get();
        let mut marks = model.marks(kind);
        marks.retain(|mark| on.contains(&mark.id));
        marks
    });
    let removed = RwSignal::new(None::<MarkId>);
    let put = move |mark: MarkId| match of {
        On::Client(client) => desk.request(MarkClient { client, mark }),
        On::Dialog(dialog) => desk.request(TagDialog { dialog, tag: mark }),
    };
    let remove = move |mark: MarkId| {
        match of {
            On::Client(client) => desk.request(UnmarkClient { client, mark }),
            On::Dialog(dialog) => desk.request(UntagDialog { dialog, tag: mark }),
        }
        removed.set(Some(mark));
    };
    let choose = Callback::new(move |pick: Pick| {
        removed.set(None);
        match pick {
            Pick::Known(mark) => put(mark),
            Pick::New(name) => desk.act(|model, _| model.make_and_put(kind, name, of)),
        }
    });
    let adding = Adding::new();
    view! {
        <CardPart form=form title=words::marks(kind) adding=(adding, words::add_mark(kind))>
            <ul class="mark-chips">
                <For each=move || shown.get() key=|mark| (mark.id, mark.name.clone()) let:mark>
                    <li class="mark-chip">
                        <bdi class="cut">{mark.name.clone()}</bdi>
                        <RemoveButton name=mark.name remove=Callback::new(move |()| remove(mark.id)) />
                    </li>
                </For>
            </ul>
            <Removed removed=removed put_back=Callback::new(put) />
            <MarkPicker adding=adding kind=kind on=on choose=choose />
        </CardPart>
    }
}
