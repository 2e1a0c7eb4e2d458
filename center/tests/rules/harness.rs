//! A center with its people, by their names: who speaks, who hears what.
//!
//! The harness plays the relay: it wraps each turn in a transaction, and delivers
//! the frames to the sockets.

use std::collections::BTreeMap;

use beseda_center::Center;
use beseda_center::storage::fault::Fault;
use beseda_center::token;
use beseda_center::turn::command::{Command, Reply};
use beseda_center::turn::{Context, Input, LineId, Output, Peer, Ticket};
use beseda_protocol::ask::center::SaveCenter;
use beseda_protocol::ask::dialogs::Close;
use beseda_protocol::ask::sites::AddSite;
use beseda_protocol::ask::team::Invite;
use beseda_protocol::ask::{Asked, Question};
use beseda_protocol::ids::{Ask, DialogId, Epoch, JobId, OperatorId, Seq, Timestamp};
use beseda_protocol::operator::{FromOperator, ToOperator};
use beseda_protocol::refusal::Refusal;
use beseda_protocol::team::{Employee, Role};
use beseda_protocol::visitor::{FromVisitor, ToVisitor};

pub(crate) use crate::names::{center, identity, page, reply, say, session};
use crate::platform::{Counter, Online};
pub(crate) use crate::socket::Heard;
use crate::socket::{Socket, is_to};
use crate::strict_sql::StrictSql;
use crate::transcript;

pub(crate) const SECRET: &[u8] = b"the relay's secret";
pub(crate) const ORIGIN: &str = "https://relay.example";
pub(crate) const SHOP: &str = "https://shop.example";
/// By this name everything is asked.
pub(crate) const ASK: Ask = Ask(1);
pub(crate) const START: Timestamp = Timestamp(1_700_000_000_000);

pub(crate) struct CenterTest {
    pub(crate) sql: StrictSql,
    center: Center<StrictSql>,
    pub(crate) now: Timestamp,
    entropy: Counter,
    sockets: BTreeMap<String, Socket>,
    people: BTreeMap<String, OperatorId>,
    n_lines: u64,
    pub(crate) outputs: Vec<Output>,
    log: String,
    /// What happens to the center before every turn.
    pub(crate) life: Life,
}

/// What the second console of somebody is called.
pub(crate) fn second(name: &str) -> String {
    format!("{name}.2")
}

/// How long a center object lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Life {
    /// On and on.
    Lasting,
    /// For one turn: then it is made anew from its storage.
    ForATurn,
    /// For one turn: then the next version of the code is deployed, and for the
    /// turn after that this one is rolled back to (C15).
    Deployed {
        /// Whether the next version ran last.
        is_next: bool,
    },
}

impl CenterTest {
    /// Nothing yet: the center was not created.
    pub(crate) fn empty() -> Self {
        let sql = StrictSql::new();
        Self {
            center: Center::new(sql.clone(), SECRET.to_vec()),
            sql,
            now: START,
            entropy: Counter(0),
            sockets: BTreeMap::new(),
            people: BTreeMap::new(),
            n_lines: 0,
            outputs: Vec::new(),
            log: String::new(),
            life: Life::Lasting,
        }
    }

    /// A center with its owner, Ada, and one site, `s1`, on [`SHOP`].
    pub(crate) fn new() -> Self {
        let mut test = Self::empty();
        test.create();
        test.accept("ada", "owner-link").unwrap();
        test.console("ada");
        test.ask(
            "ada",
            SaveCenter {
                version: 0,
                section: center("Acme").into(),
            },
        );
        test.operator(
            "ada",
            FromOperator::ask(
                Ask(2),
                AddSite {
                    name: "Shop".into(),
                    origins: vec![SHOP.into()],
                    look: None,
                },
            ),
        );
        test.quiet();
        test
    }

    pub(crate) fn create(&mut self) -> &mut Self {
        let reply = self.command(Command::Create {
            center: "eu-acme".into(),
            origin: ORIGIN.into(),
            invitation: token::hash("owner-link"),
        });
        assert!(matches!(reply, Ok(Reply::Created { .. })), "{reply:?}");
        self
    }

