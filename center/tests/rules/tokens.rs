//! Tokens of the API: who makes them, what they may do, what they spend.

use beseda_center::token::hash;
use beseda_center::turn::command::{
    Asker, Attempt, Command, FileOwner, Proof, Reply, Request, TokenSecret, TokenWanted,
};
use beseda_center::turn::{Output, Ticket};
use beseda_protocol::api::{CenterView, EventPage, Stored};
use beseda_protocol::ask::channels::{AddChannel, DeleteChannel};
use beseda_protocol::ask::clients::{AddClient, OpenClient};
use beseda_protocol::ask::dialogs::{Close, OpenDialog, PinDialog};
use beseda_protocol::ask::jobs::{BeginBulk, BeginExport};
use beseda_protocol::ask::list::{ListDialogs, ListedDialogs};
use beseda_protocol::ask::sites::MoveSite;
use beseda_protocol::ask::team::{ChangeRole, Disable, Enable};
use beseda_protocol::ask::tokens::{
    ListTokens, ListedTokens, LoadChannels, RevokeToken, SetTokenChannels,
};
use beseda_protocol::ask::{Answer, Asked, Question};
use beseda_protocol::bulk::Act;
use beseda_protocol::export::{Export, TableFormat};
use beseda_protocol::filter::{Filter, Order};
use beseda_protocol::ids::{ChannelId, ClientId, DialogId, Seq, TokenId};
use beseda_protocol::limits::{API_REQUESTS_FREE, TOKENS_MAX};
use beseda_protocol::message::{Content, Draft};
use beseda_protocol::operator::OperatorEvent;
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::selection::Selection;
use beseda_protocol::team::Role;
use beseda_protocol::token::{Quota, Scope, Token};
use beseda_rights::{Kind, Object, all, question};
use serde::de::DeserializeOwned;

use crate::harness::{CenterTest, session};

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

const ELSEWHERE: &str = "Elsewhere";

impl CenterTest {
    /// Somebody makes or replaces a token, whose secret is `secret`.
    fn keep(&mut self, who: &str, secret: &str, wanted: TokenWanted) -> Result<Token, Refusal> {
        self.keep_by(who, &format!("hash of {who}"), who, secret, wanted)
    }

    fn keep_by(
        &mut self,
        who: &str,
        compared: &str,
        email: &str,
        secret: &str,
        token: TokenWanted,
    ) -> Result<Token, Refusal> {
        let attempt = Attempt {
            email: format!("{email}@acme.example"),
            network: "192.0.2.7".into(),
            devices: Vec::new(),
        };
        self.command(Command::BeginSignIn(attempt.clone()))?;
        let reply = self.command(Command::KeepToken {
            session: session(who),
            proof: Proof {
                attempt,
                hash: Some(compared.to_owned()),
                right: true,
            },
            secret: TokenSecret {
                hash: hash(secret),
                prefix: format!("bsd_{secret}"),
            },
            token,
        })?;
        let Reply::Token(token) = reply else {
            panic!("{reply:?}")
        };
        Ok(token)
    }

    /// A token of Ada's for the first channel.
    fn token(&mut self, secret: &str, scopes: &[Scope]) -> TokenId {
        self.keep("ada", secret, wanted(scopes)).unwrap().id
    }

    fn request(
        &mut self,
        secret: &str,
        asked: Request,
    ) -> (Result<String, Refusal>, Option<Quota>) {
        let token = hash(secret);
        self.turn(vec![beseda_center::turn::Input::Command(
            Ticket(1),
            Command::Request { token, asked },
        )]);
        loop {
            let answer = self.outputs.iter().find_map(|output| match output {
                Output::Answer(Ticket(1), Ok(Reply::Request { outcome, quota })) => {
                    Some((outcome.clone(), quota.clone()))
                }
                _ => None,
            });
            match answer {
                Some(answer) => return answer,
                None => self.turn(vec![beseda_center::turn::Input::Slice]),
            };
        }
    }

