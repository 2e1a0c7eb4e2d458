//! What consoles say: which file carries it out.

mod got;
mod hello;

use beseda_protocol::ask::center::CenterQuestion;
use beseda_protocol::ask::channels::ChannelQuestion;
use beseda_protocol::ask::clients::ClientQuestion;
use beseda_protocol::ask::dialogs::DialogQuestion;
use beseda_protocol::ask::filters::FilterQuestion;
use beseda_protocol::ask::imports::ImportQuestion;
use beseda_protocol::ask::jobs::JobQuestion;
use beseda_protocol::ask::list::ListQuestion;
use beseda_protocol::ask::marks::MarkQuestion;
use beseda_protocol::ask::replies::ReplyQuestion;
use beseda_protocol::ask::search::SearchQuestion;
use beseda_protocol::ask::sites::SiteQuestion;
use beseda_protocol::ask::team::TeamQuestion;
use beseda_protocol::ask::tokens::TokenQuestion;
use beseda_protocol::ask::webhooks::WebhookQuestion;
use beseda_protocol::ask::{Answer, Asked, Question};
use beseda_protocol::ids::{Ask, OperatorId};
use beseda_protocol::operator::FromOperator;
use beseda_protocol::refusal::Code;

use crate::clients::{
    adding, binding, card, comment, contacts, customer, marked, merging, name, notes, variables,
};
use crate::dialogs::{
    assign, block, deliveries, joining, kept_drafts, looking, mentioning, merged, open as dialog,
    opened, pause, pins, reply, revising, snooze, spam, state, tags, transfer, typing, unread,
    write_first,
};
use crate::imports;
use crate::jobs::{bulk, deletion, export, stop, undoing};
use crate::list::ask::{clients, dialogs as list};
use crate::list::saved;
use crate::marks::{counts, ending, making};
use crate::saved_replies;
use crate::search::finding as messages;
use crate::sites::{channels, settings, tokens};
use crate::team::{
    access, attendance, disabling, invite, own_name, presence, reset, roles, sessions,
};
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, refuse};
use crate::turn::speaker::Operator;
use crate::turn::{LineId, SessionId};
use crate::turn::{requests, rights};
use crate::webhooks::making as webhooks;

/// Takes one frame of a console. The session is checked here, in the turn: a
/// right that was taken a moment ago is gone.
pub(crate) fn dispatch(
    turn: &mut Turn<'_>,
    line: LineId,
    operator: OperatorId,
    session: &SessionId,
    said: FromOperator,
) -> Result<(), Stop> {
    let me = sessions::check(turn, session)?;
    if me.id != operator {
        return Err(refuse(Code::Unauthorized).into());
    }
    let uses = matches!(said, FromOperator::Hello { .. });
    answer(turn, &Operator::at(line, me), said)?;
    match uses {
        true => sessions::use_now(turn, session),
        false => Ok(()),
    }
}

#[deny(clippy::wildcard_enum_match_arm)]
fn answer(turn: &mut Turn<'_>, who: &Operator, said: FromOperator) -> Result<(), Stop> {
    match said {
        FromOperator::Hello {
            v: _,
            epoch,
            seq,
            me,
        } => hello::greet(turn, who, epoch.zip(seq), me),
        FromOperator::Got { seq } => got::mark(turn, who, seq),
        FromOperator::Reply {
            cid,
            dialog,
            body,
            quote,
        } => {
            presence::acts(turn, who)?;
            reply::reply(turn, who, cid, dialog, body, quote)
        }
        FromOperator::Note { cid, dialog, text } => {
            presence::acts(turn, who)?;
            reply::note(turn, who, cid, dialog, text)
        }
        FromOperator::Opened { dialog, upto } => opened::mark(turn, who, dialog, upto),
        FromOperator::Typing { dialog, on } => {
            presence::acts(turn, who)?;
            typing::tell(turn, who, dialog, on)
        }
        FromOperator::Looking { dialog, on, to } => looking::tell(turn, who, dialog, on, to),
        FromOperator::Ask { ask, what } => ask_now(turn, who, ask, what),
        // Of a newer console, which waits for no answer: ignored, never fatal (C15).
        FromOperator::Unknown => Ok(()),
    }
}

/// Takes a question, of a console or of another program.
pub(super) fn ask_now(
    turn: &mut Turn<'_>,
    who: &Operator,
    ask: Ask,
    what: Question,
) -> Result<(), Stop> {
    // Else it goes on in slices, and is answered then.
    if let Some(answer) = carry_out(turn, who, ask, what)? {
        requests::answer_to(turn, who.line, ask, answer)?;
    }
    hello::renew(turn)
}

