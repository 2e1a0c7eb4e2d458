//! Sites: where the widget lives, who may use it, and who tried.

use beseda_protocol::ids::SiteId;
use beseda_protocol::refusal::Code;
use beseda_protocol::site::{ACCENT, Look, OPAQUE_ORIGIN, SeenOrigin};

use super::origin;
use crate::storage::events::What;
use crate::storage::sites::{SiteRow, strangers};
use crate::storage::sql::Value;
use crate::turn::command::SiteForWidget;
use crate::turn::current::Turn;
use crate::turn::log;
use crate::turn::refusals::{Stop, refuse};
use beseda_protocol::site::TEST_SITE;

/// Strangers' origins kept for each site.
const STRANGERS_MAX: usize = 20;

/// When all places are taken, a new stranger takes the oldest one's only if
/// that is older than this, in ms: forged origins cost 20 writes an hour.
const STRANGER_KEPT_MS: u64 = 60 * 60 * 1000;

/// Operators whose initials stand in the widget's header.
const TEAM_MAX: usize = 3;

/// A look before anybody chose one.
pub(crate) fn first_look() -> Look {
    Look {
        accent: ACCENT.to_owned(),
        locale: "auto".to_owned(),
    }
}

/// Writes a site, and tells.
pub(crate) fn save(turn: &mut Turn<'_>, site: SiteRow) -> Result<(), Stop> {
    let (installed_origin, installed_at) = (site.installed.as_ref())
        .map(|seen| (seen.origin.as_str(), seen.at))
        .unzip();
    turn.write(
        "INSERT OR REPLACE INTO sites (number, id, name, origins, accent, locale,
             reopen_within_ms, installed_origin, installed_at, channel)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        &[
            site.number.into(),
            (&site.id).into(),
            site.name.as_str().into(),
            Value::list(&site.origins),
            site.look.accent.as_str().into(),
            site.look.locale.as_str().into(),
            site.reopen_within_ms.into(),
            installed_origin.into(),
            installed_at.into(),
            site.channel.into(),
        ],
    )?;
    let number = site.number;
    let sites = &mut turn.cache.sites;
    match sites.iter_mut().find(|known| known.number == number) {
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
    let employees = turn.cache.employees.0.keys();
    let team = (employees.take(TEAM_MAX))
        .map(|id| turn.cache.employees.person(*id))
        .collect();
    if id.as_str() == TEST_SITE {
        return Ok(SiteForWidget {
            title: match turn.cache.center.name.as_str() {
                "" => turn.cache.site_name(id),
                name => name.to_owned(),
            },
            look: first_look(),
            team,
            origins: vec![turn.cache.origin.clone()],
            installed: true,
        });
    }
    if let Some(origin) = origin {
        note(turn, id, origin)?;
    }
    let site = turn.cache.site(id).ok_or_else(|| refuse(Code::NotFound))?;
    Ok(SiteForWidget {
        title: site.name.clone(),
        look: site.look.clone(),
        team,
        origins: site.origins.clone(),
        installed: site.installed.is_some(),
    })
}

/// Whether an origin may use a site. Noting a stranger is the one thing that a
/// refused call leaves behind: the owner is asked whether to allow him.
pub(crate) fn admit(turn: &mut Turn<'_>, id: &SiteId, origin: &str) -> Result<bool, Stop> {
    if id.as_str() == TEST_SITE {
        return Ok(turn.cache.origin == origin);
    }
    note(turn, id, origin)?;
    let site = turn.cache.site(id).ok_or_else(|| refuse(Code::NotFound))?;
    Ok(site.origins.iter().any(|allowed| allowed == origin))
}

fn note(turn: &mut Turn<'_>, id: &SiteId, origin: &str) -> Result<(), Stop> {
    let Some(site) = turn.cache.site(id).cloned() else {
        return Err(refuse(Code::NotFound).into());
    };
    if !turn.has_room() {
        return Ok(());
    }
    if !site.origins.iter().any(|allowed| allowed == origin) {
        return note_stranger(turn, &site, origin);
    }
    if site.installed.is_some() {
        return Ok(());
    }
    let installed = Some(SeenOrigin {
        origin: origin.to_owned(),
        at: turn.now,
    });
    save(turn, SiteRow { installed, ..site })
}

fn note_stranger(turn: &mut Turn<'_>, site: &SiteRow, origin: &str) -> Result<(), Stop> {
    // What could be allowed with one press, and what would explain why nothing can.
    if origin != OPAQUE_ORIGIN && !origin::is_exact(origin) {
        return Ok(());
    }
    let seen = strangers(turn.storage, &site.id)?;
    if seen.iter().any(|stranger| stranger.origin == origin) {
        return Ok(());
    }
    if let Some(oldest) = seen.get(STRANGERS_MAX - 1) {
        if turn.now.ms_since(oldest.at) < STRANGER_KEPT_MS {
            return Ok(());
        }
        turn.write(
            "DELETE FROM seen_origins WHERE site = ? AND origin = ?",
            &[(&site.id).into(), oldest.origin.as_str().into()],
        )?;
    }
    turn.write(
        "INSERT INTO seen_origins (site, origin, at) VALUES (?, ?, ?)",
        &[(&site.id).into(), origin.into(), turn.now.into()],
    )?;
    log::happen(turn, What::Site(site.number), None)
}
