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

use beseda_protocol::ask::center::CenterQuestion;
use beseda_protocol::ask::dialogs::DialogQuestion;
use beseda_protocol::ask::list::ListQuestion;
use beseda_protocol::ask::sites::SiteQuestion;
use beseda_protocol::ask::team::TeamQuestion;
use beseda_protocol::ask::{Answer, Asked, Need, Question};
use beseda_protocol::close;
use beseda_protocol::ids::{Ask, Cid, DialogId, OperatorId};
use beseda_protocol::message::Person;
use beseda_protocol::operator::{FromOperator, ToOperator};
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::team::Employee;

use crate::dialogs::Dialog;
use crate::fault::Fault;
use crate::heard::Names;
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
    let Names { cid, ask } = Names::of_operator(&said);
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

#[deny(clippy::wildcard_enum_match_arm)]
fn answer(work: &mut Work<'_>, who: &Operator, said: FromOperator) -> Result<(), Stop> {
    match said {
        FromOperator::Hello {
            v: _,
            epoch,
            seq,
            me,
        } => hello::take(work, who, epoch.zip(seq), me),
        FromOperator::Got { seq } => got::take(work, seq),
        FromOperator::Reply {
            cid,
            dialog,
            body,
            quote,
        } => reply::reply(work, who, cid, dialog, body, quote),
        FromOperator::Note { cid, dialog, text } => reply::note(work, who, cid, dialog, text),
        FromOperator::Opened { dialog, upto } => opened::take(work, dialog, upto),
        FromOperator::Typing { dialog, on } => typing::take(work, who, dialog, on),
        FromOperator::Ask { ask, what } => {
            let answer = carry_out(work, who, what)?;
            work.tell_operator(who.line, &ToOperator::Answer { ask, answer });
            Ok(())
        }
        // Of a newer console, which waits for no answer: ignored, never fatal (C15).
        FromOperator::Unknown => Ok(()),
    }
}

/// Carries a question out, if its asker is allowed what it needs.
#[deny(clippy::wildcard_enum_match_arm)]
fn carry_out(work: &mut Work<'_>, who: &Operator, asked: Question) -> Result<Answer, Stop> {
    allow(work, who, asked.need())?;
    match asked {
        Question::List(ListQuestion::ListDialogs(asked)) => by(list::page, work, who, asked),
        Question::Dialogs(asked) => of_dialog(work, who, asked),
        Question::Team(asked) => of_team(work, who, asked),
        Question::Sites(SiteQuestion::AddSite(asked)) => by(settings::add_site, work, who, asked),
        Question::Sites(SiteQuestion::SaveSite(asked)) => by(settings::save_site, work, who, asked),
        Question::Center(CenterQuestion::SaveCenter(asked)) => {
            by(settings::save_center, work, who, asked)
        }
        Question::List(ListQuestion::Unknown)
        | Question::Sites(SiteQuestion::Unknown)
        | Question::Center(CenterQuestion::Unknown)
        | Question::Unknown => Err(refuse(Code::Unsupported).into()),
    }
}

#[deny(clippy::wildcard_enum_match_arm)]
fn of_dialog(work: &mut Work<'_>, who: &Operator, asked: DialogQuestion) -> Result<Answer, Stop> {
    match asked {
        DialogQuestion::OpenDialog(asked) => by(dialog::open, work, who, asked),
        DialogQuestion::History(asked) => by(dialog::history, work, who, asked),
        DialogQuestion::Close(asked) => by(state::close, work, who, asked),
        DialogQuestion::Reopen(asked) => by(state::reopen, work, who, asked),
        DialogQuestion::NoReplyNeeded(asked) => by(state::no_reply_needed, work, who, asked),
        DialogQuestion::Assign(asked) => by(assign::take, work, who, asked),
        DialogQuestion::Unknown => Err(refuse(Code::Unsupported).into()),
    }
}

#[deny(clippy::wildcard_enum_match_arm)]
fn of_team(work: &mut Work<'_>, who: &Operator, asked: TeamQuestion) -> Result<Answer, Stop> {
    match asked {
        TeamQuestion::RenameMe(asked) => by(people::rename_me, work, who, asked),
        TeamQuestion::Invite(asked) => by(people::invite, work, who, asked),
        TeamQuestion::ResetLink(asked) => by(people::reset_link, work, who, asked),
        TeamQuestion::Unknown => Err(refuse(Code::Unsupported).into()),
    }
}

/// Has a question carried out, and wraps what comes of it: the types bind the one to
/// the other.
fn by<Q: Asked>(
    carry_out: fn(&mut Work<'_>, &Operator, Q) -> Result<Q::Answer, Stop>,
    work: &mut Work<'_>,
    who: &Operator,
    asked: Q,
) -> Result<Answer, Stop> {
    carry_out(work, who, asked).map(Q::answer)
}

/// Whether somebody is allowed what his question needs.
fn allow(work: &mut Work<'_>, who: &Operator, need: Need) -> Result<(), Stop> {
    match need {
        Need::SignedIn => Ok(()),
        Need::See(dialog) | Need::Answer(dialog) => find(work, dialog).map(drop),
        Need::Administer if who.me.role.administers() => Ok(()),
        Need::Administer => Err(refuse(Code::Forbidden).into()),
    }
}

/// A dialog that an operator names.
fn find(work: &mut Work<'_>, id: DialogId) -> Result<Dialog, Stop> {
    let dialog = work.dialog(id)?.cloned();
    Ok(dialog.ok_or_else(|| refuse(Code::NotFound))?)
}
