//! Whatever the network does, each message is there once and in order.

mod world;

use beseda_client::session::Input;
use beseda_protocol::limits::PONG;
use proptest::prelude::*;
use world::{Relay, Socket, Widget};

#[derive(Debug, Clone, Copy)]
enum Step {
    Write,
    Reply,
    /// The next frame of the widget arrives.
    Up,
    /// The next frame of the relay arrives.
    Down,
    /// A frame of the relay arrives, and once more later.
    Double,
    Cut,
    Pass(u64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => Just(Step::Write),
        3 => Just(Step::Reply),
        8 => Just(Step::Up),
        8 => Just(Step::Down),
        2 => Just(Step::Double),
        1 => Just(Step::Cut),
        3 => (1u64..15_000).prop_map(Step::Pass),
    ];
    prop::collection::vec(step, 0..120)
}

struct World {
    widget: Widget,
    relay: Relay,
    old: Vec<String>,
    n_written: usize,
}

impl World {
    fn step(&mut self, step: Step) {
        match step {
            Step::Write => {
                self.n_written += 1;
                self.widget.write(&format!("m{}", self.n_written));
            }
            Step::Reply => self
                .relay
                .reply(&format!("reply {}", self.relay.messages.len())),
            Step::Up => self.up(),
            Step::Down => self.down(false),
            Step::Double => self.down(true),
            Step::Cut => self.cut(),
            Step::Pass(ms) => {
                self.widget.pass_ms(ms);
            }
        }
        if self.widget.socket == Socket::None {
            // The widget hung up by itself: what was on the way is lost.
            self.relay.cut();
        }
    }

    fn up(&mut self) {
        if self.widget.socket == Socket::Opening {
            self.relay.cut();
            self.widget.take(Input::Opened);
        } else if let Some(text) = self.widget.sent.pop_front() {
            self.relay.hear(&text, self.widget.now);
        }
    }

    fn down(&mut self, keep: bool) {
        if self.widget.socket != Socket::Open {
            return;
        }
        let Some(text) = self.relay.down.pop_front() else {
            return;
        };
        self.arrive(&text);
        // An old frame once more: a proxy's fault, or a socket that was not fenced.
        if let Some(old) = self.old.pop() {
            self.arrive(&old);
        }
        if keep {
            self.old.push(text);
        }
    }

    fn arrive(&mut self, text: &str) {
        if self.widget.socket == Socket::Open {
            self.widget.take(match text {
                PONG => Input::Pong,
                text => {
                    Input::Heard(serde_json::from_str(text).expect("what was written can be read"))
                }
            });
        }
    }

    fn cut(&mut self) {
        self.relay.cut();
        self.old.retain(|text| text.contains("\"events\""));
        self.widget.take(Input::Closed { code: 1006 });
    }

    /// The network behaves until nothing moves any more.
    fn settle(&mut self) {
        for _ in 0..400 {
            self.step(Step::Up);
            self.step(Step::Down);
            if self.widget.sent.is_empty() && self.relay.down.is_empty() {
                self.step(Step::Pass(400));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn each_message_is_seen_once_and_in_order(history in steps()) {
        let mut world = World { widget: Widget::new(), relay: Relay::default(), old: vec![], n_written: 0 };
        world.widget.take(Input::Start);
        for step in history {
            world.step(step);
            let mut seen = world.widget.sees();
            let n = seen.len();
            seen.sort();
            seen.dedup();
            prop_assert_eq!(seen.len(), n, "nothing is shown twice, at any moment");
        }
        world.settle();
        let relay: Vec<String> = world.relay.messages.iter().map(|message| match &message.content {
            beseda_protocol::message::VisitorContent::You { .. } => format!("text of {} (sent)", message.cid.as_ref().unwrap()),
            other => match other {
                beseda_protocol::message::VisitorContent::Operator {
                    by, body: beseda_protocol::message::Body::Text { text },
                } => format!("{text} ({})", by.name),
                other => panic!("{other:?}"),
            },
        }).collect();
        prop_assert_eq!(world.widget.sees(), relay);
        prop_assert_eq!(world.widget.session.outbox().n_waiting(), 0);
        let own = world.relay.messages.iter().filter_map(|message| message.cid.clone());
        let own: Vec<String> = own.map(|cid| cid.0).collect();
        let written: Vec<String> = (1..=world.n_written).map(|n| format!("m{n}")).collect();
        prop_assert_eq!(own, written, "stored once each, in the order of writing");
    }
}
