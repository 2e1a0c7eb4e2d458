//! Reads a row: what it says, or what is wrong with it.

use beseda_protocol::client::ContactKind;
use beseda_protocol::fold::fold;
use beseda_protocol::ids::{ChannelId, IdentityId, MarkId, SiteId};
use beseda_protocol::import::{ImportOptions, ImportRow, RowProblem};
use beseda_protocol::limits::{COMMENT_CHARS_MAX, NAME_CHARS_MAX};
use beseda_protocol::mark::MarkKind;

use super::phone;
use crate::dialogs::arriving;
use crate::storage::sites::StoredSite;
use crate::team::email::Email;
use crate::turn::current::Turn;
use crate::turn::text;

/// What a row says.
pub(super) struct Checked {
    pub(super) kind: ContactKind,
    /// The contact as it was given.
    pub(super) given: String,
    /// In the form in which it is compared; also its address on the transport.
    pub(super) folded: String,
    /// Other forms in which a card may have it.
    pub(super) others: Vec<String>,
    pub(super) name: Option<String>,
    pub(super) comment: String,
    pub(super) site: SiteId,
    pub(super) channel: ChannelId,
    pub(super) marks: Vec<MarkId>,
}

impl Checked {
    /// Who he is on the transport.
    pub(super) fn identity(&self) -> IdentityId {
        arriving::identity_of(&self.site, &self.folded)
    }
}

/// Reads a row.
pub(super) fn check(
    turn: &Turn<'_>,
    options: &ImportOptions,
    row: &ImportRow,
) -> Result<Checked, RowProblem> {
    let given = text::line(&row.contact, usize::MAX).unwrap_or_default();
    let (kind, folded, others) = contact(&given, &options.country)?;
    let name = text::line(&row.name, NAME_CHARS_MAX).map_err(|_| RowProblem::Name {})?;
    let comment = text::lines(&row.comment, COMMENT_CHARS_MAX);
    let comment = comment.map_err(|_| RowProblem::Comment {})?;
    let site = transport(turn, options, row)?;
    Ok(Checked {
        kind,
        given,
        folded,
        others,
        name: Some(name).filter(|name| !name.is_empty()),
        comment,
        channel: turn.cache.channel(&site),
        site,
        marks: labels(turn, options, row)?,
    })
}

fn contact(given: &str, country: &str) -> Result<(ContactKind, String, Vec<String>), RowProblem> {
    if given.is_empty() {
        return Err(RowProblem::NoContact {});
    }
    if given.contains('@') {
        let email = Email::read(given).map_err(|_| RowProblem::Contact {})?;
        return Ok((ContactKind::Email, email.as_str().to_owned(), Vec::new()));
    }
    if !given.chars().any(|c| c.is_ascii_digit()) {
        return Err(RowProblem::Contact {});
    }
    let phone = phone::read(given, country).ok_or(RowProblem::Phone {})?;
    Ok((ContactKind::Phone, phone.e164, phone.others))
}

/// The row's own channel and transport, else those of the table.
fn transport(
    turn: &Turn<'_>,
    options: &ImportOptions,
    row: &ImportRow,
) -> Result<SiteId, RowProblem> {
    let (channel, transport) = (row.channel.trim(), row.transport.trim());
    let channel = match channel {
        "" => None,
        name => Some(channel_of(turn, name).ok_or_else(|| RowProblem::Channel {
            name: name.to_owned(),
        })?),
    };
    let unknown = || RowProblem::Transport {
        name: transport.to_owned(),
    };
    if transport.is_empty() && channel.is_none_or(|channel| channel == options.channel) {
        return Ok(options.transport.clone());
    }
    let is_meant = |site: &&StoredSite| {
        channel.is_none_or(|channel| site.row.channel == channel)
            && (transport.is_empty()
                || site.row.id.as_str() == transport
                || fold(&site.general.value.name) == fold(transport))
    };
    let mut meant = turn.cache.sites.iter().filter(is_meant);
    match (meant.next(), meant.next()) {
        (Some(site), None) => Ok(site.row.id.clone()),
        _ => Err(unknown()),
    }
}

fn channel_of(turn: &Turn<'_>, name: &str) -> Option<ChannelId> {
    let mut channels = turn.cache.channels.values();
    let found = channels.find(|channel| fold(&channel.name) == fold(name));
    found.map(|channel| channel.id)
}

/// The labels of the table and of the row, each once.
fn labels(
    turn: &Turn<'_>,
    options: &ImportOptions,
    row: &ImportRow,
) -> Result<Vec<MarkId>, RowProblem> {
    let mut marks = Vec::new();
    for name in options.labels.iter().chain(&row.labels) {
        let name = name.trim();
        if name.is_empty() {
            continue;
        }
        let mut known = turn.cache.marks.values();
        let known =
            known.find(|mark| mark.kind == MarkKind::Label && fold(&mark.name) == fold(name));
        match known {
            Some(mark) if !marks.contains(&mark.id) => marks.push(mark.id),
            Some(_) => {}
            None => {
                let name = name.to_owned();
                return Err(RowProblem::Label { name });
            }
        }
    }
    Ok(marks)
}