    /// What a program is told.
    fn told<T: DeserializeOwned>(&mut self, secret: &str, asked: Request) -> Result<T, Code> {
        let told = self.request(secret, asked).0;
        let told = told.map_err(|refusal| refusal.code)?;
        Ok(serde_json::from_str(&told).unwrap())
    }

    /// What a program is answered to a question.
    fn answered<Q: Asked>(&mut self, secret: &str, asked: Q) -> Result<Q::Answer, Code> {
        let answer: Answer = self.told(secret, Request::Ask(asked.into()))?;
        Ok(Q::given(answer).expect("of this question"))
    }

    fn tokens(&mut self) -> ListedTokens {
        self.asked("ada", ListTokens {}).unwrap()
    }
}

fn wanted(scopes: &[Scope]) -> TokenWanted {
    let manages = scopes.contains(&Scope::Manage);
    TokenWanted::New {
        name: " CRM ".into(),
        scopes: scopes.to_vec(),
        channels: (!manages).then(|| vec![ChannelId::FIRST]),
        expires_at: None,
    }
}

fn reply(cid: &str, text: &str) -> Request {
    Request::Reply {
        cid: cid.into(),
        dialog: DialogId(1),
        body: Draft::Text { text: text.into() },
        quote: None,
    }
}

fn first_page() -> ListDialogs {
    ListDialogs {
        filter: Filter::default(),
        order: Order::Newest,
        behind: None,
    }
}

/// A center with a dialog of the first channel, and one of another.
fn center() -> (CenterTest, ChannelId) {
    let mut test = CenterTest::new();
    test.widget("anna").say("anna", "a1", "Hello?");
    let name = ELSEWHERE.into();
    let channel = test.asked("ada", AddChannel { name }).unwrap().id;
    let site = "s1".into();
    test.asked("ada", MoveSite { site, channel }).unwrap();
    test.widget("boris").say("boris", "b1", "Anybody?");
    let site = "s1".into();
    let channel_of_site = ChannelId::FIRST;
    test.asked(
        "ada",
        MoveSite {
            site,
            channel: channel_of_site,
        },
    )
    .unwrap();
    test.settle();
    test.sql
        .raw()
        .execute_batch(&format!(
            "UPDATE dialogs SET channel = 1 WHERE id = 1;
             UPDATE dialogs SET channel = {channel} WHERE id = 2;"
        ))
        .unwrap();
    test.reload().quiet();
    (test, channel)
}

/// Criteria: C2D-20, X22, YU-05
#[test]
fn a_token_is_made_by_an_administrator_who_gives_the_password_again() {
    let mut test = CenterTest::new();
    test.hire("sue", Role::Supervisor);
    let asked = wanted(&[Scope::Read, Scope::Write]);
    let token = test.keep("ada", "one", asked.clone()).unwrap();
    assert_eq!(
        (token.name.as_str(), token.prefix.as_str()),
        ("CRM", "bsd_one")
    );
    assert_eq!(token.scopes, [Scope::Read, Scope::Write]);
    assert_eq!(test.tokens().tokens, [token]);
    // Neither the token itself is kept, nor can anybody make one who does not know the
    // password, or who is no administrator.
    assert!(!test.sql.holds("\u{22}one\u{22}"));
    let refused = |outcome: Result<Token, Refusal>| outcome.map_err(|refusal| refusal.code);
    let wrong = test.keep_by("ada", "another hash", "ada", "two", asked.clone());
    assert_eq!(refused(wrong), Err(Code::SignInFailed));
    let anothers = test.keep_by("ada", "hash of sue", "sue", "two", asked.clone());
    assert_eq!(refused(anothers), Err(Code::SignInFailed));
    assert_eq!(
        refused(test.keep("sue", "two", asked)),
        Err(Code::Forbidden)
    );
    assert_eq!(test.tokens().tokens.len(), 1);
}

