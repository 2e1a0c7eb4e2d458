//! Moving in from another service: clients with their old conversations, at their own times,
//! silently. Each thing has the id that it had there, under which it is known when it comes
//! again; so a file is read as often as somebody likes.
//!
//! What moves in makes no sound and goes nowhere: consoles are told in sum that something has
//! changed, dialogs are closed, and nothing awaits a reply.

use std::collections::BTreeSet;

use beseda_protocol::client::ContactKind;
use beseda_protocol::fold::fold;
use beseda_protocol::ids::{
    ClientId, DialogId, IdentityId, MarkId, MessageId, OperatorId, SiteId, Timestamp,
};
use beseda_protocol::limits::{
    COMMENT_CHARS_MAX, MARK_CHARS_MAX, MARKS_ON_ONE_MAX, NAME_CHARS_MAX, TEXT_CHARS_MAX,
    VARIABLE_NAME_CHARS_MAX, VARIABLE_VALUE_CHARS_MAX, VARIABLES_MAX,
};
use beseda_protocol::mark::MarkKind;
use beseda_protocol::message::{Body, Content, Message};
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::team::Role;

use super::phone;
use crate::clients::{card, contacts};
use crate::dialogs::{arriving, dialog};
use crate::marks::making;
use crate::marks::put::{self, On};
use crate::storage::addresses::AddressRow;
use crate::storage::clients::Client;
use crate::storage::dialogs::State;
use crate::storage::events::What;
use crate::storage::identities::Identity;
use crate::storage::imports;
use crate::storage::moved::{self, Moved};
use crate::storage::profiles::VariableRow;
use crate::team::email::Email;
use crate::team::employees;
use crate::token;
use crate::turn::current::Turn;
use crate::turn::log;
use crate::turn::moved::{MovedAuthor, MovedClient, MovedDialog, MovedLine, MovedMessage, Moving};
use crate::turn::refusals::{Stop, refuse};

/// What became of some lines.
#[derive(Debug, Default)]
struct Counts {
    made: u64,
    known: u64,
}

/// Takes in some lines of a file, in their order: clients before their dialogs, dialogs before
/// their messages, and messages in the order of time. Says how many are new, and how many were
/// there.
pub(crate) fn move_in(turn: &mut Turn<'_>, moving: Moving) -> Result<(u64, u64), Stop> {
    turn.is_moving_in = true;
    let taken = write_down(turn, moving);
    turn.is_moving_in = false;
    taken
}

fn write_down(turn: &mut Turn<'_>, moving: Moving) -> Result<(u64, u64), Stop> {
    let Moving {
        transport,
        country,
        lines,
    } = moving;
    let site = match transport {
        Some(site) if turn.cache.site(&site).is_none() => {
            return Err(refuse(Code::NotFound).into());
        }
        Some(site) => site,
        None => {
            let first = turn.cache.sites.first().map(|site| site.row.id.clone());
            first.ok_or_else(|| refuse(Code::NotFound))?
        }
    };
    check(turn, &lines)?;
    let before = turn.cache.seq;
    let mut counts = Counts::default();
    for line in lines {
        let is_new = match line {
            MovedLine::Client(client) => take_client(turn, &site, &country, client)?,
            MovedLine::Dialog(dialog) => take_dialog(turn, &site, dialog)?,
            MovedLine::Message(message) => take_message(turn, message)?,
        };
        match is_new {
            true => counts.made += 1,
            false => counts.known += 1,
        }
    }
    turn.save()?;
    turn.summed = (before, turn.cache.seq);
    Ok((counts.made, counts.known))
}

/// All of it is looked at before any of it is written: what a line refers to is there, or
/// stands before it.
fn check(turn: &Turn<'_>, lines: &[MovedLine]) -> Result<(), Stop> {
    let (mut clients, mut dialogs) = (BTreeSet::new(), BTreeSet::new());
    for line in lines {
        let (kind, id) = match line {
            MovedLine::Client(client) => {
                clients.insert(client.id.as_str());
                continue;
            }
            MovedLine::Dialog(dialog) => {
                dialogs.insert(dialog.id.as_str());
                if clients.contains(dialog.client.as_str()) {
                    continue;
                }
                (Moved::Client, &dialog.client)
            }
            MovedLine::Message(message) => {
                if dialogs.contains(message.dialog.as_str()) {
                    continue;
                }
                (Moved::Dialog, &message.dialog)
            }
        };
        if moved::find(turn.storage, kind, id)?.is_none() {
            return Err(missing(id).into());
        }
    }
    Ok(())
}

