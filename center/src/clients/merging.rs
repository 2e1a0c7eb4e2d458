//! Makes one client of two (KC-32): who was taken for two persons. Identities and what
//! was written on the card move; messages, files and the visitor's view stay as they are.
//! The number that goes leads to the one that stays.
//!
//! It is done in one turn: how much a card may bear bounds what moves.

use std::collections::BTreeMap;

use beseda_protocol::ask::clients::{Merged, PreviewMerge};
use beseda_protocol::client::{Profile, Variable};
use beseda_protocol::ids::ClientId;
use beseda_protocol::limits::{
    COMMENT_CHARS_MAX, CONTACTS_MAX, IDENTITIES_MAX, MARKS_ON_ONE_MAX, NOTES_MAX, VARIABLES_MAX,
};
use beseda_protocol::refusal::{Code, Refusal};

use super::{blocked, card};
use crate::storage::clients::{self, Client};
use crate::storage::events::What;
use crate::storage::fault::Fault;
use crate::storage::identities::{self, Identity};
use crate::storage::profiles;
use crate::turn::current::Turn;
use crate::turn::log;
use crate::turn::refusals::{Stop, refuse};
use crate::turn::speaker::Operator;

/// What would come of it, of both cards as they are now.
pub(crate) fn preview(
    turn: &mut Turn<'_>,
    _: &Operator,
    PreviewMerge { client, into }: PreviewMerge,
) -> Result<Merged, Stop> {
    Ok(plan(turn, client, into)?.merged)
}

pub(crate) fn merge(turn: &mut Turn<'_>, client: ClientId, into: ClientId) -> Result<Merged, Stop> {
    let plan = plan(turn, client, into)?;
    for id in identities::of_client(turn.storage, client)? {
        let identity = turn.sure_identity(&id)?.clone();
        turn.change_identity(Identity {
            client: into,
            ..identity
        })?;
    }
    for statement in MOVES {
        turn.write(statement, &[client.into(), into.into()])?;
    }
    for statement in RESTS {
        turn.write(statement, &[client.into()])?;
    }
    for id in clients::merged_into(turn.storage, client)? {
        let before = turn.sure_client(id)?.clone();
        let merged_into = Some(into);
        turn.change_client(Client {
            merged_into,
            ..before
        })?;
    }
    turn.change_client(plan.gone)?;
    turn.change_client(plan.stays)?;
    // Who was blocked as one of them is so as both.
    if plan.merged.client.is_blocked {
        blocked::tell(turn, into)?;
    }
    log::happen(turn, What::Merged(client), None)?;
    card::changed(turn, into)?;
    Ok(plan.merged)
}

struct Plan {
    gone: Client,
    stays: Client,
    merged: Merged,
}

fn plan(turn: &mut Turn<'_>, client: ClientId, into: ClientId) -> Result<Plan, Stop> {
    if client == into {
        return Err(refuse(Code::Invalid).into());
    }
    let (gone, stays) = (card::find(turn, client)?, card::find(turn, into)?);
    let n_identities = turn.count(N_IDENTITIES, &[client.into(), into.into()])?;
    let stays = Client {
        created_at: stays.created_at.min(gone.created_at),
        name: stays.name.clone().or(gone.name.clone()),
        comment: comment(&stays.comment, &gone.comment),
        saved_at: stays.saved_at.or(gone.saved_at),
        block: stays.block.clone().or(gone.block.clone()),
        pause: stays.pause.clone().or(gone.pause.clone()),
        bound_to: stays.bound_to.or(gone.bound_to),
        ..stays
    };
    let (profile, lost) = profile(turn, &gone, &stays)?;
    check_limits(&profile, n_identities)?;
    let merged = Merged {
        client: stays.brief(),
        profile,
        lost,
        dialogs: turn.count(N_DIALOGS, &[client.into()])?,
    };
    let gone = Client {
        comment: String::new(),
        name: None,
        saved_at: None,
        merged_into: Some(into),
        block: None,
        pause: None,
        bound_to: None,
        ..gone
    };
    Ok(Plan {
        gone,
        stays,
        merged,
    })
}

/// Both comments, that of who stays first.
fn comment(stays: &str, gone: &str) -> String {
    match (stays.is_empty(), gone.is_empty()) {
        (_, true) => stays.to_owned(),
        (true, _) => gone.to_owned(),
        _ if stays == gone => stays.to_owned(),
        _ => format!("{stays}\n{gone}"),
    }
}

/// The card of both, and the values that have no place on it: those of variables that
/// both have.
fn profile(
    turn: &Turn<'_>,
    gone: &Client,
    stays: &Client,
) -> Result<(Profile, Vec<Variable>), Fault> {
    let of_gone = profiles::load(turn.storage, gone)?;
    let mut all = profiles::load(turn.storage, stays)?;
    all.contacts = profiles::contacts_of_both(turn.storage, stays.id, gone.id)?;
    all.marks.extend(of_gone.marks);
    all.marks.sort();
    all.marks.dedup();
    all.notes.extend(of_gone.notes);
    all.notes.sort_by_key(|note| std::cmp::Reverse(note.id));
    let mut variables: BTreeMap<String, String> = BTreeMap::new();
    let mut lost = Vec::new();
    for Variable { name, value } in all.variables.into_iter().chain(of_gone.variables) {
        match variables.get(&name) {
            Some(kept) if *kept != value => lost.push(Variable { name, value }),
            Some(_) => {}
            None => drop(variables.insert(name, value)),
        }
    }
    let variables = variables.into_iter();
    all.variables = variables
        .map(|(name, value)| Variable { name, value })
        .collect();
    Ok((all, lost))
}

/// A card bears so much and no more: see `protocol::limits`.
fn check_limits(profile: &Profile, n_identities: u64) -> Result<(), Refusal> {
    let fits = profile.comment.chars().count() <= COMMENT_CHARS_MAX
        && profile.contacts.len() <= CONTACTS_MAX
        && profile.marks.len() <= MARKS_ON_ONE_MAX
        && profile.notes.len() <= NOTES_MAX
        && profile.variables.len() <= VARIABLES_MAX
        && n_identities <= IDENTITIES_MAX;
    match fits {
        true => Ok(()),
        false => Err(Refusal::new(
            Code::LimitReached,
            "Together they have more than one card can hold. Remove something first.",
        )),
    }
}

const N_IDENTITIES: &str = "SELECT count(*) FROM identities WHERE client IN (?, ?)";

const N_DIALOGS: &str = "SELECT count(*) FROM identities i JOIN dialogs d ON d.identity = i.id
    WHERE i.client = ?";

/// What both have stays as it was with who stays.
const MOVES: [&str; 4] = [
    "UPDATE OR IGNORE client_contacts SET client = ?2 WHERE client = ?1",
    "UPDATE OR IGNORE client_marks SET client = ?2 WHERE client = ?1",
    "UPDATE OR IGNORE client_variables SET client = ?2 WHERE client = ?1",
    "UPDATE client_notes SET client = ?2 WHERE client = ?1",
];

/// What was not moved.
const RESTS: [&str; 3] = [
    "DELETE FROM client_contacts WHERE client = ?",
    "DELETE FROM client_marks WHERE client = ?",
    "DELETE FROM client_variables WHERE client = ?",
];
