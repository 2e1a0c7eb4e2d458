//! How the model reads: names, labels, waiting times, sizes.

use beseda_protocol::automatic::AutomaticRule;
use beseda_protocol::channel::Channel;
use beseda_protocol::dialog::{ClientBrief, LastLabel, LastMessage, Summary};
use beseda_protocol::filter::{Order, Tab};
use beseda_protocol::ids::{ChannelId, OperatorId, SiteId, Timestamp};
use beseda_protocol::mark::MarkKind;
use beseda_protocol::message::{Happened, Rating};
use beseda_protocol::team::{Employee, Others, Role};

use crate::browser::intl::{self, Style, day_number, language_name, moment};
use crate::model::counts::{Awaiting, Badge};
use crate::model::roster::{Names, Roster};
use crate::texts::{say, say_client, say_count, say_with};

const MINUTE_MS: u64 = 60_000;
const HOUR_MS: u64 = 60 * MINUTE_MS;
const DAY_MS: u64 = 24 * HOUR_MS;

/// A client's name, or "Visitor 12".
pub(crate) fn client(client: &ClientBrief) -> String {
    say_client(client.name.as_deref(), client.id.0)
}

/// Whose the last message is (SB-53), or one that was found.
pub(crate) fn label(
    label: LastLabel,
    by: Option<OperatorId>,
    me: OperatorId,
    names: &Names,
) -> String {
    match label {
        LastLabel::Visitor => say("label_client"),
        LastLabel::Note => say("label_note"),
        LastLabel::Operator => match by {
            Some(id) if id == me => say("label_you"),
            Some(id) => names.of(id).to_owned(),
            None => say("label_automatic"),
        },
    }
}

/// When the center answers by itself.
pub(crate) fn automatic_rule(rule: AutomaticRule) -> String {
    say(&format!("automatic_{}", rule.word()))
}

/// What happened to a dialog, as its system message tells.
pub(crate) fn happened(happened: &Happened, names: &Names) -> String {
    let by = |key: &str, id: OperatorId| say_with(key, &[("name", names.of(id))]);
    let with = |key: &str, id: OperatorId, place: &str, value: &str| {
        say_with(key, &[("name", names.of(id)), (place, value)])
    };
    match *happened {
        Happened::Begun {} => say("happened_begun"),
        Happened::Triggered { ref trigger } => say_with("happened_triggered", &[("name", trigger)]),
        Happened::WrittenFirst { by: id } => by("happened_written_first", id),
        Happened::Claimed { by: id } => by("happened_claimed", id),
        Happened::Assigned { by: id, to: None } => by("happened_released", id),
        Happened::Assigned { by: id, to } if to == Some(id) => by("happened_taken", id),
        Happened::Assigned {
            by: id,
            to: Some(to),
        } => say_with(
            "happened_assigned",
            &[("name", names.of(id)), ("to", names.of(to))],
        ),
        Happened::Freed { from: id } => by("happened_freed", id),
        Happened::Waited { from, minutes } => say_with(
            "happened_waited",
            &[("name", names.of(from)), ("n", &minutes.to_string())],
        ),
        Happened::Distributed { to } => by("happened_distributed", to),
        Happened::Kept { to } => by("happened_kept", to),
        Happened::Transferred { by: id, ref to } => {
            with("happened_transferred", id, "channel", &channel_name(to))
        }
        Happened::NoReplyNeeded { by: id } => by("happened_no_reply_needed", id),
        Happened::Closed { by: id } => by("happened_closed", id),
        Happened::Reopened { by: Some(id) } => by("happened_reopened", id),
        Happened::Reopened { by: None } => say("happened_reopened_by_client"),
        Happened::Ended {} => say("happened_ended"),
        Happened::Rated {
            rating,
            ref comment,
        } => rated(rating, comment),
        Happened::FellSilent { days } => say_count("happened_fell_silent", days.into()),
        Happened::Snoozed {
            by: id,
            until: Some(until),
        } => say_with(
            "happened_snoozed",
            &[
                ("name", names.of(id)),
                ("time", &moment(until, Style::Full)),
            ],
        ),
        Happened::Snoozed {
            by: id,
            until: None,
        } => by("happened_snoozed_until_written", id),
        Happened::Woken { by: Some(id) } => by("happened_woken", id),
        Happened::Woken { by: None } => say("happened_woken_by_time"),
        Happened::Blocked { by: id } => by("happened_blocked", id),
        Happened::Unblocked { by: id } => by("happened_unblocked", id),
        Happened::Paused { by: id } => by("happened_paused", id),
        Happened::Unpaused { by: id } => by("happened_unpaused", id),
        Happened::MarkedUnread { by: id } => by("happened_marked_unread", id),
        Happened::Tagged { by: id, ref tag } => with("happened_tagged", id, "tag", tag),
        Happened::Untagged { by: id, ref tag } => with("happened_untagged", id, "tag", tag),
        Happened::Moved { by: id, ref to } => {
            with("happened_moved", id, "channel", &channel_name(to))
        }
        Happened::Spam { by: id } => by("happened_spam", id),
        Happened::NoSpam { by: id } => by("happened_no_spam", id),
        Happened::DialogMerged { by: id, dialog } => {
            with("happened_dialog_merged", id, "n", &dialog.to_string())
        }
        Happened::Merged { by: id, client } => {
            with("happened_merged", id, "n", &client.to_string())
        }
        Happened::Unknown => say("happened_unknown"),
    }
}

