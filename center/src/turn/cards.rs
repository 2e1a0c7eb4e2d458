//! The card of a dialog and the row of a site, as operators see them.

use beseda_protocol::dialog::{DialogState, LastMessage, Summary};
use beseda_protocol::site::Site;

use super::current::Turn;
use crate::storage::clients::Client;
use crate::storage::dialogs::{Card, Dialog, State};
use crate::storage::fault::Fault;
use crate::storage::identities::Identity;
use crate::storage::sites;
use crate::token;

impl Dialog {
    /// The card that operators see.
    pub(crate) fn summary(&self, identity: &Identity, client: &Client) -> Summary {
        let (awaiting_reply_count, waiting_since) = self.awaiting();
        Summary {
            id: self.id,
            client: client.brief(),
            channel: self.channel,
            site: self.site.clone(),
            state: match self.state {
                State::Open => DialogState::Open {},
                State::Closed { at, by } => DialogState::Closed { at, by },
            },
            responsible: self.responsible.0,
            unread_count: self.unread_count,
            awaiting_reply_count,
            waiting_since,
            marked_unread_at: self.marked(),
            last: LastMessage {
                id: self.last.id,
                at: self.last.at,
                label: self.last.label,
                by: self.last.by,
                preview: self.last.preview.clone(),
                file: self.last.file,
            },
            snooze: self.snooze.clone().map(|snooze| snooze.0),
            last_client_at: self.last_client_at,
            listed_at: self.listed_at,
            created_at: self.created_at,
            delivered_upto: self.delivered_upto,
            read_upto: self.read_upto,
            read_at: identity
                .read_at
                .filter(|_| self.read_upto == identity.read_upto),
            opened_upto: self.opened_upto,
            is_send_failed: self.send_failed.is_some(),
        }
    }
}

impl Card {
    /// The card that operators see.
    pub(crate) fn summary(&self) -> Summary {
        self.dialog.summary(&self.identity, &self.client)
    }
}

impl Turn<'_> {
    /// A site as its owner sees it.
    pub(crate) fn site_for_owner(&self, number: u64) -> Result<Option<Site>, Fault> {
        let sites = &self.cache.sites;
        let Some(site) = sites.iter().find(|site| site.row.number == number) else {
            return Ok(None);
        };
        let mut seen = sites::strangers(self.storage, &site.row.id)?;
        seen.retain(|stranger| !site.general.value.origins.contains(&stranger.origin));
        Ok(Some(Site {
            id: site.row.id.clone(),
            key: match site.is_site() {
                true => token::site_key(self.secret, &self.cache.center.id, &site.row.id),
                false => String::new(),
            },
            seen,
            installed: site.row.installed.clone(),
            kind: site.row.kind.0.clone(),
            channel: site.row.channel,
            general: site.general.clone(),
            look: site.look.clone(),
            reopening: site.reopening.clone(),
            welcome: site.welcome.clone(),
            triggers: site.triggers.clone(),
            offline_form: site.offline_form.clone(),
            tracking: site.tracking.clone(),
            asking: site.asking.clone(),
            consent: site.consent.clone(),
        }))
    }
}