#[test]
fn guessing_the_password_for_a_token_is_counted_as_any_guessing() {
    let mut test = CenterTest::new();
    let refused = |test: &mut CenterTest| {
        let asked = wanted(&[Scope::Read]);
        let guess = test.keep_by("ada", "a guess", "ada", "one", asked);
        guess.unwrap_err().code
    };
    let guesses: Vec<Code> = (0..20).map(|_| refused(&mut test)).collect();
    assert_eq!(guesses[0], Code::SignInFailed);
    assert_eq!(guesses[19], Code::TooMany);
}

#[test]
fn a_token_that_could_do_nothing_or_is_over_is_not_made() {
    let mut test = CenterTest::new();
    let now = test.now;
    let code = |test: &mut CenterTest, change: fn(&mut TokenWanted)| {
        let mut asked = wanted(&[Scope::Read]);
        change(&mut asked);
        test.keep("ada", "one", asked)
            .map_err(|refusal| refusal.code)
    };
    fn parts(
        wanted: &mut TokenWanted,
    ) -> (&mut String, &mut Vec<Scope>, &mut Option<Vec<ChannelId>>) {
        match wanted {
            TokenWanted::New {
                name,
                scopes,
                channels,
                ..
            } => (name, scopes, channels),
            TokenWanted::Instead(_) => panic!("a new one"),
        }
    }
    for (change, refused) in [
        (
            (|asked| parts(asked).0.clear()) as fn(&mut TokenWanted),
            Code::Invalid,
        ),
        (|asked| parts(asked).1.clear(), Code::Invalid),
        (|asked| *parts(asked).2 = None, Code::Invalid),
        (|asked| *parts(asked).2 = Some(vec![]), Code::Invalid),
        (
            |asked| *parts(asked).2 = Some(vec![ChannelId(77)]),
            Code::NotFound,
        ),
        (|asked| parts(asked).1.push(Scope::Manage), Code::Invalid),
    ] {
        assert_eq!(code(&mut test, change), Err(refused));
    }
    let over = TokenWanted::New {
        name: "CRM".into(),
        scopes: vec![Scope::Read],
        channels: Some(vec![ChannelId::FIRST]),
        expires_at: Some(now),
    };
    assert_eq!(
        test.keep("ada", "one", over).unwrap_err().code,
        Code::Invalid
    );
    assert_eq!(test.tokens().tokens, []);
}

#[test]
fn there_are_so_many_tokens_at_most() {
    let mut test = CenterTest::new();
    for n in 0..TOKENS_MAX {
        test.token(&format!("t{n}"), &[Scope::Read]);
    }
    let more = test.keep("ada", "more", wanted(&[Scope::Read]));
    assert_eq!(more.unwrap_err().code, Code::LimitReached);
    test.asked("ada", RevokeToken { token: TokenId(1) })
        .unwrap();
    let id = test.token("more", &[Scope::Read]);
    // No number is given again.
    assert_eq!(id, TokenId(TOKENS_MAX as u64 + 1));
}

/// Criteria: C2D-20
#[test]
fn a_revoked_token_is_refused_from_the_next_turn_on() {
    let (mut test, _) = center();
    let token = test.token("one", &[Scope::Read]);
    assert!(test.answered("one", first_page()).is_ok());
    test.asked("ada", RevokeToken { token }).unwrap();
    assert_eq!(test.answered("one", first_page()), Err(Code::Unauthorized));
    assert_eq!(
        test.reload().answered("one", first_page()),
        Err(Code::Unauthorized)
    );
    assert_eq!(test.tokens().tokens, []);
    let again = test.asked("ada", RevokeToken { token });
    assert_eq!(again.unwrap_err().code, Code::NotFound);
    assert_eq!(
        test.answered("guessed", first_page()),
        Err(Code::Unauthorized)
    );
}

