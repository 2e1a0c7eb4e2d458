//! The center's settings and its sites.

use beseda_protocol::ask::center::SaveCenter;
use beseda_protocol::ask::sites::{AddSite, SaveSite};
use beseda_protocol::ids::SiteId;
use beseda_protocol::limits::{LAYER_MAX, OFFSET_MAX, SILENCE_DAYS_MAX};
use beseda_protocol::look::Look;
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::settings::{CenterGeneral, CenterSection, Saved, Silence};
use beseda_protocol::site::{Reopening, Site, SiteGeneral, SiteSection, TransportKind};

use super::{asking, center, consent, hours, origin, reception, saving, site as sites, triggers};
use crate::storage::fault::Fault;
use crate::storage::settings::CENTER;
use crate::team::employees::name_of;
use crate::turn::current::Turn;
use crate::turn::due::{self, Due};
use crate::turn::refusals::{Stop, invalid, refuse};
use crate::turn::speaker::Operator;

/// Origins of one site.
const ORIGINS_MAX: usize = 50;

/// Longest X6 that makes sense, in ms: a year.
const REOPEN_WITHIN_MS_MAX: u64 = 366 * 24 * 60 * 60 * 1000;

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// Longest name of a time zone (IANA's longest has 32).
const TIME_ZONE_CHARS_MAX: usize = 64;

/// Saves a section of the center's settings.
pub(crate) fn save_center(
    turn: &mut Turn<'_>,
    _: &Operator,
    asked: SaveCenter,
) -> Result<Saved<CenterSection>, Stop> {
    let SaveCenter { version, section } = asked;
    let before = turn.cache.center.clone();
    let mut center = before.clone();
    let saved = match section {
        CenterSection::General { general } => {
            let general = center_general(general)?;
            saving::save(turn, CENTER, &mut center.general, version, general)?
                .map(CenterSection::from)
        }
        CenterSection::Badge { badge } => {
            saving::save(turn, CENTER, &mut center.badge, version, badge)?.map(CenterSection::from)
        }
        CenterSection::Silence { silence } => {
            let silence = checked_silence(silence)?;
            saving::save(turn, CENTER, &mut center.silence, version, silence)?
                .map(CenterSection::from)
        }
        CenterSection::Hours { hours } => {
            let hours = hours::checked(hours)?;
            saving::save(turn, CENTER, &mut center.hours, version, hours)?.map(CenterSection::from)
        }
        CenterSection::Unknown => return Err(refuse(Code::Unsupported).into()),
    };
    if center != before {
        let silence = center.silence.clone();
        let (is_first, is_chosen) = (before.general.version == 0, silence != before.silence);
        center::changed(turn, center)?;
        if is_chosen {
            due::schedule(turn, Due::Silence, "", turn.now)?;
        } else if is_first {
            // Before that nothing can have fallen silent.
            let ms = u64::from(silence.value.close_after_days) * DAY_MS;
            due::schedule(turn, Due::Silence, "", turn.now.plus_ms(ms))?;
        }
    }
    Ok(saved)
}

/// Makes a site.
pub(crate) fn add_site(turn: &mut Turn<'_>, _: &Operator, asked: AddSite) -> Result<Site, Stop> {
    let AddSite {
        name,
        origins,
        look,
    } = asked;
    let general = site_general(SiteGeneral { name, origins })?;
    let look = checked_look(look.unwrap_or_default())?;
    let id = |number| SiteId(format!("s{number}"));
    let number = sites::make(turn, id, TransportKind::SiteChat {}, general, look)?;
    let site = turn.site_for_owner(number)?;
    Ok(site.ok_or(Fault::Corrupt("sites"))?)
}

