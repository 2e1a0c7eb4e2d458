//! How an operator reads and behaves.

use beseda_client::conversation::{AsOperator, OperatorTo};
use beseda_protocol::ask::clients::{ClientQuestion, DeleteClient};
use beseda_protocol::ask::dialogs::{Assign, Close, Reopen};
use beseda_protocol::ask::list::{ListAnswer, ListDialogs};
use beseda_protocol::ask::sites::MoveSite;
use beseda_protocol::ask::team::{Disable, Enable};
use beseda_protocol::ask::{Answer, Question};
use beseda_protocol::dialog::Summary;
use beseda_protocol::filter::{Filter, Order, Tab};
use beseda_protocol::ids::{Ask, MessageId};
use beseda_protocol::json::to_text;
use beseda_protocol::message::{Content, Message};
use beseda_protocol::operator::{FromOperator, OperatorEvent, ToOperator};

use super::plan::Rule;
use super::{Persona, Plan, Plans, Said};
use crate::ledger::{self, Digest, Event, Seen, Side, Told};

impl Persona for AsOperator {
    const SIDE: Side = Side::Operator;

    fn told(frame: &ToOperator) -> Option<Told> {
        Some(match frame {
            ToOperator::Resumed { .. } => Told::Resumed {},
            ToOperator::Reset { epoch, seq, .. } => Told::Reset {
                epoch: epoch.0.clone(),
                seq: seq.0,
                messages: Vec::new(),
                more: true,
                cards: Vec::new(),
            },
            ToOperator::Events { after, seq, events } => Told::Events {
                after: after.0,
                seq: seq.0,
                events: events.iter().filter_map(event).collect(),
            },
            ToOperator::Ack { cid, id, .. } => Told::Acked {
                cid: cid.0.clone(),
                id: id.0,
            },
            ToOperator::Answer { ask, .. } => Told::Answered { ask: ask.0 },
            ToOperator::Refused {
                cid: Some(cid),
                refusal,
                ..
            } => Told::Refused {
                cid: cid.0.clone(),
                code: refusal.code.word().to_owned(),
            },
            _ => return None,
        })
    }

    fn said(text: &str) -> Said {
        match serde_json::from_str(text) {
            Ok(FromOperator::Hello { seq, .. }) => Said::Hello(seq.map(|seq| seq.0)),
            Ok(FromOperator::Reply {
                cid, dialog, body, ..
            }) => Said::Message {
                cid,
                body: Digest::of_draft(&body),
                dialog: Some(dialog),
            },
            Ok(FromOperator::Note { cid, dialog, text }) => Said::Message {
                cid,
                body: Digest::of_text(&text),
                dialog: Some(dialog),
            },
            Ok(FromOperator::Ask {
                ask,
                what: Question::Clients(ClientQuestion::DeleteClient(DeleteClient { client })),
            }) => Said::Deletion { ask, client },
            _ => Said::Other,
        }
    }

    fn react(plans: &mut Plans, now: u64, frame: &ToOperator) {
        match frame {
            ToOperator::Reset {
                employees,
                channels,
                sites,
                ..
            } => {
                plans.map.employees = employees.iter().map(|one| one.id).collect();
                plans.map.channels = channels.iter().map(|one| one.id).collect();
                plans.map.sites = sites.iter().map(|one| one.id.clone()).collect();
                plans.maybe(now, 1.0, Plan::Look);
            }
            ToOperator::Answer {
                answer: Answer::List(ListAnswer::ListDialogs(page)),
                ..
            } => {
                for dialog in &page.dialogs {
                    plans.maybe(now, plans.habit.answers, Plan::Reply(dialog.id));
                }
            }
            ToOperator::Events { events, .. } => {
                for event in events {
                    if let OperatorEvent::Message { message, dialog } = event {
                        see(plans, now, message);
                        rule(plans, now, message, dialog);
                    }
                }
            }
            _ => {}
        }
    }

    fn to(plan: &Plan) -> Option<OperatorTo> {
        match plan {
            Plan::Reply(dialog) | Plan::SendFile(Some(dialog)) => Some(OperatorTo::Reply(*dialog)),
            Plan::Note(dialog) => Some(OperatorTo::Note(*dialog)),
            _ => None,
        }
    }

    fn mention(plan: &Plan) -> Option<FromOperator> {
        match plan {
            Plan::Opened(dialog, upto) => Some(FromOperator::Opened {
                dialog: *dialog,
                upto: *upto,
            }),
            Plan::Typing(Some(dialog)) => Some(FromOperator::Typing {
                dialog: *dialog,
                on: true,
            }),
            _ => None,
        }
    }

    fn question(plan: &Plan, ask: Ask) -> Option<FromOperator> {
        Some(match plan.clone() {
            Plan::Look => FromOperator::ask(ask, unanswered()),
            Plan::Close(dialog) => FromOperator::ask(ask, Close { dialog }),
            Plan::Reopen(dialog) => FromOperator::ask(ask, Reopen { dialog }),
            Plan::Assign(dialog, to) => FromOperator::ask(ask, Assign { dialog, to }),
            Plan::Rule(Rule::Delete(client)) => FromOperator::ask(ask, DeleteClient { client }),
            Plan::Rule(Rule::Move(site, channel)) => {
                FromOperator::ask(ask, MoveSite { site, channel })
            }
            Plan::Rule(Rule::Disable(employee)) => FromOperator::ask(ask, Disable { employee }),
            Plan::Rule(Rule::Enable(employee)) => FromOperator::ask(ask, Enable { employee }),
            _ => return None,
        })
    }
}

