//! What a channel answers by itself (YU-03).

use beseda_protocol::ask::channels::SaveChannel;
use beseda_protocol::automatic::{AutomaticReplies, AutomaticReply, AutomaticRule};
use beseda_protocol::ids::ChannelId;
use beseda_protocol::limits::AUTOMATIC_REPLY_CHARS_MAX;
use beseda_protocol::settings::Versioned;
use leptos::prelude::*;

use super::field::Fault;
use super::section_form::{SectionEnd, SectionForm, submitted};
use super::words;
use crate::model::Model;
use crate::model::question::Form;
use crate::model::section::Edition;
use crate::session::Desk;
use crate::texts::{say, say_with};

/// One of the answers, as it is typed.
#[derive(Clone, Copy)]
struct Fields {
    rule: AutomaticRule,
    is_on: RwSignal<bool>,
    en: RwSignal<String>,
    ru: RwSignal<String>,
    fault: RwSignal<Option<String>>,
}

impl Fields {
    fn of(rule: AutomaticRule, replies: &AutomaticReplies) -> Self {
        let AutomaticReply { is_on, en, ru } = replies.of(rule).clone();
        Self {
            rule,
            is_on: RwSignal::new(is_on),
            en: RwSignal::new(en),
            ru: RwSignal::new(ru),
            fault: RwSignal::new(None),
        }
    }

    fn fill(self, replies: &AutomaticReplies) {
        let AutomaticReply { is_on, en, ru } = replies.of(self.rule).clone();
        self.is_on.set(is_on);
        self.en.set(en);
        self.ru.set(ru);
    }

    fn typed(self) -> AutomaticReply {
        AutomaticReply {
            is_on: self.is_on.get(),
            en: self.en.get(),
            ru: self.ru.get(),
        }
    }

    /// What is to be kept; says what is wrong with it.
    fn read(self) -> Option<AutomaticReply> {
        let AutomaticReply { is_on, en, ru } = untrack(|| self.typed());
        let (en, ru) = (en.trim().to_owned(), ru.trim().to_owned());
        let is_long = |text: &String| text.chars().count() > AUTOMATIC_REPLY_CHARS_MAX;
        let wrong = if is_long(&en) || is_long(&ru) {
            let max = AUTOMATIC_REPLY_CHARS_MAX.to_string();
            Some(say_with("automatic_too_long", &[("max", &max)]))
        } else if is_on && en.is_empty() && ru.is_empty() {
            Some(say("automatic_empty"))
        } else {
            None
        };
        let is_right = wrong.is_none();
        self.fault.set(wrong);
        is_right.then_some(AutomaticReply { is_on, en, ru })
    }
}

/// The form.
#[component]
pub(crate) fn AutomaticForm(
    /// Of which channel.
    id: ChannelId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let newest = desk.memo(move |model| edition(model, id));
    let first = newest.get_untracked().fields;
    let after_hours = Fields::of(AutomaticRule::AfterHours, &first);
    let nobody_online = Fields::of(AutomaticRule::NobodyOnline, &first);
    let first_message = Fields::of(AutomaticRule::FirstMessage, &first);
    let all = [first_message, nobody_online, after_hours];
    let typed = Memo::new(move |_| AutomaticReplies {
        after_hours: after_hours.typed(),
        nobody_online: nobody_online.typed(),
        first_message: first_message.typed(),
    });
    let fill = Callback::new(move |replies: AutomaticReplies| {
        all.iter().for_each(|fields| fields.fill(&replies));
    });
    let section = SectionForm::new(Form::Automatic(id), newest, typed, fill);
    Effect::new(move |_| {
        typed.track();
        all.iter().for_each(|fields| fields.fault.set(None));
    });
    let submit = Callback::new(move |()| {
        let read = (
            after_hours.read(),
            nobody_online.read(),
            first_message.read(),
        );
        let (Some(after_hours), Some(nobody_online), Some(first_message)) = read else {
            return;
        };
        let automatic = AutomaticReplies {
            after_hours,
            nobody_online,
            first_message,
        };
        desk.request(SaveChannel {
            channel: id,
            version: section.send(automatic.clone()),
            section: automatic.into(),
        });
    });
    view! {
        <form class="stack" on:submit=move |event| submitted(&event, submit)>
            {all
                .map(|fields| view! { <Rule channel=id fields=fields /> })
                .into_iter()
                .collect_view()}
            <p class="hint">{say("automatic_hint")}</p>
            <SectionEnd
                section=section
                differences=differences
                save=say("save")
                submit=submit
                what=say("automatic")
                done=say("saved")
            />
        </form>
    }
}

