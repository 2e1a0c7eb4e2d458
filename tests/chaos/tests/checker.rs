//! The checker is worth what it finds: each way to break a promise, done to a
//! sound ledger or dump, must turn a named check red.

use beseda_chaos::check::{Breach, check_all, names};
use beseda_chaos::dump::{Dump, Happened, Stored, Undone};
use beseda_chaos::ledger::{Card, Did, Digest, Entry, Event, Seen, Side, Sight, Summary, Told};

const VISITOR: &str = "aa";
const OTHER: &str = "bb";
const OPERATOR: &str = "o1";

/// A conversation that went well: one visitor with two tabs, one operator who
/// was cut and came back, a second visitor who borrowed the first one's cid.
#[derive(Clone)]
struct Story {
    ledger: Vec<Entry>,
    dump: Dump,
}

impl Story {
    fn sound() -> Self {
        let mut story = Self {
            ledger: Vec::new(),
            dump: stored(),
        };
        story.visitor_speaks();
        story.operator_answers();
        for who in ["v0.0", "v0.1", "o1.0"] {
            story.add(
                who,
                Did::Fetched {
                    file: "f".into(),
                    bytes: Digest::of(b"bytes"),
                },
            );
        }
        story.add("driver", Did::Quiet {});
        story
    }

    fn visitor_speaks(&mut self) {
        for (who, party) in [("v0.0", VISITOR), ("v0.1", VISITOR), ("v1.0", OTHER)] {
            self.add(who, began(Side::Visitor, party));
            self.add(who, Did::Greeted { line: 1, seq: None });
            self.tell(who, 1, reset(0));
        }
        self.add(
            "v0.0",
            Did::Uploaded {
                file: "f".into(),
                bytes: Digest::of(b"bytes"),
            },
        );
        for (who, cid, id, after, body) in [
            ("v0.0", "c1", 1, 0, Digest::of_text("hello")),
            ("v0.0", "c2", 3, 1, Digest::of_file("f")),
            ("v1.0", "c1", 4, 0, Digest::of_text("mine")),
        ] {
            self.write(who, 1, cid, &body);
            self.tell(who, 1, acked(cid, id));
            self.add(
                who,
                Did::Stored {
                    cid: cid.into(),
                    id,
                },
            );
            let message = seen(id, None, Some(cid), body);
            let event = Event::Message {
                message,
                summary: None,
            };
            self.tell(who, 1, events(after, id, vec![event.clone()]));
            if who == "v0.0" {
                self.tell("v0.1", 1, events(after, id, vec![event]));
            }
        }
    }

    fn operator_answers(&mut self) {
        self.add("o1.0", began(Side::Operator, OPERATOR));
        self.add("o1.0", Did::Greeted { line: 1, seq: None });
        self.tell("o1.0", 1, reset(0));
        let said = |id, dialog, cid: &str, body| Event::Message {
            message: seen(id, Some(dialog), Some(cid), body),
            summary: Some(Summary {
                client: dialog,
                ..summary(&id.to_string(), 0)
            }),
        };
        let begun = Event::Message {
            message: seen(2, Some(1), None, Digest::of(b"begun")),
            summary: Some(summary("2", 0)),
        };
        self.tell(
            "o1.0",
            1,
            events(
                0,
                2,
                vec![said(1, 1, "c1", Digest::of_text("hello")), begun],
            ),
        );
        self.add(
            "o1.0",
            Did::Cut {
                line: 1,
                code: 1006,
            },
        );
        self.add(
            "o1.0",
            Did::Greeted {
                line: 2,
                seq: Some(2),
            },
        );
        self.tell("o1.0", 2, Told::Resumed {});
        let missed = vec![
            said(3, 1, "c2", Digest::of_file("f")),
            said(4, 2, "c1", Digest::of_text("mine")),
        ];
        self.tell("o1.0", 2, events(2, 4, missed));
        let reply = Digest::of_text("good day");
        self.write("o1.0", 2, "c9", &reply);
        self.tell("o1.0", 2, acked("c9", 5));
        self.tell(
            "o1.0",
            2,
            events(4, 5, vec![said(5, 1, "c9", reply.clone())]),
        );
        let message = seen(5, None, None, reply);
        for tab in ["v0.0", "v0.1"] {
            let event = Event::Message {
                message: message.clone(),
                summary: None,
            };
            self.tell(tab, 1, events(3, 5, vec![event]));
        }
        self.write("o1.0", 2, "c10", &Digest::of_text(""));
        let refused = Told::Refused {
            cid: "c10".into(),
            code: "empty".into(),
        };
        self.tell("o1.0", 2, refused);
    }

