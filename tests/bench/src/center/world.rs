//! A center that has talked for two years: filled by the rules' own turns, so that no row is
//! made up. People, channels, sites and marks have shares as they have them: few have most.

use beseda_center::token;
use beseda_center::turn::command::{Attempt, Command, Reply};
use beseda_center::turn::{Input, LineId, Peer, SessionId};
use beseda_chaos::chance::Chance;
use beseda_protocol::ask::Question;
use beseda_protocol::ask::channels::AddChannel;
use beseda_protocol::ask::clients::{
    AddClient, AddContact, MarkClient, SetClientComment, SetClientName, SetClientVariable,
};
use beseda_protocol::ask::dialogs::{Close, MarkUnread, PinDialog, TagDialog};
use beseda_protocol::ask::marks::AddMark;
use beseda_protocol::ask::sites::{AddSite, MoveSite};
use beseda_protocol::ask::team::{Invite, SetAccess};
use beseda_protocol::client::{Contact, ContactKind};
use beseda_protocol::ids::{
    Ask, ChannelId, Cid, ClientId, DialogId, IdentityId, MarkId, MessageId, OperatorId, SiteId,
};
use beseda_protocol::mark::MarkKind;
use beseda_protocol::message::Draft;
use beseda_protocol::operator::FromOperator;
use beseda_protocol::team::{Access, Others, Role};
use beseda_protocol::visitor::FromVisitor;

use super::rules::Rules;
use super::words::{self, skewed};
use crate::beseda::OPERATOR;

/// Dialogs that go on at the same time.
const AT_ONCE: u64 = 200;
/// Between two messages of a dialog, in ms.
const STEP_MS: u64 = 60_000;
const DAY_MS: u64 = 24 * 60 * 60 * 1000;
/// How long the center has talked.
const YEARS_MS: u64 = 2 * 365 * DAY_MS;
/// How often employees open their consoles anew: well within the life of a session.
const HELLO_MS: u64 = 10 * DAY_MS;
/// How many messages dialogs have: ten on average.
pub(super) const LENGTHS: [u64; 10] = [2, 3, 4, 5, 6, 7, 9, 12, 18, 34];
const CHANNELS: usize = 10;
const COLLEAGUES: usize = 50;
/// Dialogs on top of the owner's list.
const PINS: u64 = 10;
/// How probably a mark of a kind is put on something, from the first of them on.
const SHARES: [f64; 6] = [0.5, 0.1, 0.03, 0.01, 0.001, 0.0002];
pub(super) const CITIES: [&str; 8] = [
    "Москва",
    "Riga",
    "Berlin",
    "Казань",
    "Praha",
    "Омск",
    "Wien",
    "Tver",
];

/// Who is there, and what: those first who have most.
pub(crate) struct World {
    /// The owner, whose console asks.
    pub(super) owner: Peer,
    /// An operator who sees one channel, in which no dialog is open.
    pub(super) narrow: Peer,
    pub(super) colleagues: Vec<Peer>,
    pub(super) channels: Vec<ChannelId>,
    pub(super) sites: Vec<SiteId>,
    pub(super) tags: Vec<MarkId>,
    pub(super) labels: Vec<MarkId>,
    /// Somebody's e-mail address.
    pub(super) email: String,
}

/// What a dialog is to become.
struct Talk {
    visitor: Peer,
    dialog: DialogId,
    client: ClientId,
    is_first: bool,
    /// Whoever answers, if anybody does.
    colleague: Option<Peer>,
    left: u64,
    is_closed: bool,
}

/// A center that is being filled.
struct Filling<'r> {
    rules: &'r mut Rules,
    lengths: &'r [u64],
    chance: Chance,
    world: World,
    n_dialogs: u64,
    n_clients: u64,
    n_said: u64,
    /// Who may come back, and from which site.
    known: Vec<(Peer, ClientId)>,
}

