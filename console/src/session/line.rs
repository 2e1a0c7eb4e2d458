//! The line of whoever is signed in: opens it, hears what it tells, and doubts the session
//! when it does not come about.

use beseda_client::clock;
use beseda_client::connection::State;
use beseda_client::conversation::AsOperator;
use beseda_client::line::{Address, Line, News};
use beseda_client::outbox::Outbox;
use beseda_client::session::Session;
use beseda_protocol::SUBPROTOCOL;
use beseda_protocol::ids::OperatorId;
use beseda_protocol::refusal::Code;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Desk;
use crate::browser::http::{self, Failure};
use crate::browser::store;
use crate::model::Line as LineView;

/// How long "connection restored" stays, in ms.
const BACK_SHOWN_MS: u64 = 3_000;

/// After every so many failed attempts to connect the session is doubted.
const DOUBT_EVERY: u32 = 3;

impl Desk {
    /// Opens the line of somebody who is signed in.
    pub(crate) fn connect(self, me: OperatorId) {
        let session = Session::new(AsOperator::of(me), Outbox::default());
        let line = Line::new(session, move |news| self.heard(news));
        let address = Address {
            url: "/v1/operator/socket".to_owned(),
            protocols: vec![SUBPROTOCOL.to_owned()],
        };
        self.own
            .with_value(|own| own.line.replace(Some(line.clone())));
        self.model
            .update(|model| model.signed_in(me, || store::drafts(me)));
        self.restore(me);
        line.start(address);
    }

    pub(super) fn hang_up(self) {
        self.own.with_value(|own| {
            own.given.clear();
            own.uploads.clear();
            // What waits is another tab's from now on, or waits for whoever signs in.
            own.kept.begin("", |_nobody| ());
            // Dropped outside of the borrow: closing tells us.
            let line = own.line.take();
            drop(line);
        });
    }

    /// The line tells what has arrived, and that something may have changed.
    fn heard(self, news: Vec<News<AsOperator>>) {
        let now = clock::now();
        let has_ended = news.iter().any(|news| matches!(news, News::Ended));
        let mut wishes = Vec::new();
        self.model.update(|model| {
            for news in news {
                match news {
                    News::Apply(frame) => wishes.extend(model.hear(frame, now)),
                    News::Stored { item, id, at } => wishes.extend(model.stored(&item, id, at)),
                    News::Lost(ask) => model.lost(ask),
                    News::Ended => wishes.extend(model.ended()),
                }
            }
        });
        if has_ended {
            self.hang_up();
        } else {
            self.look_at_line();
        }
        self.fulfil(wishes);
    }

    /// Copies what the screens show of the line.
    fn look_at_line(self) {
        let mut seen: Option<(State, _)> = None;
        self.on_line(|line| {
            seen = Some(line.look(|session| (session.state(), session.outbox().clone())))
        });
        let Some((state, outbox)) = seen else { return };
        self.doubt_session(state);
        self.kept(|kept| kept.follow(&outbox));
        let now = clock::now();
        let (before, after) = self.model.update(|model| {
            let before = *model.line;
            model.line_is(state, now);
            model.outbox.set(outbox);
            let is_over = model.line.is_live() && model.outbox.n_waiting() == 0;
            let is_unkept = *model.is_unkept && !is_over;
            model.is_unkept.set(is_unkept);
            (before, *model.line)
        });
        if after.is_live() && !before.is_live() {
            self.tend_uploads();
        }
        if after == LineView::Back && before != LineView::Back {
            self.own
                .with_value(|own| own.line_back_at.set(now.plus_ms(BACK_SHOWN_MS)));
        }
    }

    /// A browser does not tell why a socket could not be opened: after some
    /// failures the relay is asked.
    fn doubt_session(self, state: State) {
        let State::Waiting { attempt, .. } = state else {
            return;
        };
        let before = self.own.with_value(|own| own.doubted_at.replace(attempt));
        if attempt == before || !attempt.is_multiple_of(DOUBT_EVERY) {
            return;
        }
        spawn_local(async move {
            let Err(Failure::Refused(refusal)) = http::why_no_line().await else {
                return;
            };
            match refusal.code {
                Code::Unauthorized => {
                    self.hang_up();
                    self.act(|model, _| model.ended());
                }
                code => self
                    .model
                    .update(|model| model.is_barred.set(code == Code::NoUpgrade)),
            }
        });
    }

    /// Does something with the line, while there is one.
    pub(crate) fn on_line(self, call: impl FnOnce(&Line<AsOperator>)) {
        let line = self.own.with_value(|own| own.line.borrow().clone());
        if let Some(line) = line {
            call(&line);
        }
    }
}
