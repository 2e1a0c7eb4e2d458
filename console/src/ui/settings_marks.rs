//! Tags, labels and lists: made, renamed, merged, deleted.

use beseda_protocol::ask::marks::{
    AddMark, CountMarks, DeleteMark, MergeMark, RenameMark, RouteTag,
};
use beseda_protocol::export::{Export, TableFormat};
use beseda_protocol::filter::Predicate;
use beseda_protocol::ids::{ChannelId, MarkId};
use beseda_protocol::limits::MARK_CHARS_MAX;
use beseda_protocol::mark::{Mark, MarkKind};
use leptos::prelude::*;
use web_sys::SubmitEvent;

use super::confirm::Confirm;
use super::icon::{self, Icon};
use super::menu::Menu;
use super::note::Outcome;
use super::settings_group::SettingsGroup;
use super::words;
use crate::model::Model;
use crate::model::question::{Form, Progress};
use crate::session::Desk;
use crate::texts::{say, say_with};

/// The page of the settings.
#[component]
pub(crate) fn MarkSettings() -> impl IntoView {
    let desk: Desk = expect_context();
    desk.request(CountMarks {});
    MarkKind::ALL
        .iter()
        .map(|kind| view! { <Kind kind=*kind /> })
        .collect_view()
}

/// Those of a kind.
#[component]
fn Kind(
    /// Which.
    kind: MarkKind,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let marks = desk.memo(move |model| model.marks(kind));
    view! {
        <SettingsGroup title=words::marks(kind) text=words::marks_text(kind)>
            <div>
                <Show when=move || marks.with(Vec::is_empty)>
                    <p class="quiet">{words::no_marks(kind)}</p>
                </Show>
                <ul class="marks">
                    <For each=move || marks.get() key=|mark| (mark.id, mark.name.clone()) let:mark>
                        <Row mark=mark />
                    </For>
                </ul>
            </div>
            <NewMark kind=kind />
        </SettingsGroup>
    }
}

/// Makes one.
#[component]
fn NewMark(
    /// Of which kind.
    kind: MarkKind,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let form = Form::NewMark(kind);
    let progress = form_of(desk, form);
    let name = RwSignal::new(String::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let written = name.get_untracked().trim().to_owned();
        if !written.is_empty() && progress.get_untracked() != Progress::Busy {
            let name = written;
            desk.request(AddMark { kind, name });
        }
    };
    // A name that was not taken stays to be mended.
    Effect::new(move |_| {
        if progress.get() == Progress::Done {
            name.set(String::new());
        }
    });
    view! {
        <form class="stack" on:submit=submit>
            <div class="row">
                <input
                    class="input slim grow"
                    dir="auto"
                    autocomplete="off"
                    maxlength=MARK_CHARS_MAX.to_string()
                    aria-label=words::new_mark(kind)
                    placeholder=words::new_mark(kind)
                    prop:value=name
                    on:input:target=move |event| name.set(event.target().value())
                />
                <button type="submit" class="button">{say("add")}</button>
            </div>
            <Outcome progress=progress />
        </form>
    }
}

/// What is being done with one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doing {
    Nothing,
    Merging,
    Deleting,
}

/// One of them: its name changes in place; what can't be undone is asked about once more,
/// beside the number of those who have it.
#[component]
fn Row(
    /// Which.
    mark: Mark,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let Mark { id, kind, name, .. } = mark;
    let progress = form_of(desk, Form::Mark(id));
    let doing = RwSignal::new(Doing::Nothing);
    let n = desk.memo(move |model| model.mark_counts.get(&id).copied());
    let has_others = desk.memo(move |model| model.marks(kind).len() > 1);
    let is_busy = Signal::derive(move || progress.get() == Progress::Busy);
    let cancel = Callback::new(move |()| doing.set(Doing::Nothing));
    let delete = Callback::new(move |()| desk.request(DeleteMark { mark: id }));
    let title = say_with("mark_delete", &[("name", &name)]);
    let menu = say_with("person_actions", &[("name", &name)]);
    let of = name.clone();
    let of_route = name.clone();
    view! {
        <li class="mark-row">
            <div class="row">
                <Name mark=id kind=kind name=name />
                <span class="quiet small numbers">
                    {move || n.get().map(|n| words::n_marked(kind, n))}
                </span>
                <Menu label=menu face=|| view! { <Icon of=icon::MORE /> }>
                    <Show when=move || has_others.get()>
                        <button type="button" class="menu-item" role="menuitem" on:click=move |_| doing.set(Doing::Merging)>
                            {say("mark_merge_menu")}
                        </button>
                    </Show>
                    {(kind == MarkKind::List).then(|| view! { <ExportItems list=id /> })}
                    <button type="button" class="menu-item" role="menuitem" on:click=move |_| doing.set(Doing::Deleting)>
                        {say("delete_menu")}
                    </button>
                </Menu>
            </div>
            {(kind == MarkKind::Tag).then(|| view! { <Route mark=id name=of_route /> })}
            {move || match doing.get() {
                Doing::Nothing => None,
                Doing::Merging => Some(view! { <Merge mark=id kind=kind name=of.clone() cancel=cancel is_busy=is_busy /> }.into_any()),
                Doing::Deleting => Some(
                    view! {
                        <Confirm
                            title=title.clone()
                            text=words::mark_delete_text(kind, n.get_untracked().unwrap_or(0))
                            yes=say("delete")
                            is_busy=is_busy
                            carry_out=delete
                            cancel=cancel
                        />
                    }
                        .into_any(),
                ),
            }}
            <Outcome progress=progress />
        </li>
    }
}

