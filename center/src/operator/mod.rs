//! What consoles say, one file for each thing.

mod assign;
mod dialog;
mod got;
mod hello;
mod list;
mod opened;
mod people;
mod reply;
mod settings;
mod state;
mod typing;

use beseda_protocol::close;
use beseda_protocol::ids::{Ask, Cid, DialogId, OperatorId};
use beseda_protocol::message::Person;
use beseda_protocol::operator::{Employee, FromOperator, ToOperator};
use beseda_protocol::refusal::{Code, Refusal};

use crate::dialogs::Dialog;
use crate::fault::Fault;
use crate::sessions;
use crate::stop::{Stop, refuse};
use crate::turn::{LineId, Output, SessionId};
use crate::work::Work;

/// Who speaks: an employee whose session was checked in this turn.
#[derive(Debug, Clone)]
pub(crate) struct Operator {
    pub(crate) line: LineId,
    pub(crate) me: Employee,
}

impl Operator {
    fn person(&self) -> Person {
        Person {
            id: self.me.id,
            name: self.me.name.clone(),
        }
    }

    /// May change people, sites and settings.
    fn administers(&self) -> Result<(), Refusal> {
        match self.me.role.administers() {
            true => Ok(()),
            false => Err(refuse(Code::Forbidden)),
        }
    }
}

/// Takes one frame of a console. The session is checked here, in the turn: a
/// right that was taken a moment ago is gone.
pub(crate) fn take(
    work: &mut Work<'_>,
    line: LineId,
    operator: OperatorId,
    session: &SessionId,
    said: FromOperator,
) -> Result<(), Fault> {
    let (cid, ask) = names(&said);
    let checked = sessions::check(work, session).and_then(|me| match me.id == operator {
        true => Ok(Operator { line, me }),
        false => Err(refuse(Code::Unauthorized).into()),
    });
    let outcome = match checked {
        Ok(who) => {
            let uses = matches!(said, FromOperator::Hello { .. });
            answer(work, &who, said).and_then(|()| match uses {
                true => sessions::use_now(work, session),
                false => Ok(()),
            })
        }
        Err(stop) => Err(stop),
    };
    match outcome {
        Ok(()) => Ok(()),
        Err(Stop::Fault(fault)) => Err(fault),
        Err(Stop::Refused(refusal)) => {
            work.forget_unsaved();
            let revoked = refusal.code == Code::Unauthorized;
            refused(work, line, cid, ask, refusal);
            if revoked {
                work.out.push(Output::Close {
                    line,
                    code: close::UNAUTHORIZED,
                    reason: "signed out",
                });
            }
            Ok(())
        }
    }
}

/// Says no.
pub(crate) fn refused(
    work: &mut Work<'_>,
    line: LineId,
    cid: Option<Cid>,
    ask: Option<Ask>,
    refusal: Refusal,
) {
    work.tell_operator(line, &ToOperator::Refused { cid, ask, refusal });
}

fn answer(work: &mut Work<'_>, who: &Operator, said: FromOperator) -> Result<(), Stop> {
    match said {
        FromOperator::Hello {
            v: _,
            epoch,
            seq,
            me,
        } => hello::take(work, who, epoch.zip(seq), me),
        FromOperator::Got { seq } => got::take(work, seq),
        FromOperator::List {
            ask,
            filter,
            behind,
        } => list::take(work, who, ask, filter, behind),
        FromOperator::Dialog { ask, dialog } => dialog::take(work, who, ask, dialog),
        FromOperator::History {
            ask,
            dialog,
            before,
        } => dialog::history(work, who, ask, dialog, before),
        FromOperator::Reply {
            cid,
            dialog,
            body,
            quote,
        } => reply::reply(work, who, cid, dialog, body, quote),
        FromOperator::Note { cid, dialog, text } => reply::note(work, who, cid, dialog, text),
        FromOperator::Opened { dialog, upto } => opened::take(work, dialog, upto),
        FromOperator::Typing { dialog, on } => typing::take(work, who, dialog, on),
        FromOperator::Close { ask, dialog } => {
            state::close(work, who, dialog)?;
            done(work, who, ask)
        }
        FromOperator::Reopen { ask, dialog } => {
            state::reopen(work, who, dialog)?;
            done(work, who, ask)
        }
        FromOperator::NoReplyNeeded { ask, dialog } => {
            state::no_reply_needed(work, who, dialog)?;
            done(work, who, ask)
        }
        FromOperator::Assign { ask, dialog, to } => {
            assign::take(work, who, dialog, to)?;
            done(work, who, ask)
        }
        administration => administer(work, who, administration),
    }
}

fn administer(work: &mut Work<'_>, who: &Operator, said: FromOperator) -> Result<(), Stop> {
    match said {
        FromOperator::SaveCenter {
            ask,
            name,
            locale,
            time_zone,
        } => {
            settings::save_center(work, who, &name, locale, time_zone)?;
            done(work, who, ask)
        }
        FromOperator::AddSite {
            ask,
            name,
            origins,
            look,
        } => {
            let site = settings::add_site(work, who, &name, &origins, look)?;
            work.tell_operator(who.line, &ToOperator::Site { ask, site });
            Ok(())
        }
        FromOperator::SaveSite {
            ask,
            site,
            name,
            origins,
            look,
            reopen_within_ms,
        } => {
            settings::save_site(work, who, &site, &name, &origins, look, reopen_within_ms)?;
            done(work, who, ask)
        }
        FromOperator::RenameMe { ask, name } => {
            crate::employees::rename(work, who.me.id, &name)?;
            done(work, who, ask)
        }
        FromOperator::Invite { ask, role } => {
            let path = people::invite(work, who, role)?;
            work.tell_operator(who.line, &ToOperator::Link { ask, path });
            Ok(())
        }
        FromOperator::ResetLink { ask, operator } => {
            let path = people::reset_link(work, who, operator)?;
            work.tell_operator(who.line, &ToOperator::Link { ask, path });
            Ok(())
        }
        // Of a newer console: ignored, never fatal (C15).
        _ => Ok(()),
    }
}

fn done(work: &mut Work<'_>, who: &Operator, ask: Ask) -> Result<(), Stop> {
    work.tell_operator(who.line, &ToOperator::Done { ask });
    Ok(())
}

/// A dialog that an operator names.
fn find(work: &mut Work<'_>, id: DialogId) -> Result<Dialog, Stop> {
    let dialog = work.dialog(id)?.cloned();
    Ok(dialog.ok_or_else(|| refuse(Code::NotFound))?)
}

fn names(said: &FromOperator) -> (Option<Cid>, Option<Ask>) {
    match said {
        FromOperator::Reply { cid, .. } | FromOperator::Note { cid, .. } => {
            (Some(cid.clone()), None)
        }
        FromOperator::List { ask, .. }
        | FromOperator::Dialog { ask, .. }
        | FromOperator::History { ask, .. }
        | FromOperator::Close { ask, .. }
        | FromOperator::Reopen { ask, .. }
        | FromOperator::NoReplyNeeded { ask, .. }
        | FromOperator::Assign { ask, .. }
        | FromOperator::SaveCenter { ask, .. }
        | FromOperator::AddSite { ask, .. }
        | FromOperator::SaveSite { ask, .. }
        | FromOperator::RenameMe { ask, .. }
        | FromOperator::Invite { ask, .. }
        | FromOperator::ResetLink { ask, .. } => (None, Some(*ask)),
        FromOperator::Hello { .. }
        | FromOperator::Got { .. }
        | FromOperator::Opened { .. }
        | FromOperator::Typing { .. }
        | FromOperator::Unknown => (None, None),
    }
}
