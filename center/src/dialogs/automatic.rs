//! What the center answers by itself to a client's message (YU-03), in the same turn and right
//! behind it. It is no reply: what awaits one still does (X1). Where a channel gives no such
//! answer this costs no statement.

use beseda_protocol::automatic::{AutomaticReplies, AutomaticRule};
use beseda_protocol::ids::{ChannelId, DialogId};
use beseda_protocol::message::Content;

use super::change::{self, Change, Post};
use crate::sites::hours;
use crate::storage::automatic_replies;
use crate::team::presence;
use crate::turn::current::Turn;
use crate::turn::dates;
use crate::turn::refusals::Stop;

/// Who writes through a night is told once that nobody is there, and again the next evening:
/// half a day, in ms.
const AFTER_HOURS_AGAIN_MS: u64 = 12 * 60 * 60 * 1000;

/// Who is told that nobody is online is told again when that has had time to change and did
/// not: an hour, in ms.
const NOBODY_ONLINE_AGAIN_MS: u64 = 60 * 60 * 1000;

/// Answers the client's message that was stored last, if a rule of the channel applies to it.
pub(super) fn answer(turn: &mut Turn<'_>, id: DialogId, is_first: bool) -> Result<(), Stop> {
    let channel = turn.sure_dialog(id)?.channel;
    let Some(rule) = applies(turn, channel, is_first) else {
        return Ok(());
    };
    let identity = turn.sure_dialog(id)?.identity.clone();
    let identity = turn.sure_identity(&identity)?.clone();
    if turn.sure_client(identity.client)?.pause.is_some() || was_said(turn, id, rule)? {
        return Ok(());
    }
    let text = replies(turn, channel).and_then(|replies| replies.of(rule).text(&identity.locale));
    let Some(text) = text.map(str::to_owned) else {
        return Ok(());
    };
    let said = [id.into(), rule.word().into(), turn.now.into()];
    turn.write(automatic_replies::WRITE, &said)?;
    let post = Post {
        cid: None,
        quote: None,
        content: Content::Automatic { rule, text },
    };
    change::apply(turn, vec![Change::Posted(id, post)])?;
    Ok(())
}

/// The first of the rules that are on which applies now: who is told that the shop is closed
/// need not be greeted.
fn applies(turn: &Turn<'_>, channel: ChannelId, is_first: bool) -> Option<AutomaticRule> {
    let replies = replies(turn, channel)?;
    let mut on = AutomaticRule::ALL
        .iter()
        .filter(|rule| replies.of(**rule).is_on);
    let applies = |rule: &&AutomaticRule| match rule {
        AutomaticRule::AfterHours => !is_open(turn, channel),
        AutomaticRule::NobodyOnline => !is_anybody_there(turn, channel),
        AutomaticRule::FirstMessage => is_first,
        // That is said before anybody writes.
        AutomaticRule::Trigger => false,
    };
    on.find(applies).copied()
}

fn replies<'t>(turn: &'t Turn<'_>, channel: ChannelId) -> Option<&'t AutomaticReplies> {
    let channel = turn.cache.channels.get(&channel)?;
    Some(&channel.automatic.value)
}

fn is_open(turn: &Turn<'_>, channel: ChannelId) -> bool {
    let zone = &turn.cache.center.general.value.time_zone;
    hours::of(turn, channel).is_open_at(&dates::wall_clock(turn.now, zone))
}

fn is_anybody_there(turn: &Turn<'_>, channel: ChannelId) -> bool {
    let mut employees = turn.cache.employees.0.values();
    employees.any(|employee| {
        employee.may_be_responsible(channel) && presence::is_available(turn, employee.id)
    })
}

/// Whether this was said in the dialog so lately that it need not be said again.
fn was_said(turn: &Turn<'_>, id: DialogId, rule: AutomaticRule) -> Result<bool, Stop> {
    let again_ms = match rule {
        AutomaticRule::AfterHours => AFTER_HOURS_AGAIN_MS,
        AutomaticRule::NobodyOnline => NOBODY_ONLINE_AGAIN_MS,
        // A dialog begins once.
        AutomaticRule::FirstMessage | AutomaticRule::Trigger => return Ok(false),
    };
    let last = automatic_replies::last(turn.storage, id, rule)?;
    Ok(last.is_some_and(|at| turn.now.ms_since(at) < again_ms))
}