/// How a client has rated a conversation, and what he said to it.
pub(crate) fn rated(rating: Rating, comment: &str) -> String {
    let said = say(&format!("rated_{}", rating.word()));
    match comment.is_empty() {
        true => said,
        false => say_with("rated_with", &[("rating", &said), ("comment", comment)]),
    }
}

/// How the last message begins, or that it was withdrawn, or that there is none.
pub(crate) fn preview(last: &LastMessage) -> String {
    match last.preview.as_str() {
        "" if last.id.0 == 0 => say("nothing_said"),
        "" => say("withdrawn"),
        preview => preview.to_owned(),
    }
}

/// The site of a card; only that of the test chat has no name of its own.
pub(crate) fn site(roster: &Roster, id: &SiteId) -> String {
    let name = roster.site_name(id);
    name.map_or_else(|| say("test_site"), str::to_owned)
}

/// A channel; the first has a word of its own until somebody names it.
pub(crate) fn channel(channel: &Channel) -> String {
    channel_name(&channel.name)
}

fn channel_name(name: &str) -> String {
    match name {
        "" => say("channel_first"),
        name => name.to_owned(),
    }
}

/// A site to write to, behind its channel where there are several.
pub(crate) fn address(roster: &Roster, id: &SiteId) -> String {
    let of = roster.site(id).map(|site| site.channel);
    place(roster, of.unwrap_or(ChannelId::FIRST), id)
}

/// Where a dialog comes from: its site, behind its channel where there are several.
pub(crate) fn origin(roster: &Roster, card: &Summary) -> String {
    place(roster, card.channel, &card.site)
}

fn place(roster: &Roster, of: ChannelId, id: &SiteId) -> String {
    let site = site(roster, id);
    let known = roster.channel(of).filter(|_| roster.has_channels());
    match known.map(channel).filter(|name| *name != site) {
        Some(channel) => format!("{channel} · {site}"),
        None => site,
    }
}

/// What a colleague does not see, where there is anything.
pub(crate) fn access(roster: &Roster, of: &Employee) -> Option<String> {
    let others = match of.access.others {
        _ if of.role != Role::Operator => None,
        Others::Answerable => None,
        Others::Readable => Some(say("sees_readable")),
        Others::Hidden => Some(say("sees_hidden")),
    };
    let channels = of.channels().map(|ids| {
        let known = ids.iter().filter_map(|id| roster.channel(*id));
        match known.map(channel).collect::<Vec<_>>() {
            names if names.is_empty() => say("sees_no_channel"),
            names => say_with("sees_channels", &[("names", &names.join(", "))]),
        }
    });
    let parts: Vec<String> = channels.into_iter().chain(others).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// Tags, labels or lists.
pub(crate) fn marks(kind: MarkKind) -> String {
    of_kind(kind, "tags", "labels", "lists")
}

/// What they are for.
pub(crate) fn marks_text(kind: MarkKind) -> String {
    of_kind(kind, "tags_text", "labels_text", "lists_text")
}

/// There are none of the kind.
pub(crate) fn no_marks(kind: MarkKind) -> String {
    of_kind(kind, "tags_none", "labels_none", "lists_none")
}

/// The name of a field for a new one.
pub(crate) fn new_mark(kind: MarkKind) -> String {
    of_kind(kind, "tag_new", "label_new", "list_new")
}

/// To put one on.
pub(crate) fn add_mark(kind: MarkKind) -> String {
    of_kind(kind, "add_tag", "add_label", "add_list")
}

/// The name of the field with the name of one.
pub(crate) fn name_of_mark(kind: MarkKind, name: &str) -> String {
    let key = word(kind, "tag_name_of", "label_name_of", "list_name_of");
    say_with(key, &[("name", name)])
}

/// How many have one.
pub(crate) fn n_marked(kind: MarkKind, n: u64) -> String {
    say_count(word(kind, "n_dialogs", "n_clients", "n_clients"), n)
}

/// A whole number, as the language writes it.
pub(crate) fn number(n: u64) -> String {
    intl::number(n as f64)
}

/// Kopecks as roubles, as the language writes them.
pub(crate) fn roubles(kopecks: u64) -> String {
    let whole = number(kopecks / 100);
    match kopecks % 100 {
        0 => whole,
        rest => {
            let point = intl::number(0.5).chars().nth(1).unwrap_or('.');
            format!("{whole}{point}{rest:02}")
        }
    }
}

/// How often a saved reply was used.
pub(crate) fn n_used(n: u64) -> String {
    say_count("n_used", n)
}

/// What becomes of those who have one that is deleted.
pub(crate) fn mark_delete_text(kind: MarkKind, n: u64) -> String {
    let key = word(
        kind,
        "tag_delete_text",
        "label_delete_text",
        "list_delete_text",
    );
    say_count(key, n)
}

/// What becomes of one that is merged into another.
pub(crate) fn mark_merge_text(kind: MarkKind) -> String {
    of_kind(
        kind,
        "tag_merge_text",
        "label_merge_text",
        "list_merge_text",
    )
}

fn of_kind(kind: MarkKind, tag: &str, label: &str, list: &str) -> String {
    say(word(kind, tag, label, list))
}

fn word<'k>(kind: MarkKind, tag: &'k str, label: &'k str, list: &'k str) -> &'k str {
    match kind {
        MarkKind::Tag => tag,
        MarkKind::Label => label,
        MarkKind::List => list,
    }
}

