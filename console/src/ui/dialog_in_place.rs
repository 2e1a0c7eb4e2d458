//! What was said in another dialog of a client, read on his card. It is not opened by that:
//! nothing in it counts as read (X1).

use beseda_protocol::ids::DialogId;
use leptos::prelude::*;

use super::feed::rows;
use super::file_link::FileLink;
use super::rich_text::RichText;
use super::words;
use crate::browser::intl::{Style, moment};
use crate::model::Model;
use crate::model::feed::{Around, Kind, Row, Shown, Side};
use crate::model::thread::Load;
use crate::session::Desk;
use crate::texts::{say, say_with};

/// Its messages, the newest in sight; as it goes on, so do they.
#[component]
pub(crate) fn DialogInPlace(
    /// Which.
    id: DialogId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let load = desk.memo(move |model| model.thread(id).map(|thread| thread.load.clone()));
    // What a console knows goes when its view begins anew, and when it knows too much.
    Effect::new(move |_| {
        if load.get().is_none() {
            desk.act(|model, _| model.read_in_place(id));
        }
    });
    let card = desk.memo(move |model| model.board.card(id).cloned());
    let rows = desk.memo(move |model| rows(model, id, card.get().as_deref(), &Around::default()));
    let client = Memo::new(move |_| card.get().map(|card| words::client(&card.client)));
    let names = desk.memo(Model::names);
    let has_more = desk.memo(move |model| model.thread(id).is_some_and(|thread| thread.more));
    let line = move |row: Row| {
        let said = match row.kind {
            Kind::Said(said) => said,
            Kind::Day => {
                let day = words::day(row.at, desk.now.get_untracked());
                return Some(view! { <p class="small quiet in-place-day">{day}</p> }.into_any());
            }
            Kind::New | Kind::System(_) => return None,
        };
        let name = |id| names.with(|names| names.of(id).to_owned());
        let author = match said.side {
            Side::Client => client.get().unwrap_or_default(),
            Side::Operator(id) => name(id),
            Side::Automatic(_) => say("label_automatic"),
            Side::Note(id) => format!("{} · {}", say("label_note"), name(id)),
        };
        let body = match said.body {
            Shown::Text(text) => view! {
                <p class="text" dir="auto"><RichText text=text mark=None mentions=Vec::new() /></p>
            }
            .into_any(),
            Shown::Withdrawn => view! { <p><em>{say("withdrawn")}</em></p> }.into_any(),
            Shown::File(file) => view! { <FileLink file=file /> }.into_any(),
            Shown::Upload { name, .. } => view! { <p>{name}</p> }.into_any(),
        };
        let line = view! {
            <article>
                <p class="small quiet">
                    <bdi>{author}</bdi> " · "
                    <time class="numbers" title=moment(row.at, Style::Full)>{moment(row.at, Style::Time)}</time>
                </p>
                {body}
            </article>
        };
        Some(line.into_any())
    };
    let lines = move || rows.get().into_iter().filter_map(line).collect_view();
    let missing = move || {
        let text = match load.get()? {
            Load::First => "loading",
            Load::Refused(_) | Load::Gone | Load::Deleted => "dialog_missing",
            Load::Ready | Load::Older => return None,
        };
        Some(view! { <p class="small quiet" role="status">{say(text)}</p> })
    };
    view! {
        <div
            class="in-place"
            role="region"
            tabindex="0"
            aria-label=say_with("dialog_number", &[("n", &id.to_string())])
        >
            <div>
                <Show when=move || has_more.get()>
                    <button
                        type="button"
                        class="text-button small"
                        on:click=move |_| desk.act(|model, _| model.more_messages(id))
                    >
                        {say("show_more")}
                    </button>
                </Show>
                {missing}
                {lines}
            </div>
        </div>
    }
}
