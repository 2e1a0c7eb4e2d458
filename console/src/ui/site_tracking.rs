//! What a site keeps of where its visitors go.

use beseda_protocol::ask::sites::SaveSite;
use beseda_protocol::settings::Versioned;
use beseda_protocol::site::{Site, Tracking};
use leptos::prelude::*;

use super::section_form::{SectionEnd, SectionForm, submitted};
use crate::model::question::{Form, SitePart};
use crate::model::section::Edition;
use crate::session::Desk;
use crate::texts::say;

/// The form.
#[component]
pub(crate) fn SiteTrackingForm(
    /// Whose; as it was when the page was opened.
    site: Site,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let id = site.id.clone();
    let newest = desk.memo({
        let id = id.clone();
        move |model| edition(&model.site(&id).unwrap_or(&site).tracking)
    });
    let is_on = RwSignal::new(newest.get_untracked().fields.is_on);
    let typed = Memo::new(move |_| Tracking { is_on: is_on.get() });
    let fill = Callback::new(move |fields: Tracking| is_on.set(fields.is_on));
    let form = Form::Site(id.clone(), SitePart::Tracking);
    let section = SectionForm::new(form, newest, typed, fill);
    let submit = Callback::new(move |()| {
        let tracking = typed.get_untracked();
        desk.request(SaveSite {
            site: id.clone(),
            version: section.send(tracking.clone()),
            section: tracking.into(),
        });
    });
    view! {
        <form class="stack" on:submit=move |event| submitted(&event, submit)>
            <h4>{say("site_tracking")}</h4>
            <label class="check">
                <input
                    type="checkbox"
                    aria-describedby="site-tracking-hint"
                    prop:checked=is_on
                    on:change:target=move |event| is_on.set(event.target().checked())
                />
                <span>{say("tracking")}</span>
            </label>
            <p class="hint" id="site-tracking-hint">{say("tracking_hint")}</p>
            <SectionEnd
                section=section
                differences=differences
                save=say("save")
                submit=submit
                what=say("site_tracking")
                done=say("saved")
            />
        </form>
    }
}

fn edition(form: &Versioned<Tracking>) -> Edition<Tracking> {
    Edition {
        version: form.version,
        fields: form.value.clone(),
    }
}

fn differences(_: &Tracking, theirs: &Tracking) -> Vec<(String, String)> {
    let state = if theirs.is_on {
        "setting_on"
    } else {
        "setting_off"
    };
    vec![(say("tracking"), say(state))]
}
