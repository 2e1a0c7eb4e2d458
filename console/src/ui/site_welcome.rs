//! How visitors of a site are met.

use beseda_protocol::ask::sites::SaveSite;
use beseda_protocol::limits::{
    CONTACT_MINUTES_MAX, GREETING_CHARS_MAX, QUESTION_CHARS_MAX, QUESTIONS_MAX,
};
use beseda_protocol::settings::Versioned;
use beseda_protocol::site::{Greeting, Site, Welcome};
use leptos::prelude::*;

use super::field::Fault;
use super::number_field::{NumberField, number, shown, wrong};
use super::section_form::{SectionEnd, SectionForm, submitted};
use crate::model::question::{Form, SitePart};
use crate::model::section::Edition;
use crate::session::Desk;
use crate::texts::{say, say_with};

/// What is said in a language, as it is typed.
#[derive(Clone, Copy)]
struct Fields {
    language: &'static str,
    text: RwSignal<String>,
    /// One a line.
    questions: RwSignal<String>,
    fault: RwSignal<Option<String>>,
}

impl Fields {
    fn of(language: &'static str, greeting: &Greeting) -> Self {
        Self {
            language,
            text: RwSignal::new(greeting.text.clone()),
            questions: RwSignal::new(greeting.questions.join("\n")),
            fault: RwSignal::new(None),
        }
    }

    fn fill(self, greeting: &Greeting) {
        self.text.set(greeting.text.clone());
        self.questions.set(greeting.questions.join("\n"));
    }

    fn typed(self) -> Greeting {
        let questions = self.questions.get();
        let questions = questions.lines().map(str::trim);
        Greeting {
            text: self.text.get().trim().to_owned(),
            questions: questions
                .filter(|question| !question.is_empty())
                .map(str::to_owned)
                .collect(),
        }
    }

    /// Whether it can be kept; says what is wrong with it.
    fn check(self) -> bool {
        let Greeting { text, questions } = untrack(|| self.typed());
        let is_long = |question: &String| question.chars().count() > QUESTION_CHARS_MAX;
        let wrong = if text.chars().count() > GREETING_CHARS_MAX {
            let max = GREETING_CHARS_MAX.to_string();
            Some(say_with("greeting_too_long", &[("max", &max)]))
        } else if questions.len() > QUESTIONS_MAX || questions.iter().any(is_long) {
            let (n, max) = (QUESTIONS_MAX.to_string(), QUESTION_CHARS_MAX.to_string());
            Some(say_with("questions_too_many", &[("n", &n), ("max", &max)]))
        } else {
            None
        };
        let is_right = wrong.is_none();
        self.fault.set(wrong);
        is_right
    }
}

