//! Carries out what the relay's routes ask.

use beseda_protocol::http::Rate;
use beseda_protocol::ids::IdentityId;
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::team::{Employee, Role};

use super::dump;
use crate::dialogs::{arriving, deliveries, ending};
use crate::files::uploads;
use crate::imports::moving_in;
use crate::jobs::{deletion, export};
use crate::sites::{reception, site as sites, tokens};
use crate::storage::fault::Fault;
use crate::storage::messages;
use crate::team::email::Email;
use crate::team::links::{self, Link};
use crate::team::{employees, owner, sessions, sign_in};
use crate::turn::center_row;
use crate::turn::command::{Command, Reply};
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, refuse};
use crate::turn::{Output, SessionId, Ticket};
use crate::webhooks::sending;

/// Takes one command, and answers it.
pub(crate) fn dispatch(turn: &mut Turn<'_>, ticket: Ticket, command: Command) -> Result<(), Fault> {
    let answer = match carry_out(turn, command) {
        Ok(reply) => Ok(reply),
        Err(Stop::Refused(refusal)) => {
            turn.forget_unsaved();
            Err(refusal)
        }
        Err(Stop::Fault(fault)) => return Err(fault),
    };
    turn.out.push(Output::Answer(ticket, answer));
    Ok(())
}

fn carry_out(turn: &mut Turn<'_>, command: Command) -> Result<Reply, Stop> {
    match command {
        Command::Create {
            center,
            origin,
            invitation,
        } => {
            if center != turn.cache.center.id {
                return Err(refuse(Code::NotFound).into());
            }
            let invited = owner::open(turn, &origin, &invitation)?;
            Ok(Reply::Created { invited })
        }
        Command::Site { site, origin } => {
            let site = sites::for_widget(turn, &site, origin.as_deref())?;
            Ok(Reply::Site(site))
        }
        Command::Admit { site, origin } => match sites::admit(turn, &site, &origin)? {
            true => Ok(Reply::Done),
            false => Err(refuse(Code::OriginNotAllowed).into()),
        },
        Command::Reception { site } => Ok(Reply::Reception(Box::new(reception::of(turn, &site)?))),
        Command::Unread { identity } => unread(turn, &identity),
        Command::End { identity } => {
            ending::end(turn, &identity)?;
            Ok(Reply::Done)
        }
        Command::Rate { identity, rate } => {
            let Rate {
                dialog,
                rating,
                comment,
            } = rate;
            ending::rate(turn, &identity, dialog, rating, &comment)?;
            Ok(Reply::Done)
        }
        Command::ReserveFile {
            owner,
            cid,
            name,
            size,
        } => uploads::reserve(turn, &owner, &cid, &name, size),
        Command::FileStored { file, size, mime } => uploads::stored(turn, &file, size, &mime),
        Command::FileFailed { file, attempt } => {
            uploads::failed(turn, &file, attempt)?;
            Ok(Reply::Done)
        }
        Command::FilesDeleted { store, files } => {
            deletion::files_deleted(turn, &store, &files)?;
            Ok(Reply::Done)
        }
        Command::KnowFiles { store, files } => Ok(uploads::known(turn.storage, &store, files)?),
        Command::FindFile { owner, file } => uploads::find(turn, &owner, &file),
        Command::Arrive(arrival) => Ok(Reply::Arrived(arriving::arrive(turn, arrival)?)),
        Command::TakeOutgoing { limit } => Ok(Reply::Outgoing(deliveries::take(turn, limit)?)),
        Command::Carried(carried) => {
            deliveries::carried(turn, carried)?;
            Ok(Reply::Done)
        }
        Command::CallWebhooks(progress) => Ok(Reply::Webhooks(sending::go_on(turn, progress)?)),
        Command::BeginExport {
            session,
            what,
            locale,
        } => export::fetching::begin(turn, &session, what, locale),
        Command::EndExport { asker, job } => export::fetching::end(turn, &asker, &job),
        Command::FindExport { asker, job } => export::fetching::find(turn, &asker, &job),
        Command::ExportBytes { asker, job, behind } => {
            export::fetching::bytes(turn, &asker, &job, behind)
        }
        Command::Dump { after } => Ok(dump::page(turn, after)?),
        Command::Renew => {
            center_row::renew(turn)?;
            Ok(Reply::Done)
        }
        Command::MoveIn(moving) => {
            let (made, known) = moving_in::move_in(turn, moving)?;
            Ok(Reply::MovedIn { made, known })
        }
        #[cfg(feature = "testing")]
        Command::Seed(seed) => super::seed::plant(turn, *seed),
        #[cfg(feature = "testing")]
        Command::AddTestTransport { name, channel } => Ok(Reply::Transport(
            super::seed::test_transport(turn, name, channel)?,
        )),
        #[cfg(feature = "testing")]
        Command::LiftPace => {
            turn.cache.is_pace_lifted = true;
            Ok(Reply::Done)
        }
        Command::KeepToken {
            session,
            proof,
            secret,
            token,
        } => Ok(Reply::Token(tokens::keep(
            turn, &session, &proof, secret, token,
        )?)),
        of_people => identify(turn, of_people),
    }
}