/// Criteria: X22
#[test]
fn a_token_that_is_replaced_works_for_a_day_beside_the_new_one() {
    let (mut test, _) = center();
    let id = test.token("old", &[Scope::Read]);
    let token = test.keep("ada", "new", TokenWanted::Instead(id)).unwrap();
    assert_eq!((token.id, token.prefix.as_str()), (id, "bsd_new"));
    let until = test.now.plus_ms(DAY_MS);
    assert_eq!(token.replaced_until, Some(until));
    test.pass(DAY_MS - 1);
    assert!(test.answered("old", first_page()).is_ok());
    test.reload().pass(1);
    assert_eq!(test.answered("old", first_page()), Err(Code::Unauthorized));
    assert!(test.answered("new", first_page()).is_ok());
    assert_eq!(test.tokens().tokens[0].replaced_until, None);
    // Replaced twice: only the last one that was works, too.
    test.keep("ada", "third", TokenWanted::Instead(id)).unwrap();
    test.keep("ada", "fourth", TokenWanted::Instead(id))
        .unwrap();
    assert_eq!(test.answered("new", first_page()), Err(Code::Unauthorized));
    assert!(test.answered("third", first_page()).is_ok());
    test.asked("ada", RevokeToken { token: id }).unwrap();
    for secret in ["third", "fourth"] {
        assert_eq!(test.answered(secret, first_page()), Err(Code::Unauthorized));
    }
}

#[test]
fn a_token_is_over_when_its_day_has_come() {
    let (mut test, _) = center();
    let expires_at = Some(test.now.plus_ms(DAY_MS));
    let asked = TokenWanted::New {
        name: "Trial".into(),
        scopes: vec![Scope::Read],
        channels: Some(vec![ChannelId::FIRST]),
        expires_at,
    };
    test.keep("ada", "one", asked).unwrap();
    test.pass(DAY_MS - 1);
    assert!(test.answered("one", first_page()).is_ok());
    test.pass(1);
    assert_eq!(test.answered("one", first_page()), Err(Code::Unauthorized));
    assert_eq!(test.tokens().tokens.len(), 1, "it is shown, to be revoked");
}

#[test]
fn a_token_works_as_long_as_its_maker_administers() {
    let (mut test, _) = center();
    test.hire("adam", Role::Administrator);
    let token = test.keep("adam", "one", wanted(&[Scope::Read])).unwrap().id;
    assert!(test.answered("one", first_page()).is_ok());
    let employee = test.id("adam");
    test.asked("ada", Disable { employee }).unwrap();
    assert_eq!(test.answered("one", first_page()), Err(Code::Unauthorized));
    test.asked("ada", Enable { employee }).unwrap();
    assert!(test.answered("one", first_page()).is_ok());
    let (from, to) = (Role::Administrator, Role::Operator);
    test.asked("ada", ChangeRole { employee, from, to })
        .unwrap();
    assert_eq!(test.answered("one", first_page()), Err(Code::Unauthorized));
    // Whoever replaces it answers for it.
    test.keep("ada", "two", TokenWanted::Instead(token))
        .unwrap();
    assert!(test.answered("two", first_page()).is_ok());
}

/// Criteria: YU-07, YU-08
#[test]
fn a_token_sees_the_channels_that_it_was_given_and_newer_ones_when_they_are_loaded() {
    let (mut test, elsewhere) = center();
    let token = test.token("one", &[Scope::Read]);
    let seen = |test: &mut CenterTest| -> Vec<DialogId> {
        let listed: ListedDialogs = test.answered("one", first_page()).unwrap();
        listed.dialogs.iter().map(|dialog| dialog.id).collect()
    };
    assert_eq!(seen(&mut test), [DialogId(1)]);
    let open = |dialog| OpenDialog {
        dialog: DialogId(dialog),
    };
    assert_eq!(test.answered("one", open(2)).err(), Some(Code::NotFound));
    let view: CenterView = test.told("one", Request::View).unwrap();
    let channels: Vec<ChannelId> = view.channels.iter().map(|one| one.id).collect();
    assert_eq!(channels, [ChannelId::FIRST]);
    // One that was there and was not chosen is not newer.
    assert_eq!(test.tokens().tokens[0].newer, []);
    let name = "Newest".into();
    let newest = test.asked("ada", AddChannel { name }).unwrap().id;
    assert_eq!(test.tokens().tokens[0].newer, [newest]);
    let loaded = test.asked("ada", LoadChannels { token }).unwrap();
    assert_eq!(loaded.channels, Some(vec![ChannelId::FIRST, newest]));
    assert_eq!(loaded.newer, []);
    let channels = vec![elsewhere, elsewhere];
    let chosen = test
        .asked("ada", SetTokenChannels { token, channels })
        .unwrap();
    assert_eq!(chosen.channels, Some(vec![elsewhere]));
    assert_eq!(seen(test.reload()), [DialogId(2)]);
    let none = SetTokenChannels {
        token,
        channels: vec![],
    };
    assert_eq!(test.asked("ada", none).unwrap_err().code, Code::Invalid);
    test.asked("ada", DeleteChannel { channel: newest })
        .unwrap();
    test.asked("ada", LoadChannels { token }).unwrap();
}

