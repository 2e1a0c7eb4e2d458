//! A client's card, and what all changes of it have in common.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::clients::{ListClientDialogs, ListedClientDialogs, OpenClient};
use beseda_protocol::dialog::{ClientCard, Rated, Summary};
use beseda_protocol::ids::{ClientId, DialogId};
use beseda_protocol::limits::CLIENT_DIALOGS_PAGE;
use beseda_protocol::refusal::Code;
use beseda_protocol::team::{Employee, Right};

use super::{address, known_identities};
use crate::storage::clients::Client;
use crate::storage::closings;
use crate::storage::consents;
use crate::storage::dialogs::Dialog;
use crate::storage::events::What;
use crate::storage::fault::Fault;
use crate::storage::identities::{self, Identity};
use crate::storage::profiles;
use crate::storage::tracks;
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, refuse};
use crate::turn::speaker::Operator;
use crate::turn::{fanout, log, rights};

/// Rows that are read for a page of his dialogs: one more says whether there is another.
const DIALOGS_READ: u64 = CLIENT_DIALOGS_PAGE as u64 + 1;

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

/// More of his dialogs.
pub(crate) fn dialogs(
    turn: &mut Turn<'_>,
    who: &Operator,
    asked: ListClientDialogs,
) -> Result<ListedClientDialogs, Stop> {
    let id = turn.who_is(asked.client)?;
    let found = turn.dialogs_of_below(id, asked.behind, DIALOGS_READ)?;
    let (dialogs, rest) = page(turn, &who.me, found)?;
    Ok(ListedClientDialogs { dialogs, rest })
}

/// Those of a page that a viewer may see, and the last of it if there are more.
fn page(
    turn: &mut Turn<'_>,
    viewer: &Employee,
    mut found: Vec<Dialog>,
) -> Result<(Vec<Summary>, Option<DialogId>), Fault> {
    let has_more = found.len() > CLIENT_DIALOGS_PAGE;
    found.truncate(CLIENT_DIALOGS_PAGE);
    let last = found.last().map(|dialog| dialog.id);
    found.retain(|dialog| rights::of(viewer, dialog) >= Right::Readable);
    let shown = found.into_iter().map(|dialog| turn.summary(dialog.id));
    Ok((shown.collect::<Result<_, _>>()?, last.filter(|_| has_more)))
}

fn of(
    turn: &mut Turn<'_>,
    viewer: &Employee,
    client: Client,
    identity: Option<Identity>,
    but: DialogId,
) -> Result<ClientCard, Fault> {
    let others = turn.dialogs_of(client.id, but, DIALOGS_READ)?;
    let (dialogs, dialogs_rest) = page(turn, viewer, others)?;
    let is_online = |identity: &Identity| turn.lines.is_identity_online(&identity.id);
    let online = identity.as_ref().is_some_and(is_online);
    let addresses = address::open_to(turn, viewer, client.id)?;
    let (came, pages) = match &identity {
        Some(identity) => (
            tracks::came(turn.storage, &identity.id)?,
            tracks::pages(turn.storage, &identity.id)?,
        ),
        None => (None, Vec::new()),
    };
    let rated = rated(turn, viewer, client.id)?;
    let consent = consents::last(turn.storage, client.id)?;
    let seen_at = identity.as_ref().map(|identity| identity.seen_at);
    let (locale, page) = identity
        .map(|identity| (identity.locale, identity.page))
        .unzip();
    Ok(ClientCard {
        client: client.brief(),
        profile: profiles::load(turn.storage, &client)?,
        created_at: client.created_at,
        last_contact_at: known_identities::last_contact(turn, client.id)?,
        identities: known_identities::of(turn, client.id)?,
        locale: locale.unwrap_or_default(),
        page: page.flatten(),
        came,
        pages,
        rated,
        consent,
        online,
        seen_at: if online { Some(turn.now) } else { seen_at },
        addresses,
        dialogs,
        dialogs_rest,
    })
}

/// The last rating that he has given, of dialogs that the viewer may see.
fn rated(turn: &mut Turn<'_>, viewer: &Employee, client: ClientId) -> Result<Option<Rated>, Fault> {
    for rated in closings::ratings(turn.storage, client)? {
        if rights::of(viewer, turn.sure_dialog(rated.dialog)?) >= Right::Readable {
            return Ok(Some(rated));
        }
    }
    Ok(None)
}