/// Fills a seeded center with so many dialogs of such lengths, as many clients, and its search
/// index.
pub(super) fn fill(rules: &mut Rules, dialogs: u64, lengths: &[u64]) -> World {
    let (end, waves) = (rules.now, dialogs.div_ceil(AT_ONCE));
    // Of a small center the time between two waves would outlast sessions.
    let span_ms = YEARS_MS.min(waves * HELLO_MS);
    rules.now.0 -= span_ms;
    let mut filling = Filling {
        world: staff(rules),
        rules,
        lengths,
        chance: Chance::new(dialogs),
        n_dialogs: 0,
        n_clients: 0,
        n_said: 0,
        known: Vec::new(),
    };
    let begin = filling.rules.now;
    let mut greeted_at = begin;
    for wave in 0..waves {
        filling.rules.now = begin.plus_ms((span_ms - DAY_MS) / waves * wave);
        if filling.rules.now.ms_since(greeted_at) > HELLO_MS {
            filling.greet();
            greeted_at = filling.rules.now;
        }
        let age = 1.0 - wave as f64 / waves as f64;
        filling.wave(AT_ONCE.min(dialogs - filling.n_dialogs), age);
        filling.rules.settle();
        if wave % (waves / 10).max(1) == 0 {
            eprintln!("• {} of {dialogs} dialogs", filling.n_dialogs);
        }
    }
    filling.greet();
    filling.pin();
    filling.rules.settle();
    filling.rules.now = end;
    filling.check(dialogs);
    World {
        email: somebodys_email(filling.rules),
        ..filling.world
    }
}

/// Everybody and everything that dialogs refer to.
fn staff(rules: &mut Rules) -> World {
    let owner = sign_in(rules);
    let mut channels = vec![ChannelId::FIRST];
    let mut sites: Vec<SiteId> = vec!["shop".into()];
    for n in 1..CHANNELS {
        let name = format!("Channel {n}");
        let channel = rules.ask(&owner, AddChannel { name }).id;
        let site = AddSite {
            name: format!("Site {n}"),
            origins: vec![format!("https://site{n}.example")],
            look: None,
        };
        let site = rules.ask(&owner, site).id;
        let moves = MoveSite {
            site: site.clone(),
            channel,
        };
        rules.ask(&owner, moves);
        rules.settle();
        channels.push(channel);
        sites.push(site);
    }
    let mut colleagues: Vec<Peer> = (0..COLLEAGUES).map(|n| hire(rules, &owner, n)).collect();
    let narrow = colleagues.pop().expect("there are some");
    let to = Access {
        others: Others::Answerable,
        channels: channels.last().map(|last| vec![*last]),
    };
    let access = SetAccess {
        employee: operator(&narrow),
        from: Access::WHOLE,
        to,
    };
    rules.ask(&owner, access);
    let mut marks = |kind, word: &str| {
        let add = |n| AddMark {
            kind,
            name: format!("{word} {n}"),
        };
        let marks = (0..SHARES.len()).map(|n| rules.ask(&owner, add(n)).id);
        marks.collect::<Vec<MarkId>>()
    };
    World {
        tags: marks(MarkKind::Tag, "tag"),
        labels: marks(MarkKind::Label, "label"),
        email: String::new(),
        owner,
        narrow,
        colleagues,
        channels,
        sites,
    }
}

fn sign_in(rules: &mut Rules) -> Peer {
    let attempt = Attempt {
        email: OPERATOR.to_owned(),
        network: "192.0.2.1".to_owned(),
        devices: Vec::new(),
    };
    let Reply::Hash(hash) = rules.command(Command::BeginSignIn(attempt.clone())) else {
        panic!("no such account");
    };
    let session = SessionId("the owner's".to_owned());
    let end = Command::EndSignIn {
        attempt,
        hash,
        right: true,
        session: session.clone(),
    };
    let Reply::Me(me) = rules.command(end) else {
        panic!("not signed in");
    };
    Peer::Operator {
        line: LineId(1),
        operator: me.id,
        session,
    }
}

fn hire(rules: &mut Rules, owner: &Peer, n: usize) -> Peer {
    let role = Role::Operator;
    let path = rules.ask(owner, Invite { role }).path;
    let session = SessionId(format!("of colleague {n}"));
    let accept = Command::Accept {
        token: token::hash(path.trim_start_matches("/join/")),
        name: format!("Colleague {n}"),
        email: format!("colleague{n}@example.com"),
        hash: "nobody signs in by it".to_owned(),
        session: session.clone(),
    };
    let Reply::Me(me) = rules.command(accept) else {
        panic!("not hired");
    };
    Peer::Operator {
        line: LineId(2 + n as u64),
        operator: me.id,
        session,
    }
}