/// One of the answers: whether it is given, its texts, and how the client sees them.
#[component]
fn Rule(
    /// Of which channel.
    channel: ChannelId,
    /// It.
    fields: Fields,
) -> impl IntoView {
    let Fields {
        rule,
        is_on,
        en,
        ru,
        fault,
    } = fields;
    let id = format!("automatic-{channel}-{}", rule.word());
    let fault_id = format!("{id}-fault");
    let name = words::automatic_rule(rule);
    let legend = name.clone();
    let ids = StoredValue::new((id, fault_id.clone()));
    let text = move |language: &'static str, value: RwSignal<String>| {
        let (id, fault_id) = ids.get_value();
        let field = format!("{id}-{language}");
        view! {
            <div class="field">
                <label for=field.clone()>{say(&format!("automatic_text_{language}"))}</label>
                <textarea
                    id=field
                    class="input"
                    rows="2"
                    lang=language
                    dir="auto"
                    aria-describedby=fault_id
                    aria-invalid=move || fault.with(Option::is_some).then_some("true")
                    prop:value=value
                    on:input:target=move |event| value.set(event.target().value())
                ></textarea>
            </div>
        }
    };
    let shown = move |value: RwSignal<String>| {
        let text = value.get().trim().to_owned();
        (!text.is_empty()).then(|| {
            view! { <p class="automatic-preview" dir="auto">{text}</p> }
        })
    };
    let has_words = move || !(en.get().trim().is_empty() && ru.get().trim().is_empty());
    view! {
        <fieldset class="field">
            <legend class="unseen">{legend}</legend>
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=is_on
                    on:change:target=move |event| is_on.set(event.target().checked())
                />
                <span>{name}</span>
            </label>
            <Show when=move || is_on.get()>
                {text("en", en)}
                {text("ru", ru)}
                <Show when=has_words>
                    <p class="hint">{say("automatic_preview")}</p>
                    {move || shown(en)}
                    {move || shown(ru)}
                </Show>
            </Show>
            <Fault id=fault_id text=fault />
        </fieldset>
    }
}

fn edition(model: &Model, id: ChannelId) -> Edition<AutomaticReplies> {
    let channel = model.roster.as_ref().and_then(|roster| roster.channel(id));
    let section = channel.map(|channel| channel.automatic.clone());
    let Versioned { version, value } = section.unwrap_or(Versioned::first(AutomaticReplies::OFF));
    Edition {
        version,
        fields: value,
    }
}

fn differences(mine: &AutomaticReplies, theirs: &AutomaticReplies) -> Vec<(String, String)> {
    let differing = AutomaticRule::ALL
        .iter()
        .filter(|rule| mine.of(**rule) != theirs.of(**rule));
    let told = differing.map(|rule| {
        let AutomaticReply { is_on, en, ru } = theirs.of(*rule);
        let is_on = say(if *is_on { "setting_on" } else { "setting_off" });
        let all = [is_on, en.clone(), ru.clone()].into_iter();
        let said: Vec<String> = all.filter(|text| !text.is_empty()).collect();
        (words::automatic_rule(*rule), said.join(" · "))
    });
    told.collect()
}
