//! What the console must know of each question beside its definition in `protocol`,
//! and how far each request of the operator is.

use beseda_client::asks::Repeat;
use beseda_protocol::ask::Question;
use beseda_protocol::ask::center::CenterQuestion;
use beseda_protocol::ask::channels::ChannelQuestion;
use beseda_protocol::ask::clients::{ClientQuestion, Merged};
use beseda_protocol::ask::dialogs::DialogQuestion;
use beseda_protocol::ask::filters::FilterQuestion;
use beseda_protocol::ask::imports::ImportQuestion;
use beseda_protocol::ask::jobs::JobQuestion;
use beseda_protocol::ask::marks::MarkQuestion;
use beseda_protocol::ask::replies::ReplyQuestion;
use beseda_protocol::ask::search::SearchQuestion;
use beseda_protocol::ask::sites::SiteQuestion;
use beseda_protocol::ask::team::TeamQuestion;
use beseda_protocol::ask::tokens::TokenQuestion;
use beseda_protocol::ask::webhooks::WebhookQuestion;
use beseda_protocol::channel::ChannelSection;
use beseda_protocol::client::ContactKind;
use beseda_protocol::ids::{
    ChannelId, ClientId, DialogId, InvitationId, JobId, MarkId, MessageId, OperatorId,
    SavedFilterId, SavedReplyId, SiteId, TokenId, WebhookId,
};
use beseda_protocol::json::Wire;
use beseda_protocol::mark::MarkKind;
use beseda_protocol::refusal::Refusal;
use beseda_protocol::settings::{CenterSection, Saved};
use beseda_protocol::site::SiteSection;

use super::{Line, Model};

/// A place on a screen where the outcome of a question is shown.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Form {
    /// The head of a dialog: close, reopen, no reply needed, assign.
    Dialog(DialogId),
    /// The pin of a dialog.
    Pin(DialogId),
    /// A filter that is saved under a new name.
    NewFilter,
    /// A saved filter.
    SavedFilter(SavedFilterId),
    /// A reply that is saved.
    NewReply,
    /// A saved reply.
    SavedReply(SavedReplyId),
    /// A new client.
    NewClient,
    /// What would come of merging a client with another.
    Preview(ClientId),
    /// A part of a client's card, by his number.
    Client(ClientId, Part),
    /// Merging a dialog with another one, in which it goes.
    DialogMerge(DialogId),
    /// The tags on a dialog.
    Tags(DialogId),
    /// A new tag, label or list.
    NewMark(MarkKind),
    /// A tag, a label or a list.
    Mark(MarkId),
    /// Deleting a client for good.
    Deletion(ClientId),
    /// A new channel.
    NewChannel,
    /// A channel.
    Channel(ChannelId),
    /// Who becomes responsible for a channel's dialogs.
    Assignment(ChannelId),
    /// Whether operators may begin a channel's dialogs.
    WritingFirst(ChannelId),
    /// How long a channel's clients should wait at most.
    ReplyTimes(ChannelId),
    /// Business hours: of a channel, or of the center.
    Hours(Option<ChannelId>),
    /// What a channel answers by itself.
    Automatic(ChannelId),
    /// The channel of a site.
    SiteChannel(SiteId),
    /// A bulk act.
    Bulk,
    /// A file that is made.
    Export,
    /// An import.
    Import,
    /// A new webhook.
    NewWebhook,
    /// A webhook.
    Webhook(WebhookId),
    /// A job.
    Job(JobId),
    /// The center's name, language and time zone.
    Center,
    /// What the badge counts.
    Badge,
    /// When silent dialogs close.
    Silence,
    /// A new site.
    NewSite,
    /// A section of a site's settings.
    Site(SiteId, SitePart),
    /// An own message that is changed or withdrawn, or one that is sent again.
    Message(MessageId),
    /// The own name.
    Me,
    /// A new invitation.
    Invite,
    /// An invitation that exists.
    Invitation(InvitationId),
    /// A colleague's role, what he sees, and whether he can sign in.
    Employee(OperatorId),
    /// A colleague's reset link.
    ResetLink(OperatorId),
    /// A token of the API.
    Token(TokenId),
}

