//! What visitors of a site meet when nobody is there.

use beseda_protocol::ask::sites::SaveSite;
use beseda_protocol::settings::Versioned;
use beseda_protocol::site::{OfflineForm, Site};
use leptos::prelude::*;

use super::section_form::{SectionEnd, SectionForm, submitted};
use crate::model::question::{Form, SitePart};
use crate::model::section::Edition;
use crate::session::Desk;
use crate::texts::say;

/// The form.
#[component]
pub(crate) fn SiteOfflineForm(
    /// Whose; as it was when the page was opened.
    site: Site,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let id = site.id.clone();
    let newest = desk.memo({
        let id = id.clone();
        move |model| edition(&model.site(&id).unwrap_or(&site).offline_form)
    });
    let is_on = RwSignal::new(newest.get_untracked().fields.is_on);
    let typed = Memo::new(move |_| OfflineForm { is_on: is_on.get() });
    let fill = Callback::new(move |fields: OfflineForm| is_on.set(fields.is_on));
    let form = Form::Site(id.clone(), SitePart::OfflineForm);
    let section = SectionForm::new(form, newest, typed, fill);
    let submit = Callback::new(move |()| {
        let offline_form = typed.get_untracked();
        desk.request(SaveSite {
            site: id.clone(),
            version: section.send(offline_form.clone()),
            section: offline_form.into(),
        });
    });
    view! {
        <form class="stack" on:submit=move |event| submitted(&event, submit)>
            <h4>{say("site_offline_form")}</h4>
            <label class="check">
                <input
                    type="checkbox"
                    aria-describedby="site-offline-form-hint"
                    prop:checked=is_on
                    on:change:target=move |event| is_on.set(event.target().checked())
                />
                <span>{say("offline_form")}</span>
            </label>
            <p class="hint" id="site-offline-form-hint">{say("offline_form_hint")}</p>
            <SectionEnd
                section=section
                differences=differences
                save=say("save")
                submit=submit
                what=say("site_offline_form")
                done=say("saved")
            />
        </form>
    }
}

fn edition(form: &Versioned<OfflineForm>) -> Edition<OfflineForm> {
    Edition {
        version: form.version,
        fields: form.value.clone(),
    }
}

fn differences(_: &OfflineForm, theirs: &OfflineForm) -> Vec<(String, String)> {
    let state = if theirs.is_on {
        "setting_on"
    } else {
        "setting_off"
    };
    vec![(say("offline_form"), say(state))]
}
