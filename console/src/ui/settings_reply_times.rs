//! How long a channel's clients should wait at most: from when on their cards say so.

use beseda_protocol::ask::channels::SaveChannel;
use beseda_protocol::channel::ReplyTimes;
use beseda_protocol::ids::ChannelId;
use beseda_protocol::limits::WAIT_MINUTES_MAX;
use beseda_protocol::settings::Versioned;
use leptos::prelude::*;

use super::number_field::{NumberField, number, wrong};
use super::section_form::{SectionEnd, SectionForm, submitted};
use crate::model::Model;
use crate::model::question::Form;
use crate::model::section::Edition;
use crate::session::Desk;
use crate::texts::say;

/// As they are typed.
#[derive(Debug, Clone, PartialEq)]
struct Fields {
    long: String,
    too_long: String,
}

/// The form.
#[component]
pub(crate) fn ReplyTimesForm(
    /// Of which channel.
    id: ChannelId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let newest = desk.memo(move |model| edition(model, id));
    let first = newest.get_untracked().fields;
    let long = RwSignal::new(first.long);
    let too_long = RwSignal::new(first.too_long);
    let typed = Memo::new(move |_| Fields {
        long: long.get(),
        too_long: too_long.get(),
    });
    let fill = Callback::new(move |fields: Fields| {
        long.set(fields.long);
        too_long.set(fields.too_long);
    });
    let section = SectionForm::new(Form::ReplyTimes(id), newest, typed, fill);
    let (long_fault, too_long_fault) = (RwSignal::new(None), RwSignal::new(None));
    Effect::new(move |_| {
        typed.track();
        long_fault.set(None);
        too_long_fault.set(None);
    });
    let submit = Callback::new(move |()| {
        let minutes = |typed: RwSignal<String>| {
            let minutes = number(&typed.get_untracked(), WAIT_MINUTES_MAX);
            minutes.filter(|minutes| *minutes > 0)
        };
        let (amber, red) = (minutes(long), minutes(too_long));
        long_fault.set(amber.is_none().then(|| wrong(WAIT_MINUTES_MAX)));
        too_long_fault.set(match (amber, red) {
            (_, None) => Some(wrong(WAIT_MINUTES_MAX)),
            (Some(amber), Some(red)) if red < amber => Some(say("reply_times_order")),
            _ => None,
        });
        let Some((long_minutes, too_long_minutes)) =
            amber.zip(red).filter(|(amber, red)| amber <= red)
        else {
            return;
        };
        let reply_times = ReplyTimes {
            long_minutes,
            too_long_minutes,
        };
        let version = section.send(Fields::of(&reply_times));
        desk.request(SaveChannel {
            channel: id,
            version,
            section: reply_times.into(),
        });
    });
    view! {
        <form class="stack" on:submit=move |event| submitted(&event, submit)>
            <NumberField
                id=format!("reply-long-{id}")
                label=say("reply_times_long")
                value=long
                hint=say("reply_times_long_hint")
                fault=long_fault
            />
            <NumberField
                id=format!("reply-too-long-{id}")
                label=say("reply_times_too_long")
                value=too_long
                hint=say("reply_times_too_long_hint")
                fault=too_long_fault
            />
            <SectionEnd
                section=section
                differences=differences
                save=say("save")
                submit=submit
                what=say("reply_times")
                done=say("saved")
            />
        </form>
    }
}

impl Fields {
    fn of(times: &ReplyTimes) -> Self {
        Self {
            long: times.long_minutes.to_string(),
            too_long: times.too_long_minutes.to_string(),
        }
    }
}

fn edition(model: &Model, id: ChannelId) -> Edition<Fields> {
    let channel = model.roster.as_ref().and_then(|roster| roster.channel(id));
    let section = channel.map(|channel| channel.reply_times.clone());
    let Versioned { version, value } = section.unwrap_or(Versioned::first(ReplyTimes::default()));
    Edition {
        version,
        fields: Fields::of(&value),
    }
}

fn differences(mine: &Fields, theirs: &Fields) -> Vec<(String, String)> {
    let fields = [
        ("reply_times_long", &mine.long, &theirs.long),
        ("reply_times_too_long", &mine.too_long, &theirs.too_long),
    ];
    let differing = fields
        .into_iter()
        .filter(|(_, mine, theirs)| mine != theirs);
    differing
        .map(|(key, _, theirs)| (say(key), theirs.clone()))
        .collect()
}
