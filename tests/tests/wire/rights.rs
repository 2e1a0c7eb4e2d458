//! The isolation matrix on the live wire (S4): everybody asks everything about a dialog of
//! each kind, over his socket and by the routes of files. The table is the one to which
//! the center's rules are held.

use beseda_protocol::ask::channels::AddChannel;
use beseda_protocol::ask::sites::{AddSite, MoveSite};
use beseda_protocol::ask::team::{Invite, SetAccess};
use beseda_protocol::ask::{Need, Question};
use beseda_protocol::ids::{ChannelId, ClientId, DialogId};
use beseda_protocol::message::{Draft, File};
use beseda_protocol::operator::{FromOperator, ToOperator};
use beseda_protocol::refusal::Code;
use beseda_protocol::team::{Access, Role};
use beseda_rights::{Kind, Object, VIEWERS, Viewer, agrees, all, expected, question};
use beseda_tests::cid::new_cid;
use beseda_tests::http::Uploader;
use beseda_tests::operator::Operator;
use beseda_tests::stack::{SignIn, Stack};
use beseda_tests::visitor::Visitor;

/// What nothing has.
const NONE: u64 = 1 << 50;

/// A company whose every dialog was begun for one viewer: one stands in for the other
/// kinds of it.
struct Company {
    stack: Stack,
    owner: Operator,
    colleague: Operator,
    /// The key of a site that speaks from a channel of its own.
    elsewhere: String,
}

/// A dialog that is asked about, with a file in it.
struct Dialog {
    kind: Kind,
    object: Object,
    file: File,
}

impl Company {
    async fn new() -> Self {
        let stack = Stack::start().await;
        let mut owner = Operator::sign_in(&stack, &stack.owner()).await;
        let name = String::from("Elsewhere");
        let channel = owner.question(AddChannel { name: name.clone() }).await;
        let channel = channel.expect("an owner may").id;
        let (origins, look) = (vec![stack.demo_origin()], None);
        let site = AddSite {
            name,
            origins,
            look,
        };
        let site = owner.question(site).await.expect("an owner may");
        let (site, elsewhere) = (site.id, site.key);
        let moved = owner.question(MoveSite { site, channel }).await;
        moved.expect("an owner may");
        let colleague = Operator::sign_in(&stack, &stack.anna()).await;
        Self {
            stack,
            owner,
            colleague,
            elsewhere,
        }
    }

    /// A viewer's console.
    async fn employs(&mut self, viewer: Viewer) -> Operator {
        let Viewer { name, role, others } = viewer;
        if role == Role::Owner {
            return Operator::sign_in(&self.stack, &self.stack.owner()).await;
        }
        let link = self.owner.question(Invite { role }).await;
        let link = link.expect("an owner may");
        let token = link.path.strip_prefix("/join/").expect("a link to join");
        let who = SignIn {
            email: format!("{name}@example.com"),
            password: format!("the phrase of {name}"),
        };
        let cookie = self.stack.http().accept(token, name, &who).await.cookie();
        let console = Operator::with_cookie(&self.stack, &cookie).await;
        let set = SetAccess {
            employee: console.desk.me.id,
            from: Access::WHOLE,
            to: Access {
                others,
                channels: Some(vec![ChannelId::FIRST]),
            },
        };
        self.owner.question(set).await.expect("an owner may");
        // What was heard before that was another's sight.
        Operator::with_cookie(&self.stack, &cookie).await
    }