/// A part of a client's card that is written by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// Whether he is a customer, and which.
    Customer,
    /// Whether he is blocked or paused.
    Standing,
    /// His name.
    Name,
    /// The comment on him.
    Comment,
    /// Phones.
    Phones,
    /// E-mails.
    Emails,
    /// Labels on him, and the lists he is in.
    Marks,
    /// Variables.
    Variables,
    /// Notes on him.
    Notes,
    /// What is written to him first.
    WritingFirst,
}

/// A section of a site's settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SitePart {
    /// Name and addresses.
    General,
    /// The widget's look.
    Look,
    /// When a closed dialog is opened again.
    Reopening,
    /// How visitors are met.
    Welcome,
    /// What it says first.
    Triggers,
    /// What visitors meet when nobody is there.
    OfflineForm,
    /// What it keeps of where visitors go.
    Tracking,
    /// What it asks of visitors.
    Asking,
    /// What they have to agree to.
    Consent,
}

impl From<ContactKind> for Part {
    fn from(kind: ContactKind) -> Self {
        match kind {
            ContactKind::Phone => Self::Phones,
            ContactKind::Email => Self::Emails,
        }
    }
}

/// How far the request of a form is.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Progress {
    /// Nothing was asked.
    #[default]
    Idle,
    /// The answer is awaited.
    Busy,
    /// It was carried out.
    Done,
    /// It was carried out; this path is shown once.
    Link(String),
    /// It made this site.
    Made(SiteId),
    /// A section of settings was saved as this version.
    Saved(u32),
    /// Somebody has saved the section meanwhile: nothing of this was.
    Stale,
    /// This would come of it.
    Preview(Box<Merged>),
    /// It would be about so many messages.
    Messages(u64),
    /// It was not.
    Failed(Refusal),
    /// The line was cut: nobody knows.
    Lost,
    /// There was no line to ask it on, and it was not kept for later.
    NoLine,
}

impl Progress {
    /// What came of saving a section of settings.
    pub fn of<T: Wire>(saved: &Saved<T>) -> Self {
        match saved.newer {
            None => Self::Saved(saved.version),
            Some(_) => Self::Stale,
        }
    }
}

/// How a question is asked: where its outcome is shown, and whether a cut changes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Manner {
    /// A look at what there is, asked again after a cut; a screen shows its answer.
    Look,
    /// Told beside what the operator does: asked once, and no screen shows its outcome.
    Aside,
    /// The same, but asked again after a cut: who asks finds his own work.
    Again,
    /// A change that does no harm twice: asked again after a cut.
    Change(Form),
    /// It makes something: never asked again by itself.
    Once(Form),
    /// Decided on a sight of the dialog, or the colleague, that may be over: neither asked again nor kept
    /// for a line to come. Closing late (or saying that no reply is needed) would hide
    /// what the client wrote since, assigning late undo a colleague.
    ForNow(Form),
}

