//! A console as a wire client.

use beseda_protocol::ask::Asked;
use beseda_protocol::ask::dialogs::{OpenDialog, OpenedDialog};
use beseda_protocol::ask::list::ListDialogs;
use beseda_protocol::dialog::Summary;
use beseda_protocol::filter::{Count, Filter, Order};
use beseda_protocol::ids::{Ask, Cid, DialogId, Epoch, MessageId, Seq};
use beseda_protocol::message::{Body, Content, Draft};
use beseda_protocol::operator::{CenterInfo, FromOperator, OperatorEvent, ToOperator};
use beseda_protocol::refusal::Refusal;
use beseda_protocol::site::Site;
use beseda_protocol::team::Employee;
use beseda_protocol::{SUBPROTOCOL, VERSION};

use crate::cid::new_cid;
use crate::line::{Heard, Line, NotUpgraded};
use crate::stack::{SignIn, Stack};

/// A signed-in employee with one open socket.
#[derive(Debug)]
pub struct Operator {
    /// `name=value` of the session.
    pub cookie: String,
    /// The socket.
    pub line: Line<ToOperator>,
    /// What the view began with.
    pub desk: Desk,
    asked: u64,
}

/// What `reset` told.
#[derive(Debug, Clone, PartialEq)]
pub struct Desk {
    /// The view's name.
    pub epoch: Epoch,
    /// Its place.
    pub seq: Seq,
    /// Who is signed in.
    pub me: Employee,
    /// The center.
    pub center: CenterInfo,
    /// Everybody.
    pub employees: Vec<Employee>,
    /// Sites.
    pub sites: Vec<Site>,
    /// Key of the test site.
    pub test_key: String,
    /// How many open dialogs there are.
    pub counts: Vec<Count>,
}

impl Operator {
    /// Signs in and says hello.
    pub async fn sign_in(stack: &Stack, who: &SignIn) -> Self {
        let cookie = stack.http().sign_in(who).await;
        Self::with_cookie(stack, &cookie).await
    }

    /// Opens a socket with a session and says hello.
    ///
    /// # Panics
    /// When the relay refuses the upgrade.
    pub async fn with_cookie(stack: &Stack, cookie: &str) -> Self {
        let line = Self::try_connect(stack, cookie, &stack.origin()).await;
        let mut line = line.expect("the operator's socket opens");
        line.say(&hello(None)).await;
        let desk = line.expect("reset", desk_of).await;
        Self {
            cookie: cookie.to_owned(),
            line,
            desk,
            asked: 0,
        }
    }

    /// A socket from some origin.
    ///
    /// # Errors
    /// When the relay refuses the upgrade.
    pub async fn try_connect(
        stack: &Stack,
        cookie: &str,
        origin: &str,
    ) -> Result<Line<ToOperator>, NotUpgraded> {
        let url = format!("{}/v1/operator/socket", stack.origin());
        let headers = [("Origin", origin), ("Cookie", cookie)];
        Line::open(&url, &[SUBPROTOCOL], &headers).await
    }

    /// A fresh answer name.
    pub fn ask(&mut self) -> Ask {
        self.asked += 1;
        Ask(self.asked)
    }

    /// Waits for the dialog of a visitor who wrote this text.
    pub async fn dialog_of(&mut self, text: &str) -> Summary {
        let what = format!("the visitor's {text:?}");
        let is_it = |event: &OperatorEvent| match event {
            OperatorEvent::Message { message, dialog } => {
                (visitor_text(&message.content) == Some(text)).then(|| dialog.clone())
            }
            _ => None,
        };
        self.event(&what, is_it).await
    }

    /// Waits for an event.
    pub async fn event<T>(
        &mut self,
        what: &str,
        mut pick: impl FnMut(&OperatorEvent) -> Option<T>,
    ) -> T {
        let of_frame = |frame: &ToOperator| match frame {
            ToOperator::Events { events, .. } => events.iter().find_map(&mut pick),
            _ => None,
        };
        self.line.expect(what, of_frame).await
    }

    /// Shows that the events up to here were processed.
    pub async fn got(&mut self) {
        let seq = self.line.seq();
        self.line.say(&FromOperator::Got { seq }).await;
    }

    /// Waits until a dialog is as `holds` wants it.
    pub async fn dialog_becomes(
        &mut self,
        what: &str,
        dialog: DialogId,
        holds: impl Fn(&Summary) -> bool,
    ) -> Summary {
        let is_it = |event: &OperatorEvent| {
            let summary = match event {
                OperatorEvent::Message { dialog, .. } | OperatorEvent::Dialog { dialog } => dialog,
                _ => return None,
            };
            (summary.id == dialog && holds(summary)).then(|| summary.clone())
        };
        self.event(what, is_it).await
    }

