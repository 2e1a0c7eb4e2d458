//! Links that let somebody in once: a row each, by the hash of the token.

use beseda_protocol::ids::{InvitationId, OperatorId, Timestamp};
use beseda_protocol::team::Role;

use super::cells::Cells;
use super::fault::Fault;
use super::row::{Columns, row};
use super::sql::Value;
use super::write_buffer::Storage;

row! {
    /// A link's row, but for the number that the table gives it.
    LinkRow in "links" as "l", named by columns {
        /// The token's hash.
        token: String,
    }
    changing {
        role: Role = role,
        /// Whose password it sets; absent: it makes an account.
        operator: Option<OperatorId> = operator,
        /// Absent: whoever runs the relay.
        made_by: Option<OperatorId> = made_by,
        made_at: Timestamp = made_at,
        expires_at: Timestamp = expires_at,
    }
}

/// A link by the hash of its token.
pub(crate) fn load(storage: &Storage<'_>, token: &str) -> Result<Option<LinkRow>, Fault> {
    let rows = storage.query(LOAD, &[token.into()])?;
    Cells::maybe(rows, "links")
        .map(|mut cells| LinkRow::read(&mut cells))
        .transpose()
}

/// Invitations that still work, in the order of their making, each with its number.
pub(crate) fn invitations(
    storage: &Storage<'_>,
    now: Timestamp,
) -> Result<Vec<(InvitationId, LinkRow)>, Fault> {
    let rows = storage.query(INVITATIONS, &[now.into()])?;
    let read = |row| {
        let mut cells = Cells::new(row, "links");
        Ok((InvitationId(cells.int()?), LinkRow::read(&mut cells)?))
    };
    rows.into_iter().map(read).collect()
}

/// The token of an invitation.
pub(crate) fn of_invitation(storage: &Storage<'_>, id: InvitationId) -> Result<Vec<String>, Fault> {
    tokens(storage, OF_INVITATION, &[id.into()])
}

/// The tokens of all invitations of a role.
pub(crate) fn of_role(storage: &Storage<'_>, role: Role) -> Result<Vec<String>, Fault> {
    tokens(storage, OF_ROLE, &[role.word().into()])
}

/// The tokens of all that set somebody's password.
pub(crate) fn to(storage: &Storage<'_>, operator: OperatorId) -> Result<Vec<String>, Fault> {
    tokens(storage, TO, &[operator.into()])
}

/// The same, and those of all that he has made.
pub(crate) fn to_and_by(storage: &Storage<'_>, operator: OperatorId) -> Result<Vec<String>, Fault> {
    tokens(storage, TO_AND_BY, &[operator.into()])
}

fn tokens(storage: &Storage<'_>, statement: &str, values: &[Value]) -> Result<Vec<String>, Fault> {
    let rows = storage.query(statement, values)?;
    let token = |row| Cells::new(row, "links").text();
    rows.into_iter().map(token).collect()
}

const LOAD: &str = concat!("SELECT ", columns!(), " FROM links l WHERE l.token = ?");

const INVITATIONS: &str = concat!(
    "SELECT l.number, ",
    columns!(),
    " FROM links l WHERE l.operator IS NULL AND l.expires_at > ? ORDER BY l.number"
);

const OF_INVITATION: &str = "SELECT token FROM links WHERE number = ? AND operator IS NULL";

const OF_ROLE: &str = "SELECT token FROM links WHERE operator IS NULL AND role = ?";

const TO: &str = "SELECT token FROM links WHERE operator = ?";

const TO_AND_BY: &str = "SELECT token FROM links WHERE operator = ?1 OR made_by = ?1";
