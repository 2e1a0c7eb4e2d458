//! Below a list: what is selected of it and what can be done with that; then how far it is,
//! and the way back.

use std::marker::PhantomData;

use beseda_parts::gate;
use beseda_protocol::bulk::Act;
use beseda_protocol::ids::{ClientId, DialogId, OperatorId};
use beseda_protocol::job::Job;
use beseda_protocol::selection::Selection;
use beseda_protocol::team::Employee;
use leptos::html;
use leptos::prelude::*;

use super::avatar::{Avatar, Size};
use super::bulk_marks::BulkMarks;
use super::confirm::Confirm;
use super::icon::{self, Icon};
use super::jobs::OfJob;
use super::menu::{Choice, Choices, Menu};
use super::note::Outcome;
use super::parts::{Later, Shown};
use super::selecting::{Selectable, is_any};
use crate::model::Model;
use crate::model::question::{Form, Progress};
use crate::model::selected::{Extent, SelectedCount};
use crate::session::Desk;
use crate::texts::{say, say_count, say_with};

/// So many are deleted by a press; for more their number is typed (X13).
const PRESSED_MAX: u64 = 10;

/// What there is to say.
#[derive(Debug, Clone, PartialEq)]
enum Says {
    /// How much is selected.
    Selecting,
    /// How much would be marked read.
    ReadsAll,
    /// How far it is.
    Job(Job),
    /// What was selected is no longer.
    Dropped,
    /// It was not begun.
    Failed,
}

impl Says {
    fn of<Id: Selectable>(model: &Model) -> Option<Self> {
        if is_any::<Id>(model) {
            return Some(Self::Selecting);
        }
        if !Id::IS_CLIENT && model.read_all.is_some() {
            return Some(Self::ReadsAll);
        }
        if let Some(job) = model.bulk_job() {
            return Some(Self::Job(job.clone()));
        }
        if Id::selected(model).is_dropped() {
            return Some(Self::Dropped);
        }
        match model.progress(&Form::Bulk) {
            Progress::Failed(_) | Progress::Lost | Progress::NoLine => Some(Self::Failed),
            _ => None,
        }
    }
}

/// The bar, while there is something to say.
#[component]
pub(super) fn BulkBar<Id: Selectable>(
    /// Of which list.
    #[prop(optional)]
    _of: PhantomData<Id>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let is_shown = desk.memo(|model| Says::of::<Id>(model).is_some());
    let enter = || match Id::IS_CLIENT {
        true => of_clients(()),
        false => of_dialogs(()),
    };
    view! {
        <Show when=move || is_shown.get()>
            <Shown part=Later::Bulk class="bulk-bar" enter=enter />
        </Show>
    }
}

gate! { "bulk", "0000000000000000000000000000000a",
/// The part "bulk", below the list of dialogs.
fn of_dialogs(_given: ()) -> AnyView {
    view! { <Bar<DialogId> /> }.into_any()
}}

gate! { "bulk", "0000000000000000000000000000000b",
/// The part "bulk", below the list of clients.
fn of_clients(_given: ()) -> AnyView {
    view! { <Bar<ClientId> /> }.into_any()
}}

/// What it says.
#[component]
fn Bar<Id: Selectable>(#[prop(optional)] _of: PhantomData<Id>) -> impl IntoView {
    let desk: Desk = expect_context();
    let says = desk.memo(Says::of::<Id>);
    let progress = desk.memo(|model| model.progress(&Form::Bulk));
    view! {
        <section class="bulk-bar" aria-label=say("bulk_acts")>
            {move || match says.get() {
                Some(Says::Selecting) => view! { <Acts<Id> /> }.into_any(),
                Some(Says::ReadsAll) => view! { <ReadAll /> }.into_any(),
                Some(Says::Job(job)) => view! { <OfJob job=job /> }.into_any(),
                Some(Says::Dropped) => view! { <Dropped<Id> /> }.into_any(),
                Some(Says::Failed) | None => ().into_any(),
            }}
            <Outcome progress=progress />
        </section>
    }
}

/// The list shows something else than what was selected.
#[component]
fn Dropped<Id: Selectable>(#[prop(optional)] _of: PhantomData<Id>) -> impl IntoView {
    view! {
        <p class="row">
            <span class="grow" role="status">{say("bulk_dropped")}</span>
            <Dismiss<Id> />
        </p>
    }
}

/// Selects nothing any more, or says it no longer.
#[component]
fn Dismiss<Id: Selectable>(#[prop(optional)] _of: PhantomData<Id>) -> impl IntoView {
    let desk: Desk = expect_context();
    view! {
        <button
            type="button"
            class="icon-button"
            aria-label=say("select_none")
            title=say("select_none")
            on:click=move |_| {
                desk.act(|model, _| {
                    Id::selected_mut(model).clear();
                    vec![]
                });
            }
        >
            <Icon of=icon::CLOSE size=16 />
        </button>
    }
}

