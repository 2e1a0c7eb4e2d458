//! The saved replies behind a button of the composer: sought, looked at, put into the text
//! (KC-24).

use beseda_protocol::saved_reply::SavedReply;
use leptos::prelude::*;
use web_sys::{Element, KeyboardEvent};

use super::confirm::focus;
use super::icon::{self, Icon};
use super::outside::close_outside;
use super::reply_insert::{ReplyFiles, ReplyInsert, ReplyPreview};
use crate::model::place::{Place, Section};
use crate::model::saved_replies::Load;
use crate::session::Desk;
use crate::texts::say;

/// The button, and the panel over the composer.
#[component]
pub(crate) fn ReplyButton(
    /// Where they go.
    into: ReplyInsert,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let open = RwSignal::new(false);
    let host = NodeRef::<leptos::html::Div>::new();
    let button = NodeRef::<leptos::html::Button>::new();
    close_outside(host, open);
    let toggle = move |_| {
        desk.act(|model, _| model.need_saved_replies());
        open.update(|open| *open = !*open);
    };
    let keyed = move |event: KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            event.stop_propagation();
            open.set(false);
            if let Some(button) = button.get_untracked() {
                focus(&button);
            }
        }
    };
    let chosen = move |reply: SavedReply| {
        open.set(false);
        into.insert(desk, &reply, 0);
    };
    view! {
        <div class="reply-host" node_ref=host on:keydown=keyed>
            <button
                type="button"
                node_ref=button
                class="icon-button"
                aria-label=say("saved_replies")
                aria-haspopup="dialog"
                aria-expanded=move || open.get().to_string()
                data-tip=say("saved_replies_tip")
                data-tip-side="above"
                on:click=toggle
            >
                <Icon of=icon::ZAP size=18 />
            </button>
            <Show when=move || open.get()>
                <Panel into=into choose=Callback::new(chosen) />
            </Show>
        </div>
    }
}

/// The search, what was found by its folders, and the text of the one that Enter takes.
#[component]
fn Panel(
    /// Where they go.
    into: ReplyInsert,
    /// One was chosen.
    choose: Callback<SavedReply>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let sought = RwSignal::new(String::new());
    let active = RwSignal::new(0_usize);
    let channel = into.channel(desk);
    let found = desk.memo(move |model| model.saved_replies.found(&sought.get(), channel.get()));
    let is_known = desk.memo(|model| model.saved_replies.load() == Load::Known);
    let search = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| {
        if let Some(search) = search.get() {
            focus(&search);
        }
    });
    let list = NodeRef::<leptos::html::Ul>::new();
    Effect::new(move |_| {
        let place = active.get();
        if let Some(list) = list.get_untracked() {
            show_row(&list, place);
        }
    });
    let at = move |place: usize| found.with_untracked(|found| found.get(place).cloned());
    let keyed = move |event: KeyboardEvent| {
        let n = found.with_untracked(Vec::len).max(1);
        match event.key().as_str() {
            "ArrowDown" => active.update(|active| *active = (*active + 1) % n),
            "ArrowUp" => active.update(|active| *active = (*active + n - 1) % n),
            "Enter" => at(active.get_untracked())
                .into_iter()
                .for_each(|reply| choose.run(reply)),
            _ => return,
        }
        event.prevent_default();
    };
    let preview = move || {
        let reply = found.with(|found| found.get(active.get()).cloned());
        reply.map(|reply| view! { <ReplyPreview pieces=into.preview(desk, &reply) /> })
    };
    let nothing = move || match (found.with(Vec::is_empty), is_known.get()) {
        (false, _) => None,
        (true, false) => Some(say("loading")),
        (true, true) if sought.with(|sought| sought.trim().is_empty()) => {
            Some(say("saved_replies_none"))
        }
        (true, true) => Some(say("saved_replies_not_found")),
    };
    let settings = Place::Settings(Section::Replies);
    view! {
        <div class="popover above reply-picker" role="dialog" aria-label=say("saved_replies")>
            <input
                node_ref=search
                class="input slim"
                type="search"
                dir="auto"
                role="combobox"
                aria-expanded="true"
                aria-autocomplete="list"
                aria-controls="reply-list"
                aria-activedescendant=move || {
                    (!found.with(Vec::is_empty)).then(|| option(active.get()))
                }
                autocomplete="off"
                aria-label=say("saved_replies_search")
                placeholder=say("saved_replies_search")
                prop:value=sought
                on:keydown=keyed
                on:input:target=move |event| {
                    sought.set(event.target().value());
                    active.set(0);
                }
            />
            <ul node_ref=list class="reply-list" role="listbox" id="reply-list" aria-label=say("saved_replies")>
                {move || rows(found.get(), active, choose)}
            </ul>
            <p class="small quiet reply-none" role="status">{nothing}</p>
            <div class="reply-shown">{preview}</div>
            <a
                class="text-button small reply-manage"
                href=settings.path()
                on:click=move |event| {
                    event.prevent_default();
                    desk.go(settings.clone());
                }
            >
                {say("saved_replies_manage")}
            </a>
        </div>
    }
}

/// They, each folder under its name.
fn rows(
    found: Vec<SavedReply>,
    active: RwSignal<usize>,
    choose: Callback<SavedReply>,
) -> Vec<AnyView> {
    let mut rows = Vec::new();
    let mut folder = String::new();
    for (place, reply) in found.into_iter().enumerate() {
        if reply.folder != folder {
            folder.clone_from(&reply.folder);
            let name = folder.clone();
            rows.push(
                view! { <li class="menu-title" role="presentation"><bdi>{name}</bdi></li> }
                    .into_any(),
            );
        }
        let shortcut = reply
            .shortcut
            .as_ref()
            .map(|shortcut| format!("/{shortcut}"));
        let (name, n_files) = (reply.name.clone(), reply.files.len());
        let row = view! {
            <li
                class="menu-item reply-row"
                role="option"
                id=option(place)
                aria-selected=move || (active.get() == place).to_string()
                on:mouseenter=move |_| active.set(place)
                on:click=move |_| choose.run(reply.clone())
            >
                <bdi class="reply-name cut">{name}</bdi>
                <bdi class="reply-short small numbers">{shortcut}</bdi>
                <ReplyFiles n=n_files />
            </li>
        };
        rows.push(row.into_any());
    }
    rows
}

fn option(place: usize) -> String {
    format!("reply-{place}")
}

/// Scrolls the list, and nothing around it, until a row is in sight.
fn show_row(list: &Element, place: usize) {
    let row = list.query_selector(&format!("#{}", option(place)));
    let Some(row) = row.ok().flatten() else {
        return;
    };
    let (row, frame) = (
        row.get_bounding_client_rect(),
        list.get_bounding_client_rect(),
    );
    let above = (row.top() - frame.top()).min(0.0);
    let below = (row.bottom() - frame.bottom()).max(0.0);
    list.set_scroll_top(list.scroll_top() + (above + below) as i32);
}
