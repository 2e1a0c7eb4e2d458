//! Files between two browsers, byte for byte.

use std::path::PathBuf;

use beseda_tests::browser::Browser;
use beseda_tests::cid::hex;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::chat::{self, Chat};
use crate::desk::Desk;

const LIMIT: usize = 2 * 1024 * 1024;

/// A folder of files to send.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(TempDir::with_prefix("beseda-files-").expect("a folder can be made"))
    }

    /// A file of random bytes, and their SHA-256.
    pub(crate) fn file(&self, name: &str, size: usize) -> (PathBuf, String) {
        let mut bytes = vec![0; size];
        getrandom::fill(&mut bytes).expect("the system has randomness");
        self.put(name, &bytes)
    }

    /// A file of these bytes, and their SHA-256.
    pub(crate) fn put(&self, name: &str, bytes: &[u8]) -> (PathBuf, String) {
        let path = self.0.path().join(name);
        std::fs::write(&path, bytes).expect("the folder is ours");
        (path, hex(&Sha256::digest(bytes)))
    }
}

/// The SHA-256 of what a file's link gives.
async fn digest_behind(browser: &Browser, name: &str) -> String {
    const DIGEST: &str = "
        const link = args[0];
        let bytes;
        if (link.href.startsWith('blob:') || link.href.includes('/v1/operator/files/')) {
            bytes = await (await fetch(link.href)).arrayBuffer();
        } else {
            // The link makes its blob when it is pressed: catch it on its way to the disk.
            bytes = await new Promise((resolve, reject) => {
                const make = URL.createObjectURL;
                const timer = setTimeout(() => reject(new Error('no blob')), 15000);
                URL.createObjectURL = blob => {
                    URL.createObjectURL = make;
                    clearTimeout(timer);
                    resolve(blob.arrayBuffer());
                    return make.call(URL, blob);
                };
                link.click();
            });
        }
        const digest = await crypto.subtle.digest('SHA-256', bytes);
        return [...new Uint8Array(digest)].map(b => b.toString(16).padStart(2, '0')).join('');
    ";
    let link = browser.find_in(chat::LOG, "link", name).await;
    browser.js(DIGEST, &[link.as_argument()]).await
}

/// Criteria: CQ-20, X12
#[tokio::test]
async fn files_of_every_allowed_size_arrive_unchanged_both_ways() {
    let stack = Stack::shared().await;
    let folder = Folder::new();
    let desk = Desk::of(&stack, &stack.anna()).await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.write("Files both ways").await;
    desk.open("Files both ways").await;
    chat.browser.find("button", "Attach a file").await;
    desk.browser.find("button", "Attach a file").await;
    for size in [1, LIMIT - 1, LIMIT] {
        let name = format!("visitor-{size}.bin");
        let (path, digest) = folder.file(&name, size);
        chat::attach(&chat.browser, &path).await;
        assert_eq!(digest_behind(&desk.browser, &name).await, digest, "{name}");
        chat.last_is_stored().await;
        assert_eq!(
            digest_behind(&chat.browser, &name).await,
            digest,
            "own {name}"
        );

        let name = format!("operator-{size}.bin");
        let (path, digest) = folder.file(&name, size);
        desk.send_file(&path).await;
        assert_eq!(digest_behind(&chat.browser, &name).await, digest, "{name}");
    }
    assert_eq!(chat.browser.complaints().await, [""; 0]);
    assert_eq!(desk.complaints().await, [""; 0]);
}

/// Criteria: CQ-20
#[tokio::test]
async fn files_that_cannot_be_sent_say_why_on_both_sides() {
    let stack = Stack::shared().await;
    let folder = Folder::new();
    let desk = Desk::of(&stack, &stack.anna()).await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.write("Files that cannot be sent").await;
    chat.last_is_stored().await;
    desk.open("Files that cannot be sent").await;
    let (empty, _) = folder.file("empty.bin", 0);
    let (large, _) = folder.file("large.bin", LIMIT + 1);
    for browser in [&chat.browser, &desk.browser] {
        // The console says so at once, the widget when it is sent.
        let is_widget = std::ptr::eq(browser, &chat.browser);
        let give = async |path| match is_widget {
            true => chat::attach(browser, path).await,
            false => chat::give(browser, path).await,
        };
        give(&empty).await;
        chat::says(browser, "The file is empty").await;
        give(&large).await;
        chat::says(browser, "The file is larger than 2 MB").await;
    }
    desk.reply("Nothing came").await;
    chat.shows("Nothing came").await;
    for browser in [&chat.browser, &desk.browser] {
        let links = browser.names_in(chat::LOG, "link").await;
        assert_eq!(links, [""; 0], "no such file was sent");
    }
}

#[tokio::test]
async fn pictures_show_as_pictures_and_other_files_as_named_links() {
    let stack = Stack::shared().await;
    let folder = Folder::new();
    let desk = Desk::of(&stack, &stack.anna()).await;
    // The strict page: where an <img> of ours would be forbidden.
    let chat = Chat::on(&stack, "csp.html").await;
    chat.open().await;
    chat.write("Pictures").await;
    desk.open("Pictures").await;
    let (picture, _) = folder.put("pixel.png", PIXEL);
    let (script, _) = folder.put("not a picture.svg", b"<svg onload='alert(1)'/>");
    chat.browser.find("button", "Attach a file").await;
    chat::attach(&chat.browser, &picture).await;
    chat::attach(&chat.browser, &script).await;
    desk.send_file(&picture).await;
    for browser in [&chat.browser, &desk.browser] {
        browser
            .find_in(chat::LOG, "link", "not a picture.svg")
            .await;
        browser.find("img", "pixel.png").await;
        let names = browser.names("img").await;
        assert!(!names.iter().any(|name| name.contains("svg")), "{names:?}");
        let link = browser.find_in(chat::LOG, "link", "pixel.png").await;
        let has_picture: bool = browser
            .js(
                "return !!args[0].querySelector('img, canvas, [role=img]');",
                &[link.as_argument()],
            )
            .await;
        assert!(has_picture, "the picture is inside its link");
    }
    assert_eq!(chat.browser.complaints().await, [""; 0]);
}