    /// A dialog of a kind, as this viewer is to see it.
    async fn begins(&mut self, kind: Kind, console: &mut Operator) -> Dialog {
        let key = match kind {
            Kind::Elsewhere => self.elsewhere.clone(),
            Kind::Own | Kind::Free | Kind::Others | Kind::Absent => self.stack.key().to_owned(),
        };
        let http = self.stack.http();
        let token = http.start(&key).await;
        let mut visitor = Visitor::connect(&self.stack, &token).await;
        let text = format!("of {kind:?} {}", new_cid());
        visitor.said(&text).await;
        let cid = new_cid();
        let uploader = Uploader::Visitor(&token);
        let file: File = http
            .upload(uploader, &cid, "a.txt", b"a".to_vec())
            .await
            .json();
        let body = Draft::File {
            file: file.id.clone(),
        };
        visitor.draft(&cid, body).await;
        visitor.acked(&cid).await;
        let dialog = self.owner.dialog_of(&text).await;
        match kind {
            Kind::Own => drop(console.replied(dialog.id, "Mine").await),
            Kind::Others => drop(self.colleague.replied(dialog.id, "Not yours").await),
            Kind::Free | Kind::Elsewhere | Kind::Absent => {}
        }
        let object = match kind {
            Kind::Absent => Object {
                dialog: DialogId(NONE),
                client: ClientId(NONE),
            },
            _ => Object {
                dialog: dialog.id,
                client: dialog.client.id,
            },
        };
        Dialog { kind, object, file }
    }
}

/// Why a question was refused, if it was.
async fn asks(console: &mut Operator, what: Question) -> Option<Code> {
    let asked = console.ask();
    console.line.say(&FromOperator::ask(asked, what)).await;
    let about = |frame: &ToOperator| match frame {
        ToOperator::Answer { ask, .. } if *ask == asked => Some(None),
        ToOperator::Refused {
            ask: Some(ask),
            refusal,
            ..
        } if *ask == asked => Some(Some(refusal.code)),
        _ => None,
    };
    console
        .line
        .expect("an answer to the question", about)
        .await
}

/// Everything about one dialog, the replies last: they make the viewer responsible.
async fn asks_everything(company: &Company, viewer: Viewer, console: &mut Operator, it: &Dialog) {
    let Dialog { kind, object, file } = it;
    let kind = *kind;
    let dialog = object.dialog;
    let allowed = |need| expected(viewer, need, kind);
    let http = company.stack.http();
    let cookie = console.cookie.clone();
    if kind != Kind::Absent {
        let got = http.download_as_operator(&cookie, file).await;
        let refused = (!got.status.is_success()).then(|| got.code());
        assert_eq!(
            refused,
            allowed(Need::See(dialog)),
            "{viewer:?}: file, {kind:?}"
        );
    }
    for (area, word) in all() {
        let what = question(area, word, *object);
        let need = what.need();
        let refused = asks(console, what).await;
        assert!(
            agrees(viewer, need, kind, refused),
            "{viewer:?} {area} {word} of {kind:?}: {refused:?}"
        );
    }
    let uploader = Uploader::Operator(&cookie, dialog);
    let sent = http
        .upload(uploader, &new_cid(), "b.txt", b"b".to_vec())
        .await;
    let refused = (!sent.status.is_success()).then(|| sent.code());
    assert_eq!(
        refused,
        allowed(Need::Answer(dialog)),
        "{viewer:?}: upload, {kind:?}"
    );
    let cid = new_cid();
    let note = FromOperator::Note {
        cid: cid.clone(),
        dialog,
        text: "Among us".to_owned(),
    };
    console.line.say(&note).await;
    let refused = console.answer(&cid).await.err().map(|refusal| refusal.code);
    assert_eq!(
        refused,
        allowed(Need::Answer(dialog)),
        "{viewer:?}: note, {kind:?}"
    );
    let cid = console.reply(dialog, "To you").await;
    let refused = console.answer(&cid).await.err().map(|refusal| refusal.code);
    assert_eq!(
        refused,
        allowed(Need::Answer(dialog)),
        "{viewer:?}: reply, {kind:?}"
    );
}

#[tokio::test]
async fn everybody_gets_what_the_table_of_rights_says_and_nothing_else() {
    let mut company = Company::new().await;
    for viewer in VIEWERS {
        let mut console = company.employs(viewer).await;
        for kind in Kind::ALL {
            let it = company.begins(kind, &mut console).await;
            asks_everything(&company, viewer, &mut console, &it).await;
        }
    }
}
