//! The API for other programs: the one table of its routes, each of which is a question of
//! the console. The relay serves by it, the center lets a token ask no more than it has, and
//! `protocol/openapi.json` is made of it.
//!
//! The members of a question come from the path, the query and the body, whichever has them.
//! Who asks for a change says by the method that it is one: what is asked by `GET` changes
//! nothing.

mod routes;

use crate::channel::Channel;
use crate::ids::{Epoch, MessageId, Seq, Timestamp};
use crate::job::Job;
use crate::mark::Mark;
use crate::operator::{CenterInfo, OperatorEvent};
use crate::site::Site;
use crate::team::Employee;
use crate::wire;

pub use routes::{OWN, ROUTES};

/// What a route is asked by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// Changes nothing.
    Get,
    /// Does something.
    Post,
    /// Makes something what it shall be: a second time changes nothing.
    Put,
    /// Takes something away.
    Delete,
}

impl Method {
    /// As HTTP writes it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// What carries a route out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A question, by its area and its word.
    Question(&'static str, &'static str),
    /// A reply to the client: the frame `reply`.
    Reply,
    /// A note: the frame `note`.
    Note,
    /// What a console's first view has of the center.
    View,
    /// The log of what has happened.
    Events,
    /// Stores a file that a reply in a dialog is to name, under the program's own name for it.
    Upload,
    /// The bytes of a file.
    Download,
    /// The bytes of a file that a job has made.
    Export,
}

/// How a member of a question stands in a path or a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A whole number.
    Number,
    /// A text.
    Text,
    /// Anything else, as JSON.
    Json,
}

/// A member of a question that stands in the query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// How it is written.
    pub kind: Kind,
    /// What it is where it is left out, as JSON; absent: there is none then.
    pub default: Option<&'static str>,
}

/// A route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    /// How it is asked.
    pub method: Method,
    /// Where: a part in braces is a member of the question.
    pub path: &'static str,
    /// What it does.
    pub target: Target,
    /// Members that stand in the query. All others of what changes something are the body's.
    pub query: &'static [Parameter],
}

/// Members of a path that are texts; all others are numbers.
const TEXTS: &[&str] = &[
    "cid", "file", "filter", "import", "job", "reply", "site", "webhook",
];

impl Route {
    /// The members in its path, with what stands there; `None` if the path is another one.
    pub fn members<'p>(&self, path: &'p str) -> Option<Vec<(&'static str, &'p str)>> {
        let mut members = Vec::new();
        let (mut mine, mut given) = (self.path.split('/'), path.split('/'));
        loop {
            match (mine.next(), given.next()) {
                (None, None) => return Some(members),
                (Some(part), Some(given)) => match named(part) {
                    Some(name) if !given.is_empty() => members.push((name, given)),
                    None if part == given => {}
                    _ => return None,
                },
                _ => return None,
            }
        }
    }

    /// The names of the members in its path.
    pub fn named(&self) -> impl Iterator<Item = &'static str> {
        self.path.split('/').filter_map(named)
    }

    /// Whether it changes nothing.
    pub fn reads(&self) -> bool {
        self.method == Method::Get
    }
}

fn named(part: &'static str) -> Option<&'static str> {
    part.strip_prefix('{')?.strip_suffix('}')
}

/// How a member of a path is written.
pub fn kind_in_path(name: &str) -> Kind {
    match TEXTS.contains(&name) {
        true => Kind::Text,
        false => Kind::Number,
    }
}

/// The routes at a path, whose parts are as sent; of two that fit, the one whose parts stand
/// there literally.
pub fn at(path: &str) -> impl Iterator<Item = &'static Route> {
    let fits = |route: &&'static Route| route.members(path).is_some();
    let least = ROUTES
        .iter()
        .filter(fits)
        .map(|route| route.named().count())
        .min();
    let is_closest = move |route: &&'static Route| Some(route.named().count()) == least;
    let all: Vec<&Route> = ROUTES.iter().filter(fits).filter(is_closest).collect();
    all.into_iter()
}

/// The route of a question; none has what is about one's own person.
pub fn of_question(area: &str, word: &str) -> Option<&'static Route> {
    let is_it =
        |route: &&Route| matches!(route.target, Target::Question(a, w) if a == area && w == word);
    ROUTES.iter().find(is_it)
}

wire! {
    /// What there is in the center, as of a place in its log: from there on `GET /v1/events`
    /// tells what happens.
    pub struct CenterView {
        /// The name of the log: another one begins when the center was restored from a backup,
        /// or the token's rights have changed.
        pub epoch: Epoch,
        /// The place.
        pub seq: Seq,
        /// The company and its settings.
        pub center: CenterInfo,
        /// Everybody who has or had a sign-in: messages and dialogs name people by id.
        pub employees: Vec<Employee>,
        /// Tags, labels and lists, in the order of their making.
        pub marks: Vec<Mark>,
        /// The channels that the token may use, in the order of their making.
        pub channels: Vec<Channel>,
        /// Their sites.
        pub sites: Vec<Site>,
        /// The long work that the asker may see, in the order of its beginning.
        pub jobs: Vec<Job>,
    }
}

wire! {
    /// What has happened, without a gap: whatever the token may see between two places.
    pub struct EventPage {
        /// The name of the log.
        pub epoch: Epoch,
        /// The place that was asked about.
        pub after: Seq,
        /// The place after these events: ask on behind it.
        pub seq: Seq,
        /// They, in order. A dialog and a client's card are told as they are now.
        pub events: Vec<OperatorEvent>,
        /// Whether there is more behind them already.
        pub more: bool,
    }
}

wire! {
    /// A message that was stored, for good.
    pub struct Stored {
        /// Its id.
        pub id: MessageId,
        /// When it was stored.
        pub at: Timestamp,
    }
}
