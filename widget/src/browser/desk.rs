//! The visitor's conversation: carries out intents, runs the line, and moves the
//! screen's state. Lives as long as the page.

pub(super) mod files;
mod keeping;
mod reading;
mod starting;
pub(super) mod talk;
mod typing;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use beseda_client::asks::Repeat;
use beseda_client::clock::{self, new_cid};
use beseda_client::conversation::AsVisitor;
use beseda_client::kept::Kept;
use beseda_client::line::{Line, News};
use beseda_client::outbox::{Outbox, Pending};
use beseda_client::page::{document, window};
use beseda_client::session::Session;
use beseda_client::timeline::Timeline;
use beseda_parts::Part;
use beseda_protocol::ids::{Cid, MessageId, Timestamp};
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::site::WidgetSettings;
use beseda_protocol::visitor::{Answers, FromVisitor, ToVisitor};
use reactive_graph::signal::ArcRwSignal;
use reactive_graph::traits::{Set, WithUntracked};
use wasm_bindgen::JsValue;
use web_sys::Event;

use super::dom::{after_ms, listen};
use super::identity::Identity;
use super::intent::Intent;
use super::shell::Shell;
use super::{pages, speech, welcome};
use crate::chat::{Chat, Link, header};
use crate::rows::{self, Around};
use files::Files;
use starting::Starting;
use talk::Talk;
use typing::Typing;

const MINUTE_MS: u64 = 60_000;

/// Where components bring their intents.
#[derive(Clone)]
pub(super) struct Desk(Rc<Inner>);

impl Desk {
    /// Opens it: a returning visitor's conversation goes on at once.
    pub(super) fn open(
        site: WidgetSettings,
        locale: String,
        shell: Shell,
        chat: ArcRwSignal<Chat>,
    ) -> Self {
        let page = pages::current();
        let landing = page.as_ref().map(|page| page.url.clone());
        let talk = AsVisitor {
            locale,
            page,
            opening: None,
            consent: None,
            answers: None,
        };
        let identity = Identity::of(&site.key);
        let is_open = shell.is_open();
        let inner = Rc::new_cyclic(|weak: &std::rc::Weak<Inner>| {
            let weak = weak.clone();
            let tell = move |news| {
                if let Some(inner) = weak.upgrade() {
                    inner.learn(news);
                }
            };
            Inner {
                known: Cell::new(identity.token().is_none()),
                landing: Cell::new(landing),
                files: Files::new(Part::new("files", &shell.root)),
                talk: Talk::new(Part::new("talk", &shell.root)),
                forms: Part::new("forms", &shell.root),
                site,
                shell,
                chat,
                line: Line::new(Session::new(talk, Outbox::default()), tell),
                timeline: RefCell::default(),
                identity: RefCell::new(identity),
                starting: Starting::default(),
                kept: Kept::default(),
                unkept: Cell::default(),
                lost_at: Cell::default(),
                typing: Typing::default(),
                at_end: Cell::new(true),
                is_opened: Cell::new(is_open),
                new_after: Cell::default(),
            }
        });
        inner.watch();
        inner.restore();
        inner.tick();
        inner.go_on();
        Self(inner)
    }

    /// A thing that is kept for the visitor.
    pub(super) fn recall(&self, thing: &str) -> String {
        self.0.identity.borrow().recall(thing)
    }

    /// Files, and what carries them.
    pub(super) fn files(&self) -> &Files {
        &self.0.files
    }

    /// What a conversation has behind its first message.
    pub(super) fn talk(&self) -> &Talk {
        &self.0.talk
    }

    /// What asks him something.
    pub(super) fn forms(&self) -> &Part {
        &self.0.forms
    }

    /// Whether what is to be sent waits until the visitor was asked something.
    pub(super) fn holds(&self) -> bool {
        let held = welcome::hold(&self.0.shell.root);
        if held == Some(true) {
            self.0.forms.want();
        }
        held.is_some()
    }

    /// The site's key.
    pub(super) fn key(&self) -> &str {
        &self.0.site.key
    }

    /// He has answered what was asked first, and agreed to this version of the site's text:
    /// what was refused for want of that goes now.
    pub(super) fn answer(&self, version: Option<u32>, answers: Option<Answers>) {
        let refused = self.0.line.look(|session| {
            let items = session.outbox().items().iter();
            let refused = items.filter(|item| {
                let refusal = item.stage.refusal();
                refusal.is_some_and(|refusal| {
                    matches!(refusal.code, Code::ConsentRequired | Code::AnswersRequired)
                })
            });
            refused.map(|item| item.cid.clone()).collect::<Vec<_>>()
        });
        self.0.line.act(|session, _| {
            session.talk.consent = version.or(session.talk.consent);
            session.talk.answers = answers.or(session.talk.answers.take());
            Vec::new()
        });
        refused.iter().for_each(|cid| self.0.retry(cid));
    }

