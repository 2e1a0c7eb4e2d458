//! The form of a section of settings: it follows what is saved elsewhere, and ends with
//! what came of saving it, or with what a colleague has saved meanwhile.

use leptos::html;
use leptos::prelude::*;
use web_sys::SubmitEvent;

use super::confirm::focus;
use super::note::Outcome;
use crate::model::question::{Form, Progress};
use crate::model::section::{Editing, Edition};
use crate::session::Desk;
use crate::texts::{say, say_with};

/// The form of a section, whose fields are an `F`.
pub(crate) struct SectionForm<F: Send + Sync + 'static> {
    editing: RwSignal<Editing<F>>,
    newest: Memo<Edition<F>>,
    typed: Memo<F>,
    fill: Callback<F>,
    progress: Memo<Progress>,
    desk: Desk,
    form: StoredValue<Form>,
}

impl<F: Send + Sync + 'static> Clone for SectionForm<F> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<F: Send + Sync + 'static> Copy for SectionForm<F> {}

impl<F: Clone + PartialEq + Send + Sync + 'static> SectionForm<F> {
    /// Follows the newest edition: `typed` are the fields as they are, and `fill` gives
    /// them other values.
    pub(crate) fn new(
        form: Form,
        newest: Memo<Edition<F>>,
        typed: Memo<F>,
        fill: Callback<F>,
    ) -> Self {
        let desk: Desk = expect_context();
        forget(desk, &form);
        let editing = RwSignal::new(Editing::begin(newest.get_untracked()));
        let progress = {
            let form = form.clone();
            desk.memo(move |model| model.progress(&form))
        };
        Effect::new(move |_| {
            let (newest, progress) = (newest.get(), progress.get());
            let mut follows = false;
            let typed = typed.get_untracked();
            editing.update(|editing| follows = editing.follow(&newest, &typed, &progress));
            if follows {
                fill.run(newest.fields);
            }
        });
        Self {
            editing,
            newest,
            typed,
            fill,
            progress,
            desk,
            form: StoredValue::new(form),
        }
    }

    /// The form is sent with these values: which version was changed in it.
    pub(crate) fn send(self, fields: F) -> u32 {
        self.fill.run(fields);
        let version = self.editing.try_update(Editing::send);
        version.unwrap_or_default()
    }

    /// What a colleague has saved while something else was typed here.
    fn theirs(self) -> Memo<Option<F>> {
        Memo::new(move |_| {
            let (newest, typed) = (self.newest.get(), self.typed.get());
            let theirs = |editing: &Editing<F>| editing.theirs(&newest, &typed).cloned();
            self.editing.with(theirs)
        })
    }

    fn keep_mine(self) {
        let newest = self.newest.get_untracked();
        self.editing.update(|editing| editing.keep_mine(&newest));
    }

    fn take_theirs(self) {
        self.keep_mine();
        self.fill.run(self.newest.get_untracked().fields);
        forget(self.desk, &self.form.get_value());
    }
}

/// The form was sent by a key or a press.
pub(crate) fn submitted(event: &SubmitEvent, submit: Callback<()>) {
    event.prevent_default();
    submit.run(());
}

/// What came of an earlier sending is no news any more.
fn forget(desk: Desk, form: &Form) {
    desk.act(|model, _| {
        model.forget(form);
        Vec::new()
    });
}

/// The end of the form.
#[component]
pub(crate) fn SectionEnd<F: Clone + PartialEq + Send + Sync + 'static>(
    /// Whose.
    section: SectionForm<F>,
    /// Of what is typed here and what a colleague has saved: the names of the fields
    /// that differ, and what the colleague's say.
    differences: fn(&F, &F) -> Vec<(String, String)>,
    /// The button's name.
    save: String,
    /// Sends the form.
    submit: Callback<()>,
    /// What the button saves, where there are several.
    #[prop(optional)]
    what: Option<String>,
    /// What is said when it was saved.
    done: String,
) -> impl IntoView {
    let theirs = section.theirs();
    let is_conflict = Memo::new(move |_| theirs.with(Option::is_some));
    let (notice, button) = (NodeRef::<html::Div>::new(), NodeRef::<html::Button>::new());
    let to_button = move || {
        request_animation_frame(move || {
            if let Some(button) = button.try_get_untracked().flatten() {
                focus(&button);
            }
        });
    };
    // The button that was pressed is gone: the keyboard goes to what is asked instead.
    Effect::new(move |_| {
        if section.progress.get() == Progress::Stale {
            request_animation_frame(move || {
                if let Some(notice) = notice.try_get_untracked().flatten() {
                    focus(&notice);
                }
            });
        }
    });
    let shown = move || {
        theirs.with(|theirs| {
            let theirs = theirs.as_ref()?;
            Some(section.typed.with(|typed| differences(typed, theirs)))
        })
    };
    let (save, what) = (StoredValue::new(save), StoredValue::new(what));
    let full_name = move || {
        let what = what.get_value()?;
        Some(say_with("save_this", &[("name", &what)]))
    };
    view! {
        <Outcome progress=section.progress done=done />
        <Show when=move || is_conflict.get()>
            <div class="conflict stack" role="group" aria-labelledby="conflict-title" tabindex="-1" node_ref=notice>
                <p id="conflict-title" role="alert">
                    <strong>{say("newer_title")}</strong>
                </p>
                <p class="quiet">{say("newer_text")}</p>
                <dl>
                    {move || {
                        shown()
                            .into_iter()
                            .flatten()
                            .map(|(name, value)| {
                                view! {
                                    <div>
                                        <dt>{name}</dt>
                                        <dd dir="auto">{value}</dd>
                                    </div>
                                }
                            })
                            .collect_view()
                    }}
                </dl>
                <div class="row wrap">
                    <button
                        type="button"
                        class="button"
                        on:click=move |_| {
                            section.keep_mine();
                            submit.run(());
                            to_button();
                        }
                    >
                        {say("keep_mine")}
                    </button>
                    <button
                        type="button"
                        class="button"
                        on:click=move |_| {
                            section.take_theirs();
                            to_button();
                        }
                    >
                        {say("take_theirs")}
                    </button>
                </div>
            </div>
        </Show>
        <Show when=move || !is_conflict.get()>
            <div class="row">
                <button type="submit" class="button primary" aria-label=full_name node_ref=button>
                    {save.get_value()}
                </button>
            </div>
        </Show>
    }
}