impl Manner {
    /// Of a question.
    pub fn of(question: &Question) -> Self {
        match question {
            Question::List(_)
            | Question::Dialogs(
                DialogQuestion::OpenDialog(_)
                | DialogQuestion::History(_)
                | DialogQuestion::FirstText(_)
                | DialogQuestion::Unknown,
            )
            | Question::Marks(MarkQuestion::CountMarks(_) | MarkQuestion::Unknown)
            | Question::Team(
                TeamQuestion::ListPeople(_) | TeamQuestion::ListPresence(_) | TeamQuestion::Unknown,
            )
            | Question::Channels(ChannelQuestion::Unknown)
            | Question::Sites(SiteQuestion::Unknown)
            | Question::Center(CenterQuestion::Unknown)
            | Question::Search(SearchQuestion::SearchMessages(_) | SearchQuestion::Unknown)
            | Question::Filters(FilterQuestion::Unknown)
            | Question::Replies(ReplyQuestion::ListSavedReplies(_) | ReplyQuestion::Unknown)
            | Question::Jobs(JobQuestion::Unknown)
            | Question::Tokens(TokenQuestion::ListTokens(_) | TokenQuestion::Unknown)
            | Question::Unknown => Self::Look,
            Question::Tokens(TokenQuestion::SetTokenChannels(asked)) => {
                Self::Change(Form::Token(asked.token))
            }
            Question::Tokens(TokenQuestion::LoadChannels(asked)) => {
                Self::Change(Form::Token(asked.token))
            }
            Question::Tokens(TokenQuestion::RevokeToken(asked)) => {
                Self::Change(Form::Token(asked.token))
            }
            Question::Filters(FilterQuestion::SaveFilter(_)) => Self::Once(Form::NewFilter),
            Question::Filters(FilterQuestion::ChangeSavedFilter(asked)) => {
                Self::Change(Form::SavedFilter(asked.filter.clone()))
            }
            Question::Filters(FilterQuestion::DeleteSavedFilter(asked)) => {
                Self::Change(Form::SavedFilter(asked.filter.clone()))
            }
            Question::Filters(FilterQuestion::RestoreSavedFilter(asked)) => {
                Self::Change(Form::SavedFilter(asked.filter.clone()))
            }
            Question::Replies(ReplyQuestion::UsedSavedReply(_)) => Self::Aside,
            Question::Replies(ReplyQuestion::SaveReply(_)) => Self::Once(Form::NewReply),
            Question::Replies(ReplyQuestion::ChangeSavedReply(asked)) => {
                Self::Change(Form::SavedReply(asked.reply.clone()))
            }
            Question::Replies(ReplyQuestion::DeleteSavedReply(asked)) => {
                Self::Change(Form::SavedReply(asked.reply.clone()))
            }
            Question::Replies(ReplyQuestion::RestoreSavedReply(asked)) => {
                Self::Change(Form::SavedReply(asked.reply.clone()))
            }
            Question::Clients(asked) => of_client(asked),
            Question::Marks(MarkQuestion::AddMark(asked)) => Self::Once(Form::NewMark(asked.kind)),
            Question::Marks(MarkQuestion::RenameMark(asked)) => {
                Self::Change(Form::Mark(asked.mark))
            }
            Question::Marks(MarkQuestion::RouteTag(asked)) => Self::Change(Form::Mark(asked.mark)),
            Question::Marks(MarkQuestion::MergeMark(asked)) => Self::Once(Form::Mark(asked.mark)),
            Question::Marks(MarkQuestion::DeleteMark(asked)) => Self::Once(Form::Mark(asked.mark)),
            Question::Dialogs(DialogQuestion::SaveDraft(_) | DialogQuestion::SeeMention(_)) => {
                Self::Again
            }
            Question::Dialogs(DialogQuestion::TagDialog(asked)) => {
                Self::Change(Form::Tags(asked.dialog))
            }
            Question::Dialogs(DialogQuestion::UntagDialog(asked)) => {
                Self::Change(Form::Tags(asked.dialog))
            }
            Question::Dialogs(DialogQuestion::PreviewDialogMerge(asked)) => {
                Self::ForNow(Form::DialogMerge(asked.dialog))
            }
            Question::Dialogs(DialogQuestion::MergeDialogs(asked)) => {
                Self::Once(Form::DialogMerge(asked.dialog))
            }
            Question::Dialogs(DialogQuestion::EditMessage(asked)) => {
                Self::Change(Form::Message(asked.message))
            }
            Question::Dialogs(DialogQuestion::WithdrawMessage(asked)) => {
                Self::Change(Form::Message(asked.message))
            }
            // Asked again, it may have failed anew since.
            Question::Dialogs(DialogQuestion::ResendMessage(asked)) => {
                Self::ForNow(Form::Message(asked.message))
            }
            Question::Dialogs(DialogQuestion::Close(asked)) => {
                Self::ForNow(Form::Dialog(asked.dialog))
            }
            Question::Dialogs(DialogQuestion::Reopen(asked)) => {
                Self::ForNow(Form::Dialog(asked.dialog))
            }
            Question::Dialogs(DialogQuestion::NoReplyNeeded(asked)) => {
                Self::ForNow(Form::Dialog(asked.dialog))
            }
            Question::Dialogs(DialogQuestion::MarkUnread(asked)) => {
                Self::ForNow(Form::Dialog(asked.dialog))
            }
            Question::Dialogs(DialogQuestion::SnoozeDialog(asked)) => {
                Self::ForNow(Form::Dialog(asked.dialog))
            }
            Question::Dialogs(DialogQuestion::WakeDialog(asked)) => {
                Self::ForNow(Form::Dialog(asked.dialog))
            }
            Question::Dialogs(DialogQuestion::MarkRead(asked)) => {
                Self::ForNow(Form::Dialog(asked.dialog))
            }
            Question::Dialogs(DialogQuestion::MarkSpam(asked)) => {
                Self::ForNow(Form::Dialog(asked.dialog))
            }
            Question::Dialogs(DialogQuestion::UndoSpam(asked)) => {
                Self::ForNow(Form::Dialog(asked.dialog))
            }
            Question::Dialogs(DialogQuestion::PinDialog(asked)) => {
                Self::Change(Form::Pin(asked.dialog))
            }
            Question::Dialogs(DialogQuestion::UnpinDialog(asked)) => {
                Self::Change(Form::Pin(asked.dialog))
            }
            Question::Dialogs(DialogQuestion::Assign(asked)) => {
                Self::ForNow(Form::Dialog(asked.dialog))
            }
            Question::Dialogs(DialogQuestion::TransferDialog(asked)) => {
                Self::ForNow(Form::Dialog(asked.dialog))
            }
            Question::Team(TeamQuestion::RenameMe(_) | TeamQuestion::SetAvailability(_)) => {
                Self::Change(Form::Me)
            }
            Question::Team(TeamQuestion::SetIdle(_)) => Self::Aside,
            Question::Team(TeamQuestion::ChangeRole(asked)) => {
                Self::ForNow(Form::Employee(asked.employee))
            }
            Question::Team(TeamQuestion::SetAccess(asked)) => {
                Self::ForNow(Form::Employee(asked.employee))
            }
            Question::Team(TeamQuestion::HandOver(asked)) => Self::ForNow(Form::Employee(asked.to)),
            Question::Team(TeamQuestion::Disable(asked)) => {
                Self::ForNow(Form::Employee(asked.employee))
            }
            Question::Team(TeamQuestion::Enable(asked)) => {
                Self::ForNow(Form::Employee(asked.employee))
            }
            Question::Team(TeamQuestion::Revoke(asked)) => {
                Self::ForNow(Form::Invitation(asked.invitation))
            }
            Question::Team(TeamQuestion::Invite(_)) => Self::Once(Form::Invite),
            Question::Team(TeamQuestion::ResetLink(asked)) => {
                Self::Once(Form::ResetLink(asked.operator))
            }
            Question::Channels(ChannelQuestion::AddChannel(_)) => Self::Once(Form::NewChannel),
            Question::Channels(ChannelQuestion::RenameChannel(asked)) => {
                Self::Change(Form::Channel(asked.channel))
            }
            Question::Channels(ChannelQuestion::SaveChannel(asked)) => match asked.section {
                ChannelSection::Assignment { .. } => Self::Change(Form::Assignment(asked.channel)),
                ChannelSection::WritingFirst { .. } => {
                    Self::Change(Form::WritingFirst(asked.channel))
                }
                ChannelSection::ReplyTimes { .. } => Self::Change(Form::ReplyTimes(asked.channel)),
                ChannelSection::Hours { .. } => Self::Change(Form::Hours(Some(asked.channel))),
                ChannelSection::Automatic { .. } => Self::Change(Form::Automatic(asked.channel)),
                ChannelSection::Unknown => Self::Look,
            },
            Question::Channels(ChannelQuestion::DeleteChannel(asked)) => {
                Self::Once(Form::Channel(asked.channel))
            }
            Question::Sites(SiteQuestion::MoveSite(asked)) => {
                Self::ForNow(Form::SiteChannel(asked.site.clone()))
            }
            Question::Sites(SiteQuestion::AddSite(_)) => Self::Once(Form::NewSite),
            Question::Sites(SiteQuestion::SaveSite(asked)) => {
                let part = match asked.section {
                    SiteSection::General { .. } => SitePart::General,
                    SiteSection::Look { .. } => SitePart::Look,
                    SiteSection::Reopening { .. } => SitePart::Reopening,
                    SiteSection::Welcome { .. } => SitePart::Welcome,
                    SiteSection::Triggers { .. } => SitePart::Triggers,
                    SiteSection::OfflineForm { .. } => SitePart::OfflineForm,
                    SiteSection::Tracking { .. } => SitePart::Tracking,
                    SiteSection::Asking { .. } => SitePart::Asking,
                    SiteSection::Consent { .. } => SitePart::Consent,
                    SiteSection::Unknown => return Self::Look,
                };
                Self::Change(Form::Site(asked.site.clone(), part))
            }
            Question::Center(CenterQuestion::SaveCenter(asked)) => match asked.section {
                CenterSection::General { .. } => Self::Change(Form::Center),
                CenterSection::Badge { .. } => Self::Change(Form::Badge),
                CenterSection::Silence { .. } => Self::Change(Form::Silence),
                CenterSection::Hours { .. } => Self::Change(Form::Hours(None)),
                CenterSection::Unknown => Self::Look,
            },
            Question::Imports(ImportQuestion::Unknown) => Self::Look,
            Question::Imports(ImportQuestion::BeginImport(_)) => Self::Once(Form::Import),
            // Asked again, they find the same rows, and the job that runs.
            Question::Imports(_) => Self::Change(Form::Import),
            Question::Jobs(JobQuestion::BeginBulk(_)) => Self::Once(Form::Bulk),
            Question::Webhooks(asked) => of_webhook(asked),
            Question::Jobs(JobQuestion::BeginExport(_)) => Self::Once(Form::Export),
            Question::Jobs(JobQuestion::UndoJob(asked)) => Self::Once(Form::Job(asked.job.clone())),
            Question::Jobs(JobQuestion::CancelJob(asked)) => {
                Self::Change(Form::Job(asked.job.clone()))
            }
            Question::Jobs(JobQuestion::DismissJob(asked)) => {
                Self::Change(Form::Job(asked.job.clone()))
            }
        }
    }

