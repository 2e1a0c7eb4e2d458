//! What a visitor wrote without a line outlives the page, the tab and the relay, and
//! arrives once and in order (G5, G6).

use std::time::Duration;

use beseda_protocol::ids::DialogId;
use beseda_protocol::limits::{VISITOR_BURST, VISITOR_REFILL_MS};
use beseda_protocol::message::{Body, Content, File, Message};
use beseda_tests::browser::Browser;
use beseda_tests::cid::hex;
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use sha2::{Digest, Sha256};
use tokio::time::timeout;

use crate::chat::{self, Chat, LOG};
use crate::files::Folder;
use crate::word;

/// How the offline line begins.
pub(crate) const WAITS: &str = "No connection";

/// Waits until the log has this as its last line, and returns the lines behind the
/// one that says `after`.
pub(crate) async fn feed_behind(
    stack: &Stack,
    anna: &mut Operator,
    dialog: DialogId,
    (after, last): (&str, &str),
) -> (Vec<String>, Vec<(File, String)>) {
    let is_last = |summary: &beseda_protocol::dialog::Summary| summary.last.preview == last;
    let known = anna.list().await;
    if !known.iter().any(|it| it.id == dialog && is_last(it)) {
        anna.dialog_becomes(last, dialog, is_last).await;
    }
    let opened = anna.open(dialog).await.expect("it exists");
    let feed = anna.desk.feed(&opened);
    let start = feed.iter().position(|line| line.contains(after));
    let mut digests = Vec::new();
    for message in &opened.messages {
        let (Content::Visitor { body } | Content::Operator { body, .. }) = &message.content else {
            continue;
        };
        if let Body::File { file } = body {
            let bytes = stack.http().download_as_operator(&anna.cookie, file).await;
            digests.push((file.clone(), hex(&Sha256::digest(&bytes.body))));
        }
    }
    let start = start.map_or(0, |start| start + 1);
    (feed[start..].to_vec(), digests)
}

/// Own messages as a widget or console shows them, by their texts and file names.
pub(crate) async fn n_shown(browser: &Browser, text: &str) -> usize {
    let log = browser.find(LOG.0, LOG.1).await.text().await;
    log.matches(text).count()
}

#[tokio::test]
async fn what_a_visitor_wrote_offline_outlives_reloads_and_his_killed_tab() {
    let (mut stack, shop) = Stack::with_shop().await;
    let folder = Folder::new();
    let chat = Chat {
        browser: Browser::open().await,
    };
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    chat.browser.goto(&shop.page("index.html")).await;
    chat.open().await;
    chat.write("before the storm").await;
    chat.last_is_stored().await;
    let dialog = anna.dialog_of("before the storm").await.id;

    stack.kill().await;
    // With what was said before just one page of the console.
    let mut written = Vec::new();
    let mut sent = Vec::new();
    for n in 1..=45 {
        chat.write(&format!("storm {n}")).await;
        written.push(format!("visitor: storm {n}"));
        if n % 20 == 0 {
            let name = format!("storm {n}.bin");
            let (path, digest) = folder.file(&name, 700_000);
            chat::attach(&chat.browser, &path).await;
            chat.shows(&name).await;
            written.push(format!("visitor: [{name}]"));
            sent.push((name, digest));
        }
    }
    chat.says("No connection, 47 messages waiting").await;
    for _ in 0..5 {
        chat.browser.reload().await;
        chat.open().await;
        chat.shows("storm 45").await;
        chat.says("47 messages waiting").await;
        chat.last_is("Sending").await;
    }
    let log = chat.browser.find(LOG.0, LOG.1).await;
    let all = "return args[0].innerText;";
    let log: String = chat.browser.js(all, &[log.as_argument()]).await;
    for n in 1..=45 {
        let lines = log.lines().filter(|line| *line == format!("storm {n}"));
        assert_eq!(lines.count(), 1, "{log}");
    }

    chat.browser.kill_tab().await;
    stack.restart().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    // Nobody opens the chat: that he is here is enough.
    chat.browser.goto(&shop.page("catalogue.html")).await;
    let (feed, files) =
        feed_behind(&stack, &mut anna, dialog, ("before the storm", "storm 45")).await;
    assert_eq!(feed, written);
    let files: Vec<_> = files.into_iter().map(|(f, d)| (f.name, d)).collect();
    assert_eq!(files, sent);
    let took_ms = ms_between(&mut anna, dialog, ("storm 1", "storm 45")).await;
    // More than a burst is slowed down (S9), by plan and not by the line.
    let n_slowed = written.len() as u64 - u64::from(VISITOR_BURST);
    let allowed_ms = ARRIVES.as_millis() as u64 + n_slowed * VISITOR_REFILL_MS;
    assert!(took_ms <= allowed_ms, "{took_ms} ms of {allowed_ms}");

    chat.open().await;
    chat.shows("storm 45").await;
    chat.last_is_stored().await;
    let left: (Vec<String>, usize) = chat.browser.js(LEFT, &[]).await;
    assert_eq!(left, (vec![], 0), "nothing is kept of what was sent");
}

