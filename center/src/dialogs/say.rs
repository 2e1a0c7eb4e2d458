//! A visitor's message: the first makes him a client and begins a dialog; a
//! later one goes to it, opens it again, or begins another (X6).

use beseda_protocol::automatic::AutomaticRule;
use beseda_protocol::ids::{
    ChannelId, Cid, ClientId, DialogId, MessageId, OperatorId, Timestamp, TriggerId,
};
use beseda_protocol::message::{Content, Draft, Happened};
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::visitor::{Answers, Reach, ToVisitor};

use super::automatic;
use super::change::{self, Change, Post};
use super::dialog;
use super::draft::{self, Drafted};
use super::rate_limit;
use crate::clients::contacts::Reached;
use crate::clients::current_dialog::takes_more;
use crate::clients::{answers, binding, blocked, consents, contacts};
use crate::storage::clients::Client;
use crate::storage::dialogs::{Dialog, State};
use crate::storage::fault::Fault;
use crate::storage::identities::Identity;
use crate::storage::messages;
use crate::storage::sender::Sender;
use crate::storage::visits::{self, Visit};
use crate::team::presence;
use crate::turn::cid;
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, refuse};
use crate::turn::speaker::Visitor;

/// What a message touches.
struct Facts {
    /// Whether he has written before, and else what his widget told.
    writer: Writer,
    /// Whether he was told not to write (SB-58).
    is_blocked: bool,
    /// Where his last message went.
    dialog: Option<Dialog>,
    /// Whether its responsible is at work now.
    responsible_online: bool,
    /// Whom the client is bound to, if he can take the dialog now (X4).
    bound_to: Option<OperatorId>,
    /// X6.
    /// Where a dialog of the site belongs.
    channel: ChannelId,
    reopen_within_ms: u64,
    /// The id of a dialog that would begin.
    next_dialog: DialogId,
    /// Whether he sees the message that he quotes.
    quote_seen: bool,
}

enum Writer {
    Known {
        /// The language of his widget.
        locale: String,
    },
    New {
        client: ClientId,
        /// What he is called, if his transport tells.
        name: Option<String>,
        visit: Visit,
    },
}

impl Writer {
    /// The language of his widget.
    fn locale(&self) -> &str {
        match self {
            Self::Known { locale } => locale,
            Self::New { visit, .. } => &visit.locale,
        }
    }
}

/// What is told of a message besides what it says.
pub(crate) struct Named {
    /// Its sender's id for it.
    pub(crate) cid: Cid,
    /// What the client is called, if his transport tells.
    pub(crate) name: Option<String>,
    /// What the site said first, which this answers.
    pub(crate) trigger: Option<TriggerId>,
    /// Where the client says that he is reached.
    pub(crate) reach: Option<Reach>,
    /// The version of the site's text to which he agrees.
    pub(crate) consent: Option<u32>,
    /// What he has answered to what the site asks first.
    pub(crate) answers: Option<Answers>,
}

impl Named {
    /// Nothing but its id.
    pub(crate) fn plain(cid: Cid) -> Self {
        Self {
            cid,
            name: None,
            trigger: None,
            reach: None,
            consent: None,
            answers: None,
        }
    }
}

/// A message, its file looked up.
struct Said {
    cid: Cid,
    body: Drafted,
    quote: Option<MessageId>,
    /// What it answers, if the site has spoken first.
    first: Option<Spoken>,
}

/// What a site has said first.
struct Spoken {
    /// What its trigger is called.
    name: String,
    text: String,
}

/// What follows from a message.
struct Decided {
    changes: Vec<Change>,
    /// Where it goes.
    dialog: DialogId,
    /// Whether that begins with it.
    begins: bool,
}

pub(crate) fn say(
    turn: &mut Turn<'_>,
    who: &Visitor,
    named: Named,
    body: Draft,
    quote: Option<MessageId>,
) -> Result<(), Stop> {
    let cid = named.cid.clone();
    let (id, at) = store(turn, who, named, body, quote)?;
    turn.tell_visitor(who.line, &ToVisitor::Ack { cid, id, at });
    Ok(())
}

