//! What every turn needs and few change: the center's settings, its employees
//! and sites, and where its counters stand. A cache: read from the storage
//! when the object wakes, written through.

use std::collections::BTreeMap;

use beseda_protocol::channel::Channel;
use beseda_protocol::hours::Hours;
use beseda_protocol::ids::{
    ChannelId, Epoch, IdentityId, JobId, MarkId, OperatorId, Seq, SiteId, Timestamp, TokenId,
    WebhookId,
};
use beseda_protocol::mark::Mark;
use beseda_protocol::operator::CenterInfo;
use beseda_protocol::settings::{Badge, CenterGeneral, Silence};
use beseda_protocol::site::TransportKind;

use super::cube::Cube;
use super::peer::SessionId;
use super::running::Running;
use super::sight::{Received, Told};
use super::spending::Spending;
use super::talk_cache::TalkCache;
use crate::storage::cells::Cells;
use crate::storage::center_row::{self, CenterRow};
use crate::storage::channels;
use crate::storage::due;
use crate::storage::employees::Employees;
use crate::storage::fault::Fault;
use crate::storage::jobs::{self, JobRow};
use crate::storage::marks;
use crate::storage::presence::{self, PresenceRow};
use crate::storage::search::Index;
use crate::storage::sender::Sender;
use crate::storage::sessions::Session;
use crate::storage::settings::{self, Settings};
use crate::storage::sites::{StoredSite, first_reopening};
use crate::storage::tokens::{self, TokenRow};
use crate::storage::webhooks::{self, WebhookRow};
use crate::storage::write_buffer::Storage;

/// See the module.
pub(crate) struct Cache {
    /// The center's settings.
    pub(crate) center: CenterInfo,
    /// The relay's origin, which the test site allows.
    pub(crate) origin: String,
    /// The operators' view; the start of every visitor's.
    pub(crate) epoch: Epoch,
    /// The last event that any console of who sees everything has received.
    pub(crate) received: Seq,
    /// Up to where those who may not see everything have received what they may.
    pub(crate) received_by: Received,
    /// Everybody with a sign-in.
    pub(crate) employees: Employees,
    /// Whether they are there, as far as it was written down.
    pub(crate) presence: BTreeMap<OperatorId, PresenceRow>,
    /// Tags, labels and lists.
    pub(crate) marks: BTreeMap<MarkId, Mark>,
    /// What the staff speak from.
    pub(crate) channels: BTreeMap<ChannelId, Channel>,
    /// Tokens of the API, revoked ones too.
    pub(crate) tokens: BTreeMap<TokenId, TokenRow>,
    /// What they have spent in this month.
    pub(crate) spending: Spending,
    /// Jobs that run, and reports of those that have ended.
    pub(crate) jobs: BTreeMap<JobId, JobRow>,
    /// The search index.
    pub(crate) search: Index,
    /// Every site but the test site.
    pub(crate) sites: Vec<StoredSite>,
    /// When a client may have waited long enough for somebody who is not there, as it stands on
    /// the list of what is due.
    pub(crate) wait_limit_at: Option<Timestamp>,
    /// Addresses that are told of what happens.
    pub(crate) webhooks: BTreeMap<WebhookId, WebhookRow>,
    /// The number of the last thing that was sent to one.
    pub(crate) n_sendings: u64,
    /// When whoever carries them out is told at the latest, as it stands on the list of what
    /// is due.
    pub(crate) webhooks_at: Option<Timestamp>,
    /// Which of them was given something last.
    pub(crate) webhook_served: Option<WebhookId>,
    /// Events up to here, but for messages, are no longer in the log.
    pub(crate) pruned: Seq,
    /// The last event.
    pub(crate) seq: Seq,
    /// The last dialog, or the number that the next one shall be above.
    pub(crate) n_dialogs: u64,
    /// The last client's number, or the one that the next one's shall be above.
    pub(crate) n_clients: u64,
    /// How often the view of a visitor was made anew of whom there is no row.
    pub(crate) views_from: u64,
    /// Up to where consoles have been told.
    pub(crate) told: Told,
    /// The job of which a slice is carried out in this turn.
    pub(crate) slice_of: Option<JobId>,
    /// Who talks now.
    pub(crate) talk: TalkCache,
    /// How many open dialogs there are.
    pub(crate) cube: Cube,
    /// Questions that take more than one slice.
    pub(crate) running: Running,
    /// Who said in this life of the object that the storage has lost something.
    pub(crate) believed: Believed,
    /// Sessions that have spoken, as they are stored.
    pub(crate) sessions: BTreeMap<SessionId, Session>,
    /// See [`crate::turn::command::Command::LiftPace`].
    #[cfg(feature = "testing")]
    pub(crate) is_pace_lifted: bool,
}

