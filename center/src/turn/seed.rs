//! A demo center as it is planted: by the `testing` build only.

use beseda_protocol::ids::SiteId;
use beseda_protocol::team::{Others, Role};
use serde::{Deserialize, Serialize};

/// A demo center: employees with passwords, a site, dialogs with their times.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Seed {
    /// The center's name.
    pub name: String,
    /// `en` or `ru`.
    pub locale: String,
    /// IANA name.
    pub time_zone: String,
    /// Who works there.
    pub employees: Vec<SeedEmployee>,
    /// The site's name.
    pub site: String,
    /// The site's id.
    pub site_id: SiteId,
    /// Its origins.
    pub origins: Vec<String>,
    /// Oldest first.
    pub dialogs: Vec<SeedDialog>,
    /// Adds the dialogs to a center that is planted already: many come in parts. Their
    /// employees are those of the center, in the order of their ids.
    pub goes_on: bool,
}

/// One employee of a demo center.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeedEmployee {
    /// Public name.
    pub name: String,
    /// Sign-in, as typed.
    pub email: String,
    /// Argon2id, PHC string (the Worker hashes the plain one of the file).
    pub hash: String,
    /// Role.
    pub role: Role,
    /// What he may do in his colleagues' dialogs.
    pub others: Others,
}

/// One dialog of a demo center.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeedDialog {
    /// The client's name, if known.
    pub client: Option<String>,
    /// Language of his widget.
    pub locale: String,
    /// The page he wrote from: path on the site, and title.
    pub page: (String, String),
    /// Oldest first.
    pub messages: Vec<SeedMessage>,
    /// Minutes ago, and by which employee (index), it was closed.
    pub closed: Option<(u64, usize)>,
    /// Operators have opened the client's messages so far.
    pub opened: bool,
    /// The visitor has read the operators' messages.
    pub read: bool,
    /// What employees have written on his card; most have nothing.
    #[serde(default)]
    pub card: SeedCard,
}

/// What employees have written on a client's card in a demo center.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SeedCard {
    /// Phones, and whatever has an @.
    pub contacts: Vec<String>,
    /// Labels; one that there is not yet is made.
    pub labels: Vec<String>,
    /// Lists, as well.
    pub lists: Vec<String>,
    /// Tags of the dialog, as well.
    pub tags: Vec<String>,
    /// The comment.
    pub comment: String,
    /// Notes of the first employee.
    pub notes: Vec<String>,
}

/// One message of a demo dialog.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeedMessage {
    /// How long ago, in minutes.
    pub minutes_ago: u64,
    /// Who wrote it.
    pub from: SeedAuthor,
    /// What it says.
    pub text: String,
}

/// Who wrote a message of a demo dialog.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeedAuthor {
    /// The client.
    Visitor,
    /// The employee at this index.
    Operator(usize),
    /// A note of the employee at this index.
    Note(usize),
}
