//! Five tabs of one visitor are one visitor, whichever of them is closed (G6).

use beseda_protocol::ask::dialogs::{History, OlderMessages};
use beseda_protocol::ids::{DialogId, MessageId};
use beseda_protocol::message::{Body, Content, Message};
use beseda_tests::browser::Browser;
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use serde_json::json;

use crate::chat::{Chat, LOG};
use crate::heard;

const TABS: usize = 5;

/// Messages of a tab in a row: with two tabs to a round 200 in all.
const IN_A_ROW: usize = 5;

/// One that speaks and lives, and one that is closed while what it has said is on its
/// way: each tab beside each other.
fn pairs() -> impl Iterator<Item = (usize, usize)> {
    (0..TABS).flat_map(|living| (1..TABS).map(move |step| (living, (living + step) % TABS)))
}

#[tokio::test]
async fn five_tabs_say_everything_once_though_twenty_are_closed_in_the_middle() {
    let (mut stack, shop) = Stack::with_shop().await;
    lift_pace(&stack).await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    let chat = Chat {
        browser: Browser::open().await,
    };
    chat.browser.goto(&shop.page("index.html")).await;
    chat.open().await;
    chat.write("the first of all").await;
    chat.last_is_stored().await;
    let dialog = anna.dialog_of("the first of all").await.id;
    drop(anna);
    while chat.browser.n_tabs().await < TABS {
        another_tab(&chat, &shop.page("catalogue.html")).await;
    }

    let mut wanted = Vec::new();
    for (round, (living, doomed)) in pairs().enumerate() {
        chat.browser.tab(living).await;
        wanted.extend(speak(&chat, &format!("round {round} of the living")).await);
        chat.browser.tab(doomed).await;
        // It is closed in the middle of what it says: nothing is acknowledged any more,
        // or not a word gets out and another tab has to say all of it.
        let gets_out = round % 2 == 0;
        match gets_out {
            true => stack.pause(),
            false => stack.kill().await,
        }
        let whose = format!("round {round} of the doomed");
        wanted.extend(speak(&chat, &whose).await);
        if !gets_out {
            // Its own, and what it may have taken over of a tab that is gone.
            chat.says("messages waiting").await;
        }
        // Nobody writes as fast as this; a person's messages are kept as he writes.
        are_kept(&chat, &whose).await;
        chat.browser.close_tab().await;
        match gets_out {
            true => stack.go_on(),
            false => {
                stack.restart().await;
                lift_pace(&stack).await;
            }
        }
        another_tab(&chat, &shop.page("product.html?p=sampler")).await;
    }

    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    chat.write("the last of all").await;
    anna.dialog_of("the last of all").await;
    let mut told = transcript(&mut anna, dialog, wanted.len() + 2).await;
    told.retain(|text| wanted.contains(text));
    for round in 0..pairs().count() {
        for whose in ["living", "doomed"] {
            let of_one = |texts: &[String]| -> Vec<String> {
                let name = format!("round {round} of the {whose},");
                let own = texts.iter().filter(|text| text.starts_with(&name));
                own.cloned().collect()
            };
            assert_eq!(of_one(&told), of_one(&wanted), "each once and in order");
        }
    }
    assert_eq!(told.len(), wanted.len());

    // One transcript: what the newest page of the log has, every tab shows, once and in
    // the same order.
    let newest = &told[told.len() - 20..];
    for tab in 0..TABS {
        chat.browser.tab(tab).await;
        let shown = (chat.browser)
            .wait("everything in the conversation", || async {
                let shown = everything(&chat).await;
                let has_all = newest.iter().all(|text| shown.contains(text));
                (has_all && shown.contains("the last of all")).then_some(shown)
            })
            .await;
        let places: Vec<usize> = (newest.iter())
            .flat_map(|text| shown.match_indices(text).map(|(place, _)| place))
            .collect();
        assert_eq!(places.len(), newest.len(), "tab {tab}: {shown}");
        assert!(places.is_sorted(), "tab {tab}: {shown}");
        chat.browser.press("button", "Close chat").await;
        heard::watch(&chat.browser).await;
    }

    // One sound of each answer, and one count of what is unread.
    anna.replied(dialog, "All five of you, hello!").await;
    heard::are_heard(&chat.browser, TABS, 1).await;
    anna.replied(dialog, "Or are you one?").await;
    heard::are_heard(&chat.browser, TABS, 2).await;
    for tab in 0..TABS {
        chat.browser.tab(tab).await;
        let counted = "Open chat, 2 unread messages";
        chat.browser.find("button", counted).await;
    }
    chat.open().await;
    for tab in 0..TABS - 1 {
        chat.browser.tab(tab).await;
        chat.browser.find("button", "Open chat").await;
    }
    assert_eq!(heard::tones_of(&chat.browser, TABS).await, 2);
}