/// Carries a question out, if its asker is allowed what it needs. Some are answered later.
fn carry_out(
    turn: &mut Turn<'_>,
    who: &Operator,
    ask: Ask,
    asked: Question,
) -> Result<Option<Answer>, Stop> {
    rights::check(turn, &who.me, asked.need())?;
    match asked {
        Question::List(ListQuestion::ListDialogs(asked)) => list::page(turn, who, ask, asked),
        Question::List(ListQuestion::CountDialogs(asked)) => list::count(turn, who, ask, asked),
        Question::List(ListQuestion::CountSelected(asked)) => {
            list::count_selected(turn, who, ask, asked)
        }
        Question::Clients(ClientQuestion::ListClients(asked)) => {
            clients::page(turn, who, ask, asked)
        }
        Question::Clients(ClientQuestion::CountClients(asked)) => {
            clients::count(turn, who, ask, asked)
        }
        asked => at_once(turn, who, asked).map(Some),
    }
}

#[deny(clippy::wildcard_enum_match_arm)]
fn at_once(turn: &mut Turn<'_>, who: &Operator, asked: Question) -> Result<Answer, Stop> {
    match asked {
        Question::List(ListQuestion::FilterDialogs(asked)) => by(list::among, turn, who, asked),
        Question::List(ListQuestion::NextUnanswered(asked)) => by(list::next, turn, who, asked),
        Question::Filters(asked) => of_filters(turn, who, asked),
        Question::Replies(asked) => of_replies(turn, who, asked),
        Question::List(ListQuestion::ListVariables(asked)) => {
            by(clients::variables, turn, who, asked)
        }
        Question::List(ListQuestion::ListValues(asked)) => by(clients::values, turn, who, asked),
        Question::Search(SearchQuestion::SearchMessages(asked)) => {
            by(messages::find, turn, who, asked)
        }
        Question::Dialogs(asked) => of_dialog(turn, who, asked),
        Question::Clients(asked) => of_client(turn, who, asked),
        Question::Marks(asked) => of_mark(turn, who, asked),
        Question::Team(asked) => of_team(turn, who, asked),
        Question::Channels(asked) => of_channels(turn, who, asked),
        Question::Sites(asked) => of_sites(turn, who, asked),
        Question::Tokens(asked) => of_tokens(turn, who, asked),
        Question::Center(CenterQuestion::SaveCenter(asked)) => {
            by(settings::save_center, turn, who, asked)
        }
        Question::Imports(asked) => of_imports(turn, who, asked),
        Question::Jobs(JobQuestion::BeginBulk(asked)) => by(bulk::begin, turn, who, asked),
        Question::Jobs(JobQuestion::BeginExport(asked)) => by(export::begin, turn, who, asked),
        Question::Jobs(JobQuestion::UndoJob(asked)) => by(undoing::begin, turn, who, asked),
        Question::Jobs(JobQuestion::CancelJob(asked)) => by(stop::cancel, turn, who, asked),
        Question::Jobs(JobQuestion::DismissJob(asked)) => by(stop::dismiss, turn, who, asked),
        Question::Webhooks(asked) => of_webhooks(turn, who, asked),
        Question::List(
            ListQuestion::ListDialogs(_)
            | ListQuestion::CountDialogs(_)
            | ListQuestion::CountSelected(_)
            | ListQuestion::Unknown,
        )
        | Question::Search(SearchQuestion::Unknown)
        | Question::Center(CenterQuestion::Unknown)
        | Question::Jobs(JobQuestion::Unknown)
        | Question::Unknown => Err(refuse(Code::Unsupported).into()),
    }
}

#[deny(clippy::wildcard_enum_match_arm)]
fn of_filters(turn: &mut Turn<'_>, who: &Operator, asked: FilterQuestion) -> Result<Answer, Stop> {
    match asked {
        FilterQuestion::SaveFilter(asked) => by(saved::save, turn, who, asked),
        FilterQuestion::ChangeSavedFilter(asked) => by(saved::change, turn, who, asked),
        FilterQuestion::DeleteSavedFilter(asked) => by(saved::delete, turn, who, asked),
        FilterQuestion::RestoreSavedFilter(asked) => by(saved::restore, turn, who, asked),
        FilterQuestion::Unknown => Err(refuse(Code::Unsupported).into()),
    }
}

