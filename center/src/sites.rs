//! Sites: where the widget lives, who may use it, and who tried.

use beseda_protocol::ids::{SiteId, Timestamp};
use beseda_protocol::limits::REOPEN_WITHIN_MS;
use beseda_protocol::refusal::Code;
use beseda_protocol::site::{ACCENT, Look, OPAQUE_ORIGIN, SeenOrigin, Site};

use crate::command::{SiteForWidget, TEST_SITE};
use crate::events::{self, What};
use crate::fault::Fault;
use crate::known::Known;
use crate::origin;
use crate::row::Cells;
use crate::sql::Sql;
use crate::stop::{Stop, refuse};
use crate::token;
use crate::work::Work;

/// Strangers' origins kept for each site.
const STRANGERS_MAX: usize = 20;

/// When all places are taken, a new stranger takes the oldest one's only if
/// that is older than this, in ms: forged origins cost 20 writes an hour.
const STRANGER_KEPT_MS: u64 = 60 * 60 * 1000;

/// Operators whose initials stand in the widget's header.
const TEAM_MAX: usize = 3;

/// A site's row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SiteRow {
    pub(crate) number: u64,
    pub(crate) id: SiteId,
    pub(crate) name: String,
    pub(crate) origins: Vec<String>,
    pub(crate) look: Look,
    pub(crate) reopen_within_ms: u64,
    pub(crate) installed: Option<SeenOrigin>,
}

impl SiteRow {
    /// A site that nobody has visited yet.
    pub(crate) fn new(
        number: u64,
        id: SiteId,
        name: String,
        origins: Vec<String>,
        look: Look,
    ) -> Self {
        Self {
            number,
            id,
            name,
            origins,
            look,
            reopen_within_ms: REOPEN_WITHIN_MS,
            installed: None,
        }
    }

    /// Every site.
    pub(crate) fn all(sql: &dyn Sql) -> Result<Vec<Self>, Fault> {
        let rows = sql.query(
            "SELECT number, id, name, origins, accent, locale, reopen_within_ms,
                    installed_origin, installed_at
             FROM sites ORDER BY number",
            &[],
        )?;
        let read = |row| Self::read(Cells::new(row, "sites"));
        rows.into_iter().map(read).collect()
    }

    fn read(mut cells: Cells) -> Result<Self, Fault> {
        Ok(Self {
            number: cells.int()?,
            id: SiteId(cells.text()?),
            name: cells.text()?,
            origins: serde_json::from_str(&cells.text()?)
                .ok()
                .ok_or(Fault::Corrupt("sites"))?,
            look: Look {
                accent: cells.text()?,
                locale: cells.text()?,
            },
            reopen_within_ms: cells.int()?,
            installed: (cells.maybe_text()?.zip(cells.maybe_int()?)).map(|(origin, at)| {
                let at = Timestamp(at);
                SeenOrigin { origin, at }
            }),
        })
    }
}

/// A look before anybody chose one.
pub(crate) fn first_look() -> Look {
    Look {
        accent: ACCENT.to_owned(),
        locale: "auto".to_owned(),
    }
}

impl Known {
    /// A site's name, as operators see it.
    pub(crate) fn site_name(&self, id: &SiteId) -> String {
        match self.site(id) {
            Some(site) => site.name.clone(),
            None if self.center.locale == "ru" => "Тестовый чат".to_owned(),
            None => "Test chat".to_owned(),
        }
    }

    /// X6, by the site's setting.
    pub(crate) fn reopen_within_ms(&self, id: &SiteId) -> u64 {
        self.site(id)
            .map_or(REOPEN_WITHIN_MS, |site| site.reopen_within_ms)
    }
}

/// Writes a site, and tells.
pub(crate) fn save(work: &mut Work<'_>, site: SiteRow) -> Result<(), Stop> {
    let (installed_origin, installed_at) = (site.installed.as_ref())
        .map(|seen| (seen.origin.as_str(), seen.at))
        .unzip();
    work.write(
        "INSERT OR REPLACE INTO sites (number, id, name, origins, accent, locale,
             reopen_within_ms, installed_origin, installed_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        &[
            site.number.into(),
            (&site.id).into(),
            site.name.as_str().into(),
            crate::work::json(&site.origins).into(),
            site.look.accent.as_str().into(),
            site.look.locale.as_str().into(),
            site.reopen_within_ms.into(),
            installed_origin.into(),
            installed_at.into(),
        ],
    )?;
    let number = site.number;
    let sites = &mut work.known.sites;
    match sites.iter_mut().find(|known| known.number == number) {
        Some(known) => *known = site,
        None => sites.push(site),
    }
    events::happen(work, What::Site(number), None)
}

