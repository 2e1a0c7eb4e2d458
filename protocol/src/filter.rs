//! Which dialogs or clients a list shows, and in which order. The center owns both: it finds
//! them with SQL. A console holds what happens meanwhile against the same filter, as far as a
//! card tells ([`Filter::matches`]); where it does not, it asks the center.

use std::cmp::Ordering;

use crate::dialog::{DialogState, Summary};
use crate::fold::fold;
use crate::ids::{ChannelId, Date, DialogId, MarkId, OperatorId, SiteId, Timestamp};
use crate::wire;

wire! {
    /// Which dialogs a list shows: those of which all of this is true.
    pub struct Filter {
        /// Open, closed or all (KC-13).
        pub state: StateFilter,
        /// By responsible, or unanswered (SB-19…SB-24).
        pub tab: Tab,
        /// What else is true of them; at most [`crate::limits::PREDICATES_MAX`].
        pub all_of: Vec<Predicate>,
    }
}

wire! {
    /// KC-13.
    pub words StateFilter {
        /// Open dialogs.
        "open" => Open,
        /// Closed dialogs.
        "closed" => Closed,
        /// Both.
        "all" => All,
    }
}

wire! {
    /// The tabs above the list.
    pub words Tab {
        /// Every dialog.
        "all" => All,
        /// The client awaits a reply, or somebody has marked it unread (X2).
        "unanswered" => Unanswered,
        /// The asker is responsible.
        "mine" => Mine,
        /// Another employee is responsible.
        "others" => Others,
        /// Nobody is responsible.
        "free" => Free,
        /// It was put off: such are behind [`Self::All`] as well, and behind no other tab.
        "snoozed" => Snoozed,
        /// A note calls the asker, or a colleague handed it to him: at most
        /// [`crate::limits::MENTIONED_MAX`], the newest.
        "mentions" => Mentions,
    }
}

wire! {
    /// What is true of a dialog, or of its client. In a list of clients a search is in what is
    /// the client's own, a tag is on any dialog of his that the asker sees, and
    /// [`Self::is_of_dialog`] has what one dialog must have. Texts are compared folded
    /// ([`fold`]); parts are at most [`crate::limits::SEARCH_CHARS_MAX`] long,
    /// lists at most [`crate::limits::FILTER_VALUES_MAX`].
    pub kinds Predicate {
        /// A part of the client's name, comment, phone, e-mail or number, or of the
        /// dialog's number (SB-25, KC-14, X16, X24).
        "search" => Search {
            /// The part.
            part: String,
        },
        /// A part of the client's number: "10" finds 10, 110, 100, 210 (SB-26).
        "client" => Client {
            /// The part, of digits.
            part: String,
        },
        /// A part of the comment on the client (C2D-15).
        "comment" => Comment {
            /// The part.
            part: String,
        },
        /// A tag is on the dialog, or a label on its client, or he is in a list: any of
        /// these (SB-28, SB-30, CQ-16, C2D-14).
        "marked" => Marked {
            /// Which.
            any_of: Vec<MarkId>,
        },
        /// None of them is (SB-29, SB-31).
        "unmarked" => Unmarked {
            /// Which.
            none_of: Vec<MarkId>,
        },
        /// It is of one of these channels (KC-16).
        "channels" => Channels {
            /// Which.
            any_of: Vec<ChannelId>,
        },
        /// It came from one of these sites (SB-32).
        "sites" => Sites {
            /// Which.
            any_of: Vec<SiteId>,
        },
        /// One of these employees is responsible (SB-38, KC-17).
        "responsible" => Responsible {
            /// Which.
            any_of: Vec<OperatorId>,
        },
        /// As the tab (SB-36, KC-15).
        "unanswered" => Unanswered {},
        /// Nobody has opened what the client wrote last, or somebody has marked it
        /// unread (X2).
        "unread" => Unread {},
        /// The client's first contact, by days of the center's time zone: from the first
        /// moment of `from` on, and before the first of `before` (SB-33, SB-34).
        "registered" => Registered {
            /// The first day.
            from: Option<Date>,
            /// The day after the last.
            before: Option<Date>,
        },
        /// One variable of the client has exactly this name, this value, or both, but
        /// for the case of the value and space around it (SB-39, SB-40, X16).
        "variable" => Variable {
            /// Its name.
            name: Option<String>,
            /// Its value.
            value: Option<String>,
        },
    }
}

