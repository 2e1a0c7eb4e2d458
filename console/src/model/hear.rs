//! How the state goes on by what the relay says.

use beseda_client::conversation::OperatorTo;
use beseda_client::outbox::Item;
use beseda_protocol::ask::center::{CenterQuestion, SaveCenter};
use beseda_protocol::ask::channels::ChannelQuestion;
use beseda_protocol::ask::clients::{
    AddClient, ClientQuestion, FindClients, MeasureClient, OpenClient, PreviewMerge,
};
use beseda_protocol::ask::dialogs::{DialogQuestion, History, OpenDialog, OpenedDialog};
use beseda_protocol::ask::jobs::JobQuestion;
use beseda_protocol::ask::list::{ListDialogs, ListQuestion};
use beseda_protocol::ask::marks::{AddMark, CountMarks, MarkCount, MarkQuestion};
use beseda_protocol::ask::sites::{AddSite, SaveSite, SiteQuestion};
use beseda_protocol::ask::team::{Invite, JoinLink, ListPeople, ResetLink, TeamQuestion};
use beseda_protocol::ask::{Answer, Asked, Question};
use beseda_protocol::dialog::{ClientBrief, ClientCard, DialogState, Filter, Summary, Tab};
use beseda_protocol::ids::{Ask, ClientId, DialogId, MessageId, Seq, Timestamp};
use beseda_protocol::message::{Content, Message};
use beseda_protocol::operator::{FromOperator, OperatorEvent, ToOperator};
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::settings::{CenterSection, Saved};
use beseda_protocol::site::{Site, SiteSection};
use beseda_protocol::team::Right;

use super::place::Section;
use super::question::{Manner, Progress};
use super::ring::{Missed, Ring};
use super::thread::{Load, Thread};
use super::{Entry, Model, Place, Roster, Wish};

impl Model {
    /// A frame of the relay, in order.
    pub fn hear(&mut self, frame: ToOperator, now: Timestamp) -> Vec<Wish> {
        let mut wishes = match frame {
            reset @ ToOperator::Reset { .. } => self.reset(reset),
            ToOperator::Events { seq, events, .. } => self.events(seq, events),
            ToOperator::Answer { ask, answer } => match self.asked.remove(&ask) {
                Some(question) => self.answered(question, answer),
                None => vec![],
            },
            ToOperator::Refused {
                ask: Some(ask),
                refusal,
                ..
            } => self.refused(ask, refusal),
            ToOperator::VisitorTyping { dialog, on } => {
                self.typing.visitor(dialog, on, now);
                vec![]
            }
            ToOperator::OperatorTyping { dialog, by, on } => {
                if Some(by) != self.me() {
                    self.typing.operator(dialog, by, on, now);
                }
                vec![]
            }
            ToOperator::Visiting {
                client,
                page,
                online,
            } => {
                for thread in self.threads.values_mut() {
                    thread.visiting(&client, page.as_ref(), online);
                }
                vec![]
            }
            ToOperator::Jobs { jobs } => {
                self.jobs = jobs;
                vec![]
            }
            ToOperator::Resumed { seq, .. } => {
                // What still runs is told next.
                self.jobs.clear();
                self.missed = Missed::resumed(seq, self.felt_at, now);
                self.look_at_people()
            }
            ToOperator::Ack { .. } | ToOperator::Refused { .. } | ToOperator::Unknown => vec![],
        };
        wishes.extend(self.say_opened());
        wishes.extend(self.lead_away());
        wishes
    }

    /// A message of ours is stored: shown from now on as the relay has it.
    pub fn stored(&mut self, item: &Item<OperatorTo>, id: MessageId, at: Timestamp) {
        let (Some(roster), Some(body)) = (&self.roster, item.stored_body()) else {
            return;
        };
        let by = roster.me.id;
        let content = match (item.to, body) {
            (OperatorTo::Note(_), beseda_protocol::message::Body::Text { text }) => {
                Content::Note { by, text }
            }
            (_, body) => Content::Operator { by, body },
        };
        if let Some(thread) = self.threads.get_mut(&item.to.dialog()) {
            thread.put(Message {
                id,
                dialog: item.to.dialog(),
                cid: Some(item.cid.clone()),
                at,
                quote: item.quote,
                content,
            });
        }
    }