    /// Another employee, with his console connected.
    pub(crate) fn hire(&mut self, name: &str, role: Role) -> &mut Self {
        let link = self.asked("ada", Invite { role }).unwrap();
        let token = link.path.strip_prefix("/join/").unwrap().to_owned();
        self.accept(name, &token).unwrap();
        self.console(name).quiet();
        self
    }

    pub(crate) fn accept(&mut self, name: &str, token: &str) -> Result<Employee, Refusal> {
        let mut public = name.to_owned();
        public[..1].make_ascii_uppercase();
        let reply = self.command(Command::Accept {
            token: token::hash(token),
            name: public,
            email: format!("{name}@acme.example"),
            hash: format!("hash of {name}"),
            session: session(name),
        })?;
        let Reply::Me(me) = reply else { panic!() };
        self.people.insert(name.to_owned(), me.id);
        Ok(me)
    }

    /// An operator's console connects and says hello.
    pub(crate) fn console(&mut self, name: &str) -> &mut Self {
        let operator = self.people[name];
        let peer = Peer::Operator {
            line: self.next_line(),
            operator,
            session: session(name),
        };
        self.connect(name, peer).hello(name)
    }

    /// Another console of the same operator, called [`second`] of his name.
    pub(crate) fn second_console(&mut self, name: &str) -> &mut Self {
        let (operator, line) = (self.people[name], self.next_line());
        let session = session(name);
        let peer = Peer::Operator {
            line,
            operator,
            session,
        };
        self.connect(&second(name), peer).hello(&second(name))
    }

    /// A visitor's widget connects and says hello. `anna` and `anna.2` are two
    /// tabs of one visitor.
    pub(crate) fn widget(&mut self, name: &str) -> &mut Self {
        self.widget_on(name, "s1").hello(name)
    }

    /// A widget that connects to a site and has said nothing yet.
    pub(crate) fn widget_on(&mut self, name: &str, site: &str) -> &mut Self {
        let peer = Peer::Visitor {
            line: self.next_line(),
            identity: identity(name),
            site: site.into(),
            whence: Default::default(),
        };
        self.connect(name, peer)
    }

    fn next_line(&mut self) -> LineId {
        self.n_lines += 1;
        LineId(self.n_lines)
    }

    /// A socket opens; one that was cut before keeps its view, to resume it.
    fn connect(&mut self, name: &str, peer: Peer) -> &mut Self {
        let socket = self.sockets.remove(name);
        let view = socket.and_then(|socket| socket.view);
        let socket = Socket {
            peer,
            view,
            greeted: false,
            heard: Vec::new(),
        };
        self.sockets.insert(name.to_owned(), socket);
        self
    }

    /// Says hello with the view that the socket has.
    pub(crate) fn hello(&mut self, name: &str) -> &mut Self {
        let view = self.sockets[name].view.clone();
        self.hello_with(name, view)
    }

    /// Says hello with any view.
    pub(crate) fn hello_with(&mut self, name: &str, view: Option<(Epoch, Seq)>) -> &mut Self {
        let input = self.hello_input(name, view);
        self.turn(vec![input])
    }

    pub(crate) fn hello_input(&mut self, name: &str, view: Option<(Epoch, Seq)>) -> Input {
        let socket = self.sockets.get_mut(name).unwrap();
        socket.view = view.clone();
        socket.greeted = false;
        let (epoch, seq) = view.unzip();
        let v = beseda_protocol::VERSION;
        match &socket.peer {
            peer @ Peer::Visitor { .. } => Input::FromVisitor(
                peer.clone(),
                FromVisitor::Hello {
                    v,
                    epoch,
                    seq,
                    locale: "en".into(),
                    page: Some(page("/")),
                },
            ),
            peer @ Peer::Operator { operator, .. } => {
                let me = Some(*operator);
                Input::FromOperator(peer.clone(), FromOperator::Hello { v, epoch, seq, me })
            }
        }
    }

