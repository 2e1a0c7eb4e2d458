//! The only way in which an operator's question gets at a dialog. For him there is no
//! dialog that he may not see: it is answered as one that does not exist.

use std::collections::BTreeMap;

use beseda_protocol::ask::Need;
use beseda_protocol::ids::{ClientId, DialogId, JobId, OperatorId, SavedFilterId, SavedReplyId};
use beseda_protocol::refusal::Code;
use beseda_protocol::team::{Employee, Right, Role};

use super::current::Turn;
use super::job_list;
use super::output::To;
use super::peer::LineId;
use super::refusals::{Stop, refuse};
use super::sight::Sight;
use crate::storage::dialogs::Dialog;
use crate::storage::fault::Fault;
use crate::storage::saved_filters::{self, SavedFilterRow};
use crate::storage::saved_replies::{self, SavedReplyRow};

/// Dialogs of one client that are looked through for one that a viewer may see.
pub(crate) const CLIENT_DIALOGS_MAX: u64 = 100;

/// What somebody may do in a dialog.
pub(crate) fn of(viewer: &Employee, dialog: &Dialog) -> Right {
    viewer.right(dialog.channel, dialog.responsible.0)
}

/// Viewers with a console who see the same; any of them stands for all.
pub(crate) struct Audience {
    pub(crate) viewer: Employee,
    pub(crate) people: Vec<OperatorId>,
}

/// Everybody with a console, by what he sees; but for those who are about to get a view
/// anew: up to where their new audience was told, they were not.
pub(crate) fn audiences(turn: &Turn<'_>) -> BTreeMap<Sight, Audience> {
    let mut audiences: BTreeMap<Sight, Audience> = BTreeMap::new();
    let online = turn.lines.operators_online();
    for id in online.into_iter().filter(|id| !turn.renewed.contains(id)) {
        let Some(viewer) = turn.cache.employees.0.get(&id) else {
            continue;
        };
        let sight = Sight::of(viewer);
        let audience = audiences.entry(sight).or_insert_with(|| Audience {
            viewer: viewer.clone(),
            people: Vec::new(),
        });
        audience.people.push(id);
    }
    audiences
}

/// The consoles of those who see one of these dialogs.
pub(crate) fn consoles(turn: &Turn<'_>, dialogs: &[Dialog]) -> To {
    match seeing(turn, dialogs) {
        None => To::Operators,
        Some(people) => To::People(people),
    }
}

/// The same, but one.
pub(crate) fn consoles_but(turn: &Turn<'_>, dialogs: &[Dialog], but: LineId) -> To {
    match seeing(turn, dialogs) {
        None => To::OperatorsBut(but),
        Some(people) => To::PeopleBut(people, but),
    }
}

/// Who sees one of these dialogs; `None`: everybody sees everything.
fn seeing(turn: &Turn<'_>, dialogs: &[Dialog]) -> Option<Vec<OperatorId>> {
    if !turn.cache.employees.is_anybody_restricted() {
        return None;
    }
    let sees = |viewer: &Employee| dialogs.iter().any(|one| of(viewer, one) >= Right::Readable);
    let seeing = audiences(turn)
        .into_values()
        .filter(|one| sees(&one.viewer));
    Some(seeing.flat_map(|one| one.people).collect())
}

/// A dialog that an operator may read.
pub(crate) fn readable(
    turn: &mut Turn<'_>,
    viewer: &Employee,
    id: DialogId,
) -> Result<Dialog, Stop> {
    let dialog = turn.dialog(id)?.cloned();
    let seen = dialog.filter(|dialog| of(viewer, dialog) >= Right::Readable);
    Ok(seen.ok_or_else(|| refuse(Code::NotFound))?)
}

/// A dialog in which an operator may act.
pub(crate) fn answerable(
    turn: &mut Turn<'_>,
    viewer: &Employee,
    id: DialogId,
) -> Result<Dialog, Stop> {
    let dialog = readable(turn, viewer, id)?;
    match of(viewer, &dialog) {
        Right::Answerable => Ok(dialog),
        Right::Readable | Right::Hidden => Err(refuse(Code::Forbidden).into()),
    }
}

/// What an operator may do with a client: as much as in that dialog of his in which he may
/// do most. Who has none yet is everybody's.
fn of_client(turn: &mut Turn<'_>, viewer: &Employee, id: ClientId) -> Result<Right, Fault> {
    if turn.client(id)?.is_none() {
        return Ok(Right::Hidden);
    }
    let his = turn.dialogs_of(id, DialogId(0), CLIENT_DIALOGS_MAX)?;
    let most = his.iter().map(|dialog| of(viewer, dialog)).max();
    Ok(most.unwrap_or(Right::Answerable))
}