    /// Under what name tabs tell each other what was heard.
    pub(super) fn bell_name(&self) -> String {
        self.0.identity.borrow().name_of(":rung")
    }

    /// What makes messages heard is here.
    pub(super) fn hear(&self) {
        self.0.read();
    }

    /// The line to the relay.
    pub(super) fn line(&self) -> &Line<AsVisitor> {
        &self.0.line
    }

    /// Whether it works.
    pub(super) fn is_live(&self) -> bool {
        let link = self.0.line.look(|session| Link::of(session.state()));
        link == Link::Live
    }

    /// Where on the relay something is that these make up.
    pub(super) fn address(&self, path: &[&str]) -> String {
        self.0.site.relay.clone() + &path.concat()
    }

    /// The visitor's token, if he has one.
    pub(super) fn token(&self) -> Option<String> {
        self.0.identity.borrow().token().map(str::to_owned)
    }

    /// Keeps a message that was just written, or is another now.
    pub(super) fn keep(&self, cid: &Cid, body: &JsValue) {
        self.0.keep(cid, body);
    }

    /// What was said can't be sent.
    pub(super) fn refuse(&self, cid: &Cid, refusal: Refusal) {
        self.0
            .line
            .act(|session, now| session.refuse(now, cid, refusal));
    }

    /// He is about to write.
    pub(super) fn keep_token(&self) {
        self.0.keep_token();
    }

    /// Does what waits.
    pub(super) fn go_on(&self) {
        self.0.go_on();
    }

    /// Carries out what the visitor wants.
    pub(super) fn emit(&self, intent: Intent) {
        self.0.carry_out(intent);
    }
}

pub(super) struct Inner {
    site: WidgetSettings,
    shell: Shell,
    chat: ArcRwSignal<Chat>,
    line: Line<AsVisitor>,
    timeline: RefCell<Timeline>,
    identity: RefCell<Identity>,
    starting: Starting,
    files: Files,
    talk: Talk,
    forms: Part,
    /// What the browser keeps of the outbox.
    kept: Kept,
    /// Whether it could not keep something that may still wait.
    unkept: Cell<bool>,
    /// When the line was lost, if it is.
    lost_at: Cell<Timestamp>,
    typing: Typing,
    /// Where the page began, until that has been told.
    landing: Cell<Option<String>>,
    /// Whether the conversation so far is known.
    known: Cell<bool>,
    /// Whether the newest message is in view.
    at_end: Cell<bool>,
    /// Whether the panel was opened, and what is new has not been looked for.
    is_opened: Cell<bool>,
    /// Operators' messages after this one were new when it was opened.
    new_after: Cell<Option<MessageId>>,
}

impl Inner {
    fn carry_out(self: &Rc<Self>, intent: Intent) {
        match intent {
            Intent::Say(text) => self.say(text),
            Intent::Attach(files) => {
                if let Some(carrier) = self.files.carrier() {
                    files.into_iter().for_each(|file| carrier.attach(file));
                }
            }
            Intent::Retry(cid) => self.retry(&cid),
            Intent::Remove(cid) => self.line.act(|session, now| session.cancel(now, &cid)),
            Intent::Type(on) => {
                self.keep_draft();
                self.type_on(on);
            }
            Intent::Older => self.ask_older(),
            Intent::AtEnd(on) => {
                self.at_end.set(on);
                self.read();
            }
            Intent::Remember(thing, text) => self.identity.borrow().remember(thing, &text),
        }
    }

    fn say(self: &Rc<Self>, text: String) {
        self.type_on(false);
        self.look_at_page();
        self.keep_token();
        let (cid, body) = (new_cid(), JsValue::from_str(&text));
        let opening = welcome::carried(&self.shell.root, &cid);
        self.line.act(|session, now| {
            if opening.is_some() {
                session.talk.opening = opening;
            }
            session.write(now, cid.clone(), (), Pending::Text(text), None)
        });
        self.keep(&cid, &body);
        self.go_on();
    }

    /// Sends a refused message after all. A file is uploaded once more, also one
    /// that had arrived: the relay may have dropped it meanwhile.
    fn retry(self: &Rc<Self>, cid: &Cid) {
        let file = self.files.carrier().and_then(|files| files.again(cid));
        self.line.act(|session, now| match file {
            Some(file) => session.replace(now, cid, file),
            None => session.retry(now, cid),
        });
        self.go_on();
    }

    fn ask_older(&self) {
        let Some(before) = self.timeline.borrow().older_before() else {
            return;
        };
        let ask = self
            .line
            .ask(Repeat::Safe, |ask| FromVisitor::History { ask, before });
        self.timeline.borrow_mut().ask(Some(ask));
    }