#[deny(clippy::wildcard_enum_match_arm)]
fn of_replies(turn: &mut Turn<'_>, who: &Operator, asked: ReplyQuestion) -> Result<Answer, Stop> {
    match asked {
        ReplyQuestion::ListSavedReplies(asked) => by(saved_replies::list, turn, who, asked),
        ReplyQuestion::SaveReply(asked) => by(saved_replies::save, turn, who, asked),
        ReplyQuestion::ChangeSavedReply(asked) => by(saved_replies::change, turn, who, asked),
        ReplyQuestion::DeleteSavedReply(asked) => by(saved_replies::delete, turn, who, asked),
        ReplyQuestion::RestoreSavedReply(asked) => by(saved_replies::restore, turn, who, asked),
        ReplyQuestion::UsedSavedReply(asked) => by(saved_replies::used, turn, who, asked),
        ReplyQuestion::Unknown => Err(refuse(Code::Unsupported).into()),
    }
}

#[deny(clippy::wildcard_enum_match_arm)]
fn of_dialog(turn: &mut Turn<'_>, who: &Operator, asked: DialogQuestion) -> Result<Answer, Stop> {
    match asked {
        DialogQuestion::OpenDialog(asked) => by(dialog::open, turn, who, asked),
        DialogQuestion::History(asked) => by(dialog::history, turn, who, asked),
        DialogQuestion::Close(asked) => by(state::close, turn, who, asked),
        DialogQuestion::Reopen(asked) => by(state::reopen, turn, who, asked),
        DialogQuestion::NoReplyNeeded(asked) => by(state::no_reply_needed, turn, who, asked),
        DialogQuestion::MarkUnread(asked) => by(unread::mark, turn, who, asked),
        DialogQuestion::MarkRead(asked) => by(opened::mark_read, turn, who, asked),
        DialogQuestion::MarkSpam(asked) => by(spam::mark, turn, who, asked),
        DialogQuestion::UndoSpam(asked) => by(spam::undo, turn, who, asked),
        DialogQuestion::SnoozeDialog(asked) => by(snooze::snooze, turn, who, asked),
        DialogQuestion::WakeDialog(asked) => by(snooze::wake, turn, who, asked),
        DialogQuestion::PinDialog(asked) => by(pins::pin, turn, who, asked),
        DialogQuestion::UnpinDialog(asked) => by(pins::unpin, turn, who, asked),
        DialogQuestion::SeeMention(asked) => by(mentioning::see, turn, who, asked),
        DialogQuestion::SaveDraft(asked) => by(kept_drafts::save, turn, who, asked),
        DialogQuestion::Assign(asked) => by(assign::assign, turn, who, asked),
        DialogQuestion::TransferDialog(asked) => by(transfer::transfer, turn, who, asked),
        DialogQuestion::TagDialog(asked) => by(tags::tag_and_route, turn, who, asked),
        DialogQuestion::EditMessage(asked) => by(revising::edit, turn, who, asked),
        DialogQuestion::WithdrawMessage(asked) => by(revising::withdraw, turn, who, asked),
        DialogQuestion::FirstText(asked) => by(revising::first, turn, who, asked),
        DialogQuestion::ResendMessage(asked) => by(deliveries::resend, turn, who, asked),
        DialogQuestion::PreviewDialogMerge(asked) => by(joining::preview, turn, who, asked),
        DialogQuestion::MergeDialogs(asked) => by(joining::merge, turn, who, asked),
        DialogQuestion::UntagDialog(asked) => by(tags::untag, turn, who, asked),
        DialogQuestion::Unknown => Err(refuse(Code::Unsupported).into()),
    }
}

