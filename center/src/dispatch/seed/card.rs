//! Writes on the cards of a demo center's clients, as its first employee would.

use beseda_protocol::ask::clients::{AddClientNote, AddContact, MarkClient, SetClientComment};
use beseda_protocol::ask::dialogs::TagDialog;
use beseda_protocol::client::{Contact, ContactKind};
use beseda_protocol::ids::{DialogId, MarkId};
use beseda_protocol::mark::MarkKind;

use crate::clients::{comment, contacts, marked, notes};
use crate::dialogs::tags;
use crate::marks::making;
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;
use crate::turn::seed::SeedCard;
use crate::turn::speaker::Operator;

pub(super) fn write(
    turn: &mut Turn<'_>,
    who: &Operator,
    dialog: DialogId,
    card: &SeedCard,
) -> Result<(), Stop> {
    let identity = turn.sure_dialog(dialog)?.identity.clone();
    let client = turn.sure_identity(&identity)?.client;
    for value in card.contacts.iter().cloned() {
        let kind = match value.contains('@') {
            true => ContactKind::Email,
            false => ContactKind::Phone,
        };
        let contact = Contact { kind, value };
        contacts::add(turn, who, AddContact { client, contact })?;
    }
    for (kind, names) in [
        (MarkKind::Label, &card.labels),
        (MarkKind::List, &card.lists),
    ] {
        for name in names {
            let mark = known_or_made(turn, kind, name)?;
            marked::mark(turn, who, MarkClient { client, mark })?;
        }
    }
    for name in &card.tags {
        let tag = known_or_made(turn, MarkKind::Tag, name)?;
        tags::tag(turn, who, TagDialog { dialog, tag })?;
    }
    if !card.comment.is_empty() {
        let (comment, replaced) = (card.comment.clone(), String::new());
        let asked = SetClientComment {
            client,
            comment,
            replaced,
        };
        comment::set(turn, who, asked)?;
    }
    for text in card.notes.iter().cloned() {
        notes::add(turn, who, AddClientNote { client, text })?;
    }
    Ok(())
}

fn known_or_made(turn: &mut Turn<'_>, kind: MarkKind, name: &str) -> Result<MarkId, Stop> {
    let mut known = turn.cache.marks.values();
    let known = known.find(|mark| mark.kind == kind && mark.name == name);
    match known.map(|mark| mark.id) {
        Some(id) => Ok(id),
        None => Ok(making::make(turn, kind, name)?.id),
    }
}
