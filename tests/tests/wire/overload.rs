//! A relay at its limit says so, keeps nothing of what it refuses, and lives on
//! (G11, C7).

use std::collections::BTreeSet;

use beseda_protocol::dialog::Page;
use beseda_protocol::ids::{Ask, Cid, MessageId};
use beseda_protocol::operator::{OperatorEvent, ToOperator};
use beseda_protocol::refusal::Code;
use beseda_protocol::visitor::{FromVisitor, ToVisitor};
use beseda_tests::cid::new_cid;
use beseda_tests::line::Ended;
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;
use serde_json::json;

use crate::scene;

async fn let_wait(stack: &Stack, n_inputs: usize) {
    let answer = stack
        .door()
        .post("/host/waiting-max", &json!(n_inputs))
        .await;
    assert!(answer.status.is_success(), "{}", answer.text());
}

#[tokio::test]
async fn what_finds_the_queue_full_is_refused_by_its_name_with_a_time_to_come_back() {
    let stack = Stack::start().await;
    let (mut visitor, mut anna, dialog) = scene::dialog(&stack, "before the crowd").await;
    let mut greeter = Visitor::connect(&stack, &visitor.token).await;
    let_wait(&stack, 0).await;

    let said = visitor.say("in the crowd").await;
    let refusal = visitor.refused(&said).await;
    assert_eq!(refusal.code, Code::Overloaded);
    assert!(refusal.retry_ms.is_some(), "{refusal:?}");
    let reply = anna.reply(dialog.id, "in the crowd too").await;
    let refusal = anna.answer(&reply).await.expect_err("no room");
    assert_eq!(refusal.code, Code::Overloaded);
    let refusal = anna.open(dialog.id).await.expect_err("no room");
    assert_eq!(refusal.code, Code::Overloaded);
    let call = stack
        .http()
        .try_start(stack.key(), &stack.demo_origin())
        .await;
    assert_eq!(call.code(), Code::Overloaded);
    assert_eq!(call.status.as_u16(), 503);
    assert_ne!(call.header("retry-after"), "");
    // Nothing depends on this, so nothing is said about it.
    visitor.line.say(&FromVisitor::Typing { on: true }).await;
    visitor.line.ping().await;
    // Without a view there is nothing to go on from: this one comes back.
    greeter.hello(None).await;
    assert_eq!(greeter.line.end().await, Ended { code: 1013 });

    let_wait(&stack, 20_000).await;
    visitor.say_as(&said, "in the crowd").await;
    visitor.acked(&said).await;
    anna.reply_as(&reply, dialog.id, "in the crowd too").await;
    anna.acked(&reply).await;
    assert_eq!(
        visitor.transcript(&stack).await,
        [
            "you: before the crowd",
            "you: in the crowd",
            "Anna: in the crowd too"
        ]
    );
}

#[tokio::test]
async fn beyond_the_limit_every_message_is_said_again_and_stored_once() {
    const MESSAGES: usize = 240;
    // One after the other they are read; it takes many to be too many.
    const CONSOLES: usize = 12;
    let stack = Stack::start().await;
    let (visitor, anna, dialog) = scene::dialog(&stack, "many at once").await;
    let mut consoles = Vec::new();
    for _ in 0..CONSOLES {
        consoles.push(Operator::with_cookie(&stack, &anna.cookie).await);
    }
    let_wait(&stack, 2).await;
    let cids: Vec<Cid> = (0..MESSAGES).map(|_| new_cid()).collect();
    let mut left: Vec<usize> = (0..MESSAGES).collect();
    let mut n_refused = 0;
    while !left.is_empty() {
        for n in &left {
            let console = &mut consoles[n % CONSOLES];
            let text = format!("one of many {n}");
            console.reply_as(&cids[*n], dialog.id, &text).await;
        }
        let mut again = Vec::new();
        for n in left {
            if let Err(refusal) = consoles[n % CONSOLES].answer(&cids[n]).await {
                assert_eq!(refusal.code, Code::Overloaded);
                again.push(n);
            }
        }
        n_refused += again.len();
        left = again;
    }
    assert!(n_refused > 0, "the limit was never reached");
    let dump = stack.verb(&["dump"]).await.expect("it is told");
    let lines = dump.lines().filter(|line| line.contains("one of many "));
    let mut stored = BTreeSet::new();
    for line in lines {
        assert!(stored.insert(line.to_owned()), "twice: {line}");
    }
    assert_eq!(stored.len(), MESSAGES);
    drop((visitor, anna));
}