fn identify(turn: &mut Turn<'_>, command: Command) -> Result<Reply, Stop> {
    match command {
        Command::BeginSignIn(attempt) => Ok(Reply::Hash(sign_in::begin(turn, &attempt)?)),
        Command::EndSignIn {
            attempt,
            hash,
            right,
            session,
        } => {
            let compared = hash.as_deref().filter(|_| right);
            let me = sign_in::end(turn, &attempt, compared, &session)?;
            Ok(Reply::Me(me))
        }
        Command::Session { session } => {
            let me = sessions::check(turn, &session)?;
            sessions::use_now(turn, &session)?;
            Ok(Reply::Me(me))
        }
        Command::SignOut { session } => {
            sessions::end(turn, &session)?;
            Ok(Reply::Done)
        }
        Command::Link { token } => {
            let (role, reset) = match read_link(turn, &token)? {
                Link::Invitation { role } => (role, false),
                Link::Reset { role, .. } => (role, true),
            };
            let center = turn.cache.center.general.value.name.clone();
            Ok(Reply::Link {
                role,
                center,
                reset,
            })
        }
        Command::Accept {
            token,
            name,
            email,
            hash,
            session,
        } => accept(turn, &token, &name, &email, &hash, &session),
        Command::SetPassword {
            token,
            hash,
            session,
        } => set_password(turn, &token, &hash, &session),
        Command::MakeReset { email, token } => make_reset(turn, &email, &token),
        _ => Err(refuse(Code::Malformed).into()),
    }
}

fn unread(turn: &mut Turn<'_>, identity: &IdentityId) -> Result<Reply, Stop> {
    let Some(read_upto) = turn.identity(identity)?.map(|identity| identity.read_upto) else {
        return Ok(Reply::Unread(0));
    };
    let unread = messages::unread_by_identity(turn.storage, identity, read_upto)?;
    Ok(Reply::Unread(unread))
}

/// What a link does, if it still may: there is one owner only.
fn read_link(turn: &Turn<'_>, token: &str) -> Result<Link, Stop> {
    match links::read(turn, token)? {
        Link::Invitation { role: Role::Owner } if turn.cache.employees.owner().is_some() => {
            Err(refuse(Code::LinkExpired).into())
        }
        link => Ok(link),
    }
}

fn accept(
    turn: &mut Turn<'_>,
    token: &str,
    name: &str,
    email: &str,
    hash: &str,
    session: &SessionId,
) -> Result<Reply, Stop> {
    let Link::Invitation { role } = read_link(turn, token)? else {
        return Err(refuse(Code::LinkExpired).into());
    };
    let me = employees::hire(turn, name, &Email::read(email)?, hash, role)?;
    links::spend(turn, token)?;
    signed_in(turn, session, me)
}

fn set_password(
    turn: &mut Turn<'_>,
    token: &str,
    hash: &str,
    session: &SessionId,
) -> Result<Reply, Stop> {
    let Link::Reset { operator, .. } = read_link(turn, token)? else {
        return Err(refuse(Code::LinkExpired).into());
    };
    let me = turn.cache.employees.0.get(&operator).cloned();
    let me = me.ok_or_else(|| refuse(Code::LinkExpired))?;
    employees::set_hash(turn, operator, hash)?;
    links::spend(turn, token)?;
    sessions::end_all(turn, operator)?;
    signed_in(turn, session, me)
}

fn signed_in(turn: &mut Turn<'_>, session: &SessionId, me: Employee) -> Result<Reply, Stop> {
    sessions::begin(turn, session, me.id)?;
    Ok(Reply::Me(me))
}

fn make_reset(turn: &mut Turn<'_>, email: &str, token: &str) -> Result<Reply, Stop> {
    let unknown = || Refusal::new(Code::NotFound, "No account has this e-mail.");
    let email = Email::read(email)?;
    let (operator, _) = employees::by_email(turn.storage, &email)?.ok_or_else(unknown)?;
    let employee = turn.cache.employees.0.get(&operator);
    let employee = employee.ok_or_else(unknown)?;
    if !employee.works() {
        return Err(refuse(Code::Disabled).into());
    }
    let role = employee.role;
    let link = Link::Reset { operator, role };
    links::replace(turn, link)?;
    links::keep(turn, token, link, None)?;
    Ok(Reply::Done)
}