/// Stores what a client says, from wherever; what was stored before gets its first answer.
pub(super) fn store(
    turn: &mut Turn<'_>,
    who: &Visitor,
    named: Named,
    body: Draft,
    quote: Option<MessageId>,
) -> Result<(MessageId, Timestamp), Stop> {
    let Named {
        cid,
        name,
        trigger,
        reach,
        consent,
        answers,
    } = named;
    cid::check(&cid)?;
    let sender = turn.cache.client_sender(&who.site, who.identity.clone());
    if let Some(stored) = turn.said(&sender, &cid)? {
        let same = matches!(&stored.content, Content::Visitor { body: had }
            if draft::is_same(&body, had) && stored.quote == quote);
        let stored = draft::check_repeat(&stored, same)?;
        return Ok((stored.id, stored.at));
    }
    let facts = look_up(turn, who, name, quote)?;
    let agreed = consents::check(turn, who, facts.writer.locale(), consent)?;
    let is_new = matches!(facts.writer, Writer::New { .. });
    let answered = answers::check(turn, who, is_new, reach.is_some(), answers)?;
    let reach = reach.map(Reached::read).transpose()?;
    let first = trigger.and_then(|id| triggered(turn, who, &facts.writer, id));
    let body = draft::look_up(turn.storage, body)?;
    let said = Said {
        cid,
        body,
        quote,
        first,
    };
    let Decided {
        changes,
        dialog,
        begins,
    } = decide(&facts, turn.now, who, said)?;
    let stored = change::apply(turn, changes)?;
    if let Some(agreed) = agreed {
        consents::keep(turn, agreed)?;
    }
    if let Some(answered) = answered {
        answers::write(turn, &who.identity, answered)?;
    }
    if let Some(reach) = reach {
        contacts::write(turn, &who.identity, reach)?;
    }
    automatic::answer(turn, dialog, begins)?;
    Ok(stored.ok_or(Fault::Corrupt("messages"))?)
}

/// What a trigger has said to him; nothing, if the site has no such one any more: then his
/// message is as any other.
fn triggered(turn: &Turn<'_>, who: &Visitor, writer: &Writer, id: TriggerId) -> Option<Spoken> {
    let site = turn.cache.site(&who.site)?;
    let mut triggers = site.triggers.value.triggers.iter();
    let trigger = triggers.find(|trigger| trigger.id == id)?;
    Some(Spoken {
        name: trigger.name.clone(),
        text: trigger.text(writer.locale()).to_owned(),
    })
}

fn look_up(
    turn: &mut Turn<'_>,
    who: &Visitor,
    name: Option<String>,
    quote: Option<MessageId>,
) -> Result<Facts, Stop> {
    let client = ClientId(turn.cache.n_clients + 1);
    let writer = match turn.identity(&who.identity)? {
        Some(known) => Writer::Known {
            locale: known.locale.clone(),
        },
        None => Writer::New {
            client,
            name,
            visit: visits::load(turn.storage, &who.identity)?
                .unwrap_or_else(|| Visit::new(&who.identity, turn.cache.views_from)),
        },
    };
    let dialog = match writer {
        Writer::Known { .. } => turn.current_dialog(&who.identity)?.cloned(),
        Writer::New { .. } => None,
    };
    #[cfg(feature = "testing")]
    let dialog = dialog.map(|dialog| match turn.cache.is_pace_lifted {
        true => Dialog {
            burst_at: Timestamp(0),
            ..dialog
        },
        false => dialog,
    });
    let responsible = dialog.as_ref().and_then(|dialog| dialog.responsible.0);
    Ok(Facts {
        responsible_online: match (&dialog, responsible) {
            (Some(dialog), Some(id)) if dialog.state != State::Open => {
                presence::is_available(turn, id)
            }
            _ => false,
        },
        bound_to: match writer {
            // Asked only when it matters: who writes on in an open dialog begins none.
            Writer::Known { .. } if dialog.as_ref().is_none_or(|one| one.state != State::Open) => {
                let channel = turn.cache.channel(&who.site);
                let channels = dialog.as_ref().map(|dialog| dialog.channel);
                let channels: Vec<ChannelId> = channels.into_iter().chain([channel]).collect();
                binding::available(turn, &who.identity, &channels)?
            }
            Writer::Known { .. } | Writer::New { .. } => None,
        },
        is_blocked: match writer {
            Writer::Known { .. } => blocked::is(turn, &who.identity)?,
            Writer::New { .. } => false,
        },
        channel: turn.cache.channel(&who.site),
        reopen_within_ms: turn.cache.reopen_within_ms(&who.site),
        next_dialog: DialogId(turn.cache.n_dialogs + 1),
        quote_seen: match quote {
            Some(id) => messages::seen_by_identity(turn.storage, &who.identity, id)?,
            None => true,
        },
        writer,
        dialog,
    })
}

