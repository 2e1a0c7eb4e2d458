//! Settings: a row for each section that was ever saved, its value as JSON. A new
//! section so needs no column.

use std::collections::BTreeMap;

use beseda_protocol::automatic::AutomaticReplies;
use beseda_protocol::channel::{Assignment, ReplyTimes, WritingFirst};
use beseda_protocol::hours::Hours;
use beseda_protocol::json::Wire;
use beseda_protocol::look::Look;
use beseda_protocol::settings::{Badge, CenterGeneral, Silence, Versioned};
use beseda_protocol::site::{
    Asking, Consent, OfflineForm, Reopening, SiteGeneral, Tracking, Triggers, Welcome,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::cells::Cells;
use super::fault::Fault;
use super::row::{Columns, row};
use super::write_buffer::Storage;

row! {
    /// A section that was saved.
    Setting in "settings" as "s", named by columns {
        /// A site's number, or a channel's id, whose sections bear other names; 0: the center's.
        owner: u64,
        section: String = section,
    }
    keyed by (owner, section)
    changing {
        version: u32 = version,
        value: String = value,
    }
}

/// [`Setting::owner`] of the center's own.
pub(crate) const CENTER: u64 = 0;

/// What can lie in a section.
pub(crate) trait Section: Wire + Serialize + DeserializeOwned + Clone + PartialEq {
    /// The section's name.
    const NAME: &'static str;
}

impl Section for CenterGeneral {
    const NAME: &'static str = "general";
}

impl Section for Badge {
    const NAME: &'static str = "badge";
}

impl Section for Silence {
    const NAME: &'static str = "silence";
}

impl Section for Assignment {
    const NAME: &'static str = "assignment";
}

impl Section for ReplyTimes {
    const NAME: &'static str = "reply_times";
}

impl Section for WritingFirst {
    const NAME: &'static str = "writing_first";
}

/// The center's, and those of a channel.
impl Section for Hours {
    const NAME: &'static str = "hours";
}

impl Section for AutomaticReplies {
    const NAME: &'static str = "automatic";
}

impl Section for SiteGeneral {
    const NAME: &'static str = "general";
}

impl Section for Look {
    const NAME: &'static str = "look";
}

impl Section for Reopening {
    const NAME: &'static str = "reopening";
}

impl Section for Welcome {
    const NAME: &'static str = "welcome";
}

impl Section for Triggers {
    const NAME: &'static str = "triggers";
}

impl Section for OfflineForm {
    const NAME: &'static str = "offline_form";
}

impl Section for Tracking {
    const NAME: &'static str = "tracking";
}

impl Section for Consent {
    const NAME: &'static str = "consent";
}

impl Section for Asking {
    const NAME: &'static str = "asking";
}

impl Setting {
    /// A section as it is stored.
    pub(crate) fn of<T: Section>(owner: u64, section: &Versioned<T>) -> Self {
        Self {
            owner,
            section: T::NAME.to_owned(),
            version: section.version,
            value: serde_json::to_string(&section.value)
                .expect("sections have text keys and no failing parts"),
        }
    }
}

/// All that were saved.
pub(crate) struct Settings(BTreeMap<(u64, String), Setting>);

impl Settings {
    /// Reads them all.
    pub(crate) fn load(storage: &Storage<'_>) -> Result<Self, Fault> {
        let rows = storage.query(LOAD, &[])?;
        let settings = rows.into_iter().map(|row| {
            let setting = Setting::read(&mut Cells::new(row, "settings"))?;
            Ok(((setting.owner, setting.section.clone()), setting))
        });
        settings.collect::<Result<_, _>>().map(Self)
    }

    /// A section; one that was never saved is as it is at first.
    pub(crate) fn get<T: Section>(
        &self,
        owner: u64,
        first: impl FnOnce() -> T,
    ) -> Result<Versioned<T>, Fault> {
        match self.0.get(&(owner, T::NAME.to_owned())) {
            Some(setting) => Ok(Versioned {
                version: setting.version,
                value: serde_json::from_str(&setting.value)
                    .ok()
                    .ok_or(Fault::Corrupt("settings"))?,
            }),
            None => Ok(Versioned::first(first())),
        }
    }
}

const LOAD: &str = concat!("SELECT ", columns!(), " FROM settings s");
