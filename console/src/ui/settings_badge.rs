//! What the badge counts (X1).

use beseda_protocol::ask::center::SaveCenter;
use beseda_protocol::settings::{Badge, BadgeFact, Versioned};
use leptos::prelude::*;

use super::section_form::{SectionEnd, SectionForm, submitted};
use crate::model::Model;
use crate::model::question::Form;
use crate::model::section::Edition;
use crate::session::Desk;
use crate::texts::say;

/// The form.
#[component]
pub(crate) fn BadgeForm() -> impl IntoView {
    let desk: Desk = expect_context();
    let newest = desk.memo(edition);
    let counts = RwSignal::new(newest.get_untracked().fields.counts);
    let typed = Memo::new(move |_| Badge {
        counts: counts.get(),
    });
    let fill = Callback::new(move |badge: Badge| counts.set(badge.counts));
    let section = SectionForm::new(Form::Badge, newest, typed, fill);
    let submit = Callback::new(move |()| {
        let badge = typed.get_untracked();
        desk.request(SaveCenter {
            version: section.send(badge.clone()),
            section: badge.into(),
        });
    });
    let choice = move |fact: BadgeFact| {
        view! {
            <label class="check">
                <input
                    type="radio"
                    name="badge-counts"
                    prop:checked=move || counts.get() == fact
                    on:change=move |_| counts.set(fact)
                />
                <span>{name(fact)}</span>
            </label>
        }
    };
    view! {
        <form class="stack" on:submit=move |event| submitted(&event, submit)>
            <fieldset class="field choice-list">
                <legend class="label">{say("badge_counts")}</legend>
                {BadgeFact::ALL.iter().map(|fact| choice(*fact)).collect_view()}
            </fieldset>
            <SectionEnd
                section=section
                differences=differences
                save=say("save")
                submit=submit
                what=say("badge")
                done=say("saved")
            />
        </form>
    }
}

fn edition(model: &Model) -> Edition<Badge> {
    let roster = model.roster.as_ref();
    let badge = roster.map(|roster| roster.center.badge.clone());
    let Versioned { version, value } = badge.unwrap_or(Versioned::first(Badge::default()));
    Edition {
        version,
        fields: value,
    }
}

fn differences(_: &Badge, theirs: &Badge) -> Vec<(String, String)> {
    vec![(say("badge_counts"), name(theirs.counts))]
}

fn name(fact: BadgeFact) -> String {
    say(&format!("badge_{}", fact.word()))
}