    fn add(&mut self, who: &str, did: Did) {
        let (at, who) = (self.ledger.len() as u64, who.to_owned());
        self.ledger.push(Entry { at, who, did });
    }

    fn tell(&mut self, who: &str, line: u32, told: Told) {
        self.add(
            who,
            Did::Heard {
                line,
                told: told.clone(),
            },
        );
        self.add(who, Did::Shown { told });
    }

    fn write(&mut self, who: &str, line: u32, cid: &str, body: &Digest) {
        let (cid, body) = (cid.to_owned(), body.clone());
        self.add(
            who,
            Did::Wrote {
                cid: cid.clone(),
                body: body.clone(),
            },
        );
        let dialog = who.starts_with('o').then_some(1);
        let said = Did::Said {
            line,
            cid,
            body,
            dialog,
        };
        self.add(who, said);
    }

    /// The names of the checks that this story turns red.
    fn red(&self) -> Vec<&'static str> {
        let mut red: Vec<_> = self.breaches().iter().map(|breach| breach.check).collect();
        red.dedup();
        red
    }

    fn breaches(&self) -> Vec<Breach> {
        check_all(&self.ledger, &self.dump)
    }

    /// Changes every frame that some reader heard and was shown.
    fn retell(&mut self, who: &str, change: impl Fn(&mut Told)) {
        for entry in self.ledger.iter_mut().filter(|entry| entry.who == who) {
            if let Did::Heard { told, .. } | Did::Shown { told } = &mut entry.did {
                change(told);
            }
        }
    }

    fn forget(&mut self, is_it: impl Fn(&Entry) -> bool) {
        self.ledger.retain(|entry| !is_it(entry));
    }
}

fn stored() -> Dump {
    let row = |id, dialog, client: &str, sender: Option<&str>, cid: Option<&str>, body| Stored {
        id,
        dialog,
        client: client.into(),
        sender: sender.map(String::from),
        cid: cid.map(String::from),
        is_public: sender.is_some(),
        body,
    };
    let event = |seq, client: Option<&str>| Happened {
        seq,
        client: client.map(String::from),
        message: Some(seq),
        dialog: None,
        is_deletion: false,
    };
    Dump {
        messages: vec![
            row(
                1,
                1,
                VISITOR,
                Some(VISITOR),
                Some("c1"),
                Digest::of_text("hello"),
            ),
            row(2, 1, VISITOR, None, None, Digest::of(b"begun")),
            row(
                3,
                1,
                VISITOR,
                Some(VISITOR),
                Some("c2"),
                Digest::of_file("f"),
            ),
            row(
                4,
                2,
                OTHER,
                Some(OTHER),
                Some("c1"),
                Digest::of_text("mine"),
            ),
            row(
                5,
                1,
                VISITOR,
                Some(OPERATOR),
                Some("c9"),
                Digest::of_text("good day"),
            ),
        ],
        events: vec![
            event(1, Some(VISITOR)),
            event(2, None),
            event(3, Some(VISITOR)),
            event(4, Some(OTHER)),
            event(5, Some(VISITOR)),
        ],
        pruned: 0,
        undone: Undone::default(),
    }
}

fn began(side: Side, party: &str) -> Did {
    Did::Began {
        side,
        party: party.into(),
        sight: Sight::default(),
    }
}

fn reset(seq: u64) -> Told {
    Told::Reset {
        epoch: "e".into(),
        seq,
        messages: Vec::new(),
        more: false,
        cards: Vec::new(),
    }
}

