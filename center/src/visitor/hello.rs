//! A widget's first frame: its view goes on where it was, or is given anew.

use beseda_protocol::dialog::Page;
use beseda_protocol::ids::{Epoch, MessageId, Seq};
use beseda_protocol::limits::RESUME_EVENTS_MAX;
use beseda_protocol::visitor::ToVisitor;

use super::{Visitor, presence};
use crate::change::{self, Change};
use crate::clients::{self, Client};
use crate::stop::Stop;
use crate::turn::{Output, To};
use crate::visits::{self, Visit};
use crate::work::Work;
use crate::{events, fanout, messages, went_back};

/// Languages are short tags (BCP 47); more is not kept.
const LOCALE_CHARS_MAX: usize = 35;

pub(super) fn take(
    work: &mut Work<'_>,
    who: &Visitor,
    had: Option<(Epoch, Seq)>,
    locale: String,
    page: Option<Page>,
) -> Result<(), Stop> {
    // What others are yet to be told comes first: from here on the line's view
    // goes on without a gap.
    fanout::flush(work)?;
    let mut client = work.client(&who.client)?.cloned();
    let kept = match client {
        Some(_) => None,
        None => visits::load(work.sql, &who.client)?,
    };
    let mut view = match (&client, &kept) {
        (Some(client), _) => client.view,
        (None, kept) => kept.as_ref().map_or(0, |kept| kept.view),
    };
    let epoch = clients::epoch(&work.known.epoch, view);
    let seq = had.filter(|(had, _)| *had == epoch).map(|(_, seq)| seq);
    match seq.and_then(|seq| resumable(client.as_ref(), seq)) {
        Some(seq) => resume(work, who, seq)?,
        None => {
            let last = client.as_ref().map_or(Seq(0), |client| client.seq);
            let told = seq.unwrap_or_default();
            if went_back::widget_was_told(work, &who.client, told, last) {
                view += 1;
                if let Some(client) = &mut client {
                    client.view = view;
                    Client::update(work, client.clone())?;
                }
            }
            reset(work, who, client.as_ref(), view)?;
        }
    }
    let visit = Visit {
        locale: locale.chars().take(LOCALE_CHARS_MAX).collect(),
        page: page.map(clients::tidy),
        view,
    };
    match client {
        Some(client) => note(work, client, visit),
        None if work.has_room() && kept.as_ref() != Some(&visit) => {
            visits::keep(work, &who.client, &visit)
        }
        None => Ok(()),
    }
}

/// The place, if the log has everything after it.
fn resumable(client: Option<&Client>, seq: Seq) -> Option<Seq> {
    let (pruned, top) = client.map_or((0, 0), |client| (client.pruned_seq.0, client.seq.0));
    let missed = top.checked_sub(seq.0)?;
    (seq.0 >= pruned && missed <= RESUME_EVENTS_MAX as u64).then_some(seq)
}

fn resume(work: &mut Work<'_>, who: &Visitor, after: Seq) -> Result<(), Stop> {
    let v = beseda_protocol::VERSION;
    let missed = events::of_client(work.sql, work.known, &who.client, after)?;
    let last = missed.iter().rev().find_map(|event| event.client.as_ref());
    let resumed = ToVisitor::Resumed {
        v,
        seq: last.map_or(after, |(_, seq)| *seq),
        delivered_upto: received(work),
    };
    work.tell_visitor(who.line, &resumed);
    for frame in fanout::for_client(after, missed.iter()) {
        work.out.push(Output::Frame(To::Line(who.line), frame));
    }
    Ok(())
}

fn reset(
    work: &mut Work<'_>,
    who: &Visitor,
    client: Option<&Client>,
    view: u64,
) -> Result<(), Stop> {
    let read_upto = client.map_or(MessageId(0), |client| client.read_upto);
    let shown = messages::visitor_page(work.sql, work.known, &who.client, messages::NEWEST)?;
    let reset = ToVisitor::Reset {
        v: beseda_protocol::VERSION,
        epoch: clients::epoch(&work.known.epoch, view),
        seq: client.map_or(Seq(0), |client| client.seq),
        messages: shown.messages,
        more: shown.more,
        delivered_upto: received(work),
        opened_upto: messages::opened_upto(work.sql, &who.client)?,
        read_upto,
        unread_count: messages::unread_by_client(work.sql, &who.client, read_upto)?,
    };
    work.tell_visitor(who.line, &reset);
    Ok(())
}

/// Up to where a console has the messages: their ids are places in the log.
fn received(work: &Work<'_>) -> MessageId {
    MessageId(work.known.received.0)
}

/// Keeps what the widget told of itself, and shows it to operators.
fn note(work: &mut Work<'_>, client: Client, visit: Visit) -> Result<(), Stop> {
    if !work.has_room() {
        return Ok(());
    }
    let Visit { locale, page, .. } = visit;
    let page = page.or_else(|| client.page.clone());
    let noted = Client {
        locale,
        page,
        ..client.clone()
    };
    presence::visiting(work, &noted, true);
    if noted != client {
        change::apply(work, vec![Change::Noted(noted)])?;
    }
    Ok(())
}
