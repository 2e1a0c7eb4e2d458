//! What a console's session makes of frames that a widget never hears.

use beseda_client::cid::cid;
use beseda_client::conversation::{AsOperator, OperatorTo};
use beseda_client::outbox::{Outbox, Pending};
use beseda_client::session::{Input, Session};
use beseda_protocol::dialog::{ClientBrief, DialogState, LastLabel, LastMessage, Summary};
use beseda_protocol::ids::{
    CenterId, ClientId, DialogId, Epoch, MessageId, OperatorId, Seq, Timestamp,
};
use beseda_protocol::message::{Body, Content, Message, Person};
use beseda_protocol::operator::{CenterInfo, Employee, OperatorEvent, Role, ToOperator};

const NOW: Timestamp = Timestamp(1_000);
const DIALOG: DialogId = DialogId(7);

fn person(id: u64) -> Person {
    Person {
        id: OperatorId(id),
        name: format!("Operator {id}"),
    }
}

fn reset(me: u64) -> ToOperator {
    ToOperator::Reset {
        v: beseda_protocol::VERSION,
        epoch: Epoch::from("e"),
        seq: Seq(0),
        me: Employee {
            id: OperatorId(me),
            name: String::new(),
            email: String::new(),
            role: Role::Operator,
        },
        center: CenterInfo {
            id: CenterId::from("eu-acme"),
            name: String::new(),
            locale: "en".into(),
            time_zone: "UTC".into(),
        },
        employees: Vec::new(),
        sites: Vec::new(),
        test_key: String::new(),
        waiting: Vec::new(),
    }
}

fn said(seq: u64, content: Content) -> ToOperator {
    let id = MessageId(seq);
    let message = Message {
        id,
        dialog: DIALOG,
        cid: Some(cid(NOW, [7; 10])),
        at: NOW,
        quote: None,
        content,
    };
    let event = OperatorEvent::Message {
        message,
        dialog: summary(id),
    };
    ToOperator::Events {
        after: Seq(seq - 1),
        seq: Seq(seq),
        events: vec![event],
    }
}

fn summary(id: MessageId) -> Summary {
    Summary {
        id: DIALOG,
        client: ClientBrief {
            id: ClientId::from("c"),
            number: 1,
            name: None,
        },
        site: String::new(),
        state: DialogState::Open {},
        responsible: None,
        unread_count: 0,
        awaiting_reply_count: 0,
        waiting_since: None,
        last: LastMessage {
            id,
            at: NOW,
            label: LastLabel::Visitor,
            by: None,
            preview: String::new(),
            file: false,
        },
        last_client_at: NOW,
        created_at: NOW,
        delivered_upto: MessageId(0),
        read_upto: MessageId(0),
        opened_upto: MessageId(0),
    }
}

/// (sender, cid) is what names a message: a cid alone is nobody's.
#[test]
fn a_message_of_somebody_else_with_the_same_cid_leaves_the_outbox_alone() {
    let body = || Body::Text {
        text: "text".into(),
    };
    let mut session = Session::new(AsOperator::default(), Outbox::default());
    for input in [Input::Start, Input::Opened, Input::Heard(reset(1))] {
        session.take(NOW, 0.0, input);
    }
    let own = cid(NOW, [7; 10]);
    let text = Pending::Text("text".into());
    session.write(NOW, own, OperatorTo::Reply(DIALOG), text, None);
    let of_visitor = Content::Visitor { body: body() };
    let by_colleague = Content::Operator {
        by: person(2),
        body: body(),
    };
    let by_me = Content::Operator {
        by: person(1),
        body: body(),
    };
    for (seq, content, n_waiting) in [(1, of_visitor, 1), (2, by_colleague, 1), (3, by_me, 0)] {
        session.take(NOW, 0.0, Input::Heard(said(seq, content)));
        assert_eq!(session.outbox().n_waiting(), n_waiting, "after {seq}");
    }
}