/// Whose console it is.
pub(super) fn operator(peer: &Peer) -> OperatorId {
    match peer {
        Peer::Operator { operator, .. } => *operator,
        Peer::Visitor { .. } => panic!("a visitor is no operator"),
    }
}

impl Filling<'_> {
    fn greet(&mut self) {
        let World {
            owner, colleagues, ..
        } = &self.world;
        let hello = |peer: &Peer| {
            let hello = FromOperator::Hello {
                v: beseda_protocol::VERSION,
                epoch: None,
                seq: None,
                me: None,
            };
            Input::FromOperator(peer.clone(), hello)
        };
        let everybody = colleagues.iter().chain([owner, &self.world.narrow]);
        self.rules.turn(everybody.map(hello).collect()).check();
    }

    /// Dialogs that begin at one time, from their beginning to what becomes of them.
    fn wave(&mut self, n: u64, age: f64) {
        let mut talks: Vec<Talk> = (0..n).map(|_| self.talk(age)).collect();
        let mut is_visitors = true;
        loop {
            let mut inputs = Vec::new();
            for talk in talks.iter_mut().filter(|talk| talk.left > 0) {
                talk.left -= 1;
                inputs.push(self.said(talk, is_visitors));
            }
            if inputs.is_empty() {
                break;
            }
            self.rules.turn(inputs).check();
            self.rules.now = self.rules.now.plus_ms(STEP_MS);
            is_visitors = !is_visitors || self.chance.hits(0.2);
        }
        let inputs = talks.iter().flat_map(|talk| self.treat(talk)).collect();
        self.rules.turn(inputs).check();
        let came = talks
            .into_iter()
            .filter(|talk| talk.is_first && talk.is_closed);
        self.known
            .extend(came.map(|talk| (talk.visitor, talk.client)));
    }

    /// Who writes, and what is to become of it: one in ten comes back, and for each of
    /// them there is a client who has never written.
    fn talk(&mut self, age: f64) -> Talk {
        let chance = &mut self.chance;
        self.n_dialogs += 1;
        let returns = chance.hits(0.1) && !self.known.is_empty();
        let (visitor, client) = match returns {
            true => {
                let place = chance.within(0, self.known.len() as u64) as usize;
                self.known.swap_remove(place)
            }
            false => {
                self.n_clients += 1;
                let identity = token::hex(&chance.bytes::<16>());
                let site = self.world.sites[skewed(chance, CHANNELS)].clone();
                let visitor = Peer::Visitor {
                    line: LineId(1_000 + self.n_dialogs),
                    identity: IdentityId(identity),
                    site,
                    whence: Default::default(),
                };
                (visitor, ClientId(self.n_clients))
            }
        };
        let is_last_site = matches!(&visitor, Peer::Visitor { site, .. }
            if Some(site) == self.world.sites.last());
        let is_answered = chance.hits(0.85);
        let colleague = skewed(chance, self.world.colleagues.len());
        // Old ones are open by oversight only.
        let is_open = chance.hits(if age < 0.1 { 0.7 } else { 0.035 });
        Talk {
            visitor,
            client,
            dialog: DialogId(self.n_dialogs),
            is_first: !returns,
            colleague: is_answered.then(|| self.world.colleagues[colleague].clone()),
            left: *chance.pick(self.lengths).expect("there are some"),
            is_closed: !is_open || is_last_site,
        }
    }

    fn said(&mut self, talk: &Talk, is_visitors: bool) -> Input {
        self.n_said += 1;
        let mut text = words::message(&mut self.chance);
        // In the midst of all that is said.
        if self.n_said == 5_000 {
            text.push_str(words::ONCE);
        }
        // As widgets make them: they rise with time.
        let cid = Cid(format!("{:012x}{:020x}", self.rules.now.0, self.n_said));
        let (body, quote) = (Draft::Text { text }, None);
        match &talk.colleague {
            Some(colleague) if !is_visitors => {
                let dialog = talk.dialog;
                let reply = FromOperator::Reply {
                    cid,
                    dialog,
                    body,
                    quote,
                };
                Input::FromOperator(colleague.clone(), reply)
            }
            _ => Input::FromVisitor(talk.visitor.clone(), FromVisitor::Say { cid, body, quote }),
        }
    }

    /// What is done with a dialog and written on its client's card.
    fn treat(&mut self, talk: &Talk) -> Vec<Input> {
        let Talk { dialog, client, .. } = *talk;
        let mut inputs = Vec::new();
        let owner = self.world.owner.clone();
        let mut ask = |what: Question| {
            inputs.push(Input::FromOperator(
                owner.clone(),
                FromOperator::ask(Ask(1), what),
            ));
        };
        let chance = &mut self.chance;
        if !talk.is_first {
            self.n_clients += 1;
            let name = Some(words::name(chance));
            ask(AddClient {
                name,
                contacts: vec![],
            }
            .into());
        }
        for (tag, share) in self.world.tags.iter().zip(SHARES) {
            if chance.hits(share) {
                ask(TagDialog { dialog, tag: *tag }.into());
            }
        }
        if talk.is_first {
            for what in card(chance, client, &self.world.labels) {
                ask(what);
            }
        }
        match talk.is_closed {
            true => ask(Close { dialog }.into()),
            false if chance.hits(0.02) => ask(MarkUnread { dialog }.into()),
            false => {}
        }
        if let (Some(colleague), true) = (&talk.colleague, self.chance.hits(0.9)) {
            let upto = MessageId(1 << 50);
            let opened = FromOperator::Opened { dialog, upto };
            inputs.push(Input::FromOperator(colleague.clone(), opened));
        }
        inputs
    }

    fn pin(&mut self) {
        let owner = self.world.owner.clone();
        for n in 0..PINS {
            let dialog = DialogId(self.n_dialogs - n * 7);
            self.rules.ask(&owner, PinDialog { dialog });
        }
    }

    /// What was filled is what was to be.
    fn check(&self, dialogs: u64) {
        let count = |what: &str| self.rules.count(what);
        assert_eq!(count("dialogs"), dialogs);
        assert_eq!(count("clients"), dialogs);
        assert_eq!(count("messages WHERE sender IS NOT NULL"), self.n_said);
        let indexed = "messages WHERE id > (SELECT max(upto) FROM search_tables)";
        assert!(count(indexed) < 10, "the search index is filled");
    }
}

