//! How a site meets whoever opens its chat.

use beseda_protocol::ids::{ChannelId, SiteId};
use beseda_protocol::limits::{
    CONTACT_MINUTES_MAX, GREETING_CHARS_MAX, QUESTION_CHARS_MAX, QUESTIONS_MAX,
};
use beseda_protocol::message::Person;
use beseda_protocol::refusal::Refusal;
use beseda_protocol::site::{Greeting, Reception, TEST_SITE, Welcome};
use beseda_protocol::unseen::looks_empty;

use super::site::check_is_site;
use super::{consent, hours, triggers};
use crate::storage::dialogs;
use crate::storage::fault::Fault;
use crate::team::presence;
use crate::turn::current::Turn;
use crate::turn::dates;
use crate::turn::refusals::{Stop, invalid};

/// Whose initials stand in the widget's header.
const TEAM_MAX: usize = 3;

const MINUTE_MS: u64 = 60 * 1000;

/// First replies that a usual time is told from: fewer say nothing.
const REPLIES_MIN: usize = 5;

/// What a visitor reads of it.
pub(crate) fn of(turn: &mut Turn<'_>, id: &SiteId) -> Result<Reception, Stop> {
    if id.as_str() != TEST_SITE {
        check_is_site(turn, id)?;
    }
    let site = turn.cache.site(id);
    let Welcome {
        en,
        ru,
        shows_team,
        tells_when,
        asks_contact_after_minutes,
    } = site.map_or_else(Welcome::default, |site| site.welcome.value.clone());
    let channel = turn.cache.channel(id);
    let (says, form) = match site {
        Some(site) => (
            triggers::says(&site.triggers.value),
            site.offline_form.value.is_on && !is_anybody_here(turn, channel),
        ),
        None => (Vec::new(), false),
    };
    let opens_at = match tells_when {
        true => {
            let zone = &turn.cache.center.general.value.time_zone;
            dates::opening(hours::of(turn, channel), turn.now, zone)
        }
        false => None,
    };
    Ok(Reception {
        en,
        ru,
        team: match shows_team {
            true => team(turn, channel),
            false => Vec::new(),
        },
        reply_ms: match tells_when {
            true => usual_reply_ms(turn, id)?,
            false => None,
        },
        opens_at,
        says,
        form,
        consent: site.and_then(consent::text),
        asks_contact_after_ms: asks_contact_after_minutes.map(|n| u64::from(n) * MINUTE_MS),
        fields: site.map_or_else(Vec::new, |site| site.asking.value.fields.clone()),
    })
}

/// Whether it is time to answer, and somebody is there who could.
fn is_anybody_here(turn: &Turn<'_>, channel: ChannelId) -> bool {
    let zone = &turn.cache.center.general.value.time_zone;
    let is_open = hours::of(turn, channel).is_open_at(&dates::wall_clock(turn.now, zone));
    let mut employees = turn.cache.employees.0.values();
    is_open
        && employees.any(|employee| {
            employee.may_be_responsible(channel) && presence::is_available(turn, employee.id)
        })
}

/// Who answers in the channel: those who are there first.
fn team(turn: &Turn<'_>, channel: ChannelId) -> Vec<Person> {
    let employees = turn.cache.employees.0.values();
    let mut team: Vec<_> = employees
        .filter(|employee| employee.may_be_responsible(channel))
        .map(|employee| employee.id)
        .collect();
    team.sort_by_key(|id| !presence::is_available(turn, *id));
    let team = team.into_iter().take(TEAM_MAX);
    team.map(|id| turn.cache.employees.person(id)).collect()
}

/// Half of the last dialogs were answered within this time.
fn usual_reply_ms(turn: &Turn<'_>, site: &SiteId) -> Result<Option<u64>, Fault> {
    let mut waits = dialogs::first_waits(turn.storage, site)?;
    waits.sort_unstable();
    let middle = waits.get(waits.len() / 2).copied();
    Ok(middle.filter(|_| waits.len() >= REPLIES_MIN))
}

/// A welcome in the form in which it is kept.
pub(super) fn checked(given: Welcome) -> Result<Welcome, Refusal> {
    let Welcome {
        en,
        ru,
        shows_team,
        tells_when,
        asks_contact_after_minutes,
    } = given;
    let is_wrong = |minutes: u32| !(1..=CONTACT_MINUTES_MAX).contains(&minutes);
    if asks_contact_after_minutes.is_some_and(is_wrong) {
        return Err(invalid(
            "A contact is asked for after 1 to 60 minutes, or never.",
        ));
    }
    Ok(Welcome {
        en: checked_greeting(en)?,
        ru: checked_greeting(ru)?,
        shows_team,
        tells_when,
        asks_contact_after_minutes,
    })
}

fn checked_greeting(given: Greeting) -> Result<Greeting, Refusal> {
    let text = given.text.trim().to_owned();
    if text.chars().count() > GREETING_CHARS_MAX {
        return Err(invalid("A greeting has at most 500 characters."));
    }
    let questions = given.questions.iter().map(|question| question.trim());
    let questions = questions.filter(|question| !looks_empty(question));
    let questions: Vec<String> = questions.map(str::to_owned).collect();
    let is_long = |question: &String| question.chars().count() > QUESTION_CHARS_MAX;
    if questions.len() > QUESTIONS_MAX || questions.iter().any(is_long) {
        return Err(invalid(
            "There are at most four questions, of 80 characters each.",
        ));
    }
    Ok(Greeting { text, questions })
}
