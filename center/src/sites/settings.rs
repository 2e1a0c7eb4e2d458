//! The center's settings and its sites.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::center::SaveCenter;
use beseda_protocol::ask::sites::{AddSite, SaveSite};
use beseda_protocol::ids::SiteId;
use beseda_protocol::operator::CenterInfo;
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::site::{Look, Site};

use super::{center, origin, site as sites};
use crate::storage::fault::Fault;
use crate::storage::sites::SiteRow;
use crate::team::employees::name_of;
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, invalid, refuse};
use crate::turn::speaker::Operator;

/// Origins of one site.
const ORIGINS_MAX: usize = 50;

/// Longest X6 that makes sense, in ms: a year.
const REOPEN_WITHIN_MS_MAX: u64 = 366 * 24 * 60 * 60 * 1000;

/// Longest name of a time zone (IANA's longest has 32).
const TIME_ZONE_CHARS_MAX: usize = 64;

/// Names the center.
pub(crate) fn save_center(
    turn: &mut Turn<'_>,
    _: &Operator,
    asked: SaveCenter,
) -> Result<Done, Stop> {
    let SaveCenter {
        name,
        locale,
        time_zone,
    } = asked;
    if !matches!(locale.as_str(), "en" | "ru") {
        return Err(invalid("Choose English or Russian.").into());
    }
    let is_zone = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '+');
    if time_zone.is_empty()
        || time_zone.len() > TIME_ZONE_CHARS_MAX
        || !time_zone.chars().all(is_zone)
    {
        return Err(invalid("This is not the name of a time zone.").into());
    }
    let info = CenterInfo {
        id: turn.cache.center.id.clone(),
        name: name_of(&name)?,
        locale,
        time_zone,
    };
    center::save(turn, info)?;
    Ok(Done {})
}

/// Makes a site.
pub(crate) fn add_site(turn: &mut Turn<'_>, _: &Operator, asked: AddSite) -> Result<Site, Stop> {
    let (name, origins) = (name_of(&asked.name)?, origins_of(&asked.origins)?);
    let look = asked.look.unwrap_or_else(sites::first_look);
    check_look(&look)?;
    let last = turn.cache.sites.iter().map(|site| site.number).max();
    let number = last.unwrap_or(0) + 1;
    let id = SiteId(format!("s{number}"));
    sites::save(turn, SiteRow::new(number, id, name, origins, look))?;
    let site = turn.site_for_owner(number)?;
    Ok(site.ok_or(Fault::Corrupt("sites"))?)
}

/// Changes a site.
pub(crate) fn save_site(turn: &mut Turn<'_>, _: &Operator, asked: SaveSite) -> Result<Done, Stop> {
    let SaveSite {
        site,
        name,
        origins,
        look,
        reopen_within_ms,
    } = asked;
    let site = turn.cache.site(&site).cloned();
    let site = site.ok_or_else(|| refuse(Code::NotFound))?;
    check_look(&look)?;
    if reopen_within_ms > REOPEN_WITHIN_MS_MAX {
        return Err(invalid("Closed dialogs are opened again for a year at most.").into());
    }
    let changed = SiteRow {
        name: name_of(&name)?,
        origins: origins_of(&origins)?,
        look,
        reopen_within_ms,
        ..site
    };
    sites::save(turn, changed)?;
    Ok(Done {})
}

fn origins_of(given: &[String]) -> Result<Vec<String>, Refusal> {
    let mut origins: Vec<String> = Vec::with_capacity(given.len());
    for text in given {
        let origin = origin::normalise(text).map_err(|sentence| invalid(&sentence))?;
        if !origins.contains(&origin) {
            origins.push(origin);
        }
    }
    match origins.len() {
        0 => Err(invalid(
            "Give the site's address, such as https://shop.example.",
        )),
        1..=ORIGINS_MAX => Ok(origins),
        _ => Err(invalid("A site has at most 50 addresses.")),
    }
}

fn check_look(look: &Look) -> Result<(), Refusal> {
    let is_colour = look.accent.len() == 7
        && look
            .accent
            .strip_prefix('#')
            .is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    if !is_colour {
        return Err(invalid("The colour is to be given as #rrggbb."));
    }
    match look.locale.as_str() {
        "auto" | "en" | "ru" => Ok(()),
        _ => Err(invalid("Choose English, Russian, or the page's language.")),
    }
}