/// A role.
pub(crate) fn role(role: Role) -> String {
    say(match role {
        Role::Owner => "role_owner",
        Role::Administrator => "role_administrator",
        Role::Supervisor => "role_supervisor",
        Role::Operator => "role_operator",
    })
}

/// When, as short as a list has room for: 14:05, Yesterday, Tue, 3 Nov.
pub(crate) fn list_time(at: Timestamp, now: Timestamp) -> String {
    match day_number(now) - day_number(at) {
        0 => moment(at, Style::Time),
        1 => say("yesterday"),
        2..=6 => moment(at, Style::Weekday),
        _ => date(at, now),
    }
}

/// [`list_time`] within a sentence, where "Yesterday" begins nothing.
pub(crate) fn time_within(at: Timestamp, now: Timestamp) -> String {
    match day_number(now) - day_number(at) {
        1 => say("yesterday").to_lowercase(),
        _ => list_time(at, now),
    }
}

/// A moment to come, within a sentence: its time, with the day when that is another one.
pub(crate) fn time_to_come(at: Timestamp, now: Timestamp) -> String {
    match day_number(at) == day_number(now) {
        true => moment(at, Style::Time),
        false => moment(at, Style::Full),
    }
}

/// A later moment of what stands beside it: its time, with the day when that is
/// another one.
pub(crate) fn time_beside(later: Timestamp, at: Timestamp) -> String {
    match day_number(later) == day_number(at) {
        true => moment(later, Style::Time),
        false => moment(later, Style::Full),
    }
}

/// A day, as it parts messages.
pub(crate) fn day(at: Timestamp, now: Timestamp) -> String {
    match day_number(now) - day_number(at) {
        0 => say("today"),
        1 => say("yesterday"),
        days if days > 300 => moment(at, Style::DateWithYear),
        _ => capitalised(&moment(at, Style::Day)),
    }
}

/// A day in the past, with its year when that is another one.
pub(crate) fn date(at: Timestamp, now: Timestamp) -> String {
    match day_number(now) - day_number(at) {
        days if days > 300 => moment(at, Style::DateWithYear),
        _ => moment(at, Style::Date),
    }
}

/// How many dialogs await a reply, and how many messages in them.
pub(crate) fn awaiting(n: Awaiting) -> String {
    let messages = say_count("n_messages", n.messages.into());
    let dialogs = say_count("dialogs_awaiting", n.dialogs.into());
    format!("{dialogs} · {messages}")
}

/// How many were found: that there are no more is known when all were looked at.
pub(crate) fn found_count(n: usize, has_more: bool) -> String {
    let more = if has_more { "+" } else { "" };
    format!("{n}{more}")
}

/// What the badge tells.
pub(crate) fn badge(badge: Badge) -> String {
    match badge {
        Badge::Unanswered(n) => awaiting(n),
        Badge::Unread(n) => say_count("dialogs_unread", n.into()),
    }
}

/// For how long: 5 min, 3 h, 2 d.
pub(crate) fn lasting(since: Timestamp, now: Timestamp) -> String {
    let (key, n) = match now.ms_since(since) {
        ms if ms < HOUR_MS => ("lasting_minutes", (ms / MINUTE_MS).max(1)),
        ms if ms < DAY_MS => ("lasting_hours", ms / HOUR_MS),
        ms => ("lasting_days", ms / DAY_MS),
    };
    say_with(key, &[("n", &n.to_string())])
}

/// A language by its name, and where it has none by its tag.
pub(crate) fn language(tag: &str) -> String {
    capitalised(&language_name(tag).unwrap_or_else(|| tag.to_owned()))
}

/// A word of `Intl` where it begins: Russian writes days and languages small.
pub(crate) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(chars).collect()
}

/// A page's address without what everybody knows of it.
pub(crate) fn short_url(url: &str) -> &str {
    let bare = url.split_once("://").map_or(url, |(_, rest)| rest);
    bare.strip_suffix('/').unwrap_or(bare)
}

/// The text of what stands first behind a tab.
pub(crate) fn order(order: Order, tab: Tab) -> String {
    match (order, tab) {
        (Order::Newest, Tab::Mentions) => "order_mentioned".to_owned(),
        _ => format!("order_{}", order.word()),
    }
}