impl Default for Filter {
    /// What a list shows at first: every open dialog.
    fn default() -> Self {
        Self {
            state: StateFilter::Open,
            tab: Tab::All,
            all_of: Vec::new(),
        }
    }
}

impl Filter {
    /// Whether a dialog belongs on the list of the employee `me`; `None`: its card does
    /// not tell.
    pub fn matches(&self, dialog: &Summary, me: OperatorId) -> Option<bool> {
        let told = self.matches_if_mentioned(dialog, me);
        match self.tab {
            Tab::Mentions => told.filter(|told| !told),
            _ => told,
        }
    }

    /// The same of a dialog that mentions `me`.
    pub fn matches_if_mentioned(&self, dialog: &Summary, me: OperatorId) -> Option<bool> {
        let is_open = matches!(dialog.state, DialogState::Open {});
        let is_of_state = match self.state {
            StateFilter::All => true,
            StateFilter::Open => is_open,
            StateFilter::Closed => !is_open,
        };
        let is_of_tab = match self.tab {
            Tab::All | Tab::Mentions => true,
            Tab::Unanswered => dialog.unanswered_since().is_some(),
            Tab::Mine => dialog.responsible == Some(me) && !dialog.is_snoozed(),
            Tab::Others => dialog.responsible.is_some_and(|id| id != me) && !dialog.is_snoozed(),
            Tab::Free => dialog.responsible.is_none() && !dialog.is_snoozed(),
            Tab::Snoozed => dialog.is_snoozed(),
        };
        if !is_of_state || !is_of_tab {
            return Some(false);
        }
        let told: Vec<Option<bool>> = (self.all_of.iter())
            .map(|one| one.matches(dialog))
            .collect();
        match told.contains(&Some(false)) {
            true => Some(false),
            false => told
                .into_iter()
                .all(|one| one == Some(true))
                .then_some(true),
        }
    }

    /// Whether more is asked than a tab and a state: then the counts of the tabs say
    /// nothing of how many there are.
    pub fn is_narrowed(&self) -> bool {
        !self.all_of.is_empty()
    }
}

impl Predicate {
    /// Asks for another mark in the place of one; says whether it asked for that.
    pub fn replace_mark(&mut self, mark: MarkId, into: MarkId) -> bool {
        let (Self::Marked { any_of: ids } | Self::Unmarked { none_of: ids }) = self else {
            return false;
        };
        let Some(place) = ids.iter().position(|id| *id == mark) else {
            return false;
        };
        match ids.contains(&into) {
            true => drop(ids.remove(place)),
            false => ids[place] = into,
        }
        true
    }

    /// Whether it is asked of a dialog; else of the client, or, where that is written on
    /// neither alone, of both. A list of clients wants one dialog that has all of these.
    pub const fn is_of_dialog(&self) -> bool {
        match self {
            Self::Channels { .. }
            | Self::Sites { .. }
            | Self::Responsible { .. }
            | Self::Unanswered {}
            | Self::Unread {} => true,
            Self::Search { .. }
            | Self::Client { .. }
            | Self::Comment { .. }
            | Self::Marked { .. }
            | Self::Unmarked { .. }
            | Self::Registered { .. }
            | Self::Variable { .. }
            | Self::Unknown => false,
        }
    }

    /// Whether it is true of a dialog; `None`: its card does not tell.
    pub fn matches(&self, dialog: &Summary) -> Option<bool> {
        match self {
            Self::Search { part } => {
                let part = fold(part);
                let name = dialog.client.name.as_deref().map(fold).unwrap_or_default();
                let is_seen = name.contains(&part)
                    || dialog.id.to_string().contains(&part)
                    || dialog.client.id.to_string().contains(&part);
                // The comment and the contacts are on no card.
                is_seen.then_some(true)
            }
            Self::Client { part } => Some(dialog.client.id.to_string().contains(part.trim())),
            Self::Channels { any_of } => Some(any_of.contains(&dialog.channel)),
            Self::Sites { any_of } => Some(any_of.contains(&dialog.site)),
            Self::Responsible { any_of } => {
                Some(dialog.responsible.is_some_and(|id| any_of.contains(&id)))
            }
            Self::Unanswered {} => Some(dialog.unanswered_since().is_some()),
            Self::Unread {} => Some(dialog.is_unread()),
            Self::Comment { .. }
            | Self::Marked { .. }
            | Self::Unmarked { .. }
            | Self::Registered { .. }
            | Self::Variable { .. }
            | Self::Unknown => None,
        }
    }
}

