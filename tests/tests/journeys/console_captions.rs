//! Files wait in the console's composer, each with what is said of it.

use beseda_tests::browser::Look;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;

use crate::access::barriers;
use crate::desk::Desk;
use crate::files::{Folder, PIXEL};

/// What the last messages of the feed show.
const SHOWN: &str = "
    return [...document.querySelectorAll('[role=log] article')].slice(-4).map(row => {
        const file = row.querySelector('a[download]')?.getAttribute('download');
        return file ?? row.querySelector('.text')?.textContent ?? '';
    });
";

#[tokio::test]
async fn each_file_is_sent_with_its_caption_behind_it_and_behind_the_text() {
    let stack = Stack::shared().await;
    let folder = Folder::new();
    Visitor::start(&stack)
        .await
        .said("Is there a receipt?")
        .await;
    let desk = Desk::looking(&stack, &stack.anna(), &Look::PHONE).await;
    desk.dismiss_question().await;
    let console = &desk.browser;
    desk.open("Is there a receipt?").await;
    desk.compose("Both of them").await;
    for (name, bytes) in [("receipt.png", PIXEL), ("terms.txt", b"As agreed")] {
        desk.attach(&folder.put(name, bytes).0).await;
    }
    let caption = console.find("textbox", "Caption for receipt.png").await;
    caption.type_keys("Of the third of May").await;
    console
        .wait("a preview", || async {
            let seen = "return document.querySelector('.attached img')?.naturalWidth === 1;";
            console.js::<bool>(seen, &[]).await.then_some(())
        })
        .await;
    assert_eq!(barriers(console).await, [""; 0]);
    console.screenshot("console-captions").await;
    // It waits with its file while another dialog is looked at.
    console.press("button", "Back to dialogs").await;
    let card = console.find_containing("link", "Draft: Both of them").await;
    card.press().await;
    let caption = console.find("textbox", "Caption for receipt.png").await;
    assert_eq!(caption.property("value").await, "Of the third of May");
    console.press("button", "Send").await;
    let expected = [
        "Both of them",
        "receipt.png",
        "Of the third of May",
        "terms.txt",
    ];
    console
        .wait("four messages in order", || async {
            let shown: Vec<String> = console.js(SHOWN, &[]).await;
            (shown == expected).then_some(())
        })
        .await;
    console.gone("list", "Files to send").await;
    assert_eq!(desk.complaints().await, [""; 0]);
}
