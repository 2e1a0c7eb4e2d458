//! What a console asks, each question defined once: its members, what its asker must
//! be allowed, and its answer.
//!
//! A question travels in the frame `ask`, its answer in `answer`; a question that was
//! not carried out is `refused`. All three bear the same [`Ask`](crate::ids::Ask). A
//! relay that does not know a question, or cannot read it, refuses it as
//! [`Unsupported`](crate::refusal::Code::Unsupported).
//!
//! | area | about |
//! |---|---|
//! | [`list`] | which dialogs there are |
//! | [`filters`] | saved filters |
//! | [`replies`] | saved replies |
//! | [`search`] | what was said |
//! | [`dialogs`] | one dialog |
//! | [`clients`] | one client's card |
//! | [`marks`] | the tags, labels and lists that there are |
//! | [`team`] | colleagues, and oneself |
//! | [`channels`] | what the staff speak from |
//! | [`sites`] | where widgets live |
//! | [`center`] | the company's settings |
//! | [`jobs`] | long work |
//! | [`tokens`] | by what other programs use the API |
//! | [`imports`] | tables of clients |
//! | [`webhooks`] | addresses that are told of what happens |

pub mod center;
pub mod channels;
pub mod clients;
pub mod dialogs;
pub mod filters;
pub mod imports;
pub mod jobs;
pub mod list;
pub mod marks;
mod need;
pub mod replies;
pub mod search;
pub mod sites;
pub mod team;
pub mod tokens;
pub mod webhooks;

use crate::json::{Members, Value, Wire};
use crate::wire;

use center::{CenterAnswer, CenterQuestion};
use channels::{ChannelAnswer, ChannelQuestion};
use clients::{ClientAnswer, ClientQuestion};
use dialogs::{DialogAnswer, DialogQuestion};
use filters::{FilterAnswer, FilterQuestion};
use imports::{ImportAnswer, ImportQuestion};
use jobs::{JobAnswer, JobQuestion};
use list::{ListAnswer, ListQuestion};
use marks::{MarkAnswer, MarkQuestion};
use replies::{ReplyAnswer, ReplyQuestion};
use search::{SearchAnswer, SearchQuestion};
use sites::{SiteAnswer, SiteQuestion};
use team::{TeamAnswer, TeamQuestion};
use tokens::{TokenAnswer, TokenQuestion};
use webhooks::{WebhookAnswer, WebhookQuestion};

pub use need::Need;

/// Binds a question to its answer: neither end can mistake another one for it.
pub trait Asked: Clone + Into<Question> {
    /// What it is answered with when it is carried out.
    type Answer;
    /// What its asker must be allowed.
    fn need(&self) -> Need;
    /// The answer as it travels.
    fn answer(given: Self::Answer) -> Answer;
    /// The answer out of what has arrived; `None` if that answers another question.
    fn given(answer: Answer) -> Option<Self::Answer>;
}

/// The answer to what has nothing to tell but that it was carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Done {}

impl Wire for Done {
    fn read_or_blank<V: Value>(value: Option<&V>, is_whole: &mut bool) -> Self {
        *is_whole &= value.is_some();
        Self {}
    }
    fn write(&self, out: &mut String) {
        out.push_str("{}");
    }
}

impl Members for Done {
    fn write_members(&self, _: &mut String) {}
}

