//! Who speaks in an input, after his right to was checked in this turn.

use beseda_protocol::ids::{IdentityId, SiteId, TokenId};
use beseda_protocol::team::Employee;

use super::peer::{LineId, Whence};

/// A visitor, by his verified token.
#[derive(Debug, Clone)]
pub(crate) struct Visitor {
    pub(crate) line: LineId,
    pub(crate) identity: IdentityId,
    pub(crate) site: SiteId,
    pub(crate) whence: Whence,
}

/// An employee whose session was checked in this turn.
#[derive(Debug, Clone)]
pub(crate) struct Operator {
    pub(crate) line: LineId,
    pub(crate) me: Employee,
    /// By which token another program asks in his name; absent: he does himself.
    pub(crate) token: Option<TokenId>,
}

impl Operator {
    /// At a console.
    pub(crate) const fn at(line: LineId, me: Employee) -> Self {
        let token = None;
        Self { line, me, token }
    }

    /// Who has begun a job: it does for him what he may do, and he need not be there.
    pub(crate) fn absent(me: Employee) -> Self {
        Self::at(LineId::NOBODY, me)
    }
}