    /// Whether it may be asked again after a cut.
    pub fn repeat(&self) -> Repeat {
        match self {
            Self::Look | Self::Again | Self::Change(_) => Repeat::Safe,
            Self::Aside | Self::Once(_) | Self::ForNow(_) => Repeat::Never,
        }
    }

    /// Where its outcome is shown.
    pub fn form(self) -> Option<Form> {
        match self {
            Self::Look | Self::Aside | Self::Again => None,
            Self::Change(form) | Self::Once(form) | Self::ForNow(form) => Some(form),
        }
    }
}

/// What is written on a client's card does no harm twice, but for a note.
fn of_webhook(asked: &WebhookQuestion) -> Manner {
    match asked {
        WebhookQuestion::ListWebhooks(_)
        | WebhookQuestion::ListWebhookDeliveries(_)
        | WebhookQuestion::Unknown => Manner::Look,
        WebhookQuestion::AddWebhook(_) => Manner::Once(Form::NewWebhook),
        WebhookQuestion::SaveWebhook(asked) => Manner::Change(Form::Webhook(asked.webhook.clone())),
        WebhookQuestion::DeleteWebhook(asked) => {
            Manner::Change(Form::Webhook(asked.webhook.clone()))
        }
        WebhookQuestion::RotateWebhookSecret(asked) => {
            Manner::Once(Form::Webhook(asked.webhook.clone()))
        }
        WebhookQuestion::TestWebhook(asked) => Manner::Once(Form::Webhook(asked.webhook.clone())),
        WebhookQuestion::ResendWebhookDeliveries(asked) => {
            Manner::Once(Form::Webhook(asked.webhook.clone()))
        }
    }
}

