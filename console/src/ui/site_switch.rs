//! Sections of a site that are one switch: whether there is a form when nobody is there, and
//! whether the way of visitors is kept.

use beseda_protocol::ask::sites::SaveSite;
use beseda_protocol::json::Wire;
use beseda_protocol::settings::Versioned;
use beseda_protocol::site::{OfflineForm, Site, SiteSection, Tracking};
use leptos::prelude::*;

use super::section_form::{SectionEnd, SectionForm, submitted};
use crate::model::question::{Form, SitePart};
use crate::model::section::Edition;
use crate::session::Desk;
use crate::texts::say;

/// One of them: where it lies, and what its form says.
#[derive(Clone, Copy)]
pub(crate) struct Switch {
    part: SitePart,
    read: fn(&Site) -> Edition<bool>,
    write: fn(bool) -> SiteSection,
    differences: fn(&bool, &bool) -> Vec<(String, String)>,
    title: &'static str,
    label: &'static str,
    hint: &'static str,
}

impl Switch {
    /// What visitors meet when nobody is there.
    pub(crate) const OFFLINE_FORM: Self = Self {
        part: SitePart::OfflineForm,
        read: |site| edition(&site.offline_form, |value| value.is_on),
        write: |is_on| OfflineForm { is_on }.into(),
        differences: |_, theirs| differences("offline_form", *theirs),
        title: "site_offline_form",
        label: "offline_form",
        hint: "offline_form_hint",
    };

    /// What a site keeps of where its visitors go.
    pub(crate) const TRACKING: Self = Self {
        part: SitePart::Tracking,
        read: |site| edition(&site.tracking, |value| value.is_on),
        write: |is_on| Tracking { is_on }.into(),
        differences: |_, theirs| differences("tracking", *theirs),
        title: "site_tracking",
        label: "tracking",
        hint: "tracking_hint",
    };
}

/// The form.
#[component]
pub(crate) fn SiteSwitch(
    /// Of what.
    of: Switch,
    /// Whose; as it was when the page was opened.
    site: Site,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let id = site.id.clone();
    let newest = desk.memo({
        let id = id.clone();
        move |model| (of.read)(model.site(&id).unwrap_or(&site))
    });
    let is_on = RwSignal::new(newest.get_untracked().fields);
    let typed = Memo::new(move |_| is_on.get());
    let fill = Callback::new(move |theirs| is_on.set(theirs));
    let section = SectionForm::new(Form::Site(id.clone(), of.part), newest, typed, fill);
    let submit = Callback::new(move |()| {
        let is_on = typed.get_untracked();
        desk.request(SaveSite {
            site: id.clone(),
            version: section.send(is_on),
            section: (of.write)(is_on),
        });
    });
    let hint_id = format!("site-{}", of.hint);
    view! {
        <form class="stack" on:submit=move |event| submitted(&event, submit)>
            <h4>{say(of.title)}</h4>
            <label class="check">
                <input
                    type="checkbox"
                    aria-describedby=hint_id.clone()
                    prop:checked=is_on
                    on:change:target=move |event| is_on.set(event.target().checked())
                />
                <span>{say(of.label)}</span>
            </label>
            <p class="hint" id=hint_id>{say(of.hint)}</p>
            <SectionEnd
                section=section
                differences=of.differences
                save=say("save")
                submit=submit
                what=say(of.title)
                done=say("saved")
            />
        </form>
    }
}

fn edition<T: Wire>(section: &Versioned<T>, is_on: fn(&T) -> bool) -> Edition<bool> {
    Edition {
        version: section.version,
        fields: is_on(&section.value),
    }
}

fn differences(label: &str, theirs: bool) -> Vec<(String, String)> {
    let state = if theirs { "setting_on" } else { "setting_off" };
    vec![(say(label), say(state))]
}