/// Whether an operator may see a client, and write on his card: who sees any dialog of
/// his, and who sees all there are.
pub(crate) fn sees_client(
    turn: &mut Turn<'_>,
    viewer: &Employee,
    id: ClientId,
) -> Result<bool, Fault> {
    match viewer.is_restricted() {
        true => Ok(of_client(turn, viewer, id)? >= Right::Readable),
        false => Ok(turn.client(id)?.is_some()),
    }
}

fn client_card(turn: &mut Turn<'_>, viewer: &Employee, id: ClientId) -> Result<(), Stop> {
    let id = turn.who_is(id)?;
    match sees_client(turn, viewer, id)? {
        true => Ok(()),
        false => Err(refuse(Code::NotFound).into()),
    }
}

/// A client in one of whose dialogs an operator may act.
fn answerable_client(turn: &mut Turn<'_>, viewer: &Employee, id: ClientId) -> Result<(), Stop> {
    match of_client(turn, viewer, id)? {
        Right::Answerable => Ok(()),
        Right::Readable => Err(refuse(Code::Forbidden).into()),
        Right::Hidden => Err(refuse(Code::NotFound).into()),
    }
}

/// Whether an operator may see a job, and end it.
fn seen_job(turn: &Turn<'_>, viewer: &Employee, id: &JobId) -> Result<(), Stop> {
    match job_list::sees(viewer, &job_list::find(turn, id)?) {
        true => Ok(()),
        false => Err(refuse(Code::NotFound).into()),
    }
}

/// Whether an operator may see a saved filter, and change it.
fn saved_filter(turn: &Turn<'_>, viewer: &Employee, id: &SavedFilterId) -> Result<(), Stop> {
    let row = saved_filters::load(turn.storage, id)?;
    let filter = row.map(SavedFilterRow::shown);
    let seen = filter.filter(|filter| filter.is_seen_by(viewer));
    let filter = seen.ok_or_else(|| refuse(Code::NotFound))?;
    allowed(filter.is_changed_by(viewer))
}

/// Whether an operator may see a saved reply, and change it if he wants to.
fn saved_reply(
    turn: &Turn<'_>,
    viewer: &Employee,
    id: &SavedReplyId,
    wants_to_change: bool,
) -> Result<(), Stop> {
    let row = saved_replies::load(turn.storage, id)?;
    let reply = row.map(SavedReplyRow::shown);
    let seen = reply.filter(|reply| reply.is_seen_by(viewer));
    let reply = seen.ok_or_else(|| refuse(Code::NotFound))?;
    allowed(!wants_to_change || reply.is_changed_by(viewer))
}

fn allowed(is_allowed: bool) -> Result<(), Stop> {
    match is_allowed {
        true => Ok(()),
        false => Err(refuse(Code::Forbidden).into()),
    }
}

/// The consoles of those who see something.
pub(crate) fn consoles_of(turn: &Turn<'_>, sees: impl Fn(&Employee) -> bool) -> To {
    let employees = &turn.cache.employees.0;
    let online = turn.lines.operators_online().into_iter();
    To::People(
        online
            .filter(|id| employees.get(id).is_some_and(&sees))
            .collect(),
    )
}

/// Whether an operator is allowed what his question needs.
pub(crate) fn check(turn: &mut Turn<'_>, viewer: &Employee, need: Need) -> Result<(), Stop> {
    let is_allowed = match need {
        Need::SignedIn => true,
        Need::See(dialog) => {
            let dialog = turn.dialog_now(dialog)?;
            return readable(turn, viewer, dialog).map(drop);
        }
        Need::Answer(dialog) => return answerable(turn, viewer, dialog).map(drop),
        Need::AnswerBoth(one, other) => {
            answerable(turn, viewer, one)?;
            return answerable(turn, viewer, other).map(drop);
        }
        Need::Assign(dialog, to) => {
            let dialog = answerable(turn, viewer, dialog)?;
            viewer.may_assign(dialog.responsible.0, to)
        }
        Need::Client(client) => return client_card(turn, viewer, client),
        Need::AnswerClient(client) => return answerable_client(turn, viewer, client),
        Need::Clients(one, other) => {
            client_card(turn, viewer, one)?;
            return client_card(turn, viewer, other);
        }
        Need::Job(job) => return seen_job(turn, viewer, &job),
        Need::SavedFilter(filter) => return saved_filter(turn, viewer, &filter),
        Need::SavedReply(reply) => return saved_reply(turn, viewer, &reply, true),
        Need::SavedReplyToUse(reply) => return saved_reply(turn, viewer, &reply, false),
        Need::Supervise => viewer.role.supervises(),
        Need::Administer => viewer.role.administers(),
        Need::Own if viewer.role == Role::Owner => true,
        Need::Own if viewer.role.administers() => {
            return Err(refuse(Code::OwnerOnly).into());
        }
        Need::Own => false,
    };
    allowed(is_allowed)
}