/// By the relay's clock, from one text's being stored to another's.
async fn ms_between(anna: &mut Operator, dialog: DialogId, (from, to): (&str, &str)) -> u64 {
    let opened = anna.open(dialog).await.expect("it exists");
    let at = |wanted: &str| {
        let is_it = |message: &&Message| match &message.content {
            Content::Visitor {
                body: Body::Text { text },
            } => text == wanted,
            _ => false,
        };
        opened.messages.iter().find(is_it).expect("it is stored").at
    };
    at(to).ms_since(at(from))
}

#[tokio::test]
async fn what_waits_has_arrived_five_seconds_after_the_line_is_back() {
    let (mut stack, shop) = Stack::with_shop().await;
    let folder = Folder::new();
    let (path, _) = folder.file("list.bin", 700_000);
    let chat = Chat {
        browser: Browser::open().await,
    };
    chat.browser.goto(&shop.page("index.html")).await;
    chat.open().await;
    chat.write("one moment").await;
    chat.last_is_stored().await;

    stack.kill().await;
    chat.says(WAITS).await;
    // As many as nobody is slowed down for, two files among them.
    for n in 1..=VISITOR_BURST {
        match n {
            10 | 20 => chat::attach(&chat.browser, &path).await,
            _ => chat.write(&format!("late {n}")).await,
        }
    }
    chat.says(&format!("{VISITOR_BURST} messages waiting"))
        .await;

    word::watch(&chat.browser, "Connected again").await;
    stack.restart().await;
    chat.browser.network_is_back().await;
    word::watched(&chat.browser).await;
    let arrived = timeout(ARRIVES, chat.last_is_stored()).await;
    assert!(arrived.is_ok(), "on their way still {ARRIVES:?} later");
    chat.shows(&format!("late {VISITOR_BURST}")).await;
}

/// How long what waits may be on its way when the line is back (G5). It took 2 s on two
/// cores with seven times the work that they can do: room for a slow machine.
const ARRIVES: Duration = Duration::from_secs(5);

/// Marks of an outbox, and what is in the database.
pub(crate) const LEFT: &str = "
    const marks = Object.keys(localStorage).filter(key => key.endsWith(':outbox'));
    let n = 0;
    for (const {name} of await indexedDB.databases()) {
        const base = await new Promise(done => {
            const request = indexedDB.open(name);
            request.onsuccess = () => done(request.result);
        });
        n += await new Promise(done => {
            const request = base.transaction('outbox').objectStore('outbox').count();
            request.onsuccess = () => done(request.result);
        });
        base.close();
    }
    return [marks, n];
";

#[tokio::test]
async fn the_very_first_message_is_sent_by_a_later_page_if_it_must() {
    let (mut stack, shop) = Stack::with_shop().await;
    let chat = Chat {
        browser: Browser::open().await,
    };
    chat.browser.goto(&shop.page("index.html")).await;
    chat.open().await;
    chat.browser.find("button", "Send").await;
    // What words a lost connection comes behind what a first message needs.
    chat.browser.fetches("widget-talk.", &stack.origin()).await;
    stack.kill().await;
    chat.write("my first words").await;
    chat.last_is("Sending").await;
    chat.says(WAITS).await;
    chat.browser.kill_tab().await;
    stack.restart().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    chat.browser.goto(&shop.page("cart.html")).await;
    anna.dialog_of("my first words").await;
}

#[tokio::test]
async fn a_full_storage_is_told_and_the_text_stays_in_the_field() {
    let (mut stack, shop) = Stack::with_shop().await;
    let chat = Chat {
        browser: Browser::open().await,
    };
    chat.browser.goto(&shop.page("index.html")).await;
    chat.browser.fill_storage(&shop.origin()).await;
    chat.open().await;
    chat.write("no room, but a line").await;
    chat.last_is_stored().await;

    stack.kill().await;
    chat.says(WAITS).await;
    chat.write("no room and no line").await;
    chat.says("This browser can't save your message").await;
    chat.browser
        .wait("the text in the field", || async {
            (chat.composed().await == "no room and no line").then_some(())
        })
        .await;
    assert_eq!(n_shown(&chat.browser, "no room and no line").await, 0);

    stack.restart().await;
    chat.browser.network_is_back().await;
    chat::says_no_more(&chat.browser, WAITS).await;
    chat.browser.press("button", "Send").await;
    chat.shows("no room and no line").await;
    chat.last_is_stored().await;
    assert_eq!(chat.composed().await, "");
}

#[tokio::test]
async fn a_browser_that_stores_nothing_still_talks() {
    let stack = Stack::shared().await;
    let chat = Chat {
        browser: Browser::open().await,
    };
    let forbid = "for (const name of ['indexedDB', 'localStorage', 'sessionStorage']) \
        Object.defineProperty(window, name, {get() { throw new DOMException('', 'SecurityError'); }});";
    chat::on_new_pages(&chat.browser, forbid).await;
    chat.browser.goto(&stack.page("spa.html")).await;
    chat.open().await;
    chat.write("I keep nothing").await;
    chat.last_is_stored().await;
    chat.write("nothing at all").await;
    chat.last_is_stored().await;
    assert_eq!(chat.composed().await, "");
    assert_eq!(chat.browser.complaints().await, [""; 0]);
}

