//! In the composer's place while an own message is changed, or shall be withdrawn: so its row
//! may be drawn anew meanwhile, and the draft waits.

use beseda_protocol::ask::dialogs::{EditMessage, WithdrawMessage};
use beseda_protocol::ids::{DialogId, MessageId};
use beseda_protocol::limits::TEXT_CHARS_MAX;
use beseda_protocol::unseen::looks_empty;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::confirm::Confirm;
use super::icon::{self, Icon};
use super::note::Outcome;
use crate::browser::keys;
use crate::model::question::{Form, Progress};
use crate::session::Desk;
use crate::texts::say;

/// Which message is being changed or withdrawn, if one is.
#[derive(Clone, Copy)]
pub(crate) struct Revising(RwSignal<Option<RevisingOf>>);

/// A message, and what is done with it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RevisingOf {
    pub(crate) dialog: DialogId,
    pub(crate) id: MessageId,
    pub(crate) deed: Deed,
}

/// What is done with a message.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Deed {
    /// Its text, which is this, is changed.
    Edit(String),
    /// It shall be withdrawn.
    Withdraw,
}

impl Revising {
    /// None is.
    pub(crate) fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// Begins with one.
    pub(crate) fn begin(self, of: RevisingOf) {
        self.0.set(Some(of));
    }

    /// Which, if one is.
    pub(crate) fn get(self) -> Option<RevisingOf> {
        self.0.get()
    }

    fn end(self) {
        self.0.set(None);
    }
}

/// The editor, or the question.
#[component]
pub(crate) fn ReviseMessage(
    /// Which message.
    of: RevisingOf,
    /// Where it says that it is done.
    revising: Revising,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let RevisingOf { dialog, id, deed } = of;
    desk.act(|model, _| {
        model.forget(&Form::Message(id));
        Vec::new()
    });
    let progress = desk.memo(move |model| model.progress(&Form::Message(id)));
    Effect::new(move |_| {
        if progress.get() == Progress::Done {
            revising.end();
        }
    });
    match deed {
        Deed::Edit(text) => {
            let save = move |text: String| {
                desk.request(EditMessage {
                    dialog,
                    message: id,
                    text,
                });
            };
            view! { <Editor text=text save=Callback::new(save) revising=revising progress=progress /> }
                .into_any()
        }
        Deed::Withdraw => {
            let withdraw = move |()| {
                desk.request(WithdrawMessage {
                    dialog,
                    message: id,
                });
            };
            let is_busy = Signal::derive(move || progress.get() == Progress::Busy);
            view! {
                <div class="composer revising">
                    <Confirm
                        title=say("withdraw_title")
                        text=say("withdraw_text")
                        yes=say("message_withdraw")
                        is_busy=is_busy
                        carry_out=Callback::new(withdraw)
                        cancel=Callback::new(move |()| revising.end())
                    >
                        <Outcome progress=progress />
                    </Confirm>
                </div>
            }
            .into_any()
        }
    }
}

/// The message's text. Escape leaves it as it was.
#[component]
fn Editor(
    /// The text as it is.
    text: String,
    /// Saves another one.
    save: Callback<String>,
    /// Where it is said that it is done.
    revising: Revising,
    /// How far that is.
    progress: Memo<Progress>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let text = RwSignal::new(text);
    let area = NodeRef::<leptos::html::Textarea>::new();
    Effect::new(move |_| {
        if let Some(area) = area.get() {
            // The menu that led here gives the keyboard back when it closes: this is after that.
            request_animation_frame(move || {
                // An element in the page takes the focus, and the cursor has its place there.
                area.focus().ok();
                let end = u32::try_from(area.value().encode_utf16().count()).unwrap_or(u32::MAX);
                area.set_selection_range(end, end).ok();
            });
        }
    });
    let may_save = move || {
        text.with(|text| !looks_empty(text) && text.chars().count() <= TEXT_CHARS_MAX)
            && progress.get() != Progress::Busy
    };
    let submit = move || {
        if untrack(may_save) {
            save.run(text.with_untracked(|text| text.trim_end().to_owned()));
        }
    };
    let keyed = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            event.stop_propagation();
            return revising.end();
        }
        let choice = desk.prefs.with_untracked(|prefs| prefs.send_key);
        if keys::pressed(&event, |pressed| choice.sends(pressed)) {
            event.prevent_default();
            submit();
        }
    };
    view! {
        <div class="composer revising">
            <p class="revising-title small">
                <Icon of=icon::PENCIL size=14 />
                <span class={"grow"}>{say("editing")}</span>
            </p>
            // The twin has the text's size, and gives it to the field.
            <div class="grows" data-twin=move || format!("{} ", text.get())>
                <textarea
                    node_ref=area
                    rows="1"
                    dir="auto"
                    aria-label=say("editing")
                    prop:value=move || text.get()
                    on:input:target=move |event| text.set(event.target().value())
                    on:keydown=keyed
                ></textarea>
            </div>
            <Outcome progress=progress />
            <div class="composer-bar">
                <span class={"grow"}></span>
                <button type="button" class="button" on:click=move |_| revising.end()>
                    {say("cancel")}
                </button>
                <button
                    type="button"
                    class="button primary"
                    disabled=move || !may_save()
                    on:click=move |_| submit()
                >
                    {say("save")}
                </button>
            </div>
        </div>
    }
}
