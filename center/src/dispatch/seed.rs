//! Fills a demo center: the same changes as real talk makes, at other times.

mod card;

use beseda_protocol::channel::Assignment;
use beseda_protocol::dialog::Page;
use beseda_protocol::ids::{
    ChannelId, ClientId, DialogId, IdentityId, MessageId, OperatorId, SiteId, Timestamp,
};
use beseda_protocol::look::Look;
use beseda_protocol::message::{Body, Content, Happened};
use beseda_protocol::operator::CenterInfo;
use beseda_protocol::settings::CenterGeneral;
use beseda_protocol::site::{SiteGeneral, TransportKind};
use beseda_protocol::team::Access;

use crate::dialogs::change::{self, Change, Marked, Post};
use crate::dialogs::dialog;
use crate::sites::{center, channels, saving, site as sites};
use crate::storage::clients::Client;
use crate::storage::fault::Fault;
use crate::storage::identities::Identity;
use crate::storage::messages;
use crate::storage::settings::CENTER;
use crate::team::email::Email;
use crate::team::employees;
use crate::turn::LineId;
use crate::turn::command::Reply;
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, invalid};
use crate::turn::seed::{Seed, SeedAuthor, SeedDialog, SeedMessage};
use crate::turn::speaker::Operator;

/// Something that a seeded dialog saw, in the order of time.
enum Scene<'s> {
    Says(&'s SeedMessage),
    Closes(usize),
}

/// Plants a demo center; one that is planted already stays as it is, but for dialogs that
/// go on where the last ones ended.
pub(crate) fn plant(turn: &mut Turn<'_>, seed: Seed) -> Result<Reply, Stop> {
    let is_planted = turn.cache.site(&seed.site_id).is_some();
    let staff = match (is_planted, seed.goes_on) {
        (false, _) => found(turn, &seed)?,
        (true, true) => turn.cache.employees.0.keys().copied().collect(),
        (true, false) => return Ok(Reply::Done),
    };
    let now = turn.now;
    let begun = talk(turn, &seed, &staff, now)?;
    turn.now = now;
    write_on_cards(turn, &seed, begun)?;
    Ok(Reply::Done)
}

/// Names the center, hires its people and makes its site.
fn found(turn: &mut Turn<'_>, seed: &Seed) -> Result<Vec<OperatorId>, Stop> {
    let general = CenterGeneral {
        name: seed.name.clone(),
        locale: seed.locale.clone(),
        time_zone: seed.time_zone.clone(),
    };
    let center = CenterInfo {
        general: saving::write(turn, CENTER, 0, general)?,
        ..turn.cache.center.clone()
    };
    center::changed(turn, center)?;
    // Its clients have waited for days, and nobody is there yet.
    let assignment = Assignment {
        wait_minutes: 0,
        ..Assignment::default()
    };
    channels::set_assignment(turn, ChannelId::FIRST, assignment)?;
    let mut staff = Vec::with_capacity(seed.employees.len());
    for employee in &seed.employees {
        let hired = employees::hire(
            turn,
            &employee.name,
            &Email::read(&employee.email)?,
            &employee.hash,
            employee.role,
        )?;
        let access = Access {
            others: employee.others,
            channels: None,
        };
        if access != hired.access {
            employees::set_access(turn, hired.id, access)?;
        }
        staff.push(hired.id);
    }
    let general = SiteGeneral {
        name: seed.site.clone(),
        origins: seed.origins.clone(),
    };
    let id = |_| seed.site_id.clone();
    sites::make(
        turn,
        id,
        TransportKind::SiteChat {},
        general,
        Look::default(),
    )?;
    Ok(staff)
}

/// Makes a transport whose other side is the tests.
pub(crate) fn test_transport(
    turn: &mut Turn<'_>,
    name: String,
    channel: ChannelId,
) -> Result<SiteId, Stop> {
    if !turn.cache.channels.contains_key(&channel) {
        return Err(invalid("There is no such channel.").into());
    }
    let origins = Vec::new();
    let general = SiteGeneral { name, origins };
    let id = |number| SiteId(format!("t{number}"));
    let number = sites::make(turn, id, TransportKind::Test {}, general, Look::default())?;
    let id = id(number);
    let site = turn.cache.site(&id).cloned();
    let mut site = site.ok_or(Fault::Corrupt("sites"))?;
    if site.row.channel != channel {
        site.row.channel = channel;
        sites::save_row(turn, site)?;
    }
    Ok(id)
}

