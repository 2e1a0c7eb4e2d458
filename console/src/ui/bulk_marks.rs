//! Tags, labels and lists that are put on what is selected, or taken off.

use beseda_protocol::bulk::Act;
use beseda_protocol::mark::{Mark, MarkKind};
use leptos::prelude::*;

use super::icon::{self, Icon};
use super::menu::Menu;
use crate::session::Desk;
use crate::texts::{say, say_with};

/// A menu to put on, and one to take off, where there are any.
#[component]
pub(super) fn BulkMarks(
    /// Whether clients are selected: they have no tags.
    is_client: bool,
    /// Begins it.
    begin: Callback<Act>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let kinds = move || {
        let kinds = MarkKind::ALL.iter().copied();
        kinds.filter(move |kind| kind.is_of_clients() || !is_client)
    };
    let is_any = desk.memo(move |model| kinds().any(|kind| !model.marks(kind).is_empty()));
    let menu = move |text: &'static str, face: icon::Outline, act: fn(Mark) -> Act| {
        let items = move || {
            let groups = kinds().map(|kind| {
                let marks = desk.peek(|model| model.marks(kind));
                (!marks.is_empty()).then(|| group(kind, marks, act, begin))
            });
            groups.collect_view()
        };
        view! {
            <Menu label=say(text) side="above left" tip=true face=move || view! { <Icon of=face size=18 /> }>
                <div class="menu-list">{items()}</div>
            </Menu>
        }
    };
    move || {
        is_any.get().then(|| {
            view! {
                {menu("bulk_mark_them", icon::TAG, |mark| Act::Mark { marks: vec![mark.id] })}
                {menu("bulk_unmark_them", icon::TAG_OFF, |mark| Act::Unmark { marks: vec![mark.id] })}
            }
        })
    }
}

fn group(
    kind: MarkKind,
    marks: Vec<Mark>,
    act: fn(Mark) -> Act,
    begin: Callback<Act>,
) -> impl IntoView {
    let title = say(&format!("{}s", kind.word()));
    let items = marks.into_iter().map(|mark| {
        let name = mark.name.clone();
        let label = say_with("mark_of_kind", &[("kind", &title), ("name", &name)]);
        view! {
            <button
                type="button"
                class="menu-item"
                role="menuitem"
                aria-label=label
                on:click=move |_| begin.run(act(mark.clone()))
            >
                <span class={"cut"}>{name}</span>
            </button>
        }
    });
    let items = items.collect_view();
    view! {
        <div role="group" aria-label=title.clone()>
            <p class="menu-title" aria-hidden="true">{title.clone()}</p>
            {items}
        </div>
    }
}
