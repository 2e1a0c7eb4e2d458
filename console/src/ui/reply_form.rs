//! What a saved reply says, how it is found, and for whom it is.

use beseda_protocol::channel::Channel;
use beseda_protocol::ids::ChannelId;
use beseda_protocol::limits::{SAVED_REPLY_NAME_CHARS_MAX, SHORTCUT_CHARS_MAX, TEXT_CHARS_MAX};
use beseda_protocol::saved_reply::{ReplyScope, is_shortcut, is_shortcut_letter};
use leptos::html::Textarea;
use leptos::prelude::*;
use web_sys::SubmitEvent;

use super::confirm::focus;
use super::note::Outcome;
use super::reply_files::FilesField;
use super::reply_written::Written;
use crate::browser::edit;
use crate::model::question::{Form, Progress};
use crate::model::reply_text::{Facts, Piece, VARIABLES, expand};
use crate::session::Desk;
use crate::texts::{say, say_with};

/// The form.
#[component]
pub(crate) fn ReplyForm(
    /// Of which request.
    form: Form,
    /// What it says at first.
    first: Written,
    /// Saves it.
    save: Callback<Written>,
    /// It is done with.
    close: Callback<()>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let progress = desk.memo(move |model| model.progress(&form));
    let (may_share, channels, folders) = desk.peek(|model| {
        let roster = model.roster.as_ref();
        let may_share = roster.is_some_and(|roster| roster.me.role.supervises());
        let channels = roster.map_or_else(Vec::new, |roster| roster.channels.clone());
        (may_share, channels, model.saved_replies.folders())
    });
    let written = RwSignal::new(first);
    // Files on their way: until they are there, what is saved would lack them.
    let n_coming = RwSignal::new(0_usize);
    let name = NodeRef::<leptos::html::Input>::new();
    request_animation_frame(move || {
        if let Some(name) = name.try_get_untracked().flatten() {
            focus(&name);
        }
    });
    // What was not taken stays to be mended.
    Effect::new(move |_| {
        if progress.get() == Progress::Done {
            close.run(());
        }
    });
    let is_whole = move || {
        written.with(|written| {
            let has_words = !written.name.trim().is_empty() && !written.text.trim().is_empty();
            let is_short = written.shortcut.as_deref().is_none_or(is_shortcut);
            let is_for_some =
                !matches!(&written.scope, ReplyScope::Channels { any_of } if any_of.is_empty());
            has_words && is_short && is_for_some && n_coming.get() == 0
        })
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if is_whole() && progress.get_untracked() != Progress::Busy {
            save.run(written.get_untracked());
        }
    };
    view! {
        <form class="reply-form stack" on:submit=submit>
            <div class="field">
                <label for="reply-name">{say("reply_name")}</label>
                <input
                    node_ref=name
                    id="reply-name"
                    class="input"
                    dir="auto"
                    autocomplete="off"
                    maxlength=SAVED_REPLY_NAME_CHARS_MAX.to_string()
                    prop:value=move || written.with(|written| written.name.clone())
                    on:input:target=move |event| written.update(|written| written.name = event.target().value())
                />
            </div>
            <div class="reply-form-pair">
                <div class="field">
                    <label for="reply-shortcut">{say("reply_shortcut")}</label>
                    <input
                        id="reply-shortcut"
                        class="input"
                        dir="auto"
                        autocomplete="off"
                        autocapitalize="off"
                        spellcheck="false"
                        maxlength=(SHORTCUT_CHARS_MAX + 1).to_string()
                        placeholder="/"
                        prop:value=move || {
                            let shortcut = written.with(|written| written.shortcut.clone());
                            shortcut.map(|shortcut| format!("/{shortcut}")).unwrap_or_default()
                        }
                        on:input:target=move |event| {
                            let typed = event.target().value();
                            let kept: String = typed.chars().filter(|c| is_shortcut_letter(*c)).collect();
                            written.update(|written| written.shortcut = (!kept.is_empty()).then_some(kept));
                        }
                    />
                </div>
                <div class="field">
                    <label for="reply-folder">{say("reply_folder")}</label>
                    <input
                        id="reply-folder"
                        class="input"
                        dir="auto"
                        autocomplete="off"
                        list="reply-folders"
                        maxlength=SAVED_REPLY_NAME_CHARS_MAX.to_string()
                        prop:value=move || written.with(|written| written.folder.clone())
                        on:input:target=move |event| written.update(|written| written.folder = event.target().value())
                    />
                    <datalist id="reply-folders">
                        {folders.into_iter().map(|name| view! { <option value=name></option> }).collect_view()}
                    </datalist>
                </div>
            </div>
            <Text written=written />
            <FilesField written=written n_coming=n_coming />
            {may_share.then(|| view! { <Scope written=written channels=channels /> })}
            <Outcome progress=progress />
            <div class="row">
                <button type="submit" class="button primary" disabled=move || !is_whole()>{say("save")}</button>
                <button type="button" class="button" on:click=move |_| close.run(())>{say("cancel")}</button>
            </div>
        </form>
    }
}

