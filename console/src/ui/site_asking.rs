//! What a site asks of its visitors besides their messages.

use beseda_protocol::ask::sites::SaveSite;
use beseda_protocol::settings::Versioned;
use beseda_protocol::site::{Asking, Site};
use leptos::prelude::*;

use super::asked_fields::{AskedFields, name, wrong};
use super::section_form::{SectionEnd, SectionForm, submitted};
use crate::model::question::{Form, SitePart};
use crate::model::section::Edition;
use crate::session::Desk;
use crate::texts::say;

/// The form.
#[component]
pub(crate) fn SiteAskingForm(
    /// Whose; as it was when the page was opened.
    site: Site,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let id = site.id.clone();
    let newest = desk.memo({
        let id = id.clone();
        move |model| edition(&model.site(&id).unwrap_or(&site).asking)
    });
    let first = newest.get_untracked().fields;
    let rating = RwSignal::new(first.rating);
    let fields = RwSignal::new(first.fields);
    let typed = Memo::new(move |_| Asking {
        rating: rating.get(),
        fields: fields.get(),
    });
    let fill = Callback::new(move |asking: Asking| {
        rating.set(asking.rating);
        fields.set(asking.fields);
    });
    let form = Form::Site(id.clone(), SitePart::Asking);
    let section = SectionForm::new(form, newest, typed, fill);
    let fault = RwSignal::new(None);
    Effect::new(move |_| {
        fields.track();
        fault.set(None);
    });
    let submit = Callback::new(move |()| {
        let asking = typed.get_untracked();
        if let Some(wrong) = wrong(&asking.fields) {
            return fault.set(Some(wrong));
        }
        desk.request(SaveSite {
            site: id.clone(),
            version: section.send(asking.clone()),
            section: asking.into(),
        });
    });
    view! {
        <form class="stack" on:submit=move |event| submitted(&event, submit)>
            <h4>{say("site_asking")}</h4>
            <AskedFields fields=fields fault=fault />
            <label class="check">
                <input
                    type="checkbox"
                    aria-describedby="site-rating-hint"
                    prop:checked=rating
                    on:change:target=move |event| rating.set(event.target().checked())
                />
                <span>{say("asks_rating")}</span>
            </label>
            <p class="hint" id="site-rating-hint">{say("asks_rating_hint")}</p>
            <SectionEnd
                section=section
                differences=differences
                save=say("save")
                submit=submit
                what=say("site_asking")
                done=say("saved")
            />
        </form>
    }
}

fn edition(asking: &Versioned<Asking>) -> Edition<Asking> {
    Edition {
        version: asking.version,
        fields: asking.value.clone(),
    }
}

fn differences(mine: &Asking, theirs: &Asking) -> Vec<(String, String)> {
    let mut told = Vec::new();
    if mine.rating != theirs.rating {
        told.push((say("asks_rating"), state(theirs.rating)));
    }
    if mine.fields != theirs.fields {
        let names = theirs.fields.iter().map(name).collect::<Vec<_>>();
        told.push((say("asks_fields"), names.join(" · ")));
    }
    told
}

fn state(is_on: bool) -> String {
    say(if is_on { "setting_on" } else { "setting_off" })
}