fn missing(id: &str) -> Refusal {
    let text = format!("Nothing before this line is called {id}.");
    Refusal::new(Code::NotFound, &text)
}

fn take_client(
    turn: &mut Turn<'_>,
    site: &SiteId,
    country: &str,
    moved: MovedClient,
) -> Result<bool, Stop> {
    if moved::find(turn.storage, Moved::Client, &moved.id)?.is_some() {
        return Ok(false);
    }
    let given = moved
        .contacts
        .iter()
        .filter_map(|value| read(value, country));
    let given: Vec<Contact> = given.collect();
    let owner = owner_of(turn, &given)?;
    let client = match owner {
        Some(client) => turn.who_is(client)?,
        None => ClientId(turn.cache.n_clients + 1),
    };
    let name = cut(&moved.name, NAME_CHARS_MAX);
    let comment = cut(&moved.comment, COMMENT_CHARS_MAX);
    match owner {
        Some(_) => {
            let known = card::find(turn, client)?;
            turn.change_client(Client {
                name: known.name.clone().or(name),
                comment: match known.comment.is_empty() {
                    true => comment.unwrap_or_default(),
                    false => known.comment.clone(),
                },
                ..known
            })?;
        }
        None => {
            let created_at = moved.created_at.map_or(turn.now, Timestamp);
            turn.begin_client(Client {
                comment: comment.unwrap_or_default(),
                ..Client::new(client, name, created_at)
            })?;
        }
    }
    for contact in &given {
        // He may have as many as a card holds.
        unless_full(contacts::put_folded(
            turn,
            client,
            beseda_protocol::client::Contact {
                kind: contact.kind,
                value: contact.given.clone(),
            },
            contact.folded.clone(),
        ))?;
    }
    for name in moved.labels.iter().take(MARKS_ON_ONE_MAX) {
        if let Some(mark) = mark(turn, MarkKind::Label, name)? {
            unless_full(put::add(turn, On::Client(client), mark))?;
        }
    }
    for (name, value) in moved.variables.iter().take(VARIABLES_MAX) {
        let (name, value) = (
            cut(name, VARIABLE_NAME_CHARS_MAX),
            cut(value, VARIABLE_VALUE_CHARS_MAX),
        );
        if let Some((name, value)) = name.zip(value) {
            let folded = fold(&value);
            let row = VariableRow {
                client,
                name,
                value,
                folded,
            };
            turn.put(&VariableRow::UPSERT, row)?;
        }
    }
    let address = given.first().map_or(&moved.id, |contact| &contact.folded);
    let identity = arriving::identity_of(site, address);
    begin_identity(turn, site, client, identity, address)?;
    log::happen(turn, What::Client(client), None)?;
    moved::keep(turn.buffer()?, Moved::Client, &moved.id, client.0);
    Ok(true)
}

/// A contact as it is compared.
struct Contact {
    kind: ContactKind,
    given: String,
    folded: String,
    others: Vec<String>,
}

/// What cannot be read as either is no contact.
fn read(given: &str, country: &str) -> Option<Contact> {
    let given = given.trim().to_owned();
    if given.contains('@') {
        let folded = Email::read(&given).ok()?.as_str().to_owned();
        return Some(Contact {
            kind: ContactKind::Email,
            given,
            folded,
            others: Vec::new(),
        });
    }
    let phone = phone::read(&given, country)?;
    Some(Contact {
        kind: ContactKind::Phone,
        given,
        folded: phone.e164,
        others: phone.others,
    })
}

/// The one client who has any of these; nobody, if several have.
fn owner_of(turn: &Turn<'_>, given: &[Contact]) -> Result<Option<ClientId>, Stop> {
    let mut owners = Vec::new();
    for contact in given {
        let mut forms = contact.others.clone();
        forms.push(contact.folded.clone());
        let found = imports::owners(turn.storage, contact.kind.word(), &forms)?;
        owners.extend(found.into_iter().map(|(_, client)| client));
    }
    owners.sort_unstable();
    owners.dedup();
    Ok(match owners[..] {
        [only] => Some(only),
        _ => None,
    })
}

