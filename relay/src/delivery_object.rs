//! The Durable Object that carries out a center's webhooks: an object of its own, so that no
//! turn of the center waits for a slow receiver, and nothing keeps the center awake. It keeps
//! nothing: what was handed out and not answered for, the center hands out again.
#![allow(
    missing_docs,
    reason = "the macro exports methods to JavaScript and documents none"
)]

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use beseda_center::turn::command::{Command, Reply};
use beseda_center::turn::webhook_calls::{Call, Called, Progress};
use beseda_protocol::ids::{CenterId, WebhookId};
use worker::{DurableObject, Env, Request, Response, State, durable_object};

use crate::center_call::CenterLink;
use crate::webhook;

/// Calls at once: as many connections as the platform gives one object.
const CALLS_MAX: u64 = 6;

/// Whoever carries out the webhooks of one center.
#[durable_object]
pub struct DeliveryObject {
    carrier: Rc<Carrier>,
}

struct Carrier {
    state: State,
    env: Env,
    /// How many calls to each webhook have not ended.
    busy: RefCell<BTreeMap<WebhookId, u64>>,
    /// What has ended, and the center does not know yet.
    called: RefCell<Vec<Called>>,
    is_asking: Cell<bool>,
    /// Something has changed since the center was asked.
    asks_again: Cell<bool>,
}

impl DurableObject for DeliveryObject {
    fn new(state: State, env: Env) -> Self {
        crate::panic::watch(&state);
        let carrier = Carrier {
            state,
            env,
            busy: RefCell::default(),
            called: RefCell::default(),
            is_asking: Cell::default(),
            asks_again: Cell::default(),
        };
        Self {
            carrier: Rc::new(carrier),
        }
    }

    async fn fetch(&self, mut request: Request) -> worker::Result<Response> {
        let center = CenterId(request.text().await?);
        self.carrier.go_on(&center);
        Response::empty()
    }
}

impl Carrier {
    /// Tells the center what has ended, and takes more: one question at a time.
    fn go_on(self: &Rc<Self>, center: &CenterId) {
        self.asks_again.set(true);
        if self.is_asking.replace(true) {
            return;
        }
        let (carrier, center) = (Rc::clone(self), center.clone());
        self.state.wait_until(async move {
            while carrier.asks_again.replace(false) {
                carrier.ask(&center).await;
            }
            carrier.is_asking.set(false);
        });
    }

    async fn ask(self: &Rc<Self>, center: &CenterId) {
        let called = self.called.take();
        let busy: Vec<(WebhookId, u64)> = (self.busy.borrow().iter())
            .map(|(webhook, n)| (webhook.clone(), *n))
            .collect();
        let n_busy: u64 = busy.iter().map(|(_, n)| n).sum();
        let progress = Progress {
            called: called.clone(),
            limit: CALLS_MAX.saturating_sub(n_busy),
            busy,
        };
        let link = CenterLink::to(&self.env, center);
        let answer = match link {
            Ok(link) => link.ask(Command::CallWebhooks(progress)).await,
            Err(error) => Err(error.into()),
        };
        match answer {
            Ok(Reply::Webhooks(calls)) => {
                for call in calls {
                    self.begin(center, call);
                }
            }
            _ => {
                // It wakes us when it is there again, and is told then.
                worker::console_error!("webhooks of {center} wait: the center does not answer");
                self.called.borrow_mut().extend(called);
            }
        }
    }

    fn begin(self: &Rc<Self>, center: &CenterId, call: Call) {
        let webhook = call.webhook.clone();
        *self.busy.borrow_mut().entry(webhook.clone()).or_default() += 1;
        let (carrier, center) = (Rc::clone(self), center.clone());
        self.state.wait_until(async move {
            let called = webhook::carry_out(call).await;
            let mut busy = carrier.busy.borrow_mut();
            if let Some(n) = busy.get_mut(&webhook) {
                *n -= 1;
                if *n == 0 {
                    busy.remove(&webhook);
                }
            }
            drop(busy);
            carrier.called.borrow_mut().push(called);
            carrier.go_on(&center);
        });
    }
}
