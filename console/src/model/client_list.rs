//! The list of clients: pages of those of whom something is true, the newest first.
//!
//! The center finds them. What is heard of somebody meanwhile is no answer to what is
//! asked of him, so the center is asked again of those whom it may concern; a list that
//! nobody looks at is asked for anew when somebody does.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use beseda_protocol::ask::clients::{
    CountClients, CountedClients, FilterClients, FilteredClients, ListClients, ListedClient,
    ListedClients,
};
use beseda_protocol::client::Profile;
use beseda_protocol::dialog::{ClientBrief, DialogState, Summary};
use beseda_protocol::filter::Predicate;
use beseda_protocol::ids::{ClientId, MarkId};
use beseda_protocol::limits::CLIENTS_PAGE;

use super::board::Size;

/// The list, as far as it is known.
#[derive(Debug, Clone, Default)]
pub struct ClientList {
    all_of: Vec<Predicate>,
    /// By their numbers: those of the newest are the greatest.
    rows: BTreeMap<ClientId, Arc<ListedClient>>,
    /// Whether the rows are still those of something else that was asked.
    are_others: bool,
    reach: Reach,
    /// How many rows the pages that were asked for shall bring.
    wanted: usize,
    count: Counting,
    /// Of these the center is to be asked, and of those it has been.
    doubtful: BTreeSet<ClientId>,
    asked: Option<FilterClients>,
}

/// How far down the pages have come.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
enum Reach {
    /// Nothing was asked yet.
    #[default]
    Nothing,
    /// A page is on its way, from behind somebody on; absent: from the newest.
    Asked(Option<ClientId>),
    /// Down to him.
    To(ClientId),
    /// There are no more.
    End,
}

/// How many there are, as far as they were counted.
#[derive(Debug, Clone, Default, PartialEq)]
enum Counting {
    /// Nobody has counted.
    #[default]
    Not,
    /// So many, and maybe more behind somebody.
    SoFar { n: u64, behind: ClientId },
    /// The same, and the center goes on.
    Asked { n: u64, asked: CountClients },
    /// So many.
    Done(u64),
}

impl ClientList {
    /// What is true of whom it shows.
    pub fn all_of(&self) -> &[Predicate] {
        &self.all_of
    }

    /// Whether anything is asked of whom it shows.
    pub fn is_narrowed(&self) -> bool {
        !self.all_of.is_empty()
    }

    /// Shows others. Those of before stay until there is an answer.
    pub fn show(&mut self, all_of: Vec<Predicate>) {
        self.all_of = all_of;
        self.are_others = true;
        self.wanted = CLIENTS_PAGE;
        self.begin();
    }

    /// What is shown is to be confirmed from the first page on.
    pub fn begin(&mut self) {
        self.reach = Reach::Nothing;
        self.count = Counting::Not;
        self.doubtful.clear();
        self.asked = None;
    }

    /// The view begins anew. What was known stays until the pages confirm it, unless it may
    /// be more than is seen now.
    pub fn reset(&mut self, may_see_less: bool) {
        if may_see_less {
            self.rows.clear();
        }
        self.begin();
    }

    /// Whom it shows, in order.
    pub fn list(&self) -> Vec<ClientId> {
        self.rows.keys().rev().copied().collect()
    }

    /// A client of it.
    pub fn row(&self, id: ClientId) -> Option<&Arc<ListedClient>> {
        self.rows.get(&id)
    }

    /// Whether the first page is still to come.
    pub fn is_loading(&self) -> bool {
        matches!(self.reach, Reach::Nothing | Reach::Asked(None))
    }

    /// Whether there may be more, and nobody has asked for it.
    pub fn has_more(&self) -> bool {
        matches!(self.reach, Reach::Nothing | Reach::To(_))
    }

    /// How many there are.
    pub fn size(&self) -> Size {
        let n_rows = self.rows.len() as u64;
        match (&self.reach, &self.count) {
            (Reach::End, _) => Size::Exactly(n_rows),
            (_, Counting::Done(n)) => Size::Exactly(*n),
            (_, Counting::Asked { n, .. } | Counting::SoFar { n, .. }) => {
                Size::AtLeast(n_rows.max(*n))
            }
            (_, Counting::Not) => Size::AtLeast(n_rows),
        }
    }

    /// The next page, unless one is on its way or there is no more.
    pub fn ask_page(&mut self) -> Option<ListClients> {
        let behind = match self.reach {
            Reach::Nothing => None,
            Reach::To(last) => Some(last),
            Reach::Asked(_) | Reach::End => return None,
        };
        let n_rows = match self.are_others {
            true => 0,
            false => self.rows.len(),
        };
        self.wanted = match behind {
            None => n_rows.max(CLIENTS_PAGE),
            Some(_) => n_rows + CLIENTS_PAGE,
        };
        Some(self.page_behind(behind))
    }

    fn page_behind(&mut self, behind: Option<ClientId>) -> ListClients {
        self.reach = Reach::Asked(behind);
        let all_of = self.all_of.clone();
        ListClients { all_of, behind }
    }

    /// A page arrived; says what is to be asked next: where few were found among many, the
    /// search goes on until there is a page of them.
    pub fn page(&mut self, asked: &ListClients, page: ListedClients) -> Option<ListClients> {
        if asked.all_of != self.all_of || self.reach != Reach::Asked(asked.behind) {
            return None;
        }
        if std::mem::take(&mut self.are_others) {
            self.rows.clear();
        }
        // Whom the page could have and has not is there no more.
        let (behind, rest) = (asked.behind, page.rest);
        let is_of_page = |id: ClientId| {
            behind.is_none_or(|behind| id < behind) && rest.is_none_or(|rest| id >= rest)
        };
        self.rows.retain(|id, _| !is_of_page(*id));
        self.take(page.clients);
        self.reach = rest.map_or(Reach::End, Reach::To);
        let goes_on = rest.filter(|rest| self.rows.range(*rest..).count() < self.wanted);
        goes_on.map(|rest| self.page_behind(Some(rest)))
    }