#[test]
fn a_token_that_manages_the_center_sees_every_channel() {
    let (mut test, _) = center();
    let scopes = [Scope::Read, Scope::Write, Scope::Manage];
    let token = test.token("one", &scopes);
    let listed = test.answered("one", first_page()).unwrap();
    assert_eq!(listed.dialogs.len(), 2);
    let name = "Made by a program".into();
    test.answered("one", AddChannel { name }).unwrap();
    let channels = vec![ChannelId::FIRST];
    let refused = test.asked("ada", SetTokenChannels { token, channels });
    assert_eq!(refused.unwrap_err().code, Code::Invalid);
}

/// Every question, by tokens of each scope: what changes nothing takes `read`, anything else
/// `write`, and what is for administrators `manage`; what is about one's own person no token
/// may.
#[test]
fn a_token_asks_what_its_scopes_have() {
    use beseda_protocol::api::{OWN, of_question};
    use beseda_protocol::ask::Need;
    let (mut test, _) = center();
    test.token("reads", &[Scope::Read]);
    test.token("writes", &[Scope::Write]);
    test.token("both", &[Scope::Read, Scope::Write]);
    test.token("manages", &[Scope::Read, Scope::Write, Scope::Manage]);
    // Nobody's, so that nothing is changed.
    let object = Object {
        dialog: DialogId(77),
        client: ClientId(77),
    };
    assert!(Kind::ALL.contains(&Kind::Absent));
    for (area, word) in all() {
        let asked: Question = question(area, word, object);
        let administers = matches!(asked.need(), Need::Administer | Need::Own) || area == "jobs";
        let reads = of_question(area, word).map(|route| route.reads());
        for (secret, may_read, may_write, manages) in [
            ("reads", true, false, false),
            ("writes", false, true, false),
            ("both", true, true, false),
            ("manages", true, true, true),
        ] {
            let refused = test.request(secret, Request::Ask(asked.clone())).0.err();
            let is_forbidden = refused.is_some_and(|refusal| refusal.code == Code::Forbidden);
            let may = match reads {
                None => false,
                Some(true) => may_read,
                Some(false) => may_write,
            };
            let may = may && (manages || !administers);
            assert_eq!(!is_forbidden, may, "{secret}: {area} {word}");
            assert_eq!(reads.is_none(), OWN.contains(&(area, word)));
        }
    }
}

#[test]
fn no_token_begins_what_would_go_on_with_more_rights_than_its_own() {
    let (mut test, _) = center();
    test.token("one", &[Scope::Read, Scope::Write]);
    let bulk = BeginBulk {
        act: Act::Read {},
        on: Selection::Dialogs {
            ids: vec![DialogId(2)],
        },
        counted: 1,
    };
    assert_eq!(test.answered("one", bulk).err(), Some(Code::Forbidden));
}

