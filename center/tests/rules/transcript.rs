//! Frames as lines that a person can read.

use beseda_protocol::ask::Answer;
use beseda_protocol::ask::dialogs::{DialogAnswer, OlderMessages, OpenedDialog};
use beseda_protocol::ask::list::{ListAnswer, ListedDialogs};
use beseda_protocol::ask::sites::SiteAnswer;
use beseda_protocol::ask::team::TeamAnswer;
use beseda_protocol::client::{Contact, Profile, Variable};
use beseda_protocol::dialog::{ClientBrief, DialogState, Summary};
use beseda_protocol::filter::Count;
use beseda_protocol::ids::Ask;
use beseda_protocol::job::Job;
use beseda_protocol::mention::Mentioned;
use beseda_protocol::message::{Body, Content, Happened, Message, VisitorContent, VisitorMessage};
use beseda_protocol::operator::{OperatorEvent, ToOperator};
use beseda_protocol::refusal::Refusal;
use beseda_protocol::saved_reply::ReplyScope;
use beseda_protocol::visitor::{ToVisitor, VisitorEvent};

use crate::harness::Heard;

/// Appends what somebody heard, a line for each thing.
pub(crate) fn frame(log: &mut String, name: &str, heard: &Heard) {
    let lines = match heard {
        Heard::Visitor(frame) => to_visitor(frame),
        Heard::Operator(frame) => to_operator(frame),
        Heard::Closed(code) => vec![format!("closed {code}")],
    };
    for line in lines {
        log.push_str(&format!("  {name} < {line}\n"));
    }
}

fn to_visitor(frame: &ToVisitor) -> Vec<String> {
    match frame {
        ToVisitor::Resumed { .. } => vec!["resumed".into()],
        ToVisitor::Reset {
            seq,
            messages,
            more,
            opened_upto,
            read_upto,
            unread_count,
            ..
        } => {
            let head = format!(
                "reset at {seq}, more: {more}, opened: {opened_upto}, read: {read_upto}, unread: {unread_count}"
            );
            let messages = messages
                .iter()
                .map(|message| format!("| {}", visitor_message(message)));
            std::iter::once(head).chain(messages).collect()
        }
        ToVisitor::Events { events, .. } => events.iter().map(visitor_event).collect(),
        ToVisitor::Ack { cid, id, .. } => vec![format!("ack {cid}: #{id}")],
        ToVisitor::Refused { cid, refusal, .. } => {
            let cid = cid.as_ref().map(|cid| cid.0.as_str()).unwrap_or("");
            vec![refused(cid, refusal)]
        }
        ToVisitor::Delivered { upto } => vec![format!("delivered up to #{upto}")],
        ToVisitor::Blocked { on } => vec![format!("is blocked: {on}")],
        ToVisitor::Ended { by_you, rate } => {
            let rate = rate.map_or("nothing".to_owned(), |id| format!("dialog {id}"));
            vec![format!("ended by you: {by_you}, to rate: {rate}")]
        }
        ToVisitor::Typing { by, on } => vec![format!("{} types: {on}", by.name)],
        ToVisitor::History { messages, more, .. } => {
            let messages = messages
                .iter()
                .map(|message| format!("| {}", visitor_message(message)));
            std::iter::once(format!("history, more: {more}"))
                .chain(messages)
                .collect()
        }
        ToVisitor::Unknown => vec!["?".into()],
    }
}

fn visitor_event(event: &VisitorEvent) -> String {
    match event {
        VisitorEvent::Message { message } => visitor_message(message),
        VisitorEvent::Revised { message } => format!("revised {}", visitor_message(message)),
        VisitorEvent::Opened { upto } => format!("opened up to #{upto}"),
        VisitorEvent::Read { upto } => format!("read up to #{upto}"),
        VisitorEvent::Unknown => "?".into(),
    }
}

pub(crate) fn visitor_message(message: &VisitorMessage) -> String {
    let (who, said) = match &message.content {
        VisitorContent::You { body } => ("you".to_owned(), body_text(body)),
        VisitorContent::Operator { by, body } => (by.name.clone(), body_text(body)),
        VisitorContent::Unknown => ("?".to_owned(), String::new()),
    };
    format!("#{} {who}: {said}", message.id)
}

