//! When dialogs close by themselves in which nobody says anything any more.

use beseda_protocol::ask::center::SaveCenter;
use beseda_protocol::limits::SILENCE_DAYS_MAX;
use beseda_protocol::settings::{Silence, Versioned};
use leptos::prelude::*;

use super::field::Field;
use super::section_form::{SectionEnd, SectionForm, submitted};
use crate::model::Model;
use crate::model::question::Form;
use crate::model::section::Edition;
use crate::session::Desk;
use crate::texts::{say, say_with};

/// As it is typed: empty for never.
#[derive(Debug, Clone, PartialEq)]
struct Fields {
    days: String,
}

/// The form.
#[component]
pub(crate) fn SilenceForm() -> impl IntoView {
    let desk: Desk = expect_context();
    let newest = desk.memo(edition);
    let days = RwSignal::new(newest.get_untracked().fields.days);
    let typed = Memo::new(move |_| Fields { days: days.get() });
    let fill = Callback::new(move |fields: Fields| days.set(fields.days));
    let section = SectionForm::new(Form::Silence, newest, typed, fill);
    let fault = RwSignal::new(None);
    Effect::new(move |_| {
        days.track();
        fault.set(None);
    });
    let submit = Callback::new(move |()| {
        let days = days.get_untracked();
        let days = days.trim();
        // Nothing stands for never, as 0 does.
        let n_days = match days.is_empty() {
            true => Some(0),
            false => days.parse::<u32>().ok(),
        };
        let Some(n_days) = n_days.filter(|n| *n <= SILENCE_DAYS_MAX) else {
            let max = SILENCE_DAYS_MAX.to_string();
            return fault.set(Some(say_with("silence_days_wrong", &[("max", &max)])));
        };
        let fields = Fields {
            days: shown(n_days),
        };
        let silence = Silence {
            close_after_days: n_days,
        };
        desk.request(SaveCenter {
            version: section.send(fields),
            section: silence.into(),
        });
    });
    view! {
        <form class="stack" on:submit=move |event| submitted(&event, submit)>
            <Field id="silence-days" label=say("silence_days") value=days hint=say("silence_days_hint") fault=fault />
            <SectionEnd
                section=section
                differences=differences
                save=say("save")
                submit=submit
                what=say("silence")
                done=say("saved")
            />
        </form>
    }
}

fn edition(model: &Model) -> Edition<Fields> {
    let roster = model.roster.as_ref();
    let silence = roster.map(|roster| roster.center.silence.clone());
    let Versioned { version, value } = silence.unwrap_or(Versioned::first(Silence::default()));
    let days = shown(value.close_after_days);
    Edition {
        version,
        fields: Fields { days },
    }
}

fn differences(_: &Fields, theirs: &Fields) -> Vec<(String, String)> {
    vec![(say("silence_days"), theirs.days.clone())]
}

fn shown(days: u32) -> String {
    match days {
        0 => String::new(),
        days => days.to_string(),
    }
}