#[tokio::test]
async fn files_come_in_by_drag_and_by_paste_too() {
    let stack = Stack::shared().await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.write("Drag and paste").await;
    desk.open("Drag and paste").await;
    for (browser, field) in [(&chat.browser, "Message"), (&desk.browser, "Reply")] {
        browser.find("button", "Attach a file").await;
        let field = browser.find("textbox", field).await;
        for way in ["drop", "paste"] {
            let name = format!("by {way}.txt");
            let arguments = [field.as_argument(), way.into(), name.as_str().into()];
            browser.js::<Value>(GIVE, &arguments).await;
            if std::ptr::eq(browser, &desk.browser) {
                desk.can_send().await;
            }
            browser.press("button", "Send").await;
            browser.find_in(chat::LOG, "link", &name).await;
        }
    }
    for browser in [&chat.browser, &desk.browser] {
        browser
            .wait("a file from each side", || async {
                let links = browser.names_in(chat::LOG, "link").await;
                let given = links.iter().filter(|name| name.contains("by drop.txt"));
                (given.count() == 2).then_some(())
            })
            .await;
    }
}

#[tokio::test]
async fn a_file_that_was_refused_shows_on_the_card_of_a_dialog_that_was_left() {
    let stack = Stack::shared().await;
    let folder = Folder::new();
    let desk = Desk::of(&stack, &stack.anna()).await;
    let mut visitor = Visitor::start(&stack).await;
    visitor.said("Too much for a card").await;
    desk.open("Too much for a card").await;
    let (file, _) = folder.file("offer.bin", 1);
    // A name that is no name: the relay refuses it.
    const ILL_NAMED: &str = "
        const set = XMLHttpRequest.prototype.setRequestHeader;
        XMLHttpRequest.prototype.setRequestHeader = function (name, value) {
            set.call(this, name, name === 'x-file-name' ? '%zz' : value);
        };
        return null;
    ";
    desk.browser.js::<Value>(ILL_NAMED, &[]).await;
    desk.send_file(&file).await;
    desk.browser.find("button", "Remove").await;
    let back = "history.back(); return null;";
    desk.browser.js::<Value>(back, &[]).await;
    desk.browser.gone("textbox", "Reply").await;
    let is_marked = async || {
        let cards = desk.cards().await;
        let card = cards.iter().find(|card| card.contains("Too much"));
        card.is_some_and(|card| card.contains("Not sent"))
    };
    assert!(is_marked().await);
    desk.open("Too much for a card").await;
    desk.browser.press("button", "Remove").await;
    desk.browser
        .wait("a card without the mark", || async {
            (!is_marked().await).then_some(())
        })
        .await;
}

#[tokio::test]
async fn a_file_that_is_given_to_a_note_goes_nowhere_and_that_is_said() {
    let stack = Stack::shared().await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    let mut visitor = Visitor::start(&stack).await;
    visitor.said("A file for a note").await;
    desk.open("A file for a note").await;
    let field = desk.browser.find("textbox", "Reply").await;
    let give = async |way: &str| {
        let name = format!("{way}.txt");
        let arguments = [field.as_argument(), way.into(), name.into()];
        desk.browser.js::<Value>(GIVE, &arguments).await;
    };
    let why = "Files can't be attached to a note";
    for way in ["drop", "paste"] {
        desk.browser.press("button", "Note").await;
        give(way).await;
        desk.says(why).await;
        desk.browser.press("button", "Reply").await;
        chat::says_no_more(&desk.browser, why).await;
    }
    give("drop").await;
    desk.can_send().await;
    desk.browser.press("button", "Send").await;
    desk.browser.find_in(chat::LOG, "link", "drop.txt").await;
    let links = desk.browser.names_in(chat::LOG, "link").await;
    assert_eq!(links.len(), 1, "{links:?}");
}

/// Drops or pastes a file onto an element, as a browser tells it.
const GIVE: &str = "
    const [target, way, name] = args;
    const data = new DataTransfer();
    data.items.add(new File(['given by ' + way], name, {type: 'text/plain'}));
    const common = {bubbles: true, cancelable: true, composed: true};
    if (way === 'paste') {
        target.focus();
        target.dispatchEvent(new ClipboardEvent('paste', {...common, clipboardData: data}));
    } else {
        for (const type of ['dragenter', 'dragover', 'drop']) {
            target.dispatchEvent(new DragEvent(type, {...common, dataTransfer: data}));
        }
    }
    return null;
";

/// A red pixel.
pub(crate) const PIXEL: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52,
    0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x02, 0x00, 0x00, 0x00, 0x90, 0x77, 0x53,
    0xde, 0x00, 0x00, 0x00, 0x0c, 0x49, 0x44, 0x41, 0x54, 0x08, 0xd7, 0x63, 0xf8, 0xcf, 0xc0, 0x00,
    0x00, 0x03, 0x01, 0x01, 0x00, 0x18, 0xdd, 0x8d, 0xb0, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e,
    0x44, 0xae, 0x42, 0x60, 0x82,
];