fn to_operator(frame: &ToOperator) -> Vec<String> {
    match frame {
        ToOperator::Resumed { .. } => vec!["resumed".into()],
        ToOperator::Reset {
            seq, me, counts, ..
        } => {
            let head = format!("reset at {seq} for {}", me.name);
            std::iter::once(head).chain(counted(counts)).collect()
        }
        ToOperator::Events { events, .. } => {
            let event = |event: &OperatorEvent| match event {
                OperatorEvent::Counts { of } => counted(of),
                event => vec![operator_event(event)],
            };
            events.iter().flat_map(event).collect()
        }
        ToOperator::Ack { cid, id, .. } => vec![format!("ack {cid}: #{id}")],
        ToOperator::Answer { ask, answer } => answered(*ask, answer),
        ToOperator::Refused { cid, ask, refusal } => {
            let cid = cid.as_ref().map(|cid| cid.to_string());
            let what = cid.or(ask.map(|ask| ask.to_string())).unwrap_or_default();
            vec![refused(&what, refusal)]
        }
        ToOperator::VisitorTyping { dialog, on } => {
            vec![format!("visitor types in {dialog}: {on}")]
        }
        ToOperator::OperatorTyping { dialog, by, on } => {
            vec![format!("o{by} types in {dialog}: {on}")]
        }
        ToOperator::OperatorLooking { dialog, by, on, .. } => {
            vec![format!("o{by} looks at {dialog}: {on}")]
        }
        ToOperator::OperatorLeft { by } => vec![format!("a console of o{by} has closed")],
        ToOperator::Visiting { page, online, .. } => {
            let page = page.as_ref().map_or("nowhere", |page| page.url.as_str());
            vec![format!("visiting {page}, online: {online}")]
        }
        ToOperator::Pins { dialogs } => {
            let dialogs: Vec<u64> = dialogs.iter().map(|id| id.0).collect();
            vec![format!("pinned: {dialogs:?}")]
        }
        ToOperator::Mentioned { dialogs } => {
            let told = |one: &Mentioned| {
                let seen = if one.is_seen { "seen" } else { "new" };
                format!("#{} {seen}", one.dialog)
            };
            let told: Vec<String> = dialogs.iter().map(told).collect();
            vec![format!("mentioned: {}", told.join(", "))]
        }
        ToOperator::Draft { draft } => {
            let says = draft.composed.as_ref().map(|composed| &*composed.text);
            vec![format!("draft in {}: {says:?}", draft.dialog)]
        }
        ToOperator::SavedFilter { filter } => {
            let kind = if filter.is_shared {
                "shared"
            } else {
                "private"
            };
            let (name, version) = (&filter.name, filter.version);
            vec![format!("filter {name:?}, {kind}, version {version}")]
        }
        ToOperator::SavedFilterGone { .. } => vec!["filter gone".into()],
        ToOperator::SavedReply { reply } => {
            let (name, version) = (&reply.name, reply.version);
            let kind = match &reply.scope {
                ReplyScope::Private {} => "private".to_owned(),
                ReplyScope::Shared {} => "shared".to_owned(),
                ReplyScope::Channels { any_of } => {
                    format!("of {:?}", any_of.iter().map(|id| id.0).collect::<Vec<_>>())
                }
                ReplyScope::Unknown => "of nobody knows whom".to_owned(),
            };
            vec![format!("reply {name:?}, {kind}, version {version}")]
        }
        ToOperator::SavedReplyGone { .. } => vec!["reply gone".into()],
        ToOperator::Jobs { jobs } => {
            let shown = |job: &Job| {
                let (state, done, total) = (job.state.word(), job.done, job.total);
                format!("job of o{}: {state}, {done} of {total}", job.by)
            };
            match &jobs[..] {
                [] => vec!["no jobs".into()],
                jobs => jobs.iter().map(shown).collect(),
            }
        }
        ToOperator::Unknown => vec!["?".into()],
    }
}

/// Whose dialogs there are, nobody's included; not of whom there are none.
fn counted(counts: &[Count]) -> Vec<String> {
    let counts = counts.iter().filter(|of| of.open > 0);
    let told = |of: &Count| {
        let whose = of
            .responsible
            .map_or("free".to_owned(), |id| format!("of o{id}"));
        let (open, unanswered, unread, messages) = (of.open, of.unanswered, of.unread, of.messages);
        format!("{open} {whose}: {unanswered} unanswered ({messages}), {unread} unread")
    };
    counts.map(told).collect()
}