fn of_client(asked: &ClientQuestion) -> Manner {
    let (client, part) = match asked {
        ClientQuestion::ListClients(_)
        | ClientQuestion::CountClients(_)
        | ClientQuestion::FilterClients(_)
        | ClientQuestion::OpenClient(_)
        | ClientQuestion::ListClientDialogs(_) => return Manner::Look,
        ClientQuestion::AddClient(_) => return Manner::Once(Form::NewClient),
        // Under its cid it is said once.
        ClientQuestion::WriteFirst(asked) => (asked.client, Part::WritingFirst),
        ClientQuestion::SaveCustomer(asked) => (asked.client, Part::Customer),
        ClientQuestion::PreviewMerge(asked) => {
            return Manner::ForNow(Form::Preview(asked.client));
        }
        ClientQuestion::MergeClients(asked) => {
            return Manner::Once(Form::Client(asked.client, Part::Customer));
        }
        ClientQuestion::SetClientName(asked) => (asked.client, Part::Name),
        ClientQuestion::SetClientComment(asked) => (asked.client, Part::Comment),
        ClientQuestion::AddContact(asked) => (asked.client, asked.contact.kind.into()),
        ClientQuestion::RemoveContact(asked) => (asked.client, asked.contact.kind.into()),
        ClientQuestion::AddClientNote(asked) => {
            return Manner::Once(Form::Client(asked.client, Part::Notes));
        }
        ClientQuestion::RemoveClientNote(asked) => (asked.client, Part::Notes),
        ClientQuestion::RestoreClientNote(asked) => (asked.client, Part::Notes),
        ClientQuestion::MarkClient(asked) => (asked.client, Part::Marks),
        ClientQuestion::UnmarkClient(asked) => (asked.client, Part::Marks),
        ClientQuestion::SetClientVariable(asked) => (asked.client, Part::Variables),
        ClientQuestion::BlockClient(asked) => (asked.client, Part::Standing),
        ClientQuestion::UnblockClient(asked) => (asked.client, Part::Standing),
        ClientQuestion::BindClient(asked) => (asked.client, Part::Standing),
        ClientQuestion::PauseClient(asked) => (asked.client, Part::Standing),
        ClientQuestion::UnpauseClient(asked) => (asked.client, Part::Standing),
        // Decided on how much there is of him now.
        ClientQuestion::DeleteClient(asked) => {
            return Manner::ForNow(Form::Deletion(asked.client));
        }
        ClientQuestion::MeasureClient(_) | ClientQuestion::Unknown => return Manner::Look,
    };
    Manner::Change(Form::Client(client, part))
}

