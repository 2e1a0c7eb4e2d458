//! What a site is called, and where it is.

use beseda_protocol::ask::sites::SaveSite;
use beseda_protocol::settings::Versioned;
use beseda_protocol::site::{Site, SiteGeneral};
use leptos::prelude::*;

use super::field::{Fault, Field};
use super::section_form::{SectionEnd, SectionForm, submitted};
use super::site_form::explain;
use crate::browser::page;
use crate::model::origins::NoSite;
use crate::model::question::{Form, SitePart};
use crate::model::section::Edition;
use crate::session::Desk;
use crate::texts::say;

/// By which the list of addresses refers to what is wrong with it.
const ORIGINS_FAULT: &str = "site-origins-fault";

/// As it is typed.
#[derive(Debug, Clone, PartialEq)]
struct Fields {
    name: String,
    /// One a line.
    origins: String,
}

/// The form.
#[component]
pub(crate) fn SiteGeneralForm(
    /// Whose; as it was when the page was opened.
    site: Site,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let id = site.id.clone();
    let newest = desk.memo({
        let id = id.clone();
        move |model| edition(&model.site(&id).unwrap_or(&site).general)
    });
    let first = newest.get_untracked().fields;
    let name = RwSignal::new(first.name);
    let origins = RwSignal::new(first.origins);
    let typed = Memo::new(move |_| Fields {
        name: name.get(),
        origins: origins.get(),
    });
    let fill = Callback::new(move |fields: Fields| {
        name.set(fields.name);
        origins.set(fields.origins);
    });
    let form = Form::Site(id.clone(), SitePart::General);
    let section = SectionForm::new(form, newest, typed, fill);
    let fault = RwSignal::new(None);
    Effect::new(move |_| {
        origins.track();
        fault.set(None);
    });
    let submit = Callback::new(move |()| {
        let origins = match listed(&origins.get_untracked()) {
            Ok(origins) => origins,
            Err(why) => return fault.set(Some(why)),
        };
        let name = name.get_untracked().trim().to_owned();
        let general = SiteGeneral { name, origins };
        desk.request(SaveSite {
            site: id.clone(),
            version: section.send(fields(&general)),
            section: general.into(),
        });
    });
    view! {
        <form class="stack" on:submit=move |event| submitted(&event, submit)>
            <h4>{say("site_general")}</h4>
            <Field id="site-name" label=say("site_name") value=name hint=say("site_name_hint") />
            <div class="field">
                <label for="site-origins">{say("site_origins")}</label>
                <textarea
                    id="site-origins"
                    class="input"
                    rows="3"
                    spellcheck="false"
                    aria-describedby=move || if fault.with(Option::is_some) { ORIGINS_FAULT } else { "site-origins-hint" }
                    aria-invalid=move || fault.with(Option::is_some).then_some("true")
                    prop:value=origins
                    on:input:target=move |event| origins.set(event.target().value())
                ></textarea>
                <p class="hint" id="site-origins-hint">{say("site_origins_hint")}</p>
                <Fault id=ORIGINS_FAULT.to_owned() text=fault />
            </div>
            <SectionEnd
                section=section
                differences=differences
                save=say("save")
                submit=submit
                what=say("site_general")
                done=say("saved")
            />
        </form>
    }
}

fn edition(general: &Versioned<SiteGeneral>) -> Edition<Fields> {
    Edition {
        version: general.version,
        fields: fields(&general.value),
    }
}

fn fields(general: &SiteGeneral) -> Fields {
    Fields {
        name: general.name.clone(),
        origins: general.origins.join("\n"),
    }
}

fn differences(mine: &Fields, theirs: &Fields) -> Vec<(String, String)> {
    [
        ("site_name", &mine.name, &theirs.name),
        ("site_origins", &mine.origins, &theirs.origins),
    ]
    .into_iter()
    .filter(|(_, mine, theirs)| mine != theirs)
    .map(|(key, _, theirs)| (say(key), theirs.clone()))
    .collect()
}

/// One origin a line; addresses are cut to their origins. A line that is none is
/// explained.
fn listed(text: &str) -> Result<Vec<String>, String> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let origins: Vec<String> = lines
        .map(|line| {
            let address = page::site_address(line).and_then(|address| {
                address.origins()?;
                Ok(address.origin())
            });
            address.map_err(|why| explain(why, line))
        })
        .collect::<Result<_, _>>()?;
    match origins.is_empty() {
        true => Err(explain(NoSite::Empty, "")),
        false => Ok(origins),
    }
}