#[tokio::test]
async fn who_finds_no_free_socket_is_told_to_wait_and_nobody_else_notices() {
    // Room for 28 sockets: see the host's own rule.
    let stack = Stack::cramped(256).await;
    let mut inside = Vec::new();
    let refused = loop {
        let token = stack.http().start(stack.key()).await;
        match Visitor::try_connect(&stack, &token, &stack.demo_origin()).await {
            Ok(line) => inside.push((token, line)),
            Err(answer) => break answer,
        }
        assert!(inside.len() < 60, "no limit");
    };
    assert!(inside.len() > 10, "{}", inside.len());
    assert_eq!(refused.status, 503);
    assert!(refused.body.contains("overloaded"), "{}", refused.body);
    assert!(refused.body.contains("retry_ms"), "{}", refused.body);
    for (_, line) in &mut inside {
        line.ping().await;
    }
    // One goes, and the next finds a place.
    let (token, line) = inside.pop().expect("there are some");
    line.cut();
    let mut visitor = beseda_tests::wait::until("a free place", || async {
        let line = Visitor::try_connect(&stack, &token, &stack.demo_origin()).await;
        line.ok()
    })
    .await;
    let hello = FromVisitor::Hello {
        v: beseda_protocol::VERSION,
        epoch: None,
        seq: None,
        locale: "en".to_owned(),
        page: None,
    };
    visitor.say(&hello).await;
    let view = |frame: &ToVisitor| matches!(frame, ToVisitor::Reset { .. }).then_some(());
    visitor.expect("a view", view).await;
}

#[tokio::test]
async fn the_places_of_sockets_that_ended_with_their_object_are_free_again() {
    const AT_ONCE: usize = 10;
    // Room for 28.
    let stack = Stack::cramped(256).await;
    for _ in 0..4 {
        let mut inside = Vec::new();
        for _ in 0..AT_ONCE {
            // Who finds no place fails here.
            inside.push(Visitor::start(&stack).await);
        }
        stack.door().plant("fault").await;
        inside[0].say("the last that it hears").await;
        for visitor in &mut inside {
            visitor.line.end().await;
        }
    }
}

#[tokio::test]
async fn who_opens_socket_after_socket_is_told_to_wait_and_nobody_else_notices() {
    let stack = Stack::shared().await;
    let token = stack.http().start(stack.key()).await;
    let connect = || async { Visitor::try_connect(&stack, &token, &stack.demo_origin()).await };
    let mut n_opened = 0;
    let refused = loop {
        match connect().await {
            Ok(line) => line.cut(),
            Err(refused) => break refused,
        }
        n_opened += 1;
        assert!(n_opened < 200, "no limit");
    };
    assert!(n_opened >= 20, "{n_opened}: the tabs of one visitor");
    assert_eq!(refused.status, 429);
    assert!(
        refused.body.contains("connect too often"),
        "{}",
        refused.body
    );
    assert!(refused.body.contains("retry_ms"), "{}", refused.body);
    Visitor::start(&stack).await.said("meanwhile").await;
    beseda_tests::wait::until("the next one a second later", || async {
        connect().await.ok()
    })
    .await;
}

#[tokio::test]
async fn who_asks_and_tells_without_end_is_told_to_wait_and_nobody_else_notices() {
    let stack = Stack::start().await;
    let (mut visitor, mut anna, dialog) = scene::dialog(&stack, "what did we say?").await;
    let mut neighbour = Visitor::start(&stack).await;
    let before = MessageId(1_000);
    let (mut n_answered, mut n_refused) = (0, 0);
    for n in 1..=100 {
        let ask = Ask(n);
        visitor
            .line
            .say(&FromVisitor::History { ask, before })
            .await;
        let answer = |frame: &ToVisitor| match frame {
            ToVisitor::History { ask: its, .. } if *its == ask => Some(None),
            ToVisitor::Refused {
                ask: Some(its),
                refusal,
                ..
            } if *its == ask => Some(Some(refusal.clone())),
            _ => None,
        };
        match visitor.line.expect("an answer to it", answer).await {
            None => n_answered += 1,
            Some(refusal) => {
                assert_eq!(refusal.code, Code::Overloaded);
                assert!(refusal.retry_ms.is_some(), "{refusal:?}");
                n_refused += 1;
            }
        }
    }
    assert!(
        n_answered >= 20 && n_refused >= 20,
        "{n_answered} were answered"
    );

    // Who goes from page to page as fast is not followed everywhere.
    for n in 0..200 {
        let page = Page {
            url: format!("https://shop.example/{n}"),
            title: String::new(),
        };
        visitor.line.say(&FromVisitor::Page { page }).await;
    }
    neighbour.said("is anybody there?").await;
    let cid = visitor.say("found it").await;
    visitor.acked(&cid).await;
    let mut n_shown = 0;
    let until_said = |frame: &ToOperator| match frame {
        ToOperator::Visiting { .. } => {
            n_shown += 1;
            None
        }
        ToOperator::Events { events, .. } => events.iter().find_map(|event| match event {
            OperatorEvent::Message { message, .. }
                if message.dialog == dialog.id && message.cid == Some(cid.clone()) =>
            {
                Some(())
            }
            _ => None,
        }),
        _ => None,
    };
    anna.line.expect("what he found", until_said).await;
    assert!(n_shown < 50, "{n_shown} pages were shown");
}
