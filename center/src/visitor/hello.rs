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
use crate::{events, fanout, messages};

/// Languages are short tags (BCP 47); more is not kept.
const LOCALE_CHARS_MAX: usize = 35;

pub(super) fn take(
    work: &mut Work<'_>,
    who: &Visitor,
    had: Option<(Epoch, Seq)>,
    locale: String,
    page: Option<Page>,
) -> Result<(), Stop> {
    let visit = Visit {
        locale: locale.chars().take(LOCALE_CHARS_MAX).collect(),
        page: page.map(clients::tidy),
    };
    // What others are yet to be told comes first: from here on the line's view
    // goes on without a gap.
    fanout::flush(work)?;
    let mut client = work.client(&who.client)?.cloned();
    let epoch = clients::epoch(&work.known.epoch, client.as_ref());
    let seq = had.filter(|(had, _)| *had == epoch).map(|(_, seq)| seq);
    match seq.and_then(|seq| resumable(client.as_ref(), seq)) {
        Some(seq) => resume(work, who, seq)?,
        None => {
            if let (Some(told), Some(client)) = (seq, &mut client)
                && told > client.seq
            {
                went_back(work, told, client)?;
            }
            reset(work, who, client.as_ref())?;
        }
    }
    note(work, who, client, visit)
}

/// He was told more of his view than the storage has. That is a visitor's word, so
/// it counts for his own view only: his other tabs may not go on from there either.
fn went_back(work: &mut Work<'_>, told: Seq, client: &mut Client) -> Result<(), Stop> {
    if work.has_room() {
        client.view += 1;
        Client::update(work, client.clone())?;
    }
    work.out.push(Output::WentBack {
        client: Some(client.id.clone()),
        told,
        last: client.seq,
    });
    Ok(())
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

fn reset(work: &mut Work<'_>, who: &Visitor, client: Option<&Client>) -> Result<(), Stop> {
    let read_upto = client.map_or(MessageId(0), |client| client.read_upto);
    let shown = messages::visitor_page(work.sql, work.known, &who.client, messages::NEWEST)?;
    let reset = ToVisitor::Reset {
        v: beseda_protocol::VERSION,
        epoch: clients::epoch(&work.known.epoch, client),
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
fn note(
    work: &mut Work<'_>,
    who: &Visitor,
    client: Option<Client>,
    visit: Visit,
) -> Result<(), Stop> {
    if !work.has_room() {
        return Ok(());
    }
    let Some(client) = client else {
        if visits::load(work.sql, &who.client)?.as_ref() != Some(&visit) {
            visits::keep(work, &who.client, &visit)?;
        }
        return Ok(());
    };
    let Visit { locale, page } = visit;
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