fn unanswered() -> ListDialogs {
    let filter = Filter {
        tab: Tab::Unanswered,
        ..Filter::default()
    };
    ListDialogs {
        order: Order::usual(filter.tab),
        filter,
        behind: None,
    }
}

fn see(plans: &mut Plans, now: u64, message: &Message) {
    let dialog = message.dialog;
    let Content::Visitor { .. } = message.content else {
        return;
    };
    let habit = plans.habit;
    plans.maybe(now, habit.marks, Plan::Opened(dialog, message.id));
    plans.maybe(now, habit.answers, Plan::Typing(Some(dialog)));
    let answer = match plans.chance.hits(habit.files) {
        true => Plan::SendFile(Some(dialog)),
        false => Plan::Reply(dialog),
    };
    plans.maybe(now, habit.answers, answer);
    let acts = [
        Plan::Close(dialog),
        Plan::Reopen(dialog),
        Plan::Assign(dialog, None),
        Plan::Note(dialog),
    ];
    if let Some(act) = plans.chance.pick(&acts).cloned() {
        plans.maybe(now, habit.acts, act);
    }
}

/// What an administrator does besides: he hands dialogs on, moves sites with theirs, lets a
/// colleague go and come, and deletes the client for good.
fn rule(plans: &mut Plans, now: u64, message: &Message, dialog: &Summary) {
    let rules = plans.habit.rules;
    if rules == 0.0 || !matches!(message.content, Content::Visitor { .. }) {
        return;
    }
    let (map, chance) = (&plans.map, &mut plans.chance);
    let anybody = chance.pick(&map.employees).copied();
    let somewhere = (chance.pick(&map.sites).cloned()).zip(chance.pick(&map.channels).copied());
    // Nobody plays the last one, whose sign-in may so be taken away.
    let absent = map.employees.last().copied();
    let all = [
        Some(Plan::Assign(dialog.id, anybody)),
        Some(Plan::Assign(dialog.id, absent)),
        somewhere.map(|(site, channel)| Plan::Rule(Rule::Move(site, channel))),
        absent.map(|employee| Plan::Rule(Rule::Disable(employee))),
        absent.map(|employee| Plan::Rule(Rule::Enable(employee))),
        Some(Plan::Rule(Rule::Delete(dialog.client.id))),
    ];
    if let Some(Some(plan)) = plans.chance.pick(&all).cloned() {
        plans.maybe(now, rules, plan);
    }
}

/// An event of the log; counts go with the events that change them, and are none.
fn event(event: &OperatorEvent) -> Option<Event> {
    let kind = match event {
        OperatorEvent::Message { message, dialog } => {
            return Some(Event::Message {
                message: seen(message),
                summary: Some(told_of(dialog)),
            });
        }
        OperatorEvent::Dialog { dialog } => {
            return Some(Event::Dialog {
                dialog: dialog.id.0,
                summary: told_of(dialog),
            });
        }
        OperatorEvent::Counts { .. } => return None,
        OperatorEvent::Changed { dialogs, .. } => {
            let dialogs = dialogs.iter().map(|dialog| dialog.0).collect();
            return Some(Event::Changed { dialogs });
        }
        OperatorEvent::Gone { dialog } => return Some(Event::Gone { dialog: dialog.0 }),
        OperatorEvent::Deleted { dialog } => return Some(Event::Deleted { dialog: dialog.0 }),
        OperatorEvent::Revised { .. } => "revised",
        OperatorEvent::Client { .. } => "client",
        OperatorEvent::Merged { .. } => "merged",
        OperatorEvent::ClientDeleted { .. } => "client_deleted",
        OperatorEvent::Mark { .. } | OperatorEvent::MarkGone { .. } => "mark",
        OperatorEvent::DialogMerged { .. } => "dialog_merged",
        OperatorEvent::Deliveries { .. } => "deliveries",
        OperatorEvent::Tags { .. } => "tags",
        OperatorEvent::Channel { .. } | OperatorEvent::ChannelGone { .. } => "channel",
        OperatorEvent::Employee { .. } => "employee",
        OperatorEvent::Site { .. } => "site",
        OperatorEvent::Center { .. } => "center",
        OperatorEvent::Unknown => "unknown",
    };
    Some(Event::Other {
        kind: kind.to_owned(),
    })
}

fn told_of(dialog: &Summary) -> ledger::Summary {
    let unmarked = Summary {
        delivered_upto: MessageId(0),
        read_upto: MessageId(0),
        ..dialog.clone()
    };
    ledger::Summary {
        told: Digest::of(to_text(&unmarked).as_bytes()),
        delivered_upto: dialog.delivered_upto.0,
        read_upto: dialog.read_upto.0,
        client: dialog.client.id.0,
        channel: dialog.channel.0,
        responsible: dialog.responsible.map(|id| id.0),
    }
}

fn seen(message: &Message) -> Seen {
    Seen {
        id: message.id.0,
        dialog: Some(message.dialog.0),
        cid: message.cid.as_ref().map(|cid| cid.0.clone()),
        body: of_content(&message.content),
    }
}

/// Of a message of any kind; what the center says itself has its own words.
pub(crate) fn of_content(content: &Content) -> Digest {
    match content {
        Content::Visitor { body } | Content::Operator { body, .. } => Digest::of_body(body),
        Content::Note { text, .. } | Content::Automatic { text, .. } => Digest::of_text(text),
        Content::System { .. } => Digest::of(b"system"),
        Content::Unknown => Digest::of(b"unknown"),
    }
}