    /// The line was cut before this question was answered, and it must not be repeated.
    pub fn lost(&mut self, ask: Ask) {
        if let Some(question) = self.asked.remove(&ask) {
            self.settle(&question, Progress::Lost);
        }
    }

    /// There is no session any more.
    pub fn ended(&mut self) -> Vec<Wish> {
        let place = std::mem::replace(&mut self.place, Place::SignIn);
        let filter = self.board.filter().clone();
        *self = Self {
            entry: Entry::Out,
            drafts: std::mem::take(&mut self.drafts),
            ..Self::new(place)
        };
        self.board.show(filter);
        match self.place {
            ref place if place.needs_no_session() => vec![],
            _ => vec![Wish::Go(Place::SignIn)],
        }
    }

    /// Says "opened" when the open dialog is looked at and has something new (X1).
    pub fn say_opened(&mut self) -> Option<Wish> {
        let dialog = self.open().filter(|_| self.is_watching)?;
        let thread = self.threads.get(&dialog)?;
        let card = self.board.card(dialog)?;
        let upto = thread
            .newest_of_client()
            .filter(|_| thread.load != Load::First)?;
        let said = self.opened.get(&dialog).copied().unwrap_or_default();
        if upto <= said.max(card.opened_upto) && (card.unread_count == 0 || upto <= said) {
            return None;
        }
        self.opened.insert(dialog, upto);
        Some(Wish::Mention(FromOperator::Opened { dialog, upto }))
    }

    fn reset(&mut self, reset: ToOperator) -> Vec<Wish> {
        let ToOperator::Reset {
            me,
            center,
            employees,
            marks,
            channels,
            sites,
            waiting,
            ..
        } = reset
        else {
            return vec![];
        };
        self.entry = Entry::In;
        let roster = Roster::new(me, center, employees, marks, channels, sites);
        let is_first_run = roster.is_unnamed();
        // It may be that he sees less than before: that leaves the screen at once.
        let hidden = self
            .board
            .cards()
            .filter(|card| roster.right(card) == Right::Hidden);
        let hidden: Vec<DialogId> = hidden.map(|card| card.id).collect();
        if roster.me.sees_own_only() && self.board.filter().tab == Tab::Others {
            let filter = self.board.filter().clone();
            self.board.show(Filter {
                tab: Tab::All,
                ..filter
            });
        }
        self.roster = Some(roster);
        self.missed = Missed::default();
        self.jobs.clear();
        self.board.reset(waiting);
        self.opened.clear();
        let open = self.open();
        self.threads
            .retain(|id, thread| Some(*id) == open || thread.load == Load::Gone);
        self.recent.retain(|id| Some(*id) == open);
        for dialog in hidden {
            self.gone(dialog, Load::Gone);
        }
        let mut wishes = self.ask_list();
        wishes.extend(self.look_at_people());
        if let Some(open) = open {
            self.threads
                .entry(open)
                .or_insert_with(|| Thread::new(open));
            wishes.push(Wish::ask(OpenDialog { dialog: open }));
        }
        if is_first_run && self.place.has_list() {
            wishes.push(Wish::Go(Place::Settings(Section::Start)));
        }
        wishes
    }