/// What a loader is told; notes from where it was asked.
pub(crate) fn for_widget(
    work: &mut Work<'_>,
    id: &SiteId,
    origin: Option<&str>,
) -> Result<SiteForWidget, Stop> {
    let employees = work.known.employees.keys();
    let team = (employees.take(TEAM_MAX))
        .map(|id| work.known.person(*id))
        .collect();
    if id.as_str() == TEST_SITE {
        return Ok(SiteForWidget {
            title: match work.known.center.name.as_str() {
                "" => work.known.site_name(id),
                name => name.to_owned(),
            },
            look: first_look(),
            team,
            origins: vec![work.known.origin.clone()],
            installed: true,
        });
    }
    if let Some(origin) = origin {
        note(work, id, origin)?;
    }
    let site = work.known.site(id).ok_or_else(|| refuse(Code::NotFound))?;
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
pub(crate) fn admit(work: &mut Work<'_>, id: &SiteId, origin: &str) -> Result<bool, Stop> {
    if id.as_str() == TEST_SITE {
        return Ok(work.known.origin == origin);
    }
    note(work, id, origin)?;
    let site = work.known.site(id).ok_or_else(|| refuse(Code::NotFound))?;
    Ok(site.origins.iter().any(|allowed| allowed == origin))
}

fn note(work: &mut Work<'_>, id: &SiteId, origin: &str) -> Result<(), Stop> {
    let Some(site) = work.known.site(id).cloned() else {
        return Err(refuse(Code::NotFound).into());
    };
    if !work.has_room() {
        return Ok(());
    }
    if !site.origins.iter().any(|allowed| allowed == origin) {
        return note_stranger(work, &site, origin);
    }
    if site.installed.is_some() {
        return Ok(());
    }
    let installed = Some(SeenOrigin {
        origin: origin.to_owned(),
        at: work.now,
    });
    save(work, SiteRow { installed, ..site })
}

fn note_stranger(work: &mut Work<'_>, site: &SiteRow, origin: &str) -> Result<(), Stop> {
    // What could be allowed with one press, and what would explain why nothing can.
    if origin != OPAQUE_ORIGIN && origin::normalise(origin).as_deref() != Ok(origin) {
        return Ok(());
    }
    let seen = strangers(work.sql, &site.id)?;
    if seen.iter().any(|stranger| stranger.origin == origin) {
        return Ok(());
    }
    if let Some(oldest) = seen.get(STRANGERS_MAX - 1) {
        if work.now.ms_since(oldest.at) < STRANGER_KEPT_MS {
            return Ok(());
        }
        work.write(
            "DELETE FROM seen_origins WHERE site = ? AND origin = ?",
            &[(&site.id).into(), oldest.origin.as_str().into()],
        )?;
    }
    work.write(
        "INSERT INTO seen_origins (site, origin, at) VALUES (?, ?, ?)",
        &[(&site.id).into(), origin.into(), work.now.into()],
    )?;
    events::happen(work, What::Site(site.number), None)
}

/// Origins that tried and are not listed, newest first.
fn strangers(sql: &dyn Sql, site: &SiteId) -> Result<Vec<SeenOrigin>, Fault> {
    let rows = sql.query(
        "SELECT origin, at FROM seen_origins WHERE site = ? ORDER BY at DESC, origin",
        &[site.into()],
    )?;
    rows.into_iter()
        .map(|row| {
            let mut cells = Cells::new(row, "seen_origins");
            Ok(SeenOrigin {
                origin: cells.text()?,
                at: Timestamp(cells.int()?),
            })
        })
        .collect()
}

impl Work<'_> {
    /// A site as its owner sees it.
    pub(crate) fn site_for_owner(&self, number: u64) -> Result<Option<Site>, Fault> {
        let sites = &self.known.sites;
        let Some(site) = sites.iter().find(|site| site.number == number) else {
            return Ok(None);
        };
        let mut seen = strangers(self.sql, &site.id)?;
        seen.retain(|stranger| !site.origins.contains(&stranger.origin));
        Ok(Some(Site {
            id: site.id.clone(),
            key: token::site_key(self.secret, &self.known.center.id, &site.id),
            name: site.name.clone(),
            origins: site.origins.clone(),
            seen,
            installed: site.installed.clone(),
            look: site.look.clone(),
            reopen_within_ms: site.reopen_within_ms,
        }))
    }
}