#[test]
fn what_its_maker_has_pinned_stands_in_its_place() {
    let (mut test, elsewhere) = center();
    let channels = vec![ChannelId::FIRST, elsewhere];
    let token = test.token("one", &[Scope::Read]);
    test.asked("ada", SetTokenChannels { token, channels })
        .unwrap();
    let dialog = DialogId(1);
    test.asked("ada", PinDialog { dialog }).unwrap();
    let listed = test.answered("one", first_page()).unwrap();
    assert_eq!((listed.pinned.len(), listed.dialogs.len()), (0, 2));
}

#[test]
fn a_reply_is_stored_once_under_the_name_that_its_program_gives_it() {
    let (mut test, _) = center();
    test.token("one", &[Scope::Read, Scope::Write]);
    test.token("two", &[Scope::Write]);
    test.reply("ada", 1, "key", "By hand");
    let stored: Stored = test.told("one", reply("key", "Shipped")).unwrap();
    let again: Stored = test.told("one", reply("key", "Shipped")).unwrap();
    assert_eq!(again, stored);
    let other: Result<Stored, Code> = test.told("one", reply("key", "Not shipped"));
    assert_eq!(other, Err(Code::CidReused));
    let twos: Stored = test.told("two", reply("key", "Shipped")).unwrap();
    assert_ne!(twos.id, stored.id);
    let long = "k".repeat(255);
    assert!(test.told::<Stored>("one", reply(&long, "Long")).is_ok());
    for unnamed in ["", &"k".repeat(256)] {
        let refused: Result<Stored, Code> = test.told("one", reply(unnamed, "Text"));
        assert_eq!(refused, Err(Code::Invalid));
    }
    let opened = test
        .answered(
            "one",
            OpenDialog {
                dialog: DialogId(1),
            },
        )
        .unwrap();
    let said = opened
        .messages
        .iter()
        .filter_map(|message| match &message.content {
            Content::Operator { by, .. } => Some(*by),
            _ => None,
        });
    assert_eq!(said.collect::<Vec<_>>(), [test.id("ada"); 4]);
}

#[test]
fn a_program_that_replies_makes_nobody_responsible_and_nobody_present() {
    let (mut test, _) = center();
    test.token("one", &[Scope::Read, Scope::Write]);
    let _: Stored = test.told("one", reply("key", "We are on it")).unwrap();
    let opened = test
        .answered(
            "one",
            OpenDialog {
                dialog: DialogId(1),
            },
        )
        .unwrap();
    assert_eq!(opened.dialog.responsible, None);
    assert_eq!(opened.dialog.awaiting_reply_count, 0);
    let note = Request::Note {
        cid: "note".into(),
        dialog: DialogId(1),
        text: "From the CRM: a regular".into(),
    };
    let _: Stored = test.told("one", note).unwrap();
}

/// Criteria: C2D-21, C2D-22, C2D-23, C2D-24, X18
#[test]
fn requests_are_counted_by_token_and_month_and_none_is_refused_for_their_number() {
    let (mut test, _) = center();
    test.token("one", &[Scope::Read]);
    test.token("two", &[Scope::Read]);
    for _ in 0..3 {
        test.answered("one", first_page()).unwrap();
    }
    // What is refused was a request, too; one of no token is nobody's.
    let close = Close {
        dialog: DialogId(1),
    };
    assert_eq!(test.answered("two", close).err(), Some(Code::Forbidden));
    assert!(test.request("guessed", Request::View).0.is_err());
    let listed = test.reload().tokens();
    let requests: Vec<u64> = listed.tokens.iter().map(|token| token.requests).collect();
    assert_eq!(requests, [3, 1]);
    assert_eq!(listed.tokens[0].used_at, Some(test.now));
    let Quota { free, spent, .. } = listed.quota;
    assert_eq!((free, spent), (API_REQUESTS_FREE, 4));
    assert_eq!(listed.quota.left(), API_REQUESTS_FREE - 4);
    // As if all had been spent.
    let all = format!("UPDATE token_months SET requests = {API_REQUESTS_FREE} WHERE token = 1");
    test.sql.raw().execute_batch(&all).unwrap();
    let (outcome, quota) = test.reload().request("one", Request::View);
    let quota = quota.unwrap();
    assert!(outcome.is_ok());
    assert_eq!((quota.left(), quota.beyond()), (0, 2));
    // What was revoked has spent what it has.
    test.asked("ada", RevokeToken { token: TokenId(1) })
        .unwrap();
    assert_eq!(test.tokens().quota.beyond(), 2);
    // And the visitor writes on.
    test.widget("anna")
        .quiet()
        .say("anna", "a2", "Still there?");
    assert!(test.refusal("anna").is_none());
    let ends_at = test.tokens().quota.ends_at;
    test.pass(ends_at.ms_since(test.now));
    let next = test.tokens();
    assert_eq!((next.quota.spent, next.tokens[0].requests), (0, 0));
    // What is paid for in this one.
    assert_eq!(next.quota.beyond_before(), 2);
    assert!(next.tokens[0].used_at.is_some());
}