    fn events(&mut self, seq: Seq, events: Vec<OperatorEvent>) -> Vec<Wish> {
        let mut ring: Option<Ring> = None;
        // A dialog begins with a system message, before the client's own.
        let mut begun: Vec<DialogId> = Vec::new();
        let mut is_of_people = false;
        let mut wishes = Vec::new();
        for event in events {
            match event {
                OperatorEvent::Message { message, dialog } => {
                    wishes.extend(self.return_of(dialog.id));
                    if self.board.card(dialog.id).is_none() {
                        begun.push(dialog.id);
                    }
                    let is_new = begun.contains(&dialog.id);
                    ring = ring.max(self.ring_for(&message, &dialog, is_new));
                    self.message(message, dialog);
                }
                OperatorEvent::Dialog { dialog } => {
                    wishes.extend(self.return_of(dialog.id));
                    self.summary(dialog);
                }
                OperatorEvent::Gone { dialog } => self.gone(dialog, Load::Gone),
                OperatorEvent::Deleted { dialog } => self.gone(dialog, Load::Deleted),
                OperatorEvent::Client { client, profile } => {
                    self.board.rename(&client);
                    self.clients.rewritten(&client, &profile);
                    for thread in self.threads.values_mut() {
                        thread.rewritten(&client, &profile);
                    }
                }
                OperatorEvent::Merged { client, into } => wishes.extend(self.merged(client, &into)),
                OperatorEvent::Mark { mark } => {
                    if let Some(roster) = &mut self.roster {
                        roster.put_mark(mark);
                    }
                }
                OperatorEvent::MarkGone { mark } => {
                    if self.place == Place::Settings(Section::Marks) {
                        wishes.push(count());
                    }
                    if let Some(roster) = &mut self.roster {
                        roster.marks.retain(|known| known.id != mark);
                    }
                    // It may have been merged into another one.
                    let showing = self.showing(mark).into_iter();
                    wishes.extend(showing.map(|dialog| Wish::ask(OpenDialog { dialog })));
                }
                OperatorEvent::Tags { dialog, tags } => {
                    if let Some(thread) = self.threads.get_mut(&dialog) {
                        thread.tags = tags;
                    }
                }
                OperatorEvent::Channel { channel } => {
                    if let Some(roster) = &mut self.roster {
                        roster.put_channel(channel);
                    }
                }
                OperatorEvent::ChannelGone { channel } => {
                    if let Some(roster) = &mut self.roster {
                        roster.channels.retain(|known| known.id != channel);
                    }
                }
                OperatorEvent::Employee { employee } => {
                    is_of_people = true;
                    if let Some(roster) = &mut self.roster {
                        roster.put_employee(employee);
                    }
                }
                OperatorEvent::Site { site } => {
                    if let Some(roster) = &mut self.roster {
                        roster.put_site(site);
                    }
                }
                OperatorEvent::Center { center } => {
                    if let Some(roster) = &mut self.roster {
                        roster.center = center;
                    }
                }
                OperatorEvent::Unknown => {}
            }
        }
        let is_news = self.missed.is_news(seq);
        wishes.extend(ring.filter(|_| is_news).map(Wish::Ring));
        if is_of_people {
            wishes.extend(self.look_at_people());
        }
        wishes
    }

    /// A client turned out to be another one: so are his dialogs, and what is written on
    /// the card of both is to be looked at again.
    fn merged(&mut self, client: ClientId, into: &ClientBrief) -> Vec<Wish> {
        self.board.merge(client, into);
        self.clients.merged(client);
        let is_of_either = |card: &ClientCard| [client, into.id].contains(&card.client.id);
        let threads = self.threads.values();
        let threads = threads.filter(|thread| thread.card.as_ref().is_some_and(is_of_either));
        let mut wishes: Vec<Wish> = threads
            .map(|thread| Wish::ask(OpenDialog { dialog: thread.id }))
            .collect();
        match self.place {
            Place::Clients(Some(shown)) if shown == client => {
                wishes.push(Wish::Go(Place::Clients(Some(into.id))));
            }
            Place::Clients(Some(shown)) if shown == into.id => {
                wishes.extend(self.look_at_client());
            }
            _ => {}
        }
        wishes
    }

    /// A dialog may not be seen any more, or was deleted. One that is open, or in which
    /// something was typed that was not sent, says so when it is looked at.
    fn gone(&mut self, dialog: DialogId, why: Load) {
        self.board.remove(dialog);
        for thread in self.threads.values_mut() {
            thread.forget(dialog);
        }
        match self.open() == Some(dialog) || self.drafts.get(dialog).is_some() {
            true => {
                let mut thread = Thread::new(dialog);
                thread.load = why;
                self.threads.insert(dialog, thread);
            }
            false => {
                self.threads.remove(&dialog);
                self.recent.retain(|recent| *recent != dialog);
            }
        }
    }

