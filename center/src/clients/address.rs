//! Where somebody may write to a client first (CQ-13): on the sites where he has written.

use beseda_protocol::ids::{ChannelId, ClientId, IdentityId, SiteId};
use beseda_protocol::team::{Employee, Right};

use crate::storage::fault::Fault;
use crate::storage::identities;
use crate::turn::current::Turn;

/// Whether somebody may begin a dialog in a channel: what he may do in one that is nobody's.
pub(crate) fn may_begin_in(viewer: &Employee, channel: ChannelId) -> bool {
    viewer.right(channel, None) == Right::Answerable
}

/// Sites on which a client has written, the one where he was seen last first, as far as
/// somebody may begin a dialog there.
pub(super) fn open_to(
    turn: &Turn<'_>,
    viewer: &Employee,
    client: ClientId,
) -> Result<Vec<SiteId>, Fault> {
    let mut open: Vec<SiteId> = Vec::new();
    for (_, site) in identities::addresses_of(turn.storage, client)? {
        if !open.contains(&site) && may_begin_in(viewer, turn.cache.channel(&site)) {
            open.push(site);
        }
    }
    Ok(open)
}

/// Who a client is on a site: in the browser that is there now, else in the one that was
/// there last. Nobody, where he has never written.
pub(crate) fn on(
    turn: &Turn<'_>,
    client: ClientId,
    site: &SiteId,
) -> Result<Option<IdentityId>, Fault> {
    let mut his = identities::addresses_of(turn.storage, client)?;
    his.retain(|(_, of)| of == site);
    let is_there = |(id, _): &&(IdentityId, SiteId)| turn.lines.is_identity_online(id);
    let found = his.iter().find(is_there).or(his.first());
    Ok(found.map(|(id, _)| id.clone()))
}