wire! {
    /// Which dialog stands first (X9). Pinned ones stand above all others in any order.
    pub words Order {
        /// Whose client wrote last, or what came back last after having been put off; behind
        /// [`Tab::Mentions`], in which the asker was mentioned last.
        "newest" => Newest,
        /// Which has been unanswered for the longest; behind those the answered ones, the
        /// newest first.
        "waiting" => Waiting,
        /// Which began last (SB-35).
        "created" => Created,
    }
}

impl Order {
    /// The one of a tab, as long as nobody has chosen another.
    pub const fn usual(tab: Tab) -> Self {
        match tab {
            Tab::Unanswered => Self::Waiting,
            Tab::All | Tab::Mine | Tab::Others | Tab::Free | Tab::Snoozed | Tab::Mentions => {
                Self::Newest
            }
        }
    }

    /// Where a dialog stands.
    pub fn place(self, dialog: &Summary) -> ListPlace {
        self.place_of(dialog.id, dialog.unanswered_since(), dialog.listed_at)
    }

    /// The same, by the facts that decide it.
    pub const fn place_of(
        self,
        id: DialogId,
        unanswered_since: Option<Timestamp>,
        listed_at: Timestamp,
    ) -> ListPlace {
        match (self, unanswered_since) {
            (Self::Waiting, Some(since)) => ListPlace::Waiting { since, id },
            (Self::Waiting, None) | (Self::Newest, _) => ListPlace::Newest { at: listed_at, id },
            (Self::Created, _) => ListPlace::Created { id },
        }
    }
}

wire! {
    /// What a list shows, and what stands first.
    pub struct Query {
        /// Which dialogs.
        pub filter: Filter,
        /// In which order; absent: the usual one of the tab.
        pub order: Option<Order>,
    }
}

impl Default for Query {
    /// What a list shows at first.
    fn default() -> Self {
        Filter::default().into()
    }
}

impl From<Filter> for Query {
    fn from(filter: Filter) -> Self {
        let order = None;
        Self { filter, order }
    }
}

impl Query {
    /// What stands first.
    pub fn order(&self) -> Order {
        self.order.unwrap_or(Order::usual(self.filter.tab))
    }

    /// Whether both show the same in the same order: it does not matter in which order
    /// what is true of the dialogs was said.
    pub fn shows_as(&self, other: &Self) -> bool {
        let (mine, its) = (&self.filter, &other.filter);
        let holds_all =
            |all: &[Predicate], of: &[Predicate]| of.iter().all(|one| all.contains(one));
        self.order() == other.order()
            && (mine.state, mine.tab) == (its.state, its.tab)
            && holds_all(&mine.all_of, &its.all_of)
            && holds_all(&its.all_of, &mine.all_of)
    }
}

wire! {
    /// A place in the list: what stands below is greater. Places of one order are
    /// comparable.
    pub kinds ListPlace {
        /// Among those that are unanswered, by since when.
        "waiting" => Waiting {
            /// [`Summary::unanswered_since`].
            since: Timestamp,
            /// Of which dialog.
            id: DialogId,
        },
        /// By the client's last message.
        "newest" => Newest {
            /// [`Summary::listed_at`].
            at: Timestamp,
            /// Of which dialog.
            id: DialogId,
        },
        /// By the beginning.
        "created" => Created {
            /// Of which dialog.
            id: DialogId,
        },
    }
}

impl ListPlace {
    /// The smaller stands higher.
    fn rank(&self) -> (u8, u64, u64) {
        match self {
            Self::Waiting { since, id } => (0, since.0, id.0),
            Self::Newest { at, id } => (1, u64::MAX - at.0, u64::MAX - id.0),
            Self::Created { id } => (1, 0, u64::MAX - id.0),
            Self::Unknown => (2, 0, 0),
        }
    }
}

impl Eq for ListPlace {}

impl PartialOrd for ListPlace {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ListPlace {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank().cmp(&other.rank())
    }
}

wire! {
    /// How many open dialogs there are that somebody may see, by who is responsible for
    /// them.
    pub struct Count {
        /// Whose; absent: nobody's.
        pub responsible: Option<OperatorId>,
        /// All of them.
        pub open: u32,
        /// Those that were put off.
        pub snoozed: u32,
        /// Those that are unanswered (X2).
        pub unanswered: u32,
        /// Those that are unread.
        pub unread: u32,
        /// Messages that await a reply in them (SB-60).
        pub messages: u32,
    }
}