    /// A dialog that was gone is there again: if it is open it is loaded anew.
    fn return_of(&mut self, dialog: DialogId) -> Option<Wish> {
        let thread = self.threads.get(&dialog);
        thread.filter(|thread| thread.load.is_missing())?;
        match self.open() == Some(dialog) {
            true => {
                self.threads.insert(dialog, Thread::new(dialog));
                Some(Wish::ask(OpenDialog { dialog }))
            }
            false => {
                self.threads.remove(&dialog);
                None
            }
        }
    }

    fn message(&mut self, message: Message, dialog: Summary) {
        match &message.content {
            Content::Visitor { .. } => self.typing.visitor(dialog.id, false, message.at),
            Content::Operator { by, .. } => {
                self.typing.operator(dialog.id, *by, false, message.at);
            }
            _ => {}
        }
        if let Some(thread) = self
            .threads
            .get_mut(&dialog.id)
            .filter(|thread| thread.load != Load::First)
        {
            thread.put(message);
        }
        self.summary(dialog);
    }

    fn summary(&mut self, dialog: Summary) {
        for thread in self.threads.values_mut() {
            thread.heard_of(&dialog);
        }
        self.board.put(dialog);
    }

    /// What a message makes heard: a client's, in a dialog that concerns this
    /// operator, unless he is looking at it.
    fn ring_for(&self, message: &Message, dialog: &Summary, is_new: bool) -> Option<Ring> {
        let Content::Visitor { body } = &message.content else {
            return None;
        };
        let me = self.me()?;
        let is_mine_or_free = dialog.responsible.is_none_or(|id| id == me);
        let is_looked_at = self.is_watching && self.open() == Some(dialog.id);
        let is_open = matches!(dialog.state, DialogState::Open {});
        if !is_mine_or_free || is_looked_at || !is_open {
            return None;
        }
        Some(Ring::for_message(dialog, body, is_new))
    }