impl Model {
    /// How far the request of a form is.
    pub fn progress(&self, form: &Form) -> Progress {
        self.forms.get(form).cloned().unwrap_or_default()
    }

    /// What is told of an act on a dialog. Without a line the line's own notice
    /// speaks, and for a moment after: two at once would hide each other.
    pub fn outcome(&self, dialog: DialogId) -> Progress {
        match (*self.line, self.progress(&Form::Dialog(dialog))) {
            (_, Progress::Busy) => Progress::Busy,
            (Line::Live, progress) => progress,
            _ => Progress::Idle,
        }
    }

    /// Whether the act on the open dialog was not done for want of a line.
    pub fn is_undone(&self) -> bool {
        let form = self.open().map(Form::Dialog);
        form.is_some_and(|form| self.progress(&form) == Progress::NoLine)
    }

    /// A form is shown anew: its last outcome is forgotten.
    pub fn forget(&mut self, form: &Form) {
        self.forms.remove(form);
    }

    /// Forgets how far the other forms are.
    pub(super) fn keep_forms(&mut self, keep: impl Fn(&Form, &Progress) -> bool) {
        if !self
            .forms
            .iter()
            .all(|(form, progress)| keep(form, progress))
        {
            self.forms.retain(|form, progress| keep(form, progress));
        }
    }
}
