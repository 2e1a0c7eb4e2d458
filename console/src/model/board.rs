//! The list of dialogs: every summary that has been heard of, and which of them the list
//! shows.
//!
//! The center owns the order: it pages the list from the top down. Summaries also arrive
//! by events, also ones far below the last page; those wait unseen until the page that
//! holds them has been asked for, so that the list never has a gap. Whether a filter shows
//! a dialog, its card mostly tells; where it does not, the center is asked, never guessed.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use beseda_protocol::ask::list::{
    CountDialogs, CountedDialogs, FilterDialogs, FilteredDialogs, ListDialogs, ListedDialogs,
};
use beseda_protocol::dialog::{ClientBrief, Summary};
use beseda_protocol::filter::{Filter, ListPlace, Order, Query, StateFilter, Tab};
use beseda_protocol::ids::{ClientId, DialogId, MessageId, OperatorId, Timestamp};
use beseda_protocol::limits::{DIALOGS_PAGE, FILTERED_MAX};
use beseda_protocol::mention::Mentioned;

use super::card_prefs::CardTime;
use super::counts::Counts;

/// The dialogs that are known, and the list made of them.
#[derive(Debug, Clone)]
pub struct Board {
    me: OperatorId,
    cards: HashMap<DialogId, Arc<Summary>>,
    pins: HashSet<DialogId>,
    /// At most [`beseda_protocol::limits::MENTIONED_MAX`].
    mentions: Vec<Mentioned>,
    query: Query,
    reach: Reach,
    /// Rows that the list shows, in order.
    rows: BTreeSet<Row>,
    /// Where each stands.
    places: HashMap<DialogId, Row>,
    /// What the center has said of dialogs whose cards do not tell.
    decided: HashMap<DialogId, bool>,
    /// Of these it is to be asked, and of those it has been.
    doubtful: BTreeSet<DialogId>,
    asked: Option<FilterDialogs>,
    /// Dialogs on the list that have changed: the center is to be asked what they are now.
    changed: BTreeSet<DialogId>,
    /// Whether others have changed, which may be on the list now.
    is_outdated: bool,
    /// Cards from before a reset or a change, until the center has confirmed them.
    stale: HashSet<DialogId>,
    /// How many rows the pages that were asked for shall bring.
    wanted: usize,
    count: Counting,
}

/// A place on the list: pinned dialogs first.
type Row = (bool, ListPlace, DialogId);

/// How far down the pages have come.
#[derive(Debug, Clone, PartialEq)]
enum Reach {
    /// Nothing was asked yet.
    Nothing,
    /// A page is on its way, from this place on; absent: from the top.
    Asked(Option<ListPlace>),
    /// Down to here.
    To(ListPlace),
    /// There is no more.
    End,
}

/// How many dialogs the filter shows, as far as they were counted.
#[derive(Debug, Clone, PartialEq, Default)]
enum Counting {
    /// Nobody has counted.
    #[default]
    Not,
    /// So many, and maybe more behind a place.
    SoFar { n: u64, behind: ListPlace },
    /// The same, and the center goes on.
    Asked { n: u64, asked: CountDialogs },
    /// So many.
    Done(u64),
}

/// How many dialogs there are of what is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// So many.
    Exactly(u64),
    /// So many at least.
    AtLeast(u64),
}

impl Default for Board {
    fn default() -> Self {
        Self {
            me: OperatorId(0),
            cards: HashMap::new(),
            pins: HashSet::new(),
            mentions: Vec::new(),
            query: Query::default(),
            reach: Reach::Nothing,
            rows: BTreeSet::new(),
            places: HashMap::new(),
            decided: HashMap::new(),
            doubtful: BTreeSet::new(),
            changed: BTreeSet::new(),
            is_outdated: false,
            asked: None,
            stale: HashSet::new(),
            wanted: DIALOGS_PAGE,
            count: Counting::Not,
        }
    }
}

impl Board {
    /// What the list shows.
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// Which dialogs the list shows.
    pub fn filter(&self) -> &Filter {
        &self.query.filter
    }

    /// Shows something else; its first page has to be asked for. What is known of it
    /// stands on the list at once.
    pub fn show(&mut self, query: Query) {
        self.query = query;
        self.begin();
    }