#[test]
fn a_storage_that_is_full_answers_what_only_reads() {
    let (mut test, _) = center();
    test.token("one", &[Scope::Read]);
    let asked = Request::View;
    let token = hash("one");
    test.turn_without_room(vec![beseda_center::turn::Input::Command(
        Ticket(1),
        Command::Request { token, asked },
    )]);
    let is_answer = |output: &Output| {
        matches!(
            output,
            Output::Answer(Ticket(1), Ok(Reply::Request { outcome: Ok(_), .. }))
        )
    };
    assert!(test.outputs.iter().any(is_answer));
}

#[test]
fn the_log_is_told_without_a_gap_of_what_a_token_may_see() {
    let (mut test, _) = center();
    let token = test.token("one", &[Scope::Read]);
    let view: CenterView = test.told("one", Request::View).unwrap();
    test.say("anna", "a2", "Mine")
        .say("boris", "b2", "Not mine");
    for n in 0..300 {
        test.say("anna", &format!("n{n}"), "More").pass(1_000);
    }
    let events = |after, epoch| Request::Events { after, epoch };
    let (mut after, mut texts) = (view.seq, Vec::new());
    loop {
        let epoch = Some(view.epoch.clone());
        let page: EventPage = test.told("one", events(after, epoch)).unwrap();
        assert_eq!(page.after, after);
        texts.extend(page.events.into_iter().filter_map(|event| match event {
            OperatorEvent::Message { message, dialog } => {
                assert_eq!(dialog.id, DialogId(1));
                Some(message.id)
            }
            _ => None,
        }));
        after = page.seq;
        if !page.more {
            break;
        }
    }
    assert_eq!(texts.len(), 301);
    assert!(texts.is_sorted());
    // At the end there is nothing more, again and again.
    let page: EventPage = test.told("one", events(after, None)).unwrap();
    assert_eq!((page.seq, page.events.len(), page.more), (after, 0, false));
    // Of what is yet to come, or of what its rights were before, nothing is told.
    let ahead: Result<EventPage, Code> = test.told("one", events(Seq(after.0 + 9), None));
    assert_eq!(ahead, Err(Code::Stale));
    test.asked("ada", LoadChannels { token }).unwrap();
    let before: Result<EventPage, Code> = test.told("one", events(after, Some(view.epoch)));
    assert_eq!(before, Err(Code::Stale));
}