#[deny(clippy::wildcard_enum_match_arm)]
fn of_client(turn: &mut Turn<'_>, who: &Operator, asked: ClientQuestion) -> Result<Answer, Stop> {
    match asked {
        ClientQuestion::FilterClients(asked) => by(clients::filter, turn, who, asked),
        ClientQuestion::OpenClient(asked) => by(card::open, turn, who, asked),
        ClientQuestion::ListClientDialogs(asked) => by(card::dialogs, turn, who, asked),
        ClientQuestion::AddClient(asked) => by(adding::add, turn, who, asked),
        ClientQuestion::WriteFirst(asked) => by(write_first::write_first, turn, who, asked),
        ClientQuestion::SaveCustomer(asked) => by(customer::save, turn, who, asked),
        ClientQuestion::PreviewMerge(asked) => by(merging::preview, turn, who, asked),
        ClientQuestion::MergeClients(asked) => by(merged::merge, turn, who, asked),
        ClientQuestion::SetClientName(asked) => by(name::set, turn, who, asked),
        ClientQuestion::SetClientComment(asked) => by(comment::set, turn, who, asked),
        ClientQuestion::AddContact(asked) => by(contacts::add, turn, who, asked),
        ClientQuestion::RemoveContact(asked) => by(contacts::remove, turn, who, asked),
        ClientQuestion::AddClientNote(asked) => by(notes::add, turn, who, asked),
        ClientQuestion::RemoveClientNote(asked) => by(notes::remove, turn, who, asked),
        ClientQuestion::RestoreClientNote(asked) => by(notes::restore, turn, who, asked),
        ClientQuestion::MarkClient(asked) => by(marked::mark, turn, who, asked),
        ClientQuestion::UnmarkClient(asked) => by(marked::unmark, turn, who, asked),
        ClientQuestion::SetClientVariable(asked) => by(variables::set, turn, who, asked),
        ClientQuestion::BlockClient(asked) => by(block::block, turn, who, asked),
        ClientQuestion::UnblockClient(asked) => by(block::unblock, turn, who, asked),
        ClientQuestion::PauseClient(asked) => by(pause::pause, turn, who, asked),
        ClientQuestion::UnpauseClient(asked) => by(pause::unpause, turn, who, asked),
        ClientQuestion::BindClient(asked) => by(binding::bind, turn, who, asked),
        ClientQuestion::MeasureClient(asked) => by(deletion::measure, turn, who, asked),
        ClientQuestion::DeleteClient(asked) => by(deletion::delete, turn, who, asked),
        ClientQuestion::ListClients(_)
        | ClientQuestion::CountClients(_)
        | ClientQuestion::Unknown => Err(refuse(Code::Unsupported).into()),
    }
}

#[deny(clippy::wildcard_enum_match_arm)]
fn of_mark(turn: &mut Turn<'_>, who: &Operator, asked: MarkQuestion) -> Result<Answer, Stop> {
    match asked {
        MarkQuestion::AddMark(asked) => by(making::add, turn, who, asked),
        MarkQuestion::RenameMark(asked) => by(making::rename, turn, who, asked),
        MarkQuestion::RouteTag(asked) => by(making::route, turn, who, asked),
        MarkQuestion::DeleteMark(asked) => by(ending::delete, turn, who, asked),
        MarkQuestion::CountMarks(asked) => by(counts::count, turn, who, asked),
        MarkQuestion::MergeMark(asked) => by(ending::merge, turn, who, asked),
        MarkQuestion::Unknown => Err(refuse(Code::Unsupported).into()),
    }
}

#[deny(clippy::wildcard_enum_match_arm)]
fn of_imports(turn: &mut Turn<'_>, who: &Operator, asked: ImportQuestion) -> Result<Answer, Stop> {
    match asked {
        ImportQuestion::BeginImport(asked) => by(imports::begin::begin, turn, who, asked),
        ImportQuestion::AddImportRows(asked) => by(imports::begin::add, turn, who, asked),
        ImportQuestion::StartImport(asked) => by(imports::begin::start, turn, who, asked),
        ImportQuestion::UndoImport(asked) => by(imports::taking_back::begin, turn, who, asked),
        ImportQuestion::ListImports(asked) => by(imports::list, turn, who, asked),
        ImportQuestion::ListImportRows(asked) => by(imports::rows, turn, who, asked),
        ImportQuestion::Unknown => Err(refuse(Code::Unsupported).into()),
    }
}

#[deny(clippy::wildcard_enum_match_arm)]
fn of_channels(
    turn: &mut Turn<'_>,
    who: &Operator,
    asked: ChannelQuestion,
) -> Result<Answer, Stop> {
    match asked {
        ChannelQuestion::AddChannel(asked) => by(channels::add, turn, who, asked),
        ChannelQuestion::RenameChannel(asked) => by(channels::rename, turn, who, asked),
        ChannelQuestion::SaveChannel(asked) => by(channels::save, turn, who, asked),
        ChannelQuestion::DeleteChannel(asked) => {
            let channel = asked.channel;
            let answer = by(channels::delete, turn, who, asked)?;
            making::forget_channel(turn, channel)?;
            Ok(answer)
        }
        ChannelQuestion::Unknown => Err(refuse(Code::Unsupported).into()),
    }
}