    /// A question was carried out, and this came of it.
    fn answered(&mut self, question: Question, answer: Answer) -> Vec<Wish> {
        let form = Manner::of(&question).form();
        let (progress, wishes) = match question {
            Question::List(ListQuestion::ListDialogs(asked)) => {
                if let (Some(page), Some(me)) = (ListDialogs::given(answer), self.me()) {
                    self.board
                        .page(&asked.filter, asked.behind.is_some(), page, me);
                }
                return vec![];
            }
            Question::Dialogs(DialogQuestion::OpenDialog(_)) => {
                if let Some(opened) = OpenDialog::given(answer) {
                    self.opened(opened);
                }
                return vec![];
            }
            Question::Dialogs(DialogQuestion::History(asked)) => {
                if let Some(page) = History::given(answer)
                    && let Some(thread) = self.threads.get_mut(&asked.dialog)
                {
                    thread.older(page.messages, page.more);
                }
                return vec![];
            }
            Question::Dialogs(DialogQuestion::Close(asked)) => {
                self.closed = Some(asked.dialog);
                (Some(Progress::Done), vec![Wish::GoOn(asked.dialog)])
            }
            Question::Dialogs(DialogQuestion::Reopen(asked)) => {
                (Some(Progress::Done), self.reopened(asked.dialog))
            }
            Question::Sites(SiteQuestion::AddSite(_)) => {
                (AddSite::given(answer).map(|site| self.made(site)), vec![])
            }
            Question::Team(TeamQuestion::ListPeople(_)) => {
                if let Some(listed) = ListPeople::given(answer) {
                    self.people = Some(listed);
                }
                return vec![];
            }
            Question::Team(TeamQuestion::Invite(_)) => {
                (Invite::given(answer).map(link), self.look_at_people())
            }
            Question::Team(TeamQuestion::ResetLink(_)) => {
                (ResetLink::given(answer).map(link), vec![])
            }
            Question::Team(
                TeamQuestion::ChangeRole(_)
                | TeamQuestion::SetAccess(_)
                | TeamQuestion::HandOver(_)
                | TeamQuestion::Disable(_)
                | TeamQuestion::Enable(_)
                | TeamQuestion::Revoke(_),
            ) => (Some(Progress::Done), self.look_at_people()),
            Question::Marks(MarkQuestion::CountMarks(_)) => {
                if let Some(counted) = CountMarks::given(answer) {
                    let pair = |count: &MarkCount| (count.mark, count.n);
                    self.mark_counts = counted.counts.iter().map(pair).collect();
                }
                return vec![];
            }
            Question::Clients(ClientQuestion::FindClients(asked)) => {
                let page = FindClients::given(answer);
                let next = page.and_then(|page| self.clients.found(&asked, page));
                return next.into_iter().collect();
            }
            Question::Clients(ClientQuestion::OpenClient(asked)) => {
                let card = OpenClient::given(answer);
                let go = card.and_then(|card| self.client_opened(asked, card));
                return go.into_iter().collect();
            }
            Question::Clients(ClientQuestion::AddClient(_)) => {
                let made = AddClient::given(answer);
                let place = made.map(|client| Wish::Go(Place::Clients(Some(client.id))));
                (Some(Progress::Done), place.into_iter().collect())
            }
            Question::Clients(ClientQuestion::PreviewMerge(_)) => {
                let preview = PreviewMerge::given(answer);
                (
                    preview.map(|merged| Progress::Preview(Box::new(merged))),
                    vec![],
                )
            }
            Question::Marks(MarkQuestion::AddMark(asked)) => {
                let made = AddMark::given(answer);
                let put = made.and_then(|mark| self.put_when_made(&asked, mark.id));
                (
                    Some(Progress::Done),
                    put.into_iter().chain([count()]).collect(),
                )
            }
            Question::Marks(MarkQuestion::MergeMark(_) | MarkQuestion::DeleteMark(_)) => {
                (Some(Progress::Done), vec![count()])
            }
            Question::Clients(ClientQuestion::MeasureClient(asked)) => {
                let extent = MeasureClient::given(answer);
                self.extent = extent.map(|extent| (asked.client, extent));
                return vec![];
            }
            Question::Clients(
                ClientQuestion::DeleteClient(_)
                | ClientQuestion::SaveCustomer(_)
                | ClientQuestion::MergeClients(_)
                | ClientQuestion::SetClientName(_)
                | ClientQuestion::SetClientComment(_)
                | ClientQuestion::AddContact(_)
                | ClientQuestion::RemoveContact(_)
                | ClientQuestion::AddClientNote(_)
                | ClientQuestion::RemoveClientNote(_)
                | ClientQuestion::RestoreClientNote(_)
                | ClientQuestion::MarkClient(_)
                | ClientQuestion::UnmarkClient(_)
                | ClientQuestion::SetClientVariable(_),
            )
            | Question::Marks(MarkQuestion::RenameMark(_))
            | Question::Dialogs(
                DialogQuestion::NoReplyNeeded(_)
                | DialogQuestion::Assign(_)
                | DialogQuestion::TagDialog(_)
                | DialogQuestion::UntagDialog(_),
            )
            | Question::Jobs(JobQuestion::CancelJob(_) | JobQuestion::DismissJob(_))
            | Question::Team(TeamQuestion::RenameMe(_) | TeamQuestion::SetAvailability(_))
            | Question::Channels(
                ChannelQuestion::AddChannel(_)
                | ChannelQuestion::RenameChannel(_)
                | ChannelQuestion::DeleteChannel(_),
            )
            | Question::Sites(SiteQuestion::MoveSite(_)) => (Some(Progress::Done), vec![]),
            Question::Sites(SiteQuestion::SaveSite(asked)) => {
                let saved = SaveSite::given(answer);
                (saved.map(|saved| self.saved_site(asked, saved)), vec![])
            }
            Question::Center(CenterQuestion::SaveCenter(asked)) => {
                let saved = SaveCenter::given(answer);
                (saved.map(|saved| self.saved_center(asked, saved)), vec![])
            }
            Question::List(ListQuestion::Unknown)
            | Question::Dialogs(DialogQuestion::Unknown)
            | Question::Clients(ClientQuestion::Unknown)
            | Question::Marks(MarkQuestion::Unknown)
            | Question::Team(TeamQuestion::Unknown)
            | Question::Channels(ChannelQuestion::Unknown)
            | Question::Sites(SiteQuestion::Unknown)
            | Question::Center(CenterQuestion::Unknown)
            | Question::Jobs(JobQuestion::Unknown)
            | Question::Unknown => (None, vec![]),
        };
        if let Some(form) = form {
            // It was carried out, even if a newer relay tells what came of it in words
            // that are not known here.
            self.forms.insert(form, progress.unwrap_or(Progress::Done));
        }
        wishes
    }