    /// Answers a dialog with a text, under a new id.
    pub async fn reply(&mut self, dialog: DialogId, text: &str) -> Cid {
        let cid = new_cid();
        self.reply_as(&cid, dialog, text).await;
        cid
    }

    /// Answers with a text under a given id.
    pub async fn reply_as(&mut self, cid: &Cid, dialog: DialogId, text: &str) {
        let text = text.to_owned();
        self.draft(cid, dialog, Draft::Text { text }).await;
    }

    /// Answers with text or a file.
    pub async fn draft(&mut self, cid: &Cid, dialog: DialogId, body: Draft) {
        let reply = FromOperator::Reply {
            cid: cid.clone(),
            dialog,
            body,
            quote: None,
        };
        self.line.say(&reply).await;
    }

    /// Answers and waits until the answer is stored.
    pub async fn replied(&mut self, dialog: DialogId, text: &str) -> MessageId {
        let cid = self.reply(dialog, text).await;
        self.acked(&cid).await
    }

    /// Waits for the acknowledgement of a reply or note.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn acked(&mut self, cid: &Cid) -> MessageId {
        let answer = self.answer(cid).await;
        answer.unwrap_or_else(|refusal| panic!("not accepted: {refusal:?}"))
    }

    /// Waits for the answer to a reply or note.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn answer(&mut self, cid: &Cid) -> Result<MessageId, Refusal> {
        let about = |frame: &ToOperator| match frame {
            ToOperator::Ack { cid: c, id, .. } if c == cid => Some(Ok(*id)),
            ToOperator::Refused {
                cid: Some(c),
                refusal,
                ..
            } if c == cid => Some(Err(refusal.clone())),
            _ => None,
        };
        self.line.expect("an answer to the reply", about).await
    }

    /// Asks a question.
    ///
    /// # Errors
    /// When it is refused.
    ///
    /// # Panics
    /// When it is answered as another question would be.
    pub async fn question<Q: Asked>(&mut self, what: Q) -> Result<Q::Answer, Refusal> {
        let asked = self.ask();
        self.line.say(&FromOperator::ask(asked, what)).await;
        let about = |frame: &ToOperator| match frame {
            ToOperator::Answer { ask, answer } if *ask == asked => {
                Some(Ok(Q::given(answer.clone()).expect("the answer to this")))
            }
            ToOperator::Refused {
                ask: Some(ask),
                refusal,
                ..
            } if *ask == asked => Some(Err(refusal.clone())),
            _ => None,
        };
        self.line.expect("an answer to the question", about).await
    }

    /// Opens a dialog.
    ///
    /// # Errors
    /// When there is none.
    pub async fn open(&mut self, dialog: DialogId) -> Result<OpenedDialog, Refusal> {
        self.question(OpenDialog { dialog }).await
    }

    /// The first page of all open dialogs.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn list(&mut self) -> Vec<Summary> {
        let asked = ListDialogs {
            filter: Filter::default(),
            order: Order::Newest,
            behind: None,
        };
        let page = self.question(asked).await;
        page.expect("a list is answered").dialogs
    }

    /// When this has been answered, everything said before is answered too.
    pub async fn settle(&mut self) {
        self.list().await;
    }
}

impl Heard for ToOperator {
    fn chain(&self) -> Option<(Seq, Seq)> {
        match self {
            Self::Events { after, seq, .. } => Some((*after, *seq)),
            _ => None,
        }
    }
    fn start(&self) -> Option<Seq> {
        match self {
            Self::Reset { seq, .. } => Some(*seq),
            _ => None,
        }
    }
    fn split(self) -> Vec<Self> {
        match self {
            Self::Events { after, seq, events } => events
                .into_iter()
                .map(|event| Self::Events {
                    after,
                    seq,
                    events: vec![event],
                })
                .collect(),
            other => vec![other],
        }
    }
}

/// The first frame, from a place that is already had or from nothing.
pub fn hello(had: Option<(Epoch, Seq)>) -> FromOperator {
    let (epoch, seq) = had.unzip();
    FromOperator::Hello {
        v: VERSION,
        epoch,
        seq,
        me: None,
    }
}

/// The view in a `reset`.
pub fn desk_of(frame: &ToOperator) -> Option<Desk> {
    match frame.clone() {
        ToOperator::Reset {
            epoch,
            seq,
            me,
            center,
            employees,
            sites,
            test_key,
            counts,
            ..
        } => Some(Desk {
            epoch,
            seq,
            me,
            center,
            employees,
            sites,
            test_key,
            counts,
        }),
        _ => None,
    }
}

fn visitor_text(content: &Content) -> Option<&str> {
    match content {
        Content::Visitor {
            body: Body::Text { text },
        } => Some(text),
        _ => None,
    }
}