#[deny(clippy::wildcard_enum_match_arm)]
fn of_sites(turn: &mut Turn<'_>, who: &Operator, asked: SiteQuestion) -> Result<Answer, Stop> {
    match asked {
        SiteQuestion::AddSite(asked) => by(settings::add_site, turn, who, asked),
        SiteQuestion::SaveSite(asked) => by(settings::save_site, turn, who, asked),
        SiteQuestion::MoveSite(asked) => by(channels::move_site, turn, who, asked),
        SiteQuestion::Unknown => Err(refuse(Code::Unsupported).into()),
    }
}

#[deny(clippy::wildcard_enum_match_arm)]
fn of_team(turn: &mut Turn<'_>, who: &Operator, asked: TeamQuestion) -> Result<Answer, Stop> {
    match asked {
        TeamQuestion::RenameMe(asked) => by(own_name::rename_me, turn, who, asked),
        TeamQuestion::SetAvailability(asked) => by(presence::set_availability, turn, who, asked),
        TeamQuestion::SetIdle(asked) => by(presence::set_idle, turn, who, asked),
        TeamQuestion::ListPeople(asked) => by(attendance::list, turn, who, asked),
        TeamQuestion::ListPresence(asked) => by(attendance::presence, turn, who, asked),
        TeamQuestion::ChangeRole(asked) => by(roles::change, turn, who, asked),
        TeamQuestion::SetAccess(asked) => by(access::set, turn, who, asked),
        TeamQuestion::HandOver(asked) => by(roles::hand_over, turn, who, asked),
        TeamQuestion::Disable(asked) => by(disabling::disable, turn, who, asked),
        TeamQuestion::Enable(asked) => by(disabling::enable, turn, who, asked),
        TeamQuestion::Invite(asked) => by(invite::invite, turn, who, asked),
        TeamQuestion::Revoke(asked) => by(invite::revoke, turn, who, asked),
        TeamQuestion::ResetLink(asked) => by(reset::link, turn, who, asked),
        TeamQuestion::Unknown => Err(refuse(Code::Unsupported).into()),
    }
}

#[deny(clippy::wildcard_enum_match_arm)]
fn of_tokens(turn: &mut Turn<'_>, who: &Operator, asked: TokenQuestion) -> Result<Answer, Stop> {
    match asked {
        TokenQuestion::ListTokens(asked) => by(tokens::list, turn, who, asked),
        TokenQuestion::SetTokenChannels(asked) => by(tokens::set_channels, turn, who, asked),
        TokenQuestion::LoadChannels(asked) => by(tokens::load_channels, turn, who, asked),
        TokenQuestion::RevokeToken(asked) => by(tokens::revoke, turn, who, asked),
        TokenQuestion::Unknown => Err(refuse(Code::Unsupported).into()),
    }
}

#[deny(clippy::wildcard_enum_match_arm)]
fn of_webhooks(
    turn: &mut Turn<'_>,
    who: &Operator,
    asked: WebhookQuestion,
) -> Result<Answer, Stop> {
    match asked {
        WebhookQuestion::ListWebhooks(asked) => by(webhooks::list, turn, who, asked),
        WebhookQuestion::AddWebhook(asked) => by(webhooks::add, turn, who, asked),
        WebhookQuestion::SaveWebhook(asked) => by(webhooks::save, turn, who, asked),
        WebhookQuestion::RotateWebhookSecret(asked) => by(webhooks::rotate, turn, who, asked),
        WebhookQuestion::DeleteWebhook(asked) => by(webhooks::delete, turn, who, asked),
        WebhookQuestion::TestWebhook(asked) => by(webhooks::test, turn, who, asked),
        WebhookQuestion::ListWebhookDeliveries(asked) => by(webhooks::log, turn, who, asked),
        WebhookQuestion::ResendWebhookDeliveries(asked) => by(webhooks::resend, turn, who, asked),
        WebhookQuestion::Unknown => Err(refuse(Code::Unsupported).into()),
    }
}

/// Has a question carried out, and wraps what comes of it: the types bind the one to
/// the other.
fn by<Q: Asked>(
    carry_out: fn(&mut Turn<'_>, &Operator, Q) -> Result<Q::Answer, Stop>,
    turn: &mut Turn<'_>,
    who: &Operator,
    asked: Q,
) -> Result<Answer, Stop> {
    carry_out(turn, who, asked).map(Q::answer)
}