fn somebodys_email(rules: &Rules) -> String {
    const IN_THE_MIDST: &str = "SELECT folded FROM client_contacts
        WHERE kind = 'email' AND client > (SELECT max(id) FROM clients) / 2 LIMIT 1";
    let found = rules.sql().query_row(IN_THE_MIDST, [], |row| row.get(0));
    found.expect("half of them have one")
}

/// What is written on a new client's card: by half of them a name, and so on.
fn card(chance: &mut Chance, client: ClientId, labels: &[MarkId]) -> Vec<Question> {
    let mut asked: Vec<Question> = Vec::new();
    if chance.hits(0.5) {
        let (name, replaced) = (Some(words::name(chance)), None);
        asked.push(
            SetClientName {
                client,
                name,
                replaced,
            }
            .into(),
        );
    }
    if chance.hits(0.2) {
        let (comment, replaced) = (words::comment(chance).to_owned(), String::new());
        asked.push(
            SetClientComment {
                client,
                comment,
                replaced,
            }
            .into(),
        );
    }
    let mut contact = |kind, value| {
        let contact = Contact { kind, value };
        asked.push(AddContact { client, contact }.into());
    };
    if chance.hits(0.5) {
        contact(ContactKind::Email, format!("user{client}@mail.example"));
    }
    if chance.hits(0.3) {
        contact(
            ContactKind::Phone,
            format!("+7916{:07}", chance.within(0, 10_000_000)),
        );
    }
    let mut variable = |name: &str, value: String| {
        let (name, value, replaced) = (name.to_owned(), Some(value), None);
        asked.push(
            SetClientVariable {
                client,
                name,
                value,
                replaced,
            }
            .into(),
        );
    };
    if chance.hits(0.5) {
        variable("City", CITIES[skewed(chance, CITIES.len())].to_owned());
    }
    if chance.hits(0.2) {
        variable("Last order", format!("{}", 500_000 + client.0));
    }
    for (label, share) in labels.iter().zip(SHARES) {
        if chance.hits(share) {
            asked.push(
                MarkClient {
                    client,
                    mark: *label,
                }
                .into(),
            );
        }
    }
    asked
}
