//! Channels: made, renamed and deleted, and which site speaks from which.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::channels::{AddChannel, DeleteChannel, RenameChannel, SaveChannel};
use beseda_protocol::ask::sites::MoveSite;
use beseda_protocol::automatic::{AutomaticReplies, AutomaticReply, AutomaticRule};
use beseda_protocol::channel::{Assignment, Channel, ChannelSection, ReplyTimes, WritingFirst};
use beseda_protocol::fold::fold;
use beseda_protocol::hours::Hours;
use beseda_protocol::ids::{ChannelId, SiteId};
use beseda_protocol::job::Work;
use beseda_protocol::limits::{
    AUTOMATIC_REPLY_CHARS_MAX, CHANNELS_MAX, OPEN_DIALOGS_MAX, WAIT_MINUTES_MAX,
};
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::settings::Saved;
use beseda_protocol::site::TEST_SITE;
use beseda_protocol::unseen::looks_empty;

use super::{hours, saving, site as sites};
use crate::storage::channels::ChannelRow;
use crate::storage::dialogs;
use crate::storage::events::What;
use crate::storage::settings::Section;
use crate::team::{access, employees};
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, invalid, refuse};
use crate::turn::speaker::Operator;
use crate::turn::{job_list, log};

/// Makes a channel. Who sees all channels sees it, too.
pub(crate) fn add(turn: &mut Turn<'_>, _: &Operator, asked: AddChannel) -> Result<Channel, Stop> {
    let id = ChannelId(turn.cache.seq.0 + 1);
    let name = name_of(turn, id, &asked.name)?;
    if turn.cache.channels.len() >= CHANNELS_MAX {
        return Err(refuse(Code::LimitReached).into());
    }
    put(turn, Channel::new(id, name))
}

/// Renames it.
pub(crate) fn rename(
    turn: &mut Turn<'_>,
    _: &Operator,
    asked: RenameChannel,
) -> Result<Done, Stop> {
    let id = asked.channel;
    let known = find(turn, id)?;
    let name = name_of(turn, id, &asked.name)?;
    put(turn, Channel { name, ..known })?;
    Ok(Done {})
}

/// Saves a section of its settings.
pub(crate) fn save(
    turn: &mut Turn<'_>,
    _: &Operator,
    asked: SaveChannel,
) -> Result<Saved<ChannelSection>, Stop> {
    let SaveChannel {
        channel: id,
        version,
        section,
    } = asked;
    let before = find(turn, id)?;
    let mut channel = before.clone();
    let saved = match section {
        ChannelSection::Assignment { assignment } => {
            let assignment = checked_assignment(assignment)?;
            saving::save(turn, id.0, &mut channel.assignment, version, assignment)?
                .map(ChannelSection::from)
        }
        ChannelSection::WritingFirst { writing_first } => {
            let section = &mut channel.writing_first;
            saving::save(turn, id.0, section, version, writing_first)?.map(ChannelSection::from)
        }
        ChannelSection::ReplyTimes { reply_times } => {
            let reply_times = checked_reply_times(reply_times)?;
            let section = &mut channel.reply_times;
            saving::save(turn, id.0, section, version, reply_times)?.map(ChannelSection::from)
        }
        ChannelSection::Hours { hours } => {
            let hours = hours::checked(hours)?;
            saving::save(turn, id.0, &mut channel.hours, version, hours)?.map(ChannelSection::from)
        }
        ChannelSection::Automatic { automatic } => {
            let automatic = checked_automatic(automatic)?;
            saving::save(turn, id.0, &mut channel.automatic, version, automatic)?
                .map(ChannelSection::from)
        }
        ChannelSection::Unknown => return Err(refuse(Code::Unsupported).into()),
    };
    if channel != before {
        turn.cache.channels.insert(id, channel);
        log::happen(turn, What::Channel(id), None)?;
        // Who waits may be given to somebody, or has waited long enough.
        (turn.waits_otherwise, turn.may_distribute) = (true, true);
    }
    Ok(saved)
}

/// Who becomes responsible in a channel of a demo center.
#[cfg(feature = "testing")]
pub(crate) fn set_assignment(
    turn: &mut Turn<'_>,
    id: ChannelId,
    assignment: Assignment,
) -> Result<(), Stop> {
    let mut channel = find(turn, id)?;
    channel.assignment = saving::write(turn, id.0, channel.assignment.version, assignment)?;
    turn.cache.channels.insert(id, channel);
    log::happen(turn, What::Channel(id), None)
}