/// How much is selected, and what can be done with it.
#[component]
fn Acts<Id: Selectable>(#[prop(optional)] _of: PhantomData<Id>) -> impl IntoView {
    let desk: Desk = expect_context();
    let asks_deletion = RwSignal::new(false);
    let (supervises, administers) = desk.peek(|model| {
        let role = model.roster.as_ref().map(|roster| roster.me.role);
        (
            role.is_some_and(|role| role.supervises()),
            role.is_some_and(|role| role.administers()),
        )
    });
    let begin = move |act: Act| {
        desk.act(|model, _| {
            let on = Id::selection(model);
            model.begin_bulk(act, on)
        });
    };
    let busy = desk.memo(|model| model.progress(&Form::Bulk) == Progress::Busy);
    let button = move |icon, text: &'static str, act: Act| {
        view! {
            <button
                type="button"
                class="icon-button"
                aria-label=say(text)
                data-tip=say(text)
                data-tip-side="above"
                aria-disabled=move || busy.get().to_string()
                on:click=move |_| begin(act.clone())
            >
                <Icon of=icon size=18 />
            </button>
        }
    };
    let of_dialogs = (!Id::IS_CLIENT).then(|| {
        view! {
            {button(icon::MAIL_CHECK, "mark_read", Act::Read {})}
            {button(icon::MAIL, "mark_unread", Act::Unread {})}
            <AssignMenu begin=Callback::new(begin) />
            {button(icon::CLOSE_DIALOG, "bulk_close_them", Act::Close {})}
        }
    });
    let item = move |icon, text: &str, act: Act| {
        view! {
            <button type="button" class="menu-item" role="menuitem" on:click=move |_| begin(act.clone())>
                <Icon of=icon />
                {say(text)}
            </button>
        }
    };
    let more = move || {
        let delete = administers.then(|| {
            view! {
                <button type="button" class="menu-item" role="menuitem" on:click=move |_| asks_deletion.set(true)>
                    <Icon of=icon::TRASH />
                    {say("bulk_delete_them")}
                </button>
            }
        });
        view! {
            {item(icon::BAN, "bulk_block_them", Act::Block {})}
            {item(icon::CHECK, "bulk_unblock_them", Act::Unblock {})}
            {delete}
        }
    };
    view! {
        <div class="row">
            <PageBox<Id> />
            <span class="grow numbers" role="status">{move || counted::<Id>(desk)}</span>
            {supervises.then(|| view! { <SelectAll<Id> /> })}
            <Dismiss<Id> />
        </div>
        <div class="row bulk-acts">
            {of_dialogs}
            <BulkMarks is_client=Id::IS_CLIENT begin=Callback::new(begin) />
            <span class={"grow"}></span>
            <Menu label=say("bulk_more") side="above" tip=true face=|| view! { <Icon of=icon::MORE size=18 /> }>
                {more()}
            </Menu>
        </div>
        <Show when=move || asks_deletion.get()>
            <Deletion<Id> is_asked=asks_deletion />
        </Show>
    }
}

/// "12 dialogs of 9 clients" (X19).
fn counted<Id: Selectable>(desk: Desk) -> String {
    let count = desk
        .model
        .with(|model| model.count_of(&Id::selection(model)));
    match count {
        None => say("bulk_counting"),
        Some(count) => told(count, Id::IS_CLIENT),
    }
}

fn told(SelectedCount { dialogs, clients }: SelectedCount, is_client: bool) -> String {
    match is_client {
        true => say_count("n_clients", clients),
        false => say_with(
            "dialogs_of_clients",
            &[
                ("dialogs", &say_count("n_dialogs", dialogs)),
                ("clients", &say_count("of_n_clients", clients)),
            ],
        ),
    }
}

/// The box that selects the page: all that is loaded (SB-17).
#[component]
fn PageBox<Id: Selectable>(#[prop(optional)] _of: PhantomData<Id>) -> impl IntoView {
    let desk: Desk = expect_context();
    let extent = desk.memo(|model| Id::selected(model).extent(&Id::order(model)));
    let is_whole = move || matches!(extent.get(), Extent::Page | Extent::All);
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            input.set_indeterminate(!is_whole());
        }
    });
    view! {
        <input
            type="checkbox"
            node_ref=input
            aria-label=say("select_page")
            title=say("select_page")
            prop:checked=is_whole
            on:change=move |_| {
                desk.act(|model, _| {
                    let order = Id::order(model);
                    let selected = Id::selected_mut(model);
                    match selected.extent(&order) {
                        Extent::Page | Extent::All => selected.clear(),
                        Extent::Nothing | Extent::Some => selected.page(&order),
                    }
                    vec![]
                });
            }
        />
    }
}

/// Selects all that is found, where that is more than the page.
#[component]
fn SelectAll<Id: Selectable>(#[prop(optional)] _of: PhantomData<Id>) -> impl IntoView {
    let desk: Desk = expect_context();
    let is_offered =
        desk.memo(|model| Id::selected(model).extent(&Id::order(model)) == Extent::Page);
    view! {
        <Show when=move || is_offered.get()>
            <button
                type="button"
                class="text-button"
                on:click=move |_| {
                    desk.act(|model, _| {
                        Id::selected_mut(model).all();
                        let on = Id::selection(model);
                        model.count_selection(on)
                    });
                }
            >
                {say("select_all_found")}
            </button>
        </Show>
    }
}

