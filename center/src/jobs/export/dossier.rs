//! Everything that there is of one client, as JSON in the words of the protocol: what a
//! console would be told, whole. It is his right to have it.

use beseda_protocol::ids::{ClientId, DialogId};
use beseda_protocol::limits::IDENTITIES_MAX;
use beseda_protocol::message::Person;
use serde_json::{Value, json};

use super::{Made, pieces};
use crate::clients::known_identities;
use crate::storage::exports::{At, Exporting};
use crate::storage::jobs::JobRow;
use crate::storage::messages::NEWEST;
use crate::storage::{marks, profiles};
use crate::turn::current::Turn;
use crate::turn::pages;
use crate::turn::refusals::Stop;

pub(super) fn slice(
    turn: &mut Turn<'_>,
    job: &mut JobRow,
    file: &mut Exporting,
) -> Result<Made, Stop> {
    let id = ClientId(job.place);
    let client = turn.client(id)?;
    let is_there = client.is_some_and(|client| client.merged_into.is_none());
    let dialog = file.at.map(|at| turn.dialog(at.dialog)).transpose()?;
    if !is_there || dialog.is_some_and(|dialog| dialog.is_none()) {
        // He was deleted, or turned out to be another one: what was written is not him. Of
        // dialogs that became one, part is written already.
        return Ok(Made::Gone);
    }
    let mut text = String::new();
    let is_first = file.n_pieces == 0;
    match file.at {
        Some(at) => {
            let (before, rest) = messages(turn, job, file, at)?;
            text.push_str(&before);
            file.at = rest;
            if is_first {
                text.push_str("]}\n");
            }
        }
        None if is_first => text.push_str("]}\n"),
        None => {}
    }
    if file.at.is_none() {
        text.insert_str(0, &head(turn, id)?);
    }
    pieces::add_before(turn, &job.id, file, &text)?;
    Ok(match file.at {
        Some(_) => Made::Partly,
        None => Made::Wholly,
    })
}

/// The messages before a place, with what stands around a dialog where it begins and ends;
/// and where to go on.
fn messages(
    turn: &mut Turn<'_>,
    job: &mut JobRow,
    file: &mut Exporting,
    at: At,
) -> Result<(String, Option<At>), Stop> {
    let page = pages::of_dialog(turn, at.dialog, at.before)?;
    let n = page.messages.len() as u64;
    (file.rows, job.done) = (file.rows + n, (job.done + n).min(job.total));
    let written = page.messages.iter().map(|message| text_of(&json!(message)));
    let mut text = written.collect::<Vec<_>>().join(",\n");
    match at.is_begun {
        true if n > 0 => text.push_str(",\n"),
        true => {}
        false => text.push_str("]}"),
    }
    let older = page.messages.first().filter(|_| page.more);
    if let Some(first) = older {
        let rest = At {
            before: first.id,
            is_begun: true,
            ..at
        };
        return Ok((text, Some(rest)));
    }
    let dialog = json!(turn.summary(at.dialog)?);
    let tags = json!(marks::of_dialog(turn.storage, at.dialog)?);
    let next = next_dialog(turn, ClientId(job.place), at.dialog)?;
    let comma = if next.is_some() { ",\n" } else { "" };
    let (dialog, tags) = (text_of(&dialog), text_of(&tags));
    text.insert_str(
        0,
        &format!("{comma}{{\"dialog\":{dialog},\n\"tags\":{tags},\n\"messages\":[\n"),
    );
    let next = next.map(|dialog| At {
        dialog,
        before: NEWEST,
        is_begun: false,
    });
    Ok((text, next))
}

fn next_dialog(
    turn: &mut Turn<'_>,
    client: ClientId,
    below: DialogId,
) -> Result<Option<DialogId>, Stop> {
    let next = turn.dialogs_of_below(client, below, 1)?;
    Ok(next.first().map(|dialog| dialog.id))
}

/// What stands before the dialogs: the client, and what the ids in all of it are called.
fn head(turn: &mut Turn<'_>, id: ClientId) -> Result<String, Stop> {
    let client = turn.sure_client(id)?.clone();
    let employees: Vec<Person> = (turn.cache.employees.0.keys())
        .map(|id| turn.cache.employees.person(*id))
        .collect();
    let named = |id: Value, name: &str| json!({ "id": id, "name": name });
    let channels = turn.cache.channels.values();
    let channels = channels.map(|channel| named(json!(channel.id), &channel.name));
    let transports = turn.cache.sites.iter();
    let transports = transports.map(|site| named(json!(site.row.id), &site.general.value.name));
    let marks: Vec<_> = turn.cache.marks.values().collect();
    let parts = [
        ("exported_at", json!(turn.now)),
        ("client", json!(client.brief())),
        ("created_at", json!(client.created_at)),
        ("profile", json!(profiles::load(turn.storage, &client)?)),
        (
            "identities",
            json!(known_identities::some(turn, id, IDENTITIES_MAX)?),
        ),
        (
            "files_at",
            json!(format!("{}/v1/operator/files/", turn.cache.origin)),
        ),
        ("employees", json!(employees)),
        ("channels", json!(channels.collect::<Vec<_>>())),
        ("transports", json!(transports.collect::<Vec<_>>())),
        ("marks", json!(marks)),
    ];
    let parts = parts.map(|(name, value)| format!("\"{name}\":{},\n", text_of(&value)));
    Ok(format!("{{{}\"dialogs\":[\n", parts.concat()))
}

fn text_of(value: &Value) -> String {
    value.to_string()
}
