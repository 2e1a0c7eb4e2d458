//! Whether operators may begin a channel's dialogs (YU-03).

use beseda_protocol::ask::channels::SaveChannel;
use beseda_protocol::channel::WritingFirst;
use beseda_protocol::ids::ChannelId;
use beseda_protocol::settings::Versioned;
use leptos::prelude::*;

use super::section_form::{SectionEnd, SectionForm, submitted};
use crate::model::Model;
use crate::model::question::Form;
use crate::model::section::Edition;
use crate::session::Desk;
use crate::texts::say;

/// The form.
#[component]
pub(crate) fn WritingFirstForm(
    /// Of which channel.
    id: ChannelId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let newest = desk.memo(move |model| edition(model, id));
    let is_allowed = RwSignal::new(newest.get_untracked().fields.is_allowed);
    let typed = Memo::new(move |_| WritingFirst {
        is_allowed: is_allowed.get(),
    });
    let fill = Callback::new(move |fields: WritingFirst| is_allowed.set(fields.is_allowed));
    let section = SectionForm::new(Form::WritingFirst(id), newest, typed, fill);
    let submit = Callback::new(move |()| {
        let writing_first = typed.get_untracked();
        desk.request(SaveChannel {
            channel: id,
            version: section.send(writing_first.clone()),
            section: writing_first.into(),
        });
    });
    let hint = format!("writing-first-hint-{id}");
    view! {
        <form class="stack" on:submit=move |event| submitted(&event, submit)>
            <div class="field">
                <label class="check">
                    <input
                        type="checkbox"
                        aria-describedby=hint.clone()
                        prop:checked=is_allowed
                        on:change:target=move |event| is_allowed.set(event.target().checked())
                    />
                    <span>{say("writing_first_allowed")}</span>
                </label>
                <p class="hint" id=hint>{say("writing_first_hint")}</p>
            </div>
            <SectionEnd
                section=section
                differences=differences
                save=say("save")
                submit=submit
                what=say("writing_first")
                done=say("saved")
            />
        </form>
    }
}

fn edition(model: &Model, id: ChannelId) -> Edition<WritingFirst> {
    let channel = model.roster.as_ref().and_then(|roster| roster.channel(id));
    let section = channel.map(|channel| channel.writing_first.clone());
    let Versioned { version, value } = section.unwrap_or(Versioned::first(WritingFirst::default()));
    Edition {
        version,
        fields: value,
    }
}

fn differences(_: &WritingFirst, theirs: &WritingFirst) -> Vec<(String, String)> {
    let says = if theirs.is_allowed {
        "setting_on"
    } else {
        "setting_off"
    };
    vec![(say("writing_first_allowed"), say(says))]
}
