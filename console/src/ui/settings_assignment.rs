//! Who becomes responsible for a channel's dialogs (X5, CQ-08).

use beseda_protocol::ask::channels::SaveChannel;
use beseda_protocol::channel::{Assignment, AssignmentRule};
use beseda_protocol::ids::ChannelId;
use beseda_protocol::limits::{OPEN_DIALOGS_MAX, WAIT_MINUTES_MAX};
use beseda_protocol::settings::Versioned;
use leptos::prelude::*;

use super::number_field::{NumberField, number, shown, wrong};
use super::section_form::{SectionEnd, SectionForm, submitted};
use crate::model::Model;
use crate::model::question::Form;
use crate::model::section::Edition;
use crate::session::Desk;
use crate::texts::say;

/// As it is typed: a number that is empty stands for no limit.
#[derive(Debug, Clone, PartialEq)]
struct Fields {
    rule: AssignmentRule,
    open_max: String,
    wait_minutes: String,
}

/// The form.
#[component]
pub(crate) fn AssignmentForm(
    /// Of which channel.
    id: ChannelId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let newest = desk.memo(move |model| edition(model, id));
    let first = newest.get_untracked().fields;
    let rule = RwSignal::new(first.rule);
    let open_max = RwSignal::new(first.open_max);
    let wait_minutes = RwSignal::new(first.wait_minutes);
    let typed = Memo::new(move |_| Fields {
        rule: rule.get(),
        open_max: open_max.get(),
        wait_minutes: wait_minutes.get(),
    });
    let fill = Callback::new(move |fields: Fields| {
        rule.set(fields.rule);
        open_max.set(fields.open_max);
        wait_minutes.set(fields.wait_minutes);
    });
    let section = SectionForm::new(Form::Assignment(id), newest, typed, fill);
    let (open_fault, wait_fault) = (RwSignal::new(None), RwSignal::new(None));
    Effect::new(move |_| {
        typed.track();
        open_fault.set(None);
        wait_fault.set(None);
    });
    let submit = Callback::new(move |()| {
        let open = number(&open_max.get_untracked(), OPEN_DIALOGS_MAX);
        let wait = number(&wait_minutes.get_untracked(), WAIT_MINUTES_MAX);
        open_fault.set(open.is_none().then(|| wrong(OPEN_DIALOGS_MAX)));
        wait_fault.set(wait.is_none().then(|| wrong(WAIT_MINUTES_MAX)));
        let Some((open_max, wait_minutes)) = open.zip(wait) else {
            return;
        };
        let assignment = Assignment {
            rule: rule.get_untracked(),
            open_max,
            wait_minutes,
        };
        let version = section.send(Fields::of(&assignment));
        desk.request(SaveChannel {
            channel: id,
            version,
            section: assignment.into(),
        });
    });
    let choice = move |one: AssignmentRule| {
        view! {
            <label class="check">
                <input
                    type="radio"
                    name=format!("assignment-rule-{id}")
                    prop:checked=move || rule.get() == one
                    on:change=move |_| rule.set(one)
                />
                <span>{name(one)}</span>
            </label>
        }
    };
    let is_in_turn = Memo::new(move |_| rule.get() == AssignmentRule::RoundRobin);
    view! {
        <form class="stack" on:submit=move |event| submitted(&event, submit)>
            <fieldset class="field choice-list">
                <legend class="label">{say("assignment_rule")}</legend>
                {AssignmentRule::ALL.iter().map(|one| choice(*one)).collect_view()}
            </fieldset>
            <Show when=move || is_in_turn.get()>
                <NumberField
                    id=format!("assignment-open-{id}")
                    label=say("assignment_open_max")
                    value=open_max
                    hint=say("assignment_open_max_hint")
                    fault=open_fault
                />
            </Show>
            <NumberField
                id=format!("assignment-wait-{id}")
                label=say("assignment_wait")
                value=wait_minutes
                hint=say("assignment_wait_hint")
                fault=wait_fault
            />
            <SectionEnd
                section=section
                differences=differences
                save=say("save")
                submit=submit
                what=say("assignment")
                done=say("saved")
            />
        </form>
    }
}

impl Fields {
    fn of(assignment: &Assignment) -> Self {
        Self {
            rule: assignment.rule,
            open_max: shown(assignment.open_max),
            wait_minutes: shown(assignment.wait_minutes),
        }
    }
}

fn edition(model: &Model, id: ChannelId) -> Edition<Fields> {
    let channel = model.roster.as_ref().and_then(|roster| roster.channel(id));
    let assignment = channel.map(|channel| channel.assignment.clone());
    let Versioned { version, value } =
        assignment.unwrap_or(Versioned::first(Assignment::default()));
    let fields = Fields::of(&value);
    Edition { version, fields }
}

fn differences(mine: &Fields, theirs: &Fields) -> Vec<(String, String)> {
    let fields = [
        ("assignment_rule", name(mine.rule), name(theirs.rule)),
        (
            "assignment_open_max",
            mine.open_max.clone(),
            theirs.open_max.clone(),
        ),
        (
            "assignment_wait",
            mine.wait_minutes.clone(),
            theirs.wait_minutes.clone(),
        ),
    ];
    let differing = fields
        .into_iter()
        .filter(|(_, mine, theirs)| mine != theirs);
    differing
        .map(|(key, _, theirs)| (say(key), theirs))
        .collect()
}

fn name(rule: AssignmentRule) -> String {
    say(&format!("assignment_{}", rule.word()))
}