    fn take(&mut self, clients: Vec<ListedClient>) {
        let rows = clients
            .into_iter()
            .map(|one| (one.client.id, Arc::new(one)));
        self.rows.extend(rows);
    }

    /// The center can't make anything of what an address asks: everybody is shown.
    pub fn was_refused(&mut self, asked: &ListClients) -> bool {
        let is_it = asked.all_of == self.all_of && self.is_narrowed();
        if is_it {
            self.show(Vec::new());
        }
        is_it
    }

    /// Whether nobody knows how many there are, and the center was not asked. A page comes
    /// first: of two questions the center would let the later one cut off the other.
    pub fn is_uncounted(&self) -> bool {
        let is_open = matches!(self.count, Counting::Not | Counting::SoFar { .. });
        is_open && matches!(self.reach, Reach::To(_))
    }

    /// What the center is to be asked to know how many there are.
    pub fn ask_count(&mut self) -> CountClients {
        let (n, behind) = match &self.count {
            Counting::SoFar { n, behind } => (*n, Some(*behind)),
            Counting::Not | Counting::Asked { .. } | Counting::Done(_) => (0, None),
        };
        let all_of = self.all_of.clone();
        let asked = CountClients { all_of, behind };
        let ask = asked.clone();
        self.count = Counting::Asked { n, asked };
        ask
    }

    /// It has counted so far.
    pub fn was_counted(&mut self, answered: &CountClients, more: CountedClients) {
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

    /// Something has changed of a client that may decide whether he is shown, and how.
    pub fn doubt(&mut self, id: ClientId) {
        let is_within = match self.reach {
            Reach::Nothing | Reach::Asked(None) => false,
            Reach::To(last) | Reach::Asked(Some(last)) => id >= last,
            Reach::End => true,
        };
        if is_within {
            self.doubtful.insert(id);
        }
    }

    /// Something was said of a dialog: was this the card of it, or has it had none?
    pub fn heard_of(&mut self, before: Option<&Summary>, dialog: &Summary) {
        let deciding = |card: &Summary| {
            let is_unanswered = card.unanswered_since().is_some();
            let of = (card.client.id, card.channel, card.responsible);
            let is_open = matches!(card.state, DialogState::Open {});
            (of, is_open, is_unanswered, card.is_unread())
        };
        if before.is_none_or(|before| deciding(before) != deciding(dialog)) {
            self.doubt(dialog.client.id);
        }
    }

    /// Something else is written on a client's card.
    pub fn rewritten(&mut self, client: &ClientBrief, profile: &Profile) {
        if let Some(row) = self.rows.get_mut(&client.id) {
            let row = Arc::make_mut(row);
            row.client = client.clone();
            row.is_customer = profile.is_customer;
            row.contacts.clone_from(&profile.contacts);
            row.marks.clone_from(&profile.marks);
        }
        if self.is_narrowed() || !self.rows.contains_key(&client.id) {
            self.doubt(client.id);
        }
    }

    /// There is nobody of this number any more.
    pub fn forget(&mut self, id: ClientId) {
        self.doubtful.remove(&id);
        let was_shown = self.rows.remove(&id).is_some();
        if let Counting::Done(n) = &mut self.count
            && (was_shown || self.all_of.is_empty())
        {
            *n = n.saturating_sub(1);
        }
    }

    /// Whether a mark decides whom it shows, or is shown.
    pub fn has_mark(&self, mark: MarkId) -> bool {
        let is_asked = |one: &Predicate| match one {
            Predicate::Marked { any_of: marks } | Predicate::Unmarked { none_of: marks } => {
                marks.contains(&mark)
            }
            _ => false,
        };
        self.all_of.iter().any(is_asked) || self.rows.values().any(|row| row.marks.contains(&mark))
    }

    /// Whether there is somebody of whom only the center can tell, and it was not asked.
    pub fn has_doubts(&self) -> bool {
        self.asked.is_none() && !self.doubtful.is_empty()
    }

    /// What the center is to be asked of whom it may concern.
    pub fn ask_doubtful(&mut self) -> FilterClients {
        let mut clients: Vec<ClientId> = Vec::new();
        while clients.len() < CLIENTS_PAGE
            && let Some(id) = self.doubtful.pop_last()
        {
            clients.push(id);
        }
        let all_of = self.all_of.clone();
        let asked = FilterClients { all_of, clients };
        self.asked = Some(asked.clone());
        asked
    }

    /// The center did not say: who is doubted next is asked of again.
    pub fn was_not_filtered(&mut self, asked: &FilterClients) {
        self.asked.take_if(|awaited| awaited == asked);
    }

    /// The center has said of whom it is true.
    pub fn filtered(&mut self, asked: &FilterClients, found: FilteredClients) {
        if self.asked.take_if(|it| it == asked).is_none() {
            return;
        }
        let shown = |list: &Self| {
            let shown = asked.clients.iter().filter(|id| list.rows.contains_key(id));
            shown.count() as u64
        };
        let before = shown(self);
        self.rows.retain(|id, _| !asked.clients.contains(id));
        self.take(found.clients);
        let after = shown(self);
        if let Counting::Done(n) = &mut self.count {
            *n = (*n + after).saturating_sub(before);
        }
    }
}

#[cfg(test)]
mod tests;
