//! Saved replies: made, changed, taken away.

use beseda_protocol::ask::replies::{
    ChangeSavedReply, DeleteSavedReply, RestoreSavedReply, SaveReply,
};
use beseda_protocol::ids::{FileId, SavedReplyId};
use beseda_protocol::message::File;
use beseda_protocol::saved_reply::{ReplyScope, SavedReply};
use leptos::prelude::*;

use super::card_part::{RemoveButton, Removed};
use super::icon::{self, Icon};
use super::note::Outcome;
use super::reply_form::ReplyForm;
use super::reply_insert::ReplyFiles;
use super::reply_written::Written;
use super::settings_group::SettingsGroup;
use super::words;
use crate::model::question::{Form, Progress};
use crate::model::saved_replies::{Load, change};
use crate::session::Desk;
use crate::texts::{say, say_with};

/// Which form is open: of a new one, or of one that there is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Writing {
    Nothing,
    New,
    Changing(SavedReplyId),
}

/// The page of the settings.
#[component]
pub(crate) fn ReplySettings() -> impl IntoView {
    let desk: Desk = expect_context();
    desk.act(|model, _| model.need_saved_replies());
    let sought = RwSignal::new(String::new());
    let writing = RwSignal::new(Writing::Nothing);
    let removed = RwSignal::new(None::<SavedReplyId>);
    let found = desk.memo(move |model| model.saved_replies.found(&sought.get(), None));
    let is_known = desk.memo(|model| model.saved_replies.load() == Load::Known);
    let nothing = move || match (found.with(Vec::is_empty), is_known.get()) {
        (false, _) => None,
        (true, false) => Some(say("loading")),
        (true, true) if sought.with(|sought| sought.trim().is_empty()) => {
            Some(say("saved_replies_none"))
        }
        (true, true) => Some(say("saved_replies_not_found")),
    };
    let put_back = move |reply| desk.request(RestoreSavedReply { reply });
    view! {
        <SettingsGroup title=say("saved_replies") text=say("saved_replies_text")>
            <div class="stack">
                <div class="row">
                    <input
                        class="input slim grow"
                        type="search"
                        dir="auto"
                        autocomplete="off"
                        aria-label=say("saved_replies_search")
                        placeholder=say("saved_replies_search")
                        prop:value=sought
                        on:input:target=move |event| sought.set(event.target().value())
                    />
                    <button type="button" class="button" on:click=move |_| begin(desk, writing, Writing::New)>
                        <Icon of=icon::PLUS />
                        {say("saved_reply_new")}
                    </button>
                </div>
                <Show when=move || writing.get() == Writing::New>
                    <New writing=writing />
                </Show>
                <Removed removed=removed put_back=Callback::new(put_back) />
                {move || removed.get().map(|reply| view! { <Fate reply=reply /> })}
                <p class="quiet" role="status">{nothing}</p>
                <ul class="replies">
                    <For each=move || found.get() key=|reply| (reply.id.clone(), reply.version) let:reply>
                        <Row reply=reply writing=writing removed=removed />
                    </For>
                </ul>
            </div>
        </SettingsGroup>
    }
}

/// A form is opened: what came of an earlier one is no news.
fn begin(desk: Desk, writing: RwSignal<Writing>, next: Writing) {
    let form = match &next {
        Writing::Nothing => None,
        Writing::New => Some(Form::NewReply),
        Writing::Changing(reply) => Some(Form::SavedReply(reply.clone())),
    };
    desk.act(|model, _| {
        form.iter().for_each(|form| model.forget(form));
        Vec::new()
    });
    writing.set(next);
}

/// What became of taking one away, or of putting it back.
#[component]
fn Fate(
    /// Which.
    reply: SavedReplyId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let form = Form::SavedReply(reply);
    let progress = desk.memo(move |model| match model.progress(&form) {
        Progress::Done => Progress::Idle,
        progress => progress,
    });
    view! { <Outcome progress=progress /> }
}

fn ids(files: Vec<File>) -> Vec<FileId> {
    files.into_iter().map(|file| file.id).collect()
}

/// A new one.
#[component]
fn New(
    /// Which form is open.
    writing: RwSignal<Writing>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let save = move |written: Written| {
        let Written {
            name,
            shortcut,
            folder,
            text,
            files,
            scope,
        } = written;
        desk.request(SaveReply {
            name,
            shortcut,
            folder,
            text,
            files: ids(files),
            scope,
        });
    };
    let close = move |()| writing.set(Writing::Nothing);
    view! {
        <ReplyForm
            form=Form::NewReply
            first=Written::default()
            save=Callback::new(save)
            close=Callback::new(close)
        />
    }
}