/// Ids rise with time inside a center, so all dialogs are played at once.
fn talk<'s>(
    turn: &mut Turn<'_>,
    seed: &'s Seed,
    staff: &[OperatorId],
    now: Timestamp,
) -> Result<Vec<Option<DialogId>>, Stop> {
    let mut scenes: Vec<(u64, usize, Scene<'_>)> = Vec::new();
    for (place, dialog) in seed.dialogs.iter().enumerate() {
        let says = |message: &'s SeedMessage| (message.minutes_ago, place, Scene::Says(message));
        scenes.extend(dialog.messages.iter().map(says));
        let closes = |(minutes, by)| (minutes, place, Scene::Closes(by));
        scenes.extend(dialog.closed.map(closes));
    }
    // A stable sort: what is said within one minute stays in its order.
    scenes.sort_by_key(|(minutes_ago, ..)| std::cmp::Reverse(*minutes_ago));
    let mut begun: Vec<Option<DialogId>> = vec![None; seed.dialogs.len()];
    for (minutes_ago, place, scene) in scenes {
        turn.now = Timestamp(now.0.saturating_sub(minutes_ago * 60_000));
        let dialog = match begun[place] {
            Some(dialog) => dialog,
            None => begin(turn, seed, &seed.dialogs[place])?,
        };
        begun[place] = Some(dialog);
        play(turn, dialog, scene, staff)?;
    }
    for (dialog, planted) in begun.iter().zip(&seed.dialogs) {
        if let Some(dialog) = *dialog {
            mark(turn, dialog, planted)?;
        }
    }
    Ok(begun)
}

/// What employees have written on the cards, a moment after all that was said.
fn write_on_cards(
    turn: &mut Turn<'_>,
    seed: &Seed,
    begun: Vec<Option<DialogId>>,
) -> Result<(), Stop> {
    let Some(me) = turn.cache.employees.0.values().next().cloned() else {
        return Ok(());
    };
    let line = LineId(0);
    let who = Operator::at(line, me);
    for (dialog, planted) in begun.into_iter().zip(&seed.dialogs) {
        if let Some(dialog) = dialog {
            card::write(turn, &who, dialog, &planted.card)?;
        }
    }
    Ok(())
}

fn begin(turn: &mut Turn<'_>, seed: &Seed, planted: &SeedDialog) -> Result<DialogId, Stop> {
    let identity = IdentityId(turn.fresh_id());
    let origin = seed.origins.first().map_or("", String::as_str);
    let (path, title) = &planted.page;
    let id = DialogId(turn.cache.n_dialogs + 1);
    let site: SiteId = seed.site_id.clone();
    let channel = turn.cache.channel(&site);
    let number = ClientId(turn.cache.n_clients + 1);
    let client = Client::new(number, planted.client.clone(), turn.now);
    let met = Identity {
        id: identity.clone(),
        created_at: turn.now,
        site: site.clone(),
        client: client.id,
        locale: planted.locale.clone(),
        page: Some(Page {
            url: format!("{origin}{path}"),
            title: title.clone(),
        }),
        seen_at: turn.now,
        delivered_upto: MessageId(0),
        read_upto: MessageId(0),
        read_at: None,
        received_upto: MessageId(0),
        view: 0,
    };
    let changes = vec![
        Change::Met(client, met),
        Change::Begun(dialog::begin(id, identity, channel, site, turn.now)),
        Change::Posted(id, Post::system(Happened::Begun {})),
    ];
    change::apply(turn, changes)?;
    Ok(id)
}

fn play(
    turn: &mut Turn<'_>,
    id: DialogId,
    scene: Scene<'_>,
    staff: &[OperatorId],
) -> Result<(), Stop> {
    let person = |place: usize| {
        let person = staff.get(place).copied();
        person.ok_or_else(|| invalid("A dialog names an employee that is not in the list."))
    };
    let mut changes = Vec::with_capacity(3);
    if let Scene::Says(message) = &scene
        && matches!(message.from, SeedAuthor::Operator(_))
    {
        changes.extend(opened(turn, id)?);
    }
    let mut post = |content| {
        let (cid, quote) = (None, None);
        let post = Post {
            cid,
            quote,
            content,
        };
        changes.push(Change::Posted(id, post));
    };
    match scene {
        Scene::Closes(by) => {
            let happened = Happened::Closed { by: person(by)? };
            post(Content::System { happened });
        }
        Scene::Says(message) => {
            let text = message.text.clone();
            match message.from {
                SeedAuthor::Visitor => post(Content::Visitor {
                    body: Body::Text { text },
                }),
                SeedAuthor::Note(by) => post(Content::Note {
                    by: person(by)?,
                    text,
                    mentions: Vec::new(),
                }),
                SeedAuthor::Operator(by) => {
                    let by = person(by)?;
                    if responsible(turn, id)?.is_none() {
                        let happened = Happened::Claimed { by };
                        post(Content::System { happened });
                    }
                    let body = Body::Text { text };
                    post(Content::Operator { by, body });
                }
            }
        }
    }
    change::apply(turn, changes).map(drop)
}

/// Who answers has opened the dialog before.
fn opened(turn: &mut Turn<'_>, id: DialogId) -> Result<Option<Change>, Stop> {
    let dialog = turn.sure_dialog(id)?;
    Ok((dialog.unread_count > 0).then_some(Change::Opened {
        dialog: id,
        upto: dialog.last.id,
        unread_count: 0,
    }))
}

fn responsible(turn: &mut Turn<'_>, id: DialogId) -> Result<Option<OperatorId>, Stop> {
    Ok(turn.sure_dialog(id)?.responsible.0)
}

/// What both sides have seen by now.
fn mark(turn: &mut Turn<'_>, id: DialogId, planted: &SeedDialog) -> Result<(), Stop> {
    let dialog = turn.sure_dialog(id)?.clone();
    turn.now = dialog.last.at;
    let identity = turn.sure_identity(&dialog.identity)?.clone();
    let seen_at = dialog.last_client_at;
    turn.change_identity(Identity {
        seen_at,
        ..identity
    })?;
    let mut changes = Vec::new();
    if planted.opened && dialog.unread_count > 0 {
        changes.push(Change::Opened {
            dialog: id,
            upto: dialog.last.id,
            unread_count: 0,
        });
    }
    let identity = dialog.identity;
    let newest = messages::of_operators(turn.storage, &identity, MessageId(0), messages::NEWEST)?;
    if let Some(upto) = newest.iter().map(|(_, id)| *id).max() {
        let dialogs = vec![id];
        let marked = Marked {
            identity,
            upto,
            dialogs,
        };
        changes.push(match planted.read {
            true => Change::Read(marked),
            false => Change::Delivered(marked),
        });
    }
    change::apply(turn, changes).map(drop)
}
