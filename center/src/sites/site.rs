//! Sites: where the widget lives, who may use it, and who tried.

use beseda_protocol::ids::SiteId;
use beseda_protocol::look::Look;
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::settings::Versioned;
use beseda_protocol::site::{
    Asking, Consent, OPAQUE_ORIGIN, OfflineForm, SeenOrigin, SiteGeneral, TEST_SITE, Tracking,
    TransportKind, Triggers, Welcome,
};

use super::{origin, saving, triggers};
use crate::storage::events::What;
use crate::storage::sites::{SiteRow, StoredSite, Stranger, first_reopening, strangers};
use crate::turn::command::SiteForWidget;
use crate::turn::current::Turn;
use crate::turn::log;
use crate::turn::refusals::{Stop, refuse};

/// Strangers' origins kept for each site.
const STRANGERS_MAX: usize = 20;

/// When all places are taken, a new stranger takes the oldest one's only if
/// that is older than this, in ms: forged origins cost 20 writes an hour.
const STRANGER_KEPT_MS: u64 = 60 * 60 * 1000;

/// Makes a transport, the next one, with its first settings.
pub(crate) fn make(
    turn: &mut Turn<'_>,
    id: impl FnOnce(u64) -> SiteId,
    kind: TransportKind,
    general: SiteGeneral,
    look: Look,
) -> Result<u64, Stop> {
    let last = turn.cache.sites.iter().map(|site| site.row.number).max();
    let number = last.unwrap_or(0) + 1;
    let site = StoredSite {
        row: SiteRow::new(number, id(number), kind),
        general: saving::write(turn, number, 0, general)?,
        look: saving::write(turn, number, 0, look)?,
        reopening: Versioned::first(first_reopening()),
        welcome: Versioned::first(Welcome::default()),
        triggers: Versioned::first(Triggers::default()),
        offline_form: Versioned::first(OfflineForm::default()),
        tracking: Versioned::first(Tracking::default()),
        asking: Versioned::first(Asking::default()),
        consent: Versioned::first(Consent::default()),
    };
    save_row(turn, site)?;
    Ok(number)
}

/// Writes a site's row, and tells.
pub(crate) fn save_row(turn: &mut Turn<'_>, site: StoredSite) -> Result<(), Stop> {
    turn.put(&SiteRow::UPSERT, site.row.clone())?;
    changed(turn, site)
}

/// Remembers what was saved of a site, and tells.
pub(crate) fn changed(turn: &mut Turn<'_>, site: StoredSite) -> Result<(), Stop> {
    let number = site.row.number;
    let sites = &mut turn.cache.sites;
    match sites.iter_mut().find(|known| known.row.number == number) {
        Some(known) => *known = site,
        None => sites.push(site),
    }
    log::happen(turn, What::Site(number), None)
}

/// What a loader is told; notes from where it was asked.
pub(crate) fn for_widget(
    turn: &mut Turn<'_>,
    id: &SiteId,
    origin: Option<&str>,
) -> Result<SiteForWidget, Stop> {
    if id.as_str() == TEST_SITE {
        return Ok(SiteForWidget {
            title: match turn.cache.center.general.value.name.as_str() {
                "" => turn.cache.site_name(id),
                name => name.to_owned(),
            },
            look: Look::default(),
            cues: Vec::new(),
            speaks: false,
            origins: vec![turn.cache.origin.clone()],
            installed: true,
        });
    }
    check_is_site(turn, id)?;
    if let Some(origin) = origin {
        note(turn, id, origin)?;
    }
    let site = turn.cache.site(id).ok_or_else(|| refuse(Code::NotFound))?;
    let cues = triggers::cues(&site.triggers.value);
    Ok(SiteForWidget {
        title: site.general.value.name.clone(),
        look: site.look.value.clone(),
        speaks: !cues.is_empty() || site.offline_form.value.is_on,
        cues,
        origins: site.general.value.origins.clone(),
        installed: site.row.installed.is_some(),
    })
}

/// Whether an origin may use a site. Noting a stranger is the one thing that a
/// refused call leaves behind: the owner is asked whether to allow him.
pub(crate) fn admit(turn: &mut Turn<'_>, id: &SiteId, origin: &str) -> Result<bool, Stop> {
    if id.as_str() == TEST_SITE {
        return Ok(turn.cache.origin == origin);
    }
    check_is_site(turn, id)?;
    note(turn, id, origin)?;
    let site = turn.cache.site(id).ok_or_else(|| refuse(Code::NotFound))?;
    Ok(site.allows(origin))
}

/// No widget speaks by another transport.
pub(super) fn check_is_site(turn: &Turn<'_>, id: &SiteId) -> Result<(), Refusal> {
    match turn.cache.site(id).is_some_and(StoredSite::is_site) {
        true => Ok(()),
        false => Err(refuse(Code::NotFound)),
    }
}

fn note(turn: &mut Turn<'_>, id: &SiteId, origin: &str) -> Result<(), Stop> {
    let Some(site) = turn.cache.site(id).cloned() else {
        return Err(refuse(Code::NotFound).into());
    };
    if !turn.has_room() {
        return Ok(());
    }
    if !site.allows(origin) {
        return note_stranger(turn, &site, origin);
    }
    if site.row.installed.is_some() {
        return Ok(());
    }
    let mut site = site;
    site.row.installed = Some(SeenOrigin {
        origin: origin.to_owned(),
        at: turn.now,
    });
    save_row(turn, site)
}

fn note_stranger(turn: &mut Turn<'_>, site: &StoredSite, origin: &str) -> Result<(), Stop> {
    // What could be allowed with one press, and what would explain why nothing can.
    if origin != OPAQUE_ORIGIN && !origin::is_exact(origin) {
        return Ok(());
    }
    let seen = strangers(turn.storage, &site.row.id)?;
    if seen.iter().any(|stranger| stranger.origin == origin) {
        return Ok(());
    }
    if let Some(oldest) = seen.get(STRANGERS_MAX - 1) {
        if turn.now.ms_since(oldest.at) < STRANGER_KEPT_MS {
            return Ok(());
        }
        turn.write(
            "DELETE FROM seen_origins WHERE site = ? AND origin = ?",
            &[(&site.row.id).into(), oldest.origin.as_str().into()],
        )?;
    }
    let stranger = Stranger {
        site: site.row.id.clone(),
        seen: SeenOrigin {
            origin: origin.to_owned(),
            at: turn.now,
        },
    };
    turn.put(&Stranger::INSERT, stranger)?;
    log::happen(turn, What::Site(site.row.number), None)
}