fn acked(cid: &str, id: u64) -> Told {
    Told::Acked {
        cid: cid.into(),
        id,
    }
}

fn events(after: u64, seq: u64, events: Vec<Event>) -> Told {
    Told::Events { after, seq, events }
}

fn summary(of: &str, read_upto: u64) -> Summary {
    Summary {
        told: Digest::of(of.as_bytes()),
        delivered_upto: 0,
        read_upto,
        client: 1,
        channel: 1,
        responsible: None,
    }
}

/// A second console comes in time for the reply, and is told this of its dialog.
fn other_console(story: &mut Story, summary: Summary) {
    story.add("o1.1", began(Side::Operator, OPERATOR));
    story.add("o1.1", Did::Greeted { line: 1, seq: None });
    story.tell("o1.1", 1, reset(4));
    let message = seen(5, Some(1), Some("c9"), Digest::of_text("good day"));
    let summary = Some(summary);
    let last = events(4, 5, vec![Event::Message { message, summary }]);
    story.tell("o1.1", 1, last);
}

/// An administrator deletes the second visitor for good, and everybody hears of it.
fn with_deletion(story: &mut Story) {
    story.add("o2.0", began(Side::Operator, "o2"));
    story.add("o2.0", Did::Greeted { line: 1, seq: None });
    let view = Told::Reset {
        epoch: "e".into(),
        seq: 5,
        messages: Vec::new(),
        more: true,
        cards: vec![card(2)],
    };
    story.tell("o2.0", 1, view);
    let (line, ask, client) = (1, 1, 2);
    story.add("o2.0", Did::Deletes { line, ask, client });
    let answered = Told::Answered { ask };
    story.tell("o2.0", line, answered);
    story.tell("o2.0", 1, events(5, 7, buried()));
    story.tell("o1.0", 2, events(5, 7, buried()));
    story.tell("v1.0", 1, reset(0));
    story.dump.messages.retain(|row| row.dialog != 2);
    story.dump.events.retain(|event| event.seq != 4);
    let tombstone = |seq, dialog: Option<u64>| Happened {
        seq,
        client: None,
        message: None,
        dialog,
        is_deletion: dialog.is_some(),
    };
    let tombstones = [tombstone(6, Some(2)), tombstone(7, None)];
    story.dump.events.extend(tombstones);
}

fn card(dialog: u64) -> Card {
    let client = dialog;
    let summary = Summary {
        client,
        ..summary("4", 0)
    };
    Card { dialog, summary }
}

fn buried() -> Vec<Event> {
    let kind = "client_deleted".to_owned();
    vec![Event::Deleted { dialog: 2 }, Event::Other { kind }]
}

/// An operator who sees none of his colleagues' dialogs is told of the first dialog, which
/// is nobody's, in this view and by these events.
fn with_restricted(story: &mut Story, cards: Vec<Card>, seen: Vec<Event>) {
    let sight = Sight {
        own_only: Some(4),
        channels: None,
    };
    let (side, party) = (Side::Operator, "o4".to_owned());
    story.add("o4.0", Did::Began { side, party, sight });
    story.add("o4.0", Did::Greeted { line: 1, seq: None });
    let view = Told::Reset {
        epoch: "e".into(),
        seq: 4,
        messages: Vec::new(),
        more: true,
        cards,
    };
    story.tell("o4.0", 1, view);
    story.tell("o4.0", 1, events(4, 5, seen));
}

/// The reply, as consoles are told of it.
fn replied(responsible: Option<u64>) -> Event {
    let message = seen(5, Some(1), Some("c9"), Digest::of_text("good day"));
    let summary = Some(Summary {
        responsible,
        ..summary("5", 0)
    });
    Event::Message { message, summary }
}

/// The first dialog becomes a colleague's, and all who may see it are told.
fn assigned(story: &mut Story) {
    let summary = Summary {
        responsible: Some(1),
        ..summary("6", 0)
    };
    let dialog = 1;
    let event = Event::Dialog { dialog, summary };
    story.tell("o1.0", 2, events(5, 6, vec![event]));
    story.dump.events.push(Happened {
        seq: 6,
        client: None,
        message: None,
        dialog: Some(1),
        is_deletion: false,
    });
}