/// The view that his old conversations are in.
fn begin_identity(
    turn: &mut Turn<'_>,
    site: &SiteId,
    client: ClientId,
    id: IdentityId,
    address: &str,
) -> Result<(), Stop> {
    if turn.identity(&id)?.is_some() {
        return Ok(());
    }
    let now = turn.now;
    turn.begin_identity(Identity {
        id: id.clone(),
        created_at: now,
        site: site.clone(),
        client,
        locale: String::new(),
        page: None,
        seen_at: now,
        delivered_upto: MessageId(0),
        read_upto: MessageId(0),
        read_at: None,
        received_upto: MessageId(0),
        view: turn.cache.views_from,
    })?;
    let address = AddressRow {
        identity: id,
        address: address.to_owned(),
    };
    turn.buffer()?.add(&AddressRow::INSERT, address);
    Ok(())
}

fn take_dialog(turn: &mut Turn<'_>, site: &SiteId, moved: MovedDialog) -> Result<bool, Stop> {
    if moved::find(turn.storage, Moved::Dialog, &moved.id)?.is_some() {
        return Ok(false);
    }
    let Some(client) = moved::find(turn.storage, Moved::Client, &moved.client)? else {
        return Err(missing(&moved.client).into());
    };
    let client = turn.who_is(ClientId(client))?;
    if turn.client(client)?.is_none() {
        // He was deleted for good since, and does not come back.
        return Ok(false);
    }
    let identity = match identity_of(turn, client, site)? {
        Some(identity) => identity,
        // He moved in on another site.
        None => {
            let identity = arriving::identity_of(site, &moved.client);
            begin_identity(turn, site, client, identity.clone(), &moved.client)?;
            identity
        }
    };
    let id = DialogId(turn.cache.n_dialogs + 1);
    let at = moved.created_at.map_or(turn.now, Timestamp);
    let channel = turn.cache.channel(site);
    let mut begun = dialog::begin(id, identity, channel, site.clone(), at);
    begun.state = State::Closed { at, by: None };
    begun.settle();
    turn.begin_dialog(begun);
    turn.save()?;
    for name in moved.tags.iter().take(MARKS_ON_ONE_MAX) {
        if let Some(mark) = mark(turn, MarkKind::Tag, name)? {
            unless_full(put::add(turn, On::Dialog(id), mark))?;
        }
    }
    log::happen(turn, What::Dialog(id), None)?;
    moved::keep(turn.buffer()?, Moved::Dialog, &moved.id, id.0);
    Ok(true)
}

/// Which of a client's identities on a site has an address: one that moved in, or came from a
/// table.
fn identity_of(
    turn: &mut Turn<'_>,
    client: ClientId,
    site: &SiteId,
) -> Result<Option<IdentityId>, Stop> {
    let rows = turn.storage.query(
        "SELECT i.id FROM identities i JOIN addresses a ON a.identity = i.id
         WHERE i.client = ? AND i.site = ? ORDER BY i.created_at DESC, i.id LIMIT 1",
        &[client.into(), site.into()],
    )?;
    let found = crate::storage::cells::Cells::maybe(rows, "identities");
    Ok(found
        .map(|mut cells| cells.text())
        .transpose()?
        .map(IdentityId))
}

fn take_message(turn: &mut Turn<'_>, moved: MovedMessage) -> Result<bool, Stop> {
    if moved::find(turn.storage, Moved::Message, &moved.id)?.is_some() {
        return Ok(false);
    }
    let Some(dialog) = moved::find(turn.storage, Moved::Dialog, &moved.dialog)? else {
        return Err(missing(&moved.dialog).into());
    };
    let dialog = turn.dialog_now(DialogId(dialog))?;
    if turn.dialog(dialog)?.is_none() {
        return Ok(false);
    }
    let mut text = moved.text.trim().to_owned();
    if let Some(file) = &moved.file {
        if !text.is_empty() {
            text.push('\n');
        }
        let name = file.name.trim();
        if !name.is_empty() {
            text.push_str(name);
            text.push_str(": ");
        }
        text.push_str(file.url.trim());
    }
    let at = Timestamp(moved.at);
    let mut last = None;
    for text in parts(&text) {
        let content = match &moved.author {
            MovedAuthor::Client {} => Content::Visitor {
                body: Body::Text { text },
            },
            MovedAuthor::Operator { name, email } => Content::Operator {
                by: colleague(turn, name, email)?,
                body: Body::Text { text },
            },
            MovedAuthor::Note { name, email } => Content::Note {
                by: colleague(turn, name, email)?,
                text,
                mentions: Vec::new(),
            },
        };
        last = Some(store(turn, dialog, at, content)?);
    }
    moved::keep(
        turn.buffer()?,
        Moved::Message,
        &moved.id,
        last.map_or(0, |id: MessageId| id.0),
    );
    Ok(true)
}