/// Waits until all that a tab has said in a row is in the browser's database.
async fn are_kept(chat: &Chat, whose: &str) {
    let script = "
        let n = 0;
        for (const {name} of await indexedDB.databases()) {
            const base = await new Promise(done => {
                const request = indexedDB.open(name);
                request.onsuccess = () => done(request.result);
            });
            const all = await new Promise(done => {
                const request = base.transaction('outbox').objectStore('outbox').getAll();
                request.onsuccess = () => done(request.result);
            });
            base.close();
            n += all.filter(item => item.body.startsWith(arguments[0])).length;
        }
        return n;
    ";
    let whose = [whose.into()];
    (chat.browser)
        .wait("all of it to be kept", || async {
            let n_kept: usize = chat.browser.js(script, &whose).await;
            (n_kept == IN_A_ROW).then_some(())
        })
        .await;
}

/// As long as the relay lives, tabs may say more than a person would.
async fn lift_pace(stack: &Stack) {
    stack.door().post("/host/lift-pace", &json!({})).await;
}

async fn another_tab(chat: &Chat, page: &str) {
    chat.browser.new_tab().await;
    chat.browser.goto(page).await;
    chat.open().await;
}

/// The text of the conversation, what is scrolled away too.
async fn everything(chat: &Chat) -> String {
    let log = chat.browser.find(LOG.0, LOG.1).await;
    let script = "return arguments[0].textContent;";
    chat.browser.js(script, &[log.as_argument()]).await
}

async fn speak(chat: &Chat, whose: &str) -> Vec<String> {
    let texts: Vec<String> = (0..IN_A_ROW).map(|n| format!("{whose}, {n}")).collect();
    for text in &texts {
        chat.write(text).await;
    }
    texts
}

/// The client's texts in a dialog, once there are so many messages of his.
async fn transcript(anna: &mut Operator, dialog: DialogId, n_texts: usize) -> Vec<String> {
    loop {
        let opened = anna.open(dialog).await.expect("it exists");
        let mut messages = opened.messages;
        let mut more = true;
        while more {
            let mut older;
            (older, more) = history(anna, dialog, messages[0].id).await;
            older.append(&mut messages);
            messages = older;
        }
        let texts: Vec<String> = messages.iter().filter_map(text_of_visitor).collect();
        if texts.len() >= n_texts {
            return texts;
        }
        // What the dead have left is still to come.
        anna.dialog_becomes("more messages", dialog, |_| true).await;
    }
}

async fn history(anna: &mut Operator, dialog: DialogId, before: MessageId) -> (Vec<Message>, bool) {
    let page = anna.question(History { dialog, before }).await;
    let OlderMessages { messages, more } = page.expect("older ones");
    (messages, more)
}

fn text_of_visitor(message: &Message) -> Option<String> {
    match &message.content {
        Content::Visitor {
            body: Body::Text { text },
        } => Some(text.clone()),
        _ => None,
    }
}
