//! How the state goes on by what the relay says.

use beseda_client::conversation::OperatorTo;
use beseda_client::outbox::Item;
use beseda_protocol::ask::dialogs::{OpenDialog, SeeMention};
use beseda_protocol::ask::marks::CountMarks;
use beseda_protocol::dialog::{ClientBrief, ClientCard, DialogState, Summary};
use beseda_protocol::filter::{Filter, Tab};
use beseda_protocol::ids::{Ask, ClientId, DialogId, MessageId, OperatorId, Seq, Timestamp};
use beseda_protocol::mention::Mentioned;
use beseda_protocol::message::{Content, Happened, Message};
use beseda_protocol::operator::{FromOperator, OperatorEvent, ToOperator};
use beseda_protocol::team::Right;

use super::counts::Counts;
use super::place::Section;
use super::question::Progress;
use super::ring::{Cause, Missed, Ring};
use super::saved_filters::SavedFilters;
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
                self.typing
                    .change_if(|typing| typing.visitor(dialog, on, now));
                vec![]
            }
            ToOperator::OperatorTyping { dialog, by, on } => {
                if Some(by) != self.me() {
                    self.typing
                        .change_if(|typing| typing.operator(dialog, by, on, now));
                }
                vec![]
            }
            ToOperator::OperatorLooking {
                dialog,
                by,
                on,
                is_answer,
            } => self.looks(dialog, by, on, is_answer),
            ToOperator::OperatorLeft { by } => self.operator_left(by),
            ToOperator::Visiting {
                client,
                page,
                online,
            } => {
                self.change_threads(
                    |thread| thread.is_of(client),
                    |thread| thread.visiting(&client, page.as_ref(), online),
                );
                vec![]
            }
            ToOperator::Jobs { jobs } => {
                *self.jobs = jobs;
                // A long one goes on for a while: as often as it tells how far it is, the
                // list is looked at.
                self.ask_outdated().into_iter().collect()
            }
            ToOperator::Pins { dialogs } => self.pinned(dialogs),
            ToOperator::Mentioned { dialogs } => self.mentioned(dialogs),
            ToOperator::Draft { draft } => self.draft_told(draft),
            ToOperator::SavedFilter { filter } => {
                self.saved_filters.put(filter);
                vec![]
            }
            ToOperator::SavedFilterGone { filter } => {
                self.saved_filters.remove(&filter);
                vec![]
            }
            ToOperator::SavedReply { reply } => {
                self.saved_replies.put(reply);
                vec![]
            }
            ToOperator::SavedReplyGone { reply } => {
                self.saved_replies.remove(&reply);
                vec![]
            }
            ToOperator::Resumed {
                seq,
                pins,
                saved_filters,
                drafts,
                mentioned,
                ..
            } => {
                let mut wishes = self.pinned(pins);
                wishes.extend(self.mentioned(mentioned));
                wishes.extend(self.drafts_told(drafts));
                self.saved_filters.set(SavedFilters::all(saved_filters));
                // What still runs is told next.
                self.jobs.clear();
                *self.missed = Missed::resumed(seq, *self.felt_at, now);
                self.forget_idle();
                wishes.extend(self.look_at_people());
                wishes.extend(self.miss_saved_replies());
                wishes
            }
            ToOperator::Refused { cid: Some(cid), .. } => {
                self.refused_before_closing(&cid);
                vec![]
            }
            ToOperator::Ack { .. } | ToOperator::Refused { .. } | ToOperator::Unknown => vec![],
        };
        wishes.extend(self.ask_of_list());
        wishes.extend(self.ask_of_cards());
        wishes.extend(self.ask_of_clients());
        wishes.extend(self.look());
        wishes.extend(self.lead_away());
        wishes
    }

    /// These are pinned; of one that was pinned elsewhere the card may not be here.
    fn pinned(&mut self, dialogs: Vec<DialogId>) -> Vec<Wish> {
        self.board.pin(dialogs);
        let anew = self.board.lacks_a_pin();
        let asked = anew.then(|| self.board.ask_anew()).flatten();
        asked.map(Wish::ask).into_iter().collect()
    }

    /// These stand under the mentions; of one that has come there the card may not be here.
    fn mentioned(&mut self, dialogs: Vec<Mentioned>) -> Vec<Wish> {
        self.board.mention(dialogs);
        let anew = self.board.lacks_a_mention();
        let asked = anew.then(|| self.board.ask_anew()).flatten();
        asked.map(Wish::ask).into_iter().collect()
    }

    /// A message of ours is stored: shown from now on as the relay has it.
    pub fn stored(&mut self, item: &Item<OperatorTo>, id: MessageId, at: Timestamp) -> Vec<Wish> {
        let wishes = self.stored_before_closing(&item.cid);
        let (Some(roster), Some(body)) = (&*self.roster, item.stored_body()) else {
            return wishes;
        };
        let by = roster.me.id;
        let content = match (item.to, body) {
            (OperatorTo::Note(_), beseda_protocol::message::Body::Text { text }) => {
                // Whom it calls the relay tells with the message.
                let mentions = Vec::new();
                Content::Note { by, text, mentions }
            }
            (_, body) => Content::Operator { by, body },
        };
        // What is there already is as the relay has it: it may have been revised since.
        let thread = self.thread_mut(item.to.dialog());
        if let Some(thread) = thread.filter(|thread| !thread.has(id)) {
            thread.put(Message {
                id,
                dialog: item.to.dialog(),
                cid: Some(item.cid.clone()),
                at,
                quote: item.quote,
                revised_at: None,
                content,
            });
        }
        wishes
    }

    /// The line was cut before this question was answered, and it must not be repeated.
    pub fn lost(&mut self, ask: Ask) {
        if let Some(question) = self.asked.remove(&ask) {
            self.settle(&question, Progress::Lost);
        }
    }

    /// There is no session any more.
    pub fn ended(&mut self) -> Vec<Wish> {
        let place = std::mem::take(&mut *self.place);
        let mut drafts = std::mem::take(&mut *self.drafts);
        drafts.unask();
        let query = self.board.query().clone();
        *self = Self::new(place);
        *self.entry = Entry::Out;
        *self.drafts = drafts;
        self.board.show(query);
        match &*self.place {
            place if place.needs_no_session() => vec![],
            _ => vec![Wish::Go(Place::SignIn)],
        }
    }

    /// Says "opened" when the open dialog is looked at and has something new (X1).
    pub fn say_opened(&mut self) -> Option<Wish> {
        let dialog = self.open().filter(|_| *self.is_watching)?;
        let thread = self.thread(dialog)?;
        let card = self.board.card(dialog)?;
        let upto = thread
            .newest_of_client()
            .filter(|_| thread.load != Load::First)?;
        let said = self.opened.get(&dialog).copied().unwrap_or_default();
        // Marked while it is looked at, it stays so until it is opened again.
        let is_marked = card.marked_unread_at.is_some() && *self.entered == Some(dialog);
        let is_news = upto > said.max(card.opened_upto) || card.unread_count > 0 && upto > said;
        if !is_news && !is_marked {
            return None;
        }
        *self.entered = None;
        self.opened.insert(dialog, upto);
        Some(Wish::Mention(FromOperator::Opened { dialog, upto }))
    }

    /// Says that what mentions the operator was seen, when its dialog is looked at.
    pub fn say_seen(&mut self) -> Option<Wish> {
        let dialog = self.open().filter(|_| *self.is_watching)?;
        self.thread(dialog)
            .filter(|thread| thread.load == Load::Ready)?;
        let at = self.board.unseen_mention(dialog)?;
        self.board.see_mention(dialog);
        Some(Wish::ask(SeeMention { dialog, at }))
    }

    fn reset(&mut self, reset: ToOperator) -> Vec<Wish> {
        let ToOperator::Reset {
            me,
            center,
            employees,
            marks,
            channels,
            sites,
            counts,
            pins,
            saved_filters,
            drafts,
            mentioned,
            ..
        } = reset
        else {
            return vec![];
        };
        self.entry.set(Entry::In);
        let roster = Roster::new(me, center, employees, marks, channels, sites);
        let is_first_run = roster.is_unnamed();
        let is_restricted = roster.me.is_restricted();
        // It may be that he sees less than before: that leaves the screen at once.
        let hidden = self
            .board
            .cards()
            .filter(|card| roster.right(card) == Right::Hidden);
        let hidden: Vec<DialogId> = hidden.map(|card| card.id).collect();
        if roster.me.sees_own_only() && self.board.filter().tab == Tab::Others {
            let filter = Filter {
                tab: Tab::All,
                ..self.board.filter().clone()
            };
            self.board.show(filter.into());
        }
        let me = roster.me.id;
        *self.roster = Some(roster);
        *self.missed = Missed::default();
        self.forget_idle();
        self.jobs.clear();
        *self.counts = Counts::default();
        self.counts.put(counts);
        self.board.reset(me, pins);
        self.board.mention(mentioned);
        if self.card_values.is_shown() {
            self.card_values.reset();
        }
        self.saved_filters.set(SavedFilters::all(saved_filters));
        self.opened.clear();
        let drafts = self.drafts_told(drafts);
        let open = self.open();
        self.kept_threads
            .retain(|_, thread| thread.load == Load::Gone);
        self.recent.retain(|id| Some(*id) == open);
        for dialog in hidden {
            self.gone(dialog, Load::Gone);
        }
        let mut wishes = self.ask_list();
        wishes.extend(drafts);
        self.client_list.reset(is_restricted);
        wishes.extend(self.ask_clients());
        wishes.extend(self.look_at_client());
        wishes.extend(self.look_at_people());
        wishes.extend(self.miss_saved_replies());
        if let Some(open) = open {
            if self.open_thread.is_none() {
                self.put_thread(Thread::new(open));
            }
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
                OperatorEvent::Revised { message, dialog } => {
                    self.forget_found(message.id);
                    if let Some(thread) = self.thread_mut(dialog.id) {
                        thread.revise(message);
                    }
                    self.summary(dialog);
                }
                OperatorEvent::Dialog { dialog } => {
                    wishes.extend(self.return_of(dialog.id));
                    self.summary(dialog);
                }
                OperatorEvent::Counts { of } => self.counts.put(of),
                OperatorEvent::Changed { dialogs, clients } => {
                    wishes.extend(self.changed(&dialogs, &clients));
                }
                OperatorEvent::DialogMerged { dialog, into } => {
                    wishes.extend(self.joined(dialog, into));
                }
                OperatorEvent::Gone { dialog } => self.gone(dialog, Load::Gone),
                OperatorEvent::Deleted { dialog } => self.gone(dialog, Load::Deleted),
                OperatorEvent::Client { client, profile } => {
                    self.board.rewrite(&client);
                    if self.card_values.is_shown() {
                        self.card_values.rewritten(client.id, &profile);
                    }
                    self.client_rewritten(&client, &profile);
                    self.rename_in_messages(&client);
                    self.change_threads(
                        |thread| thread.is_of(client.id),
                        |thread| thread.rewritten(&client, &profile),
                    );
                }
                OperatorEvent::ClientDeleted { client } => self.client_deleted(client),
                OperatorEvent::Merged { client, into } => wishes.extend(self.merged(client, &into)),
                OperatorEvent::Mark { mark } => {
                    if let Some(roster) = &mut *self.roster {
                        roster.put_mark(mark);
                    }
                }
                OperatorEvent::MarkGone { mark } => {
                    if *self.place == Place::Settings(Section::Marks) {
                        wishes.push(Wish::ask(CountMarks {}));
                    }
                    if let Some(roster) = &mut *self.roster {
                        roster.marks.retain(|known| known.id != mark);
                    }
                    // It may have been merged into another one.
                    let showing = self.showing(mark).into_iter();
                    wishes.extend(showing.map(|dialog| Wish::ask(OpenDialog { dialog })));
                    wishes.extend(self.mark_left_clients(mark));
                }
                OperatorEvent::Deliveries { dialog, deliveries } => {
                    if let Some(thread) = self.thread_mut(dialog) {
                        thread.deliveries = deliveries;
                    }
                }
                OperatorEvent::Tags { dialog, tags } => {
                    self.board.doubt(dialog);
                    self.doubt_client_by(dialog);
                    if let Some(thread) = self.thread_mut(dialog) {
                        thread.tags = tags;
                    }
                }
                OperatorEvent::Channel { channel } => {
                    if let Some(roster) = &mut *self.roster {
                        roster.put_channel(channel);
                    }
                }
                OperatorEvent::ChannelGone { channel } => {
                    if let Some(roster) = &mut *self.roster {
                        roster.channels.retain(|known| known.id != channel);
                    }
                }
                OperatorEvent::Employee { employee } => {
                    is_of_people = true;
                    if self.me() == Some(employee.id) {
                        wishes.extend(self.look_at_presence());
                    }
                    if let Some(roster) = &mut *self.roster {
                        roster.put_employee(employee);
                    }
                }
                OperatorEvent::Site { site } => {
                    if let Some(roster) = &mut *self.roster {
                        roster.put_site(site);
                    }
                }
                OperatorEvent::Center { center } => {
                    if let Some(roster) = &mut *self.roster {
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
        if self.card_values.is_shown() {
            self.card_values.forget(client);
            self.card_values.forget(into.id);
        }
        self.client_merged(client, into.id);
        let is_of_either = |card: &ClientCard| [client, into.id].contains(&card.client.id);
        let threads = self
            .threads()
            .filter(|thread| thread.card.as_ref().is_some_and(is_of_either));
        let mut wishes: Vec<Wish> = threads
            .map(|thread| Wish::ask(OpenDialog { dialog: thread.id }))
            .collect();
        match *self.place {
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
    pub(super) fn gone(&mut self, dialog: DialogId, why: Load) {
        self.doubt_client_by(dialog);
        self.board.remove(dialog);
        self.forget_messages(dialog);
        self.change_threads(
            |thread| thread.lists(dialog),
            |thread| thread.forget(dialog),
        );
        match self.open() == Some(dialog) || self.drafts.get(dialog).is_some() {
            true => {
                let mut thread = Thread::new(dialog);
                thread.load = why;
                self.put_thread(thread);
            }
            false => {
                self.drop_thread(dialog);
                self.recent.retain(|recent| *recent != dialog);
            }
        }
    }

    /// A dialog that was gone is there again: if it is open it is loaded anew.
    pub(super) fn return_of(&mut self, dialog: DialogId) -> Option<Wish> {
        let thread = self.thread(dialog);
        thread.filter(|thread| thread.load.is_missing())?;
        match self.open() == Some(dialog) {
            true => {
                self.put_thread(Thread::new(dialog));
                Some(Wish::ask(OpenDialog { dialog }))
            }
            false => {
                self.drop_thread(dialog);
                None
            }
        }
    }

    fn message(&mut self, message: Message, dialog: Summary) {
        self.typing.change_if(|typing| match &message.content {
            Content::Visitor { .. } => typing.visitor(dialog.id, false, message.at),
            Content::Operator { by, .. } => typing.operator(dialog.id, *by, false, message.at),
            _ => false,
        });
        self.answered_meanwhile(&message);
        let thread = self.thread_mut(dialog.id);
        if let Some(thread) = thread.filter(|thread| thread.load != Load::First) {
            thread.put(message);
        }
        self.summary(dialog);
    }

    pub(super) fn summary(&mut self, dialog: Summary) {
        self.tell_threads(&dialog);
        self.doubt_client_of(&dialog);
        self.board.put(dialog);
    }

    /// What a message makes heard, unless the operator is looking at it: a client's, or that
    /// he has waited in vain, in a dialog that concerns this operator, and what is meant for
    /// him (ux C10).
    fn ring_for(&self, message: &Message, dialog: &Summary, is_new: bool) -> Option<Ring> {
        let roster = self.roster.as_ref()?;
        let me = roster.me.id;
        if *self.is_watching && self.open() == Some(dialog.id) {
            return None;
        }
        let is_open = matches!(dialog.state, DialogState::Open {});
        let concerns = is_open && dialog.responsible.is_none_or(|id| id == me);
        let by = |id: OperatorId| roster.names.of(id).to_owned();
        match &message.content {
            Content::Visitor { body } => concerns.then(|| Ring::for_message(dialog, body, is_new)),
            Content::Note {
                by: author,
                text,
                mentions,
            } if *author != me && mentions.iter().any(|one| one.who == me) => {
                let cause = Cause::Mentioned { by: by(*author) };
                Some(Ring::for_colleague(dialog, cause, Some(text)))
            }
            Content::System { happened } => match happened {
                Happened::Waited { .. } => concerns.then(|| Ring::for_handover(dialog)),
                Happened::Distributed { to } if *to == me => Some(Ring::for_handover(dialog)),
                Happened::Assigned {
                    by: colleague,
                    to: Some(to),
                } if *to == me && *colleague != me => {
                    let cause = Cause::Assigned { by: by(*colleague) };
                    Some(Ring::for_colleague(dialog, cause, None))
                }
                _ => None,
            },
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
