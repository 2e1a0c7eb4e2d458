//! How the state goes on by what became of a question.
use beseda_protocol::ask::center::{CenterQuestion, SaveCenter};
use beseda_protocol::ask::channels::{ChannelQuestion, SaveChannel};
use beseda_protocol::ask::clients::{
    AddClient, ClientQuestion, CountClients, FilterClients, ListClientDialogs, ListClients,
    MeasureClient, OpenClient, PreviewMerge, WriteFirst,
};
use beseda_protocol::ask::dialogs::{
    DialogQuestion, FirstText, History, MarkSpam, OpenDialog, OpenedDialog, PreviewDialogMerge,
    SaveDraft,
};
use beseda_protocol::ask::filters::FilterQuestion;
use beseda_protocol::ask::jobs::{BeginBulk, JobQuestion, UndoJob};
use beseda_protocol::ask::list::{
    CountDialogs, CountSelected, FilterDialogs, ListDialogs, ListQuestion, ListValues,
    ListVariables, ListedValues, NextUnanswered,
};
use beseda_protocol::ask::marks::{AddMark, CountMarks, MarkCount, MarkQuestion};
use beseda_protocol::ask::replies::{ListSavedReplies, ReplyQuestion};
use beseda_protocol::ask::search::{SearchMessages, SearchQuestion};
use beseda_protocol::ask::sites::{AddSite, SaveSite, SiteQuestion};
use beseda_protocol::ask::team::{
    Invite, JoinLink, ListPeople, ListPresence, ResetLink, TeamQuestion,
};
use beseda_protocol::ask::tokens::{ListTokens, TokenQuestion};
use beseda_protocol::ask::{Answer, Asked, Question};
use beseda_protocol::channel::ChannelSection;
use beseda_protocol::ids::{Ask, DialogId};
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::settings::{CenterSection, Saved};
use beseda_protocol::site::{Site, SiteSection};

use super::act::new_after;
use super::question::{Manner, Progress};
use super::thread::{Load, Thread};
use super::undoable::Undoable;
use super::{Model, Place, Wish};

impl Model {
    /// The list was asked something.
    fn listed(&mut self, asked: ListQuestion, answer: Answer) -> Vec<Wish> {
        let next = match asked {
            ListQuestion::ListDialogs(asked) => {
                let page = ListDialogs::given(answer);
                page.and_then(|page| {
                    let sought = match self.sought.awaits(&asked) {
                        true => self.sought.answered(&asked, page.clone()),
                        false => None,
                    };
                    let next = self.board.page(&asked, page);
                    sought.or(next.map(Wish::ask))
                })
            }
            ListQuestion::FilterDialogs(asked) => {
                if let Some(found) = FilterDialogs::given(answer) {
                    self.board.filtered(&asked, found);
                }
                None
            }
            ListQuestion::CountDialogs(asked) => {
                if let Some(more) = CountDialogs::given(answer) {
                    self.board.was_counted(&asked, more);
                }
                None
            }
            ListQuestion::NextUnanswered(asked) => {
                let next = NextUnanswered::given(answer);
                let next = next.and_then(|next| next.dialogs.first().copied());
                // He may have gone elsewhere meanwhile.
                let next = next.filter(|_| self.open() == Some(asked.but));
                next.map(|next| Wish::Go(Place::Dialogs(Some(next))))
            }
            ListQuestion::ListVariables(_) => {
                if let Some(listed) = ListVariables::given(answer) {
                    self.variables.set(listed.names);
                }
                None
            }
            ListQuestion::ListValues(asked) => {
                if let Some(listed) = ListValues::given(answer) {
                    self.card_values.told(&asked, listed);
                }
                None
            }
            ListQuestion::CountSelected(asked) => {
                let counted = CountSelected::given(answer);
                counted.and_then(|counted| self.selection_counted(asked, counted))
            }
            ListQuestion::Unknown => None,
        };
        next.into_iter().collect()
    }