    /// The view of a socket.
    pub(crate) fn view(&self, name: &str) -> Option<(Epoch, Seq)> {
        self.sockets[name].view.clone()
    }

    /// The line is cut and nobody notices yet.
    pub(crate) fn cut(&mut self, name: &str) -> &mut Self {
        let socket = self.sockets.get_mut(name).unwrap();
        // No frame reaches it, and it counts as offline.
        match &mut socket.peer {
            Peer::Visitor { line, .. } | Peer::Operator { line, .. } => *line = LineId(0),
        }
        self
    }

    /// The socket closes; its view stays with its owner.
    pub(crate) fn leave(&mut self, name: &str) -> &mut Self {
        let peer = self.sockets[name].peer.clone();
        self.cut(name);
        self.turn(vec![Input::Closed(peer)])
    }

    pub(crate) fn peer(&self, name: &str) -> Peer {
        self.sockets[name].peer.clone()
    }

    /// A visitor says something.
    pub(crate) fn visitor(&mut self, name: &str, said: FromVisitor) -> &mut Self {
        let input = Input::FromVisitor(self.peer(name), said);
        self.turn(vec![input])
    }

    /// An operator says something.
    pub(crate) fn operator(&mut self, name: &str, said: FromOperator) -> &mut Self {
        let input = Input::FromOperator(self.peer(name), said);
        self.turn(vec![input])
    }

    /// An operator asks something.
    pub(crate) fn ask(&mut self, name: &str, what: impl Into<Question>) -> &mut Self {
        self.operator(name, FromOperator::ask(ASK, what))
    }

    /// An operator asks something: what he is answered.
    pub(crate) fn asked<Q: Asked>(&mut self, name: &str, what: Q) -> Result<Q::Answer, Refusal> {
        let n_heard = self.sockets[name].heard.len();
        self.ask(name, what);
        let heard = &self.sockets[name].heard[n_heard..];
        let answer = heard.iter().find_map(|heard| match heard {
            Heard::Operator(ToOperator::Answer { ask: ASK, answer }) => {
                Some(Ok(Q::given(answer.clone()).expect("of this question")))
            }
            Heard::Operator(ToOperator::Refused {
                ask: Some(ASK),
                refusal,
                ..
            }) => Some(Err(refusal.clone())),
            _ => None,
        });
        answer.expect("every question is answered")
    }

    /// An operator asks something that takes slices: what he is answered in the end.
    pub(crate) fn asked_in_slices<Q: Asked>(&mut self, name: &str, what: Q) -> Q::Answer {
        self.quiet().ask(name, what).settle();
        let heard = self.heard(name);
        let answer = heard.iter().find_map(|heard| match heard {
            Heard::Operator(ToOperator::Answer { answer, .. }) => Some(answer.clone()),
            _ => None,
        });
        let answer = answer.unwrap_or_else(|| panic!("{heard:?}"));
        Q::given(answer).expect("of this question")
    }

    /// Who somebody is.
    pub(crate) fn id(&self, name: &str) -> OperatorId {
        self.people[name]
    }

    /// Somebody, as the center has told of him.
    pub(crate) fn employee(&mut self, name: &str) -> Employee {
        let id = self.id(name);
        let epoch = None;
        let heard = self.hello_with("ada", epoch).heard("ada");
        let told = heard.into_iter().find_map(|heard| match heard {
            Heard::Operator(ToOperator::Reset { employees, .. }) => Some(employees),
            _ => None,
        });
        let mut told = told.expect("a view").into_iter();
        told.find(|employee| employee.id == id)
            .expect("he works here")
    }

    /// A visitor writes.
    pub(crate) fn say(&mut self, name: &str, cid: &str, text: &str) -> &mut Self {
        self.visitor(name, say(cid, text))
    }

    /// An operator replies.
    pub(crate) fn reply(&mut self, name: &str, dialog: u64, cid: &str, text: &str) -> &mut Self {
        self.operator(name, reply(dialog, cid, text))
    }

