//! Business hours: the center's, and a channel's own.

use beseda_protocol::ask::center::SaveCenter;
use beseda_protocol::ask::channels::SaveChannel;
use beseda_protocol::hours::Hours;
use beseda_protocol::ids::ChannelId;
use beseda_protocol::settings::Versioned;
use leptos::prelude::*;

use super::field::Fault;
use super::section_form::{SectionEnd, SectionForm, submitted};
use crate::model::Model;
use crate::model::hours_form::{HoursFields, Wrong};
use crate::model::question::Form;
use crate::model::section::Edition;
use crate::session::Desk;
use crate::texts::say;

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The form.
#[component]
pub(crate) fn HoursForm(
    /// Of which channel; absent: of the center.
    of: Option<ChannelId>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let newest = desk.memo(move |model| edition(model, of));
    let first = newest.get_untracked().fields;
    let is_said = RwSignal::new(first.is_said);
    let days = first.days.map(RwSignal::new);
    let holidays = RwSignal::new(first.holidays);
    let typed = Memo::new(move |_| HoursFields {
        is_said: is_said.get(),
        days: days.map(|day| day.get()),
        holidays: holidays.get(),
    });
    let fill = Callback::new(move |fields: HoursFields| {
        is_said.set(fields.is_said);
        days.into_iter()
            .zip(fields.days)
            .for_each(|(day, text)| day.set(text));
        holidays.set(fields.holidays);
    });
    let section = SectionForm::new(Form::Hours(of), newest, typed, fill);
    let day_faults = days.map(|_| RwSignal::new(None::<String>));
    let holidays_fault = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        typed.track();
        day_faults.iter().for_each(|fault| fault.set(None));
        holidays_fault.set(None);
    });
    let submit = Callback::new(move |()| {
        let hours = match typed.get_untracked().read() {
            Ok(hours) => hours,
            Err(wrong) => {
                for one in wrong {
                    match one {
                        Wrong::Day(day) => day_faults[day].set(Some(say("hours_wrong"))),
                        Wrong::Holidays => holidays_fault.set(Some(say("holidays_wrong"))),
                    }
                }
                return;
            }
        };
        let version = section.send(HoursFields::of(&hours));
        match of {
            Some(channel) => desk.request(SaveChannel {
                channel,
                version,
                section: hours.into(),
            }),
            None => desk.request(SaveCenter {
                version,
                section: hours.into(),
            }),
        }
    });
    let id = of.map_or_else(|| "hours".to_owned(), |channel| format!("hours-{channel}"));
    let (said, said_hint) = match of {
        Some(_) => ("hours_own", "hours_own_hint"),
        None => ("hours_said", "hours_said_hint"),
    };
    let hint_id = format!("{id}-hint");
    let ids = StoredValue::new(id);
    let day = move |n: usize| {
        let field = format!("{}-{}", ids.get_value(), DAYS[n]);
        let fault_id = format!("{field}-fault");
        let (value, fault) = (days[n], day_faults[n]);
        view! {
            <div class="hours-day">
                <label for=field.clone()>{say(&format!("day_{}", DAYS[n]))}</label>
                <input
                    id=field
                    class="input slim"
                    autocomplete="off"
                    placeholder=say("hours_closed")
                    aria-describedby=fault_id.clone()
                    aria-invalid=move || fault.with(Option::is_some).then_some("true")
                    prop:value=value
                    on:input:target=move |event| value.set(event.target().value())
                />
                <Fault id=fault_id text=fault />
            </div>
        }
    };
    let holidays_id = move |end: &str| format!("{}-holidays{end}", ids.get_value());
    view! {
        <form class="stack" on:submit=move |event| submitted(&event, submit)>
            <div class="field">
                <label class="check">
                    <input
                        type="checkbox"
                        aria-describedby=hint_id.clone()
                        prop:checked=is_said
                        on:change:target=move |event| is_said.set(event.target().checked())
                    />
                    <span>{say(said)}</span>
                </label>
                <p class="hint" id=hint_id>{say(said_hint)}</p>
            </div>
            <Show when=move || is_said.get()>
                <fieldset class="field">
                    <legend class="label">{say("hours")}</legend>
                    {(0..DAYS.len()).map(day).collect_view()}
                    <p class="hint">{say("hours_hint")}</p>
                </fieldset>
                <div class="field">
                    <label for=holidays_id("")>{say("holidays")}</label>
                    <input
                        id=holidays_id("")
                        class="input"
                        autocomplete="off"
                        placeholder="2026-12-31, 2027-01-01"
                        aria-describedby=holidays_id("-fault")
                        aria-invalid=move || holidays_fault.with(Option::is_some).then_some("true")
                        prop:value=holidays
                        on:input:target=move |event| holidays.set(event.target().value())
                    />
                    <Fault id=holidays_id("-fault") text=holidays_fault />
                </div>
            </Show>
            <SectionEnd
                section=section
                differences=differences
                save=say("save")
                submit=submit
                what=say("hours")
                done=say("saved")
            />
        </form>
    }
}

fn edition(model: &Model, of: Option<ChannelId>) -> Edition<HoursFields> {
    let roster = model.roster.as_ref();
    let hours = match of {
        Some(id) => {
            let channel = roster.and_then(|roster| roster.channel(id));
            channel.map(|channel| channel.hours.clone())
        }
        None => roster.map(|roster| roster.center.hours.clone()),
    };
    let Versioned { version, value } = hours.unwrap_or(Versioned::first(Hours::UNSAID));
    Edition {
        version,
        fields: HoursFields::of(&value),
    }
}

fn differences(mine: &HoursFields, theirs: &HoursFields) -> Vec<(String, String)> {
    let shown = |fields: &HoursFields| {
        let days = DAYS.iter().zip(&fields.days);
        let days = days.map(|(day, times)| (say(&format!("day_{day}")), times.clone()));
        let is_said = say(if fields.is_said {
            "setting_on"
        } else {
            "setting_off"
        });
        let holidays = (say("holidays"), fields.holidays.clone());
        let all = [(say("hours"), is_said)].into_iter().chain(days);
        all.chain([holidays]).collect::<Vec<_>>()
    };
    let both = shown(mine).into_iter().zip(shown(theirs));
    let differing = both.filter(|(mine, theirs)| mine != theirs);
    differing.map(|(_, theirs)| theirs).collect()
}