    fn begin(&mut self) {
        self.reach = Reach::Nothing;
        self.decided.clear();
        self.doubtful.clear();
        self.changed.clear();
        self.is_outdated = false;
        self.asked = None;
        self.wanted = DIALOGS_PAGE;
        self.count = Counting::Not;
        self.settle_all();
    }

    /// A dialog as it is now.
    pub fn card(&self, id: DialogId) -> Option<&Arc<Summary>> {
        self.cards.get(&id)
    }

    /// Every dialog that is known.
    pub fn cards(&self) -> impl Iterator<Item = &Summary> {
        self.cards.values().map(AsRef::as_ref)
    }

    /// A summary arrived; the later one replaces the earlier.
    pub fn put(&mut self, summary: Summary) {
        let id = summary.id;
        self.stale.remove(&id);
        self.changed.remove(&id);
        self.cards.insert(id, Arc::new(summary));
        self.settle(id);
    }

    /// A dialog may not be seen any more.
    pub fn remove(&mut self, id: DialogId) {
        self.stale.remove(&id);
        self.changed.remove(&id);
        self.cards.remove(&id);
        self.settle(id);
    }

    /// A client is called otherwise, or something else is written on his card: on the cards
    /// of all his dialogs.
    pub fn rewrite(&mut self, client: &ClientBrief) {
        self.change_of(client.id, |card| card.client = client.clone());
    }

    /// A client turned out to be another one.
    pub fn merge(&mut self, client: ClientId, into: &ClientBrief) {
        self.change_of(client, |card| card.client = into.clone());
    }

    fn change_of(&mut self, client: ClientId, change: impl Fn(&mut Summary)) {
        let his = self.cards.values().filter(|card| card.client.id == client);
        let his: Vec<DialogId> = his.map(|card| card.id).collect();
        for id in his {
            if let Some(card) = self.cards.get_mut(&id) {
                change(Arc::make_mut(card));
            }
            self.doubt(id);
        }
    }

    /// Something has changed of a dialog that its card does not tell.
    pub fn doubt(&mut self, id: DialogId) {
        // Until the center has said, it stays where it is.
        self.doubtful.insert(id);
        self.settle(id);
    }

    /// What the operator has pinned.
    pub fn pin(&mut self, pins: Vec<DialogId>) {
        let before = std::mem::replace(&mut self.pins, pins.into_iter().collect());
        let changed: Vec<DialogId> = before.symmetric_difference(&self.pins).copied().collect();
        for id in changed {
            self.settle(id);
        }
    }

    /// Whether the operator has pinned a dialog.
    pub fn is_pinned(&self, id: DialogId) -> bool {
        self.pins.contains(&id)
    }

    /// Whether a dialog is pinned of which nothing else is known: it stands on the first
    /// page.
    pub fn lacks_a_pin(&self) -> bool {
        self.pins.iter().any(|id| !self.cards.contains_key(id))
    }

    /// These are the operator's mentions.
    pub fn mention(&mut self, mentions: Vec<Mentioned>) {
        let before = std::mem::replace(&mut self.mentions, mentions);
        if self.shows_mentions() {
            for one in before.into_iter().chain(self.mentions.clone()) {
                self.settle(one.dialog);
            }
        }
    }

    /// Whether mentions are shown, and of a dialog under them nothing is known.
    pub fn lacks_a_mention(&self) -> bool {
        let mut mentions = self.mentions.iter();
        self.shows_mentions() && mentions.any(|one| !self.cards.contains_key(&one.dialog))
    }

    /// In how many dialogs the operator was mentioned that he has not looked at since.
    pub fn n_unseen_mentions(&self) -> u32 {
        self.mentions.iter().filter(|one| !one.is_seen).count() as u32
    }

    /// When he was mentioned in a dialog, if he has not looked at it since.
    pub fn unseen_mention(&self, id: DialogId) -> Option<Timestamp> {
        let mut unseen = self.mentions.iter().filter(|one| !one.is_seen);
        unseen.find(|one| one.dialog == id).map(|one| one.at)
    }

    /// He has looked at it, though the center is yet to be told.
    pub fn see_mention(&mut self, id: DialogId) {
        let mut mentions = self.mentions.iter_mut();
        if let Some(mentioned) = mentions.find(|one| one.dialog == id) {
            mentioned.is_seen = true;
        }
    }

    fn shows_mentions(&self) -> bool {
        self.query.filter.tab == Tab::Mentions
    }

