//! Links that let somebody in once: invitations and new passwords. Only the
//! hash of a link's token is kept.

use beseda_protocol::ask::team::Invitation;
use beseda_protocol::ids::{InvitationId, OperatorId, Timestamp};
use beseda_protocol::refusal::Code;
use beseda_protocol::team::Role;

use crate::storage::cells::Cells;
use crate::storage::fault::Fault;
use crate::storage::sql::Row;
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
    turn.write(
        "INSERT OR REPLACE INTO links (token, role, operator, made_by, made_at, expires_at)
         VALUES (?, ?, ?, ?, ?, ?)",
        &[
            hash.into(),
            link.role().word().into(),
            link.operator().into(),
            by.into(),
            turn.now.into(),
            expires_at.into(),
        ],
    )?;
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
    let rows = turn.storage.query(
        "SELECT number, role, made_by, made_at, expires_at FROM links
         WHERE operator IS NULL AND role <> ? AND expires_at > ? ORDER BY number",
        &[Role::Owner.word().into(), turn.now.into()],
    )?;
    let read = |row| {
        let mut cells = Cells::new(row, "links");
        Ok(Invitation {
            id: InvitationId(cells.int()?),
            role: Role::from_word(&cells.text()?).ok_or(Fault::Corrupt("links"))?,
            by: cells.maybe_int()?.map(OperatorId),
            made_at: Timestamp(cells.int()?),
            expires_at: Timestamp(cells.int()?),
        })
    };
    rows.into_iter().map(read).collect()
}

/// An invitation works no longer.
pub(crate) fn revoke(turn: &mut Turn<'_>, id: InvitationId) -> Result<(), Stop> {
    let rows = turn.storage.query(
        "SELECT token FROM links WHERE number = ? AND operator IS NULL",
        &[id.into()],
    )?;
    spend_all(turn, rows)
}

/// No link works any longer by which an employee could come back, or let others in: those
/// to his own password, and those that he has made.
pub(crate) fn forget_of(turn: &mut Turn<'_>, employee: OperatorId) -> Result<(), Stop> {
    let rows = turn.storage.query(
        "SELECT token FROM links WHERE operator = ?1 OR made_by = ?1",
        &[employee.into()],
    )?;
    spend_all(turn, rows)
}

/// What a link does.
///
/// # Errors
/// Refused as `link_expired` when it was used, replaced or is too old.
pub(crate) fn read(turn: &Turn<'_>, hash: &str) -> Result<Link, Stop> {
    let rows = turn.storage.query(
        "SELECT role, operator, expires_at FROM links WHERE token = ?",
        &[hash.into()],
    )?;
    let expired = || refuse(Code::LinkExpired);
    let mut cells = Cells::maybe(rows, "links").ok_or_else(expired)?;
    let role = Role::from_word(&cells.text()?);
    let operator = cells.maybe_int()?.map(OperatorId);
    let expires_at = Timestamp(cells.int()?);
    let role = role.filter(|_| turn.now < expires_at).ok_or_else(expired)?;
    Ok(match operator {
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
    let rows = match link {
        Link::Invitation { role } => turn.storage.query(
            "SELECT token FROM links WHERE operator IS NULL AND role = ?",
            &[role.word().into()],
        )?,
        Link::Reset { operator, .. } => turn.storage.query(
            "SELECT token FROM links WHERE operator = ?",
            &[operator.into()],
        )?,
    };
    spend_all(turn, rows)
}

fn spend_all(turn: &mut Turn<'_>, tokens: Vec<Row>) -> Result<(), Stop> {
    for row in tokens {
        spend(turn, &Cells::new(row, "links").text()?)?;
    }
    Ok(())
}

/// Its time is over.
pub(crate) fn forget(turn: &mut Turn<'_>, hash: &str) -> Result<(), Stop> {
    turn.write("DELETE FROM links WHERE token = ?", &[hash.into()])
}
