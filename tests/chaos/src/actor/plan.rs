//! What an actor does of its own accord, and when.

use beseda_protocol::ids::{ChannelId, ClientId, DialogId, MessageId, OperatorId, SiteId};

use crate::chance::Chance;

/// Something to be done.
#[derive(Debug, Clone, PartialEq)]
pub enum Plan {
    /// A visitor writes.
    Say,
    /// A file is sent, by an operator into a dialog.
    SendFile(Option<DialogId>),
    /// An operator answers.
    Reply(DialogId),
    /// An operator makes a note.
    Note(DialogId),
    /// A visitor has read up to here.
    Read(MessageId),
    /// An operator has opened a dialog, up to here.
    Opened(DialogId, MessageId),
    /// Somebody types.
    Typing(Option<DialogId>),
    /// An operator looks who awaits a reply.
    Look,
    /// An operator closes a dialog.
    Close(DialogId),
    /// An operator opens it again.
    Reopen(DialogId),
    /// An operator makes somebody responsible, or nobody.
    Assign(DialogId, Option<OperatorId>),
    /// What only an administrator may.
    Rule(Rule),
}

/// What begins long work.
#[derive(Debug, Clone, PartialEq)]
pub enum Rule {
    /// A client is deleted for good.
    Delete(ClientId),
    /// A site is moved to a channel, with its dialogs.
    Move(SiteId, ChannelId),
    /// A colleague can't sign in any more, and his dialogs are freed.
    Disable(OperatorId),
    /// He can again.
    Enable(OperatorId),
}

/// How an actor behaves; probabilities are for each message that it sees.
#[derive(Debug, Clone, Copy, Default)]
pub struct Habit {
    /// The mean time between messages of its own accord, in ms; 0: never.
    pub writes_every_ms: u64,
    /// How often it answers.
    pub answers: f64,
    /// How often it marks what it has seen.
    pub marks: f64,
    /// How often it closes, opens again, assigns or notes.
    pub acts: f64,
    /// How often it does what only an administrator may.
    pub rules: f64,
    /// How often a message is a file.
    pub files: f64,
    /// How often a new message has an id that other senders use too.
    pub borrows: f64,
}

/// The plans of one actor.
#[derive(Debug)]
pub struct Plans {
    /// How it behaves.
    pub habit: Habit,
    /// Its randomness.
    pub chance: Chance,
    /// What its view has told a console of the center.
    pub map: Map,
    waiting: Vec<(u64, Plan)>,
    is_calm: bool,
}

/// What a console knows of its center.
#[derive(Debug, Default)]
pub struct Map {
    /// Everybody with a sign-in.
    pub employees: Vec<OperatorId>,
    /// All channels.
    pub channels: Vec<ChannelId>,
    /// All sites.
    pub sites: Vec<SiteId>,
}

/// The mean time to think before doing something, in ms.
const THINK_MS: u64 = 700;

impl Plans {
    /// None yet.
    pub fn new(habit: Habit, chance: Chance) -> Self {
        Self {
            habit,
            chance,
            map: Map::default(),
            waiting: Vec::new(),
            is_calm: false,
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// The first ones.
    pub fn begin(&mut self, now: u64) {
        if self.habit.writes_every_ms > 0 {
            let at = now + self.chance.around_ms(self.habit.writes_every_ms);
            self.put(at, Plan::Say);
        }
    }

    /// No more.
    pub fn calm(&mut self) {
        self.is_calm = true;
        self.waiting.clear();
    }

    /// Does something with this probability, after some thought.
    pub fn maybe(&mut self, now: u64, probability: f64, plan: Plan) {
        if self.chance.hits(probability) {
            let at = now + self.chance.around_ms(THINK_MS);
            self.put(at, plan);
        }
    }

    /// When something is to be done.
    pub fn wake_at(&self) -> Option<u64> {
        self.waiting.iter().map(|(at, _)| *at).min()
    }

    /// What is to be done now.
    pub fn due(&mut self, now: u64) -> Option<Plan> {
        let place = self.waiting.iter().position(|(at, _)| *at <= now)?;
        let (_, plan) = self.waiting.swap_remove(place);
        if plan != Plan::Say {
            return Some(plan);
        }
        self.begin(now);
        Some(match self.chance.hits(self.habit.files) {
            true => Plan::SendFile(None),
            false => Plan::Say,
        })
    }

    fn put(&mut self, at: u64, plan: Plan) {
        if !self.is_calm {
            self.waiting.push((at, plan));
        }
    }
}