/// Defines the questions of an area. Each stands with its words, its members, what it
/// needs (of its members, by reference) and the type of its answer.
macro_rules! questions {
    ($(#[$doc:meta])* pub $Question:ident, $Answer:ident of $Area:ident {
        $( $(#[$asked_doc:meta])* $word:literal => $Name:ident {
            $( $(#[$field_doc:meta])* $field:ident : $Type:ty ),* $(,)?
        } needs $need:expr, answer $Given:ty; )*
    }) => {
        $( $crate::wire! {
            $(#[$asked_doc])*
            pub struct $Name { $( $(#[$field_doc])* pub $field: $Type ),* }
        } )*
        $crate::wire! {
            $(#[$doc])*
            pub tagged $Question by "t" { $( $(#[$asked_doc])* $word => $Name($Name) ),* }
        }
        $crate::wire! {
            /// The answers to them, each by the word of its question.
            pub tagged $Answer by "t" { $( $(#[$asked_doc])* $word => $Name($Given) ),* }
        }
        impl $Question {
            /// The words of all of them.
            pub const WORDS: &[&str] = &[$( $word ),*];

            /// Its word; of a question that this build does not know: none.
            pub const fn word(&self) -> Option<&'static str> {
                match self {
                    $( Self::$Name(_) => Some($word), )*
                    Self::Unknown => None,
                }
            }

            /// What the asker must be allowed. Of a question that this build does not
            /// know: nothing, it is refused in any case.
            pub fn need(&self) -> $crate::ask::Need {
                match self {
                    $( Self::$Name(asked) => $crate::ask::Asked::need(asked), )*
                    Self::Unknown => $crate::ask::Need::SignedIn,
                }
            }
        }
        $(
            impl From<$Name> for $crate::ask::Question {
                fn from(asked: $Name) -> Self {
                    Self::$Area($Question::$Name(asked))
                }
            }
            impl $crate::ask::Asked for $Name {
                type Answer = $Given;
                #[allow(unused_variables)]
                fn need(&self) -> $crate::ask::Need {
                    let Self { $( $field ),* } = self;
                    $need
                }
                fn answer(given: $Given) -> $crate::ask::Answer {
                    $crate::ask::Answer::$Area($Answer::$Name(given))
                }
                fn given(answer: $crate::ask::Answer) -> Option<$Given> {
                    match answer {
                        $crate::ask::Answer::$Area($Answer::$Name(given)) => Some(given),
                        _ => None,
                    }
                }
            }
        )*
    };
}
use questions;

/// Lists the areas, each with its questions and its answers.
macro_rules! areas {
    ($( $word:literal => $Area:ident($Question:ident, $Answer:ident) ),* $(,)?) => {
        wire! {
            /// Any question.
            pub tagged Question by "area" {
                $(
                    /// See the module of this name.
                    $word => $Area($Question)
                ),*
            }
        }
        wire! {
            /// Any answer.
            pub tagged Answer by "area" {
                $(
                    /// See the module of this name.
                    $word => $Area($Answer)
                ),*
            }
        }
        impl Question {
            /// The areas, and the words of the questions in each.
            pub const WORDS: &[(&str, &[&str])] = &[$( ($word, $Question::WORDS) ),*];

            /// Its area and its word; of a question that this build does not know: none.
            pub fn words(&self) -> Option<(&'static str, &'static str)> {
                match self {
                    $( Self::$Area(asked) => Some(($word, asked.word()?)), )*
                    Self::Unknown => None,
                }
            }

            /// What the asker must be allowed. Of a question that this build does not
            /// know: nothing, it is refused in any case.
            pub fn need(&self) -> Need {
                match self {
                    $( Self::$Area(asked) => asked.need(), )*
                    Self::Unknown => Need::SignedIn,
                }
            }
        }
    };
}

areas! {
    "list" => List(ListQuestion, ListAnswer),
    "filters" => Filters(FilterQuestion, FilterAnswer),
    "replies" => Replies(ReplyQuestion, ReplyAnswer),
    "search" => Search(SearchQuestion, SearchAnswer),
    "dialogs" => Dialogs(DialogQuestion, DialogAnswer),
    "clients" => Clients(ClientQuestion, ClientAnswer),
    "marks" => Marks(MarkQuestion, MarkAnswer),
    "team" => Team(TeamQuestion, TeamAnswer),
    "channels" => Channels(ChannelQuestion, ChannelAnswer),
    "sites" => Sites(SiteQuestion, SiteAnswer),
    "center" => Center(CenterQuestion, CenterAnswer),
    "jobs" => Jobs(JobQuestion, JobAnswer),
    "tokens" => Tokens(TokenQuestion, TokenAnswer),
    "imports" => Imports(ImportQuestion, ImportAnswer),
    "webhooks" => Webhooks(WebhookQuestion, WebhookAnswer),
}
