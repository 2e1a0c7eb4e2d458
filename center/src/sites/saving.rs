//! Saves a section of settings, unless somebody else was faster.

use beseda_protocol::settings::{Saved, Versioned};

use crate::storage::settings::{Section, Setting};
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;

/// Saves what was made of some version of a section. What the section says already is
/// saved already: who asks again, since the answer was lost, finds his own work.
pub(crate) fn save<T: Section>(
    turn: &Turn<'_>,
    owner: u64,
    section: &mut Versioned<T>,
    version: u32,
    value: T,
) -> Result<Saved<T>, Stop> {
    let mut newer = None;
    if section.value != value {
        if section.version == version {
            *section = write(turn, owner, version, value)?;
        } else {
            newer = Some(section.value.clone());
        }
    }
    Ok(Saved {
        version: section.version,
        newer,
    })
}

/// Writes the version after this one.
pub(crate) fn write<T: Section>(
    turn: &Turn<'_>,
    owner: u64,
    version: u32,
    value: T,
) -> Result<Versioned<T>, Stop> {
    let section = Versioned {
        version: version + 1,
        value,
    };
    turn.put(&Setting::UPSERT, Setting::of(owner, &section))?;
    Ok(section)
}
