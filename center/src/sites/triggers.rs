//! What a site says first, and to whom (CQ-11). The widget sees when; here it is kept, and
//! said in the dialog that the answer begins.

use std::collections::BTreeSet;

use beseda_protocol::limits::{
    GREETING_CHARS_MAX, PATTERN_CHARS_MAX, TRIGGER_SECONDS_MAX, TRIGGERS_MAX,
};
use beseda_protocol::refusal::Refusal;
use beseda_protocol::site::{Cue, Moment, Trigger, TriggerText, Triggers};
use beseda_protocol::unseen::looks_empty;

use crate::team::employees::name_of;
use crate::turn::refusals::invalid;

/// What the loader needs to know of those that are on.
pub(super) fn cues(triggers: &Triggers) -> Vec<Cue> {
    let cue = |trigger: &Trigger| {
        let after = match trigger.moment {
            Moment::After { seconds } => Some(seconds),
            Moment::Leaving {} => None,
            // Of a newer center, before a rollback.
            Moment::Unknown => return None,
        };
        Some(Cue {
            id: trigger.id,
            after,
            pages: trigger.pages.clone(),
            returning: trigger.is_for_returning,
        })
    };
    on(triggers).filter_map(cue).collect()
}

/// What they say.
pub(super) fn says(triggers: &Triggers) -> Vec<TriggerText> {
    let text = |trigger: &Trigger| TriggerText {
        id: trigger.id,
        en: trigger.text("en").to_owned(),
        ru: trigger.text("ru").to_owned(),
    };
    on(triggers).map(text).collect()
}

fn on(triggers: &Triggers) -> impl Iterator<Item = &Trigger> {
    triggers.triggers.iter().filter(|trigger| trigger.is_on)
}

/// Triggers in the form in which they are kept.
pub(super) fn checked(given: Triggers) -> Result<Triggers, Refusal> {
    let ids: BTreeSet<_> = given.triggers.iter().map(|trigger| trigger.id).collect();
    if given.triggers.len() > TRIGGERS_MAX || ids.len() < given.triggers.len() {
        return Err(invalid("A site has at most ten triggers, each of its own."));
    }
    let triggers = given.triggers.into_iter().map(checked_one);
    Ok(Triggers {
        triggers: triggers.collect::<Result<_, _>>()?,
    })
}

fn checked_one(given: Trigger) -> Result<Trigger, Refusal> {
    let (en, ru) = (given.en.trim().to_owned(), given.ru.trim().to_owned());
    let is_long = |text: &str| text.chars().count() > GREETING_CHARS_MAX;
    if is_long(&en) || is_long(&ru) {
        return Err(invalid("A trigger says at most 500 characters."));
    }
    if looks_empty(&en) && looks_empty(&ru) {
        return Err(invalid("Write what the trigger says."));
    }
    let pages = given.pages.trim().to_owned();
    if pages.chars().count() > PATTERN_CHARS_MAX {
        return Err(invalid("A pattern of pages has at most 200 characters."));
    }
    match given.moment {
        Moment::After { seconds } if seconds > TRIGGER_SECONDS_MAX => {
            return Err(invalid("Choose at most 3,600 seconds."));
        }
        Moment::Unknown => return Err(invalid("There is no such moment.")),
        Moment::After { .. } | Moment::Leaving {} => {}
    }
    Ok(Trigger {
        name: name_of(&given.name)?,
        pages,
        en,
        ru,
        ..given
    })
}