/// The form.
#[component]
pub(crate) fn SiteWelcomeForm(
    /// Whose; as it was when the page was opened.
    site: Site,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let id = site.id.clone();
    let newest = desk.memo({
        let id = id.clone();
        move |model| edition(&model.site(&id).unwrap_or(&site).welcome)
    });
    let first = newest.get_untracked().fields;
    let both = [Fields::of("en", &first.en), Fields::of("ru", &first.ru)];
    let shows_team = RwSignal::new(first.shows_team);
    let tells_when = RwSignal::new(first.tells_when);
    let minutes = RwSignal::new(shown(first.asks_contact_after_minutes.unwrap_or(0)));
    let minutes_fault = RwSignal::new(None);
    let typed = Memo::new(move |_| {
        let [en, ru] = both.map(Fields::typed);
        let minutes = minutes.with(|typed| number(typed, CONTACT_MINUTES_MAX));
        Welcome {
            en,
            ru,
            shows_team: shows_team.get(),
            tells_when: tells_when.get(),
            asks_contact_after_minutes: minutes.filter(|n| *n > 0),
        }
    });
    let fill = Callback::new(move |welcome: Welcome| {
        both[0].fill(&welcome.en);
        both[1].fill(&welcome.ru);
        shows_team.set(welcome.shows_team);
        tells_when.set(welcome.tells_when);
        minutes.set(shown(welcome.asks_contact_after_minutes.unwrap_or(0)));
    });
    let form = Form::Site(id.clone(), SitePart::Welcome);
    let section = SectionForm::new(form, newest, typed, fill);
    Effect::new(move |_| {
        typed.track();
        both.iter().for_each(|fields| fields.fault.set(None));
    });
    Effect::new(move |_| {
        minutes.track();
        minutes_fault.set(None);
    });
    let submit = Callback::new(move |()| {
        let is_number = minutes.with_untracked(|typed| number(typed, CONTACT_MINUTES_MAX));
        minutes_fault.set(is_number.is_none().then(|| wrong(CONTACT_MINUTES_MAX)));
        if both.map(Fields::check) != [true, true] || is_number.is_none() {
            return;
        }
        let welcome = typed.get_untracked();
        desk.request(SaveSite {
            site: id.clone(),
            version: section.send(welcome.clone()),
            section: welcome.into(),
        });
    });
    let check = |id: &'static str, on: RwSignal<bool>| {
        view! {
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=on
                    on:change:target=move |event| on.set(event.target().checked())
                />
                <span>{say(id)}</span>
            </label>
        }
    };
    view! {
        <form class="stack" on:submit=move |event| submitted(&event, submit)>
            <h4>{say("site_welcome")}</h4>
            {both.map(|fields| view! { <Words fields=fields /> }).into_iter().collect_view()}
            <p class="hint">{say("greeting_hint")}</p>
            {check("shows_team", shows_team)}
            {check("tells_when", tells_when)}
            <NumberField
                id="site-asks-contact".to_owned()
                label=say("asks_contact")
                value=minutes
                hint=say("asks_contact_hint")
                fault=minutes_fault
            />
            <SectionEnd
                section=section
                differences=differences
                save=say("save")
                submit=submit
                what=say("site_welcome")
                done=say("saved")
            />
        </form>
    }
}

/// Greeting and questions in a language.
#[component]
fn Words(
    /// Which, and what.
    fields: Fields,
) -> impl IntoView {
    let Fields {
        language,
        text,
        questions,
        fault,
    } = fields;
    let fault_id = format!("site-greeting-{language}-fault");
    let described = StoredValue::new(fault_id.clone());
    let area = move |what: &'static str, value: RwSignal<String>| {
        let id = format!("site-{what}-{language}");
        view! {
            <div class="field">
                <label for=id.clone()>{say(&format!("{what}_{language}"))}</label>
                <textarea
                    id=id
                    class="input"
                    rows="2"
                    lang=language
                    dir="auto"
                    aria-describedby=described.get_value()
                    aria-invalid=move || fault.with(Option::is_some).then_some("true")
                    prop:value=value
                    on:input:target=move |event| value.set(event.target().value())
                ></textarea>
            </div>
        }
    };
    view! {
        {area("greeting", text)}
        {area("questions", questions)}
        <Fault id=fault_id text=fault />
    }
}

fn edition(welcome: &Versioned<Welcome>) -> Edition<Welcome> {
    Edition {
        version: welcome.version,
        fields: welcome.value.clone(),
    }
}

fn differences(mine: &Welcome, theirs: &Welcome) -> Vec<(String, String)> {
    let mut told = Vec::new();
    for (language, mine, theirs) in [("en", &mine.en, &theirs.en), ("ru", &mine.ru, &theirs.ru)] {
        let key = |what: &str| say(&format!("{what}_{language}"));
        if mine.text != theirs.text {
            told.push((key("greeting"), theirs.text.clone()));
        }
        if mine.questions != theirs.questions {
            told.push((key("questions"), theirs.questions.join(" · ")));
        }
    }
    for (key, mine, theirs) in [
        ("shows_team", mine.shows_team, theirs.shows_team),
        ("tells_when", mine.tells_when, theirs.tells_when),
    ] {
        if mine != theirs {
            let state = if theirs { "setting_on" } else { "setting_off" };
            told.push((say(key), say(state)));
        }
    }
    let minutes = theirs.asks_contact_after_minutes;
    if mine.asks_contact_after_minutes != minutes {
        let told_as = minutes.map_or_else(|| say("setting_off"), shown);
        told.push((say("asks_contact"), told_as));
    }
    told
}
