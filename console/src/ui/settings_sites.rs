//! The sites: install code, look, origins.

use beseda_protocol::ids::SiteId;
use leptos::prelude::*;

use super::settings_group::SettingsGroup;
use super::site_asking::SiteAskingForm;
use super::site_consent::SiteConsentForm;
use super::site_form::NewSiteForm;
use super::site_general::SiteGeneralForm;
use super::site_install::SiteInstall;
use super::site_look::SiteLookForm;
use super::site_reopening::SiteReopeningForm;
use super::site_switch::{SiteSwitch, Switch};
use super::site_triggers::SiteTriggersForm;
use super::site_welcome::SiteWelcomeForm;
use super::test_chat::TestChatLink;
use crate::model::question::Form;
use crate::session::Desk;
use crate::texts::say;

/// The page of the settings.
#[component]
pub(crate) fn SiteSettings() -> impl IntoView {
    let desk: Desk = expect_context();
    desk.act(|model, _| {
        model.forget(&Form::NewSite);
        Vec::new()
    });
    let ids = desk.memo(|model| {
        let sites = model.roster.as_ref().map(|roster| &roster.sites);
        sites
            .into_iter()
            .flatten()
            .filter(|site| site.is_site())
            .map(|site| site.id.clone())
            .collect::<Vec<_>>()
    });
    view! {
        {move || ids.with(Vec::is_empty).then(|| view! { <p class="quiet">{say("no_sites")}</p> })}
        <For each=move || ids.get() key=SiteId::clone let:id>
            <OneSite id=id />
        </For>
        <SettingsGroup title=say("new_site") text=say("new_site_text")>
            <NewSiteForm />
        </SettingsGroup>
        <SettingsGroup title=say("try_out") text=say("try_out_text")>
            <div class="row">
                <TestChatLink />
            </div>
        </SettingsGroup>
    }
}

/// A site.
#[component]
fn OneSite(
    /// Which.
    id: SiteId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let site = desk.memo(move |model| model.site(&id).cloned());
    let name = move || site.get().map(|site| site.general.value.name);
    view! {
        <section class="settings-group site">
            <h3>{name}</h3>
            {move || site.get().map(|site| view! { <SiteInstall site=site /> })}
            <details class="site-more">
                <summary>{say("site_settings")}</summary>
                {site
                    .get_untracked()
                    .map(|site| {
                        view! {
                            <SiteGeneralForm site=site.clone() />
                            <SiteLookForm site=site.clone() />
                            <SiteWelcomeForm site=site.clone() />
                            <SiteTriggersForm site=site.clone() />
                            <SiteSwitch of=Switch::OFFLINE_FORM site=site.clone() />
                            <SiteConsentForm site=site.clone() />
                            <SiteAskingForm site=site.clone() />
                            <SiteSwitch of=Switch::TRACKING site=site.clone() />
                            <SiteReopeningForm site=site />
                        }
                    })}
            </details>
        </section>
    }
}