/// How variables are written, by two examples.
fn hint() -> String {
    let fallback = format!("{{{{client.name|{}}}}}", say("reply_example_fallback"));
    let own = format!("{{{{variable:{}}}}}", say("reply_example_variable"));
    say_with("reply_text_hint", &[("fallback", &fallback), ("own", &own)])
}

/// The text, and buttons for its variables.
#[component]
fn Text(
    /// The form.
    written: RwSignal<Written>,
) -> impl IntoView {
    let area = NodeRef::<Textarea>::new();
    let put = move |variable: &str| {
        if let Some(area) = area.get_untracked() {
            edit::insert(&area, &format!("{{{{{variable}}}}}"));
            written.update(|written| written.text = area.value());
        }
    };
    let label = |variable: &str| {
        say(match variable {
            "client.name" => "variable_client_name",
            "client.number" => "variable_client_number",
            "operator.name" => "variable_operator_name",
            _ => "variable_channel",
        })
    };
    let unknown = move || {
        let pieces = written.with(|written| expand(&written.text, &Facts::default()));
        let unknown = pieces.into_iter().find_map(|piece| match piece {
            Piece::Unknown(text) => Some(text),
            Piece::Plain(_) | Piece::Filled(_) | Piece::Empty(_) => None,
        });
        unknown.map(|text| say_with("variable_unknown", &[("name", &text)]))
    };
    view! {
        <div class="field">
            <label for="reply-text">{say("reply_text")}</label>
            <textarea
                node_ref=area
                id="reply-text"
                class="input"
                rows="5"
                dir="auto"
                maxlength=TEXT_CHARS_MAX.to_string()
                aria-describedby="reply-text-hint"
                prop:value=move || written.with(|written| written.text.clone())
                on:input:target=move |event| written.update(|written| written.text = event.target().value())
            ></textarea>
            <div class="reply-variables" role="group" aria-label=say("variables_insert")>
                {VARIABLES
                    .into_iter()
                    .map(|variable| view! {
                        <button type="button" class="button" on:click=move |_| put(variable)>{label(variable)}</button>
                    })
                    .collect_view()}
            </div>
            <p class="hint" id="reply-text-hint">{hint()}</p>
            <p class="fault" role="status">{unknown}</p>
        </div>
    }
}

/// For whom it is.
#[component]
fn Scope(
    /// The form.
    written: RwSignal<Written>,
    /// Those that there are.
    channels: Vec<Channel>,
) -> impl IntoView {
    let has_several = channels.len() > 1;
    let choice = move |value: &'static str, key: &str, scope: fn() -> ReplyScope| {
        let is_this = move || written.with(|written| word(&written.scope) == value);
        view! {
            <label class="check">
                <input
                    type="radio"
                    name="reply-scope"
                    prop:checked=is_this
                    on:change=move |_| {
                        if !is_this() {
                            written.update(|written| written.scope = scope());
                        }
                    }
                />
                <span>{say(key)}</span>
            </label>
        }
    };
    let of_channels = move || written.with(|written| word(&written.scope) == "channels");
    let channels = StoredValue::new(channels);
    view! {
        <fieldset class="reply-scope">
            <legend>{say("reply_scope")}</legend>
            {choice("private", "reply_private", || ReplyScope::Private {})}
            {choice("shared", "reply_shared", || ReplyScope::Shared {})}
            {has_several.then(|| choice("channels", "reply_channels", || ReplyScope::Channels { any_of: vec![] }))}
            <Show when=of_channels>
                <div class="reply-channels" role="group" aria-label=say("reply_channels")>
                    {channels
                        .get_value()
                        .into_iter()
                        .map(|channel| view! { <ChannelCheck written=written channel=channel /> })
                        .collect_view()}
                </div>
            </Show>
        </fieldset>
    }
}

/// One of the channels.
#[component]
fn ChannelCheck(
    /// The form.
    written: RwSignal<Written>,
    /// Which.
    channel: Channel,
) -> impl IntoView {
    let Channel { id, name, .. } = channel;
    let change = move |is_on: bool| {
        written.update(|written| {
            let ReplyScope::Channels { any_of } = &mut written.scope else {
                return;
            };
            any_of.retain(|one: &ChannelId| *one != id);
            if is_on {
                any_of.push(id);
            }
        });
    };
    let is_on = move || {
        written.with(|written| {
            matches!(&written.scope, ReplyScope::Channels { any_of } if any_of.contains(&id))
        })
    };
    view! {
        <label class="check">
            <input type="checkbox" prop:checked=is_on on:change:target=move |event| change(event.target().checked()) />
            <bdi class="cut">{name}</bdi>
        </label>
    }
}

/// The word of a scope.
fn word(scope: &ReplyScope) -> &'static str {
    match scope {
        ReplyScope::Private {} | ReplyScope::Unknown => "private",
        ReplyScope::Shared {} => "shared",
        ReplyScope::Channels { .. } => "channels",
    }
}