    fn opened(&mut self, opened: OpenedDialog) {
        let OpenedDialog {
            dialog,
            messages,
            more,
            tags,
            card,
        } = opened;
        if let Some(thread) = self.threads.get_mut(&dialog.id) {
            thread.tags = tags;
            thread.newest(messages, more, card);
        }
        self.board.put(dialog);
    }

    fn made(&mut self, site: Site) -> Progress {
        let made = Progress::Made(site.id.clone());
        if let Some(roster) = &mut self.roster {
            roster.put_site(site);
        }
        made
    }

    /// A section of a site was saved, or a colleague's was before: either is what it
    /// says now.
    fn saved_site(&mut self, asked: SaveSite, saved: Saved<SiteSection>) -> Progress {
        let progress = Progress::of(&saved);
        if let Some(roster) = &mut self.roster {
            let section = saved.newer.unwrap_or(asked.section);
            roster.put_site_section(&asked.site, saved.version, section);
        }
        progress
    }

    /// The same of the center.
    fn saved_center(&mut self, asked: SaveCenter, saved: Saved<CenterSection>) -> Progress {
        let progress = Progress::of(&saved);
        if let Some(roster) = &mut self.roster {
            roster.put_center_section(saved.version, saved.newer.unwrap_or(asked.section));
        }
        progress
    }

    /// Closing was undone: from wherever that was asked, back to the dialog.
    fn reopened(&mut self, dialog: DialogId) -> Vec<Wish> {
        let was_just_closed = self.closed.take_if(|closed| *closed == dialog).is_some();
        match was_just_closed && self.open() != Some(dialog) {
            true => vec![Wish::Go(Place::Dialogs(Some(dialog)))],
            false => vec![],
        }
    }

    fn refused(&mut self, ask: Ask, refusal: Refusal) -> Vec<Wish> {
        match self.asked.remove(&ask) {
            Some(Question::Dialogs(DialogQuestion::OpenDialog(asked))) => {
                match self.has_seen(asked.dialog) && refusal.code == Code::NotFound {
                    true => self.gone(asked.dialog, Load::Gone),
                    false => self.load_of(asked.dialog, Load::Refused(refusal)),
                }
            }
            Some(Question::Dialogs(DialogQuestion::History(asked))) => {
                self.load_of(asked.dialog, Load::Ready);
            }
            Some(Question::Clients(ClientQuestion::OpenClient(asked))) => {
                let is_shown = self.place == Place::Clients(Some(asked.client));
                self.clients.is_missing |= is_shown;
            }
            Some(question) => {
                self.settle(&question, Progress::Failed(refusal));
                // It may be that somebody else was faster.
                if let Question::Team(_) = question {
                    return self.look_at_people();
                }
            }
            None => {}
        }
        vec![]
    }

    fn settle(&mut self, question: &Question, progress: Progress) {
        if let Some(form) = Manner::of(question).form() {
            self.forms.insert(form, progress);
        }
    }

    /// Whether a dialog was on this screen before.
    fn has_seen(&self, dialog: DialogId) -> bool {
        let thread = self.threads.get(&dialog);
        thread.is_some_and(|thread| thread.card.is_some() || thread.load == Load::Gone)
    }

    fn load_of(&mut self, dialog: DialogId, load: Load) {
        if let Some(thread) = self.threads.get_mut(&dialog) {
            thread.load = load;
        }
    }
}

fn count() -> Wish {
    Wish::ask(CountMarks {})
}

fn link(made: JoinLink) -> Progress {
    Progress::Link(made.path)
}

#[cfg(test)]
mod tests;
