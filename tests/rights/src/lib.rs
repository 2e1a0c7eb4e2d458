//! Who may what: the table of the product, written down a second time. The center's rules
//! are held to it natively, and the relay over its sockets and routes.
//!
//! Everybody asks everything about a dialog of each kind. A question that has no place
//! here yet fails both.

mod question;

use beseda_protocol::ask::Need;
use beseda_protocol::ids::{ClientId, DialogId};
use beseda_protocol::refusal::Code;
use beseda_protocol::team::{Others, Role};

pub use question::{all, question};

/// Who asks. All but administrators see the first channel only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Viewer {
    /// What he is called.
    pub name: &'static str,
    /// What he is.
    pub role: Role,
    /// What he may do in his colleagues' dialogs, if he is an operator.
    pub others: Others,
}

/// Everybody who asks; the last is the owner.
pub const VIEWERS: [Viewer; 6] = [
    Viewer::new("answers", Role::Operator, Others::Answerable),
    Viewer::new("reads", Role::Operator, Others::Readable),
    Viewer::new("owns", Role::Operator, Others::Hidden),
    Viewer::new("sue", Role::Supervisor, Others::Hidden),
    Viewer::new("adam", Role::Administrator, Others::Hidden),
    Viewer::new("ada", Role::Owner, Others::Answerable),
];

impl Viewer {
    const fn new(name: &'static str, role: Role, others: Others) -> Self {
        Self { name, role, others }
    }
}

/// A dialog that is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Of the viewer.
    Own,
    /// Of nobody.
    Free,
    /// Of a colleague.
    Others,
    /// Of a channel that is not the first.
    Elsewhere,
    /// There is none.
    Absent,
}

impl Kind {
    /// Each of them.
    pub const ALL: [Self; 5] = [
        Self::Own,
        Self::Free,
        Self::Others,
        Self::Elsewhere,
        Self::Absent,
    ];
}

/// By which numbers a dialog is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Object {
    /// Of the dialog.
    pub dialog: DialogId,
    /// Of its client, who has no other.
    pub client: ClientId,
}

/// Whether a viewer may what a question needs, of a dialog of this kind, or of its client.
pub fn expected(viewer: Viewer, need: Need, kind: Kind) -> Option<Code> {
    let administers = matches!(viewer.role, Role::Owner | Role::Administrator);
    let is_operator = viewer.role == Role::Operator;
    let in_dialog = |acts: bool| match (kind, viewer.others) {
        (Kind::Own | Kind::Free, _) => None,
        (Kind::Others, Others::Hidden) if is_operator => Some(Code::NotFound),
        (Kind::Others, Others::Readable) if is_operator && acts => Some(Code::Forbidden),
        (Kind::Others, _) => None,
        (Kind::Elsewhere, _) if administers => None,
        (Kind::Elsewhere | Kind::Absent, _) => Some(Code::NotFound),
    };
    match need {
        Need::SignedIn => None,
        Need::Supervise => is_operator.then_some(Code::Forbidden),
        Need::Administer => (!administers).then_some(Code::Forbidden),
        Need::Own if viewer.role == Role::Owner => None,
        Need::Own if administers => Some(Code::OwnerOnly),
        Need::Own => Some(Code::Forbidden),
        // There is no such job, no such saved filter, and no such saved reply.
        Need::Job(_) | Need::SavedFilter(_) | Need::SavedReply(_) | Need::SavedReplyToUse(_) => {
            Some(Code::NotFound)
        }
        Need::See(_) | Need::Client(_) | Need::Clients(..) => in_dialog(false),
        Need::Answer(_) | Need::AnswerBoth(..) | Need::AnswerClient(_) => in_dialog(true),
        Need::Assign(..) => {
            let takes_away = is_operator && kind == Kind::Others;
            in_dialog(true).or(takes_away.then_some(Code::Forbidden))
        }
    }
}

/// Whether what became of a question is what the table says. What is not about a dialog is
/// asked so that it changes nothing: of what there is not, or in a way that is not
/// acceptable, and that is found out behind the check.
pub fn agrees(viewer: Viewer, need: Need, kind: Kind, refused: Option<Code>) -> bool {
    let expected = expected(viewer, need.clone(), kind);
    let is_about_dialog = matches!(need, Need::See(_) | Need::Answer(_) | Need::Assign(..));
    let is_found_out = match refused {
        Some(Code::NotFound | Code::Invalid) => !is_about_dialog,
        // What is put on it is gone.
        Some(Code::Stale) => true,
        _ => false,
    };
    refused == expected || (expected.is_none() && is_found_out)
}