#[test]
fn a_file_goes_the_way_of_the_token_that_sends_it() {
    let (mut test, _) = center();
    test.token("one", &[Scope::Read, Scope::Write]);
    test.token("two", &[Scope::Read]);
    let reserve = |secret: &str, dialog| Command::ReserveFile {
        owner: FileOwner::Token(hash(secret), DialogId(dialog)),
        cid: "0f".into(),
        name: "invoice.pdf".into(),
        size: 3,
    };
    let code = |reply: Result<Reply, Refusal>| reply.map_err(|refusal| refusal.code);
    for (secret, dialog, refused) in [
        ("guessed", 1, Code::Unauthorized),
        ("two", 1, Code::Forbidden),
        ("one", 2, Code::NotFound),
    ] {
        let reserved = test.command(reserve(secret, dialog));
        assert_eq!(code(reserved), Err(refused), "{secret}");
    }
    let Ok(Reply::Reserved { file, .. }) = test.command(reserve("one", 1)) else {
        panic!("there is room")
    };
    let stored = Command::FileStored {
        file: file.clone(),
        size: 3,
        mime: "application/pdf".into(),
    };
    test.command(stored).unwrap();
    assert!(matches!(
        test.command(reserve("one", 1)),
        Ok(Reply::File(_))
    ));
    let body = Draft::File { file: file.clone() };
    let sent = Request::Reply {
        cid: "invoice".into(),
        dialog: DialogId(1),
        body,
        quote: None,
    };
    let _: Stored = test.told("one", sent).unwrap();
    let find = |secret: &str| Command::FindFile {
        owner: Asker::Token(hash(secret)),
        file: file.clone(),
    };
    assert!(matches!(
        test.command(find("two")),
        Ok(Reply::FileIn { .. })
    ));
    assert_eq!(code(test.command(find("guessed"))), Err(Code::Unauthorized));
    // Three tries, a reservation twice, a reply and a download: but the guess.
    assert_eq!(test.tokens().quota.spent, 6);
}

/// Criteria: SB-44
#[test]
fn a_program_that_manages_the_center_fetches_the_files_that_jobs_have_made() {
    let (mut test, _) = center();
    test.token("one", &[Scope::Read, Scope::Manage]);
    test.token("two", &[Scope::Read, Scope::Write]);
    let what = Export::Clients {
        all_of: Vec::new(),
        format: TableFormat::Csv,
    };
    let locale = "en".to_owned();
    let begin = BeginExport { what, locale };
    let refused = test.answered("two", begin.clone());
    assert_eq!(refused.err(), Some(Code::Forbidden));
    test.token("all", Scope::ALL);
    let job = test.answered("all", begin).unwrap().job;
    let find = |secret: &str| Command::FindExport {
        asker: Asker::Token(hash(secret)),
        job: job.clone(),
    };
    assert_eq!(
        test.command(find("one")),
        Ok(Reply::Done),
        "it is being made"
    );
    test.settle();
    let Ok(Reply::Export(file)) = test.command(find("one")) else {
        panic!("it is made")
    };
    let bytes = |secret: &str, behind| Command::ExportBytes {
        asker: Asker::Token(hash(secret)),
        job: job.clone(),
        behind,
    };
    let (mut whole, mut behind) = (Vec::new(), None);
    loop {
        match test.command(bytes("one", behind)) {
            Ok(Reply::ExportBytes { bytes, last }) => {
                whole.extend(bytes);
                behind = last;
            }
            other => panic!("{other:?}"),
        }
        if behind.is_none() {
            break;
        }
    }
    assert_eq!(whole.len() as u64, file.size);
    assert!(whole.starts_with("\u{feff}client_id;".as_bytes()));
    let code = |reply: Result<Reply, Refusal>| reply.map_err(|refusal| refusal.code);
    for (secret, refused) in [("guessed", Code::Unauthorized), ("two", Code::Forbidden)] {
        assert_eq!(code(test.command(find(secret))), Err(refused), "{secret}");
        let bytes = test.command(bytes(secret, None));
        assert_eq!(code(bytes), Err(refused), "{secret}");
    }
    // What it asks is counted, its pieces are not: two beginnings, and three looks.
    assert_eq!(test.tokens().quota.spent, 5);
}

#[test]
fn a_client_that_a_program_adds_is_there_for_everybody() {
    let (mut test, _) = center();
    test.token("one", &[Scope::Read, Scope::Write]);
    let add = AddClient {
        name: Some("Vera".into()),
        contacts: Vec::new(),
    };
    let client = test.answered("one", add).unwrap().id;
    assert!(test.asked("ada", OpenClient { client }).is_ok());
}