/// Saves a section of a site's settings.
pub(crate) fn save_site(
    turn: &mut Turn<'_>,
    _: &Operator,
    asked: SaveSite,
) -> Result<Saved<SiteSection>, Stop> {
    let SaveSite {
        site,
        version,
        section,
    } = asked;
    let before = turn.cache.site(&site).cloned();
    let before = before.ok_or_else(|| refuse(Code::NotFound))?;
    let (mut site, number) = (before.clone(), before.row.number);
    let saved = match section {
        SiteSection::General { general } => {
            let general = site_general(general)?;
            saving::save(turn, number, &mut site.general, version, general)?.map(SiteSection::from)
        }
        SiteSection::Look { look } => {
            let look = checked_look(look)?;
            saving::save(turn, number, &mut site.look, version, look)?.map(SiteSection::from)
        }
        SiteSection::Reopening { reopening } => {
            let reopening = checked_reopening(reopening)?;
            saving::save(turn, number, &mut site.reopening, version, reopening)?
                .map(SiteSection::from)
        }
        SiteSection::Welcome { welcome } => {
            let welcome = reception::checked(welcome)?;
            saving::save(turn, number, &mut site.welcome, version, welcome)?.map(SiteSection::from)
        }
        SiteSection::Triggers { triggers } => {
            let triggers = triggers::checked(triggers)?;
            saving::save(turn, number, &mut site.triggers, version, triggers)?
                .map(SiteSection::from)
        }
        SiteSection::OfflineForm { offline_form } => {
            let section = &mut site.offline_form;
            saving::save(turn, number, section, version, offline_form)?.map(SiteSection::from)
        }
        SiteSection::Tracking { tracking } => {
            let section = &mut site.tracking;
            saving::save(turn, number, section, version, tracking)?.map(SiteSection::from)
        }
        SiteSection::Asking { asking } => {
            let asking = asking::checked(asking)?;
            let section = &mut site.asking;
            saving::save(turn, number, section, version, asking)?.map(SiteSection::from)
        }
        SiteSection::Consent { consent } => {
            let consent = consent::checked(consent)?;
            saving::save(turn, number, &mut site.consent, version, consent)?.map(SiteSection::from)
        }
        SiteSection::Unknown => return Err(refuse(Code::Unsupported).into()),
    };
    if site != before {
        sites::changed(turn, site)?;
    }
    Ok(saved)
}

fn checked_silence(silence: Silence) -> Result<Silence, Refusal> {
    match silence.close_after_days <= SILENCE_DAYS_MAX {
        true => Ok(silence),
        false => Err(invalid("Choose at most 366 days.")),
    }
}

fn center_general(general: CenterGeneral) -> Result<CenterGeneral, Refusal> {
    let CenterGeneral {
        name,
        locale,
        time_zone,
    } = general;
    if !matches!(locale.as_str(), "en" | "ru") {
        return Err(invalid("Choose English or Russian."));
    }
    let is_zone = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '+');
    if time_zone.is_empty()
        || time_zone.len() > TIME_ZONE_CHARS_MAX
        || !time_zone.chars().all(is_zone)
    {
        return Err(invalid("This is not the name of a time zone."));
    }
    Ok(CenterGeneral {
        name: name_of(&name)?,
        locale,
        time_zone,
    })
}

fn site_general(general: SiteGeneral) -> Result<SiteGeneral, Refusal> {
    Ok(SiteGeneral {
        name: name_of(&general.name)?,
        origins: origins_of(&general.origins)?,
    })
}

fn checked_reopening(reopening: Reopening) -> Result<Reopening, Refusal> {
    match reopening.within_ms > REOPEN_WITHIN_MS_MAX {
        true => Err(invalid(
            "Closed dialogs are opened again for a year at most.",
        )),
        false => Ok(reopening),
    }
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

fn checked_look(look: Look) -> Result<Look, Refusal> {
    let is_colour = look.accent.len() == 7
        && look
            .accent
            .strip_prefix('#')
            .is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    if !is_colour {
        return Err(invalid("The colour is to be given as #rrggbb."));
    }
    if !matches!(look.locale.as_str(), "auto" | "en" | "ru") {
        return Err(invalid("Choose English, Russian, or the page's language."));
    }
    let offsets = [look.offsets, look.phone_offsets];
    if offsets.iter().any(|at| at.side.max(at.bottom) > OFFSET_MAX) {
        return Err(invalid(
            "The launcher is at most 240 pixels away from each edge of its corner.",
        ));
    }
    match look.layer {
        0..=LAYER_MAX => Ok(look),
        _ => Err(invalid("The z-index is at most 2147483647.")),
    }
}
