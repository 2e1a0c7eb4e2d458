//! What the console asks the relay, and how far each request of the operator is.

use beseda_client::asks::Repeat;
use beseda_protocol::dialog::{Filter, ListPlace};
use beseda_protocol::ids::{Ask, DialogId, MessageId, OperatorId, SiteId};
use beseda_protocol::operator::{FromOperator, Role};
use beseda_protocol::refusal::Refusal;
use beseda_protocol::site::Look;

/// A question whose answer is awaited.
#[derive(Debug, Clone, PartialEq)]
pub enum Question {
    /// A page of the list.
    List {
        /// Which dialogs.
        filter: Filter,
        /// Behind which card.
        behind: Option<ListPlace>,
    },
    /// A dialog with its newest page.
    Dialog(DialogId),
    /// Messages before one.
    History {
        /// In which dialog.
        dialog: DialogId,
        /// The oldest that is shown.
        before: MessageId,
    },
    /// Closes a dialog.
    Close(DialogId),
    /// Opens it again.
    Reopen(DialogId),
    /// Says that what its client wrote needs no reply.
    NoReplyNeeded(DialogId),
    /// Makes somebody responsible, or nobody.
    Assign {
        /// For which dialog.
        dialog: DialogId,
        /// Who.
        to: Option<OperatorId>,
    },
    /// Names the center.
    SaveCenter {
        /// Its name.
        name: String,
        /// Its language.
        locale: String,
        /// IANA name.
        time_zone: String,
    },
    /// Makes a site.
    AddSite {
        /// Its name.
        name: String,
        /// Where it lives.
        origins: Vec<String>,
        /// How the widget looks.
        look: Look,
    },
    /// Changes a site.
    SaveSite {
        /// Which.
        site: SiteId,
        /// Its name.
        name: String,
        /// All its origins.
        origins: Vec<String>,
        /// How the widget looks.
        look: Look,
        /// X6, in ms.
        reopen_within_ms: u64,
    },
    /// Changes the own name.
    RenameMe(String),
    /// Makes an invitation.
    Invite(Role),
    /// Makes a reset link.
    ResetLink(OperatorId),
}

/// A place on a screen where the outcome of a question is shown.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Form {
    /// The head of a dialog: close, reopen, no reply needed, assign.
    Dialog(DialogId),
    /// The center's settings.
    Center,
    /// A new site.
    NewSite,
    /// A site's settings.
    Site(SiteId),
    /// The own name.
    Me,
    /// An invitation.
    Invite,
    /// A colleague's reset link.
    ResetLink(OperatorId),
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
    /// It was not.
    Failed(Refusal),
    /// The line was cut: nobody knows.
    Lost,
    /// There was no line to ask it on, and it was not kept for later.
    NoLine,
}

impl Question {
    /// The frame that asks it.
    pub fn frame(&self, ask: Ask) -> FromOperator {
        match self.clone() {
            Self::List { filter, behind } => FromOperator::List {
                ask,
                filter,
                behind,
            },
            Self::Dialog(dialog) => FromOperator::Dialog { ask, dialog },
            Self::History { dialog, before } => FromOperator::History {
                ask,
                dialog,
                before,
            },
            Self::Close(dialog) => FromOperator::Close { ask, dialog },
            Self::Reopen(dialog) => FromOperator::Reopen { ask, dialog },
            Self::NoReplyNeeded(dialog) => FromOperator::NoReplyNeeded { ask, dialog },
            Self::Assign { dialog, to } => FromOperator::Assign { ask, dialog, to },
            Self::SaveCenter {
                name,
                locale,
                time_zone,
            } => FromOperator::SaveCenter {
                ask,
                name,
                locale,
                time_zone,
            },
            Self::AddSite {
                name,
                origins,
                look,
            } => FromOperator::AddSite {
                ask,
                name,
                origins,
                look: Some(look),
            },
            Self::SaveSite {
                site,
                name,
                origins,
                look,
                reopen_within_ms,
            } => FromOperator::SaveSite {
                ask,
                site,
                name,
                origins,
                look,
                reopen_within_ms,
            },
            Self::RenameMe(name) => FromOperator::RenameMe { ask, name },
            Self::Invite(role) => FromOperator::Invite { ask, role },
            Self::ResetLink(operator) => FromOperator::ResetLink { ask, operator },
        }
    }

    /// Whether it may be asked again after a cut. What makes something may not; nor
    /// may what is decided on a sight of the dialog that may be over: closing it late
    /// (or saying that it needs no reply) would hide what the client wrote since,
    /// assigning it late undo a colleague.
    pub fn repeat(&self) -> Repeat {
        match self {
            Self::AddSite { .. } | Self::Invite(_) | Self::ResetLink(_) => Repeat::Never,
            _ if self.is_for_now() => Repeat::Never,
            _ => Repeat::Safe,
        }
    }

    /// Whether it is meant for the dialog as it is seen now, and not for later.
    pub fn is_for_now(&self) -> bool {
        matches!(
            self,
            Self::Close(_) | Self::Reopen(_) | Self::NoReplyNeeded(_) | Self::Assign { .. }
        )
    }

    /// Where its outcome is shown.
    pub fn form(&self) -> Option<Form> {
        Some(match self {
            Self::List { .. } | Self::Dialog(_) | Self::History { .. } => return None,
            Self::Close(dialog)
            | Self::Reopen(dialog)
            | Self::NoReplyNeeded(dialog)
            | Self::Assign { dialog, .. } => Form::Dialog(*dialog),
            Self::SaveCenter { .. } => Form::Center,
            Self::AddSite { .. } => Form::NewSite,
            Self::SaveSite { site, .. } => Form::Site(site.clone()),
            Self::RenameMe(_) => Form::Me,
            Self::Invite(_) => Form::Invite,
            Self::ResetLink(operator) => Form::ResetLink(*operator),
        })
    }
}
