//! When a site's closed dialogs are opened again.

use beseda_protocol::ask::sites::SaveSite;
use beseda_protocol::settings::Versioned;
use beseda_protocol::site::{Reopening, Site};
use leptos::prelude::*;

use super::field::Field;
use super::section_form::{SectionEnd, SectionForm, submitted};
use crate::model::question::{Form, SitePart};
use crate::model::section::Edition;
use crate::session::Desk;
use crate::texts::say;

const HOUR_MS: u64 = 60 * 60 * 1000;

/// As it is typed.
#[derive(Debug, Clone, PartialEq)]
struct Fields {
    hours: String,
}

/// The form.
#[component]
pub(crate) fn SiteReopeningForm(
    /// Whose; as it was when the page was opened.
    site: Site,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let id = site.id.clone();
    let newest = desk.memo({
        let id = id.clone();
        move |model| edition(&model.site(&id).unwrap_or(&site).reopening)
    });
    let hours = RwSignal::new(newest.get_untracked().fields.hours);
    let typed = Memo::new(move |_| Fields { hours: hours.get() });
    let fill = Callback::new(move |fields: Fields| hours.set(fields.hours));
    let form = Form::Site(id.clone(), SitePart::Reopening);
    let section = SectionForm::new(form, newest, typed, fill);
    let fault = RwSignal::new(None);
    Effect::new(move |_| {
        hours.track();
        fault.set(None);
    });
    let submit = Callback::new(move |()| {
        let Ok(n_hours) = hours.get_untracked().trim().parse::<u64>() else {
            return fault.set(Some(say("hours_missing")));
        };
        let fields = Fields {
            hours: n_hours.to_string(),
        };
        let within_ms = n_hours.saturating_mul(HOUR_MS);
        desk.request(SaveSite {
            site: id.clone(),
            version: section.send(fields),
            section: Reopening { within_ms }.into(),
        });
    });
    view! {
        <form class="stack" on:submit=move |event| submitted(&event, submit)>
            <h4>{say("site_reopening")}</h4>
            <Field
                id="site-reopen"
                label=say("reopen_within")
                value=hours
                hint=say("reopen_within_hint")
                fault=fault
            />
            <SectionEnd
                section=section
                differences=differences
                save=say("save")
                submit=submit
                what=say("site_reopening")
                done=say("saved")
            />
        </form>
    }
}

fn edition(reopening: &Versioned<Reopening>) -> Edition<Fields> {
    Edition {
        version: reopening.version,
        fields: Fields {
            hours: (reopening.value.within_ms / HOUR_MS).to_string(),
        },
    }
}

fn differences(_: &Fields, theirs: &Fields) -> Vec<(String, String)> {
    vec![(say("reopen_within"), theirs.hours.clone())]
}