/// The clients of a list, as a file (SB-47): for administrators.
#[component]
fn ExportItems(
    /// Which list.
    list: MarkId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let item = move |format: TableFormat, key: &'static str| {
        let export = move |_| {
            let all_of = vec![Predicate::Marked { any_of: vec![list] }];
            desk.export(Export::Clients { all_of, format });
        };
        view! {
            <button type="button" class="menu-item" role="menuitem" on:click=export>
                {say(key)}
            </button>
        }
    };
    desk.peek(Model::administers).then(|| {
        view! {
            {item(TableFormat::Csv, "list_export_csv")}
            {item(TableFormat::Xlsx, "list_export_xlsx")}
        }
    })
}

/// Where a dialog goes that is given a tag, where there are several channels.
#[component]
fn Route(
    /// Which.
    mark: MarkId,
    /// Its name.
    name: String,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let channels = desk.memo(|model| {
        let roster = model.roster.as_ref().filter(|roster| roster.has_channels());
        let channels = roster.map(|roster| roster.channels.iter());
        let channels = channels.into_iter().flatten();
        channels
            .map(|channel| (channel.id, words::channel(channel)))
            .collect::<Vec<_>>()
    });
    let now = desk.memo(move |model| {
        let marks = model.roster.as_ref().map(|roster| roster.marks.iter());
        let known = marks.into_iter().flatten().find(|known| known.id == mark);
        known.and_then(|known| known.channel)
    });
    let choose = move |value: String| {
        let channel = value.parse().ok().map(ChannelId);
        desk.request(RouteTag { mark, channel });
    };
    let label = say_with("tag_route_of", &[("name", &name)]);
    view! {
        <Show when=move || !channels.with(Vec::is_empty)>
            <label class="row small quiet">
                {say("tag_route")}
                <select
                    class="input slim"
                    aria-label=label.clone()
                    on:change:target=move |event| choose(event.target().value())
                >
                    <option value="" selected=move || now.get().is_none()>{say("tag_route_nowhere")}</option>
                    <For each=move || channels.get() key=|one| one.clone() let:one>
                        <option value=one.0.to_string() selected=move || now.get() == Some(one.0)>
                            {one.1.clone()}
                        </option>
                    </For>
                </select>
            </label>
        </Show>
    }
}

/// Its name, saved when the field is left.
#[component]
fn Name(
    /// Whose.
    mark: MarkId,
    /// Of which kind.
    kind: MarkKind,
    /// As it is.
    name: String,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let label = words::name_of_mark(kind, &name);
    let value = RwSignal::new(name.clone());
    let save = move || {
        // A field that is taken away loses the keyboard, too.
        let Some(written) = value.try_get_untracked() else {
            return;
        };
        let written = written.trim().to_owned();
        if written.is_empty() {
            value.set(name.clone());
        } else if written != name {
            desk.request(RenameMark {
                mark,
                name: written,
            });
        }
    };
    let submit = {
        let save = save.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            save();
        }
    };
    view! {
        <form class="grow" on:submit=submit>
            <input
                class="input slim quiet-input"
                dir="auto"
                autocomplete="off"
                maxlength=MARK_CHARS_MAX.to_string()
                aria-label=label
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
                on:blur=move |_| save()
            />
        </form>
    }
}

/// Into which other one it is merged.
#[component]
fn Merge(
    /// Which goes.
    mark: MarkId,
    /// Of which kind.
    kind: MarkKind,
    /// Its name.
    name: String,
    /// It shall not.
    cancel: Callback<()>,
    /// Whether it is on its way.
    is_busy: Signal<bool>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let others = desk.peek(|model| {
        let mut others = model.marks(kind);
        others.retain(|other| other.id != mark);
        others
    });
    let into = RwSignal::new(others.first().map(|other| other.id));
    let known = others.clone();
    let into_name = move || {
        let other = known.iter().find(|other| Some(other.id) == into.get());
        other.map(|other| other.name.clone()).unwrap_or_default()
    };
    let merge = Callback::new(move |()| {
        if let Some(into) = into.get_untracked() {
            desk.request(MergeMark { mark, into });
        }
    });
    let select_id = format!("merge-{mark}");
    let choose = {
        let others = others.clone();
        move |event: web_sys::Event| {
            let chosen = event_target_value(&event);
            let chosen = others.iter().find(|other| other.id.to_string() == chosen);
            into.set(chosen.map(|other| other.id));
        }
    };
    view! {
        <div class="stack">
            <div class="field">
                <label for=select_id.clone()>{say_with("mark_merge", &[("name", &name)])}</label>
                <select class="input" id=select_id on:change=choose>
                    {others
                        .into_iter()
                        .map(|other| view! { <option value=other.id.to_string()>{other.name}</option> })
                        .collect_view()}
                </select>
            </div>
            {move || view! {
                <Confirm
                    title=say_with("mark_merge_title", &[("name", &name), ("into", &into_name())])
                    text=words::mark_merge_text(kind)
                    yes=say("merge")
                    is_busy=is_busy
                    carry_out=merge
                    cancel=cancel
                />
            }}
        </div>
    }
}

/// How far a form's request is, from now on.
fn form_of(desk: Desk, form: Form) -> Memo<Progress> {
    desk.act(|model, _| {
        model.forget(&form);
        Vec::new()
    });
    desk.memo(move |model| model.progress(&form))
}