    /// What mentions him in a dialog, where that is what puts it on the list.
    pub fn mentioned_by(&self, id: DialogId) -> Option<MessageId> {
        let mut mentions = self.mentions.iter().filter(|_| self.shows_mentions());
        mentions.find(|one| one.dialog == id).map(|one| one.message)
    }

    /// When he was mentioned in a dialog, where that is what puts it on the list.
    fn mentioned_at(&self, id: DialogId) -> Option<Timestamp> {
        let mut mentions = self.mentions.iter().filter(|_| self.shows_mentions());
        mentions.find(|one| one.dialog == id).map(|one| one.at)
    }

    /// Whether the list shows a dialog; `None`: its card does not tell.
    fn shows(&self, card: &Summary) -> Option<bool> {
        let filter = &self.query.filter;
        match (self.shows_mentions(), self.mentioned_at(card.id)) {
            (true, None) => Some(false),
            (true, Some(_)) => filter.matches_if_mentioned(card, self.me),
            (false, _) => filter.matches(card, self.me),
        }
    }

    /// Where a dialog stands.
    fn place(&self, card: &Summary) -> ListPlace {
        let listed_at = self.mentioned_at(card.id).unwrap_or(card.listed_at);
        let since = card.unanswered_since();
        self.query.order().place_of(card.id, since, listed_at)
    }

    /// The view begins anew: what was known stays on the screen until pages
    /// confirm or drop it.
    pub fn reset(&mut self, me: OperatorId, pins: Vec<DialogId>) {
        self.me = me;
        self.pins = pins.into_iter().collect();
        self.stale = self.cards.keys().copied().collect();
        let decided = std::mem::take(&mut self.decided);
        self.begin();
        self.decided = decided;
        self.settle_all();
    }

    /// Whether there may be more, and nobody has asked for it.
    pub fn has_more(&self) -> bool {
        matches!(self.reach, Reach::Nothing | Reach::To(_))
    }

    /// The next page, unless one is on its way or there is no more.
    pub fn ask_page(&mut self) -> Option<ListDialogs> {
        let behind = match &self.reach {
            Reach::Nothing => None,
            Reach::To(place) => Some(place.clone()),
            Reach::Asked(_) | Reach::End => return None,
        };
        self.wanted = self.rows.len().max(self.wanted);
        if behind.is_some() {
            self.wanted = self.rows.len() + DIALOGS_PAGE;
        }
        Some(self.page_behind(behind))
    }

    fn page_behind(&mut self, behind: Option<ListPlace>) -> ListDialogs {
        self.reach = Reach::Asked(behind.clone());
        ListDialogs {
            filter: self.query.filter.clone(),
            order: self.query.order(),
            behind,
        }
    }

    /// The first page once more.
    pub fn ask_anew(&mut self) -> Option<ListDialogs> {
        self.is_outdated = false;
        self.reach = Reach::Nothing;
        self.ask_page()
    }

    /// A page arrived; says what is to be asked next: where few were found among many, the
    /// search goes on until there is a page of them.
    pub fn page(&mut self, asked: &ListDialogs, page: ListedDialogs) -> Option<ListDialogs> {
        let is_awaited = asked.filter == self.query.filter
            && asked.order == self.query.order()
            && self.reach == Reach::Asked(asked.behind.clone());
        let ListedDialogs {
            pinned,
            dialogs,
            rest,
        } = page;
        let ids: Vec<DialogId> = pinned.iter().chain(&dialogs).map(|one| one.id).collect();
        for summary in pinned.into_iter().chain(dialogs) {
            self.stale.remove(&summary.id);
            self.changed.remove(&summary.id);
            self.cards.insert(summary.id, Arc::new(summary));
        }
        if !is_awaited {
            ids.into_iter().for_each(|id| self.settle(id));
            return None;
        }
        self.decided.extend(ids.into_iter().map(|id| (id, true)));
        self.reach = match rest {
            Some(rest) => Reach::To(rest),
            None => Reach::End,
        };
        if asked.behind.is_none() {
            self.drop_stale();
        }
        self.settle_all();
        let Reach::To(rest) = self.reach.clone() else {
            return None;
        };
        (self.rows.len() < self.wanted).then(|| self.page_behind(Some(rest)))
    }