/// A text that is longer than a message may be, as several.
fn parts(text: &str) -> Vec<String> {
    let chars: Vec<char> = text
        .chars()
        .filter(|c| *c == '\n' || !c.is_control())
        .collect();
    let parts = chars.chunks(TEXT_CHARS_MAX);
    parts.map(|part| part.iter().collect()).collect()
}

/// A message at its own time. Nothing is carried outwards, nobody is mentioned, and nothing
/// awaits a reply.
fn store(
    turn: &mut Turn<'_>,
    id: DialogId,
    at: Timestamp,
    content: Content,
) -> Result<MessageId, Stop> {
    let identity = turn.sure_dialog(id)?.identity.clone();
    let message = Message {
        id: MessageId(turn.cache.seq.0 + 1),
        dialog: id,
        cid: None,
        at,
        quote: None,
        revised_at: None,
        content,
    };
    let (stored, seen) = (message.id, message.content.is_talk());
    turn.change_dialog(id, |dialog| {
        let was = dialog.state;
        dialog.apply(&message);
        dialog.unread_count = 0;
        dialog.awaiting_reply_count = 0;
        dialog.waiting_since = None;
        dialog.marked_unread_at = None;
        dialog.opened_upto = message.id;
        // One in which somebody talks by now stays open.
        if let State::Closed { at: before, by } = was {
            let at = before.max(at);
            dialog.state = State::Closed { at, by };
        }
    })?;
    log::happen(turn, What::Message(message), seen.then_some(&identity))?;
    Ok(stored)
}

/// Whoever wrote there: by his e-mail, if he has an account here; else one that nobody can sign
/// in to, so that his name stays on what he said.
fn colleague(turn: &mut Turn<'_>, name: &str, email: &str) -> Result<OperatorId, Stop> {
    let name = cut(name, NAME_CHARS_MAX).unwrap_or_else(|| "?".to_owned());
    let email = Email::read(email).or_else(|_| {
        let mut id = token::hash(&name);
        id.truncate(16);
        Email::read(&format!("{id}@moved.invalid"))
    })?;
    if let Some((id, _)) = employees::by_email(turn.storage, &email)? {
        return Ok(id);
    }
    let employee = employees::hire(turn, &name, &email, "", Role::Operator)?;
    employees::set_disabled(turn, employee.id, Some(turn.now))?;
    Ok(employee.id)
}

/// A mark by its name, made if there is none; none, where there are as many as may be.
fn mark(turn: &mut Turn<'_>, kind: MarkKind, name: &str) -> Result<Option<MarkId>, Stop> {
    let Some(name) = cut(name, MARK_CHARS_MAX) else {
        return Ok(None);
    };
    let known = turn.cache.marks.values();
    let mut known = known.filter(|mark| mark.kind == kind);
    if let Some(mark) = known.find(|mark| fold(&mark.name) == fold(&name)) {
        return Ok(Some(mark.id));
    }
    match making::make(turn, kind, &name) {
        Ok(mark) => Ok(Some(mark.id)),
        Err(Stop::Refused(_)) => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// A text as it is kept, cut to its limit; none where there is nothing to see.
fn cut(text: &str, max: usize) -> Option<String> {
    let text: String = text
        .chars()
        .filter(|c| !c.is_control() || *c == '\n')
        .collect();
    let text: String = text.trim().chars().take(max).collect();
    let text = text.trim().to_owned();
    (!text.is_empty()).then_some(text)
}

fn unless_full<T>(tried: Result<T, Stop>) -> Result<(), Stop> {
    match tried {
        Ok(_) | Err(Stop::Refused(_)) => Ok(()),
        Err(fault) => Err(fault),
    }
}
