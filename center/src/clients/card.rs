//! A client's card, and what all changes of it have in common.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::clients::OpenClient;
use beseda_protocol::dialog::ClientCard;
use beseda_protocol::ids::{ClientId, DialogId};
use beseda_protocol::refusal::Code;
use beseda_protocol::team::{Employee, Right};

use crate::storage::clients::Client;
use crate::storage::dialogs::Dialog;
use crate::storage::events::What;
use crate::storage::fault::Fault;
use crate::storage::identities::{self, Identity};
use crate::storage::profiles;
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, refuse};
use crate::turn::speaker::Operator;
use crate::turn::{fanout, log, rights};

/// The client's dialogs on his card.
const OTHER_DIALOGS_MAX: u64 = 20;

/// The client whose card it is; who turned out to be another one has none.
pub(crate) fn find(turn: &mut Turn<'_>, id: ClientId) -> Result<Client, Stop> {
    let client = turn.client(id)?.cloned();
    let client = client.filter(|client| client.merged_into.is_none());
    Ok(client.ok_or_else(|| refuse(Code::NotFound))?)
}

/// His card has changed, and every console is told.
pub(crate) fn changed(turn: &mut Turn<'_>, id: ClientId) -> Result<Done, Stop> {
    log::happen(turn, What::Client(id), None)?;
    Ok(Done {})
}

/// What the asker saw is no longer so. What is so now, he is told first.
pub(super) fn overtaken(turn: &mut Turn<'_>) -> Result<Done, Stop> {
    fanout::flush(turn)?;
    Err(refuse(Code::Stale).into())
}

/// The card beside one of his dialogs: where he is, is told of who writes there.
pub(crate) fn show(
    turn: &mut Turn<'_>,
    viewer: &Employee,
    beside: &Dialog,
) -> Result<ClientCard, Fault> {
    let identity = turn.sure_identity(&beside.identity)?.clone();
    let client = turn.sure_client(identity.client)?.clone();
    of(turn, viewer, client, Some(identity), beside.id)
}

/// The card alone. The number of one who was merged into another leads to that one.
pub(crate) fn open(
    turn: &mut Turn<'_>,
    who: &Operator,
    asked: OpenClient,
) -> Result<ClientCard, Stop> {
    let id = turn.who_is(asked.client)?;
    let client = find(turn, id)?;
    // Where he was last.
    let identity = match identities::of_client(turn.storage, id)?.first() {
        Some(identity) => Some(turn.sure_identity(identity)?.clone()),
        None => None,
    };
    Ok(of(turn, &who.me, client, identity, DialogId(0))?)
}

fn of(
    turn: &mut Turn<'_>,
    viewer: &Employee,
    client: Client,
    identity: Option<Identity>,
    but: DialogId,
) -> Result<ClientCard, Fault> {
    let mut others = turn.dialogs_of(client.id, but, OTHER_DIALOGS_MAX)?;
    others.retain(|other| rights::of(viewer, other) >= Right::Readable);
    let others = others.into_iter().map(|other| turn.summary(other.id));
    let dialogs = others.collect::<Result<_, _>>()?;
    let is_online = |identity: &Identity| turn.lines.is_identity_online(&identity.id);
    let online = identity.as_ref().is_some_and(is_online);
    let seen_at = identity.as_ref().map(|identity| identity.seen_at);
    let (locale, page) = identity
        .map(|identity| (identity.locale, identity.page))
        .unzip();
    Ok(ClientCard {
        client: client.brief(),
        profile: profiles::load(turn.storage, &client)?,
        created_at: client.created_at,
        locale: locale.unwrap_or_default(),
        page: page.flatten(),
        online,
        seen_at: if online { Some(turn.now) } else { seen_at },
        dialogs,
    })
}