    /// The first page has confirmed what there is: what else the filter would show within
    /// it is there no more.
    fn drop_stale(&mut self) {
        let asked = self.asked.as_ref().map(|asked| asked.dialogs.as_slice());
        let asked: HashSet<DialogId> = asked.into_iter().flatten().copied().collect();
        for id in std::mem::take(&mut self.stale) {
            // The center is asked for this one by itself.
            if self.changed.contains(&id) || asked.contains(&id) {
                self.stale.insert(id);
                continue;
            }
            let matches = |card: &Arc<Summary>| self.shows(card);
            match self.cards.get(&id).map(matches) {
                Some(Some(false)) => drop(self.stale.insert(id)),
                _ => drop(self.cards.remove(&id)),
            }
        }
    }

    /// Dialogs have changed, and nobody has said how: the center is asked for those that are
    /// on the list; which others come on it, the first pages tell.
    pub fn changed(&mut self, dialogs: &[DialogId]) {
        for id in dialogs {
            if self.cards.contains_key(id) {
                self.stale.insert(*id);
            }
            match self.places.contains_key(id) {
                true => drop(self.changed.insert(*id)),
                false => self.is_outdated = true,
            }
        }
    }

    /// Whether dialogs have changed that may be on the list now, and its pages were not
    /// asked for since.
    pub fn is_outdated(&self) -> bool {
        self.is_outdated && !self.is_looking()
    }

    /// Whether there is something that only the center can tell, and it was not asked.
    pub fn has_doubts(&self) -> bool {
        self.asked.is_none() && !(self.doubtful.is_empty() && self.changed.is_empty())
    }

    /// What the center is to be asked of dialogs whose cards do not tell.
    pub fn ask_doubtful(&mut self) -> Option<FilterDialogs> {
        if !self.has_doubts() {
            return None;
        }
        let mut dialogs: Vec<DialogId> = Vec::new();
        let next = |board: &mut Self| board.doubtful.pop_first().or(board.changed.pop_first());
        while let Some(id) = next(self) {
            dialogs.push(id);
            if dialogs.len() == FILTERED_MAX {
                break;
            }
        }
        let filter = self.query.filter.clone();
        let asked = FilterDialogs { filter, dialogs };
        self.asked = Some(asked.clone());
        Some(asked)
    }

    /// The center has said which of them the filter shows.
    pub fn filtered(&mut self, asked: &FilterDialogs, found: FilteredDialogs) {
        if self.asked.as_ref() != Some(asked) {
            return;
        }
        self.asked = None;
        for id in &asked.dialogs {
            self.decided.insert(*id, false);
        }
        for summary in found.dialogs {
            self.decided.insert(summary.id, true);
            self.stale.remove(&summary.id);
            self.cards.insert(summary.id, Arc::new(summary));
        }
        for id in &asked.dialogs {
            // Its card would still say that it belongs there.
            if self.stale.remove(id) {
                self.cards.remove(id);
            }
            self.settle(*id);
        }
    }

    /// The center did not say: what is doubted next is asked of it again.
    pub fn was_not_filtered(&mut self, asked: &FilterDialogs) {
        self.asked.take_if(|awaited| awaited == asked);
    }

    /// Whether nobody knows how many there are, and the center was not asked. A page comes
    /// first: of two questions the center would let the later one cut off the other.
    pub fn is_uncounted(&self, counts: &Counts) -> bool {
        let is_known = self.counted(counts).is_some() || self.reach == Reach::End;
        let is_open = matches!(self.count, Counting::Not | Counting::SoFar { .. });
        !is_known && is_open && !self.is_looking()
    }

    /// What the center is to be asked to know how many there are.
    pub fn ask_count(&mut self) -> CountDialogs {
        let (n, behind) = match &self.count {
            Counting::SoFar { n, behind } => (*n, Some(behind.clone())),
            Counting::Not | Counting::Asked { .. } | Counting::Done(_) => (0, None),
        };
        let asked = CountDialogs {
            filter: self.query.filter.clone(),
            behind,
        };
        let ask = asked.clone();
        self.count = Counting::Asked { n, asked };
        ask
    }

    /// It has counted so far.
    pub fn was_counted(&mut self, answered: &CountDialogs, more: CountedDialogs) {
        if let Counting::Asked { n, asked } = &self.count
            && asked == answered
        {
            let n = n + more.n;
            self.count = match more.rest {
                Some(behind) => Counting::SoFar { n, behind },
                None => Counting::Done(n),
            };
        }
    }

