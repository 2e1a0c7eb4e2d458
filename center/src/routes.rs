//! Carries out what the relay's routes ask.

use beseda_protocol::ids::ClientId;
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::team::{Employee, Role};

use crate::command::{Command, Reply};
use crate::email::Email;
use crate::fault::Fault;
use crate::links::{self, Link};
use crate::stop::{Stop, refuse};
use crate::turn::{Output, SessionId, Ticket};
use crate::work::Work;
use crate::{center_row, dump, employees, files, messages, sessions, sign_in, sites};

/// Takes one command, and answers it.
pub(crate) fn take(work: &mut Work<'_>, ticket: Ticket, command: Command) -> Result<(), Fault> {
    let answer = match carry_out(work, command) {
        Ok(reply) => Ok(reply),
        Err(Stop::Refused(refusal)) => {
            work.forget_unsaved();
            Err(refusal)
        }
        Err(Stop::Fault(fault)) => return Err(fault),
    };
    work.out.push(Output::Answer(ticket, answer));
    Ok(())
}

fn carry_out(work: &mut Work<'_>, command: Command) -> Result<Reply, Stop> {
    match command {
        Command::Create {
            center,
            origin,
            invitation,
        } => {
            if center != work.known.center.id {
                return Err(refuse(Code::NotFound).into());
            }
            let invited = center_row::open(work, &origin, &invitation)?;
            Ok(Reply::Created { invited })
        }
        Command::Site { site, origin } => {
            let site = sites::for_widget(work, &site, origin.as_deref())?;
            Ok(Reply::Site(site))
        }
        Command::Admit { site, origin } => match sites::admit(work, &site, &origin)? {
            true => Ok(Reply::Done),
            false => Err(refuse(Code::OriginNotAllowed).into()),
        },
        Command::Unread { client } => unread(work, &client),
        Command::ReserveFile {
            owner,
            cid,
            name,
            size,
        } => files::reserve(work, &owner, &cid, &name, size),
        Command::FileStored { file, size, mime } => files::stored(work, &file, size, &mime),
        Command::FileFailed { file, attempt } => {
            files::failed(work, &file, attempt)?;
            Ok(Reply::Done)
        }
        Command::KnowFiles { store, files } => Ok(files::known(work.sql, &store, files)?),
        Command::FindFile { owner, file } => files::find(work, &owner, &file),
        Command::Dump { after } => Ok(dump::page(work, after)?),
        Command::Renew => {
            center_row::renew(work)?;
            Ok(Reply::Done)
        }
        #[cfg(feature = "testing")]
        Command::Seed(seed) => crate::seed::plant(work, *seed),
        #[cfg(feature = "testing")]
        Command::LiftPace => {
            work.known.is_pace_lifted = true;
            Ok(Reply::Done)
        }
        of_people => identify(work, of_people),
    }
}

fn identify(work: &mut Work<'_>, command: Command) -> Result<Reply, Stop> {
    match command {
        Command::BeginSignIn(attempt) => Ok(Reply::Hash(sign_in::begin(work, &attempt)?)),
        Command::EndSignIn {
            attempt,
            hash,
            right,
            session,
        } => {
            let compared = hash.as_deref().filter(|_| right);
            let me = sign_in::end(work, &attempt, compared, &session)?;
            Ok(Reply::Me(me))
        }
        Command::Session { session } => {
            let me = sessions::check(work, &session)?;
            sessions::use_now(work, &session)?;
            Ok(Reply::Me(me))
        }
        Command::SignOut { session } => {
            sessions::end(work, &session)?;
            Ok(Reply::Done)
        }
        Command::Link { token } => {
            let (role, reset) = match read_link(work, &token)? {
                Link::Invitation { role } => (role, false),
                Link::Reset { role, .. } => (role, true),
            };
            let center = work.known.center.name.clone();
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
        } => accept(work, &token, &name, &email, &hash, &session),
        Command::SetPassword {
            token,
            hash,
            session,
        } => set_password(work, &token, &hash, &session),
        Command::MakeReset { email, token } => make_reset(work, &email, &token),
        _ => Err(refuse(Code::Malformed).into()),
    }
}

fn unread(work: &mut Work<'_>, client: &ClientId) -> Result<Reply, Stop> {
    let Some(read_upto) = work.client(client)?.map(|client| client.read_upto) else {
        return Ok(Reply::Unread(0));
    };
    let unread = messages::unread_by_client(work.sql, client, read_upto)?;
    Ok(Reply::Unread(unread))
}

/// What a link does, if it still may: there is one owner only.
fn read_link(work: &Work<'_>, token: &str) -> Result<Link, Stop> {
    match links::read(work, token)? {
        Link::Invitation { role: Role::Owner } if center_row::owner(work.known).is_some() => {
            Err(refuse(Code::LinkExpired).into())
        }
        link => Ok(link),
    }
}

fn accept(
    work: &mut Work<'_>,
    token: &str,
    name: &str,
    email: &str,
    hash: &str,
    session: &SessionId,
) -> Result<Reply, Stop> {
    let Link::Invitation { role } = read_link(work, token)? else {
        return Err(refuse(Code::LinkExpired).into());
    };
    let me = employees::hire(work, name, &Email::read(email)?, hash, role)?;
    links::spend(work, token)?;
    signed_in(work, session, me)
}

fn set_password(
    work: &mut Work<'_>,
    token: &str,
    hash: &str,
    session: &SessionId,
) -> Result<Reply, Stop> {
    let Link::Reset { operator, .. } = read_link(work, token)? else {
        return Err(refuse(Code::LinkExpired).into());
    };
    let me = work.known.employees.get(&operator).cloned();
    let me = me.ok_or_else(|| refuse(Code::LinkExpired))?;
    employees::set_hash(work, operator, hash)?;
    links::spend(work, token)?;
    sessions::end_all(work, operator)?;
    signed_in(work, session, me)
}

fn signed_in(work: &mut Work<'_>, session: &SessionId, me: Employee) -> Result<Reply, Stop> {
    sessions::begin(work, session, me.id)?;
    Ok(Reply::Me(me))
}

fn make_reset(work: &mut Work<'_>, email: &str, token: &str) -> Result<Reply, Stop> {
    let unknown = || Refusal::new(Code::NotFound, "No account has this e-mail.");
    let email = Email::read(email)?;
    let (operator, _) = employees::by_email(work.sql, &email)?.ok_or_else(unknown)?;
    let role = work
        .known
        .employees
        .get(&operator)
        .ok_or_else(unknown)?
        .role;
    let link = Link::Reset { operator, role };
    links::replace(work, link)?;
    links::keep(work, token, link)?;
    Ok(Reply::Done)
}