fn answered(ask: Ask, answer: &Answer) -> Vec<String> {
    match answer {
        Answer::List(ListAnswer::ListDialogs(ListedDialogs {
            pinned,
            dialogs,
            rest,
        })) => {
            let pinned = (pinned.iter()).map(|dialog| format!("| pinned {}", summary(dialog)));
            let dialogs = (dialogs.iter()).map(|dialog| format!("| {}", summary(dialog)));
            std::iter::once(format!("list, more: {}", rest.is_some()))
                .chain(pinned)
                .chain(dialogs)
                .collect()
        }
        Answer::Dialogs(DialogAnswer::OpenDialog(OpenedDialog {
            dialog,
            messages,
            more,
            tags: _,
            deliveries: _,
            card,
        })) => {
            let head = format!("dialog {}, more: {more}", summary(dialog));
            let page = card.page.as_ref().map_or("", |page| page.url.as_str());
            let others: Vec<u64> = card.dialogs.iter().map(|other| other.id.0).collect();
            let card = format!(
                "card: {} in {}, on {page}, online: {}, others: {others:?}",
                card.client.id, card.locale, card.online
            );
            let messages = messages
                .iter()
                .map(|message| format!("| {}", operator_message(message)));
            [head, card].into_iter().chain(messages).collect()
        }
        Answer::Dialogs(DialogAnswer::History(OlderMessages { messages, more })) => {
            let messages = messages
                .iter()
                .map(|message| format!("| {}", operator_message(message)));
            std::iter::once(format!("history, more: {more}"))
                .chain(messages)
                .collect()
        }
        Answer::Sites(SiteAnswer::AddSite(site)) => {
            let general = &site.general.value;
            vec![format!("site {} {:?}", general.name, general.origins)]
        }
        Answer::Team(TeamAnswer::Invite(_) | TeamAnswer::ResetLink(_)) => vec!["link".into()],
        _ => vec![format!("done {ask}")],
    }
}

fn operator_event(event: &OperatorEvent) -> String {
    match event {
        OperatorEvent::Message { message, dialog } => {
            format!("{} {}", operator_message(message), summary(dialog))
        }
        OperatorEvent::Revised { message, dialog } => {
            format!("revised {} {}", operator_message(message), summary(dialog))
        }
        OperatorEvent::Dialog { dialog } => summary(dialog),
        OperatorEvent::Counts { of } => counted(of).join(", "),
        OperatorEvent::Changed { dialogs, clients } => {
            let ids = |what: &str, ids: Vec<String>| match ids.is_empty() {
                true => String::new(),
                false => format!(" {what} {}", ids.join(", ")),
            };
            let dialogs = dialogs.iter().map(ToString::to_string).collect();
            let clients = clients.iter().map(ToString::to_string).collect();
            format!(
                "changed{}{}",
                ids("dialogs", dialogs),
                ids("clients", clients)
            )
        }
        OperatorEvent::Gone { dialog } => format!("gone {dialog}"),
        OperatorEvent::Deleted { dialog } => format!("{dialog} is deleted"),
        OperatorEvent::Client { client, profile } => client_card(client, profile),
        OperatorEvent::ClientDeleted { client } => format!("client {client} was deleted"),
        OperatorEvent::Merged { client, into } => {
            format!("client {client} is {} now", into.id)
        }
        OperatorEvent::Mark { mark } => format!("{} {}", mark.kind.word(), mark.name),
        OperatorEvent::Tags { dialog, tags } => {
            let tags: Vec<_> = tags.iter().map(|tag| tag.0).collect();
            format!("#{dialog} tags {tags:?}")
        }
        OperatorEvent::DialogMerged { dialog, into } => {
            format!("#{dialog} is part of {}", summary(into))
        }
        OperatorEvent::Deliveries { dialog, deliveries } => {
            let left: Vec<_> = deliveries.iter().map(|left| left.message.0).collect();
            format!("#{dialog} has not delivered {left:?}")
        }
        OperatorEvent::MarkGone { mark } => format!("mark #{mark} is gone"),
        OperatorEvent::Channel { channel } => format!("channel {} {:?}", channel.id, channel.name),
        OperatorEvent::ChannelGone { channel } => format!("channel {channel} is gone"),
        OperatorEvent::Employee { employee } => {
            format!("employee {} ({})", employee.name, employee.role.word())
        }
        OperatorEvent::Site { site } => {
            let seen: Vec<&str> = site.seen.iter().map(|seen| seen.origin.as_str()).collect();
            let installed = site
                .installed
                .as_ref()
                .map_or("no", |seen| seen.origin.as_str());
            let name = &site.general.value.name;
            format!("site {name}, seen: {seen:?}, installed: {installed}")
        }
        OperatorEvent::Center { center } => format!("center {}", center.general.value.name),
        OperatorEvent::Unknown => "?".into(),
    }
}

/// `client 1 Anna, "comment", ["+371…"], marks [9], Size = M, notes ["…"]`
fn client_card(client: &ClientBrief, profile: &Profile) -> String {
    let name = client.name.as_deref().unwrap_or("nameless");
    let values = |contact: &Contact| contact.value.clone();
    let contacts: Vec<_> = profile.contacts.iter().map(values).collect();
    let marks: Vec<_> = profile.marks.iter().map(|mark| mark.0).collect();
    let pair = |variable: &Variable| format!("{} = {}", variable.name, variable.value);
    let variables: Vec<_> = profile.variables.iter().map(pair).collect();
    let notes: Vec<_> = profile.notes.iter().map(|note| &note.text).collect();
    format!(
        "client {} {name}, {:?}, {contacts:?}, marks {marks:?}, {variables:?}, notes {notes:?}",
        client.id, profile.comment
    )
}

