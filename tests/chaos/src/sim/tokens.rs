//! The tokens of visitors' browsers, which the relay may cease to accept (S14). As in the
//! widget: who is refused forgets his token, looks whether another tab has a new one
//! already, and else asks for one; what waits in his outbox goes along.

use beseda_center::turn::Peer;
use beseda_protocol::close;
use beseda_protocol::ids::IdentityId;

use super::bend::Bend;
use super::relay::Sent;
use super::{Happening, World};
use crate::actor::Stimulus;

/// A browser: what it keeps is there for all its tabs.
#[derive(Debug)]
pub(super) struct Browser {
    number: u64,
    kept: Option<u64>,
    /// Earlier ones are refused.
    accepted_from: u64,
    n_tokens: u64,
}

/// A tab, and the token that it holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tab {
    pub(super) browser: usize,
    token: u64,
}

impl Tab {
    /// One with the browser's first token.
    pub(super) fn new(browser: usize) -> Self {
        Self { browser, token: 0 }
    }
}

impl Browser {
    /// One that was given its first token.
    pub(super) fn new(number: u64) -> Self {
        Self {
            number,
            kept: Some(0),
            accepted_from: 0,
            n_tokens: 1,
        }
    }

    /// Who a token says that one is.
    pub(super) fn identity(&self, token: u64) -> IdentityId {
        IdentityId(format!("{token:016x}{:016x}", self.number))
    }

    /// The token after one that was refused.
    fn renew(&mut self, refused: u64) -> u64 {
        if self.kept == Some(refused) {
            self.kept = None;
        }
        *self.kept.get_or_insert_with(|| {
            self.n_tokens += 1;
            self.n_tokens - 1
        })
    }
}

impl World {
    /// A browser's tokens are refused from now on, and its lines end.
    pub(super) fn refuse_tokens(&mut self) {
        let numbers: Vec<usize> = (0..self.browsers.len()).collect();
        let Some(number) = self.chance.pick(&numbers).copied() else {
            return;
        };
        let browser = &mut self.browsers[number];
        browser.accepted_from = browser.n_tokens;
        let refused: Vec<IdentityId> = (0..browser.n_tokens)
            .map(|token| browser.identity(token))
            .collect();
        self.note(&format!("the tokens of browser {number} are refused"));
        for line in self.relay.end_lines_of(&refused) {
            self.deliver(Sent::Close(line, close::UNAUTHORIZED));
        }
        self.plan_flush();
    }

    /// Whether the relay accepts the token that an actor holds; operators have none.
    pub(super) fn is_accepted(&self, actor: usize) -> bool {
        self.tabs[actor].is_none_or(|tab| tab.token >= self.browsers[tab.browser].accepted_from)
    }

    /// A visitor whose token was refused begins anew in a moment.
    pub(super) fn plan_renewal(&mut self, actor: usize) {
        if self.tabs[actor].is_some() && self.actors[actor].has_ended() {
            let at = self.now + self.chance.within(10, 400);
            self.plan(at, Happening::Renew(actor));
        }
    }

    /// He does.
    pub(super) fn renew(&mut self, actor: usize) {
        let Some(tab) = &mut self.tabs[actor] else {
            return;
        };
        if !self.actors[actor].has_ended() {
            return;
        }
        let browser = &mut self.browsers[tab.browser];
        tab.token = browser.renew(tab.token);
        let party = browser.identity(tab.token);
        // What is planted here takes him for who he was.
        if let (Peer::Visitor { identity, .. }, false) = (
            &mut self.peers[actor],
            self.scenario.bend == Bend::IdentityOfBefore,
        ) {
            *identity = party.clone();
        }
        self.tell(actor, Stimulus::Renew(party.0));
    }
}
