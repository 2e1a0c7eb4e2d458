//! Carries out some rows of an import.

use std::collections::BTreeMap;

use beseda_protocol::client::Contact;
use beseda_protocol::ids::{ClientId, DialogId, MarkId, MessageId};
use beseda_protocol::import::{ImportOptions, KnownRule, RowProblem, RowState};
use beseda_protocol::limits::MARKS_ON_ONE_MAX;

use super::check::{self, Checked};
use super::known::{Found, Known};
use crate::clients::{card, contacts};
use crate::dialogs::dialog;
use crate::marks::put::{self, On};
use crate::storage::addresses::AddressRow;
use crate::storage::clients::Client;
use crate::storage::dialogs::State;
use crate::storage::events::What;
use crate::storage::identities::Identity;
use crate::storage::imports::{ImportRecord, Made, RowRecord, Said, put_row};
use crate::storage::marks;
use crate::storage::profiles::ContactRow;
use crate::storage::row::Json;
use crate::storage::sql::Value;
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;
use crate::turn::{log, webhooks};

/// What has become of a row.
struct Outcome {
    state: RowState,
    client: Option<ClientId>,
    made: Option<Made>,
}

impl Outcome {
    fn wrong(problem: RowProblem) -> Self {
        Self {
            state: RowState::Wrong { problem },
            client: None,
            made: None,
        }
    }
}

/// Carries out these rows, and counts what has become of them. Says how many of them
/// something is wrong with.
pub(crate) fn some(
    turn: &mut Turn<'_>,
    record: &mut ImportRecord,
    rows: Vec<RowRecord>,
) -> Result<u64, Stop> {
    let Json(options) = record.options.clone();
    let checked = rows
        .iter()
        .map(|row| check::check(turn, &options, &row.given.0));
    let checked: Vec<Result<Checked, RowProblem>> = checked.collect();
    let mut known = Known::look_up(turn, checked.iter().flatten())?;
    let mut labelled: BTreeMap<MarkId, Vec<ClientId>> = BTreeMap::new();
    let mut outcomes = Vec::with_capacity(rows.len());
    for checked in checked {
        let found = checked.and_then(|row| Ok((known.find(&row)?, row)));
        outcomes.push(match found {
            Err(problem) => Outcome::wrong(problem),
            Ok((None, row)) => {
                let (client, dialog) = make(turn, &row)?;
                known.add(&row, client);
                for mark in &row.marks {
                    labelled.entry(*mark).or_default().push(client);
                }
                let is = Said {
                    name: row.name,
                    comment: row.comment,
                    marks: row.marks,
                };
                Outcome {
                    state: RowState::Made { client },
                    client: Some(client),
                    made: Some(Made::Client { dialog, is }),
                }
            }
            Ok((Some(found), row)) => {
                // Whose labels are still to be written may be meant once more.
                label(turn, &mut labelled)?;
                fill(turn, &options, &row, found)?
            }
        });
    }
    turn.save()?;
    label(turn, &mut labelled)?;
    let Json(counts) = &mut record.counts;
    let mut n_wrong = 0;
    for (row, outcome) in rows.into_iter().zip(outcomes) {
        counts.wrong -= u64::from(matches!(row.state.0, RowState::Wrong { .. }));
        let is_wrong = matches!(outcome.state, RowState::Wrong { .. });
        match outcome.state {
            RowState::Made { .. } => counts.made += 1,
            RowState::Changed { .. } => counts.changed += 1,
            RowState::Same { .. } => counts.same += 1,
            _ => counts.wrong += 1,
        }
        n_wrong += u64::from(is_wrong);
        let row = RowRecord {
            state: Json(outcome.state),
            is_done: !is_wrong,
            client: outcome.client,
            made: outcome.made.map(Json),
            ..row
        };
        put_row(turn.buffer()?, row);
    }
    record.worked_at = Some(turn.now);
    turn.put(&ImportRecord::UPSERT, record.clone())?;
    Ok(n_wrong)
}