fn seen(id: u64, dialog: Option<u64>, cid: Option<&str>, body: Digest) -> Seen {
    Seen {
        id,
        dialog,
        cid: cid.map(String::from),
        body,
    }
}

#[test]
fn a_sound_story_is_green() {
    assert_eq!(Story::sound().breaches(), []);
}

/// What is done to the story, the check that must notice, and how it is done.
type Mutation = (&'static str, &'static str, fn(&mut Story));

const MUTATIONS: &[Mutation] = &[
    ("an acknowledged message is gone", "acked-is-stored", |s| {
        s.dump.messages.remove(3);
    }),
    ("its body is another", "acked-is-stored", |s| {
        s.dump.messages[0].body = Digest::of_text("hell");
    }),
    (
        "it is stored before what was written first",
        "stored-as-written",
        |s| {
            let wrote = |cid: &str| {
                let is_it = |did: &Did| matches!(did, Did::Wrote { cid: its, .. } if its == cid);
                let place = (s.ledger.iter()).position(|e| e.who == "v0.0" && is_it(&e.did));
                place.expect("the story has it")
            };
            let (first, second) = (wrote("c1"), wrote("c2"));
            s.ledger.swap(first, second);
        },
    ),
    ("its id has changed", "acked-is-stored", |s| {
        s.retell("v1.0", |told| {
            if let Told::Acked { id, .. } = told {
                *id = 3
            }
        });
    }),
    (
        "a cid of another sender was taken for the same",
        "acked-is-stored",
        |s| {
            s.retell("v1.0", |told| {
                if let Told::Acked { id, .. } = told {
                    *id = 1
                }
            });
        },
    ),
    ("a repetition is stored again", "stored-once", |s| {
        let mut again = s.dump.messages[0].clone();
        again.id = 6;
        s.dump.messages.push(again);
    }),
    ("an id is used twice", "stored-once", |s| {
        s.dump.messages[4].id = 4
    }),
    ("a row that nobody said", "nothing-invented", |s| {
        s.dump.messages[0].cid = Some("c7".into());
    }),
    (
        "a message of another client is shown",
        "nothing-invented",
        |s| {
            s.retell("v1.0", |told| {
                if let Told::Events { events, .. } = told {
                    let hello = Digest::of_text("hello");
                    let message = seen(1, None, Some("c1"), hello);
                    *events = vec![Event::Message {
                        message,
                        summary: None,
                    }];
                }
            });
        },
    ),
    (
        "a system message is shown to a visitor",
        "nothing-invented",
        |s| {
            s.retell("v0.1", |told| {
                if let Told::Events {
                    after: 0, events, ..
                } = told
                {
                    let message = seen(2, None, None, Digest::of(b"begun"));
                    events.push(Event::Message {
                        message,
                        summary: None,
                    });
                }
            });
        },
    ),
    (
        "a message without an answer has vanished",
        "nothing-lost",
        |s| {
            s.add(
                "v0.0",
                Did::Wrote {
                    cid: "c3".into(),
                    body: Digest::of_text("?"),
                },
            );
        },
    ),
    ("a refused message is stored", "refused-is-absent", |s| {
        let mut row = s.dump.messages[4].clone();
        (row.id, row.cid, row.body) = (6, Some("c10".into()), Digest::of_text(""));
        s.dump.messages.push(row);
    }),
    ("a frame is missing on a line", "chain-unbroken", |s| {
        s.forget(|e| {
            matches!(
                &e.did,
                Did::Heard {
                    told: Told::Events { after: 1, .. },
                    ..
                }
            )
        });
    }),
    (
        "a line resumes further on than it was asked to",
        "chain-unbroken",
        |s| {
            s.forget(|e| {
                matches!(
                    &e.did,
                    Did::Heard {
                        told: Told::Events {
                            after: 2,
                            seq: 4,
                            ..
                        },
                        ..
                    }
                )
            });
        },
    ),
    ("a frame is shown twice", "shown-in-order", |s| {
        let again = s.ledger.iter().rfind(|e| {
            matches!(
                e.did,
                Did::Shown {
                    told: Told::Events { .. }
                }
            )
        });
        let again = again.expect("the story has one").clone();
        s.ledger.push(again);
    }),
    ("an event is left out of its frame", "seen-once", |s| {
        s.retell("o1.0", |told| {
            if let Told::Events {
                after: 2, events, ..
            } = told
            {
                events.remove(0);
            }
        });
    }),
    (
        "two messages change places for one reader",
        "seen-once",
        |s| {
            s.retell("o1.0", |told| {
                if let Told::Events {
                    after: 2, events, ..
                } = told
                {
                    events.swap(0, 1);
                }
            });
        },
    ),
    ("a resume by time skips what is old", "seen-once", |s| {
        s.retell("o1.0", |told| {
            if let Told::Events {
                after: 2, events, ..
            } = told
            {
                events.clear();
            }
        });
    }),
    ("a reset forgets a message", "one-view", |s| {
        s.add("v1.0", Did::Greeted { line: 2, seq: None });
        s.tell("v1.0", 2, reset(4));
    }),
    (
        "two consoles end with different counts",
        "one-summary",
        |s| {
            other_console(s, summary("other", 0));
        },
    ),
    (
        "two consoles end with a reply read and not read",
        "one-summary",
        |s| {
            other_console(s, summary("5", 5));
        },
    ),
    (
        "a reader's last frame never came",
        "all-came-to-rest",
        |s| {
            let last = |e: &Entry| {
                e.who == "v0.1"
                    && matches!(
                        &e.did,
                        Did::Heard {
                            told: Told::Events { after: 3, .. },
                            ..
                        } | Did::Shown {
                            told: Told::Events { after: 3, .. }
                        }
                    )
            };
            s.forget(last);
        },
    ),
    ("a run never came to rest", "all-came-to-rest", |s| {
        s.forget(|e| e.did == Did::Quiet {});
    }),
    ("a place was burnt", "places-dense", |s| {
        s.dump.events[4].seq = 6
    }),
    ("the first places were burnt", "places-dense", |s| {
        s.dump.events.remove(0);
    }),
    ("a message was announced twice", "announced-once", |s| {
        s.dump.events.push(Happened {
            seq: 6,
            client: None,
            message: Some(5),
            dialog: None,
            is_deletion: false,
        });
    }),
    ("a message was announced to nobody", "announced-once", |s| {
        s.dump.events[4].message = None;
    }),
    ("a note was announced to a visitor", "announced-once", |s| {
        s.dump.events[1].client = Some(VISITOR.into());
    }),
    (
        "what one identity has sent is said as the next one",
        "identity-proven",
        |s| {
            // The same tab, with a token of its own.
            s.add("v0.0~1", began(Side::Visitor, "cc"));
            s.write("v0.0~1", 1, "c1", &Digest::of_text("hello"));
        },
    ),
    (
        "a visitor is told what another one said",
        "identity-proven",
        |s| {
            let message = seen(3, None, None, Digest::of_file("f"));
            let summary = None;
            let event = Event::Message { message, summary };
            s.tell("v1.0", 1, events(4, 5, vec![event]));
        },
    ),
    (
        "a dialog is deleted and nobody has asked for it",
        "deleted-was-asked",
        |s| {
            with_deletion(s);
            s.forget(|e| matches!(e.did, Did::Deletes { .. }));
        },
    ),
    (
        "a message is gone beside those that were deleted",
        "acked-is-stored",
        |s| {
            with_deletion(s);
            s.dump.messages.retain(|row| row.id != 3);
            s.dump.events.retain(|event| event.seq != 3);
        },
    ),
    ("a job has never ended", "deleted-is-absent", |s| {
        with_deletion(s);
        s.dump.undone.jobs = 1;
    }),
    (
        "messages of a deleted dialog are left",
        "deleted-is-absent",
        |s| {
            with_deletion(s);
            s.dump.undone.orphans = 1;
        },
    ),
    (
        "an event of a deleted dialog is left",
        "deleted-is-absent",
        |s| {
            with_deletion(s);
            let (seq, dialog) = (4, Some(2));
            let event = &s.dump.events[0];
            let event = Happened {
                seq,
                dialog,
                message: None,
                ..event.clone()
            };
            s.dump.events.insert(3, event);
        },
    ),
    (
        "a deleted dialog is shown to who comes later",
        "deleted-is-unseen",
        |s| {
            with_deletion(s);
            s.add("o3.0", began(Side::Operator, "o3"));
            s.add("o3.0", Did::Greeted { line: 1, seq: None });
            let view = Told::Reset {
                epoch: "e".into(),
                seq: 7,
                messages: Vec::new(),
                more: true,
                cards: vec![card(2)],
            };
            s.tell("o3.0", 1, view);
        },
    ),
    (
        "a deleted dialog is told of behind its end",
        "deleted-is-unseen",
        |s| {
            with_deletion(s);
            let Card { dialog, summary } = card(2);
            let again = vec![Event::Dialog { dialog, summary }];
            s.tell("o1.0", 2, events(7, 8, again));
        },
    ),
    (
        "a console is not told that a dialog was deleted",
        "deleted-is-unseen",
        |s| {
            with_deletion(s);
            s.retell("o1.0", |told| {
                if let Told::Events { events, .. } = told {
                    events.retain(|event| !matches!(event, Event::Deleted { .. }));
                }
            });
        },
    ),
    ("a widget keeps what was deleted", "one-view", |s| {
        with_deletion(s);
        let is_last = |e: &Entry| e.who == "v1.0" && matches!(e.did, Did::Shown { .. });
        let last = s.ledger.iter().rposition(is_last);
        s.ledger.remove(last.expect("it was told"));
    }),
    (
        "an operator is told of a dialog that is a colleague's",
        "hidden-is-untold",
        |s| with_restricted(s, Vec::new(), vec![replied(Some(1))]),
    ),
    (
        "an operator is not told of a dialog that he may see",
        "seen-is-shown",
        |s| with_restricted(s, Vec::new(), Vec::new()),
    ),
    (
        "an operator is not shown a message of a dialog that he has",
        "seen-is-shown",
        |s| with_restricted(s, vec![card(1)], Vec::new()),
    ),
    (
        "an operator keeps a dialog that has become a colleague's",
        "seen-is-shown",
        |s| {
            with_restricted(s, Vec::new(), vec![replied(None)]);
            assigned(s);
        },
    ),
    ("a file came back with another byte", "files-whole", |s| {
        s.add(
            "o1.0",
            Did::Fetched {
                file: "f".into(),
                bytes: Digest::of(b"bytez"),
            },
        );
    }),
];

