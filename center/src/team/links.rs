//! Links that let somebody in once: invitations and new passwords. Only the
//! hash of a link's token is kept.

use beseda_protocol::ask::team::Invitation;
use beseda_protocol::ids::{InvitationId, OperatorId};
use beseda_protocol::refusal::Code;
use beseda_protocol::team::Role;

use crate::storage::fault::Fault;
use crate::storage::links::{self as rows, LinkRow};
use crate::token;
use crate::turn::current::Turn;
use crate::turn::due::{self, Due};
use crate::turn::refusals::{Stop, refuse};

/// How long a link works, in ms: 7 days.
const LIFE_MS: u64 = 7 * 24 * 60 * 60 * 1000;

/// What a link does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Link {
    /// Makes an account.
    Invitation { role: Role },
    /// Sets the password of an account.
    Reset { operator: OperatorId, role: Role },
}

impl Link {
    fn operator(self) -> Option<OperatorId> {
        match self {
            Self::Invitation { .. } => None,
            Self::Reset { operator, .. } => Some(operator),
        }
    }

    fn role(self) -> Role {
        match self {
            Self::Invitation { role } | Self::Reset { role, .. } => role,
        }
    }
}

/// Makes a link out of a token's hash. `by` is absent for whoever runs the relay.
pub(crate) fn keep(
    turn: &mut Turn<'_>,
    hash: &str,
    link: Link,
    by: Option<OperatorId>,
) -> Result<(), Stop> {
    let expires_at = turn.now.plus_ms(LIFE_MS);
    let row = LinkRow {
        token: hash.to_owned(),
        role: link.role(),
        operator: link.operator(),
        made_by: by,
        made_at: turn.now,
        expires_at,
    };
    turn.put(&LinkRow::UPSERT, row)?;
    due::schedule(turn, Due::Link, hash, expires_at)
}

/// Makes a link; the path is told once.
pub(crate) fn make(turn: &mut Turn<'_>, link: Link, by: OperatorId) -> Result<String, Stop> {
    let secret = turn.fresh_id();
    keep(turn, &token::hash(&secret), link, Some(by))?;
    Ok(match link {
        Link::Invitation { .. } => format!("/join/{secret}"),
        Link::Reset { .. } => format!("/reset/{secret}"),
    })
}

/// Invitations that still work, in the order of their making. Not that of an owner: it
/// works while there is none, so nobody is there who could look.
pub(crate) fn invitations(turn: &Turn<'_>) -> Result<Vec<Invitation>, Fault> {
    let links = rows::invitations(turn.storage, turn.now)?;
    let links = links
        .into_iter()
        .filter(|(_, link)| link.role != Role::Owner);
    let invitation = |(id, link): (InvitationId, LinkRow)| Invitation {
        id,
        role: link.role,
        by: link.made_by,
        made_at: link.made_at,
        expires_at: link.expires_at,
    };
    Ok(links.map(invitation).collect())
}

/// An invitation works no longer.
pub(crate) fn revoke(turn: &mut Turn<'_>, id: InvitationId) -> Result<(), Stop> {
    let tokens = rows::of_invitation(turn.storage, id)?;
    spend_all(turn, tokens)
}

/// No link works any longer by which an employee could come back, or let others in: those
/// to his own password, and those that he has made.
pub(crate) fn forget_of(turn: &mut Turn<'_>, employee: OperatorId) -> Result<(), Stop> {
    let tokens = rows::to_and_by(turn.storage, employee)?;
    spend_all(turn, tokens)
}

/// What a link does.
///
/// # Errors
/// Refused as `link_expired` when it was used, replaced or is too old.
pub(crate) fn read(turn: &Turn<'_>, hash: &str) -> Result<Link, Stop> {
    let link = rows::load(turn.storage, hash)?;
    let link = link.filter(|link| turn.now < link.expires_at);
    let link = link.ok_or_else(|| refuse(Code::LinkExpired))?;
    let role = link.role;
    Ok(match link.operator {
        Some(operator) => Link::Reset { operator, role },
        None => Link::Invitation { role },
    })
}

/// It works once.
pub(crate) fn spend(turn: &mut Turn<'_>, hash: &str) -> Result<(), Stop> {
    forget(turn, hash)?;
    due::cancel(turn, Due::Link, hash)
}

/// Every earlier link to the same account or for the owner's place.
pub(crate) fn replace(turn: &mut Turn<'_>, link: Link) -> Result<(), Stop> {
    let tokens = match link {
        Link::Invitation { role } => rows::of_role(turn.storage, role)?,
        Link::Reset { operator, .. } => rows::to(turn.storage, operator)?,
    };
    spend_all(turn, tokens)
}

fn spend_all(turn: &mut Turn<'_>, tokens: Vec<String>) -> Result<(), Stop> {
    for token in tokens {
        spend(turn, &token)?;
    }
    Ok(())
}

/// Its time is over.
pub(crate) fn forget(turn: &mut Turn<'_>, hash: &str) -> Result<(), Stop> {
    turn.write("DELETE FROM links WHERE token = ?", &[hash.into()])
}