    /// The center can't make anything of what an address asks: the list is shown without
    /// that.
    pub fn was_refused(&mut self, asked: &ListDialogs) -> bool {
        let is_it = asked.filter == self.query.filter && self.query.filter.is_narrowed();
        if is_it {
            let filter = Filter {
                all_of: Vec::new(),
                ..self.query.filter.clone()
            };
            let order = self.query.order;
            self.show(Query { filter, order });
        }
        is_it
    }

    /// Of a plain list of open dialogs the counts tell how many there are.
    fn counted(&self, counts: &Counts) -> Option<u64> {
        let filter = &self.query.filter;
        let is_plain =
            filter.state == StateFilter::Open && !filter.is_narrowed() && !self.shows_mentions();
        is_plain.then(|| counts.open_of(filter.tab, self.me))
    }

    /// How many dialogs there are of what is shown.
    pub fn size(&self, counts: &Counts) -> Size {
        let n_rows = self.rows.len() as u64;
        match (self.counted(counts), &self.reach, &self.count) {
            (Some(n), ..) => Size::Exactly(n),
            (None, Reach::End, _) => Size::Exactly(n_rows),
            (None, _, Counting::Done(n)) => Size::Exactly(*n),
            (None, _, Counting::Asked { n, .. } | Counting::SoFar { n, .. }) => {
                Size::AtLeast(n_rows.max(*n))
            }
            (None, _, Counting::Not) => Size::AtLeast(n_rows),
        }
    }

    /// Whether the first page is still to come.
    pub fn is_loading(&self) -> bool {
        matches!(self.reach, Reach::Nothing | Reach::Asked(None))
    }

    /// Whether a page is on its way.
    pub fn is_looking(&self) -> bool {
        matches!(self.reach, Reach::Nothing | Reach::Asked(_))
    }

    /// The list, in order.
    pub fn list(&self) -> Vec<DialogId> {
        self.rows.iter().map(|(.., id)| *id).collect()
    }

    /// The time that a card tells. A list by creation tells that one, and one of mentions when
    /// they were made, whatever is chosen: else nothing would explain its order.
    pub fn told_at(&self, card: &Summary, time: CardTime) -> Timestamp {
        match (time, self.query.order()) {
            (CardTime::LastMessage, Order::Waiting | Order::Newest) if !self.shows_mentions() => {
                card.last.at
            }
            _ => self.sorted_at(card),
        }
    }

    /// The time that a card's place on the list comes from.
    fn sorted_at(&self, card: &Summary) -> Timestamp {
        match self.query.order() {
            Order::Waiting => card.unanswered_since().unwrap_or(card.listed_at),
            Order::Newest => self.mentioned_at(card.id).unwrap_or(card.listed_at),
            Order::Created => card.created_at,
        }
    }

    /// Puts a dialog where it belongs, or nowhere.
    fn settle(&mut self, id: DialogId) {
        if let Some(row) = self.places.remove(&id) {
            self.rows.remove(&row);
        }
        let was_doubtful = self.doubtful.remove(&id);
        let Some(card) = self.cards.get(&id) else {
            self.decided.remove(&id);
            return;
        };
        let row = (!self.pins.contains(&id), self.place(card), id);
        if row.0 && !self.is_within(&row.1) {
            return;
        }
        let told = self.shows(card);
        let decided = told.or_else(|| self.decided.get(&id).copied());
        if decided == Some(true) {
            self.rows.insert(row.clone());
            self.places.insert(id, row);
        }
        if told.is_none() && (decided.is_none() || was_doubtful) {
            self.doubtful.insert(id);
        }
    }

    /// Whether a place lies where the pages have come to.
    fn is_within(&self, place: &ListPlace) -> bool {
        match &self.reach {
            Reach::Nothing | Reach::Asked(None) | Reach::End => true,
            Reach::To(end) | Reach::Asked(Some(end)) => place <= end,
        }
    }

    fn settle_all(&mut self) {
        self.rows.clear();
        self.places.clear();
        let ids: Vec<DialogId> = self.cards.keys().copied().collect();
        ids.into_iter().for_each(|id| self.settle(id));
        // What the pages will tell need not be asked.
        if self.is_loading() {
            self.doubtful.clear();
        }
    }
}

#[cfg(test)]
mod tests;