/// One of them; who may change it is offered that.
#[component]
fn Row(
    /// Which.
    reply: SavedReply,
    /// Which form is open.
    writing: RwSignal<Writing>,
    /// The one that was taken away last.
    removed: RwSignal<Option<SavedReplyId>>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let may_change = desk.memo({
        let reply = reply.clone();
        move |model| {
            let roster = model.roster.as_ref();
            roster.is_some_and(|roster| reply.is_changed_by(&roster.me))
        }
    });
    let whom = desk.memo({
        let reply = reply.clone();
        move |model| {
            scope_words(
                &reply.scope,
                model.roster.as_ref().map(|roster| &*roster.channels),
            )
        }
    });
    let changing = Writing::Changing(reply.id.clone());
    let is_changed = {
        let changing = changing.clone();
        Memo::new(move |_| writing.with(|writing| *writing == changing))
    };
    let name = reply.name.clone();
    let tools = {
        let (id, name) = (reply.id.clone(), name.clone());
        move || {
            let (reply, changing) = (id.clone(), changing.clone());
            let remove = move |()| {
                let reply = reply.clone();
                removed.set(Some(reply.clone()));
                desk.request(DeleteSavedReply { reply });
            };
            let label = say_with("saved_reply_change", &[("name", &name)]);
            may_change.get().then(|| {
                view! {
                    <button
                        type="button"
                        class="icon-button slim"
                        aria-label=label
                        on:click=move |_| begin(desk, writing, changing.clone())
                    >
                        <Icon of=icon::PENCIL size=14 />
                    </button>
                    <RemoveButton name=name.clone() remove=Callback::new(remove) />
                }
            })
        }
    };
    let shortcut = reply
        .shortcut
        .as_ref()
        .map(|shortcut| format!("/{shortcut}"));
    let folder = reply.folder.clone();
    let used = words::n_used(reply.n_used);
    let (text, n_files) = (reply.text.clone(), reply.files.len());
    let form = StoredValue::new(reply);
    view! {
        <li class="reply-item">
            <div class="row" hidden=move || is_changed.get()>
                <div class="grow reply-lines">
                    <p class="row">
                        <bdi class="cut reply-name">{name}</bdi>
                        <bdi class="reply-short small numbers">{shortcut}</bdi>
                        <ReplyFiles n=n_files />
                    </p>
                    <p class="cut quiet" dir="auto">{text}</p>
                    <p class="small quiet row">
                        {(!folder.is_empty()).then(|| view! { <bdi class="cut">{folder}</bdi> " · " })}
                        {whom} " · " {used}
                    </p>
                </div>
                {tools}
            </div>
            <Show when=move || is_changed.get()>
                <Change reply=form.get_value() writing=writing />
            </Show>
        </li>
    }
}

/// For whom it is, in words.
fn scope_words(
    scope: &ReplyScope,
    channels: Option<&[beseda_protocol::channel::Channel]>,
) -> String {
    match scope {
        ReplyScope::Private {} | ReplyScope::Unknown => say("reply_private"),
        ReplyScope::Shared {} => say("reply_shared"),
        ReplyScope::Channels { any_of } => {
            let known = channels.unwrap_or_default().iter();
            let names = known.filter(|channel| any_of.contains(&channel.id));
            let names: Vec<&str> = names.map(|channel| channel.name.as_str()).collect();
            names.join(", ")
        }
    }
}

/// One of them is saved anew.
#[component]
fn Change(
    /// As it is.
    reply: SavedReply,
    /// Which form is open.
    writing: RwSignal<Writing>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let form = Form::SavedReply(reply.id.clone());
    let as_is = change(&reply);
    let first = Written {
        name: reply.name,
        shortcut: reply.shortcut,
        folder: reply.folder,
        text: reply.text,
        files: reply.files,
        scope: reply.scope,
    };
    let save = move |written: Written| {
        let Written {
            name,
            shortcut,
            folder,
            text,
            files,
            scope,
        } = written;
        desk.request(ChangeSavedReply {
            name,
            shortcut,
            folder,
            text,
            files: ids(files),
            scope,
            ..as_is.clone()
        });
    };
    let close = move |()| writing.set(Writing::Nothing);
    view! { <ReplyForm form=form first=first save=Callback::new(save) close=Callback::new(close) /> }
}