    /// An operator closes a dialog.
    pub(crate) fn close(&mut self, name: &str, dialog: u64) -> &mut Self {
        let (ask, dialog) = (Ask(9), DialogId(dialog));
        self.operator(name, FromOperator::ask(ask, Close { dialog }))
    }

    /// A route asks.
    pub(crate) fn command(&mut self, command: Command) -> Result<Reply, Refusal> {
        self.turn(vec![Input::Command(Ticket(1), command)]);
        let answer = self.outputs.iter().find_map(|output| match output {
            Output::Answer(Ticket(1), answer) => Some(answer.clone()),
            _ => None,
        });
        answer.expect("every command is answered")
    }

    /// The alarm rings.
    pub(crate) fn alarm(&mut self) -> &mut Self {
        self.turn(vec![Input::Alarm])
    }

    /// A job's slice; says whether another one is wanted.
    pub(crate) fn slice(&mut self) -> bool {
        const LAST: &str = "SELECT ifnull(max(slice_no), 0) FROM jobs";
        let (last, runs) = (self.sql.number(LAST), self.runs_job());
        loop {
            self.turn(vec![Input::Slice]);
            // Or it was one of the search index.
            if !runs || !self.runs_job() || self.sql.number(LAST) != last {
                return self.wants_slice();
            }
        }
    }

    /// Whether a job waits for a slice.
    pub(crate) fn wants_slice(&self) -> bool {
        self.runs_job() && self.outputs.contains(&Output::Slice)
    }

    fn runs_job(&self) -> bool {
        let running = "SELECT count(*) FROM jobs WHERE state = 'running'";
        self.sql.number(running) > 0
    }

    /// Whatever waits for slices has them: the search index is filled, jobs are done.
    pub(crate) fn settle(&mut self) -> &mut Self {
        while self.outputs.contains(&Output::Slice) {
            self.turn(vec![Input::Slice]);
        }
        self
    }

    /// Time passes; what is due then happens.
    pub(crate) fn pass(&mut self, ms: u64) -> &mut Self {
        self.now = self.now.plus_ms(ms);
        self
    }

    /// The object is evicted and made anew from its storage.
    pub(crate) fn reload(&mut self) -> &mut Self {
        self.center = Center::new(self.sql.clone(), SECRET.to_vec());
        self
    }

    /// The next version of the code is deployed.
    pub(crate) fn upgrade(&mut self) -> &mut Self {
        self.center = Center::of_the_next_version(self.sql.clone(), SECRET.to_vec());
        self
    }

    /// One turn, as the relay runs it.
    pub(crate) fn turn(&mut self, inputs: Vec<Input>) -> &mut Self {
        if let Err(fault) = self.try_turn(inputs) {
            panic!("{fault}");
        }
        self
    }

    pub(crate) fn try_turn(&mut self, inputs: Vec<Input>) -> Result<(), Fault> {
        self.run(|center, context| center.turn(context, inputs))
    }

    /// One turn with a full storage.
    pub(crate) fn turn_without_room(&mut self, inputs: Vec<Input>) -> &mut Self {
        self.run(|center, context| center.turn_without_room(context, inputs))
            .unwrap();
        self
    }

    /// The job whose slice has ended by a fault, as the center says it.
    pub(crate) fn failed_slice(&mut self) -> Option<JobId> {
        self.center.failed_slice()
    }

    /// The relay is killed in a turn, when all of it is written and nothing is on disk; it
    /// starts again, and draws what it would have drawn.
    pub(crate) fn die_in(&mut self, inputs: Vec<Input>) -> &mut Self {
        let drawn = self.entropy.0;
        self.decide(|center, context| center.turn(context, inputs))
            .unwrap();
        self.sql.raw().execute_batch("ROLLBACK").unwrap();
        self.entropy.0 = drawn;
        self.reload()
    }

