//! Where a client writes from: his browsers, and his addresses on other transports, with
//! what is known of each.

use beseda_protocol::client::ClientIdentity;
use beseda_protocol::ids::{ClientId, IdentityId, Timestamp};
use beseda_protocol::limits::IDENTITIES_TOLD_MAX;

use super::device;
use crate::storage::cells::Cells;
use crate::storage::fault::Fault;
use crate::storage::row::Columns;
use crate::turn::current::Turn;

/// Those he was seen at last, the last first.
pub(super) fn of(turn: &Turn<'_>, client: ClientId) -> Result<Vec<ClientIdentity>, Fault> {
    some(turn, client, IDENTITIES_TOLD_MAX)
}

/// The same, so many at most.
pub(crate) fn some(
    turn: &Turn<'_>,
    client: ClientId,
    limit: u64,
) -> Result<Vec<ClientIdentity>, Fault> {
    let values = [client.into(), limit.into()];
    let rows = turn.storage.query(OF_CLIENT, &values)?;
    let read = |row| read(turn, &mut Cells::new(row, "identities"));
    rows.into_iter().map(read).collect()
}

/// When he wrote last.
pub(super) fn last_contact(turn: &Turn<'_>, client: ClientId) -> Result<Option<Timestamp>, Fault> {
    let rows = turn.storage.query(LAST_CONTACT, &[client.into()])?;
    Ok(Cells::first(rows, "dialogs")?.maybe_int()?.map(Timestamp))
}

fn read(turn: &Turn<'_>, cells: &mut Cells) -> Result<ClientIdentity, Fault> {
    let id: IdentityId = Columns::read(cells)?;
    let (since, seen_at) = (Columns::read(cells)?, Columns::read(cells)?);
    let locale = Columns::read(cells)?;
    let transport = Columns::read(cells)?;
    let address = Columns::read(cells)?;
    let told = |text: Option<String>| text.filter(|text| !text.is_empty());
    let agent: Option<String> = Columns::read(cells)?;
    Ok(ClientIdentity {
        transport,
        address,
        since,
        seen_at,
        locale,
        is_online: turn.lines.is_identity_online(&id),
        device: agent.as_deref().and_then(device::of),
        country: told(Columns::read(cells)?),
        city: told(Columns::read(cells)?),
        time_zone: told(Columns::read(cells)?),
    })
}

const OF_CLIENT: &str = "SELECT i.id, i.created_at, i.seen_at, i.locale, i.site,
         a.address, w.agent, w.country, w.city, w.time_zone
     FROM identities i LEFT JOIN addresses a ON a.identity = i.id
     LEFT JOIN whences w ON w.identity = i.id
     WHERE i.client = ? ORDER BY i.seen_at DESC, i.id LIMIT ?";

const LAST_CONTACT: &str = "SELECT max(d.last_client_at)
     FROM identities i JOIN dialogs d ON d.identity = i.id WHERE i.client = ? AND d.last_id > 0";