    /// A question was carried out, and this came of it.
    pub(super) fn answered(&mut self, question: Question, answer: Answer) -> Vec<Wish> {
        let form = Manner::of(&question).form();
        let (progress, wishes) = match question {
            Question::List(asked) => return self.listed(asked, answer),
            Question::Dialogs(DialogQuestion::OpenDialog(asked)) => {
                let mut wishes = Vec::new();
                if let Some(opened) = OpenDialog::given(answer) {
                    // Its number may lead to another one.
                    wishes.extend(self.follow(asked.dialog, opened.dialog.id));
                    self.opened(opened);
                }
                wishes.extend(self.reach_message());
                return wishes;
            }
            Question::Dialogs(DialogQuestion::History(asked)) => {
                if let Some(page) = History::given(answer)
                    && let Some(thread) = self.thread_mut(asked.dialog)
                {
                    thread.older(page.messages, page.more);
                }
                return self.reach_message();
            }
            Question::Dialogs(DialogQuestion::FirstText(asked)) => {
                let first = FirstText::given(answer);
                *self.first_said = first.map(|first| (asked.message, first));
                return vec![];
            }
            Question::Dialogs(DialogQuestion::Close(asked)) => {
                *self.closed = Some(asked.dialog);
                (Some(Progress::Done), vec![Wish::GoOn(asked.dialog)])
            }
            Question::Dialogs(DialogQuestion::MarkSpam(asked)) => {
                let spammed = MarkSpam::given(answer);
                *self.done = spammed.map(|spammed| Undoable::Spam(asked.dialog, spammed));
                (Some(Progress::Done), vec![Wish::GoOn(asked.dialog)])
            }
            // Put off, it is gone on from, as from a closed one.
            Question::Dialogs(DialogQuestion::SnoozeDialog(asked)) => {
                *self.done = Some(Undoable::Snoozed(asked.dialog));
                (Some(Progress::Done), vec![Wish::GoOn(asked.dialog)])
            }
            Question::Dialogs(DialogQuestion::UndoSpam(_) | DialogQuestion::WakeDialog(_)) => {
                self.done.set(None);
                (Some(Progress::Done), vec![])
            }
            Question::Dialogs(DialogQuestion::SaveDraft(asked)) => {
                let saved = SaveDraft::given(answer);
                return saved.map_or_else(Vec::new, |saved| self.draft_saved(asked.dialog, saved));
            }
            // Looked at, it would be unread no more.
            Question::Dialogs(DialogQuestion::MarkUnread(asked)) => {
                let is_open = self.open() == Some(asked.dialog);
                let away = is_open.then_some(Wish::Go(Place::Dialogs(None)));
                (Some(Progress::Done), away.into_iter().collect())
            }
            Question::Dialogs(DialogQuestion::Reopen(asked)) => {
                (Some(Progress::Done), self.reopened(asked.dialog))
            }
            Question::Sites(SiteQuestion::AddSite(_)) => {
                (AddSite::given(answer).map(|site| self.made(site)), vec![])
            }
            Question::Team(TeamQuestion::ListPeople(_)) => {
                if let Some(listed) = ListPeople::given(answer) {
                    *self.people = Some(listed);
                }
                return vec![];
            }
            Question::Team(TeamQuestion::ListPresence(_)) => {
                if let Some(listed) = ListPresence::given(answer) {
                    let of = listed.of.into_iter().map(|one| (one.id, one.presence));
                    let was_online = self.is_online();
                    *self.presence = of.collect();
                    if was_online && !self.is_online() {
                        return self.tell_touched();
                    }
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
            Question::Tokens(TokenQuestion::ListTokens(_)) => {
                if let Some(listed) = ListTokens::given(answer) {
                    *self.tokens = Some(listed);
                }
                return vec![];
            }
            Question::Tokens(_) => (Some(Progress::Done), self.look_at_tokens()),
            Question::Marks(MarkQuestion::CountMarks(_)) => {
                if let Some(counted) = CountMarks::given(answer) {
                    let pair = |count: &MarkCount| (count.mark, count.n);
                    *self.mark_counts = counted.counts.iter().map(pair).collect();
                }
                return vec![];
            }
            Question::Replies(ReplyQuestion::ListSavedReplies(asked)) => {
                let page = ListSavedReplies::given(answer);
                let next = page.and_then(|page| self.saved_replies.told(&asked, page));
                return next.map(Wish::ask).into_iter().collect();
            }
            Question::Clients(ClientQuestion::ListClients(asked)) => {
                let page = ListClients::given(answer);
                return page.map_or_else(Vec::new, |page| self.clients_listed(&asked, page));
            }
            Question::Clients(ClientQuestion::CountClients(asked)) => {
                if let Some(more) = CountClients::given(answer) {
                    self.client_list.was_counted(&asked, more);
                }
                return vec![];
            }
            Question::Clients(ClientQuestion::FilterClients(asked)) => {
                if let Some(found) = FilterClients::given(answer) {
                    self.client_list.filtered(&asked, found);
                }
                return vec![];
            }
            Question::Search(SearchQuestion::SearchMessages(asked)) => {
                let page = SearchMessages::given(answer);
                let next = page.and_then(|page| self.messages.answered(&asked, page));
                return next.into_iter().collect();
            }
            Question::Clients(ClientQuestion::OpenClient(asked)) => {
                let card = OpenClient::given(answer);
                let go = card.and_then(|card| self.client_opened(asked, card));
                return go.into_iter().collect();
            }
            Question::Clients(ClientQuestion::ListClientDialogs(asked)) => {
                if let Some(page) = ListClientDialogs::given(answer) {
                    self.client_dialogs_told(&asked, &page);
                }
                return vec![];
            }
            Question::Clients(ClientQuestion::AddClient(_)) => {
                let made = AddClient::given(answer);
                let place = made.map(|client| Wish::Go(Place::Clients(Some(client.id))));
                (Some(Progress::Done), place.into_iter().collect())
            }
            Question::Clients(ClientQuestion::WriteFirst(asked)) => {
                // He may have gone elsewhere meanwhile.
                let written = WriteFirst::given(answer).filter(|_| self.shows(asked.client));
                let place = written.map(|it| Wish::Go(Place::Dialogs(Some(it.dialog))));
                (Some(Progress::Done), place.into_iter().collect())
            }
            Question::Clients(ClientQuestion::PreviewMerge(_)) => {
                let preview = PreviewMerge::given(answer);
                (
                    preview.map(|merged| Progress::Preview(Box::new(merged))),
                    vec![],
                )
            }
            Question::Dialogs(DialogQuestion::PreviewDialogMerge(_)) => {
                let preview = PreviewDialogMerge::given(answer);
                let progress = preview.map(|merge| Progress::Messages(merge.n_messages));
                (progress, vec![])
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
                *self.extent = extent.map(|extent| (asked.client, extent));
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
                | ClientQuestion::SetClientVariable(_)
                | ClientQuestion::BlockClient(_)
                | ClientQuestion::UnblockClient(_)
                | ClientQuestion::BindClient(_)
                | ClientQuestion::PauseClient(_)
                | ClientQuestion::UnpauseClient(_),
            )
            | Question::Marks(MarkQuestion::RenameMark(_) | MarkQuestion::RouteTag(_))
            | Question::Dialogs(
                DialogQuestion::NoReplyNeeded(_)
                | DialogQuestion::MarkRead(_)
                | DialogQuestion::PinDialog(_)
                | DialogQuestion::UnpinDialog(_)
                | DialogQuestion::SeeMention(_)
                | DialogQuestion::Assign(_)
                | DialogQuestion::TransferDialog(_)
                | DialogQuestion::EditMessage(_)
                | DialogQuestion::WithdrawMessage(_)
                | DialogQuestion::ResendMessage(_)
                | DialogQuestion::MergeDialogs(_)
                | DialogQuestion::TagDialog(_)
                | DialogQuestion::UntagDialog(_),
            )
            // What has become of it was told to all consoles, also to this one.
            | Question::Filters(
                FilterQuestion::SaveFilter(_)
                | FilterQuestion::ChangeSavedFilter(_)
                | FilterQuestion::DeleteSavedFilter(_)
                | FilterQuestion::RestoreSavedFilter(_),
            )
            | Question::Replies(
                ReplyQuestion::SaveReply(_)
                | ReplyQuestion::ChangeSavedReply(_)
                | ReplyQuestion::DeleteSavedReply(_)
                | ReplyQuestion::RestoreSavedReply(_)
                | ReplyQuestion::UsedSavedReply(_),
            )
            | Question::Jobs(
                JobQuestion::BeginExport(_) | JobQuestion::CancelJob(_) | JobQuestion::DismissJob(_),
            )
            | Question::Team(
                TeamQuestion::RenameMe(_)
                | TeamQuestion::SetAvailability(_)
                | TeamQuestion::SetIdle(_),
            )
            | Question::Channels(
                ChannelQuestion::AddChannel(_)
                | ChannelQuestion::RenameChannel(_)
                | ChannelQuestion::DeleteChannel(_),
            )
            | Question::Sites(SiteQuestion::MoveSite(_)) => (Some(Progress::Done), vec![]),
            Question::Imports(_) => {
                if let Answer::Imports(answer) = answer {
                    let n_heard = self.imported.0 + 1;
                    *self.imported = (n_heard, Some(answer));
                }
                (Some(Progress::Done), vec![])
            }
            Question::Jobs(JobQuestion::BeginBulk(asked)) => {
                if let Some(begun) = BeginBulk::given(answer) {
                    self.bulk_begun(Some(asked), begun.job);
                }
                (Some(Progress::Done), vec![])
            }
            Question::Jobs(JobQuestion::UndoJob(_)) => {
                if let Some(begun) = UndoJob::given(answer) {
                    self.bulk_begun(None, begun.job);
                }
                (Some(Progress::Done), vec![])
            }
            Question::Webhooks(asked) => self.webhooks.answered(&asked, answer),
            Question::Channels(ChannelQuestion::SaveChannel(asked)) => {
                let saved = SaveChannel::given(answer);
                (saved.map(|saved| self.saved_channel(asked, saved)), vec![])
            }
            Question::Sites(SiteQuestion::SaveSite(asked)) => {
                let saved = SaveSite::given(answer);
                (saved.map(|saved| self.saved_site(asked, saved)), vec![])
            }
            Question::Center(CenterQuestion::SaveCenter(asked)) => {
                let saved = SaveCenter::given(answer);
                (saved.map(|saved| self.saved_center(asked, saved)), vec![])
            }
            Question::Search(SearchQuestion::Unknown)
            | Question::Dialogs(DialogQuestion::Unknown)
            | Question::Clients(ClientQuestion::Unknown)
            | Question::Marks(MarkQuestion::Unknown)
            | Question::Team(TeamQuestion::Unknown)
            | Question::Channels(ChannelQuestion::Unknown)
            | Question::Sites(SiteQuestion::Unknown)
            | Question::Center(CenterQuestion::Unknown)
            | Question::Filters(FilterQuestion::Unknown)
            | Question::Replies(ReplyQuestion::Unknown)
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
            deliveries,
            card,
        } = opened;
        let is_first = |thread: &Thread| thread.load == Load::First;
        if self.open() == Some(dialog.id) && self.thread(dialog.id).is_some_and(is_first) {
            // By its address: what its card says was not known before.
            let known = *self.new_after;
            self.new_after.set(known.or(new_after(&dialog)));
        }
        self.answered_since_draft(dialog.id, &messages);
        if let Some(thread) = self.thread_mut(dialog.id) {
            thread.tags = tags;
            thread.deliveries = deliveries;
            thread.newest(messages, more, card);
        }
        self.board.put(dialog);
    }

    fn made(&mut self, site: Site) -> Progress {
        let made = Progress::Made(site.id.clone());
        if let Some(roster) = &mut *self.roster {
            roster.put_site(site);
        }
        made
    }

    /// A section of a site was saved, or a colleague's was before: either is what it
    /// says now.
    fn saved_site(&mut self, asked: SaveSite, saved: Saved<SiteSection>) -> Progress {
        let progress = Progress::of(&saved);
        if let Some(roster) = &mut *self.roster {
            let section = saved.newer.unwrap_or(asked.section);
            roster.put_site_section(&asked.site, saved.version, section);
        }
        progress
    }

    /// The same of a channel.
    fn saved_channel(&mut self, asked: SaveChannel, saved: Saved<ChannelSection>) -> Progress {
        let progress = Progress::of(&saved);
        if let Some(roster) = &mut *self.roster {
            let section = saved.newer.unwrap_or(asked.section);
            roster.put_channel_section(asked.channel, saved.version, section);
        }
        progress
    }

    /// The same of the center.
    fn saved_center(&mut self, asked: SaveCenter, saved: Saved<CenterSection>) -> Progress {
        let progress = Progress::of(&saved);
        if let Some(roster) = &mut *self.roster {
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

    pub(super) fn refused(&mut self, ask: Ask, refusal: Refusal) -> Vec<Wish> {
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
            Some(Question::Dialogs(DialogQuestion::SaveDraft(asked))) => {
                self.drafts.refused(asked.dialog);
            }
            Some(Question::List(ListQuestion::ListDialogs(asked))) => {
                self.sought.refused(&asked);
                return match self.board.was_refused(&asked) {
                    true => self.ask_list(),
                    false => vec![],
                };
            }
            Some(Question::Clients(ClientQuestion::ListClients(asked))) => {
                return self.clients_refused(&asked);
            }
            Some(Question::Search(SearchQuestion::SearchMessages(asked))) => {
                self.messages.refused(&asked);
            }
            Some(Question::List(ListQuestion::FilterDialogs(asked))) => {
                self.board.was_not_filtered(&asked);
            }
            // Without them cards are whole enough.
            Some(Question::List(ListQuestion::ListValues(asked))) => {
                let clients = Vec::new();
                self.card_values.told(&asked, ListedValues { clients });
            }
            Some(Question::Clients(ClientQuestion::FilterClients(asked))) => {
                self.client_list.was_not_filtered(&asked);
            }
            Some(Question::Clients(ClientQuestion::OpenClient(asked))) => {
                let is_shown = *self.place == Place::Clients(Some(asked.client));
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

    pub(super) fn settle(&mut self, question: &Question, progress: Progress) {
        if let Some(form) = Manner::of(question).form() {
            self.forms.insert(form, progress);
        }
    }

    /// Whether a dialog was on this screen before.
    pub(super) fn has_seen(&self, dialog: DialogId) -> bool {
        let thread = self.thread(dialog);
        thread.is_some_and(|thread| thread.card.is_some() || thread.load == Load::Gone)
    }

    pub(super) fn load_of(&mut self, dialog: DialogId, load: Load) {
        if let Some(thread) = self.thread_mut(dialog) {
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