    fn run(
        &mut self,
        turn: impl FnOnce(&mut Center<StrictSql>, &mut Context<'_>) -> Result<Vec<Output>, Fault>,
    ) -> Result<(), Fault> {
        if let Life::Deployed { is_next } = &mut self.life {
            *is_next = !*is_next;
        }
        match self.life {
            Life::Lasting => {}
            Life::ForATurn | Life::Deployed { is_next: false } => {
                self.reload();
            }
            Life::Deployed { is_next: true } => {
                self.upgrade();
            }
        }
        let outcome = self.decide(turn);
        let end = if outcome.is_ok() {
            "COMMIT"
        } else {
            "ROLLBACK"
        };
        self.sql.raw().execute_batch(end).unwrap();
        self.outputs = outcome?;
        for output in self.outputs.clone() {
            self.deliver(output);
        }
        Ok(())
    }

    /// Decides a turn; its writes are still to be committed.
    fn decide(
        &mut self,
        turn: impl FnOnce(&mut Center<StrictSql>, &mut Context<'_>) -> Result<Vec<Output>, Fault>,
    ) -> Result<Vec<Output>, Fault> {
        let lines = Online::of(self.sockets.values().map(|socket| &socket.peer));
        let mut context = Context {
            now: self.now,
            entropy: &mut self.entropy,
            lines: &lines,
        };
        self.sql.raw().execute_batch("BEGIN").unwrap();
        turn(&mut self.center, &mut context)
    }

    fn deliver(&mut self, output: Output) {
        match output {
            Output::Frame(to, frame) => {
                for (name, socket) in &mut self.sockets {
                    if socket.peer.line() != LineId(0) && is_to(&to, &socket.peer) {
                        let heard = socket.hear(name, &frame.text);
                        transcript::frame(&mut self.log, name, &heard);
                        socket.heard.push(heard);
                    }
                }
            }
            Output::Close { line, code, .. } => {
                let is_it = |socket: &&mut Socket| socket.peer.line() == line;
                if let Some(socket) = self.sockets.values_mut().find(is_it) {
                    socket.heard.push(Heard::Closed(code));
                }
            }
            Output::CloseSession(ended) => {
                for socket in self.sockets.values_mut() {
                    if matches!(&socket.peer, Peer::Operator { session, .. } if *session == ended) {
                        socket.heard.push(Heard::Closed(4401));
                    }
                }
            }
            Output::Answer(..)
            | Output::Alarm(_)
            | Output::Slice
            | Output::DropFiles { .. }
            | Output::DeleteFiles { .. }
            | Output::CallWebhooks { .. }
            | Output::WentBack { .. } => {}
        }
    }

    /// A line of the story.
    pub(crate) fn tell(&mut self, text: &str) -> &mut Self {
        self.log.push_str(text);
        self.log.push('\n');
        self
    }

    /// Forgets what was heard so far.
    pub(crate) fn quiet(&mut self) -> &mut Self {
        self.log.clear();
        for socket in self.sockets.values_mut() {
            socket.heard.clear();
        }
        self
    }

    /// What everybody heard since the last time, as a transcript.
    pub(crate) fn transcript(&mut self) -> String {
        let log = std::mem::take(&mut self.log);
        self.quiet();
        log
    }

    /// What one socket heard since the last time.
    pub(crate) fn heard(&mut self, name: &str) -> Vec<Heard> {
        std::mem::take(&mut self.sockets.get_mut(name).unwrap().heard)
    }

    /// The last frame that a socket heard.
    pub(crate) fn last(&self, name: &str) -> Option<Heard> {
        self.sockets[name].heard.last().cloned()
    }

    /// The code of the refusal that a socket heard last.
    pub(crate) fn refusal(&mut self, name: &str) -> Option<Refusal> {
        self.heard(name)
            .into_iter()
            .rev()
            .find_map(|heard| match heard {
                Heard::Visitor(ToVisitor::Refused { refusal, .. })
                | Heard::Operator(ToOperator::Refused { refusal, .. }) => Some(refusal),
                _ => None,
            })
    }
}