fn checked_automatic(automatic: AutomaticReplies) -> Result<AutomaticReplies, Refusal> {
    for rule in AutomaticRule::ALL {
        let AutomaticReply { is_on, en, ru } = automatic.of(*rule);
        let fits = |text: &String| text.chars().count() <= AUTOMATIC_REPLY_CHARS_MAX;
        if !fits(en) || !fits(ru) {
            return Err(invalid("An automatic reply has at most 1,000 characters."));
        }
        if *is_on && looks_empty(en) && looks_empty(ru) {
            return Err(invalid("Write what the automatic reply says."));
        }
    }
    Ok(automatic)
}

fn checked_assignment(assignment: Assignment) -> Result<Assignment, Refusal> {
    if assignment.open_max > OPEN_DIALOGS_MAX {
        return Err(invalid("Choose at most 1,000 open dialogs."));
    }
    match assignment.wait_minutes <= WAIT_MINUTES_MAX {
        true => Ok(assignment),
        false => Err(invalid("Choose at most 1,440 minutes.")),
    }
}

fn checked_reply_times(times: ReplyTimes) -> Result<ReplyTimes, Refusal> {
    let ReplyTimes {
        long_minutes,
        too_long_minutes,
    } = times;
    if !(1..=WAIT_MINUTES_MAX).contains(&too_long_minutes) {
        return Err(invalid("Choose from 1 to 1,440 minutes."));
    }
    match (1..=too_long_minutes).contains(&long_minutes) {
        true => Ok(times),
        false => Err(invalid("Too long is not sooner than long.")),
    }
}

/// Deletes an empty one. The first stays: the test chat writes to it.
pub(crate) fn delete(
    turn: &mut Turn<'_>,
    who: &Operator,
    asked: DeleteChannel,
) -> Result<Done, Stop> {
    let id = asked.channel;
    check(turn, id)?;
    let sites = &turn.cache.sites;
    let is_spoken_from = id == ChannelId::FIRST || sites.iter().any(|site| site.row.channel == id);
    let sites = sites.iter().map(|site| site.row.id.clone());
    // What was written to the test chat may have been handed on.
    let sites: Vec<SiteId> = sites.chain([TEST_SITE.into()]).collect();
    if is_spoken_from || dialogs::is_any_of_channel(turn.storage, &sites, id)? {
        return Err(refuse(Code::ChannelInUse).into());
    }
    turn.write("DELETE FROM channels WHERE id = ?", &[id.into()])?;
    for section in [
        Assignment::NAME,
        WritingFirst::NAME,
        ReplyTimes::NAME,
        Hours::NAME,
        AutomaticReplies::NAME,
    ] {
        turn.write(
            "DELETE FROM settings WHERE owner = ? AND section = ?",
            &[id.into(), section.into()],
        )?;
    }
    turn.cache.channels.remove(&id);
    log::happen(turn, What::Channel(id), None)?;
    access::forget_channel(turn, who, id)?;
    Ok(Done {})
}

/// Moves a site. Its dialogs follow in turns of their own, beginning at once: see
/// `dialogs::moving`.
pub(crate) fn move_site(
    turn: &mut Turn<'_>,
    who: &Operator,
    asked: MoveSite,
) -> Result<Done, Stop> {
    let MoveSite { site, channel } = asked;
    check(turn, channel)?;
    let stored = turn.cache.site(&site).cloned();
    let mut stored = stored.ok_or_else(|| refuse(Code::NotFound))?;
    if stored.row.channel != channel {
        let from = stored.row.channel;
        stored.row.channel = channel;
        sites::save_row(turn, stored)?;
        let n_left = dialogs::n_of_site_in(turn.storage, &site, from)?;
        if n_left > 0 {
            let work = Work::MoveDialogs { site, from };
            job_list::begin(turn, work, who.me.id, n_left)?;
        }
    }
    Ok(Done {})
}

fn put(turn: &mut Turn<'_>, channel: Channel) -> Result<Channel, Stop> {
    turn.put(&ChannelRow::UPSERT, ChannelRow::of(&channel))?;
    turn.cache.channels.insert(channel.id, channel.clone());
    log::happen(turn, What::Channel(channel.id), None)?;
    Ok(channel)
}

fn check(turn: &Turn<'_>, id: ChannelId) -> Result<(), Refusal> {
    find(turn, id).map(drop)
}

fn find(turn: &Turn<'_>, id: ChannelId) -> Result<Channel, Refusal> {
    let channel = turn.cache.channels.get(&id).cloned();
    channel.ok_or_else(|| refuse(Code::NotFound))
}

/// A name as it is kept, that no other channel has.
fn name_of(turn: &Turn<'_>, id: ChannelId, given: &str) -> Result<String, Refusal> {
    let name = employees::name_of(given)?;
    let mut channels = turn.cache.channels.values();
    match channels.any(|channel| channel.id != id && fold(&channel.name) == fold(&name)) {
        true => Err(refuse(Code::NameTaken)),
        false => Ok(name),
    }
}