#[tokio::test]
async fn what_a_killed_tab_has_left_is_sent_by_the_tab_that_lives() {
    let (mut stack, shop) = Stack::with_shop().await;
    let chat = Chat {
        browser: Browser::open().await,
    };
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    chat.browser.goto(&shop.page("index.html")).await;
    chat.open().await;
    chat.write("two tabs").await;
    chat.last_is_stored().await;
    let dialog = anna.dialog_of("two tabs").await.id;
    let second = chat.browser.new_tab().await;
    chat.browser.goto(&shop.page("catalogue.html")).await;
    chat.open().await;
    chat.shows("two tabs").await;

    chat.browser.tab(0).await;
    stack.kill().await;
    chat.write("first of the doomed").await;
    chat.write("second of the doomed").await;
    chat.says("2 messages waiting").await;
    chat.browser.tab(second).await;
    chat.says(WAITS).await;
    assert_eq!(
        n_shown(&chat.browser, "of the doomed").await,
        0,
        "what lives in another tab is not ours"
    );
    chat.browser.tab(0).await;
    chat.browser.kill_tab().await;
    chat.browser.tab(second).await;
    chat.shows("second of the doomed").await;
    chat.says("2 messages waiting").await;
    chat.write("third, of the living").await;

    stack.restart().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    chat.browser.network_is_back().await;
    let told = ("two tabs", "third, of the living");
    let (feed, _) = feed_behind(&stack, &mut anna, dialog, told).await;
    let wanted = [
        "visitor: first of the doomed",
        "visitor: second of the doomed",
        "visitor: third, of the living",
    ];
    assert_eq!(feed, wanted);
    chat.last_is_stored().await;
    assert_eq!(n_shown(&chat.browser, "of the doomed").await, 2);
}

#[tokio::test]
async fn what_is_being_typed_outlives_the_page() {
    let stack = Stack::shared().await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.write("a beginning").await;
    chat.last_is_stored().await;
    chat.compose("and half a senten").await;
    chat.browser.kill_tab().await;
    chat.browser.goto(&stack.page("cart.html")).await;
    chat.open().await;
    chat.shows("a beginning").await;
    chat.browser
        .wait("the draft", || async {
            (chat.composed().await == "and half a senten").then_some(())
        })
        .await;
    chat.write("ce").await;
    chat.shows("and half a sentence").await;
    chat.browser.reload().await;
    chat.open().await;
    chat.shows("and half a sentence").await;
    assert_eq!(chat.composed().await, "");
}

#[tokio::test]
async fn what_waits_can_be_given_up() {
    let (mut stack, shop) = Stack::with_shop().await;
    let chat = Chat {
        browser: Browser::open().await,
    };
    chat.browser.goto(&shop.page("index.html")).await;
    chat.open().await;
    chat.write("for certain").await;
    chat.last_is_stored().await;
    stack.kill().await;
    chat.write("not so sure").await;
    chat.write("quite sure").await;
    chat.says("2 messages waiting").await;
    chat.browser.press("button", "Cancel").await;
    chat.says("1 message waiting").await;
    // The screen does not wait for the disk.
    chat.browser
        .wait("one kept message", || async {
            let (_, n_kept): (Vec<String>, usize) = chat.browser.js(LEFT, &[]).await;
            (n_kept == 1).then_some(())
        })
        .await;
    chat.browser.reload().await;
    chat.open().await;
    chat.shows("quite sure").await;
    assert_eq!(n_shown(&chat.browser, "not so sure").await, 0);
    stack.restart().await;
    chat.browser.network_is_back().await;
    chat.last_is_stored().await;
}

#[tokio::test]
async fn what_waits_is_shown_and_sent_though_there_is_no_room_to_take_it_over() {
    let (mut stack, shop) = Stack::with_shop().await;
    let chat = Chat {
        browser: Browser::open().await,
    };
    chat.browser.goto(&shop.page("index.html")).await;
    chat.open().await;
    chat.write("some room").await;
    chat.last_is_stored().await;
    stack.kill().await;
    chat.write("first of the last").await;
    chat.write("second of the last").await;
    chat.says("2 messages waiting").await;

    let full = "IDBObjectStore.prototype.put = function () { this.transaction.abort(); };";
    chat::on_new_pages(&chat.browser, full).await;
    chat.browser.reload().await;
    chat.open().await;
    chat.shows("second of the last").await;
    chat.says("2 messages waiting").await;
    stack.restart().await;
    chat.browser.network_is_back().await;
    chat.last_is_stored().await;
    assert_eq!(n_shown(&chat.browser, "of the last").await, 2);
}