#[test]
fn a_mark_that_moved_in_another_dialog_is_no_difference() {
    let mut story = Story::sound();
    // No reply of this dialog lies between the two marks.
    other_console(&mut story, summary("5", 4));
    assert_eq!(check_all(&story.ledger, &story.dump), []);
}

#[test]
fn what_was_deleted_for_good_may_be_absent() {
    let mut story = Story::sound();
    with_deletion(&mut story);
    assert_eq!(story.breaches(), []);
}

#[test]
fn who_may_not_see_everything_is_shown_just_what_he_may() {
    let mut story = Story::sound();
    with_restricted(&mut story, Vec::new(), vec![replied(None)]);
    assert_eq!(story.breaches(), []);
    assigned(&mut story);
    let gone = vec![Event::Gone { dialog: 1 }];
    story.tell("o4.0", 1, events(5, 6, gone));
    assert_eq!(story.breaches(), []);
}

#[test]
fn each_mutation_turns_its_check_red() {
    for (what, check, mutate) in MUTATIONS {
        let mut story = Story::sound();
        mutate(&mut story);
        let red = story.red();
        assert!(
            red.contains(check),
            "{what}: expected {check}, red are {red:?}"
        );
    }
}

#[test]
fn each_check_has_a_mutation() {
    for name in names() {
        assert!(
            MUTATIONS.iter().any(|(_, check, _)| *check == name),
            "{name}"
        );
    }
}