    /// Takes what the line tells.
    fn learn(self: &Rc<Self>, news: Vec<News<AsVisitor>>) {
        for one in news {
            match one {
                News::Apply(frame) => self.apply(&frame),
                News::Stored { item, id, at } => {
                    self.known.set(true);
                    self.line.act(|session, _| {
                        session.talk.answers = None;
                        Vec::new()
                    });
                    self.talk.part.fetch();
                    if let Pending::Text(text) = &item.body {
                        self.said(text);
                    }
                    self.timeline.borrow_mut().stored(&item, id, at);
                }
                News::Lost(_) => {}
                News::Ended => self.ended(),
            }
        }
        self.read();
    }

    fn apply(self: &Rc<Self>, frame: &ToVisitor) {
        self.timeline.borrow_mut().apply(frame);
        match frame {
            ToVisitor::Reset { .. } => {
                self.known.set(true);
                self.tell_arrival();
                self.files.hurry();
                self.talk.hurry();
                self.go_on();
            }
            ToVisitor::Resumed { .. } => {
                self.repeat_read();
                // A broken upload need not wait for its next attempt.
                self.files.hurry();
                self.talk.hurry();
                self.go_on();
            }
            ToVisitor::Typing { by, on } => self.somebody_types(by, *on),
            ToVisitor::Refused { ask: Some(_), .. } => self.timeline.borrow_mut().ask(None),
            ToVisitor::Events { events, .. } => {
                self.talk.part.fetch();
                self.somebody_wrote(events);
            }
            ToVisitor::Ended { .. } => self.talk.part.fetch(),
            _ => {}
        }
    }

    /// Makes the screen's state anew.
    fn refresh(self: &Rc<Self>) {
        let timeline = self.timeline.borrow();
        let link = self.line.look(|session| Link::of(session.state()));
        let link = match link {
            Link::Idle => self.starting.link(),
            link => link,
        };
        let link = self.shown(link);
        let chat = self.line.look(|session| {
            self.kept.follow(session.outbox());
            if let Some(carrier) = self.files.carrier() {
                carrier.follow(session.outbox());
            }
            let around = Around {
                is_cut: link.is_cut(),
                today: speech::day_number(clock::now()),
                new_after: self.new_after.get(),
            };
            let entries = timeline.entries(session.outbox());
            Chat {
                rows: rows::arrange(entries, around, speech::day_number),
                more: timeline.has_older(),
                known: self.known.get(),
                unread: timeline.unread_count(),
                typing: self.typing.who(),
                team: header(timeline.operators()),
                is_deleted: timeline.is_deleted(),
                is_blocked: timeline.is_blocked(),
                ending: timeline.ending(),
                link,
                n_waiting: session.outbox().n_waiting(),
                unkept: self.unkept.get(),
            }
        });
        if self.chat.with_untracked(|shown| *shown != chat) {
            if chat.is_troubled() {
                self.talk.part.want();
            }
            self.chat.set(chat);
        }
    }

    /// Shows the state as it is now, and again when a day may have ended: in every time
    /// zone that is when a minute ends.
    fn tick(self: &Rc<Self>) {
        self.refresh();
        let inner = self.clone();
        after_ms(MINUTE_MS - clock::now().0 % MINUTE_MS, move || inner.tick());
    }

    /// Listens to the page for as long as it lives.
    fn watch(self: &Rc<Self>) {
        let inner = self.clone();
        pages::watch(move || inner.look_at_page());
        for event in ["open", "close"] {
            let inner = self.clone();
            listen::<Event>(&self.shell.root, event, move |_| {
                // Before anything else is done, which would find all of it in view and read.
                inner.is_opened.set(inner.shell.is_open());
                inner.new_after.set(None);
                inner.read();
                inner.look_at_page();
                inner.go_on();
            });
        }
        let window = window();
        let inner = self.clone();
        listen::<Event>(&window, "storage", move |_| {
            if inner.identity.borrow_mut().look_again() {
                inner.become_another();
                inner.go_on();
            }
        });
        let inner = self.clone();
        listen::<Event>(&window, "pagehide", move |_| {
            // Another tab may have kept its own since.
            if !inner.shell.text.value().is_empty() {
                inner.keep_draft();
            }
        });
        let inner = self.clone();
        listen::<Event>(&document(), "visibilitychange", move |_| inner.read());
    }

    /// Tells how the visitor came here: what is known of that already stays.
    fn tell_arrival(&self) {
        if let Some(landing) = self.landing.take() {
            let referrer = document().referrer();
            let came = FromVisitor::Came { referrer, landing };
            self.line.act(|session, _| session.mention(&came));
        }
    }

    fn look_at_page(&self) {
        let Some(page) = pages::current() else { return };
        self.line.act(|session, _| {
            if session
                .talk
                .page
                .as_ref()
                .is_some_and(|known| known.url == page.url)
            {
                return Vec::new();
            }
            session.talk.page = Some(page.clone());
            session.mention(&FromVisitor::Page { page })
        });
    }
}
