//! How a conversation begins: with a token, asked for when the panel is opened, so that the
//! line is there when the first message is.

use std::cell::Cell;
use std::rc::Rc;

use beseda_client::clock;
use beseda_client::line::Address;
use beseda_client::parsed::from_text;
use beseda_protocol::SUBPROTOCOL;
use beseda_protocol::http::{Start, Started};
use beseda_protocol::json::to_text;
use beseda_protocol::limits::ACK_DEADLINE_MS;
use beseda_protocol::refusal::{Code, Refusal};

use wasm_bindgen::prelude::wasm_bindgen;

use super::super::dom::after_ms;
use super::super::http::call;
use super::Inner;
use crate::chat::Link;
use crate::patience::spread_ms;

/// How long to wait before asking for a token again, in ms.
const AGAIN_MS: u64 = 3_000;

/// Tokens asked for on one page because earlier ones were not accepted. More
/// means that the relay accepts none.
const RENEWALS_MAX: u32 = 3;

/// The question for a token.
#[derive(Default)]
pub(super) struct Starting {
    /// Whether it is out, or about to be asked again.
    is_asked: Cell<bool>,
    /// What the last answer makes of the line, if it was none.
    failed: Cell<Option<Link>>,
    renewals: Cell<u32>,
}

impl Starting {
    /// The line, as long as there is no token to open it with.
    pub(super) fn link(&self) -> Link {
        match self.is_asked.get() {
            false => Link::Idle,
            true => self.failed.get().unwrap_or(Link::Connecting),
        }
    }
}

impl Inner {
    /// Does what waits: asks for a token if there is somebody who may write, opens the
    /// line, uploads files.
    pub(super) fn go_on(self: &Rc<Self>) {
        let token = self.identity.borrow().token().map(str::to_owned);
        match token {
            Some(token) => {
                self.line.start(self.address(&token));
                if let Some(carrier) = self.files.carrier() {
                    carrier.upload(&token);
                }
            }
            None if self.shell.is_open() || self.is_waiting() => self.ask_token(),
            None => {}
        }
    }

    /// He has written: what was asked for is his from now on.
    pub(super) fn keep_token(self: &Rc<Self>) {
        let is_another = self.identity.borrow_mut().keep();
        if is_another {
            self.become_another();
        }
    }

    /// Another tab has begun the conversation, while this one was a stranger's.
    pub(super) fn become_another(self: &Rc<Self>) {
        let token = self.identity.borrow().token().map(str::to_owned);
        if let Some(token) = token {
            self.line.start_as_another(self.address(&token));
        }
    }

    fn is_waiting(&self) -> bool {
        self.line.look(|session| session.outbox().n_waiting() > 0)
    }

    /// The token is not accepted any more. What waits, waits for a new one.
    pub(super) fn ended(self: &Rc<Self>) {
        self.identity.borrow_mut().forget();
        if self.identity.borrow().token().is_none() {
            // Whoever begins anew has said nothing so far.
            self.known.set(true);
        }
        self.starting.renewals.set(self.starting.renewals.get() + 1);
        if self.starting.renewals.get() > RENEWALS_MAX {
            return self.refuse_waiting(&Refusal::new(Code::Unauthorized, ""));
        }
        // Not from within the line's own report.
        let inner = self.clone();
        after_ms(0, move || inner.go_on());
    }

    fn address(&self, token: &str) -> Address {
        let relay = &self.site.relay;
        Address {
            // http to ws, https to wss.
            url: [
                "ws",
                relay.strip_prefix("http").unwrap_or(relay),
                "/v1/visitor/socket",
            ]
            .concat(),
            protocols: vec![SUBPROTOCOL.to_owned(), token.to_owned()],
        }
    }

    fn ask_token(self: &Rc<Self>) {
        if self.starting.is_asked.replace(true) {
            return;
        }
        let inner = self.clone();
        let url = [&*self.site.relay, "/v1/visitor/start"].concat();
        let body = to_text(&Start {
            key: self.site.key.clone(),
        });
        let told = move |text: Option<String>| inner.answered(&text.unwrap_or_default());
        call(&url, Some(&body), ACK_DEADLINE_MS as u32, Box::new(told));
        self.refresh();
    }

    fn answered(self: &Rc<Self>, answer: &str) {
        self.starting.is_asked.set(false);
        self.starting.failed.set(None);
        if let Some(Started { token }) = from_text(answer) {
            self.identity.borrow_mut().take(token);
            if self.is_waiting() {
                self.identity.borrow_mut().keep();
            }
            self.go_on();
        } else {
            match from_text::<Refusal>(answer) {
                // The owner may allow it while the visitor waits.
                Some(refusal) if refusal.code == Code::OriginNotAllowed => {
                    warn("beseda:", &refusal.text);
                    self.ask_later(AGAIN_MS, Link::NotAllowed);
                }
                Some(refusal) => match refusal.retry_ms {
                    Some(ms) => self.ask_later(ms, Link::Lost),
                    None => self.refuse_waiting(&refusal),
                },
                None => self.ask_later(AGAIN_MS, Link::Lost),
            }
        }
        self.refresh();
    }

    fn ask_later(self: &Rc<Self>, ms: u64, link: Link) {
        self.starting.is_asked.set(true);
        self.starting.failed.set(Some(link));
        let inner = self.clone();
        after_ms(spread_ms(ms, clock::chance()), move || {
            inner.starting.is_asked.set(false);
            inner.go_on();
            // What waited may have been given up.
            inner.refresh();
        });
    }

    fn refuse_waiting(self: &Rc<Self>, refusal: &Refusal) {
        self.line.act(|session, now| {
            let items = session.outbox().items();
            let waiting: Vec<_> = items.iter().map(|item| item.cid.clone()).collect();
            for cid in waiting {
                // Without a token there is no line to send anything over.
                let _ = session.refuse(now, &cid, refusal.clone());
            }
            Vec::new()
        });
    }
}

#[wasm_bindgen]
extern "C" {
    /// For whoever makes the page.
    #[wasm_bindgen(js_namespace = console)]
    fn warn(whose: &str, what: &str);
}