/// Whose views were made anew in this life of the object: see
/// `dispatch::storage_regression`.
#[derive(Debug, Default)]
pub(crate) struct Believed {
    pub(crate) operators: bool,
    pub(crate) identities: std::collections::BTreeSet<IdentityId>,
}

impl Cache {
    /// Reads it all.
    pub(crate) fn load(storage: &Storage<'_>) -> Result<Self, Fault> {
        let CenterRow {
            one: _,
            id,
            origin,
            epoch,
            received_seq: received,
            pruned_seq: pruned,
            dialogs_from,
            clients_from,
            views_from,
        } = center_row::load(storage)?;
        let settings = Settings::load(storage)?;
        let general = settings.get(settings::CENTER, unnamed)?;
        let badge = settings.get(settings::CENTER, Badge::default)?;
        let silence = settings.get(settings::CENTER, Silence::default)?;
        let hours = settings.get(settings::CENTER, Hours::default)?;
        let center = CenterInfo {
            id,
            general,
            badge,
            silence,
            hours,
        };
        let (last_event, last_message) = (
            top(storage, "SELECT max(seq) FROM events")?,
            top(storage, "SELECT max(id) FROM messages")?,
        );
        Ok(Self {
            center,
            origin,
            epoch,
            received,
            received_by: Received::default(),
            employees: Employees::load(storage)?,
            presence: presence::load(storage)?,
            marks: marks::load(storage)?,
            channels: channels::load(storage, &settings)?,
            tokens: tokens::load(storage)?,
            spending: Spending::default(),
            jobs: jobs::load(storage)?,
            search: Index::load(storage)?,
            sites: StoredSite::all(storage, &settings)?,
            wait_limit_at: due::of_kind(storage, due::WAIT_LIMIT)?,
            webhooks: webhooks::load(storage)?,
            n_sendings: webhooks::last(storage)?,
            webhooks_at: due::of_kind(storage, due::WEBHOOKS)?,
            webhook_served: None,
            pruned,
            seq: Seq(last_event.max(last_message)),
            n_dialogs: top(storage, "SELECT max(id) FROM dialogs")?
                .max(top(storage, "SELECT max(id) FROM merged_dialogs")?)
                .max(dialogs_from),
            n_clients: top(storage, "SELECT max(id) FROM clients")?.max(clients_from),
            views_from,
            told: Told::wake(Seq(last_event.max(last_message))),
            slice_of: None,
            talk: TalkCache::default(),
            cube: Cube::load(storage)?,
            running: Running::default(),
            believed: Believed::default(),
            sessions: BTreeMap::new(),
            #[cfg(feature = "testing")]
            is_pace_lifted: false,
        })
    }

    /// A site that somebody made; never the test site.
    pub(crate) fn site(&self, id: &SiteId) -> Option<&StoredSite> {
        self.sites.iter().find(|site| site.row.id == *id)
    }

    /// Whether what is said to the clients of a site is carried out by a transport: there is
    /// no widget of theirs.
    pub(crate) fn is_carried(&self, id: &SiteId) -> bool {
        self.site(id).is_some_and(|site| !site.is_site())
    }

    /// Who makes the cids of what a client says there.
    pub(crate) fn client_sender(&self, site: &SiteId, identity: IdentityId) -> Sender {
        match self.is_carried(site) {
            true => Sender::Transport(site.clone()),
            false => Sender::Device(identity),
        }
    }

    /// What connects a transport with clients; the test chat is none of the sites.
    pub(crate) fn transport(&self, id: &SiteId) -> TransportKind {
        let site = self.site(id).map(|site| site.row.kind.0.clone());
        site.unwrap_or(TransportKind::SiteChat {})
    }

    /// A site's name, as operators see it.
    pub(crate) fn site_name(&self, id: &SiteId) -> String {
        match self.site(id) {
            Some(site) => site.general.value.name.clone(),
            None if self.center.general.value.locale == "ru" => "Тестовый чат".to_owned(),
            None => "Test chat".to_owned(),
        }
    }

    /// Where a site's dialogs belong; those of the test chat to the first channel.
    pub(crate) fn channel(&self, id: &SiteId) -> ChannelId {
        self.site(id)
            .map_or(ChannelId::FIRST, |site| site.row.channel)
    }

    /// X6, by the site's setting.
    pub(crate) fn reopen_within_ms(&self, id: &SiteId) -> u64 {
        let reopening = self.site(id).map(|site| &site.reopening.value);
        reopening.unwrap_or(&first_reopening()).within_ms
    }
}

/// A center before its owner has named it.
fn unnamed() -> CenterGeneral {
    CenterGeneral {
        name: String::new(),
        locale: "en".to_owned(),
        time_zone: "UTC".to_owned(),
    }
}

fn top(storage: &Storage<'_>, statement: &str) -> Result<u64, Fault> {
    let rows = storage.query(statement, &[])?;
    Ok(Cells::first(rows, "counter")?.maybe_int()?.unwrap_or(0))
}