/// Whom to make responsible.
#[component]
fn AssignMenu(
    /// Begins it.
    begin: Callback<Act>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let people = move || {
        desk.peek(|model| {
            let works = |one: &&Employee| one.works();
            let roster = model.roster.as_ref();
            let people = roster.map_or_else(Vec::new, |roster| {
                roster.employees.iter().filter(works).cloned().collect()
            });
            let me = model.me();
            let (own, others): (Vec<Employee>, Vec<Employee>) =
                people.into_iter().partition(|one| Some(one.id) == me);
            own.into_iter().chain(others).collect::<Vec<_>>()
        })
    };
    let me = desk.peek(Model::me);
    let assign = move |to: Option<OperatorId>| begin.run(Act::Assign { to });
    view! {
        <Menu label=say("assign_to") side="above left" tip=true face=|| view! { <Icon of=icon::USER size=18 /> }>
            <Choices title=say("assign_to")>
                {people()
                    .into_iter()
                    .map(|employee| {
                        let to = employee.id;
                        let you = (Some(to) == me).then(|| view! { <span class="chip">{say("label_you")}</span> });
                        view! {
                            <Choice is_chosen=false choose=move || assign(Some(to))>
                                <Avatar name=employee.name.clone() number=to.0 size=Size::Tiny />
                                <span class={"cut"}>{employee.name}</span>
                                {you}
                            </Choice>
                        }
                    })
                    .collect_view()}
                <Choice is_chosen=false choose=move || assign(None)>
                    <span class={"seat-empty"}></span>
                    <span class={"cut"}>{say("free")}</span>
                </Choice>
            </Choices>
        </Menu>
    }
}

/// Whether so many clients shall be deleted for good; more than a few only by their number.
#[component]
fn Deletion<Id: Selectable>(
    /// Set to false when it is over.
    is_asked: RwSignal<bool>,
    #[prop(optional)] _of: PhantomData<Id>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    // What is asked for is what is deleted, whatever is selected meanwhile.
    let on: Selection = desk.peek(|model| Id::selection(model));
    let counted = on.clone();
    let count = desk.memo(move |model| model.count_of(&counted));
    let typed = RwSignal::new(String::new());
    move || {
        let count = count.get()?;
        let n = count.clients;
        let on = on.clone();
        let must_type = n > PRESSED_MAX;
        let is_typed = move || !must_type || typed.get().trim() == n.to_string();
        let carry_out = Callback::new(move |()| {
            if is_typed() {
                let on = on.clone();
                is_asked.set(false);
                desk.act(|model, _| model.begin_bulk(Act::Delete {}, on));
            }
        });
        let field = must_type.then(|| {
            view! {
                <label class="bulk-typed">
                    <span>{say_with("bulk_delete_type", &[("n", &n.to_string())])}</span>
                    <input
                        class="input slim"
                        inputmode="numeric"
                        autocomplete="off"
                        prop:value=typed
                        on:input:target=move |event| typed.set(event.target().value())
                    />
                </label>
            }
        });
        Some(view! {
            <Confirm
                title=say_with("bulk_delete_title", &[("what", &told(count, Id::IS_CLIENT))])
                text=say("bulk_delete_text")
                yes=say_count("bulk_delete_yes", n)
                is_busy=Signal::derive(move || !is_typed())
                carry_out=carry_out
                cancel=Callback::new(move |()| is_asked.set(false))
            >
                {field}
            </Confirm>
        })
    }
}

/// Whether all that is unread shall be marked read, and how much of it still awaits a reply
/// (SB-03).
#[component]
fn ReadAll() -> impl IntoView {
    let desk: Desk = expect_context();
    let counted = desk.memo(|model| model.read_all.clone().flatten());
    let cancel = Callback::new(move |()| {
        desk.act(|model, _| {
            *model.read_all = None;
            vec![]
        });
    });
    move || {
        match counted.get() {
        None => view! { <p role="status">{say("bulk_counting")}</p> }.into_any(),
        Some(counted) if counted.dialogs == 0 => view! {
            <p class="row">
                <span class="grow" role="status">{say("read_all_none")}</span>
                <button type="button" class="button slim" on:click=move |_| cancel.run(())>{say("dismiss")}</button>
            </p>
        }
        .into_any(),
        Some(counted) => view! {
            <Confirm
                title=say_count("read_all_title", counted.dialogs)
                text=say_count("read_all_text", counted.unanswered)
                yes=say("mark_read")
                is_busy=Signal::derive(|| false)
                carry_out=Callback::new(move |()| desk.act(|model, _| model.read_all()))
                cancel=cancel
            />
        }
        .into_any(),
    }
    }
}