pub(crate) fn operator_message(message: &Message) -> String {
    let said = match &message.content {
        Content::Visitor { body } => format!("client: {}", body_text(body)),
        Content::Operator { by, body } => format!("o{by}: {}", body_text(body)),
        Content::Automatic { rule, text } => format!("{}: {}", rule.word(), shown(text)),
        Content::Note { by, text, .. } => format!("o{by} notes: {}", shown(text)),
        Content::System { happened } => format!("* {}", happened_text(happened)),
        Content::Unknown => "?".into(),
    };
    format!("#{} {said}", message.id)
}

fn happened_text(happened: &Happened) -> String {
    match happened {
        Happened::Begun {} => "begun".into(),
        Happened::Triggered { trigger } => format!("triggered by {trigger}"),
        Happened::WrittenFirst { by } => format!("written first by o{by}"),
        Happened::Claimed { by } => format!("claimed by o{by}"),
        Happened::Assigned { by, to } => {
            let to = to.map_or("nobody".to_owned(), |to| format!("o{to}"));
            format!("assigned to {to} by o{by}")
        }
        Happened::Freed { from } => format!("freed from o{from}"),
        Happened::Waited { from, minutes } => format!("waited {minutes} min for o{from}"),
        Happened::Distributed { to } => format!("distributed to o{to}"),
        Happened::Kept { to } => format!("kept for o{to}"),
        Happened::Transferred { by, to } => format!("transferred to {to:?} by o{by}"),
        Happened::NoReplyNeeded { by } => format!("no reply needed, says o{by}"),
        Happened::Closed { by } => format!("closed by o{by}"),
        Happened::Reopened { by } => {
            let by = by.map_or("the client".to_owned(), |by| format!("o{by}"));
            format!("reopened by {by}")
        }
        Happened::Ended {} => "ended by the client".into(),
        Happened::Rated { rating, comment } => format!("rated {}: {comment}", rating.word()),
        Happened::FellSilent { days } => format!("closed after {days} silent days"),
        Happened::Snoozed { by, until } => {
            let until = until.map_or("he writes".to_owned(), |until| until.to_string());
            format!("put off by o{by} until {until}")
        }
        Happened::Woken { by } => {
            let by = by.map_or("its time".to_owned(), |by| format!("o{by}"));
            format!("brought back by {by}")
        }
        Happened::Blocked { by } => format!("client blocked by o{by}"),
        Happened::Unblocked { by } => format!("client unblocked by o{by}"),
        Happened::Paused { by } => format!("client paused by o{by}"),
        Happened::Unpaused { by } => format!("client unpaused by o{by}"),
        Happened::MarkedUnread { by } => format!("marked unread by o{by}"),
        Happened::Tagged { by, tag } => format!("tagged {tag} by o{by}"),
        Happened::Untagged { by, tag } => format!("{tag} taken off by o{by}"),
        Happened::Moved { by, to } => format!("moved to {to:?} by o{by}"),
        Happened::Spam { by } => format!("spam, says o{by}"),
        Happened::NoSpam { by } => format!("no spam, says o{by}"),
        Happened::DialogMerged { by, dialog } => format!("#{dialog} merged by o{by}"),
        Happened::Merged { by, client } => format!("client {client} merged by o{by}"),
        Happened::Unknown => "?".into(),
    }
}

fn shown(text: &str) -> String {
    match text {
        "" => "[withdrawn]".into(),
        text => text.to_owned(),
    }
}

fn body_text(body: &Body) -> String {
    match body {
        Body::Text { text } => shown(text),
        Body::File { file } => format!("[{}, {} bytes, {}]", file.name, file.size, file.mime),
        Body::Unknown => "?".into(),
    }
}

/// `(dialog 1 open, free, unread 1, awaiting 1, delivered 0, read 0, opened 0)`
pub(crate) fn summary(dialog: &Summary) -> String {
    let state = match &dialog.state {
        DialogState::Open {} => "open",
        DialogState::Closed { .. } => "closed",
        DialogState::Unknown => "?",
    };
    let responsible = dialog.responsible;
    let responsible = responsible.map_or("free".to_owned(), |id| format!("o{id}"));
    format!(
        "(dialog {} {state}, {responsible}, unread {}, awaiting {}, delivered {}, read {}, opened {})",
        dialog.id,
        dialog.unread_count,
        dialog.awaiting_reply_count,
        dialog.delivered_upto,
        dialog.read_upto,
        dialog.opened_upto,
    )
}

fn refused(what: &str, refusal: &Refusal) -> String {
    let retry = refusal
        .retry_ms
        .map(|ms| format!(" (retry in {ms} ms)"))
        .unwrap_or_default();
    format!("refused {what}: {}{retry}", refusal.code.word())
}