fn decide(facts: &Facts, now: Timestamp, who: &Visitor, said: Said) -> Result<Decided, Refusal> {
    if facts.is_blocked {
        return Err(refuse(Code::Unavailable));
    }
    let body = draft::body(
        said.body,
        &Sender::Device(who.identity.clone()),
        &who.identity,
    )?;
    if !facts.quote_seen {
        return Err(refuse(Code::NotFound));
    }
    let burst_at = facts.dialog.as_ref().map(|dialog| dialog.burst_at);
    let burst_at = rate_limit::spend(burst_at.unwrap_or_default(), now).map_err(too_many)?;
    let mut changes = Vec::with_capacity(4);
    if let Writer::New {
        client,
        name,
        visit,
    } = &facts.writer
    {
        changes.push(Change::Met(
            Client::new(*client, name.clone(), now),
            new_identity(who, *client, visit, now),
        ));
    }
    let dialog = match said.first {
        Some(first) => {
            let happened = Happened::Triggered {
                trigger: first.name,
            };
            let id = begin(facts, now, who, happened, &mut changes);
            let content = Content::Automatic {
                rule: AutomaticRule::Trigger,
                text: first.text,
            };
            changes.push(Change::Posted(
                id,
                Post {
                    cid: None,
                    quote: None,
                    content,
                },
            ));
            id
        }
        None => place(facts, now, who, &mut changes),
    };
    changes.push(Change::Paced(dialog, burst_at));
    changes.push(Change::Posted(
        dialog,
        Post {
            cid: Some(said.cid),
            quote: said.quote,
            content: Content::Visitor { body },
        },
    ));
    let begins = dialog == facts.next_dialog;
    Ok(Decided {
        changes,
        dialog,
        begins,
    })
}

/// The dialog that the message goes to, made ready for it.
fn place(facts: &Facts, now: Timestamp, who: &Visitor, changes: &mut Vec<Change>) -> DialogId {
    let takes_more = |dialog: &&Dialog| takes_more(dialog, now, facts.reopen_within_ms);
    if let Some(dialog) = facts.dialog.as_ref().filter(takes_more) {
        if dialog.state != State::Open {
            reopen(dialog, facts, changes);
        }
        return dialog.id;
    }
    begin(facts, now, who, Happened::Begun {}, changes)
}

/// A dialog of its own.
fn begin(
    facts: &Facts,
    now: Timestamp,
    who: &Visitor,
    happened: Happened,
    changes: &mut Vec<Change>,
) -> DialogId {
    let id = facts.next_dialog;
    let dialog = dialog::begin(
        id,
        who.identity.clone(),
        facts.channel,
        who.site.clone(),
        now,
    );
    changes.push(Change::Begun(dialog));
    changes.push(Change::Posted(id, Post::system(happened)));
    keep(id, facts, changes);
    id
}

/// It is whose the client is bound to (X4).
fn keep(id: DialogId, facts: &Facts, changes: &mut Vec<Change>) {
    if let Some(to) = facts.bound_to {
        changes.push(Change::Posted(id, Post::system(Happened::Kept { to })));
    }
}

/// The responsible stays if he is at turn, else the dialog is anybody's (X6), or whose the
/// client is bound to.
fn reopen(dialog: &Dialog, facts: &Facts, changes: &mut Vec<Change>) {
    let stays = dialog.responsible.0.is_some() && facts.responsible_online;
    if let Some(from) = dialog.responsible.0.filter(|_| !stays) {
        let freed = Post::system(Happened::Freed { from });
        changes.push(Change::Posted(dialog.id, freed));
    }
    let reopened = Post::system(Happened::Reopened { by: None });
    changes.push(Change::Posted(dialog.id, reopened));
    if !stays {
        keep(dialog.id, facts, changes);
    }
}

fn new_identity(who: &Visitor, client: ClientId, visit: &Visit, now: Timestamp) -> Identity {
    Identity {
        id: who.identity.clone(),
        created_at: now,
        site: who.site.clone(),
        client,
        locale: visit.locale.clone(),
        page: visit.page.clone(),
        seen_at: now,
        delivered_upto: MessageId(0),
        read_upto: MessageId(0),
        read_at: None,
        received_upto: MessageId(0),
        view: visit.view,
    }
}

fn too_many(retry_ms: u64) -> Refusal {
    Refusal::until(
        Code::TooMany,
        "You are writing too fast. Wait a moment.",
        retry_ms,
    )
}