/// Makes a client with an empty dialog, which is closed: nothing is to be done in it until
/// somebody says something.
fn make(turn: &mut Turn<'_>, row: &Checked) -> Result<(ClientId, DialogId), Stop> {
    let now = turn.now;
    let id = ClientId(turn.cache.n_clients + 1);
    let client = Client {
        comment: row.comment.clone(),
        ..Client::new(id, row.name.clone(), now)
    };
    let identity = Identity {
        id: row.identity(),
        created_at: now,
        site: row.site.clone(),
        client: id,
        locale: String::new(),
        page: None,
        seen_at: now,
        delivered_upto: MessageId(0),
        read_upto: MessageId(0),
        read_at: None,
        received_upto: MessageId(0),
        view: turn.cache.views_from,
    };
    let address = AddressRow {
        identity: identity.id.clone(),
        address: row.folded.clone(),
    };
    let contact = ContactRow {
        client: id,
        kind: row.kind,
        folded: row.folded.clone(),
        given: row.given.clone(),
        added: turn.cache.seq.0 + 1,
    };
    let dialog = DialogId(turn.cache.n_dialogs + 1);
    let mut begun = dialog::begin(
        dialog,
        identity.id.clone(),
        row.channel,
        row.site.clone(),
        now,
    );
    begun.state = State::Closed { at: now, by: None };
    begun.settle();
    turn.begin_client(client)?;
    turn.begin_identity(identity)?;
    turn.buffer()?.add(&AddressRow::INSERT, address);
    turn.buffer()?.add(&ContactRow::INSERT, contact);
    turn.begin_dialog(begun);
    webhooks::tell_of_client(turn, id)?;
    log::happen(turn, What::Client(id), None)?;
    log::happen(turn, What::Dialog(dialog), None)?;
    Ok((id, dialog))
}

/// Puts labels on clients who were made just now and have none.
fn label(turn: &mut Turn<'_>, on: &mut BTreeMap<MarkId, Vec<ClientId>>) -> Result<(), Stop> {
    for (mark, clients) in std::mem::take(on) {
        turn.write(LABEL, &[Value::list(&clients), mark.0.into()])?;
    }
    Ok(())
}

const LABEL: &str = "INSERT INTO client_marks (client, mark) SELECT value, ?2 FROM json_each(?1)";

/// Writes on the card of a client who there is.
fn fill(
    turn: &mut Turn<'_>,
    options: &ImportOptions,
    row: &Checked,
    found: Found,
) -> Result<Outcome, Stop> {
    let id = turn.who_is(found.client)?;
    let before = card::find(turn, id)?;
    let has = marks::of_client(turn.storage, id)?;
    let put: Vec<MarkId> = row
        .marks
        .iter()
        .filter(|mark| !has.contains(mark))
        .copied()
        .collect();
    if has.len() + put.len() > MARKS_ON_ONE_MAX {
        return Ok(Outcome::wrong(RowProblem::Labels {}));
    }
    let stands = |is_empty: bool| options.known == KnownRule::Overwrite || is_empty;
    let name = match &row.name {
        Some(name) if stands(before.name.is_none()) => Some(name.clone()),
        _ => before.name.clone(),
    };
    let comment = match row.comment.as_str() {
        "" => before.comment.clone(),
        comment if stands(before.comment.is_empty()) => comment.to_owned(),
        _ => before.comment.clone(),
    };
    let was = Said {
        name: before.name.clone(),
        comment: before.comment.clone(),
        marks: Vec::new(),
    };
    let is = Said {
        name: name.clone(),
        comment: comment.clone(),
        marks: put.clone(),
    };
    let mut contact = None;
    if !found.has_contact {
        let given = Contact {
            kind: row.kind,
            value: row.given.clone(),
        };
        let is_put = match contacts::put_folded(turn, id, given, row.folded.clone()) {
            Ok(is_put) => is_put,
            // He has as many as he may have.
            Err(Stop::Refused(_)) => false,
            Err(fault) => return Err(fault),
        };
        contact = is_put.then(|| row.folded.clone());
    }
    let is_same = (&was.name, &was.comment) == (&is.name, &is.comment);
    if is_same && put.is_empty() && contact.is_none() {
        return Ok(Outcome {
            state: RowState::Same { client: id },
            client: Some(id),
            made: None,
        });
    }
    if !is_same {
        turn.change_client(Client {
            name,
            comment,
            ..before
        })?;
    }
    for mark in put {
        put::add(turn, On::Client(id), mark)?;
    }
    card::changed(turn, id)?;
    Ok(Outcome {
        state: RowState::Changed { client: id },
        client: Some(id),
        made: Some(Made::Filled { was, is, contact }),
    })
}
